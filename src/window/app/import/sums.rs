//! The account: records in = taken + merged + refused, each refused one with its reason; what was guessed and left out.

use egui::{FontId, RichText, ScrollArea, Sense, Ui, vec2};

use super::ImportCard;
use crate::dossier::exchange::{Account, At, NoteKind, Report};
use crate::picture::theme::{Colour, Theme};
use crate::problem::printable;
use crate::window::app::fonts;
use crate::window::canvas::paint::color32;
use crate::window::panels::widgets::{TextLook, section, text_button, words};
use crate::wording::{counted, in_figures};

/// Most refused records and notices that are listed; the copied report has them all.
const LISTED: usize = 200;

impl ImportCard {
    /// Shows the sums and the refused records.
    pub(super) fn sums(&mut self, ui: &mut Ui, theme: &Theme) {
        let Some(shown) = self.shown.clone().map(|(_, shown)| shown) else { return };
        let account = &shown.account;
        let taken = match &account.outcome {
            Ok(taken) => taken,
            Err(problem) if account.is_sample => {
                log::debug!("the beginning alone cannot be read: {}", problem.code);
                return self.reading(ui, theme);
            }
            Err(problem) => {
                section(ui, "This cannot be taken in yet", "", theme);
                ui.add(egui::Label::new(RichText::new(super::in_words(problem)).color(color32(theme.error))).wrap());
                return;
            }
        };
        let report = &taken.report;
        let whole = ui.available_width();
        numbers(ui, report, theme);
        bar(ui, report, whole.min(480.0), theme);
        if account.is_sample {
            return self.reading(ui, theme);
        }
        words(ui, &sentence(report), TextLook::small(theme));
        let rest = ui.available_height();
        ScrollArea::vertical().id_salt("import refused").max_height(rest).auto_shrink([false, false]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            for refused in report.refused_list().take(LISTED) {
                ui.horizontal(|ui| {
                    let place = place(report, refused.at);
                    words(ui, &place, TextLook::small(theme).strong().ink(theme.error));
                    let width = (ui.available_width() - 44.0).max(40.0);
                    let table = account.tables.iter().position(|table| table.part == Some(refused.at.part));
                    let row = refused.at.number;
                    let is_kept = table
                        .and_then(|table| account.tables.get(table))
                        .is_some_and(|table| table.rows.iter().any(|kept| kept.number == row));
                    ui.scope(|ui| {
                        ui.set_max_width(width);
                        words(ui, refused.reason, TextLook::small(theme));
                    });
                    if let Some(table) = table.filter(|_| is_kept)
                        && text_button(ui, "Show", &format!("Show {}", printable(&place)), theme).clicked()
                    {
                        self.tab = super::Tab::Table(table);
                        self.bring = Some((table, row));
                    }
                });
            }
            let more = report.refused_count().saturating_sub(LISTED);
            if more > 0 {
                words(
                    ui,
                    &format!("{} more; the copied report has them all.", in_figures(more)),
                    TextLook::faint(theme),
                );
            }
        });
    }

    /// While the whole is being read: how far.
    fn reading(&self, ui: &mut Ui, theme: &Theme) {
        words(ui, "These are the first rows. The rest is being read.", TextLook::small(theme));
        if let Some((_, progress)) = &self.making {
            let done = progress.done();
            let bar = egui::ProgressBar::new(done).desired_width(220.0).desired_height(4.0);
            ui.add(bar.fill(color32(theme.accent)));
            ui.ctx().request_repaint_after(std::time::Duration::from_millis(100));
        }
    }

    /// What was guessed, changed and left out.
    pub(super) fn notes(&self, ui: &mut Ui, theme: &Theme) {
        let Some(Ok(taken)) = self.account().map(|account| &account.outcome) else { return };
        let report = &taken.report;
        let rest = ui.available_height();
        ScrollArea::vertical().id_salt("import notes").max_height(rest).auto_shrink([false, false]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 3.0;
            let sorts = [
                ("Look at", NoteKind::Doubtful),
                ("Left out", NoteKind::LeftOut),
                ("Changed", NoteKind::Changed),
                ("Guessed", NoteKind::Guessed),
            ];
            for (title, kind) in sorts {
                let mut notes = report.notes().iter().filter(|note| note.kind == kind).peekable();
                if notes.peek().is_none() {
                    continue;
                }
                section(ui, title, "", theme);
                for note in notes.take(LISTED) {
                    let times = match note.count {
                        0 | 1 => String::new(),
                        count => format!(" ({} times)", in_figures(count)),
                    };
                    let text = RichText::new(printable(&format!("{}{times}", note.message))).size(11.5);
                    ui.add(egui::Label::new(text.color(color32(theme.ink_second))).wrap());
                }
                ui.add_space(4.0);
            }
        });
    }
}

