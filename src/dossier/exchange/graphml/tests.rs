//! Dialects of GraphML, and what is wrong with some files.

use super::super::Read;
use super::super::graph::{Direction, Graph, NameRole};
use super::super::report::NoteKind;
use super::super::tests::{fixture, read_as, read_named};
use super::super::value::{Purpose, Value};
use crate::problem::codes;

fn dialect(name: &str) -> Read {
    read_as("graphml", name, &fixture(&format!("graphs/hand/graphml/{name}.graphml"))).unwrap()
}

fn case(name: &str) -> Result<Read, crate::problem::Problem> {
    read_as("graphml", name, &fixture(&format!("graphs/cases/{name}.graphml")))
}

fn id(graph: &Graph, id: &str) -> u32 {
    graph.node(id).unwrap_or_else(|| panic!("no node {id}"))
}

#[test]
fn yed_groups_labels_positions_and_arrows_are_read() {
    let graph = &dialect("yed").graphs[0];
    let (group, anna, japan) = (id(graph, "n0"), id(graph, "n0::n0"), id(graph, "n1"));
    assert_eq!((graph.nodes.len(), graph.ends().len()), (4, 3));
    assert_eq!(graph.nodes.label(group).as_deref(), Some("Office of X"));
    assert_eq!(graph.nodes.label(anna).as_deref(), Some("Anna\nBlum"));
    assert_eq!(graph.nodes.label(japan).as_deref(), Some("日本 & more"));
    assert_eq!((graph.parent(anna), graph.parent(group)), (Some(group), None));
    assert_eq!(
        graph.names().map(|n| (n.node, n.text, n.role)).collect::<Vec<_>>(),
        [(anna, "Director", NameRole::Alias)]
    );
    assert_eq!(graph.nodes.columns.shown("description", anna).as_deref(), Some("Head of <X>"));
    assert_eq!(graph.nodes.columns.shown("url", id(graph, "n0::n1")).as_deref(), Some("https://example.org/?a=1&b=2"));
    assert_eq!(graph.position(anna).map(|p| (p.x, p.y)), Some((40.0, 35.0)));
    assert_eq!(graph.position(group).map(|p| (p.x, p.y)), Some((100.0, 40.0)), "of the drawing that is shown");
    assert!(graph.y_down);
    assert_eq!(graph.edges.label(1).as_deref(), Some("offers to fund"));
    assert_eq!(
        [0, 1, 2].map(|edge| graph.direction(edge)),
        [Direction::Directed, Direction::Directed, Direction::Undirected]
    );
}

#[test]
fn names_and_kinds_of_other_programs_are_known() {
    let graph = &dialect("cytoscape").graphs[0];
    assert_eq!((graph.nodes.label(1).as_deref(), graph.edge_kind(0)), (Some("Bert Klee"), Some("works_for")));
    assert_eq!(graph.nodes.columns.shown("shared name", 1).as_deref(), Some("Bert"));
    assert_eq!(
        (graph.nodes.columns.get("since").unwrap().own(0), graph.meta.title.as_str()),
        (Some(Value::Integer(2014)), "My network")
    );
    let graph = &dialect("tinkerpop").graphs[0];
    assert_eq!((graph.node_kind(0), graph.edge_kind(0), graph.weight(0)), (Some("person"), Some("created"), Some(0.4)));
    let graph = &dialect("apoc").graphs[0];
    assert_eq!(
        (graph.node_kind(0), graph.node_kind(1), graph.edge_kind(0)),
        (Some("Person"), Some("State"), Some("LIVES_IN"))
    );
    assert_eq!(graph.nodes.columns.shown("labels", 0).as_deref(), Some("Person; Official"));
    let aliases = Value::List(vec!["A. Blum".into(), "Frau \"B\"".into()]);
    assert_eq!(graph.nodes.columns.get("aliases").unwrap().own(0), Some(aliases));
    let graph = &dialect("gephi").graphs[0];
    assert_eq!(graph.position(0).map(|p| (p.x, p.y)), Some((-12.5, 40.25)));
    assert_eq!([0, 1].map(|edge| graph.direction(edge)), [Direction::Directed, Direction::Undirected]);
    assert_eq!(
        (graph.nodes.columns.shown("party", 1).as_deref(), graph.edge_id(0).as_deref()),
        (Some("none"), Some("e1"))
    );
}

