//! Forms of DL data, and what is wrong with some files.

use super::super::tests::{fixture, read_as, read_named};
use super::*;
use crate::problem::codes;

fn hand(name: &str) -> Graph {
    read_as("dl", name, &fixture(&format!("graphs/hand/dl/{name}.dl"))).unwrap().graphs.remove(0)
}

fn edges(graph: &Graph) -> Vec<String> {
    let one = |(edge, (from, to)): (usize, &(u32, u32))| {
        format!("{}-{} {:?}", graph.id(*from), graph.id(*to), graph.weight(edge as u32).unwrap_or(1.0))
    };
    graph.ends().iter().enumerate().map(one).collect()
}

#[test]
fn all_forms_of_data_are_read() {
    let graph = hand("matrix");
    assert_eq!((graph.nodes.len(), graph.ends().len(), graph.id(3)), (4, 7, "Dora"));
    let graph = hand("embedded");
    assert_eq!(edges(&graph), ["barry-david 1.0", "barry-lin 2.0", "david-barry 1.0", "lin-david 1.0"]);
    assert_eq!(edges(&hand("edgelist")), ["george-sally 2.0", "george-jim 1.5", "jim-billy 1.0"]);
    assert_eq!(hand("edgelist").nodes.len(), 5);
    assert_eq!(edges(&hand("edgelist-embedded")).len(), 5);
    assert_eq!(edges(&hand("nodelist"))[..2], ["george-sally 1.0", "george-jim 1.0"]);
}

#[test]
fn halves_modes_and_matrices_are_read() {
    let read = |text: &str| read_named("dl", "x", text.as_bytes()).unwrap().graphs.remove(0);
    let graph = read("dl n=3 format=lowerhalf diagonal=absent\nlabels: a b c\ndata:\n1\n0 2\n");
    assert_eq!(
        (edges(&graph), graph.direction(0)),
        (vec!["b-a 1.0".to_owned(), "c-b 2.0".to_owned()], Direction::Undirected)
    );
    let graph = read("dl nr=2, nc=3\nrow labels: a,b\ncolumn labels: x,y,z\ndata:\n1 0 1\n0 1 0\n");
    assert_eq!(edges(&graph), ["a-x 1.0", "a-z 1.0", "b-y 1.0"]);
    assert_eq!((graph.node_kind(0), graph.node_kind(4)), (Some("row"), Some("column")));
    let graph = read("dl n=2, nm=2\nlabels: a,b\nmatrix labels: knows,owns\ndata:\n0 1\n0 0\n0 0\n1 0\n");
    assert_eq!((graph.edge_kind(0), graph.edge_kind(1)), (Some("knows"), Some("owns")));
    let graph = read("dl n=3\nlabels: a,b,c\ndata:\n1 2 0\n2 0 1\n0 1 0\n");
    assert_eq!(edges(&graph), ["a-a 1.0", "a-b 2.0", "b-c 1.0"]);
    assert!((0..3).all(|edge| graph.direction(edge) == Direction::Undirected), "it is the same across its diagonal");
    let graph = read("dl n=2\ndata:\n0 1\n2 0\n");
    assert_eq!((edges(&graph).len(), graph.direction(0)), (2, Direction::Directed));
    let graph = read("dl n=2 labels embedded\ndata:\nanna Bert\nANNA 0 1\nbert 0 0");
    assert_eq!((graph.nodes.len(), edges(&graph)), (2, vec!["anna-Bert 1.0".to_owned()]));
    let graph = read("dl n=3\ndata:\n0 1 0\n0 0 0\n0 0 0");
    assert_eq!((graph.nodes.len(), graph.id(2)), (3, "3"));
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    for (text, line, code) in [
        ("dl n=2\ndata:\n0 1\n0", 4, codes::CUT_OFF),
        ("dl n=2", 1, codes::CUT_OFF),
        ("dl n=2\nlabels: a", 2, codes::CUT_OFF),
        ("dl n=2\ndata:\n0 1\n0 x", 4, codes::NOT_THE_FORMAT),
        ("dl n=2\ndata:\n0 1\n0 1\n7", 5, codes::NOT_THE_FORMAT),
        ("dl n=x\ndata:", 1, codes::NOT_THE_FORMAT),
        ("dl n=99999999999\ndata:", 1, codes::NOT_THE_FORMAT),
        ("dl n=2 format=blockmatrix\ndata:", 1, codes::NOT_THE_FORMAT),
    ] {
        let problem = read_named("dl", "x", text.as_bytes()).unwrap_err();
        assert_eq!((problem.place.as_ref().map(|p| p.line), problem.code), (Some(line), code), "{text}");
    }
    let read = read_named("dl", "x", b"dl n=2 format=edgelist1\ndata:\n1 2\n1 7\n2\n").unwrap();
    assert_eq!((read.graphs[0].ends().len(), read.report.refused_count()), (1, 2));
}
