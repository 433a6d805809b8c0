//! What an endpoint offers before anything is taken: candidates, properties with counts, things and the ties between them.
//! Nothing here knows how it was asked for.

use std::collections::{BTreeMap, BTreeSet};

/// How a name is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum How {
    /// Exactly as it is written; fast everywhere.
    Exact,
    /// By the server's own index, where it has one: beginnings of words, other spellings.
    Index,
    /// Anywhere in a name; slow on large servers, so only if asked for.
    Containing,
}

/// How many there are, as far as was counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    /// So many, at most [`Count::MOST`].
    pub(crate) number: usize,
    /// There are more.
    pub(crate) more: bool,
}

impl Count {
    /// Counting ends here: a hub costs no more than this.
    pub(crate) const MOST: usize = 1_000;

    /// Of a count that went one further than [`Count::MOST`].
    pub(super) fn of(counted: usize) -> Self {
        Count { number: counted.min(Self::MOST), more: counted > Self::MOST }
    }
}

impl std::fmt::Display for Count {
    /// `7` or `1,000+`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Count { more: true, .. } => f.write_str("1,000+"),
            Count { number: 1_000, .. } => f.write_str("1,000"),
            Count { number, .. } => number.fmt(f),
        }
    }
}

/// A thing of the endpoint.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Thing {
    /// Its IRI.
    pub(crate) iri: String,
    /// What it is called, in the best language that there is; empty if it has no name.
    pub(crate) label: String,
    /// The language of that; empty if none is told.
    pub(crate) language: String,
    /// What it is, in a few words.
    pub(crate) description: Option<String>,
    /// The word for its class.
    pub(crate) kind: Option<String>,
}

impl Thing {
    /// Its short name: `Q833`.
    pub(crate) fn short(&self) -> &str {
        short(&self.iri)
    }

    /// What to show: its label, else its short name.
    pub(crate) fn shown(&self) -> &str {
        if self.label.is_empty() { self.short() } else { &self.label }
    }
}

/// The end of an IRI.
pub(super) fn short(iri: &str) -> &str {
    let bare = iri.trim_end_matches(['/', '#']);
    bare.rsplit(['/', '#']).next().filter(|end| !end.is_empty()).unwrap_or(iri)
}

/// A thing that may be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Candidate {
    /// The thing.
    pub(crate) thing: Thing,
    /// The name by which it was found, where that is not its label.
    pub(crate) found_by: Option<String>,
    /// How many statements there are about it.
    pub(crate) statements: Option<Count>,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Found {
    /// The best first.
    pub(crate) candidates: Vec<Candidate>,
    /// There are more.
    pub(crate) more: bool,
}

/// Which way a tie runs, seen from a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Direction {
    /// From it.
    Out,
    /// To it.
    In,
}

/// A property by which a thing is tied to others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Property {
    /// Its IRI.
    pub(crate) iri: String,
    /// What it is called.
    pub(crate) label: String,
    /// Which way.
    pub(crate) direction: Direction,
    /// How many ties; `None` where the server did not count in time.
    pub(crate) count: Option<Count>,
}

/// A tie that is offered.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Tie {
    /// IRI of where it starts.
    pub(crate) from: String,
    /// IRI of its property.
    pub(crate) property: String,
    /// IRI of where it ends; `None` where the server knows that there is something, but not what.
    pub(crate) to: Option<String>,
    /// IRI of its statement, where statements have names.
    pub(crate) statement: Option<String>,
    /// The server no longer believes it.
    pub(crate) deprecated: bool,
}

/// How far one has come in what a property leads to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Paging {
    /// What was given before.
    pub(super) seen: BTreeSet<String>,
    /// The last one of the pages that were sorted; the first pages are not.
    pub(super) after: Option<String>,
}

/// Ties, and the things at their ends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Page {
    /// The ties.
    pub(crate) ties: Vec<Tie>,
    /// The things at their ends, by IRI.
    pub(crate) things: BTreeMap<String, Thing>,
    /// How to get more; `None` where this is all.
    pub(crate) next: Option<Paging>,
}

/// What is to be taken in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Picks {
    /// IRIs of things.
    pub(crate) things: BTreeSet<String>,
    /// Ties; the things at their ends are taken with them.
    pub(crate) ties: BTreeSet<Tie>,
}

impl Picks {
    /// All things that are taken.
    pub(super) fn all_things(&self) -> BTreeSet<String> {
        let ends = self.ties.iter().flat_map(|tie| std::iter::once(&tie.from).chain(&tie.to));
        self.things.iter().chain(ends).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_told_as_far_as_was_counted() {
        let shown = [0, 7, 999, 1_000, 1_001, 5_000].map(|number| Count::of(number).to_string());
        assert_eq!(shown, ["0", "7", "999", "1,000", "1,000+", "1,000+"]);
        assert_eq!(short("http://a.org/entity/Q1"), "Q1");
        assert_eq!(short("http://a.org/x#"), "x");
    }
}
