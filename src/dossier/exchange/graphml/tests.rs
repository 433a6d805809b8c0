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

/// A file with these keys (what is said of each, and its default), nodes and edges.
fn with_keys(keys: &[(&str, &str)], body: &str) -> Read {
    let key = |(said, default): &(&str, &str)| format!("<key {said}><default>{default}</default></key>");
    let keys: String = keys.iter().map(key).collect();
    let text = format!("<graphml>{keys}<graph edgedefault='directed'>{body}</graph></graphml>");
    read_named("graphml", "x", text.as_bytes()).unwrap()
}

/// What is noted, in one text.
fn notes(read: &Read) -> String {
    read.report.notes().iter().map(|note| note.message.as_str()).collect::<Vec<_>>().join("; ")
}

#[test]
fn names_and_kinds_may_have_defaults() {
    let body = "<node id='a'><data key='n'>Anna</data><data key='k'>Person</data><data key='x'>1</data></node>\
                <node id='b'/><edge source='a' target='b'><data key='e'>pays</data></edge>\
                <edge source='b' target='nowhere'/>";
    let keys = |name, kind, label| {
        [
            ("id='n' for='node' attr.name='label' attr.type='string'", name),
            ("id='k' for='node' attr.name='type' attr.type='string'", kind),
            ("id='e' for='edge' attr.name='label' attr.type='string'", label),
            ("id='x' for='node' attr.name='x' attr.type='double'", "0"),
            ("id='y' for='node' attr.name='y' attr.type='double'", "5"),
            ("id='c' for='node' attr.name='colour' attr.type='string'", ""),
            ("id='g' for='graph' attr.name='author' attr.type='string'", "Zoe"),
        ]
    };
    let said = |read: &Read| {
        let graph = &read.graphs[0];
        let names = [0, 1, 2].map(|node| graph.nodes.label(node).unwrap_or_default());
        let kinds = [0, 1, 2].map(|node| graph.node_kind(node).unwrap_or_default().to_owned());
        let labels = [0, 1].map(|edge| graph.edges.label(edge).unwrap_or_default());
        [names.join("|"), kinds.join("|"), labels.join("|")]
    };
    // SocNetV writes all keys with a default, which may be empty.
    let empty = with_keys(&keys("", " \n", ""), body);
    assert_eq!(said(&empty), ["Anna||", "Person||", "pays|"]);
    let full = with_keys(&keys("somebody", "Bank", "knows"), body);
    // The third node is one that only an edge names.
    assert_eq!(said(&full), ["Anna|somebody|", "Person|Bank|", "pays|knows"]);
    let graph = &full.graphs[0];
    let places = [0, 1].map(|node| graph.position(node).map(|place| (place.x, place.y)));
    assert_eq!(places, [Some((1.0, 5.0)), None], "a default alone is no place");
    assert!(graph.nodes.columns.iter().all(|column| column.is_empty()));
    assert_eq!(graph.meta.others, [("author".to_owned(), "Zoe".to_owned())]);
}

#[test]
fn a_key_without_a_default_is_a_name_sooner_than_one_with_it() {
    let body = "<node id='a'><data key='n'>Anna</data></node><node id='b'><data key='l'>B</data></node>";
    let label = ("id='l' for='node' attr.name='label' attr.type='string'", "node");
    let name = ("id='n' for='node' attr.name='name' attr.type='string'", "");
    let graph = with_keys(&[label, name], body).graphs.remove(0);
    assert_eq!([0, 1].map(|node| graph.nodes.label(node)), [Some("Anna".to_owned()), None]);
    assert_eq!([0, 1].map(|node| graph.nodes.columns.shown("label", node).unwrap()), ["node", "B"]);
}

#[test]
fn of_two_defaults_of_a_name_the_other_one_is_a_field() {
    let keys = [
        ("id='l' for='node' attr.name='label' attr.type='string'", "somebody"),
        ("id='m' for='node' attr.name='label' attr.type='long'", "7"),
    ];
    let graph = with_keys(&keys, "<node id='a'/><node id='b'><data key='m'>8</data></node>").graphs.remove(0);
    assert_eq!([0, 1].map(|node| graph.nodes.label(node).unwrap()), ["somebody", "somebody"]);
    assert_eq!([0, 1].map(|node| graph.nodes.columns.shown("label", node).unwrap()), ["7", "8"]);
}

#[test]
fn many_keys_with_defaults_are_read_soon() {
    let key =
        |of: &str, n: usize| format!("<key id='{of}{n}' for='{of}' attr.name='label'><default>x{n}</default></key>");
    let keys: String = (0..1_000).map(|n| key("node", n) + &key("graph", n)).collect();
    let place =
        "<key id='x' for='node' attr.name='x' attr.type='int'/><key id='y' for='node' attr.name='y' attr.type='int'/>";
    let nodes: String = (0..20_000).map(|n| format!("<node id='{n}'><data key='x'>1</data></node>")).collect();
    let text = format!("<graphml>{keys}{place}<graph edgedefault='directed'>{nodes}</graph></graphml>");
    let start = std::time::Instant::now();
    // Each node has a field for each of them.
    assert_eq!(read_named("graphml", "x", text.as_bytes()).unwrap_err().code, codes::TOO_LARGE);
    assert!(start.elapsed().as_millis() < 5_000);
}

