//! How strong the ink is where a pixel sees some number of lines. What matters is to see where more
//! lines run than elsewhere, from a handful to thousands, and not to change as one zooms.

use super::plane::Plane;
use crate::picture::tree::Curve;

/// The strongest ink that lines reach together.
const MOST: f32 = 0.92;

/// How strong the ink is where lines are as crowded as they are on the whole: this many times what
/// makes half of the strongest.
const MIDDLE: f32 = 1.0;

/// Below 1, what is sparse is lifted and what is crowded held back.
const GAMMA: f32 = 0.8;

/// Cells of the grid that crowding is measured on, each way.
const GRID: usize = 256;

/// As many lines are enough to measure it.
const LINES_MOST: usize = 200_000;

/// Turns a number of lines into opacity, for one level of zoom.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tone {
    exposure: f32,
}

impl Tone {
    /// For lines as crowded as that, at so many pixels a scene unit.
    ///
    /// Twice as near, a pixel sees half as many lines; so the exposure is doubled, and what one
    /// looks at stays as bright. It only goes so far until one line alone is as strong as it should
    /// be, and it gets there slowly.
    pub fn new(crowd: f32, scale: f32, width_px: f32) -> Self {
        let alone = (width_px / MOST).clamp(0.01, 0.9);
        let alone = (alone / (1.0 - alone)).powf(1.0 / GAMMA);
        let lines = crowd / scale.max(1e-12);
        Self { exposure: 1.0 / (1.0 / alone + lines / MIDDLE) }
    }

    /// From 0.0 to [`MOST`]: what the eye makes of light (Naka and Rushton, 1966).
    pub fn opacity(&self, lines: f32) -> f32 {
        let x = (self.exposure * lines).powf(GAMMA);
        MOST * x / (1.0 + x)
    }
}

/// How much a node shows that is smaller than what it is drawn as.
pub(super) fn presence(radius_px: f32) -> f32 {
    (radius_px / super::LEAST_RADIUS_PX).clamp(0.0, 1.0).mul_add(0.6, 0.4)
}

/// How crowded lines are where there are lines: length of line a scene unit squared. Divided by the
/// pixels a unit it is how many lines a pixel sees. It sets how tiles are toned, so measure it once
/// for a drawing, not anew for each small move.
pub fn crowd(points: &[[f32; 2]], ends: &[[u32; 2]]) -> f32 {
    let mut low = [f64::INFINITY; 2];
    let mut high = [f64::NEG_INFINITY; 2];
    for point in points {
        for k in 0..2 {
            let v = if point[k].is_finite() { f64::from(point[k]) } else { 0.0 };
            (low[k], high[k]) = (low[k].min(v), high[k].max(v));
        }
    }
    let side = (high[0] - low[0]).max(high[1] - low[1]);
    if !(side > 0.0) {
        return 0.0;
    }
    let square = super::Square { origin: low, side, size_px: GRID };
    let share = (LINES_MOST as f32 / ends.len().max(1) as f32).min(1.0);
    let mut plane = Plane::new(GRID);
    for (item, ends) in ends.iter().enumerate().filter(|(item, _)| super::chosen(*item as u32, share)) {
        let _ = item;
        let curve = Curve::new(points, *ends, 0.0);
        plane.line(square.pixels(curve.from.map(f64::from)), square.pixels(curve.to.map(f64::from)), 1.0);
    }
    let cells = (0..GRID * GRID).map(|i| f64::from(plane.seen(i % GRID, i / GRID)));
    let (sum, squares) = cells.fold((0.0, 0.0), |(sum, squares), n| (sum + n, squares + n * n));
    if sum > 0.0 { (squares / sum * square.scale()) as f32 / share } else { 0.0 }
}
