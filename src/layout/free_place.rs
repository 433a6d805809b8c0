//! The last resort against overlaps: what still lies on something is lifted, and put down at the free place that is nearest
//! to where it was. Ends for any input, since places are looked for ever farther out.

use rustc_hash::FxHashMap;

use super::box_grid::{Area, BoxGrid, Sizes};
use crate::math::Portable as _;

/// Places on a ring at most, and by what share of itself the way out grows from ring to ring once it is long.
const AROUND: usize = 48;
const FARTHER: f64 = 0.04;

/// Boxes that have their place, by the cells of their level.
struct Settled {
    sizes: Sizes,
    cells: FxHashMap<(usize, i64, i64), Vec<Area>>,
    /// How many there are of each level.
    counts: FxHashMap<usize, usize>,
}

impl Settled {
    fn add(&mut self, area: Area) {
        let level = self.sizes.level(area.side());
        let (x, y) = self.sizes.cell(level, area.x, area.y);
        self.cells.entry((level, x, y)).or_default().push(area);
        *self.counts.entry(level).or_default() += 1;
    }

    fn is_free(&self, area: &Area) -> bool {
        self.counts.iter().all(|(&level, &count)| {
            let reach = self.sizes.cell_side(level) / 2.0;
            let (x0, y0) = self.sizes.cell(level, area.x - area.half_width - reach, area.y - area.half_height - reach);
            let (x1, y1) = self.sizes.cell(level, area.x + area.half_width + reach, area.y + area.half_height + reach);
            let free = |list: &Vec<Area>| list.iter().all(|other| !area.overlaps(other));
            let cells = (x1.saturating_sub(x0) as f64 + 1.0) * (y1.saturating_sub(y0) as f64 + 1.0);
            if cells > count as f64 {
                // A large box among few small ones.
                return self.cells.iter().filter(|(cell, _)| cell.0 == level).all(|(_, list)| free(list));
            }
            (x0..=x1).all(|x| (y0..=y1).all(|y| self.cells.get(&(level, x, y)).is_none_or(free)))
        })
    }
}

/// Puts whatever overlaps something to the nearest free place; what is `fixed` stays.
pub(super) fn settle(areas: &mut [Area], fixed: &[bool]) {
    let mut lifted = overlapping(areas, fixed);
    lifted.sort_by(|&a, &b| areas[b].side().total_cmp(&areas[a].side()).then(a.cmp(&b)));
    let mut is_lifted = vec![false; areas.len()];
    lifted.iter().for_each(|&i| is_lifted[i] = true);
    let mut settled = Settled { sizes: Sizes::of(areas), cells: FxHashMap::default(), counts: FxHashMap::default() };
    areas.iter().zip(&is_lifted).filter(|(_, lifted)| !**lifted).for_each(|(area, _)| settled.add(*area));
    // How far out everything is taken, for a size and a place about here: whoever comes next need not look there again.
    let mut taken: FxHashMap<(usize, i64, i64), f64> = FxHashMap::default();
    for i in lifted {
        let level = settled.sizes.level(areas[i].side());
        let (x, y) = settled.sizes.cell(level + 2, areas[i].x, areas[i].y);
        let from = taken.entry((level, x, y)).or_insert(0.0);
        areas[i] = nearest_free(&settled, areas[i], from);
        settled.add(areas[i]);
    }
}

/// The box at the nearest free place that is at least about `from` away, which is set to how far that was.
fn nearest_free(settled: &Settled, area: Area, from: &mut f64) -> Area {
    let step = (area.half_width.min(area.half_height)).max(area.side() / 8.0).max(1e-3);
    let mut away = *from;
    loop {
        let around = ((away * std::f64::consts::TAU / step) as usize).clamp(1, AROUND);
        for k in 0..around {
            // Turned a little from ring to ring, so that places do not line up.
            let angle = (k as f64 / around as f64) * std::f64::consts::TAU + away / step;
            let there = Area { x: area.x + away * angle.cosine(), y: area.y + away * angle.sine(), ..area };
            if settled.is_free(&there) {
                *from = away;
                return there;
            }
        }
        away += step.max(away * FARTHER);
        if !away.is_finite() {
            return area;
        }
    }
}

/// Enough boxes that no two of the others overlap: the smaller one of each pair, none that is fixed.
fn overlapping(areas: &[Area], fixed: &[bool]) -> Vec<usize> {
    let grid = BoxGrid::new(areas);
    let mut lifted = vec![false; areas.len()];
    for number in 0..areas.len() {
        grid.near(areas[number], |other| {
            let both_stay = fixed[number] && fixed[other];
            let is_open = other != number && !lifted[number] && !lifted[other] && !both_stay;
            if is_open && areas[number].overlaps(&areas[other]) {
                let gives_way = if fixed[other] || (!fixed[number] && areas[number].side() <= areas[other].side()) {
                    number
                } else {
                    other
                };
                lifted[gives_way] = true;
            }
            !lifted[number]
        });
    }
    (0..areas.len()).filter(|&i| lifted[i]).collect()
}
