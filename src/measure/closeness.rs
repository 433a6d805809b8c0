//! Closeness: how short the paths from a node to all others are (Bavelas 1950), ignoring direction,
//! weighed by the share of the network that it reaches (Wasserman and Faust 1994), so that a pair
//! cut off from the rest does not rank first. In large networks, paths to a sample represent all (Eppstein and Wang
//! 2004).

use super::{Measure, Network, sources};
use crate::progress::{Cancelled, Progress};

pub(crate) struct Closeness;

impl Measure for Closeness {
    fn says(&self) -> &'static str {
        "It is few steps away from all others."
    }

    fn values(&self, network: &Network, progress: &Progress) -> Result<Vec<f64>, Cancelled> {
        let nodes = network.nodes();
        let reached = reached(network);
        let (from, stands_for) = sources::choose(network);
        let scratch = || (vec![u32::MAX; nodes], Vec::new());
        let sums = sources::sum(network, &from, progress, scratch, |(steps, order), source, sums| {
            search(network, source, steps, order);
            for &v in order.iter() {
                sums[v as usize] += f64::from(steps[v as usize]);
            }
        })?;
        let value = |v: usize| {
            let others = reached[v] as f64 - 1.0;
            let sum = sums[v] * stands_for;
            if sum > 0.0 { others / sum * (others / (nodes as f64 - 1.0)) } else { 0.0 }
        };
        Ok((0..nodes).map(value).collect())
    }
}

/// Steps from one node to all it reaches; these are then in `order`.
fn search(network: &Network, source: usize, steps: &mut [u32], order: &mut Vec<u32>) {
    for v in order.drain(..) {
        steps[v as usize] = u32::MAX;
    }
    order.push(source as u32);
    steps[source] = 0;
    let mut next = 0;
    while let Some(&v) = order.get(next) {
        next += 1;
        for &u in network.neighbours(v as usize) {
            if steps[u as usize] == u32::MAX {
                steps[u as usize] = steps[v as usize] + 1;
                order.push(u);
            }
        }
    }
}

/// The size of each node's connected component.
fn reached(network: &Network) -> Vec<usize> {
    let mut out = vec![0usize; network.nodes()];
    let (mut steps, mut order) = (vec![u32::MAX; network.nodes()], Vec::new());
    for v in 0..network.nodes() {
        if out[v] == 0 {
            search(network, v, &mut steps, &mut order);
            let many = order.len();
            order.iter().for_each(|&u| out[u as usize] = many);
        }
    }
    out
}
