//! Two or three dossiers side by side: what differs, in the domain's words, and what comes out when
//! two people changed the same one. Records are compared by what they are about, not by lines. A
//! merge is told as changes to one side, so that whoever keeps its text keeps comments and order.
//! Nothing here knows where the dossiers came from, and nothing here changes one.

mod as_written;
mod diff;
mod lists;
mod matching;
mod merge;
mod network;
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
pub(crate) use references::{Dangling, dangling};
pub use side::Side;
pub use sides::Conflict;
pub(crate) use sides::Wanted;
pub(crate) use text::facts;
pub(crate) use union::{ChangeMark, Union, union};

#[cfg(test)]
mod tests;
