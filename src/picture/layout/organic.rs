//! The default layout: components apart, each drawn so that distances on the page follow distances
//! in the graph (stress), boxes off each other, few crossings, then packed to the wanted aspect.
//! For graphs up to a few thousand nodes; the engine that scales will take its place in the list.

use rayon::prelude::*;

use super::components::{components, pack};
use super::distances::{Term, adjacency, terms};
use super::polish::Polish;
use super::random::Random;
use super::{Input, Layout, NodeBox, Point, finished, overlap, stress};
use crate::progress::{Cancelled, Progress};

/// Space kept between boxes, in scene units.
const GAP: f64 = 5.0;
/// Space kept between components.
const COMPONENT_GAP: f64 = 16.0;
/// Up to so many nodes a component is drawn several times and the best drawing kept.
const SMALL: usize = 160;
/// How many drawings of a small component are tried.
const TRIES: u64 = 6;

/// The layout.
pub struct Organic;

impl Layout for Organic {
    fn name(&self) -> &'static str {
        "organic"
    }

    fn good_for(&self) -> &'static str {
        "Any network: what is close in the network stands close on the page."
    }

    fn place(&self, input: &Input<'_>, progress: &Progress) -> Result<Vec<(f32, f32)>, Cancelled> {
        let count = input.boxes.len();
        let parts = components(count, input.edges);
        let mut number_in_part = vec![(0usize, 0usize); count];
        for (part, nodes) in parts.iter().enumerate() {
            for (number, &node) in nodes.iter().enumerate() {
                number_in_part[node] = (part, number);
            }
        }
        let mut edges: Vec<Vec<(u32, u32)>> = vec![Vec::new(); parts.len()];
        for &(a, b) in input.edges {
            let ((part, a), (_, b)) = (number_in_part[a as usize], number_in_part[b as usize]);
            edges[part].push((a as u32, b as u32));
        }
        let mut points = vec![(0.0, 0.0); count];
        let mut done = 0usize;
        let mut anchored = vec![false; parts.len()];
        for (part, nodes) in parts.iter().enumerate() {
            let drawn = draw_part(input, nodes, &edges[part], progress)?;
            for (&node, at) in nodes.iter().zip(drawn) {
                points[node] = at;
            }
            anchored[part] = nodes.iter().any(|&n| input.pin(n).is_some());
            done += nodes.len();
            progress.report(done as f32 / count.max(1) as f32)?;
        }
        arrange(&mut points, input, &parts, &anchored);
        Ok(finished(points))
    }
}

/// Draws one component; the nodes' numbers in `edges` are places in `nodes`.
fn draw_part(
    input: &Input<'_>,
    nodes: &[usize],
    edges: &[(u32, u32)],
    progress: &Progress,
) -> Result<Vec<Point>, Cancelled> {
    let boxes: Vec<NodeBox> = nodes.iter().map(|&n| input.boxes[n]).collect();
    let pins: Vec<Option<Point>> = nodes.iter().map(|&n| input.pin(n)).collect();
    if nodes.len() == 1 {
        return Ok(vec![pins[0].unwrap_or((0.0, 0.0))]);
    }
    let fixed: Vec<bool> = pins.iter().map(Option::is_some).collect();
    let neighbours = adjacency(nodes.len(), edges);
    let terms = terms(&neighbours);
    progress.report(progress.done())?;
    let mean = |get: fn(&NodeBox) -> f32| boxes.iter().map(|b| f64::from(get(b))).sum::<f64>() / boxes.len() as f64;
    let (width, height) = (mean(NodeBox::width) + GAP, mean(NodeBox::height) + GAP);
    // Boxes are wider than high: the drawing is made in a space where they are about square, and
    // stretched afterwards.
    let stretch = (width / height).clamp(1.0, 2.2).sqrt();
    let edge_length = (width * height).sqrt() * 1.15;
    let job = Job {
        boxes: &boxes,
        edges,
        neighbours: &neighbours,
        terms: &terms,
        pins: &pins,
        fixed: &fixed,
        edge_length,
        stretch,
    };
    let tries = if nodes.len() <= SMALL { TRIES } else { 1 };
    let drawings: Vec<(f64, Vec<Point>)> = (0..tries)
        .into_par_iter()
        .map(|number| job.draw(input.seed.wrapping_mul(31).wrapping_add(number), input.sane_aspect()))
        .collect();
    progress.report(progress.done())?;
    // In the order of trying, so that threads do not decide between equals.
    let best = drawings.into_iter().reduce(|a, b| if b.0 < a.0 { b } else { a });
    Ok(best.map(|(_, points)| points).unwrap_or_default())
}

struct Job<'a> {
    boxes: &'a [NodeBox],
    edges: &'a [(u32, u32)],
    neighbours: &'a [Vec<u32>],
    terms: &'a [Term],
    pins: &'a [Option<Point>],
    fixed: &'a [bool],
    edge_length: f64,
    stretch: f64,
}

