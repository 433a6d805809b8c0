//! What everyone says in one field, read once for a revision: each value that occurs gets a number, and every entity, relation or
//! claim has a list of such numbers. A test then judges each value once, and counting is a walk over numbers. What a value
//! must be is not known here.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use foldhash::fast::RandomState;

use super::domain::Domain;
use super::fields::Field;
use super::readers::{Datum, Of, See, Subject};
use super::syntax::FieldName;
use crate::dossier::model::{Claim, Date, Dossier, EdgeIndex, Entity, FieldValue, NodeIndex, Relation};

/// Every claim of a dossier: those of entities in the author's order, then those of relations.
pub(super) fn claims(dossier: &Dossier) -> impl Iterator<Item = &Claim> {
    let entities = dossier.entities().flat_map(|(_, entity): (NodeIndex, &Entity)| &entity.claims);
    let relations = dossier.relations().flat_map(|(.., relation): (EdgeIndex, _, _, &Relation)| &relation.claims);
    entities.chain(relations)
}

/// A value that was read.
pub(super) enum Value {
    Text(String),
    Number(f64),
    Date(Date),
    /// It is said that nobody can tell.
    Unknown,
}

impl Value {
    /// As a reader shows it.
    pub(super) fn datum(&self) -> Datum<'_> {
        match self {
            Value::Text(text) => Datum::Text(text),
            Value::Number(number) => Datum::Number(*number),
            Value::Date(date) => Datum::Date(date),
            Value::Unknown => Datum::Unknown,
        }
    }
}

/// What all entities, all relations or all claims say in a field, by their indices.
#[derive(Default)]
pub(super) struct Column {
    /// Each value that occurs, once.
    pub(super) values: Vec<Value>,
    /// Where the values of each begin among `numbers`; one more than there are.
    starts: Vec<u32>,
    numbers: Vec<u32>,
}

impl Column {
    /// Where each says one value or none, by its number.
    pub(super) fn of_one_each(values: Vec<Value>, of: &[Option<u32>]) -> Column {
        let (mut starts, mut numbers) = (Vec::with_capacity(of.len() + 1), Vec::with_capacity(of.len()));
        for number in of {
            starts.push(numbers.len() as u32);
            numbers.extend(number);
        }
        starts.push(numbers.len() as u32);
        Column { values, starts, numbers }
    }

    /// The numbers of the values that one says; none for an index that is not used.
    pub(super) fn of(&self, at: usize) -> &[u32] {
        match self.starts.get(at..at + 2) {
            Some(bounds) => &self.numbers[bounds[0] as usize..bounds[1] as usize],
            None => &[],
        }
    }
}

/// Reads fields of all entities, all relations or all claims, each record once for all of them.
fn read_all(names: &[FieldName], of: Domain, dossier: &Dossier) -> Vec<Column> {
    let mut builders: Vec<Builder> = names.iter().map(|_| Builder::default()).collect();
    let mut add = |at: usize, of| {
        let fields = builders.iter_mut().zip(names);
        fields.for_each(|(builder, name)| builder.add(at, name, Subject { dossier, of }));
    };
    // By ascending index, which after changes is not the author's order.
    if of == Domain::ENTITIES {
        let all = dossier.graph().node_indices().filter_map(|at| Some((at, dossier.entity(at)?)));
        all.for_each(|(at, entity)| add(at.index(), Of::Entity(at, entity)));
    } else if of == Domain::RELATIONS {
        let all = dossier.graph().edge_indices().filter_map(|at| Some((at, dossier.relation(at)?)));
        all.for_each(|(at, relation)| add(at.index(), Of::Relation(relation)));
    } else {
        claims(dossier).enumerate().for_each(|(at, claim)| add(at, Of::Claim(claim)));
    }
    builders.into_iter().map(Builder::finish).collect()
}

/// Gives values their numbers.
#[derive(Default)]
struct Builder {
    column: Column,
    texts: HashMap<String, u32, RandomState>,
    numbers: HashMap<u64, u32, RandomState>,
    dates: HashMap<String, u32, RandomState>,
    unknown: Option<u32>,
}

impl Builder {
    /// What one says; indices ascend.
    fn add(&mut self, at: usize, name: &FieldName, subject: Subject<'_>) {
        self.column.starts.resize(at + 1, self.column.numbers.len() as u32);
        read(name, subject, &mut |datum| {
            let number = self.number(datum);
            self.column.numbers.push(number);
        });
    }

