//! The borders between the graph and what surrounds it: dragged, moved by arrow keys, and set back to the usual size. Sizes are kept in
//! the settings. What stands in a panel is not known here.

use egui::accesskit::Orientation;
use egui::{CursorIcon, EventFilter, Id, Key, Modifiers, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2};

use super::App;
use crate::dossier::storage::settings::PanelSizes;
use crate::picture::theme::Theme;
use crate::window::canvas::paint::color32;

/// How far from a border the pointer takes hold of it, in points.
const REACH: f32 = 4.0;
/// How far one press of an arrow key moves a border, in points; with Shift four times as far.
const STEP: f32 = 16.0;
/// So much is left for the graph, in points.
const GRAPH: f32 = 160.0;

/// What can be made larger and smaller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Pane {
    Left,
    Reading,
    Right,
    Table,
}

/// A border that is shown.
#[derive(Clone, Copy, Debug)]
pub(super) struct Border {
    pub(super) pane: Pane,
    /// The panel that it belongs to.
    pub(super) rect: Rect,
    /// How small and how large that may be now.
    range: (f32, f32),
}

/// Everything that differs between panes.
struct PaneInfo {
    /// The name of its border for assistive technology.
    name: &'static str,
    /// Its least and largest size.
    range: (f32, f32),
    /// Its usual size as a share of the room, within bounds.
    usual: (f32, f32, f32),
    /// Where its size is kept.
    kept: fn(&mut PanelSizes) -> &mut Option<u32>,
}

impl Pane {
    fn info(self) -> PaneInfo {
        match self {
            Pane::Left => PaneInfo {
                name: "Width of the left panel",
                range: (170.0, 640.0),
                usual: (0.205, 200.0, 288.0),
                kept: |sizes| &mut sizes.left,
            },
            Pane::Reading => PaneInfo {
                name: "Width of the reading pane",
                range: (260.0, 900.0),
                usual: (0.3, 300.0, 460.0),
                kept: |sizes| &mut sizes.reading,
            },
            Pane::Right => PaneInfo {
                name: "Width of the right panel",
                range: (220.0, 800.0),
                usual: (0.235, 250.0, 360.0),
                kept: |sizes| &mut sizes.right,
            },
            Pane::Table => PaneInfo {
                name: "Height of the table",
                range: (120.0, 4000.0),
                usual: (0.42, 120.0, 4000.0),
                kept: |sizes| &mut sizes.table,
            },
        }
    }

    /// The edge of its panel that is its border.
    fn edge(self, rect: Rect) -> Rect {
        match self {
            Pane::Left | Pane::Reading => Rect::from_min_max(rect.right_top(), rect.right_bottom()),
            Pane::Right => Rect::from_min_max(rect.left_top(), rect.left_bottom()),
            Pane::Table => Rect::from_min_max(rect.left_top(), rect.right_top()),
        }
    }

    /// The size with its border here.
    fn size_to(self, rect: Rect, pos: egui::Pos2) -> f32 {
        match self {
            Pane::Left | Pane::Reading => pos.x - rect.left(),
            Pane::Right => rect.right() - pos.x,
            Pane::Table => rect.bottom() - pos.y,
        }
    }

    fn size(self, rect: Rect) -> f32 {
        if self == Pane::Table { rect.height() } else { rect.width() }
    }

    /// The keys that make it larger and smaller: those that move its border that way.
    fn keys(self) -> (Key, Key) {
        match self {
            Pane::Left | Pane::Reading => (Key::ArrowRight, Key::ArrowLeft),
            Pane::Right => (Key::ArrowLeft, Key::ArrowRight),
            Pane::Table => (Key::ArrowUp, Key::ArrowDown),
        }
    }
}

impl App {
    /// How large a pane is now: of `whole` points that are there for all, `room` are left for it and the graph.
    pub(super) fn pane_size(&self, pane: Pane, whole: f32, room: f32) -> f32 {
        let info = pane.info();
        let (share, least, most) = info.usual;
        let kept = (info.kept)(&mut self.settings.sizes.clone()).map(|points| points as f32);
        let (low, high) = bounds(info.range, room);
        kept.unwrap_or_else(|| (whole * share).clamp(least, most)).clamp(low, high)
    }

    /// The border of a panel that was just shown, of so many points that were left for it and the graph.
    pub(super) fn border(pane: Pane, rect: Rect, room: f32) -> Border {
        Border { pane, rect, range: bounds(pane.info().range, room) }
    }

    /// Gives the first border the keys, once it is shown.
    pub(super) fn resize_panels(&mut self) {
        self.chrome.gives_border_keys = true;
    }

