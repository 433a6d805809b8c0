//! Round outlines and lengths of curves with the same bits on every system: what `kurbo` works out with the system's
//! own mathematics. `clippy.toml` refuses those of `kurbo`. Nothing here knows what is drawn.

use std::f64::consts::FRAC_PI_2;

use kurbo::{BezPath, ParamCurveArclen as _, PathSeg, Point, QuadBez, Rect, Vec2};

use crate::math::Portable as _;

/// Length of the arms of a quarter of a circle of radius 1, so that it strays as little as it can.
const ARM: f64 = 0.551_915_024_494;

/// A circle, which begins on the right and runs clockwise on the page. It strays from the true one by 0.02 % of its
/// radius.
pub(crate) fn circle(centre: impl Into<Point>, radius: f64) -> BezPath {
    let centre = centre.into();
    let mut path = BezPath::new();
    path.move_to(centre + Vec2::new(radius, 0.0));
    for (x, y) in [(1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0)] {
        // From this direction to the one a quarter further.
        let (from, to) = (Vec2::new(x, y) * radius, Vec2::new(-y, x) * radius);
        path.curve_to(centre + from + to * ARM, centre + to + from * ARM, centre + to);
    }
    path.close_path();
    path
}

/// A piece of a circle as an open path, from an angle over another, clockwise on the page.
pub(crate) fn arc(centre: impl Into<Point>, radius: f64, start: f64, sweep: f64) -> BezPath {
    let centre = centre.into();
    let pieces = (sweep.abs() / FRAC_PI_2 - 1e-6).ceil().clamp(1.0, 4.0);
    let step = sweep / pieces;
    let arm = 4.0 / 3.0 * (step / 4.0).tangent();
    let at = |angle: f64| {
        let (sine, cosine) = angle.sine_cosine();
        Vec2::new(cosine, sine) * radius
    };
    let turned = |v: Vec2| Vec2::new(-v.y, v.x);
    let mut path = BezPath::new();
    path.move_to(centre + at(start));
    for piece in 0..pieces as usize {
        let from = at(start + step * piece as f64);
        let to = at(start + step * (piece + 1) as f64);
        path.curve_to(centre + from + turned(from) * arm, centre + to - turned(to) * arm, centre + to);
    }
    path
}

/// A rectangle with round corners, which are no larger than there is room for.
pub(crate) fn rounded(rect: Rect, corner: f64) -> BezPath {
    let rect = rect.abs();
    let r = corner.abs().min(rect.width() / 2.0).min(rect.height() / 2.0);
    let (a, Rect { x0, y0, x1, y1 }) = (r * (1.0 - ARM), rect);
    let mut path = BezPath::new();
    path.move_to((x0, y0 + r));
    path.curve_to((x0, y0 + a), (x0 + a, y0), (x0 + r, y0));
    path.line_to((x1 - r, y0));
    path.curve_to((x1 - a, y0), (x1, y0 + a), (x1, y0 + r));
    path.line_to((x1, y1 - r));
    path.curve_to((x1, y1 - a), (x1 - a, y1), (x1 - r, y1));
    path.line_to((x0 + r, y1));
    path.curve_to((x0 + a, y1), (x0, y1 - a), (x0, y1 - r));
    path.close_path();
    path
}

/// Length of a piece of a path.
pub(crate) fn length(piece: PathSeg) -> f64 {
    match piece {
        PathSeg::Line(line) => (line.p1 - line.p0).hypot(),
        PathSeg::Quad(curve) => curve_length(curve),
        #[expect(clippy::disallowed_methods, reason = "that of a cubic needs but square roots")]
        PathSeg::Cubic(curve) => curve.arclen(0.1),
    }
}

