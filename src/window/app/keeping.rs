//! Nothing is lost: every change is written down as it is made, what is saved is checked first,
//! what another program writes is told, and what a crash left behind is offered at the start.

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

use egui::Context;

use super::App;
use super::ask::conflicts::Conflicts;
use super::save_task::SaveTask;
use super::tasks::{Moment, TaskResult};
use super::waker::Waker;
use crate::dossier::document::{Document, Reread, Save};
use crate::dossier::edit::Change;
use crate::dossier::storage::{Base, Journal, Outside, RealDisk, Saved, Storage, Watch};
use crate::window::session::Logged;

/// What keeps the open dossier safe.
pub(crate) struct Autosave {
    journal: Journal,
    watch: Arc<Watch>,
    /// Number of the last change that was written down.
    last: u64,
    told: Receiver<Vec<Outside>>,
    /// The journal error last reported to the user.
    trouble: Option<String>,
    /// While the person is asked whose version stands: the unsaved changes that nobody disputes.
    undisputed: Option<Vec<Change>>,
    /// Another program has changed something, and it was not looked at yet.
    heard: bool,
    /// What the files held of which a copy was kept last, or is being kept.
    copied: Base,
}

/// The program's storage, without a folder of its own for pictures and tests that name none.
pub(crate) fn storage(state: Option<&Path>, still: bool) -> Storage {
    match state {
        Some(state) => Storage::new(Arc::new(RealDisk), state),
        None if still => Storage::that_keeps_nothing(),
        None => Storage::of_this_system(),
    }
}

impl Autosave {
    /// Of a document that was just opened or made.
    fn new(storage: &Storage, document: &Document, waker: Waker) -> Self {
        let (sender, told) = channel();
        let watch = Watch::new(storage, document.on_disk().to_vec(), move |changed| {
            // Nobody listens any more once the window is closed.
            let _ = sender.send(changed);
            waker.wake();
        });
        let journal = journal_of(storage, document);
        Autosave {
            journal,
            watch: Arc::new(watch),
            last: 0,
            told,
            trouble: None,
            undisputed: None,
            heard: false,
            copied: Base::new(),
        }
    }

    /// Another document has taken the place of this one.
    fn follow(&mut self, storage: &Storage, document: &Document) {
        self.journal = journal_of(storage, document);
        self.follow_files(document);
        self.last = 0;
        self.undisputed = None;
        self.copied = Vec::new();
    }

    /// Watches the files of a document as they are known to be.
    fn follow_files(&self, document: &Document) {
        self.watch.follow(document.on_disk().to_vec(), &document.found_astray());
    }

    /// Begins the journal anew with unsaved changes, one step each.
    fn begin_with(&mut self, document: &Document, steps: &[(&str, &[Change])]) {
        let text = |(name, changes): &(&str, &[Change])| {
            ron::to_string(&Logged::Edit((*name).to_owned(), changes.to_vec())).unwrap_or_default()
        };
        let filled: Vec<&(&str, &[Change])> = steps.iter().filter(|(_, changes)| !changes.is_empty()).collect();
        let texts: Vec<String> = filled.iter().map(|step| text(step)).collect();
        let edits: Vec<(&str, &[u8])> = filled.iter().zip(&texts).map(|(s, text)| (s.0, text.as_bytes())).collect();
        self.restart(document, &edits);
        self.last = edits.len() as u64;
    }

    fn restart(&self, document: &Document, edits: &[(&str, &[u8])]) {
        let (path, base) = (document.path.as_deref(), document.on_disk().to_vec());
        self.journal.restart(&document.dossier.title, path, base, edits);
    }

    /// Goes on with a journal that was left behind.
    pub(crate) fn go_on_with(&mut self, journal: Journal, last: u64) {
        self.journal = journal;
        self.last = last;
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
}

/// The journal of a document that was just opened or made.
fn journal_of(storage: &Storage, document: &Document) -> Journal {
    Journal::new(storage, &document.dossier.title, document.path.as_deref(), document.on_disk().to_vec())
}

impl App {
    /// Begins to keep the document that is open now. Its own unsaved changes, if any, are no longer.
    pub(super) fn keep_another(&mut self) {
        self.keep_this();
        let path = self.session.document.path.as_ref();
        if self.files.autosave.is_some() && path.is_some_and(|path| self.files.storage.is_edited_elsewhere(path)) {
            self.messages.say("This dossier has unsaved changes in another window.", false);
        }
    }

    /// Begins to keep what is open.
    pub(super) fn keep_this(&mut self) {
        drop(self.session.take_log());
        let document = &self.session.document;
        match &mut self.files.autosave {
            Some(keeper) => keeper.follow(&self.files.storage, document),
            None if !self.files.storage.keeps_nothing() => {
                self.files.autosave = Some(Autosave::new(&self.files.storage, document, self.tasks.waker().clone()));
            }
            None => {}
        }
    }

    /// Begins to keep what is open, which was made of nothing by these changes, in one step.
    pub(super) fn keep_from_nothing(&mut self, step: &str, changes: &[Change]) {
        let document = &self.session.document;
        if let Some(keeper) = &mut self.files.autosave {
            keeper.begin_with(document, &[(step, changes)]);
        }
    }

