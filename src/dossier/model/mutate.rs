//! Putting records in, taking them out and replacing them, one at a time, each in time that does
//! not grow with the network but for a scan of one list of numbers. What follows from the records
//! is kept in step: ghosts, derived ids, the vocabulary. Whether a change makes sense is judged
//! by whoever asks.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use petgraph::Direction;
use petgraph::stable_graph::{EdgeIndex, NodeIndex};

use super::derived_id::{base, bases_touched_by, numbered};
use super::network::list_of;
use super::quoted::At;
use super::{AddError, Dossier, Entity, EntityId, FileIndex, List, Record, Relation, RelationId, Spot};

/// Derived ids that became others: old and new.
pub(crate) type Renamed = Vec<(RelationId, RelationId)>;

impl Dossier {
    /// The record at a spot.
    pub(crate) fn record(&self, spot: Spot) -> Option<Record> {
        let file = usize::from(spot.file.0);
        Some(match spot.list {
            List::Entities => Record::Entity(Arc::clone(&self.graph[*self.entity_order.get(file)?.get(spot.at)?])),
            List::Relations => Record::Relation(Arc::clone(&self.graph[*self.relation_order.get(file)?.get(spot.at)?])),
            List::EntityKinds => Record::EntityKind(self.own_entity_kinds.get(self.flat(spot))?.1.clone()),
            List::RelationKinds => Record::RelationKind(self.own_relation_kinds.get(self.flat(spot))?.1.clone()),
            List::Sources => Record::Source(self.sources.get(self.flat(spot))?.clone()),
            List::Views => Record::View(self.views.get(self.flat(spot))?.clone()),
        })
    }

    /// How many records a file has in a list.
    pub(crate) fn records_in(&self, list: List, file: FileIndex) -> usize {
        let number = usize::from(file.0);
        match list {
            List::Entities => self.entity_order.get(number).map_or(0, Vec::len),
            List::Relations => self.relation_order.get(number).map_or(0, Vec::len),
            List::EntityKinds | List::RelationKinds | List::Sources | List::Views => {
                self.files_of(list).filter(|f| *f == file).count()
            }
        }
    }

    /// Where the record with this id (of a view its name) stands. Of several kinds with one id
    /// the last counts. A ghost stands nowhere.
    pub(crate) fn spot(&self, list: List, id: &str) -> Option<Spot> {
        let flat = match list {
            List::Entities => {
                let index = self.entity_index(id)?;
                let file = self.graph[index].file;
                let at = self.entity_order.get(usize::from(file.0))?.iter().position(|i| *i == index)?;
                return Some(Spot { list, file, at });
            }
            List::Relations => {
                let index = self.relation_index(id)?;
                let file = self.graph[index].file;
                let at = self.relation_order.get(usize::from(file.0))?.iter().position(|i| *i == index)?;
                return Some(Spot { list, file, at });
            }
            List::EntityKinds => self.own_entity_kinds.iter().rposition(|(_, k)| k.id == id),
            List::RelationKinds => self.own_relation_kinds.iter().rposition(|(_, k)| k.id == id),
            List::Sources => self.sources.iter().position(|s| s.id.as_str() == id),
            List::Views => self.views.iter().position(|v| v.name == id),
        }?;
        let file = self.files_of(list).nth(flat)?;
        let at = flat - self.files_of(list).take(flat).filter(|f| *f < file).count();
        Some(Spot { list, file, at })
    }

    /// Spots of many relations at once, in one pass over the list.
    pub(crate) fn relation_spots(&self, indices: &HashSet<EdgeIndex>) -> Vec<(EdgeIndex, Spot)> {
        let mut out = Vec::with_capacity(indices.len());
        // A short sorted list is searched sooner than a hash is made.
        let mut sorted: Vec<EdgeIndex> = indices.iter().copied().collect();
        sorted.sort_unstable();
        for (file, order) in self.relation_order.iter().enumerate() {
            let found = order.iter().enumerate().filter(|(_, index)| sorted.binary_search(index).is_ok());
            let file = FileIndex(file as u16);
            out.extend(found.map(|(at, index)| (*index, Spot { list: List::Relations, file, at })));
        }
        out
    }

