//! Files of the open dossier that went astray: saying what happened, and asking before they are written
//! anew. Finding out is the document's, noticing the watch's.

use std::path::PathBuf;

use egui::Context;

use super::App;
use super::ask::parts::{dialog, heading, quiet};
use super::save_task::{AfterSave, Agreed};
use crate::dossier::document::{Astray, Why};
use crate::dossier::storage::create_folder;
use crate::picture::theme::Theme;
use crate::problem::printable;
use crate::window::action::{Action, Command};
use crate::window::canvas::paint::color32;
use crate::wording::counted;

/// What the person answers.
#[derive(Clone, Copy, PartialEq)]
enum Answer {
    Cancel,
    Elsewhere,
    Anew,
}

impl App {
    /// Says which files went astray and how, unless that was said before; or that all are well again.
    pub(super) fn tell_of_astray(&mut self, astray: &[Astray], copies: Result<Vec<PathBuf>, String>) {
        if astray.is_empty() {
            if !self.files.astray_told.is_empty() {
                self.astray_is_over();
                self.messages.say("All files of this dossier are back and can be read again.", false);
            }
            return;
        }
        let happened: Vec<String> = astray.iter().map(Astray::told).collect();
        let copies = match copies {
            Ok(copies) if copies.is_empty() => String::new(),
            Ok(copies) => {
                let paths: Vec<String> = copies.iter().map(|path| path.display().to_string()).collect();
                format!(" A copy of the last saved version is in {}.", paths.join(" and "))
            }
            Err(why) => format!(" No backup copy could be made ({why}). Save now."),
        };
        let text = printable(&format!("{} This window still has all of its content.{copies}", happened.join(" ")));
        if text == self.files.astray_told {
            return;
        }
        log::warn!("{} missing or unreadable", counted(astray.len(), "file", "files"));
        self.messages.withdraw(&self.files.astray_told);
        self.files.astray_told.clone_from(&text);
        let words = if astray.iter().all(Astray::may_be_rewritten) { "Save again…" } else { "Save…" };
        self.messages.say_error_with(text, (words, Action::Run(Command::Save)));
    }

    /// No file is astray any more: nothing more is said of it.
    pub(super) fn astray_is_over(&mut self) {
        if self.session.document.astray().is_empty() || !self.files.astray_told.is_empty() {
            self.messages.withdraw(&std::mem::take(&mut self.files.astray_told));
        }
    }

    /// A save was asked for before it was known that a file went astray: it is asked about now.
    pub(super) fn ask_as_wished(&mut self) {
        if let Some(after) = self.files.wished.take()
            && !self.session.document.astray().is_empty()
        {
            self.dialogs.rewriting = Some(after);
        }
    }

    /// What is lost if the person does not save.
    pub(super) fn what_is_lost(&self) -> String {
        let astray: Vec<String> = self.session.document.astray().iter().map(Astray::told).collect();
        if astray.is_empty() {
            return "If you don’t save, your changes will be lost.".to_owned();
        }
        format!("{} If you don’t save, this will not be repaired and unsaved changes will be lost.", astray.join(" "))
    }

    /// Asks whether files that went astray are written anew.
    pub(super) fn ask_before_rewriting(&mut self, ctx: &Context, theme: &Theme) {
        let Some(after) = self.dialogs.rewriting.clone() else { return };
        let astray = self.session.document.astray().to_vec();
        if astray.is_empty() {
            // It came back meanwhile.
            self.dialogs.rewriting = None;
            return self.start_save(None, after, Agreed::default());
        }
        let (answer, close) = dialog(ctx, "rewriting", 480.0, theme, |ui| question(ui, &astray, theme));
        let Some(answer) = answer.or(close.then_some(Answer::Cancel)) else { return };
        self.dialogs.rewriting = None;
        match answer {
            Answer::Cancel => {}
            Answer::Elsewhere => self.choose_place(after),
            Answer::Anew => self.write_anew(&astray, after),
        }
    }

    fn write_anew(&mut self, astray: &[Astray], after: AfterSave) {
        for folder in astray.iter().filter(|a| a.why == Why::NoFolder).filter_map(|a| a.path.parent()) {
            if let Err(error) = create_folder(folder) {
                let text = format!("Could not save: the folder {} cannot be created: {error}", folder.display());
                return self.messages.say_error_with(printable(&text), ("Save as…", Action::Run(Command::SaveAs)));
            }
        }
        self.start_save(None, after, Agreed { to_shrink: false, to_rewrite: true });
    }
}

/// The question itself, and the answer once there is one.
fn question(ui: &mut egui::Ui, astray: &[Astray], theme: &Theme) -> Option<Answer> {
    let may = astray.iter().all(Astray::may_be_rewritten);
    let names: Vec<_> = astray.iter().map(|a| a.path.file_name().unwrap_or_default().to_string_lossy()).collect();
    let names = names.join(" and ");
    let title = if may { format!("Save {names} again?") } else { format!("{names} cannot be saved there") };
    heading(ui, &title, theme);
    for file in astray {
        quiet(ui, &printable(&format!("{} {}", file.told(), what_follows(file))), theme);
    }
    ui.add_space(8.0);
    let mut answer = None;
    ui.horizontal(|ui| {
        if ui.button("Cancel").clicked() {
            answer = Some(Answer::Cancel);
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let (ink, fill) = (color32(theme.panel), color32(theme.accent));
            let (words, meant) = if may { ("Save again", Answer::Anew) } else { ("Save as…", Answer::Elsewhere) };
            let deed = ui.add(egui::Button::new(egui::RichText::new(words).color(ink)).fill(fill));
            if ui.memory(|m| m.focused().is_none()) {
                deed.request_focus();
            }
            if deed.clicked() {
                answer = Some(meant);
            }
            if may && ui.button("Save as…").clicked() {
                answer = Some(Answer::Elsewhere);
            }
        });
    });
    answer
}

/// What becomes of a file if the person agrees.
fn what_follows(file: &Astray) -> &'static str {
    match file.why {
        Why::Gone => "It will be created again with the content of this window.",
        Why::NoFolder => "The folder and the file will be created again with the content of this window.",
        Why::Broken(_) => "Its present content will be replaced, and kept among its earlier versions.",
        Why::Unreadable(_) => "Make it readable again, or save under another name.",
    }
}
