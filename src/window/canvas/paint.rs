//! Colours of the theme as egui has them, for the canvas and for panels. Knows no scene and no camera.

use egui::{Color32, Painter, Rect, Response, Stroke, StrokeKind};

use crate::picture::theme::{Colour, Theme};

/// A colour as egui has it.
pub(crate) fn color32(colour: Colour) -> Color32 {
    Color32::from_rgba_unmultiplied(colour.r, colour.g, colour.b, colour.a)
}

/// The ring around what has the keyboard's focus. The pointer never draws it, so that the two are told apart.
pub(crate) fn focus_ring(painter: &Painter, response: &Response, rect: Rect, corner: f32, theme: &Theme) {
    if response.has_focus() {
        painter.rect_stroke(rect, corner, Stroke::new(1.5, color32(theme.accent)), StrokeKind::Inside);
    }
}
