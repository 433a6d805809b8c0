//! Golden figures: each built-in example as a whole and by each of its views, in each theme, and with labels on its
//! lines, as SVG and as PNG, beside one another under `tests/figures/EXAMPLE/`. `CHANCERY_GOLDEN=1` makes them anew.
//!
//! Both are compared exactly, text and pixels: a figure promises the same bytes on every machine.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use chancery::dossier::document::{EXAMPLES, open_example};

use super::chancery;
use crate::golden::{Picture, remake};

const THEMES: [&str; 3] = ["print", "light", "dark"];
/// Further figures of an example, in print: their names and arguments.
const LABELLED: [(&str, &str, &[&str]); 2] = [
    ("asean-japan", "words", &["--focus", "nur-jazlan-mohamed", "--hops", "3", "--relation-labels", "words"]),
    ("merrow-port", "numbers", &["--view", "Money", "--relation-labels", "numbers"]),
];

/// One figure of an example.
struct Golden {
    path: PathBuf,
    arguments: Vec<String>,
}

/// All figures of an example with this extension; `arguments` go with each.
fn goldens(example: &str, extension: &str, arguments: &[&str]) -> Vec<Golden> {
    let found = EXAMPLES.iter().find(|e| e.name == example).expect("it is built in");
    let views = open_example(found).dossier.views.clone();
    assert!(views.len() >= 4, "{example} has {} views", views.len());
    let named = views.iter().map(|view| Some(view.name.clone()));
    let mut out = Vec::new();
    for view in std::iter::once(None).chain(named) {
        for theme in THEMES {
            let slug = view.as_deref().unwrap_or("whole").to_lowercase().replace(' ', "-");
            let mut all: Vec<String> = [&["figure", &format!("example:{example}"), "--theme", theme], arguments]
                .concat()
                .iter()
                .map(|a| (*a).to_owned())
                .collect();
            all.extend(view.iter().flat_map(|view| ["--view".to_owned(), view.clone()]));
            let path = Path::new("tests/figures").join(example).join(format!("{slug}-{theme}.{extension}"));
            out.push(Golden { path, arguments: all });
        }
    }
    for (_, slug, more) in LABELLED.iter().filter(|(name, ..)| *name == example) {
        let subject = format!("example:{example}");
        let all = [&["figure", &subject], arguments, more].concat().iter().map(|a| (*a).to_owned()).collect();
        let path = Path::new("tests/figures").join(example).join(format!("{slug}-print.{extension}"));
        out.push(Golden { path, arguments: all });
    }
    out
}

/// Draws all figures of an example and says which are not as they were, and in what.
fn check(example: &str, extension: &str, arguments: &[&str], compare: impl Fn(&Path, &Path) -> Result<(), String>) {
    let folder = tempfile::tempdir().unwrap();
    let goldens = goldens(example, extension, arguments);
    let mut wrong = Vec::new();
    for golden in &goldens {
        let drawn = folder.path().join(golden.path.file_name().unwrap());
        let out = drawn.display().to_string();
        let ran = chancery(&golden.arguments.iter().map(String::as_str).chain(["-o", &out]).collect::<Vec<_>>());
        assert_eq!(ran.status, 0, "{}", ran.err);
        if let Err(why) = compare(&drawn, &golden.path) {
            wrong.push(format!("{}: {why}", golden.path.display()));
        }
    }
    let kept: BTreeSet<PathBuf> = fs::read_dir(Path::new("tests/figures").join(example))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == extension))
        .collect();
    let drawn: BTreeSet<PathBuf> = goldens.into_iter().map(|golden| golden.path).collect();
    wrong.extend(kept.difference(&drawn).map(|path| format!("{}: there is no such figure", path.display())));
    assert!(wrong.is_empty(), "{}\nCHANCERY_GOLDEN=1 makes them anew; look at what changed", wrong.join("\n"));
}

/// An SVG with a checksum in the place of each font that it holds: nine tenths of the file would be the
/// same compressed letters in every figure.
fn without_fonts(svg: &str) -> String {
    const BEGIN: &str = "data:font/woff;base64,";
    let mut parts = svg.split(BEGIN);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (font, rest) = part.split_once(')').expect("url(…) is closed");
        out += &format!("{BEGIN}{}-bytes-of-checksum-{:08x}){rest}", font.len(), crc32fast::hash(font.as_bytes()));
    }
    out
}

fn same_text(drawn: &Path, golden: &Path) -> Result<(), String> {
    let drawn = without_fonts(&fs::read_to_string(drawn).unwrap());
    if remake() {
        fs::create_dir_all(golden.parent().unwrap()).unwrap();
        fs::write(golden, drawn).unwrap();
        return Ok(());
    }
    let kept = fs::read_to_string(golden).map_err(|e| e.to_string())?;
    if kept == drawn {
        return Ok(());
    }
    let line = kept.lines().zip(drawn.lines()).take_while(|(kept, drawn)| kept == drawn).count();
    let [was, is] = [&kept, &drawn].map(|text| text.lines().nth(line).unwrap_or("(its end)"));
    Err(format!("line {} was\n  {was}\nand is\n  {is}", line + 1))
}

fn same_pixels(drawn: &Path, golden: &Path) -> Result<(), String> {
    let drawn = Picture::read(drawn);
    if remake() {
        drawn.write(golden);
        return Ok(());
    }
    let kept = Picture::read(golden);
    if kept == drawn {
        return Ok(());
    }
    if (kept.width, kept.height) != (drawn.width, drawn.height) {
        return Err(format!("{} × {} pixels became {} × {}", kept.width, kept.height, drawn.width, drawn.height));
    }
    let pairs = || kept.rgba.chunks(4).zip(drawn.rgba.chunks(4));
    let apart = pairs().filter(|(a, b)| a != b).count();
    let first = pairs().position(|(a, b)| a != b).unwrap_or(0) as u32;
    Err(format!("{apart} pixels differ, the first at {}, {}", first % kept.width, first / kept.width))
}

/// Pages whose size is given are drawn once instead of until their letters are legible, and a low
/// resolution keeps the files small.
const SMALL: &[&str] = &["--size", "180x200mm", "--dpi", "36"];

#[test]
fn svg_of_asean_japan() {
    check("asean-japan", "svg", &[], same_text);
}

#[test]
fn svg_of_merrow_port() {
    check("merrow-port", "svg", &[], same_text);
}

#[test]
fn png_of_asean_japan() {
    check("asean-japan", "png", SMALL, same_pixels);
}

#[test]
fn png_of_merrow_port() {
    check("merrow-port", "png", SMALL, same_pixels);
}

#[test]
fn every_example_and_theme_has_golden_figures() {
    let named: Vec<&str> = EXAMPLES.iter().map(|e| e.name).collect();
    assert_eq!(named, ["asean-japan", "merrow-port"]);
    // The program lists the themes in its refusal of another.
    let ran = chancery(&["figure", "example:merrow-port", "-o", "x.svg", "--theme", "none"]);
    let listed = ran.err.split_once("possible values: ").and_then(|(_, rest)| rest.split_once(']')).expect("a list").0;
    assert_eq!(listed.split(", ").collect::<BTreeSet<_>>(), BTreeSet::from(THEMES));
}
