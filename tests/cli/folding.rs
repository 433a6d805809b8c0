//! Figures of views that start empty, fold or dim: drawn as the window shows them.

use std::fs;
use std::process::Command;

use super::run;

const DOSSIER: &str = r#"Dossier(format: 1, title: "T", entities: [
  (id: "a", kind: "state", name: "Aland"), (id: "b", kind: "state", name: "Bland"), (id: "c", kind: "topic", name: "Crime"),
  (id: "m1", kind: "meeting", name: "First"), (id: "m2", kind: "meeting", name: "Second"),
], relations: [
  (from: "a", kind: "hosts", to: "m1"), (from: "a", kind: "hosts", to: "m2"), (from: "b", kind: "hosts", to: "m2"),
  (from: "m1", kind: "about", to: "c"), (from: "m1", kind: "precedes", to: "m2"),
], views: [
  (name: "folded", fold: ["kind:meeting"]),
  (name: "added", start_empty: true, shown: ["a", "m1"]),
  (name: "dimmed", filter: "kind:state", dim_rest: true),
  (name: "foci", focus: "b", hops: 0, foci: ["m1"], foci_hops: "1"),
  (name: "wrong", fold: ["kind:meting"]),
])"#;

/// The names that stand in the figure of a view, and its whole text.
fn figure(view: &str) -> (Vec<&'static str>, String) {
    let folder = tempfile::tempdir().unwrap();
    let (file, out) = (folder.path().join("d.ron"), folder.path().join("f.svg"));
    fs::write(&file, DOSSIER).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_chancery"));
    let ran = run(command.arg("figure").arg(&file).arg("-o").arg(&out).args(["--view", view]));
    assert_eq!(ran.status, 0, "{}", ran.err);
    let svg = fs::read_to_string(out).unwrap();
    let names = ["Aland", "Bland", "Crime", "First", "Second", "Meetings (2)"];
    (names.into_iter().filter(|name| svg.contains(&format!("{name}, "))).collect(), svg)
}

#[test]
fn a_figure_shows_what_a_view_adds_folds_and_dims() {
    let (names, svg) = figure("folded");
    assert_eq!(names, ["Aland", "Bland", "Crime", "Meetings (2)"]);
    assert!(svg.contains("2 relations between Aland and Meetings (2)"), "counted");
    assert!(svg.contains("1 relation between Bland and Meetings (2)"));
    assert!(svg.contains("folded meetings"), "the legend says so");
    assert_eq!(figure("added").0, ["Aland", "First"]);
    let (names, svg) = figure("dimmed");
    assert_eq!(names, ["Aland", "Bland", "Crime", "First", "Second"]);
    assert!(svg.contains("not found by the filter"));
    assert_eq!(figure("foci").0, ["Aland", "Bland", "Crime", "First", "Second"]);
    assert_eq!(figure("wrong").0, ["Aland", "Bland", "Crime", "First", "Second"], "what finds nothing folds nothing");
}

#[test]
fn a_fold_that_finds_nothing_is_told_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("d.ron");
    fs::write(&file, DOSSIER).unwrap();
    let ran = run(Command::new(env!("CARGO_BIN_EXE_chancery")).arg("check").arg(&file));
    let all = format!("{}{}", ran.out, ran.err);
    assert!(all.contains("a fold of the view `wrong`: `meting` is not a kind of entity of this dossier"), "{all}");
    assert!(all.contains("did you mean meeting") && all.contains("d.ron:12:"), "{all}");
}
