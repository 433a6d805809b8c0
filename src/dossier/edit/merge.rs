//! Making one of two entities, and two of one.

use std::collections::HashSet;

use super::EditRefusal;
use super::change::InsertAt;
use super::work::{Work, no_such};
use crate::dossier::model::schema::FieldChange as _;
use crate::dossier::model::{
    Claim, EdgeIndex, Entity, EntityField, EntityId, List, Name, NameRole, Record, Relation, RelationId, Spot,
};

/// Merges `lose` into `keep`; `lose` may be a ghost.
pub(super) fn merge(
    work: &mut Work<'_>,
    keep: &EntityId,
    lose: &EntityId,
    set: &[EntityField],
) -> Result<(), EditRefusal> {
    if keep == lose {
        return Err(EditRefusal::new("these are the same entity"));
    }
    work.spot(List::Entities, keep.as_str())?;
    let lost = work.dossier.entity_index(lose.as_str()).ok_or_else(|| no_such("entity", lose.as_str()))?;
    let Some(gone) = work.dossier.entity(lost).cloned() else { return Err(no_such("entity", lose.as_str())) };
    let ties: HashSet<EdgeIndex> = work.dossier.relations_of(lost).map(|(edge, _, _)| edge).collect();
    let mut spots = work.spots_of(&ties);
    let mut at = 0;
    while let Some(&spot) = spots.get(at) {
        at += 1;
        let joined = retie(work, spot, lose, keep)?;
        if joined {
            // Those after it in its file have moved up.
            for later in spots[at..].iter_mut().filter(|s| s.file == spot.file) {
                later.at -= 1;
            }
        }
    }
    work.mentions(lose, keep)?;
    if !gone.ghost {
        work.remove(List::Entities, lose.as_str())?;
    }
    work.entity(keep, |entity| {
        take_over(entity, &gone);
        set.iter().for_each(|field| field.clone().set(entity));
    })
}

/// Ties a relation to another entity. Where one that says the same is there already, the two
/// become one; whether they did.
fn retie(work: &mut Work<'_>, spot: Spot, lose: &EntityId, keep: &EntityId) -> Result<bool, EditRefusal> {
    let Some(Record::Relation(old)) = work.dossier.record(spot) else { return Ok(false) };
    let mut new = Relation::clone(&old);
    for end in [&mut new.from, &mut new.to] {
        if end == lose {
            *end = keep.clone();
        }
    }
    let ends = (work.dossier.entity_index(new.from.as_str()), work.dossier.entity_index(new.to.as_str()));
    let twin = match ends {
        (Some(from), Some(to)) => work
            .dossier
            .relations_of(from)
            .filter(|(_, other, _)| *other == to)
            .filter_map(|(edge, _, _)| Some((edge, work.dossier.relation(edge)?)))
            .find(|(_, r)| r.from == new.from && r.to == new.to && same_fact(r, &new))
            .map(|(edge, _)| edge),
        _ => None,
    };
    match twin {
        Some(twin) => {
            // First away with the one, so that its id is free for the other.
            work.remove_spot(spot)?;
            if let Some(id) = work.dossier.relation(twin).map(|r| r.id.clone()) {
                work.relation(&id, |r| join(r, &new))?;
                work.follow_relations(&[(old.id.clone(), id)])?;
            }
            Ok(true)
        }
        None => {
            work.rewrite(spot, new.into())?;
            Ok(false)
        }
    }
}

/// Whether two relations between the same ends say the same.
fn same_fact(a: &Relation, b: &Relation) -> bool {
    fn agree<T: PartialEq>(a: &Option<T>, b: &Option<T>) -> bool {
        a.is_none() || b.is_none() || a == b
    }
    a.kind == b.kind
        && a.status == b.status
        && agree(&a.when, &b.when)
        && agree(&a.ordinal, &b.ordinal)
        && agree(&a.weight, &b.weight)
        && !(a.id_given && b.id_given)
}

