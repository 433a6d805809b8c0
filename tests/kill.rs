//! Killed at any moment: a child process edits a dossier of two files through the document, the
//! journal and the real disk, and is killed with SIGKILL at random moments. The files are then a
//! whole old or a whole new set, and every edit that the child acknowledged is in them or offered.
//!
//! `CHANCERY_KILLS=1000` sets how often; by default it is done a few times.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use chancery::dossier::document::{self, Document};
use chancery::dossier::edit::{Change, InsertAt};
use chancery::dossier::model::Entity;
use chancery::dossier::storage::{
    Base, Expected, FileToSave, Fingerprint, Found, Journal, RealDisk, Saving, Storage, Watch,
};

/// Says to a child in which folder it is to work.
const CHILD: &str = "CHANCERY_KILL_CHILD";

fn storage(folder: &Path) -> Storage {
    Storage::new(Arc::new(RealDisk), folder.join("state"))
}

fn base(document: &Document) -> Base {
    document.files().into_iter().map(|f| (f.path.unwrap(), Fingerprint::of(f.text.as_bytes()))).collect()
}

/// Saves what is changed; the document is as it was saved then.
fn save(storage: &Storage, document: &mut Document, base: &mut Base, journal: &Journal, upto: u64) {
    let texts = document.files_to_save();
    let expected = |path: &PathBuf| Expected::Content(base.iter().find(|(p, _)| p == path).unwrap().1);
    let files: Vec<FileToSave<'_>> = texts
        .iter()
        .map(|f| {
            let path = f.path.as_ref().unwrap();
            FileToSave { path, bytes: f.text.as_bytes(), expected: expected(path) }
        })
        .collect();
    let check = |_: &[FileToSave<'_>]| document.check_before_saving();
    let saved =
        storage.save(&files, &Saving { check: &check, may_shrink: false, journal: Some((journal, upto)) }).unwrap();
    for (path, print) in saved.files {
        base.iter_mut().find(|(p, _)| *p == path).unwrap().1 = print;
    }
    document.mark_saved();
}

/// Edit number `n`: an entity of this number, in one file or the other.
fn edit(n: u64) -> Change {
    let file = (!n.is_multiple_of(2)).then(|| "part.ron".to_owned());
    Change::AddEntity {
        entity: Entity::new(&*format!("e{n}"), "state", format!("Edit {n}")),
        place: InsertAt { file, after: None },
    }
}

fn written(change: &Change) -> Vec<u8> {
    ron::to_string(change).unwrap().into_bytes()
}

fn apply(document: &mut Document, bytes: &[u8]) {
    document.apply(ron::de::from_bytes::<Change>(bytes).unwrap()).unwrap();
}

/// Which edits a document holds; fails unless they are 1, 2, 3 … without a gap.
fn edits_in(document: &Document) -> u64 {
    let count = document.dossier.entity_count() as u64;
    for n in 1..=count {
        assert!(document.dossier.entity_by_id(&format!("e{n}")).is_some(), "{n} of {count} is missing");
    }
    count
}

/// The child: takes over what the last one left, then edits and saves until it is killed.
#[test]
fn child() {
    let Some(folder) = std::env::var_os(CHILD).map(PathBuf::from) else { return };
    let storage = storage(&folder);
    let main = folder.join("main.ron");
    storage.finish_interrupted(&main);
    let mut document = document::open(&main);
    let mut files = base(&document);
    let mut left = storage.leftovers().list;
    let journal = match left.pop() {
        None => Journal::new(&storage, "main", Some(&main), files.clone()),
        Some(leftover) => {
            assert!(leftover.changed_since.is_empty());
            let (journal, edits) = leftover.restore();
            for entry in &edits {
                apply(&mut document, &entry.change);
            }
            journal
        }
    };
    let mut out = std::io::stdout();
    let mut n = edits_in(&document);
    writeln!(out, "acknowledged {n}").unwrap();
    loop {
        n += 1;
        let change = edit(n);
        let number = journal.append("edit", &written(&change));
        document.apply(change).unwrap();
        writeln!(out, "acknowledged {n}").unwrap();
        out.flush().unwrap();
        if n.wrapping_mul(2_654_435_761) % 7 < 2 {
            save(&storage, &mut document, &mut files, &journal, number);
        }
    }
}

#[test]
fn nothing_acknowledged_is_lost_by_a_kill() {
    let kills: usize = std::env::var("CHANCERY_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(25);
    let (mut folder, mut offered, mut edits, mut completed) = (None, 0, 0, 0);
    let mut seed = 1u64;
    for round in 0..kills {
        if round % 25 == 0 {
            let new = tempfile::tempdir().unwrap();
            let dossier = |include: &str| {
                format!(
                    "Dossier(\n    format: 1, title: \"Kill\",{include}\n    // Entities.\n    entities: [\n    ],\n)\n"
                )
            };
            std::fs::write(new.path().join("main.ron"), dossier("\n    include: [\"part.ron\"],")).unwrap();
            std::fs::write(new.path().join("part.ron"), dossier("")).unwrap();
            folder = Some(new);
        }
        let folder = folder.as_ref().unwrap().path();
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "kill::child", "--nocapture", "--test-threads=1"])
            .env(CHILD, folder)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let number = |line: &str| line.split_once("acknowledged ").and_then(|(_, n)| n.parse::<u64>().ok());
        let mut acknowledged = lines.by_ref().find_map(|line| number(&line.unwrap())).expect("the child began");
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        std::thread::sleep(Duration::from_micros((seed >> 33) % 60_000));
        child.kill().unwrap();
        child.wait().unwrap();
        // The last line may be cut off: then it was not acknowledged.
        for line in lines.map_while(Result::ok) {
            acknowledged = number(&line).unwrap_or(acknowledged);
        }
        let storage = storage(folder);
        let main = folder.join("main.ron");
        completed += storage.finish_interrupted(&main).len();
        let mut document = document::open(&main);
        assert!(
            !document.read_only && document.problems.iter().all(|p| p.severity < chancery::problem::Severity::Warning)
        );
        edits_in(&document);
        let left = storage.leftovers();
        assert!(left.list.len() <= 1 && left.unreadable.is_empty(), "{left:?}");
        for leftover in &left.list {
            assert!(leftover.changed_since.is_empty());
            offered += 1;
            for entry in &leftover.edits {
                apply(&mut document, &entry.change);
            }
        }
        let there = edits_in(&document);
        assert!(there >= acknowledged, "round {round}: {acknowledged} acknowledged, {there} there");
        edits += acknowledged;
    }
    println!(
        "{kills} kills, {edits} edits acknowledged in all, {offered} times some were offered, {completed} files of a set completed, 0 lost"
    );
    assert!(offered > 0);
}

