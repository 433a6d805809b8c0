//! JSON as other programs write it.

use super::super::graph::{Direction, Graph, When};
use super::super::tests::{fixture, read_as, read_named, sound};
use super::super::value::Value;
use super::*;
use crate::problem::codes;

fn edges(graph: &Graph) -> Vec<String> {
    let edge = |(number, (from, to)): (usize, &(u32, u32))| {
        let number = number as u32;
        let arrow = match graph.direction(number) {
            Direction::Directed => "->",
            Direction::Undirected => "--",
            Direction::Mutual => "<->",
        };
        let kind = graph.edge_kind(number).map(|kind| format!(" {kind}")).unwrap_or_default();
        format!("{} {arrow} {}{kind}", graph.id(*from), graph.id(*to))
    };
    graph.ends().iter().enumerate().map(edge).collect()
}

/// Reads a text that must be found out to be of a format.
fn read(format: &str, text: &str) -> Read {
    let read = read_as(format, "x.json", text.as_bytes()).unwrap_or_else(|problem| panic!("{}", problem.to_text()));
    sound(&read);
    read
}

#[test]
fn node_link_in_both_spellings() {
    for key in ["links", "edges"] {
        let text = format!(
            r#"{{"directed": false, "multigraph": true, "graph": {{"name": "X", "year": 2014}},
               "nodes": [{{"kind": "state", "size": 3, "id": 1}}, {{"id": "b", "tags": ["x", "y"]}}],
               "{key}": [{{"source": 1, "target": "b", "key": 0, "weight": 2.5, "since": "2014-05"}}, {{"source": 1, "target": "c"}}, {{"source": 1}}]}}"#
        );
        let read = read("node-link", &text);
        let graph = &read.graphs[0];
        assert_eq!(edges(graph), ["1 -- b", "1 -- c"]);
        assert_eq!((graph.weight(0), graph.node_kind(0), graph.meta.title.as_str()), (Some(2.5), Some("state"), "X"));
        assert_eq!(graph.nodes.columns.shown("tags", 1).as_deref(), Some("x; y"));
        assert_eq!(graph.edges.columns.shown("key", 0).as_deref(), Some("0"));
        assert_eq!(graph.edges.times.of(0), [When::Spell("2014-05", "")]);
        let refused: Vec<_> =
            read.report.refused_list().map(|r| format!("{}: {}", read.report.words(r.at), r.reason)).collect();
        assert_eq!(refused, ["edge 3: `target` is missing"]);
    }
    let d3 = read(
        "node-link",
        r#"{"nodes": [{"name": "Myriel", "group": 1}, {"name": "Napoleon", "group": 1}], "links": [{"source": 1, "target": 0, "value": 1}]}"#,
    );
    let graph = &d3.graphs[0];
    assert_eq!(
        (edges(graph), graph.nodes.label(0).as_deref(), graph.implied()),
        (vec!["1 -> 0".to_owned()], Some("Myriel"), 0)
    );
}

