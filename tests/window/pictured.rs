//! Icons and pictures in nodes, as a person meets them: a dossier is opened, edited, read again.

use std::path::Path;

use chancery::dossier::edit::{Change, EntityField};
use chancery::dossier::model::FieldValue;
use chancery::window::action::{Action, Command, Edits};
use chancery::window::app::Start;
use egui::{Key, Modifiers};

use super::app::Window;

/// A copy of the dossier with pictures, to be changed.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("pictures")).unwrap();
    let from = Path::new("tests/data/pictured");
    for file in ["harbour.ron", "pictures/north.png", "pictures/sato.png", "pictures/quay.jpg"] {
        std::fs::copy(from.join(file), folder.path().join(file)).unwrap();
    }
    folder
}

fn open(folder: &Path) -> Window {
    let path = Some(folder.join("harbour.ron"));
    Window::start(Start { path, ..Start::default() }, egui::vec2(1280.0, 800.0))
}

fn has(window: &Window, id: &str) -> bool {
    window.app().session().pictures.of(id).is_some()
}

fn told(window: &Window) -> Vec<String> {
    let problems = &window.app().session().document.problems;
    problems.iter().map(|p| p.message.clone()).filter(|m| m.contains("picture")).collect()
}

/// Long enough for what is done a while after a change.
fn rest(window: &mut Window) {
    for _ in 0..30 {
        window.harness.step();
    }
    window.settle();
}

fn name_picture(window: &mut Window, id: &str, file: &str) {
    let value = Some(FieldValue::Text(file.to_owned()));
    let change = Change::SetEntity { id: id.into(), set: vec![EntityField::Own("picture".to_owned(), value)] };
    let ctx = window.harness.ctx.clone();
    window.harness.state_mut().perform(&ctx, Action::Edit(Box::new(Edits::of(vec![change]))));
    rest(window);
}

#[test]
fn pictures_are_there_when_a_dossier_has_opened_and_what_is_missing_is_told() {
    let folder = folder();
    let mut window = open(folder.path());
    assert!(has(&window, "sato") && has(&window, "north") && has(&window, "quay"));
    assert!(!has(&window, "bank") && !has(&window, "lim"));
    // Those of the bank, of the office and of the talks are not there.
    assert_eq!(told(&window).len(), 3);
    // Changes of other things leave them alone, and are told beside the problems of the text.
    std::fs::copy("tests/data/pictured/pictures/bank.png", folder.path().join("pictures/bank.png")).unwrap();
    window.key(Modifiers::NONE, Key::N);
    window.type_text("Laos");
    window.key(Modifiers::NONE, Key::Enter);
    rest(&mut window);
    assert!(has(&window, "sato") && !has(&window, "bank"));
    assert_eq!(told(&window).len(), 3);
    // The file that has come is seen as soon as entities name other files.
    name_picture(&mut window, "quay", "pictures/bank.png");
    assert!(has(&window, "bank") && has(&window, "quay"));
    assert_eq!(told(&window).len(), 2);
    // What is named no more is gone, and so is the word of it.
    name_picture(&mut window, "office", "../secret.png");
    assert!(told(&window).iter().any(|m| m.contains("`..` leads out of it")), "{:?}", told(&window));
    name_picture(&mut window, "office", "pictures/quay.jpg");
    assert_eq!(told(&window).len(), 1);
    window.key(Modifiers::COMMAND, Key::Z);
    rest(&mut window);
    assert!(!has(&window, "office"));
}

#[test]
fn a_file_that_is_changed_outside_is_read_again_with_its_pictures() {
    let folder = folder();
    let mut window = open(folder.path());
    let before = std::sync::Arc::clone(window.app().session().pictures.of("north").unwrap());
    let main = folder.path().join("harbour.ron");
    let text = std::fs::read_to_string(&main).unwrap();
    std::fs::write(
        &main,
        text.replace("name: \"South\"", "name: \"South\", fields: {\"picture\": \"pictures/sato.png\"}"),
    )
    .unwrap();
    let ctx = window.harness.ctx.clone();
    window.harness.state_mut().perform(&ctx, Action::Run(Command::Reload));
    window.settle();
    assert!(has(&window, "south"));
    let after = window.app().session().pictures.of("north").unwrap();
    assert!(std::sync::Arc::ptr_eq(&before, after), "what is the same is not read again");
}
