//! The best chains between two nodes of a plain network, one after the other: Yen's algorithm with Lawler's deviations (a chain
//! is deviated from only where it has not been before), each deviation found by A* whose bound is the exact cost to the
//! target in the whole network, known from one search backwards. Chains of equal cost come in the order of their nodes'
//! numbers. Nothing here knows a dossier.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap, HashMap, HashSet};

use foldhash::fast::RandomState;

use crate::progress::{Cancelled, Progress};

/// Steps between two reports.
const REPORT_EVERY: usize = 4096;
/// What cannot be reached.
pub(super) const NEVER: u64 = u64::MAX;

/// Costs of grades from 0 to the worst, for one base.
#[derive(Clone, Copy, Debug)]
pub(super) struct Costs([u64; 6]);

impl Costs {
    /// base^grade, and then length: links are counted in the last six bits, so that the order is exact for chains of fewer
    /// than 64 links.
    pub(super) fn new(base: u64) -> Self {
        Costs(std::array::from_fn(|grade| base.pow(grade as u32) * 64 + 1))
    }

    pub(super) fn of(self, grade: u8) -> u64 {
        self.0[usize::from(grade).min(5)]
    }
}

/// A network in compressed rows: from each node its arcs, each with the node it leads to and its grade. Arcs may be parallel.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    starts: Vec<u32>,
    arcs: Vec<(u32, u8)>,
}

impl Rows {
    /// Of arcs from one node to another with a grade.
    pub(super) fn new(nodes: usize, arcs: &[(u32, u32, u8)]) -> Self {
        let mut starts = vec![0_u32; nodes + 1];
        arcs.iter().for_each(|(from, ..)| starts[*from as usize + 1] += 1);
        for node in 0..nodes {
            starts[node + 1] += starts[node];
        }
        let mut next = starts.clone();
        let mut rows = vec![(0, 0); arcs.len()];
        for &(from, to, grade) in arcs {
            let slot = &mut next[from as usize];
            rows[*slot as usize] = (to, grade);
            *slot += 1;
        }
        Rows { starts, arcs: rows }
    }

    pub(super) fn of(&self, node: u32) -> &[(u32, u8)] {
        let node = node as usize;
        &self.arcs[self.starts[node] as usize..self.starts[node + 1] as usize]
    }

    pub(super) fn nodes(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }
}

/// The least cost from some nodes to every node, and for each from which of them.
///
/// # Errors
/// [`Cancelled`] if asked to stop.
pub(super) fn costs_from(
    rows: &Rows,
    costs: Costs,
    starts: &[u32],
    progress: &Progress,
) -> Result<(Vec<u64>, Vec<u32>), Cancelled> {
    let (mut cost, mut owner) = (vec![NEVER; rows.nodes()], vec![u32::MAX; rows.nodes()]);
    let mut heap = BinaryHeap::new();
    for &start in starts {
        (cost[start as usize], owner[start as usize]) = (0, start);
        heap.push(Reverse((0, start)));
    }
    let mut settled = 0_usize;
    while let Some(Reverse((reached, node))) = heap.pop() {
        if reached > cost[node as usize] {
            continue;
        }
        settled += 1;
        if settled.is_multiple_of(REPORT_EVERY) {
            progress.report(settled as f32 / rows.nodes() as f32)?;
        }
        for &(next, grade) in rows.of(node) {
            let through = reached + costs.of(grade);
            if through < cost[next as usize] {
                (cost[next as usize], owner[next as usize]) = (through, owner[node as usize]);
                heap.push(Reverse((through, next)));
            }
        }
    }
    Ok((cost, owner))
}

/// A chain that was found: what it costs, its nodes, and from which of them on it is new.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Found {
    cost: u64,
    nodes: Vec<u32>,
    deviates_at: usize,
}

/// The chains from one node to another, the best first.
pub(super) struct Best<'a> {
    rows: &'a Rows,
    costs: Costs,
    target: u32,
    /// From each node to the target.
    to_target: Vec<u64>,
    candidates: BTreeSet<Found>,
    found: Vec<Found>,
    /// How many will be asked for at most: no more candidates are kept than can still be wanted.
    most: usize,
    progress: &'a Progress,
}

