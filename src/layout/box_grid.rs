//! Which boxes may lie on a given one, for any mixture of sizes: each box is entered once, by its middle, in a grid whose
//! cells are as large as it is (a hierarchical hash grid: Ericson, "Real-Time Collision Detection", 2005). Needs room for
//! the boxes alone, however many pairs of them overlap.

use super::{NodeBox, Point};
use crate::math::Portable as _;

/// No more sizes than this are told apart, each twice the one before; what is smaller counts as the smallest.
const LEVELS: usize = 24;

/// A box in the plane: its middle and half its sides.
#[derive(Clone, Copy)]
pub(super) struct Area {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) half_width: f64,
    pub(super) half_height: f64,
}

impl Area {
    /// A node's box with half of the `gap` around it.
    pub(super) fn new(node: &NodeBox, at: Point, gap: f64) -> Self {
        let [x0, y0, x1, y1] = node.edges(at);
        Area {
            x: f64::midpoint(x0, x1),
            y: f64::midpoint(y0, y1),
            half_width: ((x1 - x0 + gap) / 2.0).max(0.0),
            half_height: ((y1 - y0 + gap) / 2.0).max(0.0),
        }
    }

    /// Whether two lie on each other by more than rounding.
    pub(super) fn overlaps(&self, other: &Area) -> bool {
        let width = self.half_width + other.half_width - (self.x - other.x).abs();
        let height = self.half_height + other.half_height - (self.y - other.y).abs();
        width > 1e-6 && height > 1e-6
    }

    pub(super) fn side(&self) -> f64 {
        2.0 * self.half_width.max(self.half_height)
    }
}

/// How sizes become levels: a box fits into a cell of its level.
#[derive(Clone, Copy)]
pub(super) struct Sizes {
    least: f64,
}

impl Sizes {
    pub(super) fn of(areas: &[Area]) -> Self {
        let largest = areas.iter().map(Area::side).fold(0.0, f64::max);
        let smallest = areas.iter().map(Area::side).filter(|side| *side > 0.0).fold(largest, f64::min);
        let least = smallest.max(largest / 2f64.powi(LEVELS as i32 - 1));
        Sizes { least: if least > 0.0 && least.is_finite() { least } else { 1.0 } }
    }

    pub(super) fn level(self, side: f64) -> usize {
        ((side / self.least).log_base_2().ceil().max(0.0) as usize).min(LEVELS - 1)
    }

    pub(super) fn cell_side(self, level: usize) -> f64 {
        self.least * 2f64.powi(level as i32)
    }

    /// The cell of a level that a place lies in.
    pub(super) fn cell(self, level: usize, x: f64, y: f64) -> (i64, i64) {
        let side = self.cell_side(level);
        ((x / side).floor() as i64, (y / side).floor() as i64)
    }
}

/// Boxes of one level, by a hash of their cells.
struct Level {
    number: usize,
    mask: usize,
    starts: Vec<u32>,
    members: Vec<u32>,
}

fn bucket((x, y): (i64, i64), mask: usize) -> usize {
    let mixed = (x as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (y as u64).wrapping_mul(0xc2b2_ae3d_27d4_eb4f);
    (mixed ^ (mixed >> 29)) as usize & mask
}

/// Boxes where they stood when it was made.
pub(super) struct BoxGrid {
    sizes: Sizes,
    levels: Vec<Level>,
}

impl BoxGrid {
    pub(super) fn new(areas: &[Area]) -> Self {
        let sizes = Sizes::of(areas);
        let mut by_level: Vec<Vec<u32>> = vec![Vec::new(); LEVELS];
        for (number, area) in areas.iter().enumerate() {
            by_level[sizes.level(area.side())].push(number as u32);
        }
        let level = |(number, list): (usize, Vec<u32>)| {
            let mask = (list.len() * 2).next_power_of_two() - 1;
            let bucket_of = |i: u32| bucket(sizes.cell(number, areas[i as usize].x, areas[i as usize].y), mask);
            let mut starts = vec![0u32; mask + 2];
            list.iter().for_each(|&i| starts[bucket_of(i) + 1] += 1);
            for i in 1..starts.len() {
                starts[i] += starts[i - 1];
            }
            let (mut next, mut members) = (starts.clone(), vec![0u32; list.len()]);
            for &i in &list {
                let slot = &mut next[bucket_of(i)];
                members[*slot as usize] = i;
                *slot += 1;
            }
            Level { number, mask, starts, members }
        };
        let levels = by_level.into_iter().enumerate().filter(|(_, list)| !list.is_empty()).map(level).collect();
        BoxGrid { sizes, levels }
    }

    /// Calls `each` with every box that may overlap an area, until it says to stop. What is merely near may be named too, and
    /// more than once.
    pub(super) fn near(&self, area: Area, mut each: impl FnMut(usize) -> bool) {
        #[cfg(test)]
        let mut each = |other| {
            MET.set(MET.get() + 1);
            each(other)
        };
        for level in &self.levels {
            // Middles of boxes of this level are no farther away than half a cell.
            let reach = self.sizes.cell_side(level.number) / 2.0;
            let (wide, high) = (area.half_width + reach, area.half_height + reach);
            let (x0, y0) = self.sizes.cell(level.number, area.x - wide, area.y - high);
            let (x1, y1) = self.sizes.cell(level.number, area.x + wide, area.y + high);
            let cells = (x1.saturating_sub(x0) as f64 + 1.0) * (y1.saturating_sub(y0) as f64 + 1.0);
            if cells > level.members.len() as f64 {
                // A large area over few small boxes.
                if !level.members.iter().all(|&other| each(other as usize)) {
                    return;
                }
                continue;
            }
            for y in y0..=y1 {
                for x in x0..=x1 {
                    let bucket = bucket((x, y), level.mask);
                    let row = level.starts[bucket] as usize..level.starts[bucket + 1] as usize;
                    if !level.members[row].iter().all(|&other| each(other as usize)) {
                        return;
                    }
                }
            }
        }
    }
}

/// Number of pairs that overlap, for two nodes of which `counts` says so.
pub(super) fn count(areas: &[Area], counts: impl Fn(usize, usize) -> bool, most: usize) -> usize {
    let grid = BoxGrid::new(areas);
    let (mut found, mut last) = (0, Vec::new());
    for number in 0..areas.len() {
        last.clear();
        grid.near(areas[number], |other| {
            if other > number && areas[number].overlaps(&areas[other]) && counts(number, other) {
                last.push(other);
            }
            found + last.len() < most
        });
        // Two cells may share a bucket.
        last.sort_unstable();
        last.dedup();
        found += last.len();
        if found >= most {
            break;
        }
    }
    found
}

#[cfg(test)]
thread_local! {
    /// Boxes that were named as neighbours so far: what work is counted by.
    static MET: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// That number since the last call.
#[cfg(test)]
pub(super) fn take_met() -> usize {
    MET.take()
}
