//! `chancery merge-driver`: what git calls to merge a dossier that both sides changed. Records are
//! merged, not lines; OURS keeps its order, and what THEIRS alone changed comes as it is written.

use std::path::{Path, PathBuf};

use clap::builder::PathBufValueParser;
use clap::{Arg, ArgMatches};

use super::{Command, Console, Exit, Failure, one_line};
use crate::dossier::compare::{Conflict, Side};
use crate::dossier::document::{self, Document};
use crate::dossier::model::Dossier;
use crate::dossier::ron_text::LineIndex;
use crate::problem::{codes, printable};

pub(super) struct MergeDriverCommand;

impl Command for MergeDriverCommand {
    fn describe(&self) -> clap::Command {
        let file = |name: &'static str, value: &'static str, help: &'static str| {
            Arg::new(name)
                .value_name(value)
                .value_parser(PathBufValueParser::new())
                .value_hint(clap::ValueHint::FilePath)
                .help(help)
        };
        clap::Command::new("merge-driver")
            .about("Merge two versions of a dossier by record, for git")
            .arg(file("base", "BASE", "The common ancestor").required(true))
            .arg(file("ours", "OURS", "Our side; the result is written there").required(true))
            .arg(file("theirs", "THEIRS", "The other side").required(true))
            .arg(file("path", "PATH", "The file's name, for messages"))
            .after_help(
                "Examples:\n  chancery merge-driver base.ron ours.ron theirs.ron\n\n\
                 For git, in .gitattributes:\n  *.ron merge=chancery\nand once:\n  \
                 git config merge.chancery.name 'Chancery dossiers'\n  \
                 git config merge.chancery.driver 'chancery merge-driver %O %A %B %P'\n\n\
                 Where both sides changed the same field differently, ours is kept and a comment that begins with \
                 CONFLICT gives both values; the file stays readable. A file that cannot be read as a dossier \
                 is merged by lines, as git does.\nExit status: 0 merged, 1 merged with conflicts.",
            )
    }

    fn run(&self, matches: &ArgMatches, console: &mut Console<'_>) -> Result<Exit, Failure> {
        let path = |name: &str| matches.get_one::<PathBuf>(name).cloned().unwrap_or_default();
        let (base, ours, theirs) = (path("base"), path("ours"), path("theirs"));
        let name = matches.get_one::<PathBuf>("path").unwrap_or(&ours).display().to_string();
        let open = |path: &Path| {
            let document = document::open_alone(path);
            match document.unreadable() {
                Some(problem) => Err(Failure::input(one_line(problem))),
                None => Ok(document),
            }
        };
        let (mut our, their) = (open(&ours)?, open(&theirs)?);
        // A file that both sides added has an empty base.
        let base_document = open(&base)?;
        let nothing = Dossier::default();
        let base_side = match base_document.problems.first() {
            Some(problem) if problem.code == codes::EMPTY => Some(Side { dossier: &nothing, texts: Some(&[]) }),
            _ => Some(base_document.side()).filter(|_| !base_document.read_only),
        };
        let Some(base_side) = base_side.filter(|_| !our.read_only && !their.read_only) else {
            console.note(&format!("note: {}: not all versions are valid dossiers; merged by lines", printable(&name)));
            return by_lines(&base, &ours, &theirs);
        };
        let merged = our.merge(base_side, &their, "merge");
        let text = marked(&our, &merged.conflicts);
        write(&ours, &text, &our, console)?;
        let lines = LineIndex::new(&text);
        for conflict in &merged.conflicts {
            let line = text.find(&sentence(conflict)).map(|at| lines.line_and_column(&text, at).0);
            let place = line.map_or_else(|| name.clone(), |line| format!("{name}:{line}"));
            console.note(&printable(&format!("{place}: {}: {}", conflict.label, sentence(conflict))));
        }
        Ok(if merged.conflicts.is_empty() { Exit::Done } else { Exit::WrongInput })
    }
}

/// Writes the result, once it reads as what is meant.
fn write(path: &Path, text: &str, meant: &Document, console: &mut Console<'_>) -> Result<(), Failure> {
    let again = meant.read_text(text);
    // Which version of the format it is, is merged as text: the text says it.
    let mut meant = meant.dossier.clone();
    meant.format = again.format;
    meant
        .same_as(&again)
        .map_err(|why| Failure::input(format!("the merged text failed a check; nothing was written ({why})")))?;
    console.deliver(path, text.as_bytes())
}

/// What a conflict is, in one line, as it stands in the file.
fn sentence(conflict: &Conflict) -> String {
    let shown = |value: &Option<String>| value.as_ref().map_or_else(|| "nothing".to_owned(), |v| format!("`{v}`"));
    let what = match (&conflict.field, conflict.sort) {
        (Some(field), sort) => format!("{field} of {sort} {}", conflict.id),
        (None, sort) => format!("{sort} {}", conflict.id),
    };
    let was = conflict.base.as_ref().map(|base| format!(" (it was `{base}`)")).unwrap_or_default();
    let text = format!(
        "CONFLICT in {}: ours says {}, theirs says {}{was}",
        what.trim_end(),
        shown(&conflict.ours),
        shown(&conflict.theirs)
    );
    // It must stay in its comment.
    printable(&text).replace("*/", "* /").replace("/*", "/ *")
}

/// The text with a comment at each record that has a conflict; at the end for what has no record.
fn marked(document: &Document, conflicts: &[Conflict]) -> String {
    let mut text = document.text(0).unwrap_or_default();
    let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let spot = |conflict: &Conflict| {
        let (file, (start, _)) = document.span(conflict.list?, &conflict.id, None)?;
        (file == 0).then_some(start)
    };
    let mut marks: Vec<(usize, String)> =
        conflicts.iter().map(|c| (spot(c).unwrap_or(text.len()), sentence(c))).collect();
    // From the last to the first, so that the places before stay; of one place the last first.
    marks.sort_by_key(|(at, _)| *at);
    for (at, sentence) in marks.into_iter().rev() {
        let line_start = text[..at].rfind('\n').map_or(0, |n| n + 1);
        let indent = &text[line_start..at];
        if at == text.len() {
            let gap = if text.ends_with('\n') { "" } else { newline };
            text.push_str(&format!("{gap}// {sentence}{newline}"));
        } else if indent.chars().all(char::is_whitespace) {
            text.insert_str(at, &format!("// {sentence}{newline}{indent}", indent = indent.to_owned()));
        } else {
            text.insert_str(at, &format!("/* {sentence} */ "));
        }
    }
    text
}

/// Git's own merge of lines, with its marks.
fn by_lines(base: &Path, ours: &Path, theirs: &Path) -> Result<Exit, Failure> {
    let ran = std::process::Command::new("git").arg("merge-file").arg("--").args([ours, base, theirs]).status();
    match ran.map(|status| status.code()) {
        Ok(Some(0)) => Ok(Exit::Done),
        Ok(Some(1..=127)) => Ok(Exit::WrongInput),
        Ok(_) => Err(Failure::input("git could not merge the file by lines")),
        Err(error) => Err(Failure::input(format!("git cannot be called to merge the file by lines: {error}"))),
    }
}
