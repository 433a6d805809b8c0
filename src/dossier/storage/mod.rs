//! The only module that accesses the disk: reading files within limits, includes within their
//! folder, saving all or nothing, the journal of unsaved edits, earlier versions, watching for
//! changes by other programs, settings and recent files, and folder listings. Nothing here knows
//! what the bytes mean.

#[cfg(feature = "endpoint")]
mod answers;
mod attributes;
mod disk;
mod fingerprint;
mod fonts;
mod inside;
mod journal;
mod looks;
pub(crate) mod lookup;
pub(crate) mod questions;
mod read;
mod refusal;
mod save;
mod set;
pub(crate) mod settings;
mod state;
mod temporary;
#[cfg(test)]
mod tests;
mod tree;
mod versions;
mod watch;
mod write;

#[cfg(feature = "endpoint")]
pub(crate) use answers::Answers;
pub use attributes::Attributes;
pub use disk::{Disk, DiskFile, RealDisk, Stat};
pub(crate) use fingerprint::found;
pub use fingerprint::{Fingerprint, Found, fingerprint};
pub(crate) use fonts::{FONTS_VARIABLE, InstalledFile, installed_fonts};
pub use journal::{Base, Journal, JournalEntry, JournalState, Leftover, Leftovers};
pub use journal::{edits_in as edits_in_journal, written as journal_with};
pub use read::{Folder, about_this_process, read_limited, size_of};
pub(crate) use read::{MAX_FILE, is_folder, is_special, is_standard, is_stream, read_named};
pub(crate) use refusal::{Refusal, SaveError};
pub use save::{Check, Expected, FileToSave, Saved, Saving};
pub use state::{STATE_VARIABLE, Storage};
pub(crate) use tree::{Tree, Unread, has_in_tree, read_tree};
pub use watch::{Outside, Watch};
pub(crate) use write::{create_folder, is_standard_output, open_log, write_atomic};
