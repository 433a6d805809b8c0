//! Rules that a dossier should keep beyond being readable: ends that a kind foresees, claims for
//! every record, text without invisible characters. Yields findings by record and field; where in
//! the text that is, is found by whoever read the text.

use std::collections::HashMap;
use std::sync::OnceLock;

use foldhash::fast::RandomState;
use petgraph::visit::NodeIndexable;

use super::schema::{Field, FieldType, Schema};
use super::{Claim, Dossier, Entity, FileIndex, NodeIndex, Relation, RelationKind};
use crate::problem::{Problem, Severity, Subject, codes, unseen};

/// A rule that a record does not keep.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    /// What is wrong, with its subject and without a place.
    pub(crate) problem: Problem,
    /// The field to blame; `None` is the record as a whole.
    pub(crate) field: Option<&'static str>,
}

/// The fields of a record that a claim may be `about`: all but its id, its claims and the author's remark.
pub(crate) fn about<R: Schema>() -> impl Iterator<Item = &'static str> {
    let not = |field: &&Field<R>| {
        field.remark || matches!(field.kind, FieldType::Id(_) | FieldType::OwnId(_) | FieldType::Claims(_))
    };
    R::FIELDS.iter().filter(move |field| !not(field)).map(|field| field.name)
}

/// The same of any record that has claims.
fn about_any() -> &'static [&'static str] {
    static ABOUT: OnceLock<Vec<&'static str>> = OnceLock::new();
    ABOUT.get_or_init(|| {
        let mut all: Vec<&str> = about::<Entity>().collect();
        all.extend(about::<Relation>().filter(|name| !about::<Entity>().any(|other| other == *name)));
        all
    })
}

/// Whoever takes findings.
pub(crate) trait Findings {
    /// Whether another finding about a record of this file is wanted. If not it is only counted, and
    /// words for it need not be found.
    fn has_room(&mut self, file: FileIndex, severity: Severity) -> bool;
    fn take(&mut self, finding: Finding);
}

/// Everything that the rules find, entities first, in the author's order.
pub(crate) fn check(dossier: &Dossier, out: &mut dyn Findings) {
    for (_, entity) in dossier.entities().filter(|(_, e)| !e.ghost) {
        check_entity(entity, out);
    }
    let ends = KindsOfEnds::new(dossier);
    let kinds = dossier.vocabulary.relation_kinds.iter().rev().map(|kind| {
        let foreseen = (ends.foreseen(&kind.from), ends.foreseen(&kind.to));
        (kind.id.as_str(), (kind, foreseen))
    });
    let kinds: HashMap<&str, _, RandomState> = kinds.collect();
    for (_, from, to, relation) in dossier.relations() {
        let subject = || Subject::Relation(relation.id.shared());
        check_claims(&relation.claims, &subject, &relation.fields, relation.file, out);
        if let Some((kind, foreseen)) = kinds.get(relation.kind.as_str()) {
            if !ends.is_among(from, &foreseen.0) {
                check_end(dossier, relation, from, ("from", "starts at", kind, &kind.from), out);
            }
            if !ends.is_among(to, &foreseen.1) {
                check_end(dossier, relation, to, ("to", "points to", kind, &kind.to), out);
            }
        }
    }
}

/// The kinds of all entities as numbers: the ends of relations lie anywhere, and looking at the
/// entities themselves would take longer than all the rest.
struct KindsOfEnds<'a> {
    numbers: HashMap<&'a str, u32, RandomState>,
    of: Vec<u32>,
}

impl<'a> KindsOfEnds<'a> {
    fn new(dossier: &'a Dossier) -> Self {
        let mut kinds = KindsOfEnds { numbers: HashMap::default(), of: Vec::new() };
        kinds.of.resize(dossier.graph().node_bound(), u32::MAX);
        for (index, entity) in dossier.entities().filter(|(_, e)| !e.ghost) {
            let next = kinds.numbers.len() as u32;
            kinds.of[index.index()] = *kinds.numbers.entry(entity.kind.as_str()).or_insert(next);
        }
        kinds
    }

    /// Which kinds are among the foreseen, by number; empty where any is.
    fn foreseen(&self, kinds: &[String]) -> Vec<bool> {
        let mut foreseen = vec![false; if kinds.is_empty() { 0 } else { self.numbers.len() }];
        for number in kinds.iter().filter_map(|kind| self.numbers.get(kind.as_str())) {
            if let Some(place) = foreseen.get_mut(*number as usize) {
                *place = true;
            }
        }
        foreseen
    }

    /// Whether an end is surely of a foreseen kind.
    fn is_among(&self, end: NodeIndex, foreseen: &[bool]) -> bool {
        foreseen.is_empty() || foreseen.get(self.of[end.index()] as usize).copied().unwrap_or(false)
    }
}

fn check_entity(entity: &Entity, out: &mut dyn Findings) {
    let subject = || Subject::Entity(entity.id.shared());
    check_claims(&entity.claims, &subject, &entity.fields, entity.file, out);
    let names = entity.names.iter().map(|n| ("names", n.text.as_str()));
    for (field, text) in std::iter::once(("name", entity.name.as_str())).chain(names) {
        if let Some((_, c)) = unseen(text).next()
            && out.has_room(entity.file, Severity::Warning)
        {
            let message = format!("a name has the invisible or reordering character U+{:04X}", u32::from(c));
            let problem = Problem::warning(codes::SUSPECT_TEXT, message)
                .with_help("such characters can make one name look like another; remove it")
                .with_subject(subject());
            out.take(Finding { problem, field: Some(field) });
        }
    }
}

/// Whether an end is of a kind that is foreseen.
fn check_end(
    dossier: &Dossier,
    relation: &Relation,
    end: NodeIndex,
    (field, verb, kind, foreseen): (&'static str, &str, &RelationKind, &[String]),
    out: &mut dyn Findings,
) {
    if foreseen.is_empty() {
        return;
    }
    let Some(entity) = dossier.entity(end).filter(|e| !e.ghost) else { return };
    if foreseen.contains(&entity.kind) || !out.has_room(relation.file, Severity::Warning) {
        return;
    }
    let message =
        format!("`{}` {verb} {}, and `{}` is of the kind `{}`", kind.id, foreseen.join(", "), entity.id, entity.kind);
    let problem = Problem::warning(codes::UNFORESEEN_ENDS, message)
        .with_help("reverse it, or use another kind of relation")
        .with_subject(Subject::Relation(relation.id.shared()));
    out.take(Finding { problem, field: Some(field) });
}

fn check_claims(
    claims: &[Claim],
    subject: &dyn Fn() -> Subject,
    fields: &[(String, super::FieldValue)],
    file: FileIndex,
    out: &mut dyn Findings,
) {
    if claims.is_empty() && out.has_room(file, Severity::Note) {
        let problem = Problem::note(codes::NO_CLAIM, "this record has no claim")
            .with_code_help("add claims: [(source: \"…\", at: \"…\")]")
            .with_subject(subject());
        out.take(Finding { problem, field: None });
    }
    for about in claims.iter().filter_map(|c| c.about.as_deref()) {
        let own = about.strip_prefix("fields.").unwrap_or(about);
        let known = about_any().contains(&about) || fields.iter().any(|(key, _)| key == own);
        if !known && out.has_room(file, Severity::Warning) {
            let problem = Problem::warning(
                codes::UNKNOWN_FIELD,
                format!("a claim is about `{about}`, which is not a field of this record"),
            )
            .with_help(format!("it may be about {}, or a key of `fields`", about_any().join(", ")))
            .with_subject(subject());
            out.take(Finding { problem, field: Some("claims") });
        }
    }
}
