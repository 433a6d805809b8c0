//! What the window remembers about the files of the open dossier: where unsaved changes are kept,
//! whether a save is going on, what was last looked through. Reading and writing is done elsewhere.

use std::path::PathBuf;

use super::keeping::Autosave;
use super::reading::TextWatch;
use super::save_task::AfterSave;
use crate::dossier::storage::Storage;
use crate::progress::Progress;
use crate::window::session::exploring::ExploreKey;
use crate::window::session::text_names::NamesKey;

/// The files of the open dossier as the window knows them.
pub(super) struct FileState {
    pub(super) storage: Storage,
    /// The folder in which choosing a file begins, if it was said.
    pub(super) chooses_in: Option<PathBuf>,
    pub(super) autosave: Option<Autosave>,
    /// The number of the last opening: of those before nothing is wanted any more.
    pub(super) opening: u64,
    /// How far that is; it can be stopped.
    pub(super) progress: Progress,
    /// Whether a save is going on.
    pub(super) saving: bool,
    /// What was said last of files that went astray; empty while none is.
    pub(super) astray_told: String,
    /// A save found that its file went astray: what comes after it once that was asked.
    pub(super) wished: Option<AfterSave>,
    /// Reports changes of the source text that is being read.
    pub(super) text_watch: Option<TextWatch>,
    /// The search for names in the text that is under way: in what, and how to stop it.
    pub(super) names_search: Option<(NamesKey, Progress)>,
    /// What is being found out about the network, and how to stop it.
    pub(super) exploration: Option<(ExploreKey, Progress)>,
    /// Unsaved changes were discarded, or there are none.
    pub(super) may_close: bool,
    /// The opened document and revision that was last checked for problems.
    pub(super) checked: Option<(u64, u64)>,
    /// When the dossier was last changed, on egui's clock, in seconds.
    pub(super) changed_at: f64,
}

impl FileState {
    /// Nothing open yet.
    pub(super) fn new(storage: Storage, chooses_in: Option<PathBuf>) -> Self {
        FileState {
            storage,
            chooses_in,
            autosave: None,
            opening: 0,
            progress: Progress::new(),
            saving: false,
            astray_told: String::new(),
            wished: None,
            text_watch: None,
            names_search: None,
            exploration: None,
            may_close: false,
            checked: None,
            changed_at: 0.0,
        }
    }
}
