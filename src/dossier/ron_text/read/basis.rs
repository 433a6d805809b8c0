//! On what a claim rests: a bare word, or one with brackets that say more.

use super::reader::Reader;
use super::record::{Expected, RecordNode, unwrapped};
use crate::dossier::model::{Basis, BasisPart};
use crate::dossier::ron_text::tree::{NodeId, NodeKind, Scalar};
use crate::problem::{Problem, codes};
use crate::wording::alternatives;

/// `stated`, `reported(by: …)`, `inferred(how: …, on: […])`, `judgement` or `judgement(by: …)`.
pub(super) fn basis(reader: &mut Reader<'_>, record: &RecordNode<'_>, node: NodeId) -> Option<Basis> {
    let file = record.file;
    let is_group = file.tree.kind(node) == NodeKind::Group;
    let word = match file.tree.scalar(node, &file.text) {
        _ if is_group => file.tree.group_name(node, &file.text),
        Some(Scalar::Word(word)) => Some(word),
        _ => None,
    };
    let Some(kind) = Basis::KINDS.iter().find(|kind| word == Some(kind.word)) else {
        let message = match word {
            Some(word) => format!("`{word}` is not a basis for a claim"),
            None => "the basis of a claim is a bare word".to_owned(),
        };
        let words: Vec<&str> = Basis::KINDS.iter().map(|kind| kind.word).collect();
        let near = word.and_then(|w| reader.nearest.help(w, words.iter().copied()));
        let help = near.unwrap_or_else(|| format!("use {}", alternatives(&words)));
        let problem = Problem::error(codes::BAD_VALUE, message).with_help(help);
        reader.at(file, file.bytes(node), record.subject.clone(), problem);
        return None;
    };
    let word = kind.word;
    if !is_group {
        let lacking = kind.parts.iter().find_map(|part| Some((part.name, part.needed.as_ref()?)));
        let Some((part, needed)) = lacking else { return Basis::with(kind, |_| Vec::new()) };
        let problem = Problem::error(codes::MISSING_FIELD, format!("`{word}` must say {}", needed.question))
            .with_code_help(format!("write {word}({part}: \"…\")"));
        reader.at(file, file.bytes(node), record.subject.clone(), problem);
        return None;
    }
    let what = if word == "judgement" { "judgement" } else { "basis" };
    let known: Vec<&str> = kind.parts.iter().map(|part| part.name).collect();
    let expected = Expected { what, word, known: &known, former: &[] };
    let mut inner = RecordNode::open(reader, file, unwrapped(file, node)?, &expected)?;
    inner.subject.clone_from(&record.subject);
    let mut texts: Vec<(&str, Vec<String>)> =
        kind.parts.iter().map(|part| (part.name, part_texts(reader, &inner, part))).collect();
    Basis::with(kind, |name| {
        let texts = texts.iter_mut().find(|(part, _)| *part == name);
        texts.map(|(_, texts)| std::mem::take(texts)).unwrap_or_default()
    })
}

fn part_texts(reader: &mut Reader<'_>, inner: &RecordNode<'_>, part: &BasisPart) -> Vec<String> {
    if part.many { inner.texts(reader, part.name) } else { Vec::from_iter(part_text(reader, inner, part)) }
}

fn part_text(reader: &mut Reader<'_>, inner: &RecordNode<'_>, part: &BasisPart) -> Option<String> {
    let needed = part.needed.as_ref();
    if needed.is_some_and(|needed| !needed.may_be_blank) {
        return inner.needed_text(reader, part.name);
    }
    if needed.is_some() && inner.node_of(part.name).is_none() {
        inner.missing(reader, part.name);
    }
    inner.text(reader, part.name)
}
