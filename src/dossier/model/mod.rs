//! What is known: entities, relations, sources, claims, names, dates and kinds, held in a petgraph
//! [`petgraph::stable_graph::StableDiGraph`] with an index of ids. Nothing here knows files, text, screens or pixels.
//!
//! Identity is the author's id, never a petgraph index: petgraph hands a freed index to the next
//! node that is added. Records keep the author's order.

mod attribute;
mod basis;
pub(crate) mod check;
mod date;
mod derived_id;
mod field_value;
pub(crate) mod fold;
mod id;
mod kinds;
mod list;
mod mutate;
pub(crate) mod naming;
mod network;
mod page;
pub mod path;
mod quoted;
mod rating;
mod record;
pub(crate) mod schema;
mod span;
mod view_dates;
mod vocabulary;
pub(crate) mod words;

pub use attribute::{Attribute, Colouring};
pub(crate) use attribute::{COLOUR_BOUNDS, colour_bounds, focus_steps};
pub use basis::Basis;
pub(crate) use basis::BasisPart;
pub use date::{Date, DateError, Day, Truth, When};
pub(crate) use date::{Extent, month_in_words, year_in_words};
pub(crate) use derived_id::base as derived_id_base;
pub use field_value::FieldValue;
pub use id::{EntityId, FileIndex, RelationId, SourceId};
pub use list::{List, Spot};
pub use network::{AddError, Dossier, DossierFile};
pub(crate) use page::{FigurePage, LegendAt, MARGIN_MM, PAGES, RelationLabels};
pub use rating::{Level, Rating};
pub use record::Record;
pub use schema::{
    Checked, Claim, Entity, EntityField, EntityKind, Name, Note, Pin, Relation, RelationField, RelationKind, Source,
    SourceField, View, ViewLayout, ViewPage,
};
pub use span::Span;
pub(crate) use view_dates::view_dates;
pub use vocabulary::{Kinds, Vocabulary};
pub use words::{ICON_WORDS, NameRole, Shape, Status};

pub(crate) use petgraph::stable_graph::{EdgeIndex, NodeIndex};
