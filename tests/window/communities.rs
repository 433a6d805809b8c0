//! A large network in the window: coloured by its communities, which are named beside it, brought out and flown to.

use chancery::window::app::Start;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use super::app::Window;

/// A dossier of 400 people in 20 groups, each tied to the most of its own.
fn large(folder: &std::path::Path) -> std::path::PathBuf {
    let mut text = String::from("Dossier(format: 1, title: \"Large\", entities: [\n");
    (0..400).for_each(|n| text += &format!("(id: \"e{n}\", kind: \"person\", name: \"Person {n}\"),\n"));
    text += "], relations: [\n";
    for n in 0..400 {
        let group = n / 20 * 20;
        for step in 1..4 {
            text += &format!("(from: \"e{n}\", kind: \"supports\", to: \"e{}\"),\n", group + (n + step) % 20);
        }
        if n % 20 == 0 {
            text += &format!("(from: \"e{n}\", kind: \"opposes\", to: \"e{}\"),\n", (n + 20) % 400);
        }
    }
    let file = folder.join("large.ron");
    std::fs::write(&file, text + "])").unwrap();
    file
}

fn open() -> (tempfile::TempDir, Window) {
    let folder = tempfile::tempdir().unwrap();
    let path = Some(large(folder.path()));
    let window = Window::start(Start { path, ..Start::default() }, egui::vec2(1280.0, 800.0));
    (folder, window)
}

fn shows(window: &Window, word: &str) -> usize {
    window.harness.query_all_by_label_contains(word).count()
}

#[test]
fn communities_are_said_with_counts_and_go_by_a_key() {
    let (_folder, mut window) = open();
    assert_eq!(window.app().session().colouring().to_string(), "community");
    assert_eq!(shows(&window, "Colours: Community"), 1);
    assert_eq!((shows(&window, " (20)"), shows(&window, "8 others (160)")), (12, 1));
    let areas = window.app().scene().areas.len();
    assert!((8..=12).contains(&areas), "{areas}");
    window.key(Modifiers::NONE, Key::O);
    window.settle();
    assert_eq!(
        (shows(&window, "Colours: "), window.app().scene().areas.len()),
        (0, 0),
        "kinds, which the outline says"
    );
    window.key(Modifiers::NONE, Key::O);
    window.settle();
    assert_eq!((shows(&window, "Colours: Community"), window.app().scene().areas.len()), (1, areas));
    // The legend over the graph says the same.
    window.key(Modifiers::NONE, Key::K);
    window.settle();
    assert_eq!((shows(&window, "Colour: Community"), shows(&window, "8 others (160)")), (1, 2));
}

#[test]
fn a_row_brings_its_community_out_and_enter_flies_there() {
    let (_folder, mut window) = open();
    let name = |window: &Window| window.app().scene().areas[0].name.clone() + " (20)";
    let label = name(&window);
    let before = window.app().canvas().camera();
    window.click(&label);
    window.settle();
    let is_on = |window: &Window, label: &str| window.app().session().shows_a_colour() && shows(window, label) == 1;
    assert!(is_on(&window, &label));
    assert_eq!(window.app().canvas().camera(), before, "a click stays");
    window.click(&label);
    window.settle();
    assert!(!is_on(&window, &label), "a second takes it back");
    window.harness.get_by_label(&label).focus();
    window.key(Modifiers::NONE, Key::Enter);
    window.settle();
    let after = window.app().canvas().camera();
    assert!(is_on(&window, &label) && after.zoom > before.zoom * 1.5, "{before:?} {after:?}");
    window.key(Modifiers::NONE, Key::Escape);
    window.settle();
    assert!(!is_on(&window, &label));
}
