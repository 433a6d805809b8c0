//! The values of a query looked up in a dossier: which kinds, entities, sources and files a word means, and whether what a
//! record says is one of them. What nobody knows is told with the nearest name and how many there are of it.

use std::collections::BTreeSet;
use std::ops::Range;

use super::fault::{Fault, Faults, Mend};
use super::fields::{DateRule, Field, ValueType};
use super::index::{Index, Phrase};
use super::known::Kinds;
use super::readers::Datum;
use super::syntax::{FieldName, Order, Rule};
use super::values::{Meaning, Value, Written};
use crate::dossier::model::naming::called;
use crate::dossier::model::{Date, Dossier, EdgeIndex, NodeIndex, Truth};
use crate::dossier::ron_text::Nearest;

/// What a value of a record must be.
pub(super) enum Matcher {
    /// Anything.
    Any,
    /// One of these texts, exactly.
    Ids(BTreeSet<String>),
    /// A text with one of these phrases.
    Phrases(Vec<Phrase>),
    Places(Vec<Written>),
    /// Of the author's own data: these texts or numbers.
    Own(Vec<(Phrase, Option<f64>)>),
    /// Between two numbers, both included.
    Numbers(Vec<(f64, f64)>),
    Dates(Vec<DateTest>),
}

/// What is asked of a date, in day numbers.
#[derive(Clone, Copy, Debug)]
pub(super) enum DateTest {
    /// Some of it lies from one day to the other.
    Within(i32, i32),
    /// It ends before a day.
    EndsBefore(i32),
    /// It begins after a day.
    BeginsAfter(i32),
    /// It begins by a day.
    BeginsBy(i32),
    /// It lasts to a day at least.
    LastsTo(i32),
}

impl DateTest {
    fn truth(self, date: &Date) -> Truth {
        let extent = date.extent();
        let ([begins, begins_by], [ends, ends_by]) = (extent.begin, extent.end);
        let both = |possible: bool, certain: bool| Truth::known(certain, possible);
        match self {
            DateTest::Within(from, to) => both(begins <= to && ends_by >= from, begins_by <= to && ends >= from),
            DateTest::EndsBefore(day) => both(ends < day, ends_by < day),
            DateTest::BeginsAfter(day) => both(begins_by > day, begins > day),
            DateTest::BeginsBy(day) => both(begins <= day, begins_by <= day),
            DateTest::LastsTo(day) => both(ends_by >= day, ends >= day),
        }
    }
}

impl Matcher {
    /// Whether a value is what is asked for.
    pub(super) fn truth(&self, datum: &Datum<'_>) -> Truth {
        let known = |is: bool| if is { Truth::Yes } else { Truth::No };
        match (self, datum) {
            // That there is none of something is no value.
            (Matcher::Any, Datum::Number(number)) => known(*number != 0.0),
            (Matcher::Any, _) => Truth::Yes,
            (_, Datum::Unknown) => Truth::Maybe,
            (Matcher::Ids(ids), Datum::Text(text)) => known(ids.contains(*text)),
            (Matcher::Phrases(phrases), Datum::Text(text)) => known(phrases.iter().any(|phrase| phrase.is_in(text))),
            (Matcher::Places(places), Datum::Text(text)) => known(places.iter().any(|place| has_place(text, place))),
            (Matcher::Own(values), Datum::Text(text)) => known(values.iter().any(|(phrase, _)| phrase.is_in(text))),
            (Matcher::Own(values), Datum::Number(number)) => known(values.iter().any(|(_, is)| *is == Some(*number))),
            (Matcher::Numbers(bounds), Datum::Number(number)) => {
                known(bounds.iter().any(|(low, high)| (low..=high).contains(&number)))
            }
            (Matcher::Dates(tests), Datum::Date(date)) => {
                tests.iter().map(|test| test.truth(date)).max().unwrap_or(Truth::No)
            }
            (
                Matcher::Ids(_)
                | Matcher::Phrases(_)
                | Matcher::Places(_)
                | Matcher::Own(_)
                | Matcher::Numbers(_)
                | Matcher::Dates(_),
                Datum::Text(_) | Datum::Number(_) | Datum::Date(_),
            ) => Truth::No,
        }
    }
}

