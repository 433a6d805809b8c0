//! How many records have each value of a field: for completions and for facets. Which records are counted is the caller's;
//! nothing here knows a query.

use std::collections::HashMap;

use super::domain::Domain;
use super::evaluate::read;
use super::fields::ValueType;
use super::readers::{Datum, Of, Subject};
use super::scopes::Scope;
use super::syntax::FieldName;
use super::values::words_of;
use crate::dossier::model::{Claim, Dossier, EdgeIndex, NodeIndex};

/// Some records of a dossier, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Records {
    pub(crate) entities: Vec<NodeIndex>,
    pub(crate) relations: Vec<EdgeIndex>,
}

impl Records {
    /// Every record.
    pub(super) fn all(dossier: &Dossier) -> Records {
        Records {
            entities: dossier.entities().map(|(at, _)| at).collect(),
            relations: dossier.relations().map(|(at, ..)| at).collect(),
        }
    }

    /// How many of the relations a scope asks of each entity, by its number: those from it, to it, or all of them.
    pub(super) fn degrees(&self, dossier: &Dossier, scope: Option<Scope>) -> Vec<usize> {
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

/// Texts with how many records have them; a record is counted once for each.
#[derive(Default)]
struct Tally {
    numbers: HashMap<String, usize>,
    /// Records that have it, and the last of them, by number.
    counts: Vec<(usize, usize)>,
}

impl Tally {
    fn add(&mut self, text: &str, record: usize) {
        let next = self.counts.len();
        let number = match self.numbers.get(text) {
            Some(number) => *number,
            None => {
                self.numbers.insert(text.to_owned(), next);
                self.counts.push((0, usize::MAX));
                next
            }
        };
        let (count, last) = &mut self.counts[number];
        if *last != record {
            (*count, *last) = (*count + 1, record);
        }
    }

    fn texts(self) -> HashMap<String, usize> {
        let Tally { numbers, counts } = self;
        numbers.into_iter().map(|(text, number)| (text, counts[number].0)).collect()
    }
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

/// Counts the values of a field, asked of entities, relations, or both. What is said of claims counts for the records that
/// rest on them.
pub(super) fn count(name: &FieldName, of: Domain, dossier: &Dossier, records: &Records) -> Values {
    let spoken = match name {
        FieldName::Known(field) => field.domain,
        FieldName::Own(_) => Domain::RECORDS,
    };
    let is_of_claims = spoken.meets(Domain::CLAIMS);
    let asks = |domain: Domain| of.meets(domain) && (is_of_claims || spoken.meets(domain));
    // Levels are read as numbers, from the lowest.
    let levels = match name {
        FieldName::Known(field) if field.value == ValueType::Level => words_of(ValueType::Level),
        FieldName::Known(_) | FieldName::Own(_) => Vec::new(),
    };
    let (mut values, mut tally) = (Values::default(), Tally::default());
    let mut record = |of: Of<'_>, claims: &[Claim]| {
        let (number_of_record, mut says, mut figure) = (values.asked, false, None);
        let mut see = |datum: Datum<'_>| {
            says |= !matches!(datum, Datum::Unknown);
            match datum {
                Datum::Text(text) => tally.add(text, number_of_record),
                Datum::Number(number) => {
                    if let Some(level) = levels.get(number as usize) {
                        tally.add(level, number_of_record);
                    }
                    figure = figure.or(Some(number));
                }
                Datum::Date(date) => {
                    let begins = date.earliest().or(date.latest());
                    figure = figure.or(begins.map(|day| f64::from(day.year())));
                }
                Datum::Unknown => {}
            }
        };
        if is_of_claims {
            for (_, claim) in Claim::carrying(claims) {
                read(name, Subject { dossier, of: Of::Claim(claim) }, &mut see);
            }
        } else {
            read(name, Subject { dossier, of }, &mut see);
        }
        values.asked += 1;
        values.unknown += usize::from(!says);
        values.numbers.extend(figure);
    };
    if asks(Domain::ENTITIES) {
        for (at, entity) in records.entities.iter().filter_map(|at| Some((*at, dossier.entity(*at)?))) {
            record(Of::Entity(at, entity), &entity.claims);
        }
    }
    if asks(Domain::RELATIONS) {
        for relation in records.relations.iter().filter_map(|at| dossier.relation(*at)) {
            record(Of::Relation(relation), &relation.claims);
        }
    }
    values.texts = tally.texts();
    values
}
