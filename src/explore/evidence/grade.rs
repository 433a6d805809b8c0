//! How well a record is supported, on a scale that only orders: no number here is a probability. Nothing here adds grades up;
//! what a chain of them costs is told in `chains`.

use super::origins::Origins;
use crate::dossier::model::{Basis, Claim, Level};

/// From 0, the best, to [`Grade::WORST`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Grade(u8);

impl Grade {
    /// Two origins that state it independently.
    const CONFIRMED: Grade = Grade(0);
    /// No claim supports it, or one of low certainty.
    const UNSOURCED: Grade = Grade(4);
    /// The same, and denied.
    pub(crate) const WORST: Grade = Grade(5);

    /// Its number.
    pub(crate) fn number(self) -> u8 {
        self.0
    }

    /// Of one claim: stated 1, reported 2, inferred or judged 3; one worse where certainty is medium or not rated; 4 where
    /// it is low.
    pub(crate) fn of_claim(claim: &Claim) -> Grade {
        let by_basis = match claim.basis {
            Basis::Stated => 1,
            Basis::Reported { .. } => 2,
            Basis::Inferred { .. } | Basis::Judgement { .. } => 3,
        };
        match claim.rating.and_then(|rating| rating.level()) {
            Some(Level::High) => Grade(by_basis),
            Some(Level::Medium) | None => Grade(by_basis + 1),
            Some(Level::Low) => Grade::UNSOURCED,
        }
    }

    /// Of a record: that of its best claim; 0 where two independent origins state it with high certainty; one worse where a
    /// source denies it.
    pub(crate) fn of_record(claims: &[Claim], origins: &Origins<'_>) -> Grade {
        let carrying = || Claim::carrying(claims).map(|(_, claim)| claim);
        let best = carrying().map(Grade::of_claim).min().unwrap_or(Grade::UNSOURCED);
        let stated_well = || carrying().filter(|claim| Grade::of_claim(claim) == Grade(1));
        let confirmed = best == Grade(1) && origins.distinct(stated_well()).len() > 1;
        let grade = if confirmed { Grade::CONFIRMED } else { best };
        if is_denied(claims) { Grade(grade.0 + 1) } else { grade }
    }
}

/// Whether a claim that still stands denies a record as a whole.
pub(super) fn is_denied(claims: &[Claim]) -> bool {
    claims.iter().any(|claim| claim.denies && !claim.superseded && claim.about.is_none())
}

/// The claim that a record rests on first: the best one, the first of equals.
pub(crate) fn best_claim(claims: &[Claim]) -> Option<&Claim> {
    Claim::carrying(claims).map(|(_, claim)| claim).min_by_key(|claim| Grade::of_claim(claim))
}
