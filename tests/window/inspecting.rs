//! The inspector: relations by date with their sources, passages, measures; and what a click on empty ground leaves alone.

use chancery::window::action::{Action, Command};
use chancery::window::app::Start;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::app::Window;
use super::reading;

const PLAIN: Modifiers = Modifiers::NONE;

fn with(select: &[&str], height: f32) -> Window {
    let select = select.iter().map(|s| (*s).to_owned()).collect();
    Window::start(Start { select, ..Start::default() }, egui::vec2(1280.0, height))
}

fn says(window: &Window, text: &str) -> bool {
    window.harness.query_all_by_label_contains(text).next().is_some()
}

fn perform(window: &mut Window, action: Action) {
    let ctx = window.harness.ctx.clone();
    window.harness.state_mut().perform(&ctx, action);
    window.settle();
}

/// Where the first thing of this name stands, from the top.
fn top(window: &Window, name: &str) -> f32 {
    window.harness.query_all_by_label(name).next().unwrap_or_else(|| panic!("{name} is shown")).rect().top()
}

#[test]
fn relations_come_before_names_by_date_and_with_their_sources() {
    let window = with(&["japan"], 3000.0);
    assert!(says(&window, "Relations, "));
    let names = top(&window, "Other names");
    let passages: Vec<_> = window.harness.query_all_by_label_contains("Passage: ").collect();
    assert!(passages.len() > 10, "{}", passages.len());
    assert!(passages.iter().all(|passage| passage.rect().top() < names));
    let label = passages[0].accesskit_node().label().unwrap_or_default();
    assert!(label.contains("rated ") || label.contains("not rated"), "{label}");
}

#[test]
fn relations_are_listed_by_kind_or_by_date_alone() {
    let mut window = with(&["asean"], 3000.0);
    let rows = |window: &Window| -> Vec<String> {
        let all = window.harness.query_all_by_label_contains("Passage: ");
        let mut all: Vec<(i32, String)> =
            all.map(|node| (node.rect().top() as i32, node.accesskit_node().label().unwrap_or_default())).collect();
        all.sort();
        all.into_iter().map(|(_, label)| label).collect()
    };
    let by_kind = rows(&window);
    window.click("By date");
    assert!(says(&window, "Without a date"));
    let by_date = rows(&window);
    assert!(by_kind.len() == by_date.len() && by_kind != by_date, "{by_date:?}");
    window.click("By kind");
    assert_eq!(rows(&window), by_kind);
}

#[test]
fn the_passage_behind_a_relation_is_one_click_away() {
    let folder = reading::folder(reading::ARTICLE);
    let start = Start { path: Some(folder.path().join("main.ron")), select: vec!["south".into()], ..Start::default() };
    let mut window = Window::start(start, egui::vec2(1280.0, 1200.0));
    assert!(!window.app().session().reading.open);
    window.click("Passage: Harbour Post, 2015 ¶ 2.1, not rated, Joint watch");
    assert!(window.app().session().reading.open);
    assert!(says(&window, "A joint watch had been proposed"), "the passage is shown");
}

#[test]
fn measures_say_where_an_entity_stands_and_how_it_went_over_the_years() {
    let mut window = with(&["asean"], 3000.0);
    assert!(!says(&window, " of 49"), "nothing is measured before it is asked for");
    window.harness.get_by_label("Measures").click_accesskit();
    window.settle();
    assert!(says(&window, "Among 49 entities shown, all dates"));
    for (measure, place) in [("Degree ", "1st of 49"), ("PageRank ", "1st of 49"), ("Betweenness ", "1st of 49")] {
        let mut rows = window.harness.query_all_by_label_contains(measure);
        assert!(rows.any(|row| row.accesskit_node().label().unwrap_or_default().contains(place)), "{measure}");
    }
    assert!(says(&window, "Degree of ASEAN by year: "));
    let name = {
        let mut rows = window.harness.query_all_by_label_contains("PageRank ");
        rows.find_map(|row| row.accesskit_node().label()).expect("a row of PageRank")
    };
    window.harness.get_by_label(&name).click_accesskit();
    window.settle();
    assert!(says(&window, "PageRank of ASEAN by year: "));
    // A filter is a smaller network, and another date another one.
    perform(&mut window, Action::Filter("kind:state,organisation".to_owned()));
    assert!(!says(&window, "Among 49 entities") && says(&window, "entities shown, all dates"));
    let date = chancery::dossier::model::Date::parse("1960").unwrap();
    perform(&mut window, Action::SetAsOf(Some(date)));
    assert!(says(&window, "shown, as of 1960"));
}

/// A place of the graph where nothing is.
fn empty(window: &Window) -> egui::Pos2 {
    let scene = window.app().scene();
    let nodes: Vec<egui::Pos2> =
        scene.nodes.iter().filter_map(|n| window.app().canvas().screen_position(scene, &n.id)).collect();
    let mut places =
        (0..40).flat_map(|x| (0..20).map(move |y| egui::pos2(330.0 + 14.0 * x as f32, 120.0 + 20.0 * y as f32)));
    places.find(|at| nodes.iter().all(|node| node.distance(*at) > 70.0)).expect("there is empty ground")
}

#[test]
fn a_click_on_empty_ground_takes_back_no_strike_and_closes_no_question() {
    let mut window = with(&["malaysia", "cyber-crime"], 800.0);
    window.key(PLAIN, Key::Y);
    let ground = empty(&window);
    window.pointer(ground, ground, PLAIN);
    assert!(window.selected().is_empty(), "{:?}", window.selected());
    assert!(says(&window, "Chain 1: "), "the question stays");
    window.pointer(ground, ground, PLAIN);
    assert!(says(&window, "Chain 1: "));
    window.key(PLAIN, Key::Escape);
    assert!(!says(&window, "Chain 1: "), "Esc closes it");
    perform(&mut window, Action::Run(Command::ShowEvidence));
    window.click("Without Nur Jazlan Mohamed: 4 entities and 18 relations fall");
    let ground = empty(&window);
    window.pointer(ground, ground, PLAIN);
    assert!(!window.app().session().struck().is_empty(), "what is struck stays");
    window.key(PLAIN, Key::Escape);
    assert!(window.app().session().struck().is_empty(), "Esc takes it back");
}
