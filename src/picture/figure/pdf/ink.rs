//! Draws painted things on a page of a PDF, and marks what of it is words and what is shapes. Letters are text with
//! the characters they stand for, except boxes for what no font has, which are shapes.

use std::collections::HashMap;

use krilla::geom::{Path as PdfPath, PathBuilder, Point, Rect, Size, Transform};
use krilla::image::Image;
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, FillRule, LineCap, LineJoin, Stroke as PdfStroke, StrokeDash};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, Identifier, SpanTag};
use krilla::text::{Font, GlyphId, KrillaGlyph};
use kurbo::{Affine, BezPath, PathEl};

use super::super::Letters;
use super::super::letters::{GlyphRun, PlacedGlyph, Text};
use super::super::paint::{Item, Join, Path, Picture, Raster, Stroke};
use crate::picture::lettering::{Face, outline};
use crate::picture::pictures::THUMBNAIL_SIDE;
use crate::picture::theme::Colour;

/// Where on a page something stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In running words: shapes beside them say nothing by themselves.
    Words,
    /// In the figure, of which shapes are a part.
    Figure,
    /// Beside what is told, such as the number of a page: nothing of it is read aloud.
    Ornament,
}

/// What is being marked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Words,
    Shapes,
    Ornament,
}

/// A page that is drawn on.
pub(super) struct Ink<'a> {
    surface: Surface<'a>,
    letters: Letters,
    fonts: HashMap<Face, Option<Font>>,
    marking: Option<Mark>,
    /// What was marked since it was last asked for.
    marked: Vec<Identifier>,
}

impl<'a> Ink<'a> {
    pub(super) fn new(surface: Surface<'a>, letters: Letters) -> Self {
        Ink { surface, letters, fonts: HashMap::new(), marking: None, marked: Vec::new() }
    }

    /// Fills the page.
    pub(super) fn ground(&mut self, colour: Colour, (width, height): (f32, f32)) {
        let Some(rect) = Rect::from_xywh(0.0, 0.0, width, height) else { return };
        let mut path = PathBuilder::new();
        path.push_rect(rect);
        let Some(path) = path.finish() else { return };
        self.surface.start_tagged(ContentTag::Artifact(Artifact::new(ArtifactType::Background, Some(rect))));
        self.paint(Some(colour), None);
        self.surface.draw_path(&path);
        self.surface.end_tagged();
    }

    /// Draws some things elsewhere, or at another size, and tells what of them was marked, in order.
    pub(super) fn draw_at(&mut self, items: &[Item], place: Place, to: Affine) -> Vec<Identifier> {
        self.surface.push_transform(&transform(to));
        let marked = self.draw(items, place);
        self.surface.pop();
        marked
    }

    /// Draws some things and tells what of them was marked, in order.
    pub(super) fn draw(&mut self, items: &[Item], place: Place) -> Vec<Identifier> {
        self.items(items, place);
        self.end_mark();
        std::mem::take(&mut self.marked)
    }

    pub(super) fn finish(self) {
        self.surface.finish();
    }

    fn items(&mut self, items: &[Item], place: Place) {
        for item in items {
            match item {
                Item::Group(group) => self.items(&group.items, place),
                Item::Path(path) => {
                    self.shape(place);
                    self.path(path);
                }
                Item::Text(text) => self.text(text, place),
                Item::Picture(picture) => {
                    self.shape(place);
                    self.picture(picture);
                }
                Item::Raster(raster) => {
                    self.shape(place);
                    self.raster(raster);
                }
            }
        }
    }

    /// What comes next is a shape.
    fn shape(&mut self, place: Place) {
        self.mark(match place {
            Place::Words | Place::Ornament => Mark::Ornament,
            Place::Figure => Mark::Shapes,
        });
    }

    fn mark(&mut self, mark: Mark) {
        // Each text is marked by itself, so that a reader does not run two names together.
        if self.marking == Some(mark) && mark != Mark::Words {
            return;
        }
        self.end_mark();
        self.marking = Some(mark);
        match mark {
            Mark::Words => {
                let id = self.surface.start_tagged(ContentTag::Span(SpanTag::empty()));
                self.marked.push(id);
            }
            Mark::Shapes => {
                let id = self.surface.start_tagged(ContentTag::Other);
                self.marked.push(id);
            }
            Mark::Ornament => {
                self.surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
            }
        }
    }

