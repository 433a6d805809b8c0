//! Joining what was imported to a dossier that is open: which entities are the same, what is new, and where both say
//! something else. The result is changes like any others; nothing is applied here.

mod entities;
mod matching;
mod relations;
mod sources;

use std::collections::{BTreeMap, HashMap};

use crate::dossier::edit::{Change, InsertAt};
use crate::dossier::model::{Claim, Dossier, EntityId, FieldValue, SourceId};
pub(crate) use matching::{Candidate, SameAs};

use matching::{Found, Known};

/// What stands where both dossiers say something and it differs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Differing {
    /// What the open dossier says.
    #[default]
    KeepOpen,
    /// Both: a second name becomes another name, a second value stands beside the first.
    KeepBoth,
}

/// What a person says of joining.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct JoinChoices {
    /// What stands where both say something.
    pub(crate) differing: Differing,
    /// Which entities of the import are which of the open dossier, by their id in the import.
    pub(crate) same: BTreeMap<String, SameAs>,
}

/// An entity of the import that may be one of the open dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unsure {
    /// Its id in the import.
    pub(crate) id: EntityId,
    /// What it is called.
    pub(crate) name: String,
    /// Which entities it may be.
    pub(crate) candidates: Vec<Candidate>,
    /// What is taken unless a person says otherwise.
    pub(crate) taken: SameAs,
}

/// A value that differs between the two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Conflict {
    /// The record of the open dossier, in words.
    pub(crate) record: String,
    /// The field.
    pub(crate) field: String,
    /// What the open dossier says.
    pub(crate) open: String,
    /// What the import says.
    pub(crate) imported: String,
}

/// What joining comes to.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Joined {
    /// The changes, in order.
    pub(crate) changes: Vec<Change>,
    /// New entities.
    pub(crate) entities_added: usize,
    /// Entities that are there already.
    pub(crate) entities_matched: usize,
    /// New relations.
    pub(crate) relations_added: usize,
    /// Relations that are there already.
    pub(crate) relations_matched: usize,
    /// Entities that may be there already.
    pub(crate) unsure: Vec<Unsure>,
    /// Values that differ.
    pub(crate) conflicts: Vec<Conflict>,
    /// Entities of the open dossier that the import is about, new ones among them.
    pub(crate) about: Vec<EntityId>,
}

/// Joins an import to a dossier.
pub(crate) fn join(open: &Dossier, import: &Dossier, choices: &JoinChoices) -> Joined {
    let mut out = Joined::default();
    declare_kinds(open, import, &mut out);
    let sources = sources::join(open, import, &mut out);
    let mut known = Known::new(open);
    let mut ids: HashMap<&str, EntityId> = HashMap::new();
    let mut changes = Vec::new();
    for (_, entity) in import.entities().filter(|(_, entity)| !entity.ghost) {
        let said = choices.same.get(entity.id.as_str());
        let found = known.find(entity, &sources);
        let chosen = match (said, &found) {
            (Some(said), _) => said.clone(),
            (None, Found::Same(id)) => SameAs::Known(id.clone()),
            (None, Found::Unsure(_, usual)) => usual.clone(),
            (None, Found::New) => SameAs::New,
        };
        if let Found::Unsure(candidates, taken) = found {
            let (id, name) = (entity.id.clone(), entity.name.clone());
            out.unsure.push(Unsure { id, name, candidates, taken });
        }
        let there = match &chosen {
            SameAs::Known(id) => open.entity_by_id(id.as_str()).filter(|entity| !entity.ghost),
            SameAs::New => None,
        };
        let id = match there {
            Some(there) => {
                known.take(&there.id);
                out.entities_matched += 1;
                entities::merge(there, entity, &sources, choices.differing, &mut changes, &mut out.conflicts);
                there.id.clone()
            }
            None => {
                out.entities_added += 1;
                let mut new = entity.clone();
                new.id = known.free_id(entity);
                new.claims.iter_mut().for_each(|claim| sources.cite(claim));
                let id = new.id.clone();
                out.changes.push(Change::AddEntity { entity: new, place: InsertAt::default() });
                id
            }
        };
        out.about.push(id.clone());
        ids.insert(entity.id.as_str(), id);
    }
    out.changes.extend(changes);
    relations::join(open, import, &ids, &sources, choices.differing, &mut out);
    for view in import.views.iter().filter(|view| open.views.iter().all(|other| other.name != view.name)) {
        let mut view = view.clone();
        for pin in &mut view.placing.pins {
            if let Some(id) = ids.get(pin.id.as_str()) {
                pin.id = id.clone();
            }
        }
        let mut seen = std::collections::HashSet::new();
        view.placing.pins.retain(|pin| seen.insert(pin.id.clone()));
        out.changes.push(Change::AddView { view, place: InsertAt::default() });
    }
    out
}

