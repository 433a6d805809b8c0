//! Sorting items into leaves. Every branch halves its items at the median of what spreads them
//! most, so that the shape of the tree depends on the number of items alone; only the upper levels
//! go to other threads, and the result is the same without them.

use super::best::Top;
use super::bounds::{Bounds, Curve, Slab, sane};
use super::{Branch, LEAF, LINE_LEAF, Tree};
use crate::math::Portable as _;

/// Branches with more items than this are halved on two threads.
const ALONE: usize = 1 << 15;

/// Branches of more lines than this have no slab: it would cost more than it sorts out.
const SLAB_MOST: usize = 1 << 7;

/// As many items of a branch are looked at to choose how to halve it.
const SAMPLES: usize = 256;

impl Tree {
    /// Of discs: their middles, radii and importance. A radius or importance that is missing
    /// counts as nought, and so does what is not finite.
    pub(crate) fn of_points(points: &[[f32; 2]], reach: &[f32], rank: &[f32]) -> Self {
        let number = |of: &[f32], at: usize| of.get(at).copied().map_or(0.0, sane);
        let mut dots: Vec<Dot> = (0..points.len())
            .map(|i| Dot { key: 0.0, item: i as u32, at: points[i].map(sane), rank: number(rank, i) })
            .collect();
        let tree = Self::shaped(dots.len(), LEAF);
        sort(&mut dots, &tree.branches);
        tree.with_dots(dots, points, reach)
    }

    /// Of some of the points of another tree: which number each of those has here, or the largest number for none, and these points
    /// as at building. They keep the order that they had, which costs much less than to sort them anew.
    pub(crate) fn of_some_points(&self, numbers: &[u32], points: &[[f32; 2]], reach: &[f32]) -> Self {
        let dot = |(item, rank): (&u32, &f32)| {
            let item = *numbers.get(*item as usize)?;
            points.get(item as usize).map(|at| Dot { key: 0.0, item, at: at.map(sane), rank: *rank })
        };
        let mut dots: Vec<Dot> = self.order.iter().zip(&self.ranks).filter_map(dot).collect();
        let tree = Self::shaped(dots.len(), LEAF);
        tree.settle_leaves(&mut dots);
        tree.with_dots(dots, points, reach)
    }

    /// Takes points that are in its order.
    fn with_dots(mut self, dots: Vec<Dot>, points: &[[f32; 2]], reach: &[f32]) -> Self {
        self.fill(dots.iter().map(|d| d.item));
        self.ranks = dots.iter().map(|d| d.rank).collect();
        self.tops = vec![Top::default(); self.branches.len()];
        for at in (0..self.branches.len()).rev() {
            self.tops[at] = if self.is_leaf(at) {
                // Leaves are sorted: the first is the best.
                let first = self.branches[at].start as usize;
                Top { rank: self.ranks[first], item: self.order[first] }
            } else {
                let left = at + 1;
                self.tops[left].max(self.tops[self.branches[left].skip as usize])
            };
        }
        drop(dots);
        self.refit_points(points, reach);
        self.settle();
        self
    }

    /// Of lines: points, the two point numbers of each line, and its bend (see [`Curve`]). A bend
    /// that is missing counts as nought, and so does what is not finite and an end that is no
    /// point.
    pub(crate) fn of_lines(points: &[[f32; 2]], ends: &[[u32; 2]], bend: &[f32]) -> Self {
        let curve = |i: usize| Curve::new(points, ends[i], bend.get(i).copied().unwrap_or(0.0));
        let mut strokes: Vec<Stroke> =
            (0..ends.len()).map(|i| Stroke { key: 0.0, item: i as u32, curve: curve(i) }).collect();
        let tree = Self::shaped(strokes.len(), LINE_LEAF);
        sort(&mut strokes, &tree.branches);
        tree.with_strokes(&strokes)
    }

    /// Of some of the lines of another tree, as of points.
    pub(crate) fn of_some_lines(&self, numbers: &[u32], points: &[[f32; 2]], ends: &[[u32; 2]], bend: &[f32]) -> Self {
        let stroke = |item: &u32| {
            let item = *numbers.get(*item as usize)?;
            let ends = *ends.get(item as usize)?;
            let bend = bend.get(item as usize).copied().unwrap_or(0.0);
            Some(Stroke { key: 0.0, item, curve: Curve::new(points, ends, bend) })
        };
        let mut strokes: Vec<Stroke> = self.order.iter().filter_map(stroke).collect();
        let tree = Self::shaped(strokes.len(), LINE_LEAF);
        tree.settle_leaves(&mut strokes);
        tree.with_strokes(&strokes)
    }

