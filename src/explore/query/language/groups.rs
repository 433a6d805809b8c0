//! Groups of entities that only the whole network tells: communities, what hangs together, what is nearest to a state. A group is
//! meant by any of its members, so that a question stays the same question when others are added. Counted over all of a
//! dossier, whatever is shown.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::columns::{Column, Value};
use super::group_by::GroupBy;
use crate::dossier::model::{Dossier, Entity, NodeIndex};
use crate::explore::communities::Communities;
use crate::explore::countries::Countries;
use crate::progress::Progress;
use crate::wording::counted;

/// In which group each entity is. A group goes by its leader: its state, else the one of it that has the most relations.
#[derive(Default)]
pub(super) struct Groups {
    /// By the index of an entity.
    leaders: Vec<Option<NodeIndex>>,
    /// What the group of each leader is called.
    names: HashMap<NodeIndex, String>,
}

impl Groups {
    pub(super) fn new(dossier: &Dossier, by: GroupBy) -> Groups {
        match by {
            GroupBy::Community => Groups::communities(dossier),
            GroupBy::Component => Groups::components(dossier),
            GroupBy::Country => Groups::countries(dossier),
        }
    }

    fn communities(dossier: &Dossier) -> Groups {
        // Nobody holds this progress, so that nobody can cancel it.
        let found = Communities::of_whole(dossier, None, &Progress::new()).unwrap_or_default();
        let mut groups = Groups::default();
        for community in found.all {
            if let Some(leader) = community.members.first() {
                groups.add(&community.members, *leader, community.name);
            }
        }
        groups
    }

    fn components(dossier: &Dossier) -> Groups {
        let (mut groups, mut seen) = (Groups::default(), Vec::new());
        for (start, _) in dossier.entities() {
            seen.resize(seen.len().max(start.index() + 1), false);
            if std::mem::replace(&mut seen[start.index()], true) {
                continue;
            }
            let mut members = vec![start];
            let mut next = 0;
            while let Some(&at) = members.get(next) {
                for other in dossier.graph().neighbors_undirected(at) {
                    seen.resize(seen.len().max(other.index() + 1), false);
                    if !std::mem::replace(&mut seen[other.index()], true) {
                        members.push(other);
                    }
                }
                next += 1;
            }
            let leader = members.iter().copied().min_by_key(|at| (Reverse(dossier.degree(*at)), *at)).unwrap_or(start);
            let label = dossier.entity(leader).map(Entity::label).unwrap_or_default();
            let name = match members.len() - 1 {
                0 => label.to_owned(),
                others => format!("{label} and {}", counted(others, "other", "others")),
            };
            groups.add(&members, leader, name);
        }
        groups
    }

    fn countries(dossier: &Dossier) -> Groups {
        let entities: Vec<NodeIndex> = dossier.entities().map(|(at, _)| at).collect();
        let mut place = vec![0; entities.iter().map(|at| at.index() + 1).max().unwrap_or(0)];
        entities.iter().zip(0..).for_each(|(at, number)| place[at.index()] = number);
        let edges = dossier.relations().map(|(_, from, to, _)| (place[from.index()], place[to.index()]));
        let Countries { of, names, states } = Countries::new(dossier, &entities, edges);
        let leaders: Vec<NodeIndex> = states.iter().map(|state| entities[*state as usize]).collect();
        let mut groups = Groups::default();
        for (at, state) in entities.iter().zip(of) {
            if let Some(state) = state {
                groups.put(*at, leaders[state as usize]);
            }
        }
        groups.names = leaders.into_iter().zip(names).collect();
        groups
    }

    fn add(&mut self, members: &[NodeIndex], leader: NodeIndex, name: String) {
        members.iter().for_each(|at| self.put(*at, leader));
        self.names.insert(leader, name);
    }

    fn put(&mut self, at: NodeIndex, leader: NodeIndex) {
        if self.leaders.len() <= at.index() {
            self.leaders.resize(at.index() + 1, None);
        }
        self.leaders[at.index()] = Some(leader);
    }

    /// The leader of the group that an entity is in.
    pub(super) fn leader(&self, at: NodeIndex) -> Option<NodeIndex> {
        self.leaders.get(at.index()).copied().flatten()
    }

    /// What the group of a leader is called.
    pub(super) fn name(&self, leader: NodeIndex) -> Option<&str> {
        self.names.get(&leader).map(String::as_str)
    }

    /// What every entity says: the ID of its leader.
    pub(super) fn column(&self, dossier: &Dossier) -> Column {
        let mut numbers: HashMap<NodeIndex, u32> = HashMap::new();
        let (mut values, mut of) = (Vec::new(), Vec::new());
        for leader in &self.leaders {
            of.push(leader.and_then(|leader| {
                let id = dossier.entity(leader)?.id.to_string();
                Some(*numbers.entry(leader).or_insert_with(|| {
                    values.push(Value::Text(id));
                    values.len() as u32 - 1
                }))
            }));
        }
        Column::of_one_each(values, &of)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::dossier::document::{EXAMPLES, open_example};
    use crate::dossier::model::Attribute;
    use crate::explore::query::filter::Filter;
    use crate::measure::{Edge, Network, Settings, named};

    /// The members of each group, as sets that can be compared.
    fn sets(of: impl Iterator<Item = (NodeIndex, String)>) -> Vec<Vec<NodeIndex>> {
        let mut sets: BTreeMap<String, Vec<NodeIndex>> = BTreeMap::new();
        of.for_each(|(at, group)| sets.entry(group).or_default().push(at));
        let mut sets: Vec<Vec<NodeIndex>> = sets.into_values().collect();
        sets.iter_mut().for_each(|set| set.sort_unstable());
        sets.sort();
        sets
    }

    #[test]
    fn groups_are_those_that_measures_number() {
        let dossier = open_example(&EXAMPLES[0]).dossier;
        let shown = Filter::default().apply(&dossier);
        let entities = &shown.entities;
        let place = |at: NodeIndex| entities.iter().position(|other| *other == at).unwrap() as u32;
        let edge = |(_, from, to, _): (_, NodeIndex, NodeIndex, &_)| {
            let (from, to) = (place(from), place(to));
            Edge { from, to, weight: 1.0, directed: false }
        };
        for (by, measure) in [(GroupBy::Community, "community"), (GroupBy::Component, "component")] {
            assert!(Attribute::parse(measure).is_some(), "folds and colours have the same word");
            let network = Network::new(entities.len(), dossier.relations().map(edge).collect());
            let numbers = named(measure).unwrap().measure(&network, &Settings::default(), &Progress::new()).unwrap();
            let groups = Groups::new(&dossier, by);
            let led = entities.iter().map(|at| (*at, format!("{:?}", groups.leader(*at).unwrap())));
            let numbered = entities.iter().zip(numbers.values).map(|(at, number)| (*at, number.unwrap().to_string()));
            assert_eq!(sets(led), sets(numbered), "{measure}");
            assert!(entities.iter().all(|at| groups.name(groups.leader(*at).unwrap()).is_some()));
        }
    }

    #[test]
    fn a_state_leads_what_is_nearest_to_it() {
        let dossier = open_example(&EXAMPLES[0]).dossier;
        let groups = Groups::new(&dossier, GroupBy::Country);
        for (at, entity) in dossier.entities().filter(|(_, entity)| entity.kind == "state") {
            assert_eq!(groups.leader(at), Some(at));
            assert_eq!(groups.name(at), Some(entity.label()));
        }
    }
}
