//! Names brought to a plain form, in two degrees: [`tying_form`] for tying a written name to a record, and
//! [`search_form_into`] for finding one, which is made from the first, so that whatever ties is also found. Knows
//! no dossier; which of several names is meant is decided in `naming`.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};
use unicode_script::{Script, UnicodeScript};

/// What a row of [`PLAIN`] is good for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Degree {
    /// Both are the same name: they tie, and find each other.
    Tie,
    /// They only find each other.
    Find,
}
use Degree::{Find, Tie};

/// Small letters and signs that Unicode does not take apart, and what people write in their place. Neither side
/// of a row has capitals; what a row makes is not looked up again.
const PLAIN: &[(&str, &str, Degree)] = &[
    // Signs that keyboards and typography write differently.
    ("’‘ʼ´`′׳", "'", Tie),
    ("“”„«»″״", "\"", Tie),
    ("‐‑‒–—―−", "-", Tie),
    // Accents that go through the letter.
    ("ø", "o", Tie),
    ("đ", "d", Tie),
    ("ł", "l", Tie),
    ("ħ", "h", Tie),
    ("ŧ", "t", Tie),
    // Letters of their own, for keyboards without them.
    ("æ", "ae", Find),
    ("œ", "oe", Find),
    ("þ", "th", Find),
    ("ðɖɗ", "d", Find),
    ("əǝɛ", "e", Find),
    ("ɔɵ", "o", Find),
    ("ŋɲ", "n", Find),
    ("ƀɓ", "b", Find),
    ("ƙĸ", "k", Find),
    ("ɣǥ", "g", Find),
    ("ɨɩ", "i", Find),
    ("ʉʊ", "u", Find),
    ("ʋ", "v", Find),
    ("ƴ", "y", Find),
    ("ƶ", "z", Find),
    ("ґғ", "г", Find),
    ("қҡҝ", "к", Find),
    ("ңҥӈ", "н", Find),
    ("ө", "о", Find),
    ("ұү", "у", Find),
    ("һҳ", "х", Find),
    ("җ", "ж", Find),
    ("ҷҹ", "ч", Find),
    ("ҙ", "з", Find),
    ("ҫ", "с", Find),
    // Ayin, hamza, okina and soft signs of transliterations, and the bar that stretches Arabic words.
    ("ʿʾʻʽˀˁʹʺ\u{640}", "", Find),
    // Letters that Persian, Urdu and their kin write otherwise than Arabic.
    ("یىېے", "ي", Find),
    ("کڪ", "ك", Find),
    ("ھہەةۃ", "ه", Find),
    ("ٱ", "ا", Find),
    ("ں", "ن", Find),
];

/// Scripts whose accents do not tell names apart. Elsewhere marks are vowels, tones and sounds.
const ACCENTED: [Script; 3] = [Script::Latin, Script::Greek, Script::Cyrillic];

/// Scripts that are mostly written without the points that show vowels.
const POINTED: [Script; 3] = [Script::Hebrew, Script::Arabic, Script::Syriac];

/// The form by which written names tie: canonically decomposed, small letters, accents of Latin, Greek and
/// Cyrillic taken away, runs of white space one blank. Everything else is kept as written: vowel signs, tone
/// marks, dakuten, symbols. Empty where there is nothing to tie by.
pub(crate) fn tying_form(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut accented = false;
    for c in text.nfd().filter(|c| !is_unseen(*c)) {
        if c.is_whitespace() {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
            accented = false;
        } else if is_combining_mark(c) {
            if !(accented && is_accent(c)) {
                out.push(c);
            }
        } else {
            accented = ACCENTED.contains(&c.script());
            push_small(c, Tie, &mut out);
        }
    }
    out.truncate(out.trim_end_matches(' ').len());
    out
}

