//! Trees without a crossing: each subtree in a disc of its own around its parent, which leaves a way
//! out to its own parent (after Grivet, Auber, Domenger and Melançon, "Bubble tree drawing
//! algorithm", ICCVG 2004). A chain comes out straight. Linear but for the sorting of children.

use std::f64::consts::PI;

use super::graph::Graph;
use super::rooted::Rooted;
use super::sampled::Points;
use crate::math::Portable as _;

/// Room around a leaf, where an edge to it is 1 long.
const LEAF: f64 = 0.5;
/// Share of the full turn at a node that is kept free for the way to its parent.
const WAY_OUT: f64 = 0.04;

/// The disc of a subtree, seen from its root.
#[derive(Clone, Copy, Default)]
struct Disc {
    /// Centre of the disc when the way out points along (−1, 0).
    x: f64,
    y: f64,
    radius: f64,
    /// Where the parent stands, as the parent has decided.
    to_parent: f64,
    /// Angle at the parent.
    angle: f64,
}

/// Draws a tree.
pub(super) fn draw(graph: &Graph, tree: &Rooted) -> Points {
    let mut points = Points { x: vec![0.0; graph.nodes()], y: vec![0.0; graph.nodes()] };
    let mut stands = vec![false; graph.nodes()];
    stands[tree.root] = true;
    tuck(graph, tree, &stands, &vec![Tuck::AsDrawn; graph.nodes()], &mut points);
    points
}

/// How large the subtrees around a node are drawn that have no place yet.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Tuck {
    /// One unit an edge to a leaf.
    AsDrawn,
    /// Within this share of the way to the nearest neighbour that stands.
    Within(f64),
}

/// Draws what does not stand yet around the node above it that does, in the widest gap between its other edges. What stands is
/// the root and whole ways from it.
pub(super) fn tuck(graph: &Graph, tree: &Rooted, stands: &[bool], how: &[Tuck], points: &mut Points) {
    let nodes = graph.nodes();
    let (mut discs, mut children) = (vec![Disc::default(); nodes], Vec::new());
    let (mut turns, mut scales) = (vec![0f64; nodes], vec![1f64; nodes]);
    for &v in tree.order.iter().rev() {
        let v = v as usize;
        children.clear();
        children.extend(tree.children(graph, v).filter(|&u| !stands[u as usize]));
        if !stands[v] {
            discs[v] = around(2.0 * PI * (1.0 - WAY_OUT), &mut children, &mut discs);
        } else if !children.is_empty() {
            let open = Opening::at(graph, v, stands, points);
            let disc = around(open.free, &mut children, &mut discs);
            turns[v] = open.middle;
            if let Tuck::Within(share) = how[v] {
                scales[v] = share * open.nearest / (disc.radius + disc.x.hypotenuse(disc.y)).max(1e-9);
            }
        }
    }
    // From the root outwards: turn each subtree to where its parent wants it.
    for &v in tree.order.iter().filter(|v| !stands[**v as usize]) {
        let v = v as usize;
        let p = tree.parent[v] as usize;
        let disc = discs[v];
        let towards = turns[p] + disc.angle;
        // In the child's own frame the parent is at (−to_parent, 0) and the disc's centre at x, y:
        // turned so that the centre lies in direction `towards` from the parent.
        let turn = towards - disc.y.arctangent(disc.x + disc.to_parent);
        (turns[v], scales[v]) = (turn, scales[p]);
        points.x[v] = (f64::from(points.x[p]) + scales[v] * disc.to_parent * turn.cosine()) as f32;
        points.y[v] = (f64::from(points.y[p]) + scales[v] * disc.to_parent * turn.sine()) as f32;
    }
}

/// The widest gap between those edges of a node whose other ends stand.
struct Opening {
    /// The direction of its middle.
    middle: f64,
    /// How much of a turn may be used.
    free: f64,
    /// How far the nearest of the others is; 1 if there is none.
    nearest: f64,
}

impl Opening {
    fn at(graph: &Graph, node: usize, stands: &[bool], points: &Points) -> Self {
        let mut ways: Vec<f64> = Vec::new();
        let mut nearest = f64::INFINITY;
        for &u in graph.neighbours(node).iter().filter(|u| stands[**u as usize]) {
            let x = f64::from(points.x[u as usize]) - f64::from(points.x[node]);
            let y = f64::from(points.y[u as usize]) - f64::from(points.y[node]);
            ways.push(y.arctangent(x));
            nearest = nearest.min(x.hypotenuse(y));
        }
        ways.sort_unstable_by(f64::total_cmp);
        let Some(first) = ways.first().copied() else { return Opening { middle: 0.0, free: 2.0 * PI, nearest: 1.0 } };
        ways.push(first + 2.0 * PI);
        let mut widest = (0.0, 0.0);
        for pair in ways.windows(2) {
            if pair[1] - pair[0] > widest.0 {
                widest = (pair[1] - pair[0], f64::midpoint(pair[0], pair[1]));
            }
        }
        Opening { middle: widest.1, free: widest.0 * (1.0 - 2.0 * WAY_OUT), nearest }
    }
}

