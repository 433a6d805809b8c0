//! The second floor: what to ask of a dossier. Nothing here knows how the answer is drawn.

pub(crate) mod measure;
pub mod query;
