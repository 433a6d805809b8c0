//! The one integration binary, so that the window is linked once.

mod cli;
mod facts;
mod house;

#[cfg(feature = "window")]
mod window;
