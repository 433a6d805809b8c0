//! Rules that a dossier should keep beyond being readable: ends that a kind foresees, claims for
//! every record, text without invisible characters. Yields findings by record and field; where in
//! the text that is, is found by whoever read the text.

use super::{Claim, Dossier, Entity, Relation};
use crate::problem::{Problem, Subject, codes};

/// A rule that a record does not keep.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What is wrong, with its subject and without a place.
    pub problem: Problem,
    /// The field to blame; `None` is the record as a whole.
    pub field: Option<&'static str>,
}

/// Fields that a claim may be `about`.
pub const ABOUT: &[&str] = &[
    "when", "name", "names", "kind", "status", "ordinal", "weight", "summary", "fields", "from", "to", "unnamed",
    "implied",
];

/// Everything that the rules find, entities first, in the author's order.
pub fn check(dossier: &Dossier) -> Vec<Finding> {
    let mut out = Vec::new();
    for (_, entity) in dossier.entities().filter(|(_, e)| !e.ghost) {
        check_entity(entity, &mut out);
    }
    for (_, _, _, relation) in dossier.relations() {
        check_relation(dossier, relation, &mut out);
    }
    out
}

fn check_entity(entity: &Entity, out: &mut Vec<Finding>) {
    let subject = Subject::Entity(entity.id.shared());
    check_claims(&entity.claims, &subject, &entity.fields, out);
    let names = entity.names.iter().map(|n| ("names", n.text.as_str()));
    for (field, text) in std::iter::once(("name", entity.name.as_str())).chain(names) {
        if let Some(c) = text.chars().find(|c| is_suspect(*c)) {
            let message = format!("a name has the invisible or reordering character U+{:04X}", u32::from(c));
            let problem = Problem::warning(codes::SUSPECT_TEXT, message)
                .with_help("such characters can make a name look like another; take it away")
                .with_subject(subject.clone());
            out.push(Finding { problem, field: Some(field) });
        }
    }
}

fn check_relation(dossier: &Dossier, relation: &Relation, out: &mut Vec<Finding>) {
    let subject = Subject::Relation(relation.id.shared());
    check_claims(&relation.claims, &subject, &relation.fields, out);
    let Some(kind) = dossier.vocabulary.relation_kind(&relation.kind) else { return };
    let ends = [("from", &relation.from, &kind.from), ("to", &relation.to, &kind.to)];
    for (field, id, foreseen) in ends {
        let Some(entity) = dossier.entity_by_id(id.as_str()).filter(|e| !e.ghost) else { continue };
        if foreseen.is_empty() || foreseen.contains(&entity.kind) {
            continue;
        }
        let verb = if field == "from" { "starts at" } else { "points to" };
        let message =
            format!("`{}` {verb} {}, and `{id}` is of the kind `{}`", kind.id, foreseen.join(", "), entity.kind);
        let problem = Problem::warning(codes::UNFORESEEN_ENDS, message)
            .with_help("check which way round it is, or choose another kind of relation")
            .with_subject(subject.clone());
        out.push(Finding { problem, field: Some(field) });
    }
}

fn check_claims(claims: &[Claim], subject: &Subject, fields: &[(String, super::FieldValue)], out: &mut Vec<Finding>) {
    if claims.is_empty() {
        let problem = Problem::note(codes::NO_CLAIM, "nobody is said to have claimed this")
            .with_help("add claims: [(source: \"…\", at: \"…\")]")
            .with_subject(subject.clone());
        out.push(Finding { problem, field: None });
    }
    for about in claims.iter().filter_map(|c| c.about.as_deref()) {
        let own = about.strip_prefix("fields.").unwrap_or(about);
        if !ABOUT.contains(&about) && !fields.iter().any(|(key, _)| key == own) {
            let problem =
                Problem::warning(codes::UNKNOWN_FIELD, format!("a claim is about `{about}`, which is no field here"))
                    .with_help(format!("it may be about {}, or a key of `fields`", ABOUT.join(", ")))
                    .with_subject(subject.clone());
            out.push(Finding { problem, field: Some("claims") });
        }
    }
}

/// Characters that are not seen and change what is: control characters, direction marks and
/// overrides, zero-width spaces. Joiners are left out: names in several scripts need them.
fn is_suspect(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}
