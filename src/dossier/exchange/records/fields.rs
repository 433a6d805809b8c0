//! What a file says of a record beyond what a dossier has a field for: the record's own fields, and its remark.

use std::collections::HashMap;

use super::super::graph::Records;
use super::super::value::{Column, EXACT, Purpose, Value};
use crate::dossier::model::{FieldValue, Status};

/// What columns say of one record.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Said {
    /// Its own fields, in the order of the columns.
    pub(super) fields: Vec<(String, FieldValue)>,
    /// What is said as a remark.
    pub(super) note: Option<String>,
    /// Whether it is, or is meant to be.
    pub(super) status: Option<Status>,
}

/// What the columns say of a record.
pub(super) fn own(records: &Records, row: u32) -> Said {
    let mut said = Said::default();
    let mut named = Vec::new();
    for column in records.columns.iter() {
        let Some(value) = column.get(row) else { continue };
        match column.purpose {
            Purpose::Own | Purpose::MayBeLook | Purpose::Source | Purpose::Url => {
                named.push((column.name.clone(), field(&value)));
            }
            Purpose::Note => {
                let text = value.shown();
                said.note = Some(match said.note {
                    Some(known) => format!("{known}\n{text}"),
                    None => text.into_owned(),
                });
            }
            Purpose::Status => {
                let text = value.shown();
                let known = Status::ALL.iter().find(|(word, _)| word.eq_ignore_ascii_case(text.trim()));
                match known.filter(|_| said.status.is_none()) {
                    Some((_, status)) => said.status = Some(*status),
                    None => add(&mut said.fields, vec![(column.name.clone(), field(&value))]),
                }
            }
            Purpose::Look => {}
        }
    }
    add(&mut said.fields, named);
    said
}

/// The columns that only say how things were drawn.
pub(super) fn looks(records: &Records) -> impl Iterator<Item = &Column> {
    records.columns.iter().filter(|column| column.purpose == Purpose::Look && !column.is_empty())
}

/// So few fields are looked through sooner than they are hashed.
const FEW: usize = 24;

/// Adds fields; one of a name that is there gets a number behind it.
pub(super) fn add(fields: &mut Vec<(String, FieldValue)>, more: Vec<(String, FieldValue)>) {
    if fields.len() + more.len() <= FEW {
        return add_few(fields, more);
    }
    // The number that the next field of each name gets.
    let mut next: HashMap<String, usize> = fields.iter().map(|(name, _)| (name.clone(), 2)).collect();
    for (key, value) in more {
        let base = if key.trim().is_empty() { "column" } else { key.trim() };
        let mut name = base.to_owned();
        if let Some(first) = next.get(base).copied() {
            let mut number = first;
            while next.contains_key(&name) {
                name = format!("{base} ({number})");
                number += 1;
            }
            next.insert(base.to_owned(), number);
        }
        next.insert(name.clone(), 2);
        fields.push((name, value));
    }
}

/// The same, where they are few.
fn add_few(fields: &mut Vec<(String, FieldValue)>, more: Vec<(String, FieldValue)>) {
    fields.reserve_exact(more.len());
    for (key, value) in more {
        let is_taken = |name: &str| fields.iter().any(|(taken, _)| taken == name);
        let base = if key.trim().is_empty() { "column" } else { key.trim() };
        let name = if is_taken(base) {
            let numbered = (2..).map(|number| format!("{base} ({number})"));
            numbered.into_iter().find(|name| !is_taken(name)).unwrap_or_default()
        } else if base.len() == key.len() {
            key
        } else {
            base.to_owned()
        };
        fields.push((name, value));
    }
}

/// A text as the value of a field.
pub(super) fn text(text: &str) -> FieldValue {
    FieldValue::Text(text.to_owned())
}

/// Texts as the value of a field.
pub(super) fn list<T: AsRef<str>>(texts: &[T]) -> FieldValue {
    FieldValue::List(texts.iter().map(|item| text(item.as_ref())).collect())
}

fn field(value: &Value<'_>) -> FieldValue {
    match value {
        Value::Integer(number) if number.unsigned_abs() <= EXACT => FieldValue::Number(*number as f64),
        Value::Real(number) if number.is_finite() => FieldValue::Number(*number),
        Value::Boolean(yes) => FieldValue::Flag(*yes),
        Value::List(texts) => list(texts),
        Value::Text(_) | Value::Date(_) | Value::Integer(_) | Value::Real(_) => text(&value.shown()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_get_the_same_numbers_whether_fields_are_few_or_many() {
        let names = ["a", "a (2)", "a", " b ", "", "a", "column", "b"];
        let of = |name: &&str| ((*name).to_owned(), text(name));
        let padding = |from: usize| (from..from + FEW).map(|n| (format!("x{n}"), text("")));
        let (mut few, mut many) = (Vec::new(), padding(0).collect::<Vec<_>>());
        add(&mut few, names.iter().map(of).collect());
        add(&mut many, names.iter().map(of).collect());
        assert_eq!(few, many[FEW..]);
        let expected = ["a", "a (2)", "a (3)", "b", "column", "a (4)", "column (2)", "b (2)"];
        assert_eq!(few.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), expected);
    }
}
