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
        relations.widen(found_entities, |found, ties| {
            let are_both = |at: &usize| {
                let (from, to) = index.ends[*at];
                found.contains(from as usize) && found.contains(to as usize)
            };
            if !found.is_clear() {
                index.relations.ones().filter(are_both).for_each(|at| ties.insert(at));
            }
        });
        entities.widen(found_relations, |found, ends| {
            for (from, to) in found.ones().map(|at| index.ends[at]) {
                ends.insert(from as usize);
                ends.insert(to as usize);
            }
        });
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

    /// Entities that belong to it only possibly.
    pub(crate) fn possible_entities(&self) -> impl Iterator<Item = NodeIndex> {
        self.entities.maybes().map(NodeIndex::new)
    }

    /// The same of relations.
    pub(crate) fn possible_relations(&self) -> impl Iterator<Item = EdgeIndex> {
        self.relations.maybes().map(EdgeIndex::new)
    }
}
