//! The only room that touches the disk: reading files within limits, includes inside their folder,
//! writing atomically, settings and recent files. Nothing here knows what the bytes mean.

mod read;
pub mod settings;
mod write;

pub use read::{Folder, about_this_process, read_limited, size_of};
pub use write::write_atomic;
