//! Delimited text as rows (RFC 4180 and what programs write instead): quotes doubled or behind a backslash, cells over
//! several lines, comments. Knows no header.

use memchr::{memchr, memchr2, memchr3};

use super::super::encoding::Text;
use super::super::failure::Failure;
use super::super::limits::Limit;
use super::dict;
use super::row::{Row, Rows};
use crate::problem::{Problem, codes};

/// What stands between two cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Delimiter {
    /// One ASCII character.
    Char(u8),
    /// Any number of blanks and tabs.
    Blanks,
}

impl Delimiter {
    /// What a person or a file of choices calls it: one character, `tab` or `blanks`.
    ///
    /// # Errors
    /// What it can be.
    pub(crate) fn read(word: &str) -> Result<Self, &'static str> {
        match word.as_bytes() {
            [one] if one.is_ascii() && !one.is_ascii_alphanumeric() && *one != b'"' => Ok(Delimiter::Char(*one)),
            b"tab" | b"\\t" => Ok(Delimiter::Char(b'\t')),
            b"blanks" => Ok(Delimiter::Blanks),
            _ => Err(
                "use one character that is not a letter, a digit or a quotation mark, or the word `tab` or `blanks`",
            ),
        }
    }

    /// The word that [`Delimiter::read`] takes for it.
    pub(crate) fn word(self) -> String {
        match self {
            Delimiter::Char(b'\t') => "tab".to_owned(),
            Delimiter::Char(other) => char::from(other).to_string(),
            Delimiter::Blanks => "blanks".to_owned(),
        }
    }

    /// Its name for people.
    pub(crate) fn words(self) -> String {
        match self {
            Delimiter::Char(b',') => "commas".to_owned(),
            Delimiter::Char(b';') => "semicolons".to_owned(),
            Delimiter::Char(b'\t') => "tabs".to_owned(),
            Delimiter::Char(b'|') => "vertical bars".to_owned(),
            Delimiter::Char(other) => format!("`{}`", char::from(other)),
            Delimiter::Blanks => "spaces".to_owned(),
        }
    }
}

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Dialect {
    /// What stands between cells.
    pub(crate) delimiter: Delimiter,
    /// Whether a backslash before a quotation mark makes it part of the text.
    pub(crate) backslash: bool,
    /// Whether lines that begin with `#` or `%` are comments.
    pub(crate) comments: bool,
    /// Byte at which the table begins, behind a line such as `sep=;`.
    pub(crate) start: usize,
}

/// The most lines that one quoted cell has: beyond that a quotation mark is missing.
const MAX_LINES: usize = 200;

/// The rows of a delimited text.
#[derive(Debug)]
pub(crate) struct Delimited<'a> {
    text: &'a Text<'a>,
    dialect: Dialect,
    at: usize,
    number: u32,
    /// Comment lines passed over.
    pub(crate) comments: usize,
    /// Rows with text between the end of a quotation and the next delimiter.
    pub(crate) loose_quotes: usize,
}

impl<'a> Delimited<'a> {
    /// From the beginning of a text.
    pub(crate) fn new(text: &'a Text<'a>, dialect: Dialect) -> Self {
        Delimited { text, dialect, at: dialect.start, number: 0, comments: 0, loose_quotes: 0 }
    }

