//! The fields of the format, in the order in which they stand by custom and in which new ones are
//! put in.

/// Of a dossier.
pub(crate) const DOSSIER: &[&str] = &[
    "format",
    "title",
    "subtitle",
    "note",
    "include",
    "entity_kinds",
    "relation_kinds",
    "sources",
    "entities",
    "relations",
    "views",
];

/// Of a kind of entity.
pub(crate) const ENTITY_KIND: &[&str] = &["id", "label", "plural", "colour", "shape", "icon", "strong", "enduring"];

/// Of a kind of relation.
pub(crate) const RELATION_KIND: &[&str] = &["id", "label", "inverse", "directed", "from", "to", "enduring"];

/// Of a source.
pub(crate) const SOURCE: &[&str] = &[
    "id",
    "title",
    "author",
    "publisher",
    "section",
    "published",
    "published_inferred",
    "url",
    "retrieved",
    "text",
    "licence",
    "note",
];

/// Of an entity.
pub(crate) const ENTITY: &[&str] = &[
    "id",
    "kind",
    "name",
    "names",
    "when",
    "when_inferred",
    "status",
    "unnamed",
    "implied",
    "summary",
    "fields",
    "claims",
    "note",
];

/// Of a further name.
pub(crate) const NAME: &[&str] = &["text", "lang", "role"];

/// Of a claim.
pub(crate) const CLAIM: &[&str] = &["source", "at", "about", "basis", "rating", "quote", "seen", "note", "superseded"];

/// Of a relation.
pub(crate) const RELATION: &[&str] = &[
    "id",
    "from",
    "kind",
    "to",
    "when",
    "when_inferred",
    "status",
    "weight",
    "ordinal",
    "summary",
    "fields",
    "claims",
    "note",
];

/// Of a view.
pub(crate) const VIEW: &[&str] = &[
    "name",
    "title",
    "subtitle",
    "as_of",
    "focus",
    "hops",
    "hide_kinds",
    "hide_files",
    "tapered",
    "areas",
    "hulls",
    "layout",
    "effort",
    "style",
    "direction",
    "group",
    "by",
    "together",
    "seed",
    "pins",
];

/// Of a node's place in a view.
pub(crate) const PIN: &[&str] = &["id", "x", "y"];
