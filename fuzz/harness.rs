// What is done to every damaged file, here and in the tests: read it as a dossier, as one that
// includes it, and hold the lossless tree to its promise.

use chancery::dossier::ron_text;
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
