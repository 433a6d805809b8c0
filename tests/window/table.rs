//! The table of records, and rows of a spreadsheet that are pasted.

use chancery::window::action::Action;
use chancery::window::app::Start;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use super::app::Window;
use super::editing::empty;

#[test]
fn the_table_is_filtered_typed_in_and_filled_down() {
    let start = Start { select: vec!["malaysia".into(), "myanmar".into()], ..Start::default() };
    let mut window = Window::start(start, egui::vec2(1280.0, 1000.0));
    window.key(Modifiers::COMMAND, Key::T);
    let rows = |w: &Window| w.harness.query_all_by_label_contains("Row: ").count();
    assert!((6..40).contains(&rows(&window)), "only rows in view: {}", rows(&window));
    window.harness.get_by_label("Filter the table").focus();
    window.settle();
    window.type_text("mala");
    assert!((1..6).contains(&rows(&window)), "{}", rows(&window));
    window.click("Sort by Name");
    // The date is typed into the row of Malaysia.
    focus_cell(&mut window, "Malaysia", "When");
    window.type_text("1957");
    window.key(Modifiers::NONE, Key::Enter);
    let dated = |w: &Window, id: &str| {
        let entity = w.app().session().dossier().entity_by_id(id).unwrap();
        entity.when.as_ref().map(|when| when.date.written().to_owned())
    };
    assert_eq!(dated(&window, "malaysia").as_deref(), Some("1957"));
    // All rows again, and the same into the other selected one.
    window.harness.get_by_label("Filter the table").focus();
    window.settle();
    window.key(Modifiers::COMMAND, Key::A);
    window.key(Modifiers::NONE, Key::Backspace);
    window.click("Fill down");
    assert_eq!(dated(&window, "myanmar").as_deref(), Some("1957"));
    assert_eq!(window.app().session().undo_name(), Some("fill down when"));
}

#[test]
fn it_lists_what_the_picture_shows() {
    let mut window = Window::start(Start::default(), egui::vec2(1280.0, 1000.0));
    let ctx = window.harness.ctx.clone();
    let filter = |window: &mut Window, text: &str| {
        window.harness.state_mut().perform(&ctx, Action::Filter(text.to_owned()));
        window.settle();
    };
    let has = |window: &Window, label: &str| window.harness.query_by_label(label).is_some();
    let rows = |window: &Window| window.harness.query_all_by_label_contains("Row: ").count();
    window.key(Modifiers::COMMAND, Key::T);
    assert!(has(&window, "49 rows") && !has(&window, "Also list what the graph does not show"));
    filter(&mut window, "kind:meeting");
    assert!(has(&window, "4 of 49 rows"));
    assert_eq!(rows(&window), 4);
    window.click("Also list what the graph does not show");
    assert!(has(&window, "49 rows"));
    window.click("Also list what the graph does not show");
    // A question about relations is answered with relations.
    filter(&mut window, "from:japan -status:actual");
    assert!(has(&window, "7 of 105 rows"));
    assert_eq!(rows(&window), 7);
    filter(&mut window, "");
    assert!(has(&window, "105 rows"), "what is listed stays until another question");
    window.key(Modifiers::COMMAND, Key::Z);
    assert!(has(&window, "7 of 105 rows"), "undone with the filter");
}

#[test]
fn rows_of_a_spreadsheet_are_pasted() {
    let mut window = empty();
    let rows = "name\tkind\twhen\nLaos\tstate\t1953\nASEAN\torganisation\t1967-08-08\n";
    for text in [rows, "from\tkind\tto\nLaos\tis a member of\tASEAN\n"] {
        window.harness.event(egui::Event::Paste(text.to_owned()));
        window.settle();
        window.key(Modifiers::COMMAND, Key::Enter);
    }
    let dossier = window.app().session().dossier();
    assert_eq!(dossier.entity_by_id("ASEAN").unwrap().when.as_ref().unwrap().date.written(), "1967-08-08");
    assert!(dossier.relation_by_id("Laos--member_of--ASEAN").is_some());
    assert_eq!(dossier.entity_count(), 2, "what is there is tied");
    for _ in 0..2 {
        window.key(Modifiers::COMMAND, Key::Z);
    }
    assert_eq!(window.app().session().dossier().entity_count(), 0);
}

/// Puts the cursor into a cell of the table; yields the box of its row.
fn focus_cell(window: &mut Window, row: &str, column: &str) -> egui::Rect {
    use egui::accesskit::Role;
    use egui_kittest::kittest::NodeT as _;
    let row = window.harness.get_by_label(&format!("Row: {row}")).rect();
    let is_field = |role| matches!(role, Role::TextInput | Role::MultilineTextInput);
    {
        let fields = window.harness.get_all_by_label(column);
        let mut fields = fields.filter(|n| is_field(n.accesskit_node().role()));
        fields.find(|n| row.contains(n.rect().center())).expect("the row has such a cell").focus();
    }
    window.settle();
    row
}

#[test]
fn kinds_and_ends_of_relations_are_changed_in_the_table_and_filled_down_by_key() {
    let ids = ["malaysia--member_of--asean", "myanmar--member_of--asean"];
    let start = Start { select: ids.map(str::to_owned).to_vec(), ..Start::default() };
    let mut window = Window::start(start, egui::vec2(1280.0, 1000.0));
    let relations = window.app().session().dossier().relation_count();
    window.key(Modifiers::COMMAND, Key::T);
    window.click("Relations");
    window.harness.get_by_label("Filter the table").focus();
    window.settle();
    window.type_text("member");
    // The end of the first of them is typed.
    let row = focus_cell(&mut window, "Malaysia", "To");
    window.key(Modifiers::COMMAND, Key::A);
    window.type_text("Japan");
    window.key(Modifiers::NONE, Key::Enter);
    let there = |w: &Window, id: &str| w.app().session().dossier().relation_by_id(id).is_some();
    assert!(there(&window, "malaysia--member_of--japan"));
    window.key(Modifiers::ALT, Key::D);
    assert!(there(&window, "myanmar--member_of--japan"));
    assert_eq!(window.app().session().undo_name(), Some("fill down to"));
    // And its kind, from those that fit.
    let kind = egui::pos2(row.left() + row.width() * 0.3, row.center().y);
    window.pointer(kind, kind, Modifiers::NONE);
    window.click("is a partner of");
    assert!(there(&window, "malaysia--partner_of--japan"));
    assert_eq!(window.app().session().dossier().relation_count(), relations);
}

#[test]
fn titles_stand_over_their_columns() {
    let mut window = Window::open();
    window.key(Modifiers::COMMAND, Key::T);
    let left = |window: &Window, name: &str| {
        let mut all = window.harness.query_all_by_label(name);
        all.next().map(|node| node.rect().left())
    };
    for title in ["Name", "When", "Summary"] {
        let (over, cell) = (left(&window, &format!("Sort by {title}")).unwrap(), left(&window, title).unwrap());
        assert!((over - cell).abs() < 0.6, "{title} at {over}, its cells at {cell}");
    }
}
