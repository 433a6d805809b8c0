//! Figures as files: what a figure is ([`Request`]), where everything is on its page, what is drawn of
//! it as a list of few things, and the formats that write this list, one file each behind
//! [`FIGURES`]. Nothing here knows the window.

use crate::problem::Problem;

mod alternative;
pub(crate) mod checks;
mod compose;
pub(crate) mod drift;
mod fitting;
mod fonts;
mod html;
mod installed;
mod legend;
pub(crate) mod legend_sign;
mod legibility;
mod letters;
pub(crate) mod levels;
mod line_labels;
pub(crate) mod multiples;
mod names;
mod notes;
mod page;
mod paint;
pub(crate) mod pdf;
mod place;
mod png;
mod raster;
mod request;
mod steps;
mod subset;
mod survey;
mod svg;
mod words;
mod writing;

pub use crate::picture::scene::naming::Arrangements;
pub(crate) use html::{list_sources, words as words_of_page};
pub(crate) use installed::{Used, installed_fonts};
pub(crate) use legend::legend_word;
pub use levels::ManyLines;
pub use line_labels::LineLabels;
pub(crate) use page::POINTS_PER_MM;
pub use page::{ByHand, Page, PageFrame, PageSize, PageText};
pub use paint::Painting;
pub(crate) use paint::{Item, Movable, MovableKind, ruled, set_line};
pub(crate) use png::{Png, pixels};
pub(crate) use request::Painted;
pub(crate) use request::USUAL_DPI;
pub use request::{Drawn, FigureSubject, Request, Undrawn};
pub use steps::FigureSteps;
pub(crate) use svg::Svg;
pub use words::words;
pub use writing::{Letters, Recipe, Standard, Writing};

/// A figure format.
pub trait Figure: Sync {
    /// File extension, lower case: `svg`.
    fn extension(&self) -> &'static str;

    /// Whether it is made of pixels, so that the resolution matters.
    fn has_pixels(&self) -> bool {
        false
    }

    /// Whether it tells in words what is known of each thing.
    fn wants_account(&self) -> bool {
        false
    }

    /// Whether it can hold a page of this size at this resolution. Asked before anything is drawn.
    ///
    /// # Errors
    /// The limit that the page exceeds.
    fn check(&self, _size: PageSize, _dpi: f64) -> Result<(), Problem> {
        Ok(())
    }

    /// The file's bytes; the same painting, written so, gives the same bytes on every machine.
    ///
    /// # Errors
    /// A problem where the painting cannot be written in this format.
    fn write(&self, painting: &Painting, writing: &Writing) -> Result<Vec<u8>, Problem>;
}

/// All figure formats.
pub const FIGURES: &[&dyn Figure] = &[&svg::Svg, &pdf::Pdf, &png::Png, &html::Html];

/// The format with this extension.
pub fn named(extension: &str) -> Option<&'static dyn Figure> {
    FIGURES.iter().find(|f| f.extension() == extension).copied()
}

#[cfg(test)]
mod tests;
