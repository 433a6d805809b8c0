//! How entities hang together: who is within so many steps, on a shortest path, a neighbour of all. Knows no query.

use fixedbitset::FixedBitSet;
use petgraph::Direction;

use super::index::Index;
use super::syntax::{Steps, Way};
use crate::dossier::model::{Dossier, NodeIndex};

/// The network of a dossier.
#[derive(Clone, Copy)]
pub(super) struct Network<'a> {
    pub(super) dossier: &'a Dossier,
    pub(super) index: &'a Index,
}

impl Network<'_> {
    fn neighbours(&self, at: usize, way: Way, mut see: impl FnMut(usize)) {
        let graph = self.dossier.graph();
        let node = NodeIndex::new(at);
        if way != Way::In {
            graph.neighbors_directed(node, Direction::Outgoing).for_each(|other| see(other.index()));
        }
        if way != Way::Out {
            graph.neighbors_directed(node, Direction::Incoming).for_each(|other| see(other.index()));
        }
    }

    /// Those within so many steps, and those from whom they are counted.
    pub(super) fn within(&self, from: &FixedBitSet, steps: Steps) -> FixedBitSet {
        let mut reached = from.clone();
        reached.grow(self.index.entities.len());
        let mut rim: Vec<usize> = from.ones().collect();
        for _ in 0..steps.most {
            let mut next = Vec::new();
            for at in rim {
                self.neighbours(at, steps.way, |other| {
                    if !reached.put(other) {
                        next.push(other);
                    }
                });
            }
            if next.is_empty() {
                break;
            }
            rim = next;
        }
        reached
    }

    /// Those with a relation to each of several, whichever way it points.
    pub(super) fn common(&self, of: &[FixedBitSet]) -> FixedBitSet {
        let mut all = self.index.entities.clone();
        for set in of {
            let mut tied = FixedBitSet::with_capacity(self.index.entities.len());
            set.ones().for_each(|at| self.neighbours(at, Way::Any, |other| tied.insert(other)));
            all.intersect_with(&tied);
        }
        all
    }

    /// Entities and relations on any shortest path from one to the other, whichever way relations point.
    pub(super) fn shortest(&self, from: &FixedBitSet, to: &FixedBitSet) -> (FixedBitSet, FixedBitSet) {
        let (there, back) = (self.distances(from), self.distances(to));
        let mut entities = FixedBitSet::with_capacity(self.index.entities.len());
        let mut relations = FixedBitSet::with_capacity(self.index.relations.len());
        let sum = |a: usize, b: usize| Some(there[a]?.saturating_add(back[b]?));
        let Some(least) = self.index.entities.ones().filter_map(|at| sum(at, at)).min() else {
            return (entities, relations);
        };
        self.index.entities.ones().filter(|&at| sum(at, at) == Some(least)).for_each(|at| entities.insert(at));
        for at in self.index.relations.ones() {
            let (a, b) = (self.index.ends[at].0 as usize, self.index.ends[at].1 as usize);
            let is_on = |a, b| sum(a, b).is_some_and(|steps| steps + 1 == least);
            relations.set(at, is_on(a, b) || is_on(b, a));
        }
        (entities, relations)
    }

    fn distances(&self, from: &FixedBitSet) -> Vec<Option<u32>> {
        let mut distances = vec![None; self.index.entities.len()];
        let mut rim: Vec<usize> = from.ones().collect();
        rim.iter().for_each(|&at| distances[at] = Some(0));
        let mut steps = 0;
        while !rim.is_empty() {
            steps += 1;
            let mut next = Vec::new();
            for at in rim {
                self.neighbours(at, Way::Any, |other| {
                    if distances[other].is_none() {
                        distances[other] = Some(steps);
                        next.push(other);
                    }
                });
            }
            rim = next;
        }
        distances
    }
}
