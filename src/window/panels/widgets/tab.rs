//! One of a few ways to see something, side by side with the others, as tabs.

use egui::{CursorIcon, Response, Role, Sense, Stroke, Ui, WidgetInfo, vec2};

use super::{TextLook, color32, lay};
use crate::picture::theme::Theme;

/// One of a few ways to see something: plain words, the chosen one in ink with a line of the accent under it.
pub(crate) fn tab(ui: &mut Ui, text: &str, selected: bool, theme: &Theme) -> bool {
    tab_within(ui, text, selected, 120.0, theme)
}

/// The same, over at most a width in points.
pub(crate) fn tab_within(ui: &mut Ui, text: &str, selected: bool, width: f32, theme: &Theme) -> bool {
    let look = if selected { TextLook::body(theme).strong().size(12.5) } else { TextLook::small(theme).size(12.5) };
    let laid = lay(ui, text, look, width, 1);
    let (rect, response) = ui.allocate_exact_size(vec2(laid.size().x, 22.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, selected, text));
    let under = underline(&response, selected, theme);
    if let Some(stroke) = under {
        ui.painter().hline(rect.x_range(), rect.bottom() - 1.0, stroke);
    }
    laid.paint(ui, rect.left(), rect.center().y);
    response.on_hover_cursor(CursorIcon::PointingHand).clicked()
}

fn underline(response: &Response, selected: bool, theme: &Theme) -> Option<Stroke> {
    let colour = if selected || response.has_focus() { theme.accent } else { theme.hairline };
    (selected || response.has_focus() || response.hovered()).then(|| Stroke::new(2.0, color32(colour)))
}
