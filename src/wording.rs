//! How nouns are said to a person with their number or their article, everywhere the same way. Words of
//! the dossier's format are not here, and neither is anything that knows what is counted.

mod article;

pub(crate) use article::with_article;

/// `1 entity`, `2 entities`; `0 entities`. Words that follow the noun and go by its number belong to it:
/// `1 record is`, `2 records are`.
pub(crate) fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// `a, b and c`.
pub(crate) fn listed(words: &[impl AsRef<str>]) -> String {
    let told: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    match told[..] {
        [] => String::new(),
        [only] => only.to_owned(),
        [ref all @ .., last] => format!("{} and {last}", all.join(", ")),
    }
}

#[test]
fn a_noun_goes_by_its_number() {
    let said = [0, 1, 2, 21].map(|number| counted(number, "entity", "entities"));
    assert_eq!(said, ["0 entities", "1 entity", "2 entities", "21 entities"]);
}
