//! The text of a source as a reader counts it: numbered paragraphs and sentences, the passages that
//! claims cite, and how much of it is cited. [`Passages`] is the text, [`Marks`] what a dossier says
//! about it. Nothing here knows where the text came from or how it is shown.

mod markdown;
mod marks;
mod place;
mod plain;
mod quotation;
mod sentences;

use std::ops::Range;
use std::sync::OnceLock;

pub(crate) use marks::Marks;

use crate::problem::turns_reading;

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BlockKind {
    /// A heading, not counted; the level from 1.
    Heading(u8),
    /// What stands between title and body, such as a credit; not counted.
    Before,
    /// A paragraph with its number, from 1.
    Paragraph(u32),
}

/// How letters look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// `*so*`.
    Emphasis,
    /// `**so**`.
    Strong,
    /// `` `so` ``.
    Code,
    /// Words that were a link; where it led is not kept.
    Link,
}

/// A heading or a paragraph, as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Block {
    /// What it is.
    pub(crate) kind: BlockKind,
    /// Its words, without marks of Markdown.
    pub(crate) text: String,
    /// Bytes that look otherwise than the rest.
    pub(crate) styles: Vec<(Range<usize>, Style)>,
    /// Bytes of its sentences, in order, without the blanks between them.
    pub(crate) sentences: Vec<Range<usize>>,
}

/// A stretch of one block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// Number of the block.
    pub block: usize,
    /// First byte in its text.
    pub start: usize,
    /// The byte after its last one.
    pub end: usize,
}

/// A place between two letters: block and byte.
pub(crate) type Position = (usize, usize);

/// A text, taken apart.
#[derive(Debug, Default)]
pub struct Passages {
    blocks: Vec<Block>,
    /// Blocks of the paragraphs, the first is P1.
    paragraphs: Vec<usize>,
    folded: OnceLock<quotation::Folded>,
}

impl Passages {
    /// Takes a text apart.
    pub(crate) fn new(text: &str, is_markdown: bool) -> Passages {
        let text = &visible(text);
        let mut blocks = if is_markdown { markdown::blocks(text) } else { plain::blocks(text) };
        let mut paragraphs = Vec::new();
        for (number, block) in blocks.iter_mut().enumerate() {
            if let BlockKind::Paragraph(count) = &mut block.kind {
                paragraphs.push(number);
                *count = paragraphs.len() as u32;
                block.sentences = sentences::of(&block.text);
            } else {
                block.sentences.push(0..block.text.len());
            }
        }
        Passages { blocks, paragraphs, folded: OnceLock::new() }
    }

    /// Its blocks in order.
    pub(crate) fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// How many sentences its paragraphs have.
    pub(crate) fn sentence_count(&self) -> usize {
        self.paragraphs.iter().map(|block| self.blocks[*block].sentences.len()).sum()
    }

    /// The words between two places of the text; paragraphs are joined by a blank.
    pub fn words(&self, from: Position, to: Position) -> String {
        let mut out = String::new();
        for number in from.0..=to.0 {
            let Some(block) = self.blocks.get(number) else { break };
            let start = if number == from.0 { from.1 } else { 0 };
            let end = if number == to.0 { to.1 } else { block.text.len() };
            let Some(part) = block.text.get(start..end.max(start)) else { continue };
            if !out.is_empty() && !part.is_empty() {
                out.push(' ');
            }
            out += part;
        }
        out
    }

    /// The sentence at a place, or the one after it; its number in the block, from 0.
    pub(crate) fn sentence_at(&self, (block, byte): Position) -> Option<usize> {
        let sentences = &self.blocks.get(block)?.sentences;
        let at = sentences.partition_point(|s| s.end <= byte);
        Some(at.min(sentences.len().checked_sub(1)?))
    }

    /// The sentence before or after the one at a place, over the edges of blocks.
    pub(crate) fn next_sentence(&self, from: Option<Position>, forward: bool) -> Option<Span> {
        let Some(from) = from else {
            let first = *self.paragraphs.first()?;
            let sentence = self.blocks[first].sentences.first()?;
            return Some(Span { block: first, start: sentence.start, end: sentence.end });
        };
        let (mut block, mut at) = (from.0, self.sentence_at(from)?);
        loop {
            if forward && at + 1 < self.blocks[block].sentences.len() {
                at += 1;
            } else if !forward && at > 0 {
                at -= 1;
            } else {
                block = if forward { block + 1 } else { block.checked_sub(1)? };
                let sentences = &self.blocks.get(block)?.sentences;
                let last = sentences.len().checked_sub(1);
                at = if forward { 0 } else { last.unwrap_or(0) };
                if last.is_none() {
                    continue;
                }
            }
            let sentence = &self.blocks[block].sentences[at];
            return Some(Span { block, start: sentence.start, end: sentence.end });
        }
    }

