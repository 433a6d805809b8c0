//! The texts that a dossier's sources name: files in its folder, read as they are, never written.

use std::path::{Path, PathBuf};

use super::{Document, EXAMPLES, FieldPlaces};
use crate::dossier::model::{List, Source, SourceId, path};
use crate::dossier::storage::{Fingerprint, Folder};
use crate::problem::{Problem, Severity, Subject, codes};

/// The text of a source as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SourceText {
    /// The text, with line feeds as line breaks and without a byte order mark.
    pub(crate) text: String,
    /// By its name it is Markdown.
    pub(crate) markdown: bool,
    /// Where it lies; `None` for one that is built in.
    pub(crate) path: Option<PathBuf>,
    /// What the file held.
    pub(crate) fingerprint: Fingerprint,
}

/// The way to the text of a source, good for reading it on another thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WayToText {
    /// The main file of the dossier; `None` where it lies nowhere.
    main: Option<PathBuf>,
    /// Title of the dossier, by which built-in ones are told.
    title: String,
    /// As the source names it.
    pub(crate) written: String,
}

impl Document {
    /// The way to the text of a source; `None` if the source names none.
    pub(crate) fn way_to_text(&self, source: &SourceId) -> Option<WayToText> {
        let written = self.dossier.source(source)?.text.clone()?;
        Some(WayToText { main: self.path.clone(), title: self.dossier.title.clone(), written })
    }
}

impl Document {
    /// Texts that sources name and that cannot be read, each a warning at the source's `text`. Reads
    /// every one of them.
    pub(crate) fn text_problems(&self) -> Vec<Problem> {
        let mut places = FieldPlaces::new(self);
        let unreadable = |source: &Source| {
            let mut problem = self.way_to_text(&source.id)?.read().err()?;
            problem.severity = Severity::Warning;
            problem.message = format!("the text of {} cannot be read: {}", source.short_label(), problem.message);
            problem.subject = Some(Subject::Source(source.id.shared()));
            problem.place = places.place(List::Sources, source.id.as_str(), "text", None).or(problem.place);
            Some(problem)
        };
        self.dossier.sources.iter().filter_map(unreadable).collect()
    }

    /// How a source of this dossier names a file as its text; `None` where the file does not lie in
    /// the dossier's folder.
    pub(crate) fn text_path(&self, file: &Path) -> Option<String> {
        let folder = std::path::absolute(self.path.as_ref()?).ok()?.parent()?.to_owned();
        let file = std::path::absolute(file).ok()?;
        let parts = file.strip_prefix(folder).ok()?.components();
        let parts: Option<Vec<&str>> = parts.map(|part| part.as_os_str().to_str()).collect();
        let written = parts?.join("/");
        path::inside(None, &written).is_ok().then_some(written)
    }
}

impl WayToText {
    /// Reads the text.
    ///
    /// # Errors
    /// What stands in the way: no such file, outside the folder, too large, no UTF-8.
    pub(crate) fn read(&self) -> Result<SourceText, Problem> {
        let relative = path::inside(None, &self.written).map_err(|why| {
            Problem::error(codes::BAD_VALUE, format!("{} was not read: {why}", self.written))
                .with_help("name a text file in the dossier's own folder")
        })?;
        let bytes = match &self.main {
            Some(main) => Folder::of(main).read_text(&relative)?,
            None => self.built_in(&relative)?,
        };
        let fingerprint = Fingerprint::of(&bytes);
        let lower = relative.to_lowercase();
        let markdown = lower.ends_with(".md") || lower.ends_with(".markdown");
        let path = self.main.as_ref().map(|main| main.with_file_name("").join(&relative));
        Ok(SourceText { text: decode(bytes, &relative)?, markdown, path, fingerprint })
    }

    fn built_in(&self, relative: &str) -> Result<Vec<u8>, Problem> {
        let example = EXAMPLES.iter().find(|e| e.title == self.title);
        let texts = example.map(|e| e.texts).unwrap_or_default();
        let text = texts.iter().find(|(name, _)| *name == relative);
        text.map(|(_, text)| text.as_bytes().to_vec()).ok_or_else(|| {
            Problem::error(codes::IO, format!("cannot look for {relative}: the dossier has not been saved to a folder"))
                .with_help("save the dossier in the text’s folder first")
        })
    }
}

/// Bytes as text: UTF-8 with or without a byte order mark, any line breaks.
fn decode(bytes: Vec<u8>, name: &str) -> Result<String, Problem> {
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Problem::error(codes::NOT_UTF8, format!("{name} is not UTF-8 text: byte {} belongs to no character", at + 1))
            .with_help("save it as UTF-8 in a text editor")
    })?;
    let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
    Ok(if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::document::open;

    fn dossier(folder: &std::path::Path, text: &str) -> Document {
        let main = folder.join("main.ron");
        let ron = format!("Dossier(format: 1, title: \"T\", sources: [(id: \"s\", text: \"{text}\")])");
        crate::dossier::storage::write_atomic(&main, ron.as_bytes()).unwrap();
        open(&main)
    }

    #[test]
    fn a_text_that_cannot_be_read_is_told_at_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let told = |text: &str| dossier(folder.path(), text).text_problems();
        let missing = told("notes.md");
        assert_eq!((missing.len(), missing[0].severity), (1, Severity::Warning));
        let place = missing[0].place.as_ref().unwrap();
        assert_eq!(&place.line_text[place.column as usize - 1..][..10], "\"notes.md\"");
        crate::dossier::storage::write_atomic(&folder.path().join("notes.md"), b"Here.").unwrap();
        assert_eq!(told("notes.md"), []);
    }

    #[test]
    fn a_text_beside_the_dossier_is_read_whatever_its_line_breaks() {
        let folder = tempfile::tempdir().unwrap();
        let document = dossier(folder.path(), "a.md");
        let way = document.way_to_text(&"s".into()).unwrap();
        assert_eq!(way.read().unwrap_err().code, codes::IO);
        let lies = folder.path().join("a.md");
        crate::dossier::storage::write_atomic(&lies, "\u{feff}One.\r\n\r\nTwo.\rThree.".as_bytes()).unwrap();
        let read = way.read().unwrap();
        assert_eq!(read.text, "One.\n\nTwo.\nThree.");
        assert!(read.markdown);
        assert_eq!(read.path.as_deref(), Some(&*lies));
        crate::dossier::storage::write_atomic(&lies, b"caf\xe9").unwrap();
        let problem = way.read().unwrap_err();
        assert!(problem.code == codes::NOT_UTF8 && problem.message.contains("byte 4"), "{}", problem.message);
        assert!(document.way_to_text(&"t".into()).is_none());
        assert_eq!(document.text_path(&lies).as_deref(), Some("a.md"));
        assert_eq!(document.text_path(&folder.path().join("texts/b.txt")).as_deref(), Some("texts/b.txt"));
        assert_eq!(document.text_path(std::path::Path::new("/etc/passwd")), None);
    }

    #[test]
    fn a_text_outside_the_folder_is_a_problem_and_is_never_read() {
        let folder = tempfile::tempdir().unwrap();
        for outside in ["../a.md", "/etc/passwd", "C:/a.md"] {
            let document = dossier(folder.path(), outside);
            assert!(document.problems.iter().any(|p| p.code == codes::BAD_VALUE), "{outside}");
            assert!(document.way_to_text(&"s".into()).is_none(), "{outside}");
        }
    }
}
