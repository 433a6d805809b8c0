//! The one integration binary, so that the window is linked once.

mod cli;
mod house;

#[cfg(feature = "window")]
mod window;
