//! Two or three dossiers side by side: what differs, in the domain's words, and what comes out when
//! two people changed the same one. Records are compared by what they are about, not by lines. A
//! merge is told as changes to one side, so that whoever keeps its text keeps comments and order.
//! Nothing here knows where the dossiers came from, and nothing here changes one.

mod diff;
mod lists;
mod matching;
mod merge;
mod record_fields;
mod three_way;
mod union;
mod words;

pub use diff::{Changed, Changes, Difference, FieldChange, Item, diff};
pub use merge::{Conflict, Merge, merge};
pub(crate) use union::{Mark, Union, union};
pub(crate) use words::facts;

#[cfg(test)]
mod tests;
