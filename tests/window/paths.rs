//! Choosing files by typing their path, keyboard alone: with completion, and nothing is replaced unasked.

use std::path::{Path, PathBuf};

use chancery::window::action::{Action, Command};
use chancery::window::app::Start;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use super::app::Window;

const CTRL: Modifiers = Modifiers::COMMAND;
const PLAIN: Modifiers = Modifiers::NONE;
const SHIFTED: Modifiers = Modifiers { command: true, shift: true, ..Modifiers::NONE };

fn dossier(title: &str) -> String {
    format!("Dossier(format: 1, title: \"{title}\", entities: [(id: \"a\", kind: \"person\", name: \"A\")])\n")
}

/// A folder with dossiers, one of them in a folder within.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let within = folder.path().join("Cases 2015");
    std::fs::create_dir(&within).unwrap();
    for (path, title) in [
        (folder.path().join("crime-2014.ron"), "First"),
        (folder.path().join("crime-2015.ron"), "Second"),
        (within.join("port.ron"), "Within"),
    ] {
        std::fs::write(path, dossier(title)).unwrap();
    }
    std::fs::write(folder.path().join("crime.txt"), "Words.\n").unwrap();
    folder
}

fn beginning_in(folder: &Path) -> Window {
    Window::start(Start { folder: Some(folder.to_owned()), ..Start::default() }, egui::vec2(1280.0, 720.0))
}

fn on(path: PathBuf) -> Window {
    Window::start(Start { path: Some(path), ..Start::default() }, egui::vec2(1280.0, 720.0))
}

fn title(window: &Window) -> &str {
    &window.app().session().dossier().title
}

fn typed(window: &Window) -> String {
    let field = window.harness.get_by_label("Path");
    egui_kittest::kittest::NodeT::accesskit_node(&field).value().unwrap_or_default()
}

#[test]
fn a_dossier_is_opened_by_the_beginning_of_its_name() {
    let folder = folder();
    let mut window = beginning_in(folder.path());
    window.key(CTRL, Key::O);
    window.type_text("cr");
    window.key(PLAIN, Key::Tab);
    assert!(typed(&window).ends_with("crime"), "{}", typed(&window));
    window.type_text("-");
    window.key(PLAIN, Key::Tab);
    assert!(typed(&window).ends_with("crime-201"), "what both have in common: {}", typed(&window));
    window.type_text("5");
    window.key(PLAIN, Key::Tab);
    window.key(PLAIN, Key::Enter);
    assert_eq!(title(&window), "Second");
    assert!(window.harness.query_by_label("Path").is_none());
    assert!(!window.app().session().reading.open && window.selected().is_empty(), "no command ran");
}

#[test]
fn arrows_choose_and_enter_goes_into_a_folder_and_opens_what_is_in_it() {
    let folder = folder();
    let mut window = beginning_in(folder.path());
    window.key(CTRL, Key::O);
    window.key(PLAIN, Key::ArrowDown);
    window.key(PLAIN, Key::Enter);
    assert!(typed(&window).ends_with(&format!("Cases 2015{}", std::path::MAIN_SEPARATOR)), "{}", typed(&window));
    window.key(PLAIN, Key::ArrowDown);
    window.key(PLAIN, Key::Enter);
    assert_eq!(title(&window), "Within");
}

#[test]
fn a_relative_path_and_a_click_will_do() {
    let folder = folder();
    let mut window = beginning_in(folder.path());
    for (text, is) in [("Cases 2015/port.ron", "Within"), ("Cases 2015/../crime-2014.ron ", "First")] {
        window.key(CTRL, Key::O);
        window.key(CTRL, Key::A);
        window.type_text(text);
        window.key(PLAIN, Key::Enter);
        assert_eq!(title(&window), is);
    }
    window.key(CTRL, Key::O);
    window.harness.get_by_label_contains("crime-2015.ron").click();
    window.settle();
    assert_eq!(title(&window), "Second");
}

#[test]
fn what_is_not_there_is_told_and_esc_closes_the_dialog_alone() {
    let folder = folder();
    let mut window = on(folder.path().join("crime-2014.ron"));
    window.key(CTRL, Key::O);
    window.type_text("nothing.ron");
    window.key(PLAIN, Key::Enter);
    assert!(window.harness.query_by_label_contains("There is no file “nothing.ron” in").is_some());
    window.type_text("x");
    assert!(window.harness.query_by_label_contains("There is no file").is_none(), "it is typed on");
    window.key(CTRL, Key::A);
    window.type_text("/no/such/folder/a");
    assert!(window.harness.query_by_label_contains("The folder /no/such/folder/ does not exist").is_some());
    window.key(PLAIN, Key::Escape);
    assert!(window.harness.query_by_label("Path").is_none());
    assert_eq!(title(&window), "First");
}