    /// Takes lines that are in its order.
    fn with_strokes(mut self, strokes: &[Stroke]) -> Self {
        self.fill(strokes.iter().map(|s| s.item));
        self.slabs = self
            .branches
            .iter()
            .map(|branch| {
                let run = &strokes[branch.start as usize..branch.end as usize];
                if run.len() > SLAB_MOST { Slab::EVERYWHERE } else { Slab::across(direction(run)) }
            })
            .collect();
        self.fit_lines(|place| strokes[place as usize].curve);
        self.settle();
        self
    }

    /// Puts each leaf of a list in order.
    fn settle_leaves<T: Sortable>(&self, items: &mut [T]) {
        for branch in self.branches.iter().enumerate().filter(|(at, _)| self.is_leaf(*at)).map(|(_, branch)| branch) {
            T::settle(&mut items[branch.start as usize..branch.end as usize]);
        }
    }

    /// The branches of as many items in leaves of at most `leaf`, without bounds.
    fn shaped(count: usize, leaf: usize) -> Self {
        let mut levels = 0;
        while count.div_ceil(1 << levels) > leaf {
            levels += 1;
        }
        let mut branches = Vec::new();
        if count > 0 {
            branches.reserve_exact((2 << levels) - 1);
            shape(0, count as u32, levels, &mut branches);
        }
        Self { branches, ..Self::default() }
    }

    /// Takes the order of items.
    fn fill(&mut self, items: impl Iterator<Item = u32>) {
        self.order = items.collect();
    }
}

fn shape(start: u32, end: u32, levels: u32, branches: &mut Vec<Branch>) {
    let at = branches.len();
    let skip = (at + (2 << levels) - 1) as u32;
    branches.push(Branch { start, end, skip, ..Branch::default() });
    if levels > 0 {
        let middle = start + (end - start) / 2;
        shape(start, middle, levels - 1, branches);
        shape(middle, end, levels - 1, branches);
    }
}

/// What can be sorted into leaves.
trait Sortable: Send + Sized {
    /// Gives each the number to halve these by.
    fn measure(run: &mut [Self]);
    /// That number, and which item it is.
    fn key(&self) -> (f32, u32);
    /// Order within a leaf.
    fn settle(leaf: &mut [Self]);
}

fn sort<T: Sortable>(run: &mut [T], branches: &[Branch]) {
    let Some((_, inside)) = branches.split_first() else { return };
    if inside.is_empty() {
        T::settle(run);
        return;
    }
    let middle = run.len() / 2;
    T::measure(run);
    halve(run, middle);
    let (left, right) = run.split_at_mut(middle);
    // Both sides have as many levels.
    let (left_branches, right_branches) = inside.split_at(inside.len() / 2);
    if left.len() > ALONE {
        rayon::join(|| sort(left, left_branches), || sort(right, right_branches));
    } else {
        sort(left, left_branches);
        sort(right, right_branches);
    }
}

/// Puts the least `middle` items first. Two numbers that the median is most likely between are taken
/// from a sample, so that only what lies between them has to be looked at closely (Floyd and
/// Rivest, 1975).
fn halve<T: Sortable>(mut run: &mut [T], mut middle: usize) {
    if run.len() > 8 * SAMPLES {
        let mut sample: Vec<f32> = run.iter().step_by(run.len() / SAMPLES).map(|item| item.key().0).collect();
        sample.sort_unstable_by(f32::total_cmp);
        // Two and a half times the standard deviation of the median's rank in the sample.
        let margin = (1.25 * (sample.len() as f32).sqrt()) as usize;
        let half = sample.len() / 2;
        let high = part(run, sample[half + margin]);
        let low = part(&mut run[..high], sample[half - margin]);
        let (from, to) = if middle < low {
            (0, low)
        } else if middle < high {
            (low, high)
        } else {
            (high, run.len())
        };
        run = &mut run[from..to];
        middle -= from;
    }
    if middle < run.len() {
        run.select_nth_unstable_by(middle, |a, b| {
            let (a, b) = (a.key(), b.key());
            a.0.total_cmp(&b.0).then(a.1.cmp(&b.1))
        });
    }
}