    fn number(&mut self, datum: Datum<'_>) -> u32 {
        let Builder { column: Column { values, .. }, texts, numbers, dates, unknown } = self;
        let next = values.len() as u32;
        let (known, value) = match datum {
            Datum::Text(text) => match texts.get(text) {
                Some(number) => return *number,
                None => (texts.entry(text.to_owned()).or_insert(next), Value::Text(text.to_owned())),
            },
            Datum::Number(number) => (numbers.entry(number.to_bits()).or_insert(next), Value::Number(number)),
            Datum::Date(date) => match dates.get(date.written()) {
                Some(number) => return *number,
                None => (dates.entry(date.written().to_owned()).or_insert(next), Value::Date(date.clone())),
            },
            Datum::Unknown => (unknown.get_or_insert(next), Value::Unknown),
        };
        if *known == next {
            values.push(value);
        }
        *known
    }

    fn finish(mut self) -> Column {
        self.column.starts.push(self.column.numbers.len() as u32);
        self.column
    }
}

/// Shows what a subject says in a field.
pub(super) fn read(name: &FieldName, subject: Subject<'_>, see: See<'_>) {
    match name {
        FieldName::Known(Field { read, .. }) => read(subject, see),
        FieldName::Own(name) => {
            for (_, value) in subject.own().iter().filter(|(key, _)| key.to_lowercase() == name.to_lowercase()) {
                show(value, see);
            }
        }
    }
}

fn show(value: &FieldValue, see: See<'_>) {
    match value {
        FieldValue::Number(number) => see(Datum::Number(*number)),
        FieldValue::List(values) => values.iter().for_each(|value| show(value, see)),
        FieldValue::Text(_) | FieldValue::Flag(_) => see(Datum::Text(&value.text())),
    }
}

/// Columns that were read, by what is read and of whom.
#[derive(Default)]
pub(super) struct Columns(Mutex<HashMap<(Source, Domain), Arc<Column>>>);

/// Where the values of a column come from: several fields may have one reader.
#[derive(PartialEq, Eq, Hash)]
enum Source {
    Reader(usize),
    Own(String),
}

impl Source {
    fn of(name: &FieldName) -> Source {
        match name {
            FieldName::Known(field) => Source::Reader(field.read as usize),
            FieldName::Own(name) => Source::Own(name.to_lowercase()),
        }
    }
}

impl Columns {
    /// What all of one sort say in a field. `of` is entities, relations or claims.
    pub(super) fn get(&self, name: &FieldName, of: Domain, dossier: &Dossier) -> Arc<Column> {
        if let Some(known) = self.known(name, of) {
            return known;
        }
        self.prepare(std::slice::from_ref(name), of, dossier);
        self.known(name, of).unwrap_or_default()
    }

    /// Reads several fields at once, those that have not been read.
    pub(super) fn prepare(&self, names: &[FieldName], of: Domain, dossier: &Dossier) {
        let mut seen = Vec::new();
        let mut is_new = |name: &&FieldName| {
            let source = Source::of(name);
            let is_new = self.known(name, of).is_none() && !seen.contains(&source);
            seen.push(source);
            is_new
        };
        let names: Vec<FieldName> = names.iter().filter(&mut is_new).cloned().collect();
        if names.is_empty() {
            return;
        }
        let columns = read_all(&names, of, dossier);
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.extend(names.iter().zip(columns).map(|(name, column)| ((Source::of(name), of), Arc::new(column))));
    }

    fn known(&self, name: &FieldName, of: Domain) -> Option<Arc<Column>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(&(Source::of(name), of)).map(Arc::clone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::document::{EXAMPLES, open_example};
    use crate::explore::query::language::fields::FIELDS;

    /// What a reader shows, as text that can be compared.
    fn shown(datum: &Datum<'_>) -> String {
        match datum {
            Datum::Text(text) => format!("text {text}"),
            Datum::Number(number) => format!("number {number}"),
            Datum::Date(date) => format!("date {}", date.written()),
            Datum::Unknown => "unknown".to_owned(),
        }
    }

    #[test]
    fn columns_say_what_readers_show() {
        let dossier = open_example(&EXAMPLES[0]).dossier;
        let columns = Columns::default();
        let check = |field: &'static Field, of: Domain, at: usize, subject: Of<'_>| {
            let name = FieldName::Known(field);
            let column = columns.get(&name, of, &dossier);
            let mut read_now = Vec::new();
            read(&name, Subject { dossier: &dossier, of: subject }, &mut |datum| read_now.push(shown(&datum)));
            let kept: Vec<String> =
                column.of(at).iter().map(|number| shown(&column.values[*number as usize].datum())).collect();
            assert_eq!(kept, read_now, "{} of {at}", field.word);
            kept.len()
        };
        let mut values = 0;
        for field in FIELDS {
            for (at, entity) in dossier.entities() {
                values += check(field, Domain::ENTITIES, at.index(), Of::Entity(at, entity));
            }
            for (at, .., relation) in dossier.relations() {
                values += check(field, Domain::RELATIONS, at.index(), Of::Relation(relation));
            }
            for (at, claim) in claims(&dossier).enumerate() {
                values += check(field, Domain::CLAIMS, at, Of::Claim(claim));
            }
        }
        assert!(values > 2000, "{values}");
    }
}
