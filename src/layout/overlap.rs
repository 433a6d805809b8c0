//! Removes overlaps between boxes. Where many are crowded, room is made first (`spread`); then pairs push each other apart
//! along the shorter way (Huang, Lai, Sajeev and Gao 2007, "force transfer", made symmetric), and what overlaps even then
//! goes to the nearest free place (`free_place`).

use super::box_grid::{self, Area, BoxGrid};
use super::{NodeBox, Point, free_place, spread};
use crate::math::Portable as _;

/// Rounds of pushing.
const ROUNDS: usize = 300;
/// Above so many boxes pairs of them are not listed any more.
pub(super) const MANY: usize = 400;
/// Rounds of pushing many boxes, and how many neighbours push a box in a round at most.
const PUSHES: usize = 40;
const NEAR: usize = 24;
/// One pair that overlaps for so many boxes is few.
const FEW: usize = 8;
/// By so much more than their gap boxes are apart that are not looked at, in scene units.
const NEARLY: f64 = 1e-3;

/// How far two boxes overlap in width and height, both positive, with `gap` between them wanted.
fn overlap(a: (&NodeBox, Point), b: (&NodeBox, Point), gap: f64) -> Option<(f64, f64)> {
    let (p, q) = (a.0.edges(a.1), b.0.edges(b.1));
    let width = p[2].min(q[2]) - p[0].max(q[0]) + gap;
    let height = p[3].min(q[3]) - p[1].max(q[1]) + gap;
    (width > 1e-6 && height > 1e-6).then_some((width, height))
}

/// Pairs of boxes that overlap, in ascending order.
pub(crate) fn overlapping(points: &[Point], boxes: &[NodeBox], gap: f64) -> Vec<(usize, usize)> {
    // A little larger than they are: what is near is looked at closely.
    let areas: Vec<Area> = points.iter().zip(boxes).map(|(p, b)| Area::new(b, *p, gap.max(0.0) + NEARLY)).collect();
    let grid = BoxGrid::new(&areas);
    let mut out = Vec::new();
    for i in 0..areas.len() {
        grid.near(areas[i], |j| {
            if j > i && overlap((&boxes[i], points[i]), (&boxes[j], points[j]), gap).is_some() {
                out.push((i, j));
            }
            true
        });
    }
    // Two cells may share a bucket.
    out.sort_unstable();
    out.dedup();
    out
}

/// Number of pairs that overlap, counted up to `most`.
pub(crate) fn count_overlaps(points: &[Point], boxes: &[NodeBox], most: usize) -> usize {
    let areas: Vec<Area> = points.iter().zip(boxes).map(|(p, b)| Area::new(b, *p, 0.0)).collect();
    box_grid::count(&areas, |_, _| true, most)
}

/// Whether no two boxes overlap, but for pairs that are both in `fixed`.
pub(crate) fn is_clear(points: &[Point], boxes: &[NodeBox], fixed: &[bool]) -> bool {
    let areas: Vec<Area> = points.iter().zip(boxes).map(|(p, b)| Area::new(b, *p, 0.0)).collect();
    box_grid::count(&areas, |a, b| !(fixed[a] && fixed[b]), 1) == 0
}

/// Pushes overlapping boxes apart; nodes in `fixed` stay. `true` if none overlap then.
pub(crate) fn push_apart(points: &mut [Point], boxes: &[NodeBox], fixed: &[bool], gap: f64, rounds: usize) -> bool {
    if points.len() > MANY {
        let mut is_clear = false;
        in_areas(points, boxes, gap, |areas| is_clear = push_many(areas, fixed, rounds));
        return is_clear;
    }
    for _ in 0..rounds {
        let pairs = overlapping(points, boxes, gap);
        if pairs.iter().all(|&(a, b)| fixed[a] && fixed[b]) {
            return true;
        }
        for (a, b) in pairs {
            push(points, boxes, fixed, gap, a, b);
        }
    }
    false
}

