//! The name of a view that is to be kept, and another name for one.

use egui::{Context, Id};

use super::name::select_all;
use super::parts::{card_at, quiet};
use super::{Around, Card};
use crate::dossier::edit::Change;
use crate::dossier::model::View;
use crate::window::action::{Action, Edits};
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

/// Asks for another name of a view.
pub(crate) struct RenameView {
    old: String,
    name: String,
    first: bool,
}

impl RenameView {
    pub(crate) fn new(old: &str) -> Self {
        RenameView { old: old.to_owned(), name: old.to_owned(), first: true }
    }

    /// Whether another view has the name.
    fn is_taken(&self, session: &Session) -> bool {
        let name = self.name.trim();
        name != self.old && session.view_called(name).is_some()
    }

    fn rename(&self, session: &Session) -> Vec<Action> {
        let name = self.name.trim();
        let Some(view) = session.view_called(&self.old) else { return Vec::new() };
        if name.is_empty() || name == self.old || self.is_taken(session) {
            return Vec::new();
        }
        let view = View { name: name.to_owned(), ..view.clone() };
        let change = Change::SetView { name: self.old.clone(), view };
        let edits = Edits { name: format!("rename the view “{}”", self.old), ..Edits::one(change) };
        vec![Action::Edit(Box::new(edits))]
    }
}

impl Card for RenameView {
    fn show(&mut self, ctx: &Context, around: Around<'_>) -> Option<Vec<Action>> {
        let at = around.on_screen(ctx, None, None);
        card_at(ctx, "rename view", at, 300.0, around.theme, |ui| {
            let id = Id::unique("rename view field");
            let label = FieldLabel { name: "New name of the view", hint: "Name", width: 276.0 };
            let field = text_field(ui, id, &mut self.name, label, around.theme);
            if std::mem::take(&mut self.first) {
                field.response.request_focus();
                select_all(ui, id, &self.name);
            }
            let taken = self.is_taken(around.session);
            let keys = if taken {
                "Another view has this name. Choose a different one."
            } else {
                "Enter: rename · Esc: cancel"
            };
            quiet(ui, keys, around.theme);
            match (field.entered, field.left) {
                (true, _) if !taken && !self.name.trim().is_empty() => Some(self.rename(around.session)),
                (true, _) => {
                    field.response.request_focus();
                    None
                }
                (_, true) => Some(Vec::new()),
                _ => None,
            }
        })
    }

    fn leave(&mut self, session: &Session) -> Vec<Action> {
        self.rename(session)
    }
}
