//! Tables of distances: how far each place is from a shape's outline, at radius 1. Made from the
//! outlines that figures draw, so that screen and paper show the same shapes.

use kurbo::{Point, Shape as _, Vec2};

use crate::dossier::model::Shape;
use crate::picture::scene::shapes::outline;

/// Entries along a side of a table.
pub const SIDE: u32 = 96;
/// How far a table reaches from the centre, in radii.
const REACH: f64 = 1.75;

/// The table of a shape, row by row: distance to the outline in radii, negative inside.
pub fn distances(shape: Shape) -> Vec<f32> {
    let path = outline(shape, 1.0);
    let mut corners: Vec<Point> = Vec::new();
    kurbo::flatten(&path, 0.001, |el| {
        if let kurbo::PathEl::MoveTo(p) | kurbo::PathEl::LineTo(p) = el {
            corners.push(p);
        }
    });
    corners.extend(corners.first().copied());
    let mut out = Vec::with_capacity((SIDE * SIDE) as usize);
    for row in 0..SIDE {
        for column in 0..SIDE {
            let at = |n: u32| ((f64::from(n) + 0.5) / f64::from(SIDE) * 2.0 - 1.0) * REACH;
            let point = Point::new(at(column), at(row));
            let nearest = corners.windows(2).map(|pair| to_piece(point, pair[0], pair[1]));
            let nearest = nearest.fold(f64::INFINITY, f64::min).sqrt();
            out.push(if path.contains(point) { -nearest } else { nearest } as f32);
        }
    }
    out
}

/// Square of the distance from a point to a piece of a line.
fn to_piece(point: Point, a: Point, b: Point) -> f64 {
    let (way, from): (Vec2, Vec2) = (b - a, point - a);
    let along = (from.dot(way) / way.hypot2().max(1e-18)).clamp(0.0, 1.0);
    (from - way * along).hypot2()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::scene::shapes::unit_bounds;

    #[test]
    fn distances_are_those_to_the_outline() {
        let table = distances(Shape::Disc);
        for (number, distance) in table.iter().enumerate() {
            let at = |n: usize| ((n as f32 + 0.5) / SIDE as f32 * 2.0 - 1.0) * REACH as f32;
            let (x, y) = (at(number % SIDE as usize), at(number / SIDE as usize));
            assert!((distance - (x.hypot(y) - 1.0)).abs() < 0.01);
        }
        for (name, shape) in Shape::ALL {
            let b = unit_bounds(*shape);
            assert!(b.x1.max(-b.x0).max(b.y1).max(-b.y0) < REACH - 0.1, "{name}");
        }
    }
}
