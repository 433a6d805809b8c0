//! Neighbourhoods before distances: from the drawing of distances, edges pull their ends together at
//! short range and random others push them apart (the low-dimensional half of UMAP: McInnes, Healy,
//! Melville 2018; the push has the Student-t kernel of t-SNE, as in t-FDP: Zhong et al. 2023).

use super::super::Effort;
use super::super::random::Random;
use super::Job;
use super::sampled::Points;
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

/// Brings neighbours together.
///
/// # Errors
/// [`Cancelled`] if asked to stop.
pub(crate) fn draw(job: &Job<'_>, points: Points) -> Result<Points, Cancelled> {
    let graph = job.graph;
    let nodes = graph.nodes();
    if nodes < 4 {
        return Ok(points);
    }
    let epochs = match job.effort {
        Effort::Draft => 60,
        Effort::Normal if nodes > 30_000 => 200,
        Effort::Normal => 450,
        Effort::Best => 1_200,
    };
    let mut random = Random::new(job.seed ^ 0x636f_6d6d);
    let mean = |v: &[f32]| v.iter().map(|v| f64::from(*v)).sum::<f64>() / nodes as f64;
    let (mx, my) = (mean(&points.x), mean(&points.y));
    let squares =
        points.x.iter().zip(&points.y).map(|(x, y)| (f64::from(*x) - mx).powi(2) + (f64::from(*y) - my).powi(2));
    let radius = (squares.sum::<f64>() / nodes as f64).sqrt().max(1e-9);
    let scale = SPACING * (nodes as f64).sqrt().min(120.0) / radius;
    // All in random order, the edges renumbered with it.
    let mut order: Vec<u32> = (0..nodes as u32).collect();
    random.shuffle(&mut order);
    let mut place = vec![0u32; nodes];
    for (i, &v) in order.iter().enumerate() {
        place[v as usize] = i as u32;
    }
    let at = |values: &[f32], mean: f64| -> Vec<f32> {
        order.iter().map(|&v| ((f64::from(values[v as usize]) - mean) * scale) as f32).collect()
    };
    let (mut x, mut y) = (at(&points.x, mx), at(&points.y, my));
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
        job.report(epoch as f32 / epochs as f32)?;
        let alpha = 1.0 - epoch as f32 / epochs as f32;
        arch.dispatch(Epoch { arcs: &arcs, x: &mut x, y: &mut y, alpha, random: &mut random });
        for &(i, hx, hy) in &held {
            (x[i], y[i]) = (hx, hy);
        }
    }
    let back = 1.0 / scale;
    let of = |values: &[f32], mean: f64| {
        place.iter().map(|&i| (f64::from(values[i as usize]) * back + mean) as f32).collect()
    };
    Ok(Points { x: of(&x, mx), y: of(&y, my) })
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
