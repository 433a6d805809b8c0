//! Rings by distance from what the drawing is about (Wills, "NicheWorks", 1999; Yee, Fisher, Dhamija,
//! Hearst, InfoVis 2001): each subtree gets a wedge by its number of leaves, rings grow until boxes
//! fit.

use std::collections::VecDeque;
use std::f64::consts::TAU;

use super::distances::adjacency;
use super::finish::{Part, by_parts};
use super::{Input, Layout, Point, finished};
use crate::progress::{Cancelled, Progress};

/// Least distance between rings beyond the boxes' own size, in scene units.
const RING_GAP: f64 = 26.0;
/// Space between boxes on a ring.
const GAP: f64 = 10.0;

/// The layout.
pub struct Radial;

impl Layout for Radial {
    fn name(&self) -> &'static str {
        "radial"
    }

    fn good_for(&self) -> &'static str {
        "One thing and what surrounds it: each ring is one step further away."
    }

    fn meaning(&self) -> &'static str {
        "each ring is one step further away"
    }

    fn turns(&self) -> bool {
        true
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

fn draw(input: &Input<'_>, part: &Part<'_>) -> Vec<Point> {
    let count = part.nodes.len();
    let near = adjacency(count, &part.edges);
    let mut middle: Vec<usize> =
        input.focus.iter().filter_map(|f| part.nodes.binary_search(&(*f as usize)).ok()).collect();
    middle.sort_unstable();
    middle.dedup();
    if middle.is_empty() {
        middle.push(centre(&near));
    }
    // A tree of shortest ways from the middle.
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
    let radii = radii(part, &ring, &angle, middle.len());
    (0..count).map(|v| (radii[ring[v]] * angle[v].cos(), radii[ring[v]] * angle[v].sin())).collect()
}

/// How much of a ring a node needs.
fn room(part: &Part<'_>, v: usize) -> f64 {
    f64::from(part.boxes[v].width().min(4.0 * part.boxes[v].height())).max(1.0) + GAP
}

/// The mean angle of a node's neighbours, seen from its own.
fn pull(near: &[Vec<u32>], angle: &[f64], v: usize) -> f64 {
    let (sin, cos) =
        near[v].iter().map(|&u| angle[u as usize].sin_cos()).fold((0.0, 0.0), |s, p| (s.0 + p.0, s.1 + p.1));
    let turned = sin.atan2(cos) - angle[v];
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

/// Radius of each ring: large enough for its boxes beside each other, and clear of the one within.
fn radii(part: &Part<'_>, ring: &[usize], angle: &[f64], middles: usize) -> Vec<f64> {
    let most = ring.iter().max().copied().unwrap_or(0);
    let mut rings: Vec<Vec<usize>> = vec![Vec::new(); most + 1];
    for (v, r) in ring.iter().enumerate() {
        rings[*r].push(v);
    }
    let tall = part.boxes.iter().map(|b| f64::from(b.height())).sum::<f64>() / part.boxes.len().max(1) as f64;
    let step = tall + RING_GAP;
    let mut radii = vec![0.0; most + 1];
    for (r, nodes) in rings.iter_mut().enumerate() {
        if r == 0 && middles == 1 {
            continue;
        }
        nodes.sort_by(|&a, &b| angle[a].total_cmp(&angle[b]));
        let mut least = if r == 0 { step } else { radii[r - 1] + step };
        for pair in nodes.windows(2) {
            let between = (angle[pair[1]] - angle[pair[0]]).max(1e-4);
            let needed = (room(part, pair[0]) + room(part, pair[1])) / 2.0 / between;
            // Not without bound: the last overlaps are pushed apart.
            least = f64::max(least, needed.min(least * 1.6));
        }
        radii[r] = least;
    }
    radii
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
        let far = |v: usize| (at[v].0 - at[4].0).hypot(at[v].1 - at[4].1);
        for (nearer, further) in [(3, 2), (2, 1), (1, 0), (6, 7), (7, 8), (5, 7)] {
            assert!(far(nearer) < far(further), "{nearer} {further} {at:?}");
        }
    }
}
