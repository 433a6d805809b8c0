//! Choosing a file: in the system's dialog where there is one, else by typing its path. Who wants a
//! file says what for, and gets it from here; reading and writing it is theirs.

mod path_text;
pub(super) mod request;
mod system;
pub(super) mod typed;

use std::path::PathBuf;

use egui::Context;

use self::request::{Choosing, FileRequest, FileUse};
use self::typed::{Found, PathDialog};
use super::App;
use super::tasks::TaskResult;
use crate::picture::theme::Theme;

impl App {
    /// Has a file chosen; [`App::chosen`] goes on with it.
    pub(super) fn choose(&mut self, request: FileRequest, what_for: FileUse) {
        let folder = self.files.chooses_in.clone().or_else(|| request.folder.clone());
        let choosing = Choosing { request: FileRequest { folder, ..request }, what_for };
        if self.still || self.settings.typed_paths {
            return self.type_path(choosing, "");
        }
        self.tasks.start(choosing.request.task, move || match system::ask(&choosing.request) {
            system::Answer::Chosen(path) => TaskResult::FileChosen(choosing.what_for, Some(path)),
            system::Answer::Nothing => TaskResult::FileChosen(choosing.what_for, None),
            system::Answer::NoDialog => TaskResult::NoFileDialog(Box::new(choosing)),
        });
    }

    /// The system has no dialog for it.
    pub(super) fn choose_without_system(&mut self, choosing: Choosing) {
        self.type_path(choosing, system::WHAT_TO_INSTALL);
    }

    fn type_path(&mut self, choosing: Choosing, explains: &'static str) {
        self.dialogs.path = Some((PathDialog::new(choosing.request, explains), choosing.what_for));
    }

    /// Shows the dialog in which a path is typed, and finds out what it wants to know.
    pub(super) fn show_path_dialog(&mut self, ctx: &Context, theme: &Theme) {
        let Some((mut dialog, what_for)) = self.dialogs.path.take() else { return };
        match dialog.show(ctx, theme) {
            Some(path) => self.chosen(what_for, path),
            None => {
                if let Some(wish) = dialog.wish() {
                    self.tasks.start("Reading a folder", move || TaskResult::PathFound(wish.ask()));
                }
                self.dialogs.path = Some((dialog, what_for));
            }
        }
    }

    /// The disk has answered.
    pub(super) fn path_found(&mut self, found: Found) {
        if let Some((dialog, _)) = &mut self.dialogs.path {
            dialog.take(found);
        }
    }

    /// A file was chosen, or none.
    pub(super) fn chosen(&mut self, what_for: FileUse, path: Option<PathBuf>) {
        match (what_for, path) {
            (FileUse::Open, Some(path)) => self.open_asking(path),
            (FileUse::Import, Some(path)) => self.import_files(vec![path]),
            (FileUse::Save(after), Some(path)) => self.write(Some(path), after),
            (FileUse::Figure(recipe), Some(path)) => self.tasks.start("Exporting the figure", move || {
                recipe.write(&path).map_or_else(TaskResult::Failed, TaskResult::Exported)
            }),
            (FileUse::Report(report), Some(path)) => self.tasks.start("Saving the report", move || {
                report.write(&path).map_or_else(TaskResult::Failed, TaskResult::Exported)
            }),
            (FileUse::Card, path) => {
                if let (Some(card), Some(path)) = (&mut self.dialogs.card, path) {
                    card.take_file(&path, &self.session);
                }
            }
            (FileUse::Open | FileUse::Import | FileUse::Save(_) | FileUse::Figure(_) | FileUse::Report(_), None) => {}
        }
    }
}
