//! Nodes on a circle, ordered so that neighbours stand near each other: the order is improved by
//! moving each node to the mean angle of its neighbours (a barycentre heuristic after Baur and
//! Brandes, "Crossing Reduction in Circular Layouts", 2004).

use super::distances::adjacency;
use super::{Input, Layout, Point, finished};
use crate::progress::{Cancelled, Progress};

/// Times that the order is improved.
const ROUNDS: usize = 40;

/// The layout.
pub struct Circular;

impl Layout for Circular {
    fn name(&self) -> &'static str {
        "circular"
    }

    fn good_for(&self) -> &'static str {
        "Small dense networks: every line is seen from end to end."
    }

    fn turns(&self) -> bool {
        true
    }

    fn place(&self, input: &Input<'_>, progress: &Progress) -> Result<Vec<(f32, f32)>, Cancelled> {
        let count = input.boxes.len();
        let neighbours = adjacency(count, input.edges);
        let mut order: Vec<usize> = (0..count).collect();
        for round in 0..ROUNDS.min(if count > 5000 { 4 } else { ROUNDS }) {
            progress.report(round as f32 / ROUNDS as f32)?;
            let mut at = vec![0usize; count];
            order.iter().enumerate().for_each(|(place, &node)| at[node] = place);
            let key = |node: usize| -> f64 {
                let list = &neighbours[node];
                if list.is_empty() {
                    return at[node] as f64;
                }
                let n = count as f64;
                let here = at[node] as f64;
                // Distances around the circle, the shorter way.
                let mean = list.iter().map(|&o| {
                    let d = at[o as usize] as f64 - here;
                    if d > n / 2.0 {
                        d - n
                    } else if d < -n / 2.0 {
                        d + n
                    } else {
                        d
                    }
                });
                here + mean.sum::<f64>() / list.len() as f64 * 0.5
            };
            let mut keyed: Vec<(f64, usize)> = order.iter().map(|&n| (key(n), n)).collect();
            keyed.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            order = keyed.into_iter().map(|(_, n)| n).collect();
        }
        let around: f64 = input.boxes.iter().map(|b| (f64::from(b.width().max(b.height())) + 1.0) * 1.1).sum();
        let radius = (around / std::f64::consts::TAU).max(40.0);
        let aspect = input.sane_aspect().clamp(0.6, 1.8).sqrt();
        let mut points: Vec<Point> = vec![(0.0, 0.0); count];
        for (place, &node) in order.iter().enumerate() {
            let turn = std::f64::consts::TAU * place as f64 / count.max(1) as f64;
            let on_circle = (radius * aspect * turn.sin(), -radius / aspect * turn.cos());
            points[node] = input.pin(node).unwrap_or(on_circle);
        }
        super::overlap_with_pins(&mut points, input);
        Ok(finished(points))
    }
}