    /// Puts a record in at a spot. An entity takes the place of a ghost of its id; an end that is
    /// not there gets a ghost.
    ///
    /// # Errors
    /// [`AddError::DuplicateId`]; nothing has changed then.
    pub(in crate::dossier) fn insert(&mut self, spot: Spot, mut record: Record) -> Result<Renamed, AddError> {
        record.set_file(spot.file);
        let flat = self.flat(spot);
        match record {
            Record::Entity(entity) => self.insert_entity(spot, entity).map(|()| Renamed::new()),
            Record::Relation(relation) => self.insert_relation(spot, relation),
            Record::Source(source) => {
                if self.source(&source.id).is_some() {
                    return Err(AddError::DuplicateId(source.id.to_string()));
                }
                self.sources.insert(flat, source);
                Ok(Renamed::new())
            }
            Record::View(view) => {
                if self.views.iter().any(|v| v.name == view.name) {
                    return Err(AddError::DuplicateId(view.name));
                }
                self.views.insert(flat, view);
                Ok(Renamed::new())
            }
            // Of several kinds with one id the last counts: one at the end leaves the others as they are.
            Record::EntityKind(kind) if flat == self.own_entity_kinds.len() => {
                self.declare_entity_kind(spot.file, kind);
                Ok(Renamed::new())
            }
            Record::EntityKind(kind) => {
                self.own_entity_kinds.insert(flat, (spot.file, kind));
                self.gather_kinds();
                Ok(Renamed::new())
            }
            Record::RelationKind(kind) if flat == self.own_relation_kinds.len() => {
                self.declare_relation_kind(spot.file, kind);
                Ok(Renamed::new())
            }
            Record::RelationKind(kind) => {
                self.own_relation_kinds.insert(flat, (spot.file, kind));
                self.gather_kinds();
                Ok(Renamed::new())
            }
        }
    }

    /// Takes out the record at a spot. An entity that relations still name leaves a ghost.
    pub(in crate::dossier) fn remove(&mut self, spot: Spot) -> Option<(Record, Renamed)> {
        let (record, file, flat) = (self.record(spot)?, usize::from(spot.file.0), self.flat(spot));
        let mut renamed = Renamed::new();
        match spot.list {
            List::Entities => {
                let index = self.entity_order[file].remove(spot.at);
                self.entity_gone(index);
            }
            List::Relations => {
                let index = self.relation_order[file].remove(spot.at);
                renamed = self.relation_gone(index);
            }
            List::Sources => drop(self.sources.remove(flat)),
            List::Views => drop(self.views.remove(flat)),
            List::EntityKinds => {
                self.own_entity_kinds.remove(flat);
                self.gather_kinds();
            }
            List::RelationKinds => {
                self.own_relation_kinds.remove(flat);
                self.gather_kinds();
            }
        }
        Some((record, renamed))
    }

    /// Puts a record in the place of the one at a spot. Entities keep their id: that is changed by
    /// [`Dossier::rename_entity`] alone.
    ///
    /// # Errors
    /// [`AddError::DuplicateId`]; nothing has changed then.
    pub(in crate::dossier) fn replace(&mut self, spot: Spot, mut record: Record) -> Result<Renamed, AddError> {
        record.set_file(spot.file);
        match record {
            Record::Entity(entity) => {
                let index = self.entity_order[usize::from(spot.file.0)][spot.at];
                if self.graph[index].id != entity.id {
                    return Err(AddError::DuplicateId(entity.id.to_string()));
                }
                self.put_entity(index, entity);
                Ok(Renamed::new())
            }
            Record::Relation(relation) => self.replace_relation(spot, relation),
            Record::Source(ref source) => {
                let taken = self.source(&source.id).is_some();
                self.replace_listed(spot, record, taken)
            }
            Record::View(ref view) => {
                let taken = self.views.iter().any(|v| v.name == view.name);
                self.replace_listed(spot, record, taken)
            }
            // Of several kinds with one id the last counts.
            Record::EntityKind(_) | Record::RelationKind(_) => self.replace_listed(spot, record, false),
        }
    }

