//! The lists of a dossier, and where in them a record is.

use super::FileIndex;

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

/// Where a record stands: its file, and its number among the records of its list there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Spot {
    pub(crate) list: List,
    pub(crate) file: FileIndex,
    /// From 0; for a place to insert at, also one past the last.
    pub(crate) at: usize,
}
