//! The key of the graph while evidence is struck: a sample of each mark with what it means.

use egui::{Pos2, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::color32;
use super::text::{self, TextLook};
use crate::picture::theme::{Colour, Theme};
use crate::window::canvas::paint::cross;

/// Width of a sample, and height of a row.
const SAMPLE: f32 = 34.0;
const ROW: f32 = 18.0;

/// How something stands once the evidence is gone.
#[derive(Clone, Copy)]
enum Mark {
    Falls,
    Weaker,
    KeptByTies,
}

/// Each mark with its words.
const MARKS: [(Mark, &str); 3] = [
    (Mark::Falls, "falls"),
    (Mark::Weaker, "weaker, or left to inference"),
    (Mark::KeptByTies, "kept only by its relations"),
];

/// Shows the key, a row each, on this ground.
pub(crate) fn fall_key(ui: &mut Ui, ground: Colour, theme: &Theme) {
    for (mark, says) in MARKS {
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, says));
        if ui.is_rect_visible(rect) {
            sample(ui, pos2(rect.left(), rect.center().y), mark, ground, theme);
            let words = text::lay(ui, says, TextLook::small(theme), rect.width() - SAMPLE - 8.0, 1);
            words.paint(ui, rect.left() + SAMPLE + 8.0, rect.center().y);
        }
    }
}

fn sample(ui: &Ui, left: Pos2, mark: Mark, ground: Colour, theme: &Theme) {
    let painter = ui.painter();
    let at = |x: f32| left + vec2(x, 0.0);
    match mark {
        Mark::Falls => {
            let dots = (0..=9).map(|dot| at(dot as f32 * 3.6 + 0.8));
            dots.for_each(|dot| {
                painter.circle_filled(dot, 0.9, color32(theme.line));
            });
            cross(painter, at(SAMPLE / 2.0), 3.0, [theme.line, ground]);
        }
        Mark::Weaker => {
            painter.line_segment([at(0.0), at(SAMPLE)], Stroke::new(2.2, color32(theme.accent)));
        }
        Mark::KeptByTies => {
            painter.circle_filled(at(SAMPLE / 2.0), 3.6, color32(theme.line));
            painter.circle_stroke(at(SAMPLE / 2.0), 6.6, Stroke::new(1.6, color32(theme.accent)));
        }
    }
}
