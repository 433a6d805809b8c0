//! Differences and whole dossiers as lines of text.

use serde_json::Value;

use super::as_written::{Detail, plain};
use super::diff::{Difference, FieldChange};
use super::matching::{entities, relations};
use super::record_fields::{RecordFields, content, elements_of};
use super::side::{Beyond, Listed, MAIN, Side};
use super::words::{self, relation, value};
use crate::problem::printable;

impl Difference {
    /// As text for display: one line per record, with its fields below.
    pub fn to_text(&self) -> String {
        text(self)
    }
}

/// A difference: one line per record, with its fields below.
fn text(difference: &Difference) -> String {
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

/// What changed in a field, in one line.
pub(super) fn field(change: &FieldChange) -> String {
    let element = elements_of(&change.field).map(|of| of.one);
    let name = change.field.strip_prefix("fields.").unwrap_or(&change.field);
    let (name, list) = (element.unwrap_or(name), element.is_some());
    let shown = |v: &Option<Value>| v.as_ref().map(|v| value(&change.field, v));
    match (shown(&change.old), shown(&change.new)) {
        (Some(old), Some(new)) => format!("{name}: {old} → {new}"),
        (None, Some(new)) if list => format!("{name} added: {new}"),
        (None, Some(new)) => format!("{name}: {new} (was empty)"),
        (Some(old), None) if list => format!("{name} removed: {old}"),
        (Some(old), None) => format!("{name}: empty (was {old})"),
        (None, None) => name.to_owned(),
    }
}

/// Everything that a dossier says, a fact a line, sorted by what it is about, so that programs that
/// compare lines compare facts.
pub(crate) fn facts<'a>(side: impl Into<Side<'a>>) -> String {
    let side = side.into();
    let (dossier, [beyond]) = (side.dossier, Beyond::of([side]));
    let mut out = Vec::new();
    let mut record = |sort: &str, id: &str, label: &str, content: RecordFields| {
        out.push(if id == label || label.is_empty() {
            format!("{sort} {id}")
        } else {
            format!("{sort} {id}: {label}")
        });
        for (name, value) in content {
            match &plain(&value) {
                Value::Object(inner) if name == "fields" => {
                    out.extend(inner.iter().map(|(key, v)| format!("    {key}: {}", words::value(key, v))));
                }
                Value::Array(list) => {
                    out.extend(list.iter().map(|v| format!("    {name}: {}", words::value(&name, v))))
                }
                value => out.push(format!("    {name}: {}", words::value(&name, value))),
            }
        }
    };
    fn all<R: Listed>(record: &R, beyond: &Beyond) -> RecordFields {
        let mut content = content(record);
        beyond.add_to(record, &mut content, Detail::Said);
        content
    }
    for (path, content) in beyond.heads(dossier, Detail::Said) {
        let sort = if path == MAIN { "dossier".to_owned() } else { format!("file {path}") };
        record(&sort, "", "", content);
    }
    let kinds = dossier.own_entity_kinds().map(|(_, kind)| kind);
    kinds.for_each(|kind| record("kind of entity", &kind.id, "", all(kind, &beyond)));
    let kinds = dossier.own_relation_kinds().map(|(_, kind)| kind);
    kinds.for_each(|kind| record("kind of relation", &kind.id, "", all(kind, &beyond)));
    let mut sources: Vec<_> = dossier.sources.iter().collect();
    sources.sort_by_key(|s| s.id.as_str());
    sources.into_iter().for_each(|source| record("source", source.id.as_str(), "", all(source, &beyond)));
    let mut things: Vec<_> = entities(dossier).collect();
    things.sort_by_key(|e| e.id.as_str());
    things.into_iter().for_each(|entity| record("entity", entity.id.as_str(), "", all(entity, &beyond)));
    let mut ties: Vec<_> = relations(dossier).collect();
    ties.sort_by_key(|r| r.id.as_str());
    ties.into_iter().for_each(|tie| record("relation", tie.id.as_str(), &relation(dossier, tie), all(tie, &beyond)));
    dossier.views.iter().for_each(|view| record("view", &view.name, "", all(view, &beyond)));
    out.iter().map(|line| printable(line) + "\n").collect()
}
