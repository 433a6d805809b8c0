//! Graphs of which only ids, ends and weights are wanted: what the layout of a large network needs. Plain edge lists
//! have a reader of their own here, over twice as fast as that for tables; all else is taken from the common graph.

mod edge_list;

use super::format::Read;
use super::graph::Graph;

/// A graph without what its nodes and edges say.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Bare {
    /// One id a node.
    pub(crate) ids: Ids,
    /// Edges as pairs of node numbers.
    pub(crate) edges: Vec<(u32, u32)>,
    /// One weight an edge, finite; empty where the file gives none.
    pub(crate) weights: Vec<f32>,
}

/// Many short texts in one piece of memory.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Ids {
    text: String,
    ends: Vec<u32>,
}

impl Ids {
    /// Number of ids.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// One of them; empty if there is none of this number.
    pub(crate) fn get(&self, number: usize) -> &str {
        let start = number.checked_sub(1).and_then(|n| self.ends.get(n)).map_or(0, |e| *e as usize);
        self.ends.get(number).and_then(|end| self.text.get(start..*end as usize)).unwrap_or_default()
    }

    /// Adds one at the end.
    fn push(&mut self, id: &str) {
        self.text.push_str(id);
        self.ends.push(self.text.len() as u32);
    }
}

impl Bare {
    /// What a plain edge list says: the header `source,target` or `source,target,weight` in any order, and nothing
    /// that needs thought. `None` for all other files, which are read as tables.
    pub(crate) fn plain(bytes: &[u8]) -> Option<Bare> {
        edge_list::read(bytes)
    }

    /// What was read, without what it says of nodes and edges. Several graphs of a file stand beside each other.
    pub(crate) fn of(read: &Read) -> Bare {
        let mut bare = Bare::default();
        let weighted =
            read.graphs.iter().any(|graph| (0..graph.ends().len() as u32).any(|e| graph.weight(e).is_some()));
        for graph in &read.graphs {
            bare.add(graph, weighted);
        }
        bare
    }

    fn add(&mut self, graph: &Graph, weighted: bool) {
        let first = self.ids.len() as u32;
        let numbers = in_order(graph);
        for node in &numbers.order {
            self.ids.push(graph.id(*node));
        }
        let number = |node: u32| first + numbers.new.get(node as usize).copied().unwrap_or(node);
        for (edge, (from, to)) in graph.ends().iter().enumerate() {
            self.edges.push((number(*from), number(*to)));
            if weighted {
                self.weights.push(graph.weight(edge as u32).map_or(1.0, finite));
            }
        }
    }
}

/// A weight as the layouts take it: what is too large for them is as large as can be.
fn finite(weight: f64) -> f32 {
    (weight as f32).clamp(f32::MIN, f32::MAX)
}

struct Numbers {
    order: Vec<u32>,
    new: Vec<u32>,
}

/// Nodes in the order of the file; where only edges name them and all ids are whole numbers, in that of their values.
fn in_order(graph: &Graph) -> Numbers {
    let count = graph.nodes.len() as u32;
    let mut order: Vec<u32> = (0..count).collect();
    if graph.implied() == graph.nodes.len() {
        let value = |node: u32| graph.id(node).parse::<u64>().ok().filter(|v| v.to_string() == graph.id(node));
        let values: Option<Vec<u64>> = (0..count).map(value).collect();
        if let Some(values) = values {
            order.sort_by_key(|node| values.get(*node as usize).copied());
        }
    }
    let mut new = vec![0; order.len()];
    for (place, node) in (0..).zip(&order) {
        if let Some(slot) = new.get_mut(*node as usize) {
            *slot = place;
        }
    }
    Numbers { order, new }
}
