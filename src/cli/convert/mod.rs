//! `chancery convert`: files of other programs as a dossier, and dossiers in formats of other programs, with an account of
//! every record.

mod account;
mod target;

use std::path::{Path, PathBuf};

use clap::builder::PathBufValueParser;
use clap::{Arg, ArgAction, ArgMatches};
use encoding_rs::Encoding;

use self::target::Target;
use super::{Command, Console, Exit, Failure, arguments, one_line};
use crate::dossier::document::{self, Document, Import};
use crate::dossier::exchange::{self, Delimiter, Format, Options, Report, UnknownEnds};
use crate::dossier::model::Dossier;
use crate::dossier::storage;
use crate::problem::{Problem, Severity, printable};
use crate::progress::Progress;

pub(super) struct ConvertCommand;

impl Command for ConvertCommand {
    fn describe(&self) -> clap::Command {
        clap::Command::new("convert")
            .about("Convert another program's files to a dossier, or a dossier to another program's format, and report on every record")
            .arg(
                arguments::file()
                    .required(true)
                    .num_args(1..)
                    .value_name("IN")
                    .help(
                        "File to convert, several tables that belong together, or a dossier; - for standard input",
                    ),
            )
            .arg(
                Arg::new("out")
                    .value_name("OUT")
                    .required(true)
                    .value_parser(PathBufValueParser::new())
                    .value_hint(clap::ValueHint::FilePath)
                    .help("File to write: a dossier (.ron), or another program's format by its extension; - for standard output"),
            )
            .arg(arguments::from())
            .arg(
                Arg::new("to")
                    .long("to")
                    .value_name("FORMAT")
                    .value_parser(target::names())
                    .help("Format of OUT, if not clear from its extension"),
            )
            .arg(
                Arg::new("report")
                    .long("report")
                    .value_name("R.json")
                    .value_parser(PathBufValueParser::new())
                    .value_hint(clap::ValueHint::FilePath)
                    .help("Write the full report as JSON; - for standard output"),
            )
            .arg(
                Arg::new("encoding")
                    .long("encoding")
                    .value_name("NAME")
                    .value_parser(encoding)
                    .help("Encoding of a text file, such as windows-1252 or shift_jis, if the detected one is wrong"),
            )
            .arg(
                Arg::new("delimiter")
                    .long("delimiter")
                    .value_name("CHARACTER")
                    .value_parser(delimiter)
                    .help("Separator between the cells of a table: one character, or the word `tab` or `blanks`"),
            )
            .arg(
                Arg::new("unknown-ends")
                    .long("unknown-ends")
                    .value_name("WHAT")
                    .value_parser(["add", "refuse"])
                    .default_value("add")
                    .help("If an edge refers to a node that the file does not list, add the node or refuse the edge"),
            )
            .arg(
                Arg::new("hidden-sheets")
                    .long("hidden-sheets")
                    .action(ArgAction::SetTrue)
                    .help("Read hidden sheets of workbooks too"),
            )
            .arg(
                Arg::new("raw")
                    .long("raw")
                    .action(ArgAction::SetTrue)
                    .help("Write cells that begin like a formula (= + - @) as they are, instead of making them harmless"),
            )
            .arg(
                Arg::new("strict")
                    .long("strict")
                    .action(ArgAction::SetTrue)
                    .help(
                        "Write nothing if any record is refused, anything is left out, changed or doubtful, or OUT has no \
                         place for something",
                    ),
            )
            .after_help(format!(
                "Examples:\n  chancery convert people.xlsx notes.ron\n  \
                 chancery convert nodes.csv edges.csv notes.ron --report report.json\n  \
                 chancery convert --from csv - notes.ron < edges.csv\n  \
                 chancery convert notes.ron notes.xlsx\n  \
                 chancery convert notes.ron notes.graphml --strict\n\n\
                 Every record read is taken, merged or refused. The first {} refused records are printed;\n\
                 --report lists all of them. Each file becomes a source; each record gets a claim that cites its\n\
                 row, line or element.\nExit status: 1 if a file cannot be read or, with --strict, if anything would \
                 be lost; then nothing is written.\n\n{}\n\n{}",
                account::MOST_PRINTED,
                arguments::formats_in_words(),
                target::in_words()
            ))
    }

    fn run(&self, matches: &ArgMatches, console: &mut Console<'_>) -> Result<Exit, Failure> {
        let out = matches.get_one::<PathBuf>("out").cloned().unwrap_or_default();
        let target = Target::of(&out, matches)?;
        let Taken { dossier, report } = taken(matches, target)?;
        if let Some(report) = &report {
            console.note(&account::sum(report));
            account::told(report, console);
        }
        let output = target.output(&dossier, &out, matches.get_flag("raw"))?;
        account::told_lost(&output.lost, console);
        if let Some(path) = matches.get_one::<PathBuf>("report") {
            console.deliver_json(path, &account::json(&dossier, report.as_ref(), &output.lost))?;
        }
        if matches.get_flag("strict") && !(output.lost.is_empty() && report.is_none_or(|report| report.is_whole())) {
            let why = if output.lost.is_empty() {
                "every record must be taken in unchanged"
            } else {
                "the format must have a place for everything"
            };
            let message = format!("{} was not written: with --strict, {why}; see the notices above", output.in_words());
            return Err(Failure::input(message));
        }
        output.deliver(console)?;
        Ok(Exit::Done)
    }
}

