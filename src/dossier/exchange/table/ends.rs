//! The ends of edges in tables: found by id, else by name, else made. Knows no other cells.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use super::super::graph::OtherName;
use super::super::report::{At, NoteKind};
use super::super::value::{Purpose, Value};
use super::names::Called;
use super::plan::{Plan, Role};
use super::row::Row;
use super::several::parts;
use super::take::grouped;
use super::taker::{OwnCell, Taker};
use crate::problem::Problem;
use crate::wording::counted;

/// The roles of the columns of one end.
struct EndRoles {
    /// Id, text that may be either, name: the first that is not empty is what the end is found by.
    key: [Role; 3],
    name: Role,
    kind: Role,
}

const ENDS: [EndRoles; 2] = [
    EndRoles { key: [Role::FromId, Role::From, Role::FromName], name: Role::FromName, kind: Role::FromKind },
    EndRoles { key: [Role::ToId, Role::To, Role::ToName], name: Role::ToName, kind: Role::ToKind },
];

/// What a row says of ends.
pub(super) enum Ends {
    /// The ends of each edge.
    Pairs(Vec<[u32; 2]>),
    /// The only end.
    One(u32),
    /// Why it has none.
    Missing(String),
}

/// More edges of one row are no list of ends that somebody has written.
const MOST_PAIRS: usize = 10_000;

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

impl Taker {
    /// The nodes that a row ties.
    pub(super) fn ends_of(&mut self, row: &Row, plan: &Plan, at: At) -> Result<Ends, Problem> {
        let columns = |roles: &EndRoles| roles.key.iter().filter_map(|role| plan.column(*role)).collect::<Vec<_>>();
        let is_missing = |roles: &EndRoles| columns(roles).iter().all(|column| row.cell(*column).is_empty());
        let [from, to] = &ENDS;
        // Both are there before one is made.
        let sides: &[usize] = match (is_missing(from), is_missing(to)) {
            (false, false) => &[0, 1],
            (true, false) if plan.one_end => &[1],
            (false, true) if plan.one_end => &[0],
            (is_from, _) => {
                let name = columns(if is_from { from } else { to }).first().map_or("", |column| plan.name(*column));
                return Ok(Ends::Missing(format!("`{name}` is empty")));
            }
        };
        let mut texts: [Vec<&str>; 2] = Default::default();
        for (number, (roles, texts)) in ENDS.iter().zip(&mut texts).enumerate().filter(|(n, _)| sides.contains(n)) {
            let (text, _) = Self::text(row, plan, roles);
            texts.extend(plan.several.get(number).copied().flatten().into_iter().flat_map(|mark| parts(text, mark)));
            if texts.is_empty() {
                texts.push(text);
            }
        }
        if texts.iter().fold(1usize, |all, texts| all.saturating_mul(texts.len().max(1))) > MOST_PAIRS {
            return Ok(Ends::Missing(format!("it names more than {MOST_PAIRS} pairs of ends")));
        }
        let mut found: [Vec<Option<u32>>; 2] = Default::default();
        for ((roles, texts), found) in ENDS.iter().zip(&texts).zip(&mut found) {
            for text in texts {
                match self.known_end(text, row, plan, roles, at) {
                    Ok(node) => found.push(node),
                    Err(reason) => return Ok(Ends::Missing(reason)),
                }
            }
        }
        let mut nodes: [Vec<u32>; 2] = Default::default();
        for (number, roles) in ENDS.iter().enumerate() {
            let (Some(texts), Some(found), Some(nodes)) = (texts.get(number), found.get(number), nodes.get_mut(number))
            else {
                continue;
            };
            for (text, found) in texts.iter().zip(found) {
                let group = plan.groups.get(number + 1).map_or("", String::as_str);
                let node = match found {
                    Some(node) => *node,
                    None => self.graph.end(&grouped(group, text), at)?,
                };
                self.describe_end(node, row, plan, roles, number)?;
                nodes.push(node);
            }
        }
        let [from, to] = nodes;
        Ok(match (from.as_slice(), to.as_slice()) {
            ([one], []) | ([], [one]) => Ends::One(*one),
            (from, to) => Ends::Pairs(from.iter().flat_map(|from| to.iter().map(move |to| [*from, *to])).collect()),
        })
    }

