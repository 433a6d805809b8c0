//! PageRank: how often a random walk along the direction of relations visits a node (Brin and
//! Page, "The Anatomy of a Large-Scale Hypertextual Web Search Engine", 1998).

use super::network::Network;
use super::settings::{Heeds, Settings, Way};
use super::{Measure, Measured};
use crate::progress::{Cancelled, Progress};

/// Share of steps that follow a relation; the others restart at a random node.
const FOLLOWED: f64 = 0.85;
/// Greatest number of steps, and the change below which it has converged.
const STEPS: usize = 400;
const REST: f64 = 1e-13;

pub(super) struct PageRank;

impl Measure for PageRank {
    fn label(&self) -> &'static str {
        "PageRank"
    }

    fn says(&self) -> &'static str {
        "Many relations point to it, from nodes that many others point to."
    }

    fn formula(&self) -> &'static str {
        "p(v) = 0.15/n + 0.85·Σ p(u)·w(u,v)/w(u); walks restart anywhere from nodes with no way out; sums to 1"
    }

    fn heeds(&self) -> Heeds {
        // Out: a walk goes along relations, and what they point to gains.
        Heeds { way: Some(Way::Out), ..Heeds::TIES }
    }

    fn values(&self, network: &Network, settings: &Settings, progress: &Progress) -> Result<Measured, Cancelled> {
        let (way, weighting) = (self.heeds().way(settings), self.heeds().weighting(settings));
        let (rows, back) = (network.rows(way), network.rows_back(way));
        let nodes = network.nodes();
        let all = nodes.max(1) as f64;
        let leaves: Vec<f64> = (0..nodes).map(|v| rows.strength(v, weighting)).collect();
        let mut rank = vec![1.0 / all; nodes];
        let mut share = vec![0.0; nodes];
        for step in 0..STEPS {
            progress.report(step as f32 / STEPS as f32)?;
            let mut stuck = 0.0;
            for v in 0..nodes {
                if leaves[v] > 0.0 {
                    share[v] = FOLLOWED * rank[v] / leaves[v];
                } else {
                    stuck += rank[v];
                }
            }
            let base = (1.0 - FOLLOWED + FOLLOWED * stuck) / all;
            let mut change = 0.0;
            for (v, own) in rank.iter_mut().enumerate() {
                let next = base + back.of(v).map(|u| share[u.node] * u.strength(weighting)).sum::<f64>();
                change += (next - *own).abs();
                *own = next;
            }
            if change < REST {
                break;
            }
        }
        Ok(Measured::of(rank))
    }
}
