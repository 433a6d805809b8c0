//! The reading pane, driven as a person would: by pointer, and by keys alone.

use std::path::Path;
use std::time::{Duration, Instant};

use chancery::window::app::Start;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use super::app::Window;

/// An invented article.
pub(super) const ARTICLE: &str = "Harbour Post\n\nTwo ports agree on a joint watch\n\nA promise is kept.\n\n\
    Two ports agree on a joint watch\nCredit: a ship by nobody\n\n\
    On 1 October, North Port and South Port met in the old customs house. They spoke of smuggling above all.\n\n\
    A joint watch had been proposed by South Port in 2013. Nothing came of it then.\n\n\
    “We asked North Port for ships,” said the harbour master. “We got none.”\n\n\
    The next meeting will be held in 2017.\n";

const DOSSIER: &str = r#"Dossier(
    format: 1, title: "Two ports",
    sources: [
        (id: "post", title: "Two ports agree", publisher: "Harbour Post", published: "2015", text: "article.txt"), // kept
        (id: "other", title: "Notes"),
    ],
    entities: [
        (id: "north", kind: "organisation", name: "North Port", claims: [(source: "post", at: "P1.1")]),
        (id: "south", kind: "organisation", name: "South Port", claims: [(source: "post", at: "P1.1", quote: "South Port met")]),
        (id: "watch", kind: "initiative", name: "Joint watch"),
        (id: "smuggling", kind: "topic", name: "Smuggling", claims: [(source: "post", at: "p. 3")]),
    ],
    relations: [
        (from: "south", kind: "proposed", to: "watch", when: "2013", claims: [(source: "post", at: "P2.1")]),
    ],
)
"#;

/// A folder with dossier and text.
pub(super) fn folder(text: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("main.ron"), DOSSIER).unwrap();
    std::fs::write(folder.path().join("article.txt"), text).unwrap();
    folder
}

pub(super) fn open(folder: &Path, select: &[&str]) -> Window {
    let select = select.iter().map(|s| (*s).to_owned()).collect();
    let start = Start { path: Some(folder.join("main.ron")), select, ..Start::default() };
    let mut window = Window::start(start, egui::vec2(1280.0, 800.0));
    window.key(Modifiers::NONE, Key::T);
    window
}

/// A place a little into the text of a row.
fn in_row(window: &Window, begins: &str, right: f32) -> egui::Pos2 {
    let rect = window.harness.get_by_label_contains(begins).rect();
    rect.left_top() + egui::vec2(34.0 + right, 10.0)
}

fn shows(window: &Window, words: &str) -> bool {
    window.harness.query_all_by_label_contains(words).next().is_some()
        || window.harness.query_all_by_value(words).next().is_some()
}

fn chosen(window: &Window) -> Option<String> {
    let reading = &window.app().session().reading;
    let (from, to) = reading.chosen()?;
    Some(reading.text()?.words(from, to))
}

fn claims(window: &Window, id: &str) -> Vec<(Option<String>, Option<String>)> {
    let dossier = window.app().session().dossier();
    let entity = dossier.entity_by_id(id).map(|e| &e.claims);
    let claims = entity.or_else(|| dossier.relation_by_id(id).map(|r| &r.claims)).unwrap();
    claims.iter().map(|c| (c.at.clone(), c.quote.clone())).collect()
}

#[test]
fn the_text_stands_beside_the_graph_with_numbers_and_what_is_cited() {
    let folder = folder(ARTICLE);
    let mut window = open(folder.path(), &[]);
    assert!(shows(&window, "P1: On 1 October"), "title and credit are not counted");
    assert!(shows(&window, "P4: The next meeting"));
    assert!(shows(&window, "2 of 7 sentences cited (28%)"));
    assert!(shows(&window, "1 claim cites a passage that is not in this text"));
    window.key(Modifiers::NONE, Key::T);
    assert!(!shows(&window, "P1: On 1 October"), "the same key folds it away");
}

#[test]
fn a_passage_leads_to_its_record_and_a_record_to_its_passage() {
    let folder = folder(ARTICLE);
    let mut window = open(folder.path(), &[]);
    let passage = in_row(&window, "P2: A joint watch", 20.0);
    window.pointer(passage, passage, Modifiers::NONE);
    assert_eq!(window.selected(), ["south--proposed--watch"]);
    assert!(shows(&window, "P2.1: cited by 1 record"));
    // Two records cite the first sentence; a second click goes on to the other.
    let passage = in_row(&window, "P1: On 1 October", 4.0);
    window.pointer(passage, passage, Modifiers::NONE);
    assert_eq!(window.selected(), ["north"]);
    // From the graph to the passage.
    let south = window.at("south");
    window.pointer(south, south, Modifiers::NONE);
    assert_eq!(window.selected(), ["south"]);
    let reading = &window.app().session().reading;
    let mark = &reading.marks().unwrap().list[reading.mark().unwrap()];
    let (from, to) = ((mark.span.block, mark.span.start), (mark.span.block, mark.span.end));
    assert_eq!(reading.text().unwrap().words(from, to), "South Port met", "the quotation is found in its sentence");
}

