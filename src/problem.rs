//! What is wrong, where, and how to mend it: the type in which every reader and checker
//! reports. Nothing here knows what a dossier is, and nothing here reads or prints a file.

use std::fmt;
use std::sync::Arc;

use serde::Serialize;

mod unseen;

pub(crate) use unseen::{is_spelling, is_unseen, printable, printable_parts, turns_reading, unseen};

/// How bad a [`Problem`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nothing is lost and nothing need be done.
    Note,
    /// The data was read, but a person should look at it.
    Warning,
    /// Something could not be taken in as it was meant.
    Error,
}

impl Severity {
    /// The word shown to a person: `error`, `warning` or `note`.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// A stretch of text in a file, as a person would look it up.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// Path of the file as the dossier names it (relative to the main file's folder, `/` between
    /// parts), or the path that the person gave.
    pub file: Arc<str>,
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1, counted in characters (Unicode scalar values).
    pub column: u32,
    /// How many characters are meant, at least 1; never reaches past the line's end.
    pub length: u32,
    /// The whole line without its line break, or what lies around the place if it is very long.
    pub line_text: Arc<str>,
    /// The column at which `line_text` begins: 1 unless it is cut.
    pub line_from: u32,
    /// Byte offsets into the file's text, start and end.
    pub bytes: (usize, usize),
}

/// How many characters of a line are shown before the culprit, and how many from there on.
const AROUND: (usize, usize) = (60, 100);

impl Place {
    /// What stands before the culprit in its line, the culprit, and what follows, as far as the line
    /// is known.
    pub(crate) fn parts(&self) -> [&str; 3] {
        let byte = |chars: usize| self.line_text.char_indices().nth(chars).map_or(self.line_text.len(), |(at, _)| at);
        let start = self.column.saturating_sub(self.line_from) as usize;
        let (start, end) = (byte(start), byte(start.saturating_add(self.length.max(1) as usize)));
        [&self.line_text[..start], &self.line_text[start..end], &self.line_text[end..]]
    }

    /// The line for a terminal, cut around the culprit where it is long, and what goes under it.
    fn excerpt(&self) -> (String, String) {
        let [before, culprit, after] = self.parts();
        let (most_before, most_after) = AROUND;
        let (mut line, mut cut) = (String::new(), self.line_from > 1);
        let lead = before.chars().count();
        let kept = if lead > most_before {
            cut = true;
            before.char_indices().nth(lead - most_before).map_or(before, |(at, _)| &before[at..])
        } else {
            before
        };
        if cut {
            line.push('…');
        }
        line.push_str(&printable(kept));
        let mut marks = " ".repeat(line.chars().count());
        let head = |text: &str, most: usize| match text.char_indices().nth(most) {
            Some((at, _)) => (printable(&text[..at]), true),
            None => (printable(text), false),
        };
        let (meant, meant_cut) = head(culprit, most_after);
        marks.push_str(&"^".repeat(meant.chars().count().max(1)));
        line.push_str(&meant);
        let (rest, rest_cut) = head(after, most_after.saturating_sub(meant.chars().count()));
        if !meant_cut {
            line.push_str(&rest);
        }
        if meant_cut || rest_cut {
            line.push('…');
        }
        (line, marks)
    }
}

impl fmt::Display for Place {
    /// `file:line:column`, the form that editors and terminals can follow.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", printable(&self.file), self.line, self.column)
    }
}

/// The record of a dossier that a problem is about, by the author's own id.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// An entity's id.
    Entity(Arc<str>),
    /// A relation's id (own or derived).
    Relation(Arc<str>),
    /// A source's id.
    Source(Arc<str>),
}

/// One thing that is wrong, with its place and the likely mend.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Problem {
    /// A short stable word for programs, such as `unknown-field`. The list is [`codes`].
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// Where; `None` only where no text is to blame (a folder that cannot be read).
    pub place: Option<Place>,
    /// What is wrong, one sentence, in the person's words.
    pub message: String,
    /// What to do about it, if we can tell.
    pub help: Option<String>,
    /// The help is what to write in the file, in its notation.
    pub(crate) help_is_code: bool,
    /// The record to select when the person clicks the problem.
    pub(crate) subject: Option<Subject>,
}

