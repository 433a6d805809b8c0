//! The vocabulary: the kinds that a dossier may use.

use std::collections::HashMap;
use std::ops::Deref;

use foldhash::fast::RandomState;

use super::{EntityKind, RelationKind};

/// All kinds that a dossier may use: the built-in ones, overridden and added to by its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vocabulary {
    /// Kinds of entity, in the order in which panels and legends list them.
    pub entity_kinds: Kinds<EntityKind>,
    /// Kinds of relation.
    pub relation_kinds: Kinds<RelationKind>,
}

/// Kinds in order, found by id at once however many they are.
#[derive(Clone, Debug)]
pub struct Kinds<K> {
    list: Vec<K>,
    numbers: HashMap<String, usize, RandomState>,
}

impl<K> Kinds<K> {
    fn get(&self, id: &str) -> Option<&K> {
        self.list.get(self.number(id)?)
    }

    /// Where in the order the kind with this id stands.
    pub(crate) fn number(&self, id: &str) -> Option<usize> {
        self.numbers.get(id).copied()
    }

    /// Adds a kind, or puts it in the place of the one with the same id.
    fn set(&mut self, id: String, kind: K) {
        let next = self.list.len();
        match *self.numbers.entry(id).or_insert(next) {
            number if number == next => self.list.push(kind),
            number => self.list[number] = kind,
        }
    }
}

impl<K> Default for Kinds<K> {
    fn default() -> Self {
        Kinds { list: Vec::new(), numbers: HashMap::default() }
    }
}

impl<K: PartialEq> PartialEq for Kinds<K> {
    fn eq(&self, other: &Self) -> bool {
        self.list == other.list
    }
}

impl<K: Eq> Eq for Kinds<K> {}

impl<K> Deref for Kinds<K> {
    type Target = [K];

    fn deref(&self) -> &[K] {
        &self.list
    }
}

impl<'a, K> IntoIterator for &'a Kinds<K> {
    type Item = &'a K;
    type IntoIter = std::slice::Iter<'a, K>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.iter()
    }
}

impl Vocabulary {
    /// The kind of entity with this id.
    pub fn entity_kind(&self, id: &str) -> Option<&EntityKind> {
        self.entity_kinds.get(id)
    }

    /// The kind of relation with this id.
    pub fn relation_kind(&self, id: &str) -> Option<&RelationKind> {
        self.relation_kinds.get(id)
    }

    /// Adds a kind of entity, or puts it in the place of the one with the same id.
    pub fn set_entity_kind(&mut self, kind: EntityKind) {
        self.entity_kinds.set(kind.id.clone(), kind);
    }

    /// Adds a kind of relation, or puts it in the place of the one with the same id.
    pub fn set_relation_kind(&mut self, kind: RelationKind) {
        self.relation_kinds.set(kind.id.clone(), kind);
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
