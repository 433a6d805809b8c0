//! Betweenness: on how many shortest paths a node lies (Brandes, "A Faster Algorithm for
//! Betweenness Centrality", 2001), ignoring direction. In large networks, the paths from a sample
//! represent all (Brandes and Pich, "Centrality Estimation in Large Networks", 2007).

use super::{Measure, Network, sources};
use crate::progress::{Cancelled, Progress};

pub(crate) struct Betweenness;

impl Measure for Betweenness {
    fn says(&self) -> &'static str {
        "It lies on many shortest paths between others."
    }

    fn values(&self, network: &Network, progress: &Progress) -> Result<Vec<f64>, Cancelled> {
        let (from, stands_for) = sources::choose(network);
        let sums = sources::sum(network, &from, progress, || Search::new(network.nodes()), Search::visit(network))?;
        // Each pair was looked at from both ends.
        Ok(sums.into_iter().map(|s| s * stands_for / 2.0).collect())
    }
}

/// The state of one search, reused for the next.
struct Search {
    order: Vec<u32>,
    steps: Vec<u32>,
    /// How many shortest paths lead to a node.
    ways: Vec<f64>,
    /// Share of the source's paths to others that lead through a node.
    through: Vec<f64>,
}

impl Search {
    fn new(nodes: usize) -> Self {
        Search { order: Vec::new(), steps: vec![u32::MAX; nodes], ways: vec![0.0; nodes], through: vec![0.0; nodes] }
    }

    fn visit(network: &Network) -> impl Fn(&mut Search, usize, &mut [f64]) + '_ {
        move |search, source, sums| search.run(network, source, sums)
    }

    fn run(&mut self, network: &Network, source: usize, sums: &mut [f64]) {
        for &v in &self.order {
            (self.steps[v as usize], self.ways[v as usize], self.through[v as usize]) = (u32::MAX, 0.0, 0.0);
        }
        self.order.clear();
        self.order.push(source as u32);
        (self.steps[source], self.ways[source]) = (0, 1.0);
        let mut next = 0;
        while let Some(&v) = self.order.get(next) {
            next += 1;
            let (further, ways) = (self.steps[v as usize] + 1, self.ways[v as usize]);
            for &u in network.neighbours(v as usize) {
                let u = u as usize;
                if self.steps[u] == u32::MAX {
                    self.steps[u] = further;
                    self.order.push(u as u32);
                }
                if self.steps[u] == further {
                    self.ways[u] += ways;
                }
            }
        }
        // From the farthest back: each passes what leads through it on to those before it.
        for &v in self.order.iter().skip(1).rev() {
            let v = v as usize;
            let share = (1.0 + self.through[v]) / self.ways[v];
            for &u in network.neighbours(v) {
                let u = u as usize;
                if self.steps[u] + 1 == self.steps[v] {
                    self.through[u] += self.ways[u] * share;
                }
            }
            sums[v] += self.through[v];
        }
    }
}
