//! A record read field by field, by the table that tells its fields. What the values of a type look like
//! is known by the cursor, what a claim rests on and the author's own data have files of their own.

use std::sync::Arc;

use super::basis::basis;
use super::own::own_fields;
use super::reader::Reader;
use super::record::{Expected, RecordNode, id, unwrapped};
use crate::dossier::model::List;
use crate::dossier::model::schema::{Brackets, FARTHEST, Field, FieldType, Lens, Schema, TextRule, Without, fill_all};
use crate::dossier::ron_text::file_text::FileText;
use crate::dossier::ron_text::tree::NodeId;
use crate::problem::{Problem, Subject, codes};

/// What the records of a table look like in a text.
fn expected<R: Schema>() -> Expected<'static> {
    Expected { what: R::CALLED, word: R::WORD, known: R::names(), former: R::former_names() }
}

/// Reads a record of a list. `None` where it lacks what it cannot be without.
pub(super) fn read<R: Schema>(reader: &mut Reader<'_>, node: NodeId, file: &FileText, list: List) -> Option<R> {
    let mut cursor = RecordNode::open(reader, file, node, &expected::<R>())?;
    let mut record = R::blank();
    if !own_id(reader, &mut cursor, list, &mut record) {
        return None;
    }
    rows(reader, &cursor, R::FIELDS, &mut record).then_some(record)
}

/// Reads the records of a list in a record. Those that cannot be read are left out.
fn inner<R: Schema>(reader: &mut Reader<'_>, of: &RecordNode<'_>, name: &str) -> Vec<R> {
    let nodes = of.list(reader, name);
    // Most lists have one item: room for four would be most of what a dossier takes.
    let mut out = Vec::with_capacity(nodes.len());
    for node in nodes {
        let Some(mut cursor) = RecordNode::open(reader, of.file, node, &expected::<R>()) else { continue };
        cursor.subject.clone_from(&of.subject);
        let mut record = R::blank();
        if rows(reader, &cursor, R::FIELDS, &mut record) {
            out.push(record);
        }
    }
    out
}

/// Reads the record's own id, which all problems are about from then on. Whether the record can be had.
fn own_id<R: Schema>(reader: &mut Reader<'_>, cursor: &mut RecordNode<'_>, list: List, record: &mut R) -> bool {
    let set = match R::FIELDS.first().map(|field| &field.kind) {
        Some(FieldType::Id(lens)) => {
            let Some(own) = id(reader, cursor) else { return false };
            (lens.set)(record, Arc::clone(&own));
            Some(own)
        }
        Some(FieldType::OwnId(lens)) if cursor.node_of("id").is_some() => {
            let own = id(reader, cursor);
            (lens.set)(record, own.clone());
            own
        }
        _ => None,
    };
    cursor.subject = match list {
        List::Entities => set.map(Subject::Entity),
        List::Relations => set.map(Subject::Relation),
        List::Sources => set.map(Subject::Source),
        List::EntityKinds | List::RelationKinds | List::Views => None,
    };
    true
}

/// Reads fields into a record. Whether all are there that it cannot be without.
fn rows<R: Schema>(
    reader: &mut Reader<'_>,
    cursor: &RecordNode<'_>,
    fields: &'static [Field<R>],
    into: &mut R,
) -> bool {
    let mut whole = true;
    let mut filled = 0_u64;
    for (at, field) in fields.iter().enumerate() {
        match row(reader, cursor, field, into) {
            FieldRead::Read => filled |= 1 << at,
            FieldRead::Absent => {}
            FieldRead::Lacking => whole &= matches!(field.without, Without::Text(_)),
        }
    }
    // Only now: what goes without saying may follow from fields further on.
    fill_all(into, fields, |at| filled & (1 << at) == 0);
    whole
}

/// What came of reading a field.
enum FieldRead {
    /// It said something that could be taken over.
    Read,
    /// It says nothing, or nothing that can be read.
    Absent,
    /// It says nothing, and must.
    Lacking,
}

/// Sets a field to what was read, if anything was.
fn set<R, T>(lens: &Lens<R, T>, into: &mut R, value: Option<T>) -> FieldRead {
    let Some(value) = value else { return FieldRead::Absent };
    *(lens.put)(into) = value;
    FieldRead::Read
}

/// The same for what is `None` in the record, too, where nothing was read.
fn set_maybe<R, T>(lens: &Lens<R, Option<T>>, into: &mut R, value: Option<T>) -> FieldRead {
    set(lens, into, value.map(Some))
}

