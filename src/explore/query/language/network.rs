//! How entities hang together: who is within so many steps, on a shortest path, a neighbour of all. Knows no query.

use fixedbitset::FixedBitSet;

use super::index::Index;
use super::syntax::{Steps, Way};

/// The network of a dossier.
#[derive(Clone, Copy)]
pub(super) struct Network<'a> {
    pub(super) index: &'a Index,
}

impl Network<'_> {
    fn neighbours(&self, at: usize, way: Way, mut see: impl FnMut(usize)) {
        let ties = self.index.ties();
        if way != Way::In {
            ties.out(at).iter().for_each(|other| see(*other as usize));
        }
        if way != Way::Out {
            ties.into(at).iter().for_each(|other| see(*other as usize));
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
        let sum = |a: usize, b: usize| there[a].saturating_add(back[b]);
        let least = self.index.entities.ones().map(|at| sum(at, at)).min().unwrap_or(u32::MAX);
        if least == u32::MAX {
            return (entities, relations);
        }
        self.index.entities.ones().filter(|&at| sum(at, at) == least).for_each(|at| entities.insert(at));
        for at in self.index.relations.ones() {
            let (a, b) = (self.index.ends[at].0 as usize, self.index.ends[at].1 as usize);
            let is_on = |a, b| sum(a, b).saturating_add(1) == least;
            relations.set(at, is_on(a, b) || is_on(b, a));
        }
        (entities, relations)
    }

    /// Steps to each entity; the largest number where no way leads there.
    fn distances(&self, from: &FixedBitSet) -> Vec<u32> {
        let mut distances = vec![u32::MAX; self.index.entities.len()];
        let mut rim: Vec<usize> = from.ones().collect();
        rim.iter().for_each(|&at| distances[at] = 0);
        let mut steps = 0;
        while !rim.is_empty() {
            steps += 1;
            let mut next = Vec::new();
            for at in rim {
                self.neighbours(at, Way::Any, |other| {
                    if distances[other] == u32::MAX {
                        distances[other] = steps;
                        next.push(other);
                    }
                });
            }
            rim = next;
        }
        distances
    }
}
