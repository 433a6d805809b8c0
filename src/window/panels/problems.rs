//! The problems panel: everything that is wrong, in the domain's words and with what mends it; what
//! the file has there is shown on request.

mod mends;
mod plain;
mod told;

use std::collections::HashMap;
use std::sync::Arc;

use egui::layers::ShapeIdx;
use egui::text::{LayoutJob, TextFormat};
use egui::{CursorIcon, FontId, Rect, Role, ScrollArea, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use self::told::Told;
use super::widgets::{TextLook, capital, clean, color32, ground, lay, quiet_button, severity_mark, text_button, words};
use super::{Context, Panel, Side};
use crate::picture::theme::{Theme, Tint};
use crate::problem::{Place, Problem, Severity};
use crate::window::action::Action;
use crate::window::session::Session;

/// How many problems are listed at first, and more of them each time one asks.
const ROWS: usize = 100;

/// Makes the panel.
pub(crate) fn panel() -> Box<dyn Panel> {
    Box::new(ProblemsPanel { listed: ROWS, told: HashMap::new(), told_of: None, unfolded: None })
}

struct ProblemsPanel {
    listed: usize,
    /// Problems in words, by their number, and of which list that is.
    told: HashMap<usize, Told>,
    told_of: Option<ListKey>,
    /// The problem whose text is shown.
    unfolded: Option<ProblemKey>,
}

/// Which list of problems: the opened dossier, its revision, where the list lies and how long it is.
type ListKey = (u64, u64, usize, usize);

/// Which problem, whatever its number: its code, file and line and column.
type ProblemKey = (&'static str, Option<(Arc<str>, u32, u32)>);

fn key_of(problem: &Problem) -> ProblemKey {
    (problem.code, problem.place.as_ref().map(|place| (Arc::clone(&place.file), place.line, place.column)))
}

impl ProblemsPanel {
    /// A problem in words; found anew only when the list or the dossier is another.
    fn told(&mut self, number: usize, problem: &Problem, session: &Session) -> Told {
        let problems = &session.document.problems;
        let key = (session.opened, session.revision, problems.as_ptr().addr(), problems.len());
        if self.told_of != Some(key) {
            self.told.clear();
            self.told_of = Some(key);
        }
        self.told.entry(number).or_insert_with(|| told::told(problem, session)).clone()
    }
}

impl Panel for ProblemsPanel {
    fn title(&self) -> &'static str {
        "Problems"
    }

    /// The status line counts the problems and opens it.
    fn is_quiet(&self) -> bool {
        true
    }

    fn side(&self) -> Side {
        Side::Left
    }

    fn badge(&self, context: Context<'_>) -> Option<usize> {
        let count = context.session.document.problems.len();
        (count > 0).then_some(count)
    }

    fn show(&mut self, ui: &mut Ui, context: Context<'_>) -> Vec<Action> {
        let problems = &context.session.document.problems;
        let mut actions = Vec::new();
        ScrollArea::vertical().id_salt("problems").auto_shrink([false, false]).show(ui, |ui| {
            super::widgets::inset(ui, |ui| {
                if problems.is_empty() {
                    let look = TextLook::small(context.theme).size(12.5);
                    words(ui, "No problems found.", look);
                }
                if context.session.document.read_only {
                    let why = format!("Read-only: {}.", context.session.document.why_read_only());
                    words(ui, &why, TextLook::small(context.theme));
                }
                for (number, problem) in problems.iter().enumerate().take(self.listed) {
                    let told = self.told(number, problem, context.session);
                    let unfolded = self.unfolded.as_ref() == Some(&key_of(problem));
                    let row = Row { number, problem, told: &told, unfolded, theme: context.theme };
                    if row.show(ui, &mut actions) {
                        self.unfolded = (!unfolded).then(|| key_of(problem));
                    }
                }
                if problems.len() > self.listed {
                    let label = format!("Show more ({} in all)", problems.len());
                    if text_button(ui, &label, "Show more problems", context.theme).clicked() {
                        self.listed += ROWS;
                    }
                }
            });
        });
        actions
    }
}

/// A problem as it stands in the list.
struct Row<'a> {
    number: usize,
    problem: &'a Problem,
    told: &'a Told,
    /// Its text is shown.
    unfolded: bool,
    theme: &'a Theme,
}

