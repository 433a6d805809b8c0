//! What is drawn: a closed list of few drawable kinds, text already shaped, colours resolved. The
//! one truth that window and figure share. Nothing here knows a GPU, egui or SVG.
//!
//! Coordinates are scene units (1 unit is 1 pt at 100 %), x right, y down.

mod item;

pub use item::{Dash, Label, LegendEntry, LineItem, NodeItem, Scene, Tip};
