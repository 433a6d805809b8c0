//! Tables of distances: how far each place is from a shape's outline, at radius 1, or from an icon's,
//! in a square from -1 to 1. Made from the outlines that figures draw, so that screen and paper show the
//! same shapes.

use kurbo::{BezPath, ParamCurve as _, Point, Vec2};

use crate::dossier::model::Shape;
use crate::picture::scene::icons::{self, IconNumber};
use crate::picture::scene::shapes::outline;

/// Entries along a side of a table.
pub(crate) const SIDE: u32 = 96;
/// How far a table reaches from the centre, in radii.
const REACH: f64 = 1.75;
/// How far the table of an icon reaches from its centre, in halves of its square.
const ICON_REACH: f64 = 1.125;

/// The table of a shape, row by row: distance to the outline in radii, negative inside.
pub(crate) fn distances(shape: Shape) -> Vec<f32> {
    table(&outline(shape, 1.0), REACH)
}

/// The table of an icon, in the same way; distances are in halves of its square.
pub(crate) fn icon_distances(icon: IconNumber) -> Vec<f32> {
    table(&icons::path(icon), ICON_REACH)
}

fn table(path: &BezPath, reach: f64) -> Vec<f32> {
    let pieces = pieces(path);
    let mut out = Vec::with_capacity((SIDE * SIDE) as usize);
    for row in 0..SIDE {
        for column in 0..SIDE {
            let at = |n: u32| ((f64::from(n) + 0.5) / f64::from(SIDE) * 2.0 - 1.0) * reach;
            let point = Point::new(at(column), at(row));
            let (mut nearest, mut winding) = (f64::INFINITY, 0);
            for &(a, b) in &pieces {
                nearest = nearest.min(to_piece(point, a, b));
                winding += crossing(point, a, b);
            }
            let nearest = nearest.sqrt();
            out.push(if winding != 0 { -nearest } else { nearest } as f32);
        }
    }
    out
}

/// The straight pieces of a path's outline; every part of it is closed.
fn pieces(path: &BezPath) -> Vec<(Point, Point)> {
    let mut flat = BezPath::new();
    kurbo::flatten(path, 0.001, |el| flat.push(el));
    flat.segments().map(|piece| (piece.start(), piece.end())).collect()
}

/// What a piece adds to the winding number of a point: whether it crosses the ray to the right of it, and
/// which way.
fn crossing(point: Point, a: Point, b: Point) -> i32 {
    if (a.y <= point.y) == (b.y <= point.y) {
        return 0;
    }
    let x = a.x + (point.y - a.y) / (b.y - a.y) * (b.x - a.x);
    if x <= point.x { 0 } else { 1 - 2 * i32::from(b.y < a.y) }
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