impl Row<'_> {
    /// Shows it: what is wrong leads to the record, and buttons below mend it. Says whether its text is to be shown or
    /// hidden.
    fn show(&self, ui: &mut Ui, actions: &mut Vec<Action>) -> bool {
        let theme = self.theme;
        ui.push_id(("problem", self.number), |ui| {
            // The ground is painted below what it will hold: its place is known only afterwards.
            let under = ui.painter().add(egui::Shape::Noop);
            let mut toggled = false;
            ui.add_space(6.0);
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = 8.0;
                severity_mark(ui, self.problem.severity, theme);
                ui.vertical(|ui| {
                    ui.spacing_mut().item_spacing.y = 2.0;
                    let said = ui.vertical(|ui| self.said(ui)).response.rect;
                    self.leads_to_record(ui, said, under, actions);
                    toggled = self.buttons(ui, actions);
                    if self.unfolded {
                        self.text(ui, actions);
                    }
                });
            });
            ui.add_space(6.0);
            toggled
        })
        .inner
    }

    fn said(&self, ui: &mut Ui) {
        plain(ui, &self.told.sentence, TextLook::body(self.theme).size(12.5), 6);
        if let Some(advice) = &self.told.advice {
            plain(ui, advice, TextLook::small(self.theme), 6);
        }
        // What is no record's is looked up in the file.
        if let Some(place) = self.problem.place.as_ref().filter(|_| self.problem.subject.is_none()) {
            plain(ui, &place.to_string(), TextLook::faint(self.theme).size(11.5), 1);
        }
    }

    fn leads_to_record(&self, ui: &Ui, said: Rect, under: ShapeIdx, actions: &mut Vec<Action>) {
        let theme = self.theme;
        let rect = said.with_max_x(ui.max_rect().right());
        let response = ui.interact(rect, ui.scope_id().with("click"), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, self.spoken()));
        if response.hovered() {
            let tint = super::widgets::tint(theme, Tint::Hovered);
            let shape = egui::epaint::RectShape::filled(rect.expand2(vec2(8.0, 2.0)), 6.0, tint);
            ui.painter().set(under, shape);
        }
        if response.has_focus() {
            ground(ui, rect, &response, false, theme);
        }
        if response.on_hover_cursor(CursorIcon::PointingHand).clicked() {
            actions.push(Action::ShowProblem(self.number));
        }
    }

    /// What assistive technology says of it.
    fn spoken(&self) -> String {
        let place = self.problem.place.as_ref().map_or_else(String::new, |p| format!(", line {}", p.line));
        format!("{}{place}: {}", self.problem.severity.word(), clean(&self.told.sentence))
    }

    /// What mends it, and what shows its text. Says whether that was clicked.
    fn buttons(&self, ui: &mut Ui, actions: &mut Vec<Action>) -> bool {
        let name = |label: &str| format!("{label}: {}", self.told.sentence);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(12.0, 0.0);
            for mend in &self.told.mends {
                if text_button(ui, &mend.label, &name(&mend.label), self.theme).clicked() {
                    actions.push(mend.action.clone());
                }
            }
            let label = if self.unfolded { "Hide text" } else { "Show text" };
            let has_text = self.problem.place.is_some() || self.problem.help_is_code;
            has_text && quiet_button(ui, label, &name(label), self.theme).clicked()
        })
        .inner
    }

    /// Where it stands in the file, and what is to be written there.
    fn text(&self, ui: &mut Ui, actions: &mut Vec<Action>) {
        let theme = self.theme;
        if let Some(place) = &self.problem.place {
            plain(ui, &place.to_string(), TextLook::faint(theme).size(11.5), 1);
            excerpt(ui, place, self.problem.severity, theme);
        }
        if let Some(help) = &self.problem.help {
            plain(ui, &capital(help), TextLook::small(theme), 6);
        }
        if text_button(ui, "Copy", &format!("Copy: {}", self.told.sentence), theme).clicked() {
            actions.push(Action::Copy(self.problem.to_text()));
        }
    }
}

