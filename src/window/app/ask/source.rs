//! A source: new, or one that is there.

use std::path::Path;

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
use crate::window::app::file_dialog::request::FileRequest;
use crate::window::panels::widgets::text_button;
use crate::window::session::Session;

/// Asks for what a source is.
pub(crate) struct SourceCard {
    old: Option<Source>,
    id: String,
    form: RecordForm<Source>,
    first: bool,
    /// A file is to be chosen for the text.
    wants_file: bool,
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
        SourceCard { id: source.id.to_string(), old, form, first: true, wants_file: false, trouble: None }
    }

    /// A new one with a text; its title is the file's name until somebody says better.
    pub(crate) fn of_text(text: String) -> Self {
        let name = text.rsplit('/').next().unwrap_or(&text);
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let title = stem.replace(['-', '_'], " ");
        SourceCard::of(None, &Source { title: Some(title), text: Some(text), ..Source::new("") })
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
            self.wants_file |= text_button(ui, "Choose a file…", "Choose a text file", theme).clicked();
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
        let (answer, close) = dialog(ctx, "source", 480.0, theme, |ui| {
            heading(ui, title, theme);
            let mut entered = false;
            for at in 0..self.form.rows.len() {
                entered |= self.form.rows[at].show(ui, theme);
                if self.form.rows[at].field.text == TextRule::Path {
                    self.below_text(ui, session, theme);
                }
            }
            entered |= field(ui, Id::unique("source id"), "ID", &mut self.id, "Made from the title", theme);
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

    fn wants_file(&mut self, session: &Session) -> Option<FileRequest> {
        std::mem::take(&mut self.wants_file).then(|| FileRequest {
            task: "Choosing a text",
            title: "Choose the source’s text",
            filter: ("Text".to_owned(), vec!["txt", "md", "markdown"]),
            any: false,
            folder: session.document.path.as_ref().and_then(|path| path.parent()).map(Path::to_owned),
            name: None,
        })
    }

    fn take_file(&mut self, path: &Path, session: &Session) {
        match session.document.text_path(path) {
            Some(text) => {
                let mut told = self.told();
                told.text = Some(text);
                self.form = RecordForm::new(&told, |_| true);
                self.trouble = None;
            }
            None => self.trouble = Some("This file is outside the dossier’s folder. Move it there first."),
        }
    }
}
