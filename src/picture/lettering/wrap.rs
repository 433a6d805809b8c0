//! Breaking text into lines, in the spirit of UAX #14: at spaces, after hyphens and dashes,
//! between ideographs. Lines of a block are made about equally long.

use super::shape::{line_width, shape_line, shape_line_within};
use super::{TextBlock, TextLine, TextStyle, chars};

/// Distance between baselines of Latin text, in ems.
pub(super) const LINE_HEIGHT: f32 = 1.2;
/// Characters of a text that are looked at; no label or paragraph shows more.
pub(super) const LONGEST: usize = 2000;
/// A line that a single long word makes wider than this, in wanted widths, is cut.
pub(super) const WIDEST: f32 = 2.0;

/// Breaks text into lines no wider than `max_width` where it can be broken, at most `max_lines`,
/// the last cut with an ellipsis if need be. A single word that is too wide stays whole up to twice
/// the width. The lines are about equally long, as suits labels.
pub(crate) fn shape_block(text: &str, style: TextStyle, max_width: f32, max_lines: usize) -> TextBlock {
    shaped(text, style, max_width, max_lines, true)
}

/// The same with every line as full as it can be, as suits running text.
pub(crate) fn shape_paragraph(text: &str, style: TextStyle, max_width: f32, max_lines: usize) -> TextBlock {
    shaped(text, style, max_width, max_lines, false)
}

fn shaped(text: &str, style: TextStyle, max_width: f32, max_lines: usize, even: bool) -> TextBlock {
    let whole_text = text.trim();
    let end = whole_text.char_indices().nth(LONGEST).map_or(whole_text.len(), |(at, _)| at);
    let text = &whole_text[..end];
    let max_lines = max_lines.max(1);
    let whole = shape_line(text, style);
    if whole.width <= max_width {
        return block(vec![whole], style);
    }
    let within = Some(whole.rtl);
    let words = words(text);
    let widths: Vec<(f32, f32)> = words.iter().map(|w| measure(w, style)).collect();
    let breaks = breaks(&widths, max_width, max_lines, even);
    let mut lines = Vec::with_capacity(breaks.len());
    for (number, range) in breaks.iter().enumerate() {
        let line = words[range.clone()].concat();
        let line = line.trim_end();
        let is_cut = number + 1 == breaks.len() && range.end < words.len();
        let shaped = shape_line_within(line, style, within);
        let widest = (max_width * WIDEST).max(style.size * 8.0);
        lines.push(if is_cut {
            cut(&format!("{line} {}", words[range.end..].concat()), style, max_width, within)
        } else if shaped.width > widest {
            cut(line, style, widest, within)
        } else {
            shaped
        });
    }
    block(lines, style)
}

/// Width with and without the white space at the end.
fn measure(word: &str, style: TextStyle) -> (f32, f32) {
    let full = line_width(word, style);
    let trimmed = word.trim_end();
    (full, if trimmed.len() == word.len() { full } else { line_width(trimmed, style) })
}

/// Which words stand on which line: no wider than `max_width`, and if `even`, narrower as long as
/// the number of lines stays the same, so that ragged ends even out. Words come as their widths
/// with and without the white space at the end.
pub(super) fn breaks(
    widths: &[(f32, f32)],
    max_width: f32,
    max_lines: usize,
    even: bool,
) -> Vec<std::ops::Range<usize>> {
    let breaks = fill(widths, max_width, max_lines);
    let (mut low, mut high) = (max_width * 0.4, max_width);
    for _ in 0..if even { 7 } else { 0 } {
        let middle = (low + high) / 2.0;
        let narrow = fill(widths, middle, max_lines);
        let fits = narrow.len() == breaks.len() && widest(widths, &narrow) <= max_width;
        if fits {
            high = middle;
        } else {
            low = middle;
        }
    }
    fill(widths, high, max_lines)
}

/// Which words stand on which line, each as full as it can be.
fn fill(widths: &[(f32, f32)], max_width: f32, max_lines: usize) -> Vec<std::ops::Range<usize>> {
    let mut out: Vec<std::ops::Range<usize>> = Vec::new();
    let mut start = 0;
    let mut used = 0.0;
    for (number, (full, trimmed)) in widths.iter().enumerate() {
        if number > start && used + trimmed > max_width {
            out.push(start..number);
            if out.len() == max_lines {
                return out;
            }
            start = number;
            used = 0.0;
        }
        used += full;
    }
    out.push(start..widths.len());
    out
}

fn widest(widths: &[(f32, f32)], lines: &[std::ops::Range<usize>]) -> f32 {
    let width = |r: &std::ops::Range<usize>| widths[r.clone()].iter().map(|w| w.0).sum::<f32>();
    lines.iter().map(width).fold(0.0, f32::max)
}

/// The longest beginning of a text that fits with an ellipsis.
fn cut(text: &str, style: TextStyle, max_width: f32, within: Option<bool>) -> TextLine {
    let ends: Vec<usize> = text.char_indices().map(|(i, _)| i).collect();
    let fits = |&end: &usize| line_width(&format!("{}…", text[..end].trim_end()), style) <= max_width;
    let count = ends.partition_point(fits);
    let end = ends[count.saturating_sub(1)];
    shape_line_within(&format!("{}…", text[..end].trim_end()), style, within)
}

/// Pieces between which a line may be broken; concatenated they are the text.
fn words(text: &str) -> Vec<String> {
    let mut out: Vec<String> = vec![String::new()];
    let mut before: Option<char> = None;
    for c in text.chars() {
        let may_break = before.is_some_and(|b| may_break(b, c));
        if may_break {
            out.push(String::new());
        }
        if let Some(word) = out.last_mut() {
            word.push(c);
        }
        before = Some(c);
    }
    out
}

/// Whether a line may end between two characters.
pub(super) fn may_break(before: char, c: char) -> bool {
    let after_space = before == ' ' && c != ' ';
    let after_dash = matches!(before, '-' | '–' | '—' | '/' | '\u{200b}') && !c.is_ascii_digit() && c != ' ';
    let ideographs = (is_ideograph(before) && is_ideograph(c)) && !matches!(c, '、' | '。' | '・' | 'ー' | '」' | '）');
    after_space || after_dash || ideographs
}

fn is_ideograph(c: char) -> bool {
    chars::of(c).is_ideograph
}

fn block(lines: Vec<TextLine>, style: TextStyle) -> TextBlock {
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
    }
}

#[cfg(test)]
mod tests {
    use super::super::Weight;
    use super::*;

    const STYLE: TextStyle = TextStyle { size: 10.0, weight: Weight::Regular };

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