#[test]
fn ends_that_are_no_ids_may_be_places_in_the_list() {
    let text = |ends: &str| {
        format!(
            r#"{{"directed":false,"nodes":[{{"id":"a"}},{{"id":"b"}}],"links":[{ends},{{"source":1,"target":7}}]}}"#
        )
    };
    let places = read("node-link", &text(r#"{"source":0,"target":1}"#));
    assert_eq!(edges(&places.graphs[0]), ["a -- b", "b -- 7"]);
    let ids = read("node-link", &text(r#"{"source":"a","target":"b"}"#));
    assert_eq!(edges(&ids.graphs[0]), ["a -- b", "1 -- 7"]);
}

#[test]
fn neighbours_may_stand_in_lists_of_their_own() {
    let text = |directed: bool| {
        format!(
            r#"{{"directed":{directed},"multigraph":false,"graph":[],"nodes":[{{"id":"a"}},{{"id":"b"}}],
            "adjacency":[[{{"id":"b","weight":2}},{{"id":"a"}}],[{{"id":"a","weight":2}}],[{{"id":"a"}}]]}}"#
        )
    };
    let one = read("node-link", &text(false));
    assert_eq!((edges(&one.graphs[0]), one.graphs[0].weight(0)), (vec!["a -- b".into(), "a -- a".into()], Some(2.0)));
    assert_eq!((one.report.merged_list().len(), one.report.refused_count()), (1, 1));
    assert_eq!(edges(&read("node-link", &text(true)).graphs[0]), ["a -> b", "a -> a", "b -> a"]);
}

#[test]
fn ends_may_be_names_where_nodes_have_no_ids() {
    let text = r#"{"nodes":[{"name":"Myriel"},{"name":"N"}],"links":[{"source":"Myriel","target":"N"},{"source":0,"target":1}]}"#;
    let read = read("node-link", text);
    assert_eq!(
        (read.graphs[0].nodes.len(), edges(&read.graphs[0])),
        (2, vec!["0 -> 1".to_owned(), "0 -> 1".to_owned()])
    );
}

#[test]
fn a_node_that_is_told_again_is_merged() {
    let text = r#"{"nodes": [{"id": "a", "name": "A", "x1": 1}, {"id": "a", "name": "A", "x1": 1}, {"id": "a", "name": "B", "note": "n"}], "edges": []}"#;
    let read = read("node-link", text);
    let graph = &read.graphs[0];
    assert_eq!((graph.nodes.len(), read.report.merged_list().len()), (1, 2));
    assert_eq!(
        (graph.nodes.columns.shown("name", 0).as_deref(), graph.nodes.columns.shown("note", 0).as_deref()),
        (Some("B"), Some("n"))
    );
    assert_eq!(graph.nodes.label(0).as_deref(), Some("A"));
}

#[test]
fn what_has_no_meaning_in_its_place_stays_a_field() {
    let text = r#"{"nodes": [{"id": "a", "x": "left", "y": 3, "type": "p"}, {"id": "b"}],
        "links": [{"source": "a", "target": "b", "weight": "strong", "direction": "north", "type": ["k1", "k2", "k3"]}]}"#;
    let read = read("node-link", text);
    let graph = &read.graphs[0];
    let (node, edge) = (|name| graph.nodes.columns.shown(name, 0), |name| graph.edges.columns.shown(name, 0));
    assert_eq!((graph.position(0), node("x").as_deref(), node("y").as_deref()), (None, Some("left"), Some("3")));
    assert_eq!((graph.weight(0), edge("weight").as_deref()), (None, Some("strong")));
    assert_eq!(edge("direction").as_deref(), Some("north"));
    assert_eq!((graph.edge_kind(0), edge("other kinds").as_deref()), (Some("k1"), Some("k2; k3")));
}

#[test]
fn cytoscape_js_by_kind_and_as_one_list() {
    let nodes = r#"{"data": {"id": "p", "name": "Parent"}}, {"data": {"id": "a", "parent": "p", "shared_name": "A"}, "position": {"x": 1, "y": -2.5}, "selected": false}"#;
    let edge = r#"{"data": {"id": "e", "source": "a", "target": "p", "interaction": "pp"}, "classes": "x"}"#;
    for text in [
        format!(r#"{{"data": {{"name": "N"}}, "elements": {{"nodes": [{nodes}], "edges": [{edge}]}}}}"#),
        format!(r#"{{"elements": [{nodes}, {edge}]}}"#),
        format!("[{nodes}, {edge}]"),
        format!(r#"{{"nodes": [{nodes}], "edges": [{edge}]}}"#),
    ] {
        let read = read("cytoscape.js", &text);
        let graph = &read.graphs[0];
        assert_eq!(edges(graph), ["a -> p pp"]);
        assert_eq!(
            (graph.parent(1), graph.position(1).map(|p| p.y), graph.edge_id(0).as_deref()),
            (Some(0), Some(-2.5), Some("e"))
        );
        assert_eq!(graph.nodes.columns.get("selected").map(|c| c.purpose), Some(super::super::value::Purpose::Look));
    }
}

#[test]
fn cx_with_values_in_lists_of_their_own() {
    let text = r#"[{"numberVerification":[{"longNumber":281474976710655}]},{"metaData":[{"name":"nodes","elementCount":2}]},
        {"nodeAttributes":[{"po":1,"n":"score","v":"2.5","d":"double"},{"po":[1,2],"n":"tags","v":["a","b"],"d":"list_of_string"}]},
        {"nodes":[{"@id":1,"n":"STAT3","r":"uniprot:P40763"},{"@id":2}]},{"edges":[{"@id":7,"s":1,"t":2,"i":"binds"}]},
        {"cartesianLayout":[{"node":2,"x":3.5,"y":4}]},{"networkAttributes":[{"n":"name","v":"N"},{"n":"organism","v":"Human"}]},
        {"edgeAttributes":[{"po":7,"n":"weight","v":"0.5","d":"double"},{"po":9,"n":"x","v":"y"}]},{"status":[{"error":"","success":true}]}]"#;
    let read = read("cx2", text);
    let graph = &read.graphs[0];
    assert_eq!((edges(graph), graph.weight(0)), (vec!["1 -> 2 binds".to_owned()], Some(0.5)));
    assert_eq!((graph.nodes.label(0).as_deref(), graph.meta.title.as_str()), (Some("STAT3"), "N"));
    assert_eq!(graph.nodes.columns.get("score").unwrap().own(0), Some(Value::Real(2.5)));
    assert_eq!(graph.nodes.columns.shown("tags", 1).as_deref(), Some("a; b"));
    assert_eq!((graph.position(1).map(|p| p.x), graph.meta.others.len()), (Some(3.5), 1));
    assert_eq!(read.report.notes().iter().filter(|note| note.message.contains("does not have")).count(), 1);
}

#[test]
fn cx2_with_short_names_and_defaults() {
    let text = r#"[{"CXVersion": "2.0", "hasFragments": false}, {"metaData": [{"name": "nodes", "elementCount": 2}]},
        {"attributeDeclarations": [{"nodes": {"name": {"a": "n", "d": "string"}, "score": {"d": "double", "v": 0.5}},
          "edges": {"interaction": {"a": "i", "v": "pp"}}, "networkAttributes": {"name": {"d": "string"}}}]},
        {"networkAttributes": [{"name": "Net", "description": "D"}]},
        {"nodes": [{"id": 1, "x": 1.5, "y": 2, "v": {"n": "One", "score": 0.9}}, {"id": 2, "v": {"n": "Two"}}]},
        {"edges": [{"id": 0, "s": 1, "t": 2, "v": {"i": "binds"}}]},
        {"visualProperties": [{}]}, {"status": [{"success": true}]}]"#;
    let read = read("cx2", text);
    let graph = &read.graphs[0];
    assert_eq!((edges(graph), graph.nodes.label(0).as_deref()), (vec!["1 -> 2 binds".to_owned()], Some("One")));
    assert_eq!(
        (graph.nodes.columns.shown("score", 0), graph.nodes.columns.shown("score", 1)),
        (Some("0.9".into()), Some("0.5".into()))
    );
    assert_eq!((graph.meta.title.as_str(), graph.position(0).map(|p| p.x)), ("Net", Some(1.5)));
    let failed = text.replace("\"success\": true", "\"success\": false, \"error\": \"disk full\"");
    assert_eq!(read_named("cx2", "x", failed.as_bytes()).unwrap_err().code, codes::CUT_OFF);
}

#[test]
fn graphology_and_json_graph_format() {
    let text = r#"{"attributes": {"name": "G"}, "options": {"type": "mixed", "multi": false, "allowSelfLoops": true},
        "nodes": [{"key": "a", "attributes": {"label": "A", "x": 1, "y": 2}}, {"key": "b"}],
        "edges": [{"key": "e", "source": "a", "target": "b", "attributes": {"weight": 3}}, {"source": "a", "target": "b", "undirected": true}]}"#;
    let graph = &read("graphology", text).graphs[0];
    assert_eq!(
        (edges(graph), graph.weight(0), graph.nodes.label(0).as_deref()),
        (vec!["a -> b".to_owned(), "a -- b".to_owned()], Some(3.0), Some("A"))
    );
    let one = r#"{"graph": {"directed": false, "type": "t", "label": "L", "metadata": {"desc": "x"},
        "nodes": {"a": {"label": "A", "metadata": {"kind": "k"}}, "b": {}},
        "edges": [{"source": "a", "target": "b", "relation": "knows", "metadata": {"since": "2014"}}, {"source": "a", "target": "b", "directed": true}],
        "hyperedges": [{"nodes": ["a", "b"], "relation": "meets"}]}}"#;
    let graph = &read("json-graph-format", one).graphs[0];
    assert_eq!(edges(graph), ["a -- b knows", "a -> b"]);
    assert_eq!((graph.node_kind(0), graph.hyper_ends().len(), graph.meta.title.as_str()), (Some("k"), 2, "L"));
    let several = r#"{"graphs": [{"nodes": [{"id": "a"}], "edges": []}, {"nodes": [{"id": "a"}, {"id": "b"}], "edges": [{"source": "a", "target": "b"}]}]}"#;
    let counts: Vec<_> =
        read("json-graph-format", several).graphs.iter().map(|g| (g.nodes.len(), g.ends().len())).collect();
    assert_eq!(counts, [(1, 0), (2, 1)]);
}

