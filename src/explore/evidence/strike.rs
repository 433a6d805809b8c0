//! What falls if sources, speakers or claims fall. A record rests on its claims; an entity rests on relations that stand, too; a claim that
//! is inferred rests on the records it is inferred from; a source that only relays others rests on those. Whatever rests on
//! nothing any more falls. Nothing here changes the dossier.

use std::collections::{HashMap, HashSet, VecDeque};

use foldhash::fast::RandomState;

use super::grade::Grade;
use super::origins::Origins;
use super::{NamedEvidence, RecordAt, called, claims_of, id_of, records};
use crate::dossier::model::{Basis, Claim, Dossier};

/// The records that something struck leaves worse, in the author's order, entities first. No record is in two lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Fall {
    /// Nothing vouches for them any more.
    pub(crate) falls: Vec<RecordAt>,
    /// Somebody said it, and only inferences are left.
    pub(crate) left_to_inference: Vec<RecordAt>,
    /// Fewer origins, or a worse grade.
    pub(crate) weaker: Vec<RecordAt>,
    /// Entities without a claim of their own any more, which relations that stand still name.
    pub(crate) kept_by_ties: Vec<RecordAt>,
}

impl Fall {
    /// The lists in their order, each with its title and what is said where it is empty.
    pub(crate) fn lists(&self) -> [(&'static str, &[RecordAt], &'static str); 4] {
        [
            ("Falls", &self.falls, "Everything else is vouched for by others."),
            ("Left to inference", &self.left_to_inference, "Nothing would rest on inference alone."),
            ("Weaker", &self.weaker, "No other record loses independent support."),
            ("Kept only by its relations", &self.kept_by_ties, "No entity loses its last claim."),
        ]
    }
}

impl Fall {
    /// The lists with all their records, as they are copied.
    pub(crate) fn in_words(&self, dossier: &Dossier, without: &str) -> String {
        let mut lines = vec![format!("Without {without}")];
        for (title, records, nothing) in self.lists() {
            lines.push(format!("\n{title}: {}", records.len()));
            let of = |record: &RecordAt| format!("  {} [{}]", called(dossier, *record), id_of(dossier, *record));
            lines.extend(records.iter().map(of));
            lines.extend(records.is_empty().then(|| format!("  {nothing}")));
        }
        lines.join("\n")
    }
}

/// A claim: its record and its number there.
type ClaimAt = (RecordAt, usize);
type Table<K, V> = HashMap<K, V, RandomState>;

/// What rests on what, made ready once for many questions.
pub(crate) struct Ledger<'d> {
    pub(super) dossier: &'d Dossier,
    pub(super) origins: Origins<'d>,
    /// Where each record stands in the author's order.
    order: Table<RecordAt, usize>,
    of_source: Table<&'d str, Vec<ClaimAt>>,
    of_speaker: Table<&'d str, Vec<ClaimAt>>,
    inferred_from: Table<RecordAt, Vec<ClaimAt>>,
    /// The sources that draw on each, with how many they draw on.
    drawn_by: Table<&'d str, Vec<(&'d str, usize)>>,
}

/// What has been struck so far.
#[derive(Default)]
struct Struck<'d> {
    claims: HashSet<ClaimAt, RandomState>,
    sources: HashSet<&'d str, RandomState>,
    /// Of sources that draw on struck ones: how many of those.
    draws_gone: Table<&'d str, usize>,
    /// Records that lost a claim.
    touched: HashSet<RecordAt, RandomState>,
    fallen: HashSet<RecordAt, RandomState>,
    queue: VecDeque<RecordAt>,
    queued: HashSet<RecordAt, RandomState>,
}

impl Struck<'_> {
    /// A record has to be looked at again; one that waits for it already is looked at once.
    fn look_at(&mut self, record: RecordAt) {
        if self.queued.insert(record) {
            self.queue.push_back(record);
        }
    }
}

