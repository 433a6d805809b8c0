//! Numbers about a drawing: what `chancery layout --json` prints and what benchmarks compare. The
//! definitions are the field's usual ones; samples are seeded, so that a drawing always scores alike.

use super::engine::Graph;
use super::nearest::{Nearest, length};
use super::random::Random;
use super::{NodeBox, overlap, rect};

/// Up to so many nodes stress is over all pairs; beyond, from [`SOURCES`] nodes to all others.
const EXACT: usize = 3_000;
const SOURCES: usize = 200;
/// So many nodes at most are asked for their neighbourhood, and no set is larger than [`LARGEST`].
const ASKED: usize = 4_000;
const LARGEST: usize = 1_000;
/// Up to so many edges crossings are counted; beyond, so many comparisons are spent on a sample.
const EXACT_EDGES: usize = 25_000;
const COMPARISONS: f64 = 6e8;

/// How good a drawing is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Quality {
    /// The least mean over connected pairs of ((s·length − d) / d)² over all scales s, d in hops:
    /// 0 is perfect, 1 is all on one point.
    pub(crate) stress: f64,
    /// Mean Jaccard index of a node's neighbours and as many nearest nodes in the drawing; 1 best.
    pub(crate) np1: f64,
    /// The same for the nodes within two hops.
    pub(crate) np2: f64,
    /// Pairs of edges that cross, without those that share an end; estimated for large graphs.
    pub(crate) crossings: f64,
    /// Pairs of boxes that overlap.
    pub(crate) overlaps: usize,
    /// Edges through boxes of nodes that they do not end at.
    pub(crate) lines_through_boxes: usize,
    /// Width and height of the rectangle around all boxes.
    pub size: (f64, f64),
    /// Standard deviation of the lengths of edges over their mean.
    pub(crate) edge_deviation: f64,
}

/// Scores a drawing.
pub(crate) fn measure(boxes: &[NodeBox], edges: &[(u32, u32)], positions: &[(f32, f32)]) -> Quality {
    let graph = Graph::new(boxes.len(), edges, &[]);
    let at: Vec<(f64, f64)> = positions.iter().map(|p| (f64::from(p.0), f64::from(p.1))).collect();
    let simple: Vec<(u32, u32)> = (0..graph.nodes())
        .flat_map(|v| graph.neighbours(v).iter().map(move |&u| (v as u32, u)))
        .filter(|(a, b)| a < b)
        .collect();
    let sides = boxes.iter().zip(&at).map(|(b, p)| b.edges(*p));
    let around = rect::around(sides);
    let sized = boxes.iter().any(|b| b.width() > 0.0 && b.height() > 0.0);
    let nearest = Nearest::new(&at);
    Quality {
        stress: stress(&graph, &at),
        np1: neighbourhood(&graph, &at, &nearest, 1),
        np2: neighbourhood(&graph, &at, &nearest, 2),
        crossings: crossings(&simple, &at),
        overlaps: if sized { overlap::count_overlaps(&at, boxes, usize::MAX) } else { 0 },
        lines_through_boxes: if sized { lines_through(boxes, &simple, &at) } else { 0 },
        size: if boxes.is_empty() { (0.0, 0.0) } else { (around[2] - around[0], around[3] - around[1]) },
        edge_deviation: deviation(&simple, &at),
    }
}

fn stress(graph: &Graph, at: &[(f64, f64)]) -> f64 {
    let nodes = graph.nodes();
    let mut sources: Vec<usize> = (0..nodes).collect();
    if nodes > EXACT {
        Random::new(1).shuffle(&mut sources);
        sources.truncate(SOURCES);
    }
    let (mut steps, mut order) = (Vec::new(), Vec::new());
    let (mut a, mut b, mut n) = (0.0, 0.0, 0.0);
    for source in sources {
        graph.search(source, &mut steps, &mut order);
        for &v in &order[1..] {
            let ratio = length(at[source], at[v as usize]) / f64::from(steps[v as usize]);
            (a, b, n) = (a + ratio, b + ratio * ratio, n + 1.0);
        }
    }
    if b > 0.0 { 1.0 - a * a / (n * b) } else { 1.0 }
}

