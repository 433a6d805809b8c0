//! Areas of the page, as left, top, right and bottom edge: what holds several of them, and what of a
//! straight line lies within one.

use super::Point;

/// The smallest area that holds all of these; turned inside out for none.
pub(crate) fn around(areas: impl IntoIterator<Item = [f64; 4]>) -> [f64; 4] {
    areas.into_iter().fold([f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY], |a, b| {
        [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]
    })
}

/// The stretch of the line from `a` to `b` that lies within an area, rim included, as shares of the
/// line from 0 to 1 (Liang and Barsky 1984); `None` if it does not meet it.
pub(crate) fn stretch_within(a: Point, b: Point, area: [f64; 4]) -> Option<(f64, f64)> {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let (mut start, mut end) = (0.0_f64, 1.0_f64);
    for (along, room) in [(-dx, a.0 - area[0]), (dx, area[2] - a.0), (-dy, a.1 - area[1]), (dy, area[3] - a.1)] {
        if along == 0.0 {
            if room < 0.0 {
                return None;
            }
        } else if along < 0.0 {
            start = start.max(room / along);
        } else {
            end = end.min(room / along);
        }
    }
    (start <= end).then_some((start, end))
}