impl<'d> Ledger<'d> {
    pub(crate) fn new(dossier: &'d Dossier) -> Self {
        let mut ledger = Ledger {
            dossier,
            origins: Origins::new(dossier),
            order: Table::default(),
            of_source: Table::default(),
            of_speaker: Table::default(),
            inferred_from: Table::default(),
            drawn_by: Table::default(),
        };
        for (number, record) in records(dossier).enumerate() {
            ledger.order.insert(record, number);
            ledger.enter(record);
        }
        for source in &dossier.sources {
            let mut drawn: Vec<&str> = source.draws_on.iter().map(String::as_str).collect();
            drawn.sort_unstable();
            drawn.dedup();
            for other in &drawn {
                ledger.drawn_by.entry(other).or_default().push((source.id.as_str(), drawn.len()));
            }
        }
        ledger
    }

    fn enter(&mut self, record: RecordAt) {
        let dossier = self.dossier;
        for (number, claim) in claims_of(dossier, record).iter().enumerate() {
            let at = (record, number);
            self.of_source.entry(claim.source.as_str()).or_default().push(at);
            if let Some(speaker) = claim.basis.said_by() {
                self.of_speaker.entry(speaker).or_default().push(at);
            }
            if let Basis::Inferred { on, .. } = &claim.basis {
                for premise in on.iter().filter_map(|id| premise(dossier, id)) {
                    self.inferred_from.entry(premise).or_default().push(at);
                }
            }
        }
    }

    /// Every source that a claim names, and everyone who is quoted.
    pub(super) fn cited(&self) -> (impl Iterator<Item = &'d str>, impl Iterator<Item = &'d str>) {
        (self.of_source.keys().copied(), self.of_speaker.keys().copied())
    }

    /// The claims of a source, or of someone who is quoted.
    pub(super) fn claims_by(&self, origin: super::Origin<'_>) -> &[ClaimAt] {
        let found = match origin {
            super::Origin::Source(id) => self.of_source.get(id),
            super::Origin::Speaker(id) => self.of_speaker.get(id),
        };
        found.map_or(&[], |claims| claims)
    }

    /// What falls without this evidence.
    pub(crate) fn without(&self, evidence: &'d NamedEvidence) -> Fall {
        let mut struck = Struck::default();
        for source in &evidence.sources {
            self.strike_source(source, &mut struck);
        }
        for speaker in &evidence.speakers {
            self.strike(self.of_speaker.get(speaker.as_str()).into_iter().flatten().copied(), &mut struck);
        }
        self.strike(evidence.claims.iter().copied(), &mut struck);
        self.settle(&mut struck);
        self.sorted(&struck)
    }

    /// A source falls, and with it those that draw on nothing else.
    fn strike_source(&self, source: &'d str, struck: &mut Struck<'d>) {
        let mut falling = vec![source];
        while let Some(source) = falling.pop() {
            if !struck.sources.insert(source) {
                continue;
            }
            self.strike(self.of_source.get(source).into_iter().flatten().copied(), struck);
            for &(other, draws_on) in self.drawn_by.get(source).into_iter().flatten() {
                let gone = struck.draws_gone.entry(other).or_default();
                *gone += 1;
                if *gone == draws_on {
                    falling.push(other);
                }
            }
        }
    }

    fn strike(&self, claims: impl Iterator<Item = ClaimAt>, struck: &mut Struck<'d>) {
        for at in claims {
            if struck.claims.insert(at) {
                struck.touched.insert(at.0);
                struck.look_at(at.0);
            }
        }
    }

