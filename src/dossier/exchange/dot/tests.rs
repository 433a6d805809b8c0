//! What statements of DOT mean, and what is wrong with some.

use super::super::graph::{Direction, Graph};
use super::super::tests::read_named;
use crate::problem::codes;

fn read_all(text: &str) -> Vec<Graph> {
    read_named("dot", "x.dot", text.as_bytes()).unwrap().graphs
}

fn read(text: &str) -> Graph {
    read_all(text).remove(0)
}

fn edges(graph: &Graph) -> Vec<String> {
    graph.ends().iter().map(|(from, to)| format!("{}-{}", graph.id(*from), graph.id(*to))).collect()
}

#[test]
fn chains_lists_and_subgraphs_make_edges() {
    let graph =
        read("digraph { a -> b -> c; a -> {b c}; {a; b} -> {c d}; e, f -> g; subgraph s { x y } s -> subgraph s }");
    let expected = ["a-b", "b-c", "a-b", "a-c", "a-c", "a-d", "b-c", "b-d", "e-g", "f-g", "s-x", "s-y"];
    assert_eq!(edges(&graph), expected);
}

#[test]
fn defaults_hold_from_where_they_stand() {
    let graph = read(
        "digraph { node [shape=box, kind=k]; a; node [shape=disc]; b; subgraph { node [kind=l] c } d [kind=m]; \
         edge [how=x] a->b; edge [how=y] b->c [label=\"\\T to \\H\"]; c->d [weight=2.5] }",
    );
    let shown = |name: &str, id: &str| graph.nodes.columns.shown(name, graph.node(id).unwrap());
    for (id, shape, kind) in [("a", "box", "k"), ("b", "disc", "k"), ("c", "disc", "l"), ("d", "disc", "m")] {
        assert_eq!((shown("shape", id).as_deref(), shown("kind", id).as_deref()), (Some(shape), Some(kind)), "{id}");
    }
    assert_eq!(graph.edges.columns.shown("how", 0).as_deref(), Some("x"));
    assert_eq!(graph.edges.columns.shown("how", 1).as_deref(), Some("y"));
    assert_eq!((graph.edges.label(1).as_deref(), graph.weight(2)), (Some("b to c"), Some(2.5)));
}

#[test]
fn strict_graphs_and_keys_merge_edges() {
    let read_report = |text: &str| read_named("dot", "x", text.as_bytes()).unwrap();
    let read = read_report("strict graph { a--b [x=1]; b--a [y=2]; a--a; a--a }");
    assert_eq!((read.graphs[0].ends().len(), read.report.merged_list().len()), (2, 2));
    assert_eq!(read.graphs[0].edges.columns.shown("x", 0).as_deref(), Some("1"));
    assert_eq!(read.graphs[0].edges.columns.shown("y", 0).as_deref(), Some("2"));
    let read = read_report("digraph { a->b [key=1]; a->b [key=1, x=2]; a->b [key=2]; a->b; a->b }");
    assert_eq!((read.graphs[0].ends().len(), read.report.merged_list().len()), (4, 1));
}

#[test]
fn clusters_hold_what_lies_in_them() {
    let graph = read(
        "digraph { subgraph cluster_a { label=\"A \\n\"; x; subgraph cluster_b { y } z } y -> w; subgraph { cluster=true; w } }",
    );
    let parent = |id: &str| graph.node(id).and_then(|node| graph.parent(node)).map(|node| graph.id(node).to_owned());
    assert_eq!(parent("x").as_deref(), Some("cluster_a"));
    assert_eq!(parent("y").as_deref(), Some("cluster_b"));
    assert_eq!(parent("cluster_b").as_deref(), Some("cluster_a"));
    assert_eq!((parent("w").as_deref(), parent("cluster_a")), (Some("cluster"), None));
    let group = graph.node("cluster_a").unwrap();
    assert_eq!((graph.node_kind(group), graph.nodes.label(group).as_deref()), (Some("cluster"), Some("A ")));
}

