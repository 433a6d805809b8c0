//! The box: one field that finds names, asks the query language and runs commands, by keys and by accessible names.

use chancery::window::action::{Action, Command};
use chancery::window::app::Start;
use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::app::Window;

const FIELD: &str = "Search, filter or command";

fn ask(window: &mut Window, text: &str) {
    window.key(Modifiers::COMMAND, Key::K);
    window.type_text(text);
}

fn press(window: &mut Window, key: Key) {
    window.key(Modifiers::NONE, key);
}

fn filter(window: &Window) -> &str {
    &window.app().session().look.filter.query
}

fn is_open(window: &Window) -> bool {
    window.harness.query_by_label(FIELD).is_some()
}

fn typed(window: &Window) -> String {
    window.harness.get_by_label(FIELD).accesskit_node().value().unwrap_or_default()
}

/// Whether a text is said somewhere, be it a label or running words.
fn says(window: &Window, text: &str) -> bool {
    let has = |said: Option<String>| said.is_some_and(|said| said.contains(text));
    window
        .harness
        .query_all_by(|_| true)
        .any(|node| has(node.accesskit_node().value()) || has(node.accesskit_node().label()))
}

fn shown(window: &Window) -> (usize, usize) {
    let scene = window.app().scene();
    (scene.nodes.len(), scene.lines.len())
}

