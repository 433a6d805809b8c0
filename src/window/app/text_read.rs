//! A text of a source as it was read off the frame, with the file to watch. When it is read, and what
//! is done with it, is not decided here.

use std::path::PathBuf;
use std::sync::Arc;

use crate::dossier::document::WayToText;
use crate::dossier::storage::Fingerprint;
use crate::explore::query::passages::Passages;
use crate::problem::Problem;

/// A text that was read, with the file it lies in.
pub(super) struct TextRead {
    pub(super) text: Arc<Passages>,
    /// None where the text is not a file of its own.
    pub(super) file: Option<(PathBuf, Fingerprint)>,
}

impl TextRead {
    /// Reads and divides the text; takes as long as its file is large.
    pub(super) fn of(way: &WayToText) -> Result<TextRead, Problem> {
        let text = way.read()?;
        Ok(TextRead {
            file: text.path.clone().map(|path| (path, text.fingerprint)),
            text: Arc::new(Passages::new(&text.text, text.markdown)),
        })
    }
}
