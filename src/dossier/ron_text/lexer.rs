//! RON text → tokens that tile it without a gap: every byte belongs to exactly one token, blanks
//! and comments included. Never fails; what is no token becomes [`TokenKind::Unknown`] and an
//! error. Nothing here knows how tokens nest.
//!
//! Runs in linear time on any input: where a string or comment is never closed, it is cut at its
//! line's end and what was scanned in vain is not scanned again.

use super::literal;
use super::syntax::SyntaxErrors;

/// The three pairs of brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bracket {
    /// `( )`
    Round,
    /// `[ ]`
    Square,
    /// `{ }`
    Curly,
}

impl Bracket {
    /// The opening character.
    pub(super) fn open(self) -> char {
        ['(', '[', '{'][self as usize]
    }

    /// The closing character.
    pub(crate) fn close(self) -> char {
        [')', ']', '}'][self as usize]
    }
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// U+FEFF at the start of the file.
    ByteOrderMark,
    /// Blanks and line breaks.
    Blank,
    /// `// …` up to the line's end, or `/* … */`, which may nest.
    Comment,
    /// A bare word such as `title` or `true`.
    Word,
    /// A raw identifier such as `r#type`.
    RawWord,
    /// A number, with sign and type suffix.
    Number,
    /// `"…"`
    Text,
    /// `r#"…"#`
    RawText,
    /// `b"…"` or `br"…"`
    Bytes,
    /// `'c'`
    Char,
    /// `b'c'`
    Byte,
    /// An opening bracket.
    Open(Bracket),
    /// A closing bracket.
    Close(Bracket),
    /// `,`
    Comma,
    /// `:`
    Colon,
    /// `=`
    Equals,
    /// `#` as in `#![enable(…)]`
    Hash,
    /// `!` as in `#![enable(…)]`
    Bang,
    /// `..` or `..=`
    Range,
    /// Characters that start no token.
    Unknown,
}

impl TokenKind {
    /// Whether it means nothing to the parser: blanks and comments.
    pub(crate) fn is_trivia(self) -> bool {
        matches!(self, TokenKind::ByteOrderMark | TokenKind::Blank | TokenKind::Comment)
    }
}

/// A token with its byte range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    /// What it is.
    pub(crate) kind: TokenKind,
    /// First byte.
    pub(crate) start: u32,
    /// One past the last byte.
    pub(crate) end: u32,
}

/// Blanks as RON defines them.
pub(crate) fn is_blank(c: char) -> bool {
    matches!(
        c,
        ' ' | '\t' | '\n' | '\r' | '\x0B' | '\x0C' | '\u{85}' | '\u{200E}' | '\u{200F}' | '\u{2028}' | '\u{2029}'
    )
}

fn is_word_start(c: char) -> bool {
    c == '_' || unicode_ident::is_xid_start(c)
}

fn is_raw_word(c: char) -> bool {
    matches!(c, '.' | '+' | '-') || unicode_ident::is_xid_continue(c)
}

/// Tokens one by one, for whoever need not keep them.
pub(crate) struct Stream<'a, 'e>(Lexer<'a, 'e>);

impl<'a, 'e> Stream<'a, 'e> {
    /// The tokens of a text shorter than 4 GiB.
    pub(crate) fn new(text: &'a str, errors: &'e mut SyntaxErrors) -> Self {
        Stream(Lexer { text, bytes: text.as_bytes(), at: 0, errors, comment_unclosed: false, one_line_until: 0 })
    }

    /// Leaves out what stands before a byte; no token lies across it.
    pub(crate) fn go_on_at(&mut self, at: usize) {
        self.0.at = at;
    }

    /// Whether there were no errors until now.
    pub(crate) fn is_sound(&self) -> bool {
        self.0.errors.is_empty()
    }
}

impl Iterator for Stream<'_, '_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        if self.0.at >= self.0.text.len() {
            return None;
        }
        let start = self.0.at;
        let kind = self.0.next();
        Some(Token { kind, start: start as u32, end: self.0.at as u32 })
    }
}

