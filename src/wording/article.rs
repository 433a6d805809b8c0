//! The English article before a word, by how the word sounds. Knows nothing of what the word means.

use unicode_normalization::UnicodeNormalization as _;

/// Beginnings that are written with a vowel and spoken with a consonant, as in “you” and “one”.
const LIKE_YOU: &[&str] =
    &["uni", "unes", "use", "usa", "usu", "uti", "uto", "ubi", "uran", "ukr", "eu", "ewe", "one", "once"];
/// Beginnings that look like one of them and are not.
const NOT_LIKE_YOU: &[&str] = &["unim", "unin", "unid"];
/// Beginnings that are written with a consonant and spoken with a vowel.
const SILENT: &[&str] = &["hour", "honest", "honor", "honour", "heir"];
/// Letters whose names begin with a vowel.
const NAMED_WITH_VOWEL: &str = "AEFHILMNORSX";

/// `an organisation`, `a university`, `an NGO`.
pub(crate) fn with_article(word: &str) -> String {
    format!("{} {word}", if begins_with_vowel(word) { "an" } else { "a" })
}

fn begins_with_vowel(words: &str) -> bool {
    let plain = words.nfd().skip_while(|c| !c.is_alphanumeric());
    // Beyond ASCII stand the accents of the letters before them.
    let first: String = plain.take_while(|c| c.is_alphanumeric() || !c.is_ascii()).filter(char::is_ascii).collect();
    if first.starts_with(|c: char| c.is_ascii_digit()) {
        return first.starts_with('8') || ["11", "18"].contains(&first.as_str());
    }
    if is_spelt_out(&first) {
        return first.starts_with(|letter| NAMED_WITH_VOWEL.contains(letter));
    }
    let lower = first.to_ascii_lowercase();
    let starts = |list: &[&str]| list.iter().any(|start| lower.starts_with(start));
    if starts(LIKE_YOU) && !starts(NOT_LIKE_YOU) {
        return false;
    }
    starts(SILENT) || lower.starts_with(['a', 'e', 'i', 'o', 'u'])
}

/// Whether capitals are spoken one by one: they are few, or have no vowel after the first.
fn is_spelt_out(word: &str) -> bool {
    let capitals = !word.is_empty() && word.chars().all(|c| c.is_ascii_uppercase());
    capitals && (word.len() <= 3 || !word[1..].contains(['A', 'E', 'I', 'O', 'U']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_article_goes_by_the_sound() {
        for word in [
            "organisation",
            "entity",
            "agency",
            "official",
            "event",
            "initiative",
            "hour",
            "heir",
            "honorary consul",
            "NGO",
            "MP",
            "HQ",
            "EU body",
            "uncle",
            "unimportant party",
            "umbrella group",
            "urban area",
            "8-party talk",
            "état",
            "Ärztekammer",
            "ASEAN summit",
            "“open” letter",
            "X-ray",
        ] {
            assert!(with_article(word).starts_with("an "), "{}", with_article(word));
        }
        for word in [
            "state",
            "university",
            "union",
            "user",
            "unit",
            "European body",
            "one-off meeting",
            "UN agency",
            "US state",
            "house",
            "host",
            "NATO base",
            "UNESCO site",
            "relation",
            "use",
            "utility",
            "",
            "日本",
            "9-party talk",
            "uranium mine",
        ] {
            assert!(with_article(word).starts_with("a "), "{}", with_article(word));
        }
    }
}
