//! Records put together: kinds first, then sources, entities and relations, so that each can be
//! judged by what it refers to, in whichever file that stands. Where a judgement needs a place in
//! the text, the record is parsed once more.

use std::collections::HashSet;
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::ends::Ends;
use super::judge::{At, Judge, dangling, field_bytes, place_of};
use super::reader::Reader;
use super::staging::{StagedFile, Staging};
use crate::dossier::model::{
    AddError, Attribute, COLOUR_BOUNDS, Colouring, Dossier, EdgeIndex, Entity, EntityId, FigurePage, FileIndex, List,
    MARGIN_MM, NodeIndex, Relation, View, colour_bounds, focus_steps, view_dates,
};
use crate::dossier::ron_text::file_text::{FileText, Spans};
use crate::measure::ALL_NAMES;
use crate::problem::{Problem, Severity, Subject, codes};

/// The dossier that the records of all files make, and what of their texts it must be kept with.
pub(crate) struct Resolved {
    pub(crate) dossier: Dossier,
    /// Bytes of the records that were taken in, file by file.
    pub(crate) spans: Vec<Spans>,
    /// Where records begin whose text is to be read anew whenever it is read, file by file.
    pub(crate) troubled: Vec<Vec<u32>>,
    /// Records that were not taken in because another has their id.
    pub(crate) shadowed: HashSet<(List, String)>,
}

/// Puts all records into a dossier, and judges them by what they refer to.
pub(crate) fn resolve(staging: Staging<'_>, files: &[FileText], dossier: Dossier) -> Resolved {
    let Staging { mut reader, files: mut staged, mut troubled } = staging;
    staged.resize_with(files.len(), StagedFile::default);
    troubled.resize_with(files.len(), Vec::new);
    let spans = vec![Spans::default(); files.len()];
    let done = Resolved { dossier, spans, troubled, shadowed: HashSet::new() };
    let mut resolver =
        Resolver { reader: &mut reader, files, done, kinds: Default::default(), ends: Ends::default(), with_record: 0 };
    resolver.put_together(&mut staged);
    let done = resolver.done;
    Judge { reader: &mut reader, files, dossier: &done.dossier, spans: &done.spans }.all();
    name_relations(&mut reader, &done);
    done
}

/// Says of which relation problems are that were found before its id was derived.
fn name_relations(reader: &mut Reader<'_>, done: &Resolved) {
    if reader.problems.all_have_subjects() {
        return;
    }
    let mut ids: Vec<Vec<&Relation>> = vec![Vec::new(); done.spans.len()];
    for (.., relation) in done.dossier.relations() {
        ids[usize::from(relation.file.0)].push(relation);
    }
    reader.problems.find_subjects(|file, (start, end)| {
        let spans = &done.spans.get(file)?[List::Relations as usize];
        let at = spans.partition_point(|span| span.0 as usize <= start).checked_sub(1)?;
        let relation = ids[file].get(at).filter(|_| end <= spans[at].1 as usize)?;
        Some(Subject::Relation(relation.id.shared()))
    });
}

/// A dossier on its way.
struct Resolver<'a, 'p> {
    reader: &'a mut Reader<'p>,
    files: &'a [FileText],
    done: Resolved,
    /// Ids of the kinds of entity, and of relation, that there are.
    kinds: [HashSet<String, RandomState>; 2],
    /// The ids of the entities that have a record.
    ends: Ends,
    /// How many entities have a record: those after them are ghosts.
    with_record: usize,
}

