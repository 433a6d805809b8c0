//! Room where a drawing is too crowded for its boxes: crowded parts swell until their boxes fit, what lies around them makes
//! way, and everything keeps its neighbours, as in a cartogram (the flow of Gastner, Seguy and More, "Fast flow-based
//! algorithm for creating density-equalizing map projections", PNAS 2018). Linear in nodes, whatever lies on what.

use super::box_grid::Area;
use super::nearest::{Nearest, length};
use super::poisson::Potential;
use super::rect::around;
use super::{NodeBox, Point};
use crate::math::Portable as _;

/// Share of the page that boxes with their gaps may cover where they are most crowded.
const FILL: f64 = 0.5;
/// No part swells to more than so many times its area in one pass: longer ways are gone in several.
const SWELLING: f64 = 8.0;
/// Passes at most, and what share of the boxes may lack room when it is enough.
const PASSES: usize = 8;
const LACKING: f64 = 0.06;
/// Steps along the flow in a pass.
const STEPS: usize = 6;
/// Free margin around the drawing, as a share of its longer side.
const MARGIN: f64 = 0.15;
/// Cells along each side at least and at most.
const SIDE: (usize, usize) = (32, 512);

/// Nodes that are asked how much room they have, and how many neighbours it is judged by.
const ASKED: usize = 1_000;
const NEAR: usize = 6;
/// Share of the nodes that get room for their boxes from the scale alone; and the share that gets it where that takes no more
/// than so many times the scale, since a drawing that is even already need not be moved at all.
const ROOMY: f64 = 0.25;
const EVEN: (f64, f64) = (0.98, 1.3);
/// How many times the page that all boxes need a drawing may be large, at least and at most.
const PAGE: (f64, f64) = (1.2, 2.8);
/// Nodes for one cell of the page by which it is told how much of it a drawing covers.
const IN_CELL: usize = 16;

/// How much a drawing must grow for some of its nodes to have room for their boxes; the rest finds room by [`make_room`].
pub(super) fn fitting_scale(points: &[Point], boxes: &[NodeBox], gap: f64) -> f64 {
    let room = |b: &NodeBox| (f64::from(b.width()) + gap) * (f64::from(b.height()) + gap) / FILL;
    let wanted: f64 = boxes.iter().map(room).sum();
    let page = covered(points);
    let nearest = Nearest::new(points);
    let step = points.len().div_ceil(ASKED).max(1);
    let mut scales: Vec<f64> = (0..points.len())
        .step_by(step)
        .map(|v| {
            let near = nearest.of(points, v, NEAR);
            let far = near.last().map_or(0.0, |&u| length(points[v], points[u as usize]));
            let needed: f64 = near.iter().map(|&u| room(&boxes[u as usize])).sum();
            (needed / (std::f64::consts::PI * far * far).max(1e-12)).sqrt()
        })
        .collect();
    if scales.is_empty() {
        return 1.0;
    }
    scales.sort_unstable_by(f64::total_cmp);
    let at = |share: f64| scales[((scales.len() - 1) as f64 * share) as usize];
    let of_page = |times: f64| (times * wanted / page).sqrt();
    let even = at(EVEN.0).min(EVEN.1 * at(ROOMY));
    at(ROOMY).clamp(of_page(PAGE.0), of_page(PAGE.1)).max(if even == at(EVEN.0) { even } else { 0.0 })
}

/// How much of the page a drawing covers, in square cells that hold some nodes each if it is even.
fn covered(points: &[Point]) -> f64 {
    let bounds = around(points.iter().map(|p| [p.0, p.1, p.0, p.1]));
    let (width, height) = ((bounds[2] - bounds[0]).max(1e-9), (bounds[3] - bounds[1]).max(1e-9));
    let cells = (points.len() / IN_CELL).max(1) as f64;
    // A line has as many cells as a square.
    let side = (width * height / cells).sqrt().max(width.max(height) / cells);
    let cell = |p: &Point| (((p.0 - bounds[0]) / side) as u32, ((p.1 - bounds[1]) / side) as u32);
    let mut taken: Vec<(u32, u32)> = points.iter().map(cell).collect();
    taken.sort_unstable();
    taken.dedup();
    taken.len() as f64 * side * side
}

/// Moves the middles of areas apart until they nearly fit.
pub(super) fn make_room(areas: &mut [Area]) {
    part_coincident(areas);
    for _ in 0..PASSES {
        let page = Page::around(areas);
        let wanted = page.wanted(areas);
        let cell = page.cell * page.cell;
        let all: f64 = wanted.iter().sum();
        let lacking: f64 = wanted.iter().map(|area| (area - cell).max(0.0)).sum();
        if lacking <= LACKING * all || !lacking.is_finite() {
            return;
        }
        let density: Vec<f64> = wanted.iter().map(|area| (area / cell).clamp(1.0, SWELLING)).collect();
        page.flow(areas, &density);
    }
}

/// Sets apart, by very little, what lies on one point, so that a flow can tell it apart.
fn part_coincident(areas: &mut [Area]) {
    let mut order: Vec<usize> = (0..areas.len()).collect();
    order.sort_by(|&a, &b| areas[a].x.total_cmp(&areas[b].x).then(areas[a].y.total_cmp(&areas[b].y)).then(a.cmp(&b)));
    let place = |i: usize, areas: &[Area]| (areas[i].x, areas[i].y);
    let mut begin = 0;
    while begin < order.len() {
        let at = place(order[begin], areas);
        let end = begin + order[begin..].iter().take_while(|&&i| place(i, areas) == at).count();
        for (k, &i) in order[begin..end].iter().enumerate().skip(1) {
            // A sunflower: evenly filled however many there are.
            let (sin, cos) = (k as f64 * 2.399_963_229_728_653).sine_cosine();
            let away = 0.02 * areas[i].side().max(1e-3) * (k as f64).sqrt();
            (areas[i].x, areas[i].y) = (at.0 + away * cos, at.1 + away * sin);
        }
        begin = end;
    }
}

