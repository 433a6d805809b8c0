//! Rings by distance from what the drawing is about (Wills, "NicheWorks", 1999; Yee, Fisher, Dhamija,
//! Hearst, InfoVis 2001): each subtree wants a wedge by its number of leaves, and each ring is as
//! large as its boxes need. Rings are as wide as the page, and a crowded one stands in several rows.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::f64::consts::TAU;

use super::distances::adjacency;
use super::ellipse::Ellipse;
use super::finish::{Part, by_parts};
use super::isotonic::spread;
use super::{BackLine, Backdrop, Input, Layout, Options, Point, finished};
use crate::math::Portable as _;
use crate::progress::{Cancelled, Progress};

/// Least distance between rings beyond the boxes' own height, in scene units.
const RING_GAP: f64 = 18.0;
/// Distance between the rows of one ring beyond the boxes' own height.
const ROW_GAP: f64 = 4.0;
/// Space between boxes on a ring.
const GAP: f64 = 8.0;
/// Corners of a ring that is drawn, and how many of them before and after a node.
const STEPS: usize = 96;
const ABOUT: usize = 5;
/// Up to so many nodes zones are drawn behind the rings.
const ZONES: usize = 2_000;

pub(crate) struct Radial;

impl Layout for Radial {
    fn good_for(&self) -> &'static str {
        "One entity and its surroundings: each ring is one step further away."
    }

    fn synonyms(&self) -> &'static [&'static str] {
        &["ego", "tree"]
    }

    fn meaning(&self, _options: &Options) -> Cow<'static, str> {
        "each ring is one step further away".into()
    }

    fn backdrop(&self, input: &Input<'_>, positions: &[(f32, f32)]) -> Backdrop {
        let mut out = Backdrop::default();
        if positions.len() > ZONES {
            return out;
        }
        let aspect = wide(input);
        for nodes in super::components::components(positions.len(), input.edges).iter().filter(|p| p.len() > 2) {
            let number = |v: u32| nodes.binary_search(&(v as usize)).ok().map(|n| n as u32);
            let edges: Vec<(u32, u32)> =
                input.edges.iter().filter_map(|&(a, b)| Some((number(a)?, number(b)?))).collect();
            let tree = ShortestWays::new(input, nodes, &adjacency(nodes.len(), &edges));
            let at = |v: usize| (f64::from(positions[nodes[v]].0), f64::from(positions[nodes[v]].1));
            let share = 1.0 / tree.middle.len() as f64;
            let centre =
                tree.middle.iter().map(|&m| at(m)).fold((0.0, 0.0), |c, p| (c.0 + p.0 * share, c.1 + p.1 * share));
            // From the centre to the nearest and the farthest of each ring, as half heights.
            let mut reach = vec![(f64::INFINITY, 0f64); tree.rings];
            for v in 0..nodes.len() {
                let far = ((at(v).0 - centre.0) / aspect).hypotenuse(at(v).1 - centre.1);
                let r = &mut reach[tree.ring[v]];
                *r = (r.0.min(far), r.1.max(far));
            }
            for (inner, pair) in reach.windows(2).enumerate().filter(|(_, p)| p[0].1 < p[1].0) {
                let down = f64::midpoint(pair[0].1, pair[1].0);
                let ellipse = Ellipse { across: down * aspect, down };
                // Only before what stands beyond: a whole ring around one node would be mostly paper.
                let mut beyond = [false; STEPS];
                for v in (0..nodes.len()).filter(|v| tree.ring[*v] == inner + 1) {
                    let turn = (at(v).1 - centre.1).arctangent((at(v).0 - centre.0) / aspect).rem_euclid(TAU);
                    let step = (turn / TAU * STEPS as f64) as usize;
                    (0..=2 * ABOUT).for_each(|by| beyond[(step + STEPS + by - ABOUT) % STEPS] = true);
                }
                let point = |step: usize| {
                    let p = ellipse.at(TAU * step as f64 / STEPS as f64);
                    ((p.0 + centre.0) as f32, (p.1 + centre.1) as f32)
                };
                let mut line = Vec::new();
                for step in 0..=STEPS {
                    if beyond[step % STEPS] {
                        line.push(point(step));
                    }
                    if (!beyond[step % STEPS] || step == STEPS) && line.len() > 1 {
                        out.lines.push(BackLine { points: std::mem::take(&mut line), width: 0.8, node: None });
                    }
                }
            }
        }
        out
    }

    fn place(&self, input: &Input<'_>, progress: &Progress) -> Result<Vec<(f32, f32)>, Cancelled> {
        progress.report(0.0)?;
        let points = by_parts(input, progress, |part| {
            progress.report(progress.done())?;
            Ok(draw(input, part))
        })?;
        Ok(finished(points))
    }
}

/// Width over height of the rings.
fn wide(input: &Input<'_>) -> f64 {
    input.sane_aspect().clamp(0.7, 2.0)
}

