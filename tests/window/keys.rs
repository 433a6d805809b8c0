//! Keys and where they go: events that come in one frame, menus, the way into the graph and back.

use chancery::window::app::Start;
use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::app::Window;

const PLAIN: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;

fn with(select: &[&str]) -> Window {
    let select = select.iter().map(|s| (*s).to_owned()).collect();
    Window::start(Start { select, ..Start::default() }, egui::vec2(1280.0, 720.0))
}

fn press(key: Key, modifiers: Modifiers) -> Vec<Event> {
    let event = |pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers };
    vec![event(true), event(false)]
}

/// A letter as systems send it: the key, what it types, the key let go.
fn letter(c: char) -> Vec<Event> {
    let key = Key::from_name(&c.to_string()).unwrap();
    let mut events = press(key, PLAIN);
    events.insert(1, Event::Text(c.to_lowercase().to_string()));
    events
}

/// All in one frame.
fn at_once(window: &mut Window, events: Vec<Event>) {
    window.harness.input_mut().events.extend(events);
    window.harness.step();
    window.settle();
}

fn typed(word: &str) -> Vec<Event> {
    word.to_uppercase().chars().flat_map(letter).collect()
}

#[test]
fn letters_typed_with_the_key_that_opens_the_search_go_into_it() {
    let mut window = with(&[]);
    let mut events = press(Key::F, CTRL);
    events.extend(typed("japan"));
    events.extend(press(Key::Enter, PLAIN));
    at_once(&mut window, events);
    assert_eq!(window.selected(), ["japan"]);
    // N of a command would have asked for a new entity, T opened the reading pane.
    assert!(window.harness.query_by_label("Name of the new entity").is_none());
    let entities = window.app().session().dossier().entity_count();
    let mut events = press(Key::N, PLAIN);
    events.insert(1, Event::Text("n".to_owned()));
    events.extend(typed("nantes"));
    events.extend(press(Key::Enter, PLAIN));
    at_once(&mut window, events);
    assert_eq!(window.app().session().dossier().entity_count(), entities + 1);
    assert_eq!(window.selected(), ["nantes"]);
}

#[test]
fn three_undos_in_one_frame_are_three_steps() {
    let mut window = with(&[]);
    window.key(CTRL, Key::N);
    for name in ["One", "Two", "Three"] {
        window.key(PLAIN, Key::N);
        window.type_text(name);
        window.key(PLAIN, Key::Enter);
    }
    assert_eq!(window.app().session().dossier().entity_count(), 3);
    at_once(&mut window, [press(Key::Z, CTRL), press(Key::Z, CTRL)].concat());
    assert_eq!(window.app().session().dossier().entity_count(), 1);
    at_once(&mut window, [press(Key::Y, CTRL), press(Key::Y, CTRL), press(Key::Z, CTRL)].concat());
    assert_eq!(window.app().session().dossier().entity_count(), 2);
}

#[test]
fn after_a_search_and_after_a_dialog_the_graph_has_the_keys() {
    let mut window = with(&[]);
    window.key(CTRL, Key::F);
    window.type_text("japan");
    window.key(PLAIN, Key::Enter);
    let all = window.app().scene().nodes.len();
    window.key(PLAIN, Key::E);
    assert!(window.app().scene().nodes.len() < all, "E narrows to what is selected");
    window.key(Modifiers::ALT, Key::H);
    window.key(CTRL, Key::K);
    window.type_text("malaysia");
    window.key(PLAIN, Key::Enter);
    assert_eq!(window.selected(), ["malaysia"]);
    window.key(PLAIN, Key::Tab);
    assert_ne!(window.selected(), ["malaysia"], "Tab goes to the first relation");
}

