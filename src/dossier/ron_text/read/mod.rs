//! From trees to a dossier with all its problems. Each record is read by itself first, as its tree
//! comes along; `settle` then puts them together.

mod claim;
mod ends;
mod entity;
pub(super) mod fields;
mod others;
mod record;
mod relation;
mod resolve;

use std::collections::HashSet;
use std::sync::Arc;

use foldhash::fast::RandomState;

use self::ends::Ends;
use self::record::Record;
use super::load::{self, FileText};
use super::nearest::Nearest;
use super::problems::Problems;
use super::reuse::{Before, ReusedRecord};
use super::texts::{Spans, TextFile};
use super::tree::{NodeId, NodeKind};
use super::{FORMAT, Fetch, Reading};
use crate::dossier::model::{
    Dossier, DossierFile, Entity, EntityKind, List, Relation, RelationId, RelationKind, Source, View, Vocabulary,
};
use crate::problem::{Problem, codes};

/// Bytes of a record.
type Span = (u32, u32);

/// The records of one file as they were read, before it is known what they refer to.
#[derive(Default)]
struct Staged {
    entity_kinds: Vec<(EntityKind, Span)>,
    relation_kinds: Vec<(RelationKind, Span)>,
    sources: Vec<(Source, Span)>,
    // As the network holds them, so that none is copied on its way.
    entities: Vec<(Arc<Entity>, Span)>,
    relations: Vec<(Arc<Relation>, Span)>,
    /// Ids that relations give themselves.
    given: Vec<RelationId>,
    views: Vec<(View, Span)>,
}

/// What reading carries along.
pub(crate) struct Reader<'p> {
    pub(super) problems: &'p mut Problems,
    nearest: Nearest,
    staged: Vec<Staged>,
    /// Bytes of the records that were taken in, file by file.
    spans: Vec<Spans>,
    /// Where records begin that were not taken in, or of which problems were told by themselves,
    /// file by file.
    troubled: Vec<Vec<u32>>,
    /// Records that were not read because another has their id.
    shadowed: HashSet<(List, String)>,
    /// Ids of sources that were cited, and no id, each once.
    ids: HashSet<Arc<str>, RandomState>,
    /// Ids of the kinds of entity, and of relation, that there are.
    kinds: [HashSet<String, RandomState>; 2],
    /// The ids of the entities that have a record.
    ends: Ends,
    /// How many entities have a record: those after them are ghosts.
    with_record: usize,
}

/// How to read.
#[derive(Clone, Copy)]
pub(crate) enum Way<'a> {
    /// All of it.
    Anew,
    /// What stood with the same text in what was read before is taken over.
    Beside(&'a Before<'a>),
    /// Problems are counted, not told.
    Quietly,
}

/// Reads a dossier that starts with the kinds of a vocabulary.
pub(crate) fn read(name: &str, bytes: &[u8], fetch: &Fetch<'_>, vocabulary: &Arc<Vocabulary>, way: Way<'_>) -> Reading {
    let (before, quiet) = match way {
        Way::Anew => (None, false),
        Way::Beside(before) => (Some(before), false),
        Way::Quietly => (None, true),
    };
    let mut problems = Problems::new(quiet);
    let mut reader = Reader::new(&mut problems);
    let files = load::load(name, bytes, fetch, &mut reader, before);
    let mut dossier = Dossier::new(Arc::clone(vocabulary));
    let roots: Vec<Record<'_>> = files.iter().filter_map(|file| root(&mut reader, file)).collect();
    let mut newer = false;
    for root in &roots {
        newer |= format(&mut reader, root, &mut dossier);
        head(&mut reader, root, &mut dossier);
        // Records that were not handed on one by one.
        for (name, list) in List::ALL {
            for node in root.list(&mut reader, name) {
                reader.take(root.file, list, node);
            }
        }
    }
    dossier.files = files
        .iter()
        .map(|file| DossierFile {
            path: file.name.to_string(),
            title: file
                .tree
                .root()
                .and_then(|r| file.tree.field(r, "title", &file.text))
                .and_then(|t| record::unwrapped(file, t))
                .and_then(|t| file.text_of(t))
                .map(|t| t.into_owned()),
        })
        .collect();
    reader.staged.resize_with(files.len(), Staged::default);
    reader.spans.resize_with(files.len(), Spans::default);
    reader.troubled.resize_with(files.len(), Vec::new);
    let mut staged = std::mem::take(&mut reader.staged);
    reader.settle(&files, &mut staged, &mut dossier);
    reader.mentions(&files, &dossier);
    reader.findings(&files, &dossier);
    let read_only = newer || files.iter().any(|f| f.broken) || roots.is_empty();
    let opens: Vec<[Option<usize>; 6]> = files.iter().map(|file| opens(&roots, file)).collect();
    drop(roots);
    let (spans, shadowed) = (std::mem::take(&mut reader.spans), std::mem::take(&mut reader.shadowed));
    let troubled = std::mem::take(&mut reader.troubled);
    let problems = problems.finish(&files);
    let mut texts = Vec::new();
    if !read_only {
        let parts = files.into_iter().zip(opens).zip(spans.into_iter().zip(troubled));
        texts.extend(parts.map(|((file, open), (spans, troubled))| {
            TextFile::new(file.name.to_string(), file.text, open, &spans, troubled)
        }));
    }
    Reading { dossier, problems, read_only, texts, shadowed }
}

