//! Editing in the window, driven as a person would.

use chancery::window::app::Start;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use super::app::Window;

pub(super) fn with(select: &str) -> Window {
    let start = Start { select: vec![select.into()], ..Start::default() };
    Window::start(start, egui::vec2(1280.0, 800.0))
}

pub(super) fn name_of(window: &Window, id: &str) -> Option<String> {
    window.app().session().dossier().entity_by_id(id).map(|e| e.name.clone())
}

fn text(window: &Window) -> String {
    window.app().session().document.text(0).unwrap_or_default()
}

/// An empty dossier, begun by key.
pub(super) fn empty() -> Window {
    let mut window = Window::open();
    window.key(Modifiers::COMMAND, Key::N);
    assert_eq!(window.app().session().dossier().entity_count(), 0);
    window
}

fn double_click(window: &mut Window, pos: egui::Pos2) {
    window.harness.event(egui::Event::PointerMoved(pos));
    window.harness.step();
    for pressed in [true, false, true, false] {
        let (button, modifiers) = (egui::PointerButton::Primary, Modifiers::NONE);
        window.harness.event(egui::Event::PointerButton { pos, button, pressed, modifiers });
        window.harness.step();
    }
    window.settle();
}

#[test]
fn an_entity_is_added_by_key_where_its_name_is_typed_and_undone() {
    let mut window = empty();
    window.key(Modifiers::NONE, Key::N);
    window.type_text("Laos");
    window.key(Modifiers::NONE, Key::Enter);
    assert_eq!(name_of(&window, "laos").as_deref(), Some("Laos"));
    assert_eq!(window.selected(), ["laos"]);
    assert!(window.app().session().look.pins.contains_key("laos"));
    assert_eq!(window.app().session().undo_name(), Some("add Laos"));
    window.key(Modifiers::COMMAND, Key::Z);
    assert_eq!(name_of(&window, "laos"), None);
    assert!(!window.app().session().look.pins.contains_key("laos"), "one step");
    window.key(Modifiers::COMMAND, Key::Y);
    assert_eq!(name_of(&window, "laos").as_deref(), Some("Laos"));
}

#[test]
fn a_double_click_on_empty_space_adds_there_and_keeps_the_rest_where_it_was() {
    let mut window = Window::open();
    let japan = window.at("japan");
    let place = egui::pos2(790.0, 650.0);
    double_click(&mut window, place);
    window.type_text("Laos");
    window.key(Modifiers::NONE, Key::ArrowDown);
    window.key(Modifiers::NONE, Key::Enter);
    assert!(window.at("laos").distance(place) < 2.0, "{:?}", window.at("laos"));
    assert_eq!(window.at("japan"), japan);
}

#[test]
fn f2_renames_in_place_and_the_picture_stays_on_the_screen() {
    let mut window = with("japan");
    window.key(Modifiers::NONE, Key::F2);
    window.type_text("Nippon");
    window.harness.key_press(Key::Enter);
    for _ in 0..6 {
        window.harness.step();
        assert!(window.harness.query_by_label("Laying out…").is_none(), "no blank frame after an edit");
        assert!(!window.app().scene().nodes.is_empty());
    }
    window.settle();
    assert_eq!(name_of(&window, "japan").as_deref(), Some("Nippon"));
    assert_eq!(window.app().session().undo_name(), Some("rename Japan"));
    assert!(window.app().scene().nodes.iter().enumerate().any(|(n, _)| window.app().scene().label(n) == "Nippon"));
}

#[test]
fn deleting_says_what_goes_with_it_and_offers_the_way_back() {
    let mut window = with("japan");
    let (entities, before) = (window.app().session().dossier().entity_count(), text(&window));
    window.key(Modifiers::NONE, Key::Delete);
    assert_eq!(window.app().session().dossier().entity_count(), entities - 1);
    assert!(window.selected().is_empty());
    assert!(window.harness.query_by_label_contains("Deleted Japan, and ").is_some());
    window.harness.get_by_label("Undo").click();
    window.settle();
    assert_eq!(window.app().session().dossier().entity_count(), entities);
    assert_eq!(text(&window), before, "to the byte");
}

