//! An edit must not rearrange the rest: nodes that had a place keep it, new ones start among their
//! neighbours, and only they and their surroundings move.

use super::{Input, Point, overlap, small};
use crate::math::Portable as _;
use crate::progress::{Cancelled, Progress};

/// Rounds that the new nodes get to find their place.
const ROUNDS: usize = 40;

/// Places only what is new, where at least half of the nodes had a place before, or any had one that is to stay; else `None`.
///
/// # Errors
/// [`Cancelled`] if asked to stop.
pub(crate) fn extend(input: &Input<'_>, gap: f64, progress: &Progress) -> Result<Option<Vec<Point>>, Cancelled> {
    let count = input.boxes.len();
    let place = |n: usize| {
        let known = input.pin(n).or_else(|| {
            let (x, y) = input.before.get(n).copied().flatten()?;
            Some((f64::from(x), f64::from(y)))
        })?;
        (known.0.is_finite() && known.1.is_finite()).then_some(known)
    };
    let placed = input.before.iter().take(count).flatten().count();
    if placed == 0 || (placed * 2 < count && !input.keeps_all) {
        return Ok(None);
    }
    progress.report(0.1)?;
    let known: Vec<bool> = (0..count).map(|n| place(n).is_some()).collect();
    let mut points: Vec<Point> = (0..count).map(|n| place(n).unwrap_or_default()).collect();
    let neighbours = super::distances::adjacency(count, input.edges);
    let (stretch, unit) = small::frame(input.boxes, gap);
    let unit = if unit > gap * 1.2 { unit } else { 30.0 };
    place_new(&mut points, input, &neighbours, &known, unit);
    progress.report(0.4)?;
    relax(&mut points, &neighbours, &known, unit, stretch);
    progress.report(0.7)?;
    // What lies close to a new node may give way; the rest stands.
    let reach = 2.0 * unit;
    let new: Vec<Point> = (0..count).filter(|&n| !known[n]).map(|n| points[n]).collect();
    let close = |p: Point| new.iter().take(2_000).any(|q| (p.0 - q.0).abs() < reach && (p.1 - q.1).abs() < reach);
    let fixed: Vec<bool> =
        (0..count).map(|n| known[n] && (input.pin(n).is_some() || new.is_empty() || !close(points[n]))).collect();
    let pinned: Vec<bool> = (0..count).map(|n| input.pin(n).is_some()).collect();
    if !new.is_empty() {
        overlap::push_apart(&mut points, input.boxes, &fixed, gap, 400);
    }
    if !overlap::is_clear(&points, input.boxes, &pinned) {
        // No room there, or they lay on each other before: everything that is not pinned may give way.
        overlap::remove(&mut points, input.boxes, &pinned, gap);
    }
    Ok(Some(points))
}

/// Places new nodes outwards from placed ones; unconnected nodes go below the drawing.
fn place_new(points: &mut [Point], input: &Input<'_>, neighbours: &[Vec<u32>], known: &[bool], unit: f64) {
    let count = points.len();
    let mut settled = known.to_vec();
    let mut queue: Vec<usize> = (0..count).filter(|&n| known[n]).collect();
    let mut next = 0;
    while next < queue.len() {
        let node = queue[next];
        next += 1;
        for &new in &neighbours[node] {
            let new = new as usize;
            if settled[new] {
                continue;
            }
            let around: Vec<Point> =
                neighbours[new].iter().filter(|n| settled[**n as usize]).map(|n| points[*n as usize]).collect();
            points[new] = beside(&around, unit, new);
            settled[new] = true;
            queue.push(new);
        }
    }
    let bottom = (0..count).filter(|&n| settled[n]).map(|n| input.boxes[n].edges(points[n])[3]).fold(0.0, f64::max);
    let mut along = 0.0;
    for n in (0..count).filter(|&n| !settled[n]) {
        points[n] = (along, bottom + unit);
        along += f64::from(input.boxes[n].width()) + unit * 0.3;
    }
}

/// A place at one edge's length from the middle of some neighbours; the direction by the number of
/// the node, so that several new ones do not fall on one point.
fn beside(around: &[Point], unit: f64, number: usize) -> Point {
    let n = around.len().max(1) as f64;
    let mean = around.iter().fold((0.0, 0.0), |m, p| (m.0 + p.0 / n, m.1 + p.1 / n));
    let (sin, cos) = (number as f64 * 2.399_963).sine_cosine();
    let by = if around.len() > 1 { 0.3 } else { 1.0 };
    (mean.0 + cos * unit * by, mean.1 + sin * unit * by)
}

/// The new nodes find their place: an edge's length from neighbours, away from others.
fn relax(points: &mut [Point], neighbours: &[Vec<u32>], known: &[bool], unit: f64, stretch: f64) {
    let new: Vec<usize> = (0..points.len()).filter(|&n| !known[n]).collect();
    if new.is_empty() || new.len() * points.len() > 20_000_000 {
        return;
    }
    for round in 0..ROUNDS {
        let step = 0.5 * (1.0 - round as f64 / ROUNDS as f64);
        for &v in &new {
            let at = points[v];
            let (mut fx, mut fy, mut weight) = (0.0, 0.0, 0.0);
            for &u in &neighbours[v] {
                let (dx, dy) = ((at.0 - points[u as usize].0) / stretch, (at.1 - points[u as usize].1) * stretch);
                let r = dx.hypotenuse(dy).max(1e-6);
                let by = unit / r - 1.0;
                fx += by * dx * stretch;
                fy += by * dy / stretch;
                weight += 1.0;
            }
            for (u, p) in points.iter().enumerate() {
                let (dx, dy) = ((at.0 - p.0) / stretch, (at.1 - p.1) * stretch);
                let r = dx.hypotenuse(dy);
                if u != v && r < unit {
                    let by = (unit - r) / r.max(1e-3 * unit) * 0.5;
                    fx += by * dx * stretch;
                    fy += by * dy / stretch;
                    weight += 0.3;
                }
            }
            if weight > 0.0 {
                points[v] = (at.0 + step * fx / weight, at.1 + step * fy / weight);
            }
        }
    }
}
