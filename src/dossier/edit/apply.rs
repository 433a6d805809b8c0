//! From a change to the steps it is made of. What cannot be done is refused, and what was done of it until
//! then is taken back.

use std::collections::HashSet;

use super::change::{Change, InsertAt};
use super::op::{Op, undo};
use super::work::{Applied, Done, Work, no_such};
use super::{EditRefusal, merge, valid};
use crate::dossier::model::schema::FieldChange as _;
use crate::dossier::model::{
    Claim, Dossier, EdgeIndex, Entity, EntityId, EntityKind, List, Record, Relation, RelationField, RelationId,
    RelationKind, SourceId,
};

/// Applies a change.
///
/// * Removing an entity removes the relations that start or end there; claims that quote it stay.
/// * Merging ties the relations of the one that goes to the one that stays, joins those that then
///   say the same (ends, kind, status, number and no two different dates) with all their claims,
///   takes over names, claims and fields that the other lacks, and keeps the lost name and id as
///   aliases.
///
/// # Errors
/// Why it cannot be; the dossier is then as it was.
pub fn apply(dossier: &mut Dossier, change: &Change) -> Result<Applied, EditRefusal> {
    run(Work { dossier, applied: Applied::default(), as_written: false }, change)
}

/// The same for what was written elsewhere and is taken over as it stands, as in a merge: it may
/// have whatever a file may have, such as a relation to an end that nobody defines.
///
/// # Errors
/// Why it cannot be; the dossier is then as it was.
pub fn apply_as_written(dossier: &mut Dossier, change: &Change) -> Result<Applied, EditRefusal> {
    run(Work { dossier, applied: Applied::default(), as_written: true }, change)
}

fn run(mut work: Work<'_>, change: &Change) -> Result<Applied, EditRefusal> {
    let done = work.change(change).and_then(|()| {
        let renamed = work.applied.touched.renamed_relations.clone();
        work.follow_relations(&renamed)
    });
    match done {
        Ok(()) => Ok(work.applied),
        Err(refusal) => {
            undo(work.dossier, &work.applied.ops);
            Err(refusal)
        }
    }
}

