//! Files for other programs to read, and how long and with how much memory a large network is written. Run on demand.

use std::time::Instant;

use super::super::super::fixtures::{process_status, put as put_file};
use super::*;
use crate::dossier::model::{Claim, Date, Name, NameRole, Rating, Relation, When};

/// What each entity and relation of a dossier is, for a program that has read a file of it.
fn expected(dossier: &Dossier) -> String {
    let directed =
        |relation: &Relation| dossier.vocabulary.relation_kind(&relation.kind).is_none_or(|kind| kind.directed);
    let nodes = dossier.entities().map(|(_, e)| {
        let when = e.when.as_ref().map(|when| when.date.written());
        serde_json::json!({"id": e.id.as_str(), "name": e.name, "kind": e.kind, "when": when, "claims": e.claims.len()})
    });
    let edges = dossier.relations().map(|(_, _, _, r)| {
        let when = r.when.as_ref().map(|when| when.date.written());
        serde_json::json!({
            "id": r.id.as_str(), "from": r.from.as_str(), "to": r.to.as_str(), "kind": r.kind, "when": when,
            "directed": directed(r), "claims": r.claims.len(),
        })
    });
    let (nodes, edges): (Vec<_>, Vec<_>) = (nodes.collect(), edges.collect());
    serde_json::json!({"nodes": nodes, "edges": edges, "sources": dossier.sources.len()}).to_string()
}

/// A network with names, dates and claims on everything.
fn large(entities: usize, relations: usize) -> Dossier {
    let mut dossier = Dossier::new(vocabulary());
    dossier.title = "Large".to_owned();
    dossier.sources = (0..100).map(|n| crate::dossier::model::Source::new(format!("source-{n}"))).collect();
    let claim = |number: usize| Claim {
        at: Some(format!("p. {}", number % 300)),
        rating: Rating::parse("medium"),
        quote: Some(format!("as it is said on page {}", number % 300)),
        ..Claim::stated(format!("source-{}", number % 100))
    };
    let when =
        |number: usize| Some(When::given(Date::read(&format!("{}-{:02}/..", 1900 + number % 120, 1 + number % 12))));
    for number in 0..entities {
        let mut entity = Entity::new(format!("entity-{number}"), "organisation", format!("Organisation No. {number}"));
        entity.names =
            vec![Name { text: format!("組織{number}"), lang: Some("ja".to_owned()), role: NameRole::Native }];
        entity.when = when(number);
        entity.fields = vec![("budget".to_owned(), FieldValue::Number(number as f64 / 4.0))];
        entity.claims = vec![claim(number)];
        dossier.add_entity(entity).unwrap();
    }
    for number in 0..relations {
        let end = |salt: usize| format!("entity-{}", number.wrapping_mul(salt) % entities);
        let mut relation = Relation::new(end(7_919), "member_of", end(104_729));
        relation.when = when(number);
        relation.claims = vec![claim(number)];
        dossier.add_relation(relation).unwrap();
    }
    dossier
}

fn put(folder: &str, name: &str, dossier: &Dossier) {
    put_file(&format!("{folder}/{name}.expected.json"), expected(dossier).as_bytes());
    for writer in WRITERS {
        let written = writer.write(dossier, &WriteOptions::default(), &Progress::new()).unwrap();
        for file in &written.files {
            let path = format!("{folder}/{name}.{}{}.{}", writer.name(), file.suffix, writer.extensions()[0]);
            put_file(&path, &file.bytes);
        }
    }
}

/// `CHANCERY_WRITE_TO=folder`: the examples in every format, with what they must be read as; and both without relations
/// that have no direction, for programs that refuse networks of both sorts.
#[test]
#[ignore = "writes files for other programs, see tests/exchange/written.py"]
fn files_for_other_programs() {
    let folder = std::env::var("CHANCERY_WRITE_TO").unwrap();
    for (name, dossier) in examples() {
        put(&folder, name, &dossier);
        let mut directed = Dossier::new(std::sync::Arc::clone(&dossier.vocabulary));
        directed.title = dossier.title.clone();
        for (_, entity) in dossier.entities() {
            directed.add_entity(entity.clone()).unwrap();
        }
        for (_, _, _, relation) in dossier.relations() {
            if derived::is_directed(&dossier, relation) {
                directed.add_relation(relation.clone()).unwrap();
            }
        }
        put(&folder, &format!("{name}-directed"), &directed);
    }
}

/// `CHANCERY_WRITER=graphml`: 100,000 entities and 300,000 relations; `none` builds them and writes nothing.
#[test]
#[ignore = "measures, takes long"]
fn a_large_network() {
    let name = std::env::var("CHANCERY_WRITER").unwrap();
    let dossier = large(100_000, 300_000);
    let memory = || {
        let status = process_status();
        let of = |key: &str| {
            let line = status.lines().find(|line| line.starts_with(key)).unwrap_or_default();
            line.split_whitespace().nth(1).and_then(|kb| kb.parse::<u64>().ok()).unwrap_or(0) / 1024
        };
        (of("VmRSS:"), of("VmHWM:"))
    };
    let before = memory().0;
    let start = Instant::now();
    let Some(writer) = writer(&name) else { return };
    let written = writer.write(&dossier, &WriteOptions::default(), &Progress::new()).unwrap();
    let seconds = start.elapsed().as_secs_f64();
    let bytes: usize = written.files.iter().map(|file| file.bytes.len()).sum();
    let peak = memory().1.saturating_sub(before);
    println!("{name}: {seconds:.2} s, {} MB, {peak} MB more at the peak than the {before} MB before", bytes >> 20);
    if std::env::var("CHANCERY_READ").is_ok() {
        let start = Instant::now();
        let again = back_with(&name, &written).0;
        println!("{name}: read again in {:.2} s, peak {} MB", start.elapsed().as_secs_f64(), memory().1);
        assert_eq!((again.entity_count(), again.relation_count()), (100_000, 300_000));
    }
}
