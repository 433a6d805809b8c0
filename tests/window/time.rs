//! The bar of time in the window: two dates compared, the time between two, playing, and what has no date; by accessible names and
//! keys.

use chancery::dossier::model::Date;
use chancery::explore::query::between::Between;
use chancery::window::action::{Action, Command, ItemId, SelectHow};
use chancery::window::app::Start;
use egui::accesskit::Toggled;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::app::Window;

const PLAIN: Modifiers = Modifiers::NONE;

fn has(window: &Window, name: &str) -> bool {
    window.harness.query_all_by_label(name).next().is_some()
}

fn says(window: &Window, text: &str) -> bool {
    window.harness.query_all_by_label_contains(text).next().is_some()
}

fn perform(window: &mut Window, action: Action) {
    let ctx = window.harness.ctx.clone();
    window.harness.state_mut().perform(&ctx, action);
    window.settle();
}

fn as_of(window: &mut Window, date: &str) {
    perform(window, Action::SetAsOf(Date::parse(date).ok()));
}

fn fill(window: &mut Window, field: &str, text: &str) {
    window.harness.get_by_label(field).focus();
    window.settle();
    window.key(Modifiers::COMMAND, Key::A);
    window.type_text(text);
    window.key(PLAIN, Key::Enter);
}

/// The earlier and the later date as they are set.
fn dates(window: &Window) -> (Option<String>, Option<String>) {
    let look = &window.app().session().look;
    let written = |date: &Date| date.written().to_owned();
    (look.since.as_ref().map(|since| written(&since.date)), look.as_of.as_ref().map(written))
}

fn set(from: &str, to: &str) -> (Option<String>, Option<String>) {
    (Some(from.to_owned()), Some(to.to_owned()))
}

/// Compares the end of 2013 with June 2014, by the keyboard alone.
fn compared() -> Window {
    let mut window = Window::open();
    as_of(&mut window, "2014-06");
    window.key(Modifiers::SHIFT, Key::D);
    fill(&mut window, "From date", "2013");
    window
}

#[test]
fn a_date_that_a_comparison_proposed_goes_with_it() {
    let mut window = Window::open();
    window.key(Modifiers::SHIFT, Key::D);
    assert!(matches!(dates(&window), (Some(_), Some(_))), "{:?}", dates(&window));
    window.click("As of");
    assert_eq!(dates(&window), (None, None));
    // One that a person set stays.
    as_of(&mut window, "2014-06");
    window.key(Modifiers::SHIFT, Key::D);
    window.click("As of");
    assert_eq!(dates(&window), (None, Some("2014-06".to_owned())));
}

/// Where it stands in the scene.
fn place(window: &Window, id: &str) -> (f32, f32) {
    window.app().scene().nodes.iter().find(|node| &*node.id == id).unwrap().at
}

fn change(window: &Window, id: &str) -> Option<Between> {
    let scene = window.app().scene();
    let number = scene.nodes.iter().position(|node| &*node.id == id).unwrap();
    scene.node_look(number).change()
}

#[test]
fn two_dates_are_compared_by_keys_in_lists_and_in_the_graph() {
    let mut window = compared();
    assert_eq!(dates(&window), set("2013", "2014-06"));
    assert!(says(&window, "From the end of 2013 to the end of June 2014"));
    for heading in ["Came, ", "May have come, ", "Went, 0", "May have gone, ", "Stays, "] {
        assert!(says(&window, heading), "{heading}");
    }
    assert!(says(&window, "Nothing is known to have ended."));
    assert_eq!(change(&window, "cybercrime-dialogue"), Some(Between::Came));
    assert_eq!(change(&window, "japan"), Some(Between::Stays));
    // Nothing moved.
    let place = place(&window, "japan");
    window.click("Cybercrime Dialogue");
    assert_eq!(window.selected(), ["cybercrime-dialogue"]);
    assert!(!says(&window, "Nothing is known to have ended."), "what is selected is inspected");
    window.key(PLAIN, Key::Escape);
    assert!(says(&window, "Nothing is known to have ended."), "and then the lists are back");
    assert_eq!(self::place(&window, "japan"), place);
    window.key(PLAIN, Key::Escape);
    assert_eq!(dates(&window), (None, Some("2014-06".to_owned())), "the comparison is taken back last");
    assert_eq!(change(&window, "japan"), None);
}

#[test]
fn two_dates_are_typed_at_once_where_a_comparison_begins() {
    let mut window = Window::open();
    window.key(Modifiers::SHIFT, Key::D);
    // Something changed between the two that it begins with.
    assert!(!says(&window, "Came, 0"));
    window.type_text("2013..2014-06");
    window.key(PLAIN, Key::Enter);
    assert_eq!(dates(&window), set("2013", "2014-06"));
    assert!(says(&window, "From the end of 2013 to the end of June 2014"));
    let stands = |window: &Window, field: &str| window.harness.get_by_label(field).accesskit_node().value();
    assert_eq!(stands(&window, "From date").as_deref(), Some("2013"));
    fill(&mut window, "To date", "2014..2013");
    assert!(says(&window, "give the earlier date first"));
    assert_eq!(dates(&window), set("2013", "2014-06"), "what cannot be stays as it was");
}

