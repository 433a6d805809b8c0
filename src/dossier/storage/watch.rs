//! Watches a dossier's files for changes by other programs. The system reports activity in their
//! folders; once it is quiet, their contents are compared with the known ones. Our own saves are
//! known and so never reported. Where the system cannot report changes, the files are checked every
//! two seconds.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use notify::Watcher as _;
use notify::event::{AccessKind, AccessMode, EventKind};

use super::disk::retry;
use super::journal::Base;
use super::save::Saved;
use super::state::Storage;
use super::{Fingerprint, Found, SaveError, found};
use crate::wording::counted;

/// How long it must be quiet before the files are checked.
const QUIET: Duration = Duration::from_millis(100);
/// Longest wait if it never gets quiet.
const PATIENCE: Duration = Duration::from_millis(1_000);
/// How long a file may be missing before that counts: editors remove and rewrite files.
const GONE: Duration = Duration::from_millis(400);
/// How often the files are checked if the system does not report changes.
const POLL: Duration = Duration::from_secs(2);

/// A file that another program changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outside {
    /// Which, as it was named when the watch began.
    pub path: PathBuf,
    /// What is there now, if anything.
    pub now: Found,
}

/// A watch over the files of a dossier; ends when dropped.
pub struct Watch {
    shared: Arc<Shared>,
    wake: Sender<Wake>,
    watcher: Mutex<Option<notify::RecommendedWatcher>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl std::fmt::Debug for Watch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Watch").finish_non_exhaustive()
    }
}

struct Shared {
    storage: Storage,
    files: Mutex<Vec<Watched>>,
}

struct Watched {
    path: PathBuf,
    known: Found,
    /// What the system said when it was last looked at; `None` is not looked at yet.
    seen: Option<Seen>,
}

#[derive(Clone, Copy, PartialEq)]
struct Seen {
    len: u64,
    modified: Option<SystemTime>,
}

enum Wake {
    /// A file may have changed: look at all of them.
    Look,
    End,
}

