//! Rows of edges into a graph: an edge a row, one for each pair where cells name several ends, and an event where a row
//! has one end alone.

use super::super::graph::{Direction, HyperEnd, When};
use super::super::report::{NoteKind, Open};
use super::super::value::{Purpose, Value, number};
use super::dict;
use super::ends::Ends;
use super::plan::{Plan, Role};
use super::row::Row;
use super::take::{Ordered, direction_word, put_own, several, times_of};
use super::taker::{OwnCell, Taker};
use crate::problem::Problem;

impl Taker {
    pub(super) fn edge(
        &mut self,
        record: Open,
        row: &Row,
        plan: &Plan,
        own: &[OwnCell],
        fields: &[OwnCell],
    ) -> Result<(), Problem> {
        match self.ends_of(row, plan, record.at())? {
            Ends::Pairs(pairs) => {
                if pairs.len() > 1 {
                    let message = "a cell that names several ends was read as an edge to each";
                    self.report.note(NoteKind::Guessed, message, Some(record.at()));
                }
                for ends in pairs {
                    self.one_edge(&record, ends, row, plan, own)?;
                    let edge = self.graph.edges.len().saturating_sub(1) as u32;
                    self.fields_of_ends(edge, ends, row, plan, fields)?;
                }
                self.report.taken(record);
            }
            Ends::One(node) => {
                self.event(&record, node, row, plan)?;
                self.report.taken(record);
            }
            Ends::Missing(reason) => self.report.refused(record, &reason),
        }
        Ok(())
    }

    fn one_edge(
        &mut self,
        record: &Open,
        ends: [u32; 2],
        row: &Row,
        plan: &Plan,
        own: &[OwnCell],
    ) -> Result<(), Problem> {
        let cell = |role| plan.column(role).map_or("", |column| row.cell(column));
        let at = record.at();
        let direction = cell(Role::Direction);
        let known = direction_word(direction);
        if known.is_none() && !direction.is_empty() {
            self.report.note(NoteKind::Doubtful, "an unknown direction; the default was used", Some(at));
        }
        let (from, to) = if known == Some(Ordered::Backward) { (ends[1], ends[0]) } else { (ends[0], ends[1]) };
        let edge = self.graph.add_edge(from, to, at)?;
        let usual = if plan.directed { Direction::Directed } else { Direction::Undirected };
        let direction = match known {
            Some(Ordered::Forward | Ordered::Backward) => Direction::Directed,
            Some(Ordered::Neither) => Direction::Undirected,
            Some(Ordered::Both) => Direction::Mutual,
            None => usual,
        };
        self.graph.set_direction(edge, direction);
        self.graph.set_edge_id(edge, cell(Role::Id))?;
        self.graph.edges.set_label(edge, cell(Role::Name))?;
        self.graph.set_edge_kind(edge, cell(Role::RelationKind))?;
        let weight = cell(Role::Weight);
        let has_comma = plan.column(Role::Weight).is_some_and(|column| plan.has_decimal_comma(column));
        match number(weight, has_comma) {
            Some(weight) => drop(self.graph.set_weight(edge, weight)),
            None if weight.is_empty() => {}
            None => self.graph.keep_weight(edge, weight, &mut self.report)?,
        }
        let mut times = Vec::new();
        times_of(row, plan, &mut times, &mut |message| self.report.note(NoteKind::Doubtful, message, Some(at)));
        for (start, end, moment) in times {
            let when = if moment { When::At(&start) } else { When::Spell(&start, &end) };
            self.graph.edges.times.put(edge, when)?;
        }
        if plan.header_row > 0 {
            return put_own(&mut self.graph.edges.columns, edge, row, own);
        }
        for cell in own {
            match dict::pairs(row.cell(cell.cell)) {
                Some(pairs) => self.attributes(edge, &pairs)?,
                None => put_own(&mut self.graph.edges.columns, edge, row, std::slice::from_ref(cell))?,
            }
        }
        Ok(())
    }

    /// What a dictionary behind the ends of an edge says of it.
    fn attributes(&mut self, edge: u32, pairs: &[(String, String)]) -> Result<(), Problem> {
        for (key, value) in pairs {
            match key.as_str() {
                "weight" => match number(value, false) {
                    Some(weight) => drop(self.graph.set_weight(edge, weight)),
                    None => self.graph.keep_weight(edge, value, &mut self.report)?,
                },
                "type" | "kind" | "relation" if self.graph.edge_kind(edge).is_none() => {
                    self.graph.set_edge_kind(edge, value)?;
                }
                "label" => self.graph.edges.set_label(edge, value)?,
                _ => {
                    let column = self.graph.edges.columns.named(key, Purpose::Own)?;
                    self.graph.edges.columns.put(column, edge, &Value::text(value))?;
                }
            }
        }
        Ok(())
    }

    /// A row with one end: an event that the node takes part in, with all that the row says.
    fn event(&mut self, record: &Open, node: u32, row: &Row, plan: &Plan) -> Result<(), Problem> {
        let cell = |role| plan.column(role).map_or("", |column| row.cell(column));
        let at = record.at();
        let message = "a row with one end alone was read as an event that the node takes part in";
        self.report.note(NoteKind::Guessed, message, Some(at));
        let event = self.graph.add_hyperedge(cell(Role::Id), at)?;
        self.graph.add_hyper_end(event, HyperEnd { node, role: "", port: "" })?;
        self.graph.hyperedges.set_label(event, cell(Role::Name))?;
        let mut times = Vec::new();
        times_of(row, plan, &mut times, &mut |message| self.report.note(NoteKind::Doubtful, message, Some(at)));
        for (start, end, moment) in times {
            let when = if moment { When::At(&start) } else { When::Spell(&start, &end) };
            self.graph.hyperedges.times.put(event, when)?;
        }
        for (column, role) in plan.roles.iter().enumerate() {
            let (text, is_first) = (row.cell(column), plan.column(*role) == Some(column));
            let Some(purpose) = field_of_event(*role, is_first).filter(|_| !text.is_empty()) else { continue };
            let list = || Value::List(several(text).map(Into::into).collect());
            let value = if *role == Role::OwnList { list() } else { Value::text(text) };
            let field = self.graph.hyperedges.columns.named(plan.name(column), purpose)?;
            self.graph.hyperedges.columns.put(field, event, &value)?;
        }
        Ok(())
    }
}

/// What a cell is as a field of an event; none where it has a place of its own or says nothing of an event.
fn field_of_event(role: Role, is_first: bool) -> Option<Purpose> {
    match role {
        Role::Own | Role::OwnList | Role::FromOwn | Role::ToOwn | Role::Alias | Role::Part => Some(Purpose::Own),
        Role::Weight | Role::RelationKind | Role::Kind | Role::X | Role::Y | Role::Z => Some(Purpose::Own),
        Role::When | Role::Start | Role::End => (!is_first).then_some(Purpose::Own),
        Role::Source => Some(Purpose::Source),
        Role::Url => Some(Purpose::Url),
        Role::Note => Some(Purpose::Note),
        Role::Status => Some(Purpose::Status),
        Role::Look => Some(Purpose::Look),
        Role::Id | Role::Name | Role::Timeset | Role::Precision(_) | Role::Direction | Role::Ignore => None,
        Role::From | Role::FromId | Role::FromName | Role::FromKind => None,
        Role::To | Role::ToId | Role::ToName | Role::ToKind => None,
    }
}
