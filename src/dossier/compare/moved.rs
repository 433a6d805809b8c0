//! Finds relations that were moved to another entity. Without an id of its own such a relation is one that
//! went and another that came; they are the same if they say something, and the same.

use std::collections::HashMap;

use serde_json::Value;

use super::record_fields::RecordFields;

/// The fields that name the ends of a relation.
const ENDS: [&str; 2] = ["from", "to"];

/// So many that say the same of one entity are looked at; a moved relation is nearly always the first.
const CANDIDATES: usize = 64;

/// For each relation that went, its place among those that came if it was moved to another entity. No two
/// were moved to one.
pub(super) fn moved(went: &[RecordFields], came: &[RecordFields]) -> Vec<Option<usize>> {
    if went.is_empty() || came.is_empty() {
        return vec![None; went.len()];
    }
    let mut places: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, content) in came.iter().enumerate() {
        for key in keys(content) {
            places.entry(key).or_default().push(at);
        }
    }
    let mut taken = vec![false; came.len()];
    let find = |content: &RecordFields| {
        let candidates = keys(content).into_iter().filter_map(|key| places.get(&key));
        let mut free = candidates.flat_map(|list| list.iter().take(CANDIDATES)).copied().filter(|at| !taken[*at]);
        let found = free.find(|at| is_moved(content, &came[*at]));
        found.inspect(|at| taken[*at] = true)
    };
    went.iter().map(find).collect()
}

/// What a relation that was moved and what it became have in common: what it says and one end, or that both
/// ends are one entity.
fn keys(content: &RecordFields) -> Vec<String> {
    let Some(said) = said(content) else { return Vec::new() };
    let mut keys: Vec<String> = ENDS.iter().map(|end| format!("{end} {:?} {said}", content.get(*end))).collect();
    if content.get(ENDS[0]) == content.get(ENDS[1]) {
        keys.push(format!("itself {said}"));
    }
    keys
}

/// What a relation says apart from its ends and from who says so; `None` if that is its kind alone and
/// nobody says so.
fn said(content: &RecordFields) -> Option<String> {
    let apart = |name: &&String| !ENDS.contains(&name.as_str()) && *name != "claims";
    let rest: Vec<(&String, &Value)> = content.iter().filter(|(name, _)| apart(name)).collect();
    let claims = content.get("claims").and_then(Value::as_array).map_or(0, Vec::len);
    (rest.len() > 1 || claims > 0).then(|| format!("{claims} {rest:?}"))
}

/// Whether one became the other when an end was exchanged, wherever else that entity is named or not.
fn is_moved(old: &RecordFields, new: &RecordFields) -> bool {
    let other = ENDS.iter().find(|end| old.get(**end) != new.get(**end));
    let Some((Value::String(from), Value::String(to))) = other.and_then(|end| old.get(*end).zip(new.get(*end))) else {
        return false;
    };
    let mut everywhere = Value::Object(old.clone());
    exchange(&mut everywhere, from, to);
    let ends_alone = old.iter().all(|(name, value)| {
        new.get(name) == Some(value) || ENDS.contains(&name.as_str()) && everywhere.get(name) == new.get(name)
    });
    everywhere.as_object() == Some(new) || ends_alone && old.len() == new.len()
}

/// Writes another id wherever one stands.
fn exchange(value: &mut Value, from: &str, to: &str) {
    match value {
        Value::String(text) if text == from => to.clone_into(text),
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {}
        Value::Array(items) => items.iter_mut().for_each(|item| exchange(item, from, to)),
        Value::Object(fields) => fields.values_mut().for_each(|field| exchange(field, from, to)),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn relation(from: &str, to: &str, more: &Value) -> RecordFields {
        let mut fields = json!({ "from": from, "kind": "meets", "to": to }).as_object().unwrap().clone();
        fields.extend(more.as_object().unwrap().clone());
        fields
    }

    #[test]
    fn what_says_the_same_of_another_entity_was_moved() {
        let claim = |by: &str| json!({ "claims": [{ "source": "s", "basis": { "reported": { "by": by } } }] });
        let went = [
            relation("a", "b", &json!({ "summary": "In May." })),
            relation("a", "b", &claim("a")),
            relation("a", "b", &json!({})),
            relation("a", "a", &json!({ "when": "2015" })),
        ];
        let came = [
            relation("c", "b", &claim("c")),
            relation("a", "c", &json!({ "summary": "In May." })),
            relation("c", "b", &json!({})),
            relation("c", "c", &json!({ "when": "2015" })),
            relation("a", "c", &json!({ "summary": "In May." })),
        ];
        assert_eq!(moved(&went, &came), [Some(1), Some(0), None, Some(3)]);
        // Both ends others, or something else said: not the same.
        assert_eq!(moved(&went[..1], &[relation("c", "d", &json!({ "summary": "In May." }))]), [None]);
        assert_eq!(moved(&went[..1], &[relation("c", "b", &json!({ "summary": "In June." }))]), [None]);
    }
}
