//! The author's own data: `fields: {"key": value}` of any record.

use super::reader::Reader;
use super::record::{RecordNode, finite, words};
use crate::dossier::model::FieldValue;
use crate::dossier::ron_text::tree::{NodeId, NodeKind, Scalar};
use crate::problem::{Problem, codes};

/// Reads a map of data.
pub(super) fn own_fields(reader: &mut Reader<'_>, record: &RecordNode<'_>, name: &str) -> Vec<(String, FieldValue)> {
    let Some(node) = record.node_of(name) else { return Vec::new() };
    let file = record.file;
    if file.tree.kind(node) != NodeKind::Map {
        let message = format!("`{name}` must be a map in {{ }}, this is {}", words(file, node));
        let problem =
            Problem::error(codes::WRONG_TYPE, message).with_code_help(format!("write {name}: {{\"key\": \"value\"}}"));
        record.blame(reader, name, problem);
        return Vec::new();
    }
    let mut out: Vec<(String, FieldValue)> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for entry in file.tree.children(node) {
        let Some(key_node) = file.tree.children(entry).next() else { continue };
        let Some(key) = file.text_of(key_node).map(std::borrow::Cow::into_owned) else {
            let problem = Problem::error(codes::WRONG_TYPE, format!("a key of `{name}` must be text in quotes"));
            reader.at(file, file.bytes(key_node), record.subject.clone(), problem);
            continue;
        };
        if !seen.insert(key.clone()) {
            let problem =
                Problem::error(codes::DUPLICATE_FIELD, format!("the key `{key}` appears twice; the first one is used"));
            reader.at(file, file.bytes(key_node), record.subject.clone(), problem);
            continue;
        }
        if let Some(value) = file.tree.value_of(entry).and_then(|v| value(reader, record, &key, v)) {
            out.push((key, value));
        }
    }
    out
}

/// A value of the author's own data. Lists may nest as deep as the parser lets them.
fn value(reader: &mut Reader<'_>, record: &RecordNode<'_>, key: &str, node: NodeId) -> Option<FieldValue> {
    let file = record.file;
    let node = super::record::unwrapped(file, node)?;
    if file.tree.kind(node) == NodeKind::List {
        let values = file.tree.children(node).filter_map(|child| value(reader, record, key, child));
        return Some(FieldValue::List(values.collect()));
    }
    match file.tree.scalar(node, &file.text) {
        Some(Scalar::Text(text)) => Some(FieldValue::Text(text.into_owned())),
        Some(Scalar::Word("true")) => Some(FieldValue::Flag(true)),
        Some(Scalar::Word("false")) => Some(FieldValue::Flag(false)),
        Some(Scalar::Number(number)) => finite(reader, record, key, node, number).map(FieldValue::Number),
        _ => {
            let message = format!(
                "`{key}` must be text, a number, true or false, or a list of these; this is {}",
                words(file, node)
            );
            reader.at(file, file.bytes(node), record.subject.clone(), Problem::error(codes::WRONG_TYPE, message));
            None
        }
    }
}
