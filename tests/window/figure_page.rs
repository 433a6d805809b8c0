//! The figure editor: the page beside its settings, live, undone like everything else, kept in a view, driven by keys.

use chancery::window::action::{Action, Command};
use chancery::window::app::Start;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use super::app::Window;

const PLAIN: Modifiers = Modifiers::NONE;

fn says(window: &Window, text: &str) -> bool {
    window.harness.query_all_by_label_contains(text).next().is_some()
}

fn perform(window: &mut Window, action: Action) {
    let ctx = window.harness.ctx.clone();
    window.harness.state_mut().perform(&ctx, action);
    window.settle();
}

fn opened() -> Window {
    let mut window = Window::open();
    window.key(Modifiers::COMMAND, Key::E);
    window.settle();
    window
}

#[test]
fn the_page_is_shown_with_views_settings_and_checks_and_left_by_esc() {
    let mut window = opened();
    for part in ["Figure. Network", "Figure: mid-2014", "Checks, ", "Page", "Legend"] {
        assert!(says(&window, part), "{part}");
    }
    assert!(!says(&window, "Outline"), "panels of the graph are gone");
    window.key(PLAIN, Key::Escape);
    assert!(!says(&window, "Figure. Network") && says(&window, "Outline"));
    // The same key closes it.
    window.key(Modifiers::COMMAND, Key::E);
    window.key(Modifiers::COMMAND, Key::E);
    assert!(says(&window, "Outline"));
}

#[test]
fn what_is_set_is_drawn_undone_and_kept_in_a_view() {
    let mut window = opened();
    window.click("Legend");
    window.settle();
    assert!(window.app().session().look.page.hide_legend);
    assert!(says(&window, "Without a legend nothing says what dashes mean"));
    window.click("Show the legend");
    window.settle();
    assert!(!window.app().session().look.page.hide_legend);
    window.key(Modifiers::COMMAND, Key::Z);
    assert!(window.app().session().look.page.hide_legend, "undone");
    perform(&mut window, Action::Run(Command::SaveView));
    window.type_text("bare");
    window.key(PLAIN, Key::Enter);
    let view = window.app().session().dossier().views.iter().find(|view| view.name == "bare").unwrap();
    assert!(view.page.hide_legend);
    assert!(says(&window, "Figure: bare"));
}

#[test]
fn the_title_of_a_view_is_typed_on_its_page() {
    let mut window = opened();
    window.click("Figure: requests");
    window.settle();
    let title = window.harness.get_by_role_and_label(egui::accesskit::Role::TextInput, "Title");
    title.focus();
    window.harness.run();
    window.key(Modifiers::COMMAND, Key::A);
    window.type_text("Who asks whom");
    assert!(says(&window, "Who asks whom"), "while it is typed");
    window.key(PLAIN, Key::Enter);
    let title = |window: &Window| {
        let views = &window.app().session().dossier().views;
        views.iter().find(|view| view.name == "requests").and_then(|view| view.title.clone())
    };
    assert_eq!(title(&window).as_deref(), Some("Who asks whom"));
    window.key(Modifiers::COMMAND, Key::Z);
    assert_ne!(title(&window).as_deref(), Some("Who asks whom"));
}

#[test]
fn a_view_is_duplicated_and_its_copy_opened() {
    let mut window = opened();
    window.click("Figure: requests");
    window.settle();
    window.click("Duplicate view");
    window.settle();
    let session = window.app().session();
    assert_eq!(session.open_view().map(|view| view.name.as_str()), Some("requests 2"));
    assert!(says(&window, "Figure: requests 2"));
    window.key(Modifiers::COMMAND, Key::Z);
    assert!(!says(&window, "Figure: requests 2"));
}

#[test]
fn views_are_put_in_order_and_their_text_stays_as_it_is() {
    let mut window = opened();
    let names = |window: &Window| -> Vec<String> {
        window.app().session().dossier().views.iter().map(|view| view.name.clone()).collect()
    };
    let before = names(&window);
    assert!(before.len() > 1);
    let text = window.app().session().document.text(0).unwrap();
    window.click(&format!("Figure: {}", before[0]));
    window.settle();
    assert!(!window.app().session().is_enabled(Command::MoveViewUp), "it is the first");
    window.click("Move view down");
    window.settle();
    assert_eq!(names(&window)[..2], [before[1].clone(), before[0].clone()]);
    assert_eq!(window.app().session().open_view().map(|view| view.name.clone()), Some(before[0].clone()));
    let moved = window.app().session().document.text(0).unwrap();
    let lines = |text: &str| {
        let mut lines: Vec<String> = text.lines().map(|line| line.trim_end_matches(',').to_owned()).collect();
        lines.sort();
        lines
    };
    assert_ne!(moved, text);
    assert_eq!(lines(&moved), lines(&text), "lines change places, and no line changes");
    window.key(Modifiers::ALT, Key::PageUp);
    window.settle();
    assert_eq!(names(&window), before);
    window.key(Modifiers::COMMAND, Key::Z);
    window.key(Modifiers::COMMAND, Key::Z);
    assert_eq!(window.app().session().document.text(0).unwrap(), text);
}