/// The sums, large.
fn numbers(ui: &mut Ui, report: &Report, theme: &Theme) {
    let [all, taken, merged, refused] = sums(report);
    let refused_ink = if refused > 0 { theme.error } else { theme.ink };
    let parts: [(usize, &str, Colour, &str); 4] = [
        (all, "records in", theme.ink, ""),
        (taken, "taken", theme.accent, "="),
        (merged, "merged", theme.ink, "+"),
        (refused, "refused", refused_ink, "+"),
    ];
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 14.0;
        for (number, word, ink, sign) in parts {
            if !sign.is_empty() {
                let sign = RichText::new(sign).size(17.0).color(color32(theme.ink_third));
                ui.add(egui::Label::new(sign));
            }
            let figures = in_figures(number);
            let (large, small) = (FontId::new(20.0, fonts::semibold()), FontId::proportional(11.5));
            let figures = ui.painter().layout_no_wrap(figures, large, color32(ink));
            let label = ui.painter().layout_no_wrap(word.to_owned(), small, color32(theme.ink_second));
            let size = vec2(figures.size().x.max(label.size().x), figures.size().y + label.size().y);
            let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
            let spoken = format!("{} {word}", in_figures(number));
            response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, spoken.clone()));
            let below = rect.left_top() + vec2(0.0, figures.size().y);
            ui.painter().galley(rect.left_top(), figures, color32(ink));
            ui.painter().galley(below, label, color32(theme.ink_second));
        }
    });
}

fn bar(ui: &mut Ui, report: &Report, width: f32, theme: &Theme) {
    let [all, taken, merged, refused] = sums(report);
    let (rect, _) = ui.allocate_exact_size(vec2(width, 9.0), Sense::hover());
    let mut left = rect.left();
    for (part, colour) in [(taken, theme.accent), (merged, theme.ink_third), (refused, theme.error)] {
        if part == 0 {
            continue;
        }
        // What is there is seen, however little it is.
        let share = (width * part as f32 / all.max(1) as f32).max(3.0);
        let piece = egui::Rect::from_min_size(egui::pos2(left, rect.top() + 2.0), vec2(share, 5.0));
        ui.painter().rect_filled(piece.intersect(rect), 2.0, color32(colour));
        left += share + 2.0;
    }
}

fn sums(report: &Report) -> [usize; 4] {
    [report.records_in(), report.taken_count(), report.merged_list().len(), report.refused_count()]
}

/// A place in words, with the name of its file rather than the whole path.
fn place(report: &Report, at: At) -> String {
    let words = report.words(at);
    let part = report.parts().get(usize::from(at.part)).map_or("", |part| part.name.as_str());
    let name = std::path::Path::new(part).file_name().map(|name| name.to_string_lossy());
    let rest = words.strip_prefix('“').and_then(|words| words.strip_prefix(part));
    match (rest, name) {
        (Some(rest), Some(name)) if !part.is_empty() => format!("“{name}{rest}"),
        _ => words,
    }
}

/// The sums as a sentence.
pub(super) fn sentence(report: &Report) -> String {
    let [all, taken, merged, refused] = sums(report);
    if all == taken {
        return format!("{}: every one is taken.", counted(all, "record", "records"));
    }
    let merged = if merged > 0 { format!(", {} merged", in_figures(merged)) } else { String::new() };
    format!(
        "{}: {} taken{merged}, {} refused",
        counted(all, "record", "records"),
        in_figures(taken),
        in_figures(refused)
    )
}

/// The whole report as text.
pub(super) fn as_text(account: &Account, names: &str) -> String {
    let mut out = format!("{names}\n");
    let taken = match &account.outcome {
        Ok(taken) => taken,
        Err(problem) => return out + &super::in_words(problem) + "\n",
    };
    let report = &taken.report;
    out += &(sentence(report) + "\n");
    for refused in report.refused_list() {
        out += &format!("refused: {}: {}\n", report.words(refused.at), refused.reason);
    }
    for (at, into) in report.merged_list() {
        out += &format!("merged: {} into {}\n", report.words(*at), report.words(*into));
    }
    for note in report.notes() {
        let place = note.places.first().map_or_else(String::new, |at| format!("{}: ", report.words(*at)));
        out += &format!("{}: {place}{} ({})\n", note.kind.word(), note.message, note.count);
    }
    out
}
