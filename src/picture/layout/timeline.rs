//! Time from left to right, kinds in lanes (the idea of Priestley's charts, 1765): crowded years are
//! given more room, but later is never further left.

use super::distances::adjacency;
use super::finish::settle;
use super::{BackLine, Backdrop, Input, Layout, NO_GROUP, Point, finished};
use crate::progress::{Cancelled, Progress};

/// Space between boxes and between lanes, in scene units.
const GAP: f64 = 5.0;
const LANE_GAP: f64 = 10.0;
/// Least space between the marks of two years.
const MARK: f64 = 30.0;
/// Times that undated nodes look at their neighbours.
const SWEEPS: usize = 6;

/// The layout.
pub struct Timeline;

impl Layout for Timeline {
    fn name(&self) -> &'static str {
        "timeline"
    }

    fn good_for(&self) -> &'static str {
        "What happened when: time runs from left to right, kinds have lanes."
    }

    fn meaning(&self) -> &'static str {
        "time runs from left to right"
    }

    fn backdrop(&self, input: &Input<'_>, positions: &[(f32, f32)]) -> Backdrop {
        let along = along(input, &years(input));
        let mut out = Backdrop::default();
        let (top, bottom) = positions
            .iter()
            .zip(input.boxes)
            .fold((f32::INFINITY, f32::NEG_INFINITY), |m, (p, b)| (m.0.min(p.1 - b.up), m.1.max(p.1 + b.down)));
        for (year, x) in along.marks() {
            let x = x as f32;
            out.lines.push(BackLine { points: vec![(x, top - 12.0), (x, bottom + 8.0)], width: 0.8, node: None });
            out.words.push((year.to_string(), (x, top - 14.0)));
        }
        // A bar as long as the time that a node may be in or is known in.
        for (node, at) in positions.iter().enumerate() {
            let Some((from, to)) = input.spans.get(node).copied().flatten() else { continue };
            let ends = (along.within(f64::from(from)), along.within(f64::from(to)));
            if ends.1 - ends.0 > 8.0 {
                let points =
                    vec![(ends.0.min(f64::from(at.0)) as f32, at.1), (ends.1.max(f64::from(at.0)) as f32, at.1)];
                out.lines.push(BackLine { points, width: 2.4, node: Some(node) });
            }
        }
        out
    }

    fn place(&self, input: &Input<'_>, progress: &Progress) -> Result<Vec<(f32, f32)>, Cancelled> {
        progress.report(0.0)?;
        let count = input.boxes.len();
        let years = years(input);
        let along = along(input, &years);
        progress.report(0.3)?;
        let group = |v: usize| input.groups.get(v).copied().unwrap_or(NO_GROUP);
        let mut lanes: Vec<u32> = (0..count).map(group).collect();
        lanes.sort_unstable();
        lanes.dedup();
        let mut points: Vec<Point> = vec![(0.0, 0.0); count];
        let dated = |v: usize| years[v].is_some();
        // What has no date and no dated neighbour stands in front of time.
        let front = input.boxes.iter().map(|b| f64::from(b.right)).fold(0.0, f64::max) + LANE_GAP;
        let mut top = 0.0;
        for lane in &lanes {
            let mut nodes: Vec<usize> = (0..count).filter(|&v| group(v) == *lane).collect();
            let x = |v: usize| years[v].map_or(-front, |y| along.x(y));
            nodes.sort_by(|&a, &b| dated(b).cmp(&dated(a)).then(x(a).total_cmp(&x(b))).then(a.cmp(&b)));
            // Each goes to the first row of its lane where it has room.
            let mut rows: Vec<f64> = Vec::new();
            let tall = nodes.iter().map(|&v| f64::from(input.boxes[v].height())).fold(0.0, f64::max) + GAP;
            let up = nodes.iter().map(|&v| f64::from(input.boxes[v].up)).fold(0.0, f64::max);
            let mut waiting = 0;
            for v in nodes {
                let left = x(v) - f64::from(input.boxes[v].left);
                let row = if dated(v) {
                    let free = rows.iter().take(64).position(|end| *end + GAP <= left).unwrap_or(rows.len().min(64));
                    if free == rows.len() {
                        rows.push(f64::NEG_INFINITY);
                    } else if free == 64 {
                        // A very crowded lane: the overlaps are pushed apart in the end.
                        rows[free - 1] = f64::NEG_INFINITY;
                    }
                    let free = free.min(rows.len() - 1);
                    rows[free] = x(v) + f64::from(input.boxes[v].right);
                    free
                } else {
                    waiting += 1;
                    waiting - 1
                };
                let (column, row) = if dated(v) { (0, row) } else { (row / 12, row % 12) };
                points[v] = (x(v) - column as f64 * front * 2.0, top + up + row as f64 * tall);
            }
            let used = rows.len().max(waiting.min(12)).max(1);
            top += used as f64 * tall + LANE_GAP;
            progress.report(0.3 + 0.5 * (top / (top + 1000.0)) as f32)?;
        }
        settle(input, &mut points);
        Ok(finished(points))
    }
}

