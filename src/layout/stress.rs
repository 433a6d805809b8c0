//! Stress: how far drawn distances stray from wanted ones, and its minimisation by stochastic
//! gradient descent (Zheng, Pawar and Goodman, "Graph Drawing by Stochastic Gradient Descent",
//! 2018).

use super::Point;
use super::distances::{Term, pivots};
use super::random::Random;
use crate::math::Portable as _;

/// Passes over all terms.
const PASSES: usize = 24;

/// Moves `points` until their distances are near those of the terms times `edge_length`. Nodes in
/// `fixed` stay where they are.
pub(crate) fn minimise(
    points: &mut [Point],
    terms: &mut [Term],
    edge_length: f64,
    fixed: &[bool],
    random: &mut Random,
) {
    let longest = terms.iter().map(|t| t.distance).fold(1.0, f64::max);
    // Step sizes fall exponentially from one that satisfies every term to one that disturbs none.
    let (first, last) = (longest * longest, 0.1_f64);
    let decay = (last / first).natural_log() / (PASSES as f64 - 1.0);
    for pass in 0..PASSES {
        let step = first * (decay * pass as f64).exponential();
        random.shuffle(terms);
        for term in terms.iter() {
            let (a, b) = (term.a as usize, term.b as usize);
            let share = (step / (term.distance * term.distance)).min(1.0);
            let (dx, dy) = (points[a].0 - points[b].0, points[a].1 - points[b].1);
            let length = (dx * dx + dy * dy).sqrt();
            if length < 1e-9 {
                // Two nodes in one place: part them in a direction of their own.
                points[a].0 += edge_length * 1e-3 * (1.0 + (a % 7) as f64);
                points[b].1 += edge_length * 1e-3 * (1.0 + (b % 5) as f64);
                continue;
            }
            let pull = share * (length - term.distance * edge_length) / (2.0 * length);
            let (mx, my) = (pull * dx, pull * dy);
            match (fixed[a], fixed[b]) {
                (false, false) => {
                    points[a] = (points[a].0 - mx, points[a].1 - my);
                    points[b] = (points[b].0 + mx, points[b].1 + my);
                }
                (false, true) => points[a] = (points[a].0 - 2.0 * mx, points[a].1 - 2.0 * my),
                (true, false) => points[b] = (points[b].0 + 2.0 * mx, points[b].1 + 2.0 * my),
                (true, true) => {}
            }
        }
    }
}

/// A first placing: classical scaling seen from pivots (Brandes and Pich, "Eigensolver Methods for
/// Progressive Multidimensional Scaling", 2006), with a little noise so that symmetric nodes part.
pub(crate) fn pivot_mds(adjacency: &[Vec<u32>], edge_length: f64, random: &mut Random) -> Vec<Point> {
    let count = adjacency.len();
    let pivots = pivots(adjacency, 30);
    let k = pivots.len();
    // Doubly centred squared distances, one column a pivot.
    let squared = |d: u32| if d == u32::MAX { 0.0 } else { f64::from(d) * f64::from(d) };
    let mut c: Vec<Vec<f64>> = pivots.iter().map(|(_, ds)| ds.iter().map(|&d| squared(d)).collect()).collect();
    let columns: Vec<f64> = c.iter().map(|col| col.iter().sum::<f64>() / count as f64).collect();
    let rows: Vec<f64> = (0..count).map(|i| c.iter().map(|col| col[i]).sum::<f64>() / k as f64).collect();
    let all = columns.iter().sum::<f64>() / k as f64;
    for (col, mean) in c.iter_mut().zip(&columns) {
        for (value, row) in col.iter_mut().zip(&rows) {
            *value = -0.5 * (*value - mean - row + all);
        }
    }
    // The two strongest eigenvectors of CᵀC by power iteration.
    let mut axes: Vec<Vec<f64>> = Vec::new();
    for _ in 0..2 {
        let mut v: Vec<f64> = (0..k).map(|_| random.unit() - 0.5).collect();
        for _ in 0..60 {
            let image: Vec<f64> = (0..count).map(|i| (0..k).map(|j| c[j][i] * v[j]).sum()).collect();
            v = (0..k).map(|j| c[j].iter().zip(&image).map(|(a, b)| a * b).sum()).collect();
            for axis in &axes {
                let along: f64 = v.iter().zip(axis).map(|(a, b)| a * b).sum();
                v.iter_mut().zip(axis).for_each(|(a, b)| *a -= along * b);
            }
            let length = v.iter().map(|a| a * a).sum::<f64>().sqrt();
            if length < 1e-12 {
                break;
            }
            v.iter_mut().for_each(|a| *a /= length);
        }
        axes.push(v);
    }
    let along = |i: usize, axis: &[f64]| (0..k).map(|j| c[j][i] * axis[j]).sum::<f64>();
    let mut points: Vec<Point> = (0..count).map(|i| (along(i, &axes[0]), along(i, &axes[1]))).collect();
    let spread = points.iter().map(|p| (p.0 * p.0 + p.1 * p.1).sqrt()).fold(0.0, f64::max);
    let scale = if spread > 1e-9 { edge_length * (count as f64).sqrt() / spread } else { 1.0 };
    for p in &mut points {
        let noise = edge_length * 0.2;
        *p = (p.0 * scale + (random.unit() - 0.5) * noise, p.1 * scale + (random.unit() - 0.5) * noise);
    }
    points
}

/// Stress of a drawing at its best scale: Σ (1 − s·drawn / wanted)² over the number of terms.
/// The yardstick of the tests.
#[cfg(test)]
pub(crate) fn stress(points: &[Point], terms: &[Term]) -> f64 {
    let (mut linear, mut square) = (0.0, 0.0);
    for t in terms {
        let (a, b) = (points[t.a as usize], points[t.b as usize]);
        let ratio = ((a.0 - b.0).powi(2) + (a.1 - b.1).powi(2)).sqrt() / t.distance;
        linear += ratio;
        square += ratio * ratio;
    }
    if square <= 0.0 || terms.is_empty() {
        return 0.0;
    }
    (terms.len() as f64 - linear * linear / square) / terms.len() as f64
}
