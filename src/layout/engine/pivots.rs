//! The start: classical scaling from distances to a few pivots (Brandes and Pich, "Eigensolver
//! methods for progressive multidimensional scaling of large data", GD 2006).

use rayon::prelude::*;

use super::reach::{FAR, LANES};
use super::sampled::Points;

/// At most this many rows determine the axes; the others are only projected.
const ROWS: usize = 4_000;
/// Steps of the power iteration.
const POWER: usize = 60;

/// Positions, one unit a hop, from the distances to the first `sources` lanes.
pub(super) fn scale(rows: &[[u16; LANES]], sources: usize) -> Points {
    let nodes = rows.len();
    let k = sources.min(LANES);
    let mut squared = [[0f64; LANES]; LANES];
    let mut mean = [0f64; LANES];
    let stride = nodes.div_ceil(ROWS).max(1);
    let chosen: Vec<usize> = (0..nodes).step_by(stride).collect();
    // Column means over the rows that count; row means are taken row by row.
    for &v in &chosen {
        for (m, &d) in mean.iter_mut().zip(&rows[v][..k]) {
            *m += square(d);
        }
    }
    for m in &mut mean[..k] {
        *m /= chosen.len().max(1) as f64;
    }
    let grand = mean[..k].iter().sum::<f64>() / k.max(1) as f64;
    let centred = |v: usize| {
        let mut c = [0f32; LANES];
        let row = &rows[v];
        let row_mean = row[..k].iter().map(|&d| square(d)).sum::<f64>() / k.max(1) as f64;
        for l in 0..k {
            c[l] = (-0.5 * (square(row[l]) - mean[l] - row_mean + grand)) as f32;
        }
        c
    };
    for &v in &chosen {
        let c = centred(v);
        for a in 0..k {
            let ca = f64::from(c[a]);
            for (sum, cb) in squared[a][..k].iter_mut().zip(&c) {
                *sum += ca * f64::from(*cb);
            }
        }
    }
    let first = leading(&squared, k, None);
    let second = leading(&squared, k, Some(&first));
    let (first32, second32) = (first.map(|v| v as f32), second.map(|v| v as f32));
    let project = |v: usize| {
        let c = centred(v);
        let (mut x, mut y) = (0f32, 0f32);
        for l in 0..LANES {
            x += c[l] * first32[l];
            y += c[l] * second32[l];
        }
        (x, y)
    };
    let (x, y) = (0..nodes).into_par_iter().with_min_len(4096).map(project).unzip();
    Points { x, y }
}

fn square(d: u16) -> f64 {
    let d = if d == FAR { 0.0 } else { f64::from(d) };
    d * d
}

/// The leading eigenvector, at right angles to one that is known.
fn leading(matrix: &[[f64; LANES]; LANES], k: usize, known: Option<&[f64; LANES]>) -> [f64; LANES] {
    let mut vector = [0f64; LANES];
    for (i, v) in vector[..k].iter_mut().enumerate() {
        *v = 1.0 + (i * 7919 % 101) as f64 / 101.0;
    }
    for _ in 0..POWER {
        if let Some(known) = known {
            let along: f64 = (0..k).map(|i| vector[i] * known[i]).sum();
            for i in 0..k {
                vector[i] -= along * known[i];
            }
        }
        let mut next = [0f64; LANES];
        for i in 0..k {
            next[i] = (0..k).map(|j| matrix[i][j] * vector[j]).sum();
        }
        let length = next[..k].iter().map(|v| v * v).sum::<f64>().sqrt();
        if length < 1e-12 {
            break;
        }
        for i in 0..k {
            vector[i] = next[i] / length;
        }
    }
    if let Some(known) = known {
        let along: f64 = (0..k).map(|i| vector[i] * known[i]).sum();
        for i in 0..k {
            vector[i] -= along * known[i];
        }
    }
    vector
}