impl Resolver<'_, '_> {
    fn put_together(&mut self, staged: &mut [StagedFile]) {
        for (number, staged) in staged.iter_mut().enumerate() {
            let file = FileIndex(number as u16);
            for (kind, span) in std::mem::take(&mut staged.entity_kinds) {
                self.took(List::EntityKinds, (number, span));
                self.done.dossier.declare_entity_kind(file, kind);
            }
            for (kind, span) in std::mem::take(&mut staged.relation_kinds) {
                self.took(List::RelationKinds, (number, span));
                self.done.dossier.declare_relation_kind(file, kind);
            }
        }
        self.kinds = [
            self.done.dossier.vocabulary.entity_kinds.iter().map(|k| k.id.clone()).collect(),
            self.done.dossier.vocabulary.relation_kinds.iter().map(|k| k.id.clone()).collect(),
        ];
        let mut known = HashSet::new();
        for (number, staged) in staged.iter_mut().enumerate() {
            for (source, span) in std::mem::take(&mut staged.sources) {
                if known.insert(source.id.clone()) {
                    self.took(List::Sources, (number, span));
                    self.done.dossier.sources.push(source);
                } else {
                    let subject = Subject::Source(source.id.shared());
                    self.duplicate((number, span), List::Sources, &subject, source.id.as_str());
                }
            }
        }
        let count = |of: fn(&StagedFile) -> usize| staged.iter().map(of).sum::<usize>();
        self.done.dossier.make_room(count(|s| s.entities.len()), count(|s| s.relations.len()));
        for (number, staged) in staged.iter_mut().enumerate() {
            for (entity, span) in std::mem::take(&mut staged.entities) {
                self.entity((number, span), entity);
            }
        }
        self.with_record = self.done.dossier.entity_count();
        for (number, (index, entity)) in self.done.dossier.entities().enumerate() {
            debug_assert_eq!(index.index(), number, "they were added in this order");
            self.ends.add(entity.id.as_str());
        }
        // Ids that authors gave come before those that are derived, wherever they stand.
        self.done.dossier.reserve_relation_ids(staged.iter_mut().flat_map(|s| std::mem::take(&mut s.given)));
        for (number, staged) in staged.iter_mut().enumerate() {
            for (relation, span) in std::mem::take(&mut staged.relations) {
                self.relation((number, span), relation);
            }
        }
        self.done.dossier.reserve_relation_ids([]);
        for (number, staged) in staged.iter_mut().enumerate() {
            for (view, span) in std::mem::take(&mut staged.views) {
                self.view((number, span), view);
            }
        }
    }

    /// Remembers the bytes of a record that was taken in.
    fn took(&mut self, list: List, (number, span): At) {
        self.done.spans[number][list as usize].push(span);
    }

    /// Reports a problem at a field of a record.
    fn blame(&mut self, (number, span): At, field: Option<&str>, problem: Problem) {
        if !self.reader.problems.has_room(number, problem.severity) {
            return self.reader.problems.count_more(number, problem.severity, 1);
        }
        let part = self.files[number].part(span);
        let bytes = field_bytes(&part, field).unwrap_or((span.0 as usize, span.1 as usize));
        let subject = problem.subject.clone();
        self.reader.at(&self.files[number], bytes, subject, problem);
    }

    fn unknown_kind(&mut self, at: At, one: &str, subject: Subject, kind: &str) {
        if !self.reader.problems.has_room(at.0, Severity::Warning) {
            return self.reader.problems.count_more(at.0, Severity::Warning, 1);
        }
        let message = format!("the vocabulary has no kind of {one} `{kind}`; it is shown in neutral grey");
        let vocabulary = &self.done.dossier.vocabulary;
        let near = if one == "entity" {
            self.reader.nearest.help(kind, vocabulary.entity_kinds.iter().map(|k| k.id.as_str()))
        } else {
            self.reader.nearest.help(kind, vocabulary.relation_kinds.iter().map(|k| k.id.as_str()))
        };
        let help = near.unwrap_or_else(|| format!("add it to `{one}_kinds`, or use one of the built-in kinds"));
        let problem = Problem::warning(codes::UNKNOWN_KIND, message).with_code_help(help).with_subject(subject);
        self.blame(at, Some("kind"), problem);
    }

    fn duplicate(&mut self, at: At, list: List, subject: &Subject, id: &str) {
        let one = list.one();
        let mut problem = Problem::error(codes::DUPLICATE_ID, format!("the id `{id}` is taken by another {one}"));
        if let Some((number, span)) = place_of(&self.done.dossier, &self.done.spans, list, id)
            && let Some(file) = self.files.get(number)
        {
            let line = file.line(span.0 as usize);
            let help = format!(
                "the first is in {}, line {line}; this one was skipped: give it another id, or merge the two",
                file.name
            );
            problem = problem.with_help(help);
        }
        self.done.shadowed.insert((list, id.to_owned()));
        self.done.troubled[at.0].push(at.1.0);
        self.blame(at, Some("id"), problem.with_subject(subject.clone()));
    }

