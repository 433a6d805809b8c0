//! A dossier that is whole judged by what its records mention and by the model's own rules, each
//! finding at its place in the text. Changes nothing; where a finding needs a place, the record is
//! parsed once more.

use std::collections::HashSet;

use foldhash::fast::RandomState;

use super::claim::bytes_in_claim;
use super::reader::Reader;
use super::record::unwrapped;
use super::staging::Span;
use crate::dossier::model::check::{Finding, Findings, check};
use crate::dossier::model::schema::{Schema, mentions};
use crate::dossier::model::{Claim, Dossier, FileIndex, List, Spot};
use crate::dossier::ron_text::file_text::{FileText, Spans};
use crate::dossier::ron_text::tree::{NodeId, NodeKind};
use crate::problem::{Problem, Severity, Subject, codes};

/// A record's place: file and bytes.
pub(super) type At = (usize, Span);

/// What a judgement looks at.
pub(super) struct Judge<'a, 'p> {
    pub(super) reader: &'a mut Reader<'p>,
    pub(super) files: &'a [FileText],
    pub(super) dossier: &'a Dossier,
    /// Bytes of the records that were taken in, file by file.
    pub(super) spans: &'a [Spans],
}

impl Judge<'_, '_> {
    /// Judges every record of the dossier, and what they say together.
    pub(super) fn all(&mut self) {
        self.sources();
        self.mentions();
        check(self.dossier, self);
    }

    /// Looks up what claims mention.
    fn mentions(&mut self) {
        let dossier = self.dossier;
        let sources: HashSet<&str, RandomState> = dossier.sources.iter().map(|s| s.id.as_str()).collect();
        let mut counter = Counter::default();
        for (_, entity) in dossier.entities().filter(|(_, e)| !e.ghost) {
            let at = counter.next(entity.file);
            let subject = || Subject::Entity(entity.id.shared());
            self.claims(&sources, &entity.claims, (List::Entities, entity.file, at), &subject);
        }
        let mut counter = Counter::default();
        for (.., relation) in dossier.relations() {
            let at = counter.next(relation.file);
            let subject = || Subject::Relation(relation.id.shared());
            self.claims(&sources, &relation.claims, (List::Relations, relation.file, at), &subject);
        }
    }

    /// Looks up what sources name.
    fn sources(&mut self) {
        for source in &self.dossier.sources {
            for (field, message) in dangling(self.dossier, source, source.id.as_str()) {
                let Some((number, span)) = place_of(self.dossier, self.spans, List::Sources, source.id.as_str()) else {
                    continue;
                };
                let part = self.files[number].part(span);
                let bytes = field_bytes(&part, Some(field)).unwrap_or((span.0 as usize, span.1 as usize));
                let problem = Problem::error(codes::UNKNOWN_ID, message);
                self.reader.at(&self.files[number], bytes, Some(Subject::Source(source.id.shared())), problem);
            }
        }
    }

    fn claims(
        &mut self,
        sources: &HashSet<&str, RandomState>,
        claims: &[Claim],
        (list, file, at): (List, FileIndex, usize),
        subject: &dyn Fn() -> Subject,
    ) {
        let dossier = self.dossier;
        for (number, claim) in claims.iter().enumerate() {
            let mut bad = |field: &'static str, id: &str| {
                let place = (usize::from(file.0), self.spans[usize::from(file.0)][list as usize][at]);
                self.bad_mention(place, number, field, id, subject());
            };
            if !sources.contains(claim.source.as_str()) {
                bad("source", claim.source.as_str());
            }
            for (part, id) in claim.basis.parts() {
                if !part.refers.is_empty() && !part.refers.iter().any(|list| is_there(dossier, *list, id)) {
                    bad(part.name, id);
                }
            }
        }
    }

    fn bad_mention(&mut self, (number, span): At, claim: usize, field: &str, id: &str, subject: Subject) {
        if !self.reader.problems.has_room(number, Severity::Error) {
            return self.reader.problems.count_more(number, Severity::Error, 1);
        }
        let problem = if field == "source" {
            let near = self.reader.nearest.help(id, self.dossier.sources.iter().map(|s| s.id.as_str()));
            let message = format!("the claim cites `{id}`, which is not among the `sources`");
            let near = near.unwrap_or_else(|| format!("add (id: \"{id}\", title: \"…\") to `sources`"));
            Problem::error(codes::MISSING_SOURCE, message).with_code_help(near)
        } else if field == "on" {
            let entities = self.dossier.entities().filter(|(_, e)| !e.ghost).map(|(_, e)| e.id.as_str());
            let ids = entities.chain(self.dossier.relations().map(|(.., r)| r.id.as_str()));
            let near = self.reader.nearest.help(id, ids);
            let message = format!("the inference rests on `{id}`, but no entity or relation has this id");
            let near =
                near.unwrap_or_else(|| "a relation without an id of its own is called FROM--KIND--TO".to_owned());
            Problem::error(codes::UNKNOWN_ID, message).with_help(near)
        } else {
            let near = self.reader.nearest.help(id, self.dossier.entities().map(|(_, e)| e.id.as_str()));
            let message = format!("the person quoted must be an entity, but there is no entity `{id}`");
            let near = near.unwrap_or_else(|| format!("add an entity with the id \"{id}\""));
            Problem::error(codes::UNKNOWN_ID, message).with_code_help(near)
        };
        let part = self.files[number].part(span);
        let bytes = record_node(&part).and_then(|node| bytes_in_claim(&part, node, claim, field));
        self.reader.at(
            &self.files[number],
            bytes.unwrap_or((span.0 as usize, span.1 as usize)),
            Some(subject),
            problem,
        );
    }
}

