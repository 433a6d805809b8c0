//! Pairs the records of two dossiers. Ids decide; without them only certain matches count: an entity
//! or a source with the same content under another id was renamed, and parallel relations without
//! ids of their own are matched by content.

use std::collections::{HashMap, HashSet};

use super::record_fields::{RecordFields, content};
use crate::dossier::model::schema::{Schema, remap};
use crate::dossier::model::{Dossier, Entity, List, Relation, Source};

/// The records of two dossiers in pairs, and those that have no partner.
pub(super) struct Pairs<'a, T> {
    pub(crate) both: Vec<(&'a T, &'a T)>,
    pub(crate) only_old: Vec<&'a T>,
    pub(crate) only_new: Vec<&'a T>,
}

/// Ids of the old dossier that were renamed in the new one.
#[derive(Default)]
pub(super) struct Renamed<'a> {
    pub(crate) entities: HashMap<&'a str, &'a str>,
    pub(crate) sources: HashMap<&'a str, &'a str>,
}

/// All entities with a record.
pub(super) fn entities(dossier: &Dossier) -> impl Iterator<Item = &Entity> {
    dossier.entities().map(|(_, e)| e).filter(|e| !e.ghost)
}

/// All relations; every relation has a record.
pub(super) fn relations(dossier: &Dossier) -> impl Iterator<Item = &Relation> {
    dossier.relations().map(|(_, _, _, r)| r)
}

/// Whether two records are the same, or have the same content.
pub(super) fn same<T: PartialEq>(a: &T, b: &T) -> bool {
    std::ptr::eq(a, b) || a == b
}

/// Pairs records by id, none of which stands twice on one side. Where the two sides run in step, as
/// they do up to the first and after the last that came or went, nothing is looked up.
fn by_id<'a, T>(
    old: impl Iterator<Item = &'a T>,
    new: impl Iterator<Item = &'a T>,
    id: impl Fn(&'a T) -> &'a str,
) -> Pairs<'a, T> {
    let (old, new): (Vec<&T>, Vec<&T>) = (old.collect(), new.collect());
    let in_step = |(a, b): &(&&'a T, &&'a T)| std::ptr::eq(**a, **b) || id(a) == id(b);
    let head = old.iter().zip(&new).take_while(in_step).count();
    let tail = old[head..].iter().rev().zip(new[head..].iter().rev()).take_while(in_step).count();
    let (old_end, new_end) = (old.len() - tail, new.len() - tail);
    let mut both: Vec<(&T, &T)> = Vec::with_capacity(old.len());
    both.extend(old[..head].iter().copied().zip(new[..head].iter().copied()));
    let mut places: HashMap<&str, &T> = new[head..new_end].iter().map(|record| (id(record), *record)).collect();
    let mut only_old = Vec::new();
    for record in &old[head..old_end] {
        match places.remove(id(record)) {
            Some(partner) => both.push((record, partner)),
            None => only_old.push(*record),
        }
    }
    let left = |record: &&&'a T| places.contains_key(id(record));
    let only_new = new[head..new_end].iter().filter(left).copied().collect();
    both.extend(old[old_end..].iter().copied().zip(new[new_end..].iter().copied()));
    Pairs { both, only_old, only_new }
}

/// Pairs the remaining records that have the same key, if it is unique on both sides.
fn by_key<'a, T, K: std::hash::Hash + Eq>(
    pairs: &mut Pairs<'a, T>,
    key: impl Fn(&T) -> Option<K>,
) -> Vec<(&'a T, &'a T)> {
    fn unique<'a, T, K: std::hash::Hash + Eq>(
        list: &[&'a T],
        key: &impl Fn(&T) -> Option<K>,
    ) -> HashMap<K, Option<&'a T>> {
        let mut found: HashMap<K, Option<&T>> = HashMap::new();
        for record in list {
            if let Some(key) = key(record) {
                found.entry(key).and_modify(|record| *record = None).or_insert(Some(record));
            }
        }
        found
    }
    let (old, mut new) = (unique(&pairs.only_old, &key), unique(&pairs.only_new, &key));
    let mut found = Vec::new();
    for (key, record) in old {
        if let (Some(record), Some(Some(partner))) = (record, new.remove(&key)) {
            found.push((record, partner));
        }
    }
    let gone: HashSet<*const T> =
        found.iter().flat_map(|(a, b)| [std::ptr::from_ref(*a), std::ptr::from_ref(*b)]).collect();
    pairs.only_old.retain(|record| !gone.contains(&std::ptr::from_ref(*record)));
    pairs.only_new.retain(|record| !gone.contains(&std::ptr::from_ref(*record)));
    found
}

/// Pairs entities; renamed ones are those of the same kind and name of which there is one each.
pub(super) fn pair_entities<'a>(old: &'a Dossier, new: &'a Dossier, renamed: &mut Renamed<'a>) -> Pairs<'a, Entity> {
    let mut pairs = by_id(entities(old), entities(new), |e| e.id.as_str());
    let found = by_key(&mut pairs, |e| Some((e.kind.clone(), e.name.clone())));
    renamed.entities.extend(found.iter().map(|(a, b)| (a.id.as_str(), b.id.as_str())));
    pairs.both.extend(found);
    pairs
}

/// Pairs sources; renamed ones say the same in every field, and something.
pub(super) fn pair_sources<'a>(old: &'a Dossier, new: &'a Dossier, renamed: &mut Renamed<'a>) -> Pairs<'a, Source> {
    let mut pairs = by_id(old.sources.iter(), new.sources.iter(), |s| s.id.as_str());
    let found = by_key(&mut pairs, |s| {
        let content = content(s);
        (content.len() >= 2).then(|| serde_json::Value::Object(content).to_string())
    });
    renamed.sources.extend(found.iter().map(|(a, b)| (a.id.as_str(), b.id.as_str())));
    pairs.both.extend(found);
    pairs
}

