//! Neighbourhoods before distances: from the drawing of distances, in which groups get places of their own, edges pull their ends together at
//! short range and random others push them apart (the low-dimensional half of UMAP: McInnes, Healy,
//! Melville 2018; the push has the Student-t kernel of t-SNE, as in t-FDP: Zhong et al. 2023).

use super::super::random::Random;
use super::super::{Effort, NodeBox, Point, prism};
use super::graph::Graph;
use super::sampled::Points;
use super::{Job, coarsen};
use crate::progress::Cancelled;

/// Random nodes that push for each end of an edge that pulls: a run in an array whose order is
/// random, so that they are loaded and reckoned with together.
const PUSHES: usize = 16;
/// Strength of one push; so that all together are as strong as UMAP's usual five.
const PUSH: f32 = 0.9;
/// Keeps a push finite, as a squared distance.
const CLOSE: f32 = 0.05;
/// Strength of a pull.
const PULL: f32 = 2.0;
/// No step is longer in either direction.
const LONGEST: f32 = 0.5;
/// Distance between neighbouring nodes at the start if they were spread evenly.
const SPACING: f64 = 0.34;

/// From so many nodes on neighbours are brought together group by group first: alone they would not find each other.
const GROUPED: usize = 400;
/// How far the members of a group spread in its place at first, as a share of that place.
const DENSE: f32 = 0.5;

/// Brings neighbours together; what is held stays.
///
/// # Errors
/// [`Cancelled`] if asked to stop.
pub(crate) fn draw(job: &Job<'_>, points: &Points) -> Result<Points, Cancelled> {
    let nodes = job.graph.nodes();
    if nodes < 4 {
        return Ok(points.clone());
    }
    let grouped = nodes > GROUPED;
    let epochs = match job.effort {
        Effort::Draft if grouped => 25,
        Effort::Draft => 60,
        Effort::Normal if grouped => (600_000 / nodes).clamp(60, 300),
        Effort::Normal => 450,
        Effort::Best if grouped => 300,
        Effort::Best => 1_200,
    };
    let mut random = Random::new(job.seed ^ 0x636f_6d6d);
    let mut spread = Spread::of(points);
    job.report(0.0)?;
    if grouped && job.held.0.is_empty() {
        by_groups(job.graph, &mut spread.points, &mut random);
        job.report(0.2)?;
        job.see(&spread.back());
    }
    attract(job, &mut spread, epochs, &mut random)?;
    Ok(spread.back())
}

/// A drawing around the origin, as large as the forces want it.
struct Spread {
    points: Points,
    /// Where the origin was, and how much it has grown.
    middle: (f64, f64),
    scale: f64,
}

impl Spread {
    fn of(points: &Points) -> Self {
        let nodes = points.x.len();
        let mean = |v: &[f32]| v.iter().map(|v| f64::from(*v)).sum::<f64>() / nodes as f64;
        let middle = (mean(&points.x), mean(&points.y));
        let away = |(x, y): (&f32, &f32)| (f64::from(*x) - middle.0).powi(2) + (f64::from(*y) - middle.1).powi(2);
        let squares: f64 = points.x.iter().zip(&points.y).map(away).sum();
        let scale = radius(nodes) / (squares / nodes as f64).sqrt().max(1e-9);
        let at = |values: &[f32], mean: f64| values.iter().map(|v| ((f64::from(*v) - mean) * scale) as f32).collect();
        Spread { points: Points { x: at(&points.x, middle.0), y: at(&points.y, middle.1) }, middle, scale }
    }

    /// As it was, where that is still so.
    fn back(&self) -> Points {
        let of =
            |values: &[f32], mean: f64| values.iter().map(|v| (f64::from(*v) / self.scale + mean) as f32).collect();
        Points { x: of(&self.points.x, self.middle.0), y: of(&self.points.y, self.middle.1) }
    }
}

/// Root of the mean square of distances from the middle if nodes are spread evenly, [`SPACING`] apart.
fn radius(nodes: usize) -> f64 {
    SPACING * (nodes as f64).sqrt().min(120.0)
}

/// Gives each group a place of its own, near to where its members stood in the mean, and gathers them there.
fn by_groups(graph: &Graph, points: &mut Points, random: &mut Random) {
    let (groups, count) = coarsen::groups(graph, random);
    let nodes = groups.len();
    // Sums of places and of squares, and the number of members.
    let mut sums = vec![(0f64, 0f64, 0f64, 0f64); count];
    for ((&g, &x), &y) in groups.iter().zip(&points.x).zip(&points.y) {
        let (x, y, s) = (f64::from(x), f64::from(y), &mut sums[g as usize]);
        *s = (s.0 + x, s.1 + y, s.2 + x * x + y * y, s.3 + 1.0);
    }
    let middles: Vec<Point> = sums.iter().map(|s| (s.0 / s.3, s.1 / s.3)).collect();
    let room = |s: &(f64, f64, f64, f64)| radius(nodes) * (s.3 / nodes as f64).sqrt();
    let boxes: Vec<NodeBox> = sums
        .iter()
        .map(|s| room(s) as f32)
        .map(|side| NodeBox { left: side, right: side, up: side, down: side })
        .collect();
    let mut places = middles.clone();
    prism::remove(&mut places, &boxes, &vec![false; count], 0.0);
    let shrink: Vec<f64> = sums
        .iter()
        .zip(&middles)
        .map(|(s, m)| {
            let spread = (s.2 / s.3 - m.0 * m.0 - m.1 * m.1).max(0.0).sqrt();
            f64::from(DENSE) * room(s) / spread.max(1e-6)
        })
        .collect();
    for ((&g, x), y) in groups.iter().zip(&mut points.x).zip(&mut points.y) {
        let g = g as usize;
        *x = (places[g].0 + (f64::from(*x) - middles[g].0) * shrink[g]) as f32;
        *y = (places[g].1 + (f64::from(*y) - middles[g].1) * shrink[g]) as f32;
    }
}