#[test]
fn what_is_new_in_a_view_since_it_was_looked_at_is_told_and_selected() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.ron");
    let text = "#![enable(implicit_some)]\nDossier(format: 1, title: \"Notes\",\n    \
                entities: [(id: \"a\", kind: \"state\", name: \"A\"), (id: \"b\", kind: \"state\", name: \"B\")],\n    \
                relations: [(from: \"a\", kind: \"has_relations_with\", to: \"b\")],\n    \
                views: [(name: \"all\"), (name: \"bare\", hide_kinds: [\"person\"])],\n)\n";
    std::fs::write(&path, text).unwrap();
    let state = folder.path().join("state");
    let see = |view: &str| {
        let start = Start { path: Some(path.clone()), state: Some(state.clone()), ..Start::default() };
        let mut window = Window::start(start, egui::vec2(1280.0, 800.0));
        window.key(Modifiers::COMMAND, Key::E);
        window.settle();
        window.click(&format!("Figure: {view}"));
        window.settle();
        window
    };
    assert!(!says(&see("all"), "since you last looked"), "nobody has looked at it before");
    std::fs::write(
        &path,
        text.replace("name: \"B\")", "name: \"B\", note: \"more\"), (id: \"c\", kind: \"state\", name: \"C\")"),
    )
    .unwrap();
    let mut window = see("all");
    assert!(says(&window, "1 new, 1 changed"));
    assert_eq!(
        window.harness.query_all_by_label_contains("since you last looked").count(),
        1,
        "of the one that was looked at"
    );
    window.harness.get_by_label_contains("1 new, 1 changed").click();
    window.settle();
    assert_eq!(window.selected(), ["c", "b"]);
    assert!(!says(&see("all"), "1 new"), "it has been read");
}

#[test]
fn a_check_selects_what_it_is_about() {
    let mut window = opened();
    window.click("Legend");
    window.settle();
    window.key(PLAIN, Key::F8);
    assert_eq!(window.selected().len(), 1, "the next check has a culprit");
}

#[test]
fn letters_that_are_missing_may_come_from_fonts_of_this_computer() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("signs.ron");
    std::fs::write(&path, "Dossier(format: 1, entities: [(id: \"a\", kind: \"state\", name: \"𓀀 of Egypt\")])")
        .unwrap();
    let mut window = Window::start(Start { path: Some(path), ..Start::default() }, egui::vec2(1280.0, 1100.0));
    window.key(Modifiers::COMMAND, Key::E);
    window.settle();
    assert!(says(&window, "There is no title"), "none is made up");
    assert!(says(&window, "No built-in font has all letters of 𓀀 of Egypt"));
    window.click("Use installed fonts");
    window.settle();
    // Whether there are such fonts is up to the machine.
    let found = says(&window, "The fonts have every letter, with those that are installed");
    assert!(found || says(&window, "Neither built-in nor installed fonts have all letters of 𓀀 of Egypt"));
    window.click("Installed fonts");
    window.settle();
    assert!(says(&window, "No built-in font has all letters of 𓀀 of Egypt"), "off again");
}

#[test]
fn the_page_is_seen_through_other_eyes_and_larger() {
    let mut window = opened();
    for eyes in ["in grey", "red-blind", "green-blind", "blue-blind", "as it is"] {
        window.click(eyes);
        window.settle();
        assert!(says(&window, "Figure. Network"), "{eyes}");
    }
    window.click("Show the page at its true size");
    window.settle();
    assert!(says(&window, "100%"));
    window.click("Show the page larger");
    window.settle();
    assert!(says(&window, "125%"));
}

