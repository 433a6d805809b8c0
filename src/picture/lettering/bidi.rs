//! The order of scripts: which parts of a line read right to left and where they stand, by the
//! Unicode Bidirectional Algorithm (UAX #9). Text is taken as one isolated paragraph.

use unicode_bidi::{BidiInfo, Level};

use crate::problem::turns_reading;

/// A stretch of text that reads one way; stretches stand in visual order, left to right.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Stretch<'a> {
    /// Its text in reading order.
    pub(crate) text: &'a str,
    /// Whether it reads right to left.
    pub(crate) rtl: bool,
}

/// Text as it may be shown: control characters and characters that would reorder their
/// surroundings become U+FFFD, line breaks and tabs become spaces.
pub(crate) fn sanitised(text: &str) -> String {
    text.chars()
        .filter_map(|c| match c {
            '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => Some(' '),
            '\u{feff}' | '\u{2060}' => None,
            c if turns_reading(c) => Some('\u{fffd}'),
            c if c.is_control() => Some('\u{fffd}'),
            c => Some(c),
        })
        .collect()
}

/// Stretches of a line in visual order, and whether the line as a whole reads right to left. A line of a
/// longer text reads as that text does (`within`, whether that is right to left); else its first letter decides.
pub(crate) fn stretches(line: &str, within: Option<bool>) -> (Vec<Stretch<'_>>, bool) {
    if within != Some(true) && (line.is_ascii() || !line.chars().any(may_turn)) {
        return (vec![Stretch { text: line, rtl: false }], false);
    }
    let level = within.map(|rtl| if rtl { Level::rtl() } else { Level::ltr() });
    let info = BidiInfo::new(line, level);
    let Some(paragraph) = info.paragraphs.first() else { return (Vec::new(), false) };
    let (levels, runs) = info.visual_runs(paragraph, paragraph.range.clone());
    let stretch = |run: std::ops::Range<usize>| {
        let rtl = levels[run.start].is_rtl();
        Stretch { text: &line[run], rtl }
    };
    (runs.into_iter().map(stretch).collect(), paragraph.level.is_rtl())
}

/// Whether a character lies in a block where letters or numbers may read right to left (Unicode
/// keeps these blocks for them). Without one, and without the controls that [`sanitised`] takes
/// out, a line is one stretch.
fn may_turn(c: char) -> bool {
    matches!(u32::from(c), 0x590..=0x8ff | 0x200e..=0x202e | 0x2066..=0x2069 | 0xfb1d..=0xfdff | 0xfe70..=0xfeff
        | 0x1_0800..=0x1_0fff | 0x1_e800..=0x1_efff)
}

/// The character that stands for `c` when it is drawn in a line that reads right to left.
pub(crate) fn mirrored(c: char) -> char {
    const PAIRS: &[(char, char)] =
        &[('(', ')'), ('[', ']'), ('{', '}'), ('<', '>'), ('«', '»'), ('‹', '›'), ('≤', '≥')];
    let other = |&(a, b): &(char, char)| match c {
        _ if c == a => Some(b),
        _ if c == b => Some(a),
        _ => None,
    };
    PAIRS.iter().find_map(other).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arabic_words_stand_right_to_left_and_numbers_left_to_right() {
        let (stretches, rtl) = stretches("وزارة 2015 الخارجية", None);
        assert!(rtl);
        let visual: Vec<(&str, bool)> = stretches.iter().map(|s| (s.text.trim(), s.rtl)).collect();
        assert_eq!(visual, [("الخارجية", true), ("2015", false), ("وزارة", true)]);
    }

    #[test]
    fn a_line_of_a_longer_text_reads_as_that_text_does() {
        let line = "(اليابان) in Kuala Lumpur.";
        let visual =
            |within| -> Vec<String> { stretches(line, within).0.iter().map(|s| s.text.trim().to_owned()).collect() };
        assert_eq!(visual(Some(false)), ["(", "اليابان", ") in Kuala Lumpur."]);
        assert_eq!(visual(None), [".", "in Kuala Lumpur", "(اليابان)"]);
        assert_eq!(stretches("Foo.", Some(true)).0.len(), 2, "the full stop stands at the left");
    }

    #[test]
    fn a_name_cannot_reorder_what_stands_around_it() {
        assert_eq!(sanitised("a\u{202e}b\u{0}c\nd"), "a\u{fffd}b\u{fffd}c d");
    }
}