    /// Shows borders, over what is on either side of them.
    pub(super) fn splitters(&mut self, ui: &Ui, borders: &[Border], theme: &Theme) {
        for border in borders {
            let response = self.splitter(ui, border, theme);
            if std::mem::take(&mut self.chrome.gives_border_keys) {
                response.request_focus();
            }
        }
    }

    /// Keeps the widths of columns where a person has changed them, once the pointer lets go.
    pub(super) fn keep_columns(&mut self, ui: &Ui) {
        let widths = self.chrome.panels.iter().find_map(|panel| panel.columns());
        if let Some(now) =
            widths.filter(|now| *now != self.settings.sizes.columns && !ui.input(|i| i.pointer.any_down()))
        {
            self.settings.sizes.columns = now;
            self.keep_settings();
        }
    }

    fn splitter(&mut self, ui: &Ui, border: &Border, theme: &Theme) -> Response {
        let Border { pane, rect, range } = *border;
        let info = pane.info();
        let edge = pane.edge(rect);
        let is_table = pane == Pane::Table;
        let id = Id::unique(("border", pane));
        let response = ui.interact(edge.expand(REACH), id, Sense::click_and_drag());
        let now = pane.size(rect);
        response.widget_info(|| WidgetInfo::labeled(Role::Splitter, true, info.name));
        ui.ctx().accesskit_node_builder(id, |node| {
            node.set_orientation(if is_table { Orientation::Horizontal } else { Orientation::Vertical });
            node.set_numeric_value(f64::from(now.round()));
            node.set_min_numeric_value(f64::from(range.0));
            node.set_max_numeric_value(f64::from(range.1));
        });
        let lit = response.hovered() || response.dragged() || response.has_focus();
        if lit {
            let ink = if response.has_focus() || response.dragged() { theme.accent } else { theme.ink_third };
            let middle = edge.center();
            match is_table {
                true => ui.painter().hline(edge.x_range(), middle.y, (2.0, color32(ink))),
                false => ui.painter().vline(middle.x, edge.y_range(), (2.0, color32(ink))),
            };
        }
        let dragged = response.interact_pointer_pos().filter(|_| response.dragged());
        let wanted = match dragged {
            Some(pos) => Some(pane.size_to(rect, pos2(pos.x.round(), pos.y.round()))),
            None => keys(ui, &response, pane, now, range),
        };
        let usual = response.double_clicked() || (response.has_focus() && pressed(ui, Modifiers::NONE, Key::Enter));
        let kept = (info.kept)(&mut self.settings.sizes);
        let before = *kept;
        if usual {
            *kept = None;
        } else if let Some(size) = wanted {
            *kept = Some(size.clamp(range.0, range.1).round() as u32);
        }
        if *kept != before {
            ui.ctx().request_repaint();
        }
        // A drag is written down once, where it ends.
        if response.drag_stopped() || (*kept != before && dragged.is_none()) {
            self.keep_settings();
        }
        let cursor = if is_table { CursorIcon::ResizeVertical } else { CursorIcon::ResizeHorizontal };
        let help = "Drag, or press arrow keys. Double-click or Enter: usual size.";
        response.on_hover_cursor(cursor).on_hover_text(help)
    }
}

/// The size that a key asks for while a border has them.
fn keys(ui: &Ui, response: &Response, pane: Pane, now: f32, range: (f32, f32)) -> Option<f32> {
    if !response.has_focus() {
        return None;
    }
    let arrows = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
    let (larger, smaller) = pane.keys();
    let step = |modifiers: Modifiers, by: f32| {
        let towards = f32::from(pressed(ui, modifiers, larger)) - f32::from(pressed(ui, modifiers, smaller));
        (towards != 0.0).then_some(now + by * towards)
    };
    let ends = || {
        let low = pressed(ui, Modifiers::NONE, Key::Home).then_some(range.0);
        low.or_else(|| pressed(ui, Modifiers::NONE, Key::End).then_some(range.1))
    };
    step(Modifiers::SHIFT, STEP * 4.0).or_else(|| step(Modifiers::NONE, STEP)).or_else(ends)
}

fn pressed(ui: &Ui, modifiers: Modifiers, key: Key) -> bool {
    ui.input_mut(|input| input.consume_key(modifiers, key))
}

/// How small and how large a pane may be where so many points are left for it and the graph.
fn bounds((low, high): (f32, f32), room: f32) -> (f32, f32) {
    (low, high.min(room - GRAPH).max(low))
}
