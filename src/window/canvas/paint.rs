//! Colours of the theme as egui has them, for the canvas and for panels. Knows no scene and no camera.

use egui::{Color32, Painter, Pos2, Rect, Response, Stroke, StrokeKind, Vec2};

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

/// A cross around a place, of half this side, on a ground of its own: what falls.
pub(crate) fn cross(painter: &Painter, at: Pos2, half: f32, [ink, ground]: [Colour; 2]) {
    let stroke = Stroke::new((half * 0.45).clamp(1.0, 1.5), color32(ink));
    painter.circle_filled(at, half * 1.5 + 1.0, color32(ground));
    for corner in [Vec2::new(half, half), Vec2::new(half, -half)] {
        painter.line_segment([at - corner, at + corner], stroke);
    }
}
