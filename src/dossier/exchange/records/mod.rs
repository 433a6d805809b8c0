//! A graph that was read as a dossier: nodes become entities, edges relations, each with a claim that names its place
//! in the file. What a dossier has no place for is said in the report; nothing is summed up or made up.

mod dates;
mod fields;
pub(super) mod ids;
mod kinds;
mod places;
mod sources;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::format::{Pace, Read};
use super::graph::{Direction, Graph, NameRole as Role};
use super::own;
use super::report::{At, NoteKind, Report};
use crate::dossier::model::{
    Claim, Dossier, Entity, EntityId, FieldValue, Name, NameRole, Pin, Relation, RelationId, Vocabulary, When,
};
use crate::progress::{Cancelled, Progress};
use crate::wording::counted;
use dates::{Dates, How};
pub(crate) use dates::{day_and_time, with_clock};
use fields::{Said, own};
use ids::FreshIds;
use kinds::Kinds;
pub(crate) use kinds::{KindChoice, KindChoices, KindUse};
pub(crate) use sources::InputFile;
use sources::Sources;

/// Most labels of edges that are taken for kinds where nothing else tells kinds.
const MOST_LABELS: usize = 30;
/// Kinds of the vocabulary that stand for what files say otherwise than by a kind.
const PART_OF: &str = "part_of";
const TAKES_PART_IN: &str = "takes_part_in";
const EVENT: &str = "event";
const HOLDS_POST: &str = "holds_post";

/// Which parts of an import reading and making records of what was read take, roughly.
pub(crate) const READING_AND_MAPPING: [(f32, f32); 2] = [(0.0, 0.5), (0.5, 1.0)];

/// A dossier of what was read, and the words of the files that its kinds come from.
#[derive(Debug)]
pub(crate) struct Mapped {
    /// What the files say.
    pub(crate) dossier: Dossier,
    /// Words for kinds of entity.
    pub(crate) entity_kinds: Vec<KindUse>,
    /// Words for kinds of relation.
    pub(crate) relation_kinds: Vec<KindUse>,
    /// Whether it is a dossier that was written in another format and came back.
    pub(crate) is_own: bool,
}

/// The dossier of what was read from files, whose graphs are used up; what it cannot hold is noted in the report.
///
/// # Errors
/// [`Cancelled`] if a person asked to stop; what was read is then of no more use.
pub(crate) fn dossier(
    read: &mut Read,
    files: &[InputFile],
    vocabulary: Vocabulary,
    progress: &Progress,
) -> Result<Dossier, Cancelled> {
    mapped(read, files, vocabulary, KindChoices::default(), progress).map(|mapped| mapped.dossier)
}

/// The same with what a person says of the kinds; a dossier that comes back has kinds of its own.
///
/// # Errors
/// As [`dossier`].
pub(crate) fn mapped(
    read: &mut Read,
    files: &[InputFile],
    vocabulary: Vocabulary,
    chosen: KindChoices,
    progress: &Progress,
) -> Result<Mapped, Cancelled> {
    progress.report(0.0)?;
    let whole = match own::dossier(read, &vocabulary, progress)? {
        None => read.whole.take().map(|dossier| *dossier),
        whole => whole,
    };
    if let Some(dossier) = whole {
        if chosen.says_something() {
            let message = "kinds were chosen, but the file is a dossier that has its own; those were kept";
            read.report.note(NoteKind::LeftOut, message, None);
        }
        return Ok(Mapped { dossier, entity_kinds: Vec::new(), relation_kinds: Vec::new(), is_own: true });
    }
    made(read, files, None, (vocabulary, chosen), progress)
}

