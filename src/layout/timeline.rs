//! Time from left to right, kinds in lanes (the idea of Priestley's charts, 1765): crowded years are
//! given more room, but later is never further left. Kinds that leave room in their rows share them
//! with others, so that the whole fits a page.

use std::borrow::Cow;

use super::distances::adjacency;
use super::finish::settle;
use super::{BackLine, Backdrop, Caption, Choice, Input, Layout, NO_GROUP, Options, Point, finished};
use crate::progress::{Cancelled, Progress};

/// Space between boxes and between lanes, in scene units.
const GAP: f64 = 6.0;
const LANE_GAP: f64 = 10.0;
/// Least space between the marks of two years.
const MARK: f64 = 30.0;
/// Widths that are tried, as multiples of the side of the page that the boxes alone would fill.
const WIDTHS: [f64; 12] = [0.8, 0.9, 1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 1.65, 1.8, 2.0, 2.3];
/// Up to so many nodes several widths are tried, and lanes share rows.
const CAREFUL: usize = 600;
/// Rows of one lane at most.
const MOST_ROWS: usize = 64;
/// Times that undated nodes look at their neighbours.
const SWEEPS: usize = 6;

pub(crate) struct Timeline;

impl Layout for Timeline {
    fn good_for(&self) -> &'static str {
        "What happened when: time runs from left to right, kinds have lanes."
    }

    fn synonyms(&self) -> &'static [&'static str] {
        &["chronology"]
    }

    fn meaning(&self, _options: &Options) -> Cow<'static, str> {
        "time runs from left to right".into()
    }

    fn heeds(&self, _options: &Options) -> &'static [Choice] {
        &[Choice::Grouping]
    }

    fn backdrop(&self, input: &Input<'_>, positions: &[(f32, f32)]) -> Backdrop {
        let mut out = Backdrop::default();
        // Nobody holds this progress, so that nobody can cancel it.
        let Ok(Rows { along, .. }) = best(input, &years(input), &Progress::new()) else { return out };
        let (top, bottom) = positions
            .iter()
            .zip(input.boxes)
            .fold((f32::INFINITY, f32::NEG_INFINITY), |m, (p, b)| (m.0.min(p.1 - b.up), m.1.max(p.1 + b.down)));
        for (year, x) in along.marks() {
            let x = x as f32;
            out.lines.push(BackLine { points: vec![(x, top - 12.0), (x, bottom + 8.0)], width: 0.8, node: None });
            out.words.push((Caption::Year(year), (x, top - 14.0)));
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
        let mut points = best(input, &years(input), progress)?.points;
        settle(input, &mut points);
        Ok(finished(points))
    }
}

/// Nodes in their rows, time along the page.
struct Rows {
    along: Along,
    points: Vec<Point>,
    /// The height of the page that it needs.
    page: f64,
}

/// Tries several widths; what fits the page best wins.
fn best(input: &Input<'_>, years: &[Option<f64>], progress: &Progress) -> Result<Rows, Cancelled> {
    let area: f64 = input.boxes.iter().map(|b| (f64::from(b.width()) + GAP) * (f64::from(b.height()) + GAP)).sum();
    let aspect = input.sane_aspect();
    let side = (area * aspect).sqrt().max(200.0);
    let widths: &[f64] = if input.boxes.len() > CAREFUL { &[1.4] } else { &WIDTHS };
    let mut found: Option<Rows> = None;
    for (number, by) in widths.iter().enumerate() {
        progress.report(0.9 * number as f32 / widths.len() as f32)?;
        let rows = rows(input, years, side * by, aspect);
        if found.as_ref().is_none_or(|f| rows.page < f.page) {
            found = Some(rows);
        }
    }
    Ok(found.unwrap_or_else(|| rows(input, years, side, aspect)))
}

