//! What is asked of a person who chooses a file, whatever dialog asks it, and what for.

use std::path::{Path, PathBuf};

use crate::window::app::recipe::Recipe;
use crate::window::app::report::Report;
use crate::window::app::save_task::AfterSave;

/// Which file is to be chosen.
#[derive(Clone, Debug)]
pub(crate) struct FileRequest {
    /// What the task is called while it is asked.
    pub(crate) task: &'static str,
    /// The dialog's title.
    pub(crate) title: &'static str,
    /// Files that fit: what they are called, and their extensions; a new one gets the first.
    pub(crate) filter: (String, Vec<&'static str>),
    /// Whether other files may be chosen too.
    pub(crate) any: bool,
    /// Where choosing begins.
    pub(crate) folder: Option<PathBuf>,
    /// The name that is offered for a file to be written; `None` where a file is to be read.
    pub(crate) name: Option<String>,
}

impl FileRequest {
    /// Whether a file is to be written.
    pub(super) fn writes(&self) -> bool {
        self.name.is_some()
    }

    /// Whether a file of this name fits.
    pub(super) fn fits(&self, name: &str) -> bool {
        let extension = Path::new(name).extension().and_then(|e| e.to_str()).unwrap_or_default();
        self.filter.1.iter().any(|one| one.eq_ignore_ascii_case(extension))
    }

    /// A path as it was chosen; one to be written that has no extension gets the usual one.
    pub(super) fn completed(&self, path: PathBuf) -> PathBuf {
        match self.filter.1.first() {
            Some(usual) if self.writes() && path.extension().is_none() => path.with_extension(usual),
            _ => path,
        }
    }
}

/// What a file is chosen for.
pub(crate) enum FileUse {
    /// It is opened.
    Open,
    /// It is shown on the import card.
    Import,
    /// The dossier is saved there; what comes after.
    Save(AfterSave),
    /// A figure is written there.
    Figure(Box<Recipe>),
    /// A report goes into it.
    Report(Box<Report>),
    /// The card that is open takes it.
    Card,
}

/// A file to be chosen and what for.
pub(crate) struct Choosing {
    pub(super) request: FileRequest,
    pub(super) what_for: FileUse,
}
