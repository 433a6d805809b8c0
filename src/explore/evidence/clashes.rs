//! Contradictions: what a source denies, dates that cannot both be right, and two at once where there can be one. A clash is told only where it is certain: dates
//! that may agree are left alone. What of the two is wrong is for a person to say.

use super::grade::is_denied;
use super::single::two_at_once;
use super::{RecordAt, called, claims_of, records};
use crate::dossier::model::{Claim, Date, Dossier, NodeIndex, Relation, Status};

/// One contradiction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Clash {
    pub(crate) record: RecordAt,
    /// What is against what, in a sentence with its full stop.
    pub(crate) says: String,
}

/// All contradictions, denials first.
pub(crate) fn clashes(dossier: &Dossier) -> Vec<Clash> {
    let denied = records(dossier).filter(|record| is_denied(claims_of(dossier, *record)));
    let mut all: Vec<Clash> =
        denied.map(|record| Clash { record, says: denial(dossier, claims_of(dossier, record)) }).collect();
    for (at, from, to, relation) in dossier.relations() {
        let mut ends = vec![from, to];
        ends.dedup();
        let clash = |says| Clash { record: RecordAt::Relation(at), says };
        all.extend(ends.into_iter().filter_map(|end| out_of_time(dossier, relation, end)).map(clash));
    }
    all.extend(two_at_once(dossier));
    all
}

/// What never was, as far as anybody says: it is wanted, or was given up.
pub(super) fn is_meant(status: Status) -> bool {
    status.is_prospective() || status == Status::Cancelled
}

/// Who denies what others say.
fn denial(dossier: &Dossier, claims: &[Claim]) -> String {
    let who = |denies: bool| {
        let mut all: Vec<String> = claims
            .iter()
            .filter(|claim| !claim.superseded && claim.about.is_none() && claim.denies == denies)
            .map(|claim| {
                let source = super::origins::source_called(dossier, claim.source.as_str());
                claim.basis.said_by().map_or(source, |speaker| dossier.label_of(speaker))
            })
            .collect();
        all.dedup();
        crate::wording::listed(&all)
    };
    match (who(true), who(false)) {
        (denies, says) if says.is_empty() => format!("Denied by {denies}; nobody says it."),
        (denies, says) => format!("Denied by {denies}; said by {says}."),
    }
}

/// Why a relation lies wholly outside the time of one of its ends. One that is only meant to be, or leads to something that
/// is, may come before it.
fn out_of_time(dossier: &Dossier, relation: &Relation, end: NodeIndex) -> Option<String> {
    let entity = dossier.entity(end)?;
    if is_meant(relation.status) || is_meant(entity.status) {
        return None;
    }
    let (of_relation, of_entity) = (&relation.when.as_ref()?.date, &entity.when.as_ref()?.date);
    let (tie, life) = (of_relation.extent(), of_entity.extent());
    let words = |date: &Date| date.in_words();
    let name = called(dossier, RecordAt::Entity(end));
    if tie.end[1] < life.begin[0] {
        return Some(format!("It is dated {}, before {name} begins ({}).", words(of_relation), words(of_entity)));
    }
    // A date that is no interval says only when a thing begins.
    let ends = of_entity.is_interval() && life.end[1] < i32::MAX;
    (ends && tie.begin[0] > life.end[1])
        .then(|| format!("It is dated {}, after {name} ends ({}).", words(of_relation), words(of_entity)))
}
