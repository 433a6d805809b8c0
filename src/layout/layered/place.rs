//! Where on its layer each node stands: aligned with the medians of its neighbours, four times, from
//! above and below, left and right, and the middle of the four (Brandes and Köpf, GD 2001). Blocks
//! are pushed together by longest paths, which needs no classes and so none of the repairs of their
//! 2020 erratum (Brandes, Walter, Zink).

use super::super::{NodeBox, Point};
use super::order::Net;

/// Width of a piece of an edge.
const PIECE: f64 = 4.0;

/// Places of the real nodes.
pub(super) fn place(net: &Net, boxes: &[NodeBox], gap: f64, layer_gap: f64) -> Vec<Point> {
    let total = net.above.len();
    let half: Vec<f64> = (0..total)
        .map(|v| boxes.get(v).map_or(PIECE / 2.0, |b| f64::from(b.left.max(b.right))))
        .map(|h| h + gap / 2.0)
        .collect();
    let conflicts = conflicts(net);
    let mut runs: Vec<Vec<f64>> = Vec::with_capacity(4);
    for up in [true, false] {
        for left in [true, false] {
            runs.push(one_run(net, &half, &conflicts, up, left));
        }
    }
    level(&mut runs, &half);
    let mut points = vec![(0.0, 0.0); net.nodes];
    let mut y = 0.0;
    for layer in &net.layers {
        let real = || layer.iter().filter(|v| (**v as usize) < net.nodes).map(|v| &boxes[*v as usize]);
        let up = real().map(|b| f64::from(b.up)).fold(0.0, f64::max);
        let down = real().map(|b| f64::from(b.down)).fold(0.0, f64::max);
        for &v in layer.iter().filter(|v| (**v as usize) < net.nodes) {
            let mut four = [0, 1, 2, 3].map(|r| runs[r][v as usize]);
            four.sort_by(f64::total_cmp);
            points[v as usize] = (f64::midpoint(four[1], four[2]), y + up);
        }
        y += up + down + layer_gap;
    }
    apart(net, boxes, gap, &mut points);
    points
}

/// Edges between a node and a piece or node that cross an edge between two pieces: they give way,
/// so that long edges stay straight.
fn conflicts(net: &Net) -> std::collections::HashSet<(u32, u32)> {
    let mut found = std::collections::HashSet::new();
    let piece = |v: u32| v as usize >= net.nodes;
    for pair in net.layers.windows(2) {
        let (mut from, mut scanned) = (0, 0);
        for (i, &v) in pair[1].iter().enumerate() {
            let inner = net.above[v as usize].iter().copied().find(|&u| piece(u) && piece(v));
            if inner.is_none() && i + 1 < pair[1].len() {
                continue;
            }
            let to = inner.map_or(pair[0].len() as u32, |u| net.place_of(u as usize));
            while scanned <= i {
                let w = pair[1][scanned];
                for &u in &net.above[w as usize] {
                    let at = net.place_of(u as usize);
                    if (at < from || at > to) && !(piece(u) && piece(w)) {
                        found.insert((u, w));
                    }
                }
                scanned += 1;
            }
            from = to;
        }
    }
    found
}

/// One of the four: alignment with neighbours above or below, medians to the left or right first.
fn one_run(
    net: &Net,
    half: &[f64],
    conflicts: &std::collections::HashSet<(u32, u32)>,
    up: bool,
    left: bool,
) -> Vec<f64> {
    let total = net.above.len();
    let mut root: Vec<u32> = (0..total as u32).collect();
    let mut align: Vec<u32> = (0..total as u32).collect();
    let layers: Vec<&Vec<u32>> = if up { net.layers.iter().collect() } else { net.layers.iter().rev().collect() };
    let sides = if up { &net.above } else { &net.below };
    let mut near: Vec<u32> = Vec::new();
    for layer in &layers {
        // How far to the right (or left) an alignment has reached: none may cross another.
        let mut reached: i64 = -1;
        let width = layer.len();
        for k in 0..width {
            let v = if left { layer[k] } else { layer[width - 1 - k] };
            near.clear();
            near.extend(&sides[v as usize]);
            if near.is_empty() {
                continue;
            }
            near.sort_unstable_by_key(|u| net.place_of(*u as usize));
            if !left {
                near.reverse();
            }
            let middle = (near.len() - 1) as f64 / 2.0;
            for m in [middle.floor() as usize, middle.ceil() as usize] {
                let u = near[m];
                let edge = if up { (u, v) } else { (v, u) };
                let own = i64::from(net.place_of(u as usize));
                // Counted from the side that the run begins at.
                let at = if left { own } else { i64::from(u32::MAX) - own };
                if align[v as usize] == v && reached < at && !conflicts.contains(&edge) {
                    align[u as usize] = v;
                    root[v as usize] = root[u as usize];
                    align[v as usize] = root[v as usize];
                    reached = at;
                }
            }
        }
    }
    compact(net, half, &root, left)
}

