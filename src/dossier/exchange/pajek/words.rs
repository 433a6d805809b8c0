//! Words of a line of Pajek: parted by blanks, in quotation marks where they hold some, times in square brackets.

use std::borrow::Cow;

use super::super::graph::When;

/// A word and whether it stood in quotation marks.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Word<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) quoted: bool,
}

/// A quotation mark that is not closed, by its offset in the line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Unclosed(pub(super) usize);

/// So many lines a text in quotation marks may go on for.
const MOST_LINES: usize = 16;

/// The line that a text begins with; with those after it where a quotation mark is closed only there, as in labels of
/// several lines. A mark that is closed nowhere, or only by one that opens another text, leaves the line as it is.
pub(super) fn line_of(text: &str) -> &str {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next().unwrap_or_default();
    if !is_odd(first) || first.trim_start().starts_with(['*', '%']) || closes(first) {
        return first;
    }
    let mut length = first.len();
    for more in lines.take(MOST_LINES).take_while(|more| !more.starts_with('*')) {
        length += more.len();
        if more.contains('"') {
            return text.get(..length).filter(|whole| is_odd(more) && closes(whole)).unwrap_or(first);
        }
    }
    first
}

fn is_odd(line: &str) -> bool {
    memchr::memchr_iter(b'"', line.as_bytes()).count() % 2 == 1
}

/// Whether all quotation marks of a line are closed.
fn closes(line: &str) -> bool {
    let mut line = Line::new(line);
    loop {
        match line.next() {
            Ok(Some(_)) => {}
            Ok(None) => return true,
            Err(Unclosed(_)) => return false,
        }
    }
}

/// A line that is being read.
#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Line<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Line { text, at: 0 }
    }

    /// The next word.
    pub(super) fn next(&mut self) -> Result<Option<Word<'a>>, Unclosed> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let trimmed = rest.trim_start();
        self.at += rest.len() - trimmed.len();
        let (text, length, quoted) = match trimmed.as_bytes().first() {
            None => return Ok(None),
            Some(b'"') => {
                let inside = trimmed.get(1..).unwrap_or_default();
                let (text, length) = quoted(inside).ok_or(Unclosed(self.at))?;
                (text, length + 1, true)
            }
            Some(b'[') => {
                let end = trimmed.find(']').map_or(trimmed.len(), |end| end + 1);
                (Cow::Borrowed(trimmed.get(..end).unwrap_or_default()), end, false)
            }
            Some(_) => {
                let end = trimmed.find(char::is_whitespace).unwrap_or(trimmed.len());
                (Cow::Borrowed(trimmed.get(..end).unwrap_or_default()), end, false)
            }
        };
        self.at += length;
        Ok(Some(Word { text, quoted }))
    }
}

/// A text up to its closing mark, and its length with that. A mark is doubled in a text; networkx leaves marks in a text
/// as they are, so where that does not come out the last mark before a blank closes it.
fn quoted(inside: &str) -> Option<(Cow<'_, str>, usize)> {
    doubled(inside).or_else(|| {
        let closes = |at: &usize| inside.as_bytes().get(at + 1).is_none_or(u8::is_ascii_whitespace);
        let end = memchr::memchr_iter(b'"', inside.as_bytes()).find(closes)?;
        Some((Cow::Borrowed(inside.get(..end)?), end + 1))
    })
}

fn doubled(inside: &str) -> Option<(Cow<'_, str>, usize)> {
    let bytes = inside.as_bytes();
    let mut at = 0;
    let mut any = false;
    loop {
        at += memchr::memchr(b'"', bytes.get(at..)?)?;
        match bytes.get(at + 1) {
            Some(b'"') => {
                any = true;
                at += 2;
            }
            Some(next) if !next.is_ascii_whitespace() => return None,
            _ => break,
        }
    }
    let text = inside.get(..at)?;
    Some((if any { Cow::Owned(text.replace("\"\"", "\"")) } else { Cow::Borrowed(text) }, at + 1))
}

/// Times such as `[1-5,7]`, where `*` is no end.
pub(super) fn times(text: &str) -> impl Iterator<Item = When<'_>> + '_ {
    let inside = text.strip_prefix('[').unwrap_or(text);
    inside.strip_suffix(']').unwrap_or(inside).split(',').map(str::trim).filter(|part| !part.is_empty()).map(|part| {
        // A year before our era begins with a minus of its own.
        let dash = part.get(1..).and_then(|rest| rest.find('-')).map(|at| at + 1);
        match dash.and_then(|dash| Some((part.get(..dash)?, part.get(dash + 1..)?))) {
            Some((start, end)) => When::Spell(start.trim(), if end.trim() == "*" { "" } else { end.trim() }),
            None => When::At(part),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let mut line = Line::new(text);
        std::iter::from_fn(|| line.next().unwrap()).map(|word| word.text.into_owned()).collect()
    }

    #[test]
    fn words_are_parted_by_blanks_and_marks() {
        assert_eq!(words("1 \"Anna Blum\" 0.5\t[1-5, 7] x"), ["1", "Anna Blum", "0.5", "[1-5, 7]", "x"]);
        assert_eq!(words("\"Bert \"\"B\"\" Klee\" y"), ["Bert \"B\" Klee", "y"]);
        assert_eq!(words("4 \"a \"b\"\" z"), ["4", "a \"b\"", "z"], "as networkx writes it");
        assert_eq!(words("\"\" 日本"), ["", "日本"]);
        assert_eq!(Line::new(" \"open").next(), Err(Unclosed(1)));
    }

    #[test]
    fn a_label_may_have_several_lines() {
        for (text, first) in [
            ("1 \"a\nb\" 0.5\n2 c\n", "1 \"a\nb\" 0.5\n"),
            ("1 \"a\n\nb\"\n2 c\n", "1 \"a\n\nb\"\n"),
            ("1 \"a\n2 \"b\"\n", "1 \"a\n"),
            ("1 \"a\n*Arcs\n1 1 l \"\n", "1 \"a\n"),
            ("1 \"a\n", "1 \"a\n"),
            ("% 5\" disk\n1 b \" c\n", "% 5\" disk\n"),
            ("1 \"5\" disk\" 0\n2 \"b\n", "1 \"5\" disk\" 0\n"),
            ("1 a\r\n2 b", "1 a\r\n"),
            ("", ""),
        ] {
            assert_eq!(line_of(text), first, "{text:?}");
        }
    }

    #[test]
    fn times_are_moments_and_spells() {
        let found: Vec<_> = times("[1-5,7, 9-*,-44]").collect();
        assert_eq!(found, [When::Spell("1", "5"), When::At("7"), When::Spell("9", ""), When::At("-44")]);
    }
}
