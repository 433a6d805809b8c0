//! A row of the filter panel: a value with how many records have it, a bar under it, and *only* and *hide* under the pointer.

use egui::{CursorIcon, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::super::Context;
use super::super::widgets::{TextLook, capital, clean, color32, ground, lay, whole};
use crate::explore::query::language::{FacetValue, Wish};
use crate::wording::in_figures;

/// Height of a row, in points.
const ROW: f32 = 25.0;

/// What is shown in a row.
pub(super) struct Row<'a> {
    pub(super) facet: &'a str,
    pub(super) value: &'a FacetValue,
    /// Of the most that any value has.
    pub(super) most: usize,
    /// It is hidden by a switch elsewhere.
    pub(super) hidden: bool,
}

/// Shows it, and says what is wished of the value.
pub(super) fn show_row(ui: &mut Ui, row: Row<'_>, context: Context<'_>) -> Option<Wish> {
    let theme = context.theme;
    let value = row.value;
    let label = capital(&value.label);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let is_hidden = row.hidden || value.wish == Some(Wish::Hide);
    let is_only = value.wish == Some(Wish::Only);
    response.widget_info(|| {
        let state = if is_hidden { ", hidden" } else { "" };
        WidgetInfo::selected(Role::ListItem, true, is_only, format!("{}, {}{state}", clean(&label), value.records))
    });
    let lit = ui.rect_contains_pointer(rect) || response.has_focus();
    ground(ui, rect, &response, is_only, theme);
    let ink = if is_hidden || value.records == 0 { theme.ink_third } else { theme.ink };
    let count = lay(ui, &in_figures(value.records), TextLook::body(theme).ink(ink), 70.0, 1);
    let mid = rect.center().y;
    count.paint(ui, rect.right() - count.size().x, mid);
    let mut right = rect.right() - count.size().x - 10.0;
    let mut wish = None;
    // From the right, so that they stand where they stood in the row above.
    let hide = if is_hidden { "show" } else { "hide" };
    for (word, says, wishes) in
        [(hide, format!("{} {label}", capital(hide)), Wish::Hide), ("only", format!("Only {label}"), Wish::Only)]
    {
        let laid = lay(ui, word, TextLook::link(theme).size(12.0), 40.0, 1);
        let place = Rect::from_min_max(pos2(right - laid.size().x, rect.top()), pos2(right, rect.bottom()));
        let button = ui.interact(place, response.id.with((row.facet, word)), Sense::click());
        button.widget_info(|| WidgetInfo::labeled(Role::Button, true, clean(&says)));
        if lit || button.has_focus() {
            let look = TextLook::link(theme).size(12.0).underlined(button.hovered() || button.has_focus());
            lay(ui, word, look, 40.0, 1).paint(ui, place.left(), mid);
        }
        if button.on_hover_cursor(CursorIcon::PointingHand).clicked() {
            wish = Some(wishes);
        }
        right = place.left() - 10.0;
    }
    let room = if lit { right - rect.left() } else { rect.width() - count.size().x - 10.0 };
    let look = TextLook::body(theme).ink(ink).struck(is_hidden);
    let name = lay(ui, &label, if is_only { look.strong() } else { look }, room.max(20.0), 1);
    name.paint(ui, rect.left(), mid);
    let share = if row.most == 0 { 0.0 } else { value.records as f32 / row.most as f32 };
    bar(ui, rect, share, if is_hidden { theme.ink_third } else { theme.accent }, context);
    let response = if name.elided { response.on_hover_ui(|ui| whole(ui, &label)) } else { response };
    let clicked = response.on_hover_cursor(CursorIcon::PointingHand).clicked();
    wish.or(clicked.then_some(Wish::Also))
}

/// A bar under a row: how much of the most it is.
fn bar(ui: &Ui, rect: Rect, share: f32, colour: crate::picture::theme::Colour, context: Context<'_>) {
    let y = rect.bottom() - 1.0;
    ui.painter().hline(rect.x_range(), y, (1.0, color32(context.theme.hairline)));
    if share > 0.0 {
        let right = rect.left() + rect.width() * share.min(1.0);
        ui.painter().hline(rect.left()..=right, y, (2.0, color32(colour)));
    }
}
