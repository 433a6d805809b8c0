//! Curves of relations: slightly bent, fanned out where several join the same two, looped where a
//! thing relates to itself, cut at the outlines they join, with arrowheads that touch them.

use std::collections::HashMap;

use foldhash::fast::RandomState;
use kurbo::{BezPath, CubicBez, ParamCurve, ParamCurveDeriv, PathSeg, Point, QuadBez, Rect, Shape as _, Vec2};

use super::bodies::Body;
use super::cells::Boxes;
use super::item::Course;
use crate::picture::curves;

/// Length and half width of an arrowhead.
pub(crate) const TIP: (f64, f64) = (6.6, 2.7);
/// Space between an outline and what points at it.
pub(crate) const GAP: f64 = 1.2;
/// Distance between the middles of neighbouring parallel curves.
const FAN: f64 = 13.0;
/// Bend of a single curve, as a share of its length, tried in this order.
const BENDS: &[f64] = &[0.05, -0.05, 0.11, -0.11, 0.18, -0.18, 0.27, -0.27];
/// Above so many pairs of line and node the first bend is taken unseen.
const SEEN: usize = 3_000_000;
/// Space that lines keep from other nodes, and the size of the cells in which those are looked for.
const CLEAR: f64 = 2.5;
const CELL: f64 = 32.0;

/// A relation to be drawn: places in the list of bodies, and how.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RelationToDraw {
    pub(crate) from: usize,
    pub(crate) to: usize,
}

/// A drawn relation.
#[derive(Clone, Debug)]
pub(crate) struct DrawnCurve {
    /// The line, ending at the arrowhead's base.
    pub(crate) path: BezPath,
    pub(crate) tip: Option<BezPath>,
}

/// A body where it stands.
pub(crate) struct Standing<'a> {
    pub(crate) body: &'a Body,
    pub(crate) at: Point,
}

impl Standing<'_> {
    fn contains(&self, point: Point) -> bool {
        let local = (point - self.at).to_point();
        let (inside, outside) = self.body.ring;
        let away = local.to_vec2().hypot();
        away < inside || (away < outside && self.body.outline.contains(local))
    }

    fn rect(&self) -> Rect {
        self.body.bounds + self.at.to_vec2()
    }
}

