//! The page: where title, network, legend and sources stand, in millimetres and points.

use kurbo::{Affine, Point, Rect};

use super::levels::ManyLines;
use super::line_labels::LineLabels;
use crate::dossier::model::{LegendAt, MARGIN_MM, Note, Pin, ViewPage};
use crate::picture::lettering::{Fonts, TextBlock};
use crate::picture::scene::Scene;
use crate::picture::scene::naming::Arrangements;
use crate::picture::theme::{Colour, Theme};

/// Points in a millimetre.
pub(crate) const POINTS_PER_MM: f64 = 72.0 / 25.4;
/// Space around everything where nobody asks for another, in points.
const MARGIN: f64 = 12.0;

/// The words around a figure.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PageText {
    /// Title: the finding.
    pub(crate) title: String,
    /// What, when, how many; `position has no meaning`.
    pub(crate) subtitle: String,
    /// One citation a source, numbered by place.
    pub(crate) sources: Vec<String>,
    /// Who made it; nothing is drawn where it is empty.
    pub(crate) credit: String,
    /// What it shows, in a few words, for those who cannot see it.
    pub(crate) alternative: String,
    /// The same at length.
    pub(crate) description: String,
    /// Where letters may come from that no bundled font has.
    pub(crate) fonts: Fonts,
}

/// Width and height of a page, in millimetres.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PageSize {
    /// Width.
    pub width_mm: f64,
    /// Height.
    pub height_mm: f64,
}

/// Where a network stands on its page.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PlacedNetwork {
    /// From scene to page coordinates.
    pub(crate) network: Affine,
    /// The scale of `network`.
    pub(crate) scale: f64,
    /// What of the page its names and lines may fill.
    pub(crate) area: Rect,
}

/// A piece of text on the page.
#[derive(Clone, Debug)]
pub(crate) struct PlacedText {
    /// The shaped text.
    pub(crate) block: TextBlock,
    /// Top left corner.
    pub(crate) origin: Point,
    pub(crate) colour: Colour,
}

/// How a page is kept besides its words.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PageFrame {
    /// What stays empty around everything, in points.
    pub(crate) margin: f64,
    /// Whether there is a legend.
    pub(crate) legend: bool,
}

impl PageFrame {
    /// The frame of a view's figures.
    pub(crate) fn of(page: &ViewPage) -> PageFrame {
        let margin = page.margin.filter(|margin| MARGIN_MM.contains(margin));
        let usual = PageFrame::default();
        PageFrame { margin: margin.map_or(usual.margin, |mm| mm * POINTS_PER_MM), legend: !page.hide_legend }
    }
}

impl Default for PageFrame {
    fn default() -> Self {
        PageFrame { margin: MARGIN, legend: true }
    }
}

/// A page to be written.
#[derive(Clone, Debug)]
pub struct Page<'a> {
    /// How large it is.
    pub size: PageSize,
    /// Dots per inch, for formats made of pixels.
    pub dpi: f64,
    /// What is drawn.
    pub scene: &'a Scene,
    /// The words around it.
    pub text: &'a PageText,
    /// Colours.
    pub theme: &'a Theme,
    /// Its margin, and whether it has a legend.
    pub frame: PageFrame,
    /// How lines are drawn where there are many.
    pub lines: ManyLines,
    /// What is written on lines.
    pub labels: &'a LineLabels,
    /// Notes, and what has a place of its own.
    pub by_hand: ByHand<'a>,
    /// What is known of where names and lines go.
    pub known: &'a Arrangements,
}

/// What the author has written on a page, and what of it has a place of its own.
#[derive(Clone, Copy, Debug, Default)]
pub struct ByHand<'a> {
    pub(crate) notes: &'a [Note],
    /// One of several dates: notes about what is not there then stand on the others.
    pub(crate) at_a_date: bool,
    /// Middles of names, from those of their nodes.
    pub(crate) names: &'a [Pin],
    pub(crate) legend: LegendAt,
}

impl<'a> ByHand<'a> {
    /// That of a view's figures.
    pub(crate) fn of(page: &'a ViewPage) -> ByHand<'a> {
        ByHand { notes: &page.notes, at_a_date: false, names: &page.moved_names, legend: LegendAt::of(page.legend_at) }
    }
}
