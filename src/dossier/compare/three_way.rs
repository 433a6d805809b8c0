//! Merging one record that two people changed: field by field, lists as sets whose elements have an
//! identity. A change by one side only is taken; where both changed a value differently, ours is
//! kept and a conflict holds both values.

use rustc_hash::FxHashMap;
use serde_json::Value;

use super::as_written;
use super::record_fields::{Elements, INCLUDE, RecordFields, elements_of};

/// A value that both changed differently.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Clash {
    /// The field; inside it what is meant, such as `fields.budget` or `claims`.
    pub(crate) field: String,
    pub(crate) base: Option<Value>,
    pub(crate) ours: Option<Value>,
    pub(crate) theirs: Option<Value>,
}

/// Merges the fields of a record.
pub(super) fn merge(
    base: &RecordFields,
    ours: &RecordFields,
    theirs: &RecordFields,
    clashes: &mut Vec<Clash>,
) -> RecordFields {
    let mut out = RecordFields::new();
    let mut names: Vec<&String> = base.keys().chain(ours.keys()).chain(theirs.keys()).collect();
    names.sort();
    names.dedup();
    for name in names {
        let merged = value(name, base.get(name), ours.get(name), theirs.get(name), clashes);
        out.extend(merged.map(|value| (name.clone(), value)));
    }
    out
}

type Maybe<'a> = Option<&'a Value>;

fn value(name: &str, base: Maybe<'_>, ours: Maybe<'_>, theirs: Maybe<'_>, clashes: &mut Vec<Clash>) -> Option<Value> {
    if ours == theirs || theirs == base {
        return ours.cloned();
    }
    if ours == base {
        return theirs.cloned();
    }
    let as_text = [base, ours, theirs].into_iter().flatten().any(as_written::is_written);
    if name == "fields" && !as_text {
        let inner = |v: Maybe<'_>| v.and_then(Value::as_object).cloned().unwrap_or_default();
        let mut inside = Vec::new();
        let merged = merge(&inner(base), &inner(ours), &inner(theirs), &mut inside);
        clashes.extend(inside.into_iter().map(|c| Clash { field: format!("fields.{}", c.field), ..c }));
        return (!merged.is_empty()).then_some(Value::Object(merged));
    }
    if let Some(of) = elements_of(name).filter(|_| !as_text) {
        let sides = [base, ours, theirs].map(elements);
        let mut merged = list(name, &of, &sides, clashes);
        if name == INCLUDE {
            merged = in_order(&sides, merged, clashes);
        }
        return (!merged.is_empty()).then_some(Value::Array(merged));
    }
    clashes.push(Clash { field: name.to_owned(), base: base.cloned(), ours: ours.cloned(), theirs: theirs.cloned() });
    ours.cloned()
}

/// The elements of a list; none where there is none.
pub(super) fn elements(list: Maybe<'_>) -> Vec<Value> {
    list.and_then(Value::as_array).cloned().unwrap_or_default()
}

/// What an element is about: two that agree in it are the same one.
fn identity(of: &Elements, element: &Value) -> String {
    if of.identity.is_empty() { element.to_string() } else { said(&of.identity, element) }
}

/// What remains of the identity if an element was corrected.
fn likeness(of: &Elements, element: &Value) -> Option<String> {
    (!of.likeness.is_empty()).then(|| said(&of.likeness, element))
}

/// What an element says in some fields.
fn said(fields: &[&str], element: &Value) -> String {
    fields.iter().map(|field| element.get(field).unwrap_or(&Value::Null).to_string() + "\n").collect()
}

/// For each element of a list, which of another it is.
pub(super) fn pair(of: &Elements, from: &[Value], to: &[Value]) -> Vec<Option<usize>> {
    let mut pairs = vec![None; from.len()];
    let mut free = vec![true; to.len()];
    let mut pass = |key: &dyn Fn(&Value) -> Option<String>| {
        // Those with one key from the last to the first, so that the first is taken first.
        let mut places: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for (at, other) in to.iter().enumerate().filter(|(at, _)| free[*at]).rev() {
            if let Some(key) = key(other) {
                places.entry(key).or_default().push(at);
            }
        }
        for (element, pair) in from.iter().zip(&mut pairs).filter(|(_, pair)| pair.is_none()) {
            if let Some(at) = key(element).and_then(|key| places.get_mut(&key)?.pop()) {
                free[at] = false;
                *pair = Some(at);
            }
        }
    };
    pass(&|element| Some(element.to_string()));
    pass(&|element| Some(identity(of, element)));
    pass(&|element| likeness(of, element));
    pairs
}

/// The reverse: for each element of the second list, which of the first it is.
fn reversed(pairs: &[Option<usize>], count: usize) -> Vec<Option<usize>> {
    let mut out = vec![None; count];
    for (from, to) in pairs.iter().enumerate().filter_map(|(from, to)| Some((from, (*to)?))) {
        out[to] = Some(from);
    }
    out
}

