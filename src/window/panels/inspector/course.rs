//! A small plot of one measure of one entity over the years. What it shows is worked out elsewhere.

use egui::{Pos2, Rect, Role, Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2};

use crate::explore::ranking::Course;
use crate::picture::encoding::short;
use crate::picture::theme::Theme;
use crate::window::panels::widgets::{TextLook, clean, color32, lay, words};

/// Height of the plot, and of the years under it, in points.
const HEIGHT: f32 = 56.0;
const AXIS: f32 = 18.0;
/// Width kept for the numbers at the left.
const NUMBERS: f32 = 40.0;

/// Shows it, or that it is being worked out.
pub(super) fn show(ui: &mut Ui, measure: &str, entity: &str, course: Option<&Course>, theme: &Theme) {
    ui.add_space(6.0);
    words(ui, &format!("{measure} at the end of each year"), TextLook::small(theme));
    let Some(course) = course else {
        words(ui, "Measuring year by year…", TextLook::faint(theme));
        return;
    };
    let known: Vec<(i32, f64)> = course.points.iter().filter_map(|(year, value)| Some((*year, (*value)?))).collect();
    let (Some(first), Some(last)) = (course.points.first(), course.points.last()) else {
        words(ui, "The dossier has no dates.", TextLook::faint(theme));
        return;
    };
    let most = known.iter().map(|(_, value)| *value).fold(0.0, f64::max);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT + AXIS), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, clean(&in_words(measure, entity, &known))));
    let plot = Rect::from_min_max(
        pos2(rect.left() + NUMBERS, rect.top() + 4.0),
        pos2(rect.right() - 4.0, rect.top() + HEIGHT),
    );
    let span = f64::from((last.0 - first.0).max(1));
    let at = |(year, value): (i32, f64)| -> Pos2 {
        let x = if last.0 == first.0 { 0.5 } else { f64::from(year - first.0) / span };
        let y = if most > 0.0 { value / most } else { 0.0 };
        pos2(plot.left() + plot.width() * x as f32, plot.bottom() - plot.height() * y as f32)
    };
    axes(ui, plot, (first.0, last.0), most, theme);
    let stroke = Stroke::new(1.6, color32(theme.accent));
    // Years in which it is not there break the line.
    for run in course.points.split(|(_, value)| value.is_none()) {
        let places: Vec<Pos2> = run.iter().filter_map(|(year, value)| Some(at((*year, (*value)?)))).collect();
        for place in &places {
            ui.painter().circle_filled(*place, 2.0, color32(theme.accent));
        }
        ui.painter().add(Shape::line(places, stroke));
    }
    let pointed = response.hover_pos().and_then(|pos| {
        let far = |point: &&(i32, f64)| (at(**point).x - pos.x).abs();
        known.iter().min_by(|a, b| far(a).total_cmp(&far(b))).copied()
    });
    if let Some((year, value)) = pointed {
        ui.painter().circle_stroke(at((year, value)), 4.0, stroke);
        response.on_hover_text(format!("{year}: {}", short(value)));
    }
}

/// Lines and numbers: years below, the least and the largest value at the left.
fn axes(ui: &Ui, plot: Rect, years: (i32, i32), most: f64, theme: &Theme) {
    let line = Stroke::new(1.0, color32(theme.hairline));
    ui.painter().hline(plot.x_range(), plot.bottom(), line);
    ui.painter().vline(plot.left(), plot.y_range(), line);
    let faint = TextLook::faint(theme).size(11.0);
    for (value, y) in [(0.0, plot.bottom()), (most, plot.top())] {
        if value > 0.0 || y == plot.bottom() {
            let number = lay(ui, &short(value), faint, NUMBERS - 6.0, 1);
            number.paint(ui, plot.left() - 6.0 - number.size().x, y);
        }
    }
    let mid = plot.bottom() + AXIS / 2.0;
    let (first, last) = (lay(ui, &years.0.to_string(), faint, 80.0, 1), lay(ui, &years.1.to_string(), faint, 80.0, 1));
    let name = lay(ui, "year", faint, 40.0, 1);
    first.paint(ui, plot.left(), mid);
    if years.0 != years.1 {
        last.paint(ui, plot.right() - last.size().x, mid);
    }
    name.paint(ui, plot.center().x - name.size().x / 2.0, mid);
}

/// The same for those who cannot see it.
fn in_words(measure: &str, entity: &str, known: &[(i32, f64)]) -> String {
    let points: Vec<String> = known.iter().map(|(year, value)| format!("{year} {}", short(*value))).collect();
    match points.is_empty() {
        true => format!("{measure} of {entity} by year: no values"),
        false => format!("{measure} of {entity} by year: {}", points.join(", ")),
    }
}
