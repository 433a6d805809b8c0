//! Which entity of the open dossier one of the import is: by identifier, then by name, main or other. What does not
//! decide is left to a person, with candidates.

use std::collections::{HashMap, HashSet};

use unicode_normalization::UnicodeNormalization as _;

use super::Sources;
use crate::dossier::edit::quick_entry::free_id;
use crate::dossier::model::naming::NameIndex;
use crate::dossier::model::{Claim, Dossier, Entity, EntityId, SourceId};

/// Own fields that identify what they are of wherever they stand.
const IDENTIFIERS: [&str; 13] = [
    "wikidata",
    "qid",
    IRI,
    "isin",
    "lei",
    "orcid",
    "viaf",
    "gnd",
    "isni",
    "imo",
    "opencorporates",
    "duns",
    "geonames",
];
/// The one of them in which case counts.
const IRI: &str = "iri";
/// What nodes are of which a file says no kind.
const NO_KIND: &str = "node";

/// Which entity one of the import is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SameAs {
    /// One that is there.
    Known(EntityId),
    /// None of them.
    New,
}

/// An entity that another one may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Candidate {
    /// Which.
    pub(crate) id: EntityId,
    /// What it is called.
    pub(crate) label: String,
    /// Why it is not certain, in a few words.
    pub(crate) why: &'static str,
}

/// What was found.
pub(super) enum Found {
    Same(EntityId),
    /// Candidates, and what is taken unless a person says otherwise.
    Unsure(Vec<Candidate>, SameAs),
    New,
}

/// The entities of the open dossier by what they are known by.
pub(super) struct Known<'d> {
    open: &'d Dossier,
    names: NameIndex,
    /// By the place that a claim of theirs cites.
    places: HashMap<(SourceId, String), Vec<EntityId>>,
    /// By identifying field and value.
    identifiers: HashMap<(&'static str, String), EntityId>,
    /// Those that an entity of the import is already.
    taken: HashSet<EntityId>,
    /// Ids that new entities were given.
    given: HashSet<String>,
}

impl<'d> Known<'d> {
    pub(super) fn new(open: &'d Dossier) -> Self {
        let mut identifiers = HashMap::new();
        for (_, entity) in open.entities() {
            for (field, value) in identifiers_of(entity) {
                identifiers.entry((field, value)).or_insert_with(|| entity.id.clone());
            }
        }
        let mut places: HashMap<(SourceId, String), Vec<EntityId>> = HashMap::new();
        for (_, entity) in open.entities() {
            for (source, at) in places_of(&entity.claims) {
                places.entry((source, at)).or_default().push(entity.id.clone());
            }
        }
        let names = NameIndex::new(open.entities().map(|(_, entity)| entity));
        Known { open, names, places, identifiers, taken: HashSet::new(), given: HashSet::new() }
    }

    /// An entity of the import is this one.
    pub(super) fn take(&mut self, id: &EntityId) {
        self.taken.insert(id.clone());
    }

    /// An id for a new entity: its own if that is free.
    pub(super) fn free_id(&mut self, entity: &Entity) -> EntityId {
        let is_taken =
            |id: &str| self.given.contains(id) || self.open.entity_by_id(id).is_some_and(|entity| !entity.ghost);
        let id = match entity.id.as_str() {
            id if is_taken(id) => free_id(&entity.name, is_taken),
            id => id.to_owned(),
        };
        self.given.insert(id.clone());
        id.into()
    }

    /// Which one an entity of the import is.
    pub(super) fn find(&self, entity: &Entity, sources: &Sources) -> Found {
        let is_named = !is_bare(entity);
        if let Some(there) = self.open.entity_by_id(entity.id.as_str()).filter(|there| !there.ghost) {
            let counts = entity.id.as_str().bytes().all(|b| b.is_ascii_digit());
            let is_alike =
                !is_named || self.names.called(&entity.name).contains(&there.id) || names_alike(there, entity);
            return match (is_alike, counts) {
                // Numbers are how files count their rows.
                (false, true) => self.unsure(vec![(there.id.clone(), "the same ID, but another name")], None),
                (true, _) | (false, false) => self.once(there.id.clone()),
            };
        }
        let by_field = identifiers_of(entity).find_map(|key| self.identifiers.get(&key));
        if let Some(id) = by_field {
            return self.once(id.clone());
        }
        if let Some(id) = self.by_place(entity, sources) {
            return self.once(id);
        }
        self.by_name(entity)
    }

