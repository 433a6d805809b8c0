//! What a view says of itself: its name, and the title and subtitle of its figures. What it shows is changed
//! on the canvas and kept by *Update view*.

use egui::{Context, Id, Key, Modifiers};

use super::parts::{dialog, field, foot, heading, quiet};
use super::{Around, Card};
use crate::dossier::edit::Change;
use crate::dossier::model::View;
use crate::window::action::{Action, Edits};
use crate::window::panels::widgets::select_all;
use crate::window::session::Session;

/// Asks for the name, title and subtitle of a view.
pub(crate) struct EditView {
    old: String,
    name: String,
    title: String,
    subtitle: String,
    first: bool,
}

impl EditView {
    pub(crate) fn new(name: &str, session: &Session) -> Self {
        let view = session.view_called(name);
        let text = |of: fn(&View) -> &Option<String>| view.and_then(|view| of(view).clone()).unwrap_or_default();
        EditView {
            old: name.to_owned(),
            name: name.to_owned(),
            title: text(|view| &view.title),
            subtitle: text(|view| &view.subtitle),
            first: true,
        }
    }

    /// Why it cannot be called so.
    fn fault(&self, session: &Session) -> Option<&'static str> {
        match self.name.trim() {
            "" => Some("A view needs a name."),
            name if name != self.old && session.view_called(name).is_some() => {
                Some("Another view has this name. Choose a different one.")
            }
            _ => None,
        }
    }

    /// The change to what was typed. What nobody typed in stays as it is, spaces included.
    fn done(&self, session: &Session) -> Vec<Action> {
        let Some(old) = session.view_called(&self.old).filter(|_| self.fault(session).is_none()) else {
            return Vec::new();
        };
        let typed = |text: &str, now: &Option<String>| match now {
            Some(now) if now == text => Some(now.clone()),
            Some(_) | None => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        };
        let name = if self.name == self.old { &self.old } else { self.name.trim() };
        let (title, subtitle) = (typed(&self.title, &old.title), typed(&self.subtitle, &old.subtitle));
        let view = View { name: name.to_owned(), title, subtitle, ..old.clone() };
        if view == *old {
            return Vec::new();
        }
        let is_rename = View { name: old.name.clone(), ..view.clone() } == *old;
        let name = format!("{} the view “{}”", if is_rename { "rename" } else { "edit" }, self.old);
        let change = Change::SetView { name: self.old.clone(), view };
        vec![Action::Edit(Box::new(Edits { name, ..Edits::one(change) }))]
    }
}

impl Card for EditView {
    fn show(&mut self, ctx: &Context, around: Around<'_>) -> Option<Vec<Action>> {
        let (session, theme) = (around.session, around.theme);
        let id = |name: &str| Id::unique(("edit view", name));
        let (answer, close) = dialog(ctx, "edit view", 440.0, theme, |ui| {
            heading(ui, "Edit view", theme);
            let dossier = session.dossier();
            let mut entered = field(ui, id("name"), "Name", &mut self.name, "A short name", theme);
            entered |= field(ui, id("title"), "Title", &mut self.title, &dossier.title, theme);
            let hint = dossier.subtitle.as_deref().unwrap_or("A line under the title of its figures");
            entered |= field(ui, id("subtitle"), "Subtitle", &mut self.subtitle, hint, theme);
            if std::mem::take(&mut self.first) {
                ui.memory_mut(|m| m.request_focus(id("name")));
                select_all(ui, id("name"), &self.name);
            }
            let fault = self.fault(session);
            quiet(ui, fault.unwrap_or("Leave the title empty to use the dossier’s. Enter: save · Esc: cancel"), theme);
            let (done, cancelled) = foot(ui, "Save changes", fault.is_none(), theme);
            let escaped = ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape));
            match fault {
                None if done || entered => Some(self.done(session)),
                Some(_) if entered => {
                    ui.memory_mut(|m| m.request_focus(id("name")));
                    None
                }
                _ => (cancelled || escaped).then(Vec::new),
            }
        });
        answer.or(close.then(Vec::new))
    }

    fn leave(&mut self, session: &Session) -> Vec<Action> {
        self.done(session)
    }
}
