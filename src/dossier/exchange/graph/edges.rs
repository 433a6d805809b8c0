//! Edges and hyperedges of a network: ends, directions, weights, ids, ports.

use std::collections::HashSet;

use super::super::limits::Limit;
use super::super::report::{At, NoteKind, Report};
use super::super::value::{Column, Purpose, Value};
use super::{Direction, Graph, HyperEnd};
use crate::problem::Problem;

impl Graph {
    // Edges.

    /// Adds an edge between two nodes by number.
    ///
    /// # Errors
    /// Too many edges.
    pub(crate) fn add_edge(&mut self, from: u32, to: u32, at: At) -> Result<u32, Problem> {
        debug_assert!((from as usize) < self.ids.len() && (to as usize) < self.ids.len());
        Limit::Edges.check(self.ends.len() + 1)?;
        let number = self.ends.len() as u32;
        self.ends.push((from, to));
        self.edges.places.push(at);
        if !self.directions.is_empty() {
            self.directions.push(None);
        }
        if !self.weights.is_empty() {
            self.weights.push(f64::NAN);
        }
        Ok(number)
    }

    /// The ends of all edges, as numbers of nodes.
    pub(crate) fn ends(&self) -> &[(u32, u32)] {
        &self.ends
    }

    /// Sets whether an edge has a direction.
    pub(crate) fn set_direction(&mut self, edge: u32, direction: Direction) {
        // The direction of those that say nothing may be told later.
        if self.directions.is_empty() {
            self.directions = vec![None; self.ends.len()];
        }
        if let Some(slot) = self.directions.get_mut(edge as usize) {
            *slot = Some(direction);
        }
    }

    /// Whether an edge has a direction.
    pub(crate) fn direction(&self, edge: u32) -> Direction {
        self.directions.get(edge as usize).copied().flatten().unwrap_or(self.default_direction)
    }

    /// Sets the weight of an edge; gives `false` for one that is not finite, which is left out.
    pub(crate) fn set_weight(&mut self, edge: u32, weight: f64) -> bool {
        if !weight.is_finite() {
            return false;
        }
        if self.weights.is_empty() {
            self.weights = vec![f64::NAN; self.ends.len()];
        }
        if let Some(slot) = self.weights.get_mut(edge as usize) {
            *slot = weight;
        }
        true
    }

    /// Keeps a weight that is no number as a field of its edge, and notes it.
    ///
    /// # Errors
    /// A text over a limit, too many columns.
    pub(crate) fn keep_weight(&mut self, edge: u32, text: &str, report: &mut Report) -> Result<(), Problem> {
        let at = Some(self.edges.at(edge));
        let text = text.trim();
        if text.is_empty() {
            report.note(NoteKind::LeftOut, "an empty weight", at);
            return Ok(());
        }
        if text.parse::<f64>().is_ok_and(|number| !number.is_finite()) {
            report.note(NoteKind::LeftOut, "a weight that is not a finite number", at);
            return Ok(());
        }
        report.note(NoteKind::Doubtful, "a weight that is not a number was kept as a field", at);
        let column = self.edges.columns.named("weight", Purpose::Own)?;
        self.edges.columns.put(column, edge, &Value::text(text))
    }

    /// The weight that the file gives an edge.
    pub(crate) fn weight(&self, edge: u32) -> Option<f64> {
        self.weights.get(edge as usize).copied().filter(|weight| weight.is_finite())
    }

    /// Sets the id of an edge as the file has it; it need not be the only one.
    ///
    /// # Errors
    /// An id over a limit.
    pub(crate) fn set_edge_id(&mut self, edge: u32, id: &str) -> Result<(), Problem> {
        if id.is_empty() {
            return Ok(());
        }
        self.edge_ids.get_or_insert_with(|| Column::new("id", Purpose::Own)).put(edge, &Value::text(id))
    }

