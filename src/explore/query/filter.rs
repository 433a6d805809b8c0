//! What is shown and what is hidden: by kind, by file, by hand, or by distance from a focus.

use std::collections::BTreeSet;

use crate::dossier::model::{Dossier, EdgeIndex, EntityId, NodeIndex};

/// What to leave out. The default leaves out nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Entities hidden by hand.
    pub hidden: BTreeSet<EntityId>,
    /// Kinds of entity that are hidden.
    pub hidden_kinds: BTreeSet<String>,
    /// Files whose records are hidden, by path; this is how background is switched off as one.
    pub hidden_files: BTreeSet<String>,
    /// Only what lies within so many steps of an entity.
    pub focus: Option<(EntityId, u32)>,
}

/// What a filter lets through, in the author's order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// Entities that are shown.
    pub entities: Vec<NodeIndex>,
    /// Relations that are shown: both ends are.
    pub relations: Vec<EdgeIndex>,
    /// How many entities are hidden.
    pub hidden_entities: usize,
    /// How many relations are hidden.
    pub hidden_relations: usize,
}

impl Filter {
    /// Applies the filter.
    pub fn apply(&self, dossier: &Dossier) -> Shown {
        let _ = dossier;
        todo!()
    }
}
