//! The one integration binary, so that the window is linked once.

mod bad;
mod cli;
mod facts;
mod house;
mod mutations;

#[cfg(feature = "window")]
mod window;
