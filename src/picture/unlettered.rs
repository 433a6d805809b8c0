//! Letters that none of our fonts has, as problems of a dossier: each name that has one is told once, where it stands.

use crate::dossier::document::{Document, FieldPlaces};
use crate::dossier::model::{Entity, List};
use crate::picture::lettering::undrawable;
use crate::problem::{Problem, Subject, codes, printable};

/// Names that are told one by one at most.
const MOST: usize = 100;

/// A note for each entity whose name cannot be drawn whole.
pub(crate) fn problems(document: &Document) -> Vec<Problem> {
    let mut places = FieldPlaces::new(document);
    let lacking = document.dossier.entities().filter_map(|(_, entity)| Some((entity, lacking(entity)?)));
    let told = |(entity, letters): (&Entity, String)| {
        let mut problem = Problem::note(
            codes::NO_LETTER,
            format!("no built-in font has {letters} of “{}”; figures show boxes instead", printable(&entity.name)),
        )
        .with_subject(Subject::Entity(entity.id.shared()))
        .with_help("use `chancery figure --system-fonts` to take them from installed fonts");
        problem.place = places.place(List::Entities, entity.id.as_str(), "name", None);
        problem
    };
    lacking.take(MOST).map(told).collect()
}

/// The letters of an entity's name that no font has, in words; `None` where there are none.
fn lacking(entity: &Entity) -> Option<String> {
    let mut letters = undrawable(&entity.name);
    letters.extend(undrawable(entity.label()));
    in_words(letters)
}

/// Letters with their numbers, each once: `學 (U+5B78), 圳 (U+5733)`.
pub(crate) fn in_words(mut letters: Vec<char>) -> Option<String> {
    letters.sort_unstable();
    letters.dedup();
    const SHOWN: usize = 6;
    let mut words: Vec<String> = letters.iter().take(SHOWN).map(|c| format!("{c} (U+{:04X})", u32::from(*c))).collect();
    if letters.len() > SHOWN {
        words.push(crate::wording::counted(letters.len() - SHOWN, "other letter", "other letters"));
    }
    (!words.is_empty()).then(|| crate::wording::listed(&words))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::document::open_texts;

    #[test]
    fn a_name_that_cannot_be_drawn_is_told_where_it_stands() {
        let text = "Dossier(format: 1, title: \"Letters\", entities: [\n  (id: \"a\", kind: \"state\", name: \"Japan 日本\"),\n  \
                    (id: \"b\", kind: \"state\", name: \"𓀀𓀀 of Egypt\"),\n])";
        let document = open_texts(&[("letters.ron", text)]);
        let [problem] = &problems(&document)[..] else { panic!("one of two") };
        assert_eq!(problem.code, codes::NO_LETTER);
        assert!(
            problem.message.starts_with("no built-in font has 𓀀 (U+13000) of “𓀀𓀀 of Egypt”"),
            "{}",
            problem.message
        );
        let place = problem.place.as_ref().unwrap();
        assert_eq!((place.line, place.column), (3, 34));
    }

    #[test]
    fn many_letters_are_counted() {
        assert_eq!(in_words(vec![]), None);
        let said = in_words(('\u{13000}'..='\u{13009}').collect()).unwrap();
        assert!(said.ends_with("and 4 other letters"), "{said}");
    }
}
