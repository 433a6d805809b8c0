//! The second floor: what to ask of a dossier. Nothing here knows how the answer is drawn.

pub(crate) mod account;
pub mod attribute;
pub mod chains;
pub(crate) mod communities;
pub(crate) mod countries;
pub(crate) mod evidence;
pub(crate) mod folding;
pub mod measuring;
pub mod query;
pub(crate) mod ranking;
mod rows;
