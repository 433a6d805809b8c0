//! A dossier with where it came from: opening anything we read, from disk or built in, and
//! changing it so that text, model and history move in one step.

mod adopting;
mod astray;
mod checking;
mod content;
mod editing;
mod examples;
mod field_places;
mod importing;
mod merging;
mod picture_files;
mod rereading;
mod saving;
mod snapshot;
mod step;
mod texts;

use std::cell::RefCell;
use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use crate::dossier::edit::History;
use crate::dossier::exchange;
use crate::dossier::model::{Dossier, List};
use crate::dossier::ron_text::{self, Before, Reading, TextFile};
use crate::dossier::storage::{self, Base, Fingerprint, Folder, read_limited};
use crate::problem::{Place, Problem, codes};
use crate::progress::{Cancelled, Progress};
use crate::wording::counted;
pub use astray::{Astray, Why};
pub use content::FileContent;
pub(crate) use editing::Edit;
pub use examples::{EXAMPLES, Example};
pub(crate) use field_places::FieldPlaces;
pub(crate) use importing::{as_new, is_foreign, notes_in, text_of, with_text};
pub(crate) use picture_files::{MissingPicture, PictureFiles};
pub(crate) use rereading::Reread;
pub(crate) use saving::Save;
use snapshot::Readers;
pub use snapshot::Snapshot;
use step::Step;
pub(crate) use texts::WayToText;

/// What stands before the name of a built-in example where a file is asked for.
pub(crate) const EXAMPLE_PREFIX: &str = "example:";

/// An open dossier, with its texts and its history: of one owner, who changes it. Other threads read a
/// [`Snapshot`] of it.
#[derive(Clone, Debug)]
pub struct Document {
    /// Where it lies; `None` for a built-in example.
    pub path: Option<PathBuf>,
    /// What is known.
    pub dossier: Dossier,
    /// What is wrong with its text, in order of file and place.
    pub problems: Vec<Problem>,
    /// It may not be saved over: syntax errors or a newer format.
    pub read_only: bool,
    /// The texts of its files, in the order of [`Dossier::files`]; none where it is read-only.
    texts: Vec<TextFile>,
    /// Ids of records that stand twice in the texts: the first cannot be given up, or a save would
    /// bring the second to light.
    shadowed: HashSet<(List, String)>,
    history: History<Step>,
    /// Files, by number, that were touched since they were saved.
    touched_files: BTreeSet<u16>,
    /// Grows with every change, undo and redo.
    revision: u64,
    /// Its files with what they held when they were read or saved last.
    on_disk: Base,
    /// Those of its files in whose place something else stands that cannot be read as they were.
    astray: Vec<Astray>,
    /// It is another program's file, which has no text of ours.
    imported: bool,
    readers: Readers,
}

/// Opens a dossier file, or a built-in example when `path` is `example:NAME`.
/// Always yields a document; what went wrong is in its problems.
///
/// ```
/// use std::path::Path;
/// let document = chancery::dossier::document::open(Path::new("example:asean-japan"));
/// assert!(document.problems.is_empty() && document.dossier.entity_count() > 10);
/// ```
pub fn open(path: &Path) -> Document {
    // Nobody holds this progress, so that nobody can cancel it.
    open_watched(path, &Progress::new()).unwrap_or_else(|Cancelled| empty())
}

/// The same, which says how far it is and can be stopped while it reads another program's file, or a folder of notes. A
/// dossier of our own is read at once.
///
/// # Errors
/// [`Cancelled`] if a person asked to stop.
pub fn open_watched(path: &Path, progress: &Progress) -> Result<Document, Cancelled> {
    let began = Instant::now();
    let document = open_unlogged(path, progress)?;
    log::info!(
        "opened {}, {}, {}, {}{} in {} ms",
        counted(document.dossier.entity_count(), "entity", "entities"),
        counted(document.dossier.relation_count(), "relation", "relations"),
        counted(document.dossier.sources.len(), "source", "sources"),
        counted(document.problems.len(), "problem", "problems"),
        if document.read_only { ", read-only," } else { "" },
        began.elapsed().as_millis()
    );
    Ok(document)
}

