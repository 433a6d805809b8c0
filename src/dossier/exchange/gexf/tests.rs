//! Spells, nesting and values of GEXF, and what is wrong with some files.

use super::super::Read;
use super::super::graph::{Direction, Graph, When};
use super::super::tests::{fixture, read_as, read_named};
use super::super::value::Value;
use crate::problem::codes;

fn hand(name: &str) -> Read {
    read_as("gexf", name, &fixture(&format!("graphs/hand/gexf/{name}.gexf"))).unwrap()
}

fn times(graph: &Graph, node: &str) -> Vec<(String, String)> {
    let pair = |when| match when {
        When::At(moment) => (moment, "at"),
        When::Spell(start, end) => (start, end),
    };
    let node = graph.node(node).unwrap();
    graph.nodes.times.of(node).into_iter().map(pair).map(|(a, b): (&str, &str)| (a.to_owned(), b.to_owned())).collect()
}

#[test]
fn spells_values_over_time_and_kinds_are_kept() {
    let read = hand("dynamics");
    let graph = &read.graphs[0];
    assert_eq!((graph.nodes.len(), graph.ends().len()), (3, 4));
    assert_eq!(times(graph, "0"), [("2009-03-01".to_owned(), String::new())]);
    let spells = [("", "2009-03-01"), ("2009-03-05", "2009-03-10")].map(|(a, b)| (a.to_owned(), b.to_owned()));
    assert_eq!(times(graph, "2"), spells);
    assert_eq!(graph.edges.times.of(2), [When::Spell("2009-03-01", "2009-03-05"), When::At("2009-04-01")]);
    assert_eq!(graph.nodes.columns.get("frog").unwrap().get(1), Some(Value::Boolean(true)));
    assert_eq!(
        graph.nodes.columns.shown("indegree", 1).as_deref(),
        Some("1 (../2009-03-01); 2 (2009-03-01/2009-03-10)")
    );
    assert_eq!((graph.edge_kind(0), graph.edge_kind(1), graph.weight(1)), (Some("knows"), Some("owns"), Some(2.5)));
    let directions = [0, 1, 2, 3].map(|edge| graph.direction(edge));
    assert_eq!(directions, [Direction::Directed, Direction::Directed, Direction::Undirected, Direction::Mutual]);
    assert_eq!(graph.edges.columns.get("how").unwrap().get(3), Some(Value::List(vec!["x".into(), "y, z".into()])));
    assert_eq!(graph.edges.columns.get("how").unwrap().get(0), Some(Value::List(vec!["a".into(), "b".into()])));
    assert_eq!(
        (graph.position(2).map(|p| (p.x, p.y)), graph.nodes.columns.shown("color", 2).as_deref()),
        (Some((1.5, -2.0)), Some("#FF6600"))
    );
    assert_eq!((graph.meta.creator.as_str(), graph.meta.date.as_str()), ("Gexf.net", "2009-03-20"));
}

#[test]
fn nested_nodes_slices_and_old_spellings_are_read() {
    let read = hand("hierarchy");
    let graph = &read.graphs[0];
    let parent = |id: &str| graph.node(id).and_then(|node| graph.parent(node)).map(|node| graph.id(node));
    assert_eq!((graph.nodes.len(), graph.ends().len()), (5, 3));
    assert_eq!([parent("a"), parent("b"), parent("c"), parent("d")], [None, Some("a"), Some("b"), Some("a")]);
    let d = graph.node("d").unwrap();
    assert_eq!(graph.nodes.columns.shown("title", d).as_deref(), Some("old style"));
    assert_eq!(graph.nodes.columns.shown("color", d).as_deref(), Some("#ff6600"));
    assert_eq!(times(graph, "e"), [("2001".to_owned(), "2002".to_owned())]);
    assert_eq!((graph.weight(1), graph.edges.label(2).as_deref()), (Some(3.0), Some("near")));
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    for (text, line, code) in [
        ("<gexf><graph><nodes>\n<node/></nodes></graph></gexf>", 2, codes::NOT_THE_FORMAT),
        ("<gexf><graph><edges>\n<edge target='a'/></edges></graph></gexf>", 2, codes::NOT_THE_FORMAT),
        ("<gexf><graph><attributes>\n<attribute/></attributes></graph></gexf>", 2, codes::NOT_THE_FORMAT),
        ("<gexf>\n</gexf>", 1, codes::NOT_THE_FORMAT),
        ("<gexf>\n<graph>", 2, codes::CUT_OFF),
        ("<graphml/>", 1, codes::NOT_THE_FORMAT),
    ] {
        let problem = read_named("gexf", "x.gexf", text.as_bytes()).unwrap_err();
        assert_eq!((problem.place.as_ref().map(|p| p.line), problem.code), (Some(line), code), "{text}");
        assert!(problem.help.is_some());
    }
}

