//! Breaking text into lines of about the same length, and shortening what does not fit. Where lines may end
//! and which words stand on which is worked out in `breaking`.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation as _;

use super::breaking::{Widths, Words, has_hangul, opportunities};
use super::shape::{line_width, shape_line, shape_line_within};
use super::{TextBlock, TextLine, TextStyle};

/// Distance between baselines of Latin text, in ems.
pub(super) const LINE_HEIGHT: f32 = 1.2;
/// Characters of a text that are looked at; no label or paragraph shows more.
pub(super) const LONGEST: usize = 2000;
/// A line that a single long word makes wider than this, in wanted widths, is cut.
pub(super) const WIDEST: f32 = 2.0;
/// The end of a text that is shortened in its middle takes at most this share of the line.
const TAIL: f32 = 0.5;

/// Where a text that does not fit is shortened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Shortened {
    /// `Ministry of Foreign …`
    #[default]
    AtEnd,
    /// `Ministry of … Indonesia`, where names differ only at their ends.
    InMiddle,
}

/// How the lines of a text are shaped.
#[derive(Clone, Copy)]
struct Setting {
    style: TextStyle,
    /// Whether the whole text reads right to left.
    rtl: bool,
}

impl Setting {
    fn line(self, text: &str) -> TextLine {
        shape_line_within(text, self.style, Some(self.rtl))
    }

    fn width(self, text: &str) -> f32 {
        line_width(text, self.style, Some(self.rtl))
    }
}

/// Breaks text into lines no wider than `max_width` where it can be broken, at most `max_lines`,
/// the last cut with an ellipsis if need be. A single word that is too wide stays whole up to twice
/// the width. The lines are about equally long, as suits labels.
pub(crate) fn shape_block(text: &str, style: TextStyle, max_width: f32, max_lines: usize) -> TextBlock {
    shape_block_shortened(text, style, (max_width, max_lines), Shortened::AtEnd)
}

/// The same for a width and a number of lines, shortened where it is said.
pub(crate) fn shape_block_shortened(text: &str, style: TextStyle, room: (f32, usize), at: Shortened) -> TextBlock {
    shaped(text, style, room, Some(at))
}

/// The same with every line as full as it can be, as suits running text.
pub(crate) fn shape_paragraph(text: &str, style: TextStyle, max_width: f32, max_lines: usize) -> TextBlock {
    shaped(text, style, (max_width, max_lines), None)
}

/// A block for a width and a number of lines; lines are even where it is said how a label is shortened.
fn shaped(text: &str, style: TextStyle, (max_width, max_lines): (f32, usize), even: Option<Shortened>) -> TextBlock {
    let whole_text = text.trim();
    let end = whole_text.char_indices().nth(LONGEST).map_or(whole_text.len(), |(at, _)| at);
    let text = &whole_text[..end];
    let max_lines = max_lines.max(1);
    let whole = shape_line(text, style);
    if whole.width <= max_width {
        return block(vec![whole], style, false);
    }
    let setting = Setting { style, rtl: whole.rtl };
    let (words, widths) = measured(text, setting, max_width);
    // Running text keeps to its width, whatever it takes.
    let (words, widths) =
        if even.is_some() { (words, widths) } else { broken_anywhere(words, widths, setting, max_width) };
    let widths = Widths::new(&widths);
    let drawn = |line: Range<usize>| setting.width(words[line].concat().trim_end());
    let ranges = match even {
        Some(_) => widths.balanced(max_width, max_lines),
        None => widths.filled_as_drawn(max_width, max_lines, drawn),
    };
    let shorten = |text: &str, width: f32| match even.unwrap_or_default() {
        Shortened::AtEnd => cut(text, setting, width),
        Shortened::InMiddle => cut_in_middle(text, setting, width),
    };
    let mut lines = Vec::with_capacity(ranges.len());
    let mut is_short = end < whole_text.len();
    for (number, range) in ranges.iter().enumerate() {
        let line = words[range.clone()].concat();
        let line = line.trim_end();
        let is_cut = number + 1 == ranges.len() && range.end < words.len();
        let shaped = setting.line(line);
        let widest = (max_width * WIDEST).max(style.size * 8.0);
        is_short |= is_cut || shaped.width > widest;
        lines.push(if is_cut {
            shorten(words[range.start..].concat().trim_end(), max_width)
        } else if shaped.width > widest {
            shorten(line, widest)
        } else {
            shaped
        });
    }
    block(lines, style, is_short)
}

