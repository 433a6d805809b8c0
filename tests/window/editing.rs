//! Editing in the window, driven as a person would.

use chancery::window::app::{AfterSave, Start};
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use super::app::Window;

fn with(select: &str) -> Window {
    let start = Start { select: vec![select.into()], ..Start::default() };
    Window::start(start, egui::vec2(1280.0, 800.0))
}

fn name_of(window: &Window, id: &str) -> Option<String> {
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

#[test]
fn saving_writes_only_what_changed_and_takes_the_mark_away() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("small.ron");
    let before = "// Mine.\nDossier(format: 1, title: \"Small\",\n  entities: [ // all\n    (id: \"a\", kind: \"state\", name: \"A\"), \n\n    (id: \"b\", kind: \"state\", name: \"B\"),\n  ])\n";
    std::fs::write(&path, before).unwrap();
    let start = Start { path: Some(path.clone()), select: vec!["a".into()], ..Start::default() };
    let mut window = Window::start(start, egui::vec2(1000.0, 700.0));
    window.key(Modifiers::NONE, Key::F2);
    window.type_text("Alpha");
    window.key(Modifiers::NONE, Key::Enter);
    assert!(window.app().session().is_changed());
    window.key(Modifiers::COMMAND, Key::S);
    window.settle();
    assert!(!window.app().session().is_changed());
    assert_eq!(std::fs::read_to_string(&path).unwrap(), before.replace("\"A\"", "\"Alpha\""));
    // Undo goes on after saving, and what is on disk is then another state.
    window.key(Modifiers::COMMAND, Key::Z);
    assert!(window.app().session().is_changed());
    window.key(Modifiers::COMMAND, Key::S);
    window.settle();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), before);
}

#[test]
fn unsaved_changes_are_asked_about_before_they_are_left() {
    let mut window = with("japan");
    window.key(Modifiers::NONE, Key::Delete);
    window.key(Modifiers::COMMAND, Key::N);
    assert!(window.harness.query_by_label_contains("Save the changes to").is_some());
    window.key(Modifiers::NONE, Key::Escape);
    assert!(window.app().session().dossier().entity_count() > 10, "still there");
    window.key(Modifiers::COMMAND, Key::N);
    window.click("Don’t save");
    assert_eq!(window.app().session().dossier().entity_count(), 0);
}

#[test]
fn a_new_dossier_is_saved_to_a_place_and_a_place_that_refuses_is_told_with_a_way_out() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = empty();
    window.key(Modifiers::NONE, Key::N);
    window.type_text("Laos");
    window.key(Modifiers::NONE, Key::Enter);
    window.harness.state_mut().write(Some(folder.path().join("none/new.ron")), AfterSave::Stay);
    window.settle();
    assert!(window.harness.query_by_label_contains("Could not save").is_some());
    assert!(window.harness.query_by_label("Save as…").is_some());
    assert!(window.app().session().is_changed());
    let path = folder.path().join("new.ron");
    window.harness.state_mut().write(Some(path.clone()), AfterSave::Stay);
    window.settle();
    assert!(!window.app().session().is_changed());
    assert!(std::fs::read_to_string(&path).unwrap().contains("Laos"));
    assert_eq!(window.app().session().document.path.as_deref(), Some(path.as_path()));
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

/// A window on a file of its own, with a place for what is unsaved.
fn kept(folder: &std::path::Path) -> Window {
    let path = folder.join("small.ron");
    let start =
        Start { path: Some(path), state: Some(folder.join("state")), select: vec!["a".into()], ..Start::default() };
    Window::start(start, egui::vec2(1000.0, 700.0))
}

const SMALL: &str = "Dossier(format: 1, title: \"Small\", entities: [\n    (id: \"a\", kind: \"state\", name: \"A\"), // first\n    (id: \"b\", kind: \"state\", name: \"B\"),\n])\n";

fn rename(window: &mut Window, name: &str) {
    window.key(Modifiers::NONE, Key::F2);
    window.type_text(name);
    window.key(Modifiers::NONE, Key::Enter);
}

#[test]
fn what_a_crash_left_behind_is_offered_and_brought_back() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("small.ron"), SMALL).unwrap();
    let mut window = kept(folder.path());
    rename(&mut window, "Alpha");
    rename(&mut window, "Aleph");
    window.key(Modifiers::COMMAND, Key::Z);
    // The window goes without a word, as in a crash.
    drop(window);
    let mut window = kept(folder.path());
    assert!(window.harness.query_by_label_contains("3 changes").is_some());
    window.click("Restore");
    assert_eq!(name_of(&window, "a").as_deref(), Some("Alpha"));
    assert!(window.app().session().is_changed());
    window.key(Modifiers::COMMAND, Key::Z);
    assert_eq!(name_of(&window, "a").as_deref(), Some("A"), "each is a step to undo");
    window.key(Modifiers::COMMAND, Key::Y);
    window.key(Modifiers::COMMAND, Key::S);
    assert_eq!(std::fs::read_to_string(folder.path().join("small.ron")).unwrap(), SMALL.replace("\"A\"", "\"Alpha\""));
    drop(window);
    let window = kept(folder.path());
    assert!(window.harness.query_by_label("Restore").is_none(), "what is saved is offered no more");
}

