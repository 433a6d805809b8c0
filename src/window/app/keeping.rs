//! Nothing is lost: every change is written down as it is made, what is saved is checked first,
//! what another program writes is told, and what a crash left behind is offered at the start.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

use egui::Context;

use super::App;
use super::files::SaveTask;
use super::tasks::TaskResult;
use super::waker::Waker;
use crate::dossier::compare::Conflict;
use crate::dossier::document::{self, Document, Reread};
use crate::dossier::edit::Change;
use crate::dossier::storage::{
    Expected, FileToSave, Fingerprint, Journal, Outside, RealDisk, Refusal, SaveError, Saved, Saving, Storage, Watch,
};
use crate::problem::Problem;
use crate::window::session::Logged;

type Base = Vec<(PathBuf, Fingerprint)>;

/// What keeps the open dossier safe.
pub(crate) struct Autosave {
    storage: Storage,
    journal: Journal,
    watch: Arc<Watch>,
    /// What the files held when they were read or saved last.
    base: Base,
    /// The dossier as it was then, where that is no state of the open document's own history. To
    /// hold the open document itself would make each first change copy it.
    saved: Option<Arc<Document>>,
    /// Number of the last change that was written down.
    last: u64,
    told: Receiver<Vec<Outside>>,
    /// The journal error last reported to the user.
    trouble: Option<String>,
    /// While the person is asked whose version stands: the unsaved changes that nobody disputes.
    undisputed: Option<Vec<Change>>,
}

/// The program's storage; none for pictures and tests that name no place for it.
pub(crate) fn storage(state: Option<&Path>, still: bool) -> Option<Storage> {
    match state {
        Some(state) => Some(Storage::new(Arc::new(RealDisk), state)),
        None if still => None,
        None => Some(Storage::of_this_system()),
    }
}

impl Autosave {
    /// Of a document that was just opened or made.
    pub(crate) fn new(storage: Storage, document: &Document, waker: Waker) -> Self {
        let base = document.on_disk().to_vec();
        let path = document.path.as_deref();
        let journal = Journal::new(&storage, &document.dossier.title, path, base.clone());
        let (sender, told) = channel();
        let watch = Watch::new(&storage, base.clone(), move |changed| {
            // Nobody listens any more once the window is closed.
            let _ = sender.send(changed);
            waker.wake();
        });
        let watch = Arc::new(watch);
        Autosave { storage, journal, watch, base, saved: None, last: 0, told, trouble: None, undisputed: None }
    }

    /// Another document has taken the place of this one.
    fn follow(&mut self, document: &Document) {
        self.base = document.on_disk().to_vec();
        self.journal =
            Journal::new(&self.storage, &document.dossier.title, document.path.as_deref(), self.base.clone());
        self.watch.follow(self.base.clone());
        self.saved = None;
        self.last = 0;
        self.undisputed = None;
    }

    /// Begins the journal anew with unsaved changes, one step each.
    fn begin_with(&mut self, document: &Document, steps: &[(&str, &[Change])]) {
        let text = |(name, changes): &(&str, &[Change])| {
            ron::to_string(&Logged::Edit((*name).to_owned(), changes.to_vec())).unwrap_or_default()
        };
        let filled: Vec<&(&str, &[Change])> = steps.iter().filter(|(_, changes)| !changes.is_empty()).collect();
        let texts: Vec<String> = filled.iter().map(|step| text(step)).collect();
        let edits: Vec<(&str, &[u8])> = filled.iter().zip(&texts).map(|(s, text)| (s.0, text.as_bytes())).collect();
        self.journal.restart(&document.dossier.title, document.path.as_deref(), self.base.clone(), &edits);
        self.last = edits.len() as u64;
    }

    /// Goes on with a journal that was left behind.
    pub(crate) fn go_on_with(&mut self, journal: Journal, last: u64) {
        self.journal = journal;
        self.last = last;
    }

    /// What the files held when they were read or saved last.
    pub(crate) fn base(&self) -> Base {
        self.base.clone()
    }

    /// Writes changes down.
    fn write_down(&mut self, log: &[Logged]) {
        for logged in log {
            let label = match logged {
                Logged::Edit(name, _) => name.as_str(),
                Logged::Undo => "undo",
                Logged::Redo => "redo",
            };
            if let Ok(text) = ron::to_string(logged) {
                self.last = self.journal.append(label, text.as_bytes());
            }
        }
    }

    fn expected(&self, path: &Path) -> Expected {
        let known = self.base.iter().find(|(known, _)| known == path);
        known.map_or(Expected::Nothing, |(_, print)| Expected::Content(*print))
    }
}

