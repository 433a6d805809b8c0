//! A text cut into words and signs, as names are compared: at the word boundaries of UAX #29, and where an article or
//! a genitive is tied to a name by an apostrophe. Scripts without spaces are cut between all their letters. White
//! space is left out. Knows no names.

use unicode_segmentation::UnicodeSegmentation;

/// What French and Italian put before a name, in small letters, with the apostrophe left out.
const ELIDED: [&str; 15] = ["c", "d", "j", "l", "m", "n", "s", "t", "qu", "all", "dall", "dell", "nell", "sull", "un"];

/// What Korean puts after a name, without a space; the longest first.
const PARTICLES: [&str; 20] = [
    "에게서",
    "으로",
    "에서",
    "에게",
    "까지",
    "부터",
    "이나",
    "은",
    "는",
    "이",
    "가",
    "을",
    "를",
    "의",
    "에",
    "와",
    "과",
    "도",
    "만",
    "로",
];

/// Calls with each word or sign and its first byte, in order.
pub(super) fn each_word<'t>(text: &'t str, mut call: impl FnMut(usize, &'t str)) {
    let mut start = 0;
    // A blank parts words in every script; most of what stands between two is a word with signs around it.
    for chunk in text.split(' ') {
        if !plain_chunk(start, chunk, &mut call) {
            any_chunk(start, chunk, &mut call);
        }
        start += chunk.len() + 1;
    }
}

/// Letters that are parted from others by nothing but what is neither letter nor digit, and join nothing else.
fn is_plain_letter(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c, '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{24f}' | '\u{388}'..='\u{3ff}'
            | '\u{400}'..='\u{481}' | '\u{48a}'..='\u{52f}')
            && c.is_alphabetic()
}

/// Signs that stand by themselves at the edge of a word.
fn is_plain_sign(c: char) -> bool {
    matches!(
        c,
        '.' | ',' | ';' | ':' | '!' | '?' | '(' | ')' | '[' | ']' | '"' | '“' | '”' | '«' | '»' | '–' | '—' | '…'
    )
}

/// A word of plain letters with signs before and after it; says whether it was that.
fn plain_chunk<'t>(start: usize, chunk: &'t str, call: &mut impl FnMut(usize, &'t str)) -> bool {
    let before = chunk.find(|c| !is_plain_sign(c)).unwrap_or(chunk.len());
    let word = chunk[before..].find(|c| !is_plain_letter(c)).map_or(chunk.len(), |at| before + at);
    // Between digits some signs join, and so do signs with each other.
    if before + chunk[word..].len() > 0 {
        let signs = chunk[..before].chars().chain(chunk[word..].chars());
        if !signs.clone().all(is_plain_sign) {
            return false;
        }
    }
    let signs = |from: usize, to: usize, call: &mut dyn FnMut(usize, &'t str)| {
        for (at, sign) in chunk[from..to].char_indices() {
            call(start + from + at, &chunk[from + at..from + at + sign.len_utf8()]);
        }
    };
    signs(0, before, call);
    if before < word {
        call(start + before, &chunk[before..word]);
    }
    signs(word, chunk.len(), call);
    true
}

/// Whatever stands between two blanks.
fn any_chunk<'t>(start: usize, chunk: &'t str, call: &mut impl FnMut(usize, &'t str)) {
    for (at, word) in chunk.split_word_bound_indices() {
        if word.starts_with(char::is_whitespace) {
            continue;
        }
        let at = start + at;
        let mark = if word.len() > 2 { word.find(['\'', '’']) } else { None };
        match mark.and_then(|mark| cut(word, mark)) {
            Some(cut) => {
                call(at, &word[..cut]);
                call(at + cut, &word[cut..]);
            }
            None => call(at, word),
        }
    }
}

/// Where a word is cut at its first apostrophe, if it is.
fn cut(word: &str, mark: usize) -> Option<usize> {
    let after = mark + word[mark..].chars().next()?.len_utf8();
    if ELIDED.iter().any(|elided| elided.eq_ignore_ascii_case(&word[..mark])) {
        return Some(after);
    }
    word[after..].eq_ignore_ascii_case("s").then_some(mark)
}

/// A word of Hangul without the particle at its end, if there is one.
pub(super) fn without_particle(word: &str) -> Option<&str> {
    let hangul = |c: char| ('\u{ac00}'..='\u{d7a3}').contains(&c);
    if !word.starts_with(hangul) {
        return None;
    }
    PARTICLES.iter().find_map(|particle| word.strip_suffix(particle)).filter(|stem| !stem.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        let mut out = Vec::new();
        each_word(text, |at, word| {
            assert_eq!(&text[at..at + word.len()], word);
            out.push(word);
        });
        out
    }

    #[test]
    fn the_quick_way_cuts_as_the_standard_does() {
        let pieces = [
            "a", "Z", "0", "é", "ж", "Ω", "日", "本", "カ", "ー", "ไ", "ท", "한", "ا", "א", "\u{301}", "\u{200d}",
            "\u{fe0f}", "🦊", "👍🏽", "_", ".", ",", ";", ":", "'", "’", "\"", "“", "”", "–", "-", "(", ")", "…", "!",
            "/", "&", " ", " ", " ", "\n", "\u{a0}", "\u{3000}", "\u{ad}", "×",
        ];
        let mut seed = 7_u64;
        for _ in 0..20_000 {
            let mut text = String::new();
            for _ in 0..8 {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                text += pieces[(seed >> 33) as usize % pieces.len()];
            }
            // A mark on a blank is no word: the standard has it with the blank.
            let joins = |c: char| matches!(c, '\u{301}' | '\u{200d}' | '\u{fe0f}' | '\u{ad}');
            let mut pairs = text.chars().zip(text.chars().skip(1));
            if text.contains(['\'', '’'])
                || pairs.any(|(a, b)| a.is_whitespace() && joins(b))
                || text.starts_with(joins)
            {
                continue;
            }
            let standard: Vec<&str> =
                text.split_word_bounds().filter(|w| !w.starts_with(char::is_whitespace)).collect();
            assert_eq!(words(&text), standard, "{text:?}");
        }
    }

    #[test]
    fn words_are_cut_where_names_begin_and_end() {
        assert_eq!(words("ASEAN–Japan talks"), ["ASEAN", "–", "Japan", "talks"]);
        assert_eq!(words("Japan’s plan, Japan's"), ["Japan", "’s", "plan", ",", "Japan", "'s"]);
        assert_eq!(words("O'Brien’s don't"), ["O'Brien’s", "don't"]);
        assert_eq!(words("l’ONU d'Ivoire dell’Italia"), ["l’", "ONU", "d'", "Ivoire", "dell’", "Italia"]);
        assert_eq!(words("日本国会"), ["日", "本", "国", "会"]);
        assert_eq!(words("ジャパン・タイムズ"), ["ジャパン", "・", "タイムズ"]);
        assert_eq!(words("ไทย").concat(), "ไทย");
        assert!(words("ประเทศไทย").len() > 3);
        assert_eq!(words("3.5 U.S. (2+2)"), ["3.5", "U.S", ".", "(", "2", "+", "2", ")"]);
        assert_eq!(words(" \n'’ "), ["'", "’"]);
        assert_eq!(without_particle("일본은"), Some("일본"));
        assert_eq!((without_particle("은"), without_particle("Japan은")), (None, None));
    }
}
