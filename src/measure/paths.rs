//! Shortest paths from one node: in steps, or by length, with how many there are. The state of one search is reused for the
//! next. Lengths are the same if they differ by rounding alone.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::network::{Network, Rows};
use super::settings::{Heeds, Settings, Way, Weighting};

/// Lengths that differ by no more than this share are the same.
const ROUNDING: f64 = 1e-11;

/// Which paths are meant.
#[derive(Clone, Copy)]
pub(super) struct Paths<'a> {
    rows: &'a Rows,
    weighting: Weighting,
    nodes: usize,
}

impl<'a> Paths<'a> {
    /// Paths in a network as a measure that heeds this counts them.
    pub(super) fn new(network: &'a Network, heeds: &Heeds, settings: &Settings) -> Self {
        Self::along(network, heeds.way(settings), heeds.weighting(settings))
    }

    /// The same paths walked from their ends.
    pub(super) fn back(network: &'a Network, heeds: &Heeds, settings: &Settings) -> Self {
        Self::along(network, heeds.way(settings).opposite(), heeds.weighting(settings))
    }

    /// Paths along one way.
    pub(super) fn along(network: &'a Network, way: Way, weighting: Weighting) -> Self {
        Paths { rows: network.rows(way), weighting, nodes: network.nodes() }
    }
}

/// A length as a key of a queue: lengths are positive numbers, whose bits are in their order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Length(u64);

/// The state of one search.
pub(super) struct Search<'a> {
    paths: Paths<'a>,
    /// What has been reached, nearest first.
    pub(super) order: Vec<u32>,
    /// How far it is; infinite where it has not been reached.
    pub(super) far: Vec<f64>,
    /// How many shortest paths lead to a node.
    pub(super) ways: Vec<f64>,
    queue: BinaryHeap<Reverse<(Length, u32)>>,
    settled: Vec<bool>,
}

impl<'a> Search<'a> {
    pub(super) fn new(paths: Paths<'a>) -> Self {
        let nodes = paths.nodes;
        Search {
            paths,
            order: Vec::new(),
            far: vec![f64::INFINITY; nodes],
            ways: vec![0.0; nodes],
            queue: BinaryHeap::new(),
            settled: vec![false; nodes],
        }
    }

    /// Searches from `source` until everything is reached, or `target`.
    pub(super) fn run(&mut self, source: usize, target: Option<usize>) {
        for v in self.order.drain(..).chain(self.queue.drain().map(|Reverse((_, v))| v)) {
            let v = v as usize;
            (self.far[v], self.ways[v], self.settled[v]) = (f64::INFINITY, 0.0, false);
        }
        (self.far[source], self.ways[source]) = (0.0, 1.0);
        match self.paths.weighting {
            Weighting::Once | Weighting::Strength => self.count_steps::<false>(source),
            Weighting::Each => self.count_steps::<true>(source),
            Weighting::Distance => self.measure_lengths(source, target),
        }
    }

    fn count_steps<const EACH: bool>(&mut self, source: usize) {
        self.order.push(source as u32);
        let mut next = 0;
        while let Some(&v) = self.order.get(next) {
            next += 1;
            let (further, ways) = (self.far[v as usize] + 1.0, self.ways[v as usize]);
            let mut reach = |u: usize, joined: f64| {
                if self.far[u] == f64::INFINITY {
                    self.far[u] = further;
                    self.order.push(u as u32);
                }
                if self.far[u] == further {
                    self.ways[u] += ways * joined;
                }
            };
            if EACH {
                self.paths.rows.of(v as usize).for_each(|u| reach(u.node, u.ways(Weighting::Each)));
            } else {
                self.paths.rows.heads(v as usize).iter().for_each(|u| reach(*u as usize, 1.0));
            }
        }
    }

    fn measure_lengths(&mut self, source: usize, target: Option<usize>) {
        self.queue.push(Reverse((Length(0), source as u32)));
        while let Some(Reverse((_, v))) = self.queue.pop() {
            let v = v as usize;
            if std::mem::replace(&mut self.settled[v], true) {
                continue;
            }
            self.order.push(v as u32);
            if Some(v) == target {
                return;
            }
            let (far, ways) = (self.far[v], self.ways[v]);
            for u in self.paths.rows.of(v).filter(|u| !self.settled[u.node]) {
                let further = far + u.length(Weighting::Distance);
                let known = self.far[u.node];
                if known.is_finite() && same(known, further) {
                    self.ways[u.node] += ways;
                } else if further < known {
                    (self.far[u.node], self.ways[u.node]) = (further, ways);
                    self.queue.push(Reverse((Length(further.to_bits()), u.node as u32)));
                }
            }
        }
    }

    /// Whether the step from one node to another, so long and so many ways wide, is on a shortest path that was found.
    pub(super) fn leads(&self, from: usize, to: usize, length: f64) -> bool {
        self.far[from] < self.far[to] && self.far[to].is_finite() && same(self.far[from] + length, self.far[to])
    }

    /// The nodes from which a shortest path steps to `to`, each with how many ways lead to `to` over it. `back` are
    /// the same paths walked from their ends.
    pub(super) fn before<'b>(&'b self, back: Paths<'b>, to: usize) -> impl Iterator<Item = (usize, f64)> + 'b {
        let weighting = self.paths.weighting;
        back.rows
            .of(to)
            .filter(move |u| self.leads(u.node, to, u.length(weighting)))
            .map(move |u| (u.node, self.ways[u.node] * u.ways(weighting)))
    }
}

fn same(a: f64, b: f64) -> bool {
    (a - b).abs() <= ROUNDING * a.abs().max(b.abs())
}
