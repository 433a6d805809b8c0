//! The command line: one file a subcommand behind [`COMMANDS`], and what opens the window. Must
//! not know the window: [`run`] says what was asked for, and the front door joins the two.

mod arguments;
mod bench_canvas;
mod between;
mod brief;
mod check;
mod completions;
mod console;
mod convert;
mod diff;
mod diff_figure;
mod edit;
#[cfg(feature = "endpoint")]
mod endpoint;
mod figure;
mod fmt;
mod info;
mod layout;
mod lines;
mod measure;
mod merge_driver;
mod opening;
mod query;
mod question;

use std::ffi::OsString;
use std::io::{self, IsTerminal};
use std::mem::ManuallyDrop;
use std::path::Path;

use clap::ArgMatches;

pub use self::bench_canvas::Measuring;
pub(crate) use self::console::{Console, Failure};
pub use self::opening::{Opening, Screenshot};
use crate::dossier::document::EXAMPLES;
use crate::dossier::storage;
use crate::logging;
use crate::problem::{Problem, printable};

/// A subcommand of `chancery`: one file each, in [`COMMANDS`].
pub(crate) trait Command: Sync {
    /// Its arguments, help and examples; the name it is called by is among them.
    fn describe(&self) -> clap::Command;
    /// Does it. Results go to the console's `out`, notes to its `err`.
    ///
    /// # Errors
    /// A [`Failure`] with what the person should know; nothing was printed about it yet.
    fn run(&self, arguments: &ArgMatches, console: &mut Console<'_>) -> Result<Exit, Failure>;
}

/// All subcommands, in the order of the help.
pub(crate) const COMMANDS: &[&dyn Command] = &[
    &check::CheckCommand,
    &info::InfoCommand,
    &query::QueryCommand,
    &measure::MeasureCommand,
    &edit::EditCommand,
    #[cfg(feature = "endpoint")]
    &endpoint::EndpointCommand,
    &convert::ConvertCommand,
    &fmt::FmtCommand,
    &diff::DiffCommand,
    &merge_driver::MergeDriverCommand,
    &figure::FigureCommand,
    &brief::BriefCommand,
    &layout::LayoutCommand,
    &bench_canvas::BenchCanvasCommand,
    &completions::CompletionsCommand,
];

/// How a command ended, as its exit status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// 0: it did what was asked.
    Done,
    /// 1: the input is wrong.
    WrongInput,
    /// 2: the call makes no sense; `--help` says how it is meant.
    WrongUse,
}

impl Exit {
    /// What the system is told: 0, 1 or 2.
    pub fn status(self) -> u8 {
        match self {
            Exit::Done => 0,
            Exit::WrongInput => 1,
            Exit::WrongUse => 2,
        }
    }
}

/// What the command line asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// A command ran to its end, or the arguments made no sense; all is printed.
    Exit(Exit),
    /// The window, or a picture of it.
    Open(Box<Opening>),
    /// How fast the canvas draws.
    Measure(Box<Measuring>),
}

/// What a command needs until its process ends, which gives all memory back at once: taking some 100,000 records apart
/// first would be a seventh of the time that `info` takes.
fn until_the_end<T>(value: T) -> ManuallyDrop<T> {
    ManuallyDrop::new(value)
}

/// Reads the arguments (the first is the program's name), and runs the subcommand if there is one.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Outcome {
    let matches = match program().try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(error) => return Outcome::Exit(with_console(|console| usage_told(&error, console))),
    };
    let mut outcome = None;
    let exit = with_console(|console| match dispatch(&matches, console) {
        Ok(Outcome::Exit(exit)) => exit,
        Ok(other) => {
            outcome = Some(other);
            Exit::Done
        }
        Err(failure) => {
            console.note(&failure.text);
            failure.exit
        }
    });
    outcome.unwrap_or(Outcome::Exit(exit))
}

