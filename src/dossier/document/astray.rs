//! Files of an open dossier that are not what they were and cannot be read: gone, no longer readable, or
//! broken by another program. What was read of them last goes on in their place, so that the dossier
//! stays whole. What is said and asked about it is the window's.

use std::path::{Path, PathBuf};

use super::{Document, FileContent, dossier_of};
use crate::dossier::ron_text::{self, Before};
use crate::dossier::storage::{Expected, Fingerprint, Folder, Found, RealDisk, found, is_folder, read_limited};
use crate::problem::{Problem, Severity, codes};

/// A file of a dossier in whose place something else stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Astray {
    /// Where it lay.
    pub path: PathBuf,
    /// What stands there.
    pub(crate) found: Found,
    /// What is wrong with that.
    pub why: Why,
}

/// What is wrong with what stands in the place of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// Nothing stands there.
    Gone,
    /// The folder that it lay in is gone, too.
    NoFolder,
    /// It cannot be read, for this reason.
    Unreadable(String),
    /// It can be read, but not as a dossier, for this reason.
    Broken(String),
}

impl Astray {
    fn unreadable(path: &Path, problem: &Problem) -> Self {
        let found = found(&RealDisk, path);
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let why = match found {
            Found::Gone if folder.is_some_and(|folder| !is_folder(folder)) => Why::NoFolder,
            Found::Gone => Why::Gone,
            // What can be read is not read as part of a dossier: a link that leads out, a file too large.
            Found::Unreadable | Found::Content(_) => Why::Unreadable(problem.message.clone()),
        };
        Astray { path: path.to_owned(), found, why }
    }

    fn broken(path: &Path, bytes: &[u8], why: String) -> Self {
        Astray { path: path.to_owned(), found: Found::Content(Fingerprint::of(bytes)), why: Why::Broken(why) }
    }

    /// Whether it can be written anew, given that the person agrees.
    pub fn may_be_rewritten(&self) -> bool {
        match self.why {
            Why::Gone | Why::NoFolder | Why::Broken(_) => true,
            Why::Unreadable(_) => false,
        }
    }

    /// What is to be on disk before it is written anew.
    pub(super) fn expected(&self) -> Expected {
        match (&self.why, self.found) {
            (Why::Broken(_), Found::Content(print)) => Expected::Content(print),
            // Whatever cannot be read is not written over.
            (Why::Gone | Why::NoFolder | Why::Unreadable(_) | Why::Broken(_), _) => Expected::Nothing,
        }
    }

    /// What happened to it, a sentence that begins with its name.
    pub fn told(&self) -> String {
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        match &self.why {
            Why::Gone => format!("{name} is gone: another program deleted, moved or renamed it."),
            Why::NoFolder => {
                let folder = self.path.parent().unwrap_or(Path::new("")).display();
                format!("{name} is gone: its folder {folder} was deleted, moved or renamed.")
            }
            Why::Unreadable(why) => format!("{name} can no longer be read: {why}."),
            Why::Broken(why) => format!("{name} was changed by another program and is broken now: {why}."),
        }
    }
}

/// What one try to read the files came to.
#[derive(Default)]
struct Round {
    astray: Vec<Astray>,
    /// Files that hold something else than before, by their place among those known.
    other: Vec<(usize, Vec<u8>)>,
}

impl Round {
    /// The content of a file to read: its own or, where it went astray, the one that is known.
    fn take(&mut self, known: &FileContent, broken: &[Astray], read: Result<Vec<u8>, Problem>) -> Vec<u8> {
        let path = known.path.as_deref().unwrap_or(Path::new(""));
        let astray = match (broken.iter().find(|astray| astray.path == path), &read) {
            (Some(astray), _) => astray.clone(),
            (None, Err(problem)) => Astray::unreadable(path, problem),
            (None, Ok(bytes)) => {
                if *bytes != known.text.as_bytes() {
                    self.other.push((known.number, bytes.clone()));
                }
                return read.unwrap_or_default();
            }
        };
        self.astray.push(astray);
        known.text.clone().into_bytes()
    }
}

