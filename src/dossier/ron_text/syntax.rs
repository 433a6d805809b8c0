//! Errors of syntax on their way from lexer and parser to the reader: byte ranges and words, no
//! lines yet. The list is capped, so that a file of nothing but errors costs little.

use crate::problem::codes;

/// How many errors of syntax are kept; the others are counted.
const KEPT: usize = 1_000;

/// One error of syntax.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// `syntax` or `too-deep`.
    pub(crate) code: &'static str,
    /// Bytes of the culprit.
    pub bytes: (usize, usize),
    /// What is wrong.
    pub message: String,
    /// The likely mend.
    pub help: Option<String>,
}

/// The errors of one file.
#[derive(Clone, Debug, Default)]
pub struct SyntaxErrors {
    /// The first of them.
    pub list: Vec<SyntaxError>,
    /// How many there were besides.
    pub(crate) more: usize,
}

impl SyntaxErrors {
    /// Adds an error without a mend.
    pub(crate) fn push(&mut self, bytes: (usize, usize), message: impl Into<String>) {
        self.push_with_help(bytes, message, None);
    }

    /// Adds an error.
    pub(crate) fn push_with_help(&mut self, bytes: (usize, usize), message: impl Into<String>, help: Option<&str>) {
        self.add(SyntaxError { code: codes::SYNTAX, bytes, message: message.into(), help: help.map(str::to_owned) });
    }

    /// Adds an error of any code.
    pub(crate) fn add(&mut self, error: SyntaxError) {
        if self.list.len() < KEPT {
            self.list.push(error);
        } else {
            self.more += 1;
        }
    }

    /// Whether there was none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}
