//! Whether straight edges cross; only used for the few graphs where that decides.

use super::graph::Graph;
use super::sampled::Points;

/// Whether any two edges that share no end cross. Sorted by their left ends, so that only those that
/// overlap from left to right are compared.
pub(crate) fn any(graph: &Graph, points: &Points) -> bool {
    let at = |v: u32| (f64::from(points.x[v as usize]), f64::from(points.y[v as usize]));
    let mut edges: Vec<(u32, u32)> = (0..graph.nodes())
        .flat_map(|v| graph.neighbours(v).iter().map(move |&u| (v as u32, u)))
        .filter(|(a, b)| a < b)
        .collect();
    let left = |e: &(u32, u32)| at(e.0).0.min(at(e.1).0);
    edges.sort_by(|a, b| left(a).total_cmp(&left(b)));
    for (i, &(a, b)) in edges.iter().enumerate() {
        let right = at(a).0.max(at(b).0);
        for &(c, d) in &edges[i + 1..] {
            if at(c).0.min(at(d).0) > right {
                break;
            }
            if a != c && a != d && b != c && b != d && cross(at(a), at(b), at(c), at(d)) {
                return true;
            }
        }
    }
    false
}

fn cross(a: (f64, f64), b: (f64, f64), c: (f64, f64), d: (f64, f64)) -> bool {
    let side = |p: (f64, f64), q: (f64, f64), r: (f64, f64)| (q.0 - p.0) * (r.1 - p.1) - (q.1 - p.1) * (r.0 - p.0);
    side(a, b, c) * side(a, b, d) < 0.0 && side(c, d, a) * side(c, d, b) < 0.0
}
