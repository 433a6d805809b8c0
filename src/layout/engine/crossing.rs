//! Which straight edges cross. Looked for cell by cell of a grid, and given up where that would take too long.

use std::borrow::Cow;

use rayon::prelude::*;

use super::graph::Graph;
use super::sampled::Points;

/// Pairs of edges that are compared at most, for each edge.
const COMPARED: usize = 2_000;
/// Pairs that one cell reports, at most.
const REPORTED: usize = 64;
/// From so many edges on it is worth looking for the node that most of them hang on.
const MANY: usize = 12;

/// Whether any two edges that share no end cross; `true` where it cannot be told soon.
pub(crate) fn any(graph: &Graph, points: &Points) -> bool {
    let edges: Vec<(u32, u32)> = graph.pairs().collect();
    let at: Vec<[f32; 2]> = points.x.iter().zip(&points.y).map(|(x, y)| [*x, *y]).collect();
    pairs(&edges, &at).is_none_or(|found| !found.is_empty())
}

/// Pairs of edges, by number and in ascending order, that cross and share no end: none only if there are none, but not all if
/// there are very many. `None` if that cannot be told soon.
pub(super) fn pairs(edges: &[(u32, u32)], at: &[[f32; 2]]) -> Option<Vec<(u32, u32)>> {
    let grid = Grid::new(edges, at)?;
    let cells = || (0..grid.cells()).into_par_iter().with_min_len(256);
    let work: usize = cells().map(|c| grid.cell(c, edges).work()).sum();
    if work > COMPARED * edges.len() + 10_000 {
        return None;
    }
    let boxes: Vec<[f32; 4]> = edges.iter().map(|&(a, b)| around(at[a as usize], at[b as usize])).collect();
    let among = |number: usize| {
        let (cell, mut found) = (grid.cell(number, edges), Vec::new());
        for (i, &e) in cell.others.iter().enumerate() {
            for &f in cell.others[..i].iter().chain(&*cell.at_hub) {
                if meet(boxes[e as usize], boxes[f as usize])
                    && found.len() < REPORTED
                    && edges_cross(edges[e as usize], edges[f as usize], at)
                {
                    found.push((e.min(f), e.max(f)));
                }
            }
        }
        found
    };
    let mut out: Vec<(u32, u32)> = cells().flat_map_iter(among).collect();
    out.sort_unstable();
    out.dedup();
    Some(out)
}

/// The rectangle around a line: left, top, right, bottom.
fn around(a: [f32; 2], b: [f32; 2]) -> [f32; 4] {
    [a[0].min(b[0]), a[1].min(b[1]), a[0].max(b[0]), a[1].max(b[1])]
}

fn meet(a: [f32; 4], b: [f32; 4]) -> bool {
    // Without branches: the processor cannot guess them.
    (a[0] <= b[2]) & (b[0] <= a[2]) & (a[1] <= b[3]) & (b[1] <= a[3])
}

fn edges_cross((a, b): (u32, u32), (c, d): (u32, u32), at: &[[f32; 2]]) -> bool {
    let place = |v: u32| (f64::from(at[v as usize][0]), f64::from(at[v as usize][1]));
    a != c && a != d && b != c && b != d && cross(place(a), place(b), place(c), place(d))
}

/// Edges in a cell: those of the node that has most of them there do not cross each other.
struct Cell<'a> {
    at_hub: Cow<'a, [u32]>,
    others: Cow<'a, [u32]>,
}

impl Cell<'_> {
    fn work(&self) -> usize {
        self.others.len() * (self.others.len() + self.at_hub.len())
    }
}

/// Edges by the cells that they run through.
struct Grid {
    wide: usize,
    starts: Vec<u32>,
    list: Vec<u32>,
}

/// Room for a grid: entries for each edge, at most.
const ENTRIES: usize = 400;

impl Grid {
    fn new(edges: &[(u32, u32)], at: &[[f32; 2]]) -> Option<Self> {
        let (mut low, mut high) = ([f32::INFINITY; 2], [f32::NEG_INFINITY; 2]);
        for p in at {
            for k in 0..2 {
                (low[k], high[k]) = (low[k].min(p[k]), high[k].max(p[k]));
            }
        }
        let (width, height) = (high[0] - low[0], high[1] - low[1]);
        let count = edges.len().max(1) as f32;
        // About as many cells as edges, however thin the drawing.
        let side = (width * height / count).sqrt().max(width.max(height) / count).max(1e-9);
        if !side.is_finite() {
            return None;
        }
        let (wide, tall) = ((width / side) as usize + 1, (height / side) as usize + 1);
        let place = |v: u32| [(at[v as usize][0] - low[0]) / side, (at[v as usize][1] - low[1]) / side];
        let run =
            |e: usize, each: &mut dyn FnMut(usize)| through(place(edges[e].0), place(edges[e].1), (wide, tall), each);
        let mut starts = vec![0u32; wide * tall + 1];
        let mut entries = 0usize;
        for e in 0..edges.len() {
            run(e, &mut |cell| {
                starts[cell + 1] += 1;
                entries += 1;
            });
            if entries > ENTRIES * edges.len() {
                return None;
            }
        }
        for i in 1..starts.len() {
            starts[i] += starts[i - 1];
        }
        let (mut next, mut list) = (starts.clone(), vec![0u32; entries]);
        for e in 0..edges.len() {
            run(e, &mut |cell| {
                list[next[cell] as usize] = e as u32;
                next[cell] += 1;
            });
        }
        Some(Grid { wide: wide * tall, starts, list })
    }