// In one piece: one arm a type of field.
fn row<R: Schema>(
    reader: &mut Reader<'_>,
    cursor: &RecordNode<'_>,
    field: &'static Field<R>,
    into: &mut R,
) -> FieldRead {
    let name = field.name;
    match &field.kind {
        // The record's own id was read before all else.
        FieldType::Id(_) | FieldType::OwnId(_) => FieldRead::Read,
        FieldType::Reference(lens) => {
            // Few sources are cited by many claims.
            let common = field.refers.as_ref().is_some_and(|refers| refers.list == List::Sources);
            let id = if common { cursor.needed_common_id(reader, name) } else { cursor.needed_id(reader, name) };
            let Some(id) = id else { return FieldRead::Lacking };
            (lens.set)(into, id);
            FieldRead::Read
        }
        FieldType::MaybeReference(lens) => {
            let Some(id) = cursor.text(reader, name) else { return FieldRead::Absent };
            (lens.set)(into, Some(id.into()));
            FieldRead::Read
        }
        FieldType::Needed(lens) => match cursor.needed_text(reader, name) {
            Some(text) => set(lens, into, Some(text)),
            None => FieldRead::Lacking,
        },
        FieldType::Text(lens) => set_maybe(lens, into, ruled_text(reader, cursor, name, field.text)),
        FieldType::Implied(lens, _) => set(lens, into, ruled_text(reader, cursor, name, field.text)),
        FieldType::Texts(lens) => set(lens, into, Some(cursor.texts(reader, name))),
        FieldType::Word(lens) | FieldType::Choice(lens) => match cursor.word(reader, name, lens.words) {
            Some(word) => {
                (lens.set)(into, Some(word));
                FieldRead::Read
            }
            None => FieldRead::Absent,
        },
        FieldType::Flag(lens, _) => set(lens, into, cursor.flag(reader, name)),
        FieldType::MaybeFlag(lens) => set_maybe(lens, into, cursor.flag(reader, name)),
        FieldType::Number(lens) => set_maybe(lens, into, cursor.number(reader, name)),
        FieldType::Whole(lens) => set_maybe(lens, into, cursor.whole(reader, name)),
        FieldType::Coordinate(lens) => match coordinate(reader, cursor, name) {
            Some(number) => set(lens, into, Some(number)),
            None => FieldRead::Lacking,
        },
        FieldType::Date(lens) => set_maybe(lens, into, cursor.date(reader, name)),
        FieldType::When(lens, inferred) => set_maybe(lens, into, cursor.when(reader, name, inferred)),
        FieldType::Rating(lens) => set_maybe(lens, into, cursor.rating(reader, name)),
        FieldType::Basis(lens) => {
            let said = cursor.node_of(name).and_then(|node| basis(reader, cursor, node));
            set(lens, into, said)
        }
        FieldType::Names(lens) => set(lens, into, Some(inner(reader, cursor, name))),
        FieldType::Claims(lens) => set(lens, into, Some(inner(reader, cursor, name))),
        FieldType::Pins(lens) => set(lens, into, Some(inner(reader, cursor, name))),
        FieldType::Notes(lens) => set(lens, into, Some(inner(reader, cursor, name))),
        FieldType::OwnFields(lens, _) => set(lens, into, Some(own_fields(reader, cursor, name))),
        FieldType::Group(group, Brackets::None) => {
            rows(reader, cursor, group.fields, into);
            FieldRead::Read
        }
        FieldType::Group(group, Brackets::Own) => {
            let Some(node) = cursor.node_of(name).and_then(|node| unwrapped(cursor.file, node)) else {
                return FieldRead::Absent;
            };
            let expected = Expected { what: name, word: name, known: group.names, former: &[] };
            let Some(mut inner) = RecordNode::open(reader, cursor.file, node, &expected) else {
                return FieldRead::Absent;
            };
            inner.subject.clone_from(&cursor.subject);
            rows(reader, &inner, group.fields, into);
            FieldRead::Read
        }
    }
}

/// Text that is what it must be. What is not is reported, kept in the file and not used.
fn ruled_text(reader: &mut Reader<'_>, cursor: &RecordNode<'_>, name: &str, rule: TextRule) -> Option<String> {
    let text = cursor.text(reader, name)?;
    let Some(fault) = rule.fault(name, &text) else { return Some(text) };
    let near = reader.nearest.help(&text, fault.among.iter().copied());
    let problem = Problem::error(codes::BAD_VALUE, fault.message).with_help(near.unwrap_or(fault.help));
    cursor.blame(reader, name, problem);
    None
}

fn coordinate(reader: &mut Reader<'_>, cursor: &RecordNode<'_>, name: &str) -> Option<f64> {
    if cursor.node_of(name).is_none() {
        cursor.missing(reader, name);
    }
    let value = cursor.number(reader, name)?;
    if value.abs() > FARTHEST {
        let problem = Problem::error(codes::BAD_VALUE, format!("`{name}` is too large"))
            .with_help(format!("write a number from -{FARTHEST} to {FARTHEST}; letters are about 9 high"));
        cursor.blame(reader, name, problem);
        return None;
    }
    Some(value)
}
