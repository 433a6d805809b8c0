//! Figures as SVG that other programs can read: one group per node and relation, each with its id,
//! kind and presence as `data-` attributes, and real text with the letters of its fonts. No script, no
//! link, no style made of data.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use base64::Engine as _;
use kurbo::{Affine, BezPath, PathEl, Point};

use super::fonts::woff;
use super::letters::{GlyphRun, Text};
use super::paint::{Group, Item, Join, Painting, Part, Path, Picture, Raster, Stroke};
use super::subset::Used;
use super::{Figure, Letters, Recipe, Writing};
use crate::picture::lettering::{Face, outline};
use crate::picture::pictures::png_of;
use crate::problem::Problem;

/// Letters on either side of it are not joined, and it is not seen.
const NON_JOINER: &str = "\u{200c}";

pub(crate) struct Svg;

impl Figure for Svg {
    fn extension(&self) -> &'static str {
        "svg"
    }

    fn write(&self, painting: &Painting, writing: &Writing) -> Result<Vec<u8>, Problem> {
        written(painting, writing, true).map(String::into_bytes)
    }
}

/// The root element of a figure that stands in a page, which has its fonts: see [`font_faces`].
pub(super) fn root(painting: &Painting, writing: &Writing) -> Result<String, Problem> {
    written(painting, writing, false)
}

fn written(painting: &Painting, writing: &Writing, alone: bool) -> Result<String, Problem> {
    let mut writer = Writer { letters: writing.letters, alone, clips: 0, glyphs: HashMap::new(), out: String::new() };
    writer.document(painting, &writing.recipe)?;
    Ok(writer.out)
}

/// The faces that occur, each cut down to the glyphs that occur, as rules of a style sheet.
pub(super) fn font_faces(painting: &Painting) -> String {
    // By what they are called: numbers of installed faces go by when they were read.
    let mut runs: BTreeMap<(Option<&str>, Face), Vec<&GlyphRun>> = BTreeMap::new();
    for run in painting.texts().into_iter().flat_map(|text| &text.runs).filter(|run| run.face.embeds()) {
        runs.entry((run.face.is_installed().then(|| run.face.key()), run.face)).or_default().push(run);
    }
    let mut out = String::new();
    for ((_, face), runs) in runs {
        let Some(file) = woff(face, &Used::of(face, &runs)) else { continue };
        let data = base64::engine::general_purpose::STANDARD.encode(file);
        let _ = writeln!(
            out,
            "@font-face{{font-family:\"{}\";font-weight:{};src:url(data:font/woff;base64,{data}) format(\"woff\")}}",
            face.family(),
            face.weight()
        );
    }
    out
}

/// A number with at most two decimals and no exponent.
fn n(value: f64) -> String {
    let value = if value.is_finite() { value.clamp(-1e7, 1e7) } else { 0.0 };
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" || text.is_empty() { "0".to_owned() } else { text.to_owned() }
}

/// Text as XML has it. What XML 1.0 does not allow becomes U+FFFD.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            // Would turn whatever follows in the page.
            '\u{202a}'..='\u{202e}' => {}
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

fn path_data(path: &BezPath) -> String {
    let at = |p: Point| format!("{} {}", n(p.x), n(p.y));
    let mut out = String::new();
    let mut here = Point::ZERO;
    for el in path.elements() {
        let _ = match el {
            PathEl::MoveTo(p) => write!(out, "M{}", at(*p)),
            PathEl::LineTo(p) if p.y == here.y => write!(out, "H{}", n(p.x)),
            PathEl::LineTo(p) if p.x == here.x => write!(out, "V{}", n(p.y)),
            PathEl::LineTo(p) => write!(out, "L{}", at(*p)),
            PathEl::QuadTo(a, p) => write!(out, "Q{} {}", at(*a), at(*p)),
            PathEl::CurveTo(a, b, p) => write!(out, "C{} {} {}", at(*a), at(*b), at(*p)),
            PathEl::ClosePath => write!(out, "Z"),
        };
        here = el.end_point().unwrap_or(here);
    }
    out
}

fn stroke_attributes(stroke: &Stroke) -> String {
    let mut out = format!(" stroke=\"{}\" stroke-width=\"{}\"", stroke.colour, n(stroke.width));
    if !stroke.dash.is_empty() {
        let lengths: Vec<String> = stroke.dash.iter().map(|length| n(*length)).collect();
        let _ = write!(out, " stroke-dasharray=\"{}\"", lengths.join(" "));
    }
    if stroke.is_dotted() {
        out.push_str(" stroke-linecap=\"round\"");
    }
    match stroke.join {
        Join::Mitre => {}
        Join::Round => out.push_str(" stroke-linejoin=\"round\""),
    }
    out
}

fn class(part: Part) -> &'static str {
    match part {
        Part::Head => "head",
        Part::Areas => "areas",
        Part::Area => "area",
        Part::Backdrop => "backdrop",
        Part::Panel => "panel",
        Part::Chart => "chart",
        Part::Lane => "lane",
        Part::Cell => "cell",
        Part::Network => "network",
        Part::Relation => "relation",
        Part::Label => "relation-label",
        Part::Node => "node",
        Part::Marks => "marks",
        Part::Notes => "notes",
        Part::Note => "note",
        Part::Legend => "legend",
        Part::Sources => "sources",
    }
}