impl Job<'_> {
    /// One drawing and what it costs.
    fn draw(&self, seed: u64, aspect: f64) -> (f64, Vec<Point>) {
        let mut random = Random::new(seed);
        let mut points = stress::pivot_mds(self.neighbours, self.edge_length, &mut random);
        let mut terms = self.terms.to_vec();
        let any_pins = self.fixed.iter().any(|f| *f);
        if any_pins {
            self.put_pins(&mut points, 1.0 / self.stretch);
        }
        stress::minimise(&mut points, &mut terms, self.edge_length, self.fixed, &mut random);
        if !any_pins {
            lie_flat(&mut points, aspect / self.stretch.powi(2));
        }
        for p in &mut points {
            *p = (p.0 * self.stretch, p.1 / self.stretch);
        }
        self.put_pins(&mut points, 1.0);
        overlap::remove(&mut points, self.boxes, self.fixed, GAP);
        if points.len() > SMALL {
            return (0.0, points);
        }
        let mut polish = Polish::new(self.boxes, self.edges, self.terms, self.edge_length, self.fixed, GAP);
        if !any_pins {
            polish.lay_page(&points, aspect);
        }
        let rounds = (2400 / points.len()).clamp(6, 40);
        polish.run(&mut points, rounds, &mut random);
        overlap::remove(&mut points, self.boxes, self.fixed, GAP);
        (polish.total(&points), points)
    }

    /// Puts pinned nodes where they belong, `stretch` undoing what will be stretched later.
    fn put_pins(&self, points: &mut [Point], stretch: f64) {
        for (point, pin) in points.iter_mut().zip(self.pins) {
            if let Some(pin) = pin {
                *point = (pin.0 * stretch, pin.1 / stretch);
            }
        }
    }
}

/// Turns a drawing so that it is longest from left to right (principal axis), and stretches it a
/// little towards the wanted aspect.
fn lie_flat(points: &mut [Point], aspect: f64) {
    let n = points.len() as f64;
    let mean = points.iter().fold((0.0, 0.0), |m, p| (m.0 + p.0 / n, m.1 + p.1 / n));
    let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
    for p in points.iter_mut() {
        *p = (p.0 - mean.0, p.1 - mean.1);
        xx += p.0 * p.0;
        xy += p.0 * p.1;
        yy += p.1 * p.1;
    }
    // The eigenvector of the larger eigenvalue of [[xx, xy], [xy, yy]].
    let half = ((xx - yy) * (xx - yy) / 4.0 + xy * xy).sqrt();
    let (vx, vy) = if xy.abs() > 1e-12 {
        ((xx - yy) / 2.0 + half, xy)
    } else if xx >= yy {
        (1.0, 0.0)
    } else {
        (0.0, 1.0)
    };
    let length = (vx * vx + vy * vy).sqrt().max(1e-12);
    let (cos, sin) = (vx / length, vy / length);
    for p in points.iter_mut() {
        *p = (p.0 * cos + p.1 * sin, -p.0 * sin + p.1 * cos);
    }
    let (major, minor) = ((xx + yy) / 2.0 + half, (xx + yy) / 2.0 - half);
    let now = (major / minor.max(major * 1e-4)).sqrt();
    if aspect < 1.0 {
        // An upright page: stand it up again.
        for p in points.iter_mut() {
            *p = (p.1, p.0);
        }
    }
    let wanted = if aspect < 1.0 { 1.0 / aspect } else { aspect };
    let by = (wanted / now).sqrt().clamp(0.6, 1.6);
    let (sx, sy) = if aspect < 1.0 { (1.0 / by, by) } else { (by, 1.0 / by) };
    for p in points.iter_mut() {
        *p = (p.0 * sx, p.1 * sy);
    }
}

/// Puts the drawn components beside each other. Those with pins stay; the others go around them.
fn arrange(points: &mut [Point], input: &Input<'_>, parts: &[Vec<usize>], anchored: &[bool]) {
    let bounds = |nodes: &[usize], points: &[Point]| {
        nodes
            .iter()
            .map(|&n| input.boxes[n].edges(points[n]))
            .fold([f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY], |a, b| {
                [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]
            })
    };
    let free: Vec<usize> = (0..parts.len()).filter(|&p| !anchored[p]).collect();
    let boxes: Vec<[f64; 4]> = free.iter().map(|&p| bounds(&parts[p], points)).collect();
    let sizes: Vec<(f64, f64)> = boxes.iter().map(|b| (b[2] - b[0], b[3] - b[1])).collect();
    let corners = pack(&sizes, input.sane_aspect(), COMPONENT_GAP);
    // Below whatever is held by pins.
    let held = (0..parts.len()).filter(|&p| anchored[p]).map(|p| bounds(&parts[p], points));
    let start = held.reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]);
    let (x, y) = start.map_or((0.0, 0.0), |b| (b[0], b[3] + COMPONENT_GAP));
    for ((&part, area), corner) in free.iter().zip(&boxes).zip(&corners) {
        for &node in &parts[part] {
            points[node] = (points[node].0 - area[0] + corner.0 + x, points[node].1 - area[1] + corner.1 + y);
        }
    }
    if anchored.iter().filter(|a| **a).count() > 1 {
        // Components that are held may lie on each other: nodes that are free give way.
        let fixed: Vec<bool> = (0..points.len()).map(|n| input.pin(n).is_some()).collect();
        overlap::remove(points, input.boxes, &fixed, GAP);
    }
}
