//! Rows whose id an earlier row had: more of the same record, or another one with the same id. Blank cells overwrite
//! nothing, and nothing that a row says is lost.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use super::super::graph::Further;
use super::super::report::{At, NoteKind, Open};
use super::super::texts::Index;
use super::super::value::Purpose;
use super::plan::{Plan, Role};
use super::row::Row;
use super::take::no_coordinates;
use super::taker::{Again, Known, OwnCell, Taker};
use crate::problem::Problem;

/// All values of nodes in columns, in the order in which they were met.
type Values = HashMap<(usize, u32), Index>;

impl Again {
    /// Keeps a row about a node that has one.
    pub(super) fn keep(&mut self, node: u32, record: Open, row: &Row) {
        self.rows.push((node, record, row.clone()));
    }

    /// Whether a node does not have this time yet. Asked while rows are merged; before that all are new.
    pub(super) fn is_new_time(&mut self, node: u32, start: &str, end: &str) -> bool {
        self.known.as_mut().is_none_or(|known| known.times.insert((node, start.to_owned(), end.to_owned())))
    }

    /// Whether a node does not have this other name yet.
    pub(super) fn is_new_name(&mut self, node: u32, name: &str) -> bool {
        self.known.as_mut().is_none_or(|known| known.names.insert((node, name.to_owned())))
    }
}

impl Taker {
    /// Merges the rows that waited into the nodes they are about. A row with another name is another node.
    pub(super) fn merge_again(&mut self, plan: &Plan, own: &[OwnCell]) -> Result<(), Problem> {
        let rows = std::mem::take(&mut self.again.rows);
        if rows.is_empty() {
            return Ok(());
        }
        self.graph.nodes.settle()?;
        let nodes: HashSet<u32> = rows.iter().map(|(node, ..)| *node).collect();
        let mut known = Known::default();
        for (node, when) in self.graph.nodes.times.iter().filter(|(node, _)| nodes.contains(node)) {
            let (start, end) = when.texts();
            known.times.insert((node, start.to_owned(), end.to_owned()));
        }
        for name in self.graph.names().filter(|name| nodes.contains(&name.node)) {
            known.names.insert((name.node, name.text.to_owned()));
        }
        self.again.known = Some(known);
        let mut values = Values::new();
        let mut apart = Vec::new();
        // Names of nodes that had none before.
        let mut labels: HashMap<u32, String> = HashMap::new();
        for (node, record, row) in rows {
            let name = plan.column(Role::Name).map_or("", |column| row.cell(column));
            let label = labels.get(&node).cloned().or_else(|| self.graph.nodes.label(node));
            if !name.is_empty() && label.as_ref().is_some_and(|label| label != name) {
                apart.push((node, record, row));
                continue;
            }
            if label.is_none() && !name.is_empty() {
                labels.insert(node, name.to_owned());
                self.names.put(name, node)?;
            }
            self.more_of_node(node, &row, plan)?;
            self.other_kinds(node, &row, plan, &mut values)?;
            let mut differs = false;
            for OwnCell { cell, column, .. } in own {
                differs |= self.another_value(node, *column, row.cell(*cell), &mut values)?;
            }
            for cell in no_coordinates(&row, plan) {
                let column = self.graph.nodes.columns.named(plan.name(cell), Purpose::Own)?;
                differs |= self.another_value(node, column, row.cell(cell), &mut values)?;
            }
            // An id says that it is the same; a name may be that of another.
            if differs && plan.column(Role::Id).is_none() {
                let message = "rows with the same name were read as one; all values were kept where they differ";
                self.report.note(NoteKind::Doubtful, message, Some(record.at()));
            }
            let into = self.graph.nodes.at(node);
            self.report.merged(record, into);
        }
        let mut values: Vec<_> = values.into_iter().collect();
        values.sort_by_key(|(key, _)| *key);
        let mut further = Further::new();
        for ((column, node), all) in values {
            if self.graph.nodes.columns.put_all(column, node, &all, &mut further)? {
                let at = self.graph.nodes.at(node);
                self.report.split_values(self.graph.nodes.columns.name(column), at);
            }
        }
        for (node, name) in labels {
            self.graph.nodes.set_label(node, &name)?;
        }
        self.again.known = None;
        for (node, record, row) in apart {
            self.apart(node, record, &row, plan, own)?;
        }
        Ok(())
    }

    /// A row whose id a node of another table has: the same node if it is called the same, else another one.
    pub(super) fn in_another_table(
        &mut self,
        node: u32,
        record: Open,
        row: &Row,
        plan: &Plan,
        own: &[OwnCell],
    ) -> Result<(), Problem> {
        let name = plan.column(Role::Name).map_or("", |column| row.cell(column));
        let label = self.graph.nodes.label(node).unwrap_or_else(|| self.graph.id(node).to_owned());
        if name.is_empty() || label == name {
            self.again.keep(node, record, row);
            return Ok(());
        }
        self.apart(node, record, row, plan, own)
    }

    /// Whether other nodes share the id of this one.
    pub(super) fn is_shared(&self, node: u32) -> bool {
        self.again.next.contains_key(&node)
    }

    /// The nodes that share the id of this one.
    pub(super) fn sharing_id(&self, node: u32) -> Vec<u32> {
        let Some(next) = self.again.next.get(&node) else { return vec![node] };
        let id = self.graph.id(node);
        let others = (2..*next).filter_map(|number| self.graph.node(&format!("{id} ({number})")));
        std::iter::once(node).chain(others).collect()
    }

    /// Collects the kinds of a row that its node does not have.
    fn other_kinds(&mut self, node: u32, row: &Row, plan: &Plan, values: &mut Values) -> Result<(), Problem> {
        let cell = plan.column(Role::Kind).map_or("", |column| row.cell(column));
        for kind in cell.split(';').map(str::trim).filter(|kind| !kind.is_empty()) {
            match self.graph.node_kind(node) {
                None => self.graph.set_node_kind(node, kind)?,
                Some(known) if known == kind => {}
                Some(_) => {
                    let column = self.graph.nodes.columns.named("other kinds", Purpose::Own)?;
                    let _ = self.another_value(node, column, kind, values)?;
                }
            }
        }
        Ok(())
    }

    /// Collects a value beside those that a node has in a column; whether it has others and not this one.
    fn another_value(&self, node: u32, column: usize, text: &str, values: &mut Values) -> Result<bool, Problem> {
        if text.is_empty() {
            return Ok(false);
        }
        let all = match values.entry((column, node)) {
            Entry::Occupied(all) => all.into_mut(),
            Entry::Vacant(new) => new.insert(self.graph.nodes.columns.index_of(column, node)?),
        };
        let has_others = all.len() > 0;
        Ok(all.put(text)?.1 && has_others)
    }

    /// Takes a row with the id of another node as a node with an id of its own.
    pub(super) fn apart(
        &mut self,
        node: u32,
        record: Open,
        row: &Row,
        plan: &Plan,
        own: &[OwnCell],
    ) -> Result<(), Problem> {
        let at: At = record.at();
        let base = self.graph.id(node).to_owned();
        let mut number = self.again.next.get(&node).copied().unwrap_or(2);
        let mut id = format!("{base} ({number})");
        while self.graph.node(&id).is_some() {
            number += 1;
            id = format!("{base} ({number})");
        }
        self.again.next.insert(node, number + 1);
        let new = self.graph.add_node(&id, at)?.number();
        self.fill_node(new, row, plan, own)?;
        let message = "an earlier row with another name has this id; this row was given a new id";
        self.report.note(NoteKind::Doubtful, message, Some(at));
        self.report.taken(record);
        Ok(())
    }
}
