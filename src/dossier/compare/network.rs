//! The three-way merge of the network: entities and relations.

use std::collections::{HashMap, HashSet};

use rustc_hash::{FxHashMap, FxHashSet};

use super::matching;
use super::moved::moved;
use super::record_fields::{RecordFields, record};
use super::sides::{Both, Conflict, Names, Subject, Wanted, conflict, place, taken, triples};
use super::three_way;
use super::words;
use crate::dossier::edit::{Change, EntityField, InsertAt, RelationField};
use crate::dossier::model::schema::changes;
use crate::dossier::model::{Dossier, Entity, EntityId, FileIndex, List, Relation};

/// The changes by kind, ordered so that none disturbs the next.
#[derive(Default)]
pub(super) struct Steps {
    pub(super) set_entities: Vec<Change>,
    pub(super) add_entities: Vec<Change>,
    pub(super) remove_entities: Vec<Change>,
    pub(super) set_relations: Vec<Change>,
    pub(super) remove_relations: Vec<Change>,
    pub(super) add_relations: Vec<Change>,
    pub(super) renames: Vec<Change>,
}

pub(super) struct Work<'a> {
    pub(super) base: &'a Dossier,
    pub(super) ours: &'a Dossier,
    pub(super) theirs: &'a Dossier,
    pub(super) names: Names<'a>,
    pub(super) steps: Steps,
    pub(super) conflicts: Vec<Conflict>,
    pub(super) wanted: Vec<Wanted>,
    /// Relations of OURS that THEIRS moved to other entities, with their new ends.
    pub(super) retied: HashMap<String, [EntityId; 2]>,
}

/// Which relations of OURS are removed, and which entities added relations need.
#[derive(Default)]
pub(super) struct Gone<'a> {
    relations: HashSet<&'a str>,
    needed: HashSet<String>,
}

impl<'a> Work<'a> {
    pub(super) fn relations(&mut self, pairs: &Both<'a, Relation>) -> Gone<'a> {
        let mut gone = Gone::default();
        let mut come: Vec<&Relation> = Vec::new();
        let mut removed: Vec<&Relation> = Vec::new();
        for (base, our, their) in triples(pairs) {
            match (our, their) {
                (Some(our), Some(their)) => {
                    // What they left alone is most of it.
                    if !self.names.theirs_is_base(base, their) || our.id_given != their.id_given {
                        self.change_relation(Some(base), our, their);
                    }
                }
                (Some(our), None) => {
                    if self.names.our_content(our) == self.names.base_content(base) {
                        gone.relations.insert(our.id.as_str());
                    } else {
                        self.relation_conflict(our, "we changed it, they removed it", Some(base), Some(our), None);
                    }
                }
                (None, Some(their)) if self.names.their_content(their) != self.names.base_content(base) => {
                    self.relation_conflict(their, "we removed it, they changed it", Some(base), None, Some(their));
                    come.push(their);
                }
                (None, Some(_)) => {}
                (None, None) => removed.push(base),
            }
        }
        self.moved_relations(pairs, &removed);
        self.added_relations(pairs, &mut come);
        // From the last to the first, so that derived ids of those before stay.
        let mut order: Vec<&Relation> =
            matching::relations(self.ours).filter(|r| gone.relations.contains(r.id.as_str())).collect();
        order.reverse();
        self.steps.remove_relations = order.into_iter().map(|r| Change::RemoveRelation { id: r.id.clone() }).collect();
        for their in &come {
            let content = self.names.their_content(*their);
            let wanted = self.names.wanted([None, None, Some(*their)], their.id.as_str(), &content);
            let relation = if their.id_given { None } else { record(content, None) };
            self.wanted.extend(wanted.map(|wanted| Wanted { relation, ..wanted }));
            gone.needed.insert(self.names.entity(their.from.as_str()).to_owned());
            gone.needed.insert(self.names.entity(their.to.as_str()).to_owned());
        }
        self.place_relations(pairs, &come, &gone);
        gone
    }

    /// Tells of relations that one side moved to another entity, which takes away the one and adds another,
    /// while the other side removed them or moved them elsewhere.
    fn moved_relations(&mut self, pairs: &Both<'a, Relation>, removed: &[&'a Relation]) {
        let contents = |list: &[&'a Relation], of: &dyn Fn(&'a Relation) -> RecordFields| {
            list.iter().map(|relation| of(relation)).collect::<Vec<_>>()
        };
        let base = contents(removed, &|r| self.names.base_content(r));
        let ours = moved(&base, &contents(&pairs.0.only_new, &|r| self.names.our_content(r)));
        let theirs = moved(&base, &contents(&pairs.1.only_new, &|r| self.names.their_content(r)));
        for (base, (our, their)) in removed.iter().zip(ours.into_iter().zip(theirs)) {
            let (our, their) = (our.map(|at| pairs.0.only_new[at]), their.map(|at| pairs.1.only_new[at]));
            let (what, shown) = match (our, their) {
                (Some(our), Some(their)) if self.names.our_content(our) == self.names.their_content(their) => continue,
                (Some(our), Some(_)) => ("both moved it to another entity", our),
                (Some(our), None) => ("we moved it to another entity, they removed it", our),
                (None, Some(their)) => ("we removed it, they moved it to another entity", their),
                (None, None) => continue,
            };
            self.relation_conflict(shown, what, Some(base), our, their);
        }
    }