/// Text that lets clicks through to what it belongs to.
fn plain(ui: &mut Ui, text: &str, look: TextLook, lines: usize) {
    let laid = lay(ui, text, look, ui.available_width(), lines);
    let (rect, _) = ui.allocate_exact_size(laid.size(), Sense::hover());
    laid.paint(ui, rect.left(), rect.center().y);
}

/// The stretch of the line around the culprit, the culprit underlined.
fn excerpt(ui: &mut Ui, place: &Place, severity: Severity, theme: &Theme) {
    let [before, culprit, after] = cut_out(place);
    let colour = match severity {
        Severity::Error => theme.error,
        Severity::Warning => theme.warning,
        Severity::Note => theme.ink_third,
    };
    let format = |ink: crate::picture::theme::Colour| TextFormat {
        font_id: FontId::proportional(12.0),
        color: color32(ink),
        line_height: Some(18.0),
        ..TextFormat::default()
    };
    let mut job = LayoutJob::default();
    job.wrap.max_width = ui.available_width() - 16.0;
    job.wrap.max_rows = 1;
    job.wrap.break_anywhere = true;
    job.append(&before, 0.0, format(theme.ink_third));
    let start = job.text.chars().count();
    job.append(&culprit, 0.0, format(theme.ink));
    let end = job.text.chars().count();
    job.append(&after, 0.0, format(theme.ink_third));
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::hover());
    ui.painter().rect_filled(rect, 5.0, color32(theme.field));
    let left = pos2(rect.left() + 8.0, rect.center().y - galley.size().y / 2.0);
    let x = |chars: usize| galley.pos_from_cursor(egui::text::CCursor::new(chars)).left() + left.x;
    let (from, to) = (x(start), x(end).max(x(start) + 4.0));
    let right = rect.right() - 8.0;
    ui.painter().galley(left, galley, color32(theme.ink));
    ui.painter().hline(from.min(right)..=to.min(right), rect.bottom() - 3.5, Stroke::new(2.0, color32(colour)));
}

/// What stands before the culprit (cut to its end where long), the culprit, and what follows.
fn cut_out(place: &Place) -> [String; 3] {
    const BEFORE: usize = 12;
    let [before, culprit, after] = place.parts();
    let unindented = before.trim_start();
    let near = unindented.char_indices().rev().nth(BEFORE - 1).map_or(unindented, |(at, _)| &unindented[at..]);
    let is_cut = near.len() < unindented.len() || place.line_from > 1;
    let before = format!("{}{}", if is_cut { "…" } else { "" }, clean(near));
    [before, clean(culprit).into_owned(), clean(after).into_owned()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(line: &str, column: u32, length: u32) -> Place {
        Place { file: "a.ron".into(), line: 3, column, length, line_text: line.into(), line_from: 1, bytes: (0, 0) }
    }

    #[test]
    fn the_culprit_is_shown_in_its_line() {
        assert_eq!(cut_out(&place("    (from: \"jpan\"),", 12, 6)), ["(from: ", "\"jpan\"", "),"]);
        let long = format!("{}x", "word ".repeat(40));
        let [before, culprit, _] = cut_out(&place(&long, 201, 1));
        assert!(before.starts_with('…') && before.chars().count() <= 20, "{before}");
        assert_eq!(culprit, "x");
    }

    #[test]
    fn a_place_beyond_the_line_is_shown_without_panic() {
        assert_eq!(cut_out(&place("", 9, 4)), ["", "", ""]);
        assert_eq!(cut_out(&place("ab", 0, 0))[1], "a");
    }
}
