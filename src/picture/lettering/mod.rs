//! Fonts, shaping, order of scripts, text boxes. Every letter of window labels and figures comes
//! from the fonts bundled here, so both look the same on every machine. Nothing here knows a
//! dossier, a scene or a screen.

/// One bundled font file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Face(pub u8);

impl Face {
    /// All bundled faces.
    pub fn all() -> impl Iterator<Item = Face> {
        (0..0).map(Face)
    }
    /// CSS family name, such as `Noto Sans Thai`.
    pub fn family(self) -> &'static str {
        todo!()
    }
    /// CSS weight: 400 or 600.
    pub fn weight(self) -> u16 {
        todo!()
    }
    /// The font file.
    pub fn data(self) -> &'static [u8] {
        todo!()
    }
}

/// Weight of text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Weight {
    /// 400.
    #[default]
    Regular,
    /// 600.
    SemiBold,
}

/// How text is set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TextStyle {
    /// Size in points of the scene (or of the page, in a figure).
    pub size: f32,
    /// Weight.
    pub weight: Weight,
}

/// One glyph of a shaped run; offsets and advance in scene units, y down.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Glyph {
    /// Glyph id in the run's face.
    pub id: u32,
    /// Where its origin lies, from the line's left end.
    pub x: f32,
    /// Where its origin lies, from the baseline, down.
    pub y: f32,
    /// Advance width.
    pub advance: f32,
    /// Byte offset into the run's text of the cluster it belongs to.
    pub cluster: u32,
}

/// Text in one face and one direction; runs stand in visual order, left to right.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Its face.
    pub face: Face,
    /// Its text in logical (reading) order.
    pub text: String,
    /// Whether it reads right to left.
    pub rtl: bool,
    /// Its left end, from the line's left end.
    pub x: f32,
    /// Its width.
    pub width: f32,
    /// Its glyphs in visual order.
    pub glyphs: Vec<Glyph>,
}

/// One shaped line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TextLine {
    /// Runs in visual order.
    pub runs: Vec<Run>,
    /// Width of the whole.
    pub width: f32,
    /// The text in logical order.
    pub text: String,
    /// Whether the line as a whole reads right to left (UAX #9 paragraph direction).
    pub rtl: bool,
}

/// Lines under each other, same style.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TextBlock {
    /// Lines from top to bottom.
    pub lines: Vec<TextLine>,
    /// Size in points.
    pub size: f32,
    /// Width of the widest line.
    pub width: f32,
    /// Distance from the top of the block to the first baseline.
    pub ascent: f32,
    /// Distance between baselines.
    pub line_height: f32,
    /// Height of the whole.
    pub height: f32,
}

/// Shapes one line.
pub fn shape_line(text: &str, style: TextStyle) -> TextLine {
    let _ = (text, style);
    todo!()
}

/// Breaks text into lines no wider than `max_width` where it can be broken (UAX #14 in essence),
/// at most `max_lines`, the last cut with an ellipsis if need be.
pub fn shape_block(text: &str, style: TextStyle, max_width: f32, max_lines: usize) -> TextBlock {
    let _ = (text, style, max_width, max_lines);
    todo!()
}

/// Outline of a glyph in units of an em of 1, y down, origin on the baseline.
pub fn outline(face: Face, glyph: u32) -> kurbo::BezPath {
    let _ = (face, glyph);
    todo!()
}
