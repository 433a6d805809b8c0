//! Quick entry: a relation in one line, completed while it is typed, with a preview of what it
//! would make. Enter makes it and asks for the next. The card stands at the lower edge and keeps its
//! size, so that graph and text stay in sight.

use egui::text::{CCursor, CCursorRange};
use egui::{Context, EventFilter, Id, Key, Modifiers, Rect, RichText, ScrollArea, TextEdit, Ui, vec2};

use super::parts::{card_in, option, quiet};
use super::quick_preview::{citing_ends, preview};
use super::{Around, Card};
use crate::dossier::edit::quick_entry::{
    Completion, Entry, EntryError, Preview, complete, parse_after, written, written_claim,
};
use crate::dossier::model::{Claim, EntityId};
use crate::picture::theme::Theme;
use crate::window::action::{Action, Edits, Prompt, Shortcut};
use crate::window::canvas::paint::color32;
use crate::window::panels::widgets::hold_focus;
use crate::window::session::Session;

/// The size of the card within its margins; it never grows.
const WIDTH: std::ops::RangeInclusive<f32> = 300.0..=860.0;
const HEIGHT: f32 = 186.0;
/// Room for completions at the left, for what the line would make beside them.
const BODY: f32 = 122.0;
/// What is left free below it: the status line.
const BELOW: f32 = 30.0;

/// Makes what the line says, and gives its ends what it cites, too.
const CITE_ENDS: Shortcut = Shortcut { command: true, shift: false, alt: false, key: "Enter" };

/// What a line is made of, while none is typed.
const HINT: &str = "Name -> kind -> name, then @date, !status, [source place “quotation”]. \
    “Name: kind” adds an entity alone.\n\
    [source place by speaker] says who is quoted; [not source place] that the source denies it. \
    Click a node to insert its name.";

/// Asks for a line.
#[derive(Default)]
pub(crate) struct Quick {
    line: String,
    /// The cursor is yet to go to the beginning, before what stands there already.
    to_start: bool,
    chosen: usize,
    /// What was completed, for which line and cursor.
    found: Option<(String, usize, Vec<Completion>)>,
    /// A name that was clicked, yet to be put in.
    clicked: Option<String>,
}

/// Keys that mean something to the card rather than to its field.
struct Pressed {
    tab: bool,
    enter: bool,
    /// Enter with what the ends are given.
    cite_ends: bool,
    moved: i32,
}

impl Pressed {
    fn take(ui: &Ui) -> Pressed {
        let press = |modifiers: Modifiers, key: Key| ui.input_mut(|i| i.consume_key(modifiers, key));
        let none = Modifiers::NONE;
        Pressed {
            cite_ends: press(Modifiers::COMMAND, Key::Enter),
            tab: press(none, Key::Tab),
            enter: press(none, Key::Enter),
            moved: i32::from(press(none, Key::ArrowDown)) - i32::from(press(none, Key::ArrowUp)),
        }
    }
}

impl Quick {
    /// With a claim that stands there already; the relation is typed before it.
    pub(crate) fn citing(claim: &Claim, session: &Session) -> Self {
        let cited = written_claim(claim, session.dossier());
        Quick { line: cited.map_or(String::new(), |cited| format!(" {cited}")), to_start: true, ..Quick::default() }
    }

    /// The byte that the cursor stands before.
    fn cursor(&self, ui: &Ui, id: Id) -> usize {
        let state = egui::text_edit::TextEditState::load(ui.ctx(), id);
        let chars = state.and_then(|s| s.cursor.char_range()).map_or(usize::MAX, |range| range.primary.index.into());
        self.line.char_indices().nth(chars).map_or(self.line.len(), |(at, _)| at)
    }

    fn take(&mut self, ui: &Ui, id: Id, completion: &Completion) {
        let (start, end) = (completion.range.start.min(self.line.len()), completion.range.end.min(self.line.len()));
        if !(self.line.is_char_boundary(start) && self.line.is_char_boundary(end)) || start > end {
            return;
        }
        self.line.replace_range(start..end, &completion.text);
        let at = CCursor::new(self.line[..start + completion.text.len()].chars().count());
        put_cursor(ui, id, at);
        self.chosen = 0;
    }

