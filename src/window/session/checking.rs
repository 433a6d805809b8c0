//! Ticking claims as checked: whoever has compared a claim with its source says so, and goes on to the next. What the claims
//! say is not changed here.

use std::time::{SystemTime, UNIX_EPOCH};

use super::{Effect, ItemId, Session};
use crate::dossier::edit::{Change, ClaimOwner};
use crate::dossier::model::{Checked, Claim, Date, Day};
use crate::window::action::{Action, Edits};
use crate::wording::counted;

impl Session {
    /// The selected records with their claims.
    fn selected_claims(&self) -> impl Iterator<Item = (ClaimOwner, &[Claim])> {
        self.selection().iter().filter_map(|item| match item {
            ItemId::Entity(id) => Some((ClaimOwner::Entity(id.clone()), self.entity(item)?.claims.as_slice())),
            ItemId::Relation(id) => Some((ClaimOwner::Relation(id.clone()), self.relation(item)?.claims.as_slice())),
        })
    }

    /// Whether a claim of the selection has not been checked.
    pub(super) fn has_unchecked(&self) -> bool {
        self.selected_claims().any(|(_, claims)| claims.iter().any(|claim| !claim.is_checked()))
    }

    /// Marks the claims of the selection as checked today. While a text is read only those that cite it count, and the
    /// next passage comes after.
    pub(super) fn check_claims(&mut self) -> Effect {
        let read = self.reading.open.then(|| self.reading.source().cloned()).flatten();
        let counts = |claim: &Claim| read.as_ref().is_none_or(|source| claim.source == *source) && !claim.is_checked();
        let mut changes = Vec::new();
        for (of, claims) in self.selected_claims() {
            for (at, claim) in claims.iter().enumerate().filter(|(_, claim)| counts(claim)) {
                let checked = Checked { when: today(), ..claim.checked.clone() };
                changes.push(Change::SetClaim { of: of.clone(), at, claim: Claim { checked, ..claim.clone() } });
            }
        }
        if changes.is_empty() {
            return Effect::Refused("These claims cite a different source from the one you are reading.".to_owned());
        }
        let number = counted(changes.len(), "claim", "claims");
        let edits =
            Edits { name: format!("check {number}"), say: format!("Marked {number} as checked"), ..Edits::of(changes) };
        let effect = self.perform(Action::Edit(Box::new(edits)));
        if read.is_some() && self.reading.has_marks() {
            return self.step_passage(crate::window::action::Towards::Next);
        }
        effect
    }
}

/// The day that it is, by the system's clock.
pub(crate) fn today() -> Option<Date> {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).ok()?.as_secs();
    let day = i32::try_from(seconds / 86_400).ok()?;
    Some(Date::read(&Day::from_number(day).to_string()))
}
