//! From opening a file to a figure of it, once by keyboard alone and once by what assistive technology is
//! told: open, find, follow, add, cite, save, figure.

use std::path::{Path, PathBuf};

use chancery::window::app::Start;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::app::Window;
use super::saving::until;

const CTRL: Modifiers = Modifiers::COMMAND;
const PLAIN: Modifiers = Modifiers::NONE;
const CTRL_SHIFT: Modifiers = Modifiers { command: true, shift: true, ..Modifiers::NONE };

const DOSSIER: &str = r#"Dossier(
    format: 1,
    title: "Meetings",
    sources: [
        (id: "beat", title: "ASEAN Beat"),
    ],
    entities: [
        // Who asked.
        (id: "japan", kind: "state", name: "Japan", claims: [(source: "beat", at: "P1")]),
        (id: "asean", kind: "organisation", name: "ASEAN", claims: [(source: "beat", at: "P1")]),
    ],
    relations: [
        (from: "japan", kind: "supports", to: "asean", claims: [(source: "beat", at: "P2")]),
    ],
)
"#;

/// A window on the built-in example that looks for files in a folder with a dossier.
fn beginning() -> (tempfile::TempDir, Window) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("meetings.ron"), DOSSIER).unwrap();
    let start = Start { folder: Some(folder.path().to_owned()), ..Start::default() };
    let window = Window::start(start, egui::vec2(1280.0, 720.0));
    (folder, window)
}

fn has(window: &Window, label: &str) -> bool {
    window.harness.query_by_label(label).is_some()
}

/// Waits until a figure lies there whole.
fn until_drawn(window: &mut Window, figure: &Path) {
    let path = figure.to_owned();
    let whole = move || std::fs::read_to_string(&path).is_ok_and(|text| text.trim_end().ends_with("</svg>"));
    until(window, "the figure is drawn", move |_| whole());
    let text = std::fs::read_to_string(figure).unwrap();
    assert!(text.contains("Vientiane") && text.contains("Meetings"), "it shows what was added");
}

/// What was added stands in the file, and what stood there is as it was.
fn assert_saved(folder: &Path) {
    let text = std::fs::read_to_string(folder.join("meetings.ron")).unwrap();
    assert!(text.contains("// Who asked.\n        (id: \"japan\", kind: \"state\", name: \"Japan\""), "{text}");
    assert!(text.contains("name: \"Vientiane\"") && text.contains("at: \"P3\""), "{text}");
    assert!(text.contains("to: \"vientiane\"") || text.contains("from: \"vientiane\""), "{text}");
}

#[test]
fn from_a_file_to_its_figure_by_keyboard_alone() {
    let (folder, mut window) = beginning();
    // Open.
    window.key(CTRL, Key::O);
    window.type_text("meet");
    window.key(PLAIN, Key::Tab);
    window.key(PLAIN, Key::Enter);
    assert_eq!(window.app().session().dossier().title, "Meetings");
    // Find.
    window.key(CTRL, Key::F);
    window.type_text("Japan");
    window.key(PLAIN, Key::Enter);
    assert_eq!(window.selected(), ["japan"]);
    // Follow.
    window.key(PLAIN, Key::Tab);
    assert_eq!(window.selected(), ["japan--supports--asean"]);
    window.key(PLAIN, Key::Enter);
    assert_eq!(window.selected(), ["asean"]);
    // Add an entity and a relation, with its source.
    window.key(PLAIN, Key::C);
    window.type_text("Vientiane");
    window.key(PLAIN, Key::Enter);
    window.type_text("has relations [beat P3]");
    window.key(PLAIN, Key::Enter);
    assert_eq!(window.app().session().dossier().relation_count(), 2, "{:?}", window.selected());
    // Cite the new end.
    window.key(CTRL, Key::F);
    window.key(CTRL, Key::A);
    window.type_text("Vientiane");
    window.key(PLAIN, Key::Enter);
    assert_eq!(window.selected(), ["vientiane"]);
    let cited = |w: &Window| w.app().session().dossier().entity_by_id("vientiane").unwrap().claims.len();
    let before = cited(&window);
    window.key(PLAIN, Key::Period);
    assert_eq!(cited(&window), before + 1, "the source cited last");
    // Save.
    window.key(CTRL, Key::S);
    until(&mut window, "it is saved", |w| !w.app().session().is_changed());
    window.key(PLAIN, Key::Escape);
    assert_saved(folder.path());
    // A figure.
    window.key(CTRL_SHIFT, Key::E);
    assert!(has(&window, "Save as…"));
    let focused: Vec<_> = window.harness.query_all_by(|n| n.is_focused()).map(|n| n.accesskit_node().label()).collect();
    window.key(PLAIN, Key::Enter);
    assert!(has(&window, "Path"), "it asks where to; the keys were at {focused:?}");
    window.key(CTRL, Key::A);
    let figure = folder.path().join("figure.svg");
    window.type_text(&figure.display().to_string());
    window.key(PLAIN, Key::Enter);
    until_drawn(&mut window, &figure);
}

