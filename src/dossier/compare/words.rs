//! Values and records in words, one line each.

use serde_json::{Map, Value};

use crate::dossier::model::schema::{Field, FieldType, Schema};
use crate::dossier::model::{Basis, Claim, Dossier, Name, Relation};

/// Both ends and what the relation says, as a sentence.
pub(super) fn relation(dossier: &Dossier, relation: &Relation) -> String {
    let when = relation.when.as_ref().map(|w| format!(" ({})", w.date)).unwrap_or_default();
    format!("{}{when}", dossier.sentence_of(relation))
}

/// A value of a field, for a person.
pub(super) fn value(field: &str, value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Null => "nothing".to_owned(),
        Value::Number(number) => number.to_string().trim_end_matches(".0").to_owned(),
        Value::Array(list) => list.iter().map(|v| self::value(field, v)).collect::<Vec<_>>().join(", "),
        Value::Object(object) => match field {
            "claims" => claim(object),
            "names" => {
                let more: Vec<&str> = ["lang", "role"].iter().filter_map(|k| object.get(*k)?.as_str()).collect();
                let text = object.get("text").and_then(Value::as_str).unwrap_or_default();
                let unread = unknown(object, Name::FIELDS);
                let more: Vec<&str> = more.into_iter().chain(unread.iter().map(String::as_str)).collect();
                if more.is_empty() { text.to_owned() } else { format!("{text} ({})", more.join(", ")) }
            }
            "when" => {
                let part = |key| object.get(key).and_then(Value::as_str).unwrap_or_default();
                format!("{} (inferred: {})", part("date"), part("inferred"))
            }
            _ => value.to_string(),
        },
    }
}

/// A claim in one line: source, place, basis and the rest.
pub(crate) fn claim_in_words(claim: &Claim) -> String {
    let mut said = serde_json::to_value(claim).unwrap_or_default();
    if let Some(object) = said.as_object_mut() {
        // A file leaves out what goes without saying; who asks on what ground something stands is told.
        object.entry("basis").or_insert_with(|| claim.basis.word().into());
    }
    value("claims", &said)
}

/// Source, place, basis and the rest, in one line.
fn claim(claim: &Map<String, Value>) -> String {
    let mut out = String::new();
    for field in Claim::FIELDS {
        match (&field.kind, claim.get(field.name)) {
            (_, None) => {}
            (FieldType::Basis(_), Some(said)) => basis(said, &mut out),
            (FieldType::Group(rows, _), Some(Value::Object(said))) => {
                out.push_str(field.phrase);
                for row in rows.fields {
                    out.extend(said.get(row.name).map(|said| phrase(row, &value(row.name, said))));
                }
            }
            (FieldType::Flag(..), Some(_)) => out.push_str(&phrase(field, "yes")),
            (_, Some(said)) => out.push_str(&phrase(field, &value(field.name, said))),
        }
    }
    unknown(claim, Claim::FIELDS).iter().for_each(|more| out.push_str(&format!(", {more}")));
    out
}

/// What a record contains that the table of its fields does not cover.
fn unknown<R: Schema>(object: &Map<String, Value>, fields: &[Field<R>]) -> Vec<String> {
    let more = object.iter().filter(|(name, _)| fields.iter().all(|field| field.name != *name));
    more.map(|(name, said)| format!("{name}: {}", value(name, said))).collect()
}

/// A field of a claim, in words.
fn phrase(field: &Field<Claim>, said: &str) -> String {
    match field.phrase {
        "" => format!(", {}: {said}", field.name.replace('_', " ")),
        phrase => phrase.replace("{}", said),
    }
}

/// The word of a basis, and its details.
fn basis(said: &Value, out: &mut String) {
    match said {
        Value::String(word) => out.push_str(&format!(", {word}")),
        Value::Object(said) => {
            for (word, more) in said {
                out.push_str(&format!(", {word}"));
                let kind = Basis::KINDS.iter().find(|kind| kind.word == word);
                for part in kind.into_iter().flat_map(|kind| kind.parts) {
                    let text = match more.get(part.name) {
                        Some(Value::Array(texts)) => {
                            Some(texts.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "))
                        }
                        text => text.and_then(Value::as_str).map(str::to_owned),
                    };
                    out.extend(text.map(|text| part.phrase.replace("{}", &text)));
                }
            }
        }
        _ => {}
    }
}
