//! Removes overlaps between boxes. First the whole drawing is enlarged a little, then pairs push
//! each other apart along the shorter way (Huang, Lai, Sajeev and Gao 2007, "force transfer", made
//! symmetric), and at last a sweep makes certain that no overlap is left.

use std::collections::HashMap;

use super::{NodeBox, Point};

/// Rounds of pushing; fewer where there are many boxes.
const ROUNDS: usize = 300;
/// Above so many boxes the drawing is grown before they are pushed.
const MANY: usize = 400;

/// How far two boxes overlap in width and height, both positive, with `gap` between them wanted.
fn overlap(a: (&NodeBox, Point), b: (&NodeBox, Point), gap: f64) -> Option<(f64, f64)> {
    let (p, q) = (a.0.edges(a.1), b.0.edges(b.1));
    let width = p[2].min(q[2]) - p[0].max(q[0]) + gap;
    let height = p[3].min(q[3]) - p[1].max(q[1]) + gap;
    (width > 1e-6 && height > 1e-6).then_some((width, height))
}

/// Boxes by the cells of a grid that they touch.
struct Cells {
    size: f64,
    lists: HashMap<(i32, i32), Vec<usize>>,
}

impl Cells {
    /// An empty grid whose cells are about as large as two boxes.
    fn new(boxes: &[NodeBox], gap: f64) -> Self {
        let sides: f64 = boxes.iter().map(|b| f64::from(b.width().max(b.height()))).sum();
        Cells { size: (sides / boxes.len().max(1) as f64 * 1.5 + gap).max(1.0), lists: HashMap::new() }
    }

    /// The cells that a box with its gap touches.
    fn cells(&self, edges: [f64; 4], gap: f64) -> impl Iterator<Item = (i32, i32)> + use<> {
        let cell = |v: f64| (v / self.size).floor().clamp(-1e9, 1e9) as i32;
        let (x0, y0) = (cell(edges[0]), cell(edges[1]));
        let (x1, y1) = (cell(edges[2] + gap), cell(edges[3] + gap));
        (x0..=x1).flat_map(move |x| (y0..=y1).map(move |y| (x, y)))
    }

    fn enter(&mut self, number: usize, edges: [f64; 4], gap: f64) {
        for cell in self.cells(edges, gap) {
            self.lists.entry(cell).or_default().push(number);
        }
    }
}

/// Pairs of boxes that overlap, in ascending order, found by way of a grid.
pub(crate) fn overlapping(points: &[Point], boxes: &[NodeBox], gap: f64) -> Vec<(usize, usize)> {
    let mut cells = Cells::new(boxes, gap);
    for (i, at) in points.iter().enumerate() {
        cells.enter(i, boxes[i].edges(*at), gap.max(0.0));
    }
    let mut out = Vec::new();
    for list in cells.lists.values() {
        for (k, &i) in list.iter().enumerate() {
            for &j in &list[..k] {
                if overlap((&boxes[i], points[i]), (&boxes[j], points[j]), gap).is_some() {
                    out.push((i.min(j), i.max(j)));
                }
            }
        }
    }
    // The grid's order is any order.
    out.sort_unstable();
    out.dedup();
    out
}

/// Grows a drawing of many nodes until few boxes overlap, so that little is left to push.
fn grow(points: &mut [Point], boxes: &[NodeBox], gap: f64) {
    for _ in 0..24 {
        if overlapping(points, boxes, gap).len() <= points.len() / 8 {
            return;
        }
        for p in points.iter_mut() {
            *p = (p.0 * 1.2, p.1 * 1.2);
        }
    }
}

/// Pushes overlapping boxes apart; nodes in `fixed` stay. `true` if none overlap then.
pub(crate) fn push_apart(points: &mut [Point], boxes: &[NodeBox], fixed: &[bool], gap: f64, rounds: usize) -> bool {
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
pub(crate) fn remove(points: &mut [Point], boxes: &[NodeBox], fixed: &[bool], gap: f64) {
    let many = points.len() > MANY;
    if many && !fixed.contains(&true) {
        grow(points, boxes, gap);
    }
    let rounds = if many { (ROUNDS * MANY / points.len()).max(24) } else { ROUNDS };
    if push_apart(points, boxes, fixed, gap, rounds) {
        return;
    }
    // The sweep: from top to bottom each box goes down until it is free of those before it. Fixed
    // boxes come first, so that everything else gives way to them.
    let mut order: Vec<usize> = (0..points.len()).collect();
    order.sort_by(|&a, &b| fixed[b].cmp(&fixed[a]).then(points[a].1.total_cmp(&points[b].1)).then(a.cmp(&b)));
    let mut placed = Cells::new(boxes, gap);
    for i in order {
        while !fixed[i]
            && let Some(j) = placed
                .cells(boxes[i].edges(points[i]), gap)
                .filter_map(|cell| placed.lists.get(&cell))
                .flatten()
                .copied()
                .find(|&j| overlap((&boxes[i], points[i]), (&boxes[j], points[j]), gap).is_some())
        {
            let bottom = boxes[j].edges(points[j])[3];
            points[i].1 = bottom + gap + f64::from(boxes[i].up) + 1e-3;
        }
        placed.enter(i, boxes[i].edges(points[i]), gap);
    }
}
