//! From trees to a dossier with all its problems: kinds first, then sources, entities and
//! relations, so that each can be judged by what it refers to, in whichever file that stands.

mod claim;
mod entity;
pub mod fields;
mod others;
mod record;
mod relation;

use std::collections::{HashMap, HashSet};

use self::claim::Mention;
use self::record::Record;
use super::load::{self, FileText};
use super::nearest::Nearest;
use super::problems::Problems;
use super::texts::{Spans, TextFile};
use super::tree::{NodeId, NodeKind};
use super::{FORMAT, Fetch, Reading};
use crate::dossier::model::check::check;
use crate::dossier::model::{
    AddError, Dossier, DossierFile, Entity, EntityId, FileIndex, List, Relation, RelationId, Vocabulary,
};
use crate::problem::{Problem, Subject, codes};

/// What reading carries along.
pub struct Reader<'p> {
    problems: &'p mut Problems,
    nearest: Nearest,
    /// Ids that claims mention.
    mentions: Vec<Mention>,
    /// Where each record stands: its file and node.
    places: HashMap<Subject, (usize, NodeId)>,
    /// Bytes of the records that were taken in, file by file.
    spans: Vec<Spans>,
    /// Records that were not read because another has their id.
    shadowed: HashSet<(List, String)>,
}

