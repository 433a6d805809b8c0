//! The bar of time under the graph: as of a date, two dates compared, or the time between two; fields and handles for the dates, a
//! histogram of what begins when, and playing. How each is painted and where dates go is in its files; what is there at which time
//! is worked out in `explore`.

use std::sync::Arc;

use egui::{Rect, Sense, Ui, pos2, vec2};

use super::Context;
use super::widgets::{FieldLabel, TextLook, edged, lay, line, plain_date, tab, text_button, tint, whole, words};
use crate::dossier::model::{Date, Day, Span};
use crate::explore::query::filter::Shown;
use crate::explore::query::language::narrowed;
use crate::explore::query::period::Since;
use crate::explore::query::timeline::{self, Times};
use crate::picture::theme::{Theme, Tint};
use crate::window::action::{Action, DateStep, PeriodMode};
use crate::window::session::Session;

mod axis;
mod bars;
mod field;
mod handles;
mod moves;
mod play;

use axis::Axis;
use field::{DateField, Typed};
use handles::Handle;
use moves::Which;
use play::Play;

/// Room at the left for the dates.
const LEFT: f32 = 268.0;
/// At most so many bars.
const MOST_BARS: usize = 72;
/// The axis is never shorter, in points.
const LEAST_AXIS: f32 = 40.0;
/// Room under the axis for its labels, and below them for what has no date.
const UNDER: (f32, f32) = (19.0, 20.0);

/// Ways of seeing time, with their words, in the order in which they are offered.
const MODES: &[(PeriodMode, &str)] =
    &[(PeriodMode::AsOf, "As of"), (PeriodMode::Compare, "Compare"), (PeriodMode::Between, "Between")];

/// The bar, with what it counted and what is being typed.
#[derive(Default)]
pub struct TimelineBar {
    counted: Option<Counted>,
    /// Of the earlier and the later date.
    fields: [DateField; 2],
    /// Why what was typed is no date.
    error: Option<String>,
    /// The date that was moved last: keys that go to the next change move it.
    last_moved: Which,
    /// The later date that was proposed where there was none.
    proposed: Option<Date>,
    play: Play,
}

/// What the bar needs to know of a dossier, counted once for what is shown.
struct Counted {
    of: (u64, Arc<Shown>),
    times: Times,
    span: Option<(Day, Day)>,
}

impl TimelineBar {
    /// Shows the bar and says what the person wants.
    #[must_use]
    pub fn show(&mut self, ui: &mut Ui, context: Context<'_>) -> Vec<Action> {
        self.count(context.session);
        let mut actions = Vec::new();
        let area = ui.available_rect_before_wrap();
        let left = Rect::from_min_max(area.min, pos2(area.left() + LEFT, area.bottom()));
        ui.scope_builder(egui::UiBuilder::new().max_rect(left), |ui| {
            ui.spacing_mut().item_spacing = vec2(8.0, 2.0);
            self.modes(ui, context, &mut actions);
            self.dates(ui, context, &mut actions);
            ui.horizontal(|ui| self.play.controls(ui, context.theme));
        });
        let right = Rect::from_min_max(pos2(left.right(), area.top()), area.max).shrink2(vec2(0.0, 2.0));
        match self.error.clone() {
            Some(error) => {
                let ui = &mut ui.new_child(egui::UiBuilder::new().max_rect(right));
                ui.add_space(8.0);
                words(ui, &error, TextLook::small(context.theme).size(12.5).ink(context.theme.error));
            }
            None => self.bars(ui, right, context, &mut actions),
        }
        ui.advance_cursor_after_rect(area);
        if !actions.is_empty() {
            // Who moves a date by hand does not want it to run away.
            self.play.stop();
        }
        actions.extend(self.played(ui, context.session));
        actions
    }

    /// What a step leads to: the last date of the dossier, or the change before or after the date that was moved last.
    pub(crate) fn step(&mut self, session: &Session, step: DateStep) -> Option<Action> {
        self.count(session);
        let counted = self.counted.as_ref()?;
        let which = if moves::mode(session) == PeriodMode::AsOf { Which::Later } else { self.last_moved };
        moves::step(session, (&counted.times.stops, counted.span?), which, step)
    }

