//! Relations: the edges of the network. They weigh as much as entities: own id, dates, claims.

use std::sync::Arc;

use super::{Reference, Schema, Without};
use crate::dossier::model::field_value::set_own;
use crate::dossier::model::{Claim, EntityId, FieldValue, FileIndex, List, RelationId, Status, When};

record! {
    /// A directed edge. Parallel relations and relations of a thing to itself are allowed.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Relation ("relation") {
        /// Its own id, or a derived one (see [`RelationId`]).
        pub id: RelationId = OwnId(Relation::given_id, Relation::give_id) {
            change: Some(|relation| RelationField::Id(relation.id_given.then(|| relation.id.clone()))),
        },
        /// Id of the entity it starts at.
        pub from: EntityId as From = Reference { refers: END, word: "start" },
        /// Id of its kind in the vocabulary; may be unknown there.
        pub kind: String as Kind = Needed {
            without: Without::Text(|_| String::new()),
            refers: Some(Reference { list: List::RelationKinds, verb: None }),
        },
        /// Id of the entity it points to.
        pub to: EntityId as To = Reference { refers: END, word: "end" },
        /// When it came to be or happened, or from when to when.
        pub when: Option<When> as When = When("when_inferred") { word: "date" },
        /// Whether it is, or is meant to be.
        pub status: Status as Status = Word(Status),
        /// Strength, finite; larger is stronger. `None` counts as 1.
        pub(crate) weight: Option<f64> as Weight = Number,
        /// Its number in a series, such as 2 for "second meeting of".
        pub ordinal: Option<u32> as Ordinal = Whole { word: "number" },
        /// A sentence on what it is.
        pub(crate) summary: Option<String> as Summary = Text,
        /// The author's own data, in the author's order.
        pub(crate) fields: Vec<(String, FieldValue)> as Fields = OwnFields(RelationField::Own),
        /// Who says that it is so.
        pub claims: Vec<Claim> as Claims = Claims { element: "claim" },
        /// A remark by the dossier's author.
        pub(crate) note: Option<String> as Note = Text { remark: true },
    }
    beside {
        /// Whether the author gave the id; derived ids are not written to the file.
        pub id_given: bool,
        /// Which file it was read from.
        pub file: FileIndex,
    }
    /// A field of a relation with its new value. `None` and empty lists take the field away.
    changes RelationField {
        /// Its own id; `None` leaves it to be derived.
        Id(id: Option<RelationId>), "id" => |relation| relation.give_id(id.map(|id| id.shared())),
        /// One datum of the author's own; `None` takes it away.
        Own(key: String, value: Option<FieldValue>), key => |relation| set_own(&mut relation.fields, key, value),
    }
}

/// Both ends are entities. One that is not there is reported where a ghost takes its place.
const END: Option<Reference> = Some(Reference { list: List::Entities, verb: None });

impl Relation {
    /// A relation with the fields every relation has, all else empty. Its id is derived when it
    /// is added to a dossier.
    pub fn new(from: impl Into<EntityId>, kind: impl Into<String>, to: impl Into<EntityId>) -> Self {
        Relation { from: from.into(), kind: kind.into(), to: to.into(), ..Schema::blank() }
    }

    /// The id that the author gave it.
    pub(crate) fn given_id(&self) -> Option<&str> {
        self.id_given.then_some(self.id.as_str())
    }

    /// Gives it an id of its own. Without one, the id that it has stays until another is derived.
    fn give_id(&mut self, id: Option<Arc<str>>) {
        self.id_given = id.is_some();
        if let Some(id) = id {
            self.id = RelationId::new(id);
        }
    }
}
