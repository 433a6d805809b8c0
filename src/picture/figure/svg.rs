//! Figures as SVG that other programs can read: one group a node and a relation, each with its id,
//! kind and standing as `data-` attributes, and real text. No script, no link, no style made of
//! data.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use base64::Engine as _;
use kurbo::{Affine, BezPath, PathEl, Point};

use super::fonts::woff;
use super::place::{Placed, Sign, Text, place};
use super::{Figure, Page};
use crate::picture::lettering::{Face, TextBlock};
use crate::picture::pictures::Thumbnail;
use crate::picture::scene::{BackItem, Detail, GroupArea, LineItem, NodeItem, taper};
use crate::picture::theme::Colour;
use crate::problem::Problem;

/// Width of the halo of labels, in points.
pub(crate) const HALO: f64 = 2.4;

/// The writer.
pub(crate) struct Svg;

impl Figure for Svg {
    fn extension(&self) -> &'static str {
        "svg"
    }

    fn write(&self, page: &Page<'_>) -> Result<Vec<u8>, Problem> {
        let placed = place(page);
        let mut writer = Writer { page, placed: &placed, cuts: 0, out: String::new() };
        writer.document();
        Ok(writer.out.into_bytes())
    }
}

/// A number with at most two decimals and no exponent.
fn n(value: f64) -> String {
    let value = if value.is_finite() { value.clamp(-1e7, 1e7) } else { 0.0 };
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" || text.is_empty() { "0".to_owned() } else { text.to_owned() }
}

/// Text as XML has it. What XML 1.0 does not allow becomes U+FFFD.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

fn path_data(path: &BezPath) -> String {
    let at = |p: Point| format!("{} {}", n(p.x), n(p.y));
    let mut out = String::new();
    for el in path.elements() {
        let _ = match el {
            PathEl::MoveTo(p) => write!(out, "M{}", at(*p)),
            PathEl::LineTo(p) => write!(out, "L{}", at(*p)),
            PathEl::QuadTo(a, p) => write!(out, "Q{} {}", at(*a), at(*p)),
            PathEl::CurveTo(a, b, p) => write!(out, "C{} {} {}", at(*a), at(*b), at(*p)),
            PathEl::ClosePath => write!(out, "Z"),
        };
    }
    out
}

fn dash_attributes(pattern: &[f64]) -> String {
    if pattern.is_empty() {
        return String::new();
    }
    let lengths: Vec<String> = pattern.iter().map(|l| n(*l)).collect();
    // Dots are marks of no length with round ends.
    let round = pattern.iter().any(|l| *l < 0.1);
    format!(" stroke-dasharray=\"{}\"{}", lengths.join(" "), if round { " stroke-linecap=\"round\"" } else { "" })
}

struct Writer<'a> {
    page: &'a Page<'a>,
    placed: &'a Placed,
    /// Pictures that were cut to shape so far.
    cuts: usize,
    out: String,
}

