//! What to show: presence at a date, filters, neighbourhoods, search, the line of time. Nothing here knows how it
//! looks.

pub mod filter;
pub(crate) mod neighbourhood;
pub(crate) mod passages;
pub mod presence;
pub mod search;
mod slips;
pub(crate) mod timeline;
