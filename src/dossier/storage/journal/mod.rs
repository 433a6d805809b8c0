//! The journal: every edit that is not saved yet, on disk before a second has passed, so that a
//! kill, a crash or a power cut loses nothing. Each window writes its own file and holds its lock;
//! a journal whose lock is free was left behind, and is offered at the next start
//! ([`Storage::leftovers`](super::Storage::leftovers)).
//!
//! An edit is handed to the system at once, so that the end of this process cannot lose it; a
//! thread then waits for the medium. A full disk does not stop the work: edits wait in memory,
//! are tried again each second, and [`Journal::state`] says that they are not safe yet.
//!
//! What an edit says is nobody's business here: it is bytes.

mod leftover;
mod record;
mod trash;

use std::collections::VecDeque;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::Fingerprint;
use super::disk::{self, DiskFile, rename, retry};
use super::refusal::SaveError;
use super::state::{Storage, key, now_ms};
use super::temporary::Temporary;
pub use leftover::{Leftover, Leftovers};
pub use record::{Base, JournalEntry, edits_in, written};
use record::{FIRST, JournalRecord, Opening};

/// Extension of journals.
const EXTENSION: &str = "journal";

/// How long to wait before trying a failing disk again.
const AGAIN: Duration = Duration::from_secs(1);

/// How safe the edits are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JournalState {
    /// Number of the last edit; 0 before the first.
    pub(crate) last: u64,
    /// Edits up to this one survive a kill of the program.
    pub(crate) written: u64,
    /// Edits up to this one survive a power cut.
    pub(crate) synced: u64,
    /// Edits up to this one are in the dossier's own files.
    pub(crate) saved: u64,
    /// Why the disk did not take the last one; what is not written waits in memory.
    pub(crate) trouble: Option<SaveError>,
}

/// The journal of one window on one dossier. Clones are the same journal. It makes no file before
/// the first edit, and takes it away once everything is saved.
#[derive(Clone, Debug)]
pub struct Journal {
    handle: Arc<Handle>,
}

/// Stops the thread when the last clone is dropped.
#[derive(Debug)]
struct Handle {
    shared: Arc<JournalShared>,
    thread: Mutex<Option<std::thread::JoinHandle<()>>>,
}

#[derive(Debug)]
struct JournalShared {
    storage: Storage,
    inner: Mutex<Inner>,
    changed: Condvar,
}

struct Inner {
    opening: Opening,
    file: Option<OpenJournal>,
    /// Records that are not written yet, with the number of the edit if it is one.
    waiting: VecDeque<(u64, Vec<u8>)>,
    state: JournalState,
    closed: bool,
}

struct OpenJournal {
    path: PathBuf,
    file: Box<dyn DiskFile>,
    /// How many of its bytes are complete records.
    whole: u64,
    /// A write failed halfway: what lies behind the whole records is to be cut off.
    torn: bool,
}

impl std::fmt::Debug for Inner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Inner").field("opening", &self.opening).field("state", &self.state).finish_non_exhaustive()
    }
}

impl Journal {
    /// The journal of a dossier that was just opened or made. `name` is what the person knows it
    /// by, `path` its main file, `base` all its files as they were read.
    pub fn new(storage: &Storage, name: &str, path: Option<&Path>, base: Base) -> Self {
        let opening = Opening { name: name.to_owned(), path: path.map(absolute), started_ms: now_ms(), base };
        Self::start(storage, opening, None, 0)
    }

    fn start(storage: &Storage, mut opening: Opening, file: Option<OpenJournal>, last: u64) -> Self {
        for (path, _) in &mut opening.base {
            *path = absolute(&*path);
        }
        let state = JournalState { last, written: last, synced: last, ..JournalState::default() };
        let inner = Inner { opening, file, waiting: VecDeque::new(), state, closed: false };
        let shared =
            Arc::new(JournalShared { storage: storage.clone(), inner: Mutex::new(inner), changed: Condvar::new() });
        let worker = Arc::clone(&shared);
        let thread = std::thread::Builder::new().name("journal".to_owned()).spawn(move || worker.keep_syncing());
        Journal { handle: Arc::new(Handle { shared, thread: Mutex::new(thread.ok()) }) }
    }

    /// Records an edit and returns its number. It costs one write; waiting for the medium is done
    /// by a thread.
    pub fn append(&self, label: &str, change: &[u8]) -> u64 {
        let mut inner = self.lock();
        inner.state.last += 1;
        let number = inner.state.last;
        let entry = JournalEntry { number, at_ms: now_ms(), label: label.to_owned(), change: change.to_vec() };
        inner.waiting.push_back((number, JournalRecord::Entry(entry).encode()));
        inner.write_waiting(&self.handle.shared.storage);
        self.handle.shared.changed.notify_all();
        number
    }

    /// How safe the edits are.
    pub(crate) fn state(&self) -> JournalState {
        self.lock().state.clone()
    }

