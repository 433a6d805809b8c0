//! Least stress over all pairs, while all pairs are cheap: several starts, each by stochastic descent
//! (Zheng, Pawar, Goodman, "Graph drawing by stochastic gradient descent", 2018), the best of them
//! brought to rest by majorization (Gansner, Koren, North, GD 2004).

use rayon::prelude::*;

use super::super::random::Random;
use super::Job;
use super::graph::Graph;
use super::pivots;
use super::reach::{FAR, LANES, Reach};
use super::sampled::{self, Landmarks, Points, Round};
use crate::math::Portable as _;
use crate::progress::Cancelled;

/// Where the descent ends: the step of an edge in its last pass.
const LAST: f32 = 0.1;

/// Distances between all pairs, 64 columns a block; the columns in random order.
pub(crate) struct Pairs {
    /// The nodes that the columns of each block stand for.
    columns: Vec<Vec<u32>>,
    /// One row of distances a node, for each block.
    blocks: Vec<Vec<[u16; LANES]>>,
}

impl Pairs {
    /// All distances of a graph.
    pub(crate) fn new(graph: &Graph, random: &mut Random) -> Self {
        let mut nodes: Vec<u32> = (0..graph.nodes() as u32).collect();
        random.shuffle(&mut nodes);
        let mut reach = Reach::default();
        let columns: Vec<Vec<u32>> = nodes.chunks(LANES).map(<[u32]>::to_vec).collect();
        let blocks = columns
            .iter()
            .map(|sources| {
                reach.run(graph, sources);
                std::mem::take(&mut reach.rows)
            })
            .collect();
        Self { columns, blocks }
    }

    /// The largest distance.
    fn far(&self) -> u16 {
        self.blocks.iter().flatten().flatten().filter(|d| **d != FAR).max().copied().unwrap_or(1).max(1)
    }

    fn landmarks(&self, block: usize) -> Landmarks<'_> {
        Landmarks { nodes: &self.columns[block], rows: &self.blocks[block] }
    }

    /// The stress of a drawing at its best scale, 0 best (the mean over all pairs that have a way
    /// between them of ((s·length − d) / d)²), and that scale s.
    pub(crate) fn stress(&self, points: &Points) -> (f64, f64) {
        let sums: Vec<(f64, f64, f64)> =
            (0..self.blocks.len()).map(|b| sampled::sums(self.landmarks(b), points)).collect();
        let (a, b, n) = sums.iter().fold((0.0, 0.0, 0.0), |t, s| (t.0 + s.0, t.1 + s.1, t.2 + s.2));
        if b <= 0.0 || n <= 0.0 { (1.0, 1.0) } else { (1.0 - a * a / (n * b), a / b) }
    }
}

/// How much effort to spend.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Patience {
    /// Different starts.
    pub(crate) tries: usize,
    /// Passes of descent for each.
    pub(crate) epochs: usize,
    /// Passes of majorization, for the best.
    pub(crate) passes: usize,
}

/// Draws a connected graph, one unit an edge.
///
/// # Errors
/// [`Cancelled`] if asked to stop.
pub(crate) fn draw(job: &Job<'_>, patience: Patience) -> Result<Points, Cancelled> {
    let mut random = Random::new(job.seed);
    let pairs = Pairs::new(job.graph, &mut random);
    job.report(0.1)?;
    let seeds: Vec<u64> = (0..patience.tries.max(1)).map(|_| random.next()).collect();
    let attempt = |(number, &seed): (usize, &u64)| {
        let mut random = Random::new(seed);
        let mut points = start(job, &pairs, number, &mut random);
        descend(job, &pairs, &mut points, patience.epochs, &mut random, seeds.len() == 1)?;
        if seeds.len() > 1 {
            settle(job, &pairs, &mut points, patience.passes / 2)?;
        }
        Ok((pairs.stress(&points).0, points))
    };
    let drawings: Vec<Result<(f64, Points), Cancelled>> = if seeds.len() == 1 {
        seeds.iter().enumerate().map(attempt).collect()
    } else {
        seeds.par_iter().enumerate().map(attempt).collect()
    };
    // In the order of trying, so that threads do not decide between equals.
    let mut best: Option<(f64, Points)> = None;
    for drawing in drawings {
        let drawing = drawing?;
        if best.as_ref().is_none_or(|b| drawing.0 < b.0) {
            best = Some(drawing);
        }
    }
    let mut points = best.map(|b| b.1).unwrap_or_default();
    settle(job, &pairs, &mut points, patience.passes)?;
    Ok(points)
}

