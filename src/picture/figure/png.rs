//! Figures as PNG: the same placed page, drawn with tiny-skia from the outlines of our own fonts,
//! at a size in millimetres and a resolution that is written into the file.

use std::collections::HashMap;

use kurbo::{Affine, BezPath, PathEl, Point};
use tiny_skia::{
    FillRule, FilterQuality, LineCap, LineJoin, Paint, PathBuilder, Pattern, Pixmap, PixmapRef, PremultipliedColorU8,
    SpreadMode, Stroke, StrokeDash, Transform,
};

use super::place::{Placed, Sign, place};
use super::svg::HALO;
use super::{Figure, Page};
use crate::picture::lettering::{Face, TextBlock, outline};
use crate::picture::pictures::{THUMBNAIL_SIDE, Thumbnail};
use crate::picture::scene::{BackItem, Detail, GroupArea, LineItem, NodeItem, taper};
use crate::picture::theme::Colour;
use crate::problem::{Problem, codes};

/// The most pixels a picture may have.
const MOST_PIXELS: f64 = 120e6;

/// The writer.
pub(crate) struct Png;

impl Figure for Png {
    fn extension(&self) -> &'static str {
        "png"
    }

    fn write(&self, page: &Page<'_>) -> Result<Vec<u8>, Problem> {
        let placed = place(page);
        let scale = page.dpi / 72.0;
        let (width, height) = ((placed.size.0 * scale).round(), (placed.size.1 * scale).round());
        let in_range = width >= 1.0 && height >= 1.0 && width * height <= MOST_PIXELS;
        let pixmap = if in_range { Pixmap::new(width as u32, height as u32) } else { None };
        let Some(mut pixmap) = pixmap else {
            let message = format!("cannot make a picture of {width} × {height} pixels");
            return Err(Problem::error(codes::TOO_LARGE, message)
                .with_help("ask for fewer millimetres or dots per inch, or write an SVG"));
        };
        pixmap.fill(skia(page.theme.canvas));
        let mut brush = Brush { page, placed: &placed, pixmap, scale: scale as f32, glyphs: HashMap::new() };
        brush.draw();
        encode(&brush.pixmap, page.dpi)
    }
}

fn skia(colour: Colour) -> tiny_skia::Color {
    tiny_skia::Color::from_rgba8(colour.r, colour.g, colour.b, colour.a)
}

struct Brush<'a> {
    page: &'a Page<'a>,
    placed: &'a Placed,
    pixmap: Pixmap,
    scale: f32,
    glyphs: HashMap<(Face, u32), BezPath>,
}

