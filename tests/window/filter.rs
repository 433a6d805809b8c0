//! The filter panel, by accessible names: what a click writes, what a text moves, and what is counted.

use chancery::window::action::{Action, Command};
use chancery::window::app::Start;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::app::Window;

fn open() -> Window {
    // High enough that all rows are in view.
    let mut window = Window::start(Start::default(), egui::vec2(1280.0, 1800.0));
    run(&mut window, Action::Run(Command::ShowFilter));
    window
}

fn run(window: &mut Window, action: Action) {
    let ctx = window.harness.ctx.clone();
    window.harness.state_mut().perform(&ctx, action);
    window.settle();
}

fn filter(window: &mut Window, text: &str) {
    run(window, Action::Filter(text.to_owned()));
}

fn query(window: &Window) -> &str {
    &window.app().session().look.filter.query
}

fn has(window: &Window, label: &str) -> bool {
    window.harness.query_by_label(label).is_some()
}

#[test]
fn a_click_writes_text_and_text_moves_the_rows() {
    let mut window = open();
    filter(&mut window, "from:japan -status:actual");
    assert!(has(&window, "7 of 105 relations") && has(&window, "Filter from Japan"));
    for row in ["Actual, 5, hidden", "Planned, 6", "Hoped, 1", "Reported, 4", "Stated, 3", "Inferred, 0"] {
        assert!(has(&window, row), "{row}");
    }
    window.click("Only Reported");
    assert_eq!(query(&window), "from:japan -status:actual basis:reported");
    assert!(has(&window, "Stated, 3"), "its own field is counted as before");
    assert!(has(&window, "4 of 105 relations"));
    window.click("Stated, 3");
    assert_eq!(query(&window), "from:japan -status:actual basis:reported,stated");
    window.click("Hide Planned");
    assert_eq!(query(&window), "from:japan basis:reported,stated -status:actual,planned");
    window.click("Show Actual");
    assert_eq!(query(&window), "from:japan basis:reported,stated -status:planned");
    window.key(Modifiers::COMMAND, Key::Z);
    window.key(Modifiers::COMMAND, Key::Z);
    assert_eq!(query(&window), "from:japan -status:actual basis:reported,stated", "each click is one step");
    window.click("Clear the filter");
    assert_eq!(query(&window), "");
}

#[test]
fn parts_are_switched_off_and_on_and_taken_out() {
    let mut window = open();
    filter(&mut window, "from:japan -status:actual");
    window.click("Filter that are not actual");
    assert_eq!(query(&window), "from:japan");
    window.click("Filter that are not actual");
    assert_eq!(query(&window), "from:japan -status:actual");
    window.click("Remove filter from Japan");
    assert_eq!(query(&window), "-status:actual");
}

#[test]
fn what_is_unknown_has_a_row_and_kinds_hidden_in_the_outline_are_shown_again() {
    let mut window = open();
    run(&mut window, Action::ShowKind("threat".to_owned(), false));
    window.click("Show Threat");
    assert!(window.app().session().look.filter.hidden_kinds.is_empty());
    window.click("Date, folded");
    let unknown: Vec<_> = window.harness.query_all_by_label_contains("Unknown, ").collect();
    assert!(unknown.len() >= 2, "a row in every field");
    drop(unknown);
    filter(&mut window, "relations no:when");
    assert_eq!(window.app().scene().lines.len(), 22);
}

#[test]
fn bounds_are_typed() {
    let mut window = open();
    window.click("Date, folded");
    window.harness.get_by_label("Date from").focus();
    window.settle();
    window.type_text("2014");
    window.key(Modifiers::NONE, Key::Enter);
    assert_eq!(query(&window), "when:2014..");
    window.harness.get_by_label("Date to").focus();
    window.settle();
    window.type_text("2015-10");
    window.key(Modifiers::NONE, Key::Enter);
    assert_eq!(query(&window), "when:2014..2015-10");
    window.harness.get_by_label("Date to").focus();
    window.settle();
    window.key(Modifiers::COMMAND, Key::A);
    window.type_text("nonsense");
    window.key(Modifiers::NONE, Key::Enter);
    assert_eq!(query(&window), "when:2014..2015-10", "what is no date is not written");
}

#[test]
fn those_left_alone_are_hidden_in_one_step() {
    let mut window = open();
    filter(&mut window, "kind:threat");
    let before = window.app().scene().nodes.len();
    window.click("hide");
    assert!(window.app().scene().nodes.len() < before);
    window.key(Modifiers::COMMAND, Key::Z);
    assert_eq!(window.app().scene().nodes.len(), before);
}

#[test]
fn communities_are_counted_when_somebody_looks() {
    let mut window = open();
    assert!(window.app().session().fields_wanted().is_empty());
    window.click("Community, folded");
    let community = {
        let mut rows = window.harness.query_all_by_label_contains("Japan");
        rows.find_map(|row| row.accesskit_node().label().filter(|label| label.starts_with("Only ")))
            .expect("a community of Japan")
    };
    window.click(&community);
    assert!(query(&window).starts_with("community:"), "{}", query(&window));
    assert!(window.app().scene().nodes.len() < 49);
    window.key(Modifiers::COMMAND, Key::Z);
    window.click("Nearest state, folded");
    assert!(has(&window, "Only Malaysia"));
    window.click("Only Malaysia");
    assert_eq!(query(&window), "country:malaysia");
}
