//! From a change to the steps it is made of, each run as soon as it is known. What cannot be done
//! is refused, and what was done of it until then is taken back.

use std::collections::HashSet;

use super::change::{Change, ClaimOwner, EntityField, InsertAt, RelationField, SourceField};
use super::op::{Head, Op, Touched, undo};
use super::{Refusal, merge, valid};
use crate::dossier::model::{
    AddError, Basis, Claim, Dossier, EdgeIndex, Entity, EntityId, EntityKind, FieldValue, FileIndex, List, NodeIndex,
    Record, Relation, RelationId, RelationKind, Source, SourceId, Spot, View,
};

/// What a change came to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Applied {
    /// Its steps in order; running them backwards takes the change back.
    pub(crate) ops: Vec<Op>,
    /// What they touched.
    pub(crate) touched: Touched,
}

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
pub fn apply(dossier: &mut Dossier, change: &Change) -> Result<Applied, Refusal> {
    run(Work { dossier, applied: Applied::default(), ghosts: false }, change)
}

/// The same for what was written elsewhere and is taken over as it stands, as in a merge: a relation
/// may name ends that nobody defines, as it may in a file.
///
/// # Errors
/// Why it cannot be; the dossier is then as it was.
pub fn apply_as_written(dossier: &mut Dossier, change: &Change) -> Result<Applied, Refusal> {
    run(Work { dossier, applied: Applied::default(), ghosts: true }, change)
}

fn run(mut work: Work<'_>, change: &Change) -> Result<Applied, Refusal> {
    match work.change(change) {
        Ok(()) => Ok(work.applied),
        Err(refusal) => {
            undo(work.dossier, &work.applied.ops);
            Err(refusal)
        }
    }
}

/// A change at work.
pub(super) struct Work<'d> {
    pub(crate) dossier: &'d mut Dossier,
    applied: Applied,
    /// Ends that are not there become ghosts.
    ghosts: bool,
}

type Done = Result<(), Refusal>;