#[test]
fn data_and_view_are_undone_in_the_order_they_happened() {
    let mut window = with("japan");
    window.key(Modifiers::NONE, Key::P);
    window.key(Modifiers::NONE, Key::F2);
    window.type_text("Nippon");
    window.key(Modifiers::NONE, Key::Enter);
    window.key(Modifiers::NONE, Key::H);
    let steps = |w: &Window| w.app().session().history().0.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
    assert_eq!(steps(&window), ["pin", "rename Japan", "hide"]);
    window.key(Modifiers::COMMAND, Key::Z);
    assert!(window.app().session().look.filter.hidden.is_empty());
    assert_eq!(name_of(&window, "japan").as_deref(), Some("Nippon"));
    window.key(Modifiers::COMMAND, Key::Z);
    assert_eq!(name_of(&window, "japan").as_deref(), Some("Japan"));
    assert!(window.app().session().look.pins.contains_key("japan"));
    window.key(Modifiers::COMMAND, Key::Z);
    assert!(window.app().session().look.pins.is_empty());
    assert_eq!(window.app().session().redo_name(), Some("pin"));
    // Zooming is no step.
    window.key(Modifiers::COMMAND, Key::Plus);
    assert_eq!(window.app().session().undo_name(), None);
    assert_eq!(window.app().session().redo_name(), Some("pin"));
}

#[test]
fn a_relation_is_made_by_typing_the_other_end_the_kind_a_date_and_a_place() {
    let mut window = with("malaysia");
    window.key(Modifiers::NONE, Key::C);
    window.type_text("myanmar");
    window.key(Modifiers::NONE, Key::Enter);
    window.type_text("has relations @1957 [beat P9.9]");
    window.key(Modifiers::NONE, Key::Enter);
    let id = "malaysia--has_relations_with--myanmar";
    let relation = window.app().session().dossier().relation_by_id(id).expect("it is there").clone();
    assert_eq!(relation.when.unwrap().date.written(), "1957");
    assert_eq!(relation.claims[0].at.as_deref(), Some("P9.9"));
    assert_eq!(window.selected(), [id]);
    // And the same source again with one key.
    window.key(Modifiers::NONE, Key::Period);
    assert_eq!(window.app().session().dossier().relation_by_id(id).unwrap().claims.len(), 2);
    window.key(Modifiers::COMMAND, Key::Z);
    window.key(Modifiers::COMMAND, Key::Z);
    assert!(window.app().session().dossier().relation_by_id(id).is_none());
}

#[test]
fn a_relation_is_dragged_from_the_rim_to_empty_space_where_something_new_is_named() {
    let mut window = Window::open();
    let from = window.at("japan");
    // The handle appears while the pointer is over the node.
    window.harness.event(egui::Event::PointerMoved(from));
    window.harness.step();
    let node = window.app().scene().nodes.iter().find(|n| &*n.id == "japan").unwrap();
    let off = node.radius * window.app().canvas().camera().zoom as f32 + 9.0;
    let handle = from + egui::Vec2::angled(-std::f32::consts::FRAC_PI_4) * off;
    let place = egui::pos2(790.0, 650.0);
    window.pointer(handle, place, Modifiers::NONE);
    window.type_text("Atlantis");
    window.key(Modifiers::NONE, Key::Enter);
    window.key(Modifiers::NONE, Key::Enter);
    assert_eq!(name_of(&window, "atlantis").as_deref(), Some("Atlantis"));
    assert!(window.at("atlantis").distance(place) < 2.0);
    let dossier = window.app().session().dossier();
    assert_eq!(dossier.degree(dossier.entity_index("atlantis").unwrap()), 1);
    window.key(Modifiers::COMMAND, Key::Z);
    assert_eq!(name_of(&window, "atlantis"), None, "one step");
}

#[test]
fn connecting_is_answered_by_a_click() {
    let mut window = with("malaysia");
    window.key(Modifiers::NONE, Key::C);
    // Far enough that no list of names lies over it.
    let to = window.at("indonesia");
    window.pointer(to, to, Modifiers::NONE);
    assert_eq!(window.selected(), ["malaysia"]);
    assert!(window.harness.query_by_label_contains("Malaysia … Indonesia").is_some());
    window.key(Modifiers::NONE, Key::Escape);
    assert!(window.harness.query_by_label_contains("Malaysia … Indonesia").is_none());
}

#[test]
fn a_claim_is_cited_with_a_new_source_made_along_the_way() {
    let mut window = empty();
    window.key(Modifiers::NONE, Key::N);
    window.type_text("Laos");
    window.key(Modifiers::NONE, Key::Enter);
    window.key(Modifiers::NONE, Key::Q);
    window.type_text("The Atlas");
    window.key(Modifiers::NONE, Key::Tab);
    window.type_text("p. 12");
    window.key(Modifiers::NONE, Key::Enter);
    let dossier = window.app().session().dossier();
    assert_eq!(dossier.sources[0].title.as_deref(), Some("The Atlas"));
    let claim = &dossier.entity_by_id("laos").unwrap().claims[0];
    assert_eq!((claim.source.as_str(), claim.at.as_deref()), ("the-atlas", Some("p. 12")));
    assert_eq!(window.app().session().last_cited().map(|(s, _)| s.as_str()), Some("the-atlas"));
}