    fn bytes(&self) -> &'a [u8] {
        self.text.as_str().as_bytes()
    }

    fn slice(&self, from: usize, to: usize) -> &'a str {
        self.text.as_str().get(from..to).unwrap_or_default()
    }

    fn is_end_of_cell(&self, at: usize) -> bool {
        match self.bytes().get(at) {
            None | Some(b'\n' | b'\r') => true,
            Some(byte) => match self.dialect.delimiter {
                Delimiter::Char(char) => *byte == char,
                Delimiter::Blanks => matches!(byte, b' ' | b'\t'),
            },
        }
    }

    fn skip_blanks(&self, mut at: usize) -> usize {
        let is_delimiter = |byte| self.dialect.delimiter == Delimiter::Char(byte);
        while self.bytes().get(at).is_some_and(|byte| matches!(byte, b' ' | b'\t') && !is_delimiter(*byte)) {
            at += 1;
        }
        at
    }

    /// Where the unquoted text from here ends.
    fn end_of_plain(&self, from: usize) -> usize {
        let rest = self.bytes().get(from..).unwrap_or_default();
        let found = match self.dialect.delimiter {
            Delimiter::Char(char) => memchr3(char, b'\n', b'\r', rest),
            Delimiter::Blanks => rest.iter().position(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r')),
        };
        found.map_or(self.bytes().len(), |found| from + found)
    }

    /// Where the dictionary ends that stands behind two ends of an edge, if one begins here.
    fn end_of_dict(&self, from: usize, row: &Row) -> Option<usize> {
        if row.len() != 2 || self.bytes().get(from) != Some(&b'{') {
            return None;
        }
        let rest = self.bytes().get(from..)?;
        let end = memchr2(b'\n', b'\r', rest).map_or(self.bytes().len(), |end| from + end);
        dict::pairs(self.slice(from, end).trim_end()).map(|_| end)
    }

    fn unclosed(&self, open: usize) -> Problem {
        let help = "close it before the end of the cell; a quotation mark in the text is written twice";
        self.text.problem(codes::SYNTAX, (open, open + 1), "this quotation mark is not closed", help)
    }

    /// Reads a row, without its line break.
    fn cells(&mut self, row: &mut Row) -> Result<(), Problem> {
        if self.dialect.delimiter == Delimiter::Blanks {
            self.at = self.skip_blanks(self.at);
        }
        loop {
            let begin = self.skip_blanks(self.at);
            if self.bytes().get(begin) == Some(&b'"') {
                self.quoted(begin, row)?;
            } else {
                let end = self.end_of_dict(begin, row).unwrap_or_else(|| self.end_of_plain(self.at));
                row.write(self.slice(self.at, end));
                self.at = end;
            }
            row.end_cell();
            if row.len() > Limit::Columns.most() {
                return Err(self.text.located(Limit::Columns.over(), self.at));
            }
            match (self.bytes().get(self.at), self.dialect.delimiter) {
                (None | Some(b'\n' | b'\r'), _) => return Ok(()),
                (Some(_), Delimiter::Char(_)) => self.at += 1,
                (Some(_), Delimiter::Blanks) => {
                    self.at = self.skip_blanks(self.at);
                    if matches!(self.bytes().get(self.at), None | Some(b'\n' | b'\r')) {
                        return Ok(());
                    }
                }
            }
        }
    }

    /// Reads a cell in quotation marks, the first of which stands at `open`.
    fn quoted(&mut self, open: usize, row: &mut Row) -> Result<(), Problem> {
        self.at = open + 1;
        let before = row.text_len();
        loop {
            let rest = self.bytes().get(self.at..).unwrap_or_default();
            let found = if self.dialect.backslash { memchr2(b'"', b'\\', rest) } else { memchr(b'"', rest) };
            let Some(mark) = found.map(|found| self.at + found) else { return Err(self.unclosed(open)) };
            row.write(self.slice(self.at, mark));
            let next = self.bytes().get(mark + 1).copied();
            match (self.bytes().get(mark), next) {
                (Some(b'\\'), Some(b'"' | b'\\')) | (_, Some(b'"')) => {
                    row.write(self.slice(mark + 1, mark + 2));
                    self.at = mark + 2;
                }
                (Some(b'\\'), _) => {
                    row.write("\\");
                    self.at = mark + 1;
                }
                _ => {
                    self.at = mark + 1;
                    break;
                }
            }
            Limit::Cell.check(row.text_len() - before).map_err(|limit| self.text.located(limit, open))?;
        }
        let lines = self.slice(open, self.at).matches('\n').count();
        let after = self.skip_blanks(self.at);
        if self.is_end_of_cell(after) {
            self.at = if self.dialect.delimiter == Delimiter::Blanks { self.at } else { after };
        } else if lines > 0 {
            // A quotation over several lines that ends in the midst of a cell has begun too early.
            return Err(self.unclosed(open));
        } else {
            let end = self.end_of_plain(self.at);
            row.write(self.slice(self.at, end));
            // A quotation that ends right behind a delimiter begins the next cell: the one before it was not closed.
            let before = self.at.checked_sub(2).and_then(|at| self.bytes().get(at)).copied();
            row.is_broken |= before.is_some_and(|byte| self.dialect.delimiter == Delimiter::Char(byte));
            self.at = end;
            self.loose_quotes += usize::from(!row.is_broken);
        }
        if lines > MAX_LINES { Err(self.unclosed(open)) } else { Ok(()) }
    }

    fn skip_line_break(&mut self) {
        self.at += match self.bytes().get(self.at..).unwrap_or_default() {
            [b'\r', b'\n', ..] => 2,
            [_, ..] => 1,
            [] => 0,
        };
    }
}