#[test]
fn tab_with_nothing_selected_enters_the_graph() {
    let mut window = with(&[]);
    window.key(PLAIN, Key::Tab);
    let focused = window.harness.get_by(|n| n.is_focused() && n.role() == egui::accesskit::Role::Canvas);
    assert!(focused.accesskit_node().label().unwrap().starts_with("Graph"));
    window.key(PLAIN, Key::ArrowRight);
    assert_eq!(window.selected().len(), 1);
}

#[test]
fn esc_closes_the_menu_and_nothing_else() {
    let mut window = with(&["japan"]);
    window.click("View");
    assert!(window.harness.query_by_label_contains("Tapered lines").is_some());
    window.key(PLAIN, Key::Escape);
    assert!(window.harness.query_by_label_contains("Tapered lines").is_none());
    assert_eq!(window.selected(), ["japan"]);
    window.key(PLAIN, Key::Escape);
    assert!(window.selected().is_empty());
}

#[test]
fn every_menu_fits_a_small_window() {
    for (menu, last) in [
        ("File", "Quit"),
        ("Edit", "Find, filter or run…"),
        ("Record", "Quick entry…"),
        ("View", "Reduce motion"),
        ("Arrange", "Unpin all"),
        ("Layout", "Stop layout"),
        ("Figure", "Copy figure"),
        ("Help", "About Chancery"),
    ] {
        let mut window = with(&["japan"]);
        window.click(menu);
        let bottom = window.harness.get_by_label_contains(last).rect().bottom();
        assert!(bottom > 0.0 && bottom <= 720.0, "{menu} reaches down to {bottom}");
    }
}

#[test]
fn new_entities_stand_beside_each_other() {
    let mut window = with(&[]);
    window.key(CTRL, Key::N);
    let names = ["One", "Two", "Three", "Four"];
    for name in names {
        window.key(PLAIN, Key::N);
        window.type_text(name);
        window.key(PLAIN, Key::Enter);
    }
    let places = names.map(|name| window.at(&name.to_lowercase()));
    for (number, a) in places.iter().enumerate() {
        for b in &places[..number] {
            assert!(a.distance(*b) > 30.0, "{places:?}");
        }
    }
}

#[test]
fn the_kind_that_is_offered_goes_by_the_name() {
    let mut window = with(&[]);
    window.key(CTRL, Key::N);
    for (name, id, kind) in [
        ("Ministry of Trade", "ministry-of-trade", "ministry"),
        ("Joint Statement", "joint-statement", "document"),
        ("Second Summit", "second-summit", "meeting"),
    ] {
        window.key(PLAIN, Key::N);
        window.type_text(name);
        window.key(PLAIN, Key::Enter);
        assert_eq!(window.app().session().dossier().entity_by_id(id).unwrap().kind, kind);
    }
}

#[test]
fn the_as_of_handle_takes_arrow_keys_once_the_hand_left_it() {
    let mut window = with(&["japan"]);
    let handle = window.harness.get_by_label("As-of date").rect().center();
    window.pointer(handle, handle - egui::vec2(200.0, 0.0), PLAIN);
    let dragged = window.app().session().look.as_of.clone();
    assert!(dragged.is_some());
    window.key(PLAIN, Key::ArrowLeft);
    assert_ne!(window.app().session().look.as_of, dragged);
    assert_eq!(window.selected(), ["japan"], "the graph is not walked");
}

#[test]
fn the_interface_is_sized_by_keys_and_every_bar_stays_in_the_window() {
    let mut window = with(&["japan"]);
    let ctrl_alt = CTRL | Modifiers::ALT;
    for _ in 0..4 {
        window.key(ctrl_alt, Key::Plus);
    }
    assert!((window.harness.ctx.zoom_factor() - 1.75).abs() < 1e-3, "{}", window.harness.ctx.zoom_factor());
    window.key(ctrl_alt, Key::Minus);
    assert!((window.harness.ctx.zoom_factor() - 1.5).abs() < 1e-3);
    window.key(ctrl_alt, Key::Num0);
    assert!((window.harness.ctx.zoom_factor() - 1.0).abs() < 1e-3);
}
