//! A page and a scene as files: SVG and PNG, one file each behind [`FIGURES`]. Nothing here knows
//! the window.

use crate::picture::lettering::TextBlock;
use crate::picture::scene::Scene;
use crate::picture::theme::Theme;

mod page;
mod png;
mod svg;
mod words;

pub use page::{Page, PageText};
pub use words::words;

/// A way of writing a figure.
pub trait Figure: Sync {
    /// File extension, lower case: `svg`.
    fn extension(&self) -> &'static str;
    /// The file's bytes; the same page gives the same bytes on every machine.
    fn write(&self, page: &Page<'_>) -> Vec<u8>;
}

/// All kinds of figure.
pub const FIGURES: &[&dyn Figure] = &[];
#[allow(unused_imports)]
use {Scene as _S, TextBlock as _T, Theme as _Th};
