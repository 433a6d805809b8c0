//! The best chain that begins in a given way and then leaves it: A* in a plain network, with memory that is used again
//! from one search to the next. Where a search grows large, both ends are looked at to see whether there is a chain at all:
//! what hangs on a single node would otherwise have the whole network searched in vain.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use super::rows::{Costs, NEVER, REPORT_EVERY, Rows};
use crate::progress::{Cancelled, Progress};

/// A search that has looked at so many nodes is checked for whether it can succeed.
const CHECKED_AFTER: usize = 256;

/// How a chain begins, what that costs, and which nodes it must not go on to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Start {
    pub(super) cost: u64,
    /// At least one.
    pub(super) nodes: Vec<u32>,
    pub(super) taken: Vec<u32>,
}

impl Start {
    /// The node from which the search starts; those before it are not gone to again.
    fn last(&self) -> u32 {
        self.nodes.last().copied().unwrap_or_default()
    }

    fn before(&self) -> &[u32] {
        self.nodes.split_last().map_or(&[], |(_, before)| before)
    }

    fn forbids(&self, from: u32, to: u32) -> bool {
        from == self.last() && self.taken.contains(&to)
    }
}

/// Marks on nodes that are all taken away at once.
struct Marks {
    round: u32,
    marked: Vec<u32>,
}

impl Marks {
    fn new(nodes: usize) -> Self {
        Marks { round: 1, marked: vec![0; nodes] }
    }

    fn clear(&mut self) {
        self.round += 1;
    }

    fn has(&self, node: u32) -> bool {
        self.marked[node as usize] == self.round
    }

    /// Whether it is new.
    fn set(&mut self, node: u32) -> bool {
        let is_new = !self.has(node);
        self.marked[node as usize] = self.round;
        is_new
    }
}

/// Searches to one target.
pub(super) struct Spurs<'a> {
    rows: &'a Rows,
    back: &'a Rows,
    costs: Costs,
    target: u32,
    /// The cost from each node to the target in the whole network: never more than in a part of it.
    to_target: Vec<u64>,
    banned: Marks,
    reached: Marks,
    settled: Marks,
    /// From the start to each node that is reached.
    cost: Vec<u64>,
    /// Used in turn: what leads on to the target, and from which side a node was seen.
    ahead: Marks,
    behind: Marks,
}

impl<'a> Spurs<'a> {
    pub(super) fn new((rows, back): (&'a Rows, &'a Rows), costs: Costs, target: u32, to_target: Vec<u64>) -> Self {
        let marks = || Marks::new(rows.nodes());
        let (banned, reached, settled, ahead, behind) = (marks(), marks(), marks(), marks(), marks());
        let cost = vec![NEVER; rows.nodes()];
        Spurs { rows, back, costs, target, to_target, banned, reached, settled, cost, ahead, behind }
    }

    /// What a chain that begins so costs at least; `None` if there is none.
    pub(super) fn least(&self, start: &Start) -> Option<u64> {
        let arcs = self.rows.of(start.last()).iter();
        let open = arcs.filter(|(next, _)| {
            self.to_target[*next as usize] != NEVER && !start.taken.contains(next) && !start.nodes.contains(next)
        });
        open.map(|(next, grade)| start.cost + self.costs.of(*grade) + self.to_target[*next as usize]).min()
    }