/// Whether a place is written in a text: `P5` also in `P5.1, P6`, but not in `P51`.
fn has_place(text: &str, place: &Written) -> bool {
    let (text, wanted) = (text.to_lowercase(), place.text.to_lowercase());
    !wanted.is_empty()
        && text.match_indices(&wanted).any(|(at, _)| {
            let (before, after) = (text[..at].chars().next_back(), text[at + wanted.len()..].chars().next());
            before.is_none_or(|c| !c.is_alphanumeric() && c != '.')
                && (place.begins || after.is_none_or(|c| !c.is_alphanumeric()))
        })
}

/// Looks values up.
#[derive(Clone, Copy)]
pub(super) struct Resolver<'a> {
    pub(super) dossier: &'a Dossier,
    pub(super) index: &'a Index,
}

impl Resolver<'_> {
    /// What a rule asks of the values of a field.
    pub(super) fn matcher(self, name: &FieldName, rule: &Rule) -> Matcher {
        let ends = |low: Option<&Value>, high: Option<&Value>| match name {
            FieldName::Known(Field { value: ValueType::Date(_) | ValueType::AsOf, .. }) => {
                let day = |value: Option<&Value>, end: fn(&Date) -> Option<i32>| value.and_then(|v| end(date_of(v)?));
                Matcher::Dates(vec![DateTest::Within(
                    day(low, first).unwrap_or(i32::MIN),
                    day(high, last).unwrap_or(i32::MAX),
                )])
            }
            FieldName::Known(Field {
                value:
                    ValueType::Number
                    | ValueType::Count
                    | ValueType::Level
                    | ValueType::Id
                    | ValueType::EntityKind
                    | ValueType::RelationKind
                    | ValueType::Entity
                    | ValueType::Source
                    | ValueType::File
                    | ValueType::Choice(_)
                    | ValueType::Text
                    | ValueType::Place
                    | ValueType::Group(_),
                ..
            })
            | FieldName::Own(_) => {
                let number = |value: Option<&Value>| value.and_then(number_of);
                Matcher::Numbers(vec![(
                    number(low).unwrap_or(f64::NEG_INFINITY),
                    number(high).unwrap_or(f64::INFINITY),
                )])
            }
        };
        match rule {
            Rule::Any => Matcher::Any,
            Rule::Within(low, high) => ends(low.as_ref(), high.as_ref()),
            Rule::Compare(order, value) => compared(*order, value),
            Rule::OneOf(values) => match name {
                FieldName::Known(field) => self.one_of(field.value, values),
                FieldName::Own(_) => {
                    let value = |v: &Value| (Phrase::new(&v.written.text, v.written.begins), number_of(v));
                    Matcher::Own(values.iter().map(value).collect())
                }
            },
        }
    }

    fn one_of(self, value: ValueType, values: &[Value]) -> Matcher {
        let written = || values.iter().map(|value| &value.written);
        match value {
            ValueType::Text => Matcher::Phrases(written().map(|w| Phrase::new(&w.text, w.begins)).collect()),
            ValueType::Place => Matcher::Places(written().cloned().collect()),
            ValueType::Number | ValueType::Count | ValueType::Level => {
                Matcher::Numbers(values.iter().filter_map(|v| number_of(v).map(|n| (n, n))).collect())
            }
            ValueType::Date(rule) => {
                Matcher::Dates(values.iter().filter_map(|v| date_test(rule, date_of(v)?)).collect())
            }
            // Presence is worked out for all at once.
            ValueType::AsOf => Matcher::Dates(Vec::new()),
            ValueType::Id
            | ValueType::EntityKind
            | ValueType::RelationKind
            | ValueType::Entity
            | ValueType::Source
            | ValueType::File
            | ValueType::Choice(_)
            | ValueType::Group(_) => Matcher::Ids(written().flat_map(|w| self.meant(value, w)).collect()),
        }
    }

    /// The ids that a word means.
    pub(super) fn meant(self, value: ValueType, written: &Written) -> Vec<String> {
        let phrase = Phrase::new(&written.text, written.begins);
        let exact = |id: &str| id == written.text && !written.begins;
        match value {
            ValueType::Choice(_) => vec![written.text.clone()],
            ValueType::Entity => self.ids(self.entities(written)),
            ValueType::Group(by) => {
                let groups = self.index.groups(by, self.dossier);
                let leaders: BTreeSet<_> =
                    self.entities(written).into_iter().filter_map(|at| groups.leader(at)).collect();
                self.ids(leaders.into_iter().collect())
            }
            ValueType::Id => {
                let mut ids = self.ids(self.entities(written));
                let relations = self.relations(written).into_iter().filter_map(|at| self.dossier.relation(at));
                ids.extend(relations.map(|relation| relation.id.to_string()));
                ids
            }
            ValueType::EntityKind => kinds_meant(self.index.entity_kinds(self.dossier), written),
            ValueType::RelationKind => kinds_meant(self.index.relation_kinds(self.dossier), written),
            ValueType::Source => {
                let sources = self.index.sources(self.dossier);
                match sources.get_key_value(&written.text).filter(|_| !written.begins) {
                    Some((id, _)) => vec![id.clone()],
                    None => sources
                        .iter()
                        .filter(|(id, text)| phrase.is(id) || phrase.is_in(text))
                        .map(|(id, _)| id.clone())
                        .collect(),
                }
            }
            ValueType::File => {
                let files = self.dossier.files.iter();
                let is = |path: &str, title: Option<&str>| {
                    exact(path)
                        || title.is_some_and(|title| phrase.is(title))
                        || (written.begins && path.starts_with(&written.text))
                };
                files.filter(|file| is(&file.path, file.title.as_deref())).map(|file| file.path.clone()).collect()
            }
            ValueType::Text
            | ValueType::Place
            | ValueType::Number
            | ValueType::Count
            | ValueType::Level
            | ValueType::Date(_)
            | ValueType::AsOf => vec![],
        }
    }

    /// Whether a word means anything.
    pub(super) fn is_known(self, value: ValueType, written: &Written) -> bool {
        match value {
            ValueType::Entity => !self.entities(written).is_empty(),
            ValueType::Id => !self.entities(written).is_empty() || !self.relations(written).is_empty(),
            ValueType::Group(_)
            | ValueType::EntityKind
            | ValueType::RelationKind
            | ValueType::Source
            | ValueType::File
            | ValueType::Choice(_)
            | ValueType::Text
            | ValueType::Place
            | ValueType::Number
            | ValueType::Count
            | ValueType::Level
            | ValueType::Date(_)
            | ValueType::AsOf => !self.meant(value, written).is_empty(),
        }
    }

    /// The entities that an id, a name or an alias means.
    pub(super) fn entities(self, written: &Written) -> Vec<NodeIndex> {
        if written.begins {
            return self.index.begun.entities(&written.text, self.index.names(self.dossier), self.dossier).to_vec();
        }
        if let Some(at) = self.dossier.entity_index(&written.text) {
            return vec![at];
        }
        let alike = self.index.names(self.dossier).same(&written.text);
        let entities = alike.iter().filter_map(|at| self.dossier.entity(*at));
        let called = called(&written.text, entities);
        // What only a search holds for the same is meant where nothing agrees better.
        match called.is_empty() {
            true => alike.into_iter().filter(|at| self.dossier.entity(*at).is_some()).collect(),
            false => called.iter().filter_map(|entity| self.dossier.entity_index(entity.id.as_str())).collect(),
        }
    }

    /// The relations that an id means.
    pub(super) fn relations(self, written: &Written) -> Vec<EdgeIndex> {
        if written.begins {
            return self.index.begun.relations(&written.text, self.dossier).to_vec();
        }
        self.dossier.relation_index(&written.text).into_iter().collect()
    }

    fn ids(self, entities: Vec<NodeIndex>) -> Vec<String> {
        entities.into_iter().filter_map(|at| Some(self.dossier.entity(at)?.id.to_string())).collect()
    }

    /// A word that means nothing in this dossier, told with the nearest that does.
    pub(super) fn fault_of(self, value: ValueType, written: &Written) -> Option<Fault> {
        if self.is_known(value, written) {
            return None;
        }
        let near = match value {
            ValueType::EntityKind => near_kind(self.index.entity_kinds(self.dossier), &written.text),
            ValueType::RelationKind => near_kind(self.index.relation_kinds(self.dossier), &written.text),
            ValueType::Source => nearest(&written.text, self.dossier.sources.iter().map(|s| s.id.as_str())),
            ValueType::File => nearest(&written.text, self.dossier.files.iter().map(|f| f.path.as_str())),
            ValueType::Id | ValueType::Entity | ValueType::Group(_) => {
                let hit = self.index.names(self.dossier).find(&written.text, 1).into_iter().next();
                let entity = hit.and_then(|hit| self.dossier.entity(hit.entity));
                entity.map(|entity| (entity.id.to_string(), format!(" ({})", entity.label())))
            }
            ValueType::Choice(_)
            | ValueType::Text
            | ValueType::Place
            | ValueType::Number
            | ValueType::Count
            | ValueType::Level
            | ValueType::Date(_)
            | ValueType::AsOf => return None,
        };
        let what = if value == ValueType::Id { ValueType::Entity.says() } else { value.says() };
        let mend = near.map(|(id, detail)| {
            let text = super::syntax::written(&id, false);
            Mend { words: format!("did you mean {text}{detail}?"), text: Some(text) }
        });
        let message =
            format!("`{}` is not {what} of this dossier", written.text).replace("of the dossier of this", "of this");
        Some(Fault { span: span(written), message, mend })
    }
}

