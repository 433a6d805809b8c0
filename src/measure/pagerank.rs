//! PageRank: how often a random walk along the direction of relations visits a node (Brin and
//! Page, "The Anatomy of a Large-Scale Hypertextual Web Search Engine", 1998).

use super::{Measure, Network};
use crate::progress::{Cancelled, Progress};

/// Share of steps that follow a relation; the others restart at a random node.
const FOLLOWED: f64 = 0.85;
/// Greatest number of steps, and the change below which it has converged.
const STEPS: usize = 100;
const REST: f64 = 1e-10;

pub(crate) struct PageRank;

impl Measure for PageRank {
    fn says(&self) -> &'static str {
        "Many relations point to it, from nodes that many others point to."
    }

    fn values(&self, network: &Network, progress: &Progress) -> Result<Vec<f64>, Cancelled> {
        let nodes = network.nodes();
        let all = nodes as f64;
        let mut rank = vec![1.0 / all.max(1.0); nodes];
        for step in 0..STEPS {
            progress.report(step as f32 / STEPS as f32)?;
            // Walks also restart at nodes with no way out.
            let stuck: f64 = (0..nodes).filter(|&v| network.targets(v).is_empty()).map(|v| rank[v]).sum();
            let mut next = vec![(1.0 - FOLLOWED + FOLLOWED * stuck) / all.max(1.0); nodes];
            for (v, own) in rank.iter().enumerate() {
                let targets = network.targets(v);
                let share = FOLLOWED * own / targets.len().max(1) as f64;
                targets.iter().for_each(|&u| next[u as usize] += share);
            }
            let change: f64 = rank.iter().zip(&next).map(|(a, b)| (a - b).abs()).sum();
            rank = next;
            if change < REST {
                break;
            }
        }
        Ok(rank)
    }
}
