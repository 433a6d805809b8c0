//! Records of any sort under one name, and the lists they stand in, for whatever treats them all
//! alike: changes, text, comparison.

use super::{Entity, EntityKind, FileIndex, Relation, RelationKind, Source, View};

/// The lists of a dossier, in the order in which a file has them by custom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum List {
    /// Kinds of entity that the dossier declares.
    EntityKinds,
    /// Kinds of relation that the dossier declares.
    RelationKinds,
    /// Sources.
    Sources,
    /// Entities.
    Entities,
    /// Relations.
    Relations,
    /// Views.
    Views,
}

impl List {
    /// All of them, each with the name of its field.
    pub(crate) const ALL: [(&str, List); 6] = [
        ("entity_kinds", List::EntityKinds),
        ("relation_kinds", List::RelationKinds),
        ("sources", List::Sources),
        ("entities", List::Entities),
        ("relations", List::Relations),
        ("views", List::Views),
    ];

    /// The name of its field in a file.
    pub(crate) fn field(self) -> &'static str {
        Self::ALL[self as usize].0
    }

    /// What a person calls one of its records.
    pub(crate) fn one(self) -> &'static str {
        ["kind of entity", "kind of relation", "source", "entity", "relation", "view"][self as usize]
    }
}

/// One record of a dossier.
#[derive(Clone, Debug, PartialEq)]
pub enum Record {
    /// A kind of entity.
    EntityKind(EntityKind),
    /// A kind of relation.
    RelationKind(RelationKind),
    /// A source.
    Source(Source),
    /// An entity.
    Entity(Box<Entity>),
    /// A relation.
    Relation(Box<Relation>),
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

    /// Its id; of a view its name.
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
            Record::Entity(entity) => entity.file = file,
            Record::Relation(relation) => relation.file = file,
            Record::View(view) => view.file = file,
        }
    }
}

impl From<Entity> for Record {
    fn from(entity: Entity) -> Self {
        Record::Entity(Box::new(entity))
    }
}

impl From<Relation> for Record {
    fn from(relation: Relation) -> Self {
        Record::Relation(Box::new(relation))
    }
}

/// Where a record stands: its file, and its number among the records of its list there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Spot {
    /// The list.
    pub(crate) list: List,
    /// The file.
    pub(crate) file: FileIndex,
    /// From 0; for a place to insert at, also one past the last.
    pub(crate) at: usize,
}
