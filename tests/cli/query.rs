//! `chancery query` and `figure --filter`: for people, programs and tables, and what is said of a wrong question.

use super::{EXAMPLE, chancery};

/// Ids of a list of the answer, by how certainly they are found.
fn ids(answer: &serde_json::Value, list: &str, presence: &str) -> Vec<String> {
    let records = answer[list].as_array().unwrap().iter().filter(|record| record["presence"] == presence);
    records.map(|record| record["id"].as_str().unwrap().to_owned()).collect()
}

fn ask(expression: &str, more: &[&str]) -> serde_json::Value {
    chancery(&[&["query", EXAMPLE, expression, "--json"], more].concat()).json(0)
}

#[test]
fn json_has_what_was_understood_and_both_lists() {
    let answer = ask("from:japan -status:actual", &[]);
    assert_eq!(answer["understood"], "relations from Japan that are not actual");
    assert_eq!(answer["query"], "from:japan -status:actual");
    assert_eq!((ids(&answer, "entities", "certain").len(), ids(&answer, "relations", "certain").len()), (0, 7));
    assert!(answer["relations"].as_array().unwrap().iter().all(|r| r["from"] == "japan" && r["status"] != "actual"));
    let answer = ask("kind:dialogue as-of:2014-06", &[]);
    assert_eq!((ids(&answer, "entities", "certain").len(), ids(&answer, "entities", "possible").len()), (3, 3));
    assert!(ids(&answer, "entities", "certain").contains(&"cybercrime-dialogue".to_owned()));
    assert_eq!(
        ids(&ask("-kind:state", &[]), "entities", "certain").len()
            + ids(&ask("kind:state", &[]), "entities", "certain").len(),
        49
    );
}

#[test]
fn a_date_leaves_out_what_is_not_there() {
    let dialogues = |date: &str| ask("kind:dialogue", &["--as-of", date]);
    let before = dialogues("2013");
    assert!(!before["entities"].to_string().contains("cybercrime-dialogue"), "{before}");
    let after = dialogues("2014-06");
    assert!(ids(&after, "entities", "certain").contains(&"cybercrime-dialogue".to_owned()));
    assert_eq!(after["as_of"], "2014-06");
    let planned = ask("status:planned", &["--as-of", "2016"]);
    assert!(!ids(&planned, "relations", "planned").is_empty(), "{planned}");
}

