//! Constraint: how far a node's contacts are tied to each other, so that it joins little that would else be apart (Burt,
//! "Structural Holes", 1992). Low values mark brokers. Direction does not matter.

use rayon::prelude::*;

use super::network::Network;
use super::settings::{Heeds, Settings};
use super::{Measure, Measured};
use crate::progress::{Cancelled, Progress};

/// So many nodes are worked out at a time.
const CHUNK: usize = 256;

pub(super) struct Constraint;

impl Measure for Constraint {
    fn label(&self) -> &'static str {
        "Constraint"
    }

    fn says(&self) -> &'static str {
        "Its neighbours are few or tied to each other; low values mark brokers."
    }

    fn formula(&self) -> &'static str {
        "Σ over neighbours j of (p(i,j) + Σ p(i,q)·p(q,j))², p being the share of a tie in all of a node's; none without ties"
    }

    fn heeds(&self) -> Heeds {
        Heeds::TIES
    }

    fn values(&self, network: &Network, settings: &Settings, progress: &Progress) -> Result<Measured, Cancelled> {
        let (rows, nodes) = (network.ties(), network.nodes());
        let weighting = self.heeds().weighting(settings);
        let sums: Vec<f64> = (0..nodes).map(|v| rows.strength(v, weighting)).collect();
        let all: Vec<usize> = (0..nodes).collect();
        // The share that each node has in the ties of the one at hand, directly and by one between; 0 between nodes.
        let of_chunk = |held: &mut Vec<f64>, (number, chunk): (usize, &[usize])| {
            progress.report((number * CHUNK) as f32 / nodes.max(1) as f32)?;
            let mut out: Vec<Option<f64>> = Vec::with_capacity(chunk.len());
            for &v in chunk {
                for own in rows.of(v) {
                    held[own.node] += own.strength(weighting) / sums[v];
                }
                for between in rows.of(v) {
                    let share = between.strength(weighting) / sums[v];
                    for other in rows.of(between.node).filter(|other| other.node != v) {
                        held[other.node] += share * other.strength(weighting) / sums[between.node];
                    }
                }
                let ties = rows.heads(v);
                let sum: f64 = ties.iter().map(|u| held[*u as usize] * held[*u as usize]).sum();
                out.push((!ties.is_empty()).then_some(sum));
                for between in rows.of(v) {
                    held[between.node] = 0.0;
                    rows.heads(between.node).iter().for_each(|other| held[*other as usize] = 0.0);
                }
            }
            Ok(out)
        };
        let chunks = all.par_chunks(CHUNK).enumerate();
        let parts: Result<Vec<_>, Cancelled> = chunks.map_init(|| vec![0.0; nodes], of_chunk).collect();
        Ok(Measured { values: parts?.into_iter().flatten().collect(), ..Measured::default() })
    }
}