/// From a question to a figure of its answer, as someone would who sees the window for the first time: eight actions, each a key or a
/// text that is typed.
#[test]
fn from_who_is_behind_a_meeting_to_a_figure_of_the_answer_by_keyboard_alone() {
    let folder = tempfile::tempdir().unwrap();
    let start = Start { folder: Some(folder.path().to_owned()), ..Start::default() };
    let mut window = Window::start(start, egui::vec2(1280.0, 800.0));
    // Find the meeting.
    window.key(CTRL, Key::K);
    window.type_text("second ammtc");
    window.key(PLAIN, Key::Enter);
    assert_eq!(window.selected(), ["ammtc-japan-2"]);
    for part in ["ASEAN convened", "Who says so"] {
        assert!(window.harness.query_all_by_label_contains(part).next().is_some(), "{part}");
    }
    // Only that and who has to do with it.
    window.key(PLAIN, Key::E);
    let shown: Vec<&str> = window.app().scene().nodes.iter().map(|node| &*node.id).collect();
    assert!(shown.contains(&"asean") && shown.contains(&"japan") && !shown.contains(&"singapore"), "{shown:?}");
    let count = shown.len();
    // A figure of it: the proposed title is replaced, and its file is called by it.
    window.key(CTRL_SHIFT, Key::E);
    window.type_text("Who is behind the second meeting");
    window.key(PLAIN, Key::Enter);
    window.key(PLAIN, Key::Enter);
    let figure = folder.path().join("Who is behind the second meeting.svg");
    let path = figure.clone();
    let whole = move || std::fs::read_to_string(&path).is_ok_and(|text| text.trim_end().ends_with("</svg>"));
    until(&mut window, "the figure is drawn", move |_| whole());
    let text = std::fs::read_to_string(&figure).unwrap();
    for part in ["Who is behind the second meeting", "1 step around Second AMMTC + Japan", "ASEAN", "Japan"] {
        assert!(text.contains(part), "{part}");
    }
    assert_eq!(text.matches("data-id=\"ammtc-japan-2\"").count(), 1);
    assert!(!text.contains("data-id=\"singapore\""), "of {count} entities, and nothing besides");
}

/// Acts on what has a name and a role, as a screen reader would, and notes what it was told.
struct Reader {
    window: Window,
    told: Vec<String>,
}

impl Reader {
    /// Does what is done with the one thing whose name begins so.
    fn act(&mut self, name: &str) {
        let begins = |n: &egui_kittest::kittest::AccessKitNode<'_>| {
            let label = n.label().unwrap_or_default();
            (label == name || label.starts_with(&format!("{name}, "))) && !n.is_disabled()
        };
        let found: Vec<_> = self.window.harness.query_all_by(begins).collect();
        let [node] = &found[..] else {
            let names: Vec<_> = found.iter().map(|n| (n.accesskit_node().role(), n.accesskit_node().label())).collect();
            panic!("{name}: {names:?} after {:#?}", self.told)
        };
        let node = node.accesskit_node();
        let can = |action| node.data().supports_action(action);
        let (click, focus) = (can(egui::accesskit::Action::Click), can(egui::accesskit::Action::Focus));
        assert!(click || focus, "{name} can be acted on");
        let does = if click { "click" } else { "focus" };
        self.told.push(format!("{does} {:?} “{}”", node.role(), node.label().unwrap_or_default()));
        let node = self.window.harness.query_all_by(begins).next().unwrap();
        if click {
            node.click_accesskit()
        } else {
            node.focus()
        }
        self.window.settle();
    }

    fn write(&mut self, text: &str) {
        self.told.push(format!("write “{text}”"));
        self.window.key(CTRL, Key::A);
        self.window.type_text(text);
    }
}

#[test]
fn from_a_file_to_its_figure_by_what_assistive_technology_is_told() {
    let (folder, window) = beginning();
    let mut reader = Reader { window, told: Vec::new() };
    let path = |name: &str| -> PathBuf { folder.path().join(name) };
    reader.act("File");
    reader.act("Open…");
    reader.act("Path");
    reader.write(&path("meetings.ron").display().to_string());
    reader.act("Open");
    assert_eq!(reader.window.app().session().dossier().title, "Meetings");
    // Find and follow: the nodes of the graph are told by name, the relations of the chosen one after it.
    reader.act("Japan");
    assert_eq!(reader.window.selected(), ["japan"]);
    reader.act("Japan supports ASEAN");
    assert_eq!(reader.window.selected(), ["japan--supports--asean"]);
    // Add and cite.
    reader.act("Record");
    reader.act("Quick entry…");
    reader.write("ASEAN -> has relations with -> Vientiane: place [beat P3]");
    reader.window.key(PLAIN, Key::Enter);
    reader.window.key(PLAIN, Key::Escape);
    assert_eq!(reader.window.app().session().dossier().relation_count(), 2);
    reader.act("Vientiane, place");
    reader.act("Cite a source");
    reader.window.key(PLAIN, Key::Enter);
    let cited = reader.window.app().session().dossier().entity_by_id("vientiane").unwrap().claims.len();
    assert_eq!(cited, 1, "{:#?}", reader.told);
    reader.act("File");
    reader.act("Save");
    until(&mut reader.window, "it is saved", |w| !w.app().session().is_changed());
    assert_saved(folder.path());
    reader.act("Figure");
    reader.act("Export figure…");
    reader.act("Save as…");
    reader.act("Path");
    reader.write(&path("figure.svg").display().to_string());
    reader.act("Save");
    until_drawn(&mut reader.window, &path("figure.svg"));
    println!("{}", reader.told.join("\n"));
}
