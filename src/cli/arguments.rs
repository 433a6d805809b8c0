//! Arguments that several commands share: the file, dates, sizes, themes. Nothing here opens
//! anything.

use std::path::{Path, PathBuf};

use clap::builder::PathBufValueParser;
use clap::{Arg, ArgAction, ArgMatches};

use super::Failure;
use crate::dossier::exchange::{self, FORMATS, Format};
use crate::dossier::model::{Date, Span};
use crate::dossier::storage;
use crate::explore::query::period::{self, Since};
use crate::layout::Areas;
use crate::layout::options::chosen;
use crate::wording::counted;

pub(super) fn areas() -> Arg {
    Arg::new("areas")
        .long("areas")
        // As the option was called at first.
        .alias("hulls")
        .value_name("BY")
        .value_parser(Areas::ALL.iter().map(|(word, _)| *word).collect::<Vec<_>>())
        .help("Draw areas behind groups: by kind, country or community, or none")
}

pub(super) fn given_areas(matches: &ArgMatches) -> Option<Areas> {
    chosen(Areas::ALL, matches.get_one::<String>("areas")?)
}

pub(super) fn file() -> Arg {
    Arg::new("file")
        .value_name("FILE")
        .value_parser(PathBufValueParser::new())
        .value_hint(clap::ValueHint::FilePath)
        .help("A dossier or another program's file, - for standard input, or example:NAME for a built-in one")
}

/// `--from FORMAT`.
pub(super) fn from() -> Arg {
    Arg::new("from")
        .long("from")
        .value_name("FORMAT")
        .help("Format of the file, if not clear from its content; see below")
}

/// The format that was asked for, if one was.
pub(super) fn from_of(matches: &ArgMatches) -> Result<Option<&'static dyn Format>, Failure> {
    let Some(name) = matches.get_one::<String>("from") else { return Ok(None) };
    exchange::named(name).map(Some).ok_or_else(|| {
        let names = FORMATS.iter().map(|f| f.name()).collect::<Vec<_>>().join(", ");
        Failure::usage(format!("there is no format `{name}`; the formats are {names}"))
    })
}

/// The formats that are read, a line each, for the end of a help text.
pub(super) fn formats_in_words() -> String {
    let line = |format: &&dyn Format| format!("\n  {:<17} {}", format.name(), format.about());
    format!("Formats besides dossiers:{}", FORMATS.iter().map(line).collect::<String>())
}

/// A file as messages call it.
pub(super) fn shown(path: &Path) -> String {
    if storage::is_standard(path) { "<stdin>".to_owned() } else { path.display().to_string() }
}

/// The file of a command that must have one.
pub(super) fn file_of(matches: &ArgMatches) -> PathBuf {
    matches.get_one::<PathBuf>("file").cloned().unwrap_or_default()
}

pub(super) fn json() -> Arg {
    Arg::new("json").long("json").action(ArgAction::SetTrue).help("Print JSON for programs to read")
}

/// `--log FILE`, of the program and of every command.
pub(super) fn log() -> Arg {
    Arg::new("log")
        .long("log")
        .value_name("LOG")
        .value_parser(PathBufValueParser::new())
        .value_hint(clap::ValueHint::FilePath)
        .global(true)
        .help("Append a log of what the program does to a file; RUST_LOG sets what is logged")
}

/// The file of `--log`, if one was given.
pub(super) fn given_log(matches: &ArgMatches) -> Option<&Path> {
    matches.get_one::<PathBuf>("log").map(PathBuf::as_path)
}

pub(super) fn seed(same: &str) -> Arg {
    Arg::new("seed")
        .long("seed")
        .value_name("N")
        .value_parser(clap::value_parser!(u64))
        .default_value("1")
        .help(format!("Random seed; the same seed gives the same {same}"))
}

/// The seed; 1 where none was given.
pub(super) fn seed_of(matches: &ArgMatches) -> u64 {
    matches.get_one::<u64>("seed").copied().unwrap_or(1)
}

/// The seed that was given, if one was.
pub(super) fn given_seed(matches: &ArgMatches) -> Option<u64> {
    let given = matches.value_source("seed") == Some(clap::parser::ValueSource::CommandLine);
    given.then(|| seed_of(matches))
}

pub(super) fn threads() -> Arg {
    Arg::new("threads")
        .long("threads")
        .value_name("N")
        .value_parser(clap::value_parser!(u16).range(1..=1024))
        .help("Number of threads; affects time, not the result")
}

/// How many threads were asked for; `None` for as many as there are processors.
pub(super) fn threads_of(matches: &ArgMatches) -> Option<usize> {
    matches.get_one::<u16>("threads").map(|n| usize::from(*n))
}

/// Does some work with so many threads, or with as many as there are processors.
pub(super) fn with_threads<T: Send>(threads: Option<usize>, work: impl FnOnce() -> T + Send) -> Result<T, Failure> {
    match threads {
        None => Ok(work()),
        Some(threads) => {
            rayon::ThreadPoolBuilder::new().num_threads(threads).build().map(|pool| pool.install(work)).map_err(
                |error| Failure::input(format!("cannot start {}: {error}", counted(threads, "thread", "threads"))),
            )
        }
    }
}

