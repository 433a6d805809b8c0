//! Sources while entering: the card of quick entry, whom it quotes, and what it offers for new ends.

use chancery::dossier::model::Basis;
use chancery::window::app::Start;
use egui::{Key, Modifiers, Rect};
use egui_kittest::kittest::Queryable as _;

use super::app::Window;
use super::editing::empty;
use super::reading::{folder, open};

fn shows(window: &Window, words: &str) -> bool {
    window.harness.query_all_by_label_contains(words).next().is_some()
}

fn claims(window: &Window, id: &str) -> Vec<chancery::dossier::model::Claim> {
    window.app().session().dossier().entity_by_id(id).map(|entity| entity.claims.clone()).unwrap_or_default()
}

/// Where the card stands: its field and its last line.
fn card(window: &Window) -> (Rect, Rect) {
    let foot = window.harness.get_by_label_contains("Enter: add and continue").rect();
    (window.harness.get_by_label("Quick entry").rect(), foot)
}

#[test]
fn new_ends_are_offered_the_citation_and_one_key_accepts_it_for_all() {
    let mut window = empty();
    window.key(Modifiers::COMMAND, Key::L);
    window.type_text("Japan: state -> takes part in -> Third meeting: meeting [atlas p. 3]");
    assert!(shows(&window, "add and cite it for Japan and Third meeting, too"));
    window.key(Modifiers::NONE, Key::Enter);
    assert!(claims(&window, "japan").is_empty(), "Enter alone leaves them");
    window.type_text("Japan -> hosts -> Third meeting [p. 4]");
    assert!(shows(&window, "for Japan and Third meeting, too"), "nobody has claimed them yet");
    window.key(Modifiers::COMMAND, Key::Enter);
    for id in ["japan", "third-meeting"] {
        assert_eq!(claims(&window, id).len(), 1, "{id}");
        assert_eq!(claims(&window, id)[0].at.as_deref(), Some("p. 4"));
    }
    window.type_text("Japan -> hosts -> Third meeting [p. 5]");
    assert!(!shows(&window, "add and cite it for"), "they have a claim by now");
    window.key(Modifiers::COMMAND, Key::Enter);
    assert_eq!(window.app().session().dossier().relation_count(), 3, "the same key adds where nothing is offered");
    window.type_text("ASEAN: organisation -> hosts -> Fourth meeting: meeting [p. 6]");
    window.harness.get_by_label_contains("add and cite it for ASEAN and Fourth meeting, too").click();
    window.settle();
    assert_eq!(claims(&window, "asean").len(), 1, "a click does the same");
    window.key(Modifiers::NONE, Key::Escape);
    window.key(Modifiers::COMMAND, Key::Z);
    assert!(window.app().session().dossier().entity_by_id("asean").is_none(), "one step");
}

#[test]
fn a_line_quotes_a_speaker_by_completion_and_denies() {
    let mut window = Window::open();
    window.key(Modifiers::COMMAND, Key::L);
    window.type_text("Malaysia -> has relations with -> Myanmar [not beat-2015 P5.1 by jaz");
    window.key(Modifiers::NONE, Key::Tab);
    window.type_text(" \"never\"]");
    assert!(shows(&window, "Denied by"));
    assert!(shows(&window, "Denied, according to Nur Jazlan Mohamed · “never”"));
    window.key(Modifiers::NONE, Key::Enter);
    let dossier = window.app().session().dossier();
    let made = dossier.relation_by_id("malaysia--has_relations_with--myanmar").expect("it was made");
    let claim = made.claims[0].clone();
    assert!(
        claim.denies && claim.basis == Basis::Reported { by: "nur-jazlan-mohamed".to_owned(), to: None },
        "{claim:?}"
    );
    window.type_text("Malaysia -> has relations with -> Myanmar [beat-2015 P5.1 by Nobody Known]");
    assert!(shows(&window, "there is no entity “Nobody Known” that could be quoted; add it first"));
}