/// Declares the kinds in use that the open dossier does not have.
fn declare_kinds(open: &Dossier, import: &Dossier, out: &mut Joined) {
    let mut seen = std::collections::HashSet::new();
    for (_, entity) in import.entities() {
        let is_new = seen.insert(entity.kind.as_str()) && open.vocabulary.entity_kind(&entity.kind).is_none();
        if let Some(kind) = import.vocabulary.entity_kind(&entity.kind).filter(|_| is_new) {
            out.changes.push(Change::SetEntityKind { kind: kind.clone(), place: InsertAt::default() });
        }
    }
    seen.clear();
    for (_, _, _, relation) in import.relations() {
        let is_new = seen.insert(relation.kind.as_str()) && open.vocabulary.relation_kind(&relation.kind).is_none();
        if let Some(kind) = import.vocabulary.relation_kind(&relation.kind).filter(|_| is_new) {
            out.changes.push(Change::SetRelationKind { kind: kind.clone(), place: InsertAt::default() });
        }
    }
}

/// Sources of the import by their ids in the open dossier.
pub(super) struct Sources {
    ids: HashMap<SourceId, SourceId>,
    /// Titles by id, of both: another state of the same file is the same source to a relation.
    titles: HashMap<SourceId, String>,
}

impl Sources {
    /// Makes a claim of the import cite the source as the open dossier calls it.
    fn cite(&self, claim: &mut Claim) {
        if let Some(id) = self.ids.get(&claim.source) {
            claim.source = id.clone();
        }
    }

    fn cited(&self, claim: &Claim) -> Claim {
        let mut claim = claim.clone();
        self.cite(&mut claim);
        claim
    }

    /// Whether two sources are one, or two states of one.
    fn are_same(&self, a: &SourceId, b: &SourceId) -> bool {
        a == b || self.titles.get(a).is_some_and(|title| self.titles.get(b) == Some(title))
    }
}

/// Own fields of the import that are new or differ: the key, and the value that is to stand.
fn own_fields(
    record: &str,
    open: &[(String, FieldValue)],
    imported: &[(String, FieldValue)],
    differing: Differing,
    conflicts: &mut Vec<Conflict>,
) -> Vec<(String, FieldValue)> {
    let mut out = Vec::new();
    for (key, value) in imported.iter().filter(|(_, value)| !is_blank(value)) {
        match open.iter().find(|(known, _)| known == key).map(|(_, known)| known) {
            None => out.push((key.clone(), value.clone())),
            Some(known) if is_blank(known) => out.push((key.clone(), value.clone())),
            Some(known) if known == value || has_all(known, value) => {}
            Some(known) => {
                let conflict = Conflict {
                    record: record.to_owned(),
                    field: key.clone(),
                    open: known.text(),
                    imported: value.text(),
                };
                conflicts.push(conflict);
                if differing == Differing::KeepBoth {
                    let mut both = items(known);
                    both.extend(items(value).into_iter().filter(|item| !items(known).contains(item)));
                    out.push((key.clone(), FieldValue::List(both)));
                }
            }
        }
    }
    out
}

fn items(value: &FieldValue) -> Vec<FieldValue> {
    match value {
        FieldValue::List(items) => items.clone(),
        FieldValue::Text(_) | FieldValue::Number(_) | FieldValue::Flag(_) => vec![value.clone()],
    }
}

fn has_all(known: &FieldValue, value: &FieldValue) -> bool {
    let known = items(known);
    items(value).iter().all(|item| known.contains(item))
}

fn is_blank(value: &FieldValue) -> bool {
    match value {
        FieldValue::Text(text) => text.trim().is_empty(),
        FieldValue::List(items) => items.is_empty(),
        FieldValue::Number(_) | FieldValue::Flag(_) => false,
    }
}

#[cfg(test)]
mod tests;