impl<'a> Best<'a> {
    /// `back` has every arc of `rows` the other way round.
    ///
    /// # Errors
    /// [`Cancelled`] if asked to stop.
    pub(super) fn new(
        (rows, back): (&'a Rows, &Rows),
        costs: Costs,
        (from, target): (u32, u32),
        most: usize,
        progress: &'a Progress,
    ) -> Result<Self, Cancelled> {
        let (to_target, _) = costs_from(back, costs, &[target], progress)?;
        let (candidates, found) = (BTreeSet::new(), Vec::new());
        let mut best = Best { rows, costs, target, to_target, candidates, found, most, progress };
        if from != target {
            best.deviate(&[from], 0, &[])?;
        }
        Ok(best)
    }

    /// The next chain; `None` after the last.
    ///
    /// # Errors
    /// [`Cancelled`] if asked to stop.
    pub(super) fn next(&mut self) -> Result<Option<&[u32]>, Cancelled> {
        if self.found.len() >= self.most {
            return Ok(None);
        }
        if let Some(last) = self.found.last().cloned() {
            for at in last.deviates_at..last.nodes.len() - 1 {
                let prefix = &last.nodes[..=at];
                let same = self.found.iter().filter(|other| other.nodes.starts_with(prefix));
                let taken: Vec<u32> = same.map(|other| other.nodes[at + 1]).collect();
                let cost = last.nodes[..=at].windows(2).map(|pair| self.step(pair[0], pair[1])).sum();
                self.deviate(prefix, cost, &taken)?;
            }
        }
        let Some(best) = self.candidates.pop_first() else { return Ok(None) };
        self.found.push(best);
        Ok(self.found.last().map(|found| found.nodes.as_slice()))
    }

    /// The cost of the best arc from one node to the next.
    fn step(&self, from: u32, to: u32) -> u64 {
        let arcs = self.rows.of(from).iter().filter(|(next, _)| *next == to);
        arcs.map(|(_, grade)| self.costs.of(*grade)).min().unwrap_or(NEVER)
    }

    /// Finds the best chain that begins with these nodes and then goes to none of those that are taken.
    fn deviate(&mut self, prefix: &[u32], cost: u64, taken: &[u32]) -> Result<(), Cancelled> {
        // The worst candidate that can still be wanted.
        let wanted = self.most - self.found.len();
        let worst = self.candidates.iter().nth(wanted - 1).map_or(NEVER, |found| found.cost);
        if let Some((cost, nodes)) = self.spur(prefix, cost, taken, worst)? {
            self.candidates.insert(Found { cost, nodes, deviates_at: prefix.len() - 1 });
        }
        Ok(())
    }

    /// Among labels of equal cost, the one whose nodes come first is looked at first. A label's parts are never
    /// looked at after it, and so of several best chains the first is found.
    fn spur(&self, prefix: &[u32], cost: u64, taken: &[u32], worst: u64) -> Result<Option<(u64, Vec<u32>)>, Cancelled> {
        let Some((&start, before)) = prefix.split_last() else { return Ok(None) };
        let mut settled: HashSet<u32, RandomState> = before.iter().copied().collect();
        let mut reached: HashMap<u32, u64, RandomState> = HashMap::default();
        let mut heap = BinaryHeap::new();
        heap.push(Reverse((cost.saturating_add(self.to_target[start as usize]), vec![start], cost)));
        while let Some(Reverse((bound, nodes, cost))) = heap.pop() {
            let Some(&node) = nodes.last() else { continue };
            if bound > worst {
                break;
            }
            if node == self.target {
                return Ok(Some((cost, [before, &nodes].concat())));
            }
            if !settled.insert(node) {
                continue;
            }
            if settled.len().is_multiple_of(REPORT_EVERY) {
                self.progress.report(0.5)?;
            }
            for &(next, grade) in self.rows.of(node) {
                let (left, through) = (self.to_target[next as usize], cost + self.costs.of(grade));
                let is_taken = node == start && taken.contains(&next);
                let is_worse = reached.get(&next).is_some_and(|known| *known < through);
                if left == NEVER || is_taken || is_worse || settled.contains(&next) {
                    continue;
                }
                reached.insert(next, through);
                let mut longer = Vec::with_capacity(nodes.len() + 1);
                longer.extend_from_slice(&nodes);
                longer.push(next);
                heap.push(Reverse((through + left, longer, through)));
            }
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Yen as in the book: every deviation of every chain, each found by a search that carries its whole path.
    fn plain_yen(rows: &Rows, costs: Costs, (from, to): (u32, u32), most: usize) -> Vec<Vec<u32>> {
        let first = |banned_nodes: &[u32], banned_arcs: &[(u32, u32)], start: u32| {
            let mut heap = BinaryHeap::from([Reverse((0_u64, vec![start]))]);
            let mut settled = HashSet::new();
            while let Some(Reverse((cost, path))) = heap.pop() {
                let node = *path.last().unwrap();
                if node == to {
                    return Some((cost, path));
                }
                if !settled.insert(node) {
                    continue;
                }
                for &(next, grade) in rows.of(node) {
                    if !banned_nodes.contains(&next) && !banned_arcs.contains(&(node, next)) && !path.contains(&next) {
                        heap.push(Reverse((cost + costs.of(grade), [&path[..], &[next]].concat())));
                    }
                }
            }
            None
        };
        let price = |path: &[u32]| -> u64 {
            let step = |pair: &[u32]| {
                rows.of(pair[0]).iter().filter(|arc| arc.0 == pair[1]).map(|arc| costs.of(arc.1)).min().unwrap()
            };
            path.windows(2).map(step).sum()
        };
        let mut found: Vec<Vec<u32>> = first(&[], &[], from).map(|(_, path)| path).into_iter().collect();
        let mut candidates = BTreeSet::new();
        while found.len() < most && !found.is_empty() {
            let last = found.last().unwrap().clone();
            for at in 0..last.len() - 1 {
                let arcs: Vec<(u32, u32)> = found
                    .iter()
                    .filter(|path| path.len() > at + 1 && path[..=at] == last[..=at])
                    .map(|path| (path[at], path[at + 1]))
                    .collect();
                if let Some((_, rest)) = first(&last[..at], &arcs, last[at]) {
                    let path = [&last[..at], &rest].concat();
                    candidates.insert((price(&path), path));
                }
            }
            candidates.retain(|(_, path)| !found.contains(path));
            match candidates.pop_first() {
                Some((_, path)) => found.push(path),
                None => break,
            }
        }
        found
    }

    fn best(rows: &Rows, back: &Rows, base: u64, ends: (u32, u32), most: usize) -> Vec<Vec<u32>> {
        let progress = Progress::new();
        let mut all = Best::new((rows, back), Costs::new(base), ends, most, &progress).unwrap();
        std::iter::from_fn(|| all.next().unwrap().map(<[u32]>::to_vec)).collect()
    }

    #[test]
    fn chains_are_those_of_plain_yen_on_random_networks() {
        let mut state = 0x9e37_79b9_7f4a_7c15_u64;
        let mut random = |below: u64| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state % below
        };
        let mut several = 0;
        for round in 0..240 {
            let nodes = 2 + random(24);
            let ties = random(nodes * 3);
            let mut arcs = Vec::new();
            for _ in 0..ties {
                let (from, to, grade) = (random(nodes) as u32, random(nodes) as u32, random(6) as u8);
                arcs.push((from, to, grade));
                if round % 3 != 0 {
                    arcs.push((to, from, grade));
                }
            }
            let turned: Vec<_> = arcs.iter().map(|&(from, to, grade)| (to, from, grade)).collect();
            let (rows, back) = (Rows::new(nodes as usize, &arcs), Rows::new(nodes as usize, &turned));
            let ends = (0, nodes as u32 - 1);
            for base in [1, 2, 8, 64] {
                let most = 1 + random(12) as usize;
                let found = best(&rows, &back, base, ends, most);
                assert_eq!(found, plain_yen(&rows, Costs::new(base), ends, most), "{round} {base} {arcs:?}");
                several += usize::from(found.len() > 3);
            }
        }
        assert!(several > 200, "only {several} networks had several chains");
    }

    #[test]
    fn one_weak_link_outweighs_many_that_are_strong() {
        // 0 to 2 over one link of grade 3, or over 1 by 60 links of grade 2.
        let mut arcs = vec![(0, 61, 3)];
        arcs.extend((0..61).map(|n| (n, n + 1, 2)));
        let turned: Vec<_> = arcs.iter().map(|&(from, to, grade)| (to, from, grade)).collect();
        let (rows, back) = (Rows::new(62, &arcs), Rows::new(62, &turned));
        assert_eq!(best(&rows, &back, 64, (0, 61), 1)[0].len(), 62);
        assert_eq!(best(&rows, &back, 8, (0, 61), 1)[0].len(), 2);
        assert_eq!(best(&rows, &back, 64, (0, 0), 1), [[0; 0]; 0]);
    }
}