    fn end_mark(&mut self) {
        if self.marking.take().is_some() {
            self.surface.end_tagged();
        }
    }

    fn paint(&mut self, fill: Option<Colour>, stroke: Option<&Stroke>) {
        self.surface.set_fill(fill.map(|colour| Fill {
            paint: rgb(colour).into(),
            opacity: opacity(colour),
            rule: FillRule::NonZero,
        }));
        self.surface.set_stroke(stroke.map(|stroke| PdfStroke {
            paint: rgb(stroke.colour).into(),
            width: stroke.width as f32,
            miter_limit: 4.0,
            line_cap: if stroke.is_dotted() { LineCap::Round } else { LineCap::Butt },
            line_join: match stroke.join {
                Join::Mitre => LineJoin::Miter,
                Join::Round => LineJoin::Round,
            },
            opacity: opacity(stroke.colour),
            dash:
                (!stroke.dash.is_empty()).then(|| StrokeDash {
                    array: stroke.dash.iter().map(|length| *length as f32).collect(),
                    offset: 0.0,
                }),
        }));
    }

    fn path(&mut self, path: &Path) {
        let Some(outline) = pdf_path(&path.outline) else { return };
        if path.fill.is_none() && path.stroke.is_none() {
            return;
        }
        self.paint(path.fill, path.stroke.as_ref());
        self.surface.draw_path(&outline);
    }

    fn text(&mut self, text: &Text, place: Place) {
        if let Some(halo) = &text.halo
            && let Some(ground) = pdf_path(&(text.turn() * halo.outline.clone()))
        {
            self.shape(place);
            self.paint(Some(halo.colour), None);
            self.surface.draw_path(&ground);
        }
        match place {
            Place::Words | Place::Figure => self.mark(Mark::Words),
            Place::Ornament => self.shape(place),
        }
        self.surface.push_transform(&transform(text.turn()));
        self.paint(Some(text.colour), None);
        for run in &text.runs {
            self.run(run);
        }
        self.surface.pop();
    }

    fn run(&mut self, run: &GlyphRun) {
        let starts = cluster_starts(run);
        for stretch in run.glyphs.chunk_by(|a, b| (a.id == 0) == (b.id == 0)) {
            // A box for what no font has is no letter, and standards refuse it as one.
            let as_shapes = self.letters == Letters::Outlines || stretch[0].id == 0 || !run.face.embeds();
            match self.font(run.face) {
                Some(font) if !as_shapes => self.stretch(run, stretch, &starts, font),
                _ => self.shapes(run, stretch),
            }
        }
    }

    fn stretch(&mut self, run: &GlyphRun, stretch: &[PlacedGlyph], starts: &[usize], font: Font) {
        let em = |length: f64| (length / run.size) as f32;
        let next = stretch.iter().skip(1).map(|next| Some(next.at.x)).chain([None]);
        let glyph = |(glyph, next): (&PlacedGlyph, Option<f64>)| KrillaGlyph {
            glyph_id: GlyphId::new(glyph.id),
            text_range: cluster(glyph, starts, run.text.len()),
            x_advance: next.map_or(em(glyph.advance), |x| em(x - glyph.at.x)),
            x_offset: 0.0,
            y_offset: -em(glyph.at.y - run.origin.y),
            y_advance: 0.0,
            location: None,
        };
        let glyphs: Vec<KrillaGlyph> = stretch.iter().zip(next).map(glyph).collect();
        let start = Point::from_xy(stretch[0].at.x as f32, run.origin.y as f32);
        self.surface.draw_glyphs(start, &glyphs, font, &run.text, run.size as f32, false);
    }

    fn shapes(&mut self, run: &GlyphRun, stretch: &[PlacedGlyph]) {
        let mut shapes = BezPath::new();
        for glyph in stretch {
            let to = Affine::translate(glyph.at.to_vec2()) * Affine::scale(run.size);
            shapes.extend(to * outline(run.face, glyph.id));
        }
        if let Some(path) = pdf_path(&shapes) {
            self.surface.draw_path(&path);
        }
    }

