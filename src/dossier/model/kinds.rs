//! The kinds of a dossier: those it declares, as they come and go, and those that a file of it must declare.

use std::collections::HashSet;
use std::sync::Arc;

use super::{Dossier, EntityKind, FileIndex, RelationKind, Vocabulary};

impl Dossier {
    /// The vocabulary again: the built-in kinds, overridden and added to by the dossier's own.
    pub(super) fn gather_kinds(&mut self) {
        let mut vocabulary = Vocabulary::clone(&self.built_in);
        for (_, kind) in &self.own_entity_kinds {
            vocabulary.set_entity_kind(kind.clone());
        }
        for (_, kind) in &self.own_relation_kinds {
            vocabulary.set_relation_kind(kind.clone());
        }
        self.vocabulary = Arc::new(vocabulary);
    }

    /// Enters a kind of entity that the dossier declares, at the end.
    pub(in crate::dossier) fn declare_entity_kind(&mut self, file: FileIndex, kind: EntityKind) {
        Arc::make_mut(&mut self.vocabulary).set_entity_kind(kind.clone());
        self.own_entity_kinds.push((file, kind));
    }

    /// Enters a kind of relation that the dossier declares, at the end.
    pub(in crate::dossier) fn declare_relation_kind(&mut self, file: FileIndex, kind: RelationKind) {
        Arc::make_mut(&mut self.vocabulary).set_relation_kind(kind.clone());
        self.own_relation_kinds.push((file, kind));
    }

    /// The kinds it began with, before its own.
    pub(crate) fn built_in_vocabulary(&self) -> &Arc<Vocabulary> {
        &self.built_in
    }

    /// The kinds of entity that a file must declare to say what this dossier says: those it declares itself, in its
    /// order, then those in use that came with what it was made of, in the order in which they are first used.
    pub(crate) fn needed_entity_kinds(&self) -> Vec<&EntityKind> {
        let own = self.own_entity_kinds().map(|(_, kind)| kind);
        let used = self.entities().map(|(_, entity)| entity.kind.as_str());
        let foreign = |id: &str| {
            let kind = self.vocabulary.entity_kind(id)?;
            (self.built_in.entity_kind(id) != Some(kind)).then_some(kind)
        };
        needed(own, used, |kind| &kind.id, foreign)
    }

    /// The same for kinds of relation.
    pub(crate) fn needed_relation_kinds(&self) -> Vec<&RelationKind> {
        let own = self.own_relation_kinds().map(|(_, kind)| kind);
        let used = self.relations().map(|(.., relation)| relation.kind.as_str());
        let foreign = |id: &str| {
            let kind = self.vocabulary.relation_kind(id)?;
            (self.built_in.relation_kind(id) != Some(kind)).then_some(kind)
        };
        needed(own, used, |kind| &kind.id, foreign)
    }
}

fn needed<'a, K>(
    own: impl Iterator<Item = &'a K>,
    used: impl Iterator<Item = &'a str>,
    id: impl Fn(&'a K) -> &'a str,
    foreign: impl Fn(&'a str) -> Option<&'a K>,
) -> Vec<&'a K> {
    let mut kinds: Vec<&K> = own.collect();
    let mut seen: HashSet<&str> = kinds.iter().map(|kind| id(kind)).collect();
    kinds.extend(used.filter(|used| seen.insert(used)).filter_map(foreign));
    kinds
}