fn made(
    read: &mut Read,
    files: &[InputFile],
    claims: Option<&dyn Fn(Told, At) -> Vec<Claim>>,
    (vocabulary, chosen): (Vocabulary, KindChoices),
    progress: &Progress,
) -> Result<Mapped, Cancelled> {
    let Read { graphs, report, .. } = read;
    let sources = Sources::of(files, graphs, report);
    let texts = graphs.iter().flat_map(|graph| [&graph.nodes, &graph.edges, &graph.hyperedges]);
    let dates = Dates::of(texts.flat_map(|records| records.times.iter()).flat_map(|(_, when)| {
        let (start, end) = when.texts();
        [start, end]
    }));
    let name = files.first().map_or("", |file| file.name.as_str());
    let title = graphs.iter().map(|graph| graph.meta.title.trim()).find(|title| !title.is_empty());
    let names = || files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>().join(", ");
    let title = title.map_or_else(names, str::to_owned);
    let subtitle = graphs.iter().map(|graph| graph.meta.description.trim()).find(|text| !text.is_empty());
    let subtitle = subtitle.map(str::to_owned);
    // What the files bring along is no kind that every dossier has: it must be declared where it is written.
    let before = vocabulary.clone();
    let mut maker = Maker {
        pace: Pace::new(progress, graphs.iter().map(steps).sum()),
        claims,
        report,
        sources: &sources,
        dates,
        kinds: Kinds::new(vocabulary, chosen),
        entity_ids: FreshIds::default(),
        relation_ids: FreshIds::default(),
        entities: Vec::new(),
        relations: Vec::new(),
    };
    for graph in graphs.iter() {
        let nodes = (0..graph.nodes.len() as u32).map(|node| graph.id(node));
        let events = (0..graph.hyperedges.len() as u32).map(|event| graph.hyperedge_id(event));
        maker.entity_ids.reserve(nodes.chain(events));
    }
    let mut pins = Vec::new();
    let mut all = graphs.iter().enumerate();
    let made = all.try_for_each(|(number, graph)| maker.records_of(graph, number, &mut pins));
    let Maker { kinds, entities, relations, mut pace, .. } = maker;
    if let Err(cancelled) = made {
        free_beside((entities, relations));
        return Err(cancelled);
    }
    for lost in places::lost(graphs, &pins) {
        report.note(NoteKind::LeftOut, &lost, None);
    }
    // All is said in the records now: what was read would take memory beside their indices.
    graphs.clear();
    let (vocabulary, entity_kinds, relation_kinds) = kinds.into_parts();
    let mut dossier = Dossier::new(before);
    dossier.vocabulary = Arc::new(vocabulary);
    dossier.title = title;
    dossier.subtitle = subtitle;
    dossier.sources = sources.into_records();
    dossier.make_room(entities.len(), relations.len());
    let (mut entities, mut relations) = (entities.into_iter(), relations.into_iter());
    if let Err(cancelled) = add(&mut dossier, &mut entities, &mut relations, &mut pace) {
        free_beside((dossier, entities, relations));
        return Err(cancelled);
    }
    dossier.views.extend(places::view(name, pins));
    Ok(Mapped { dossier, entity_kinds, relation_kinds, is_own: false })
}

/// Adds records to a dossier.
fn add(
    dossier: &mut Dossier,
    entities: &mut impl Iterator<Item = Arc<Entity>>,
    relations: &mut impl Iterator<Item = Arc<Relation>>,
    pace: &mut Pace<'_>,
) -> Result<(), Cancelled> {
    for entity in entities {
        pace.another()?;
        // Each id was given once.
        let _ = dossier.add_entity(entity);
    }
    for relation in relations {
        pace.another()?;
        let _ = dossier.add_relation(relation);
    }
    Ok(())
}

/// Frees records that are not wanted any more on a thread of its own: for a million of them that takes longer than
/// somebody who has stopped their making wants to wait.
fn free_beside(records: impl Send + 'static) {
    // Without a thread they are freed here.
    let _ = std::thread::Builder::new().name("freeing".to_owned()).spawn(move || drop(records));
}

/// Records are made one by one and then added one by one.
fn steps(graph: &Graph) -> usize {
    2 * (graph.nodes.len() + graph.edges.len() + graph.hyperedges.len()) + graph.hyper_ends().len()
}

/// What a record became.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Told {
    /// An entity.
    Entity,
    /// A relation.
    Relation,
}

/// Who says what was read, where that is not a file.
#[cfg(feature = "endpoint")]
pub(crate) struct Witness<'a> {
    /// What the dossier is called.
    pub(crate) title: String,
    /// The sources that claims cite.
    pub(crate) sources: Vec<crate::dossier::model::Source>,
    /// The claims of a record by its place in what was read.
    pub(crate) claims: &'a dyn Fn(Told, At) -> Vec<Claim>,
}

