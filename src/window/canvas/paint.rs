//! Colours of the theme as egui has them, for the canvas and for panels. Knows no scene and no camera.

use egui::Color32;

use crate::picture::theme::Colour;

/// A colour as egui has it.
pub(crate) fn color32(colour: Colour) -> Color32 {
    Color32::from_rgba_unmultiplied(colour.r, colour.g, colour.b, colour.a)
}
