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
