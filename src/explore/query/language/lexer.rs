//! The text of a query cut into tokens: brackets, quoted texts, signs and bare words, each with its place and whether it
//! follows the one before without a blank. Any text has tokens; nothing here knows fields.

use std::ops::Range;

use super::syntax::{Order, SIGNS};

/// A token.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    pub(super) sort: Sort,
    pub(super) span: Range<usize>,
    /// Nothing stands between it and the token before.
    pub(super) glued: bool,
}

/// What it is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Sort {
    Open,
    Close,
    /// A minus before something.
    Minus,
    Colon,
    Comma,
    Order(Order),
    /// `..`
    Range,
    /// `|`, as good as `OR`.
    Or,
    /// A text in quotes, without them; whether they close.
    Quoted(String, bool),
    Word(String),
}

/// Cuts a text up.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        }
        let glued = out.last().is_some_and(|last| last.span.end == at);
        let begins = !glued || out.last().is_some_and(|last| matches!(last.sort, Sort::Open | Sort::Minus));
        let (sort, length) = token(&text[at..], c, begins);
        out.push(Token { sort, span: at..at + length, glued });
        at += length;
    }
    out
}

/// The token that a text begins with, and its length in bytes. Signs are `SIGNS`; what has no meaning of its own is a word.
fn token(text: &str, first: char, begins: bool) -> (Sort, usize) {
    if let Some((sign, order)) = Order::SIGNS.iter().find(|(sign, _)| text.starts_with(sign)) {
        return (Sort::Order(*order), sign.len());
    }
    match first {
        '(' => (Sort::Open, 1),
        ')' => (Sort::Close, 1),
        // An equals sign says no more than a colon.
        ':' | '=' => (Sort::Colon, 1),
        ',' => (Sort::Comma, 1),
        '"' => quoted(text),
        '-' if begins => (Sort::Minus, 1),
        '.' if is_range(text, false) => (Sort::Range, 2),
        '|' => (Sort::Or, 1),
        _ => {
            let length = word_length(text);
            (Sort::Word(text[..length].to_owned()), length)
        }
    }
}

/// Whether two dots part two ends. Beside a `/` they belong to a date: `2003/..`.
fn is_range(text: &str, after_slash: bool) -> bool {
    text.starts_with("..") && !after_slash && !text[2..].starts_with('/')
}

fn word_length(text: &str) -> usize {
    // A set of dates has commas and dots of its own.
    if text.starts_with('[')
        && let Some(end) = text.find([']', '"', '(', ')', ' ', '\n', '\t'])
        && text[end..].starts_with(']')
    {
        return end + 1;
    }
    let mut last = ' ';
    for (at, c) in text.char_indices() {
        if at > 0 && (c.is_whitespace() || SIGNS.contains(&c) || is_range(&text[at..], last == '/')) {
            return at;
        }
        last = c;
    }
    text.len()
}

/// A text in quotes; in it, a backslash lets a quote or a backslash stand for itself.
fn quoted(text: &str) -> (Sort, usize) {
    let mut out = String::new();
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return (Sort::Quoted(out, true), at + 1),
            '\\' => out.push(chars.next_if(|(_, next)| matches!(next, '"' | '\\')).map_or(c, |(_, next)| next)),
            _ => out.push(c),
        }
    }
    (Sort::Quoted(out, false), text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_keep_their_dots_and_commas() {
        let words =
            |text: &str| -> Vec<String> { tokens(text).iter().map(|t| text[t.span.clone()].to_owned()).collect() };
        for (text, parts) in [
            ("when:2013..2015", &["when", ":", "2013", "..", "2015"][..]),
            ("when:..2015", &["when", ":", "..", "2015"]),
            ("when:2003/..", &["when", ":", "2003/.."]),
            ("when:../2003", &["when", ":", "../2003"]),
            ("when:[2016-33,2016-34],x", &["when", ":", "[2016-33,2016-34]", ",", "x"]),
            ("-kind:a,\"b c\"*", &["-", "kind", ":", "a", ",", "\"b c\"", "*"]),
            ("degree>=3(a)", &["degree", ">=", "3", "(", "a", ")"]),
            ("as-of:-0043 --x", &["as-of", ":", "-0043", "-", "-", "x"]),
            ("a|b \"", &["a", "|", "b", "\""]),
            ("日本語、テスト", &["日本語、テスト"]),
        ] {
            assert_eq!(words(text), parts, "{text}");
        }
    }

    #[test]
    fn quotes_hold_anything() {
        let sort = |text: &str| tokens(text).remove(0).sort;
        assert_eq!(sort(r#""a \"b\" \\ \n""#), Sort::Quoted(r#"a "b" \ \n"#.to_owned(), true));
        assert_eq!(sort("\"open"), Sort::Quoted("open".to_owned(), false));
    }
}