#[test]
fn people_tables_and_scripts_are_told_the_same() {
    let ran = chancery(&["query", EXAMPLE, "from:japan -status:actual"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(
        ran.out.starts_with("relations from Japan that are not actual\n\n7 relations of 105\n  Japan "),
        "{}",
        ran.out
    );
    let ran = chancery(&["query", EXAMPLE, "kind:dialogue as-of:2014-06"]);
    assert!(
        ran.out.contains("\n3 entities of 49\n") && ran.out.contains("\npossibly 3 more entities\n"),
        "{}",
        ran.out
    );
    let listed = chancery(&["query", EXAMPLE, "kind:dialogue as-of:2014-06", "--ids"]);
    assert_eq!(
        listed.out.lines().collect::<Vec<_>>(),
        ids(&ask("kind:dialogue as-of:2014-06", &[]), "entities", "certain")
    );
    assert!(listed.err.contains("3 possible matches, not listed"), "{}", listed.err);
    let table = chancery(&["query", EXAMPLE, "--csv", "-status:actual from:japan"]);
    let rows: Vec<&str> = table.out.lines().collect();
    assert_eq!((rows[0], rows.len()), ("record,id,presence,kind,name,from,to,when,status", 8), "{}", table.out);
    assert!(
        rows[1..]
            .iter()
            .all(|row| row.starts_with("relation,") && row.contains(",certain,") && row.contains(",japan,"))
    );
    let nothing = chancery(&["query", EXAMPLE, "kind:state is:unnamed"]);
    assert_eq!((nothing.status, nothing.out.lines().last()), (0, Some("0 entities of 49")));
}

#[test]
fn claims_are_shown_with_the_passages_they_cite() {
    let answer = ask("between:asean,japan", &["--claims"]);
    let claims: Vec<_> =
        answer["relations"].as_array().unwrap().iter().flat_map(|r| r["claims"].as_array().unwrap()).collect();
    assert!(claims.iter().all(|claim| claim["source"].is_string()), "{claims:?}");
    assert!(claims.iter().any(|claim| claim["basis"]["reported"]["by"].is_string()), "{claims:?}");
    assert!(ask("between:asean,japan", &[])["relations"][0].get("claims").is_none());
    let refused = chancery(&["query", EXAMPLE, "between:asean,japan", "--claims", "--csv"]);
    assert_eq!(refused.status, 2);
    // Of two sources one has its text beside the dossier; the other's is told to be missing, and its claim is shown all the same.
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.ron");
    let text = r#"(format: 1, title: "A",
        sources: [(id: "post", title: "Post", text: "post.md"), (id: "s", title: "S", text: "gone.txt")],
        entities: [(id: "a", kind: "state", name: "A", claims: [
            (source: "post", at: "P1.1"), (source: "s", at: "P1"),
        ])])"#;
    std::fs::write(&file, text).unwrap();
    std::fs::write(folder.path().join("post.md"), "# Ports\n\nTwo ports agree on a watch. It lasts a year.\n").unwrap();
    let file = file.to_str().unwrap();
    let ran = chancery(&["query", file, "a", "--claims"]);
    let shown = "\n    post P1.1, stated\n      “Two ports agree on a watch.”\n    s P1, stated";
    assert_eq!((ran.status, ran.out.contains(shown)), (0, true), "{}", ran.out);
    assert!(ran.err.contains("gone.txt"), "{}", ran.err);
    let answer = chancery(&["query", file, "a", "--claims", "--json"]).json(0);
    assert_eq!(answer["entities"][0]["claims"][0]["passages"][0], "Two ports agree on a watch.");
}

#[test]
fn a_wrong_question_is_marked_where_it_is_wrong() {
    for (expression, caret, says) in [
        ("kind:meetin", "       ^^^^^^", "did you mean meeting (4)?"),
        ("from:japan statsu:actual", "             ^^^^^^", "did you mean status?"),
        ("from:jpan", "       ^^^^", "did you mean japan (Japan)?"),
        ("日本 when:2014-13", "          ^^^^^^^", "not a date"),
        ("(kind:state", "  ^", "add )"),
    ] {
        for command in [&["query", EXAMPLE, expression][..], &["figure", EXAMPLE, "-o", "-", "--filter", expression]] {
            let ran = chancery(command);
            assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{expression}");
            assert!(ran.err.lines().any(|line| line == caret), "{expression}: {}", ran.err);
            assert!(ran.err.contains(says), "{expression}: {}", ran.err);
        }
    }
    let hostile = chancery(&["query", EXAMPLE, "x:\u{1b}[31m\u{202e}"]);
    assert_eq!(hostile.status, 2);
    assert!(!hostile.err.contains(['\u{1b}', '\u{202e}']), "{:?}", hostile.err);
}

#[test]
fn a_figure_shows_what_a_question_finds() {
    let nodes = |filter: &[&str]| {
        let ran = chancery(&[&["figure", EXAMPLE, "-o", "-"], filter].concat());
        assert_eq!(ran.status, 0, "{}", ran.err);
        let svg = roxmltree::Document::parse(&ran.out).unwrap();
        let mut ids: Vec<(String, String)> = svg
            .descendants()
            .filter(|node| node.attribute("data-from").is_none())
            .filter_map(|node| {
                Some((node.attribute("data-id")?.to_owned(), node.attribute("data-presence")?.to_owned()))
            })
            .collect();
        ids.sort();
        ids.dedup();
        ids
    };
    let dialogues = nodes(&["--filter", "kind:dialogue as-of:2014-06"]);
    assert_eq!(dialogues.len(), 6, "{dialogues:?}");
    assert_eq!(dialogues.iter().filter(|(_, presence)| presence == "possible").count(), 3, "{dialogues:?}");
    let met = nodes(&["--filter", "rel:held_in"]);
    assert!(met.iter().any(|(id, _)| id == "kuala-lumpur") && met.len() < 10, "{met:?}");
    assert_eq!(nodes(&["--filter", ""]).len(), nodes(&[]).len());
}

#[test]
fn every_word_is_in_the_help() {
    let help = chancery(&["query", "--help"]).out;
    for word in ["degree-out", "said-by", "as-of", "near:japan/2", "only:(", "unnamed", "field.NAME", "surely"] {
        assert!(help.contains(word), "{word} in {help}");
    }
}
