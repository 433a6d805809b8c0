//! The dossier as a timeline and as a matrix: chosen by name and by keys, ordered, selected in, and linked with the rest of the
//! window.

use chancery::layout::{Form, RowOrder};
use chancery::window::action::{Action, Command, ItemId};
use chancery::window::app::Start;
use egui::{Key, Modifiers, Pos2};
use egui_kittest::kittest::Queryable as _;

use super::app::Window;

const PLAIN: Modifiers = Modifiers::NONE;

fn perform(window: &mut Window, action: Action) {
    let ctx = window.harness.ctx.clone();
    window.harness.state_mut().perform(&ctx, action);
    window.settle();
}

fn says(window: &Window, text: &str) -> bool {
    window.harness.query_all_by_label_contains(text).next().is_some()
}

/// Ids of the rows from the top.
fn rows(window: &Window) -> Vec<String> {
    let scene = window.app().scene();
    let mut rows: Vec<(f32, String)> = scene.nodes.iter().map(|node| (node.at.1, node.id.to_string())).collect();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    rows.into_iter().map(|(_, id)| id).collect()
}

/// The middle of the cell of two entities: in the row of one, as far to the right as the other is down.
fn cell(window: &Window, row: &str, column: &str) -> Pos2 {
    let scene = window.app().scene();
    let at = |id: &str| scene.nodes.iter().find(|node| &*node.id == id).unwrap().at;
    let zoom = window.app().canvas().camera().zoom as f32;
    let across = (at(column).1 - at(row).0) * zoom;
    window.at(row) + egui::vec2(across, 0.0)
}

fn click_at(window: &mut Window, at: Pos2) {
    window.pointer(at, at, PLAIN);
}

#[test]
fn a_timeline_is_asked_for_by_name_with_the_keyboard_alone() {
    let mut window = Window::open();
    assert!(says(&window, "Graph, 49 entities"));
    window.key(Modifiers::COMMAND, Key::K);
    window.type_text("lanes");
    window.key(PLAIN, Key::Enter);
    assert_eq!(window.app().session().look.form, Form::Timeline);
    assert!(says(&window, "Timeline, 49 entities"));
    assert!(says(&window, "34 entities without a date at the bottom"), "what is not drawn is counted");
    // The overview is about the graph, and would lie on rows.
    perform(&mut window, Action::Run(Command::Overview));
    assert!(!window.app().canvas().shows_map());
    let before = rows(&window);
    assert_eq!(before.len(), 49);
    let first = window.at(&before[0]);
    click_at(&mut window, first);
    assert_eq!(window.selected(), [before[0].clone()]);
    window.key(Modifiers::COMMAND, Key::Z);
    assert_eq!(window.app().session().look.form, Form::Network, "one step of the view");
}

#[test]
fn the_plain_word_for_a_form_asks_for_that_form() {
    let mut window = Window::open();
    for (word, form) in [("timeline", Form::Timeline), ("Matrix", Form::Matrix), ("network", Form::Network)] {
        window.key(Modifiers::COMMAND, Key::K);
        window.type_text(word);
        window.key(PLAIN, Key::Enter);
        assert_eq!(window.app().session().look.form, form, "{word}");
    }
    let before = window.app().session().look.layout.clone();
    window.key(Modifiers::COMMAND, Key::K);
    window.type_text("layout timeline");
    window.key(PLAIN, Key::Enter);
    assert_ne!(window.app().session().look.layout, before);
    assert_eq!(window.app().session().look.form, Form::Network);
}

/// Height of rows in points.
fn row_height(window: &Window) -> f32 {
    let scene = window.app().scene();
    let heights = [0, 1].map(|row: usize| scene.nodes[row].at.1);
    (heights[1] - heights[0]) * window.app().canvas().camera().zoom as f32
}

#[test]
fn rows_open_where_their_names_can_be_read() {
    for size in [egui::vec2(1280.0, 800.0), egui::vec2(1024.0, 640.0), egui::vec2(1920.0, 1080.0)] {
        let mut window = Window::start(Start::default(), size);
        for form in [Form::Timeline, Form::Matrix] {
            perform(&mut window, Action::ShowAs(form));
            let opened = window.app().canvas().camera();
            assert!(row_height(&window) >= 10.99, "{form:?} at {size:?}: {}", row_height(&window));
            let area = window.app().canvas().area().unwrap();
            let first = window.at(&rows(&window)[0]);
            assert!(area.contains(first), "{form:?} at {size:?}: the first row is at {first:?} of {area:?}");
            assert!(first.y - area.top() < area.height() / 2.0, "from the top");
            perform(&mut window, Action::Run(Command::ZoomActual));
            window.key(PLAIN, Key::F);
            assert_eq!(window.app().canvas().camera(), opened, "{form:?} at {size:?}");
        }
    }
}

