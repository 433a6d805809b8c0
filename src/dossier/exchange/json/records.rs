//! One node, edge or hyperedge of a JSON document into the graph. Knows where keys stand only by the table of the format.

use super::super::graph::{Added, Columns, Direction, HyperEnd, Position, When, purpose_of};
use super::super::report::{At, NoteKind, Open};
use super::super::table::{Ordered, direction_word};
use super::super::value::{Purpose, Value};
use super::dialects::{self, SPELLS, What};
use super::fields::Fields;
use super::network::Reader;
use crate::problem::Problem;

impl Reader<'_, '_> {
    pub(super) fn record(
        &mut self,
        fields: &mut Fields,
        is_record: bool,
        what: What,
        key: Option<&str>,
        bytes: (usize, usize),
    ) -> Result<(), Problem> {
        let has_ends = || {
            self.dialect.edge.from.iter().any(|key| fields.has(key))
                && self.dialect.edge.to.iter().any(|key| fields.has(key))
        };
        let part = match what {
            What::Edges => 1,
            What::Hyperedges => 2,
            What::Mixed if has_ends() => 1,
            _ => 0,
        };
        if is_record
            && self.dialect.name == dialects::GRAPHVIZ.name
            && !self.graphviz.is_record(fields, part, &mut self.report)
        {
            return Ok(());
        }
        let number = self.counts.get_mut(part).map_or(0, |count| {
            *count = count.saturating_add(1);
            *count
        });
        let at = At { part: self.parts.get(part).copied().unwrap_or(0), number, offset: bytes.0 as u32 };
        let record = self.report.open(at);
        if !is_record {
            self.report.refused(record, "this is not a JSON object");
            return Ok(());
        }
        match part {
            0 => self.node(record, fields, key, bytes),
            1 => self.edge(record, fields, key),
            _ => self.hyperedge(record, fields, key),
        }
    }

    pub(super) fn node(
        &mut self,
        record: Open,
        fields: &mut Fields,
        key: Option<&str>,
        bytes: (usize, usize),
    ) -> Result<(), Problem> {
        self.lengthen(fields, 0);
        let id = fields.take_text(self.dialect.node.id).or_else(|| key.map(str::to_owned));
        let Some(id) = id.or_else(|| self.id_by_place(record.at())) else {
            let reason = format!("`{}` is missing", self.dialect.node.id.first().copied().unwrap_or("id"));
            self.report.refused(record, &reason);
            return Ok(());
        };
        let added = self.graph().add_node(&id, record.at())?;
        if let Added::Again(node) = added {
            let graph = self.graphs.len() - 1;
            self.again.push((graph, node, record, bytes));
            return Ok(());
        }
        self.fill_node(added.number(), fields)?;
        self.report.taken(record);
        Ok(())
    }

    /// Nodes without ids are meant by their place in the list, from 0 (D3).
    pub(super) fn id_by_place(&mut self, at: At) -> Option<String> {
        if self.dialect.name == dialects::CYTOSCAPE_JS.name {
            let message = "elements without an id were numbered";
            self.report.note(NoteKind::Guessed, message, Some(at));
            return Some(format!("element {}", at.number));
        }
        if self.dialect.name != dialects::NODE_LINK.name {
            return None;
        }
        self.report.note(
            NoteKind::Guessed,
            "nodes without an id are known by their place in the list, from 0",
            Some(at),
        );
        self.is_numbered = true;
        Some((at.number - 1).to_string())
    }

    pub(super) fn fill_node(&mut self, node: u32, fields: &mut Fields) -> Result<(), Problem> {
        let keys = self.dialect.node;
        let graph_number = self.graphs.len() - 1;
        let (label, kinds) = (fields.take_text(keys.label), fields.take(keys.kind).map(texts).unwrap_or_default());
        if let Some(parent) = fields.take_text(keys.parent) {
            self.parents.push((graph_number, node, parent.into()));
        }
        // Without one of the two the other is no place, but a field.
        let is_placed = fields.number_of(keys.x).is_some() && fields.number_of(keys.y).is_some();
        let (x, y, z) = if is_placed {
            (fields.take_number(keys.x), fields.take_number(keys.y), fields.take_number(keys.z))
        } else {
            (None, None, None)
        };
        let prefixes = self.dialect.prefixes;
        let graph = self.graph();
        graph.y_down = true;
        graph.nodes.set_label(node, &label.unwrap_or_default())?;
        graph.set_node_kind(node, kinds.first().map_or("", String::as_str))?;
        put_other_kinds(&mut graph.nodes.columns, node, &kinds)?;
        if let (Some(x), Some(y)) = (x, y) {
            graph.set_position(node, Position { x, y, z });
        }
        if let Some((start, end)) = spell(fields) {
            graph.nodes.times.put(node, When::Spell(&start, &end))?;
        }
        put_rest(&mut graph.nodes.columns, node, fields, prefixes)
    }

