//! Asking again what was taken before, of one entity or of all: what changed there since, as a difference in words and as a
//! merge to choose from, and what is new there. A person's own changes stand; where both changed the same, the merge says so.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::address::Address;
use super::client::{Client, Endpoint, Told};
use super::fresh::{News, news};
use super::offer::{Picks, Tie};
use super::taking::{Offered, PROPERTY, STATEMENT, TakeOptions, WIKIDATA, identifier, identifiers, offered};
use crate::dossier::compare::{self, Difference, Merge};
use crate::dossier::exchange::Failure;
use crate::dossier::model::{Claim, Date, Day, Dossier, Entity, EntityId, Relation, SourceId};

/// What changed there since.
#[derive(Debug)]
pub(crate) struct Again {
    /// What the endpoint says otherwise, in words by [`Difference::to_text`].
    pub(crate) difference: Difference,
    /// The same as changes to the open dossier.
    pub(crate) merge: Merge,
    /// Whether the answers of before were kept. If not, the open dossier stands in for them, so that a person's own changes
    /// to what was taken look as if the endpoint had changed.
    pub(crate) knew_before: bool,
    /// Statements that the dossier does not have.
    pub(crate) news: News,
    /// What a person should know of the answers.
    pub(crate) told: Told,
}

/// The last day on which what is in a dossier was asked of an endpoint; `None` if nothing was.
pub(crate) fn asked_on(open: &Dossier, endpoint: &Endpoint) -> Option<Day> {
    let source = source_of(open, endpoint)?;
    let entities = open.entities().flat_map(|(_, entity)| &entity.claims);
    let relations = open.relations().flat_map(|(_, _, _, relation)| &relation.claims);
    let of_it = entities.chain(relations).filter(|claim| claim.source == source);
    of_it.filter_map(|claim| claim.seen.as_ref()?.earliest()).max()
}

/// The endpoints that an entity was taken from: they are sources that it cites, and it has an identifier by which to ask.
#[cfg_attr(not(feature = "window"), allow(dead_code, reason = "the command line is told the address"))]
pub(crate) fn taken_from(open: &Dossier, id: &EntityId) -> Vec<Endpoint> {
    let Some(entity) = open.entity_by_id(id.as_str()).filter(|entity| identifier(entity).is_some()) else {
        return Vec::new();
    };
    let cited = open.sources.iter().filter(|source| cites(&entity.claims, &source.id));
    cited.filter_map(Endpoint::of_source).collect()
}

/// How many entities a dossier has of an endpoint.
#[cfg_attr(not(feature = "window"), allow(dead_code, reason = "the command line asks for all of them"))]
pub(crate) fn count_taken(open: &Dossier, endpoint: &Endpoint) -> usize {
    let Some(source) = source_of(open, endpoint) else { return 0 };
    open.entities().filter(|(_, entity)| cites(&entity.claims, &source) && identifier(entity).is_some()).count()
}

/// Asks again for what a dossier has of an endpoint: of one entity with its relations, or all. `before` gives the kept
/// answers of the day on which it was taken.
///
/// # Errors
/// That the dossier has nothing of the endpoint; what went wrong; or that a person asked to stop.
pub(crate) fn ask_again(
    open: &Dossier,
    of: Option<&EntityId>,
    now: &Client<'_>,
    before: Option<&Client<'_>>,
) -> Result<Again, Failure> {
    let endpoint = now.endpoint;
    let nothing = || {
        let message = format!("nothing in this dossier was taken from {}", endpoint.name);
        super::client::failed(message, "take something in first")
    };
    let source = source_of(open, endpoint).ok_or_else(nothing)?;
    let (picks, gone) = picks(open, &source, of, now)?;
    if picks.things.is_empty() {
        return Err(nothing());
    }
    // What is deprecated is to be seen as such.
    let options = TakeOptions { with_deprecated: true };
    // First, because an answer of today takes the place of an earlier one of today.
    let was = match before.map(|before| offered(before, &picks, options)) {
        Some(Err(Failure::Cancelled)) => return Err(Failure::Cancelled),
        Some(Ok(was)) => Some(was),
        Some(Err(Failure::Wrong(_))) | None => None,
    };
    let is = offered(now, &picks, options)?;
    let names = Names::of(open, &is.dossier, was.as_ref().map(|was| &was.dossier));
    let was_there = match &was {
        Some(was) => {
            let mut was = named_as(open, &was.dossier, &names);
            // What is gone cannot be asked for any more: it was there as it stands in the dossier.
            for (_, _, _, relation) in open.relations() {
                if statement_of(relation).is_some_and(|statement| gone.contains(&statement)) {
                    let _ = was.add_relation(relation.clone());
                }
            }
            was
        }
        None => only(open, &source, of),
    };
    let mut is_there = named_as(open, &is.dossier, &names);
    // That it was asked again today is no change of what is said.
    same_days(&mut is_there, &was_there, &source);
    let difference = compare::diff(&was_there, &is_there);
    let merge = compare::merge(&was_there, open, &is_there);
    let news = news(&picks, now, before)?;
    let Offered { mut told, .. } = is;
    told.add(now.take_told());
    told.add(news.told());
    Ok(Again { difference, merge, knew_before: was.is_some(), news, told })
}

