//! The dossier itself: a petgraph network of entities and relations with an index of ids, and
//! what stands beside it (sources, vocabulary, views, files). How its records are put in, taken
//! out and replaced one by one is told in `revise`.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use foldhash::fast::RandomState;
use petgraph::Direction;
use petgraph::stable_graph::{EdgeIndex, NodeIndex, StableDiGraph};
use petgraph::visit::EdgeRef;

use super::derived_id::{base, is_base, numbered};
use super::quoted::{At, Quoted};
use super::{
    Date, Entity, EntityId, EntityKind, FileIndex, List, Relation, RelationId, RelationKind, Source, SourceId, View,
    Vocabulary,
};

/// One of the files a dossier was read from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DossierFile {
    /// Path relative to the main file's folder, `/` between parts; for the main file its name.
    pub path: String,
    /// Its own title; for an included file what the switch for it is called.
    pub title: Option<String>,
}

/// Why a record could not be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AddError {
    /// Another record has this id already.
    DuplicateId(String),
    /// A relation names an entity that is not there.
    UnknownEnd(EntityId),
}

/// Everything a dossier knows. Entities and relations are reached by id or, within one revision,
/// by petgraph index.
#[derive(Clone, Debug, Default)]
pub struct Dossier {
    /// Title.
    pub title: String,
    /// What it is about, in a sentence.
    pub subtitle: Option<String>,
    /// A remark by its author.
    pub note: Option<String>,
    /// Version of the file format it was written for.
    pub(crate) format: u32,
    /// Kinds it may use.
    pub vocabulary: Arc<Vocabulary>,
    /// Sources, in the author's order.
    pub sources: Vec<Source>,
    /// Recorded ways of looking.
    pub views: Vec<View>,
    /// The files it was read from; the first is the main one.
    pub files: Vec<DossierFile>,
    /// The kinds that it declares itself, in the author's order, with the file each stands in.
    pub(super) own_entity_kinds: Vec<(FileIndex, EntityKind)>,
    pub(super) own_relation_kinds: Vec<(FileIndex, RelationKind)>,
    /// The kinds it began with.
    pub(super) built_in: Arc<Vocabulary>,
    /// Records are shared, so that a copy of a dossier costs what points to them.
    pub(super) graph: StableDiGraph<Arc<Entity>, Arc<Relation>>,
    pub(super) entity_index: HashMap<EntityId, NodeIndex, RandomState>,
    pub(super) relation_index: HashMap<RelationId, EdgeIndex, RandomState>,
    /// The author's order, file by file. petgraph's own order is another once something was
    /// removed and added.
    pub(super) entity_order: Vec<Vec<NodeIndex>>,
    pub(super) relation_order: Vec<Vec<EdgeIndex>>,
    /// Entities that only relations name, after all others.
    pub(super) ghosts: Vec<NodeIndex>,
    /// Whom claims quote.
    pub(super) quoted: Quoted,
    /// Ids that relations further on give themselves, while a file is being read.
    pub(super) reserved: HashSet<RelationId, RandomState>,
    /// The last number that was given to a relation without an id, by what its id begins with, as long
    /// as relations are only added: thousands between the same two ends need not be counted each time.
    pub(super) numbering: HashMap<String, usize, RandomState>,
}

impl Dossier {
    /// The title of a dossier that gives none.
    pub(crate) const UNTITLED: &str = "Untitled dossier";

    /// Its title, empty where nobody gave it one.
    pub(crate) fn given_title(&self) -> &str {
        if self.title == Self::UNTITLED { "" } else { &self.title }
    }

    /// An empty dossier with a vocabulary.
    pub fn new(vocabulary: impl Into<Arc<Vocabulary>>) -> Self {
        let vocabulary = vocabulary.into();
        Dossier { built_in: Arc::clone(&vocabulary), vocabulary, ..Dossier::default() }
    }

