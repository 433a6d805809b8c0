//! What edits used last, which the next edit offers or takes over. Not kept in any file.

use crate::dossier::edit::{Brings, Change};
use crate::dossier::model::{Claim, SourceId};

/// The source cited last, with the place in it, and the kind that an entity was given last.
#[derive(Clone, Debug, Default)]
pub(super) struct LastUsed {
    pub(super) cited: Option<(SourceId, Option<String>)>,
    pub(super) kind: Option<String>,
}

impl LastUsed {
    /// What these changes use.
    pub(super) fn of(changes: &[Change]) -> LastUsed {
        LastUsed {
            cited: last_claim(changes).map(|claim| (claim.source.clone(), claim.at.clone())),
            kind: changes.iter().rev().find_map(|change| match change.brings() {
                Brings::Entity(entity) => Some(entity.kind.clone()),
                Brings::Relation(_) | Brings::Claim(_) | Brings::Nothing => None,
            }),
        }
    }

    /// Takes over what later changes used; of what they did not use, the last stays.
    pub(super) fn update(&mut self, later: LastUsed) {
        self.cited = later.cited.or(self.cited.take());
        self.kind = later.kind.or(self.kind.take());
    }
}

/// The last claim that changes bring.
fn last_claim(changes: &[Change]) -> Option<&Claim> {
    changes.iter().rev().find_map(|change| match change.brings() {
        Brings::Claim(claim) => Some(claim),
        Brings::Entity(entity) => entity.claims.last(),
        Brings::Relation(relation) => relation.claims.last(),
        Brings::Nothing => None,
    })
}
