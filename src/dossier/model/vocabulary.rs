//! The vocabulary: the kinds that a dossier may use.

use super::{EntityKind, RelationKind};

/// All kinds that a dossier may use: the built-in ones, overridden and added to by its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vocabulary {
    /// Kinds of entity, in the order in which panels and legends list them.
    pub entity_kinds: Vec<EntityKind>,
    /// Kinds of relation.
    pub relation_kinds: Vec<RelationKind>,
}

impl Vocabulary {
    /// The kind of entity with this id.
    pub fn entity_kind(&self, id: &str) -> Option<&EntityKind> {
        self.entity_kinds.iter().find(|k| k.id == id)
    }

    /// The kind of relation with this id.
    pub fn relation_kind(&self, id: &str) -> Option<&RelationKind> {
        self.relation_kinds.iter().find(|k| k.id == id)
    }

    /// Adds a kind of entity, or puts it in the place of the one with the same id.
    pub fn set_entity_kind(&mut self, kind: EntityKind) {
        match self.entity_kinds.iter_mut().find(|k| k.id == kind.id) {
            Some(old) => *old = kind,
            None => self.entity_kinds.push(kind),
        }
    }

    /// Adds a kind of relation, or puts it in the place of the one with the same id.
    pub fn set_relation_kind(&mut self, kind: RelationKind) {
        match self.relation_kinds.iter_mut().find(|k| k.id == kind.id) {
            Some(old) => *old = kind,
            None => self.relation_kinds.push(kind),
        }
    }

    /// The kind to show an entity by: the one with this id, or a neutral grey disc that bears
    /// the id as its label.
    pub(crate) fn entity_kind_or_neutral(&self, id: &str) -> EntityKind {
        self.entity_kind(id).cloned().unwrap_or_else(|| {
            let label = EntityKind::usual_label(id);
            EntityKind { plural: label, ..EntityKind::new(id) }
        })
    }

    /// The kind to show a relation by: the one with this id, or a plain directed one that bears
    /// the id as its label.
    pub fn relation_kind_or_neutral(&self, id: &str) -> RelationKind {
        self.relation_kind(id).cloned().unwrap_or_else(|| RelationKind::new(id))
    }
}
