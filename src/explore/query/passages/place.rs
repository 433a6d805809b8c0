//! From what a claim says of its place (`P5.1`, `P2.1-3`, `P1.1, P8.1`, `¶ 3`, `H`) to a stretch of the
//! text, and back.

use super::{BlockKind, Passages, Position, Span};

/// One claim marks at most so many stretches.
const MOST: usize = 200;

/// Paragraph and, perhaps, sentence; both from 1.
type Point = (u32, Option<u32>);

impl Passages {
    /// The stretches that a place means; none where it means nothing in this text.
    pub(crate) fn spans(&self, at: &str) -> Vec<Span> {
        let mut out = Vec::new();
        for part in at.split([',', ';', '&']).flat_map(|part| part.split(" and ")) {
            let part = part.trim();
            match range(part) {
                Some((from, to)) => self.between(from, to, &mut out),
                None => out.extend(self.named(part)),
            }
            out.truncate(MOST);
        }
        out
    }

    /// `H`, `D`, `C`: headline, what stands under it, credit.
    fn named(&self, word: &str) -> Option<Span> {
        let first = |fits: &dyn Fn(&super::Block) -> bool| {
            let block = self.blocks.iter().position(fits)?;
            Some(Span { block, start: 0, end: self.blocks[block].text.len() })
        };
        let is_heading = |kind: BlockKind| matches!(kind, BlockKind::Heading(_));
        match word {
            // A short one before it is a section's or a paper's name.
            "H" | "head" | "headline" | "title" => {
                let long = |b: &super::Block| is_heading(b.kind) && b.text.split_whitespace().count() >= 4;
                first(&long).or_else(|| first(&|b| is_heading(b.kind)))
            }
            "D" | "dek" => first(&|b| b.kind == BlockKind::Before),
            "C" | "credit" => first(&|b| !matches!(b.kind, BlockKind::Paragraph(_)) && b.text.contains("redit")),
            _ => None,
        }
    }

    fn between(&self, from: Point, to: Point, out: &mut Vec<Span>) {
        for number in from.0..=to.0.min(self.paragraphs.len() as u32) {
            let Some(&block) = (number as usize).checked_sub(1).and_then(|at| self.paragraphs.get(at)) else { return };
            let sentences = &self.blocks[block].sentences;
            let one =
                |sentence: Option<u32>| sentence.map(|s| s as usize).filter(|s| (1..=sentences.len()).contains(s));
            let first = if number == from.0 { from.1 } else { None };
            let last = if number == to.0 { to.1 } else { None };
            // A sentence that is not there is no reason to mark another.
            if (first.is_some() && one(first).is_none()) || (last.is_some() && one(last).is_none()) {
                continue;
            }
            let start = one(first).map_or(0, |s| s - 1);
            let end = one(last).unwrap_or(sentences.len());
            if let (Some(a), Some(b)) = (sentences.get(start), end.checked_sub(1).and_then(|e| sentences.get(e)))
                && a.start < b.end
            {
                out.push(Span { block, start: a.start, end: b.end });
            }
            if out.len() >= MOST {
                return;
            }
        }
    }

    /// What is written of a stretch as its place: `P5.1`, `P5.1-2`, `P5.2-P6.1`, `H`; nothing where
    /// it lies in no paragraph and no heading.
    pub(crate) fn place_of(&self, from: Position, to: Position) -> Option<String> {
        let point = |at: Position| match self.blocks.get(at.0)?.kind {
            BlockKind::Paragraph(number) => Some((number, self.sentence_at(at)? as u32 + 1)),
            BlockKind::Heading(_) | BlockKind::Before => None,
        };
        // The end lies before its byte.
        let last = (to.0, to.1.saturating_sub(1));
        match (point(from), point(last)) {
            (Some(a), Some(b)) if a == b => Some(format!("P{}.{}", a.0, a.1)),
            (Some(a), Some(b)) if a.0 == b.0 => {
                let all = self.blocks[from.0].sentences.len() as u32;
                let whole = a.1 == 1 && b.1 == all;
                Some(if whole { format!("P{}", a.0) } else { format!("P{}.{}-{}", a.0, a.1, b.1) })
            }
            (Some(a), Some(b)) => Some(format!("P{}.{}-P{}.{}", a.0, a.1, b.0, b.1)),
            (None, _) | (_, None) => match self.blocks.get(from.0)?.kind {
                BlockKind::Heading(_) => Some("H".to_owned()),
                BlockKind::Before => Some("D".to_owned()),
                BlockKind::Paragraph(_) => None,
            },
        }
    }
}

