//! Fonts, shaping, order of scripts, text boxes. Every letter of window labels and figures comes
//! from the fonts bundled here, so both look the same on every machine; only where a figure asks for
//! it do installed fonts draw letters that these lack. Nothing here knows a dossier, a scene or a
//! screen.

pub(crate) mod atlas;
mod bidi;
mod breaking;
mod chars;
mod charstrings;
mod estimate;
mod faces;
pub(crate) mod installed;
mod mixed;
mod outline;
mod raster;
pub(crate) mod sfnt;
mod shape;
mod wrap;

pub(crate) use chars::undrawable;
pub(crate) use estimate::estimate_block;
pub(crate) use faces::Face;
pub(crate) use installed::Fonts;
pub(crate) use mixed::{Piece, fill};
pub(crate) use outline::{ink, outline};
pub(crate) use shape::shape_line;
pub(crate) use wrap::{Shortened, shape_block, shape_block_shortened, shape_paragraph};

/// Weight of text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum Weight {
    /// 400.
    #[default]
    Regular,
    /// 600.
    SemiBold,
}

/// How text is set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct TextStyle {
    /// Size in points of the scene (or of the page, in a figure).
    pub size: f32,
    pub(crate) weight: Weight,
    /// Where letters may come from that no bundled font has.
    pub(crate) fonts: Fonts,
}

impl TextStyle {
    /// Letters of the bundled fonts alone.
    pub(crate) const fn bundled(size: f32, weight: Weight) -> TextStyle {
        TextStyle { size, weight, fonts: Fonts::Bundled }
    }
}

/// One glyph of a shaped run; offsets and advance in scene units, y down.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Glyph {
    /// Glyph id in the run's face.
    pub(crate) id: u32,
    /// Where its origin lies, from the line's left end.
    pub(crate) x: f32,
    /// Where its origin lies, from the baseline, down.
    pub(crate) y: f32,
    /// Advance width.
    pub(crate) advance: f32,
    /// Byte offset into the run's text of the cluster it belongs to.
    pub(crate) cluster: u32,
}

/// Text in one face and one direction; runs stand in visual order, left to right.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Run {
    pub(crate) face: Face,
    /// Its text in logical (reading) order.
    pub(crate) text: String,
    /// Whether it reads right to left.
    pub(crate) rtl: bool,
    /// Its left end, from the line's left end.
    pub(crate) x: f32,
    /// Its width.
    pub width: f32,
    /// Its glyphs in visual order.
    pub(crate) glyphs: Vec<Glyph>,
}

/// One shaped line.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct TextLine {
    /// Runs in visual order.
    pub(crate) runs: Vec<Run>,
    /// Width of the whole.
    pub width: f32,
    /// The text in logical order.
    pub(crate) text: String,
    /// Whether the line as a whole reads right to left (UAX #9 paragraph direction).
    pub(crate) rtl: bool,
}

/// Lines under each other, same style.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct TextBlock {
    /// Lines from top to bottom.
    pub(crate) lines: Vec<TextLine>,
    /// Size in points.
    pub size: f32,
    /// Width of the widest line.
    pub width: f32,
    /// Distance from the top of the block to the first baseline.
    pub(crate) ascent: f32,
    /// Distance between baselines.
    pub(crate) line_height: f32,
    /// Height of the whole.
    pub height: f32,
    /// Whether some of the text was left out.
    pub(crate) is_short: bool,
}
