//! The box (`Ctrl+K`): one field that finds names, asks the query language and runs commands. What is typed, what was asked
//! before, what the keys do, and the list under the field. Replies are worked out in `asking`; what is offered is told in
//! `rows`, how the field is painted in `field`, what was understood in `told`.

mod field;
mod rows;
mod told;

use std::time::Duration;

use egui::{Context, Id, Key, Margin, Modifiers, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use self::field::Marks;
use self::rows::{Row, Take};
use super::asking::{Asking, Question, Sort};
use crate::dossier::storage::questions::MOST;
use crate::explore::query::language::is_plain;
use crate::explore::query::typed::{Reply, Typed};
use crate::picture::theme::Theme;
use crate::window::action::{Action, Command};
use crate::window::canvas::paint::color32;
use crate::window::panels::widgets::{TextLook, clean, ground, lay};
use crate::window::session::Session;

/// How long a frame waits for a reply, so that a small dossier answers without a flicker.
const PATIENCE: Duration = Duration::from_millis(12);
/// Width of the box and height of a row, in points.
const WIDTH: f32 = 560.0;
const ROW: f32 = 27.0;
/// Height of the list at most.
const LIST: f32 = 324.0;

const HINT: &str = "Find names, filter, or type a command";

/// The box's own state.
#[derive(Default)]
pub(crate) struct SearchBox {
    open: bool,
    /// Of which opened dossier the questions were asked.
    opened: u64,
    text: String,
    /// The text was taken from the present filter and takes its place.
    replaces: bool,
    /// Earlier questions, the last first.
    recent: Vec<String>,
    /// One was asked that is not kept yet.
    has_asked: bool,
    /// Which of the present filter and the earlier questions the field shows: 0 is neither.
    recalled: usize,
    /// What was typed before something earlier was called back.
    draft: String,
    /// The row that the arrow keys led to.
    chosen: Option<usize>,
    asked: Option<(u64, Typed)>,
    reply: Option<Box<Reply>>,
    rows: Vec<Row>,
    /// A key that waits for the reply to what was typed before it.
    waits: Option<Press>,
    /// Where the cursor is to go.
    cursor_to: Option<usize>,
}

/// Keys that act on what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Press {
    Enter,
    Add,
    Complete,
}

/// Keys that the box takes.
struct Pressed {
    press: Option<Press>,
    moved: i32,
    /// The key that opens the box: what is typed next takes the place of the text.
    again: bool,
}

impl Pressed {
    fn take(ui: &Ui) -> Pressed {
        let press = |modifiers: Modifiers, key: Key| ui.input_mut(|i| i.consume_key(modifiers, key));
        let none = Modifiers::NONE;
        // More modifiers first: egui lets Enter take Alt+Enter otherwise.
        let add = press(Modifiers::ALT, Key::Enter).then_some(Press::Add);
        let complete = press(none, Key::Tab).then_some(Press::Complete);
        let enter = press(none, Key::Enter).then_some(Press::Enter);
        let moved = i32::from(press(none, Key::ArrowDown)) - i32::from(press(none, Key::ArrowUp));
        let opens = Command::Find.info().shortcuts.iter().filter(|shortcut| shortcut.command && !shortcut.shift);
        let mut keys = opens.filter_map(|shortcut| Key::from_name(shortcut.key));
        let again = keys.any(|key| press(Modifiers::COMMAND, key));
        Pressed { press: add.or(complete).or(enter), moved, again }
    }
}

impl SearchBox {
    /// Opens it empty; what was asked of the same dossier before is remembered, at first what `earlier` yields.
    pub(super) fn open(&mut self, session: &Session, earlier: impl FnOnce() -> Vec<String>) {
        let recent = if self.opened == session.opened { std::mem::take(&mut self.recent) } else { earlier() };
        *self = SearchBox { open: true, opened: session.opened, recent, ..SearchBox::default() };
    }

    /// All questions, the last first, once another one was asked.
    pub(super) fn take_asked(&mut self) -> Option<&[String]> {
        std::mem::take(&mut self.has_asked).then_some(&self.recent)
    }

    /// Whether it is open.
    pub(crate) fn is_open(&self) -> bool {
        self.open
    }

