//! Outlines of the node shapes around the origin. All can be seen whole from the origin, which is
//! what fills and arrowheads rely on.

use std::collections::HashMap;
use std::sync::OnceLock;

use kurbo::{BezPath, Point, Rect, Shape as _};

use crate::dossier::model::Shape;
use crate::math::Portable as _;
use crate::picture::curves;

/// The outline of a shape that weighs about as much to the eye as a disc of this radius.
pub(crate) fn outline(shape: Shape, radius: f64) -> BezPath {
    let r = radius;
    let polygon = |points: &[(f64, f64)]| {
        rounded(&points.iter().map(|&(x, y)| Point::new(x * r, y * r)).collect::<Vec<_>>(), 0.14 * r)
    };
    let rect = |w: f64, h: f64, corner: f64| curves::rounded(Rect::new(-w * r, -h * r, w * r, h * r), corner * r);
    match shape {
        Shape::RoundedSquare => rect(0.92, 0.92, 0.28),
        Shape::SmallSquare => rect(0.74, 0.74, 0.2),
        Shape::Stadium => rect(1.45, 0.72, 0.72),
        Shape::Disc => curves::circle((0.0, 0.0), r),
        // The stroke that makes the ring lies half outside of this.
        Shape::Ring => curves::circle((0.0, 0.0), r * 0.78),
        Shape::TwoDiscs => two_discs(r),
        Shape::Hexagon => {
            polygon(&[(1.12, 0.0), (0.56, 0.96), (-0.56, 0.96), (-1.12, 0.0), (-0.56, -0.96), (0.56, -0.96)])
        }
        Shape::Diamond => polygon(&[(0.0, -1.16), (1.16, 0.0), (0.0, 1.16), (-1.16, 0.0)]),
        Shape::Star => star(r),
        Shape::Pentagon => polygon(&[(0.0, -1.1), (1.05, -0.34), (0.65, 0.89), (-0.65, 0.89), (-1.05, -0.34)]),
        Shape::Shield => shield(r),
        Shape::TagRight => polygon(&[(-1.15, -0.8), (0.5, -0.8), (1.25, 0.0), (0.5, 0.8), (-1.15, 0.8)]),
        Shape::TagLeft => polygon(&[(1.15, -0.8), (-0.5, -0.8), (-1.25, 0.0), (-0.5, 0.8), (1.15, 0.8)]),
        Shape::Triangle => polygon(&[(0.0, -1.12), (1.12, 0.86), (-1.12, 0.86)]),
        Shape::Page => polygon(&[(-0.82, -1.05), (0.3, -1.05), (0.82, -0.53), (0.82, 1.05), (-0.82, 1.05)]),
        Shape::Pin => pin(r),
    }
}

/// Box of a shape's outline at radius 1, around its centre; it grows with the radius.
pub(crate) fn unit_bounds(shape: Shape) -> Rect {
    static ALL: OnceLock<HashMap<Shape, Rect>> = OnceLock::new();
    let bounds = |(_, shape): &(&str, Shape)| (*shape, outline(*shape, 1.0).bounding_box());
    let all = ALL.get_or_init(|| Shape::ALL.iter().map(bounds).collect());
    all.get(&shape).copied().unwrap_or(Rect::new(-1.0, -1.0, 1.0, 1.0))
}

/// A polygon with its corners rounded by `by`.
fn rounded(points: &[Point], by: f64) -> BezPath {
    let mut path = BezPath::new();
    let count = points.len();
    for i in 0..count {
        let (before, here, after) = (points[(i + count - 1) % count], points[i], points[(i + 1) % count]);
        let towards = |to: Point| here + (to - here).normalize() * by.min((to - here).hypot() / 2.0);
        let (enter, leave) = (towards(before), towards(after));
        if i == 0 {
            path.move_to(enter);
        } else {
            path.line_to(enter);
        }
        path.quad_to(here, leave);
    }
    path.close_path();
    path
}

