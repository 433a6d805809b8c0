//! Groups of entities that only the whole network tells: communities, what hangs together, what is nearest to a state. A group is
//! meant by any of its members, so that a question stays the same question when others are added. Counted over all of a
//! dossier, whatever is shown.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::columns::{Column, Value};
use crate::dossier::model::{Dossier, NodeIndex, Relation};
use crate::explore::states::nearest_states;
use crate::measure::{Edge, Network, Settings, named};
use crate::progress::Progress;

/// By what entities are in one group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum GroupBy {
    /// More relations among them than chance would give.
    Community,
    /// Some way leads from each to each.
    Component,
    /// The state that each is nearest to.
    Country,
}

impl GroupBy {
    pub(super) const ALL: [GroupBy; 3] = [GroupBy::Community, GroupBy::Component, GroupBy::Country];

    /// Those that take a while where the network is large.
    pub(crate) fn is_slow(self) -> bool {
        match self {
            GroupBy::Community => true,
            GroupBy::Component | GroupBy::Country => false,
        }
    }
}

/// In which group each entity is. A group goes by its leader: its state, else the one of it that has the most relations.
#[derive(Default)]
pub(super) struct Groups {
    /// By the index of an entity.
    leaders: Vec<Option<NodeIndex>>,
    /// How many are in the group of each leader.
    sizes: HashMap<NodeIndex, usize>,
}

impl Groups {
    pub(super) fn new(dossier: &Dossier, by: GroupBy) -> Groups {
        let entities: Vec<NodeIndex> = dossier.entities().map(|(at, _)| at).collect();
        let mut number = vec![0; entities.iter().map(|at| at.index() + 1).max().unwrap_or(0)];
        entities.iter().enumerate().for_each(|(place, at)| number[at.index()] = place as u32);
        let ends = |(from, to): (NodeIndex, NodeIndex)| (number[from.index()], number[to.index()]);
        let leaders: Vec<Option<usize>> = match by {
            GroupBy::Country => {
                let edges: Vec<(u32, u32)> = dossier.relations().map(|(_, from, to, _)| ends((from, to))).collect();
                nearest_states(dossier, &entities, &edges).into_iter().map(|at| at.map(|at| at as usize)).collect()
            }
            GroupBy::Community | GroupBy::Component => {
                let measure = if by == GroupBy::Community { "community" } else { "component" };
                let edge = |(_, from, to, relation): (_, NodeIndex, NodeIndex, &Relation)| {
                    let directed = dossier.vocabulary.relation_kind_or_neutral(&relation.kind).directed;
                    let (from, to) = ends((from, to));
                    Edge { from, to, weight: relation.weight.unwrap_or(1.0), directed }
                };
                let network = Network::new(entities.len(), dossier.relations().map(edge).collect());
                // Nobody holds this progress, so that nobody can cancel it.
                let found = named(measure).map(|m| m.measure(&network, &Settings::default(), &Progress::new()));
                let groups = found.and_then(Result::ok).map(|found| found.values).unwrap_or_default();
                led(dossier, &entities, &groups)
            }
        };
        let mut out = Groups { leaders: vec![None; number.len()], sizes: HashMap::new() };
        for (at, leader) in entities.iter().zip(&leaders) {
            let leader = leader.map(|leader| entities[leader]);
            out.leaders[at.index()] = leader;
            leader.into_iter().for_each(|leader| *out.sizes.entry(leader).or_default() += 1);
        }
        out
    }

    /// The leader of the group that an entity is in.
    pub(super) fn leader(&self, at: NodeIndex) -> Option<NodeIndex> {
        self.leaders.get(at.index()).copied().flatten()
    }

    /// How many are in the group of a leader.
    pub(super) fn size(&self, leader: NodeIndex) -> usize {
        self.sizes.get(&leader).copied().unwrap_or(0)
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

/// The leader of each group, for all in it, by numbers.
fn led(dossier: &Dossier, entities: &[NodeIndex], groups: &[Option<f64>]) -> Vec<Option<usize>> {
    let mut leader: HashMap<u64, (Reverse<usize>, usize)> = HashMap::new();
    for (at, group) in groups.iter().enumerate() {
        if let Some(group) = group {
            let me = (Reverse(dossier.degree(entities[at])), at);
            leader.entry(group.to_bits()).and_modify(|best| *best = (*best).min(me)).or_insert(me);
        }
    }
    groups.iter().map(|group| Some(leader.get(&(*group)?.to_bits())?.1)).collect()
}