impl Watch {
    /// Watches files whose contents are known. `told` is called from a thread of the watch, once
    /// for all files that changed together.
    pub fn new(storage: &Storage, files: Base, told: impl Fn(Vec<Outside>) + Send + 'static) -> Self {
        let shared = Arc::new(Shared { storage: storage.clone(), files: Mutex::new(Vec::new()) });
        let (wake, woken) = channel();
        let events = wake.clone();
        let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            if event.as_ref().map_or(true, |event| may_have_changed(&event.kind)) {
                // Nobody listens any more once the watch is over.
                let _ = events.send(Wake::Look);
            }
        });
        let mut watch = Watch { shared: Arc::clone(&shared), wake, watcher: Mutex::new(watcher.ok()), thread: None };
        let all_told = watch.follow(files, &[]);
        if !all_told {
            log::warn!("the system does not report file changes; files are checked regularly");
        }
        let thread = std::thread::Builder::new().name("watch".to_owned());
        watch.thread = thread.spawn(move || shared.run(&woken, all_told, &told)).ok();
        watch
    }

    /// From now on these files are watched, with these contents: after the dossier was read again,
    /// or saved under another name. Of those that are `astray` it is known already what stands in
    /// their place. Whether the system tells of changes to all of them.
    pub(crate) fn follow(&self, files: Base, astray: &[(PathBuf, Found)]) -> bool {
        let mut watcher = self.watcher.lock().unwrap_or_else(PoisonError::into_inner);
        let mut folders: Vec<PathBuf> =
            files.iter().flat_map(|(path, _)| folders_of(&self.shared.storage, path)).collect();
        folders.sort();
        folders.dedup();
        let told = watcher.as_mut().is_some_and(|watcher| {
            // Watching a folder a second time changes nothing; one that is not needed any more
            // costs a look now and then.
            folders.iter().all(|folder| watcher.watch(folder, notify::RecursiveMode::NonRecursive).is_ok())
        });
        let watched = |(path, print): (PathBuf, Fingerprint)| {
            let instead = astray.iter().find(|(other, _)| *other == path);
            let known = instead.map_or(Found::Content(print), |(_, found)| *found);
            Watched { path, known, seen: None }
        };
        *self.shared.lock() = files.into_iter().map(watched).collect();
        // They may have changed between being read and being watched.
        let _ = self.wake.send(Wake::Look);
        told
    }

    /// Checks the files soon: called when the window gets the focus, because network disks do not
    /// report changes.
    pub fn look(&self) {
        let _ = self.wake.send(Wake::Look);
    }

    /// Saves, and knows that it was us.
    ///
    /// # Errors
    /// What the save says.
    pub fn own_save(&self, save: impl FnOnce() -> Result<Saved, SaveError>) -> Result<Saved, SaveError> {
        // Nothing is compared meanwhile.
        let mut files = self.shared.lock();
        let saved = save()?;
        for (path, print) in &saved.files {
            match files.iter_mut().find(|file| file.path == *path) {
                Some(file) => file.known = Found::Content(*print),
                None => files.push(Watched { path: path.clone(), known: Found::Content(*print), seen: None }),
            }
        }
        Ok(saved)
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.wake.send(Wake::End);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Vec<Watched>> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn run(&self, woken: &Receiver<Wake>, all_told: bool, told: &dyn Fn(Vec<Outside>)) {
        loop {
            // Where a file's folder went away nothing is told of its return.
            let first = if all_told && !self.misses_some() {
                woken.recv().map_err(|_| RecvTimeoutError::Disconnected)
            } else {
                woken.recv_timeout(POLL)
            };
            match first {
                Ok(Wake::Look) => {}
                Err(RecvTimeoutError::Timeout) => {}
                Ok(Wake::End) | Err(RecvTimeoutError::Disconnected) => return,
            }
            let since = Instant::now();
            while since.elapsed() < PATIENCE {
                match woken.recv_timeout(QUIET) {
                    Ok(Wake::Look) => {}
                    Err(RecvTimeoutError::Timeout) => break,
                    Ok(Wake::End) | Err(RecvTimeoutError::Disconnected) => return,
                }
            }
            let mut changed = self.look();
            if changed.iter().any(|outside| !matches!(outside.now, Found::Content(_))) {
                std::thread::sleep(GONE);
                changed = self.look();
            }
            if !changed.is_empty() {
                log::info!("{} changed on disk", counted(changed.len(), "file", "files"));
                self.learn(&changed);
                told(changed);
            }
        }
    }

    /// Whether a file is known to be gone or not to be readable.
    fn misses_some(&self) -> bool {
        self.lock().iter().any(|file| !matches!(file.known, Found::Content(_)))
    }

    /// Marks reported changes as known, so that each is reported once.
    fn learn(&self, told: &[Outside]) {
        for file in self.lock().iter_mut() {
            if let Some(outside) = told.iter().find(|outside| outside.path == file.path) {
                file.known = outside.now;
            }
        }
    }

    /// The files that differ from what is known.
    fn look(&self) -> Vec<Outside> {
        let mut changed = Vec::new();
        for file in self.lock().iter_mut() {
            let seen = retry(|| self.storage.disk.stat(&file.path)).ok();
            let seen = seen.map(|stat| Seen { len: stat.len, modified: stat.modified });
            if seen.is_some() && seen == file.seen {
                continue;
            }
            let now = found(self.storage.disk(), &file.path);
            if now == file.known {
                file.seen = seen.filter(is_settled);
                continue;
            }
            changed.push(Outside { path: file.path.clone(), now });
        }
        changed
    }
}

/// Whether a change in this moment would show in the time of change.
fn is_settled(seen: &Seen) -> bool {
    let age = seen.modified.and_then(|modified| SystemTime::now().duration_since(modified).ok());
    age.is_some_and(|age| age > Duration::from_secs(2))
}

/// The folders in which something happens when a file changes: its own, and where a link leads.
fn folders_of(storage: &Storage, path: &Path) -> Vec<PathBuf> {
    let real = retry(|| storage.disk.real_path(path)).ok();
    let parents = [Some(path), real.as_deref()].into_iter().flatten().filter_map(Path::parent);
    parents.map(|p| if p.as_os_str().is_empty() { PathBuf::from(".") } else { p.to_owned() }).collect()
}

/// Reading a file is no change of it, and we read ourselves.
fn may_have_changed(kind: &EventKind) -> bool {
    !matches!(kind, EventKind::Access(kind) if *kind != AccessKind::Close(AccessMode::Write))
}