/// What a group is to assistive technology (WAI-ARIA Graphics Module 1.0).
fn role(part: Part) -> Option<&'static str> {
    match part {
        Part::Node | Part::Relation | Part::Area | Part::Cell | Part::Note => Some("graphics-symbol"),
        Part::Panel | Part::Chart | Part::Lane | Part::Network => Some("graphics-object"),
        // The title of a relation says what its label says.
        Part::Head
        | Part::Areas
        | Part::Backdrop
        | Part::Label
        | Part::Marks
        | Part::Notes
        | Part::Legend
        | Part::Sources => None,
    }
}

/// What ends a group's first line, and each path in it: an area is one line of the file and a relation
/// two, so that a comparison of two figures by line shows which of them changed.
fn line_ends(part: Part) -> (&'static str, &'static str) {
    match part {
        Part::Area | Part::Lane | Part::Cell | Part::Label => ("", ""),
        Part::Relation => ("\n", ""),
        Part::Head | Part::Areas | Part::Backdrop | Part::Panel | Part::Chart | Part::Network | Part::Node => {
            ("\n", "\n")
        }
        Part::Marks | Part::Notes | Part::Note | Part::Legend | Part::Sources => ("\n", "\n"),
    }
}

struct Writer {
    letters: Letters,
    /// Whether it is a file of its own.
    alone: bool,
    /// Clip paths written so far.
    clips: usize,
    /// Outlines of letters in ems, each made once.
    glyphs: HashMap<(Face, u32), BezPath>,
    out: String,
}

