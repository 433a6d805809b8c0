//! On what a dossier rests: how many origins its records have, and what each source and each person who is quoted carries
//! alone. What falls without them is worked out in `strike`.

use std::collections::BTreeSet;

use super::origins::Origin;
use super::strike::Ledger;
use super::{NamedEvidence, RecordAt, claims_of, records};
use crate::dossier::model::{Basis, Claim, Dossier};
use crate::progress::{Cancelled, Progress};
use crate::wording::counted;

/// What one source or one person carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Load {
    /// Id of the source, or of the entity that is quoted.
    pub(crate) id: String,
    pub(crate) is_source: bool,
    /// Entities and relations with a claim of it.
    pub(crate) cited_by: [usize; 2],
    /// Entities and relations that fall without it.
    pub(crate) alone: [usize; 2],
}

/// On what the records rest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Rests {
    /// The origins of all claims that support anything.
    pub(crate) origins: usize,
    /// Records that rest on one source, with those that draw on it.
    pub(crate) on_one_source: Vec<RecordAt>,
    /// Records that rest on one person's word.
    pub(crate) on_one_word: Vec<RecordAt>,
    /// Records that nobody states or reports: they are inferred.
    pub(crate) on_inference: Vec<RecordAt>,
    /// Sources, then people and papers quoted; those that carry most first.
    pub(crate) loads: Vec<Load>,
}

/// On what everything rests.
///
/// # Errors
/// [`Cancelled`] if asked to stop.
pub(crate) fn rests(ledger: &Ledger<'_>, progress: &Progress) -> Result<Rests, Cancelled> {
    let mut rests = Rests::default();
    let mut origins = BTreeSet::new();
    for record in records(ledger.dossier) {
        let carrying = || Claim::carrying(claims_of(ledger.dossier, record)).map(|(_, claim)| claim);
        let own = ledger.origins.distinct(carrying());
        if !own.is_empty() && carrying().all(|claim| matches!(claim.basis, Basis::Inferred { .. })) {
            rests.on_inference.push(record);
        } else {
            match own[..] {
                [Origin::Source(_)] => rests.on_one_source.push(record),
                [Origin::Speaker(_)] => rests.on_one_word.push(record),
                _ => {}
            }
        }
        origins.extend(own);
    }
    rests.origins = origins.len();
    let (sources, speakers) = ledger.cited();
    let mut all: Vec<(bool, &str)> = sources.map(|id| (true, id)).chain(speakers.map(|id| (false, id))).collect();
    all.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    for (number, (is_source, id)) in all.iter().enumerate() {
        progress.report(number as f32 / all.len() as f32)?;
        rests.loads.push(load(ledger, id, *is_source));
    }
    let weight = |load: &Load| load.alone[0] + load.alone[1];
    rests.loads.sort_by(|a, b| b.is_source.cmp(&a.is_source).then(weight(b).cmp(&weight(a))));
    Ok(rests)
}

fn load(ledger: &Ledger<'_>, id: &str, is_source: bool) -> Load {
    let one = vec![id.to_owned()];
    let (evidence, origin) = if is_source {
        (NamedEvidence { sources: one, ..NamedEvidence::default() }, Origin::Source(id))
    } else {
        (NamedEvidence { speakers: one, ..NamedEvidence::default() }, Origin::Speaker(id))
    };
    let cited: BTreeSet<RecordAt> = ledger.claims_by(origin).iter().map(|(record, _)| *record).collect();
    let falls = ledger.without(&evidence).falls;
    Load { id: id.to_owned(), is_source, cited_by: by_sort(cited.iter()), alone: by_sort(falls.iter()) }
}

/// How many of them are entities, and how many relations.
fn by_sort<'r>(records: impl Iterator<Item = &'r RecordAt>) -> [usize; 2] {
    let mut counts = [0, 0];
    for record in records {
        match record {
            RecordAt::Entity(_) => counts[0] += 1,
            RecordAt::Relation(_) => counts[1] += 1,
        }
    }
    counts
}

/// What falls without a source or a person, in words.
pub(crate) fn load_in_words(dossier: &Dossier, load: &Load) -> String {
    let origin = if load.is_source { Origin::Source(&load.id) } else { Origin::Speaker(&load.id) };
    let [entities, relations] = load.alone;
    format!(
        "{}: {}, {}",
        origin.called(dossier),
        counted(entities, "entity", "entities"),
        counted(relations, "relation", "relations")
    )
}