fn open_unlogged(path: &Path, progress: &Progress) -> Result<Document, Cancelled> {
    if let Some(name) = path.to_str().and_then(|p| p.strip_prefix(EXAMPLE_PREFIX)) {
        return Ok(match EXAMPLES.iter().find(|e| e.name == name) {
            Some(example) => open_example(example),
            None => {
                let names: Vec<&str> = EXAMPLES.iter().map(|e| e.name).collect();
                let problem = Problem::error(codes::IO, format!("there is no built-in example `{name}`"))
                    .with_help(format!("there are {}", names.join(" and ")));
                nothing(None, problem)
            }
        });
    }
    if importing::is_folder_of_notes(path) {
        return importing::imported_folder(path, progress);
    }
    match read_limited(path) {
        Ok(bytes) => opened(path, bytes, progress),
        Err(problem) => Ok(nothing(Some(path), problem)),
    }
}

/// Opens what the person named on the command line, which may be a pipe or standard input (`-`) too.
/// Such a dossier lies nowhere, and what it includes is looked for in the current folder.
pub fn open_named(path: &Path) -> Document {
    if !storage::is_stream(path) {
        return open(path);
    }
    let shown = if storage::is_standard(path) { Path::new("<stdin>") } else { path };
    match storage::read_named(path) {
        Ok(bytes) => {
            let document = match exchange::of_file(shown, &bytes) {
                // Nobody holds this progress, so that nobody can cancel it.
                Some(format) => {
                    let bytes = importing::Bytes { bytes, again: None };
                    importing::imported(shown, bytes, format, &Progress::new()).unwrap_or_else(|Cancelled| empty())
                }
                None => dossier_in(shown, &Folder::current(), &bytes),
            };
            Document { path: None, on_disk: Base::new(), ..document }
        }
        Err(problem) => Document { path: None, ..nothing(Some(shown), problem) },
    }
}

/// What a file that was read holds.
fn opened(path: &Path, bytes: Vec<u8>, progress: &Progress) -> Result<Document, Cancelled> {
    match exchange::of_file(path, &bytes) {
        Some(format) => {
            let again = || read_limited(path).ok();
            importing::imported(path, importing::Bytes { bytes, again: Some(&again) }, format, progress)
        }
        None => Ok(dossier_in(path, &Folder::of(path), &bytes)),
    }
}

/// A dossier whose main file holds these bytes; the files that it includes lie in a folder.
fn dossier_in(path: &Path, folder: &Folder, bytes: &[u8]) -> Document {
    dossier_of(path, bytes, &|relative| folder.read(relative), None)
}

/// The same, with a way to the files that it includes; where most of it was read before, by what is
/// known of it.
fn dossier_of(path: &Path, bytes: &[u8], fetch: &ron_text::Fetch<'_>, before: Option<&Before<'_>>) -> Document {
    let name = path.to_string_lossy();
    let read = RefCell::new(vec![(path.to_owned(), Fingerprint::of(bytes))]);
    let fetch = |relative: &str| {
        let bytes = fetch(relative)?;
        let path = path.parent().unwrap_or(Path::new("")).join(relative);
        read.borrow_mut().push((path, Fingerprint::of(&bytes)));
        Ok(bytes)
    };
    let reading = match before {
        Some(before) => ron_text::read_again(&name, bytes, &fetch, before),
        None => ron_text::read(&name, bytes, &fetch),
    };
    Document { on_disk: read.into_inner(), ..document(Some(path.to_owned()), reading) }
}

/// Opens one file by itself, without what it includes: for programs that hand over single files
/// from somewhere else, as git does.
pub fn open_alone(path: &Path) -> Document {
    match storage::read_named(path) {
        Ok(bytes) => {
            let alone = |file: &str| Err(Problem::error(codes::IO, format!("{file} is not read here")));
            document(Some(path.to_owned()), ron_text::read(&path.to_string_lossy(), &bytes, &alone))
        }
        Err(problem) => nothing(Some(path), problem),
    }
}