/// What the model's own rules say, placed in the text.
impl Findings for Judge<'_, '_> {
    fn has_room(&mut self, file: FileIndex, severity: Severity) -> bool {
        let number = usize::from(file.0);
        let room = self.reader.problems.has_room(number, severity);
        if !room {
            self.reader.problems.count_more(number, severity, 1);
        }
        room
    }

    fn take(&mut self, finding: Finding) {
        let Some(subject) = finding.problem.subject.clone() else { return };
        let (list, id) = match &subject {
            Subject::Entity(id) => (List::Entities, id),
            Subject::Relation(id) => (List::Relations, id),
            Subject::Source(_) => return,
        };
        let Some((number, span)) = place_of(self.dossier, self.spans, list, id) else { return };
        let part = self.files[number].part(span);
        let Some(node) = record_node(&part) else { return };
        let value = finding.field.and_then(|name| part.tree.field(node, name, &part.text));
        let bytes = match value {
            Some(value) if part.tree.kind(value) == NodeKind::Scalar => part.bytes(value),
            Some(value) => part.tree.head_bytes(value),
            None => part.tree.head_bytes(node),
        };
        self.reader.at(&self.files[number], bytes, Some(subject), finding.problem);
    }
}

/// Whether a record can be named: a ghost cannot.
fn is_there(dossier: &Dossier, list: List, id: &str) -> bool {
    match list {
        List::Entities => dossier.entity_by_id(id).is_some_and(|entity| !entity.ghost),
        List::EntityKinds | List::RelationKinds | List::Sources | List::Relations | List::Views => {
            dossier.has(list, id)
        }
    }
}

/// Each record that a record names and that is not there: the field that names it, and a sentence.
pub(super) fn dangling<R: Schema>(dossier: &Dossier, record: &R, called: &str) -> Vec<(&'static str, String)> {
    let mut out = Vec::new();
    mentions(record, R::FIELDS, &mut |mention| {
        if let Some(verb) = mention.verb
            && !dossier.has(mention.list, mention.id)
        {
            let message = format!("the {} `{called}` {verb} `{}`, which does not exist", R::CALLED, mention.id);
            out.push((mention.field, message));
        }
    });
    out
}

/// Where a record that was taken in is.
pub(super) fn place_of(dossier: &Dossier, spans: &[Spans], list: List, id: &str) -> Option<At> {
    let Spot { file, at, .. } = dossier.spot(list, id)?;
    let number = usize::from(file.0);
    Some((number, *spans.get(number)?[list as usize].get(at)?))
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
pub(super) fn record_node(part: &FileText) -> Option<NodeId> {
    unwrapped(part, part.tree.root()?)
}

/// Bytes to blame for a field: its value, else its name, else the record's beginning.
pub(super) fn field_bytes(part: &FileText, name: Option<&str>) -> Option<(usize, usize)> {
    let (tree, node) = (&part.tree, record_node(part)?);
    let is_it = |n: &NodeId| tree.kind(*n) == NodeKind::Field && Some(tree.field_name(*n, &part.text)) == name;
    let Some(field) = tree.children(node).find(is_it) else { return Some(tree.head_bytes(node)) };
    let value = tree.value_of(field).and_then(|value| unwrapped(part, value));
    Some(value.map_or_else(|| tree.head_bytes(field), |value| tree.bytes(value)))
}