/// Shortest ways from the middle of a component.
struct ShortestWays {
    middle: Vec<usize>,
    /// Steps from the middle.
    ring: Vec<usize>,
    rings: usize,
    children: Vec<Vec<usize>>,
    /// Parents before children.
    order: Vec<usize>,
}

impl ShortestWays {
    fn new(input: &Input<'_>, nodes: &[usize], near: &[Vec<u32>]) -> Self {
        let count = nodes.len();
        let mut middle: Vec<usize> =
            input.focus.iter().filter_map(|f| nodes.binary_search(&(*f as usize)).ok()).collect();
        middle.sort_unstable();
        middle.dedup();
        if middle.is_empty() {
            middle.push(centre(near));
        }
        let mut ring = vec![usize::MAX; count];
        let mut children: Vec<Vec<usize>> = vec![Vec::new(); count];
        let mut order: Vec<usize> = middle.clone();
        let mut queue: VecDeque<usize> = middle.iter().copied().collect();
        for &m in &middle {
            ring[m] = 0;
        }
        while let Some(v) = queue.pop_front() {
            for &u in &near[v] {
                let u = u as usize;
                if ring[u] == usize::MAX {
                    ring[u] = ring[v] + 1;
                    children[v].push(u);
                    order.push(u);
                    queue.push_back(u);
                }
            }
        }
        let rings = ring.iter().max().map_or(0, |r| r + 1);
        ShortestWays { middle, ring, rings, children, order }
    }
}

fn draw(input: &Input<'_>, part: &Part<'_>) -> Vec<Point> {
    let count = part.nodes.len();
    let near = adjacency(count, &part.edges);
    let ShortestWays { middle, ring, rings, mut children, order } = ShortestWays::new(input, part.nodes, &near);
    let mut leaves = vec![0f64; count];
    for &v in order.iter().rev() {
        // Further out there is more room on the ring for the same angle.
        let own = room(part, v) / ring[v].max(1) as f64;
        leaves[v] = children[v].iter().map(|&c| leaves[c]).sum::<f64>().max(own);
    }
    let mut angle = vec![0f64; count];
    wedges(&middle, &children, &leaves, &mut angle);
    // Once more with each family in the order of its other neighbours: fewer lines cross.
    for list in &mut children {
        list.sort_by(|&a, &b| pull(&near, &angle, a).total_cmp(&pull(&near, &angle, b)).then(a.cmp(&b)));
    }
    wedges(&middle, &children, &leaves, &mut angle);
    let mut on: Vec<Vec<usize>> = vec![Vec::new(); rings];
    (0..count).for_each(|v| on[ring[v]].push(v));
    let aspect = wide(input);
    let tall = part.boxes.iter().map(|b| f64::from(b.height())).sum::<f64>() / count.max(1) as f64;
    let mut points = vec![(0.0, 0.0); count];
    let mut reached = 0.0;
    for (number, nodes) in on.iter_mut().enumerate() {
        if number == 0 && middle.len() == 1 {
            continue;
        }
        nodes.sort_by(|&a, &b| angle[a].total_cmp(&angle[b]).then(a.cmp(&b)));
        let least = if number == 0 { tall } else { reached + tall + RING_GAP };
        reached = place_ring(part, nodes, &angle, aspect, least, tall + ROW_GAP, &mut points);
    }
    points
}

/// Places the nodes of a ring, in the order of their angles, and yields how far out it reaches. Its
/// parameters are the ring; a struct would be filled and emptied in one place each.
fn place_ring(
    part: &Part<'_>,
    nodes: &[usize],
    angle: &[f64],
    aspect: f64,
    least: f64,
    row: f64,
    points: &mut [Point],
) -> f64 {
    let needed = |down: f64| {
        let ellipse = Ellipse { across: down * aspect, down };
        nodes.iter().map(|&v| ellipse.room(&part.boxes[v], angle[v], GAP)).sum::<f64>()
    };
    // One row that is large enough, or several within each other: whatever reaches less far.
    let mut best = (f64::INFINITY, 1usize, least);
    for rows in 1..=4usize {
        let mut down = least;
        for _ in 0..40 {
            let wanted = needed(down + row * (rows - 1) as f64 / 2.0) / (rows as f64 * TAU * 0.96);
            if wanted <= 1.0 {
                break;
            }
            down *= wanted.max(1.01);
        }
        let reach = down + row * (rows - 1) as f64;
        // More rows must be worth it.
        if reach < best.0 * 0.9 {
            best = (reach, rows, down);
        }
    }
    let (reach, rows, down) = best;
    for number in 0..rows {
        let own: Vec<usize> = nodes.iter().copied().skip(number).step_by(rows).collect();
        let down = down + row * number as f64;
        let ellipse = Ellipse { across: down * aspect, down };
        for (&v, turn) in own.iter().zip(turns(part, &own, angle, ellipse)) {
            points[v] = ellipse.at(turn);
        }
    }
    reach
}

