//! The import card: what is seen and changed before files of other programs are taken in, by keys and by names.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chancery::window::app::Start;
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::app::Window;

const PLAIN: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;
const SHIFTED: Modifiers = Modifiers { command: true, shift: true, ..Modifiers::NONE };

pub(super) const NODES: &str = "id,kind,label,capital\nNorland,country,Norland,Northport\nSudland,country,Sudland,\n\
    org:NC,organisation,Northern Council,\nada,human,Ada Holm,\n";
pub(super) const EDGES: &str = "source,target,relation,since\nNorland,org:NC,member_of,1952\nSudland,org:NC,member_of,1995-05\n\
    Norland,,borders,\nNorland,Sudland,borders,\nada,Norland,leads,2019-10\nada,org:XX,member_of,\n";
const HOLDERS: &str = "position,person,personID,start,end,gender\n\
    Prime Minister,Ada Holm,Q101,2003-10-31,2009-04-03,female\nPrime Minister,Bo Lind,Q102,2009-04-03,2018-05-10,male\n\
    Prime Minister,Ada Holm,Q101,2018-05-10,,female\nMinister of Defence,,,2008,2009,\n";

/// A file that lies on the disk.
#[derive(Debug)]
pub(super) struct Dropped(pub(super) PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

struct On {
    folder: tempfile::TempDir,
    window: Window,
}

impl On {
    /// The built-in example, and files in a folder.
    fn example(files: &[(&str, &str)]) -> On {
        On::with(files, Start::default())
    }

    fn with(files: &[(&str, &str)], start: Start) -> On {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        let start = Start { folder: Some(folder.path().to_owned()), ..start };
        let window = Window::start(start, egui::vec2(1440.0, 900.0));
        On { folder, window }
    }

    /// A dossier of the folder, and files.
    fn dossier(text: &str, files: &[(&str, &str)]) -> On {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("open.ron");
        std::fs::write(&path, text).unwrap();
        for (name, text) in files {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        let start = Start { path: Some(path), folder: Some(folder.path().to_owned()), ..Start::default() };
        On { folder, window: Window::start(start, egui::vec2(1440.0, 900.0)) }
    }

    fn drop(&mut self, names: &[&str]) {
        for name in names {
            let file = Arc::new(Dropped(self.folder.path().join(name)));
            self.window.harness.input_mut().dropped_files.push(file);
        }
        self.window.settle();
    }

    fn says(&self, words: &str) -> bool {
        self.window.harness.query_all_by_label_contains(words).next().is_some()
    }

    fn can_take_in(&self) -> bool {
        let button = self.window.harness.get_by_role_and_label(Role::Button, "Take in");
        !button.accesskit_node().is_disabled()
    }

    /// What has the keys.
    fn focused(&self) -> String {
        let focused = self.window.harness.query_all_by(|node| node.is_focused()).next();
        focused.and_then(|node| node.accesskit_node().label()).unwrap_or_default()
    }

    /// Presses a key until what is called so has the keys.
    fn go(&mut self, key: Key, name: &str) {
        for _ in 0..40 {
            if self.focused() == name {
                return;
            }
            self.window.key(PLAIN, key);
        }
        panic!("{name} is not reached; {} has the keys", self.focused());
    }

    /// Opens what can be chosen, by the beginning of its name, and chooses.
    fn pick(&mut self, what: &str, option: &str) {
        self.window.harness.get_by(|node| node.label().is_some_and(|l| l.starts_with(what))).click_accesskit();
        self.window.settle();
        self.window.harness.get_by_label(option).click_accesskit();
        self.window.settle();
    }

    fn keys(&mut self, keys: &[Key]) {
        for key in keys {
            self.window.key(PLAIN, *key);
        }
    }

    fn relations(&self) -> Vec<String> {
        let dossier = self.window.app().session().dossier();
        let when = |relation: &chancery::dossier::model::Relation| {
            relation.when.as_ref().map(|when| format!(" {}", when.date.written())).unwrap_or_default()
        };
        dossier.relations().map(|(.., r)| format!("{} {} {}{}", r.from, r.kind, r.to, when(r))).collect()
    }

    fn entities(&self) -> usize {
        self.window.app().session().dossier().entity_count()
    }
}

#[test]
fn a_table_is_chosen_changed_and_taken_in_by_keyboard_alone() {
    let mut on = On::example(&[("ties.csv", "who,whom,how\nAnna,Bert,knows\nBert,Cleo,owns\n,Cleo,owns\n")]);
    on.window.key(SHIFTED, Key::I);
    on.window.type_text("ties.csv");
    on.window.key(PLAIN, Key::Enter);
    assert!(on.says("Take in ties.csv") && on.says("Nothing is written until you take it in"));
    assert_eq!(on.focused(), "Column who: Name", "the first head has the keys");
    // The list stands at what the column is now.
    on.keys(&[Key::Enter]);
    assert_eq!(on.focused(), "Name");
    on.go(Key::ArrowDown, "From");
    on.keys(&[Key::Enter]);
    assert_eq!(on.focused(), "Column who: From", "the keys go back to the head");
    assert!(!on.can_take_in() && on.says("No column says where an edge ends."), "the reason stands beside the button");
    on.keys(&[Key::ArrowRight]);
    assert_eq!(on.focused(), "Column whom: Own field");
    on.keys(&[Key::Enter]);
    on.go(Key::ArrowUp, "To");
    on.keys(&[Key::Enter, Key::ArrowRight, Key::Enter]);
    on.go(Key::ArrowUp, "Relation kind");
    on.keys(&[Key::Enter]);
    assert!(on.can_take_in() && on.says("3 records: 2 taken, 1 refused") && on.says("row 4"));
    // F6 goes to the kinds, and on to the report.
    on.keys(&[Key::F6]);
    assert!(on.focused().starts_with("Kind of (not said)"), "{}", on.focused());
    on.keys(&[Key::F6]);
    assert_eq!(on.focused(), "a new dossier, not yet saved");
    on.window.key(CTRL, Key::Enter);
    assert_eq!(on.relations(), ["Anna knows Bert", "Bert owns Cleo"]);
    let session = on.window.app().session();
    assert_eq!((session.dossier().title.as_str(), session.is_changed()), ("ties", true));
    assert_eq!(session.undo_name(), Some("import ties.csv"));
    on.window.key(CTRL, Key::Z);
    assert_eq!(on.entities(), 0, "one step back to an empty dossier");
    on.window.key(SHIFTED, Key::Z);
    assert_eq!(on.entities(), 3);
}

#[test]
fn two_files_that_are_dropped_are_a_table_of_nodes_and_one_of_edges() {
    let mut on = On::example(&[("nodes.csv", NODES), ("edges.csv", EDGES)]);
    let before = on.entities();
    on.drop(&["nodes.csv", "edges.csv"]);
    assert!(on.says("Take in nodes.csv and edges.csv"));
    assert!(on.says("10 records: 9 taken, 1 refused") && on.says("row 4") && on.says("`target` is empty"));
    assert!(on.says("Kind of country: state") && on.says("Kind of human: person") && on.says("Relation leads: new"));
    on.window.harness.get_by_label_contains("edges.csv  6 relations").click();
    on.window.settle();
    on.window.click("Show “edges.csv”, row 4");
    assert!(on.says("Row 4, refused, `target` is empty"), "the refused row stands in the table");
    // A word is mapped to a kind of the vocabulary.
    on.pick("Relation leads", "works for");
    assert!(on.says("Relation leads: works for"));
    on.window.key(PLAIN, Key::Escape);
    assert_eq!(on.entities(), before, "left, nothing is done");
    on.drop(&["nodes.csv", "edges.csv"]);
    on.window.click("Take in");
    assert_eq!(on.relations().len(), 5);
    assert!(on.relations().contains(&"Norland member_of org:NC 1952/..".to_owned()), "{:?}", on.relations());
    let dossier = on.window.app().session().dossier();
    assert_eq!(dossier.entity_by_id("Norland").map(|norland| norland.kind.as_str()), Some("state"));
    assert_eq!(dossier.sources.len(), 2, "a source each");
    assert_eq!(dossier.title, "nodes, edges");
}

#[test]
fn a_workbook_of_sheets_and_a_table_of_tenures_are_taken_in() {
    let mut on = On::example(&[("holders.csv", HOLDERS)]);
    on.drop(&["holders.csv"]);
    assert!(on.says("4 records: 3 taken, 1 refused"));
    on.window.click("Take in");
    let dossier = on.window.app().session().dossier();
    let kinds: Vec<&str> = dossier.entities().map(|(_, entity)| entity.kind.as_str()).collect();
    assert_eq!(kinds.iter().filter(|kind| **kind == "post").count(), 1, "{kinds:?}");
    assert_eq!(on.relations().iter().filter(|text| text.contains(" holds_post ")).count(), 3, "{:?}", on.relations());
    let book = std::fs::read("tests/data/exchange/workbook/libreoffice.xlsx").unwrap();
    std::fs::write(on.folder.path().join("book.xlsx"), book).unwrap();
    // What is open is not saved: that is asked before it is left.
    on.drop(&["book.xlsx"]);
    assert!(on.says("“links”, row 6") && on.says("people"), "sheets are tabs, and the refused row is named");
    on.window.click("Take in");
    on.window.click("Don’t save");
    let dossier = on.window.app().session().dossier();
    assert_eq!((dossier.entity_count(), dossier.relation_count()), (9, 5));
}

pub(super) const OPEN: &str = r#"// A comment that stays.
Dossier(format: 1, title: "What we know",
    entities: [
        (id: "norland", kind: "state", name: "Norland", fields: {"capital": "Oldport"}), // and this one
        (id: "council", kind: "organisation", name: "Northern Council"),
        (id: "ada-1", kind: "person", name: "Ada Holm"),
        (id: "ada-2", kind: "person", name: "Ada Holm"),
    ],
    relations: [],
)
"#;

#[test]
fn records_join_the_open_dossier_as_one_step_and_its_text_stays() {
    let mut on = On::dossier(OPEN, &[("nodes.csv", NODES), ("edges.csv", EDGES)]);
    on.drop(&["nodes.csv", "edges.csv"]);
    on.window.click("into “What we know”");
    assert!(on.says("3 entities new, 2 already there"), "by name, and what is unsure is new unless chosen");
    assert!(on.says("Ada Holm in the open dossier: is new") && on.says("Values that differ: keep those"));
    assert!(on.says("Norland, capital: Oldport / Northport"));
    on.window.harness.get_by_label("Ada Holm in the open dossier: is new").click_accesskit();
    on.window.settle();
    on.window.harness.get_all_by_label_contains("Ada Holm (person)").last().unwrap().click_accesskit();
    on.window.settle();
    assert!(on.says("2 entities new, 3 already there"));
    on.window.click("Take in");
    assert!(on.says("Imported nodes.csv and edges.csv."));
    let relations = on.relations();
    assert!(relations.contains(&"norland member_of council 1952/..".to_owned()), "{relations:?}");
    assert!(relations.contains(&"ada-2 leads norland 2019-10/..".to_owned()), "{relations:?}");
    let capital = |on: &On| {
        let norland = on.window.app().session().dossier().entity_by_id("norland").unwrap();
        norland.fields.iter().find(|(key, _)| key == "capital").map(|(_, value)| value.text())
    };
    assert_eq!(capital(&on).as_deref(), Some("Oldport"));
    on.window.key(CTRL, Key::S);
    let text = std::fs::read_to_string(on.folder.path().join("open.ron")).unwrap();
    assert!(text.starts_with("// A comment that stays.") && text.contains("// and this one"), "{text}");
    on.window.key(CTRL, Key::Z);
    assert_eq!((on.entities(), on.relations().len()), (4, 0), "one step");
    on.window.key(SHIFTED, Key::Z);
    // The same files again change nothing.
    on.drop(&["nodes.csv", "edges.csv"]);
    on.window.click("into “What we know”");
    on.window.click("Take in");
    assert_eq!(on.relations(), relations);
}

#[test]
fn cells_that_are_pasted_are_shown_first_and_unknown_ends_are_new() {
    let mut on = On::dossier(OPEN, &[]);
    let text = "from\tkind\tto\tsince\nNorland\tmember of\tNorthern Council\t1952\nNorland\tborders\tSudland\t\n";
    on.window.harness.event(egui::Event::Paste(text.to_owned()));
    on.window.settle();
    assert!(on.says("Take in Pasted cells") && on.says("1 entity new, 2 already there"));
    assert_eq!(on.entities(), 4, "nothing yet");
    on.window.key(CTRL, Key::Enter);
    assert_eq!(on.relations(), ["norland member_of council 1952/..", "norland borders Sudland"]);
    assert_eq!(on.window.app().session().undo_name(), Some("import Pasted cells"));
}

#[test]
fn what_was_chosen_is_kept_for_files_of_the_same_shape() {
    let first = "who,whom,how\nAnna,Bert,knows\n";
    let mut on = On::example(&[("first.csv", first), ("second.csv", "who,whom,how\nDora,Erik,owns\n")]);
    on.drop(&["first.csv"]);
    for (column, role) in [("who: Name", "From"), ("whom: Own field", "To"), ("how: Own field", "Relation kind")] {
        on.pick(&format!("Column {column}"), role);
    }
    on.window.click("Take in");
    assert_eq!(on.relations(), ["Anna knows Bert"]);
    on.drop(&["second.csv"]);
    assert!(on.says("Column whom: To") && on.says("Read as files of the same shape were before"));
    on.window.click("Guess anew, without what was chosen for such files before");
    assert!(on.says("Column whom: Own field"));
}

#[test]
fn how_a_table_is_read_can_be_changed_with_the_table_in_view() {
    let mut on = On::example(&[("x.csv", "source;target;note\nAnna;Bert;a, b\nCleo;Dora;1/2/2014\n")]);
    on.drop(&["x.csv"]);
    assert!(on.says("Read as: semicolons · UTF-8 · headings in row 1"));
    on.window.click("Change how it is read");
    on.pick("Cells are separated by: semicolons", "Commas");
    assert!(on.says("Read as: commas"), "the table follows at once");
    on.pick("Cells are separated by: commas", "Semicolons");
    on.pick("Headings: row 1", "none");
    assert!(on.says("Column column 1: From") && on.says("3 records"));
}

#[test]
fn a_network_has_an_account_without_roles_and_a_file_that_is_cut_off_says_where() {
    let graphml = "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\"><graph edgedefault=\"undirected\">\
                   <node id=\"a\"/><node id=\"b\"/><edge source=\"a\" target=\"b\"/></graph></graphml>";
    let cut = &graphml[..graphml.len() - 30];
    let mut on = On::example(&[("g.graphml", graphml), ("cut.graphml", cut), ("cut.csv", "a,b\n\"x,y\nz,w\n")]);
    on.drop(&["g.graphml"]);
    assert!(on.says("3 records: every one is taken.") && !on.says("Column "));
    on.window.click("Take in");
    assert_eq!(on.entities(), 2);
    for (name, place) in [("cut.graphml", "cut.graphml:1:"), ("cut.csv", "cut.csv:2:1")] {
        on.drop(&[name]);
        assert!(!on.can_take_in() && on.says("This cannot be taken in yet") && on.says(place), "{name}");
        on.window.click("Cancel");
    }
    on.drop(&["open-me-not.csv"]);
    assert!(on.says("Could not import"));
}

#[test]
fn a_foreign_file_that_is_opened_is_shown_on_the_card_and_a_dossier_is_not() {
    let mut on = On::example(&[("ties.csv", "source,target\nAnna,Bert\n"), ("d.ron", OPEN)]);
    for (name, is_card) in [("ties.csv", true), ("d.ron", false)] {
        on.window.key(CTRL, Key::O);
        on.window.type_text(name);
        on.window.key(PLAIN, Key::Enter);
        assert_eq!(on.says("Nothing is written until you take it in"), is_card, "{name}");
        if is_card {
            on.keys(&[Key::Escape]);
        }
    }
    assert_eq!(on.entities(), 4);
    // Named on the command line it is looked at without a question.
    let start = Start { path: Some(on.folder.path().join("ties.csv")), ..Start::default() };
    let looked = Window::start(start, egui::vec2(1280.0, 800.0));
    assert_eq!(looked.app().session().dossier().relation_count(), 1);
}

#[test]
fn the_card_fits_any_window_and_names_all_that_can_be_acted_on() {
    for size in [egui::vec2(1280.0, 800.0), egui::vec2(1920.0, 1080.0), egui::vec2(480.0, 360.0)] {
        let mut on = On::example(&[("nodes.csv", NODES), ("edges.csv", EDGES)]);
        on.window.harness.set_size(size);
        on.window.settle();
        on.drop(&["nodes.csv", "edges.csv"]);
        let room = egui::Rect::from_min_size(egui::Pos2::ZERO, size);
        let button = on.window.harness.get_by_role_and_label(Role::Button, "Take in");
        assert!(room.contains_rect(button.rect()), "{size}: {:?}", button.rect());
        let acted_on = [Role::Button, Role::CheckBox, Role::ComboBox, Role::RadioButton, Role::Tab, Role::TextInput];
        let is_nameless = |n: &egui_kittest::kittest::AccessKitNode<'_>| {
            acted_on.contains(&n.role()) && n.label().is_none_or(|label| label.trim().is_empty())
        };
        assert_eq!(on.window.harness.query_all_by(is_nameless).count(), 0, "{size}");
    }
}
