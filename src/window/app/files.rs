//! Dossiers and their files: new, open, save, save elsewhere, and what is asked before unsaved
//! changes are left.

use std::path::{Path, PathBuf};

use egui::{Context, Key, Modifiers};

use super::ask::parts::{dialog, foot, heading, quiet};
use super::file_dialog::request::{FileRequest, FileUse};
use super::import::is_foreign;
use super::save_task::{AfterSave, Agreed, SaveResult, SaveTask, is_changed_outside, is_much_shorter, told};
use super::tasks::TaskResult;
use super::{App, OPENING};
use crate::dossier::document::{self, Document};
use crate::dossier::edit::quick_entry::free_id;
use crate::dossier::exchange;
use crate::dossier::storage::SaveError;
use crate::explore::query::views;
use crate::picture::theme::Theme;
use crate::problem::{Problem, Severity};
use crate::progress::Progress;
use crate::window::action::{Action, Command, Prompt};
use crate::window::panels::widgets::edged;

/// How long after the last change problems are looked for, in seconds.
const CHECK_AFTER_SECS: f64 = 0.8;

impl App {
    /// Goes on to something else, after asking where changes would be lost.
    pub(super) fn leave(&mut self, ctx: &Context, after: AfterSave) {
        if self.would_lose(&after) {
            self.dialogs.leaving = Some(after);
            ctx.request_repaint();
        } else {
            self.go_on(ctx, after);
        }
    }

    fn go_on(&mut self, ctx: &Context, after: AfterSave) {
        match after {
            AfterSave::Stay => {}
            AfterSave::Close => {
                self.files.may_close = true;
                ctx.send_viewport_cmd(egui::ViewportCommand::Close);
            }
            AfterSave::New => self.replace_document(document::empty(), false),
            AfterSave::Choose => self.choose_file(),
            AfterSave::Open(path) => self.open_asking(path),
            AfterSave::TakeIn => self.make_import(),
            AfterSave::Again => {
                if let Some(path) = self.session.document.path.clone() {
                    self.open(path, true);
                }
            }
            AfterSave::Example(name) => {
                if let Some(example) = document::EXAMPLES.iter().find(|e| e.name == name) {
                    self.replace_document(document::open_example(example), false);
                }
            }
        }
    }

    fn choose_file(&mut self) {
        let request = FileRequest {
            task: "Choosing a file",
            title: "Open dossier",
            filter: ("Dossier".to_owned(), vec!["ron"]),
            any: true,
            folder: self.folder(),
            name: None,
        };
        self.choose(request, FileUse::Open);
    }

    /// The folder in which the dossier lies.
    pub(super) fn folder(&self) -> Option<PathBuf> {
        self.session.document.path.as_ref().and_then(|path| path.parent()).map(Path::to_owned)
    }

    /// Leaves the open dossier as it is, whatever is being opened.
    pub(super) fn cancel_opening(&mut self) {
        self.files.opening += 1;
        self.files.progress.cancel();
        self.tasks.disown(OPENING);
    }

    /// That a file is being opened, and how far that is once it can be told.
    pub(super) fn opening_in_words(&self) -> String {
        match (self.files.progress.done() * 100.0) as u32 {
            0 => format!("{OPENING}…"),
            percent => format!("{OPENING}, {percent}%…"),
        }
    }

    /// Opens a dossier; a file of another program is shown on the import card first.
    pub(super) fn open_asking(&mut self, path: PathBuf) {
        self.open_as(path, false, true);
    }

    /// Opens a file at once, whatever program it is of.
    pub(super) fn open(&mut self, path: PathBuf, again: bool) {
        self.open_as(path, again, false);
    }

    fn open_as(&mut self, path: PathBuf, again: bool, asks: bool) {
        let storage = self.files.storage.clone();
        self.cancel_opening();
        let number = self.files.opening;
        let progress = Progress::new();
        self.files.progress = progress.clone();
        self.tasks.start(OPENING, move || {
            if asks && document::is_foreign(&path) {
                return TaskResult::Foreign(number, path);
            }
            // A save of several files that a kill cut short is ended first.
            let mended = storage.finish_interrupted(&path);
            let Ok(document) = document::open_watched(&path, &progress) else { return TaskResult::Nothing };
            document.prepare_readers();
            TaskResult::Opened(number, Box::new(document), again, mended)
        });
    }

