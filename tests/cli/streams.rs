//! Where results go and inputs come from: standard input and output, pipes, devices, links, files with
//! several names, and streams that fail.

#![cfg(unix)]

use std::fs::{self, File};
use std::io::{Read, Write};
use std::os::unix::fs::{FileTypeExt, symlink};
use std::path::Path;
use std::process::{Command, Stdio};

use super::{EXAMPLE, Ran, chancery, run};

const SMALL: &str = "Dossier(format: 1, title: \"Small\",\n    entities: [\n        // Kept.\n        (id: \"a\", kind: \"state\", \
                     name: \"A\"),\n    ],\n)\n";

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_chancery"))
}

/// Runs the program with a text at its standard input.
fn fed(arguments: &[&str], input: &str) -> Ran {
    let mut child =
        program().args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // It may refuse its arguments before it reads.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    Ran {
        status: output.status.code().unwrap(),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

fn fifo(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

/// What comes out of a pipe while the program writes into it.
fn through(pipe: &Path, arguments: &[&str]) -> (Ran, Vec<u8>) {
    let reader = {
        let pipe = pipe.to_owned();
        std::thread::spawn(move || {
            let mut bytes = Vec::new();
            File::open(pipe).unwrap().read_to_end(&mut bytes).unwrap();
            bytes
        })
    };
    let ran = chancery(arguments);
    if ran.status != 0 {
        // Nobody wrote: let the reader go.
        let _ = fs::OpenOptions::new().write(true).open(pipe);
    }
    (ran, reader.join().unwrap())
}

#[test]
fn a_pipe_is_written_into_and_stays_one() {
    let folder = tempfile::tempdir().unwrap();
    let (pipe, link) = (folder.path().join("pipe"), folder.path().join("link.svg"));
    fifo(&pipe);
    symlink(&pipe, &link).unwrap();
    let other = folder.path().join("other.ron");
    fs::write(&other, SMALL).unwrap();
    let (pipe_path, link_path) = (pipe.display().to_string(), link.display().to_string());
    let other = other.display().to_string();
    for arguments in [
        &["layout", EXAMPLE, "-o", &pipe_path][..],
        &["figure", EXAMPLE, "-o", &pipe_path],
        &["figure", EXAMPLE, "-o", &link_path],
        &["diff", EXAMPLE, &other, "--figure", &link_path],
    ] {
        let (ran, bytes) = through(&pipe, arguments);
        assert_eq!(ran.status, 0, "{arguments:?}: {}", ran.err);
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.starts_with("node,x,y\n") || text.trim_end().ends_with("</svg>"), "{arguments:?}");
        assert!(fs::symlink_metadata(&pipe).unwrap().file_type().is_fifo(), "{arguments:?}");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink(), "{arguments:?}");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3, "nothing is left beside them");
}

#[test]
fn plain_files_and_links_to_them_are_replaced_and_a_link_to_nowhere_becomes_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    fs::write(at("plain.csv"), "old").unwrap();
    symlink(at("plain.csv"), at("link.csv")).unwrap();
    symlink(at("nowhere.csv"), at("dangling.csv")).unwrap();
    for name in ["link.csv", "dangling.csv"] {
        assert_eq!(chancery(&["layout", EXAMPLE, "-o", &at(name)]).status, 0);
    }
    assert!(fs::read_to_string(at("plain.csv")).unwrap().starts_with("node,x,y\n"));
    assert!(fs::symlink_metadata(at("link.csv")).unwrap().is_symlink());
    assert!(fs::read_to_string(at("dangling.csv")).unwrap().starts_with("node,x,y\n"));
}

