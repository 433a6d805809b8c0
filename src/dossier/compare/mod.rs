//! Comparing two or three dossiers: their differences in the terms of the domain, and the merge of
//! two people's changes. Records are compared by meaning, not by lines. A merge yields changes to
//! one side, so that whoever keeps its text keeps comments and order. Nothing here knows where the
//! dossiers came from or changes one.

mod as_written;
mod diff;
mod lists;
mod matching;
mod merge;
mod moved;
mod network;
#[cfg(all(feature = "window", feature = "endpoint"))]
mod picking;
mod record_fields;
mod references;
mod side;
mod sides;
mod text;
mod three_way;
mod union;
mod words;

pub(crate) use as_written::WrittenField;
pub use diff::{Changed, Changes, Difference, FieldChange, Item, diff};
pub(crate) use lists::WantedHead;
pub use merge::{Merge, merge};
#[cfg(all(feature = "window", feature = "endpoint"))]
pub(crate) use picking::{Picking, Sort};
pub(crate) use references::{Dangling, dangling};
pub use side::Side;
pub use sides::Conflict;
pub(crate) use sides::Wanted;
pub(crate) use text::facts;
pub(crate) use union::{ChangeMark, Union, union};
pub(crate) use words::claim_in_words;

#[cfg(test)]
mod tests;
