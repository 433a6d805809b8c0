//! From trees to records, each read by itself as its tree comes along (`staging`), and then put
//! together into a dossier (`resolve`). Nothing here opens or parses a file.

mod basis;
mod claim;
mod ends;
mod fields;
pub(super) mod head;
mod judge;
mod own;
mod reader;
mod record;
mod resolve;
mod staging;

use super::file_text;
use super::problems::Problems;
use crate::dossier::model::{Entity, List, Relation};

pub(super) use reader::Reader;
pub(super) use record::{RecordNode, unwrapped};
pub(super) use resolve::{Resolved, resolve};
pub(super) use staging::{ReusedRecord, Staging};

/// Reads one record on its own; `None` if it cannot be taken in.
pub(crate) fn record(list: List, text: &str) -> Option<crate::dossier::model::Record> {
    one(&file_text::on_its_own(text), list, &mut Problems::default())
}

/// The same, with the bytes of all that is wrong in it.
pub(super) fn record_and_faults(
    list: List,
    text: &str,
) -> (Option<crate::dossier::model::Record>, Vec<(usize, usize)>) {
    let mut problems = Problems::default();
    let file = file_text::on_its_own(text);
    let record = one(&file, list, &mut problems);
    let faults = problems.finish(&[file]).into_iter().filter_map(|problem| problem.place.map(|place| place.bytes));
    (record, faults.collect())
}

fn one(file: &file_text::FileText, list: List, problems: &mut Problems) -> Option<crate::dossier::model::Record> {
    use crate::dossier::model::Record as Any;
    let mut reader = Reader::new(problems);
    let node = file.tree.root().filter(|_| !file.broken)?;
    Some(match list {
        List::Entities => fields::read::<Entity>(&mut reader, node, file, list)?.into(),
        List::Relations => fields::read::<Relation>(&mut reader, node, file, list)?.into(),
        List::Sources => Any::Source(fields::read(&mut reader, node, file, list)?),
        List::EntityKinds => Any::EntityKind(fields::read(&mut reader, node, file, list)?),
        List::RelationKinds => Any::RelationKind(fields::read(&mut reader, node, file, list)?),
        List::Views => Any::View(fields::read(&mut reader, node, file, list)?),
    })
}
