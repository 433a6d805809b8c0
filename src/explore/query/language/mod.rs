//! One language to ask the network: `from:japan -status:actual`, `kind:dialogue as-of:2014-06`, `near:(kind:threat)/2`. A text
//! is read into a query whatever it is ([`parse`]), a query is said in words and evaluated against a dossier ([`Evaluator`]).
//! Window and command line ask with the same words. Nothing here knows how anything looks.
//!
//! Every test answers yes, maybe or no. A date that is not given may be any, a rating that is not given too; what is not
//! said in other fields is not so. What a test does not speak of (a kind of entity, of a relation) it neither finds nor,
//! denied, finds.

mod begun;
mod columns;
mod complete;
mod conditions;
mod counting;
mod cursor;
mod domain;
mod drawn;
mod edit;
mod evaluate;
mod facets;
mod fault;
mod fields;
mod group_by;
mod groups;
mod help;
mod index;
mod known;
mod lexer;
mod meanings;
mod network;
mod parser;
mod parts;
mod readers;
mod renaming;
mod resolve;
mod rows;
mod scopes;
mod sets;
mod struck;
mod syntax;
mod values;
mod words;

#[cfg(test)]
mod tests;

use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

pub use self::complete::Completion;
pub(crate) use self::counting::Records;
use self::domain::Domain;
pub(crate) use self::drawn::Drawn;
pub(crate) use self::edit::{id_test, narrowed, sound, widened};
use self::evaluate::{Evaluation, Memory};
pub(crate) use self::facets::{Facet, FacetValue, Histogram, Offered};
pub use self::fault::{Fault, Mend};
use self::fields::ValueType;
pub(crate) use self::help::{help, topics};
use self::index::Index;
pub use self::parser::{MOST_BYTES, Parsed, parse};
pub(crate) use self::parts::{Wish, parts, parts_on, ranged, wished, without_field, without_part};
pub(crate) use self::renaming::renamed;
use self::resolve::Resolver;
use self::sets::Sets;
pub use self::struck::NamedEvidence;
pub(crate) use self::struck::RecordAt;
pub use self::syntax::Query;
use self::syntax::{Expr, FieldName, Rule, Test};
use self::values::Written;
use crate::dossier::model::{Dossier, EdgeIndex, NodeIndex, Truth};
use crate::explore::query::search;

/// What a query finds, by the indices of one revision.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    entities: Sets,
    relations: Sets,
}

impl Answer {
    /// How far an entity is found.
    pub fn entity(&self, index: NodeIndex) -> Truth {
        self.entities.truth(index.index())
    }

    /// How far a relation is found.
    pub fn relation(&self, index: EdgeIndex) -> Truth {
        self.relations.truth(index.index())
    }

    /// How many entities are found certainly, and how many more possibly.
    pub fn entity_counts(&self) -> (usize, usize) {
        self.entities.counts()
    }

    /// How many relations are found certainly, and how many more possibly.
    pub fn relation_counts(&self) -> (usize, usize) {
        self.relations.counts()
    }
}

/// What a query says beside one field, and the records that this shows.
pub(crate) struct Rest<'a> {
    pub(crate) query: &'a str,
    pub(crate) records: Records<'a>,
}

/// What is known of a dossier at a revision.
struct Known {
    revision: u64,
    index: Index,
    memory: Memory,
}

/// Asks a dossier, and remembers every test of it: a question that has one test more costs that test alone. One that shares with
/// another, on another thread, knows what that one knows.
#[derive(Default)]
pub struct Evaluator {
    known: Option<Arc<Known>>,
    /// What whoever shares with it has come to know last.
    shared: Arc<Mutex<Option<Arc<Known>>>>,
}

impl std::fmt::Debug for Evaluator {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let revision = self.known.as_ref().map(|known| known.revision);
        f.debug_struct("Evaluator").field("revision", &revision).finish_non_exhaustive()
    }
}

impl Evaluator {
    /// Another that shares what is known with this one.
    pub(crate) fn sharing(&self) -> Evaluator {
        Evaluator { known: self.known.clone(), shared: Arc::clone(&self.shared) }
    }

