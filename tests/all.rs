//! The one integration binary, so that the window is linked once.
#![allow(
    clippy::disallowed_methods,
    reason = "tests measure with tolerances; only layouts and figures need equal bits"
)]

mod agreement;
mod bad;
mod cli;
mod examples;
mod facts;
mod format1;
mod golden;
mod house;
mod kill;
mod lossless;
mod merge;
mod merge_whole;
mod mutations;
mod random;

#[cfg(feature = "window")]
mod window;
