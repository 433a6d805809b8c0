//! The text beside the graph: read off the frame, and again when its file changes.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, channel};

use egui::Context;

use super::App;
use super::tasks::TaskResult;
use super::text_read::TextRead;
use crate::dossier::document::WayToText;
use crate::dossier::storage::{Fingerprint, Watch};
use crate::explore::query::mentions::TextNames;
use crate::problem::Problem;
use crate::progress::Progress;
use crate::window::action::{Action, Command};
use crate::window::panels::reading_focus;
use crate::window::session::text_names::NamesKey;

/// Tells when the file of the text changes.
pub(crate) struct TextWatch {
    watch: Watch,
    told: Receiver<()>,
}

impl App {
    /// Has a text read that is wanted, and hears whether its file has changed.
    pub(super) fn keep_reading(&mut self) {
        if self.files.text_watch.as_ref().is_some_and(|watch| watch.told.try_iter().count() > 0) {
            self.session.read_text_again();
        }
        self.session.keep_reading();
        if let Some(way) = self.session.take_text_wanted() {
            self.tasks.start("Reading a text", move || {
                let read = TextRead::of(&way);
                TaskResult::ReadText(way, Box::new(read))
            });
        }
    }

    /// Has the names in the text looked for, where text, names or claims have changed. Only one search goes on at
    /// a time; one that is out of date is stopped first.
    pub(super) fn keep_names(&mut self) {
        let wanted = self.session.names_wanted();
        match (&self.files.names_search, wanted) {
            (Some((key, progress)), Some(search)) if *key != search.key => progress.cancel(),
            (Some((_, progress)), None) => progress.cancel(),
            (None, Some(search)) => {
                let progress = Progress::new();
                self.files.names_search = Some((search.key, progress.clone()));
                self.tasks.start("Looking for names", move || {
                    // A search that fails must neither keep others from beginning nor begin again itself.
                    let found = catch_unwind(AssertUnwindSafe(|| search.run(&progress))).unwrap_or_else(|_| {
                        log::error!("the search for names panicked");
                        None
                    });
                    TaskResult::TextNames(search.key, found.map(Box::new))
                });
            }
            (Some(_), Some(_)) | (None, None) => {}
        }
    }

    /// Names have been looked for, unless that was stopped.
    pub(super) fn names_have_come(&mut self, key: NamesKey, names: Option<Box<TextNames>>) {
        let search = self.files.names_search.take();
        let was_stopped = search.is_some_and(|(_, progress)| progress.is_cancelled());
        match names {
            Some(names) => self.session.names_came(key, *names),
            None if was_stopped => {}
            None => self.session.names_failed(key),
        }
    }

    /// A text has been read, or cannot be.
    pub(super) fn text_has_come(&mut self, way: &WayToText, read: Result<TextRead, Problem>) {
        match read {
            Ok(TextRead { text, file }) => {
                self.session.text_came(way, Ok(text));
                self.watch_text(file);
            }
            Err(problem) => self.session.text_came(way, Err(problem)),
        }
    }

    /// What a key asks for while the text has the focus: copying means the words chosen there.
    pub(super) fn of_text(&self, ctx: &Context, action: Action) -> Action {
        let has_focus = || ctx.memory(|m| m.has_focus(reading_focus()));
        match (action, self.session.reading.chosen(), self.session.reading.text()) {
            (Action::Run(Command::Copy), Some((from, to)), Some(text)) if has_focus() => {
                Action::Copy(text.words(from, to))
            }
            (action, _, _) => action,
        }
    }

    fn watch_text(&mut self, file: Option<(PathBuf, Fingerprint)>) {
        let Some(file) = file.filter(|_| !self.files.storage.keeps_nothing()) else { return };
        if let Some(watch) = &self.files.text_watch {
            watch.watch.follow(vec![file], &[]);
            return;
        }
        let (sender, told) = channel();
        let waker = self.tasks.waker().clone();
        let watch = Watch::new(&self.files.storage, vec![file], move |_| {
            // Nobody listens any more once the window is closed.
            let _ = sender.send(());
            waker.wake();
        });
        self.files.text_watch = Some(TextWatch { watch, told });
    }
}