/// The dossier of what was read from elsewhere than a file; what it cannot hold is noted in the report.
#[cfg(feature = "endpoint")]
///
/// # Errors
/// That a person asked to stop.
pub(crate) fn witnessed(
    read: &mut Read,
    witness: Witness<'_>,
    vocabulary: Vocabulary,
    progress: &Progress,
) -> Result<Dossier, Cancelled> {
    let kinds = (vocabulary, KindChoices::default());
    let mut dossier = made(read, &[], Some(witness.claims), kinds, progress)?.dossier;
    dossier.title = witness.title;
    dossier.sources = witness.sources;
    Ok(dossier)
}

/// A date of a record, and as fields the times of day that it cannot hold.
struct Dated {
    when: When,
    times: Vec<(String, FieldValue)>,
}

impl Dated {
    /// The date, whose times become fields.
    fn put_times(self, fields: &mut Vec<(String, FieldValue)>) -> When {
        fields::add(fields, self.times);
        self.when
    }
}

/// Makes records, graph by graph.
struct Maker<'a, 'p> {
    pace: Pace<'p>,
    /// Who says so, where that is not the file.
    claims: Option<&'a dyn Fn(Told, At) -> Vec<Claim>>,
    report: &'a mut Report,
    sources: &'a Sources,
    dates: Dates,
    kinds: Kinds,
    entity_ids: FreshIds,
    relation_ids: FreshIds,
    /// In the form that a dossier keeps them in, so that none is moved again.
    entities: Vec<Arc<Entity>>,
    relations: Vec<Arc<Relation>>,
}

impl Maker<'_, '_> {
    /// Makes all records of a graph, and pins of where it was drawn.
    fn records_of(&mut self, graph: &Graph, number: usize, pins: &mut Vec<Pin>) -> Result<(), Cancelled> {
        let ids = self.entities_of(graph, number)?;
        self.parents(graph, &ids);
        self.relations_of(graph, &ids)?;
        self.events(graph, &ids)?;
        self.left_out(graph);
        pins.extend(places::pins(graph, &ids));
        Ok(())
    }

    /// Makes the entities of all nodes; gives their ids.
    fn entities_of(&mut self, graph: &Graph, number: usize) -> Result<Vec<EntityId>, Cancelled> {
        let first = self.entities.len();
        let mut times = graph.nodes.times.in_order();
        let mut ports: HashMap<u32, Vec<&str>> = HashMap::new();
        for (node, port) in graph.ports() {
            ports.entry(node).or_default().push(port);
        }
        for node in 0..graph.nodes.len() as u32 {
            self.pace.another()?;
            let (id, at) = (graph.id(node), graph.nodes.at(node));
            let label = graph.nodes.label(node).map(|label| label.trim().to_owned()).filter(|label| !label.is_empty());
            let words = label.as_deref().filter(|_| id.trim().is_empty()).unwrap_or(id);
            let given = self.entity_ids.give(id, words);
            let kind = self.kinds.entity_counted(graph.node_kind(node));
            let name = label.unwrap_or_else(|| if id.trim().is_empty() { given.clone() } else { id.trim().to_owned() });
            let Said { fields, note, status } = own(&graph.nodes, node);
            let mut entity = Entity::new(given.as_str(), kind, name);
            if given != id {
                entity.fields.push(("id".to_owned(), fields::text(id)));
                let message = match number {
                    0 => "an id that a dossier does not allow was changed; the original is in the field `id`",
                    _ => {
                        "an id that another graph in the file also uses was changed; the original is in the field `id`"
                    }
                };
                self.report.note(NoteKind::Changed, message, Some(at));
            }
            fields::add(&mut entity.fields, fields);
            if let Some(ports) = ports.remove(&node) {
                fields::add(&mut entity.fields, vec![("ports".to_owned(), fields::list(&ports))]);
            }
            entity.note = note;
            entity.status = status.unwrap_or_default();
            let mut dates = self.dates_of(times.of_next(node), at).into_iter();
            entity.when = dates.next().map(|dated| dated.put_times(&mut entity.fields));
            let more: Vec<String> =
                dates.map(|dated| dated.put_times(&mut entity.fields).date.written().to_owned()).collect();
            if !more.is_empty() {
                fields::add(&mut entity.fields, vec![("other times".to_owned(), fields::list(&more))]);
                let message = "a node has several times: the first is its date, the others are in `other times`";
                self.report.note(NoteKind::Changed, message, Some(at));
            }
            entity.claims = self.claims(Told::Entity, at);
            self.entities.push(Arc::new(entity));
        }
        let mut seen = HashSet::new();
        for name in graph.names() {
            let is_new = seen.insert((name.node, name.text, name.language, name.role));
            if let Some(entity) = self.entities.get_mut(first + name.node as usize).and_then(Arc::get_mut) {
                let lang = (!name.language.is_empty()).then(|| name.language.to_owned());
                let role = match name.role {
                    Role::Alias => NameRole::without_word(lang.as_deref()),
                    Role::Former => NameRole::Former,
                    Role::Acronym => NameRole::Acronym,
                };
                let name = Name { text: name.text.to_owned(), lang, role };
                if is_new && name.text != entity.name {
                    entity.names.push(name);
                }
            }
        }
        Ok(self.entities.get(first..).unwrap_or_default().iter().map(|entity| entity.id.clone()).collect())
    }

