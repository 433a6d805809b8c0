//! One glyph as a small picture: how much of each pixel the letter covers, and how much its halo,
//! the letter grown by a few pixels with round corners. Kept in an atlas by `atlas`; nothing here
//! knows where a letter will stand or what colour it takes.

use kurbo::{BezPath, PathEl, Point, flatten};
use tiny_skia::{FillRule, Mask, Path, PathBuilder, Transform};

/// Parts of a pixel at which letters may start, across.
pub(crate) const PHASES: u8 = 4;
/// Letters larger than this, in pixels to the em, are not made.
pub(crate) const LARGEST: f32 = 160.0;
/// How far flattened curves may stray, in pixels.
const STRAY: f64 = 0.06;

/// A glyph's outline, ready to be drawn at any size.
pub(super) struct Shape {
    /// In ems, y down, origin on the baseline.
    curves: BezPath,
    /// The same for the filler.
    path: Path,
}

impl Shape {
    /// `None` for what leaves no mark: spaces, glyphs that the face does not have.
    pub(crate) fn new(curves: BezPath) -> Option<Shape> {
        let path = skia_path(&curves)?;
        let bounds = path.bounds();
        (bounds.width() > 1e-4 && bounds.height() > 1e-4).then_some(Shape { curves, path })
    }
}

/// The two coverages of a glyph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bitmap {
    /// Pixels across.
    pub width: u16,
    /// Pixels down.
    pub height: u16,
    /// From the pen's pixel to the left column.
    pub(crate) left: i16,
    /// From the baseline to the top row, down.
    pub(crate) top: i16,
    /// Letter and halo in turn, row by row.
    pub(crate) texels: Vec<u8>,
}

/// Draws a glyph at `size` pixels to the em, starting `phase` quarters of a pixel right of the
/// pen's pixel, with a halo of `reach` pixels.
pub(super) fn draw(shape: &Shape, size: f32, phase: u8, reach: f32) -> Option<Bitmap> {
    let shift = f32::from(phase) / f32::from(PHASES);
    let bounds = shape.path.bounds();
    let left = (bounds.left() * size + shift - reach).floor() as i32 - 1;
    let top = (bounds.top() * size - reach).floor() as i32 - 1;
    let width = (bounds.right() * size + shift + reach).ceil() as i32 + 1 - left;
    let height = (bounds.bottom() * size + reach).ceil() as i32 + 1 - top;
    if width > 1024 || height > 1024 {
        return None;
    }
    let (dx, dy) = (shift - left as f32, -top as f32);
    let mut letter = Mask::new(width as u32, height as u32)?;
    let to_picture = Transform::from_row(size, 0.0, 0.0, size, dx, dy);
    letter.fill_path(&shape.path, FillRule::Winding, true, to_picture);
    let mut distances = Distances::new(width as usize, height as usize, reach + 1.0);
    distances.outline(&shape.curves, size, (dx, dy));
    let halo = |square: f32| ((reach + 0.5 - square.sqrt()).clamp(0.0, 1.0) * 255.0 + 0.5) as u8;
    let texels = letter.data().iter().zip(&distances.squares);
    let texels = texels.flat_map(|(&letter, &square)| [letter, letter.max(halo(square))]).collect();
    Some(Bitmap { width: width as u16, height: height as u16, left: left as i16, top: top as i16, texels })
}

/// For each pixel the square of its distance from the nearest piece of an outline. What lies within
/// a reach of the outline is what a round pen of that width would paint: this gives it at once,
/// smooth at the edge, and several times faster than a stroke that is filled.
struct Distances {
    width: usize,
    height: usize,
    reach: f32,
    squares: Vec<f32>,
}

impl Distances {
    fn new(width: usize, height: usize, reach: f32) -> Self {
        Distances { width, height, reach, squares: vec![f32::MAX; width * height] }
    }

    fn outline(&mut self, curves: &BezPath, size: f32, (dx, dy): (f32, f32)) {
        let at = |p: Point| (p.x as f32 * size + dx, p.y as f32 * size + dy);
        let (mut start, mut last) = ((0.0, 0.0), (0.0, 0.0));
        flatten(curves, STRAY / f64::from(size), |el| match el {
            PathEl::MoveTo(p) => (start, last) = (at(p), at(p)),
            PathEl::LineTo(p) => {
                self.segment(last, at(p));
                last = at(p);
            }
            PathEl::ClosePath => {
                self.segment(last, start);
                last = start;
            }
            // Flattening leaves no curves.
            PathEl::QuadTo(..) | PathEl::CurveTo(..) => {}
        });
    }

