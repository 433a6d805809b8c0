//! The texts of a dossier's files as they are now: whole, by record and by place in them. Nothing
//! here changes them.

use std::path::PathBuf;

use super::Document;
use crate::dossier::model::{Dossier, List, Spot};
use crate::dossier::ron_text::{self, TextFile};
use crate::problem::{Problem, codes};

/// One of a dossier's files with its text as it is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileContent {
    /// Its number among the dossier's files; 0 is the main one.
    pub(crate) number: usize,
    /// Where it lies; `None` where the dossier lies nowhere yet.
    pub path: Option<PathBuf>,
    /// Its path as the dossier names it.
    pub name: String,
    /// The whole text.
    pub text: String,
}

impl Document {
    /// The files whose text is not what was saved.
    pub fn files_to_save(&self) -> Vec<FileContent> {
        self.changed_files().into_iter().filter_map(|number| self.file(number)).collect()
    }

    /// All its files with their texts as they are now, the main one first; none where it is
    /// read-only.
    pub fn files(&self) -> Vec<FileContent> {
        (0..self.texts.len()).filter_map(|number| self.file(number)).collect()
    }

    fn file(&self, number: usize) -> Option<FileContent> {
        let file = self.texts.get(number)?;
        let (path, name) = (self.path_of(number, &file.path), file.path.clone());
        Some(FileContent { number, path, name, text: file.print() })
    }

    /// The text of one of its files.
    pub fn text(&self, number: usize) -> Option<String> {
        self.texts.get(number).map(TextFile::print)
    }

    /// The text of a record as it stands in its file, without what stands around it.
    pub(crate) fn record_text(&self, list: List, id: &str) -> Option<&str> {
        record_text(&self.dossier, &self.texts, list, id)
    }

    /// File and bytes of a record in its text, or of the value of one of its fields.
    pub fn span(&self, list: List, id: &str, field: Option<&str>) -> Option<(usize, (usize, usize))> {
        let Spot { file, at, .. } = self.dossier.spot(list, id)?;
        let number = usize::from(file.0);
        let text = self.texts.get(number)?;
        let bytes = match field {
            Some(field) => text.field_span(list, at, field),
            None => text.span(list, at),
        }?;
        Some((number, bytes))
    }

    /// Work that opens the text again as it is now, with all its problems; it takes as long as opening and may run on
    /// another thread.
    pub(crate) fn reading_again(&self) -> impl FnOnce() -> Document + Send + 'static {
        // The texts are put together where it runs.
        let texts = self.texts.clone();
        move || super::document(None, read_texts(&contents(&texts), ron_text::read))
    }
}

/// The text of a record as it stands in its file.
pub(super) fn record_text<'t>(dossier: &Dossier, texts: &'t [TextFile], list: List, id: &str) -> Option<&'t str> {
    let spot = dossier.spot(list, id)?;
    texts.get(usize::from(spot.file.0))?.record(list, spot.at)
}

/// Texts put together, of files of which it does not matter where they are.
pub(super) fn contents(texts: &[TextFile]) -> Vec<FileContent> {
    let content = |(number, file): (usize, &TextFile)| FileContent {
        number,
        path: None,
        name: file.path.clone(),
        text: file.print(),
    };
    texts.iter().enumerate().map(content).collect()
}

/// A way to read a text.
type Read = fn(&str, &[u8], &ron_text::Fetch<'_>) -> ron_text::Reading;

/// Reads texts as they would be read from disk.
pub(super) fn read_texts(files: &[FileContent], read: Read) -> ron_text::Reading {
    let fetch = |path: &str| {
        let found = files.iter().find(|f| f.number > 0 && f.name == path);
        found.map(|f| f.text.clone().into_bytes()).ok_or_else(|| Problem::error(codes::IO, format!("no file {path}")))
    };
    let main = files.first();
    let (name, text) = main.map_or(("", ""), |f| (f.name.as_str(), f.text.as_str()));
    read(name, text.as_bytes(), &fetch)
}
