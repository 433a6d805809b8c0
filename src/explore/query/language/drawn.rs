//! What of an answer is drawn: what was found, the ties among the entities that were found, and the ends of the relations
//! that were found. What is drawn only because of something that is possibly found is itself only possible.

use super::index::Index;
use super::sets::Sets;
use crate::dossier::model::{EdgeIndex, NodeIndex, Truth};

/// Which entities and relations of a dossier are drawn, and how certainly they belong there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Drawn {
    entities: Sets,
    relations: Sets,
}

impl Drawn {
    pub(super) fn new(index: &Index, found: (&Sets, &Sets)) -> Drawn {
        let (found_entities, found_relations) = found;
        let (mut entities, mut relations) = (found_entities.clone(), found_relations.clone());
        for at in index.relations.ones() {
            let (from, to) = (index.ends[at].0 as usize, index.ends[at].1 as usize);
            relations.put(at, found_entities.truth(from).min(found_entities.truth(to)));
            for end in [from, to] {
                entities.put(end, found_relations.truth(at));
            }
        }
        Drawn { entities, relations }
    }

    /// How far an entity belongs to the picture.
    pub(crate) fn entity(&self, at: NodeIndex) -> Truth {
        self.entities.truth(at.index())
    }

    /// How far a relation belongs to the picture.
    pub(crate) fn relation(&self, at: EdgeIndex) -> Truth {
        self.relations.truth(at.index())
    }
}
