//! `chancery measure`: as a table, for spreadsheets and for programs; over what is counted, and how.

use std::fs;

use super::{EXAMPLE, chancery};

fn json(arguments: &[&str]) -> serde_json::Value {
    chancery(&[&["measure", EXAMPLE, "--json"], arguments].concat()).json(0)
}

fn values(found: &serde_json::Value, measure: &str) -> Vec<(String, Option<f64>)> {
    let rows = found["entities"].as_array().unwrap().iter();
    rows.map(|row| (row["id"].as_str().unwrap().to_owned(), row["values"][measure].as_f64())).collect()
}

fn whole(found: &serde_json::Value, name: &str) -> f64 {
    let rows = found["network"].as_array().unwrap();
    rows.iter().find(|row| row["name"] == name).unwrap()["value"].as_f64().unwrap()
}

/// Four states in a chain with a side-track, one relation twice, one planned, weights as lengths.
const NETWORK: &str = r#"Dossier(format: 1, title: "Chain",
    sources: [(id: "s", title: "S")],
    entities: [
        (id: "a", kind: "state", name: "A", claims: [(source: "s")]),
        (id: "b", kind: "state", name: "B", claims: [(source: "s")]),
        (id: "c", kind: "state", name: "=C", claims: [(source: "s")]),
        (id: "d", kind: "place", name: "D", claims: [(source: "s")]),
    ],
    relations: [
        (from: "a", kind: "borders", to: "b", weight: 2, claims: [(source: "s")]),
        (id: "twice", from: "a", kind: "supports", to: "b", weight: 5, claims: [(source: "s")]),
        (from: "b", kind: "borders", to: "c", claims: [(source: "s")]),
        (id: "plan", from: "c", kind: "supports", to: "d", status: planned, claims: [(source: "s")]),
    ])"#;

fn of_network(arguments: &[&str]) -> serde_json::Value {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("chain.ron");
    fs::write(&path, NETWORK).unwrap();
    chancery(&[&["measure", path.to_str().unwrap(), "--json"], arguments].concat()).json(0)
}

#[test]
fn every_measure_has_a_value_for_every_entity_and_says_how() {
    let names = "degree,in_degree,out_degree,strength,in_strength,out_strength,betweenness,closeness,harmonic,pagerank,\
                 eigenvector,katz,core,clustering,constraint,cut_point,component,community";
    let found = json(&["--by", names]);
    let entities = found["counted"]["entities"].as_u64().unwrap() as usize;
    for name in names.split(',') {
        assert_eq!(values(&found, name).len(), entities, "{name}");
        let column = found["measures"].as_array().unwrap().iter().find(|column| column["name"] == name).unwrap();
        assert!(column["formula"].as_str().unwrap().len() > 10, "{name}");
        assert!(values(&found, name).iter().any(|(_, value)| value.is_some()), "{name}");
    }
    // Degrees agree with what the query language says of them.
    let degree = values(&found, "degree").into_iter().filter(|(_, value)| value.unwrap() > 5.0).count();
    assert!(degree > 2);
    assert_eq!(
        whole(&found, "components"),
        values(&found, "component").iter().map(|v| v.1.unwrap()).fold(0.0, f64::max)
    );
    assert_eq!(whole(&found, "bridges") as usize, found["bridges"].as_array().unwrap().len());
}

