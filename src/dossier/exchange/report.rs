//! What became of each record of a file: taken, merged into another or refused, with its place; what was guessed and
//! what was left out. The sums add up because a record can only be counted by opening it and closing it once.

use std::collections::HashMap;

use super::limits::grouped;
use super::texts::Index;
use crate::problem::{Problem, codes};
use crate::wording::counted;

/// Where a record stands in the input.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct At {
    /// Number of the part (file, sheet, graph, list) in [`Report::parts`].
    pub(crate) part: u16,
    /// Row, line or element, from 1, as the part counts.
    pub(crate) number: u32,
    /// Byte offset in the decoded text; 0 in files that are not text.
    pub(crate) offset: u32,
}

/// What a part of the input counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum Unit {
    /// Rows of a table as a spreadsheet numbers them, with the header.
    Row,
    /// Lines of text.
    #[default]
    Line,
    /// Elements of one name or items of a list.
    Element,
}

/// A part of the input: a file, a sheet, a graph in a file, a list in a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Part {
    /// Its name for people; empty where the file has only this.
    pub(crate) name: String,
    /// Number of the file that it is in, among those read together.
    pub(crate) file: u16,
    /// What it counts.
    pub(crate) unit: Unit,
    /// What one record of it is called where it counts elements: `node`, `edges[]`.
    pub(crate) element: String,
}

/// What was noticed while reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum NoteKind {
    /// Something that the file does not say and was worked out; a person may say otherwise.
    Guessed,
    /// Something that the file says and that was left out.
    LeftOut,
    /// Something that was changed in being read.
    Changed,
    /// Something that a person should look at.
    Doubtful,
}

impl NoteKind {
    /// The word before a note.
    pub(crate) fn word(self) -> &'static str {
        match self {
            NoteKind::Guessed => "guessed",
            NoteKind::LeftOut => "left out",
            NoteKind::Changed => "changed",
            NoteKind::Doubtful => "check",
        }
    }
}

/// One kind of notice, with how often and where first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Note {
    /// What sort of notice it is.
    pub(crate) kind: NoteKind,
    /// The notice, a sentence without a full stop.
    pub(crate) message: String,
    /// How often.
    pub(crate) count: usize,
    /// Where first, at most [`PLACES`].
    pub(crate) places: Vec<At>,
}

/// How many places of a notice are kept.
const PLACES: usize = 10;
/// How many different notices are kept; the rest are counted.
const NOTES: usize = 1_000;

/// A record that is being read. It must be closed by [`Report::taken`], [`Report::merged`] or [`Report::refused`].
#[must_use = "a record must be taken, merged or refused"]
#[derive(Debug)]
pub(crate) struct Open(At);

impl Open {
    /// Where it stands.
    pub(crate) fn at(&self) -> At {
        self.0
    }
}

/// A record that was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Refused<'a> {
    /// Where it stands.
    pub(crate) at: At,
    /// Why, a sentence without a full stop.
    pub(crate) reason: &'a str,
}

/// What became of a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Report {
    /// Name of the format.
    pub(crate) format: &'static str,
    /// Name of the encoding of a text.
    pub(crate) encoding: Option<&'static str>,
    /// The file is of this format beyond doubt: where nothing of it is taken, nothing in it is a network.
    pub(crate) certain: bool,
    parts: Vec<Part>,
    opened: usize,
    taken: usize,
    /// The place of the record that was taken last.
    last_taken: Option<At>,
    /// Records that were taken beyond the first of their place: of one line, several edges.
    more_at: HashMap<At, u32>,
    /// Merged records and what they went into.
    merged: Vec<(At, At)>,
    refused: Vec<(At, u32)>,
    reasons: Index,
    notes: Vec<Note>,
    /// Notices by kind and message.
    note_index: Index,
    /// The number of the notice that came last.
    last_note: Option<usize>,
    /// Notices beyond [`NOTES`].
    more_notes: usize,
}

impl Report {
    /// An empty one.
    pub(crate) fn new(format: &'static str) -> Self {
        Report { format, ..Report::default() }
    }

    /// Adds a part of the input and gives its number for [`At::part`]; beyond 65,535 the last one is given.
    pub(crate) fn part(&mut self, name: &str, unit: Unit, element: &str) -> u16 {
        self.part_in(0, name, unit, element)
    }

