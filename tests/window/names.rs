//! Names that several bear, wherever the window takes a name for an entity: a choice, never a guess.

use chancery::window::app::Start;
use egui::accesskit::Role;
use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use super::app::Window;

const DOSSIER: &str = r#"Dossier(
    format: 1, title: "Names",
    entities: [
        (id: "m1", kind: "person", name: "Müller"),
        (id: "m2", kind: "person", name: "Muller"),
        (id: "bert", kind: "person", name: "Bert"),
        (id: "lodz", kind: "place", name: "Łódź"),
    ],
    relations: [(id: "r", from: "bert", kind: "knows", to: "lodz")],
)
"#;

struct Opened {
    _folder: tempfile::TempDir,
    window: Window,
}

fn open(select: &[&str]) -> Opened {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("names.ron");
    std::fs::write(&path, DOSSIER).unwrap();
    let select = select.iter().map(|s| (*s).to_owned()).collect();
    let start = Start { path: Some(path), select, ..Start::default() };
    Opened { window: Window::start(start, egui::vec2(1280.0, 800.0)), _folder: folder }
}

fn relations(window: &Window) -> Vec<String> {
    let dossier = window.app().session().dossier();
    dossier.relations().map(|(.., r)| format!("{} {} {}", r.from, r.kind, r.to)).collect()
}

fn shows(window: &Window, words: &str) -> bool {
    window.harness.query_all_by_label_contains(words).next().is_some()
}

#[test]
fn quick_entry_lets_one_choose_and_takes_the_exact_name_without_asking() {
    let mut opened = open(&[]);
    let window = &mut opened.window;
    window.key(Modifiers::COMMAND, Key::L);
    window.type_text("MULLER -> knows -> Bert");
    assert!(shows(window, "“MULLER” could mean “Müller” (m1) or “Muller” (m2)"));
    window.key(Modifiers::NONE, Key::ArrowDown);
    window.key(Modifiers::NONE, Key::Enter);
    assert_eq!(relations(window).len(), 1, "choosing adds nothing yet");
    window.key(Modifiers::NONE, Key::Enter);
    assert_eq!(relations(window)[1], "m2 knows bert");
    window.type_text("Müller -> knows -> Bert");
    window.key(Modifiers::NONE, Key::Enter);
    assert_eq!(relations(window)[2], "m1 knows bert");
    assert_eq!(window.app().session().dossier().entity_count(), 4, "nobody is made twice");
}

#[test]
fn pasted_rows_tie_exactly_and_tell_of_names_that_do_not_decide() {
    let mut opened = open(&[]);
    let window = &mut opened.window;
    let paste = |window: &mut Window, text: &str| {
        window.harness.event(Event::Paste(text.to_owned()));
        window.settle();
    };
    paste(window, "from\tkind\tto\nMuller\tknows\tLODZ\nm1\tknows\tbert\n");
    assert!(shows(window, "LODZ in the open dossier: is Łódź"), "another spelling is told");
    window.key(Modifiers::COMMAND, Key::Enter);
    assert_eq!(relations(window)[1..], ["m2 knows lodz", "m1 knows bert"]);
    let entity = window.app().session().dossier().entity_by_id("lodz").unwrap().clone();
    assert_eq!(entity.name, "Łódź", "it keeps its spelling");
    paste(window, "from\tkind\tto\nMULLER\tknows\tNobody\n");
    assert!(shows(window, "MULLER in the open dossier: is new"), "of two neither is taken");
    assert!(shows(window, "2 entities new, 0 already there"), "who is not there is offered as new");
    window.key(Modifiers::NONE, Key::Escape);
    assert_eq!(relations(window).len(), 3);
}

#[test]
fn an_end_in_the_inspector_is_chosen_where_its_name_does_not_decide() {
    let mut opened = open(&["r"]);
    let window = &mut opened.window;
    let end = |window: &mut Window, text: &str| {
        window.harness.get_by_role_and_label(Role::MultilineTextInput, "To").focus();
        window.settle();
        window.key(Modifiers::COMMAND, Key::A);
        window.type_text(text);
    };
    end(window, "mul");
    assert!(shows(window, "No entity has this name"), "a beginning is no name");
    window.key(Modifiers::NONE, Key::Enter);
    assert_eq!(relations(window), ["bert knows lodz"]);
    end(window, "muller");
    assert!(shows(window, "Several have this name. Choose one:"));
    window.click("Muller (m2)");
    assert_eq!(relations(window), ["bert knows m2"]);
    end(window, "Müller");
    assert!(shows(window, "Enter: use Müller"));
    window.key(Modifiers::NONE, Key::Enter);
    assert_eq!(relations(window), ["bert knows m1"]);
}

#[test]
fn a_new_entity_is_told_of_all_that_bear_its_name() {
    let mut opened = open(&[]);
    let window = &mut opened.window;
    window.key(Modifiers::NONE, Key::N);
    window.type_text("MÜLLER");
    assert!(shows(window, "Already in this dossier: Müller") && shows(window, "Already in this dossier: Muller"));
}
