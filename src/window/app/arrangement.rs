//! An arrangement made by hand, which only a view keeps: what is asked before it would be lost, on the
//! first save and on leaving the dossier. How a view is kept is the session's.

use egui::{Align, Button, Context, Layout, RichText, Ui};

use super::ask::parts::{dialog, heading, quiet};
use super::{AfterSave, App};
use crate::picture::theme::Theme;
use crate::window::action::Action;
use crate::window::canvas::paint::color32;

/// Where the dossier is to be saved once the question is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SaveWhere {
    /// Where it lies.
    Here,
    /// In a place that is chosen first.
    Elsewhere,
}

/// What is asked before the dossier is left.
pub(super) struct Leaving {
    pub(super) question: String,
    pub(super) text: String,
    /// Whether it is about an arrangement besides other changes.
    pub(super) offers_view: bool,
}

impl App {
    /// Saves as the person asked for. Once, where the dossier has no views, asks first whether an
    /// arrangement made by hand becomes one.
    pub(super) fn save_as_asked(&mut self, place: SaveWhere) {
        if self.session.offers_view() {
            self.dialogs.arrangement = Some(place);
        } else {
            self.go_on_saving(place);
        }
    }

    fn go_on_saving(&mut self, place: SaveWhere) {
        match place {
            SaveWhere::Here => self.save(AfterSave::Stay),
            SaveWhere::Elsewhere => self.choose_place(AfterSave::Stay),
        }
    }

    /// Puts what was arranged by hand into the open view, or a new one.
    pub(super) fn keep_arrangement(&mut self, ctx: &Context) {
        let edits = self.session.keeping_arrangement();
        self.perform(ctx, Action::Edit(Box::new(edits)));
    }

    /// Asks before a save whether the arrangement becomes a view.
    pub(super) fn ask_about_arrangement(&mut self, ctx: &Context, theme: &Theme) {
        let Some(place) = self.dialogs.arrangement else { return };
        let (answer, close) = dialog(ctx, "arrangement", 420.0, theme, |ui| {
            heading(ui, "Save the arrangement as a view?", theme);
            let text = "You moved nodes by hand. Unless you save a view, the layout will move them back when \
                        the dossier is opened again.";
            quiet(ui, text, theme);
            keep_or_not(ui, theme)
        });
        let Some(keep) = answer.or(close.then_some(false)) else { return };
        self.dialogs.arrangement = None;
        self.session.has_been_offered_view();
        if keep {
            self.keep_arrangement(ctx);
        }
        self.go_on_saving(place);
    }

    /// Whether going on to something else loses changes, or places that no view keeps.
    pub(super) fn would_lose(&self, after: &AfterSave) -> bool {
        self.session.is_changed() || self.would_lose_arrangement(after)
    }

    /// Whether going on to something else loses places that no view keeps.
    pub(super) fn would_lose_arrangement(&self, after: &AfterSave) -> bool {
        let keeps_look = match after {
            // The same file is read again: what is looked at stays.
            AfterSave::Stay | AfterSave::Again => true,
            AfterSave::Close
            | AfterSave::New
            | AfterSave::Choose
            | AfterSave::Open(_)
            | AfterSave::TakeIn
            | AfterSave::Example(_) => false,
        };
        !keeps_look && self.session.has_unkept_arrangement()
    }

    /// What is asked before going on to something else.
    pub(super) fn leaving(&self, after: &AfterSave) -> Leaving {
        let document = &self.session.document;
        let name = match &document.path {
            Some(path) => path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            None => document.dossier.title.clone(),
        };
        if !self.session.is_changed() {
            return Leaving {
                question: format!("Save the arrangement of “{name}” as a view?"),
                text: "You moved nodes by hand. If you don’t save, their places will be lost.".to_owned(),
                offers_view: false,
            };
        }
        let (history, done) = self.session.history();
        let last = history.get(done.wrapping_sub(1)).map(|step| format!("Last change: {step}.")).unwrap_or_default();
        Leaving {
            question: format!("Save the changes to “{name}”?"),
            text: crate::problem::printable(&format!("{} {last}", self.what_is_lost())),
            offers_view: self.would_lose_arrangement(after),
        }
    }
}

/// The two answers; Enter keeps.
fn keep_or_not(ui: &mut Ui, theme: &Theme) -> Option<bool> {
    let mut answer = None;
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        if ui.button("Not now").clicked() {
            answer = Some(false);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let keep = RichText::new("Save view").color(color32(theme.panel));
            let response = ui.add(Button::new(keep).fill(color32(theme.accent)));
            if ui.memory(|m| m.focused().is_none()) {
                response.request_focus();
            }
            if response.clicked() {
                answer = Some(true);
            }
        });
    });
    answer
}
