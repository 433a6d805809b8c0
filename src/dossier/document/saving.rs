//! Saving, by one way for window and commands alike: what is to be written is planned at one
//! revision, read again and compared before it is written, and what somebody else wrote meanwhile is
//! left alone. What each file held when it was read or saved last is known here and nowhere else.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::checking::ContentCheck;
use super::{Document, Snapshot, open_texts};
use crate::dossier::model::Dossier;
use crate::dossier::ron_text::{self, TextFile};
use crate::dossier::storage::{Expected, FileToSave, Fingerprint, Journal, Refusal, SaveError, Saved, Saving, Storage};

/// A save of the present revision, to be run on any thread.
#[derive(Debug)]
pub(crate) struct Save {
    plan: Plan,
    snapshot: Arc<Snapshot>,
    texts: Vec<TextFile>,
}

impl Save {
    /// Whether there is nothing to write.
    pub(crate) fn is_empty(&self) -> bool {
        self.plan.files.is_empty()
    }

    /// Runs it. The journal is the one of the edits that are saved, with the number of the last.
    ///
    /// # Errors
    /// What stands in the way; every file is then what it was.
    pub(crate) fn run(&self, storage: &Storage, journal: Option<(&Journal, u64)>) -> Result<Saved, SaveError> {
        self.plan.run(self.snapshot.dossier(), &self.texts, storage, journal)
    }
}

#[derive(Debug)]
struct Plan {
    files: Vec<PlannedFile>,
    check: ContentCheck,
    may_shrink: bool,
}

#[derive(Debug)]
struct PlannedFile {
    /// Its number among the dossier's files.
    number: usize,
    path: PathBuf,
    expected: Expected,
}

impl Plan {
    fn run(
        &self,
        dossier: &Dossier,
        texts: &[TextFile],
        storage: &Storage,
        journal: Option<(&Journal, u64)>,
    ) -> Result<Saved, SaveError> {
        let printed: Vec<String> = self.files.iter().map(|file| texts[file.number].print()).collect();
        let files: Vec<FileToSave<'_>> =
            self.files.iter().zip(&printed).map(|(file, text)| file.to_save(text)).collect();
        let check = |_: &[FileToSave<'_>]| self.check.run(dossier, texts);
        storage.save(&files, &Saving { check: &check, may_shrink: self.may_shrink, journal })
    }
}

impl PlannedFile {
    fn to_save<'a>(&'a self, text: &'a str) -> FileToSave<'a> {
        FileToSave { path: &self.path, bytes: text.as_bytes(), expected: self.expected }
    }
}

impl Document {
    /// Its files with what they held when they were read or saved last; none of a dossier that lies
    /// nowhere.
    pub fn on_disk(&self) -> &[(PathBuf, Fingerprint)] {
        &self.on_disk
    }

    /// The dossier as it was when it was saved last, worked out from what was done since; `None` if
    /// that cannot be told.
    pub fn as_saved(&self) -> Option<Dossier> {
        self.to_saved().map(|saved| saved.dossier)
    }

    /// The same with its texts.
    pub(super) fn to_saved(&self) -> Option<Document> {
        let (back, forth) = self.history.way_to_saved()?;
        let mut saved = Document {
            on_disk: self.on_disk.clone(),
            astray: self.astray.clone(),
            path: self.path.clone(),
            dossier: self.dossier.clone(),
            texts: self.texts.clone(),
            shadowed: self.shadowed.clone(),
            ..super::empty()
        };
        for step in back {
            saved.take_back(step);
        }
        for step in forth {
            saved.make_again(step);
        }
        Some(saved)
    }

    /// Its files with the texts that they had when they were read or saved last; `None` if that cannot
    /// be told. The work may run on another thread.
    pub(crate) fn saved_files(&self) -> Option<impl FnOnce() -> Vec<(PathBuf, String)> + Send + 'static> {
        let (back, forth) = self.history.way_to_saved()?;
        let mut texts = self.texts.clone();
        back.into_iter().for_each(|step| step.undo_in(&mut texts));
        forth.into_iter().for_each(|step| step.redo_in(&mut texts));
        let main = self.path.clone();
        Some(move || {
            let lies =
                |(number, text): (usize, &TextFile)| Some((beside(main.as_deref(), number, &text.path)?, text.print()));
            texts.iter().enumerate().filter_map(lies).collect()
        })
    }

    /// Saves the files that are changed, all of them or none. A file becomes empty or much shorter
    /// only where `may_shrink` says that this is meant.
    ///
    /// # Errors
    /// What stands in the way; every file is then what it was, and all stays to be saved.
    pub fn save(&mut self, storage: &Storage, may_shrink: bool) -> Result<Saved, SaveError> {
        let saved = self.plan(None, may_shrink)?.run(&self.dossier, &self.texts, storage, None)?;
        self.has_been_saved(None, self.revision, &saved);
        Ok(saved)
    }