    /// The same for a part of one of several files, by its number.
    pub(crate) fn part_in(&mut self, file: u16, name: &str, unit: Unit, element: &str) -> u16 {
        if self.parts.len() <= usize::from(u16::MAX) {
            self.parts.push(Part { name: name.to_owned(), file, unit, element: element.to_owned() });
        }
        (self.parts.len() - 1) as u16
    }

    /// The parts of the input.
    pub(crate) fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Begins a record.
    pub(crate) fn open(&mut self, at: At) -> Open {
        self.opened += 1;
        Open(at)
    }

    /// The record is in a graph.
    pub(crate) fn taken(&mut self, record: Open) {
        let Open(at) = record;
        self.taken += 1;
        if self.last_taken.replace(at) == Some(at) {
            *self.more_at.entry(at).or_default() += 1;
        }
    }

    /// The record said more of one that is in a graph, or the same again.
    pub(crate) fn merged(&mut self, record: Open, into: At) {
        self.merged.push((record.0, into));
    }

    /// The same for a node that the file tells of again, which a person should know of.
    pub(crate) fn merged_node(&mut self, record: Open, into: At) {
        let message = "the file has this node more than once; the records were merged";
        self.note(NoteKind::Doubtful, message, Some(record.at()));
        self.merged(record, into);
    }

    /// The record is left out, for a reason.
    pub(crate) fn refused(&mut self, record: Open, reason: &str) {
        // Reasons may name a value; they are cut so that they cannot outgrow the file.
        let cut = reason.char_indices().nth(300).map_or(reason, |(at, _)| &reason[..at]);
        let number = self.reasons.put(cut).map_or(0, |(number, _)| number);
        self.refused.push((record.0, number));
    }

    /// A record that was taken turned out not to be: it is refused after all. To be called once a record.
    pub(crate) fn refuse_taken(&mut self, at: At, reason: &str) {
        debug_assert!(self.taken > 0, "no record was taken");
        let Some(taken) = self.taken.checked_sub(1) else { return };
        self.taken = taken;
        self.refused(Open(at), reason);
    }

    /// How many records were taken at a place where one was. Those of one place are taken one after the other.
    pub(crate) fn taken_at(&self, at: At) -> usize {
        1 + self.more_at.get(&at).map_or(0, |more| *more as usize)
    }

    /// Records in the file.
    pub(crate) fn records_in(&self) -> usize {
        self.opened
    }

    /// Records that are in a graph, each on its own.
    pub(crate) fn taken_count(&self) -> usize {
        self.taken
    }

    /// Records that said more of another, each with the place of that one.
    pub(crate) fn merged_list(&self) -> &[(At, At)] {
        &self.merged
    }

    /// Number of refused records.
    pub(crate) fn refused_count(&self) -> usize {
        self.refused.len()
    }

    /// The refused records in the order of the file.
    pub(crate) fn refused_list(&self) -> impl ExactSizeIterator<Item = Refused<'_>> + '_ {
        self.refused.iter().map(|&(at, reason)| Refused { at, reason: self.reasons.get(reason) })
    }

    /// Notes something; the same message is kept once and counted.
    pub(crate) fn note(&mut self, kind: NoteKind, message: &str, at: Option<At>) {
        // The same is often noted of one record after the other.
        let is_last = |note: &&Note| note.kind == kind && note.message == message;
        let last = self.last_note.filter(|last| self.notes.get(*last).as_ref().is_some_and(is_last));
        let find = |index: &mut Index| index.find_or_add(&format!("{}\0{message}", kind.word()), NOTES);
        let Some(number) = last.or_else(|| find(&mut self.note_index)) else {
            self.more_notes += 1;
            return;
        };
        self.last_note = Some(number);
        if number == self.notes.len() {
            self.notes.push(Note { kind, message: message.to_owned(), count: 0, places: Vec::new() });
        }
        if let Some(note) = self.notes.get_mut(number) {
            note.count += 1;
            if note.places.len() < PLACES {
                note.places.extend(at);
            }
        }
    }

    /// Notes that the values of a record in a column are too long for one field.
    pub(crate) fn split_values(&mut self, column: &str, at: At) {
        let message =
            format!("`{column}`: the values of one node are more than one field can hold; they are in several");
        self.note(NoteKind::Changed, &message, Some(at));
    }