    /// Puts a record of a small list in the place of another. `taken`: some record has its id.
    fn replace_listed(&mut self, spot: Spot, record: Record, taken: bool) -> Result<Renamed, AddError> {
        let (old, _) = self.remove(spot).ok_or_else(|| AddError::DuplicateId(record.id().to_owned()))?;
        if taken && old.id() != record.id() {
            let id = record.id().to_owned();
            // It has just been taken out there.
            let _ = self.insert(spot, old);
            return Err(AddError::DuplicateId(id));
        }
        self.insert(spot, record)
    }

    /// Makes the view at a spot number `to` of its file, counted without it.
    pub(in crate::dossier) fn move_view(&mut self, spot: Spot, to: usize) {
        let (from, to) = (self.flat(spot), self.flat(Spot { at: to, ..spot }));
        if from < self.views.len() {
            let view = self.views.remove(from);
            self.views.insert(to.min(self.views.len()), view);
        }
    }

    /// Gives an entity another id, in the relations that it is an end of too.
    ///
    /// # Errors
    /// [`AddError::UnknownEnd`] if there is no such entity, [`AddError::DuplicateId`] if the new id
    /// is taken, by a ghost too.
    pub(in crate::dossier) fn rename_entity(&mut self, from: &EntityId, to: &EntityId) -> Result<Renamed, AddError> {
        let index = self.entity_index.get(from).copied().ok_or_else(|| AddError::UnknownEnd(from.clone()))?;
        if self.entity_index.contains_key(to) {
            return Err(AddError::DuplicateId(to.to_string()));
        }
        self.entity_index.remove(from);
        self.entity_index.insert(to.clone(), index);
        Arc::make_mut(&mut self.graph[index]).id = to.clone();
        let ties: Vec<EdgeIndex> = self.relations_of(index).map(|(edge, _, _)| edge).collect();
        self.numbering.clear();
        let mut old_bases: HashMap<String, usize> = HashMap::new();
        let mut new_bases: HashMap<String, Vec<EdgeIndex>> = HashMap::new();
        for edge in ties {
            let relation = Arc::make_mut(&mut self.graph[edge]);
            let before = base(relation);
            for end in [&mut relation.from, &mut relation.to] {
                if *end == *from {
                    *end = to.clone();
                }
            }
            if !relation.id_given {
                let after = base(relation);
                self.relation_index.remove(&relation.id);
                *old_bases.entry(before).or_default() += 1;
                new_bases.entry(after).or_default().push(edge);
            }
        }
        let mut renamed = Renamed::new();
        for (base, gaps) in old_bases {
            self.renumber(&base, &[], gaps, &mut renamed);
        }
        for (base, members) in new_bases {
            self.renumber(&base, &members, 0, &mut renamed);
        }
        Ok(renamed)
    }

    fn insert_entity(&mut self, spot: Spot, mut entity: Arc<Entity>) -> Result<(), AddError> {
        if entity.ghost {
            Arc::make_mut(&mut entity).ghost = false;
        }
        let index = match self.entity_index.get(&entity.id).copied() {
            Some(index) if self.graph[index].ghost => {
                self.ghosts.retain(|i| *i != index);
                self.put_entity(index, entity);
                index
            }
            Some(_) => return Err(AddError::DuplicateId(entity.id.to_string())),
            None => {
                let id = entity.id.clone();
                let index = self.graph.add_node(entity);
                self.quoted.enter(At::Entity(index), &self.graph[index].claims);
                self.entity_index.insert(id, index);
                index
            }
        };
        let order = list_of(&mut self.entity_order, spot.file);
        order.insert(spot.at.min(order.len()), index);
        Ok(())
    }

    /// Puts an entity in the place of another.
    fn put_entity(&mut self, index: NodeIndex, entity: Arc<Entity>) {
        self.quoted.leave(At::Entity(index), &self.graph[index].claims);
        self.quoted.enter(At::Entity(index), &entity.claims);
        self.graph[index] = entity;
    }

    /// What becomes of an entity whose record is gone.
    fn entity_gone(&mut self, index: NodeIndex) {
        let ties =
            self.graph.edges(index).next().or_else(|| self.graph.edges_directed(index, Direction::Incoming).next());
        let id = self.graph[index].id.clone();
        match ties.map(|edge| edge.weight().file) {
            Some(file) => {
                self.put_entity(index, Arc::new(Entity::ghost(id, file)));
                self.ghosts.push(index);
            }
            None => {
                self.quoted.leave(At::Entity(index), &self.graph[index].claims);
                self.graph.remove_node(index);
                self.entity_index.remove(&id);
            }
        }
    }