    /// What is known of the dossier at this revision. Another dossier needs another evaluator or another revision.
    fn ready(&mut self, dossier: &Dossier, revision: u64) -> (&Index, &Memory) {
        let is_known = |known: &Arc<Known>| known.revision == revision;
        if !self.known.as_ref().is_some_and(is_known) {
            // Nothing old is kept while the new is made.
            self.known = None;
            let mut shared = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
            if !shared.as_ref().is_some_and(is_known) {
                *shared = None;
                *shared = Some(Arc::new(Known { revision, index: Index::new(dossier), memory: Memory::default() }));
            }
            self.known.clone_from(&shared);
        }
        let known = self
            .known
            .get_or_insert_with(|| Arc::new(Known { revision, index: Index::new(dossier), memory: Memory::default() }));
        (&known.index, &known.memory)
    }

    /// Works out what questions of any sort need, so that none waits for it. Takes as long as the dossier is large.
    pub fn prepare(&mut self, dossier: &Dossier, revision: u64) {
        let (index, memory) = self.ready(dossier, revision);
        index.prepare(dossier);
        memory.lifetimes(dossier);
    }

    /// What a query finds in a dossier. `revision` tells one state of the dossier from another.
    ///
    /// ```
    /// use chancery::dossier::document::{EXAMPLES, open_example};
    /// use chancery::explore::query::language::{Evaluator, parse};
    /// let dossier = open_example(&EXAMPLES[0]).dossier;
    /// let answer = Evaluator::default().ask(&dossier, 0, &parse("between:asean,japan").query);
    /// assert_eq!(answer.entity_counts(), (0, 0));
    /// assert!(answer.relation_counts().0 > 0);
    /// ```
    pub fn ask(&mut self, dossier: &Dossier, revision: u64, query: &Query) -> Answer {
        let (index, memory) = self.ready(dossier, revision);
        let verdict = Evaluation { dossier, index, memory }.query(query);
        Answer {
            entities: verdict.entities.unwrap_or_else(|| Sets::none(index.entities.len())),
            relations: verdict.relations.unwrap_or_else(|| Sets::none(index.relations.len())),
        }
    }

    /// What of the dossier is drawn where only what a query finds is to be seen.
    pub(crate) fn drawn(&mut self, dossier: &Dossier, revision: u64, query: &Query) -> Drawn {
        let answer = self.ask(dossier, revision, query);
        let (index, _) = self.ready(dossier, revision);
        Drawn::new(index, (&answer.entities, &answer.relations))
    }

    /// The names of all entities at this revision, folded for searching.
    pub(crate) fn names(&mut self, dossier: &Dossier, revision: u64) -> &search::Index {
        self.ready(dossier, revision).0.names(dossier)
    }

    /// Ways to go on as of [`complete`], with records counted among those that a query shows, of those that it asks for.
    pub(crate) fn complete_among(
        &mut self,
        (text, cursor): (&str, usize),
        (dossier, revision): (&Dossier, u64),
        query: &Query,
        records: Records<'_>,
    ) -> Vec<Completion> {
        let (index, _) = self.ready(dossier, revision);
        complete::complete(text, cursor, (records, asked_for(query)), Resolver { dossier, index })
    }

    /// The fields by which a person filters at a click.
    pub(crate) fn offered(&mut self, dossier: &Dossier, revision: u64) -> Vec<Offered> {
        let (index, _) = self.ready(dossier, revision);
        facets::offered(dossier, index)
    }

