//! Final improvement of small drawings: each node is tried in other places and moves where there are
//! fewer crossings, fewer lines through other nodes, and distances near the wanted ones. A hill
//! climb in the spirit of Davidson and Harel, "Drawing Graphs Nicely Using Simulated Annealing"
//! (1996), without the annealing, because it starts from a good drawing.

use super::distances::Term;
use super::overlap;
use super::random::Random;
use super::rect::stretch_within;
use super::rect_list::RectList;
use super::{NodeBox, Point};

/// What a crossing costs, in units of the stress that one node may have.
const CROSSING: f64 = 0.5;
/// What a line through a foreign node's box costs.
const THROUGH: f64 = 0.7;
/// What it costs that a line is much longer than wanted.
const LENGTH: f64 = 0.25;
/// Cost of being outside the page, in line lengths.
const OUTSIDE: f64 = 3.5;
/// A place must be better by at least this much.
const BETTER: f64 = 1e-6;
/// What is nearer than this may touch.
const HAIR: f64 = 1e-6;

/// How much room there is on the page, as a multiple of all boxes. Few boxes may have more of it.
pub(crate) fn room(nodes: usize) -> f64 {
    2.6 + 0.9 * (1.0 - nodes as f64 / 80.0).max(0.0)
}

/// What makes a drawing of these nodes and edges a good one.
pub(super) struct Polish<'a> {
    boxes: &'a [NodeBox],
    /// Distinct pairs of different ends.
    edges: Vec<(usize, usize)>,
    of_node: Vec<Vec<usize>>,
    /// Other nodes with wanted distance, of each node.
    wanted: Vec<Vec<(usize, f64)>>,
    /// The least of those distances, which is that of an edge.
    nearest: Vec<f64>,
    fixed: &'a [bool],
    gap: f64,
    edge_length: f64,
    /// Left, top, right and bottom of the page that should hold the drawing.
    page: [f64; 4],
}

impl<'a> Polish<'a> {
    /// Prepares; `terms` in edges, `edge_length` in scene units.
    pub(super) fn new(
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
        let mut wanted: Vec<Vec<(usize, f64)>> = vec![Vec::new(); boxes.len()];
        for t in terms {
            wanted[t.a as usize].push((t.b as usize, t.distance * edge_length));
            wanted[t.b as usize].push((t.a as usize, t.distance * edge_length));
        }
        let nearest = |list: &Vec<(usize, f64)>| list.iter().map(|w| w.1).fold(f64::INFINITY, f64::min).min(1e6);
        Polish {
            boxes,
            edges: pairs,
            of_node,
            nearest: wanted.iter().map(nearest).collect(),
            wanted,
            fixed,
            gap,
            edge_length,
            page: [f64::NEG_INFINITY, f64::NEG_INFINITY, f64::INFINITY, f64::INFINITY],
        }
    }

    /// Lays a page of the wanted aspect around the middle of the drawing, just large enough to hold
    /// all boxes with some room between them.
    pub(super) fn lay_page(&mut self, points: &[Point], aspect: f64) {
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
    pub(super) fn run(&self, points: &mut [Point], rounds: usize, random: &mut Random) {
        let mut order: Vec<usize> = (0..points.len()).filter(|&i| !self.fixed[i]).collect();
        let mut drawing = PolishedDrawing::new(self, points);
        for round in 0..rounds {
            random.shuffle(&mut order);
            let reach = 1.0 - round as f64 / rounds as f64;
            let mut moved = false;
            for &node in &order {
                moved |= drawing.improve(node, reach, random);
                moved |= drawing.exchange(node, random);
            }
            if !moved && round > 2 {
                break;
            }
        }
        points.copy_from_slice(&drawing.points);
    }

    /// The whole drawing's cost, for choosing among drawings.
    pub(super) fn total(&self, points: &[Point]) -> f64 {
        let overlaps = overlap::overlapping(points, self.boxes, 0.0).len() as f64;
        let drawing = PolishedDrawing::new(self, points);
        (0..points.len()).map(|i| drawing.cost(i, f64::INFINITY)).sum::<f64>() + overlaps * 10.0
    }

    fn other(&self, edge: usize, node: usize) -> usize {
        let (a, b) = self.edges[edge];
        if a == node { b } else { a }
    }

    /// The part of a box around its shape: a line through a label is less bad than through a node,
    /// and labels have halos.
    fn shape(&self, node: usize, at: Point) -> [f64; 4] {
        let b = &self.boxes[node];
        let half = f64::from(b.up).min(f64::from(b.left)) + 2.0;
        [
            at.0 - half.max(f64::from(b.left) * 0.6),
            at.1 - half,
            at.0 + half.max(f64::from(b.right) * 0.6),
            at.1 + f64::from(b.down),
        ]
    }
}

/// Where everything is, with the rectangles that tell quickly what cannot meet: of all that is looked at
/// for one place, hardly anything is near it.
struct PolishedDrawing<'a> {
    polish: &'a Polish<'a>,
    points: Vec<Point>,
    /// Boxes of nodes.
    boxes: Vec<[f64; 4]>,
    /// The parts of them that lines should not run through.
    shapes: Vec<[f64; 4]>,
    /// Around each edge.
    edges: Vec<[f64; 4]>,
    /// `shapes` and `edges` once more, to be searched quickly.
    shape_list: RectList,
    edge_list: RectList,
}

