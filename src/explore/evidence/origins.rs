//! Where claims come from in the end. Sources that draw on each other are one origin, and whoever is quoted is an origin
//! however many papers print it: support is counted by these, never by sources.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use crate::dossier::model::{Claim, Dossier};

/// Whose word a claim is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Origin<'a> {
    /// A source, with all that draw on it: the id of the first that draws on none of them.
    Source(&'a str),
    /// Who is quoted.
    Speaker(&'a str),
}

/// The sources of a dossier, joined where one draws on another.
pub(crate) struct Origins<'d> {
    roots: HashMap<&'d str, &'d str, RandomState>,
}

impl<'d> Origins<'d> {
    pub(crate) fn new(dossier: &'d Dossier) -> Self {
        let ids: Vec<&str> = dossier.sources.iter().map(|source| source.id.as_str()).collect();
        let numbers: HashMap<&str, usize, RandomState> = ids.iter().enumerate().map(|(n, id)| (*id, n)).collect();
        let mut joined = petgraph::unionfind::UnionFind::new(ids.len());
        // Of sources with the same id, the last is meant.
        let mut draws = vec![false; ids.len()];
        for source in &dossier.sources {
            let own = numbers[source.id.as_str()];
            for other in source.draws_on.iter().filter_map(|id| numbers.get(id.as_str())) {
                joined.union(own, *other);
                draws[own] |= own != *other;
            }
        }
        let mut root_of_part: HashMap<usize, usize, RandomState> = HashMap::default();
        // Those that draw on none come last, so that the first of them stays.
        for wanted in [true, false] {
            for number in (0..ids.len()).rev().filter(|n| draws[*n] == wanted) {
                root_of_part.insert(joined.find(number), number);
            }
        }
        let roots = ids.iter().enumerate().map(|(n, id)| (*id, ids[root_of_part[&joined.find(n)]])).collect();
        Origins { roots }
    }

    /// The source that one goes back to: itself, where it draws on none.
    pub(crate) fn root<'a>(&'a self, source: &'a str) -> &'a str {
        self.roots.get(source).copied().unwrap_or(source)
    }

    /// Whose word a claim is.
    pub(crate) fn of<'a>(&'a self, claim: &'a Claim) -> Origin<'a> {
        match claim.basis.said_by() {
            Some(speaker) => Origin::Speaker(speaker),
            None => Origin::Source(self.root(claim.source.as_str())),
        }
    }

    /// The origins of some claims, each once.
    pub(crate) fn distinct<'a>(&'a self, claims: impl Iterator<Item = &'a Claim>) -> Vec<Origin<'a>> {
        let mut all: Vec<Origin<'_>> = claims.map(|claim| self.of(claim)).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

impl Origin<'_> {
    /// As a person calls it.
    pub(crate) fn called(self, dossier: &Dossier) -> String {
        match self {
            Origin::Speaker(id) => dossier.label_of(id),
            Origin::Source(id) => source_called(dossier, id),
        }
    }
}

/// A source in a few words.
pub(crate) fn source_called(dossier: &Dossier, id: &str) -> String {
    let source = dossier.sources.iter().find(|source| source.id.as_str() == id);
    source.map_or_else(|| id.to_owned(), |source| source.short_label())
}
