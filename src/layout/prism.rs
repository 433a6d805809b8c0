//! Taking boxes off each other while the drawing keeps its shape (PRISM: Gansner and Hu, "Efficient,
//! Proximity-Preserving Node Overlap Removal", 2009): neighbours in a Delaunay triangulation want to be
//! as far apart as they are, or as their boxes need, and stress between them is lessened until none
//! overlap.

use super::{NodeBox, Point, overlap};
use crate::math::Portable as _;

/// Rounds of triangulating and lessening stress.
const ROUNDS: usize = 60;
/// Passes over all nodes in a round.
const PASSES: usize = 12;
/// No distance grows by more than this in a round.
const GROWTH: f64 = 1.5;

/// Takes all boxes off each other and keeps the shape of the drawing as far as that goes ; of very
/// many boxes as [`overlap::remove`] does.
pub(crate) fn remove(points: &mut [Point], boxes: &[NodeBox], fixed: &[bool], gap: f64) {
    if points.len() <= overlap::MANY {
        lessen_overlaps(points, boxes, fixed, gap);
    }
    overlap::remove(points, boxes, fixed, gap);
}

/// Moves `points` apart until no boxes overlap, nearly: what is left at the end is little. Nodes in
/// `fixed` stay.
fn lessen_overlaps(points: &mut [Point], boxes: &[NodeBox], fixed: &[bool], gap: f64) {
    if points.len() < 3 {
        return;
    }
    // Boxes reach differently far to their sides: the middles of boxes are what is moved.
    let off: Vec<Point> =
        boxes.iter().map(|b| (f64::from(b.right - b.left) / 2.0, f64::from(b.down - b.up) / 2.0)).collect();
    for round in 0..ROUNDS {
        let overlaps = overlap::overlapping(points, boxes, gap);
        if overlaps.is_empty() {
            return;
        }
        let middles: Vec<Point> = points.iter().zip(&off).map(|(p, o)| (p.0 + o.0, p.1 + o.1)).collect();
        let mut near = triangulated(&middles);
        if round > 0 {
            // What overlaps without being neighbours (the paper's second stage).
            near.extend(&overlaps);
            near.sort_unstable();
            near.dedup();
        }
        lessen(points, &middles, boxes, fixed, gap, &near);
    }
}

/// One round: the wanted length of each pair, and passes of majorization towards them.
fn lessen(
    points: &mut [Point],
    middles: &[Point],
    boxes: &[NodeBox],
    fixed: &[bool],
    gap: f64,
    near: &[(usize, usize)],
) {
    let mut wanted: Vec<Vec<(usize, f64)>> = vec![Vec::new(); points.len()];
    for &(a, b) in near {
        let (dx, dy) = ((middles[a].0 - middles[b].0).abs(), (middles[a].1 - middles[b].1).abs());
        let width = f64::from(boxes[a].width() + boxes[b].width()) / 2.0 + gap;
        let height = f64::from(boxes[a].height() + boxes[b].height()) / 2.0 + gap;
        let needed = (width / dx.max(1e-9)).min(height / dy.max(1e-9)).max(1.0);
        let length = dx.hypotenuse(dy).max(1e-3) * (needed * 1.001).clamp(1.0, GROWTH);
        wanted[a].push((b, length));
        wanted[b].push((a, length));
    }
    let mut now = middles.to_vec();
    for _ in 0..PASSES {
        for v in (0..now.len()).filter(|v| !fixed[*v]) {
            let (mut x, mut y, mut weight) = (0.0, 0.0, 0.0);
            for &(u, length) in &wanted[v] {
                let (dx, dy) = (now[v].0 - now[u].0, now[v].1 - now[u].1);
                let far = dx.hypotenuse(dy);
                // Two in one place part in a direction of their own.
                let (ux, uy) = if far > 1e-9 { (dx / far, dy / far) } else { (if v > u { 1.0 } else { -1.0 }, 0.0) };
                let w = 1.0 / (length * length);
                x += w * (now[u].0 + length * ux);
                y += w * (now[u].1 + length * uy);
                weight += w;
            }
            if weight > 0.0 {
                now[v] = (x / weight, y / weight);
            }
        }
    }
    for (v, p) in points.iter_mut().enumerate().filter(|(v, _)| !fixed[*v]) {
        *p = (p.0 + now[v].0 - middles[v].0, p.1 + now[v].1 - middles[v].1);
    }
}

