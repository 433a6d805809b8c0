//! `chancery convert`: files of other programs as a dossier, with an account of every record.

use std::path::{Path, PathBuf};

use clap::builder::PathBufValueParser;
use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches};
use encoding_rs::Encoding;
use serde::Serialize;

use super::edit::opened_to_change;
use super::{Command, Console, Exit, Failure, arguments, one_line};
use crate::dossier::document::{self, Document};
use crate::dossier::exchange::{
    self, Account, At, Choices, Conflict, Delimiter, Differing, Extent, JoinChoices, Preview, Report, SameAs, Taken,
    UnknownEnds,
};
use crate::dossier::model::Vocabulary;
use crate::dossier::ron_text::built_in_vocabulary;
use crate::dossier::storage::{self, Storage};
use crate::problem::{Problem, Severity, printable};
use crate::progress::Progress;
use crate::wording::{counted, in_figures};

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
                Arg::new("map")
                    .long("map")
                    .value_name("MAP.ron")
                    .value_parser(PathBufValueParser::new())
                    .value_hint(clap::ValueHint::FilePath)
                    .help("What columns are for and which kinds words mean; --map-out writes one to begin with"),
            )
            .arg(
                Arg::new("map-out")
                    .long("map-out")
                    .value_name("MAP.ron")
                    .value_parser(PathBufValueParser::new())
                    .value_hint(clap::ValueHint::FilePath)
                    .help("Write what was guessed and chosen, to be changed by hand"),
            )
            .arg(
                Arg::new("into")
                    .long("into")
                    .value_name("DOSSIER.ron")
                    .value_parser(PathBufValueParser::new())
                    .value_hint(clap::ValueHint::FilePath)
                    .help("Join it to this dossier; OUT may be the same file"),
            )
            .arg(
                Arg::new("differing")
                    .long("differing")
                    .value_name("WHAT")
                    .value_parser(["keep", "both"])
                    .default_value("keep")
                    .help("With --into, values that differ: keep those of the dossier, or keep both"),
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
                 chancery convert --from csv - notes.ron < edges.csv\n  \
                 chancery convert people.csv notes.ron --into notes.ron --map people.map.ron\n\n\
                 Records in = taken + merged + refused. The first {MOST_PRINTED} refused records are printed; the\n\
                 report has them all. Each file becomes a source, and each record has a claim with its row,\n\
                 line or element.\nExit status: 1 if a file cannot be read, or with --strict if anything was lost; \
                 no dossier is written then.\n\n{}",
                arguments::formats_in_words()
            ))
    }

    fn run(&self, matches: &ArgMatches, console: &mut Console<'_>) -> Result<Exit, Failure> {
        let Some(out) = matches.get_one::<PathBuf>("out").cloned() else {
            return Err(Failure::usage("no output was given"));
        };
        writes_a_dossier(&out, matches)?;
        let open = opened_into(matches, console)?;
        let (account, choices) = account(matches, open.as_ref())?;
        if let Some(path) = matches.get_one::<PathBuf>("map-out") {
            console.deliver(path, choices.whole(&account).write().as_bytes())?;
        }
        let taken = account.outcome.map_err(|problem| wrong(&problem))?;
        let report = &taken.report;
        console.note(&sum(report));
        told(report, console);
        if let Some(path) = matches.get_one::<PathBuf>("report") {
            console.deliver_json(path, &json(&taken))?;
        }
        if matches.get_flag("strict") && !report.is_whole() {
            let name = printable(&arguments::shown(&out));
            return Err(Failure::input(format!("{name} was not written, because not all was taken in as it is")));
        }
        match open {
            None => {
                let made = document::with_text(&taken.dossier).map_err(|why| Failure::input(why.to_string()))?;
                console.deliver(&out, made.text(0).unwrap_or_default().as_bytes())?;
            }
            Some(open) => joined(open, &taken, &out, matches, console)?,
        }
        Ok(Exit::Done)
    }
}

/// The dossier that files are joined to, if one was named.
fn opened_into(matches: &ArgMatches, console: &mut Console<'_>) -> Result<Option<Document>, Failure> {
    let Some(path) = matches.get_one::<PathBuf>("into") else { return Ok(None) };
    let open = opened_to_change(path, &Storage::of_this_system(), console);
    if open.read_only {
        let why = open.problems.iter().find(|problem| problem.severity == Severity::Error);
        let why = why.map_or_else(String::new, |problem| format!(": {}", one_line(problem)));
        let name = printable(&arguments::shown(path));
        return Err(Failure::input(format!("{name} is no dossier that can be changed{why}")));
    }
    Ok(Some(open))
}

