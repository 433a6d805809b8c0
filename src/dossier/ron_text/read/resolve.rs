//! Records put together: kinds first, then sources, entities and relations, so that each can be
//! judged by what it refers to, in whichever file that stands. Where a judgement needs a place in
//! the text, the record is parsed once more.

use std::collections::HashSet;
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::claim::bytes_in_claim;
use super::record::unwrapped;
use super::{FileText, Reader, Span, Staged};
use crate::dossier::model::check::{Finding, Findings, check};
use crate::dossier::model::{
    AddError, Basis, Claim, Dossier, Entity, EntityId, FileIndex, List, NodeIndex, Relation, Spot, View,
};
use crate::dossier::ron_text::tree::{NodeId, NodeKind};
use crate::problem::{Problem, Severity, Subject, codes};

/// A record's place: file and bytes.
type At = (usize, Span);

impl Reader<'_> {
    /// Puts all records into a dossier.
    pub(super) fn settle(&mut self, files: &[FileText], staged: &mut [Staged], dossier: &mut Dossier) {
        for (number, staged) in staged.iter_mut().enumerate() {
            let file = FileIndex(number as u16);
            for (kind, span) in std::mem::take(&mut staged.entity_kinds) {
                self.took(List::EntityKinds, (number, span));
                dossier.declare_entity_kind(file, kind);
            }
            for (kind, span) in std::mem::take(&mut staged.relation_kinds) {
                self.took(List::RelationKinds, (number, span));
                dossier.declare_relation_kind(file, kind);
            }
        }
        self.kinds = [
            dossier.vocabulary.entity_kinds.iter().map(|k| k.id.clone()).collect(),
            dossier.vocabulary.relation_kinds.iter().map(|k| k.id.clone()).collect(),
        ];
        let mut known = HashSet::new();
        for (number, staged) in staged.iter_mut().enumerate() {
            for (source, span) in std::mem::take(&mut staged.sources) {
                if known.insert(source.id.clone()) {
                    self.took(List::Sources, (number, span));
                    dossier.sources.push(source);
                } else {
                    let subject = Subject::Source(source.id.shared());
                    self.duplicate(files, dossier, (number, span), List::Sources, &subject, source.id.as_str());
                }
            }
        }
        let count = |of: fn(&Staged) -> usize| staged.iter().map(of).sum::<usize>();
        dossier.make_room(count(|s| s.entities.len()), count(|s| s.relations.len()));
        for (number, staged) in staged.iter_mut().enumerate() {
            for (entity, span) in std::mem::take(&mut staged.entities) {
                self.entity(files, dossier, (number, span), entity);
            }
        }
        self.with_record = dossier.entity_count();
        for (number, (index, entity)) in dossier.entities().enumerate() {
            debug_assert_eq!(index.index(), number, "they were added in this order");
            self.ends.add(entity.id.as_str());
        }
        // Ids that authors gave come before those that are derived, wherever they stand.
        dossier.reserve_relation_ids(staged.iter_mut().flat_map(|s| std::mem::take(&mut s.given)));
        for (number, staged) in staged.iter_mut().enumerate() {
            for (relation, span) in std::mem::take(&mut staged.relations) {
                self.relation(files, dossier, (number, span), relation);
            }
        }
        dossier.reserve_relation_ids([]);
        for (number, staged) in staged.iter_mut().enumerate() {
            for (view, span) in std::mem::take(&mut staged.views) {
                self.view(files, dossier, (number, span), view);
            }
        }
    }

    /// Remembers the bytes of a record that was taken in.
    fn took(&mut self, list: List, (number, span): At) {
        self.spans[number][list as usize].push(span);
    }

    /// Reports a problem at a field of a record.
    fn blame(&mut self, files: &[FileText], (number, span): At, field: Option<&str>, problem: Problem) {
        if !self.problems.has_room(number, problem.severity) {
            return self.problems.count_more(number, problem.severity, 1);
        }
        let part = files[number].part(span);
        let bytes = field_bytes(&part, field).unwrap_or((span.0 as usize, span.1 as usize));
        let subject = problem.subject.clone();
        self.at(&files[number], bytes, subject, problem);
    }

    fn unknown_kind<'k>(
        &mut self,
        files: &[FileText],
        at: At,
        list: List,
        subject: Subject,
        kind: &str,
        all: impl Iterator<Item = &'k str>,
    ) {
        let (one, kinds) = match list {
            List::Entities => ("entity", "entity_kinds"),
            _ => ("relation", "relation_kinds"),
        };
        if !self.problems.has_room(at.0, Severity::Warning) {
            return self.problems.count_more(at.0, Severity::Warning, 1);
        }
        let message = format!("the vocabulary has no kind of {one} `{kind}`; it is shown in neutral grey");
        let near = self.nearest.help(kind, all);
        let help = near.unwrap_or_else(|| format!("add it to `{kinds}`, or use one of the built-in kinds"));
        let problem = Problem::warning(codes::UNKNOWN_KIND, message).with_help(help).with_subject(subject);
        self.blame(files, at, Some("kind"), problem);
    }

    fn duplicate(&mut self, files: &[FileText], dossier: &Dossier, at: At, list: List, subject: &Subject, id: &str) {
        let one = list.one();
        let mut problem = Problem::error(codes::DUPLICATE_ID, format!("the id `{id}` is taken by another {one}"));
        if let Some((number, span)) = self.place_of(dossier, list, id)
            && let Some(file) = files.get(number)
        {
            let line = file.line(span.0 as usize);
            let help = format!(
                "the first is in {}, line {line}; this one was skipped: give it another id, or merge the two",
                file.name
            );
            problem = problem.with_help(help);
        }
        self.shadowed.insert((list, id.to_owned()));
        self.is_troubled(at.0, at.1.0);
        self.blame(files, at, Some("id"), problem.with_subject(subject.clone()));
    }

    /// Where a record that was taken in stands.
    fn place_of(&self, dossier: &Dossier, list: List, id: &str) -> Option<At> {
        let Spot { file, at, .. } = dossier.spot(list, id)?;
        let number = usize::from(file.0);
        Some((number, *self.spans.get(number)?[list as usize].get(at)?))
    }

    fn entity(&mut self, files: &[FileText], dossier: &mut Dossier, at: At, entity: Arc<Entity>) {
        let subject = Subject::Entity(entity.id.shared());
        if !entity.kind.is_empty() && !self.kinds[0].contains(&entity.kind) {
            let all = dossier.vocabulary.entity_kinds.iter().map(|k| k.id.as_str());
            self.unknown_kind(files, at, List::Entities, subject.clone(), &entity.kind, all);
        }
        match dossier.add_entity(entity) {
            Ok(_) => self.took(List::Entities, at),
            Err(AddError::DuplicateId(id)) => self.duplicate(files, dossier, at, List::Entities, &subject, &id),
            Err(AddError::UnknownEnd(_)) => {}
        }
    }

    fn relation(&mut self, files: &[FileText], dossier: &mut Dossier, at: At, relation: Arc<Relation>) {
        if !relation.kind.is_empty() && !self.kinds[1].contains(&relation.kind) {
            let all = dossier.vocabulary.relation_kinds.iter().map(|k| k.id.as_str());
            let id = if relation.id_given { relation.id.shared() } else { self.shared("") };
            self.unknown_kind(files, at, List::Relations, Subject::Relation(id), &relation.kind, all);
        }
        // One that will not be taken in needs no ghosts either.
        if relation.id_given && dossier.relation_index(relation.id.as_str()).is_some() {
            let subject = Subject::Relation(relation.id.shared());
            return self.duplicate(files, dossier, at, List::Relations, &subject, relation.id.as_str());
        }
        let from = self.end(files, dossier, at, "from", &relation.from);
        let to = self.end(files, dossier, at, "to", &relation.to);
        let derived = !relation.id_given;
        // Its id is free and both ends are there by now.
        if let (Some(from), Some(to)) = (from, to)
            && dossier.add_relation_between(from, to, relation, derived).is_ok()
        {
            self.took(List::Relations, at);
        }
    }

    /// Finds an end. One that is not there is reported, and a ghost put in its place so that the
    /// relation is seen.
    fn end(
        &mut self,
        files: &[FileText],
        dossier: &mut Dossier,
        at: At,
        name: &str,
        end: &EntityId,
    ) -> Option<NodeIndex> {
        if let Some(node) = self.ends.find(end.as_str()) {
            return Some(NodeIndex::new(node));
        }
        let known = dossier.entity_index(end.as_str());
        if known.is_some_and(|index| index.index() < self.with_record) {
            return known;
        }
        let mut problem =
            Problem::error(codes::UNKNOWN_ID, format!("there is no entity `{end}`; a placeholder is shown instead"));
        if self.problems.has_room(at.0, problem.severity) {
            let all = dossier.entities().filter(|(_, e)| !e.ghost).map(|(_, e)| e.id.as_str());
            let near = self.nearest.help(end.as_str(), all);
            problem.help = near.or_else(|| Some(format!("add an entity with the id \"{end}\"")));
        }
        self.blame(files, at, Some(name), problem.with_subject(Subject::Entity(end.shared())));
        // Where nobody has this id, adding cannot fail.
        known.or_else(|| dossier.add_entity(Entity::ghost(end.clone(), FileIndex(at.0 as u16))).ok())
    }

    fn view(&mut self, files: &[FileText], dossier: &mut Dossier, at: At, view: View) {
        let mut bad = |name: &str, message: String, help: Option<String>| {
            let mut problem = Problem::warning(codes::BAD_VIEW, message);
            problem.help = help;
            self.blame(files, at, Some(name), problem);
        };
        if let Some(focus) = &view.focus
            && dossier.entity_by_id(focus.as_str()).is_none()
        {
            bad("focus", format!("the view `{}` focuses on `{focus}`, which does not exist", view.name), None);
        }
        for kind in view.hide_kinds.iter().filter(|k| dossier.vocabulary.entity_kind(k).is_none()) {
            bad("hide_kinds", format!("the view `{}` hides the kind `{kind}`, which does not exist", view.name), None);
        }
        for path in view.hide_files.iter().filter(|p| !dossier.files.iter().any(|f| f.path == **p)) {
            let help = Some("name a file as `include` does".to_owned());
            bad("hide_files", format!("the view `{}` hides the file `{path}`, which is not included", view.name), help);
        }
        for pin in view.placing.pins.iter().filter(|p| dossier.entity_by_id(p.id.as_str()).is_none()) {
            bad("pins", format!("the view `{}` pins `{}`, which does not exist", view.name, pin.id), None);
        }
        if dossier.views.iter().any(|v| v.name == view.name) {
            bad("name", format!("another view is called `{}`; this one is not read", view.name), None);
            self.shadowed.insert((List::Views, view.name));
            self.is_troubled(at.0, at.1.0);
            return;
        }
        self.took(List::Views, at);
        dossier.views.push(view);
    }

    /// Looks up what claims mention.
    pub(super) fn mentions(&mut self, files: &[FileText], dossier: &Dossier) {
        let sources: HashSet<&str, RandomState> = dossier.sources.iter().map(|s| s.id.as_str()).collect();
        let mut counter = Counter::default();
        for (_, entity) in dossier.entities().filter(|(_, e)| !e.ghost) {
            let at = counter.next(entity.file);
            let subject = || Subject::Entity(entity.id.shared());
            self.claims(files, dossier, &sources, &entity.claims, (List::Entities, entity.file, at), &subject);
        }
        let mut counter = Counter::default();
        for (.., relation) in dossier.relations() {
            let at = counter.next(relation.file);
            let subject = || Subject::Relation(relation.id.shared());
            self.claims(files, dossier, &sources, &relation.claims, (List::Relations, relation.file, at), &subject);
        }
    }

    fn claims(
        &mut self,
        files: &[FileText],
        dossier: &Dossier,
        sources: &HashSet<&str, RandomState>,
        claims: &[Claim],
        (list, file, at): (List, FileIndex, usize),
        subject: &dyn Fn() -> Subject,
    ) {
        for (number, claim) in claims.iter().enumerate() {
            let mut bad = |field: &'static str, id: &str| {
                let place = (usize::from(file.0), self.spans[usize::from(file.0)][list as usize][at]);
                self.bad_mention(files, dossier, place, number, field, id, subject());
            };
            if !sources.contains(claim.source.as_str()) {
                bad("source", claim.source.as_str());
            }
            let (by, to) = match &claim.basis {
                Basis::Reported { by, to } => (Some(by), to.as_ref()),
                Basis::Judgement { by } => (by.as_ref(), None),
                Basis::Stated | Basis::Inferred { .. } => (None, None),
            };
            for (field, id) in [("by", by), ("to", to)] {
                if let Some(id) = id
                    && dossier.entity_by_id(id).is_none_or(|e| e.ghost)
                {
                    bad(field, id);
                }
            }
        }
    }

    #[allow(clippy::too_many_arguments, reason = "all of it is told in one sentence")]
    fn bad_mention(
        &mut self,
        files: &[FileText],
        dossier: &Dossier,
        (number, span): At,
        claim: usize,
        field: &str,
        id: &str,
        subject: Subject,
    ) {
        if !self.problems.has_room(number, Severity::Error) {
            return self.problems.count_more(number, Severity::Error, 1);
        }
        let problem = if field == "source" {
            let near = self.nearest.help(id, dossier.sources.iter().map(|s| s.id.as_str()));
            let message = format!("the claim cites `{id}`, which is not among the `sources`");
            let near = near.unwrap_or_else(|| format!("add (id: \"{id}\", title: \"…\") to `sources`"));
            Problem::error(codes::MISSING_SOURCE, message).with_help(near)
        } else {
            let near = self.nearest.help(id, dossier.entities().map(|(_, e)| e.id.as_str()));
            let message = format!("the person quoted must be an entity, but there is no entity `{id}`");
            let near = near.unwrap_or_else(|| format!("add an entity with the id \"{id}\""));
            Problem::error(codes::UNKNOWN_ID, message).with_help(near)
        };
        let part = files[number].part(span);
        let bytes = record_node(&part).and_then(|node| bytes_in_claim(&part, node, claim, field));
        self.at(&files[number], bytes.unwrap_or((span.0 as usize, span.1 as usize)), Some(subject), problem);
    }

    /// What the model's own rules say, placed in the text.
    pub(super) fn findings(&mut self, files: &[FileText], dossier: &Dossier) {
        check(dossier, &mut Placed { reader: self, files, dossier });
    }

    fn finding(&mut self, files: &[FileText], dossier: &Dossier, finding: Finding) {
        let Some(subject) = finding.problem.subject.clone() else { return };
        let (list, id) = match &subject {
            Subject::Entity(id) => (List::Entities, id),
            Subject::Relation(id) => (List::Relations, id),
            Subject::Source(_) => return,
        };
        let Some((number, span)) = self.place_of(dossier, list, id) else { return };
        let part = files[number].part(span);
        let Some(node) = record_node(&part) else { return };
        let value = finding.field.and_then(|name| part.tree.field(node, name, &part.text));
        let bytes = match value {
            Some(value) if part.tree.kind(value) == NodeKind::Scalar => part.bytes(value),
            Some(value) => part.tree.head_bytes(value),
            None => part.tree.head_bytes(node),
        };
        self.at(&files[number], bytes, Some(subject), finding.problem);
    }
}