/// Puts what is below a number first and returns how much that is. Swaps without asking, which is
/// faster than to guess which items need it.
fn part<T: Sortable>(run: &mut [T], below: f32) -> usize {
    let mut count = 0;
    for i in 0..run.len() {
        let less = run[i].key().0 < below;
        run.swap(i, count);
        count += usize::from(less);
    }
    count
}

/// A point to be sorted.
struct Dot {
    key: f32,
    item: u32,
    at: [f32; 2],
    rank: f32,
}

impl Sortable for Dot {
    fn measure(run: &mut [Self]) {
        let mut bounds = Bounds::default();
        run.iter().for_each(|d| bounds = bounds.with(Bounds::of_point(d.at, 0.0)));
        let [x0, y0, x1, y1] = bounds.0;
        let axis = usize::from(y1 - y0 > x1 - x0);
        // Adding nought makes -0 to 0, which `total_cmp` would tell apart and `<` does not.
        run.iter_mut().for_each(|d| d.key = d.at[axis] + 0.0);
    }

    fn key(&self) -> (f32, u32) {
        (self.key, self.item)
    }

    /// The most important first.
    fn settle(leaf: &mut [Self]) {
        leaf.sort_unstable_by(|a, b| b.rank.total_cmp(&a.rank).then(a.item.cmp(&b.item)));
    }
}

/// A line to be sorted.
struct Stroke {
    key: f32,
    item: u32,
    curve: Curve,
}

impl Stroke {
    /// From end to end.
    fn extent(&self) -> [f32; 2] {
        [self.curve.to[0] - self.curve.from[0], self.curve.to[1] - self.curve.from[1]]
    }

    /// Where twice its middle is across a direction, and how far it runs across; the same along it.
    /// It is seen as running along, not against it.
    fn seen_along(&self, [ux, uy]: [f32; 2]) -> [f32; 4] {
        let Curve { from: [ax, ay], to: [bx, by], .. } = self.curve;
        let (mx, my) = (ax + bx, ay + by);
        let [dx, dy] = self.extent();
        let (along, across) = (dx * ux + dy * uy, dy * ux - dx * uy);
        let across = if along < 0.0 { -across } else { across };
        [my * ux - mx * uy, across, mx * ux + my * uy, along.abs()]
    }
}

/// The direction that lines share: the one along which they have the largest sum of squares.
fn direction(run: &[Stroke]) -> [f64; 2] {
    let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
    for stroke in run.iter().step_by(run.len() / SAMPLES + 1) {
        let [x, y] = stroke.extent().map(f64::from);
        (xx, xy, yy) = (xx + x * x, xy + x * y, yy + y * y);
    }
    let angle = (2.0 * xy).arctangent(xx - yy) / 2.0;
    [angle.cosine(), angle.sine()]
}

impl Sortable for Stroke {
    /// All lines of a branch together fill a strip: as wide as their middles are apart across its
    /// direction and their ends point apart; as long as their middles are apart along it and the
    /// longest is long. Halved is what makes most of the strip's width or length: where lines run
    /// is weighed against which way they run, and how long they are.
    fn measure(run: &mut [Self]) {
        let u = direction(run).map(|v| v as f32);
        let mut low = [f32::INFINITY; 4];
        let mut high = [f32::NEG_INFINITY; 4];
        for stroke in run.iter().step_by(run.len() / SAMPLES + 1) {
            let seen = stroke.seen_along(u);
            for k in 0..4 {
                (low[k], high[k]) = (low[k].min(seen[k]), high[k].max(seen[k]));
            }
        }
        let part = |k: usize| high[k] - low[k];
        let width = part(0) + part(1);
        let length = part(2) + 2.0 * high[3];
        // To keep the long from the short is worth more than it seems: what is gained in one half
        // is not lost in the halves of halves.
        let gain = [part(0) / width, part(1) / width, part(2) / length, 1.5 * part(3) / length];
        let axis = (0..4).fold(0, |best, k| if gain[k] > gain[best] { k } else { best });
        run.iter_mut().for_each(|s| s.key = s.seen_along(u)[axis] + 0.0);
    }

    fn key(&self) -> (f32, u32) {
        (self.key, self.item)
    }

    fn settle(leaf: &mut [Self]) {
        leaf.sort_unstable_by_key(|s| s.item);
    }
}
