//! The neighbours of an entity by sort: of which kind they are, and by which kind of relation and in which direction they are
//! tied to it. So that one sees what would come before one asks for it. Nothing here knows what brings them in.

use std::collections::{BTreeMap, HashSet};

use petgraph::Direction;

use crate::dossier::model::{Dossier, NodeIndex};

/// So many neighbours come at once; of a hub one asks for more.
pub(crate) const AT_ONCE: usize = 20;

/// Which way a relation runs, seen from the entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Way {
    /// From it, or its kind has no direction.
    Out,
    In,
}

/// Some neighbours, those with most relations first; of equals the one that the author wrote first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Neighbours {
    /// Those that are not shown.
    pub(crate) hidden: Vec<NodeIndex>,
    /// Those that are.
    pub(crate) shown: Vec<NodeIndex>,
}

impl Neighbours {
    /// What comes where one asks for them: the next of those that are not shown.
    pub(crate) fn next(&self) -> &[NodeIndex] {
        &self.hidden[..self.hidden.len().min(AT_ONCE)]
    }
}

/// The neighbours of one kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct OfKind {
    pub(crate) kind: String,
    pub(crate) all: Neighbours,
    /// The same by kind of relation and direction, in the vocabulary's order.
    pub(crate) tied: Vec<(String, Way, Neighbours)>,
}

/// The neighbours of an entity.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Surroundings {
    pub(crate) all: Neighbours,
    /// The kind of which most are hidden first.
    pub(crate) kinds: Vec<OfKind>,
}

impl Surroundings {
    /// Those of an entity. `is_shown` says which are shown, `may_come` which could be.
    pub(crate) fn of(
        dossier: &Dossier,
        entity: NodeIndex,
        is_shown: impl Fn(NodeIndex) -> bool,
        may_come: impl Fn(NodeIndex) -> bool,
    ) -> Surroundings {
        let kinds = &dossier.vocabulary.relation_kinds;
        let mut tied: BTreeMap<(&str, usize, &str, Way), HashSet<NodeIndex>> = BTreeMap::new();
        for (edge, other, direction) in dossier.relations_of(entity) {
            let Some((relation, neighbour)) = dossier.relation(edge).zip(dossier.entity(other)) else { continue };
            if other == entity || !(is_shown(other) || may_come(other)) {
                continue;
            }
            let place = kinds.iter().position(|kind| kind.id == relation.kind);
            let is_directed = place.is_none_or(|at| kinds[at].directed);
            let way = if is_directed && direction == Direction::Incoming { Way::In } else { Way::Out };
            let key = (neighbour.kind.as_str(), place.unwrap_or(usize::MAX), relation.kind.as_str(), way);
            tied.entry(key).or_default().insert(other);
        }
        let sorted = |all: &HashSet<NodeIndex>| {
            let mut all: Vec<NodeIndex> = all.iter().copied().collect();
            all.sort_by_key(|at| (std::cmp::Reverse(dossier.degree(*at)), *at));
            let (shown, hidden) = all.into_iter().partition(|at| is_shown(*at));
            Neighbours { hidden, shown }
        };
        let mut by_kind: BTreeMap<&str, (HashSet<NodeIndex>, OfKind)> = BTreeMap::new();
        for ((kind, _, relation, way), neighbours) in &tied {
            let (all, of_kind) = by_kind.entry(kind).or_default();
            all.extend(neighbours);
            of_kind.tied.push(((*relation).to_owned(), *way, sorted(neighbours)));
        }
        let everyone: HashSet<NodeIndex> = tied.into_values().flatten().collect();
        let of_kind = |(kind, (all, of_kind)): (&str, (HashSet<NodeIndex>, OfKind))| OfKind {
            kind: kind.to_owned(),
            all: sorted(&all),
            ..of_kind
        };
        let mut kinds: Vec<OfKind> = by_kind.into_iter().map(of_kind).collect();
        kinds.sort_by_key(|kind| std::cmp::Reverse(kind.all.hidden.len()));
        Surroundings { all: sorted(&everyone), kinds }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::model::{Entity, Relation, RelationKind, Vocabulary};

    fn dossier() -> Dossier {
        let mut vocabulary = Vocabulary::default();
        vocabulary.set_relation_kind(RelationKind { directed: false, ..vocabulary.relation_kind_or_neutral("with") });
        let mut dossier = Dossier::new(vocabulary);
        for (id, kind) in [("hub", "state"), ("a", "meeting"), ("b", "meeting"), ("c", "state"), ("far", "state")] {
            dossier.add_entity(Entity::new(id, kind, id)).unwrap();
        }
        let ties = [("hub", "hosts", "a"), ("b", "in", "hub"), ("hub", "hosts", "b"), ("c", "with", "hub")];
        for (from, kind, to) in ties.into_iter().chain([("b", "in", "far"), ("hub", "in", "hub"), ("c", "with", "hub")])
        {
            dossier.add_relation(Relation::new(from, kind, to)).unwrap();
        }
        dossier
    }

    fn told(dossier: &Dossier, neighbours: &Neighbours) -> Vec<String> {
        let id = |at: &NodeIndex| dossier.entity(*at).unwrap().id.to_string();
        neighbours.hidden.iter().map(id).chain(neighbours.shown.iter().map(|at| format!("{} shown", id(at)))).collect()
    }

    #[test]
    fn neighbours_are_counted_once_by_kind_relation_and_direction() {
        let dossier = dossier();
        let at = |id: &str| dossier.entity_index(id).unwrap();
        let found = Surroundings::of(&dossier, at("hub"), |index| index == at("a"), |_| true);
        assert_eq!(told(&dossier, &found.all), ["b", "c", "a shown"], "the best tied first, itself never");
        let kinds: Vec<(&str, Vec<String>)> =
            found.kinds.iter().map(|of| (of.kind.as_str(), told(&dossier, &of.all))).collect();
        assert_eq!(kinds[0], ("meeting", vec!["b".to_owned(), "a shown".to_owned()]));
        assert_eq!(kinds[1], ("state", vec!["c".to_owned()]));
        let tied: Vec<(&str, Way, usize)> = found.kinds[0]
            .tied
            .iter()
            .map(|(relation, way, all)| (relation.as_str(), *way, all.hidden.len() + all.shown.len()))
            .collect();
        assert_eq!(tied, [("hosts", Way::Out, 2), ("in", Way::In, 1)]);
        assert_eq!(found.kinds[1].tied[0].1, Way::Out, "what has no direction points nowhere");
    }

    #[test]
    fn what_may_not_come_is_not_counted_and_hubs_come_in_parts() {
        let mut dossier = dossier();
        for number in 0..AT_ONCE + 3 {
            let id = format!("m{number}");
            dossier.add_entity(Entity::new(id.as_str(), "meeting", id.as_str())).unwrap();
            dossier.add_relation(Relation::new("hub", "hosts", id.as_str())).unwrap();
        }
        let hub = dossier.entity_index("hub").unwrap();
        let found = Surroundings::of(&dossier, hub, |_| false, |_| true);
        assert_eq!(found.kinds[0].all.hidden.len(), AT_ONCE + 5);
        assert_eq!(found.kinds[0].all.next().len(), AT_ONCE);
        assert_eq!(found.all.next(), &found.all.hidden[..AT_ONCE]);
        let is_state = |at: NodeIndex| dossier.entity(at).unwrap().kind == "state";
        let found = Surroundings::of(&dossier, hub, |_| false, is_state);
        assert_eq!((found.kinds.len(), found.all.hidden.len()), (1, 1));
    }
}
