//! The last touch on small drawings: each node is tried in other places, and goes where lines cross
//! less, run less through nodes that do not concern them, and distances stay near what is wanted.
//! A hill climb in the spirit of Davidson and Harel, "Drawing Graphs Nicely Using Simulated
//! Annealing" (1996), without the annealing: it starts from a good drawing.

use super::distances::Term;
use super::overlap;
use super::random::Random;
use super::rect::stretch_within;
use super::{NodeBox, Point};

/// What a crossing costs, in units of the stress that one node may have.
const CROSSING: f64 = 0.5;
/// What a line through a foreign node's box costs.
const THROUGH: f64 = 0.7;
/// What it costs that a line is much longer than wanted.
const LENGTH: f64 = 0.25;
/// What it costs to stand outside of the page, by the length of a line.
const OUTSIDE: f64 = 3.5;
/// How much room there is on the page, as a multiple of all boxes. Few boxes may have more of it.
pub(crate) fn room(nodes: usize) -> f64 {
    2.6 + 0.9 * (1.0 - nodes as f64 / 80.0).max(0.0)
}

/// A drawing under the hand.
pub(crate) struct Polish<'a> {
    boxes: &'a [NodeBox],
    /// Distinct pairs of different ends.
    edges: Vec<(usize, usize)>,
    of_node: Vec<Vec<usize>>,
    /// Other nodes with wanted distance, of each node.
    wanted: Vec<Vec<(usize, f64)>>,
    fixed: &'a [bool],
    gap: f64,
    edge_length: f64,
    /// Left, top, right and bottom of the page that should hold the drawing.
    page: [f64; 4],
}

impl<'a> Polish<'a> {
    /// Prepares; `terms` in edges, `edge_length` in scene units.
    pub(crate) fn new(
        boxes: &'a [NodeBox],
        edges: &[(u32, u32)],
        terms: &[Term],
        edge_length: f64,
        fixed: &'a [bool],
        gap: f64,
    ) -> Self {
        let mut pairs: Vec<(usize, usize)> =
            edges.iter().filter(|(a, b)| a != b).map(|&(a, b)| (a.min(b) as usize, a.max(b) as usize)).collect();
        pairs.sort_unstable();
        pairs.dedup();
        let mut of_node = vec![Vec::new(); boxes.len()];
        for (number, &(a, b)) in pairs.iter().enumerate() {
            of_node[a].push(number);
            of_node[b].push(number);
        }
        let mut wanted = vec![Vec::new(); boxes.len()];
        for t in terms {
            wanted[t.a as usize].push((t.b as usize, t.distance * edge_length));
            wanted[t.b as usize].push((t.a as usize, t.distance * edge_length));
        }
        Polish {
            boxes,
            edges: pairs,
            of_node,
            wanted,
            fixed,
            gap,
            edge_length,
            page: [f64::NEG_INFINITY, f64::NEG_INFINITY, f64::INFINITY, f64::INFINITY],
        }
    }

    /// Lays a page of the wanted aspect around the middle of the drawing, just large enough to hold
    /// all boxes with some room between them.
    pub(crate) fn lay_page(&mut self, points: &[Point], aspect: f64) {
        let area: f64 =
            self.boxes.iter().map(|b| (f64::from(b.width()) + self.gap) * (f64::from(b.height()) + self.gap)).sum();
        let height = (area * room(self.boxes.len()) / aspect).sqrt();
        let width = height * aspect;
        let n = points.len().max(1) as f64;
        let middle = points.iter().fold((0.0, 0.0), |m, p| (m.0 + p.0 / n, m.1 + p.1 / n));
        let (x, y) = (middle.0 - width / 2.0, middle.1 - height / 2.0);
        self.page = [x, y, x + width, y + height];
    }

    /// Moves nodes to better places, `rounds` times over all of them, in a box about the drawing.
    pub(crate) fn run(&self, points: &mut [Point], rounds: usize, random: &mut Random) {
        let count = points.len();
        let mut order: Vec<usize> = (0..count).filter(|&i| !self.fixed[i]).collect();
        for round in 0..rounds {
            random.shuffle(&mut order);
            let reach = 1.0 - round as f64 / rounds as f64;
            let mut moved = false;
            for &node in &order {
                moved |= self.improve(points, node, reach, random);
                moved |= self.exchange(points, node, random);
            }
            if !moved && round > 2 {
                return;
            }
        }
    }

    /// Tries other places for a node; takes the best that is free.
    fn improve(&self, points: &mut [Point], node: usize, reach: f64, random: &mut Random) -> bool {
        let now = points[node];
        let mut best = (self.cost(points, node), now);
        let neighbours: Vec<usize> = self.of_node[node].iter().map(|&e| self.other(e, node)).collect();
        let (width, height) = extent(points);
        for attempt in 0..14 {
            let to = if attempt < 4 && !neighbours.is_empty() {
                // Around the middle of its neighbours.
                let n = neighbours.len() as f64;
                let sum = neighbours.iter().fold((0.0, 0.0), |s, &i| (s.0 + points[i].0, s.1 + points[i].1));
                let away = self.wanted_edge(node) * (0.4 + random.unit());
                let (dx, dy) = direction(random);
                (sum.0 / n + dx * away, sum.1 / n + dy * away)
            } else if attempt < 7 && self.page[0].is_finite() {
                let page = self.page;
                (page[0] + (page[2] - page[0]) * random.unit(), page[1] + (page[3] - page[1]) * random.unit())
            } else {
                let away = reach * 0.35 + 0.02;
                (now.0 + (random.unit() - 0.5) * width * away, now.1 + (random.unit() - 0.5) * height * away)
            };
            points[node] = to;
            if self.is_free(points, node) {
                let cost = self.cost(points, node);
                if cost < best.0 - 1e-6 {
                    best = (cost, to);
                }
            }
        }
        points[node] = best.1;
        best.1 != now
    }