/// Reads a dossier that starts with the kinds of a vocabulary.
pub fn read(name: &str, bytes: &[u8], fetch: &Fetch<'_>, vocabulary: &Vocabulary) -> Reading {
    let mut problems = Problems::default();
    let files = load::load(name, bytes.to_vec(), fetch, &mut problems);
    let mut reader = Reader::new(&mut problems, files.len());
    let mut dossier = Dossier::new(vocabulary.clone());
    let roots: Vec<Record<'_>> = files.iter().filter_map(|file| root(&mut reader, file)).collect();
    let mut newer = false;
    for root in &roots {
        newer |= format(&mut reader, root, &mut dossier);
        head(&mut reader, root, &mut dossier);
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
    for root in &roots {
        for node in root.list(&mut reader, "entity_kinds") {
            if let Some(kind) = others::entity_kind(&mut reader, node, root.file) {
                reader.took(List::EntityKinds, root.file, node);
                dossier.declare_entity_kind(FileIndex(root.file.number as u16), kind);
            }
        }
        for node in root.list(&mut reader, "relation_kinds") {
            if let Some(kind) = others::relation_kind(&mut reader, node, root.file) {
                reader.took(List::RelationKinds, root.file, node);
                dossier.declare_relation_kind(FileIndex(root.file.number as u16), kind);
            }
        }
    }
    for root in &roots {
        sources(&mut reader, root, &files, &mut dossier);
    }
    for root in &roots {
        entities(&mut reader, root, &files, &mut dossier);
    }
    // Ids that authors gave come before those that are derived, wherever they stand.
    dossier.reserve_relation_ids(roots.iter().flat_map(own_relation_ids));
    for root in &roots {
        relations(&mut reader, root, &files, &mut dossier);
    }
    dossier.reserve_relation_ids([]);
    for root in &roots {
        views(&mut reader, root, &mut dossier);
    }
    mentions(&mut reader, &files, &dossier);
    findings(&mut reader, &files, &dossier);
    let read_only = newer || files.iter().any(|f| f.broken) || roots.is_empty();
    let opens: Vec<[Option<usize>; 6]> = files.iter().map(|file| opens(&roots, file)).collect();
    drop(roots);
    let (spans, shadowed) = (std::mem::take(&mut reader.spans), std::mem::take(&mut reader.shadowed));
    let problems = problems.finish(&files);
    let mut texts = Vec::new();
    if !read_only {
        let parts = files.into_iter().zip(opens).zip(spans);
        texts.extend(
            parts.map(|((file, open), spans)| TextFile::new(file.name.to_string(), file.text.into(), open, &spans)),
        );
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
pub fn record(list: List, text: &str) -> Option<crate::dossier::model::Record> {
    use crate::dossier::model::Record as Any;
    let mut problems = Problems::default();
    let file = load::on_its_own(text);
    let mut reader = Reader::new(&mut problems, 1);
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
            let problem = Problem::error(codes::EMPTY, "there is nothing in this file")
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
    let message = format!("this file is of format {format}, and this version of Chancery knows formats up to {FORMAT}");
    let problem = Problem::error(codes::NEWER_FORMAT, message)
        .with_help("open it with a newer version; here it is shown read-only, as far as it is understood");
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
                .with_help("add `title: \"…\"`: it stands over the window and over figures");
            reader.at(root.file, root.file.tree.head_bytes(root.node), None, problem);
        }
        dossier.title = title.unwrap_or_else(|| Dossier::UNTITLED.to_owned());
        dossier.subtitle = subtitle;
        dossier.note = note;
    }
}

/// A record's id, if it is fit to be one.
fn id(reader: &mut Reader<'_>, record: &Record<'_>) -> Option<String> {
    let id = record.needed_text(reader, "id")?;
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
    fn new(problems: &'p mut Problems, files: usize) -> Self {
        Reader {
            problems,
            nearest: Nearest::default(),
            mentions: Vec::new(),
            places: HashMap::new(),
            spans: vec![Spans::default(); files],
            shadowed: HashSet::new(),
        }
    }

    /// Remembers the bytes of a record that was taken in.
    fn took(&mut self, list: List, file: &FileText, node: NodeId) {
        let (start, end) = file.bytes(node);
        if let Some(spans) = self.spans.get_mut(file.number) {
            spans[list as usize].push((start as u32, end as u32));
        }
    }

    /// Remembers where a record stands.
    fn remember(&mut self, subject: Subject, record: &Record<'_>) {
        self.places.entry(subject).or_insert((record.file.number, record.node));
    }

    fn duplicate(&mut self, record: &Record<'_>, files: &[FileText], subject: &Subject, id: &str) {
        let mut problem =
            Problem::error(codes::DUPLICATE_ID, format!("the id `{id}` is taken by another {}", record.what));
        if let Some((file, node)) = self.places.get(subject)
            && let Some(file) = files.get(*file)
        {
            let line = file.line(file.tree.head_bytes(*node).0);
            let help = format!(
                "the first is in {}, line {line}; this one is not read: give it an id of its own, or join the two",
                file.name
            );
            problem = problem.with_help(help);
        }
        let list = match subject {
            Subject::Entity(_) => List::Entities,
            Subject::Relation(_) => List::Relations,
            Subject::Source(_) => List::Sources,
        };
        self.shadowed.insert((list, id.to_owned()));
        record.blame(self, "id", problem.with_subject(subject.clone()));
    }
}

fn sources(reader: &mut Reader<'_>, root: &Record<'_>, files: &[FileText], dossier: &mut Dossier) {
    for node in root.list(reader, "sources") {
        let Some((source, record)) = others::source(reader, node, root.file) else { continue };
        let subject = Subject::Source(source.id.shared());
        if reader.places.contains_key(&subject) {
            reader.duplicate(&record, files, &subject, source.id.as_str());
            continue;
        }
        reader.remember(subject, &record);
        reader.took(List::Sources, root.file, node);
        dossier.sources.push(source);
    }
}

fn entities(reader: &mut Reader<'_>, root: &Record<'_>, files: &[FileText], dossier: &mut Dossier) {
    for node in root.list(reader, "entities") {
        let Some((entity, record)) = entity::entity(reader, node, root.file) else { continue };
        let subject = Subject::Entity(entity.id.shared());
        if !entity.kind.is_empty() && dossier.vocabulary.entity_kind(&entity.kind).is_none() {
            let all = dossier.vocabulary.entity_kinds.iter().map(|k| k.id.as_str());
            unknown_kind(reader, &record, "entity_kinds", &entity.kind, all);
        }
        match dossier.add_entity(entity) {
            Ok(_) => {
                reader.remember(subject, &record);
                reader.took(List::Entities, root.file, node);
            }
            Err(AddError::DuplicateId(id)) => reader.duplicate(&record, files, &subject, &id),
            Err(AddError::UnknownEnd(_)) => {}
        }
    }
}

fn unknown_kind<'k>(
    reader: &mut Reader<'_>,
    record: &Record<'_>,
    list: &str,
    kind: &str,
    all: impl Iterator<Item = &'k str>,
) {
    let message = format!("the vocabulary has no kind of {} `{kind}`; it is shown in neutral grey", record.what);
    let near = reader.nearest.help(kind, all);
    let help = near.unwrap_or_else(|| format!("add it to `{list}`, or use one of the built-in kinds"));
    record.blame(reader, "kind", Problem::warning(codes::UNKNOWN_KIND, message).with_help(help));
}

