//! Journals left behind by a crash or a kill: listed with name, time and number of edits, then
//! restored, discarded or left for later. Nothing is thrown away without the user's consent, and
//! discarded journals are kept for thirty days.

use std::io;
use std::path::{Path, PathBuf};

use super::super::Fingerprint;
use super::super::disk::{self, DiskFile, retry};
use super::super::fingerprint::fingerprint;
use super::super::state::Storage;
use super::record::{self, Base, Contents, JournalEntry};
use super::trash::to_trash;
use super::{EXTENSION, Journal, OpenJournal};

/// How many bytes of a journal are read.
const MOST_BYTES: u64 = 1 << 30;

/// The journals found at startup.
#[derive(Debug, Default)]
pub struct Leftovers {
    /// Journals with unsaved edits, the latest first.
    pub list: Vec<Leftover>,
    /// Journals that cannot be read, and where they are now.
    pub unreadable: Vec<PathBuf>,
}

/// A journal with unsaved edits whose window is gone. As long as it is held here no other window
/// is offered it. To decide later, drop it.
pub struct Leftover {
    /// The dossier's name for display.
    pub(crate) name: String,
    /// Its main file; `None` if it was never saved.
    pub(crate) path: Option<PathBuf>,
    /// When editing began, in milliseconds since 1970.
    pub(crate) started_ms: u64,
    /// The unsaved edits in order, at least one.
    pub edits: Vec<JournalEntry>,
    /// What the dossier's files held before these edits.
    pub(crate) base: Base,
    /// Files of the dossier that hold something else now, or are gone. Where there are none the
    /// edits can be applied as they are; else they are to be merged with what is there.
    pub changed_since: Vec<PathBuf>,
    storage: Storage,
    journal: PathBuf,
    file: Box<dyn DiskFile>,
    whole: u64,
    last: u64,
}

impl std::fmt::Debug for Leftover {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Leftover")
            .field("journal", &self.journal)
            .field("edits", &self.edits.len())
            .finish_non_exhaustive()
    }
}

impl Storage {
    /// Journals that were left behind and hold unsaved edits. Those without are taken away, those
    /// that cannot be read are put with the discarded ones, which are emptied of what is older
    /// than thirty days.
    pub fn leftovers(&self) -> Leftovers {
        self.empty_trash();
        let mut found = Leftovers::default();
        let paths = self.journals().and_then(|folder| self.disk.list(&folder).ok()).unwrap_or_default();
        for path in paths.into_iter().filter(|p| p.extension().is_some_and(|e| e == EXTENSION)) {
            match self.leftover(&path) {
                Ok(Some(leftover)) => found.list.push(leftover),
                Ok(None) => {}
                Err(_) => found.unreadable.extend(to_trash(self, &path)),
            }
        }
        found.list.sort_by_key(|l| std::cmp::Reverse(l.last_edit_ms()));
        if !found.list.is_empty() || !found.unreadable.is_empty() {
            log::info!("{} journals left behind, {} unreadable", found.list.len(), found.unreadable.len());
        }
        found
    }

    /// Whether another window has unsaved edits of this dossier.
    pub(crate) fn is_edited_elsewhere(&self, main: &Path) -> bool {
        let prefix = format!("{}-", super::key(&super::absolute(main)));
        let paths = self.journals().and_then(|folder| self.disk.list(&folder).ok()).unwrap_or_default();
        let mut names = paths.iter().filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with(&prefix) && name.ends_with(EXTENSION)
        });
        names.any(|path| self.disk.open(path).and_then(|file| file.try_lock()).is_ok_and(|free| !free))
    }

    /// A journal, if its window is gone and it holds something.
    fn leftover(&self, path: &Path) -> io::Result<Option<Leftover>> {
        let file = match retry(|| self.disk.open_to_write(path)) {
            Ok(file) => file,
            // Saved and taken away by its own window this moment, or not ours to open.
            Err(_) => return Ok(None),
        };
        // Where there are no locks all are offered: better twice than never.
        if !retry(|| file.try_lock()).unwrap_or(true) {
            return Ok(None);
        }
        let bytes = disk::read_to_end(self.disk(), path, MOST_BYTES)?;
        let contents = record::read(&bytes).ok_or(io::ErrorKind::InvalidData)?;
        let now = |path: &Path| fingerprint(self.disk(), path).ok().flatten();
        let (upto, base) = base_of(&contents, &now);
        let Contents { opening, mut entries, whole, damaged, .. } = contents;
        let last = entries.last().map_or(upto, |e| e.number);
        entries.retain(|e| e.number > upto);
        if entries.is_empty() && !damaged {
            let _ = retry(|| self.disk.remove(path));
            return Ok(None);
        }
        if entries.is_empty() {
            return Err(io::ErrorKind::InvalidData.into());
        }
        let changed_since =
            base.iter().filter(|(path, print)| now(path) != Some(*print)).map(|(p, _)| p.clone()).collect();
        Ok(Some(Leftover {
            name: opening.name,
            path: opening.path,
            started_ms: opening.started_ms,
            edits: entries,
            base,
            changed_since,
            storage: self.clone(),
            journal: path.to_owned(),
            file,
            whole,
            last,
        }))
    }
}

/// Up to which edit the files hold what the journal holds, and what they were then: the last save
/// that came to its end, or a later one that replaced the files without coming to say so.
fn base_of(contents: &Contents, now: &dyn Fn(&Path) -> Option<Fingerprint>) -> (u64, Base) {
    let ended = contents.saves.iter().rposition(|(_, _, ended)| *ended);
    let begun = &contents.saves[ended.map_or(0, |at| at + 1)..];
    let on_disk = |base: &Base| base.iter().all(|(path, print)| now(path) == Some(*print));
    if let Some((upto, base, _)) = begun.iter().rev().find(|(_, base, _)| on_disk(base)) {
        return (*upto, base.clone());
    }
    match ended {
        Some(at) => (contents.saves[at].0, contents.saves[at].1.clone()),
        None => (0, contents.opening.base.clone()),
    }
}

impl Leftover {
    /// When the last edit was made, in milliseconds since 1970.
    pub(crate) fn last_edit_ms(&self) -> u64 {
        self.edits.last().map_or(self.started_ms, |e| e.at_ms)
    }

    /// What a file of the dossier held before these edits, as far as it is still to be had: from
    /// the file itself, or from the versions that are kept.
    pub(crate) fn base_content(&self, path: &Path) -> Option<Vec<u8>> {
        let print = self.base.iter().find(|(known, _)| known == path)?.1;
        let there = disk::read_to_end(self.storage.disk(), path, print.len()).ok();
        there.filter(|bytes| Fingerprint::of(bytes) == print).or_else(|| self.storage.version_with(path, print))
    }

    /// Restores the edits: the journal continues in this window. Yields it and the
    /// edits, to be applied in order.
    pub fn restore(self) -> (Journal, Vec<JournalEntry>) {
        let Leftover { name, path, started_ms, edits, base, storage, journal, file, whole, last, .. } = self;
        let opening = record::Opening { name, path, started_ms, base };
        // What is torn is cut off before anything is written behind it.
        let open = OpenJournal { path: journal, file, whole, torn: true };
        (Journal::start(&storage, opening, Some(open), last), edits)
    }

    /// Discards the edits: they are kept for thirty days and no longer offered.
    pub(crate) fn discard(self) {
        to_trash(&self.storage, &self.journal);
    }
}
