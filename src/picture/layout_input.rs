//! A dossier as layouts want it: plain arrays, one entry a node or an edge. Knows which part of a
//! dossier means what to a layout, and nothing of how layouts work.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::dossier::model::{Date, Day, Dossier, EdgeIndex, Entity, FieldValue, NodeIndex, Relation};
use crate::explore::communities::Communities;
use crate::explore::countries::Countries;
use crate::layout::{Choice, Grouping, Input, Layout, NO_GROUP, NodeBox, Options};
use crate::measure::{self, Edge, Network};
use crate::picture::scene::bodies::{Body, node_boxes};
use crate::progress::{Cancelled, Progress};
use crate::wording::capital;

/// The arrays of some entities, in their order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Arrays {
    /// Which entity each node is.
    pub(crate) entities: Vec<NodeIndex>,
    /// The room each node needs.
    pub(crate) boxes: Vec<NodeBox>,
    /// Relations between them, as pairs of node numbers.
    pub(crate) edges: Vec<(u32, u32)>,
    /// Strength of each relation, from 0.001 to 1000.
    pub(crate) weights: Vec<f32>,
    /// The group of each node as a number; of kinds: in order of the alphabet.
    pub(crate) groups: Vec<u32>,
    /// What the groups are called, by number.
    pub(crate) group_names: Vec<String>,
    /// How much each node matters by the measure that was asked for; empty where none was.
    pub(crate) measure: Vec<f32>,
    /// Earliest and latest time of each node, in years with a fraction: its own, else that of what it
    /// has to do with.
    pub(crate) spans: Vec<Option<(f32, f32)>>,
    /// Longitude and latitude in degrees: from the entity's own fields, else, of states, from the
    /// table that is built in.
    pub(crate) places: Vec<Option<(f32, f32)>>,
}

impl Arrays {
    /// Of the entities that these bodies stand for, in groups by what is said.
    pub(crate) fn new(dossier: &Dossier, bodies: &[Body], by: Grouping) -> Self {
        let entities: Vec<NodeIndex> = bodies.iter().map(|b| b.entity).collect();
        let number: HashMap<NodeIndex, u32> = entities.iter().enumerate().map(|(i, e)| (*e, i as u32)).collect();
        let mut arrays = Self { boxes: node_boxes(bodies), ..Self::default() };
        for (_, from, to, relation) in dossier.relations() {
            if let (Some(&a), Some(&b)) = (number.get(&from), number.get(&to)) {
                arrays.edges.push((a, b));
                arrays.weights.push(relation.weight.unwrap_or(1.0).clamp(1e-3, 1e3) as f32);
            }
        }
        arrays.spans = spans(dossier, &entities);
        arrays.places = entities.iter().map(|e| place(dossier.entity(*e)?)).collect();
        arrays.entities = entities;
        (arrays.groups, arrays.group_names) = match by {
            Grouping::Kind => by_kind(dossier, &arrays.entities),
            Grouping::Country => by_country(dossier, &arrays),
            Grouping::Community => by_community(dossier, &arrays),
        };
        arrays
    }

    /// Works out the measure that a layout goes by with these options, if it goes by one.
    ///
    /// # Errors
    /// [`Cancelled`] if asked to stop.
    pub(crate) fn measured(
        mut self,
        dossier: &Dossier,
        layout: &dyn Layout,
        options: &Options,
        progress: &Progress,
    ) -> Result<Self, Cancelled> {
        let goes_by = options.measure.filter(|_| layout.heeds(options).contains(&Choice::Measure));
        if let Some(measure) = goes_by.and_then(measure::named) {
            let network = Network::new(self.entities.len(), self.relations(dossier));
            self.measure = measure.ranks(&network, progress)?;
        }
        Ok(self)
    }

    /// The relations as measures want them; their weights do not count in layouts.
    fn relations(&self, dossier: &Dossier) -> Vec<Edge> {
        let number: HashMap<NodeIndex, u32> = self.entities.iter().enumerate().map(|(i, e)| (*e, i as u32)).collect();
        let edge = |(_, from, to, relation): (_, NodeIndex, NodeIndex, &Relation)| {
            let directed = dossier.vocabulary.relation_kind_or_neutral(&relation.kind).directed;
            Some(Edge { from: *number.get(&from)?, to: *number.get(&to)?, weight: 1.0, directed })
        };
        dossier.relations().filter_map(edge).collect()
    }

    /// As a layout's input; what is not about the dossier is left as it is by [`Input::new`].
    pub(crate) fn input(&self) -> Input<'_> {
        Input {
            weights: &self.weights,
            groups: &self.groups,
            group_names: &self.group_names,
            measure: &self.measure,
            spans: &self.spans,
            places: &self.places,
            ..Input::new(&self.boxes, &self.edges)
        }
    }
}