    /// What was noticed, each once.
    pub(crate) fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// Notices that were too many to keep.
    pub(crate) fn more_notes(&self) -> usize {
        self.more_notes
    }

    /// Whether it tells of a record, or of another place in the file.
    pub(crate) fn has_places(&self) -> bool {
        !self.refused.is_empty() || self.notes.iter().any(|note| !note.places.is_empty())
    }

    /// Whether all was taken in as it is: nothing refused, left out, changed or doubtful. What was guessed and proved
    /// itself by fitting does not count.
    pub(crate) fn is_whole(&self) -> bool {
        let lossy = |note: &Note| match note.kind {
            NoteKind::LeftOut | NoteKind::Changed | NoteKind::Doubtful => true,
            NoteKind::Guessed => false,
        };
        self.refused.is_empty() && self.more_notes == 0 && !self.notes.iter().any(lossy)
    }

    /// Whether every record that was begun is taken, merged or refused.
    ///
    /// # Errors
    /// How many are not, which is a fault of the reader.
    pub(crate) fn check(&self) -> Result<(), Problem> {
        let closed = self.taken + self.merged.len() + self.refused.len();
        if closed == self.opened {
            return Ok(());
        }
        let message = format!(
            "the reader of {} lost count: {} in the file, {} accounted for",
            self.format,
            counted(self.opened, "record", "records"),
            grouped(closed)
        );
        Err(Problem::error(codes::NOT_THE_FORMAT, message).with_help("please report this with the file"))
    }

    /// A place in words: `row 17`, `“People”, row 17`, `node 3`.
    pub(crate) fn words(&self, at: At) -> String {
        let words = self.number_words(at);
        match self.parts.get(usize::from(at.part)).map(|part| part.name.as_str()) {
            None | Some("") => words,
            Some(name) => format!("“{name}”, {words}"),
        }
    }

    /// The same without the name of the part.
    fn number_words(&self, at: At) -> String {
        let Some(part) = self.parts.get(usize::from(at.part)) else { return at.number.to_string() };
        let unit = match part.unit {
            Unit::Row => "row",
            Unit::Line => "line",
            Unit::Element if part.element.is_empty() => "record",
            Unit::Element => &part.element,
        };
        format!("{unit} {}", at.number)
    }
}

/// Why an edge is refused whose ends are these, by name: one says nothing. A node without an id would be made up.
pub(crate) fn empty_end(ends: [(&str, &str); 2]) -> Option<String> {
    ends.into_iter().find(|(_, end)| end.is_empty()).map(|(name, _)| format!("`{name}` is empty"))
}

impl Index {
    /// The number of a text, new unless there are so many.
    fn find_or_add(&mut self, text: &str, most: usize) -> Option<usize> {
        match self.find(text) {
            Some(number) => Some(number as usize),
            None if self.len() >= most => None,
            None => self.put(text).ok().map(|(number, _)| number as usize),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_that_is_neither_taken_nor_refused_is_found_out() {
        let mut report = Report::new("csv");
        let part = report.part("", Unit::Row, "");
        let at = |number| At { part, number, offset: 0 };
        let first = report.open(at(2));
        report.taken(first);
        let second = report.open(at(3));
        report.merged(second, at(2));
        let third = report.open(at(17));
        report.refused(third, "`target` is empty");
        assert_eq!(report.check(), Ok(()));
        assert_eq!(report.records_in(), report.taken_count() + report.merged_list().len() + report.refused_count());
        let refused: Vec<_> = report.refused_list().map(|refused| (report.words(refused.at), refused.reason)).collect();
        assert_eq!(refused, [("row 17".to_owned(), "`target` is empty")]);
        let _lost = report.open(at(18));
        assert!(report.check().unwrap_err().message.contains("4 records in the file, 3 accounted for"));
    }

    #[test]
    fn the_same_notice_is_kept_once_and_many_are_counted() {
        let mut report = Report::new("csv");
        for number in 0..50 {
            report.note(NoteKind::Doubtful, "no number", Some(At { part: 0, number, offset: 0 }));
        }
        assert_eq!((report.notes().len(), report.notes()[0].count, report.notes()[0].places.len()), (1, 50, PLACES));
        for number in 0..2 * NOTES {
            report.note(NoteKind::Changed, &number.to_string(), None);
        }
        assert_eq!((report.notes().len(), report.more_notes()), (NOTES, NOTES + 1));
    }
}
