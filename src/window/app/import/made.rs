//! What background tasks bring back to the import card. Starts none.

use crate::dossier::document::Document;
use crate::dossier::edit::Change;
use crate::dossier::exchange::{Account, Joined};

/// What an account was made of: the number of the card, of its choices, and the state of the open dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct AccountKey {
    pub(super) card: u64,
    pub(super) choices: u64,
    pub(super) opened: u64,
    pub(super) revision: u64,
}

/// What an import would come to, and what joining it would.
pub(crate) struct Accounted {
    pub(super) account: Account,
    pub(super) joined: Option<Joined>,
}

/// A new dossier that was made of an import.
pub(crate) struct MadeDossier {
    pub(super) document: Document,
    /// The step that made it, to be written down.
    pub(super) step: String,
    pub(super) changes: Vec<Change>,
}