    /// A save of the present revision, to be run elsewhere: of the files that are changed, or of all
    /// of them to another place, where whatever is there may be replaced.
    ///
    /// # Errors
    /// [`Refusal::NoFolder`] where the dossier lies nowhere yet and no place is given.
    pub(crate) fn prepare_save(&self, target: Option<&Path>, may_shrink: bool) -> Result<Save, SaveError> {
        Ok(Save { plan: self.plan(target, may_shrink)?, snapshot: self.snapshot(), texts: self.texts.clone() })
    }

    /// Enters that a revision has been saved: where, if another place was chosen, and what is on
    /// disk now.
    pub(crate) fn has_been_saved(&mut self, target: Option<PathBuf>, revision: u64, saved: &Saved) {
        if let Some(path) = target {
            self.path = Some(path);
            self.on_disk.clear();
            self.astray.clear();
        }
        self.note_on_disk(saved);
        // What was changed since it was begun is still to be saved.
        if revision == self.revision {
            self.mark_saved();
        }
    }

    fn plan(&self, target: Option<&Path>, may_shrink: bool) -> Result<Plan, SaveError> {
        let numbers = if target.is_some() { (0..self.texts.len()).collect() } else { self.changed_files() };
        let main = target.or(self.path.as_deref());
        let planned = |number: usize| {
            let path = beside(main, number, &self.texts[number].path).ok_or_else(|| self.nowhere())?;
            let expected = if target.is_some() { Expected::Anything } else { self.expected(&path) };
            Ok(PlannedFile { number, path, expected })
        };
        let files = numbers.into_iter().map(planned).collect::<Result<_, SaveError>>()?;
        Ok(Plan { files, check: self.content_check(), may_shrink })
    }

    /// Saves its files in canonical form, those that are not in it yet.
    ///
    /// # Errors
    /// What stands in the way; every file is then what it was.
    pub(crate) fn save_formatted(&mut self, storage: &Storage) -> Result<Saved, SaveError> {
        let wrong =
            |why: String| SaveError { path: self.path.clone().unwrap_or_default(), why: Refusal::WrongContent(why) };
        let before = self.files();
        let formatted = before.iter().map(|file| ron_text::format(&file.text).map_err(wrong));
        let after = formatted.collect::<Result<Vec<String>, SaveError>>()?;
        let says_the_same = |_: &[FileToSave<'_>]| {
            let named: Vec<(&str, &str)> =
                before.iter().zip(&after).map(|(file, text)| (file.name.as_str(), text.as_str())).collect();
            let again = open_texts(&named);
            if again.read_only {
                return Err("it has errors".to_owned());
            }
            self.dossier.same_as(&again.dossier)
        };
        let changed = before.iter().zip(&after).filter(|(old, new)| old.text != **new);
        let files = changed.map(|(old, new)| {
            let path = old.path.as_deref().ok_or_else(|| self.nowhere())?;
            Ok(FileToSave { path, bytes: new.as_bytes(), expected: self.expected(path) })
        });
        let files = files.collect::<Result<Vec<_>, SaveError>>()?;
        // Blanks between records may have been most of the file.
        let saved = storage.save(&files, &Saving { check: &says_the_same, may_shrink: true, journal: None })?;
        self.note_on_disk(&saved);
        Ok(saved)
    }

    fn nowhere(&self) -> SaveError {
        SaveError { path: PathBuf::from(&self.dossier.title), why: Refusal::NoFolder }
    }

    /// What is to be on disk before one of its files is saved.
    fn expected(&self, path: &Path) -> Expected {
        if let Some(astray) = self.astray.iter().find(|astray| astray.path == path) {
            return astray.expected();
        }
        let known = self.on_disk.iter().find(|(known, _)| known == path);
        known.map_or(Expected::Nothing, |(_, print)| Expected::Content(*print))
    }

    fn note_on_disk(&mut self, saved: &Saved) {
        for (path, print) in &saved.files {
            match self.on_disk.iter_mut().find(|(known, _)| known == path) {
                Some(known) => known.1 = *print,
                None => self.on_disk.push((path.clone(), *print)),
            }
            self.astray.retain(|astray| astray.path != *path);
        }
    }

    /// The number of the file that lies there.
    pub(super) fn number_of(&self, path: &Path) -> Option<usize> {
        (0..self.texts.len()).find(|number| self.path_of(*number, &self.texts[*number].path).as_deref() == Some(path))
    }

    /// Where one of its files lies; `None` where the dossier lies nowhere yet.
    pub(super) fn path_of(&self, number: usize, name: &str) -> Option<PathBuf> {
        beside(self.path.as_deref(), number, name)
    }
}

/// Where a file of a dossier lies whose main file is there.
pub(super) fn beside(main: Option<&Path>, number: usize, name: &str) -> Option<PathBuf> {
    match number {
        0 => main.map(Path::to_owned),
        _ => main?.parent().map(|folder| folder.join(name)),
    }
}
