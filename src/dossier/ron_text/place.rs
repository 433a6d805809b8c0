//! Byte offset → line and column. A text is scanned once; after that a place costs a search, even
//! where the whole file is one line of many megabytes.

use std::sync::Arc;

use crate::problem::Place;

/// How many bytes lie between two marks at which characters are counted.
const STRIDE: usize = 4096;

/// How many characters of a line are shown, and how many of them before the place if the line is longer.
const SHOWN: usize = 1_000;
const BEFORE: usize = 200;

/// Where the lines of a text begin.
#[derive(Clone, Debug)]
pub(crate) struct LineIndex {
    starts: Vec<u32>,
    /// Characters before each multiple of [`STRIDE`].
    marks: Vec<u32>,
}

impl LineIndex {
    /// Scans a text shorter than 4 GiB.
    pub(crate) fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let breaks = bytes.iter().enumerate().filter(|(_, b)| **b == b'\n').map(|(at, _)| at as u32 + 1);
        let starts = std::iter::once(0).chain(breaks).collect();
        let mut count = 0;
        let mut marks = Vec::with_capacity(bytes.len() / STRIDE + 1);
        for chunk in bytes.chunks(STRIDE) {
            marks.push(count);
            count += characters(chunk);
        }
        LineIndex { starts, marks }
    }

    /// Line from 1 and column from 1 of a byte offset.
    pub(crate) fn line_and_column(&self, text: &str, at: usize) -> (u32, u32) {
        let at = floor(text, at);
        let line = self.starts.partition_point(|start| *start as usize <= at).max(1);
        let start = self.starts[line - 1] as usize;
        (line as u32, self.characters_before(text, at) - self.characters_before(text, start) + 1)
    }

    /// The place of a byte range, which ends with its first line.
    pub(crate) fn place(&self, file: &Arc<str>, text: &str, bytes: (usize, usize)) -> Place {
        let (start, end) = (floor(text, bytes.0), floor(text, bytes.1.max(bytes.0)));
        let (line, column) = self.line_and_column(text, start);
        let line_start = self.starts[line as usize - 1] as usize;
        let line_end = self.starts.get(line as usize).map_or(text.len(), |next| *next as usize - 1);
        let line_end = if text[line_start..line_end].ends_with('\r') { line_end - 1 } else { line_end };
        let length = match end.min(line_end) {
            stop if stop > start => self.characters_before(text, stop) - self.characters_before(text, start),
            _ => 1,
        };
        let end_of = |from: usize| text[from..line_end].char_indices().nth(SHOWN).map(|(n, _)| from + n);
        let (mut line_from, mut shown) = (1, (line_start, line_end));
        if let Some(cut) = end_of(line_start) {
            shown.1 = cut;
            let ahead = text[line_start..start.min(line_end)].char_indices().rev().nth(BEFORE - 1);
            if let Some((at, _)) = ahead.filter(|_| column as usize > BEFORE) {
                let from = line_start + at;
                (line_from, shown) = (column - BEFORE as u32, (from, end_of(from).unwrap_or(line_end)));
            }
        }
        let line_text = Arc::from(&text[shown.0..shown.1]);
        Place { file: Arc::clone(file), line, column, length, line_text, line_from, bytes: (start, end) }
    }

    fn characters_before(&self, text: &str, at: usize) -> u32 {
        let mark = (at / STRIDE).min(self.marks.len().saturating_sub(1));
        let counted = self.marks.get(mark).copied().unwrap_or(0);
        counted + characters(&text.as_bytes()[mark * STRIDE..at])
    }
}

/// Number of characters that begin in these bytes.
fn characters(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|b| (**b as i8) >= -64).count() as u32
}

/// The start of the character that `at` lies in.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(text: &str, bytes: (usize, usize)) -> Place {
        LineIndex::new(text).place(&Arc::from("x.ron"), text, bytes)
    }

    #[test]
    fn columns_count_characters_not_bytes() {
        let text = "a\r\n日本x = 1\r\nend";
        let at = text.find('x').unwrap();
        let found = place(text, (at, at + 5));
        assert_eq!((found.line, found.column, found.length, &*found.line_text), (2, 3, 5, "日本x = 1"));
        assert_eq!(found.to_string(), "x.ron:2:3");
        let found = place(text, (at, text.len()));
        assert_eq!(found.length, 5, "a place ends with its line");
        assert_eq!(place(text, (text.len(), text.len())).column, 4);
        assert_eq!(place("", (0, 0)).line, 1);
    }

    #[test]
    fn long_lines_are_counted_by_marks_and_cut() {
        let text = format!("{}x", "é".repeat(STRIDE * 3));
        let found = place(&text, (text.len() - 1, text.len()));
        assert_eq!(found.column as usize, STRIDE * 3 + 1);
        assert_eq!(found.line_text.chars().count(), BEFORE + 1, "what lies around the place");
        assert_eq!(found.parts()[1], "x");
        let text = format!("{}x{}", "é".repeat(BEFORE), "é".repeat(STRIDE));
        let found = place(&text, (BEFORE * 2, BEFORE * 2 + 1));
        assert_eq!((found.line_text.chars().count(), found.line_from, found.parts()[1]), (SHOWN, 1, "x"));
    }
}
