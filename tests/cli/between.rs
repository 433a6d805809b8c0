//! `chancery query --between A B`: what came and what went.

use super::{EXAMPLE, chancery};

fn ask(arguments: &[&str]) -> serde_json::Value {
    chancery(&[&["query", EXAMPLE, "--json"], arguments].concat()).json(0)
}

fn changes(found: &serde_json::Value, list: &str, change: &str) -> Vec<String> {
    let rows = found[list].as_array().unwrap().iter().filter(|row| row["change"] == change);
    rows.map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn what_came_is_what_one_date_has_and_the_other_has_not() {
    let found = ask(&["--between", "2013", "2014-06"]);
    assert_eq!(found["between"], serde_json::json!(["2013", "2014-06"]));
    assert!(changes(&found, "entities", "came").contains(&"cybercrime-dialogue".to_owned()));
    // The same as two questions, each about one date.
    let at = |date: &str| ask(&["", "--as-of", date]);
    let (before, after) = (at("2013"), at("2014-06"));
    let certain = |found: &serde_json::Value, list: &str| -> Vec<String> {
        let rows = found[list].as_array().unwrap().iter().filter(|row| row["presence"] == "certain");
        rows.map(|row| row["id"].as_str().unwrap().to_owned()).collect()
    };
    let there = |found: &serde_json::Value, list: &str, id: &str| {
        let rows = found[list].as_array().unwrap();
        rows.iter().any(|row| row["id"] == id && row["presence"] != "planned")
    };
    for list in ["entities", "relations"] {
        let came: Vec<String> = certain(&after, list).into_iter().filter(|id| !there(&before, list, id)).collect();
        assert_eq!(changes(&found, list, "came"), came, "{list}");
        let went: Vec<String> = certain(&before, list).into_iter().filter(|id| !there(&after, list, id)).collect();
        assert_eq!(changes(&found, list, "went"), went, "{list}");
        let both = certain(&after, list).into_iter().filter(|id| certain(&before, list).contains(id));
        assert_eq!(changes(&found, list, "stays"), both.collect::<Vec<_>>(), "{list}");
        for row in found[list].as_array().unwrap().iter().filter(|row| row["change"] == "undated") {
            assert!(row.get("when").is_none() && row["before"] == "possible" && row["after"] == "possible", "{row}");
        }
    }
}

#[test]
fn a_query_narrows_it_and_other_forms_say_the_same() {
    let found = ask(&["kind:dialogue", "--between", "2013", "2014-06"]);
    assert!(found["understood"].as_str().unwrap().contains("dialogue"));
    assert!(found["entities"].as_array().unwrap().iter().all(|row| row["kind"] == "dialogue"));
    let words = chancery(&["query", EXAMPLE, "--between", "2013", "2014-06"]);
    assert_eq!(words.status, 0, "{}", words.err);
    assert!(words.out.starts_with("from the end of 2013 to the end of June 2014\n\ncame: "), "{}", words.out);
    assert!(words.out.contains("\n  +  ") && words.out.contains("[cybercrime-dialogue]"), "{}", words.out);
    let table = chancery(&["query", EXAMPLE, "--between", "2013", "2014-06", "--csv"]).out;
    let all = ask(&["--between", "2013", "2014-06"]);
    let rows = all["entities"].as_array().unwrap().len() + all["relations"].as_array().unwrap().len();
    assert_eq!(table.lines().count(), rows + 1);
    let ids = chancery(&["query", EXAMPLE, "--between", "2013", "2014-06", "--ids"]).out;
    let stay = changes(&all, "entities", "stays").len() + changes(&all, "relations", "stays").len();
    assert_eq!(ids.lines().count(), rows - stay);
}

#[test]
fn dates_that_cannot_be_compared_are_told() {
    for (arguments, says) in [
        (&["--between", "2014", "2013"][..], "2013 does not end after 2014"),
        (&["--between", "2014", "2014-12"], "does not end after"),
        (&["--between", "2014"], "2 values"),
        (&["--between", "2014", "soon"], "soon"),
        (&["--between", "2013", "2014", "--as-of", "2014"], "--as-of"),
        (&[], "EXPR"),
    ] {
        let ran = chancery(&[&["query", EXAMPLE], arguments].concat());
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{arguments:?}");
        assert!(ran.err.contains(says), "{arguments:?}: {}", ran.err);
    }
}
