//! What stands over the pages of the card: which endpoint is asked, the form for another one, the question whether anything
//! may be sent, and what is being waited for or went wrong.

use egui::{Button, ComboBox, Frame, Id, Margin, Ui};

use super::key::key_row;
use super::keys::give_keys;
use super::places::{Form, Origin, Places};
use super::state::{Focus, LookUpCard, Wish};
use crate::dossier::endpoint::PROFILES;
use crate::picture::theme::{Theme, Tint};
use crate::problem::{Problem, printable};
use crate::window::canvas::paint::color32;
use crate::window::panels::widgets::{
    FieldLabel, TextLook, edged, label_cell, quiet_button, text_button, text_field, tint, whole, words,
};
use crate::wording::{in_figures, listed};

/// Most of what is missing that is told over a page.
const MOST_MISSING: usize = 4;

impl LookUpCard {
    /// The endpoint, to be chosen; says what is wanted of the form in which another is typed in.
    pub(super) fn places(&mut self, ui: &mut Ui, contact: &str, theme: &Theme) {
        let mut number = self.places.number;
        let mut opens = None;
        ui.horizontal(|ui| {
            let shown = self.endpoint().map(|endpoint| printable(&endpoint.name)).unwrap_or_default();
            let list = ComboBox::from_id_salt("look up endpoint").selected_text(&shown).width(220.0);
            let list = list.show_ui(ui, |ui| {
                for (at, place) in self.places.list.iter().enumerate() {
                    let about = match place.origin {
                        Origin::Dossier => "a source of this dossier",
                        Origin::Known(about) => about,
                        Origin::Typed => "typed in",
                    };
                    let text = printable(&format!("{} – {about}", place.endpoint.name));
                    ui.selectable_value(&mut number, at, text).on_hover_text(place.endpoint.url.to_string());
                }
            });
            let name = format!("Endpoint: {shown}");
            list.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, &name));
            if text_button(ui, "Add endpoint…", "Add endpoint", theme).clicked() {
                opens = Some(true);
            }
            if text_button(ui, "Languages, contact, key…", "Languages, contact and key", theme).clicked() {
                opens = Some(false);
            }
        });
        if number != self.places.number {
            self.places.number = number;
            self.begin_anew();
        }
        if let Some(is_new) = opens {
            let always = self.places.always;
            self.places.open_form(is_new, contact, always);
            self.focus = Some(Focus::Form);
        }
    }

    /// The form, while it is open.
    pub(super) fn form(&mut self, ui: &mut Ui, theme: &Theme, wish: &mut Option<Wish>) {
        let host = self.endpoint().map(|endpoint| endpoint.url.host().to_string()).unwrap_or_default();
        let LookUpCard { places: Places { form: Some(form), key_is_given, .. }, focus, .. } = self else { return };
        let (mut done, mut left, mut first) = (false, false, true);
        let mut field = |ui: &mut Ui, name: &str, hint: &str, text: &mut String| {
            ui.horizontal(|ui| {
                label_cell(ui, name, theme);
                let label = FieldLabel { name, hint, width: (ui.available_width() - 30.0).min(420.0) };
                let field = text_field(ui, Id::unique(("look up form", name)), text, label, theme);
                if std::mem::take(&mut first) {
                    give_keys(focus, Focus::Form, &field.response);
                }
                done |= field.entered;
                left |= field.left;
            });
        };
        if form.is_new {
            field(ui, "Address", "https://example.org/sparql", &mut form.url);
        }
        field(ui, "Languages", "en, ja", &mut form.languages);
        field(ui, "Contact", "An e-mail or web address; public servers ask for one", &mut form.contact);
        let key = key_row(ui, form, *key_is_given, theme);
        done |= key.entered;
        left |= key.left;
        if key.removes {
            *wish = Some(Wish::RemoveKey);
        }
        if form.is_new {
            profile_row(ui, form, theme);
        } else {
            let text = format!("Always connect to {host} without asking");
            edged(ui, theme, |ui| ui.checkbox(&mut form.always, text));
        }
        if let Some(problem) = &form.trouble {
            words(ui, &in_words(problem), TextLook::small(theme).ink(theme.error));
        }
        ui.horizontal(|ui| {
            let text = if form.is_new { "Add" } else { "Apply" };
            let spoken = if form.is_new { "Add this endpoint" } else { "Apply languages, contact and key" };
            done |= text_button(ui, text, spoken, theme).clicked();
            left |= quiet_button(ui, "Cancel", "Cancel the form", theme).clicked();
        });
        if done {
            *wish = Some(Wish::UseForm);
        } else if left {
            *wish = Some(Wish::Back);
        }
    }

    /// The question whether what is looked up may be sent. The keys go to the button that sends nothing.
    pub(super) fn consent(&mut self, ui: &mut Ui, theme: &Theme, wish: &mut Option<Wish>) {
        let LookUpCard { waiting: Some(waiting), focus, query, .. } = self else { return };
        let frame =
            Frame::new().fill(tint(theme, Tint::Selected)).corner_radius(6).inner_margin(Margin::symmetric(12, 8));
        frame.show(ui, |ui| {
            ui.set_width(ui.available_width());
            words(ui, &waiting.question.in_words(), TextLook::body(theme));
            ui.horizontal(|ui| {
                let edge = (1.0, color32(theme.ink_third));
                let cancel = ui.add(Button::new("Cancel").stroke(edge));
                give_keys(focus, Focus::Refuse, &cancel);
                if cancel.clicked() {
                    *wish = Some(Wish::Back);
                }
                if ui.add(Button::new("Connect").stroke(edge)).clicked() {
                    *wish = Some(Wish::Connect);
                }
                let hosts: Vec<String> = waiting.question.hosts().map(ToString::to_string).collect();
                let text = format!("Always for {}", listed(&hosts));
                edged(ui, theme, |ui| ui.checkbox(&mut waiting.always, text));
            });
            query.show(ui, &waiting.query, theme);
        });
        ui.add_space(4.0);
    }

    /// What is waited for, what went wrong, and what is missing in what was said last.
    pub(super) fn news(&mut self, ui: &mut Ui, sends: bool, theme: &Theme, wish: &mut Option<Wish>) {
        if let Some(work) = &self.work {
            let name = self.endpoint().map(|endpoint| endpoint.name.clone()).unwrap_or_default();
            ui.horizontal(|ui| {
                ui.add(egui::Spinner::new().size(14.0));
                let note = work.note.text();
                let text = match (note.is_empty(), work.is_quiet) {
                    (true, false) => format!("Asking {name}…"),
                    (true, true) => format!("Reading dates and evidence from {name}…"),
                    (false, _) => format!("{note}."),
                };
                words(ui, &printable(&text), TextLook::small(theme));
                if !work.is_quiet && text_button(ui, "Stop", "Stop asking", theme).clicked() {
                    *wish = Some(Wish::Back);
                }
            });
            if !work.is_quiet {
                return;
            }
        }
        if let Some(problem) = &self.last.trouble {
            words(ui, &in_words(problem), TextLook::small(theme).ink(theme.error));
            if self.last.order.is_some() && text_button(ui, "Try again", "Try again", theme).clicked() {
                *wish = Some(Wish::Again);
            }
            return;
        }
        if self.preview.is_none() {
            let missing = &self.last.told.missing;
            for what in missing.iter().take(MOST_MISSING) {
                words(ui, &printable(&format!("Incomplete: {what}.")), TextLook::small(theme).ink(theme.warning));
            }
            if missing.len() > MOST_MISSING {
                let rest = missing.iter().skip(MOST_MISSING).map(String::as_str).collect::<Vec<_>>().join("\n");
                let text = format!("and {} more", in_figures(missing.len() - MOST_MISSING));
                words(ui, &text, TextLook::small(theme).ink(theme.warning)).on_hover_ui(|ui| whole(ui, &rest));
            }
        }
        if let Some(day) = self.last.told.kept_from {
            ui.horizontal(|ui| {
                words(ui, &format!("Saved answer from {}", day.in_words()), TextLook::faint(theme));
                if sends && text_button(ui, "Refresh", "Ask the server again", theme).clicked() {
                    *wish = Some(Wish::Again);
                }
            });
        }
    }
}

/// How a new endpoint is asked.
fn profile_row(ui: &mut Ui, form: &mut Form, theme: &Theme) {
    ui.horizontal(|ui| {
        label_cell(ui, "Profile", theme);
        edged(ui, theme, |ui| {
            ui.radio_value(&mut form.profile, 0, "Detect");
            for (number, profile) in (1..).zip(PROFILES) {
                ui.radio_value(&mut form.profile, number, profile.name()).on_hover_text(profile.about());
            }
        });
    });
}

/// What is wrong and how to mend it.
fn in_words(problem: &Problem) -> String {
    let help = problem.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
    let message = crate::window::panels::widgets::capital(&problem.message);
    printable(&format!("{message}{help}."))
}
