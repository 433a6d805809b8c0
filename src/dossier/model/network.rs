//! The dossier itself: a petgraph network of entities and relations with an index of ids, and
//! what stands beside it (sources, vocabulary, views, files).

use std::collections::HashMap;

use petgraph::Direction;
use petgraph::stable_graph::{EdgeIndex, NodeIndex, StableDiGraph};
use petgraph::visit::{EdgeRef, IntoEdgeReferences};

use super::{Date, Entity, EntityId, Relation, RelationId, Source, SourceId, View, Vocabulary};

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
    pub format: u32,
    /// Kinds it may use.
    pub vocabulary: Vocabulary,
    /// Sources, in the author's order.
    pub sources: Vec<Source>,
    /// Recorded ways of looking.
    pub views: Vec<View>,
    /// The files it was read from; the first is the main one.
    pub files: Vec<DossierFile>,
    graph: StableDiGraph<Entity, Relation>,
    entity_index: HashMap<EntityId, NodeIndex>,
    relation_index: HashMap<RelationId, EdgeIndex>,
}

impl Dossier {
    /// An empty dossier with a vocabulary.
    pub fn new(vocabulary: Vocabulary) -> Self {
        Dossier { vocabulary, ..Dossier::default() }
    }

    /// Adds an entity at the end.
    ///
    /// # Errors
    /// [`AddError::DuplicateId`] if an entity with this id is there.
    pub fn add_entity(&mut self, entity: Entity) -> Result<NodeIndex, AddError> {
        if self.entity_index.contains_key(&entity.id) {
            return Err(AddError::DuplicateId(entity.id.to_string()));
        }
        let id = entity.id.clone();
        let index = self.graph.add_node(entity);
        self.entity_index.insert(id, index);
        Ok(index)
    }

    /// Adds a relation at the end. Where its id is empty one is derived: `FROM--KIND--TO`, and
    /// `--2`, `--3` … where that is taken.
    ///
    /// # Errors
    /// [`AddError::DuplicateId`] if a relation with this id is there, [`AddError::UnknownEnd`] if
    /// one of its ends is not.
    pub fn add_relation(&mut self, mut relation: Relation) -> Result<EdgeIndex, AddError> {
        let end = |id: &EntityId| self.entity_index.get(id).copied().ok_or_else(|| AddError::UnknownEnd(id.clone()));
        let (from, to) = (end(&relation.from)?, end(&relation.to)?);
        if relation.id.as_str().is_empty() {
            relation.id = self.derived_id(&relation);
            relation.id_given = false;
        } else if self.relation_index.contains_key(&relation.id) {
            return Err(AddError::DuplicateId(relation.id.to_string()));
        }
        let id = relation.id.clone();
        let index = self.graph.add_edge(from, to, relation);
        self.relation_index.insert(id, index);
        Ok(index)
    }

    fn derived_id(&self, relation: &Relation) -> RelationId {
        let base = format!("{}--{}--{}", relation.from, relation.kind, relation.to);
        let free = |id: &str| !self.relation_index.contains_key(id);
        if free(&base) {
            return RelationId::new(base);
        }
        // Parallel relations between two ends lie side by side in petgraph, so that counting
        // them gives a first guess near the truth even where there are thousands.
        let parallel = self.entity_index.get(&relation.from).zip(self.entity_index.get(&relation.to));
        let guess = parallel.map_or(2, |(&a, &b)| {
            self.graph.edges_connecting(a, b).filter(|e| e.weight().kind == relation.kind).count() + 1
        });
        (guess.max(2)..)
            .map(|n| format!("{base}--{n}"))
            .find(|id| free(id))
            .map(RelationId::new)
            .expect("some number is free")
    }

    /// The network itself, for algorithms.
    pub fn graph(&self) -> &StableDiGraph<Entity, Relation> {
        &self.graph
    }

    /// The entity at an index; `None` once it was removed.
    pub fn entity(&self, index: NodeIndex) -> Option<&Entity> {
        self.graph.node_weight(index)
    }

    /// The relation at an index; `None` once it was removed.
    pub fn relation(&self, index: EdgeIndex) -> Option<&Relation> {
        self.graph.edge_weight(index)
    }

    /// Index of the entity with this id.
    pub fn entity_index(&self, id: &str) -> Option<NodeIndex> {
        self.entity_index.get(id).copied()
    }

    /// Index of the relation with this id.
    pub fn relation_index(&self, id: &str) -> Option<EdgeIndex> {
        self.relation_index.get(id).copied()
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

    /// All entities in the author's order.
    pub fn entities(&self) -> impl Iterator<Item = (NodeIndex, &Entity)> {
        self.graph.node_indices().map(|i| (i, &self.graph[i]))
    }

    /// All relations in the author's order: index, start, end, relation.
    pub fn relations(&self) -> impl Iterator<Item = (EdgeIndex, NodeIndex, NodeIndex, &Relation)> {
        self.graph.edge_references().map(|e| (e.id(), e.source(), e.target(), e.weight()))
    }

    /// Start and end of a relation.
    pub fn ends(&self, index: EdgeIndex) -> Option<(NodeIndex, NodeIndex)> {
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
    pub fn dates(&self) -> impl Iterator<Item = &Date> {
        let entities = self.entities().filter_map(|(_, e)| e.when.as_ref());
        let relations = self.relations().filter_map(|(_, _, _, r)| r.when.as_ref());
        entities.chain(relations).map(|w| &w.date)
    }
}
