//! Large trees: as evenly over the page as a drawing by forces, and no two edges cross. Edges pull and nodes push, first freely; then
//! what crosses is tucked in beside its parent, from where it unfolds as far as nothing is in its way.

use rayon::prelude::*;

use super::super::Effort;
use super::bubbles::{self, Tuck};
use super::crowd::Crowd;
use super::graph::Graph;
use super::rooted::Rooted;
use super::sampled::Points;
use super::{Job, crossing, wedges};
use crate::math::Portable as _;
use crate::progress::Cancelled;

/// Subtrees up to this size begin close to their parents.
const SMALL: u32 = 4;
/// How close: within this share of the way to the next node.
const CLOSE: f64 = 0.3;
/// By how much it gets less where that crosses something, and how often at most.
const CLOSER: f64 = 0.5;
const TIMES: usize = 40;
/// Rounds of forces with nothing in the way, and then of unfolding.
const FREE: usize = 80;
const UNFOLDING: usize = 10;
/// The longest way of a node in the first round and in the last, where edges are 1 long at first.
const STEP: (f32, f32) = (10.0, 0.2);
/// Rounds in which those whose edges cross go back, before all of them stay.
const BACK: usize = 30;
/// After so many, their neighbours go back with them.
const FEW: usize = 3;
/// What a push does not become infinite by, as a squared distance; and the pull against which a node with short edges is moved.
const SOFT: f32 = 1e-4;
const INERTIA: f32 = 0.3;
/// Share of the way to where its forces would be in balance: neighbours move at the same time, and should not swing against each other.
const DAMPED: f32 = 0.5;

/// Draws a tree.
///
/// # Errors
/// [`Cancelled`] if asked to stop.
pub(super) fn draw(job: &Job<'_>) -> Result<Points, Cancelled> {
    let graph = job.graph;
    let tree = Rooted::new(graph);
    if (0..graph.nodes()).all(|v| graph.degree(v) <= 2) {
        // Nothing is straighter than a chain drawn by discs.
        return Ok(bubbles::draw(graph, &tree));
    }
    let edges: Vec<(u32, u32)> = graph.pairs().collect();
    let mut at = start(graph, &tree, &edges);
    let (free, unfolding) = rounds(graph.nodes(), job.effort);
    let all = (free + unfolding) as f32;
    let length = |round: usize| STEP.0 * (STEP.1 / STEP.0).power(round as f32 / all);
    for round in 0..free {
        job.report(round as f32 / all)?;
        at = moved(graph, &at, length(round));
        if round % 16 == 15 {
            job.see(&points(&at));
        }
    }
    if !untangle(graph, &tree, &edges, &mut at) {
        return Ok(bubbles::draw(graph, &tree));
    }
    for round in free..free + unfolding {
        job.report(round as f32 / all)?;
        let Some(next) = unfolded(graph, &edges, &at, length(round)) else { break };
        at = next;
    }
    Ok(points(&at))
}

fn rounds(nodes: usize, effort: Effort) -> (usize, usize) {
    let times = match effort {
        Effort::Draft => 0.4,
        Effort::Normal => 1.0,
        Effort::Best => 2.0,
    };
    // More than some ten thousand nodes are given less time each.
    let times = times * (20_000.0 / nodes.max(1) as f64).min(1.0);
    let of = |rounds: usize| ((rounds as f64 * times) as usize).max(rounds / 8);
    (of(FREE), of(UNFOLDING))
}

fn points(at: &[[f32; 2]]) -> Points {
    Points { x: at.iter().map(|p| p[0]).collect(), y: at.iter().map(|p| p[1]).collect() }
}

fn places(points: &Points) -> Vec<[f32; 2]> {
    points.x.iter().zip(&points.y).map(|(x, y)| [*x, *y]).collect()
}

/// Large subtrees in wedges, small ones beside their parents; edges are 1 long in the mean.
fn start(graph: &Graph, tree: &Rooted, edges: &[(u32, u32)]) -> Vec<[f32; 2]> {
    let nodes = graph.nodes();
    let stands: Vec<bool> = (0..nodes).map(|v| tree.size[v] > SMALL || v == tree.root).collect();
    let mut drawn = Points { x: vec![0.0; nodes], y: vec![0.0; nodes] };
    wedges::place(graph, tree, &stands, &mut drawn);
    bubbles::tuck(graph, tree, &stands, &vec![Tuck::Within(CLOSE); nodes], &mut drawn);
    let mut at = places(&drawn);
    let length = |&(a, b): &(u32, u32)| {
        let (p, q) = (at[a as usize], at[b as usize]);
        f64::from((p[0] - q[0]).hypotenuse(p[1] - q[1]))
    };
    let mean = (edges.iter().map(length).sum::<f64>() / edges.len().max(1) as f64).max(1e-9) as f32;
    at.iter_mut().for_each(|p| *p = [p[0] / mean, p[1] / mean]);
    at
}

