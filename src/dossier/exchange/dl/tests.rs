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

fn notes(read: &super::super::format::Read) -> Vec<(&str, usize)> {
    read.report.notes().iter().map(|note| (note.message.as_str(), note.count)).collect()
}

#[test]
fn a_row_and_a_column_of_one_label_are_two_nodes() {
    let read = |text: &str| read_named("dl", "x", text.as_bytes()).unwrap().graphs.remove(0);
    let names = |graph: &Graph| -> Vec<String> {
        let name = |node: u32| graph.nodes.label(node).unwrap_or_else(|| graph.id(node).to_owned());
        (0..graph.nodes.len() as u32).map(|node| format!("{} {}", graph.node_kind(node).unwrap(), name(node))).collect()
    };
    let matrix = "data:\n0 1 0\n1 0 0\n";
    let graph = read(&format!("dl nr=2, nc=3\nrow labels: 1,2\ncolumn labels: 1,2,3\n{matrix}"));
    assert_eq!(names(&graph), ["row 1", "row 2", "column 1", "column 2", "column 3"]);
    assert_eq!(graph.ends(), [(0, 3), (1, 2)]);
    // Where one of them has no labels it has numbers.
    let graph = read(&format!("dl nr=2, nc=3\ncolumn labels: 1,2,3\n{matrix}"));
    assert_eq!((graph.nodes.len(), graph.ends()), (5, &[(0, 3), (1, 2)][..]));
    let graph = read("dl nr=2 nc=2 format=edgelist2\nlabels embedded\ndata:\nAnna Linz\nLinz Anna\n");
    assert_eq!(names(&graph), ["row Anna", "column Linz", "row Linz", "column Anna"]);
    assert_eq!(graph.ends(), [(0, 1), (2, 3)]);
    // As many rows as columns with the same labels are one mode; other labels are another.
    let square = |columns: &str| {
        read(&format!("dl nr=2 nc=2\nrow labels: a,b\ncolumn labels: {columns}\ndata:\n0 1\n0 0\n")).nodes.len()
    };
    assert_eq!((square("A,b"), square("a,c")), (2, 4));
}

#[test]
fn labels_that_are_folded_are_told() {
    let read = |text: &str| read_named("dl", "x", text.as_bytes()).unwrap();
    let folded = "labels that differ only in upper and lower case were read as one node, as UCINET does";
    let found = read("dl n=3 format=edgelist1\nlabels embedded\ndata:\nAnna ANNA\nanna Bert\nAnna Bert\n");
    assert_eq!((found.graphs[0].nodes.len(), notes(&found)), (2, vec![(folded, 2)]));
    let found = read("dl n=3\nlabels: a,b,B\ndata:\n0 1 0\n0 0 0\n0 0 1\n");
    assert_eq!((found.graphs[0].nodes.len(), edges(&found.graphs[0])), (2, vec!["a-b 1.0".into(), "b-b 1.0".into()]));
    assert_eq!(notes(&found)[..1], [(folded, 1)]);
    let found = read("dl n=2\nlabels: a,a\ndata:\n0 1\n0 0\n");
    assert_eq!(notes(&found)[0].0, "a label occurs more than once in a list; its entries were read as one node");
    let found = read("dl n=2\nlabels: a,b\ndata:\n0 1\n1 0\n");
    assert!(!notes(&found).iter().any(|(message, _)| message.contains("label")));
}

#[test]
fn labels_with_blanks_stand_a_line_each() {
    let labels = "On the normalization\n'Dora K'\nRe: letters, and more";
    let text = format!("dl n=3 format=edgelist1\nlabels:\n{labels}\ndata:\n1 2\n2 3\n");
    let read = read_named("dl", "x", text.as_bytes()).unwrap();
    let expected = ["On the normalization-Dora K 1.0", "Dora K-Re: letters, and more 1.0"];
    assert_eq!((edges(&read.graphs[0]), read.report.is_whole()), (expected.map(str::to_owned).to_vec(), true));
    for text in [
        "dl n=2\nlabels:\nAnna Blum Bert\ndata:\n0 1\n1 0\n",
        "dl n=2 labels: a b c data: 0 1 1 0",
        "dl labels: a b\nn=2\ndata:\n0 1\n1 0\n",
    ] {
        let problem = read_named("dl", "x", text.as_bytes()).unwrap_err();
        assert_eq!(problem.message, "there are more labels here than the header announces", "{text}");
    }
    let read = read_named("dl", "x", b"dl n=2 labels: a b data: 0 1 1 0").unwrap();
    assert_eq!(read.graphs[0].nodes.len(), 2);
}

#[test]
fn what_stands_behind_the_value_of_an_edge_is_told() {
    let text = "dl n=3 format=edgelist1 labels embedded\ndata:\nAnna Bert 2,5\n\"Carl Blum\" a:b 1\n";
    let read = read_named("dl", "x", text.as_bytes()).unwrap();
    assert_eq!(edges(&read.graphs[0]), ["Anna-Bert 2.0", "Carl Blum-a:b 1.0"]);
    let told = read.report.notes().iter().map(|note| (note.kind, note.count)).collect::<Vec<_>>();
    assert_eq!(told, [(NoteKind::LeftOut, 1)]);
}
