//! Changes to a dossier: what can be changed, changing it (which yields the way back), the history,
//! likely duplicates, quick entry. Nothing here knows text, files or who asked.
//!
//! A [`Change`] says what a person wants, by ids. Applying it yields [`Op`]s: what happened to
//! which record, in both directions. Undoing runs them backwards, doing again runs them forwards,
//! and whoever keeps a text in step follows them too.

mod apply;
mod change;
mod duplicates;
mod history;
mod kind_guess;
mod merge;
mod op;
pub mod quick_entry;
mod valid;
mod work;

use std::fmt;

pub use crate::dossier::model::{EntityField, RelationField, SourceField};
pub use apply::{apply, apply_as_written};
pub(crate) use change::{Brings, Happens};
pub use change::{Change, ClaimOwner, InsertAt};
pub(crate) use duplicates::{Pair, Reason, likely_duplicates};
pub(crate) use history::History;
pub(crate) use kind_guess::likely_kind;
pub use op::{Head, Op, Touched, redo, undo};
pub use work::Applied;

/// Why a change is not made. The dossier is then as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditRefusal {
    /// The reason, in one sentence.
    pub(crate) message: String,
    /// What to do instead, if we can tell.
    pub(crate) help: Option<String>,
}

impl EditRefusal {
    /// A refusal without a mend.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        EditRefusal { message: message.into(), help: None }
    }

    /// The same with a mend.
    #[must_use]
    pub(crate) fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for EditRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        self.help.as_ref().map_or(Ok(()), |help| write!(f, "; {help}"))
    }
}

impl std::error::Error for EditRefusal {}

#[cfg(test)]
mod tests;
