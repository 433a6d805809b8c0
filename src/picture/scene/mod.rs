//! What is drawn: a closed list of few drawable kinds, text already shaped, colours resolved. The
//! one truth that window and figure share. Nothing here knows a GPU, egui or SVG.
//!
//! Coordinates are scene units (1 unit is 1 pt at 100 %), x right, y down.

mod behind;
pub mod bodies;
mod build;
pub mod changes;
mod detail;
mod hulls;
pub mod icons;
mod item;
pub mod labels;
mod legend;
pub mod lines;
pub mod paint;
pub mod shapes;
pub mod sides;
pub mod taper;

pub use behind::set_behind;
pub use build::build;
pub use changes::mark_changes;
pub use detail::{Detail, LineItem, NodeItem, Tip, overlaps};
pub use hulls::{Groups, set_hulls};
pub use item::{BackItem, Course, Dash, Hull, Label, LegendEntry, Line, LineLook, Node, NodeLook, Outline, Scene};
pub use legend::word as dash_word;
pub use sides::Side;

#[cfg(test)]
mod tests;