/// The edges of a Delaunay triangulation, ascending (Bowyer 1981, Watson 1981: one point after the
/// other, plainly; meant for some hundreds).
fn triangulated(points: &[Point]) -> Vec<(usize, usize)> {
    let count = points.len();
    let low = points.iter().fold((f64::INFINITY, f64::INFINITY), |m, p| (m.0.min(p.0), m.1.min(p.1)));
    let high = points.iter().fold((f64::NEG_INFINITY, f64::NEG_INFINITY), |m, p| (m.0.max(p.0), m.1.max(p.1)));
    let side = (high.0 - low.0).max(high.1 - low.1).max(1.0);
    let centre = (f64::midpoint(low.0, high.0), f64::midpoint(low.1, high.1));
    let mut all: Vec<Point> = points
        .iter()
        .enumerate()
        // A hair off, each in its own way, so that no four lie on a circle.
        .map(|(i, p)| {
            let noise = |k: usize| ((i * k % 1009) as f64 / 1009.0 - 0.5) * side * 1e-7;
            (p.0 + noise(7919), p.1 + noise(6_101))
        })
        .collect();
    all.extend([
        (centre.0 - 30.0 * side, centre.1 - 20.0 * side),
        (centre.0 + 30.0 * side, centre.1 - 20.0 * side),
        (centre.0, centre.1 + 40.0 * side),
    ]);
    let mut triangles: Vec<Triangle> = vec![Triangle::new([count, count + 1, count + 2], &all)];
    let mut rim: Vec<(usize, usize)> = Vec::new();
    for number in 0..count {
        rim.clear();
        let at = all[number];
        triangles.retain(|t| {
            let inside = t.holds(at);
            if inside {
                let [a, b, c] = t.corners;
                rim.extend([(a, b), (b, c), (c, a)].map(|(a, b)| (a.min(b), a.max(b))));
            }
            !inside
        });
        // Edges of two triangles that are gone lie within the hole.
        rim.sort_unstable();
        for same in rim.chunk_by(|a, b| a == b).filter(|same| same.len() == 1) {
            triangles.push(Triangle::new([same[0].0, same[0].1, number], &all));
        }
    }
    let mut edges: Vec<(usize, usize)> = triangles
        .iter()
        .flat_map(|t| {
            let [a, b, c] = t.corners;
            [(a, b), (b, c), (c, a)].map(|(a, b)| (a.min(b), a.max(b)))
        })
        .filter(|e| e.1 < count)
        .collect();
    edges.sort_unstable();
    edges.dedup();
    edges
}

/// Three corners and the circle through them.
struct Triangle {
    corners: [usize; 3],
    centre: Point,
    square: f64,
}

impl Triangle {
    fn new(corners: [usize; 3], all: &[Point]) -> Self {
        let [a, b, c] = corners.map(|i| all[i]);
        let (bx, by, cx, cy) = (b.0 - a.0, b.1 - a.1, c.0 - a.0, c.1 - a.1);
        let d = 2.0 * (bx * cy - by * cx);
        let (b2, c2) = (bx * bx + by * by, cx * cx + cy * cy);
        let (ux, uy) = ((cy * b2 - by * c2) / d, (bx * c2 - cx * b2) / d);
        Triangle { corners, centre: (a.0 + ux, a.1 + uy), square: ux * ux + uy * uy }
    }

    fn holds(&self, p: Point) -> bool {
        let (dx, dy) = (p.0 - self.centre.0, p.1 - self.centre.1);
        // Three on a line have no circle: they are taken apart again.
        !self.square.is_finite() || dx * dx + dy * dy < self.square
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_square_with_its_middle_has_eight_edges() {
        let at = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0), (5.0, 5.1)];
        let edges = triangulated(&at);
        assert_eq!(edges, [(0, 1), (0, 3), (0, 4), (1, 2), (1, 4), (2, 3), (2, 4), (3, 4)]);
    }

    #[test]
    fn boxes_part_and_the_drawing_keeps_its_shape() {
        let boxes = vec![NodeBox { left: 12.0, right: 12.0, up: 5.0, down: 9.0 }; 49];
        let mut points: Vec<Point> = (0..49).map(|i| (f64::from(i % 7) * 9.0, f64::from(i / 7) * 9.0)).collect();
        remove(&mut points, &boxes, &[false; 49], 2.0);
        assert!(overlap::overlapping(&points, &boxes, 0.0).len() <= 2);
        // Whoever was right of someone in the same row still is.
        for i in (0..49).filter(|i| i % 7 < 6) {
            assert!(points[i].0 < points[i + 1].0);
        }
    }
}
