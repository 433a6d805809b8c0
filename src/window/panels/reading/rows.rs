//! The text as a list of rows of which only those on the screen are laid out. Heights of rows that were
//! never seen are guessed from their length, and put right when they come into view.

use std::sync::Arc;

use egui::{Id, Pos2, Rect, Response, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use super::row::{LaidRow, ReadingRow, ShownText, lay_row, size_of};
use crate::dossier::model::Entity;
use crate::explore::query::mentions::Mention;
use crate::explore::query::passages::{Block, BlockKind, Marks, Passages, Position};
use crate::window::action::Action;
use crate::window::panels::Context;
use crate::window::panels::widgets::{TextLook, clean, color32, lay};

/// Room for the numbers of paragraphs, in points.
const GUTTER: f32 = 34.0;
/// A longer paragraph is cut into rows of about so many bytes.
const LONGEST: usize = 3_000;

/// What has the keyboard's focus while one walks through the text.
pub(crate) fn focus_id() -> Id {
    Id::unique("reading text")
}

/// Rows of a text, and where they stand.
#[derive(Default)]
pub(crate) struct Rows {
    text: Option<Arc<Passages>>,
    width: f32,
    list: Vec<ReadingRow>,
    heights: Vec<f32>,
    /// Where each row begins; one more at the end.
    tops: Vec<f32>,
    scrolled: f32,
    /// Where it is to be scrolled to, because rows above turned out higher or lower.
    moved_to: Option<f32>,
    /// The wish that was fulfilled last.
    seen: u64,
}

impl Rows {
    /// Shows the text and says what was done with it by pointer.
    #[must_use]
    pub(crate) fn show(
        &mut self,
        ui: &mut Ui,
        height: f32,
        (text, marks): (&Arc<Passages>, &Marks),
        context: Context<'_>,
        dragged_from: &mut Option<Position>,
    ) -> Vec<Action> {
        let reading = &context.session.reading;
        let now = reading.mark().and_then(|mark| marks.list.get(mark)).map(|mark| mark.span);
        let names = context.session.names_in_text();
        let shown = ShownText { text, marks, names, now, chosen: reading.chosen(), theme: context.theme };
        let width = (ui.available_width() - GUTTER - 18.0).max(60.0);
        self.bring_up_to_date(text, width);
        let mut area = ScrollArea::vertical().id_salt("reading").max_height(height).auto_shrink([false, false]);
        if let Some(to) = self.moved_to.take() {
            area = area.vertical_scroll_offset(to.max(0.0));
        }
        if let Some(top) = self.wanted_top(ui, shown, height, reading.wanted()) {
            area = area.vertical_scroll_offset((top - height * 0.3).max(0.0));
        }
        let mut actions = Vec::new();
        let mut measured: Vec<(usize, f32)> = Vec::new();
        let output = area.show_viewport(ui, |ui, viewport| {
            let (rect, focus) = {
                let total = self.tops.last().copied().unwrap_or(0.0).max(height);
                let rect = Rect::from_min_size(ui.max_rect().min, vec2(ui.available_width(), total));
                ui.set_height(total);
                let seen = rect.intersect(ui.clip_rect());
                (rect, ui.interact(seen, focus_id(), Sense::FOCUSABLE))
            };
            focus.widget_info(|| WidgetInfo::labeled(egui::Role::Document, true, "Text"));
            if focus.has_focus() {
                let edge = egui::Stroke::new(1.5, color32(context.theme.accent));
                let line = ui.clip_rect().left() + 1.0;
                ui.painter().vline(line, ui.clip_rect().y_range(), edge);
            }
            let first = self.tops.partition_point(|top| *top <= viewport.min.y).saturating_sub(1);
            let mut y = self.tops.get(first).copied().unwrap_or(0.0);
            for number in first..self.list.len() {
                if y > viewport.max.y {
                    break;
                }
                let place = pos2(rect.left(), rect.top() + y);
                let shown = RowsShown { text: shown, context, width };
                let tall = show_row(ui, self.list[number], place, shown, dragged_from, &mut actions);
                if (tall - self.heights[number]).abs() > 0.25 {
                    measured.push((number, tall));
                }
                y += tall;
            }
        });
        self.scrolled = output.state.clamped_offset().y;
        self.put_right(&measured, ui);
        self.follow_drag(ui, output.inner_rect, dragged_from.is_some());
        actions
    }

    /// Where a place stands that is asked for anew and is not in view.
    fn wanted_top(
        &mut self,
        ui: &Ui,
        shown: ShownText<'_>,
        height: f32,
        (wish, place): (u64, Position),
    ) -> Option<f32> {
        if wish == std::mem::replace(&mut self.seen, wish) {
            return None;
        }
        let top = self.top_of(ui, place, shown)?;
        (top < self.scrolled + 12.0 || top > self.scrolled + height - 60.0).then_some(top)
    }

    /// Scrolls while words are being chosen beyond the edge.
    fn follow_drag(&mut self, ui: &Ui, shown: Rect, dragging: bool) {
        let Some(pointer) = ui.input(|i| i.pointer.interact_pos()).filter(|_| dragging) else { return };
        let beyond = (pointer.y - shown.bottom()).max(0.0) - (shown.top() - pointer.y).max(0.0);
        if beyond != 0.0 {
            self.moved_to = Some((self.scrolled + beyond.clamp(-24.0, 24.0)).max(0.0));
            ui.ctx().request_repaint();
        }
    }

    fn bring_up_to_date(&mut self, text: &Arc<Passages>, width: f32) {
        let same = self.text.as_ref().is_some_and(|known| Arc::ptr_eq(known, text));
        if same && (self.width - width).abs() < 0.5 {
            return;
        }
        if !same {
            self.text = Some(Arc::clone(text));
            self.list = cut(text);
        }
        self.width = width;
        let guess = |row: &ReadingRow| {
            let block = &text.blocks()[row.block];
            let (size, _) = size_of(block.kind);
            let letters = (row.end - row.start) as f32;
            let lines = (letters * size * 0.5 / width).ceil().max(1.0);
            lines * (size * 1.5).round() + gaps(*row, text)
        };
        self.heights = self.list.iter().map(guess).collect();
        self.add_up();
    }

    fn add_up(&mut self) {
        let mut top = 0.0;
        self.tops.clear();
        self.tops.push(0.0);
        for height in &self.heights {
            top += height;
            self.tops.push(top);
        }
    }

    /// Takes over the true heights; what is in view stays where it is.
    fn put_right(&mut self, measured: &[(usize, f32)], ui: &Ui) {
        if measured.is_empty() {
            return;
        }
        let above = |tops: &[f32], number: usize| tops.get(number + 1).is_some_and(|bottom| *bottom <= self.scrolled);
        let moved: f32 = measured
            .iter()
            .filter(|(number, _)| above(&self.tops, *number))
            .map(|(number, tall)| tall - self.heights[*number])
            .sum();
        for (number, tall) in measured {
            self.heights[*number] = *tall;
        }
        self.add_up();
        if moved != 0.0 {
            self.moved_to = Some(self.scrolled + moved);
        }
        ui.ctx().request_repaint();
    }

    /// Where a place of the text stands.
    fn top_of(&self, ui: &Ui, (block, byte): Position, shown: ShownText<'_>) -> Option<f32> {
        let before = self.list.partition_point(|row| (row.block, row.start) <= (block, byte));
        let number = before.checked_sub(1)?;
        let row = self.list[number];
        let laid = lay_row(ui, row, shown, self.width);
        Some(self.tops[number] + laid.top_of(row, shown.text.blocks().get(block)?, byte))
    }
}

/// With what rows are shown in this frame.
#[derive(Clone, Copy)]
struct RowsShown<'a> {
    text: ShownText<'a>,
    context: Context<'a>,
    /// Of the lines, in points.
    width: f32,
}

