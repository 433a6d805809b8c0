//! `chancery convert` the other way: a dossier in formats of other programs, with what they have no place for.

use std::fs;

use super::{Ran, chancery};

const EXAMPLE: &str = "example:merrow-port";

fn convert(arguments: &[&str]) -> Ran {
    chancery(&[&["convert"], arguments].concat())
}

#[test]
fn a_dossier_comes_back_from_the_formats_that_hold_all_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    for name in ["a.xlsx", "a.graphml", "a.json", "a.cyjs", "a.gml", "a.ttl"] {
        let ran = convert(&[EXAMPLE, &at(name)]);
        assert_eq!(ran.status, 0, "{name}: {}", ran.err);
        let ran = convert(&[&at(name), &at("back.ron")]);
        assert_eq!(ran.status, 0, "{name}: {}", ran.err);
        let same = chancery(&["diff", EXAMPLE, &at("back.ron")]);
        assert_eq!(same.status, 0, "{name}: {} {}", same.out, same.err);
        fs::remove_file(at("back.ron")).unwrap();
    }
}

#[test]
fn what_a_format_has_no_place_for_is_told_and_refused_on_request() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    let ran = convert(&[EXAMPLE, &at("a.net"), "--report", &at("r.json")]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(ran.err.contains("not written: "), "{}", ran.err);
    let report: serde_json::Value = serde_json::from_slice(&fs::read(at("r.json")).unwrap()).unwrap();
    let lost = report["not_written"].as_array().unwrap();
    assert!(lost.iter().all(|lost| lost["count"].as_u64() > Some(0)) && !lost.is_empty(), "{report}");
    let ran = convert(&[EXAMPLE, &at("b.net"), "--strict"]);
    assert_eq!(ran.status, 1, "{}", ran.err);
    assert!(!fs::exists(at("b.net")).unwrap() && ran.err.contains("b.net"), "{}", ran.err);
}

#[test]
fn tables_are_two_files_and_their_formulas_are_harmless_unless_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    let dossier = "Dossier(format: 1, title: \"T\", entities: [\
        (id: \"a\", kind: \"state\", name: \"=HYPERLINK(1)\"), (id: \"b\", kind: \"state\", name: \"B\")],\
        relations: [(from: \"a\", kind: \"member_of\", to: \"b\")])";
    fs::write(at("a.ron"), dossier).unwrap();
    let ran = convert(&[&at("a.ron"), &at("t.csv")]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let (nodes, edges) = (fs::read_to_string(at("t.csv")).unwrap(), fs::read_to_string(at("t-edges.csv")).unwrap());
    let cells = |text: &str| text.lines().flat_map(|line| line.split(',')).map(str::to_owned).collect::<Vec<_>>();
    assert!(!cells(&nodes).iter().any(|cell| cell.trim_matches('"').starts_with('=')), "{nodes}");
    assert!(edges.lines().count() == 2 && edges.contains("member_of"), "{edges}");
    let ran = convert(&[&at("t.csv"), &at("t-edges.csv"), &at("back.ron")]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(fs::read_to_string(at("back.ron")).unwrap().contains("\"=HYPERLINK(1)\""));
    assert_eq!(convert(&[&at("a.ron"), &at("raw.csv"), "--raw"]).status, 0);
    assert!(fs::read_to_string(at("raw.csv")).unwrap().contains("=HYPERLINK(1)"));
    let ran = convert(&[&at("a.ron"), "-", "--to", "csv"]);
    assert_eq!(ran.status, 2, "{}", ran.err);
}

#[test]
fn a_file_of_one_program_becomes_one_of_another() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    fs::write(at("a.dot"), "digraph { ada [label=\"Ada Holm\"]; ada -> council [label=chairs] }").unwrap();
    let ran = convert(&[&at("a.dot"), &at("a.gexf")]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(ran.err.contains("2 records read") || ran.err.contains("3 records read"), "{}", ran.err);
    assert!(fs::read_to_string(at("a.gexf")).unwrap().contains("Ada Holm"));
    let ran = convert(&[&at("a.dot"), &at("a.docx")]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("graphml") && ran.err.contains("a.docx"), "{}", ran.err);
}