/// The way each relation takes, in the order given.
pub(crate) fn courses(nodes: &[Standing<'_>], wishes: &[RelationToDraw]) -> Vec<Course> {
    let boxes = looks_where_lines_run(nodes.len(), wishes.len()).then(|| boxes(nodes));
    fanned(wishes, |wish| single(nodes, wish, boxes.as_ref()))
}

/// Whether the bend of a line is chosen by what it would run through; of very many it is not.
pub(super) fn looks_where_lines_run(nodes: usize, lines: usize) -> bool {
    nodes.saturating_mul(lines) <= SEEN
}

/// The bend of a single line that is not looked at, from its length.
pub(super) fn unseen_bend(length: f64) -> f64 {
    BENDS[0] * length
}

/// The way each relation takes where `single` tells the bend of one that nothing runs beside. All relations of a pair must be
/// among them.
pub(super) fn fanned(wishes: &[RelationToDraw], single: impl Fn(&RelationToDraw) -> f64) -> Vec<Course> {
    // How many join the same two, and which of them each is.
    let mut counts: HashMap<(usize, usize), u32, RandomState> = HashMap::default();
    let pair = |w: &RelationToDraw| (w.from.min(w.to), w.from.max(w.to));
    let place: Vec<u32> = wishes
        .iter()
        .map(|w| {
            let count = counts.entry(pair(w)).or_default();
            *count += 1;
            *count - 1
        })
        .collect();
    wishes
        .iter()
        .zip(place)
        .map(|(wish, number)| {
            let all = counts.get(&pair(wish)).copied().unwrap_or(1);
            let parallel = all.min(u32::from(u16::MAX)) as u16;
            if wish.from == wish.to {
                let turn = (number + 1).min(u32::from(u16::MAX)) as u16;
                Course { bend: 0.0, turn, parallel }
            } else if all > 1 {
                let offset = (f64::from(number) - (f64::from(all) - 1.0) / 2.0) * FAN;
                // Measured from the lower to the higher number, so that both directions fan as one.
                let offset = if wish.from < wish.to { offset } else { -offset };
                Course { bend: offset as f32, turn: 0, parallel }
            } else {
                Course { bend: single(wish) as f32, turn: 0, parallel }
            }
        })
        .collect()
}

/// The curve that takes a course between two nodes, cut where it meets their outlines.
pub(crate) fn curve(from: &Standing<'_>, to: &Standing<'_>, course: Course, directed: bool) -> DrawnCurve {
    if course.turn > 0 {
        loop_curve(from, usize::from(course.turn) - 1, directed)
    } else {
        joined(from, to, directed, bent(from.at, to.at, f64::from(course.bend)))
    }
}

/// The curve that runs between two points, and is cut nowhere.
pub(crate) fn free(a: Point, b: Point, bend: f64, directed: bool) -> DrawnCurve {
    let whole = bent(a, b, bend);
    tipped(whole, curves::curve_length(whole), directed)
}

/// A curve of which a length is known, up to the base of its arrowhead where it has one.
fn tipped(whole: QuadBez, length: f64, directed: bool) -> DrawnCurve {
    let tip_length = if directed { TIP.0.min(length * 0.6) } else { 0.0 };
    let base = if directed { along(&whole, 1.0, -1.0, tip_length) } else { 1.0 };
    let line = whole.subsegment(0.0..base);
    let mut path = BezPath::new();
    path.move_to(line.p0);
    path.quad_to(line.p1, line.p2);
    DrawnCurve { path, tip: directed.then(|| arrowhead(whole.p2, line.p2, tip_length)) }
}

/// A curve between two centres whose middle lies `offset` beside the straight line.
pub(crate) fn bent(a: Point, b: Point, offset: f64) -> QuadBez {
    let along = b - a;
    let length = along.hypot().max(1e-6);
    let beside = Vec2::new(-along.y, along.x) / length;
    // A quadratic's middle lies half way to its control point.
    QuadBez::new(a, a.midpoint(b) + beside * offset * 2.0, b)
}

/// Boxes of nodes by their numbers, with the space that lines keep.
fn boxes(nodes: &[Standing<'_>]) -> Boxes {
    let room = nodes.iter().map(Standing::rect).reduce(|a, b| a.union(b)).unwrap_or_default();
    let mut boxes = Boxes::new(room, CELL);
    nodes.iter().enumerate().for_each(|(number, node)| boxes.add(number as u32, node.rect().inflate(CLEAR, CLEAR)));
    boxes
}

/// The gentlest bend that runs through no other node, where those are looked at.
fn single(nodes: &[Standing<'_>], wish: &RelationToDraw, boxes: Option<&Boxes>) -> f64 {
    let (a, b) = (nodes[wish.from].at, nodes[wish.to].at);
    let length = (b - a).hypot();
    let Some(boxes) = boxes else { return unseen_bend(length) };
    let mut best: Option<(usize, f64)> = None;
    for bend in BENDS {
        let through = foreign(boxes, wish, &bent(a, b, bend * length));
        if best.is_none_or(|b| through < b.0) {
            best = Some((through, bend * length));
        }
        if through == 0 {
            break;
        }
    }
    best.map_or(0.0, |b| b.1)
}

/// How many foreign nodes a curve runs through.
fn foreign(boxes: &Boxes, wish: &RelationToDraw, curve: &QuadBez) -> usize {
    let steps = ((curve.p2 - curve.p0).hypot() / 6.0).ceil().clamp(8.0, 64.0) as usize;
    let mut met = Vec::new();
    (1..steps).for_each(|step| boxes.around(curve.eval(step as f64 / steps as f64), &mut met));
    met.iter().filter(|number| **number as usize != wish.from && **number as usize != wish.to).count()
}

fn joined(from: &Standing<'_>, to: &Standing<'_>, directed: bool, curve: QuadBez) -> DrawnCurve {
    let start = leave(|t| curve.eval(t), from, 0.0, 1.0).min(0.49);
    let end = leave(|t| curve.eval(t), to, 1.0, 0.0).max(0.51);
    let length = curves::curve_length(curve.subsegment(start..end));
    let start = along(&curve, start, 1.0, GAP.min(length / 6.0));
    let end = along(&curve, end, -1.0, GAP.min(length / 6.0));
    tipped(curve.subsegment(start..end), length, directed)
}

/// The parameter where a curve leaves a body, going from `inside` towards `outside`.
fn leave(eval: impl Fn(f64) -> Point, node: &Standing<'_>, inside: f64, outside: f64) -> f64 {
    // The last place that lies inside, coming from the outside: outlines may be concave.
    let steps = 48;
    let at = |s: usize| inside + (outside - inside) * s as f64 / f64::from(steps) / 2.0;
    let Some(last) = (0..steps as usize).rev().find(|&s| node.contains(eval(at(s)))) else { return inside };
    let (mut low, mut high) = (at(last), at(last + 1));
    for _ in 0..18 {
        let middle = (low + high) / 2.0;
        if node.contains(eval(middle)) {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

/// The parameter that lies so much arc length further from `t` in direction `way`.
fn along(curve: &QuadBez, t: f64, way: f64, length: f64) -> f64 {
    let derivative = curve.deriv();
    let mut at = t;
    let steps = 6;
    for _ in 0..steps {
        let speed = derivative.eval(at).to_vec2().hypot().max(1e-6);
        at += way * length / f64::from(steps) / speed;
    }
    at.clamp(0.0, 1.0)
}

fn arrowhead(point: Point, base: Point, length: f64) -> BezPath {
    let way = point - base;
    let way = if way.hypot() > 1e-6 { way.normalize() } else { Vec2::new(1.0, 0.0) };
    let beside = Vec2::new(-way.y, way.x) * (TIP.1 * length / TIP.0);
    let base = point - way * length;
    let mut path = BezPath::new();
    path.move_to(point);
    path.line_to(base + beside);
    path.line_to(base - beside);
    path.close_path();
    path
}

/// A loop above the node, larger for each further one.
fn loop_curve(node: &Standing<'_>, number: usize, directed: bool) -> DrawnCurve {
    let curve = loop_around(node.at, node.body.radius, number);
    let start = leave(|t| curve.eval(t), node, 0.0, 1.0).min(0.49);
    let end = leave(|t| curve.eval(t), node, 1.0, 0.0).max(0.51);
    let length = curves::length(PathSeg::Cubic(curve.subsegment(start..end)));
    let point = curve.eval(end);
    let base_at = (end - (end - start) * (TIP.0 / length.max(1.0))).max(start);
    let base_at = if directed { base_at } else { end };
    let line = curve.subsegment(start..base_at);
    let mut path = BezPath::new();
    path.move_to(line.p0);
    path.curve_to(line.p1, line.p2, line.p3);
    DrawnCurve { path, tip: directed.then(|| arrowhead(point, line.p3, TIP.0)) }
}

/// The whole of a loop, from centre to centre.
pub(crate) fn loop_around(centre: Point, radius: f64, number: usize) -> CubicBez {
    let size = radius * 1.9 + 14.0 + 9.0 * number as f64;
    let at = |x: f64, y: f64| centre + Vec2::new(x * size, y * size);
    CubicBez::new(centre, at(-0.85, -1.5), at(0.85, -1.5), centre)
}
