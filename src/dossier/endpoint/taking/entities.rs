//! Entities of FollowTheMoney as a service gave them become a dossier: they are read by the exchange as a file of them is, one
//! a line, and each record gets the claims of the service and of the data sets that it cites.

use std::collections::{BTreeSet, HashMap};

use serde_json::json;

use super::super::client::Endpoint;
use super::super::transport::written;
use super::material::{Entities, Record, Says};
use super::sources::SourceBook;
use super::{IRI, PROPERTY, STATEMENT, WIKIDATA};
use crate::dossier::edit::quick_entry::free_id;
use crate::dossier::exchange::{self, At, Failure, Input, Told, Witness};
use crate::dossier::model::{Claim, Date, Day, Dossier, EntityId, FieldValue, Relation, Source, SourceId, Vocabulary};
use crate::dossier::ron_text::built_in_vocabulary;
use crate::progress::Progress;

/// The dossier as it is offered, and what was guessed or left out.
pub(super) fn dossier(
    endpoint: &Endpoint,
    entities: &Entities,
    day: Day,
    progress: &Progress,
) -> Result<(Dossier, Vec<String>), Failure> {
    let line = |record: &Record| {
        let Record { id, schema, properties, .. } = record;
        // What a service would show of an edge is its schema.
        let caption = if record.is_edge { "" } else { &record.caption };
        let mut line = json!({ "id": id, "schema": schema, "properties": properties });
        if let Some(members) = line.as_object_mut().filter(|_| !caption.is_empty()) {
            members.insert("caption".to_owned(), caption.into());
        }
        format!("{line}\n")
    };
    let text: String = entities.records.iter().map(line).collect();
    let input = Input { name: &endpoint.name, bytes: text.as_bytes() };
    let mut read = exchange::read_entities(&input, progress)?;
    let mut book = SourceBook::new(endpoint.source(Some(day)));
    let seen = Date::parse(&written(day)).ok();
    let claims: Vec<Vec<Claim>> =
        entities.records.iter().map(|record| claims_of(endpoint, entities, record, &mut book, seen.as_ref())).collect();
    let of =
        |at: At| (at.number as usize).checked_sub(1).and_then(|number| claims.get(number)).cloned().unwrap_or_default();
    let claims = |_: Told, at: At| of(at);
    let service = book.endpoint();
    let witness = Witness { title: endpoint.name.clone(), sources: book.into_sources(), claims: &claims };
    let vocabulary = Vocabulary::clone(built_in_vocabulary());
    let dossier = exchange::witnessed(&mut read, witness, vocabulary, progress)?;
    let notes = super::notes(&read.report);
    Ok((finish(&dossier, entities, &service), notes))
}

/// The service itself, and the data sets that it cites.
fn claims_of(
    endpoint: &Endpoint,
    entities: &Entities,
    record: &Record,
    book: &mut SourceBook,
    seen: Option<&Date>,
) -> Vec<Claim> {
    let itself = Claim { at: Some(record.id.clone()), seen: seen.cloned(), ..Claim::stated(book.endpoint()) };
    let mut out = vec![itself];
    for Says { dataset, ids, about, seen } in &record.says {
        let (title, url) = entities.datasets.get(dataset).cloned().unwrap_or_else(|| (dataset.clone(), None));
        let mut source = Source::new("");
        (source.title, source.url) = (Some(title), url);
        let value = about.as_ref().map_or_else(String::new, |(_, value)| format!("“{value}”; "));
        let at: Vec<&str> = ids.iter().map(String::as_str).collect();
        out.push(Claim {
            at: Some(at.join(", ")).filter(|at| !at.is_empty()),
            about: about.as_ref().map(|(property, _)| property.clone()),
            seen: seen.as_deref().and_then(|text| Date::parse(text.get(..10)?).ok()),
            note: Some(format!("{value}as cited by {}, not read by us", endpoint.name)),
            ..Claim::stated(book.put(source))
        });
    }
    out
}