#[test]
fn f3_goes_from_passage_to_passage_and_round() {
    let folder = folder(ARTICLE);
    let mut window = open(folder.path(), &[]);
    let mut seen = Vec::new();
    for _ in 0..4 {
        window.key(Modifiers::NONE, Key::F3);
        seen.extend(window.selected());
    }
    assert_eq!(seen, ["north", "south", "south--proposed--watch", "north"]);
    window.key(Modifiers::SHIFT, Key::F3);
    assert_eq!(window.selected(), ["south--proposed--watch"]);
}

#[test]
fn by_keys_alone_a_sentence_is_cited_for_the_selected_record_in_one_step() {
    let folder = folder(ARTICLE);
    let mut window = open(folder.path(), &["watch"]);
    // The text has the focus as soon as it is opened.
    for _ in 0..4 {
        window.key(Modifiers::NONE, Key::ArrowDown);
    }
    assert_eq!(chosen(&window).as_deref(), Some("Nothing came of it then."));
    window.key(Modifiers::SHIFT, Key::ArrowLeft);
    assert_eq!(chosen(&window).as_deref(), Some("Nothing came of it"));
    window.harness.event(egui::Event::Copy);
    window.settle();
    assert!(shows(&window, "Copied."));
    assert!(shows(&window, "Selected: P2.2, 4 words"));
    window.key(Modifiers::SHIFT, Key::Q);
    assert_eq!(claims(&window, "watch"), [(Some("P2.2".into()), Some("Nothing came of it".into()))]);
    assert_eq!(window.app().session().undo_name(), Some("cite post P2.2"));
    assert!(shows(&window, "3 of 7 sentences cited (42%)"));
    let text = window.app().session().document.text(0).unwrap();
    assert!(text.contains("// kept") && text.contains("Nothing came of it"));
    window.key(Modifiers::COMMAND, Key::Z);
    assert!(claims(&window, "watch").is_empty());
    assert_eq!(window.app().session().document.text(0).unwrap(), DOSSIER, "to the byte");
}

#[test]
fn a_relation_from_a_passage_cites_it() {
    let folder = folder(ARTICLE);
    let mut window = open(folder.path(), &["south"]);
    for _ in 0..5 {
        window.key(Modifiers::NONE, Key::ArrowDown);
    }
    assert_eq!(chosen(&window).as_deref(), Some("“We asked North Port for ships,” said the harbour master."));
    window.key(Modifiers::SHIFT, Key::C);
    window.type_text("North Port");
    window.key(Modifiers::NONE, Key::Enter);
    window.key(Modifiers::NONE, Key::Enter);
    let dossier = window.app().session().dossier();
    assert_eq!(dossier.relation_count(), 2);
    let relation = dossier.relations().last().unwrap().3.clone();
    assert_eq!((relation.from.as_str(), relation.to.as_str()), ("south", "north"));
    assert_eq!(relation.claims[0].at.as_deref(), Some("P3.1"));
    assert!(relation.claims[0].quote.as_deref().unwrap().starts_with("“We asked North Port"));
    // With nothing selected the line of quick entry stands there with source, place and quotation.
    window.key(Modifiers::NONE, Key::Escape);
    window.harness.get_by_label("Text").focus();
    window.settle();
    window.key(Modifiers::NONE, Key::ArrowDown);
    window.key(Modifiers::SHIFT, Key::C);
    window.type_text("North Port -> proposed -> Harbour fund: programme");
    window.key(Modifiers::NONE, Key::Enter);
    let dossier = window.app().session().dossier();
    let relation = dossier.relation_by_id("north--proposed--harbour-fund").expect("it was made").clone();
    assert_eq!(relation.claims[0].at.as_deref(), Some("P1.1"));
    assert!(relation.claims[0].quote.as_deref().unwrap().starts_with("On 1 October"));
}

