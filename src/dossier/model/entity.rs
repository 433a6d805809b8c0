//! Entities: the nodes of the network.

use serde::{Deserialize, Serialize};

use super::serial::EntityForm;
use super::{Claim, EntityId, FileIndex, Name, NameRole, When};

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

    /// The word that stands for it in a dossier.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(_, s)| *s == self).map_or("actual", |(w, _)| w)
    }

    /// Whether it is only meant to be: planned, hoped for or requested. Drawn hollow.
    pub(crate) fn is_prospective(self) -> bool {
        matches!(self, Status::Planned | Status::Hoped | Status::Requested)
    }
}

/// A value in a record's own `fields`.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldValue {
    /// Text.
    Text(String),
    /// A finite number.
    Number(f64),
    /// Yes or no.
    Flag(bool),
    /// Several values.
    List(Vec<FieldValue>),
}

impl FieldValue {
    /// As shown to a person.
    pub fn text(&self) -> String {
        match self {
            FieldValue::Text(text) => text.clone(),
            FieldValue::Number(number) => number.to_string(),
            FieldValue::Flag(true) => "yes".to_owned(),
            FieldValue::Flag(false) => "no".to_owned(),
            FieldValue::List(values) => values.iter().map(FieldValue::text).collect::<Vec<_>>().join(", "),
        }
    }
}

/// A node: a state, an official, a meeting, a document, a topic.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "EntityForm", into = "EntityForm")]
pub struct Entity {
    /// The author's short word for it.
    pub id: EntityId,
    /// Id of its kind in the vocabulary; may be unknown there.
    pub kind: String,
    /// The main name. For an entity nobody named, a description of it.
    pub name: String,
    /// Further names.
    pub names: Vec<Name>,
    /// When it came to be or happened, or from when to when.
    pub when: Option<When>,
    /// Whether it is, or is meant to be.
    pub status: Status,
    /// Nobody gave its name ("some states"): known to exist, not known which.
    pub unnamed: bool,
    /// The sources do not mention it; something they do mention implies it.
    pub implied: bool,
    /// A sentence or two on what it is.
    pub summary: Option<String>,
    /// The author's own data, in the author's order.
    pub fields: Vec<(String, FieldValue)>,
    /// Who says so.
    pub claims: Vec<Claim>,
    /// A remark by the dossier's author.
    pub(crate) note: Option<String>,
    /// Which file it was read from.
    pub file: FileIndex,
    /// Not a record of the file: stands in for an id that a relation names and nobody defines.
    pub ghost: bool,
}

impl Entity {
    /// An entity with the fields every entity has, all else empty.
    pub fn new(id: impl Into<EntityId>, kind: impl Into<String>, name: impl Into<String>) -> Self {
        Entity {
            id: id.into(),
            kind: kind.into(),
            name: name.into(),
            names: Vec::new(),
            when: None,
            status: Status::Actual,
            unnamed: false,
            implied: false,
            summary: None,
            fields: Vec::new(),
            claims: Vec::new(),
            note: None,
            file: FileIndex::default(),
            ghost: false,
        }
    }

    /// What stands in for an id that a relation of this file names and nobody defines.
    pub fn ghost(id: EntityId, file: FileIndex) -> Self {
        let name = format!("{id} (missing)");
        Entity { file, ghost: true, ..Entity::new(id, "", name) }
    }

    /// What stands beside the node: the name marked as short, else the main name.
    pub fn label(&self) -> &str {
        self.names.iter().find(|n| n.role == NameRole::Short && n.lang.is_none()).map_or(&self.name, |n| &n.text)
    }
}
