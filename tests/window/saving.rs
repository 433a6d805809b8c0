//! What becomes of changes in the window: they are saved, asked about, brought back after a crash, and
//! kept on top of what others change in the file.

use chancery::window::app::{AfterSave, Start};
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use super::app::Window;
use super::editing::{empty, name_of, with};

#[test]
fn saving_writes_only_what_changed_and_takes_the_mark_away() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("small.ron");
    let before = "// Mine.\nDossier(format: 1, title: \"Small\",\n  entities: [ // all\n    (id: \"a\", kind: \"state\", name: \"A\"), \n\n    (id: \"b\", kind: \"state\", name: \"B\"),\n  ])\n";
    std::fs::write(&path, before).unwrap();
    let start = Start { path: Some(path.clone()), select: vec!["a".into()], ..Start::default() };
    let mut window = Window::start(start, egui::vec2(1000.0, 700.0));
    window.key(Modifiers::NONE, Key::F2);
    window.type_text("Alpha");
    window.key(Modifiers::NONE, Key::Enter);
    assert!(window.app().session().is_changed());
    window.key(Modifiers::COMMAND, Key::S);
    window.settle();
    assert!(!window.app().session().is_changed());
    assert_eq!(std::fs::read_to_string(&path).unwrap(), before.replace("\"A\"", "\"Alpha\""));
    // Undo goes on after saving, and what is on disk is then another state.
    window.key(Modifiers::COMMAND, Key::Z);
    assert!(window.app().session().is_changed());
    window.key(Modifiers::COMMAND, Key::S);
    window.settle();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), before);
}

#[test]
fn unsaved_changes_are_asked_about_before_they_are_left() {
    let mut window = with("japan");
    window.key(Modifiers::NONE, Key::Delete);
    window.key(Modifiers::COMMAND, Key::N);
    assert!(window.harness.query_by_label_contains("Save the changes to").is_some());
    window.key(Modifiers::NONE, Key::Escape);
    assert!(window.app().session().dossier().entity_count() > 10, "still there");
    window.key(Modifiers::COMMAND, Key::N);
    window.click("Don’t save");
    assert_eq!(window.app().session().dossier().entity_count(), 0);
}

#[test]
fn a_new_dossier_is_saved_to_a_place_and_a_place_that_refuses_is_told_with_a_way_out() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = empty();
    window.key(Modifiers::NONE, Key::N);
    window.type_text("Laos");
    window.key(Modifiers::NONE, Key::Enter);
    window.harness.state_mut().write(Some(folder.path().join("none/new.ron")), AfterSave::Stay);
    window.settle();
    assert!(window.harness.query_by_label_contains("Could not save").is_some());
    assert!(window.harness.query_by_label("Save as…").is_some());
    assert!(window.app().session().is_changed());
    let path = folder.path().join("new.ron");
    window.harness.state_mut().write(Some(path.clone()), AfterSave::Stay);
    window.settle();
    assert!(!window.app().session().is_changed());
    assert!(std::fs::read_to_string(&path).unwrap().contains("Laos"));
    assert_eq!(window.app().session().document.path.as_deref(), Some(path.as_path()));
}

/// A window on a file of its own, with a place for what is unsaved.
fn kept(folder: &std::path::Path) -> Window {
    let path = folder.join("small.ron");
    let start =
        Start { path: Some(path), state: Some(folder.join("state")), select: vec!["a".into()], ..Start::default() };
    Window::start(start, egui::vec2(1000.0, 700.0))
}

const SMALL: &str = "Dossier(format: 1, title: \"Small\", entities: [\n    (id: \"a\", kind: \"state\", name: \"A\"), // first\n    (id: \"b\", kind: \"state\", name: \"B\"),\n])\n";

fn rename(window: &mut Window, name: &str) {
    window.key(Modifiers::NONE, Key::F2);
    window.type_text(name);
    window.key(Modifiers::NONE, Key::Enter);
}

