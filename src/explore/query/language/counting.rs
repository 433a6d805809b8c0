//! How many records have each value of a field: for completions and for facets. Which records are counted is the caller's;
//! nothing here knows a query.

use std::collections::HashMap;

use super::domain::Domain;
use super::evaluate::read;
use super::readers::{self, Datum, Of, Subject};
use super::scopes::Scope;
use super::syntax::FieldName;
use crate::dossier::model::{Claim, Dossier, EdgeIndex, NodeIndex};

/// Some records of a dossier, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Records {
    pub(crate) entities: Vec<NodeIndex>,
    pub(crate) relations: Vec<EdgeIndex>,
}

impl Records {
    /// Every record.
    pub(super) fn all(dossier: &Dossier) -> Records {
        Records {
            entities: dossier.entities().map(|(at, _)| at).collect(),
            relations: dossier.relations().map(|(at, ..)| at).collect(),
        }
    }

    /// How many of the relations a scope asks of each entity, by its number: those from it, to it, or all of them.
    pub(super) fn degrees(&self, dossier: &Dossier, scope: Option<Scope>) -> Vec<usize> {
        let mut degrees = vec![0; dossier.graph().node_indices().map(|at| at.index() + 1).max().unwrap_or(0)];
        for (from, to) in self.relations.iter().filter_map(|at| dossier.graph().edge_endpoints(*at)) {
            if scope != Some(Scope::To) {
                degrees[from.index()] += 1;
            }
            if scope == Some(Scope::To) || (scope != Some(Scope::From) && from != to) {
                degrees[to.index()] += 1;
            }
        }
        degrees
    }
}

/// What the records say in one field.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Values {
    /// How many of the records have each text; one that has it several times counts once.
    pub(super) texts: HashMap<String, usize>,
    /// How many of them say nothing there.
    pub(super) unknown: usize,
}

/// Of which records a field is counted where these are asked for: of those, or where it says nothing of them, of those that it
/// speaks of.
pub(super) fn asked(name: &FieldName, wanted: Domain) -> Domain {
    let spoken = match name {
        FieldName::Known(field) if !field.domain.meets(Domain::CLAIMS) => field.domain,
        FieldName::Known(_) | FieldName::Own(_) => Domain::RECORDS,
    };
    if spoken.meets(wanted) { spoken & wanted } else { spoken }
}

/// Counts the values of a field, asked of entities, relations, or both. What is said of claims counts for the records that
/// rest on them.
pub(super) fn count(name: &FieldName, of: Domain, dossier: &Dossier, records: &Records) -> Values {
    let spoken = match name {
        FieldName::Known(field) => field.domain,
        FieldName::Own(_) => Domain::RECORDS,
    };
    let is_of_claims = spoken.meets(Domain::CLAIMS);
    let asks = |domain: Domain| of.meets(domain) && (is_of_claims || spoken.meets(domain));
    let mut values = Values::default();
    let mut mine: Vec<String> = Vec::new();
    let mut record = |of: Of<'_>, claims: &[Claim]| {
        mine.clear();
        let mut any = false;
        let mut see = |datum: Datum<'_>| {
            any = true;
            match datum {
                Datum::Text(text) if !mine.iter().any(|said| said == text) => mine.push(text.to_owned()),
                Datum::Number(number) => mine.push(number.to_string()),
                Datum::Text(_) | Datum::Date(_) => {}
                Datum::Unknown => any = false,
            }
        };
        if is_of_claims {
            for (_, claim) in readers::carrying(claims) {
                read(name, Subject { dossier, of: Of::Claim(claim) }, &mut see);
            }
        } else {
            read(name, Subject { dossier, of }, &mut see);
        }
        values.unknown += usize::from(!any);
        for text in mine.drain(..) {
            *values.texts.entry(text).or_default() += 1;
        }
    };
    if asks(Domain::ENTITIES) {
        for (at, entity) in records.entities.iter().filter_map(|at| Some((*at, dossier.entity(*at)?))) {
            record(Of::Entity(at, entity), &entity.claims);
        }
    }
    if asks(Domain::RELATIONS) {
        for relation in records.relations.iter().filter_map(|at| dossier.relation(*at)) {
            record(Of::Relation(relation), &relation.claims);
        }
    }
    values
}
