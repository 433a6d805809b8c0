//! Communities: groups of nodes with more edges among them than chance would give, by the Louvain
//! method (Blondel, Guillaume, Lambiotte and Lefebvre 2008), visiting nodes in their order so that
//! the same network always gives the same groups.

use std::collections::BTreeMap;

/// Passes over all nodes of one level.
const PASSES: usize = 24;

/// One level: neighbours with the weight of the edges to them, and the weight within each node.
struct Level {
    near: Vec<Vec<(u32, f64)>>,
    within: Vec<f64>,
}

/// A group number from 0 for each of `count` nodes, in order of first appearance. Whatever is not a
/// finite positive weight counts as 1; weights are empty or one an edge.
pub(crate) fn communities(count: usize, edges: &[(u32, u32)], weights: &[f32]) -> Vec<u32> {
    let mut level = Level { near: vec![Vec::new(); count], within: vec![0.0; count] };
    for (number, &(a, b)) in edges.iter().enumerate() {
        let weight = weights.get(number).map_or(1.0, |w| f64::from(*w));
        let weight = if weight.is_finite() && weight > 0.0 { weight } else { 1.0 };
        if a == b {
            level.within[a as usize] += 2.0 * weight;
        } else {
            level.near[a as usize].push((b, weight));
            level.near[b as usize].push((a, weight));
        }
    }
    let mut groups: Vec<u32> = (0..count as u32).collect();
    loop {
        let moved = numbered(&moves(&level));
        let fewer = moved.iter().max().map_or(0, |m| *m as usize + 1);
        groups.iter_mut().for_each(|g| *g = moved[*g as usize]);
        if fewer == level.near.len() {
            return numbered(&groups);
        }
        level = merged(&level, &moved, fewer);
    }
}

/// Moves each node to the neighbouring group that raises modularity most, until none does.
fn moves(level: &Level) -> Vec<u32> {
    let count = level.near.len();
    let degree: Vec<f64> =
        (0..count).map(|v| level.within[v] + level.near[v].iter().map(|n| n.1).sum::<f64>()).collect();
    let total: f64 = degree.iter().sum();
    let mut group: Vec<u32> = (0..count as u32).collect();
    if total <= 0.0 {
        return group;
    }
    let mut held = degree.clone();
    let mut towards = vec![0.0f64; count];
    let mut touched: Vec<u32> = Vec::new();
    for _ in 0..PASSES {
        let mut changed = false;
        for v in 0..count {
            let own = group[v];
            held[own as usize] -= degree[v];
            for &(u, weight) in &level.near[v] {
                let g = group[u as usize];
                if towards[g as usize] == 0.0 {
                    touched.push(g);
                }
                towards[g as usize] += weight;
            }
            let gain = |g: u32| towards[g as usize] - degree[v] * held[g as usize] / total;
            let mut best = (gain(own), own);
            for &g in &touched {
                let candidate = gain(g);
                if candidate > best.0 + 1e-12 * total {
                    best = (candidate, g);
                }
            }
            touched.drain(..).for_each(|g| towards[g as usize] = 0.0);
            held[best.1 as usize] += degree[v];
            changed |= best.1 != own;
            group[v] = best.1;
        }
        if !changed {
            break;
        }
    }
    group
}

/// The network of groups.
fn merged(level: &Level, group: &[u32], count: usize) -> Level {
    let mut sums: Vec<BTreeMap<u32, f64>> = vec![BTreeMap::new(); count];
    let mut within = vec![0.0; count];
    for (v, near) in level.near.iter().enumerate() {
        let g = group[v] as usize;
        within[g] += level.within[v];
        for &(u, weight) in near {
            let other = group[u as usize];
            if other as usize == g {
                within[g] += weight;
            } else {
                *sums[g].entry(other).or_default() += weight;
            }
        }
    }
    Level { near: sums.into_iter().map(|sum| sum.into_iter().collect()).collect(), within }
}

/// The same groups, numbered from 0 by first appearance.
fn numbered(groups: &[u32]) -> Vec<u32> {
    let mut names = vec![u32::MAX; groups.len()];
    let mut next = 0;
    groups
        .iter()
        .map(|&g| {
            let name = &mut names[g as usize];
            if *name == u32::MAX {
                *name = next;
                next += 1;
            }
            *name
        })
        .collect()
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