    /// Puts in the name of a node that was clicked, in place of the one that is being typed.
    fn take_clicked(&mut self, ui: &Ui, id: Id, session: &Session) {
        let Some(text) = self.clicked.take() else { return };
        let cursor = self.cursor(ui, id);
        let typed = complete(&self.line, cursor, session.dossier()).into_iter().next();
        let range = typed.map_or(cursor..cursor, |completion| completion.range);
        let before = self.line[..range.start].chars().next_back();
        let blank = before.is_some_and(|c| !c.is_whitespace() && c != '"');
        let text = if blank { format!(" {text}") } else { text };
        self.take(ui, id, &Completion { range, text, detail: String::new() });
    }

    /// The field of the line; it keeps the cursor.
    fn field(&mut self, ui: &mut Ui, id: Id, theme: &Theme) -> egui::Response {
        let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, tab: true, escape: true };
        let edit = TextEdit::singleline(&mut self.line)
            .id(id)
            .hint_text(
                RichText::new("Japan -> hosts -> Third meeting @2017 [source P8.1]").color(color32(theme.ink_third)),
            )
            .font(egui::FontId::proportional(15.0))
            .margin(egui::Margin::symmetric(10, 8))
            .desired_width(f32::INFINITY)
            .char_limit(2_000)
            .event_filter(filter);
        let response = ui.add(edit).accessible_name("Quick entry");
        hold_focus(&response);
        if std::mem::take(&mut self.to_start) {
            put_cursor(ui, id, CCursor::new(0));
        }
        response
    }

    /// Ways to go on, of which one may be taken.
    fn completions(&mut self, ui: &mut Ui, id: Id, found: &[Completion], pressed: &Pressed, to_choose: bool) {
        let theme = crate::window::app::style::current(ui.ctx());
        let last = found.len().saturating_sub(1);
        self.chosen = self.chosen.saturating_add_signed(pressed.moved as isize).min(last);
        let mut taken = None;
        ScrollArea::vertical().id_salt("completions").auto_shrink(false).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for (number, completion) in found.iter().enumerate() {
                let selected = number == self.chosen;
                let response = option(ui, &completion.text, &completion.detail, selected, theme);
                if selected && pressed.moved != 0 {
                    response.scroll_to_me(None);
                }
                if response.clicked() || ((pressed.tab || pressed.enter && to_choose) && selected) {
                    taken = Some(completion.clone());
                }
            }
        });
        if let Some(completion) = taken {
            self.take(ui, id, &completion);
        }
    }

    /// What the line would make; on Enter, the actions that make it.
    fn outcome(
        &self,
        ui: &mut Ui,
        around: Around<'_>,
        read: Result<Entry, EntryError>,
        pressed: &Pressed,
    ) -> Option<Vec<Action>> {
        let theme = around.theme;
        match read {
            Ok(entry) => {
                let cite_ends = citing_ends(ui, &entry, CITE_ENDS, theme) || pressed.cite_ends;
                ScrollArea::vertical().id_salt("preview").auto_shrink(false).show(ui, |ui| {
                    preview(ui, &entry.preview, around);
                });
                let made = (pressed.enter || cite_ends) && !entry.changes.is_empty();
                made.then(|| make(if cite_ends { entry.citing_ends() } else { entry }))
            }
            Err(error) => {
                let text = format!("{} (column {})", error.message, error.column + 1);
                let ink = if pressed.enter || pressed.cite_ends { theme.error } else { theme.ink_third };
                let text = RichText::new(crate::problem::printable(&text)).size(12.0).color(color32(ink));
                ScrollArea::vertical().id_salt("error").auto_shrink(false).show(ui, |ui| {
                    ui.add(egui::Label::new(text).wrap());
                });
                None
            }
        }
    }

    /// Completions at the left, what comes of the line beside them.
    fn body(&mut self, ui: &mut Ui, id: Id, around: Around<'_>, pressed: &Pressed) -> Option<Vec<Action>> {
        let (session, dossier) = (around.session, around.session.dossier());
        let cursor = self.cursor(ui, id);
        if self.found.as_ref().is_none_or(|(line, at, _)| *line != self.line || *at != cursor) {
            let found = if self.line.is_empty() { Vec::new() } else { complete(&self.line, cursor, dossier) };
            self.found = Some((self.line.clone(), cursor, found));
        }
        let last = session.last_cited().map(|(source, _)| source.clone());
        let read = parse_after(&self.line, dossier, last.as_ref());
        // A name that several bear is decided before anything else.
        let to_choose = matches!(&read, Err(error) if !error.choices.is_empty());
        let found = match &read {
            Err(error) if to_choose => error.choices.clone(),
            _ => self.found.as_ref().map(|(_, _, found)| found.clone()).unwrap_or_default(),
        };
        let size = vec2(ui.available_width(), BODY);
        let (rect, _) = ui.allocate_exact_size(size, egui::Sense::hover());
        let (left, right) = rect.split_left_right_at_fraction(0.36);
        if self.line.trim().is_empty() {
            quiet(&mut ui.new_child(egui::UiBuilder::new().max_rect(rect)), HINT, around.theme);
            return None;
        }
        let left = left.with_max_x(left.right() - 12.0);
        // What the card holds does not move what stands below it.
        let mut side = |rect| ui.new_child(egui::UiBuilder::new().max_rect(rect));
        self.completions(&mut side(left), id, &found, pressed, to_choose);
        self.outcome(&mut side(right), around, read, pressed)
    }
}

