//! Rows and headings: one left edge, second things right-aligned, hairlines instead of boxes.

use egui::{CursorIcon, Margin, Pos2, Rect, Response, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::kind_icon::{Icon, LineMark, line_sample};
use super::link::{TARGET, link_at};
use super::text::{self, TextLook, clean};
use super::{INSET, color32, tint};
use crate::picture::theme::{Theme, Tint};
use crate::window::canvas::paint::focus_ring;

/// A body of a panel: inset from its edges, rows at their usual distance.
pub(crate) fn inset<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    let margin = Margin { left: INSET as i8, right: INSET as i8, top: 8, bottom: 16 };
    egui::Frame::NONE
        .inner_margin(margin)
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing = vec2(8.0, 4.0);
            // Rows bring their own height; egui's least height would push them apart.
            ui.spacing_mut().interact_size.y = 18.0;
            add(ui)
        })
        .inner
}

/// A hairline over the available width, with room above and below.
pub(crate) fn hairline(ui: &mut Ui, theme: &Theme) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 17.0), Sense::hover());
    ui.painter().hline(rect.x_range(), rect.center().y, Stroke::new(1.0, color32(theme.hairline)));
}

/// The heading of a section with a second thing at the right, such as how many follow.
pub(crate) fn section(ui: &mut Ui, title: &str, right: &str, theme: &Theme) {
    titled(ui, title, right, TextLook::section(theme), theme);
}

/// The heading of a group within a section.
pub(crate) fn heading(ui: &mut Ui, title: &str, right: &str, theme: &Theme) {
    titled(ui, title, right, TextLook::faint(theme), theme);
}

fn titled(ui: &mut Ui, title: &str, right: &str, look: TextLook, theme: &Theme) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 22.0), Sense::hover());
    response.widget_info(|| {
        let name = if right.is_empty() { clean(title).into_owned() } else { format!("{}, {right}", clean(title)) };
        WidgetInfo::labeled(Role::Heading, true, name)
    });
    if ui.is_rect_visible(rect) {
        let right = text::lay(ui, right, TextLook::faint(theme), rect.width() / 2.0, 1);
        let left = text::lay(ui, title, look, rect.width() - right.size().x - 8.0, 1);
        left.paint(ui, rect.left(), rect.center().y);
        right.paint(ui, rect.right() - right.size().x, rect.center().y);
    }
}

/// A fact: what it is called, what it is, and a remark at the right with more on hovering.
pub(crate) fn fact_row(ui: &mut Ui, label: &str, value: &str, remark: Option<(&str, &str)>, theme: &Theme) {
    const LABEL: f32 = 88.0;
    let width = ui.available_width();
    let remark_laid = remark.map(|(short, _)| text::lay(ui, short, TextLook::faint(theme).size(11.5), width / 2.0, 1));
    let right = remark_laid.as_ref().map_or(0.0, |laid| laid.size().x + 8.0);
    // Where both do not fit beside each other the remark goes under the value.
    let natural = text::lay(ui, value, TextLook::body(theme), f32::INFINITY, 1).size().x;
    let below = right > 0.0 && natural + right > width - LABEL;
    let beside = if below { 0.0 } else { right };
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
        ui.spacing_mut().interact_size.y = 20.0;
        let laid = text::lay(ui, label, TextLook::body(theme).ink(theme.ink_third), LABEL - 8.0, 2);
        let size = vec2(LABEL, laid.size().y.max(18.0) + 2.0);
        let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, clean(label)));
        laid.paint(ui, rect.left(), rect.center().y);
        if laid.elided {
            response.on_hover_ui(|ui| text::whole(ui, label));
        }
        ui.vertical(|ui| {
            ui.set_width((width - LABEL - beside).max(40.0));
            ui.add_space(1.0);
            text::words(ui, value, TextLook::body(theme));
            ui.add_space(1.0);
        });
        if !below {
            paint_remark(ui, remark_laid.as_ref(), remark, right);
        }
    });
    if below {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
            ui.add_space(LABEL - 8.0);
            paint_remark(ui, remark_laid.as_ref(), remark, right);
        });
    }
}