/// The ids that the relations of a file give themselves.
fn own_relation_ids(root: &Record<'_>) -> Vec<RelationId> {
    let (file, tree) = (root.file, &root.file.tree);
    let list = root.node_of("relations").filter(|n| tree.kind(*n) == NodeKind::List);
    let Some(list) = list else { return Vec::new() };
    let records = tree.children(list).filter_map(|node| record::unwrapped(file, node));
    let ids = records.filter(|r| tree.kind(*r) == NodeKind::Group).filter_map(|r| tree.field(r, "id", &file.text));
    ids.filter_map(|id| record::unwrapped(file, id))
        .filter_map(|id| file.text_of(id))
        .map(|id| RelationId::new(&*id))
        .collect()
}

fn relations(reader: &mut Reader<'_>, root: &Record<'_>, files: &[FileText], dossier: &mut Dossier) {
    for node in root.list(reader, "relations") {
        let mentioned = reader.mentions.len();
        let Some((relation, record)) = relation::relation(reader, node, root.file) else { continue };
        if !relation.kind.is_empty() && dossier.vocabulary.relation_kind(&relation.kind).is_none() {
            let all = dossier.vocabulary.relation_kinds.iter().map(|k| k.id.as_str());
            unknown_kind(reader, &record, "relation_kinds", &relation.kind, all);
        }
        // One that will not be taken in needs no ghosts either.
        if relation.id_given && dossier.relation_index(relation.id.as_str()).is_some() {
            let subject = Subject::Relation(relation.id.shared());
            reader.duplicate(&record, files, &subject, relation.id.as_str());
            continue;
        }
        for (name, end) in [("from", relation.from.clone()), ("to", relation.to.clone())] {
            ghost(reader, &record, name, &end, &relation, dossier);
        }
        match dossier.add_relation(relation) {
            Ok(index) => {
                let Some(relation) = dossier.relation(index) else { continue };
                let subject = Subject::Relation(relation.id.shared());
                for mention in &mut reader.mentions[mentioned..] {
                    mention.subject = Some(subject.clone());
                }
                reader.remember(subject, &record);
                reader.took(List::Relations, root.file, node);
            }
            // Its id is free and both ends are there by now.
            Err(AddError::DuplicateId(_) | AddError::UnknownEnd(_)) => {}
        }
    }
}

/// Reports an end that is not there, and puts a ghost in its place so that the relation is seen.
fn ghost(
    reader: &mut Reader<'_>,
    record: &Record<'_>,
    name: &str,
    end: &EntityId,
    relation: &Relation,
    dossier: &mut Dossier,
) {
    let known = dossier.entity_by_id(end.as_str()).map(|e| e.ghost);
    if known == Some(false) {
        return;
    }
    let mut problem =
        Problem::error(codes::UNKNOWN_ID, format!("there is no entity `{end}`; a ghost stands in for it"));
    let all = dossier.entities().filter(|(_, e)| !e.ghost).map(|(_, e)| e.id.as_str());
    problem.help =
        reader.nearest.help(end.as_str(), all).or_else(|| Some(format!("add an entity with the id \"{end}\"")));
    reader.at(record.file, record.bytes_of(name), Some(Subject::Entity(end.shared())), problem);
    if known.is_none() {
        // Nobody has this id, so that adding cannot fail.
        let _ = dossier.add_entity(Entity::ghost(end.clone(), relation.file));
    }
}

