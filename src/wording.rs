//! How nouns are said to a person with their number or their article, everywhere the same way. Words of
//! the dossier's format are not here, and neither is anything that knows what is counted.

mod article;

pub(crate) use article::with_article;

/// `1 entity`, `2 entities`; `0 entities`. Words that follow the noun and go by its number belong to it:
/// `1 record is`, `2 records are`.
pub(crate) fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{} {}", in_figures(number), if number == 1 { one } else { many })
}

/// Thin, and never at the end of a line.
const BETWEEN_THOUSANDS: char = '\u{202f}';

/// A number as people read it: `1 234 567`, with thin spaces.
pub(crate) fn in_figures(number: usize) -> String {
    with_thousands(&number.to_string())
}

/// The figures of a number, `-1234.5` or `1234`, with its thousands apart. Anything else stays as it is.
pub(crate) fn with_thousands(figures: &str) -> String {
    let sign = figures.len() - figures.trim_start_matches(['-', '−', '+']).len();
    let whole = figures[sign..].find(|c: char| !c.is_ascii_digit()).map_or(figures.len(), |end| sign + end);
    let mut out = figures[..sign].to_owned();
    for (at, figure) in figures[sign..whole].char_indices() {
        if at > 0 && (whole - sign - at).is_multiple_of(3) {
            out.push(BETWEEN_THOUSANDS);
        }
        out.push(figure);
    }
    out + &figures[whole..]
}

/// `1st`, `2nd`, `3rd`, `11th`.
pub(crate) fn ordinal(number: usize) -> String {
    let end = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{}{end}", in_figures(number))
}

/// The first letter as a capital.
pub(crate) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// Words that are all meant: `a, b and c`.
pub(crate) fn listed(words: &[impl AsRef<str>]) -> String {
    joined(words, "and")
}

/// Whether a text is one of these words or begins or ends a list of them.
pub(crate) fn tells(text: &str, word: &str) -> bool {
    let begins = || text.strip_prefix(word).is_some_and(|rest| rest.starts_with(" and ") || rest.starts_with(", "));
    let ends = || text.strip_suffix(word).is_some_and(|rest| rest.ends_with(" and "));
    !word.is_empty() && (text == word || begins() || ends())
}

/// Words of which one is meant: `a, b or c`.
pub(crate) fn alternatives(words: &[impl AsRef<str>]) -> String {
    joined(words, "or")
}

fn joined(words: &[impl AsRef<str>], last_by: &str) -> String {
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    match words[..] {
        [] => String::new(),
        [only] => only.to_owned(),
        [ref all @ .., last] => format!("{} {last_by} {last}", all.join(", ")),
    }
}

#[test]
fn a_noun_goes_by_its_number() {
    let said = [0, 1, 2, 21].map(|number| counted(number, "entity", "entities"));
    assert_eq!(said, ["0 entities", "1 entity", "2 entities", "21 entities"]);
}

#[test]
fn thousands_stand_apart() {
    let said = [0, 7, 999, 1_000, 12_345, 123_456, 1_234_567, 100_000_000].map(in_figures);
    let expected = ["0", "7", "999", "1 000", "12 345", "123 456", "1 234 567", "100 000 000"];
    assert_eq!(said, expected.map(|text| text.replace(' ', "\u{202f}")));
    for (figures, expected) in [
        ("-1234.5678", "-1 234.5678"),
        ("−1000", "−1 000"),
        ("999.12345", "999.12345"),
        ("1.2e7", "1.2e7"),
        ("", ""),
        ("-", "-"),
        ("c. 1500", "c. 1500"),
    ] {
        assert_eq!(with_thousands(figures), expected.replace("1 ", "1\u{202f}"));
    }
    assert_eq!(counted(2_000, "row", "rows"), "2\u{202f}000 rows");
}

#[test]
fn places_are_counted_as_people_say() {
    let said = [1, 2, 3, 4, 10, 11, 12, 13, 21, 22, 101, 111, 113, 1_003].map(ordinal);
    let expected = [
        "1st",
        "2nd",
        "3rd",
        "4th",
        "10th",
        "11th",
        "12th",
        "13th",
        "21st",
        "22nd",
        "101st",
        "111th",
        "113th",
        "1\u{202f}003rd",
    ];
    assert_eq!(said, expected);
}
