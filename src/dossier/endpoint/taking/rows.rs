//! Which records of what is offered the single ties became, and which things of a service a dossier has already: by their
//! identifiers alone. What is made of that is not known here.

use std::collections::{BTreeMap, HashMap};

use super::super::offer::{Tie, short};
use super::{PROPERTY, STATEMENT, WIKIDATA, identifiers};
use crate::dossier::model::{Dossier, EdgeIndex, EntityId, NodeIndex, Relation};

/// The things of services that the entities of a dossier are, by IRI. Of two that say they are the same the first counts.
pub(crate) fn known_things(dossier: &Dossier) -> BTreeMap<String, EntityId> {
    let mut out = BTreeMap::new();
    for (_, entity) in dossier.entities().filter(|(_, entity)| !entity.ghost) {
        for iri in identifiers(entity) {
            out.entry(iri).or_insert_with(|| entity.id.clone());
        }
    }
    out
}

/// The entity of a dossier that is a thing.
pub(crate) fn entity_of(dossier: &Dossier, iri: &str) -> Option<NodeIndex> {
    dossier.entities().find(|(_, entity)| identifiers(entity).any(|known| known == iri)).map(|(index, _)| index)
}

/// The relations that each tie became, by the number of the tie. One tie may be several, if it held at several times.
pub(crate) fn relations_of_ties(dossier: &Dossier, ties: &[Tie]) -> Vec<Vec<EdgeIndex>> {
    let mut by_statement: HashMap<&str, usize> = HashMap::new();
    let mut by_ends: HashMap<(&str, &str, &str), usize> = HashMap::new();
    for (number, tie) in ties.iter().enumerate() {
        match (&tie.statement, &tie.to) {
            (Some(statement), _) => {
                by_statement.insert(statement, number);
                by_statement.insert(short(statement), number);
            }
            (None, Some(to)) => {
                by_ends.insert((&tie.from, &tie.property, to), number);
            }
            (None, None) => {}
        }
    }
    let iris: HashMap<NodeIndex, Vec<String>> =
        dossier.entities().map(|(index, entity)| (index, identifiers(entity).collect())).collect();
    let field = |relation: &Relation, key: &str| {
        relation.fields.iter().find(|(known, _)| known == key).map(|(_, value)| value.text())
    };
    let mut out = vec![Vec::new(); ties.len()];
    for (index, from, to, relation) in dossier.relations() {
        let statement = field(relation, STATEMENT).or_else(|| field(relation, WIKIDATA));
        let number = match statement {
            Some(statement) => by_statement.get(statement.as_str()).copied(),
            None => {
                let property = field(relation, PROPERTY).unwrap_or_default();
                let of = |index| iris.get(&index).map(Vec::as_slice).unwrap_or_default();
                let pairs = of(from).iter().flat_map(|from| of(to).iter().map(move |to| (from, to)));
                // Some properties become relations that run the other way.
                let mut ways = pairs.flat_map(|(from, to)| [(from, to), (to, from)]);
                ways.find_map(|(from, to)| by_ends.get(&(from.as_str(), property.as_str(), to.as_str())).copied())
            }
        };
        if let Some(relations) = number.and_then(|number| out.get_mut(number)) {
            relations.push(index);
        }
    }
    out
}
