//! Leaving out nodes and edges of a network that has been read, and giving the rest new numbers.

use std::collections::{HashMap, HashSet};

use super::super::report::{At, NoteKind, Report};
use super::super::texts::Index;
use super::{Graph, Records, Times};
use crate::problem::Problem;

/// New numbers of records of which some are left out.
struct Numbers {
    /// By old number.
    new: Vec<Option<u32>>,
}

impl Numbers {
    fn keeping(keep: &[bool]) -> Self {
        let mut next = 0;
        let new = keep.iter().map(|keep| {
            let number = next;
            next += u32::from(*keep);
            keep.then_some(number)
        });
        Numbers { new: new.collect() }
    }

    /// The values of those that are kept, of a list that may be shorter than there are records.
    fn kept<T: Copy>(&self, values: &[T]) -> Vec<T> {
        values.iter().zip(&self.new).filter(|(_, new)| new.is_some()).map(|(value, _)| *value).collect()
    }
}

impl Records {
    /// Leaves out records.
    fn keep(&mut self, numbers: &mut Numbers) -> Result<(), Problem> {
        self.places = numbers.kept(&self.places);
        self.kinds = numbers.kept(&self.kinds);
        for column in self.labels.iter_mut().chain(self.columns.iter_mut()) {
            column.renumber(&numbers.new)?;
        }
        let mut times = Times::default();
        for (row, when) in self.times.iter() {
            if let Some(Some(new)) = numbers.new.get(row as usize) {
                times.put(*new, when)?;
            }
        }
        self.times = times;
        Ok(())
    }
}

impl Graph {
    /// Refuses the edges to nodes that the file does not tell of, and takes out those nodes, hyperedges' ends and
    /// nesting in them. After [`Graph::settle`].
    ///
    /// # Errors
    /// Too much text.
    pub(crate) fn refuse_unknown_ends(&mut self, report: &mut Report) -> Result<(), Problem> {
        let keep: Vec<bool> = self.ends.iter().map(|(from, to)| self.is_told(*from) && self.is_told(*to)).collect();
        self.refuse_edges(&keep, report);
        let mut numbers = Numbers::keeping(&keep);
        self.edges.keep(&mut numbers)?;
        self.ends = numbers.kept(&self.ends);
        self.directions = numbers.kept(&self.directions);
        self.weights = numbers.kept(&self.weights);
        for column in self.edge_ids.iter_mut().chain(self.edge_ports.iter_mut().flatten()) {
            column.renumber(&numbers.new)?;
        }
        self.note_loose(report);
        self.keep_told()
    }

    /// Refuses the records of edges that are not kept. A record may be several edges, and is refused once none of them
    /// is left; one that is a node as well, or of which some edges are left, stays, and what it loses is noted.
    fn refuse_edges(&self, keep: &[bool], report: &mut Report) {
        let lost = || (0u32..).zip(keep).filter(|(_, keep)| !**keep).map(|(edge, _)| edge);
        // Edges that are kept at each place of one that is not.
        let mut kept: HashMap<At, usize> = lost().map(|edge| (self.edges.at(edge), 0)).collect();
        if kept.is_empty() {
            return;
        }
        for (edge, _) in (0u32..).zip(keep).filter(|(_, keep)| **keep) {
            if let Some(count) = kept.get_mut(&self.edges.at(edge)) {
                *count += 1;
            }
        }
        let nodes = (0..self.nodes.len() as u32).filter(|node| self.is_told(*node)).map(|node| self.nodes.at(node));
        let others = nodes.chain(report.merged_list().iter().map(|(at, _)| *at));
        let stays: HashSet<At> = others.filter(|at| kept.contains_key(at)).collect();
        // Records that may still be refused at a place.
        let mut left: HashMap<At, usize> = HashMap::new();
        for edge in lost() {
            let at = self.edges.at(edge);
            let (from, to) = self.ends.get(edge as usize).copied().unwrap_or_default();
            let unknown = self.id(if self.is_told(from) { to } else { from });
            let kept = kept.get(&at).copied().unwrap_or_default();
            let records = left.entry(at).or_insert_with(|| report.taken_at(at).saturating_sub(kept));
            if stays.contains(&at) || kept > 0 && *records == 0 {
                let message = "an edge to a node that the file does not define; the rest of its record was taken";
                report.note(NoteKind::LeftOut, message, Some(at));
            } else if *records > 0 {
                *records -= 1;
                report.refuse_taken(at, &format!("there is no node `{unknown}`"));
            }
        }
    }

    /// Notes the ends of hyperedges and the parents that are nodes that the file does not tell of.
    fn note_loose(&self, report: &mut Report) {
        for (hyperedge, _) in self.hyper_ends().filter(|(_, end)| !self.is_told(end.node)) {
            let message = "an end of a hyperedge that is a node that the file does not define";
            report.note(NoteKind::LeftOut, message, Some(self.hyperedges.at(hyperedge)));
        }
        for node in (0..self.nodes.len() as u32).filter(|node| self.is_told(*node)) {
            if self.parent(node).is_some_and(|parent| !self.is_told(parent)) {
                let message = "this node is inside a node that the file does not define; it was moved to the top level";
                report.note(NoteKind::Changed, message, Some(self.nodes.at(node)));
            }
        }
    }