    /// The one that was made of, or joined with, the same record of the same file before. A record may tell of several,
    /// so that the name counts too.
    fn by_place(&self, entity: &Entity, sources: &Sources) -> Option<EntityId> {
        let cited: Vec<Claim> = entity.claims.iter().map(|claim| sources.cited(claim)).collect();
        let there = places_of(&cited).filter_map(|place| self.places.get(&place)).flatten();
        let mut alike = there.filter(|id| {
            self.open.entity_by_id(id.as_str()).is_some_and(|there| !there.ghost && names_alike(there, entity))
        });
        let only = alike.next()?;
        alike.all(|other| other == only).then(|| only.clone())
    }

    fn by_name(&self, entity: &Entity) -> Found {
        let called = self.names.called(&entity.name);
        let (called, is_main) = if called.is_empty() {
            let others = entity.names.iter().map(|name| self.names.called(&name.text));
            (others.into_iter().find(|called| !called.is_empty()).unwrap_or_default(), false)
        } else {
            (called, true)
        };
        let candidates: Vec<&Entity> = called.iter().filter_map(|id| self.open.entity_by_id(id.as_str())).collect();
        let fitting: Vec<&Entity> = candidates.iter().copied().filter(|there| kinds_fit(there, entity)).collect();
        match (&candidates[..], &fitting[..]) {
            ([], _) => Found::New,
            ([_], [only]) if is_main && is_written_the_same(only, entity) => self.once(only.id.clone()),
            ([_], [only]) => {
                let why = if is_main { "the name is written differently" } else { "only another name is the same" };
                self.unsure(vec![(only.id.clone(), why)], Some(only.id.clone()))
            }
            ([only], _) => self.unsure(vec![(only.id.clone(), "the kind differs")], None),
            (_, fitting) => {
                let only = match fitting {
                    [only] => Some(only.id.clone()),
                    _ => None,
                };
                let all = candidates.iter().map(|there| (there.id.clone(), "several have this name"));
                self.unsure(all.collect(), only)
            }
        }
    }

    /// The same as one, unless another of the import is that already.
    fn once(&self, id: EntityId) -> Found {
        if self.taken.contains(&id) {
            return self.unsure(vec![(id, "another record is joined to it already")], None);
        }
        Found::Same(id)
    }

    fn unsure(&self, candidates: Vec<(EntityId, &'static str)>, usual: Option<EntityId>) -> Found {
        let usual = usual.filter(|id| !self.taken.contains(id)).map_or(SameAs::New, SameAs::Known);
        let candidate = |(id, why): (EntityId, &'static str)| {
            let label = self.open.entity_by_id(id.as_str()).map_or_else(String::new, |there| {
                let kind = self.open.vocabulary.entity_kind_or_neutral(&there.kind).label;
                format!("{} ({kind})", there.label())
            });
            Candidate { id, label, why }
        };
        Found::Unsure(candidates.into_iter().map(candidate).collect(), usual)
    }
}

/// Whether an entity has no name but its id: a row only mentions it.
pub(super) fn is_bare(entity: &Entity) -> bool {
    entity.name == entity.id.as_str()
}

/// Whether an entity is of a kind that the file says.
pub(super) fn has_kind(entity: &Entity) -> bool {
    entity.kind != NO_KIND && !entity.kind.is_empty()
}

/// What claims cite, where they name a place.
fn places_of(claims: &[Claim]) -> impl Iterator<Item = (SourceId, String)> + '_ {
    claims.iter().filter_map(|claim| Some((claim.source.clone(), claim.at.clone()?)))
}

fn kinds_fit(there: &Entity, entity: &Entity) -> bool {
    !has_kind(there) || !has_kind(entity) || there.kind == entity.kind
}

fn all_names(entity: &Entity) -> impl Iterator<Item = &str> {
    std::iter::once(entity.name.as_str()).chain(entity.names.iter().map(|name| name.text.as_str()))
}

/// Whether they share a name, main or other, whatever code points it is written in.
fn is_written_the_same(there: &Entity, entity: &Entity) -> bool {
    let canonical: String = entity.name.trim().nfc().collect();
    all_names(there).any(|name| name.trim().nfc().eq(canonical.chars()))
}

fn names_alike(there: &Entity, entity: &Entity) -> bool {
    use crate::dossier::model::fold::tying_form;
    let forms: HashSet<String> = all_names(there).map(tying_form).collect();
    all_names(entity).any(|name| forms.contains(&tying_form(name)))
}

fn identifiers_of(entity: &Entity) -> impl Iterator<Item = (&'static str, String)> + '_ {
    entity.fields.iter().filter_map(|(key, value)| {
        let key = key.trim().to_lowercase();
        let field = IDENTIFIERS.iter().find(|field| **field == key)?;
        // A QID is the same by either word.
        let field = if *field == "qid" { "wikidata" } else { field };
        let text = value.text();
        let text = if field == IRI { text.trim().to_owned() } else { text.trim().to_uppercase() };
        (!text.is_empty()).then_some((field, text))
    })
}