#[test]
fn a_node_may_lie_in_two_clusters() {
    let parents = |graph: &Graph, id: &str| {
        let node = graph.node(id).unwrap();
        let more = graph.more_parents().iter().filter(|(of, _)| *of == node).map(|(_, parent)| *parent);
        graph.parent(node).into_iter().chain(more).map(|node| graph.id(node).to_owned()).collect::<Vec<_>>()
    };
    let graph = read("graph { subgraph cluster_a { x y } subgraph cluster_b { y z } subgraph cluster_a { x } }");
    assert_eq!(parents(&graph, "y"), ["cluster_a", "cluster_b"]);
    assert_eq!(parents(&graph, "x"), ["cluster_a"]);
    assert_eq!(parents(&graph, "z"), ["cluster_b"]);
    // What lies in a cluster of a cluster lies in both anyway.
    let graph = read(
        "graph { subgraph cluster_a { y; subgraph { subgraph cluster_b { y z } } x } subgraph cluster_a { w } \
         subgraph cluster_c { y } }",
    );
    assert_eq!(parents(&graph, "y"), ["cluster_b", "cluster_c"]);
    assert_eq!(parents(&graph, "z"), ["cluster_b"]);
    assert_eq!(parents(&graph, "w"), ["cluster_a"]);
    assert_eq!(parents(&graph, "cluster_b"), ["cluster_a"]);
}

#[test]
fn clusters_have_nothing_of_what_holds_for_all_nodes() {
    let graph = read(
        "graph { node [team=\"A\", age=3, shape=box]; before; subgraph cluster_x { node [team=\"B\"] inside [age=4] } \
         after [team=\"\"] }",
    );
    let shown = |name: &str, id: &str| graph.nodes.columns.shown(name, graph.node(id).unwrap()).unwrap_or_default();
    for (id, team, age) in [("before", "A", "3"), ("inside", "B", "4"), ("after", "", "3"), ("cluster_x", "", "")] {
        assert_eq!((shown("team", id).as_str(), shown("age", id).as_str()), (team, age), "{id}");
    }
    assert_eq!(shown("shape", "before"), "box");
    let graph = read("graph { node [team=\"A\"]; a }");
    assert_eq!(graph.nodes.columns.shown("team", 0).as_deref(), Some("A"));
}

#[test]
fn ports_directions_and_positions_are_kept() {
    let graph = read(
        "digraph { a:p:ne -> b:w; b -> c [dir=both]; c -> d [dir=none, headport=n]; a [pos=\"1.5,-2!\"]; b [pos=\"\"] }",
    );
    assert_eq!(graph.edge_ports(0), [Some("p:ne".to_owned()), Some("w".to_owned())]);
    assert_eq!(graph.edge_ports(2), [None, Some("n".to_owned())]);
    assert_eq!(
        [0, 1, 2].map(|edge| graph.direction(edge)),
        [Direction::Directed, Direction::Mutual, Direction::Undirected]
    );
    assert_eq!(graph.position(0).map(|p| (p.x, p.y)), Some((1.5, -2.0)));
    assert_eq!(graph.position(1), None);
    let graph =
        read("digraph { edge [dir=back]; a:p -> b; c -> d [dir=forward]; c -> a [dir=back]; c:x -> b [dir=none] }");
    let edges: Vec<_> = graph.ends().iter().map(|(from, to)| [*from, *to].map(|node| graph.id(node))).collect();
    assert_eq!(edges, [["b", "a"], ["c", "d"], ["a", "c"], ["c", "b"]]);
    assert_eq!(
        (graph.edge_ports(0), graph.edge_ports(3)),
        ([None, Some("p".to_owned())], [Some("x".to_owned()), None])
    );
    assert_eq!((graph.direction(2), graph.direction(3)), (Direction::Directed, Direction::Undirected));
}

#[test]
fn a_number_that_runs_into_a_name_is_told() {
    let read = read_named("dot", "x", b"graph { 2a; 3 -- 4 }").unwrap();
    assert_eq!((read.graphs[0].nodes.len(), read.report.notes().len()), (4, 1));
}