fn neighbourhood(graph: &Graph, at: &[(f64, f64)], nearest: &Nearest, hops: usize) -> f64 {
    let nodes = graph.nodes();
    let mut asked: Vec<usize> = (0..nodes).collect();
    if nodes > ASKED {
        Random::new(2).shuffle(&mut asked);
        asked.truncate(ASKED);
    }
    let (mut total, mut count) = (0.0, 0usize);
    for v in asked {
        let mut near: Vec<u32> = graph.neighbours(v).to_vec();
        if hops == 2 {
            if near.iter().map(|&u| graph.degree(u as usize)).sum::<usize>() > 20 * LARGEST {
                continue;
            }
            let second: Vec<u32> = near.iter().flat_map(|&u| graph.neighbours(u as usize)).copied().collect();
            near.extend(second);
            near.sort_unstable();
            near.dedup();
            near.retain(|&u| u as usize != v);
        }
        if near.is_empty() || near.len() > LARGEST || near.len() + 1 >= nodes {
            continue;
        }
        let shared = nearest.of(at, v, near.len()).iter().filter(|u| near.binary_search(u).is_ok()).count();
        total += shared as f64 / (2 * near.len() - shared) as f64;
        count += 1;
    }
    if count == 0 { f64::NAN } else { total / count as f64 }
}

/// Proper crossings of straight edges; each edge is compared with those that begin further right
/// and before its end.
fn crossings(edges: &[(u32, u32)], at: &[(f64, f64)]) -> f64 {
    let left = |e: &(u32, u32)| at[e.0 as usize].0.min(at[e.1 as usize].0);
    let mut sorted = edges.to_vec();
    sorted.sort_by(|a, b| left(a).total_cmp(&left(b)).then(a.cmp(b)));
    let mut asked: Vec<usize> = (0..sorted.len()).collect();
    if sorted.len() > EXACT_EDGES {
        let many = ((COMPARISONS / sorted.len() as f64) as usize).clamp(1_000, sorted.len());
        Random::new(3).shuffle(&mut asked);
        asked.truncate(many);
    }
    let factor = sorted.len() as f64 / asked.len().max(1) as f64;
    let lefts: Vec<f64> = sorted.iter().map(left).collect();
    let mut count = 0u64;
    for i in asked {
        let (a, b) = sorted[i];
        let (p, q) = (at[a as usize], at[b as usize]);
        let right = p.0.max(q.0);
        let (low, high) = (p.1.min(q.1), p.1.max(q.1));
        for (k, &(c, d)) in sorted.iter().enumerate().skip(i + 1) {
            if lefts[k] > right {
                break;
            }
            let (r, s) = (at[c as usize], at[d as usize]);
            if r.1.max(s.1) < low || r.1.min(s.1) > high || a == c || a == d || b == c || b == d {
                continue;
            }
            count += u64::from(cross(p, q, r, s));
        }
    }
    count as f64 * factor
}

fn cross(p: (f64, f64), q: (f64, f64), r: (f64, f64), s: (f64, f64)) -> bool {
    let side = |a: (f64, f64), b: (f64, f64), c: (f64, f64)| (b.0 - a.0) * (c.1 - a.1) - (b.1 - a.1) * (c.0 - a.0);
    side(p, q, r) * side(p, q, s) < 0.0 && side(r, s, p) * side(r, s, q) < 0.0
}

