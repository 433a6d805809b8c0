//! The as-of bar under the graph: a field for a date, a histogram of what begins when, and a
//! handle that moves the as-of date.

use egui::{CursorIcon, EventFilter, Id, Key, Modifiers, Rect, Response, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::Context;
use super::widgets::{FieldLabel, TextLook, color32, lay, line, plain_date, text_button, text_field, tint, whole};
use crate::dossier::model::{Date, Day, month_in_words, year_in_words};
use crate::explore::query::timeline::{self, Bin};
use crate::picture::theme::{Theme, Tint};
use crate::window::action::{Action, DateStep};
use crate::window::session::Session;

mod axis;

use crate::wording::counted;
use axis::Axis;

/// Room at the left for the date.
const LEFT: f32 = 188.0;
/// At most so many bars.
const MOST_BARS: usize = 72;
/// The axis is never shorter, in points.
const LEAST_AXIS: f32 = 40.0;

/// The bar, with what it counted and what is being typed.
#[derive(Default)]
pub struct TimelineBar {
    counted: Option<Counted>,
    typed: String,
    /// The as-of date that `typed` stands for.
    typed_for: Option<Date>,
    /// Why what was typed is no date.
    error: Option<String>,
}

/// What the bar needs to know of a dossier, counted once.
struct Counted {
    revision: u64,
    bins: Vec<Bin>,
    span: Option<(Day, Day)>,
    steps: Vec<Day>,
}

impl TimelineBar {
    /// Shows the bar and says what the person wants.
    #[must_use]
    pub fn show(&mut self, ui: &mut Ui, context: Context<'_>) -> Vec<Action> {
        self.count(context.session);
        let mut actions = Vec::new();
        let whole = ui.available_rect_before_wrap();
        let left = Rect::from_min_max(whole.min, pos2(whole.left() + LEFT, whole.bottom()));
        ui.scope_builder(egui::UiBuilder::new().max_rect(left.shrink2(vec2(0.0, 5.0))), |ui| {
            ui.spacing_mut().item_spacing = vec2(8.0, 2.0);
            self.date(ui, context, &mut actions);
        });
        let right = Rect::from_min_max(pos2(left.right(), whole.top()), whole.max).shrink2(vec2(0.0, 2.0));
        match self.error.clone() {
            Some(error) => {
                let ui = &mut ui.new_child(egui::UiBuilder::new().max_rect(right));
                ui.add_space(8.0);
                super::widgets::words(ui, &error, TextLook::small(context.theme).size(12.5).ink(context.theme.error));
            }
            None => self.bars(ui, right, context, &mut actions),
        }
        ui.advance_cursor_after_rect(whole);
        actions
    }

    /// The date that a step leads to: the last date of the dossier, or the change before or after
    /// the present as-of date.
    pub(crate) fn step(&mut self, session: &Session, step: DateStep) -> Option<Date> {
        self.count(session);
        let counted = self.counted.as_ref()?;
        let (first, last) = counted.span?;
        let now = session.as_of().and_then(Date::latest);
        let day = match step {
            DateStep::Latest => last,
            DateStep::Earlier => match now {
                None => counted.steps.last().copied().unwrap_or(last),
                Some(now) => counted.steps.iter().rev().find(|step| **step < now).copied().unwrap_or(first),
            },
            DateStep::Later => {
                let now = now?;
                counted.steps.iter().find(|step| **step > now).copied()?
            }
        };
        axis::day_date(day)
    }

    fn count(&mut self, session: &Session) {
        if self.counted.as_ref().is_some_and(|counted| counted.revision == session.revision) {
            return;
        }
        let dossier = session.dossier();
        self.counted = Some(Counted {
            revision: session.revision,
            bins: timeline::begins(dossier, MOST_BARS),
            span: timeline::span(dossier),
            steps: timeline::steps(dossier),
        });
    }

    /// The date in words, a field to type one, and a way back to the whole record.
    fn date(&mut self, ui: &mut Ui, context: Context<'_>, actions: &mut Vec<Action>) {
        let theme = context.theme;
        let as_of = context.session.as_of();
        ui.horizontal(|ui| {
            ui.set_height(20.0);
            super::widgets::pieces(ui, &[("As of", TextLook::section(theme).size(12.5))]);
            let words = as_of.map_or_else(|| "all".to_owned(), plain_date);
            line(ui, &words, TextLook::link(theme).size(12.5));
        });
        let id = Id::unique("as-of field");
        if as_of != self.typed_for.as_ref() && !ui.memory(|memory| memory.has_focus(id)) {
            self.typed = as_of.map(|date| date.written().to_owned()).unwrap_or_default();
            self.typed_for = as_of.cloned();
            self.error = None;
        }
        ui.horizontal(|ui| {
            let label = FieldLabel { name: "As of date", hint: "any date", width: 100.0 };
            let field = text_field(ui, id, &mut self.typed, label, theme);
            if field.response.changed() {
                self.error = None;
            }
            if field.left {
                self.typed = as_of.map(|date| date.written().to_owned()).unwrap_or_default();
                self.error = None;
                field.response.surrender_focus();
            } else if field.entered || field.response.lost_focus() {
                self.take(as_of, actions);
            }
            if as_of.is_some() && text_button(ui, "All", "All dates", theme).clicked() {
                actions.push(Action::SetAsOf(None));
            }
        });
    }

    /// Takes what was typed as the as-of date, or says why not.
    fn take(&mut self, as_of: Option<&Date>, actions: &mut Vec<Action>) {
        match read(&self.typed) {
            Ok(date) => {
                self.error = None;
                if date.as_ref() != as_of {
                    actions.push(Action::SetAsOf(date.clone()));
                }
                self.typed_for = date;
            }
            Err(error) => self.error = Some(error),
        }
    }

    fn bars(&self, ui: &mut Ui, rect: Rect, context: Context<'_>, actions: &mut Vec<Action>) {
        let theme = context.theme;
        let Some(counted) = &self.counted else { return };
        // In a very narrow window the axis keeps a little width and is cut off at the edge.
        let end = (rect.right() - 8.0).max(rect.left() + 8.0 + LEAST_AXIS);
        let Some(axis) = Axis::of(&counted.bins, rect.left() + 8.0, end) else {
            let ui = &mut ui.new_child(egui::UiBuilder::new().max_rect(rect));
            ui.add_space(16.0);
            super::widgets::words(ui, "No dates in this dossier.", TextLook::faint(theme));
            return;
        };
        let base = rect.bottom() - 19.0;
        let as_of = context.session.as_of();
        let day = as_of.and_then(Date::latest);
        let ground = ui.interact(rect, ui.scope_id().with("axis"), Sense::click_and_drag());
        draw_bars(ui, &axis, &counted.bins, (rect.top() + 4.0, base), day, theme);
        draw_labels(ui, &axis, base, theme);
        let handle = handle(ui, &axis, base, rect.top(), as_of, theme);
        if let Some(date) = moved(ui, &axis, &handle, &ground, day) {
            actions.push(Action::SetAsOf(Some(date)));
        }
        let x = ui.input(|input| input.pointer.hover_pos()).map_or(rect.left(), |pos| pos.x);
        let under = counted.bins.iter().find(|bin| axis.x(bin.start) <= x && x <= axis.x_end(bin.end));
        if let Some(bin) = under.filter(|_| !ground.dragged() && !handle.dragged()) {
            let text = bin_words(bin);
            ground.on_hover_ui_at_pointer(|ui| whole(ui, &text));
        }
    }
}

/// Reads what was typed as an as-of date: nothing is the whole record.
fn read(typed: &str) -> Result<Option<Date>, String> {
    let typed = typed.trim();
    if typed.is_empty() || typed.eq_ignore_ascii_case("all") {
        return Ok(None);
    }
    let date = Date::parse(typed).map_err(|error| {
        let help = error.help.as_deref().map_or_else(String::new, |help| format!(" {}", super::widgets::capital(help)));
        let message = super::widgets::capital(error.message.trim_end_matches('.'));
        format!("“{typed}” is not a date. {message}.{help}")
    })?;
    if date.latest().is_none() {
        return Err(format!("“{typed}” has no end date. Enter a year, month or day."));
    }
    Ok(Some(date))
}

/// What begins in a bin, in words.
fn bin_words(bin: &Bin) -> String {
    let when = match (bin.start.ymd(), bin.end.ymd()) {
        ((year, 1, 1), (last, 12, 31)) if year == last => year_in_words(year),
        ((year, 1, 1), (last, 12, 31)) => format!("{} to {}", year_in_words(year), year_in_words(last)),
        ((year, month, _), _) => month_in_words(year, month),
    };
    let planned =
        if bin.planned == 0 { String::new() } else { format!(", {} planned, requested or hoped for", bin.planned) };
    format!("{when}: {}{planned}", counted(bin.actual as usize, "starts", "start"))
}

/// What begins in each bin: what is so solid, what is planned pale on top; after the as-of date
/// both fainter.
fn draw_bars(ui: &Ui, axis: &Axis, bins: &[Bin], (top, base): (f32, f32), as_of: Option<Day>, theme: &Theme) {
    let most = bins.iter().map(|bin| bin.actual + bin.planned).max().unwrap_or(0).max(1) as f32;
    let painter = ui.painter();
    for bin in bins {
        let (x0, x1) = (axis.x(bin.start), axis.x_end(bin.end));
        let gap = if x1 - x0 > 6.0 { 1.0 } else { 0.25 };
        let later = as_of.is_some_and(|day| bin.start > day);
        let shade = |share: f32| {
            let share = if later { share * 0.4 } else { share };
            color32(theme.canvas.mix(theme.line, share))
        };
        let height = |count: u32| (base - top) * count as f32 / most;
        // A single beginning among hundreds still shows.
        let solid = if bin.actual > 0 { height(bin.actual).max(1.5) } else { 0.0 };
        let pale = if bin.planned > 0 { height(bin.planned).max(1.5) } else { 0.0 };
        let bar = |from: f32, to: f32| Rect::from_min_max(pos2(x0 + gap, base - to), pos2(x1 - gap, base - from));
        if solid > 0.0 {
            painter.rect_filled(bar(0.0, solid), 1.0, shade(1.0));
        }
        if pale > 0.0 {
            painter.rect_filled(bar(solid, solid + pale), 1.0, shade(0.4));
        }
    }
}

fn draw_labels(ui: &Ui, axis: &Axis, base: f32, theme: &Theme) {
    ui.painter().hline(axis.left..=axis.right, base, Stroke::new(1.0, color32(theme.line)));
    for (x, text) in axis.labels() {
        let laid = lay(ui, &text, TextLook::faint(theme).size(11.5), 120.0, 1);
        let half = laid.size().x / 2.0;
        let x = x.min(axis.right - half + 8.0).max(axis.left + half - 8.0);
        laid.paint(ui, x - half, base + 11.0);
    }
}

/// The handle: a line up and a ring on the axis, at the right end while the bar is off.
fn handle(ui: &Ui, axis: &Axis, base: f32, top: f32, as_of: Option<&Date>, theme: &Theme) -> Response {
    let day = as_of.and_then(Date::latest);
    let x = day.map_or(axis.right, |day| axis.x_end(day).clamp(axis.left, axis.right));
    let rect = Rect::from_center_size(pos2(x, base), vec2(24.0, 24.0));
    let response = ui.interact(rect, ui.scope_id().with("handle"), Sense::click_and_drag());
    let unit = day.map_or(axis.last_unit(), |day| axis.unit_of(day));
    response.widget_info(|| WidgetInfo::slider(true, unit as f64, "As-of date"));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_value(as_of.map_or_else(|| "all".to_owned(), plain_date));
        node.set_min_numeric_value(axis.first_unit() as f64);
        node.set_max_numeric_value(axis.last_unit() as f64);
        node.set_numeric_value_step(1.0);
        node.add_action(egui::accesskit::Action::Increment);
        node.add_action(egui::accesskit::Action::Decrement);
    });
    let accent = color32(theme.accent);
    let painter = ui.painter();
    if day.is_some() {
        painter.vline(x, top..=base, Stroke::new(1.0, accent));
    }
    if response.hovered() || response.dragged() || response.has_focus() {
        painter.circle_filled(pos2(x, base), 11.0, tint(theme, Tint::Selected));
    }
    if response.has_focus() {
        painter.circle_stroke(pos2(x, base), 10.0, Stroke::new(1.5, accent));
    }
    let inside = if day.is_some() { accent } else { color32(theme.field) };
    painter.circle(pos2(x, base), 6.0, inside, Stroke::new(2.0, accent));
    response.on_hover_cursor(CursorIcon::ResizeHorizontal)
}

