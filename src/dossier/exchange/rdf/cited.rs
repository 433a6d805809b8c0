//! Who else says what a statement of Wikibase says: its references, its rank and its own name, kept apart from the fields
//! for those who make claims of them. Knows no dossier.

// Without endpoints nobody asks for it.
#![cfg_attr(not(feature = "endpoint"), allow(dead_code))]

use super::super::report::At;

/// How good Wikibase holds a statement to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Rank {
    /// As good as any.
    #[default]
    Normal,
    /// Better than others.
    Preferred,
    /// Known to be wrong, or no longer believed.
    Deprecated,
}

/// One reference: what it says, part by part. Several of one part are in the order of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reference {
    /// The names of works that it is stated in.
    pub(crate) stated_in: Vec<String>,
    /// Titles.
    pub(crate) titles: Vec<String>,
    /// Pages.
    pub(crate) pages: Vec<String>,
    /// Days of publication, as EDTF.
    pub(crate) published: Vec<String>,
    /// Quotations.
    pub(crate) quotes: Vec<String>,
    /// Days on which it was looked up, as EDTF.
    pub(crate) seen: Vec<String>,
    /// Addresses.
    pub(crate) addresses: Vec<String>,
    /// The names of wikis that the statement was copied from, which are no sources.
    pub(crate) imported: Vec<String>,
}

impl Reference {
    /// In words, without addresses and wikis; empty where there are none.
    pub(super) fn in_words(&self) -> String {
        let quoted = |texts: &[String]| texts.iter().map(|text| format!("“{text}”")).collect::<Vec<_>>();
        let after = |word: &str, texts: &[String]| texts.iter().map(|text| format!("{word}{text}")).collect::<Vec<_>>();
        let parts = [
            self.stated_in.clone(),
            quoted(&self.titles),
            after("p. ", &self.pages),
            self.published.clone(),
            quoted(&self.quotes),
            after("seen ", &self.seen),
        ];
        parts.concat().join(", ")
    }
}

/// What else is known of a statement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Cited {
    /// Where the statement begins: the place of the edge that it became.
    pub(crate) at: At,
    /// The IRI of what it is about.
    pub(crate) subject: String,
    /// The field of the node that it became; `None` for an edge.
    pub(crate) about: Option<String>,
    /// Its own name, such as `Q833-902BA3CD`.
    pub(crate) statement: String,
    /// Its rank.
    pub(crate) rank: Rank,
    /// Why it is deprecated.
    pub(crate) reasons: Vec<String>,
    /// Its references.
    pub(crate) references: Vec<Reference>,
}