impl Document {
    /// Those of its files in whose place something else stands.
    pub fn astray(&self) -> &[Astray] {
        &self.astray
    }

    /// The same for whoever watches them.
    pub(crate) fn found_astray(&self) -> Vec<(PathBuf, Found)> {
        self.astray.iter().map(|astray| (astray.path.clone(), astray.found)).collect()
    }

    /// Enters which of its files went astray, or that none is any more.
    pub(crate) fn set_astray(&mut self, astray: Vec<Astray>) {
        self.astray = astray;
    }

    /// Its files as they stand at `path` now. In the place of those that are gone or broken stands what
    /// is known here.
    pub(crate) fn read_over(&self, path: &Path) -> Document {
        let main = Document { path: Some(path.to_owned()), ..super::empty() };
        let mut known = self.files();
        for file in &mut known {
            file.path = main.path_of(file.number, &file.name);
        }
        let before = self.as_before();
        let mut broken = Vec::new();
        let mut why = String::new();
        // Each round finds at least one more broken file, or is the last.
        for _ in 0..=known.len() {
            let (document, other) = read_round(path, &known, &broken, &before);
            if !document.read_only {
                return document;
            }
            let more = other.into_iter().filter_map(|(number, bytes)| broken_alone(&known[number], &bytes));
            let more: Vec<Astray> = more.collect();
            if more.is_empty() {
                why = document.problems.iter().find(|p| p.severity == Severity::Error).map_or(why, sentence);
                break;
            }
            broken.extend(more);
        }
        // The fault lies in a file that is not known here: all stays as it was.
        let unlike = |file: &FileContent| {
            let path = file.path.as_deref()?;
            let bytes = read_limited(path).ok()?;
            (bytes != file.text.as_bytes()).then(|| Astray::broken(path, &bytes, why.clone()))
        };
        broken.extend(known.iter().filter(|file| !is_in(&broken, file)).filter_map(unlike).collect::<Vec<_>>());
        read_round(path, &known, &broken, &before).0
    }
}

fn is_in(broken: &[Astray], file: &FileContent) -> bool {
    broken.iter().any(|astray| Some(&*astray.path) == file.path.as_deref())
}

/// Reads all files once, those of `broken` as they are known.
fn read_round(
    path: &Path,
    known: &[FileContent],
    broken: &[Astray],
    before: &Before<'_>,
) -> (Document, Vec<(usize, Vec<u8>)>) {
    let folder = Folder::of(path);
    let round = std::cell::RefCell::new(Round::default());
    let main = match known.first() {
        Some(main) => round.borrow_mut().take(main, broken, read_limited(path)),
        None => Vec::new(),
    };
    let fetch = |relative: &str| {
        let read = folder.read(relative);
        match known.iter().find(|file| file.number > 0 && file.name == relative) {
            Some(file) => Ok(round.borrow_mut().take(file, broken, read)),
            None => read,
        }
    };
    let document = dossier_of(path, &main, &fetch, Some(before));
    let Round { astray, other } = round.into_inner();
    (Document { astray, ..document }, other)
}

/// A file that is broken by itself, whatever it includes.
fn broken_alone(known: &FileContent, bytes: &[u8]) -> Option<Astray> {
    let path = known.path.as_deref()?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let nothing = |file: &str| Err(Problem::error(codes::IO, format!("{file} is not read here")));
    let reading = ron_text::read(&name, bytes, &nothing);
    let first = reading.problems.iter().find(|p| p.severity == Severity::Error && p.code != codes::IO);
    let why = first.map_or_else(|| "it is not a dossier that this version can read".to_owned(), sentence);
    reading.read_only.then(|| Astray::broken(path, bytes, why))
}

fn sentence(problem: &Problem) -> String {
    match &problem.place {
        Some(place) => format!("{place}: {}", problem.message),
        None => problem.message.clone(),
    }
}
