//! Why are these connected, and what falls without something: asked and answered in the window, by accessible names and keys.

use chancery::window::action::{Action, Command, ItemId};
use chancery::window::app::Start;
use egui::accesskit::Toggled;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::app::Window;

const PLAIN: Modifiers = Modifiers::NONE;

fn with(select: &[&str]) -> Window {
    let select = select.iter().map(|s| (*s).to_owned()).collect();
    Window::start(Start { select, ..Start::default() }, egui::vec2(1280.0, 800.0))
}

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

/// The chain that is open.
fn open_chain(window: &Window) -> String {
    let rows = window.harness.query_all_by_label_contains("Chain ");
    let open = rows.filter(|row| row.accesskit_node().toggled() == Some(Toggled::True));
    open.filter_map(|row| row.accesskit_node().label()).next().unwrap_or_default()
}

#[test]
fn two_that_are_selected_are_asked_about_and_chains_are_walked_by_keys() {
    let mut window = with(&["malaysia", "cyber-crime"]);
    window.key(PLAIN, Key::Y);
    assert_eq!(open_chain(&window), "Chain 1: 3 links, all stated");
    assert!(says(&window, "Weakest link: ASEAN convened"), "the weakest link is named");
    assert!(says(&window, "All on one day: certainly"));
    assert!(says(&window, "Not by way of topics or places."));
    window.key(PLAIN, Key::F6);
    window.key(PLAIN, Key::ArrowDown);
    assert!(open_chain(&window).starts_with("Chain 2: "), "{}", open_chain(&window));
    window.key(PLAIN, Key::ArrowUp);
    window.key(PLAIN, Key::ArrowRight);
    assert_eq!(window.selected(), ["malaysia--member_of--asean"]);
    window.key(PLAIN, Key::ArrowRight);
    assert!(window.selected()[0].starts_with("asean--"), "{:?}", window.selected());
    // What was selected since is taken back first, the question after it.
    window.key(PLAIN, Key::Escape);
    assert!(window.selected().is_empty() && !open_chain(&window).is_empty());
    window.key(PLAIN, Key::Escape);
    assert_eq!(open_chain(&window), "");
    assert!(!has(&window, "Copy as text"));
}

#[test]
fn the_slider_goes_from_well_founded_to_short() {
    let mut window = with(&["malaysia", "cyber-crime"]);
    perform(&mut window, Action::Run(Command::Why));
    window.harness.get_by_label("From short to well-founded").focus();
    window.settle();
    for _ in 0..3 {
        window.key(PLAIN, Key::ArrowLeft);
    }
    assert_eq!(open_chain(&window), "Chain 1: 2 links, 1 inferred");
    assert!(says(&window, "Fewest links first."));
}

#[test]
fn what_is_left_out_is_a_question_of_the_language() {
    let mut window = with(&["malaysia", "cyber-crime"]);
    perform(&mut window, Action::Run(Command::Why));
    window.click("Change what is left out");
    window.harness.get_by_label("Left out on the way").focus();
    window.settle();
    window.key(Modifiers::COMMAND, Key::A);
    window.type_text("id:asean,ammtc-japan-2");
    window.key(PLAIN, Key::Enter);
    assert!(says(&window, "Not by way of id:asean,ammtc-japan-2."));
    assert!(!says(&window, "ASEAN convened"));
    window.harness.get_by_label("Left out on the way").focus();
    window.settle();
    window.key(Modifiers::COMMAND, Key::A);
    window.type_text("kind:(");
    window.key(PLAIN, Key::Enter);
    assert!(says(&window, "Not by way of id:asean,ammtc-japan-2."), "the last good one stays");
}

#[test]
fn an_answer_is_copied_and_kept() {
    let mut window = with(&["malaysia", "cyber-crime"]);
    window.click("Why are these connected?");
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
    assert!(copied.starts_with("Why are Malaysia and Cyber crime connected?\n"), "{copied}");
    assert!(copied.contains("1. 3 links, all stated"), "{copied}");
    window.settle();
    window.harness.get_by_label("Save as view").click_accesskit();
    window.settle();
    let views = &window.app().session().dossier().views;
    let view = views.iter().find(|view| view.name == "Why: Malaysia – Cyber crime").expect("the view is there");
    assert!(view.filter.as_deref().unwrap_or_default().starts_with("id:malaysia,asean,ammtc-japan-2,cyber-crime,"));
    perform(&mut window, Action::UseView("Why: Malaysia – Cyber crime".to_owned()));
    assert_eq!(window.app().scene().nodes.len(), 4);
}