    fn cells(&self) -> usize {
        self.wide
    }

    fn cell(&self, number: usize, edges: &[(u32, u32)]) -> Cell<'_> {
        let all = &self.list[self.starts[number] as usize..self.starts[number + 1] as usize];
        if all.len() < MANY {
            return Cell { at_hub: Cow::Borrowed(&[]), others: Cow::Borrowed(all) };
        }
        let mut ends: Vec<u32> = all.iter().flat_map(|&e| [edges[e as usize].0, edges[e as usize].1]).collect();
        ends.sort_unstable();
        let hub = ends.chunk_by(|a, b| a == b).max_by_key(|run| run.len()).map_or(u32::MAX, |run| run[0]);
        let hangs_there = |e: &&u32| edges[**e as usize].0 == hub || edges[**e as usize].1 == hub;
        let (at_hub, others): (Vec<u32>, Vec<u32>) = all.iter().partition(hangs_there);
        Cell { at_hub: at_hub.into(), others: others.into() }
    }
}

/// Calls `each` with the cells that a line runs through, and some beside it.
fn through(a: [f32; 2], b: [f32; 2], (wide, tall): (usize, usize), each: &mut dyn FnMut(usize)) {
    let (a, b) = if a[1] <= b[1] { (a, b) } else { (b, a) };
    let high = b[1] - a[1];
    for row in a[1] as usize..=(b[1] as usize).min(tall - 1) {
        let along = |y: f32| if high < 1e-6 { 0.0 } else { ((y - a[1]) / high).clamp(0.0, 1.0) };
        let (from, to) = if high < 1e-6 { (0.0, 1.0) } else { (along(row as f32), along(row as f32 + 1.0)) };
        let (x0, x1) = (a[0] + (b[0] - a[0]) * from, a[0] + (b[0] - a[0]) * to);
        // A little to both sides, for rounding.
        let (left, right) = (x0.min(x1) - 1e-3, x0.max(x1) + 1e-3);
        for column in left.max(0.0) as usize..=(right.max(0.0) as usize).min(wide - 1) {
            each(row * wide + column);
        }
    }
}

fn cross(a: (f64, f64), b: (f64, f64), c: (f64, f64), d: (f64, f64)) -> bool {
    let side = |p: (f64, f64), q: (f64, f64), r: (f64, f64)| (q.0 - p.0) * (r.1 - p.1) - (q.1 - p.1) * (r.0 - p.0);
    side(a, b, c) * side(a, b, d) < 0.0 && side(c, d, a) * side(c, d, b) < 0.0
}

#[cfg(test)]
mod tests {
    use super::super::super::random::Random;
    use super::*;
    use crate::math::Portable as _;

    #[test]
    fn the_grid_finds_what_a_look_at_all_pairs_finds() {
        let mut random = Random::new(8);
        for (count, reach) in [(40, 3.0), (400, 0.4), (400, 0.02), (300, 30.0)] {
            let mut at: Vec<[f32; 2]> = Vec::new();
            let mut edges = Vec::new();
            for i in 0..count {
                let from = [random.unit() as f32, random.unit() as f32];
                let way = [(random.unit() - 0.5) as f32 * reach, (random.unit() - 0.5) as f32 * reach];
                at.extend([from, [from[0] + way[0], from[1] + way[1]]]);
                // Every third hangs on the first.
                edges.push(if i % 3 == 0 { (0, 2 * i + 1) } else { (2 * i, 2 * i + 1) });
            }
            let wanted: Vec<(u32, u32)> = (0..count)
                .flat_map(|e| (e + 1..count).map(move |f| (e, f)))
                .filter(|&(e, f)| edges_cross(edges[e as usize], edges[f as usize], &at))
                .collect();
            let found = pairs(&edges, &at).unwrap();
            assert_eq!(found.is_empty(), wanted.is_empty());
            assert!(found.iter().all(|pair| wanted.contains(pair)));
            if wanted.len() < REPORTED {
                assert_eq!(found, wanted);
            }
        }
    }

    #[test]
    fn a_star_of_many_is_told_soon_and_a_tangle_given_up() {
        let ring = |count: u32| -> Vec<[f32; 2]> {
            (0..count)
                .map(|i| (i as f32 * 2.399_963).sine_cosine())
                .map(|(y, x)| [x * 0.5 + 0.5, y * 0.5 + 0.5])
                .collect()
        };
        let star: Vec<(u32, u32)> = (1..50_000).map(|i| (0, i)).collect();
        let mut at = ring(50_000);
        at[0] = [0.5, 0.5];
        assert_eq!(pairs(&star, &at), Some(Vec::new()));
        let tangle: Vec<(u32, u32)> = (0..20_000).map(|i| (2 * i, 2 * i + 1)).collect();
        assert!(pairs(&tangle, &ring(40_000)).is_none_or(|found| !found.is_empty()));
    }
}