impl<'a> PolishedDrawing<'a> {
    fn new(polish: &'a Polish<'a>, points: &[Point]) -> Self {
        let mut drawing = PolishedDrawing {
            polish,
            points: points.to_vec(),
            boxes: vec![[0.0; 4]; points.len()],
            shapes: vec![[0.0; 4]; points.len()],
            edges: vec![[0.0; 4]; polish.edges.len()],
            shape_list: RectList::new(points.len()),
            edge_list: RectList::new(polish.edges.len()),
        };
        (0..points.len()).for_each(|node| drawing.put(node, points[node]));
        drawing
    }

    fn put(&mut self, node: usize, at: Point) {
        let polish = self.polish;
        self.points[node] = at;
        self.boxes[node] = polish.boxes[node].edges(at);
        self.shapes[node] = polish.shape(node, at);
        self.shape_list.set(node, self.shapes[node]);
        for &edge in &polish.of_node[node] {
            self.edges[edge] = span(at, self.points[polish.other(edge, node)]);
            self.edge_list.set(edge, self.edges[edge]);
        }
    }

    /// Tries other places for a node; takes the best that is free.
    fn improve(&mut self, node: usize, reach: f64, random: &mut Random) -> bool {
        let polish = self.polish;
        let now = self.points[node];
        let mut best = (self.cost(node, f64::INFINITY), now);
        let neighbours: Vec<usize> = polish.of_node[node].iter().map(|&e| polish.other(e, node)).collect();
        let (width, height) = extent(&self.points);
        for attempt in 0..14 {
            let to = if attempt < 4 && !neighbours.is_empty() {
                // Around the middle of its neighbours.
                let n = neighbours.len() as f64;
                let sum = neighbours.iter().fold((0.0, 0.0), |s, &i| (s.0 + self.points[i].0, s.1 + self.points[i].1));
                let away = polish.nearest[node] * (0.4 + random.unit());
                let (dx, dy) = direction(random);
                (sum.0 / n + dx * away, sum.1 / n + dy * away)
            } else if attempt < 7 && polish.page[0].is_finite() {
                let page = polish.page;
                (page[0] + (page[2] - page[0]) * random.unit(), page[1] + (page[3] - page[1]) * random.unit())
            } else {
                let away = reach * 0.35 + 0.02;
                (now.0 + (random.unit() - 0.5) * width * away, now.1 + (random.unit() - 0.5) * height * away)
            };
            self.put(node, to);
            if self.is_free(node) {
                let cost = self.cost(node, best.0 - BETTER);
                if cost < best.0 - BETTER {
                    best = (cost, to);
                }
            }
        }
        self.put(node, best.1);
        best.1 != now
    }

    /// Tries to change places with a random other node.
    fn exchange(&mut self, node: usize, random: &mut Random) -> bool {
        let other = random.below(self.points.len());
        if other == node || self.polish.fixed[other] {
            return false;
        }
        self.swap(node, other);
        let free = self.is_free(node) && self.is_free(other);
        self.swap(node, other);
        if !free {
            return false;
        }
        let before = self.cost(node, f64::INFINITY) + self.cost(other, f64::INFINITY);
        self.swap(node, other);
        let limit = before - BETTER;
        let first = self.cost(node, limit);
        let better = first < limit && first + self.cost(other, limit - first) < limit;
        if !better {
            self.swap(node, other);
        }
        better
    }

    fn swap(&mut self, a: usize, b: usize) {
        let (at_a, at_b) = (self.points[a], self.points[b]);
        self.put(a, at_b);
        self.put(b, at_a);
    }

