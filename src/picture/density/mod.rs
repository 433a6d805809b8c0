//! What many lines and nodes look like together: square tiles of pixels, worked out from plain
//! arrays by the processor. Where more is in view than can be drawn one by one, the window puts
//! such tiles side by side. Lines and nodes are two separate planes. All tiles of one level of
//! zoom are made alike, so they join without seams, and levels follow each other without jumps.
//!
//! Knows no dossier, no scene and no screen.

mod plane;
#[cfg(test)]
mod tests;
mod tone;

pub use tone::crowd;

use crate::picture::tree::{Best, Curve, Rect, Tree};
use crate::progress::{Cancelled, Progress};
use plane::{Paint, Plane};
use tone::Tone;

/// Smallest radius that a node is drawn with, in pixels.
const LEAST_RADIUS_PX: f32 = 0.8;

/// How far the pieces of a curve may be from it, in pixels.
const FLAT_PX: f64 = 0.3;

/// Most pieces of a curve.
const PIECES_MOST: f64 = 64.0;

/// Lines or nodes between two looks at whether to go on.
const STEP: usize = 4096;

/// What is drawn. All in scene units; what a slice is too short for counts as nought, and so does
/// what is not finite.
#[derive(Clone, Copy, Debug)]
pub struct Matter<'a> {
    /// Middles of nodes.
    pub points: &'a [[f32; 2]],
    /// Radii of nodes.
    pub radii: &'a [f32],
    /// Colours of nodes: red, green, blue, opacity (not premultiplied).
    pub colours: &'a [[u8; 4]],
    /// The two node numbers of each line.
    pub ends: &'a [[u32; 2]],
    /// Bends of lines, see [`Curve`].
    pub bends: &'a [f32],
    /// How much each line counts, from 0 to 255.
    pub weights: &'a [u8],
    /// Index of the points.
    pub nodes: &'a Tree,
    /// Index of the lines.
    pub lines: &'a Tree,
    /// How crowded the lines are, from [`crowd`].
    pub crowd: f32,
}

/// A square of the scene and how finely to draw it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Square {
    /// Least x and y, in scene units.
    pub origin: [f64; 2],
    /// Width and height, in scene units.
    pub side: f64,
    /// Width and height, in pixels.
    pub size_px: usize,
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

    /// What has to be looked at to draw it: as many pixels more on all sides.
    fn around(&self, margin_px: f64) -> Rect {
        let margin = margin_px / self.scale();
        let [x, y] = self.origin;
        [x - margin, y - margin, x + self.side + margin, y + self.side + margin].map(|v| v as f32)
    }
}

/// The lines of a square as premultiplied RGBA, 4 bytes a pixel, row by row from the top.
///
/// One line alone, where lines are few, looks as if drawn `width_px` wide in `ink`. Of a `share`
/// below 1.0 only as many lines are drawn, evenly chosen, each as if it were more. `None` if asked
/// to stop.
pub fn lines_tile(
    matter: &Matter,
    square: Square,
    ink: [u8; 3],
    width_px: f32,
    share: f32,
    progress: &Progress,
) -> Option<Vec<u8>> {
    let mut plane = Plane::new(square.size_px);
    let rect = square.around(2.0);
    let expected = matter.lines.count(rect, usize::MAX).max(1);
    let (mut seen, mut stopped) = (0, None);
    matter.lines.each(rect, |item| {
        seen += 1;
        if seen % STEP == 0 && stopped.is_none() {
            stopped = progress.report(seen as f32 / expected as f32).err();
        }
        if stopped.is_none() && chosen(item, share) {
            draw_line(&mut plane, matter, item, &square);
        }
    });
    if stopped.is_some() || progress.is_cancelled() {
        return None;
    }
    let tone = Tone::new(matter.crowd, square.scale() as f32, width_px);
    let worth = 1.0 / share.clamp(1e-6, 1.0);
    Some(plane.toned(ink, |lines| tone.opacity(lines * worth)))
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

fn draw_line(plane: &mut Plane, matter: &Matter, item: u32, square: &Square) {
    let at = item as usize;
    let curve = Curve::new(matter.points, matter.ends[at], matter.bends.get(at).copied().unwrap_or(0.0));
    let weight = f32::from(matter.weights.get(at).copied().unwrap_or(0)) / 255.0;
    let (from, to) = (square.pixels(curve.from.map(f64::from)), square.pixels(curve.to.map(f64::from)));
    // A curve is as far from its pieces as it bends, divided by the square of their number. The
    // number depends on the scale alone, so that neighbouring tiles draw the same pieces.
    let pieces = (f64::from(curve.bend.abs()) * square.scale() / FLAT_PX).sqrt().ceil().min(PIECES_MOST);
    if pieces <= 1.0 {
        plane.line(from, to, weight);
        return;
    }
    let control = square.pixels(curve.control());
    let step = 1.0 / pieces as f32;
    let mut last = from;
    for piece in 1..=pieces as u32 {
        let t = piece as f32 * step;
        let s = 1.0 - t;
        let next = std::array::from_fn(|k| s * s * from[k] + 2.0 * s * t * control[k] + t * t * to[k]);
        plane.line(last, next, weight);
        last = next;
    }
}

/// The nodes of a square as premultiplied RGBA, 4 bytes a pixel, row by row from the top: discs, the
/// important above the others. `None` if asked to stop.
pub fn nodes_tile(matter: &Matter, square: Square, progress: &Progress) -> Option<Vec<u8>> {
    let mut paint = Paint::new(square.size_px);
    let scale = square.scale() as f32;
    let rect = square.around(f64::from(LEAST_RADIUS_PX) + 1.0);
    let expected = matter.nodes.count(rect, usize::MAX).max(1);
    let mut seen = 0;
    let mut stopped: Option<Cancelled> = None;
    matter.nodes.best(rect, &mut Best::default(), |item| {
        seen += 1;
        if seen % STEP == 0 {
            stopped = progress.report(seen as f32 / expected as f32).err();
        }
        let at = item as usize;
        let middle = matter.points[at].map(|v| if v.is_finite() { f64::from(v) } else { 0.0 });
        let radius = matter.radii.get(at).map_or(0.0, |r| r * scale);
        let colour = matter.colours.get(at).copied().unwrap_or_default();
        paint.disc(square.pixels(middle), radius.max(LEAST_RADIUS_PX), colour, tone::presence(radius));
        stopped.is_none()
    });
    if stopped.is_some() || progress.is_cancelled() { None } else { Some(paint.bytes()) }
}
