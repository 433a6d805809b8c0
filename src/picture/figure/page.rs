//! The page: where title, network, legend and sources stand, in millimetres and points.

use kurbo::{Affine, Rect};

use super::levels::ManyLines;
use crate::picture::scene::Scene;
use crate::picture::theme::Theme;

/// The words around a figure.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PageText {
    /// Title: the finding.
    pub(crate) title: String,
    /// What, when, how many; `position has no meaning`.
    pub(crate) subtitle: String,
    /// One citation a source, numbered by place.
    pub(crate) sources: Vec<String>,
    /// Long description for those who cannot see it.
    pub(crate) description: String,
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
    /// How lines are drawn where there are many.
    pub lines: ManyLines,
}