#[test]
fn three_are_asked_about_together_and_one_is_taken_away() {
    let mut window = with(&["singapore", "thailand", "indonesia"]);
    window.key(PLAIN, Key::Y);
    assert!(says(&window, "Related to each of them"));
    assert!(says(&window, "What holds them together"));
    window.click("Remove Thailand");
    assert!(open_chain(&window).starts_with("Chain 1: 2 links"), "{}", open_chain(&window));
}

#[test]
fn chains_follow_changes_of_the_dossier_and_of_the_date() {
    let mut window = with(&["malaysia", "asean"]);
    window.key(PLAIN, Key::Y);
    assert!(says(&window, "Beside it: chairs, 2015"));
    let date = chancery::dossier::model::Date::parse("1970").unwrap();
    perform(&mut window, Action::SetAsOf(Some(date)));
    assert!(!says(&window, "chairs, 2015"), "nobody chaired in 1970");
    perform(&mut window, Action::SetAsOf(None));
    perform(
        &mut window,
        Action::Select(vec![ItemId::Entity("asean".into())], chancery::window::action::SelectHow::Replace),
    );
    perform(&mut window, Action::Run(Command::Delete));
    assert!(open_chain(&window).is_empty() || !says(&window, "is a member of ASEAN"));
}

#[test]
fn what_falls_without_a_person_is_listed_and_taken_back() {
    let mut window = with(&[]);
    window.key(Modifiers::COMMAND | Modifiers::SHIFT, Key::V);
    assert!(says(&window, "Tick to see what would fall"));
    let name = "Without Nur Jazlan Mohamed: 4 entities and 18 relations fall";
    window.click(name);
    assert!(says(&window, "Without Nur Jazlan Mohamed"));
    for part in ["Falls, 22", "Left to inference, 0", "Weaker, 4", "Kept only by its relations, 2"] {
        assert!(says(&window, part), "{part}");
    }
    assert!(says(&window, "Nothing would rest on inference alone."));
    // The key of the graph, in the list and in the legend.
    let keys = |window: &Window| window.harness.query_all_by_label("kept only by its relations").count();
    assert_eq!(keys(&window), 1);
    perform(&mut window, Action::Run(Command::Legend));
    assert_eq!(keys(&window), 2);
    window.key(PLAIN, Key::Escape);
    assert_eq!(keys(&window), 0);
    assert!(!says(&window, "Falls, 22"));
    assert!(window.app().session().struck().is_empty());
}

#[test]
fn a_single_claim_is_struck_where_it_is_read() {
    let mut window = with(&["nur-jazlan-mohamed"]);
    let struck = |window: &Window| !window.app().session().struck().is_empty();
    window.harness.get_by_label("Try without claim 1").click_accesskit();
    window.settle();
    assert!(struck(&window) && says(&window, "Without 1 claim"));
    for part in ["Falls, ", "Left to inference, ", "Weaker, ", "Kept only by its relations, "] {
        assert!(says(&window, part), "{part}");
    }
    window.key(PLAIN, Key::Escape);
    assert!(!struck(&window));
    window.harness.get_by_label("Try without claim 1").click_accesskit();
    window.settle();
    // Claims go by numbers, which a change may give to others.
    perform(&mut window, Action::Run(Command::CheckClaims));
    assert!(!struck(&window));
}

#[test]
fn gaps_open_to_questions_and_lead_to_records() {
    let mut window = with(&[]);
    perform(&mut window, Action::Run(Command::ShowEvidence));
    window.harness.get_by_label("Unnamed: 7").click_accesskit();
    window.settle();
    assert!(says(&window, "Ask who or what is meant."));
    assert!(says(&window, "Ask: "));
    window.harness.get_by_label("Some ASEAN states").click_accesskit();
    window.settle();
    assert_eq!(window.selected().len(), 1);
}

#[test]
fn claims_are_ticked_as_checked() {
    let mut window = with(&["japan"]);
    perform(&mut window, Action::Run(Command::ShowEvidence));
    let count = |window: &Window| window.app().session().dossier().entity_by_id("japan").unwrap().claims.len();
    let all = count(&window);
    assert!(says(&window, "Checked, 0 of "));
    window.key(PLAIN, Key::V);
    let claims = &window.app().session().dossier().entity_by_id("japan").unwrap().claims;
    assert!(claims.iter().all(|claim| claim.checked.when.is_some()));
    assert!(says(&window, &format!("Checked, {all} of ")));
    assert!(!window.app().session().is_enabled(Command::CheckClaims));
    window.key(Modifiers::COMMAND, Key::Z);
    assert!(says(&window, "Checked, 0 of "));
}
