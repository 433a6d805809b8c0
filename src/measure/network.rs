//! The network that is measured: numbered nodes and weighted edges, in compressed rows that are made when first asked for.
//! Knows no measure.

use std::sync::OnceLock;

use super::settings::{Way, Weighting};

/// A relation between two nodes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Edge {
    pub(crate) from: u32,
    pub(crate) to: u32,
    /// What is not a finite positive number counts as 1.
    pub(crate) weight: f64,
    /// Whether it points from its first to its second end; otherwise it holds both ways.
    pub(crate) directed: bool,
}

/// A network for measures. A self-loop counts in degrees alone.
#[derive(Debug, Default)]
pub(crate) struct Network {
    nodes: usize,
    edges: Vec<Edge>,
    ties: OnceLock<Rows>,
    out: OnceLock<Rows>,
    into: OnceLock<Rows>,
}

/// The neighbours of each node, ascending and without doubles, with what joins them.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    starts: Vec<u32>,
    heads: Vec<u32>,
    /// How many edges join the two.
    counts: Vec<u32>,
    /// The sum of their weights, and the least of them.
    strengths: Vec<f64>,
    lengths: Vec<f64>,
}

/// One neighbour of a node, with what joins them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Neighbour {
    pub(super) node: usize,
    count: u32,
    strength: f64,
    length: f64,
}

impl Neighbour {
    /// How strongly the two are tied.
    pub(super) fn strength(&self, weighting: Weighting) -> f64 {
        match weighting {
            Weighting::Once | Weighting::Distance => 1.0,
            Weighting::Each => f64::from(self.count),
            Weighting::Strength => self.strength,
        }
    }

    /// How far the two are apart.
    pub(super) fn length(&self, weighting: Weighting) -> f64 {
        match weighting {
            Weighting::Once | Weighting::Each | Weighting::Strength => 1.0,
            Weighting::Distance => self.length,
        }
    }

    /// How many ways lead from one to the other.
    pub(super) fn ways(&self, weighting: Weighting) -> f64 {
        match weighting {
            Weighting::Once | Weighting::Strength | Weighting::Distance => 1.0,
            Weighting::Each => f64::from(self.count),
        }
    }

    /// How many edges join the two.
    pub(super) fn edges(&self) -> u32 {
        self.count
    }
}

impl Rows {
    fn new(nodes: usize, arcs: impl Iterator<Item = (u32, u32, f64)> + Clone) -> Self {
        let arcs = arcs.filter(|(a, b, _)| a != b);
        let mut starts = vec![0u32; nodes + 1];
        for (a, ..) in arcs.clone() {
            starts[a as usize + 1] += 1;
        }
        for i in 0..nodes {
            starts[i + 1] += starts[i];
        }
        let mut slots = vec![(0u32, 0f64); starts[nodes] as usize];
        let mut next = starts.clone();
        for (a, b, weight) in arcs {
            let slot = &mut next[a as usize];
            slots[*slot as usize] = (b, weight);
            *slot += 1;
        }
        let mut rows = Rows { starts: vec![0; nodes + 1], ..Rows::default() };
        for node in 0..nodes {
            let row = &mut slots[starts[node] as usize..starts[node + 1] as usize];
            row.sort_by_key(|(head, _)| *head);
            let first = rows.heads.len();
            for &(head, weight) in row.iter() {
                if rows.heads.len() > first && rows.heads.last() == Some(&head) {
                    let at = rows.heads.len() - 1;
                    rows.counts[at] += 1;
                    rows.strengths[at] += weight;
                    rows.lengths[at] = rows.lengths[at].min(weight);
                } else {
                    rows.heads.push(head);
                    rows.counts.push(1);
                    rows.strengths.push(weight);
                    rows.lengths.push(weight);
                }
            }
            rows.starts[node + 1] = rows.heads.len() as u32;
        }
        rows
    }

    fn range(&self, node: usize) -> std::ops::Range<usize> {
        self.starts[node] as usize..self.starts[node + 1] as usize
    }

    /// Neighbours of a node, ascending.
    pub(super) fn heads(&self, node: usize) -> &[u32] {
        &self.heads[self.range(node)]
    }

    /// The same with what joins them.
    pub(super) fn of(&self, node: usize) -> impl DoubleEndedIterator<Item = Neighbour> + '_ {
        self.range(node).map(|at| Neighbour {
            node: self.heads[at] as usize,
            count: self.counts[at],
            strength: self.strengths[at],
            length: self.lengths[at],
        })
    }

    /// The sum of a node's ties.
    pub(super) fn strength(&self, node: usize, weighting: Weighting) -> f64 {
        self.of(node).map(|neighbour| neighbour.strength(weighting)).sum()
    }

    /// Number of pairs in the rows.
    pub(super) fn len(&self) -> usize {
        self.heads.len()
    }
}

impl Network {
    /// A network of so many nodes. Edges between other numbers are left out.
    pub(crate) fn new(nodes: usize, edges: Vec<Edge>) -> Self {
        let mut edges = edges;
        edges.retain(|edge| (edge.from as usize) < nodes && (edge.to as usize) < nodes);
        for edge in &mut edges {
            edge.weight = if edge.weight.is_finite() && edge.weight > 0.0 { edge.weight } else { 1.0 };
        }
        Network { nodes, edges, ..Network::default() }
    }

    /// Number of nodes.
    pub(crate) fn nodes(&self) -> usize {
        self.nodes
    }

    /// The edges.
    pub(super) fn edges(&self) -> &[Edge] {
        &self.edges
    }

    /// Neighbours in either direction.
    pub(super) fn ties(&self) -> &Rows {
        let both = || self.edges.iter().flat_map(|e| [(e.from, e.to, e.weight), (e.to, e.from, e.weight)]);
        self.ties.get_or_init(|| Rows::new(self.nodes, both()))
    }

    /// Neighbours that a node points to.
    fn out(&self) -> &Rows {
        self.out.get_or_init(|| Rows::new(self.nodes, self.arcs()))
    }

    /// Neighbours that point to a node.
    fn into(&self) -> &Rows {
        self.into.get_or_init(|| Rows::new(self.nodes, self.arcs().map(|(a, b, weight)| (b, a, weight))))
    }

    /// Every edge as it points; one without a direction both ways.
    fn arcs(&self) -> impl Iterator<Item = (u32, u32, f64)> + Clone + '_ {
        self.edges.iter().flat_map(|e| {
            let back = (!e.directed).then_some((e.to, e.from, e.weight));
            std::iter::once((e.from, e.to, e.weight)).chain(back)
        })
    }

    /// Neighbours that one step leads to.
    pub(super) fn rows(&self, way: Way) -> &Rows {
        match way {
            Way::Both => self.ties(),
            Way::Out => self.out(),
            Way::In => self.into(),
        }
    }

    /// Neighbours from which one step leads to a node.
    pub(super) fn rows_back(&self, way: Way) -> &Rows {
        self.rows(way.opposite())
    }

    /// Self-loops of each node: their number and the sum of their weights.
    pub(super) fn loops(&self) -> Vec<(u32, f64)> {
        let mut out = vec![(0, 0.0); self.nodes];
        for edge in self.edges.iter().filter(|edge| edge.from == edge.to) {
            let slot = &mut out[edge.from as usize];
            (slot.0, slot.1) = (slot.0 + 1, slot.1 + edge.weight);
        }
        out
    }
}