#[test]
fn words_are_chosen_by_dragging_and_by_a_double_click() {
    let folder = folder(ARTICLE);
    let mut window = open(folder.path(), &[]);
    let from = in_row(&window, "P3: “We asked", 1.0);
    window.pointer(from, from + egui::vec2(120.0, 0.0), Modifiers::NONE);
    let words = chosen(&window).unwrap();
    assert!(words.starts_with("“We asked") && words.len() < 40, "{words}");
    // Over the edge of a paragraph.
    let to = in_row(&window, "P4: The next", 60.0);
    window.pointer(from, to, Modifiers::NONE);
    assert!(chosen(&window).unwrap().contains("“We got none.” The ne"), "{:?}", chosen(&window));
    assert!(shows(&window, "Selected: P3.1-P4.1, "), "{:?}", chosen(&window));
    window.key(Modifiers::NONE, Key::Escape);
    assert_eq!(chosen(&window), None);
}

#[test]
fn what_cannot_be_read_is_told_with_a_mend() {
    let folder = folder(ARTICLE);
    std::fs::remove_file(folder.path().join("article.txt")).unwrap();
    let mut window = open(folder.path(), &[]);
    assert!(shows(&window, "there is no file article.txt in the dossier's folder"));
    window.click("Edit this source");
    assert!(window.harness.query_by_label("Text file").is_some());
    // A dossier without texts says how one is had.
    let mut window = Window::open();
    window.key(Modifiers::NONE, Key::T);
    assert!(window.harness.query_all_by_label_contains("Add a text to").next().is_some());
}

#[test]
fn a_text_of_a_megabyte_is_laid_out_where_it_is_seen_alone() {
    let long = "A sentence that says little. Another that says no more than that, and a third. ".repeat(12);
    let text = format!("{long}\n\n").repeat(1_100);
    assert!(text.len() > 1_000_000);
    let folder = folder(&text);
    let mut window = open(folder.path(), &[]);
    let rows = window.harness.query_all_by_label_contains("P1").count();
    assert!((1..40).contains(&rows), "{rows} rows are there");
    // To a passage far down and back.
    for _ in 0..2 {
        let started = Instant::now();
        for _ in 0..20 {
            window.harness.step();
        }
        let frame = started.elapsed() / 20;
        eprintln!("a frame with a text of {} bytes: {frame:?}", text.len());
        assert!(frame < Duration::from_millis(60), "{frame:?}");
        window.key(Modifiers::SHIFT, Key::F3);
    }
}

#[test]
fn a_change_of_the_text_file_is_followed() {
    let folder = folder(ARTICLE);
    let start = Start {
        path: Some(folder.path().join("main.ron")),
        state: Some(folder.path().join("state")),
        ..Start::default()
    };
    let mut window = Window::start(start, egui::vec2(1280.0, 800.0));
    window.key(Modifiers::NONE, Key::T);
    assert!(!shows(&window, "P5: And that is all."));
    std::fs::write(folder.path().join("article.txt"), format!("{ARTICLE}\nAnd that is all.\n")).unwrap();
    let started = Instant::now();
    while !shows(&window, "P5: And that is all.") {
        assert!(started.elapsed() < Duration::from_secs(20), "the change was not followed");
        std::thread::sleep(Duration::from_millis(50));
        window.settle();
    }
    assert!(shows(&window, "2 of 8 sentences cited (25%)"));
}

/// A file as the system hands it over.
#[derive(Debug)]
struct Dropped(std::path::PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

#[test]
fn a_text_that_is_dropped_becomes_a_source_to_read() {
    let folder = folder(ARTICLE);
    let text = folder.path().join("a-letter.md");
    std::fs::write(&text, "# A letter\n\nWe agree.\n").unwrap();
    let mut window = open(folder.path(), &[]);
    let drop_file = |window: &mut Window, path: &Path| {
        let file = std::sync::Arc::new(Dropped(path.to_owned()));
        window.harness.input_mut().dropped_files.push(file);
        window.settle();
    };
    drop_file(&mut window, &text);
    window.key(Modifiers::NONE, Key::Enter);
    let source = window.app().session().dossier().source(&"a-letter".into()).expect("it was made").clone();
    assert_eq!((source.title.as_deref(), source.text.as_deref()), (Some("a letter"), Some("a-letter.md")));
    // From elsewhere it is refused with a mend.
    let elsewhere = tempfile::tempdir().unwrap();
    let outside = elsewhere.path().join("b.txt");
    std::fs::write(&outside, "No.").unwrap();
    drop_file(&mut window, &outside);
    assert!(shows(&window, "Move this file into the dossier’s folder first, then drop it here."));
}