#[test]
fn oligrapher_kumu_linkurious_and_canvas() {
    let text = r#"{"nodes": {"1": {"id": "1", "name": "Anna", "x": 1, "y": 2, "url": "u"}, "2": {"id": "2", "name": "Bert"}},
        "edges": {"9": {"id": "9", "node1_id": "1", "node2_id": "2", "label": "boss", "arrow": "1->2"}}, "captions": {}}"#;
    let graph = &read("oligrapher", text).graphs[0];
    assert_eq!(
        (edges(graph), graph.nodes.label(1).as_deref(), graph.edges.label(0).as_deref()),
        (vec!["1 -> 2".to_owned()], Some("Bert"), Some("boss"))
    );
    let old = r#"{"id": 7, "graph": {"nodes": {"1": {"id": 1, "display": {"name": "Anna", "x": 1, "y": 2}}, "2": {"id": 2, "display": {"name": "Org"}}},
        "edges": {"5": {"id": 5, "node1_id": 1, "node2_id": 2, "display": {"label": "Dir", "arrow": "1->2"}}}, "captions": {}}}"#;
    let graph = &read("oligrapher", old).graphs[0];
    assert_eq!((edges(graph), graph.nodes.label(1).as_deref()), (vec!["1 -> 2".to_owned()], Some("Org")));
    let text = r#"{"elements": [{"label": "Anna", "type": "Person", "tags": ["x"]}, {"label": "ACME"}], "connections": [{"from": "Anna", "to": "ACME", "direction": "undirected", "type": "Job"}]}"#;
    assert_eq!(edges(&read("kumu", text).graphs[0]), ["Anna -- ACME Job"]);
    let text = r#"{"nodes": [{"id": "n1", "attributes": {"x": 0, "y": 1}, "data": {"categories": ["PERSON", "VIP"], "properties": {"name": "Anna", "age": 3}}}, {"id": "n2", "data": {"categories": [], "properties": {}}}],
        "edges": [{"id": "e1", "source": "n1", "target": "n2", "data": {"type": "OWNS", "properties": {"share": 0.5}}}]}"#;
    let graph = &read("linkurious", text).graphs[0];
    assert_eq!(
        (edges(graph), graph.node_kind(0), graph.nodes.columns.shown("age", 0).as_deref()),
        (vec!["n1 -> n2 OWNS".to_owned()], Some("PERSON"), Some("3"))
    );
    let text = r#"{"nodes": [{"id": "a", "type": "text", "text": "Hello", "x": 0, "y": 0, "width": 10, "height": 10}, {"id": "b", "type": "file", "file": "B.md", "x": 5, "y": 5, "width": 1, "height": 1}],
        "edges": [{"id": "e", "fromNode": "a", "fromSide": "right", "toNode": "b", "toSide": "left", "label": "see"}, {"id": "f", "fromNode": "a", "toNode": "b", "toEnd": "none"}]}"#;
    let graph = &read("canvas", text).graphs[0];
    assert_eq!(
        (edges(graph), graph.edge_ports(0)[0].as_deref()),
        (vec!["a -> b see".to_owned(), "a -- b".to_owned()], Some("right"))
    );
}