    /// What the end is found by, and whether that is surely an id.
    fn text<'r>(row: &'r Row, plan: &Plan, roles: &EndRoles) -> (&'r str, bool) {
        let cell = |role: &Role| plan.column(*role).map_or("", |column| row.cell(column));
        let number = roles.key.iter().position(|role| !cell(role).is_empty()).unwrap_or(0);
        (roles.key.get(number).map_or("", cell), number == 0)
    }

    /// The node of an end that is known already, or why it cannot be told which.
    fn known_end(
        &mut self,
        text: &str,
        row: &Row,
        plan: &Plan,
        roles: &EndRoles,
        at: At,
    ) -> Result<Option<u32>, String> {
        let (_, is_id) = Self::text(row, plan, roles);
        let number = usize::from(roles.name == Role::ToName);
        let group = plan.groups.get(number + 1).map_or("", String::as_str);
        if let Some(node) = self.graph.node(&grouped(group, text)) {
            return Ok(Some(self.by_kind(node, row, plan, roles, at)));
        }
        if is_id || !group.is_empty() {
            return Ok(None);
        }
        match self.names.find(text) {
            (Called::None, _) => Ok(None),
            (Called::Several(_), false) => Ok(None),
            (Called::Several(count), true) => {
                Err(format!("{} named `{text}`; give an id instead", counted(count as usize, "node is", "nodes are")))
            }
            (Called::One(node), exact) => {
                let message = if exact {
                    "a node of an edge was matched by name"
                } else {
                    "a node of an edge was matched by name, ignoring capitals and spaces"
                };
                self.report.note(NoteKind::Guessed, message, Some(at));
                Ok(Some(node))
            }
        }
    }

    /// Of the nodes that share an id the one of the kind that the row gives the end, else the first.
    fn by_kind(&mut self, node: u32, row: &Row, plan: &Plan, roles: &EndRoles, at: At) -> u32 {
        if !self.is_shared(node) {
            return node;
        }
        let all = self.sharing_id(node);
        let kind = plan.column(roles.kind).map_or("", |column| row.cell(column));
        let mut fitting =
            all.into_iter().filter(|node| self.graph.node_kind(*node).is_some_and(|k| k.eq_ignore_ascii_case(kind)));
        match (fitting.next(), fitting.next()) {
            (Some(only), None) => only,
            _ => {
                let message = "several nodes have the id that an edge refers to; the first was used";
                self.report.note(NoteKind::Doubtful, message, Some(at));
                node
            }
        }
    }

    /// Sets the name and kind that a row gives an end.
    fn describe_end(
        &mut self,
        node: u32,
        row: &Row,
        plan: &Plan,
        roles: &EndRoles,
        number: usize,
    ) -> Result<(), Problem> {
        let cell = |role: Role| plan.column(role).map_or("", |column| row.cell(column));
        // Beside an id the text that may be either is the name.
        let [id, either, _] = roles.key;
        let name = match (cell(roles.name), cell(id)) {
            ("", "") => "",
            ("", _) => cell(either),
            (name, _) => name,
        };
        if !name.is_empty() && !self.graph.is_told(node) {
            let hashed = hash(name);
            match self.ends.named.get(&node) {
                None => {
                    self.ends.named.insert(node, hashed);
                    self.graph.nodes.set_label(node, name)?;
                    self.names.put(name, node)?;
                }
                Some(known) if *known == hashed => {}
                Some(_) => {
                    if self.ends.aliases.insert((node, hashed)) {
                        let other = OtherName { node, text: name, language: "", role: Default::default() };
                        self.graph.add_name(other)?;
                        self.names.put(name, node)?;
                    }
                }
            }
        }
        let kind = match cell(roles.kind) {
            "" => plan.end_kinds.get(number).map_or("", String::as_str),
            kind => kind,
        };
        if !kind.is_empty() && self.graph.nodes.kind(node).is_none() {
            self.graph.set_node_kind(node, kind)?;
        }
        Ok(())
    }

    /// The columns of fields that belong to ends: two columns each, of nodes and, for what contradicts, of edges.
    pub(super) fn end_fields(&mut self, plan: &Plan) -> Result<Vec<OwnCell>, Problem> {
        let cells: Vec<usize> = plan.columns(Role::FromOwn).chain(plan.columns(Role::ToOwn)).collect();
        let mut out = Vec::new();
        for cell in cells {
            let column = self.graph.nodes.columns.named(plan.name(cell), Purpose::Own)?;
            out.push(OwnCell { cell, column, several: false });
        }
        Ok(out)
    }

    /// Sets the fields that belong to the ends; what contradicts an earlier row stays with the edge.
    pub(super) fn fields_of_ends(
        &mut self,
        edge: u32,
        [from, to]: [u32; 2],
        row: &Row,
        plan: &Plan,
        fields: &[OwnCell],
    ) -> Result<(), Problem> {
        for OwnCell { cell, column, .. } in fields {
            let text = row.cell(*cell);
            if text.is_empty() {
                continue;
            }
            let node = if plan.roles.get(*cell) == Some(&Role::ToOwn) { to } else { from };
            let hashed = hash(text);
            let known = *self.ends.said.entry((*column, node)).or_insert_with(|| hashed.wrapping_add(1));
            if known == hashed {
                continue;
            }
            if known == hashed.wrapping_add(1) {
                self.ends.said.insert((*column, node), hashed);
                self.graph.nodes.columns.put(*column, node, &Value::text(text))?;
            } else {
                let own = self.graph.edges.columns.named(plan.name(*cell), Purpose::Own)?;
                self.graph.edges.columns.put(own, edge, &Value::text(text))?;
            }
        }
        Ok(())
    }
}
