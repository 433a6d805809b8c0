//! What is drawn: a closed list of few drawable kinds, text already shaped, colours resolved. The
//! one truth that window and figure share. Nothing here knows a GPU, egui or SVG.
//!
//! Coordinates are scene units (1 unit is 1 pt at 100 %), x right, y down.

mod areas;
mod behind;
pub(crate) mod bodies;
pub(crate) mod box_grid;
mod build;
mod cells;
pub mod changes;
pub(crate) mod chart;
pub(crate) mod compared;
mod detail;
pub(crate) mod icons;
mod item;
pub(crate) mod labels;
mod legend;
pub mod lines;
pub(crate) mod name_budget;
mod name_list;
pub(crate) mod naming;
pub(crate) mod paint;
mod part;
mod prominence;
mod restyle;
#[cfg(test)]
pub(crate) mod sample;
pub(crate) mod shapes;
pub(crate) mod sides;
mod spread;
pub(crate) mod taper;
pub(crate) mod tint;

pub(crate) use areas::{Groups, set_areas};
pub(crate) use behind::set_behind;
pub(crate) use build::{Parts, Runs, build};
pub(crate) use changes::mark_changes;
pub use chart::{TilePaint, TileShape};
pub use detail::{Detail, LineItem, NodeItem, Tip, overlaps};
pub use item::{
    BackItem, ColourRow, Course, Dash, GroupArea, Label, LegendEntry, Line, LineLook, Node, NodeLook, Outline, Scene,
};
pub(crate) use part::part_of;
pub(crate) use restyle::restyled;

#[cfg(test)]
mod tests;
