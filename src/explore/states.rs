//! Which state each entity is nearest to, counted in relations: for areas of a layout, and for questions by country. Nothing
//! here knows how either shows it.

use crate::dossier::model::{Dossier, NodeIndex};

/// The kind of entity that countries are.
const STATE: &str = "state";

/// For each of the entities the one of them, by number, that is the nearest state. Of two states that are as near, the one
/// that more of what lies between leads to, then the first. What reaches no state has none. Edges are pairs of numbers of
/// `entities`.
pub(crate) fn nearest_states(dossier: &Dossier, entities: &[NodeIndex], edges: &[(u32, u32)]) -> Vec<Option<u32>> {
    let mut near: Vec<Vec<u32>> = vec![Vec::new(); entities.len()];
    for &(a, b) in edges.iter().filter(|(a, b)| a != b) {
        near[a as usize].push(b);
        near[b as usize].push(a);
    }
    let is_state = |v: &usize| dossier.entity(entities[*v]).is_some_and(|e| e.kind == STATE);
    let mut rim: Vec<usize> = (0..entities.len()).filter(is_state).collect();
    let mut nearest: Vec<Option<u32>> = vec![None; entities.len()];
    rim.iter().for_each(|&v| nearest[v] = Some(v as u32));
    while !rim.is_empty() {
        let mut reached: Vec<usize> =
            rim.iter().flat_map(|&v| &near[v]).map(|&u| u as usize).filter(|&u| nearest[u].is_none()).collect();
        reached.sort_unstable();
        reached.dedup();
        let chosen: Vec<Option<u32>> = reached
            .iter()
            .map(|&v| {
                let mut votes: Vec<u32> = near[v].iter().filter_map(|&u| nearest[u as usize]).collect();
                votes.sort_unstable();
                let most = votes.chunk_by(|a, b| a == b).map(|same| (same.len(), std::cmp::Reverse(same[0]))).max();
                most.map(|(_, state)| state.0)
            })
            .collect();
        reached.iter().zip(chosen).for_each(|(&v, state)| nearest[v] = state);
        rim = reached;
    }
    nearest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::model::{Entity, Vocabulary};

    #[test]
    fn the_nearer_state_counts_then_the_one_that_more_leads_to_then_the_first() {
        let mut dossier = Dossier::new(Vocabulary::default());
        let kinds = ["state", "state", "person", "person", "person", "person", "group", "person"];
        let entities: Vec<NodeIndex> = kinds
            .iter()
            .enumerate()
            .map(|(at, kind)| dossier.add_entity(Entity::new(format!("e{at}").as_str(), *kind, "x")).unwrap())
            .collect();
        // 2 is beside both states, 3 and 4 beside the second, 6 reaches the first by 2 and the second by 3 and 4.
        let edges = [(0, 2), (1, 2), (1, 3), (1, 4), (2, 6), (3, 6), (6, 4), (5, 5)];
        let nearest = nearest_states(&dossier, &entities, &edges);
        assert_eq!(nearest, [Some(0), Some(1), Some(0), Some(1), Some(1), None, Some(1), None]);
    }
}
