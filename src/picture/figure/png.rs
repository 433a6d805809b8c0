//! Figures as PNG, drawn with tiny-skia from the outlines of our own fonts, at a size in millimetres
//! and a resolution that is written into the file.

use std::collections::HashMap;

use kurbo::{Affine, BezPath, CubicBez, ParamCurve as _, PathEl, Point};
use tiny_skia::{
    FillRule, FilterQuality, LineCap, LineJoin, Paint, PathBuilder, Pattern, Pixmap, PixmapRef, PremultipliedColorU8,
    SpreadMode, Stroke as SkiaStroke, StrokeDash, Transform,
};

use super::letters::Text;
use super::page::PageSize;
use super::paint::{Item, Painting, Path, Picture, Raster, Stroke};
use super::{Figure, Writing};
use crate::picture::lettering::{Face, outline};
use crate::picture::pictures::THUMBNAIL_SIDE;
use crate::picture::theme::Colour;
use crate::problem::{Problem, codes};

/// The most pixels of a figure: a page of a metre square at 300 dpi.
const MAX_PIXELS: f64 = 150e6;
const POINTS_PER_INCH: f64 = 72.0;
const MM_PER_INCH: f64 = 25.4;

pub(crate) struct Png;

impl Figure for Png {
    fn extension(&self) -> &'static str {
        "png"
    }

    fn has_pixels(&self) -> bool {
        true
    }

    fn check(&self, size: PageSize, dpi: f64) -> Result<(), Problem> {
        let PageSize { width_mm, height_mm } = size;
        let pixels = width_mm * height_mm * (dpi / MM_PER_INCH).powi(2);
        if pixels <= MAX_PIXELS {
            return Ok(());
        }
        let message = format!(
            "{width_mm} × {height_mm} mm at {dpi} dpi are {:.0} million pixels; the limit is {:.0} million",
            pixels / 1e6,
            MAX_PIXELS / 1e6
        );
        Err(Problem::error(codes::TOO_LARGE, message)
            .with_help("ask for fewer millimetres or dots per inch, or for an SVG"))
    }

    fn write(&self, painting: &Painting, writing: &Writing) -> Result<Vec<u8>, Problem> {
        encode(&pixels(painting)?, painting, writing)
    }
}

/// A painting as pixels, at its resolution.
///
/// # Errors
/// A problem if it is too large.
pub(crate) fn pixels(painting: &Painting) -> Result<Pixmap, Problem> {
    Png.check(painting.size_mm, painting.dpi)?;
    let scale = painting.dpi / POINTS_PER_INCH;
    let (width, height) = ((painting.size.0 * scale).round(), (painting.size.1 * scale).round());
    let Some(mut pixmap) = Pixmap::new(width as u32, height as u32) else {
        let message = format!("cannot make a picture of {width} × {height} pixels");
        return Err(Problem::error(codes::TOO_LARGE, message).with_help("ask for another size"));
    };
    if let Some(ground) = painting.ground {
        pixmap.fill(skia(ground));
    }
    let mut brush = Brush { pixmap, scale: scale as f32, glyphs: HashMap::new() };
    brush.draw(&painting.items);
    Ok(brush.pixmap)
}

fn skia(colour: Colour) -> tiny_skia::Color {
    tiny_skia::Color::from_rgba8(colour.r, colour.g, colour.b, colour.a)
}

/// Paths on a clear ground of so many points, at so many pixels a point.
pub(super) fn paths(paths: &[Path], size: (f64, f64), scale: f32) -> Option<Pixmap> {
    let side = |points: f64| (points * f64::from(scale)).ceil().clamp(0.0, 4096.0) as u32;
    let pixmap = Pixmap::new(side(size.0), side(size.1))?;
    let mut brush = Brush { pixmap, scale, glyphs: HashMap::new() };
    paths.iter().for_each(|path| brush.path(path));
    Some(brush.pixmap)
}

struct Brush {
    pixmap: Pixmap,
    /// Pixels in a point.
    scale: f32,
    /// Outlines of letters in ems, each made once.
    glyphs: HashMap<(Face, u32), BezPath>,
}

