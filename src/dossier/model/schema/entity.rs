//! Entities: the nodes of the network.

use super::{Reference, Schema, Without};
use crate::dossier::model::field_value::set_own;
use crate::dossier::model::{Claim, EntityId, FieldValue, FileIndex, List, Name, NameRole, Status, When};

record! {
    /// A node: a state, an official, a meeting, a document, a topic.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Entity ("entity") {
        /// The author's short word for it.
        pub id: EntityId = Id,
        /// Id of its kind in the vocabulary; may be unknown there.
        pub kind: String as Kind = Needed {
            without: Without::Text(|_| String::new()),
            refers: Some(Reference { list: List::EntityKinds, verb: None }),
        },
        /// The main name. For an entity nobody named, a description of it.
        pub name: String as Name = Needed { without: Without::Text(|entity: &Entity| entity.id.to_string()) },
        /// Names beside the main one: other languages, short forms, former names.
        pub names: Vec<Name> as Names = Names { element: "name", word: "other names" },
        /// When it came to be or happened, or from when to when.
        pub when: Option<When> as When = When("when_inferred") { word: "date" },
        /// Whether it is, or is meant to be.
        pub status: Status as Status = Word(Status),
        /// Nobody gave its name ("some states"): known to exist, not known which.
        pub unnamed: bool as Unnamed = Flag(false) { word: "mark “unnamed”" },
        /// The sources do not mention it; something they do mention implies it.
        pub implied: bool as Implied = Flag(false) { word: "mark “implied”" },
        /// A sentence or two on what it is.
        pub summary: Option<String> as Summary = Text,
        /// The author's own data, in the author's order.
        pub fields: Vec<(String, FieldValue)> as Fields = OwnFields(EntityField::Own),
        /// Who says that it exists, and says what is said of it.
        pub claims: Vec<Claim> as Claims = Claims { element: "claim" },
        /// A remark by the dossier's author.
        pub(crate) note: Option<String> as Note = Text { remark: true },
    }
    beside {
        /// Which file it was read from.
        pub file: FileIndex,
        /// Not a record of the file: stands in for an id that a relation names and nobody defines.
        pub ghost: bool,
    }
    /// A field of an entity with its new value. `None` and empty lists take the field away.
    changes EntityField {
        /// One datum of the author's own; `None` takes it away.
        Own(key: String, value: Option<FieldValue>), key => |entity| set_own(&mut entity.fields, key, value),
    }
}

impl Entity {
    /// An entity with the fields every entity has, all else empty.
    pub fn new(id: impl Into<EntityId>, kind: impl Into<String>, name: impl Into<String>) -> Self {
        Entity { id: id.into(), kind: kind.into(), name: name.into(), ..Schema::blank() }
    }

    /// What stands in for an id that a relation of this file names and nobody defines.
    pub fn ghost(id: EntityId, file: FileIndex) -> Self {
        let name = format!("{id} (missing)");
        Entity { file, ghost: true, ..Entity::new(id, "", name) }
    }

    /// What stands beside the node: the name marked as short, else the main name.
    pub fn label(&self) -> &str {
        self.names.iter().find(|n| n.role == NameRole::Short && n.lang.is_none()).map_or(&self.name, |n| &n.text)
    }
}