pub(super) fn as_of() -> Arg {
    Arg::new("as-of")
        .long("as-of")
        .value_name("DATE")
        .value_parser(date)
        // Years before our era begin with a minus.
        .allow_hyphen_values(true)
        .help("Show the network as of the end of a date such as 2014, 2014-06 or 2014-06-30")
}

/// `--since DATE` beside `--as-of`, and `--throughout`: the time between two dates.
pub(super) fn since() -> [Arg; 2] {
    [
        Arg::new("since")
            .long("since")
            .value_name("DATE")
            .value_parser(date)
            .allow_hyphen_values(true)
            .requires("as-of")
            .help("With --as-of, count what is present at any time from the first day of this date to the as-of date"),
        Arg::new("throughout")
            .long("throughout")
            .action(ArgAction::SetTrue)
            .requires("since")
            .help("With --since, count only what is present all that time"),
    ]
}

/// The time that was asked for by these arguments: an as-of date and perhaps an earlier date beside it.
pub(super) fn given_period(matches: &ArgMatches) -> Result<Option<(Date, Option<Since>)>, Failure> {
    let Some(as_of) = matches.get_one::<Date>("as-of") else { return Ok(None) };
    let Some(date) = matches.get_one::<Date>("since") else { return Ok(Some((as_of.clone(), None))) };
    let span = if matches.get_flag("throughout") { Span::Throughout } else { Span::AnyTime };
    checked(date, as_of, span)
}

/// The same of two dates that are to be compared.
pub(super) fn given_comparison(matches: &ArgMatches) -> Result<Option<(Date, Option<Since>)>, Failure> {
    let dates: Vec<&Date> = matches.get_many::<Date>("between").into_iter().flatten().collect();
    let &[before, after] = &dates[..] else { return Ok(None) };
    checked(before, after, Span::Compare)
}

fn checked(from: &Date, to: &Date, span: Span) -> Result<Option<(Date, Option<Since>)>, Failure> {
    match period::fault(from, to, span) {
        Some(fault) => Err(Failure::usage(fault)),
        None => Ok(Some((to.clone(), Some(Since { date: from.clone(), span })))),
    }
}

/// `--between A B`: two dates.
pub(super) fn between() -> Arg {
    Arg::new("between")
        .long("between")
        .value_names(["A", "B"])
        .num_args(2)
        .value_parser(date)
        .allow_hyphen_values(true)
        .help("Say what came and what went from the end of one date to the end of another")
}

pub(super) fn view() -> Arg {
    Arg::new("view").long("view").value_name("NAME").help("Start from one of the dossier's views")
}

fn date(text: &str) -> Result<Date, String> {
    let date = Date::parse(text).map_err(|error| error.to_string())?;
    let bounded = date.latest().or(date.earliest()).is_some();
    if bounded { Ok(date) } else { Err("this date has neither start nor end".to_owned()) }
}

/// A width and a height in pixels, such as `1280x800`.
pub(super) fn size_px(text: &str) -> Result<(u32, u32), String> {
    let read = || {
        let (width, height) = text.split_once(['x', 'X', '×'])?;
        Some((width.trim().parse::<u32>().ok()?, height.trim().parse::<u32>().ok()?))
    };
    let sides = 1..=16_384;
    match read() {
        Some((w, h)) if sides.contains(&w) && sides.contains(&h) => Ok((w, h)),
        Some(_) => Err("each side must be 1 to 16384".to_owned()),
        None => Err("write a size as WIDTHxHEIGHT, such as 1280x800".to_owned()),
    }
}

/// Reads numbers from `low` to `high`, both included.
pub(super) fn number_in(low: f64, high: f64) -> impl Fn(&str) -> Result<f64, String> + Clone + Send + Sync + 'static {
    move |text| match text.parse::<f64>() {
        Ok(number) if (low..=high).contains(&number) => Ok(number),
        _ => Err(format!("it must be a number from {low} to {high}")),
    }
}

/// The name among `names` that is nearest to `word`, if any is near.
pub(super) fn nearest<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let most = (word.chars().count() / 3).max(1);
    names
        .into_iter()
        .map(|name| (strsim::osa_distance(&word.to_lowercase(), &name.to_lowercase()), name))
        .filter(|(distance, _)| *distance <= most)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_in_their_units() {
        assert_eq!(size_px("1280x800"), Ok((1280, 800)));
        for text in ["", "1280", "0x800", "1280x99999", "-1x1", "1.5x2"] {
            assert!(size_px(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_nearest_name_is_near() {
        assert_eq!(nearest("chekc", ["check", "info"]), Some("check"));
        assert_eq!(nearest("Japan", ["japan", "laos"]), Some("japan"));
        assert_eq!(nearest("xyz", ["check", "info"]), None);
    }
}