impl Problem {
    /// An error without place, help or subject; add them with the `with_` functions.
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, message)
    }

    /// A warning without place, help or subject.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Warning, message)
    }

    /// A note without place, help or subject.
    pub fn note(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Note, message)
    }

    fn new(code: &'static str, severity: Severity, message: impl Into<String>) -> Self {
        let message = shortened(message.into());
        Problem { code, severity, place: None, message, help: None, help_is_code: false, subject: None }
    }

    /// The same problem at a place.
    #[must_use]
    pub fn with_place(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// The same problem with a likely mend.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(shortened(help.into()));
        self
    }

    /// The same problem with what to write in the file.
    #[must_use]
    pub(crate) fn with_code_help(self, help: impl Into<String>) -> Self {
        Problem { help_is_code: true, ..self.with_help(help) }
    }

    /// The same problem about a record.
    #[must_use]
    pub fn with_subject(mut self, subject: Subject) -> Self {
        self.subject = Some(subject);
        self
    }

    /// Several lines for a terminal or a panel: severity, place, message, the line with a caret
    /// under the culprit, and the mend. What is not seen is written as escapes.
    pub fn to_text(&self) -> String {
        use fmt::Write as _;
        let mut out = format!("{}[{}]: {}", self.severity.word(), self.code, printable(&self.message));
        if let Some(place) = &self.place {
            let number = place.line.to_string();
            let pad = " ".repeat(number.len());
            let (line, marks) = place.excerpt();
            let _ = write!(out, "\n{pad}--> {place}\n{pad} |\n{number} | {line}\n{pad} | {marks}");
        }
        if let Some(help) = &self.help {
            let _ = write!(out, "\n  help: {}", printable(help));
        }
        out
    }
}

/// How many bytes of a sentence are kept at its start and at its end.
const KEPT: (usize, usize) = (1_000, 400);

/// A sentence of a bearable length: it may repeat a value of the file, however long that is.
fn shortened(text: String) -> String {
    let (start, end) = KEPT;
    if text.len() <= start + end {
        return text;
    }
    let (head, tail) = (text.floor_char_boundary(start), text.ceil_char_boundary(text.len() - end));
    format!("{} … {}", &text[..head], &text[tail..])
}

