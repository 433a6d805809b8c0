//! Lines that say where they run by their width: wide where they begin, narrow where they end.
//! Read at a glance faster than arrowheads (Holten and van Wijk, "A User Study on Visualizing
//! Directed Edges in Graphs", 2009). An outline to be filled, for figures; the canvas draws the
//! same widths on its own.

use kurbo::{BezPath, ParamCurve as _, ParamCurveDeriv as _, PathSeg, Point, Vec2};

use crate::picture::curves;

/// How much wider than an even line it begins, and how much narrower it ends.
pub(crate) const WIDTHS: (f64, f64) = (3.0, 0.6);
/// Distance of the points of the outline at most, in line widths.
const STEP: f64 = 4.0;
/// Points along a line at most, however long it is.
const POINTS: f64 = 400.0;

/// A place along a line.
#[derive(Clone, Copy)]
struct Place {
    at: Point,
    /// To the side, of length 1.
    beside: Vec2,
    /// From the start, along the line.
    along: f64,
}

/// What a line of this width covers when it tapers. `dash` has lengths of marks and gaps, as
/// [`Dash::pattern`](super::Dash::pattern) gives them; marks shorter than the line is wide are dots.
pub(crate) fn outline(path: &BezPath, width: f64, dash: &[f64]) -> BezPath {
    let places = places(path, width);
    let Some(whole) = places.last().map(|p| p.along).filter(|length| *length > 0.0) else { return BezPath::new() };
    let half = |along: f64| width * (WIDTHS.0 + (WIDTHS.1 - WIDTHS.0) * along / whole) / 2.0;
    let mut out = BezPath::new();
    for (from, to) in marks(whole, dash) {
        if !dash.is_empty() && to - from < width {
            out.extend(curves::circle(between(&places, (from + to) / 2.0).at, half(from)));
            continue;
        }
        let inside = places.iter().filter(|p| p.along > from && p.along < to).copied();
        let mark: Vec<Place> =
            std::iter::once(between(&places, from)).chain(inside).chain([between(&places, to)]).collect();
        let left = mark.iter().map(|p| p.at + p.beside * half(p.along));
        let right = mark.iter().rev().map(|p| p.at - p.beside * half(p.along));
        for (number, point) in left.chain(right).enumerate() {
            if number == 0 {
                out.move_to(point);
            } else {
                out.line_to(point);
            }
        }
        out.close_path();
    }
    out
}

/// Places along a path, close enough that the outline looks smooth.
fn places(path: &BezPath, width: f64) -> Vec<Place> {
    let mut out: Vec<Place> = Vec::new();
    let mut begun = 0.0;
    for segment in path.segments() {
        // All that bends becomes a cubic, which knows its slope.
        let curve = PathSeg::Cubic(segment.to_cubic());
        let PathSeg::Cubic(cubic) = curve else { continue };
        let length = curves::length(curve);
        let straight = matches!(segment, PathSeg::Line(_));
        let count = if straight { 1.0 } else { (length / (STEP * width.max(0.01))).ceil().clamp(8.0, POINTS) };
        let mut along = begun;
        for step in 0..=count as usize {
            let t = step as f64 / count;
            let at = cubic.eval(t);
            if let Some(last) = out.last().filter(|_| step > 0) {
                along += (at - last.at).hypot();
            }
            let slope = cubic.deriv().eval(t).to_vec2();
            let slope = if slope.hypot() > 1e-9 { slope } else { segment.end() - segment.start() };
            let beside = Vec2::new(-slope.y, slope.x) / slope.hypot().max(1e-9);
            if step > 0 || out.is_empty() {
                out.push(Place { at, beside, along });
            }
        }
        begun = along;
    }
    out
}

/// The place so far along.
fn between(places: &[Place], along: f64) -> Place {
    let after = places.partition_point(|p| p.along < along).min(places.len() - 1);
    let (a, b) = (places[after.saturating_sub(1)], places[after]);
    let span = b.along - a.along;
    let share = if span > 0.0 { ((along - a.along) / span).clamp(0.0, 1.0) } else { 0.0 };
    Place { at: a.at.lerp(b.at, share), beside: a.beside.lerp(b.beside, share), along }
}

/// Where marks begin and end.
fn marks(whole: f64, dash: &[f64]) -> Vec<(f64, f64)> {
    let period: f64 = dash.iter().sum();
    if dash.len() < 2 || period.is_nan() || period <= 0.0 || whole / period > 10_000.0 {
        return vec![(0.0, whole)];
    }
    let mut out = Vec::new();
    let mut at = 0.0;
    for pair in dash.chunks_exact(2).cycle() {
        if at >= whole {
            return out;
        }
        out.push((at, (at + pair[0]).min(whole)));
        at += pair[0] + pair[1];
    }
    out
}

#[cfg(test)]
mod tests {
    use kurbo::Shape as _;

    use super::*;

    fn straight(length: f64) -> BezPath {
        let mut path = BezPath::new();
        path.move_to((0.0, 0.0));
        path.line_to((length, 0.0));
        path
    }

    #[test]
    fn it_begins_wide_and_ends_narrow() {
        let shape = outline(&straight(100.0), 2.0, &[]);
        for (x, half) in [(1.0, 3.0), (50.0, 1.8), (99.0, 0.6)] {
            assert!(shape.contains(Point::new(x, half - 0.1)), "at {x}");
            assert!(!shape.contains(Point::new(x, half + 0.1)), "at {x}");
        }
        assert!((shape.area().abs() - 100.0 * 3.6).abs() < 0.5);
    }

    #[test]
    fn gaps_stay_open_and_dots_are_round() {
        let dashed = outline(&straight(100.0), 1.0, &[5.0, 3.5]);
        assert!(dashed.contains(Point::new(2.0, 0.0)) && !dashed.contains(Point::new(7.0, 0.0)));
        assert!(dashed.contains(Point::new(10.0, 0.0)));
        let dotted = outline(&straight(30.0), 1.0, &[0.01, 3.0]);
        assert!(dotted.contains(Point::new(3.0, 1.1)) && !dotted.contains(Point::new(1.5, 1.0)));
    }

    #[test]
    fn a_bend_has_its_width_too_and_nothing_has_none() {
        let mut path = BezPath::new();
        path.move_to((0.0, 0.0));
        path.quad_to((50.0, 60.0), (100.0, 0.0));
        let shape = outline(&path, 1.0, &[]);
        assert!(shape.contains(Point::new(50.0, 30.0)) && !shape.contains(Point::new(50.0, 33.0)));
        assert!(outline(&BezPath::new(), 1.0, &[]).is_empty());
        assert!(outline(&straight(0.0), 1.0, &[]).is_empty());
    }
}