/// Does something with a console on the program's streams; yields how the program ends.
fn with_console(work: impl FnOnce(&mut Console<'_>) -> Exit) -> Exit {
    let (mut out, mut err) = (io::stdout().lock(), io::stderr().lock());
    let mut console = Console::new(&mut out, &mut err);
    let exit = work(&mut console);
    console.end(exit)
}

/// Prints results that were made elsewhere.
pub fn print(text: &str) -> Exit {
    with_console(|console| {
        console.print(text);
        Exit::Done
    })
}

/// Tells of an error that was met elsewhere.
pub fn tell(message: &str) -> Exit {
    with_console(|console| {
        console.note(&format!("error: {message}"));
        Exit::WrongInput
    })
}

/// Prints help, the version, or what is wrong with the arguments.
fn usage_told(error: &clap::Error, console: &mut Console<'_>) -> Exit {
    let text = error.render();
    if error.use_stderr() {
        // It repeats what was typed, which may be names of files by anybody: no colours, no surprises.
        console.note(text.to_string().trim_end());
        return Exit::WrongUse;
    }
    let coloured = io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|set| set.is_empty());
    let shown = if coloured { text.ansi().to_string() } else { text.to_string() };
    console.print_bytes(shown.as_bytes());
    Exit::Done
}

/// Runs the subcommand, or says what is to be opened.
fn dispatch(matches: &ArgMatches, console: &mut Console<'_>) -> Result<Outcome, Failure> {
    start_logging(matches)?;
    match matches.subcommand() {
        Some((bench_canvas::NAME, arguments)) if cfg!(feature = "window") => {
            Ok(Outcome::Measure(Box::new(bench_canvas::read(arguments))))
        }
        Some((name, arguments)) => match COMMANDS.iter().find(|c| c.describe().get_name() == name) {
            Some(command) => command.run(arguments, console).map(Outcome::Exit),
            None => Err(Failure::usage(format!("there is no command {name}"))),
        },
        None => opening::read(matches).map(|opening| Outcome::Open(Box::new(opening))),
    }
}

/// Logs as `--log` and the variable `RUST_LOG` say.
fn start_logging(matches: &ArgMatches) -> Result<(), Failure> {
    let levels = std::env::var(logging::LEVEL_VARIABLE).ok();
    let open = |path: &Path| -> Result<Box<dyn io::Write + Send>, Failure> {
        // Beside the notes: among the results it would make them unreadable.
        if storage::is_standard(path) {
            return Ok(Box::new(io::stderr()));
        }
        storage::open_log(path).map_err(|problem| Failure::input(one_line(&problem)))
    };
    let file = arguments::given_log(matches).map(open).transpose()?;
    logging::start(levels.as_deref(), file);
    Ok(())
}

/// The whole command line as clap knows it; also what completions are made from.
pub(crate) fn program() -> clap::Command {
    let examples: String =
        EXAMPLES.iter().map(|e| format!("\n  example:{}  {}", e.name, e.title)).collect::<Vec<_>>().concat();
    let program = clap::Command::new("chancery")
        .version(crate::VERSION)
        .about("Explore relationship graphs in which every claim carries its source, date and certainty")
        .args_conflicts_with_subcommands(true)
        .subcommand_precedence_over_arg(true)
        .disable_help_subcommand(true)
        .after_help(format!(
            "Examples:\n  chancery                          open the window on the built-in example\n  \
             chancery notes.ron                open a dossier\n  chancery check notes.ron          \
             report everything that is wrong with it\n  chancery figure notes.ron -o notes.svg\n  \
             chancery --screenshot window.png --size 1280x800 notes.ron\n\n\
             Built-in examples, usable wherever a FILE is:{examples}\n\n\
             A FILE of - is standard input, and an output of - is standard output. An output replaces a regular file \
             as a whole; a device or a pipe is written to.\n\n\
             Exit status: 0 success, 1 invalid input or results that cannot be written, 2 invalid usage. A reader \
             that stops early, as `head` does, is not an error."
        ));
    let program = opening::add_arguments(program).arg(arguments::log());
    COMMANDS.iter().fold(program, |program, command| program.subcommand(command.describe()))
}

/// A problem that stands for the whole of a command: its sentence, and the mend.
fn one_line(problem: &Problem) -> String {
    let help = problem.help.as_ref().map(|help| format!("; {}", printable(help))).unwrap_or_default();
    format!("{}{help}", printable(&problem.message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound_and_every_command_shows_an_example() {
        program().debug_assert();
        for command in COMMANDS {
            let described = command.describe();
            let help = described.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(help.contains(&format!("chancery {}", described.get_name())), "{}", described.get_name());
            assert!(described.get_about().is_some());
        }
    }
}