fn push(points: &mut [Point], boxes: &[NodeBox], fixed: &[bool], gap: f64, a: usize, b: usize) {
    let Some((width, height)) = overlap((&boxes[a], points[a]), (&boxes[b], points[b]), gap) else { return };
    let (p, q) = (boxes[a].edges(points[a]), boxes[b].edges(points[b]));
    // A hair more than needed, so that rounding does not leave them touching.
    let (share_a, share_b) = match (fixed[a], fixed[b]) {
        (true, true) => return,
        (true, false) => (0.0, 1.0),
        (false, true) => (1.0, 0.0),
        (false, false) => (0.5, 0.5),
    };
    let slack = 1e-3;
    if width < height {
        let way = if p[0] + p[2] <= q[0] + q[2] { -1.0 } else { 1.0 };
        points[a].0 += way * (width + slack) * share_a;
        points[b].0 -= way * (width + slack) * share_b;
    } else {
        let way = if p[1] + p[3] <= q[1] + q[3] { -1.0 } else { 1.0 };
        points[a].1 += way * (height + slack) * share_a;
        points[b].1 -= way * (height + slack) * share_b;
    }
}

/// Takes all boxes off each other, whatever it costs in shape. Nodes in `fixed` stay.
pub(crate) fn remove(points: &mut [Point], boxes: &[NodeBox], fixed: &[bool], gap: f64) {
    if points.len() > MANY {
        remove_many(points, boxes, fixed, gap);
    } else if !push_apart(points, boxes, fixed, gap, ROUNDS) {
        in_areas(points, boxes, gap, |areas| free_place::settle(areas, fixed));
    }
}

/// The same for many: crowded parts swell, then what is left is pushed, and what is left then is put elsewhere. Pairs are met
/// one after the other and never listed, since there may be very many.
fn remove_many(points: &mut [Point], boxes: &[NodeBox], fixed: &[bool], gap: f64) {
    let held: Vec<(usize, Point)> = (0..points.len()).filter(|&i| fixed[i]).map(|i| (i, points[i])).collect();
    let is_free = |a: usize, b: usize| !(fixed[a] && fixed[b]);
    in_areas(points, boxes, gap, |areas| {
        let few = areas.len() / FEW;
        if box_grid::count(areas, is_free, few + 1) > few {
            spread::make_room(areas);
        }
    });
    put_back(points, &held);
    // A little more room than is needed lets neighbours find their places soon.
    in_areas(points, boxes, gap / 2.0, |areas| {
        if !push_many(areas, fixed, PUSHES) {
            free_place::settle(areas, fixed);
        }
    });
    // To the last digit, which the way over middles of boxes may have cost.
    held.iter().for_each(|&(i, at)| points[i] = at);
}

/// Moves everything as far as what is held has moved in the mean, and puts that back exactly.
fn put_back(points: &mut [Point], held: &[(usize, Point)]) {
    let count = held.len().max(1) as f64;
    let away = held
        .iter()
        .fold((0.0, 0.0), |sum, &(i, at)| (sum.0 + (at.0 - points[i].0) / count, sum.1 + (at.1 - points[i].1) / count));
    points.iter_mut().for_each(|p| *p = (p.0 + away.0, p.1 + away.1));
    held.iter().for_each(|&(i, at)| points[i] = at);
}

/// Does something with the boxes, seen from their middles, and moves the points along.
fn in_areas(points: &mut [Point], boxes: &[NodeBox], gap: f64, work: impl FnOnce(&mut [Area])) {
    let before: Vec<Area> = points.iter().zip(boxes).map(|(p, b)| Area::new(b, *p, gap)).collect();
    let mut areas = before.clone();
    work(&mut areas);
    for (point, (was, is)) in points.iter_mut().zip(before.iter().zip(&areas)) {
        *point = (point.0 + is.x - was.x, point.1 + is.y - was.y);
    }
}

