//! What a query finds: every test gives two bitsets for entities, relations or claims, and conditions combine them. Tests are
//! remembered by their text for as long as the dossier stays the same. How things hang together is asked in `network`.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use fixedbitset::FixedBitSet;

use super::columns::{Column, claims};
use super::domain::Domain;
use super::fields::{ABOUT, Field, Flag, ValueType};
use super::index::{Index, Item, Phrase, searched};
use super::network::Network;
use super::readers::{Of, Subject};
use super::resolve::{Resolver, date_of};
use super::scopes::Scope;
use super::sets::Sets;
use super::syntax::{Expr, FieldName, Query, Rule, Test};
use super::values::{Value, Written};
use crate::dossier::model::{Dossier, NodeIndex, Truth};
use crate::explore::query::lifetimes::Lifetimes;
use crate::explore::query::presence::Presence;

/// Most tests that are remembered; a test of a large dossier takes a tenth of a megabyte.
const MOST_KEPT: usize = 128;

/// What a condition finds among those of whom it speaks.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Verdict {
    pub(super) entities: Option<Sets>,
    pub(super) relations: Option<Sets>,
    pub(super) claims: Option<Sets>,
}

impl Verdict {
    /// Both, each among those of whom both speak.
    fn and(&mut self, other: &Verdict) {
        let both = |mine: &mut Option<Sets>, other: &Option<Sets>| match (mine.as_mut(), other) {
            (Some(mine), Some(other)) => mine.and(other),
            _ => *mine = None,
        };
        both(&mut self.entities, &other.entities);
        both(&mut self.relations, &other.relations);
        both(&mut self.claims, &other.claims);
    }

    fn or(&mut self, other: &Verdict) {
        let either = |mine: &mut Option<Sets>, other: &Option<Sets>| match (mine.as_mut(), other) {
            (Some(mine), Some(other)) => mine.or(other),
            (None, Some(other)) => *mine = Some(other.clone()),
            (_, None) => {}
        };
        either(&mut self.entities, &other.entities);
        either(&mut self.relations, &other.relations);
        either(&mut self.claims, &other.claims);
    }

    fn map(&self, work: impl Fn(&Sets, Domain) -> Sets) -> Verdict {
        let one = |sets: &Option<Sets>, of| sets.as_ref().map(|sets| work(sets, of));
        Verdict {
            entities: one(&self.entities, Domain::ENTITIES),
            relations: one(&self.relations, Domain::RELATIONS),
            claims: one(&self.claims, Domain::CLAIMS),
        }
    }
}

/// What was worked out for questions of one revision.
#[derive(Default)]
pub(super) struct Memory {
    /// Tests that were evaluated, by their text and of what was asked.
    tests: Mutex<HashMap<(String, Domain), Arc<Verdict>>>,
    lifetimes: OnceLock<Lifetimes>,
}

impl Memory {
    /// From when to when everything is there.
    pub(super) fn lifetimes(&self, dossier: &Dossier) -> &Lifetimes {
        self.lifetimes.get_or_init(|| Lifetimes::new(dossier))
    }
}

/// A dossier that is asked.
#[derive(Clone, Copy)]
pub(super) struct Evaluation<'a> {
    pub(super) dossier: &'a Dossier,
    pub(super) index: &'a Index,
    pub(super) memory: &'a Memory,
}