#[test]
fn two_entities_become_one() {
    let start = Start { select: vec!["malaysia".into(), "myanmar".into()], ..Start::default() };
    let mut window = Window::start(start, egui::vec2(1280.0, 800.0));
    window.key(Modifiers::COMMAND, Key::M);
    assert!(window.harness.query_by_label_contains("Merge Myanmar into Malaysia").is_some());
    window.key(Modifiers::NONE, Key::Enter);
    assert_eq!(name_of(&window, "myanmar"), None);
    assert_eq!(window.selected(), ["malaysia"]);
    window.key(Modifiers::COMMAND, Key::Z);
    assert_eq!(name_of(&window, "myanmar").as_deref(), Some("Myanmar"));
}

#[test]
fn records_are_copied_as_text_and_pasted() {
    let mut window = with("japan");
    let copied = window.app().session().selection_as_text();
    assert!(copied.contains("id: \"japan\""), "{copied}");
    window.key(Modifiers::COMMAND, Key::N);
    window.harness.event(egui::Event::Paste(copied.clone()));
    window.settle();
    assert_eq!(name_of(&window, "japan").as_deref(), Some("Japan"));
    assert!(!window.app().session().dossier().sources.is_empty(), "what it cites comes along");
    window.harness.event(egui::Event::Paste(copied));
    window.settle();
    assert_eq!(name_of(&window, "japan-2").as_deref(), Some("Japan"));
    window.key(Modifiers::COMMAND, Key::D);
    assert_eq!(window.app().session().dossier().entity_count(), 3);
    window.harness.event(egui::Event::Paste("no record at all".to_owned()));
    window.settle();
    assert!(window.harness.query_by_label_contains("not a RON record").is_some());
}

/// Types into a field of the inspector and leaves it by Enter.
fn fill(window: &mut Window, label: &str, text: &str) {
    let field = window.harness.get_all_by_label(label).find(|n| {
        use egui_kittest::kittest::NodeT as _;
        matches!(
            n.accesskit_node().role(),
            egui::accesskit::Role::TextInput | egui::accesskit::Role::MultilineTextInput
        )
    });
    field.unwrap_or_else(|| panic!("no field {label}")).focus();
    window.settle();
    window.key(Modifiers::COMMAND, Key::A);
    window.type_text(text);
    window.key(Modifiers::NONE, Key::Enter);
}

#[test]
fn fields_of_the_inspector_are_typed_in_and_left_by_enter_or_with_the_selection() {
    let mut window = with("cybercrime-dialogue");
    fill(&mut window, "Name", "Dialogue on Cybercrime");
    assert_eq!(name_of(&window, "cybercrime-dialogue").as_deref(), Some("Dialogue on Cybercrime"));
    fill(&mut window, "When", "2014-06");
    let when = |w: &Window| {
        let entity = w.app().session().dossier().entity_by_id("cybercrime-dialogue").unwrap();
        entity.when.as_ref().map(|when| when.date.written().to_owned())
    };
    assert_eq!(when(&window).as_deref(), Some("2014-06"));
    assert_eq!(window.app().session().history().1, 2);
    // Esc drops what was typed.
    window.harness.get_all_by_label("When").last().unwrap().focus();
    window.settle();
    window.type_text("9");
    window.key(Modifiers::NONE, Key::Escape);
    assert_eq!(window.app().session().history().1, 2);
    // Leaving by a click elsewhere keeps it, although its field is gone by then.
    window.harness.get_all_by_label("When").last().unwrap().focus();
    window.settle();
    window.key(Modifiers::COMMAND, Key::A);
    window.type_text("June 2014");
    assert!(window.harness.query_by_label("Use 2014-06").is_some(), "a mend is offered");
    for (typed, offered) in
        [("2016-40", &["Use [2016-33,2016-34]", "Use 2016/2040"][..]), ("1921-22", &["Use 1921/1922"])]
    {
        window.key(Modifiers::COMMAND, Key::A);
        window.type_text(typed);
        assert!(offered.iter().all(|label| window.harness.query_by_label(label).is_some()), "{typed}");
    }
    window.key(Modifiers::COMMAND, Key::A);
    window.type_text("2013");
    let japan = window.at("japan");
    window.pointer(japan, japan, Modifiers::NONE);
    assert_eq!(window.selected(), ["japan"]);
    assert_eq!(when(&window).as_deref(), Some("2013"));
}