impl Writer {
    fn document(&mut self, painting: &Painting, recipe: &Recipe) -> Result<(), Problem> {
        let (width, height) = (n(painting.size.0), n(painting.size.1));
        let _ = write!(
            self.out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}mm\" height=\"{}mm\" viewBox=\"0 0 {width} {height}\" role=\"graphics-document\" aria-labelledby=\"title desc\">\n\
             <title id=\"title\">{}</title>\n<desc id=\"desc\">{}</desc>\n",
            n(painting.size_mm.width_mm),
            n(painting.size_mm.height_mm),
            escaped(painting.title_or_not()),
            escaped(&painting.description),
        );
        let rows: Vec<String> = recipe.rows().into_iter().map(|(key, value)| format!("{key}: {value}")).collect();
        let rows: Vec<String> = rows.iter().map(|row| escaped(row)).collect();
        let _ = writeln!(self.out, "<metadata>\n{}\n</metadata>", rows.join("\n"));
        if self.alone && self.letters == Letters::Text {
            let _ = writeln!(self.out, "<style>\n{}</style>", font_faces(painting));
        }
        if let Some(ground) = painting.ground {
            let page = format!("<rect class=\"page\" width=\"{width}\" height=\"{height}\" fill=\"{ground}\"/>\n");
            self.out.push_str(&page);
        }
        self.items(&painting.items, "\n")?;
        self.out.push_str("</svg>\n");
        Ok(())
    }

    fn items(&mut self, items: &[Item], path_end: &str) -> Result<(), Problem> {
        for item in items {
            match item {
                Item::Group(group) => self.group(group)?,
                Item::Path(path) => {
                    self.path(path);
                    self.out.push_str(path_end);
                }
                Item::Text(text) => self.text(text),
                Item::Picture(picture) => self.picture(picture)?,
                Item::Raster(raster) => self.raster(raster)?,
            }
        }
        Ok(())
    }

    fn group(&mut self, group: &Group) -> Result<(), Problem> {
        let _ = write!(self.out, "<g class=\"{}\"", class(group.part));
        for (key, value) in &group.data {
            let _ = write!(self.out, " data-{key}=\"{}\"", escaped(value));
        }
        if let Some(role) = role(group.part) {
            let _ = write!(self.out, " role=\"{role}\"");
        }
        self.out.push('>');
        if let Some(words) = &group.alternative {
            let _ = write!(self.out, "<title>{}</title>", escaped(words));
        }
        let (start_end, path_end) = line_ends(group.part);
        self.out.push_str(start_end);
        self.items(&group.items, path_end)?;
        self.out.push_str("</g>\n");
        Ok(())
    }

    fn path(&mut self, path: &Path) {
        let fill = path.fill.map_or("none".to_owned(), |colour| colour.to_string());
        let _ = write!(self.out, "<path d=\"{}\" fill=\"{fill}\"", path_data(&path.outline));
        if let Some(translucent) = path.fill.filter(|colour| colour.a < 255) {
            let _ = write!(self.out, " fill-opacity=\"{}\"", n(f64::from(translucent.a) / 255.0));
        }
        if let Some(stroke) = &path.stroke {
            self.out.push_str(&stroke_attributes(stroke));
        }
        self.out.push_str("/>");
    }

    /// The pixels are part of the figure, which asks for nothing from elsewhere.
    fn picture(&mut self, picture: &Picture) -> Result<(), Problem> {
        let file = picture.pixels.to_png()?;
        self.clips += 1;
        let number = self.clips;
        let _ = writeln!(
            self.out,
            "<clipPath id=\"cut-{number}\"><path d=\"{}\"/></clipPath>\n\
             <image x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" opacity=\"{}\" clip-path=\"url(#cut-{number})\" \
             xmlns:xlink=\"http://www.w3.org/1999/xlink\" xlink:href=\"data:image/png;base64,{}\"/>",
            path_data(&picture.clip),
            n(picture.square.x0),
            n(picture.square.y0),
            n(picture.square.width()),
            n(picture.square.height()),
            n(f64::from(picture.opacity)),
            base64::engine::general_purpose::STANDARD.encode(file),
        );
        Ok(())
    }

    /// Pixels over their rectangle of the page.
    fn raster(&mut self, raster: &Raster) -> Result<(), Problem> {
        let file = png_of(&raster.pixels, raster.size)?;
        let _ = writeln!(
            self.out,
            "<image class=\"density\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" preserveAspectRatio=\"none\" \
             xmlns:xlink=\"http://www.w3.org/1999/xlink\" xlink:href=\"data:image/png;base64,{}\"/>",
            n(raster.area.x0),
            n(raster.area.y0),
            n(raster.area.width()),
            n(raster.area.height()),
            base64::engine::general_purpose::STANDARD.encode(file),
        );
        Ok(())
    }

    /// The ground of a text, and the text over it.
    fn text(&mut self, text: &Text) {
        if let Some(halo) = &text.halo {
            let data = path_data(&(text.turn() * halo.outline.clone()));
            let _ = writeln!(self.out, "<path class=\"halo\" d=\"{data}\" fill=\"{}\"/>", halo.colour);
        }
        match self.letters {
            Letters::Text if text.runs.iter().all(|run| run.face.embeds()) => self.letters(text),
            Letters::Text => {
                // Letters whose font may not be part of the file stand beside those whose font may.
                let (written, drawn) = text.runs.iter().cloned().partition(|run| run.face.embeds());
                for (runs, as_text) in [(written, true), (drawn, false)] {
                    let part = Text { runs, halo: None, ..text.clone() };
                    match as_text {
                        _ if part.runs.is_empty() => {}
                        true => self.letters(&part),
                        false => self.outlines(&part),
                    }
                }
            }
            Letters::Outlines => self.outlines(text),
        }
    }

    /// One `<text>`; each run is a `<tspan>` with its own place, face and width. A run of right-to-left
    /// letters is written in reading order: within its span the reader's program turns it.
    fn letters(&mut self, text: &Text) {
        self.out.push_str("<text");
        if text.halo.is_some() {
            self.out.push_str(" class=\"label\"");
        }
        if let Some(about) = text.turned {
            let _ = write!(self.out, " transform=\"rotate(-90 {} {})\"", n(about.x), n(about.y));
        }
        let _ = write!(self.out, " fill=\"{}\">", text.colour);
        for (number, run) in text.runs.iter().enumerate() {
            let weight = match run.face.weight() {
                400 => String::new(),
                weight => format!(" font-weight=\"{weight}\""),
            };
            // A program that has other fonts keeps the width.
            let width = match run.glyphs.len() {
                0 | 1 => String::new(),
                _ => format!(" textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\"", n(run.width)),
            };
            // Some programs shape all of a text at once, and would join the ends of lines in Arabic.
            let is_last = |next: &GlyphRun| next.origin.y != run.origin.y;
            let apart = text.runs.get(number + 1).is_some_and(|next| run.rtl && is_last(next));
            let apart = if apart { NON_JOINER } else { "" };
            let _ = write!(
                self.out,
                "<tspan x=\"{}\" y=\"{}\"{width} font-family=\"'{}', sans-serif\" font-size=\"{}\"{weight} xml:space=\"preserve\">{}{apart}</tspan>",
                n(run.origin.x),
                n(run.origin.y),
                run.face.family(),
                n(run.size),
                escaped(&run.text),
            );
        }
        self.out.push_str("</text>\n");
    }

    /// One path of all letters, with its words beside it.
    fn outlines(&mut self, text: &Text) {
        let mut letters = BezPath::new();
        for run in &text.runs {
            for glyph in &run.glyphs {
                let shape = self.glyphs.entry((run.face, glyph.id)).or_insert_with(|| outline(run.face, glyph.id));
                letters.extend(Affine::translate(glyph.at.to_vec2()) * Affine::scale(run.size) * shape.clone());
            }
        }
        let class = if text.halo.is_some() { " class=\"label\"" } else { "" };
        let (words, data) = (escaped(&text.words()), path_data(&(text.turn() * letters)));
        let _ = writeln!(
            self.out,
            "<path{class} role=\"img\" aria-label=\"{words}\" d=\"{data}\" fill=\"{}\"/>",
            text.colour
        );
    }
}
