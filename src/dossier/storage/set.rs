//! Several files saved as one: the note that lies beside the main file from before the first
//! rename until after the last, and what is done about it if the process was killed between.

use std::io;
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::Fingerprint;
use super::disk::{self, Disk, retry};
use super::fingerprint::fingerprint;
use super::state::{Storage, path_from_text, path_to_text};
use super::temporary::{self, Temporary};

/// How large a note may be.
const MOST_BYTES: u64 = 1 << 20;

/// A file of the set.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entry {
    /// The file.
    pub(crate) target: PathBuf,
    /// Its new content, beside it.
    pub(crate) temporary: PathBuf,
    /// What it was; `None` where it is new.
    pub(crate) old: Option<Fingerprint>,
    /// What it is to be.
    pub(crate) new: Fingerprint,
}

/// As it is written: paths inside the main file's folder.
#[derive(Serialize, Deserialize)]
struct Written {
    target: String,
    temporary: String,
    old: Option<Fingerprint>,
    new: Fingerprint,
}

/// Writes the note in a folder and syncs it. Files outside the folder cannot be in it; they are
/// replaced one by one.
pub(super) fn write(disk: &dyn Disk, folder: &Path, entries: &[Entry]) -> io::Result<Temporary> {
    let inside = |path: &Path| path.strip_prefix(folder).ok().map(path_to_text);
    let written: Vec<Written> = entries
        .iter()
        .filter_map(|e| {
            Some(Written { target: inside(&e.target)?, temporary: inside(&e.temporary)?, old: e.old, new: e.new })
        })
        .collect();
    let json = serde_json::to_string(&written).map_err(io::Error::other)?;
    let mut note = Temporary::with_suffix(disk, folder, true, temporary::NOTE)?;
    let text = format!("{}\n{json}\n", Fingerprint::of(json.as_bytes()));
    let result = note.write(text.as_bytes()).and_then(|()| note.sync());
    if let Err(error) = result {
        note.remove(disk);
        return Err(error);
    }
    // The names of all that was written must be there before the first of them is renamed.
    let _ = retry(|| disk.sync_folder(folder));
    Ok(note)
}

/// Reads a note. `None` if it is torn: then no rename was begun.
fn read(disk: &dyn Disk, path: &Path) -> Option<Vec<Entry>> {
    let text = String::from_utf8(disk::read_to_end(disk, path, MOST_BYTES).ok()?).ok()?;
    let (print, json) = text.split_once('\n')?;
    let json = json.strip_suffix('\n')?;
    if Fingerprint::parse(print)? != Fingerprint::of(json.as_bytes()) {
        return None;
    }
    let folder = path.parent()?;
    let written: Vec<Written> = serde_json::from_str(json).ok()?;
    let entry = |w: Written| {
        let (target, temporary) = (inside(&w.target)?, inside(&w.temporary)?);
        // A note may have come with somebody else's folder: it moves nothing but what a save does.
        let sound = temporary::is_ours(&temporary) && temporary.parent() == target.parent();
        sound.then(|| Entry { target: folder.join(target), temporary: folder.join(temporary), old: w.old, new: w.new })
    };
    written.into_iter().map(entry).collect()
}

/// A relative path that stays in its folder.
fn inside(text: &str) -> Option<PathBuf> {
    let path = path_from_text(text)?;
    let plain = path.components().all(|part| matches!(part, Component::Normal(_)));
    (plain && !path.as_os_str().is_empty()).then_some(path)
}

impl Storage {
    /// Ends a save of several files that a kill interrupted, so that all of them are the old or
    /// all are the new ones. To be called before a dossier is read. Yields what the person should
    /// know.
    pub fn finish_interrupted(&self, main: &Path) -> Vec<String> {
        let Ok(main) = retry(|| self.disk.real_path(main)) else { return Vec::new() };
        let Some(folder) = main.parent() else { return Vec::new() };
        let notes = self.disk.list(folder).unwrap_or_default().into_iter();
        let notes = notes.filter(|p| temporary::is_ours(p) && p.to_string_lossy().ends_with(temporary::NOTE));
        notes.flat_map(|note| self.finish(&note)).collect()
    }

    fn finish(&self, note: &Path) -> Vec<String> {
        // Another window may be in the middle of it: it has some moments to end it itself.
        for _ in 0..40 {
            if self.disk.stat(note).is_err() {
                return Vec::new();
            }
            if temporary::is_left_behind(self.disk(), note) {
                return self.finish_left_behind(note);
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        Vec::new()
    }

    fn finish_left_behind(&self, note: &Path) -> Vec<String> {
        let entries = read(self.disk(), note).unwrap_or_default();
        let now = |path: &Path| fingerprint(self.disk(), path).ok().flatten();
        let begun = entries.iter().any(|e| now(&e.target) == Some(e.new));
        let mut said = Vec::new();
        for entry in entries {
            let there = now(&entry.target);
            if begun && there != Some(entry.new) {
                let whole = now(&entry.temporary) == Some(entry.new);
                let ended =
                    there == entry.old && whole && retry(|| self.disk.rename(&entry.temporary, &entry.target)).is_ok();
                let name = entry.target.display();
                said.push(if ended {
                    format!("an interrupted save of {name} has been completed")
                } else {
                    format!("{name} was part of an interrupted save and has changed since; check that it is right")
                });
                if !ended {
                    // Its new content stays beside it: nothing is thrown away.
                    continue;
                }
            }
            if self.disk.stat(&entry.temporary).is_ok() {
                let _ = retry(|| self.disk.remove(&entry.temporary));
            }
        }
        let _ = note.parent().map(|folder| retry(|| self.disk.sync_folder(folder)));
        let _ = retry(|| self.disk.remove(note));
        said
    }
}