    pub(super) fn edge(&mut self, record: Open, fields: &mut Fields, key: Option<&str>) -> Result<(), Problem> {
        self.lengthen(fields, 1);
        let keys = self.dialect.edge;
        let (from, to) = (fields.take_text(keys.from), fields.take_text(keys.to));
        let (Some(from), Some(to)) = (from.as_ref(), to.as_ref()) else {
            let missing = if from.is_none() { keys.from } else { keys.to };
            let reason = format!("`{}` is missing", missing.first().copied().unwrap_or_default());
            self.report.refused(record, &reason);
            return Ok(());
        };
        let [from, to] = &self.ends_by_place([from, to], record.at());
        let id = fields.take_text(keys.id).or_else(|| key.map(str::to_owned));
        let (kinds, label) = (fields.take(keys.kind).map(texts).unwrap_or_default(), fields.take_text(keys.label));
        let weight = fields.take_number(keys.weight);
        // graphology says `undirected: true`.
        let is_denied = keys.direction.contains(&"undirected");
        let direction = keys.direction.iter().find_map(|key| fields.peek_text(key)).filter(|text| !text.is_empty());
        let told = direction.is_some();
        // A word that says no direction stays a field.
        let direction = direction.filter(|text| is_denied || says_direction(text));
        if direction.is_some() {
            fields.take(keys.direction);
        }
        let arrows = [fields.take_text(&["fromEnd"]), fields.take_text(&["toEnd"])];
        let ports = keys.ports.map(|port| fields.take_text(&[port]).unwrap_or_default());
        let prefixes = self.dialect.prefixes;
        let at = record.at();
        let graph = self.graph();
        let (mut from, mut to) = (graph.end(from, at)?, graph.end(to, at)?);
        let direction = match direction.as_deref() {
            Some(text) if is_denied => Some(if text == "true" { Direction::Undirected } else { Direction::Directed }),
            Some("1->2") => Some(Direction::Directed),
            Some("2->1") => {
                std::mem::swap(&mut from, &mut to);
                Some(Direction::Directed)
            }
            Some("both") => Some(Direction::Mutual),
            Some(text) => match direction_word(text) {
                Some(Ordered::Forward) => Some(Direction::Directed),
                Some(Ordered::Backward) => {
                    std::mem::swap(&mut from, &mut to);
                    Some(Direction::Directed)
                }
                Some(Ordered::Neither) => Some(Direction::Undirected),
                Some(Ordered::Both) => Some(Direction::Mutual),
                None => None,
            },
            None if told => None,
            None => canvas_direction(&arrows, &mut from, &mut to),
        };
        let edge = graph.add_edge(from, to, at)?;
        if let Some(direction) = direction {
            graph.set_direction(edge, direction);
        }
        graph.set_edge_id(edge, &id.unwrap_or_default())?;
        graph.set_edge_kind(edge, kinds.first().map_or("", String::as_str))?;
        put_other_kinds(&mut graph.edges.columns, edge, &kinds)?;
        graph.edges.set_label(edge, &label.unwrap_or_default())?;
        graph.set_edge_ports(edge, &ports[0], &ports[1])?;
        let is_lost = weight.is_some_and(|weight| !graph.set_weight(edge, weight));
        if let Some((start, end)) = spell(fields) {
            graph.edges.times.put(edge, When::Spell(&start, &end))?;
        }
        put_rest(&mut graph.edges.columns, edge, fields, prefixes)?;
        if is_lost {
            self.report.note(NoteKind::Doubtful, "a weight is not a finite number and was left blank", Some(at));
        }
        self.report.taken(record);
        Ok(())
    }

    /// The ids of ends that are places in the list of nodes (networkx 1). The first edge tells: its ends are no ids, but
    /// places of nodes whose ids are no numbers.
    fn ends_by_place(&mut self, ends: [&String; 2], at: At) -> [String; 2] {
        let [nodes, ..] = self.counts;
        let is_list = self.dialect.name == dialects::NODE_LINK.name && self.again.is_empty();
        let Some(graph) = self.graphs.last() else { return ends.map(String::clone) };
        let place = |end: &String| end.parse::<u32>().ok().filter(|place| (*place as usize) < graph.nodes.len());
        let by_place = *self.by_place.get_or_insert_with(|| {
            is_list
                && graph.nodes.len() == nodes as usize
                && graph.id(0).parse::<f64>().is_err()
                && ends.iter().all(|end| graph.node(end).is_none() && place(end).is_some())
        });
        if !by_place {
            return ends.map(|end| self.by_name(end, at).unwrap_or_else(|| end.clone()));
        }
        let ids = ends.map(|end| place(end).map_or_else(|| end.clone(), |place| graph.id(place).to_owned()));
        self.report.note(NoteKind::Guessed, "edges name nodes by their place in the list, from 0", Some(at));
        ids
    }

