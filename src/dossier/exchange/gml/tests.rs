//! Keys and lists of GML, and what is wrong with some files.

use super::super::tests::read_named;
use super::*;

fn read(text: &str) -> Graph {
    read_named("gml", "x.gml", text.as_bytes()).unwrap().graphs.remove(0)
}

#[test]
fn nested_and_repeated_keys_are_kept() {
    let graph = read(
        "Creator \"me\"\ngraph [ directed 1\n node [ id 1 label \"A &amp; \\\"B\\\" x\" a 1 a 2 b [ c \"d\" ] graphics [ x 1 y 2 ] ]\n\
         node [ id 2 one \"_networkx_list_start\" one \"x\" gid 1 code 12345678901234567890 ]\n edge [ target 2 source 1 weight 2.5 ] ]",
    );
    assert_eq!((graph.nodes.len(), graph.ends(), graph.weight(0)), (2, &[(0, 1)][..], Some(2.5)));
    assert_eq!(graph.nodes.label(0).as_deref(), Some("A & \"B\" x"));
    assert_eq!(graph.nodes.columns.shown("a", 0).as_deref(), Some("1; 2"));
    assert_eq!(graph.nodes.columns.get("one").unwrap().own(1), Some(Value::List(vec!["x".into()])));
    assert_eq!(graph.nodes.columns.shown("b.c", 0).as_deref(), Some("d"));
    assert_eq!(graph.nodes.columns.shown("code", 1).as_deref(), Some("12345678901234567890"));
    assert_eq!((graph.parent(1), graph.position(0).map(|p| (p.x, p.y))), (Some(0), Some((1.0, 2.0))));
}

#[test]
fn a_node_without_an_id_and_ends_that_are_told_twice_are_noted() {
    let text = "graph [ node [ ] node [ label \"A\" ]\n node [ id 1 ] edge [ source 1 source 2 target 1 ] ]";
    let read = read_named("gml", "x.gml", text.as_bytes()).unwrap();
    let graph = &read.graphs[0];
    assert_eq!((graph.nodes.len(), graph.nodes.label(1).as_deref(), graph.ends()), (3, Some("A"), &[(2, 2)][..]));
    let told: Vec<_> = read.report.notes().iter().map(|note| (note.message.as_str(), note.count)).collect();
    let expected = [
        ("a node without an `id`, which no edge can name", 2),
        ("an edge with more than one `source`; the first was read", 1),
    ];
    assert_eq!(told, expected);
}

#[test]
fn marks_that_are_not_escaped_stay_in_their_text() {
    let graph = read("graph [ node [\n id 1\n label \"Anna \"A\" Blum\"\n kind \"x\" weight \"\" ] ]");
    assert_eq!(graph.nodes.label(0).as_deref(), Some("Anna \"A\" Blum"));
    assert_eq!(graph.nodes.columns.shown("kind", 0).as_deref(), Some("x"));
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    for (text, place) in [
        ("graph [\n node [ id 1 ]", (1, 7)),
        ("graph [\n node [ id 1\n", (2, 7)),
        ("graph [ node [ id \"a", (1, 19)),
        ("graph [\nedge [ source 1 ] ]", (2, 1)),
        ("graph [ [ ] ]", (1, 9)),
        ("graph [ directed ]", (1, 18)),
        ("graph [ ] ]", (1, 11)),
        ("Version 1", (1, 1)),
    ] {
        let problem = read_named("gml", "x.gml", text.as_bytes()).unwrap_err();
        let told = problem.place.map(|p| (p.line, p.column));
        assert_eq!(told, Some(place), "{text}");
        assert!(problem.help.is_some());
    }
    let long = format!(
        "graph [ node [ {} {} {} ] ]",
        format!("{} [ ", "k".repeat(50)).repeat(200),
        "a 1 ".repeat(9_000),
        "] ".repeat(200)
    );
    assert_eq!(read_named("gml", "x", long.as_bytes()).unwrap_err().code, crate::problem::codes::TOO_LARGE);
    let deep = format!("graph [ {} {} ]", "a [ ".repeat(300), "] ".repeat(300));
    assert_eq!(read_named("gml", "x", deep.as_bytes()).unwrap_err().code, crate::problem::codes::TOO_DEEP);
}

#[test]
fn an_edge_keeps_its_direction_whatever_the_graph_says_later() {
    let edge = "edge [ source 1 target 2";
    let graph = read(&format!("graph [ node [ id 1 ] node [ id 2 ] {edge} directed 0 ] {edge} ] directed 1 ]"));
    assert_eq!([0, 1].map(|edge| graph.direction(edge)), [Direction::Undirected, Direction::Directed]);
}

#[test]
fn what_stands_outside_of_the_graph_is_kept_or_refused() {
    let text = "Creator \"me\"\nVersion 2\ncomment \"of 1914\"\nsource [ title \"Acts\" page [ from 3 ] ]\n\
                graph [ node [ id 1 ] ]\nCreator \"you\" comment \"more\"\nnode [ id 3 ]\nEDGE [ source 1 target 3 ]\nnode 4";
    let read = read_named("gml", "x.gml", text.as_bytes()).unwrap();
    super::super::tests::sound(&read);
    let meta = &read.graphs[0].meta;
    assert_eq!((meta.creator.as_str(), meta.description.as_str()), ("me", "of 1914"));
    let others: Vec<_> = meta.others.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    let expected = [
        ("Version", "2"),
        ("source.title", "Acts"),
        ("source.page.from", "3"),
        ("Creator", "you"),
        ("comment", "more"),
        ("node", "4"),
    ];
    assert_eq!((others, read.graphs[0].nodes.len()), (expected.to_vec(), 1));
    let refused: Vec<_> = read.report.refused_list().map(|refused| read.report.words(refused.at)).collect();
    assert_eq!(refused, ["line 7", "line 8"]);
    let text = "node [ id 3 ] graph [ node [ id 1 ] ] Version 1 graph [ node [ id 2 ] ] edge [ source 1 target 2 ]";
    let read = read_named("gml", "x.gml", text.as_bytes()).unwrap();
    super::super::tests::sound(&read);
    assert_eq!((read.report.refused_count(), read.graphs[0].meta.others.len()), (2, 1));
    assert!(read.graphs[1].meta.others.is_empty());
}

#[test]
fn a_name_that_stands_only_in_the_drawing_is_one() {
    let graph = read(
        "graph [ node [ id 1 LabelGraphics [ text \"Anna\" ] ] node [ id 2 label \"Bert\" LabelGraphics [ text \"B.\" ] ]\n\
         node [ id 3 label \"\" LabelGraphics [ text \"Cleo\" ] ] edge [ source 1 target 2 LabelGraphics [ text \"knows\" ] ] ]",
    );
    let labels = [0, 1, 2].map(|node| graph.nodes.label(node).unwrap_or_default());
    assert_eq!((labels, graph.edges.label(0).as_deref()), (["Anna", "Bert", "Cleo"].map(str::to_owned), Some("knows")));
}

#[test]
fn a_node_that_is_told_twice_keeps_what_both_say() {
    let graph = read("graph [ node [ id 1 phone \"111\" ] node [ id 1 phone \"222\" ] ]");
    assert_eq!((graph.nodes.len(), graph.nodes.columns.shown("phone", 0).as_deref()), (1, Some("111; 222")));
}
