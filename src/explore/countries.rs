//! Which country everything belongs to: that of the nearest state, counted in relations. Knows neither areas nor communities,
//! which are named and drawn by it.

use crate::dossier::model::{Dossier, NodeIndex};

/// Entities by country.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Countries {
    /// The state of each entity, a place in `names`; `None` where no way leads to one.
    pub(crate) of: Vec<Option<u32>>,
    /// What the states are called.
    pub(crate) names: Vec<String>,
    /// The states, as places among the entities.
    pub(crate) states: Vec<u32>,
}

impl Countries {
    /// The state that each of these is nearest to; of two that are as near, the one that more of what lies between leads to, then
    /// the first. Edges join entities by their places.
    pub(crate) fn new(dossier: &Dossier, entities: &[NodeIndex], edges: impl Iterator<Item = (u32, u32)>) -> Self {
        let count = entities.len();
        let mut near: Vec<Vec<u32>> = vec![Vec::new(); count];
        for (a, b) in edges.filter(|(a, b)| a != b) {
            near[a as usize].push(b);
            near[b as usize].push(a);
        }
        let is_state = |v: &usize| dossier.entity(entities[*v]).is_some_and(|e| e.kind == "state");
        let mut edge: Vec<usize> = (0..count).filter(is_state).collect();
        let mut of: Vec<Option<u32>> = vec![None; count];
        edge.iter().enumerate().for_each(|(state, &v)| of[v] = Some(state as u32));
        let names = edge.iter().filter_map(|&v| dossier.entity(entities[v])).map(|e| e.label().to_owned()).collect();
        let states = edge.iter().map(|&v| v as u32).collect();
        while !edge.is_empty() {
            let mut reached: Vec<usize> =
                edge.iter().flat_map(|&v| &near[v]).map(|&u| u as usize).filter(|&u| of[u].is_none()).collect();
            reached.sort_unstable();
            reached.dedup();
            let chosen: Vec<Option<u32>> = reached.iter().map(|&v| most_frequent(&near[v], &of)).collect();
            reached.iter().zip(chosen).for_each(|(&v, state)| of[v] = state);
            edge = reached;
        }
        Countries { of, names, states }
    }
}

/// The state that most of these have; of several the first.
fn most_frequent(near: &[u32], of: &[Option<u32>]) -> Option<u32> {
    let mut votes: Vec<u32> = near.iter().filter_map(|&u| of[u as usize]).collect();
    votes.sort_unstable();
    let most = votes.chunk_by(|a, b| a == b).map(|same| (same.len(), std::cmp::Reverse(same[0]))).max();
    most.map(|(_, state)| state.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::model::{Entity, Vocabulary};

    #[test]
    fn the_nearest_state_is_ones_country() {
        let mut dossier = Dossier::new(Vocabulary::default());
        let kinds = ["state", "person", "person", "state", "person", "person"];
        let entities: Vec<NodeIndex> = kinds
            .iter()
            .enumerate()
            .map(|(n, kind)| dossier.add_entity(Entity::new(format!("e{n}").as_str(), *kind, "E")).unwrap())
            .collect();
        // 0 – 1 – 2 – 3, with 4 beside both 1 and 2, and 5 alone.
        let edges = [(0, 1), (1, 2), (2, 3), (4, 2), (4, 1), (3, 3)];
        let countries = Countries::new(&dossier, &entities, edges.into_iter());
        assert_eq!(countries.of, [Some(0), Some(0), Some(1), Some(1), Some(0), None]);
        assert_eq!((countries.names.len(), countries.states), (2, vec![0, 3]));
        assert_eq!(Countries::new(&dossier, &[], std::iter::empty()), Countries::default());
    }
}