/// Length of a curve: the integral of its speed, which is the root of a·t² + b·t + c, times two.
pub(crate) fn curve_length(curve: QuadBez) -> f64 {
    let bend = (curve.p0.to_vec2() - curve.p1.to_vec2() * 2.0) + curve.p2.to_vec2();
    let start = curve.p1 - curve.p0;
    let (a, b, c) = (bend.hypot2(), 2.0 * bend.dot(start), start.hypot2());
    if a <= 5e-4 * c {
        return nearly_straight(curve);
    }
    let root = a.sqrt();
    // Twice the antiderivative without its logarithm, and what the logarithm is of, at a speed of `half` after `t`.
    let part = |t: f64, half: f64| (2.0 * a * t + b) * half / (2.0 * a);
    let inside = |t: f64, half: f64| 2.0 * root * half + 2.0 * a * t + b;
    let (first, last) = (c.sqrt(), (a + b + c).max(0.0).sqrt());
    let plain = part(1.0, last) - part(0.0, first);
    let (below, above) = (inside(0.0, first), inside(1.0, last));
    // A curve that turns back on itself has no such part.
    let is_kinked = below <= 1e-13 * a || above <= 1e-13 * a;
    let curved = if is_kinked { 0.0 } else { (4.0 * a * c - b * b) / (4.0 * a * root) * (above / below).natural_log() };
    plain + curved
}

/// By the speed at three places (Gauss and Legendre).
fn nearly_straight(curve: QuadBez) -> f64 {
    let (outer, inner) = ((0.6_f64).sqrt() / 2.0, 4.0 / 9.0);
    let speed = |t: f64| ((curve.p1 - curve.p0) * (1.0 - t) + (curve.p2 - curve.p1) * t).hypot() * 2.0;
    (speed(0.5 - outer) + speed(0.5 + outer)) * (5.0 / 18.0) + speed(0.5) * inner
}

#[cfg(test)]
mod tests {
    use kurbo::{ParamCurve as _, Shape as _};

    use super::*;

    /// The length of a curve as that of many straight pieces.
    fn measured(curve: QuadBez) -> f64 {
        let steps = 20_000;
        let at = |n: usize| curve.eval(n as f64 / steps as f64);
        (0..steps).map(|n| at(n).distance(at(n + 1))).sum()
    }

    #[test]
    fn lengths_are_those_of_many_small_pieces() {
        let middles = [(50.0, 0.0), (50.0, 0.4), (50.0, 30.0), (50.0, 400.0), (-80.0, 0.0), (300.0, 1e-3), (0.0, 0.0)];
        for middle in middles {
            let curve = QuadBez::new((0.0, 0.0), middle, (100.0, 0.0));
            let (got, want) = (curve_length(curve), measured(curve));
            assert!((got - want).abs() < 1e-3 * want.max(1.0), "{middle:?}: {got} for {want}");
            assert!((length(PathSeg::Quad(curve)) - length(PathSeg::Cubic(curve.raise()))).abs() < 0.1 + want * 1e-3);
        }
        assert_eq!(curve_length(QuadBez::new((5.0, 5.0), (5.0, 5.0), (5.0, 5.0))), 0.0);
    }

    #[test]
    fn round_outlines_are_round() {
        let reach = |path: &BezPath, centre: Point| {
            let far = |t: f64, piece: PathSeg| piece.eval(t).distance(centre);
            let all = path.segments().flat_map(|piece| (0..=8).map(move |n| far(f64::from(n) / 8.0, piece)));
            all.fold((f64::INFINITY, 0.0_f64), |(least, most), v| (least.min(v), most.max(v)))
        };
        let centre = Point::new(3.0, -4.0);
        let close = |(least, most): (f64, f64)| least > 9.996 && most < 10.004;
        assert!(close(reach(&circle(centre, 10.0), centre)));
        assert!(circle(centre, 10.0).area() > 0.0);
        for sweep in [0.3, 1.6, -2.0, 6.0] {
            let arc = arc(centre, 10.0, 1.0, sweep);
            assert!(close(reach(&arc, centre)), "{sweep}");
            let end = arc.segments().last().unwrap().end();
            assert!(end.distance(centre + Vec2::new((1.0 + sweep).cosine(), (1.0 + sweep).sine()) * 10.0) < 1e-9);
        }
        let rect = Rect::new(0.0, 0.0, 40.0, 20.0);
        let area = rounded(rect, 5.0).area().abs();
        assert!((area - (800.0 - 100.0 + 25.0 * std::f64::consts::PI)).abs() < 0.1, "{area}");
        assert_eq!(rounded(rect, 90.0).bounding_box(), rect);
    }
}
