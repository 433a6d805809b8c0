//! What was picked becomes a dossier of its own, which can be looked at before anything is taken: its statements are read
//! by the exchange as a file of RDF is, each record gets its claims, and names and kinds are chosen. Taking it in is
//! joining it to the open dossier.

mod entities;
mod evidence;
mod facts;
mod finish;
mod material;
#[cfg(feature = "window")]
mod rows;
mod sources;

use std::collections::BTreeMap;

use super::client::{Client, Told};
use super::client::{Endpoint, failed};
use super::offer::Picks;
use crate::dossier::document::Edit;
use crate::dossier::exchange::{self, Failure, Input, JoinChoices, Joined, SameAs, Witness};
use crate::dossier::model::{Day, Dossier, Entity, EntityId, FieldValue, Vocabulary};
use crate::dossier::ron_text::built_in_vocabulary;
use crate::wording::counted;
pub(super) use facts::{Fact, Facts};
pub(crate) use material::Material;
pub(super) use material::{Entities, Record, Says};
#[cfg(feature = "window")]
pub(crate) use rows::{entity_of, known_things, relations_of_ties};

/// Fields that tell which thing or statement of a service a record was made of.
pub(super) const WIKIDATA: &str = "wikidata";
pub(super) const IRI: &str = "iri";
pub(super) const STATEMENT: &str = "statement";
pub(super) const PROPERTY: &str = "property";
/// What the IRIs of things of Wikidata begin with.
const WIKIDATA_ITEM: &str = "http://www.wikidata.org/entity/";

/// What a person says of taking.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct TakeOptions {
    /// Statements that the server no longer believes are taken, too, as superseded.
    pub(crate) with_deprecated: bool,
}

/// What is offered, as a dossier of its own: to be shown as ghosts, searched and filtered like any other.
#[derive(Clone, Debug)]
pub(crate) struct Offered {
    /// Entities, relations, sources and claims.
    pub(crate) dossier: Dossier,
    /// What a person should know of the answers.
    pub(crate) told: Told,
    /// What was guessed, changed or left out in reading them: sentences without a full stop.
    pub(crate) notes: Vec<String>,
}

/// What taking in comes to.
#[derive(Clone, Debug)]
pub(crate) struct Taking {
    /// What is new, matched, unsure and different.
    pub(crate) joined: Joined,
    /// One step that can be undone.
    pub(crate) edit: Edit,
}

/// Asks for all that is to be known of what is picked, and makes a dossier of it.
///
/// # Errors
/// What went wrong; or that a person asked to stop. Nothing is half taken.
pub(crate) fn offered(client: &Client<'_>, picks: &Picks, options: TakeOptions) -> Result<Offered, Failure> {
    if picks.all_things().is_empty() {
        return Err(failed("nothing was picked", "pick a thing or a tie"));
    }
    let material = client.endpoint.profile.facts(client, picks, options.with_deprecated)?;
    let day = client.day().unwrap_or(Day::from_number(0));
    let (dossier, notes) = match &material {
        Material::Statements(facts) => dossier_of(client.endpoint, facts, day, client)?,
        Material::Entities(entities) => entities::dossier(client.endpoint, entities, day, client.asking.progress)?,
    };
    Ok(Offered { dossier, told: client.take_told(), notes })
}

fn dossier_of(
    endpoint: &Endpoint,
    facts: &Facts,
    day: Day,
    client: &Client<'_>,
) -> Result<(Dossier, Vec<String>), Failure> {
    let document = facts.document();
    let text = facts::text(&document);
    let input = Input { name: &endpoint.name, bytes: text.as_bytes() };
    let (mut read, cited) = exchange::read_citing(&input, client.asking.progress)?;
    let evidence = evidence::Evidence::of(endpoint, facts, &document, &cited, day);
    let claims = |told, at| evidence.claims(told, at);
    let witness = Witness { title: endpoint.name.clone(), sources: evidence.sources(), claims: &claims };
    let vocabulary = Vocabulary::clone(built_in_vocabulary());
    let dossier = exchange::witnessed(&mut read, witness, vocabulary, client.asking.progress)?;
    let notes = notes(&read.report);
    Ok((finish::finish(&dossier, endpoint, facts, &evidence), notes))
}

