//! Files that another program deletes, moves or breaks while they are open: nothing is lost, it is said
//! what happened, and nothing is written anew unasked.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chancery::dossier::storage::{RealDisk, Storage};
use chancery::window::app::Start;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use super::app::Window;

const MAIN: &str = "// Mine.\nDossier(format: 1, title: \"Small\", include: [\"parts/part.ron\"], entities: [\n    (id: \"a\", kind: \"state\", name: \"A\"), // first\n])\n";
const PART: &str = "Dossier(format: 1, entities: [\n    (id: \"b\", kind: \"state\", name: \"B\"), // second\n])\n";
const MARKS: &str = "<<<<<<< ours\n(((\n=======\n]]]\n>>>>>>> theirs\n";

/// A dossier of two files in a folder of its own, and a place for what is unsaved.
struct Place {
    top: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let place = Place { top: tempfile::tempdir().unwrap() };
        std::fs::create_dir_all(place.folder().join("parts")).unwrap();
        std::fs::write(place.main(), MAIN).unwrap();
        std::fs::write(place.part(), PART).unwrap();
        place
    }

    fn folder(&self) -> PathBuf {
        self.top.path().join("work")
    }

    fn main(&self) -> PathBuf {
        self.folder().join("small.ron")
    }

    fn part(&self) -> PathBuf {
        self.folder().join("parts/part.ron")
    }

    fn state(&self) -> PathBuf {
        self.top.path().join("state")
    }

    fn window(&self) -> Window {
        let (path, state) = (Some(self.main()), Some(self.state()));
        let start = Start { path, state, select: vec!["a".into()], ..Start::default() };
        Window::start(start, egui::vec2(1000.0, 700.0))
    }

    fn keeps(&self, path: &Path, content: &str) -> bool {
        let versions = Storage::new(Arc::new(RealDisk), self.state()).versions_of(path);
        versions.iter().any(|version| std::fs::read_to_string(&version.path).unwrap() == content)
    }
}

fn name_of(window: &Window, id: &str) -> Option<String> {
    window.app().session().dossier().entity_by_id(id).map(|e| e.name.clone())
}

fn rename(window: &mut Window, name: &str) {
    window.key(Modifiers::NONE, Key::F2);
    window.type_text(name);
    window.key(Modifiers::NONE, Key::Enter);
}

fn until(window: &mut Window, what: &str, is: impl Fn(&Window) -> bool) {
    for _ in 0..2500 {
        if is(window) {
            return window.settle();
        }
        window.harness.step();
        std::thread::sleep(std::time::Duration::from_millis(4));
    }
    panic!("not so: {what}");
}

fn says(window: &Window, words: &str) -> bool {
    window.harness.query_all_by_label_contains(words).next().is_some()
}

fn is_changed(window: &Window) -> bool {
    window.app().session().is_changed()
}

fn write_anew(window: &mut Window) {
    window.key(Modifiers::COMMAND, Key::S);
    assert!(says(window, " again?"), "it is asked first");
    window.click("Save again");
    until(window, "it is saved", |w| !is_changed(w));
}

#[test]
fn a_saved_file_that_is_deleted_counts_as_changed_and_is_written_anew_when_asked() {
    let place = Place::new();
    let mut window = place.window();
    rename(&mut window, "Alpha");
    window.key(Modifiers::COMMAND, Key::S);
    let saved = MAIN.replace("\"A\"", "\"Alpha\"");
    assert_eq!(std::fs::read_to_string(place.main()).unwrap(), saved);
    std::fs::remove_file(place.main()).unwrap();
    until(&mut window, "it is told", |w| says(w, "small.ron is gone"));
    assert!(is_changed(&window) && says(&window, "A copy of the last saved version is in"));
    assert!(place.keeps(&place.main(), &saved));
    // Closing and going on ask, and nothing is written unasked.
    window.key(Modifiers::COMMAND, Key::Q);
    assert!(says(&window, "Save the changes to") && says(&window, "If you don’t save, this will not be repaired"));
    window.key(Modifiers::NONE, Key::Escape);
    window.key(Modifiers::COMMAND, Key::S);
    assert!(says(&window, "Save small.ron again?"));
    window.key(Modifiers::NONE, Key::Escape);
    assert!(!place.main().exists() && is_changed(&window));
    write_anew(&mut window);
    assert_eq!(std::fs::read_to_string(place.main()).unwrap(), saved);
    assert!(!says(&window, "is gone"), "what is over is not said any more");
    // The history is what it was.
    window.key(Modifiers::COMMAND, Key::Z);
    assert_eq!(name_of(&window, "a").as_deref(), Some("A"));
    window.key(Modifiers::COMMAND, Key::S);
    assert_eq!(std::fs::read_to_string(place.main()).unwrap(), MAIN);
}

#[test]
fn a_file_that_vanishes_right_before_a_save_is_asked_about_too() {
    let place = Place::new();
    let mut window = place.window();
    rename(&mut window, "Alpha");
    std::fs::remove_file(place.main()).unwrap();
    window.key(Modifiers::COMMAND, Key::S);
    until(&mut window, "it is asked", |w| says(w, "Save small.ron again?"));
    assert!(!place.main().exists());
    window.click("Save again");
    until(&mut window, "it is saved", |w| !is_changed(w));
    assert_eq!(std::fs::read_to_string(place.main()).unwrap(), MAIN.replace("\"A\"", "\"Alpha\""));
}