/// The kinds that a word means.
fn kinds_meant(kinds: &Kinds, written: &Written) -> Vec<String> {
    if let Some((id, _)) = kinds.get_key_value(&written.text).filter(|_| !written.begins) {
        return vec![id.clone()];
    }
    let phrase = Phrase::new(&written.text, written.begins);
    let meant = kinds.iter().filter(|(_, kind)| kind.words.iter().any(|word| phrase.is(word)));
    meant.map(|(id, _)| id.clone()).collect()
}

/// The kind with a word near this one, and how many records have it.
fn near_kind(kinds: &Kinds, word: &str) -> Option<(String, String)> {
    let words = || kinds.iter().flat_map(|(id, kind)| kind.words.iter().map(move |word| (id, kind, word.as_str())));
    let near = Nearest::default().find(&word.to_lowercase(), words().map(|(.., word)| word))?;
    let (id, kind, _) = words().find(|(.., word)| *word == near)?;
    Some((id.clone(), format!(" ({})", kind.records)))
}

/// The nearest of some ids, of which no more is told.
fn nearest<'a>(word: &str, ids: impl Iterator<Item = &'a str>) -> Option<(String, String)> {
    Nearest::default().find(&word.to_lowercase(), ids).map(|id| (id.to_owned(), String::new()))
}

