//! Words of DL. Knows not what they mean.

use super::super::fault::Fault;

/// A word with its offset, and whether a line begins with it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Word<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
    pub(super) first: bool,
}

/// Words of a text, parted by blanks and commas; `=` is a word, and `:` ends one.
#[derive(Clone, Copy)]
pub(super) struct Words<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
}

impl<'a> Words<'a> {
    /// The next word.
    pub(super) fn next(&mut self) -> Result<Option<Word<'a>>, Fault> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let trimmed = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
        let passed = rest.len() - trimmed.len();
        let first = self.at == 0 || rest.get(..passed).unwrap_or_default().contains('\n');
        self.at += passed;
        let at = self.at;
        let (text, length) = match trimmed.chars().next() {
            None => return Ok(None),
            Some('=') => ("=", 1),
            Some(quote @ ('"' | '\'')) => {
                let inside = trimmed.get(1..).unwrap_or_default();
                let Some(end) = inside.find(quote) else {
                    return Err(Fault::cut_off(at, "this quotation mark is not closed", "close it"));
                };
                (inside.get(..end).unwrap_or_default(), end + 2)
            }
            Some(_) => {
                let end = trimmed.find(|c: char| c.is_whitespace() || matches!(c, ',' | '=')).unwrap_or(trimmed.len());
                let end = trimmed.get(..end).and_then(|word| word.find(':')).map_or(end, |colon| colon + 1);
                (trimmed.get(..end).unwrap_or_default(), end)
            }
        };
        self.at += length;
        Ok(Some(Word { text, at, first }))
    }
}