    /// What lies in another is a part of it.
    fn parents(&mut self, graph: &Graph, ids: &[EntityId]) {
        let first = (0..graph.nodes.len() as u32).filter_map(|node| graph.parent(node).map(|parent| (node, parent)));
        for (node, parent) in first.chain(graph.more_parents().iter().copied()) {
            if let (Some(parent), Some(id)) = (ids.get(parent as usize), ids.get(node as usize)) {
                let kind = self.kinds.relation(Some(PART_OF), Direction::Directed);
                let mut relation = Relation::new(id.clone(), kind, parent.clone());
                relation.claims = self.claims(Told::Relation, graph.nodes.at(node));
                self.relations.push(Arc::new(relation));
            }
        }
    }

    /// Makes the relations of all edges: one a spell, and one each way where an edge goes both.
    fn relations_of(&mut self, graph: &Graph, ids: &[EntityId]) -> Result<(), Cancelled> {
        let labels_are_kinds = labels_are_kinds(graph);
        if labels_are_kinds {
            let message = "edge labels repeat, so they were read as kinds";
            self.report.note(NoteKind::Guessed, message, None);
        }
        let mut times = graph.edges.times.in_order();
        for (edge, (from, to)) in (0..).zip(graph.ends()) {
            self.pace.another()?;
            let (Some(from), Some(to)) = (ids.get(*from as usize), ids.get(*to as usize)) else { continue };
            let at = graph.edges.at(edge);
            let label = graph.edges.label(edge);
            let word = graph.edge_kind(edge).or(label.as_deref().filter(|_| labels_are_kinds));
            let direction = graph.direction(edge);
            let kind = match self.kind_by_ends(graph, word, edge) {
                Some(kind) => kind,
                None => self.kinds.relation(word, direction),
            };
            self.kinds.count_relation(word, &kind);
            let Said { fields, note, status } = own(&graph.edges, edge);
            let mut relation = Relation::new(from.clone(), kind, to.clone());
            relation.weight = graph.weight(edge);
            relation.note = note;
            relation.status = status.unwrap_or_default();
            let mut more = Vec::new();
            let edge_id = graph.edge_id(edge);
            let given = edge_id.as_deref().filter(|id| self.is_free_for_relation(id)).map(str::to_owned);
            if let Some(id) = edge_id.filter(|_| given.is_none()) {
                more.push(("id".to_owned(), fields::text(&id)));
            }
            if let Some(label) = label.as_deref().filter(|label| word != Some(*label)) {
                more.push(("label".to_owned(), fields::text(label)));
            }
            for (key, port) in ["from port", "to port"].into_iter().zip(graph.edge_ports(edge)) {
                more.extend(port.map(|port| (key.to_owned(), fields::text(&port))));
            }
            fields::add(&mut relation.fields, more);
            fields::add(&mut relation.fields, fields);
            relation.claims = self.claims(Told::Relation, at);
            let dates = self.dates_of(times.of_next(edge), at);
            self.add_relation(relation, dates, given, direction, at);
        }
        Ok(())
    }