    /// The best chain that begins so and costs no more than `worst`, with its cost; among equals, the one whose nodes come
    /// first.
    ///
    /// # Errors
    /// [`Cancelled`] if asked to stop.
    pub(super) fn find(
        &mut self,
        start: &Start,
        worst: u64,
        progress: &Progress,
    ) -> Result<Option<(u64, Vec<u32>)>, Cancelled> {
        [&mut self.banned, &mut self.reached, &mut self.settled].into_iter().for_each(Marks::clear);
        for node in start.before() {
            self.banned.set(*node);
        }
        let first = start.last();
        self.reached.set(first);
        self.cost[first as usize] = start.cost;
        let mut heap = BinaryHeap::from([Reverse((start.cost.saturating_add(self.to_target[first as usize]), first))]);
        let (mut end, mut found, mut looked_at) = (worst, None, 0_usize);
        // Everything as cheap as the first chain found is looked at, too: it may be part of one that comes before it.
        while let Some(Reverse((bound, node))) = heap.pop() {
            if bound > end {
                break;
            }
            if !self.settled.set(node) {
                continue;
            }
            if node == self.target {
                (end, found) = (bound, Some(bound));
                continue;
            }
            looked_at += 1;
            if looked_at.is_multiple_of(REPORT_EVERY) {
                progress.report(0.5)?;
            }
            if looked_at == CHECKED_AFTER && found.is_none() && !self.leads_on(start) {
                return Ok(None);
            }
            self.expand(start, node, &mut heap);
        }
        Ok(found.map(|cost| (cost, self.first_of_the_best(start))))
    }

    /// Reaches what follows a node.
    fn expand(&mut self, start: &Start, node: u32, heap: &mut BinaryHeap<Reverse<(u64, u32)>>) {
        let so_far = self.cost[node as usize];
        for &(next, grade) in self.rows.of(node) {
            let (left, through) = (self.to_target[next as usize], so_far + self.costs.of(grade));
            if left == NEVER || self.banned.has(next) || self.settled.has(next) || start.forbids(node, next) {
                continue;
            }
            if self.reached.set(next) || through < self.cost[next as usize] {
                self.cost[next as usize] = through;
                heap.push(Reverse((through + left, next)));
            }
        }
    }

    /// Whether one step is part of a chain as cheap as can be.
    fn is_tight(&self, start: &Start, from: u32, to: u32, grade: u8) -> bool {
        self.reached.has(from)
            && self.cost[from as usize] + self.costs.of(grade) == self.cost[to as usize]
            && !start.forbids(from, to)
    }

    /// After a search that reached the target: of the best chains, the one whose nodes come first.
    fn first_of_the_best(&mut self, start: &Start) -> Vec<u32> {
        self.ahead.clear();
        self.ahead.set(self.target);
        let mut open = vec![self.target];
        while let Some(node) = open.pop() {
            for &(from, grade) in self.back.of(node) {
                if self.is_tight(start, from, node, grade) && self.ahead.set(from) {
                    open.push(from);
                }
            }
        }
        let (mut nodes, mut at) = (start.nodes.clone(), start.last());
        while at != self.target {
            let steps = self.rows.of(at).iter();
            let ahead = steps.filter(|(next, grade)| self.ahead.has(*next) && self.is_tight(start, at, *next, *grade));
            let Some(next) = ahead.map(|(next, _)| *next).min() else { break };
            nodes.push(next);
            at = next;
        }
        nodes
    }

    /// Whether any chain begins so: both ends are followed in turn until they meet or one has nowhere to go.
    fn leads_on(&mut self, start: &Start) -> bool {
        let Spurs { rows, back, target, to_target, banned, ahead, behind, .. } = self;
        [&mut *ahead, &mut *behind].into_iter().for_each(Marks::clear);
        let (mut from, mut to) = (VecDeque::from([start.last()]), VecDeque::from([*target]));
        behind.set(start.last());
        ahead.set(*target);
        while let (Some(node), Some(later)) = (from.pop_front(), to.pop_front()) {
            for &(next, _) in rows.of(node) {
                if banned.has(next) || to_target[next as usize] == NEVER || start.forbids(node, next) {
                    continue;
                }
                if ahead.has(next) {
                    return true;
                }
                if behind.set(next) {
                    from.push_back(next);
                }
            }
            for &(earlier, _) in back.of(later) {
                if banned.has(earlier) || start.forbids(earlier, later) {
                    continue;
                }
                if behind.has(earlier) {
                    return true;
                }
                if ahead.set(earlier) {
                    to.push_back(earlier);
                }
            }
        }
        false
    }
}
