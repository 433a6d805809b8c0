//! `chancery query --why`, `--evidence` and `--without`: for people and programs, and what is said of wrong calls.

use super::{EXAMPLE, chancery};

fn why(more: &[&str]) -> serde_json::Value {
    chancery(&[&["query", EXAMPLE, "--json", "--why", "malaysia", "Cyber crime"], more].concat()).json(0)
}

fn route(chain: &serde_json::Value) -> Vec<&str> {
    let links = chain["links"].as_array().unwrap();
    let mut ids = vec![links[0]["from"].as_str().unwrap()];
    ids.extend(links.iter().map(|link| link["to"].as_str().unwrap()));
    ids
}

#[test]
fn chains_are_well_founded_first_or_short_first() {
    let answer = why(&[]);
    assert_eq!(answer["why"], serde_json::json!(["malaysia", "cyber-crime"]));
    let first = &answer["chains"][0];
    assert_eq!(route(first), ["malaysia", "asean", "ammtc-japan-2", "cyber-crime"]);
    assert_eq!((&first["length"], &first["support"]), (&3.into(), &"all stated".into()));
    assert_eq!(first["links"][0]["ties"][0]["relation"], "malaysia--member_of--asean");
    assert_eq!((&first["links"][0]["ties"][0]["origins"], &first["links"][0]["grade"]), (&2.into(), &0.into()));
    assert_eq!((&first["together"], &first["day"]), (&"certain".into(), &"2015-10-01".into()));
    assert_eq!(answer["chains"].as_array().unwrap().len(), 5);
    for short in [&["--short"][..], &["--short", "1"]] {
        let answer = why(short);
        assert_eq!(route(&answer["chains"][0]), ["malaysia", "ammtc-japan-2", "cyber-crime"]);
        assert_eq!(answer["chains"][0]["support"], "1 inferred");
    }
    assert_eq!(why(&["--chains", "2"])["chains"].as_array().unwrap().len(), 2);
    let nothing = why(&["--avoid", "id:asean,ammtc-japan-2 OR kind:topic,place"]);
    assert!(nothing["chains"].as_array().unwrap().iter().all(|chain| !route(chain).contains(&"asean")));
    let told = chancery(&["query", EXAMPLE, "--why", "malaysia", "cyber-crime"]).out;
    assert!(told.starts_with("Why are Malaysia and Cyber crime connected?\n"), "{told}");
    assert!(told.contains("1. 3 links, all stated\n") && told.contains("  Weakest link: "), "{told}");
}

#[test]
fn three_ends_have_something_in_common() {
    let answer = chancery(&["query", EXAMPLE, "--json", "--why", "singapore", "thailand", "indonesia"]).json(0);
    assert_eq!(answer["common"], serde_json::json!(["asean"]));
    assert_eq!(answer["part"].as_array().unwrap().len(), 3);
}

#[test]
fn what_falls_is_listed() {
    let without = |more: &[&str]| chancery(&[&["query", EXAMPLE, "--json"], more].concat()).json(0);
    let count = |answer: &serde_json::Value, list: &str| answer[list].as_array().unwrap().len();
    let answer = without(&["--without", "said-by:nur-jazlan-mohamed"]);
    let counts = ["falls", "left_to_inference", "weaker", "kept_by_ties"].map(|list| count(&answer, list));
    assert_eq!(counts, [22, 0, 4, 2]);
    assert_eq!(answer["speakers"], serde_json::json!(["nur-jazlan-mohamed"]));
    let both = without(&["--without", "source:asean-secretariat", "--without", "source:beat-2015"]);
    let one = without(&["--without", "source:asean-secretariat,beat-2015"]);
    assert_eq!(both["falls"], one["falls"]);
    assert!(count(&both, "falls") > 100);
    let told = chancery(&["query", EXAMPLE, "--without", "source:asean-secretariat"]);
    assert_eq!(told.status, 0, "{}", told.err);
    for part in
        ["Without source:asean-secretariat\n", "Falls: 3 entities, 9 relations\n", "Nothing would rest on inference"]
    {
        assert!(told.out.contains(part), "{part} in {}", told.out);
    }
}

#[test]
fn evidence_is_summed_up() {
    let answer = chancery(&["query", EXAMPLE, "--evidence", "--json"]).json(0);
    assert_eq!(answer["rests_on"][0]["source"], "beat-2015");
    assert_eq!(answer["on_inference"].as_array().unwrap().len(), 20);
    assert_eq!(answer["to_do"]["unnamed"].as_array().unwrap().len(), 7);
    assert_eq!(answer["contradictions"], serde_json::json!([]));
    let port = chancery(&["query", "example:merrow-port", "--evidence", "--json"]).json(0);
    assert_eq!(port["contradictions"].as_array().unwrap().len(), 4, "{}", port["contradictions"]);
    let told = chancery(&["query", EXAMPLE, "--evidence"]).out;
    for part in [
        "claims, 0 checked; ",
        "What rests on each alone\n",
        "  Nur Jazlan Mohamed: 4 entities, 18 relations\n",
        "To do\n",
    ] {
        assert!(told.contains(part), "{part} in {told}");
    }
}

#[test]
fn wrong_calls_say_how_they_are_mended() {
    for (arguments, says) in [
        (&["--why", "malaysia"][..], "two different entities"),
        (&["--why", "malaysia", "Malaysia"], "two different entities"),
        (&["--why", "malaysia", "jpan"], "there is no entity `jpan`; did you mean `japan` (Japan)?"),
        (&["--why", "malaysia", "japan", "--short", "3"], "write 1, 2, 8 or 64"),
        (&["--why", "malaysia", "japan", "--avoid", "kind:meetin"], "did you mean meeting (4)?"),
        (&["--why", "malaysia", "japan", "--together", "--in-turn"], "cannot be used with"),
        (&["--why", "malaysia", "japan", "--csv"], "cannot be used with"),
        (&["--short", "1", "from:japan"], "--why"),
        (&["--without", "source:nobody"], "`nobody` is not a source"),
        (&["--without", "kind:state"], "names no evidence; write source:ID"),
        (&["--evidence", "--as-of", "2014"], "cannot be used with"),
        (&["--evidence", "from:japan"], "cannot be used with"),
        (&[], "<EXPR>"),
    ] {
        let ran = chancery(&[&["query", EXAMPLE], arguments].concat());
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{arguments:?}");
        assert!(ran.err.contains(says), "{arguments:?}: {}", ran.err);
    }
}