/// Puts everything in rows of about this width.
fn rows(input: &Input<'_>, years: &[Option<f64>], width: f64, aspect: f64) -> Rows {
    let count = input.boxes.len();
    let along = Along::new(years, width);
    let x = places(input, years, &along);
    let mut order: Vec<usize> = (0..count).filter(|&v| years[v].is_some()).collect();
    order.sort_by(|&a, &b| lane(input, a).cmp(&lane(input, b)).then(x[a].total_cmp(&x[b])).then(a.cmp(&b)));
    let mut lanes: Vec<&[usize]> = order.chunk_by(|&a, &b| lane(input, a) == lane(input, b)).collect();
    // Crowded lanes first: the others go into what these leave free.
    lanes.sort_by_key(|nodes| std::cmp::Reverse(nodes.len()));
    let mut page: Vec<Vec<(f64, f64)>> = Vec::new();
    let mut row_of = vec![0usize; count];
    let sharing = count <= CAREFUL;
    for nodes in lanes {
        let starts = if sharing { 0..page.len() + 1 } else { page.len()..page.len() + 1 };
        // Where it adds the fewest rows and keeps together best.
        let tried = starts.map(|start| {
            let rows = fit(input, nodes, &x, &page, start);
            let last = rows.iter().max().copied().unwrap_or(0);
            (((last + 1).max(page.len()), last - start), rows)
        });
        let Some((_, rows)) = tried.reduce(|a, b| if b.0 < a.0 { b } else { a }) else { continue };
        for (&v, row) in nodes.iter().zip(rows) {
            if page.len() <= row {
                page.resize(row + 1, Vec::new());
            }
            page[row].push(extent(input, v, x[v]));
            row_of[v] = row;
        }
    }
    // What has no date and no dated neighbour stands in front of time, in columns as high as the rest.
    let undated: Vec<usize> = (0..count).filter(|&v| years[v].is_none()).collect();
    let high = page.len().max((undated.len() as f64).sqrt().ceil() as usize).max(1);
    let wide = undated.iter().map(|&v| f64::from(input.boxes[v].width())).fold(0.0, f64::max) + GAP;
    let first = order.iter().map(|&v| extent(input, v, x[v]).0).fold(f64::INFINITY, f64::min);
    let first = if first.is_finite() { first - LANE_GAP } else { 0.0 };
    let mut points: Vec<Point> = x.iter().map(|&x| (x, 0.0)).collect();
    for (number, &v) in undated.iter().enumerate() {
        row_of[v] = number % high;
        points[v].0 = first - (number / high) as f64 * wide - f64::from(input.boxes[v].right);
    }
    // Each row is as high as what stands in it.
    let mut sides = vec![(0f64, 0f64); row_of.iter().max().map_or(0, |r| r + 1)];
    for v in 0..count {
        let side = &mut sides[row_of[v]];
        *side = (side.0.max(f64::from(input.boxes[v].up)), side.1.max(f64::from(input.boxes[v].down)));
    }
    let mut bottom = 0.0;
    let middles: Vec<f64> = sides
        .iter()
        .map(|(up, down)| {
            let middle = bottom + up;
            bottom = middle + down + GAP;
            middle
        })
        .collect();
    points.iter_mut().zip(&row_of).for_each(|(p, row)| p.1 = middles[*row]);
    let [left, top, right, bottom] = super::rect::around(input.boxes.iter().zip(&points).map(|(b, p)| b.edges(*p)));
    Rows { along, points, page: (bottom - top + 20.0).max((right - left) / aspect) }
}

/// The lane of a node: its kind.
fn lane(input: &Input<'_>, v: usize) -> u32 {
    input.groups.get(v).copied().unwrap_or(NO_GROUP)
}

/// From where to where a node reaches when it stands at `x`.
fn extent(input: &Input<'_>, v: usize, x: f64) -> (f64, f64) {
    (x - f64::from(input.boxes[v].left), x + f64::from(input.boxes[v].right) + GAP)
}

/// The first row from `start` on, for each of a lane's nodes, in which there is room.
fn fit(input: &Input<'_>, nodes: &[usize], x: &[f64], page: &[Vec<(f64, f64)>], start: usize) -> Vec<usize> {
    // Where this lane has got to in each row.
    let mut reached: Vec<f64> = Vec::new();
    let row = |&v: &usize| {
        let (left, right) = extent(input, v, x[v]);
        let free = |row: usize, reached: &[f64]| {
            reached.get(row).is_none_or(|end| *end <= left)
                && page.get(start + row).is_none_or(|taken| taken.iter().all(|t| t.1 <= left || right <= t.0))
        };
        // A very crowded lane: the overlaps are pushed apart in the end.
        let row = (0..MOST_ROWS).find(|&row| free(row, &reached)).unwrap_or(v % MOST_ROWS);
        if reached.len() <= row {
            reached.resize(row + 1, f64::NEG_INFINITY);
        }
        reached[row] = right;
        start + row
    };
    nodes.iter().map(row).collect()
}