/// Gives records the ids and fields of a dossier.
fn finish(read: &Dossier, entities: &Entities, service: &SourceId) -> Dossier {
    let records: HashMap<&str, &Record> = entities.records.iter().map(|record| (record.id.as_str(), record)).collect();
    let at = |claims: &[Claim]| claims.iter().find(|claim| claim.source == *service).and_then(|claim| claim.at.clone());
    let mut out = Dossier::new(read.vocabulary.clone());
    out.title.clone_from(&read.title);
    out.sources.clone_from(&read.sources);
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut ids: HashMap<EntityId, (EntityId, &str)> = HashMap::new();
    for (_, entity) in read.entities() {
        let Some(record) = at(&entity.claims).and_then(|id| records.get(id.as_str()).copied()) else { continue };
        let mut entity = entity.clone();
        let was = entity.id.clone();
        entity.fields.retain(|(key, _)| key != "id");
        if entity.name.trim().is_empty() || entity.name == record.id {
            entity.name = if record.caption.is_empty() { record.schema.clone() } else { record.caption.clone() };
        }
        entity.fields.insert(0, (IRI.to_owned(), FieldValue::Text(record.iri.clone())));
        if let Some(item) = wikidata(record) {
            entity.fields.retain(|(key, _)| key != "wikidataId");
            entity.fields.insert(0, (WIKIDATA.to_owned(), FieldValue::Text(item)));
        }
        if entity.summary.is_none() {
            entity.summary = entity.note.take();
        }
        about_fields(&mut entity.claims, &entity.fields, &entity.name, entity.when.is_some(), entity.summary.is_some());
        let id = free_id(&entity.name, |id| taken.contains(id));
        taken.insert(id.clone());
        entity.id = id.as_str().into();
        ids.insert(was, (entity.id.clone(), record.id.as_str()));
        let _ = out.add_entity(entity);
    }
    for (_, _, _, relation) in read.relations() {
        let Some(record) = at(&relation.claims).and_then(|id| records.get(id.as_str()).copied()) else { continue };
        let (Some((from, _)), Some((to, other))) = (ids.get(&relation.from), ids.get(&relation.to)) else { continue };
        let mut relation: Relation = relation.clone();
        (relation.from, relation.to) = (from.clone(), to.clone());
        (relation.id, relation.id_given) = (crate::dossier::model::RelationId::default(), false);
        relation.fields.retain(|(key, _)| key != "id");
        let field = if record.is_edge {
            Some((STATEMENT, record.iri.clone()))
        } else {
            // What is said of an entity as a whole says of its properties no more than that.
            relation.claims.retain(|claim| claim.about.is_none());
            let property = record.references.iter().find(|(_, named)| named == other);
            property.map(|(property, _)| (PROPERTY, property.clone()))
        };
        if let Some((key, value)) = field {
            relation.fields.insert(0, (key.to_owned(), FieldValue::Text(value)));
        }
        about_fields(&mut relation.claims, &relation.fields, "", relation.when.is_some(), relation.note.is_some());
        let _ = out.add_relation(relation);
    }
    out
}

/// The item of Wikidata that an entity is, where it says so.
fn wikidata(record: &Record) -> Option<String> {
    let is_item =
        |id: &str| id.strip_prefix('Q').is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
    let said = record.properties.get("wikidataId").map(Vec::as_slice).unwrap_or_default();
    match said {
        [only] if is_item(only) => Some(only.clone()),
        [] if is_item(&record.id) => Some(record.id.clone()),
        _ => None,
    }
}

/// Says which field of a record each claim is about; claims about what is no field are left out.
fn about_fields(claims: &mut Vec<Claim>, fields: &[(String, FieldValue)], name: &str, dated: bool, noted: bool) {
    claims.retain_mut(|claim| {
        let Some(property) = claim.about.take() else { return true };
        let said = claim.note.as_deref().unwrap_or_default();
        let is_name = || !name.is_empty() && said.starts_with(&format!("“{name}”"));
        claim.about = match property.as_str() {
            "name" => is_name().then(|| "name".to_owned()),
            "startDate" | "endDate" | "date" => dated.then(|| "when".to_owned()),
            "summary" | "description" | "notes" => {
                noted.then(|| if name.is_empty() { "note" } else { "summary" }.to_owned())
            }
            other => fields.iter().any(|(key, _)| key == other).then(|| format!("fields.{other}")),
        };
        claim.about.is_some()
    });
}
