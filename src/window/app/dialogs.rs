//! What the person is being asked or shown over the window: the open dialogs and the questions that
//! wait for an answer. What an answer does is not decided here.

use super::arrangement::SaveWhere;
use super::ask::Card;
use super::encoding::EncodingDialog;
use super::export::ExportDialog;
use super::file_dialog::request::FileUse;
use super::file_dialog::typed::PathDialog;
use super::import::ImportCard;
#[cfg(feature = "endpoint")]
use super::look_up::LookUpCard;
use super::save_task::AfterSave;
use super::search_box::SearchBox;
use crate::dossier::storage::Leftovers;

/// The dialogs of the window. While one is open, keys do not reach the graph.
#[derive(Default)]
pub(super) struct Dialogs {
    pub(super) search_box: SearchBox,
    /// The card beside the graph that asks for what an edit needs.
    pub(super) card: Option<Box<dyn Card>>,
    /// What follows once unsaved changes are saved or discarded; asked while it is set.
    pub(super) leaving: Option<AfterSave>,
    /// Whether the arrangement is not to be kept where unsaved changes are: the tick of that question.
    pub(super) drops_arrangement: bool,
    /// What is to be saved once it is known whether the arrangement becomes a view.
    pub(super) arrangement: Option<SaveWhere>,
    /// Why a save needs consent, and what follows it.
    pub(super) shrinking: Option<(String, AfterSave)>,
    /// What follows once files that went astray are written anew; asked while it is set.
    pub(super) rewriting: Option<AfterSave>,
    /// Unsaved changes found after a crash, until the person decides about them.
    pub(super) leftovers: Option<Leftovers>,
    /// Whether such changes are being restored.
    pub(super) restoring: bool,
    /// The dialog in which a path is typed, and what for.
    pub(super) path: Option<(PathDialog, FileUse)>,
    pub(super) export: Option<ExportDialog>,
    /// Files of other programs before they are taken in.
    pub(super) import: Option<Box<ImportCard>>,
    /// How many import cards there were.
    pub(super) imports: u64,
    /// What endpoints say.
    #[cfg(feature = "endpoint")]
    pub(super) look_up: Option<Box<LookUpCard>>,
    /// What colours or sizes are to say.
    pub(super) encoding: Option<EncodingDialog>,
    /// A link from the dossier that may be opened in the browser.
    pub(super) link: Option<String>,
    pub(super) shortcuts: bool,
    pub(super) query_words: bool,
    pub(super) about: bool,
    /// Whether one was open when last asked.
    was_open: bool,
}

impl Dialogs {
    /// Whether the last of them has closed since the last call.
    pub(super) fn has_just_closed(&mut self) -> bool {
        let open = self.is_open();
        std::mem::replace(&mut self.was_open, open) && !open
    }

    #[cfg(feature = "endpoint")]
    fn looks_up(&self) -> bool {
        self.look_up.is_some()
    }

    #[cfg(not(feature = "endpoint"))]
    fn looks_up(&self) -> bool {
        false
    }

    /// Whether a dialog takes the keys.
    pub(super) fn is_open(&self) -> bool {
        self.search_box.is_open()
            || self.looks_up()
            || self.card.is_some()
            || self.leaving.is_some()
            || self.arrangement.is_some()
            || self.shrinking.is_some()
            || self.rewriting.is_some()
            || self.leftovers.is_some()
            || self.restoring
            || self.path.is_some()
            || self.export.is_some()
            || self.import.is_some()
            || self.encoding.is_some()
            || self.link.is_some()
            || self.shortcuts
            || self.query_words
            || self.about
    }
}