    /// The node of an end, made a ghost if nobody has the id.
    fn end(&mut self, id: &EntityId, file: FileIndex) -> NodeIndex {
        if let Some(index) = self.entity_index.get(id) {
            return *index;
        }
        let index = self.graph.add_node(Arc::new(Entity::ghost(id.clone(), file)));
        self.entity_index.insert(id.clone(), index);
        self.ghosts.push(index);
        index
    }

    /// Drops the ghosts among the ends that a relation had, last first: petgraph hands the indices out
    /// again in the opposite order, so that taking a step back leaves every record the index it had.
    fn drop_idle_ends(&mut self, from: NodeIndex, to: NodeIndex) {
        self.drop_idle_ghost(to);
        self.drop_idle_ghost(from);
    }

    /// Drops a ghost that no relation names any more.
    fn drop_idle_ghost(&mut self, index: NodeIndex) {
        let idle = self.graph.node_weight(index).is_some_and(|e| e.ghost)
            && self.graph.neighbors_undirected(index).next().is_none();
        if idle && let Some(ghost) = self.graph.remove_node(index) {
            self.entity_index.remove(&ghost.id);
            self.ghosts.retain(|i| *i != index);
        }
    }

    fn insert_relation(&mut self, spot: Spot, relation: Arc<Relation>) -> Result<Renamed, AddError> {
        self.refuse_taken(&relation, None)?;
        let (from, to) = (self.end(&relation.from, spot.file), self.end(&relation.to, spot.file));
        let index = self.graph.add_edge(from, to, relation);
        self.quoted.enter(At::Relation(index), &self.graph[index].claims);
        let order = list_of(&mut self.relation_order, spot.file);
        order.insert(spot.at.min(order.len()), index);
        let mut renamed = Renamed::new();
        self.enter_id(index, &mut renamed);
        Ok(renamed)
    }

    fn relation_gone(&mut self, index: EdgeIndex) -> Renamed {
        let mut renamed = Renamed::new();
        let ends = self.graph.edge_endpoints(index);
        if let Some(relation) = self.graph.remove_edge(index) {
            self.quoted.leave(At::Relation(index), &relation.claims);
            self.leave_id(&relation, &mut renamed);
        }
        if let Some((from, to)) = ends {
            self.drop_idle_ends(from, to);
        }
        renamed
    }

    fn replace_relation(&mut self, spot: Spot, relation: Arc<Relation>) -> Result<Renamed, AddError> {
        let index = self.relation_order[usize::from(spot.file.0)][spot.at];
        self.refuse_taken(&relation, Some(index))?;
        let old = &self.graph[index];
        let id_stands = old.id_given == relation.id_given
            && if old.id_given { old.id == relation.id } else { base(old) == base(&relation) };
        let mut renamed = Renamed::new();
        if old.from == relation.from && old.to == relation.to {
            let old = std::mem::replace(&mut self.graph[index], relation);
            self.quoted.leave(At::Relation(index), &old.claims);
            self.quoted.enter(At::Relation(index), &self.graph[index].claims);
            self.keep_id(index, &old, &mut renamed);
            if !id_stands {
                self.leave_id(&old, &mut renamed);
                self.enter_id(index, &mut renamed);
            }
            return Ok(renamed);
        }
        let (from, to) = (self.end(&relation.from, spot.file), self.end(&relation.to, spot.file));
        let ends = self.graph.edge_endpoints(index);
        let old = self.graph.remove_edge(index);
        if let Some(old) = &old {
            self.quoted.leave(At::Relation(index), &old.claims);
        }
        let index = self.graph.add_edge(from, to, relation);
        self.quoted.enter(At::Relation(index), &self.graph[index].claims);
        if let Some(old) = old {
            self.leave_id(&old, &mut renamed);
            self.keep_id(index, &old, &mut renamed);
        }
        self.relation_order[usize::from(spot.file.0)][spot.at] = index;
        self.enter_id(index, &mut renamed);
        if let Some((from, to)) = ends {
            self.drop_idle_ends(from, to);
        }
        Ok(renamed)
    }