/// Where the forces take each node, no farther than `most`. Pulls are as the square of the length, so that no edge is much longer than
/// the others; pushes fall off fast enough for what belongs together to stay together.
fn moved(graph: &Graph, at: &[[f32; 2]], most: f32) -> Vec<[f32; 2]> {
    let crowd = Crowd::new(at);
    let of = |v: usize| {
        let p = at[v];
        let mut force = crowd.push(p, |square| {
            let square = square + SOFT;
            1.0 / (square * square.sqrt().sqrt())
        });
        let mut pull = INERTIA;
        for &u in graph.neighbours(v) {
            let (dx, dy) = (at[u as usize][0] - p[0], at[u as usize][1] - p[1]);
            let length = (dx * dx + dy * dy).sqrt();
            pull += length;
            force = [force[0] + length * dx, force[1] + length * dy];
        }
        let strength = (force[0] * force[0] + force[1] * force[1]).sqrt().max(1e-12);
        let by = (DAMPED * strength / pull).min(most) / strength;
        [p[0] + force[0] * by, p[1] + force[1] * by]
    };
    (0..at.len()).into_par_iter().with_min_len(256).map(of).collect()
}

/// The same where nothing may cross: nodes whose edges would, go half the way or stay. `None` if that cannot be told.
fn unfolded(graph: &Graph, edges: &[(u32, u32)], at: &[[f32; 2]], most: f32) -> Option<Vec<[f32; 2]>> {
    let wanted = moved(graph, at, most);
    let mut next = wanted.clone();
    for round in 0..BACK {
        let crossing = crossing::pairs(edges, &next)?;
        if crossing.is_empty() {
            return Some(next);
        }
        for (e, f) in crossing {
            let ends = [edges[e as usize], edges[f as usize]];
            for v in ends.iter().flat_map(|e| [e.0 as usize, e.1 as usize]) {
                if round >= FEW {
                    graph.neighbours(v).iter().for_each(|&u| next[u as usize] = at[u as usize]);
                }
                let half = [f32::midpoint(at[v][0], wanted[v][0]), f32::midpoint(at[v][1], wanted[v][1])];
                next[v] = if round == 0 { half } else { at[v] };
            }
        }
    }
    Some(at.to_vec())
}

/// Takes the smaller of two subtrees whose edges to their parents cross, draws it small beside its parent, and so on until nothing
/// crosses; `false` if that does not come to an end.
fn untangle(graph: &Graph, tree: &Rooted, edges: &[(u32, u32)], at: &mut [[f32; 2]]) -> bool {
    let nodes = graph.nodes();
    let mut drawn = points(at);
    let (mut stands, mut close) = (vec![true; nodes], vec![CLOSE; nodes]);
    let below = |e: u32| {
        let (a, b) = edges[e as usize];
        (if tree.parent[a as usize] == b { a } else { b }) as usize
    };
    for _ in 0..TIMES {
        let list = places(&drawn);
        let Some(crossing) = crossing::pairs(edges, &list) else { return false };
        if crossing.is_empty() {
            at.copy_from_slice(&list);
            return true;
        }
        let mut is_wide = vec![false; nodes];
        for (e, f) in crossing {
            let (a, b) = (below(e), below(f));
            // Of subtrees of one size the one that is farther out.
            let rank = |v: usize| (tree.size[v], std::cmp::Reverse(tree.steps[v]), v);
            let (less, more) = if rank(a) <= rank(b) { (a, b) } else { (b, a) };
            for v in [less, more].into_iter().filter(|v| !stands[*v]) {
                is_wide[holder(tree, &stands, v)] = true;
            }
            stands[less] = false;
        }
        close.iter_mut().zip(is_wide).filter(|(_, is_wide)| *is_wide).for_each(|(share, _)| *share *= CLOSER);
        for &v in &tree.order {
            let v = v as usize;
            stands[v] &= v == tree.root || stands[tree.parent[v] as usize];
        }
        let how: Vec<Tuck> = close.iter().map(|share| Tuck::Within(*share)).collect();
        bubbles::tuck(graph, tree, &stands, &how, &mut drawn);
    }
    false
}

