//! The best chains between two nodes of a plain network, one after the other: Yen's algorithm with Lawler's deviations (a chain
//! is deviated from only where it has not been before). A deviation is looked for only once nothing cheaper is left, and then by
//! A* whose bound is the exact cost to the target in the whole network, known from one search backwards. Chains of equal cost
//! come in the order of their nodes' numbers. Nothing here knows a dossier.

use std::collections::BTreeSet;

use super::rows::{Costs, NEVER, Rows, costs_from};
use super::spur::{Spurs, Start};
use crate::progress::{Cancelled, Progress};

/// No chain that is longer is found. Nobody reads one, and costs are exact up to here.
pub(crate) const MOST_LINKS: usize = 63;
/// So many chains that are too long are passed over in the search for one that is not.
const MOST_PASSED_OVER: usize = 64;

/// What may become one of the next chains. What is deferred comes before a chain of the same cost: it may yet be the first
/// of several that are equal.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Candidate {
    /// Not looked for yet: how it begins, where it must not go on to.
    Deferred(Start),
    /// A chain, and from which of its nodes on it is new.
    Found { nodes: Vec<u32>, deviates_at: usize },
}

/// The chains from one node to another, the best first.
pub(super) struct Best<'a> {
    rows: &'a Rows,
    costs: Costs,
    spurs: Spurs<'a>,
    /// By what they cost; what is deferred, by what it costs at least.
    candidates: BTreeSet<(u64, Candidate)>,
    found: Vec<Vec<u32>>,
    /// How many of those that were found are chains to show.
    shown: usize,
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
        (rows, back): (&'a Rows, &'a Rows),
        costs: Costs,
        (from, target): (u32, u32),
        most: usize,
        progress: &'a Progress,
    ) -> Result<Self, Cancelled> {
        let (to_target, _) = costs_from(back, costs, &[target], progress)?;
        let spurs = Spurs::new((rows, back), costs, target, to_target);
        let (candidates, found) = (BTreeSet::new(), Vec::new());
        let mut best = Best { rows, costs, spurs, candidates, found, shown: 0, most, progress };
        if from != target {
            best.defer(Start { cost: 0, nodes: vec![from], taken: Vec::new() });
        }
        Ok(best)
    }

    /// The next chain; `None` after the last.
    ///
    /// # Errors
    /// [`Cancelled`] if asked to stop.
    pub(super) fn next(&mut self) -> Result<Option<&[u32]>, Cancelled> {
        while self.shown < self.most && self.found.len() < self.shown + MOST_PASSED_OVER {
            let Some(nodes) = self.find()? else { break };
            let is_short = nodes.len() <= MOST_LINKS + 1;
            self.found.push(nodes);
            if is_short {
                self.shown += 1;
                return Ok(self.found.last().map(Vec::as_slice));
            }
        }
        Ok(None)
    }

    /// The cheapest chain that has not been found before, however long.
    fn find(&mut self) -> Result<Option<Vec<u32>>, Cancelled> {
        while let Some((_, candidate)) = self.candidates.pop_first() {
            match candidate {
                Candidate::Found { nodes, deviates_at } => {
                    self.deviate(&nodes, deviates_at);
                    return Ok(Some(nodes));
                }
                Candidate::Deferred(start) => {
                    let (deviates_at, worst) = (start.nodes.len() - 1, self.worst());
                    if let Some((cost, nodes)) = self.spurs.find(&start, worst, self.progress)? {
                        self.candidates.insert((cost, Candidate::Found { nodes, deviates_at }));
                    }
                }
            }
        }
        Ok(None)
    }

    /// What the last of the chains that can still be wanted costs.
    fn worst(&self) -> u64 {
        let found = self.candidates.iter().filter(|(_, candidate)| match candidate {
            Candidate::Found { nodes, .. } => nodes.len() <= MOST_LINKS + 1,
            Candidate::Deferred(_) => false,
        });
        found.map(|(cost, _)| *cost).nth(self.most - self.shown - 1).unwrap_or(NEVER)
    }

    /// Defers every way to leave a chain where that is new. What leaves it later than the longest chain ends is too long, too.
    fn deviate(&mut self, chain: &[u32], deviates_at: usize) {
        let mut cost: u64 = chain[..=deviates_at].windows(2).map(|pair| self.step(pair[0], pair[1])).sum();
        for at in deviates_at..(chain.len() - 1).min(MOST_LINKS) {
            let nodes = &chain[..=at];
            let same = self.found.iter().filter(|other| other.starts_with(nodes));
            let taken = same.map(|other| other[at + 1]).chain([chain[at + 1]]).collect();
            self.defer(Start { cost, nodes: nodes.to_vec(), taken });
            cost += self.step(chain[at], chain[at + 1]);
        }
    }

    fn defer(&mut self, start: Start) {
        if let Some(least) = self.spurs.least(&start) {
            self.candidates.insert((least, Candidate::Deferred(start)));
        }
    }

    /// The cost of the best arc from one node to the next.
    fn step(&self, from: u32, to: u32) -> u64 {
        let arcs = self.rows.of(from).iter().filter(|(next, _)| *next == to);
        arcs.map(|(_, grade)| self.costs.of(*grade)).min().unwrap_or(NEVER)
    }
}

#[cfg(test)]
mod tests {
    use std::cmp::Reverse;
    use std::collections::{BinaryHeap, HashSet};

    use super::*;
    use crate::explore::chains::rows::rows_of;

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
            let (rows, back) = (rows_of(nodes as usize, &arcs), rows_of(nodes as usize, &turned));
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
        let (rows, back) = (rows_of(62, &arcs), rows_of(62, &turned));
        assert_eq!(best(&rows, &back, 64, (0, 61), 1)[0].len(), 62);
        assert_eq!(best(&rows, &back, 8, (0, 61), 1)[0].len(), 2);
        assert_eq!(best(&rows, &back, 64, (0, 0), 1), [[0; 0]; 0]);
    }
}
