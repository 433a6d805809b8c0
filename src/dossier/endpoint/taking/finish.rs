//! What the exchange cannot know when it reads statements: which name is in a person's language, which kind a class is,
//! what is known to be there but not by name, and under which fields a record is found again.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use oxrdf::Term;

use super::super::client::Endpoint;
use super::super::offer::short;
use super::evidence::Evidence;
use super::facts::Facts;
use super::{IRI, PROPERTY, STATEMENT, WIKIDATA, identifying_field};
use crate::dossier::edit::quick_entry::free_id;
use crate::dossier::model::{Dossier, Entity, EntityId, FieldValue, Name, NameRole, Relation};

/// The kind of what nothing is known of.
const NO_KIND: &str = "node";
const WIKIDATA_STATEMENT: &str = "http://www.wikidata.org/entity/statement/";
const LABELS: [&str; 3] = [
    "http://www.w3.org/2000/01/rdf-schema#label",
    "http://www.w3.org/2004/02/skos/core#prefLabel",
    "http://schema.org/name",
];

/// The dossier as it is offered.
pub(super) fn finish(read: &Dossier, endpoint: &Endpoint, facts: &Facts, evidence: &Evidence) -> Dossier {
    let labels = labels(endpoint, facts);
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut ids: HashMap<EntityId, EntityId> = HashMap::new();
    let mut entities = Vec::new();
    for (_, entity) in read.entities() {
        let mut entity = entity.clone();
        let was = entity.id.clone();
        let iri = take_field(&mut entity.fields, IRI);
        entity.id = named(&mut entity, iri.as_deref(), facts, &labels, &taken).as_str().into();
        taken.insert(entity.id.as_str().to_owned());
        ids.insert(was, entity.id.clone());
        entities.push(entity);
    }
    let relations: Vec<Relation> = read
        .relations()
        .filter_map(|(_, _, _, relation)| {
            let mut relation = relation.clone();
            (relation.from, relation.to) = (ids.get(&relation.from)?.clone(), ids.get(&relation.to)?.clone());
            // The id of a statement is too long a word for people: it is a field.
            (relation.id, relation.id_given) = (crate::dossier::model::RelationId::default(), false);
            take_field(&mut relation.fields, "id");
            let field = match evidence.statement_of(&relation.claims) {
                Some(statement) => match statement.strip_prefix(WIKIDATA_STATEMENT) {
                    Some(id) => Some((WIKIDATA, id)),
                    None => Some((STATEMENT, statement)),
                },
                None => evidence.property_of(&relation.claims).map(|property| (PROPERTY, property)),
            };
            if let Some((key, value)) = field {
                relation.fields.insert(0, (key.to_owned(), FieldValue::Text(value.to_owned())));
            }
            Some(relation)
        })
        .collect();
    kinds_by_ties(read, &mut entities, &relations);
    let mut out = Dossier::new(read.vocabulary.clone());
    out.title.clone_from(&read.title);
    out.sources.clone_from(&read.sources);
    for entity in entities {
        // Each id was given once.
        let _ = out.add_entity(entity);
    }
    for relation in relations {
        let _ = out.add_relation(relation);
    }
    out
}

fn take_field(fields: &mut Vec<(String, FieldValue)>, key: &str) -> Option<String> {
    let at = fields.iter().position(|(known, _)| known == key)?;
    Some(fields.remove(at).1.text())
}

/// Gives an entity its name, kind and fields; yields its id.
fn named(
    entity: &mut Entity,
    iri: Option<&str>,
    facts: &Facts,
    labels: &BTreeMap<String, Vec<(String, String)>>,
    taken: &BTreeSet<String>,
) -> String {
    let is_taken = |id: &str| taken.contains(id);
    let Some(iri) = iri.filter(|iri| facts.things.contains(*iri)) else {
        // Known to be there, not known which.
        entity.unnamed = true;
        let statement = entity.claims.first().and_then(|claim| claim.at.as_deref()).unwrap_or("thing");
        return free_id(&format!("unknown {statement}"), is_taken);
    };
    if let Some((best, language)) = labels.get(iri).and_then(|labels| labels.first()) {
        rename(entity, best, language, labels.get(iri).map(Vec::as_slice).unwrap_or_default());
    }
    if let Some(kind) = facts.kinds.get(iri) {
        kind.clone_into(&mut entity.kind);
    }
    if entity.summary.is_none() {
        entity.summary = entity.note.take();
    }
    entity.fields.insert(0, identifying_field(iri));
    if facts.thing_class.is_some() {
        let id = short(iri).to_lowercase();
        return if is_taken(&id) { free_id(&id, is_taken) } else { id };
    }
    free_id(&entity.name, is_taken)
}

/// The labels of things, those in the languages that a person reads first.
fn labels(endpoint: &Endpoint, facts: &Facts) -> BTreeMap<String, Vec<(String, String)>> {
    let mut scored: BTreeMap<String, Vec<(usize, usize, String, String)>> = BTreeMap::new();
    for fact in &facts.lines {
        let Some(rank) = LABELS.iter().position(|label| *label == fact.predicate.as_str()) else { continue };
        let Term::Literal(text) = &fact.object else { continue };
        let language = text.language().unwrap_or_default();
        let is = |wanted: &String| {
            let rest = language.get(..wanted.len()).filter(|start| start.eq_ignore_ascii_case(wanted));
            rest.is_some() && language.get(wanted.len()..).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
        };
        let most = endpoint.languages.len();
        let score = endpoint.languages.iter().position(is).unwrap_or(most + usize::from(!language.is_empty()));
        let label = (score, rank, text.value().trim().to_owned(), language.to_owned());
        scored.entry(fact.subject.as_str().to_owned()).or_default().push(label);
    }
    let sorted = scored.into_iter().map(|(thing, mut labels)| {
        labels.sort();
        (thing, labels.into_iter().map(|(_, _, text, language)| (text, language)).collect())
    });
    sorted.collect()
}

/// Gives an entity its main name; the one that it had becomes another.
fn rename(entity: &mut Entity, best: &str, language: &str, all: &[(String, String)]) {
    if entity.name == best || best.is_empty() {
        return;
    }
    let of = all.iter().find(|(text, _)| *text == entity.name).map(|(_, language)| language.clone());
    let lang = of.filter(|language| !language.is_empty());
    let old = Name { text: entity.name.clone(), role: NameRole::without_word(lang.as_deref()), lang };
    // The best one stands among the others, which it leaves.
    entity.names.retain(|name| name.text != best || name.lang.as_deref().unwrap_or_default() != language);
    if !entity.names.contains(&old) {
        entity.names.insert(0, old);
    }
    best.clone_into(&mut entity.name);
}

/// What has no kind and is the end of a tie of which only one kind is foreseen there, is of that kind.
fn kinds_by_ties(read: &Dossier, entities: &mut [Entity], relations: &[Relation]) {
    let mut found: HashMap<EntityId, String> = HashMap::new();
    for relation in relations {
        let Some(kind) = read.vocabulary.relation_kind(&relation.kind) else { continue };
        for (end, foreseen) in [(&relation.from, &kind.from), (&relation.to, &kind.to)] {
            if let [only] = foreseen.as_slice() {
                found.entry(end.clone()).or_insert_with(|| only.clone());
            }
        }
    }
    for entity in entities.iter_mut().filter(|entity| entity.kind == NO_KIND) {
        if let Some(kind) = found.get(&entity.id) {
            kind.clone_into(&mut entity.kind);
        }
    }
}
