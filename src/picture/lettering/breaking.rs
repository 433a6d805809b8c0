//! Where a text may be broken into lines, and which words then stand on which line: by the rules of UAX #14,
//! and by dictionaries in Thai, Lao, Khmer and Burmese, which are written without spaces. Knows widths as
//! numbers; what a text looks like is not known here.

use std::ops::Range;
use std::sync::OnceLock;

use icu_segmenter::options::LineBreakOptions;
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};

/// A line may be this much wider than asked for, as a share: sums of widths are never exact.
const ROUNDING: f32 = 1e-4;

/// Whether the words of a script that has spaces are kept whole where it could be broken within them, too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Words {
    Whole,
    Broken,
}

/// Where lines of a text may begin, as offsets in bytes; neither its start nor its end.
pub(super) fn opportunities(text: &str, words: Words) -> Vec<usize> {
    static SEGMENTER: OnceLock<LineSegmenterBorrowed<'static>> = OnceLock::new();
    let segmenter = SEGMENTER.get_or_init(|| LineSegmenter::new_dictionary(LineBreakOptions::default()));
    let is_inside = |at: &usize| *at > 0 && *at < text.len();
    let keeps = |at: &usize| words == Words::Broken || !is_within_hangul(text, *at);
    segmenter.segment_str(text).filter(|at| is_inside(at) && keeps(at)).collect()
}

/// Whether a text has letters between which UAX #14 breaks, but readers would not.
pub(super) fn has_hangul(text: &str) -> bool {
    text.chars().any(is_hangul)
}

fn is_within_hangul(text: &str, at: usize) -> bool {
    let (before, after) = text.split_at(at);
    before.chars().next_back().is_some_and(is_hangul) && after.chars().next().is_some_and(is_hangul)
}

fn is_hangul(c: char) -> bool {
    matches!(u32::from(c), 0x1100..=0x11ff | 0x3130..=0x318f | 0xa960..=0xa97f | 0xac00..=0xd7ff)
}

/// Words side by side: where each begins, as if all stood on one line.
pub(super) struct Widths<'a> {
    /// Of each word with and without the white space at its end.
    words: &'a [(f32, f32)],
    /// Sums of the first, from 0.
    starts: Vec<f32>,
}

impl<'a> Widths<'a> {
    pub(super) fn new(words: &'a [(f32, f32)]) -> Self {
        let mut sum = 0.0;
        let ends = words.iter().map(|(full, _)| {
            sum += full;
            sum
        });
        Widths { words, starts: std::iter::once(0.0).chain(ends).collect() }
    }

    /// How wide a line of these words is.
    pub(super) fn of(&self, line: Range<usize>) -> f32 {
        match line.end.checked_sub(1).filter(|last| *last >= line.start) {
            Some(last) => self.starts[last] - self.starts[line.start] + self.words[last].1,
            None => 0.0,
        }
    }

    /// Whether these words may stand on one line; a single one may always.
    fn fits(&self, line: Range<usize>, max_width: f32) -> bool {
        line.len() <= 1 || self.of(line) <= max_width * (1.0 + ROUNDING)
    }

    /// Which words stand on which line, each as full as it can be. Where they take more lines than there are, those on the
    /// last line and all after them are left to whoever cuts them.
    pub(super) fn filled(&self, max_width: f32, max_lines: usize) -> Vec<Range<usize>> {
        self.filled_as_drawn(max_width, max_lines, |_| 0.0)
    }

    /// The same for lines that must not be wider. `drawn` measures one as a whole: white space and signs before the first
    /// letter are drawn in the face of that letter, so a line is not always as wide as its words together.
    pub(super) fn filled_as_drawn(
        &self,
        max_width: f32,
        max_lines: usize,
        drawn: impl Fn(Range<usize>) -> f32,
    ) -> Vec<Range<usize>> {
        let mut lines: Vec<Range<usize>> = Vec::new();
        let mut start = 0;
        while lines.len() < max_lines && (start < self.words.len() || lines.is_empty()) {
            let mut end = (start + 1).min(self.words.len());
            while end < self.words.len() && self.fits(start..end + 1, max_width) {
                end += 1;
            }
            while end > start + 1 && drawn(start..end) > max_width * (1.0 + ROUNDING) {
                end -= 1;
            }
            lines.push(start..end);
            start = end;
        }
        lines
    }

    /// As few lines as [`Widths::filled`] has, as even as they can be: the widest as narrow as possible, and then all as
    /// equal as possible; of as good ones the first lines longer. What does not fit stays as filled.
    pub(super) fn balanced(&self, max_width: f32, max_lines: usize) -> Vec<Range<usize>> {
        let filled = self.filled(max_width, max_lines);
        if filled.len() < 2 || filled.last().is_none_or(|last| last.end < self.words.len()) {
            return filled;
        }
        let narrowest = self.best(filled.len(), (max_width, f32::INFINITY), f32::max);
        let Some((widest, _)) = narrowest else { return filled };
        let evenly = self.best(filled.len(), (max_width, widest), |sum, width| sum + width * width);
        evenly.map_or(filled, |(_, lines)| lines)
    }