/// A row at its place.
struct PlacedRow<'a> {
    row: ReadingRow,
    block: &'a Block,
    laid: LaidRow,
    /// The upper left corner of its letters.
    origin: Pos2,
    /// The room it takes, its number and the gaps around it included.
    rect: Rect,
    /// The number of its paragraph, if it begins one.
    label: Option<String>,
}

/// Shows a row and says what was done with it by pointer. Yields how high it is.
fn show_row(
    ui: &mut Ui,
    row: ReadingRow,
    place: Pos2,
    shown: RowsShown<'_>,
    dragged_from: &mut Option<Position>,
    actions: &mut Vec<Action>,
) -> f32 {
    let placed = PlacedRow::new(ui, row, place, shown);
    // Not focusable each by itself: one walks through the text as a whole.
    let id = Id::unique(("reading row", row.block, row.start));
    let response = ui.interact(placed.rect, id, Sense::CLICK | Sense::DRAG);
    response.widget_info(|| placed.info());
    placed.paint(ui, shown);
    placed.hover(ui, &response, shown);
    actions.extend(placed.click(ui, &response, shown));
    actions.extend(placed.drag(ui, &response, shown, dragged_from));
    placed.rect.height()
}

impl<'a> PlacedRow<'a> {
    fn new(ui: &Ui, row: ReadingRow, place: Pos2, shown: RowsShown<'a>) -> Self {
        let block = &shown.text.text.blocks()[row.block];
        let laid = lay_row(ui, row, shown.text, shown.width);
        let tall = laid.galley.size().y + gaps(row, shown.text.text);
        let label = match block.kind {
            BlockKind::Paragraph(paragraph) if row.start == 0 => Some(format!("P{paragraph}")),
            BlockKind::Paragraph(_) | BlockKind::Heading(_) | BlockKind::Before => None,
        };
        let origin = place + vec2(GUTTER, lead(row, block.kind));
        let rect = Rect::from_min_size(place, vec2(GUTTER + shown.width + 4.0, tall));
        PlacedRow { row, block, laid, origin, rect, label }
    }

