//! The most important items first: a walk of the tree that always opens what promises most
//! (Hjaltason and Samet, 1999). Every branch knows its best item, so no more is opened than what
//! is asked for needs.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::{Rect, Tree};

/// The most important item of a branch; of two as important, the one with the smaller number.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Top {
    pub(crate) rank: f32,
    pub(crate) item: u32,
}

impl Top {
    fn compare(&self, other: &Self) -> Ordering {
        self.rank.total_cmp(&other.rank).then(other.item.cmp(&self.item))
    }

    pub(crate) fn max(self, other: Self) -> Self {
        if other.compare(&self) == Ordering::Greater { other } else { self }
    }
}

/// Room for [`Tree::best`] to work in; reused, it allocates nothing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Best {
    heap: BinaryHeap<Open>,
}

/// A branch, or what is left of a leaf, by its best item.
#[derive(Clone, Copy, Debug)]
struct Open {
    top: Top,
    branch: u32,
    /// Of a leaf: where its best item is; `None` where the branch has not been opened.
    place: Option<u32>,
}

impl Ord for Open {
    fn cmp(&self, other: &Self) -> Ordering {
        self.top.compare(&other.top)
    }
}

impl PartialOrd for Open {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Open {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Open {}

impl Tree {
    /// Calls `go_on` with all points that touch the rectangle, and some close by, the most important
    /// first, of two as important the one with the smaller number, until it says no. Of lines,
    /// which have no importance, there are none.
    pub(crate) fn best(&self, rect: Rect, scratch: &mut Best, mut go_on: impl FnMut(u32) -> bool) {
        self.best_places(rect, scratch, |_, item, _| go_on(item));
    }

    /// The same with where each is in [`Tree::order`] and how important it is: what is kept in that
    /// order is found without looking all over memory.
    pub(crate) fn best_places(&self, rect: Rect, scratch: &mut Best, mut go_on: impl FnMut(u32, u32, f32) -> bool) {
        let heap = &mut scratch.heap;
        heap.clear();
        let look = |heap: &mut BinaryHeap<Open>, branch: usize| {
            if let Some(top) = self.tops.get(branch)
                && self.touches(branch, rect)
            {
                heap.push(Open { top: *top, branch: branch as u32, place: None });
            }
        };
        look(heap, 0);
        while let Some(open) = heap.pop() {
            let branch = &self.branches[open.branch as usize];
            match open.place {
                Some(place) => {
                    if !go_on(place, open.top.item, open.top.rank) {
                        return;
                    }
                    let next = place + 1;
                    if next < branch.end {
                        let top = Top { rank: self.ranks[next as usize], item: self.order[next as usize] };
                        heap.push(Open { top, place: Some(next), ..open });
                    }
                }
                None if self.is_leaf(open.branch as usize) => {
                    heap.push(Open { place: Some(branch.start), ..open });
                }
                None => {
                    let left = open.branch as usize + 1;
                    look(heap, left);
                    look(heap, self.branches[left].skip as usize);
                }
            }
        }
    }
}
