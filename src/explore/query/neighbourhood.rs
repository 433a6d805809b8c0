//! Who lies within so many steps of whom, whichever way the relations point.

use std::collections::{HashMap, VecDeque};

use crate::dossier::model::{Dossier, EdgeIndex, NodeIndex};

/// Entities within `hops` steps of any of `starts`, each with its distance in steps, walking only
/// over relations to entities that `passes` lets through.
pub(crate) fn within_where(
    dossier: &Dossier,
    starts: &[NodeIndex],
    hops: u32,
    passes: impl Fn(EdgeIndex, NodeIndex) -> bool,
) -> HashMap<NodeIndex, u32> {
    let mut distance = HashMap::new();
    let mut queue = VecDeque::new();
    for &start in starts {
        if dossier.entity(start).is_some() && distance.insert(start, 0).is_none() {
            queue.push_back(start);
        }
    }
    while let Some(at) = queue.pop_front() {
        let steps = distance[&at];
        if steps == hops {
            continue;
        }
        for (relation, other, _) in dossier.relations_of(at) {
            if !distance.contains_key(&other) && passes(relation, other) {
                distance.insert(other, steps + 1);
                queue.push_back(other);
            }
        }
    }
    distance
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::model::{Entity, Relation, Vocabulary};

    fn within(dossier: &Dossier, starts: &[NodeIndex], hops: u32) -> HashMap<NodeIndex, u32> {
        within_where(dossier, starts, hops, |_, _| true)
    }

    #[test]
    fn steps_are_counted_against_arrows_too_and_loops_end() {
        let mut dossier = Dossier::new(Vocabulary::default());
        for id in ["a", "b", "c", "d", "alone"] {
            dossier.add_entity(Entity::new(id, "state", id)).unwrap();
        }
        for (from, to) in [("a", "b"), ("c", "b"), ("c", "d"), ("d", "a"), ("a", "a")] {
            dossier.add_relation(Relation::new(from, "knows", to)).unwrap();
        }
        let index = |id| dossier.entity_index(id).unwrap();
        let found = within(&dossier, &[index("a")], 1);
        assert_eq!(found, HashMap::from([(index("a"), 0), (index("b"), 1), (index("d"), 1)]));
        let found = within(&dossier, &[index("a")], u32::MAX);
        assert_eq!(found.len(), 4);
        assert_eq!(found[&index("c")], 2);
        assert_eq!(within(&dossier, &[NodeIndex::new(99)], 3), HashMap::new());
        assert_eq!(within(&dossier, &[], 3), HashMap::new());
        let not_b = within_where(&dossier, &[index("a")], 9, |_, other| other != index("b"));
        assert!(!not_b.contains_key(&index("b")) && not_b[&index("c")] == 2);
    }
}
