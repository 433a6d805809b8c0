//! What the words mean that a field takes from a closed list, in a few words beside them. Which field takes which is told in
//! `fields`.

/// Words with their meaning.
const MEANINGS: &[(&str, &str)] = &[
    ("actual", "it is so, or was"),
    ("planned", "someone intends to do it"),
    ("hoped", "someone hopes for it"),
    ("requested", "someone asked for it"),
    ("cancelled", "it was planned but will not happen"),
    ("ended", "it was so but no longer is"),
    ("stated", "the source says it itself"),
    ("reported", "someone is quoted as saying so"),
    ("inferred", "inferred; no source says it"),
    ("judgement", "how someone judges it"),
    ("given", "a source gives it"),
    ("low", "rated low, or D, E, 4 or 5"),
    ("medium", "rated medium, or C or 3"),
    ("high", "rated high, or A, B, 1 or 2"),
];

/// What a word means; nothing where it is none of these.
pub(super) fn meaning(word: &str) -> &'static str {
    MEANINGS.iter().find(|(known, _)| *known == word).map_or("", |(_, meaning)| meaning)
}

#[test]
fn every_word_of_a_closed_list_has_a_meaning() {
    for field in super::fields::FIELDS {
        for word in super::values::words_of(field.value) {
            assert!(!meaning(word).is_empty(), "{}:{word}", field.word);
        }
    }
}