#[test]
fn entities_of_follow_the_money() {
    let text = r#"{"id": "a", "schema": "Person", "properties": {"name": ["Anna", "A. Smith"], "country": ["de", "fr"], "previousName": ["Old"]}, "datasets": ["d"]}
{"id": "c", "schema": "Company", "properties": {"name": ["ACME"]}}

{"id": "o", "schema": "Ownership", "properties": {"owner": ["a", "x"], "asset": ["c"], "startDate": ["2014-05"], "percentage": ["50"]}}
{"id": "p", "schema": "Payment", "properties": {"payer": ["a"]}}
{"id": "f", "schema": "Family", "properties": {"person": ["a"], "relative": ["x"], "relationship": ["brother"]}}
{"id": "a", "schema": "Person", "properties": {"country": ["it"], "name": ["Anna"]}}
"#;
    let read = read("ftm", text);
    let graph = &read.graphs[0];
    assert_eq!(edges(graph), ["a -> c Ownership", "x -> c Ownership", "a -- x Family"]);
    assert_eq!((graph.nodes.label(0).as_deref(), graph.node_kind(1)), (Some("Anna"), Some("Company")));
    assert_eq!(graph.nodes.columns.shown("country", 0).as_deref(), Some("de; fr; it"));
    assert_eq!((graph.names().len(), graph.edges.times.of(1)), (2, vec![When::Spell("2014-05", "")]));
    let refused: Vec<_> =
        read.report.refused_list().map(|r| format!("{}: {}", read.report.words(r.at), r.reason)).collect();
    assert_eq!(refused, ["line 5: `beneficiary` of this Payment is missing"]);
    assert_eq!((read.report.records_in(), read.report.taken_count(), read.report.merged_list().len()), (6, 4, 1));
}

