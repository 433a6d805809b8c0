//! Entities and their names and own fields.

use std::sync::Arc;

use super::claim::claims;
use super::fields;
use super::reader::Reader;
use super::record::{Record, finite, id, words};
use crate::dossier::model::{Entity, EntityId, FieldValue, FileIndex, Name, NameRole, Status};
use crate::dossier::ron_text::tree::{NodeId, NodeKind, Scalar};
use crate::problem::{Problem, Subject, codes};

/// Reads an entity. Without an id, a kind and a name it is none.
pub(super) fn entity<'a>(
    reader: &mut Reader<'_>,
    record: NodeId,
    file: &'a crate::dossier::ron_text::file_text::FileText,
) -> Option<(Entity, Record<'a>)> {
    let mut record = Record::open(reader, file, record, "entity", &["Entity"], fields::ENTITY)?;
    let id = id(reader, &record)?;
    record.subject = Some(Subject::Entity(Arc::clone(&id)));
    let kind = record.needed_text(reader, "kind");
    let name = record.needed_text(reader, "name");
    let name = name.unwrap_or_else(|| id.as_ref().to_owned());
    let mut entity = Entity::new(EntityId::new(id), kind.unwrap_or_default(), name);
    entity.names = names(reader, &record);
    entity.when = record.when(reader);
    entity.status = record.word(reader, "status", Status::ALL).unwrap_or_default();
    entity.unnamed = record.flag(reader, "unnamed").unwrap_or(false);
    entity.implied = record.flag(reader, "implied").unwrap_or(false);
    entity.summary = record.text(reader, "summary");
    entity.fields = own_fields(reader, &record);
    entity.claims = claims(reader, &record);
    entity.note = record.text(reader, "note");
    entity.file = FileIndex(file.number as u16);
    Some((entity, record))
}

fn names(reader: &mut Reader<'_>, of: &Record<'_>) -> Vec<Name> {
    let nodes = of.list(reader, "names");
    let mut out = Vec::with_capacity(nodes.len());
    for node in nodes {
        let Some(mut record) = Record::open(reader, of.file, node, "name", &["Name"], fields::NAME) else { continue };
        record.subject.clone_from(&of.subject);
        let lang = record.text(reader, "lang");
        let role = record.word(reader, "role", NameRole::ALL);
        let role = role.unwrap_or(NameRole::without_word(lang.as_deref()));
        if let Some(text) = record.needed_text(reader, "text") {
            out.push(Name { text, lang, role });
        }
    }
    out
}

/// Reads `fields: {"key": value}` of any record.
pub(crate) fn own_fields(reader: &mut Reader<'_>, record: &Record<'_>) -> Vec<(String, FieldValue)> {
    let Some(node) = record.node_of("fields") else { return Vec::new() };
    let file = record.file;
    if file.tree.kind(node) != NodeKind::Map {
        let message = format!("`fields` must be a map in {{ }}, this is {}", words(file, node));
        let problem = Problem::error(codes::WRONG_TYPE, message).with_help("write fields: {\"key\": \"value\"}");
        record.blame(reader, "fields", problem);
        return Vec::new();
    }
    let mut out: Vec<(String, FieldValue)> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for entry in file.tree.children(node) {
        let Some(key_node) = file.tree.children(entry).next() else { continue };
        let Some(key) = file.text_of(key_node).map(std::borrow::Cow::into_owned) else {
            let problem = Problem::error(codes::WRONG_TYPE, "a key of `fields` must be text in quotes");
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
fn value(reader: &mut Reader<'_>, record: &Record<'_>, key: &str, node: NodeId) -> Option<FieldValue> {
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
