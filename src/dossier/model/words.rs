//! The words of the format: what a file says in one bare word out of a closed list. The words for
//! layouts and measures are told where those are.

use serde::{Deserialize, Serialize};

/// A type whose every value is a word of the format.
pub(crate) trait Words: Copy + Default + PartialEq + 'static {
    /// Every value with its word.
    const EACH: &'static [(&'static str, Self)];
    /// The words alone, in the same order.
    const WORDS: &'static [&'static str];
}

/// The value that a word is for.
pub(crate) fn named<T: Words>(word: &str) -> Option<T> {
    T::EACH.iter().find(|(w, _)| *w == word).map(|(_, value)| *value)
}

/// The word for a value.
fn word_of<T: Words>(value: T) -> &'static str {
    T::EACH.iter().find(|(_, v)| *v == value).map_or("", |(word, _)| word)
}

macro_rules! words {
    ($type:ident) => {
        impl Words for $type {
            const EACH: &'static [(&'static str, Self)] = $type::ALL;
            const WORDS: &'static [&'static str] = &{
                let mut words = [""; $type::ALL.len()];
                let mut at = 0;
                while at < words.len() {
                    words[at] = $type::ALL[at].0;
                    at += 1;
                }
                words
            };
        }

        impl $type {
            /// The word that a dossier has for it.
            pub fn word(self) -> &'static str {
                word_of(self)
            }
        }
    };
}

words!(Status);
words!(NameRole);
words!(Shape);

/// What kind of thing is claimed: that it is, or that someone means it to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It is so, or was.
    #[default]
    Actual,
    /// Someone means to do it.
    Planned,
    /// Someone hopes for it.
    Hoped,
    /// Someone asked for it; that it was given is not said.
    Requested,
    /// It was planned and will not be.
    Cancelled,
    /// It was so and is no more.
    Ended,
}

impl Status {
    /// Every status with the word that stands for it in a dossier.
    pub const ALL: &[(&str, Status)] = &[
        ("actual", Status::Actual),
        ("planned", Status::Planned),
        ("hoped", Status::Hoped),
        ("requested", Status::Requested),
        ("cancelled", Status::Cancelled),
        ("ended", Status::Ended),
    ];

    /// Whether it is only meant to be: planned, hoped for or requested. Drawn hollow.
    pub(crate) fn is_prospective(self) -> bool {
        matches!(self, Status::Planned | Status::Hoped | Status::Requested)
    }
}

/// What a further name is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NameRole {
    /// The full official name.
    Official,
    /// The name in the bearer's own language (the default where a language is given).
    #[default]
    Native,
    /// A short form fit for a label.
    Short,
    /// An acronym.
    Acronym,
    /// A name that is no longer used.
    Former,
    /// Any other word that means the same thing, such as a capital for its government.
    Alias,
}

impl NameRole {
    /// Every role with the word that stands for it in a dossier.
    pub const ALL: &[(&str, NameRole)] = &[
        ("official", NameRole::Official),
        ("native", NameRole::Native),
        ("short", NameRole::Short),
        ("acronym", NameRole::Acronym),
        ("former", NameRole::Former),
        ("alias", NameRole::Alias),
    ];

    /// The role of a name that is written without one: native where a language is given, else
    /// alias.
    pub(crate) fn without_word(lang: Option<&str>) -> NameRole {
        if lang.is_some() { NameRole::Native } else { NameRole::Alias }
    }
}

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
