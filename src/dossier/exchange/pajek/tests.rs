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
fn labels_of_several_lines_are_read_and_places_stay_right() {
    let text = "*Vertices 3\n1 \"a\nb\" 0.5 0.5\n2 c\n3 d\n*Arcs\n1 9\n1 2\n";
    let read = read_named("pajek", "x", text.as_bytes()).unwrap();
    assert_eq!(read.graphs[0].nodes.label(0).as_deref(), Some("a\nb"));
    assert_eq!((read.graphs[0].nodes.len(), read.graphs[0].ends()), (3, &[(0, 1)][..]));
    let refused: Vec<_> = read.report.refused_list().map(|refused| read.report.words(refused.at)).collect();
    assert_eq!(refused, ["line 7"]);
    let cut = "*Vertices 2\n1 \"a\n2 \"b\"\n";
    assert!(read_named("pajek", "x", cut.as_bytes()).is_err(), "a mark that is not closed swallows no vertex");
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
        ("*Vertices 3\n*Partition p\n*Vertices 3\n1\n", 2, codes::CUT_OFF),
        ("*Vertices 3\n*Vector v\n*Vertices 3\n1\n2\n*Partition p\n*Vertices 3\n1\n2\n3\n", 2, codes::CUT_OFF),
        ("*Vertices 3\n*Vector v\n*Vertices 3\n", 2, codes::CUT_OFF),
    ] {
        let problem = read_named("pajek", "x", text.as_bytes()).unwrap_err();
        assert_eq!((problem.place.as_ref().map(|p| p.line), problem.code), (Some(line), code), "{text}");
    }
}

#[test]
fn partitions_and_vectors_of_another_length_are_told() {
    let read = |text: &str| {
        let read = read_named("pajek", "x", text.as_bytes()).unwrap();
        let notes: Vec<_> = read.report.notes().iter().map(|note| (note.message.clone(), note.count)).collect();
        let shown = |name: &str| {
            let columns = &read.graphs[0].nodes.columns;
            (0..read.graphs[0].nodes.len() as u32).map(|node| columns.shown(name, node)).collect::<Vec<_>>()
        };
        (notes, shown("p"), shown("p (2)"))
    };
    let text = |of: &str| of.to_owned();
    let (notes, first, second) =
        read("*Vertices 2\n1 \"a\"\n*Partition p\n*Vertices 4\n1\n2\n7\n8\n*Vector p\n*Vertices 2\n0.5\n1.5\n");
    let expected = [
        (text("`*Vertices` of this partition does not match the number of vertices in the network"), 1),
        (text("a number of a partition after that of the last vertex"), 2),
        (text("fewer vertices are listed than `*Vertices` says; the others have only a number"), 1),
    ];
    assert_eq!(notes, expected);
    assert_eq!(first, [1, 2].map(|n| Some(n.to_string())));
    assert_eq!(second, [Some(text("0.5")), Some(text("1.5"))]);
    // Only what is within its own number is for a vertex.
    let (notes, first, _) = read("*Vertices 3\n*Partition p\n*Vertices 1\n1\n2\n");
    assert_eq!((notes.len(), first), (2, vec![Some(text("1")), None, None]));
    assert_eq!(read("*Vertices 2\n*Partition p\n5\n").0.len(), 1);
    let (notes, first, _) = read("*Vertices 2\n*Partition p\n5\n*Vector v\n1\n2\n");
    assert_eq!(
        notes,
        [(text("a partition has fewer numbers than the network has vertices; the last vertices have none"), 1)]
    );
    assert_eq!(first, [Some(text("5")), None]);
}

#[test]
fn relations_have_their_names_wherever_these_stand() {
    let kinds = |text: &str| {
        let read = read_named("pajek", "x", format!("*Vertices 3\n{text}").as_bytes()).unwrap();
        super::super::tests::sound(&read);
        let graph = &read.graphs[0];
        assert_eq!(graph.nodes.len(), 3, "{text}");
        let edge = |(edge, (from, to)): (u32, &(u32, u32))| {
            format!("{}-{} {}", graph.id(*from), graph.id(*to), graph.edge_kind(edge).unwrap_or_default())
        };
        (0..).zip(graph.ends()).map(edge).collect::<Vec<_>>()
    };
    assert_eq!(kinds("*Arcs\n1: 1 2 5\n 2:  2 3 1\n1 3\n"), ["1-2 1", "2-3 2", "1-3 "]);
    let found = kinds("*Arcs :1 \"knows\"\n1 2\n*Edges :2 \"owns\"\n1: 1 3\n2 3\n");
    assert_eq!(found, ["1-2 knows", "1-3 knows", "2-3 owns"]);
    assert_eq!(kinds("*Arcs: \"likes\"\n1 2 5\n*Edges \"hates\"\n1 2 1\n"), ["1-2 likes", "1-2 hates"]);
    assert_eq!(kinds("*Arcs:2 \"likes\"\n1 2\n*Edges 1\n1 3\n"), ["1-2 likes", "1-3 "]);
    assert_eq!(kinds("*Arcslist :1 \"knows\"\n1 2 3\n7: 2 3\n"), ["1-2 knows", "1-3 knows", "2-3 7"]);
    let read = read_named("pajek", "x", b"*Vertices 2\n*Arcs\n1:\n1: 2\n").unwrap();
    assert_eq!(read.report.refused_count(), 2);
}