    /// Adds an entity at the end of its file's list; a ghost after all others.
    ///
    /// # Errors
    /// [`AddError::DuplicateId`] if an entity with this id is there.
    pub fn add_entity(&mut self, entity: impl Into<Arc<Entity>>) -> Result<NodeIndex, AddError> {
        let entity = entity.into();
        if self.entity_index.contains_key(&entity.id) {
            return Err(AddError::DuplicateId(entity.id.to_string()));
        }
        let (id, file, ghost) = (entity.id.clone(), entity.file, entity.ghost);
        let index = self.graph.add_node(entity);
        self.quoted.enter(At::Entity(index), &self.graph[index].claims);
        self.entity_index.insert(id, index);
        if ghost {
            self.ghosts.push(index);
        } else {
            list_of(&mut self.entity_order, file).push(index);
        }
        Ok(index)
    }

    /// Adds a relation at the end of its file's list. Where its id is empty one is derived:
    /// `FROM--KIND--TO`, and `--2`, `--3` … where that is taken.
    ///
    /// # Errors
    /// [`AddError::DuplicateId`] if a relation with this id is there, [`AddError::UnknownEnd`] if
    /// one of its ends is not.
    pub fn add_relation(&mut self, relation: impl Into<Arc<Relation>>) -> Result<EdgeIndex, AddError> {
        let relation = relation.into();
        let end = |id: &EntityId| self.entity_index.get(id).copied().ok_or_else(|| AddError::UnknownEnd(id.clone()));
        let (from, to) = (end(&relation.from)?, end(&relation.to)?);
        let derived = relation.id.as_str().is_empty();
        self.add_relation_between(from, to, relation, derived)
    }

    /// The same for a relation whose ends have been looked up. Where an id is derived, one that it
    /// has from before is looked at only to see whether the record may be kept as it is.
    pub(in crate::dossier) fn add_relation_between(
        &mut self,
        from: NodeIndex,
        to: NodeIndex,
        mut relation: Arc<Relation>,
        derived: bool,
    ) -> Result<EdgeIndex, AddError> {
        if derived {
            let stands = is_base(relation.id.as_str(), &relation) && self.is_free(&relation.id);
            if !stands {
                let id = self.next_derived_id(&relation, from, to);
                if id != relation.id || relation.id_given {
                    let relation = Arc::make_mut(&mut relation);
                    relation.id = id;
                    relation.id_given = false;
                }
            }
        } else if self.relation_index.contains_key(&relation.id) {
            return Err(AddError::DuplicateId(relation.id.to_string()));
        }
        let (id, file) = (relation.id.clone(), relation.file);
        let index = self.graph.add_edge(from, to, relation);
        self.quoted.enter(At::Relation(index), &self.graph[index].claims);
        self.relation_index.insert(id, index);
        list_of(&mut self.relation_order, file).push(index);
        Ok(index)
    }

    /// Makes room for so many entities and relations; for a dossier that has none yet.
    pub(in crate::dossier) fn make_room(&mut self, entities: usize, relations: usize) {
        if self.graph.node_count() == 0 {
            self.graph = StableDiGraph::with_capacity(entities, relations);
            self.entity_index.reserve(entities);
            self.relation_index.reserve(relations);
        }
    }

    /// Keeps ids from being derived, because relations that are yet to be added bear them.
    pub(in crate::dossier) fn reserve_relation_ids(&mut self, ids: impl IntoIterator<Item = RelationId>) {
        self.reserved = ids.into_iter().collect();
        self.numbering.clear();
    }

    /// Whether no relation has an id, and none that is yet to be added gives it to itself.
    fn is_free(&self, id: &RelationId) -> bool {
        !self.relation_index.contains_key(id) && !self.reserved.contains(id)
    }