/// Joins what was read to a dossier, and writes that.
fn joined(
    mut open: Document,
    taken: &Taken,
    out: &Path,
    matches: &ArgMatches,
    console: &mut Console<'_>,
) -> Result<(), Failure> {
    let both = matches.get_one::<String>("differing").is_some_and(|what| what == "both");
    let differing = if both { Differing::KeepBoth } else { Differing::KeepOpen };
    let joined = exchange::join(&open.dossier, &taken.dossier, &JoinChoices { differing, ..JoinChoices::default() });
    console.note(&format!(
        "joined: {} new, {} there already; {} new, {} there already",
        counted(joined.entities_added, "entity", "entities"),
        in_figures(joined.entities_matched),
        counted(joined.relations_added, "relation", "relations"),
        in_figures(joined.relations_matched)
    ));
    for unsure in joined.unsure.iter().take(MOST_PRINTED) {
        let candidates: Vec<String> = unsure.candidates.iter().map(|one| format!("{}: {}", one.id, one.why)).collect();
        let taken = match &unsure.taken {
            SameAs::Known(id) => format!("taken for {id}"),
            SameAs::New => "added".to_owned(),
        };
        console.note(&printable(&format!("not certain: “{}”, {taken} ({})", unsure.name, candidates.join("; "))));
    }
    for conflict in joined.conflicts.iter().take(MOST_PRINTED) {
        let Conflict { record, field, open, imported } = conflict;
        let kept = if both { "both kept" } else { "kept" };
        console.note(&printable(&format!("differs: {record}: `{field}`: {open} ({kept}), imported: {imported}")));
    }
    let more = joined.unsure.len().saturating_sub(MOST_PRINTED) + joined.conflicts.len().saturating_sub(MOST_PRINTED);
    if more > 0 {
        console.note(&counted(more, "more that is not certain or differs", "more that are not certain or differ"));
    }
    let refused = |why: &dyn std::fmt::Display| Failure::input(printable(&why.to_string()));
    open.apply(joined.changes).map_err(|refusal| refused(&refusal))?;
    let absolute = |path: &Path| std::path::absolute(path).ok();
    let is_same = open.path.as_deref().and_then(absolute).is_some_and(|path| absolute(out) == Some(path));
    if is_same {
        let storage = Storage::of_this_system();
        let saved = open.save(&storage, false).map_err(|error| refused(&error))?;
        super::edit::told(&saved, &storage, out, console);
        return Ok(());
    }
    if open.files().len() > 1 {
        let name = printable(&out.display().to_string());
        return Err(Failure::usage(format!(
            "the dossier has several files and cannot be written to {name}; name the dossier itself as OUT"
        )));
    }
    console.deliver(out, open.text(0).unwrap_or_default().as_bytes())
}

/// An encoding by one of the names that it has on the web.
fn encoding(name: &str) -> Result<&'static Encoding, String> {
    Encoding::for_label(name.trim().as_bytes()).ok_or_else(|| "there is no such encoding".to_owned())
}

fn delimiter(text: &str) -> Result<Delimiter, String> {
    Delimiter::read(text).map_err(str::to_owned)
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

/// What the files come to, and what was said of them.
fn account(matches: &ArgMatches, open: Option<&Document>) -> Result<(Account, Choices), Failure> {
    let paths: Vec<PathBuf> = matches.get_many::<PathBuf>("file").into_iter().flatten().cloned().collect();
    let mut files = Vec::new();
    for path in &paths {
        let bytes = storage::read_named(path).map_err(|problem| Failure::input(one_line(&problem)))?;
        files.push((PathBuf::from(arguments::shown(path)), bytes));
    }
    let preview = Preview::new(files, arguments::from_of(matches)?).map_err(|problem| wrong(&problem))?;
    let vocabulary = match open {
        Some(open) => Vocabulary::clone(&open.dossier.vocabulary),
        None => Vocabulary::clone(built_in_vocabulary()),
    };
    // Nobody holds this progress, so that nobody can cancel it.
    let progress = Progress::new();
    let account = |choices: &Choices, extent| {
        let account = preview.account(choices, &vocabulary, extent, &progress);
        account.map_err(|_| Failure::input("reading was stopped"))
    };
    let mut choices = Choices::default();
    if let Some(path) = matches.get_one::<PathBuf>("map") {
        let bytes = storage::read_named(path).map_err(|problem| Failure::input(one_line(&problem)))?;
        let name = arguments::shown(path);
        let text = String::from_utf8(bytes).map_err(|_| Failure::input(format!("{name} is not UTF-8 text")))?;
        choices = Choices::read(&name, &text).map_err(|problem| wrong(&problem))?;
    }
    said_by_options(matches, &preview, &mut choices);
    if !choices.tables.is_empty() {
        let tables = account(&choices, Extent::Sample)?.tables;
        choices.fit(&tables, &vocabulary).map_err(|problem| wrong(&problem))?;
    } else {
        choices.fit(&[], &vocabulary).map_err(|problem| wrong(&problem))?;
    }
    let whole = account(&choices, Extent::Whole)?;
    Ok((whole, choices))
}

/// What the other options say, which goes before the map.
fn said_by_options(matches: &ArgMatches, preview: &Preview, choices: &mut Choices) {
    let is_said = |name: &str| matches.value_source(name) == Some(ValueSource::CommandLine);
    if is_said("unknown-ends") {
        let refuse = matches.get_one::<String>("unknown-ends").is_some_and(|what| what == "refuse");
        choices.unknown_ends = if refuse { UnknownEnds::Refuse } else { UnknownEnds::Stub };
    }
    choices.hidden_sheets |= matches.get_flag("hidden-sheets");
    let encoding = matches.get_one::<&'static Encoding>("encoding");
    let delimiter = matches.get_one::<Delimiter>("delimiter");
    for key in preview.keys() {
        if encoding.is_none() && delimiter.is_none() {
            break;
        }
        let text = choices.texts.entry(key.to_owned()).or_default();
        text.encoding = encoding.map(|encoding| encoding.name().to_owned()).or(text.encoding.take());
        text.delimiter = delimiter.map(|delimiter| delimiter.word()).or(text.delimiter.take());
    }
}

fn wrong(problem: &Problem) -> Failure {
    Failure::input(problem.to_text().trim_start_matches("error: ").to_owned())
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

fn json(taken: &Taken) -> ReportJson<'_> {
    let report = &taken.report;
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
        entities: taken.dossier.entity_count(),
        relations: taken.dossier.relation_count(),
    }
}
