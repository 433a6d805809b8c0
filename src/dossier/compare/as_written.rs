//! Values that the model does not hold, told as they are written, among the named values of a
//! record: how one is put in, known again, shown and taken out. What a text says beyond what was
//! read of it is found elsewhere.

use serde_json::{Map, Value, json};

use crate::dossier::ron_text::{FieldText, ItemOfList, Unread};

/// The key by which a value as written is known; no author's key is likely to be it.
const SAID: &str = "\u{0}said";
/// Under this key its bytes and its comments, where they count.
const TEXT: &str = "\u{0}text";

/// What of a value as written counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Detail {
    /// What it says, without blanks and comments.
    Said,
    /// Every byte, and the comments beside it.
    Bytes,
}

/// A field as written, and where in its record it stands.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct WrittenField {
    /// The item of a list of the record that it stands in.
    pub(crate) item: ItemOfList,
    /// Of the field, or what the record calls a value without one: as [`Unread::name`].
    pub(crate) name: String,
    /// What it says, without blanks and comments.
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

/// Whether a value is one as written.
pub(super) fn is_written(value: &Value) -> bool {
    value.as_object().is_some_and(|object| object.contains_key(SAID))
}

/// Puts what was not read in among what was.
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

/// Takes out what was not read.
pub(super) fn strip(content: &mut Map<String, Value>) {
    content.retain(|_, value| !is_written(value));
    for item in content.values_mut().filter_map(Value::as_array_mut).flatten().filter_map(Value::as_object_mut) {
        item.retain(|_, value| !is_written(value));
    }
}

/// What was not read, of values with [`Detail::Bytes`].
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

/// A value as written, for a person: with its comments where they count.
pub(super) fn shown(value: &Value) -> Option<String> {
    let object = value.as_object()?;
    let said = object.get(SAID)?.as_str()?;
    let Some(text) = object.get(TEXT) else { return Some(said.to_owned()) };
    let part = |at: usize| text[at].as_str().unwrap_or_default();
    let value = part(1).split_once(':').map_or(part(1), |(_, value)| value.trim());
    let parts = [part(0), value, part(2)];
    Some(parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" "))
}

/// The same value with texts in the place of all that is as written.
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
