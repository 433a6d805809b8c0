// What is done to every damaged file, here and in the tests: read it as a dossier, as one that
// includes it, and hold the lossless tree to its promise.

use chancery::dossier::edit::{self, quick_entry};
use chancery::dossier::model::{Date, Dossier};
use chancery::dossier::{document, ron_text};
use chancery::problem::{Problem, codes};

/// Reads bytes as a dossier. Panics where a promise is broken.
pub fn read(bytes: &[u8]) {
    let fetch = |path: &str| match path {
        "background.ron" | "part.ron" => Ok(bytes.to_vec()),
        _ => Err(Problem::error(codes::IO, "not there")),
    };
    let reading = ron_text::read("damaged.ron", bytes, &fetch);
    for problem in &reading.problems {
        let text = problem.to_text();
        assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{text:?}");
        if let Some(place) = &problem.place {
            assert!(place.line >= 1 && place.column >= 1);
        }
    }
    for (_, from, to, _) in reading.dossier.relations() {
        assert!(reading.dossier.entity(from).is_some() && reading.dossier.entity(to).is_some());
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        let (tree, _) = ron_text::parse(text);
        assert_eq!(tree.print(text), text);
        tree.check(text).expect("the tree tiles its text");
    }
}

/// Parses bytes as RON and asks `ron` for its opinion. Known differences, each a refusal of ours
/// that is told with its place: depth, and byte order marks, which `ron` refuses.
pub fn tree(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let (tree, errors) = ron_text::parse(text);
    assert_eq!(tree.print(text), text);
    tree.check(text).expect("the tree tiles its text");
    let deep = text.bytes().filter(|b| matches!(b, b'(' | b'[' | b'{')).count() > 30;
    if deep || text.starts_with('\u{feff}') {
        return;
    }
    let options = ron::Options::default().with_default_extension(
        ron::extensions::Extensions::IMPLICIT_SOME | ron::extensions::Extensions::UNWRAP_NEWTYPES,
    );
    if options.from_str::<ron::Value>(text).is_ok() {
        assert!(errors.is_empty(), "we refuse {text:?}: {:?}", errors.list);
    }
}

/// Reads bytes as a date.
pub fn edtf(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let date = Date::read(text);
    assert_eq!(date.written(), text);
    if let (Some(first), Some(last)) = (date.earliest(), date.latest()) {
        assert!(first <= last, "{text}");
        // Both ends answer, whatever the answer is.
        let _ = (date.holds_on(first), date.holds_on(last));
    }
    assert!(!date.in_words().is_empty() || text.is_empty());
    let days = date.turning_days();
    assert!(days.windows(2).all(|w| w[0] < w[1]), "{text}");
    if let Err(error) = Date::parse(text) {
        assert!(error.span.0 <= error.span.1 && text.is_char_boundary(error.span.0.min(text.len())), "{text}");
    }
}

/// Takes bytes apart as a line of quick entry.
pub fn quick_entry(bytes: &[u8]) {
    thread_local!(static DOSSIER: Dossier = document::open_example(&document::EXAMPLES[1]).dossier);
    let Ok(line) = std::str::from_utf8(bytes) else { return };
    DOSSIER.with(|dossier| {
        match quick_entry::parse(line, dossier) {
            Ok(entry) => {
                let mut dossier = dossier.clone();
                for change in &entry.changes {
                    edit::apply(&mut dossier, change).unwrap_or_else(|why| panic!("{line:?}: {change:?}: {why}"));
                }
                dossier.check_indices().unwrap();
            }
            Err(error) => assert!(error.column <= line.chars().count().max(quick_entry::MOST), "{line:?}"),
        }
        if line.len() < 200 {
            for completion in quick_entry::complete(line, line.len(), dossier) {
                assert!(line.get(completion.range).is_some(), "{line:?}");
            }
        }
    });
}