#[test]
fn a_default_name_cannot_fill_the_memory() {
    let nodes: String = (0..2_000).map(|n| format!("<node id='{n}'/>")).collect();
    let name = "x".repeat(500_000);
    let text = format!(
        "<graphml><key id='n' for='node' attr.name='label'><default>{name}</default></key><graph>{nodes}</graph></graphml>"
    );
    let problem = read_named("graphml", "x", text.as_bytes()).unwrap_err();
    assert_eq!(problem.code, codes::TOO_LARGE, "{}", problem.to_text());
}

#[test]
fn the_text_of_elements_in_data_is_kept() {
    let key = |id: &str, of: &str| format!("<key id='{id}' for='{of}' attr.name='{id}' attr.type='string'/>");
    let read = |data: &str| {
        let keys = key("bio", "node") + &key("about", "graph");
        let text = format!(
            "<graphml>{keys}<graph edgedefault='directed'><node id='a'>{data}</node><data key='about'><p>All</p></data>\
             </graph></graphml>"
        );
        read_named("graphml", "x", text.as_bytes()).unwrap()
    };
    for (data, expected) in [
        ("<data key='bio'>Born in <b>Linz</b>, lawyer.</data>", "Born in Linz, lawyer."),
        ("<data key='bio'>\n  <p>One &amp; <i>two</i></p><p>Three</p>\n</data>", "One & two\nThree"),
        ("<data key='bio'><x:name><first>Anna</first><last>Blum</last></x:name></data>", "Anna\nBlum"),
        ("<data key='bio'>one<br/>two<note><![CDATA[<three>]]></note></data>", "one\ntwo\n<three>"),
    ] {
        let read = read(data);
        assert_eq!(read.graphs[0].nodes.columns.shown("bio", 0).as_deref(), Some(expected), "{data}");
        assert!(notes(&read).contains("`bio`: tags in a value were removed; their text was kept"));
        assert_eq!(read.graphs[0].meta.others, [("about".to_owned(), "All".to_owned())]);
    }
    let nothing = read("<data key='bio'><person name='Anna'/></data>");
    assert!(notes(&nothing).contains("`bio`: a value that has tags but no text"), "{}", notes(&nothing));
    assert_eq!(notes(&read("<data key='bio'>Plain</data>")).matches("`bio`").count(), 0);
}

#[test]
fn classes_of_diagrams_keep_their_members() {
    let text = "<graphml><key for='node' id='d' yfiles.type='nodegraphics'/><graph edgedefault='directed'><node id='a'>\
                <data key='d'><y:UMLClassNode><y:Geometry x='0' y='0' width='2' height='4'/><y:NodeLabel>Account</y:NodeLabel>\
                <y:UML stereotype='entity' constraint=''><y:AttributeLabel>- id: int\n- owner: Person</y:AttributeLabel>\
                <y:MethodLabel>+ close()</y:MethodLabel></y:UML>by hand</y:UMLClassNode></data></node></graph></graphml>";
    let read = read_named("graphml", "x", text.as_bytes()).unwrap();
    let graph = &read.graphs[0];
    let own = |name: &str| graph.nodes.columns.shown(name, 0);
    assert_eq!((graph.nodes.label(0).as_deref(), graph.position(0).map(|at| at.y)), (Some("Account"), Some(2.0)));
    assert_eq!(own("attributes").as_deref(), Some("- id: int\n- owner: Person"));
    assert_eq!(
        [own("methods"), own("stereotype"), own("constraint")].map(Option::unwrap_or_default),
        ["+ close()", "entity", ""]
    );
    assert_eq!(notes(&read), "stray text in a <data> that holds a drawing or elements of a program’s own");
}