#[test]
fn what_a_crash_left_behind_is_offered_and_brought_back() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("small.ron"), SMALL).unwrap();
    let mut window = kept(folder.path());
    rename(&mut window, "Alpha");
    rename(&mut window, "Aleph");
    window.key(Modifiers::COMMAND, Key::Z);
    // The window goes without a word, as in a crash.
    drop(window);
    let mut window = kept(folder.path());
    assert!(window.harness.query_by_label_contains("3 changes").is_some());
    window.click("Restore");
    assert_eq!(name_of(&window, "a").as_deref(), Some("Alpha"));
    assert!(window.app().session().is_changed());
    window.key(Modifiers::COMMAND, Key::Z);
    assert_eq!(name_of(&window, "a").as_deref(), Some("A"), "each is a step to undo");
    window.key(Modifiers::COMMAND, Key::Y);
    window.key(Modifiers::COMMAND, Key::S);
    assert_eq!(std::fs::read_to_string(folder.path().join("small.ron")).unwrap(), SMALL.replace("\"A\"", "\"Alpha\""));
    drop(window);
    let window = kept(folder.path());
    assert!(window.harness.query_by_label("Restore").is_none(), "what is saved is offered no more");
}

/// Frames until something is so, for at most some seconds.
pub(super) fn until(window: &mut Window, what: &str, is: impl Fn(&Window) -> bool) {
    for _ in 0..1500 {
        if is(window) {
            return;
        }
        window.harness.step();
        std::thread::sleep(std::time::Duration::from_millis(4));
    }
    panic!("not so: {what}");
}

#[test]
fn a_change_from_outside_is_read_and_own_changes_stay_on_top() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("small.ron");
    std::fs::write(&path, SMALL).unwrap();
    let mut window = kept(folder.path());
    rename(&mut window, "Alpha");
    std::fs::write(&path, SMALL.replace("\"B\"", "\"Beta\"")).unwrap();
    until(&mut window, "their change is here", |w| name_of(w, "b").as_deref() == Some("Beta"));
    window.settle();
    assert_eq!(name_of(&window, "a").as_deref(), Some("Alpha"));
    assert_eq!(window.selected(), ["a"]);
    assert!(window.app().session().is_changed());
    window.key(Modifiers::COMMAND, Key::S);
    let both = SMALL.replace("\"A\"", "\"Alpha\"").replace("\"B\"", "\"Beta\"");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), both);
    // Nothing unsaved: it is just read again.
    std::fs::write(&path, SMALL).unwrap();
    until(&mut window, "the old is back", |w| name_of(w, "a").as_deref() == Some("A"));
    assert!(!window.app().session().is_changed());
}

#[test]
fn what_both_changed_is_asked_about() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("small.ron");
    std::fs::write(&path, SMALL).unwrap();
    let mut window = kept(folder.path());
    rename(&mut window, "Alpha");
    std::fs::write(&path, SMALL.replace("\"A\"", "\"Azure\"")).unwrap();
    until(&mut window, "it is asked", |w| w.harness.query_by_label_contains("In the file:").is_some());
    window.settle();
    assert_eq!(name_of(&window, "a").as_deref(), Some("Azure"), "what is on disk stands until one chooses");
    window.click("Use these versions");
    assert_eq!(name_of(&window, "a").as_deref(), Some("Alpha"));
    window.key(Modifiers::COMMAND, Key::S);
    assert!(std::fs::read_to_string(&path).unwrap().contains("Alpha"));
}

#[test]
fn a_crash_while_one_is_asked_whose_version_stands_loses_neither() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("small.ron");
    std::fs::write(&path, SMALL).unwrap();
    let mut window = kept(folder.path());
    rename(&mut window, "Alpha");
    std::fs::write(&path, SMALL.replace("\"A\"", "\"Azure\"")).unwrap();
    until(&mut window, "it is asked", |w| w.harness.query_by_label_contains("In the file:").is_some());
    window.settle();
    // A stray key does not give it up.
    window.key(Modifiers::NONE, Key::Escape);
    assert!(window.harness.query_by_label_contains("In the file:").is_some());
    drop(window);
    let mut window = kept(folder.path());
    window.click("Restore");
    assert_eq!(name_of(&window, "a").as_deref(), Some("Alpha"));
    window.key(Modifiers::COMMAND, Key::Z);
    assert_eq!(name_of(&window, "a").as_deref(), Some("Azure"));
}
