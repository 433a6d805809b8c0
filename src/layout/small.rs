//! Small networks as people print them: stress, boxes off each other, and a long polish for few
//! crossings and no line through a foreign label, tried several times. One component at a time.

use rayon::prelude::*;

use super::distances::{Term, adjacency, terms};
use super::polish::{Polish, room};
use super::random::Random;
use super::{Effort, Input, NodeBox, Point, overlap, prism, stress};
use crate::progress::{Cancelled, Progress};

/// Up to so many nodes a component is drawn this way.
pub(crate) const SMALL: usize = 220;
/// Up to so many edges: each place that is tried for a node is judged by all of them.
pub(crate) const EDGES: usize = 800;
/// How many drawings are tried.
const TRIES: u64 = 6;

/// Draws one component; the nodes' numbers in `edges` are places in `nodes`.
///
/// # Errors
/// [`Cancelled`] if asked to stop.
pub(crate) fn draw(
    input: &Input<'_>,
    nodes: &[usize],
    edges: &[(u32, u32)],
    gap: f64,
    progress: &Progress,
) -> Result<Vec<Point>, Cancelled> {
    let boxes: Vec<NodeBox> = nodes.iter().map(|&n| input.boxes[n]).collect();
    let pins: Vec<Option<Point>> = nodes.iter().map(|&n| input.pin(n)).collect();
    let fixed: Vec<bool> = pins.iter().map(Option::is_some).collect();
    let neighbours = adjacency(nodes.len(), edges);
    let terms = terms(&neighbours);
    progress.report(progress.done())?;
    let (stretch, shortest) = frame(&boxes, gap);
    // Distances in hops are to fill the page that holds the boxes: two places in a square are half
    // its side apart, in the mean.
    let area: f64 = boxes.iter().map(|b| (f64::from(b.width()) + gap) * (f64::from(b.height()) + gap)).sum();
    let hops = terms.iter().map(|t| t.distance).sum::<f64>() / terms.len().max(1) as f64;
    let edge_length = shortest.max(0.52 * (area * room(boxes.len())).sqrt() / hops.max(1.0));
    let job = SmallNetwork {
        boxes: &boxes,
        edges,
        neighbours: &neighbours,
        terms: &terms,
        pins: &pins,
        fixed: &fixed,
        edge_length,
        stretch,
        gap,
    };
    let tries = match input.options.effort {
        Effort::Draft => 1,
        Effort::Normal if nodes.len() > 100 => TRIES / 2,
        Effort::Normal => TRIES,
        Effort::Best => 4 * TRIES,
    };
    let drawings: Vec<(f64, Vec<Point>)> = (0..tries)
        .into_par_iter()
        .map(|number| {
            if progress.is_cancelled() {
                return (f64::INFINITY, Vec::new());
            }
            job.draw(input.seed.wrapping_mul(31).wrapping_add(number), input.sane_aspect())
        })
        .collect();
    progress.report(progress.done())?;
    // In the order of trying, so that threads do not decide between equals.
    let best = drawings.into_iter().reduce(|a, b| if b.0 < a.0 { b } else { a });
    Ok(best.map(|(_, points)| points).unwrap_or_default())
}

/// Boxes are wider than high: a drawing is made in a space where they are about square, and
/// stretched afterwards. Yields by how much, and the length of an edge.
pub(crate) fn frame(boxes: &[NodeBox], gap: f64) -> (f64, f64) {
    let mean =
        |get: fn(&NodeBox) -> f32| boxes.iter().map(|b| f64::from(get(b))).sum::<f64>() / boxes.len().max(1) as f64;
    let (width, height) = (mean(NodeBox::width) + gap, mean(NodeBox::height) + gap);
    ((width / height).clamp(1.0, 2.2).sqrt(), (width * height).sqrt() * 1.15)
}

struct SmallNetwork<'a> {
    boxes: &'a [NodeBox],
    edges: &'a [(u32, u32)],
    neighbours: &'a [Vec<u32>],
    terms: &'a [Term],
    pins: &'a [Option<Point>],
    fixed: &'a [bool],
    edge_length: f64,
    stretch: f64,
    gap: f64,
}

impl SmallNetwork<'_> {
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
            lie_flat(&mut points, aspect / self.stretch.powi(2), true);
        }
        for p in &mut points {
            *p = (p.0 * self.stretch, p.1 / self.stretch);
        }
        self.put_pins(&mut points, 1.0);
        prism::remove(&mut points, self.boxes, self.fixed, self.gap);
        let mut polish = Polish::new(self.boxes, self.edges, self.terms, self.edge_length, self.fixed, self.gap);
        if !any_pins {
            polish.lay_page(&points, aspect);
        }
        let judged = 2 * self.edges.len() * self.edges.len();
        let rounds = (2400 / points.len()).clamp(6, 40).min(5_000_000 / judged.max(1)).max(4);
        polish.run(&mut points, rounds, &mut random);
        overlap::remove(&mut points, self.boxes, self.fixed, self.gap);
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
pub(crate) fn lie_flat(points: &mut [Point], aspect: f64, stretch: bool) {
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
    let by = if stretch { (wanted / now).sqrt().clamp(0.6, 1.6) } else { 1.0 };
    let (sx, sy) = if aspect < 1.0 { (1.0 / by, by) } else { (by, 1.0 / by) };
    for p in points.iter_mut() {
        *p = (p.0 * sx, p.1 * sy);
    }
}