/// The source that an endpoint is in a dossier.
fn source_of(open: &Dossier, endpoint: &Endpoint) -> Option<SourceId> {
    let is = |url: &Option<String>| url.as_deref() == Some(endpoint.url.as_str());
    open.sources.iter().find(|source| is(&source.url)).map(|source| source.id.clone())
}

fn cites(claims: &[Claim], source: &SourceId) -> bool {
    claims.iter().any(|claim| claim.source == *source)
}

fn field(relation: &Relation, key: &str) -> Option<String> {
    relation.fields.iter().find(|(known, _)| known == key).map(|(_, value)| value.text())
}

/// The IRI by which an endpoint knows an entity: one of its own host, else the first that there is.
fn iri_at(entity: &Entity, endpoint: &Endpoint) -> Option<String> {
    let is_own = |iri: &String| Address::parse(iri).is_ok_and(|address| address.host() == endpoint.url.host());
    identifiers(entity).find(is_own).or_else(|| identifier(entity))
}

/// The IRI of the statement that a relation was made of.
fn statement_of(relation: &Relation) -> Option<String> {
    let wikidata = field(relation, WIKIDATA).map(|id| format!("http://www.wikidata.org/entity/statement/{id}"));
    wikidata.or_else(|| field(relation, STATEMENT))
}

/// What was taken, as it is asked for; and the statements of which the server has nothing any more.
fn picks(
    open: &Dossier,
    source: &SourceId,
    of: Option<&EntityId>,
    client: &Client<'_>,
) -> Result<(Picks, BTreeSet<String>), Failure> {
    let mut picks = Picks::default();
    let is_wanted = |entity: &Entity| of.is_none_or(|id| entity.id == *id) && cites(&entity.claims, source);
    for (_, entity) in open.entities().filter(|(_, entity)| is_wanted(entity)) {
        picks.things.extend(iri_at(entity, client.endpoint));
    }
    let mut statements: BTreeSet<String> = BTreeSet::new();
    let iri_of = |id: &EntityId| open.entity_by_id(id.as_str()).and_then(|entity| iri_at(entity, client.endpoint));
    for relation in relations_of(open, source, of) {
        if let Some(statement) = statement_of(relation) {
            statements.insert(statement);
        } else if let (Some(property), Some(from), Some(to)) =
            (field(relation, PROPERTY), iri_of(&relation.from), iri_of(&relation.to))
        {
            picks.ties.insert(Tie { from, property, to: Some(to), statement: None, deprecated: false });
        }
    }
    let ties = client.endpoint.profile.ties(client, &statements)?;
    for found in ties.iter().filter_map(|tie| tie.statement.as_ref()) {
        statements.remove(found);
    }
    picks.ties.extend(ties);
    Ok((picks, statements))
}

/// What entities and sources of the answers are called in the open dossier.
struct Names {
    entities: BTreeMap<String, EntityId>,
    sources: HashMap<(Option<String>, Option<String>), SourceId>,
}

impl Names {
    fn of(open: &Dossier, is: &Dossier, was: Option<&Dossier>) -> Self {
        let there = open.entities().filter(|(_, entity)| !entity.ghost);
        let mut entities: BTreeMap<String, EntityId> =
            there.filter_map(|(_, entity)| Some((identifier(entity)?, entity.id.clone()))).collect();
        let taken = |id: &str| open.entity_by_id(id).is_some_and(|entity| !entity.ghost);
        // New things keep their ids unless those are taken.
        for dossier in std::iter::once(is).chain(was) {
            for (_, entity) in dossier.entities() {
                let Some(identifier) = identifier(entity) else { continue };
                let free = if taken(entity.id.as_str()) {
                    crate::dossier::edit::quick_entry::free_id(&entity.name, taken).as_str().into()
                } else {
                    entity.id.clone()
                };
                entities.entry(identifier).or_insert(free);
            }
        }
        let key = |source: &crate::dossier::model::Source| (source.title.clone(), source.url.clone());
        let mut sources: HashMap<_, SourceId> = open.sources.iter().map(|s| (key(s), s.id.clone())).collect();
        for source in std::iter::once(is).chain(was).flat_map(|dossier| &dossier.sources) {
            let taken = |id: &str| open.sources.iter().any(|known| known.id.as_str() == id);
            let free = if taken(source.id.as_str()) {
                crate::dossier::edit::quick_entry::free_id(source.id.as_str(), taken).as_str().into()
            } else {
                source.id.clone()
            };
            sources.entry(key(source)).or_insert(free);
        }
        Names { entities, sources }
    }
}