#[test]
fn a_dash_is_standard_output() {
    let folder = tempfile::tempdir().unwrap();
    let here = |arguments: &[&str]| program().args(arguments).current_dir(folder.path()).output().unwrap();
    for (arguments, begins) in [
        (&["layout", EXAMPLE, "-o", "-"][..], &b"node,x,y\n"[..]),
        (&["figure", EXAMPLE, "-o", "-"], b"<"),
        (&["figure", EXAMPLE, "-o", "-", "--format", "png"], b"\x89PNG"),
        (&["diff", EXAMPLE, EXAMPLE, "--figure", "-"], b"<"),
    ] {
        let output = here(arguments);
        let err = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {err}");
        assert!(output.stdout.starts_with(begins), "{arguments:?}");
    }
    let output = here(&["layout", EXAMPLE, "-o", "-", "--json"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "no file is called -");
}

#[test]
fn a_path_to_standard_output_is_written_in_order() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["/dev/stdout", "/dev/fd/1", "link"] {
        let link = folder.path().join("link");
        let _ = fs::remove_file(&link);
        symlink("/dev/stdout", &link).unwrap();
        let out = if name == "link" { link.display().to_string() } else { name.to_owned() };
        // A plain file that is appended to keeps what it held.
        let target = folder.path().join("all.txt");
        fs::write(&target, "before\n").unwrap();
        let file = fs::OpenOptions::new().append(true).open(&target).unwrap();
        let status = program().args(["layout", EXAMPLE, "-o", &out]).stdout(file).status().unwrap();
        assert!(status.success(), "{name}");
        let text = fs::read_to_string(&target).unwrap();
        assert!(text.starts_with("before\nnode,x,y\n"), "{name}: {text}");
        // And through a pipe.
        let ran = chancery(&["layout", EXAMPLE, "-o", &out]);
        assert!(ran.status == 0 && ran.out.starts_with("node,x,y\n"), "{name}: {}", ran.err);
    }
    assert!(fs::symlink_metadata("/dev/stdout").unwrap().is_symlink());
}

#[test]
fn a_dash_is_standard_input_for_every_command_that_reads() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("small.ron");
    fs::write(&file, SMALL).unwrap();
    let file = file.display().to_string();
    for (arguments, says) in [
        (&["check", "-"][..], "<stdin>: 1 note"),
        (&["info", "-"], "1 entity"),
        (&["layout", "-", "-o", "-"], "\na,"),
        (&["figure", "-", "-o", "-"], "</svg>"),
        (&["diff", "-", EXAMPLE], "title"),
        (&["diff", EXAMPLE, "-"], "title"),
        (&["diff", "--textconv", "-"], "A"),
        (&["fmt", "-"], "// Kept."),
        (&["edit", "-", "set", "a", "name=B"], "// Kept.\n        (id: \"a\", kind: \"state\", name: \"B\")"),
        (&["edit", "-", "set", "a", "name=A"], "name: \"A\""),
        (&["edit", "-", "set", "a", "name=B", "--dry-run"], "+        (id: \"a\""),
        (&["merge-driver", "-", &file, &file], ""),
    ] {
        let ran = fed(arguments, SMALL);
        assert_eq!(ran.status, 0, "{arguments:?}: {}", ran.err);
        assert!(ran.out.contains(says), "{arguments:?}: {}", ran.out);
    }
    assert_eq!(fed(&["check", "-"], "Dossier(").status, 1);
    assert!(fed(&["check", "-"], "Dossier(").out.contains("<stdin>:1:"));
    let twice = fed(&["diff", "-", "-"], SMALL);
    assert!(twice.status == 1 && twice.err.contains("only once"), "{}", twice.err);
    let changes = fed(&["edit", &file, "--apply", "-", "--dry-run"], "[set_title(\"New\")]");
    assert!(changes.status == 0 && changes.out.contains("+Dossier(format: 1, title: \"New\""), "{}", changes.err);
    assert_eq!(fed(&["layout", "-", "--from", "csv", "-o", "-"], "source,target\nx,y\n").out.lines().count(), 3);
}

