//! The rules of the house, read from the sources: every file says what it is for, none grows
//! without bound, rooms use each other one way, and only some know the disk or the screen.

use std::fs;
use std::path::{Path, PathBuf};

/// Rooms from the lowest to the highest. A room may use those before it, never those after it.
const ORDER: &[&str] = &[
    "problem",
    "progress",
    "dossier::model",
    "dossier::edit",
    "dossier::ron_text",
    "dossier::compare",
    "dossier::exchange",
    "dossier::storage",
    "dossier::document",
    "explore::query",
    "explore::measure",
    "picture::theme",
    "picture::lettering",
    "picture::pictures",
    "picture::tree",
    "picture::density",
    "picture::layout",
    "picture::scene",
    "picture::layout_input",
    "picture::views",
    "picture::stages",
    "picture::figure",
    "window::action",
    "window::session",
    "window::canvas",
    "window::panels",
    "window::app",
    "window::bench",
];

/// What a room may not use although it stands below.
const MAY_NOT: &[(&str, &str)] = &[
    ("picture::layout", "dossier"),
    ("picture::layout", "explore"),
    ("picture::theme", "dossier"),
    ("picture::lettering", "dossier"),
    ("cli", "window"),
];

const MOST_LINES: usize = 600;

struct Source {
    path: PathBuf,
    text: String,
}

impl Source {
    /// Where it lies, for messages.
    fn name(&self) -> String {
        self.path.display().to_string().replace('\\', "/")
    }

    /// The text without comments, and without its unit tests where `product` says so. Line
    /// numbers stay.
    fn code(&self, product: bool) -> String {
        let text = match self.text.find("\n#[cfg(test)]\nmod ") {
            Some(at) if product => &self.text[..at],
            _ => &self.text,
        };
        text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
    }

    /// The room it belongs to.
    fn room(&self) -> String {
        let inside = self.path.strip_prefix("src").expect("all lie in src").with_extension("");
        let parts: Vec<String> = inside
            .components()
            .map(|c| c.as_os_str().to_string_lossy().into_owned())
            .filter(|p| !["mod", "lib", "main"].contains(&p.as_str()))
            .collect();
        room_of(&parts)
    }
}

/// `FLOOR::ROOM`, or the floor alone where there is no such room.
fn room_of(path: &[String]) -> String {
    let two = path.iter().take(2).cloned().collect::<Vec<_>>().join("::");
    if ORDER.contains(&two.as_str()) { two } else { path.first().cloned().unwrap_or_default() }
}

fn sources() -> Vec<Source> {
    fn walk(folder: &Path, out: &mut Vec<Source>) {
        let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
        entries.sort();
        for path in entries {
            if path.is_dir() {
                walk(&path, out);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                out.push(Source { path, text });
            }
        }
    }
    let mut out = Vec::new();
    walk(Path::new("src"), &mut out);
    assert!(out.len() > 20, "the test runs in the package's folder");
    out
}

#[test]
fn every_file_says_first_what_lives_in_it() {
    let silent: Vec<String> = sources().iter().filter(|s| !s.text.starts_with("//! ")).map(Source::name).collect();
    assert_eq!(silent, [""; 0]);
}

#[test]
fn no_file_has_grown_past_reading() {
    let lines = |s: &Source| s.text.lines().count();
    let sources = sources();
    let long: Vec<String> =
        sources.iter().filter(|s| lines(s) > MOST_LINES).map(|s| format!("{}: {} lines", s.name(), lines(s))).collect();
    assert_eq!(long, [""; 0], "at most {MOST_LINES} lines a file");
}

#[test]
fn rooms_use_each_other_one_way() {
    let mut wrong = Vec::new();
    for source in sources() {
        let (room, code) = (source.room(), source.code(false));
        for (line, path) in uses(&code) {
            let other = room_of(&path);
            if forbidden(&room, &other) {
                wrong.push(format!("{}:{line}: {room} uses {other}", source.name()));
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn only_storage_touches_the_disk_and_only_the_window_knows_egui() {
    let mut wrong = Vec::new();
    for source in sources() {
        let room = source.room();
        for (number, line) in source.code(true).lines().enumerate() {
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
    upward || MAY_NOT.iter().any(|(from, to)| room.starts_with(from) && floor == *to)
}

/// Every path that begins with `crate::`, use trees taken apart, with its line.
fn uses(code: &str) -> Vec<(usize, Vec<String>)> {
    let mut out = Vec::new();
    for (at, found) in code.match_indices("crate::") {
        let line = code[..at].matches('\n').count() + 1;
        let mut rest = &code[at + found.len()..];
        let mut paths = Vec::new();
        tree(&mut rest, &mut Vec::new(), &mut paths);
        out.extend(paths.into_iter().map(|path| (line, path)));
    }
    out
}

/// Reads one use tree (`a::b`, `a::{b, c::d}`, `*`) from the front of `rest`.
fn tree(rest: &mut &str, before: &mut Vec<String>, out: &mut Vec<Vec<String>>) {
    *rest = rest.trim_start();
    if let Some(inside) = rest.strip_prefix('{') {
        *rest = inside;
        loop {
            *rest = rest.trim_start_matches([' ', '\n', ',']);
            if let Some(after) = rest.strip_prefix('}') {
                *rest = after;
                return;
            }
            let left = rest.len();
            tree(rest, before, out);
            if rest.len() == left {
                return;
            }
        }
    }
    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
    let name = if rest.starts_with('*') { "*" } else { &rest[..end] };
    if name.is_empty() {
        return;
    }
    *rest = &rest[name.len()..];
    before.push(name.to_owned());
    match rest.strip_prefix("::") {
        Some(after) if after.starts_with(|c: char| c.is_alphabetic() || "_{*".contains(c)) => {
            *rest = after;
            tree(rest, before, out);
        }
        _ => {
            out.push(before.clone());
            let renamed = rest.trim_start().strip_prefix("as ");
            if let Some(after) = renamed {
                let end = after.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(after.len());
                *rest = &after[end..];
            }
        }
    }
    before.pop();
}

#[test]
fn the_reader_of_uses_sees_what_it_should() {
    let code = "use crate::dossier::{model::{Day, Date as D}, storage};\nfn f() { crate::window::app::open(); }";
    let paths: Vec<String> = uses(code).iter().map(|(line, path)| format!("{line} {}", path.join("::"))).collect();
    assert_eq!(paths, ["1 dossier::model::Day", "1 dossier::model::Date", "1 dossier::storage", "2 window::app::open"]);
    assert!(forbidden("dossier::model", "dossier::storage"));
    assert!(forbidden("cli", "window::app"));
    assert!(forbidden("picture::layout", "dossier::model"));
    assert!(!forbidden("picture::stages", "dossier::model"));
    assert!(!forbidden("cli", "picture::figure"));
}
