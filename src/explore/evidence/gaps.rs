//! What is still to be done about the evidence, as a list of questions: no source, no place in it, no date, nobody named, not
//! checked. Each sort of gap is one row of [`GAPS`], with what mends it; whom to ask is told by [`whom_to_ask`].

use super::origins::source_called;
use super::{RecordAt, best_claim, claims_of, records};
use crate::dossier::model::{Basis, Claim, Dossier, Level, When};

/// A sort of gap.
#[derive(Debug)]
pub(crate) struct Gap {
    /// The word for it in JSON.
    pub(crate) word: &'static str,
    /// Its name in a list.
    pub(crate) title: &'static str,
    /// What fills it.
    pub(crate) mend: &'static str,
    test: fn(&Survey<'_>, RecordAt) -> bool,
}

/// What the tests of gaps look at.
struct Survey<'d> {
    dossier: &'d Dossier,
    /// The last day on which any source was published or read, as a day number.
    latest: Option<i32>,
}

/// All sorts of gaps, what weighs most first.
pub(crate) const GAPS: &[Gap] = &[
    Gap {
        word: "no_source",
        title: "No source",
        mend: "Cite who says so, or say how you inferred it.",
        test: |survey, record| carrying(survey, record).next().is_none(),
    },
    Gap {
        word: "low_and_alone",
        title: "Low, one claim",
        mend: "Look for a second, independent source.",
        test: |survey, record| {
            let mut all = carrying(survey, record);
            let is_low = |claim: &Claim| claim.rating.and_then(|rating| rating.level()) == Some(Level::Low);
            all.next().is_some_and(is_low) && all.next().is_none()
        },
    },
    Gap {
        word: "inferred",
        title: "Inferred",
        mend: "Find a source that says it.",
        test: |survey, record| {
            let mut all = carrying(survey, record).peekable();
            all.peek().is_some() && all.all(|claim| matches!(claim.basis, Basis::Inferred { .. }))
        },
    },
    Gap {
        word: "no_place",
        title: "No place in the source",
        mend: "Add the page or paragraph.",
        test: |survey, record| carrying(survey, record).any(|claim| claim.at.is_none()),
    },
    Gap {
        word: "no_date",
        title: "No date",
        mend: "Ask when it was, or since when.",
        test: |survey, record| when(survey, record).is_none() && !endures(survey, record),
    },
    Gap {
        word: "date_inferred",
        title: "Date inferred",
        mend: "Find a source that gives the date.",
        test: |survey, record| when(survey, record).is_some_and(|when| when.inferred.is_some()),
    },
    Gap {
        word: "unnamed",
        title: "Unnamed",
        mend: "Ask who or what is meant.",
        test: |survey, record| match record {
            RecordAt::Entity(at) => survey.dossier.entity(at).is_some_and(|entity| entity.unnamed),
            RecordAt::Relation(_) => false,
        },
    },
    Gap {
        word: "stale",
        title: "Planned, and the day has passed",
        mend: "Find out whether it happened.",
        test: is_stale,
    },
    Gap {
        word: "unchecked",
        title: "Not checked",
        mend: "Compare the claim with its source.",
        test: |survey, record| carrying(survey, record).any(|claim| !claim.is_checked()),
    },
];

/// The records with each sort of gap, in the order of [`GAPS`].
pub(crate) fn gaps(dossier: &Dossier) -> Vec<(&'static Gap, Vec<RecordAt>)> {
    let days = dossier.sources.iter().flat_map(|source| [&source.published, &source.retrieved]);
    let latest = days.flatten().filter_map(|date| date.latest()).map(|day| day.number()).max();
    let survey = Survey { dossier, latest };
    let of = |gap: &'static Gap| (gap, records(dossier).filter(|record| (gap.test)(&survey, *record)).collect());
    GAPS.iter().map(of).collect()
}

/// How many of all claims somebody has compared with their sources, and how many there are.
pub(crate) fn checked(dossier: &Dossier) -> (usize, usize) {
    let all = || records(dossier).flat_map(|record| claims_of(dossier, record));
    (all().filter(|claim| claim.is_checked()).count(), all().count())
}

/// Who may know more of a record: whoever is quoted, else who wrote or published the source.
pub(crate) fn whom_to_ask(dossier: &Dossier, record: RecordAt) -> Option<String> {
    let claim = best_claim(claims_of(dossier, record))?;
    if let Some(speaker) = claim.basis.said_by() {
        return Some(dossier.label_of(speaker));
    }
    let source = dossier.source(&claim.source);
    let named = source.and_then(|source| source.author.clone().or_else(|| source.publisher.clone()));
    Some(named.unwrap_or_else(|| source_called(dossier, claim.source.as_str())))
}

fn carrying<'d>(survey: &Survey<'d>, record: RecordAt) -> impl Iterator<Item = &'d Claim> {
    Claim::carrying(claims_of(survey.dossier, record)).map(|(_, claim)| claim)
}

fn when<'d>(survey: &Survey<'d>, record: RecordAt) -> Option<&'d When> {
    match record {
        RecordAt::Entity(at) => survey.dossier.entity(at)?.when.as_ref(),
        RecordAt::Relation(at) => survey.dossier.relation(at)?.when.as_ref(),
    }
}

/// Whether a kind needs no date.
fn endures(survey: &Survey<'_>, record: RecordAt) -> bool {
    let vocabulary = &survey.dossier.vocabulary;
    match record {
        RecordAt::Entity(at) => {
            let kind = survey.dossier.entity(at).and_then(|entity| vocabulary.entity_kind(&entity.kind));
            kind.is_some_and(|kind| kind.enduring)
        }
        RecordAt::Relation(at) => {
            let kind = survey.dossier.relation(at).and_then(|relation| vocabulary.relation_kind(&relation.kind));
            kind.is_some_and(|kind| kind.enduring)
        }
    }
}

/// What was still to come when it was told, and should have come by the time of the latest source.
fn is_stale(survey: &Survey<'_>, record: RecordAt) -> bool {
    let status = match record {
        RecordAt::Entity(at) => survey.dossier.entity(at).map(|entity| entity.status),
        RecordAt::Relation(at) => survey.dossier.relation(at).map(|relation| relation.status),
    };
    let last = when(survey, record).and_then(|when| when.date.latest()).map(|day| day.number());
    status.is_some_and(|status| status.is_prospective())
        && last.zip(survey.latest).is_some_and(|(last, latest)| last < latest)
}
