//! How well what a dossier says is supported: origins of claims, grades of records, what falls if a source, a person or a
//! claim falls, contradictions, and gaps with whom to ask. Nothing here finds chains, and nothing knows how it looks.

mod alike;
mod clashes;
mod gaps;
mod grade;
mod origins;
mod rests;
mod single;
mod strike;

#[cfg(test)]
mod tests;

pub(crate) use alike::{Alike, MEND as ALIKE_MEND, alike};
pub(crate) use clashes::{Clash, clashes};
pub(crate) use gaps::{Gap, checked, gaps, whom_to_ask};
pub(crate) use grade::{Grade, best_claim};
pub(crate) use origins::{Origin, Origins, source_called};
pub(crate) use rests::{Load, Rests, load_in_words, rests};
pub(crate) use strike::{Fall, Ledger};

pub(crate) use super::query::language::{NamedEvidence, RecordAt};
use crate::dossier::model::{Claim, Dossier};
use crate::progress::{Cancelled, Progress};

/// The claims of a record; none where it is no more.
pub(crate) fn claims_of(dossier: &Dossier, record: RecordAt) -> &[Claim] {
    match record {
        RecordAt::Entity(at) => dossier.entity(at).map_or(&[], |entity| &entity.claims),
        RecordAt::Relation(at) => dossier.relation(at).map_or(&[], |relation| &relation.claims),
    }
}

/// The id of a record.
pub(crate) fn id_of(dossier: &Dossier, record: RecordAt) -> &str {
    match record {
        RecordAt::Entity(at) => dossier.entity(at).map_or("", |entity| entity.id.as_str()),
        RecordAt::Relation(at) => dossier.relation(at).map_or("", |relation| relation.id.as_str()),
    }
}

/// A record as a person calls it: a name, or a sentence.
pub(crate) fn called(dossier: &Dossier, record: RecordAt) -> String {
    match record {
        RecordAt::Entity(at) => dossier.entity(at).map_or("", |entity| entity.label()).to_owned(),
        RecordAt::Relation(at) => dossier.relation(at).map(|r| dossier.sentence_of(r)).unwrap_or_default(),
    }
}

/// All records in the author's order, entities first; what stands in for a missing record is none.
pub(crate) fn records(dossier: &Dossier) -> impl Iterator<Item = RecordAt> {
    let entities = dossier.entities().filter(|(_, entity)| !entity.ghost).map(|(at, _)| RecordAt::Entity(at));
    entities.chain(dossier.relations().map(|(at, ..)| RecordAt::Relation(at)))
}

/// All that is known of the evidence, and what falls without what is struck.
#[derive(Clone, Debug)]
pub(crate) struct EvidenceFound {
    pub(crate) rests: Rests,
    pub(crate) clashes: Vec<Clash>,
    /// Sources that may be one origin.
    pub(crate) alike: Vec<Alike>,
    pub(crate) gaps: Vec<(&'static Gap, Vec<RecordAt>)>,
    /// How many claims were checked, and how many there are.
    pub(crate) checked: (usize, usize),
    /// `None` while nothing is struck.
    pub(crate) fall: Option<Fall>,
}

/// Looks through the evidence.
///
/// # Errors
/// [`Cancelled`] if asked to stop.
pub(crate) fn find(dossier: &Dossier, struck: &NamedEvidence, progress: &Progress) -> Result<EvidenceFound, Cancelled> {
    let ledger = Ledger::new(dossier);
    progress.report(0.1)?;
    let rests = rests(&ledger, progress)?;
    let fall = (!struck.is_empty()).then(|| ledger.without(struck));
    progress.report(0.9)?;
    let alike = alike(dossier, &ledger.origins);
    Ok(EvidenceFound { rests, clashes: clashes(dossier), alike, gaps: gaps(dossier), checked: checked(dossier), fall })
}