/// An encoding by one of the names that it has on the web.
fn encoding(name: &str) -> Result<&'static Encoding, String> {
    Encoding::for_label(name.trim().as_bytes()).ok_or_else(|| "unknown encoding".to_owned())
}

fn delimiter(text: &str) -> Result<Delimiter, String> {
    match text.as_bytes() {
        [one] if one.is_ascii() && !one.is_ascii_alphanumeric() && *one != b'"' => Ok(Delimiter::Char(*one)),
        b"tab" | b"\\t" => Ok(Delimiter::Char(b'\t')),
        b"blanks" => Ok(Delimiter::Blanks),
        _ => {
            let help =
                "use one character that is not a letter, a digit or a quotation mark, or the word `tab` or `blanks`";
            Err(help.to_owned())
        }
    }
}

/// What was read: the dossier, and what became of the records of another program's file.
struct Taken {
    dossier: Dossier,
    report: Option<Report>,
}

/// A dossier may be read as such where another format is written.
fn taken(matches: &ArgMatches, target: Target) -> Result<Taken, Failure> {
    let paths: Vec<&PathBuf> = matches.get_many("file").into_iter().flatten().collect();
    if let (Target::Other(_), [path]) = (target, &*paths)
        && matches.get_one::<String>("from").is_none()
        && !storage::is_standard(path)
    {
        let document = document::open_named(path);
        if !document.is_imported() {
            return whole(path, document);
        }
    }
    let Import { dossier, report, .. } = imported(matches)?;
    Ok(Taken { dossier, report: Some(report) })
}

/// A dossier that was read without errors.
fn whole(path: &Path, document: Document) -> Result<Taken, Failure> {
    let is_error = |problem: &&Problem| problem.severity == Severity::Error;
    let errors: Vec<String> = document.problems.iter().filter(is_error).map(|p| p.to_text() + "\n").collect();
    if errors.is_empty() {
        return Ok(Taken { dossier: document.dossier, report: None });
    }
    let name = printable(&path.display().to_string());
    Err(Failure::input(format!("{name} has errors\n\n{}", errors.join("\n").trim_end())))
}

fn imported(matches: &ArgMatches) -> Result<Import, Failure> {
    let paths: Vec<PathBuf> = matches.get_many::<PathBuf>("file").into_iter().flatten().cloned().collect();
    let mut files = Vec::new();
    for path in &paths {
        let bytes = storage::read_named(path).map_err(|problem| Failure::input(one_line(&problem)))?;
        files.push((PathBuf::from(arguments::shown(path)), bytes));
    }
    let from = arguments::from_of(matches)?;
    let mut formats = Vec::new();
    for (path, bytes) in &files {
        formats.push(match from {
            Some(format) => format,
            None => exchange::of_file(path, bytes).ok_or_else(|| unknown(path))?,
        });
    }
    let format = one_of(&formats)?;
    let mut options = Options::default();
    if matches.get_one::<String>("unknown-ends").is_some_and(|what| what == "refuse") {
        options.ends = UnknownEnds::Refuse;
    }
    options.encoding = matches.get_one::<&'static Encoding>("encoding").copied();
    options.tables.delimiter = matches.get_one::<Delimiter>("delimiter").copied();
    options.tables.hidden_sheets = matches.get_flag("hidden-sheets");
    let files: Vec<(&Path, &[u8])> = files.iter().map(|(path, bytes)| (path.as_path(), bytes.as_slice())).collect();
    // Nobody holds this progress, so that nobody can cancel it.
    document::import(&files, format, &options, &Progress::new()).map_err(|failure| match failure {
        exchange::Failure::Wrong(problem) => Failure::problem(&problem),
        exchange::Failure::Cancelled => Failure::input("reading was stopped"),
    })
}

fn unknown(path: &Path) -> Failure {
    let name = printable(&path.display().to_string());
    Failure::input(format!("{name} is already a dossier, or its format is unknown; give --from FORMAT"))
}

/// The format of all files: several are read together as tables only.
fn one_of(formats: &[&'static dyn Format]) -> Result<&'static dyn Format, Failure> {
    match formats {
        [] => Err(Failure::usage("no file was given")),
        [only] => Ok(*only),
        [first, ..] => match formats.iter().find(|format| format.name() != exchange::TABLE) {
            None => Ok(*first),
            Some(other) => Err(Failure::usage(format!(
                "only tables (csv) can be combined, and one of these files is {}; convert it by itself",
                other.name()
            ))),
        },
    }
}
