//! Long work off the frame's thread: opening files, choosing files in the system's dialogs, writing
//! figures. Each kind of task is a line of [`TaskResult`]; a panic in one becomes a message.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Instant;

use super::dates_picture::{DatesKey, DatesMade};
use super::figure_page::drawing::{PageMade, PageOrder, Unmade};
use super::figure_page::thumbs::{Thumb, ThumbKey};
use super::file_dialog::request::{Choosing, FileUse};
use super::file_dialog::typed::Found as FoundPath;
use super::import::made::{AccountKey, Accounted, MadeDossier};
#[cfg(feature = "endpoint")]
use super::look_up::asked::Answered;
use super::restored::Restored;
use super::save_task::{AfterSave, SaveResult, SaveTask};
use super::text_read::TextRead;
use super::waker::Waker;
use crate::dossier::document::{Document, MissingPicture, Reread, WayToText};
use crate::dossier::exchange::Preview;
use crate::dossier::storage::Base;
use crate::explore::query::mentions::TextNames;
use crate::picture::pictures::Pictures;
use crate::problem::Problem;
use crate::progress::Cancelled;
use crate::window::session::exploring::{ExploreKey, Found};
use crate::window::session::text_names::NamesKey;

/// A moment of the window, by what is open and how.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Moment {
    /// Which opened document.
    pub(super) opened: u64,
    pub(super) revision: u64,
    /// What its files held.
    pub(super) on_disk: Base,
}

/// What a task brings back.
pub(crate) enum TaskResult {
    /// A file was read: the number of the opening, the document, whether it is the same file read again, and what
    /// was mended on the way.
    Opened(u64, Box<Document>, bool, Vec<String>),
    /// A file was chosen for this, or none.
    FileChosen(FileUse, Option<PathBuf>),
    /// The system has no dialog in which this could be chosen.
    NoFileDialog(Box<Choosing>),
    /// What the disk says to somebody who types a path.
    PathFound(FoundPath),
    /// Files to be imported were read, or why not; and whether they were pasted.
    ImportRead(Box<Result<Preview, Problem>>, bool),
    /// A file that was to be opened is another program's: it is shown on the import card.
    Foreign(u64, PathBuf),
    /// What an import would come to.
    Accounted(AccountKey, Result<Box<Accounted>, Cancelled>),
    /// What an endpoint said.
    #[cfg(feature = "endpoint")]
    LookedUp(Box<Answered>),
    /// A new dossier of an import, by the number of its card, or why there is none.
    TakenIn(u64, Result<Box<MadeDossier>, String>),
    /// Another program's graph as a dossier: of which opened document, where to save it, what comes after.
    Made(u64, Box<Document>, PathBuf, AfterSave),
    /// A save has ended, well or not.
    Saved(Box<SaveTask>, SaveResult),
    /// The files of the open dossier, as another program left them.
    Reread(Moment, Box<Reread>),
    /// What a crash left behind, made again.
    Restored(Box<Restored>),
    /// The text of a source has been read, or why not.
    ReadText(WayToText, Box<Result<TextRead, Problem>>),
    /// The names in the text, and in what they were looked for; nothing where that was stopped.
    TextNames(NamesKey, Option<Box<TextNames>>),
    /// What was asked of the network has been found out, or not.
    Explored(ExploreKey, Option<Box<Found>>),
    /// The pictures of an opened document have been read, and some perhaps not.
    Pictures(u64, Pictures, Vec<MissingPicture>),
    /// Problems of the text at a revision of an opened document.
    Checked(u64, u64, Vec<Problem>),
    /// The picture of several dates, unless that was stopped; nothing where it failed.
    Dates(Box<DatesKey>, Result<Option<Box<DatesMade>>, Cancelled>),
    /// The page of the figure editor, or why there is none.
    Page(Box<PageOrder>, Result<Box<PageMade>, Unmade>),
    /// A small picture of a view's figure.
    Thumb(Box<ThumbKey>, Option<Thumb>),
    /// A figure was written there.
    Exported(String),
    /// A picture for the clipboard.
    Copied(Box<egui::ColorImage>),
    /// It is done, and this is said of it.
    #[cfg(feature = "endpoint")]
    Said(String),
    /// There is nothing to do with what was done.
    Nothing,
    /// It could not be done, and why.
    Failed(String),
}

