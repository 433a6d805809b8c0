//! The name of a view that is to be kept.

use egui::{Context, Id};

use super::parts::{card_at, quiet};
use super::{Around, Card};
use crate::window::action::Action;
use crate::window::panels::widgets::{FieldLabel, text_field};
use crate::window::session::Session;

/// Asks what the view is to be called that keeps what is shown.
#[derive(Default)]
pub(crate) struct SaveView {
    name: String,
}

impl SaveView {
    fn save(&self, session: &Session) -> Vec<Action> {
        match self.name.trim() {
            "" => Vec::new(),
            name => vec![Action::Edit(Box::new(session.keeping_view(name)))],
        }
    }
}

impl Card for SaveView {
    fn show(&mut self, ctx: &Context, around: Around<'_>) -> Option<Vec<Action>> {
        let at = around.on_screen(ctx, None, None);
        card_at(ctx, "save view", at, 300.0, around.theme, |ui| {
            let id = Id::unique("save view name");
            let label = FieldLabel { name: "Name of the view", hint: "Name", width: 276.0 };
            let field = text_field(ui, id, &mut self.name, label, around.theme);
            field.response.request_focus();
            let name = self.name.trim();
            let keys = match around.session.view_called(name) {
                Some(_) => format!("A view is called “{name}”. Enter: update it · Esc: cancel"),
                None => "Enter: save · Esc: cancel".to_owned(),
            };
            quiet(ui, &crate::problem::printable(&keys), around.theme);
            match (field.entered, field.left) {
                (true, _) if !name.is_empty() => Some(self.save(around.session)),
                (_, true) => Some(Vec::new()),
                _ => None,
            }
        })
    }

    fn leave(&mut self, session: &Session) -> Vec<Action> {
        // A view that is there already is only changed by who says so.
        if session.view_called(self.name.trim()).is_some() { Vec::new() } else { self.save(session) }
    }
}
