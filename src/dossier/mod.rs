//! Bottom layer: the data model, its text format and its storage.
//! Nothing here knows how it is asked about, drawn or touched.

pub mod compare;
pub mod document;
pub mod edit;
#[cfg(feature = "endpoint")]
pub(crate) mod endpoint;
pub(crate) mod exchange;
pub mod model;
pub mod ron_text;
pub mod storage;
#[doc(hidden)]
pub use exchange::{fuzz_reader, reader_names};
