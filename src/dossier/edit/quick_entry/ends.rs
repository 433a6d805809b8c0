//! The ends of a cited line that nobody has claimed: new ones, and known ones without a claim. They
//! may be given what the line cites, if the person accepts it.

use super::Entry;
use crate::dossier::edit::{Change, ClaimOwner};
use crate::dossier::model::{Claim, Dossier, EntityId};

/// Ends without a claim, and what they may be given.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct EndsToCite {
    ends: Vec<(EntityId, String)>,
    claims: Vec<Claim>,
}

impl EndsToCite {
    /// Those of the relations among the changes, in their order.
    pub(super) fn new(changes: &[Change], cited: &[Claim], dossier: &Dossier) -> Self {
        let mut claims: Vec<Claim> = Vec::new();
        // Who denies a relation does not deny what it would tie.
        for claim in cited.iter().map(|claim| Claim { denies: false, ..claim.clone() }) {
            if !claims.contains(&claim) {
                claims.push(claim);
            }
        }
        if claims.is_empty() {
            return EndsToCite::default();
        }
        let fresh = |id: &EntityId| {
            changes.iter().find_map(|change| match change {
                Change::AddEntity { entity, .. } if entity.id == *id => Some(entity.name.clone()),
                _ => None,
            })
        };
        let known = |id: &EntityId| {
            let entity = dossier.entity_by_id(id.as_str()).filter(|e| !e.ghost && e.claims.is_empty());
            entity.map(|entity| entity.label().to_owned())
        };
        let mut ends: Vec<(EntityId, String)> = Vec::new();
        for change in changes {
            let Change::AddRelation { relation, .. } = change else { continue };
            for id in [&relation.from, &relation.to] {
                if !ends.iter().any(|(end, _)| end == id)
                    && let Some(name) = fresh(id).or_else(|| known(id))
                {
                    ends.push((id.clone(), name));
                }
            }
        }
        EndsToCite { ends, claims }
    }
}

impl Entry {
    /// The names of the ends that have no claim, where the line cites something that they may be given.
    pub fn uncited_ends(&self) -> impl Iterator<Item = &str> {
        self.ends.ends.iter().map(|(_, name)| name.as_str())
    }

    /// The same, with what the line cites for those ends, too.
    #[must_use]
    pub fn citing_ends(mut self) -> Entry {
        let EndsToCite { ends, claims } = std::mem::take(&mut self.ends);
        for (id, _) in ends {
            let fresh = self.changes.iter_mut().find_map(|change| match change {
                Change::AddEntity { entity, .. } if entity.id == id => Some(entity),
                _ => None,
            });
            match fresh {
                Some(entity) => entity.claims.clone_from(&claims),
                None => self.changes.extend(claims.iter().map(|claim| Change::AddClaim {
                    of: ClaimOwner::Entity(id.clone()),
                    claim: claim.clone(),
                    at: None,
                })),
            }
        }
        self
    }
}