    pub(super) fn replace_document(&mut self, document: Document, again: bool) {
        if let Some(path) = &document.path {
            self.settings.remember(path);
            self.keep_settings();
        }
        let errors = document.problems.iter().filter(|p| p.severity == Severity::Error).count();
        self.dialogs.card = None;
        self.session.replace_document(document, again);
        self.read_pictures_again();
        if again {
            self.session.read_text_again();
        } else {
            self.canvas.reset();
        }
        self.keep_another();
        if errors > 0 {
            self.chrome.show_tab("Problems");
        }
    }

    /// Files were dropped on the window: those of other programs are shown on the import card together, a text in the
    /// dossier's folder becomes a source, anything else is opened.
    pub(super) fn take_dropped(&mut self, ctx: &Context, paths: Vec<PathBuf>) {
        let is_on_card = self.dialogs.import.is_some();
        let foreign: Vec<PathBuf> =
            paths.iter().filter(|path| is_foreign(path) && (is_on_card || !is_text(path))).cloned().collect();
        if !foreign.is_empty() {
            return self.import_files(foreign);
        }
        let Some(path) = paths.into_iter().next().filter(|_| !is_on_card) else { return };
        if !is_text(&path) {
            return self.leave(ctx, AfterSave::Open(path));
        }
        match self.session.document.text_path(&path) {
            Some(text) => self.ask(&Prompt::SourceOf(text)),
            None => {
                let why = if self.session.document.path.is_none() {
                    "Save the dossier first. A source’s text must be in the dossier’s folder."
                } else {
                    "Move this file into the dossier’s folder first, then drop it here."
                };
                self.messages.say(why, true);
            }
        }
    }

    /// Saves where the dossier lies; asks for a place where it lies nowhere yet.
    pub(super) fn save(&mut self, after: AfterSave) {
        if self.session.document.path.is_none() || self.session.document.read_only {
            self.choose_place(after);
        } else {
            self.write(None, after);
        }
    }

    pub(super) fn choose_place(&mut self, after: AfterSave) {
        let document = &self.session.document;
        if let Some(why) = document.unsaveable() {
            return self.messages.say(format!("Could not save: {why}."), true);
        }
        let stem = free_id(&document.dossier.title, |_| false);
        let name = match &document.path {
            Some(path) if document.is_imported() => {
                path.with_extension("ron").file_name().unwrap_or_default().to_string_lossy().into_owned()
            }
            Some(path) => path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            None => format!("{stem}.ron"),
        };
        let request = FileRequest {
            task: "Choosing where to save",
            title: "Save dossier",
            filter: ("Dossier".to_owned(), vec!["ron"]),
            any: false,
            folder: self.folder(),
            name: Some(name),
        };
        self.choose(request, FileUse::Save(after));
    }

    /// Saves to a place; without one, where the dossier lies.
    pub fn write(&mut self, target: Option<PathBuf>, after: AfterSave) {
        self.start_save(target, after, Agreed::default());
    }

    /// Saves, unless a save is going on. A file becomes much shorter, or is written anew where it went
    /// astray, only where the person has agreed.
    pub(super) fn start_save(&mut self, target: Option<PathBuf>, after: AfterSave, agreed: Agreed) {
        if self.files.saving {
            return;
        }
        if let Some(why) = self.cannot_save(target.as_deref()) {
            return self.messages.say(format!("Could not save: {why}."), true);
        }
        if self.session.document.is_imported() {
            return self.make_dossier(target, after);
        }
        if target.is_none() && !agreed.to_rewrite && !self.session.document.astray().is_empty() {
            self.dialogs.rewriting = Some(after);
            return self.tasks.waker().wake();
        }
        let document = &mut self.session.document;
        let save = match document.prepare_save(target.as_deref(), agreed.to_shrink) {
            Ok(save) => save,
            Err(error) => return self.could_not_save(&error),
        };
        if save.is_empty() {
            document.mark_saved();
            let ctx = self.tasks.waker().context();
            self.go_on(&ctx, after);
            return;
        }
        let task = SaveTask { opened: self.session.opened, revision: document.revision(), target, after };
        self.files.saving = true;
        self.run_save(task, save);
    }

