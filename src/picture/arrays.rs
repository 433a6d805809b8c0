//! A dossier as layouts want it: plain arrays, one entry a node or an edge. Knows which part of a
//! dossier means what to a layout, and nothing of how layouts work.

use std::collections::HashMap;

use crate::dossier::model::{Date, Day, Dossier, NodeIndex};
use crate::picture::layout::{Input, NodeBox};
use crate::picture::scene::bodies::Body;

/// The arrays of some entities, in their order.
#[derive(Clone, Debug, Default)]
pub struct Arrays {
    /// Which entity each node is.
    pub entities: Vec<NodeIndex>,
    /// The room each node needs.
    pub boxes: Vec<NodeBox>,
    /// Relations between them, as pairs of node numbers.
    pub edges: Vec<(u32, u32)>,
    /// Strength of each relation, from 0.001 to 1000.
    pub weights: Vec<f32>,
    /// The kind of each node as a number: the kinds in order of the alphabet.
    pub groups: Vec<u32>,
    /// Earliest and latest time of each node, in years with a fraction: its own, else that of what it
    /// has to do with.
    pub spans: Vec<Option<(f32, f32)>>,
}

impl Arrays {
    /// Of the entities that these bodies stand for.
    pub fn new(dossier: &Dossier, bodies: &[Body]) -> Self {
        let entities: Vec<NodeIndex> = bodies.iter().map(|b| b.entity).collect();
        let number: HashMap<NodeIndex, u32> = entities.iter().enumerate().map(|(i, e)| (*e, i as u32)).collect();
        let mut arrays = Self { boxes: bodies.iter().map(Body::node_box).collect(), ..Self::default() };
        for (_, from, to, relation) in dossier.relations() {
            if let (Some(&a), Some(&b)) = (number.get(&from), number.get(&to)) {
                arrays.edges.push((a, b));
                arrays.weights.push(relation.weight.unwrap_or(1.0).clamp(1e-3, 1e3) as f32);
            }
        }
        let kind = |e: &NodeIndex| dossier.entity(*e).map(|e| e.kind.as_str()).unwrap_or_default();
        let mut kinds: Vec<&str> = entities.iter().map(kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        arrays.groups = entities.iter().map(|e| kinds.binary_search(&kind(e)).unwrap_or(0) as u32).collect();
        arrays.spans = spans(dossier, &entities);
        arrays.entities = entities;
        arrays
    }

    /// As a layout's input; what is not about the dossier is left as it is by [`Input::new`].
    pub fn input(&self) -> Input<'_> {
        Input {
            weights: &self.weights,
            groups: &self.groups,
            spans: &self.spans,
            ..Input::new(&self.boxes, &self.edges)
        }
    }
}

/// When each entity is: its own date, else the span of its relations' dates.
fn spans(dossier: &Dossier, entities: &[NodeIndex]) -> Vec<Option<(f32, f32)>> {
    let year = |day: Day| {
        let (year, month, date) = day.ymd();
        year as f32 + (month as f32 - 1.0) / 12.0 + (date as f32 - 1.0) / 372.0
    };
    let span = |date: &Date| {
        let (from, to) = (date.earliest(), date.latest());
        Some((year(from.or(to)?), year(to.or(from)?)))
    };
    let mut related: HashMap<NodeIndex, (f32, f32)> = HashMap::new();
    for (_, from, to, relation) in dossier.relations() {
        if let Some((low, high)) = relation.when.as_ref().and_then(|w| span(&w.date)) {
            for end in [from, to] {
                let known = related.entry(end).or_insert((low, high));
                *known = (known.0.min(low), known.1.max(high));
            }
        }
    }
    let own = |e: &NodeIndex| dossier.entity(*e).and_then(|e| e.when.as_ref()).and_then(|w| span(&w.date));
    entities.iter().map(|e| own(e).or_else(|| related.get(e).copied())).collect()
}