/// The square that a drawing lies in, in cells.
struct Page {
    x: f64,
    y: f64,
    cell: f64,
    side: usize,
}

impl Page {
    fn around(areas: &[Area]) -> Self {
        let bounds = areas.iter().fold([f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY], |b, a| {
            [b[0].min(a.x), b[1].min(a.y), b[2].max(a.x), b[3].max(a.y)]
        });
        let (width, height) = (bounds[2] - bounds[0], bounds[3] - bounds[1]);
        // A single heap is as large as what lies in it.
        let largest = areas.iter().map(Area::side).fold(1e-9, f64::max);
        let across = width.max(height).max(largest) * (1.0 + 2.0 * MARGIN);
        let side = ((areas.len() as f64).sqrt() as usize * 2).next_power_of_two().clamp(SIDE.0, SIDE.1);
        Page {
            x: f64::midpoint(bounds[0], bounds[2]) - across / 2.0,
            y: f64::midpoint(bounds[1], bounds[3]) - across / 2.0,
            cell: across / side as f64,
            side,
        }
    }

    /// The area that boxes want in each cell: each spreads its own over the cells that it covers. Summed up from corners, so
    /// that a large box costs no more than a small one.
    fn wanted(&self, areas: &[Area]) -> Vec<f64> {
        let wide = self.side + 1;
        let mut corners = vec![0.0; wide * wide];
        let clamp = |v: f64| v.clamp(0.0, self.side as f64);
        for a in areas {
            // At least a cell wide, so that what is smaller than a cell moves on smoothly.
            let (hw, hh) = (a.half_width.max(self.cell / 2.0), a.half_height.max(self.cell / 2.0));
            let (x0, x1) = (clamp((a.x - hw - self.x) / self.cell), clamp((a.x + hw - self.x) / self.cell));
            let (y0, y1) = (clamp((a.y - hh - self.y) / self.cell), clamp((a.y + hh - self.y) / self.cell));
            let per_cell = 4.0 * a.half_width * a.half_height / FILL / ((x1 - x0) * (y1 - y0)).max(1e-12);
            for (y, sign_y) in [(y0, 1.0), (y1, -1.0)] {
                for (x, sign_x) in [(x0, 1.0), (x1, -1.0)] {
                    // A corner within a cell is shared by the four lines around it.
                    let (i, j) = ((x as usize).min(self.side - 1), (y as usize).min(self.side - 1));
                    let (fx, fy) = (x - i as f64, y - j as f64);
                    let by = per_cell * sign_x * sign_y;
                    corners[j * wide + i] += by * (1.0 - fx) * (1.0 - fy);
                    corners[j * wide + i + 1] += by * fx * (1.0 - fy);
                    corners[(j + 1) * wide + i] += by * (1.0 - fx) * fy;
                    corners[(j + 1) * wide + i + 1] += by * fx * fy;
                }
            }
        }
        let mut out = vec![0.0; self.side * self.side];
        let mut above = vec![0.0; self.side];
        for j in 0..self.side {
            let mut left = 0.0;
            for i in 0..self.side {
                left += corners[j * wide + i];
                above[i] += left;
                out[j * self.side + i] = f64::max(above[i], 0.0);
            }
        }
        out
    }

    /// Lets areas drift until the density is the same everywhere, and enlarges all so that the emptiest parts are as large as
    /// before.
    fn flow(&self, areas: &mut [Area], density: &[f64]) {
        let mean = density.iter().sum::<f64>() / density.len() as f64;
        let excess: Vec<f64> = density.iter().map(|d| d - mean).collect();
        let potential = Potential::solve(excess, self.side);
        let limit = self.side as f64 - 1e-6;
        let grow = mean.sqrt();
        let middle = self.side as f64 / 2.0;
        let step = 1.0 / STEPS as f64;
        let velocity = |x: f64, y: f64, time: f64| {
            let (fx, fy) = potential.flux(x, y);
            let here = sample(density, self.side, x, y);
            let now = (1.0 - time) * here + time * mean;
            (fx / now, fy / now)
        };
        for a in areas {
            let (mut x, mut y) = ((a.x - self.x) / self.cell, (a.y - self.y) / self.cell);
            for number in 0..STEPS {
                let time = number as f64 * step;
                let (vx, vy) = velocity(x, y, time);
                let (mx, my) = ((x + vx * step / 2.0).clamp(0.0, limit), (y + vy * step / 2.0).clamp(0.0, limit));
                let (vx, vy) = velocity(mx, my, time + step / 2.0);
                (x, y) = ((x + vx * step).clamp(0.0, limit), (y + vy * step).clamp(0.0, limit));
            }
            a.x = self.x + self.cell * (middle + (x - middle) * grow);
            a.y = self.y + self.cell * (middle + (y - middle) * grow);
        }
    }
}

/// A value between the middles of cells.
fn sample(cells: &[f64], side: usize, x: f64, y: f64) -> f64 {
    let (x, y) = ((x - 0.5).clamp(0.0, side as f64 - 1.0), (y - 0.5).clamp(0.0, side as f64 - 1.0));
    let (i, j) = ((x as usize).min(side - 2), (y as usize).min(side - 2));
    let (fx, fy) = (x - i as f64, y - j as f64);
    let at = |i: usize, j: usize| cells[j * side + i];
    (at(i, j) * (1.0 - fx) + at(i + 1, j) * fx) * (1.0 - fy) + (at(i, j + 1) * (1.0 - fx) + at(i + 1, j + 1) * fx) * fy
}
