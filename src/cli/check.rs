//! `chancery check`: reads files and reports every problem, not just the first.

use clap::{Arg, ArgAction, ArgMatches};
use serde::Serialize;

use super::{Command, Console, Exit, Failure, arguments};
use crate::dossier::document::{self, Document};
use crate::explore::query::views;
use crate::picture::pictures::Pictures;
use crate::picture::unlettered;
use crate::problem::{Problem, Severity, codes, printable};
use crate::wording::counted;

pub(super) struct CheckCommand;

/// A problem as JSON; `line` and `column` count from 1 and are null where no text is to blame.
#[derive(Serialize)]
struct ProblemRow<'a> {
    file: &'a str,
    line: Option<u32>,
    column: Option<u32>,
    severity: Severity,
    code: &'a str,
    message: &'a str,
    help: Option<&'a str>,
}

impl Command for CheckCommand {
    fn describe(&self) -> clap::Command {
        let codes: String =
            codes::ALL.iter().map(|(code, meaning)| format!("\n  {code:<17}{}", meaning.trim())).collect();
        clap::Command::new("check")
            .about("Report every problem in a dossier, with its location and a likely fix")
            .arg(arguments::file().required(true).num_args(1..))
            .arg(arguments::json())
            .arg(
                Arg::new("strict")
                    .long("strict")
                    .action(ArgAction::SetTrue)
                    .help("Treat warnings, such as unknown fields, as errors"),
            )
            .after_help(format!(
                "Examples:\n  chancery check notes.ron\n  chancery check --strict --json a.ron b.ron\n  \
                 chancery check example:asean-japan\n\n\
                 JSON is a list of objects with file, line, column, severity, code, message, help.\n\
                 Exit status: 0 without errors, 1 with errors (or with --strict warnings).\n\nCodes:{codes}"
            ))
    }

    fn run(&self, matches: &ArgMatches, console: &mut Console<'_>) -> Result<Exit, Failure> {
        let paths = matches.get_many::<std::path::PathBuf>("file").into_iter().flatten();
        let mut all: Vec<(String, Vec<Problem>)> = Vec::new();
        let mut summaries = Vec::new();
        for path in paths {
            let document = examined(path);
            let name = arguments::shown(path);
            let (entities, relations) = (document.dossier.entity_count(), document.dossier.relation_count());
            summaries.push(format!(
                "{}: {} ({}, {})",
                printable(&name),
                counted_problems(&document.problems),
                counted(entities, "entity", "entities"),
                counted(relations, "relation", "relations"),
            ));
            all.push((name, document.problems));
        }
        if matches.get_flag("json") {
            let rows: Vec<ProblemRow<'_>> =
                all.iter().flat_map(|(name, problems)| problems.iter().map(|p| row(name, p))).collect();
            console.print_json(&rows);
        } else {
            for ((_, problems), summary) in all.iter().zip(&summaries) {
                for problem in problems {
                    console.print(&problem.to_text());
                    console.print("");
                }
                console.print(summary);
            }
        }
        let least = if matches.get_flag("strict") { Severity::Warning } else { Severity::Error };
        let wrong = all.iter().any(|(_, problems)| problems.iter().any(|p| p.severity >= least));
        Ok(if wrong { Exit::WrongInput } else { Exit::Done })
    }
}

/// A dossier with all its problems: of its files, of texts, filters and pictures that it names.
pub(super) fn examined(path: &std::path::Path) -> Document {
    let mut document = document::open_named(path);
    let texts = document.text_problems();
    document.problems.extend(texts);
    let filters = views::problems(&document);
    document.problems.extend(filters);
    let (_, undrawn) = Pictures::of_document(&document);
    document.problems.extend(undrawn);
    let letters = unlettered::problems(&document);
    document.problems.extend(letters);
    document
}

fn row<'a>(name: &'a str, problem: &'a Problem) -> ProblemRow<'a> {
    let place = problem.place.as_ref();
    ProblemRow {
        file: place.map_or(name, |p| &p.file),
        line: place.map(|p| p.line),
        column: place.map(|p| p.column),
        severity: problem.severity,
        code: problem.code,
        message: &problem.message,
        help: problem.help.as_deref(),
    }
}

/// `2 errors, 1 warning`, or `no problems`.
pub(super) fn counted_problems(problems: &[Problem]) -> String {
    let count = |severity| problems.iter().filter(|p| p.severity == severity).count();
    let parts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .filter(|&severity| count(severity) > 0)
        .map(|severity| counted(count(severity), severity.word(), &format!("{}s", severity.word())))
        .collect();
    if parts.is_empty() { "no problems".to_owned() } else { parts.join(", ") }
}
