//! What `chancery convert` writes: a dossier, or a file or two in a format of another program. What is read is not known
//! here.

use std::path::{Path, PathBuf};

use clap::ArgMatches;

use crate::cli::{Console, Failure, arguments, one_line};
use crate::dossier::document;
use crate::dossier::exchange::{self, Lost, WRITERS, WriteOptions, Writer};
use crate::dossier::model::Dossier;
use crate::dossier::storage;
use crate::problem::printable;
use crate::progress::Progress;
use crate::wording::counted;

/// What the dossier is called among the formats of `--to`.
pub(super) const DOSSIER: &str = "ron";

/// The format that is written.
#[derive(Clone, Copy)]
pub(super) enum Target {
    Dossier,
    Other(&'static dyn Writer),
}

/// Files that are ready to be written.
pub(super) struct Output {
    files: Vec<(PathBuf, Vec<u8>)>,
    /// What is not in them.
    pub(super) lost: Vec<Lost>,
}

/// The formats that are written, a line each, for the end of a help text.
pub(super) fn in_words() -> String {
    let line =
        |writer: &&dyn Writer| format!("\n  {:<17} {} (.{})", writer.name(), writer.title(), writer.extensions()[0]);
    format!("Formats of OUT besides ron:{}", WRITERS.iter().map(line).collect::<String>())
}

/// The names that `--to` takes.
pub(super) fn names() -> Vec<&'static str> {
    std::iter::once(DOSSIER).chain(WRITERS.iter().map(|writer| writer.name())).collect()
}

impl Target {
    /// The format that is asked for by `--to`, or by the extension of the file.
    pub(super) fn of(out: &Path, matches: &ArgMatches) -> Result<Self, Failure> {
        if let Some(name) = matches.get_one::<String>("to") {
            return Ok(exchange::writer(name).map_or(Target::Dossier, Target::Other));
        }
        let is_dossier = out.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(DOSSIER));
        if is_dossier || storage::is_standard(out) {
            return Ok(Target::Dossier);
        }
        let name = out.file_name().unwrap_or_default().to_string_lossy();
        exchange::writer_of(&name).map(Target::Other).ok_or_else(|| {
            let name = printable(&out.display().to_string());
            Failure::usage(format!(
                "the format of {name} is not clear from its extension; give --to {}",
                names().join("|")
            ))
        })
    }

    /// A dossier in this format, under a name.
    pub(super) fn output(self, dossier: &Dossier, out: &Path, raw: bool) -> Result<Output, Failure> {
        let writer = match self {
            Target::Dossier => {
                let text = document::text_of(dossier).map_err(|why| Failure::input(why.to_string()))?;
                return Ok(Output { files: vec![(out.to_owned(), text.into_bytes())], lost: Vec::new() });
            }
            Target::Other(writer) => writer,
        };
        // Nobody holds this progress, so that nobody can cancel it.
        let written =
            writer.write(dossier, &WriteOptions { raw }, &Progress::new()).map_err(|failure| match failure {
                exchange::Failure::Wrong(problem) => Failure::input(one_line(&problem)),
                exchange::Failure::Cancelled => Failure::input("writing was stopped"),
            })?;
        if written.files.len() > 1 && storage::is_standard(out) {
            let files = counted(written.files.len(), "file", "files");
            let many = format!("{} needs {files}: give OUT a file name", writer.title());
            return Err(Failure::usage(many));
        }
        let named = written.files.into_iter().map(|file| (beside(out, file.suffix), file.bytes));
        Ok(Output { files: named.collect(), lost: written.lost })
    }
}

impl Output {
    /// Writes the files, each whole or not at all.
    pub(super) fn deliver(&self, console: &mut Console<'_>) -> Result<(), Failure> {
        self.files.iter().try_for_each(|(path, bytes)| console.deliver(path, bytes))
    }

    /// The files as messages call them: `net.csv and net-edges.csv`.
    pub(super) fn in_words(&self) -> String {
        let names: Vec<String> = self.files.iter().map(|(path, _)| printable(&arguments::shown(path))).collect();
        names.join(" and ")
    }
}

/// A name with something before its extension.
fn beside(out: &Path, suffix: &str) -> PathBuf {
    if suffix.is_empty() {
        return out.to_owned();
    }
    let stem = out.file_stem().unwrap_or_default().to_string_lossy();
    let extension = out.extension().map_or_else(String::new, |extension| format!(".{}", extension.to_string_lossy()));
    out.with_file_name(format!("{stem}{suffix}{extension}"))
}