fn star(r: f64) -> BezPath {
    // Corners of a regular ten-sided star, cosine and sine written out so that they are the same
    // on every machine.
    const OUTER: [(f64, f64); 5] =
        [(0.0, -1.0), (0.951_06, -0.309_02), (0.587_79, 0.809_02), (-0.587_79, 0.809_02), (-0.951_06, -0.309_02)];
    const INNER: [(f64, f64); 5] =
        [(0.587_79, -0.809_02), (0.951_06, 0.309_02), (0.0, 1.0), (-0.951_06, 0.309_02), (-0.587_79, -0.809_02)];
    let mut points = Vec::with_capacity(10);
    for i in 0..5 {
        points.push(Point::new(OUTER[i].0 * 1.3 * r, OUTER[i].1 * 1.3 * r));
        points.push(Point::new(INNER[i].0 * 0.6 * r, INNER[i].1 * 0.6 * r));
    }
    rounded(&points, 0.08 * r)
}

/// The union of two discs side by side, as one outline.
fn two_discs(r: f64) -> BezPath {
    // Discs of radius 0.78 around (±0.62, 0): they meet at (0, ±0.473).
    let (radius, offset) = (0.78 * r, 0.62 * r);
    let meet = (radius * radius - offset * offset).sqrt();
    let mut path = BezPath::new();
    path.move_to((0.0, -meet));
    let start = (-meet).arctangent(-offset);
    let arc = |centre: f64, from: f64, sweep: f64, path: &mut BezPath| {
        let arc = curves::arc((centre, 0.0), radius, from, sweep);
        path.extend(arc.elements()[1..].iter().copied());
    };
    let sweep = 2.0 * start.abs();
    arc(offset, start, sweep, &mut path);
    arc(-offset, std::f64::consts::PI + start, sweep, &mut path);
    path.close_path();
    path
}

fn shield(r: f64) -> BezPath {
    let at = |x: f64, y: f64| Point::new(x * r, y * r);
    let mut path = BezPath::new();
    path.move_to(at(-0.92, -0.86));
    path.quad_to(at(0.0, -1.12), at(0.92, -0.86));
    path.curve_to(at(0.98, 0.2), at(0.6, 0.86), at(0.0, 1.18));
    path.curve_to(at(-0.6, 0.86), at(-0.98, 0.2), at(-0.92, -0.86));
    path.close_path();
    path
}

fn pin(r: f64) -> BezPath {
    let at = |x: f64, y: f64| Point::new(x * r, y * r);
    let mut path = BezPath::new();
    path.move_to(at(0.0, 1.35));
    path.curve_to(at(-0.28, 0.78), at(-0.88, 0.42), at(-0.88, -0.28));
    path.curve_to(at(-0.88, -0.78), at(-0.48, -1.14), at(0.0, -1.14));
    path.curve_to(at(0.48, -1.14), at(0.88, -0.78), at(0.88, -0.28));
    path.curve_to(at(0.88, 0.42), at(0.28, 0.78), at(0.0, 1.35));
    path.close_path();
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shape_is_closed_about_as_large_as_its_disc_and_seen_whole_from_its_heart() {
        for (name, shape) in Shape::ALL {
            let path = outline(*shape, 10.0);
            let bounds = path.bounding_box();
            assert!(bounds.width() > 13.0 && bounds.width() < 32.0, "{name}: {bounds:?}");
            assert!(bounds.height() > 13.0 && bounds.height() < 28.0, "{name}: {bounds:?}");
            assert!(path.contains(Point::ZERO), "{name}");
            let mut corners = Vec::new();
            kurbo::flatten(&path, 0.05, |el| {
                if let kurbo::PathEl::MoveTo(p) | kurbo::PathEl::LineTo(p) = el {
                    corners.push(p);
                }
            });
            let area = path.area();
            for corner in corners {
                for step in 1..10 {
                    let inside = (corner.to_vec2() * (f64::from(step) / 10.0 * 0.97)).to_point();
                    assert!(path.contains(inside), "{name} hides {corner:?} (area {area})");
                }
            }
        }
    }
}