/// Findings as they come, each placed at once.
struct Placed<'a, 'r, 'p> {
    reader: &'r mut Reader<'p>,
    files: &'a [FileText],
    dossier: &'a Dossier,
}

impl Findings for Placed<'_, '_, '_> {
    fn has_room(&mut self, file: FileIndex, severity: Severity) -> bool {
        let number = usize::from(file.0);
        let room = self.reader.problems.has_room(number, severity);
        if !room {
            self.reader.problems.count_more(number, severity, 1);
        }
        room
    }

    fn take(&mut self, finding: Finding) {
        self.reader.finding(self.files, self.dossier, finding);
    }
}

/// Numbers of records within their files, as they come in the author's order.
#[derive(Default)]
struct Counter {
    file: FileIndex,
    next: usize,
}

impl Counter {
    fn next(&mut self, file: FileIndex) -> usize {
        if file != self.file {
            *self = Counter { file, next: 0 };
        }
        self.next += 1;
        self.next - 1
    }
}

/// The record's group in the tree of a record.
fn record_node(part: &FileText) -> Option<NodeId> {
    unwrapped(part, part.tree.root()?)
}

/// Bytes to blame for a field: its value, else its name, else the record's beginning.
fn field_bytes(part: &FileText, name: Option<&str>) -> Option<(usize, usize)> {
    let (tree, node) = (&part.tree, record_node(part)?);
    let is_it = |n: &NodeId| tree.kind(*n) == NodeKind::Field && Some(tree.field_name(*n, &part.text)) == name;
    let Some(field) = tree.children(node).find(is_it) else { return Some(tree.head_bytes(node)) };
    let value = tree.value_of(field).and_then(|value| unwrapped(part, value));
    Some(value.map_or_else(|| tree.head_bytes(field), |value| tree.bytes(value)))
}