    /// Tries to change places with a random other node.
    fn exchange(&self, points: &mut [Point], node: usize, random: &mut Random) -> bool {
        let other = random.below(points.len());
        if other == node || self.fixed[other] {
            return false;
        }
        let before = self.cost(points, node) + self.cost(points, other);
        points.swap(node, other);
        let better = self.is_free(points, node)
            && self.is_free(points, other)
            && self.cost(points, node) + self.cost(points, other) < before - 1e-6;
        if !better {
            points.swap(node, other);
        }
        better
    }

    fn wanted_edge(&self, node: usize) -> f64 {
        self.wanted[node].iter().map(|w| w.1).fold(f64::INFINITY, f64::min).min(1e6)
    }

    fn other(&self, edge: usize, node: usize) -> usize {
        let (a, b) = self.edges[edge];
        if a == node { b } else { a }
    }

    fn is_free(&self, points: &[Point], node: usize) -> bool {
        let mine = self.boxes[node].edges(points[node]);
        (0..points.len()).all(|i| {
            let b = self.boxes[i].edges(points[i]);
            i == node
                || mine[0] >= b[2] + self.gap
                || b[0] >= mine[2] + self.gap
                || mine[1] >= b[3] + self.gap
                || b[1] >= mine[3] + self.gap
        })
    }

    /// What a node's place costs: its stress, crossings of its lines, lines through boxes.
    fn cost(&self, points: &[Point], node: usize) -> f64 {
        let at = points[node];
        let mut stress = 0.0;
        for &(other, wanted) in &self.wanted[node] {
            let p = points[other];
            let drawn = ((at.0 - p.0).powi(2) + (at.1 - p.1).powi(2)).sqrt();
            stress += (drawn / wanted - 1.0).powi(2);
        }
        let mut cost = 6.0 * stress / self.wanted[node].len().max(1) as f64;
        for &edge in &self.of_node[node] {
            let to = points[self.other(edge, node)];
            let length = ((at.0 - to.0).powi(2) + (at.1 - to.1).powi(2)).sqrt();
            cost += LENGTH * (length / self.wanted_edge(node) - 1.0).max(0.0);
            for (number, &(a, b)) in self.edges.iter().enumerate() {
                let shares = number == edge
                    || a == node
                    || b == node
                    || self.edges[edge].0 == a
                    || self.edges[edge].1 == b
                    || self.edges[edge].0 == b
                    || self.edges[edge].1 == a;
                if !shares && cross(at, to, points[a], points[b]) {
                    cost += CROSSING;
                }
            }
            for i in 0..points.len() {
                if i != node && i != self.other(edge, node) && stretch_within(at, to, self.shape(i, points)).is_some() {
                    cost += THROUGH;
                }
            }
        }
        let edges = self.boxes[node].edges(at);
        let out = |v: f64| v.max(0.0);
        let outside = out(self.page[0] - edges[0])
            + out(edges[2] - self.page[2])
            + out(self.page[1] - edges[1])
            + out(edges[3] - self.page[3]);
        cost += OUTSIDE * outside / self.edge_length;
        let mine = self.shape(node, points);
        for &(a, b) in &self.edges {
            if a != node && b != node && stretch_within(points[a], points[b], mine).is_some() {
                cost += THROUGH;
            }
        }
        cost
    }

    /// The part of a box around its shape: a line through a label is less bad than through a node,
    /// and labels have halos.
    fn shape(&self, node: usize, points: &[Point]) -> [f64; 4] {
        let b = &self.boxes[node];
        let at = points[node];
        let half = f64::from(b.up).min(f64::from(b.left)) + 2.0;
        [
            at.0 - half.max(f64::from(b.left) * 0.6),
            at.1 - half,
            at.0 + half.max(f64::from(b.right) * 0.6),
            at.1 + f64::from(b.down),
        ]
    }

    /// The whole drawing's cost, for choosing among drawings.
    pub(crate) fn total(&self, points: &[Point]) -> f64 {
        let overlaps = overlap::overlapping(points, self.boxes, 0.0).len() as f64;
        (0..points.len()).map(|i| self.cost(points, i)).sum::<f64>() + overlaps * 10.0
    }
}

fn direction(random: &mut Random) -> Point {
    // A point in the unit disc: the same on every machine, which sine and cosine need not be.
    for _ in 0..16 {
        let p = (random.unit() * 2.0 - 1.0, random.unit() * 2.0 - 1.0);
        let length = (p.0 * p.0 + p.1 * p.1).sqrt();
        if (0.1..=1.0).contains(&length) {
            return (p.0 / length, p.1 / length);
        }
    }
    (1.0, 0.0)
}

fn extent(points: &[Point]) -> (f64, f64) {
    let range = |get: fn(&Point) -> f64| {
        let least = points.iter().map(get).fold(f64::INFINITY, f64::min);
        points.iter().map(get).fold(f64::NEG_INFINITY, f64::max) - least
    };
    (range(|p| p.0).max(1.0), range(|p| p.1).max(1.0))
}

/// Whether two lines cross inside both.
pub(crate) fn cross(a: Point, b: Point, c: Point, d: Point) -> bool {
    let side = |p: Point, q: Point, r: Point| (q.0 - p.0) * (r.1 - p.1) - (q.1 - p.1) * (r.0 - p.0);
    (side(a, b, c) > 0.0) != (side(a, b, d) > 0.0) && (side(c, d, a) > 0.0) != (side(c, d, b) > 0.0)
}
