//! What a record must have to be written and read again: ids that are words, names that are not
//! blank, numbers that are finite. What was wrong before may stay wrong, so that a record with a
//! fault can still be mended piece by piece.

use super::EditRefusal;
use crate::dossier::model::schema::{Field, FieldType, Schema, TextRule};
use crate::dossier::model::{Basis, Entity, EntityKind, FieldValue, Record, Relation, RelationKind, Source, View};
use crate::wording::with_article;

/// Whether a record may become this one.
///
/// # Errors
/// What it lacks, unless it lacked that before.
pub(crate) fn check(new: &Record, old: Option<&Record>) -> Result<(), EditRefusal> {
    match fault(new) {
        Some(refusal) if old.and_then(fault).as_ref() != Some(&refusal) => Err(refusal),
        _ => Ok(()),
    }
}

/// Whether a text may be an id.
///
/// # Errors
/// Why it may not.
pub(super) fn id(id: &str) -> Result<(), EditRefusal> {
    let why = if id.trim().is_empty() {
        "is empty"
    } else if id.chars().any(|c| c.is_whitespace() || c.is_control()) {
        "contains white space or control characters"
    } else if id.chars().count() > 128 {
        "is longer than 128 characters"
    } else {
        return Ok(());
    };
    Err(EditRefusal::new(format!("the id `{id}` {why}"))
        .with_help("choose a short word, with hyphens instead of spaces, such as `kuala-lumpur`"))
}

fn fault(record: &Record) -> Option<EditRefusal> {
    let found = match record {
        Record::Entity(entity) => fields(&**entity, Entity::FIELDS, ""),
        Record::Relation(relation) => fields(&**relation, Relation::FIELDS, ""),
        Record::Source(source) => fields(source, Source::FIELDS, ""),
        Record::EntityKind(kind) => fields(kind, EntityKind::FIELDS, ""),
        Record::RelationKind(kind) => fields(kind, RelationKind::FIELDS, ""),
        Record::View(view) => fields(view, View::FIELDS, ""),
    };
    found.err()
}

/// Whether fields can be read again as they would be written. `of` says whose they are, in a list.
fn fields<R: Schema>(record: &R, rows: &'static [Field<R>], of: &str) -> Result<(), EditRefusal> {
    let named = |name: &str| format!("{name}{of}");
    for field in rows {
        let name = field.name;
        match &field.kind {
            FieldType::Id(lens) => id((lens.get)(record)),
            FieldType::OwnId(lens) => (lens.get)(record).map_or(Ok(()), id),
            FieldType::Reference(lens) => filled(&named(name), (lens.get)(record)),
            FieldType::Needed(lens) => filled(&named(name), (lens.get)(record)),
            FieldType::Text(lens) => (lens.get)(record).as_ref().map_or(Ok(()), |text| ruled(name, text, field.text)),
            FieldType::Implied(lens, _) => ruled(name, (lens.get)(record), field.text),
            FieldType::Number(lens) => (lens.get)(record).map_or(Ok(()), |number| finite(name, number)),
            FieldType::Coordinate(lens) => finite(name, *(lens.get)(record)),
            FieldType::Basis(lens) => basis((lens.get)(record)),
            FieldType::Names(lens) => inside((lens.get)(record), of),
            FieldType::Claims(lens) => inside((lens.get)(record), of),
            FieldType::Pins(lens) => inside((lens.get)(record), of),
            FieldType::Notes(lens) => inside((lens.get)(record), of),
            FieldType::OwnFields(lens, _) => own((lens.get)(record)),
            FieldType::Group(group, _) => fields(record, group.fields, of),
            FieldType::MaybeReference(_)
            | FieldType::Texts(_)
            | FieldType::Word(_)
            | FieldType::Choice(_)
            | FieldType::Flag(..)
            | FieldType::MaybeFlag(_)
            | FieldType::Whole(_)
            | FieldType::Date(_)
            | FieldType::When(..)
            | FieldType::Rating(_) => Ok(()),
        }?;
    }
    Ok(())
}

fn inside<R: Schema>(records: &[R], of: &str) -> Result<(), EditRefusal> {
    let of = format!(" of {}{of}", with_article(R::CALLED));
    records.iter().try_for_each(|record| fields(record, R::FIELDS, &of))
}

fn filled(field: &str, text: &str) -> Result<(), EditRefusal> {
    if text.trim().is_empty() { Err(EditRefusal::new(format!("`{field}` is empty"))) } else { Ok(()) }
}

fn ruled(field: &str, text: &str, rule: TextRule) -> Result<(), EditRefusal> {
    rule.fault(field, text).map_or(Ok(()), |fault| Err(EditRefusal::new(fault.message).with_help(fault.help)))
}

fn finite(field: &str, number: f64) -> Result<(), EditRefusal> {
    if number.is_finite() { Ok(()) } else { Err(EditRefusal::new(format!("`{field}` must be a finite number"))) }
}

fn own(fields: &[(String, FieldValue)]) -> Result<(), EditRefusal> {
    fn value(key: &str, of: &FieldValue) -> Result<(), EditRefusal> {
        match of {
            FieldValue::Number(number) => finite(key, *number),
            FieldValue::List(values) => values.iter().try_for_each(|of| value(key, of)),
            FieldValue::Text(_) | FieldValue::Flag(_) => Ok(()),
        }
    }
    for (number, (key, of)) in fields.iter().enumerate() {
        if fields[..number].iter().any(|(k, _)| k == key) {
            return Err(EditRefusal::new(format!("the key `{key}` appears twice")));
        }
        value(key, of)?;
    }
    Ok(())
}

fn basis(basis: &Basis) -> Result<(), EditRefusal> {
    let mut parts = basis.parts();
    parts.try_for_each(|(part, text)| part.needed.as_ref().map_or(Ok(()), |needed| filled(needed.what, text)))
}