impl Rows for Delimited<'_> {
    fn next(&mut self, row: &mut Row) -> Result<bool, Failure> {
        while self.at < self.bytes().len() {
            row.clear();
            self.number = self.number.saturating_add(1);
            (row.number, row.offset) = (self.number, self.at as u32);
            if self.dialect.comments && matches!(self.bytes().get(self.at), Some(b'#' | b'%')) {
                let rest = self.bytes().get(self.at..).unwrap_or_default();
                self.at += memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
                self.comments += 1;
            } else {
                self.cells(row)?;
            }
            self.skip_line_break();
            if !row.is_blank() {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str, delimiter: Delimiter) -> Result<Vec<(u32, Vec<String>)>, Problem> {
        let text = Text::new("x.csv", text);
        let backslash = super::super::dialect::has_backslash_quotes(text.as_str(), delimiter);
        let dialect = Dialect { delimiter, backslash, comments: true, start: 0 };
        let mut rows = Delimited::new(&text, dialect);
        let (mut row, mut out) = (Row::default(), Vec::new());
        loop {
            match rows.next(&mut row) {
                Ok(true) => out.push((row.number, row.cells().map(str::to_owned).collect())),
                Ok(false) => return Ok(out),
                Err(Failure::Wrong(problem)) => return Err(problem),
                Err(Failure::Cancelled) => unreachable!(),
            }
        }
    }

    fn cells(text: &str) -> Vec<Vec<String>> {
        rows(text, Delimiter::Char(b',')).unwrap().into_iter().map(|(_, cells)| cells).collect()
    }

    #[test]
    fn quotes_line_breaks_and_blanks() {
        assert_eq!(cells("a,\"b \"\"c\"\"\",\r\n"), [["a", "b \"c\"", ""]]);
        assert_eq!(cells("\"a\nb\",c\rd,e"), [["a\nb", "c"], ["d", "e"]]);
        assert_eq!(cells("a, \"b,c\" ,d"), [["a", "b,c", "d"]]);
        assert_eq!(cells("5\" pipe,6\""), [["5\" pipe", "6\""]]);
        assert_eq!(cells("\"a \\\"b, c\\\" d\",e\n\"\\\\\",f"), [["a \"b, c\" d", "e"], ["\\", "f"]]);
        assert_eq!(cells("\"C:\\\",b"), [["C:\\", "b"]], "a backslash at the end of a cell is one");
        let numbered = rows("# hello\n\n a  \"b c\"\t d \n", Delimiter::Blanks).unwrap();
        assert_eq!(numbered, [(3, vec!["a".to_owned(), "b c".to_owned(), "d".to_owned()])]);
    }

    #[test]
    fn a_quotation_that_does_not_end_is_an_error_where_it_begins() {
        for (text, line, column) in [
            ("a,b\n\"Anna,Bert\nCleo,Dora\n", 2, 1),
            ("a,b\nx,\"Anna\n\"Cleo\",Dora\n", 2, 3),
            (&format!("\"{}\",a", "x\n".repeat(MAX_LINES + 1)), 1, 1),
        ] {
            let place = rows(text, Delimiter::Char(b',')).unwrap_err().place.unwrap();
            assert_eq!((place.line, place.column), (line, column), "{text:.20}");
        }
    }
}