    fn info(&self) -> WidgetInfo {
        let said = self.block.text[self.row.start..self.row.end].to_owned();
        let said = self.label.as_ref().map_or(said.clone(), |label| format!("{label}: {said}"));
        let is_heading = matches!(self.block.kind, BlockKind::Heading(_));
        WidgetInfo::labeled(if is_heading { egui::Role::Heading } else { egui::Role::Label }, true, said)
    }

    fn paint(&self, ui: &Ui, shown: RowsShown<'_>) {
        let (theme, origin) = (shown.context.theme, self.origin);
        ui.painter().galley(origin, Arc::clone(&self.laid.galley), color32(theme.ink));
        self.laid.underline_names(ui, origin, self.row, shown.text);
        if let Some(label) = &self.label {
            let number = lay(ui, label, TextLook::faint(theme).size(11.0), GUTTER, 1);
            // On the first line's middle.
            let line = (size_of(self.block.kind).0 * 1.5).round() / 2.0;
            number.paint(ui, origin.x - 8.0 - number.size().x, origin.y + line);
        }
        if self.laid.reordered && !shown.text.marks.spans_in(self.row.block).is_empty() {
            let side = Rect::from_min_size(pos2(origin.x - 5.0, origin.y), vec2(2.0, self.laid.galley.size().y));
            ui.painter().rect_filled(side, 1.0, color32(theme.accent));
        }
    }

    /// The place of the text at a point.
    fn at(&self, pos: Pos2) -> Position {
        (self.row.block, self.laid.byte_at(self.row, self.block, pos - self.origin))
    }

    /// The name at a place, where it can be told.
    fn named<'n>(&self, at: Position, shown: RowsShown<'n>) -> Option<&'n Mention> {
        shown.text.names.and_then(|names| names.at(at)).filter(|_| !self.laid.reordered)
    }

    fn hover(&self, ui: &Ui, response: &Response, shown: RowsShown<'_>) {
        if !response.hovered() {
            return;
        }
        let over = ui.input(|i| i.pointer.interact_pos()).filter(|p| p.x > self.origin.x).map(|p| self.at(p));
        let mark = over.and_then(|at| shown.context.session.mark_at(at));
        let name = over.and_then(|at| self.named(at, shown));
        let leads = mark.is_some() || name.is_some();
        ui.set_cursor_icon(if leads { egui::CursorIcon::PointingHand } else { egui::CursorIcon::Text });
        if let Some(name) = name {
            response.clone().on_hover_text_at_pointer(told(name, shown.text, shown.context));
        }
    }

    /// Chooses a word or sentence, goes on choosing, or follows what is there.
    fn click(&self, ui: &Ui, response: &Response, shown: RowsShown<'_>) -> Option<Action> {
        let session = shown.context.session;
        let place = ui.input(|i| i.pointer.interact_pos()).map(|pos| self.at(pos));
        if response.triple_clicked() {
            return Some(Action::ChoosePassage(place.map(|at| sentence(shown.text.text, at))));
        }
        if response.double_clicked() {
            return Some(Action::ChoosePassage(place.map(|at| word(shown.text.text, at))));
        }
        if !response.clicked() {
            return None;
        }
        ui.memory_mut(|m| m.request_focus(focus_id()));
        let place = place?;
        if let (true, Some((from, _))) = (ui.input(|i| i.modifiers.shift), session.reading.chosen()) {
            return Some(Action::ChoosePassage(Some((from, place))));
        }
        // A name leads to its entity, the rest of a cited passage to what cites it.
        let entity = self.named(place, shown).and_then(|name| session.go_to_mention(name));
        let mark = session.mark_at(place).map(Action::GoToPassage);
        Some(entity.or(mark).unwrap_or(Action::ChoosePassage(None)))
    }

    /// Chooses the words that are dragged over, perhaps from another row.
    fn drag(
        &self,
        ui: &Ui,
        response: &Response,
        shown: RowsShown<'_>,
        dragged_from: &mut Option<Position>,
    ) -> Option<Action> {
        if response.drag_started() {
            ui.memory_mut(|m| m.request_focus(focus_id()));
            *dragged_from = ui.input(|i| i.pointer.press_origin()).map(|pos| self.at(pos));
        }
        let from = (*dragged_from)?;
        if !ui.input(|i| i.pointer.primary_down()) {
            *dragged_from = None;
            return None;
        }
        let pos = ui.input(|i| i.pointer.interact_pos()).filter(|pos| self.rect.y_range().contains(pos.y))?;
        let to = self.at(pos);
        let same = shown.context.session.reading.chosen() == Some((from.min(to), from.max(to)));
        (!same).then_some(Action::ChoosePassage(Some((from, to))))
    }
}

