//! Nodes on a circle, ordered so that neighbours stand near each other: the order is improved by
//! moving each node to the mean place of its neighbours (a barycentre heuristic after Baur and
//! Brandes, "Crossing Reduction in Circular Layouts", 2004).

use rayon::prelude::*;

use super::engine::Graph;
use super::{Input, Layout, Point, ellipse, finished};
use crate::progress::{Cancelled, Progress};

/// Times that the order is improved, and how often in a network of more than [`MANY`] nodes.
const ROUNDS: usize = 40;
const FEW_ROUNDS: usize = 4;
const MANY: usize = 5_000;
/// Space between boxes, in scene units.
const GAP: f64 = 3.0;
/// The least half height of the circle.
const LEAST: f64 = 40.0;

pub(crate) struct Circular;

impl Layout for Circular {
    fn good_for(&self) -> &'static str {
        "Small dense networks: every line is visible from end to end."
    }

    fn synonyms(&self) -> &'static [&'static str] {
        &["circle", "ring"]
    }

    fn turns(&self) -> bool {
        true
    }

    fn place(&self, input: &Input<'_>, progress: &Progress) -> Result<Vec<(f32, f32)>, Cancelled> {
        let count = input.boxes.len();
        progress.report(0.0)?;
        let graph = Graph::new(count, input.edges, &[]);
        let order = order(&graph, progress)?;
        let boxes: Vec<&super::NodeBox> = order.iter().map(|&v| &input.boxes[v as usize]).collect();
        let aspect = input.sane_aspect().clamp(0.6, 1.8);
        let (ellipse, turns) = ellipse::fitted(&boxes, aspect, GAP, LEAST);
        progress.report(0.9)?;
        let mut points: Vec<Point> = vec![(0.0, 0.0); count];
        for (&v, turn) in order.iter().zip(turns) {
            points[v as usize] = ellipse.at(turn);
        }
        let pinned = (0..count).any(|v| input.pin(v).is_some());
        let sized = input.boxes.iter().any(|b| b.width() > 0.0 || b.height() > 0.0);
        // Points alone stand apart by the way they were laid.
        if pinned || sized {
            super::finish::settle(input, &mut points);
        }
        Ok(finished(points))
    }
}

/// Nodes in the order around the circle.
fn order(graph: &Graph, progress: &Progress) -> Result<Vec<u32>, Cancelled> {
    let count = graph.nodes();
    let mut order: Vec<u32> = (0..count as u32).collect();
    let mut at = vec![0u32; count];
    let rounds = if count > MANY { FEW_ROUNDS } else { ROUNDS };
    for round in 0..rounds {
        progress.report(0.8 * round as f32 / rounds as f32)?;
        order.iter().enumerate().for_each(|(place, &v)| at[v as usize] = place as u32);
        let key = |&v: &u32| {
            let (near, here) = (graph.neighbours(v as usize), f64::from(at[v as usize]));
            if near.is_empty() {
                return (here, v);
            }
            let whole = count as f64;
            // Distances around the circle, the shorter way.
            let away = near.iter().map(|&u| {
                let d = f64::from(at[u as usize]) - here;
                if d > whole / 2.0 {
                    d - whole
                } else if d < -whole / 2.0 {
                    d + whole
                } else {
                    d
                }
            });
            (here + away.sum::<f64>() / near.len() as f64 * 0.5, v)
        };
        let mut keyed: Vec<(f64, u32)> = order.par_iter().with_min_len(4096).map(key).collect();
        keyed.par_sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        order = keyed.into_iter().map(|k| k.1).collect();
    }
    Ok(order)
}
