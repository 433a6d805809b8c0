//! `chancery info`: the numbers, for people and for programs.

use super::{EXAMPLE, chancery};

#[test]
fn json_has_the_keys_that_programs_rely_on() {
    let info = chancery(&["info", "--json", EXAMPLE]).json(0);
    for key in [
        "title",
        "nodes",
        "edges",
        "directed",
        "node_kinds",
        "edge_kinds",
        "sources",
        "claims",
        "earliest",
        "latest",
        "errors",
        "warnings",
    ] {
        assert!(info.get(key).is_some(), "{key} in {info}");
    }
    let sum = |key: &str| info[key].as_object().unwrap().values().map(|n| n.as_u64().unwrap()).sum::<u64>();
    assert_eq!(sum("node_kinds"), info["nodes"].as_u64().unwrap());
    assert_eq!(sum("edge_kinds"), info["edges"].as_u64().unwrap());
    assert_eq!(info["directed"], true);
    assert_eq!(info["errors"], 0);
    assert!(info["claims"].as_u64() >= info["edges"].as_u64(), "every relation of the example is claimed");
    let (earliest, latest) = (info["earliest"].as_str().unwrap(), info["latest"].as_str().unwrap());
    assert!(earliest < "2013" && latest > "2015", "{earliest} to {latest}");
}

#[test]
fn words_tell_the_same() {
    let info = chancery(&["info", "--json", EXAMPLE]).json(0);
    let ran = chancery(&["info", EXAMPLE]);
    assert_eq!(ran.status, 0);
    for line in [
        info["title"].as_str().unwrap().to_owned(),
        format!("{} entities", info["nodes"]),
        format!("{} relations", info["edges"]),
        format!("{} states", info["node_kinds"]["state"]),
        "The Diplomat".to_owned(),
    ] {
        assert!(ran.out.contains(&line), "{line} in {}", ran.out);
    }
}

#[test]
fn a_broken_file_is_told_as_far_as_it_goes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.ron");
    std::fs::write(
        &path,
        r#"Dossier(format: 1, title: "Half", entities: [
            (id: "a", kind: "state", name: "A"),
            (id: "b", kind: "state", name: "B",,
            (id: "c", kind: "state", name: "C"),
        ])"#,
    )
    .unwrap();
    let ran = chancery(&["info", "--json", &path.display().to_string()]);
    let info = ran.json(1);
    assert_eq!(info["title"], "Half");
    assert!(info["nodes"].as_u64() >= Some(1) && info["errors"].as_u64() >= Some(1), "{info}");
    assert!(ran.err.contains("notes.ron:3:"), "{}", ran.err);
}

#[test]
fn a_filter_that_is_wrong_is_counted_as_check_counts_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.ron");
    let entities = r#"(id: "a", kind: "state", name: "A")"#;
    let text = format!(
        "Dossier(format: 1, title: \"T\", entities: [{entities}], \
         views: [(name: \"v\", filter: \"kind:(\"), (name: \"w\", filter: \"kind:stat\")])"
    );
    std::fs::write(&path, &text).unwrap();
    let name = path.to_str().unwrap();
    let info = chancery(&["info", "--json", name]);
    let warnings = info.json(0)["warnings"].as_u64().unwrap();
    assert!(warnings >= 2, "{warnings}");
    let checked = chancery(&["check", "--json", name]).json(0);
    let all = checked.as_array().unwrap();
    assert_eq!(all.iter().filter(|problem| problem["severity"] == "warning").count() as u64, warnings);
    let filters = |problems: &serde_json::Value| {
        problems.as_array().unwrap().iter().filter(|problem| problem["code"] == "bad-filter").count()
    };
    let of_whole = filters(&checked);
    assert!(of_whole >= 2, "{checked}");
    // Where not all could be read, what a filter names may be in the rest; its own mistakes are still told.
    std::fs::write(&path, text.replace(entities, &format!("{entities}, (id: \"b\", kind: \"state\", name: \"B\",,")))
        .unwrap();
    let of_broken = filters(&chancery(&["check", "--json", name]).json(1));
    assert!((1..of_whole).contains(&of_broken), "{of_broken} of {of_whole}");
}