#[test]
fn a_pipe_is_read_and_never_saved_into() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe");
    fifo(&pipe);
    let path = pipe.display().to_string();
    for (arguments, status) in [
        (&["check", path.as_str()][..], 0),
        (&["info", &path, "--json"], 0),
        (&["fmt", &path], 1),
        (&["edit", &path, "set", "a", "name=B"], 1),
    ] {
        let writer = {
            let pipe = pipe.clone();
            std::thread::spawn(move || fs::write(pipe, SMALL))
        };
        let ran = chancery(arguments);
        writer.join().unwrap().unwrap();
        assert_eq!(ran.status, status, "{arguments:?}: {} {}", ran.out, ran.err);
        assert!(status == 0 || ran.err.contains("use -"), "{}", ran.err);
    }
    // What a file names is another matter: a pipe there is never opened.
    let main = folder.path().join("main.ron");
    fs::write(&main, "Dossier(format: 1, title: \"T\", include: [\"pipe\"])").unwrap();
    let ran = chancery(&["check", &main.display().to_string()]);
    assert!(ran.status == 1 && ran.out.contains("device or a pipe"), "{}", ran.out);
}

#[cfg(target_os = "linux")]
#[test]
fn results_that_cannot_be_written_are_a_failure_in_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("small.ron");
    fs::write(&file, SMALL).unwrap();
    let file = file.display().to_string();
    for arguments in [
        &["info", EXAMPLE][..],
        &["info", EXAMPLE, "--json"],
        &["check", EXAMPLE],
        &["check", EXAMPLE, "--json"],
        &["diff", EXAMPLE, &file],
        &["diff", EXAMPLE, &file, "--json"],
        &["diff", "--textconv", EXAMPLE],
        &["edit", &file, "set", "a", "name=B", "--dry-run"],
        &["fmt", "--check", &file],
        &["layout", EXAMPLE, "-o", "-"],
        &["completions", "bash"],
        &["--help"],
        &["figure", "--help"],
        &["--version"],
    ] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = program().args(arguments).stdout(full).stderr(Stdio::piped()).output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {err}");
        assert_eq!(err.matches("standard output cannot be written").count(), 1, "{arguments:?}: {err}");
    }
    let ran = chancery(&["layout", EXAMPLE, "-o", "/dev/full"]);
    assert!(ran.status == 1 && ran.err.contains("/dev/full cannot be written"), "{}", ran.err);
    assert!(fs::metadata("/dev/full").unwrap().file_type().is_char_device());
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    for arguments in
        [&["completions", "bash"][..], &["info", EXAMPLE, "--json"], &["--help"], &["layout", EXAMPLE, "-o", "-"]]
    {
        let mut child = program().args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success() && err.is_empty(), "{arguments:?}: {err}");
    }
}

#[test]
fn other_names_of_a_file_are_told_of() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    fs::write(at("a.ron"), SMALL).unwrap();
    fs::hard_link(at("a.ron"), at("b.ron")).unwrap();
    let mut edit = program();
    edit.args(["edit", &at("b.ron"), "set", "a", "name=B"]).env("CHANCERY_STATE_DIR", at("state"));
    let ran = run(&mut edit);
    assert!(ran.status == 0 && ran.err.contains("b.ron had 1 other name"), "{}", ran.err);
    assert_eq!(fs::read_to_string(at("a.ron")).unwrap(), SMALL);
    fs::hard_link(at("b.ron"), at("c.csv")).unwrap();
    let ran = chancery(&["layout", EXAMPLE, "-o", &at("c.csv")]);
    assert!(ran.status == 0 && ran.err.contains("hard links"), "{}", ran.err);
    let ran = chancery(&["layout", EXAMPLE, "-o", &at("c.csv")]);
    assert!(!ran.err.contains("hard links"), "{}", ran.err);
}

#[test]
fn a_log_goes_to_the_notes_for_a_dash() {
    let folder = tempfile::tempdir().unwrap();
    let output = program()
        .args(["info", EXAMPLE, "--log", "-"])
        .env("RUST_LOG", "info")
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(output.status.success());
    assert!(String::from_utf8(output.stderr).unwrap().contains("opened"), "the log is among the notes");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}
