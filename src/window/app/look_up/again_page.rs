//! The page that shows what changed at an endpoint: each difference with a tick, by sort, then what is new there.

use egui::{ScrollArea, Ui};

use super::again::Found;
use super::keys::give_keys;
use super::preview::{LISTED, list, main_button};
use super::state::{Focus, LookUpCard, Wish};
use crate::dossier::compare::Sort;
use crate::picture::theme::Theme;
use crate::problem::printable;
use crate::window::panels::widgets::{TextLook, edged, section, text_button, words};
use crate::wording::{counted, in_figures};

/// The sorts of differences in the order in which they are shown, each with its heading.
const SORTS: [(Sort, &str); 4] = [
    (Sort::Changes, "Changed there"),
    (Sort::Comes, "Added there"),
    (Sort::Goes, "No longer there"),
    (Sort::Both, "Changed on both sides: yours is kept unless you tick it"),
];

impl LookUpCard {
    /// Shows it.
    pub(super) fn again_page(&mut self, ui: &mut Ui, theme: &Theme, wish: &mut Option<Wish>) {
        let is_busy = self.work.is_some() || self.waiting.is_some();
        let name = self.endpoint().map(|endpoint| printable(&endpoint.name)).unwrap_or_default();
        let names = |number: &usize| self.places.list.get(*number).map(|place| printable(&place.endpoint.name));
        let names: Vec<Option<String>> = self.again.iter().flat_map(|page| &page.numbers).map(names).collect();
        let Some(page) = &mut self.again else { return };
        let (about, other) = match page.all {
            true => (format!("All that was taken from {name}"), format!("Ask about {} only", page.label)),
            false => (page.label.clone(), format!("Ask about all {}", counted(page.count, "entity", "entities"))),
        };
        let before = (page.all, self.places.number);
        ui.horizontal(|ui| {
            words(ui, &printable(&about), TextLook::body(theme));
            let can_switch = page.all || page.count > 1;
            if can_switch && !is_busy && text_button(ui, &printable(&other), &printable(&other), theme).clicked() {
                page.all = !page.all;
            }
        });
        if page.numbers.len() > 1 && !is_busy {
            edged(ui, theme, |ui| {
                ui.horizontal_wrapped(|ui| {
                    for (number, name) in page.numbers.iter().zip(names) {
                        ui.radio_value(&mut self.places.number, *number, name.unwrap_or_default());
                    }
                })
            });
        }
        if before != (page.all, self.places.number) {
            page.found = None;
            *wish = Some(Wish::Ask(page.order()));
            return;
        }
        match &mut page.found {
            Some(found) => found.show(ui, &name, theme),
            None => {
                let can_ask = !is_busy && self.last.trouble.is_none();
                if can_ask && text_button(ui, "Ask", "Ask the endpoint", theme).clicked() {
                    *wish = Some(Wish::Ask(page.order()));
                }
            }
        }
    }

    /// The one button that takes in what is chosen.
    pub(super) fn again_foot(&mut self, ui: &mut Ui, obstacle: Option<&str>, theme: &Theme, wish: &mut Option<Wish>) {
        let is_busy = self.work.is_some();
        let Some(found) = self.again.as_ref().and_then(|page| page.found.as_ref()) else { return };
        if found.is_nothing() {
            return;
        }
        let count = found.count();
        let text = match count {
            0 => "Take in".to_owned(),
            count => format!("Take in {}", counted(count, "difference", "differences")),
        };
        let obstacle = obstacle.or((count == 0).then_some("Nothing is ticked."));
        let is_on = obstacle.is_none() && !is_busy;
        let response = main_button(ui, &text, is_on, theme);
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

impl Found {
    fn show(&mut self, ui: &mut Ui, name: &str, theme: &Theme) {
        ScrollArea::vertical().id_salt("look up again").auto_shrink([false, false]).show(ui, |ui| {
            ui.set_width(ui.available_width() - 12.0);
            ui.spacing_mut().item_spacing.y = 4.0;
            if self.is_nothing() {
                let since = self.since.map(|day| format!(" since {}", day.in_words())).unwrap_or_default();
                let text = format!("Nothing has changed at {name}{since}, and nothing is new there.");
                words(ui, &text, TextLook::body(theme));
            }
            if !self.again.knew_before {
                let text = "The earlier answers are no longer saved, so your own edits are shown as if the endpoint had \
                            changed.";
                words(ui, text, TextLook::small(theme).ink(theme.warning));
            }
            let mut flipped = None;
            for (sort, title) in SORTS {
                let of_sort = || self.picking.choices.iter().enumerate().filter(|(_, choice)| choice.sort == sort);
                let count = of_sort().count();
                if count == 0 {
                    continue;
                }
                ui.add_space(4.0);
                section(ui, title, &in_figures(count), theme);
                edged(ui, theme, |ui| {
                    for (number, choice) in of_sort().filter(|(number, _)| *number < LISTED) {
                        let mut ticked = self.chosen.get(number).copied().unwrap_or(false);
                        if ui.checkbox(&mut ticked, printable(&choice.words)).changed() {
                            flipped = Some(number);
                        }
                    }
                });
                let more = of_sort().filter(|(number, _)| *number >= LISTED).count();
                if more > 0 {
                    let text = format!("and {} more: take these in, then ask again", in_figures(more));
                    words(ui, &text, TextLook::faint(theme));
                }
            }
            if let Some(number) = flipped {
                self.picking.flip(&mut self.chosen, number);
            }
            list(ui, "Changed on both sides, cannot be ticked: yours is kept", &self.picking.settled, theme);
            self.statements(ui, theme);
        });
    }

    /// What is new there, to be ticked.
    fn statements(&mut self, ui: &mut Ui, theme: &Theme) {
        let statements = &self.again.news.statements;
        if statements.is_empty() {
            return;
        }
        ui.add_space(4.0);
        section(ui, "New statements", &in_figures(statements.len()), theme);
        if !self.again.news.are_new_there {
            let text = "Some of these may not be new: the earlier answers are no longer saved.";
            words(ui, text, TextLook::small(theme));
        }
        edged(ui, theme, |ui| {
            for (statement, chosen) in statements.iter().zip(&mut self.new) {
                ui.checkbox(chosen, printable(&statement.words));
            }
        });
    }
}
