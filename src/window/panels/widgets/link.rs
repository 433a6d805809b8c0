//! Links and text buttons: accent or quiet ink, underlined under the pointer and in focus, reached
//! by Tab, named for assistive technology.

use egui::{CursorIcon, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

use super::text::{self, Laid, TextLook, clean};
use crate::picture::theme::Theme;
use crate::window::action::SelectHow;

/// Least height of what can be clicked, in points (WCAG 2.2, 2.5.8).
pub(super) const TARGET: f32 = 24.0;

/// A link on one line over at most the available width.
pub(crate) fn link(ui: &mut Ui, text: &str, look: TextLook) -> Response {
    clickable(ui, text, text, look, Role::Link, TARGET)
}

/// A link on one line made of parts that do not reorder each other.
pub(crate) fn link_of_parts(ui: &mut Ui, parts: &[&str], look: TextLook) -> Response {
    let plain = text::lay_parts(ui, parts, look, ui.available_width());
    let size = vec2(plain.size().x, plain.size().y.max(TARGET));
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    Link { parts, name: &parts.concat(), look, role: Role::Link }.finish(ui, rect, response, plain)
}

/// A link amid running text: as high as the line, so that lines keep their distance.
pub(crate) fn in_running_text(ui: &mut Ui, text: &str, look: TextLook) -> Response {
    // Over the whole row's width: one that does not fit at the end goes to the next line.
    let plain = text::lay(ui, text, look, ui.max_rect().width(), 1);
    let (rect, response) = ui.allocate_exact_size(plain.size(), Sense::click());
    Link { parts: &[text], name: text, look, role: Role::Link }.finish(ui, rect, response, plain)
}

/// A link as high as its line, under a row that is large enough to be hit. `name` is what assistive technology calls it.
pub(crate) fn link_called(ui: &mut Ui, text: &str, name: &str, look: TextLook) -> Response {
    clickable(ui, text, name, look, Role::Link, 0.0)
}

/// A button that is only its words. `name` is what assistive technology calls it.
pub(crate) fn text_button(ui: &mut Ui, text: &str, name: &str, theme: &Theme) -> Response {
    clickable(ui, text, name, TextLook::link(theme).size(12.5), Role::Button, TARGET)
}

/// The same for what is seldom wanted, in the third ink.
pub(crate) fn quiet_button(ui: &mut Ui, text: &str, name: &str, theme: &Theme) -> Response {
    clickable(
        ui,
        text,
        name,
        TextLook { colour: super::color32(theme.ink_third), ..TextLook::link(theme).size(12.5) },
        Role::Button,
        TARGET,
    )
}

fn clickable(ui: &mut Ui, text: &str, name: &str, look: TextLook, role: Role, height: f32) -> Response {
    let plain = text::lay(ui, text, look, ui.available_width(), 1);
    let size = vec2(plain.size().x, plain.size().y.max(height));
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    Link { parts: &[text], name, look, role }.finish(ui, rect, response, plain)
}

/// What is clicked.
struct Link<'a> {
    /// Pieces of text that do not reorder each other.
    parts: &'a [&'a str],
    /// What assistive technology calls it.
    name: &'a str,
    look: TextLook,
    role: Role,
}

impl Link<'_> {
    /// Paints it where room was made for it; `plain` is the text as it is without the pointer.
    fn finish(&self, ui: &Ui, rect: egui::Rect, response: Response, plain: Laid) -> Response {
        let Link { parts, name, look, role } = *self;
        response.widget_info(|| WidgetInfo::labeled(role, ui.is_enabled(), clean(name)));
        if ui.is_rect_visible(rect) {
            if response.has_focus() {
                let ring = rect.expand2(vec2(3.0, -1.0));
                ui.painter().rect_stroke(ring, 4.0, Stroke::new(1.5, look.colour), StrokeKind::Outside);
            }
            let lit = response.hovered() || response.has_focus();
            let shown = if lit { text::lay_parts(ui, parts, look.underlined(true), rect.width() + 0.5) } else { plain };
            let elided = shown.elided;
            shown.paint(ui, rect.left(), rect.center().y);
            if elided {
                return response
                    .on_hover_cursor(CursorIcon::PointingHand)
                    .on_hover_ui(|ui| text::whole(ui, &parts.concat()));
            }
        }
        response.on_hover_cursor(CursorIcon::PointingHand)
    }
}

/// A link painted at a given place: left edge and middle, over at most a width (points).
pub(super) fn link_at(ui: &Ui, left: egui::Pos2, width: f32, parts: &[&str], look: TextLook, id: egui::Id) -> Response {
    let plain = text::lay_parts(ui, parts, look, width);
    let rect = egui::Rect::from_min_size(left - vec2(0.0, TARGET / 2.0), vec2(plain.size().x.max(8.0), TARGET));
    let response = ui.interact(rect, id, Sense::click());
    Link { parts, name: &parts.concat(), look, role: Role::Link }.finish(ui, rect, response, plain)
}

/// How a click with these keys held changes the selection.
pub(crate) fn select_how(ui: &Ui) -> SelectHow {
    let keys = ui.input(|input| input.modifiers);
    if keys.command {
        SelectHow::Toggle
    } else if keys.shift {
        SelectHow::Add
    } else {
        SelectHow::Replace
    }
}
