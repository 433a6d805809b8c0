//! Running text whose words differ in weight: broken into lines as one text, shaped piece by piece. Colours and pages are
//! not known here.

use unicode_segmentation::UnicodeSegmentation as _;

use super::breaking::{Widths, Words, opportunities};
use super::shape::{line_width, shape_line_within};
use super::{Fonts, TextLine, TextStyle, Weight};

/// Words in one weight.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Piece<'a> {
    pub(crate) text: &'a str,
    pub(crate) weight: Weight,
}

/// The part of a piece that stands on one line.
#[derive(Clone, Debug)]
pub(crate) struct PlacedPiece {
    /// Its number among the pieces.
    pub(crate) piece: usize,
    /// Its left end, from that of the line.
    pub(crate) x: f32,
    pub(crate) line: TextLine,
}

/// Lines of a paragraph, each no wider than `width`, all letters of the same size. Each line has its parts from left to
/// right; whether a piece reads right to left is up to its own letters.
pub(crate) fn fill(pieces: &[Piece<'_>], (size, fonts): (f32, Fonts), width: f32) -> Vec<Vec<PlacedPiece>> {
    let whole: String = pieces.iter().map(|piece| piece.text).collect();
    let mut starts = Vec::with_capacity(pieces.len());
    let mut end = 0;
    for piece in pieces {
        starts.push(end);
        end += piece.text.len();
    }
    let text = Mixed { pieces, starts, whole: &whole, size, fonts };
    let words = text.words(width);
    let widths: Vec<(f32, f32)> = words.iter().map(|word| text.measured(word.clone())).collect();
    let stretch = |line: std::ops::Range<usize>| {
        let (first, last) = (words.get(line.start)?, words.get(line.end.checked_sub(1)?)?);
        Some(first.start..last.end)
    };
    let drawn = |line| stretch(line).map_or(0.0, |stretch| text.measured(stretch).1);
    let lines = Widths::new(&widths).filled_as_drawn(width, usize::MAX, drawn);
    lines.into_iter().filter_map(stretch).map(|stretch| text.placed(text.trimmed(stretch))).collect()
}

struct Mixed<'a> {
    pieces: &'a [Piece<'a>],
    /// Where each piece begins in the whole, in bytes.
    starts: Vec<usize>,
    whole: &'a str,
    size: f32,
    fonts: Fonts,
}

impl Mixed<'_> {
    /// What may stand on a line of its own, in bytes of the whole: words, and parts of those that are too long.
    fn words(&self, width: f32) -> Vec<std::ops::Range<usize>> {
        let mut out = Vec::new();
        let mut start = 0;
        for end in opportunities(self.whole, Words::Whole).into_iter().chain([self.whole.len()]) {
            while self.measured(start..end).1 > width {
                let word = &self.whole[start..end];
                let ends: Vec<usize> = word.grapheme_indices(true).map(|(at, _)| start + at).skip(1).collect();
                let fitting = ends.partition_point(|cut| self.measured(start..*cut).1 <= width);
                let Some(cut) = ends.get(fitting.saturating_sub(1)) else { break };
                out.push(start..*cut);
                start = *cut;
            }
            if start < end {
                out.push(start..end);
            }
            start = end;
        }
        out
    }

    fn trimmed(&self, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
        range.start..range.start + self.whole[range].trim_end().len()
    }

    /// The parts of pieces in a stretch of the whole.
    fn parts(&self, range: std::ops::Range<usize>) -> impl Iterator<Item = (usize, &str)> {
        let each = self.pieces.iter().zip(&self.starts).enumerate();
        each.filter_map(move |(number, (piece, start))| {
            let from = range.start.max(*start) - start;
            let to = range.end.min(start + piece.text.len()).checked_sub(*start)?;
            (from < to).then(|| (number, &piece.text[from..to]))
        })
    }

    fn style(&self, piece: usize) -> TextStyle {
        TextStyle { size: self.size, weight: self.pieces[piece].weight, fonts: self.fonts }
    }

    /// Width with and without the white space at the end.
    fn measured(&self, range: std::ops::Range<usize>) -> (f32, f32) {
        let width = |range| self.parts(range).map(|(piece, text)| line_width(text, self.style(piece), None)).sum();
        (width(range.clone()), width(self.trimmed(range)))
    }

    fn placed(&self, range: std::ops::Range<usize>) -> Vec<PlacedPiece> {
        let mut x = 0.0;
        let place = |(piece, text)| {
            let line = shape_line_within(text, self.style(piece), None);
            let at = x;
            x += line.width;
            PlacedPiece { piece, x: at, line }
        };
        self.parts(range).map(place).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(lines: &[Vec<PlacedPiece>]) -> Vec<String> {
        lines.iter().map(|line| line.iter().map(|part| part.line.text.as_str()).collect()).collect()
    }

    #[test]
    fn a_word_of_two_weights_is_not_broken_between_them() {
        let pieces = [
            Piece { text: "The Harbour Wa", weight: Weight::Regular },
            Piece { text: "tch", weight: Weight::SemiBold },
            Piece { text: " met.", weight: Weight::Regular },
        ];
        let lines = fill(&pieces, (10.0, Fonts::Bundled), 70.0);
        assert_eq!(words(&lines), ["The Harbour", "Watch met."]);
        assert_eq!(lines[1].iter().map(|part| part.piece).collect::<Vec<_>>(), [0, 1, 2]);
    }

    #[test]
    fn spaces_in_another_face_than_the_words_around_them_do_not_widen_a_line() {
        let texts = ["t xก é日 x", "  ก", " sé", "กé本本"];
        let weights = [Weight::Regular, Weight::SemiBold, Weight::Regular, Weight::SemiBold];
        let pieces: Vec<Piece<'_>> = texts.iter().zip(weights).map(|(text, weight)| Piece { text, weight }).collect();
        for width in (20..200).map(|tenth| tenth as f32 * 0.5 + 50.0) {
            for line in fill(&pieces, (10.0, Fonts::Bundled), width) {
                assert!(
                    line.last().is_none_or(|last| last.x + last.line.width <= width * 1.001),
                    "{line:?} in {width}"
                );
            }
        }
    }

    proptest! {
        #[test]
        fn all_is_kept_and_nothing_is_wider_than_asked(
            texts in prop::collection::vec("[a-zé 日本ก]{0,30}", 1..6), width in 20.0_f32..200.0) {
            let weight = |n: usize| if n.is_multiple_of(2) { Weight::Regular } else { Weight::SemiBold };
            let pieces: Vec<Piece> = texts.iter().enumerate().map(|(n, t)| Piece { text: t, weight: weight(n) }).collect();
            let lines = fill(&pieces, (10.0, Fonts::Bundled), width);
            for line in &lines {
                let Some(last) = line.last() else { continue };
                prop_assert!(last.x + last.line.width <= width * 1.001 + 0.01, "{:?}", words(&lines));
            }
            let bare = |text: &str| text.split_whitespace().collect::<String>();
            prop_assert_eq!(bare(&words(&lines).concat()), bare(&texts.concat()));
        }
    }
}
