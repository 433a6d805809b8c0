//! Differences in the domain's words: what a person would say of two dossiers.

use serde_json::Value;

use super::diff::{Difference, FieldChange, head};
use super::matching::{entities, relations};
use super::record_fields::{RecordFields, content};
use crate::dossier::model::{Dossier, Relation};
use crate::problem::printable;

/// Both ends and what the relation says, as a sentence.
pub(super) fn relation(dossier: &Dossier, relation: &Relation) -> String {
    let name = |id: &str| dossier.entity_by_id(id).map_or_else(|| id.to_owned(), |e| e.label().to_owned());
    let verb = dossier.vocabulary.relation_kind_or_neutral(&relation.kind).label;
    let when = relation.when.as_ref().map(|w| format!(" ({})", w.date)).unwrap_or_default();
    format!("{} {verb} {}{when}", name(relation.from.as_str()), name(relation.to.as_str()))
}

/// A difference, a line a record with its fields under it.
pub(super) fn text(difference: &Difference) -> String {
    let mut lines = Vec::new();
    for change in &difference.dossier {
        lines.push(format!("~ {}", field(change)));
    }
    for (one, several, changes) in difference.parts() {
        if changes.is_empty() {
            continue;
        }
        let counts =
            [(changes.added.len(), "added"), (changes.removed.len(), "removed"), (changes.changed.len(), "changed")];
        let counts: Vec<String> =
            counts.iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{n} {word}")).collect();
        if !lines.is_empty() {
            lines.push(String::new());
        }
        let total = changes.added.len() + changes.removed.len() + changes.changed.len();
        lines.push(format!("{}: {}", if total == 1 { one } else { several }, counts.join(", ")));
        let item = |sign: &str, id: &str, label: &str| {
            if id == label { format!("{sign} {label}") } else { format!("{sign} {label} [{id}]") }
        };
        lines.extend(changes.added.iter().map(|i| item("+", &i.id, &i.label)));
        lines.extend(changes.removed.iter().map(|i| item("-", &i.id, &i.label)));
        for changed in &changes.changed {
            lines.push(item("~", &changed.id, &changed.label));
            lines.extend(changed.was.iter().map(|was| format!("    id: {was} → {}", changed.id)));
            lines.extend(changed.fields.iter().map(|change| format!("    {}", field(change))));
        }
    }
    lines.iter().map(|line| printable(line) + "\n").collect()
}

fn field(change: &FieldChange) -> String {
    let (name, list) = match change.field.as_str() {
        "claims" => ("claim", true),
        "names" => ("name", true),
        "hide_kinds" => ("hidden kind", true),
        "hide_files" => ("hidden file", true),
        other => (other.strip_prefix("fields.").unwrap_or(other), false),
    };
    let shown = |v: &Option<Value>| v.as_ref().map(|v| value(&change.field, v));
    match (shown(&change.old), shown(&change.new)) {
        (Some(old), Some(new)) => format!("{name}: {old} → {new}"),
        (None, Some(new)) if list => format!("{name} added: {new}"),
        (None, Some(new)) => format!("{name}: {new} (there was none)"),
        (Some(old), None) if list => format!("{name} removed: {old}"),
        (Some(old), None) => format!("{name}: none (was {old})"),
        (None, None) => name.to_owned(),
    }
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

/// Source, place, ground and the rest, in one line.
fn claim(claim: &serde_json::Map<String, Value>) -> String {
    let text = |key: &str| claim.get(key).and_then(Value::as_str);
    let mut out = text("source").unwrap_or_default().to_owned();
    out.extend(text("at").map(|at| format!(" {at}")));
    out.extend(text("about").map(|about| format!(" on {about}")));
    match claim.get("basis") {
        Some(Value::String(word)) => out.push_str(&format!(", {word}")),
        Some(Value::Object(basis)) => {
            for (word, more) in basis {
                let part = |key: &str| more.get(key).and_then(Value::as_str);
                out.push_str(&format!(", {word}"));
                out.extend(part("by").map(|by| format!(" by {by}")));
                out.extend(part("to").map(|to| format!(" to {to}")));
                out.extend(part("how").map(|how| format!(": {how}")));
            }
        }
        _ => {}
    }
    out.extend(text("rating").map(|rating| format!(", rated {rating}")));
    out.extend(text("quote").map(|quote| format!(", “{quote}”")));
    out.extend(text("seen").map(|seen| format!(", seen {seen}")));
    out.extend(text("note").map(|note| format!(", note: {note}")));
    if claim.get("superseded") == Some(&Value::Bool(true)) {
        out.push_str(", superseded");
    }
    out
}

/// Everything that a dossier says, a fact a line, sorted by what it is about, so that programs that
/// compare lines compare facts.
pub(crate) fn facts(dossier: &Dossier) -> String {
    let mut out = Vec::new();
    let mut record = |sort: &str, id: &str, label: &str, content: RecordFields| {
        out.push(if id == label || label.is_empty() {
            format!("{sort} {id}")
        } else {
            format!("{sort} {id}: {label}")
        });
        for (name, value) in content {
            match &value {
                Value::Object(inner) if name == "fields" => {
                    out.extend(inner.iter().map(|(key, v)| format!("    {key}: {}", self::value(key, v))));
                }
                Value::Array(list) => out.extend(list.iter().map(|v| format!("    {name}: {}", self::value(&name, v)))),
                value => out.push(format!("    {name}: {}", self::value(&name, value))),
            }
        }
    };
    record("dossier", "", "", head(dossier));
    dossier.own_entity_kinds().for_each(|(_, kind)| record("kind of entity", &kind.id, "", content(kind)));
    dossier.own_relation_kinds().for_each(|(_, kind)| record("kind of relation", &kind.id, "", content(kind)));
    let mut sources: Vec<_> = dossier.sources.iter().collect();
    sources.sort_by_key(|s| s.id.as_str());
    sources.into_iter().for_each(|source| record("source", source.id.as_str(), "", content(source)));
    let mut things: Vec<_> = entities(dossier).collect();
    things.sort_by_key(|e| e.id.as_str());
    things.into_iter().for_each(|entity| record("entity", entity.id.as_str(), "", content(entity)));
    let mut ties: Vec<_> = relations(dossier).collect();
    ties.sort_by_key(|r| r.id.as_str());
    ties.into_iter().for_each(|tie| record("relation", tie.id.as_str(), &relation(dossier, tie), content(tie)));
    dossier.views.iter().for_each(|view| record("view", &view.name, "", content(view)));
    out.iter().map(|line| printable(line) + "\n").collect()
}
