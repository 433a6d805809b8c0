//! The histogram of the bar of time, as it is painted: what certainly begins is solid, what may begin hatched, what is only planned
//! hollow. What is counted is worked out in `explore::query::timeline`.

use egui::{Painter, Rect, Stroke, StrokeKind, Ui, pos2, vec2};

use super::super::widgets::{TextLook, color32, lay};
use super::axis::Axis;
use crate::dossier::model::{Day, month_in_words, year_in_words};
use crate::explore::query::timeline::Bin;
use crate::picture::theme::{Colour, Theme};
use crate::wording::{counted, in_figures};

/// Between the lines of a hatching, in points.
const HATCH: f32 = 4.0;

/// What begins in a bin, in words.
pub(super) fn bin_words(bin: &Bin) -> String {
    let when = match (bin.start.ymd(), bin.end.ymd()) {
        ((year, 1, 1), (last, 12, 31)) if year == last => year_in_words(year),
        ((year, 1, 1), (last, 12, 31)) => format!("{} to {}", year_in_words(year), year_in_words(last)),
        ((year, month, _), _) => month_in_words(year, month),
    };
    if bin.count() == 0 {
        return format!("{when}: nothing starts");
    }
    let more = [(bin.possible, "may start"), (bin.planned, "planned, requested or hoped for")];
    let more = more
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!(", {} {word}", in_figures(*count as usize)));
    format!("{when}: {}{}", counted(bin.certain as usize, "starts", "start"), more.collect::<String>())
}

/// The bars; those outside the days that are seen are fainter.
pub(super) fn draw_bars(
    ui: &Ui,
    axis: &Axis,
    bins: &[Bin],
    (top, base): (f32, f32),
    (from, to): (Option<Day>, Option<Day>),
    theme: &Theme,
) {
    let most = bins.iter().map(Bin::count).max().unwrap_or(0).max(1) as f32;
    for bin in bins.iter().filter(|bin| bin.count() > 0) {
        let (x0, x1) = (axis.x(bin.start), axis.x_end(bin.end));
        let gap = if x1 - x0 > 6.0 { 1.0 } else { 0.25 };
        let outside = to.is_some_and(|day| bin.start > day) || from.is_some_and(|day| bin.end < day);
        let ink = theme.canvas.mix(theme.line, if outside { 0.4 } else { 1.0 });
        // A single beginning among hundreds still shows.
        let height = |count: u32| if count == 0 { 0.0 } else { ((base - top) * count as f32 / most).max(1.5) };
        let mut bottom = base;
        for (count, paint) in [(bin.certain, solid as Paint), (bin.possible, hatched), (bin.planned, hollow)] {
            let height = height(count);
            if height > 0.0 {
                let bar = Rect::from_min_max(pos2(x0 + gap, bottom - height), pos2(x1 - gap, bottom));
                paint(ui.painter(), bar, ink, theme);
                bottom -= height;
            }
        }
    }
}

type Paint = fn(&Painter, Rect, Colour, &Theme);

fn solid(painter: &Painter, bar: Rect, ink: Colour, _: &Theme) {
    painter.rect_filled(bar, 1.0, color32(ink));
}

fn hatched(painter: &Painter, bar: Rect, ink: Colour, theme: &Theme) {
    painter.rect_filled(bar, 1.0, color32(theme.canvas.mix(ink, 0.3)));
    let painter = painter.with_clip_rect(bar.intersect(painter.clip_rect()));
    let stroke = Stroke::new(1.2, color32(ink));
    let lines = ((bar.width() + bar.height()) / HATCH).ceil().clamp(0.0, 200.0) as usize;
    for number in 0..=lines {
        let start = bar.left_bottom() + vec2(number as f32 * HATCH - bar.height(), 0.0);
        painter.line_segment([start, start + vec2(bar.height(), -bar.height())], stroke);
    }
}

fn hollow(painter: &Painter, bar: Rect, ink: Colour, _: &Theme) {
    painter.rect_stroke(bar, 1.0, Stroke::new(1.0, color32(ink)), StrokeKind::Inside);
}

/// The axis with its labels.
pub(super) fn draw_labels(ui: &Ui, axis: &Axis, base: f32, theme: &Theme) {
    ui.painter().hline(axis.left..=axis.right, base, Stroke::new(1.0, color32(theme.line)));
    for (x, text) in axis.labels() {
        let laid = lay(ui, &text, TextLook::faint(theme).size(11.5), 120.0, 1);
        let half = laid.size().x / 2.0;
        let x = x.min(axis.right - half + 8.0).max(axis.left + half - 8.0);
        laid.paint(ui, x - half, base + 11.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_says_what_begins_in_it() {
        let day = |y, m, d| Day::from_ymd(y, m, d).unwrap();
        let bin = Bin { start: day(2014, 1, 1), end: day(2014, 12, 31), certain: 1, possible: 0, planned: 2 };
        assert_eq!(bin_words(&bin), "2014: 1 starts, 2 planned, requested or hoped for");
        let bin = Bin { start: day(2014, 5, 1), end: day(2014, 5, 31), certain: 3, possible: 4, planned: 0 };
        assert_eq!(bin_words(&bin), "May 2014: 3 start, 4 may start");
        assert_eq!(bin_words(&Bin { certain: 0, possible: 0, ..bin }), "May 2014: nothing starts");
    }
}
