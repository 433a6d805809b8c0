//! What each column of a table is by its head, and the record of a row. Knows no format.

use std::collections::HashMap;

use super::super::report::{At, NoteKind, Report};
use super::super::value::Value;
use super::super::writing::columns::{Build, FieldColumn, field_columns};
use super::super::writing::derived::{CLAIMS, Derived, MISSING, Recorded};
use super::super::writing::network::{REST, own_key};
use super::super::writing::notation;
use crate::dossier::model::FieldValue;

/// What a column is.
enum Is<R: Recorded> {
    /// A field, by its number.
    Field(usize),
    /// Something that is said again, in a file that does not say it better.
    TakenBack(fn(&mut R, Vec<String>)),
    Missing,
    /// A coordinate, by its number.
    Place(usize),
    /// A datum of the author's own, by its key.
    Own(String),
    /// Data of the author's own, as JSON.
    Rest,
    Nothing,
}

/// How a table is read.
pub(super) struct Plan<R: Recorded> {
    fields: Vec<FieldColumn<R>>,
    columns: Vec<Is<R>>,
    own_value: fn(&Value<'_>) -> FieldValue,
}

/// A row that was read.
pub(super) struct Made<R> {
    pub(super) record: R,
    /// Whether it only stands in for a record that relations name.
    pub(super) is_missing: bool,
    pub(super) place: [Option<f64>; 2],
}

/// What is particular to the columns of a file.
pub(super) struct Heads<'h> {
    /// Heads that stand for the names of fields.
    pub(super) instead: &'h [(&'h str, &'h str)],
    /// Heads of columns that say nothing new.
    pub(super) ignored: &'h [&'h str],
    /// Heads of the columns of places.
    pub(super) places: &'h [&'h str],
    /// Whether the file holds claims and names whole, elsewhere.
    pub(super) whole: bool,
    /// A datum of the author's own.
    pub(super) own_value: fn(&Value<'_>) -> FieldValue,
}

impl<R: Recorded> Plan<R> {
    /// By the heads of the columns.
    pub(super) fn of(names: &[&str], heads: &Heads<'_>) -> Self {
        let fields = field_columns::<R>();
        let numbers: HashMap<&str, usize> =
            fields.iter().enumerate().map(|(number, field)| (field.name.as_str(), number)).collect();
        let whole = heads.whole || names.contains(&CLAIMS);
        let columns = names.iter().map(|&name| {
            let instead = heads.instead.iter().find(|(head, _)| *head == name).map(|(_, field)| *field);
            let derived: Option<&Derived<R>> = R::DERIVED.iter().find(|derived| derived.name == name);
            let field = numbers.get(instead.unwrap_or(name)).copied();
            match (field, derived) {
                _ if heads.ignored.contains(&name) => Is::Nothing,
                (Some(number), _) => Is::Field(number),
                _ if name == MISSING => Is::Missing,
                (None, Some(derived)) => derived.take_back.filter(|_| !whole).map_or(Is::Nothing, Is::TakenBack),
                (None, None) => match heads.places.iter().position(|place| *place == name) {
                    Some(number) => Is::Place(number),
                    None if name == REST => Is::Rest,
                    None if name.is_empty() => Is::Nothing,
                    None => Is::Own(own_key(name).to_owned()),
                },
            }
        });
        Plan { columns: columns.collect(), fields, own_value: heads.own_value }
    }

    /// The record of a row: what its columns say by their numbers, and what stands elsewhere by the names of fields.
    pub(super) fn record<'v>(
        &self,
        cells: impl Iterator<Item = (usize, Value<'v>)>,
        elsewhere: &[(&str, Value<'_>)],
        report: &mut Report,
        at: At,
    ) -> Made<R> {
        let mut build = Build::<R>::new();
        let mut note = |why: &str| report.note(NoteKind::LeftOut, why, Some(at));
        for (name, value) in elsewhere {
            if let Some(field) = self.fields.iter().find(|field| field.name == *name) {
                build.set(field, value).unwrap_or_else(|why| note(&why));
            }
        }
        let mut own: Vec<(String, FieldValue)> = Vec::new();
        let mut is_missing = false;
        let mut place = [None; 2];
        for (number, value) in cells {
            match self.columns.get(number) {
                Some(Is::Field(field)) => {
                    if let Some(field) = self.fields.get(*field) {
                        build.set(field, &value).unwrap_or_else(|why| note(&why));
                    }
                }
                Some(Is::TakenBack(take)) => take(&mut build.record, texts(&value)),
                Some(Is::Missing) => is_missing = matches!(value.shown().as_ref(), "true" | "1"),
                Some(Is::Place(axis)) => {
                    if let Some(slot) = place.get_mut(*axis) {
                        *slot = value.shown().trim().parse().ok().filter(|number: &f64| number.is_finite());
                    }
                }
                Some(Is::Own(key)) => match own.iter_mut().find(|(known, _)| known == key) {
                    Some(known) => known.1 = (self.own_value)(&value),
                    None => own.push((key.clone(), (self.own_value)(&value))),
                },
                Some(Is::Rest) => match serde_json::from_str::<Vec<(String, FieldValue)>>(&value.shown()) {
                    Ok(pairs) => own.extend(pairs),
                    Err(_) => note("`fields` is not a list of pairs"),
                },
                Some(Is::Nothing) | None => {}
            }
        }
        let (mut record, done) = build.finish();
        if let Err(why) = done {
            note(&why);
        }
        *record.own_mut() = own;
        Made { record, is_missing, place }
    }
}

fn texts(value: &Value<'_>) -> Vec<String> {
    match value {
        Value::List(texts) => texts.iter().map(|text| text.clone().into_owned()).collect(),
        other => notation::texts_of(&other.shown()),
    }
}

/// A value of a column of one type.
pub(super) fn of_column(value: &Value<'_>) -> FieldValue {
    match value {
        Value::Text(text) | Value::Date(text) => FieldValue::Text(text.clone().into_owned()),
        Value::Integer(number) => FieldValue::Number(*number as f64),
        Value::Real(number) => FieldValue::Number(*number),
        Value::Boolean(yes) => FieldValue::Flag(*yes),
        Value::List(texts) => {
            FieldValue::List(texts.iter().map(|text| FieldValue::Text(text.clone().into_owned())).collect())
        }
    }
}

/// A cell that knows numbers and texts apart.
pub(super) fn of_typed_cell(value: &Value<'_>) -> FieldValue {
    match value {
        Value::Text(text) | Value::Date(text) => notation::own_value(text, true),
        Value::Integer(_) | Value::Real(_) | Value::Boolean(_) | Value::List(_) => of_column(value),
    }
}

/// A cell that is text.
pub(super) fn of_cell(value: &Value<'_>) -> FieldValue {
    notation::own_value(&value.shown(), false)
}