/// The answers with the names of the open dossier. A source that is there is as it is there.
fn named_as(open: &Dossier, answers: &Dossier, names: &Names) -> Dossier {
    let mut out = Dossier::new(answers.vocabulary.clone());
    out.title.clone_from(&open.title);
    let mut source_ids: HashMap<SourceId, SourceId> = HashMap::new();
    for source in &answers.sources {
        let key = (source.title.clone(), source.url.clone());
        let id = names.sources.get(&key).unwrap_or(&source.id).clone();
        let there = open.sources.iter().find(|known| known.id == id);
        let mut source = there.unwrap_or(source).clone();
        source_ids.insert(std::mem::replace(&mut source.id, id.clone()), id.clone());
        out.sources.push(source);
    }
    for (given, source) in answers.sources.iter().zip(&out.sources) {
        source_ids.insert(given.id.clone(), source.id.clone());
    }
    let cite = |claims: &mut Vec<Claim>| {
        for claim in claims {
            if let Some(id) = source_ids.get(&claim.source) {
                claim.source = id.clone();
            }
        }
    };
    let mut ids: HashMap<EntityId, EntityId> = HashMap::new();
    for (_, entity) in answers.entities() {
        let mut entity = entity.clone();
        let id = identifier(&entity).and_then(|identifier| names.entities.get(&identifier).cloned());
        let id = id.unwrap_or_else(|| entity.id.clone());
        ids.insert(std::mem::replace(&mut entity.id, id.clone()), id);
        cite(&mut entity.claims);
        let _ = out.add_entity(entity);
    }
    for (_, _, _, relation) in answers.relations() {
        let mut relation = relation.clone();
        let (Some(from), Some(to)) = (ids.get(&relation.from), ids.get(&relation.to)) else { continue };
        (relation.from, relation.to) = (from.clone(), to.clone());
        (relation.id, relation.id_given) = (crate::dossier::model::RelationId::default(), false);
        cite(&mut relation.claims);
        let _ = out.add_relation(relation);
    }
    out
}

/// The relations of a source, of one entity or of all.
fn relations_of<'d>(
    open: &'d Dossier,
    source: &'d SourceId,
    of: Option<&'d EntityId>,
) -> impl Iterator<Item = &'d Relation> {
    let all = open.relations().map(|(_, _, _, relation)| relation);
    let is_of = move |relation: &&Relation| of.is_none_or(|id| relation.from == *id || relation.to == *id);
    all.filter(is_of).filter(move |relation| cites(&relation.claims, source))
}

/// What a dossier has of a source: of one entity with its relations and what they lead to, or all.
fn only(open: &Dossier, source: &SourceId, of: Option<&EntityId>) -> Dossier {
    let mut out = Dossier::new(open.vocabulary.clone());
    out.title.clone_from(&open.title);
    out.sources.clone_from(&open.sources);
    let ends: Option<BTreeSet<&EntityId>> = of.map(|id| {
        let ends = relations_of(open, source, of).flat_map(|relation| [&relation.from, &relation.to]);
        ends.chain(std::iter::once(id)).collect()
    });
    let is_wanted =
        |entity: &Entity| ends.as_ref().is_none_or(|ends| ends.contains(&entity.id)) && cites(&entity.claims, source);
    for (_, entity) in open.entities().filter(|(_, entity)| is_wanted(entity)) {
        let _ = out.add_entity(entity.clone());
    }
    for relation in relations_of(open, source, of) {
        // One end of it may be a person's own.
        let _ = out.add_relation(relation.clone());
    }
    out
}

/// Claims of the endpoint that say the same as before keep the day on which they were seen first.
fn same_days(is: &mut Dossier, was: &Dossier, source: &SourceId) {
    let mut known: HashMap<(String, Option<String>), (Claim, Option<Date>)> = HashMap::new();
    let mut remember = |claims: &[Claim]| {
        for claim in claims.iter().filter(|claim| claim.source == *source) {
            let key = (claim.at.clone().unwrap_or_default(), claim.about.clone());
            known.insert(key, (Claim { seen: None, ..claim.clone() }, claim.seen.clone()));
        }
    };
    was.entities().for_each(|(_, entity)| remember(&entity.claims));
    was.relations().for_each(|(_, _, _, relation)| remember(&relation.claims));
    let keep = |claims: &mut Vec<Claim>| {
        for claim in claims.iter_mut().filter(|claim| claim.source == *source) {
            let key = (claim.at.clone().unwrap_or_default(), claim.about.clone());
            if let Some((same, seen)) = known.get(&key)
                && *same == (Claim { seen: None, ..claim.clone() })
            {
                claim.seen.clone_from(seen);
            }
        }
    };
    let mut out = Dossier::new(is.vocabulary.clone());
    out.title.clone_from(&is.title);
    out.sources.clone_from(&is.sources);
    for (_, entity) in is.entities() {
        let mut entity = entity.clone();
        keep(&mut entity.claims);
        let _ = out.add_entity(entity);
    }
    for (_, _, _, relation) in is.relations() {
        let mut relation = relation.clone();
        keep(&mut relation.claims);
        let _ = out.add_relation(relation);
    }
    *is = out;
}
