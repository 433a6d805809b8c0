//! CX, version 1: what nodes and edges have, where they stand and what is said of the network come in lists of their own,
//! before or after the nodes and edges.

use std::collections::HashMap;

use super::super::format::Failure;
use super::super::graph::{Position, purpose_of};
use super::super::limits::Limit;
use super::super::report::NoteKind;
use super::super::value::{Value, declared_boolean, declared_real};
use super::cx_lists::Lists;
use super::fields::Fields;
use super::network::{Reader, set_meta};
use super::pull::Pull;
use crate::problem::Problem;

impl Reader<'_, '_> {
    /// `{"po": 1, "n": "name", "v": "value", "d": "string"}`, of one or several nodes (0) or edges (1).
    pub(super) fn value_of(&mut self, pull: &mut Pull<'_>, of: usize) -> Result<(), Failure> {
        let mut fields = std::mem::take(&mut self.fields);
        fields.read(pull)?;
        let ids = fields.take_all("po");
        let name = fields.take_text(&["n"]).unwrap_or_default();
        let of_type = fields.take_text(&["d"]).unwrap_or_default();
        let value = fields.take(&["v"]).map(|value| typed(value, &of_type).into_owned());
        if let (Some(value), false) = (value, name.is_empty()) {
            self.lists.made += ids.len().saturating_mul(value.shown().len());
            Limit::check_made(self.lists.made, self.text.as_str().len())?;
            if let Some(values) = self.lists.values.get_mut(of) {
                values.extend(ids.into_iter().map(|id| (id, name.clone(), value.clone())));
            }
        }
        self.fields = fields;
        Ok(())
    }

    /// `{"node": 1, "x": 1.5, "y": 2}`.
    pub(super) fn placed(&mut self, pull: &mut Pull<'_>) -> Result<(), Failure> {
        let mut fields = Fields::default();
        fields.read(pull)?;
        let id = fields.take_text(&["node"]).unwrap_or_default();
        if let (Some(x), Some(y)) = (fields.take_number(&["x"]), fields.take_number(&["y"])) {
            self.lists.positions.push((id, Position { x, y, z: fields.take_number(&["z"]) }));
        }
        Ok(())
    }

    /// What is said of the network: `{"n": "name", "v": "value"}`, or in CX2 an object of all.
    pub(super) fn meta_or_pair(&mut self, pull: &mut Pull<'_>) -> Result<(), Failure> {
        let mut fields = Fields::default();
        fields.read(pull)?;
        if fields.has("n") && fields.has("v") {
            let (name, value) = (fields.take_text(&["n"]), fields.take_text(&["v"]));
            set_meta(self.graph(), &name.unwrap_or_default(), &value.unwrap_or_default());
        }
        for (key, value) in fields.rest() {
            set_meta(self.graph(), key, &value.shown());
        }
        Ok(())
    }

    /// Gives the values to the nodes and edges that have the ids.
    pub(super) fn put_lists(&mut self) -> Result<(), Problem> {
        let Lists { values: [of_nodes, of_edges], positions, .. } = std::mem::take(&mut self.lists);
        let Some(graph) = self.graphs.last_mut() else { return Ok(()) };
        let mut lost = 0;
        for (id, position) in positions {
            match graph.node(&id) {
                Some(node) => graph.set_position(node, position),
                None => lost += 1,
            }
        }
        for (id, name, value) in of_nodes {
            let Some(node) = graph.node(&id) else {
                lost += 1;
                continue;
            };
            let column = graph.nodes.columns.named(&name, purpose_of(&name))?;
            graph.nodes.columns.put(column, node, &value)?;
        }
        let edges: HashMap<String, u32> = match of_edges.is_empty() {
            true => HashMap::new(),
            false => (0..graph.edges.len() as u32).filter_map(|edge| Some((graph.edge_id(edge)?, edge))).collect(),
        };
        for (id, name, value) in of_edges {
            let Some(edge) = edges.get(&id).copied() else {
                lost += 1;
                continue;
            };
            let weight = match &value {
                Value::Real(number) if name == "weight" => Some(*number),
                Value::Integer(number) if name == "weight" => Some(*number as f64),
                _ => None,
            };
            if weight.is_some_and(|weight| graph.set_weight(edge, weight)) {
                continue;
            }
            let column = graph.edges.columns.named(&name, purpose_of(&name))?;
            graph.edges.columns.put(column, edge, &value)?;
        }
        for _ in 0..lost {
            self.report.note(
                NoteKind::LeftOut,
                "a value or position of a node or edge that the file does not have",
                None,
            );
        }
        Ok(())
    }
}

/// A value that the file writes as a text and says the type of.
fn typed<'a>(value: Value<'a>, of_type: &str) -> Value<'a> {
    let Value::Text(text) = &value else { return value };
    let found = match of_type {
        "double" | "float" => declared_real(text.trim()).map(Value::Real),
        "integer" | "long" | "short" | "byte" => text.trim().parse().ok().map(Value::Integer),
        "boolean" => declared_boolean(text.trim()).map(Value::Boolean),
        _ => None,
    };
    found.unwrap_or(value)
}
