//! What many lines and nodes look like together: square tiles of pixels, worked out from plain
//! arrays by the processor. Where more is in view than can be drawn one by one, the window puts
//! such tiles side by side. Lines and nodes are two separate planes. All tiles of one level of
//! zoom are made alike, so they join without seams, and levels follow each other without jumps.
//!
//! Knows no dossier, no scene and no screen.

mod crowd;
mod plane;
#[cfg(test)]
mod tests;
mod tone;

pub(crate) use crowd::Crowd;

use std::sync::Arc;

use crate::picture::tree::{Best, Curve, Rect, Tree};
use crate::progress::Progress;
use plane::{Paint, Plane};
use tone::{LEAST_RADIUS_PX, Tone};

/// Rims are this part of the radius wide, and in pixels no wider than this. Smaller nodes have none.
const RIM: (f32, f32) = (0.2, 1.2);
const RIMMED_PX: f32 = 1.5;

/// How far the pieces of a curve may be from it, in pixels.
const FLAT_PX: f64 = 0.3;

/// Most pieces of a curve.
const PIECES_MOST: f64 = 64.0;

/// Lines or nodes between two looks at whether to go on.
const STEP: usize = 4096;

/// What is drawn, wherever it is kept. All lengths are scene units. The trees are of the same items,
/// and hold all that they reach; a line that ends where it begins is drawn as nothing.
pub(crate) trait Matter: Sync {
    /// How many lines there are.
    fn line_count(&self) -> usize;
    /// A line by its number.
    fn line(&self, item: u32) -> Stroke;
    /// A node by its number.
    fn node(&self, item: u32) -> Dot;
    /// Index of the lines.
    fn line_tree(&self) -> &Tree;
    /// Index of the nodes, which knows their importance.
    fn node_tree(&self) -> &Tree;
}

/// A line to draw.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Stroke {
    /// Where it runs; finite.
    pub(crate) curve: Curve,
    /// How much it counts: 255 is wholly.
    pub(crate) weight: u8,
    /// Red, green, blue, where it has another colour than most.
    pub(crate) ink: Option<[u8; 3]>,
}

/// A node to draw.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Dot {
    /// Its middle; finite.
    pub(crate) at: [f32; 2],
    pub(crate) radius: f32,
    /// Red, green, blue, opacity; not premultiplied.
    pub(crate) colour: [u8; 4],
}

/// How lines are drawn, the same for all tiles of a drawing.
#[derive(Clone, Debug)]
pub(crate) struct LineInk {
    /// Red, green, blue.
    pub(crate) ink: [u8; 3],
    /// How wide one line alone looks, in pixels, below 1.
    pub(crate) width_px: f32,
    /// How crowded the lines are.
    pub(crate) crowd: Arc<Crowd>,
}

/// A square of the scene and how finely to draw it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Square {
    /// Least x and y, in scene units.
    pub(crate) origin: [f64; 2],
    /// Width and height, in scene units.
    pub(crate) side: f64,
    /// Width and height, in pixels.
    pub(crate) size_px: usize,
}

impl Square {
    /// Pixels a scene unit.
    fn scale(&self) -> f64 {
        self.size_px as f64 / self.side
    }

    /// Where a point of the scene is, in pixels.
    fn pixels(&self, [x, y]: [f64; 2]) -> [f32; 2] {
        let scale = self.scale();
        [((x - self.origin[0]) * scale) as f32, ((y - self.origin[1]) * scale) as f32]
    }

    /// Margin in pixels from which items still affect the square.
    fn around(&self, margin_px: f64) -> Rect {
        let margin = margin_px / self.scale();
        let [x, y] = self.origin;
        [x - margin, y - margin, x + self.side + margin, y + self.side + margin].map(|v| v as f32)
    }
}

/// The lines of a square as premultiplied RGBA, 4 bytes a pixel, row by row from the top.
///
/// Of a `share` below 1.0 only as many lines are drawn, evenly chosen, each as if it were more: a
/// first rough picture. `None` if asked to stop.
pub(crate) fn lines_tile<M: Matter + ?Sized>(
    matter: &M,
    square: Square,
    style: &LineInk,
    share: f32,
    progress: &Progress,
) -> Option<Vec<u8>> {
    let mut plane = Plane::new(square.size_px);
    let rect = square.around(2.0);
    let tree = matter.line_tree();
    let mut pace = Pace::new(tree.count(rect, usize::MAX), progress);
    tree.each(rect, |item| {
        if pace.go_on() && chosen(item, share) {
            draw_line(&mut plane, matter.line(item), &square);
        }
    });
    pace.finish()?;
    let tone = Tone::new(square.scale() as f32, style.width_px);
    let worth = 1.0 / share.clamp(1e-6, 1.0);
    let crowd = |row: usize, out: &mut Vec<f32>| style.crowd.row(&square, row, out);
    Some(plane.toned(style.ink, crowd, |lines, crowd| tone.opacity(lines * worth, crowd)))
}