#[test]
fn a_comparison_has_its_key_and_is_copied_kept_and_drawn_again() {
    let mut window = compared();
    perform(&mut window, Action::Run(Command::Legend));
    for word in ["came", "stays"] {
        assert!(has(&window, word), "{word}");
    }
    assert!(!has(&window, "reported by someone"), "patterns of lines say something else now");
    window.harness.get_by_label("Copy as text").click_accesskit();
    let mut copied = String::new();
    for _ in 0..4 {
        window.harness.step();
        for command in &window.harness.output().platform_output.commands {
            if let egui::OutputCommand::CopyText(text) = command {
                copied.clone_from(text);
            }
        }
    }
    assert!(copied.starts_with("From the end of 2013 to the end of June 2014\n\ncame: "), "{copied}");
    assert!(copied.contains("  +  Cybercrime Dialogue"), "{copied}");
    window.settle();
    window.harness.get_by_label("Save as a view").click_accesskit();
    window.settle();
    window.type_text("before and after");
    window.key(PLAIN, Key::Enter);
    let kept = window.app().session().open_view().cloned().expect("a view is open");
    assert_eq!((kept.since.unwrap().written(), kept.as_of.unwrap().written()), ("2013", "2014-06"));
    assert_eq!(kept.span, Some("compare"));
    perform(&mut window, Action::SetAsOf(None));
    assert_eq!(change(&window, "japan"), None);
    perform(&mut window, Action::UseView("before and after".to_owned()));
    assert_eq!(change(&window, "cybercrime-dialogue"), Some(Between::Came));
}

#[test]
fn the_time_between_two_dates_is_any_of_it_or_all() {
    let mut window = Window::open();
    as_of(&mut window, "2013");
    perform(&mut window, Action::Run(Command::BetweenDates));
    fill(&mut window, "From date", "2003");
    assert_eq!(dates(&window), set("2003", "2013"));
    let certain = |window: &Window| {
        let scene = window.app().scene();
        let nodes = (0..scene.nodes.len()).map(|n| scene.node_look(n).presence);
        nodes.filter(|presence| *presence == chancery::explore::query::presence::Presence::Certain).count()
    };
    let any = certain(&window);
    let toggle = window.harness.get_by_label("Present throughout");
    assert_eq!(toggle.accesskit_node().toggled(), Some(Toggled::False));
    window.click("Present throughout");
    assert!(certain(&window) < any, "{} of {any}", certain(&window));
    // What is wrong is said, and the last good time stays.
    fill(&mut window, "To date", "2001");
    assert!(says(&window, "2001 does not end on or after the first day of 2003; give the earlier date first."));
    assert_eq!(dates(&window), set("2003", "2013"));
    window.click("As of");
    assert_eq!(dates(&window), (None, Some("2013".to_owned())));
}

#[test]
fn handles_are_moved_by_keys_alone_and_together() {
    let mut window = compared();
    window.harness.get_by_label("From date on the time axis").focus();
    window.settle();
    window.key(PLAIN, Key::ArrowLeft);
    let (from, _) = dates(&window);
    assert_ne!(from.as_deref(), Some("2013"));
    let span = |window: &Window| {
        let look = &window.app().session().look;
        let end = |date: &Date| date.latest().unwrap().year();
        (end(&look.since.as_ref().unwrap().date), end(look.as_of.as_ref().unwrap()))
    };
    let before = span(&window);
    for _ in 0..24 {
        window.key(Modifiers::COMMAND, Key::ArrowLeft);
    }
    let after = span(&window);
    assert!(after.1 < before.1 && after.1 - after.0 == before.1 - before.0, "{before:?} {after:?}");
    // The earlier date never passes the later.
    for _ in 0..6 {
        window.key(Modifiers::SHIFT, Key::ArrowRight);
    }
    let look = &window.app().session().look;
    assert!(look.since.as_ref().unwrap().date.latest() < look.as_of.as_ref().unwrap().latest());
    assert!(window.selected().is_empty());
}

#[test]
fn brackets_go_to_the_changes_of_the_date_that_was_moved_last() {
    let mut window = compared();
    window.harness.get_by_label("From date on the time axis").focus();
    window.settle();
    let now = dates(&window);
    window.key(PLAIN, Key::CloseBracket);
    let next = dates(&window);
    assert!(next.0 != now.0 && next.1 == now.1, "{now:?} {next:?}");
    window.harness.get_by_label("To date on the time axis").focus();
    window.settle();
    window.key(PLAIN, Key::OpenBracket);
    let back = dates(&window);
    assert!(back.0 == next.0 && back.1 != next.1, "{next:?} {back:?}");
}

