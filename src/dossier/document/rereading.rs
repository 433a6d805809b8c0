//! An open dossier whose files another program has changed: read again, with one's own unsaved
//! changes on top. Takes as long as looking at every record once, so it is done off the frame.

use std::path::Path;

use super::{Document, from_disk, nothing};
use crate::dossier::compare::{self, Conflict};
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

impl Document {
    /// Reads the files at `path` again. `saved` is what they held when this was saved last, where
    /// that is another document; else it is worked out, and where it cannot be, whatever differs
    /// from the own changes is a conflict.
    pub fn read_beside(&self, path: &Path, saved: Option<&Document>) -> Reread {
        let own = if saved.is_none() && self.is_changed() { self.to_saved() } else { None };
        let known = saved.or(own.as_ref()).unwrap_or(self);
        let mut document = match read_limited(path) {
            Ok(bytes) if known.texts.is_empty() => super::opened(path, bytes),
            Ok(bytes) => from_disk(path, &bytes, Some(&known.as_before())),
            Err(problem) => nothing(Some(path), problem),
        };
        let (mut mine, mut conflicts) = (Vec::new(), Vec::new());
        if self.is_changed() && !document.read_only {
            let theirs = document.dossier.clone();
            let nothing = Default::default();
            let base = saved.or(own.as_ref()).map_or(&nothing, |base| &base.dossier);
            conflicts = document.merge(base, &self.dossier, "my unsaved changes").conflicts;
            mine = compare::merge(&theirs, &theirs, &document.dossier).changes;
        }
        let entities = compare::diff(&self.dossier, &document.dossier).entities;
        let added = entities.added.iter().map(|record| EntityId::new(record.id.as_str()));
        let other = entities.changed.iter().map(|record| EntityId::new(record.id.as_str()));
        let changed = added.chain(other).collect();
        Reread { document, mine, conflicts, changed }
    }
}
