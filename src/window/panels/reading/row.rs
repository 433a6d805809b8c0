//! One row of the text: a paragraph, or a part of a very long one, laid out with its marks.

use std::ops::Range;
use std::sync::Arc;

use egui::text::{LayoutJob, TextFormat};
use egui::{Color32, FontFamily, FontId, Galley, Stroke, Ui};

use crate::explore::query::mentions::TextNames;
use crate::explore::query::passages::{Block, BlockKind, Marks, Passages, Position, Span, Style};
use crate::picture::theme::{Theme, Tint};
use crate::window::panels::widgets::{TextLook, color32, lay, tint};

/// At most so many marks and changes of style are drawn in one row.
const MOST: usize = 64;

/// Part of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ReadingRow {
    /// Number of the block.
    pub(crate) block: usize,
    /// First byte.
    pub(crate) start: usize,
    /// The byte after the last.
    pub(crate) end: usize,
}

/// What of a text is brought out.
#[derive(Clone, Copy)]
pub(crate) struct ShownText<'a> {
    /// The text.
    pub(crate) text: &'a Passages,
    /// What is cited.
    pub(crate) marks: &'a Marks,
    /// The names in it, where they are known.
    pub(crate) names: Option<&'a TextNames>,
    /// The passage one is at.
    pub(crate) now: Option<Span>,
    /// The words that are chosen.
    pub(crate) chosen: Option<(Position, Position)>,
    /// Colours.
    pub(crate) theme: &'a Theme,
}

/// A row laid out.
pub(crate) struct LaidRow {
    /// What is drawn.
    pub(crate) galley: Arc<Galley>,
    /// Its letters do not stand in the order of its bytes: it is taken as a whole.
    pub(crate) reordered: bool,
}

/// Size of letters in points, whether semi-bold.
pub(super) fn size_of(kind: BlockKind) -> (f32, bool) {
    match kind {
        BlockKind::Heading(1) => (17.0, true),
        BlockKind::Heading(_) => (14.5, true),
        BlockKind::Before => (12.5, false),
        BlockKind::Paragraph(_) => (14.0, false),
    }
}

/// Lays a row out within a width.
pub(crate) fn lay_row(ui: &Ui, row: ReadingRow, shown: ShownText<'_>, width: f32) -> LaidRow {
    let block = &shown.text.blocks()[row.block];
    let text = &block.text[row.start..row.end];
    let theme = shown.theme;
    let (size, strong) = size_of(block.kind);
    let ink = if block.kind == BlockKind::Before { theme.ink_second } else { theme.ink };
    let rtl = |c: char| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}');
    if text.chars().any(rtl) {
        let mut look = TextLook::body(theme).size(size).ink(ink);
        look.strong = strong;
        return LaidRow { galley: lay(ui, text, look, width, usize::MAX).galley, reordered: true };
    }
    let parts = RowParts::of(row, shown);
    let mut job = LayoutJob::default();
    job.wrap.max_width = width.max(40.0);
    for pair in parts.edges(row).windows(2) {
        let part = pair[0]..pair[1];
        let Some(words) = block.text.get(part.clone()) else { continue };
        let is_now = parts.now.as_ref().is_some_and(covering(&part));
        let bold = strong || parts.has(Style::Strong, &part);
        let family = if bold { FontFamily::Name("semibold".into()) } else { FontFamily::Proportional };
        let letters = if parts.has(Style::Code, &part) { size - 0.5 } else { size };
        let format = TextFormat {
            font_id: FontId::new(letters, family),
            color: color32(ink),
            background: parts.background(&part, theme),
            expand_bg: 1.5,
            italics: parts.has(Style::Emphasis, &part),
            underline: if is_now { Stroke::new(1.5, color32(theme.accent)) } else { Stroke::NONE },
            line_height: Some((size * 1.5).round()),
            valign: egui::Align::Center,
            ..TextFormat::default()
        };
        job.append(words, 0.0, format);
    }
    LaidRow { galley: ui.fonts_mut(|fonts| fonts.layout_job(job)), reordered: false }
}

/// What stands out in a row, each as bytes of its block.
struct RowParts {
    marked: Vec<Range<usize>>,
    now: Option<Range<usize>>,
    chosen: Option<Range<usize>>,
    styles: Vec<(Range<usize>, Style)>,
}

/// Whether a range covers a part.
fn covering(part: &Range<usize>) -> impl Fn(&Range<usize>) -> bool + use<> {
    let part = part.clone();
    move |range: &Range<usize>| range.start <= part.start && part.end <= range.end
}

impl RowParts {
    fn of(row: ReadingRow, shown: ShownText<'_>) -> Self {
        let block = &shown.text.blocks()[row.block];
        let clip = |range: Range<usize>| range.start.max(row.start)..range.end.min(row.end);
        let inside = |range: &Range<usize>| range.start < range.end;
        let spans = shown.marks.spans_in(row.block).iter().map(|span| clip(span.start..span.end));
        let now = shown.now.filter(|span| span.block == row.block).map(|span| clip(span.start..span.end));
        let chosen = shown.chosen.and_then(|chosen| in_block(chosen, row.block, block)).map(clip);
        let styles = block.styles.iter().skip_while(|(range, _)| range.end <= row.start);
        let styles = styles.take_while(|(range, _)| range.start < row.end);
        RowParts {
            marked: spans.filter(inside).take(MOST).collect(),
            now: now.filter(inside),
            chosen: chosen.filter(inside),
            styles: styles.map(|(range, style)| (clip(range.clone()), *style)).take(MOST).collect(),
        }
    }

