//! Least stress from samples: in each round 64 nodes are drawn as landmarks, and every node takes a
//! step towards the place that majorization of the stress over just these landmarks would give it
//! (Gansner, Koren, North, "Graph drawing by stress majorization", GD 2004). Steps shrink as in
//! Robbins and Monro (1951), so that the rounds average out: the fixed point is that of the whole
//! stress, all pairs, at a small share of its cost.

use rayon::prelude::*;

use super::graph::Graph;
use super::reach::{FAR, LANES};

const CHUNK: usize = 2048;

/// Positions in two arrays, one unit an edge.
#[derive(Clone, Debug, Default)]
pub(crate) struct Points {
    /// To the right.
    pub(crate) x: Vec<f32>,
    /// Downwards.
    pub(crate) y: Vec<f32>,
}

/// The weights of a round.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Round {
    /// Share of the way towards the wanted place that is gone.
    pub(crate) step: f32,
    /// Pull of a node's own edges, relative to that of all landmarks together.
    pub(crate) edges: f32,
    /// Wanted length of an edge for that pull.
    pub(crate) length: f32,
    /// Weights are 1 / (d² + near): a landmark stands for all around it and must not weigh for more
    /// than they do together where it is close.
    pub(crate) near: f32,
}

/// Nodes whose distances to all others are known.
#[derive(Clone, Copy)]
pub(crate) struct Landmarks<'a> {
    /// At most [`LANES`] nodes.
    pub(crate) nodes: &'a [u32],
    /// One row of distances to them a node.
    pub(crate) rows: &'a [[u16; LANES]],
}

/// Where the landmarks of one block stand, in lanes.
struct Lanes {
    x: [f32; LANES],
    y: [f32; LANES],
    live: [f32; LANES],
    /// How many are in use, rounded up to eight.
    used: usize,
}

impl Lanes {
    fn new(landmarks: Landmarks<'_>, points: &Points) -> Self {
        let mut lanes = Self {
            x: [0.0; LANES],
            y: [0.0; LANES],
            live: [0.0; LANES],
            used: landmarks.nodes.len().min(LANES).next_multiple_of(8),
        };
        for (lane, &s) in landmarks.nodes.iter().take(LANES).enumerate() {
            (lanes.x[lane], lanes.y[lane], lanes.live[lane]) = (points.x[s as usize], points.y[s as usize], 1.0);
        }
        lanes
    }
}

/// One round over one block of landmarks. `spare` is scratch.
pub(crate) fn round(graph: &Graph, landmarks: Landmarks<'_>, points: &mut Points, spare: &mut Points, how: Round) {
    pass(graph, &[landmarks], points, spare, how);
}

/// One round over several blocks at once.
pub(crate) fn pass(graph: &Graph, blocks: &[Landmarks<'_>], points: &mut Points, spare: &mut Points, how: Round) {
    let lanes: Vec<Lanes> = blocks.iter().map(|&b| Lanes::new(b, points)).collect();
    let nodes = points.x.len();
    spare.x.resize(nodes, 0.0);
    spare.y.resize(nodes, 0.0);
    let arch = pulp::Arch::new();
    let work = |(chunk, (nx, ny)): (usize, (&mut [f32], &mut [f32]))| {
        let first = chunk * CHUNK;
        arch.dispatch(Piece { graph, blocks, lanes: &lanes, points, how, first, nx, ny });
    };
    if nodes <= CHUNK {
        work((0, (&mut spare.x, &mut spare.y)));
    } else {
        spare.x.par_chunks_mut(CHUNK).zip(spare.y.par_chunks_mut(CHUNK)).enumerate().for_each(work);
    }
    std::mem::swap(points, spare);
}

/// Over all pairs of a landmark and a node that have a way between them: the sums of length / d, of
/// (length / d)², and their number.
pub(crate) fn sums(landmarks: Landmarks<'_>, points: &Points) -> (f64, f64, f64) {
    let lanes = Lanes::new(landmarks, points);
    let parts: Vec<(f64, f64, f64)> = landmarks
        .rows
        .par_chunks(CHUNK)
        .enumerate()
        .map(|(chunk, rows)| {
            let mut total = (0f64, 0f64, 0f64);
            for (i, row) in rows.iter().enumerate() {
                let (x, y) = (points.x[chunk * CHUNK + i], points.y[chunk * CHUNK + i]);
                let mut own = (0f32, 0f32, 0f32);
                for (lane, &d) in row.iter().enumerate().take(landmarks.nodes.len()) {
                    if d != 0 && d != FAR {
                        let (dx, dy) = (x - lanes.x[lane], y - lanes.y[lane]);
                        let ratio = (dx * dx + dy * dy).sqrt() / f32::from(d);
                        own = (own.0 + ratio, own.1 + ratio * ratio, own.2 + 1.0);
                    }
                }
                total = (total.0 + f64::from(own.0), total.1 + f64::from(own.1), total.2 + f64::from(own.2));
            }
            total
        })
        .collect();
    parts.iter().fold((0.0, 0.0, 0.0), |t, p| (t.0 + p.0, t.1 + p.1, t.2 + p.2))
}

/// The part of a round that one thread does.
struct Piece<'a> {
    graph: &'a Graph,
    blocks: &'a [Landmarks<'a>],
    lanes: &'a [Lanes],
    points: &'a Points,
    how: Round,
    first: usize,
    nx: &'a mut [f32],
    ny: &'a mut [f32],
}

