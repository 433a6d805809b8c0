//! What the person is being asked or shown over the window: the open dialogs and the questions that
//! wait for an answer. What an answer does is not decided here.

use super::ask::Card;
use super::export::ExportDialog;
use super::palette::Palette;
use super::save_task::AfterSave;
use crate::dossier::storage::Leftovers;

/// The dialogs of the window. While one is open, keys do not reach the graph.
#[derive(Default)]
pub(super) struct Dialogs {
    pub(super) palette: Palette,
    /// The card beside the graph that asks for what an edit needs.
    pub(super) card: Option<Box<dyn Card>>,
    /// What follows once unsaved changes are saved or discarded; asked while it is set.
    pub(super) leaving: Option<AfterSave>,
    /// Why a save needs consent, and what follows it.
    pub(super) shrinking: Option<(String, AfterSave)>,
    /// What follows once files that went astray are written anew; asked while it is set.
    pub(super) rewriting: Option<AfterSave>,
    /// Unsaved changes found after a crash, until the person decides about them.
    pub(super) leftovers: Option<Leftovers>,
    /// Whether such changes are being restored.
    pub(super) restoring: bool,
    pub(super) export: Option<ExportDialog>,
    /// A link from the dossier that may be opened in the browser.
    pub(super) link: Option<String>,
    pub(super) shortcuts: bool,
    pub(super) about: bool,
}

impl Dialogs {
    /// Whether a dialog takes the keys.
    pub(super) fn is_open(&self) -> bool {
        self.palette.is_open()
            || self.card.is_some()
            || self.leaving.is_some()
            || self.shrinking.is_some()
            || self.rewriting.is_some()
            || self.leftovers.is_some()
            || self.restoring
            || self.export.is_some()
            || self.link.is_some()
            || self.shortcuts
            || self.about
    }
}