/// Cuts `text` (shorter than 4 GiB) into tokens.
pub(crate) fn lex(text: &str, errors: &mut SyntaxErrors) -> Vec<Token> {
    let mut lexer = Lexer { text, bytes: text.as_bytes(), at: 0, errors, comment_unclosed: false, one_line_until: 0 };
    // A guess that seldom has to grow; never more than a share of the text.
    let mut tokens: Vec<Token> = Vec::with_capacity(text.len() / 6 + 16);
    while lexer.at < text.len() {
        let start = lexer.at;
        let kind = lexer.next();
        debug_assert!(lexer.at > start, "a token is never empty");
        let (start, end) = (start as u32, lexer.at as u32);
        match tokens.last_mut() {
            // One token for a run of nonsense, so that it is one error.
            Some(last) if kind == TokenKind::Unknown && last.kind == TokenKind::Unknown => last.end = end,
            _ => tokens.push(Token { kind, start, end }),
        }
    }
    tokens
}

struct Lexer<'a, 'e> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    errors: &'e mut SyntaxErrors,
    /// A block comment ran to the end of the file: later ones must close on their line.
    comment_unclosed: bool,
    /// Strings that start before this must close on their line: beyond it was looked in vain.
    one_line_until: usize,
}

impl Lexer<'_, '_> {
    fn byte(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    fn char(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn take_while(&mut self, test: impl Fn(char) -> bool) {
        let rest = &self.text[self.at..];
        self.at += rest.find(|c| !test(c)).unwrap_or(rest.len());
    }

    fn single(&mut self, kind: TokenKind) -> TokenKind {
        self.at += 1;
        kind
    }

    fn next(&mut self) -> TokenKind {
        match self.byte(0) {
            b'(' => self.single(TokenKind::Open(Bracket::Round)),
            b'[' => self.single(TokenKind::Open(Bracket::Square)),
            b'{' => self.single(TokenKind::Open(Bracket::Curly)),
            b')' => self.single(TokenKind::Close(Bracket::Round)),
            b']' => self.single(TokenKind::Close(Bracket::Square)),
            b'}' => self.single(TokenKind::Close(Bracket::Curly)),
            b',' => self.single(TokenKind::Comma),
            b':' => self.single(TokenKind::Colon),
            b'=' => self.single(TokenKind::Equals),
            b'#' => self.single(TokenKind::Hash),
            b'!' => self.single(TokenKind::Bang),
            b'/' if matches!(self.byte(1), b'/' | b'*') => self.comment(),
            b'"' => self.text(1, TokenKind::Text),
            b'\'' => self.char_literal(1, TokenKind::Char),
            b'.' if self.byte(1) == b'.' => {
                self.at += if self.byte(2) == b'=' { 3 } else { 2 };
                TokenKind::Range
            }
            b'0'..=b'9' | b'+' | b'-' | b'.' => self.number(),
            b'b' | b'r' => self.prefixed(),
            _ => self.other(),
        }
    }

    /// What starts with `b` or `r`: perhaps a literal, else a word.
    fn prefixed(&mut self) -> TokenKind {
        match (self.byte(0), self.byte(1), self.byte(2)) {
            (b'b', b'"', _) => self.text(2, TokenKind::Bytes),
            (b'b', b'\'', _) => self.char_literal(2, TokenKind::Byte),
            (b'b', b'r', b'"' | b'#') => self.raw_text(2, TokenKind::Bytes),
            (b'r', b'"', _) | (b'r', b'#', b'"' | b'#') => self.raw_text(1, TokenKind::RawText),
            (b'r', b'#', _) => {
                let start = self.at;
                self.at += 2;
                self.take_while(is_raw_word);
                if self.at == start + 2 {
                    self.errors.push((start, self.at), "`r#` is followed by neither a word nor a string");
                    return TokenKind::Unknown;
                }
                TokenKind::RawWord
            }
            _ => self.word(),
        }
    }

    fn other(&mut self) -> TokenKind {
        // Most blanks are of these two alone.
        if matches!(self.byte(0), b' ' | b'\n') {
            while matches!(self.byte(0), b' ' | b'\n') {
                self.at += 1;
            }
            self.take_while(is_blank);
            return TokenKind::Blank;
        }
        let Some(c) = self.char() else { return TokenKind::Unknown };
        if is_blank(c) {
            self.take_while(is_blank);
            return TokenKind::Blank;
        }
        if c == '\u{feff}' && self.at == 0 {
            self.at += c.len_utf8();
            return TokenKind::ByteOrderMark;
        }
        if is_word_start(c) {
            return self.word();
        }
        let start = self.at;
        self.at += c.len_utf8();
        let help = match c {
            '“' | '”' | '„' | '«' | '»' => Some("write text between straight quotes: \"…\""),
            ';' => Some("fields and records are separated by commas"),
            '‘' | '’' => Some("write a single character between straight quotes: '…'"),
            _ => None,
        };
        let shown = if c.is_control() { c.escape_unicode().to_string() } else { c.to_string() };
        self.errors.push_with_help((start, self.at), format!("`{shown}` is only allowed inside quoted text"), help);
        TokenKind::Unknown
    }

    fn word(&mut self) -> TokenKind {
        let start = self.at;
        while matches!(self.byte(0), b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_') {
            self.at += 1;
        }
        self.take_while(unicode_ident::is_xid_continue);
        if self.char().is_some_and(|c| matches!(c, '+' | '-' | '.')) && !self.text[self.at..].starts_with("..") {
            let end = self.at;
            self.take_while(is_raw_word);
            let whole = &self.text[start..self.at];
            let help = format!("write \"{whole}\" if it is text, or r#{whole} if it is a word");
            self.errors.push_with_help((end, end + 1), "a bare word may not have `+`, `-` or `.` in it", Some(&help));
        }
        TokenKind::Word
    }

    fn number(&mut self) -> TokenKind {
        let start = self.at;
        if matches!(self.byte(0), b'+' | b'-') {
            self.at += 1;
        }
        let hex = self.byte(0) == b'0' && self.byte(1) == b'x';
        loop {
            match self.byte(0) {
                b'.' if self.byte(1) == b'.' => break,
                b'.' | b'_' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => self.at += 1,
                b'+' | b'-' if !hex && self.at > start && matches!(self.bytes[self.at - 1], b'e' | b'E') => {
                    self.at += 1;
                }
                // `1e_+5` is no number, but `1e+_5` is.
                _ => break,
            }
        }
        let text = &self.text[start..self.at];
        if let Err(message) = literal::number(text) {
            self.errors.push((start, self.at), message);
        }
        TokenKind::Number
    }

    fn comment(&mut self) -> TokenKind {
        let start = self.at;
        if self.byte(1) == b'/' {
            self.at = self.line_end(start);
            return TokenKind::Comment;
        }
        let limit = if self.comment_unclosed { self.line_end(start) } else { self.bytes.len() };
        let (mut at, mut level) = (start + 2, 1_usize);
        while at + 1 < limit {
            match (self.bytes[at], self.bytes[at + 1]) {
                (b'/', b'*') => (at, level) = (at + 2, level + 1),
                (b'*', b'/') => (at, level) = (at + 2, level - 1),
                _ => at += 1,
            }
            if level == 0 {
                self.at = at;
                return TokenKind::Comment;
            }
        }
        self.comment_unclosed = true;
        self.errors.push_with_help((start, start + 2), "this comment is never closed", Some("close it with */"));
        self.at = self.line_end(start);
        TokenKind::Comment
    }

    /// Where the line that `at` lies in ends, before its line break.
    fn line_end(&self, at: usize) -> usize {
        let end = self.bytes[at..].iter().position(|b| *b == b'\n').map_or(self.bytes.len(), |n| at + n);
        if end > at && end < self.bytes.len() && self.bytes[end - 1] == b'\r' { end - 1 } else { end }
    }

    /// A string with escapes whose quote is the last of `prefix` bytes.
    fn text(&mut self, prefix: usize, kind: TokenKind) -> TokenKind {
        let start = self.at;
        let limit = if start < self.one_line_until { self.line_end(start) } else { self.bytes.len() };
        let (mut at, mut escaped, mut closed) = (start + prefix, false, false);
        while at < limit {
            match self.bytes[at] {
                b'"' => {
                    closed = true;
                    break;
                }
                b'\\' => (at, escaped) = (at + 2, true),
                _ => at += 1,
            }
        }
        let at = at.min(limit);
        if !closed || self.swallowed_other_text(start, at) {
            return self.unclosed(start, start + prefix, at, kind);
        }
        self.at = at + 1;
        if escaped {
            let body = &self.text[start + prefix..at];
            let how = if kind == TokenKind::Bytes { literal::Escapes::Bytes } else { literal::Escapes::Text };
            if let Err(error) = literal::unescape(body, how) {
                let from = start + prefix + error.at;
                let help = Some("write a backslash as \\\\, or the text as r\"…\"");
                self.errors.push_with_help((from, from + error.length), error.message, help);
            }
        }
        kind
    }

    /// Whether the string from `start` to the quote at `end` looks like one that lacks its
    /// closing quote: it runs over a line's end and is not followed by what may follow a string.
    fn swallowed_other_text(&self, start: usize, end: usize) -> bool {
        if !self.bytes[start..end].contains(&b'\n') {
            return false;
        }
        let next = self.text[end + 1..].chars().find(|c| !is_blank(*c));
        next.is_some_and(|c| !matches!(c, ',' | ')' | ']' | '}' | ':' | '/'))
    }

    /// Ends a string that is not closed where its line ends, before the closing brackets and
    /// commas that most likely follow it.
    fn unclosed(&mut self, start: usize, body: usize, looked_until: usize, kind: TokenKind) -> TokenKind {
        self.one_line_until = self.one_line_until.max(looked_until);
        let end = self.line_end(body).max(body);
        let line = &self.text[body..end];
        let kept = line.trim_end_matches(|c| is_blank(c) || matches!(c, ',' | ')' | ']' | '}'));
        let help = Some("add a closing quote where the text ends");
        self.errors.push_with_help((start, body), "this text is never closed", help);
        self.at = body + kept.len();
        kind
    }

    fn raw_text(&mut self, prefix: usize, kind: TokenKind) -> TokenKind {
        let start = self.at;
        let hashes = self.bytes[start + prefix..].iter().take_while(|b| **b == b'#').count();
        let body = start + prefix + hashes + 1;
        if self.bytes.get(body - 1) != Some(&b'"') {
            self.at = start + prefix + hashes;
            self.errors.push((start, self.at), "a raw string needs a quote after its hashes");
            return TokenKind::Unknown;
        }
        let limit = if start < self.one_line_until { self.line_end(start) } else { self.bytes.len() };
        let mut at = body;
        while at < limit {
            if self.bytes[at] != b'"' {
                at += 1;
                continue;
            }
            let found = self.bytes[at + 1..].iter().take(hashes).take_while(|b| **b == b'#').count();
            at += 1 + found;
            if found == hashes {
                self.at = at;
                return kind;
            }
        }
        self.unclosed(start, body, limit, kind)
    }

    fn char_literal(&mut self, prefix: usize, kind: TokenKind) -> TokenKind {
        let start = self.at;
        let body = start + prefix;
        let rest = &self.text[body..];
        let mut chars = rest.chars();
        let length = match chars.next() {
            // No escape is longer than `\u{10FFFF}`.
            Some('\\') => rest.char_indices().skip(2).take(10).find(|(_, c)| *c == '\'').map(|(at, _)| at),
            Some(c) => rest[c.len_utf8()..].starts_with('\'').then(|| c.len_utf8()),
            None => None,
        };
        let Some(length) = length else {
            self.at = body;
            let help = Some("write text between double quotes: \"…\"");
            self.errors.push_with_help((start, body), "a single character must follow, then a quote", help);
            return TokenKind::Unknown;
        };
        self.at = body + length + 1;
        let how = if kind == TokenKind::Byte { literal::Escapes::Byte } else { literal::Escapes::Char };
        if let Err(error) = literal::unescape(&rest[..length], how) {
            let from = body + error.at;
            self.errors.push((from, from + error.length), error.message);
        }
        kind
    }
}
