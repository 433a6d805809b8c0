//! Taking boxes off each other. First the whole is grown a little, then pairs push each other apart
//! along the shorter way (Huang, Lai, Sajeev and Gao 2007, "force transfer", made symmetric), and
//! at last a sweep makes certain that none is left.

use super::{NodeBox, Point};

/// Rounds of pushing.
const ROUNDS: usize = 300;

/// How far two boxes overlap in width and height, both positive, with `gap` between them wanted.
fn overlap(a: (&NodeBox, Point), b: (&NodeBox, Point), gap: f64) -> Option<(f64, f64)> {
    let (p, q) = (a.0.edges(a.1), b.0.edges(b.1));
    let width = p[2].min(q[2]) - p[0].max(q[0]) + gap;
    let height = p[3].min(q[3]) - p[1].max(q[1]) + gap;
    (width > 1e-6 && height > 1e-6).then_some((width, height))
}

/// Pairs of boxes that overlap, by a sweep from left to right.
pub fn overlapping(points: &[Point], boxes: &[NodeBox], gap: f64) -> Vec<(usize, usize)> {
    let mut order: Vec<usize> = (0..points.len()).collect();
    let left = |i: usize| boxes[i].edges(points[i])[0];
    order.sort_by(|&a, &b| left(a).total_cmp(&left(b)).then(a.cmp(&b)));
    let mut out = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for &i in &order {
        let start = left(i);
        open.retain(|&j| boxes[j].edges(points[j])[2] + gap > start);
        for &j in &open {
            if overlap((&boxes[i], points[i]), (&boxes[j], points[j]), gap).is_some() {
                out.push((i.min(j), i.max(j)));
            }
        }
        open.push(i);
    }
    out
}

/// Pushes overlapping boxes apart; nodes in `fixed` stay. `true` if none overlap then.
pub fn push_apart(points: &mut [Point], boxes: &[NodeBox], fixed: &[bool], gap: f64, rounds: usize) -> bool {
    for _ in 0..rounds {
        let pairs = overlapping(points, boxes, gap);
        if pairs.iter().all(|&(a, b)| fixed[a] && fixed[b]) {
            return true;
        }
        for (a, b) in pairs {
            push(points, boxes, fixed, gap, a, b);
        }
    }
    false
}

fn push(points: &mut [Point], boxes: &[NodeBox], fixed: &[bool], gap: f64, a: usize, b: usize) {
    let Some((width, height)) = overlap((&boxes[a], points[a]), (&boxes[b], points[b]), gap) else { return };
    let (p, q) = (boxes[a].edges(points[a]), boxes[b].edges(points[b]));
    // A hair more than needed, so that rounding does not leave them touching.
    let (share_a, share_b) = match (fixed[a], fixed[b]) {
        (true, true) => return,
        (true, false) => (0.0, 1.0),
        (false, true) => (1.0, 0.0),
        (false, false) => (0.5, 0.5),
    };
    let slack = 1e-3;
    if width < height {
        let way = if p[0] + p[2] <= q[0] + q[2] { -1.0 } else { 1.0 };
        points[a].0 += way * (width + slack) * share_a;
        points[b].0 -= way * (width + slack) * share_b;
    } else {
        let way = if p[1] + p[3] <= q[1] + q[3] { -1.0 } else { 1.0 };
        points[a].1 += way * (height + slack) * share_a;
        points[b].1 -= way * (height + slack) * share_b;
    }
}

/// Takes all boxes off each other, whatever it costs in shape. Nodes in `fixed` stay.
pub fn remove(points: &mut [Point], boxes: &[NodeBox], fixed: &[bool], gap: f64) {
    if push_apart(points, boxes, fixed, gap, ROUNDS) {
        return;
    }
    // The sweep: from top to bottom each box goes down until it is free of those before it. Fixed
    // boxes come first, so that everything else gives way to them.
    let mut order: Vec<usize> = (0..points.len()).collect();
    order.sort_by(|&a, &b| fixed[b].cmp(&fixed[a]).then(points[a].1.total_cmp(&points[b].1)).then(a.cmp(&b)));
    let mut placed: Vec<usize> = Vec::with_capacity(order.len());
    for i in order {
        if !fixed[i] {
            while let Some(&j) =
                placed.iter().find(|&&j| overlap((&boxes[i], points[i]), (&boxes[j], points[j]), gap).is_some())
            {
                let bottom = boxes[j].edges(points[j])[3];
                points[i].1 = bottom + gap + f64::from(boxes[i].up) + 1e-3;
            }
        }
        placed.push(i);
    }
}