    fn entity(&mut self, at: At, entity: Arc<Entity>) {
        let subject = Subject::Entity(entity.id.shared());
        if !entity.kind.is_empty() && !self.kinds[0].contains(&entity.kind) {
            self.unknown_kind(at, "entity", subject.clone(), &entity.kind);
        }
        match self.done.dossier.add_entity(entity) {
            Ok(_) => self.took(List::Entities, at),
            Err(AddError::DuplicateId(id)) => self.duplicate(at, List::Entities, &subject, &id),
            Err(AddError::UnknownEnd(_)) => {}
        }
    }

    fn relation(&mut self, at: At, relation: Arc<Relation>) {
        let is_unknown = !relation.kind.is_empty() && !self.kinds[1].contains(&relation.kind);
        let unknown = is_unknown.then(|| (relation.kind.clone(), relation.id.shared()));
        let added = self.add_relation(at, relation);
        if let Some((kind, id)) = unknown {
            // Which id is derived for it is known by now.
            let id = added.and_then(|edge| self.done.dossier.relation(edge)).map_or(id, |r| r.id.shared());
            self.unknown_kind(at, "relation", Subject::Relation(id), &kind);
        }
    }

    fn add_relation(&mut self, at: At, relation: Arc<Relation>) -> Option<EdgeIndex> {
        // One that will not be taken in needs no ghosts either.
        if relation.id_given && self.done.dossier.relation_index(relation.id.as_str()).is_some() {
            let subject = Subject::Relation(relation.id.shared());
            self.duplicate(at, List::Relations, &subject, relation.id.as_str());
            return None;
        }
        let from = self.end(at, "from", &relation.from);
        let to = self.end(at, "to", &relation.to);
        let derived = !relation.id_given;
        // Its id is free and both ends are there by now.
        let added = self.done.dossier.add_relation_between(from?, to?, relation, derived).ok()?;
        self.took(List::Relations, at);
        Some(added)
    }

    /// Finds an end. One that is not there is reported, and a ghost put in its place so that the
    /// relation is seen.
    fn end(&mut self, at: At, name: &str, end: &EntityId) -> Option<NodeIndex> {
        if let Some(node) = self.ends.find(end.as_str()) {
            return Some(NodeIndex::new(node));
        }
        let known = self.done.dossier.entity_index(end.as_str());
        if known.is_some_and(|index| index.index() < self.with_record) {
            return known;
        }
        let mut problem =
            Problem::error(codes::UNKNOWN_ID, format!("there is no entity `{end}`; a placeholder is shown instead"));
        if self.reader.problems.has_room(at.0, problem.severity) {
            let all = self.done.dossier.entities().filter(|(_, e)| !e.ghost).map(|(_, e)| e.id.as_str());
            let near = self.reader.nearest.help(end.as_str(), all);
            problem = problem.with_code_help(near.unwrap_or_else(|| format!("add an entity with the id \"{end}\"")));
        }
        self.blame(at, Some(name), problem.with_subject(Subject::Entity(end.shared())));
        // Where nobody has this id, adding cannot fail.
        known.or_else(|| self.done.dossier.add_entity(Entity::ghost(end.clone(), FileIndex(at.0 as u16))).ok())
    }

