//! Values that the model cannot represent, kept as written text among the named values of a record:
//! adding them, recognising them, showing them and removing them. Finding such values in a text is
//! done elsewhere.

use serde_json::{Map, Value, json};

use crate::dossier::ron_text::{FieldText, ItemOfList, Unread};

/// Marks a value kept as written; an author's key is unlikely to equal it.
const SAID: &str = "\u{0}said";
/// Holds its bytes and comments, if they count.
const TEXT: &str = "\u{0}text";

/// What counts when values kept as written are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Detail {
    /// Its content, without white space and comments.
    Said,
    /// Every byte, and adjacent comments.
    Bytes,
}

/// A field kept as written, and its position in the record.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct WrittenField {
    /// The item of a list of the record that it stands in.
    pub(crate) item: ItemOfList,
    /// Of the field, or what the record calls a value without one: as [`Unread::name`].
    pub(crate) name: String,
    /// Its content, without white space and comments.
    pub(crate) said: String,
    /// Its bytes, with the comments before and after it.
    pub(crate) text: FieldText,
}

fn of(unread: &Unread, detail: Detail) -> Value {
    match detail {
        Detail::Said => json!({ SAID: unread.said }),
        Detail::Bytes => {
            let FieldText { lead, body, trail } = &unread.text;
            json!({ SAID: unread.said, TEXT: [lead, body, trail] })
        }
    }
}

/// Whether a value is kept as written.
pub(super) fn is_written(value: &Value) -> bool {
    value.as_object().is_some_and(|object| object.contains_key(SAID))
}

/// Adds the values that were not read to those that were.
pub(super) fn put_in(content: &mut Map<String, Value>, unread: &[Unread], detail: Detail) {
    for unread in unread {
        let value = of(unread, detail);
        let inside = unread.item.as_ref().and_then(|(list, number)| {
            content.get_mut(list).and_then(|list| list.get_mut(*number)).and_then(Value::as_object_mut)
        });
        match (inside, &unread.item) {
            (Some(item), _) => drop(item.insert(unread.name.clone(), value)),
            (None, None) => drop(content.insert(unread.name.clone(), value)),
            (None, Some((list, number))) => {
                let name = format!("{list} item {} {}", number + 1, unread.name);
                content.insert(name, value);
            }
        }
    }
}

/// Removes the values that were not read.
pub(super) fn strip(content: &mut Map<String, Value>) {
    content.retain(|_, value| !is_written(value));
    for item in content.values_mut().filter_map(Value::as_array_mut).flatten().filter_map(Value::as_object_mut) {
        item.retain(|_, value| !is_written(value));
    }
}

/// The values that were not read, given values with [`Detail::Bytes`].
pub(super) fn written(content: &Map<String, Value>) -> Vec<WrittenField> {
    let mut out = Vec::new();
    let mut add = |item: ItemOfList, fields: &Map<String, Value>| {
        for (name, value) in fields.iter().filter(|(_, value)| is_written(value)) {
            let part = |at: usize| value[TEXT][at].as_str().unwrap_or_default().to_owned();
            let text = FieldText { lead: part(0), body: part(1), trail: part(2) };
            let said = value[SAID].as_str().unwrap_or_default().to_owned();
            out.push(WrittenField { item: item.clone(), name: name.clone(), said, text });
        }
    };
    add(None, content);
    for (list, items) in content.iter().filter_map(|(name, value)| Some((name, value.as_array()?))) {
        for (number, item) in items.iter().enumerate() {
            item.as_object().into_iter().for_each(|item| add(Some((list.clone(), number)), item));
        }
    }
    out
}

/// A value kept as written, for display: with its comments if they count.
pub(super) fn shown(value: &Value) -> Option<String> {
    let object = value.as_object()?;
    let said = object.get(SAID)?.as_str()?;
    let Some(text) = object.get(TEXT) else { return Some(said.to_owned()) };
    let part = |at: usize| text[at].as_str().unwrap_or_default();
    let value = part(1).split_once(':').map_or(part(1), |(_, value)| value.trim());
    let parts = [part(0), value, part(2)];
    Some(parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" "))
}

/// The same value with texts in place of everything kept as written.
pub(super) fn plain(value: &Value) -> Value {
    if let Some(text) = shown(value) {
        return Value::String(text);
    }
    match value {
        Value::Array(items) => Value::Array(items.iter().map(plain).collect()),
        Value::Object(fields) => {
            Value::Object(fields.iter().map(|(name, value)| (name.clone(), plain(value))).collect())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}
