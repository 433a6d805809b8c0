//! The same dossier and options give the same bytes: checksums of twenty figures in every format, each drawn with
//! another number of threads, locale, time zone and home folder than the last. They lie in
//! `tests/figures/checksums.txt`; `CHANCERY_GOLDEN=1` makes them anew.

use std::fs;
use std::process::Command;

use super::run;
use crate::golden::remake;

const KEPT: &str = "tests/figures/checksums.txt";
const FORMATS: [&str; 4] = ["svg", "pdf", "png", "html"];
/// What is drawn: a dossier and options, divided by blanks.
const FIGURES: [&str; 20] = [
    "example:asean-japan",
    "example:asean-japan --view overview",
    "example:asean-japan --focus japan --hops 2",
    "example:asean-japan --as-of 2014-06",
    "example:asean-japan --layout layered --theme dark",
    "example:merrow-port",
    "example:merrow-port --between 2019 2021",
    "example:merrow-port --layout timeline",
    "example:merrow-port --layout circular",
    "example:merrow-port --theme light --size 114x100mm",
    "tests/data/networks/twenty.ron",
    "tests/data/networks/twenty.ron --size 85x85mm",
    "tests/data/networks/twenty.ron --layout layered",
    "tests/data/networks/sixty.ron",
    "tests/data/networks/sixty.ron --as matrix",
    "tests/data/networks/sixty.ron --as timeline",
    "tests/data/networks/sixty.ron --filter kind:state",
    "tests/data/networks/hundred-and-fifty.ron",
    "tests/data/networks/hundred-and-fifty.ron --layout layered",
    "tests/data/networks/hundred-and-fifty.ron --dates 2012,2014,2016",
];
/// Where it is drawn: what no figure may depend on.
const SURROUNDINGS: [[&str; 4]; 3] = [
    ["1", "C", "UTC", "/nonexistent"],
    ["2", "tr_TR.UTF-8", "Asia/Kathmandu", "/tmp"],
    ["3", "ar_EG.UTF-8", "Pacific/Apia", "/"],
];

/// Lines of checksums of some figures.
fn drawn(figures: &[&str], first: usize) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let mut lines = Vec::new();
    for (at, figure) in figures.iter().enumerate() {
        for (number, format) in FORMATS.iter().enumerate() {
            let out = folder.path().join(format!("figure.{format}"));
            let [threads, locale, zone, home] = SURROUNDINGS[(first + at + number) % SURROUNDINGS.len()];
            let mut command = Command::new(env!("CARGO_BIN_EXE_chancery"));
            command.arg("figure").args(figure.split(' ')).arg("-o").arg(&out).args(["--threads", threads]);
            command.env("LC_ALL", locale).env("LANG", locale).env("TZ", zone).env("HOME", home);
            command.env("XDG_DATA_HOME", home).env("XDG_CONFIG_HOME", home);
            let ran = run(&mut command);
            assert_eq!(ran.status, 0, "{figure} as {format}: {}", ran.err);
            let bytes = fs::read(&out).unwrap();
            lines.push(format!("{:08x} {:>8} {format:<4} {figure}", crc32fast::hash(&bytes), bytes.len()));
        }
    }
    lines
}

#[test]
fn figures_are_the_same_to_the_byte_wherever_they_are_drawn() {
    let (before, after) = FIGURES.split_at(FIGURES.len() / 2);
    let all = std::thread::scope(|scope| {
        let other = scope.spawn(|| drawn(after, before.len()));
        let mut all = drawn(before, 0);
        all.extend(other.join().unwrap());
        all
    });
    if remake() {
        fs::write(KEPT, all.join("\n") + "\n").unwrap();
        return;
    }
    let kept = fs::read_to_string(KEPT).unwrap();
    let others: Vec<&str> = all.iter().map(String::as_str).filter(|line| !kept.lines().any(|k| k == *line)).collect();
    assert!(others.is_empty(), "no longer as in {KEPT}:\n{}\nCHANCERY_GOLDEN=1 makes it anew", others.join("\n"));
    assert_eq!(kept.lines().count(), all.len());
}
