//! Views are kept from the window: saved, updated, renamed, deleted, written to the file without touching the
//! rest, and nothing that was put somewhere by hand is lost without a question.

use std::fs;
use std::path::{Path, PathBuf};

use chancery::dossier::document;
use chancery::dossier::edit::Change;
use chancery::dossier::model::View;
use chancery::window::action::{Action, COMMANDS, Command, Edits};
use chancery::window::app::Start;
use egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::Queryable as _;

use super::app::Window;
use super::saving::until;

const SHIFT: Modifiers = Modifiers { shift: true, ..Modifiers::COMMAND };

const PLAIN: &str = r#"Dossier(format: 1, title: "Ports",
    entities: [
        (id: "north", kind: "place", name: "North"),
        (id: "south", kind: "place", name: "South"),
        (id: "pilot", kind: "person", name: "Pilot"),
    ],
    relations: [(from: "pilot", kind: "partner_of", to: "north"), (from: "north", kind: "partner_of", to: "south")])
"#;

const WITH_VIEWS: &str = r#"Dossier(format: 1, title: "Ports",
    entities: [
        (id: "north", kind: "place", name: "North"),
        (id: "south", kind: "place", name: "South"),
        (id: "pilot", kind: "person", name: "Pilot"),
    ],
    relations: [(from: "pilot", kind: "partner_of", to: "north"), (from: "north", kind: "partner_of", to: "south")],
    views: [
        // Why it is looked at so.
        (name: "finding", title: "Ports are tied", /* of mine */ odd: 7, hops: 1, layout: organic, // the usual one
         pins: [(id: "north", x: 0, y: 1.50 /* here */)]),
        (name : "other"), // stays
    ])
"#;

fn open(folder: &Path, text: &str, view: Option<&str>, select: &str) -> (Window, PathBuf) {
    let path = folder.join("ports.ron");
    fs::write(&path, text).unwrap();
    let start = Start {
        path: Some(path.clone()),
        view: view.map(str::to_owned),
        select: vec![select.to_owned()],
        ..Start::default()
    };
    (Window::start(start, vec2(1280.0, 800.0)), path)
}

fn edit(window: &mut Window, change: Change) {
    let ctx = window.harness.ctx.clone();
    window.harness.state_mut().perform(&ctx, Action::Edit(Box::new(Edits::of(vec![change]))));
}

fn drag(window: &mut Window, id: &str) {
    let from = window.at(id);
    window.pointer(from, from + vec2(60.0, 35.0), Modifiers::NONE);
    assert!(window.app().session().look.pins.contains_key(id), "{id} was moved");
}

fn run(window: &mut Window, command: Command) {
    let ctx = window.harness.ctx.clone();
    window.harness.state_mut().perform(&ctx, Action::Run(command));
    window.settle();
}

fn view(window: &Window, name: &str) -> Option<View> {
    window.app().session().dossier().views.iter().find(|view| view.name == name).cloned()
}

fn opened(window: &Window) -> Option<String> {
    window.app().session().open_view().map(|view| view.name.clone())
}

fn text(window: &Window) -> String {
    window.app().session().document.text(0).unwrap()
}

