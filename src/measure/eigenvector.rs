//! Eigenvector centrality: a node counts as much as its neighbours do together (Bonacich 1972), by power iteration. Where the
//! network falls apart, only the component with the largest eigenvalue has values above 0.

use super::components::components;
use super::network::Network;
use super::settings::{Heeds, Settings, Way, Weighting};
use super::{Measure, Measured};
use crate::progress::{Cancelled, Progress};

/// Greatest number of steps, and the change below which it has converged.
const STEPS: usize = 5_000;
const REST: f64 = 1e-14;
/// Eigenvalues of two components are the same if they differ by no more than this share.
const SAME: f64 = 1e-10;

pub(super) struct Eigenvector;

impl Measure for Eigenvector {
    fn label(&self) -> &'static str {
        "Eigenvector centrality"
    }

    fn says(&self) -> &'static str {
        "Its neighbours have many neighbours, who have many in turn."
    }

    fn formula(&self) -> &'static str {
        "A·x = λ·x with the largest λ, scaled so that the highest is 1; 0 outside the component with that λ"
    }

    fn heeds(&self) -> Heeds {
        Heeds { way: Some(Way::Both), ..Heeds::TIES }
    }

    fn values(&self, network: &Network, settings: &Settings, progress: &Progress) -> Result<Measured, Cancelled> {
        let (way, weighting) = (self.heeds().way(settings), self.heeds().weighting(settings));
        let all: Vec<usize> = (0..network.nodes()).collect();
        // With direction, components hang on each other, and are iterated together.
        let parts = if way == Way::Both { members(network) } else { vec![all] };
        let mut values = vec![0.0; network.nodes()];
        let mut found: Vec<(f64, usize)> = Vec::new();
        let mut unsettled = false;
        let mut done = 0;
        for (number, part) in parts.iter().enumerate() {
            let (eigenvalue, settled) = iterate(network, way, weighting, part, &mut values, progress, done)?;
            done += part.len();
            unsettled |= !settled;
            found.push((eigenvalue, number));
        }
        let largest = found.iter().map(|(value, _)| *value).fold(0.0, f64::max);
        for (value, number) in found {
            if value < largest * (1.0 - SAME) || largest <= 0.0 {
                parts[number].iter().for_each(|v| values[*v] = 0.0);
            }
        }
        let note = unsettled.then(|| format!("not settled after {STEPS} steps: digits beyond the third may be wrong"));
        Ok(Measured { note, ..Measured::of(values) })
    }
}

/// The nodes of each component that has ties.
fn members(network: &Network) -> Vec<Vec<usize>> {
    let groups = components(network);
    let mut parts: Vec<Vec<usize>> = Vec::new();
    for (v, group) in groups.into_iter().enumerate() {
        if parts.len() <= group as usize {
            parts.resize(group as usize + 1, Vec::new());
        }
        parts[group as usize].push(v);
    }
    parts.retain(|part| part.len() > 1);
    parts
}

/// The leading eigenvector of a part, its highest value 1, with the eigenvalue and whether it settled. One is added to the
/// diagonal, so that networks of two sides settle, too.
fn iterate(
    network: &Network,
    way: Way,
    weighting: Weighting,
    part: &[usize],
    values: &mut [f64],
    progress: &Progress,
    done: usize,
) -> Result<(f64, bool), Cancelled> {
    // Who leads to a node lends it weight.
    let rows = network.rows_back(way);
    part.iter().for_each(|v| values[*v] = 1.0);
    let mut next = vec![0.0; part.len()];
    let mut growth = 1.0;
    for step in 0..STEPS {
        let share = part.len() as f32 * (step as f32 / STEPS as f32);
        progress.report((done as f32 + share) / network.nodes().max(1) as f32)?;
        for (slot, &v) in next.iter_mut().zip(part) {
            *slot = values[v] + rows.of(v).map(|u| values[u.node] * u.strength(weighting)).sum::<f64>();
        }
        growth = next.iter().copied().fold(0.0, f64::max);
        let mut change: f64 = 0.0;
        for (slot, &v) in next.iter().zip(part) {
            let now = slot / growth;
            change = change.max((now - values[v]).abs());
            values[v] = now;
        }
        if change < REST {
            return Ok((growth - 1.0, true));
        }
    }
    Ok((growth - 1.0, false))
}