#[test]
fn several_are_changed_at_once_in_one_step() {
    let start = Start { select: vec!["malaysia".into(), "myanmar".into()], ..Start::default() };
    let mut window = Window::start(start, egui::vec2(1280.0, 800.0));
    fill(&mut window, "When", "1957/..");
    let dated = |w: &Window, id: &str| w.app().session().dossier().entity_by_id(id).unwrap().when.is_some();
    assert!(dated(&window, "malaysia") && dated(&window, "myanmar"));
    window.key(Modifiers::COMMAND, Key::Z);
    assert!(!dated(&window, "malaysia") && !dated(&window, "myanmar"));
}

#[test]
fn a_kind_is_chosen_from_its_menu() {
    let mut window = with("japan");
    window.click("Kind: State");
    window.click("Organisation");
    assert_eq!(window.app().session().dossier().entity_by_id("japan").unwrap().kind, "organisation");
    window.key(Modifiers::COMMAND, Key::Z);
    assert_eq!(window.app().session().dossier().entity_by_id("japan").unwrap().kind, "state");
}

#[test]
fn a_line_of_quick_entry_makes_what_it_previews_and_asks_for_the_next() {
    let mut window = empty();
    window.key(Modifiers::COMMAND, Key::L);
    window.type_text("Japan: state -> takes part in -> Third meeting: meeting @2017 [atlas p. 3]");
    assert!(window.harness.query_by_label_contains("Third meeting, a meeting").is_some());
    window.key(Modifiers::NONE, Key::Enter);
    let dossier = window.app().session().dossier();
    assert_eq!((dossier.entity_count(), dossier.relation_count(), dossier.sources.len()), (2, 1, 1));
    window.type_text("Japan -> hosts -> Third meeting [p. 4]");
    window.key(Modifiers::NONE, Key::Enter);
    window.key(Modifiers::NONE, Key::Escape);
    assert_eq!(window.app().session().dossier().relation_count(), 2);
    assert_eq!(window.app().session().history().1, 2);
    window.key(Modifiers::COMMAND, Key::L);
    window.type_text("ASEAN: organisation -> hosts -> Third meeting");
    assert!(window.harness.query_by_label_contains("ASEAN, an organisation").is_some());
}

#[test]
fn the_history_leads_back_to_any_point() {
    let mut window = empty();
    for name in ["Laos", "Japan", "Myanmar"] {
        window.key(Modifiers::NONE, Key::N);
        window.type_text(name);
        window.key(Modifiers::NONE, Key::Enter);
    }
    window.key(Modifiers::COMMAND | Modifiers::SHIFT, Key::H);
    window.click("Step: Add Laos");
    assert_eq!(window.app().session().dossier().entity_count(), 1);
    window.click("Step: Add Myanmar");
    assert_eq!(window.app().session().dossier().entity_count(), 3);
    window.click("Step: Opened");
    assert_eq!(window.app().session().dossier().entity_count(), 0);
}

#[test]
fn a_row_of_the_outline_has_the_menu_of_its_node() {
    let mut window = with("japan");
    let row = window.harness.get_by_label("Malaysia").rect().center();
    for pressed in [true, false] {
        let (button, modifiers) = (egui::PointerButton::Secondary, Modifiers::NONE);
        window.harness.event(egui::Event::PointerMoved(row));
        window.harness.event(egui::Event::PointerButton { pos: row, button, pressed, modifiers });
        window.harness.step();
    }
    window.settle();
    assert_eq!(window.selected(), ["malaysia"]);
    window.harness.get_by_label_contains("Duplicate").click();
    window.settle();
    assert!(name_of(&window, "malaysia-2").is_some());
    // By keys: the menu of what is selected, whose first entry waits for Enter.
    window.key(Modifiers::SHIFT, Key::F10);
    window.key(Modifiers::NONE, Key::Enter);
    assert!(window.harness.query_by_label_contains("Malaysia …").is_some(), "it relates");
}

#[test]
fn an_entity_is_marked_as_unnamed_and_a_claim_says_what_it_is_about() {
    let mut window = with("malaysia");
    let malaysia = |w: &Window| w.app().session().dossier().entity_by_id("malaysia").unwrap().clone();
    window.click("Add to this record");
    window.click("Mark as unnamed");
    assert!(malaysia(&window).unnamed);
    window.click("Unnamed by any source");
    assert!(!malaysia(&window).unnamed);
    window.click("Edit claim 1");
    window.click("About: the record as a whole");
    window.click("name");
    window.harness.get_by_label("Accessed").focus();
    window.settle();
    window.type_text("2026-03-01");
    window.key(Modifiers::NONE, Key::Enter);
    let claim = malaysia(&window).claims[0].clone();
    assert_eq!(claim.about.as_deref(), Some("name"));
    assert_eq!(claim.seen.unwrap().written(), "2026-03-01");
}
