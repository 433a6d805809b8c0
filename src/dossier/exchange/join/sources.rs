//! Sources of the import: a file that was imported before is the source that it became then.

use std::collections::HashMap;

use super::{Joined, Sources};
use crate::dossier::edit::quick_entry::free_id;
use crate::dossier::edit::{Change, InsertAt};
use crate::dossier::model::{Dossier, Source, SourceId};

/// What stands before the hash in the note of a source that was made by an import.
const HASH: &str = "SHA-256 ";

fn hash(source: &Source) -> Option<&str> {
    let (_, rest) = source.note.as_deref()?.split_once(HASH)?;
    rest.get(..64)
}

/// Adds the sources that are new to the changes.
pub(super) fn join(open: &Dossier, import: &Dossier, out: &mut Joined) -> Sources {
    let mut ids: HashMap<SourceId, SourceId> = HashMap::new();
    let all = open.sources.iter().chain(&import.sources);
    let mut titles: HashMap<SourceId, String> =
        all.filter_map(|source| Some((source.id.clone(), source.title.clone()?))).collect();
    let mut given: Vec<SourceId> = Vec::new();
    for source in &import.sources {
        let same = |known: &&Source| match (hash(known), hash(source)) {
            (Some(known), Some(new)) => known == new,
            _ => {
                let named_by_address = source.url.is_some() && source.title.is_some();
                let same_id = known.id == source.id || named_by_address;
                same_id && known.title == source.title && known.url == source.url
            }
        };
        if let Some(known) = open.sources.iter().find(same) {
            ids.insert(source.id.clone(), known.id.clone());
            continue;
        }
        let mut new = source.clone();
        let is_taken = |id: &str| open.sources.iter().map(|s| &s.id).chain(&given).any(|known| known.as_str() == id);
        if is_taken(source.id.as_str()) {
            new.id = free_id(source.id.as_str(), is_taken).as_str().into();
        }
        if let Some(title) = &new.title {
            titles.insert(new.id.clone(), title.clone());
        }
        given.push(new.id.clone());
        ids.insert(source.id.clone(), new.id.clone());
        out.changes.push(Change::AddSource { source: new, place: InsertAt::default() });
    }
    Sources { ids, titles }
}