/// Appends the form by which names are found: the tying form, compatibility-decomposed, without marks that any
/// script may borrow, points and apostrophes, other punctuation a blank, words one blank apart. A name of
/// nothing but such signs stays as written.
pub(crate) fn search_form_into(text: &str, out: &mut String) {
    let tying = tying_form(text);
    let start = out.len();
    // What a compatible form is made of has case, accents and signs of its own.
    let open = if tying.is_ascii() { tying.clone() } else { tying_form(&tying.nfkd().collect::<String>()) };
    for c in open.chars() {
        match c {
            '\'' | '.' | '\u{200b}'..='\u{200f}' => {}
            c if is_combining_mark(c) => {
                let script = c.script();
                if !(script == Script::Inherited || ACCENTED.contains(&script) || POINTED.contains(&script)) {
                    out.push(c);
                }
            }
            c if c.is_alphanumeric() => push_small(c, Find, out),
            c if !c.is_ascii() && c.general_category_group() == GeneralCategoryGroup::Symbol => out.push(c),
            _ if out.len() > start && !out.ends_with(' ') => out.push(' '),
            _ => {}
        }
    }
    if out.len() > start && out.ends_with(' ') {
        out.pop();
    }
    if out.len() == start {
        out.push_str(&tying);
    }
}

/// The form by which names are found, by itself.
pub(crate) fn search_form(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    search_form_into(text, &mut out);
    out
}

/// Appends a character in small letters, as its row of [`PLAIN`] says.
fn push_small(c: char, degree: Degree, out: &mut String) {
    if c.is_ascii() {
        out.push(c.to_ascii_lowercase());
        return;
    }
    let plain = |c: char| {
        let row = PLAIN.iter().find(|(letters, _, d)| letters.contains(c) && (*d == Tie || degree == Find));
        row.map(|(_, plain, _)| *plain)
    };
    // Letters in circles have a case, too, but are signs: they stay as written.
    if c.script() == Script::Common {
        match plain(c) {
            Some(plain) => out.push_str(plain),
            None => out.push(c),
        }
        return;
    }
    // By way of the capital: `ß` and `ss`, `ς` and `σ`, `ſ` and `s` have it in common.
    let capitals = c.to_lowercase().flat_map(char::to_uppercase);
    for small in capitals.flat_map(char::to_lowercase) {
        match plain(small) {
            Some(plain) => out.push_str(plain),
            None => out.push(small),
        }
    }
}

/// Whether a mark on a letter is an accent; what encloses the letter makes another sign of it.
fn is_accent(mark: char) -> bool {
    let script = mark.script();
    (script == Script::Inherited || ACCENTED.contains(&script))
        && mark.general_category() != GeneralCategory::EnclosingMark
}

