//! What lies under the pointer: the nearest node, else the nearest relation, and what a box holds.

use kurbo::{ParamCurveNearest, Point, Rect, Shape};

use crate::picture::scene::{LineItem, NodeItem, Scene};

/// What was hit, as a place in the scene's lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hit {
    /// A node.
    Node(usize),
    /// A line.
    Line(usize),
}

/// The thing at `point`, with `reach` scene units of leeway. Nodes go before their labels, labels
/// before lines; things that are absent at the as-of date can still be hit.
pub fn at(scene: &Scene, point: Point, reach: f64) -> Option<Hit> {
    let node = |i: &usize| {
        let node = &scene.nodes[*i];
        if !node.bounds().inflate(reach, reach).contains(point) {
            return None;
        }
        let local = (point - node.centre).to_point();
        let inside = node.outline.contains(local);
        let distance = if inside { 0.0 } else { distance(node, point) };
        (distance <= reach).then(|| distance + (point - node.centre).hypot() * 1e-3)
    };
    let nearest = |best: Option<(usize, f64)>, (i, d): (usize, f64)| match best {
        Some((_, least)) if least <= d => best,
        _ => Some((i, d)),
    };
    let nodes = (0..scene.nodes.len()).filter_map(|i| node(&i).map(|d| (i, d)));
    if let Some((i, _)) = nodes.fold(None, nearest) {
        return Some(Hit::Node(i));
    }
    if let Some(i) = scene.nodes.iter().position(|n| n.label.bounds().contains(point)) {
        return Some(Hit::Node(i));
    }
    let lines = scene.lines.iter().enumerate().filter_map(|(i, line)| {
        let near = line_distance(line, point, reach)?;
        (near <= reach).then_some((i, near))
    });
    lines.fold(None, nearest).map(|(i, _)| Hit::Line(i))
}

/// Nodes whose centre lies in a box.
pub fn inside(scene: &Scene, area: Rect) -> Vec<usize> {
    (0..scene.nodes.len()).filter(|&i| area.contains(scene.nodes[i].centre)).collect()
}

fn distance(node: &NodeItem, point: Point) -> f64 {
    let local = (point - node.centre).to_point();
    node.outline.segments().map(|s| s.nearest(local, 0.05).distance_sq).fold(f64::INFINITY, f64::min).sqrt()
}

fn line_distance(line: &LineItem, point: Point, reach: f64) -> Option<f64> {
    if !line.path.control_box().inflate(reach, reach).contains(point) {
        return None;
    }
    Some(line.path.segments().map(|s| s.nearest(point, 0.05).distance_sq).fold(f64::INFINITY, f64::min).sqrt())
}
