//! How strong the ink is where a pixel sees some number of lines. What matters is to see where more
//! lines run than elsewhere, from a handful to thousands, and not to change as one zooms.

use super::plane::Plane;
use super::{Matter, Square, chosen, draw_line};

/// The strongest ink that lines reach together.
const MOST: f32 = 0.92;

/// Lines as crowded as they are on the whole count this much; at 1 they make half of the strongest ink.
const MIDDLE: f32 = 1.3;

/// The part of the ink that is spent on what is sparse, and how much sooner it comes.
const SPARSE: f32 = 0.3;
const SPARSE_GAIN: f32 = 16.0;

/// Cells of the grid that crowding is measured on, each way.
const GRID: usize = 256;

/// As many lines are enough to measure it.
const LINES_MOST: usize = 200_000;

/// Turns a number of lines into opacity, for one level of zoom.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tone {
    exposure: f32,
    /// The ink of one line.
    one: f32,
}

impl Tone {
    /// For lines as crowded as that, at so many pixels a scene unit.
    ///
    /// Twice as near, a pixel sees half as many lines; so the exposure is doubled, and what one
    /// looks at stays as bright. It only goes so far until one line alone is as strong as it should
    /// be, and it gets there slowly.
    pub fn new(crowd: f32, scale: f32, width_px: f32) -> Self {
        // How much one line has to count for to be as strong as it should be alone.
        let wanted = width_px.clamp(0.01, 0.8);
        let (mut low, mut high) = (0.0, 64.0);
        for _ in 0..30 {
            let middle = (low + high) / 2.0;
            *(if ink(middle) < wanted { &mut low } else { &mut high }) = middle;
        }
        let lines = crowd / scale.max(1e-12);
        let exposure = 1.0 / (1.0 / low + lines / MIDDLE);
        Self { exposure, one: ink(exposure) }
    }

    /// From 0.0 to [`MOST`]. A part of a line has that part of its ink, so that edges are even.
    pub fn opacity(&self, lines: f32) -> f32 {
        if lines < 1.0 { lines * self.one } else { ink(self.exposure * lines) }
    }
}

/// What the eye makes of light (Naka and Rushton, 1966), twice: most of the ink tells the crowded
/// from the more crowded, the rest is for what is sparse.
fn ink(x: f32) -> f32 {
    let curve = |x: f32| x / (1.0 + x);
    MOST * ((1.0 - SPARSE) * curve(x * x.sqrt()) + SPARSE * curve(SPARSE_GAIN * x))
}

/// How much a node shows that is smaller than what it is drawn as.
pub(super) fn presence(radius_px: f32) -> f32 {
    (radius_px / super::LEAST_RADIUS_PX).clamp(0.25, 1.0)
}

/// How crowded lines are where there are lines: length of line a scene unit squared. Divided by the
/// pixels a unit it is how many lines a pixel sees. It sets how tiles are toned, so measure it once
/// for a drawing, not anew for each small move.
pub fn crowd<M: Matter + ?Sized>(matter: &M) -> f32 {
    let Some([x0, y0, x1, y1]) = matter.line_tree().bounds().map(|b| b.map(f64::from)) else { return 0.0 };
    let side = (x1 - x0).max(y1 - y0);
    if !side.is_normal() {
        return 0.0;
    }
    let square = Square { origin: [x0, y0], side, size_px: GRID };
    let share = (LINES_MOST as f32 / matter.line_count().max(1) as f32).min(1.0);
    let mut plane = Plane::new(GRID);
    for item in (0..matter.line_count() as u32).filter(|item| chosen(*item, share)) {
        draw_line(&mut plane, matter.line(item), &square);
    }
    let cells = (0..GRID * GRID).map(|i| f64::from(plane.seen(i % GRID, i / GRID)));
    // What a line sees on its way besides itself; along a diagonal a cell sees 1.4 of it.
    let (sum, others) = cells.fold((0.0, 0.0), |(sum, others), n| (sum + n, others + n * (n - 1.5).max(0.0)));
    if sum > 0.0 { (others / sum * square.scale()) as f32 / share } else { 0.0 }
}
