//! Least stress of large graphs from samples of landmarks. Small worlds get new landmarks each round,
//! so that in the end nearly all distances had their say; meshes, where a search is dear and the
//! shape is plain, keep a few.

use rayon::prelude::*;

use super::super::Effort;
use super::super::random::Random;
use super::Job;
use super::pivots;
use super::reach::{FAR, LANES, Reach};
use super::sampled::{self, Landmarks, Points, Round};
use crate::math::Portable as _;
use crate::progress::Cancelled;

/// Blocks of landmarks that a mesh keeps.
const KEPT: usize = 3;
/// Rounds over all of a mesh's landmarks.
const MESH_ROUNDS: usize = 26;
/// Share of a node's last step that is gone again, on meshes (heavy ball, Polyak 1964).
const MOMENTUM: f32 = 0.5;

/// Draws a connected graph.
///
/// # Errors
/// [`Cancelled`] if asked to stop.
pub(crate) fn draw(job: &Job<'_>) -> Result<Points, Cancelled> {
    let nodes = job.graph.nodes();
    let mut random = Random::new(job.seed);
    let mut reach = Reach::default();
    let mut sources = sample(nodes, &mut random);
    reach.run(job.graph, &sources);
    let farthest = |row: &[u16; LANES]| row.iter().filter(|d| **d != FAR).max().copied().unwrap_or(0);
    let far = reach.rows.par_iter().with_min_len(4096).map(farthest).max().unwrap_or(1);
    let mut points = match job.start {
        Some(start) => start.clone(),
        None => {
            let mut points = pivots::scale(&reach.rows, sources.len());
            let (a, b, _) = sampled::sums(Landmarks { nodes: &sources, rows: &reach.rows }, &points);
            let scale = if b > 0.0 { (a / b) as f32 } else { 1.0 };
            // Twins lie on one point: set them apart a little.
            let mut jitter = || random.unit() as f32 * 0.1;
            for (x, y) in points.x.iter_mut().zip(&mut points.y) {
                (*x, *y) = (*x * scale + jitter(), *y * scale + jitter());
            }
            points
        }
    };
    job.held.put(&mut points);
    job.report(0.05)?;
    job.see(&points);
    // A small world is crossed in about log n hops, a mesh in about √n.
    if f32::from(far) > 3.0 * (nodes as f32).log_base_2() {
        mesh(job, &mut reach, sources, &mut random, &mut points)?;
    } else {
        let rounds = rounds(nodes, job.effort);
        let late = 0.3 * rounds as f32;
        // Short edges cross less and cost stress; who waits long for the best wants the stress.
        let edges = if job.effort == Effort::Best { 0.04 } else { 0.6 };
        let mut spare = Points::default();
        for number in 0..rounds {
            if number > 0 {
                sources = sample(nodes, &mut random);
                reach.run(job.graph, &sources);
            }
            let how = Round { step: late / (late + number as f32), edges, length: 0.15, near: 0.0 };
            sampled::round(job.graph, Landmarks { nodes: &sources, rows: &reach.rows }, &mut points, &mut spare, how);
            job.held.put(&mut points);
            job.report(0.05 + 0.95 * (number + 1) as f32 / rounds as f32)?;
            // The second round is the first that shows the shape; then now and then.
            if number == 1 || number % 4 == 3 {
                job.see(&points);
            }
        }
    }
    Ok(points)
}

/// What a round of [`lessen`] takes of the way to where the stress is least.
const LESSENED: f32 = 0.2;

