//! A page and a scene as files: SVG and PNG, one file each behind [`FIGURES`]. Nothing here knows
//! the window.

use crate::problem::Problem;

mod fonts;
mod page;
mod place;
mod png;
mod svg;
mod words;

pub use page::{Page, PageText};
pub(crate) use place::{name_size_pt, natural_height_mm, network_aspect, tallest_mm};
pub use words::words;

/// A way of writing a figure.
pub trait Figure: Sync {
    /// File extension, lower case: `svg`.
    fn extension(&self) -> &'static str;
    /// The file's bytes; the same page gives the same bytes on every machine.
    ///
    /// # Errors
    /// A problem where the page cannot be written so, such as one of too many pixels.
    fn write(&self, page: &Page<'_>) -> Result<Vec<u8>, Problem>;
}

/// All kinds of figure.
pub const FIGURES: &[&dyn Figure] = &[&svg::Svg, &png::Png];

/// The kind of figure with this extension.
pub(crate) fn named(extension: &str) -> Option<&'static dyn Figure> {
    FIGURES.iter().find(|f| f.extension() == extension).copied()
}

#[cfg(test)]
mod tests;
