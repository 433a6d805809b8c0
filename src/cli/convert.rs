//! `chancery convert`: files of other programs as a dossier, with an account of every record.

use std::path::{Path, PathBuf};

use clap::builder::PathBufValueParser;
use clap::{Arg, ArgAction, ArgMatches};
use encoding_rs::Encoding;
use serde::Serialize;

use super::{Command, Console, Exit, Failure, arguments, one_line};
use crate::dossier::document::{self, Import};
use crate::dossier::exchange::{self, At, Delimiter, Format, Options, Report, UnknownEnds};
use crate::dossier::storage;
use crate::problem::{Problem, printable};
use crate::progress::Progress;
use crate::wording::counted;

/// How many refused records and notices are printed; the report has them all.
const MOST_PRINTED: usize = 20;

pub(super) struct ConvertCommand;

/// What became of the records, as JSON.
#[derive(Serialize)]
struct ReportJson<'a> {
    format: &'a str,
    encoding: Option<&'a str>,
    records_in: usize,
    taken: usize,
    merged: usize,
    refused: usize,
    refused_records: Vec<RefusedJson<'a>>,
    merged_records: Vec<MergedJson>,
    notes: Vec<NoteJson<'a>>,
    /// Sorts of notice that were too many to keep.
    more_notes: usize,
    entities: usize,
    relations: usize,
}

#[derive(Serialize)]
struct RefusedJson<'a> {
    place: String,
    reason: &'a str,
}

#[derive(Serialize)]
struct MergedJson {
    place: String,
    into: String,
}

#[derive(Serialize)]
struct NoteJson<'a> {
    sort: &'static str,
    message: &'a str,
    count: usize,
    /// The first of them.
    places: Vec<String>,
}

impl Command for ConvertCommand {
    fn describe(&self) -> clap::Command {
        clap::Command::new("convert")
            .about("Make a dossier of another program’s file, with an account of every record")
            .arg(
                arguments::file()
                    .required(true)
                    .num_args(1..)
                    .value_name("IN")
                    .help("A file of another program, or several tables that belong together; - for standard input"),
            )
            .arg(
                Arg::new("out")
                    .value_name("OUT.ron")
                    .required(true)
                    .value_parser(PathBufValueParser::new())
                    .value_hint(clap::ValueHint::FilePath)
                    .help("Where to write the dossier; - for standard output"),
            )
            .arg(arguments::from())
            .arg(
                Arg::new("to")
                    .long("to")
                    .value_name("FORMAT")
                    .value_parser(["ron"])
                    .help("Format of OUT, if not clear from its extension"),
            )
            .arg(
                Arg::new("report")
                    .long("report")
                    .value_name("R.json")
                    .value_parser(PathBufValueParser::new())
                    .value_hint(clap::ValueHint::FilePath)
                    .help("Write the whole account as JSON; - for standard output"),
            )
            .arg(
                Arg::new("encoding")
                    .long("encoding")
                    .value_name("NAME")
                    .value_parser(encoding)
                    .help("Encoding of a text, such as windows-1252 or shift_jis, if it is guessed wrong"),
            )
            .arg(
                Arg::new("delimiter")
                    .long("delimiter")
                    .value_name("CHARACTER")
                    .value_parser(delimiter)
                    .help("What stands between the cells of a table: a character, tab or blanks"),
            )
            .arg(
                Arg::new("unknown-ends")
                    .long("unknown-ends")
                    .value_name("WHAT")
                    .value_parser(["add", "refuse"])
                    .default_value("add")
                    .help("Edges to nodes that the file does not list: add those nodes, or refuse the edges"),
            )
            .arg(
                Arg::new("hidden-sheets")
                    .long("hidden-sheets")
                    .action(ArgAction::SetTrue)
                    .help("Read hidden sheets of workbooks too"),
            )
            .arg(
                Arg::new("strict")
                    .long("strict")
                    .action(ArgAction::SetTrue)
                    .help("Write no dossier if a record was refused, or anything was left out, changed or doubtful"),
            )
            .after_help(format!(
                "Examples:\n  chancery convert people.xlsx notes.ron\n  \
                 chancery convert nodes.csv edges.csv notes.ron --report account.json\n  \
                 chancery convert --from csv - notes.ron < edges.csv\n\n\
                 Records in = taken + merged + refused. The first {MOST_PRINTED} refused records are printed; the\n\
                 report has them all. Each file becomes a source, and each record has a claim with its row,\n\
                 line or element.\nExit status: 1 if a file cannot be read, or with --strict if anything was lost; \
                 no dossier is written then.\n\n{}",
                arguments::formats_in_words()
            ))
    }