#[test]
fn attributes_of_no_meaning_here_are_fields() {
    let text = "<gexf><graph><nodes><node id='a' rank='3'/></nodes><edges><edge source='a' target='a' type='knows' \
                start='2014' foo='1'/></edges></graph></gexf>";
    let read = read_named("gexf", "x", text.as_bytes()).unwrap();
    let graph = &read.graphs[0];
    let edge = |name: &str| graph.edges.columns.shown(name, 0);
    assert_eq!((edge("type").as_deref(), edge("foo").as_deref(), edge("start")), (Some("knows"), Some("1"), None));
    assert_eq!(graph.nodes.columns.shown("rank", 0).as_deref(), Some("3"));
}

/// Nodes `a` and `b` whose elements these are, with the attributes `party` (a text, with a default) and `seats`.
fn with_values(a: &str, b: &str) -> Read {
    let text = format!(
        "<gexf><graph><attributes class='node'><attribute id='0' title='party' type='string'><default>none</default></attribute>\
         <attribute id='1' title='seats' type='integer'/></attributes><nodes><node id='a'><attvalues>{a}</attvalues></node>\
         <node id='b'><attvalues>{b}</attvalues></node></nodes></graph></gexf>"
    );
    read_named("gexf", "x", text.as_bytes()).unwrap()
}

#[test]
fn values_that_are_said_twice_are_kept_twice() {
    let value = |of: usize, value: &str, when: &str| format!("<attvalue for='{of}' value='{value}' {when}/>");
    let a = [value(0, "Red", ""), value(0, "Green", ""), value(0, "Red", ""), value(1, "7", ""), value(1, "8", "")];
    let b = [value(0, "Green", ""), value(0, "Red", "start='2009'"), value(1, "3", ""), value(1, "3", "")];
    let read = with_values(&a.concat(), &b.concat());
    let own = |name: &str, node| read.graphs[0].nodes.columns.shown(name, node).unwrap_or_default();
    assert_eq!([own("party", 0), own("party", 1)], ["Red; Green", "Green; Red (2009/..)"]);
    assert_eq!([own("seats", 0), own("seats", 1), own("seats (2)", 0), own("seats (2)", 1)], ["7", "3", "8", ""]);
    let notes: Vec<_> = read.report.notes().iter().map(|note| (note.message.as_str(), note.count)).collect();
    assert!(notes.contains(&("`party`: a record has several values; all were kept", 2)), "{notes:?}");
}

#[test]
fn a_value_may_be_the_text_of_its_element() {
    let read =
        with_values("<attvalue for='0'> Green </attvalue>", "<attvalue for='0' value='Red'/><attvalue for='1'/>");
    let own = |node| read.graphs[0].nodes.columns.shown("party", node);
    assert_eq!((own(0).as_deref(), own(1).as_deref()), (Some("Green"), Some("Red")));
}

#[test]
fn text_where_only_elements_stand_is_a_tag_that_lost_its_beginning() {
    for (body, line) in [
        ("\ngraph><nodes/></graph>", 2),
        ("<graph>\nnodes></graph>", 2),
        ("<graph><nodes>\n node id='b'/></nodes></graph>", 2),
        ("<graph><nodes><node id='a'><attvalues>\nattvalue for='0' value='1'/></attvalues></node></nodes></graph>", 2),
        ("<graph><attributes>\nattribute id='0'/></attributes></graph>", 2),
        ("<graph><attributes><attribute id='0'>\ndefault&gt;</attribute></attributes></graph>", 2),
        ("<graph><edges><edge source='a' target='b'>\nx</edge></edges></graph>", 2),
        ("<meta>\ncreator></meta><graph/>", 2),
    ] {
        let text = format!("<gexf>{body}</gexf>");
        let Err(problem) = read_named("gexf", "x", text.as_bytes()) else { panic!("{text}") };
        assert_eq!(
            (problem.place.as_ref().map(|p| p.line), problem.code),
            (Some(line), codes::NOT_THE_FORMAT),
            "{text}"
        );
        assert!(problem.message.contains("is between tags where no text is allowed"), "{text}: {}", problem.message);
    }
    let harmless = "<gexf>\n<meta> <creator>x</creator>\u{a0}</meta><graph><nodes>&#10;<node id='a'><x>y</x></node></nodes></graph></gexf>";
    assert_eq!(read_named("gexf", "x", harmless.as_bytes()).unwrap().graphs[0].nodes.len(), 1);
}

#[test]
fn all_that_a_file_says_of_itself_is_kept_once() {
    let text = "<gexf><meta lastmodifieddate='2014-01-01'><creator>X</creator><creator>Y</creator><keywords>banks, Linz</keywords>\
                <licence>CC BY</licence><note/></meta><graph mode='static'><nodes><node id='a'/></nodes></graph><graph/></gexf>";
    let read = read_named("gexf", "x", text.as_bytes()).unwrap();
    let metas: Vec<_> = read.graphs.iter().map(|graph| &graph.meta).collect();
    assert_eq!((metas[0].creator.as_str(), metas[0].licence.as_str(), metas[1].creator.as_str()), ("X", "CC BY", "X"));
    let others = [("creator", "Y"), ("keywords", "banks, Linz"), ("mode", "static")];
    assert_eq!(metas[0].others, others.map(|(key, value)| (key.to_owned(), value.to_owned())));
    assert!(metas[1].others.is_empty());
}