/// Boxes are looked up by the cells of a grid that a line passes.
fn lines_through(boxes: &[NodeBox], edges: &[(u32, u32)], at: &[(f64, f64)]) -> usize {
    let sides: Vec<[f64; 4]> = boxes.iter().zip(at).map(|(b, p)| b.edges(*p)).collect();
    let cells = Cells::new(&sides);
    // Which line has last been asked about a box: one that lies in several cells counts once.
    let mut asked = vec![usize::MAX; boxes.len()];
    let mut through = 0;
    for (number, &(a, b)) in edges.iter().enumerate() {
        let (p, q) = (at[a as usize], at[b as usize]);
        cells.along(p, q, |v| {
            let v = v as usize;
            if asked[v] != number && v != a as usize && v != b as usize {
                asked[v] = number;
                through += usize::from(meets(p, q, sides[v]));
            }
        });
    }
    through
}

/// Boxes by the cells of a grid that they touch.
struct Cells {
    origin: (f64, f64),
    size: f64,
    wide: usize,
    high: usize,
    lists: Vec<Vec<u32>>,
}

impl Cells {
    fn new(sides: &[[f64; 4]]) -> Self {
        let whole = rect::around(sides.iter().copied());
        let count = sides.len().max(1) as f64;
        let mean = sides.iter().map(|s| (s[2] - s[0]).max(s[3] - s[1])).sum::<f64>() / count;
        let (w, h) = ((whole[2] - whole[0]).max(1e-9), (whole[3] - whole[1]).max(1e-9));
        // About a box a cell, and not many more cells than boxes however far apart these lie.
        let size = mean.max((w * h / (4.0 * count)).sqrt()).max(w.max(h) / (4.0 * count)).max(1e-9);
        let (wide, high) = ((w / size) as usize + 1, (h / size) as usize + 1);
        let mut cells = Self { origin: (whole[0], whole[1]), size, wide, high, lists: vec![Vec::new(); wide * high] };
        for (v, s) in sides.iter().enumerate() {
            let ((x0, y0), (x1, y1)) = (cells.cell(s[0], s[1]), cells.cell(s[2], s[3]));
            for y in y0..=y1 {
                for x in x0..=x1 {
                    cells.lists[y * wide + x].push(v as u32);
                }
            }
        }
        cells
    }

    fn cell(&self, x: f64, y: f64) -> (usize, usize) {
        let (x, y) = ((x - self.origin.0) / self.size, (y - self.origin.1) / self.size);
        ((x.max(0.0) as usize).min(self.wide - 1), (y.max(0.0) as usize).min(self.high - 1))
    }

    /// Hands out what lies in the cells that a line passes; a box may come more than once.
    fn along(&self, p: (f64, f64), q: (f64, f64), mut visit: impl FnMut(u32)) {
        let (p, q) = if p.1 <= q.1 { (p, q) } else { (q, p) };
        let (from, to) = (self.cell(p.0, p.1).1, self.cell(q.0, q.1).1);
        for row in from..=to {
            // The stretch of the line within this row of cells, a hair more for rounding.
            let top = self.origin.1 + row as f64 * self.size;
            let part = |y: f64| if q.1 > p.1 { ((y - p.1) / (q.1 - p.1)).clamp(0.0, 1.0) } else { 0.0 };
            let (start, end) = if q.1 > p.1 { (part(top), part(top + self.size)) } else { (0.0, 1.0) };
            let (x0, x1) = (p.0 + (q.0 - p.0) * start, p.0 + (q.0 - p.0) * end);
            let hair = self.size * 1e-6;
            let (left, right) = (self.cell(x0.min(x1) - hair, top).0, self.cell(x0.max(x1) + hair, top).0);
            for x in left..=right {
                self.lists[row * self.wide + x].iter().for_each(|&v| visit(v));
            }
        }
    }
}

/// Whether a line meets the inside of a rectangle (Liang and Barsky 1984).
fn meets(p: (f64, f64), q: (f64, f64), [left, top, right, bottom]: [f64; 4]) -> bool {
    let (dx, dy) = (q.0 - p.0, q.1 - p.1);
    let (mut from, mut to) = (0.0f64, 1.0f64);
    for (by, room) in [(-dx, p.0 - left), (dx, right - p.0), (-dy, p.1 - top), (dy, bottom - p.1)] {
        if by == 0.0 {
            if room <= 0.0 {
                return false;
            }
        } else if by < 0.0 {
            from = from.max(room / by);
        } else {
            to = to.min(room / by);
        }
    }
    from < to
}

