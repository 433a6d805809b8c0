//! Files with very many of one thing are read whole. When the cost of one grew with the square of its
//! number, each of these took minutes; `benches/growth.rs` measures it.

use super::chancery;

fn info(name: &str, text: &str) -> serde_json::Value {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    chancery(&["info", &path.display().to_string(), "--json"]).json(0)
}

#[test]
fn parallel_relations() {
    let count = 120_000;
    let told = info("parallel.csv", &format!("source,target\n{}", "a,b\n".repeat(count)));
    assert_eq!(told["edges"], count, "{told}");
}

#[test]
fn kinds_of_entity() {
    let count = 30_000;
    let kinds: String = (0..count).map(|n| format!("(id:\"k{n}\",label:\"k\",colour:\"#{n:06x}\"),")).collect();
    let entities: String = (0..count).map(|n| format!("(id:\"e{n}\",kind:\"k{n}\",name:\"N\"),")).collect();
    let text = format!("Dossier(format: 1, title: \"T\", entity_kinds: [{kinds}], entities: [{entities}])");
    assert_eq!(info("kinds.ron", &text)["nodes"], count);
}

#[test]
fn keys_of_a_graph() {
    let graph = |keys: usize| {
        let keys: String = (0..keys).map(|n| format!("<key id=\"k{n}\" for=\"edge\" attr.name=\"weight\"/>")).collect();
        let data = "<data key=\"zz\">1</data>".repeat(80_000);
        format!(
            "<graphml>{keys}<graph><node id=\"a\"/><node id=\"b\"/><edge source=\"a\" target=\"b\">{data}</edge></graph></graphml>"
        )
    };
    assert_eq!(info("keys.graphml", &graph(4_000))["edges"], 1);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys.graphml");
    std::fs::write(&path, graph(80_000)).unwrap();
    let ran = chancery(&["check", &path.display().to_string()]);
    assert!(ran.status == 1 && ran.out.contains("too-large"), "{}", ran.out);
}