    /// Shows it if it is open, and says what was chosen.
    #[must_use]
    pub(super) fn show(&mut self, ctx: &Context, session: &Session, theme: &Theme, asking: &mut Asking) -> Vec<Action> {
        if !self.open {
            return Vec::new();
        }
        let width = (ctx.content_rect().width() - 32.0).clamp(120.0, WIDTH);
        let area = egui::Modal::default_area(Id::unique("search box")).anchor(egui::Align2::CENTER_TOP, [0.0, 6.0]);
        let frame = egui::Frame::popup(&ctx.global_style())
            .fill(color32(theme.panel))
            .stroke((1.5, color32(theme.accent)))
            .corner_radius(8)
            .inner_margin(Margin::ZERO);
        let shade = egui::Color32::from_black_alpha(if theme.is_dark { 60 } else { 12 });
        let modal = egui::Modal::new(Id::unique("search box")).area(area).frame(frame).backdrop_color(shade);
        let shown = modal.show(ctx, |ui| {
            ui.set_width(width);
            ui.spacing_mut().item_spacing = vec2(8.0, 0.0);
            self.contents(ui, session, theme, asking)
        });
        // What only helps is read beside the box.
        let leaves = shown.inner.iter().any(|action| *action != Action::Run(Command::QueryWords));
        if leaves || shown.should_close() {
            self.open = false;
        }
        shown.inner
    }

    fn contents(&mut self, ui: &mut Ui, session: &Session, theme: &Theme, asking: &mut Asking) -> Vec<Action> {
        let id = Id::unique("search box field");
        let pressed = Pressed::take(ui);
        self.step(pressed.moved, session);
        if let Some(at) = self.cursor_to.take() {
            field::select(ui, id, &self.text, at..at);
        }
        if pressed.again {
            field::select(ui, id, &self.text, 0..self.text.len());
        }
        let marks = self.marks();
        let shown = field::show(ui, id, &mut self.text, &marks, HINT, theme);
        if shown.response.changed() {
            (self.chosen, self.recalled, self.waits) = (None, 0, None);
        }
        self.keep(shown.cursor, session, asking);
        let mut actions = Vec::new();
        if let Some(press) = pressed.press.or(self.waits) {
            let is_answered = self.is_answered();
            self.waits = (!is_answered).then_some(press);
            if is_answered {
                actions.extend(self.press(press, session));
            }
        }
        line(ui, theme);
        actions.extend(self.list(ui, pressed.moved != 0, theme));
        if let Some(reply) = &self.reply {
            actions.extend(told::understood(ui, reply, session, theme, &mut |text| {
                (self.text, self.replaces, self.cursor_to) = (text.clone(), true, Some(text.len()));
            }));
        }
        line(ui, theme);
        actions.extend(told::keys(ui, self.enter_does(), theme));
        if self.cursor_to.is_some() {
            // The text was changed after the field was shown.
            ui.ctx().request_repaint();
        }
        actions
    }

    /// What is marked in the text, where the last reply was to this text.
    fn marks(&self) -> Marks {
        let reply = self.reply.as_ref().filter(|reply| reply.typed.text == self.text && !reply.is_plain);
        let wrong = |reply: &Reply| reply.faults.iter().map(|fault| fault.span.clone()).collect();
        reply.map_or_else(Marks::default, |reply| Marks { values: reply.values.clone(), wrong: wrong(reply) })
    }

    /// Asks where something else was typed, and takes what is ready.
    fn keep(&mut self, cursor: usize, session: &Session, asking: &mut Asking) {
        let is_asked = self.asked.as_ref().is_some_and(|(revision, typed)| {
            *revision == session.revision
                && typed.text == self.text
                && typed.cursor == cursor
                && typed.replaces == self.replaces
                && typed.filter == session.look.filter
        });
        if !is_asked {
            let filter = session.look.filter.clone();
            let typed = Typed { text: self.text.clone(), cursor, filter, replaces: self.replaces };
            self.asked = Some((session.revision, typed.clone()));
            asking.ask(Question {
                snapshot: session.document.snapshot(),
                revision: session.revision,
                sort: Sort::Typed(typed),
            });
        }
        if let Some(reply) = asking.take_reply(if is_asked { Duration::ZERO } else { PATIENCE }) {
            self.rows = rows::rows(&reply, &self.recent, session);
            self.reply = Some(reply);
        }
    }