#[test]
fn settings_change_what_counts() {
    let degree = |arguments: &[&str]| {
        let found = of_network(&[&["--by", "degree,betweenness,closeness,clustering"], arguments].concat());
        values(&found, "degree").into_iter().map(|(_, value)| value.unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(degree(&[]), [1.0, 2.0, 2.0, 1.0]);
    assert_eq!(degree(&["--weight", "each"]), [2.0, 3.0, 2.0, 1.0]);
    // A plan counts unless only what is there is counted, and with it goes no entity.
    assert_eq!(degree(&["--count", "certain"]), [1.0, 2.0, 1.0, 0.0]);
    assert_eq!(degree(&["--count", "possible"]), [1.0, 2.0, 1.0, 0.0]);
    assert_eq!(degree(&["--filter", "kind:state"]), [1.0, 2.0, 1.0]);
    let found = of_network(&["--by", "betweenness,clustering", "--filter", "kind:state", "--count", "certain"]);
    assert_eq!(found["counted"]["presence"], "certain");
    assert_eq!((found["counted"]["entities"].as_u64(), found["counted"]["relations"].as_u64()), (Some(3), Some(3)));
    assert_eq!(
        values(&found, "clustering"),
        [("a", None), ("b", Some(0.0)), ("c", None)].map(|(id, v)| (id.to_owned(), v))
    );
    // Only what is joined once is a bridge.
    assert_eq!(found["bridges"], serde_json::json!(["b--borders--c"]));
    // The shorter of two relations is the length of the way.
    let far = |arguments: &[&str]| {
        values(&of_network(&[&["--by", "closeness"], arguments].concat()), "closeness")[0].1.unwrap()
    };
    assert!((far(&["--weight", "distance"]) - 3.0 / (2.0 + 3.0 + 4.0)).abs() < 1e-12);
    assert!((far(&["--weight", "strength"]) - 3.0 / (1.0 + 2.0 + 3.0)).abs() < 1e-12);
}

#[test]
fn tables_are_written_whole_and_harmless() {
    let folder = tempfile::tempdir().unwrap();
    let (path, out) = (folder.path().join("chain.ron"), folder.path().join("out.csv"));
    fs::write(&path, NETWORK).unwrap();
    let (path, out) = (path.to_str().unwrap(), out.to_str().unwrap());
    assert_eq!(chancery(&["measure", path, "--by", "degree,clustering", "-o", out]).status, 0);
    let table = fs::read_to_string(out).unwrap();
    assert_eq!(table, "id,kind,name,degree,clustering\na,state,A,1,\nb,state,B,2,0\nc,state,'=C,2,0\nd,place,D,1,\n");
    assert_eq!(chancery(&["measure", path, "--csv", "--by", "degree,clustering"]).out, table);
    let out = folder.path().join("out.json");
    assert_eq!(chancery(&["measure", path, "-o", out.to_str().unwrap()]).status, 0);
    let found: serde_json::Value = serde_json::from_str(&fs::read_to_string(out).unwrap()).unwrap();
    assert_eq!(found, chancery(&["measure", path, "--json"]).json(0));
}

#[test]
fn a_table_to_read_has_the_whole_the_first_and_the_formulas() {
    let ran = chancery(&["measure", EXAMPLE, "--by", "degree,constraint"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    for part in [
        "Density",
        "Modularity",
        "ASEAN",
        "more; -o OUT.csv writes all",
        "degree: number of neighbours",
        "neighbours count once",
    ] {
        assert!(ran.out.contains(part), "{part} in {}", ran.out);
    }
    let ran = chancery(&["measure", EXAMPLE, "--filter", "kind:state", "--as-of", "2014"]);
    assert!(ran.out.lines().next().unwrap().ends_with("as of 2014: entities of kind state"), "{}", ran.out);
}

#[test]
fn the_same_bytes_come_of_any_number_of_threads() {
    let of = |threads: &str| chancery(&["measure", EXAMPLE, "--json", "--threads", threads, "--seed", "7"]).out;
    assert_eq!(of("1"), of("2"));
}

#[test]
fn a_figure_says_what_its_colours_and_areas_mean() {
    let figure =
        |arguments: &[&str]| chancery(&[&["figure", EXAMPLE, "-o", "-", "--format", "svg"], arguments].concat());
    let ran = figure(&["--colour-by", "betweenness", "--size-by", "degree"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    for word in ["Colour: Betweenness", "Area: Degree", "over "] {
        assert!(ran.out.contains(word), "{word}");
    }
    assert!(ran.out.to_lowercase().contains("#fee838"));
    let plain = figure(&[]).out;
    assert!(!plain.contains("Colour: ") && !plain.contains("Area: "));
    // Nobody has a value: all are grey, and counted.
    let none = figure(&["--colour-by", "field.nowhere"]);
    assert!(none.out.contains("no value (49)") && !none.out.to_lowercase().contains("#fee838"));
    let wrong = figure(&["--colour-by", "betweennes"]);
    assert_eq!(wrong.status, 2);
    assert!(wrong.err.contains("field.NAME"), "{}", wrong.err);
}

#[test]
fn nothing_and_what_is_wrong_are_told() {
    let empty = chancery(&["measure", EXAMPLE, "--filter", "degree>999"]);
    assert_eq!(empty.status, 0, "{}", empty.err);
    assert!(empty.out.starts_with("0 entities, 0 relations"), "{}", empty.out);
    let wrong = chancery(&["measure", EXAMPLE, "--filter", "kind:("]);
    assert_eq!((wrong.status, wrong.out.as_str()), (2, ""));
    assert!(wrong.err.contains('^'), "{}", wrong.err);
}

#[test]
fn help_speaks_of_what_a_seed_changes_here() {
    let help = chancery(&["measure", "--help"]).out;
    assert!(help.contains("the same seed gives the same communities and estimates"), "{help}");
    assert!(!help.contains("arrangement"));
    assert!(chancery(&["figure", "--help"]).out.contains("the same seed gives the same arrangement"));
}
