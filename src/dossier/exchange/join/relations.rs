//! Relations of the import: those that are there already (the same ends, kind, dates and source), and new ones beside
//! them.

use std::collections::{HashMap, HashSet};

use super::{Differing, Joined, Sources, own_fields};
use crate::dossier::edit::{Change, ClaimOwner, InsertAt};
use crate::dossier::model::{Dossier, EntityId, Relation, RelationField, RelationId};

/// Own fields that name the statement that a relation was made of.
const STATEMENTS: [&str; 2] = ["wikidata", "statement"];

fn statement_of(relation: &Relation) -> Option<String> {
    let (_, value) = relation.fields.iter().find(|(key, _)| STATEMENTS.contains(&key.as_str()))?;
    Some(value.text()).filter(|text| !text.trim().is_empty())
}

/// What makes two relations the same, besides their source.
type Key = (EntityId, EntityId, String, String);

/// Adds the relations to the changes.
pub(super) fn join(
    open: &Dossier,
    import: &Dossier,
    ids: &HashMap<&str, EntityId>,
    sources: &Sources,
    differing: Differing,
    out: &mut Joined,
) {
    let is_directed = |kind: &str| import.vocabulary.relation_kind(kind).is_none_or(|kind| kind.directed);
    let key = |from: &EntityId, to: &EntityId, relation: &Relation| -> Key {
        let when = relation.when.as_ref().map_or_else(String::new, |when| when.date.written().to_owned());
        let (from, to) = if is_directed(&relation.kind) || from <= to { (from, to) } else { (to, from) };
        (from.clone(), to.clone(), relation.kind.clone(), when)
    };
    let mut there: HashMap<Key, Vec<&Relation>> = HashMap::new();
    let mut stated: HashMap<String, Vec<&Relation>> = HashMap::new();
    for (_, _, _, relation) in open.relations() {
        there.entry(key(&relation.from, &relation.to, relation)).or_default().push(relation);
        if let Some(statement) = statement_of(relation) {
            stated.entry(statement).or_default().push(relation);
        }
    }
    let mut matched: HashSet<&RelationId> = HashSet::new();
    let mut added = Vec::new();
    let mut taken_ids = HashSet::new();
    for (_, _, _, relation) in import.relations() {
        let (Some(from), Some(to)) = (ids.get(relation.from.as_str()), ids.get(relation.to.as_str())) else { continue };
        let mut relation = relation.clone();
        (relation.from, relation.to) = (from.clone(), to.clone());
        relation.claims.iter_mut().for_each(|claim| sources.cite(claim));
        let wanted = key(from, to, &relation);
        // The same statement with another date is the same relation.
        let same_but_date = |known: &&&Relation| {
            let known = key(&known.from, &known.to, known);
            (&known.0, &known.1, &known.2) == (&wanted.0, &wanted.1, &wanted.2)
        };
        let of_statement = statement_of(&relation).and_then(|statement| stated.get(&statement));
        let free = |known: &&Relation| !matched.contains(&known.id);
        let of_statement: Vec<&Relation> =
            of_statement.into_iter().flatten().filter(same_but_date).copied().filter(free).collect();
        let dated = of_statement.iter().find(|known| key(&known.from, &known.to, known) == wanted);
        let of_statement = dated.or(of_statement.first()).copied();
        let same = there.get(&wanted).into_iter().flatten().copied();
        match of_statement.or_else(|| best(same.filter(free), &relation, sources)) {
            Some(known) => {
                matched.insert(&known.id);
                out.relations_matched += 1;
                merge(known, &relation, open, differing, out);
            }
            None => {
                let id = relation.id.as_str();
                let is_taken = open.relation_by_id(id).is_some() || open.entity_by_id(id).is_some();
                if relation.id_given && (is_taken || !taken_ids.insert(relation.id.clone())) {
                    let key = "id".to_owned();
                    let value = crate::dossier::model::FieldValue::Text(id.to_owned());
                    relation.fields.retain(|(name, _)| *name != key);
                    relation.fields.push((key, value));
                    relation.id_given = false;
                }
                out.relations_added += 1;
                added.push(Change::AddRelation { relation, place: InsertAt::default() });
            }
        }
    }
    // Derived ids may move when relations are added beside others: what is there is changed first.
    out.changes.extend(added);
}

/// Of relations that may be the same, the one with the same claim, else one from the same source.
fn best<'d>(same: impl Iterator<Item = &'d Relation>, relation: &Relation, sources: &Sources) -> Option<&'d Relation> {
    let mut from_source = None;
    for known in same {
        if relation.claims.iter().any(|claim| known.claims.contains(claim)) {
            return Some(known);
        }
        let shares = |source| known.claims.iter().any(|claim| sources.are_same(&claim.source, source));
        let is_from_source = relation.claims.is_empty() || relation.claims.iter().any(|claim| shares(&claim.source));
        if is_from_source && from_source.is_none() {
            from_source = Some(known);
        }
    }
    from_source
}

fn merge(known: &Relation, relation: &Relation, open: &Dossier, differing: Differing, out: &mut Joined) {
    let record = open.sentence_of(known);
    let mut set = Vec::new();
    if let Some(weight) = relation.weight {
        match known.weight {
            None => set.push(RelationField::Weight(Some(weight))),
            Some(other) if other == weight => {}
            Some(other) => out.conflicts.push(super::Conflict {
                record: record.clone(),
                field: "weight".to_owned(),
                open: other.to_string(),
                imported: weight.to_string(),
            }),
        }
    }
    let written = |relation: &Relation| relation.when.as_ref().map(|when| when.date.written().to_owned());
    match (written(known), written(relation)) {
        (None, Some(_)) => set.push(RelationField::When(relation.when.clone())),
        (Some(there), Some(imported)) if there != imported => {
            if differing == Differing::KeepBoth {
                let value = crate::dossier::model::FieldValue::Text(imported.clone());
                set.push(RelationField::Own("when (imported)".to_owned(), Some(value)));
            }
            let (record, field) = (record.clone(), "when".to_owned());
            out.conflicts.push(super::Conflict { record, field, open: there, imported });
        }
        (Some(_), _) | (None, None) => {}
    }
    if known.note.is_none()
        && let Some(note) = &relation.note
    {
        set.push(RelationField::Note(Some(note.clone())));
    }
    let own = own_fields(&record, &known.fields, &relation.fields, differing, &mut out.conflicts);
    set.extend(own.into_iter().map(|(key, value)| RelationField::Own(key, Some(value))));
    if !set.is_empty() {
        out.changes.push(Change::SetRelation { id: known.id.clone(), set });
    }
    for claim in relation.claims.iter().filter(|claim| !known.claims.contains(claim)) {
        let of = ClaimOwner::Relation(known.id.clone());
        out.changes.push(Change::AddClaim { of, claim: claim.clone(), at: None });
    }
}
