//! Saving: a file is either the old one or the new one, whatever happens in between, and never a
//! third one that somebody else wrote meanwhile.
//!
//! The steps: what will be written is checked; each file on disk is compared with what was read;
//! the new content is written to a file beside it, with the old one's owner and permissions, and
//! synced; the old content is kept as a version; the new file takes the old one's place by a
//! rename; the folder is synced. Several files are saved as a set: all are written before the
//! first is renamed, a note of what is to be renamed lies beside the main file meanwhile, and
//! whoever opens the dossier after a crash ends what was begun ([`Storage::finish_interrupted`]).
//!
//! Not promised: what a disk does that says it synced and did not, and a program that writes into
//! the file between our last look and the rename, some millionths of a second later.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Instant;
use std::time::SystemTime;

use super::Fingerprint;
use super::attributes::Attributes;
use super::disk::{self, DiskFile, Stat, rename, retry};
use super::fingerprint::is_missing;
use super::journal::Journal;
use super::read::MAX_FILE;
use super::refusal::{Refusal, SaveError};
use super::set;
use super::state::Storage;
use super::temporary::{self, Temporary};
use super::write::other_names;
use crate::wording::counted;

/// Below this many bytes a file may shrink as it likes, as long as something is left of it.
const SMALL: u64 = 1024;

/// What must be on disk before a file is saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// Nothing: the file is new.
    Nothing,
    /// What was read or saved last.
    Content(Fingerprint),
    /// Anything: the user was asked and agreed.
    Anything,
}

/// A file to be saved.
#[derive(Clone, Copy, Debug)]
pub struct FileToSave<'a> {
    /// Where; a link is followed.
    pub path: &'a Path,
    /// All that it is to hold.
    pub bytes: &'a [u8],
    /// What is to be there before.
    pub expected: Expected,
}

/// Checks the text about to be written: parses it again and compares it with the dossier.
pub type Check<'a> = dyn Fn(&[FileToSave<'_>]) -> Result<(), String> + 'a;

/// The conditions of a save.
pub struct Saving<'a> {
    /// Checks the text about to be written.
    pub check: &'a Check<'a>,
    /// The user agreed that a file becomes empty or much shorter.
    pub may_shrink: bool,
    /// The journal of the edits that are saved, and the number of the last of them.
    pub journal: Option<(&'a Journal, u64)>,
}

/// The result of a save.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Saved {
    /// What is on disk now, in the order of the request: what to expect at the next save.
    pub files: Vec<(PathBuf, Fingerprint)>,
    /// Notes for the user, each a sentence.
    pub(crate) notes: Vec<String>,
}

/// A file being saved.
struct Item<'a> {
    asked: &'a Path,
    /// Its path with all links resolved.
    target: PathBuf,
    folder: PathBuf,
    new: &'a [u8],
    new_print: Fingerprint,
    /// The old content, with its metadata from before it was read.
    old: Option<Old>,
    temporary: Option<Temporary>,
    version: Option<PathBuf>,
}

struct Old {
    stat: Stat,
    attributes: Attributes,
    bytes: Vec<u8>,
    print: Fingerprint,
}