/// The date that keys, the pointer or assistive technology move the handle to.
fn moved(ui: &Ui, axis: &Axis, handle: &Response, ground: &Response, now: Option<Day>) -> Option<Date> {
    let pointed = [handle, ground].into_iter().find(|r| r.dragged() || (r.clicked() && r.id == ground.id));
    if handle.clicked() || pointed.is_some() {
        // Arrow keys go on from where the hand left it.
        handle.request_focus();
    }
    if let Some(pos) = pointed.and_then(Response::interact_pointer_pos) {
        let unit = axis.unit_at(pos.x);
        // Nothing new is said while the pointer stays within a month.
        return (now.map(|day| axis.unit_of(day)) != Some(unit)).then(|| axis.date_of(unit)).flatten();
    }
    let mut by = 0;
    let mut to = None;
    if handle.has_focus() {
        let filter = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(handle.id, filter));
        ui.input_mut(|input| {
            for (key, step) in [(Key::ArrowLeft, -1), (Key::ArrowRight, 1)] {
                by += step * axis.large_step() * i64::from(input.consume_key(Modifiers::SHIFT, key));
                by += step * i64::from(input.consume_key(Modifiers::NONE, key));
            }
            for (key, unit) in [(Key::Home, axis.first_unit()), (Key::End, axis.last_unit())] {
                if input.consume_key(Modifiers::NONE, key) {
                    to = Some(unit);
                }
            }
        });
    }
    let asked = |action| ui.input(|input| input.has_accesskit_action_request(handle.id, action));
    by += i64::from(asked(egui::accesskit::Action::Increment)) - i64::from(asked(egui::accesskit::Action::Decrement));
    let unit = match (to, by) {
        (Some(unit), _) => unit,
        (None, 0) => return None,
        (None, by) => now.map_or(axis.last_unit(), |day| axis.unit_of(day) + by),
    };
    axis.date_of(unit.clamp(axis.first_unit(), axis.last_unit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_taken_or_the_reason_given() {
        assert_eq!(read(" "), Ok(None));
        assert_eq!(read("All"), Ok(None));
        assert_eq!(read("2014-06").unwrap().unwrap().written(), "2014-06");
        assert!(read("2014-13").unwrap_err().contains("“2014-13” is not a date."));
        assert!(read("2003/..").unwrap_err().contains("no end"));
    }

    #[test]
    fn a_bar_says_what_begins_in_it() {
        let day = |y, m, d| Day::from_ymd(y, m, d).unwrap();
        let bin = Bin { start: day(2014, 1, 1), end: day(2014, 12, 31), actual: 1, planned: 2 };
        assert_eq!(bin_words(&bin), "2014: 1 starts, 2 planned, requested or hoped for");
        let bin = Bin { start: day(2014, 5, 1), end: day(2014, 5, 31), actual: 3, planned: 0 };
        assert_eq!(bin_words(&bin), "May 2014: 3 start");
    }
}