/// Whose name it is, for the pointer.
fn told(mention: &Mention, shown: ShownText<'_>, context: Context<'_>) -> String {
    let dossier = context.session.dossier();
    let called = shown.names.map_or_else(Vec::new, |names| names.called(mention, dossier));
    let one = |entity: &&Entity| {
        let kind = dossier.vocabulary.entity_kind_or_neutral(&entity.kind).label;
        format!("{}, {kind}", clean(entity.label()))
    };
    called.iter().take(4).map(one).collect::<Vec<_>>().join("\n")
}

/// The word at a place.
fn word(text: &Passages, (block, byte): Position) -> (Position, Position) {
    let all = text.blocks()[block].text.as_str();
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’' | '-');
    let start = all[..byte].char_indices().rev().take_while(|(_, c)| inside(*c)).last().map_or(byte, |(at, _)| at);
    let end = byte + all[byte..].chars().take_while(|c| inside(*c)).map(char::len_utf8).sum::<usize>();
    ((block, start), (block, end))
}

/// The sentence at a place.
fn sentence(text: &Passages, at: Position) -> (Position, Position) {
    let sentences = &text.blocks()[at.0].sentences;
    let found = text.sentence_at(at).and_then(|n| sentences.get(n)).cloned().unwrap_or(at.1..at.1);
    ((at.0, found.start), (at.0, found.end))
}

/// Rows of all blocks; long ones are cut between sentences, or between words.
fn cut(text: &Passages) -> Vec<ReadingRow> {
    let mut out = Vec::new();
    for (number, block) in text.blocks().iter().enumerate() {
        let mut start = 0;
        while block.text.len() - start > LONGEST {
            let most = start + LONGEST;
            let sentence = block.sentences.partition_point(|s| s.end <= most);
            let after = block.sentences.get(sentence).map_or(block.text.len(), |s| s.start);
            let mut end = if sentence > 0 && after > start && after <= most + 1 { after } else { most };
            while !block.text.is_char_boundary(end) {
                end -= 1;
            }
            if end == most
                && let Some(blank) = block.text[start..end].rfind(' ')
            {
                end = start + blank + 1;
            }
            out.push(ReadingRow { block: number, start, end });
            start = end;
        }
        out.push(ReadingRow { block: number, start, end: block.text.len() });
    }
    out
}

/// Room above a row.
fn lead(row: ReadingRow, kind: BlockKind) -> f32 {
    match kind {
        BlockKind::Heading(_) if row.start == 0 && row.block > 0 => 8.0,
        _ if row.block == 0 && row.start == 0 => 4.0,
        _ => 0.0,
    }
}

/// Room above and below a row.
fn gaps(row: ReadingRow, text: &Passages) -> f32 {
    let block = &text.blocks()[row.block];
    let below = match block.kind {
        _ if row.end < block.text.len() => 0.0,
        BlockKind::Heading(_) => 6.0,
        _ => 9.0,
    };
    lead(row, block.kind) + below
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_paragraphs_are_cut_and_nothing_is_lost() {
        for text in
            ["A short sentence. ".repeat(1_000), "x".repeat(20_000), "日本。".repeat(5_000), "word ".repeat(4_000)]
        {
            let passages = Passages::new(&text, false);
            let rows = cut(&passages);
            assert!(rows.len() > 4 && rows.iter().all(|row| row.end - row.start <= LONGEST + 4), "{}", rows.len());
            let whole: String = rows.iter().map(|row| &passages.blocks()[row.block].text[row.start..row.end]).collect();
            assert_eq!(whole, passages.blocks()[0].text);
        }
    }

    #[test]
    fn a_word_and_a_sentence_are_found_at_a_place() {
        let text = Passages::new("One two-fold thing. Then another.", false);
        let say = |(a, b): (Position, Position)| text.words(a, b);
        assert_eq!(say(word(&text, (0, 6))), "two-fold");
        assert_eq!(say(sentence(&text, (0, 24))), "Then another.");
        assert_eq!(say(word(&text, (0, text.blocks()[0].text.len()))), "");
    }
}