/// Where the items of each list of a file begin.
fn opens(roots: &[Record<'_>], file: &FileText) -> [Option<usize>; 6] {
    let root = roots.iter().find(|r| r.file.number == file.number);
    List::ALL.map(|(name, _)| {
        let node = root?.node_of(name).filter(|n| file.tree.kind(*n) == NodeKind::List)?;
        Some(file.tree.inside(node).0)
    })
}

/// Reads one record on its own; `None` if it cannot be taken in.
pub(crate) fn record(list: List, text: &str) -> Option<crate::dossier::model::Record> {
    use crate::dossier::model::Record as Any;
    let mut problems = Problems::default();
    let file = load::on_its_own(text);
    let mut reader = Reader::new(&mut problems);
    let node = file.tree.root().filter(|_| !file.broken)?;
    Some(match list {
        List::Entities => entity::entity(&mut reader, node, &file)?.0.into(),
        List::Relations => relation::relation(&mut reader, node, &file)?.0.into(),
        List::Sources => Any::Source(others::source(&mut reader, node, &file)?.0),
        List::EntityKinds => Any::EntityKind(others::entity_kind(&mut reader, node, &file)?),
        List::RelationKinds => Any::RelationKind(others::relation_kind(&mut reader, node, &file)?),
        List::Views => Any::View(others::read_view(&mut reader, node, &file)?.0),
    })
}

/// The `Dossier( … )` of a file.
fn root<'a>(reader: &mut Reader<'_>, file: &'a FileText) -> Option<Record<'a>> {
    let Some(node) = file.tree.root() else {
        if load::is_blank(file) && !file.broken {
            let problem = Problem::error(codes::EMPTY, "this file is empty")
                .with_help("a dossier begins with Dossier(format: 1, title: \"…\", entities: [], relations: [])");
            reader.at(file, (0, 0), None, problem);
        }
        return None;
    };
    Record::open(reader, file, node, "dossier", &["Dossier"], fields::DOSSIER)
}

/// Whether the file was written for a newer version.
fn format(reader: &mut Reader<'_>, root: &Record<'_>, dossier: &mut Dossier) -> bool {
    if root.node_of("format").is_none() {
        root.missing(reader, "format");
    }
    let Some(format) = root.whole(reader, "format") else { return false };
    dossier.format = dossier.format.max(format);
    if format == 0 {
        root.blame(reader, "format", Problem::error(codes::BAD_VALUE, "formats are numbered from 1"));
    }
    if format <= FORMAT {
        return false;
    }
    let message = format!("this file uses format {format}; this version of Chancery reads formats up to {FORMAT}");
    let problem = Problem::error(codes::NEWER_FORMAT, message)
        .with_help("open it with a newer version; here it is read-only and may be incomplete");
    root.blame(reader, "format", problem);
    true
}

/// Title and remarks, of the main file.
fn head(reader: &mut Reader<'_>, root: &Record<'_>, dossier: &mut Dossier) {
    for node in root.list(reader, "include") {
        if root.file.text_of(node).is_none() {
            let problem = Problem::error(codes::WRONG_TYPE, "an include must be the path of a file, as text in quotes");
            reader.at(root.file, root.file.bytes(node), None, problem);
        }
    }
    let (title, subtitle, note) =
        (root.text(reader, "title"), root.text(reader, "subtitle"), root.text(reader, "note"));
    if root.file.number == 0 {
        if root.node_of("title").is_none() && *root.file.name != *"vocabulary.ron" {
            let problem = Problem::warning(codes::MISSING_FIELD, "this dossier has no `title`")
                .with_help("add `title: \"…\"`: it is shown in the window and in figures");
            reader.at(root.file, root.file.tree.head_bytes(root.node), None, problem);
        }
        dossier.title = title.unwrap_or_else(|| Dossier::UNTITLED.to_owned());
        dossier.subtitle = subtitle;
        dossier.note = note;
    }
}

/// A record's id, if it is fit to be one.
fn id(reader: &mut Reader<'_>, record: &Record<'_>) -> Option<Arc<str>> {
    let id = record.needed_id(reader, "id")?;
    let why = if id.chars().any(|c| c.is_whitespace() || c.is_control()) {
        "has white space or control characters"
    } else if id.chars().count() > 128 {
        "is longer than 128 characters"
    } else {
        return Some(id);
    };
    let problem = Problem::error(codes::BAD_ID, format!("the id `{id}` {why}"))
        .with_help("ids are short words of your own, joined by hyphens, such as \"kuala-lumpur\"");
    record.blame(reader, "id", problem);
    None
}

impl<'p> Reader<'p> {
    fn new(problems: &'p mut Problems) -> Self {
        Reader {
            problems,
            nearest: Nearest::default(),
            staged: Vec::new(),
            spans: Vec::new(),
            troubled: Vec::new(),
            shadowed: HashSet::new(),
            ids: HashSet::default(),
            kinds: Default::default(),
            ends: Ends::default(),
            with_record: 0,
        }
    }

    /// An id, shared with those that were read before.
    fn shared(&mut self, id: &str) -> Arc<str> {
        if let Some(known) = self.ids.get(id) {
            return Arc::clone(known);
        }
        let new: Arc<str> = id.into();
        self.ids.insert(Arc::clone(&new));
        new
    }

    /// Reads a record as far as it can be read without the others.
    pub(super) fn take(&mut self, file: &FileText, list: List, node: NodeId) {
        let (start, end) = file.bytes(node);
        let span = (start as u32, end as u32);
        if self.staged.len() <= file.number {
            self.staged.resize_with(file.number + 1, Staged::default);
        }
        let told = self.problems.told();
        let taken = self.take_one(file, list, node, span);
        if !taken || self.problems.told() > told {
            self.is_troubled(file.number, span.0);
        }
    }

    /// Remembers that the text of a record is to be read anew, whenever it is read.
    fn is_troubled(&mut self, file: usize, start: u32) {
        if self.troubled.len() <= file {
            self.troubled.resize_with(file + 1, Vec::new);
        }
        self.troubled[file].push(start);
    }

    /// Takes a record in that stood with the very same text in a file that was read before.
    pub(crate) fn take_again(&mut self, file: usize, record: ReusedRecord, span: Span) {
        if self.staged.len() <= file {
            self.staged.resize_with(file + 1, Staged::default);
        }
        let staged = &mut self.staged[file];
        match record {
            ReusedRecord::Entity(entity) => staged.entities.push((entity, span)),
            ReusedRecord::Relation(relation) => {
                staged.given.extend(relation.id_given.then(|| relation.id.clone()));
                staged.relations.push((relation, span));
            }
        }
    }

    /// Whether the record could be taken in.
    fn take_one(&mut self, file: &FileText, list: List, node: NodeId, span: Span) -> bool {
        // The reader is needed whole meanwhile.
        let mut staged = std::mem::take(&mut self.staged[file.number]);
        fn put<T>(into: &mut Vec<(T, Span)>, record: Option<T>, span: Span) -> bool {
            let taken = record.is_some();
            into.extend(record.map(|record| (record, span)));
            taken
        }
        let taken = match list {
            List::EntityKinds => put(&mut staged.entity_kinds, others::entity_kind(self, node, file), span),
            List::RelationKinds => put(&mut staged.relation_kinds, others::relation_kind(self, node, file), span),
            List::Sources => put(&mut staged.sources, others::source(self, node, file).map(|(s, _)| s), span),
            List::Entities => {
                put(&mut staged.entities, entity::entity(self, node, file).map(|(e, _)| Arc::new(e)), span)
            }
            List::Relations => {
                let relation = relation::relation(self, node, file).map(|(relation, _)| relation);
                staged.given.extend(relation.as_ref().filter(|r| r.id_given).map(|r| r.id.clone()));
                put(&mut staged.relations, relation.map(Arc::new), span)
            }
            List::Views => put(&mut staged.views, others::read_view(self, node, file).map(|(v, _)| v), span),
        };
        self.staged[file.number] = staged;
        taken
    }

    /// Forgets what was read of a file.
    pub(crate) fn forget(&mut self, file: usize) {
        self.problems.forget(file);
        if let Some(staged) = self.staged.get_mut(file) {
            *staged = Staged::default();
        }
        if let Some(troubled) = self.troubled.get_mut(file) {
            troubled.clear();
        }
    }
}