/// Frames until something is so, for at most some seconds.
pub(super) fn until(window: &mut Window, what: &str, is: impl Fn(&Window) -> bool) {
    for _ in 0..1500 {
        if is(window) {
            return;
        }
        window.harness.step();
        std::thread::sleep(std::time::Duration::from_millis(4));
    }
    panic!("not so: {what}");
}

#[test]
fn a_change_from_outside_is_read_and_own_changes_stay_on_top() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("small.ron");
    std::fs::write(&path, SMALL).unwrap();
    let mut window = kept(folder.path());
    rename(&mut window, "Alpha");
    std::fs::write(&path, SMALL.replace("\"B\"", "\"Beta\"")).unwrap();
    until(&mut window, "their change is here", |w| name_of(w, "b").as_deref() == Some("Beta"));
    window.settle();
    assert_eq!(name_of(&window, "a").as_deref(), Some("Alpha"));
    assert_eq!(window.selected(), ["a"]);
    assert!(window.app().session().is_changed());
    window.key(Modifiers::COMMAND, Key::S);
    let both = SMALL.replace("\"A\"", "\"Alpha\"").replace("\"B\"", "\"Beta\"");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), both);
    // Nothing unsaved: it is just read again.
    std::fs::write(&path, SMALL).unwrap();
    until(&mut window, "the old is back", |w| name_of(w, "a").as_deref() == Some("A"));
    assert!(!window.app().session().is_changed());
}

#[test]
fn what_both_changed_is_asked_about() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("small.ron");
    std::fs::write(&path, SMALL).unwrap();
    let mut window = kept(folder.path());
    rename(&mut window, "Alpha");
    std::fs::write(&path, SMALL.replace("\"A\"", "\"Azure\"")).unwrap();
    until(&mut window, "it is asked", |w| w.harness.query_by_label_contains("In the file:").is_some());
    window.settle();
    assert_eq!(name_of(&window, "a").as_deref(), Some("Azure"), "what is on disk stands until one chooses");
    window.click("Use these versions");
    assert_eq!(name_of(&window, "a").as_deref(), Some("Alpha"));
    window.key(Modifiers::COMMAND, Key::S);
    assert!(std::fs::read_to_string(&path).unwrap().contains("Alpha"));
}

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
fn rows_of_a_spreadsheet_are_pasted() {
    let mut window = empty();
    let rows = "name\tkind\twhen\nLaos\tstate\t1953\nASEAN\torganisation\t1967-08-08\n";
    window.harness.event(egui::Event::Paste(rows.to_owned()));
    window.settle();
    window.harness.event(egui::Event::Paste("from\tkind\tto\nLaos\tis a member of\tASEAN\n".to_owned()));
    window.settle();
    let dossier = window.app().session().dossier();
    assert_eq!(dossier.entity_by_id("asean").unwrap().when.as_ref().unwrap().date.written(), "1967-08-08");
    assert!(dossier.relation_by_id("laos--member_of--asean").is_some());
    window.harness.event(egui::Event::Paste("name\tkind\nLaos\tplace\n".to_owned()));
    window.settle();
    assert_eq!(window.app().session().dossier().entity_count(), 2, "what is there is changed");
    for _ in 0..3 {
        window.key(Modifiers::COMMAND, Key::Z);
    }
    assert_eq!(window.app().session().dossier().entity_count(), 0);
}

/// What a person does, counted where it enters the window.
#[derive(Clone, Copy, Default)]
struct Effort {
    keys: usize,
    characters: usize,
    clicks: usize,
}

impl egui::Plugin for Effort {
    fn debug_name(&self) -> &'static str {
        "effort"
    }

    fn input_hook(&mut self, _: &egui::Context, input: &mut egui::RawInput) {
        for event in &input.events {
            match event {
                egui::Event::Key { pressed: true, .. } => self.keys += 1,
                egui::Event::Text(text) => self.characters += text.chars().count(),
                egui::Event::PointerButton { pressed: true, .. } => self.clicks += 1,
                _ => {}
            }
        }
    }
}

/// An empty dossier, in a window that counts from now on.
fn counting() -> Window {
    let window = empty();
    window.harness.ctx.add_plugin(Effort::default());
    window
}

fn effort(window: &Window) -> Effort {
    window.harness.ctx.with_plugin(|effort: &mut Effort| *effort).unwrap()
}

