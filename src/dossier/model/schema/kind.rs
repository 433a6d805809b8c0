//! Kinds of entity and relation: data, not code. A kind names its colour and shape; the theme and
//! the scene make them pixels.

use super::{Reference, Schema, TextRule, filled};
use crate::dossier::model::{ICON_WORDS, List, Shape};

record! {
    /// A kind of entity: what it is called and how it is drawn.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct EntityKind ("kind of entity") {
        /// What records have in `kind`, such as `state`.
        pub id: String = Id,
        /// Singular, lower case: `state`.
        pub label: String = Implied(|kind| EntityKind::usual_label(&kind.id)) {
            always: true,
            label: "Name",
            hint: "state",
        },
        /// Plural, lower case: `states`.
        pub plural: String = Implied(|kind| EntityKind::usual_plural(&kind.label)) {
            always: true,
            label: "Plural",
            hint: "states",
        },
        /// Colour as `#RRGGBB` on a light ground; the theme adapts it to others.
        pub colour: String = Implied(|_| EntityKind::NEUTRAL_COLOUR.to_owned()) {
            text: TextRule::Colour,
            always: true,
            label: "Colour",
            hint: "#0A6FCA",
        },
        /// The shape of its nodes.
        pub shape: Shape = Word(Shape) { always: true, label: "Shape" },
        /// Sign drawn inside the shape, one of [`ICON_WORDS`]; most kinds have none.
        pub icon: Option<String> = Text { text: TextRule::Among("icon", ICON_WORDS), label: "Icon" },
        /// Names in semi-bold (states and organisations).
        pub strong: bool = Flag(false) { label: "Names in semi-bold" },
        /// Undated things of this kind count as always there (states, places, topics); of other
        /// kinds they count as possibly there.
        pub enduring: bool = Flag(false) {
            label: "Counts as present even without a date",
            hint: "As for states, places and topics.",
        },
    }
    beside {}
}

impl EntityKind {
    /// A kind of which only the id is known.
    pub fn new(id: impl Into<String>) -> Self {
        filled(EntityKind { id: id.into(), ..Schema::blank() })
    }

    /// The colour of a kind that says none.
    pub(crate) const NEUTRAL_COLOUR: &str = "#6F757D";

    /// The label of a kind that says none.
    pub(crate) fn usual_label(id: &str) -> String {
        id.replace('_', " ")
    }

    /// The plural of a kind that says none.
    pub(crate) fn usual_plural(label: &str) -> String {
        format!("{label}s")
    }
}

record! {
    /// A kind of relation: how it is said in either direction and how it is drawn.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct RelationKind ("kind of relation") {
        /// What records have in `kind`, such as `takes_part_in`.
        pub id: String = Id,
        /// Read from its start: `takes part in`.
        pub label: String = Implied(|kind| EntityKind::usual_label(&kind.id)) {
            always: true,
            label: "Label",
            hint: "takes part in",
        },
        /// Read from its end: `has as participant`.
        pub inverse: String = Implied(|kind| RelationKind::usual_inverse(&kind.label, kind.directed)) {
            always: true,
            label: "Inverse label",
            hint: "has as participant",
        },
        /// Whether it has a direction; an undirected one is drawn without an arrowhead.
        pub directed: bool = Flag(true) { always: true, label: "Directed" },
        /// Kinds of entity it is foreseen to start at; empty: any.
        pub from: Vec<String> = Texts { refers: FORESEEN, label: "From" },
        /// Kinds of entity it is foreseen to point to; empty: any.
        pub to: Vec<String> = Texts { refers: FORESEEN, label: "To" },
        /// Undated relations of this kind hold as long as both their ends are there; of other kinds
        /// they count as possibly there.
        pub enduring: bool = Flag(false) { label: "Without a date, lasts as long as both its ends" },
        /// At any time only one entity can have it to the same other one: one holder of a post, one capital of a state. Where
        /// it has no direction, this holds for both of its ends.
        pub single: bool = Flag(false) {
            label: "Only one at a time",
            hint: "For example, a post has one holder at a time.",
        },
    }
    beside {}
}

/// Kinds that no vocabulary has may be foreseen: another dossier may declare them.
const FORESEEN: Option<Reference> = Some(Reference { list: List::EntityKinds, verb: None });

impl RelationKind {
    /// A kind of which only the id is known.
    pub fn new(id: impl Into<String>) -> Self {
        filled(RelationKind { id: id.into(), ..Schema::blank() })
    }

    /// A kind with a direction of which only the words are given, with the usual ones for the rest.
    pub(crate) fn named(id: impl Into<String>, label: &str) -> Self {
        let (label, inverse) = (label.to_owned(), Self::usual_inverse(label, true));
        RelationKind { label, inverse, ..RelationKind::new(id) }
    }

    /// The words from the other end of a kind that says none.
    pub(crate) fn usual_inverse(label: &str, directed: bool) -> String {
        if directed { format!("{label} (from)") } else { label.to_owned() }
    }
}