    /// What an edge without a kind can only be by the kinds of its ends: a person who is tied to a post holds it.
    fn kind_by_ends(&mut self, graph: &Graph, word: Option<&str>, edge: u32) -> Option<String> {
        let (from, to) = graph.ends().get(edge as usize).copied()?;
        if word.is_some() || graph.direction(edge) != Direction::Directed || self.kinds.is_bare_relation_chosen() {
            return None;
        }
        let ends = [from, to].map(|node| self.kinds.entity(graph.node_kind(node)));
        let holds = ["person", "official"].contains(&ends[0].as_str()) && ends[1] == "post";
        holds.then(|| {
            let message = "people linked to a post were read as holding it";
            self.report.note(NoteKind::Guessed, message, Some(graph.edges.at(edge)));
            self.kinds.relation(Some(HOLDS_POST), Direction::Directed)
        })
    }

    fn add_relation(
        &mut self,
        mut relation: Relation,
        dates: Vec<Dated>,
        mut given: Option<String>,
        direction: Direction,
        at: At,
    ) {
        let is_directed = self.kinds.is_directed(&relation.kind);
        // Without a direction one relation says both ways.
        let both = direction == Direction::Mutual && relation.from != relation.to && is_directed;
        if direction == Direction::Directed && !is_directed {
            let message = format!("the kind `{}` has no direction, so that of an edge was left out", relation.kind);
            self.report.note(NoteKind::Changed, &message, Some(at));
        }
        let is_one = dates.len() <= 1 && !both;
        let own = if is_one { Vec::new() } else { relation.fields.clone() };
        let mut dates = dates.into_iter();
        relation.when = dates.next().map(|dated| dated.put_times(&mut relation.fields));
        let with_given = |mut relation: Relation, given: Option<String>| {
            if let Some(id) = given {
                relation.id = RelationId::new(id);
                relation.id_given = true;
            }
            Arc::new(relation)
        };
        if is_one {
            self.relations.push(with_given(relation, given));
            return;
        }
        loop {
            self.relations.push(with_given(relation.clone(), given.take()));
            if both {
                let mut back = relation.clone();
                std::mem::swap(&mut back.from, &mut back.to);
                self.relations.push(Arc::new(back));
            }
            let Some(dated) = dates.next() else { return };
            relation.fields.clone_from(&own);
            relation.when = Some(dated.put_times(&mut relation.fields));
        }
    }

    /// Whether a relation can have this id: numbers are how programs count, and entities go by the same list of ids.
    fn is_free_for_relation(&mut self, id: &str) -> bool {
        let is_number = id.bytes().all(|b| b.is_ascii_digit());
        !is_number && !self.entity_ids.has(id) && self.relation_ids.take(id)
    }

    /// Edges with many ends are events that their ends take part in.
    fn events(&mut self, graph: &Graph, ids: &[EntityId]) -> Result<(), Cancelled> {
        let first = self.entities.len();
        let mut times = graph.hyperedges.times.in_order();
        for event in 0..graph.hyperedges.len() as u32 {
            self.pace.another()?;
            let (at, id) = (graph.hyperedges.at(event), graph.hyperedge_id(event));
            let words = format!("event {}", event + 1);
            let label = graph.hyperedges.label(event).filter(|label| !label.trim().is_empty());
            let name = label.unwrap_or_else(|| if id.is_empty() { words.clone() } else { id.to_owned() });
            let given = self.entity_ids.give(id, if id.is_empty() { &words } else { id });
            let kind = graph.hyperedges.kind(event).map(|kind| graph.kind_name(kind));
            let kind = self.kinds.entity(Some(kind.unwrap_or(EVENT)));
            let Said { fields, note, status } = own(&graph.hyperedges, event);
            let mut entity = Entity::new(given, kind, name);
            entity.fields = fields;
            entity.note = note;
            entity.status = status.unwrap_or_default();
            let mut dates = self.dates_of(times.of_next(event), at).into_iter();
            entity.when = dates.next().map(|dated| dated.put_times(&mut entity.fields));
            entity.claims = self.claims(Told::Entity, at);
            self.entities.push(Arc::new(entity));
        }
        for (event, end) in graph.hyper_ends() {
            self.pace.another()?;
            let event_id = self.entities.get(first + event as usize).map(|entity| entity.id.clone());
            let (Some(event_id), Some(id)) = (event_id, ids.get(end.node as usize)) else { continue };
            let role = if end.role.is_empty() { TAKES_PART_IN } else { end.role };
            let kind = self.kinds.relation(Some(role), Direction::Directed);
            // A role says what the node is to the event: `where sighted`, `buyer`.
            let (from, to) = if kind == TAKES_PART_IN { (id.clone(), event_id) } else { (event_id, id.clone()) };
            let mut relation = Relation::new(from, kind, to);
            if !end.port.is_empty() {
                relation.fields.push(("port".to_owned(), fields::text(end.port)));
            }
            relation.claims = self.claims(Told::Relation, graph.hyperedges.at(event));
            self.relations.push(Arc::new(relation));
        }
        Ok(())
    }