impl Storage {
    /// Saves files as a set. The first is the dossier's main file.
    ///
    /// # Errors
    /// What stands in the way. Every file is then what it was.
    pub fn save(&self, files: &[FileToSave<'_>], saving: &Saving<'_>) -> Result<Saved, SaveError> {
        let began = Instant::now();
        let result = self.save_unlogged(files, saving);
        let (count, bytes) = (
            counted(files.len(), "file", "files"),
            counted(files.iter().map(|f| f.bytes.len()).sum(), "byte", "bytes"),
        );
        match &result {
            Ok(_) => log::info!("saved {count}, {bytes}, in {} ms", began.elapsed().as_millis()),
            Err(error) => log::warn!("did not save {count}, {bytes}: {}", error.why.code()),
        }
        result
    }

    fn save_unlogged(&self, files: &[FileToSave<'_>], saving: &Saving<'_>) -> Result<Saved, SaveError> {
        let Some(main) = files.first() else { return Ok(Saved::default()) };
        (saving.check)(files)
            .map_err(|why| SaveError { path: main.path.to_owned(), why: Refusal::WrongContent(why) })?;
        let _turn = self.take_turn(main.path)?;
        // What an earlier save left half done comes first.
        let mut saved = Saved { notes: self.finish_interrupted(main.path), ..Saved::default() };
        let mut items = Vec::new();
        for file in files {
            let item = self.look(file, saving.may_shrink)?;
            saved.files.push((file.path.to_owned(), item.new_print));
            // What is the same to the byte is left alone.
            if item.old.as_ref().is_none_or(|old| old.print != item.new_print) {
                items.push(item);
            }
        }
        if let Some((journal, upto)) = saving.journal {
            journal.saving(upto, &saved.files);
        }
        let result = self.write(&mut items, &mut saved.notes).and_then(|()| self.replace(&mut items, &mut saved.notes));
        for item in &mut items {
            if let Some(temporary) = item.temporary.take() {
                temporary.remove(self.disk());
            }
        }
        result?;
        if let Some((journal, upto)) = saving.journal {
            journal.saved(upto, &saved.files);
        }
        Ok(saved)
    }

    /// Waits for other windows that save the same file; the turn ends when the handle is dropped.
    fn take_turn(&self, main: &Path) -> Result<Option<Box<dyn DiskFile>>, SaveError> {
        let real = retry(|| self.disk.real_path(main)).unwrap_or_else(|_| main.to_owned());
        let Some(path) = self.turn(&real) else { return Ok(None) };
        let opened = path.parent().map_or(Ok(()), |folder| retry(|| self.disk.make_folder(folder))).and_then(|()| {
            match retry(|| self.disk.create_new(&path, true)) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => retry(|| self.disk.open_to_write(&path)),
                other => other,
            }
        });
        // Without a place for locks the comparison of contents alone has to do.
        let Ok(file) = opened else { return Ok(None) };
        for _ in 0..100 {
            match retry(|| file.try_lock()) {
                Ok(true) => return Ok(Some(file)),
                Ok(false) => std::thread::sleep(std::time::Duration::from_millis(50)),
                Err(_) => return Ok(None),
            }
        }
        Err(SaveError { path: main.to_owned(), why: Refusal::Busy })
    }

    /// Looks at what is on disk and whether it may be replaced.
    fn look<'a>(&self, file: &FileToSave<'a>, may_shrink: bool) -> Result<Item<'a>, SaveError> {
        let refuse = |why| SaveError { path: file.path.to_owned(), why };
        let failed = |error: io::Error| SaveError::from_io(file.path, &error);
        // A link that leads nowhere yet is written as the path says.
        let target = match retry(|| self.disk.real_path(file.path)) {
            Ok(real) => real,
            Err(error) if is_missing(&error) => file.path.to_owned(),
            Err(error) => return Err(failed(error)),
        };
        let folder = target.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_owned();
        let stat = match retry(|| self.disk.stat(&target)) {
            Ok(stat) if !stat.is_file => return Err(refuse(Refusal::NotAFile)),
            Ok(stat) => Some(stat),
            Err(error) if is_missing(&error) => None,
            Err(error) => return Err(failed(error)),
        };
        if stat.is_none() && !retry(|| self.disk.stat(&folder)).map_err(failed)?.is_folder {
            return Err(refuse(Refusal::NoFolder));
        }
        if stat.as_ref().is_some_and(|stat| stat.permissions.readonly()) {
            return Err(refuse(Refusal::ReadOnlyFile));
        }
        let old = match stat {
            None => None,
            Some(_) => {
                let (stat, bytes) = disk::read_with_stat(self.disk(), &target, MAX_FILE).map_err(failed)?;
                let print = Fingerprint::of(&bytes);
                let attributes = retry(|| self.disk.attributes(&target)).map_err(failed)?;
                Some(Old { stat, attributes, bytes, print })
            }
        };
        let found = old.as_ref().map(|old| old.print);
        let as_expected = match file.expected {
            Expected::Anything => true,
            Expected::Nothing => found.is_none(),
            Expected::Content(print) => found == Some(print),
        };
        let new_print = Fingerprint::of(file.bytes);
        // What is there is what we would write: somebody did it for us.
        if !as_expected && found != Some(new_print) {
            return Err(refuse(Refusal::Changed { found }));
        }
        let (from, to) = (found.map_or(0, |print| print.len()), new_print.len());
        let empties = from > 0 && file.bytes.iter().all(u8::is_ascii_whitespace);
        if !may_shrink && (empties || (from > SMALL && to < from / 2)) {
            return Err(refuse(Refusal::MuchShorter { from, to: if empties { 0 } else { to } }));
        }
        let (asked, new) = (file.path, file.bytes);
        Ok(Item { asked, target, folder, new, new_print, old, temporary: None, version: None })
    }

    /// Writes all new contents beside the files they will replace.
    fn write(&self, items: &mut [Item<'_>], notes: &mut Vec<String>) -> Result<(), SaveError> {
        for item in items {
            temporary::clear_away(self.disk(), &item.folder);
            let failed = |error: io::Error| SaveError::from_io(item.asked, &error);
            let private = item.old.is_some();
            item.temporary = Some(Temporary::new(self.disk(), &item.folder, private).map_err(failed)?);
            let Some(temporary) = &mut item.temporary else { continue };
            temporary.write(item.new).map_err(failed)?;
            if let Some(old) = &item.old
                && !temporary.look_like(&old.stat, &old.attributes).map_err(failed)?
            {
                notes.push(format!("you now own {}: the previous owner could not be kept", item.asked.display()));
            }
            temporary.sync().map_err(failed)?;
        }
        Ok(())
    }

    /// Puts the written files in the place of the old ones: all of them or, where one refuses, none.
    /// Where not even that can be done, the note and the new contents stay, by which the set is made
    /// whole as soon as the disk lets it be.
    fn replace(&self, items: &mut [Item<'_>], notes: &mut Vec<String>) -> Result<(), SaveError> {
        let note = self.note_of_set(items)?;
        let failed = (0..items.len()).find_map(|at| Some((at, self.replace_one(&mut items[at], notes).err()?)));
        let Some((at, error)) = failed else {
            self.sync_folders(items, notes);
            note.into_iter().for_each(|note| note.remove(self.disk()));
            return Ok(());
        };
        let back = self.take_back(items, at);
        if back.is_ok() {
            note.into_iter().for_each(|note| note.remove(self.disk()));
            for version in items.iter_mut().filter_map(|item| item.version.take()) {
                let _ = retry(|| self.disk.remove(&version));
            }
            return Err(error);
        }
        // Dropped, but not taken away.
        items.iter_mut().for_each(|item| drop(item.temporary.take()));
        let why = match &error.why {
            Refusal::RenameRefused(why) | Refusal::Disk(why) => why.clone(),
            other => other.code().to_owned(),
        };
        Err(SaveError { path: error.path, why: Refusal::HalfSaved(why) })
    }

    /// For several files, the note by which an interrupted save is ended.
    fn note_of_set(&self, items: &[Item<'_>]) -> Result<Option<Temporary>, SaveError> {
        let [main, _, ..] = items else { return Ok(None) };
        let entries = items.iter().filter_map(|item| {
            let temporary = item.temporary.as_ref()?;
            Some(set::Entry {
                target: item.target.clone(),
                temporary: Some(temporary.path.clone()),
                old: item.old.as_ref().map(|old| old.print),
                new: Some(item.new_print),
            })
        });
        let note = set::write(self.disk(), &main.folder, &entries.collect::<Vec<_>>());
        note.map(Some).map_err(|error| SaveError::from_io(main.asked, &error))
    }

    fn sync_folders(&self, items: &[Item<'_>], notes: &mut Vec<String>) {
        let mut folders: Vec<&Path> = items.iter().map(|item| &*item.folder).collect();
        folders.sort();
        folders.dedup();
        for folder in folders {
            match retry(|| self.disk.sync_folder(folder)) {
                // Not every system lets a folder be synced; the files themselves are safe by now.
                Err(error) if !matches!(error.kind(), io::ErrorKind::Unsupported | io::ErrorKind::InvalidInput) => {
                    notes.push(format!("saved, but the disk did not confirm the write ({error}); check the disk"));
                }
                _ => {}
            }
        }
    }

    fn replace_one(&self, item: &mut Item<'_>, notes: &mut Vec<String>) -> Result<(), SaveError> {
        self.look_again(item)?;
        if let Some(old) = &item.old {
            match self.keep_replaced(&item.target, &old.bytes, old.print) {
                Ok(version) => item.version = version,
                Err(error) => notes.push(format!("could not keep the previous version: {error}")),
            }
        }
        let Some(temporary) = &item.temporary else { return Ok(()) };
        rename(self.disk(), &temporary.path, &item.target).map_err(|e| SaveError::from_rename(item.asked, &e))?;
        item.temporary = None;
        notes.extend(item.old.as_ref().and_then(|old| other_names(item.asked, &old.stat)));
        Ok(())
    }

    /// Makes the first `done` files of a set what they were, after the next could not be replaced. The
    /// old contents are written beside them, with a note of this way back, before the first of them is
    /// put in place: whatever fails then, one of both notes can be followed to its end.
    fn take_back(&self, items: &[Item<'_>], done: usize) -> io::Result<()> {
        if done == 0 {
            return Ok(());
        }
        let mut backs = Vec::new();
        let written = items[..done].iter().try_for_each(|item| {
            backs.push(self.old_beside(item)?);
            Ok(())
        });
        let noted = written.and_then(|()| {
            let entry = |(at, item): (usize, &Item<'_>)| set::Entry {
                target: item.target.clone(),
                temporary: backs.get(at).and_then(Option::as_ref).map(|back: &Temporary| back.path.clone()),
                old: Some(item.new_print),
                new: item.old.as_ref().map(|old| old.print),
            };
            set::write(self.disk(), &items[0].folder, &items.iter().enumerate().map(entry).collect::<Vec<_>>())
        });
        let note = match noted {
            Ok(note) => note,
            Err(error) => {
                backs.into_iter().flatten().for_each(|back| back.remove(self.disk()));
                return Err(error);
            }
        };
        for (item, back) in items.iter().zip(backs) {
            match back {
                Some(back) => rename(self.disk(), &back.path, &item.target)?,
                None => retry(|| self.disk.remove(&item.target))?,
            }
        }
        note.remove(self.disk());
        Ok(())
    }

    /// Writes what a file of a set was beside it; nothing where it is new.
    fn old_beside(&self, item: &Item<'_>) -> io::Result<Option<Temporary>> {
        let Some(old) = &item.old else { return Ok(None) };
        let mut temporary = Temporary::new(self.disk(), &item.folder, true)?;
        let written = temporary
            .write(&old.bytes)
            .and_then(|()| temporary.look_like(&old.stat, &old.attributes))
            .and_then(|_| temporary.sync());
        match written {
            Ok(()) => Ok(Some(temporary)),
            Err(error) => {
                temporary.remove(self.disk());
                Err(error)
            }
        }
    }

    /// The last look before the rename: writing took its time, and the file may have changed.
    fn look_again(&self, item: &Item<'_>) -> Result<(), SaveError> {
        let failed = |error: io::Error| SaveError::from_io(item.asked, &error);
        let changed = |found| SaveError { path: item.asked.to_owned(), why: Refusal::Changed { found } };
        let same = |a: Option<SystemTime>, b: Option<SystemTime>| a.is_some() && a == b;
        match (&item.old, retry(|| self.disk.stat(&item.target))) {
            (None, Err(error)) if is_missing(&error) => Ok(()),
            (Some(_), Err(error)) if is_missing(&error) => Err(changed(None)),
            (_, Err(error)) => Err(failed(error)),
            (Some(old), Ok(now)) if now.len == old.stat.len && same(now.modified, old.stat.modified) => Ok(()),
            (old, Ok(_)) => {
                let found = super::fingerprint(self.disk(), &item.target).map_err(failed)?;
                if found == old.as_ref().map(|old| old.print) { Ok(()) } else { Err(changed(found)) }
            }
        }
    }
}