impl Work<'_> {
    fn change(&mut self, change: &Change) -> Done {
        match change {
            Change::SetTitle(title) => self.head(|head| head.title = Some(title.clone())),
            Change::SetSubtitle(subtitle) => self.head(|head| head.subtitle.clone_from(subtitle)),
            Change::SetNote(note) => self.head(|head| head.note.clone_from(note)),
            Change::AddEntity { entity, place } => self.insert(place, entity.clone().into()),
            Change::RemoveEntity { id } => self.remove_entity(id),
            Change::SetEntity { id, set } => self.entity(id, |entity| set_entity(entity, set)),
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
            Change::SetSource { id, set } => self.source(id, |source| set_source(source, set)),
            Change::RenameSource { id, to } => {
                self.source(id, |source| source.id = to.clone())?;
                let cites = |claim: &mut Claim| {
                    if claim.source == *id {
                        claim.source = to.clone();
                    }
                };
                self.all_claims(|claim| claim.source == *id, cites)
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
        }
    }

    /// Runs a step and enters it.
    fn run(&mut self, op: Op) -> Done {
        op.run(self.dossier, &mut self.applied.touched).map_err(|error| match error {
            AddError::DuplicateId(id) => Refusal::new(format!("the id `{id}` is taken"))
                .with_help("choose another; an id is the author's own short word for one thing"),
            AddError::UnknownEnd(id) => no_such("entity", id.as_str()),
        })?;
        self.applied.ops.push(op);
        Ok(())
    }

    fn head(&mut self, set: impl FnOnce(&mut Head)) -> Done {
        let old = Head::of(self.dossier);
        let mut new = old.clone();
        set(&mut new);
        if new == old { Ok(()) } else { self.run(Op::Head(old, new)) }
    }

    /// Where the record with this id stands.
    pub(crate) fn spot(&self, list: List, id: &str) -> Result<Spot, Refusal> {
        self.dossier.spot(list, id).ok_or_else(|| {
            let built_in = match list {
                List::EntityKinds => self.dossier.vocabulary.entity_kind(id).is_some(),
                List::RelationKinds => self.dossier.vocabulary.relation_kind(id).is_some(),
                _ => false,
            };
            if built_in {
                return Refusal::new(format!("the {} `{id}` is built in", list.one()))
                    .with_help("use set to override it in this dossier");
            }
            let ghost = list == List::Entities && self.dossier.entity_by_id(id).is_some();
            let refusal = no_such(list.one(), id);
            if ghost { refusal.with_help("relations use it, but it has no record; add one first") } else { refusal }
        })
    }

    /// Where a new record goes.
    fn place(&self, list: List, place: &InsertAt) -> Result<Spot, Refusal> {
        let after = place.after.as_ref().map(|id| self.spot(list, id)).transpose()?;
        let file = match (&place.file, after) {
            (Some(path), _) => {
                let found = self.dossier.files.iter().position(|f| f.path == *path);
                let found = found.ok_or_else(|| {
                    Refusal::new(format!("the dossier has no file {path}")).with_help("add it to `include` first")
                })?;
                FileIndex(found as u16)
            }
            (None, Some(after)) => after.file,
            (None, None) => FileIndex(0),
        };
        // Another record's file does not hold for this one.
        let at = after.filter(|spot| spot.file == file).map(|spot| spot.at + 1);
        Ok(Spot { list, file, at: at.unwrap_or_else(|| self.dossier.records_in(list, file)) })
    }

    /// Puts a new record in.
    pub(crate) fn insert(&mut self, place: &InsertAt, mut record: Record) -> Done {
        valid::check(&record, None)?;
        let spot = self.place(record.list(), place)?;
        record.set_file(spot.file);
        if let Record::Entity(entity) = &mut record {
            entity.ghost = false;
        }
        self.run(Op::Insert(spot, record))
    }

    pub(crate) fn remove(&mut self, list: List, id: &str) -> Done {
        let spot = self.spot(list, id)?;
        self.remove_spot(spot)
    }

    pub(crate) fn remove_spot(&mut self, spot: Spot) -> Done {
        let record = self.dossier.record(spot).ok_or_else(|| no_such(spot.list.one(), "?"))?;
        self.run(Op::Remove(spot, record))
    }

    /// Puts a record in the place of the one at a spot, if it is another.
    pub(crate) fn rewrite(&mut self, spot: Spot, mut new: Record) -> Done {
        new.set_file(spot.file);
        let old = self.dossier.record(spot).ok_or_else(|| no_such(spot.list.one(), new.id()))?;
        if old == new {
            return Ok(());
        }
        valid::check(&new, Some(&old))?;
        self.run(Op::Rewrite(spot, old, new))
    }

    pub(super) fn entity(&mut self, id: &EntityId, set: impl FnOnce(&mut Entity)) -> Done {
        let spot = self.spot(List::Entities, id.as_str())?;
        let mut entity =
            self.dossier.entity_by_id(id.as_str()).cloned().ok_or_else(|| no_such("entity", id.as_str()))?;
        set(&mut entity);
        self.rewrite(spot, entity.into())
    }

    pub(crate) fn relation(&mut self, id: &RelationId, set: impl FnOnce(&mut Relation)) -> Done {
        let spot = self.spot(List::Relations, id.as_str())?;
        self.relation_at(spot, set)
    }

    pub(crate) fn relation_at(&mut self, spot: Spot, set: impl FnOnce(&mut Relation)) -> Done {
        match self.dossier.record(spot) {
            Some(Record::Relation(mut relation)) => {
                set(&mut relation);
                self.rewrite(spot, Record::Relation(relation))
            }
            _ => Err(no_such("relation", "?")),
        }
    }

    fn source(&mut self, id: &SourceId, set: impl FnOnce(&mut Source)) -> Done {
        let spot = self.spot(List::Sources, id.as_str())?;
        let mut source = self.dossier.source(id).cloned().ok_or_else(|| no_such("source", id.as_str()))?;
        set(&mut source);
        self.rewrite(spot, Record::Source(source))
    }

    fn claims(&mut self, of: &ClaimOwner, set: impl FnOnce(&mut Vec<Claim>) -> Done) -> Done {
        let mut done = Ok(());
        match of {
            ClaimOwner::Entity(id) => self.entity(id, |entity| done = set(&mut entity.claims))?,
            ClaimOwner::Relation(id) => self.relation(id, |relation| done = set(&mut relation.claims))?,
        }
        done
    }

    pub(crate) fn ends_exist(&self, from: &EntityId, to: &EntityId) -> Done {
        for id in [from, to] {
            if !self.ghosts && self.dossier.entity_index(id.as_str()).is_none() {
                return Err(no_such("entity", id.as_str()).with_help("add it first"));
            }
        }
        Ok(())
    }

    fn set_relation(&mut self, id: &RelationId, set: &[RelationField]) -> Done {
        for field in set {
            if let RelationField::From(end) | RelationField::To(end) = field {
                self.ends_exist(end, end)?;
            }
        }
        self.relation(id, |relation| set_relation(relation, set))
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

    /// Spots of relations in order.
    pub(crate) fn spots_of(&self, ties: &HashSet<EdgeIndex>) -> Vec<Spot> {
        if ties.is_empty() {
            return Vec::new();
        }
        self.dossier.relation_spots(ties).into_iter().map(|(_, spot)| spot).collect()
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
            let mut new = old.clone();
            for end in [&mut new.from, &mut new.to] {
                if end == from {
                    *end = to.clone();
                }
            }
            records.push((spot, Record::Relation(old), Record::Relation(new)));
        }
        if let Some(ghost) = self.dossier.entity_by_id(to.as_str()).filter(|e| e.ghost) {
            return Err(Refusal::new(format!("relations name `{}` already, which has no record", ghost.id))
                .with_help(format!("merge `{to}` into `{from}` first")));
        }
        self.run(Op::Rename { from: from.clone(), to: to.clone(), records })?;
        self.mentions(from, to)?;
        if keep_as_alias {
            self.entity(to, |entity| merge::add_alias(entity, from.as_str()))?;
        }
        Ok(())
    }

    /// Whoever is quoted or looked at under one id is so under another.
    pub(crate) fn mentions(&mut self, from: &EntityId, to: &EntityId) -> Done {
        let renamed = |claims: &mut Vec<Claim>| {
            let change = |id: &mut String| {
                if id == from.as_str() {
                    to.as_str().clone_into(id);
                }
            };
            for claim in claims {
                match &mut claim.basis {
                    Basis::Reported { by, to } => {
                        change(by);
                        to.iter_mut().for_each(change);
                    }
                    Basis::Judgement { by } => by.iter_mut().for_each(change),
                    Basis::Stated | Basis::Inferred { .. } => {}
                }
            }
        };
        let (entities, relations) = self.dossier.quoting(from.as_str());
        let (entities, relations): (HashSet<NodeIndex>, HashSet<EdgeIndex>) =
            (entities.iter().copied().collect(), relations.iter().copied().collect());
        if !entities.is_empty() {
            let quoting = self.dossier.entities().filter(|(index, _)| entities.contains(index));
            let ids: Vec<EntityId> = quoting.map(|(_, entity)| entity.id.clone()).collect();
            for id in ids {
                self.entity(&id, |entity| renamed(&mut entity.claims))?;
            }
        }
        for spot in self.spots_of(&relations) {
            self.relation_at(spot, |relation| renamed(&mut relation.claims))?;
        }
        self.views(|view| {
            if view.focus.as_ref() == Some(from) {
                view.focus = Some(to.clone());
            }
        })
    }

    /// Changes claims of any record that a test finds.
    fn all_claims(&mut self, test: impl Fn(&Claim) -> bool, set: impl Fn(&mut Claim)) -> Done {
        let entities: Vec<EntityId> =
            self.dossier.entities().filter(|(_, e)| e.claims.iter().any(&test)).map(|(_, e)| e.id.clone()).collect();
        for id in entities {
            self.entity(&id, |entity| entity.claims.iter_mut().filter(|c| test(c)).for_each(&set))?;
        }
        for spot in self.relation_spots_where(|r| r.claims.iter().any(&test)) {
            self.relation_at(spot, |relation| relation.claims.iter_mut().filter(|c| test(c)).for_each(&set))?;
        }
        Ok(())
    }

    fn relation_spots_where(&self, test: impl Fn(&Relation) -> bool) -> Vec<Spot> {
        let found = self.dossier.relations().filter(|(_, _, _, r)| test(r)).map(|(index, ..)| index).collect();
        self.spots_of(&found)
    }

    fn views(&mut self, set: impl Fn(&mut View)) -> Done {
        let views: Vec<View> = self.dossier.views.clone();
        for view in views {
            let mut new = view.clone();
            set(&mut new);
            if new != view {
                let spot = self.spot(List::Views, &view.name)?;
                self.rewrite(spot, Record::View(new))?;
            }
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
            return Err(Refusal::new(format!("there is a kind of entity `{to}` already")));
        }
        self.rewrite(spot, Record::EntityKind(EntityKind { id: to.to_owned(), ..old }))?;
        let entities: Vec<EntityId> =
            self.dossier.entities().filter(|(_, e)| e.kind == id && !e.ghost).map(|(_, e)| e.id.clone()).collect();
        for entity in entities {
            self.entity(&entity, |entity| to.clone_into(&mut entity.kind))?;
        }
        let own: Vec<RelationKind> = self.dossier.own_relation_kinds().map(|(_, k)| k.clone()).collect();
        for mut kind in own {
            let named = kind.from.iter_mut().chain(&mut kind.to).filter(|k| *k == id);
            if named.map(|k| to.clone_into(k)).count() > 0 {
                let spot = self.spot(List::RelationKinds, &kind.id)?;
                self.rewrite(spot, Record::RelationKind(kind))?;
            }
        }
        self.views(|view| view.hide_kinds.iter_mut().filter(|k| *k == id).for_each(|k| to.clone_into(k)))
    }

    fn rename_relation_kind(&mut self, id: &str, to: &str) -> Done {
        let spot = self.spot(List::RelationKinds, id)?;
        let Some(Record::RelationKind(old)) = self.dossier.record(spot) else { return Err(no_such("kind", id)) };
        if self.dossier.vocabulary.relation_kind(to).is_some() {
            return Err(Refusal::new(format!("there is a kind of relation `{to}` already")));
        }
        self.rewrite(spot, Record::RelationKind(RelationKind { id: to.to_owned(), ..old }))?;
        for spot in self.relation_spots_where(|r| r.kind == id) {
            self.relation_at(spot, |relation| to.clone_into(&mut relation.kind))?;
        }
        Ok(())
    }
}

