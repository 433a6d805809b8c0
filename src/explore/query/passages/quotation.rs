//! A text without what quotations are often written otherwise than their source: kinds of quotes
//! and dashes, line breaks, capital letters. Each folded byte knows where it came from.

use std::ops::Range;

use super::{Block, Span};

/// A folded text.
#[derive(Debug, Default)]
pub(crate) struct Folded {
    text: String,
    /// For each byte of `text` the byte in its block.
    from: Vec<u32>,
    /// For each byte of `text` the byte in its block after the letter.
    to: Vec<u32>,
    /// Where each block begins in `text`; one more at the end.
    starts: Vec<usize>,
}

impl Folded {
    /// Folds all blocks.
    pub(crate) fn new(blocks: &[Block]) -> Folded {
        let mut out = Folded::default();
        for block in blocks {
            out.starts.push(out.text.len());
            out.add(&block.text);
            // No quotation goes over the edge of a paragraph.
            out.text.push('\n');
            out.from.push(block.text.len() as u32);
            out.to.push(block.text.len() as u32);
        }
        out.starts.push(out.text.len());
        out
    }

    fn add(&mut self, text: &str) {
        for (at, c) in text.char_indices() {
            let begin = self.text.len();
            let after_blank = self.text.ends_with([' ', '\n']) || begin == 0;
            push(c, after_blank, &mut self.text);
            self.from.resize(self.text.len(), at as u32);
            self.to.resize(self.text.len(), (at + c.len_utf8()) as u32);
        }
    }

    /// How many bytes there are in some blocks.
    pub(crate) fn len_of(&self, blocks: &Range<usize>) -> usize {
        let place = |n: usize| self.starts.get(n).copied().unwrap_or(self.text.len());
        place(blocks.end) - place(blocks.start)
    }

    /// Where folded words stand first in some blocks.
    pub(crate) fn find(&self, words: &str, blocks: Range<usize>) -> Option<Span> {
        let place = |n: usize| self.starts.get(n).copied().unwrap_or(self.text.len());
        let (start, end) = (place(blocks.start), place(blocks.end));
        let at = start + self.text.get(start..end)?.find(words)?;
        let block = self.starts.partition_point(|s| *s <= at) - 1;
        let last = at + words.len().checked_sub(1)?;
        Some(Span { block, start: *self.from.get(at)? as usize, end: *self.to.get(last)? as usize })
    }
}

/// Words as they are looked for, without the quotes around them.
pub(crate) fn fold(words: &str) -> String {
    const QUOTES: [char; 9] = ['"', '“', '”', '„', '«', '»', '‘', '’', '\''];
    let mut out = String::new();
    let words = words.trim();
    // Quotes around the whole are the quoter's; one at an end alone is the text's.
    let inner = words.strip_prefix(QUOTES).and_then(|inner| inner.strip_suffix(QUOTES)).unwrap_or(words);
    for c in inner.trim().chars() {
        let after_blank = out.ends_with(' ') || out.is_empty();
        push(c, after_blank, &mut out);
    }
    out
}

fn push(c: char, after_blank: bool, out: &mut String) {
    match c {
        c if c.is_whitespace() => {
            if !after_blank {
                out.push(' ');
            }
        }
        '“' | '”' | '„' | '«' | '»' => out.push('"'),
        '‘' | '’' | '‚' => out.push('\''),
        '‐' | '‑' | '–' | '—' | '−' => out.push('-'),
        '\u{ad}' | '\u{200b}' | '\u{feff}' => {}
        c if c.is_ascii() => out.push(c.to_ascii_lowercase()),
        c => out.extend(c.to_lowercase()),
    }
}
