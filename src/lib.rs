//! Chancery: a desktop explorer for relationship graphs in which every claim carries its source,
//! date and certainty. This file lists the floors of the house.
//!
//! Four layers, each built on the one before: [`dossier`] (what is known) ← [`explore`] (what to ask of it)
//! ← [`picture`] (how it is drawn) ← [`window`] (what one touches). [`cli`] has its own door and
//! uses all but the window. All layers use [`problem`], [`progress`], `guarded`, `wording` and `math`, and log to
//! [`logging`]; [`layout`] and `measure` are about plain networks, and the dossier's format has their
//! words. A module may use the rooms before it in this list, never those after it; `ARCHITECTURE.md`
//! has the whole list.
//!
//! The way of data: a file is opened by `dossier::document`, `picture::stages` turns dossier and
//! view into a layout and a scene, and the canvas or a figure draws that scene. A gesture comes
//! back as a `window::action::Action`.

#![cfg_attr(
    not(feature = "window"),
    allow(dead_code, unused_imports, reason = "the commands alone need only a part of each room")
)]

/// The version of the program, with the commit it was built from where that is known.
pub const VERSION: &str = env!("CHANCERY_VERSION");

mod guarded;
mod math;
pub mod problem;
pub mod progress;
mod wording;

pub mod logging;
pub(crate) mod measure;

pub mod layout;

pub mod dossier;
pub mod explore;
pub mod picture;
#[cfg(feature = "window")]
#[allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "nothing of a screen is kept")]
pub mod window;

pub mod cli;
