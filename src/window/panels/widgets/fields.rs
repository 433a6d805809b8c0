//! What one types into or switches: search field, text field, switch. Each has a name for
//! assistive technology.

use egui::{
    CornerRadius, CursorIcon, EventFilter, FontId, Frame, Id, Key, Margin, Modifiers, Response, Role, Sense, Stroke,
    TextEdit, Ui, WidgetInfo, vec2,
};

use super::kind_icon::eye;
use super::text::{self, TextLook, clean};
use super::{color32, tint};
use crate::picture::theme::{Theme, Tint};
use crate::window::canvas::paint::focus_ring;

/// What a person did in a field besides typing.
#[derive(Debug)]
pub(crate) struct Field {
    /// Of the text edit itself; its `changed()` says that something was typed.
    pub(crate) response: Response,
    /// Enter was pressed.
    pub(crate) entered: bool,
    /// How far the arrow keys went down (negative: up).
    pub(crate) moved: i32,
    /// Esc was pressed.
    pub(crate) left: bool,
}

/// What a field of text is called, and how wide it is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FieldLabel<'a> {
    /// For assistive technology.
    pub(crate) name: &'a str,
    /// Shown while the field is empty.
    pub(crate) hint: &'a str,
    /// In points.
    pub(crate) width: f32,
}

/// A field of text with a frame of its own. Enter, Esc and the vertical arrows do not act on the
/// text but are reported.
pub(crate) fn text_field(ui: &mut Ui, id: Id, text: &mut String, label: FieldLabel<'_>, theme: &Theme) -> Field {
    field_of(ui, id, text, label, None, theme)
}

/// The same for what nobody is to read over one's shoulder, of at most so many letters.
#[cfg(feature = "endpoint")]
pub(crate) fn secret_field(
    ui: &mut Ui,
    id: Id,
    text: &mut String,
    label: FieldLabel<'_>,
    most: usize,
    theme: &Theme,
) -> Field {
    field_of(ui, id, text, label, Some(most), theme)
}

/// A field; `secret` says how long a text may be that is not shown.
fn field_of(
    ui: &mut Ui,
    id: Id,
    text: &mut String,
    label: FieldLabel<'_>,
    secret: Option<usize>,
    theme: &Theme,
) -> Field {
    let FieldLabel { name, hint, width } = label;
    let focused = ui.memory(|memory| memory.has_focus(id));
    let press = |ui: &Ui, key: Key| focused && ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let (entered, left) = (press(ui, Key::Enter), press(ui, Key::Escape));
    let moved = i32::from(press(ui, Key::ArrowDown)) - i32::from(press(ui, Key::ArrowUp));
    let edge =
        if focused { Stroke::new(1.5, color32(theme.accent)) } else { Stroke::new(1.0, color32(theme.hairline)) };
    let frame = Frame::NONE
        .fill(color32(theme.field))
        .stroke(edge)
        .corner_radius(CornerRadius::same(6))
        .inner_margin(Margin::symmetric(10, 5));
    let hint = egui::RichText::new(hint).color(color32(theme.ink_third)).size(12.5);
    let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, escape: true, tab: false };
    let edit = TextEdit::singleline(text)
        .id(id)
        .hint_text(hint)
        .font(FontId::proportional(13.0))
        .text_color(color32(theme.ink))
        .frame(frame)
        .desired_width(width)
        .password(secret.is_some())
        .char_limit(secret.unwrap_or(200))
        .event_filter(filter);
    let response = ui.add(edit).accessible_name(name);
    Field { response, entered, moved, left }
}

/// Gives a field the keys and keeps them there. One that has them is left alone: asking again would drop what it does with Tab
/// and interrupt whoever composes a letter.
pub(crate) fn hold_focus(response: &Response) {
    if !response.has_focus() {
        response.request_focus();
    }
}

/// Selects the whole text of a field, so that typing replaces it.
pub(crate) fn select_all(ui: &Ui, id: Id, text: &str) {
    let mut state = egui::text_edit::TextEditState::load(ui.ctx(), id).unwrap_or_default();
    let end = egui::text::CCursor::new(text.chars().count());
    state.cursor.set_char_range(Some(egui::text::CCursorRange::two(egui::text::CCursor::new(0), end)));
    state.store(ui.ctx(), id);
}

/// Ticks and radio buttons that are added here have an edge that is seen at rest.
pub(crate) fn edged<R>(ui: &mut Ui, theme: &Theme, add: impl FnOnce(&mut Ui) -> R) -> R {
    ui.scope(|ui| {
        let widgets = &mut ui.visuals_mut().widgets;
        widgets.inactive.bg_fill = color32(theme.field);
        widgets.inactive.bg_stroke = Stroke::new(1.0, color32(theme.ink_third));
        widgets.hovered.bg_stroke = Stroke::new(1.0, color32(theme.accent));
        add(ui)
    })
    .inner
}

/// The search field: a text field over the whole width that Esc clears.
pub(crate) fn search_field(ui: &mut Ui, id: Id, text: &mut String, name: &str, hint: &str, theme: &Theme) -> Field {
    let label = FieldLabel { name, hint, width: ui.available_width() };
    let mut field = text_field(ui, id, text, label, theme);
    if field.left {
        if text.is_empty() {
            field.response.surrender_focus();
        } else {
            text.clear();
            field.response.mark_changed();
        }
    }
    field
}

/// A switch with an eye: on shows, off hides. Says whether it was clicked.
pub(crate) fn switch(ui: &mut Ui, on: bool, label: &str, name: &str, theme: &Theme) -> bool {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, ui.is_enabled(), on, clean(name)));
    if ui.is_rect_visible(rect) {
        let ground = rect.expand2(vec2(8.0, 0.0));
        if response.hovered() {
            ui.painter().rect_filled(ground, 6.0, tint(theme, Tint::Hovered));
        }
        focus_ring(ui.painter(), &response, ground, 6.0, theme);
        let ink = if on { theme.ink } else { theme.ink_third };
        let laid = text::lay(ui, label, TextLook::body(theme).ink(ink), rect.width() - 28.0, 1);
        laid.paint(ui, rect.left(), rect.center().y);
        eye(ui.painter(), egui::pos2(rect.right() - 8.0, rect.center().y), on, color32(theme.ink_third));
        if laid.elided {
            return response.on_hover_ui(|ui| text::whole(ui, label)).clicked();
        }
    }
    response.on_hover_cursor(CursorIcon::PointingHand).clicked()
}