#[test]
fn a_file_broken_by_conflict_marks_is_told_with_its_place_and_kept_when_it_is_replaced() {
    let place = Place::new();
    let mut window = place.window();
    let broken = format!("{MARKS}{MAIN}");
    std::fs::write(place.main(), &broken).unwrap();
    until(&mut window, "it is told", |w| says(w, "is broken now: small.ron:1:1: "));
    assert!(is_changed(&window) && place.keeps(&place.main(), MAIN));
    assert_eq!((name_of(&window, "a"), name_of(&window, "b")), (Some("A".into()), Some("B".into())));
    rename(&mut window, "Alpha");
    window.key(Modifiers::COMMAND, Key::S);
    assert_eq!(std::fs::read_to_string(place.main()).unwrap(), broken, "nothing is replaced unasked");
    window.click("Save again");
    until(&mut window, "it is saved", |w| !is_changed(w));
    assert_eq!(std::fs::read_to_string(place.main()).unwrap(), MAIN.replace("\"A\"", "\"Alpha\""));
    assert!(place.keeps(&place.main(), &broken));
}

#[test]
fn an_included_file_that_is_gone_or_broken_takes_no_record_with_it() {
    let place = Place::new();
    let mut window = place.window();
    std::fs::remove_file(place.part()).unwrap();
    until(&mut window, "it is told", |w| says(w, "part.ron is gone"));
    assert_eq!(name_of(&window, "b").as_deref(), Some("B"));
    // The other file may change meanwhile: that is taken over, and the lost one is still told of.
    std::fs::write(place.main(), MAIN.replace("\"A\"", "\"Azure\"")).unwrap();
    until(&mut window, "their change is here", |w| name_of(w, "a").as_deref() == Some("Azure"));
    assert!(name_of(&window, "b").as_deref() == Some("B") && is_changed(&window));
    write_anew(&mut window);
    assert_eq!(std::fs::read_to_string(place.part()).unwrap(), PART);
    assert_eq!(std::fs::read_to_string(place.main()).unwrap(), MAIN.replace("\"A\"", "\"Azure\""));
    std::fs::write(place.part(), format!("{PART}{MARKS}")).unwrap();
    until(&mut window, "it is told", |w| says(w, "part.ron was changed by another program and is broken"));
    assert_eq!(name_of(&window, "b").as_deref(), Some("B"));
    write_anew(&mut window);
    assert_eq!(std::fs::read_to_string(place.part()).unwrap(), PART);
}

#[test]
fn a_file_that_comes_back_as_it_was_changes_nothing() {
    let place = Place::new();
    let mut window = place.window();
    rename(&mut window, "Alpha");
    window.key(Modifiers::COMMAND, Key::Z);
    let aside = place.folder().with_file_name("elsewhere");
    std::fs::rename(place.folder(), &aside).unwrap();
    until(&mut window, "it is told", |w| says(w, "its folder"));
    assert!(is_changed(&window));
    std::fs::rename(&aside, place.folder()).unwrap();
    until(&mut window, "all is well", |w| !is_changed(w));
    assert!(!says(&window, "is gone"));
    window.key(Modifiers::COMMAND, Key::Y);
    assert_eq!(name_of(&window, "a").as_deref(), Some("Alpha"), "the history is what it was");
}

#[test]
fn a_dossier_whose_folder_was_renamed_is_written_anew_with_its_folder() {
    let place = Place::new();
    let mut window = place.window();
    std::fs::rename(place.folder(), place.folder().with_file_name("elsewhere")).unwrap();
    until(&mut window, "it is told", |w| says(w, "its folder"));
    write_anew(&mut window);
    assert_eq!(std::fs::read_to_string(place.main()).unwrap(), MAIN);
    assert_eq!(std::fs::read_to_string(place.part()).unwrap(), PART);
}

#[test]
fn what_cannot_be_read_is_not_written_over() {
    let place = Place::new();
    let mut window = place.window();
    std::fs::remove_file(place.main()).unwrap();
    std::fs::create_dir(place.main()).unwrap();
    until(&mut window, "it is told", |w| says(w, "small.ron can no longer be read"));
    assert!(is_changed(&window));
    window.key(Modifiers::COMMAND, Key::S);
    assert!(says(&window, "small.ron cannot be saved there"));
    assert!(window.harness.query_by_label("Save again").is_none());
    window.click("Cancel");
    std::fs::remove_dir(place.main()).unwrap();
    std::fs::write(place.main(), MAIN).unwrap();
    until(&mut window, "all is well", |w| !is_changed(w));
}

#[test]
fn what_a_crash_left_behind_is_brought_back_without_its_file() {
    for breaks in [
        |place: &Place| std::fs::remove_dir_all(place.folder()).unwrap(),
        |place: &Place| {
            std::fs::write(place.main(), MARKS).unwrap();
            std::fs::remove_file(place.part()).unwrap();
        },
    ] {
        let place = Place::new();
        let mut window = place.window();
        rename(&mut window, "Alpha");
        drop(window);
        breaks(&place);
        let mut window = place.window();
        window.click("Restore");
        assert_eq!((name_of(&window, "a"), name_of(&window, "b")), (Some("Alpha".into()), Some("B".into())));
        assert!(is_changed(&window));
        write_anew(&mut window);
        assert_eq!(std::fs::read_to_string(place.main()).unwrap(), MAIN.replace("\"A\"", "\"Alpha\""));
        assert_eq!(std::fs::read_to_string(place.part()).unwrap(), PART);
    }
}
