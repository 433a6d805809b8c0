//! One spatial index for all that asks what lies where: culling, picking, choosing labels, boxes
//! drawn with the mouse, density tiles. A balanced k-d tree (Bentley, 1975) over plain arrays: its
//! leaves are contiguous runs of [`Tree::order`], so that what is in view is a few ranges, and
//! buffers that lie in that order can be drawn range by range. It keeps no coordinates, only
//! bounds. What it answers are candidates: all that touch a rectangle, and some close by.
//!
//! Lines are sorted by where their middles are and which way they run, since in a small world most
//! lines are long: a box around a few of them would be half the picture. A branch of lines knows,
//! besides its box, a slab across the direction that its lines share.
//!
//! Knows no dossier, no scene and no screen.

mod best;
mod bounds;
mod build;
mod refit;
#[cfg(test)]
mod tests;

use std::ops::Range;

pub(crate) use best::Best;
use best::Top;
pub(crate) use bounds::Curve;
use bounds::{Bounds, Slab};

/// Most points in a leaf; leaves have more than half as many.
pub(crate) const LEAF: usize = 64;

/// Most lines in a leaf. Fewer than points, since a leaf of lines is large: its size decides how
/// many lines are looked at in vain.
pub(crate) const LINE_LEAF: usize = 24;

/// Gaps between ranges up to this many items are bridged: to draw them costs less than a call.
pub(crate) const GAP: u32 = 32;

/// A rectangle: least x and y, largest x and y. What lies on its edge is inside.
pub(crate) type Rect = [f32; 4];

/// The index of some points or some lines. Items are numbers into the arrays that it was built of.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tree {
    /// Item numbers; each leaf is a run of them.
    order: Vec<u32>,
    /// Root first, then all of its left side, then all of its right side.
    branches: Vec<Branch>,
    /// Of lines, one a branch.
    slabs: Vec<Slab>,
    /// Of points, the most important item of each branch.
    tops: Vec<Top>,
    /// Of points, the importance of each item, in the order of `order`.
    ranks: Vec<f32>,
    /// Room that the leaves take now, and what share of the whole it was at building.
    spread: f64,
    built: f64,
}

/// A run of items and the box around them.
#[derive(Clone, Copy, Debug, Default)]
struct Branch {
    bounds: Bounds,
    start: u32,
    end: u32,
    /// The first branch behind all that is in this one.
    skip: u32,
}

impl Tree {
    /// Item numbers as the leaves hold them: ranges are ranges of this.
    pub(crate) fn order(&self) -> &[u32] {
        &self.order
    }

    /// About how many bytes it takes.
    pub(crate) fn bytes(&self) -> usize {
        (self.order.len() + self.ranks.len()) * 4
            + self.branches.len() * size_of::<Branch>()
            + self.slabs.len() * size_of::<Slab>()
            + self.tops.len() * size_of::<Top>()
    }

    /// The box around all, reach and bends included; `None` if there is no item.
    pub(crate) fn bounds(&self) -> Option<Rect> {
        self.branches.first().map(|root| root.bounds.0)
    }

    /// Ranges of [`Self::order`] that hold all that touches the rectangle, ascending, far apart by
    /// more than [`GAP`]. `out` is emptied first.
    pub(crate) fn ranges(&self, rect: Rect, out: &mut Vec<Range<u32>>) {
        out.clear();
        self.runs(rect, |run| {
            match out.last_mut() {
                Some(last) if run.start - last.end <= GAP => last.end = run.end,
                _ => out.push(run),
            }
            true
        });
    }

    /// How many items [`Self::each`] would yield, or a number above `at_most` as soon as that many
    /// are passed. Branches that lie inside are counted whole.
    pub(crate) fn count(&self, rect: Rect, at_most: usize) -> usize {
        let mut count = 0;
        self.runs(rect, |run| {
            count += run.len();
            count <= at_most
        });
        count
    }

    /// Calls `take` with all that touches the rectangle, and some items close by, in the order of
    /// [`Self::order`].
    pub(crate) fn each(&self, rect: Rect, mut take: impl FnMut(u32)) {
        self.runs(rect, |run| {
            self.order[run.start as usize..run.end as usize].iter().for_each(|item| take(*item));
            true
        });
    }

    /// The same, with the place of each in [`Self::order`].
    pub(crate) fn each_place(&self, rect: Rect, mut take: impl FnMut(u32, u32)) {
        self.runs(rect, |run| {
            run.for_each(|place| take(place, self.order[place as usize]));
            true
        });
    }

    /// Walks the runs that may touch the rectangle until `go_on` says no.
    fn runs(&self, rect: Rect, mut go_on: impl FnMut(Range<u32>) -> bool) {
        let mut at = 0;
        while let Some(branch) = self.branches.get(at) {
            if !self.touches(at, rect) {
                at = branch.skip as usize;
            } else if branch.skip as usize == at + 1 || branch.bounds.inside(rect) {
                if !go_on(branch.start..branch.end) {
                    return;
                }
                at = branch.skip as usize;
            } else {
                at += 1;
            }
        }
    }

    /// Whether something of a branch may touch the rectangle.
    fn touches(&self, branch: usize, rect: Rect) -> bool {
        self.branches[branch].bounds.touches(rect) && self.slabs.get(branch).is_none_or(|slab| slab.touches(rect))
    }

    /// Whether a branch has no branches.
    fn is_leaf(&self, branch: usize) -> bool {
        self.branches[branch].skip as usize == branch + 1
    }
}
