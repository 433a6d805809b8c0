//! Columns that say again for other programs what the fields of entities and relations say. Knows no format.

use std::borrow::Cow;

use super::super::value::Value;
use super::columns::Sort;
use crate::dossier::model::schema::Schema;
use crate::dossier::model::{Claim, Dossier, Entity, FieldValue, Name, NameRole, Relation, When};

/// A column that says again what the fields say, for programs that know no dossier.
pub(in super::super) struct Derived<R> {
    /// Its head.
    pub(in super::super) name: &'static str,
    /// What its cells are.
    pub(in super::super) sort: Sort,
    pub(super) get: for<'r> fn(&'r Dossier, &'r R) -> Option<Value<'r>>,
    /// Takes it back into a record, in formats that have nothing fuller.
    pub(in super::super) take_back: Option<fn(&mut R, Vec<String>)>,
}

/// The records that are nodes and edges.
pub(in super::super) trait Recorded: Schema {
    /// What is said again.
    const DERIVED: &'static [Derived<Self>];

    fn claims(&self) -> &[Claim];
    fn when(&self) -> Option<&When>;
    fn own(&self) -> &[(String, FieldValue)];
    fn own_mut(&mut self) -> &mut Vec<(String, FieldValue)>;
}

impl Recorded for Entity {
    const DERIVED: &'static [Derived<Self>] = &[
        Derived { name: ALIASES, sort: Sort::Texts, get: aliases, take_back: Some(take_aliases) },
        Derived { name: "start", sort: Sort::Date, get: start, take_back: None },
        Derived { name: "end", sort: Sort::Date, get: end, take_back: None },
        Derived { name: "certainty", sort: Sort::Text, get: certainty, take_back: None },
        Derived { name: "basis", sort: Sort::Text, get: basis, take_back: None },
        Derived { name: SOURCES, sort: Sort::Texts, get: sources, take_back: Some(|e, ids| e.claims = stated(ids)) },
        Derived { name: "quotes", sort: Sort::Texts, get: quotes, take_back: None },
        Derived { name: MISSING, sort: Sort::Flag, get: missing, take_back: None },
    ];

    fn claims(&self) -> &[Claim] {
        &self.claims
    }

    fn when(&self) -> Option<&When> {
        self.when.as_ref()
    }

    fn own(&self) -> &[(String, FieldValue)] {
        &self.fields
    }

    fn own_mut(&mut self) -> &mut Vec<(String, FieldValue)> {
        &mut self.fields
    }
}

impl Recorded for Relation {
    const DERIVED: &'static [Derived<Self>] = &[
        Derived { name: LABEL, sort: Sort::Text, get: said_as, take_back: None },
        Derived { name: DIRECTED, sort: Sort::Flag, get: directed, take_back: None },
        Derived { name: "start", sort: Sort::Date, get: start, take_back: None },
        Derived { name: "end", sort: Sort::Date, get: end, take_back: None },
        Derived { name: "certainty", sort: Sort::Text, get: certainty, take_back: None },
        Derived { name: "basis", sort: Sort::Text, get: basis, take_back: None },
        Derived { name: SOURCES, sort: Sort::Texts, get: sources, take_back: Some(|r, ids| r.claims = stated(ids)) },
        Derived { name: "quotes", sort: Sort::Texts, get: quotes, take_back: None },
    ];

    fn claims(&self) -> &[Claim] {
        &self.claims
    }

    fn when(&self) -> Option<&When> {
        self.when.as_ref()
    }

    fn own(&self) -> &[(String, FieldValue)] {
        &self.fields
    }

    fn own_mut(&mut self) -> &mut Vec<(String, FieldValue)> {
        &mut self.fields
    }
}

/// How a relation is said from its start.
pub(in super::super) const LABEL: &str = "label";
/// Whether the kind of a relation has a direction.
pub(in super::super) const DIRECTED: &str = "directed";
/// Names beside the main one, without their languages.
pub(in super::super) const ALIASES: &str = "aliases";
/// Ids of the sources of claims.
pub(in super::super) const SOURCES: &str = "sources";
/// An entity that only relations name.
pub(in super::super) const MISSING: &str = "missing";
/// The fields that hold records of their own.
pub(in super::super) const NAMES: &str = "names";
/// The claims of a record.
pub(in super::super) const CLAIMS: &str = "claims";

fn aliases<'r>(_: &'r Dossier, entity: &'r Entity) -> Option<Value<'r>> {
    let names: Vec<_> = entity.names.iter().map(|name| Cow::Borrowed(name.text.as_str())).collect();
    (!names.is_empty()).then_some(Value::List(names))
}

fn take_aliases(entity: &mut Entity, texts: Vec<String>) {
    entity.names = texts.into_iter().map(|text| Name { text, lang: None, role: NameRole::Alias }).collect();
}

fn start<'r, R: Recorded>(_: &'r Dossier, record: &'r R) -> Option<Value<'r>> {
    Some(Value::Date(record.when()?.date.earliest()?.to_string().into()))
}

fn end<'r, R: Recorded>(_: &'r Dossier, record: &'r R) -> Option<Value<'r>> {
    Some(Value::Date(record.when()?.date.latest()?.to_string().into()))
}

fn certainty<'r, R: Recorded>(_: &'r Dossier, record: &'r R) -> Option<Value<'r>> {
    Some(Value::Text(Claim::strongest(record.claims())?.rating?.text().into()))
}

fn basis<'r, R: Recorded>(_: &'r Dossier, record: &'r R) -> Option<Value<'r>> {
    Some(Value::text(Claim::strongest(record.claims())?.basis.word()))
}

fn sources<'r, R: Recorded>(_: &'r Dossier, record: &'r R) -> Option<Value<'r>> {
    let mut ids: Vec<Cow<'r, str>> = Vec::new();
    for claim in record.claims() {
        let id = claim.source.as_str();
        // Claims of one record are few.
        if !id.is_empty() && !ids.iter().any(|known| known == id) {
            ids.push(Cow::Borrowed(id));
        }
    }
    (!ids.is_empty()).then_some(Value::List(ids))
}

fn quotes<'r, R: Recorded>(_: &'r Dossier, record: &'r R) -> Option<Value<'r>> {
    let quotes = record.claims().iter().filter_map(|claim| claim.quote.as_deref());
    let quotes: Vec<_> = quotes.map(Cow::Borrowed).collect();
    (!quotes.is_empty()).then_some(Value::List(quotes))
}

fn missing<'r>(_: &'r Dossier, entity: &'r Entity) -> Option<Value<'r>> {
    entity.ghost.then_some(Value::Boolean(true))
}

fn said_as<'r>(dossier: &'r Dossier, relation: &'r Relation) -> Option<Value<'r>> {
    Some(match dossier.vocabulary.relation_kind(&relation.kind) {
        Some(kind) => Value::text(&kind.label),
        None => Value::Text(dossier.vocabulary.relation_kind_or_neutral(&relation.kind).label.into()),
    })
}

fn directed<'r>(dossier: &'r Dossier, relation: &'r Relation) -> Option<Value<'r>> {
    Some(Value::Boolean(is_directed(dossier, relation)))
}

/// Whether the kind of a relation has a direction; a kind that nobody declared has one.
pub(super) fn is_directed(dossier: &Dossier, relation: &Relation) -> bool {
    dossier.vocabulary.relation_kind(&relation.kind).is_none_or(|kind| kind.directed)
}

fn stated(ids: Vec<String>) -> Vec<Claim> {
    ids.into_iter().map(|id| Claim::stated(id.as_str())).collect()
}