    /// Whether the reply is to what is typed.
    fn is_answered(&self) -> bool {
        self.reply.as_ref().zip(self.asked.as_ref()).is_some_and(|(reply, (_, asked))| reply.typed == *asked)
    }

    /// Moves the choice, or at its upper end goes back to what was asked before.
    fn step(&mut self, by: i32, session: &Session) {
        let last = self.rows.len().saturating_sub(1);
        match by {
            0 => {}
            1.. if self.recalled > 0 => self.recall(self.recalled - 1, session),
            1.. => self.chosen = Some(self.marked().map_or(0, |at| at + 1).min(last)),
            _ => match self.chosen {
                Some(0) | None => self.recall(self.recalled + 1, session),
                Some(at) => self.chosen = Some(at - 1),
            },
        }
    }

    /// Shows the present filter, or an earlier question; the first of all is what was typed.
    fn recall(&mut self, number: usize, session: &Session) {
        let present = Some(session.look.filter.query.trim()).filter(|query| !query.is_empty());
        let earlier = self.recent.iter().map(String::as_str).filter(|text| Some(*text) != present);
        let all: Vec<&str> = present.into_iter().chain(earlier).collect();
        if self.recalled == 0 {
            self.draft.clone_from(&self.text);
        }
        let Some(text) = number.checked_sub(1).map_or(Some(self.draft.as_str()), |at| all.get(at).copied()) else {
            return;
        };
        (self.text, self.recalled) = (text.to_owned(), number);
        self.replaces = present.is_some() && number == 1;
        (self.cursor_to, self.chosen) = (Some(self.text.len()), None);
    }

    /// The row that Enter takes though nothing was chosen.
    fn default_row(&self) -> Option<usize> {
        let is_named = !self.text.trim().is_empty() && is_plain(&self.text) && !self.replaces;
        (is_named && !self.rows.is_empty()).then_some(0)
    }

    /// The row that Tab takes, and that is tinted while nothing was chosen.
    fn completed_row(&self) -> Option<usize> {
        let puts = |row: &Row| matches!(row.take, Take::Put(..) | Take::Replace(_));
        match self.chosen {
            Some(at) => self.rows.get(at).filter(|row| puts(row)).map(|_| at),
            None => self.rows.iter().position(puts),
        }
    }

    /// The row that is tinted: what Enter or Tab takes.
    fn marked(&self) -> Option<usize> {
        let completed = || self.completed_row().filter(|_| !self.text.trim().is_empty());
        self.chosen.or_else(|| self.default_row()).or_else(completed)
    }

