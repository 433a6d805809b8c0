//! What to show: presence at a date, filters, neighbourhoods, search, the line of time. Nothing here knows how it
//! looks.

pub mod filter;
mod fold;
pub(crate) mod neighbourhood;
pub(crate) mod passages;
pub mod presence;
pub mod search;
pub(crate) mod timeline;
