//! What well-known properties say, told in one table. Knows no graph.

use super::names::{local_name, namespace};
use super::store::{ONTOLOGY, RDF};

/// What a property is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    /// What a thing is.
    Kind,
    /// The name that is shown; the smallest number stands first.
    Name(u8),
    /// Another name.
    Alias,
    /// A remark.
    Note,
    /// When it begins; it goes on until its end.
    Start,
    /// When it came to be: a date, and no claim that it is still there.
    Origin,
    /// When it ends.
    End,
    /// When it is.
    When,
    /// Where it is written.
    Source,
    /// An address of a page about it.
    Url,
    /// An end or a part of a reified statement, or of a list.
    Part,
    /// Anything else.
    Other,
}

const RDFS: &str = "http://www.w3.org/2000/01/rdf-schema#";
const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";
const SCHEMA: &str = "http://schema.org/";
const SCHEMA_TLS: &str = "https://schema.org/";
const FOAF: &str = "http://xmlns.com/foaf/0.1/";
const TERMS: &str = "http://purl.org/dc/terms/";
const DC: &str = "http://purl.org/dc/elements/1.1/";
const PROV: &str = "http://www.w3.org/ns/prov#";
const OWL: &str = "http://www.w3.org/2002/07/owl#";

/// Namespace, local names and use.
const TABLE: &[(&str, &[&str], Use)] = &[
    (RDF, &["type"], Use::Kind),
    (RDF, &["subject", "predicate", "object", "reifies", "first", "rest", "nil"], Use::Part),
    (SKOS, &["prefLabel"], Use::Name(0)),
    (RDFS, &["label"], Use::Name(1)),
    (SCHEMA, &["name"], Use::Name(2)),
    (SCHEMA_TLS, &["name"], Use::Name(2)),
    (FOAF, &["name"], Use::Name(3)),
    (TERMS, &["title"], Use::Name(4)),
    (DC, &["title"], Use::Name(5)),
    (SKOS, &["altLabel", "hiddenLabel"], Use::Alias),
    (SCHEMA, &["alternateName"], Use::Alias),
    (SCHEMA_TLS, &["alternateName"], Use::Alias),
    (FOAF, &["nick"], Use::Alias),
    (TERMS, &["alternative"], Use::Alias),
    (RDFS, &["comment"], Use::Note),
    (SCHEMA, &["description"], Use::Note),
    (SCHEMA_TLS, &["description"], Use::Note),
    (TERMS, &["description", "abstract"], Use::Note),
    (DC, &["description"], Use::Note),
    (SKOS, &["definition", "note", "scopeNote"], Use::Note),
    (PROV, &["wasDerivedFrom", "hadPrimarySource", "wasQuotedFrom"], Use::Source),
    (TERMS, &["source"], Use::Source),
    (DC, &["source"], Use::Source),
    (SCHEMA, &["citation"], Use::Source),
    (SCHEMA_TLS, &["citation"], Use::Source),
    (RDFS, &["seeAlso", "isDefinedBy"], Use::Url),
    (FOAF, &["homepage", "page", "isPrimaryTopicOf", "depiction", "img", "weblog"], Use::Url),
    (SCHEMA, &["url", "sameAs", "image", "mainEntityOfPage"], Use::Url),
    (SCHEMA_TLS, &["url", "sameAs", "image", "mainEntityOfPage"], Use::Url),
    (OWL, &["sameAs"], Use::Url),
    (SKOS, &["exactMatch", "closeMatch"], Use::Url),
    (TERMS, &["date"], Use::When),
    (DC, &["date"], Use::When),
];

/// Local names of properties of any vocabulary that say when something begins, is and ends, where they have dates.
const STARTS: [&str; 9] =
    ["startDate", "start", "startTime", "startedAtTime", "since", "validFrom", "begin", "beginDate", "hasBeginning"];
const ORIGINS: [&str; 3] = ["birthDate", "dateOfBirth", "foundingDate"];
const ENDS: [&str; 11] = [
    "endDate",
    "end",
    "endTime",
    "endedAtTime",
    "deathDate",
    "dateOfDeath",
    "dissolutionDate",
    "until",
    "validTo",
    "validUntil",
    "hasEnd",
];
const MOMENTS: [&str; 3] = ["date", "atTime", "when"];

/// What a property is for; `dated` is whether it has a date here.
pub(super) fn use_of(iri: &str, dated: bool) -> Use {
    let (space, name) = (namespace(iri), local_name(iri));
    let found = TABLE.iter().find(|(of, names, _)| *of == space && names.contains(&name));
    if let Some((.., found)) = found
        && (dated || *found != Use::When)
    {
        return *found;
    }
    match name {
        _ if !dated => Use::Other,
        name if STARTS.contains(&name) => Use::Start,
        name if ORIGINS.contains(&name) => Use::Origin,
        name if ENDS.contains(&name) => Use::End,
        name if MOMENTS.contains(&name) => Use::When,
        _ => Use::Other,
    }
}

/// Types that say nothing of what a thing is, as they say it of everything.
pub(super) fn is_empty_type(iri: &str) -> bool {
    let (space, name) = (namespace(iri), local_name(iri));
    space == OWL && matches!(name, "NamedIndividual" | "Thing")
        || space == RDFS && name == "Resource"
        || space == RDF && matches!(name, "Statement" | "List")
        || space == ONTOLOGY
}

/// Whether a type is one of properties.
pub(super) fn is_property_type(iri: &str) -> bool {
    let (space, name) = (namespace(iri), local_name(iri));
    space == RDF && name == "Property"
        || space == OWL && name.ends_with("Property")
        || space == ONTOLOGY && name == "Property"
}

/// The IRI of a word of RDF Schema.
pub(super) fn rdfs(name: &str) -> String {
    format!("{RDFS}{name}")
}

/// The IRI of a word of RDF.
pub(super) fn rdf(name: &str) -> String {
    format!("{RDF}{name}")
}

/// The IRI of a word of OWL.
pub(super) fn owl(name: &str) -> String {
    format!("{OWL}{name}")
}

/// The IRI of a word of PROV.
pub(super) fn prov(name: &str) -> String {
    format!("{PROV}{name}")
}