    /// Why it cannot be saved there; nothing is written then.
    fn cannot_save(&self, target: Option<&Path>) -> Option<String> {
        if let Some(why) = self.session.document.unsaveable() {
            return Some(why.to_string());
        }
        let format = exchange::by_extension(target?)?;
        let name = crate::problem::printable(&target?.file_name().unwrap_or_default().to_string_lossy());
        Some(format!(
            "the extension of {name} belongs to another format ({}); a dossier’s name must end in .ron",
            format.name()
        ))
    }

    /// Makes another program's graph into a dossier, off the frame; it is saved then.
    fn make_dossier(&mut self, target: Option<PathBuf>, after: AfterSave) {
        let Some(target) = target else { return self.choose_place(after) };
        let (opened, snapshot) = (self.session.opened, self.session.document.snapshot());
        self.tasks.start("Creating the dossier", move || match document::with_text(snapshot.dossier()) {
            Ok(made) => TaskResult::Made(opened, Box::new(made), target, after),
            Err(why) => TaskResult::Failed(format!("Could not save: {why}.")),
        });
    }

    /// A graph has become a dossier: it takes the place of what is open, and is saved.
    pub(super) fn dossier_is_made(&mut self, opened: u64, made: Document, target: PathBuf, after: AfterSave) {
        if opened != self.session.opened || !self.session.document.is_imported() {
            return;
        }
        made.prepare_readers();
        self.session.replace_document(made, true);
        self.keep_this();
        self.start_save(Some(target), after, Agreed::default());
    }

    fn could_not_save(&mut self, error: &SaveError) {
        let offer = ("Save as…", Action::Run(Command::SaveAs));
        self.messages.say_error_with(format!("Could not save: {}", told(error)), offer);
    }

    /// A save has ended.
    pub(super) fn saved(&mut self, ctx: &Context, task: SaveTask, result: SaveResult) {
        self.files.saving = false;
        if task.opened != self.session.opened {
            return;
        }
        let SaveTask { revision, target, after, .. } = task;
        let elsewhere = target.is_some();
        let saved = match result {
            Ok(saved) => saved,
            Err(error) => {
                match &error.why {
                    // What somebody else wrote is read, and the own changes are put on top of it.
                    refusal if is_changed_outside(refusal) && !elsewhere => {
                        self.files.wished = Some(after);
                        self.read_beside();
                    }
                    refusal if is_much_shorter(refusal) && !elsewhere => {
                        self.dialogs.shrinking = Some((told(&error), after));
                    }
                    _ => self.could_not_save(&error),
                }
                return;
            }
        };
        if let Some(path) = &target {
            self.settings.remember(path);
            self.read_pictures_again();
        }
        self.session.document.has_been_saved(target, revision, &saved);
        self.astray_is_over();
        self.has_been_saved(&saved, elsewhere);
        if elsewhere {
            self.keep_settings();
        }
        let name = self.session.document.path.as_ref().and_then(|p| p.file_name()).unwrap_or_default();
        self.messages.say(format!("Saved {}", name.to_string_lossy()), false);
        if self.session.is_changed() && after != AfterSave::Stay {
            self.leave(ctx, after);
        } else {
            self.go_on(ctx, after);
        }
    }

    /// Asks whether a file may become much shorter.
    pub(super) fn ask_before_shrinking(&mut self, ctx: &Context, theme: &Theme) {
        let Some((text, after)) = self.dialogs.shrinking.clone() else { return };
        let (answer, close) = dialog(ctx, "shrinking", 440.0, theme, |ui| {
            heading(ui, "Save a much shorter file?", theme);
            quiet(ui, &text, theme);
            foot(ui, "Save", true, theme)
        });
        if answer.0 || answer.1 || close {
            self.dialogs.shrinking = None;
        }
        if answer.0 {
            // Whoever is asked this has been asked about files astray before.
            self.start_save(None, after, Agreed { to_shrink: true, to_rewrite: true });
        }
    }