    /// The id that a relation bears until it is entered: its own, or the one it had.
    fn keep_id(&mut self, index: EdgeIndex, old: &Relation, renamed: &mut Renamed) {
        let relation = &self.graph[index];
        if !relation.id_given && relation.id != old.id {
            Arc::make_mut(&mut self.graph[index]).id = old.id.clone();
        } else if relation.id != old.id {
            renamed.push((old.id.clone(), relation.id.clone()));
        }
    }

    /// An id that an author gave must not be that of another author's.
    fn refuse_taken(&self, relation: &Relation, own: Option<EdgeIndex>) -> Result<(), AddError> {
        if !relation.id_given {
            return Ok(());
        }
        match self.relation_index.get(&relation.id) {
            Some(index) if Some(*index) != own && self.graph[*index].id_given => {
                Err(AddError::DuplicateId(relation.id.to_string()))
            }
            _ => Ok(()),
        }
    }

    /// Enters a relation under its own id, or under a derived one. The id it bears until then is
    /// the one it had before.
    fn enter_id(&mut self, index: EdgeIndex, renamed: &mut Renamed) {
        self.numbering.clear();
        let relation = &self.graph[index];
        if !relation.id_given {
            let base = base(relation);
            return self.renumber(&base, &[index], 0, renamed);
        }
        let id = relation.id.clone();
        let displaced = self.relation_index.insert(id, index).filter(|other| *other != index);
        if let Some(other) = displaced {
            let base = base(&self.graph[other]);
            self.renumber(&base, &[other], 0, renamed);
        }
    }

    /// Gives the id of a relation free that is gone or gets another.
    fn leave_id(&mut self, old: &Relation, renamed: &mut Renamed) {
        self.numbering.clear();
        self.relation_index.remove(&old.id);
        if !old.id_given {
            return self.renumber(&base(old), &[], 1, renamed);
        }
        let bases: Vec<String> = bases_touched_by(old.id.as_str()).map(str::to_owned).collect();
        for base in bases {
            self.renumber(&base, &[], 1, renamed);
        }
    }

    /// Numbers the relations without ids of their own that have this base, in the author's order.
    /// `new` are those that are not entered yet; `gaps` is how many numbers may have come free.
    fn renumber(&mut self, base_text: &str, new: &[EdgeIndex], gaps: usize, renamed: &mut Renamed) {
        let mut members: Vec<EdgeIndex> = new.to_vec();
        let mut missing = 0;
        let mut disturbed = false;
        for n in 1.. {
            match self.relation_index.get(&numbered(base_text, n)) {
                None if missing == gaps => break,
                None => missing += 1,
                Some(&index) => {
                    let relation = &self.graph[index];
                    if !relation.id_given && base(relation) == base_text {
                        members.push(index);
                        disturbed |= missing > 0;
                    }
                }
            }
        }
        if members.is_empty() || (new.is_empty() && !disturbed) {
            return;
        }
        if members.len() > 1 {
            let all: HashSet<EdgeIndex> = members.iter().copied().collect();
            members = self.relation_order.iter().flatten().copied().filter(|i| all.contains(i)).collect();
        }
        for index in &members {
            let id = &self.graph[*index].id;
            if self.relation_index.get(id) == Some(index) {
                self.relation_index.remove(id);
            }
        }
        let mut n = 0;
        for index in members {
            let id = loop {
                n += 1;
                let id = numbered(base_text, n);
                if !self.relation_index.contains_key(&id) {
                    break id;
                }
            };
            self.relation_index.insert(id.clone(), index);
            let old = std::mem::replace(&mut Arc::make_mut(&mut self.graph[index]).id, id.clone());
            if old != id && !old.as_str().is_empty() {
                renamed.push((old, id));
            }
        }
    }

