//! Parts of Pajek projects, and what is wrong with some files.

use super::super::graph::When;
use super::super::tests::{fixture, read_as, read_named};
use super::*;
use crate::problem::codes;

#[test]
fn all_parts_of_a_project_are_read() {
    let read = read_as("pajek", "full.net", &fixture("graphs/hand/pajek/full.net")).unwrap();
    let graph = &read.graphs[0];
    assert_eq!((graph.nodes.len(), graph.ends().len(), graph.meta.title.as_str()), (5, 9, "Affiliations of people"));
    assert_eq!(graph.nodes.label(1).as_deref(), Some("Bert \"B\" Klee"));
    assert_eq!(graph.position(0), Some(Position { x: 0.1, y: 0.2, z: Some(0.5) }));
    assert_eq!(graph.nodes.times.of(0), [When::Spell("1", "5"), When::At("7")]);
    assert_eq!(
        (graph.nodes.columns.shown("shape", 0), graph.nodes.columns.shown("ic", 0)),
        (Some("box".into()), Some("Red".into()))
    );
    assert_eq!((graph.edge_kind(0), graph.edge_kind(2), graph.edge_kind(3)), (Some("works for"), Some("owns"), None));
    assert_eq!((graph.weight(0), graph.edges.label(0).as_deref()), (Some(2.5), Some("since 2014")));
    assert_eq!(
        (graph.direction(0), graph.direction(3), graph.weight(3)),
        (Direction::Directed, Direction::Undirected, Some(-1.0))
    );
    assert_eq!((graph.node_kind(2), graph.nodes.columns.shown("score.vec", 4).as_deref()), (Some("3"), Some("4")));
}

#[test]
fn two_modes_and_matrices_are_read() {
    let read = read_as("pajek", "twomode.net", &fixture("graphs/hand/pajek/twomode.net")).unwrap();
    assert_eq!((read.graphs[0].node_kind(1), read.graphs[0].node_kind(2)), (Some("first mode"), Some("second mode")));
    let text = "*Vertices 3 2\n1 a\n2 b\n3 c\n*Matrix\n1\n0";
    let graph = read_named("pajek", "x", text.as_bytes()).unwrap().graphs.remove(0);
    assert_eq!((graph.ends(), graph.direction(0)), (&[(0, 2)][..], Direction::Undirected));
    let matrix = |cells: &str| {
        let text = format!("*Vertices 2\n1 a\n2 b\n*Matrix\n{cells}\n");
        read_named("pajek", "x", text.as_bytes()).unwrap()
    };
    let same = matrix("0 3\n3 0");
    assert_eq!((same.graphs[0].ends(), same.graphs[0].direction(0)), (&[(0, 1)][..], Direction::Undirected));
    assert_eq!((same.graphs[0].weight(0), same.report.merged_list().len()), (Some(3.0), 1));
    let differs = matrix("0 3\n2 0");
    assert_eq!((differs.graphs[0].ends().len(), differs.graphs[0].direction(1)), (2, Direction::Directed));
}

#[test]
fn sums_behind_the_rows_of_a_matrix_are_left_out() {
    let read = read_named("pajek", "x", b"*vertices 3 2\n 1 \"A\"\n*matrix\n1 1\n0 0\n").unwrap();
    assert_eq!((read.graphs[0].ends(), read.report.notes()[0].count), (&[(0, 1)][..], 2));
}

#[test]
fn lines_before_the_vertices_are_passed_over_and_numbers_of_no_vertex_refused() {
    let text = "a title\r*Vertices 2\r1 \"a\"\r0 \"z\"\r2 \"b\"\r*Arcs\r1 2\r1 3\r*Arcslist\r2 1 7\r";
    let read = read_named("pajek", "x", text.as_bytes()).unwrap();
    assert_eq!((read.graphs[0].nodes.len(), read.graphs[0].ends()), (2, &[(0, 1), (1, 0)][..]));
    let refused: Vec<_> = read.report.refused_list().map(|refused| read.report.words(refused.at)).collect();
    assert_eq!(refused, ["line 4", "line 8", "line 10"]);
    assert!(read.report.notes().iter().any(|note| note.message == "a line before `*Vertices`"));
}

#[test]
fn what_is_not_listed_is_there_and_what_is_wrong_is_told() {
    let read = read_named("pajek", "x", b"*Vertices 3\n1 a\nx b\n*Arcs\n1\n1 3 NaN\n").unwrap();
    assert_eq!((read.graphs[0].nodes.len(), read.report.refused_count(), read.graphs[0].weight(0)), (3, 2, None));
    for (text, line, code) in [
        ("*Vertices 2\n1 \"a\n", 2, codes::CUT_OFF),
        ("*Vertices 2\n1 a\n2 b\n*Matrix\n0 1\n0\n", 4, codes::CUT_OFF),
        ("*Vertices 99999999999\n", 1, codes::NOT_THE_FORMAT),
        ("*Vertices 90000\n*Vertices 90000\n", 2, codes::NOT_THE_FORMAT),
        ("*Vertices\n", 1, codes::NOT_THE_FORMAT),
        ("*Vertices 1 3\n1 a\n", 1, codes::NOT_THE_FORMAT),
        ("*Arcs\n1 2\n", 2, codes::NOT_THE_FORMAT),
        ("*Vertices 1\n1 a\n*Matrix\n1\n1", 5, codes::NOT_THE_FORMAT),
        ("1 2\n", 1, codes::NOT_THE_FORMAT),
    ] {
        let problem = read_named("pajek", "x", text.as_bytes()).unwrap_err();
        assert_eq!((problem.place.as_ref().map(|p| p.line), problem.code), (Some(line), code), "{text}");
    }
}
