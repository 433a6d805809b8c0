//! How well what a dossier says is supported: origins of claims, grades of records, what falls if a source, a person or a
//! claim falls, contradictions, and gaps with whom to ask. Nothing here finds chains, and nothing knows how it looks.

mod clashes;
mod gaps;
mod grade;
mod origins;
mod rests;
mod strike;

#[cfg(test)]
mod tests;

pub(crate) use clashes::{Clash, clashes};
pub(crate) use gaps::{checked, gaps, whom_to_ask};
pub(crate) use grade::{Grade, best_claim};
pub(crate) use origins::{Origin, Origins, source_called};
pub(crate) use rests::{Load, Rests, load_in_words, rests};
pub(crate) use strike::Ledger;

pub(crate) use super::query::language::{NamedEvidence, RecordAt};
use crate::dossier::model::{Claim, Dossier};

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