    fn files_of(&self, list: List) -> Box<dyn Iterator<Item = FileIndex> + '_> {
        match list {
            List::EntityKinds => Box::new(self.own_entity_kinds.iter().map(|(f, _)| *f)),
            List::RelationKinds => Box::new(self.own_relation_kinds.iter().map(|(f, _)| *f)),
            List::Sources => Box::new(self.sources.iter().map(|s| s.file)),
            List::Views => Box::new(self.views.iter().map(|v| v.file)),
            List::Entities => Box::new(self.entities().map(|(_, e)| e.file)),
            List::Relations => Box::new(self.relations().map(|(_, _, _, r)| r.file)),
        }
    }

    /// Where a spot of a small list lies among the records of all files.
    fn flat(&self, spot: Spot) -> usize {
        match spot.list {
            List::Entities | List::Relations => spot.at,
            list @ (List::EntityKinds | List::RelationKinds | List::Sources | List::Views) => {
                let before = self.files_of(list).filter(|f| *f < spot.file).count();
                before + spot.at.min(self.records_in(list, spot.file))
            }
        }
    }

    /// Whether two dossiers say the same, record by record, in the same order; else the first
    /// difference. Which petgraph index a record has does not matter, nor in which order ghosts
    /// come.
    ///
    /// # Errors
    /// What differs, for a person who looks for a fault.
    pub fn same_as(&self, other: &Dossier) -> Result<(), String> {
        fn differ<T: PartialEq + std::fmt::Debug>(what: &str, a: T, b: T) -> Result<(), String> {
            if a == b { Ok(()) } else { Err(format!("{what}: {a:?} is not {b:?}")) }
        }
        differ("title", &self.title, &other.title)?;
        differ("subtitle", &self.subtitle, &other.subtitle)?;
        differ("note", &self.note, &other.note)?;
        differ("format", self.format, other.format)?;
        differ("files", &self.files, &other.files)?;
        differ("kinds of entity", &self.own_entity_kinds, &other.own_entity_kinds)?;
        differ("kinds of relation", &self.own_relation_kinds, &other.own_relation_kinds)?;
        differ("vocabulary", &self.vocabulary, &other.vocabulary)?;
        differ("views", &self.views, &other.views)?;
        differ("number of sources", self.sources.len(), other.sources.len())?;
        for (a, b) in self.sources.iter().zip(&other.sources) {
            differ("source", a, b)?;
        }
        differ("number of entities", self.entity_count(), other.entity_count())?;
        differ("number of relations", self.relation_count(), other.relation_count())?;
        let records = |d: &Dossier| d.entity_order.iter().flatten().copied().collect::<Vec<_>>();
        differ("number of records", records(self).len(), records(other).len())?;
        for (a, b) in records(self).into_iter().zip(records(other)) {
            differ("entity", &self.graph[a], &other.graph[b])?;
        }
        let ghosts = |d: &Dossier| {
            let mut ids: Vec<String> = d.ghosts.iter().map(|i| d.graph[*i].id.to_string()).collect();
            ids.sort();
            ids
        };
        differ("ghosts", ghosts(self), ghosts(other))?;
        for ((_, a0, a1, a), (_, b0, b1, b)) in self.relations().zip(other.relations()) {
            differ("relation", a, b)?;
            differ("ends", [&self.graph[a0].id, &self.graph[a1].id], [&other.graph[b0].id, &other.graph[b1].id])?;
        }
        Ok(())
    }

    /// Checks what always holds, for tests: indices, orders and ids agree.
    #[doc(hidden)]
    pub fn check_indices(&self) -> Result<(), String> {
        let records = self.entity_order.iter().flatten().count();
        if records + self.ghosts.len() != self.graph.node_count() || self.entity_index.len() != self.graph.node_count()
        {
            return Err("entities, their order and their index differ in number".to_owned());
        }
        for (index, entity) in self.entities() {
            if self.entity_index.get(&entity.id) != Some(&index) {
                return Err(format!("{} is not found by its id", entity.id));
            }
        }
        if self.relations().count() != self.graph.edge_count() || self.relation_index.len() != self.graph.edge_count() {
            return Err("relations, their order and their index differ in number".to_owned());
        }
        self.check_quoted()?;
        for (index, from, to, relation) in self.relations() {
            if self.relation_index.get(&relation.id) != Some(&index) {
                return Err(format!("{} is not found by its id", relation.id));
            }
            if self.graph[from].id != relation.from || self.graph[to].id != relation.to {
                return Err(format!("{} is tied to others than it says", relation.id));
            }
        }
        Ok(())
    }
}
