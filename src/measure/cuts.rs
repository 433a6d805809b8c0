//! Cut points and bridges: nodes and relations without which a part of the network falls apart (Hopcroft and Tarjan 1973), ignoring
//! direction. Two relations between the same nodes are no bridges.

use super::network::Network;
use super::settings::Settings;
use super::{Measure, Measured};
use crate::progress::{Cancelled, Progress};

pub(super) struct CutPoint;

impl Measure for CutPoint {
    fn label(&self) -> &'static str {
        "Cut point"
    }

    fn says(&self) -> &'static str {
        "1 if removing it splits the network."
    }

    fn formula(&self) -> &'static str {
        "1 if its component falls apart when it is taken away, otherwise 0"
    }

    fn is_group(&self) -> bool {
        true
    }

    fn values(&self, network: &Network, _settings: &Settings, progress: &Progress) -> Result<Measured, Cancelled> {
        let cuts = cuts(network, progress)?;
        Ok(Measured::of(cuts.points.into_iter().map(|cuts| f64::from(u8::from(cuts))).collect()))
    }
}

/// Where a network is held together by one thing alone.
pub(super) struct Cuts {
    /// Whether each node is a cut point.
    pub(super) points: Vec<bool>,
    /// The pairs of nodes that a bridge joins, the smaller number first, ascending.
    pub(super) bridges: Vec<(u32, u32)>,
}

/// Finds cut points and bridges by one walk through the network, without recursion.
///
/// # Errors
/// [`Cancelled`] if asked to stop.
pub(super) fn cuts(network: &Network, progress: &Progress) -> Result<Cuts, Cancelled> {
    let (rows, nodes) = (network.ties(), network.nodes());
    let mut cuts = Cuts { points: vec![false; nodes], bridges: Vec::new() };
    // When each node was first seen, and the earliest that it or those after it are tied to.
    let (mut seen, mut low) = (vec![u32::MAX; nodes], vec![u32::MAX; nodes]);
    let mut time = 0;
    // The way to where the walk is: a node, where it came from, and which neighbour is next.
    let mut way: Vec<(usize, usize, usize)> = Vec::new();
    for root in 0..nodes {
        if seen[root] != u32::MAX {
            continue;
        }
        progress.report(root as f32 / nodes as f32)?;
        let mut children_of_root = 0;
        (seen[root], low[root], time) = (time, time, time + 1);
        way.push((root, usize::MAX, 0));
        while let Some(&mut (v, parent, ref mut next)) = way.last_mut() {
            if let Some(&u) = rows.heads(v).get(*next) {
                *next += 1;
                let u = u as usize;
                if seen[u] == u32::MAX {
                    (seen[u], low[u], time) = (time, time, time + 1);
                    children_of_root += usize::from(v == root);
                    way.push((u, v, 0));
                } else if u != parent {
                    low[v] = low[v].min(seen[u]);
                }
                continue;
            }
            way.pop();
            if parent == usize::MAX {
                continue;
            }
            low[parent] = low[parent].min(low[v]);
            cuts.points[parent] |= parent != root && low[v] >= seen[parent];
            if low[v] > seen[parent] {
                // The neighbour from which the walk has just come back.
                let at = way.last().map_or(0, |(_, _, next)| next - 1);
                if rows.of(parent).nth(at).is_some_and(|u| u.edges() == 1) {
                    cuts.bridges.push((parent.min(v) as u32, parent.max(v) as u32));
                }
            }
        }
        cuts.points[root] = children_of_root > 1;
    }
    cuts.bridges.sort_unstable();
    Ok(cuts)
}
