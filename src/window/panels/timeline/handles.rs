//! The handles of the bar of time: a line up and a ring on the axis for each date, moved by pointer, keys and assistive technology.
//! What a date becomes is worked out in `moves`.

use egui::{CursorIcon, EventFilter, Key, Modifiers, Rect, Response, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::super::widgets::{color32, plain_date, tint};
use super::axis::Axis;
use super::moves::Which;
use crate::dossier::model::{Date, Day};
use crate::picture::theme::{Theme, Tint};

/// A handle as it is now.
#[derive(Clone, Copy)]
pub(super) struct Handle<'a> {
    pub(super) which: Which,
    /// For assistive technology.
    pub(super) name: &'static str,
    pub(super) date: Option<&'a Date>,
    /// The day that the date stands for.
    pub(super) day: Option<Day>,
    /// It stands where its day begins, rather than where it ends.
    pub(super) begins: bool,
}

/// Where a handle goes.
pub(super) struct Move {
    pub(super) unit: i64,
    /// The other one goes along.
    pub(super) together: bool,
}

impl Handle<'_> {
    /// Where it stands; at the right end while there is no date.
    pub(super) fn x(&self, axis: &Axis) -> f32 {
        let x = self.day.map_or(axis.right, |day| if self.begins { axis.x(day) } else { axis.x_end(day) });
        x.clamp(axis.left, axis.right)
    }

    /// Shows it, from the top of the bars to the axis.
    pub(super) fn show(&self, ui: &Ui, axis: &Axis, (top, base): (f32, f32), theme: &Theme) -> Response {
        let x = self.x(axis);
        let rect = Rect::from_center_size(pos2(x, base), vec2(24.0, 24.0));
        let response = ui.interact(rect, ui.scope_id().with(self.name), Sense::click_and_drag());
        let unit = self.day.map_or(axis.last_unit(), |day| axis.unit_of(day));
        response.widget_info(|| WidgetInfo::slider(true, unit as f64, self.name));
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_value(self.date.map_or_else(|| "all".to_owned(), plain_date));
            node.set_min_numeric_value(axis.first_unit() as f64);
            node.set_max_numeric_value(axis.last_unit() as f64);
            node.set_numeric_value_step(1.0);
            node.add_action(egui::accesskit::Action::Increment);
            node.add_action(egui::accesskit::Action::Decrement);
        });
        let accent = color32(theme.accent);
        let painter = ui.painter();
        if self.day.is_some() {
            painter.vline(x, top..=base, Stroke::new(1.0, accent));
        }
        if response.hovered() || response.dragged() || response.has_focus() {
            painter.circle_filled(pos2(x, base), 11.0, tint(theme, Tint::Selected));
        }
        if response.has_focus() {
            painter.circle_stroke(pos2(x, base), 10.0, Stroke::new(1.5, accent));
        }
        let inside = if self.day.is_some() { accent } else { color32(theme.field) };
        painter.circle(pos2(x, base), 6.0, inside, Stroke::new(2.0, accent));
        response.on_hover_cursor(CursorIcon::ResizeHorizontal)
    }

    /// Where the pointer, keys or assistive technology move it; `ground` is the axis, where it is this handle's.
    pub(super) fn moved(&self, ui: &Ui, axis: &Axis, handle: &Response, ground: Option<&Response>) -> Option<Move> {
        let ground = ground.filter(|ground| ground.dragged() || ground.clicked());
        let pointed = Some(handle).filter(|handle| handle.dragged()).or(ground);
        if handle.clicked() || pointed.is_some() {
            // Arrow keys go on from where the hand left it.
            handle.request_focus();
        }
        if let Some(pos) = pointed.and_then(Response::interact_pointer_pos) {
            let unit = axis.unit_at(pos.x);
            // Nothing new is said while the pointer stays within a month.
            let is_new = self.day.map(|day| axis.unit_of(day)) != Some(unit);
            let together = ui.input(|input| input.modifiers.shift);
            return is_new.then_some(Move { unit, together });
        }
        let (mut by, mut to, mut together) = (0, None, false);
        if handle.has_focus() {
            let filter = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(handle.id, filter));
            ui.input_mut(|input| {
                for (key, step) in [(Key::ArrowLeft, -1), (Key::ArrowRight, 1)] {
                    for (modifiers, size, both) in [
                        (Modifiers::COMMAND, 1, true),
                        (Modifiers::SHIFT, axis.large_step(), false),
                        (Modifiers::NONE, 1, false),
                    ] {
                        if input.consume_key(modifiers, key) {
                            by += step * size;
                            together |= both;
                        }
                    }
                }
                for (key, unit) in [(Key::Home, axis.first_unit()), (Key::End, axis.last_unit())] {
                    if input.consume_key(Modifiers::NONE, key) {
                        to = Some(unit);
                    }
                }
            });
        }
        let asked = |action| ui.input(|input| input.has_accesskit_action_request(handle.id, action));
        let more = asked(egui::accesskit::Action::Increment);
        by += i64::from(more) - i64::from(asked(egui::accesskit::Action::Decrement));
        let unit = match (to, by) {
            (Some(unit), _) => unit,
            (None, 0) => return None,
            (None, by) => self.day.map_or(axis.last_unit(), |day| axis.unit_of(day) + by),
        };
        Some(Move { unit: unit.clamp(axis.first_unit(), axis.last_unit()), together })
    }
}
