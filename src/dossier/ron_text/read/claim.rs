//! Claims: a source, a place in it, a basis.

use super::fields;
use super::reader::Reader;
use super::record::{Record, alternatives, unwrapped};
use crate::dossier::model::{Basis, Claim, Rating, SourceId};
use crate::dossier::ron_text::file_text::FileText;
use crate::dossier::ron_text::tree::{NodeId, NodeKind, Scalar};
use crate::problem::{Problem, codes};

const BASES: &[&str] = &["stated", "reported", "inferred", "judgement"];

/// Reads the `claims` of a record.
pub(super) fn claims(reader: &mut Reader<'_>, record: &Record<'_>) -> Vec<Claim> {
    let nodes = record.list(reader, "claims");
    // Most records have one: room for four would be most of what a dossier takes.
    let mut claims = Vec::with_capacity(nodes.len());
    claims.extend(nodes.into_iter().filter_map(|node| claim(reader, record, node)));
    claims
}

fn claim(reader: &mut Reader<'_>, of: &Record<'_>, node: NodeId) -> Option<Claim> {
    let file = of.file;
    let mut record = Record::open(reader, file, node, "claim", &["Claim"], fields::CLAIM)?;
    record.subject.clone_from(&of.subject);
    let source = record.needed_common_id(reader, "source");
    let rating = record.text(reader, "rating").and_then(|text| {
        let rating = Rating::parse(&text);
        if rating.is_none() {
            let problem = Problem::error(codes::BAD_VALUE, format!("`{text}` is not a rating"))
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

/// Bytes of what claim number `at` of a record says in a field, for whoever found it to be wrong.
/// Claims that could not be read do not count.
pub(crate) fn bytes_in_claim(file: &FileText, record: NodeId, at: usize, field: &str) -> Option<(usize, usize)> {
    let (tree, text) = (&file.tree, &*file.text);
    let inner = |node: NodeId, name: &str| tree.field(node, name, text).and_then(|n| unwrapped(file, n));
    let list = inner(record, "claims")?;
    let claims = tree.children(list).filter_map(|node| unwrapped(file, node));
    let mut readable = claims.filter(|claim| {
        let source = inner(*claim, "source").and_then(|n| file.text_of(n));
        tree.kind(*claim) == NodeKind::Group && source.is_some_and(|s| !s.trim().is_empty())
    });
    let claim = readable.nth(at)?;
    let node = match field {
        "source" => inner(claim, "source"),
        _ => inner(claim, "basis").and_then(|basis| inner(basis, field)),
    };
    node.map(|node| file.bytes(node))
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
                Some(word) => format!("`{word}` is not a basis for a claim"),
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
    match word {
        "reported" => {
            let (by, to) = (inner.text(reader, "by"), inner.text(reader, "to"));
            if by.is_none() && inner.node_of("by").is_none() {
                inner.missing(reader, "by");
            }
            by.map(|by| Basis::Reported { by, to })
        }
        "inferred" => inner.needed_text(reader, "how").map(|how| Basis::Inferred { how }),
        "judgement" => Some(Basis::Judgement { by: inner.text(reader, "by") }),
        _ => Some(Basis::Stated),
    }
}