    /// What comes of another way of seeing time; `None` without dates.
    pub(crate) fn see(&mut self, session: &Session, mode: PeriodMode) -> Option<Action> {
        self.count(session);
        let counted = self.counted.as_ref()?;
        let axis = Axis::of(&counted.times.bins, 0.0, 1.0)?;
        let action = moves::see(session, &axis, (&counted.times.stops, counted.span?.1), mode);
        match (mode, &action) {
            // A later date that was only proposed goes again with the earlier one.
            (PeriodMode::AsOf, Some(_)) => {
                let proposed = self.proposed.take();
                if proposed.is_some() && proposed.as_ref() == session.as_of() {
                    return Some(Action::SetAsOf(None));
                }
            }
            (PeriodMode::Compare | PeriodMode::Between, Some(Action::SetPeriod(_, later))) => {
                if session.as_of().is_none() {
                    self.proposed = Some(later.clone());
                }
            }
            (PeriodMode::AsOf | PeriodMode::Compare | PeriodMode::Between, _) => {}
        }
        action
    }

    /// Gives the keys to the field of the first date.
    pub(crate) fn take_date(&mut self, mode: PeriodMode) {
        let first = match mode {
            PeriodMode::AsOf => Which::Later,
            PeriodMode::Compare | PeriodMode::Between => Which::Earlier,
        };
        self.fields[usize::from(first == Which::Later)].take_keys();
    }

    /// Lets time move on by itself, or stops it.
    pub(crate) fn toggle_play(&mut self) {
        self.play.toggle();
    }

    /// While time moves on by itself, Space pauses it and Esc stops it.
    pub(crate) fn take_keys(&mut self, ctx: &egui::Context) {
        if !self.play.is_on || ctx.text_edit_focused() {
            return;
        }
        let press = |key| ctx.input_mut(|input| input.consume_key(egui::Modifiers::NONE, key));
        if press(egui::Key::Escape) || press(egui::Key::Space) {
            self.play.stop();
        }
    }

    fn count(&mut self, session: &Session) {
        let is_known = |counted: &Counted| {
            let is_same = |shown: &Arc<Shown>| Arc::ptr_eq(shown, &counted.of.1);
            counted.of.0 == session.revision && session.found.as_ref().is_none_or(is_same)
        };
        if self.counted.as_ref().is_some_and(is_known) {
            return;
        }
        let dossier = session.dossier();
        // Before the first picture nobody has asked the filter.
        let shown = session.found.clone().unwrap_or_else(|| Arc::new(session.shown()));
        self.counted = Some(Counted {
            times: Times::new(dossier, &shown, MOST_BARS),
            of: (session.revision, shown),
            span: timeline::span(dossier),
        });
    }

    /// The next step of playing, if one is due.
    fn played(&mut self, ui: &Ui, session: &Session) -> Option<Action> {
        if !self.play.is_due(ui) {
            return None;
        }
        let counted = self.counted.as_ref()?;
        let stops = &counted.times.stops;
        let next = counted.span.and_then(|(_, last)| moves::play(session, stops, last, self.play.stride));
        let is_first = self.play.takes_first_step();
        let action = next.or_else(|| moves::rewind(session, stops).filter(|_| is_first));
        if action.is_none() {
            self.play.stop();
        }
        action
    }

    fn modes(&mut self, ui: &mut Ui, context: Context<'_>, actions: &mut Vec<Action>) {
        let now = moves::mode(context.session);
        let mut wanted = None;
        ui.horizontal(|ui| {
            ui.set_height(22.0);
            ui.spacing_mut().item_spacing.x = 14.0;
            for (mode, word) in MODES {
                if tab(ui, word, *mode == now, context.theme) && *mode != now {
                    wanted = Some(*mode);
                }
            }
        });
        if let Some(mode) = wanted {
            actions.extend(self.see(context.session, mode));
        }
    }