/// Pairs relations: by their own ids, then by ends and kind, and among parallel ones by what they
/// say, their date, and at last their order.
pub(super) fn pair_relations<'a>(old: &'a Dossier, new: &'a Dossier, renamed: &Renamed<'a>) -> Pairs<'a, Relation> {
    let mut pairs = relations_by_id(old, new);
    // The order in which parallel ones stand decides where nothing else does.
    let order_of = |d: &'a Dossier, list: &mut Vec<&'a Relation>| {
        let left: HashSet<*const Relation> = list.iter().map(|r| std::ptr::from_ref(*r)).collect();
        if !left.is_empty() {
            *list = relations(d).filter(|r| left.contains(&std::ptr::from_ref(*r))).collect();
        }
    };
    order_of(old, &mut pairs.only_old);
    order_of(new, &mut pairs.only_new);
    type Ends<'a> = (&'a str, &'a str, &'a str);
    let now = |id: &'a str| renamed.entities.get(id).copied().unwrap_or(id);
    let mut groups: HashMap<Ends<'a>, Vec<&'a Relation>> = HashMap::new();
    for relation in std::mem::take(&mut pairs.only_new) {
        let ends = (relation.from.as_str(), relation.kind.as_str(), relation.to.as_str());
        groups.entry(ends).or_default().push(relation);
    }
    let mut old_groups: HashMap<Ends<'a>, Vec<&'a Relation>> = HashMap::new();
    let mut order: Vec<Ends<'a>> = Vec::new();
    for relation in std::mem::take(&mut pairs.only_old) {
        let ends = (now(relation.from.as_str()), relation.kind.as_str(), now(relation.to.as_str()));
        let group = old_groups.entry(ends).or_insert_with(|| {
            order.push(ends);
            Vec::new()
        });
        group.push(relation);
    }
    for ends in order {
        let olds = old_groups.remove(&ends).unwrap_or_default();
        pair_parallel(olds, groups.entry(ends).or_default(), &mut pairs);
    }
    let left: HashSet<*const Relation> = groups.values().flatten().map(|r| std::ptr::from_ref(*r)).collect();
    pairs.only_new = relations(new).filter(|r| left.contains(&std::ptr::from_ref(*r))).collect();
    pairs
}

/// Pairs relations that say the same under the same id, given or derived, as most do, and others by
/// the ids that their authors gave them.
fn relations_by_id<'a>(old: &'a Dossier, new: &'a Dossier) -> Pairs<'a, Relation> {
    let mut pairs = by_id(relations(old), relations(new), |r| r.id.as_str());
    let (same, others): (Vec<_>, Vec<_>) = std::mem::take(&mut pairs.both).into_iter().partition(|(a, b)| same(*a, *b));
    pairs.only_old.extend(others.iter().map(|(a, _)| a));
    pairs.only_new.extend(others.iter().map(|(_, b)| b));
    let given = |list: &mut Vec<&'a Relation>| {
        let (given, derived): (Vec<&Relation>, Vec<&Relation>) = list.drain(..).partition(|r| r.id_given);
        *list = derived;
        given
    };
    let (given_old, given_new) = (given(&mut pairs.only_old), given(&mut pairs.only_new));
    let by_own_id = by_id(given_old.into_iter(), given_new.into_iter(), |r| r.id.as_str());
    pairs.only_old.extend(by_own_id.only_old);
    pairs.only_new.extend(by_own_id.only_new);
    pairs.both.extend(same);
    pairs.both.extend(by_own_id.both);
    pairs
}

/// Pairs relations of the same ends and kind by what they say, then their date, then their order; takes
/// those that found a partner out of `news`.
fn pair_parallel<'a>(mut olds: Vec<&'a Relation>, news: &mut Vec<&'a Relation>, pairs: &mut Pairs<'a, Relation>) {
    // Two relations that gave themselves different ids are two.
    let may = |a: &Relation, b: &Relation| !(a.id_given && b.id_given);
    if let ([a], [b]) = (&olds[..], &news[..])
        && may(a, b)
    {
        pairs.both.push((a, b));
        news.clear();
        return;
    }
    let same = |a: &Relation, b: &Relation| content(a) == content(b);
    let dated = |a: &Relation, b: &Relation| a.when == b.when;
    let any = |_: &Relation, _: &Relation| true;
    for alike in [&same as &dyn Fn(&Relation, &Relation) -> bool, &dated, &any] {
        olds.retain(|a| match news.iter().position(|b| may(a, b) && alike(a, b)) {
            Some(at) => {
                pairs.both.push((a, news.remove(at)));
                false
            }
            None => true,
        });
    }
    pairs.only_old.extend(olds);
}

/// Pairs records of a plain list by id.
pub(super) fn pair_plain<'a, T>(old: &'a [T], new: &'a [T], id: impl Fn(&'a T) -> &'a str) -> Pairs<'a, T> {
    by_id(old.iter(), new.iter(), id)
}

impl Renamed<'_> {
    /// The content of a record, with the ids of entities and sources in the new dossier.
    pub(crate) fn content<R: Schema>(&self, record: &R) -> RecordFields {
        if self.entities.is_empty() && self.sources.is_empty() {
            return content(record);
        }
        let now = |list: List, id: &str| match list {
            List::Entities => self.entities.get(id).copied(),
            List::Sources => self.sources.get(id).copied(),
            List::Relations | List::EntityKinds | List::RelationKinds | List::Views => None,
        };
        let mut record = record.clone();
        remap(&mut record, R::FIELDS, &now);
        content(&record)
    }
}