/// Lets edges pull and random nodes push, ever more gently.
fn attract(job: &Job<'_>, spread: &mut Spread, epochs: usize, random: &mut Random) -> Result<(), Cancelled> {
    let graph = job.graph;
    let nodes = graph.nodes();
    // All in random order, the edges renumbered with it.
    let mut order: Vec<u32> = (0..nodes as u32).collect();
    random.shuffle(&mut order);
    let mut place = vec![0u32; nodes];
    for (i, &v) in order.iter().enumerate() {
        place[v as usize] = i as u32;
    }
    let at = |values: &[f32]| -> Vec<f32> { order.iter().map(|&v| values[v as usize]).collect() };
    let (mut x, mut y) = (at(&spread.points.x), at(&spread.points.y));
    let arcs: Vec<(u32, u32, f32)> = order
        .iter()
        .enumerate()
        .flat_map(|(i, &v)| {
            let (place, pulls) = (&place, graph.pulls_of(v as usize));
            let near = graph.neighbours(v as usize).iter().enumerate();
            near.map(move |(k, &u)| (i as u32, place[u as usize], pulls.get(k).copied().unwrap_or(1.0)))
        })
        .collect();
    let held: Vec<(usize, f32, f32)> =
        job.held.0.iter().map(|h| place[h.0 as usize] as usize).map(|i| (i, x[i], y[i])).collect();
    let arch = pulp::Arch::new();
    for epoch in 0..epochs {
        let done = epoch as f32 / epochs as f32;
        job.report(0.2 + 0.8 * done)?;
        arch.dispatch(Epoch { arcs: &arcs, x: &mut x, y: &mut y, alpha: 1.0 - done, random });
        for &(i, hx, hy) in &held {
            (x[i], y[i]) = (hx, hy);
        }
    }
    let of = |values: &[f32]| place.iter().map(|&i| values[i as usize]).collect();
    spread.points = Points { x: of(&x), y: of(&y) };
    Ok(())
}

/// One pass over all edges, both ways.
struct Epoch<'a> {
    arcs: &'a [(u32, u32, f32)],
    x: &'a mut [f32],
    y: &'a mut [f32],
    alpha: f32,
    random: &'a mut Random,
}

impl pulp::WithSimd for Epoch<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) {
        let Epoch { arcs, x, y, alpha, random } = self;
        let nodes = x.len();
        let run = PUSHES.min(nodes);
        for &(v, u, pull) in arcs {
            let (v, u) = (v as usize, u as usize);
            let (dx, dy) = (x[v] - x[u], y[v] - y[u]);
            let square = dx * dx + dy * dy + 1e-12;
            let r = square.sqrt();
            let root = r.sqrt();
            // The pull of UMAP with a = 1, b = 3/4, for which roots do instead of powers.
            let by = alpha * -PULL * 0.75 * pull / (root * (1.0 + r * root));
            let (sx, sy) = (step(by * dx), step(by * dy));
            x[u] -= sx;
            y[u] -= sy;
            let (vx, vy) = (x[v] + sx, y[v] + sy);
            let from = random.below(nodes - run + 1);
            let (px, py) = pushes(&x[from..from + run], &y[from..from + run], vx, vy, alpha * PUSH);
            x[v] = vx + step(px);
            y[v] = vy + step(py);
        }
    }
}

/// Sum of the pushes of a run of nodes.
#[inline(always)]
fn pushes(xs: &[f32], ys: &[f32], x: f32, y: f32, strength: f32) -> (f32, f32) {
    let (mut px, mut py) = ([0f32; PUSHES], [0f32; PUSHES]);
    if let (Ok(xs), Ok(ys)) = (<&[f32; PUSHES]>::try_from(xs), <&[f32; PUSHES]>::try_from(ys)) {
        for l in 0..PUSHES {
            let (dx, dy) = (x - xs[l], y - ys[l]);
            let square = dx * dx + dy * dy;
            let by = strength / ((CLOSE + square) * (1.0 + square));
            px[l] = step(by * dx);
            py[l] = step(by * dy);
        }
    } else {
        for (l, (ox, oy)) in xs.iter().zip(ys).enumerate() {
            let (dx, dy) = (x - ox, y - oy);
            let square = dx * dx + dy * dy;
            let by = strength / ((CLOSE + square) * (1.0 + square));
            px[l] = step(by * dx);
            py[l] = step(by * dy);
        }
    }
    let mut width = PUSHES / 2;
    while width > 0 {
        for l in 0..width {
            px[l] += px[l + width];
            py[l] += py[l + width];
        }
        width /= 2;
    }
    (px[0], py[0])
}

#[inline(always)]
fn step(v: f32) -> f32 {
    v.clamp(-LONGEST, LONGEST)
}