#[test]
fn ports_hyperedges_nesting_and_defaults_are_kept() {
    let graph = &dialect("spec").graphs[0];
    assert_eq!(graph.meta.description, "Ports, a hyperedge, nesting & mixed direction");
    assert_eq!(graph.ports().map(|(_, port)| port).collect::<Vec<_>>(), ["North", "N1", "South"]);
    assert_eq!(graph.edge_ports(1), [Some("North".to_owned()), None]);
    assert_eq!((graph.hyperedges.len(), graph.hyperedge_id(0)), (1, "h0"));
    let ends: Vec<_> = graph.hyper_ends().map(|(_, end)| (graph.id(end.node), end.role, end.port)).collect();
    assert_eq!(ends, [("n0", "in", "South"), ("n1", "", ""), ("n2::n0", "out", "")]);
    assert_eq!(graph.hyperedges.columns.shown("colour", 0).as_deref(), Some("blue"));
    assert_eq!(graph.nodes.columns.shown("colour", 0).as_deref(), Some("yellow & green"));
    assert_eq!(graph.nodes.columns.shown("colour", 1).as_deref(), Some("red"));
    assert_eq!(graph.parent(id(graph, "n2::n0")), Some(id(graph, "n2")));
    assert_eq!(
        (graph.direction(0), graph.direction(1), graph.direction(2)),
        (Direction::Directed, Direction::Directed, Direction::Undirected)
    );
    assert!(!graph.is_told(id(graph, "nowhere")));
}

#[test]
fn prefixes_entities_and_references_are_resolved() {
    let graph = &dialect("prefixed").graphs[0];
    assert_eq!((graph.nodes.label(0).as_deref(), graph.nodes.label(1).as_deref()), (Some("Office of X"), Some("Béé")));
    assert_eq!(graph.weight(0), Some(2.5));
}

#[test]
fn the_cases_that_failed_are_read_or_refused() {
    assert_eq!(case("graphml-truncated").unwrap_err().code, codes::CUT_OFF);
    let read = case("graphml-entity").unwrap();
    assert_eq!((read.graphs[0].id(0), read.report.notes().len()), ("Office of X", 1), "the outside type is noted");
    assert_eq!(case("graphml-weight-charref").unwrap().graphs[0].weight(0), Some(2.5));
    assert_eq!(case("graphml-weight-cdata").unwrap().graphs[0].weight(0), Some(2.5));
    let read = case("graphml-weight-default").unwrap();
    assert_eq!((read.graphs[0].weight(0), read.graphs[0].weight(1)), (Some(7.0), Some(2.0)));
    let read = case("graphml-weight-empty").unwrap();
    assert_eq!((read.graphs[0].weight(0), read.report.notes()[0].kind), (None, NoteKind::LeftOut));
    let read = case("graphml-hyperedge").unwrap();
    assert_eq!((read.graphs[0].hyperedges.len(), read.graphs[0].hyper_ends().len()), (1, 3));
    let read = case("graphml-label").unwrap();
    assert_eq!(read.graphs[0].nodes.label(1).as_deref(), Some("Bert Klee"));
    let read = case("graphml-two-graphs").unwrap();
    assert_eq!(read.graphs.iter().map(|g| (g.nodes.len(), g.ends().len())).collect::<Vec<_>>(), [(2, 1), (3, 1)]);
    assert_eq!(case("graphml-latin1").unwrap().graphs[0].id(0), "José");
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    for (text, line, code) in [
        ("<graphml><graph>\n<node/></graph></graphml>", 2, codes::NOT_THE_FORMAT),
        ("<graphml><graph>\n</node></graph></graphml>", 2, codes::NOT_THE_FORMAT),
        ("<graphml><graph>\n<edge source='a'/></graph></graphml>", 2, codes::NOT_THE_FORMAT),
        ("<graphml><graph>\n<node id='a'>&x;</node></graph></graphml>", 2, codes::NOT_THE_FORMAT),
        ("<graphml>\n</graphml>", 1, codes::NOT_THE_FORMAT),
        ("<gexf>\n</gexf>", 1, codes::NOT_THE_FORMAT),
        ("<graphml>\n<key/></graphml>", 2, codes::NOT_THE_FORMAT),
        ("<graphml><graph>\n<node id='a'", 2, codes::CUT_OFF),
        ("<graphml>\n<graph>", 2, codes::CUT_OFF),
        ("hello", 1, codes::NOT_THE_FORMAT),
    ] {
        let problem = read_named("graphml", "x.graphml", text.as_bytes()).unwrap_err();
        assert_eq!(
            (problem.place.as_ref().map(|p| p.line), problem.code),
            (Some(line), code),
            "{text}: {}",
            problem.message
        );
        assert!(problem.help.is_some());
    }
}

