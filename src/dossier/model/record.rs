//! Records of any sort under one name, for whatever treats them all alike: changes, text, comparison.

use std::sync::Arc;

use super::{Entity, EntityKind, FileIndex, List, Relation, RelationKind, Source, View};

/// One record of a dossier. Entities and relations are shared with the network they stand in: a copy
/// of a long one costs nothing until it is changed.
#[derive(Clone, Debug, PartialEq)]
#[allow(clippy::large_enum_variant, reason = "few are held at once, and a box would be one more step for each of them")]
pub enum Record {
    /// A kind of entity.
    EntityKind(EntityKind),
    /// A kind of relation.
    RelationKind(RelationKind),
    /// A source.
    Source(Source),
    /// An entity.
    Entity(Arc<Entity>),
    /// A relation.
    Relation(Arc<Relation>),
    /// A view.
    View(View),
}

impl Record {
    /// The list that it belongs to.
    pub fn list(&self) -> List {
        match self {
            Record::EntityKind(_) => List::EntityKinds,
            Record::RelationKind(_) => List::RelationKinds,
            Record::Source(_) => List::Sources,
            Record::Entity(_) => List::Entities,
            Record::Relation(_) => List::Relations,
            Record::View(_) => List::Views,
        }
    }

    /// Its id; for a view, its name.
    pub fn id(&self) -> &str {
        match self {
            Record::EntityKind(kind) => &kind.id,
            Record::RelationKind(kind) => &kind.id,
            Record::Source(source) => source.id.as_str(),
            Record::Entity(entity) => entity.id.as_str(),
            Record::Relation(relation) => relation.id.as_str(),
            Record::View(view) => &view.name,
        }
    }

    /// Says which file it stands in.
    pub(crate) fn set_file(&mut self, file: FileIndex) {
        match self {
            Record::EntityKind(_) | Record::RelationKind(_) => {}
            Record::Source(source) => source.file = file,
            Record::Entity(entity) if entity.file == file => {}
            Record::Entity(entity) => Arc::make_mut(entity).file = file,
            Record::Relation(relation) if relation.file == file => {}
            Record::Relation(relation) => Arc::make_mut(relation).file = file,
            Record::View(view) => view.file = file,
        }
    }
}

impl From<Entity> for Record {
    fn from(entity: Entity) -> Self {
        Record::Entity(Arc::new(entity))
    }
}

impl From<Relation> for Record {
    fn from(relation: Relation) -> Self {
        Record::Relation(Arc::new(relation))
    }
}
