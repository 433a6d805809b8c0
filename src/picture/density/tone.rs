//! How strong the ink is where a pixel sees some number of lines. What matters is to see where more
//! lines run than elsewhere, from a handful to thousands, and not to change as one zooms.

/// Smallest radius that a node is drawn with, in pixels.
pub(super) const LEAST_RADIUS_PX: f32 = 0.8;

/// The strongest ink that lines reach together.
const MOST: f32 = 0.92;

/// Lines as crowded as they are around there count this much; at 1 they make half of the strongest
/// ink. Well below it, so that what is crowded as usual is a light ground on which the more crowded
/// stands out, and nodes and names above it.
const MIDDLE: f32 = 0.66;

/// The part of the ink that is spent on what is sparse, and how much sooner it comes.
const SPARSE: f32 = 0.1;
const SPARSE_GAIN: f32 = 16.0;

/// Turns a number of lines into opacity, for one level of zoom.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tone {
    /// How much one line would have to count for where it is alone.
    alone: f32,
    /// Pixels a scene unit.
    scale: f32,
}

impl Tone {
    /// At so many pixels a scene unit; one line alone is as strong as `width_px`.
    pub(crate) fn new(scale: f32, width_px: f32) -> Self {
        // How much one line has to count for to be as strong as it should be alone.
        let wanted = width_px.clamp(0.01, 0.8);
        let (mut low, mut high) = (0.0, 64.0);
        for _ in 0..30 {
            let middle = (low + high) / 2.0;
            *(if ink(middle) < wanted { &mut low } else { &mut high }) = middle;
        }
        Self { alone: low, scale: scale.max(1e-12) }
    }

    /// From 0.0 to [`MOST`], for so many lines where lines are as crowded as `crowd` says. A part of a
    /// line has that part of its ink, so that edges are even.
    ///
    /// Twice as near, a pixel sees half as many lines; so the exposure is doubled, and what one
    /// looks at stays as bright. It only goes so far until one line alone is as strong as it should
    /// be, and it gets there slowly.
    pub(crate) fn opacity(&self, lines: f32, crowd: f32) -> f32 {
        let exposure = 1.0 / (1.0 / self.alone + crowd / self.scale / MIDDLE);
        if lines < 1.0 { lines * ink(exposure) } else { ink(exposure * lines) }
    }
}

/// What the eye makes of light (Naka and Rushton, 1966), twice: most of the ink tells the crowded
/// from the more crowded, the rest is for what is sparse.
fn ink(x: f32) -> f32 {
    let curve = |x: f32| x / (1.0 + x);
    MOST * ((1.0 - SPARSE) * curve(x * x) + SPARSE * curve(SPARSE_GAIN * x))
}

/// How much a node shows that is smaller than what it is drawn as.
pub(super) fn presence(radius_px: f32) -> f32 {
    (radius_px / LEAST_RADIUS_PX).clamp(0.25, 1.0)
}
