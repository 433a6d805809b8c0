//! What `chancery convert` reads: files of other programs by a map and options, or a dossier. What is written is not known
//! here.

use std::path::{Path, PathBuf};

use clap::ArgMatches;
use clap::parser::ValueSource;
use encoding_rs::Encoding;

use super::target::Target;
use crate::cli::{Console, Failure, arguments, one_line};
use crate::dossier::document::{self, Document};
use crate::dossier::exchange::{self, Account, Choices, Delimiter, Extent, Preview, Report, Taken, Unfit, UnknownEnds};
use crate::dossier::model::{Dossier, Vocabulary};
use crate::dossier::ron_text::built_in_vocabulary;
use crate::dossier::storage;
use crate::problem::{Problem, Severity, printable};
use crate::progress::Progress;

/// Options that say how files of other programs are read.
const OF_FILES: [&str; 2] = ["map", "map-out"];

/// What was read: the dossier, and what became of the records of another program's file.
pub(super) struct Read {
    pub(super) dossier: Dossier,
    pub(super) report: Option<Report>,
}

/// Reads the files, and writes the map if that is asked for. A dossier may be read as such where another format is written.
pub(super) fn read(
    matches: &ArgMatches,
    target: Target,
    open: Option<&Document>,
    console: &mut Console<'_>,
) -> Result<Read, Failure> {
    let paths: Vec<&PathBuf> = matches.get_many("file").into_iter().flatten().collect();
    if let (Target::Other(_), [path]) = (target, &*paths)
        && matches.get_one::<String>("from").is_none()
        && !storage::is_standard(path)
        && !document::is_foreign(path)
    {
        if let Some(option) = OF_FILES.into_iter().find(|option| matches.contains_id(option)) {
            let name = printable(&path.display().to_string());
            return Err(Failure::usage(format!("--{option} is for other programs' files, and {name} is a dossier")));
        }
        return whole(path, document::open_named(path));
    }
    let (account, choices) = account(&paths, matches, open)?;
    if let Some(path) = matches.get_one::<PathBuf>("map-out") {
        console.deliver(path, choices.whole(&account).write().as_bytes())?;
    }
    let Taken { dossier, report, .. } = *account.outcome.map_err(|problem| Failure::problem(&problem))?;
    Ok(Read { dossier, report: Some(report) })
}

/// A dossier that was read without errors.
fn whole(path: &Path, document: Document) -> Result<Read, Failure> {
    let is_error = |problem: &&Problem| problem.severity == Severity::Error;
    let errors: Vec<String> = document.problems.iter().filter(is_error).map(|p| p.to_text() + "\n").collect();
    if errors.is_empty() {
        return Ok(Read { dossier: document.dossier, report: None });
    }
    let name = printable(&path.display().to_string());
    Err(Failure::input(format!("{name} has errors\n\n{}", errors.join("\n").trim_end())))
}

/// What the files come to, and what was said of them.
fn account(paths: &[&PathBuf], matches: &ArgMatches, open: Option<&Document>) -> Result<(Account, Choices), Failure> {
    // Nobody holds this progress, so that nobody can cancel it.
    let progress = Progress::new();
    let preview = match paths {
        [folder] if storage::is_folder(folder) => notes(folder, matches, &progress)?,
        _ => files(paths, matches)?,
    };
    let vocabulary = match open {
        Some(open) => Vocabulary::clone(&open.dossier.vocabulary),
        None => Vocabulary::clone(built_in_vocabulary()),
    };
    let account = |choices: &Choices, extent| {
        let account = preview.account(choices, &vocabulary, extent, &progress);
        account.map_err(|_| Failure::input("reading was stopped"))
    };
    let mut choices = map(matches)?;
    said_by_options(matches, &preview, &mut choices);
    let tables = if choices.tables.is_empty() { Vec::new() } else { account(&choices, Extent::Sample)?.tables };
    choices.fit(&tables, &vocabulary).map_err(|problem| Failure::problem(&problem))?;
    let whole = account(&choices, Extent::Whole)?;
    Ok((whole, choices))
}

/// The files, ready to be read.
fn files(paths: &[&PathBuf], matches: &ArgMatches) -> Result<Preview, Failure> {
    let mut files = Vec::new();
    for path in paths {
        if storage::is_folder(path) {
            let name = printable(&arguments::shown(path));
            return Err(Failure::usage(format!("{name} is a folder; convert it by itself")));
        }
        let bytes = storage::read_named(path).map_err(|problem| Failure::input(one_line(&problem)))?;
        files.push((PathBuf::from(arguments::shown(path)), bytes));
    }
    Preview::new(files, arguments::from_of(matches)?).map_err(|unfit| match unfit {
        Unfit::Wrong(problem) => Failure::problem(&problem),
        Unfit::Unknown(problem) => Failure::input(printable(&format!("{}; give --from FORMAT", problem.message))),
        Unfit::Together(problem) => Failure::usage(printable(&format!("{}; convert it by itself", problem.message))),
    })
}

/// The notes of a folder, ready to be read.
fn notes(folder: &Path, matches: &ArgMatches, progress: &Progress) -> Result<Preview, Failure> {
    if let Some(format) = arguments::from_of(matches)?.filter(|format| format.name() != exchange::VAULT) {
        let name = printable(&arguments::shown(folder));
        return Err(Failure::usage(format!(
            "{name} is a folder, which is read as {} and not as {}",
            exchange::VAULT,
            format.name()
        )));
    }
    let stopped = || Failure::input("reading was stopped");
    let vault = document::notes_in(folder, progress).map_err(|failure| match failure {
        exchange::Failure::Wrong(problem) => Failure::input(one_line(&problem)),
        exchange::Failure::Cancelled => stopped(),
    })?;
    Preview::of_folder(Path::new(&arguments::shown(folder)), vault, progress).map_err(|_| stopped())
}

/// What the map says; nothing if there is none.
fn map(matches: &ArgMatches) -> Result<Choices, Failure> {
    let Some(path) = matches.get_one::<PathBuf>("map") else { return Ok(Choices::default()) };
    let bytes = storage::read_named(path).map_err(|problem| Failure::input(one_line(&problem)))?;
    let name = arguments::shown(path);
    let not_text = |_| Failure::input(printable(&format!("{name} is not UTF-8 text")));
    let text = String::from_utf8(bytes).map_err(not_text)?;
    Choices::read(&name, &text).map_err(|problem| Failure::problem(&problem))
}

/// What the other options say, which goes before the map.
fn said_by_options(matches: &ArgMatches, preview: &Preview, choices: &mut Choices) {
    if matches.value_source("unknown-ends") == Some(ValueSource::CommandLine) {
        let refuse = matches.get_one::<String>("unknown-ends").is_some_and(|what| what == "refuse");
        choices.unknown_ends = if refuse { UnknownEnds::Refuse } else { UnknownEnds::Stub };
    }
    choices.hidden_sheets |= matches.get_flag("hidden-sheets");
    let encoding = matches.get_one::<&'static Encoding>("encoding");
    let delimiter = matches.get_one::<Delimiter>("delimiter");
    if encoding.is_none() && delimiter.is_none() {
        return;
    }
    for key in preview.keys() {
        let text = choices.texts.entry(key.to_owned()).or_default();
        text.encoding = encoding.map(|encoding| encoding.name().to_owned()).or(text.encoding.take());
        text.delimiter = delimiter.map(|delimiter| delimiter.word()).or(text.delimiter.take());
    }
}
