//! Search over names, aliases, other scripts and ids, forgiving of accents and small slips.

use crate::dossier::model::{Dossier, NodeIndex};

/// One entity found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// Which.
    pub entity: NodeIndex,
    /// How well it fits; larger is better, only for comparing.
    pub score: f32,
    /// The name that matched, where it is not the main name.
    pub by: Option<String>,
}

/// Folded names of a dossier, made once and searched often.
#[derive(Clone, Debug, Default)]
pub struct Index {}

impl Index {
    /// Folds every name of a dossier.
    pub fn new(dossier: &Dossier) -> Self {
        let _ = dossier;
        todo!()
    }

    /// Entities that fit the words typed, best first, at most `limit`.
    pub fn find(&self, typed: &str, limit: usize) -> Vec<Hit> {
        let _ = (typed, limit);
        todo!()
    }
}
