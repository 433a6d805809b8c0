//! How crowded lines are, on the whole and around each place: what tones are relative to. A dense
//! network would be a flat mat otherwise, since most of it is as crowded as the rest of it.

use super::plane::Plane;
use super::{Matter, Square, Stroke, chosen, draw_line};
use crate::math::Portable as _;

/// Cells of the grid that crowding is measured on, each way.
const GRID: usize = 256;

/// As many lines are enough to measure it.
const LINES_MOST: usize = 200_000;

/// How far around a place counts, in cells each way, three times over.
const AROUND: usize = 10;

/// How much the eye gets used to what is around, from 0.0 (not at all: only what is most crowded of
/// all is seen) to 1.0 (wholly: what is crowded looks as what is not).
const USED: f32 = 0.6;

/// No place counts as less crowded than this share of the whole.
const LEAST: f32 = 0.01;

/// Length of line a scene unit squared, as lines see it around each place. Divided by the pixels a
/// unit it is how many lines a pixel sees besides one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Crowd {
    origin: [f64; 2],
    /// Cells a scene unit.
    scale: f64,
    /// Row by row; empty where there are no lines.
    cells: Vec<f32>,
}

impl Crowd {
    /// Of all lines. It sets how tiles are toned, so measure it once for a drawing, not anew for
    /// each small move.
    pub(crate) fn of<M: Matter + ?Sized>(matter: &M) -> Crowd {
        let Some([x0, y0, x1, y1]) = matter.line_tree().bounds().map(|b| b.map(f64::from)) else {
            return Crowd::default();
        };
        let side = (x1 - x0).max(y1 - y0);
        if !side.is_normal() {
            return Crowd::default();
        }
        let square = Square { origin: [x0, y0], side, size_px: GRID };
        let share = (LINES_MOST as f32 / matter.line_count().max(1) as f32).min(1.0);
        let mut plane = Plane::new(GRID);
        for item in (0..matter.line_count() as u32).filter(|item| chosen(*item, share)) {
            draw_line(&mut plane, Stroke { ink: None, ..matter.line(item) }, &square);
        }
        let mut lines: Vec<f32> = (0..GRID * GRID).map(|i| plane.seen(i % GRID, i / GRID)).collect();
        // What a line sees on its way besides itself; along a diagonal a cell sees 1.4 of it.
        let mut others: Vec<f32> = lines.iter().map(|n| n * (n - 1.5).max(0.0)).collect();
        let sum = |cells: &[f32]| cells.iter().map(|v| f64::from(*v)).sum::<f64>();
        let whole = (sum(&others) / sum(&lines).max(1e-9)) as f32;
        blur(&mut lines);
        blur(&mut others);
        let scale = square.scale();
        let density = |cell: f32| (f64::from(cell) * scale) as f32 / share;
        let cells = others.iter().zip(&lines).map(|(others, lines)| {
            let here = if *lines > 0.0 { others / lines } else { 0.0 };
            let here = here.max(whole * LEAST);
            density(whole.power(1.0 - USED) * here.power(USED))
        });
        Crowd { origin: square.origin, scale, cells: cells.collect() }
    }

    /// Of every pixel of a row of a square, from left to right.
    pub(super) fn row(&self, square: &Square, row: usize, out: &mut Vec<f32>) {
        out.clear();
        out.resize(square.size_px, 0.0);
        if self.cells.is_empty() {
            return;
        }
        // Between the middles of cells.
        let cell = |pixel: usize, axis: usize| {
            let at = square.origin[axis] + (pixel as f64 + 0.5) / square.scale() - self.origin[axis];
            let at = (at * self.scale - 0.5).clamp(0.0, (GRID - 1) as f64);
            let first = (at as usize).min(GRID - 2);
            (first, (at - first as f64) as f32)
        };
        let mix = |a: f32, b: f32, t: f32| a + (b - a) * t;
        let (y, down) = cell(row, 1);
        for (x, place) in out.iter_mut().enumerate() {
            let (x, right) = cell(x, 0);
            let of_row = |y: usize| mix(self.cells[y * GRID + x], self.cells[y * GRID + x + 1], right);
            *place = mix(of_row(y), of_row(y + 1), down);
        }
    }
}

/// Three times the mean of what is around: nearly a bell.
fn blur(cells: &mut [f32]) {
    let mut line = [0.0; GRID];
    for _ in 0..3 {
        for (start, step) in [(GRID, 1), (1, GRID)] {
            for number in 0..GRID {
                for (i, place) in line.iter_mut().enumerate() {
                    *place = cells[number * start + i * step];
                }
                let mut sum: f32 = line[..AROUND].iter().sum();
                for i in 0..GRID {
                    sum += line.get(i + AROUND).copied().unwrap_or(0.0);
                    cells[number * start + i * step] = (sum / (2 * AROUND + 1) as f32).max(0.0);
                    sum -= if i >= AROUND { line[i - AROUND] } else { 0.0 };
                }
            }
        }
    }
}
