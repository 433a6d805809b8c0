//! Closeness and harmonic centrality: how short the paths between a node and all others are (Bavelas 1950; Marchiori and Latora
//! 2000). In large networks, paths to a sample represent all (Eppstein and Wang 2004), which the note then says.

use super::components::components;
use super::network::Network;
use super::paths::{Paths, Search};
use super::settings::{Heeds, Settings, Way};
use super::{Measure, Measured, sources};
use crate::progress::{Cancelled, Progress};
use crate::wording::counted;

/// Closeness weighed by the share of the network that is reached (Wasserman and Faust 1994), so that a pair cut off from the
/// rest does not rank first.
pub(super) struct Closeness;

/// The mean of the inverse distances, which is 0 for what is not reached.
pub(super) struct Harmonic;

impl Measure for Closeness {
    fn label(&self) -> &'static str {
        "Closeness"
    }

    fn says(&self) -> &'static str {
        "It is few steps away from all others."
    }

    fn formula(&self) -> &'static str {
        "(r − 1)/Σ d(v,u) · (r − 1)/(n − 1), over the r nodes that are reached, itself included"
    }

    fn heeds(&self) -> Heeds {
        Heeds::PATHS
    }

    fn values(&self, network: &Network, settings: &Settings, progress: &Progress) -> Result<Measured, Cancelled> {
        let found = distances(network, &self.heeds(), settings, progress, |far| far)?;
        let all = network.nodes() as f64;
        let value = |(sum, others): (&f64, &f64)| if *sum > 0.0 { others / sum * (others / (all - 1.0)) } else { 0.0 };
        let values = found.sums.iter().zip(&found.others).map(value).collect();
        Ok(Measured { note: found.note, ..Measured::of(values) })
    }
}

impl Measure for Harmonic {
    fn label(&self) -> &'static str {
        "Harmonic closeness"
    }

    fn says(&self) -> &'static str {
        "It is few steps away from many others, whether or not it reaches all."
    }

    fn formula(&self) -> &'static str {
        "Σ 1/d(v,u) / (n − 1), 0 for nodes that are not reached"
    }

    fn heeds(&self) -> Heeds {
        Heeds::PATHS
    }

    fn values(&self, network: &Network, settings: &Settings, progress: &Progress) -> Result<Measured, Cancelled> {
        let found = distances(network, &self.heeds(), settings, progress, f64::recip)?;
        let others = (network.nodes() as f64 - 1.0).max(1.0);
        let values = found.sums.iter().map(|sum| sum / others).collect();
        Ok(Measured { note: found.note, ..Measured::of(values) })
    }
}

/// Of every node.
struct Distances {
    /// The sum over all others that it reaches.
    sums: Vec<f64>,
    /// How many others it reaches.
    others: Vec<f64>,
    /// Where a sample was taken, of what.
    note: Option<String>,
}

fn distances(
    network: &Network,
    heeds: &Heeds,
    settings: &Settings,
    progress: &Progress,
    worth: impl Fn(f64) -> f64 + Sync,
) -> Result<Distances, Cancelled> {
    let nodes = network.nodes();
    let way = heeds.way(settings);
    // Searched from their ends, so that a sample of ends serves all nodes.
    let paths = Paths::back(network, heeds, settings);
    let (ends, stands_for) = sources::choose(nodes, network.rows(way).len());
    // Sums of distances, then how often a node was reached.
    let mut found = sources::sum(
        2 * nodes,
        &ends,
        progress,
        || Search::new(paths),
        |search, end, sums| {
            search.run(end, None);
            for &v in &search.order[1..] {
                sums[v as usize] += worth(search.far[v as usize]);
                sums[nodes + v as usize] += 1.0;
            }
        },
    )?;
    let mut others = found.split_off(nodes);
    found.iter_mut().chain(&mut others).for_each(|value| *value *= stands_for);
    if way == Way::Both {
        others = reached(network);
    }
    let sampled = ends.len() < nodes;
    let note =
        sampled.then(|| format!("estimated from the paths to {} of {}", ends.len(), counted(nodes, "node", "nodes")));
    Ok(Distances { sums: found, others, note })
}

/// The size of each node's component, itself left out.
fn reached(network: &Network) -> Vec<f64> {
    let groups = components(network);
    let mut sizes = vec![0usize; groups.len()];
    groups.iter().for_each(|g| sizes[*g as usize] += 1);
    groups.iter().map(|g| sizes[*g as usize] as f64 - 1.0).collect()
}