#[test]
fn fragments_of_follow_the_money_are_one_entity() {
    let text = r#"{"id": "o", "schema": "Ownership", "properties": {"percentage": ["60"]}}
{"id": "o", "schema": "Ownership", "properties": {"owner": ["x"], "asset": ["q"], "percentage": ["50"], "startDate": ["2010"]}}
{"id": "o", "schema": "Ownership", "properties": {"owner": ["y"], "percentage": ["50"], "startDate": ["2010-03"], "endDate": ["2015"]}}
{"id": "x", "schema": "LegalEntity", "properties": {"name": ["Bar"]}}
{"id": "x", "schema": "Company", "properties": {"name": ["Bar"], "alias": ["B."]}}
{"id": "x", "schema": "LegalEntity", "properties": {"name": ["Bar"]}}
{"id": "e", "schema": "Ownership", "properties": {"percentage": ["1"]}}
"#;
    let read = read("ftm", text);
    let graph = &read.graphs[0];
    assert_eq!(edges(graph), ["x -> q Ownership", "y -> q Ownership"]);
    assert_eq!(graph.edges.columns.shown("percentage", 0).as_deref(), Some("60; 50"));
    assert_eq!(graph.edges.times.of(0), [When::Spell("2010-03", "2015")]);
    let x = graph.node("x").unwrap();
    assert_eq!((graph.node_kind(x), graph.names().next().map(|name| name.text)), (Some("Company"), Some("B.")));
    let counts = (read.report.taken_count(), read.report.merged_list().len(), read.report.refused_count());
    assert_eq!((counts, read.report.records_in()), ((2, 4, 1), 7));
}

#[test]
fn dates_that_cannot_be_paired_and_entities_that_are_named() {
    let text = r#"{"id": "x", "schema": "Company", "properties": {"name": ["Bar"]}}
{"id": "o", "schema": "Ownership", "properties": {"owner": ["x"], "asset": ["q"], "startDate": ["2010", "2012"], "endDate": ["2015"]}}
{"id": "s", "schema": "Sanction", "properties": {"entity": ["x", "gone"], "startDate": ["2020"]}}
"#;
    let read = read("ftm", text);
    let graph = &read.graphs[0];
    assert_eq!(edges(graph), ["x -> q Ownership", "s -> x entity"]);
    assert!(graph.edges.times.of(0).is_empty());
    assert_eq!(graph.edges.columns.shown("startDate", 0).as_deref(), Some("2010; 2012"));
    let s = graph.node("s").unwrap();
    assert_eq!(graph.nodes.columns.shown("entity", s).as_deref(), Some("gone"));
    assert_eq!(graph.nodes.times.of(s), [When::Spell("2020", "")]);
}

