//! Of what a test speaks: entities, relations, claims, or several of them. What no test says of a thing is neither true nor
//! false of it, and so a query finds only what all its parts speak of.

use std::ops::{BitAnd, BitOr};

/// Some of entities, relations and claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Domain(u8);

impl Domain {
    pub(crate) const NONE: Domain = Domain(0);
    pub(crate) const ENTITIES: Domain = Domain(1);
    pub(crate) const RELATIONS: Domain = Domain(2);
    pub(crate) const CLAIMS: Domain = Domain(4);
    /// What a dossier has records of.
    pub(crate) const RECORDS: Domain = Domain(3);

    /// Whether they have anything in common.
    pub(crate) fn meets(self, other: Domain) -> bool {
        self.0 & other.0 != 0
    }

    /// As a person calls them.
    pub(crate) fn words(self) -> &'static str {
        [
            "nothing",
            "entities",
            "relations",
            "entities and relations",
            "claims",
            "entities and claims",
            "relations and claims",
            "entities, relations and claims",
        ][usize::from(self.0 & 7)]
    }
}

impl BitAnd for Domain {
    type Output = Domain;

    fn bitand(self, other: Domain) -> Domain {
        Domain(self.0 & other.0)
    }
}

impl BitOr for Domain {
    type Output = Domain;

    fn bitor(self, other: Domain) -> Domain {
        Domain(self.0 | other.0)
    }
}