    /// What records say in some fields: what the query asks of each, and of what the rest of the query speaks.
    pub(crate) fn facets(
        &mut self,
        query: &str,
        (dossier, revision): (&Dossier, u64),
        of: &[(&Offered, Rest<'_>)],
    ) -> Vec<Facet> {
        let (index, _) = self.ready(dossier, revision);
        let resolver = Resolver { dossier, index };
        let one = |(offered, Rest { query: rest, records }): &(&Offered, Rest<'_>)| {
            facets::facet(offered, query, (*records, asked_for(&parse(rest).query)), resolver)
        };
        of.par_iter().map(one).collect()
    }

    /// A part of a query in words that follow a noun: “from Japan”.
    pub(crate) fn explain_part(&mut self, dossier: &Dossier, revision: u64, part: &str) -> String {
        let (index, _) = self.ready(dossier, revision);
        words::explain_part(&parse(part).query, Resolver { dossier, index })
    }

    /// A query in words, with the dossier's names.
    pub fn explain(&mut self, dossier: &Dossier, revision: u64, query: &Query) -> String {
        let (index, _) = self.ready(dossier, revision);
        words::explain(query, Resolver { dossier, index })
    }

    /// Reads a text with all that is wrong with it for this dossier: what the language does not know, and values that the
    /// dossier does not.
    pub fn read(&mut self, dossier: &Dossier, revision: u64, text: &str) -> Parsed {
        let mut parsed = parse(text);
        parsed.faults.extend(self.unknown(dossier, revision, &parsed.query));
        parsed.faults.sort_by_key(|fault| fault.span.start);
        parsed
    }

    /// Values that the dossier does not know: they find nothing.
    pub fn unknown(&mut self, dossier: &Dossier, revision: u64, query: &Query) -> Vec<Fault> {
        let (index, _) = self.ready(dossier, revision);
        let mut values = Vec::new();
        if let Some(condition) = &query.condition {
            values_of(condition, &mut values);
        }
        resolve::faults(Resolver { dossier, index }, &values)
    }
}

/// What may stand at a byte of a query's text, the likeliest first: fields, values with their numbers, entities, `OR`.
///
/// ```
/// use chancery::dossier::document::{EXAMPLES, open_example};
/// use chancery::explore::query::language::{Evaluator, complete};
/// let dossier = open_example(&EXAMPLES[0]).dossier;
/// let offers = complete("has:(rel:held", 13, &dossier, 0, &mut Evaluator::default());
/// assert_eq!((offers[0].text.as_str(), offers[0].records), ("held_in", Some(4)));
/// ```
pub fn complete(
    text: &str,
    cursor: usize,
    dossier: &Dossier,
    revision: u64,
    evaluator: &mut Evaluator,
) -> Vec<Completion> {
    let entities: Vec<NodeIndex> = dossier.entities().map(|(at, _)| at).collect();
    let relations: Vec<EdgeIndex> = dossier.relations().map(|(at, ..)| at).collect();
    let all = Records { entities: &entities, relations: &relations };
    evaluator.complete_among((text, cursor), (dossier, revision), &Query::default(), all)
}

/// Whether a question asks of relations and not of entities.
pub(crate) fn asks_of_relations(text: &str) -> bool {
    asked_for(&parse(text).query) == Domain::RELATIONS
}

/// Whether a text is nothing but words to look for.
pub(crate) fn is_plain(text: &str) -> bool {
    cursor::is_plain(text)
}

/// The test that is being written at a byte of the text, up to there.
pub(crate) fn test_at(text: &str, cursor: usize) -> Range<usize> {
    complete::test_at(text, cursor)
}

/// Where the values of a query stand in its text.
pub(crate) fn values_at(query: &Query) -> Vec<Range<usize>> {
    let mut values = Vec::new();
    query.condition.iter().for_each(|condition| values_of(condition, &mut values));
    values.iter().map(|(_, written)| written.at.0.clone()).collect()
}

/// An id as it is written in a query.
pub(crate) fn written_id(id: &str) -> String {
    syntax::written(id, false)
}

/// Whether a query speaks of entities, and whether of relations.
pub(crate) fn speaks_of(query: &Query) -> (bool, bool) {
    let spoken = asked_for(query);
    (spoken.meets(Domain::ENTITIES), spoken.meets(Domain::RELATIONS))
}

fn asked_for(query: &Query) -> Domain {
    let all = query.wanted.domain();
    query.condition.as_ref().map_or(all, |condition| all & words::domain(condition, Domain::RECORDS))
}

/// Every value of a condition with its type.
fn values_of<'q>(expr: &'q Expr, out: &mut Vec<(ValueType, &'q Written)>) {
    match expr {
        Expr::And(parts) | Expr::Or(parts) => parts.iter().for_each(|part| values_of(part, out)),
        Expr::Not(inner) | Expr::Test(Test::Scope(_, inner) | Test::Near(inner, _)) => values_of(inner, out),
        Expr::Test(Test::Among(_, values)) => out.extend(values.iter().map(|v| (ValueType::Entity, &v.written))),
        Expr::Test(Test::Field(FieldName::Known(field), Rule::OneOf(values))) => {
            out.extend(values.iter().map(|v| (field.value, &v.written)));
        }
        Expr::Test(Test::Field(FieldName::Known(field), Rule::Compare(_, value))) => {
            out.push((field.value, &value.written));
        }
        Expr::Test(Test::Field(FieldName::Known(field), Rule::Within(from, to))) => {
            out.extend(from.iter().chain(to).map(|v| (field.value, &v.written)));
        }
        Expr::Test(Test::Field(..) | Test::Words(_) | Test::Is(_)) => {}
    }
}
