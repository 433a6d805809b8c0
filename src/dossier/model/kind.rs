//! Kinds of entity and relation: data, not code. A kind names its colour and shape; the theme and
//! the scene make them pixels.

use serde::{Deserialize, Serialize};

use super::serial::{EntityKindForm, RelationKindForm};

/// The closed list of node shapes (`look.md`: hue is the family, shape is the kind).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// Square with rounded corners.
    RoundedSquare,
    /// Hexagon with a flat side left and right.
    Hexagon,
    /// Smaller square with a pale fill and a strong outline.
    SmallSquare,
    /// Filled disc; also what is drawn for a kind that is not known.
    #[default]
    Disc,
    /// Ring.
    Ring,
    /// Two discs joined.
    TwoDiscs,
    /// Lying stadium.
    Stadium,
    /// Diamond.
    Diamond,
    /// Five-pointed star.
    Star,
    /// Pentagon, point up.
    Pentagon,
    /// Shield.
    Shield,
    /// Tag whose point looks right.
    TagRight,
    /// Tag whose point looks left.
    TagLeft,
    /// Triangle, point up.
    Triangle,
    /// Page with a cut corner.
    Page,
    /// Map pin.
    Pin,
}

impl Shape {
    /// Every shape with the word that stands for it in a vocabulary.
    pub const ALL: &[(&str, Shape)] = &[
        ("rounded_square", Shape::RoundedSquare),
        ("hexagon", Shape::Hexagon),
        ("small_square", Shape::SmallSquare),
        ("disc", Shape::Disc),
        ("ring", Shape::Ring),
        ("two_discs", Shape::TwoDiscs),
        ("stadium", Shape::Stadium),
        ("diamond", Shape::Diamond),
        ("star", Shape::Star),
        ("pentagon", Shape::Pentagon),
        ("shield", Shape::Shield),
        ("tag_right", Shape::TagRight),
        ("tag_left", Shape::TagLeft),
        ("triangle", Shape::Triangle),
        ("page", Shape::Page),
        ("pin", Shape::Pin),
    ];

    /// The word that stands for it in a vocabulary.
    pub(crate) fn word(self) -> &'static str {
        Self::ALL.iter().find(|(_, s)| *s == self).map_or("disc", |(w, _)| w)
    }
}

/// The names of the icons that a kind of entity may have, in the order in which they are offered. The
/// picture floor draws them, and a test there holds the two lists together.
pub const ICON_WORDS: &[&str] = &[
    "flag",
    "person",
    "people",
    "building",
    "bank",
    "home",
    "factory",
    "globe",
    "pin",
    "document",
    "book",
    "mail",
    "speech",
    "phone",
    "handshake",
    "calendar",
    "key",
    "shield",
    "lock",
    "eye",
    "coin",
    "chart",
    "ship",
    "plane",
    "star",
    "heart",
    "bolt",
    "drop",
    "leaf",
    "warning",
    "gear",
    "link",
];

/// A kind of entity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "EntityKindForm", into = "EntityKindForm")]
pub struct EntityKind {
    /// Id, such as `state`.
    pub id: String,
    /// Singular, lower case: `state`.
    pub label: String,
    /// Plural, lower case: `states`.
    pub plural: String,
    /// Colour as `#RRGGBB` on a light ground; the theme adapts it to others.
    pub colour: String,
    /// Shape.
    pub shape: Shape,
    /// Sign drawn inside the shape, one of [`ICON_WORDS`]; most kinds have none.
    pub icon: Option<String>,
    /// Names in semi-bold (states and organisations).
    pub strong: bool,
    /// Undated things of this kind count as always there (states, places, topics); of other
    /// kinds they count as possibly there.
    pub enduring: bool,
}

impl EntityKind {
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

/// A kind of relation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "RelationKindForm", into = "RelationKindForm")]
pub struct RelationKind {
    /// Id, such as `takes_part_in`.
    pub id: String,
    /// Read from its start: `takes part in`.
    pub label: String,
    /// Read from its end: `has as participant`.
    pub inverse: String,
    /// Whether it has a direction; an undirected one is drawn without an arrowhead.
    pub directed: bool,
    /// Kinds of entity it is foreseen to start at; empty: any.
    pub from: Vec<String>,
    /// Kinds of entity it is foreseen to point to; empty: any.
    pub to: Vec<String>,
    /// Undated relations of this kind hold as long as both their ends are there; of other kinds
    /// they count as possibly there.
    pub enduring: bool,
}

impl RelationKind {
    /// The words from the other end of a kind that says none.
    pub(crate) fn usual_inverse(label: &str, directed: bool) -> String {
        if directed { format!("{label} (from)") } else { label.to_owned() }
    }
}

/// All kinds that a dossier may use: the built-in ones, overridden and added to by its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vocabulary {
    /// Kinds of entity, in the order in which panels and legends list them.
    pub entity_kinds: Vec<EntityKind>,
    /// Kinds of relation.
    pub relation_kinds: Vec<RelationKind>,
}

impl Vocabulary {
    /// The kind of entity with this id.
    pub fn entity_kind(&self, id: &str) -> Option<&EntityKind> {
        self.entity_kinds.iter().find(|k| k.id == id)
    }

    /// The kind of relation with this id.
    pub fn relation_kind(&self, id: &str) -> Option<&RelationKind> {
        self.relation_kinds.iter().find(|k| k.id == id)
    }

    /// Adds a kind of entity, or puts it in the place of the one with the same id.
    pub fn set_entity_kind(&mut self, kind: EntityKind) {
        match self.entity_kinds.iter_mut().find(|k| k.id == kind.id) {
            Some(old) => *old = kind,
            None => self.entity_kinds.push(kind),
        }
    }

    /// Adds a kind of relation, or puts it in the place of the one with the same id.
    pub fn set_relation_kind(&mut self, kind: RelationKind) {
        match self.relation_kinds.iter_mut().find(|k| k.id == kind.id) {
            Some(old) => *old = kind,
            None => self.relation_kinds.push(kind),
        }
    }

    /// The kind to show an entity by: the one with this id, or a neutral grey disc that bears
    /// the id as its label.
    pub(crate) fn entity_kind_or_neutral(&self, id: &str) -> EntityKind {
        self.entity_kind(id).cloned().unwrap_or_else(|| {
            let label = EntityKind::usual_label(id);
            EntityKind {
                id: id.to_owned(),
                plural: label.clone(),
                label,
                colour: EntityKind::NEUTRAL_COLOUR.to_owned(),
                shape: Shape::Disc,
                icon: None,
                strong: false,
                enduring: false,
            }
        })
    }

    /// The kind to show a relation by: the one with this id, or a plain directed one that bears
    /// the id as its label.
    pub fn relation_kind_or_neutral(&self, id: &str) -> RelationKind {
        self.relation_kind(id).cloned().unwrap_or_else(|| {
            let label = EntityKind::usual_label(id);
            RelationKind {
                id: id.to_owned(),
                inverse: RelationKind::usual_inverse(&label, true),
                label,
                directed: true,
                from: Vec::new(),
                to: Vec::new(),
                enduring: false,
            }
        })
    }
}
