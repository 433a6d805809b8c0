//! Pictures of cards, dialogs and panes, to be looked at by people:
//! `CHANCERY_PICTURES=FOLDER cargo test --test all -- --ignored pictures`. `CHANCERY_PICTURE=NAME` takes those
//! alone whose names begin so.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chancery::window::app::Start;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use super::app::Window;
use super::{importing, reading, text_names};

const SHIFTED: Modifiers = Modifiers { command: true, shift: true, ..Modifiers::NONE };

struct Album {
    folder: PathBuf,
    theme: &'static str,
}

impl Album {
    fn open(&self, start: Start, select: &[&str]) -> Window {
        let select = select.iter().map(|s| (*s).to_owned()).collect();
        let mut window = Window::start(Start { select, ..start }, egui::vec2(1280.0, 800.0));
        let chosen = if self.theme == "dark" { egui::Theme::Dark } else { egui::Theme::Light };
        window.harness.ctx.set_theme(chosen);
        window.settle();
        window
    }

    fn take(&self, window: &mut Window, name: &str) {
        if std::env::var("CHANCERY_PICTURE").is_ok_and(|wanted| !name.starts_with(&wanted)) {
            return;
        }
        let image = window.harness.render().expect("there is a graphics adapter");
        let path = self.folder.join(format!("{name}-{}.png", self.theme));
        image.save(path).expect("the picture can be written");
    }
}

#[test]
#[ignore = "writes pictures for people to look at"]
fn pictures() {
    let Some(folder) = std::env::var_os("CHANCERY_PICTURES").map(PathBuf::from) else { return };
    for theme in ["light", "dark"] {
        let album = Album { folder: folder.clone(), theme };
        cards(&album);
        records(&album);
        texts(&album);
        kinds(&album);
        trouble(&album);
        asking(&album);
        imports(&album);
    }
}

/// The import card: tables with kinds beside them, joining, how a table is read, and a dossier that comes back.
fn imports(album: &Album) {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    let ties = "who;whom;how;since;amount\nAnna;Bert;knows;1/2/2014;1,5\nBert;Cleo;owns;2015;2\n;Cleo;owns;;\n";
    for (name, text) in [
        ("nodes.csv", importing::NODES),
        ("edges.csv", importing::EDGES),
        ("open.ron", importing::OPEN),
        ("ties.csv", ties),
        ("cut.csv", "a,b\n\"x,y\nz,w\n"),
    ] {
        std::fs::write(at(name), text).expect("it is written");
    }
    let drop = |window: &mut Window, names: &[&str]| {
        for name in names {
            window.harness.input_mut().dropped_files.push(Arc::new(importing::Dropped(at(name))));
        }
        window.settle();
    };
    let start = || Start { path: Some(at("open.ron")), folder: Some(folder.path().to_owned()), ..Start::default() };
    let mut window = album.open(start(), &[]);
    drop(&mut window, &["nodes.csv", "edges.csv"]);
    album.take(&mut window, "import-nodes");
    window.harness.get_by_label_contains("edges.csv  6 relations").click();
    window.settle();
    album.take(&mut window, "import-edges");
    window.harness.set_size(egui::vec2(1100.0, 760.0));
    window.settle();
    window.click("Kinds");
    album.take(&mut window, "import-kinds");
    window.click("into “What we know”");
    album.take(&mut window, "import-join");
    window.harness.set_size(egui::vec2(1440.0, 900.0));
    window.settle();
    album.take(&mut window, "import-wide");
    window.harness.set_size(egui::vec2(480.0, 360.0));
    window.settle();
    album.take(&mut window, "import-small");
    let mut window = album.open(start(), &[]);
    drop(&mut window, &["ties.csv"]);
    window.click("Change how it is read");
    album.take(&mut window, "import-read-as");
    window.key(Modifiers::NONE, Key::F6);
    window.key(Modifiers::NONE, Key::F6);
    window.key(Modifiers::NONE, Key::F6);
    window.key(Modifiers::NONE, Key::Enter);
    album.take(&mut window, "import-roles");
    let mut window = album.open(start(), &[]);
    drop(&mut window, &["cut.csv"]);
    album.take(&mut window, "import-cut");
    let network = "digraph { ada [label=\"Ada Holm\"]; ada -> council [label=chairs]; council -> norland }";
    std::fs::write(at("network.dot"), network).expect("it is written");
    let mut window = album.open(start(), &[]);
    drop(&mut window, &["network.dot"]);
    album.take(&mut window, "import-network");
    let made = std::process::Command::new(env!("CARGO_BIN_EXE_chancery"))
        .args(["convert", "example:merrow-port"])
        .arg(at("port.xlsx"))
        .output()
        .expect("it runs");
    assert!(made.status.success(), "{made:?}");
    let mut window = album.open(start(), &[]);
    drop(&mut window, &["port.xlsx"]);
    album.take(&mut window, "import-own");
}

