//! What a file holds of a dossier that was written in its format: records as they were, before they are a dossier again.

use crate::dossier::model::{Entity, EntityKind, Pin, Relation, RelationKind, Source, View};

/// By this name a file tells that it is a dossier, with the head of it as JSON.
pub(in super::super) const MARK: &str = "chancery";

/// The head of a dossier.
#[derive(Clone, Debug, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub(crate) struct Head {
    pub(super) version: i64,
    pub(super) format: u32,
    pub(super) title: String,
    pub(super) subtitle: Option<String>,
    pub(super) note: Option<String>,
    pub(super) sources: Vec<Source>,
    pub(super) entity_kinds: Vec<EntityKind>,
    pub(super) relation_kinds: Vec<RelationKind>,
    pub(super) views: Vec<View>,
}

/// The records of a dossier that came back.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Records {
    pub(super) head: Head,
    /// Whether the head was in the file, with all sources.
    pub(super) has_head: bool,
    pub(super) entities: Vec<Entity>,
    /// With the ids that the file gives them.
    pub(super) relations: Vec<Relation>,
    /// Where entities stand, in files that hold no views.
    pub(super) pins: Vec<Pin>,
}
