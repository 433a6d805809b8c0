//! `chancery convert`: files of other programs as a dossier, and dossiers in formats of other programs, with an account of
//! every record.

mod account;
mod into;
mod reading;
mod target;

use std::path::PathBuf;

use clap::builder::PathBufValueParser;
use clap::{Arg, ArgAction, ArgMatches};
use encoding_rs::Encoding;

use self::reading::Read;
use self::target::{Output, Target};
use super::{Command, Console, Exit, Failure, arguments, until_the_end};
use crate::dossier::exchange::{self, Delimiter};
use crate::problem::printable;

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
                        "File to convert, several tables that belong together, a folder of notes (an Obsidian vault), or a dossier; - for standard input",
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
                Arg::new("map")
                    .long("map")
                    .value_name("MAP.ron")
                    .value_parser(PathBufValueParser::new())
                    .value_hint(clap::ValueHint::FilePath)
                    .help("File that says what columns and kinds mean; --map-out writes one to start from"),
            )
            .arg(
                Arg::new("map-out")
                    .long("map-out")
                    .value_name("MAP.ron")
                    .value_parser(PathBufValueParser::new())
                    .value_hint(clap::ValueHint::FilePath)
                    .help("Write the choices that were guessed or given as a map, for you to edit"),
            )
            .arg(
                Arg::new("into")
                    .long("into")
                    .value_name("DOSSIER.ron")
                    .value_parser(PathBufValueParser::new())
                    .value_hint(clap::ValueHint::FilePath)
                    .help("Join the records to this dossier; OUT may be the same file"),
            )
            .arg(
                Arg::new("differing")
                    .long("differing")
                    .value_name("WHAT")
                    .value_parser(["keep", "both"])
                    .default_value("keep")
                    .help("With --into, where values differ: keep the dossier's value, or keep both"),
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
                 chancery convert people.csv notes.ron --into notes.ron --map people.map.ron\n  \
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
        let Some(out) = matches.get_one::<PathBuf>("out").cloned() else {
            return Err(Failure::usage("no output was given"));
        };
        let target = Target::of(&out, matches)?;
        if let Target::Other(writer) = target
            && matches.contains_id("into")
        {
            let name = printable(&arguments::shown(&out));
            let title = writer.title();
            return Err(Failure::usage(format!(
                "--into writes a dossier, but {name} is {title}; give OUT as a .ron file"
            )));
        }
        let open = into::opened(matches, console)?;
        let Read { dossier, report } = reading::read(matches, target, open.as_ref(), console)?;
        let dossier = until_the_end(dossier);
        if let Some(report) = &report {
            console.note(&account::sum(report));
            account::told(report, console);
        }
        // A joined dossier holds all that was read.
        let output = match &open {
            None => Some(target.output(&dossier, &out, matches.get_flag("raw"))?),
            Some(_) => None,
        };
        let lost = output.as_ref().map(|output| output.lost.as_slice()).unwrap_or_default();
        account::told_lost(lost, console);
        if let Some(path) = matches.get_one::<PathBuf>("report") {
            console.deliver_json(path, &account::json(&dossier, report.as_ref(), lost))?;
        }
        if let Some(problem) = report.as_ref().and_then(|report| exchange::nothing_taken(report, &[])) {
            return Err(Failure::problem(&problem));
        }
        if matches.get_flag("strict") && !(lost.is_empty() && report.is_none_or(|report| report.is_whole())) {
            let why = if lost.is_empty() {
                "every record must be taken in unchanged"
            } else {
                "the format must have a place for everything"
            };
            let names = output.as_ref().map_or_else(|| printable(&arguments::shown(&out)), Output::in_words);
            let message = format!("{names} was not written: with --strict, {why}; see the notices above");
            return Err(Failure::input(message));
        }
        if let Some(output) = output {
            output.deliver(console)?;
        }
        if let Some(open) = open {
            into::join(open, &dossier, &out, matches, console)?;
        }
        Ok(Exit::Done)
    }
}

/// An encoding by one of the names that it has on the web.
fn encoding(name: &str) -> Result<&'static Encoding, String> {
    Encoding::for_label(name.trim().as_bytes()).ok_or_else(|| "unknown encoding".to_owned())
}

fn delimiter(text: &str) -> Result<Delimiter, String> {
    Delimiter::read(text).map_err(str::to_owned)
}
