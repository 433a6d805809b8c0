//! The rules of the house, read from the sources: every file says what it is for, none grows
//! without bound, rooms use each other one way, files do not go round in circles, and only some rooms
//! know the disk or the screen.

mod imports;
mod source;

use std::collections::BTreeSet;

use imports::Imports;
use source::{Source, from_root, mentions};

/// Rooms from the lowest to the highest. A room may use those before it, never those after it.
const ORDER: &[&str] = &[
    "guarded",
    "problem",
    "progress",
    "math",
    "wording",
    "logging",
    "measure",
    "layout",
    "dossier::model",
    "dossier::edit",
    "dossier::ron_text",
    "dossier::compare",
    "dossier::exchange",
    "dossier::storage",
    "dossier::document",
    "dossier::endpoint",
    "explore::rows",
    "explore::countries",
    "explore::communities",
    "explore::query",
    "explore::evidence",
    "explore::chains",
    "explore::measuring",
    "explore::attribute",
    "explore::folding",
    "explore::ranking",
    "explore::account",
    "picture::theme",
    "picture::vision",
    "picture::curves",
    "picture::hues",
    "picture::lettering",
    "picture::pictures",
    "picture::unlettered",
    "picture::tree",
    "picture::density",
    "picture::encoding",
    "picture::views",
    "picture::network",
    "picture::scene",
    "picture::matter",
    "picture::layout_input",
    "picture::charts",
    "picture::layout_cache",
    "picture::stages",
    "picture::figure",
    "picture::brief",
    "window::action",
    "window::session",
    "window::cpu_time",
    "window::canvas",
    "window::panels",
    "window::app",
    "window::bench",
    "cli",
];

/// Floors that a room may not use although they are below it.
const MAY_NOT: &[(&str, &str)] = &[
    ("layout", "dossier"),
    ("layout", "explore"),
    ("picture::theme", "dossier"),
    ("picture::lettering", "dossier"),
    ("cli", "window"),
];

const MOST_LINES: usize = 600;

/// `FLOOR::ROOM`, or the floor alone where there is no such room.
fn room_of(path: &[String]) -> String {
    let two = path.iter().take(2).cloned().collect::<Vec<_>>().join("::");
    if ORDER.contains(&two.as_str()) { two } else { path.first().cloned().unwrap_or_default() }
}

#[test]
fn every_file_says_first_what_lives_in_it() {
    let silent: Vec<String> = Source::all().iter().filter(|s| !s.text.starts_with("//! ")).map(Source::name).collect();
    assert_eq!(silent, [""; 0]);
}

#[test]
fn no_file_has_grown_past_reading() {
    let lines = |s: &Source| s.text.lines().count();
    let sources = Source::all();
    let long: Vec<String> =
        sources.iter().filter(|s| lines(s) > MOST_LINES).map(|s| format!("{}: {} lines", s.name(), lines(s))).collect();
    assert_eq!(long, [""; 0], "at most {MOST_LINES} lines a file");
}

#[test]
fn every_room_has_its_rank() {
    let sources = Source::all();
    let rooms: BTreeSet<String> = sources.iter().map(|s| room_of(&s.module())).collect();
    // The two doors, and the files that declare the rooms of a floor.
    let floors = ["", "dossier", "explore", "picture", "window"];
    let unranked = |s: &&Source| {
        let (room, module) = (room_of(&s.module()), s.module().join("::"));
        !(ORDER.contains(&room.as_str()) || floors.contains(&room.as_str()) && room == module)
    };
    let unranked: Vec<String> = sources.iter().filter(unranked).map(Source::name).collect();
    assert_eq!(unranked, [""; 0], "give its room a place in ORDER");
    let gone: Vec<&str> = ORDER.iter().copied().filter(|room| !rooms.contains(*room)).collect();
    assert_eq!(gone, [""; 0], "rooms that are no more");
}

