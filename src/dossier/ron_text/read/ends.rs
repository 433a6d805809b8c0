//! The ids of all entities close together, for finding the ends of relations while a dossier is
//! read. They lie anywhere: in the dossier's own index each would be two misses of the cache, and
//! finding them a tenth of all reading.

use std::collections::HashMap;
use std::hash::BuildHasher;

use foldhash::fast::RandomState;

/// Ids in the order of their nodes.
#[derive(Default)]
pub(crate) struct Ends {
    state: RandomState,
    by_hash: HashMap<u64, u32, RandomState>,
    /// All ids, one after another, and where each ends.
    ids: String,
    until: Vec<u32>,
}

impl Ends {
    /// Adds the id of the next node. An id whose hash another one has already is not found here.
    pub(crate) fn add(&mut self, id: &str) {
        let node = self.until.len() as u32;
        self.by_hash.entry(self.state.hash_one(id)).or_insert(node);
        self.ids.push_str(id);
        // A dossier is never as large as 4 GiB.
        self.until.push(self.ids.len() as u32);
    }

    /// The number of the node with an id, if it is found here.
    pub(crate) fn find(&self, id: &str) -> Option<usize> {
        let node = *self.by_hash.get(&self.state.hash_one(id))? as usize;
        let start = node.checked_sub(1).map_or(0, |before| self.until[before]);
        (self.ids.get(start as usize..self.until[node] as usize) == Some(id)).then_some(node)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_id_is_found_by_itself_alone() {
        let mut ends = Ends::default();
        ["japan", "", "asean", "日本"].iter().for_each(|id| ends.add(id));
        assert_eq!(
            ["asean", "日本", "japan", "", "jap", "asea"].map(|id| ends.find(id)),
            [Some(2), Some(3), Some(0), Some(1), None, None]
        );
    }
}