fn deviation(edges: &[(u32, u32)], at: &[(f64, f64)]) -> f64 {
    let lengths: Vec<f64> = edges.iter().map(|e| length(at[e.0 as usize], at[e.1 as usize])).collect();
    let n = lengths.len() as f64;
    let mean = lengths.iter().sum::<f64>() / n;
    (lengths.iter().map(|l| (l - mean).powi(2)).sum::<f64>() / n).sqrt() / mean
}

#[cfg(test)]
mod tests {
    use super::*;

    const POINT: NodeBox = NodeBox { left: 0.0, right: 0.0, up: 0.0, down: 0.0 };

    #[test]
    fn known_drawings_have_known_scores() {
        // A straight path drawn straight.
        let path: Vec<(u32, u32)> = (0..9).map(|i| (i, i + 1)).collect();
        let line: Vec<(f32, f32)> = (0..10).map(|i| (i as f32 * 7.0, 0.0)).collect();
        let score = measure(&[POINT; 10], &path, &line);
        assert!(score.stress.abs() < 1e-12 && score.crossings == 0.0 && score.np2 > 0.85);
        // Four nodes, all tied, on the unit square: the diagonals cross.
        let all = [(0, 1), (1, 2), (2, 3), (0, 3), (0, 2), (1, 3)];
        let square = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)];
        let score = measure(&[POINT; 4], &all, &square);
        let known = 1.0 - (4.0 + 2.0 * 2f64.sqrt()).powi(2) / 48.0;
        assert!((score.stress - known).abs() < 1e-9);
        assert_eq!(score.crossings, 1.0);
        // Two pairs far apart are perfect, partners swapped are nothing.
        let pairs = [(0, 1), (2, 3)];
        let score = measure(&[POINT; 4], &pairs, &[(0.0, 0.0), (1.0, 0.0), (50.0, 0.0), (51.0, 0.0)]);
        assert_eq!(score.np1, 1.0);
        let score = measure(&[POINT; 4], &pairs, &[(0.0, 0.0), (50.0, 0.0), (1.0, 0.0), (51.0, 0.0)]);
        assert_eq!(score.np1, 0.0);
    }

    #[test]
    fn the_grid_counts_what_asking_every_box_would() {
        let mut random = Random::new(5);
        for size in [0.5, 3.0, 40.0] {
            let at: Vec<(f64, f64)> = (0..150).map(|_| (random.unit() * 90.0, random.unit() * 300.0)).collect();
            let boxes: Vec<NodeBox> = (0..150)
                .map(|i| NodeBox { left: size, right: size * (1 + i % 3) as f32, up: 1.0, down: size })
                .collect();
            let mut edges: Vec<(u32, u32)> =
                (0..200).map(|_| (random.below(150) as u32, random.below(150) as u32)).collect();
            edges.retain(|e| e.0 != e.1);
            let plainly = |&(a, b): &(u32, u32)| {
                let ends = (at[a as usize], at[b as usize]);
                let foreign = (0..150u32).filter(|v| *v != a && *v != b);
                foreign.filter(|&v| meets(ends.0, ends.1, boxes[v as usize].edges(at[v as usize]))).count()
            };
            assert_eq!(lines_through(&boxes, &edges, &at), edges.iter().map(plainly).sum::<usize>());
        }
    }

    #[test]
    fn boxes_and_lines_through_them_are_counted() {
        let square = NodeBox { left: 1.0, right: 1.0, up: 1.0, down: 1.0 };
        let at = [(0.0, 0.0), (10.0, 0.0), (5.0, 0.5), (5.5, 20.0), (6.0, 21.0)];
        let score = measure(&[square; 5], &[(0, 1)], &at);
        assert_eq!((score.lines_through_boxes, score.overlaps), (1, 1));
        assert_eq!(score.size, (12.0, 23.0));
    }
}
