//! The difference between two dossiers, record by record and field by field. Order and comments do
//! not count as differences, because they say nothing about the world.

use serde::Serialize;
use serde_json::Value;

use super::as_written::{Detail, is_written, plain};
use super::matching::{Renamed, pair_entities, pair_plain, pair_relations, pair_sources, same};
use super::record_fields::{Elements, INCLUDE, RecordFields, content, elements_of};
use super::side::{Beyond, Listed, MAIN, Side, same_beyond};
use super::three_way::{elements, pair};
use super::words;
use crate::dossier::model::{Dossier, Entity, Relation};

/// A value of a field that was added, removed or changed. Each element of a list counts by itself.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FieldChange {
    /// The field's name in a file; of an author's own datum `fields.KEY`.
    pub(crate) field: String,
    /// The old value; `None` if there was none. Values unknown to the format are given as written.
    pub(crate) old: Option<Value>,
    /// The new value; `None` if there is none.
    pub(crate) new: Option<Value>,
}

/// A record that was added or removed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Item {
    /// Its id; for a view, its name.
    pub(crate) id: String,
    /// Its name for display.
    pub(crate) label: String,
}

/// A record that exists on both sides with different content.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Changed {
    /// Its id in the new dossier; for a view, its name.
    pub(crate) id: String,
    /// Its former id, if the author changed it.
    pub(crate) was: Option<String>,
    /// Its name for display.
    pub(crate) label: String,
    /// In the order of their names.
    pub(crate) fields: Vec<FieldChange>,
}

/// What changed among the records of one kind.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Changes {
    /// Only in the new dossier. All three lists are in the order of the ids.
    pub(crate) added: Vec<Item>,
    /// Only in the old one.
    pub(crate) removed: Vec<Item>,
    /// Those with different content.
    pub changed: Vec<Changed>,
}

/// What differs between two dossiers.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Difference {
    /// The heads of the files: title, remarks, what is included, and what the format does not know.
    pub(crate) dossier: Vec<FieldChange>,
    /// What changed among the entities, without ghosts.
    pub entities: Changes,
    pub(crate) relations: Changes,
    pub(crate) sources: Changes,
    /// Kinds of entity that the dossier declares.
    pub(crate) entity_kinds: Changes,
    /// Kinds of relation that the dossier declares.
    pub(crate) relation_kinds: Changes,
    pub(crate) views: Changes,
}

impl Changes {
    pub(crate) fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.changed.is_empty()
    }

    fn sort(&mut self) {
        self.added.sort_by(|a, b| a.id.cmp(&b.id));
        self.removed.sort_by(|a, b| a.id.cmp(&b.id));
        self.changed.sort_by(|a, b| a.id.cmp(&b.id));
    }
}

impl Difference {
    /// Whether both dossiers have the same content. White space, comments and order in texts do not count.
    pub fn is_empty(&self) -> bool {
        self.dossier.is_empty() && self.parts().iter().all(|(_, _, changes)| changes.is_empty())
    }

    /// Its parts, with what a person calls one and several of the records.
    pub(crate) fn parts(&self) -> [(&'static str, &'static str, &Changes); 6] {
        [
            ("entity", "entities", &self.entities),
            ("relation", "relations", &self.relations),
            ("source", "sources", &self.sources),
            ("kind of entity", "kinds of entity", &self.entity_kinds),
            ("kind of relation", "kinds of relation", &self.relation_kinds),
            ("view", "views", &self.views),
        ]
    }
}

