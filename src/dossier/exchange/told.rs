//! A report as problems with places, a bounded number of them: what was refused, guessed, changed and left out.

use std::sync::Arc;

use encoding_rs::Encoding;

use super::encoding::{Rule, Text};
use super::format::Input;
use super::report::{At, Note, NoteKind, Report};
use crate::dossier::ron_text::conflicts;
use crate::problem::{Place, Problem, codes};
use crate::wording::counted;

/// How many refused records are told one by one, and how many sorts of notice; the rest are counted.
const MOST_TOLD: usize = 50;

/// What lists the ones that are only counted.
const ALL_LISTED: &str = "`chancery convert --report` lists them all";

/// What to do where nothing was taken in.
const OTHERWISE: &str =
    "if it is of another format, name that with --from; tables can be told column by column when imported";

/// The problems that a report amounts to.
pub(crate) fn problems(report: &Report, inputs: &[Input<'_>]) -> Vec<Problem> {
    let texts = Texts::of(report, inputs);
    let mut out = Vec::new();
    for refused in report.refused_list().take(MOST_TOLD) {
        let message = format!("{} was refused: {}", report.words(refused.at), refused.reason);
        out.push(Problem::warning(codes::REFUSED, message).with_place(texts.place(Some(refused.at))));
    }
    if let Some(more) = report.refused_count().checked_sub(MOST_TOLD).filter(|more| *more > 0) {
        let message = counted(more, "more record was refused", "more records were refused");
        let problem = Problem::warning(codes::REFUSED, message).with_place(texts.place(None));
        out.push(problem.with_help(ALL_LISTED));
    }
    for note in report.notes().iter().take(MOST_TOLD) {
        let first = note.places.first().copied();
        let mut message = note.message.clone();
        if let Some(at) = first {
            message = format!("{}: {message}", report.words(at));
        }
        if note.count > 1 {
            message = format!("{message} ({})", counted(note.count, "time", "times"));
        }
        let problem = match note.kind {
            NoteKind::Doubtful => Problem::warning(codes::IMPORTED, message),
            NoteKind::Guessed => Problem::note(codes::IMPORTED, format!("guessed: {message}")),
            NoteKind::LeftOut => Problem::note(codes::IMPORTED, format!("left out: {message}")),
            NoteKind::Changed => Problem::note(codes::IMPORTED, message),
        };
        out.push(problem.with_place(texts.place(first)));
    }
    let more = report.notes().len().saturating_sub(MOST_TOLD) + report.more_notes();
    if more > 0 {
        let message = counted(more, "more notice about this file", "more notices about this file");
        let problem = Problem::note(codes::IMPORTED, message).with_place(texts.place(None));
        out.push(problem.with_help(ALL_LISTED));
    }
    out
}

/// That nothing of a file could be taken in, though it holds something: then it is not what it was taken for. Without the
/// files it has no place.
pub(crate) fn nothing_taken(report: &Report, inputs: &[Input<'_>]) -> Option<Problem> {
    if report.certain || report.taken_count() > 0 || !report.merged_list().is_empty() {
        return None;
    }
    let texts = Texts::of(report, inputs);
    let placed = |problem: Problem, at: Option<At>| {
        let problem = problem.with_help(OTHERWISE);
        if inputs.is_empty() { problem } else { problem.with_place(texts.place(at)) }
    };
    if let Some(first) = report.refused_list().next() {
        let records = counted(report.refused_count(), "record", "records");
        let message = format!("none of {records} could be taken in; {}: {}", report.words(first.at), first.reason);
        return Some(placed(Problem::error(codes::NOT_THE_FORMAT, message), Some(first.at)));
    }
    // Where a table has no record, all that it holds may be left out.
    let is_table = matches!(report.format, "csv" | "workbook");
    let left_out = |note: &&Note| note.kind == NoteKind::LeftOut;
    let note = report.notes().iter().find(left_out).filter(|_| is_table)?;
    let message = format!("nothing in this file could be taken in: {}", note.message);
    Some(placed(Problem::error(codes::NOT_THE_FORMAT, message), note.places.first().copied()))
}

/// A merge conflict in a file of text that git or a similar program left there.
pub(crate) fn conflict(input: &Input<'_>) -> Option<Problem> {
    memchr::memmem::find(input.bytes, b"<<<<<<<")?;
    let text = std::str::from_utf8(input.bytes).ok()?;
    // What only looks a little like one may be data.
    conflicts(text).iter().find(|conflict| conflict.is_whole()).map(|conflict| conflict.problem_in(input.name, text))
}

/// The texts of the files, to name places in them; none of files that are no text.
struct Texts<'a> {
    /// Name of each file, for what has no place in a text.
    names: Vec<Arc<str>>,
    texts: Vec<Option<Text<'a>>>,
    /// For each part of the input, the number of its file.
    parts: Vec<usize>,
}

impl<'a> Texts<'a> {
    fn of(report: &Report, inputs: &[Input<'a>]) -> Self {
        let chosen = match inputs {
            [_] => report.encoding.and_then(|name| Encoding::for_label(name.as_bytes())),
            _ => None,
        };
        let decode = |input: &Input<'a>| Text::decode(input.name, input.bytes, Rule::Any, chosen).ok();
        let texts = report.encoding.map(|_| inputs.iter().map(decode).collect());
        Texts {
            names: inputs.iter().map(|input| Arc::from(input.name)).collect(),
            texts: texts.unwrap_or_default(),
            parts: report.parts().iter().map(|part| usize::from(part.file)).collect(),
        }
    }

    fn place(&self, at: Option<At>) -> Place {
        let offset = at.map_or(0, |at| at.offset as usize);
        let file = at.and_then(|at| self.parts.get(usize::from(at.part)).copied()).unwrap_or(0);
        match self.texts.get(file) {
            Some(Some(text)) => text.place((offset, offset + 1)),
            None | Some(None) => Place {
                file: self.names.get(file).cloned().unwrap_or_else(|| Arc::from("")),
                line: 1,
                column: 1,
                length: 1,
                line_text: Arc::from(""),
                line_from: 1,
                bytes: (0, 0),
            },
        }
    }
}
