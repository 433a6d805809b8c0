//! What is taken from a service of FollowTheMoney: each entity once, with the ties that were picked and no others, and which
//! data set says what of it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::super::super::client::Client;
use super::super::super::offer::{Direction, Picks};
use super::super::super::taking::{Entities, Record, Says};
use super::entity::Entity;
use super::model::{Link, edge_of, is_reference};
use super::service::Service;
use super::{FollowTheMoney, id_of};
use crate::dossier::exchange::Failure;

/// Most entities that are taken at once: each is a request.
const MOST_TAKEN: usize = 500;
/// Most entities of which statements are asked for: each is a request, too.
const MOST_STATED: usize = 25;
/// Most statements about single fields of a record that become claims.
const MOST_SAID: usize = 40;

/// How many requests that takes at most: each entity is one, but yente gives the ends of an edge with it. There the first
/// ones are another each, for who says what of them, beside the list of data sets.
pub(super) fn requests(service: Service, picks: &Picks) -> usize {
    let edges: BTreeSet<&String> = picks.ties.iter().filter_map(|tie| tie.statement.as_ref()).collect();
    let entities = (picks.all_things().len() + edges.len()).min(MOST_TAKEN);
    match service {
        Service::Yente => {
            let of_edges = picks.ties.iter().filter(|tie| tie.statement.is_some());
            let given: BTreeSet<&String> = of_edges.flat_map(|tie| std::iter::once(&tie.from).chain(&tie.to)).collect();
            entities.saturating_sub(given.len()).max(1) + entities.min(MOST_STATED) + 1
        }
        Service::Aleph => entities,
    }
}

/// All that is to be known of what is taken.
pub(super) fn facts(profile: &FollowTheMoney, client: &Client<'_>, picks: &Picks) -> Result<Entities, Failure> {
    let mut wanted: BTreeSet<String> = BTreeSet::new();
    let mut edges: BTreeSet<String> = BTreeSet::new();
    for iri in picks.ties.iter().filter_map(|tie| tie.statement.as_ref()) {
        edges.insert(id_of(iri)?);
    }
    for iri in &picks.all_things() {
        wanted.insert(id_of(iri)?);
    }
    wanted.extend(edges.iter().cloned());
    if wanted.len() > MOST_TAKEN {
        client.missing(format!("entities beyond the first {MOST_TAKEN}: take fewer at once"));
    }
    let mut found: BTreeMap<String, Entity> = BTreeMap::new();
    let mut now: BTreeMap<String, String> = BTreeMap::new();
    let wanted: BTreeSet<String> = wanted.into_iter().take(MOST_TAKEN).collect();
    // Edges first: the ends that come with them need not be asked for.
    let (first, last): (Vec<&String>, Vec<&String>) = wanted.iter().partition(|id| edges.contains(*id));
    for id in first.into_iter().chain(last) {
        if now.contains_key(id) {
            continue;
        }
        let answer = if edges.contains(id) { profile.0.edge(client, id)? } else { profile.0.entity(client, id)? };
        let Some((entity, nested)) = answer else { continue };
        if entity.id != *id {
            client.missing(format!("{id}: the server calls it {} now", entity.id));
        }
        let ends = edge_of(&entity.schema).map(|edge| [edge.from.property, edge.to.property]);
        let is_end = |other: &Entity| ends.iter().flatten().any(|end| entity.all(end).contains(&other.id));
        for other in nested.into_iter().filter(|other| wanted.contains(&other.id) && is_end(other)) {
            now.insert(other.id.clone(), other.id.clone());
            found.entry(other.id.clone()).or_insert(other);
        }
        now.insert(id.clone(), entity.id.clone());
        found.insert(entity.id.clone(), entity);
    }
    let ends = ties(picks, &now)?;
    let mut entities = Entities { datasets: datasets(profile, client)?, records: Vec::new() };
    let mut stated = true;
    for (number, (id, entity)) in found.into_iter().enumerate() {
        let statements = match stated && number < MOST_STATED {
            true => profile.0.statements(client, &id)?,
            false => None,
        };
        stated &= statements.is_some();
        let says = says(&entity, statements.as_deref());
        let mut properties = entity.properties;
        properties.retain(|property, _| !is_reference(&entity.schema, property));
        let edge = edge_of(&entity.schema);
        if let Some(edge) = edge {
            properties.retain(|property, _| property != edge.from.property && property != edge.to.property);
        }
        let mut references = Vec::new();
        for End { property, iri, other, .. } in ends.iter().filter(|end| end.of == id) {
            let values = properties.entry(property.clone()).or_default();
            if !values.contains(other) {
                values.push(other.clone());
            }
            references.extend(iri.clone().map(|iri| (iri, other.clone())));
        }
        let iri = profile.0.iri(client, &id);
        let (schema, caption) = (entity.schema, entity.caption);
        entities.records.push(Record {
            iri,
            id,
            schema,
            caption,
            properties,
            is_edge: edge.is_some(),
            references,
            says,
        });
    }
    if !stated && profile.0 == Service::Yente {
        client
            .missing("who says which value: the server gives no statements, so data sets are cited for whole records");
    }
    entities.datasets.extend(client.collections.take());
    Ok(entities)
}