/// Frames until nothing is left to save.
fn until_saved(window: &mut Window) {
    let begun = std::time::Instant::now();
    while window.app().session().is_changed() {
        assert!(begun.elapsed().as_secs() < 20, "it is saved");
        window.harness.step();
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    window.settle();
}

fn has(window: &Window, label: &str) -> bool {
    window.harness.query_by_label(label).is_some()
}

#[test]
fn a_view_is_saved_by_key_with_all_that_is_shown_and_looks_the_same_when_it_is_used() {
    let folder = tempfile::tempdir().unwrap();
    let (mut window, path) = open(folder.path(), PLAIN, None, "pilot");
    window.key(Modifiers::NONE, Key::H);
    drag(&mut window, "south");
    window.key(Modifiers::NONE, Key::L);
    window.key(Modifiers::SHIFT, Key::G);
    let ctx = window.harness.ctx.clone();
    window.harness.state_mut().perform(&ctx, Action::ShowKind("topic".to_owned(), false));
    run(&mut window, Command::Tapered);
    run(&mut window, Command::Shuffle);
    let look = window.app().session().look.clone();
    window.key(SHIFT, Key::D);
    window.type_text("Without the pilot");
    window.key(Modifiers::NONE, Key::Enter);
    assert_eq!(opened(&window).as_deref(), Some("Without the pilot"));
    assert!(!window.app().session().view_is_changed());
    assert_eq!(window.app().session().undo_name(), Some("save the view “Without the pilot”"));
    window.key(Modifiers::COMMAND, Key::S);
    until_saved(&mut window);
    // Read from the disk, in another window.
    let start = Start { path: Some(path), view: Some("Without the pilot".into()), ..Start::default() };
    let other = Window::start(start, vec2(1280.0, 800.0));
    assert_eq!(other.app().session().look, look);
    let problems = other.app().session().document.problems.iter().map(|problem| problem.code);
    assert_eq!(problems.filter(|code| *code != "no-claim").collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn one_undo_takes_a_saved_view_away_to_the_byte_and_a_redo_opens_it_again() {
    let folder = tempfile::tempdir().unwrap();
    let (mut window, _) = open(folder.path(), PLAIN, None, "pilot");
    window.key(SHIFT, Key::D);
    window.type_text("all");
    window.key(Modifiers::NONE, Key::Enter);
    assert!(view(&window, "all").is_some() && text(&window) != PLAIN);
    window.key(Modifiers::COMMAND, Key::Z);
    assert_eq!((view(&window, "all"), opened(&window), text(&window).as_str()), (None, None, PLAIN));
    window.key(SHIFT, Key::Z);
    assert_eq!(opened(&window).as_deref(), Some("all"));
    // Neither a card that is left by Esc nor an empty name saves anything.
    window.key(SHIFT, Key::D);
    window.type_text("no");
    window.key(Modifiers::NONE, Key::Escape);
    window.key(SHIFT, Key::D);
    window.key(Modifiers::NONE, Key::Enter);
    window.key(Modifiers::NONE, Key::Escape);
    assert_eq!(window.app().session().dossier().views.len(), 1);
}

#[test]
fn whatever_changes_the_open_view_is_said_and_update_keeps_it_and_all_else_of_the_view() {
    let folder = tempfile::tempdir().unwrap();
    let (mut window, _) = open(folder.path(), WITH_VIEWS, Some("finding"), "pilot");
    assert_eq!(opened(&window).as_deref(), Some("finding"));
    let is_said = |w: &Window| has(w, "View finding, changed: update");
    let ways: [&dyn Fn(&mut Window); 7] = [
        &|w| w.key(Modifiers::NONE, Key::E),
        &|w| drag(w, "south"),
        &|w| w.key(Modifiers::NONE, Key::H),
        &|w| w.key(Modifiers::NONE, Key::L),
        &|w| run(w, Command::Tapered),
        &|w| run(w, Command::NextAreas),
        &|w| run(w, Command::UnpinAll),
    ];
    for (number, change) in ways.iter().enumerate() {
        assert!(!window.app().session().view_is_changed() && !is_said(&window), "{number}");
        assert!(!window.app().session().is_enabled(Command::UpdateView), "{number}");
        change(&mut window);
        assert!(window.app().session().view_is_changed() && is_said(&window), "{number}");
        window.key(Modifiers::COMMAND, Key::Z);
        assert!(!window.app().session().is_changed(), "{number}: a view alone changes no dossier");
    }
    drag(&mut window, "south");
    window.click("View finding, changed: update");
    assert!(!window.app().session().view_is_changed() && window.app().session().is_changed());
    let (x, y) = window.app().session().look.pins["south"];
    let pin = format!("pins: [(id: \"north\", x: 0, y: 1.50 /* here */), (id: \"south\", x: {x}, y: {y})]");
    let expected = WITH_VIEWS.replace("pins: [(id: \"north\", x: 0, y: 1.50 /* here */)]", &pin);
    assert_eq!(text(&window), expected, "the rest to the byte");
    window.key(Modifiers::COMMAND, Key::Z);
    assert_eq!(text(&window), WITH_VIEWS);
    assert!(window.app().session().view_is_changed(), "the move is a step of its own");
}

#[test]
fn a_view_is_renamed_and_deleted_from_the_palette_as_undoable_changes() {
    let folder = tempfile::tempdir().unwrap();
    let (mut window, _) = open(folder.path(), WITH_VIEWS, Some("finding"), "pilot");
    let palette = |window: &mut Window, words: &str| {
        window.key(Modifiers::COMMAND, Key::K);
        window.type_text(words);
        window.key(Modifiers::NONE, Key::Enter);
    };
    palette(&mut window, "Edit view");
    window.type_text("other");
    window.key(Modifiers::NONE, Key::Enter);
    assert!(view(&window, "finding").is_some(), "another view has the name");
    window.key(Modifiers::COMMAND, Key::A);
    window.type_text("Ports");
    window.key(Modifiers::NONE, Key::Enter);
    assert_eq!(opened(&window).as_deref(), Some("Ports"));
    assert_eq!(text(&window), WITH_VIEWS.replace("\"finding\"", "\"Ports\""), "the rest to the byte");
    window.key(Modifiers::COMMAND, Key::Z);
    assert_eq!((opened(&window).as_deref(), text(&window).as_str()), (Some("finding"), WITH_VIEWS));
    palette(&mut window, "Edit view");
    window.click("Title");
    window.key(Modifiers::COMMAND, Key::A);
    window.type_text("Of the ports");
    window.click("Subtitle");
    window.type_text("As of May");
    window.key(Modifiers::NONE, Key::Enter);
    let kept = view(&window, "finding").unwrap();
    assert_eq!((kept.title.as_deref(), kept.subtitle.as_deref()), (Some("Of the ports"), Some("As of May")));
    assert!(!window.app().session().view_is_changed(), "what is shown is what it says");
    window.key(Modifiers::COMMAND, Key::Z);
    assert_eq!(text(&window), WITH_VIEWS);
    palette(&mut window, "Delete view");
    assert_eq!((opened(&window), view(&window, "finding")), (None, None));
    assert!(window.app().session().look.pins.contains_key("north"), "what is shown stays");
    window.harness.get_by_label("Undo").click();
    window.settle();
    assert_eq!((opened(&window).as_deref(), text(&window).as_str()), (Some("finding"), WITH_VIEWS));
    for info in COMMANDS.iter().filter(|info| [Command::EditView, Command::DeleteView].contains(&info.command)) {
        assert!(window.app().session().is_enabled(info.command));
    }
}

#[test]
fn the_name_of_a_view_that_is_there_updates_it_and_says_so_first() {
    let folder = tempfile::tempdir().unwrap();
    let (mut window, _) = open(folder.path(), WITH_VIEWS, None, "pilot");
    window.key(Modifiers::NONE, Key::H);
    window.key(SHIFT, Key::D);
    window.type_text("finding");
    assert!(window.harness.query_by_label_contains("A view is called “finding”. Enter: update it").is_some());
    window.key(Modifiers::NONE, Key::Enter);
    let kept = view(&window, "finding").unwrap();
    assert_eq!((kept.title.as_deref(), kept.hide), (Some("Ports are tied"), vec!["pilot".to_owned()]));
    assert!(text(&window).contains("/* of mine */ odd: 7") && text(&window).contains("// Why it is looked at so."));
}

#[test]
fn what_is_hidden_and_moved_follows_its_entities_and_the_view_stays_what_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    let (mut window, _) = open(folder.path(), PLAIN, None, "pilot");
    window.key(Modifiers::NONE, Key::H);
    drag(&mut window, "south");
    window.key(SHIFT, Key::D);
    window.type_text("v");
    window.key(Modifiers::NONE, Key::Enter);
    let rename = |id: &str, to: &str| Change::RenameEntity { id: id.into(), to: to.into(), keep_as_alias: false };
    let changes = vec![rename("pilot", "guide"), rename("south", "deep-south")];
    let ctx = window.harness.ctx.clone();
    let edits = Edits::of(changes);
    window.harness.state_mut().perform(&ctx, Action::Edit(Box::new(edits)));
    window.settle();
    assert_eq!(view(&window, "v").unwrap().hide, ["guide"]);
    assert!(!window.app().session().view_is_changed());
    window.key(Modifiers::COMMAND, Key::Z);
    assert!(!window.app().session().view_is_changed());
}

#[test]
fn a_hidden_kind_that_gets_another_id_stays_hidden_and_the_view_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let text = PLAIN
        .replace("    entities: [", "    entity_kinds: [(id: \"ship\", label: \"Ship\")],\n    entities: [")
        .replace("\"person\"", "\"ship\"");
    let (mut window, _) = open(folder.path(), &text, None, "north");
    let ctx = window.harness.ctx.clone();
    window.harness.state_mut().perform(&ctx, Action::ShowKind("ship".to_owned(), false));
    window.key(SHIFT, Key::D);
    window.type_text("v");
    window.key(Modifiers::NONE, Key::Enter);
    let rename = Change::RenameEntityKind { id: "ship".to_owned(), to: "vessel".to_owned() };
    window.harness.state_mut().perform(&ctx, Action::Edit(Box::new(Edits::of(vec![rename]))));
    window.settle();
    let hidden = |w: &Window| w.app().session().look.filter.hidden_kinds.iter().cloned().collect::<Vec<_>>();
    assert_eq!(
        (view(&window, "v").unwrap().hide_kinds, hidden(&window)),
        (vec!["vessel".into()], vec!["vessel".into()])
    );
    window.key(Modifiers::COMMAND, Key::Z);
    assert_eq!((view(&window, "v").unwrap().hide_kinds, hidden(&window)), (vec!["ship".into()], vec!["ship".into()]));
    assert!(!window.app().session().view_is_changed());
}

#[test]
fn the_first_save_after_a_move_asks_once_whether_the_arrangement_becomes_a_view() {
    let folder = tempfile::tempdir().unwrap();
    let (mut window, path) = open(folder.path(), PLAIN, None, "pilot");
    assert!(!window.app().session().is_enabled(Command::Save), "nothing to save");
    drag(&mut window, "south");
    let places = window.app().session().look.pins.clone();
    window.key(Modifiers::COMMAND, Key::S);
    assert!(has(&window, "Save the arrangement as a view?"));
    assert_eq!(fs::read_to_string(&path).unwrap(), PLAIN, "not before it was answered");
    window.key(Modifiers::NONE, Key::Enter);
    until_saved(&mut window);
    assert_eq!(opened(&window).as_deref(), Some("Arrangement"));
    let mut look = chancery::picture::stages::ViewSettings::default();
    let kept = document::open(&path);
    chancery::picture::views::apply(&kept.dossier.views[0], &mut look);
    assert_eq!(look.pins, places);
    // A dossier that has a view is saved unasked.
    drag(&mut window, "north");
    run(&mut window, Command::Duplicate);
    window.key(Modifiers::COMMAND, Key::S);
    assert!(!has(&window, "Save the arrangement as a view?"));
}

#[test]
fn not_now_saves_without_a_view_and_is_not_asked_again_on_saving_but_on_closing() {
    let folder = tempfile::tempdir().unwrap();
    let (mut window, path) = open(folder.path(), PLAIN, None, "pilot");
    drag(&mut window, "south");
    run(&mut window, Command::Duplicate);
    window.key(Modifiers::COMMAND, Key::S);
    window.click("Not now");
    until_saved(&mut window);
    let saved = document::open(&path);
    assert_eq!((saved.dossier.views.len(), saved.dossier.entity_count()), (0, 4));
    run(&mut window, Command::Duplicate);
    window.key(Modifiers::COMMAND, Key::S);
    until_saved(&mut window);
    window.key(Modifiers::COMMAND, Key::Q);
    assert!(has(&window, "Save the arrangement of “ports.ron” as a view?"));
    window.click("Save");
    until_saved(&mut window);
    assert_eq!(document::open(&path).dossier.views[0].name, "Arrangement");
}

#[test]
fn a_move_that_was_taken_back_or_kept_is_not_asked_about() {
    let folder = tempfile::tempdir().unwrap();
    let (mut window, _) = open(folder.path(), WITH_VIEWS, Some("finding"), "pilot");
    let unkept = |window: &Window| window.app().session().has_unkept_arrangement();
    assert!(!unkept(&window));
    drag(&mut window, "south");
    assert!(unkept(&window));
    window.key(Modifiers::COMMAND, Key::Z);
    assert!(!unkept(&window));
    drag(&mut window, "south");
    run(&mut window, Command::UpdateView);
    assert!(!unkept(&window));
    // A new entity stands where there is room: nobody arranged it.
    let (mut window, _) = open(folder.path(), PLAIN, None, "pilot");
    window.key(Modifiers::NONE, Key::N);
    window.type_text("East");
    window.key(Modifiers::NONE, Key::Enter);
    assert!(!unkept(&window));
}

#[test]
fn leaving_with_changes_and_an_arrangement_is_one_question() {
    let folder = tempfile::tempdir().unwrap();
    for keep in [true, false] {
        let (mut window, path) = open(folder.path(), PLAIN, None, "pilot");
        drag(&mut window, "south");
        run(&mut window, Command::Duplicate);
        window.key(Modifiers::COMMAND, Key::N);
        assert!(has(&window, "Save the changes to “ports.ron”?"));
        if !keep {
            window.click("Save the arrangement as a view");
        }
        window.click("Save");
        let begun = std::time::Instant::now();
        while window.app().session().dossier().entity_count() > 0 {
            assert!(begun.elapsed().as_secs() < 20, "the new dossier is open");
            window.harness.step();
        }
        let saved = document::open(&path);
        assert_eq!((saved.dossier.views.len(), saved.dossier.entity_count()), (usize::from(keep), 4));
    }
    // Without saving, nothing is written.
    let (mut window, path) = open(folder.path(), PLAIN, None, "pilot");
    drag(&mut window, "south");
    window.key(Modifiers::COMMAND, Key::N);
    window.click("Don’t save");
    assert_eq!(window.app().session().dossier().entity_count(), 0);
    assert_eq!(fs::read_to_string(&path).unwrap(), PLAIN);
}

#[test]
fn a_filter_that_is_wrong_is_among_the_problems_from_the_start_and_after_an_edit() {
    let folder = tempfile::tempdir().unwrap();
    let asked = WITH_VIEWS.replacen("(name : \"other\")", "(name : \"other\", filter: \"from:pilott\")", 1);
    let (mut window, _) = open(folder.path(), &asked, None, "pilot");
    let told = |w: &Window| {
        let problems = w.app().session().document.problems.iter().filter(|problem| problem.code == "bad-filter");
        problems.map(|problem| problem.place.clone().map_or(0, |place| place.length)).collect::<Vec<_>>()
    };
    until(&mut window, "the filter is told where it is wrong", |w| told(w) == [6]);
    let mended = View { filter: Some("from:pilot".to_owned()), ..view(&window, "other").unwrap() };
    edit(&mut window, Change::SetView { name: "other".to_owned(), view: mended });
    until(&mut window, "mended, it is told no more", |w| told(w).is_empty());
    window.key(Modifiers::COMMAND, Key::Z);
    until(&mut window, "and undone it is told again", |w| told(w) == [6]);
}

#[test]
fn a_filter_follows_a_new_id_in_the_view_and_in_what_is_shown_and_one_undo_takes_both_back() {
    let folder = tempfile::tempdir().unwrap();
    let asked = WITH_VIEWS.replacen("(name : \"other\")", "(name : \"other\", filter: \"ends:pilot  -to:south\")", 1);
    let (mut window, _) = open(folder.path(), &asked, Some("other"), "pilot");
    let filter = |w: &Window| w.app().session().look.filter.query.clone();
    assert_eq!(filter(&window), "ends:pilot  -to:south");
    for (change, now) in [
        (
            Change::RenameEntity { id: "pilot".into(), to: "guide".into(), keep_as_alias: false },
            "ends:guide  -to:south",
        ),
        (
            Change::MergeEntities { keep: "pilot".into(), lose: "south".into(), set: Vec::new() },
            "ends:pilot  -to:pilot",
        ),
    ] {
        edit(&mut window, change);
        window.settle();
        assert_eq!((view(&window, "other").unwrap().filter.as_deref(), filter(&window).as_str()), (Some(now), now));
        assert!(!window.app().session().view_is_changed());
        window.key(Modifiers::COMMAND, Key::Z);
        assert_eq!((text(&window).as_str(), filter(&window).as_str()), (asked.as_str(), "ends:pilot  -to:south"));
        window.key(SHIFT, Key::Z);
        assert_eq!((view(&window, "other").unwrap().filter.as_deref(), filter(&window).as_str()), (Some(now), now));
        window.key(Modifiers::COMMAND, Key::Z);
    }
}
