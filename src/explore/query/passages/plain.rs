//! Plain text: paragraphs are parted by blank lines. Titles, bylines and credits before the body, and
//! headings in it, are told by their form and not counted, so that P1 is what a reader calls so.

use super::{Block, BlockKind, sentences};

/// A heading has at most so many characters.
const HEADING: usize = 200;
/// What stands before the body has at most so many characters.
const BEFORE: usize = 160;
/// Where no line is blank and lines are this long on average, each is a paragraph.
const LONG_LINES: usize = 100;

/// The blocks of a text; paragraphs are numbered later.
pub(crate) fn blocks(text: &str) -> Vec<Block> {
    let parts = parts(text);
    let heading: Vec<bool> = parts.iter().map(|part| is_heading(&part.join(" "))).collect();
    // Where everything looks like a heading, nothing is one.
    let none = heading.iter().all(|h| *h);
    let short = |part: &Vec<&str>| {
        let text = part.join(" ");
        text.chars().count() <= BEFORE && sentences::of(&text).len() == 1
    };
    let lead = parts.iter().zip(&heading).take_while(|(part, heading)| **heading || short(part)).count();
    let before = if none { 0 } else { heading[..lead].iter().rposition(|h| *h).map_or(0, |last| last + 1) };
    let made = parts.iter().zip(heading).enumerate().map(|(number, (part, heading))| {
        let kind = match heading && !none {
            true => BlockKind::Heading(2),
            false if number < before => BlockKind::Before,
            false => BlockKind::Paragraph(0),
        };
        let text = part.join(if number < before { "\n" } else { " " });
        Block { kind, text, styles: Vec::new(), sentences: Vec::new() }
    });
    made.collect()
}

/// Lines that belong together, each without blanks at its ends.
fn parts(text: &str) -> Vec<Vec<&str>> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let filled = lines.iter().filter(|line| !line.is_empty()).count();
    let trailing = lines.iter().rev().take_while(|line| line.is_empty()).count();
    let leading = lines.iter().take_while(|line| line.is_empty()).count();
    let parted = filled + trailing + leading < lines.len();
    if !parted && filled > 1 && text.len() / filled > LONG_LINES {
        return lines.into_iter().filter(|line| !line.is_empty()).map(|line| vec![line]).collect();
    }
    let groups = lines.split(|line| line.is_empty());
    groups.filter(|group| !group.is_empty()).map(<[&str]>::to_vec).collect()
}

/// Whether a block is a heading by its form: short, and without a stop at its end.
fn is_heading(text: &str) -> bool {
    if text.chars().take(HEADING + 1).count() > HEADING {
        return false;
    }
    let closes = |c: char| matches!(c, '"' | '\'' | '”' | '’' | '»' | ')' | ']' | '」' | '』');
    let last = text.trim_end_matches(closes).chars().next_back();
    let stops = |c: char| ".!?…:;。！？।။។۔؟,".contains(c);
    // Thai and Lao have no full stop.
    let stopless = text.chars().filter(|c| matches!(c, '\u{e00}'..='\u{eff}')).count() > 60;
    !stopless && !last.is_some_and(stops)
}
