//! Relations. Whether their ends exist is judged when all entities are known.

use super::claim::claims;
use super::entity::own_fields;
use super::record::Record;
use super::{Reader, fields};
use crate::dossier::model::{FileIndex, Relation, RelationId, Status};
use crate::dossier::ron_text::tree::NodeId;
use crate::problem::Subject;

/// Reads a relation. Without both ends it is none.
pub fn relation<'a>(
    reader: &mut Reader<'_>,
    node: NodeId,
    file: &'a super::FileText,
) -> Option<(Relation, Record<'a>)> {
    let mut record = Record::open(reader, file, node, "relation", &["Relation"], fields::RELATION)?;
    let id = if record.node_of("id").is_some() { super::id(reader, &record) } else { None };
    record.subject = id.as_ref().map(|id| Subject::Relation(id.as_str().into()));
    let from = record.needed_text(reader, "from");
    let kind = record.needed_text(reader, "kind");
    let to = record.needed_text(reader, "to");
    let mut relation =
        Relation::new(from.as_deref().unwrap_or(""), kind.unwrap_or_default(), to.as_deref().unwrap_or(""));
    relation.id_given = id.is_some();
    relation.id = RelationId::new(id.unwrap_or_default());
    relation.when = record.when(reader);
    relation.status = record.word(reader, "status", Status::ALL).unwrap_or_default();
    relation.weight = record.number(reader, "weight");
    relation.ordinal = record.whole(reader, "ordinal");
    relation.summary = record.text(reader, "summary");
    relation.fields = own_fields(reader, &record);
    relation.claims = claims(reader, &record);
    relation.note = record.text(reader, "note");
    relation.file = FileIndex(file.number as u16);
    (from.is_some() && to.is_some()).then_some((relation, record))
}