impl Work<'_> {
    // In one piece: one arm a change.
    fn change(&mut self, change: &Change) -> Done {
        match change {
            Change::SetTitle(title) => self.head(|head| head.title = Some(title.clone())),
            Change::SetSubtitle(subtitle) => self.head(|head| head.subtitle.clone_from(subtitle)),
            Change::SetNote(note) => self.head(|head| head.note.clone_from(note)),
            Change::AddEntity { entity, place } => self.insert(place, entity.clone().into()),
            Change::RemoveEntity { id } => self.remove_entity(id),
            Change::SetEntity { id, set } => {
                self.entity(id, |entity| set.iter().for_each(|field| field.clone().set(entity)))
            }
            Change::RenameEntity { id, to, keep_as_alias } => self.rename_entity(id, to, *keep_as_alias),
            Change::MergeEntities { keep, lose, set } => merge::merge(self, keep, lose, set),
            Change::SplitEntity { id, entity, relations, claims } => merge::split(self, id, entity, relations, claims),
            Change::AddRelation { relation, place } => {
                let mut relation = relation.clone();
                self.ends_exist(&relation.from, &relation.to)?;
                if !relation.id_given {
                    relation.id = RelationId::new("");
                }
                self.insert(place, relation.into())
            }
            Change::RemoveRelation { id } => self.remove(List::Relations, id.as_str()),
            Change::SetRelation { id, set } => self.set_relation(id, set),
            Change::ReverseRelation { id } => self.relation(id, |r| std::mem::swap(&mut r.from, &mut r.to)),
            Change::AddClaim { of, claim, at } => self.claims(of, |claims| {
                let at = at.unwrap_or(claims.len());
                if at > claims.len() {
                    return Err(no_claim(at));
                }
                claims.insert(at, claim.clone());
                Ok(())
            }),
            Change::SetClaim { of, at, claim } => self.claims(of, |claims| {
                *claims.get_mut(*at).ok_or_else(|| no_claim(*at))? = claim.clone();
                Ok(())
            }),
            Change::RemoveClaim { of, at } => self.claims(of, |claims| {
                if *at >= claims.len() {
                    return Err(no_claim(*at));
                }
                claims.remove(*at);
                Ok(())
            }),
            Change::AddSource { source, place } => self.insert(place, Record::Source(source.clone())),
            Change::RemoveSource { id, with_claims } => self.remove_source(id, *with_claims),
            Change::SetSource { id, set } => {
                self.source(id, |source| set.iter().for_each(|field| field.clone().set(source)))
            }
            Change::RenameSource { id, to } => {
                self.source(id, |source| source.id = to.clone())?;
                self.renamed(List::Sources, id.as_str(), to.as_str())
            }
            Change::SetEntityKind { kind, place } => self.set_kind(place, Record::EntityKind(kind.clone())),
            Change::RemoveEntityKind { id } => self.remove(List::EntityKinds, id),
            Change::RenameEntityKind { id, to } => self.rename_entity_kind(id, to),
            Change::SetRelationKind { kind, place } => self.set_kind(place, Record::RelationKind(kind.clone())),
            Change::RemoveRelationKind { id } => self.remove(List::RelationKinds, id),
            Change::RenameRelationKind { id, to } => self.rename_relation_kind(id, to),
            Change::AddView { view, place } => self.insert(place, Record::View(view.clone())),
            Change::SetView { name, view } => {
                let spot = self.spot(List::Views, name)?;
                self.rewrite(spot, Record::View(view.clone()))
            }
            Change::RemoveView { name } => self.remove(List::Views, name),
            Change::MoveView { name, after } => self.move_view(name, after.as_deref()),
        }
    }

    fn set_relation(&mut self, id: &RelationId, set: &[RelationField]) -> Done {
        for field in set {
            if let RelationField::From(end) | RelationField::To(end) = field {
                self.ends_exist(end, end)?;
            }
        }
        self.relation(id, |relation| set.iter().for_each(|field| field.clone().set(relation)))
    }

    fn remove_entity(&mut self, id: &EntityId) -> Done {
        let index = self.dossier.entity_index(id.as_str()).ok_or_else(|| no_such("entity", id.as_str()))?;
        let ties: HashSet<EdgeIndex> = self.dossier.relations_of(index).map(|(edge, _, _)| edge).collect();
        let ghost = self.dossier.entity(index).is_some_and(|e| e.ghost);
        let spots = self.spots_of(&ties);
        // From the last to the first, so that the spots of the others stay.
        for spot in spots.into_iter().rev() {
            self.remove_spot(spot)?;
        }
        // A ghost goes with the last relation that names it.
        if ghost { Ok(()) } else { self.remove(List::Entities, id.as_str()) }
    }

    fn rename_entity(&mut self, from: &EntityId, to: &EntityId, keep_as_alias: bool) -> Done {
        if from == to {
            return Ok(());
        }
        valid::id(to.as_str())?;
        let spot = self.spot(List::Entities, from.as_str())?;
        let index = self.dossier.entity_index(from.as_str()).ok_or_else(|| no_such("entity", from.as_str()))?;
        let ties: HashSet<EdgeIndex> = self.dossier.relations_of(index).map(|(edge, _, _)| edge).collect();
        let mut records = Vec::with_capacity(ties.len() + 1);
        if let Some(Record::Entity(old)) = self.dossier.record(spot) {
            let new = Entity { id: to.clone(), ..Entity::clone(&old) };
            records.push((spot, Record::Entity(old), new.into()));
        }
        for spot in self.spots_of(&ties) {
            let Some(Record::Relation(old)) = self.dossier.record(spot) else { continue };
            let mut new = Relation::clone(&old);
            for end in [&mut new.from, &mut new.to] {
                if end == from {
                    *end = to.clone();
                }
            }
            records.push((spot, Record::Relation(old), new.into()));
        }
        if let Some(ghost) = self.dossier.entity_by_id(to.as_str()).filter(|e| e.ghost) {
            return Err(EditRefusal::new(format!("relations already use `{}`, which has no record", ghost.id))
                .with_help(format!("merge `{to}` into `{from}` first")));
        }
        self.run(Op::Rename { from: from.clone(), to: to.clone(), records })?;
        self.mentions(from, to)?;
        if keep_as_alias {
            self.entity(to, |entity| merge::add_alias(entity, from.as_str()))?;
        }
        Ok(())
    }

    fn remove_source(&mut self, id: &SourceId, with_claims: bool) -> Done {
        if with_claims {
            let cites = |claims: &[Claim]| claims.iter().any(|c| c.source == *id);
            let entities: Vec<EntityId> =
                self.dossier.entities().filter(|(_, e)| cites(&e.claims)).map(|(_, e)| e.id.clone()).collect();
            for entity in entities {
                self.entity(&entity, |entity| entity.claims.retain(|c| c.source != *id))?;
            }
            for spot in self.relation_spots_where(|r| cites(&r.claims)) {
                self.relation_at(spot, |relation| relation.claims.retain(|c| c.source != *id))?;
            }
        }
        self.remove(List::Sources, id.as_str())
    }

    fn move_view(&mut self, name: &str, after: Option<&str>) -> Done {
        let from = self.spot(List::Views, name)?;
        let to = match after {
            None => 0,
            Some(after) if after == name => return Ok(()),
            Some(after) => {
                let spot = self.spot(List::Views, after)?;
                if spot.file != from.file {
                    return Err(EditRefusal::new(format!("the views “{name}” and “{after}” are in different files"))
                        .with_help("move the text of one to the file of the other first"));
                }
                // It is counted without the view itself.
                if spot.at < from.at { spot.at + 1 } else { spot.at }
            }
        };
        if to == from.at { Ok(()) } else { self.run(Op::MoveView(from, to)) }
    }

    fn set_kind(&mut self, place: &InsertAt, kind: Record) -> Done {
        match self.dossier.spot(kind.list(), kind.id()) {
            Some(spot) => self.rewrite(spot, kind),
            None => self.insert(place, kind),
        }
    }

    fn rename_entity_kind(&mut self, id: &str, to: &str) -> Done {
        let spot = self.spot(List::EntityKinds, id)?;
        let Some(Record::EntityKind(old)) = self.dossier.record(spot) else { return Err(no_such("kind", id)) };
        if self.dossier.vocabulary.entity_kind(to).is_some() {
            return Err(EditRefusal::new(format!("a kind of entity `{to}` already exists")));
        }
        self.rewrite(spot, Record::EntityKind(EntityKind { id: to.to_owned(), ..old }))?;
        self.renamed(List::EntityKinds, id, to)
    }

    fn rename_relation_kind(&mut self, id: &str, to: &str) -> Done {
        let spot = self.spot(List::RelationKinds, id)?;
        let Some(Record::RelationKind(old)) = self.dossier.record(spot) else { return Err(no_such("kind", id)) };
        if self.dossier.vocabulary.relation_kind(to).is_some() {
            return Err(EditRefusal::new(format!("a kind of relation `{to}` already exists")));
        }
        self.rewrite(spot, Record::RelationKind(RelationKind { id: to.to_owned(), ..old }))?;
        self.renamed(List::RelationKinds, id, to)
    }
}

fn no_claim(at: usize) -> EditRefusal {
    EditRefusal::new(format!("there is no claim number {at}")).with_help("claims are numbered from 0")
}
