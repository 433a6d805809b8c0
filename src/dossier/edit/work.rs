//! A change at work on a dossier: finding, putting in, rewriting and removing records, each step run as
//! soon as it is known. What a change is made of is not known here.

use std::collections::HashSet;
use std::sync::Arc;

use super::change::{ClaimOwner, InsertAt};
use super::op::{Head, Op, Touched};
use super::{EditRefusal, valid};
use crate::dossier::model::schema::{Schema, names, remap, rename};
use crate::dossier::model::{
    AddError, Claim, Dossier, EdgeIndex, Entity, EntityId, FileIndex, List, Record, Relation, RelationId, RelationKind,
    Source, SourceId, Spot, View,
};

/// What a change came to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Applied {
    /// Its steps in order; running them backwards takes the change back.
    pub(crate) ops: Vec<Op>,
    /// What they touched.
    pub(crate) touched: Touched,
}

/// A change at work.
pub(super) struct Work<'d> {
    pub(crate) dossier: &'d mut Dossier,
    pub(super) applied: Applied,
    /// What is put in stands in a file like this already: it may have what a file may have and a person
    /// could not enter, such as ends that nobody defines or a speaker without a name. Text that does not
    /// read back as the record is refused all the same, where the change reaches the text.
    pub(super) as_written: bool,
}

/// Whether it could be done.
pub(super) type Done = Result<(), EditRefusal>;

