//! What `chancery convert` tells of the records that it read, and of what the format it wrote has no place for: in words, and as
//! JSON.

use serde::Serialize;

use super::target::DOSSIER;
use crate::cli::Console;
use crate::dossier::exchange::{At, Lost, Report};
use crate::dossier::model::Dossier;
use crate::wording::counted;

/// How many refused records and notices are printed; the report has them all.
pub(super) const MOST_PRINTED: usize = 20;

/// What became of the records, as JSON.
#[derive(Serialize)]
pub(super) struct ReportJson<'a> {
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
    /// What the format that was written has no place for.
    not_written: Vec<LostJson<'a>>,
}

#[derive(Serialize)]
struct LostJson<'a> {
    what: &'a str,
    count: usize,
    /// The first of them, by id.
    first: &'a [String],
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

/// `17 records read: 14 taken, 1 merged, 2 refused`.
pub(super) fn sum(report: &Report) -> String {
    let (taken, merged, refused) = (report.taken_count(), report.merged_list().len(), report.refused_count());
    format!(
        "{} read: {taken} taken, {merged} merged, {refused} refused",
        counted(report.records_in(), "record", "records")
    )
}

/// Prints the first refused records and notices.
pub(super) fn told(report: &Report, console: &mut Console<'_>) {
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

/// Prints what is not in the files that were written.
pub(super) fn told_lost(lost: &[Lost], console: &mut Console<'_>) {
    for Lost { what, count, first } in lost {
        let times = if *count > 1 { format!(" ({count} times)") } else { String::new() };
        let which = if first.is_empty() { String::new() } else { format!(": {}", first.join(", ")) };
        console.note(&format!("not written: {what}{times}{which}"));
    }
}

/// All of it as JSON; of a dossier that was read, nothing was taken or refused.
pub(super) fn json<'a>(dossier: &Dossier, report: Option<&'a Report>, lost: &'a [Lost]) -> ReportJson<'a> {
    let words = |report: &Report, at: &At| report.words(*at);
    let refused = report.into_iter().flat_map(|report| {
        report.refused_list().map(|refused| RefusedJson { place: words(report, &refused.at), reason: refused.reason })
    });
    let merged = report.into_iter().flat_map(|report| {
        let merged = report.merged_list().iter();
        merged.map(|(at, into)| MergedJson { place: words(report, at), into: words(report, into) })
    });
    let notes = report.into_iter().flat_map(|report| {
        report.notes().iter().map(|note| NoteJson {
            sort: note.kind.word(),
            message: &note.message,
            count: note.count,
            places: note.places.iter().map(|at| words(report, at)).collect(),
        })
    });
    ReportJson {
        format: report.map_or(DOSSIER, |report| report.format),
        encoding: report.and_then(|report| report.encoding),
        records_in: report.map_or(0, Report::records_in),
        taken: report.map_or(0, Report::taken_count),
        merged: report.map_or(0, |report| report.merged_list().len()),
        refused: report.map_or(0, Report::refused_count),
        refused_records: refused.collect(),
        merged_records: merged.collect(),
        notes: notes.collect(),
        more_notes: report.map_or(0, Report::more_notes),
        entities: dossier.entity_count(),
        relations: dossier.relation_count(),
        not_written: lost.iter().map(|Lost { what, count, first }| LostJson { what, count: *count, first }).collect(),
    }
}