#[test]
fn lines_are_labelled_and_names_hidden_as_a_view_has_it() {
    let mut window = opened();
    window.click("On lines: Words if there is room");
    window.click("Numbers");
    window.settle();
    assert_eq!(window.app().session().look.page.relation_labels, Some("numbers"));
    assert!(says(&window, "On lines: Numbers"));
    window.key(Modifiers::COMMAND, Key::Z);
    assert_eq!(window.app().session().look.page.relation_labels, None, "undone");
    let japan = chancery::window::action::ItemId::Entity("japan".into());
    perform(&mut window, Action::Select(vec![japan], chancery::window::action::SelectHow::Replace));
    window.click("Name of Japan");
    window.settle();
    assert_eq!(window.app().session().look.page.hide_names, ["japan"]);
    assert!(says(&window, "1 name is hidden; all other nodes are named"));
    window.click("Write the names of all nodes");
    window.settle();
    assert!(window.app().session().look.page.hide_names.is_empty());
}

#[test]
fn notes_are_written_about_what_is_selected_and_removed_by_leaving_nothing() {
    let mut window = opened();
    let japan = chancery::window::action::ItemId::Entity("japan".into());
    perform(&mut window, Action::Select(vec![japan], chancery::window::action::SelectHow::Replace));
    window.click("Add a note about Japan");
    window.settle();
    window.type_text("Asked first");
    window.key(PLAIN, Key::Tab);
    let notes = |window: &Window| window.app().session().look.page.notes.clone();
    assert_eq!(notes(&window).len(), 1);
    assert_eq!(
        (notes(&window)[0].text.as_str(), notes(&window)[0].about.as_ref().unwrap().as_str()),
        ("Asked first", "japan")
    );
    assert!(says(&window, "About Japan") && says(&window, "Notes: Japan: Asked first"));
    window.click("Remove note 1");
    window.settle();
    assert!(notes(&window).is_empty());
    window.key(Modifiers::COMMAND, Key::Z);
    assert_eq!(notes(&window).len(), 1, "undone");
}

#[test]
fn names_are_moved_with_the_pointer_and_with_keys_and_put_back() {
    let mut window = opened();
    let moved = |window: &Window| window.app().session().look.page.moved_names.len();
    let japan = chancery::window::action::ItemId::Entity("japan".into());
    perform(&mut window, Action::Select(vec![japan], chancery::window::action::SelectHow::Replace));
    window.key(Modifiers::ALT, Key::ArrowUp);
    window.settle();
    assert_eq!(moved(&window), 1);
    window.key(Modifiers::ALT, Key::ArrowLeft);
    window.settle();
    assert_eq!(moved(&window), 1, "the same name");
    window.click("Put back 1 moved name");
    window.settle();
    assert_eq!(moved(&window), 0);
    // Some name is under one of these places, and goes along.
    let page = window.harness.get_by_label_contains("Figure. Network").rect();
    let places = (4..16).flat_map(|row| (4..16).map(move |column| (row, column)));
    for (row, column) in places {
        let from = page.min + page.size() * egui::vec2(column as f32 / 20.0, row as f32 / 20.0);
        window.pointer(from, from + egui::vec2(22.0, 14.0), PLAIN);
        if moved(&window) > 0 {
            break;
        }
    }
    assert_eq!(moved(&window), 1);
    window.key(Modifiers::COMMAND, Key::Z);
    assert_eq!(moved(&window), 0, "undone in one step");
}

#[test]
fn the_legend_stands_where_it_is_put() {
    let mut window = opened();
    window.click("Legend: Where it leaves more room");
    window.click("At the right");
    window.settle();
    assert_eq!(window.app().session().look.page.legend_at, Some("right"));
    assert!(says(&window, "Legend: At the right"));
}

#[test]
fn a_figure_is_cropped_to_what_the_window_shows_in_one_step() {
    let mut window = Window::open();
    let count = |window: &Window| window.app().scene().nodes.len();
    let all = count(&window);
    perform(&mut window, Action::Run(Command::CropToSeen));
    assert!(says(&window, "Everything is in view already."));
    for _ in 0..6 {
        perform(&mut window, Action::Run(Command::ZoomIn));
    }
    perform(&mut window, Action::Run(Command::CropToSeen));
    let look = window.app().session().look.clone();
    let (shown, pinned) = (look.filter.shown.len(), look.pins.len());
    assert!(shown > 0 && shown < all && pinned == shown, "{shown} of {all}, {pinned} pinned");
    assert_eq!(count(&window), shown);
    window.key(Modifiers::COMMAND, Key::Z);
    assert_eq!(count(&window), all, "undone in one step");
}