/// Places the children's discs in the `free` part of the turn around a node and yields the disc around all of them.
fn around(free: f64, children: &mut [u32], discs: &mut [Disc]) -> Disc {
    if children.is_empty() {
        return Disc { radius: LEAF, ..Disc::default() };
    }
    // The largest opposite the way out, the others to both sides of it in turn.
    children.sort_unstable_by(|&a, &b| discs[b as usize].radius.total_cmp(&discs[a as usize].radius).then(a.cmp(&b)));
    let half = |radius: f64, inner: f64| (radius / (radius + inner)).clamp(0.0, 1.0).arcsine();
    let needed = |inner: f64| children.iter().map(|&c| 2.0 * half(discs[c as usize].radius, inner)).sum::<f64>();
    let (mut low, mut high) = (LEAF, LEAF);
    while needed(high) > free && high < 1e12 {
        low = high;
        high *= 2.0;
    }
    for _ in 0..if high > LEAF { 24 } else { 0 } {
        let mid = (low + high) / 2.0;
        if needed(mid) > free {
            low = mid;
        } else {
            high = mid;
        }
    }
    let inner = high;
    let slack = ((free - needed(inner)) / children.len() as f64).max(0.0);
    // Angles run on from the middle to both sides; 0 is opposite the way out.
    let mut side = [0f64; 2];
    for (place, &child) in children.iter().enumerate() {
        let disc = &mut discs[child as usize];
        let wide = 2.0 * half(disc.radius, inner) + slack;
        let angle = if place == 0 {
            side = [wide / 2.0, wide / 2.0];
            0.0
        } else {
            let which = usize::from(side[1] < side[0]);
            let angle = side[which] + wide / 2.0;
            side[which] += wide;
            if which == 0 { angle } else { -angle }
        };
        disc.angle = angle;
    }
    // The two sides are seldom alike: turn all so that what is free lies about the way out.
    let shift = if free >= 2.0 * PI { 0.0 } else { (side[1] - side[0]) / 2.0 };
    let mut circles: Vec<(f64, f64, f64)> = Vec::with_capacity(children.len() + 1);
    circles.push((0.0, 0.0, LEAF));
    for &child in children.iter() {
        let disc = &mut discs[child as usize];
        disc.angle += shift;
        let angle = disc.angle;
        let distance = disc.radius + inner;
        // Straight on along the child's way out until the disc's centre is as far as wanted.
        let room = distance * distance - disc.y * disc.y;
        disc.to_parent = room.max(0.0).sqrt() - disc.x;
        circles.push((distance * angle.cosine(), distance * angle.sine(), disc.radius));
    }
    let (x, y, radius) = enclosing(&circles);
    Disc { x, y, radius, ..Disc::default() }
}

/// A small circle around circles (Bădoiu and Clarkson 2003: step towards the farthest).
fn enclosing(circles: &[(f64, f64, f64)]) -> (f64, f64, f64) {
    let total: f64 = circles.iter().map(|c| c.2 * c.2).sum();
    let (mut x, mut y) =
        circles.iter().fold((0.0, 0.0), |a, c| (a.0 + c.0 * c.2 * c.2 / total, a.1 + c.1 * c.2 * c.2 / total));
    let mut best = (x, y, f64::INFINITY);
    for step in 1..=24 {
        let (mut far, mut at) = (0.0, circles[0]);
        for &c in circles {
            let reach = (c.0 - x).hypotenuse(c.1 - y) + c.2;
            if reach > far {
                (far, at) = (reach, c);
            }
        }
        if far < best.2 {
            best = (x, y, far);
        }
        let apart = (at.0 - x).hypotenuse(at.1 - y);
        if apart < 1e-9 {
            break;
        }
        // Towards the farthest circle, by a shrinking share of the radius.
        let by = (far / apart) / (step as f64 + 1.0) * 0.5;
        x += (at.0 - x) * by.min(1.0);
        y += (at.1 - y) * by.min(1.0);
    }
    best
}