/// How a save is to go.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Consent {
    /// A file may become much shorter.
    pub(crate) may_shrink: bool,
    /// What lies at the chosen place may be replaced: the system's dialog has asked.
    pub(crate) replace: bool,
}

impl App {
    /// Begins to keep the document that is open now. Its own unsaved changes, if any, are no longer.
    pub(super) fn keep_another(&mut self) {
        let document = Arc::clone(&self.session.document);
        self.keep_this(&document);
        let elsewhere = |k: &Autosave| {
            let path = self.session.document.path.as_ref()?;
            k.storage.is_edited_elsewhere(path).then_some(())
        };
        if self.files.autosave.as_ref().and_then(elsewhere).is_some() {
            self.messages.say("This dossier has unsaved changes in another window.", false);
        }
    }

    /// Begins to keep what is open, which on disk is this.
    pub(super) fn keep_this(&mut self, on_disk: &Arc<Document>) {
        drop(self.session.take_log());
        match &mut self.files.autosave {
            Some(keeper) => keeper.follow(on_disk),
            None => {
                if let Some(storage) = self.files.storage.clone() {
                    self.files.autosave = Some(Autosave::new(storage, on_disk, self.tasks.waker().clone()));
                }
            }
        }
        if let Some(keeper) = &mut self.files.autosave {
            let own = Arc::ptr_eq(on_disk, &self.session.document);
            keeper.saved = (!own).then(|| Arc::clone(on_disk));
        }
    }

    /// Writes down what was changed in this frame, and hears what other programs did.
    pub(super) fn keep_safe(&mut self, ctx: &Context) {
        let log = self.session.take_log();
        let Some(keeper) = &mut self.files.autosave else { return };
        if !log.is_empty() {
            keeper.write_down(&log);
        }
        let trouble = keeper.journal.state().trouble.map(|t| format!("{t:?}"));
        if trouble != keeper.trouble {
            if trouble.is_some() {
                self.messages.say(
                    "Your latest changes could not be backed up: the disk cannot be written to. Save to another disk.",
                    true,
                );
            }
            keeper.trouble = trouble;
        }
        if ctx.input(|i| i.events.iter().any(|e| matches!(e, egui::Event::WindowFocused(true)))) {
            keeper.watch.look();
        }
        let told: Vec<Outside> = keeper.told.try_iter().flatten().collect();
        if !told.is_empty() && !self.files.saving {
            self.read_beside();
        }
    }

    /// Unsaved changes were given up.
    pub(super) fn forget_changes(&mut self) {
        if let Some(keeper) = &self.files.autosave {
            keeper.journal.discard();
        }
    }