    fn folded(&self) -> &quotation::Folded {
        self.folded.get_or_init(|| quotation::Folded::new(&self.blocks))
    }
}

/// A text in which characters that steer a terminal or the direction of reading are seen.
fn visible(text: &str) -> String {
    let seen = |c: char| match c {
        '\t' | '\u{2028}' | '\u{2029}' => ' ',
        '\n' => c,
        c if c.is_control() => '\u{fffd}',
        c if turns_reading(c) || c == '\u{feff}' => '\u{fffd}',
        c => c,
    };
    text.chars().map(seen).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARTICLE: &str = "Harbour Post\n\nTwo ports agree on a joint watch\n\nA promise is kept.\n\n\
        Two ports agree on a joint watch\nCredit: a ship by nobody\n\n\
        On 1 October, the two ports met in North Town. They spoke of “grave” things.\n\n\
        The watch had been proposed by Dr. A. Lee in 2013 (the first talks failed). Nothing came of it then!\n\n\
        What follows\n\n\
        “We asked for ships,” he said. “We got none.”\n";

    #[test]
    fn title_and_credit_are_not_counted_and_the_body_is() {
        let text = Passages::new(ARTICLE, false);
        let kinds: Vec<BlockKind> = text.blocks().iter().map(|b| b.kind).collect();
        use BlockKind::{Before, Heading, Paragraph};
        let expected =
            [Heading(2), Heading(2), Before, Heading(2), Paragraph(1), Paragraph(2), Heading(2), Paragraph(3)];
        assert_eq!(kinds, expected);
        assert_eq!(text.sentence_count(), 6);
        assert_eq!(text.words((4, 0), (4, 13)), "On 1 October,");
        assert_eq!(text.words((4, text.blocks()[4].text.len() - 7), (5, 9)), "things. The watch");
    }

    #[test]
    fn sentences_are_walked_over_the_edges_of_paragraphs() {
        let text = Passages::new(ARTICLE, false);
        let mut at = text.next_sentence(None, true).unwrap();
        let mut walked = Vec::new();
        for _ in 0..4 {
            walked.push(text.words((at.block, at.start), (at.block, at.end)));
            at = text.next_sentence(Some((at.block, at.start)), true).unwrap();
        }
        assert_eq!(walked[0], "On 1 October, the two ports met in North Town.");
        assert_eq!(walked[2], "The watch had been proposed by Dr. A. Lee in 2013 (the first talks failed).");
        assert_eq!(walked[3], "Nothing came of it then!");
        let back = text.next_sentence(Some((at.block, at.start)), false).unwrap();
        assert_eq!(text.words((back.block, back.start), (back.block, back.end)), walked[3]);
        assert_eq!(text.next_sentence(Some((7, 60)), true), None);
        assert_eq!(Passages::default().next_sentence(None, true), None);
    }

    #[test]
    fn markdown_is_read_as_words() {
        let text = Passages::new(
            "# Two *ports*\n\nThey **agreed** in [North Town](https://example.org) on 2_000_000.\nAnd so on.\n\n\
             - First thing.\n- Second `thing`.\n\n> Quoted words.\n\nA * b, and **not closed\n",
            true,
        );
        let words: Vec<&str> = text.blocks().iter().map(|b| b.text.as_str()).collect();
        let expected = [
            "Two ports",
            "They agreed in North Town on 2_000_000. And so on.",
            "• First thing.",
            "• Second thing.",
            "Quoted words.",
            "A * b, and **not closed",
        ];
        assert_eq!(words, expected);
        assert_eq!(text.blocks()[0].kind, BlockKind::Heading(1));
        assert_eq!(text.blocks()[0].styles, [(4..9, Style::Emphasis)]);
        assert_eq!(text.blocks()[1].kind, BlockKind::Paragraph(1));
        let styled = |(range, style): &(Range<usize>, Style)| (&text.blocks()[1].text[range.clone()], *style);
        let styles: Vec<_> = text.blocks()[1].styles.iter().map(styled).collect();
        assert_eq!(styles, [("agreed", Style::Strong), ("North Town", Style::Link)]);
        assert_eq!(text.blocks()[1].sentences.len(), 2);
    }

    #[test]
    fn a_long_text_is_taken_apart_quickly() {
        let started = std::time::Instant::now();
        for (text, markdown) in [
            ("A short sentence. ".repeat(60_000), false),
            ("*_[".repeat(300_000), true),
            ("a\n\n".repeat(300_000), false),
            ("> - # [x](y) **b**\n".repeat(50_000), true),
            (format!("x {}", "`".repeat(1_000_000)), true),
        ] {
            let passages = Passages::new(&text, markdown);
            assert!(!passages.blocks().is_empty());
        }
        assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
    }
}