#[test]
fn the_card_stands_still_at_the_lower_edge_and_leaves_graph_and_text_in_sight() {
    let mut window = Window::open();
    window.key(Modifiers::COMMAND, Key::L);
    let before = card(&window);
    let parts = [
        "Japan",
        " -> ",
        "hosts -> A + B + C + D + E: meeting @2017 !planned ",
        "[beat-2015 P5.1 by nobody",
        "] [wire P2] [wire P3]",
    ];
    for part in parts {
        window.type_text(part);
        assert_eq!(card(&window), before, "after “{part}”");
    }
    let graph = window.harness.get_by_role(egui::accesskit::Role::Canvas).rect();
    let covered = (graph.bottom() - before.0.top()).max(0.0) / graph.height();
    assert!(covered < 0.3, "{covered} of the graph is covered");
    assert!(before.1.bottom() < 800.0 - 24.0, "the status line stays in sight");
}

#[test]
fn every_card_is_shown_in_a_window_of_any_size() {
    for (modifiers, key) in [
        (Modifiers::COMMAND, Key::L),
        (Modifiers::COMMAND, Key::K),
        (Modifiers::NONE, Key::N),
        (Modifiers::COMMAND | Modifiers::SHIFT, Key::T),
        (Modifiers::COMMAND | Modifiers::SHIFT, Key::K),
        (Modifiers::COMMAND | Modifiers::SHIFT, Key::D),
        (Modifiers::NONE, Key::F1),
    ] {
        let mut window = Window::open();
        window.key(modifiers, key);
        for (width, height) in [(1.0, 1.0), (40.0, 900.0), (900.0, 30.0), (200.0, 120.0), (1280.0, 800.0)] {
            window.harness.set_size(egui::vec2(width, height));
            window.harness.run_steps(3);
        }
    }
}

#[test]
fn the_card_leaves_the_text_that_is_read_in_sight() {
    let folder = folder("North Port and South Port met.\n");
    for width in [1000.0, 1280.0, 1920.0] {
        let mut window = open(folder.path(), &[]);
        window.harness.set_size(egui::vec2(width, 800.0));
        window.settle();
        window.key(Modifiers::COMMAND, Key::L);
        let graph = window.harness.get_by_role(egui::accesskit::Role::Canvas).rect();
        let (field, _) = card(&window);
        assert!(field.left() >= graph.left(), "{width}: {field:?} over the text left of {graph:?}");
        assert!(field.right() <= width, "{width}: {field:?}");
    }
}

#[test]
fn a_click_on_a_node_puts_its_name_into_the_line() {
    let mut window = Window::start(Start::default(), egui::vec2(1280.0, 1000.0));
    window.key(Modifiers::COMMAND, Key::L);
    let (japan, asean) = (window.at("japan"), window.at("asean"));
    window.pointer(japan, japan, Modifiers::NONE);
    window.type_text(" -> has relations with -> as");
    window.pointer(asean, asean, Modifiers::NONE);
    let tied = |w: &Window| {
        let dossier = w.app().session().dossier();
        dossier.relations().filter(|(.., r)| r.from.as_str() == "japan" && r.to.as_str() == "asean").count()
    };
    let before = tied(&window);
    window.pointer(egui::pos2(500.0, 60.0), egui::pos2(500.0, 60.0), Modifiers::NONE);
    window.key(Modifiers::NONE, Key::Enter);
    assert_eq!(tied(&window), before + 1, "a click beside a node leaves the line");
}

/// A dossier with a problem of each kind that a click mends.
const TROUBLED: &str = r#"Dossier(format: 1, title: "Troubled", sources: [(id: "gazette", title: "The Gazette")],
entities: [
    (id: "north", kind: "state", name: "North", when: "2014-13", claims: [(source: "gazete", at: "P1")]),
    (id: "south", kind: "stat", name: "So\u{202e}uth", claims: [(source: "gazette", basis: reported(by: "nroth"))]),
    (id: "talks", kind: "meeting", name: "Talks"),
],
relations: [
    (from: "talks", kind: "hosts", to: "north", claims: [(source: "gazette")]),
    (from: "north", kind: "hosts", to: "talk", claims: [(source: "gazette", seen: "June 2014")]),
    (from: "north", kind: "host", to: "talks", when: "1921-22"),
])
"#;

fn troubled(folder: &std::path::Path) -> Window {
    let path = folder.join("troubled.ron");
    std::fs::write(&path, TROUBLED).unwrap();
    let mut window = Window::start(Start { path: Some(path), ..Start::default() }, egui::vec2(1280.0, 1600.0));
    window.key(Modifiers::COMMAND | Modifiers::SHIFT, Key::M);
    window
}