    /// A field for each date, and a way back to the whole record.
    fn dates(&mut self, ui: &mut Ui, context: Context<'_>, actions: &mut Vec<Action>) {
        let (session, theme) = (context.session, context.theme);
        let label = |name, hint, width| FieldLabel { name, hint, width };
        ui.horizontal(|ui| match moves::mode(session) {
            PeriodMode::AsOf => {
                self.field(ui, Which::Later, label("As of date", "any date", 92.0), context, actions);
                match session.as_of() {
                    Some(date) => {
                        line(ui, &plain_date(date), TextLook::link(theme).size(12.5));
                        if text_button(ui, "All", "All dates", theme).clicked() {
                            actions.push(Action::SetAsOf(None));
                        }
                    }
                    None => drop(line(ui, "all dates", TextLook::faint(theme))),
                }
            }
            PeriodMode::Compare | PeriodMode::Between => {
                ui.spacing_mut().item_spacing.x = 6.0;
                self.field(ui, Which::Earlier, label("From date", "date", 92.0), context, actions);
                line(ui, "→", TextLook::faint(theme));
                self.field(ui, Which::Later, label("To date", "date", 92.0), context, actions);
                if text_button(ui, "All", "All dates", theme).clicked() {
                    actions.push(Action::SetAsOf(None));
                }
            }
        });
    }

    fn field(
        &mut self,
        ui: &mut Ui,
        which: Which,
        label: FieldLabel<'_>,
        context: Context<'_>,
        actions: &mut Vec<Action>,
    ) {
        let now = moves::date(context.session, which);
        let field = &mut self.fields[usize::from(which == Which::Later)];
        match field.show(ui, label, now, context.theme) {
            None => {}
            Some(Typed::Other) => self.error = None,
            Some(Typed::Refused(error)) => self.error = Some(error),
            Some(Typed::Taken(None)) => {
                field.accept(None);
                self.error = None;
                actions.push(Action::SetAsOf(None));
            }
            Some(Typed::Taken(Some(date))) => {
                field.accept(Some(date.clone()));
                let action = moves::set(context.session, which, date);
                self.take(action, which, actions);
            }
            Some(Typed::Both(from, to)) => {
                let its_own = if which == Which::Earlier { from.clone() } else { to.clone() };
                let action = moves::set_both(context.session, from, to);
                if action.is_ok() {
                    field.put(its_own);
                }
                self.take(action, which, actions);
            }
        }
    }

    /// Does what was typed, or says why it is not done.
    fn take(&mut self, action: Result<Action, String>, which: Which, actions: &mut Vec<Action>) {
        match action {
            Ok(action) => {
                self.error = None;
                self.last_moved = which;
                actions.push(action);
            }
            Err(error) => self.error = Some(super::widgets::capital(&format!("{error}."))),
        }
    }

    fn bars(&mut self, ui: &mut Ui, rect: Rect, context: Context<'_>, actions: &mut Vec<Action>) {
        let (session, theme) = (context.session, context.theme);
        let Some(counted) = &self.counted else { return };
        // In a very narrow window the axis keeps a little width and is cut off at the edge.
        let end = (rect.right() - 8.0).max(rect.left() + 8.0 + LEAST_AXIS);
        let Some(axis) = Axis::of(&counted.times.bins, rect.left() + 8.0, end) else {
            let ui = &mut ui.new_child(egui::UiBuilder::new().max_rect(rect));
            ui.add_space(16.0);
            words(ui, "No dates in this dossier.", TextLook::faint(theme));
            return;
        };
        let base = rect.bottom() - UNDER.0 - UNDER.1;
        let plot = Rect::from_min_max(rect.min, pos2(rect.right(), base + UNDER.0));
        let ground = ui.interact(plot, ui.scope_id().with("axis"), Sense::click_and_drag());
        let (from, to) = (moves::day(session, Which::Earlier), moves::day(session, Which::Later));
        let handles = handles_of(session, from, to);
        shade(ui, &axis, &handles, (rect.top(), base), theme);
        bars::draw_bars(ui, &axis, &counted.times.bins, (rect.top() + 4.0, base), (from, to), theme);
        bars::draw_labels(ui, &axis, base, theme);
        let pointed = ground.interact_pointer_pos().and_then(|pos| nearest(&handles, &axis, pos.x));
        if ground.drag_started() || ground.clicked() {
            self.last_moved = pointed.unwrap_or_default();
        }
        for handle in &handles {
            let response = handle.show(ui, &axis, (rect.top(), base), theme);
            if response.dragged() || response.has_focus() {
                self.last_moved = handle.which;
            }
            let ground = Some(&ground).filter(|_| self.last_moved == handle.which || handles.len() == 1);
            if let Some(wanted) = handle.moved(ui, &axis, &response, ground) {
                actions.extend(moves::to_unit(session, &axis, handle.which, wanted.unit, wanted.together));
            }
        }
        let x = ui.input(|input| input.pointer.hover_pos()).map_or(rect.left(), |pos| pos.x);
        let under = counted.times.bins.iter().find(|bin| axis.x(bin.start) <= x && x <= axis.x_end(bin.end));
        if let Some(bin) = under.filter(|_| !ground.dragged()) {
            let text = bars::bin_words(bin);
            ground.on_hover_ui_at_pointer(|ui| whole(ui, &text));
        }
        let below = Rect::from_min_max(pos2(axis.left, rect.bottom() - UNDER.1), pos2(axis.right, rect.bottom()));
        below_axis(ui, below, counted.times.undated, context, actions);
    }
}

