//! Bringing in, expanding, folding and dimming, by accessible names and by keys alone.

use chancery::window::action::{Action, Command, ItemId, SelectHow};
use chancery::window::app::Start;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use super::app::Window;

const PLAIN: Modifiers = Modifiers::NONE;

fn with(select: &[&str]) -> Window {
    let select = select.iter().map(|s| (*s).to_owned()).collect();
    Window::start(Start { select, ..Start::default() }, egui::vec2(1280.0, 900.0))
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

fn select(window: &mut Window, id: &str) {
    perform(window, Action::Select(vec![ItemId::Entity(id.into())], SelectHow::Replace));
}

fn shown(window: &Window) -> usize {
    window.app().scene().nodes.len()
}

fn ids(window: &Window) -> Vec<String> {
    window.app().scene().nodes.iter().map(|node| node.id.to_string()).collect()
}

fn place(window: &Window, id: &str) -> (f32, f32) {
    window.app().scene().nodes.iter().find(|node| &*node.id == id).unwrap().at
}

#[test]
fn by_keys_alone_one_starts_empty_adds_expands_and_collapses() {
    let mut window = Window::open();
    window.key(Modifiers::COMMAND, Key::K);
    window.type_text("Start empty");
    window.key(PLAIN, Key::Enter);
    assert_eq!(shown(&window), 0);
    assert!(says(&window, "Nothing is shown yet.") && has(&window, "Find and add… (Ctrl+K)"));
    window.key(Modifiers::COMMAND, Key::K);
    window.type_text("Tokyo");
    window.key(PLAIN, Key::Enter);
    assert_eq!((ids(&window), window.selected()), (vec!["japan".to_owned()], vec!["japan".to_owned()]));
    assert!(!says(&window, "Nothing is shown yet."));
    // Counts come before anything is brought in.
    window.key(PLAIN, Key::X);
    assert!(has(&window, "Show neighbours of Japan") && says(&window, "Shows up to 20 at a time"));
    window.key(PLAIN, Key::Enter);
    let expanded = shown(&window);
    assert!(expanded > 5 && expanded <= 21, "{expanded}");
    assert!(says(&window, "neighbours brought in"), "the inspector says what came");
    window.key(Modifiers::SHIFT, Key::X);
    assert_eq!(ids(&window), ["japan"]);
    window.key(Modifiers::COMMAND, Key::Z);
    assert_eq!(shown(&window), expanded, "each is one step");
    window.key(Modifiers::COMMAND, Key::Z);
    assert_eq!(ids(&window), ["japan"]);
}

#[test]
fn a_question_adds_what_it_finds_and_then_narrows() {
    let mut window = Window::open();
    perform(&mut window, Action::Run(Command::StartEmpty));
    let ask = |window: &mut Window, text: &str, modifiers: Modifiers| {
        window.key(Modifiers::COMMAND, Key::K);
        window.type_text(text);
        window.key(modifiers, Key::Enter);
        window.key(PLAIN, Key::Escape);
    };
    ask(&mut window, "kind:meeting", PLAIN);
    let meetings = shown(&window);
    assert!(meetings > 2, "into nothing even Enter adds");
    ask(&mut window, "id:japan", Modifiers::ALT);
    assert_eq!(shown(&window), meetings + 1);
    ask(&mut window, "kind:state", PLAIN);
    assert_eq!(ids(&window), ["japan"], "now Enter narrows");
    window.key(Modifiers::ALT, Key::H);
    assert!(shown(&window) > 40);
}

#[test]
fn what_comes_stands_beside_and_nothing_else_moves() {
    let mut window = with(&["japan"]);
    perform(&mut window, Action::Run(Command::StartEmpty));
    perform(&mut window, Action::Bring(vec!["asean".into(), "malaysia".into()]));
    let before: Vec<_> = ids(&window).into_iter().map(|id| (place(&window, &id), id)).collect();
    select(&mut window, "japan");
    window.key(PLAIN, Key::X);
    window.key(PLAIN, Key::Enter);
    assert!(shown(&window) > 10);
    for ((x, y), id) in before {
        let now = place(&window, &id);
        assert!((now.0 - x).hypot(now.1 - y) < 60.0, "{id} went from {x}, {y} to {now:?}");
    }
}

#[test]
fn several_foci_are_shown_at_once_and_widened_one_by_one() {
    let mut window = with(&["malaysia"]);
    window.key(PLAIN, Key::E);
    let one = shown(&window);
    select(&mut window, "cyber-crime");
    window.key(Modifiers::SHIFT, Key::E);
    let two = shown(&window);
    assert!(two > one, "{one} and {two}");
    assert_eq!(window.app().session().look.filter.foci, [("malaysia".into(), 1), ("cyber-crime".into(), 1)]);
    window.key(PLAIN, Key::Plus);
    assert_eq!(window.app().session().look.filter.foci, [("malaysia".into(), 1), ("cyber-crime".into(), 2)]);
    select(&mut window, "japan");
    window.key(PLAIN, Key::Minus);
    assert_eq!(window.app().session().look.filter.foci, [("malaysia".into(), 0), ("cyber-crime".into(), 1)]);
}

#[test]
fn a_kind_is_folded_by_keys_looked_into_and_unfolded() {
    let mut window = Window::open();
    let all = shown(&window);
    let stood = place(&window, "japan");
    window.key(Modifiers::COMMAND, Key::G);
    assert!(has(&window, "Fold into one node"));
    let label = |window: &Window| {
        let rows = window.harness.query_all_by_label_contains("Meetings");
        rows.count()
    };
    assert!(label(&window) > 0);
    window.key(PLAIN, Key::Escape);
    perform(&mut window, Action::Fold("kind:meeting".to_owned()));
    let meetings = window.app().session().dossier().entities().filter(|(_, e)| e.kind == "meeting").count();
    assert_eq!(shown(&window), all - meetings + 1);
    let name = format!("Meetings ({meetings})");
    let scene = window.app().scene();
    let node = scene.nodes.iter().position(|node| &*node.id == "fold kind:meeting").unwrap();
    assert_eq!(scene.label(node), name);
    assert!(says(&window, &format!("{meetings} entities folded into 1 node")));
    let now = place(&window, "japan");
    assert!((now.0 - stood.0).hypot(now.1 - stood.1) < 30.0, "the rest stands");
    let counted = scene.lines.iter().enumerate().map(|(line, _)| scene.describe_line(line));
    let counted: Vec<String> = counted.filter(|words| words.contains(" between ")).collect();
    assert!(
        counted.iter().any(|words| words.ends_with(&format!("between Japan and {name}"))
            || words.ends_with(&format!("between {name} and Japan"))),
        "{counted:?}"
    );
    // Its node is selected like any other, and the inspector lists what is in it.
    select(&mut window, "fold kind:meeting");
    assert!(says(&window, &format!("{meetings} entities folded into one node")) && says(&window, "In it, "));
    assert!(!window.app().session().is_enabled(Command::Delete), "a fold is no record");
    window.key(PLAIN, Key::F6);
    window.key(PLAIN, Key::Tab);
    assert!(window.selected()[0].starts_with("fold "), "{:?}", window.selected());
    assert!(says(&window, "between "), "the counted relations are listed");
    window.key(PLAIN, Key::Enter);
    select(&mut window, "fold kind:meeting");
    window.key(Modifiers::COMMAND | Modifiers::SHIFT, Key::G);
    assert_eq!(shown(&window), all);
    assert_eq!(window.selected().len(), meetings, "what came out is selected");
    window.key(Modifiers::COMMAND, Key::Z);
    assert_eq!(shown(&window), all - meetings + 1);
    window.key(Modifiers::COMMAND, Key::Z);
    assert_eq!(shown(&window), all);
}

#[test]
fn a_selection_is_folded_and_hidden_as_one() {
    let mut window = with(&["japan", "malaysia", "asean"]);
    let all = shown(&window);
    window.key(Modifiers::COMMAND, Key::G);
    window.key(PLAIN, Key::Enter);
    assert_eq!(shown(&window), all - 2);
    assert_eq!(window.selected(), ["fold id:japan,malaysia,asean"]);
    window.key(PLAIN, Key::H);
    assert_eq!(shown(&window), all - 3);
    window.key(Modifiers::COMMAND, Key::Z);
    perform(&mut window, Action::Run(Command::UnfoldAll));
    assert_eq!(shown(&window), all);
}

#[test]
fn the_rest_is_dimmed_in_place_of_hidden() {
    let mut window = Window::start(Start::default(), egui::vec2(1280.0, 1800.0));
    let all = shown(&window);
    perform(&mut window, Action::Run(Command::ShowFilter));
    assert!(!has(&window, "Dim the rest"), "nothing is asked");
    perform(&mut window, Action::Filter("kind:meeting".to_owned()));
    let found = shown(&window);
    assert!(found < all);
    window.click("Dim the rest");
    assert_eq!(shown(&window), all);
    assert!(window.app().session().look.dim_rest);
    // What is hidden by hand stays hidden.
    perform(&mut window, Action::Hide(vec!["japan".into()]));
    assert_eq!(shown(&window), all - 1);
    window.click("Hide the rest");
    assert_eq!(shown(&window), found);
}

#[test]
fn a_view_keeps_all_of_it() {
    let mut window = with(&["japan"]);
    perform(&mut window, Action::Run(Command::StartEmpty));
    window.key(PLAIN, Key::X);
    window.key(PLAIN, Key::Enter);
    perform(&mut window, Action::Fold("kind:meeting".to_owned()));
    let (nodes, before) = (ids(&window), window.app().session().look.clone());
    window.key(Modifiers::COMMAND | Modifiers::SHIFT, Key::D);
    window.type_text("Around Japan");
    window.key(PLAIN, Key::Enter);
    assert!(!window.app().session().view_is_changed());
    let view = window.app().session().dossier().views.iter().find(|view| view.name == "Around Japan").unwrap().clone();
    assert!(view.start_empty && view.shown.contains(&"japan".to_owned()));
    assert_eq!(view.fold, ["kind:meeting"]);
    perform(&mut window, Action::Run(Command::ShowAll));
    perform(&mut window, Action::Run(Command::UnfoldAll));
    assert!(shown(&window) > nodes.len());
    perform(&mut window, Action::UseView("Around Japan".to_owned()));
    assert_eq!(ids(&window), nodes);
    assert_eq!(window.app().session().look.filter, before.filter);
    // Renaming what is folded by leaves it folded.
    perform(&mut window, Action::Fold("id:japan,asean".to_owned()));
    let folded = ids(&window).len();
    perform(&mut window, Action::Run(Command::Undo));
    assert_eq!(ids(&window).len(), folded + 1);
}