/// Every code a [`Problem`] can carry, with what it means; `chancery check --help` prints it.
pub mod codes {
    macro_rules! codes {
        ($($name:ident = $text:literal: $meaning:literal;)*) => {
            $(#[doc = $meaning] pub const $name: &str = $text;)*
            /// All codes with their meaning.
            pub const ALL: &[(&str, &str)] = &[$(($text, $meaning)),*];
        };
    }
    codes! {
        IO = "io": "The file cannot be read: it is missing, is a folder, or may not be read.";
        NOT_SAVED = "not-saved": "The file cannot be written; the version on disk is unchanged.";
        TOO_LARGE = "too-large": "The file or a part of it is over a limit.";
        NOT_UTF8 = "not-utf8": "The file is not UTF-8 text.";
        EMPTY = "empty": "The file is empty.";
        SYNTAX = "syntax": "The text is not valid RON, JSON or CSV.";
        CONFLICT = "conflict": "A merge conflict that git or a similar program left in the file.";
        TOO_DEEP = "too-deep": "Brackets are nested deeper than allowed.";
        NEWER_FORMAT = "newer-format": "The file was written for a newer version of Chancery.";
        UNKNOWN_FIELD = "unknown-field": "A field that Chancery does not know; it is kept as it is.";
        DUPLICATE_FIELD = "duplicate-field": "The same field twice in one record.";
        MISSING_FIELD = "missing-field": "A required field is missing.";
        WRONG_TYPE = "wrong-type": "A value of another type than the field takes.";
        BAD_VALUE = "bad-value": "A value that the field does not allow.";
        BAD_ID = "bad-id": "An id that is empty or has characters that ids may not have.";
        DUPLICATE_ID = "duplicate-id": "Two records with the same id.";
        UNKNOWN_ID = "unknown-id": "A reference to an entity that is not in the dossier.";
        UNKNOWN_KIND = "unknown-kind": "A kind that the vocabulary does not have.";
        UNFORESEEN_ENDS = "unforeseen-ends": "A relation between kinds of entity that its kind does not expect.";
        BAD_DATE = "bad-date": "Text that is not an EDTF date; it is kept and shown as written.";
        AMBIGUOUS_DATE = "ambiguous-date": "A date that may have been meant as a span of years, such as 1921-22.";
        MISSING_SOURCE = "missing-source": "A claim that cites a source the dossier does not list.";
        NO_CLAIM = "no-claim": "A record without a claim.";
        NOT_FINITE = "not-finite": "A number that is infinite, not a number or out of range.";
        BAD_INCLUDE = "bad-include": "An include outside the folder, circular, or nested too deep.";
        BAD_VIEW = "bad-view": "A view that refers to something that does not exist.";
        BAD_FILTER = "bad-filter": "A filter of a view that has a mistake or names something that does not exist.";
        SUSPECT_TEXT = "suspect-text": "Invisible or direction-changing characters in a name.";
        NOT_THE_FORMAT = "not-the-format": "A file of another program that does not follow its format.";
        CUT_OFF = "cut-off": "A file of another program that ends before it is complete.";
        NO_TABLE = "no-table": "A table without the columns that nodes or edges need.";
        REFUSED = "refused": "A record of another program's file that was not taken in.";
        IMPORTED = "imported": "Something guessed, changed or left out when another program's file was read.";
        NO_ANSWER = "no-answer": "An endpoint that does not answer, or not as it should.";
        NO_LETTER = "no-letter": "A letter of a name that is in none of the fonts; figures show a box.";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(line: &str, column: u32, length: u32, line_from: u32) -> Vec<String> {
        let place =
            Place { file: "a.ron".into(), line: 7, column, length, line_text: line.into(), line_from, bytes: (0, 0) };
        Problem::error(codes::SYNTAX, "wrong").with_place(place).to_text().lines().skip(3).map(str::to_owned).collect()
    }

    #[test]
    fn the_culprit_is_marked_in_its_line() {
        assert_eq!(told("ab\tcd", 4, 2, 1), ["7 | ab cd", "  |    ^^"]);
        assert_eq!(told("a\u{202e}cd", 3, 1, 1), ["7 | a\\u{202e}cd", "  |          ^"], "marked as it is printed");
        assert_eq!(told("a\u{202e}cd", 2, 1, 1), ["7 | a\\u{202e}cd", "  |  ^^^^^^^^"]);
        assert_eq!(told("ab", 9, 4, 1), ["7 | ab", "  |   ^"], "a place behind the line");
        assert_eq!(told("", 1, 1, 1), ["7 | ", "  | ^"]);
    }

    #[test]
    fn a_long_line_is_cut_around_the_culprit() {
        let long = format!("{}<here>{}", "é".repeat(400), "z".repeat(400));
        for (line, column, from) in [(long.as_str(), 401, 1), (&long[100..], 401, 51)] {
            let [line, marks] = &told(line, column, 6, from)[..] else { panic!() };
            assert!(line.starts_with("7 | …é") && line.ends_with("z…") && line.chars().count() < 180, "{line}");
            let at = marks.chars().position(|c| c == '^').unwrap();
            assert_eq!(line.chars().skip(at).take(6).collect::<String>(), "<here>");
            assert_eq!(marks.matches('^').count(), 6);
        }
        let [line, marks] = &told(&"x".repeat(5_000), 1, 5_000, 1)[..] else { panic!() };
        assert!(line.chars().count() < 180 && marks.chars().count() < 180);
    }

    #[test]
    fn a_value_that_is_repeated_does_not_fill_the_screen() {
        let problem = Problem::error(codes::BAD_DATE, format!("`{}` is not a date", "é".repeat(1 << 20)));
        assert!(problem.message.len() < 2_000 && problem.message.ends_with("is not a date"));
        assert!(problem.with_help("ü".repeat(1 << 20)).to_text().len() < 4_000);
    }
}
