//! The field of the box: a line of text in which values are tinted and what is wrong is underlined with dashes.

use std::ops::Range;
use std::sync::Arc;

use egui::text::{CCursor, CCursorRange, LayoutJob, TextFormat};
use egui::{
    EventFilter, FontId, Galley, Id, Margin, Response, RichText, Shape, Stroke, TextBuffer, TextEdit, Ui, vec2,
};

use crate::explore::query::language::MOST_BYTES;
use crate::picture::theme::{Theme, Tint};
use crate::window::canvas::paint::color32;

/// What of the text is marked.
#[derive(Default)]
pub(super) struct Marks {
    /// Values, by bytes.
    pub(super) values: Vec<Range<usize>>,
    /// What is wrong, by bytes.
    pub(super) wrong: Vec<Range<usize>>,
}

/// The field with the cursor's byte.
pub(super) struct Shown {
    pub(super) response: Response,
    pub(super) cursor: usize,
}

/// Shows the field; it keeps the keys.
pub(super) fn show(ui: &mut Ui, id: Id, text: &mut String, marks: &Marks, hint: &str, theme: &Theme) -> Shown {
    let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, tab: true, escape: true };
    let mut layouter = |ui: &Ui, text: &dyn TextBuffer, _: f32| laid(ui, text.as_str(), &marks.values, theme);
    let output = TextEdit::singleline(text)
        .id(id)
        .hint_text(RichText::new(hint).color(color32(theme.ink_third)))
        .frame(egui::Frame::NONE.inner_margin(Margin::symmetric(12, 6)))
        .desired_width(f32::INFINITY)
        .char_limit(MOST_BYTES)
        .event_filter(filter)
        .layouter(&mut layouter)
        .show(ui);
    let chars = output.cursor_range.map_or(usize::MAX, |range| range.primary.index.into());
    let cursor = text.char_indices().nth(chars).map_or(text.len(), |(at, _)| at);
    let ink = Stroke::new(1.5, color32(theme.error));
    for range in &marks.wrong {
        let char_of = |byte: usize| text.char_indices().take_while(|(at, _)| *at < byte).count();
        let place = |byte: usize| output.galley.pos_from_cursor(CCursor::new(char_of(byte)));
        let (from, to) = (place(range.start), place(range.end));
        let below = output.galley_pos + vec2(from.left(), from.bottom() + 1.0);
        // What is missing at the end is marked, too.
        let width = (to.left() - from.left()).max(6.0);
        let path = [below, below + vec2(width, 0.0)];
        ui.painter().extend(Shape::dashed_line(&path, ink, 3.0, 2.0));
    }
    let response = output.response.response.accessible_name("Search, filter or command");
    response.request_focus();
    Shown { response, cursor }
}

/// Selects some bytes of the text; where they are none, puts the cursor there.
pub(super) fn select(ui: &Ui, id: Id, text: &str, bytes: Range<usize>) {
    let at = |byte: usize| CCursor::new(text.char_indices().take_while(|(at, _)| *at < byte).count());
    let mut state = egui::text_edit::TextEditState::load(ui.ctx(), id).unwrap_or_default();
    state.cursor.set_char_range(Some(CCursorRange::two(at(bytes.start), at(bytes.end))));
    state.store(ui.ctx(), id);
}

fn laid(ui: &Ui, text: &str, values: &[Range<usize>], theme: &Theme) -> Arc<Galley> {
    let plain = TextFormat { font_id: FontId::proportional(15.0), color: color32(theme.ink), ..TextFormat::default() };
    let tinted = TextFormat { background: color32(theme.tinted(Tint::Selected)), ..plain.clone() };
    let mut job = LayoutJob { break_on_newline: false, ..LayoutJob::default() };
    job.wrap.max_width = f32::INFINITY;
    let mut at = 0;
    for range in values.iter().filter(|range| text.get((*range).clone()).is_some()) {
        if range.start >= at {
            job.append(&text[at..range.start], 0.0, plain.clone());
            job.append(&text[range.clone()], 0.0, tinted.clone());
            at = range.end;
        }
    }
    job.append(&text[at..], 0.0, plain);
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}