/// Lessens the stress of a drawing made by other means, until about `left` of what is else than in one of least stress is left.
///
/// # Errors
/// [`Cancelled`] if asked to stop.
pub(crate) fn lessen(job: &Job<'_>, points: Points, left: f32) -> Result<Points, Cancelled> {
    let rounds = (left.clamp(0.01, 1.0).natural_log() / (1.0 - LESSENED).natural_log()).round() as usize;
    if rounds == 0 {
        return Ok(points);
    }
    let mut points = if job.held.0.is_empty() { to_scale(job, points) } else { points };
    let mut random = Random::new(job.seed ^ 0x6c65_7373);
    let (mut reach, mut spare) = (Reach::default(), Points::default());
    for number in 0..rounds {
        let sources = sample(job.graph.nodes(), &mut random);
        reach.run(job.graph, &sources);
        let how = Round { step: LESSENED, edges: 0.6, length: 0.15, near: 0.0 };
        sampled::round(job.graph, Landmarks { nodes: &sources, rows: &reach.rows }, &mut points, &mut spare, how);
        job.held.put(&mut points);
        job.report(number as f32 / rounds as f32)?;
    }
    Ok(points)
}

/// Brings a drawing made by other means to the scale at which its stress is least, so that it fits
/// beside others.
pub(crate) fn to_scale(job: &Job<'_>, mut points: Points) -> Points {
    let sources = sample(job.graph.nodes(), &mut Random::new(job.seed));
    let mut reach = Reach::default();
    reach.run(job.graph, &sources);
    let (a, b, _) = sampled::sums(Landmarks { nodes: &sources, rows: &reach.rows }, &points);
    let scale = if b > 0.0 { (a / b) as f32 } else { 1.0 };
    for (x, y) in points.x.iter_mut().zip(&mut points.y) {
        (*x, *y) = (*x * scale, *y * scale);
    }
    points
}

/// Rounds over new landmarks. More nodes need fewer: each landmark tells all of them.
fn rounds(nodes: usize, effort: Effort) -> usize {
    let normal = 110.0 * (1e4 / nodes as f64).power(0.6);
    let factor = match effort {
        Effort::Draft => 0.25,
        Effort::Normal => 1.0,
        Effort::Best => 8.0,
    };
    ((normal * factor) as usize).clamp(8, 1_000)
}

/// Different nodes at random.
fn sample(nodes: usize, random: &mut Random) -> Vec<u32> {
    let mut sources = Vec::with_capacity(LANES);
    while sources.len() < LANES.min(nodes) {
        let node = random.below(nodes) as u32;
        if !sources.contains(&node) {
            sources.push(node);
        }
    }
    sources
}

/// Rounds over landmarks that are kept.
fn mesh(
    job: &Job<'_>,
    reach: &mut Reach,
    sources: Vec<u32>,
    random: &mut Random,
    points: &mut Points,
) -> Result<(), Cancelled> {
    let nodes = job.graph.nodes();
    let (kept, rounds) = match job.effort {
        Effort::Draft => (1, 12),
        Effort::Normal => (KEPT, MESH_ROUNDS),
        Effort::Best => (4 * KEPT, 8 * MESH_ROUNDS),
    };
    let mut blocks = vec![(sources, std::mem::take(&mut reach.rows))];
    while blocks.len() < kept {
        let sources = sample(nodes, random);
        reach.run(job.graph, &sources);
        blocks.push((sources, std::mem::take(&mut reach.rows)));
        job.report(0.05 + 0.4 * blocks.len() as f32 / kept as f32)?;
    }
    // As many nodes as a landmark stands for are about as far as the square root of their number.
    let near = nodes as f32 / (LANES * kept) as f32;
    let (mut before, mut spare) = (points.clone(), Points::default());
    for number in 0..rounds {
        if number > 1 {
            for (now, old) in [(&mut points.x, &mut before.x), (&mut points.y, &mut before.y)] {
                for (now, old) in now.iter_mut().zip(old) {
                    let here = *now;
                    *now += MOMENTUM * (here - *old);
                    *old = here;
                }
            }
        } else {
            before.clone_from(points);
        }
        let (nodes, rows) = &blocks[number % blocks.len()];
        let how = Round { step: 1.0, edges: 0.5, length: 1.1, near };
        sampled::round(job.graph, Landmarks { nodes, rows }, points, &mut spare, how);
        job.held.put(points);
        job.report(0.45 + 0.55 * (number + 1) as f32 / rounds as f32)?;
        if number % 6 == 5 {
            job.see(points);
        }
    }
    Ok(())
}