    /// Saves as the protocol asks: off the frame, checked, never over what somebody else wrote.
    pub(super) fn save_by_protocol(&mut self, task: SaveTask, files: Vec<document::FileToSave>, consent: Consent) {
        let Some(keeper) = &self.files.autosave else {
            // Pictures and tests without a place to keep anything.
            self.tasks.start("Saving", move || {
                let written = files.iter().try_for_each(|file| match &file.path {
                    Some(path) => crate::dossier::storage::write_atomic(path, file.text.as_bytes()),
                    None => Ok(()),
                });
                TaskResult::Saved(Box::new(task), written.map(|()| None).map_err(|p| Box::new((whole(&p), None))))
            });
            return;
        };
        let elsewhere = task.target.is_some();
        let expected: Vec<Expected> = files
            .iter()
            .map(|f| match &f.path {
                Some(_) if elsewhere && consent.replace => Expected::Anything,
                Some(path) => keeper.expected(path),
                None => Expected::Nothing,
            })
            .collect();
        let (storage, watch, journal) = (keeper.storage.clone(), Arc::clone(&keeper.watch), keeper.journal.clone());
        let (last, document) = (keeper.last, Arc::clone(&self.session.document));
        self.tasks.start("Saving", move || {
            let placed = files.iter().zip(&expected);
            let to_save: Vec<FileToSave<'_>> = placed
                .filter_map(|(f, expected)| {
                    let path = f.path.as_deref()?;
                    Some(FileToSave { path, bytes: f.text.as_bytes(), expected: *expected })
                })
                .collect();
            let check = |_: &[FileToSave<'_>]| document.check_before_saving();
            let journal = (!elsewhere).then_some((&journal, last));
            let saving = Saving { check: &check, may_shrink: consent.may_shrink, journal };
            let result = watch.own_save(|| storage.save(&to_save, &saving));
            TaskResult::Saved(
                Box::new(task),
                result.map(Some).map_err(|error| Box::new((told(&error), Some(error.why)))),
            )
        });
    }

    /// A save has been done: what is on disk now. `exactly` says that nothing was changed since it
    /// was begun.
    pub(super) fn has_been_saved(&mut self, saved: &Saved, elsewhere: bool, exactly: bool) {
        let Some(keeper) = &mut self.files.autosave else { return };
        if elsewhere {
            let document = &self.session.document;
            keeper.base.clone_from(&saved.files);
            let path = document.path.as_deref();
            keeper.journal.restart(&document.dossier.title, path, keeper.base.clone(), &[]);
            keeper.watch.follow(keeper.base.clone());
            keeper.last = 0;
        } else {
            for (path, print) in &saved.files {
                keeper.base.retain(|(known, _)| known != path);
                keeper.base.push((path.clone(), *print));
            }
        }
        if exactly {
            keeper.saved = None;
        }
        for note in &saved.notes {
            self.messages.say(note.clone(), false);
        }
    }

    /// Reads the files as another program left them and puts the own unsaved changes on top, off the
    /// frame.
    pub(super) fn read_beside(&mut self) {
        let Some(path) = self.session.document.path.clone() else { return };
        let before = Arc::clone(&self.session.document);
        let saved = self.files.autosave.as_ref().and_then(|k| k.saved.clone());
        let of = (self.session.opened, before.revision());
        self.tasks.start("Reloading changes made by another program", move || {
            TaskResult::Reread(of, Box::new(before.read_beside(&path, saved.as_deref())))
        });
    }

    /// Another program has changed the files: what came of it takes the place of what is open.
    /// `of` is which opened document was read beside, and its revision.
    pub(super) fn reread(&mut self, ctx: &Context, of: (u64, u64), reread: Reread) {
        let Reread { document: fresh, mine, conflicts, changed } = reread;
        if fresh.path != self.session.document.path || of.0 != self.session.opened {
            return;
        }
        if fresh.read_only {
            let why = fresh.problems.first().map_or(String::new(), |p| format!(": {}", p.message));
            self.messages.say(
                format!("Another program changed the file and it cannot be read{why}. Your version is unchanged."),
                true,
            );
            return;
        }
        // Changed meanwhile: that is to be put on top too.
        if of.1 != self.session.document.revision() {
            return self.read_beside();
        }
        let base = fresh.on_disk().to_vec();
        self.session.replace_document(fresh, true);
        self.read_pictures_again();
        drop(self.session.take_log());
        if let Some(keeper) = &mut self.files.autosave {
            keeper.base.clone_from(&base);
            keeper.saved = None;
            // What is disputed is written down too, until the person has chosen: a crash meanwhile
            // loses nothing.
            let disputed: Vec<Change> = conflicts.iter().flat_map(|c| c.take_theirs.clone()).collect();
            let steps = [("my unsaved changes", &mine[..]), ("my version", &disputed[..])];
            keeper.begin_with(&self.session.document, &steps);
            keeper.undisputed = (!disputed.is_empty()).then(|| mine.clone());
            keeper.watch.follow(base);
        }
        self.drawing.flash = Some((ctx.input(|i| i.time), changed));
        if conflicts.is_empty() {
            let and = if mine.is_empty() { "" } else { "; your unsaved changes were kept" };
            self.messages.say(format!("Reloaded after a change by another program{and}."), false);
        } else {
            self.dialogs.card = Some(Box::new(super::ask::conflicts::Conflicts::new(conflicts)));
        }
    }

    /// The person has chosen whose version stands: what is written down is no longer in dispute.
    pub(super) fn conflicts_are_settled(&mut self) {
        if let Some(keeper) = &mut self.files.autosave
            && let Some(mine) = keeper.undisputed.take()
        {
            keeper.begin_with(&self.session.document, &[("my unsaved changes", &mine)]);
        }
    }
}

/// What stands in the way of saving, and how to mend it.
fn told(error: &SaveError) -> String {
    let help = error.help();
    let help = if help.is_empty() { String::new() } else { format!("; {help}") };
    format!("{}{help}", error.message())
}

fn whole(problem: &Problem) -> String {
    let help = problem.help.as_deref().map_or(String::new(), |help| format!("; {help}"));
    format!("{}{help}", problem.message)
}

/// Whether a refusal means that somebody else wrote the file.
pub(crate) fn is_changed_outside(refusal: &Refusal) -> bool {
    matches!(refusal, Refusal::Changed { found: Some(_) })
}

/// Whether a refusal asks for consent to a much shorter file.
pub(crate) fn is_much_shorter(refusal: &Refusal) -> bool {
    matches!(refusal, Refusal::MuchShorter { .. })
}

/// What two versions of a record say, for whoever shows it.
pub(crate) fn both(conflict: &Conflict) -> (String, String) {
    let or_none = |text: &Option<String>| text.clone().unwrap_or_else(|| "(nothing)".to_owned());
    (or_none(&conflict.ours), or_none(&conflict.theirs))
}
