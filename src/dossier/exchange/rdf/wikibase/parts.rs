//! What is known of a file of Wikibase before anything of it is read: which of its predicates say what part of a statement.

use super::super::names::{local_name, namespace};
use super::super::properties::rdf;
use super::super::store::{ByTerm, Store, TermId};

/// What the IRI of a property says of a statement, by the part of it after `/prop/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// The value without more, of the best statements alone.
    Direct,
    /// From an item to a statement about it.
    Claim,
    /// The value of a statement.
    Main,
    /// The same with its precision.
    MainValue,
    /// A qualifier.
    Qualifier,
    /// The same with its precision.
    QualifierValue,
    /// What a reference says.
    Reference,
    /// The class of statements that say that there is none.
    None,
}

const PARTS: &[(&str, Part)] = &[
    ("direct/", Part::Direct),
    ("", Part::Claim),
    ("statement/", Part::Main),
    ("statement/value/", Part::MainValue),
    ("qualifier/", Part::Qualifier),
    ("qualifier/value/", Part::QualifierValue),
    ("reference/", Part::Reference),
    ("novalue/", Part::None),
];

/// Part and property of an IRI such as `…/prop/qualifier/P580`.
fn part_of(iri: &str) -> Option<(Part, &str)> {
    let space = namespace(iri);
    let part = space.rsplit_once("/prop/")?.1;
    let property = local_name(iri);
    let is_property =
        property.strip_prefix('P').is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
    let (_, part) = PARTS.iter().find(|(of, _)| *of == part)?;
    is_property.then_some((*part, property))
}

/// What is known of a file of Wikibase.
#[derive(Debug)]
pub(in super::super) struct Wikibase {
    /// Part and property of all predicates and classes that have one.
    pub(super) parts: ByTerm<(Part, String)>,
    /// Names of properties in the file.
    pub(super) names: std::collections::HashMap<String, TermId>,
    pub(super) kind: Option<TermId>,
}

impl Wikibase {
    /// `None` for a file of another program.
    pub(in super::super) fn of(store: &Store) -> Option<Self> {
        let mut wikibase = Wikibase {
            parts: ByTerm::default(),
            names: std::collections::HashMap::new(),
            kind: store.find_iri(&rdf("type")),
        };
        for id in 0..store.len() as TermId {
            let iri = store.iri(id);
            if let Some((part, property)) = part_of(iri) {
                wikibase.parts.insert(id, (part, property.to_owned()));
            } else if namespace(iri).ends_with("/entity/") && local_name(iri).starts_with('P') {
                wikibase.names.insert(local_name(iri).to_owned(), id);
            }
        }
        let is_wikibase = wikibase.parts.values().any(|(part, _)| *part == Part::Claim || *part == Part::Direct);
        is_wikibase.then_some(wikibase)
    }

    pub(super) fn part(&self, id: TermId) -> Option<(Part, &str)> {
        self.parts.get(&id).map(|(part, property)| (*part, property.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_are_taken_apart() {
        let base = "http://www.wikidata.org/prop/";
        for (end, expected) in [
            ("P31", Some((Part::Claim, "P31"))),
            ("direct/P31", Some((Part::Direct, "P31"))),
            ("statement/P31", Some((Part::Main, "P31"))),
            ("qualifier/value/P580", Some((Part::QualifierValue, "P580"))),
            ("qualifier/Q5", None),
            ("direct-normalized/P31", None),
        ] {
            assert_eq!(part_of(&format!("{base}{end}")), expected, "{end}");
        }
        assert_eq!(part_of("http://example.org/P31"), None);
    }
}
