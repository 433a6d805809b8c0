//! How many records have each value of a field: for completions and for facets. Which records are counted is the caller's;
//! nothing here knows a query.

use std::collections::HashMap;
use std::sync::Arc;

use super::columns::{Column, Value as ColumnValue};
use super::domain::Domain;
use super::fields::ValueType;
use super::index::{Index, Item};
use super::resolve::Resolver;
use super::scopes::Scope;
use super::syntax::FieldName;
use super::values::words_of;
use crate::dossier::model::{Dossier, EdgeIndex, NodeIndex};

/// Some records of a dossier, each once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Records<'a> {
    pub(crate) entities: &'a [NodeIndex],
    pub(crate) relations: &'a [EdgeIndex],
}

impl Records<'_> {
    /// How many of the relations a scope asks of each entity, by its number: those from it, to it, or all of them.
    pub(super) fn degrees(self, dossier: &Dossier, scope: Option<Scope>) -> Vec<usize> {
        let mut degrees = vec![0; dossier.graph().node_indices().map(|at| at.index() + 1).max().unwrap_or(0)];
        for (from, to) in self.relations.iter().filter_map(|at| dossier.graph().edge_endpoints(*at)) {
            if scope != Some(Scope::To) {
                degrees[from.index()] += 1;
            }
            if scope == Some(Scope::To) || (scope != Some(Scope::From) && from != to) {
                degrees[to.index()] += 1;
            }
        }
        degrees
    }
}

/// What the records say in one field.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Values {
    /// How many of the records have each text; one that has it several times counts once.
    pub(super) texts: HashMap<String, usize>,
    /// Numbers, and of dates the years in which they begin, one a record.
    pub(super) numbers: Vec<f64>,
    /// How many of the records say nothing there.
    pub(super) unknown: usize,
    /// How many records were asked.
    pub(super) asked: usize,
}

/// Of which records a field is counted where these are asked for: of those, or where it says nothing of them, of those that it
/// speaks of.
pub(super) fn asked(name: &FieldName, wanted: Domain) -> Domain {
    let spoken = match name {
        FieldName::Known(field) if !field.domain.meets(Domain::CLAIMS) => field.domain,
        FieldName::Known(_) | FieldName::Own(_) => Domain::RECORDS,
    };
    if spoken.meets(wanted) { spoken & wanted } else { spoken }
}

/// What a value of a column counts as.
struct Counted {
    /// The text it is counted under.
    text: Option<String>,
    /// Its number, or the year in which its date begins.
    figure: Option<f64>,
    is_known: bool,
}

/// A field of some records.
struct Tally<'a> {
    column: Arc<Column>,
    counted: Vec<Counted>,
    /// By value: records that have it, and the last of them.
    records: Vec<(usize, usize)>,
    /// Where it is said of claims, how to come to those of a record.
    claims: Option<&'a Index>,
    values: Values,
}

impl<'a> Tally<'a> {
    fn new(name: &FieldName, of: Domain, resolver: Resolver<'a>) -> Self {
        let is_of_claims = spoken(name).meets(Domain::CLAIMS);
        let column = if is_of_claims { Domain::CLAIMS } else { of };
        let column = resolver.index.column(name, column, resolver.dossier);
        // Levels are read as numbers, from the lowest.
        let levels = match name {
            FieldName::Known(field) if field.value == ValueType::Level => words_of(ValueType::Level),
            FieldName::Known(_) | FieldName::Own(_) => Vec::new(),
        };
        let counted = |value: &ColumnValue| match value {
            ColumnValue::Text(text) => Counted { text: Some(text.clone()), figure: None, is_known: true },
            ColumnValue::Number(number) => {
                let level = levels.get(*number as usize).map(|level| (*level).to_owned());
                Counted { text: level, figure: Some(*number), is_known: true }
            }
            ColumnValue::Date(date) => {
                let begins = date.earliest().or(date.latest());
                Counted { text: None, figure: begins.map(|day| f64::from(day.year())), is_known: true }
            }
            ColumnValue::Unknown => Counted { text: None, figure: None, is_known: false },
        };
        Tally {
            counted: column.values.iter().map(counted).collect(),
            records: vec![(0, usize::MAX); column.values.len()],
            claims: is_of_claims.then_some(resolver.index),
            values: Values::default(),
            column,
        }
    }

    fn add(&mut self, item: Item) {
        let record = self.values.asked;
        let (mut says, mut figure) = (false, None);
        let Tally { column, counted, records, claims, .. } = self;
        let mut see = |at: usize| {
            for number in column.of(at).iter().map(|number| *number as usize) {
                let (count, last) = &mut records[number];
                if *last != record {
                    (*count, *last) = (*count + 1, record);
                }
                says |= counted[number].is_known;
                figure = figure.or(counted[number].figure);
            }
        };
        match (claims, item) {
            (Some(index), item) => index.claims_of(item).for_each(see),
            (None, Item::Entity(at) | Item::Relation(at) | Item::Claim(at)) => see(at as usize),
        }
        self.values.asked += 1;
        self.values.unknown += usize::from(!says);
        self.values.numbers.extend(figure);
    }

    fn finish(mut self, values: &mut Values) {
        for (counted, (records, _)) in self.counted.into_iter().zip(self.records) {
            if let Some(text) = counted.text.filter(|_| records > 0) {
                *values.texts.entry(text).or_default() += records;
            }
        }
        values.numbers.append(&mut self.values.numbers);
        values.asked += self.values.asked;
        values.unknown += self.values.unknown;
    }
}

fn spoken(name: &FieldName) -> Domain {
    match name {
        FieldName::Known(field) => field.domain,
        FieldName::Own(_) => Domain::RECORDS,
    }
}

/// Counts the values of a field, asked of entities, relations, or both. What is said of claims counts for the records that
/// rest on them.
pub(super) fn count(name: &FieldName, of: Domain, resolver: Resolver<'_>, records: Records<'_>) -> Values {
    let spoken = spoken(name);
    let asks = |domain: Domain| of.meets(domain) && (spoken.meets(Domain::CLAIMS) || spoken.meets(domain));
    let mut values = Values::default();
    if asks(Domain::ENTITIES) {
        let mut tally = Tally::new(name, Domain::ENTITIES, resolver);
        records.entities.iter().for_each(|at| tally.add(Item::Entity(at.index() as u32)));
        tally.finish(&mut values);
    }
    if asks(Domain::RELATIONS) {
        let mut tally = Tally::new(name, Domain::RELATIONS, resolver);
        records.relations.iter().for_each(|at| tally.add(Item::Relation(at.index() as u32)));
        tally.finish(&mut values);
    }
    values
}
