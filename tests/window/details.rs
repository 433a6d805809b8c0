//! What the dossier says of itself, changed in the window: its title, subtitle and note.

use chancery::window::app::Start;
use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use super::app::Window;

const CTRL: Modifiers = Modifiers::COMMAND;
const PLAIN: Modifiers = Modifiers::NONE;

const TEXT: &str = "#![enable(implicit_some)]\n// about\nDossier(format: 1, /* t */ title: \"Old\" /* mine */, // keep\n  \
                    note: \"Two\\nlines\", house: 7,\n  entities: [\n    (id: \"a\",  kind: \"person\", name: \"A\"), // a\n  ],\n)\n";

fn on(folder: &std::path::Path) -> Window {
    let path = folder.join("d.ron");
    std::fs::write(&path, TEXT).unwrap();
    Window::start(Start { path: Some(path), ..Start::default() }, egui::vec2(1280.0, 720.0))
}

fn text(window: &Window) -> String {
    window.app().session().document.text(0).unwrap()
}

fn empty() -> Window {
    let mut window = Window::open();
    window.key(CTRL, Key::N);
    window
}

/// Two clicks as fast as a hand can.
fn double_click(window: &mut Window, pos: egui::Pos2) {
    window.harness.event(Event::PointerMoved(pos));
    window.harness.step();
    for pressed in [true, false, true, false] {
        window.harness.event(Event::PointerButton {
            pos,
            button: egui::PointerButton::Primary,
            pressed,
            modifiers: PLAIN,
        });
        window.harness.step();
    }
    window.settle();
}

/// Letters as a keyboard sends them: each might be a command.
fn letters(window: &mut Window, word: &str) {
    for c in word.chars() {
        let key = Key::from_name(&c.to_uppercase().to_string());
        let event = |key, pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers: PLAIN };
        key.into_iter().for_each(|key| window.harness.event(event(key, true)));
        window.harness.event(Event::Text(c.to_string()));
        key.into_iter().for_each(|key| window.harness.event(event(key, false)));
    }
    window.settle();
}

fn assert_no_command_ran(window: &Window) {
    assert!(!window.app().session().reading.open, "T opens the reading pane");
    assert!(window.harness.query_by_label("Name of the new entity").is_none(), "N asks for an entity");
}

#[test]
fn a_double_click_on_the_title_edits_it_and_what_is_typed_runs_no_command() {
    let mut window = empty();
    let title = window.harness.get_by_label("Title: Untitled dossier").rect().center();
    double_click(&mut window, title);
    letters(&mut window, "tenth net");
    assert_no_command_ran(&window);
    window.key(PLAIN, Key::Enter);
    assert_eq!(window.app().session().dossier().title, "tenth net");
    assert!(text(&window).contains("title: \"tenth net\""));
    assert_eq!(window.app().session().undo_name(), Some("change the title"));
    window.key(CTRL, Key::Z);
    assert_eq!(window.app().session().dossier().title, "Untitled dossier");
    assert_no_command_ran(&window);
}

#[test]
fn the_title_in_the_inspector_is_a_field() {
    let mut window = empty();
    let title = window.harness.get_by_label("Title").rect().left_center() + egui::vec2(20.0, 0.0);
    double_click(&mut window, title);
    letters(&mut window, "nets and ties");
    assert_no_command_ran(&window);
    window.key(PLAIN, Key::Enter);
    assert_eq!(window.app().session().dossier().title, "nets and ties");
    // Esc drops what is typed, and an empty title is no title.
    window.harness.get_by_label("Title").focus();
    window.settle();
    window.key(CTRL, Key::A);
    window.key(PLAIN, Key::Backspace);
    window.key(PLAIN, Key::Enter);
    assert_eq!(window.app().session().dossier().title, "nets and ties");
}

#[test]
fn all_three_are_changed_by_key_in_one_step_and_the_rest_keeps_its_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = on(folder.path());
    window.key(CTRL | Modifiers::SHIFT, Key::T);
    window.type_text("New “title”");
    window.key(PLAIN, Key::Tab);
    window.type_text("What it is about");
    window.key(PLAIN, Key::Tab);
    window.key(CTRL, Key::End);
    window.key(PLAIN, Key::Enter);
    window.type_text("and a third \\ \"one\"");
    assert_eq!(text(&window), TEXT, "nothing is changed before it is agreed to");
    window.key(CTRL, Key::Enter);
    let dossier = window.app().session().dossier();
    assert_eq!(dossier.title, "New “title”");
    assert_eq!(dossier.subtitle.as_deref(), Some("What it is about"));
    assert_eq!(dossier.note.as_deref(), Some("Two\nlines\nand a third \\ \"one\""));
    let new = text(&window);
    for kept in [
        "// about\n",
        "/* t */",
        "/* mine */, // keep",
        "house: 7,",
        "(id: \"a\",  kind: \"person\", name: \"A\"), // a",
    ] {
        assert!(new.contains(kept), "{kept} in {new}");
    }
    window.app().session().document.check().unwrap();
    window.key(CTRL, Key::S);
    assert_eq!(std::fs::read_to_string(folder.path().join("d.ron")).unwrap(), new);
    window.key(CTRL, Key::Z);
    assert_eq!(text(&window), TEXT, "one step, to the byte");
}

#[test]
fn nothing_is_changed_where_nothing_was_typed_or_esc_was_pressed() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = on(folder.path());
    for end in [Key::Enter, Key::Escape] {
        window.key(CTRL | Modifiers::SHIFT, Key::T);
        if end == Key::Escape {
            window.type_text("Another");
        }
        window.key(PLAIN, end);
        assert!(window.harness.query_by_label("Dossier details").is_none());
        assert_eq!((text(&window).as_str(), window.app().session().undo_name()), (TEXT, None));
    }
    // An empty field takes the note away.
    window.harness.get_by_label("Note").focus();
    window.settle();
    window.key(CTRL, Key::A);
    window.key(PLAIN, Key::Backspace);
    window.key(CTRL, Key::Enter);
    assert_eq!(window.app().session().dossier().note, None);
    assert!(!text(&window).contains("note"));
    window.key(CTRL, Key::Z);
    assert_eq!(text(&window), TEXT);
}

#[test]
fn a_dossier_that_may_only_be_read_shows_its_title_and_takes_no_change() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("e.csv");
    std::fs::write(&path, "source,target\na,b\n").unwrap();
    let mut window = Window::start(Start { path: Some(path), ..Start::default() }, egui::vec2(1280.0, 720.0));
    let title = window.app().session().dossier().title.clone();
    assert!(window.harness.query_by_label(&format!("Title: {title}")).is_none());
    window.key(CTRL | Modifiers::SHIFT, Key::T);
    assert!(window.harness.query_by_label("Dossier details").is_none());
}