    /// The id of an edge as the file has it. After [`Graph::settle`] only.
    pub(crate) fn edge_id(&self, edge: u32) -> Option<String> {
        self.edge_ids.as_ref()?.own(edge).map(|value| value.shown().into_owned())
    }

    /// Sets where on its nodes an edge is tied; empty for not told.
    ///
    /// # Errors
    /// A name over a limit.
    pub(crate) fn set_edge_ports(&mut self, edge: u32, from: &str, to: &str) -> Result<(), Problem> {
        if from.is_empty() && to.is_empty() {
            return Ok(());
        }
        let new = || [Column::new("from port", Purpose::Own), Column::new("to port", Purpose::Own)];
        let [from_ports, to_ports] = self.edge_ports.get_or_insert_with(new);
        for (ports, port) in [(from_ports, from), (to_ports, to)] {
            if !port.is_empty() {
                ports.put(edge, &Value::text(port))?;
            }
        }
        Ok(())
    }

    /// Where on its nodes an edge is tied. After [`Graph::settle`] only.
    pub(crate) fn edge_ports(&self, edge: u32) -> [Option<String>; 2] {
        let Some(ports) = &self.edge_ports else { return [None, None] };
        ports.each_ref().map(|column| column.own(edge).map(|value| value.shown().into_owned()))
    }

    /// Turns edges round, with their ports.
    ///
    /// # Errors
    /// Too much text.
    pub(crate) fn turn_edges(&mut self, edges: &HashSet<u32>) -> Result<(), Problem> {
        for edge in edges {
            if let Some((from, to)) = self.ends.get_mut(*edge as usize) {
                std::mem::swap(from, to);
            }
        }
        let Some(mut ports) = self.edge_ports.take_if(|_| !edges.is_empty()) else { return Ok(()) };
        for column in &mut ports {
            column.settle()?;
        }
        for edge in 0..self.ends.len() as u32 {
            let port = |column: &Column| column.own(edge).map(|value| value.shown().into_owned()).unwrap_or_default();
            let mut both = ports.each_ref().map(port);
            if edges.contains(&edge) {
                both.reverse();
            }
            self.set_edge_ports(edge, &both[0], &both[1])?;
        }
        Ok(())
    }

    // Hyperedges.

    /// Adds an edge with any number of ends, which follow by [`Graph::add_hyper_end`].
    ///
    /// # Errors
    /// Too many edges, an id over a limit.
    pub(crate) fn add_hyperedge(&mut self, id: &str, at: At) -> Result<u32, Problem> {
        Limit::Cell.check(id.len())?;
        Limit::Edges.check(self.hyper_ids.len() + 1)?;
        self.hyperedges.places.push(at);
        self.hyper_ids.push(id)
    }

    /// The id of a hyperedge; empty for none.
    pub(crate) fn hyperedge_id(&self, hyperedge: u32) -> &str {
        self.hyper_ids.get(hyperedge as usize)
    }

    /// Adds an end to a hyperedge.
    ///
    /// # Errors
    /// Too many ends, a name over a limit.
    pub(crate) fn add_hyper_end(&mut self, hyperedge: u32, end: HyperEnd<'_>) -> Result<(), Problem> {
        Limit::Edges.check(self.hyper_ends.len() + 1)?;
        Limit::Cell.check(end.role.len() + end.port.len())?;
        let (role, port) = (self.words.put(end.role)?.0, self.words.put(end.port)?.0);
        self.hyper_ends.push((hyperedge, end.node, role, port));
        Ok(())
    }

    /// Hyperedge and end, in the order in which they were met.
    pub(crate) fn hyper_ends(&self) -> impl ExactSizeIterator<Item = (u32, HyperEnd<'_>)> + '_ {
        self.hyper_ends.iter().map(|&(hyperedge, node, role, port)| {
            (hyperedge, HyperEnd { node, role: self.words.get(role), port: self.words.get(port) })
        })
    }
}
