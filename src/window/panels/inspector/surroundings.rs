//! The inspector's list of neighbours that are not shown, by kind and relation, each to be brought in at a click. Worked out
//! when the filter or the dossier changed, not each frame.

use egui::Ui;

use super::super::Context;
use crate::dossier::model::EntityId;
use crate::explore::query::filter::Filter;
use crate::window::action::{Action, Command};
use crate::window::panels::widgets::{TextLook, capital, clean, hairline, link, section, text_button, words};
use crate::window::session::Session;
use crate::window::session::bringing::ExpandChoice;

/// What is known of an entity's neighbours that are not shown.
#[derive(Default)]
pub(super) struct Known {
    of: Option<(u64, Filter, EntityId)>,
    choices: Vec<ExpandChoice>,
}

impl Known {
    /// Brings it up to date.
    pub(super) fn look(&mut self, id: &EntityId, session: &Session) {
        let is_known = self.of.as_ref().is_some_and(|(revision, filter, of)| {
            *revision == session.revision && of == id && *filter == session.look.filter
        });
        if is_known {
            return;
        }
        self.choices = if session.look.filter == Filter::default() { Vec::new() } else { session.expand_choices(id) };
        self.of = Some((session.revision, session.look.filter.clone(), id.clone()));
    }

    /// Shows what could come, and what came.
    pub(super) fn show(&self, ui: &mut Ui, id: &EntityId, context: Context<'_>, actions: &mut Vec<Action>) {
        let brought = context.session.brought_by(id);
        if self.choices.is_empty() && brought.is_none() {
            return;
        }
        let theme = context.theme;
        hairline(ui, theme);
        if !self.choices.is_empty() {
            section(ui, "Neighbours not shown", "", theme);
        }
        for choice in &self.choices {
            ui.horizontal(|ui| {
                ui.add_space(if choice.is_part { 14.0 } else { 0.0 });
                let label = format!("{} {}", capital(&choice.label), choice.count);
                let look = TextLook::link(theme).size(12.5);
                if link(ui, &clean(&label), look)
                    .on_hover_text("Show them; those with most relations come first")
                    .clicked()
                {
                    actions.push(Action::Expand(id.clone(), choice.ids.clone()));
                }
            });
        }
        if let Some(brought) = brought {
            ui.horizontal(|ui| {
                words(ui, &format!("{brought}:"), TextLook::small(theme));
                if text_button(ui, "Collapse", "Hide the neighbours added by Expand", theme).clicked() {
                    actions.push(Action::Run(Command::Collapse));
                }
            });
        }
    }
}
