//! What to show: presence at a date, filters, neighbourhoods, search. Nothing here knows how it
//! looks.

pub mod filter;
pub mod neighbourhood;
pub mod presence;
pub mod search;
