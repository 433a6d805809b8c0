//! Lists of neighbours beside the list of nodes, as networkx writes them (`adjacency_data`).

use std::collections::HashMap;

use super::super::format::Failure;
use super::super::graph::Direction;
use super::super::report::At;
use super::network::Reader;
use super::pull::{Piece, Pull};

impl Reader<'_, '_> {
    /// The neighbours of each node, a list a node in the order of the nodes. Without direction each edge stands in the
    /// lists of both its ends.
    pub(super) fn adjacency(&mut self, pull: &mut Pull<'_>) -> Result<(), Failure> {
        let mut seen: HashMap<(String, String, String), At> = HashMap::new();
        let mut node = 0;
        while pull.item()? {
            let list = pull.value()?;
            let graph = self.graph();
            let is_directed = graph.default_direction == Direction::Directed;
            let from = ((node as usize) < graph.nodes.len()).then(|| graph.id(node).to_owned());
            node += 1;
            if list != Piece::Array {
                pull.skip(&list)?;
                continue;
            }
            while pull.item()? {
                let start = pull.at();
                self.pace.reached(start)?;
                let item = pull.value()?;
                let mut fields = std::mem::take(&mut self.fields);
                fields.clear();
                if item == Piece::Object {
                    fields.read(pull)?;
                } else {
                    pull.skip(&item)?;
                }
                let at = self.next_edge(start);
                let record = self.report.open(at);
                let to = fields.take_text(&["id"]);
                let key = fields.peek_text("key").unwrap_or_default();
                match (&from, to) {
                    (Some(from), Some(to)) => {
                        let back = seen.get(&(to.clone(), from.clone(), key.clone())).copied();
                        if let Some(first) = back.filter(|_| !is_directed && *from != to) {
                            self.report.merged(record, first);
                        } else {
                            fields.list("source", std::slice::from_ref(from));
                            fields.list("target", std::slice::from_ref(&to));
                            seen.insert((from.clone(), to, key), at);
                            self.edge(record, &mut fields, None)
                                .map_err(|problem| self.text.located(problem, start))?;
                        }
                    }
                    (None, _) => self.report.refused(record, "there are more lists of neighbours than nodes"),
                    (_, None) => self.report.refused(record, "`id` is missing"),
                }
                self.fields = fields;
            }
        }
        Ok(())
    }

    /// The place of the next edge.
    fn next_edge(&mut self, start: usize) -> At {
        let [_, count, _] = &mut self.counts;
        *count = count.saturating_add(1);
        let [_, part, _] = self.parts;
        At { part, number: *count, offset: start as u32 }
    }
}
