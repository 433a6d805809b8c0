//! `chancery fmt`: a dossier's text in its canonical form. Only on request: whatever else saves a
//! dossier leaves its form alone.

use clap::{Arg, ArgAction, ArgMatches};

use super::edit::{opened_to_change, told, writable};
use super::{Command, Console, Exit, Failure, arguments, lines};
use crate::dossier::ron_text::format;
use crate::dossier::storage::{Storage, is_standard};
use crate::problem::{Severity, printable};

pub(super) struct FmtCommand;

impl Command for FmtCommand {
    fn describe(&self) -> clap::Command {
        clap::Command::new("fmt")
            .about("Format a dossier and the files it includes in canonical form, keeping comments")
            .arg(arguments::file().required(true))
            .arg(
                Arg::new("check")
                    .long("check")
                    .action(ArgAction::SetTrue)
                    .help("Print what would change and write nothing; exit status 1 if anything would"),
            )
            .after_help(
                "Examples:\n  chancery fmt notes.ron\n  chancery fmt --check notes.ron\n  \
                 chancery fmt - < notes.ron > formatted.ron\n\n\
                 Indentation, line breaks, spacing and trailing commas are made uniform. Order, comments,\n\
                 blank lines between records, spelling of texts and numbers, and unknown fields stay as they are.\n\
                 Formatting again changes nothing. No other part of Chancery reformats\n\
                 a file that it saves.",
            )
    }

    fn run(&self, matches: &ArgMatches, console: &mut Console<'_>) -> Result<Exit, Failure> {
        let path = arguments::file_of(matches);
        let storage = Storage::of_this_system();
        let mut document = opened_to_change(&path, &storage, console);
        let shown = printable(&arguments::shown(&path));
        if document.read_only {
            for problem in document.problems.iter().filter(|p| p.severity == Severity::Error) {
                console.note(&problem.to_text());
            }
            return Err(Failure::input(format!("{shown} cannot be formatted until its errors are fixed")));
        }
        if !matches.get_flag("check") {
            if is_standard(&path) {
                let text = document.text(0).unwrap_or_default();
                let text = format(&text).map_err(|why| Failure::input(format!("{shown}: {why}")))?;
                console.print_bytes(text.as_bytes());
                return Ok(Exit::Done);
            }
            writable(&document, &path, "--check")?;
            let saved = document.save_formatted(&storage).map_err(|error| Failure::input(error.to_string()))?;
            for (path, _) in &saved.files {
                console.note(&format!("{}: formatted", printable(&path.display().to_string())));
            }
            told(&saved, &storage, &path, console);
            return Ok(Exit::Done);
        }
        let mut changed = false;
        for file in document.files() {
            let text = format(&file.text).map_err(|why| Failure::input(format!("{shown}: {why}")))?;
            if text != file.text {
                changed = true;
                lines::print_differences(&file.name, &file.text, &text, console);
            }
        }
        Ok(if changed { Exit::WrongInput } else { Exit::Done })
    }
}
