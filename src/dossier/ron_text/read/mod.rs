//! From trees to records, each read by itself as its tree comes along (`staging`), and then put
//! together into a dossier (`resolve`). Nothing here opens or parses a file.

mod claim;
mod ends;
mod entity;
pub(super) mod fields;
pub(super) mod head;
mod judge;
mod others;
mod reader;
mod record;
mod relation;
mod resolve;
mod staging;

use super::file_text;
use super::problems::Problems;
use crate::dossier::model::List;

pub(super) use reader::Reader;
pub(super) use record::{Record, unwrapped};
pub(super) use resolve::{Resolved, resolve};
pub(super) use staging::{ReusedRecord, Staging};

/// Reads one record on its own; `None` if it cannot be taken in.
pub(crate) fn record(list: List, text: &str) -> Option<crate::dossier::model::Record> {
    use crate::dossier::model::Record as Any;
    let mut problems = Problems::default();
    let file = file_text::on_its_own(text);
    let mut reader = Reader::new(&mut problems);
    let node = file.tree.root().filter(|_| !file.broken)?;
    Some(match list {
        List::Entities => entity::entity(&mut reader, node, &file)?.0.into(),
        List::Relations => relation::relation(&mut reader, node, &file)?.0.into(),
        List::Sources => Any::Source(others::source(&mut reader, node, &file)?.0),
        List::EntityKinds => Any::EntityKind(others::entity_kind(&mut reader, node, &file)?),
        List::RelationKinds => Any::RelationKind(others::relation_kind(&mut reader, node, &file)?),
        List::Views => Any::View(others::read_view(&mut reader, node, &file)?.0),
    })
}
