//! An open dossier whose files another program has changed: read again, with one's own unsaved
//! changes on top. Takes as long as looking at every record once, so it is done off the frame.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Document, Snapshot, from_disk, nothing};
use crate::dossier::compare::{self, Conflict, Side};
use crate::dossier::edit::Change;
use crate::dossier::model::EntityId;
use crate::dossier::storage::read_limited;

/// The files as another program left them, with the own unsaved changes on top.
#[derive(Debug)]
pub struct Reread {
    /// What takes the place of what is open.
    pub document: Document,
    /// The own changes that are in it.
    pub mine: Vec<Change>,
    /// Where both changed the same.
    pub conflicts: Vec<Conflict>,
    /// The entities that are another than before.
    pub changed: Vec<EntityId>,
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
    pub(crate) fn run(self) -> Reread {
        let document = Document { dossier: self.snapshot.dossier().clone(), ..self.document };
        let reread = document.read_beside(&self.path);
        reread.document.prepare_readers();
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
            ..super::empty()
        };
        Some(Rereading { path: self.path.clone()?, document, snapshot: self.snapshot() })
    }

    /// Reads the files at `path` again. What they held when this was saved last is worked out; where
    /// it cannot be, whatever differs from the own changes is a conflict.
    pub fn read_beside(&self, path: &Path) -> Reread {
        let own = if self.is_changed() { self.to_saved() } else { None };
        let known = own.as_ref().unwrap_or(self);
        let mut document = match read_limited(path) {
            Ok(bytes) if known.texts.is_empty() => super::opened(path, bytes),
            Ok(bytes) => from_disk(path, &bytes, Some(&known.as_before())),
            Err(problem) => nothing(Some(path), problem),
        };
        let (mut mine, mut conflicts) = (Vec::new(), Vec::new());
        if self.is_changed() && !document.read_only {
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
        Reread { document, mine, conflicts, changed }
    }
}
