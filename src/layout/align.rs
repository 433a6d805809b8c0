//! Aligns one drawing with another by rotating, mirroring and moving it, never stretching it, so
//! that what stayed the same looks the same (orthogonal Procrustes: Schönemann 1966; in the plane in
//! closed form).

use crate::math::Portable as _;

/// Turns, mirrors and moves `points` so that those with an entry in `onto` come as near to it as can
/// be, in the sense of least squares. With no entry nothing happens; with one, a move.
pub(crate) fn align(points: &mut [(f32, f32)], onto: &[Option<(f32, f32)>]) {
    let pairs: Vec<((f64, f64), (f64, f64))> = points
        .iter()
        .zip(onto)
        .filter_map(|(p, o)| {
            let o = (*o)?;
            let finite = p.0.is_finite() && p.1.is_finite() && o.0.is_finite() && o.1.is_finite();
            finite.then_some(((f64::from(p.0), f64::from(p.1)), (f64::from(o.0), f64::from(o.1))))
        })
        .collect();
    if pairs.is_empty() {
        return;
    }
    let n = pairs.len() as f64;
    let (mut from, mut to) = ((0.0, 0.0), (0.0, 0.0));
    for (p, o) in &pairs {
        from = (from.0 + p.0 / n, from.1 + p.1 / n);
        to = (to.0 + o.0 / n, to.1 + o.1 / n);
    }
    // Sums of products, for the picture as it is and for its mirror image (y turned over).
    let (mut dot, mut cross, mut mirror_dot, mut mirror_cross) = (0.0, 0.0, 0.0, 0.0);
    for (p, o) in &pairs {
        let (px, py) = (p.0 - from.0, p.1 - from.1);
        let (ox, oy) = (o.0 - to.0, o.1 - to.1);
        dot += px * ox + py * oy;
        cross += px * oy - py * ox;
        mirror_dot += px * ox - py * oy;
        mirror_cross += px * oy + py * ox;
    }
    let (plain, mirrored) = (dot.hypotenuse(cross), mirror_dot.hypotenuse(mirror_cross));
    // Mirrored only where that is clearly better: what lies on a line fits both ways.
    let mirror = mirrored > plain * (1.0 + 1e-9);
    let (cosine, sine, length) = if mirror { (mirror_dot, mirror_cross, mirrored) } else { (dot, cross, plain) };
    let (cosine, sine) = if length > 1e-12 { (cosine / length, sine / length) } else { (1.0, 0.0) };
    for p in points {
        let (x, y) = (f64::from(p.0) - from.0, f64::from(p.1) - from.1);
        let y = if mirror { -y } else { y };
        *p = ((x * cosine - y * sine + to.0) as f32, (x * sine + y * cosine + to.1) as f32);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turned_and_mirrored_copy_comes_back_to_itself() {
        let before = [(0.0, 0.0), (4.0, 1.0), (3.0, 5.0), (-2.0, 2.5), (7.0, -3.0)];
        for (mirror, angle) in [(1.0, 0.7_f32), (-1.0, 2.9), (-1.0, 0.0), (1.0, -1.2)] {
            let (sin, cos) = angle.sine_cosine();
            let mut turned: Vec<(f32, f32)> = before
                .iter()
                .map(|&(x, y): &(f32, f32)| (x, y * mirror))
                .map(|(x, y)| (x * cos - y * sin + 30.0, x * sin + y * cos - 8.0))
                .collect();
            // The last is new: it moves along with the others.
            let onto: Vec<_> = before.iter().enumerate().map(|(i, p)| (i < 4).then_some(*p)).collect();
            align(&mut turned, &onto);
            for (a, b) in turned.iter().zip(before) {
                assert!((a.0 - b.0).abs() < 1e-4 && (a.1 - b.1).abs() < 1e-4, "{turned:?}");
            }
        }
    }

    #[test]
    fn with_nothing_to_lay_over_nothing_moves() {
        let mut points = [(1.0, 2.0), (3.0, 4.0)];
        align(&mut points, &[None, None]);
        assert_eq!(points, [(1.0, 2.0), (3.0, 4.0)]);
    }
}
