//! The words in which a dossier is told as RDF: namespaces, and which property says which field. One table for writing
//! and reading.

use super::super::properties::{prov, rdf, rdfs};
use crate::dossier::model::List;

/// Our own words.
pub(super) const TERMS: &str = "urn:chancery:terms#";
/// The resource that is the dossier.
pub(super) const DOSSIER: &str = "urn:chancery:dossier";
/// Dates in the notation of our own, which is EDTF.
pub(super) const EDTF: &str = "http://id.loc.gov/datatypes/edtf/EDTF";

/// Namespaces with their prefixes.
pub(super) const PREFIXES: &[(&str, &str)] = &[
    ("", TERMS),
    ("e", "urn:chancery:entity:"),
    ("r", "urn:chancery:relation:"),
    ("s", "urn:chancery:source:"),
    ("k", "urn:chancery:kind:"),
    ("rk", "urn:chancery:relation-kind:"),
    ("v", "urn:chancery:view:"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("prov", "http://www.w3.org/ns/prov#"),
    ("dcterms", "http://purl.org/dc/terms/"),
    ("schema", "http://schema.org/"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
    ("edtf", "http://id.loc.gov/datatypes/edtf/"),
];

/// The namespace of the records of a list.
pub(super) fn space(list: List) -> &'static str {
    let prefix = match list {
        List::Entities => "e",
        List::Relations => "r",
        List::Sources => "s",
        List::EntityKinds => "k",
        List::RelationKinds => "rk",
        List::Views => "v",
    };
    PREFIXES.iter().find(|(known, _)| *known == prefix).map_or("", |(_, space)| space)
}

/// The type of the records of a list.
pub(super) fn type_word(list: List) -> &'static str {
    match list {
        List::Entities => "Entity",
        List::Relations => "Relation",
        List::Sources => "Source",
        List::EntityKinds => "EntityKind",
        List::RelationKinds => "RelationKind",
        List::Views => "View",
    }
}

/// What stands where: the records of a list, or what is inside one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Dossier,
    Record(List),
    Claim,
    Inside,
}

/// A field of a place, and the IRI of its word.
type FieldWord = (Place, &'static str, fn() -> String);

/// Fields with a word of their own elsewhere.
const FIELDS: &[FieldWord] = &[
    (Place::Dossier, "title", || dcterms("title")),
    (Place::Record(List::Entities), "kind", || rdf("type")),
    (Place::Record(List::Entities), "name", || rdfs("label")),
    (Place::Record(List::Entities), "summary", || dcterms("description")),
    (Place::Record(List::Entities), "note", || skos("note")),
    (Place::Record(List::Relations), "from", || rdf("subject")),
    (Place::Record(List::Relations), "kind", || rdf("predicate")),
    (Place::Record(List::Relations), "to", || rdf("object")),
    (Place::Record(List::Relations), "summary", || dcterms("description")),
    (Place::Record(List::Relations), "note", || skos("note")),
    (Place::Record(List::Sources), "title", || dcterms("title")),
    (Place::Record(List::Sources), "author", || dcterms("creator")),
    (Place::Record(List::Sources), "publisher", || dcterms("publisher")),
    (Place::Record(List::Sources), "published", || dcterms("issued")),
    (Place::Record(List::Sources), "licence", || dcterms("rights")),
    (Place::Record(List::Sources), "note", || skos("note")),
    (Place::Record(List::EntityKinds), "label", || rdfs("label")),
    (Place::Record(List::RelationKinds), "label", || rdfs("label")),
    (Place::Record(List::Entities), "claims", || prov("qualifiedDerivation")),
    (Place::Record(List::Relations), "claims", || prov("qualifiedDerivation")),
    (Place::Claim, "source", || prov("entity")),
];

/// Fields that name one record of a list, so that the resource is named.
const REFERENCES: &[(Place, &str, List)] = &[
    (Place::Record(List::Entities), "kind", List::EntityKinds),
    (Place::Record(List::Relations), "from", List::Entities),
    (Place::Record(List::Relations), "kind", List::RelationKinds),
    (Place::Record(List::Relations), "to", List::Entities),
    (Place::Record(List::Views), "focus", List::Entities),
    (Place::Claim, "source", List::Sources),
];

/// Fields of several records inside, each told by a property of its own.
pub(super) const LISTS: &[&str] = &["claims", "names", "pins", "moved_names", "notes"];
/// The author's own data: each is a resource with key and value.
pub(super) const OWN: &str = "fields";
pub(super) const KEY: &str = "key";
pub(super) const VALUE: &str = "value";

/// The property that says a field.
pub(super) fn property(place: Place, field: &str) -> String {
    let known = FIELDS.iter().find(|(of, name, _)| *of == place && *name == field);
    known.map_or_else(|| format!("{TERMS}{field}"), |(.., iri)| iri())
}

/// The field that a property says; `None` if it says none.
pub(super) fn field(place: Place, property: &str) -> Option<&str> {
    let known = FIELDS.iter().find(|(of, _, iri)| *of == place && iri() == property).map(|(_, name, _)| *name);
    let own = || property.strip_prefix(TERMS).filter(|name| is_word(name));
    known.or_else(own)
}

/// The records that a field names.
pub(super) fn refers(place: Place, field: &str) -> Option<List> {
    REFERENCES.iter().find(|(of, name, _)| *of == place && *name == field).map(|(.., list)| *list)
}

/// What is inside a field.
pub(super) fn inside(field: &str) -> Place {
    if field == "claims" { Place::Claim } else { Place::Inside }
}

/// Whether a text is a word of the format, bare in a file.
pub(super) fn is_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'_' | b'-'))
}

/// A word of Dublin Core.
fn dcterms(name: &str) -> String {
    format!("http://purl.org/dc/terms/{name}")
}

/// A word of SKOS.
pub(super) fn skos(name: &str) -> String {
    format!("http://www.w3.org/2004/02/skos/core#{name}")
}

/// A word of schema.org.
pub(super) fn schema(name: &str) -> String {
    format!("http://schema.org/{name}")
}

/// An id as the end of an IRI.
pub(super) fn encoded(id: &str) -> String {
    let mut out = String::with_capacity(id.len());
    for c in id.chars() {
        // What IRIs may have as it is, without those few that some programs stumble over.
        let plain = matches!(c, 'a'..='z' | 'A'..='Z' | '0'..='9' | '_' | '-')
            || c.is_alphanumeric() && matches!(c, '\u{a0}'..='\u{d7ff}' | '\u{f900}'..='\u{fdcf}');
        if plain {
            out.push(c);
        } else {
            let mut bytes = [0; 4];
            c.encode_utf8(&mut bytes).bytes().for_each(|byte| out.push_str(&format!("%{byte:02X}")));
        }
    }
    out
}

/// The id of the end of an IRI; `None` if it is none of ours.
pub(super) fn decoded(end: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(end.len());
    let mut rest = end.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        if *first != b'%' {
            bytes.push(*first);
            rest = after;
            continue;
        }
        let hex = std::str::from_utf8(after.get(..2)?).ok().filter(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()))?;
        bytes.push(u8::from_str_radix(hex, 16).ok()?);
        rest = after.get(2..)?;
    }
    String::from_utf8(bytes).ok()
}
