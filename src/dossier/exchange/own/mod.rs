//! Dossiers that were written in another program's format and come back. Their columns bear the names of the model's
//! fields, so that they are read as what they were and not as foreign data: no source is made for the file, and no record
//! gets a claim by it.

mod graphs;
mod held;
mod plan;
mod rows;
mod tables;

use std::collections::{HashMap, HashSet};

use super::format::{Pace, Read};
use super::records::ids::{FreshIds, is_legal};
use super::report::{NoteKind, Report};
use crate::dossier::model::schema::{Schema as _, remap};
use crate::dossier::model::{
    Claim, Dossier, Entity, EntityKind, FieldValue, FileIndex, List, Relation, RelationKind, Source, View, ViewLayout,
    Vocabulary, derived_id_base,
};
use crate::dossier::ron_text::FORMAT;
use crate::progress::{Cancelled, Progress};

pub(super) use held::MARK;
pub(crate) use held::Records;
pub(super) use rows::{Rows, Tables};
pub(super) use tables::csv;

/// What a dossier says beside its entities and relations, as JSON.
pub(super) fn head(dossier: &Dossier) -> String {
    let head = HeadOut {
        version: super::writing::sheets::VERSION,
        format: dossier.format,
        title: &dossier.title,
        subtitle: dossier.subtitle.as_deref(),
        note: dossier.note.as_deref(),
        sources: &dossier.sources,
        entity_kinds: dossier.needed_entity_kinds(),
        relation_kinds: dossier.needed_relation_kinds(),
        views: &dossier.views,
    };
    serde_json::to_string(&head).unwrap_or_default()
}

#[derive(serde::Serialize)]
struct HeadOut<'d> {
    version: i64,
    format: u32,
    title: &'d str,
    subtitle: Option<&'d str>,
    note: Option<&'d str>,
    sources: &'d [Source],
    entity_kinds: Vec<&'d EntityKind>,
    relation_kinds: Vec<&'d RelationKind>,
    views: &'d [View],
}

/// The name of a view of places in a file without views.
const AS_DRAWN: &str = "as drawn";

/// The dossier that a file is, if it is one that was written by a [`Writer`](super::writing::Writer).
///
/// # Errors
/// [`Cancelled`] if a person asked to stop.
pub(super) fn dossier(
    read: &mut Read,
    vocabulary: &Vocabulary,
    progress: &Progress,
) -> Result<Option<Dossier>, Cancelled> {
    let records = match read.own.take() {
        Some(records) => Some(*records),
        None => graphs::records(read, &progress.part(0.0, 0.5))?,
    };
    let progress = progress.part(0.5, 1.0);
    records.map(|records| records.into_dossier(vocabulary.clone(), &mut read.report, &progress)).transpose()
}

