//! The last steps of every layout: pins exact, boxes not overlapping, components beside each other.

use super::components::{components, pack};
use super::rect::around;
use super::{Input, NodeBox, Point, overlap_with_pins};
use crate::progress::{Cancelled, Progress};

/// Space between packed components, in scene units.
const GAP: f64 = 24.0;

/// One component of an input, its nodes numbered from 0.
pub(crate) struct Part<'a> {
    /// Their numbers in the input, ascending.
    pub(crate) nodes: &'a [usize],
    /// Edges between them, by place in `nodes`.
    pub(crate) edges: Vec<(u32, u32)>,
    pub(crate) boxes: Vec<NodeBox>,
}

/// Draws each component by itself, packs them, puts pins where they belong and takes boxes off each
/// other.
///
/// # Errors
/// [`Cancelled`] if asked to stop.
pub(crate) fn by_parts(
    input: &Input<'_>,
    progress: &Progress,
    mut draw: impl FnMut(&Part<'_>) -> Result<Vec<Point>, Cancelled>,
) -> Result<Vec<Point>, Cancelled> {
    let count = input.boxes.len();
    let parts = components(count, input.edges);
    let mut whereabouts = vec![(0u32, 0u32); count];
    for (part, nodes) in parts.iter().enumerate() {
        for (number, &node) in nodes.iter().enumerate() {
            whereabouts[node] = (part as u32, number as u32);
        }
    }
    let mut edges: Vec<Vec<(u32, u32)>> = vec![Vec::new(); parts.len()];
    for &(a, b) in input.edges {
        let ((part, a), (_, b)) = (whereabouts[a as usize], whereabouts[b as usize]);
        edges[part as usize].push((a, b));
    }
    let mut points = vec![(0.0, 0.0); count];
    let mut areas = Vec::with_capacity(parts.len());
    let mut done = 0;
    for (nodes, edges) in parts.iter().zip(edges) {
        progress.report(0.9 * done as f32 / count.max(1) as f32)?;
        let boxes: Vec<NodeBox> = nodes.iter().map(|&n| input.boxes[n]).collect();
        let drawn = draw(&Part { nodes, edges, boxes })?;
        nodes.iter().zip(drawn).for_each(|(&node, at)| points[node] = at);
        areas.push(around(nodes.iter().map(|&node| input.boxes[node].edges(points[node]))));
        done += nodes.len();
    }
    let sizes: Vec<(f64, f64)> = areas.iter().map(|a| (a[2] - a[0], a[3] - a[1])).collect();
    for ((nodes, area), corner) in parts.iter().zip(&areas).zip(pack(&sizes, input.sane_aspect(), GAP)) {
        for &node in nodes {
            points[node] = (points[node].0 - area[0] + corner.0, points[node].1 - area[1] + corner.1);
        }
    }
    settle(input, &mut points);
    Ok(points)
}

/// Puts pins where they belong and takes boxes off each other.
pub(crate) fn settle(input: &Input<'_>, points: &mut [Point]) {
    for (node, point) in points.iter_mut().enumerate() {
        *point = input.pin(node).unwrap_or(*point);
    }
    overlap_with_pins(points, input);
}
