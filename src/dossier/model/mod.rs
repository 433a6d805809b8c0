//! What is known: entities, relations, sources, claims, names, dates and kinds, held in a petgraph
//! [`StableDiGraph`] with an index of ids. Nothing here knows files, text, screens or pixels.
//!
//! Identity is the author's id, never a petgraph index: petgraph hands a freed index to the next
//! node that is added. Records keep the author's order.

pub(crate) mod check;
mod claim;
mod date;
mod derived_id;
mod entity;
pub(crate) mod fold;
mod id;
mod kind;
mod mutate;
mod name;
mod network;
pub mod path;
mod quoted;
mod record;
mod relation;
mod serial;
mod source;
pub(crate) mod view;

pub use claim::{Basis, Claim, Level, Rating};
pub use date::{Date, DateError, Day, Truth, When};
pub use entity::{Entity, FieldValue, Status};
pub use id::{EntityId, FileIndex, RelationId, SourceId};
pub use kind::{EntityKind, ICON_WORDS, RelationKind, Shape, Vocabulary};
pub use name::{Name, NameRole};
pub use network::{AddError, Dossier, DossierFile};
pub use record::{List, Record, Spot};
pub use relation::Relation;
pub use source::Source;
pub use view::{Pin, View, ViewLayout};

pub(crate) use petgraph::stable_graph::{EdgeIndex, NodeIndex};
