//! Saving by the whole protocol, as the window does, for whoever has no window: what will be written
//! is read again and compared first, and what somebody else wrote meanwhile is left alone.

use std::path::PathBuf;

use super::{Document, open_texts};
use crate::dossier::model::Dossier;
use crate::dossier::ron_text;
use crate::dossier::storage::{Expected, FileToSave, Fingerprint, Refusal, SaveError, Saved, Saving, Storage};

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

    /// Saves the files that are changed, all of them or none. A file becomes empty or much shorter
    /// only where `may_shrink` says that this is meant.
    ///
    /// # Errors
    /// What stands in the way; every file is then what it was, and all stays to be saved.
    pub fn save(&mut self, storage: &Storage, may_shrink: bool) -> Result<Saved, SaveError> {
        let files = self.files_to_save();
        let files = files.into_iter().map(|file| (file.path, file.text)).collect();
        let saved = self.write(files, storage, may_shrink, &|_| self.check_before_saving())?;
        self.note_saved(&saved);
        self.mark_saved();
        Ok(saved)
    }

    /// Saves its files in canonical form, those that are not in it yet.
    ///
    /// # Errors
    /// What stands in the way; every file is then what it was.
    pub(crate) fn save_formatted(&mut self, storage: &Storage) -> Result<Saved, SaveError> {
        let wrong =
            |why: String| SaveError { path: self.path.clone().unwrap_or_default(), why: Refusal::WrongContent(why) };
        let before = self.files();
        let mut after = before.clone();
        for file in &mut after {
            file.text = ron_text::format(&file.text).map_err(wrong)?;
        }
        let says_the_same = |_: &[FileToSave<'_>]| {
            let named: Vec<(&str, &str)> = after.iter().map(|f| (f.name.as_str(), f.text.as_str())).collect();
            let again = open_texts(&named);
            if again.read_only {
                return Err("it has errors".to_owned());
            }
            self.dossier.same_as(&again.dossier)
        };
        let changed = before.iter().zip(&after).filter(|(old, new)| old.text != new.text);
        let files = changed.map(|(_, new)| (new.path.clone(), new.text.clone())).collect();
        // Blanks between records may have been most of the file.
        let saved = self.write(files, storage, true, &says_the_same)?;
        self.note_saved(&saved);
        Ok(saved)
    }

    fn write(
        &self,
        files: Vec<(Option<PathBuf>, String)>,
        storage: &Storage,
        may_shrink: bool,
        check: &dyn Fn(&[FileToSave<'_>]) -> Result<(), String>,
    ) -> Result<Saved, SaveError> {
        let mut placed = Vec::with_capacity(files.len());
        for (path, text) in &files {
            let Some(path) = path else {
                return Err(SaveError { path: PathBuf::from(&self.dossier.title), why: Refusal::NoFolder });
            };
            let known = self.on_disk.iter().find(|(known, _)| known == path);
            let expected = known.map_or(Expected::Nothing, |(_, print)| Expected::Content(*print));
            placed.push(FileToSave { path, bytes: text.as_bytes(), expected });
        }
        storage.save(&placed, &Saving { check, may_shrink, journal: None })
    }

    fn note_saved(&mut self, saved: &Saved) {
        for (path, print) in &saved.files {
            self.on_disk.retain(|(known, _)| known != path);
            self.on_disk.push((path.clone(), *print));
        }
    }

    /// Where one of its files lies; `None` where the dossier lies nowhere yet.
    pub(super) fn path_of(&self, number: usize, name: &str) -> Option<PathBuf> {
        match number {
            0 => self.path.clone(),
            _ => self.path.as_ref()?.parent().map(|folder| folder.join(name)),
        }
    }
}
