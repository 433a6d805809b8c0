//! A force-directed layout that settles: springs along edges, and a repulsion between all nodes that
//! weighs hubs more (ForceAtlas2: Jacomy, Venturini, Heymann, Bastian 2014), with distant nodes
//! grouped in the cells of a grid. The same steps serve live: a dragged node is held, and its
//! surroundings follow.

use super::{Effort, Input, Layout, Options, Point, distances, finish, finished, incremental, organic::Organic, small};
use crate::math::Portable as _;
use crate::progress::{Cancelled, Progress};

/// Cells of the grid along each side for the push of far nodes.
const CELLS: usize = 24;
/// Steps of the layout at most; it ends when all is at rest.
const STEPS: usize = 300;
/// Strength of the push between two nodes, and of the pull to the middle that keeps parts together.
const PUSH: f64 = 0.05;
const GRAVITY: f64 = 0.06;
/// At rest, the longest step is a smaller share of an edge than this.
const REST: f64 = 0.004;

pub(crate) struct Force;

impl Layout for Force {
    fn good_for(&self) -> &'static str {
        "Exploring by hand: dragged nodes pull their neighbours along."
    }

    fn synonyms(&self) -> &'static [&'static str] {
        &["physics", "spring", "live"]
    }

    fn turns(&self) -> bool {
        true
    }

    fn is_live(&self) -> bool {
        true
    }

    fn place(&self, input: &Input<'_>, progress: &Progress) -> Result<Vec<(f32, f32)>, Cancelled> {
        progress.report(0.0)?;
        if let Some(points) = incremental::extend(input, 5.0, progress)? {
            return Ok(finished(follow(input, points, progress)?));
        }
        let draft = Input { options: Options { effort: Effort::Draft, ..input.options }, ..input.clone() };
        let start = Organic.place(&draft, &Progress::new())?;
        let points = start.iter().map(|p| (f64::from(p.0), f64::from(p.1))).collect();
        let mut simulation = Simulation::new(input, points);
        let held: Vec<bool> = (0..input.boxes.len()).map(|v| input.pin(v).is_some()).collect();
        for step in 0..STEPS {
            progress.report(step as f32 / STEPS as f32)?;
            if simulation.step(&held) {
                break;
            }
            if let (Some(watch), 0) = (input.watch, step % 8) {
                watch.see(&finished(simulation.points.clone()));
            }
        }
        let mut points = simulation.points;
        finish::settle(input, &mut points);
        Ok(finished(points))
    }
}

/// Nodes near one that is new or was pinned elsewhere follow it.
fn follow(input: &Input<'_>, points: Vec<Point>, progress: &Progress) -> Result<Vec<Point>, Cancelled> {
    let mut simulation = Simulation::new(input, points);
    let held: Vec<bool> = (0..input.boxes.len()).map(|v| input.pin(v).is_some()).collect();
    if !held.contains(&true) {
        return Ok(simulation.points);
    }
    simulation.warm(0.2);
    for _ in 0..(200_000 / input.boxes.len().max(1)).clamp(1, 24) {
        progress.report(0.9)?;
        if simulation.step(&held) {
            break;
        }
    }
    let mut points = simulation.points;
    finish::settle(input, &mut points);
    Ok(points)
}

/// Nodes in motion.
#[derive(Clone, Debug)]
pub(crate) struct Simulation {
    /// Where the nodes are, in scene units.
    pub(crate) points: Vec<Point>,
    neighbours: Vec<Vec<u32>>,
    unit: f64,
    stretch: f64,
    heat: f64,
}

impl Simulation {
    /// A simulation that begins with the nodes at these places.
    pub(crate) fn new(input: &Input<'_>, points: Vec<Point>) -> Self {
        let (stretch, unit) = small::frame(input.boxes, 5.0);
        let unit = if unit > 10.0 { unit } else { 30.0 };
        Self { neighbours: distances::adjacency(points.len(), input.edges), points, unit, stretch, heat: 1.0 }
    }

    /// Sets how far nodes may move in a step, as a share of an edge's length: 1 at the start, little
    /// after something was moved or added.
    pub(crate) fn warm(&mut self, heat: f64) {
        self.heat = heat;
    }

    /// One step of all nodes that are not held; `true` once everything is at rest.
    pub(crate) fn step(&mut self, held: &[bool]) -> bool {
        let far = Far::new(&self.points, &self.neighbours);
        let (unit, stretch) = (self.unit, self.stretch);
        let limit = unit * self.heat;
        let mut longest = 0f64;
        let mut next = self.points.clone();
        for (v, to) in next.iter_mut().enumerate() {
            if held.get(v).copied().unwrap_or(false) {
                continue;
            }
            let at = self.points[v];
            let mass = self.neighbours[v].len() as f64 + 1.0;
            let (mut fx, mut fy) = far.push(&self.points, &self.neighbours, v, unit, stretch);
            for &u in &self.neighbours[v] {
                let (dx, dy) =
                    ((self.points[u as usize].0 - at.0) / stretch, (self.points[u as usize].1 - at.1) * stretch);
                fx += dx;
                fy += dy;
            }
            // Hubs are heavy.
            let (mut sx, mut sy) = (fx * stretch / mass * 0.5, fy / stretch / mass * 0.5);
            let length = sx.hypotenuse(sy);
            if length > limit {
                (sx, sy) = (sx / length * limit, sy / length * limit);
            }
            longest = longest.max(length.min(limit));
            *to = (at.0 + sx, at.1 + sy);
        }
        self.points = next;
        self.heat *= 0.985;
        longest < REST * unit || self.heat < REST
    }
}

