//! Where the drawing of a large tree begins: nodes on rings around the root by their steps from it, each subtree in a wedge of its own
//! (Eades, "Drawing free trees", 1992), and rings as far apart as their nodes need. Small subtrees are left to the caller.

use std::collections::VecDeque;
use std::f64::consts::{FRAC_PI_2, PI, TAU};

use super::graph::Graph;
use super::rooted::Rooted;
use super::sampled::Points;
use crate::math::Portable as _;

/// Space between rings at least, where a node has room 1.
const RING: f64 = 1.0;
/// A child is in sight of its parent: the line between them stays outside the ring of the parent, with a little to spare.
const IN_SIGHT: f64 = 0.98;

/// Places the nodes that stand: the root and whole ways from it. The others stay where they are.
pub(super) fn place(graph: &Graph, tree: &Rooted, stands: &[bool], points: &mut Points) {
    let radius = rings(tree, stands);
    let mut wedges = vec![(0f64, 0f64); graph.nodes()];
    wedges[tree.root] = (0.0, TAU);
    for &v in tree.order.iter().filter(|v| stands[**v as usize]) {
        let v = v as usize;
        let (mut from, mut to) = wedges[v];
        let (middle, ring) = (f64::midpoint(from, to), tree.steps[v] as usize);
        points.x[v] = (radius[ring] * middle.cosine()) as f32;
        points.y[v] = (radius[ring] * middle.sine()) as f32;
        let Some(outer) = radius.get(ring + 1) else { continue };
        if v != tree.root {
            let sight = (FRAC_PI_2 - (radius[ring] / outer).min(1.0).arcsine()) * IN_SIGHT;
            (from, to) = (from.max(middle - sight), to.min(middle + sight));
        }
        let row = heaviest_inside(tree.children(graph, v).filter(|&u| stands[u as usize]), &tree.size);
        let all: f64 = row.iter().map(|&u| f64::from(tree.size[u as usize])).sum();
        let wide = to - from;
        for u in row {
            let next = from + wide * f64::from(tree.size[u as usize]) / all;
            wedges[u as usize] = (from, next);
            from = next;
        }
    }
}

/// The radius of each ring: what stands on it and hangs there has room up to it.
fn rings(tree: &Rooted, stands: &[bool]) -> Vec<f64> {
    let mut counts: Vec<f64> = Vec::new();
    // What does not stand counts for the ring of the node above it that does.
    let mut ring = vec![0u32; stands.len()];
    for &v in &tree.order {
        let v = v as usize;
        ring[v] = if stands[v] { tree.steps[v] } else { ring[tree.parent[v] as usize] };
        if counts.len() <= ring[v] as usize {
            counts.resize(ring[v] as usize + 1, 0.0);
        }
        counts[ring[v] as usize] += 1.0;
    }
    let (mut all, mut radius) = (1.0, vec![0f64]);
    for count in counts.iter().skip(1) {
        all += count;
        let inner = radius[radius.len() - 1];
        radius.push((all / PI).sqrt().max(inner + RING));
    }
    radius
}

/// Nodes in a row, the heaviest in its middle.
fn heaviest_inside(nodes: impl Iterator<Item = u32>, size: &[u32]) -> VecDeque<u32> {
    let mut sorted: Vec<u32> = nodes.collect();
    sorted.sort_unstable_by_key(|&u| (std::cmp::Reverse(size[u as usize]), u));
    let mut row = VecDeque::with_capacity(sorted.len());
    for (i, u) in sorted.into_iter().enumerate() {
        if i % 2 == 0 { row.push_back(u) } else { row.push_front(u) }
    }
    row
}