impl Brush {
    fn draw(&mut self, items: &[Item]) {
        for item in items {
            match item {
                Item::Group(group) => self.draw(&group.items),
                Item::Path(path) => self.path(path),
                Item::Text(text) => self.text(text),
                Item::Picture(picture) => self.picture(picture),
                Item::Raster(raster) => self.raster(raster),
            }
        }
    }

    fn path(&mut self, path: &Path) {
        let Some(outline) = skia_path(&path.outline) else { return };
        if let Some(fill) = path.fill {
            self.fill(&outline, fill);
        }
        if let Some(stroke) = &path.stroke
            && let Some(line) = skia_path(&without_cubics(&path.outline))
        {
            self.stroke(&line, stroke);
        }
    }

    fn text(&mut self, text: &Text) {
        let mut letters = BezPath::new();
        for run in &text.runs {
            for glyph in &run.glyphs {
                let shape = self.glyphs.entry((run.face, glyph.id)).or_insert_with(|| outline(run.face, glyph.id));
                letters.extend(Affine::translate(glyph.at.to_vec2()) * Affine::scale(run.size) * shape.clone());
            }
        }
        if let Some(halo) = &text.halo
            && let Some(ground) = skia_path(&(text.turn() * halo.outline.clone()))
        {
            self.fill(&ground, halo.colour);
        }
        if let Some(letters) = skia_path(&(text.turn() * letters)) {
            self.fill(&letters, text.colour);
        }
    }

    fn picture(&mut self, picture: &Picture) {
        let square = picture.square;
        // Scaled well first: what is left for the filler is less than a half.
        let side = (square.width() * f64::from(self.scale)).ceil().clamp(1.0, THUMBNAIL_SIDE as f64) as usize;
        let pixels = picture.pixels.scaled(side);
        let pixels = PixmapRef::from_bytes(&pixels, side as u32, side as u32);
        let (Some(pixels), Some(clip)) = (pixels, skia_path(&picture.clip)) else { return };
        let scale = (square.width() / side as f64) as f32;
        let to = Transform::from_row(scale, 0.0, 0.0, scale, square.x0 as f32, square.y0 as f32);
        let shader = Pattern::new(pixels, SpreadMode::Pad, FilterQuality::Bilinear, picture.opacity, to);
        let paint = Paint { shader, ..Paint::default() };
        self.pixmap.fill_path(&clip, &paint, FillRule::Winding, self.to_pixels(), None);
    }

    fn raster(&mut self, raster: &Raster) {
        let (width, height) = (raster.size.0 as u32, raster.size.1 as u32);
        let Some(pixels) = PixmapRef::from_bytes(&raster.pixels, width, height) else { return };
        let area = raster.area;
        let scale = ((area.width() / f64::from(width)) as f32, (area.height() / f64::from(height)) as f32);
        let to = Transform::from_row(scale.0, 0.0, 0.0, scale.1, area.x0 as f32, area.y0 as f32);
        let shader = Pattern::new(pixels, SpreadMode::Pad, FilterQuality::Bilinear, 1.0, to);
        let paint = Paint { shader, ..Paint::default() };
        let rect = (area.x0 as f32, area.y0 as f32, area.x1 as f32, area.y1 as f32);
        if let Some(rect) = tiny_skia::Rect::from_ltrb(rect.0, rect.1, rect.2, rect.3) {
            self.pixmap.fill_rect(rect, &paint, self.to_pixels(), None);
        }
    }

    fn to_pixels(&self) -> Transform {
        Transform::from_scale(self.scale, self.scale)
    }

    fn fill(&mut self, path: &tiny_skia::Path, colour: Colour) {
        let mut paint = Paint::default();
        paint.set_color(skia(colour));
        self.pixmap.fill_path(path, &paint, FillRule::Winding, self.to_pixels(), None);
    }