#[test]
fn names_and_places_of_yfiles_for_html_are_read() {
    let uri = "y:attr.uri='http://www.yworks.com/xml/yfiles-common/2.0";
    let keys = ["NodeLabels", "NodeGeometry", "NodeStyle", "UserTags"];
    let keys: String =
        keys.iter().map(|key| format!("<key id='{key}' for='node' attr.name='{key}' {uri}/{key}'/>")).collect();
    let node = |id: &str, labels: &str| {
        format!(
            "<node id='{id}'><data key='NodeLabels'><x:List>{labels}</x:List></data><data key='NodeGeometry'>\
             <y:RectD X='10' Y='20' Width='60' Height='40'/></data><data key='NodeStyle'><yjs:ShapeNodeStyle fill='#FF8C00'>\
             <yjs:Font size='7'/></yjs:ShapeNodeStyle></data><data key='UserTags'><y:Json>{{\"a\": 1}}</y:Json></data></node>"
        )
    };
    let body = [
        node(
            "a",
            "<y:Label><y:Label.Text><![CDATA[Anna]]></y:Label.Text><y:Label.Style><y:RectD X='0' Y='0'/></y:Label.Style></y:Label>",
        ),
        node("b", "<y:Label Text='Bert' LayoutParameter='{y:GraphMLReference 5}'/><y:Label Text='Director'/>"),
        node("c", "<y:Label Text='{x:Null}'/><y:Label Text='{}{C}'/>"),
    ];
    let text = format!(
        "<graphml>{keys}<key id='EdgeLabels' for='edge' attr.name='EdgeLabels' {uri}/EdgeLabels'/><graph edgedefault='directed'>{}\
         <edge source='a' target='b'><data key='EdgeLabels'><x:List><y:Label Text='pays'/></x:List></data></edge></graph></graphml>",
        body.concat()
    );
    let read = read_named("graphml", "x", text.as_bytes()).unwrap();
    let graph = &read.graphs[0];
    assert_eq!([0, 1, 2].map(|node| graph.nodes.label(node).unwrap()), ["Anna", "Bert", "{C}"]);
    assert_eq!(graph.names().map(|name| (name.node, name.text)).collect::<Vec<_>>(), [(1, "Director")]);
    assert_eq!((graph.position(0).map(|at| (at.x, at.y)), graph.y_down), (Some((40.0, 40.0)), true));
    assert_eq!(graph.edges.label(0).as_deref(), Some("pays"));
    assert_eq!(graph.nodes.columns.shown("UserTags", 0).as_deref(), Some("{\"a\": 1}"));
    assert_eq!(notes(&read), "`UserTags`: tags in a value were removed; their text was kept");
}

#[test]
fn what_is_said_twice_is_kept_twice() {
    let keys = [
        ("id='p' for='node' attr.name='phone' attr.type='string'", ""),
        ("id='s' for='node' attr.name='seats' attr.type='int'", ""),
        ("id='t' for='node' attr.name='type' attr.type='string'", ""),
        ("id='w' for='edge' attr.name='weight' attr.type='double'", "9"),
    ];
    let data = |key: &str, text: &str| format!("<data key='{key}'>{text}</data>");
    let node = |id: &str, data: &[String]| format!("<node id='{id}'>{}</node>", data.concat());
    let body = [
        node("a", &[data("p", "111"), data("s", "7"), data("p", "222"), data("s", "8"), data("p", "111")]),
        node("b", &[data("p", "5"), data("p", "5"), data("s", "3"), data("t", "Person")]),
        // The same node again.
        node("b", &[data("p", "6"), data("t", "Bank"), data("s", "3")]),
        format!("<edge source='a' target='b'>{}{}{}</edge>", data("w", "1"), data("w", "1.0"), data("w", "2")),
    ];
    let read = with_keys(&keys, &body.concat());
    let graph = &read.graphs[0];
    let own = |name: &str, node| graph.nodes.columns.shown(name, node).unwrap_or_default();
    assert_eq!([own("phone", 0), own("phone", 1)], ["111; 222", "5; 6"]);
    assert_eq!([own("seats", 0), own("seats", 1), own("seats (2)", 0), own("seats (2)", 1)], ["7", "3", "8", ""]);
    assert_eq!((graph.node_kind(1), own("other kinds", 1).as_str()), (Some("Bank"), "Person"));
    assert_eq!((graph.weight(0), graph.edges.columns.shown("weight", 0).as_deref()), (Some(1.0), Some("2")));
    for note in ["`phone`: a record has several values; all were kept", "the others in the field `seats (2)`"] {
        assert!(notes(&read).contains(note), "{note}: {}", notes(&read));
    }
}

#[test]
fn text_where_only_elements_stand_is_a_tag_that_lost_its_beginning() {
    let file = |body: &str| format!("<graphml>\n<key id='k' for='node'/>{body}</graphml>");
    for (body, line) in [
        ("<graph>\n node id='b'/&gt;</graph>", 3),
        ("<graph>\n<node id='a'/>\n\n edge source='a' target='a'/></graph>", 5),
        ("<graph><node id='a'>\r\n data key='k'>7</node></graph>", 3),
        ("<graph><node id='a'>\n<![CDATA[ x ]]></node></graph>", 3),
        ("<graph><edge source='a' target='b'>\n&#120;</edge></graph>", 3),
        ("<graph><node id='a'><port name='p'>\nx</port></node></graph>", 3),
        ("\nkey id='l'/><graph/>", 3),
        ("<key id='l'>\ndefault>7</key><graph/>", 3),
    ] {
        let text = file(body);
        let problem = read_named("graphml", "x", text.as_bytes()).unwrap_err();
        assert_eq!(
            (problem.place.as_ref().map(|p| p.line), problem.code),
            (Some(line), codes::NOT_THE_FORMAT),
            "{text}"
        );
        assert!(problem.message.contains("is between tags where no text is allowed"), "{}", problem.message);
    }
    let harmless = file(
        "\u{a0}<!-- node --><graph>&#160;<node id='a'> <desc>x</desc><other>y</other>\t</node><?p z?></graph>\u{feff}",
    );
    assert_eq!(read_named("graphml", "x", harmless.as_bytes()).unwrap().graphs[0].nodes.len(), 1);
}
