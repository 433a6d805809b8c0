//! Katz centrality: how many walks end at a node, long ones counting less (Katz 1953). The attenuation is as strong as is sure to
//! converge, which a bound of the largest eigenvalue tells without working it out.

use super::network::{Network, Rows};
use super::settings::{Heeds, Settings, Way, Weighting};
use super::{Measure, Measured};
use crate::progress::{Cancelled, Progress};

/// How near the attenuation is to the bound.
const NEAR: f64 = 0.85;
/// Greatest number of steps, and the change, relative to the highest value, below which it has converged.
const STEPS: usize = 1_000;
const REST: f64 = 1e-15;

pub(super) struct Katz;

impl Measure for Katz {
    fn label(&self) -> &'static str {
        "Katz centrality"
    }

    fn says(&self) -> &'static str {
        "Many walks lead to it, above all short ones."
    }

    fn formula(&self) -> &'static str {
        "x(v) = 1 + α·Σ w(u,v)·x(u), with α = 0.85 / √(largest row sum of A²)"
    }

    fn heeds(&self) -> Heeds {
        Heeds { way: Some(Way::Both), ..Heeds::TIES }
    }

    fn values(&self, network: &Network, settings: &Settings, progress: &Progress) -> Result<Measured, Cancelled> {
        let (way, weighting) = (self.heeds().way(settings), self.heeds().weighting(settings));
        let rows = network.rows_back(way);
        let alpha = attenuation(rows, network.nodes(), weighting);
        let mut values = vec![1.0; network.nodes()];
        for step in 0..STEPS {
            progress.report(step as f32 / STEPS as f32)?;
            let value =
                |v: usize| 1.0 + alpha * rows.of(v).map(|u| values[u.node] * u.strength(weighting)).sum::<f64>();
            let next: Vec<f64> = (0..network.nodes()).map(value).collect();
            let change = values.iter().zip(&next).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
            let highest = next.iter().copied().fold(1.0, f64::max);
            values = next;
            if change <= REST * highest {
                break;
            }
        }
        Ok(Measured { note: Some(format!("α = {alpha:.6}")), ..Measured::of(values) })
    }
}

/// The largest eigenvalue of A is at most the root of the largest row sum of A².
fn attenuation(rows: &Rows, nodes: usize, weighting: Weighting) -> f64 {
    let sums: Vec<f64> = (0..nodes).map(|v| rows.strength(v, weighting)).collect();
    let twice = |v: usize| rows.of(v).map(|u| u.strength(weighting) * sums[u.node]).sum::<f64>();
    let bound = (0..nodes).map(twice).fold(0.0, f64::max).sqrt();
    NEAR / if bound > 0.0 { bound } else { 1.0 }
}