#[test]
fn changes_from_outside_are_told_once_and_our_own_never() {
    let folder = tempfile::tempdir().unwrap();
    let (main, part) = (folder.path().join("main.ron"), folder.path().join("part.ron"));
    std::fs::write(&main, "main").unwrap();
    std::fs::write(&part, "part").unwrap();
    let storage = storage(folder.path());
    let print = |bytes: &[u8]| Fingerprint::of(bytes);
    let (tell, told) = std::sync::mpsc::channel();
    let files = vec![(main.clone(), print(b"main")), (part.clone(), print(b"part"))];
    let watch = Watch::new(&storage, files, move |changed| drop(tell.send(changed)));
    let save = |bytes: &[u8], old: &[u8]| {
        let files = [FileToSave { path: &main, bytes, expected: Expected::Content(print(old)) }];
        watch
            .own_save(|| storage.save(&files, &Saving { check: &|_| Ok(()), may_shrink: true, journal: None }))
            .unwrap();
    };
    save(b"ours", b"main");
    save(b"ours again", b"ours");
    assert!(told.recv_timeout(Duration::from_millis(800)).is_err(), "our own");
    // As editors and git do it: written anew, and renamed over.
    let since = Instant::now();
    std::fs::write(&part, "theirs").unwrap();
    let changed = told.recv_timeout(Duration::from_secs(10)).unwrap();
    assert_eq!((changed.len(), &changed[0].path, changed[0].now), (1, &part, Found::Content(print(b"theirs"))));
    assert!(since.elapsed() < Duration::from_secs(5));
    std::fs::write(folder.path().join("new"), "renamed").unwrap();
    std::fs::rename(folder.path().join("new"), &main).unwrap();
    let changed = told.recv_timeout(Duration::from_secs(10)).unwrap();
    assert_eq!((&changed[0].path, changed[0].now), (&main, Found::Content(print(b"renamed"))));
    std::fs::remove_file(&part).unwrap();
    let changed = told.recv_timeout(Duration::from_secs(10)).unwrap();
    assert_eq!((&changed[0].path, changed[0].now), (&part, Found::Gone));
    assert!(told.recv_timeout(Duration::from_millis(500)).is_err(), "told once");
}