/// Pushes blocks as far to one side as they go, then back where there is room.
fn compact(net: &Net, half: &[f64], root: &[u32], left: bool) -> Vec<f64> {
    let total = root.len();
    // Between blocks: who must stand how far from whom.
    let mut after: Vec<Vec<(u32, f64)>> = vec![Vec::new(); total];
    let mut before: Vec<Vec<(u32, f64)>> = vec![Vec::new(); total];
    let mut waiting = vec![0u32; total];
    for layer in &net.layers {
        for pair in layer.windows(2) {
            let (a, b) = if left { (pair[0], pair[1]) } else { (pair[1], pair[0]) };
            let apart = half[a as usize] + half[b as usize];
            let (ra, rb) = (root[a as usize], root[b as usize]);
            if ra != rb {
                after[ra as usize].push((rb, apart));
                before[rb as usize].push((ra, apart));
                waiting[rb as usize] += 1;
            }
        }
    }
    let mut order: Vec<u32> =
        (0..total as u32).filter(|&v| root[v as usize] == v && waiting[v as usize] == 0).collect();
    let mut x = vec![0f64; total];
    let mut next = 0;
    while next < order.len() {
        let v = order[next] as usize;
        next += 1;
        x[v] = before[v].iter().map(|(u, apart)| x[*u as usize] + apart).fold(0.0, f64::max);
        for (u, _) in &after[v] {
            waiting[*u as usize] -= 1;
            if waiting[*u as usize] == 0 {
                order.push(*u);
            }
        }
    }
    for &v in order.iter().rev() {
        let v = v as usize;
        // Only what is held from before may come nearer to what is after it.
        let room = after[v].iter().map(|(u, apart)| x[*u as usize] - apart).fold(f64::INFINITY, f64::min);
        if room.is_finite() && room > x[v] && before[v].is_empty() {
            x[v] = room;
        }
    }
    (0..total).map(|v| if left { x[root[v] as usize] } else { -x[root[v] as usize] }).collect()
}

/// Brings the four runs over each other: left ones by their left edge, right ones by their right
/// edge, to that of the narrowest.
fn level(runs: &mut [Vec<f64>], half: &[f64]) {
    let bounds = |run: &[f64]| {
        run.iter().zip(half).fold((f64::INFINITY, f64::NEG_INFINITY), |b, (x, h)| (b.0.min(x - h), b.1.max(x + h)))
    };
    let all: Vec<(f64, f64)> = runs.iter().map(|r| bounds(r)).collect();
    let narrowest = all.iter().copied().min_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0))).unwrap_or((0.0, 0.0));
    for (number, run) in runs.iter_mut().enumerate() {
        let shift = if number % 2 == 0 { narrowest.0 - all[number].0 } else { narrowest.1 - all[number].1 };
        for x in run.iter_mut().filter(|_| shift.is_finite()) {
            *x += shift;
        }
    }
}

/// The middle of four may bring neighbours a little too close: from left to right each keeps its
/// distance.
fn apart(net: &Net, boxes: &[NodeBox], gap: f64, points: &mut [Point]) {
    for layer in &net.layers {
        let mut edge = f64::NEG_INFINITY;
        for &v in layer.iter().filter(|v| (**v as usize) < net.nodes) {
            let v = v as usize;
            let least = edge + gap + f64::from(boxes[v].left);
            points[v].0 = points[v].0.max(least);
            edge = points[v].0 + f64::from(boxes[v].right);
        }
    }
}
