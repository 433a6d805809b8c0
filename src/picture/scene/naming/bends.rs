//! Lines that give way: each takes the gentlest of many bends that runs through no foreign node and under
//! as few names as can be; lines that join the same two nodes bend together. Knows where nodes and names are,
//! not how anything looks.

use std::collections::HashMap;

use foldhash::fast::RandomState;
use kurbo::{ParamCurve, Point, Rect};

use super::super::cells::Boxes;
use super::super::item::Course;
use super::super::lines::bent;

/// Bends as shares of the length of a line, tried in this order.
const BENDS: [f64; 17] =
    [0.05, -0.05, 0.0, 0.08, -0.08, 0.11, -0.11, 0.14, -0.14, 0.17, -0.17, 0.2, -0.2, 0.235, -0.235, 0.27, -0.27];
/// Tried where all of these run through a node.
const WIDE: [f64; 8] = [0.33, -0.33, 0.4, -0.4, 0.5, -0.5, 0.62, -0.62];
/// Among more nodes than this only so many of those are tried: an arc around half the network is harder to follow than a
/// line under a node.
const CALM: (usize, usize) = (120, 4);
/// The bend that lines have for their looks.
const USUAL: f64 = 0.05;
/// What a line costs that runs through a node, that leaves the room, and for its bend.
const THROUGH: f64 = 40.0;
const OUTSIDE: f64 = 60.0;
const BEND: f64 = 2.0;
/// Distance of points along a curve.
const STEP: f64 = 7.0;

/// What lines give way to.
pub(super) struct Around<'a> {
    pub(super) centres: &'a [Point],
    /// Boxes of nodes and of names, by the number of the node.
    pub(super) shapes: &'a Boxes,
    pub(super) names: &'a Boxes,
    pub(super) room: Rect,
}

impl Around<'_> {
    /// How many foreign nodes a course runs through, and what it costs, its bend apart.
    fn met(&self, (from, to): (u32, u32), bend: f64) -> (usize, f64) {
        let (a, b) = (self.centres[from as usize], self.centres[to as usize]);
        let curve = bent(a, b, bend);
        let steps = ((b - a).hypot() / STEP).ceil().clamp(8.0, 64.0) as usize;
        let (mut shapes, mut names) = (Vec::new(), Vec::new());
        let (mut before, mut is_outside) = (curve.p0, false);
        for step in 1..=steps {
            let at = curve.eval(step as f64 / steps as f64);
            self.shapes.touched_by((before, at), &mut shapes);
            self.names.touched_by((before, at), &mut names);
            is_outside |= !self.room.contains(at);
            before = at;
        }
        let through = shapes.iter().filter(|node| **node != from && **node != to).count();
        let outside = if is_outside { OUTSIDE } else { 0.0 };
        (through, through as f64 * THROUGH + names.len() as f64 + outside)
    }
}

/// Lines between the same two nodes.
struct Bundle {
    /// Each line with how far its middle lies beside that of all, seen from the lower to the higher node.
    lines: Vec<(usize, f64)>,
}

