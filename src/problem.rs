//! What is wrong, where, and how to mend it: the type in which every reader and checker
//! reports. Nothing here knows what a dossier is, and nothing here reads or prints a file.

use std::fmt;
use std::sync::Arc;

use serde::Serialize;

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
    /// The whole line without its line break, cut to a printable length if it is very long.
    pub line_text: Arc<str>,
    /// Byte offsets into the file's text, start and end.
    pub bytes: (usize, usize),
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
        Problem { code, severity, place: None, message: message.into(), help: None, subject: None }
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
        self.help = Some(help.into());
        self
    }

    /// The same problem about a record.
    #[must_use]
    pub fn with_subject(mut self, subject: Subject) -> Self {
        self.subject = Some(subject);
        self
    }

    /// Several lines for a terminal or a panel: severity, place, message, the line with a caret
    /// under the culprit, and the mend. Control characters are made visible.
    pub fn to_text(&self) -> String {
        use fmt::Write as _;
        let mut out = format!("{}[{}]: {}", self.severity.word(), self.code, printable(&self.message));
        if let Some(place) = &self.place {
            let number = place.line.to_string();
            let pad = " ".repeat(number.len());
            let line = printable(&place.line_text);
            // The caret is placed by what stands before it as printed, tabs included.
            let before: String = place.line_text.chars().take(place.column as usize - 1).collect();
            let lead: usize = printable(&before).chars().count();
            let carets = "^".repeat(place.length.max(1) as usize);
            let _ = write!(out, "\n{pad}--> {place}\n{pad} |\n{number} | {line}\n{pad} | {}{carets}", " ".repeat(lead));
        }
        if let Some(help) = &self.help {
            let _ = write!(out, "\n  help: {}", printable(help));
        }
        out
    }
}

/// `text` with control and direction-changing characters replaced by visible stand-ins, so that a
/// hostile file cannot steer the terminal or reorder what is read. Tabs become one space.
pub(crate) fn printable(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\t' => ' ',
            c if c.is_control() => '\u{fffd}',
            '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => '\u{fffd}',
            c => c,
        })
        .collect()
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
        IO = "io": "The file cannot be read: missing, a folder, or no permission.";
        NOT_SAVED = "not-saved": "The file cannot be written; the version on disk is unchanged.";
        TOO_LARGE = "too-large": "The file or a part of it is over a limit.";
        NOT_UTF8 = "not-utf8": "The file is not UTF-8 text.";
        EMPTY = "empty": "There is nothing in the file.";
        SYNTAX = "syntax": "The text is not RON.";
        TOO_DEEP = "too-deep": "Brackets are nested deeper than allowed.";
        NEWER_FORMAT = "newer-format": "The file was written for a newer version of Chancery.";
        UNKNOWN_FIELD = "unknown-field": "A field that Chancery does not know; it is kept as it is.";
        DUPLICATE_FIELD = "duplicate-field": "The same field twice in one record.";
        MISSING_FIELD = "missing-field": "A field that must be there is not.";
        WRONG_TYPE = "wrong-type": "A value of another type than the field takes.";
        BAD_VALUE = "bad-value": "A value that the field does not allow.";
        BAD_ID = "bad-id": "An id that is empty or has characters that ids may not have.";
        DUPLICATE_ID = "duplicate-id": "Two records with the same id.";
        UNKNOWN_ID = "unknown-id": "A reference to an entity that is not in the dossier.";
        UNKNOWN_KIND = "unknown-kind": "A kind that the vocabulary does not have.";
        UNFORESEEN_ENDS = "unforeseen-ends": "A relation between kinds of entity that its kind does not expect.";
        BAD_DATE = "bad-date": "Text that is not an EDTF date; it is kept and shown as written.";
        MISSING_SOURCE = "missing-source": "A claim that cites a source the dossier does not list.";
        NO_CLAIM = "no-claim": "A record without a claim.";
        NOT_FINITE = "not-finite": "A number that is infinite, not a number or out of range.";
        BAD_INCLUDE = "bad-include": "An include outside the folder, circular, or nested too deep.";
        BAD_VIEW = "bad-view": "A view that refers to something that is not there.";
        SUSPECT_TEXT = "suspect-text": "Invisible or direction-changing characters in a name.";
    }
}