#[test]
fn popolo_lists_and_single_records() {
    let text = r#"{"persons": [{"id": "p", "name": "Anna", "other_names": [{"name": "Ann", "end_date": "1999"}], "birth_date": "1950",
          "memberships": [{"person_id": "p", "organization_id": "o", "role": "Chef", "start_date": "1972-01"}]}],
        "organizations": [{"id": "o", "name": "ACME", "parent_id": "h"}, {"id": "h", "name": "Holding", "founding_date": "1900"}],
        "posts": [{"id": "t", "label": "Minister", "organization_id": "o"}],
        "memberships": [{"id": "m", "person_id": "p", "post_id": "t", "organization_id": "o", "end_date": "2014"}, {"role": "x"}]}"#;
    let read = read("popolo", text);
    let graph = &read.graphs[0];
    assert_eq!(edges(graph), ["p -> o membership", "p -> t membership"]);
    assert_eq!(
        (graph.parent(graph.node("o").unwrap()), graph.parent(graph.node("t").unwrap())),
        (graph.node("h"), graph.node("o"))
    );
    assert_eq!(
        (graph.edges.label(0).as_deref(), graph.edges.times.of(1)),
        (Some("Chef"), vec![When::Spell("", "2014")])
    );
    assert_eq!((read.report.records_in(), read.report.refused_count()), (7, 1));
    let single = r#"{"id": "700", "role": "Chef", "organization": {"id": "abc", "name": "ABC, Inc."}, "person": {"id": "jq", "name": "Mr. Q"}, "start_date": "1972-01-01"}"#;
    let read = self::read("popolo", single);
    assert_eq!(
        (edges(&read.graphs[0]), read.graphs[0].nodes.label(1).as_deref()),
        (vec!["jq -> abc membership".to_owned()], Some("ABC, Inc."))
    );
}

