//! JSON (RFC 8259) read piece by piece, each with its place, without a tree. `NaN` and `Infinity`, which Python writes,
//! are let through as numbers. Knows no keys.

use std::borrow::Cow;

use super::super::encoding::Text;
use super::super::limits::Limit;
use crate::problem::{Problem, codes};

/// A value that is no array and no object, or that one begins.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Piece<'a> {
    /// A text.
    Text(Cow<'a, str>),
    /// A number as it is written.
    Number(&'a str),
    /// Yes or no.
    Boolean(bool),
    /// Nothing.
    Null,
    /// `[`; items follow by [`Pull::item`].
    Array,
    /// `{`; members follow by [`Pull::key`].
    Object,
}

/// Where one is in a text.
#[derive(Debug)]
pub(super) struct Pull<'a> {
    source: &'a Text<'a>,
    text: &'a str,
    at: usize,
    /// What is open.
    open: Vec<Open>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Open {
    is_object: bool,
    /// Where it begins.
    at: usize,
    /// Whether something came already.
    begun: bool,
}

impl<'a> Pull<'a> {
    /// From the beginning.
    pub(super) fn new(source: &'a Text<'a>) -> Self {
        Pull { source, text: source.as_str(), at: 0, open: Vec::new() }
    }

    /// A part of the text, which must be whole values.
    pub(super) fn within(source: &'a Text<'a>, from: usize, to: usize) -> Self {
        Pull { source, text: source.as_str().get(..to).unwrap_or_default(), at: from, open: Vec::new() }
    }

    /// Byte where the next piece begins, or the end.
    pub(super) fn at(&mut self) -> usize {
        self.skip_blanks();
        self.at
    }

    /// What was read between two places.
    pub(super) fn slice(&self, from: usize, to: usize) -> &'a str {
        self.text.get(from..to).unwrap_or_default()
    }

    /// Byte behind the last piece.
    pub(super) fn behind(&self) -> usize {
        self.at
    }

    /// Whether nothing is left.
    pub(super) fn is_end(&mut self) -> bool {
        self.at() >= self.text.len()
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_blanks(&mut self) {
        while matches!(self.byte(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    /// Bytes of the text.
    pub(super) fn length(&self) -> usize {
        self.text.len()
    }

    /// A limit that is passed at a byte.
    pub(super) fn over(&self, at: usize, limit: Problem) -> Problem {
        self.source.located(limit, at)
    }

    /// An error at a byte.
    pub(super) fn wrong(&self, at: usize, message: impl Into<String>, help: &str) -> Problem {
        self.source.problem(codes::SYNTAX, (at, at + 1), message, help)
    }

    /// The text ends too early: the place is where what is open began.
    fn cut_off(&self) -> Problem {
        let (at, what) = match self.open.last() {
            Some(Open { is_object: true, at, .. }) => (*at, "this object"),
            Some(Open { is_object: false, at, .. }) => (*at, "this list"),
            None => (self.at, "the file"),
        };
        let help = "the file is cut off; fetch or save it again";
        self.source.problem(codes::CUT_OFF, (at, at + 1), format!("{what} does not end"), help)
    }

    fn unexpected(&self, wanted: &str) -> Problem {
        match self.text.get(self.at..).and_then(|rest| rest.chars().next()) {
            None => self.cut_off(),
            Some(found) => self.wrong(self.at, format!("found `{found}`, expected {wanted}"), "correct the JSON here"),
        }
    }

    /// The next value, which must be there.
    pub(super) fn value(&mut self) -> Result<Piece<'a>, Problem> {
        self.skip_blanks();
        let start = self.at;
        match self.byte() {
            Some(b'"') => Ok(Piece::Text(self.string()?)),
            Some(byte @ (b'[' | b'{')) => {
                Limit::Depth.check(self.open.len() + 1).map_err(|limit| self.source.located(limit, start))?;
                self.at += 1;
                self.open.push(Open { is_object: byte == b'{', at: start, begun: false });
                Ok(if byte == b'{' { Piece::Object } else { Piece::Array })
            }
            Some(b'-' | b'0'..=b'9' | b'N' | b'I') => Ok(Piece::Number(self.number()?)),
            Some(b't' | b'f' | b'n') => {
                for (word, piece) in
                    [("true", Piece::Boolean(true)), ("false", Piece::Boolean(false)), ("null", Piece::Null)]
                {
                    if self.text.get(start..).is_some_and(|rest| rest.starts_with(word)) {
                        self.at += word.len();
                        return Ok(piece);
                    }
                }
                if self.text.len() - start < 5 { Err(self.cut_off()) } else { Err(self.unexpected("a value")) }
            }
            _ => Err(self.unexpected("a value")),
        }
    }

    /// Whether the array that was begun last has another item, which [`Pull::value`] then gives.
    pub(super) fn item(&mut self) -> Result<bool, Problem> {
        self.more(b']', "`,` or `]`")
    }

    /// The key of the next member of the object that was begun last; [`Pull::value`] then gives its value.
    pub(super) fn key(&mut self) -> Result<Option<Cow<'a, str>>, Problem> {
        if !self.more(b'}', "`,` or `}`")? {
            return Ok(None);
        }
        self.skip_blanks();
        if self.byte() != Some(b'"') {
            return Err(self.unexpected("a key in quotation marks"));
        }
        let key = self.string()?;
        self.skip_blanks();
        if self.byte() != Some(b':') {
            return Err(self.unexpected("`:`"));
        }
        self.at += 1;
        Ok(Some(key))
    }

    fn more(&mut self, close: u8, wanted: &str) -> Result<bool, Problem> {
        self.skip_blanks();
        let begun = self.open.last().is_some_and(|open| open.begun);
        match self.byte() {
            Some(byte) if byte == close => {
                self.at += 1;
                self.open.pop();
                Ok(false)
            }
            Some(b',') if begun => {
                self.at += 1;
                self.skip_blanks();
                if self.byte() == Some(close) {
                    return Err(self.wrong(self.at, "a comma before the end", "remove the comma"));
                }
                Ok(true)
            }
            _ if begun => Err(self.unexpected(wanted)),
            _ => {
                if let Some(open) = self.open.last_mut() {
                    open.begun = true;
                }
                Ok(true)
            }
        }
    }

    /// Passes over what is left of a value that was begun.
    pub(super) fn skip(&mut self, piece: &Piece<'_>) -> Result<(), Problem> {
        let depth = self.open.len();
        if !matches!(piece, Piece::Array | Piece::Object) {
            return Ok(());
        }
        while self.open.len() >= depth {
            let is_object = self.open.last().is_some_and(|open| open.is_object);
            let more = if is_object { self.key()?.is_some() } else { self.item()? };
            if more {
                self.value()?;
            }
        }
        Ok(())
    }

    fn number(&mut self) -> Result<&'a str, Problem> {
        let start = self.at;
        let rest = self.text.get(start..).unwrap_or_default();
        for word in ["NaN", "Infinity", "-Infinity"] {
            if rest.starts_with(word) {
                self.at += word.len();
                return Ok(word);
            }
        }
        let length = rest.bytes().take_while(|b| matches!(b, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E')).count();
        let number = rest.get(..length).unwrap_or_default();
        let digits = number.strip_prefix('-').unwrap_or(number);
        let bad = digits.len() > 1 && digits.starts_with('0') && !digits[1..].starts_with(['.', 'e', 'E']);
        if bad
            || !digits.starts_with(|c: char| c.is_ascii_digit())
            || number.ends_with('.')
            || number.parse::<f64>().is_err()
        {
            if start + length >= self.text.len() {
                return Err(self.cut_off());
            }
            return Err(self.wrong(start, format!("`{:.40}` is not a number", number), "correct the JSON here"));
        }
        self.at += length;
        Ok(number)
    }

    fn string(&mut self) -> Result<Cow<'a, str>, Problem> {
        let open = self.at;
        self.at += 1;
        let start = self.at;
        let mut owned: Option<String> = None;
        let mut from = start;
        loop {
            let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
            let Some(found) = memchr::memchr2(b'"', b'\\', rest) else {
                let help = "the file is cut off, or a quotation mark is missing";
                return Err(self.source.problem(codes::CUT_OFF, (open, open + 1), "this text does not end", help));
            };
            if let Some(control) = rest.get(..found).and_then(|r| r.iter().position(|b| *b < 0x20)) {
                let message = "a control character in a text (a line break must be written `\\n`)";
                return Err(self.wrong(self.at + control, message, "look for a quotation mark that is not closed"));
            }
            self.at += found;
            if self.byte() == Some(b'"') {
                let tail = self.text.get(from..self.at).unwrap_or_default();
                self.at += 1;
                return Ok(match owned {
                    None => Cow::Borrowed(tail),
                    Some(mut text) => {
                        text.push_str(tail);
                        Cow::Owned(text)
                    }
                });
            }
            let text = owned.get_or_insert_with(String::new);
            text.push_str(self.text.get(from..self.at).unwrap_or_default());
            let escape = self.at;
            let (c, length) = self.escape(escape)?;
            if let Some(text) = &mut owned {
                text.push(c);
            }
            self.at = escape + length;
            from = self.at;
        }
    }

    /// The character of an escape and its length in bytes.
    fn escape(&self, at: usize) -> Result<(char, usize), Problem> {
        let simple = match self.text.as_bytes().get(at + 1) {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                let unit = |at: usize| {
                    let digits = self.text.get(at + 2..at + 6).filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()));
                    digits
                        .filter(|_| self.text.get(at..at + 2) == Some("\\u"))
                        .and_then(|d| u16::from_str_radix(d, 16).ok())
                };
                let Some(first) = unit(at) else { return Err(self.bad_escape(at)) };
                if (0xd800..0xdc00).contains(&first)
                    && let Some(second) = unit(at + 6)
                    && let Some(Ok(c)) = char::decode_utf16([first, second]).next()
                {
                    return Ok((c, 12));
                }
                // Half a pair says nothing; it must not be lost without a trace.
                return Ok((char::from_u32(u32::from(first)).unwrap_or('\u{fffd}'), 6));
            }
            _ => return Err(self.bad_escape(at)),
        };
        Ok((simple, 2))
    }

    fn bad_escape(&self, at: usize) -> Problem {
        self.wrong(at, "a backslash that means nothing", "write a backslash twice")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Whether a text is one JSON value.
    fn is_whole(text: &str) -> Result<(), Problem> {
        let text = Text::new("x.json", text);
        let mut pull = Pull::new(&text);
        let piece = pull.value()?;
        pull.skip(&piece)?;
        if pull.is_end() { Ok(()) } else { Err(pull.unexpected("the end")) }
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        for (text, line, column) in [
            ("{\"a\": [1, 2", 1, 7),
            ("{\"a\": \"x", 1, 7),
            ("[1,\n 2,]", 2, 4),
            ("[1 2]", 1, 4),
            ("{a: 1}", 1, 2),
            ("[01]", 1, 2),
            ("[\"a\nb\"]", 1, 4),
            ("[\"\\x\"]", 1, 3),
            ("[tru]", 1, 1),
        ] {
            let problem = is_whole(text).unwrap_err();
            assert_eq!(
                problem.place.as_ref().map(|p| (p.line, p.column)),
                Some((line, column)),
                "{text}: {}",
                problem.message
            );
        }
        let deep = "[".repeat(100_000);
        assert_eq!(is_whole(&deep).unwrap_err().code, codes::TOO_DEEP);
    }

    #[test]
    fn texts_are_unescaped() {
        let text = Text::new("x", r#"["a\n\u00e9\ud83d\ude00\ud83d","日"]"#);
        let mut pull = Pull::new(&text);
        pull.value().unwrap();
        assert!(pull.item().unwrap());
        assert_eq!(pull.value().unwrap(), Piece::Text("a\né😀\u{fffd}".into()));
        assert!(pull.item().unwrap());
        assert!(matches!(pull.value().unwrap(), Piece::Text(Cow::Borrowed("日"))));
        assert!(!pull.item().unwrap() && pull.is_end());
    }

    proptest! {
        #[test]
        fn what_serde_json_takes_is_taken_and_the_rest_refused(text in r#"[\[\]{}",:0-9a\\ntrue.eE\- ]{0,24}"#) {
            let theirs = serde_json::from_str::<serde_json::Value>(&text);
            // Numbers beyond what a real can hold are theirs to refuse.
            let large = theirs.as_ref().is_err_and(|error| error.to_string().contains("out of range"));
            prop_assert_eq!(is_whole(&text).is_ok(), theirs.is_ok() || large, "{}", text);
        }
    }
}
