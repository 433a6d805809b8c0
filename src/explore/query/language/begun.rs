//! Records of which only a beginning is given: their ids in order, and what the last beginnings meant, since one text is looked up
//! to be answered, to be checked and to be said in words. Nothing here knows a query.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use fixedbitset::FixedBitSet;
use petgraph::visit::NodeIndexable;
use rayon::prelude::*;

use crate::dossier::model::{Dossier, EdgeIndex, NodeIndex};
use crate::explore::query::search;

/// So many beginnings are remembered.
const MOST_KEPT: usize = 8;

/// Records by what their ids begin with.
#[derive(Default)]
pub(super) struct Begun {
    /// Entities and relations in the order of their ids.
    ids: OnceLock<(Vec<NodeIndex>, Vec<EdgeIndex>)>,
    /// The last one comes last.
    recent: Mutex<Vec<(String, Arc<[NodeIndex]>)>>,
}

impl Begun {
    /// Puts ids in order, unless that is done.
    pub(super) fn ids(&self, dossier: &Dossier) -> &(Vec<NodeIndex>, Vec<EdgeIndex>) {
        self.ids.get_or_init(|| {
            let mut entities: Vec<NodeIndex> = dossier.entities().map(|(at, _)| at).collect();
            let mut relations: Vec<EdgeIndex> = dossier.relations().map(|(at, ..)| at).collect();
            rayon::join(
                || entities.par_sort_unstable_by_key(|at| entity_id(dossier, *at)),
                || relations.par_sort_unstable_by_key(|at| relation_id(dossier, *at)),
            );
            (entities, relations)
        })
    }

    /// Entities of which the id or, as a search has it, a name begins with a text; in the order of their indices.
    pub(super) fn entities(&self, text: &str, names: &search::Index, dossier: &Dossier) -> Arc<[NodeIndex]> {
        let lock = || self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, known)) = lock().iter().find(|(begun, _)| begun == text) {
            return Arc::clone(known);
        }
        let mut found = FixedBitSet::with_capacity(dossier.graph().node_bound());
        names.beginning(text, |at| found.insert(at.index()));
        // Search folds hyphens and capitals of ids away; they are meant as written.
        let ids = &self.ids(dossier).0;
        run(ids, text, |at| entity_id(dossier, at)).iter().for_each(|at| found.insert(at.index()));
        let found: Arc<[NodeIndex]> = found.ones().map(NodeIndex::new).collect();
        let mut recent = lock();
        if recent.len() >= MOST_KEPT {
            recent.remove(0);
        }
        recent.push((text.to_owned(), Arc::clone(&found)));
        found
    }

    /// Relations of which the id begins with a text.
    pub(super) fn relations(&self, text: &str, dossier: &Dossier) -> &[EdgeIndex] {
        run(&self.ids(dossier).1, text, |at| relation_id(dossier, at))
    }
}

fn entity_id(dossier: &Dossier, at: NodeIndex) -> &str {
    dossier.entity(at).map_or("", |entity| entity.id.as_str())
}

fn relation_id(dossier: &Dossier, at: EdgeIndex) -> &str {
    dossier.relation(at).map_or("", |relation| relation.id.as_str())
}

/// The run of a sorted list whose ids begin with a text.
fn run<'l, 'd, T: Copy>(sorted: &'l [T], text: &str, id: impl Fn(T) -> &'d str) -> &'l [T] {
    let from = &sorted[sorted.partition_point(|at| id(*at) < text)..];
    &from[..from.partition_point(|at| id(*at).starts_with(text))]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::model::{Entity, Relation, Vocabulary};

    #[test]
    fn ids_and_names_are_found_by_their_beginnings_in_any_order_of_the_author() {
        let mut dossier = Dossier::new(Vocabulary::default());
        for (id, name) in [("q-2", "Aachen"), ("a", "Bonn"), ("q-10", "Celle"), ("Q-3", "bonn am Rhein"), ("c", "B")] {
            dossier.add_entity(Entity::new(id, "place", name)).unwrap();
        }
        for (from, to) in [("c", "a"), ("a", "c"), ("q-2", "a")] {
            dossier.add_relation(Relation::new(from, "knows", to)).unwrap();
        }
        let names = search::Index::new(&dossier);
        let begun = Begun::default();
        for (text, wanted) in
            [("q-", &["q-2", "q-10"][..]), ("bonn", &["a", "Q-3"]), ("b", &["a", "Q-3", "c"]), ("x", &[])]
        {
            for _ in 0..2 {
                let found = begun.entities(text, &names, &dossier);
                let ids: Vec<&str> = found.iter().map(|at| entity_id(&dossier, *at)).collect();
                assert_eq!(ids, wanted, "{text}");
            }
        }
        let relations = |text: &str| begun.relations(text, &dossier).len();
        assert_eq!([relations(""), relations("a--"), relations("c--knows--a"), relations("d")], [3, 1, 1, 0]);
        // More than are remembered.
        for n in 0..2 * MOST_KEPT {
            assert_eq!(begun.entities(&format!("no{n}"), &names, &dossier).len(), 0);
        }
        assert_eq!(begun.entities("q-", &names, &dossier).len(), 2);
    }
}
