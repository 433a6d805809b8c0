//! What the dossier says of itself: its title, subtitle and note. What a view or a figure says is
//! not asked here.

use egui::{Context, Id, Key, Modifiers};

use super::parts::{dialog, field, foot, heading, quiet, text_area};
use super::{Around, Card};
use crate::dossier::edit::Change;
use crate::dossier::model::Dossier;
use crate::window::action::{Action, Edits};
use crate::window::panels::widgets::select_all;
use crate::window::session::Session;

/// The second click of a double click comes within so many seconds of the first, which opened this.
const DOUBLE_CLICK_SECS: f64 = 0.5;

/// Asks for title, subtitle and note.
pub(crate) struct Details {
    title: String,
    subtitle: String,
    note: String,
    /// When it was shown first.
    since: Option<f64>,
}

impl Details {
    pub(crate) fn new(session: &Session) -> Self {
        let dossier = session.dossier();
        Details {
            title: dossier.given_title().to_owned(),
            subtitle: dossier.subtitle.clone().unwrap_or_default(),
            note: dossier.note.clone().unwrap_or_default(),
            since: None,
        }
    }

    /// What differs from what the dossier says. What nobody typed in stays as it is, spaces included.
    fn changes(&self, dossier: &Dossier) -> Vec<Change> {
        let some = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
        let differs = |text: &str, now: &Option<String>| text != now.as_deref().unwrap_or_default();
        let title = some(&self.title).filter(|_| self.title != dossier.title).map(Change::SetTitle);
        let subtitle = differs(&self.subtitle, &dossier.subtitle).then(|| Change::SetSubtitle(some(&self.subtitle)));
        let note = differs(&self.note, &dossier.note).then(|| Change::SetNote(some(&self.note)));
        title.into_iter().chain(subtitle).chain(note).collect()
    }

    fn done(&self, session: &Session) -> Vec<Action> {
        let changes = self.changes(session.dossier());
        match changes.len() {
            0 => Vec::new(),
            1 => vec![Action::Edit(Box::new(Edits::of(changes)))],
            _ => {
                let name = "change the dossier’s details".to_owned();
                vec![Action::Edit(Box::new(Edits { name, ..Edits::of(changes) }))]
            }
        }
    }
}

impl Card for Details {
    fn show(&mut self, ctx: &Context, around: Around<'_>) -> Option<Vec<Action>> {
        let (session, theme) = (around.session, around.theme);
        let id = |name: &str| Id::unique(("dossier details", name));
        let now = ctx.input(|i| i.time);
        let first = self.since.is_none();
        let since = *self.since.get_or_insert(now);
        let (answer, close) = dialog(ctx, "dossier details", 480.0, theme, |ui| {
            heading(ui, "Dossier details", theme);
            let mut entered = field(ui, id("title"), "Title", &mut self.title, Dossier::UNTITLED, theme);
            let hint = "What it is about, in a sentence";
            entered |= field(ui, id("subtitle"), "Subtitle", &mut self.subtitle, hint, theme);
            text_area(ui, id("note"), "Note", &mut self.note, "A remark for readers", theme);
            if first {
                ui.memory_mut(|m| m.request_focus(id("title")));
                select_all(ui, id("title"), &self.title);
            }
            entered |= ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, Key::Enter));
            quiet(ui, "Enter: save · Enter in the note: new line · Esc: cancel", theme);
            let (done, cancelled) = foot(ui, "Update details", true, theme);
            let escaped = ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape));
            match done || entered {
                true => Some(self.done(session)),
                false => (cancelled || escaped).then(Vec::new),
            }
        });
        if answer.is_none() && close && now - since < DOUBLE_CLICK_SECS {
            ctx.memory_mut(|m| m.request_focus(id("title")));
            return None;
        }
        answer.or(close.then(Vec::new))
    }
}