fn paint_remark(ui: &mut Ui, laid: Option<&text::Laid>, remark: Option<(&str, &str)>, width: f32) {
    let (Some(laid), Some((short, long))) = (laid, remark) else { return };
    let (rect, response) = ui.allocate_exact_size(vec2(width, 20.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{short}: {long}")));
    laid.paint(ui, rect.right() - laid.size().x, rect.center().y);
    response.on_hover_ui(|ui| text::whole(ui, long));
}

/// A small angle that points down where unfolded and right where folded.
pub(crate) fn chevron(ui: &Ui, c: Pos2, open: bool, theme: &Theme) {
    let points = if open {
        vec![c + vec2(-3.5, -1.8), c + vec2(0.0, 1.8), c + vec2(3.5, -1.8)]
    } else {
        vec![c + vec2(-1.8, -3.5), c + vec2(1.8, 0.0), c + vec2(-1.8, 3.5)]
    };
    ui.painter().line(points, Stroke::new(1.3, color32(theme.ink_third)));
}

/// Tints the ground of a row that is selected, under the pointer or in focus.
pub(crate) fn ground(ui: &Ui, rect: Rect, response: &Response, selected: bool, theme: &Theme) {
    let rect = rect.expand2(vec2(8.0, 0.0));
    if selected {
        ui.painter().rect_filled(rect, 6.0, tint(theme, Tint::Selected));
    } else if response.hovered() {
        ui.painter().rect_filled(rect, 6.0, tint(theme, Tint::Hovered));
    }
    focus_ring(ui.painter(), response, rect, 6.0, theme);
}

/// What stands at the right end of a [`EntityRow`].
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct RowEnd {
    /// Words in the third ink.
    pub(crate) text: String,
    /// Fewer words, and fewer still, for where those have no room. The last are never cut as long as they leave the name some room.
    pub(crate) shorter: Vec<String>,
    /// A sample of the relation's line before them.
    pub(crate) mark: Option<LineMark>,
    /// The whole of what it says, for the pointer and assistive technology.
    pub(crate) hint: String,
}

/// A row that names an entity: icon, name as a link, a tail, and at the very end a button that
/// leads to the relation itself.
pub(crate) struct EntityRow<'a> {
    pub(crate) icon: Icon,
    /// Name, or a sentence in parts that do not reorder each other.
    pub(crate) name: &'a [&'a str],
    /// Semi-bold.
    pub(crate) strong: bool,
    /// What stands at the right.
    pub(crate) tail: RowEnd,
    /// Name of the button at the end for assistive technology; `None` has none.
    pub(crate) more: Option<String>,
}

/// What happened to a row: the link's response and whether the button at the end was clicked.
pub(crate) struct RowResponse {
    pub(crate) link: Response,
    /// The whole row, for hovering.
    pub(crate) whole: Response,
    /// The button at the end was clicked.
    pub(crate) more: bool,
}

/// Shows a row.
pub(crate) fn row(ui: &mut Ui, row: &EntityRow<'_>, theme: &Theme) -> RowResponse {
    const ICON: f32 = 24.0;
    const MORE: f32 = 18.0;
    const SAMPLE: f32 = 25.0;
    const MOST_TAIL: f32 = 0.62;
    let (rect, whole) = ui.allocate_exact_size(vec2(ui.available_width(), TARGET), Sense::hover());
    let mid = rect.center().y;
    let more_width = if row.more.is_some() { MORE } else { 0.0 };
    let sample = if row.tail.mark.is_some() { SAMPLE } else { 0.0 };
    let room = rect.width() - ICON - more_width;
    let mut look = TextLook::link(theme);
    look.strong = row.strong;
    // The name has its room first; the tail gets what is left, and never less than a third.
    let wanted = text::lay_parts(ui, row.name, look, room).size().x;
    let tail_room = (room - sample - 8.0 - wanted).max(room * 0.36 - sample).max(24.0);
    let faint = TextLook::faint(theme);
    let mut tail = text::lay(ui, &row.tail.text, faint, tail_room, 1);
    for (number, shorter) in row.tail.shorter.iter().enumerate() {
        if !tail.elided {
            break;
        }
        let is_last = number + 1 == row.tail.shorter.len();
        let room = if is_last { tail_room.max(room * MOST_TAIL - sample) } else { tail_room };
        tail = text::lay(ui, shorter, faint, room, 1);
    }
    let tail_left = rect.right() - more_width - tail.size().x;
    if ui.is_rect_visible(rect) {
        row.icon.paint(ui.painter(), pos2(rect.left() + 8.0, mid));
        tail.paint(ui, tail_left, mid);
        if let Some(mark) = row.tail.mark {
            line_sample(ui.painter(), pos2(tail_left - SAMPLE, mid), mark, theme);
        }
    }
    if !row.tail.hint.is_empty() {
        let place =
            Rect::from_min_max(pos2(tail_left - sample, rect.top()), pos2(rect.right() - more_width, rect.bottom()));
        let tail = ui.interact(place, whole.id.with("tail"), Sense::hover());
        tail.widget_info(|| WidgetInfo::labeled(Role::Label, true, clean(&row.tail.hint)));
        tail.on_hover_ui(|ui| text::whole(ui, &row.tail.hint));
    }
    let width = tail_left - sample - 8.0 - rect.left() - ICON;
    let link = link_at(ui, pos2(rect.left() + ICON, mid), width, row.name, look, whole.id.with("link"));
    let more = row.more.as_ref().is_some_and(|name| {
        let place = Rect::from_min_max(pos2(rect.right() - MORE, rect.top()), rect.max);
        let response = ui.interact(place, whole.id.with("more"), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, clean(name)));
        if response.hovered() {
            ui.painter().rect_filled(place, 6.0, tint(theme, Tint::Pressed));
        }
        focus_ring(ui.painter(), &response, place, 6.0, theme);
        chevron(ui, place.center() + vec2(2.0, 0.0), false, theme);
        response.on_hover_cursor(CursorIcon::PointingHand).on_hover_text("Go to the relation").clicked()
    });
    RowResponse { link, whole, more }
}