/// The box while it asks, and the filter panel beside what it shows.
fn asking(album: &Album) {
    let mut window = album.open(Start::default(), &[]);
    window.key(Modifiers::COMMAND, Key::K);
    album.take(&mut window, "box-empty");
    window.type_text("cyber");
    album.take(&mut window, "box-names");
    window.key(Modifiers::COMMAND, Key::K);
    window.type_text("from:japan -status:actual basis:");
    album.take(&mut window, "box-question");
    window.key(Modifiers::COMMAND, Key::K);
    window.type_text("kind:meetin (as-of:2014");
    album.take(&mut window, "box-wrong");
    window.key(Modifiers::COMMAND, Key::K);
    window.type_text("from:japan -status:actual");
    window.key(Modifiers::NONE, Key::Enter);
    window.key(SHIFTED, Key::F);
    album.take(&mut window, "filter");
    window.click("Date, folded");
    window.key(Modifiers::COMMAND, Key::K);
    window.type_text("kind:dialogue as-of:2014-06");
    album.take(&mut window, "box-within");
}

fn cards(album: &Album) {
    let mut window = album.open(Start::default(), &["cybercrime-dialogue"]);
    album.take(&mut window, "inspector");

    window.key(Modifiers::NONE, Key::N);
    window.type_text("Laos");
    album.take(&mut window, "new-entity");
    window.key(Modifiers::NONE, Key::Escape);
    window.key(Modifiers::NONE, Key::C);
    window.type_text("malay");
    album.take(&mut window, "relate");
    window.key(Modifiers::NONE, Key::Enter);
    window.type_text("@2017 [beat P8.1]");
    album.take(&mut window, "relation-kind");
    window.key(Modifiers::NONE, Key::Enter);
    album.take(&mut window, "relation");
    window.key(Modifiers::NONE, Key::Q);
    album.take(&mut window, "claim");
    window.key(Modifiers::NONE, Key::Escape);
    window.key(Modifiers::COMMAND, Key::L);
    window.type_text("Japan -> hosts -> Fourth meeting @2019 [P8.1]");
    album.take(&mut window, "quick");
    window.key(Modifiers::NONE, Key::Escape);
    window.key(SHIFTED, Key::N);
    album.take(&mut window, "source");
    window.key(Modifiers::NONE, Key::Escape);
    window.key(SHIFTED, Key::T);
    album.take(&mut window, "details");
    window.key(Modifiers::NONE, Key::Escape);
    window.key(Modifiers::NONE, Key::Escape);
    album.take(&mut window, "nothing-selected");
    window.key(Modifiers::ALT, Key::ArrowLeft);
    window.key(SHIFTED, Key::H);
    window.key(Modifiers::NONE, Key::Delete);
    album.take(&mut window, "deleted");
    window.key(Modifiers::COMMAND, Key::N);
    album.take(&mut window, "unsaved");
}

fn records(album: &Album) {
    let mut window = album.open(Start::default(), &["malaysia", "myanmar"]);
    album.take(&mut window, "several");
    window.key(Modifiers::COMMAND, Key::M);
    album.take(&mut window, "merge");
    window.key(Modifiers::NONE, Key::Escape);
    window.key(Modifiers::COMMAND, Key::T);
    album.take(&mut window, "table");
    window.harness.get_all_by_label("Relations").last().expect("relations of the table").click();
    window.settle();
    album.take(&mut window, "table-relations");
    let mut window = album.open(Start::default(), &["japan"]);
    window.key(Modifiers::SHIFT, Key::F10);
    album.take(&mut window, "menu");
    window.key(Modifiers::NONE, Key::Escape);
    window.key(Modifiers::SHIFT, Key::M);
    window.type_text("Government of Japan");
    album.take(&mut window, "split");
    window.key(Modifiers::NONE, Key::Escape);
    window.key(Modifiers::NONE, Key::Escape);
    window.key(Modifiers::COMMAND, Key::M);
    std::thread::sleep(std::time::Duration::from_millis(300));
    window.settle();
    album.take(&mut window, "duplicates");
}

