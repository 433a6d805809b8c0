//! A record as named values, in the shape that it has in a file, so that all sorts of records are
//! compared and merged alike; and the way back, to changes of an entity, a relation or a source.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::dossier::edit::{EntityField, RelationField, SourceField};
use crate::dossier::model::{Entity, FieldValue, Relation, Source};

/// The fields of a record that are there.
pub(super) type RecordFields = Map<String, Value>;

/// The fields of a record, without its id.
pub(super) fn content(record: &impl Serialize) -> RecordFields {
    // Records hold finite numbers and text: nothing can fail.
    let mut content = match serde_json::to_value(record) {
        Ok(Value::Object(content)) => content,
        _ => RecordFields::new(),
    };
    content.remove("id");
    join(&mut content, "when", "when_inferred");
    content
}

/// A date and how it was worked out are one value.
fn join(content: &mut RecordFields, date: &str, inferred: &str) {
    if let Some(how) = content.remove(inferred) {
        let date_value = content.remove(date).unwrap_or(Value::Null);
        content.insert(date.to_owned(), serde_json::json!({ "date": date_value, "inferred": how }));
    }
}

/// The record that has these fields and this id; `None` if there can be none.
pub(super) fn record<T: serde::de::DeserializeOwned>(mut content: RecordFields, id: Option<&str>) -> Option<T> {
    if let Some(Value::Object(mut when)) = content.get("when").cloned() {
        content.insert("when".to_owned(), when.remove("date")?);
        content.insert("when_inferred".to_owned(), when.remove("inferred")?);
    }
    if let Some(id) = id {
        content.insert("id".to_owned(), Value::String(id.to_owned()));
    }
    serde_json::from_value(Value::Object(content)).ok()
}

/// What is to be set to make one entity say what another says, id aside.
pub(super) fn entity_changes(from: &Entity, to: &Entity) -> Vec<EntityField> {
    let Entity {
        id: _,
        kind,
        name,
        names,
        when,
        status,
        unnamed,
        implied,
        summary,
        fields,
        claims,
        note,
        file: _,
        ghost: _,
    } = to;
    let mut set = Vec::new();
    let mut is = |differs: bool, field: EntityField| set.extend(differs.then_some(field));
    is(from.kind != *kind, EntityField::Kind(kind.clone()));
    is(from.name != *name, EntityField::Name(name.clone()));
    is(from.names != *names, EntityField::Names(names.clone()));
    is(from.when != *when, EntityField::When(when.clone()));
    is(from.status != *status, EntityField::Status(*status));
    is(from.unnamed != *unnamed, EntityField::Unnamed(*unnamed));
    is(from.implied != *implied, EntityField::Implied(*implied));
    is(from.summary != *summary, EntityField::Summary(summary.clone()));
    is(from.claims != *claims, EntityField::Claims(claims.clone()));
    is(from.note != *note, EntityField::Note(note.clone()));
    set.extend(own_changes(&from.fields, fields).map(|(key, value)| EntityField::Own(key, value)));
    set
}

/// What is to be set to make one relation say what another says. The id stays what it is.
pub(super) fn relation_changes(from: &Relation, to: &Relation) -> Vec<RelationField> {
    let Relation {
        id: _,
        id_given: _,
        from: start,
        kind,
        to: end,
        when,
        status,
        weight,
        ordinal,
        summary,
        fields,
        claims,
        note,
        file: _,
    } = to;
    let mut set = Vec::new();
    let mut is = |differs: bool, field: RelationField| set.extend(differs.then_some(field));
    is(from.from != *start, RelationField::From(start.clone()));
    is(from.kind != *kind, RelationField::Kind(kind.clone()));
    is(from.to != *end, RelationField::To(end.clone()));
    is(from.when != *when, RelationField::When(when.clone()));
    is(from.status != *status, RelationField::Status(*status));
    is(from.weight != *weight, RelationField::Weight(*weight));
    is(from.ordinal != *ordinal, RelationField::Ordinal(*ordinal));
    is(from.summary != *summary, RelationField::Summary(summary.clone()));
    is(from.claims != *claims, RelationField::Claims(claims.clone()));
    is(from.note != *note, RelationField::Note(note.clone()));
    set.extend(own_changes(&from.fields, fields).map(|(key, value)| RelationField::Own(key, value)));
    set
}

/// What is to be set to make one source say what another says, id aside.
pub(super) fn source_changes(from: &Source, to: &Source) -> Vec<SourceField> {
    let Source {
        id: _,
        title,
        author,
        publisher,
        section,
        published,
        published_inferred,
        url,
        retrieved,
        text,
        licence,
        note,
        file: _,
    } = to;
    let mut set = Vec::new();
    let mut is = |differs: bool, field: SourceField| set.extend(differs.then_some(field));
    is(from.title != *title, SourceField::Title(title.clone()));
    is(from.author != *author, SourceField::Author(author.clone()));
    is(from.publisher != *publisher, SourceField::Publisher(publisher.clone()));
    is(from.section != *section, SourceField::Section(section.clone()));
    is(from.published != *published, SourceField::Published(published.clone()));
    is(from.published_inferred != *published_inferred, SourceField::PublishedInferred(published_inferred.clone()));
    is(from.url != *url, SourceField::Url(url.clone()));
    is(from.retrieved != *retrieved, SourceField::Retrieved(retrieved.clone()));
    is(from.text != *text, SourceField::Text(text.clone()));
    is(from.licence != *licence, SourceField::Licence(licence.clone()));
    is(from.note != *note, SourceField::Note(note.clone()));
    set
}

type Own = (String, FieldValue);

/// The author's own data that differ; `None` for those that go.
fn own_changes<'a>(from: &'a [Own], to: &'a [Own]) -> impl Iterator<Item = (String, Option<FieldValue>)> + 'a {
    let has = |list: &[Own], key: &str| list.iter().find(|(k, _)| k == key).map(|(_, value)| value.clone());
    let gone = from.iter().filter(move |(key, _)| has(to, key).is_none()).map(|(key, _)| (key.clone(), None));
    let come = to.iter().filter(move |(key, value)| has(from, key).as_ref() != Some(value));
    gone.chain(come.map(|(key, value)| (key.clone(), Some(value.clone()))))
}
