//! What was shown when the views of a dossier were last looked at, kept for the next time it is opened: in the program's own
//! folder, one text a dossier. What the text says is not known here.

use std::path::Path;

use super::{Storage, read_limited};
use crate::problem::Problem;

/// No text is longer than this, in bytes.
pub(crate) const LONGEST: usize = 4 << 20;

impl Storage {
    /// The text that was kept of a file; nothing where there is none.
    pub(crate) fn looks_of(&self, file: &Path) -> Option<String> {
        let bytes = read_limited(&self.looks(file)?).ok().filter(|bytes| bytes.len() <= LONGEST)?;
        String::from_utf8(bytes).ok()
    }

    /// Keeps a text of a file. One that is too long is not kept.
    ///
    /// # Errors
    /// A problem if the folder cannot be made or the file not be written.
    pub(crate) fn keep_looks(&self, file: &Path, text: &str) -> Result<(), Problem> {
        let path = self.looks(file).filter(|_| !self.keeps_nothing() && text.len() <= LONGEST);
        let Some(path) = path else { return Ok(()) };
        self.keep_text(&path, text)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::RealDisk;
    use super::*;

    #[test]
    fn a_text_is_kept_by_file_and_whatever_the_folder_holds_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let storage = Storage::new(Arc::new(RealDisk), folder.path().join("state"));
        let (notes, others) = (Path::new("/dossiers/notes.ron"), Path::new("/dossiers/others.ron"));
        assert_eq!(storage.looks_of(notes), None);
        storage.keep_looks(notes, "seen").unwrap();
        assert_eq!((storage.looks_of(notes).as_deref(), storage.looks_of(others)), (Some("seen"), None));
        storage.keep_looks(notes, &"x".repeat(LONGEST + 1)).unwrap();
        assert_eq!(storage.looks_of(notes).as_deref(), Some("seen"), "one that is too long is not kept");
        std::fs::write(storage.looks(notes).unwrap(), b"\xff\xfe").unwrap();
        assert_eq!(storage.looks_of(notes), None);
        let nothing = Storage::that_keeps_nothing();
        nothing.keep_looks(notes, "seen").unwrap();
        assert_eq!(nothing.looks_of(notes), None);
    }
}
