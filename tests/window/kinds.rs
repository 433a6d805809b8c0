//! Kinds and the splitting of entities, by pointer and by keys alone.

use chancery::dossier::model::Shape;
use chancery::window::app::Start;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use super::app::Window;

fn with(select: &[&str]) -> Window {
    let select = select.iter().map(|s| (*s).to_owned()).collect();
    Window::start(Start { select, ..Start::default() }, egui::vec2(1280.0, 800.0))
}

fn text(window: &Window) -> String {
    window.app().session().document.text(0).unwrap_or_default()
}

const KINDS: Modifiers = Modifiers { command: true, shift: true, ..Modifiers::NONE };

#[test]
fn by_keys_alone_a_kind_is_added_and_taken_back() {
    let mut window = with(&[]);
    let before = text(&window);
    window.key(KINDS, Key::K);
    window.type_text("harbour");
    window.key(Modifiers::NONE, Key::Enter);
    // The cursor is in its name now.
    window.key(Modifiers::COMMAND, Key::A);
    window.type_text("sea port");
    window.key(Modifiers::COMMAND, Key::Enter);
    let vocabulary = &window.app().session().dossier().vocabulary;
    let kind = vocabulary.entity_kind("harbour").expect("it is there");
    assert_eq!((kind.label.as_str(), kind.plural.as_str()), ("sea port", "sea ports"));
    assert_eq!(window.app().session().undo_name(), Some("set the kind “sea port”"));
    window.key(Modifiers::COMMAND, Key::Z);
    assert!(window.app().session().dossier().vocabulary.entity_kind("harbour").is_none());
    assert_eq!(text(&window), before, "to the byte");
}

#[test]
fn a_built_in_kind_is_changed_for_this_dossier_and_put_back() {
    let mut window = with(&["japan"]);
    window.key(KINDS, Key::K);
    // It opens on the kind of what is selected.
    window.click("Shape: star");
    window.click("Colour: red, threats");
    assert!(window.harness.query_by_label_contains("1 kind changed").is_some());
    window.click("Apply");
    let kind = window.app().session().dossier().vocabulary.entity_kind("state").unwrap().clone();
    assert_eq!((kind.shape, kind.colour.as_str(), kind.strong), (Shape::Star, "#BC411D", true));
    assert!(text(&window).contains("shape: star"));
    // An icon is chosen, and taken away again.
    window.key(KINDS, Key::K);
    window.click("Icon: flag");
    window.click("Apply");
    let icon = |window: &Window| {
        window.app().session().dossier().vocabulary.entity_kind("state").and_then(|kind| kind.icon.clone())
    };
    assert_eq!(icon(&window).as_deref(), Some("flag"));
    assert!(text(&window).contains("icon: \"flag\""));
    window.key(KINDS, Key::K);
    window.click("none");
    window.click("Apply");
    assert_eq!(icon(&window), None);
    assert!(!text(&window).contains("icon"));
    window.key(KINDS, Key::K);
    window.click("Reset to the built-in kind");
    window.key(Modifiers::COMMAND, Key::Enter);
    let kind = window.app().session().dossier().vocabulary.entity_kind("state").unwrap();
    assert_eq!(kind.shape, Shape::RoundedSquare);
}

#[test]
fn a_kind_of_relation_says_which_ends_fit() {
    let mut window = with(&[]);
    window.key(KINDS, Key::K);
    // The table behind has one too.
    window.harness.get_all_by_label("Relations").last().expect("a chip").click();
    window.settle();
    window.harness.get_by_label("Find a kind").focus();
    window.settle();
    window.type_text("sends envoys to");
    window.key(Modifiers::NONE, Key::Enter);
    let add = window.harness.get_all_by_label("Add…").next().expect("a menu of kinds").rect().center();
    window.pointer(add, add, Modifiers::NONE);
    window.click("State");
    window.key(Modifiers::COMMAND, Key::Enter);
    let kind = window.app().session().dossier().vocabulary.relation_kind("sends_envoys_to").expect("it is there");
    assert_eq!((kind.from.as_slice(), kind.directed), (&["state".to_owned()][..], true));
    // What is in use is not deleted.
    window.key(KINDS, Key::K);
    assert!(window.harness.query_by_label("Delete the kind").is_none());
}

#[test]
fn an_entity_is_split_in_one_step() {
    let mut window = with(&["japan"]);
    let before = text(&window);
    let degree = |w: &Window, id: &str| {
        let dossier = w.app().session().dossier();
        dossier.degree(dossier.entity_index(id).unwrap())
    };
    let all = degree(&window, "japan");
    window.key(Modifiers::SHIFT, Key::M);
    window.type_text("Tokyo");
    window.click("Tokyo (alias)");
    window.click("is a partner of ASEAN");
    window.click("carries out Work plan, from October 2015 to 2017");
    assert!(
        window
            .harness
            .query_by_label_contains("2 relations, 1 name and 0 claims will move to the new entity.")
            .is_some()
    );
    window.click("Split");
    assert_eq!(window.selected(), ["tokyo"]);
    assert_eq!((degree(&window, "tokyo"), degree(&window, "japan")), (2, all - 2));
    let japan = window.app().session().dossier().entity_by_id("japan").unwrap();
    assert!(!japan.names.iter().any(|n| n.text == "Tokyo"));
    assert_eq!(window.app().session().undo_name(), Some("split Tokyo from Japan"));
    window.key(Modifiers::COMMAND, Key::Z);
    assert_eq!(degree(&window, "japan"), all);
    assert_eq!(text(&window), before, "to the byte");
}

#[test]
fn the_id_of_an_own_kind_is_changed_and_none_that_is_taken_is_accepted() {
    let mut window = with(&[]);
    window.key(KINDS, Key::K);
    window.type_text("harbour");
    window.key(Modifiers::NONE, Key::Enter);
    window.key(Modifiers::COMMAND, Key::Enter);
    window.key(KINDS, Key::K);
    window.type_text("harbour");
    window.key(Modifiers::NONE, Key::Tab);
    let rename = |window: &mut Window, id: &str| {
        window.harness.get_by_label("ID").focus();
        window.settle();
        window.key(Modifiers::COMMAND, Key::A);
        window.type_text(id);
        window.key(Modifiers::COMMAND, Key::Enter);
    };
    rename(&mut window, "state");
    assert!(window.harness.query_by_label_contains("Another kind already has the ID").is_some());
    rename(&mut window, "port");
    let vocabulary = &window.app().session().dossier().vocabulary;
    assert!(vocabulary.entity_kind("harbour").is_none());
    assert_eq!(vocabulary.entity_kind("port").expect("it is there").label, "harbour");
}
