//! Whether a thing is there as of a date: certainly, possibly, only planned, or not.

use crate::dossier::model::{Date, Dossier, EdgeIndex, NodeIndex};

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
    pub fn word(self) -> &'static str {
        match self {
            Presence::Absent => "absent",
            Presence::Planned => "planned",
            Presence::Possible => "possible",
            Presence::Certain => "certain",
        }
    }
}

/// Presence of every entity and relation of a dossier at one date, by index.
#[derive(Clone, Debug, Default)]
pub struct Presences {
    entities: Vec<Option<Presence>>,
    relations: Vec<Option<Presence>>,
}

impl Presences {
    /// Presence as of the end of `as_of` (its latest day); with `None`, of the whole record:
    /// everything certain but what is only planned, hoped for or requested.
    pub fn at(dossier: &Dossier, as_of: Option<&Date>) -> Self {
        let _ = (dossier, as_of);
        todo!()
    }

    /// Presence of an entity.
    pub fn entity(&self, index: NodeIndex) -> Presence {
        self.entities.get(index.index()).copied().flatten().unwrap_or(Presence::Absent)
    }

    /// Presence of a relation.
    pub fn relation(&self, index: EdgeIndex) -> Presence {
        self.relations.get(index.index()).copied().flatten().unwrap_or(Presence::Absent)
    }
}