/// What makes an entry, and asks for the next.
fn make(entry: Entry) -> Vec<Action> {
    let ties = entry.preview.iter().filter_map(|p| match p {
        Preview::Tie(words) => Some(words.clone()),
        Preview::Known { .. } | Preview::New { .. } | Preview::NewSource(_) | Preview::When(_) | Preview::Cites(_) => {
            None
        }
    });
    let ties: Vec<String> = ties.collect();
    let name = if ties.is_empty() { String::new() } else { format!("add “{}”", ties.join(", ")) };
    let edits = Edits { name, ..Edits::of(entry.changes) };
    vec![Action::Edit(Box::new(edits)), Action::Ask(Prompt::Quick)]
}

fn put_cursor(ui: &Ui, id: Id, at: CCursor) {
    let mut state = egui::text_edit::TextEditState::load(ui.ctx(), id).unwrap_or_default();
    state.cursor.set_char_range(Some(CCursorRange::one(at)));
    state.store(ui.ctx(), id);
}

/// Where the card stands: at the lower edge, over the graph; where that is narrow over the panel beside it, never over
/// a text that is read.
fn place(ctx: &Context, around: Around<'_>) -> Rect {
    const MARGIN: f32 = 12.0;
    let all = ctx.content_rect().shrink(MARGIN);
    let graph = around.canvas.area().unwrap_or(all).shrink2(vec2(MARGIN, 0.0));
    let (least, most) = (WIDTH.start().min(all.width()), *WIDTH.end());
    let room = if graph.width() < 600.0 { graph.with_max_x(all.right()) } else { graph };
    let width = room.width().clamp(least, most);
    let left = (room.center().x - width / 2.0).min(all.right() - width).max(all.left());
    let top = (ctx.content_rect().bottom() - BELOW - HEIGHT - 24.0).max(all.top());
    Rect::from_min_size(egui::pos2(left, top), vec2(width, HEIGHT))
}

impl Card for Quick {
    fn show(&mut self, ctx: &Context, around: Around<'_>) -> Option<Vec<Action>> {
        let id = Id::unique("quick entry");
        card_in(ctx, "quick entry", place(ctx, around), around.theme, |ui| {
            let pressed = Pressed::take(ui);
            self.take_clicked(ui, id, around.session);
            if self.field(ui, id, around.theme).changed() {
                self.chosen = 0;
            }
            let made = self.body(ui, id, around, &pressed);
            quiet(ui, "Enter: add and continue · Tab: complete · ↑ ↓: choose · Esc: close", around.theme);
            made
        })
    }

    fn pick(&mut self, entity: &EntityId, session: &Session) -> bool {
        let Some(picked) = session.dossier().entity_by_id(entity.as_str()) else { return false };
        let is_told =
            !picked.name.contains('"') && matches!(session.called(&picked.name)[..], [only] if only.id == *entity);
        self.clicked = Some(written(if is_told { &picked.name } else { entity.as_str() }));
        true
    }

    fn stays_for(&self, action: &Action) -> bool {
        matches!(action, Action::Select(..) | Action::GoTo(_) | Action::Deselect)
    }
}