/// Nodes by the cells of a grid: near ones push one by one, far cells as a whole.
struct Far {
    low: Point,
    centre: Point,
    cell: (f64, f64),
    lists: Vec<Vec<u32>>,
    /// Mass and centre of each cell.
    whole: Vec<(f64, f64, f64)>,
}

impl Far {
    fn new(points: &[Point], neighbours: &[Vec<u32>]) -> Self {
        let low = points.iter().fold((f64::INFINITY, f64::INFINITY), |m, p| (m.0.min(p.0), m.1.min(p.1)));
        let high = points.iter().fold((f64::NEG_INFINITY, f64::NEG_INFINITY), |m, p| (m.0.max(p.0), m.1.max(p.1)));
        let side = |low: f64, high: f64| ((high - low) / CELLS as f64).max(1e-6) * 1.000_001;
        let mut far = Self {
            low,
            centre: (f64::midpoint(low.0, high.0), f64::midpoint(low.1, high.1)),
            cell: (side(low.0, high.0), side(low.1, high.1)),
            lists: vec![Vec::new(); CELLS * CELLS],
            whole: vec![(0.0, 0.0, 0.0); CELLS * CELLS],
        };
        for (v, p) in points.iter().enumerate() {
            let (x, y) = far.cell_of(*p);
            let mass = neighbours[v].len() as f64 + 1.0;
            let whole = &mut far.whole[y * CELLS + x];
            *whole = (whole.0 + mass, whole.1 + mass * p.0, whole.2 + mass * p.1);
            far.lists[y * CELLS + x].push(v as u32);
        }
        far
    }

    fn cell_of(&self, p: Point) -> (usize, usize) {
        let of = |v: f64, low: f64, cell: f64| (((v - low) / cell) as usize).min(CELLS - 1);
        (of(p.0, self.low.0, self.cell.0), of(p.1, self.low.1, self.cell.1))
    }

    fn push(&self, points: &[Point], neighbours: &[Vec<u32>], v: usize, unit: f64, stretch: f64) -> Point {
        let at = points[v];
        let own = neighbours[v].len() as f64 + 1.0;
        let (cx, cy) = self.cell_of(at);
        let (mut fx, mut fy) = (0.0, 0.0);
        let mut add = |x: f64, y: f64, mass: f64| {
            let (dx, dy) = ((at.0 - x) / stretch, (at.1 - y) * stretch);
            let square = (dx * dx + dy * dy).max(unit * unit * 1e-4);
            let by = PUSH * unit * unit * own * mass / square;
            (fx, fy) = (fx + dx * by, fy + dy * by);
        };
        for y in 0..CELLS {
            for x in 0..CELLS {
                let cell = y * CELLS + x;
                let (mass, mx, my) = self.whole[cell];
                if mass == 0.0 {
                    continue;
                }
                let close = x.abs_diff(cx) <= 1 && y.abs_diff(cy) <= 1;
                if close && self.lists[cell].len() <= 400 {
                    for &u in self.lists[cell].iter().filter(|u| **u as usize != v) {
                        let p = points[u as usize];
                        add(p.0, p.1, neighbours[u as usize].len() as f64 + 1.0);
                    }
                } else {
                    add(mx / mass, my / mass, mass);
                }
            }
        }
        let (tx, ty) = ((self.centre.0 - at.0) / stretch, (self.centre.1 - at.1) * stretch);
        let by = GRAVITY * unit * own / tx.hypotenuse(ty).max(unit);
        (fx / own.sqrt() + tx * by, fy / own.sqrt() + ty * by)
    }
}

#[cfg(test)]
mod tests {
    use super::super::NodeBox;
    use super::*;

    #[test]
    fn it_comes_to_rest_and_what_is_held_stays() {
        let boxes = vec![NodeBox { left: 9.0, right: 9.0, up: 9.0, down: 9.0 }; 12];
        let edges: Vec<(u32, u32)> = (0..12).map(|i| (i, (i + 1) % 12)).collect();
        let points = (0..12).map(|i| (f64::from(i) * 3.0, f64::from(i * i % 7))).collect();
        let mut simulation = Simulation::new(&Input::new(&boxes, &edges), points);
        let held: Vec<bool> = (0..12).map(|v| v == 3).collect();
        let steps = (0..2_000).take_while(|_| !simulation.step(&held)).count();
        assert!(steps < 1_000, "{steps}");
        assert_eq!(simulation.points[3], (9.0, 2.0));
        // A neighbour of what is dragged away follows.
        simulation.points[3] = (900.0, 0.0);
        simulation.warm(0.5);
        let before = simulation.points[2].0;
        (0..200).for_each(|_| {
            simulation.step(&held);
        });
        assert!(simulation.points[2].0 > before + 50.0);
    }
}
