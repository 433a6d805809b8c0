//! Files with very many of one thing: what they cost grows with their size, and not with its square.

use std::time::{Duration, Instant};

use super::chancery;

/// Each took minutes when its cost grew with the square.
const BEARABLE: Duration = Duration::from_secs(40);

fn timed(name: &str, text: &str, arguments: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    let path = path.display().to_string();
    let all: Vec<&str> = arguments.iter().map(|argument| if *argument == "FILE" { &path } else { *argument }).collect();
    let begun = Instant::now();
    let ran = chancery(&all);
    assert!(begun.elapsed() < BEARABLE, "{name} took {:?}", begun.elapsed());
    assert_eq!(ran.status, 0, "{name}: {}", ran.err);
    ran.out
}

#[test]
fn parallel_relations() {
    let text = format!("source,target\n{}", "a,b\n".repeat(120_000));
    let out = timed("parallel.csv", &text, &["info", "FILE", "--json"]);
    assert!(out.contains("\"edges\": 120000"), "{out}");
}

#[test]
fn kinds_of_entity() {
    let count = 30_000;
    let kinds: String = (0..count).map(|n| format!("(id:\"k{n}\",label:\"k\",colour:\"#{n:06x}\"),")).collect();
    let entities: String = (0..count).map(|n| format!("(id:\"e{n}\",kind:\"k{n}\",name:\"N\"),")).collect();
    let text = format!("Dossier(format: 1, title: \"T\", entity_kinds: [{kinds}], entities: [{entities}])");
    assert!(timed("kinds.ron", &text, &["info", "FILE"]).contains("30000 entities"));
}

#[test]
fn keys_of_a_graph() {
    let keys: String = (0..80_000).map(|n| format!("<key id=\"k{n}\" for=\"edge\" attr.name=\"weight\"/>")).collect();
    let data = "<data key=\"zz\">1</data>".repeat(80_000);
    let text = format!(
        "<graphml>{keys}<graph><node id=\"a\"/><node id=\"b\"/><edge source=\"a\" target=\"b\">{data}</edge></graph></graphml>"
    );
    assert!(timed("keys.graphml", &text, &["info", "FILE"]).contains("1 relation"));
}