/// Opens a built-in example.
pub fn open_example(example: &Example) -> Document {
    open_texts(example.files)
}

/// Opens a dossier that lies nowhere: path and text of its files, the main one first.
pub fn open_texts(files: &[(&str, &str)]) -> Document {
    open_texts_after(files, None)
}

/// The same, where most of it may stand in `before` too: records with the very same text are taken
/// over from there instead of read. What comes of it is the same.
pub fn open_texts_after(files: &[(&str, &str)], before: Option<&Document>) -> Document {
    let fetch = |path: &str| {
        let file = files.iter().find(|(name, _)| *name == path);
        let missing = || Problem::error(codes::IO, format!("there is no file {path}"));
        file.map(|(_, text)| text.as_bytes().to_vec()).ok_or_else(missing)
    };
    let (name, text) = files.first().copied().unwrap_or(("", ""));
    let reading = match before {
        Some(before) => ron_text::read_again(name, text.as_bytes(), &fetch, &before.as_before()),
        None => ron_text::read(name, text.as_bytes(), &fetch),
    };
    document(None, reading)
}

impl Document {
    /// What it knows of its records, for reading most of them again.
    fn as_before(&self) -> Before<'_> {
        Before::new(&self.dossier, &self.texts)
    }

    /// Why nothing at all could be read: there is no such file, it may not be read, it is too large.
    pub(crate) fn unreadable(&self) -> Option<&Problem> {
        let first = self.problems.first().filter(|_| self.read_only)?;
        [codes::IO, codes::TOO_LARGE].contains(&first.code).then_some(first)
    }

    /// A snapshot of what it is now, for other threads.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.readers.snapshot(&self.dossier, self.revision)
    }

    /// Makes the copy that other threads will read, which takes as long as copying what points to the
    /// records. For where it is opened, off the frame: else the first snapshot does it.
    pub(crate) fn prepare_readers(&self) {
        self.readers.prepare(&self.dossier, self.revision);
    }

    /// A dossier that was made otherwise than from a text. It can be shown, not edited.
    pub fn without_text(dossier: Dossier, problems: Vec<Problem>) -> Document {
        document(None, Reading { dossier, problems, read_only: true, texts: Vec::new(), shadowed: HashSet::new() })
    }
}

/// A new dossier with nothing in it but a title.
pub(crate) fn empty() -> Document {
    let text = format!(
        "#![enable(implicit_some)]\nDossier(\n    format: {},\n    title: \"{}\",\n    sources: [],\n    \
         entities: [],\n    relations: [],\n)\n",
        ron_text::FORMAT,
        Dossier::UNTITLED
    );
    let nothing = |_: &str| Err(Problem::error(codes::IO, "a new dossier includes nothing"));
    document(None, ron_text::read("untitled.ron", text.as_bytes(), &nothing))
}

fn document(path: Option<PathBuf>, reading: Reading) -> Document {
    let Reading { dossier, problems, read_only, texts, shadowed } = reading;
    Document {
        path,
        dossier,
        problems,
        read_only,
        texts,
        shadowed,
        history: History::default(),
        touched_files: Default::default(),
        revision: 0,
        on_disk: Base::new(),
        astray: Vec::new(),
        imported: false,
        readers: Readers::default(),
    }
}

/// A document without a text that says why it could not be read. The problem is placed at the file's
/// beginning, so that it is shown like any other.
fn nothing(path: Option<&Path>, mut problem: Problem) -> Document {
    if let Some(path) = path.filter(|_| problem.place.is_none()) {
        problem = problem.with_place(Place {
            file: Arc::from(path.to_string_lossy().as_ref()),
            line: 1,
            column: 1,
            length: 1,
            line_text: Arc::from(""),
            line_from: 1,
            bytes: (0, 0),
        });
    }
    let mut document = empty();
    document.dossier.title =
        path.and_then(Path::file_name).map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    Document { path: path.map(Path::to_owned), problems: vec![problem], read_only: true, texts: Vec::new(), ..document }
}

#[cfg(test)]
mod tests;
