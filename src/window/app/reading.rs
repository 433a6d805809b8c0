//! The text beside the graph: read off the frame, and again when its file changes.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, channel};

use egui::Context;

use super::App;
use super::tasks::TaskResult;
use super::text_read::TextRead;
use crate::dossier::document::WayToText;
use crate::dossier::storage::{Fingerprint, Watch};
use crate::problem::Problem;
use crate::window::action::{Action, Command};
use crate::window::panels::reading_focus;

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
