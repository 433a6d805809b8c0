//! What will be asked, shown before it is sent: the query, or the address by which it is asked.

use egui::{Id, ScrollArea, TextEdit, Ui};

use super::asked::{Order, answer};
use crate::dossier::document::Snapshot;
use crate::dossier::endpoint::{self, Endpoint, How, Mode, next_request};
use crate::dossier::storage::Answers;
use crate::picture::theme::Theme;
use crate::problem::printable;
use crate::window::canvas::paint::color32;
use crate::window::panels::widgets::{TextLook, text_button, words};

/// Height of the text, in points; what is longer scrolls.
const HEIGHT: f32 = 150.0;

/// Whether the query is shown, and what it is.
#[derive(Default)]
pub(super) struct QueryShown {
    is_open: bool,
    /// The query for a text of the search field at an endpoint.
    of: Option<(String, String)>,
}

/// What is sent for an order first, where nothing is known of it yet.
pub(super) fn query_of(endpoint: &Endpoint, probes: bool, order: &Order, open: &Snapshot, answers: &Answers) -> String {
    let shown = next_request(endpoint, answers.clone(), order.mode(), |client| {
        if probes {
            endpoint::probe(client)?;
        }
        answer(client, order, open, answers).map(drop)
    });
    in_words(shown, probes)
}

fn in_words(shown: Option<String>, probes: bool) -> String {
    let text = match shown {
        Some(text) => text,
        None => "Nothing is sent: all answers are saved.".to_owned(),
    };
    let note = if probes { "The first request detects the kind of endpoint:\n\n" } else { "" };
    text.lines().fold(note.to_owned(), |text, line| format!("{text}{}\n", printable(line)))
}

impl QueryShown {
    /// The switch and, if it is on, what a search for a text sends.
    pub(super) fn of_search(
        &mut self,
        ui: &mut Ui,
        endpoint: &Endpoint,
        probes: bool,
        text: &str,
        answers: &Answers,
        theme: &Theme,
    ) {
        if text.is_empty() {
            return;
        }
        if !self.is_open {
            return self.show(ui, "", theme);
        }
        let asked = format!("{}\n{}\n{text}", endpoint.url.as_str(), endpoint.languages.join(","));
        if self.of.as_ref().is_none_or(|(of, _)| *of != asked) {
            let find = |client: &endpoint::Client<'_>| {
                if probes {
                    endpoint::probe(client)?;
                }
                client.endpoint.profile.find(client, text, How::Exact)
            };
            let shown = next_request(endpoint, answers.clone(), Mode::Kept, find);
            self.of = Some((asked, in_words(shown, probes)));
        }
        let query = self.of.as_ref().map(|(_, query)| query.clone()).unwrap_or_default();
        self.show(ui, &query, theme);
    }

    /// The switch and, if it is on, a query.
    pub(super) fn show(&mut self, ui: &mut Ui, query: &str, theme: &Theme) {
        ui.horizontal(|ui| {
            let text = if self.is_open { "Hide the query" } else { "Show the query" };
            if text_button(ui, text, text, theme).clicked() {
                self.is_open = !self.is_open;
            }
            if self.is_open && text_button(ui, "Copy", "Copy the query", theme).clicked() {
                ui.ctx().copy_text(query.to_owned());
            }
        });
        if !self.is_open {
            return;
        }
        words(ui, "What is sent next; what follows depends on the answer.", TextLook::faint(theme));
        ScrollArea::vertical().id_salt("look up query").max_height(HEIGHT).show(ui, |ui| {
            let mut text = query;
            let edit = TextEdit::multiline(&mut text)
                .id(Id::unique("look up query text"))
                .font(egui::TextStyle::Monospace)
                .text_color(color32(theme.ink_second))
                .desired_width(f32::INFINITY);
            ui.add(edit).accessible_name("The query");
        });
    }
}