    /// The least cost of all words on so many lines, each within a width or a single word, and none over `most`; and these
    /// lines. `add` adds the width of a line to what those before it cost.
    fn best(
        &self,
        lines: usize,
        (max_width, most): (f32, f32),
        add: impl Fn(f32, f32) -> f32,
    ) -> Option<(f32, Vec<Range<usize>>)> {
        let count = self.words.len();
        let mut costs: Vec<Option<f32>> = vec![None; count + 1];
        costs[0] = Some(0.0);
        let mut from: Vec<Vec<usize>> = Vec::with_capacity(lines);
        for _ in 0..lines {
            let mut next = vec![None; count + 1];
            let mut starts = vec![0; count + 1];
            for end in 1..=count {
                // From the shortest line to the longest that may be.
                let may = |start: &usize| {
                    self.fits(*start..end, max_width) && self.of(*start..end) <= most * (1.0 + ROUNDING)
                };
                for start in (0..end).rev().take_while(may) {
                    let found = costs[start].map(|before| add(before, self.of(start..end)));
                    if found.is_some_and(|found| next[end].is_none_or(|known| found < known)) {
                        (next[end], starts[end]) = (found, start);
                    }
                }
            }
            costs = next;
            from.push(starts);
        }
        let least = costs[count]?;
        let mut end = count;
        let mut out: Vec<Range<usize>> = Vec::with_capacity(lines);
        for starts in from.iter().rev() {
            out.push(starts[end]..end);
            end = starts[end];
        }
        out.reverse();
        Some((least, out))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Vec<&str> {
        let mut starts = vec![0];
        starts.extend(opportunities(text, Words::Whole));
        starts.push(text.len());
        starts.windows(2).map(|w| &text[w[0]..w[1]]).collect()
    }

    #[test]
    fn lines_may_end_where_readers_of_each_script_expect_it() {
        for (text, expected) in [
            ("Ministry of Trade", &["Ministry ", "of ", "Trade"][..]),
            ("ASEAN–Japan 2015/16", &["ASEAN–", "Japan ", "2015/16"]),
            ("Meeting (informal), Hà Nội", &["Meeting ", "(informal), ", "Hà ", "Nội"]),
            ("東京都、日本。", &["東", "京", "都、", "日", "本。"]),
            ("ราชอาณาจักรไทย", &["ราช", "อาณาจักร", "ไทย"]),
            ("ក្រសួងការបរទេស", &["ក្រសួង", "ការបរទេស"]),
            ("대한민국 외교부", &["대한민국 ", "외교부"]),
            ("وزارة الخارجية", &["وزارة ", "الخارجية"]),
            ("a\u{a0}b\u{2060}-\u{2060}c", &["a\u{a0}b\u{2060}-\u{2060}c"]),
            ("", &[""]),
        ] {
            assert_eq!(pieces(text), expected);
        }
        // Words of other dictionaries, none of which is a single sign.
        for name in ["ပြည်ထောင်စုသမ္မတမြန်မာနိုင်ငံတော်", "ສາທາລະນະລັດປະຊາທິປະໄຕປະຊາຊົນລາວ"]
        {
            let pieces = pieces(name);
            assert!(pieces.len() > 2 && pieces.iter().all(|piece| piece.chars().count() > 1), "{pieces:?}");
        }
        assert!(opportunities("대한민국", Words::Broken).len() > 1);
    }

    /// Widths of words that end with a space of 1, except the last.
    fn widths(words: &[f32]) -> Vec<(f32, f32)> {
        let last = words.len().saturating_sub(1);
        words.iter().enumerate().map(|(n, w)| (w + if n < last { 1.0 } else { 0.0 }, *w)).collect()
    }

    /// All ways to put so many words on so many lines.
    fn all_ways(words: usize, lines: usize) -> Vec<Vec<Range<usize>>> {
        if lines == 1 {
            return vec![vec![0..words]];
        }
        let ways = |last: usize| {
            all_ways(last, lines - 1).into_iter().map(move |mut way| {
                way.push(last..words);
                way
            })
        };
        (lines - 1..words).flat_map(ways).collect()
    }

    #[test]
    fn for_every_number_of_lines_no_way_is_narrower_or_more_even() {
        let mut seed = 7u32;
        let mut random = |below: u32| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 16) % below
        };
        for _ in 0..400 {
            let words: Vec<f32> = (0..2 + random(8)).map(|_| 1.0 + random(12) as f32).collect();
            let of_words = widths(&words);
            let all = Widths::new(&of_words);
            let max_width = 8.0 + random(20) as f32;
            let found = all.balanced(max_width, 4);
            let filled = all.filled(max_width, 4);
            assert_eq!(found.len(), filled.len(), "{words:?} in {max_width}");
            if filled.last().unwrap().end < words.len() {
                assert_eq!(found, filled, "what must be cut is not narrowed");
                continue;
            }
            let worth = |way: &[Range<usize>]| {
                let widths: Vec<f32> = way.iter().map(|line| all.of(line.clone())).collect();
                (widths.iter().copied().fold(0.0, f32::max), widths.iter().map(|w| w * w).sum::<f32>())
            };
            let may = |way: &Vec<Range<usize>>| way.iter().all(|line| all.fits(line.clone(), max_width));
            let ways: Vec<_> = all_ways(words.len(), found.len()).into_iter().filter(may).collect();
            let best = ways.iter().map(|way| worth(way)).min_by(|a, b| a.partial_cmp(b).unwrap()).unwrap();
            assert_eq!(worth(&found), best, "{words:?} in {max_width}: {found:?}");
        }
    }
}