    fn segment(&mut self, a: (f32, f32), b: (f32, f32)) {
        let reach = self.reach;
        let first = |v: f32| (v - reach - 0.5).max(0.0) as usize;
        let end = |v: f32, most: usize| ((v + reach + 0.5).max(0.0) as usize).min(most);
        let (x0, x1) = (first(a.0.min(b.0)), end(a.0.max(b.0), self.width));
        let (y0, y1) = (first(a.1.min(b.1)), end(a.1.max(b.1), self.height));
        let (dx, dy) = (b.0 - a.0, b.1 - a.1);
        let square = dx * dx + dy * dy;
        let over = if square > 1e-12 { 1.0 / square } else { 0.0 };
        for y in y0..y1 {
            let py = y as f32 + 0.5 - a.1;
            let row = &mut self.squares[y * self.width + x0..y * self.width + x1.max(x0)];
            for (x, place) in (x0..).zip(row) {
                let px = x as f32 + 0.5 - a.0;
                let t = ((px * dx + py * dy) * over).clamp(0.0, 1.0);
                let (ex, ey) = (px - t * dx, py - t * dy);
                *place = place.min(ex * ex + ey * ey);
            }
        }
    }
}

fn skia_path(path: &BezPath) -> Option<Path> {
    let mut builder = PathBuilder::new();
    let at = |p: Point| (p.x as f32, p.y as f32);
    for el in path.elements() {
        match *el {
            PathEl::MoveTo(p) => builder.move_to(at(p).0, at(p).1),
            PathEl::LineTo(p) => builder.line_to(at(p).0, at(p).1),
            PathEl::QuadTo(a, p) => builder.quad_to(at(a).0, at(a).1, at(p).0, at(p).1),
            PathEl::CurveTo(a, b, p) => builder.cubic_to(at(a).0, at(a).1, at(b).0, at(b).1, at(p).0, at(p).1),
            PathEl::ClosePath => builder.close(),
        }
    }
    builder.finish()
}

#[cfg(test)]
mod tests {
    use tiny_skia::{LineJoin, Stroke};

    use super::super::{Face, TextStyle, Weight, outline, shape_line};
    use super::*;

    fn first_glyph(text: &str) -> (Face, u32) {
        let line = shape_line(text, TextStyle::bundled(1.0, Weight::Regular));
        (line.runs[0].face, line.runs[0].glyphs[0].id)
    }

    #[test]
    fn a_stem_covers_what_it_should_and_stands_on_the_baseline() {
        let (face, id) = first_glyph("l");
        let shape = Shape::new(outline(face, id)).unwrap();
        let size = 40.0;
        let picture = draw(&shape, size, 0, 2.0).unwrap();
        let covered: f32 = picture.texels.chunks(2).map(|t| f32::from(t[0]) / 255.0).sum();
        let area = kurbo::Shape::area(&shape.curves).abs() as f32 * size * size;
        assert!((covered - area).abs() < area * 0.02, "{covered} of {area}");
        let row = |y: i32| {
            let y = (y - i32::from(picture.top)) as usize;
            let row = &picture.texels[y * usize::from(picture.width) * 2..][..usize::from(picture.width) * 2];
            row.chunks(2).map(|t| u32::from(t[0])).sum::<u32>()
        };
        assert!(row(-1) > 255 && row(0) == 0);
    }

    #[test]
    fn a_halo_is_what_a_round_pen_would_paint() {
        for (text, size, reach) in [("g", 14.0, 1.5), ("W", 30.0, 3.0), ("国", 13.0, 2.0), ("မ", 20.0, 2.2)] {
            let (face, id) = first_glyph(text);
            let shape = Shape::new(outline(face, id)).unwrap();
            let picture = draw(&shape, size, 1, reach).unwrap();
            let mut mask = Mask::new(u32::from(picture.width), u32::from(picture.height)).unwrap();
            let (dx, dy) = (0.25 - f32::from(picture.left), -f32::from(picture.top));
            let path = shape.path.clone().transform(Transform::from_row(size, 0.0, 0.0, size, dx, dy)).unwrap();
            let pen = Stroke { width: 2.0 * reach, line_join: LineJoin::Round, ..Stroke::default() };
            mask.fill_path(&path.stroke(&pen, 1.0).unwrap(), FillRule::Winding, true, Transform::identity());
            mask.fill_path(&path, FillRule::Winding, true, Transform::identity());
            let apart = picture.texels.chunks(2).zip(mask.data()).map(|(t, m)| t[1].abs_diff(*m));
            let (sum, most) = apart.fold((0_u32, 0), |(sum, most), d| (sum + u32::from(d), most.max(d)));
            let mean = sum as f32 / mask.data().len() as f32;
            assert!(mean < 5.0 && most < 110, "{text}: {mean} in the mean, {most} at most");
        }
    }

    #[test]
    fn phases_move_a_letter_by_quarters_of_a_pixel() {
        let (face, id) = first_glyph("o");
        let shape = Shape::new(outline(face, id)).unwrap();
        let middle = |phase: u8| {
            let picture = draw(&shape, 12.0, phase, 1.5).unwrap();
            let mut sums = (0.0, 0.0);
            for (i, texel) in picture.texels.chunks(2).enumerate() {
                let x = f32::from(picture.left) + (i % usize::from(picture.width)) as f32 + 0.5;
                sums = (sums.0 + x * f32::from(texel[0]), sums.1 + f32::from(texel[0]));
            }
            sums.0 / sums.1
        };
        for phase in 1..PHASES {
            let moved = middle(phase) - middle(0);
            assert!((moved - f32::from(phase) * 0.25).abs() < 0.03, "{moved}");
        }
    }
}