    /// The window is to be closed: not while there are unsaved changes.
    pub(super) fn keep_open(&mut self, ctx: &Context) {
        if !ctx.input(|i| i.viewport().close_requested()) || self.files.may_close {
            return;
        }
        if self.would_lose(&AfterSave::Close) {
            ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
            self.dialogs.leaving = Some(AfterSave::Close);
        }
    }

    /// Asks what is to become of unsaved changes.
    pub(super) fn ask_before_leaving(&mut self, ctx: &Context, theme: &Theme) {
        let Some(after) = self.dialogs.leaving.clone() else { return };
        let asked = self.leaving(&after);
        let mut keeps = !self.dialogs.drops_arrangement;
        let mut answer = None;
        let ((), close) = dialog(ctx, "unsaved", 420.0, theme, |ui| {
            heading(ui, &asked.question, theme);
            quiet(ui, &asked.text, theme);
            if asked.offers_view {
                edged(ui, theme, |ui| ui.checkbox(&mut keeps, "Save the arrangement as a view"));
            }
            ui.add_space(8.0);
            ui.horizontal(|ui| {
                if ui.button("Cancel").clicked() {
                    answer = Some(0);
                }
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    let ink = crate::window::canvas::paint::color32(theme.panel);
                    let fill = crate::window::canvas::paint::color32(theme.accent);
                    let save = egui::Button::new(egui::RichText::new("Save").color(ink)).fill(fill);
                    let response = ui.add(save);
                    if ui.memory(|m| m.focused().is_none()) {
                        response.request_focus();
                    }
                    if response.clicked() {
                        answer = Some(2);
                    }
                    if ui.button("Don’t save").clicked() {
                        answer = Some(1);
                    }
                });
            });
            if ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, Key::D)) {
                answer = Some(1);
            }
        });
        self.dialogs.drops_arrangement = !keeps;
        let answer = answer.or(close.then_some(0));
        let Some(answer) = answer else { return };
        self.dialogs.leaving = None;
        self.dialogs.drops_arrangement = false;
        match answer {
            1 => {
                self.forget_changes();
                self.go_on(ctx, after);
            }
            2 => {
                if keeps && self.would_lose_arrangement(&after) {
                    self.keep_arrangement(ctx);
                }
                self.save(after);
            }
            _ => {}
        }
    }
}

impl App {
    /// A while after the last change the text is looked through for problems, off the frame.
    pub(super) fn keep_problems(&mut self, ctx: &Context) {
        let now = (self.session.opened, self.session.document.revision());
        if Some(now) == self.files.checked || self.session.document.read_only {
            return;
        }
        let is_new = self.files.checked.is_none_or(|(opened, _)| opened != now.0);
        if is_new && self.session.dossier().views.iter().all(|view| view.filter.is_none()) {
            // What was opened has just been read, and nothing is asked of what was read.
            self.files.checked = Some(now);
            return;
        }
        let rested = ctx.input(|i| i.time) - self.files.changed_at;
        if !is_new && rested < CHECK_AFTER_SECS {
            ctx.request_repaint_after_secs((CHECK_AFTER_SECS - rested) as f32 + 0.01);
            return;
        }
        self.files.checked = Some(now);
        let read = self.session.document.reading_again();
        self.tasks.start("Looking for problems", move || {
            let document = read();
            let filters = views::problems(&document);
            TaskResult::Checked(now.0, now.1, document.problems.into_iter().chain(filters).collect())
        });
    }

    /// Problems of the text as it was.
    pub(super) fn checked(&mut self, opened: u64, revision: u64, problems: Vec<Problem>) {
        let now = (self.session.opened, self.session.document.revision());
        let problems = self.with_pictures(problems);
        if (opened, revision) == now && problems != self.session.document.problems {
            self.session.document.problems = problems;
        }
    }
}

/// Whether a file is a text that a source may have, by its name.
fn is_text(path: &Path) -> bool {
    let extension = path.extension().and_then(|e| e.to_str());
    extension.is_some_and(|e| ["txt", "md", "markdown"].iter().any(|text| e.eq_ignore_ascii_case(text)))
}
