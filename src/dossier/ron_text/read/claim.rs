//! Claims: a source, a place in it, a basis.

use super::record::{Record, alternatives, unwrapped};
use super::{Reader, fields};
use crate::dossier::model::{Basis, Claim, Rating, SourceId};
use crate::dossier::ron_text::load::FileText;
use crate::dossier::ron_text::tree::{NodeId, NodeKind, Scalar};
use crate::problem::{Problem, codes};

const BASES: &[&str] = &["stated", "reported", "inferred", "judgement"];

/// An entity's id that a claim names, to be looked up once all entities are known.
pub struct Mention {
    /// The file it stands in, by number.
    pub file: usize,
    /// The text's node.
    pub node: NodeId,
    /// The id.
    pub id: String,
    /// A claim's source rather than a person or body.
    pub is_source: bool,
    /// What the claim is about.
    pub subject: Option<crate::problem::Subject>,
}

/// Reads the `claims` of a record.
pub fn claims(reader: &mut Reader<'_>, record: &Record<'_>) -> Vec<Claim> {
    let nodes = record.list(reader, "claims");
    nodes.into_iter().filter_map(|node| claim(reader, record, node)).collect()
}

fn claim(reader: &mut Reader<'_>, of: &Record<'_>, node: NodeId) -> Option<Claim> {
    let file = of.file;
    let mut record = Record::open(reader, file, node, "claim", &["Claim"], fields::CLAIM)?;
    record.subject.clone_from(&of.subject);
    let source = record.needed_text(reader, "source");
    if let (Some(source), Some(node)) = (&source, record.node_of("source")) {
        mention(reader, &record, node, source, true);
    }
    let rating = record.text(reader, "rating").and_then(|text| {
        let rating = Rating::parse(&text);
        if rating.is_none() {
            let problem = Problem::error(codes::BAD_VALUE, format!("`{text}` is no rating"))
                .with_help("it may be \"high\", \"medium\", \"low\" or an Admiralty code from \"A1\" to \"F6\"");
            record.blame(reader, "rating", problem);
        }
        rating
    });
    let basis = record.node_of("basis").and_then(|node| basis(reader, &record, node)).unwrap_or_default();
    Some(Claim {
        at: record.text(reader, "at"),
        about: record.text(reader, "about"),
        basis,
        rating,
        quote: record.text(reader, "quote"),
        seen: record.date(reader, "seen"),
        note: record.text(reader, "note"),
        superseded: record.flag(reader, "superseded").unwrap_or(false),
        source: SourceId::new(source?),
    })
}

fn mention(reader: &mut Reader<'_>, record: &Record<'_>, node: NodeId, id: &str, is_source: bool) {
    reader.mentions.push(Mention {
        file: record.file.number,
        node,
        id: id.to_owned(),
        is_source,
        subject: record.subject.clone(),
    });
}

/// `stated`, `reported(by: …)`, `inferred(how: …)`, `judgement` or `judgement(by: …)`.
fn basis(reader: &mut Reader<'_>, record: &Record<'_>, node: NodeId) -> Option<Basis> {
    let file: &FileText = record.file;
    let word = match file.tree.kind(node) {
        NodeKind::Group => file.tree.group_name(node, &file.text),
        _ => match file.tree.scalar(node, &file.text) {
            Some(Scalar::Word(word)) => Some(word),
            _ => None,
        },
    };
    let is_group = file.tree.kind(node) == NodeKind::Group;
    let fields: &[&str] = match word {
        Some("stated") => &[],
        Some("reported") => &["by", "to"],
        Some("inferred") => &["how"],
        Some("judgement") => &["by"],
        _ => {
            let message = match word {
                Some(word) => format!("`{word}` is no basis of a claim"),
                None => "the basis of a claim is a bare word".to_owned(),
            };
            let near = word.and_then(|w| reader.nearest.help(w, BASES.iter().copied()));
            let help = near.unwrap_or_else(|| format!("it may be {}", alternatives(BASES)));
            let problem = Problem::error(codes::BAD_VALUE, message).with_help(help);
            reader.at(file, file.bytes(node), record.subject.clone(), problem);
            return None;
        }
    };
    let word = word.unwrap_or_default();
    if !is_group {
        return match word {
            "stated" => Some(Basis::Stated),
            "judgement" => Some(Basis::Judgement { by: None }),
            _ => {
                let needs = if word == "reported" { "by whom" } else { "how" };
                let problem = Problem::error(codes::MISSING_FIELD, format!("`{word}` must say {needs}"))
                    .with_help(format!("write {word}({}: \"…\")", fields[0]));
                reader.at(file, file.bytes(node), record.subject.clone(), problem);
                None
            }
        };
    }
    let what = if word == "judgement" { "judgement" } else { "basis" };
    let mut inner = Record::open(reader, file, unwrapped(file, node)?, what, &[word], fields)?;
    inner.subject.clone_from(&record.subject);
    let mut person = |name: &str, inner: &Record<'_>| {
        let id = inner.text(reader, name);
        if let (Some(id), Some(node)) = (&id, inner.node_of(name)) {
            mention(reader, inner, node, id, false);
        }
        id
    };
    match word {
        "reported" => {
            let (by, to) = (person("by", &inner), person("to", &inner));
            if by.is_none() && inner.node_of("by").is_none() {
                inner.missing(reader, "by");
            }
            by.map(|by| Basis::Reported { by, to })
        }
        "inferred" => inner.needed_text(reader, "how").map(|how| Basis::Inferred { how }),
        "judgement" => Some(Basis::Judgement { by: person("by", &inner) }),
        _ => Some(Basis::Stated),
    }
}
