//! A small part of a network that holds several nodes together: Mehlhorn's approximation (1988) of a least Steiner tree, at
//! most twice as costly as the least. Nothing here knows a dossier.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::unionfind::UnionFind;

use super::rows::{Costs, NEVER, Rows, costs_from};
use crate::progress::{Cancelled, Progress};

/// Pairs of neighbours that hold the nodes together, the smaller number first, in order. Nodes that cannot be reached from
/// the others stay apart.
///
/// # Errors
/// [`Cancelled`] if asked to stop.
pub(super) fn connecting(
    rows: &Rows,
    costs: Costs,
    nodes: &[u32],
    progress: &Progress,
) -> Result<Vec<(u32, u32)>, Cancelled> {
    let (cost, owner) = costs_from(rows, costs, nodes, progress)?;
    // The best bridge between the surroundings of any two of them.
    let mut bridges: BTreeMap<(u32, u32), (u64, u32, u32)> = BTreeMap::new();
    for from in 0..rows.nodes() as u32 {
        for &(to, grade) in rows.of(from) {
            let (a, b) = (owner[from as usize], owner[to as usize]);
            if a == b || cost[from as usize] == NEVER || cost[to as usize] == NEVER {
                continue;
            }
            let bridge = (cost[from as usize] + costs.of(grade) + cost[to as usize], from, to);
            let best = bridges.entry((a.min(b), a.max(b))).or_insert(bridge);
            *best = bridge.min(*best);
        }
    }
    let mut by_cost: Vec<_> = bridges.into_iter().map(|(ends, bridge)| (bridge, ends)).collect();
    by_cost.sort_unstable();
    let mut joined = UnionFind::new(rows.nodes());
    let mut part = BTreeSet::new();
    for ((_, from, to), (a, b)) in by_cost {
        if joined.union(a, b) {
            part.insert((from.min(to), from.max(to)));
            for end in [from, to] {
                back(rows, costs, (&cost, &owner), end, &mut part);
            }
        }
    }
    Ok(trimmed(part, nodes))
}

/// The way from a node back to the one whose surroundings it is in.
fn back(rows: &Rows, costs: Costs, (cost, owner): (&[u64], &[u32]), mut node: u32, part: &mut BTreeSet<(u32, u32)>) {
    while cost[node as usize] > 0 {
        let nearer = |(next, grade): &&(u32, u8)| {
            owner[*next as usize] == owner[node as usize]
                && cost[*next as usize].checked_add(costs.of(*grade)) == Some(cost[node as usize])
        };
        let Some((next, _)) = rows.of(node).iter().filter(nearer).min() else { return };
        part.insert((node.min(*next), node.max(*next)));
        node = *next;
    }
}

/// Without branches that lead to none of the nodes.
fn trimmed(mut part: BTreeSet<(u32, u32)>, nodes: &[u32]) -> Vec<(u32, u32)> {
    loop {
        let mut degree: BTreeMap<u32, usize> = BTreeMap::new();
        part.iter().flat_map(|(a, b)| [a, b]).for_each(|node| *degree.entry(*node).or_default() += 1);
        let before = part.len();
        let needed = |node: &u32| degree[node] > 1 || nodes.contains(node);
        part.retain(|(a, b)| needed(a) && needed(b));
        if part.len() == before {
            return part.into_iter().collect();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explore::chains::rows::rows_of;

    fn both_ways(ties: &[(u32, u32, u8)]) -> Vec<(u32, u32, u8)> {
        ties.iter().flat_map(|&(a, b, grade)| [(a, b, grade), (b, a, grade)]).collect()
    }

    #[test]
    fn several_are_held_together_by_what_they_share() {
        // A star around 4 and a ring of weak links around it; 6 stays apart.
        let ties = both_ways(&[(0, 4, 1), (1, 4, 1), (2, 4, 1), (0, 1, 4), (1, 2, 4), (2, 0, 4), (4, 5, 1)]);
        let part =
            |base, nodes: &[u32]| connecting(&rows_of(7, &ties), Costs::new(base), nodes, &Progress::new()).unwrap();
        assert_eq!(part(64, &[0, 1, 2]), [(0, 4), (1, 4), (2, 4)]);
        assert_eq!(part(1, &[0, 1, 2]), [(0, 1), (0, 2)]);
        assert_eq!(part(64, &[0, 1, 6]), [(0, 4), (1, 4)]);
        assert_eq!(part(64, &[6]), [(0, 0); 0]);
    }
}
