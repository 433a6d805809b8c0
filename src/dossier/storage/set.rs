//! Saving several files as one: a note lies beside the main file from before the first rename until
//! after the last, and completes the save if the process is killed in between.

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
    pub(crate) target: PathBuf,
    /// What it is to hold, beside it; `None` where it is that already, or is to be gone.
    pub(crate) temporary: Option<PathBuf>,
    /// What it was; `None` where it is new.
    pub(crate) old: Option<Fingerprint>,
    /// What it is to be; `None` where it is to be gone.
    pub(crate) new: Option<Fingerprint>,
}

/// As it is written: paths inside the main file's folder.
#[derive(Serialize, Deserialize)]
struct Written {
    target: String,
    temporary: Option<String>,
    old: Option<Fingerprint>,
    new: Option<Fingerprint>,
}

/// Writes the note in a folder and syncs it. Files outside the folder cannot be in it; they are
/// replaced one by one.
pub(super) fn write(disk: &dyn Disk, folder: &Path, entries: &[Entry]) -> io::Result<Temporary> {
    let inside = |path: &Path| path.strip_prefix(folder).ok().map(path_to_text);
    let written = |e: &Entry| {
        let temporary = e.temporary.as_ref().map(|path| inside(path));
        let temporary = temporary.map_or(Some(None), |inside| inside.map(Some))?;
        Some(Written { target: inside(&e.target)?, temporary, old: e.old, new: e.new })
    };
    let written: Vec<Written> = entries.iter().filter_map(written).collect();
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
        let target = inside(&w.target)?;
        let temporary = w.temporary.map(|temporary| inside(&temporary)).map_or(Some(None), |path| path.map(Some))?;
        // A note may have come with somebody else's folder: it moves nothing but what a save does.
        let is_sound = |path: &PathBuf| temporary::is_ours(path) && path.parent() == target.parent();
        let sound = temporary.as_ref().is_none_or(is_sound) && lies_in(disk, folder, &target);
        let temporary = temporary.map(|temporary| folder.join(temporary));
        sound.then(|| Entry { target: folder.join(target), temporary, old: w.old, new: w.new })
    };
    written.into_iter().map(entry).collect()
}

/// Whether no link on the way to a file of a set leads out of the folder.
fn lies_in(disk: &dyn Disk, folder: &Path, target: &Path) -> bool {
    let parent = folder.join(target).parent().map(Path::to_owned).unwrap_or_default();
    match (retry(|| disk.real_path(&parent)), retry(|| disk.real_path(folder))) {
        (Ok(real), Ok(folder)) => real.starts_with(folder),
        _ => false,
    }
}

/// A relative path that stays in its folder.
fn inside(text: &str) -> Option<PathBuf> {
    let path = path_from_text(text)?;
    let plain = path.components().all(|part| matches!(part, Component::Normal(_)));
    (plain && !path.as_os_str().is_empty()).then_some(path)
}

/// The progress of one file of a set.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// It has its new content.
    Done,
    /// It has its old content, and the new content is beside it.
    Ready,
    /// It has other content, or the new content is lost.
    Lost,
}

/// A note that was left behind, and its contents.
struct Left {
    note: PathBuf,
    entries: Vec<Entry>,
}

impl Storage {
    /// Ends saves of several files that a kill or a failing disk interrupted, so that all of them are
    /// the old or all are the new ones. To be called before a dossier is read or saved. Yields what the
    /// person should know.
    pub fn finish_interrupted(&self, main: &Path) -> Vec<String> {
        let Ok(main) = retry(|| self.disk.real_path(main)) else { return Vec::new() };
        let Some(folder) = main.parent() else { return Vec::new() };
        let notes = self.disk.list(folder).unwrap_or_default().into_iter();
        let notes = notes.filter(|p| temporary::is_ours(p) && p.to_string_lossy().ends_with(temporary::NOTE));
        let mut left: Vec<Left> = notes.filter_map(|note| self.left_behind(note)).collect();
        let mut said = Vec::new();
        // A set of which the way forth was interrupted and then the way back has two notes: one of them
        // can be followed to its end, and then the other speaks of nothing that was begun.
        while let Some(at) = left.iter().position(|left| self.can_be_completed(&left.entries)) {
            self.complete(&left.remove(at), &mut said);
        }
        left.iter().for_each(|left| self.complete(left, &mut said));
        said
    }

    /// A note whose window is gone.
    fn left_behind(&self, note: PathBuf) -> Option<Left> {
        // Another window may be in the middle of it: it has some moments to end it itself.
        for _ in 0..40 {
            // What is no plain file, or gone again, is none of ours.
            let free = self.disk.open_own(&note).ok()?.try_lock();
            if free.is_ok_and(|free| free) {
                let entries = read(self.disk(), &note).unwrap_or_default();
                return Some(Left { note, entries });
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        None
    }

    fn stage(&self, entry: &Entry) -> Stage {
        let now = |path: &Path| fingerprint(self.disk(), path).ok().flatten();
        let there = now(&entry.target);
        let whole = match (entry.new, &entry.temporary) {
            (None, _) => true,
            (Some(_), Some(temporary)) => now(temporary) == entry.new,
            (Some(_), None) => false,
        };
        match there {
            there if there == entry.new => Stage::Done,
            there if there == entry.old && whole => Stage::Ready,
            _ => Stage::Lost,
        }
    }

    fn can_be_completed(&self, entries: &[Entry]) -> bool {
        let stages: Vec<Stage> = entries.iter().map(|entry| self.stage(entry)).collect();
        stages.contains(&Stage::Done) && !stages.contains(&Stage::Lost)
    }

    /// Does what is left to be done of a note. Where the disk refuses, the note stays for the next time.
    fn complete(&self, left: &Left, said: &mut Vec<String>) {
        let stages: Vec<Stage> = left.entries.iter().map(|entry| self.stage(entry)).collect();
        let begun = stages.contains(&Stage::Done);
        let mut stays = false;
        for (entry, stage) in left.entries.iter().zip(stages) {
            let name = entry.target.display();
            if begun && stage == Stage::Lost {
                // Its new content stays beside it: nothing is thrown away.
                said.push(format!(
                    "{name} was part of an interrupted save and has changed since; check that it is right"
                ));
                continue;
            }
            if begun && stage == Stage::Ready {
                match self.put_in_place(entry) {
                    Ok(()) => said.push(format!("an interrupted save of {name} has been completed")),
                    Err(error) => {
                        stays = true;
                        said.push(format!(
                            "an interrupted save of {name} cannot be completed: {error}; fix that and open it again"
                        ));
                        continue;
                    }
                }
            }
            if let Some(temporary) = entry.temporary.as_ref().filter(|path| self.disk.stat(path).is_ok()) {
                let _ = retry(|| self.disk.remove(temporary));
            }
        }
        if !stays {
            let _ = left.note.parent().map(|folder| retry(|| self.disk.sync_folder(folder)));
            let _ = retry(|| self.disk.remove(&left.note));
        }
    }

    fn put_in_place(&self, entry: &Entry) -> io::Result<()> {
        match &entry.temporary {
            Some(temporary) => retry(|| self.disk.rename(temporary, &entry.target)),
            None => retry(|| self.disk.remove(&entry.target)),
        }
    }
}
