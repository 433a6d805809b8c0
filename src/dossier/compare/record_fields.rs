//! A record as named values, in the shape it has in a file, so that all kinds of records are
//! compared and merged alike; converting them back; and which fields are lists.

use serde_json::{Map, Value};

use super::as_written::strip;
use crate::dossier::model::schema::{Brackets, Field, FieldType, Inside, Schema};
use crate::dossier::model::{
    Claim, Dossier, Entity, EntityKind, Name, Note, Pin, Relation, RelationKind, Source, View,
};

/// The fields of a record that are present.
pub(super) type RecordFields = Map<String, Value>;

/// The fields of a record, without its id.
pub(super) fn content<R: Schema>(record: &R) -> RecordFields {
    // Records hold finite numbers and text: nothing can fail.
    let mut content = match serde_json::to_value(record) {
        Ok(Value::Object(content)) => content,
        _ => RecordFields::new(),
    };
    content.remove("id");
    join(&mut content, "when", "when_inferred");
    for group in groups::<R>() {
        if let Some(Value::Object(inner)) = content.remove(group.name) {
            content.extend(inner);
        }
    }
    content
}

/// The groups of a record whose fields are written among the others in a file.
fn groups<R: Schema>() -> impl Iterator<Item = &'static Field<R>> {
    R::FIELDS.iter().filter(|field| matches!(field.kind, FieldType::Group(_, Brackets::None)))
}

/// A date and how it was inferred are one value.
fn join(content: &mut RecordFields, date: &str, inferred: &str) {
    if let Some(how) = content.remove(inferred) {
        let date_value = content.remove(date).unwrap_or(Value::Null);
        content.insert(date.to_owned(), serde_json::json!({ "date": date_value, "inferred": how }));
    }
}

/// The record with these fields and this id, without values kept as written; `None` if they do not make
/// one.
pub(super) fn record<T: Schema>(mut content: RecordFields, id: Option<&str>) -> Option<T> {
    strip(&mut content);
    for group in groups::<T>() {
        let FieldType::Group(rows, _) = &group.kind else { continue };
        let inner: RecordFields = rows.names.iter().filter_map(|name| content.remove_entry(*name)).collect();
        if !inner.is_empty() {
            content.insert(group.name.to_owned(), Value::Object(inner));
        }
    }
    if let Some(Value::Object(mut when)) = content.get("when").cloned() {
        content.insert("when".to_owned(), when.remove("date")?);
        content.insert("when_inferred".to_owned(), when.remove("inferred")?);
    }
    if let Some(id) = id {
        content.insert("id".to_owned(), Value::String(id.to_owned()));
    }
    serde_json::from_value(Value::Object(content)).ok()
}

/// The fields of the dossier as a whole.
pub(super) fn head(dossier: &Dossier) -> RecordFields {
    let text = |t: &Option<String>| t.clone().map(Value::String);
    let title = Some(Value::String(dossier.title.clone())).filter(|_| !dossier.title.is_empty());
    let fields = [("title", title), ("subtitle", text(&dossier.subtitle)), ("note", text(&dossier.note))];
    fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
}

/// The field of a file's head that lists what it includes, the only list whose order counts.
pub(super) const INCLUDE: &str = "include";

/// A list that people add to one by one.
pub(super) struct Elements {
    /// The name of one element.
    pub(super) one: &'static str,
    /// The fields in which two elements agree that are the same one; none for elements that are
    /// compared whole.
    pub(super) identity: Vec<&'static str>,
    /// The fields in which elements agree that may be one that was corrected.
    pub(super) likeness: Vec<&'static str>,
}

/// What the elements of a field are, if it is a list that people add to one by one. No two records
/// have such lists of different sorts under one name.
pub(super) fn elements_of(name: &str) -> Option<Elements> {
    fn among<R: Schema>(name: &str) -> Option<Elements> {
        fn find<R: Schema>(fields: &'static [Field<R>], name: &str) -> Option<&'static Field<R>> {
            let inner = |field: &'static Field<R>| match &field.kind {
                FieldType::Group(rows, Brackets::None) => find(rows.fields, name),
                _ if field.name == name && !field.element.is_empty() => Some(field),
                _ => None,
            };
            fields.iter().find_map(inner)
        }
        let field = find(R::FIELDS, name)?;
        let keyed = |[identity, likeness]: [Vec<&'static str>; 2]| Elements { one: field.element, identity, likeness };
        Some(match field.kind.inside() {
            Inside::Names => keyed(keys::<Name>()),
            Inside::Claims => keyed(keys::<Claim>()),
            Inside::Pins => keyed(keys::<Pin>()),
            Inside::Notes => keyed(keys::<Note>()),
            Inside::Basis | Inside::Group(_) | Inside::Nothing => keyed([Vec::new(), Vec::new()]),
        })
    }
    /// The names of the fields by which records are the same, and by which they are alike.
    fn keys<R: Schema>() -> [Vec<&'static str>; 2] {
        let with = |is_key: fn(&Field<R>) -> bool| R::FIELDS.iter().filter(|f| is_key(f)).map(|f| f.name).collect();
        [with(|field| field.identity), with(|field| field.likeness)]
    }
    if name == INCLUDE {
        return Some(Elements { one: "included file", identity: Vec::new(), likeness: Vec::new() });
    }
    among::<Entity>(name)
        .or_else(|| among::<Relation>(name))
        .or_else(|| among::<Source>(name))
        .or_else(|| among::<View>(name))
        .or_else(|| among::<EntityKind>(name))
        .or_else(|| among::<RelationKind>(name))
}
