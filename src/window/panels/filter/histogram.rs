//! A small histogram of the filter panel: numbers or years in bars, those that are chosen in the accent; a click on a bar
//! chooses it, a drag several.

use egui::{CursorIcon, Id, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::super::Context;
use super::super::widgets::{TextLook, clean, color32, lay};
use crate::dossier::model::Date;
use crate::explore::query::language::{Facet, Histogram};

/// Height of the bars, in points.
const HEIGHT: f32 = 30.0;

/// Shows it, and yields the bounds that were chosen.
pub(super) fn show(ui: &mut Ui, facet: &Facet, context: Context<'_>) -> Option<(String, String)> {
    let theme = context.theme;
    let histogram = facet.histogram.as_ref()?;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT + 16.0), Sense::click_and_drag());
    let (least, most) = (number(histogram.least), number(histogram.most));
    response.widget_info(|| {
        WidgetInfo::labeled(Role::Image, true, format!("{} from {least} to {most}", clean(&facet.title)))
    });
    let plot = Rect::from_min_size(rect.min, vec2(rect.width(), HEIGHT));
    let highest = histogram.bars.iter().copied().max().unwrap_or(0).max(1) as f32;
    let width = plot.width() / histogram.bars.len().max(1) as f32;
    let chosen = chosen(facet);
    for (at, count) in histogram.bars.iter().enumerate().filter(|(_, count)| **count > 0) {
        let left = plot.left() + width * at as f32;
        // Even a single one is seen.
        let height = (*count as f32 / highest * HEIGHT).max(1.5);
        let bar = Rect::from_min_max(
            pos2(left + 0.5, plot.bottom() - height),
            pos2((left + width - 0.5).max(left + 1.0), plot.bottom()),
        );
        let (from, to) = histogram.bounds(at);
        let is_in = to > chosen.0 && from <= chosen.1;
        ui.painter().rect_filled(bar, 0.0, color32(if is_in { theme.accent } else { theme.hairline }));
    }
    ui.painter().hline(plot.x_range(), plot.bottom(), (1.0, color32(theme.hairline)));
    let faint = TextLook::faint(theme).size(11.0);
    let (left, right) = (lay(ui, &least, faint, 80.0, 1), lay(ui, &most, faint, 80.0, 1));
    left.paint(ui, plot.left(), plot.bottom() + 8.0);
    right.paint(ui, plot.right() - right.size().x, plot.bottom() + 8.0);
    let id = Id::unique(("histogram", &facet.name));
    let at = |x: f32| (((x - plot.left()) / width).max(0.0) as usize).min(histogram.bars.len().saturating_sub(1));
    if let Some(pos) = response.interact_pointer_pos()
        && response.drag_started()
    {
        ui.data_mut(|data| data.insert_temp(id, at(pos.x)));
    }
    let ended = response.drag_stopped() || response.clicked();
    let pos = response.interact_pointer_pos().filter(|_| ended);
    let began = ui.data(|data| data.get_temp::<usize>(id)).filter(|_| response.drag_stopped());
    let response = response.on_hover_cursor(CursorIcon::PointingHand);
    if let Some(bar) = response.hover_pos().map(|pos| at(pos.x)) {
        let (from, to) = bounds(histogram, bar, bar);
        let records = histogram.bars.get(bar).copied().unwrap_or(0);
        let span = if from == to { from } else { format!("{from} to {to}") };
        response.on_hover_text(format!("{span}: {records}"));
    }
    pos.map(|pos| {
        let (a, b) = (at(pos.x), began.unwrap_or(at(pos.x)));
        bounds(histogram, a.min(b), a.max(b))
    })
}

/// The bounds of bars, as they are written.
fn bounds(histogram: &Histogram, first: usize, last: usize) -> (String, String) {
    let (from, to) = (histogram.bounds(first).0, histogram.bounds(last).1);
    let is_whole = histogram.is_years || (histogram.least.fract() == 0.0 && histogram.most.fract() == 0.0);
    // A date has years of four digits.
    let written = |each: f64| if histogram.is_years { format!("{each:04.0}") } else { number(each) };
    if is_whole {
        (written(from.ceil()), written((to.ceil() - 1.0).max(from.ceil())))
    } else {
        (number(from), number(to))
    }
}

/// What is chosen, in the histogram's numbers.
fn chosen(facet: &Facet) -> (f64, f64) {
    let is_years = facet.histogram.as_ref().is_some_and(|histogram| histogram.is_years);
    let read = |text: &str, open: f64| {
        let number = if is_years {
            Date::parse(text).ok().and_then(|date| date.earliest().or(date.latest())).map(|day| f64::from(day.year()))
        } else {
            text.parse().ok()
        };
        number.unwrap_or(open)
    };
    let (from, to) = facet.range.clone().unwrap_or_default();
    (read(&from, f64::NEG_INFINITY), read(&to, f64::INFINITY))
}

/// A number without what nobody reads.
fn number(number: f64) -> String {
    if number.fract() == 0.0 { format!("{number:.0}") } else { format!("{number:.2}") }
}
