//! Ways to go on at a place in the text of a query, the likeliest first, each with what a person sees beside it: what a field
//! asks for, how many records have a value.

use std::collections::HashMap;
use std::ops::Range;

use super::cursor::{Expected, at_end};
use super::domain::Domain;
use super::fields::{FIELDS, FLAGS, Field, ValueType};
use super::index::claims;
use super::known::Kinds;
use super::readers::{Datum, Of, Subject};
use super::resolve::Resolver;
use super::scopes::{SCOPES, Takes};
use super::syntax::written;
use super::values::words_of;
use crate::dossier::model::Dossier;
use crate::dossier::model::fold::search_form;

/// One way to go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// Bytes of the text that it takes the place of.
    pub range: Range<usize>,
    /// What is put there.
    pub text: String,
    /// What a person sees beside it.
    pub detail: String,
}

/// How many are offered.
const MOST: usize = 20;

/// Offers that fit what is typed.
struct Offers {
    typed: String,
    list: Vec<(usize, usize, String, String)>,
}

impl Offers {
    /// Offers a text if it, or another word for it, begins with what is typed, or a word of it does.
    fn add(&mut self, text: String, detail: String, weight: usize, others: &[&str]) {
        let fit = |word: &str| {
            let word = search_form(word);
            if word.starts_with(&self.typed) {
                Some(0)
            } else {
                word.split(' ').any(|part| part.starts_with(&self.typed)).then_some(1)
            }
        };
        let fits = others.iter().copied().chain([text.as_str()]).filter_map(fit).min();
        if let Some(fit) = fits {
            self.list.push((fit, usize::MAX - weight, text, detail));
        }
    }
}

/// Ways to go on at a byte of the text.
pub(super) fn complete(text: &str, cursor: usize, resolver: Resolver<'_>) -> Vec<Completion> {
    let end = (0..=cursor.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let place = at_end(&text[..end]);
    let mut offers = Offers { typed: search_form(&place.typed), list: Vec::new() };
    match place.expected {
        Expected::Test { of, after_test } => tests(&mut offers, of, after_test, &place.typed),
        Expected::Value(field) => values(&mut offers, field, resolver),
        Expected::FieldName { of } => {
            for (at, field) in FIELDS.iter().enumerate().filter(|(_, field)| fits(field.domain, of)) {
                offers.add(field.word.to_owned(), field.about.to_owned(), FIELDS.len() - at, field.synonyms);
            }
        }
        Expected::Flag { of } => {
            for (at, flag) in FLAGS.iter().enumerate().filter(|(_, flag)| fits(flag.domain, of)) {
                offers.add(flag.word.to_owned(), flag.about.to_owned(), FLAGS.len() - at, &[]);
            }
        }
        Expected::Entity => entities(&mut offers, resolver.dossier),
        Expected::Text => {}
    }
    offers.list.sort();
    offers.list.truncate(MOST);
    let one = |(_, _, text, detail)| Completion { range: place.range.clone(), text, detail };
    offers.list.into_iter().map(one).collect()
}

/// Whether a test speaks of what is asked; of records also what is said of their claims.
fn fits(domain: Domain, of: Domain) -> bool {
    domain.meets(of) || (of.meets(Domain::RECORDS) && domain.meets(Domain::CLAIMS))
}

fn tests(offers: &mut Offers, of: Domain, after_test: bool, typed: &str) {
    if after_test && (typed.is_empty() || "OR".starts_with(typed)) {
        offers.add("OR".to_owned(), "either what stands before or what follows".to_owned(), 0, &[]);
    }
    let all = FIELDS.len() + SCOPES.len();
    for (at, field) in FIELDS.iter().enumerate().filter(|(_, field)| fits(field.domain, of)) {
        offers.add(format!("{}:", field.word), field.about.to_owned(), all - at, field.synonyms);
    }
    for (at, row) in SCOPES.iter().enumerate().filter(|(_, row)| fits(row.domain, of)) {
        let open = if row.takes == Takes::Question { "(" } else { "" };
        offers.add(format!("{}:{open}", row.word), row.about.to_owned(), SCOPES.len() - at, &[]);
    }
    offers.add("no:".to_owned(), "without a date, a source, …".to_owned(), 0, &[]);
    offers.add("is:".to_owned(), "unnamed, alone, denied, …".to_owned(), 0, &[]);
}

fn values(offers: &mut Offers, field: &Field, resolver: Resolver<'_>) {
    match field.value {
        ValueType::EntityKind => kinds(offers, resolver.index.entity_kinds(resolver.dossier)),
        ValueType::RelationKind => kinds(offers, resolver.index.relation_kinds(resolver.dossier)),
        ValueType::Choice(_) | ValueType::Level => {
            let used = used(field, resolver.dossier);
            for word in words_of(field.value) {
                let records = used.get(word).copied();
                offers.add(
                    word.to_owned(),
                    records.map(|n| n.to_string()).unwrap_or_default(),
                    records.unwrap_or(0),
                    &[],
                );
            }
        }
        ValueType::Source => {
            let used = used(field, resolver.dossier);
            for source in &resolver.dossier.sources {
                let id = source.id.as_str();
                let number = used.get(id).copied().unwrap_or(0);
                offers.add(
                    written(id, false),
                    format!("{number}, {}", source.short_label()),
                    number,
                    &[&source.citation()],
                );
            }
        }
        ValueType::File => {
            for file in &resolver.dossier.files {
                let title = file.title.as_deref().unwrap_or_default();
                offers.add(written(&file.path, false), title.to_owned(), 0, &[title]);
            }
        }
        ValueType::Entity => {
            let used = used(field, resolver.dossier);
            for (id, number) in used {
                let label = resolver.dossier.label_of(&id);
                offers.add(written(&id, false), format!("{number}, {label}"), number, &[&label]);
            }
        }
        ValueType::Id => entities(offers, resolver.dossier),
        ValueType::Text | ValueType::Place | ValueType::Number | ValueType::Count => {}
        ValueType::Date(_) | ValueType::AsOf => {}
    }
}

fn kinds(offers: &mut Offers, kinds: &Kinds) {
    for (id, kind) in kinds {
        let words: Vec<&str> = kind.words.iter().map(String::as_str).collect();
        offers.add(written(id, false), kind.records.to_string(), kind.records, &words);
    }
}

/// How many records or claims say each value of a field.
fn used(field: &Field, dossier: &Dossier) -> HashMap<String, usize> {
    let mut used = HashMap::new();
    let mut read = |of| {
        (field.read)(Subject { dossier, of }, &mut |datum| {
            if let Datum::Text(text) = datum {
                *used.entry(text.to_owned()).or_default() += 1;
            }
        });
    };
    if field.domain.meets(Domain::CLAIMS) {
        claims(dossier).filter(|claim| claim.supports()).for_each(|claim| read(Of::Claim(claim)));
    } else {
        dossier.entities().for_each(|(at, entity)| read(Of::Entity(at, entity)));
        dossier.relations().for_each(|(.., relation)| read(Of::Relation(relation)));
    }
    used
}

fn entities(offers: &mut Offers, dossier: &Dossier) {
    for (at, entity) in dossier.entities() {
        let names: Vec<&str> =
            entity.names.iter().map(|name| name.text.as_str()).chain([entity.name.as_str()]).collect();
        offers.add(written(entity.id.as_str(), false), entity.label().to_owned(), dossier.degree(at), &names);
    }
}