impl pulp::WithSimd for Piece<'_> {
    type Output = ();

    // Compiled once for each instruction set that is told apart when running. No result depends on
    // which: the order of every sum is written out below.
    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) {
        let Piece { graph, blocks, lanes, points, how, first, nx, ny } = self;
        let (px, py) = (&points.x[..], &points.y[..]);
        for i in 0..nx.len() {
            let v = first + i;
            let (x, y) = (px[v], py[v]);
            let (mut gx, mut gy, mut weight) = (0f32, 0f32, 0f32);
            for (block, lanes) in blocks.iter().zip(lanes) {
                let (bx, by, bw) = pull(&block.rows[v], lanes, how.near, x, y);
                (gx, gy, weight) = (gx + bx, gy + by, weight + bw);
            }
            let degree = graph.degree(v);
            if how.edges > 0.0 && degree > 0 {
                let (mut ex, mut ey) = (0f32, 0f32);
                for &u in graph.neighbours(v) {
                    let (dx, dy) = (x - px[u as usize], y - py[u as usize]);
                    let r = (dx * dx + dy * dy).sqrt();
                    let f = how.length / (r + 1e-6) - 1.0;
                    ex += f * dx;
                    ey += f * dy;
                }
                let w = how.edges * weight / degree as f32;
                gx += ex * w;
                gy += ey * w;
                weight += how.edges * weight;
            }
            let step = how.step / weight.max(1e-20);
            nx[i] = x + gx * step;
            ny[i] = y + gy * step;
        }
    }
}

/// Number of lanes summed side by side.
const WIDE: usize = 8;

/// Sum of the pulls of all landmarks on a node at `x`, `y`, and of their weights.
#[inline(always)]
fn pull(row: &[u16; LANES], lanes: &Lanes, near: f32, x: f32, y: f32) -> (f32, f32, f32) {
    let (mut gx, mut gy, mut gw) = ([0f32; WIDE], [0f32; WIDE], [0f32; WIDE]);
    if lanes.used == LANES {
        // Known when compiling, so that it is unrolled.
        for k in (0..LANES).step_by(WIDE) {
            eight(row, lanes, near, (x, y), k, &mut gx, &mut gy, &mut gw);
        }
    } else {
        for k in (0..lanes.used).step_by(WIDE) {
            eight(row, lanes, near, (x, y), k, &mut gx, &mut gy, &mut gw);
        }
    }
    (sum(&gx), sum(&gy), sum(&gw))
}

#[inline(always)]
fn sum(v: &[f32; 8]) -> f32 {
    ((v[0] + v[4]) + (v[1] + v[5])) + ((v[2] + v[6]) + (v[3] + v[7]))
}

/// Adds the pulls of eight landmarks to eight sums.
#[allow(clippy::too_many_arguments)] // It is the body of a loop.
#[inline(always)]
fn eight(
    row: &[u16; LANES],
    lanes: &Lanes,
    near: f32,
    (x, y): (f32, f32),
    k: usize,
    gx: &mut [f32; WIDE],
    gy: &mut [f32; WIDE],
    gw: &mut [f32; WIDE],
) {
    for l in 0..WIDE {
        let d = row[k + l] as f32;
        let (dx, dy) = (x - lanes.x[k + l], y - lanes.y[k + l]);
        let r = (dx * dx + dy * dy).sqrt();
        // 1 / (d² r): one division serves both the weight 1/d² and the pull 1/(d r).
        let t = lanes.live[k + l] / ((d * d + near) * r + 1e-9);
        let w = t * r;
        let f = t * d - w;
        gx[l] += f * dx;
        gy[l] += f * dy;
        gw[l] += w;
    }
}
