//! Graph-theoretic distances as terms of stress: all pairs for small graphs, else pivots and
//! neighbours (the sparse stress of Ortmann, Klimenta and Brandes 2017, unweighted).

use std::collections::VecDeque;

/// Up to this many nodes, all pairs are used: n² / 2 terms of 24 bytes.
const ALL_PAIRS: usize = 1500;
/// Number of pivots that represent the rest in larger graphs.
const PIVOTS: usize = 48;

/// A pair of nodes and how far apart they should be, in edges.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Term {
    pub(crate) a: u32,
    pub(crate) b: u32,
    /// Wanted distance.
    pub(crate) distance: f64,
}

/// Distinct neighbours of each node, without itself, in ascending order.
pub(crate) fn adjacency(count: usize, edges: &[(u32, u32)]) -> Vec<Vec<u32>> {
    let mut out = vec![Vec::new(); count];
    for &(a, b) in edges.iter().filter(|(a, b)| a != b) {
        out[a as usize].push(b);
        out[b as usize].push(a);
    }
    for list in &mut out {
        list.sort_unstable();
        list.dedup();
    }
    out
}

/// Distances in edges from one node; `u32::MAX` where there is no path.
pub(crate) fn from_node(adjacency: &[Vec<u32>], start: usize) -> Vec<u32> {
    let mut out = vec![u32::MAX; adjacency.len()];
    out[start] = 0;
    let mut queue = VecDeque::from([start]);
    while let Some(node) = queue.pop_front() {
        for &next in &adjacency[node] {
            if out[next as usize] == u32::MAX {
                out[next as usize] = out[node] + 1;
                queue.push_back(next as usize);
            }
        }
    }
    out
}

/// Pivots far from each other (max-min choice from a first one), each with its distances.
pub(crate) fn pivots(adjacency: &[Vec<u32>], count: usize) -> Vec<(usize, Vec<u32>)> {
    let mut out: Vec<(usize, Vec<u32>)> = Vec::new();
    // A node of high degree is a good middle to start from.
    let mut next = (0..adjacency.len()).max_by_key(|&i| (adjacency[i].len(), usize::MAX - i)).unwrap_or(0);
    let mut nearest = vec![u32::MAX; adjacency.len()];
    for _ in 0..count.min(adjacency.len()) {
        let distances = from_node(adjacency, next);
        for (least, d) in nearest.iter_mut().zip(&distances) {
            *least = (*least).min(*d);
        }
        out.push((next, distances));
        next = (0..adjacency.len()).max_by_key(|&i| (nearest[i], usize::MAX - i)).unwrap_or(0);
        if nearest[next] == 0 {
            break;
        }
    }
    out
}

/// Terms of stress of a connected graph.
pub(crate) fn terms(adjacency: &[Vec<u32>]) -> Vec<Term> {
    let count = adjacency.len();
    let mut out = Vec::new();
    if count <= ALL_PAIRS {
        for a in 0..count {
            let distances = from_node(adjacency, a);
            out.extend((a + 1..count).filter(|&b| distances[b] != u32::MAX).map(|b| Term {
                a: a as u32,
                b: b as u32,
                distance: f64::from(distances[b]),
            }));
        }
        return out;
    }
    for (a, list) in adjacency.iter().enumerate() {
        let later = list.iter().filter(|&&b| b as usize > a);
        out.extend(later.map(|&b| Term { a: a as u32, b, distance: 1.0 }));
    }
    for (pivot, distances) in pivots(adjacency, PIVOTS) {
        let far = distances.iter().enumerate().filter(|(_, d)| (2..u32::MAX).contains(*d));
        out.extend(far.map(|(b, d)| Term { a: pivot as u32, b: b as u32, distance: f64::from(*d) }));
    }
    out
}