    /// Where one of them begins or ends, and the row itself, ascending.
    fn edges(&self, row: ReadingRow) -> Vec<usize> {
        let styled = self.styles.iter().map(|(range, _)| range);
        let ranges = self.marked.iter().chain(&self.now).chain(&self.chosen).chain(styled);
        let mut edges: Vec<usize> = ranges.flat_map(|range| [range.start, range.end]).collect();
        edges.extend([row.start, row.end]);
        edges.sort_unstable();
        edges.dedup();
        edges
    }

    fn has(&self, style: Style, part: &Range<usize>) -> bool {
        let covers = covering(part);
        self.styles.iter().any(|(range, s)| *s == style && covers(range))
    }

    fn background(&self, part: &Range<usize>, theme: &Theme) -> Color32 {
        let covers = covering(part);
        if self.chosen.as_ref().is_some_and(&covers) {
            chosen_ground(theme)
        } else if self.now.as_ref().is_some_and(&covers) {
            tint(theme, Tint::Passage)
        } else if self.marked.iter().any(covers) {
            tint(theme, Tint::Selected)
        } else {
            Color32::TRANSPARENT
        }
    }
}

/// Where names of the dossier stand in a row; a row is short enough for all of them.
fn known_in<'a>(row: ReadingRow, shown: ShownText<'a>) -> impl Iterator<Item = Range<usize>> + 'a {
    let here = shown.names.map_or(&[][..], |names| names.in_block(row.block));
    let first = here.partition_point(|mention| mention.span.end <= row.start);
    let here = here[first..].iter().take_while(move |mention| mention.span.start < row.end);
    here.map(move |mention| mention.span.start.max(row.start)..mention.span.end.min(row.end))
}

/// The line under names that the dossier knows: quieter than that of the passage one is at.
fn known_line(theme: &Theme) -> Stroke {
    Stroke::new(1.0, color32(theme.panel.mix(theme.accent, 0.8)))
}

/// The ground of words that are chosen.
fn chosen_ground(theme: &Theme) -> Color32 {
    color32(theme.tinted(Tint::Chosen))
}

/// Which bytes of a block lie between two places.
fn in_block((from, to): (Position, Position), number: usize, block: &Block) -> Option<Range<usize>> {
    if number < from.0 || number > to.0 {
        return None;
    }
    let start = if number == from.0 { from.1 } else { 0 };
    let end = if number == to.0 { to.1 } else { block.text.len() };
    Some(start..end)
}

impl LaidRow {
    /// Draws the lines under names, close to the letters and over the grounds of the lines below them.
    pub(super) fn underline_names(&self, ui: &Ui, origin: egui::Pos2, row: ReadingRow, shown: ShownText<'_>) {
        if self.reordered {
            return;
        }
        let block = &shown.text.blocks()[row.block];
        let gap = size_of(block.kind).0 * 0.14;
        let stroke = known_line(shown.theme);
        // Names come in order, so their letters are counted once.
        let (mut byte, mut letters) = (row.start, 0);
        for name in known_in(row, shown) {
            let mut cursor = |to: usize| {
                letters += block.text.get(byte..to).map_or(0, |part| part.chars().count());
                byte = to;
                self.galley.pos_from_cursor(egui::text::CCursor::new(letters))
            };
            let (start, end) = (cursor(name.start), cursor(name.end));
            for placed in &self.galley.rows {
                let line = placed.rect();
                if line.bottom() <= start.top() + 1.0 || line.top() >= end.bottom() - 1.0 {
                    continue;
                }
                let is_first = line.top() <= start.top() + 1.0;
                let is_last = line.bottom() >= end.bottom() - 1.0;
                let left = if is_first { start.left() } else { line.left() };
                let right = if is_last { end.left() } else { line.right() };
                let below = line.bottom() - gap;
                ui.painter().hline(origin.x + left..=origin.x + right, origin.y + below, stroke);
            }
        }
    }

    /// The byte of the block nearest to a point of the row.
    pub(crate) fn byte_at(&self, row: ReadingRow, block: &Block, point: egui::Vec2) -> usize {
        let text = &block.text[row.start..row.end];
        if self.reordered {
            return if point.y < self.galley.size().y / 2.0 { row.start } else { row.end };
        }
        let letters: usize = self.galley.cursor_from_pos(point).index.into();
        row.start + text.char_indices().nth(letters).map_or(text.len(), |(at, _)| at)
    }

    /// How far below the top of the row a byte of the block stands.
    pub(crate) fn top_of(&self, row: ReadingRow, block: &Block, byte: usize) -> f32 {
        if self.reordered {
            return 0.0;
        }
        let before = block.text.get(row.start..byte.clamp(row.start, row.end)).unwrap_or_default();
        self.galley.pos_from_cursor(egui::text::CCursor::new(before.chars().count())).top()
    }
}