/// The handles of the dates that are set; one at the end where none is.
fn handles_of(session: &Session, from: Option<Day>, to: Option<Day>) -> Vec<Handle<'_>> {
    let mode = moves::mode(session);
    let handle = |which, name, day, begins| Handle { which, name, date: moves::date(session, which), day, begins };
    match mode {
        PeriodMode::AsOf => vec![handle(Which::Later, "As-of date", to, false)],
        PeriodMode::Compare | PeriodMode::Between => vec![
            handle(Which::Earlier, "From date on the time axis", from, mode == PeriodMode::Between),
            handle(Which::Later, "To date on the time axis", to, false),
        ],
    }
}

/// Which handle is nearest to a point of the axis; of two at one place the one that can go there.
fn nearest(handles: &[Handle<'_>], axis: &Axis, x: f32) -> Option<Which> {
    let away = |handle: &&Handle<'_>| {
        let apart = x - handle.x(axis);
        let is_behind = (handle.which == Which::Earlier) == (apart > 0.0);
        (apart.abs(), is_behind)
    };
    let first = handles.iter().min_by(|a, b| away(a).partial_cmp(&away(b)).unwrap_or(std::cmp::Ordering::Equal));
    first.map(|handle| handle.which)
}

/// Tints the time between two handles.
fn shade(ui: &Ui, axis: &Axis, handles: &[Handle<'_>], (top, base): (f32, f32), theme: &Theme) {
    if let [earlier, later] = handles {
        let between = Rect::from_min_max(pos2(earlier.x(axis), top), pos2(later.x(axis), base));
        ui.painter().rect_filled(between, 0.0, tint(theme, Tint::Selected));
    }
}

/// Under the axis: whether things are there throughout, which keys move dates, and what has no date.
fn below_axis(ui: &mut Ui, rect: Rect, undated: usize, context: Context<'_>, actions: &mut Vec<Action>) {
    let (session, theme) = (context.session, context.theme);
    let ui = &mut ui
        .new_child(egui::UiBuilder::new().max_rect(rect).layout(egui::Layout::left_to_right(egui::Align::Center)));
    ui.spacing_mut().item_spacing.x = 12.0;
    if let (PeriodMode::Between, Some(since), Some(to)) = (moves::mode(session), &session.look.since, session.as_of()) {
        let mut throughout = since.span == Span::Throughout;
        edged(ui, theme, |ui| ui.checkbox(&mut throughout, "Present throughout"));
        let span = if throughout { Span::Throughout } else { Span::AnyTime };
        if span != since.span {
            actions.push(Action::SetPeriod(Since { span, date: since.date.clone() }, to.clone()));
        }
    }
    if undated > 0 {
        let label = format!("{undated} undated: show");
        if text_button(ui, &label, &label, theme).clicked() {
            actions.push(Action::Filter(narrowed(&session.look.filter.query, "no:when")));
        }
    }
    let hint = match moves::mode(session) {
        PeriodMode::AsOf => "[ and ]: previous and next change",
        PeriodMode::Compare | PeriodMode::Between => "Shift+drag: move both dates · [ and ]: previous and next change",
    };
    let look = TextLook::faint(theme).size(11.5);
    if lay(ui, hint, look, f32::INFINITY, 1).size().x < ui.available_width() {
        line(ui, hint, look);
    }
}