#[test]
fn defaults_cannot_fill_the_memory() {
    let key = |id: usize, default: &str| {
        format!("<key id='d{id}' for='node' attr.name='n{id}' attr.type='string'><default>{default}</default></key>")
    };
    let nodes: String = (0..2_000).map(|n| format!("<node id='{n}'/>")).collect();
    let long = format!("<graphml>{}<graph>{nodes}</graph></graphml>", key(0, &"x".repeat(500_000)));
    let keys: String = (0..4_000).map(|n| key(n, "x")).collect();
    let graphs = format!("<graphml>{keys}{}</graphml>", "<graph/>".repeat(2_000));
    for bomb in [long, graphs] {
        let start = std::time::Instant::now();
        let problem = read_named("graphml", "x", bomb.as_bytes()).unwrap_err();
        assert_eq!(problem.code, crate::problem::codes::TOO_LARGE, "{}", problem.to_text());
        assert!(start.elapsed().as_millis() < 5_000);
    }
}

#[test]
fn attributes_of_edges_are_fields_and_what_ports_say_is_noted() {
    let text = "<graphml><graph edgedefault='directed'><node id='a'><port name='n'><desc>d</desc><data key='k'>v</data></port>\
                </node><edge source='a' target='a' strength='7'/></graph></graphml>";
    let read = read_named("graphml", "x", text.as_bytes()).unwrap();
    assert_eq!(read.graphs[0].edges.columns.shown("strength", 0).as_deref(), Some("7"));
    let told: String = read.report.notes().iter().map(|note| note.message.as_str()).collect();
    assert!(told.contains("a <desc> of a port") && told.contains("<data> of a port"), "{told}");
}

#[test]
fn whole_and_broken_weights_may_come_under_two_keys() {
    let text = "<graphml><key id='d0' for='edge' attr.name='weight' attr.type='long'/>\
                <key id='d1' for='edge' attr.name='weight' attr.type='double'/><graph edgedefault='directed'><node id='a'/>\
                <edge source='a' target='a'><data key='d0'>1</data></edge><edge source='a' target='a'><data key='d1'>2.5</data>\
                </edge></graph></graphml>";
    let graph = read_named("graphml", "x", text.as_bytes()).unwrap().graphs.remove(0);
    assert_eq!((graph.weight(0), graph.weight(1)), (Some(1.0), Some(2.5)));
}

#[test]
fn keys_that_say_what_graphml_does_not_know_are_noted() {
    let file =
        |key: &str| format!("<graphml><key {key}/><graph edgedefault='directed'><node id='a'/></graph></graphml>");
    let notes = |key: &str| {
        let read = read_named("graphml", "x", file(key).as_bytes()).unwrap();
        read.report.notes().iter().map(|note| note.message.clone()).collect::<Vec<_>>().join("; ")
    };
    assert!(notes("id='d' attr.type='s'").contains("the unknown type `s`"));
    assert!(notes("id='d' for=''").contains("is for ``"));
    assert_eq!(notes("id='d' for='node' attr.type='string'"), "");
    assert!(read_named("graphml", "x", file("id=''").as_bytes()).is_err());
    let text = "<graphml><graph><node id='a'/><edge source='a' target='a'/></graph></graphml>";
    let read = read_named("graphml", "x", text.as_bytes()).unwrap();
    assert_eq!((read.graphs[0].direction(0), read.report.notes().len()), (Direction::Undirected, 1));
}