/// Where years stand.
fn along(input: &Input<'_>, years: &[Option<f64>]) -> Along {
    let count = input.boxes.len();
    let lanes: std::collections::BTreeSet<u32> =
        (0..count).map(|v| input.groups.get(v).copied().unwrap_or(NO_GROUP)).collect();
    let tall = input.boxes.iter().map(|b| f64::from(b.height())).sum::<f64>() / count.max(1) as f64;
    // At least as wide as the page asks for, seeing how high the lanes will be.
    let high = lanes.len() as f64 * (1.2 * tall + LANE_GAP);
    Along::new(input, years, high * input.sane_aspect())
}

/// The year of each node: the middle of its span, else the mean of its neighbours'.
fn years(input: &Input<'_>) -> Vec<Option<f64>> {
    let count = input.boxes.len();
    let middle = |s: &(f32, f32)| f64::midpoint(f64::from(s.0), f64::from(s.1));
    let mut years: Vec<Option<f64>> =
        (0..count).map(|v| input.spans.get(v).and_then(Option::as_ref).map(middle).filter(|y| y.is_finite())).collect();
    if years.iter().all(Option::is_some) || years.iter().all(Option::is_none) {
        return years;
    }
    let near = adjacency(count, input.edges);
    let own: Vec<bool> = years.iter().map(Option::is_some).collect();
    for _ in 0..SWEEPS {
        let before = years.clone();
        for v in (0..count).filter(|&v| !own[v]) {
            let known: Vec<f64> = near[v].iter().filter_map(|&u| before[u as usize]).collect();
            if !known.is_empty() {
                years[v] = Some(known.iter().sum::<f64>() / known.len() as f64);
            }
        }
    }
    years
}

/// From years to places: half by the years themselves, half by how many nodes stand in them.
struct Along {
    years: Vec<f64>,
    width: f64,
}

impl Along {
    fn new(input: &Input<'_>, years: &[Option<f64>], least: f64) -> Self {
        let mut sorted: Vec<f64> = years.iter().flatten().copied().collect();
        sorted.sort_by(f64::total_cmp);
        let area: f64 = input.boxes.iter().map(|b| f64::from(b.width() + 8.0) * f64::from(b.height() + 8.0)).sum();
        let aspect = input.sane_aspect().max(1.2);
        // One and a half times the boxes' own area leaves room between them.
        Self { years: sorted, width: (area * 1.6 * aspect).sqrt().max(400.0).max(least) }
    }

    fn x(&self, year: f64) -> f64 {
        let (Some(first), Some(last)) = (self.years.first(), self.years.last()) else { return 0.0 };
        let even = if last > first { (year - first) / (last - first) } else { 0.5 };
        let below = self.years.partition_point(|y| *y < year) as f64;
        let upto = self.years.partition_point(|y| *y <= year) as f64;
        let crowd = f64::midpoint(below, upto) / self.years.len() as f64;
        self.width * f64::midpoint(even, crowd)
    }
}

impl Along {
    /// The place of a year, not far outside the drawing.
    fn within(&self, year: f64) -> f64 {
        let x = self.x(year);
        if x.is_finite() { x.clamp(-MARK / 2.0, self.width + MARK / 2.0) } else { 0.0 }
    }

    /// Round years with their places, so many as can be told apart.
    fn marks(&self) -> Vec<(i64, f64)> {
        let (Some(&first), Some(&last)) = (self.years.first(), self.years.last()) else { return Vec::new() };
        let (first, last) = (first.clamp(-1e5, 1e5), last.clamp(-1e5, 1e5));
        for step in [1i64, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000, 20_000, 100_000] {
            let from = (first / step as f64).ceil() as i64;
            let to = (last / step as f64).floor() as i64;
            if to - from > 200 {
                continue;
            }
            let marks: Vec<(i64, f64)> = (from..=to).map(|i| (i * step, self.x((i * step) as f64))).collect();
            if marks.windows(2).all(|pair| pair[1].1 - pair[0].1 >= MARK) {
                return marks;
            }
        }
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::super::NodeBox;
    use super::*;

    #[test]
    fn later_is_never_further_left() {
        let boxes = vec![NodeBox { left: 4.0, right: 4.0, up: 3.0, down: 3.0 }; 40];
        let spans: Vec<Option<(f32, f32)>> = (0..40)
            .map(|i: i32| (i % 5 != 4).then(|| (1990.0 + (i * 13 % 40) as f32, 1990.5 + (i * 13 % 40) as f32)))
            .collect();
        let groups: Vec<u32> = (0..40).map(|i| i % 3).collect();
        let at = Timeline
            .place(&Input { spans: &spans, groups: &groups, ..Input::new(&boxes, &[]) }, &Progress::new())
            .unwrap();
        for a in 0..40 {
            for b in 0..40 {
                if let (Some(p), Some(q)) = (spans[a], spans[b])
                    && p.0 < q.0
                {
                    assert!(at[a].0 < at[b].0 + 0.5, "{p:?} {q:?} {:?} {:?}", at[a], at[b]);
                }
            }
        }
        let behind = Timeline.backdrop(&Input { spans: &spans, groups: &groups, ..Input::new(&boxes, &[]) }, &at);
        assert!(behind.words.len() >= 3 && behind.words.iter().all(|w| w.0.len() == 4), "{:?}", behind.words);
        let undated = (0..40).filter(|i| spans[*i].is_none()).map(|i| at[i].0).fold(f32::MIN, f32::max);
        let dated = (0..40).filter(|i| spans[*i].is_some()).map(|i| at[i].0).fold(f32::MAX, f32::min);
        assert!(undated < dated);
    }
}
