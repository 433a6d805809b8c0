//! Quick entry: a relation in one line, completed while it is typed, with a preview of what it
//! would make. Enter makes it and asks for the next.

use egui::text::{CCursor, CCursorRange};
use egui::{Context, EventFilter, Id, Key, Modifiers, RichText, TextEdit, Ui};

use super::parts::{dialog, option, quiet};
use super::{Around, Card};
use crate::dossier::edit::quick_entry::{Completion, Entry, EntryError, Preview, complete, parse_after};
use crate::dossier::model::Claim;
use crate::picture::theme::Theme;
use crate::window::action::{Action, Edits, Prompt};
use crate::window::canvas::paint::color32;
use crate::wording::with_article;

/// At most so many completions are shown.
const SHOWN: usize = 6;

/// Asks for a line.
#[derive(Default)]
pub(crate) struct Quick {
    line: String,
    /// The cursor is yet to go to the beginning, before what stands there already.
    to_start: bool,
    chosen: usize,
    /// What was completed, for which line and cursor.
    found: Option<(String, usize, Vec<Completion>)>,
}

impl Quick {
    /// With a claim that stands there already; the relation is typed before it.
    pub(crate) fn citing(claim: &Claim) -> Self {
        let at = claim.at.as_deref().map_or(String::new(), |at| format!(" {at}"));
        // Within quotes of the line no others may stand.
        let quote = claim.quote.as_deref().map(|quote| format!(" \"{}\"", quote.replace('"', "'")));
        let line = format!(" [{}{at}{}]", claim.source, quote.unwrap_or_default());
        Quick { line, to_start: true, ..Quick::default() }
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
        let mut state = egui::text_edit::TextEditState::load(ui.ctx(), id).unwrap_or_default();
        state.cursor.set_char_range(Some(CCursorRange::one(at)));
        state.store(ui.ctx(), id);
        self.chosen = 0;
    }
}

impl Quick {
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
        response.request_focus();
        if std::mem::take(&mut self.to_start) {
            let mut state = egui::text_edit::TextEditState::load(ui.ctx(), id).unwrap_or_default();
            state.cursor.set_char_range(Some(CCursorRange::one(CCursor::new(0))));
            state.store(ui.ctx(), id);
        }
        response
    }

    /// What the line would make; on Enter, the actions that make it.
    fn outcome(
        &self,
        ui: &mut Ui,
        around: Around<'_>,
        read: Result<Entry, EntryError>,
        enter: bool,
    ) -> Option<Vec<Action>> {
        let theme = around.theme;
        match read {
            Ok(entry) => {
                preview(ui, &entry.preview, around);
                quiet(ui, "Enter: add and continue · Tab: complete · Esc: close", theme);
                if enter && !entry.changes.is_empty() {
                    let ties = entry.preview.iter().filter_map(|p| match p {
                        Preview::Tie(words) => Some(words.clone()),
                        _ => None,
                    });
                    let ties: Vec<String> = ties.collect();
                    let name = if ties.is_empty() { String::new() } else { format!("add “{}”", ties.join(", ")) };
                    let edits = Edits { name, ..Edits::of(entry.changes) };
                    return Some(vec![Action::Edit(Box::new(edits)), Action::Ask(Prompt::Quick)]);
                }
            }
            Err(error) => {
                let text = format!("{} (column {})", error.message, error.column + 1);
                let ink = if enter { theme.error } else { theme.ink_third };
                ui.add(egui::Label::new(RichText::new(text).size(12.0).color(color32(ink))).wrap());
            }
        }
        None
    }
}

impl Card for Quick {
    fn show(&mut self, ctx: &Context, around: Around<'_>) -> Option<Vec<Action>> {
        let (session, theme) = (around.session, around.theme);
        let dossier = session.dossier();
        let id = Id::unique("quick entry");
        let (answer, close) = dialog(ctx, "quick entry", 660.0, theme, |ui| {
            let press = |ui: &Ui, key: Key| ui.input_mut(|i| i.consume_key(Modifiers::NONE, key));
            let (tab, enter) = (press(ui, Key::Tab), press(ui, Key::Enter));
            let moved = i32::from(press(ui, Key::ArrowDown)) - i32::from(press(ui, Key::ArrowUp));
            let response = self.field(ui, id, theme);
            if response.changed() {
                self.chosen = 0;
            }
            let cursor = self.cursor(ui, id);
            if self.found.as_ref().is_none_or(|(line, at, _)| *line != self.line || *at != cursor) {
                let found = if self.line.is_empty() { Vec::new() } else { complete(&self.line, cursor, dossier) };
                self.found = Some((self.line.clone(), cursor, found));
            }
            let last = session.last_cited().map(|(source, _)| source.clone());
            let read = parse_after(&self.line, dossier, last.as_ref());
            // A name that several bear is decided before anything else.
            let found = match &read {
                Err(error) if !error.choices.is_empty() => error.choices.clone(),
                _ => self.found.as_ref().map(|(_, _, found)| found.clone()).unwrap_or_default(),
            };
            let to_choose = matches!(&read, Err(error) if !error.choices.is_empty());
            self.chosen =
                self.chosen.saturating_add_signed(moved as isize).min(found.len().min(SHOWN).saturating_sub(1));
            let mut taken = None;
            for (number, completion) in found.iter().take(SHOWN).enumerate() {
                let selected = number == self.chosen;
                if option(ui, &completion.text, &completion.detail, selected, theme).clicked()
                    || ((tab || enter && to_choose) && selected)
                {
                    taken = Some(completion.clone());
                }
            }
            if let Some(completion) = taken {
                self.take(ui, id, &completion);
            }
            ui.add_space(2.0);
            if self.line.trim().is_empty() {
                quiet(
                    ui,
                    "Name -> kind -> name, then @date, !status, [source place “quotation”]. “Name: kind” adds an entity alone.",
                    theme,
                );
                return None;
            }
            self.outcome(ui, around, read, enter)
        });
        answer.or(close.then(Vec::new))
    }
}

/// What the line would make, piece by piece.
fn preview(ui: &mut Ui, pieces: &[Preview], around: Around<'_>) {
    let theme = around.theme;
    let vocabulary = &around.session.dossier().vocabulary;
    for piece in pieces {
        let (mark, text) = match piece {
            Preview::Known { .. } => continue,
            Preview::New { name, kind, guessed, .. } => {
                let kind = vocabulary.entity_kind_or_neutral(kind).label;
                (
                    "New",
                    format!(
                        "{name}, {}{}",
                        with_article(&kind),
                        if *guessed { " (guessed; write “Name: kind” to choose)" } else { "" }
                    ),
                )
            }
            Preview::Tie(words) => ("Relation", words.clone()),
            Preview::NewSource(id) => ("New source", id.to_string()),
            Preview::When(words) => ("When", words.clone()),
        };
        ui.horizontal(|ui| {
            let (rect, _) = ui.allocate_exact_size(egui::vec2(84.0, 20.0), egui::Sense::hover());
            let font = egui::FontId::proportional(12.0);
            let ink = color32(theme.ink_third);
            ui.painter().text(rect.left_center(), egui::Align2::LEFT_CENTER, mark, font, ink);
            ui.add(egui::Label::new(RichText::new(crate::problem::printable(&text)).color(color32(theme.ink))).wrap());
        });
    }
}