/// Bends lines anew. `courses` are those that they have, in their order.
pub(super) fn bend(ends: &[(u32, u32)], usual: &[Course], around: &Around<'_>, courses: &mut [Course]) {
    let wide = if around.centres.len() > CALM.0 { &WIDE[..CALM.1] } else { &WIDE };
    for bundle in bundles(ends, usual) {
        let (a, b) = ends[bundle.lines[0].0];
        let length = (around.centres[b as usize] - around.centres[a as usize]).hypot();
        let offset = |line: usize, beside: f64, share: f64| {
            let (from, to) = ends[line];
            (beside + share * length) * if from < to { 1.0 } else { -1.0 }
        };
        let worth = |share: f64| {
            let met = |(line, beside): &(usize, f64)| around.met(ends[*line], offset(*line, *beside, share));
            let all = bundle.lines.iter().map(met).fold((0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
            (all.0, all.1 + BEND * (share.abs() - USUAL).max(0.0))
        };
        // Several fan out around the straight line of themselves.
        let first = if bundle.lines.len() > 1 { &[0.0][..] } else { &[] };
        let mut best: Option<(usize, f64, f64)> = None;
        for share in first.iter().chain(&BENDS).chain(wide) {
            if best.is_some_and(|best| best.0 == 0 && (best.1 == 0.0 || share.abs() > BENDS[16].abs())) {
                break;
            }
            let (through, cost) = worth(*share);
            if best.is_none_or(|best| cost < best.1 - 1e-9) {
                best = Some((through, cost, *share));
            }
        }
        let share = best.map_or(0.0, |best| best.2);
        for (line, beside) in &bundle.lines {
            courses[*line].bend = offset(*line, *beside, share) as f32;
        }
    }
}

/// How many lines run through foreign nodes.
pub(super) fn through_nodes(ends: &[(u32, u32)], courses: &[Course], around: &Around<'_>) -> usize {
    let runs =
        |(ends, course): &(&(u32, u32), &Course)| course.turn == 0 && around.met(**ends, f64::from(course.bend)).0 > 0;
    ends.iter().zip(courses).filter(runs).count()
}

fn bundles(ends: &[(u32, u32)], usual: &[Course]) -> Vec<Bundle> {
    let mut numbers: HashMap<(u32, u32), usize, RandomState> = HashMap::default();
    let mut out: Vec<Bundle> = Vec::new();
    for (line, (&(from, to), course)) in ends.iter().zip(usual).enumerate() {
        if course.turn > 0 {
            continue;
        }
        let number = *numbers.entry((from.min(to), from.max(to))).or_insert(out.len());
        if number == out.len() {
            out.push(Bundle { lines: Vec::new() });
        }
        let beside = f64::from(course.bend) * if from < to { 1.0 } else { -1.0 };
        // A line by itself has its bend for its looks alone.
        out[number].lines.push((line, if course.parallel > 1 { beside } else { 0.0 }));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn boxes(all: &[(u32, Rect)]) -> Boxes {
        let mut boxes = Boxes::new(Rect::new(-200.0, -200.0, 400.0, 200.0), 40.0);
        all.iter().for_each(|(number, area)| boxes.add(*number, *area));
        boxes
    }

    fn bent_lines(ends: &[(u32, u32)], usual: &[Course], names: &[(u32, Rect)]) -> (Vec<f32>, usize) {
        let centres: Vec<Point> = [(0.0, 0.0), (200.0, 0.0), (100.0, 0.0)].map(Point::from).to_vec();
        let shape = |(number, at): (usize, &Point)| (number as u32, Rect::from_center_size(*at, (16.0, 16.0)));
        let shapes = boxes(&centres.iter().enumerate().map(shape).collect::<Vec<_>>());
        let names = boxes(names);
        let room = Rect::new(-50.0, -100.0, 250.0, 100.0);
        let around = Around { centres: &centres, shapes: &shapes, names: &names, room };
        let mut courses = usual.to_vec();
        bend(ends, usual, &around, &mut courses);
        (courses.iter().map(|course| course.bend).collect(), through_nodes(ends, &courses, &around))
    }

    const ALONE: Course = Course { bend: 10.0, turn: 0, parallel: 1 };

    #[test]
    fn a_line_runs_around_nodes_and_names_on_the_side_where_there_are_fewer() {
        let (bends, through) = bent_lines(&[(0, 1)], &[ALONE], &[]);
        assert!(through == 0 && bends[0].abs() > 8.0 && bends[0].abs() < 40.0, "{bends:?}");
        let below = Rect::new(70.0, 9.0, 130.0, 40.0);
        let (bends, through) = bent_lines(&[(0, 1)], &[ALONE], &[(2, below)]);
        assert!(through == 0 && bends[0] < -8.0, "{bends:?}");
        let (turned, _) = bent_lines(&[(1, 0)], &[ALONE], &[(2, below)]);
        assert_eq!(turned[0], -bends[0], "whichever way it runs");
    }

    #[test]
    fn lines_of_the_same_two_nodes_bend_together_and_loops_stay() {
        let fan = |bend: f32| Course { bend, turn: 0, parallel: 2 };
        let loops = Course { bend: 0.0, turn: 1, parallel: 1 };
        let (bends, through) = bent_lines(&[(0, 1), (1, 0), (0, 0)], &[fan(-6.5), fan(-6.5), loops], &[]);
        assert_eq!(through, 0);
        assert!((bends[0] + bends[1]).abs() > 10.0, "both are on one side: {bends:?}");
        assert!((bends[0] + 6.5 - (-bends[1] - 6.5)).abs() < 1e-3);
        assert_eq!(bends[2], 0.0);
        // Where nothing is in their way they stay as they are.
        let (bends, _) = bent_lines(&[(0, 2), (2, 0)], &[fan(-6.5), fan(-6.5)], &[]);
        assert_eq!(bends, [-6.5, -6.5]);
    }

    #[test]
    fn no_line_leaves_the_page_to_spare_a_name() {
        let names = [(2, Rect::new(60.0, -60.0, 140.0, -9.0)), (2, Rect::new(60.0, 9.0, 140.0, 60.0))];
        let (bends, _) = bent_lines(&[(0, 1)], &[ALONE], &names);
        assert!(bends[0].abs() <= 100.0, "{bends:?}");
    }
}
