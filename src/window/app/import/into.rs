//! Where the records go: a new dossier with a title, or the open one; there, which entities are the same and what
//! stands where both say something.

use egui::{Id, Ui};

use super::pick::{Picked, pick};
use super::{ImportCard, Into, Region, Wishes};
use crate::dossier::exchange::{Differing, Joined, SameAs};
use crate::picture::theme::Theme;
use crate::problem::printable;
use crate::window::panels::widgets::{FieldLabel, TextLook, edged, section, text_field, words};
use crate::wording::{counted, in_figures};

/// Most entities and values that are listed.
const LISTED: usize = 200;

impl ImportCard {
    /// Shows the choice, and what joining comes to.
    pub(super) fn into(&mut self, ui: &mut Ui, open: Option<&str>, theme: &Theme, wishes: &mut Wishes) {
        section(ui, "Into", "", theme);
        let new = edged(ui, theme, |ui| ui.radio(self.into == Into::New, "a new dossier, not yet saved"));
        if self.focus == Some(Region::Report) {
            new.request_focus();
            self.focus = None;
        }
        if new.gained_focus() {
            self.region = Region::Report;
        }
        if new.clicked() && self.into != Into::New {
            self.into = Into::New;
            wishes.changed = true;
        }
        if self.into == Into::New {
            let label = FieldLabel { name: "Title", hint: "Title", width: ui.available_width() - 24.0 };
            text_field(ui, Id::unique("import title"), &mut self.title, label, theme);
        }
        let Some(title) = open else { return };
        let words_of = printable(&format!("into “{title}”"));
        if edged(ui, theme, |ui| ui.radio(self.into == Into::Open, words_of)).clicked() && self.into != Into::Open {
            self.into = Into::Open;
            wishes.changed = true;
        }
        if self.into == Into::New {
            return;
        }
        let Some(shown) = self.shown.clone().map(|(_, shown)| shown) else { return };
        let Some(joined) = &shown.joined else {
            words(ui, "Comparing with the open dossier…", TextLook::faint(theme));
            return;
        };
        let entities = format!(
            "{} new, {} already there",
            counted(joined.entities_added, "entity", "entities"),
            in_figures(joined.entities_matched)
        );
        let relations = format!(
            "{} new, {} already there",
            counted(joined.relations_added, "relation", "relations"),
            in_figures(joined.relations_matched)
        );
        words(ui, &entities, TextLook::small(theme));
        words(ui, &relations, TextLook::small(theme));
        if !joined.unsure.is_empty() || !joined.conflicts.is_empty() {
            let text = format!(
                "{} not certain, {}: see beside the kinds",
                in_figures(joined.unsure.len()),
                counted(joined.conflicts.len(), "value differs", "values differ")
            );
            words(ui, &text, TextLook::small(theme).ink(theme.warning));
        }
    }

    /// What joining leaves to a person: which entities are the same, and which values stand.
    pub(super) fn joining(&mut self, ui: &mut Ui, joined: &Joined, theme: &Theme, wishes: &mut Wishes) {
        if !joined.unsure.is_empty() {
            section(ui, "Not certain", &in_figures(joined.unsure.len()), theme);
        }
        for unsure in joined.unsure.iter().take(LISTED) {
            let mut options = vec!["new".to_owned()];
            options.extend(unsure.candidates.iter().map(|one| format!("{} – {}", one.label, one.why)));
            let now = self.join.same.get(unsure.id.as_str()).unwrap_or(&unsure.taken);
            let at = match now {
                SameAs::New => 0,
                SameAs::Known(id) => unsure.candidates.iter().position(|one| one.id == *id).map_or(0, |at| at + 1),
            };
            let shown = match at.checked_sub(1).and_then(|at| unsure.candidates.get(at)) {
                Some(one) => format!("is {}", one.label),
                None => "is new".to_owned(),
            };
            ui.horizontal(|ui| {
                let width = ui.available_width() * 0.45;
                ui.scope(|ui| {
                    ui.set_max_width(width);
                    words(ui, &unsure.name, TextLook::body(theme).size(12.5));
                });
                let name = format!("{} in the open dossier", unsure.name);
                let ink = if at == 0 { theme.accent } else { theme.ink };
                let picked = Picked { name: &name, word: &shown, ink, strong: false, width: ui.available_width() };
                let id = Id::unique(("import same", self.number, unsure.id.as_str()));
                let (response, new) = pick(ui, id, &picked, &options, Some(at));
                if response.gained_focus() {
                    response.scroll_to_me(None);
                }
                let Some(new) = new else { return };
                let same = new.checked_sub(1).and_then(|at| unsure.candidates.get(at));
                let same = same.map_or(SameAs::New, |one| SameAs::Known(one.id.clone()));
                self.join.same.insert(unsure.id.to_string(), same);
                wishes.changed = true;
            });
        }
        if !joined.conflicts.is_empty() {
            self.differing(ui, joined, theme, wishes);
        }
        if !joined.unsure.is_empty() || !joined.conflicts.is_empty() {
            ui.add_space(10.0);
        }
    }

    /// Values that differ, and what stands then.
    fn differing(&mut self, ui: &mut Ui, joined: &Joined, theme: &Theme, wishes: &mut Wishes) {
        section(ui, "Values that differ", &in_figures(joined.conflicts.len()), theme);
        let options = ["keep those of the open dossier".to_owned(), "keep both".to_owned()];
        let now = usize::from(self.join.differing == Differing::KeepBoth);
        let word = options.get(now).map_or("", String::as_str);
        let width = ui.available_width();
        let picked = Picked { name: "Values that differ", word, ink: theme.ink, strong: false, width };
        let id = Id::unique(("import differing", self.number));
        if let (_, Some(new)) = pick(ui, id, &picked, &options, Some(now)) {
            self.join.differing = if new == 0 { Differing::KeepOpen } else { Differing::KeepBoth };
            wishes.changed = true;
        }
        for conflict in joined.conflicts.iter().take(LISTED) {
            let text = format!("{}, {}: {} / {}", conflict.record, conflict.field, conflict.open, conflict.imported);
            words(ui, &text, TextLook::small(theme));
        }
    }
}