    /// Writes down what was changed in this frame, and hears what other programs did.
    pub(super) fn keep_safe(&mut self, ctx: &Context) {
        let log = self.session.take_log();
        let Some(keeper) = &mut self.files.autosave else { return };
        if !log.is_empty() {
            keeper.write_down(&log);
        }
        self.copy_base();
        let Some(keeper) = &mut self.files.autosave else { return };
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
        keeper.heard |= keeper.told.try_iter().flatten().count() > 0;
        if keeper.heard && !self.files.saving {
            keeper.heard = false;
            self.read_beside();
        }
    }

    /// Keeps a copy of what the files held before the changes that are written down, off the frame: with
    /// it they can be restored whatever becomes of the files.
    fn copy_base(&mut self) {
        let document = &self.session.document;
        if !document.is_changed() {
            return;
        }
        let Some(keeper) = self.files.autosave.as_mut().filter(|keeper| keeper.copied != document.on_disk()) else {
            return;
        };
        let Some(saved) = document.saved_files() else { return };
        keeper.copied = document.on_disk().to_vec();
        let storage = self.files.storage.clone();
        self.tasks.start("Backing up", move || {
            for (path, text) in saved() {
                if let Err(error) = storage.keep_version(&path, text.as_bytes()) {
                    log::warn!("no copy of a file could be kept: {}", error.kind());
                }
            }
            TaskResult::Nothing
        });
    }

    /// Unsaved changes were given up.
    pub(super) fn forget_changes(&mut self) {
        if let Some(keeper) = &self.files.autosave {
            keeper.journal.discard();
        }
    }

    /// Runs a save off the frame, checked, never over what somebody else wrote.
    pub(super) fn run_save(&mut self, task: SaveTask, save: Save) {
        let storage = self.files.storage.clone();
        let keeper = self.files.autosave.as_ref().map(|k| (Arc::clone(&k.watch), k.journal.clone(), k.last));
        self.tasks.start("Saving", move || {
            let result = match &keeper {
                Some((watch, journal, last)) => {
                    // What is saved elsewhere is not yet in the files that the journal is about.
                    let journal = task.target.is_none().then_some((journal, *last));
                    watch.own_save(|| save.run(&storage, journal))
                }
                None => save.run(&storage, None),
            };
            TaskResult::Saved(Box::new(task), result.map_err(Box::new))
        });
    }

    /// The document has been saved.
    pub(super) fn has_been_saved(&mut self, saved: &Saved, elsewhere: bool) {
        if let Some(keeper) = self.files.autosave.as_mut().filter(|_| elsewhere) {
            keeper.restart(&self.session.document, &[]);
            keeper.follow_files(&self.session.document);
            keeper.last = 0;
        }
        for note in &saved.notes {
            self.messages.say(note.clone(), false);
        }
    }

    /// Reads the files as another program left them and puts the own unsaved changes on top, off the
    /// frame.
    pub(super) fn read_beside(&mut self) {
        let Some(rereading) = self.session.document.rereading() else { return };
        let of = self.moment();
        let storage = self.files.storage.clone();
        self.tasks.start("Reloading changes made by another program", move || {
            TaskResult::Reread(of, Box::new(rereading.run(&storage)))
        });
    }

    /// What is open now, and how.
    fn moment(&self) -> Moment {
        Moment {
            opened: self.session.opened,
            revision: self.session.document.revision(),
            on_disk: self.session.document.on_disk().to_vec(),
        }
    }

    /// Another program has changed the files: what came of it takes the place of what is open.
    /// `of` is what was open when that began.
    pub(super) fn reread(&mut self, ctx: &Context, of: &Moment, reread: Reread) {
        let Reread { document: fresh, same, mine, conflicts, changed, copies } = reread;
        let now = self.moment();
        if fresh.path != self.session.document.path || of.opened != now.opened {
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
        // Saved meanwhile, or changed: that is to be put on top too.
        if of.on_disk != now.on_disk || self.files.saving || (!same && of.revision != now.revision) {
            return self.read_beside();
        }
        self.tell_of_astray(fresh.astray(), copies);
        if same {
            self.session.document.set_astray(fresh.astray().to_vec());
            if let Some(keeper) = &self.files.autosave {
                keeper.follow_files(&self.session.document);
            }
            return self.ask_as_wished();
        }
        self.session.replace_document(fresh, true);
        self.read_pictures_again();
        drop(self.session.take_log());
        if let Some(keeper) = &mut self.files.autosave {
            // What is disputed is written down too, until the person has chosen: a crash meanwhile
            // loses nothing.
            let disputed: Vec<Change> = conflicts.iter().flat_map(|c| c.take_theirs.clone()).collect();
            let steps = [("my unsaved changes", &mine[..]), ("my version", &disputed[..])];
            keeper.begin_with(&self.session.document, &steps);
            keeper.undisputed = (!disputed.is_empty()).then(|| mine.clone());
            keeper.follow_files(&self.session.document);
        }
        self.ask_as_wished();
        self.drawing.flash = Some((ctx.input(|i| i.time), changed));
        if conflicts.is_empty() {
            let and = if mine.is_empty() { "" } else { "; your unsaved changes were kept" };
            self.messages.say(format!("Reloaded after a change by another program{and}."), false);
        } else {
            self.dialogs.card = Some(Box::new(Conflicts::new(conflicts)));
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