/// Pushes boxes apart, away from each other's middles; `true` if none overlap then. After a look at all, only those are looked at again
/// that have moved since.
fn push_many(areas: &mut [Area], fixed: &[bool], rounds: usize) -> bool {
    let mut moved: Vec<u32> = (0..areas.len() as u32).collect();
    let mut is_new = vec![false; areas.len()];
    for _ in 0..rounds {
        let grid = BoxGrid::new(areas);
        let mut next: Vec<u32> = Vec::new();
        for &number in &moved {
            let number = number as usize;
            let mut left = NEAR;
            grid.near(areas[number], |other| {
                if other == number || (fixed[number] && fixed[other]) {
                    return true;
                }
                if areas[number].overlaps(&areas[other]) {
                    part(areas, [number, other], fixed);
                    next.extend([number, other].iter().filter(|i| !is_new[**i]).map(|i| *i as u32));
                    (is_new[number], is_new[other]) = (true, true);
                    left -= 1;
                }
                left > 0
            });
        }
        if next.is_empty() {
            return true;
        }
        next.iter().for_each(|i| is_new[*i as usize] = false);
        next.sort_unstable();
        moved = next;
    }
    false
}

/// Moves two that overlap apart, a hair more than needed: on the line through their middles, so that no rows or columns arise.
fn part(areas: &mut [Area], [a, b]: [usize; 2], fixed: &[bool]) {
    let (p, q) = (areas[a], areas[b]);
    let share = match (fixed[a], fixed[b]) {
        (true, _) => 0.0,
        (false, true) => 1.0,
        (false, false) => weight(&q) / (weight(&p) + weight(&q)),
    };
    let (mut x, mut y) = (p.x - q.x, p.y - q.y);
    let (width, height) = (p.half_width + q.half_width, p.half_height + q.half_height);
    if x.abs() < 1e-3 * width && y.abs() < 1e-3 * height {
        // In one place: in a direction of their own.
        (y, x) = ((a + b) as f64 * 2.399_963).sine_cosine();
    }
    let by = (width / x.abs().max(1e-9)).min(height / y.abs().max(1e-9));
    let hair = 1e-3 / x.hypotenuse(y);
    let (was_x, was_y) = (p.x - q.x, p.y - q.y);
    let (x, y) = (x * (by + hair) - was_x, y * (by + hair) - was_y);
    (areas[a].x, areas[a].y) = (p.x + x * share, p.y + y * share);
    (areas[b].x, areas[b].y) = (q.x - x * (1.0 - share), q.y - y * (1.0 - share));
}

