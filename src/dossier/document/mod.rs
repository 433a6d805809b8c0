//! A dossier with where it came from: opening anything we read, from disk or built in.

mod examples;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::dossier::exchange;
use crate::dossier::model::{Dossier, Vocabulary};
use crate::dossier::ron_text::{self, Reading};
use crate::dossier::storage::{Folder, read_limited};
use crate::problem::{Place, Problem, codes};

pub use examples::{EXAMPLES, Example};

/// What stands before the name of a built-in example where a file is asked for.
pub const EXAMPLE_PREFIX: &str = "example:";

/// An open dossier.
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
}

/// Opens a dossier file, or a built-in example when `path` is `example:NAME`.
/// Always yields a document; what went wrong is in its problems.
pub fn open(path: &Path) -> Document {
    if let Some(name) = path.to_str().and_then(|p| p.strip_prefix(EXAMPLE_PREFIX)) {
        return match EXAMPLES.iter().find(|e| e.name == name) {
            Some(example) => open_example(example),
            None => {
                let names: Vec<&str> = EXAMPLES.iter().map(|e| e.name).collect();
                let problem = Problem::error(codes::IO, format!("there is no built-in example `{name}`"))
                    .with_help(format!("there are {}", names.join(" and ")));
                nothing(None, problem)
            }
        };
    }
    let name = path.to_string_lossy();
    match read_limited(path) {
        Ok(bytes) if exchange::by_extension(path).is_some() => imported(path, bytes),
        Ok(bytes) => {
            let folder = Folder::of(path);
            let reading = ron_text::read(&name, &bytes, &|relative| folder.read(relative));
            document(Some(path.to_owned()), reading)
        }
        Err(problem) => nothing(Some(path), problem),
    }
}

/// A graph of another program. It cannot be saved over: the format would not hold what a dossier does.
fn imported(path: &Path, bytes: Vec<u8>) -> Document {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let graph = exchange::by_extension(path).map(|format| exchange::read(format, &name, bytes));
    match graph {
        Some(Ok(graph)) => {
            let dossier = exchange::dossier(&graph, &name, Vocabulary::clone(ron_text::built_in_vocabulary()));
            Document { path: Some(path.to_owned()), dossier, problems: Vec::new(), read_only: true }
        }
        Some(Err(problem)) => nothing(Some(path), problem),
        None => empty(),
    }
}

/// Opens a built-in example.
pub fn open_example(example: &Example) -> Document {
    let fetch = |path: &str| {
        let file = example.files.iter().find(|(name, _)| *name == path);
        let missing = || Problem::error(codes::IO, format!("the example has no file {path}"));
        file.map(|(_, text)| text.as_bytes().to_vec()).ok_or_else(missing)
    };
    let (name, text) = example.files[0];
    document(None, ron_text::read(name, text.as_bytes(), &fetch))
}

/// A document with nothing in it but the built-in kinds.
pub fn empty() -> Document {
    let dossier = Dossier::new(Vocabulary::clone(ron_text::built_in_vocabulary()));
    Document { path: None, dossier, problems: Vec::new(), read_only: false }
}

fn document(path: Option<PathBuf>, reading: Reading) -> Document {
    let Reading { dossier, problems, read_only } = reading;
    Document { path, dossier, problems, read_only }
}

/// An empty document that says why. The problem is placed at the file's beginning, so that it is
/// shown like any other.
fn nothing(path: Option<&Path>, mut problem: Problem) -> Document {
    if let Some(path) = path {
        problem = problem.with_place(Place {
            file: Arc::from(path.to_string_lossy().as_ref()),
            line: 1,
            column: 1,
            length: 1,
            line_text: Arc::from(""),
            bytes: (0, 0),
        });
    }
    let mut document = empty();
    document.dossier.title =
        path.and_then(Path::file_name).map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    Document { path: path.map(Path::to_owned), problems: vec![problem], read_only: true, ..document }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Severity;

    #[test]
    fn every_built_in_example_is_read_without_an_error_or_a_warning() {
        for example in EXAMPLES {
            let document = open_example(example);
            let bad: Vec<String> =
                document.problems.iter().filter(|p| p.severity > Severity::Note).map(Problem::to_text).collect();
            assert!(bad.is_empty(), "{}:\n{}", example.name, bad.join("\n"));
            assert!(document.dossier.entity_count() >= 40, "{}", example.name);
            assert!(!document.dossier.title.is_empty());
        }
    }

    #[test]
    fn what_cannot_be_opened_says_why() {
        let document = open(Path::new("/nowhere/at/all.ron"));
        assert!(document.read_only);
        assert_eq!(document.problems[0].code, codes::IO);
        let document = open(Path::new("example:none"));
        assert!(document.problems[0].help.as_ref().unwrap().contains("asean-japan"));
    }
}
