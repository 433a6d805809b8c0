//! Outlines of glyphs, for figures that are drawn rather than written.

use kurbo::{BezPath, Rect, Shape as _};
use skrifa::GlyphId;
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};

use super::Face;
use crate::guarded::guarded;

/// Outline of a glyph in units of an em of 1, y down, origin on the baseline. Empty for spaces and
/// for ids that the face does not have.
pub(crate) fn outline(face: Face, glyph: u32) -> BezPath {
    match face.is_installed() {
        false => drawn(face, glyph),
        true => guarded(|| drawn(face, glyph)).unwrap_or_default(),
    }
}

fn drawn(face: Face, glyph: u32) -> BezPath {
    let parsed = face.parsed();
    let mut pen = Pen { path: BezPath::new(), scale: 1.0 / f64::from(parsed.units_per_em) };
    if let Some(outline) = parsed.outlines.get(GlyphId::new(glyph)) {
        let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
        if outline.draw(settings, &mut pen).is_err() {
            return BezPath::new();
        }
    }
    pen.path
}

/// What the ink of a glyph covers, in units of an em of 1, y down; `None` where there is none.
pub(crate) fn ink(face: Face, glyph: u32) -> Option<Rect> {
    let parsed = face.parsed();
    let em = f64::from(parsed.units_per_em);
    let Some(bounds) = parsed.metrics.bounds(GlyphId::new(glyph)) else {
        // Fonts of PostScript do not say it.
        let drawn = face.is_installed().then(|| outline(face, glyph).bounding_box());
        return drawn.filter(|ink| ink.width() > 0.0 && ink.height() > 0.0);
    };
    let at = |v: f32| f64::from(v) / em;
    let ink = Rect::new(at(bounds.x_min), -at(bounds.y_max), at(bounds.x_max), -at(bounds.y_min));
    (ink.width() > 0.0 && ink.height() > 0.0).then_some(ink)
}

struct Pen {
    path: BezPath,
    scale: f64,
}

impl Pen {
    fn at(&self, x: f32, y: f32) -> (f64, f64) {
        (f64::from(x) * self.scale, -f64::from(y) * self.scale)
    }
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.path.move_to(self.at(x, y));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.path.line_to(self.at(x, y));
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.path.quad_to(self.at(cx, cy), self.at(x, y));
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.path.curve_to(self.at(ax, ay), self.at(bx, by), self.at(x, y));
    }

    fn close(&mut self) {
        self.path.close_path();
    }
}

#[cfg(test)]
mod tests {
    use super::super::{TextStyle, Weight, shape_line};
    use super::*;

    #[test]
    fn letters_stand_on_the_baseline_and_ideographs_fill_their_square() {
        let glyph = |text: &str| {
            let line = shape_line(text, TextStyle::bundled(1.0, Weight::Regular));
            let run = &line.runs[0];
            outline(run.face, run.glyphs[0].id).bounding_box()
        };
        let h = glyph("H");
        assert!(h.y1.abs() < 0.01 && (-0.76..=-0.68).contains(&h.y0), "{h:?}");
        let han = glyph("国");
        assert!(han.width() > 0.7 && han.height() > 0.7, "{han:?}");
        assert!(outline(Face::inter(Weight::Regular), 999_999).elements().is_empty());
    }

    #[test]
    fn ink_is_where_the_outline_is() {
        for text in ["H", "ệ", "国", "မြ", "و", "i"] {
            let line = shape_line(text, TextStyle::bundled(1.0, Weight::Regular));
            for (face, glyph) in line.runs.iter().flat_map(|run| run.glyphs.iter().map(|g| (run.face, g.id))) {
                let (ink, drawn) = (ink(face, glyph).unwrap(), outline(face, glyph).bounding_box());
                assert!(ink.inset(0.005).union(drawn) == ink.inset(0.005), "{text}: {ink:?} {drawn:?}");
                assert!(drawn.inset(0.03).union(ink) == drawn.inset(0.03), "{text}: {ink:?} {drawn:?}");
            }
        }
        assert_eq!(ink(Face::inter(Weight::Regular), 999_999), None);
    }
}
