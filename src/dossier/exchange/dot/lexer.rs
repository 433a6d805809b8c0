//! Words and signs of DOT, as Graphviz's own scanner takes them. Knows no statement.

use std::borrow::Cow;

use super::super::fault::{Fault, Lines};

/// A word or sign.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token<'a> {
    /// A name, a number or a text in quotation marks.
    Word(Cow<'a, str>),
    /// A text in angle brackets, without the outermost.
    Html(&'a str),
    /// A word with a meaning of its own, in any case.
    Key(Key),
    /// `->` where it is `true`, else `--`.
    Edge(bool),
    /// One of `{ } [ ] ; , = : +`.
    Sign(u8),
    /// The text has ended.
    End,
}

/// Words with a meaning of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    Strict,
    Graph,
    Digraph,
    Subgraph,
    Node,
    Edge,
}

const KEYS: [(&str, Key); 6] = [
    ("strict", Key::Strict),
    ("graph", Key::Graph),
    ("digraph", Key::Digraph),
    ("subgraph", Key::Subgraph),
    ("node", Key::Node),
    ("edge", Key::Edge),
];

/// A text that is being cut into tokens.
#[derive(Clone)]
pub(super) struct Lexer<'a> {
    text: &'a str,
    at: usize,
    lines: Lines,
    /// Where a number ended with a letter right after it.
    pub(super) split: Option<usize>,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Lexer { text, at: 0, lines: Lines::default(), split: None }
    }

    /// Line from 1 of an offset that is not before one asked for earlier.
    pub(super) fn line(&mut self, at: usize) -> u32 {
        self.lines.line(self.text, at)
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The next token and where it begins.
    pub(super) fn next(&mut self) -> Result<(Token<'a>, usize), Fault> {
        self.pass_blanks()?;
        let (start, rest) = (self.at, self.rest());
        let Some(&first) = rest.as_bytes().first() else { return Ok((Token::End, start)) };
        let token = match first {
            b'{' | b'}' | b'[' | b']' | b';' | b',' | b'=' | b':' | b'+' => {
                self.at += 1;
                Token::Sign(first)
            }
            b'-' if rest.starts_with("->") || rest.starts_with("--") => {
                self.at += 2;
                Token::Edge(rest.starts_with("->"))
            }
            b'"' => Token::Word(self.quoted()?),
            b'<' => Token::Html(self.html()?),
            b'-' | b'.' | b'0'..=b'9' => Token::Word(Cow::Borrowed(self.number()?)),
            _ => self.name()?,
        };
        Ok((token, start))
    }

    fn pass_blanks(&mut self) -> Result<(), Fault> {
        loop {
            let rest = self.rest();
            let trimmed = rest.trim_start_matches([' ', '\t', '\r', '\n', '\x0b', '\x0c', '\u{feff}', '\u{1a}']);
            self.at += rest.len() - trimmed.len();
            let end_of_line = || trimmed.find('\n').unwrap_or(trimmed.len());
            let begins_line = || self.at == 0 || self.text.as_bytes().get(self.at - 1) == Some(&b'\n');
            if trimmed.starts_with("//") || trimmed.starts_with('#') && begins_line() {
                self.at += end_of_line();
            } else if let Some(comment) = trimmed.strip_prefix("/*") {
                let Some(end) = comment.find("*/") else {
                    return Err(Fault::cut_off(self.at, "this comment does not end", "end it with `*/`"));
                };
                self.at += end + 4;
            } else {
                return Ok(());
            }
        }
    }

    /// A text in quotation marks: `\"` is a mark, a backslash at the end of a line joins it to the next, other
    /// backslashes stay for whoever knows what the text is.
    fn quoted(&mut self) -> Result<Cow<'a, str>, Fault> {
        let start = self.at;
        let inside = self.text.get(start + 1..).unwrap_or_default();
        let mut out: Option<String> = None;
        let mut from = 0;
        loop {
            let Some(found) = inside.get(from..).and_then(|rest| memchr::memchr2(b'"', b'\\', rest.as_bytes())) else {
                return Err(Fault::cut_off(
                    start,
                    "this quotation mark is not closed",
                    "close it, or write `\\\"` for a mark in a text",
                ));
            };
            let (piece, here) = (inside.get(from..from + found).unwrap_or_default(), from + found);
            let after = inside.get(here + 1..).unwrap_or_default();
            if inside.as_bytes().get(here) == Some(&b'"') {
                self.at = start + 1 + here + 1;
                return Ok(match out {
                    None => Cow::Borrowed(piece),
                    Some(mut out) => {
                        out.push_str(piece);
                        Cow::Owned(out)
                    }
                });
            }
            let out = out.get_or_insert_default();
            out.push_str(piece);
            let (kept, length) = match after.as_bytes() {
                [b'"', ..] => ("\"", 1),
                [b'\n', ..] => ("", 1),
                [b'\r', b'\n', ..] => ("", 2),
                [b'\\', ..] => ("\\\\", 1),
                _ => ("\\", 0),
            };
            out.push_str(kept);
            from = here + 1 + length;
        }
    }

    /// A text in angle brackets, which may hold more of them, and comments in which they do not count.
    fn html(&mut self) -> Result<&'a str, Fault> {
        let start = self.at;
        let rest = self.rest();
        let (mut depth, mut at) = (0usize, 0);
        while let Some(found) = rest.get(at..).and_then(|rest| memchr::memchr2(b'<', b'>', rest.as_bytes())) {
            at += found;
            let here = rest.get(at..).unwrap_or_default();
            if let Some(comment) = here.strip_prefix("<!--").filter(|_| depth > 0) {
                at += 4 + comment.find("-->").map_or(comment.len(), |end| end + 3);
                continue;
            }
            depth = if here.starts_with('<') { depth + 1 } else { depth - 1 };
            at += 1;
            if depth == 0 {
                self.at += at;
                return Ok(rest.get(1..at - 1).unwrap_or_default());
            }
        }
        Err(Fault::cut_off(start, "this `<` is not closed", "close it with `>`, or put the text in quotation marks"))
    }

    /// `-?(\.[0-9]+|[0-9]+(\.[0-9]*)?)`.
    fn number(&mut self) -> Result<&'a str, Fault> {
        let rest = self.rest();
        let bytes = rest.as_bytes();
        let digits = |from: usize| bytes.iter().skip(from).take_while(|b| b.is_ascii_digit()).count();
        let mut end = usize::from(bytes.first() == Some(&b'-'));
        let whole = digits(end);
        end += whole;
        if bytes.get(end) == Some(&b'.') {
            let part = digits(end + 1);
            if whole + part > 0 {
                end += 1 + part;
            }
        }
        if !bytes.iter().take(end).any(u8::is_ascii_digit) {
            return Err(self.unknown());
        }
        self.at += end;
        if bytes.get(end).is_some_and(|b| b.is_ascii_alphabetic() || *b == b'_' || *b >= 0x80) {
            self.split = Some(self.at);
        }
        Ok(rest.get(..end).unwrap_or_default())
    }

    fn name(&mut self) -> Result<Token<'a>, Fault> {
        let rest = self.rest();
        let end =
            rest.bytes().position(|b| !(b.is_ascii_alphanumeric() || b == b'_' || b >= 0x80)).unwrap_or(rest.len());
        if end == 0 {
            return Err(self.unknown());
        }
        self.at += end;
        let word = rest.get(..end).unwrap_or_default();
        let key = KEYS.iter().find(|(name, _)| word.eq_ignore_ascii_case(name));
        Ok(key.map_or(Token::Word(Cow::Borrowed(word)), |(_, key)| Token::Key(*key)))
    }

    fn unknown(&self) -> Fault {
        let sign = self.rest().chars().next().unwrap_or_default();
        let message = format!("`{}` has no meaning here", sign.escape_default());
        Fault::not_the_format(
            self.at,
            message,
            "put names with other signs than letters, digits and `_` in quotation marks",
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Result<Vec<Token<'_>>, Fault> {
        let mut lexer = Lexer::new(text);
        let mut out = Vec::new();
        loop {
            match lexer.next()?.0 {
                Token::End => return Ok(out),
                token => out.push(token),
            }
        }
    }

    fn words(text: &str) -> Vec<String> {
        let word = |token: Token<'_>| match token {
            Token::Word(word) => word.into_owned(),
            Token::Html(text) => format!("<{text}>"),
            other => format!("{other:?}"),
        };
        tokens(text).unwrap().into_iter().map(word).collect()
    }

    #[test]
    fn words_numbers_and_texts_are_cut_as_graphviz_cuts_them() {
        assert_eq!(words("été _a1 -.5 2. 3.25 2a 日本"), ["été", "_a1", "-.5", "2.", "3.25", "2", "a", "日本"]);
        assert_eq!(
            words(
                r#""a\"b" "c\\" "d\
e" "f\n" "\\\"" "#
            ),
            ["a\"b", "c\\\\", "de", "f\\n", "\\\\\""]
        );
        assert_eq!(words("<<b>x</b> &lt;> <a<!-- > -->b>"), ["<<b>x</b> &lt;>", "<a<!-- > -->b>"]);
        assert_eq!(
            tokens("DiGraph SUBGRAPH \"node\"").unwrap()[..2],
            [Token::Key(Key::Digraph), Token::Key(Key::Subgraph)]
        );
        assert_eq!(words("a->b--c a-1"), ["a", "Edge(true)", "b", "Edge(false)", "c", "a", "-1"]);
    }

    #[test]
    fn comments_and_lines_of_a_preprocessor_are_passed_over() {
        assert_eq!(words("#x\na/*\n#*/b//c\n#d\n"), ["a", "b"]);
        assert!(tokens("a # b").is_err(), "only at the start of a line");
        assert_eq!(words("a // b\n/* c */ d"), ["a", "d"]);
    }

    #[test]
    fn what_is_open_at_the_end_is_told() {
        for cut in ["\"a", "\"a\\\"", "/* a", "<a <b>", "<"] {
            assert!(matches!(tokens(cut), Err(Fault::Wrong { at: 0, .. })), "{cut}");
        }
        assert!(tokens("a ! b").is_err() && tokens("-").is_err() && tokens(".").is_err() && tokens("> ").is_err());
    }
}