/// Pieces between which a line may be broken, which together are the text, and their widths with and without the white
/// space at their ends. Korean words are broken only where one is too long for a line.
fn measured(text: &str, setting: Setting, max_width: f32) -> (Vec<&str>, Vec<(f32, f32)>) {
    let broken = |words: Words| {
        let ends = opportunities(text, words).into_iter().chain([text.len()]);
        let mut start = 0;
        let words: Vec<&str> = ends.map(|end| &text[std::mem::replace(&mut start, end)..end]).collect();
        let widths: Vec<(f32, f32)> = words.iter().map(|word| measure(word, setting)).collect();
        (words, widths)
    };
    let found = broken(Words::Whole);
    let is_too_long = |(word, width): (&&str, &(f32, f32))| width.1 > max_width && has_hangul(word);
    if found.0.iter().zip(&found.1).any(is_too_long) { broken(Words::Broken) } else { found }
}

/// The same with words that are too long for a line broken wherever it is full.
fn broken_anywhere(
    words: Vec<&str>,
    widths: Vec<(f32, f32)>,
    setting: Setting,
    max_width: f32,
) -> (Vec<&str>, Vec<(f32, f32)>) {
    let mut out: (Vec<&str>, Vec<(f32, f32)>) = (Vec::with_capacity(words.len()), Vec::with_capacity(words.len()));
    for (mut word, width) in words.into_iter().zip(widths) {
        let mut width = width;
        while width.1 > max_width {
            let ends: Vec<usize> = word.grapheme_indices(true).map(|(at, _)| at).skip(1).collect();
            let fitting = ends.partition_point(|end| setting.width(&word[..*end]) <= max_width);
            let Some(end) = ends.get(fitting.saturating_sub(1)).copied() else { break };
            let (line, rest) = word.split_at(end);
            out.0.push(line);
            out.1.push(measure(line, setting));
            (word, width) = (rest, measure(rest, setting));
        }
        out.0.push(word);
        out.1.push(width);
    }
    out
}

/// Width with and without the white space at the end.
fn measure(word: &str, setting: Setting) -> (f32, f32) {
    let full = setting.width(word);
    let trimmed = word.trim_end();
    (full, if trimmed.len() == word.len() { full } else { setting.width(trimmed) })
}

/// The longest beginning of a text that fits with an ellipsis.
fn cut(text: &str, setting: Setting, max_width: f32) -> TextLine {
    let ends: Vec<usize> = text.char_indices().map(|(i, _)| i).collect();
    let fits = |&end: &usize| setting.width(&format!("{}…", text[..end].trim_end())) <= max_width;
    let count = ends.partition_point(fits);
    let end = ends[count.saturating_sub(1)];
    setting.line(&format!("{}…", text[..end].trim_end()))
}