/// What nobody sees and nobody types: soft hyphens, directions, variation selectors. Joiners and tags are kept,
/// for they make other letters and other flags.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{e0100}'..='\u{e01ef}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_accents_of_three_scripts_do_not_part_names() {
        for (one, other) in [
            ("Việt Nam", "viet nam"),
            ("VIỆT NAM", "viet nam"),
            ("Đà Nẵng", "da nang"),
            ("Łódź", "LODZ"),
            ("Ærøskøbing", "ærøSKØbing"),
            ("straße", "STRASSE"),
            ("İstanbul", "istanbul"),
            ("Αθήνας", "ΑΘΗΝΑΣ"),
            ("Ёлкин", "елкин"),
            ("Müller", "Mu\u{308}ller"),
            ("Côte d’Ivoire", "cote d'ivoire"),
            ("ASEAN–Japan  Dialogue ", "asean-japan dialogue"),
            ("co\u{ad}operation", "cooperation"),
            ("葛\u{e0100}", "葛"),
            ("❤\u{fe0f}", "❤"),
            ("Երևան", "ԵՐԵՒԱՆ"),
        ] {
            assert_eq!(tying_form(one), tying_form(other), "{one} {other}");
        }
    }

    #[test]
    fn marks_signs_and_letters_part_names() {
        for (one, other) in [
            ("भारत", "भरत"),
            ("की", "कि"),
            ("क़", "क"),
            ("ประเทศไทย", "ประเทศไท"),
            ("ที่", "ทิ"),
            ("ที่", "ที้"),
            ("がき", "かき"),
            ("パリ", "バリ"),
            ("パリ", "ハリ"),
            ("🐻", "🦊"),
            ("👍🏽", "👍"),
            ("🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}", "🏴"),
            ("C++", "C"),
            ("C#", "C"),
            ("A/B", "A B"),
            ("Ⓐ", "ⓐ"),
            ("Ⓐ", "A"),
            ("A\u{20dd}", "A"),
            ("שָׁלוֹם", "שלום"),
            ("علی", "علي"),
            ("Saʿd", "Sad"),
            ("Əli", "Eli"),
            ("ＡＳＥＡＮ", "ASEAN"),
            ("x²", "x2"),
            ("+", "-"),
            ("…", "?"),
            ("한", "하"),
        ] {
            assert_ne!(tying_form(one), tying_form(other), "{one} {other}");
        }
    }

    #[test]
    fn a_search_is_kinder() {
        for (text, folded) in [
            ("Việt Nam", "viet nam"),
            ("Đà Nẵng", "da nang"),
            ("Côte d’Ivoire", "cote divoire"),
            ("U.S. Coast-Guard", "us coast guard"),
            ("nur-jazlan-mohamed", "nur jazlan mohamed"),
            ("Łódź / Ærø", "lodz aero"),
            ("ＡＳＥＡＮ＋３", "asean 3"),
            ("日本", "日本"),
            ("ประเทศไทย", "ประเทศไทย"),
            ("भारत", "भारत"),
            ("إندونيسيا", "اندونيسيا"),
            ("straße", "strasse"),
            ("İstanbul", "istanbul"),
            ("ıstanbul", "istanbul"),
            ("Αθήνας", "αθηνασ"),
            ("ΑΘΉΝΑΣ", "αθηνασ"),
            ("ที่", "ที่"),
            ("がき", "かき"),
            ("カ゚", "カ"),
            ("  ", ""),
            ("שָׁלוֹם", "שלום"),
            ("مُحَمَّد", "محمد"),
            ("علی", "علي"),
            ("کریم", "كريم"),
            ("محـــمد", "محمد"),
            ("Saʿd", "sad"),
            ("Qurʾān", "quran"),
            ("Əli", "eli"),
            ("Ñandú 🐻", "nandu 🐻"),
            ("🐻", "🐻"),
            ("+++", "+++"),
            ("Қазақстан", "казакстан"),
        ] {
            assert_eq!(search_form(text), folded, "{text}");
        }
    }

    /// Every character by itself, after a letter, and after a letter of another script.
    fn each() -> impl Iterator<Item = String> {
        // Without the great blocks of signs that have neither case nor marks.
        let low = ('\0'..='\u{33ff}').chain('\u{a490}'..='\u{abff}').chain('\u{d7a0}'..='\u{107ff}');
        let all = low.chain('\u{1d000}'..='\u{1fbff}').chain('\u{e0000}'..='\u{e01ff}');
        all.flat_map(|c| [format!("{c}"), format!("e{c}"), format!("क{c}")])
    }

    #[test]
    fn forms_are_their_own_forms_and_case_never_parts_letters() {
        for text in each() {
            let tying = tying_form(&text);
            assert_eq!(tying_form(&tying), tying, "{text:?}");
            let search = search_form(&text);
            assert_eq!(search_form(&tying), search, "what ties is found: {text:?}");
            assert_eq!(search_form(&search), search, "{text:?}");
            assert_eq!(tying.is_empty(), search.is_empty(), "{text:?}");
        }
        // A capital with an iota below has it as a letter of its own.
        let iota = |c: char| std::iter::once(c).nfd().any(|mark| mark == '\u{345}');
        let written = |c: char| c.script() != Script::Common && c.is_alphabetic() && !iota(c);
        for c in ('\0'..=char::MAX).filter(|c| written(*c)) {
            let same = |other: String| assert_eq!(tying_form(&other), tying_form(&c.to_string()), "{c:?}");
            same(c.to_uppercase().collect());
            same(c.to_lowercase().collect());
        }
    }

    #[test]
    fn the_table_is_in_small_letters_and_tells_each_once() {
        let mut seen = std::collections::HashSet::new();
        for (letters, plain, _) in PLAIN {
            for c in letters.chars() {
                assert!(seen.insert(c), "{c} stands twice");
                assert!(c.to_lowercase().eq([c]), "{c} is a capital");
            }
            assert!(!plain.chars().any(|c| c.is_uppercase() || seen.contains(&c)), "{plain} is not plain");
        }
    }
}
