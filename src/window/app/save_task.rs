//! A save on its way: what is written, what follows it, how it ended and what is said of a refusal.
//! Starting one and acting on its end is not done here.

use std::path::PathBuf;

use crate::dossier::storage::{Refusal, SaveError, Saved};

/// What comes after the dossier was saved, or after its changes were given up.
#[derive(Clone, Debug, PartialEq)]
pub enum AfterSave {
    /// Nothing: it stays open.
    Stay,
    /// The window closes.
    Close,
    /// An empty dossier is begun.
    New,
    /// A file is chosen and opened.
    Choose,
    /// A file is opened.
    Open(PathBuf),
    /// The same file is read again.
    Again,
    /// What the import card shows becomes a new dossier.
    TakeIn,
    /// A built-in example is opened.
    Example(&'static str),
}

/// A save that is going on, or has ended.
#[derive(Debug)]
pub(crate) struct SaveTask {
    /// Which opened document.
    pub(crate) opened: u64,
    /// Its revision that is being written.
    pub(crate) revision: u64,
    /// Where, if another place was chosen.
    pub(crate) target: Option<PathBuf>,
    /// What comes after.
    pub(crate) after: AfterSave,
}

/// What a save came to: what is on disk then, or why it was not done.
pub(crate) type SaveResult = Result<Saved, Box<SaveError>>;

/// What stands in the way of saving, and how to mend it.
pub(super) fn told(error: &SaveError) -> String {
    let help = error.help();
    let help = if help.is_empty() { String::new() } else { format!("; {help}") };
    format!("{}{help}", error.message())
}

/// Whether a refusal means that somebody else wrote the file or took it away.
pub(super) fn is_changed_outside(refusal: &Refusal) -> bool {
    matches!(refusal, Refusal::Changed { .. })
}

/// What the person has agreed to before a save.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Agreed {
    /// A file becomes much shorter.
    pub(super) to_shrink: bool,
    /// Files that went astray are written anew.
    pub(super) to_rewrite: bool,
}

/// Whether a refusal asks for consent to a much shorter file.
pub(super) fn is_much_shorter(refusal: &Refusal) -> bool {
    matches!(refusal, Refusal::MuchShorter { .. })
}