    /// The id of the node that an edge names by its name, where nodes have no ids (ECharts).
    fn by_name(&mut self, end: &str, at: At) -> Option<String> {
        let graph = self.graphs.last().filter(|_| self.is_numbered)?;
        if graph.node(end).is_some() {
            return None;
        }
        let names = self.names.get_or_insert_with(|| {
            // Of several with one name the first is meant.
            let named = |node| Some((graph.nodes.label(node)?, graph.id(node).to_owned()));
            (0..graph.nodes.len() as u32).rev().filter_map(named).collect()
        });
        let id = names.get(end).cloned()?;
        self.report.note(NoteKind::Guessed, "edges name nodes by their names", Some(at));
        Some(id)
    }

    pub(super) fn hyperedge(&mut self, record: Open, fields: &mut Fields, key: Option<&str>) -> Result<(), Problem> {
        let mut ends = ["nodes", "source", "target"].map(|role| fields.take_all(role));
        ends.iter_mut().for_each(|ids| ids.retain(|id| !id.is_empty()));
        if ends.iter().all(Vec::is_empty) {
            self.report.refused(record, "`nodes` is missing");
            return Ok(());
        }
        let (id, kind, label) =
            (fields.take_text(&["id"]), fields.take_text(&["relation"]), fields.take_text(&["label"]));
        let prefixes = self.dialect.prefixes;
        let at = record.at();
        let graph = self.graph();
        let hyperedge = graph.add_hyperedge(&id.or_else(|| key.map(str::to_owned)).unwrap_or_default(), at)?;
        graph.set_hyperedge_kind(hyperedge, &kind.unwrap_or_default())?;
        graph.hyperedges.set_label(hyperedge, &label.unwrap_or_default())?;
        for (role, ids) in ["", "source", "target"].into_iter().zip(&ends) {
            for id in ids {
                let node = graph.end(id, at)?;
                graph.add_hyper_end(hyperedge, HyperEnd { node, role, port: "" })?;
            }
        }
        put_rest(&mut graph.hyperedges.columns, hyperedge, fields, prefixes)?;
        self.report.taken(record);
        Ok(())
    }
}

/// Whether a text says which way an edge goes.
fn says_direction(text: &str) -> bool {
    matches!(text, "1->2" | "2->1") || direction_word(text).is_some()
}

/// Keeps the kinds of a record beside its first.
fn put_other_kinds(columns: &mut Columns, record: u32, kinds: &[String]) -> Result<(), Problem> {
    let Some((_, others)) = kinds.split_first().filter(|(_, others)| !others.is_empty()) else { return Ok(()) };
    let column = columns.named("other kinds", Purpose::Own)?;
    columns.put(column, record, &Value::List(others.iter().map(|kind| kind.as_str().into()).collect()))
}

/// The texts of a value.
pub(super) fn texts(value: Value<'_>) -> Vec<String> {
    match value {
        Value::List(texts) => texts.into_iter().map(Into::into).collect(),
        other => vec![other.shown().into_owned()],
    }
}

/// The direction of a line on a canvas: its arrows, of which only the second is there unless told.
pub(super) fn canvas_direction(arrows: &[Option<String>; 2], from: &mut u32, to: &mut u32) -> Option<Direction> {
    if arrows.iter().all(Option::is_none) {
        return None;
    }
    let [at_from, at_to] = [arrows[0].as_deref() == Some("arrow"), arrows[1].as_deref().unwrap_or("arrow") == "arrow"];
    Some(match (at_from, at_to) {
        (true, true) => Direction::Mutual,
        (false, true) => Direction::Directed,
        (true, false) => {
            std::mem::swap(from, to);
            Direction::Directed
        }
        (false, false) => Direction::Undirected,
    })
}

/// From when until when, where a record has such keys.
pub(super) fn spell(fields: &mut Fields) -> Option<(String, String)> {
    let pair = SPELLS.iter().find(|pair| pair.iter().any(|key| fields.has(key)))?;
    let [start, end] = pair.map(|key| fields.take_text(&[key]).unwrap_or_default());
    Some((start, end))
}

pub(super) fn field_name<'k>(key: &'k str, prefixes: &[&str]) -> &'k str {
    prefixes.iter().find_map(|prefix| key.strip_prefix(prefix)).unwrap_or(key)
}

/// All that no other place is for becomes fields.
pub(super) fn put_rest(columns: &mut Columns, record: u32, fields: &Fields, prefixes: &[&str]) -> Result<(), Problem> {
    for (key, value) in fields.rest() {
        let name = field_name(key, prefixes);
        let column = columns.named(name, purpose_of(name))?;
        columns.put(column, record, &value)?;
    }
    Ok(())
}
