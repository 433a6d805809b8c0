//! A line cut into its parts. Knows signs, not what they are about.

use super::EntryError;

/// What a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    /// A name or the word for a kind.
    Name,
    /// `->`
    Arrow,
    /// `<-`
    BackArrow,
    /// `+`
    Plus,
    /// `:`
    Colon,
    /// `@…`
    Date,
    /// `!…`
    Status,
    /// `[…]`
    Claim,
}

/// A part with its bytes in the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) sort: Sort,
    /// What it says, without the sign and quotes.
    pub(crate) text: String,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// Cuts a line.
pub(crate) fn scan(line: &str) -> Result<Vec<Part>, EntryError> {
    let (parts, open) = scan_loosely(line);
    match open {
        None => Ok(parts),
        Some((at, sign)) => {
            let message = format!("this `{sign}` is never closed");
            Err(EntryError::new(message, line[..at].chars().count()))
        }
    }
}

/// Cuts a line that may end in the middle of something: where that began, and with which sign.
pub(crate) fn scan_loosely(line: &str) -> (Vec<Part>, Option<(usize, char)>) {
    let mut parts: Vec<Part> = Vec::new();
    let mut at = 0;
    let mut open = None;
    while let Some(c) = line[at..].chars().next() {
        let rest = &line[at..];
        let starts_word = at == 0 || line[..at].ends_with([' ', '\t', ']', '"']);
        if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        }
        let (sort, length) = if rest.starts_with("->") || rest.starts_with('→') {
            (Sort::Arrow, if c == '→' { c.len_utf8() } else { 2 })
        } else if rest.starts_with("<-") || rest.starts_with('←') {
            (Sort::BackArrow, if c == '←' { c.len_utf8() } else { 2 })
        } else if c == '+' {
            (Sort::Plus, 1)
        } else if c == ':' {
            (Sort::Colon, 1)
        } else if starts_word && matches!(c, '@' | '!') {
            // A date may hold blanks only in its brackets.
            let length = rest.find(|c: char| c.is_whitespace()).unwrap_or(rest.len());
            (if c == '@' { Sort::Date } else { Sort::Status }, length)
        } else if c == '[' {
            match closing(rest) {
                Some(length) => (Sort::Claim, length),
                None => {
                    open = Some((at, '['));
                    (Sort::Claim, rest.len())
                }
            }
        } else if c == '"' {
            match rest[1..].find('"') {
                Some(length) => (Sort::Name, length + 2),
                None => {
                    open = Some((at, '"'));
                    (Sort::Name, rest.len())
                }
            }
        } else {
            (Sort::Name, name_length(rest))
        };
        let written = &rest[..length];
        let text = match sort {
            Sort::Date | Sort::Status => &written[1..],
            Sort::Claim => written[1..].strip_suffix(']').unwrap_or(&written[1..]),
            Sort::Name => {
                let bare = written.trim();
                bare.strip_prefix('"').map_or(bare, |inner| inner.strip_suffix('"').unwrap_or(inner))
            }
            _ => written,
        };
        let end = at + written.trim_end().len();
        if !(sort == Sort::Name && text.trim().is_empty()) {
            parts.push(Part { sort, text: text.to_owned(), start: at, end });
        }
        at += length;
    }
    (parts, open)
}

/// Where `[…]` ends; quotes within may hold brackets.
fn closing(rest: &str) -> Option<usize> {
    let mut quoted = false;
    for (at, c) in rest.char_indices() {
        match c {
            '"' => quoted = !quoted,
            ']' if !quoted => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// How far a name goes: to the next sign. Hyphens, colons and pluses within a word are part of it.
fn name_length(rest: &str) -> usize {
    let mut before = ' ';
    for (at, c) in rest.char_indices() {
        let after = &rest[at..];
        let next = after[c.len_utf8()..].chars().next();
        let ends_word = next.is_none_or(char::is_whitespace);
        let sign = after.starts_with("->")
            || after.starts_with("<-")
            || matches!(c, '→' | '←' | '[')
            || (c == '"' && at > 0 && before.is_whitespace())
            || (c == '+' && before.is_whitespace() && ends_word)
            || (c == ':' && ends_word)
            || (matches!(c, '@' | '!') && before.is_whitespace() && at > 0);
        if sign && at > 0 {
            return at;
        }
        before = c;
    }
    rest.len()
}