#[test]
fn time_plays_by_changes_keeps_what_is_selected_and_stops() {
    let mut window =
        Window::start(Start { select: vec!["japan".into()], ..Start::default() }, egui::vec2(1280.0, 800.0));
    let place = place(&window, "asean");
    window.click("Faster");
    window.click("Faster");
    window.click("Faster");
    assert!(has(&window, "10 a second"));
    // Not until it settles: it would play to the end.
    window.harness.key_press_modifiers(Modifiers::SHIFT, Key::P);
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..40 {
        window.harness.step();
        seen.insert(dates(&window).1);
    }
    assert!(seen.len() > 5, "{seen:?}");
    assert!(has(&window, "Pause through time"));
    assert_eq!(window.selected(), ["japan"]);
    window.harness.key_press(Key::Escape);
    window.settle();
    assert!(has(&window, "Play through time"));
    assert_eq!(window.selected(), ["japan"], "Esc stops, and no more");
    assert_eq!(self::place(&window, "asean"), place, "places stay");
    let stopped = dates(&window);
    for _ in 0..20 {
        window.harness.step();
    }
    assert_eq!(dates(&window), stopped);
    assert!(!window.harness.ctx.has_requested_repaint(), "an idle window draws nothing");
}

#[test]
fn playing_ends_with_the_last_change() {
    let mut window = Window::open();
    as_of(&mut window, "2015-06");
    for _ in 0..3 {
        window.click("Faster");
    }
    window.harness.get_by_label("Play through time").click();
    for _ in 0..4 {
        window.harness.step();
    }
    assert!(has(&window, "Pause through time"));
    for _ in 0..400 {
        window.harness.step();
        if has(&window, "Play through time") {
            break;
        }
    }
    assert!(has(&window, "Play through time"), "it ends by itself");
    let last = window.app().session().as_of().cloned().unwrap();
    window.key(PLAIN, Key::CloseBracket);
    assert_eq!(window.app().session().as_of(), Some(&last));
    // By years it goes on in whole years, from the first one again.
    window.click("Step by changes");
    window.harness.get_by_label("Play through time").click();
    for _ in 0..10 {
        window.harness.step();
    }
    window.harness.key_press(Key::Space);
    window.settle();
    assert!(has(&window, "Play through time"), "Space pauses");
    assert_ne!(window.app().session().as_of(), Some(&last));
}

#[test]
fn what_has_no_date_is_counted_found_and_drawn_as_unknown() {
    let mut window = Window::open();
    assert!(has(&window, "56 undated: show"));
    as_of(&mut window, "2014-06");
    let unknown = |window: &Window| {
        let scene = window.app().scene();
        (0..scene.nodes.len()).filter(|number| scene.describe_node(*number).ends_with(", no date")).count()
    };
    assert!(unknown(&window) > 0);
    perform(&mut window, Action::Run(Command::Legend));
    assert!(has(&window, "possibly present; ?: no date"));
    window.click("56 undated: show");
    assert_eq!(window.app().session().look.filter.query, "no:when");
    assert!(has(&window, "56 undated: show"), "the count follows the filter");
    perform(&mut window, Action::Filter("kind:meeting when:2014..2015".to_owned()));
    assert!(!says(&window, " undated: show"));
}

#[test]
fn what_became_of_each_stands_in_the_outline_and_in_the_table() {
    let mut window = compared();
    window.click("Dialogues, 7, folded");
    assert!(has(&window, "Cybercrime Dialogue, came"));
    // What is selected is unfolded in the outline.
    let proposal = ItemId::Entity("proposal-ministerial-level".into());
    perform(&mut window, Action::Select(vec![proposal], SelectHow::Replace));
    assert!(has(&window, "Proposal to raise the level, may have come"));
    window.key(PLAIN, Key::Escape);
    window.key(Modifiers::COMMAND, Key::T);
    window.harness.get_by_label("Filter the table").focus();
    window.settle();
    window.type_text("cybercrime dialogue");
    let rows = |window: &Window, name: &str| window.harness.query_all_by_label(name).count();
    assert_eq!(rows(&window, "Row: ASEAN-Japan Cybercrime Dialogue, came"), 1);
    window.key(Modifiers::COMMAND, Key::A);
    window.key(PLAIN, Key::Delete);
    perform(&mut window, Action::Filter("relations from:cybercrime-dialogue".to_owned()));
    assert_eq!(rows(&window, "Row: Cybercrime Dialogue, came"), 3, "the table follows the question: relations, too");
    // Without a comparison nothing is said of it.
    perform(&mut window, Action::Filter(String::new()));
    window.click("As of");
    assert_eq!(rows(&window, "Row: Cybercrime Dialogue, came"), 0);
    assert!(!has(&window, "Cybercrime Dialogue, came") && has(&window, "Cybercrime Dialogue"));
}