    /// Takes out the nodes that the file does not tell of, which no edge may name.
    fn keep_told(&mut self) -> Result<(), Problem> {
        if self.implied() == 0 {
            return Ok(());
        }
        let mut numbers = Numbers::keeping(&self.told);
        let mut ids = Index::default();
        for node in (0..self.nodes.len() as u32).filter(|node| self.is_told(*node)) {
            ids.put(self.ids.get(node))?;
        }
        self.ids = ids;
        self.told.retain(|told| *told);
        self.nodes.keep(&mut numbers)?;
        let new = |node: u32| numbers.new.get(node as usize).copied().flatten();
        self.parents = numbers.kept(&self.parents);
        for parent in &mut self.parents {
            *parent = parent.checked_sub(1).and_then(new).map_or(0, |parent| parent + 1);
        }
        self.more_parents.retain_mut(|(node, parent)| match (new(*node), new(*parent)) {
            (Some(one), Some(other)) => {
                (*node, *parent) = (one, other);
                true
            }
            _ => false,
        });
        let mut names = std::mem::take(&mut self.name_rows);
        let kept: Vec<u32> =
            (0..names.len() as u32).filter(|at| names.get(*at as usize).is_some_and(|n| new(n.0).is_some())).collect();
        self.name_texts = self.name_texts.reordered(&kept);
        names.retain_mut(|name| new(name.0).map(|node| name.0 = node).is_some());
        self.name_rows = names;
        self.positions.retain_mut(|position| new(position.0).map(|node| position.0 = node).is_some());
        self.ports.retain_mut(|port| new(port.0).map(|node| port.0 = node).is_some());
        self.hyper_ends.retain_mut(|end| new(end.1).map(|node| end.1 = node).is_some());
        for end in &mut self.ends {
            if let (Some(from), Some(to)) = (new(end.0), new(end.1)) {
                *end = (from, to);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::report::{At, Unit};
    use super::super::super::value::{Purpose, Value};
    use super::super::{Direction, HyperEnd, NameRole, OtherName, Position, When};
    use super::*;

    #[test]
    fn edges_to_unknown_nodes_are_refused_with_all_that_hangs_on_them() {
        let mut report = Report::new("test");
        let part = report.part("", Unit::Row, "");
        let at = |number| At { part, number, offset: 0 };
        let mut graph = Graph::new(Direction::Directed);
        for (number, (from, to)) in [("a", "x"), ("a", "b"), ("y", "b"), ("b", "a")].into_iter().enumerate() {
            let record = report.open(at(number as u32));
            let (from, to) = (graph.end(from, record.at()).unwrap(), graph.end(to, record.at()).unwrap());
            let edge = graph.add_edge(from, to, record.at()).unwrap();
            graph.set_weight(edge, number as f64);
            graph.edges.times.put(edge, When::At(&number.to_string())).unwrap();
            let column = graph.edges.columns.named("n", Purpose::Own).unwrap();
            graph.edges.columns.put(column, edge, &Value::Integer(number as i64)).unwrap();
            report.taken(record);
        }
        for id in ["a", "b"] {
            let record = report.open(at(10));
            let node = graph.add_node(id, record.at()).unwrap().number();
            graph.set_position(node, Position { x: f64::from(node), y: 0.0, z: None });
            graph.add_name(OtherName { node, text: id, language: "", role: NameRole::Alias }).unwrap();
            report.taken(record);
        }
        let hyperedge = graph.add_hyperedge("h", at(11)).unwrap();
        for id in ["x", "b"] {
            let node = graph.node(id).unwrap();
            graph.add_hyper_end(hyperedge, HyperEnd { node, role: "", port: "" }).unwrap();
        }
        graph.settle().unwrap();
        graph.refuse_unknown_ends(&mut report).unwrap();
        assert_eq!(report.check(), Ok(()));
        assert_eq!((report.records_in(), report.taken_count(), report.refused_count()), (6, 4, 2));
        assert_eq!(
            report.refused_list().map(|r| r.reason).collect::<Vec<_>>(),
            ["there is no node `x`", "there is no node `y`"]
        );
        let named: Vec<_> = graph.ends().iter().map(|(from, to)| (graph.id(*from), graph.id(*to))).collect();
        assert_eq!(named, [("a", "b"), ("b", "a")]);
        assert_eq!((graph.weight(0), graph.weight(1)), (Some(1.0), Some(3.0)));
        assert_eq!(
            (graph.edges.columns.shown("n", 1), graph.edges.times.of(1)),
            (Some("3".into()), vec![When::At("3")])
        );
        assert_eq!((graph.nodes.len(), graph.node("b"), graph.node("x")), (2, Some(1), None));
        assert_eq!(graph.position(1).map(|p| p.x), Some(2.0));
        assert_eq!(graph.names().map(|n| (n.node, n.text)).collect::<Vec<_>>(), [(0, "a"), (1, "b")]);
        assert_eq!(graph.hyper_ends().map(|(_, end)| end.node).collect::<Vec<_>>(), [1]);
    }
}