/// What was guessed, changed or left out, without what was put into the text to be read.
fn notes(report: &exchange::Report) -> Vec<String> {
    let notes = report.notes().iter().filter(|note| !facts::is_ours(&note.message)).map(|note| {
        let times = if note.count > 1 { format!(" ({})", counted(note.count, "time", "times")) } else { String::new() };
        format!("{}: {}{times}", note.kind.word(), note.message)
    });
    notes.collect()
}

/// What it comes to to take what is offered into a dossier: matched by identifier first, then as any import.
pub(crate) fn take(open: &Dossier, offered: &Offered, mut choices: JoinChoices, endpoint: &Endpoint) -> Taking {
    for (id, same) in matched(open, &offered.dossier) {
        choices.same.entry(id).or_insert(same);
    }
    let joined = exchange::join(open, &offered.dossier, &choices);
    let name = format!(
        "Take in {} and {} from {}",
        counted(joined.entities_added, "entity", "entities"),
        counted(joined.relations_added, "relation", "relations"),
        endpoint.name
    );
    let edit = Edit { name, changes: joined.changes.clone() };
    Taking { joined, edit }
}

/// Adds the ties among all that is picked.
///
/// # Errors
/// What went wrong; or that a person asked to stop.
pub(crate) fn add_ties_among(client: &Client<'_>, picks: &mut Picks) -> Result<(), Failure> {
    let all: Vec<String> = picks.all_things().into_iter().collect();
    picks.ties.extend(client.endpoint.profile.among(client, &all)?.ties);
    Ok(())
}

/// The field that keeps which thing of a service an entity is: `wikidata`, or `iri`.
pub(crate) fn identifying_field(iri: &str) -> (String, FieldValue) {
    let (key, value) = match iri.strip_prefix(WIKIDATA_ITEM) {
        Some(id) => (WIKIDATA, id),
        None => (IRI, iri),
    };
    (key.to_owned(), FieldValue::Text(value.to_owned()))
}

/// What identifies an entity: its id at Wikidata, else its IRI.
pub(crate) fn identifier(entity: &Entity) -> Option<String> {
    identifiers(entity).next()
}

/// All IRIs that identify an entity, that of Wikidata first.
pub(super) fn identifiers(entity: &Entity) -> impl Iterator<Item = String> {
    let field = |name: &str| {
        let (_, value) = entity.fields.iter().find(|(key, _)| key.trim().eq_ignore_ascii_case(name))?;
        Some(value.text().trim().to_owned()).filter(|text| !text.is_empty())
    };
    let item = field(WIKIDATA).map(|id| format!("{WIKIDATA_ITEM}{}", id.to_uppercase()));
    item.into_iter().chain(field(IRI))
}

/// Which entities are which, as far as identifiers tell. An entity that only has the same id is another one.
pub(super) fn matched(open: &Dossier, offered: &Dossier) -> BTreeMap<String, SameAs> {
    let there = open.entities().filter(|(_, entity)| !entity.ghost);
    let there: BTreeMap<String, EntityId> =
        there.filter_map(|(_, entity)| Some((identifier(entity)?, entity.id.clone()))).collect();
    let mut out = BTreeMap::new();
    for (_, entity) in offered.entities() {
        let Some(identifier) = identifier(entity) else { continue };
        let of_id = open.entity_by_id(entity.id.as_str()).filter(|there| !there.ghost);
        let same = match (there.get(&identifier), of_id) {
            (Some(id), _) => SameAs::Known(id.clone()),
            (None, Some(_)) => SameAs::New,
            (None, None) => continue,
        };
        out.insert(entity.id.as_str().to_owned(), same);
    }
    out
}
