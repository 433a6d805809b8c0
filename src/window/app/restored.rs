//! What a crash left behind, brought back: the dossier with the unsaved changes made again, merged
//! where its file has moved on. Asking about it and showing it is not done here.

use std::path::Path;

use crate::dossier::compare;
use crate::dossier::document::{self, Document};
use crate::dossier::edit::Change;
use crate::dossier::storage::{Journal, JournalEntry, Leftover};
use crate::window::session::{Logged, Session};

/// What a crash left behind, brought back.
pub(crate) struct Restored {
    /// The dossier with the changes made again.
    pub(super) session: Session,
    /// What they are written down in.
    pub(super) journal: Journal,
    /// What the dossier on disk is called.
    pub(super) title: String,
    /// The changes as they are now, where the file had moved on and they were merged.
    pub(super) merged: Option<Vec<Change>>,
    /// How many edits the journal holds.
    pub(super) edits: u64,
    /// How many changes could not be made.
    pub(super) lost: usize,
}

impl Restored {
    /// Makes the changes again; takes as long as opening the dossier and making them.
    ///
    /// # Errors
    /// Why they cannot be made: neither the file nor a copy of it can be read. They are offered again.
    pub(super) fn new(leftover: Leftover) -> Result<Restored, String> {
        let path = leftover.path.clone();
        let edits = leftover.edits.len() as u64;
        let moved_on = !leftover.changed_since.is_empty();
        let old = path.as_ref().filter(|_| moved_on).and_then(|path| old_texts(&leftover, path));
        // What is gone or broken by now stands as it was.
        let on_disk = match (&path, &old) {
            (None, _) => document::empty(),
            (Some(path), Some(old)) => old.read_over(path),
            (Some(path), None) => document::open(path),
        };
        if on_disk.read_only {
            let why = on_disk.problems.first().map_or(String::new(), |problem| format!(": {}", problem.message));
            let name = &leftover.name;
            return Err(format!(
                "The unsaved changes to {name} cannot be restored now{why}. They are kept: put the file back, and they \
                 will be offered at the next start."
            ));
        }
        let (journal, entries) = leftover.restore();
        let read = |bytes: &[u8]| std::str::from_utf8(bytes).ok().and_then(|text| ron::from_str::<Logged>(text).ok());
        // On what the changes were made to.
        let is_old = old.is_some();
        let mut session = Session::new(old.unwrap_or_else(|| on_disk.clone()));
        let base = is_old.then(|| session.document.clone());
        let fit = |entry: &&JournalEntry| !read(&entry.change).is_some_and(|logged| session.replay(logged));
        let mut lost = entries.iter().filter(fit).count();
        if let Some(base) = base {
            // The file has moved on: they are merged into what it is.
            let mut now = on_disk.clone();
            let merged = now.merge(&base, &session.document, "recovered changes");
            lost += merged.conflicts.len();
            session = Session::new(document::empty());
            session.replace_document(now, false);
        }
        drop(session.take_log());
        let mine = || compare::merge(&on_disk.dossier, &on_disk.dossier, session.dossier()).changes;
        let merged = moved_on.then(mine);
        session.document.prepare_readers();
        Ok(Restored { session, journal, title: on_disk.dossier.title, merged, edits, lost })
    }
}

/// The dossier as it was before the edits, where its files are still to be had.
fn old_texts(leftover: &Leftover, main: &Path) -> Option<Document> {
    let folder = main.parent()?;
    let mut texts = Vec::new();
    let (mains, parts): (Vec<_>, Vec<_>) = leftover.base.iter().partition(|(path, _)| path == main);
    for (path, _) in mains.into_iter().chain(parts) {
        let text = String::from_utf8(leftover.base_content(path)?).ok()?;
        let name = path.strip_prefix(folder).unwrap_or(path).to_string_lossy().replace('\\', "/");
        texts.push((name, text));
    }
    let files: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    Some(document::open_texts(&files))
}