/// From an empty dossier, ten relations of the article with their sources, as someone enters them
/// who knows the keys: one to begin, one a relation, one to end. No problem is left.
#[test]
fn ten_relations_of_the_article_are_entered_from_nothing() {
    let mut window = counting();
    window.key(Modifiers::COMMAND, Key::L);
    let lines = [
        "Japan: state -> takes part in -> \"Second AMMTC + Japan\": meeting @2015-10-01 [beat-2015 P1.1]",
        "ASEAN: organisation -> takes part in -> \"Second AMMTC + Japan\" @2015-10-01 [P1.1]",
        "\"Second AMMTC + Japan\" -> is held in -> Kuala Lumpur: place [P3.1]",
        "\"First AMMTC + Japan\": meeting -> is held in -> Vientiane: place @2013 [P2.2]",
        "\"Third AMMTC + Japan\": meeting -> is held in -> Myanmar: state @2017 !planned [P8.1]",
        "\"Second AMMTC + Japan\" -> is about -> Terrorism: topic [P1.2]",
        "\"Second AMMTC + Japan\" -> is about -> Cyber crime: topic [P1.2]",
        "Japan -> takes part in -> Cybercrime Dialogue: dialogue @2014-05 [P4.1]",
        "ASEAN -> takes part in -> Cybercrime Dialogue @2014-05 [P4.1]",
        "\"Second AMMTC + Japan\" -> issued -> Joint statement: document [P3.1]",
    ];
    for line in lines {
        window.type_text(line);
        // Adds it, and gives its new ends what it cites.
        window.key(Modifiers::COMMAND, Key::Enter);
    }
    window.key(Modifiers::NONE, Key::Escape);
    let Effort { keys, characters, clicks } = effort(&window);
    let dossier = window.app().session().dossier();
    assert_eq!(dossier.relation_count(), 10);
    assert!(dossier.relations().all(|(_, _, _, r)| !r.claims.is_empty()), "each has its source");
    assert_eq!(dossier.sources.len(), 1);
    assert!(dossier.entities().all(|(_, e)| e.claims.len() == 1), "and each end");
    assert_eq!(characters, lines.iter().map(|line| line.chars().count()).sum::<usize>(), "what is typed is counted");
    assert!(keys <= 12, "{keys} keys");
    assert_eq!(clicks, 0);
    // One problem more is told, and with it gone none is left.
    let problems = |w: &Window| w.app().session().document.problems.len();
    window.key(Modifiers::COMMAND, Key::L);
    window.type_text("Nobody: person");
    window.key(Modifiers::NONE, Key::Enter);
    window.key(Modifiers::NONE, Key::Escape);
    until(&mut window, "what nobody has claimed is told", |w| problems(w) == 1);
    window.key(Modifiers::COMMAND, Key::Z);
    until(&mut window, "no problem is left", |w| problems(w) == 0);
}

/// The same through cards: what is typed are names, kinds, dates and places alone. Five keys for
/// the first entity and its source, and three a relation.
#[test]
fn ten_relations_are_entered_by_cards_with_few_keys() {
    let mut window = counting();
    // The first thing, and the source along with it.
    window.key(Modifiers::NONE, Key::N);
    window.type_text("Japan");
    window.key(Modifiers::NONE, Key::Enter);
    window.key(Modifiers::NONE, Key::Q);
    window.type_text("beat-2015");
    window.key(Modifiers::NONE, Key::Tab);
    window.type_text("P1.1");
    window.key(Modifiers::NONE, Key::Enter);
    let ties = [
        ("Second meeting", "takes part @2015-10-01 [P1.1]"),
        ("First meeting", "takes part @2013 [P2.2]"),
        ("Third meeting", "takes part @2017 [P8.1]"),
        ("Cybercrime Dialogue", "takes part @2014-05 [P4.1]"),
        ("Counter Terrorism Dialogue", "takes part [P3.3]"),
        ("ASEAN", "partner [P2.1]"),
        ("Myanmar", "has relations [P8.1]"),
        ("Committee dialogue", "takes part @2016 [P5.1]"),
        ("Senior officials", "partner [P2.1]"),
        ("Malaysia", "has relations [P5.1]"),
    ];
    for (name, kind) in ties {
        // From the relation just made it goes on from where one came.
        window.key(Modifiers::NONE, Key::C);
        window.type_text(name);
        window.key(Modifiers::NONE, Key::Enter);
        window.type_text(kind);
        window.key(Modifiers::NONE, Key::Enter);
    }
    let dossier = window.app().session().dossier();
    assert_eq!(dossier.relation_count(), 10);
    assert!(dossier.relations().all(|(_, _, _, r)| r.claims.len() == 1));
    let Effort { keys, clicks, .. } = effort(&window);
    assert!(keys <= 35, "{keys} keys");
    assert_eq!(clicks, 0);
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
    window.click("Not named by any source");
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

#[test]
fn a_crash_while_one_is_asked_whose_version_stands_loses_neither() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("small.ron");
    std::fs::write(&path, SMALL).unwrap();
    let mut window = kept(folder.path());
    rename(&mut window, "Alpha");
    std::fs::write(&path, SMALL.replace("\"A\"", "\"Azure\"")).unwrap();
    until(&mut window, "it is asked", |w| w.harness.query_by_label_contains("In the file:").is_some());
    window.settle();
    // A stray key does not give it up.
    window.key(Modifiers::NONE, Key::Escape);
    assert!(window.harness.query_by_label_contains("In the file:").is_some());
    drop(window);
    let mut window = kept(folder.path());
    window.click("Restore");
    assert_eq!(name_of(&window, "a").as_deref(), Some("Alpha"));
    window.key(Modifiers::COMMAND, Key::Z);
    assert_eq!(name_of(&window, "a").as_deref(), Some("Azure"));
}
