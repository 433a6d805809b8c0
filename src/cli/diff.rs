//! `chancery diff`: what changed between two dossiers, in the domain's words. Also what git asks
//! to show differences and to turn a file into text that it can compare itself.

use std::path::{Path, PathBuf};

use clap::builder::PathBufValueParser;
use clap::{Arg, ArgAction, ArgMatches};

use super::{Command, Console, Exit, Failure, arguments, diff_figure, one_line};
use crate::dossier::compare::{self, Side};
use crate::dossier::document::{self, Document};
use crate::dossier::model::Dossier;
use crate::problem::{Severity, printable};
use crate::wording::counted;

pub(super) struct DiffCommand;

impl Command for DiffCommand {
    fn describe(&self) -> clap::Command {
        let files = Arg::new("files")
            .value_name("FILE")
            .num_args(1..=9)
            .required(true)
            .value_parser(PathBufValueParser::new())
            .value_hint(clap::ValueHint::FilePath)
            .help("The old dossier and the new one");
        clap::Command::new("diff")
            .about("Show what changed between two dossiers, by record and field")
            .override_usage("chancery diff OLD NEW [--json | --figure OUT]\n       chancery diff --textconv FILE")
            .arg(files)
            .arg(arguments::json())
            .arg(
                Arg::new("textconv")
                    .long("textconv")
                    .action(ArgAction::SetTrue)
                    .conflicts_with_all(["json", "git"])
                    .help("Print one dossier as text, one fact per line, for git's textconv"),
            )
            .arg(
                Arg::new("git")
                    .long("git")
                    .action(ArgAction::SetTrue)
                    .help("Take the arguments that git gives to an external diff command"),
            )
            .arg(
                Arg::new("figure")
                    .long("figure")
                    .value_name("OUT")
                    .value_parser(PathBufValueParser::new())
                    .value_hint(clap::ValueHint::FilePath)
                    .conflicts_with_all(["json", "textconv", "git"])
                    .help("Draw what changed into a file (.svg, .png): added, removed and changed are marked"),
            )
            .after_help(
                "Examples:\n  chancery diff old.ron new.ron\n  chancery diff old.ron new.ron --figure changes.svg\n  chancery diff --json old.ron new.ron\n  \
                 git difftool --extcmd='chancery diff' HEAD~1 -- notes.ron\n\n\
                 For git, in .gitattributes:\n  *.ron diff=chancery\nand once, either of\n  \
                 git config diff.chancery.command 'chancery diff --git'\n  \
                 git config diff.chancery.textconv 'chancery diff --textconv'\n\n\
                 + is added, - removed, ~ changed. Comments are ignored, and order except of included files; an entity with \
                 the same content under another id counts as renamed. Fields that the format does not know are shown \
                 as they are written.\nExit status: 0 whether or not they differ, 1 if one cannot be \
                 read.",
            )
    }

    fn run(&self, matches: &ArgMatches, console: &mut Console<'_>) -> Result<Exit, Failure> {
        let files: Vec<PathBuf> = matches.get_many("files").into_iter().flatten().cloned().collect();
        if matches.get_flag("textconv") {
            let [file] = &files[..] else { return Err(Failure::usage("--textconv takes one file")) };
            let document = read(file, console)?;
            console.print_bytes(compare::facts(&document).as_bytes());
            return Ok(Exit::Done);
        }
        let (old, new) = match (&files[..], matches.get_flag("git")) {
            ([old, new], false) => (old, new),
            // path old-file old-hex old-mode new-file new-hex new-mode, and for renames two more.
            ([path, old, _, _, new, _, _, ..], true) => {
                console.print(&format!("dossier {}", printable(&path.display().to_string())));
                (old, new)
            }
            ([_], true) => return Ok(Exit::Done),
            (_, true) => return Err(Failure::usage("--git takes the seven arguments that git gives")),
            _ => return Err(Failure::usage("give two dossiers: chancery diff OLD NEW")),
        };
        let (a, b) = (read(old, console)?, read(new, console)?);
        let difference = compare::diff(side(old, &a), side(new, &b));
        let (old, new) = (a, b);
        if let Some(out) = matches.get_one::<PathBuf>("figure") {
            diff_figure::draw(out, (&old.dossier, &new.dossier), &difference, console)?;
        } else if matches.get_flag("json") {
            console.print_json(&difference);
        } else {
            console.print_bytes(difference.to_text().as_bytes());
        }
        Ok(Exit::Done)
    }
}

/// Whether a path is git's for a file that is not there.
fn is_nothing(path: &Path) -> bool {
    [Path::new("/dev/null"), Path::new("nul"), Path::new("NUL")].contains(&path)
}

/// What is compared of a dossier: what its text says beyond it, too.
fn side<'d>(path: &Path, document: &'d Document) -> Side<'d> {
    if is_nothing(path) { Side { dossier: &document.dossier, texts: Some(&[]) } } else { document.side() }
}

/// Reads a dossier as far as it goes; nothing at all is an empty one, as git says it.
fn read(path: &Path, console: &mut Console<'_>) -> Result<Document, Failure> {
    if is_nothing(path) {
        return Ok(Document::without_text(Dossier::default(), Vec::new()));
    }
    let document = document::open_named(path);
    let errors = document.problems.iter().filter(|p| p.severity == Severity::Error).count();
    if let Some(problem) = document.unreadable() {
        return Err(Failure::input(one_line(problem)));
    }
    if errors > 0 {
        let (name, errors) = (printable(&arguments::shown(path)), counted(errors, "error", "errors"));
        console.note(&format!("note: {name} has {errors}; only what could be read is compared"));
    }
    Ok(document)
}
