//! Names: one thing may have many, in several languages and scripts, each with its part to play.

use serde::{Deserialize, Serialize};

use super::serial::NameForm;

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

    /// The word that stands for it in a dossier.
    pub(crate) fn word(self) -> &'static str {
        Self::ALL.iter().find(|(_, r)| *r == self).map_or("alias", |(w, _)| w)
    }
}

/// A further name of an entity, besides its main `name`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "NameForm", into = "NameForm")]
pub struct Name {
    /// The name itself.
    pub text: String,
    /// BCP 47 language tag, such as `ja` or `zh-Hans`.
    pub lang: Option<String>,
    /// What the name is for.
    pub role: NameRole,
}
