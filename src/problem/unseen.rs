//! Characters of a text that are not seen: control characters, marks that turn the direction of
//! reading, zero-width ones, tags. Only which they are and how they are shown; not where.

use std::borrow::Cow;

use icu_properties::CodePointSetData;
use icu_properties::props::{DefaultIgnorableCodePoint, ExtendedPictographic};
use unicode_script::{Script, UnicodeScript as _};

/// Zero-width characters that join or part letters.
const PART: char = '\u{200c}';
const JOIN: char = '\u{200d}';

/// Whether a character is not seen, or is seen only in what it does to others: control characters,
/// line separators, what Unicode lets programs ignore, and marks around annotations.
pub(crate) fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{fff9}'..='\u{fffb}')
        || (!c.is_ascii() && CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c))
}

/// Whether a character turns the direction of what comes after it (Unicode, UAX 9): in a page it could show a name as
/// another.
pub(crate) fn turns_reading(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether an unseen character belongs to the spelling of some script, where it has its place:
/// joiners and selectors of variants.
pub(crate) fn is_spelling(c: char) -> bool {
    matches!(c, PART | JOIN) || is_selector(c)
}

fn is_selector(c: char) -> bool {
    matches!(c, '\u{180b}'..='\u{180d}' | '\u{180f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// The unseen characters of a text with the bytes they begin at. Joiners between letters of a script
/// whose spelling needs them, or between the parts of an emoji, are left out, and so is a selector
/// right behind what has variants.
pub(crate) fn unseen(text: &str) -> impl Iterator<Item = (usize, char)> + '_ {
    let mut before = None;
    text.char_indices().filter(move |&(at, c)| {
        let last = before.replace(c);
        is_unseen(c) && !(is_spelling(c) && has_its_place(last, c, text[at + c.len_utf8()..].chars().next()))
    })
}

fn has_its_place(before: Option<char>, c: char, after: Option<char>) -> bool {
    let Some(before) = before else { return false };
    if is_selector(c) {
        return !before.is_ascii() && !is_unseen(before) && has_variants(before, c);
    }
    let Some(after) = after else { return false };
    let pictured = |c| CodePointSetData::new::<ExtendedPictographic>().contains(c);
    let part_of_emoji = |c: char| !c.is_ascii() && (pictured(c) || matches!(c, '\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}'));
    (joins(before.script()) && joins(after.script()))
        || (joins(before.script()) && after.script() == Script::Inherited)
        || (before.script() == Script::Inherited && !is_unseen(before) && joins(after.script()))
        || (c == JOIN && part_of_emoji(before) && pictured(after))
}

fn has_variants(c: char, selector: char) -> bool {
    match selector {
        '\u{180b}'..='\u{180f}' => c.script() == Script::Mongolian,
        '\u{e0100}'..='\u{e01ef}' => c.script() == Script::Han,
        _ => !c.is_alphabetic() || c.script() == Script::Han,
    }
}

/// Scripts whose letters join, so that where they do not is spelling.
fn joins(script: Script) -> bool {
    use Script as S;
    matches!(
        script,
        S::Arabic
            | S::Syriac
            | S::Nko
            | S::Mandaic
            | S::Mongolian
            | S::Phags_Pa
            | S::Adlam
            | S::Hanifi_Rohingya
            | S::Devanagari
            | S::Bengali
            | S::Gurmukhi
            | S::Gujarati
            | S::Oriya
            | S::Tamil
            | S::Telugu
            | S::Kannada
            | S::Malayalam
            | S::Sinhala
            | S::Khmer
            | S::Myanmar
            | S::Tibetan
            | S::Balinese
            | S::Javanese
            | S::Sundanese
            | S::Grantha
            | S::Newa
            | S::Tirhuta
            | S::Siddham
            | S::Modi
            | S::Sharada
            | S::Khojki
            | S::Chakma
    )
}

/// `text` with every unseen character written as an escape, so that a hostile file can neither steer
/// a terminal nor reorder or hide what is read. Tabs become one space.
pub(crate) fn printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for part in printable_parts(text) {
        out.push_str(&part);
    }
    out
}

/// [`printable`] in parts, for whoever writes them one after another: a long text is not copied.
pub(crate) fn printable_parts(text: &str) -> impl Iterator<Item = Cow<'_, str>> {
    let mut marks = unseen(text);
    let mut from = 0;
    let mut escape = None;
    let mut ended = false;
    std::iter::from_fn(move || {
        if escape.is_some() || ended {
            return escape.take();
        }
        let Some((at, c)) = marks.next() else {
            ended = true;
            return Some(Cow::Borrowed(&text[from..]));
        };
        let before = &text[from..at];
        from = at + c.len_utf8();
        escape = Some(match c {
            '\t' => Cow::Borrowed(" "),
            '\n' => Cow::Borrowed("\\n"),
            '\r' => Cow::Borrowed("\\r"),
            c => Cow::Owned(c.escape_unicode().collect()),
        });
        Some(Cow::Borrowed(before))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_seen_is_shown_as_an_escape() {
        for (c, shown) in [
            ('\u{1b}', "\\u{1b}"),
            ('\u{7f}', "\\u{7f}"),
            ('\u{9b}', "\\u{9b}"),
            ('\u{ad}', "\\u{ad}"),
            ('\u{34f}', "\\u{34f}"),
            ('\u{61c}', "\\u{61c}"),
            ('\u{115f}', "\\u{115f}"),
            ('\u{180e}', "\\u{180e}"),
            ('\u{200b}', "\\u{200b}"),
            ('\u{200d}', "\\u{200d}"),
            ('\u{200f}', "\\u{200f}"),
            ('\u{2028}', "\\u{2028}"),
            ('\u{202e}', "\\u{202e}"),
            ('\u{2060}', "\\u{2060}"),
            ('\u{2069}', "\\u{2069}"),
            ('\u{3164}', "\\u{3164}"),
            ('\u{fe0f}', "\\u{fe0f}"),
            ('\u{feff}', "\\u{feff}"),
            ('\u{fffb}', "\\u{fffb}"),
            ('\u{e0041}', "\\u{e0041}"),
            ('\u{e0101}', "\\u{e0101}"),
            ('\n', "\\n"),
            ('\r', "\\r"),
            ('\t', " "),
        ] {
            assert_eq!(printable(&format!("a{c}b")), format!("a{shown}b"));
            assert_eq!(printable(&printable(&format!("{c}"))), shown, "an escape is shown as it is");
        }
    }

    #[test]
    fn the_spelling_of_scripts_and_emoji_stays() {
        for text in [
            "Łódź, Đà Nẵng, 東京　都, ไทย",
            "می\u{200c}خواهم",
            "क्\u{200d}ष, र\u{200d}्य",
            "👩\u{200d}👩\u{200d}👧, ❤\u{fe0f}, 🏳\u{fe0f}\u{200d}🌈, 👩🏽\u{200d}💻",
            "葛\u{e0100}城",
        ] {
            assert_eq!(printable(text), text);
            assert_eq!(unseen(text).next(), None, "{text}");
        }
        // The same characters where no spelling asks for them.
        for text in ["می\u{200c}", "a\u{200d}b", "👩\u{200d}", "\u{200c}م", "❤\u{fe0f}\u{fe0f}", "a\u{e0100}"] {
            assert_ne!(printable(text), text, "{text:?}");
        }
    }
}