#[test]
fn each_graph_of_a_file_has_its_own_nodes() {
    let graphs = read_all("graph { a -- b }\n strict digraph \"x\" + \"y\" { a -> c }\ngraph \"\" {}");
    assert_eq!(graphs.iter().map(|g| g.nodes.len()).collect::<Vec<_>>(), [2, 2, 0]);
    assert_eq!(graphs[1].meta.title, "xy");
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    for (text, place, code) in [
        ("digraph {\n a -> b", (1, 9), codes::CUT_OFF),
        ("digraph {\n a [label=\"x }", (2, 11), codes::CUT_OFF),
        ("digraph {\n a [x=1 ", (2, 4), codes::CUT_OFF),
        ("digraph", (1, 8), codes::CUT_OFF),
        ("digraph { a ->", (1, 15), codes::CUT_OFF),
        ("digraph { a -- b }", (1, 13), codes::NOT_THE_FORMAT),
        ("graph { a -> b }", (1, 11), codes::NOT_THE_FORMAT),
        ("graph { edge -- b }", (1, 14), codes::NOT_THE_FORMAT),
        ("graph { a [=] }", (1, 12), codes::NOT_THE_FORMAT),
        ("graph { } }", (1, 11), codes::NOT_THE_FORMAT),
        ("graph { a ! }", (1, 11), codes::NOT_THE_FORMAT),
    ] {
        let problem = read_named("dot", "x.dot", text.as_bytes()).unwrap_err();
        assert_eq!((problem.place.map(|p| (p.line, p.column)), problem.code), (Some(place), code), "{text}");
        assert!(problem.help.is_some());
    }
}

#[test]
fn a_short_text_cannot_make_much() {
    let many: String = (0..3_000).map(|n| format!("n{n} ")).collect();
    let product = format!("graph {{ subgraph s {{ {many} }} s -- s }}");
    assert!(read_named("dot", "x", product.replace("s -- s", "subgraph s -- subgraph s").as_bytes()).is_err());
    let ends = |name: char| (0..1_000).map(|n| format!("{name}{n} ")).collect::<String>();
    let product = format!("digraph {{ {{ {} }} -> {{ {} }} }}", ends('a'), ends('b'));
    let problem = read_named("dot", "x", product.as_bytes()).unwrap_err();
    assert!(problem.message.contains("more than 1"), "{}", problem.message);
    let presets: String = (0..500).map(|n| format!("k{n}=0123456789,")).collect();
    let defaults = format!("graph {{ a; node [{presets}] {many} }}");
    assert!(read_named("dot", "x", defaults.as_bytes()).is_err());
    let presets: String = (0..600).map(|n| format!("k{n}=0,")).collect();
    assert!(read_named("dot", "x", format!("graph {{ node [{presets}] }}").as_bytes()).is_err());
    let presets: String = (0..500).map(|n| format!("k{n}=0,")).collect();
    let shared = format!("graph {{ node [{presets}] {} }}", "{ node [a=1] }".repeat(5_000));
    assert!(read_named("dot", "x", shared.as_bytes()).is_err());
    let again = format!("graph {{ subgraph s {{ {many} }} {} }}", "subgraph s;".repeat(5_000));
    assert!(read_named("dot", "x", again.as_bytes()).is_err());
    let clusters = format!("graph {{ {} }}", "{ cluster=1 }".repeat(30_000));
    assert_eq!(read(&clusters).nodes.len(), 30_000);
    let deep = format!("graph {}{}", "{".repeat(400), "}".repeat(400));
    assert_eq!(read_named("dot", "x", deep.as_bytes()).unwrap_err().code, codes::TOO_DEEP);
}

#[test]
fn what_subgraphs_say_and_a_graph_does_not_keep_is_noted() {
    let text = "digraph { subgraph cluster_a { color=red; label=A; x } subgraph b { label=B; y } }";
    let read = read_named("dot", "x", text.as_bytes()).unwrap();
    let told: Vec<_> = read.report.notes().iter().map(|note| note.message.as_str()).collect();
    assert_eq!(told, ["`color` of a subgraph or cluster", "the label of a subgraph that is no cluster"]);
}