    fn view(&mut self, at: At, view: View) {
        let dossier = &self.done.dossier;
        let mut wrong = Vec::new();
        let mut bad = |name: &'static str, message: String, help: Option<String>| {
            let mut problem = Problem::warning(codes::BAD_VIEW, message);
            problem.help = help;
            wrong.push((name, problem));
        };
        for (field, message) in dangling(dossier, &view, &view.name) {
            bad(field, message, None);
        }
        for path in view.hide_files.iter().filter(|p| !dossier.files.iter().any(|f| f.path == **p)) {
            let help = Some("name a file as `include` does".to_owned());
            bad("hide_files", format!("the view `{}` hides the file `{path}`, which is not included", view.name), help);
        }
        for (field, text) in [("colour_by", &view.colour_by), ("size_by", &view.size_by)] {
            let is_read = |text: &str| match field {
                "colour_by" => Colouring::parse(text).is_some(),
                _ => Attribute::parse(text).is_some(),
            };
            let Some(text) = text.as_ref().filter(|text| !is_read(text)) else { continue };
            let near = self.reader.nearest.help(text, ALL_NAMES.iter().copied());
            let help =
                near.unwrap_or_else(|| "name a measure such as `betweenness`, or a field as `field.NAME`".to_owned());
            bad(field, format!("`{text}` is not a measure; the view `{}` is drawn without it", view.name), Some(help));
        }
        if let Some(text) = view.colour_bounds.as_ref().filter(|text| colour_bounds(text).is_none()) {
            let help = format!("write {COLOUR_BOUNDS} ascending numbers, such as `0, 1, 2.5, 4, 12, 30`");
            bad("colour_bounds", format!("`{text}` are not the bounds of five steps"), Some(help));
        }
        if let Some(text) = &view.page.page
            && let Err(help) = FigurePage::read(text)
        {
            let message = format!("`{text}` is not a page; figures of the view `{}` have the usual one", view.name);
            bad("page", message, Some(help));
        }
        if let Some(margin) = view.page.margin.filter(|margin| !MARGIN_MM.contains(margin)) {
            let help = format!("write millimetres, from {} to {}", MARGIN_MM.start(), MARGIN_MM.end());
            bad("margin", format!("{margin} is not a margin; the view `{}` has the usual one", view.name), Some(help));
        }
        if let Err((message, help)) = view_dates(&view.dates) {
            bad("dates", format!("{message}; the view `{}` is drawn as one picture", view.name), Some(help));
        }
        if let Some((field, message, help)) = troubled_times(&view) {
            bad(field, message, Some(help.to_owned()));
        }
        if let Some(text) = &view.foci_hops {
            match focus_steps(text) {
                Some(steps) if steps.len() > view.foci.len() => {
                    let help = "write a number for each of `foci`; that of `focus` is `hops`".to_owned();
                    bad("foci_hops", format!("the view `{}` has more steps than foci", view.name), Some(help));
                }
                Some(_) => {}
                None => {
                    let help = "write whole numbers, such as `2, 1`".to_owned();
                    bad(
                        "foci_hops",
                        format!("`{text}` is not a list of whole numbers; each focus uses 1 step"),
                        Some(help),
                    );
                }
            }
        }
        let is_taken = dossier.views.iter().any(|v| v.name == view.name);
        if is_taken {
            bad("name", format!("another view has the name `{}`; this one was skipped", view.name), None);
        }
        for (name, problem) in wrong {
            self.blame(at, Some(name), problem);
        }
        if is_taken {
            self.done.shadowed.insert((List::Views, view.name));
            self.done.troubled[at.0].push(at.1.0);
            return;
        }
        self.took(List::Views, at);
        self.done.dossier.views.push(view);
    }
}

/// What is wrong with the dates of a view: the field, what is wrong, and how to mend it.
fn troubled_times(view: &View) -> Option<(&'static str, String, &'static str)> {
    let name = &view.name;
    match (&view.as_of, &view.since, view.span) {
        (_, None, Some(span)) => Some((
            "span",
            format!("the view `{name}` says `span: {span}` without an earlier date"),
            "add `since`, the date that the time begins with",
        )),
        (None, Some(_), _) => Some((
            "since",
            format!("the view `{name}` has `since` without `as_of`, and shows all dates"),
            "add `as_of`, the date that the time ends with",
        )),
        (Some(to), Some(from), _) => {
            let first = from.earliest().or(from.latest());
            let in_order = first.zip(to.latest().or(to.earliest())).is_none_or(|(first, last)| first <= last);
            let (written, until) = (from.written(), to.written());
            (!in_order).then(|| {
                (
                    "since",
                    format!("`{written}` is later than `as_of`, `{until}`, in the view `{name}`"),
                    "swap the two dates",
                )
            })
        }
        (_, None, None) => None,
    }
}
