//! A source: new, or as it is told of.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};

use egui::{Context, Id, Key, Ui};

use super::parts::{dialog, field, foot, heading, quiet};
use super::{Around, Card};
use crate::dossier::edit::{Change, InsertAt, SourceField};
use crate::dossier::model::{Date, Source, SourceId};
use crate::picture::theme::Theme;
use crate::window::action::{Action, Edits};
use crate::window::panels::widgets::draft::date_meaning;
use crate::window::panels::widgets::text_button;
use crate::window::session::{Session, free_id};

/// Asks for what a source is.
pub(crate) struct SourceCard {
    old: Option<Source>,
    id: String,
    texts: [String; 10],
    first: bool,
    /// The system's dialog is open, and will say which file was chosen.
    choosing: Option<Receiver<Option<PathBuf>>>,
    /// Why what was chosen cannot be the text.
    trouble: Option<&'static str>,
}

/// The field of the text file.
const TEXT: usize = 7;

/// Labels and hints of the fields, in the order of `SourceCard::texts`.
const FIELDS: [(&str, &str); 10] = [
    ("Title", ""),
    ("Author", ""),
    ("Publisher", "Name of the newspaper, journal or publisher"),
    ("Section", "Section or series within the publication"),
    ("Published", "2015-10"),
    ("Link", "https://…"),
    ("Accessed", "2026-03-01"),
    ("Text file", "A file in the dossier’s folder, such as article.txt"),
    ("Licence", "Licence of the text, such as CC BY 4.0"),
    ("Note", ""),
];

impl SourceCard {
    /// A new one, or one that is there.
    pub(crate) fn new(id: Option<&SourceId>, session: &Session) -> Self {
        let old = id.and_then(|id| session.dossier().source(id)).cloned();
        let source = old.clone().unwrap_or_else(|| Source::new(""));
        let date = |date: &Option<Date>| date.as_ref().map(|d| d.written().to_owned()).unwrap_or_default();
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let texts = [
            text(&source.title),
            text(&source.author),
            text(&source.publisher),
            text(&source.section),
            date(&source.published),
            text(&source.url),
            date(&source.retrieved),
            text(&source.text),
            text(&source.licence),
            text(&source.note),
        ];
        SourceCard { id: source.id.to_string(), old, texts, first: true, choosing: None, trouble: None }
    }

    /// A new one with a text; its title is the file's name until somebody says better.
    pub(crate) fn of_text(text: String, session: &Session) -> Self {
        let mut card = SourceCard::new(None, session);
        let name = text.rsplit('/').next().unwrap_or(&text);
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        card.texts[0] = stem.replace(['-', '_'], " ");
        card.texts[TEXT] = text;
        card
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
            Some(text) => (self.texts[TEXT], self.trouble) = (text, None),
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

    fn fields(&self) -> Vec<SourceField> {
        let text = |at: usize| Some(self.texts[at].trim().to_owned()).filter(|t| !t.is_empty());
        let date = |at: usize| text(at).map(|t| Date::read(&t));
        let all = vec![
            SourceField::Title(text(0)),
            SourceField::Author(text(1)),
            SourceField::Publisher(text(2)),
            SourceField::Section(text(3)),
            SourceField::Published(date(4)),
            SourceField::Url(text(5)),
            SourceField::Retrieved(date(6)),
            SourceField::Text(text(7)),
            SourceField::Licence(text(8)),
            SourceField::Note(text(9)),
        ];
        let Some(old) = &self.old else { return all };
        let is_same = |field: &SourceField| match field {
            SourceField::Title(t) => *t == old.title,
            SourceField::Author(t) => *t == old.author,
            SourceField::Publisher(t) => *t == old.publisher,
            SourceField::Section(t) => *t == old.section,
            SourceField::Published(d) => *d == old.published,
            SourceField::PublishedInferred(t) => *t == old.published_inferred,
            SourceField::Url(t) => *t == old.url,
            SourceField::Retrieved(d) => *d == old.retrieved,
            SourceField::Text(t) => *t == old.text,
            SourceField::Licence(t) => *t == old.licence,
            SourceField::Note(t) => *t == old.note,
        };
        all.into_iter().filter(|field| !is_same(field)).collect()
    }

    fn done(&self, session: &Session) -> Vec<Action> {
        let typed = self.id.trim();
        let taken = |id: &str| session.dossier().sources.iter().any(|s| s.id.as_str() == id);
        let mut changes = Vec::new();
        match &self.old {
            Some(old) => {
                let set = self.fields();
                if !set.is_empty() {
                    changes.push(Change::SetSource { id: old.id.clone(), set });
                }
                if !typed.is_empty() && typed != old.id.as_str() {
                    changes.push(Change::RenameSource { id: old.id.clone(), to: SourceId::new(typed) });
                }
            }
            None => {
                let made = || free_id(&self.texts[0], &taken).to_string();
                let id = SourceId::new(if typed.is_empty() { made() } else { typed.to_owned() });
                changes.push(Change::AddSource { source: Source::new(id.clone()), place: InsertAt::default() });
                let set = self.fields();
                changes.push(Change::SetSource { id, set });
            }
        }
        let name = changes.first().map(|change| change.name(session.dossier())).unwrap_or_default();
        if changes.is_empty() {
            return Vec::new();
        }
        vec![Action::Edit(Box::new(Edits { name, changes, ..Edits::default() }))]
    }
}

impl Card for SourceCard {
    fn show(&mut self, ctx: &Context, around: Around<'_>) -> Option<Vec<Action>> {
        let (session, theme) = (around.session, around.theme);
        let field_id = |at: usize| Id::unique(("source", at));
        let title = if self.old.is_some() { "Source" } else { "New source" };
        self.take_chosen(session);
        let (answer, close) = dialog(ctx, "source", 480.0, theme, |ui| {
            heading(ui, title, theme);
            let mut entered = false;
            for (at, (label, hint)) in FIELDS.iter().enumerate() {
                entered |= field(ui, field_id(at), label, &mut self.texts[at], hint, theme);
                if at == TEXT {
                    self.below_text(ui, session, theme);
                }
                let is_date = matches!(at, 4 | 6);
                if is_date && !self.texts[at].trim().is_empty() {
                    ui.horizontal(|ui| {
                        ui.add_space(100.0);
                        ui.vertical(|ui| {
                            if let Some(mend) = date_meaning(ui, &self.texts[at], theme) {
                                self.texts[at] = mend;
                            }
                        });
                    });
                }
            }
            entered |= field(ui, Id::unique("source id"), "Id", &mut self.id, "Made from the title", theme);
            if std::mem::take(&mut self.first) {
                ui.memory_mut(|m| m.request_focus(field_id(0)));
            }
            let ready = !self.texts[0].trim().is_empty() || !self.id.trim().is_empty();
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
