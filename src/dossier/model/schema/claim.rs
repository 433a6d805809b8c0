//! Claims: who says so, where, on what ground, how sure. Every record may carry several, and
//! claims that contradict each other may both stand.

use super::Reference;
use crate::dossier::model::{Basis, Date, List, Rating, SourceId};

record! {
    /// One claim: a source says something about the record that the claim stands in.
    #[derive(Clone, Debug, Default, PartialEq)]
    pub struct Claim ("claim") {
        /// Which source; an id in `Dossier::sources`.
        pub source: SourceId = Reference {
            refers: Some(Reference { list: List::Sources, verb: None }),
            identity: true,
            likeness: true,
            label: "Source",
            hint: "ID or title; an unknown title adds a source",
            phrase: "{}",
        },
        /// Where in it, such as `P5.1` (paragraph 5, sentence 1) or `p. 12`.
        pub at: Option<String> = Text { identity: true, label: "Place", hint: "P5.1, p. 12, ¶ 3", phrase: " {}" },
        /// Which field of the record it supports (`when`, `name`, …); `None` is the record as a whole.
        pub about: Option<String> = Text { identity: true, likeness: true, phrase: " on {}" },
        /// On what the claim rests: stated there, reported, inferred, a judgement.
        pub basis: Basis = Basis { identity: true },
        /// How sure a careful reader is.
        pub rating: Option<Rating> = Rating {
            label: "Rating",
            hint: "high, medium, low or B2",
            phrase: ", rated {}",
        },
        /// The words of the source that say so.
        pub quote: Option<String> = Text {
            label: "Quotation",
            hint: "A few words, exactly as in the source",
            phrase: ", “{}”",
        },
        /// When it was looked up.
        pub seen: Option<Date> = Date { label: "Accessed", hint: "2026-03-01", phrase: ", seen {}" },
        /// What the author adds; no reader takes it apart.
        pub note: Option<String> = Text { label: "Note", phrase: ", note: {}" },
        /// The source says that it is not so. Such a claim never counts as support.
        pub denies: bool = Flag(false) {
            identity: true,
            label: "Denial: the source says that it is not so",
            phrase: ", denies it",
        },
        /// Who has compared the claim with its source, and when.
        pub checked: Checked = Group(CHECKED, Own) { phrase: ", checked" },
        /// No longer held; kept for the record.
        pub superseded: bool = Flag(false) {
            label: "Superseded: no longer believed, kept for reference",
            phrase: ", superseded",
        },
    }
    beside {}
}

group! {
    /// Who has compared a claim with its source, and when; nothing is said where nobody has.
    #[derive(Clone, Debug, Default, PartialEq)]
    pub struct Checked in Claim.checked as CHECKED {
        /// Who compared it with the source: a name or initials.
        pub by: Option<String> = Text { phrase: " by {}" },
        /// On which day.
        pub when: Option<Date> = Date { phrase: " on {}" },
    }
}

impl Claim {
    /// A plain statement by a source, all else empty.
    pub fn stated(source: impl Into<SourceId>) -> Self {
        Claim { source: source.into(), ..Claim::default() }
    }

    /// Whether it counts as support: it is still held, and does not deny what it is about.
    pub(crate) fn supports(&self) -> bool {
        !self.superseded && !self.denies
    }

    /// Whether somebody has compared it with its source.
    pub(crate) fn is_checked(&self) -> bool {
        self.checked.by.is_some() || self.checked.when.is_some()
    }

    /// The claims that a record rests on, with their numbers: those that support it as a whole, or, where there are
    /// none, those that support some field of it.
    pub(crate) fn carrying(claims: &[Claim]) -> impl Iterator<Item = (usize, &Claim)> + Clone {
        let of_whole = claims.iter().any(|claim| claim.supports() && claim.about.is_none());
        let carries = move |claim: &Claim| claim.supports() && (claim.about.is_none() || !of_whole);
        claims.iter().enumerate().filter(move |(_, claim)| carries(claim))
    }

    /// The strongest claim about the record as a whole that still stands: by it a line is drawn.
    pub(crate) fn strongest(claims: &[Claim]) -> Option<&Claim> {
        let standing = || claims.iter().filter(|c| c.supports());
        // The first of equals: the author's order decides.
        standing().filter(|c| c.about.is_none()).rev().max_by_key(|c| c.basis.strength()).or_else(|| standing().next())
    }
}