#[test]
fn keys_of_one_name_are_one_column_and_no_value_replaces_another() {
    let key = |id: &str, of: &str, name: &str, kind: &str, rest: &str| {
        format!("<key id='{id}' for='{of}' attr.name='{name}' attr.type='{kind}'>{rest}</key>")
    };
    let keys = [
        key("d0", "node", "seats", "long", ""),
        key("d1", "node", "seats", "double", ""),
        key("d2", "node", "label", "string", ""),
        key("d3", "node", "label", "long", ""),
        key("d4", "edge", "weight", "long", ""),
        key("d5", "edge", "weight", "double", "<default>0.5</default>"),
        key("d6", "edge", "since", "long", ""),
        key("d7", "edge", "since", "string", "<default>2000</default>"),
    ];
    let data = |key: &str, value: &str| format!("<data key='{key}'>{value}</data>");
    let node = |id: &str, data: &[String]| format!("<node id='{id}'>{}</node>", data.concat());
    let edge = |data: &[String]| format!("<edge source='a' target='b'>{}</edge>", data.concat());
    let body = [
        node("a", &[data("d0", "7"), data("d2", "Anna")]),
        node("b", &[data("d1", "2.5"), data("d3", "12")]),
        node("c", &[data("d0", "1"), data("d1", "1.5"), data("d2", "Cleo"), data("d3", "13")]),
        edge(&[data("d4", "3"), data("d6", "1990")]),
        edge(&[data("d5", "2.5"), data("d7", "1991")]),
        edge(&[]),
        edge(&[data("d4", "3"), data("d5", "3.25")]),
    ];
    let text = format!("<graphml>{}<graph edgedefault='directed'>{}</graph></graphml>", keys.concat(), body.concat());
    let graph = read_named("graphml", "x", text.as_bytes()).unwrap().graphs.remove(0);
    let (nodes, edges) = (&graph.nodes.columns, &graph.edges.columns);
    assert_eq!([0, 1, 2].map(|node| nodes.shown("seats", node).unwrap()), ["7", "2.5", "1"]);
    assert_eq!((nodes.shown("seats (2)", 2).as_deref(), nodes.shown("seats (2)", 0)), (Some("1.5"), None));
    assert_eq!([0, 1, 2].map(|node| graph.nodes.label(node).unwrap()), ["Anna", "12", "Cleo"]);
    assert_eq!(nodes.shown("label", 2).as_deref(), Some("13"));
    assert_eq!([0, 1, 2, 3].map(|edge| graph.weight(edge).unwrap()), [3.0, 2.5, 0.5, 3.0]);
    assert_eq!(edges.shown("weight", 3).as_deref(), Some("3.25"));
    assert_eq!([0, 1, 2].map(|edge| edges.shown("since", edge).unwrap()), ["1990", "1991", "2000"]);
}

#[test]
fn only_what_is_clearly_drawing_is_left_out() {
    let file = |keys: &[(&str, &str)], data: &[(&str, &str)]| {
        let key =
            |(id, kind): &(&str, &str)| format!("<key id='{id}' for='node' attr.name='{id}' attr.type='{kind}'/>");
        let keys: String = keys.iter().map(key).collect();
        let data: String = data.iter().map(|(id, text)| format!("<data key='{id}'>{text}</data>")).collect();
        format!("<graphml>{keys}<graph edgedefault='directed'><node id='a'>{data}</node></graph></graphml>")
    };
    let kept = |text: &str| {
        let read = read_named("graphml", "x", text.as_bytes()).unwrap();
        let own = read.graphs[0].nodes.columns.iter().filter(|column| column.purpose == Purpose::Own);
        own.map(|column| column.name.clone()).collect::<Vec<_>>().join(" ")
    };
    let data = file(
        &[("b", "boolean"), ("size", "long"), ("color", "string"), ("shape", "string"), ("width", "double")],
        &[("b", "true"), ("size", "417"), ("color", "red"), ("shape", "oblong"), ("width", "3")],
    );
    assert_eq!(kept(&data), "b size color shape width");
    let gephi = [("r", "int"), ("g", "int"), ("b", "int"), ("x", "float"), ("y", "float"), ("size", "float")];
    let values = [("r", "255"), ("g", "0"), ("b", "12"), ("x", "1"), ("y", "2"), ("size", "10.0")];
    assert_eq!(kept(&file(&gephi, &values)), "");
    let other = values.map(|(id, text)| if id == "b" { (id, "256") } else { (id, text) });
    assert_eq!(kept(&file(&gephi, &other)), "r g b size", "these are no parts of a colour");
    let style = file(&[("color", "string"), ("selected", "boolean")], &[("color", "#ff0000"), ("selected", "false")]);
    assert_eq!(kept(&style), "");
}