    fn font(&mut self, face: Face) -> Option<Font> {
        self.fonts.entry(face).or_insert_with(|| Font::new(face.data().into(), 0)).clone()
    }

    fn picture(&mut self, picture: &Picture) {
        let Some(clip) = pdf_path(&picture.clip) else { return };
        let square = picture.square;
        let pixels = straight(&picture.pixels.scaled(THUMBNAIL_SIDE));
        let image = Image::from_rgba8(pixels, THUMBNAIL_SIDE as u32, THUMBNAIL_SIDE as u32);
        self.surface.push_clip_path(&clip, &FillRule::NonZero);
        self.surface.push_opacity(NormalizedF32::new(picture.opacity.clamp(0.0, 1.0)).unwrap_or(NormalizedF32::ONE));
        self.image(image, square);
        self.surface.pop();
        self.surface.pop();
    }

    fn raster(&mut self, raster: &Raster) {
        let (width, height) = (raster.size.0 as u32, raster.size.1 as u32);
        self.image(Image::from_rgba8(straight(&raster.pixels), width, height), raster.area);
    }

    fn image(&mut self, image: Image, area: kurbo::Rect) {
        let Some(size) = Size::from_wh(area.width() as f32, area.height() as f32) else { return };
        self.surface.push_transform(&Transform::from_translate(area.x0 as f32, area.y0 as f32));
        self.surface.draw_image(image, size);
        self.surface.pop();
    }
}

fn transform(to: Affine) -> Transform {
    let [a, b, c, d, e, f] = to.as_coeffs().map(|value| value as f32);
    Transform::from_row(a, b, c, d, e, f)
}

fn rgb(colour: Colour) -> krilla::color::rgb::Color {
    krilla::color::rgb::Color::new(colour.r, colour.g, colour.b)
}

fn opacity(colour: Colour) -> NormalizedF32 {
    NormalizedF32::new(f32::from(colour.a) / 255.0).unwrap_or(NormalizedF32::ONE)
}

/// Pixels whose colours are not dimmed by their opacity.
fn straight(premultiplied: &[u8]) -> Vec<u8> {
    let mut out = premultiplied.to_vec();
    for pixel in out.as_chunks_mut::<4>().0 {
        let alpha = u32::from(pixel[3]);
        if alpha > 0 {
            pixel[..3].iter_mut().for_each(|c| *c = ((u32::from(*c) * 255 + alpha / 2) / alpha).min(255) as u8);
        }
    }
    out
}

/// Where in the text of a run its clusters begin.
fn cluster_starts(run: &GlyphRun) -> Vec<usize> {
    let mut starts: Vec<usize> = run.glyphs.iter().map(|glyph| glyph.cluster as usize).collect();
    starts.sort_unstable();
    starts.dedup();
    starts
}

/// The bytes of the text that a glyph stands for.
fn cluster(glyph: &PlacedGlyph, starts: &[usize], end: usize) -> std::ops::Range<usize> {
    let start = glyph.cluster as usize;
    let next = starts.partition_point(|other| *other <= start);
    start..starts.get(next).copied().unwrap_or(end)
}

fn pdf_path(path: &BezPath) -> Option<PdfPath> {
    let mut builder = PathBuilder::new();
    let at = |p: kurbo::Point| (p.x as f32, p.y as f32);
    for element in path.elements() {
        match *element {
            PathEl::MoveTo(p) => builder.move_to(at(p).0, at(p).1),
            PathEl::LineTo(p) => builder.line_to(at(p).0, at(p).1),
            PathEl::QuadTo(a, p) => builder.quad_to(at(a).0, at(a).1, at(p).0, at(p).1),
            PathEl::CurveTo(a, b, p) => builder.cubic_to(at(a).0, at(a).1, at(b).0, at(b).1, at(p).0, at(p).1),
            PathEl::ClosePath => builder.close(),
        }
    }
    builder.finish()
}