#[test]
fn a_question_is_said_in_words_and_enter_narrows_as_one_step() {
    let mut window = Window::open();
    let all = shown(&window);
    ask(&mut window, "from:japan -status:actual");
    assert!(says(&window, "Relations from Japan that are not actual: 7 of 105 relations, with 6 entities"));
    assert_eq!(shown(&window), all, "nothing is hidden before Enter");
    press(&mut window, Key::Enter);
    assert!(!is_open(&window));
    assert_eq!((filter(&window), shown(&window)), ("from:japan -status:actual", (6, 7)));
    assert!(says(&window, "43 of 49 entities and 98 relations hidden"));
    window.key(Modifiers::COMMAND, Key::Z);
    assert_eq!((filter(&window), shown(&window)), ("", all));
    window.key(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    window.click("Show all");
    assert_eq!((filter(&window), shown(&window)), ("", all));
}

#[test]
fn a_second_question_narrows_and_alt_enter_adds() {
    let mut window = Window::open();
    ask(&mut window, "kind:state,organisation");
    press(&mut window, Key::Enter);
    let states = shown(&window).0;
    ask(&mut window, "from:japan");
    assert!(says(&window, "Within the filter kind:state,organisation"));
    press(&mut window, Key::Enter);
    assert_eq!(filter(&window), "from:japan from:(kind:state,organisation) to:(kind:state,organisation)");
    assert!(shown(&window).0 < states);
    window.key(Modifiers::COMMAND, Key::Z);
    ask(&mut window, "kind:meeting");
    window.key(Modifiers::ALT, Key::Enter);
    assert_eq!((filter(&window), is_open(&window)), ("kind:state,organisation OR kind:meeting", false));
    assert!(shown(&window).0 > states);
    // Everything is shown: there is nothing to add to.
    window.key(Modifiers::ALT, Key::H);
    ask(&mut window, "kind:meeting");
    window.key(Modifiers::ALT, Key::Enter);
    assert_eq!((filter(&window), is_open(&window)), ("", true));
}

#[test]
fn tab_completes_by_place_with_counts_of_what_the_rest_finds() {
    let mut window = Window::open();
    ask(&mut window, "from:japan -sta");
    press(&mut window, Key::Tab);
    assert_eq!(typed(&window), "from:japan -status:");
    window.type_text("ac");
    press(&mut window, Key::Tab);
    window.type_text("basis:");
    assert_eq!(typed(&window), "from:japan -status:actual basis:");
    for row in [
        "reported, someone is quoted as saying so, 4",
        "stated, the source says it itself, 3",
        "inferred, inferred; no source says it, 0",
    ] {
        assert!(window.harness.query_by_label(row).is_some(), "{row}");
    }
    assert!(says(&window, "“basis” needs a value right after its sign"), "told, and the rest stands");
    press(&mut window, Key::ArrowDown);
    press(&mut window, Key::Tab);
    assert_eq!(typed(&window), "from:japan -status:actual basis:stated ");
    press(&mut window, Key::Enter);
    assert_eq!(filter(&window), "from:japan -status:actual basis:stated");
    assert_eq!(shown(&window).1, 3);
}

#[test]
fn what_is_broken_or_finds_nothing_hides_nothing_and_offers_the_mend() {
    let mut window = Window::open();
    let all = shown(&window);
    ask(&mut window, "kind:meetin");
    assert!(says(&window, "did you mean meeting (4)?"));
    press(&mut window, Key::Enter);
    assert_eq!((filter(&window), shown(&window), is_open(&window)), ("", all, true));
    press(&mut window, Key::Tab);
    assert_eq!(typed(&window), "kind:meeting ");
    window.type_text(") (");
    assert!(says(&window, "There is no opening bracket for this one"));
    press(&mut window, Key::Enter);
    assert_eq!((filter(&window), shown(&window).0), ("kind:meeting", 4));
    // Esc gives everything back as it was.
    ask(&mut window, "from:nowhere");
    press(&mut window, Key::Escape);
    assert_eq!((filter(&window), is_open(&window)), ("kind:meeting", false));
}

#[test]
fn names_commands_views_and_words_of_the_language_are_found_in_the_same_field() {
    let mut window = Window::open();
    ask(&mut window, "shortest");
    assert!(window.harness.query_by_label("path:, on a shortest path between two").is_some());
    press(&mut window, Key::Enter);
    window.type_text("malaysia..cyb");
    press(&mut window, Key::Tab);
    assert_eq!(typed(&window), "path:malaysia..cyber-crime ");
    press(&mut window, Key::Enter);
    assert_eq!(shown(&window), (3, 2));
    // A name that the filter hides comes back alone.
    ask(&mut window, "Vientiane");
    press(&mut window, Key::Enter);
    assert_eq!(window.selected(), ["vientiane"]);
    assert_eq!(filter(&window), "path:malaysia..cyber-crime OR id:vientiane");
    assert_eq!(shown(&window).0, 4);
    for words in ["import", "legend", "colour by", "size", "filter"] {
        ask(&mut window, words);
        let rows = window.harness.query_all_by(|node| node.role() == egui::accesskit::Role::ListItem).count();
        assert!(rows > 0, "{words}");
        press(&mut window, Key::Escape);
    }
}

#[test]
fn earlier_questions_come_back_and_the_filter_can_be_edited() {
    let mut window = Window::open();
    for text in ["kind:state", "is:alone"] {
        ask(&mut window, text);
        press(&mut window, Key::Enter);
        press(&mut window, Key::Escape);
        window.key(Modifiers::ALT, Key::H);
    }
    window.key(Modifiers::COMMAND, Key::F);
    press(&mut window, Key::ArrowUp);
    assert_eq!(typed(&window), "kind:state", "what found nothing is not remembered");
    press(&mut window, Key::ArrowDown);
    window.type_text("meet");
    press(&mut window, Key::ArrowUp);
    press(&mut window, Key::ArrowDown);
    assert_eq!(typed(&window), "meet", "what was typed is not lost");
    press(&mut window, Key::ArrowUp);
    press(&mut window, Key::Enter);
    window.key(Modifiers::COMMAND, Key::F);
    press(&mut window, Key::ArrowUp);
    window.type_text(" OR kind:meeting");
    press(&mut window, Key::Enter);
    assert_eq!(filter(&window), "kind:state OR kind:meeting", "the filter itself was edited");
    window.key(Modifiers::COMMAND, Key::F);
    press(&mut window, Key::ArrowUp);
    window.key(Modifiers::COMMAND, Key::A);
    press(&mut window, Key::Backspace);
    press(&mut window, Key::Enter);
    assert_eq!(filter(&window), "");
}

#[test]
fn the_key_that_opens_it_selects_what_is_typed() {
    let mut window = Window::open();
    window.key(Modifiers::COMMAND, Key::F);
    window.type_text("Tokyo");
    for key in [Key::F, Key::K] {
        window.key(Modifiers::COMMAND, key);
        window.type_text("japan");
        assert_eq!(typed(&window), "japan");
    }
}

#[test]
fn enter_goes_by_what_was_typed_even_before_the_reply_is_there() {
    let mut window = Window::open();
    window.key(Modifiers::COMMAND, Key::K);
    window.harness.event(Event::Text("kind:meeting".to_owned()));
    window.harness.key_press(Key::Enter);
    window.settle();
    assert_eq!(filter(&window), "kind:meeting");
}

#[test]
fn the_outline_lists_what_the_filter_finds() {
    let mut window = Window::open();
    let has = |window: &Window, label: &str| window.harness.query_by_label(label).is_some();
    assert!(has(&window, "Threats, 3, folded") || has(&window, "Meetings, 4, folded"));
    ask(&mut window, "kind:meeting");
    press(&mut window, Key::Enter);
    assert!(has(&window, "Meetings, 4, folded") && !has(&window, "Threats, 3, folded"));
    let ctx = window.harness.ctx.clone();
    window.harness.state_mut().perform(&ctx, Action::Run(Command::ShowAll));
    window.settle();
    assert!(has(&window, "States, 11, folded") || says(&window, "States"));
}

#[test]
fn a_list_that_was_short_grows_again_and_another_dossier_has_its_own_questions() {
    let mut window = Window::open();
    ask(&mut window, "kind:meeting");
    press(&mut window, Key::Enter);
    let foot = |window: &Window| window.harness.get_by_label("All words").rect().top();
    ask(&mut window, "qqqqzz");
    let short = foot(&window);
    ask(&mut window, "layout");
    assert!(foot(&window) > short + 5.0 * 27.0, "{} {short}", foot(&window));
    press(&mut window, Key::Escape);
    let ctx = window.harness.ctx.clone();
    window.harness.state_mut().perform(&ctx, Action::Run(Command::OpenSecondExample));
    window.settle();
    window.key(Modifiers::COMMAND, Key::K);
    press(&mut window, Key::ArrowUp);
    assert_eq!(typed(&window), "");
}

#[test]
fn the_box_fits_a_small_window() {
    let mut window = Window::start(Start::default(), egui::vec2(420.0, 360.0));
    ask(&mut window, "status:");
    let field = window.harness.get_by_label(FIELD).rect();
    assert!(field.left() >= 0.0 && field.right() <= 420.0);
    let last = window.harness.get_by_label("All words").rect();
    assert!(last.bottom() <= 360.0 && last.right() <= 420.0, "{last:?}");
}

#[test]
fn questions_are_remembered_between_sessions_and_not_in_the_dossier() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.ron");
    let text = "Dossier(format: 1, title: \"T\", entities: [(id: \"a\", kind: \"state\", name: \"Aland\")])";
    std::fs::write(&path, text).unwrap();
    let start = || Start { path: Some(path.clone()), state: Some(folder.path().join("state")), ..Start::default() };
    let size = egui::vec2(1280.0, 800.0);
    let mut window = Window::start(start(), size);
    ask(&mut window, "kind:state");
    press(&mut window, Key::Enter);
    drop(window);
    let mut window = Window::start(start(), size);
    window.key(Modifiers::COMMAND, Key::K);
    assert!(says(&window, "kind:state, asked before"));
    press(&mut window, Key::ArrowUp);
    assert_eq!(typed(&window), "kind:state");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    // Another dossier has questions of its own.
    let other = folder.path().join("other.ron");
    std::fs::write(&other, text).unwrap();
    let mut window = Window::start(Start { path: Some(other), ..start() }, size);
    window.key(Modifiers::COMMAND, Key::K);
    assert!(!says(&window, "asked before"));
}

#[test]
fn a_value_that_is_denied_says_how_many_it_leaves_out() {
    let mut window = Window::open();
    ask(&mut window, "from:japan -status:");
    assert!(says(&window, "leaves out 5"));
    press(&mut window, Key::Escape);
    ask(&mut window, "from:japan status:");
    assert!(!says(&window, "leaves out"));
}
