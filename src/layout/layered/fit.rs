//! Compresses layers until they fit the page best: places move nearer to the middle as far as their
//! neighbours allow, and a layer that is much wider than the page is split into several rows.

use super::super::isotonic::spread;
use super::super::polish::cross;
use super::super::{NodeBox, Point, rect};
use super::order::Net;

/// How far places are moved together.
const CLOSER: [f64; 8] = [1.0, 0.8, 0.65, 0.5, 0.4, 0.3, 0.2, 0.1];
/// Space between the rows of one layer.
const ROW_GAP: f64 = 6.0;
/// Several rows must shrink the drawing at least by this factor.
const WORTH: f64 = 0.85;
/// Drawings of more nodes are left as they are.
const MOST: usize = 4_000;
/// With more edges, crossings are not checked.
const MOST_EDGES: usize = 1_500;

/// Makes `points` fit a page of an aspect, with at least these gaps.
pub(crate) fn fit(
    net: &Net,
    boxes: &[NodeBox],
    edges: &[(u32, u32)],
    points: &mut Vec<Point>,
    gaps: (f64, f64),
    aspect: f64,
) {
    let sized = boxes.iter().any(|b| b.width() > 0.0);
    if !sized || points.len() > MOST || points.len() < 3 {
        return;
    }
    let widest = net
        .layers
        .iter()
        .map(|layer| real(net, layer).map(|v| f64::from(boxes[v].width()) + gaps.0).sum::<f64>())
        .fold(0.0, f64::max);
    let mut best: Option<(f64, Vec<Point>)> = None;
    let crossed = crosses(edges, points);
    for rows in 1..=4 {
        let width = widest / f64::from(rows) + 1.0;
        for by in CLOSER {
            let drawn = draw(net, boxes, points, gaps, by, width);
            let [left, top, right, bottom] = rect::around(boxes.iter().zip(&drawn).map(|(b, p)| b.edges(*p)));
            // The height of the page that it needs.
            let page = (bottom - top).max((right - left) / aspect);
            let worth = if rows == 1 { 1.0 - 1e-6 } else { WORTH };
            // What does not cross itself is not made to.
            if best.as_ref().is_none_or(|b| page < b.0 * worth) && (rows == 1 || crossed || !crosses(edges, &drawn)) {
                best = Some((page, drawn));
            }
        }
    }
    if let Some((_, drawn)) = best {
        *points = drawn;
    }
}

/// Whether any two edges cross; assumed if there are very many.
fn crosses(edges: &[(u32, u32)], points: &[Point]) -> bool {
    let at = |v: u32| points[v as usize];
    edges.len() > MOST_EDGES
        || edges.iter().enumerate().any(|(i, &(a, b))| {
            edges[..i].iter().any(|&(c, d)| a != c && a != d && b != c && b != d && cross(at(a), at(b), at(c), at(d)))
        })
}

fn real<'a>(net: &'a Net, layer: &'a [u32]) -> impl Iterator<Item = usize> + 'a {
    layer.iter().map(|v| *v as usize).filter(|v| *v < net.nodes)
}

/// One drawing, drawn together by a factor, no layer wider than `width`.
fn draw(net: &Net, boxes: &[NodeBox], wanted: &[Point], gaps: (f64, f64), by: f64, width: f64) -> Vec<Point> {
    let mut points = wanted.to_vec();
    let mut y = 0.0;
    for layer in &net.layers {
        let nodes: Vec<usize> = real(net, layer).collect();
        if nodes.is_empty() {
            continue;
        }
        let needed: f64 = nodes.iter().map(|&v| f64::from(boxes[v].width()) + gaps.0).sum();
        let rows = (needed / width).ceil().max(1.0) as usize;
        for row in 0..rows {
            let own: Vec<usize> = nodes.iter().copied().skip(row).step_by(rows).collect();
            let up = own.iter().map(|&v| f64::from(boxes[v].up)).fold(0.0, f64::max);
            let down = own.iter().map(|&v| f64::from(boxes[v].down)).fold(0.0, f64::max);
            let apart: Vec<f64> = (0..own.len())
                .map(|i| if i == 0 { 0.0 } else { f64::from(boxes[own[i - 1]].right + boxes[own[i]].left) + gaps.0 })
                .collect();
            let places = spread(&own.iter().map(|&v| wanted[v].0 * by).collect::<Vec<f64>>(), &apart);
            for (&v, x) in own.iter().zip(places) {
                points[v] = (x, y + up);
            }
            y += up + down + if row + 1 == rows { gaps.1 } else { ROW_GAP };
        }
    }
    points
}
