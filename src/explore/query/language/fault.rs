//! What is wrong in the text of a query: where, what, and how to fix it. Nothing here knows the language.

use std::ops::Range;

/// Most faults that are told of one text; more are one fault over and over.
pub(super) const MOST_FAULTS: usize = 8;

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Bytes of the text that are to blame.
    pub span: Range<usize>,
    /// What is wrong, one sentence without its stop.
    pub message: String,
    /// How to fix it, if that can be told.
    pub mend: Option<Mend>,
}

/// A way to fix a fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mend {
    /// In words: “did you mean meeting (4)?”.
    pub words: String,
    /// What to put in the place of the span, where the fix is just that.
    pub text: Option<String>,
}

impl Mend {
    /// A fix that only a person can make.
    pub(super) fn advice(words: impl Into<String>) -> Option<Mend> {
        Some(Mend { words: words.into(), text: None })
    }

    /// Another text in its place.
    pub(super) fn put(text: impl Into<String>) -> Option<Mend> {
        let text = text.into();
        Some(Mend { words: format!("write {text}"), text: Some(text) })
    }

    /// A near word in its place.
    pub(super) fn near(text: impl Into<String>) -> Option<Mend> {
        let text = text.into();
        Some(Mend { words: format!("did you mean {text}?"), text: Some(text) })
    }
}

/// A list of faults that does not grow without bound.
#[derive(Debug, Default)]
pub(super) struct Faults {
    pub(super) list: Vec<Fault>,
}

impl Faults {
    /// Whether one more would be told; what is not told need not be worked out.
    pub(super) fn has_room(&self) -> bool {
        self.list.len() < MOST_FAULTS
    }

    /// Notes one.
    pub(super) fn add(&mut self, span: Range<usize>, message: impl Into<String>, mend: Option<Mend>) {
        if self.has_room() {
            self.list.push(Fault { span, message: message.into(), mend });
        }
    }
}

impl Fault {
    /// Lines for a terminal: the text with a caret under the place, what is wrong, and the fix. The text is one line.
    pub fn to_text(&self, text: &str) -> String {
        let (start, end) = (self.span.start.min(text.len()), self.span.end.min(text.len()));
        let shown =
            |range: Range<usize>| crate::problem::printable(text.get(range).unwrap_or_default()).replace('\n', " ");
        let (before, meant, after) = (shown(0..start), shown(start..end), shown(end..text.len()));
        let carets = "^".repeat(meant.chars().count().max(1));
        let mut out =
            format!("{}\n  {before}{meant}{after}\n  {}{carets}", self.message, " ".repeat(before.chars().count()));
        if let Some(mend) = &self.mend {
            out.push_str(&format!("\n  help: {}", mend.words));
        }
        out
    }
}