impl Writer<'_> {
    fn document(&mut self) {
        let (width, height) = self.placed.size;
        let _ = write!(
            self.out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}mm\" height=\"{}mm\" viewBox=\"0 0 {} {}\" role=\"img\" aria-labelledby=\"title desc\">\n\
             <title id=\"title\">{}</title>\n<desc id=\"desc\">{}</desc>\n",
            n(self.page.width_mm),
            n(self.page.height_mm),
            n(width),
            n(height),
            escaped(&self.page.text.title),
            escaped(&self.page.text.description),
        );
        self.fonts();
        let canvas = self.page.theme.canvas;
        let _ = writeln!(
            self.out,
            "<rect class=\"page\" width=\"{}\" height=\"{}\" fill=\"{canvas}\"/>",
            n(width),
            n(height)
        );
        self.group("head", |w| {
            for text in &w.placed.head {
                w.text(text, "");
            }
        });
        if !self.page.scene.areas.is_empty() {
            self.group("areas", Self::areas);
        }
        if !self.page.scene.behind.is_empty() || !self.page.scene.captions.is_empty() {
            self.group("backdrop", Self::backdrop);
        }
        self.out.push_str("<g class=\"network\">\n");
        let fine = Detail::new(self.page.scene);
        fine.lines().for_each(|line| self.relation(&line));
        fine.nodes().for_each(|node| self.node(&node));
        self.out.push_str("</g>\n");
        if !self.page.scene.over.is_empty() {
            self.group("marks", |w| w.strokes(&w.page.scene.over));
        }
        self.group("legend", |w| {
            w.placed.signs.iter().for_each(|sign| w.sign(sign));
            w.placed.legend.iter().for_each(|text| w.text(text, ""));
        });
        self.group("sources", |w| w.placed.sources.iter().for_each(|text| w.text(text, "")));
        self.out.push_str("</svg>\n");
    }

    fn group(&mut self, class: &str, content: impl FnOnce(&mut Self)) {
        let _ = writeln!(self.out, "<g class=\"{class}\">");
        content(self);
        self.out.push_str("</g>\n");
    }

    /// The faces that occur, each cut down to the glyphs that occur.
    fn fonts(&mut self) {
        let mut used: BTreeMap<Face, BTreeSet<u32>> = BTreeMap::new();
        let placed = self.placed;
        let own = placed.head.iter().chain(&placed.legend).chain(&placed.sources).map(|t| &t.block);
        let mut note = |block: &TextBlock| {
            for run in block.lines.iter().flat_map(|l| &l.runs) {
                used.entry(run.face).or_default().extend(run.glyphs.iter().map(|g| g.id));
            }
        };
        own.chain(self.page.scene.captions.iter().map(|label| &label.text)).for_each(&mut note);
        let fine = Detail::new(self.page.scene);
        (0..self.page.scene.nodes.len()).for_each(|node| note(&fine.label(node).text));
        self.out.push_str("<style>\n");
        for (face, glyphs) in used {
            let Some(file) = woff(face, &glyphs) else { continue };
            let data = base64::engine::general_purpose::STANDARD.encode(file);
            let _ = writeln!(
                self.out,
                "@font-face{{font-family:\"{}\";font-weight:{};src:url(data:font/woff;base64,{data}) format(\"woff\")}}",
                face.family(),
                face.weight()
            );
        }
        self.out.push_str("</style>\n");
    }

    fn over_canvas(&self, colour: Colour, opacity: f32) -> Colour {
        self.page.theme.canvas.mix(Colour { a: 255, ..colour }, opacity * f32::from(colour.a) / 255.0)
    }

    fn areas(&mut self) {
        for area in &self.page.scene.areas {
            let path = path_data(&(self.placed.network * area.path.clone()));
            let opacity = n(f64::from(area.fill.a) / 255.0);
            let width = n(GroupArea::EDGE * self.placed.scale.max(0.6));
            let name = escaped(&area.name);
            let _ = writeln!(
                self.out,
                "<g class=\"area\" data-name=\"{name}\"><title>{name}</title><path d=\"{path}\" fill=\"{}\" \
                 fill-opacity=\"{opacity}\" stroke=\"{}\" stroke-width=\"{width}\"/></g>",
                area.fill, area.edge,
            );
        }
    }

    fn backdrop(&mut self) {
        let scene = self.page.scene;
        self.strokes(&scene.behind);
        for label in &scene.captions {
            let attributes = format!(" fill=\"{}\"", label.colour);
            self.block(&label.text, label.align, self.placed.network * label.origin, self.placed.scale, &attributes);
        }
    }

    fn strokes(&mut self, items: &[BackItem]) {
        for line in items {
            let path = self.placed.network * line.path.clone();
            let stroke = Some((line.colour, line.width * self.placed.scale.max(0.6)));
            self.sign(&Sign { path, fill: None, stroke, dash: Vec::new() });
        }
    }

    fn relation(&mut self, line: &LineItem) {
        let colour = self.over_canvas(line.colour, line.opacity);
        let width = line.width * self.placed.scale.max(0.6);
        let _ = writeln!(
            self.out,
            "<g class=\"relation\" data-id=\"{}\" data-from=\"{}\" data-to=\"{}\" data-kind=\"{}\" data-basis=\"{}\" data-status=\"{}\" data-presence=\"{}\"><title>{}</title>",
            escaped(&line.id),
            escaped(&line.from),
            escaped(&line.to),
            escaped(&line.kind),
            line.basis,
            line.status,
            line.presence.word(),
            escaped(&line.description),
        );
        let path = self.placed.network * line.path.clone();
        let dash = line.dash.pattern(width);
        let _ = if line.tapered {
            let outline = taper::outline(&path, width, &dash);
            write!(self.out, "<path d=\"{}\" fill=\"{colour}\"/>", path_data(&outline))
        } else {
            write!(
                self.out,
                "<path d=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{}\"{}/>",
                path_data(&path),
                n(width),
                dash_attributes(&dash)
            )
        };
        if let Some(tip) = &line.tip {
            let outline = self.placed.network * tip.outline.clone();
            let (fill, stroke) = if tip.hollow {
                (
                    self.page.theme.canvas,
                    format!(" stroke=\"{colour}\" stroke-width=\"{}\" stroke-linejoin=\"round\"", n(width * 0.9)),
                )
            } else {
                (colour, String::new())
            };
            let _ = write!(self.out, "<path d=\"{}\" fill=\"{fill}\"{stroke}/>", path_data(&outline));
        }
        self.out.push_str("</g>\n");
    }

    fn node(&mut self, node: &NodeItem) {
        let _ = writeln!(
            self.out,
            "<g class=\"node\" data-id=\"{}\" data-kind=\"{}\" data-presence=\"{}\"><title>{}</title>",
            escaped(&node.id),
            escaped(&node.kind),
            node.presence.word(),
            escaped(&node.description),
        );
        let to = self.placed.network * Affine::translate(node.centre.to_vec2());
        let stroke = node
            .stroke
            .map(|(colour, width)| (self.over_canvas(colour, node.opacity), width * self.placed.scale.max(0.6)));
        let fill = node.fill.map_or(self.page.theme.canvas, |c| self.over_canvas(c, node.opacity));
        let dash = node.dash(self.placed.scale);
        self.sign(&Sign { path: to * (*node.outline).clone(), fill: Some(fill), stroke, dash });
        if let Some(picture) = &node.picture {
            self.picture(node, picture, to);
        } else if let Some((icon, colour)) = &node.icon {
            let fill = Some(self.over_canvas(*colour, node.opacity));
            self.sign(&Sign { path: to * icon.clone(), fill, stroke: None, dash: Vec::new() });
        }
        let label = &node.label;
        let colour = self.over_canvas(label.colour, node.opacity.max(0.12));
        let halo = format!(
            " stroke=\"{}\" stroke-width=\"{}\" stroke-linejoin=\"round\" paint-order=\"stroke\"",
            self.page.theme.canvas,
            n(HALO)
        );
        let attributes = format!(" class=\"label\" fill=\"{colour}\"{halo}");
        self.block(&label.text, label.align, self.placed.network * label.origin, self.placed.scale, &attributes);
        self.out.push_str("</g>\n");
    }

    /// A picture cut to the node's outline, which stays around it. The pixels themselves stand in the
    /// figure: it asks for nothing from elsewhere.
    fn picture(&mut self, node: &NodeItem, picture: &Thumbnail, to: Affine) {
        let Ok(file) = picture.to_png() else { return };
        let outline = to * (*node.outline).clone();
        self.sign(&Sign { path: outline.clone(), fill: Some(self.page.theme.canvas), stroke: None, dash: Vec::new() });
        let square = to.transform_rect_bbox(node.picture_square());
        self.cuts += 1;
        let number = self.cuts;
        let _ = writeln!(
            self.out,
            "<clipPath id=\"cut-{number}\"><path d=\"{}\"/></clipPath>\n\
             <image x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" opacity=\"{}\" clip-path=\"url(#cut-{number})\" \
             xmlns:xlink=\"http://www.w3.org/1999/xlink\" xlink:href=\"data:image/png;base64,{}\"/>",
            path_data(&outline),
            n(square.x0),
            n(square.y0),
            n(square.width()),
            n(square.height()),
            n(f64::from(node.opacity)),
            base64::engine::general_purpose::STANDARD.encode(file),
        );
        if let Some((colour, width)) = node.rim() {
            let stroke = Some((self.over_canvas(colour, node.opacity), width * self.placed.scale.max(0.6)));
            let dash = node.dash(self.placed.scale);
            self.sign(&Sign { path: outline, fill: None, stroke, dash });
        }
    }

    fn sign(&mut self, sign: &Sign) {
        let fill = sign.fill.map_or("none".to_owned(), |c| c.to_string());
        let _ = write!(self.out, "<path d=\"{}\" fill=\"{fill}\"", path_data(&sign.path));
        if let Some((colour, width)) = sign.stroke {
            let _ =
                write!(self.out, " stroke=\"{colour}\" stroke-width=\"{}\"{}", n(width), dash_attributes(&sign.dash));
        }
        self.out.push_str("/>\n");
    }

    fn text(&mut self, text: &Text, more: &str) {
        let attributes = format!(" fill=\"{}\"{more}", text.colour);
        self.block(&text.block, 0.0, text.origin, 1.0, &attributes);
    }

    /// One `<text>`; each run is a `<tspan>` with its own place and face. A run of right-to-left
    /// letters is written in reading order: within its span the reader's program turns it.
    fn block(&mut self, block: &TextBlock, align: f32, origin: Point, scale: f64, attributes: &str) {
        let _ = write!(self.out, "<text{attributes}>");
        for (number, line) in block.lines.iter().enumerate() {
            let lead = f64::from((block.width - line.width) * align);
            let y = origin.y + scale * f64::from(block.ascent + block.line_height * number as f32);
            for run in &line.runs {
                let x = origin.x + scale * (lead + f64::from(run.x));
                let size = scale * f64::from(block.size * run.face.scale());
                let weight = if run.face.weight() == 400 {
                    String::new()
                } else {
                    format!(" font-weight=\"{}\"", run.face.weight())
                };
                let _ = write!(
                    self.out,
                    "<tspan x=\"{}\" y=\"{}\" font-family=\"'{}', sans-serif\" font-size=\"{}\"{weight} xml:space=\"preserve\">{}</tspan>",
                    n(x),
                    n(y),
                    run.face.family(),
                    n(size),
                    escaped(&run.text),
                );
            }
        }
        self.out.push_str("</text>\n");
    }
}
