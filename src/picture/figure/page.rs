//! The page: where title, network, legend and sources stand, in millimetres and points.

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

/// A page to be written.
#[derive(Clone, Debug)]
pub struct Page<'a> {
    /// Width in millimetres.
    pub width_mm: f64,
    /// Height in millimetres.
    pub height_mm: f64,
    /// Pixels per inch, for PNG.
    pub dpi: f64,
    /// What is drawn.
    pub scene: &'a Scene,
    /// The words around it.
    pub text: &'a PageText,
    /// Colours.
    pub theme: &'a Theme,
}