    /// Waits until every edit so far is on the medium, or the time is up; whether it is.
    pub fn wait_until_synced(&self, most: Duration) -> bool {
        let (inner, shared) = (self.lock(), &self.handle.shared);
        let (last, until) = (inner.state.last, |inner: &mut Inner, last| inner.state.synced < last);
        let waited = shared.changed.wait_timeout_while(inner, most, |inner| until(inner, last));
        waited.unwrap_or_else(PoisonError::into_inner).0.state.synced >= last
    }

    /// Begins anew with other files and other edits, in one step: after a save under another name,
    /// and after unsaved edits were rebased onto what another program wrote. The first edit has
    /// the number 1 again.
    pub(crate) fn restart(&self, name: &str, path: Option<&Path>, base: Base, edits: &[(&str, &[u8])]) {
        let mut inner = self.lock();
        let base = base.into_iter().map(|(path, print)| (absolute(&path), print)).collect();
        inner.opening = Opening { name: name.to_owned(), path: path.map(absolute), started_ms: now_ms(), base };
        inner.state = JournalState { last: edits.len() as u64, ..JournalState::default() };
        inner.waiting = (1..)
            .zip(edits)
            .map(|(number, (label, change))| {
                let entry =
                    JournalEntry { number, at_ms: now_ms(), label: (*label).to_owned(), change: change.to_vec() };
                (number, JournalRecord::Entry(entry).encode())
            })
            .collect();
        // The old file stays until the new one is whole.
        let old = inner.file.take();
        inner.write_waiting(&self.handle.shared.storage);
        match old {
            Some(old) if inner.waiting.is_empty() => drop(retry(|| self.handle.shared.storage.disk.remove(&old.path))),
            // Left for the next start to offer: better twice than never.
            _ => {}
        }
        self.handle.shared.changed.notify_all();
    }

    /// The person does not want the unsaved edits: the journal goes to the discarded ones, where
    /// it is kept for thirty days.
    pub(crate) fn discard(&self) {
        let mut inner = self.lock();
        inner.waiting.clear();
        inner.state = JournalState { last: inner.state.last, ..JournalState::default() };
        if let Some(open) = inner.file.take() {
            trash::to_trash(&self.handle.shared.storage, &open.path);
        }
    }

    /// A save up to an edit is about to replace files. Waits for the medium, since after the
    /// replacement the files alone no longer tell which edits they hold.
    pub(super) fn saving(&self, upto: u64, files: &[(PathBuf, Fingerprint)]) {
        let mut inner = self.lock();
        let base = inner.base_with(files);
        // Without a file there is no edit that could be made twice.
        if inner.file.is_some() {
            inner.waiting.push_back((0, JournalRecord::Saving { upto, base }.encode()));
            inner.write_waiting(&self.handle.shared.storage);
            let failed = |open: &OpenJournal| {
                retry(|| open.file.sync()).err().map(|error| SaveError::from_io(&open.path, &error))
            };
            if let Some(error) = inner.file.as_ref().and_then(failed) {
                inner.set_trouble(Some(error));
            }
        }
    }

    /// The save that [`Journal::saving`] spoke of has replaced the files. A journal without later edits goes away.
    pub(super) fn saved(&self, upto: u64, files: &[(PathBuf, Fingerprint)]) {
        let mut inner = self.lock();
        inner.opening.base = inner.base_with(files);
        inner.state.saved = inner.state.saved.max(upto);
        inner.waiting.retain(|(number, _)| *number > upto);
        if inner.state.last <= upto {
            inner.state.written = inner.state.last;
            inner.state.synced = inner.state.last;
            inner.state.trouble = None;
            if let Some(open) = inner.file.take() {
                // If it cannot be taken away it is found to hold nothing unsaved.
                let _ = retry(|| self.handle.shared.storage.disk.remove(&open.path));
            }
        } else if inner.file.is_some() {
            let base = inner.opening.base.clone();
            inner.waiting.push_front((0, JournalRecord::Saved { upto, base }.encode()));
            inner.write_waiting(&self.handle.shared.storage);
        }
        self.handle.shared.changed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.handle.shared.lock()
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.shared.lock().closed = true;
        self.shared.changed.notify_all();
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread {
            let _ = thread.join();
        }
    }
}

impl Inner {
    /// The dossier's files with those that are saved at their new contents.
    fn base_with(&self, files: &[(PathBuf, Fingerprint)]) -> Base {
        let mut base = self.opening.base.clone();
        for (path, print) in files {
            let path = absolute(path);
            match base.iter_mut().find(|(known, _)| *known == path) {
                Some(known) => known.1 = *print,
                None => base.push((path, *print)),
            }
        }
        base
    }

    /// Writes the waiting records in order, as far as the disk accepts them.
    fn write_waiting(&mut self, storage: &Storage) {
        let result = self.try_write_waiting(storage);
        self.set_trouble(result.err());
    }

