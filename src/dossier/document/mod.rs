//! A dossier with where it came from: opening anything we read, from disk or built in.

use std::path::{Path, PathBuf};

use crate::dossier::model::Dossier;
use crate::problem::Problem;

/// An open dossier.
#[derive(Clone, Debug)]
pub struct Document {
    /// Where it lies; `None` for a built-in example.
    pub path: Option<PathBuf>,
    /// What is known.
    pub dossier: Dossier,
    /// What is wrong with its text, in order of file and place.
    pub problems: Vec<Problem>,
    /// It may not be saved over: syntax errors or a newer format.
    pub read_only: bool,
}

/// A dossier that is compiled into the program.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// Short name, as in `chancery info example:NAME`.
    pub name: &'static str,
    /// Title for menus.
    pub title: &'static str,
    /// Path and text of its files; the first is the main one.
    pub files: &'static [(&'static str, &'static str)],
}

/// The built-in examples; the first is what the window opens with.
pub const EXAMPLES: &[Example] = &[];

/// Opens a dossier file, or a built-in example when `path` is `example:NAME`.
/// Always yields a document; what went wrong is in its problems.
pub fn open(path: &Path) -> Document {
    let _ = path;
    todo!()
}

/// Opens a built-in example.
pub fn open_example(example: &Example) -> Document {
    let _ = example;
    todo!()
}