fn names_in_texts(album: &Album) {
    let folder = reading::folder(text_names::ARTICLE);
    let start = Start { path: Some(folder.path().join("main.ron")), ..Start::default() };
    let mut window = album.open(start, &[]);
    window.key(Modifiers::NONE, Key::T);
    window.click("1 sentence to relate");
    album.take(&mut window, "reading-sentences");
    window.click("2 likely new names");
    album.take(&mut window, "reading-names");
}

fn texts(album: &Album) {
    let folder = reading::folder(reading::ARTICLE);
    let start = || Start { path: Some(folder.path().join("main.ron")), ..Start::default() };
    let mut window = album.open(start(), &["watch"]);
    window.key(Modifiers::NONE, Key::T);
    album.take(&mut window, "reading");
    window.key(Modifiers::NONE, Key::ArrowDown);
    window.key(Modifiers::NONE, Key::ArrowDown);
    album.take(&mut window, "reading-chosen");
    window.key(Modifiers::SHIFT, Key::C);
    window.type_text("North");
    window.key(Modifiers::NONE, Key::Enter);
    album.take(&mut window, "reading-relate");
    window.key(Modifiers::NONE, Key::Escape);
    window.key(Modifiers::NONE, Key::F3);
    album.take(&mut window, "reading-passage");
    names_in_texts(album);
    let mut window = album.open(Start::default(), &["japan"]);
    window.key(Modifiers::NONE, Key::T);
    album.take(&mut window, "reading-none");
    let example = chancery::dossier::document::EXAMPLES[1].name;
    let start = Start { path: Some(format!("example:{example}").into()), ..Start::default() };
    let mut window = album.open(start, &[]);
    window.key(Modifiers::NONE, Key::T);
    window.key(Modifiers::NONE, Key::F3);
    album.take(&mut window, "reading-example");
}

fn kinds(album: &Album) {
    let mut window = album.open(Start::default(), &["japan"]);
    window.key(SHIFTED, Key::K);
    album.take(&mut window, "kinds");
    window.type_text("harbour");
    album.take(&mut window, "kinds-typed");
    window.key(Modifiers::NONE, Key::Enter);
    album.take(&mut window, "kinds-new");
    window.harness.get_all_by_label("Relations").last().expect("a chip").click();
    window.settle();
    album.take(&mut window, "kinds-relations");
    window.key(Modifiers::NONE, Key::Escape);
    window.key(Modifiers::NONE, Key::F1);
    album.take(&mut window, "shortcuts");
}

fn trouble(album: &Album) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("notes.ron");
    let text = |a: &str| {
        format!(
            "Dossier(format: 1, title: \"Notes\", entities: [\n    (id: \"a\", kind: \"state\", name: \"{a}\"),\n    (id: \"b\", kind: \"state\", name: \"B\"),\n])\n"
        )
    };
    let write = |a: &str| std::fs::write(&path, text(a)).expect("it is written");
    write("A");
    let start =
        |folder: &Path| Start { path: Some(path.clone()), state: Some(folder.join("state")), ..Start::default() };
    let mut window = album.open(start(folder.path()), &["a"]);
    let rename = |window: &mut Window, name: &str| {
        window.key(Modifiers::NONE, Key::F2);
        window.type_text(name);
        window.key(Modifiers::NONE, Key::Enter);
    };
    rename(&mut window, "Mine");
    write("Theirs");
    for _ in 0..500 {
        window.harness.step();
        if window.harness.query_all_by_label_contains("Theirs").next().is_some() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    window.settle();
    album.take(&mut window, "conflict");
    drop(window);
    let mut window = album.open(start(folder.path()), &[]);
    album.take(&mut window, "recovery");
}