    fn set_trouble(&mut self, trouble: Option<SaveError>) {
        match (&self.state.trouble, &trouble) {
            (None, Some(error)) => log::warn!("the journal cannot be written: {}", error.why.code()),
            (Some(_), None) => log::info!("the journal can be written again"),
            (None, None) | (Some(_), Some(_)) => {}
        }
        self.state.trouble = trouble;
    }

    fn try_write_waiting(&mut self, storage: &Storage) -> Result<(), SaveError> {
        while let Some((number, record)) = self.waiting.front() {
            if self.file.is_none() {
                self.file = Some(OpenJournal::make(storage, &self.opening)?);
            }
            let Some(open) = &mut self.file else { break };
            open.append(record).map_err(|error| SaveError::from_io(&open.path, &error))?;
            self.state.written = self.state.written.max(*number);
            self.waiting.pop_front();
        }
        Ok(())
    }
}

impl OpenJournal {
    /// Makes a journal's file. It has its name only once it is locked and says what it is about,
    /// so that no other window takes it for one that was left behind.
    fn make(storage: &Storage, opening: &Opening) -> Result<Self, SaveError> {
        let Some(folder) = storage.journals() else {
            return Err(SaveError::from_io(Path::new("recovery"), &io::ErrorKind::NotFound.into()));
        };
        let failed = |error: io::Error| SaveError::from_io(&folder, &error);
        retry(|| storage.disk.make_folder(&folder)).map_err(failed)?;
        let mut temporary = Temporary::new(storage.disk(), &folder, true).map_err(failed)?;
        let mut bytes = FIRST.to_vec();
        bytes.extend(JournalRecord::Opening(opening.clone()).encode());
        let name = opening.path.as_deref().map_or_else(|| "new".to_owned(), key);
        let unique = temporary.path.file_name().unwrap_or_default().to_string_lossy().replace(".chancery-", "");
        let path = folder.join(format!("{name}-{unique}.{EXTENSION}"));
        let made = temporary
            .write(&bytes)
            .and_then(|()| temporary.sync())
            .and_then(|()| rename(storage.disk(), &temporary.path, &path));
        match made {
            Ok(()) => {
                let _ = retry(|| storage.disk.sync_folder(&folder));
                Ok(OpenJournal { path, file: temporary.into_file(), whole: bytes.len() as u64, torn: false })
            }
            Err(error) => {
                temporary.remove(storage.disk());
                Err(failed(error))
            }
        }
    }

    fn append(&mut self, record: &[u8]) -> io::Result<()> {
        if self.torn {
            retry(|| self.file.cut(self.whole))?;
            self.torn = false;
        }
        if let Err(error) = disk::write_all(&mut *self.file, record) {
            self.torn = true;
            return Err(error);
        }
        self.whole += record.len() as u64;
        Ok(())
    }
}

impl JournalShared {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The thread: waits for the medium whenever something was written, and tries again what the
    /// disk refused.
    fn keep_syncing(&self) {
        let mut inner = self.lock();
        loop {
            let unsynced = inner.state.synced < inner.state.written && inner.file.is_some();
            if unsynced {
                inner = self.sync(inner);
            }
            let failing = inner.state.trouble.is_some();
            if inner.closed && (failing || inner.state.synced >= inner.state.written || inner.file.is_none()) {
                return;
            }
            if failing {
                inner = self.changed.wait_timeout(inner, AGAIN).unwrap_or_else(PoisonError::into_inner).0;
                if !inner.closed {
                    inner.write_waiting(&self.storage);
                }
            } else if inner.state.synced >= inner.state.written || inner.file.is_none() {
                inner = self.changed.wait(inner).unwrap_or_else(PoisonError::into_inner);
            }
        }
    }

    /// Waits for the medium without blocking writers.
    fn sync<'a>(&'a self, inner: MutexGuard<'a, Inner>) -> MutexGuard<'a, Inner> {
        let Some(open) = &inner.file else { return inner };
        let (path, written) = (open.path.clone(), inner.state.written);
        let twin = retry(|| open.file.twin());
        drop(inner);
        let synced = twin.and_then(|twin| retry(|| twin.sync()));
        let mut inner = self.lock();
        match synced {
            // Meanwhile it may have begun anew with other edits.
            Ok(()) if inner.file.as_ref().is_some_and(|open| open.path == path) => {
                inner.state.synced = inner.state.synced.max(written);
            }
            Ok(()) => {}
            Err(error) => inner.set_trouble(Some(SaveError::from_io(&path, &error))),
        }
        self.changed.notify_all();
        inner
    }
}

fn absolute(path: impl AsRef<Path>) -> PathBuf {
    std::path::absolute(path.as_ref()).unwrap_or_else(|_| path.as_ref().to_owned())
}

#[cfg(test)]
mod tests;