/// The node above one that does not stand around which it is drawn.
fn holder(tree: &Rooted, stands: &[bool], node: usize) -> usize {
    let mut node = node;
    while !stands[node] && node != tree.root {
        node = tree.parent[node] as usize;
    }
    node
}

#[cfg(test)]
mod tests {
    use super::super::super::random::Random;
    use super::super::PinnedNodes;
    use super::*;
    use crate::progress::Progress;

    fn drawn(edges: &[(u32, u32)]) -> (Graph, Points) {
        let graph = Graph::new(edges.len() + 1, edges, &[]);
        let progress = Progress::new();
        let job = Job {
            graph: &graph,
            seed: 1,
            effort: Effort::Normal,
            towards: 0.0,
            held: PinnedNodes::default(),
            start: None,
            progress: &progress,
            share: (0.0, 1.0),
            see: None,
        };
        let points = draw(&job).unwrap_or_default();
        (graph, points)
    }

    /// Standard deviation of the lengths of edges, divided by their mean.
    fn deviation(edges: &[(u32, u32)], points: &Points) -> f64 {
        let length = |&(a, b): &(u32, u32)| {
            let (a, b) = (a as usize, b as usize);
            f64::from(points.x[a] - points.x[b]).hypotenuse(f64::from(points.y[a] - points.y[b]))
        };
        let lengths: Vec<f64> = edges.iter().map(length).collect();
        let mean = lengths.iter().sum::<f64>() / lengths.len() as f64;
        (lengths.iter().map(|l| (l - mean).powi(2)).sum::<f64>() / lengths.len() as f64).sqrt() / mean
    }

    /// Share of as many cells as nodes that hold one.
    fn fill(points: &Points) -> f64 {
        let range = |v: &[f32]| v.iter().fold((f32::MAX, f32::MIN), |m, v| (m.0.min(*v), m.1.max(*v)));
        let ((x0, x1), (y0, y1)) = (range(&points.x), range(&points.y));
        let side = (points.x.len() as f32).sqrt().floor();
        let cell = |v: f32, low: f32, high: f32| ((v - low) / (high - low).max(1e-9) * side).min(side - 1.0) as u32;
        let mut cells: Vec<(u32, u32)> =
            points.x.iter().zip(&points.y).map(|(x, y)| (cell(*x, x0, x1), cell(*y, y0, y1))).collect();
        cells.sort_unstable();
        cells.dedup();
        cells.len() as f64 / f64::from(side * side)
    }

    #[test]
    fn trees_of_any_kind_are_even_and_do_not_cross() {
        let mut random = Random::new(5);
        let recursive: Vec<(u32, u32)> = (1..2_500).map(|j| (random.below(j) as u32, j as u32)).collect();
        let caterpillar: Vec<(u32, u32)> =
            (1..300).map(|i| (i - 1, i)).chain((300..1_200).map(|i| (random.below(300) as u32, i))).collect();
        let hubs: Vec<(u32, u32)> = (1..2_000).map(|j| ((f64::from(j) * random.unit().powi(3)) as u32, j)).collect();
        let binary: Vec<(u32, u32)> = (1..1_023).map(|j| ((j - 1) / 2, j)).collect();
        // More uneven than these would be a few long lines and knots of short ones.
        for (name, edges, most_deviation, least_fill) in [
            ("recursive", recursive, 0.87, 0.35),
            ("caterpillar", caterpillar, 0.6, 0.3),
            ("hubs", hubs, 1.0, 0.3),
            ("binary", binary, 1.4, 0.2),
        ] {
            let (graph, points) = drawn(&edges);
            assert!(!crossing::any(&graph, &points), "{name}");
            let (deviation, fill) = (deviation(&edges, &points), fill(&points));
            assert!(deviation < most_deviation && fill > least_fill, "{name} {deviation} {fill}");
        }
    }

    #[test]
    fn chains_stars_and_two_hubs_are_drawn_soon_and_finite() {
        let chain: Vec<(u32, u32)> = (1..3_000).map(|i| (i - 1, i)).collect();
        let star: Vec<(u32, u32)> = (1..3_000).map(|i| (0, i)).collect();
        let two: Vec<(u32, u32)> = std::iter::once((0, 1)).chain((2..3_000).map(|i| (i % 2, i))).collect();
        let broom: Vec<(u32, u32)> = (1..3_000).map(|i| (if i < 1_500 { i - 1 } else { 1_499 }, i)).collect();
        for edges in [chain, star, two, broom] {
            let (graph, points) = drawn(&edges);
            assert!(points.x.iter().chain(&points.y).all(|v| v.is_finite()));
            assert!(!crossing::any(&graph, &points));
        }
    }
}