impl Work<'_> {
    /// Runs a step and enters it.
    pub(super) fn run(&mut self, op: Op) -> Done {
        op.run(self.dossier, &mut self.applied.touched).map_err(|error| match error {
            AddError::DuplicateId(id) => {
                EditRefusal::new(format!("the id `{id}` is taken")).with_help("choose another; every id must be unique")
            }
            AddError::UnknownEnd(id) => no_such("entity", id.as_str()),
        })?;
        self.applied.ops.push(op);
        Ok(())
    }

    pub(super) fn head(&mut self, set: impl FnOnce(&mut Head)) -> Done {
        let old = Head::of(self.dossier);
        let mut new = old.clone();
        set(&mut new);
        if new == old { Ok(()) } else { self.run(Op::Head(old, new)) }
    }

    /// Where the record with this id stands.
    pub(super) fn spot(&self, list: List, id: &str) -> Result<Spot, EditRefusal> {
        self.dossier.spot(list, id).ok_or_else(|| {
            let built_in = match list {
                List::EntityKinds => self.dossier.vocabulary.entity_kind(id).is_some(),
                List::RelationKinds => self.dossier.vocabulary.relation_kind(id).is_some(),
                List::Sources | List::Entities | List::Relations | List::Views => false,
            };
            if built_in {
                return EditRefusal::new(format!("the {} `{id}` is built in", list.one()))
                    .with_help("use set to override it in this dossier");
            }
            let ghost = list == List::Entities && self.dossier.entity_by_id(id).is_some();
            let refusal = no_such(list.one(), id);
            if ghost { refusal.with_help("relations use it, but it has no record; add one first") } else { refusal }
        })
    }

    /// Where a new record goes.
    pub(super) fn place(&self, list: List, place: &InsertAt) -> Result<Spot, EditRefusal> {
        let after = place.after.as_ref().map(|id| self.spot(list, id)).transpose()?;
        let file = match (&place.file, after) {
            (Some(path), _) => {
                let found = self.dossier.files.iter().position(|f| f.path == *path);
                let found = found.ok_or_else(|| {
                    EditRefusal::new(format!("the dossier has no file {path}")).with_help("add it to `include` first")
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
    pub(super) fn insert(&mut self, place: &InsertAt, mut record: Record) -> Done {
        if !self.as_written {
            valid::check(&record, None)?;
        }
        let spot = self.place(record.list(), place)?;
        record.set_file(spot.file);
        if let Record::Entity(entity) = &mut record
            && entity.ghost
        {
            Arc::make_mut(entity).ghost = false;
        }
        self.run(Op::Insert(spot, record))
    }

    pub(super) fn remove(&mut self, list: List, id: &str) -> Done {
        let spot = self.spot(list, id)?;
        self.remove_spot(spot)
    }

    pub(super) fn remove_spot(&mut self, spot: Spot) -> Done {
        let record = self.dossier.record(spot).ok_or_else(|| no_such(spot.list.one(), "?"))?;
        self.run(Op::Remove(spot, record))
    }

    /// Puts a record in the place of the one at a spot, if it is another.
    pub(super) fn rewrite(&mut self, spot: Spot, mut new: Record) -> Done {
        new.set_file(spot.file);
        let old = self.dossier.record(spot).ok_or_else(|| no_such(spot.list.one(), new.id()))?;
        if old == new {
            return Ok(());
        }
        if !self.as_written {
            valid::check(&new, Some(&old))?;
        }
        self.run(Op::Rewrite(spot, old, new))
    }

    pub(super) fn entity(&mut self, id: &EntityId, set: impl FnOnce(&mut Entity)) -> Done {
        let spot = self.spot(List::Entities, id.as_str())?;
        let mut entity =
            self.dossier.entity_by_id(id.as_str()).cloned().ok_or_else(|| no_such("entity", id.as_str()))?;
        set(&mut entity);
        self.rewrite(spot, entity.into())
    }

    pub(super) fn relation(&mut self, id: &RelationId, set: impl FnOnce(&mut Relation)) -> Done {
        let spot = self.spot(List::Relations, id.as_str())?;
        self.relation_at(spot, set)
    }

    pub(super) fn relation_at(&mut self, spot: Spot, set: impl FnOnce(&mut Relation)) -> Done {
        let Some(Record::Relation(mut relation)) = self.dossier.record(spot) else {
            return Err(no_such("relation", "?"));
        };
        set(Arc::make_mut(&mut relation));
        self.rewrite(spot, Record::Relation(relation))
    }

    pub(super) fn source(&mut self, id: &SourceId, set: impl FnOnce(&mut Source)) -> Done {
        let spot = self.spot(List::Sources, id.as_str())?;
        let mut source = self.dossier.source(id).cloned().ok_or_else(|| no_such("source", id.as_str()))?;
        set(&mut source);
        self.rewrite(spot, Record::Source(source))
    }

    pub(super) fn claims(&mut self, of: &ClaimOwner, set: impl FnOnce(&mut Vec<Claim>) -> Done) -> Done {
        let mut done = Ok(());
        match of {
            ClaimOwner::Entity(id) => self.entity(id, |entity| done = set(&mut entity.claims))?,
            ClaimOwner::Relation(id) => self.relation(id, |relation| done = set(&mut relation.claims))?,
        }
        done
    }

    pub(super) fn ends_exist(&self, from: &EntityId, to: &EntityId) -> Done {
        for id in [from, to] {
            if !self.as_written && self.dossier.entity_index(id.as_str()).is_none() {
                return Err(no_such("entity", id.as_str()).with_help("add it first"));
            }
        }
        Ok(())
    }

    /// Spots of relations in order.
    pub(super) fn spots_of(&self, ties: &HashSet<EdgeIndex>) -> Vec<Spot> {
        if ties.is_empty() {
            return Vec::new();
        }
        self.dossier.relation_spots(ties).into_iter().map(|(_, spot)| spot).collect()
    }

    /// Whoever names an entity beside its relations names it by its new id.
    pub(super) fn mentions(&mut self, from: &EntityId, to: &EntityId) -> Done {
        let (from, to) = (from.as_str(), to.as_str());
        self.remap_claims(&[from], &|list, id| (list == List::Entities && id == from).then_some(to))?;
        self.renamed_beside(List::Entities, from, to)
    }

    /// Inferences that rest on relations whose ids are others now, name them by these. All ids
    /// change at once: one may have become what another was.
    pub(super) fn follow_relations(&mut self, renamed: &[(RelationId, RelationId)]) -> Done {
        let mut now: Vec<(&str, &str)> = Vec::new();
        for (old, new) in renamed {
            match now.iter_mut().find(|(_, id)| *id == old.as_str()) {
                Some((_, id)) => *id = new.as_str(),
                None => now.push((old.as_str(), new.as_str())),
            }
        }
        now.retain(|(old, new)| old != new);
        let old: Vec<&str> = now.iter().map(|(old, _)| *old).collect();
        self.remap_claims(&old, &|list, id| {
            let found = now.iter().find(|(old, _)| list == List::Relations && *old == id);
            found.map(|(_, new)| *new)
        })
    }

    /// Other ids where claims quote some of these. Which records do so is known, so that not every one
    /// must be looked at; they come in the author's order.
    fn remap_claims<'a>(&mut self, quoted: &[&str], now: &dyn Fn(List, &str) -> Option<&'a str>) -> Done {
        let (mut entities, mut relations) = (HashSet::new(), HashSet::new());
        for id in quoted {
            let (of_entities, of_relations) = self.dossier.quoting(id);
            entities.extend(of_entities.iter().copied());
            relations.extend(of_relations.iter().copied());
        }
        if !entities.is_empty() {
            let quoting = self.dossier.entities().filter(|(index, _)| entities.contains(index));
            let ids: Vec<EntityId> = quoting.map(|(_, entity)| entity.id.clone()).collect();
            for id in ids {
                self.entity(&id, |entity| remap(entity, Entity::FIELDS, now))?;
            }
        }
        for spot in self.spots_of(&relations) {
            self.relation_at(spot, |relation| remap(relation, Relation::FIELDS, now))?;
        }
        Ok(())
    }

    /// Whoever names a record of a list, names it by its new id.
    pub(super) fn renamed(&mut self, list: List, from: &str, to: &str) -> Done {
        let naming = self.dossier.entities().filter(|(_, e)| !e.ghost && names(*e, list, from));
        let entities: Vec<EntityId> = naming.map(|(_, e)| e.id.clone()).collect();
        for id in entities {
            self.entity(&id, |entity| rename(entity, list, from, to))?;
        }
        for spot in self.relation_spots_where(|r| names(r, list, from)) {
            self.relation_at(spot, |relation| rename(relation, list, from, to))?;
        }
        self.renamed_beside(list, from, to)
    }

    /// The same for sources, kinds and views.
    pub(super) fn renamed_beside(&mut self, list: List, from: &str, to: &str) -> Done {
        let sources: Vec<Source> = self.dossier.sources.iter().filter(|s| names(*s, list, from)).cloned().collect();
        for source in sources {
            self.source(&source.id, |source| rename(source, list, from, to))?;
        }
        let kinds: Vec<RelationKind> =
            self.dossier.own_relation_kinds().map(|(_, k)| k).filter(|k| names(*k, list, from)).cloned().collect();
        for mut kind in kinds {
            let spot = self.spot(List::RelationKinds, &kind.id)?;
            rename(&mut kind, list, from, to);
            self.rewrite(spot, Record::RelationKind(kind))?;
        }
        let views: Vec<View> = self.dossier.views.iter().filter(|v| names(*v, list, from)).cloned().collect();
        for mut view in views {
            let spot = self.spot(List::Views, &view.name)?;
            rename(&mut view, list, from, to);
            self.rewrite(spot, Record::View(view))?;
        }
        Ok(())
    }

    pub(super) fn relation_spots_where(&self, test: impl Fn(&Relation) -> bool) -> Vec<Spot> {
        let found = self.dossier.relations().filter(|(_, _, _, r)| test(r)).map(|(index, ..)| index).collect();
        self.spots_of(&found)
    }
}

pub(super) fn no_such(what: &str, id: &str) -> EditRefusal {
    EditRefusal::new(format!("there is no {what} `{id}`"))
}
