//! IRIs that mean the same everywhere. Nothing is asked here.

use oxrdf::NamedNode;

pub(super) const RDF_TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
pub(super) const RDF_PROPERTY: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#Property";
pub(super) const RDFS_LABEL: &str = "http://www.w3.org/2000/01/rdf-schema#label";
pub(super) const ALT_LABEL: &str = "http://www.w3.org/2004/02/skos/core#altLabel";
pub(super) const DESCRIPTION: &str = "http://schema.org/description";
pub(super) const DERIVED: &str = "http://www.w3.org/ns/prov#wasDerivedFrom";

/// Properties that give a thing its name, the best first.
pub(super) const NAMES: [&str; 6] = [
    "http://www.w3.org/2004/02/skos/core#prefLabel",
    RDFS_LABEL,
    "http://schema.org/name",
    "https://schema.org/name",
    "http://xmlns.com/foaf/0.1/name",
    "http://purl.org/dc/terms/title",
];

/// Properties that say what a thing is, the shortest first.
pub(super) const DESCRIPTIONS: [&str; 5] = [
    DESCRIPTION,
    "https://schema.org/description",
    "http://purl.org/dc/terms/description",
    "http://www.w3.org/2004/02/skos/core#definition",
    "http://www.w3.org/2000/01/rdf-schema#comment",
];

/// Properties that say where a thing is written.
pub(super) const SOURCES: [&str; 6] = [
    DERIVED,
    "http://www.w3.org/ns/prov#hadPrimarySource",
    "http://purl.org/dc/terms/source",
    "http://purl.org/dc/elements/1.1/source",
    "http://schema.org/citation",
    "https://schema.org/citation",
];

/// The namespace of what Wikibase says of itself.
const ONTOLOGY: &str = "http://wikiba.se/ontology#";

/// One of our IRIs: none of them can be wrong.
pub(super) fn known(iri: &str) -> NamedNode {
    NamedNode::new_unchecked(iri)
}

/// A word of Wikibase.
pub(super) fn wikibase(name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{ONTOLOGY}{name}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_iris_are_iris() {
        let all = NAMES.iter().chain(&DESCRIPTIONS).chain(&SOURCES).chain([&RDF_TYPE, &ALT_LABEL, &ONTOLOGY]);
        all.for_each(|iri| assert!(NamedNode::new(*iri).is_ok(), "{iri}"));
    }
}