fn problems(window: &Window) -> Vec<String> {
    window.app().session().document.problems.iter().map(|p| format!("{} {}", p.code, p.message)).collect()
}

#[test]
fn problems_are_told_in_the_words_of_the_domain_and_mended_by_their_buttons() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = troubled(folder.path());
    for (says, button) in [
        ("Talks has no source.", "Cite…"),
        ("“North host Talks” has no source.", "Cite…"),
        ("“Talks hosts North”: “hosts” ", "Reverse direction"),
        ("has invisible or direction-changing characters", "Remove them"),
        ("North cites “gazete”, which is not among the sources.", "Cite The Gazette"),
        ("A relation names “talk”, which is not in the dossier", "Use Talks"),
        ("is of the kind “stat”, which this dossier does not have", "Use “state”"),
        ("“North host Talks” is of the kind “host”", "Use “hosts”"),
        ("there is no entity “nroth”", "Use North"),
        ("is read as", "Use 1921/1922"),
        ("“June 2014” is not a date", "Use 2014-06"),
    ] {
        let label = |n: &egui_kittest::Node<'_>| {
            use egui_kittest::kittest::NodeT as _;
            n.accesskit_node().label().unwrap_or_default()
        };
        let rows = window.harness.get_all_by_label_contains(says);
        let rows: Vec<String> = rows.map(|node| label(&node)).collect();
        assert!(rows.iter().any(|row| row.starts_with(&format!("{button}: "))), "{button} for {says} among {rows:?}");
        assert!(rows.iter().all(|row| !row.contains('`') && !row.contains("claims: [")), "{rows:?}");
    }
    // Each button does what it says, one step each.
    let mut left = problems(&window).len();
    for button in [
        "Reverse direction: ",
        "Remove them: ",
        "Cite The Gazette: ",
        "Use Talks: ",
        "Use “state”: ",
        "Use “hosts”: ",
        "Use North: ",
        "Use 1921/1922: ",
        "Use 2014-06: ",
    ] {
        // Both ends of one relation may be told to be wrong, each with its button.
        window.harness.get_all_by_label_contains(button).next().expect("a button").click();
        window.settle();
        let before = left;
        super::saving::until(&mut window, button, |w| problems(w).len() < before);
        left = problems(&window).len();
        window.settle();
    }
    let rest = problems(&window);
    assert!(rest.iter().all(|p| p.starts_with("no-claim") || p.starts_with("bad-date")), "{rest:?}");
    assert_eq!(window.app().session().history().1, 9, "one step each");
}

#[test]
fn the_text_of_a_problem_is_shown_on_request_only() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = troubled(folder.path());
    let copy = "Copy: Talks has no source.";
    assert!(window.harness.query_by_label(copy).is_none());
    window.click("Show text: Talks has no source.");
    assert!(window.harness.query_by_label(copy).is_some());
    window.click("Hide text: Talks has no source.");
    assert!(window.harness.query_by_label(copy).is_none());
}

#[test]
fn a_record_without_a_source_is_cited_from_the_list_the_inspector_and_the_menu() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = troubled(folder.path());
    window.click("Cite…: Talks has no source.");
    assert!(shows(&window, "New claim: Talks"), "the card says for which record");
    window.key(Modifiers::NONE, Key::Escape);
    let from = |window: &mut Window, id: &str| {
        let at = window.at(id);
        window.pointer(at, at, Modifiers::NONE);
    };
    from(&mut window, "talks");
    window.click("Cite a source");
    assert!(shows(&window, "New claim: Talks"));
    window.key(Modifiers::NONE, Key::Escape);
    window.key(Modifiers::SHIFT, Key::F10);
    assert!(window.harness.query_by_label_contains("Add claim…").is_none());
    window.harness.get_by_label_contains("Cite… ").click();
    window.settle();
    assert!(shows(&window, "New claim: Talks"));
    window.type_text("gazette");
    window.key(Modifiers::NONE, Key::Enter);
    assert_eq!(claims(&window, "talks").len(), 1);
    super::saving::until(&mut window, "it is told no more", |w| !shows(w, "Talks has no source."));
    from(&mut window, "north");
    assert!(window.harness.query_by_label("Cite a source").is_none(), "it has a claim");
}
