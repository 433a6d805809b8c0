//! How much of the neighbourhoods a drawing keeps, on a sample: what decides between two drawings of one graph.

use super::super::nearest::Nearest;
use super::super::random::Random;
use super::graph::Graph;
use super::sampled::Points;

/// Nodes that are asked, and how many neighbours a node has at most that is.
const ASKED: usize = 400;
const MOST: usize = 200;

/// Mean share that a node's neighbours and as many nearest nodes of the drawing have in common (Jaccard index); 1 is best.
pub(super) fn kept(graph: &Graph, points: &Points) -> f64 {
    let at: Vec<(f64, f64)> = points.x.iter().zip(&points.y).map(|(x, y)| (f64::from(*x), f64::from(*y))).collect();
    let nearest = Nearest::new(&at);
    let mut asked: Vec<usize> = (0..at.len()).filter(|v| (1..=MOST).contains(&graph.degree(*v))).collect();
    Random::new(2).shuffle(&mut asked);
    asked.truncate(ASKED);
    let kept = |&v: &usize| {
        let near = graph.neighbours(v);
        let shared = nearest.of(&at, v, near.len()).iter().filter(|u| near.binary_search(u).is_ok()).count();
        shared as f64 / (2 * near.len() - shared) as f64
    };
    asked.iter().map(kept).sum::<f64>() / asked.len().max(1) as f64
}