    fn run(&self, matches: &ArgMatches, console: &mut Console<'_>) -> Result<Exit, Failure> {
        let out = matches.get_one::<PathBuf>("out").cloned().unwrap_or_default();
        writes_a_dossier(&out, matches)?;
        let import = imported(matches)?;
        let report = &import.report;
        console.note(&sum(report));
        told(report, console);
        if let Some(path) = matches.get_one::<PathBuf>("report") {
            console.deliver_json(path, &json(&import))?;
        }
        if matches.get_flag("strict") && !report.is_whole() {
            let name = printable(&arguments::shown(&out));
            return Err(Failure::input(format!("{name} was not written, because not all was taken in as it is")));
        }
        let made = document::with_text(&import.dossier).map_err(|why| Failure::input(why.to_string()))?;
        let text = made.text(0).unwrap_or_default();
        console.deliver(&out, text.as_bytes())?;
        Ok(Exit::Done)
    }
}

/// An encoding by one of the names that it has on the web.
fn encoding(name: &str) -> Result<&'static Encoding, String> {
    Encoding::for_label(name.trim().as_bytes()).ok_or_else(|| "there is no such encoding".to_owned())
}

fn delimiter(text: &str) -> Result<Delimiter, String> {
    match text.as_bytes() {
        [one] if one.is_ascii() && !one.is_ascii_alphanumeric() && *one != b'"' => Ok(Delimiter::Char(*one)),
        b"tab" | b"\\t" => Ok(Delimiter::Char(b'\t')),
        b"blanks" => Ok(Delimiter::Blanks),
        _ => Err("a delimiter is one character that is no letter or digit, tab or blanks".to_owned()),
    }
}

/// Only dossiers are written.
fn writes_a_dossier(out: &Path, matches: &ArgMatches) -> Result<(), Failure> {
    let is_ron = out.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("ron"));
    if is_ron || storage::is_standard(out) || matches.get_one::<String>("to").is_some() {
        return Ok(());
    }
    let name = printable(&out.display().to_string());
    Err(Failure::usage(format!("only dossiers are written: {name} must end in .ron, or give --to ron")))
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
        exchange::Failure::Wrong(problem) => wrong(&problem),
        exchange::Failure::Cancelled => Failure::input("reading was stopped"),
    })
}

fn wrong(problem: &Problem) -> Failure {
    Failure::input(problem.to_text().trim_start_matches("error: ").to_owned())
}

fn unknown(path: &Path) -> Failure {
    let name = printable(&path.display().to_string());
    Failure::input(format!("{name} is a dossier, or of no format that is read; --from says which it is"))
}

/// The format of all files: several are read together as tables only.
fn one_of(formats: &[&'static dyn Format]) -> Result<&'static dyn Format, Failure> {
    match formats {
        [] => Err(Failure::usage("no file was given")),
        [only] => Ok(*only),
        [first, ..] => match formats.iter().find(|format| format.name() != exchange::TABLE) {
            None => Ok(*first),
            Some(other) => Err(Failure::usage(format!(
                "several files are read together only as tables (csv), and one of these is {}",
                other.name()
            ))),
        },
    }
}

/// `17 in: 14 taken, 1 merged, 2 refused`.
fn sum(report: &Report) -> String {
    let (taken, merged, refused) = (report.taken_count(), report.merged_list().len(), report.refused_count());
    format!(
        "{} in: {taken} taken, {merged} merged, {refused} refused",
        counted(report.records_in(), "record", "records")
    )
}

/// Prints the first refused records and notices.
fn told(report: &Report, console: &mut Console<'_>) {
    for refused in report.refused_list().take(MOST_PRINTED) {
        console.note(&format!("refused: {}: {}", report.words(refused.at), refused.reason));
    }
    if let Some(more) = report.refused_count().checked_sub(MOST_PRINTED).filter(|more| *more > 0) {
        console.note(&format!("{} refused; --report lists all", counted(more, "more record", "more records")));
    }
    for note in report.notes().iter().take(MOST_PRINTED) {
        let times = if note.count > 1 { format!(" ({} times)", note.count) } else { String::new() };
        let place = note.places.first().map_or_else(String::new, |at| format!("{}: ", report.words(*at)));
        console.note(&format!("{}: {place}{}{times}", note.kind.word(), note.message));
    }
    let more = report.notes().len().saturating_sub(MOST_PRINTED) + report.more_notes();
    if more > 0 {
        console.note(&format!("{}; --report lists them", counted(more, "more notice", "more notices")));
    }
}

fn json(import: &Import) -> ReportJson<'_> {
    let report = &import.report;
    let words = |at: &At| report.words(*at);
    ReportJson {
        format: report.format,
        encoding: report.encoding,
        records_in: report.records_in(),
        taken: report.taken_count(),
        merged: report.merged_list().len(),
        refused: report.refused_count(),
        refused_records: report
            .refused_list()
            .map(|refused| RefusedJson { place: words(&refused.at), reason: refused.reason })
            .collect(),
        merged_records: report
            .merged_list()
            .iter()
            .map(|(at, into)| MergedJson { place: words(at), into: words(into) })
            .collect(),
        notes: report
            .notes()
            .iter()
            .map(|note| NoteJson {
                sort: note.kind.word(),
                message: &note.message,
                count: note.count,
                places: note.places.iter().map(words).collect(),
            })
            .collect(),
        more_notes: report.more_notes(),
        entities: import.dossier.entity_count(),
        relations: import.dossier.relation_count(),
    }
}
