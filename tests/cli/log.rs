//! `--log` and `RUST_LOG`: what happened is written down, and nothing that is in the dossier.

use std::process::Command;

use super::{TELLTALE, run};

#[test]
fn a_log_says_what_happened_and_names_nothing_of_the_dossier() {
    let folder = tempfile::tempdir().unwrap();
    let (file, log) = (folder.path().join("Qwfile.ron"), folder.path().join("events.log"));
    let figure = folder.path().join("Qwfigure.svg");
    std::fs::write(&file, TELLTALE).unwrap();
    for arguments in [&["check"][..], &["info"], &["figure", "--despite-errors", "-o", figure.to_str().unwrap()]] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_chancery"));
        run(command.args(arguments).arg(&file).arg("--log").arg(&log).env("RUST_LOG", "trace"));
    }
    assert!(figure.exists());
    let text = std::fs::read_to_string(&log).unwrap();
    assert_eq!(text.matches("opened 3 entities, 1 relation, 1 source,").count(), 3, "{text}");
    assert!(text.contains("layout ") && text.contains(chancery::VERSION), "{text}");
    assert!(!text.to_lowercase().contains("qw"), "{text}");
}

#[test]
fn without_a_file_events_go_to_the_notes_if_they_are_asked_for() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chancery"));
    let quiet = run(command.args(["info", super::EXAMPLE]).env_remove("RUST_LOG"));
    assert_eq!((quiet.status, quiet.err.as_str()), (0, ""));
    let ran = run(command.env("RUST_LOG", "chancery::dossier=info"));
    assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
    assert!(ran.err.contains("INFO  chancery::dossier::document: opened"), "{}", ran.err);
    assert_eq!(ran.out, quiet.out);
}

#[test]
fn a_log_never_goes_into_a_dossier() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("notes.ron");
    std::fs::write(&file, TELLTALE).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_chancery"));
    let ran = run(command.arg("info").arg(&file).arg("--log").arg(&file));
    assert_eq!(ran.status, 1);
    assert!(ran.err.contains("is not a Chancery log"), "{}", ran.err);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), TELLTALE);
}

#[test]
fn the_version_names_its_commit_where_there_is_one() {
    let version = chancery::VERSION;
    let commit = version.strip_prefix(env!("CARGO_PKG_VERSION")).unwrap();
    let shown = commit.strip_prefix(" (").and_then(|c| c.strip_suffix(')'));
    assert!(commit.is_empty() || shown.is_some_and(|c| !c.is_empty() && c.len() <= 12), "{version}");
    if std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.git")).exists() {
        assert!(shown.is_some(), "{version}");
    }
    assert_eq!(super::chancery(&["--version"]).out, format!("chancery {version}\n"));
}