/// How hard a box is to move.
fn weight(area: &Area) -> f64 {
    area.half_width * area.half_height + 1e-9
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::random::Random;

    fn is_free(points: &[Point], boxes: &[NodeBox]) -> bool {
        count_overlaps(points, boxes, 1) == 0
    }

    fn square(half: f32) -> NodeBox {
        NodeBox { left: half, right: half, up: half, down: half }
    }

    fn extent(points: &[Point]) -> (f64, f64) {
        let by = |get: fn(&Point) -> f64| {
            let (low, high) = points.iter().map(get).fold((f64::MAX, f64::MIN), |m, v| (m.0.min(v), m.1.max(v)));
            high - low
        };
        (by(|p| p.0), by(|p| p.1))
    }

    #[test]
    fn many_boxes_come_off_each_other_wherever_they_lie() {
        let mut random = Random::new(4);
        let count = 5_000;
        let mut scattered = |reach: f64| -> Vec<Point> {
            (0..count).map(|_| ((random.unit() - 0.5) * reach, (random.unit() - 0.5) * reach)).collect()
        };
        let (plain, tight) = (scattered(900.0), scattered(1.0));
        let mut heaps = plain.clone();
        heaps.iter_mut().for_each(|p| *p = ((p.0 / 300.0).round() * 300.0, (p.1 / 300.0).round() * 300.0));
        let line: Vec<Point> = (0..count).map(|i| (f64::from(i) * 0.01, 0.0)).collect();
        let nowhere = vec![(7.0, 7.0); count as usize];
        for (case, at) in [("plain", plain), ("tight", tight), ("heaps", heaps), ("line", line), ("one point", nowhere)]
        {
            let mut boxes = vec![square(3.0); at.len()];
            // One huge among many, some large, some without a size.
            boxes[0] = square(150.0);
            boxes.iter_mut().skip(1).step_by(97).for_each(|b| *b = square(25.0));
            boxes
                .iter_mut()
                .skip(2)
                .step_by(89)
                .for_each(|b| *b = NodeBox { left: 40.0, right: 2.0, up: 2.0, down: 9.0 });
            boxes.iter_mut().skip(3).step_by(101).for_each(|b| *b = square(0.0));
            let mut points = at.clone();
            remove(&mut points, &boxes, &vec![false; at.len()], 1.0);
            assert!(is_free(&points, &boxes), "{case}");
            // About as large as the boxes need, and no column or row of them.
            let room: f64 = boxes.iter().map(|b| f64::from((b.width() + 1.0) * (b.height() + 1.0))).sum();
            let (width, height) = extent(&points);
            let was = extent(&at);
            assert!(
                width < was.0.max(4.0 * room.sqrt()) && height < was.1.max(4.0 * room.sqrt()),
                "{case} {width} {height}"
            );
        }
    }

    #[test]
    fn work_grows_with_the_number_of_boxes_and_not_with_that_of_pairs() {
        let mut random = Random::new(9);
        let mut work = |count: usize, reach: f64| {
            let boxes = vec![square(3.0); count];
            let mut points: Vec<Point> = (0..count).map(|_| (random.unit() * reach, random.unit() * reach)).collect();
            box_grid::take_met();
            remove(&mut points, &boxes, &vec![false; count], 1.0);
            assert!(is_free(&points, &boxes));
            box_grid::take_met() as f64
        };
        // On one point, in a small heap, and as loosely as they may lie; a thousand pairs a box, or hardly any.
        for reach in [0.0, 10.0, 600.0] {
            let (once, twice) = (work(4_000, reach), work(8_000, reach * std::f64::consts::SQRT_2));
            assert!(twice < 3.0 * once && twice < 8_000.0 * 3_000.0, "{reach}: {once} {twice}");
        }
    }

    #[test]
    fn what_is_fixed_stays_and_the_rest_gives_way() {
        let count = 1_000;
        let boxes = vec![square(4.0); count];
        let mut points: Vec<Point> = (0..count).map(|i| ((i % 10) as f64, (i % 7) as f64)).collect();
        let fixed: Vec<bool> = (0..count).map(|i| i < 5).collect();
        (0..5).for_each(|i| points[i] = (i as f64 * 20.0, 3.0));
        let held = points[..5].to_vec();
        remove(&mut points, &boxes, &fixed, 1.0);
        assert_eq!(points[..5], held);
        assert!(is_free(&points, &boxes));
    }

    #[test]
    fn a_crowd_swells_and_keeps_its_neighbours() {
        let count = 1_600;
        let boxes = vec![square(2.0); count];
        // Far too near in the middle, far apart elsewhere.
        let mut points: Vec<Point> = (0..count)
            .map(|i| {
                let (x, y) = (f64::from(i as u32 % 40) - 19.5, f64::from(i as u32 / 40) - 19.5);
                let by = 0.2 + x.hypotenuse(y) / 4.0;
                (x * by, y * by)
            })
            .collect();
        let before = points.clone();
        remove(&mut points, &boxes, &vec![false; count], 1.0);
        assert!(is_free(&points, &boxes));
        let order = |a: f64, b: f64| a < b;
        let pairs = (0..count - 1).filter(|i| i % 40 < 39);
        let kept =
            pairs.clone().filter(|&i| order(points[i].0, points[i + 1].0) == order(before[i].0, before[i + 1].0));
        assert!(kept.count() as f64 > 0.97 * pairs.count() as f64);
    }
}
