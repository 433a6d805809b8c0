//! How entities hang together: who is within so many steps, on a shortest path, a neighbour of all. Knows no query.

use fixedbitset::FixedBitSet;

use super::index::Index;
use super::syntax::{Steps, Way};

/// A step from more than one in so many entities goes along the list of all relations, rather than from entity to entity.
const MANY: usize = 16;

/// The network of a dossier.
#[derive(Clone, Copy)]
pub(super) struct Network<'a> {
    pub(super) index: &'a Index,
}

impl Network<'_> {
    /// Shows those to whom a relation leads from some of these, each once or several times.
    fn neighbours(&self, from: &[u32], way: Way, mut see: impl FnMut(u32)) {
        let (out, into) = (way != Way::In, way != Way::Out);
        if from.len() > self.index.entities.len() / MANY {
            let mut is_from = FixedBitSet::with_capacity(self.index.entities.len());
            from.iter().for_each(|at| is_from.insert(*at as usize));
            for relation in self.index.relations.ones() {
                let (a, b) = self.index.ends[relation];
                if out && is_from.contains(a as usize) {
                    see(b);
                }
                if into && is_from.contains(b as usize) {
                    see(a);
                }
            }
            return;
        }
        let ties = self.index.ties();
        for at in from.iter().map(|at| *at as usize) {
            if out {
                ties.out(at).iter().for_each(|other| see(*other));
            }
            if into {
                ties.into(at).iter().for_each(|other| see(*other));
            }
        }
    }

    /// Shows who is reached first at each number of steps, from 0 on, until `go_on` says no or nobody new is reached.
    fn walk(&self, from: &FixedBitSet, way: Way, mut go_on: impl FnMut(u32, &[u32]) -> bool) {
        let mut reached = from.clone();
        reached.grow(self.index.entities.len());
        let mut rim: Vec<u32> = from.ones().map(|at| at as u32).collect();
        for steps in 0.. {
            if rim.is_empty() || !go_on(steps, &rim) {
                return;
            }
            let mut next = Vec::new();
            self.neighbours(&rim, way, |other| {
                if !reached.put(other as usize) {
                    next.push(other);
                }
            });
            rim = next;
        }
    }

    /// Those within so many steps, and those from whom they are counted.
    pub(super) fn within(&self, from: &FixedBitSet, steps: Steps) -> FixedBitSet {
        let mut reached = FixedBitSet::with_capacity(self.index.entities.len());
        self.walk(from, steps.way, |step, rim| {
            rim.iter().for_each(|at| reached.insert(*at as usize));
            step < steps.most
        });
        reached
    }

    /// Those with a relation to each of several, whichever way it points.
    pub(super) fn common(&self, of: &[FixedBitSet]) -> FixedBitSet {
        let mut all = self.index.entities.clone();
        for set in of {
            let mut tied = FixedBitSet::with_capacity(self.index.entities.len());
            let from: Vec<u32> = set.ones().map(|at| at as u32).collect();
            self.neighbours(&from, Way::Any, |other| tied.insert(other as usize));
            all.intersect_with(&tied);
        }
        all
    }

    /// Entities and relations on any shortest path from one to the other, whichever way relations point.
    pub(super) fn shortest(&self, from: &FixedBitSet, to: &FixedBitSet) -> (FixedBitSet, FixedBitSet) {
        let mut entities = FixedBitSet::with_capacity(self.index.entities.len());
        let mut relations = FixedBitSet::with_capacity(self.index.relations.len());
        // Steps to each entity, as far as the first of those who are sought; the largest number where that is farther.
        let mut there = vec![u32::MAX; self.index.entities.len()];
        let mut least = None;
        self.walk(from, Way::Any, |step, rim| {
            rim.iter().for_each(|at| there[*at as usize] = step);
            least = rim.iter().any(|at| to.contains(*at as usize)).then_some(step);
            least.is_none()
        });
        let Some(least) = least else { return (entities, relations) };
        // And back from them: what lies on a path is as far from one end as it lacks to the other.
        self.walk(to, Way::Any, |step, rim| {
            let is_on = |at: &&u32| there[**at as usize].saturating_add(step) == least;
            rim.iter().filter(is_on).for_each(|at| entities.insert(*at as usize));
            step < least
        });
        for at in self.index.relations.ones() {
            let (a, b) = (self.index.ends[at].0 as usize, self.index.ends[at].1 as usize);
            // Between two on such paths a relation is a step of one where their numbers differ by one.
            let is_on = entities.contains(a) && entities.contains(b) && there[a].abs_diff(there[b]) == 1;
            relations.set(at, is_on);
        }
        (entities, relations)
    }
}