/// `P5`, `P5.1`, `P5.1-2`, `P5.1-P6.2`, `P5-7`, `¶ 5`.
fn range(text: &str) -> Option<(Point, Point)> {
    let (from, rest) = point(text.strip_prefix_paragraph()?)?;
    let rest = rest.trim_start();
    if rest.is_empty() {
        return Some((from, from));
    }
    let rest = rest.strip_prefix(['-', '–', '—'])?.trim_start();
    let (to, rest) = match rest.strip_prefix_paragraph() {
        Some(rest) => point(rest)?,
        None => {
            let (to, rest) = point(rest)?;
            // `P5.1-2` goes to sentence 2, `P5-7` to paragraph 7.
            let to = if from.1.is_some() && to.1.is_none() { (from.0, Some(to.0)) } else { to };
            (to, rest)
        }
    };
    (rest.trim().is_empty() && from.0 <= to.0).then_some((from, to))
}

trait Prefix {
    fn strip_prefix_paragraph(&self) -> Option<&str>;
}

impl Prefix for str {
    fn strip_prefix_paragraph(&self) -> Option<&str> {
        let starts = |rest: &&str| rest.starts_with(|c: char| c.is_ascii_digit());
        let close = self.strip_prefix(['P', 'p']).filter(starts);
        let words = ["¶", "paragraph ", "para. ", "para ", "par. "];
        let spaced = || words.iter().find_map(|word| self.strip_prefix(word)).map(str::trim_start).filter(starts);
        close.or_else(spaced)
    }
}

fn point(text: &str) -> Option<(Point, &str)> {
    let (paragraph, rest) = number(text)?;
    match rest.strip_prefix('.').and_then(number) {
        Some((sentence, rest)) => Some(((paragraph, Some(sentence)), rest)),
        None => Some(((paragraph, None), rest)),
    }
}

fn number(text: &str) -> Option<(u32, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    Some((text[..end].parse().ok()?, &text[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text() -> Passages {
        Passages::new("# Title\n\nOne. Two. Three.\n\nFour. Five.\n\nSix.\n", true)
    }

    fn shown(at: &str) -> Vec<String> {
        let text = text();
        text.spans(at).iter().map(|s| text.words((s.block, s.start), (s.block, s.end))).collect()
    }

    #[test]
    fn places_are_found_as_people_write_them() {
        assert_eq!(shown("P1.2"), ["Two."]);
        assert_eq!(shown("p2"), ["Four. Five."]);
        assert_eq!(shown("P1.2-3"), ["Two. Three."]);
        assert_eq!(shown("P1.3–P2.1"), ["Three.", "Four."]);
        assert_eq!(shown("P1-2"), ["One. Two. Three.", "Four. Five."]);
        assert_eq!(shown("P1.1, P3.1 and ¶ 2"), ["One.", "Six.", "Four. Five."]);
        assert_eq!(shown("H"), ["Title"]);
        for nowhere in ["P9", "P1.9", "p. 12", "P0", "", "P", "P1.1x", "2021-04-09", "P99999999999", "P3-1"] {
            assert!(shown(nowhere).is_empty(), "{nowhere}");
        }
    }

    #[test]
    fn the_headline_is_not_the_name_of_the_section() {
        let text = Passages::new("Harbour Post\n\nTwo ports agree on much\n\nThey met. They talked.\n", false);
        let span = text.spans("H")[0];
        assert_eq!(text.words((span.block, span.start), (span.block, span.end)), "Two ports agree on much");
    }

    #[test]
    fn a_stretch_is_named_as_it_is_found() {
        let text = text();
        for at in ["P1.2", "P1.2-3", "P2", "P3.1", "H"] {
            let spans = text.spans(at);
            let (a, b) = (spans[0], *spans.last().unwrap());
            assert_eq!(text.place_of((a.block, a.start), (b.block, b.end)).as_deref(), Some(at));
        }
        assert_eq!(text.place_of((1, 6), (2, 4)).as_deref(), Some("P1.2-P2.1"));
        assert_eq!(text.place_of((9, 0), (9, 1)), None);
    }
}
