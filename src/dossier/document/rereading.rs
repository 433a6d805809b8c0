//! An open dossier whose files another program has changed: read again, with one's own unsaved
//! changes on top. Takes as long as looking at every record once, so it is done off the frame.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Document, Snapshot};
use crate::dossier::compare::{self, Conflict, Side};
use crate::dossier::edit::Change;
use crate::dossier::model::EntityId;
use crate::dossier::storage::Storage;
use crate::progress::{Cancelled, Progress};

/// The files as another program left them, with the own unsaved changes on top.
#[derive(Debug)]
pub struct Reread {
    /// What takes the place of what is open.
    pub document: Document,
    /// Every file that can be read holds what it held: at most some went astray or came back.
    pub same: bool,
    /// The own changes that are in it.
    pub mine: Vec<Change>,
    /// Where both changed the same.
    pub conflicts: Vec<Conflict>,
    /// The entities that are another than before.
    pub changed: Vec<EntityId>,
    /// Where a copy of each file lies that went astray, or why there is none.
    pub copies: Result<Vec<PathBuf>, String>,
}

/// What it takes to read the files again on another thread.
#[derive(Debug)]
pub(crate) struct Rereading {
    path: PathBuf,
    /// The document as it is, but for its dossier.
    document: Document,
    snapshot: Arc<Snapshot>,
}

impl Rereading {
    /// Reads the files again, and keeps a copy of those that went astray.
    pub(crate) fn run(self, storage: &Storage) -> Reread {
        let document = Document { dossier: self.snapshot.dossier().clone(), ..self.document };
        let mut reread = document.read_beside(&self.path);
        reread.document.prepare_readers();
        if !reread.document.astray.is_empty() {
            reread.copies = document.keep_copies(&reread.document, storage);
        }
        reread
    }
}

impl Document {
    /// What it takes to read its files again; `None` where it lies nowhere.
    pub(crate) fn rereading(&self) -> Option<Rereading> {
        let document = Document {
            path: self.path.clone(),
            texts: self.texts.clone(),
            shadowed: self.shadowed.clone(),
            history: self.history.clone(),
            touched_files: self.touched_files.clone(),
            on_disk: self.on_disk.clone(),
            astray: self.astray.clone(),
            ..super::empty()
        };
        Some(Rereading { path: self.path.clone()?, document, snapshot: self.snapshot() })
    }

    /// Reads the files at `path` again. What they held when this was saved last is worked out; where
    /// it cannot be, whatever differs from the own changes is a conflict. Files that are gone or broken
    /// are as they were, and said to be astray.
    pub fn read_beside(&self, path: &Path) -> Reread {
        let is_edited = !self.history.is_saved();
        let own = if is_edited { self.to_saved() } else { None };
        let known = own.as_ref().unwrap_or(self);
        let mut document = if known.texts.is_empty() {
            // Nobody holds this progress, so that nobody can cancel it.
            super::open_unlogged(path, &Progress::new()).unwrap_or_else(|Cancelled| super::empty())
        } else {
            known.read_over(path)
        };
        let copies = Ok(Vec::new());
        if !document.read_only && !self.texts.is_empty() && holds_the_same(self, &document) {
            let (mine, conflicts, changed) = Default::default();
            return Reread { document, same: true, mine, conflicts, changed, copies };
        }
        let (mut mine, mut conflicts) = (Vec::new(), Vec::new());
        if is_edited && !document.read_only {
            let theirs = document.dossier.clone();
            let nothing = Default::default();
            let base = own.as_ref().map_or(Side { dossier: &nothing, texts: Some(&[]) }, Document::side);
            conflicts = document.merge(base, self, "my unsaved changes").conflicts;
            mine = compare::merge(&theirs, &theirs, &document.dossier).changes;
        }
        let entities = compare::diff(&self.dossier, &document.dossier).entities;
        let added = entities.added.iter().map(|record| EntityId::new(record.id.as_str()));
        let other = entities.changed.iter().map(|record| EntityId::new(record.id.as_str()));
        let changed = added.chain(other).collect();
        Reread { document, same: false, mine, conflicts, changed, copies }
    }

    /// Keeps what was read or saved last of the files that went astray.
    fn keep_copies(&self, reread: &Document, storage: &Storage) -> Result<Vec<PathBuf>, String> {
        let saved = self.saved_files().ok_or("what was saved last is no longer known")?();
        let is_astray = |path: &Path| reread.astray.iter().any(|astray| astray.path == path);
        let lost = saved.iter().filter(|(path, _)| is_astray(path));
        let kept = lost.map(|(path, text)| storage.keep_version(path, text.as_bytes()));
        let kept = kept.collect::<Result<Vec<_>, _>>().map_err(|error| error.to_string())?;
        Ok(kept.into_iter().flatten().collect())
    }
}

/// Whether the files of two readings of a dossier held the same.
fn holds_the_same(before: &Document, now: &Document) -> bool {
    before.on_disk.len() == now.on_disk.len() && before.on_disk.iter().all(|file| now.on_disk.contains(file))
}
