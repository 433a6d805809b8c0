//! Ways to go on at a place in the text of a query, the likeliest first, each with what a person sees beside it: what a field
//! asks for, how many records have a value.

use std::collections::HashMap;
use std::ops::Range;

use super::counting::{Records, asked, count};
use super::cursor::{Expected, at_end};
use super::domain::Domain;
use super::fields::{FIELDS, FLAGS, Field, ValueType};
use super::known::Kinds;
use super::meanings::meaning;
use super::resolve::Resolver;
use super::scopes::{SCOPES, Scope, Takes};
use super::syntax::{FieldName, written};
use super::values::words_of;
use crate::dossier::model::NodeIndex;
use crate::dossier::model::fold::search_form;

/// One way to go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// Bytes of the text that it takes the place of.
    pub range: Range<usize>,
    /// What is put there.
    pub text: String,
    /// What it means.
    pub detail: String,
    /// How many records it is true of; `None` where that is not counted.
    pub records: Option<usize>,
    /// These are left out: the test is denied.
    pub leaves_out: bool,
}

/// How many are offered.
const MOST: usize = 20;

/// One that fits what is typed; the best come first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Offer {
    /// How well it fits: 0 is best.
    fit: u8,
    /// Lighter ones come first.
    weight: usize,
    text: String,
    detail: String,
    records: Option<usize>,
}

/// Offers that fit what is typed.
struct Offers {
    typed: String,
    list: Vec<Offer>,
}

impl Offers {
    /// Offers a text if it, or another word for it, begins with what is typed, or a word of it does.
    fn add(&mut self, text: String, detail: String, weight: usize, others: &[&str]) {
        self.put((text, detail), weight, None, others);
    }

    /// The same with a number of records, which is what it goes by.
    fn count(&mut self, text: String, detail: String, records: usize, others: &[&str]) {
        self.put((text, detail), records, Some(records), others);
    }

    fn put(&mut self, (text, detail): (String, String), weight: usize, records: Option<usize>, others: &[&str]) {
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
            self.list.push(Offer { fit, weight: usize::MAX - weight, text, detail, records });
        }
    }
}

/// The test that is being written at a byte of the text, up to there: without it the rest is asked as it stands.
pub(super) fn test_at(text: &str, cursor: usize) -> Range<usize> {
    at_end(&text[..text.floor_char_boundary(cursor)]).test
}

/// Ways to go on at a byte of the text; records are counted among these, of those that are wanted.
pub(super) fn complete(
    text: &str,
    cursor: usize,
    (records, wanted): (Records<'_>, Domain),
    resolver: Resolver<'_>,
) -> Vec<Completion> {
    let place = at_end(&text[..text.floor_char_boundary(cursor)]);
    let mut offers = Offers { typed: search_form(&place.typed), list: Vec::new() };
    match place.expected {
        Expected::Test { of, after_test } => tests(&mut offers, of, after_test, &place.typed),
        Expected::Value(field) => values(&mut offers, field, (records, wanted), resolver),
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
        Expected::Entity(scope) => entities(&mut offers, Some(scope), records, resolver),
        Expected::Text => {}
    }
    offers.list.sort();
    offers.list.truncate(MOST);
    let one = |offer: Offer| {
        let Offer { text, detail, records, .. } = offer;
        Completion { range: place.range.clone(), text, detail, records, leaves_out: place.denied }
    };
    offers.list.into_iter().map(one).collect()
}

/// Whether a test speaks of what is asked; of records also what is said of their claims.
fn fits(domain: Domain, of: Domain) -> bool {
    domain.meets(of) || (of.meets(Domain::RECORDS) && domain.meets(Domain::CLAIMS))
}

fn tests(offers: &mut Offers, of: Domain, after_test: bool, typed: &str) {
    if after_test && (typed.is_empty() || "OR".starts_with(typed)) {
        offers.add("OR".to_owned(), "the part before or the part after".to_owned(), 0, &[]);
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

fn values(
    offers: &mut Offers,
    field: &'static Field,
    (records, wanted): (Records<'_>, Domain),
    resolver: Resolver<'_>,
) {
    let dossier = resolver.dossier;
    let name = FieldName::Known(field);
    let used = || count(&name, asked(&name, wanted), resolver, records).texts;
    match field.value {
        ValueType::EntityKind => kinds(offers, resolver.index.entity_kinds(dossier), &used()),
        ValueType::RelationKind => kinds(offers, resolver.index.relation_kinds(dossier), &used()),
        ValueType::Choice(_) | ValueType::Level => {
            let used = used();
            for word in words_of(field.value) {
                let number = used.get(word).copied().unwrap_or(0);
                offers.count(word.to_owned(), meaning(word).to_owned(), number, &[]);
            }
        }
        ValueType::Source => {
            let used = used();
            for source in &dossier.sources {
                let number = used.get(source.id.as_str()).copied().unwrap_or(0);
                let text = written(source.id.as_str(), false);
                offers.count(text, source.short_label(), number, &[&source.citation()]);
            }
        }
        ValueType::File => {
            let used = used();
            for file in &dossier.files {
                let title = file.title.as_deref().unwrap_or_default();
                let number = used.get(&file.path).copied().unwrap_or(0);
                offers.count(written(&file.path, false), title.to_owned(), number, &[title]);
            }
        }
        // Any member may stand for its group; while nothing is typed its leader does.
        ValueType::Group(by) if by.is_slow() || !offers.typed.is_empty() => entities(offers, None, records, resolver),
        ValueType::Entity | ValueType::Group(_) => {
            for (id, number) in used() {
                let label = dossier.label_of(&id);
                offers.count(written(&id, false), label.to_string(), number, &[&label]);
            }
        }
        ValueType::Id => entities(offers, None, records, resolver),
        ValueType::Text | ValueType::Place | ValueType::Number | ValueType::Count => {}
        ValueType::Date(_) | ValueType::AsOf => {}
    }
}

fn kinds(offers: &mut Offers, kinds: &Kinds, used: &HashMap<String, usize>) {
    for (id, kind) in kinds {
        let words: Vec<&str> = kind.words.iter().map(String::as_str).collect();
        let label = kind.words.first().filter(|label| *label != id).cloned().unwrap_or_default();
        offers.count(written(id, false), label, used.get(id).copied().unwrap_or(0), &words);
    }
}

/// Entities that are called so, with the number of relations that a scope asks of them; the first come first.
fn entities(offers: &mut Offers, scope: Option<Scope>, records: Records<'_>, resolver: Resolver<'_>) {
    let dossier = resolver.dossier;
    let degrees = records.degrees(dossier, scope);
    let found: Vec<NodeIndex> = if offers.typed.is_empty() {
        let mut all: Vec<NodeIndex> = dossier.entities().map(|(at, _)| at).collect();
        let by_degree = |at: &NodeIndex| (std::cmp::Reverse(degrees[at.index()]), *at);
        if all.len() > MOST {
            all.select_nth_unstable_by_key(MOST, by_degree);
            all.truncate(MOST);
        }
        all.sort_by_key(by_degree);
        all
    } else {
        let hits = resolver.index.names(dossier).find(&offers.typed, MOST);
        hits.into_iter().map(|hit| hit.entity).collect()
    };
    let last = found.len();
    for (place, at) in found.into_iter().enumerate() {
        let Some(entity) = dossier.entity(at) else { continue };
        let (text, detail) = (written(entity.id.as_str(), false), entity.label().to_owned());
        let records = degrees.get(at.index()).copied();
        offers.list.push(Offer { fit: 0, weight: usize::MAX - (last - place), text, detail, records });
    }
}
