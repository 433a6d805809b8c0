//! The programs in `examples/` do what they say, called as functions.

use std::path::Path;

#[allow(dead_code, reason = "its `main` is for the command line")]
#[path = "../examples/draw_figure.rs"]
mod draw_figure;
#[allow(dead_code, reason = "its `main` is for the command line")]
#[path = "../examples/who_rests_on.rs"]
mod who_rests_on;

#[test]
fn a_figure_is_drawn_as_svg() {
    let bytes = draw_figure::draw(Path::new("example:asean-japan")).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let svg = roxmltree::Document::parse(&text).unwrap();
    assert_eq!(svg.root_element().tag_name().name(), "svg");
    assert!(text.contains("Japan"));
    assert!(draw_figure::draw(Path::new("example:nowhere")).is_err());
}

#[test]
fn what_rests_on_a_source_is_listed_and_on_that_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("notes.ron");
    let text = r#"Dossier(format: 1,
        sources: [(id: "letter", title: "A letter"), (id: "call", title: "A call")],
        entities: [
            (id: "a", kind: "state", name: "Anna", claims: [(source: "letter")]),
            (id: "b", kind: "state", name: "Berta", claims: [(source: "letter"), (source: "call")]),
            (id: "c", kind: "state", name: "Carla", claims: [(source: "call")]),
        ],
        relations: [(from: "a", kind: "borders", to: "c", claims: [(source: "letter")])])"#;
    std::fs::write(&file, text).unwrap();
    let report = who_rests_on::report(&file, "letter").unwrap();
    let lines: Vec<&str> = report.lines().map(str::trim).collect();
    assert_eq!(
        lines,
        ["On “A letter” rest:", "Anna, and on nothing else", "Berta", "Anna – borders – Carla, and on nothing else"]
    );
    assert!(who_rests_on::report(&file, "diary").unwrap_err().contains("diary"));
}