/// What is to be told of the way from one dossier to another. Where both come with their texts, also what
/// the format does not know is compared, as it is written.
pub fn diff<'a>(old: impl Into<Side<'a>>, new: impl Into<Side<'a>>) -> Difference {
    let sides = [old.into(), new.into()];
    let beyond = Beyond::of(sides);
    let [old, new] = sides.map(|side| side.dossier);
    let mut renamed = Renamed::default();
    let mut difference = Difference { dossier: head_changes(&beyond, old, new), ..Difference::default() };

    let pairs = pair_sources(old, new, &mut renamed);
    difference.sources = changes(pairs, &renamed, &beyond, |s| s.id.as_str(), |s| s.short_label());
    let pairs = pair_entities(old, new, &mut renamed);
    difference.entities = changes(pairs, &renamed, &beyond, |e: &Entity| e.id.as_str(), |e| e.label().to_owned());

    let pairs = pair_relations(old, new, &renamed);
    let all = |list: &[&Relation], dossier: &Dossier| -> Vec<Item> {
        list.iter().map(|r| Item { id: r.id.to_string(), label: words::relation(dossier, r) }).collect()
    };
    difference.relations.added = all(&pairs.only_new, new);
    difference.relations.removed = all(&pairs.only_old, old);
    for (a, b) in pairs.both {
        let same_id = a.id_given == b.id_given && (!a.id_given || a.id == b.id);
        let same = same_id && same_beyond((&beyond[0], a), (&beyond[1], b));
        if same && same_relation(a, b, &renamed) {
            continue;
        }
        let mut fields = record_changes(a, b, &renamed, &beyond);
        let given = |r: &Relation| r.id_given.then(|| Value::String(r.id.to_string()));
        if !same_id {
            fields.push(FieldChange { field: "id".to_owned(), old: given(a), new: given(b) });
        }
        if !fields.is_empty() {
            let label = words::relation(new, b);
            difference.relations.changed.push(Changed { id: b.id.to_string(), was: None, label, fields });
        }
    }

    let kinds = |d: &Dossier| d.own_entity_kinds().map(|(_, kind)| kind.clone()).collect::<Vec<_>>();
    let (a, b) = (kinds(old), kinds(new));
    difference.entity_kinds =
        changes(pair_plain(&a, &b, |k| &*k.id), &renamed, &beyond, |k| &*k.id, |k| k.label.clone());
    let kinds = |d: &Dossier| d.own_relation_kinds().map(|(_, kind)| kind.clone()).collect::<Vec<_>>();
    let (a, b) = (kinds(old), kinds(new));
    difference.relation_kinds =
        changes(pair_plain(&a, &b, |k| &*k.id), &renamed, &beyond, |k| &*k.id, |k| k.label.clone());
    let pairs = pair_plain(&old.views, &new.views, |v| &*v.name);
    difference.views = changes(pairs, &renamed, &beyond, |v| &*v.name, |v| v.name.clone());
    for part in [
        &mut difference.entities,
        &mut difference.relations,
        &mut difference.sources,
        &mut difference.entity_kinds,
        &mut difference.relation_kinds,
        &mut difference.views,
    ] {
        part.sort();
    }
    difference
}

fn head_changes(beyond: &[Beyond; 2], old: &Dossier, new: &Dossier) -> Vec<FieldChange> {
    let [mut a, b] = [(0, old), (1, new)].map(|(side, dossier)| beyond[side].heads(dossier, Detail::Said));
    let mut out = Vec::new();
    let named = |path: &str, change: FieldChange| match path {
        MAIN => change,
        path => FieldChange { field: format!("{path}: {}", change.field), ..change },
    };
    for (path, new) in b {
        let old = a.iter().position(|(other, _)| *other == path).map(|at| a.remove(at).1).unwrap_or_default();
        out.extend(field_changes(&old, &new).into_iter().map(|change| named(&path, change)));
    }
    for (path, old) in a {
        out.extend(field_changes(&old, &RecordFields::new()).into_iter().map(|change| named(&path, change)));
    }
    if old.format != new.format && !out.iter().any(|change| change.field == "format") {
        let [old, new] = [old, new].map(|dossier| Some(Value::from(dossier.format)));
        out.push(FieldChange { field: "format".to_owned(), old, new });
    }
    out
}

/// The differences between a record and its partner, with the ids of the new dossier.
fn record_changes<R: Listed>(a: &R, b: &R, renamed: &Renamed<'_>, beyond: &[Beyond; 2]) -> Vec<FieldChange> {
    let (mut old, mut new) = (renamed.content(a), content(b));
    beyond[0].add_to(a, &mut old, Detail::Said);
    beyond[1].add_to(b, &mut new, Detail::Said);
    field_changes(&old, &new)
}