    /// What Enter does now, in one word.
    fn enter_does(&self) -> &'static str {
        let row = self.chosen.or(self.default_row()).and_then(|at| self.rows.get(at));
        match row.map(|row| &row.take) {
            Some(Take::Do(Action::GoTo(_))) => "go there",
            Some(Take::Do(_)) => "do it",
            Some(Take::Put(..) | Take::Replace(_)) => "put in",
            Some(Take::Narrow) => "filter",
            Some(Take::Nothing) => "not possible now",
            None if self.replaces => "change the filter",
            None => "filter",
        }
    }

    fn press(&mut self, press: Press, session: &Session) -> Option<Action> {
        match press {
            Press::Complete => {
                let row = self.completed_row()?;
                self.take(row)
            }
            Press::Add if session.look.filter.start_empty => self.add(),
            Press::Add => self.ask_for(|reply| reply.finds_elsewhere.then(|| reply.widened.clone())),
            Press::Enter => match self.chosen.or(self.default_row()) {
                Some(row) => self.take(row),
                // The filter was cleared.
                None if self.replaces && self.text.trim().is_empty() => Some(Action::Filter(String::new())),
                None if self.text.trim().is_empty() => None,
                // There is nothing yet to narrow.
                None if session.is_blank() => self.add(),
                None => {
                    let action = self.narrow();
                    // Asked for again: it is shown already.
                    action.filter(|action| {
                        *action != Action::Filter(session.look.filter.query.clone()) || {
                            self.open = false;
                            false
                        }
                    })
                }
            },
        }
    }

    fn narrow(&mut self) -> Option<Action> {
        self.ask_for(|reply| reply.finds_any().then(|| reply.narrowed.clone()))
    }

    /// Brings in what the question finds.
    fn add(&mut self) -> Option<Action> {
        let ids = self.reply.as_ref()?.adds.clone();
        if ids.is_empty() {
            return None;
        }
        self.remember();
        Some(Action::Bring(ids))
    }

    /// Sets the filter to one that shows anything, and remembers the question.
    fn ask_for(&mut self, query: impl Fn(&Reply) -> Option<String>) -> Option<Action> {
        let query = query(self.reply.as_ref()?).filter(|query| !query.is_empty())?;
        self.remember();
        Some(Action::Filter(query))
    }

    /// What was asked is offered again.
    fn remember(&mut self) {
        let asked = self.text.trim().to_owned();
        self.recent.retain(|text| *text != asked);
        self.recent.insert(0, asked);
        self.recent.truncate(MOST);
        self.has_asked = true;
    }

    /// Takes a row.
    fn take(&mut self, row: usize) -> Option<Action> {
        match self.rows.get(row)?.take.clone() {
            Take::Do(action) => return Some(action),
            Take::Narrow => return self.narrow(),
            Take::Nothing => return None,
            Take::Put(range, text) => {
                self.text.get(range.clone())?;
                self.text.replace_range(range.clone(), &text);
                // What is complete is followed by something else.
                let goes_on = text.ends_with([':', '(', '"']) || self.text[range.start + text.len()..].starts_with(' ');
                let blank = if goes_on { "" } else { " " };
                self.text.insert_str(range.start + text.len(), blank);
                self.cursor_to = Some(range.start + text.len() + blank.len());
            }
            Take::Replace(text) => {
                self.cursor_to = Some(text.len());
                self.text = text;
            }
        }
        self.chosen = None;
        None
    }

    fn list(&mut self, ui: &mut Ui, has_moved: bool, theme: &Theme) -> Option<Action> {
        let marked = self.marked();
        let mut clicked = None;
        let room = LIST.min(ui.ctx().content_rect().height() - 190.0).max(60.0);
        // Without a least height an area that was once small stays so.
        let area = ScrollArea::vertical().max_height(room).min_scrolled_height(room);
        area.auto_shrink([false, true]).show(ui, |ui| {
            for (number, row) in self.rows.iter().enumerate() {
                let response = show_row(ui, row, Some(number) == marked, theme);
                if has_moved && self.chosen == Some(number) {
                    response.scroll_to_me(None);
                }
                if response.clicked() {
                    clicked = Some(number);
                }
            }
        });
        clicked.filter(|_| self.is_answered()).and_then(|row| self.take(row))
    }
}

fn show_row(ui: &mut Ui, row: &Row, marked: bool, theme: &Theme) -> egui::Response {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, marked, clean(&row.label())));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let inner = rect.shrink2(vec2(12.0, 0.0));
    ground(ui, inner.shrink2(vec2(4.0, 0.0)).expand2(vec2(4.0, 0.0)), &response, marked, theme);
    let mid = inner.center().y;
    let ink = if row.is_idle { theme.ink_third } else { theme.ink };
    let look = TextLook::body(theme).ink(ink);
    let end = lay(
        ui,
        &row.end,
        TextLook::body(theme).ink(if row.is_idle { theme.ink_third } else { theme.ink_second }),
        inner.width() / 3.0,
        1,
    );
    let room = inner.width() - end.size().x - 12.0;
    let name = lay(
        ui,
        &row.name,
        if marked { look.strong() } else { look },
        if row.detail.is_empty() { room } else { room * 0.62 },
        1,
    );
    // Details stand in a column where names are short.
    let left = inner.left() + (name.size().x + 14.0).max(112.0).min(room);
    let detail = lay(
        ui,
        &row.detail,
        TextLook::small(theme).ink(if row.is_idle { theme.ink_third } else { theme.ink_second }),
        (inner.left() + room - left).max(1.0),
        1,
    );
    name.paint(ui, inner.left(), mid);
    if !row.detail.is_empty() {
        detail.paint(ui, left, mid);
    }
    end.paint(ui, inner.right() - end.size().x, mid);
    response
}

/// A hairline over the whole width.
fn line(ui: &mut Ui, theme: &Theme) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 1.0), Sense::hover());
    ui.painter().hline(rect.x_range(), pos2(0.0, rect.center().y).y, (1.0, color32(theme.hairline)));
}