/// The beginning and the end of a text, as much of both as fits with an ellipsis between them: whole words, or
/// characters where a word is too long for that.
fn cut_in_middle(text: &str, setting: Setting, max_width: f32) -> TextLine {
    let words = opportunities(text, Words::Whole);
    let characters: Vec<usize> = text.char_indices().map(|(at, _)| at).skip(1).collect();
    let width = |text: &str| setting.width(text);
    // Ends of beginnings and starts of ends, from the shortest.
    let longest =
        |places: &[usize], fits: &dyn Fn(usize) -> bool| places.iter().copied().take_while(|at| fits(*at)).last();
    let fits_tail = |at: usize| width(&format!("… {}", &text[at..])) <= max_width * TAIL;
    let from_end = |places: &[usize]| places.iter().rev().copied().collect::<Vec<usize>>();
    let tail = longest(&from_end(&words), &fits_tail).or_else(|| longest(&from_end(&characters), &fits_tail));
    let Some(tail) = tail else { return cut(text, setting, max_width) };
    let joined = |at: usize| {
        let (head, tail) = (text[..at].trim_end(), text[tail..].trim_start());
        let is_whole = words.contains(&at) && head.len() < at;
        if is_whole { format!("{head} … {tail}") } else { format!("{head}…{tail}") }
    };
    let fits_head = |at: usize| at < tail && width(&joined(at)) <= max_width;
    match longest(&words, &fits_head).or_else(|| longest(&characters, &fits_head)) {
        Some(head) => setting.line(&joined(head)),
        None => cut(text, setting, max_width),
    }
}

fn block(lines: Vec<TextLine>, style: TextStyle, is_short: bool) -> TextBlock {
    let reach = lines.iter().flat_map(|l| &l.runs).map(|r| r.face.reach());
    let (up, down) = reach.fold((0.96_f32, 0.25_f32), |a, b| (a.0.max(b.0), a.1.max(b.1)));
    let line_height = style.size * LINE_HEIGHT.max(up + down - 0.05);
    let count = lines.len() as f32;
    TextBlock {
        width: lines.iter().map(|l| l.width).fold(0.0, f32::max),
        size: style.size,
        ascent: style.size * up,
        line_height,
        height: style.size * (up + down) + line_height * (count - 1.0),
        lines,
        is_short,
    }
}

#[cfg(test)]
mod tests {
    use super::super::Weight;
    use super::*;

    const STYLE: TextStyle = TextStyle::bundled(10.0, Weight::Regular);

    fn lines(text: &str, width: f32, count: usize) -> Vec<String> {
        shape_block(text, STYLE, width, count).lines.into_iter().map(|l| l.text).collect()
    }

    #[test]
    fn long_names_are_broken_evenly() {
        assert_eq!(lines("Counter Terrorism Dialogue", 100.0, 3), ["Counter Terrorism", "Dialogue"]);
        assert_eq!(lines("ASEAN–Japan", 40.0, 3), ["ASEAN–", "Japan"]);
        assert_eq!(lines("Japan", 5.0, 3), ["Japan"]);
        assert_eq!(lines("", 50.0, 3), [""]);
    }

    #[test]
    fn ideographs_may_be_broken_anywhere_but_before_marks() {
        assert_eq!(lines("東南アジア諸国連合", 50.0, 3), ["東南アジア", "諸国連合"]);
    }

    #[test]
    fn what_does_not_fit_is_cut_with_an_ellipsis() {
        let all = lines("one two three four five six seven eight nine ten eleven", 60.0, 2);
        assert_eq!(all.len(), 2);
        assert!(all[1].ends_with('…'), "{all:?}");
        let block = shape_block("one two three four five six seven eight nine ten", STYLE, 60.0, 2);
        assert!(block.width <= 60.0);
    }

    #[test]
    fn a_text_that_must_be_cut_is_not_narrowed_first() {
        for (text, width, count, expected) in [
            ("Ministry of Trade and Industry of Ranvesdan", 70.0, 2, &["Ministry of", "Trade and In…"][..]),
            ("Ministry of Trade and Industry of Ranvesdan", 84.0, 2, &["Ministry of Trade", "and Industry of…"]),
            (
                "Ministry of Trade and Industry of Ranvesdan",
                84.0,
                3,
                &["Ministry of Trade", "and Industry", "of Ranvesdan"],
            ),
            (
                "Ministry of Trade and Industry of Ranvesdan",
                60.0,
                4,
                &["Ministry of", "Trade and", "Industry of", "Ranvesdan"],
            ),
            ("Ministry of Trade and Industry", 120.0, 4, &["Ministry of Trade", "and Industry"]),
        ] {
            assert_eq!(lines(text, width, count), expected, "{text} in {width}");
        }
    }