#[test]
fn a_file_that_is_there_is_replaced_only_after_asking() {
    let folder = folder();
    let other = folder.path().join("crime-2015.ron");
    let mut window = on(folder.path().join("crime-2014.ron"));
    window.key(SHIFTED, Key::S);
    assert!(typed(&window).ends_with("crime-2014.ron"));
    window.key(CTRL, Key::A);
    window.type_text("crime-2015");
    window.key(PLAIN, Key::Enter);
    assert!(window.harness.query_by_label_contains("“crime-2015.ron” already exists").is_some());
    assert!(std::fs::read_to_string(&other).unwrap().contains("Second"), "it is only asked");
    // Another name is asked about anew.
    window.key(PLAIN, Key::Backspace);
    assert!(window.harness.query_by_label_contains("already exists").is_none());
    window.type_text("5");
    window.key(PLAIN, Key::Enter);
    window.key(PLAIN, Key::Enter);
    assert_eq!(window.app().session().document.path.as_deref(), Some(&*other));
    assert!(std::fs::read_to_string(&other).unwrap().contains("First"));
}

#[test]
fn a_new_dossier_gets_a_place_and_the_usual_extension() {
    let folder = folder();
    let mut window = beginning_in(folder.path());
    window.key(CTRL, Key::N);
    window.key(CTRL, Key::S);
    window.key(CTRL, Key::A);
    window.type_text("no/such/a");
    window.key(PLAIN, Key::Enter);
    assert!(window.harness.query_by_label_contains("does not exist. Correct the path, or create").is_some());
    window.key(CTRL, Key::A);
    window.type_text("Cases 2015");
    window.key(PLAIN, Key::Enter);
    assert!(typed(&window).starts_with("Cases 2015"), "a folder is entered, not written: {}", typed(&window));
    window.type_text("mine");
    window.key(PLAIN, Key::Enter);
    let mine = folder.path().join("Cases 2015/mine.ron");
    assert!(mine.is_file());
    assert_eq!(window.app().session().document.path.as_deref(), Some(&*mine));
}

#[test]
fn a_figure_is_exported_and_a_text_chosen_the_same_way() {
    let folder = folder();
    let mut window = on(folder.path().join("crime-2014.ron"));
    window.key(SHIFTED, Key::E);
    window.click("Save as…");
    window.key(CTRL, Key::A);
    window.type_text("figure");
    window.key(PLAIN, Key::Enter);
    assert!(std::fs::read_to_string(folder.path().join("figure.svg")).unwrap().contains("<svg"));
    window.key(SHIFTED, Key::N);
    window.type_text("Words");
    window.click("Choose a text file");
    assert!(window.harness.query_by_label_contains("crime-2015.ron").is_none(), "dossiers are no texts");
    window.type_text("crime");
    window.key(PLAIN, Key::Tab);
    window.key(PLAIN, Key::Enter);
    window.click("Add source");
    let sources = &window.app().session().dossier().sources;
    assert_eq!(sources.last().and_then(|s| s.text.as_deref()), Some("crime.txt"));
}

#[test]
fn the_dialog_fits_a_small_window_at_a_large_size() {
    let folder = folder();
    for number in 0..80 {
        std::fs::write(folder.path().join(format!("note-{number}.ron")), "").unwrap();
    }
    let mut window = beginning_in(folder.path());
    for _ in 0..3 {
        window.key(CTRL | Modifiers::ALT, Key::Plus);
    }
    window.key(CTRL, Key::O);
    let room = window.harness.ctx.content_rect();
    for part in ["Path", "Cancel", "Open dossier"] {
        let rect = window.harness.get_all_by_label(part).last().unwrap().rect();
        assert!(room.contains_rect(rect), "{part} at {rect:?} in {room:?}");
    }
}

#[test]
fn a_report_is_saved_in_the_format_of_its_name_and_replaces_no_picture_of_others() {
    let folder = folder();
    let mut window = on(folder.path().join("crime-2014.ron"));
    let save = |window: &mut Window, name: &str| {
        let ctx = window.harness.ctx.clone();
        window.harness.state_mut().perform(&ctx, Action::Run(Command::SaveReport));
        window.settle();
        window.key(CTRL, Key::A);
        window.type_text(&folder.path().join(name).display().to_string());
        window.key(PLAIN, Key::Enter);
        window.settle();
    };
    for (name, begins) in [("a.docx", &b"PK\x03\x04"[..]), ("a.pdf", b"%PDF-"), ("a.html", b"<!DOCTYPE html>")] {
        save(&mut window, name);
        assert!(std::fs::read(folder.path().join(name)).unwrap().starts_with(begins), "{name}");
    }
    std::fs::write(folder.path().join("b.svg"), "<svg/>").unwrap();
    save(&mut window, "b.md");
    assert_eq!(std::fs::read_to_string(folder.path().join("b.svg")).unwrap(), "<svg/>");
    assert!(!folder.path().join("b.md").exists());
    save(&mut window, "c.md");
    assert!(std::fs::read_to_string(folder.path().join("c.md")).unwrap().contains("](c.svg)"));
}