    /// All corners are round, whatever the join: mitres of dashes stick out of a grid of pixels.
    fn stroke(&mut self, path: &tiny_skia::Path, stroke: &Stroke) {
        let mut paint = Paint::default();
        paint.set_color(skia(stroke.colour));
        let stroke = SkiaStroke {
            width: stroke.width as f32,
            line_cap: if stroke.is_dotted() { LineCap::Round } else { LineCap::Butt },
            line_join: LineJoin::Round,
            dash: StrokeDash::new(stroke.dash.iter().map(|length| *length as f32).collect(), 0.0),
            ..SkiaStroke::default()
        };
        self.pixmap.stroke_path(path, &paint, &stroke, self.to_pixels(), None);
    }
}

/// The path with short straight lines for cubics: to stroke those, tiny-skia asks for the system's own mathematics,
/// whose last bits differ from one system to the next.
fn without_cubics(path: &BezPath) -> BezPath {
    const LINES: u32 = 24;
    let mut out = BezPath::new();
    let mut here = Point::ZERO;
    for element in path.elements() {
        match *element {
            PathEl::CurveTo(a, b, end) => {
                let curve = CubicBez::new(here, a, b, end);
                (1..LINES).for_each(|n| out.line_to(curve.eval(f64::from(n) / f64::from(LINES))));
                out.line_to(end);
            }
            PathEl::MoveTo(_) | PathEl::LineTo(_) | PathEl::QuadTo(..) | PathEl::ClosePath => out.push(*element),
        }
        here = element.end_point().unwrap_or(here);
    }
    out
}

fn skia_path(path: &BezPath) -> Option<tiny_skia::Path> {
    let mut builder = PathBuilder::new();
    let at = |p: Point| (p.x as f32, p.y as f32);
    for el in path.elements() {
        match el {
            PathEl::MoveTo(p) => builder.move_to(at(*p).0, at(*p).1),
            PathEl::LineTo(p) => builder.line_to(at(*p).0, at(*p).1),
            PathEl::QuadTo(a, p) => builder.quad_to(at(*a).0, at(*a).1, at(*p).0, at(*p).1),
            PathEl::CurveTo(a, b, p) => {
                builder.cubic_to(at(*a).0, at(*a).1, at(*b).0, at(*b).1, at(*p).0, at(*p).1);
            }
            PathEl::ClosePath => builder.close(),
        }
    }
    builder.finish()
}

fn encode(pixmap: &Pixmap, painting: &Painting, writing: &Writing) -> Result<Vec<u8>, Problem> {
    let rgb = |p: &PremultipliedColorU8| [p.red(), p.green(), p.blue()];
    let rgba = |p: &PremultipliedColorU8| {
        let p = p.demultiply();
        [p.red(), p.green(), p.blue(), p.alpha()]
    };
    // Of an opaque page three bytes a pixel are all there is to say.
    let (colour, bytes): (_, Vec<u8>) = match painting.ground {
        Some(_) => (png::ColorType::Rgb, pixmap.pixels().iter().flat_map(rgb).collect()),
        None => (png::ColorType::Rgba, pixmap.pixels().iter().flat_map(rgba).collect()),
    };
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, pixmap.width(), pixmap.height());
    encoder.set_color(colour);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Fast);
    let per_metre = (painting.dpi / 0.0254).round() as u32;
    encoder.set_pixel_dims(Some(png::PixelDimensions { xppu: per_metre, yppu: per_metre, unit: png::Unit::Meter }));
    let said = [("Title", painting.title.clone()), ("Description", painting.description.clone())];
    let recipe = writing.recipe.rows().into_iter().map(|(key, value)| match key {
        "Program" => ("Software", value),
        _ => (key, value),
    });
    let added = said.into_iter().chain(recipe).try_for_each(|(key, text)| {
        // No text ends before its end.
        encoder.add_itxt_chunk(key.to_owned(), text.replace('\0', "\u{fffd}"))
    });
    let written = added.and_then(|()| encoder.write_header()).and_then(|mut writer| {
        writer.write_image_data(&bytes)?;
        writer.finish()
    });
    let failed = |e: png::EncodingError| Problem::error(codes::IO, format!("the picture could not be encoded: {e}"));
    written.map_err(failed)?;
    Ok(out)
}