#[test]
fn rooms_use_each_other_one_way() {
    let mut wrong = Vec::new();
    for source in Source::all() {
        let (room, module) = (room_of(&source.module()), source.module());
        for mention in mentions(&source.code()) {
            let Some(path) = from_root(&module, &mention.names) else { continue };
            let other = room_of(&path);
            if forbidden(&room, &other) {
                wrong.push(format!("{}:{}: {room} uses {other}", source.name(), mention.line));
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn files_take_names_from_each_other_one_way() {
    let sources = Source::all();
    let imports = Imports::of(&sources);
    assert!(imports.circles().is_empty(), "files that go round in circles: {:#?}", imports.circles());
}

#[test]
fn only_storage_touches_the_disk_and_only_the_window_knows_egui() {
    let mut wrong = Vec::new();
    for source in Source::all() {
        let room = room_of(&source.module());
        for (number, line) in source.product_code().lines().enumerate() {
            let disk = ["std::fs", "File::open", "File::create", "tempfile::"].iter().any(|w| line.contains(w));
            if disk && room != "dossier::storage" {
                wrong.push(format!("{}:{}: touches the disk", source.name(), number + 1));
            }
            let screen = ["egui::", "eframe::", "wgpu::", "egui_wgpu::"].iter().any(|w| line.contains(w));
            if screen && !source.name().starts_with("src/window") {
                wrong.push(format!("{}:{}: knows the screen", source.name(), number + 1));
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
}

fn forbidden(room: &str, other: &str) -> bool {
    let rank = |name: &str| ORDER.iter().position(|r| *r == name);
    let floor = other.split("::").next().unwrap_or_default();
    let upward = rank(room).zip(rank(other)).is_some_and(|(here, there)| there > here);
    upward || MAY_NOT.iter().any(|(from, to)| room == *from && floor == *to)
}

#[test]
fn what_goes_against_the_order_is_seen() {
    assert!(forbidden("dossier::model", "dossier::storage"));
    assert!(forbidden("cli", "window::app"));
    assert!(forbidden("window::app", "cli"));
    assert!(forbidden("layout", "dossier::model"));
    assert!(!forbidden("picture::stages", "dossier::model"));
    assert!(!forbidden("cli", "picture::figure"));
}

/// Nouns that are counted: beside a number they go through `wording::counted`.
const COUNTED: &[&str] = &[
    "bytes",
    "changes",
    "claims",
    "conflicts",
    "edges",
    "edits",
    "entities",
    "errors",
    "fields",
    "files",
    "hits",
    "kinds",
    "lines",
    "names",
    "neighbours",
    "nodes",
    "notes",
    "passages",
    "problems",
    "records",
    "relations",
    "rows",
    "sentences",
    "sources",
    "steps",
    "threads",
    "tries",
    "versions",
    "views",
    "warnings",
    "words",
];

/// Plural nouns right after a placeholder in a text; limits, which are constants, are always many.
fn bare_plurals(text: &str) -> Vec<&str> {
    let after = text.match_indices("} ").filter_map(|(at, _)| {
        let inside = &text[text[..at].rfind('{')? + 1..at];
        let constant = !inside.is_empty() && inside.chars().all(|c| c.is_ascii_uppercase() || c == '_');
        let noun = text[at + 2..].split(|c: char| !c.is_ascii_lowercase()).next()?;
        (!constant && COUNTED.contains(&noun)).then_some(noun)
    });
    after.collect()
}

#[test]
fn one_of_a_kind_is_not_said_in_the_plural() {
    let mut wrong = Vec::new();
    let sources = Source::all();
    let tests: Vec<Vec<String>> = sources.iter().flat_map(Source::test_modules).collect();
    for source in sources.iter().filter(|source| !tests.contains(&source.module())) {
        let product = source.text.split("\n#[cfg(test)]\n").next().unwrap_or_default();
        let said = |line: &&str| line.contains('"') && !line.trim_start().starts_with("//");
        for (number, line) in product.lines().enumerate().filter(|(_, line)| said(line)) {
            wrong.extend(bare_plurals(line).iter().map(|noun| format!("{}:{}: {noun}", source.name(), number + 1)));
        }
    }
    assert_eq!(wrong, [""; 0], "say these with `wording::counted`");
    assert_eq!(bare_plurals("{n} entities in {} files of {MOST} lines; {hidden} left"), ["entities", "files"]);
}
