//! What to show: the query language, presence at a date, filters, what views ask, neighbourhoods, search, names in texts, the
//! line of time. Nothing here knows how it looks.

pub mod between;
pub(crate) mod comparison;
pub mod facets;
pub mod filter;
pub(crate) mod fold_text;
pub(crate) mod galloping;
pub mod language;
pub(crate) mod lifetimes;
pub(crate) mod mentions;
pub(crate) mod neighbourhood;
#[cfg_attr(not(feature = "window"), allow(unreachable_pub, reason = "only the window hands them on"))]
pub(crate) mod passages;
pub mod period;
pub mod presence;
pub mod search;
mod slips;
pub(crate) mod surroundings;
pub(crate) mod timeline;
pub mod typed;
pub(crate) mod views;
