//! What lies under the pointer: the nearest node, else the nearest relation, exact to the shape; and
//! what a box or a lasso holds. Asks the spatial index, never everything.

use kurbo::{ParamCurve, ParamCurveNearest, Point, Rect, Shape};

use super::packed_scene::PackedScene;
use crate::picture::scene::Detail;
use crate::picture::scene::lines::{bent, loop_around};

/// What was hit, as a place in the scene's lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PickHit {
    Node(usize),
    Line(usize),
}

impl PickHit {
    /// The number of the node, if it is one.
    pub(crate) fn node(self) -> Option<usize> {
        match self {
            PickHit::Node(number) => Some(number),
            PickHit::Line(_) => None,
        }
    }
}

/// How near a thing must be, in scene units.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PickReach {
    /// From a node's centre, whatever its size, and from a line.
    pub(crate) target: f64,
    /// From a node's outline.
    pub(crate) edge: f64,
    /// Whether lines can be hit: not where they cannot be told apart.
    pub(crate) lines: bool,
}

/// The thing at `point`. Nodes go before lines; things that are absent at the as-of date can still be
/// hit.
pub(crate) fn at(stock: &PackedScene, point: Point, reach: PickReach) -> Option<PickHit> {
    node(stock, point, reach).map(PickHit::Node).or_else(|| {
        let line = if reach.lines { line(stock, point, reach.target) } else { None };
        line.map(PickHit::Line)
    })
}

fn around(point: Point, by: f64) -> [f32; 4] {
    [point.x - by, point.y - by, point.x + by, point.y + by].map(|v| v as f32)
}

/// The node at `point`, if there is one.
fn node(stock: &PackedScene, point: Point, reach: PickReach) -> Option<usize> {
    let fine = Detail::new(&stock.scene);
    let mut best: Option<(f64, usize)> = None;
    stock.node_tree.each(around(point, reach.target), |number| {
        let number = number as usize;
        let node = &stock.scene.nodes[number];
        let offset = point - node.centre();
        let distance = offset.hypot();
        // Cheap first: most candidates are too far away whatever their shape.
        if distance > f64::from(node.radius) * 1.7 + reach.target {
            return;
        }
        let outline = fine.outline(number);
        let local = offset.to_point();
        let edge = if outline.contains(local) {
            0.0
        } else {
            outline.segments().map(|s| s.nearest(local, 0.05).distance_sq).fold(f64::INFINITY, f64::min).sqrt()
        };
        if edge <= reach.edge || distance <= reach.target {
            // Of two shapes that both hold the point, the one whose heart is nearer.
            let rank = edge + distance * 1e-3;
            if best.is_none_or(|(least, _)| rank < least) {
                best = Some((rank, number));
            }
        }
    });
    best.map(|(_, number)| number)
}

/// The line at `point`, if there is one within `reach`.
fn line(stock: &PackedScene, point: Point, reach: f64) -> Option<usize> {
    let scene = &stock.scene;
    let mut best: Option<(f64, usize)> = None;
    stock.line_tree.each(around(point, reach), |number| {
        let number = number as usize;
        let line = &scene.lines[number];
        let [from, to] = scene.run(number).map(|at| Point::new(f64::from(at.0), f64::from(at.1)));
        let distance = match line.course.turn {
            0 => {
                let curve = bent(from, to, f64::from(line.course.bend));
                let away = curve.bounding_box().inflate(reach, reach).contains(point);
                if !away {
                    return;
                }
                curve.subsegment(0.02..0.98).nearest(point, 0.05).distance_sq
            }
            turn => {
                let radius = f64::from(scene.nodes[line.ends.0 as usize].radius);
                loop_around(from, radius, usize::from(turn) - 1).nearest(point, 0.05).distance_sq
            }
        };
        if distance <= reach * reach && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, number));
        }
    });
    best.map(|(_, number)| number)
}

/// Nodes whose centre lies in a box, ascending.
pub(crate) fn inside(stock: &PackedScene, area: Rect) -> Vec<usize> {
    let mut out = Vec::new();
    stock.node_tree.each([area.x0, area.y0, area.x1, area.y1].map(|v| v as f32), |number| {
        if area.contains(stock.scene.nodes[number as usize].centre()) {
            out.push(number as usize);
        }
    });
    out.sort_unstable();
    out
}

/// Nodes whose centre lies within a closed line drawn by hand, ascending. Where it crosses itself,
/// what it goes around an odd number of times is inside.
pub(crate) fn within(stock: &PackedScene, lasso: &[Point]) -> Vec<usize> {
    let Some(first) = lasso.first() else { return Vec::new() };
    let area = lasso.iter().fold(Rect::from_points(*first, *first), |area, p| area.union_pt(*p));
    let mut out = inside(stock, area);
    out.retain(|&number| {
        let at = stock.scene.nodes[number].centre();
        let mut odd = false;
        for (a, b) in lasso.iter().zip(lasso.iter().skip(1).chain(std::iter::once(first))) {
            if (a.y > at.y) != (b.y > at.y) && at.x < (b.x - a.x) * (at.y - a.y) / (b.y - a.y) + a.x {
                odd = !odd;
            }
        }
        odd
    });
    out
}