/// Adds to a relation what another knows.
fn join(into: &mut Relation, other: &Relation) {
    if other.id_given && !into.id_given {
        into.id = other.id.clone();
        into.id_given = true;
    }
    into.when = into.when.take().or_else(|| other.when.clone());
    into.ordinal = into.ordinal.or(other.ordinal);
    into.weight = into.weight.or(other.weight);
    into.summary = both(into.summary.take(), other.summary.as_ref());
    into.note = both(into.note.take(), other.note.as_ref());
    add_fields(&mut into.fields, &other.fields);
    add_claims(&mut into.claims, &other.claims);
}

/// Adds to an entity what another knows.
fn take_over(into: &mut Entity, other: &Entity) {
    if other.ghost {
        return add_alias(into, other.id.as_str());
    }
    add_alias(into, &other.name);
    for name in &other.names {
        if !into.names.contains(name) && (into.name != name.text || name.lang.is_some()) {
            into.names.push(name.clone());
        }
    }
    add_alias(into, other.id.as_str());
    into.when = into.when.take().or_else(|| other.when.clone());
    into.summary = both(into.summary.take(), other.summary.as_ref());
    into.note = both(into.note.take(), other.note.as_ref());
    add_fields(&mut into.fields, &other.fields);
    add_claims(&mut into.claims, &other.claims);
    into.unnamed &= other.unnamed;
    into.implied &= other.implied;
}

/// Two remarks in one; nothing is dropped.
fn both(one: Option<String>, other: Option<&String>) -> Option<String> {
    match (one, other) {
        (Some(one), Some(other)) if one.contains(other.as_str()) => Some(one),
        (Some(one), Some(other)) => Some(format!("{one} {other}")),
        (one, other) => one.or_else(|| other.cloned()),
    }
}

fn add_fields<T: Clone>(into: &mut Vec<(String, T)>, other: &[(String, T)]) {
    for (key, value) in other {
        if !into.iter().any(|(k, _)| k == key) {
            into.push((key.clone(), value.clone()));
        }
    }
}

fn add_claims(into: &mut Vec<Claim>, other: &[Claim]) {
    for claim in other {
        if !into.contains(claim) {
            into.push(claim.clone());
        }
    }
}

/// Adds an alias, unless it is one of the names.
pub(super) fn add_alias(entity: &mut Entity, text: &str) {
    if entity.name != text && !entity.names.iter().any(|n| n.text == text) {
        entity.names.push(Name { text: text.to_owned(), lang: None, role: NameRole::Alias });
    }
}

/// Splits an entity.
pub(super) fn split(
    work: &mut Work<'_>,
    id: &EntityId,
    entity: &Entity,
    relations: &[RelationId],
    claims: &[usize],
) -> Result<(), EditRefusal> {
    work.spot(List::Entities, id.as_str())?;
    let mut new = entity.clone();
    let old = work.dossier.entity_by_id(id.as_str()).ok_or_else(|| no_such("entity", id.as_str()))?;
    if let Some(at) = claims.iter().find(|at| **at >= old.claims.len()) {
        return Err(EditRefusal::new(format!("{id} has no claim number {at}")));
    }
    let moved: Vec<Claim> = claims.iter().filter_map(|at| old.claims.get(*at).cloned()).collect();
    add_claims(&mut new.claims, &moved);
    let place = InsertAt { file: None, after: Some(id.to_string()) };
    let new_id = new.id.clone();
    work.insert(&place, new.into())?;
    work.entity(id, |entity| {
        let mut at = 0;
        entity.claims.retain(|_| {
            at += 1;
            !claims.contains(&(at - 1))
        });
    })?;
    // Ids that are derived change as ends do, so that the spots are looked up before.
    let mut spots = Vec::with_capacity(relations.len());
    for relation in relations {
        let found = work.dossier.relation_by_id(relation.as_str());
        if found.is_none_or(|r| r.from != *id && r.to != *id) {
            return Err(EditRefusal::new(format!("the relation {relation} has no end at `{id}`")));
        }
        spots.push(work.spot(List::Relations, relation.as_str())?);
    }
    for spot in spots {
        work.relation_at(spot, |relation| {
            for end in [&mut relation.from, &mut relation.to] {
                if end == id {
                    *end = new_id.clone();
                }
            }
        })?;
    }
    Ok(())
}