pub(super) fn no_such(what: &str, id: &str) -> Refusal {
    Refusal::new(format!("there is no {what} `{id}`"))
}

fn no_claim(at: usize) -> Refusal {
    Refusal::new(format!("there is no claim number {at}")).with_help("claims are numbered from 0")
}

/// Sets fields of an entity.
pub(super) fn set_entity(entity: &mut Entity, set: &[EntityField]) {
    for field in set {
        match field.clone() {
            EntityField::Kind(kind) => entity.kind = kind,
            EntityField::Name(name) => entity.name = name,
            EntityField::Names(names) => entity.names = names,
            EntityField::When(when) => entity.when = when,
            EntityField::Status(status) => entity.status = status,
            EntityField::Unnamed(unnamed) => entity.unnamed = unnamed,
            EntityField::Implied(implied) => entity.implied = implied,
            EntityField::Summary(summary) => entity.summary = summary,
            EntityField::Own(key, value) => set_own(&mut entity.fields, key, value),
            EntityField::Fields(fields) => entity.fields = fields,
            EntityField::Claims(claims) => entity.claims = claims,
            EntityField::Note(note) => entity.note = note,
        }
    }
}

fn set_relation(relation: &mut Relation, set: &[RelationField]) {
    for field in set {
        match field.clone() {
            RelationField::Id(id) => {
                relation.id_given = id.is_some();
                // Without one of its own the old id stays until another is derived.
                if let Some(id) = id {
                    relation.id = id;
                }
            }
            RelationField::From(from) => relation.from = from,
            RelationField::Kind(kind) => relation.kind = kind,
            RelationField::To(to) => relation.to = to,
            RelationField::When(when) => relation.when = when,
            RelationField::Status(status) => relation.status = status,
            RelationField::Weight(weight) => relation.weight = weight,
            RelationField::Ordinal(ordinal) => relation.ordinal = ordinal,
            RelationField::Summary(summary) => relation.summary = summary,
            RelationField::Own(key, value) => set_own(&mut relation.fields, key, value),
            RelationField::Fields(fields) => relation.fields = fields,
            RelationField::Claims(claims) => relation.claims = claims,
            RelationField::Note(note) => relation.note = note,
        }
    }
}

fn set_source(source: &mut Source, set: &[SourceField]) {
    for field in set {
        match field.clone() {
            SourceField::Title(title) => source.title = title,
            SourceField::Author(author) => source.author = author,
            SourceField::Publisher(publisher) => source.publisher = publisher,
            SourceField::Section(section) => source.section = section,
            SourceField::Published(published) => source.published = published,
            SourceField::PublishedInferred(how) => source.published_inferred = how,
            SourceField::Url(url) => source.url = url,
            SourceField::Retrieved(retrieved) => source.retrieved = retrieved,
            SourceField::Text(text) => source.text = text,
            SourceField::Licence(licence) => source.licence = licence,
            SourceField::Note(note) => source.note = note,
        }
    }
}

fn set_own(fields: &mut Vec<(String, FieldValue)>, key: String, value: Option<FieldValue>) {
    match (fields.iter().position(|(k, _)| *k == key), value) {
        (Some(at), Some(value)) => fields[at].1 = value,
        (Some(at), None) => drop(fields.remove(at)),
        (None, Some(value)) => fields.push((key, value)),
        (None, None) => {}
    }
}