    fn dates_of(&mut self, whens: Vec<super::graph::When<'_>>, at: At) -> Vec<Dated> {
        let dates = whens.into_iter().map(|when| {
            let (date, how) = self.dates.read(when);
            match how {
                How::Written => {}
                How::Worked => {
                    let message = "a date in another notation was converted; it can mean only one date";
                    self.report.note(NoteKind::Guessed, message, Some(at));
                }
                How::Cut => {
                    let message = "a date cannot hold the time that the file gives; the time was kept as a field";
                    self.report.note(NoteKind::Changed, message, Some(at));
                }
                How::Unread => {
                    let message = "a date that is not valid, or could mean several dates, was kept as written";
                    self.report.note(NoteKind::Doubtful, message, Some(at));
                }
            }
            let named = |(name, text): (&str, &str)| (name.to_owned(), fields::text(text));
            let times = if how == How::Cut { dates::times(when) } else { Vec::new() };
            Dated { when: When::given(date), times: times.into_iter().map(named).collect() }
        });
        dates.collect()
    }

    /// Who says what stands at a place: the file, unless others do.
    fn claims(&self, told: Told, at: At) -> Vec<Claim> {
        self.claims.map_or_else(|| vec![self.claim(at)], |claims| claims(told, at))
    }

    fn claim(&self, at: At) -> Claim {
        // The source is the file: its name need not be said again.
        let words = self.report.words(at);
        let source = self.sources.of_part(at.part);
        let name = self.sources.place_in_file(at.part, self.report);
        let rest = name.and_then(|name| words.strip_prefix('“')?.strip_prefix(name));
        let place = rest.and_then(|rest| match rest.strip_prefix("”, ") {
            Some(place) => Some(place.to_owned()),
            // A sheet of one of several workbooks.
            None => rest.strip_prefix(": ").map(|sheet| format!("“{sheet}")),
        });
        let place = place.unwrap_or(words);
        Claim { at: Some(place), ..Claim::stated(source) }
    }

    /// Says what of a graph has no place in a dossier.
    fn left_out(&mut self, graph: &Graph) {
        for records in [&graph.nodes, &graph.edges, &graph.hyperedges] {
            for column in fields::looks(records) {
                let message = format!(
                    "`{}` ({}): drawing or file settings, which a dossier does not keep",
                    column.name,
                    counted(column.len(), "value", "values")
                );
                self.report.note(NoteKind::LeftOut, &message, None);
            }
        }
    }
}

/// Whether the labels of edges without a kind are few and come again, so that they say what edges are.
fn labels_are_kinds(graph: &Graph) -> bool {
    let mut labels: HashMap<String, usize> = HashMap::new();
    let mut count = 0;
    for edge in (0..graph.edges.len() as u32).filter(|edge| graph.edge_kind(*edge).is_none()) {
        if let Some(label) = graph.edges.label(edge) {
            count += 1;
            *labels.entry(label).or_default() += 1;
            if labels.len() > MOST_LABELS {
                return false;
            }
        }
    }
    !labels.is_empty() && count >= 2 * labels.len()
}

#[cfg(test)]
mod tests;