#[test]
fn popolo_memberships_inside_other_records() {
    let person =
        r#"{"id": "q", "name": "Q", "memberships": [{"role": "Chef", "organization_id": "o", "post_id": "t"}]}"#;
    let graph = &read("popolo", person).graphs[0];
    assert_eq!(
        (edges(graph), graph.node_kind(graph.node("q").unwrap())),
        (vec!["q -> t membership".to_owned()], Some("person"))
    );
    let turned = person.replace(r#""id": "q", "name": "Q", "#, "").replace("}]}", r#"}], "id": "q", "name": "Q"}"#);
    let read = self::read("popolo", &turned);
    assert_eq!((edges(&read.graphs[0]), read.report.refused_count()), (vec!["q -> t membership".to_owned()], 0));
    let organization = r#"{"id": "o", "name": "O", "memberships": [{"person_id": "q", "role": "x"}], "posts": [{"id": "t", "label": "T"}]}"#;
    let graph = &self::read("popolo", organization).graphs[0];
    assert_eq!(
        (edges(graph), graph.parent(graph.node("t").unwrap())),
        (vec!["q -> o membership".to_owned()], graph.node("o"))
    );
    assert_eq!(graph.node_kind(graph.node("o").unwrap()), Some("organization"));
}

#[test]
fn a_document_that_is_cut_off_is_an_error_with_its_place() {
    let whole = r#"{"directed": true, "nodes": [{"id": "a"}, {"id": "b"}], "links": [{"source": "a", "target": "b"}]}"#;
    for end in 45..whole.len() {
        let problem = read_named("node-link", "x.json", &whole.as_bytes()[..end]).unwrap_err();
        assert!(problem.place.is_some(), "{end}: {}", problem.message);
    }
    let deep = format!("{{\"nodes\": [{}", "[".repeat(100_000));
    assert_eq!(read_named("node-link", "x.json", deep.as_bytes()).unwrap_err().code, codes::TOO_DEEP);
    let nested = format!("{{\"nodes\": [{}", "{\"a\":".repeat(100_000));
    assert_eq!(read_named("node-link", "x.json", nested.as_bytes()).unwrap_err().code, codes::TOO_DEEP);
}

#[test]
fn what_other_programs_wrote_is_read_as_they_read_it() {
    let expected: serde_json::Value = serde_json::from_slice(&fixture("json.json")).unwrap();
    for (name, told) in expected.as_object().unwrap() {
        let format = told["format"].as_str().unwrap();
        let read =
            read_as(format, name, &fixture(name)).unwrap_or_else(|problem| panic!("{name}: {}", problem.to_text()));
        sound(&read);
        let graph = &read.graphs[0];
        assert_eq!(
            (graph.nodes.len() as u64, graph.ends().len() as u64),
            (told["nodes"].as_u64().unwrap(), told["edges"].as_u64().unwrap()),
            "{name}\n{:?}",
            read.report
        );
        if let Some(directed) = told["directed"].as_bool() {
            assert_eq!(graph.direction(0) == Direction::Directed, directed, "{name}");
        }
        if let Some(sum) = told["weights"].as_f64() {
            let weights: f64 = (0..graph.ends().len() as u32).filter_map(|edge| graph.weight(edge)).sum();
            assert!((weights - sum).abs() < 1e-9, "{name}: {weights} for {sum}");
        }
        assert_eq!(read.report.refused_count(), 0, "{name}\n{:?}", read.report);
    }
    assert!(expected.as_object().unwrap().len() >= 6);
}

#[test]
fn keys_in_keys_cannot_fill_the_memory() {
    let depth = 200;
    let open: String = (0..depth).map(|_| format!("{{\"{}\":", "k".repeat(60))).collect();
    let members: Vec<String> = (0..2_000).map(|n| format!("\"m{n}\":1")).collect();
    let text =
        format!("{{\"nodes\":[{{\"id\":1,\"x\":{open}{{{}}}{}}}],\"links\":[]}}", members.join(","), "}".repeat(depth));
    let start = std::time::Instant::now();
    let problem = read_named("node-link", "x", text.as_bytes()).unwrap_err();
    assert_eq!((problem.code, problem.place.is_some()), (codes::TOO_LARGE, true), "{}", problem.to_text());
    assert!(start.elapsed().as_secs() < 10);
}

#[test]
fn many_values_of_one_node_are_merged_soon() {
    let values: Vec<String> = (0..40_000).map(|n| format!("\"v{n}\"")).collect();
    let node = format!("{{\"id\":\"a\",\"v\":[{}]}}", values.join(","));
    let start = std::time::Instant::now();
    let read = read("node-link", &format!("{{\"nodes\":[{{\"id\":\"a\",\"v\":\"w\"}},{node}],\"links\":[]}}"));
    let entity = node.replace("\"v\":", "\"schema\":\"Person\",\"properties\":{\"v\":").replace("]}", "]}}");
    let merged = read_named("ftm", "x", format!("{entity}\n{entity}\n").as_bytes()).unwrap();
    // Half a second; quadratic it is minutes. The limit is for slow machines.
    assert!(start.elapsed().as_secs() < 30);
    for (read, count) in [(&read, 40_001), (&merged, 40_000)] {
        let column = read.graphs[0].nodes.columns.get("v").unwrap();
        assert!(matches!(column.own(0), Some(super::super::value::Value::List(all)) if all.len() == count));
    }
}

#[test]
fn an_edge_keeps_its_direction_whatever_the_document_says_later() {
    let text = r#"{"nodes":[{"id":"a"},{"id":"b"}],"links":[{"source":"a","target":"b","directed":true},{"source":"a","target":"b"}],"directed":false}"#;
    assert_eq!(edges(&read("node-link", text).graphs[0]), ["a -> b", "a -- b"]);
}

#[test]
fn what_is_called_like_drawing_is_data_unless_it_clearly_is_drawing() {
    let text =
        r##"{"nodes":[{"id":"a","size":417,"color":"red","height":1.8,"image":"a.png"},{"id":"b"}],"links":[]}"##;
    let left = |text: &str| {
        let read = read("node-link", text);
        let own = |column: &&super::super::value::Column| column.purpose != super::super::value::Purpose::Look;
        read.graphs[0].nodes.columns.iter().filter(own).map(|column| column.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(left(text), ["size", "color", "height", "image"]);
    let drawn = text.replace("red", "#f00").replace("{\"id\":\"b\"}", "{\"id\":\"b\",\"x\":1,\"y\":2}");
    assert_eq!(left(&drawn), ["height", "image"]);
}

#[test]
fn exports_of_apoc_are_read_in_each_of_their_forms() {
    let nodes = [
        r#"{"type":"node","id":"0","labels":["User","Admin"],"properties":{"name":"Adam","age":42}}"#,
        r#"{"type":"node","id":"1","labels":["User"],"properties":{"name":"Jim","type":"x"}}"#,
    ];
    let edge = r#"{"id":"0","type":"relationship","label":"KNOWS","properties":{"since":1993},"start":{"id":"0","labels":["User"]},"end":{"id":"1","labels":["User"]}}"#;
    for text in [
        format!("{}\n{}\n{edge}\n", nodes[0], nodes[1]),
        format!("[{}, {}, {edge}]", nodes[0], nodes[1]),
        format!(r#"{{"nodes":[{}, {}],"rels":[{edge}]}}"#, nodes[0], nodes[1]),
    ] {
        let read = read("apoc", &text);
        let graph = &read.graphs[0];
        assert_eq!(edges(graph), ["0 -> 1 KNOWS"]);
        assert_eq!((graph.nodes.label(0).as_deref(), graph.node_kind(0)), (Some("Adam"), Some("User")));
        let columns = &graph.nodes.columns;
        assert_eq!((columns.shown("age", 0).as_deref(), columns.shown("type", 1).as_deref()), (Some("42"), Some("x")));
        assert!(columns.shown("type", 0).is_none());
        let fields: Vec<_> = graph.edges.columns.iter().map(|column| column.name.as_str()).collect();
        assert_eq!((fields, read.report.refused_count()), (vec!["since"], 0));
    }
    let text = format!("{}\n{{\"type\":\"node\",", nodes[0]);
    assert!(read_named("apoc", "x", text.as_bytes()).unwrap_err().place.is_some());
}

#[test]
fn json_of_graphviz_is_read_by_the_names_of_nodes() {
    let text = r##"{"name":"G","directed":true,"strict":false,"bb":"0,0,1,1","_subgraph_cnt":2,
        "_draw_":[{"op":"c","color":"#fff"}],
        "objects":[{"name":"%7","rank":"same","_gvid":0,"nodes":[2,3]},
          {"name":"cluster_a","label":"Office","_gvid":1,"nodes":[2]},
          {"_gvid":2,"name":"x","label":"\\N","pos":"63,90","height":"0.5","_draw_":[{"op":"c"}],"party":"p"},
          {"_gvid":3,"name":"y","label":"Why","pos":"27,18"}],
        "edges":[{"_gvid":0,"tail":2,"head":3,"label":"knows","weight":"2","pos":"e,1,2 3,4"}]}"##;
    let read = read("graphviz-json", text);
    let graph = &read.graphs[0];
    assert_eq!(edges(graph), ["x -> y"]);
    assert_eq!((graph.nodes.len(), graph.weight(0), graph.edges.label(0).as_deref()), (3, Some(2.0), Some("knows")));
    let x = graph.node("x").unwrap();
    assert_eq!((graph.parent(x), graph.nodes.label(x)), (graph.node("cluster_a"), None));
    assert_eq!(graph.position(x).map(|place| (place.x, place.y)), Some((63.0, -90.0)));
    let columns: Vec<_> = graph.nodes.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!((columns, graph.nodes.label(2).as_deref()), (vec!["party"], Some("Why")));
}

#[test]
fn elements_without_ids_are_numbered_and_unknown_json_is_not_taken_for_stix() {
    let read = read("cytoscape.js", r#"[{"data": {"type": "ellipse"}}, {"data": {"type": "star"}}]"#);
    assert_eq!((read.graphs[0].nodes.len(), read.report.refused_count()), (2, 0));
    for text in [r#"{"objects": [{"type": "a", "id": "b"}]}"#, r#"[{"type": "a", "id": "b"}]"#, "{}"] {
        let found = super::super::of_file(std::path::Path::new("x.json"), text.as_bytes()).unwrap();
        assert_eq!(found.name(), "node-link", "{text}");
        let problem = read_named(found.name(), "x.json", text.as_bytes()).unwrap_err();
        assert!(!problem.message.contains("STIX"), "{}", problem.message);
    }
}
