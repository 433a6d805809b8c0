//! What a user relies on in reading: everything that is right is read, everything that is wrong
//! is told, at its place.

use super::*;
use crate::dossier::model::{Basis, NameRole, Shape, Status};
use crate::problem::{Severity, codes};

fn read_text(text: &str) -> Reading {
    let none = |path: &str| Err(Problem::error(codes::IO, format!("no {path}")));
    read("test.ron", text.as_bytes(), &none)
}

fn told(reading: &Reading) -> Vec<String> {
    let worse = reading.problems.iter().filter(|p| p.severity > Severity::Note);
    worse
        .map(|p| {
            format!("{} {}", p.code, p.place.as_ref().map_or(String::new(), |l| format!("{}:{}", l.line, l.column)))
        })
        .collect()
}

const GOOD: &str = r##"Dossier(
    format: 1,
    title: "Two states",
    sources: [(id: "paper", title: "A paper", published: "2015-10")],
    entities: [
        (id: "japan", kind: "state", name: "Japan",
         names: [(text: "日本", lang: "ja"), (text: "Tokyo", role: alias)],
         claims: [(source: "paper", at: "P1.1")]),
        (id: "talks", kind: "dialogue", name: "Talks", when: "2014-05/..", when_inferred: "the year", status: planned,
         unnamed: true, fields: {"rank": 2, "tags": ["a", "b"]}, claims: [(source: "paper", basis: inferred(how: "so"))]),
    ],
    relations: [
        (from: "japan", kind: "takes_part_in", to: "talks", weight: 2.5,
         claims: [(source: "paper", basis: reported(by: "japan"), rating: "B2", quote: "grave")]),
    ],
)"##;

#[test]
fn a_good_dossier_is_read_whole() {
    let reading = read_text(GOOD);
    assert_eq!(told(&reading), Vec::<String>::new());
    assert!(!reading.read_only);
    let dossier = reading.dossier;
    let japan = dossier.entity_by_id("japan").unwrap();
    assert_eq!(japan.names[0].role, NameRole::Native);
    assert_eq!(japan.names[1].role, NameRole::Alias);
    let talks = dossier.entity_by_id("talks").unwrap();
    assert_eq!(talks.status, Status::Planned);
    assert_eq!(talks.when.as_ref().unwrap().date.written(), "2014-05/..");
    assert_eq!(talks.fields.len(), 2);
    let relation = dossier.relation_by_id("japan--takes_part_in--talks").unwrap();
    assert_eq!(relation.claims[0].basis, Basis::Reported { by: "japan".into(), to: None });
    assert_eq!(relation.weight, Some(2.5));
}

#[test]
fn the_built_in_vocabulary_is_whole() {
    let vocabulary = built_in_vocabulary();
    assert_eq!(vocabulary.entity_kind("state").unwrap().shape, Shape::RoundedSquare);
    assert!(vocabulary.entity_kinds.len() >= 16 && vocabulary.relation_kinds.len() >= 20);
    let text = include_bytes!("../../../assets/vocabulary.ron");
    let none = |_: &str| Err(Problem::error(codes::IO, "none"));
    let reading = reading::read("vocabulary.ron", text, &none, &Arc::default(), Way::Anew);
    assert_eq!(told(&reading), Vec::<String>::new());
}

#[test]
fn every_mistake_is_told_at_its_place() {
    let text = r#"Dossier(
    format: 1,
    title: "Mistakes",
    entities: [
        (id: "a", kind: "stat", name: "A", nam: "x"),
        (id: "a", kind: "state", name: "B"),
        (id: "c d", kind: "state", name: "C"),
        (id: "e", kind: "state", name: "E", when: "2015-13"),
        (id: "f", kind: "state"),
        (id: "g", kind: "state", name: "G", claims: [(source: "nowhere")], status: planed),
    ],
    relations: [
        (from: "a", kind: "knows", to: "gg", weight: 1e999),
    ],
)"#;
    let reading = read_text(text);
    assert_eq!(
        told(&reading),
        [
            "unknown-kind 5:25",
            "unknown-field 5:44",
            "duplicate-id 6:14",
            "bad-id 7:14",
            "bad-date 8:57",
            "missing-field 9:9",
            "missing-source 10:63",
            "bad-value 10:84",
            "unforeseen-ends 13:16",
            "unknown-id 13:40",
            "not-finite 13:54",
        ]
    );
    assert!(reading.dossier.entity_by_id("gg").unwrap().ghost);
    let help = |code: &str| reading.problems.iter().find(|p| p.code == code).and_then(|p| p.help.clone()).unwrap();
    assert_eq!(help("unknown-kind"), "did you mean `state`?");
    assert_eq!(help("bad-value"), "did you mean `planned`?");
}

#[test]
fn after_an_error_of_syntax_the_other_records_are_still_read() {
    let text = "Dossier(format: 1, title: \"x\", entities: [\n (id: \"a\", kind: \"state\", name: \"A\"),\n (id: \"b\" kind \"state\", name: \"B),\n (id: \"c\", kind: \"state\", name: \"C\"),\n])";
    let reading = read_text(text);
    assert!(reading.read_only);
    assert!(reading.dossier.entity_by_id("a").is_some());
    assert!(reading.problems.iter().any(|p| p.code == codes::SYNTAX));
    let text = text.replace("\"B),", "\"B\"),");
    let reading = read_text(&text);
    assert!(reading.read_only);
    assert!(reading.dossier.entity_by_id("a").is_some() && reading.dossier.entity_by_id("c").is_some());
}

#[test]
fn files_without_a_dossier_are_told_apart() {
    assert_eq!(told(&read_text("")), ["empty 1:1"]);
    assert_eq!(told(&read_text(" // nothing\n")), ["empty 1:1"]);
    assert_eq!(told(&read_text("[1, 2]")), ["wrong-type 1:1"]);
    let newer = read_text("(format: 7, title: \"x\")");
    assert_eq!(told(&newer), ["newer-format 1:10"]);
    assert!(newer.read_only);
}

#[test]
fn includes_are_read_and_circles_are_told() {
    let fetch = |path: &str| match path {
        "b.ron" => Ok(
            b"(format: 1, title: \"B\", include: [\"a.ron\"], entities: [(id: \"b\", kind: \"state\", name: \"B\")])"
                .to_vec(),
        ),
        _ => Err(Problem::error(codes::IO, "not there")),
    };
    let main = "(format: 1, title: \"A\", include: [\"b.ron\", \"../c.ron\"])";
    let reading = read("a.ron", main.as_bytes(), &fetch);
    assert_eq!(told(&reading), ["bad-include 1:44", "bad-include 1:35"]);
    assert_eq!(reading.dossier.files.len(), 2);
    assert_eq!(reading.dossier.entity_by_id("b").unwrap().file.0, 1);
}
