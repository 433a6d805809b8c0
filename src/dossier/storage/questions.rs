//! The questions that were asked of a dossier, kept for the next time it is opened: in the program's own folder, one a line, the
//! last first. What a question means is not known here.

use std::path::Path;

use super::{Storage, read_limited};
use crate::problem::Problem;

/// So many questions of a dossier are kept, and none that is longer than this in bytes.
pub(crate) const MOST: usize = 50;
const LONGEST: usize = 4096;

impl Storage {
    /// What was asked of a file, the last first; nothing where that is not known.
    pub(crate) fn questions_of(&self, file: &Path) -> Vec<String> {
        let bytes = self.questions(file).and_then(|path| read_limited(&path).ok()).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && line.len() <= LONGEST);
        lines.take(MOST).map(str::to_owned).collect()
    }

    /// Keeps what was asked of a file.
    ///
    /// # Errors
    /// A problem if the folder cannot be made or the file not be written.
    pub(crate) fn keep_questions(&self, file: &Path, asked: &[String]) -> Result<(), Problem> {
        let Some(path) = self.questions(file).filter(|_| !self.keeps_nothing()) else { return Ok(()) };
        // A line is a question, whatever was pasted.
        let line = |text: &String| text.split_whitespace().collect::<Vec<_>>().join(" ") + "\n";
        let text: String = asked.iter().take(MOST).map(line).collect();
        self.keep_text(&path, &text)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::RealDisk;
    use super::*;

    #[test]
    fn questions_are_kept_by_file_and_whatever_the_folder_holds_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let storage = Storage::new(Arc::new(RealDisk), folder.path().join("state"));
        let (notes, others) = (Path::new("/dossiers/notes.ron"), Path::new("/dossiers/others.ron"));
        assert_eq!(storage.questions_of(notes), [""; 0]);
        let asked: Vec<String> = (0..60).map(|number| format!("kind:state\n degree>{number}")).collect();
        storage.keep_questions(notes, &asked).unwrap();
        let kept = storage.questions_of(notes);
        assert_eq!((kept.len(), kept[0].as_str()), (MOST, "kind:state degree>0"));
        assert_eq!(storage.questions_of(others), [""; 0]);
        std::fs::write(storage.questions(notes).unwrap(), [b"\xff\xfe\n\n".as_slice(), &b"x".repeat(9_000)].concat())
            .unwrap();
        assert_eq!(storage.questions_of(notes).len(), 1);
        let nothing = Storage::that_keeps_nothing();
        nothing.keep_questions(notes, &asked).unwrap();
        assert_eq!(nothing.questions_of(notes), [""; 0]);
    }
}