fn span(written: &Written) -> Range<usize> {
    written.at.0.clone()
}

fn number_of(value: &Value) -> Option<f64> {
    match value.meaning {
        Meaning::Number(number) => Some(number),
        Meaning::Text | Meaning::Date(_) => None,
    }
}

pub(super) fn date_of(value: &Value) -> Option<&Date> {
    match &value.meaning {
        Meaning::Date(date) => Some(date),
        Meaning::Text | Meaning::Number(_) => None,
    }
}

fn first(date: &Date) -> Option<i32> {
    date.earliest().map(|day| day.number())
}

fn last(date: &Date) -> Option<i32> {
    date.latest().map(|day| day.number())
}

fn date_test(rule: DateRule, date: &Date) -> Option<DateTest> {
    Some(match rule {
        DateRule::Within => DateTest::Within(first(date).unwrap_or(i32::MIN), last(date).unwrap_or(i32::MAX)),
        DateRule::Before => DateTest::EndsBefore(first(date)?),
        DateRule::After => DateTest::BeginsAfter(last(date)?),
    })
}

fn compared(order: Order, value: &Value) -> Matcher {
    if let Some(date) = date_of(value) {
        let test = match order {
            Order::Less => first(date).map(DateTest::EndsBefore),
            Order::AtMost => Some(DateTest::BeginsBy(last(date).unwrap_or(i32::MAX))),
            Order::More => last(date).map(DateTest::BeginsAfter),
            Order::AtLeast => Some(DateTest::LastsTo(first(date).unwrap_or(i32::MIN))),
        };
        return Matcher::Dates(test.into_iter().collect());
    }
    let number = number_of(value).unwrap_or(f64::NAN);
    let bounds = match order {
        Order::Less => (f64::NEG_INFINITY, number.next_down()),
        Order::AtMost => (f64::NEG_INFINITY, number),
        Order::More => (number.next_up(), f64::INFINITY),
        Order::AtLeast => (number, f64::INFINITY),
    };
    Matcher::Numbers(vec![bounds])
}

/// Every value of a query that a dossier does not know.
pub(super) fn faults(resolver: Resolver<'_>, values: &[(ValueType, &Written)]) -> Vec<Fault> {
    let mut faults = Faults::default();
    for (value, written) in values {
        if faults.has_room()
            && let Some(fault) = resolver.fault_of(*value, written)
        {
            faults.list.push(fault);
        }
    }
    faults.list
}