    /// Goes on until nothing more falls.
    fn settle(&self, struck: &mut Struck<'d>) {
        while let Some(record) = struck.queue.pop_front() {
            struck.queued.remove(&record);
            if struck.fallen.contains(&record) || !self.order.contains_key(&record) || self.stands(record, struck) {
                continue;
            }
            struck.fallen.insert(record);
            let inferred = self.inferred_from.get(&record).into_iter().flatten().copied();
            self.strike(inferred, struck);
            if let RecordAt::Relation(at) = record
                && let Some((from, to)) = self.dossier.ends(at)
            {
                // What only its relations named may fall with the last of them.
                struck.look_at(RecordAt::Entity(from));
                struck.look_at(RecordAt::Entity(to));
            }
        }
    }

    /// What is left of the claims that a record rests on.
    fn left<'a>(&self, record: RecordAt, struck: &'a Struck<'d>) -> impl Iterator<Item = &'d Claim> + use<'d, 'a> {
        let carrying = Claim::carrying(claims_of(self.dossier, record));
        carrying.filter(move |(n, _)| !struck.claims.contains(&(record, *n))).map(|(_, claim)| claim)
    }

    fn has_claim(&self, record: RecordAt, struck: &Struck<'d>) -> bool {
        self.left(record, struck).next().is_some()
    }

    /// Whether anything vouches for a record, or nothing ever did.
    fn stands(&self, record: RecordAt, struck: &Struck<'d>) -> bool {
        let nothing = Struck::default();
        if self.has_claim(record, struck) {
            return true;
        }
        match record {
            RecordAt::Relation(_) => !self.has_claim(record, &nothing),
            RecordAt::Entity(_) => {
                self.is_tied(record, struck) || !(self.has_claim(record, &nothing) || self.is_tied(record, &nothing))
            }
        }
    }

    /// Whether a relation that a claim supports names an entity.
    fn is_tied(&self, record: RecordAt, struck: &Struck<'d>) -> bool {
        let RecordAt::Entity(at) = record else { return false };
        self.dossier.relations_of(at).any(|(relation, ..)| self.has_claim(RecordAt::Relation(relation), struck))
    }

    fn sorted(&self, struck: &Struck<'d>) -> Fall {
        let mut fall = Fall::default();
        let mut records: Vec<(usize, RecordAt)> =
            struck.touched.iter().chain(&struck.fallen).filter_map(|r| Some((*self.order.get(r)?, *r))).collect();
        records.sort_unstable();
        records.dedup();
        for (_, record) in records {
            if struck.fallen.contains(&record) {
                fall.falls.push(record);
            } else if self.has_claim(record, &Struck::default()) && !self.has_claim(record, struck) {
                fall.kept_by_ties.push(record);
            } else {
                self.compare(record, struck, &mut fall);
            }
        }
        fall
    }

    /// What a record that stands by its own claims has lost.
    fn compare(&self, record: RecordAt, struck: &Struck<'d>, fall: &mut Fall) {
        let before = claims_of(self.dossier, record);
        let unstruck = |(n, _): &(usize, &Claim)| !struck.claims.contains(&(record, *n));
        let after: Vec<Claim> = before.iter().enumerate().filter(unstruck).map(|(_, claim)| claim.clone()).collect();
        let is_inferred = |claims: &[Claim]| {
            let mut carrying = Claim::carrying(claims).peekable();
            carrying.peek().is_some() && carrying.all(|(_, claim)| matches!(claim.basis, Basis::Inferred { .. }))
        };
        let origins = |claims: &[Claim]| self.origins.distinct(Claim::carrying(claims).map(|(_, c)| c)).len();
        let grade = |claims: &[Claim]| Grade::of_record(claims, &self.origins);
        if is_inferred(&after) && !is_inferred(before) {
            fall.left_to_inference.push(record);
        } else if origins(&after) < origins(before) || grade(&after) > grade(before) {
            fall.weaker.push(record);
        }
    }
}

/// The record that an inference names.
fn premise(dossier: &Dossier, id: &str) -> Option<RecordAt> {
    let entity = dossier.entity_index(id).map(RecordAt::Entity);
    entity.or_else(|| dossier.relation_index(id).map(RecordAt::Relation))
}
