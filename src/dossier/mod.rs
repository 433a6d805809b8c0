//! The lowest floor: what is known. The model, the text it is written in, the disk it lies on.
//! Nothing here knows how it is asked about, drawn or touched.

pub mod compare;
pub mod document;
pub mod edit;
pub mod exchange;
pub mod model;
pub mod ron_text;
pub mod storage;
