//! What taking in comes to, before it is done: sums, what is not certain, what differs, what is missing, and the changes in
//! words.

use egui::{ComboBox, Response, RichText, ScrollArea, Ui};

use super::asked::Order;
use super::keys::give_keys;
use super::state::{Focus, LookUpCard, Preview, Wish};
use crate::dossier::exchange::{Differing, JoinChoices, SameAs};
use crate::picture::theme::Theme;
use crate::problem::printable;
use crate::window::app::fonts;
use crate::window::canvas::paint::color32;
use crate::window::panels::widgets::{TextLook, edged, section, words};
use crate::wording::{counted, in_figures};

/// Most lines that are listed of a sort.
pub(super) const LISTED: usize = 200;

impl LookUpCard {
    /// Shows it.
    pub(super) fn preview(&mut self, ui: &mut Ui, theme: &Theme, wish: &mut Option<Wish>) {
        let Some(preview) = &self.preview else { return };
        ScrollArea::vertical().id_salt("look up preview").auto_shrink([false, false]).show(ui, |ui| {
            ui.set_width(ui.available_width() - 12.0);
            ui.spacing_mut().item_spacing.y = 4.0;
            words(ui, &sums(preview), TextLook::body(theme));
            let chosen = unsure(ui, preview, theme).or_else(|| differing(ui, preview, theme));
            if let Some(choices) = chosen {
                *wish = Some(Wish::Ask(Order::Join(preview.offered.clone(), choices)));
            }
            list(ui, "Incomplete or left out", &preview.offered.told.missing, theme);
            list(ui, "Guessed, changed or to be checked", &preview.offered.notes, theme);
            for heading in &preview.words {
                list(ui, heading.title, &heading.lines, theme);
            }
        });
    }

    /// The one button that takes it in.
    pub(super) fn preview_foot(&mut self, ui: &mut Ui, obstacle: Option<&str>, theme: &Theme, wish: &mut Option<Wish>) {
        let Some(preview) = &self.preview else { return };
        let nothing = preview.taking.edit.changes.is_empty().then_some("This dossier already has all of it.");
        let obstacle = obstacle.or(nothing);
        let is_on = obstacle.is_none();
        let response = main_button(ui, "Take in", is_on, theme);
        if is_on {
            give_keys(&mut self.focus, Focus::Foot, &response);
        }
        if response.clicked() {
            *wish = Some(Wish::Take);
        }
        if let Some(why) = obstacle {
            words(ui, why, TextLook::small(theme));
        }
    }
}

/// The button at the foot that does what the page is for.
pub(super) fn main_button(ui: &mut Ui, text: &str, is_on: bool, theme: &Theme) -> Response {
    let ink = if is_on { theme.panel } else { theme.ink_second };
    let text = RichText::new(text).family(fonts::semibold()).color(color32(ink));
    let fill = if is_on { color32(theme.accent) } else { egui::Color32::TRANSPARENT };
    let edge = (1.0, color32(if is_on { theme.accent } else { theme.line }));
    let button = egui::Button::new(text).fill(fill).stroke(edge).min_size(egui::vec2(84.0, 28.0));
    ui.add_enabled(is_on, button)
}

/// What is new and what is there, as a sentence.
fn sums(preview: &Preview) -> String {
    let joined = &preview.taking.joined;
    format!(
        "{} new, {} already there. {} new, {} already there.",
        counted(joined.entities_added, "entity", "entities"),
        in_figures(joined.entities_matched),
        counted(joined.relations_added, "relation", "relations"),
        in_figures(joined.relations_matched)
    )
}

/// Entities that may be already there, with the choice which they are.
fn unsure(ui: &mut Ui, preview: &Preview, theme: &Theme) -> Option<JoinChoices> {
    let unsure = &preview.taking.joined.unsure;
    let mut out = None;
    if !unsure.is_empty() {
        section(ui, "Not certain", &in_figures(unsure.len()), theme);
    }
    for one in unsure.iter().take(LISTED) {
        let now = preview.choices.same.get(one.id.as_str()).unwrap_or(&one.taken);
        let label_of = |same: &SameAs| match same {
            SameAs::New => "is new".to_owned(),
            SameAs::Known(id) => {
                let known = one.candidates.iter().find(|candidate| candidate.id == *id);
                known.map_or_else(|| format!("is {id}"), |known| format!("is {} – {}", known.label, known.why))
            }
        };
        ui.horizontal(|ui| {
            ui.scope(|ui| {
                ui.set_max_width(ui.available_width() * 0.45);
                words(ui, &one.name, TextLook::body(theme));
            });
            let known = one.candidates.iter().map(|candidate| SameAs::Known(candidate.id.clone()));
            let options: Vec<SameAs> = std::iter::once(SameAs::New).chain(known).collect();
            let mut new = now.clone();
            let shown = printable(&label_of(now));
            ComboBox::from_id_salt(("look up same", one.id.as_str())).selected_text(shown).width(240.0).show_ui(
                ui,
                |ui| {
                    for option in options {
                        let label = printable(&label_of(&option));
                        ui.selectable_value(&mut new, option, label);
                    }
                },
            );
            if new != *now {
                let mut choices = preview.choices.clone();
                choices.same.insert(one.id.to_string(), new);
                out = Some(choices);
            }
        });
    }
    out
}

/// Values that differ, with the choice which stand.
fn differing(ui: &mut Ui, preview: &Preview, theme: &Theme) -> Option<JoinChoices> {
    let conflicts = &preview.taking.joined.conflicts;
    let mut now = preview.choices.differing;
    if conflicts.is_empty() && now == Differing::KeepOpen {
        return None;
    }
    section(ui, "Values that differ", &in_figures(conflicts.len()), theme);
    edged(ui, theme, |ui| {
        ui.horizontal(|ui| {
            ui.radio_value(&mut now, Differing::KeepOpen, "keep those of the open dossier");
            ui.radio_value(&mut now, Differing::KeepBoth, "keep both");
        });
    });
    for conflict in conflicts.iter().take(LISTED) {
        let text = format!("{}, {}: {} / {}", conflict.record, conflict.field, conflict.open, conflict.imported);
        words(ui, &text, TextLook::small(theme));
    }
    (now != preview.choices.differing).then(|| JoinChoices { differing: now, ..preview.choices.clone() })
}

/// Lines under a heading with their number.
pub(super) fn list(ui: &mut Ui, title: &str, lines: &[String], theme: &Theme) {
    if lines.is_empty() {
        return;
    }
    ui.add_space(4.0);
    section(ui, title, &in_figures(lines.len()), theme);
    for text in lines.iter().take(LISTED) {
        words(ui, text, TextLook::small(theme));
    }
    if let Some(more) = lines.len().checked_sub(LISTED).filter(|more| *more > 0) {
        words(ui, &format!("and {} more", in_figures(more)), TextLook::faint(theme));
    }
}
