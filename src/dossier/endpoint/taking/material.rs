//! What a service told of what is taken, before it is a dossier: statements of RDF, or entities of FollowTheMoney. Holds it
//! and asks nobody.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::Facts;

/// What is to be known of what is taken, in the terms of the service.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Material {
    /// Statements of RDF.
    Statements(Facts),
    /// Entities of FollowTheMoney.
    Entities(Entities),
}

/// All that is to be known of what is taken.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Entities {
    /// Entities, edges among them.
    pub(crate) records: Vec<Record>,
    /// Titles and addresses of data sets, by name.
    pub(crate) datasets: BTreeMap<String, (String, Option<String>)>,
}

/// An entity.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Record {
    /// Where the service tells of it.
    pub(crate) iri: String,
    pub(crate) id: String,
    pub(crate) schema: String,
    /// What the service would show.
    pub(crate) caption: String,
    /// Values by property; of those that name entities only those that are taken.
    pub(crate) properties: BTreeMap<String, Vec<String>>,
    /// Whether it ties two others.
    pub(crate) is_edge: bool,
    /// IRIs of properties that name an entity, with its id.
    pub(crate) references: Vec<(String, String)>,
    /// Who says so, beside the service.
    pub(crate) says: Vec<Says>,
}

/// What a data set says.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Says {
    /// Its name.
    pub(crate) dataset: String,
    /// What the entity is called there.
    pub(crate) ids: BTreeSet<String>,
    /// Property and value; `None` for the entity as a whole.
    pub(crate) about: Option<(String, String)>,
    /// When the service saw it there last, as it writes that.
    pub(crate) seen: Option<String>,
}