impl Brush<'_> {
    fn draw(&mut self) {
        for area in &self.page.scene.areas {
            let path = self.placed.network * area.path.clone();
            self.fill(&path, area.fill);
            self.stroke(&path, area.edge, GroupArea::EDGE * self.placed.scale.max(0.6), &[]);
        }
        self.strokes(&self.page.scene.behind);
        for label in &self.page.scene.captions {
            let origin = self.placed.network * label.origin;
            self.block(&label.text, label.align, origin, self.placed.scale, label.colour, false);
        }
        let fine = Detail::new(self.page.scene);
        fine.lines().for_each(|line| self.line(&line));
        fine.nodes().for_each(|node| self.node(&node));
        self.strokes(&self.page.scene.over);
        for sign in &self.placed.signs {
            self.sign(sign);
        }
        let placed = self.placed;
        for text in placed.head.iter().chain(&placed.legend).chain(&placed.sources) {
            self.block(&text.block, 0.0, text.origin, 1.0, text.colour, false);
        }
    }

    fn strokes(&mut self, items: &[BackItem]) {
        for line in items {
            let width = line.width * self.placed.scale.max(0.6);
            self.stroke(&(self.placed.network * line.path.clone()), line.colour, width, &[]);
        }
    }

    fn over_canvas(&self, colour: Colour, opacity: f32) -> Colour {
        self.page.theme.canvas.mix(Colour { a: 255, ..colour }, opacity * f32::from(colour.a) / 255.0)
    }

    fn line(&mut self, line: &LineItem) {
        let colour = self.over_canvas(line.colour, line.opacity);
        let width = line.width * self.placed.scale.max(0.6);
        let path = self.placed.network * line.path.clone();
        let dash = line.dash.pattern(width);
        if line.tapered {
            self.fill(&taper::outline(&path, width, &dash), colour);
        } else {
            self.stroke(&path, colour, width, &dash);
        }
        if let Some(tip) = &line.tip {
            let outline = self.placed.network * tip.outline.clone();
            self.fill(&outline, if tip.hollow { self.page.theme.canvas } else { colour });
            if tip.hollow {
                self.stroke(&outline, colour, width * 0.9, &[]);
            }
        }
    }

    fn node(&mut self, node: &NodeItem) {
        let to = self.placed.network * Affine::translate(node.centre.to_vec2());
        let stroke = node.stroke.map(|(c, w)| (self.over_canvas(c, node.opacity), w * self.placed.scale.max(0.6)));
        let fill = node.fill.map_or(self.page.theme.canvas, |c| self.over_canvas(c, node.opacity));
        let dash = node.dash(self.placed.scale);
        self.sign(&Sign { path: to * (*node.outline).clone(), fill: Some(fill), stroke, dash });
        if let Some(picture) = &node.picture {
            self.picture(node, picture, to);
        } else if let Some((icon, colour)) = &node.icon {
            self.fill(&(to * icon.clone()), self.over_canvas(*colour, node.opacity));
        }
        let label = &node.label;
        let colour = self.over_canvas(label.colour, node.opacity.max(0.12));
        self.block(&label.text, label.align, self.placed.network * label.origin, self.placed.scale, colour, true);
    }

    /// A picture cut to the node's outline, which stays around it.
    fn picture(&mut self, node: &NodeItem, picture: &Thumbnail, to: Affine) {
        let outline = to * (*node.outline).clone();
        self.fill(&outline, self.page.theme.canvas);
        let square = to.transform_rect_bbox(node.picture_square());
        // Scaled well first: what is left for the filler is less than a half.
        let side = (square.width() * f64::from(self.scale)).ceil().clamp(1.0, THUMBNAIL_SIDE as f64) as usize;
        let pixels = picture.scaled(side);
        let pixels = PixmapRef::from_bytes(&pixels, side as u32, side as u32);
        if let (Some(pixels), Some(path)) = (pixels, skia_path(&outline)) {
            let scale = (square.width() / side as f64) as f32;
            let to = Transform::from_row(scale, 0.0, 0.0, scale, square.x0 as f32, square.y0 as f32);
            let shader = Pattern::new(pixels, SpreadMode::Pad, FilterQuality::Bilinear, node.opacity, to);
            let paint = Paint { shader, ..Paint::default() };
            let to = Transform::from_scale(self.scale, self.scale);
            self.pixmap.fill_path(&path, &paint, FillRule::Winding, to, None);
        }
        if let Some((colour, width)) = node.rim() {
            let dash = node.dash(self.placed.scale);
            let colour = self.over_canvas(colour, node.opacity);
            self.stroke(&outline, colour, width * self.placed.scale.max(0.6), &dash);
        }
    }

    fn sign(&mut self, sign: &Sign) {
        if let Some(fill) = sign.fill {
            self.fill(&sign.path, fill);
        }
        if let Some((colour, width)) = sign.stroke {
            self.stroke(&sign.path, colour, width, &sign.dash);
        }
    }

    fn block(&mut self, block: &TextBlock, align: f32, origin: Point, scale: f64, colour: Colour, halo: bool) {
        let mut letters = BezPath::new();
        for (number, line) in block.lines.iter().enumerate() {
            let lead = f64::from((block.width - line.width) * align);
            let y = origin.y + scale * f64::from(block.ascent + block.line_height * number as f32);
            for run in &line.runs {
                let size = scale * f64::from(block.size * run.face.scale());
                for glyph in &run.glyphs {
                    let shape = self.glyphs.entry((run.face, glyph.id)).or_insert_with(|| outline(run.face, glyph.id));
                    let at = (origin.x + scale * (lead + f64::from(glyph.x)), y + scale * f64::from(glyph.y));
                    letters.extend(Affine::translate(at) * Affine::scale(size) * shape.clone());
                }
            }
        }
        if halo {
            self.stroke(&letters, self.page.theme.canvas, HALO, &[]);
        }
        self.fill(&letters, colour);
    }

    fn fill(&mut self, path: &BezPath, colour: Colour) {
        let Some(path) = skia_path(path) else { return };
        let mut paint = Paint::default();
        paint.set_color(skia(colour));
        let to = Transform::from_scale(self.scale, self.scale);
        self.pixmap.fill_path(&path, &paint, FillRule::Winding, to, None);
    }

    fn stroke(&mut self, path: &BezPath, colour: Colour, width: f64, dash: &[f64]) {
        let Some(path) = skia_path(path) else { return };
        let mut paint = Paint::default();
        paint.set_color(skia(colour));
        let dots = dash.iter().any(|l| *l < 0.1);
        let stroke = Stroke {
            width: width as f32,
            line_cap: if dots { LineCap::Round } else { LineCap::Butt },
            line_join: LineJoin::Round,
            dash: StrokeDash::new(dash.iter().map(|l| *l as f32).collect(), 0.0),
            ..Stroke::default()
        };
        let to = Transform::from_scale(self.scale, self.scale);
        self.pixmap.stroke_path(&path, &paint, &stroke, to, None);
    }
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

fn encode(pixmap: &Pixmap, dpi: f64) -> Result<Vec<u8>, Problem> {
    // The page is opaque, so that three bytes a pixel are all there is to say.
    let rgb = |p: &PremultipliedColorU8| [p.red(), p.green(), p.blue()];
    let bytes: Vec<u8> = pixmap.pixels().iter().flat_map(rgb).collect();
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, pixmap.width(), pixmap.height());
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Fast);
    let per_metre = (dpi / 0.0254).round() as u32;
    encoder.set_pixel_dims(Some(png::PixelDimensions { xppu: per_metre, yppu: per_metre, unit: png::Unit::Meter }));
    let written = encoder.write_header().and_then(|mut writer| {
        writer.write_image_data(&bytes)?;
        writer.finish()
    });
    let failed = |e: png::EncodingError| Problem::error(codes::IO, format!("the picture could not be encoded: {e}"));
    written.map_err(failed)?;
    Ok(out)
}
