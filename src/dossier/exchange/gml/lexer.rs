//! Words and brackets of GML. Knows no key.

use super::super::fault::Fault;

/// A word, text or bracket.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Token<'a> {
    /// A key or a number.
    Word(&'a str),
    /// What stood in quotation marks.
    Text(&'a str),
    Open,
    Close,
    End,
}

/// A text that is being cut into tokens.
pub(super) struct Lexer<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
}

impl<'a> Lexer<'a> {
    /// The next token and where it begins.
    pub(super) fn next(&mut self) -> Result<(Token<'a>, usize), Fault> {
        loop {
            let rest = self.text.get(self.at..).unwrap_or_default();
            let trimmed =
                rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '\u{feff}' || c == '\u{1a}');
            self.at += rest.len() - trimmed.len();
            if !trimmed.starts_with('#') {
                break;
            }
            self.at += trimmed.find('\n').unwrap_or(trimmed.len());
        }
        let (start, rest) = (self.at, self.text.get(self.at..).unwrap_or_default());
        let (token, length) = match rest.as_bytes().first() {
            None => (Token::End, 0),
            Some(b'[') => (Token::Open, 1),
            Some(b']') => (Token::Close, 1),
            Some(b'"') => {
                let inside = rest.get(1..).unwrap_or_default();
                let Some(end) = end_of_text(inside) else {
                    return Err(Fault::cut_off(
                        start,
                        "this quotation mark is not closed",
                        "close it, or write `&quot;` for a mark in a text",
                    ));
                };
                (Token::Text(inside.get(..end).unwrap_or_default()), end + 2)
            }
            Some(_) => {
                let end =
                    rest.find(|c: char| c.is_ascii_whitespace() || matches!(c, '[' | ']' | '"')).unwrap_or(rest.len());
                (Token::Word(rest.get(..end).unwrap_or_default()), end)
            }
        };
        self.at += length;
        Ok((token, start))
    }
}

/// Where the closing mark of a text is. GML knows no escape; some programs write `\"` all the same, which is one where
/// the line goes on, and gv2gml writes marks as they are: then the last one of the line closes.
fn end_of_text(inside: &str) -> Option<usize> {
    let bytes = inside.as_bytes();
    let first = memchr::memchr_iter(b'"', bytes).find(|&at| {
        let escaped = bytes.get(..at).unwrap_or_default().iter().rev().take_while(|b| **b == b'\\').count() % 2 == 1;
        !escaped || matches!(bytes.get(at + 1), None | Some(b'\n' | b'\r' | b']'))
    })?;
    if bytes.get(first + 1).is_none_or(|next| next.is_ascii_whitespace() || *next == b']') {
        return Some(first);
    }
    let rest = bytes.get(first..)?;
    let line = rest.get(..memchr::memchr(b'\n', rest).unwrap_or(rest.len()))?;
    Some(first + memchr::memrchr(b'"', line)?)
}