/// The elements of a merged list whose order counts, in the order of the side that changed it.
fn in_order([base, ours, theirs]: &[Vec<Value>; 3], merged: Vec<Value>, clashes: &mut Vec<Clash>) -> Vec<Value> {
    let in_all = |value: &&Value| base.contains(value) && ours.contains(value) && theirs.contains(value);
    let order = |list: &'_ [Value]| list.iter().filter(in_all).cloned().collect::<Vec<Value>>();
    let [of_base, of_ours, of_theirs] = [base, ours, theirs].map(|list| order(list));
    let (first, second) = if of_ours == of_base { (theirs, ours) } else { (ours, theirs) };
    if of_ours != of_base && of_theirs != of_base && of_ours != of_theirs {
        let [base, ours, theirs] = [base, ours, theirs].map(|list| Some(Value::Array(list.clone())));
        clashes.push(Clash { field: INCLUDE.to_owned(), base, ours, theirs });
    }
    let mut out: Vec<Value> = first.iter().filter(|value| merged.contains(value)).cloned().collect();
    let new = |value: &Value| !base.contains(value);
    for (at, value) in second.iter().enumerate().filter(|(_, value)| merged.contains(value)) {
        if out.contains(value) {
            continue;
        }
        let before = second[..at].iter().rev().find_map(|before| out.iter().position(|other| other == before));
        let mut place = before.map_or(0, |before| before + 1);
        // Of what both sides put in one place the order is the same whichever is ours.
        while out.get(place).is_some_and(|other| new(other) && other.as_str() < value.as_str()) {
            place += 1;
        }
        out.insert(place, value.clone());
    }
    out
}

/// Merges lists. Ours keeps its order; what they added follows in theirs.
fn list(name: &str, of: &Elements, sides: &[Vec<Value>; 3], clashes: &mut Vec<Clash>) -> Vec<Value> {
    let [base, ours, theirs] = sides;
    let (to_ours, to_theirs) = (pair(of, base, ours), pair(of, base, theirs));
    let (our_base, their_base) = (reversed(&to_ours, ours.len()), reversed(&to_theirs, theirs.len()));
    // What they added, by what it is about, from the last to the first.
    let mut come: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for (at, their) in theirs.iter().enumerate().filter(|(at, _)| their_base[*at].is_none()).rev() {
        come.entry(identity(of, their)).or_default().push(at);
    }
    let mut clash = |base: Maybe<'_>, ours: Maybe<'_>, theirs: Maybe<'_>| {
        let [base, ours, theirs] = [base, ours, theirs].map(|value| value.cloned());
        clashes.push(Clash { field: name.to_owned(), base, ours, theirs });
    };
    let mut out = Vec::new();
    let mut both_added = vec![false; theirs.len()];
    for (at, our) in ours.iter().enumerate() {
        match our_base[at] {
            Some(b) => match to_theirs[b].map(|t| &theirs[t]) {
                Some(their) => out.push(element(&base[b], our, their, &mut clash)),
                // They took it away: it goes, unless we had something to say about it.
                None if *our == base[b] => {}
                None => {
                    clash(Some(&base[b]), Some(our), None);
                    out.push(our.clone());
                }
            },
            None => match come.get_mut(&identity(of, our)).and_then(Vec::pop) {
                Some(t) => {
                    both_added[t] = true;
                    out.push(element(&Value::Null, our, &theirs[t], &mut clash));
                }
                None => out.push(our.clone()),
            },
        }
    }
    for (at, their) in theirs.iter().enumerate() {
        match their_base[at] {
            None if !both_added[at] => out.push(their.clone()),
            Some(b) if to_ours[b].is_none() && *their != base[b] => {
                // We took it away, and they had something to say about it.
                clash(Some(&base[b]), None, Some(their));
                out.push(their.clone());
            }
            _ => {}
        }
    }
    out
}

/// Merges one element that both have.
fn element(
    base: &Value,
    ours: &Value,
    theirs: &Value,
    clash: &mut dyn FnMut(Maybe<'_>, Maybe<'_>, Maybe<'_>),
) -> Value {
    if ours == theirs || theirs == base {
        return ours.clone();
    }
    if ours == base {
        return theirs.clone();
    }
    let nothing = RecordFields::new();
    let (Some(our), Some(their)) = (ours.as_object(), theirs.as_object()) else {
        clash(Some(base), Some(ours), Some(theirs));
        return ours.clone();
    };
    let mut inside = Vec::new();
    let merged = merge(base.as_object().unwrap_or(&nothing), our, their, &mut inside);
    if !inside.is_empty() {
        clash(Some(base).filter(|b| !b.is_null()), Some(ours), Some(theirs));
    }
    Value::Object(merged)
}