impl Evaluation<'_> {
    /// What a query finds.
    pub(super) fn query(self, query: &Query) -> Verdict {
        let want = query.wanted.domain();
        match &query.condition {
            Some(condition) => self.expr(condition, want),
            None => Verdict {
                entities: want.meets(Domain::ENTITIES).then(|| Sets::exact(self.index.entities.clone())),
                relations: want.meets(Domain::RELATIONS).then(|| Sets::exact(self.index.relations.clone())),
                claims: None,
            },
        }
    }

    /// What a condition finds among those that are wanted.
    pub(super) fn expr(self, expr: &Expr, want: Domain) -> Verdict {
        let fold = |parts: &[Expr], join: fn(&mut Verdict, &Verdict)| {
            let mut verdicts = parts.iter().map(|part| self.expr(part, want));
            let first = verdicts.next().unwrap_or_default();
            verdicts.fold(first, |mut all, next| {
                join(&mut all, &next);
                all
            })
        };
        match expr {
            Expr::And(parts) => fold(parts, Verdict::and),
            Expr::Or(parts) => fold(parts, Verdict::or),
            Expr::Not(inner) => self.expr(inner, want).map(|sets, of| sets.not(&self.all(of))),
            Expr::Test(test) => (*self.remembered(test, want)).clone(),
        }
    }

    fn all(self, of: Domain) -> FixedBitSet {
        match of {
            Domain::ENTITIES => self.index.entities.clone(),
            Domain::RELATIONS => self.index.relations.clone(),
            _ => {
                let mut all = FixedBitSet::with_capacity(self.index.owners.len());
                all.insert_range(..);
                all
            }
        }
    }

    fn remembered(self, test: &Test, want: Domain) -> Arc<Verdict> {
        let key = (test.to_string(), want);
        let lock = || self.memory.tests.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(&key) {
            return Arc::clone(known);
        }
        let verdict = Arc::new(self.test(test, want));
        let mut memory = lock();
        if memory.len() >= MOST_KEPT {
            memory.clear();
        }
        memory.insert(key, Arc::clone(&verdict));
        verdict
    }

    fn test(self, test: &Test, want: Domain) -> Verdict {
        match test {
            Test::Words(written) => self.words(written, want),
            Test::Field(FieldName::Known(field), Rule::OneOf(dates)) if field.value == ValueType::AsOf => {
                self.present(dates, want)
            }
            Test::Field(name, rule) => self.field(test, name, rule, want),
            Test::Is(flag) => self.flag(test, flag, want),
            Test::Scope(scope, inner) => self.scope(*scope, inner, want),
            Test::Near(inner, steps) => {
                let inner = self.expr(inner, Domain::ENTITIES).entities.unwrap_or_default();
                self.entities(want, || inner.map(|from| self.network().within(from, *steps)))
            }
            Test::Among(scope, values) => self.among(*scope, values, want),
        }
    }

    fn network(&self) -> Network<'_> {
        Network { index: self.index }
    }

    fn entities(self, want: Domain, sets: impl FnOnce() -> Sets) -> Verdict {
        Verdict { entities: want.meets(Domain::ENTITIES).then(sets), ..Verdict::default() }
    }

    fn relations(self, want: Domain, sets: impl FnOnce() -> Sets) -> Verdict {
        Verdict { relations: want.meets(Domain::RELATIONS).then(sets), ..Verdict::default() }
    }

    /// Nothing, of those who are wanted.
    fn nothing(self, want: Domain) -> Verdict {
        let none = |of: Domain, room: usize| want.meets(of).then(|| Sets::none(room));
        Verdict {
            entities: none(Domain::ENTITIES, self.index.entities.len()),
            relations: none(Domain::RELATIONS, self.index.relations.len()),
            claims: none(Domain::CLAIMS, self.index.owners.len()),
        }
    }

    fn put(self, verdict: &mut Verdict, item: Item, truth: Truth) {
        let (sets, at) = match item {
            Item::Entity(at) => (&mut verdict.entities, at),
            Item::Relation(at) => (&mut verdict.relations, at),
            Item::Claim(at) => (&mut verdict.claims, at),
        };
        if let Some(sets) = sets {
            sets.put(at as usize, truth);
        }
    }

    fn words(self, written: &Written, want: Domain) -> Verdict {
        let mut verdict = self.nothing(want);
        let phrase = Phrase::new(&written.text, written.begins);
        self.index.texts(self.dossier).find(&phrase, |item, _| {
            self.put(&mut verdict, item, Truth::Yes);
            if let Item::Claim(at) = item
                && self.index.standing.contains(at as usize)
            {
                self.put(&mut verdict, self.index.owners[at as usize], Truth::Yes);
            }
        });
        verdict
    }

    fn present(self, dates: &[Value], want: Domain) -> Verdict {
        let mut verdict = self.nothing(want);
        let truth = |presence: Presence| match presence {
            Presence::Certain => Truth::Yes,
            Presence::Possible => Truth::Maybe,
            Presence::Planned | Presence::Absent => Truth::No,
        };
        for date in dates.iter().filter_map(date_of) {
            let presences = self.memory.lifetimes(self.dossier).at(self.dossier, date);
            for (at, _) in self.dossier.entities() {
                self.put(&mut verdict, Item::Entity(at.index() as u32), truth(presences.entity(at)));
            }
            for (at, ..) in self.dossier.relations() {
                self.put(&mut verdict, Item::Relation(at.index() as u32), truth(presences.relation(at)));
            }
        }
        verdict
    }

    fn field(self, test: &Test, name: &FieldName, rule: &Rule, want: Domain) -> Verdict {
        let resolver = Resolver { dossier: self.dossier, index: self.index };
        let spoken = match name {
            FieldName::Known(field) => field.domain,
            FieldName::Own(_) => Domain::RECORDS,
        };
        if let Some(lifted) = self.lifted(test, spoken, want) {
            return lifted;
        }
        match (name, rule) {
            (FieldName::Known(Field { value: ValueType::Id, .. }), Rule::OneOf(values)) => {
                return self.called(values, spoken & want);
            }
            (FieldName::Known(Field { value: ValueType::Text, word, .. }), Rule::OneOf(values)) => {
                if let Some(number) = searched(word) {
                    return self.written(values, number, spoken & want);
                }
            }
            (FieldName::Known(_) | FieldName::Own(_), _) => {}
        }
        let matcher = resolver.matcher(name, rule);
        let missing = match (name, rule) {
            (FieldName::Known(field), Rule::OneOf(_) | Rule::Compare(..) | Rule::Within(..))
                if field.value.may_be_missing() =>
            {
                Truth::Maybe
            }
            _ => Truth::No,
        };
        self.by_column(name, spoken & want, |column| {
            let truths: Vec<Truth> = column.values.iter().map(|value| matcher.truth(&value.datum())).collect();
            move |numbers: &[u32]| numbers.iter().map(|number| truths[*number as usize]).max().unwrap_or(missing)
        })
    }

    /// Asks each of those who are spoken of, by what they say in a field.
    fn by_column<T: Fn(&[u32]) -> Truth>(self, name: &FieldName, of: Domain, judge: impl Fn(&Column) -> T) -> Verdict {
        let mut verdict = self.nothing(of);
        let fill = |sets: &mut Option<Sets>, of: Domain, all: &mut dyn Iterator<Item = usize>| {
            if let Some(sets) = sets {
                let column = self.index.column(name, of, self.dossier);
                let truth = judge(&column);
                all.for_each(|at| sets.put(at, truth(column.of(at))));
            }
        };
        fill(&mut verdict.entities, Domain::ENTITIES, &mut self.index.entities.ones());
        fill(&mut verdict.relations, Domain::RELATIONS, &mut self.index.relations.ones());
        fill(&mut verdict.claims, Domain::CLAIMS, &mut (0..self.index.owners.len()));
        verdict
    }

    /// Records that ids and names mean.
    fn called(self, values: &[Value], of: Domain) -> Verdict {
        let resolver = Resolver { dossier: self.dossier, index: self.index };
        let mut verdict = self.nothing(of);
        for written in values.iter().map(|value| &value.written) {
            if let Some(sets) = &mut verdict.entities {
                resolver.entities(written).into_iter().for_each(|at| sets.put(at.index(), Truth::Yes));
            }
            if let Some(sets) = &mut verdict.relations {
                resolver.relations(written).into_iter().for_each(|at| sets.put(at.index(), Truth::Yes));
            }
        }
        verdict
    }

    /// Records and claims with some of these words in one field.
    fn written(self, values: &[Value], field: u8, of: Domain) -> Verdict {
        let mut verdict = self.nothing(of);
        for value in values {
            let phrase = Phrase::new(&value.written.text, value.written.begins);
            self.index.texts(self.dossier).find(&phrase, |item, found| {
                if found == field {
                    self.put(&mut verdict, item, Truth::Yes);
                }
            });
        }
        verdict
    }

    fn flag(self, test: &Test, flag: &Flag, want: Domain) -> Verdict {
        self.lifted(test, flag.domain, want).unwrap_or_else(|| {
            self.each(flag.domain & want, |subject| if (flag.test)(subject) { Truth::Yes } else { Truth::No })
        })
    }

    /// What is said of claims, asked of records: one claim that stands has it.
    fn lifted(self, test: &Test, spoken: Domain, want: Domain) -> Option<Verdict> {
        let is_of_claims = spoken.meets(Domain::CLAIMS) && !want.meets(Domain::CLAIMS);
        is_of_claims.then(|| match &self.remembered(test, Domain::CLAIMS).claims {
            Some(claims) => self.some_claim(claims, self.asked_claims(mentions_about(test)), want),
            None => self.nothing(want),
        })
    }

    /// The claims that count: those that records rest on, or, where fields of records are asked for, all that stand.
    fn asked_claims(&self, about_fields: bool) -> &FixedBitSet {
        if about_fields { &self.index.standing } else { &self.index.carrying }
    }

    /// The records of which some claim that counts is among these.
    fn some_claim(self, claims: &Sets, counting: &FixedBitSet, want: Domain) -> Verdict {
        let mut verdict = self.nothing(want);
        for at in claims.possible().ones().filter(|at| counting.contains(*at)) {
            self.put(&mut verdict, self.index.owners[at], claims.truth(at));
        }
        verdict
    }

    /// Asks each of those who are spoken of.
    fn each(self, of: Domain, truth: impl Fn(Subject<'_>) -> Truth) -> Verdict {
        let mut verdict = self.nothing(of);
        let subject = |of| Subject { dossier: self.dossier, of };
        if let Some(sets) = &mut verdict.entities {
            self.dossier.entities().for_each(|(at, e)| sets.put(at.index(), truth(subject(Of::Entity(at, e)))));
        }
        if let Some(sets) = &mut verdict.relations {
            self.dossier.relations().for_each(|(at, .., r)| sets.put(at.index(), truth(subject(Of::Relation(r)))));
        }
        if let Some(sets) = &mut verdict.claims {
            claims(self.dossier).enumerate().for_each(|(at, c)| sets.put(at, truth(subject(Of::Claim(c)))));
        }
        verdict
    }

    fn scope(self, scope: Scope, inner: &Expr, want: Domain) -> Verdict {
        let entities = || self.expr(inner, Domain::ENTITIES).entities.unwrap_or_default();
        let by_ends = |is: fn(bool, bool) -> bool| {
            self.relations(want, || {
                let inside = entities();
                inside.map(|bits| self.with_ends(|from, to| is(bits.contains(from), bits.contains(to))))
            })
        };
        match scope {
            Scope::From => by_ends(|from, _| from),
            Scope::To => by_ends(|_, to| to),
            Scope::Ends => by_ends(|from, to| from || to),
            Scope::Has => self.entities(want, || {
                let relations = self.expr(inner, Domain::RELATIONS).relations.unwrap_or_default();
                relations.map(|bits| {
                    let mut ends = FixedBitSet::with_capacity(self.index.entities.len());
                    for (from, to) in bits.ones().map(|at| self.index.ends[at]) {
                        ends.insert(from as usize);
                        ends.insert(to as usize);
                    }
                    ends
                })
            }),
            Scope::Claim | Scope::Only => {
                let Some(claims) = self.expr(inner, Domain::CLAIMS).claims else { return self.nothing(want) };
                let counting = self.asked_claims(asks_about(inner));
                if scope == Scope::Claim {
                    return self.some_claim(&claims, counting, want);
                }
                let all = self.all(Domain::CLAIMS);
                let other = self.some_claim(&claims.not(&all), counting, want);
                let mut only = self.some_claim(&Sets::exact(all), counting, want);
                only.and(&other.map(|sets, of| sets.not(&self.all(of))));
                only
            }
            Scope::Surely => self.expr(inner, want).map(|sets, _| sets.surely()),
            // These have tests of their own.
            Scope::Near | Scope::Path | Scope::Between | Scope::Common => self.nothing(want),
        }
    }

    fn with_ends(self, is: impl Fn(usize, usize) -> bool) -> FixedBitSet {
        let mut bits = FixedBitSet::with_capacity(self.index.relations.len());
        for at in self.index.relations.ones() {
            let (from, to) = self.index.ends[at];
            bits.set(at, is(from as usize, to as usize));
        }
        bits
    }

    fn among(self, scope: Scope, values: &[Value], want: Domain) -> Verdict {
        let resolver = Resolver { dossier: self.dossier, index: self.index };
        let sets: Vec<FixedBitSet> = values
            .iter()
            .map(|value| {
                let mut bits = FixedBitSet::with_capacity(self.index.entities.len());
                bits.extend(resolver.entities(&value.written).into_iter().map(NodeIndex::index));
                bits
            })
            .collect();
        let network = self.network();
        match (scope, &sets[..]) {
            (Scope::Common, _) => self.entities(want, || Sets::exact(network.common(&sets))),
            (Scope::Between, _) => self.relations(want, || {
                let parts =
                    |end: usize| sets.iter().enumerate().filter(move |(_, set)| set.contains(end)).map(|(at, _)| at);
                Sets::exact(self.with_ends(|from, to| parts(from).any(|a| parts(to).any(|b| a != b))))
            }),
            (Scope::Path, [from, to]) => {
                let (entities, relations) = network.shortest(from, to);
                let mut verdict = self.entities(want, || Sets::exact(entities));
                verdict.relations = self.relations(want, || Sets::exact(relations)).relations;
                verdict
            }
            _ => self.nothing(want),
        }
    }
}

/// Whether a condition asks what claims are about, and so speaks of claims about fields, too.
fn asks_about(expr: &Expr) -> bool {
    match expr {
        Expr::And(parts) | Expr::Or(parts) => parts.iter().any(asks_about),
        Expr::Not(inner) => asks_about(inner),
        Expr::Test(test) => mentions_about(test),
    }
}

fn mentions_about(test: &Test) -> bool {
    match test {
        Test::Field(FieldName::Known(field), _) => field.word == ABOUT,
        Test::Scope(_, inner) => asks_about(inner),
        Test::Words(_) | Test::Field(FieldName::Own(_), _) | Test::Is(_) | Test::Near(..) | Test::Among(..) => false,
    }
}