impl Records {
    fn into_dossier(
        mut self,
        vocabulary: Vocabulary,
        report: &mut Report,
        progress: &Progress,
    ) -> Result<Dossier, Cancelled> {
        let mut pace = Pace::new(progress, self.entities.len() + self.relations.len());
        let head = std::mem::take(&mut self.head);
        let mut dossier = Dossier::new(vocabulary);
        dossier.title = head.title;
        dossier.subtitle = head.subtitle;
        dossier.note = head.note;
        dossier.format = head.format.min(FORMAT);
        dossier.sources = head.sources;
        for kind in head.entity_kinds {
            dossier.declare_entity_kind(FileIndex(0), kind);
        }
        for kind in head.relation_kinds {
            dossier.declare_relation_kind(FileIndex(0), kind);
        }
        if !self.has_head {
            self.sources_of_claims(&mut dossier);
        }
        dossier.make_room(self.entities.len(), self.relations.len());
        // Somebody may have added records since, with ids that a dossier cannot have.
        let mut ids = Ids::default();
        // First those that stay, so that no other gets one of them.
        let is_kept: Vec<bool> = self.entities.iter().map(|entity| ids.fresh.take(entity.id.as_str())).collect();
        for (entity, _) in self.entities.iter_mut().zip(is_kept).filter(|(_, is_kept)| !is_kept) {
            ids.settle(entity, report);
        }
        let now = |list: List, id: &str| ids.changed.get(id).map(String::as_str).filter(|_| list == List::Entities);
        for mut entity in self.entities {
            pace.another()?;
            if !ids.changed.is_empty() {
                remap(&mut entity, Entity::FIELDS, &now);
            }
            // Each has an id of its own now.
            let _ = dossier.add_entity(entity);
        }
        let mut counts: HashMap<String, usize> = HashMap::new();
        for mut relation in self.relations {
            pace.another()?;
            if !ids.changed.is_empty() {
                remap(&mut relation, Relation::FIELDS, &now);
            }
            for end in [relation.from.clone(), relation.to.clone()] {
                if dossier.entity_index(end.as_str()).is_none() {
                    let _ = dossier.add_entity(Entity::ghost(end, FileIndex(0)));
                }
            }
            relation.id_given = !is_next_derived(&relation, &mut counts);
            let is_legal = !relation.id_given || is_legal(relation.id.as_str());
            if !is_legal || dossier.relation_index(relation.id.as_str()).is_some() {
                if relation.id_given {
                    keep_id(&mut relation.fields, relation.id.as_str(), report);
                }
                relation.id = Default::default();
                relation.id_given = false;
            }
            let _ = dossier.add_relation(relation);
        }
        dossier.views = head.views;
        if !self.pins.is_empty() {
            let placing = ViewLayout { pins: self.pins, ..ViewLayout::default() };
            dossier.views.push(View { name: AS_DRAWN.to_owned(), placing, ..View::default() });
        }
        Ok(dossier)
    }

    /// Sources that claims name, in files that do not hold them.
    fn sources_of_claims(&self, dossier: &mut Dossier) {
        let mut known: HashSet<&str> = HashSet::new();
        let claims = self.entities.iter().map(|e| &e.claims).chain(self.relations.iter().map(|r| &r.claims));
        for Claim { source, .. } in claims.flatten() {
            if !source.as_str().is_empty() && known.insert(source.as_str()) {
                dossier.sources.push(Source::new(source.clone()));
            }
        }
    }
}

/// Ids of entities that came back.
#[derive(Default)]
struct Ids {
    fresh: FreshIds,
    /// Those that a dossier cannot have, with what they are now.
    changed: HashMap<String, String>,
}

impl Ids {
    /// Gives an entity an id that it can have; the one of the file is kept as a datum.
    fn settle(&mut self, entity: &mut Entity, report: &mut Report) {
        let given = self.fresh.give(entity.id.as_str(), &entity.name);
        keep_id(&mut entity.fields, entity.id.as_str(), report);
        // What another record has already stays its own.
        if !is_legal(entity.id.as_str()) {
            self.changed.insert(entity.id.to_string(), given.clone());
        }
        entity.id = given.into();
    }
}

/// Keeps an id that a record cannot have as a datum of it.
fn keep_id(fields: &mut Vec<(String, FieldValue)>, id: &str, report: &mut Report) {
    if !id.is_empty() && !fields.iter().any(|(key, _)| key == "id") {
        fields.push(("id".to_owned(), FieldValue::Text(id.to_owned())));
    }
    let message = "an id that a dossier does not allow, or that another record has, was changed; the original is in the field `id`";
    report.note(NoteKind::Changed, message, None);
}

/// Whether the id of a relation is the one that would be derived for it here; it then need not be kept.
fn is_next_derived(relation: &Relation, counts: &mut HashMap<String, usize>) -> bool {
    let base = derived_id_base(relation);
    let id = relation.id.as_str();
    let Some(rest) = id.strip_prefix(&base) else { return id.is_empty() };
    let number = match rest.strip_prefix("--") {
        None if rest.is_empty() => 1,
        Some(digits) => digits.parse().unwrap_or(0),
        None => 0,
    };
    let count = counts.entry(base).or_insert(0);
    let is_next = number == *count + 1;
    *count += usize::from(is_next);
    is_next
}