/// The first start is by scaling, the others are anywhere.
fn start(job: &Job<'_>, pairs: &Pairs, number: usize, random: &mut Random) -> Points {
    let nodes = job.graph.nodes();
    if let Some(start) = job.start {
        return start.clone();
    }
    let block = 0;
    let far = pairs.blocks[block].iter().flatten().filter(|d| **d != FAR).max().copied().unwrap_or(1);
    let noise = f32::from(far) * 0.02;
    let mut jitter = |by: f32| (random.unit() as f32 - 0.5) * by;
    if number == 0 {
        let mut points = pivots::scale(&pairs.blocks[block], pairs.columns[block].len());
        let (_, scale) = pairs.stress(&points);
        for v in 0..nodes {
            points.x[v] = points.x[v] * scale as f32 + jitter(noise);
            points.y[v] = points.y[v] * scale as f32 + jitter(noise);
        }
        points
    } else {
        let mut points = Points { x: vec![0.0; nodes], y: vec![0.0; nodes] };
        for v in 0..nodes {
            points.x[v] = jitter(f32::from(far));
            points.y[v] = jitter(f32::from(far));
        }
        points
    }
}

/// Stochastic descent, one pair at a time (Zheng, Pawar, Goodman, "Graph drawing by stochastic
/// gradient descent", 2018). Pairs are taken along shifted diagonals in random order, so that
/// neighbouring steps touch different nodes and the processor can overlap them. In one piece: the inner
/// loop is what a drawing spends its time in.
fn descend(
    job: &Job<'_>,
    pairs: &Pairs,
    points: &mut Points,
    epochs: usize,
    random: &mut Random,
    alone: bool,
) -> Result<(), Cancelled> {
    let order: Vec<u32> = pairs.columns.concat();
    let n = order.len();
    if n < 2 {
        return Ok(());
    }
    let held: Vec<Option<[f32; 2]>> = order.iter().map(|&v| job.held.at(v as usize)).collect();
    let any = held.iter().any(Option::is_some);
    let mut at: Vec<[f32; 2]> = order.iter().map(|&v| [points.x[v as usize], points.y[v as usize]]).collect();
    let far = pairs.far();
    // From the largest distance alone moving freely to small steps for all.
    let (first, last) = (f32::from(far).powi(2), LAST);
    let decay = (first / last).natural_log() / (epochs.max(2) - 1) as f32;
    let mut shifts: Vec<usize> = (1..=n / 2).collect();
    let mut weights = vec![0f32; usize::from(far) + 1];
    for epoch in 0..epochs {
        if alone {
            job.report(0.1 + 0.8 * epoch as f32 / epochs as f32)?;
        }
        let eta = first * (-decay * epoch as f32).exponential();
        for (d, w) in weights.iter_mut().enumerate() {
            *w = 0.5 * (eta / (d * d).max(1) as f32).min(1.0);
        }
        random.shuffle(&mut shifts);
        for &shift in &shifts {
            // The middle shift of an even number meets each pair twice.
            let upto = if 2 * shift == n { n / 2 } else { n };
            let mut b = shift;
            let (mut block, mut lane) = (shift / LANES, shift % LANES);
            for a in 0..upto {
                let d = pairs.blocks[block][order[a] as usize][lane];
                let (p, q) = (at[a], at[b]);
                let (dx, dy) = (p[0] - q[0], p[1] - q[1]);
                let r = (dx * dx + dy * dy).sqrt();
                let by = weights[d as usize] * (1.0 - f32::from(d) / (r + 1e-6));
                at[a] = [p[0] - by * dx, p[1] - by * dy];
                at[b] = [q[0] + by * dx, q[1] + by * dy];
                b += 1;
                lane += 1;
                if lane == LANES {
                    (block, lane) = (block + 1, 0);
                }
                if b == n {
                    (b, block, lane) = (0, 0, 0);
                }
            }
            if any {
                for (p, held) in at.iter_mut().zip(&held) {
                    *p = held.unwrap_or(*p);
                }
            }
        }
    }
    for (&v, p) in order.iter().zip(&at) {
        (points.x[v as usize], points.y[v as usize]) = (p[0], p[1]);
    }
    Ok(())
}
/// Passes of majorization over all pairs.
fn settle(job: &Job<'_>, pairs: &Pairs, points: &mut Points, passes: usize) -> Result<(), Cancelled> {
    let blocks: Vec<Landmarks<'_>> = (0..pairs.blocks.len()).map(|b| pairs.landmarks(b)).collect();
    let mut spare = Points::default();
    for _ in 0..passes {
        sampled::pass(job.graph, &blocks, points, &mut spare, Round { step: 1.0, edges: 0.0, length: 1.0, near: 0.0 });
        job.held.put(points);
        job.report(0.9)?;
    }
    Ok(())
}
