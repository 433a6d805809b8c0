//! Properties of Wikidata that mean what a kind of our vocabulary means, and those that are dates. Other Wikibases have
//! other numbers: there, names in the file decide, and what these numbers would mean is not asked.

/// What a date of an item says of when it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Bound {
    /// It began then; that it goes on is not said.
    Start,
    /// It ended then.
    End,
    /// It was then.
    Point,
}

/// Property, kind of relation, and whether it runs the other way.
const KINDS: &[(&str, &str, bool)] = &[
    ("P463", "member_of", false),
    ("P39", "holds_post", false),
    ("P530", "has_relations_with", false),
    ("P361", "part_of", false),
    ("P527", "part_of", true),
    ("P36", "capital_of", true),
    ("P1376", "capital_of", false),
    ("P488", "chairs", true),
    ("P108", "works_for", false),
    ("P710", "takes_part_in", true),
    ("P1344", "takes_part_in", false),
    ("P131", "located_in", false),
    ("P1366", "followed_by", false),
    ("P1365", "followed_by", true),
];

/// Instance of.
pub(super) fn is_kind(property: &str) -> bool {
    property == "P31"
}

/// Instance of, subclass of.
pub(super) fn is_class(property: &str) -> bool {
    matches!(property, "P31" | "P279")
}

/// The kind of relation that a property is, and whether it runs the other way.
pub(super) fn kind(property: &str) -> Option<(&'static str, bool)> {
    KINDS.iter().find(|(of, ..)| *of == property).map(|(_, kind, turned)| (*kind, *turned))
}

/// Inception, birth, start; dissolution, death, end; point in time, publication.
pub(super) fn bound(property: &str) -> Option<Bound> {
    match property {
        "P571" | "P569" | "P580" => Some(Bound::Start),
        "P576" | "P570" | "P582" => Some(Bound::End),
        "P585" | "P577" => Some(Bound::Point),
        _ => None,
    }
}

/// What qualifiers and references say, by number.
pub(super) const START: &str = "P580";
pub(super) const END: &str = "P582";
pub(super) const POINT: &str = "P585";
pub(super) const EARLIEST: &str = "P1319";
pub(super) const LATEST: &str = "P1326";
pub(super) const CIRCUMSTANCES: &str = "P1480";
/// Why a statement is deprecated.
pub(super) const REASON: &str = "P2241";
/// The item that means “circa”.
pub(super) const CIRCA: &str = "Q5727902";
pub(super) const STATED_IN: &str = "P248";
pub(super) const ADDRESS: &str = "P854";
pub(super) const TITLE: &str = "P1476";
pub(super) const PAGE: &str = "P304";
pub(super) const QUOTE: &str = "P1683";
pub(super) const SEEN: &str = "P813";
pub(super) const PUBLISHED: &str = "P577";
pub(super) const IMPORTED: &str = "P143";