    fn next_derived_id(&mut self, relation: &Relation, from: NodeIndex, to: NodeIndex) -> RelationId {
        let base = base(relation);
        let first = RelationId::new(base.as_str());
        if self.is_free(&first) {
            return first;
        }
        // Numbers are given without a gap but for ids that authors gave: counting gives a first
        // guess near the truth even where there are thousands.
        let counted = || {
            let parallel = self.graph.edges_connecting(from, to).map(|e| e.weight());
            parallel.filter(|r| !r.id_given && r.kind == relation.kind).count().max(1)
        };
        let before = self.numbering.get(&base).copied().unwrap_or_else(counted);
        let number = (before + 1..).find(|n| self.is_free(&numbered(&base, *n))).expect("some number is free");
        let id = numbered(&base, number);
        self.numbering.insert(base, number);
        id
    }

    /// The network itself, for algorithms.
    pub(crate) fn graph(&self) -> &StableDiGraph<Arc<Entity>, Arc<Relation>> {
        &self.graph
    }

    /// The entity at an index; `None` once it was removed.
    pub fn entity(&self, index: NodeIndex) -> Option<&Entity> {
        self.graph.node_weight(index).map(|entity| &**entity)
    }

    /// The relation at an index; `None` once it was removed.
    pub(crate) fn relation(&self, index: EdgeIndex) -> Option<&Relation> {
        self.graph.edge_weight(index).map(|relation| &**relation)
    }

    /// Index of the entity with this id.
    pub fn entity_index(&self, id: &str) -> Option<NodeIndex> {
        self.entity_index.get(id).copied()
    }

    /// Index of the relation with this id.
    pub(crate) fn relation_index(&self, id: &str) -> Option<EdgeIndex> {
        self.relation_index.get(id).copied()
    }

    /// The label of the entity with this id; the id where there is none.
    pub(crate) fn label_of(&self, id: &str) -> String {
        self.entity_by_id(id).map_or_else(|| id.to_owned(), |entity| entity.label().to_owned())
    }

    /// A relation as a sentence, read from its start: `Japan hosts the meeting`.
    pub(crate) fn sentence_of(&self, relation: &Relation) -> String {
        let verb = self.vocabulary.relation_kind_or_neutral(&relation.kind).label;
        format!("{} {verb} {}", self.label_of(relation.from.as_str()), self.label_of(relation.to.as_str()))
    }

    /// The entity with this id.
    pub fn entity_by_id(&self, id: &str) -> Option<&Entity> {
        self.entity(self.entity_index(id)?)
    }

    /// The relation with this id.
    pub fn relation_by_id(&self, id: &str) -> Option<&Relation> {
        self.relation(self.relation_index(id)?)
    }

    /// The source with this id.
    pub fn source(&self, id: &SourceId) -> Option<&Source> {
        self.sources.iter().find(|s| s.id == *id)
    }

    /// Whether there is a record with this id (of a view its name), in the vocabulary too and as a
    /// ghost.
    pub(crate) fn has(&self, list: List, id: &str) -> bool {
        match list {
            List::EntityKinds => self.vocabulary.entity_kind(id).is_some(),
            List::RelationKinds => self.vocabulary.relation_kind(id).is_some(),
            List::Sources => self.sources.iter().any(|source| source.id.as_str() == id),
            List::Entities => self.entity_index(id).is_some(),
            List::Relations => self.relation_index(id).is_some(),
            List::Views => self.views.iter().any(|view| view.name == id),
        }
    }

    /// The entities of a file that have a record, in order.
    pub(in crate::dossier) fn entities_in(&self, file: FileIndex) -> impl Iterator<Item = &Arc<Entity>> {
        self.entity_order.get(usize::from(file.0)).into_iter().flatten().map(|index| &self.graph[*index])
    }

    /// The relations of a file, in order.
    pub(in crate::dossier) fn relations_in(&self, file: FileIndex) -> impl Iterator<Item = &Arc<Relation>> {
        self.relation_order.get(usize::from(file.0)).into_iter().flatten().map(|index| &self.graph[*index])
    }

