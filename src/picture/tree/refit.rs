//! Bounds after items moved. The order stays, so buffers that lie in it stay too; what suffers is
//! how tight the bounds are, and [`Tree::looseness`] says when to build anew.

use super::bounds::{Bent, Bounds, Curve, point};
use super::{Branch, Tree};

impl Tree {
    /// Fits all bounds to points that moved: the same arrays as at building.
    pub(crate) fn refit_points(&mut self, points: &[[f32; 2]], reach: &[f32]) {
        for at in 0..self.branches.len() {
            if !self.is_leaf(at) {
                continue;
            }
            let run = &self.order[self.branches[at].start as usize..self.branches[at].end as usize];
            let disc =
                |item: &u32| Bounds::of_point(point(points, *item), reach.get(*item as usize).copied().unwrap_or(0.0));
            self.branches[at].bounds = run.iter().fold(Bounds::default(), |bounds, item| bounds.with(disc(item)));
        }
        self.gather();
        self.spread = self.sum_of_leaves();
    }

    /// Fits all bounds to lines that moved: the same arrays as at building.
    pub(crate) fn refit_lines(&mut self, points: &[[f32; 2]], ends: &[[u32; 2]], bend: &[f32]) {
        let order = std::mem::take(&mut self.order);
        self.fit_lines(|place| {
            let item = order[place as usize] as usize;
            Curve::new(points, ends[item], bend.get(item).copied().unwrap_or(0.0))
        });
        self.order = order;
    }

    /// Fits all bounds to lines, by their place in the order.
    pub(super) fn fit_lines(&mut self, curve: impl Fn(u32) -> Curve) {
        let mut run: Vec<Bent> = Vec::new();
        let mut held = 0..0;
        for at in 0..self.branches.len() {
            let Branch { start, end, .. } = self.branches[at];
            if !self.slabs[at].is_bounded() {
                continue;
            }
            // What is in a branch is in the branches that follow it: it is worked out once.
            if start >= held.end {
                held = start..end;
                run.clear();
                run.extend(held.clone().map(|place| Bent::new(curve(place))));
            }
            let inside = &run[(start - held.start) as usize..(end - held.start) as usize];
            self.slabs[at] = self.slabs[at].around(inside);
            if self.is_leaf(at) {
                self.branches[at].bounds =
                    inside.iter().fold(Bounds::default(), |bounds, line| bounds.with(Bounds::of_line(line)));
            }
        }
        self.gather();
        self.spread = self.sum_of_leaves();
    }

    /// How much room the leaves take, as a share of the whole, against when the tree was built: 1 is
    /// as good as new. From about 2 on it is worth while to build anew.
    pub(crate) fn looseness(&self) -> f32 {
        let share = self.share();
        if self.built > 0.0 && share.is_finite() { (share / self.built).max(1.0) as f32 } else { 1.0 }
    }

    /// Remembers that the tree is as good as it gets.
    pub(super) fn settle(&mut self) {
        self.built = self.share();
    }

    /// Boxes of branches from those of their leaves.
    fn gather(&mut self) {
        for at in (0..self.branches.len()).rev() {
            if !self.is_leaf(at) {
                let right = self.branches[at + 1].skip as usize;
                self.branches[at].bounds = self.branches[at + 1].bounds.with(self.branches[right].bounds);
            }
        }
    }

    /// How large a leaf is: of lines how wide its slab is, since its length is that of its lines.
    fn room(&self, branch: usize) -> f64 {
        match self.slabs.get(branch) {
            Some(slab) if slab.is_bounded() => slab.width(),
            _ => self.branches[branch].bounds.size(),
        }
    }

    fn sum_of_leaves(&self) -> f64 {
        (0..self.branches.len()).filter(|at| self.is_leaf(*at)).map(|at| self.room(at)).sum()
    }

    fn share(&self) -> f64 {
        let whole = self.branches.first().map_or(0.0, |root| root.bounds.size());
        if whole > 0.0 { self.spread / whole } else { 0.0 }
    }
}