    fn is_free(&self, node: usize) -> bool {
        let (mine, gap) = (self.boxes[node], self.polish.gap);
        let clear = |(i, b): (usize, &[f64; 4])| {
            // Without branches: the processor cannot guess them.
            (i == node)
                | (mine[0] >= b[2] + gap)
                | (b[0] >= mine[2] + gap)
                | (mine[1] >= b[3] + gap)
                | (b[1] >= mine[3] + gap)
        };
        let (mut chunks, mut first) = (self.boxes.chunks(8), 0);
        chunks.all(|chunk| {
            let all = chunk.iter().enumerate().fold(true, |all, (i, b)| all & clear((first + i, b)));
            first += chunk.len();
            all
        })
    }

    /// What a node's place costs: its stress, crossings of its lines, lines through boxes. Where that is
    /// not below `limit`, some number that is not below it either, for less work.
    fn cost(&self, node: usize, limit: f64) -> f64 {
        let polish = self.polish;
        let at = self.points[node];
        // What is sure to be added, so that most places are given up before the long search for what
        // is in the way. Nothing is negative, and rounding is far below the margin.
        let outside = OUTSIDE * self.outside(node) / polish.edge_length;
        let mut sure = outside;
        sure += polish.of_node[node].iter().map(|&edge| self.length(node, edge)).sum::<f64>();
        let enough = |cost: f64, sure: f64| cost + sure > limit + BETTER;
        if enough(0.0, sure) {
            return f64::INFINITY;
        }
        let mut stress = 0.0;
        for &(other, wanted) in &polish.wanted[node] {
            let p = self.points[other];
            let drawn = ((at.0 - p.0).powi(2) + (at.1 - p.1).powi(2)).sqrt();
            stress += (drawn / wanted - 1.0).powi(2);
        }
        let mut cost = 6.0 * stress / polish.wanted[node].len().max(1) as f64;
        if enough(cost, sure) {
            return f64::INFINITY;
        }
        for &edge in &polish.of_node[node] {
            let length = self.length(node, edge);
            (cost, sure) = (cost + length, sure - length);
            let other = polish.other(edge, node);
            let to = self.points[other];
            let around = self.edges[edge];
            self.edge_list.near(around, |near| {
                let (a, b) = polish.edges[near];
                let shares = a == node || b == node || a == other || b == other;
                if !shares && !apart(around, self.edges[near]) && cross(at, to, self.points[a], self.points[b]) {
                    cost += CROSSING;
                }
            });
            self.shape_list.near(around, |i| {
                let shape = self.shapes[i];
                if i != node && i != other && !apart(around, shape) && stretch_within(at, to, shape).is_some() {
                    cost += THROUGH;
                }
            });
            if enough(cost, sure) {
                return f64::INFINITY;
            }
        }
        cost += outside;
        let mine = self.shapes[node];
        self.edge_list.near(mine, |near| {
            let (a, b) = polish.edges[near];
            if a != node
                && b != node
                && !apart(mine, self.edges[near])
                && stretch_within(self.points[a], self.points[b], mine).is_some()
            {
                cost += THROUGH;
            }
        });
        cost
    }

    /// What it costs that an edge of a node is longer than wanted.
    fn length(&self, node: usize, edge: usize) -> f64 {
        let (at, to) = (self.points[node], self.points[self.polish.other(edge, node)]);
        let length = ((at.0 - to.0).powi(2) + (at.1 - to.1).powi(2)).sqrt();
        LENGTH * (length / self.polish.nearest[node] - 1.0).max(0.0)
    }

    /// How far a node's box reaches out of the page, all sides together.
    fn outside(&self, node: usize) -> f64 {
        let (page, edges) = (self.polish.page, self.boxes[node]);
        let out = |v: f64| v.max(0.0);
        out(page[0] - edges[0]) + out(edges[2] - page[2]) + out(page[1] - edges[1]) + out(edges[3] - page[3])
    }
}

/// The rectangle around a line.
fn span(a: Point, b: Point) -> [f64; 4] {
    [a.0.min(b.0), a.1.min(b.1), a.0.max(b.0), a.1.max(b.1)]
}

/// Whether two rectangles are apart by more than rounding.
fn apart(a: [f64; 4], b: [f64; 4]) -> bool {
    // Without branches: the processor cannot guess them.
    (a[0] > b[2] + HAIR) | (b[0] > a[2] + HAIR) | (a[1] > b[3] + HAIR) | (b[1] > a[3] + HAIR)
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
