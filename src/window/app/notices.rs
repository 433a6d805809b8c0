//! What is said in passing: a banner over the graph while something is hidden or wrong, short
//! messages that go away, and the first-run hints.

use egui::{Align2, Context, Frame, Id, Margin, Order, Rect, RichText, Ui};

use super::style::SMALL;
use crate::picture::theme::Theme;
use crate::window::action::{Action, Command, Hint, with_keys_of_here};
use crate::window::canvas::paint::color32;
use crate::window::session::Session;
use crate::wording::counted;

/// How long a message stays, in seconds.
const MESSAGE_SECS: f64 = 6.0;

/// Messages that go away by themselves.
#[derive(Default)]
pub(crate) struct Messages {
    list: Vec<Message>,
}

struct Message {
    text: String,
    is_error: bool,
    /// What can be done about it.
    offer: Option<(&'static str, Action)>,
    until: Option<f64>,
}

/// At most so many stand there; older ones make room.
const MOST_MESSAGES: usize = 3;

impl Messages {
    /// Says something; an error stays until it is closed.
    pub(crate) fn say(&mut self, text: impl Into<String>, is_error: bool) {
        self.push(Message { text: text.into(), is_error, offer: None, until: None });
    }

    /// Says what was changed, with the way back. Only the last change can be taken back from here.
    pub(crate) fn say_with(&mut self, text: impl Into<String>, offer: (&'static str, Action)) {
        self.list.retain(|message| message.offer.is_none());
        self.push(Message { text: text.into(), is_error: false, offer: Some(offer), until: None });
    }

    /// Says what went wrong, with a way out.
    pub(crate) fn say_error_with(&mut self, text: impl Into<String>, offer: (&'static str, Action)) {
        self.push(Message { text: text.into(), is_error: true, offer: Some(offer), until: None });
    }

    /// Says how something stands now, in place of how it stood: both texts begin alike.
    pub(crate) fn say_now(&mut self, beginning: &str, rest: &str) {
        self.list.retain(|message| !message.text.starts_with(beginning));
        self.say(format!("{beginning}{rest}"), false);
    }

    /// Takes back what is no longer so.
    pub(crate) fn withdraw(&mut self, text: &str) {
        self.list.retain(|message| message.text != text);
    }

    /// Takes back offers of a way back that is no longer the last.
    pub(crate) fn moved_on(&mut self) {
        self.list.retain(|message| message.offer.is_none() || message.is_error);
    }

    fn push(&mut self, message: Message) {
        self.list.push(message);
        if self.list.len() > MOST_MESSAGES {
            self.list.remove(0);
        }
    }

    /// Shows them at the foot of `view`.
    #[must_use]
    pub(crate) fn show(&mut self, ctx: &Context, view: Rect, theme: &Theme) -> Vec<Action> {
        let now = ctx.input(|i| i.time);
        let mut actions = Vec::new();
        for message in &mut self.list {
            if !message.is_error && message.until.is_none() {
                message.until = Some(now + MESSAGE_SECS);
                ctx.request_repaint_after_secs(MESSAGE_SECS as f32 + 0.05);
            }
        }
        self.list.retain(|message| message.until.is_none_or(|u| u > now));
        let mut closed = None;
        for (number, message) in self.list.iter().enumerate() {
            let from_foot = 16.0 + 44.0 * number as f32;
            let at = view.center_bottom() - egui::vec2(0.0, from_foot);
            let area = egui::Area::new(Id::unique(("message", number))).order(Order::Foreground);
            area.fixed_pos(at).pivot(Align2::CENTER_BOTTOM).show(ctx, |ui| {
                card(theme).show(ui, |ui| {
                    ui.horizontal(|ui| {
                        let ink = if message.is_error { theme.error } else { theme.ink };
                        let words = egui::Label::new(RichText::new(&message.text).color(color32(ink)));
                        ui.set_max_width((view.width() - 80.0).clamp(160.0, 640.0));
                        ui.add(words.wrap());
                        if let Some((words, action)) = &message.offer
                            && link(ui, words, theme).clicked()
                        {
                            actions.push(action.clone());
                            closed = Some(number);
                        }
                        if message.is_error && link(ui, "Close", theme).clicked() {
                            closed = Some(number);
                        }
                    });
                });
            });
        }
        if let Some(number) = closed {
            self.list.remove(number);
        }
        actions
    }
}

/// Says on top of the graph what is hidden, brought out or wrong, and offers the way back.
#[must_use]
pub(crate) fn banner(
    ctx: &Context,
    view: Rect,
    session: &Session,
    hidden: (usize, usize),
    theme: &Theme,
) -> Vec<Action> {
    let mut actions = Vec::new();
    let mut rows: Vec<(String, Option<(&str, Action)>)> = Vec::new();
    if session.is_blank() {
        // The middle of the graph says what to do.
    } else if hidden.0 > 0 {
        let (all, relations) = (session.dossier().entity_count(), hidden.1);
        let text = format!(
            "{} of {} and {} hidden",
            hidden.0,
            counted(all, "entity", "entities"),
            counted(relations, "relation", "relations")
        );
        rows.push((text, Some(("Show all", Action::Run(Command::ShowAll)))));
    } else if hidden.1 > 0 {
        let text = format!("{} hidden", counted(hidden.1, "relation", "relations"));
        rows.push((text, Some(("Show all", Action::Run(Command::ShowAll)))));
    }
    if let Some(text) = session.folds_in_words() {
        rows.push((text, Some(("Unfold all", Action::Run(Command::UnfoldAll)))));
    }
    if let Some(source) = session.shown_source() {
        let name = session.dossier().source(source).map_or_else(|| source.to_string(), |s| s.short_label());
        let text = format!("Highlighted: records that cite {}", crate::problem::printable(&name));
        rows.push((text, Some(("Clear", Action::ShowSource(None)))));
    }
    if session.document.read_only {
        let has_problems = !session.document.problems.is_empty();
        let offer = has_problems.then_some(("Show problems", Action::Run(Command::ShowProblems)));
        rows.push((format!("Read-only: {}", session.document.why_read_only()), offer));
    }
    for (number, (text, offer)) in rows.into_iter().enumerate() {
        let at = view.center_top() + egui::vec2(0.0, 10.0 + 42.0 * number as f32);
        let area = egui::Area::new(Id::unique(("banner", number))).order(Order::Middle);
        area.fixed_pos(at).pivot(Align2::CENTER_TOP).show(ctx, |ui| {
            card(theme).show(ui, |ui| {
                ui.horizontal(|ui| {
                    ui.label(RichText::new(text).color(color32(theme.ink_second)));
                    if let Some((word, action)) = offer
                        && link(ui, word, theme).clicked()
                    {
                        actions.push(action);
                    }
                });
            });
        });
    }
    actions
}

/// Which hints have been used and so need not be given any more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct HintsUsed {
    /// Something was selected.
    pub(crate) select: bool,
    /// The camera was moved.
    pub(crate) camera: bool,
    /// The palette was opened.
    pub(crate) palette: bool,
}

impl HintsUsed {
    /// A person has done what a hint is about.
    pub(super) fn used(&mut self, hint: Hint) {
        match hint {
            Hint::Select => self.select = true,
            Hint::Camera => self.camera = true,
            Hint::Palette => self.palette = true,
        }
    }
}

/// Between two hints, in points.
const HINT_GAP: f32 = 20.0;
/// Room for the buttons at the right edge, in points.
const TOOLS_ROOM: f32 = 60.0;

/// Shows the hints that have not been used, along the lower edge of the graph, below what is fitted into it.
pub(crate) fn hints(ui: &Ui, view: Rect, used: HintsUsed, theme: &Theme) {
    let all = [
        (used.select, "Click a node or line to see who says so"),
        (used.camera, "Drag to pan, scroll to zoom, F to fit all"),
        (used.palette, "Ctrl+K finds names and commands, and filters"),
    ];
    let shown = all.iter().filter(|(used, _)| !used).map(|(_, words)| {
        ui.painter().layout_no_wrap(
            with_keys_of_here(words),
            egui::FontId::proportional(SMALL),
            color32(theme.ink_third),
        )
    });
    let shown: Vec<_> = shown.collect();
    // From the last to the first, so that rows grow upwards where one is too narrow.
    let (left, right) = (view.left() + 16.0, view.right() - TOOLS_ROOM);
    let mut rows: Vec<Vec<_>> = vec![Vec::new()];
    let mut room = right - left;
    for galley in shown.into_iter().rev() {
        if galley.size().x > room && rows.last().is_some_and(|row| !row.is_empty()) {
            rows.push(Vec::new());
            room = right - left;
        }
        room -= galley.size().x + HINT_GAP;
        rows.last_mut().into_iter().for_each(|row| row.push(galley.clone()));
    }
    let mut bottom = view.bottom() - 6.0;
    for row in rows {
        let mut at = egui::pos2(left, bottom);
        for galley in row.into_iter().rev() {
            at.y = bottom - galley.size().y;
            let ground = Rect::from_min_size(at, galley.size()).expand2(egui::vec2(6.0, 2.0));
            ui.painter().rect_filled(ground, 4.0, color32(theme.canvas).gamma_multiply(0.86));
            at.x += galley.size().x + HINT_GAP;
            ui.painter().galley(ground.min + egui::vec2(6.0, 2.0), galley, color32(theme.ink_third));
        }
        bottom = at.y - 4.0;
    }
}

fn link(ui: &mut Ui, words: &str, theme: &Theme) -> egui::Response {
    ui.add(egui::Button::new(RichText::new(words).color(color32(theme.accent))).small())
}

fn card(theme: &Theme) -> Frame {
    Frame::new()
        .fill(color32(theme.panel))
        .stroke((1.0, color32(theme.hairline)))
        .corner_radius(7)
        .inner_margin(Margin::symmetric(12, 6))
}
