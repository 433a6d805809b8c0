//! Relations: the edges of the network. They weigh as much as entities: own id, dates, claims.

use serde::{Deserialize, Serialize};

use super::serial::RelationForm;
use super::{Claim, EntityId, FieldValue, FileIndex, RelationId, Status, When};

/// A directed edge. Parallel relations and relations of a thing to itself are allowed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "RelationForm", into = "RelationForm")]
pub struct Relation {
    /// Its own id, or a derived one (see [`RelationId`]).
    pub id: RelationId,
    /// Whether the author gave the id; derived ids are not written to the file.
    pub id_given: bool,
    /// Id of the entity it starts at.
    pub from: EntityId,
    /// Id of its kind in the vocabulary; may be unknown there.
    pub kind: String,
    /// Id of the entity it points to.
    pub to: EntityId,
    /// When it came to be or happened, or from when to when.
    pub when: Option<When>,
    /// Whether it is, or is meant to be.
    pub status: Status,
    /// Strength, finite; larger is stronger. `None` counts as 1.
    pub(crate) weight: Option<f64>,
    /// Its number in a series, such as 2 for "second meeting of".
    pub ordinal: Option<u32>,
    /// A sentence on what it is.
    pub(crate) summary: Option<String>,
    /// The author's own data, in the author's order.
    pub(crate) fields: Vec<(String, FieldValue)>,
    /// Who says so.
    pub claims: Vec<Claim>,
    /// A remark by the dossier's author.
    pub(crate) note: Option<String>,
    /// Which file it was read from.
    pub file: FileIndex,
}

impl Relation {
    /// A relation with the fields every relation has, all else empty. Its id is derived when it
    /// is added to a dossier.
    pub fn new(from: impl Into<EntityId>, kind: impl Into<String>, to: impl Into<EntityId>) -> Self {
        Relation {
            id: RelationId::new(""),
            id_given: false,
            from: from.into(),
            kind: kind.into(),
            to: to.into(),
            when: None,
            status: Status::Actual,
            weight: None,
            ordinal: None,
            summary: None,
            fields: Vec::new(),
            claims: Vec::new(),
            note: None,
            file: FileIndex::default(),
        }
    }
}
