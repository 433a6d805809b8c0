//! Communities: groups of nodes with more edges among them than chance would give, by the Leiden method (Traag, Waltman and
//! van Eck, "From Louvain to Leiden", 2019) with modularity (Newman and Girvan 2004). The same network and seed always give
//! the same groups.

use super::components::numbered_by_size;
use super::leiden::{Level, groups_of, modularity};
use super::network::Network;
use super::settings::{Heeds, Settings};
use super::{Measure, Measured};
use crate::progress::{Cancelled, Progress};

pub(super) struct Community;

impl Measure for Community {
    fn label(&self) -> &'static str {
        "Community"
    }

    fn says(&self) -> &'static str {
        "The number of its community: 1 is the largest."
    }

    fn formula(&self) -> &'static str {
        "groups with the highest modularity that the Leiden method finds, ignoring direction"
    }

    fn is_group(&self) -> bool {
        true
    }

    fn heeds(&self) -> Heeds {
        Heeds { seed: true, ..Heeds::TIES }
    }

    fn values(&self, network: &Network, settings: &Settings, progress: &Progress) -> Result<Measured, Cancelled> {
        let (groups, modularity) = found(network, settings, progress)?;
        let values = numbered_by_size(&groups).into_iter().map(f64::from).collect();
        Ok(Measured { note: Some(format!("modularity {modularity:.4}")), ..Measured::of(values) })
    }
}

/// The community of each node, numbered from 0 by first appearance, and their modularity.
///
/// # Errors
/// [`Cancelled`] if asked to stop.
pub(super) fn found(network: &Network, settings: &Settings, progress: &Progress) -> Result<(Vec<u32>, f64), Cancelled> {
    let weighting = Community.heeds().weighting(settings);
    let rows = network.ties();
    let near = |v: usize| rows.of(v).map(move |u| (u.node as u32, u.strength(weighting)));
    let level = Level::new(network.nodes(), near);
    let groups = groups_of(&level, settings.seed, progress)?;
    let modularity = modularity(&level, &groups);
    Ok((groups, modularity))
}

/// A group number from 0 for each of `count` nodes, in order of first appearance, as layouts and areas ask for it. Whatever
/// is not a finite positive weight counts as 1; weights are empty or one an edge.
pub(crate) fn communities(count: usize, edges: &[(u32, u32)], weights: &[f32]) -> Vec<u32> {
    let mut near: Vec<Vec<(u32, f64)>> = vec![Vec::new(); count];
    for (number, &(a, b)) in edges.iter().enumerate().filter(|(_, (a, b))| a != b) {
        let weight = weights.get(number).map_or(1.0, |w| f64::from(*w));
        let weight = if weight.is_finite() && weight > 0.0 { weight } else { 1.0 };
        near[a as usize].push((b, weight));
        near[b as usize].push((a, weight));
    }
    let level = Level::new(count, |v| near[v].iter().copied());
    // Nobody holds this progress, so that nobody can cancel it.
    groups_of(&level, Settings::default().seed, &Progress::new()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cliques_joined_by_one_edge_are_communities_of_their_own() {
        let mut edges = Vec::new();
        for clique in 0..4u32 {
            for a in 0..5 {
                edges.extend((0..a).map(|b| (clique * 5 + a, clique * 5 + b)));
            }
            edges.push((clique * 5, (clique + 1) % 4 * 5));
        }
        let groups = communities(21, &edges, &[]);
        assert!((0..20).all(|v| groups[v] == v as u32 / 5), "{groups:?}");
        assert_eq!(groups[20], 4);
    }

    #[test]
    fn odd_networks_are_grouped_too() {
        assert_eq!(communities(0, &[], &[]), Vec::<u32>::new());
        assert_eq!(communities(2, &[(0, 0), (0, 1), (0, 1)], &[1e30, f32::NAN, 0.0]).len(), 2);
    }
}