#[test]
fn arrows_walk_from_row_to_row() {
    let start = Start { select: vec!["japan".to_owned()], ..Start::default() };
    let mut window = Window::start(start, egui::vec2(1280.0, 800.0));
    perform(&mut window, Action::ShowAs(Form::Timeline));
    let rows = rows(&window);
    let at = rows.iter().position(|id| id == "japan").unwrap();
    window.key(PLAIN, Key::ArrowDown);
    assert_eq!(window.selected(), [rows[at + 1].clone()]);
    window.key(PLAIN, Key::ArrowUp);
    window.key(PLAIN, Key::ArrowUp);
    assert_eq!(window.selected(), [rows[at - 1].clone()]);
}

#[test]
fn rows_are_ordered_by_what_is_chosen_and_places_come_back() {
    let mut window = Window::open();
    let places = |window: &Window| window.app().scene().nodes.iter().map(|node| node.at).collect::<Vec<_>>();
    let network = places(&window);
    perform(&mut window, Action::ShowAs(Form::Matrix));
    assert!(says(&window, "Order of rows: by community"));
    let by_community = rows(&window);
    perform(&mut window, Action::OrderRows(RowOrder::Name));
    let scene = window.app().scene();
    let names: Vec<String> = scene.nodes.iter().enumerate().map(|(n, _)| scene.label(n).to_lowercase()).collect();
    assert!(names.is_sorted(), "{names:?}");
    perform(&mut window, Action::Run(Command::NextRowOrder));
    assert_eq!(window.app().session().look.rows_by, Some(RowOrder::Bandwidth));
    for _ in 0..2 {
        window.key(Modifiers::COMMAND, Key::Z);
    }
    assert_eq!(rows(&window), by_community);
    perform(&mut window, Action::ShowAs(Form::Network));
    assert_eq!(places(&window), network, "the layout is remembered");
}

#[test]
fn a_cell_selects_the_relations_of_its_row_and_column() {
    let mut window = Window::open();
    perform(&mut window, Action::ShowAs(Form::Matrix));
    let at = cell(&window, "asean", "japan");
    click_at(&mut window, at);
    let dossier = window.app().session().dossier();
    let (asean, japan) = (dossier.entity_index("asean").unwrap(), dossier.entity_index("japan").unwrap());
    let mut all: Vec<String> = dossier
        .relations()
        .filter(|(_, a, b, _)| (*a, *b) == (asean, japan) || (*a, *b) == (japan, asean))
        .map(|(_, _, _, relation)| relation.id.to_string())
        .collect();
    let mut selected = window.selected();
    all.sort();
    selected.sort();
    assert_eq!((selected.len(), &selected), (5, &all));
    // The other side of the diagonal is the same cell.
    let other = cell(&window, "japan", "asean");
    click_at(&mut window, other);
    let mut again = window.selected();
    again.sort();
    assert_eq!(again, all);
    // An empty cell is nothing.
    let empty = cell(&window, "brunei", "viet-nam");
    click_at(&mut window, empty);
    assert!(window.selected().is_empty());
    let node = window.at("brunei");
    click_at(&mut window, node);
    assert_eq!(window.selected(), ["brunei"]);
}

#[test]
fn rows_stand_still_and_are_not_pinned() {
    let mut window = Window::open();
    perform(&mut window, Action::ShowAs(Form::Timeline));
    let before = rows(&window);
    let from = window.at(&before[0]);
    window.pointer(from, from + egui::vec2(60.0, 40.0), PLAIN);
    assert_eq!(rows(&window), before);
    assert!(window.app().session().look.pins.is_empty());
    perform(
        &mut window,
        Action::Select(vec![ItemId::Entity("japan".into())], chancery::window::action::SelectHow::Replace),
    );
    assert!(!window.app().session().is_enabled(Command::Pin));
    // A filter leaves out rows, too.
    perform(&mut window, Action::ShowKind("state".to_owned(), false));
    assert!(!rows(&window).contains(&"japan".to_owned()));
    assert_eq!(rows(&window).len(), before.len() - 11);
}

#[test]
fn more_than_a_matrix_can_show_is_said_with_a_way_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("many.ron");
    let entities: String = (0..501).map(|n| format!("(id: \"e{n}\", kind: \"person\", name: \"{n}\"),")).collect();
    std::fs::write(
        &path,
        format!("Dossier(format: 1, title: \"Many\", entities: [{entities}], views: [(name: \"g\", layout: grid)])"),
    )
    .unwrap();
    let start = Start { path: Some(path), view: Some("g".into()), ..Start::default() };
    let mut window = Window::start(start, egui::vec2(1280.0, 800.0));
    perform(&mut window, Action::ShowAs(Form::Matrix));
    assert!(says(&window, "A matrix shows at most 500 entities, and there are 501."));
    assert!(window.app().scene().nodes.is_empty());
    window.click("Show as a network");
    assert_eq!(window.app().scene().nodes.len(), 501);
}
