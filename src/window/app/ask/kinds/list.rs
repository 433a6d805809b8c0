//! A row of the list of kinds: its sign, its name, and how many records are of it.

use egui::{Response, Role, Sense, Ui, WidgetInfo, vec2};

use super::{Kind, KindItem};
use crate::picture::theme::Theme;
use crate::window::panels::widgets::{Icon, TextLook, capital, clean, lay};
use crate::wording::counted;

/// Height of a row, in points.
const ROW: f32 = 25.0;

/// Shows a row.
pub(crate) fn row(ui: &mut Ui, item: &KindItem, chosen: bool, theme: &Theme) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width() - 10.0, ROW), Sense::click());
    let mark = match (item.gone, item.before.as_ref() == Some(&item.kind)) {
        (true, _) if item.built_in => "reset to built-in",
        (true, _) => "deleted",
        (false, false) if item.before.is_none() => "new",
        (false, false) => "changed",
        (false, true) if item.used > 0 => "",
        (false, true) if item.own => "not used",
        _ => "",
    };
    let right = if mark.is_empty() && item.used > 0 { item.used.to_string() } else { mark.to_owned() };
    response.widget_info(|| {
        let used = counted(item.used, "record", "records");
        WidgetInfo::selected(Role::ListItem, true, chosen, format!("Kind: {}, {used}", clean(item.kind.label())))
    });
    let visuals = ui.visuals();
    if chosen {
        ui.painter().rect_filled(rect, 6.0, visuals.selection.bg_fill);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, 6.0, visuals.widgets.hovered.weak_bg_fill);
    }
    if response.has_focus() {
        let stroke = egui::Stroke::new(1.5, visuals.selection.stroke.color);
        ui.painter().rect_stroke(rect, 6.0, stroke, egui::StrokeKind::Inside);
    }
    let mut left = rect.left() + 8.0;
    if let Kind::Entity(kind) = &item.kind {
        Icon::of_kind(kind, theme).paint(ui.painter(), egui::pos2(left + 7.0, rect.center().y));
        left += 24.0;
    }
    let right = lay(ui, &right, TextLook::faint(theme).size(11.5), 90.0, 1);
    right.paint(ui, rect.right() - 8.0 - right.size().x, rect.center().y);
    let look = TextLook::body(theme).struck(item.gone && !item.built_in);
    let name = lay(ui, &capital(item.kind.label()), look, rect.right() - 16.0 - right.size().x - left, 1);
    name.paint(ui, left, rect.center().y);
    response
}