/// Where on its row each node stands: near its angle, free of its neighbours.
fn turns(part: &Part<'_>, own: &[usize], angle: &[f64], ellipse: Ellipse) -> Vec<f64> {
    let many = own.len();
    if many < 2 {
        return own.iter().map(|&v| angle[v]).collect();
    }
    // The row is cut open where the most room is.
    let gap = |i: usize| {
        let next = angle[own[(i + 1) % many]] + if i + 1 == many { TAU } else { 0.0 };
        next - angle[own[i]]
    };
    let cut = (0..many).max_by(|&a, &b| gap(a).total_cmp(&gap(b)).then(b.cmp(&a))).map_or(0, |i| i + 1);
    let list: Vec<usize> = (0..many).map(|i| own[(cut + i) % many]).collect();
    let wanted: Vec<f64> =
        (0..many).map(|i| angle[list[i]] + if cut + i >= many && cut < many { TAU } else { 0.0 }).collect();
    let room: Vec<f64> = list.iter().zip(&wanted).map(|(&v, turn)| ellipse.room(&part.boxes[v], *turn, GAP)).collect();
    let apart: Vec<f64> = (0..many).map(|i| if i == 0 { 0.0 } else { (room[i - 1] + room[i]) / 2.0 }).collect();
    let mut turns = spread(&wanted, &apart);
    let closing = (room[0] + room[many - 1]) / 2.0;
    let taken = turns[many - 1] - turns[0] + closing;
    if taken > TAU {
        // More than once around: drawn together, evenly.
        let (first, by) = (turns[0], (TAU - closing.min(TAU / 2.0)) / (taken - closing).max(1e-9));
        turns.iter_mut().for_each(|t| *t = first + (*t - first) * by);
    }
    let mut out = vec![0.0; many];
    (0..many).for_each(|i| out[(cut + i) % many] = turns[i]);
    out
}

/// How much of a ring a node needs.
fn room(part: &Part<'_>, v: usize) -> f64 {
    f64::from(part.boxes[v].width().min(4.0 * part.boxes[v].height())).max(1.0) + GAP
}

/// The mean angle of a node's neighbours, seen from its own.
fn pull(near: &[Vec<u32>], angle: &[f64], v: usize) -> f64 {
    let (sin, cos) =
        near[v].iter().map(|&u| angle[u as usize].sine_cosine()).fold((0.0, 0.0), |s, p| (s.0 + p.0, s.1 + p.1));
    let turned = sin.arctangent(cos) - angle[v];
    angle[v] + (turned + TAU * 1.5).rem_euclid(TAU) - TAU / 2.0
}

/// Gives each subtree its share of the turn.
fn wedges(middle: &[usize], children: &[Vec<usize>], leaves: &[f64], angle: &mut [f64]) {
    let total: f64 = middle.iter().map(|&m| leaves[m]).sum();
    let mut start = 0.0;
    let mut work: Vec<(usize, f64, f64)> = Vec::new();
    for &m in middle {
        let wide = TAU * leaves[m] / total;
        work.push((m, start, wide));
        start += wide;
    }
    while let Some((v, start, wide)) = work.pop() {
        angle[v] = start + wide / 2.0;
        let sum: f64 = children[v].iter().map(|&c| leaves[c]).sum();
        let mut at = start;
        for &c in &children[v] {
            let share = wide * leaves[c] / sum;
            work.push((c, at, share));
            at += share;
        }
    }
}

/// The node with the shortest ways to all others, as far as a few searches tell; of a large graph
/// the one with the most neighbours.
fn centre(near: &[Vec<u32>]) -> usize {
    let count = near.len();
    let mut candidates: Vec<usize> = (0..count).collect();
    candidates.sort_by_key(|&v| (std::cmp::Reverse(near[v].len()), v));
    candidates.truncate((2_000_000 / count.max(1)).clamp(1, 64));
    let far = |v: usize| super::distances::from_node(near, v).iter().map(|d| u64::from(*d)).sum::<u64>();
    candidates.into_iter().min_by_key(|&v| (far(v), v)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::super::NodeBox;
    use super::*;

    #[test]
    fn rings_follow_the_steps_from_the_focus() {
        let boxes = vec![NodeBox { left: 8.0, right: 8.0, up: 8.0, down: 8.0 }; 9];
        let edges = [(0, 1), (1, 2), (2, 3), (4, 3), (4, 5), (4, 6), (6, 7), (7, 8)];
        let focus = [4];
        let at = Radial.place(&Input { focus: &focus, ..Input::new(&boxes, &edges) }, &Progress::new()).unwrap();
        let far = |v: usize| (at[v].0 - at[4].0).hypotenuse(at[v].1 - at[4].1);
        for (nearer, further) in [(3, 2), (2, 1), (1, 0), (6, 7), (7, 8), (5, 7)] {
            assert!(far(nearer) < far(further), "{nearer} {further} {at:?}");
        }
    }
}