/// Tasks at work.
pub(crate) struct Tasks {
    sender: Sender<(u64, TaskResult)>,
    receiver: Receiver<(u64, TaskResult)>,
    /// Numbers of tasks at work with their names; those that nobody waits for have none.
    running: Vec<(u64, Option<&'static str>)>,
    started: u64,
    waker: Waker,
}

impl Tasks {
    /// No tasks yet. The window is woken when one is done.
    pub(crate) fn new(waker: Waker) -> Self {
        let (sender, receiver) = channel();
        Tasks { sender, receiver, running: Vec::new(), started: 0, waker }
    }

    /// Starts a task; `name` is shown while it runs.
    pub(crate) fn start(&mut self, name: &'static str, work: impl FnOnce() -> TaskResult + Send + 'static) {
        self.started += 1;
        let number = self.started;
        self.running.push((number, Some(name)));
        let (sender, waker) = (self.sender.clone(), self.waker.clone());
        let spawned = std::thread::Builder::new().name(name.to_owned()).spawn(move || {
            let began = Instant::now();
            let done = catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
                log::error!("task {name} panicked");
                TaskResult::Failed(format!("{name} failed because of an internal error. Your files have not changed."))
            });
            log::debug!("task {name} ended after {} ms", began.elapsed().as_millis());
            // Nobody listens any more once the window is closed.
            let _ = sender.send((number, done));
            waker.wake();
        });
        if let Err(e) = spawned {
            let _ = self.sender.send((number, TaskResult::Failed(format!("{name} could not be started: {e}"))));
        }
    }

    /// What has come back since it was asked last.
    pub(super) fn take(&mut self) -> Vec<TaskResult> {
        let done: Vec<(u64, TaskResult)> = self.receiver.try_iter().collect();
        self.running.retain(|(running, _)| done.iter().all(|(number, _)| number != running));
        done.into_iter().map(|(_, result)| result).collect()
    }

    /// What wakes the window.
    pub(crate) fn waker(&self) -> &Waker {
        &self.waker
    }

    /// The name of a task at work, for the status line.
    pub(crate) fn running(&self) -> Option<&'static str> {
        self.running.iter().rev().find_map(|(_, name)| *name)
    }

    /// Nobody waits any more for tasks of this name: they end by themselves, unseen.
    pub(super) fn disown(&mut self, name: &str) {
        self.running.iter_mut().filter(|(_, running)| *running == Some(name)).for_each(|(_, running)| *running = None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_disowned_ends_unseen_and_leaves_the_names_of_others() {
        let mut tasks = Tasks::new(Waker::new(&egui::Context::default()));
        let (release, wait) = channel::<()>();
        tasks.start("Opening", move || {
            let _ = wait.recv();
            TaskResult::Nothing
        });
        assert_eq!(tasks.running(), Some("Opening"));
        tasks.disown("Opening");
        assert_eq!(tasks.running(), None);
        let (finish, last) = channel::<()>();
        tasks.start("Saving", move || {
            let _ = last.recv();
            TaskResult::Nothing
        });
        let take_one = |tasks: &mut Tasks| {
            let begun = Instant::now();
            while tasks.take().is_empty() {
                assert!(begun.elapsed().as_secs() < 20, "nothing comes back");
                std::thread::yield_now();
            }
        };
        drop(release);
        take_one(&mut tasks);
        assert_eq!(tasks.running(), Some("Saving"), "the other is still at work");
        drop(finish);
        take_one(&mut tasks);
        assert_eq!(tasks.running(), None);
    }
}