/// Where along the page each node stands. What shares its time and lane with others is spread over
/// the room that this time has.
fn places(input: &Input<'_>, years: &[Option<f64>], along: &Along) -> Vec<f64> {
    let mut x: Vec<f64> = years.iter().map(|y| y.map_or(0.0, |y| along.x(y))).collect();
    let mut dated: Vec<(f64, u32, usize)> =
        years.iter().enumerate().filter_map(|(v, y)| y.map(|y| (y, lane(input, v), v))).collect();
    dated.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    for same in dated.chunk_by(|a, b| a.0 == b.0 && a.1 == b.1) {
        let (from, to) = along.room(same[0].0);
        for (place, (_, _, v)) in same.iter().enumerate() {
            x[*v] = from + (to - from) * (place as f64 + 0.5) / same.len() as f64;
        }
    }
    x
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

/// From years to places: a little by the years themselves, mostly by how many nodes stand in them.
struct Along {
    years: Vec<f64>,
    width: f64,
}

/// Share of the width that goes by the years themselves.
const EVEN: f64 = 0.2;

impl Along {
    fn new(years: &[Option<f64>], width: f64) -> Self {
        let mut sorted: Vec<f64> = years.iter().flatten().copied().collect();
        sorted.sort_by(f64::total_cmp);
        Self { years: sorted, width }
    }

    /// The middle of a time's room.
    fn x(&self, year: f64) -> f64 {
        let (from, to) = self.room(year);
        f64::midpoint(from, to)
    }

    /// From where to where a time has room.
    fn room(&self, year: f64) -> (f64, f64) {
        let (Some(first), Some(last)) = (self.years.first(), self.years.last()) else { return (0.0, 0.0) };
        let even = if last > first { (year - first) / (last - first) } else { 0.5 };
        let count = self.years.len() as f64;
        let below = self.years.partition_point(|y| *y < year) as f64 / count;
        let upto = self.years.partition_point(|y| *y <= year) as f64 / count;
        let at = |crowd: f64| self.width * (EVEN * even + (1.0 - EVEN) * crowd);
        (at(below), at(upto))
    }

    /// The place of a year, not far outside the drawing.
    fn within(&self, year: f64) -> f64 {
        let x = self.x(year);
        if x.is_finite() { x.clamp(-MARK / 2.0, self.width + MARK / 2.0) } else { 0.0 }
    }

    /// Round years with their places, so many as can be told apart: the roundest first, others
    /// between them where time has room.
    fn marks(&self) -> Vec<(i64, f64)> {
        let (Some(&first), Some(&last)) = (self.years.first(), self.years.last()) else { return Vec::new() };
        let (first, last) = (first.clamp(-1e5, 1e5), last.clamp(-1e5, 1e5));
        let mut marks: Vec<(i64, f64)> = Vec::new();
        for step in [100_000i64, 10_000, 1_000, 500, 100, 50, 10, 5, 2, 1] {
            if (last - first) / step as f64 > 200.0 {
                break;
            }
            for year in round_years(first.ceil() as i64, last.floor() as i64, step) {
                let x = self.x(year as f64);
                if marks.iter().all(|m| (m.1 - x).abs() >= MARK) {
                    marks.push((year, x));
                }
            }
        }
        marks.sort_unstable_by_key(|m| m.0);
        marks
    }
}

/// The years from `first` to `last` whose number is a multiple of `step` as people count them: 500 BC is
/// the year -499, and since there is no year nought, our era begins with a mark of its own.
pub(crate) fn round_years(first: i64, last: i64, step: i64) -> impl Iterator<Item = i64> {
    let counts = first.div_euclid(step) - 1..=last.div_euclid(step) + 1;
    let year = move |count: i64| match count * step {
        // Where every year has a mark, the first one has its own already.
        0 if step == 1 => None,
        0 => Some(1),
        before if before < 0 => Some(before + 1),
        after => Some(after),
    };
    counts.filter_map(year).filter(move |year| (first..=last).contains(year))
}

#[cfg(test)]
mod tests {
    use super::super::NodeBox;
    use super::*;

    #[test]
    fn round_years_are_round_as_people_count_them() {
        let years = |first, last, step| round_years(first, last, step).collect::<Vec<_>>();
        assert_eq!(years(-752, 2020, 500), [-499, 1, 500, 1000, 1500, 2000]);
        assert_eq!(years(-3, 3, 1), [-3, -2, -1, 0, 1, 2, 3]);
        assert_eq!(years(-9, 12, 5), [-9, -4, 1, 5, 10]);
        assert_eq!(years(1991, 2009, 10), [2000]);
        assert!(years(2001, 2004, 5).is_empty());
    }

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
        assert!(
            behind.words.len() >= 3 && behind.words.iter().all(|w| matches!(w.0, Caption::Year(1990..=2040))),
            "{:?}",
            behind.words
        );
        let undated = (0..40).filter(|i| spans[*i].is_none()).map(|i| at[i].0).fold(f32::MIN, f32::max);
        let dated = (0..40).filter(|i| spans[*i].is_some()).map(|i| at[i].0).fold(f32::MAX, f32::min);
        assert!(undated < dated);
    }
}
