//! Whether a thing is there at a time: certainly, possibly, only planned, or not. How that follows from dates is worked out in
//! `lifetimes`; nothing here knows how it is drawn.

use super::language::Drawn;
use crate::dossier::model::{EdgeIndex, NodeIndex, Truth};

/// How a record stands at an as-of date. Ordered from least to most present.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Presence {
    /// Not (yet, or no more) there: faded out, in its place.
    Absent,
    /// Planned, hoped for or requested by then: hollow.
    Planned,
    /// Possibly there: fainter.
    Possible,
    /// Certainly there: solid.
    Certain,
}

impl Presence {
    /// `certain`, `possible`, `planned` or `absent`, as in `data-presence`.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Presence::Absent => "absent",
            Presence::Planned => "planned",
            Presence::Possible => "possible",
            Presence::Certain => "certain",
        }
    }
}

impl From<Truth> for Presence {
    fn from(truth: Truth) -> Self {
        match truth {
            Truth::Yes => Presence::Certain,
            Truth::Maybe => Presence::Possible,
            Truth::No => Presence::Absent,
        }
    }
}

/// Presence of every entity and relation of a dossier at one time, by index; `lifetimes` works them out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Presences {
    pub(super) entities: Vec<Option<Presence>>,
    pub(super) relations: Vec<Option<Presence>>,
    /// Which of them have no date and are possible for that reason, by index; empty where no time is asked about.
    pub(super) unknown_entities: Vec<bool>,
    pub(super) unknown_relations: Vec<bool>,
}

impl Presences {
    /// Whether nobody knows if an entity is there, because it has no date.
    pub(crate) fn is_unknown_entity(&self, index: NodeIndex) -> bool {
        self.unknown_entities.get(index.index()).copied().unwrap_or(false)
    }

    /// The same of a relation.
    pub(crate) fn is_unknown_relation(&self, index: EdgeIndex) -> bool {
        self.unknown_relations.get(index.index()).copied().unwrap_or(false)
    }

    /// Makes what a query only possibly finds no more than possible. What it does not find at all is drawn for another reason, and is
    /// as present as it is.
    pub(crate) fn limit(&mut self, drawn: &Drawn) {
        for at in drawn.possible_entities() {
            let presence = self.entity(at).min(Presence::Possible);
            put(&mut self.entities, at.index(), Some(presence));
        }
        for at in drawn.possible_relations() {
            let presence = self.relation(at).min(Presence::Possible);
            put(&mut self.relations, at.index(), Some(presence));
        }
    }

    /// Says of an entity that is none of the dossier's how present it is.
    pub(crate) fn put_entity(&mut self, index: NodeIndex, presence: Presence) {
        put(&mut self.entities, index.index(), Some(presence));
    }

    /// The same of a relation.
    pub(crate) fn put_relation(&mut self, index: EdgeIndex, presence: Presence) {
        put(&mut self.relations, index.index(), Some(presence));
    }

    /// Presence of an entity.
    pub(crate) fn entity(&self, index: NodeIndex) -> Presence {
        self.entities.get(index.index()).copied().flatten().unwrap_or(Presence::Absent)
    }

    /// Presence of a relation.
    pub(crate) fn relation(&self, index: EdgeIndex) -> Presence {
        self.relations.get(index.index()).copied().flatten().unwrap_or(Presence::Absent)
    }
}

/// Puts a value at a place of a list that grows.
pub(super) fn put<T: Copy + Default>(list: &mut Vec<T>, at: usize, value: T) {
    if list.len() <= at {
        list.resize(at + 1, T::default());
    }
    list[at] = value;
}