fn datasets(
    profile: &FollowTheMoney,
    client: &Client<'_>,
) -> Result<BTreeMap<String, (String, Option<String>)>, Failure> {
    match profile.0.datasets(client) {
        Ok((_, all)) => Ok(all.into_iter().collect()),
        Err(Failure::Cancelled) => Err(Failure::Cancelled),
        Err(Failure::Wrong(problem)) => {
            client.missing(format!("the titles of data sets: {}", problem.message));
            Ok(BTreeMap::new())
        }
    }
}

/// A value of a property that names another entity.
struct End {
    of: String,
    property: String,
    /// The IRI of the property; `None` where an edge has an end.
    iri: Option<String>,
    other: String,
}

/// The ends that were picked; `now` gives the ids that entities have by now.
fn ties(picks: &Picks, now: &BTreeMap<String, String>) -> Result<Vec<End>, Failure> {
    let mut out = Vec::new();
    let current = |iri: &str| Ok::<_, Failure>(now.get(&id_of(iri)?).cloned());
    for tie in &picks.ties {
        let (Some(link), Some(from)) = (Link::of_iri(&tie.property, Direction::Out), current(&tie.from)?) else {
            continue;
        };
        let Some(to) = tie.to.as_deref().map(current).transpose()?.flatten() else { continue };
        match (link, &tie.statement) {
            (Link::Edge(edge, _), Some(statement)) => {
                let Some(of) = current(statement)? else { continue };
                for (end, other) in [(&edge.from, from), (&edge.to, to)] {
                    out.push(End { of: of.clone(), property: end.property.to_owned(), iri: None, other });
                }
            }
            (Link::Edge(..), None) => {}
            (Link::Reference(reference, _), _) => {
                let (property, iri) = (reference.property.to_owned(), Some(tie.property.clone()));
                out.push(End { of: from, property, iri, other: to });
            }
        }
    }
    Ok(out)
}

/// Which data sets say what of an entity.
fn says(entity: &Entity, statements: Option<&[Value]>) -> Vec<Says> {
    let mut whole: BTreeMap<String, Says> = BTreeMap::new();
    for dataset in &entity.datasets {
        let said = Says { dataset: dataset.clone(), seen: entity.last_seen.clone(), ..Says::default() };
        whole.insert(dataset.clone(), said);
    }
    let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    let mut of_values: BTreeMap<(String, String), BTreeMap<String, Option<String>>> = BTreeMap::new();
    for statement in statements.unwrap_or_default() {
        let Some(dataset) = text(statement, "dataset") else { continue };
        let seen = text(statement, "last_seen");
        let first = Says { dataset: dataset.clone(), ..Says::default() };
        let said = whole.entry(dataset.clone()).or_insert(first);
        said.ids.extend(text(statement, "entity_id"));
        if let (Some(property), Some(value)) = (text(statement, "prop"), text(statement, "value"))
            && property != "id"
        {
            of_values.entry((property, value)).or_default().insert(dataset, seen);
        }
    }
    let mut out: Vec<Says> = whole.into_values().collect();
    let all = out.len();
    let mut single = Vec::new();
    for ((property, value), datasets) in of_values {
        // What all of them say is said of the whole record.
        if datasets.len() == all {
            continue;
        }
        for (dataset, seen) in datasets {
            let about = Some((property.clone(), value.clone()));
            single.push(Says { dataset, about, seen, ids: BTreeSet::new() });
        }
    }
    single.truncate(MOST_SAID);
    out.extend(single);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_all_data_sets_say_is_said_once_and_what_some_say_apart() {
        let entity = Entity { datasets: vec!["a".into(), "b".into()], ..Entity::default() };
        let statement = |dataset: &str, prop: &str, value: &str| {
            serde_json::json!({ "dataset": dataset, "prop": prop, "value": value, "entity_id": format!("{dataset}-1"),
                "last_seen": "2026-11-28T10:00:00" })
        };
        let all = [
            statement("a", "name", "Anna"),
            statement("b", "name", "Anna"),
            statement("a", "birthDate", "1970"),
            statement("b", "birthDate", "1971"),
            statement("a", "id", "x"),
        ];
        let said: Vec<_> =
            says(&entity, Some(&all)).into_iter().map(|says| (says.dataset, says.ids.len(), says.about)).collect();
        let about = |value: &str| Some(("birthDate".to_owned(), value.to_owned()));
        let expected = [("a", 1, None), ("b", 1, None), ("a", 0, about("1970")), ("b", 0, about("1971"))];
        assert_eq!(said, expected.map(|(dataset, ids, about)| (dataset.to_owned(), ids, about)));
        assert_eq!(says(&entity, None).len(), 2);
    }
}