fn views(reader: &mut Reader<'_>, root: &Record<'_>, dossier: &mut Dossier) {
    for node in root.list(reader, "views") {
        let Some((view, record)) = others::read_view(reader, node, root.file) else { continue };
        let mut bad = |name: &str, message: String, help: Option<String>| {
            let mut problem = Problem::warning(codes::BAD_VIEW, message);
            problem.help = help;
            record.blame(reader, name, problem);
        };
        if let Some(focus) = &view.focus
            && dossier.entity_by_id(focus.as_str()).is_none()
        {
            bad("focus", format!("the view `{}` looks at `{focus}`, which is not there", view.name), None);
        }
        for kind in view.hide_kinds.iter().filter(|k| dossier.vocabulary.entity_kind(k).is_none()) {
            bad("hide_kinds", format!("the view `{}` hides the kind `{kind}`, which is not there", view.name), None);
        }
        for path in view.hide_files.iter().filter(|p| !dossier.files.iter().any(|f| f.path == **p)) {
            let help = Some("name a file as `include` does".to_owned());
            bad("hide_files", format!("the view `{}` hides the file `{path}`, which is not included", view.name), help);
        }
        for pin in view.placing.pins.iter().filter(|p| dossier.entity_by_id(p.id.as_str()).is_none()) {
            bad("pins", format!("the view `{}` pins `{}`, which is not there", view.name, pin.id), None);
        }
        if dossier.views.iter().any(|v| v.name == view.name) {
            bad("name", format!("another view is called `{}`; this one is not read", view.name), None);
            reader.shadowed.insert((List::Views, view.name.clone()));
            continue;
        }
        reader.took(List::Views, root.file, node);
        dossier.views.push(view);
    }
}

/// Looks up what claims mention.
fn mentions(reader: &mut Reader<'_>, files: &[FileText], dossier: &Dossier) {
    let sources: std::collections::HashSet<&str> = dossier.sources.iter().map(|s| s.id.as_str()).collect();
    for mention in std::mem::take(&mut reader.mentions) {
        let (problem, near) = if mention.is_source {
            if sources.contains(mention.id.as_str()) {
                continue;
            }
            let near = reader.nearest.help(&mention.id, dossier.sources.iter().map(|s| s.id.as_str()));
            let message = format!("the claim cites `{}`, which is not among the `sources`", mention.id);
            let near = near.unwrap_or_else(|| format!("add (id: \"{}\", title: \"…\") to `sources`", mention.id));
            (Problem::error(codes::MISSING_SOURCE, message), near)
        } else {
            if dossier.entity_by_id(&mention.id).is_some_and(|e| !e.ghost) {
                continue;
            }
            let near = reader.nearest.help(&mention.id, dossier.entities().map(|(_, e)| e.id.as_str()));
            let message = format!("whoever is quoted must be an entity, and there is no entity `{}`", mention.id);
            (
                Problem::error(codes::UNKNOWN_ID, message),
                near.unwrap_or_else(|| format!("add an entity with the id \"{}\"", mention.id)),
            )
        };
        let Some(file) = files.get(mention.file) else { continue };
        reader.at(file, file.bytes(mention.node), mention.subject, problem.with_help(near));
    }
}

/// What the model's own rules say, placed in the text.
fn findings(reader: &mut Reader<'_>, files: &[FileText], dossier: &Dossier) {
    for finding in check(dossier) {
        let subject = finding.problem.subject.clone();
        let Some((number, node)) = subject.as_ref().and_then(|s| reader.places.get(s)).copied() else { continue };
        let Some(file) = files.get(number) else { continue };
        let value = finding.field.and_then(|name| file.tree.field(node, name, &file.text));
        let bytes = match value {
            Some(value) if file.tree.kind(value) == NodeKind::Scalar => file.bytes(value),
            Some(value) => file.tree.head_bytes(value),
            None => file.tree.head_bytes(node),
        };
        reader.at(file, bytes, subject, finding.problem);
    }
}