    /// All entities in the author's order, ghosts last.
    pub fn entities(&self) -> impl Iterator<Item = (NodeIndex, &Entity)> {
        let records = self.entity_order.iter().flatten();
        records.chain(&self.ghosts).map(|&i| (i, &*self.graph[i]))
    }

    /// All relations in the author's order: index, start, end, relation.
    pub fn relations(&self) -> impl Iterator<Item = (EdgeIndex, NodeIndex, NodeIndex, &Relation)> {
        self.relation_order.iter().flatten().filter_map(|&i| {
            let (from, to) = self.graph.edge_endpoints(i)?;
            Some((i, from, to, &*self.graph[i]))
        })
    }

    /// The kinds of entity that it declares itself, with the file each stands in.
    pub(crate) fn own_entity_kinds(&self) -> impl Iterator<Item = &(FileIndex, EntityKind)> {
        self.own_entity_kinds.iter()
    }

    /// The kinds of relation that it declares itself, with the file each stands in.
    pub(crate) fn own_relation_kinds(&self) -> impl Iterator<Item = &(FileIndex, RelationKind)> {
        self.own_relation_kinds.iter()
    }

    /// The records whose claims quote an id, in no order.
    pub(crate) fn quoting(&self, id: &str) -> (&[NodeIndex], &[EdgeIndex]) {
        self.quoted.of(id)
    }

    /// Whether the index of quoted ids agrees with the claims, for tests.
    pub(super) fn check_quoted(&self) -> Result<(), String> {
        let mut again = Quoted::default();
        self.entities().for_each(|(index, e)| again.enter(At::Entity(index), &e.claims));
        self.relations().for_each(|(index, _, _, r)| again.enter(At::Relation(index), &r.claims));
        if again.is_like(&self.quoted) { Ok(()) } else { Err("quoted ids are not as indexed".to_owned()) }
    }

    /// Start and end of a relation.
    pub(crate) fn ends(&self, index: EdgeIndex) -> Option<(NodeIndex, NodeIndex)> {
        self.graph.edge_endpoints(index)
    }

    /// Relations that start at an entity, then those that end there and start elsewhere; each
    /// with the entity at its other end. A relation of a thing to itself comes once.
    pub fn relations_of(&self, index: NodeIndex) -> impl Iterator<Item = (EdgeIndex, NodeIndex, Direction)> + '_ {
        let outgoing =
            self.graph.edges_directed(index, Direction::Outgoing).map(|e| (e.id(), e.target(), Direction::Outgoing));
        let incoming = self
            .graph
            .edges_directed(index, Direction::Incoming)
            .filter(move |e| e.source() != index)
            .map(|e| (e.id(), e.source(), Direction::Incoming));
        outgoing.chain(incoming)
    }

    /// How many relations an entity has; one to itself counts once.
    pub fn degree(&self, index: NodeIndex) -> usize {
        self.relations_of(index).count()
    }

    /// Number of entities.
    pub fn entity_count(&self) -> usize {
        self.graph.node_count()
    }

    /// Number of relations.
    pub fn relation_count(&self) -> usize {
        self.graph.edge_count()
    }

    /// Every date in the dossier that says when something was, of entities and relations.
    pub(crate) fn dates(&self) -> impl Iterator<Item = &Date> {
        let entities = self.entities().filter_map(|(_, e)| e.when.as_ref());
        let relations = self.relations().filter_map(|(_, _, _, r)| r.when.as_ref());
        entities.chain(relations).map(|w| &w.date)
    }
}

/// The list of a file, made if need be.
pub(super) fn list_of<T>(lists: &mut Vec<Vec<T>>, file: FileIndex) -> &mut Vec<T> {
    let number = usize::from(file.0);
    if lists.len() <= number {
        lists.resize_with(number + 1, Vec::new);
    }
    &mut lists[number]
}
