//! A corpus of broken files, each saying in its own comments what a person must be told and
//! where: `// expect: CODE LINE:COLUMN SEVERITY`, one line a problem, `FILE:LINE:COLUMN` where the
//! problem lies in an included file. What can hold no comments has a sidecar NAME.expect. Notes
//! are not listed.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use chancery::dossier::document::open;
use chancery::problem::{Problem, Severity, codes};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/bad")
}

/// All broken main files, by name.
pub(crate) fn files() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = entries.filter(|path| path.extension().is_some_and(|e| e == "ron")).collect();
    files.sort();
    files
}

fn expected(path: &Path) -> Vec<String> {
    let sidecar = path.with_extension("expect");
    let text = std::fs::read(if sidecar.exists() { &sidecar } else { path }).unwrap();
    let text = String::from_utf8_lossy(&text);
    let said = text.lines().filter_map(|line| line.split_once("// expect: ").map(|(_, said)| said.trim().to_owned()));
    said.collect()
}

/// A problem as the comments of the corpus write it.
fn told(problem: &Problem, main: &Path) -> String {
    let place = problem.place.as_ref().map_or_else(String::new, |place| {
        let file = if *place.file == *main.to_string_lossy() { String::new() } else { format!("{}:", place.file) };
        format!("{file}{}:{}", place.line, place.column)
    });
    format!("{} {place} {}", problem.code, problem.severity.word())
}

#[test]
fn every_broken_file_is_told_as_it_expects() {
    let files = files();
    assert!(files.len() >= 60, "only {} broken files", files.len());
    let mut wrong = Vec::new();
    for path in &files {
        let start = Instant::now();
        let document = open(path);
        let took = start.elapsed();
        assert!(took < Duration::from_secs(1), "{} took {took:?}", path.display());
        let problems: Vec<&Problem> = document.problems.iter().filter(|p| p.severity > Severity::Note).collect();
        let found: Vec<String> = problems.iter().map(|p| told(p, path)).collect();
        let wanted = expected(path);
        assert!(!wanted.is_empty(), "{} says nothing of what is wrong with it", path.display());
        if found != wanted {
            let texts: Vec<String> = problems.iter().map(|p| p.to_text()).collect();
            let name = path.file_name().unwrap().to_string_lossy();
            wrong.push(format!("{name}\n  wanted {wanted:#?}\n  found {found:#?}\n{}", texts.join("\n")));
        }
    }
    assert!(wrong.is_empty(), "{} of {} files:\n{}", wrong.len(), files.len(), wrong.join("\n\n"));
}

/// Codes that no text of a dossier can cause as an error or a warning, or only in another way.
const ELSEWHERE: &[&str] = &[
    // Of the disk and of sizes: see the tests below and those of storage and figures.
    codes::IO,
    codes::NOT_SAVED,
    codes::TOO_LARGE,
    // Notes, never worse.
    codes::NO_CLAIM,
    codes::AMBIGUOUS_DATE,
    // Of what a question means, which reading a file does not ask: see the tests of `check`.
    codes::BAD_FILTER,
    // Of the fonts, which reading a file does not ask.
    codes::NO_LETTER,
    // Of files of other programs: see the tests of their readers and of `convert`.
    codes::NOT_THE_FORMAT,
    codes::CUT_OFF,
    codes::NO_TABLE,
    codes::REFUSED,
    codes::IMPORTED,
    // Of services that are asked: see the tests of `dossier::endpoint`.
    codes::NO_ANSWER,
];

#[test]
fn every_code_has_a_broken_file() {
    let said: BTreeSet<String> = files()
        .iter()
        .flat_map(|path| expected(path))
        .filter_map(|line| line.split_whitespace().next().map(str::to_owned))
        .collect();
    let all = codes::ALL.iter().map(|(code, _)| *code).filter(|code| !ELSEWHERE.contains(code));
    let missing: Vec<&str> = all.filter(|code| !said.contains(*code)).collect();
    assert!(missing.is_empty(), "no broken file causes {missing:?}");
}

#[test]
fn every_problem_says_what_and_its_line_and_never_blames_beyond_it() {
    for path in files() {
        for problem in open(&path).problems {
            let text = problem.to_text();
            assert!(!problem.message.is_empty() && !problem.message.ends_with('.'), "{text}");
            assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{text:?}");
            // Counts of what is not listed have no place.
            let Some(place) = problem.place else { continue };
            let shown = place.line_text.chars().count() as u32;
            assert!(place.column >= 1 && place.length >= 1, "{text}");
            assert!(place.column <= shown + 1 && place.column + place.length <= shown + 2, "{text}");
        }
    }
}

fn only(path: &Path) -> Problem {
    let start = Instant::now();
    let mut document = open(path);
    assert!(start.elapsed() < Duration::from_secs(1), "{}", path.display());
    assert!(document.read_only, "{}", path.display());
    assert_eq!(document.problems.len(), 1, "{}", path.display());
    document.problems.remove(0)
}

#[test]
fn what_is_no_file_or_too_large_is_told_at_once() {
    let room = tempfile::tempdir().unwrap();
    let problem = only(room.path());
    assert_eq!(problem.code, codes::IO);
    assert!(problem.message.contains("folder"), "{}", problem.message);

    let problem = only(&room.path().join("none.ron"));
    assert!(problem.code == codes::IO && problem.message.contains("no file"), "{}", problem.message);

    let empty = room.path().join("empty.ron");
    std::fs::write(&empty, "").unwrap();
    assert_eq!(only(&empty).code, codes::EMPTY);

    // A gigabyte that takes no room on disk.
    let huge = room.path().join("huge.ron");
    std::fs::File::create(&huge).unwrap().set_len(1 << 30).unwrap();
    let problem = only(&huge);
    assert!(problem.code == codes::TOO_LARGE && problem.help.is_some(), "{}", problem.message);
}

#[cfg(unix)]
#[test]
fn pipes_and_devices_are_told_and_never_waited_for() {
    assert_eq!(only(Path::new("/dev/zero")).code, codes::IO);
    let room = tempfile::tempdir().unwrap();
    let pipe = room.path().join("pipe.ron");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.is_ok_and(|status| status.success()), "mkfifo makes a pipe");
    let problem = only(&pipe);
    assert!(problem.code == codes::IO && problem.message.contains("pipe"), "{}", problem.message);

    // The same for an include, which a file may name at will.
    let main = room.path().join("main.ron");
    std::fs::write(&main, "(format: 1, title: \"T\", include: [\"pipe.ron\"])").unwrap();
    let problem = only_error(&main);
    assert!(problem.code == codes::BAD_INCLUDE && problem.message.contains("pipe"), "{}", problem.message);
}

#[cfg(unix)]
fn only_error(path: &Path) -> Problem {
    let mut errors = open(path).problems;
    errors.retain(|p| p.severity == Severity::Error);
    assert_eq!(errors.len(), 1, "{errors:#?}");
    errors.remove(0)
}