/// The group of each node, and what the groups are called.
type Groups = (Vec<u32>, Vec<String>);

/// The kind of each entity.
fn by_kind(dossier: &Dossier, entities: &[NodeIndex]) -> Groups {
    let kind = |e: &NodeIndex| dossier.entity(*e).map(|e| e.kind.as_str()).unwrap_or_default();
    let mut kinds: Vec<&str> = entities.iter().map(kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let groups = entities.iter().map(|e| kinds.binary_search(&kind(e)).unwrap_or(0) as u32).collect();
    let plural = |kind: &&str| capital(&dossier.vocabulary.entity_kind_or_neutral(kind).plural);
    (groups, kinds.iter().map(plural).collect())
}

/// Communities of these nodes by themselves.
fn by_community(dossier: &Dossier, arrays: &Arrays) -> Groups {
    let relations: Vec<EdgeIndex> = dossier.relations().map(|(at, ..)| at).collect();
    // Nobody holds this progress, so that nobody can cancel it.
    let found = Communities::among(dossier, &arrays.entities, &relations, &Progress::new()).unwrap_or_default();
    let groups = arrays.entities.iter().map(|at| found.of(*at).map_or(NO_GROUP, |place| place as u32)).collect();
    (groups, found.all.into_iter().map(|community| community.name).collect())
}

/// The state that each node is nearest to. What reaches none is in no group.
fn by_country(dossier: &Dossier, arrays: &Arrays) -> Groups {
    let countries = Countries::new(dossier, &arrays.entities, arrays.edges.iter().copied());
    (countries.of.into_iter().map(|state| state.unwrap_or(NO_GROUP)).collect(), countries.names)
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

/// Where an entity is, as longitude and latitude.
fn place(entity: &Entity) -> Option<(f32, f32)> {
    let number = |names: &[&str]| {
        let field = entity.fields.iter().find(|(key, _)| names.iter().any(|n| key.eq_ignore_ascii_case(n)));
        match &field?.1 {
            FieldValue::Number(number) => Some(*number as f32),
            FieldValue::Text(text) => text.trim().parse().ok(),
            FieldValue::Flag(_) | FieldValue::List(_) => None,
        }
    };
    if let (Some(latitude), Some(longitude)) = (number(&["latitude", "lat"]), number(&["longitude", "lon", "lng"])) {
        return Some((longitude, latitude));
    }
    if entity.kind != "state" {
        return None;
    }
    let names = std::iter::once(entity.name.as_str()).chain(entity.names.iter().map(|n| n.text.as_str()));
    names.filter_map(|name| states().get(&name.to_lowercase())).next().copied()
}

/// States by name and code in lower case. The table is part of the program: a line that cannot be
/// read is a fault of ours, and a test looks for it.
fn states() -> &'static HashMap<String, (f32, f32)> {
    static STATES: OnceLock<HashMap<String, (f32, f32)>> = OnceLock::new();
    STATES.get_or_init(|| {
        let mut out = HashMap::new();
        for line in include_str!("../../assets/map/states.csv").lines().skip(1) {
            let mut cells = line.split(',');
            if let (Some(code), Some(name), Some(Ok(latitude)), Some(Ok(longitude))) =
                (cells.next(), cells.next(), cells.next().map(str::parse), cells.next().map(str::parse))
            {
                out.insert(name.to_lowercase(), (longitude, latitude));
                out.insert(code.to_lowercase(), (longitude, latitude));
            }
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_of_states_is_read() {
        let lines = include_str!("../../assets/map/states.csv").lines().count() - 1;
        let mut seen: Vec<&String> = states().keys().collect();
        seen.dedup();
        assert_eq!(seen.len(), 2 * lines);
        assert!(states().values().all(|(lon, lat)| lon.abs() <= 180.0 && lat.abs() <= 90.0));
    }

    #[test]
    fn a_state_is_found_by_any_of_its_names_and_the_dossier_has_the_last_word() {
        let mut entity = Entity::new("x", "state", "Japan");
        assert_eq!(place(&entity), Some((139.7, 35.7)));
        entity.fields = vec![
            ("latitude".to_owned(), FieldValue::Number(1.0)),
            ("longitude".to_owned(), FieldValue::Text("2.5".to_owned())),
        ];
        assert_eq!(place(&entity), Some((2.5, 1.0)));
        assert_eq!(place(&Entity::new("x", "dialogue", "Japan")), None);
    }
}