/// The nodes of a square as premultiplied RGBA, 4 bytes a pixel, row by row from the top: discs, the
/// important above the others, each with a rim of the `ground` that keeps it apart from its neighbours
/// where there is room for one. `None` if asked to stop.
pub(crate) fn nodes_tile<M: Matter + ?Sized>(
    matter: &M,
    square: Square,
    ground: [u8; 3],
    progress: &Progress,
) -> Option<Vec<u8>> {
    let mut paint = Paint::new(square.size_px);
    let scale = square.scale() as f32;
    let rect = square.around(f64::from(LEAST_RADIUS_PX + RIM.1) + 1.0);
    let tree = matter.node_tree();
    let mut pace = Pace::new(tree.count(rect, usize::MAX), progress);
    tree.best(rect, &mut Best::default(), |item| {
        let Dot { at, radius, colour } = matter.node(item);
        let radius = radius * scale;
        let presence = tone::presence(radius);
        let centre = square.pixels(at.map(f64::from));
        paint.disc(centre, radius.max(LEAST_RADIUS_PX), colour, presence);
        if radius > RIMMED_PX {
            let [r, g, b] = ground;
            paint.disc(centre, radius + (radius * RIM.0).min(RIM.1), [r, g, b, colour[3]], presence);
        }
        pace.go_on()
    });
    pace.finish()?;
    Some(paint.bytes())
}

/// Says now and then how far it is, and whether to go on.
struct Pace<'a> {
    done: usize,
    of: usize,
    stopped: bool,
    progress: &'a Progress,
}

impl<'a> Pace<'a> {
    fn new(of: usize, progress: &'a Progress) -> Self {
        Self { done: 0, of: of.max(1), stopped: progress.is_cancelled(), progress }
    }

    fn go_on(&mut self) -> bool {
        self.done += 1;
        if self.done.is_multiple_of(STEP) && !self.stopped {
            self.stopped = self.progress.report(self.done as f32 / self.of as f32).is_err();
        }
        !self.stopped
    }

    fn finish(self) -> Option<()> {
        let stopped = self.stopped || self.progress.report(1.0).is_err();
        (!stopped).then_some(())
    }
}

/// Whether an item is among a share of all, evenly chosen: by its number, stirred (the finaliser of
/// MurmurHash3, Appleby, 2011).
fn chosen(item: u32, share: f32) -> bool {
    let mut h = item;
    h = (h ^ (h >> 16)).wrapping_mul(0x85eb_ca6b);
    h = (h ^ (h >> 13)).wrapping_mul(0xc2b2_ae35);
    h ^= h >> 16;
    share >= 1.0 || f64::from(h) < f64::from(share) * f64::from(u32::MAX)
}

fn draw_line(plane: &mut Plane, Stroke { curve, weight, ink }: Stroke, square: &Square) {
    let weight = f32::from(weight) / 255.0;
    let (from, to) = (square.pixels(curve.from.map(f64::from)), square.pixels(curve.to.map(f64::from)));
    // A curve is as far from its pieces as it bends, divided by the square of their number. The
    // number depends on the scale alone, so that neighbouring tiles draw the same pieces.
    let pieces = (f64::from(curve.bend.abs()) * square.scale() / FLAT_PX).sqrt().ceil().min(PIECES_MOST);
    if pieces <= 1.0 || from == to {
        plane.line([from, to], weight, ink);
        return;
    }
    let control = square.pixels(curve.control());
    let step = 1.0 / pieces as f32;
    let mut last = from;
    for piece in 1..=pieces as u32 {
        let t = piece as f32 * step;
        let s = 1.0 - t;
        let next = std::array::from_fn(|k| s * s * from[k] + 2.0 * s * t * control[k] + t * t * to[k]);
        plane.line([last, next], weight, ink);
        last = next;
    }
}
