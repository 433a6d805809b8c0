//! A source: new, or one that is there.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};

use egui::{Context, Id, Key, Ui};

use super::form::{FormRow, RecordForm};
use super::parts::{dialog, field, foot, heading, quiet};
use super::{Around, Card};
use crate::dossier::edit::quick_entry::free_id;
use crate::dossier::edit::{Change, InsertAt};
use crate::dossier::model::schema::{TextRule, changes};
use crate::dossier::model::{Source, SourceId};
use crate::picture::theme::Theme;
use crate::window::action::{Action, Edits};
use crate::window::panels::widgets::text_button;
use crate::window::session::Session;

/// Asks for what a source is.
pub(crate) struct SourceCard {
    old: Option<Source>,
    id: String,
    form: RecordForm<Source>,
    first: bool,
    /// The system's dialog is open, and will say which file was chosen.
    choosing: Option<Receiver<Option<PathBuf>>>,
    /// Why what was chosen cannot be the text.
    trouble: Option<&'static str>,
}

impl SourceCard {
    /// A new one, or one that is there.
    pub(crate) fn new(id: Option<&SourceId>, session: &Session) -> Self {
        let old = id.and_then(|id| session.dossier().source(id)).cloned();
        let source = old.clone().unwrap_or_else(|| Source::new(""));
        SourceCard::of(old, &source)
    }

    fn of(old: Option<Source>, source: &Source) -> Self {
        let form = RecordForm::new(source, |_| true);
        SourceCard { id: source.id.to_string(), old, form, first: true, choosing: None, trouble: None }
    }

    /// A new one with a text; its title is the file's name until somebody says better.
    pub(crate) fn of_text(text: String) -> Self {
        let name = text.rsplit('/').next().unwrap_or(&text);
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let title = stem.replace(['-', '_'], " ");
        SourceCard::of(None, &Source { title: Some(title), text: Some(text), ..Source::new("") })
    }

    /// Opens the system's dialog for the text file, off the frame.
    fn choose(&mut self, session: &Session, ctx: &Context) {
        let folder = session.document.path.as_ref().and_then(|p| p.parent()).map(Path::to_owned);
        let (send, chosen) = channel();
        let ctx = ctx.clone();
        let ask = move || {
            let dialog = rfd::FileDialog::new().add_filter("Text", &["txt", "md", "markdown"]);
            let dialog = folder.into_iter().fold(dialog, |dialog, folder| dialog.set_directory(folder));
            // Nobody waits for it once the card is closed.
            let _ = send.send(dialog.set_title("Choose the source’s text").pick_file());
            ctx.request_repaint();
        };
        let started = std::thread::Builder::new().name("choosing a text".to_owned()).spawn(ask);
        self.choosing = started.is_ok().then_some(chosen);
    }

    /// Takes over the file that was chosen.
    fn take_chosen(&mut self, session: &Session) {
        let Some(chosen) = self.choosing.as_ref().and_then(|chosen| chosen.try_recv().ok()) else { return };
        self.choosing = None;
        let Some(file) = chosen else { return };
        match session.document.text_path(&file) {
            Some(text) => {
                let mut told = self.told();
                told.text = Some(text);
                self.form = RecordForm::new(&told, |_| true);
                self.trouble = None;
            }
            None => self.trouble = Some("This file is outside the dossier’s folder. Move it there first."),
        }
    }

    /// Under the field of the text: a way to choose a file.
    fn below_text(&mut self, ui: &mut Ui, session: &Session, theme: &Theme) {
        ui.horizontal(|ui| {
            ui.add_space(100.0);
            if let Some(trouble) = self.trouble {
                return quiet(ui, trouble, theme);
            }
            if session.document.path.is_none() {
                return quiet(ui, "Save the dossier first: texts must be in its folder.", theme);
            }
            let free = self.choosing.is_none();
            if ui
                .add_enabled_ui(free, |ui| text_button(ui, "Choose a file…", "Choose a text file", theme))
                .inner
                .clicked()
            {
                self.choose(session, ui.ctx());
            }
        });
    }

    /// The source as it is typed here.
    fn told(&self) -> Source {
        let mut source = self.old.clone().unwrap_or_else(|| Source::new(""));
        self.form.type_into(&mut source);
        source
    }

    fn done(&self, session: &Session) -> Vec<Action> {
        let typed = self.id.trim();
        let taken = |id: &str| session.dossier().sources.iter().any(|s| s.id.as_str() == id);
        let told = self.told();
        let mut edits = Vec::new();
        match &self.old {
            Some(old) => {
                let set = changes(old, &told);
                if !set.is_empty() {
                    edits.push(Change::SetSource { id: old.id.clone(), set });
                }
                if !typed.is_empty() && typed != old.id.as_str() {
                    edits.push(Change::RenameSource { id: old.id.clone(), to: SourceId::new(typed) });
                }
            }
            None => {
                let made = || free_id(told.title.as_deref().unwrap_or_default(), taken);
                let id = SourceId::new(if typed.is_empty() { made() } else { typed.to_owned() });
                edits.push(Change::AddSource { source: Source::new(id.clone()), place: InsertAt::default() });
                edits.push(Change::SetSource { set: changes(&Source::new(id.clone()), &told), id });
            }
        }
        let name = edits.first().map(|change| change.name(session.dossier())).unwrap_or_default();
        if edits.is_empty() {
            return Vec::new();
        }
        vec![Action::Edit(Box::new(Edits { name, changes: edits, ..Edits::default() }))]
    }
}

impl Card for SourceCard {
    fn show(&mut self, ctx: &Context, around: Around<'_>) -> Option<Vec<Action>> {
        let (session, theme) = (around.session, around.theme);
        let title = if self.old.is_some() { "Source" } else { "New source" };
        self.take_chosen(session);
        let (answer, close) = dialog(ctx, "source", 480.0, theme, |ui| {
            heading(ui, title, theme);
            let mut entered = false;
            for at in 0..self.form.rows.len() {
                entered |= self.form.rows[at].show(ui, theme);
                if self.form.rows[at].field.text == TextRule::Path {
                    self.below_text(ui, session, theme);
                }
            }
            entered |= field(ui, Id::unique("source id"), "Id", &mut self.id, "Made from the title", theme);
            if std::mem::take(&mut self.first) {
                let first = self.form.rows.first().map(FormRow::id);
                first.into_iter().for_each(|id| ui.memory_mut(|m| m.request_focus(id)));
            }
            let ready = self.told().title.is_some() || !self.id.trim().is_empty();
            quiet(ui, if ready { "Press Enter to save the source." } else { "Enter a title or an ID." }, theme);
            let (done, cancelled) =
                foot(ui, if self.old.is_some() { "Update source" } else { "Add source" }, ready, theme);
            let escaped = ui.input_mut(|i| i.consume_key(egui::Modifiers::NONE, Key::Escape));
            match ready && (done || entered) {
                true => Some(self.done(session)),
                false => (cancelled || escaped).then(Vec::new),
            }
        });
        answer.or(close.then(Vec::new))
    }
}