    /// Merges relations that both added under one id, and collects those that only THEIRS added.
    fn added_relations(&mut self, pairs: &Both<'a, Relation>, come: &mut Vec<&'a Relation>) {
        let ids: HashMap<&str, &Relation> = pairs.0.only_new.iter().map(|r| (r.id.as_str(), *r)).collect();
        let mut by_content: HashMap<String, usize> = HashMap::new();
        let written = |content: RecordFields| serde_json::Value::Object(content).to_string();
        for our in &pairs.0.only_new {
            *by_content.entry(written(self.names.our_content(*our))).or_default() += 1;
        }
        for their in &pairs.1.only_new {
            match ids.get(their.id.as_str()).filter(|our| our.id_given && their.id_given) {
                Some(our) => self.change_relation(None, our, their),
                None => match by_content.get_mut(&written(self.names.their_content(*their))) {
                    // Both added the same.
                    Some(left) if *left > 0 => *left -= 1,
                    Some(_) | None => come.push(their),
                },
            }
        }
    }

    /// Adds new relations, each after the one it follows in THEIRS.
    fn place_relations(&mut self, pairs: &Both<'a, Relation>, come: &[&'a Relation], gone: &Gone<'a>) {
        if come.is_empty() {
            return;
        }
        let key = std::ptr::from_ref::<Relation>;
        let coming: FxHashSet<*const Relation> = come.iter().map(|r| key(r)).collect();
        let of_base: FxHashMap<*const Relation, &Relation> = pairs.0.both.iter().map(|(b, o)| (key(b), *o)).collect();
        let known = pairs.1.both.iter().filter_map(|(b, t)| Some((*t, *of_base.get(&key(b))?)));
        let staying = known.filter(|(_, our)| !gone.relations.contains(our.id.as_str()));
        let partners: FxHashMap<*const Relation, &Relation> = staying.map(|(t, our)| (key(t), our)).collect();
        let all: Vec<&Relation> = matching::relations(self.theirs).collect();
        self.steps.add_relations = placed(
            &all,
            |r| coming.contains(&key(r)),
            |r| partners.get(&key(r)).map(|our| our.id.to_string()),
            |r| r.file,
            |r, after| {
                let relation: Relation = record(self.names.their_content(r), r.id_given.then_some(r.id.as_str()))?;
                Some(Change::AddRelation { relation, place: self.place(r.file, after) })
            },
        );
    }

    /// Merges a relation that both have.
    fn change_relation(&mut self, base: Option<&Relation>, our: &Relation, their: &Relation) {
        let base_content = base.map(|b| self.names.base_content(b)).unwrap_or_default();
        let (our_content, their_content) = (self.names.our_content(our), self.names.their_content(their));
        let mut clashes = Vec::new();
        let merged = three_way::merge(&base_content, &our_content, &their_content, &mut clashes);
        self.wanted.extend(self.names.wanted([base, Some(our), Some(their)], our.id.as_str(), &merged));
        let as_relation = |content: RecordFields| record::<Relation>(content, None);
        let mut fields = as_relation(merged.clone()).map(|to| changes(our, &to)).unwrap_or_default();
        // An id that they gave to what had none.
        let unnamed = |r: &Relation| !r.id_given;
        if their.id_given && unnamed(our) && base.is_none_or(unnamed) {
            fields.push(RelationField::Id(Some(their.id.clone())));
        }
        if let Some(to) = as_relation(merged.clone()).filter(|to| (&to.from, &to.to) != (&our.from, &our.to)) {
            self.retied.insert(our.id.to_string(), [to.from, to.to]);
        }
        if !fields.is_empty() {
            self.steps.set_relations.push(Change::SetRelation { id: our.id.clone(), set: fields });
        }
        let label = words::relation(self.ours, our);
        let about = Subject { list: List::Relations, id: our.id.as_str(), label: &label };
        for clash in clashes {
            let theirs_instead = taken(&merged, &their_content, &clash);
            let take = as_relation(theirs_instead).and_then(|to| Some(changes(&as_relation(merged.clone())?, &to)));
            let take_theirs = take.into_iter().map(|set| Change::SetRelation { id: our.id.clone(), set }).collect();
            self.conflicts.push(conflict(about, &clash, take_theirs));
        }
    }

    fn relation_conflict(
        &mut self,
        shown: &Relation,
        what: &str,
        base: Option<&Relation>,
        our: Option<&Relation>,
        their: Option<&Relation>,
    ) {
        let side = |dossier: &Dossier, r: Option<&Relation>| r.map(|r| words::relation(dossier, r));
        let take_theirs = match (our, their) {
            (Some(our), None) => vec![Change::RemoveRelation { id: our.id.clone() }],
            _ => Vec::new(),
        };
        let dossier = if our.is_some() { self.ours } else { self.theirs };
        self.conflicts.push(Conflict {
            sort: List::Relations.one(),
            id: shown.id.to_string(),
            label: format!("{}: {what}", words::relation(dossier, shown)),
            field: None,
            base: side(self.base, base),
            ours: side(self.ours, our),
            theirs: side(self.theirs, their),
            take_theirs,
            list: Some(List::Relations),
        });
    }

    pub(super) fn entities(&mut self, pairs: &Both<'a, Entity>, gone: &Gone<'a>) {
        let mut come: FxHashSet<*const Entity> = FxHashSet::default();
        let mut removed: HashSet<&str> = HashSet::new();
        for (base, our, their) in triples(pairs) {
            match (our, their) {
                (Some(our), Some(their)) => {
                    self.change_entity(Some(base), our, their);
                    self.rename(base, our, their);
                }
                (Some(our), None) => {
                    if self.they_removed(base, our, gone) {
                        removed.insert(our.id.as_str());
                    }
                }
                (None, Some(their)) => {
                    if self.we_removed(base, their, gone) {
                        come.insert(std::ptr::from_ref(their));
                    }
                }
                (None, None) => {}
            }
        }
        let ids: HashMap<&str, &Entity> = pairs.0.only_new.iter().map(|e| (e.id.as_str(), *e)).collect();
        for their in &pairs.1.only_new {
            match ids.get(their.id.as_str()) {
                Some(our) => self.change_entity(None, our, their),
                None => drop(come.insert(std::ptr::from_ref(*their))),
            }
        }
        self.place_entities(&come, &removed);
    }

    /// Removes an entity that they removed, unless we need it. Returns whether it is removed.
    fn they_removed(&mut self, base: &Entity, our: &Entity, gone: &Gone<'_>) -> bool {
        let unchanged = self.names.our_content(our) == self.names.base_content(base) && our.id == base.id;
        let index = self.ours.entity_index(our.id.as_str());
        let tied = index.into_iter().flat_map(|i| self.ours.relations_of(i)).any(|(edge, _, _)| {
            let stays = |r: &Relation| match self.retied.get(r.id.as_str()) {
                Some(ends) => ends.contains(&our.id),
                None => !gone.relations.contains(r.id.as_str()),
            };
            self.ours.relation(edge).is_some_and(stays)
        });
        if unchanged && !tied && !gone.needed.contains(our.id.as_str()) {
            self.steps.remove_entities.push(Change::RemoveEntity { id: our.id.clone() });
            return true;
        }
        let what = if unchanged { "we relate to it, they removed it" } else { "we changed it, they removed it" };
        self.entity_conflict(our, what, Some(base), Some(our), None);
        false
    }

    /// Whether an entity that we removed is restored, because they need it.
    fn we_removed(&mut self, base: &Entity, their: &Entity, gone: &Gone<'_>) -> bool {
        let unchanged = self.names.their_content(their) == self.names.base_content(base) && their.id == base.id;
        if unchanged && !gone.needed.contains(self.names.entity(their.id.as_str())) {
            return false;
        }
        let what = if unchanged { "we removed it, they relate to it" } else { "we removed it, they changed it" };
        self.entity_conflict(their, what, Some(base), None, Some(their));
        true
    }

    /// Adds new entities, each after the one it follows in THEIRS.
    fn place_entities(&mut self, come: &FxHashSet<*const Entity>, removed: &HashSet<&str>) {
        if come.is_empty() {
            return;
        }
        let comes = |e: &Entity| come.contains(&std::ptr::from_ref(e));
        let all: Vec<&Entity> = matching::entities(self.theirs).collect();
        for their in all.iter().copied().filter(|e| comes(e)) {
            let (id, content) = (self.names.entity(their.id.as_str()), self.names.their_content(their));
            self.wanted.extend(self.names.wanted([None, None, Some(their)], id, &content));
        }
        let there = |id: &str| {
            let id = self.names.entity(id);
            let found = self.ours.entity_by_id(id).is_some_and(|e| !e.ghost) && !removed.contains(id);
            found.then(|| id.to_owned())
        };
        self.steps.add_entities = placed(
            &all,
            comes,
            |e| there(e.id.as_str()),
            |e| e.file,
            |e, after| {
                let entity: Entity = record(self.names.their_content(e), Some(self.names.entity(e.id.as_str())))?;
                Some(Change::AddEntity { entity, place: self.place(e.file, after) })
            },
        );
    }

    /// Merges an entity that both have.
    fn change_entity(&mut self, base: Option<&Entity>, our: &Entity, their: &Entity) {
        // What they left alone is most of it.
        if base.is_some_and(|base| self.names.theirs_is_base(base, their)) {
            return;
        }
        let base_content = base.map(|b| self.names.base_content(b)).unwrap_or_default();
        let their_content = self.names.their_content(their);
        if their_content == base_content {
            return;
        }
        let mut clashes = Vec::new();
        let merged = three_way::merge(&base_content, &self.names.our_content(our), &their_content, &mut clashes);
        self.wanted.extend(self.names.wanted([base, Some(our), Some(their)], our.id.as_str(), &merged));
        let as_entity = |content: RecordFields| record::<Entity>(content, Some(our.id.as_str()));
        let fields: Vec<EntityField> = as_entity(merged.clone()).map(|to| changes(our, &to)).unwrap_or_default();
        if !fields.is_empty() {
            self.steps.set_entities.push(Change::SetEntity { id: our.id.clone(), set: fields });
        }
        let about = Subject { list: List::Entities, id: our.id.as_str(), label: our.label() };
        for clash in clashes {
            let theirs_instead = taken(&merged, &their_content, &clash);
            let take = as_entity(theirs_instead).and_then(|to| Some(changes(&as_entity(merged.clone())?, &to)));
            let take_theirs = take.into_iter().map(|set| Change::SetEntity { id: our.id.clone(), set }).collect();
            self.conflicts.push(conflict(about, &clash, take_theirs));
        }
    }

    /// A changed id: taken over if only they changed it.
    fn rename(&mut self, base: &Entity, our: &Entity, their: &Entity) {
        let rename = |to: &EntityId| Change::RenameEntity { id: our.id.clone(), to: to.clone(), keep_as_alias: false };
        if self.names.entity_renames.iter().any(|(id, to)| *id == our.id.as_str() && *to == their.id.as_str()) {
            self.steps.renames.push(rename(&their.id));
        } else if base.id != our.id && base.id != their.id && our.id != their.id {
            let [base, ours, theirs] = [base, our, their].map(|e| Some(e.id.to_string()));
            self.conflicts.push(Conflict {
                sort: List::Entities.one(),
                id: our.id.to_string(),
                label: our.label().to_owned(),
                field: Some("id".to_owned()),
                base,
                ours,
                theirs,
                take_theirs: vec![rename(&their.id)],
                list: Some(List::Entities),
            });
        }
    }

    fn entity_conflict(
        &mut self,
        shown: &Entity,
        what: &str,
        base: Option<&Entity>,
        our: Option<&Entity>,
        their: Option<&Entity>,
    ) {
        let beyond = |side: usize, e: &Entity| {
            let unread = self.names.beyond[side].of_record(e).iter();
            unread.map(|u| format!(", {}: {}", u.name, u.said)).collect::<String>()
        };
        let id = |e: &Entity| base.filter(|b| b.id != e.id).map_or_else(String::new, |_| format!(", id: {}", e.id));
        let side =
            |at: usize, e: Option<&Entity>| e.map(|e| format!("{} ({}{}{})", e.name, e.kind, id(e), beyond(at, e)));
        let take_theirs = match (our, their) {
            (Some(our), None) => vec![Change::RemoveEntity { id: our.id.clone() }],
            _ => Vec::new(),
        };
        self.conflicts.push(Conflict {
            sort: List::Entities.one(),
            id: self.names.entity(shown.id.as_str()).to_owned(),
            label: format!("{}: {what}", shown.label()),
            field: None,
            base: side(0, base),
            ours: side(1, our),
            theirs: side(2, their),
            take_theirs,
            list: Some(List::Entities),
        });
    }

    /// Where a record of THEIRS is inserted in OURS.
    fn place(&self, file: FileIndex, after: Option<String>) -> InsertAt {
        place(self.ours, self.theirs, file, after)
    }
}

/// Records that come, each after the nearest one before it that is there already. Those that
/// follow the same one come in the opposite order, since each goes right behind it.
fn placed<'a, T>(
    all: &[&'a T],
    comes: impl Fn(&'a T) -> bool,
    there: impl Fn(&'a T) -> Option<String>,
    file: impl Fn(&'a T) -> FileIndex,
    add: impl Fn(&'a T, Option<String>) -> Option<Change>,
) -> Vec<Change> {
    // Of each file: up to where it was looked at, and what comes there goes after.
    let mut looked: HashMap<u16, (usize, Option<String>)> = HashMap::new();
    let (mut behind, mut at_end) = (Vec::new(), Vec::new());
    for (number, record) in all.iter().enumerate().filter(|(_, record)| comes(record)) {
        let (from, last) = looked.entry(file(record).0).or_default();
        let between = all[*from..number].iter().rev().filter(|other| file(other).0 == file(record).0);
        if let Some(id) = between.filter(|other| !comes(other)).find_map(|other| there(other)) {
            *last = Some(id);
        }
        *from = number;
        let change = add(record, last.clone());
        if last.is_some() { behind.extend(change) } else { at_end.extend(change) }
    }
    behind.reverse();
    behind.into_iter().chain(at_end).collect()
}