    #[test]
    fn names_that_differ_at_their_ends_are_shortened_in_their_middle() {
        let middle = |text: &str, width: f32, count: usize| {
            let block = shape_block_shortened(text, STYLE, (width, count), Shortened::InMiddle);
            let most = if text.contains(' ') { width } else { width * WIDEST };
            assert!(block.is_short && block.width <= most, "{text}: {} > {most}", block.width);
            block.lines.into_iter().map(|l| l.text).collect::<Vec<String>>()
        };
        assert_eq!(middle("Ministry of Foreign Affairs of Indonesia", 130.0, 1), ["Ministry of … Indonesia"]);
        assert_eq!(middle("Ministry of Foreign Affairs of Malaysia", 130.0, 1), ["Ministry of … Malaysia"]);
        let long = "Permanent Secretariat of the Standing Committee for the Coordination of Inland Waterways 7";
        let (cut, other) = (middle(long, 100.0, 3), middle(&long.replace('7', "8"), 100.0, 3));
        assert!(cut[2].ends_with(" 7") && cut[2].contains('…') && cut[..2] == other[..2] && cut != other, "{cut:?}");
        // Without spaces, too; of one endless word both ends are left.
        assert!(middle(&"外務省".repeat(30), 80.0, 1)[0].contains('…'));
        let word = middle(&format!("a{}b", "x".repeat(200)), 60.0, 1);
        assert!(word[0].starts_with('a') && word[0].ends_with('b'), "{word:?}");
        assert!(!shape_block_shortened("Japan", STYLE, (60.0, 1), Shortened::InMiddle).is_short);
    }

    #[test]
    fn running_text_never_leaves_its_width() {
        for text in [&"x".repeat(400), &format!("so {} and so on", "กระทรวง".repeat(40)), "W", "a\u{301}\u{302}b"]
        {
            for width in [3.0, 60.0, 300.0] {
                let block = shape_paragraph(text, STYLE, width, 3);
                let one_letter = 14.0;
                assert!(block.width <= f32::max(width, one_letter), "{} in {width}", block.width);
                assert!(block.lines.len() <= 3);
            }
        }
        assert!(shape_paragraph(&"x".repeat(400), STYLE, 60.0, 3).is_short);
        assert_eq!(shape_paragraph(&"x".repeat(20), STYLE, 60.0, 3).lines.len(), 2);
    }

    proptest::proptest! {
        #[test]
        fn running_text_of_all_scripts_keeps_to_its_width(text in "[a-zé 日本ก“(.ب1]{0,120}", width in 15.0_f32..200.0) {
            let block = shape_paragraph(&text, STYLE, width, usize::MAX);
            proptest::prop_assert!(block.width <= width * 1.001 + 0.01, "{:?}", block.lines);
            let bare = |text: &str| text.split_whitespace().collect::<String>();
            let kept: String = block.lines.iter().map(|line| line.text.as_str()).collect();
            proptest::prop_assert_eq!(bare(&kept), bare(&text));
        }
    }

    #[test]
    fn names_without_spaces_are_broken_between_words() {
        assert_eq!(lines("กระทรวงการต่างประเทศ", 60.0, 3), ["กระทรวงการ", "ต่างประเทศ"]);
        assert_eq!(lines("대한민국외교부동남아시아국", 60.0, 3).concat(), "대한민국외교부동남아시아국");
        assert!(lines("대한민국외교부동남아시아국", 60.0, 3).len() > 1);
    }

    #[test]
    fn a_word_without_end_is_cut() {
        let block = shape_block(&"x".repeat(100_000), STYLE, 80.0, 3);
        assert!(block.width <= 160.0 && block.lines[0].text.ends_with('…'));
    }

    #[test]
    fn tall_scripts_get_taller_lines() {
        let latin = shape_block("Myanmar", STYLE, 100.0, 1);
        let burmese = shape_block("မြန်မာ", STYLE, 100.0, 1);
        assert!(burmese.height > latin.height * 1.2);
    }
}