/// Whether two relations have the same content; fast in the usual case.
fn same_relation(a: &Relation, b: &Relation, renamed: &Renamed<'_>) -> bool {
    let plain = renamed.entities.is_empty() && renamed.sources.is_empty();
    if plain {
        if std::ptr::eq(a, b) {
            return true;
        }
        let same_ends = a.from == b.from && a.to == b.to && a.kind == b.kind;
        let same_facts = a.when == b.when && a.status == b.status && a.weight == b.weight && a.ordinal == b.ordinal;
        let same_words = a.summary == b.summary && a.note == b.note && a.fields == b.fields;
        return same_ends && same_facts && same_words && a.claims == b.claims;
    }
    renamed.content(a) == content(b)
}

fn changes<T: Listed + PartialEq>(
    pairs: super::matching::Pairs<'_, T>,
    renamed: &Renamed<'_>,
    beyond: &[Beyond; 2],
    id: impl Fn(&T) -> &str,
    label: impl Fn(&T) -> String,
) -> Changes {
    let item = |record: &&T| Item { id: id(record).to_owned(), label: label(record) };
    let mut out = Changes {
        added: pairs.only_new.iter().map(item).collect(),
        removed: pairs.only_old.iter().map(item).collect(),
        changed: Vec::new(),
    };
    for (a, b) in pairs.both {
        let same = same(a, b) && same_beyond((&beyond[0], a), (&beyond[1], b));
        if same && renamed.entities.is_empty() && renamed.sources.is_empty() {
            continue;
        }
        let fields = record_changes(a, b, renamed, beyond);
        let was = Some(id(a)).filter(|old| *old != id(b)).map(str::to_owned);
        if !fields.is_empty() || was.is_some() {
            out.changed.push(Changed { id: id(b).to_owned(), was, label: label(b), fields });
        }
    }
    out
}

/// What changed from one content to another.
pub(super) fn field_changes(old: &RecordFields, new: &RecordFields) -> Vec<FieldChange> {
    let mut out = Vec::new();
    let mut names: Vec<&String> = old.keys().chain(new.keys()).collect();
    names.sort();
    names.dedup();
    for name in names {
        let (a, b) = (old.get(name), new.get(name));
        if a == b {
            continue;
        }
        let as_text = [a, b].into_iter().flatten().any(is_written);
        if name == "fields" && !as_text {
            let inner = |v: Option<&Value>| v.and_then(Value::as_object).cloned().unwrap_or_default();
            let inside = field_changes(&inner(a), &inner(b)).into_iter();
            out.extend(inside.map(|c| FieldChange { field: format!("fields.{}", c.field), ..c }));
            continue;
        }
        let before = out.len();
        if let Some(of) = elements_of(name).filter(|_| !as_text) {
            list_changes(name, &of, elements(a), elements(b), &mut out);
        }
        // Of the list whose order counts, perhaps that alone.
        if out.len() == before && (as_text || name == INCLUDE || elements_of(name).is_none()) {
            out.push(FieldChange { field: name.clone(), old: a.map(plain), new: b.map(plain) });
        }
    }
    out
}

fn list_changes(name: &str, of: &Elements, old: Vec<Value>, new: Vec<Value>, out: &mut Vec<FieldChange>) {
    let pairs = pair(of, &old, &new);
    let mut partnered = vec![false; new.len()];
    for (a, partner) in old.iter().zip(&pairs) {
        let b = partner.map(|at| {
            partnered[at] = true;
            &new[at]
        });
        if b != Some(a) {
            out.push(FieldChange { field: name.to_owned(), old: Some(plain(a)), new: b.map(plain) });
        }
    }
    let come = new.iter().zip(partnered).filter(|(_, partnered)| !partnered);
    out.extend(come.map(|(b, _)| FieldChange { field: name.to_owned(), old: None, new: Some(plain(b)) }));
}
