//! Relations. Whether their ends exist is judged when all entities are known.

use std::sync::Arc;

use super::claim::claims;
use super::entity::own_fields;
use super::fields;
use super::reader::Reader;
use super::record::{Record, id};
use crate::dossier::model::{EntityId, FileIndex, Relation, RelationId, Status};
use crate::dossier::ron_text::tree::NodeId;
use crate::problem::Subject;

/// Reads a relation. Without both ends it is none.
pub(crate) fn relation<'a>(
    reader: &mut Reader<'_>,
    node: NodeId,
    file: &'a crate::dossier::ron_text::file_text::FileText,
) -> Option<(Relation, Record<'a>)> {
    let mut record = Record::open(reader, file, node, "relation", &["Relation"], fields::RELATION)?;
    let id = if record.node_of("id").is_some() { id(reader, &record) } else { None };
    record.subject = id.as_ref().map(|id| Subject::Relation(Arc::clone(id)));
    let from = record.needed_id(reader, "from");
    let kind = record.needed_text(reader, "kind");
    let to = record.needed_id(reader, "to");
    let whole = from.is_some() && to.is_some();
    let mut end = |id: Option<Arc<str>>| EntityId::new(id.unwrap_or_else(|| reader.shared("")));
    let mut relation = Relation::new(end(from), kind.unwrap_or_default(), end(to));
    relation.id_given = id.is_some();
    relation.id = RelationId::new(id.unwrap_or_else(|| reader.shared("")));
    relation.when = record.when(reader);
    relation.status = record.word(reader, "status", Status::ALL).unwrap_or_default();
    relation.weight = record.number(reader, "weight");
    relation.ordinal = record.whole(reader, "ordinal");
    relation.summary = record.text(reader, "summary");
    relation.fields = own_fields(reader, &record);
    relation.claims = claims(reader, &record);
    relation.note = record.text(reader, "note");
    relation.file = FileIndex(file.number as u16);
    whole.then_some((relation, record))
}
