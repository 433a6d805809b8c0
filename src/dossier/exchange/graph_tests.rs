//! What holds for all formats of graphs: files of other programs are read as those programs read them, what a small writer
//! writes is read back, damage is told, and nothing makes a reader panic.

use std::fmt::Write as _;

use proptest::prelude::*;
use serde_json::Value as Json;

use super::graph::{Direction, Graph};
use super::tests::{fixture, read_as, read_named, sound};
use super::*;

/// Formats of graphs, with the folder of their fixtures.
const GRAPHS: [&str; 9] = ["graphml", "gexf", "gml", "dot", "pajek", "dl", "anx", "mtgx", "stix"];

/// Where we read more than the program that made the table does: file, what differs, why.
const DIFFER: &[(&str, &str, &str)] = &[
    ("graphml/hand-gephi.graphml", "directed", "igraph knows no mixed direction"),
    (
        "graphml/hand-spec.graphml",
        "directed edges",
        "igraph drops an edge to an unknown node and knows no mixed direction",
    ),
    ("graphml/hand-yed.graphml", "directed", "networkx does not read arrows"),
];

fn differs(file: &str, what: &str) -> bool {
    DIFFER.iter().any(|(of, words, _)| *of == file && words.split(' ').any(|word| word == what))
}

fn direction(graph: &Graph) -> &'static str {
    let mut found = [false; 2];
    for edge in 0..graph.ends().len() as u32 {
        found[usize::from(graph.direction(edge) == Direction::Undirected)] = true;
    }
    match found {
        [true, true] => "mixed",
        [true, false] => "directed",
        [false, true] => "undirected",
        [false, false] if graph.default_direction == Direction::Undirected => "undirected",
        [false, false] => "directed",
    }
}

/// A value of the table as we show it.
fn shown(value: &Json) -> String {
    let text = match value {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    };
    if let Ok(list) = serde_json::from_str::<Vec<String>>(&text) {
        return list.join("; ");
    }
    match text.strip_prefix(':') {
        Some(labels) => labels.replace(':', "; "),
        None => text,
    }
}

fn same(one: &str, other: &str) -> bool {
    let number = |text: &str| match text {
        "true" | "True" => Some(1.0),
        "false" | "False" => Some(0.0),
        _ => text.parse::<f64>().ok(),
    };
    one == other || number(one).is_some_and(|one| number(other) == Some(one))
}

fn node_of(graph: &Graph, id: &str) -> Option<u32> {
    let called = |node: &u32| graph.nodes.label(*node).as_deref() == Some(id);
    graph.node(id).or_else(|| (0..graph.nodes.len() as u32).find(called))
}

fn node_says(graph: &Graph, node: u32, name: &str, wanted: &str) -> bool {
    let position = graph.position(node);
    match name {
        "x" if position.is_some() => return position.is_some_and(|p| same(wanted, &p.x.to_string())),
        "y" if position.is_some() => return position.is_some_and(|p| same(wanted, &p.y.to_string())),
        "pos" => return position.is_some_and(|p| wanted == format!("{},{}", p.x, p.y)),
        _ => {}
    }
    let roles = [graph.nodes.label(node), graph.node_kind(node).map(str::to_owned), Some(graph.id(node).to_owned())];
    graph
        .nodes
        .columns
        .shown(name, node)
        .into_iter()
        .chain(roles.into_iter().flatten())
        .any(|found| same(&found, wanted))
}

fn edge_says(graph: &Graph, edge: u32, name: &str, wanted: &str) -> bool {
    let [tail, head] = graph.edge_ports(edge);
    let roles = match name {
        "weight" => graph.weight(edge).map(|weight| weight.to_string()),
        // igraph tells of edges by the ids of their ends.
        "id" => return true,
        "headport" => head,
        "tailport" => tail,
        _ => graph.edge_kind(edge).map(str::to_owned),
    };
    let label = graph.edges.label(edge);
    graph.edges.columns.shown(name, edge).into_iter().chain(roles).chain(label).any(|found| same(&found, wanted))
}

#[test]
fn files_of_other_programs_are_read_as_those_read_them() {
    let table: Vec<Json> = serde_json::from_slice(&fixture("graphs/expected.json")).unwrap();
    assert!(table.len() > 40);
    for told in &table {
        let file = told["file"].as_str().unwrap();
        let format = file.split('/').next().unwrap();
        let read = read_as(format, file, &fixture(&format!("graphs/{file}")))
            .unwrap_or_else(|p| panic!("{file}: {}", p.to_text()));
        sound(&read);
        let count = |of: fn(&Graph) -> usize| read.graphs.iter().map(of).sum::<usize>();
        let clusters =
            |g: &Graph| (0..g.nodes.len() as u32).filter(|node| g.node_kind(*node) == Some("cluster")).count();
        let nodes = count(|g| g.nodes.len() - g.implied()) - count(clusters);
        if !differs(file, "nodes") {
            assert_eq!(Some(nodes as u64), told["nodes"].as_u64(), "{file}: nodes");
        }
        if let Some(edges) = told["edges"].as_u64().filter(|_| !differs(file, "edges")) {
            assert_eq!(count(|g| g.ends().len()) as u64, edges, "{file}: edges");
        }
        let graph = &read.graphs[0];
        if let Some(wanted) = told["directed"].as_str().filter(|_| !differs(file, "directed")) {
            assert_eq!(direction(graph), wanted, "{file}: direction");
        }
        if let Some(id) = told["node"][0].as_str() {
            // Of several graphs any may be the one that the table tells of.
            let wanted = told["node"][1].as_object().unwrap().iter().map(|(name, value)| (name, shown(value)));
            // A text that the program itself could not decode is not compared.
            let wanted: Vec<_> = wanted.filter(|(_, text)| !text.contains('\u{fffd}')).collect();
            let lacks = |graph: &Graph| -> Option<String> {
                let Some(node) = node_of(graph, id) else { return Some("is not there".to_owned()) };
                wanted
                    .iter()
                    .find(|(name, text)| !node_says(graph, node, name, text))
                    .map(|(name, text)| format!("{name} = {text}"))
            };
            let missing: Vec<_> = read.graphs.iter().filter_map(lacks).collect();
            assert!(missing.len() < read.graphs.len(), "{file}: node {id}: {missing:?}");
        }
        if let (Some(from), Some(to)) = (told["edge"][0].as_str(), told["edge"][1].as_str()) {
            let (from, to) = (node_of(graph, from).unwrap(), node_of(graph, to).unwrap());
            let attributes = told["edge"][2].as_object().unwrap();
            let fits = |edge: u32| attributes.iter().all(|(name, value)| edge_says(graph, edge, name, &shown(value)));
            let ends = graph.ends().iter().enumerate();
            let mut between =
                ends.filter(|(_, ends)| **ends == (from, to) || **ends == (to, from)).map(|(edge, _)| edge as u32);
            assert!(between.any(fits), "{file}: edge {}", told["edge"]);
        }
        if let Some(id) = told["position"][0].as_str() {
            let position = graph.position(node_of(graph, id).unwrap()).unwrap_or_else(|| panic!("{file}: no position"));
            assert_eq!(
                (Some(position.x), Some(position.y)),
                (told["position"][1].as_f64(), told["position"][2].as_f64()),
                "{file}"
            );
        }
    }
}

fn files_of(format: &str) -> Vec<(String, Vec<u8>)> {
    let folders = [format!("graphs/{format}"), format!("graphs/hand/{format}")];
    let names = folders.iter().flat_map(|folder| super::fixtures::names(folder));
    let out: Vec<_> =
        names.map(|name| (name.rsplit('/').next().unwrap_or_default().to_owned(), fixture(&name))).collect();
    assert!(!out.is_empty(), "{format}");
    out
}

#[test]
fn a_file_that_is_cut_off_is_refused_or_told() {
    for format in GRAPHS {
        for (name, bytes) in files_of(format) {
            for cut in (0..bytes.len()).step_by(97) {
                let (start, rest) = bytes.split_at(cut);
                let read = match read_named(format, &name, start) {
                    Err(problem) => {
                        assert!(!problem.message.is_empty());
                        continue;
                    }
                    Ok(read) => read,
                };
                sound(&read);
                let told = !read.report.notes().is_empty() || read.report.refused_count() > 0;
                let blank = rest.iter().all(|b| b.is_ascii_whitespace() || *b == 0);
                // Between two graphs a file is whole; formats of lines have no end of their own.
                let whole = match format {
                    "dot" => start.trim_ascii().ends_with(b"}"),
                    "gml" => start.trim_ascii().ends_with(b"]"),
                    "pajek" | "dl" => true,
                    _ => false,
                };
                assert!(told || blank || whole, "{name} cut off at {cut} of {}", bytes.len());
            }
        }
    }
}

/// A small network for the writers.
#[derive(Clone, Debug)]
struct Small {
    names: Vec<String>,
    edges: Vec<(usize, usize, Option<i16>)>,
    directed: bool,
}

fn small(signs: &'static str) -> impl Strategy<Value = Small> {
    (prop::collection::btree_set(signs, 1..8), any::<bool>()).prop_flat_map(|(names, directed)| {
        let names: Vec<String> = names.into_iter().collect();
        let end = 0..names.len();
        let edges = prop::collection::vec((end.clone(), end, prop::option::of(any::<i16>())), 0..12);
        edges.prop_map(move |edges| Small { names: names.clone(), edges, directed })
    })
}

fn xml(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&#34;").replace('\n', "&#10;").replace('\t', "&#x9;")
}

fn graphml(small: &Small) -> String {
    let mut out = format!(
        "<?xml version=\"1.0\"?>\n<graphml><key id=\"w\" for=\"edge\" attr.name=\"weight\" attr.type=\"double\"/>\
         <key id=\"l\" for=\"node\" attr.name=\"label\" attr.type=\"string\"/><graph edgedefault=\"{}\">\n",
        if small.directed { "directed" } else { "undirected" }
    );
    for name in &small.names {
        let _ = writeln!(out, "<node id=\"{}\"><data key=\"l\">{}</data></node>", xml(name), xml(name));
    }
    for (from, to, weight) in &small.edges {
        let weight = weight.map_or(String::new(), |weight| format!("<data key=\"w\">{weight}</data>"));
        let _ = writeln!(
            out,
            "<edge source=\"{}\" target=\"{}\">{weight}</edge>",
            xml(&small.names[*from]),
            xml(&small.names[*to])
        );
    }
    out + "</graph></graphml>"
}

fn gexf(small: &Small) -> String {
    let direction = if small.directed { "directed" } else { "undirected" };
    let mut out = format!("<gexf version=\"1.3\"><graph defaultedgetype=\"{direction}\"><nodes>\n");
    for name in &small.names {
        let _ = writeln!(out, "<node id=\"{0}\" label=\"{0}\"/>", xml(name));
    }
    out += "</nodes><edges>\n";
    for (from, to, weight) in &small.edges {
        let weight = weight.map_or(String::new(), |weight| format!(" weight='{weight}'"));
        let _ = writeln!(
            out,
            "<edge source=\"{}\" target=\"{}\"{weight}/>",
            xml(&small.names[*from]),
            xml(&small.names[*to])
        );
    }
    out + "</edges></graph></gexf>"
}

fn gml(small: &Small) -> String {
    let mut out = format!("graph [\n directed {}\n", u8::from(small.directed));
    for (number, name) in small.names.iter().enumerate() {
        let name = name.replace('&', "&amp;").replace('"', "&quot;");
        let _ = writeln!(out, " node [ id {number} label \"{name}\" ]");
    }
    for (from, to, weight) in &small.edges {
        let weight = weight.map_or(String::new(), |weight| format!("weight {weight}"));
        let _ = writeln!(out, " edge [ source {from} target {to} {weight} ]");
    }
    out + "]\n"
}

fn dot(small: &Small) -> String {
    let (kind, arrow) = if small.directed { ("digraph", "->") } else { ("graph", "--") };
    let quoted = |name: &str| format!("\"{}\"", name.replace('"', "\\\""));
    let mut out = format!("{kind} {{\n");
    for name in &small.names {
        let label = format!("\"{}\"", name.replace('&', "&amp;").replace('"', "\\\""));
        let _ = writeln!(out, "  {} [label={label}];", quoted(name));
    }
    for (from, to, weight) in &small.edges {
        let weight = weight.map_or(String::new(), |weight| format!("[weight={weight}]"));
        let _ = writeln!(out, "  {} {arrow} {} {weight}", quoted(&small.names[*from]), quoted(&small.names[*to]));
    }
    out + "}\n"
}

fn pajek(small: &Small) -> String {
    let mut out = format!("*Vertices {}\n", small.names.len());
    for (number, name) in small.names.iter().enumerate() {
        let _ = writeln!(out, "{} \"{}\"", number + 1, name.replace('"', "\"\""));
    }
    out += if small.directed { "*Arcs\n" } else { "*Edges\n" };
    for (from, to, weight) in &small.edges {
        let weight = weight.map_or(String::new(), |weight| weight.to_string());
        let _ = writeln!(out, "{} {} {weight}", from + 1, to + 1);
    }
    out
}

fn is_read_back(format: &str, small: &Small, text: &str) -> Result<(), TestCaseError> {
    let read = read_as(format, "x", text.as_bytes())
        .map_err(|problem| TestCaseError::fail(format!("{}\n{text}", problem.to_text())))?;
    sound(&read);
    let graph = &read.graphs[0];
    let names: Vec<String> =
        (0..graph.nodes.len() as u32).map(|node| graph.nodes.label(node).unwrap_or_default()).collect();
    prop_assert_eq!(&names, &small.names, "{}", text);
    let edges: Vec<_> = graph.ends().iter().map(|(from, to)| (*from as usize, *to as usize)).collect();
    let wanted: Vec<_> = small.edges.iter().map(|(from, to, _)| (*from, *to)).collect();
    prop_assert_eq!(edges, wanted, "{}", text);
    for (edge, (_, _, weight)) in small.edges.iter().enumerate() {
        prop_assert_eq!(graph.weight(edge as u32), weight.map(f64::from));
        let undirected = graph.direction(edge as u32) == Direction::Undirected;
        prop_assert_eq!(undirected, !small.directed);
    }
    prop_assert_eq!(read.report.refused_count() + read.report.notes().len(), 0, "{:?}", read.report);
    Ok(())
}

/// Pieces of all formats, from which broken files are put together.
const PIECES: &[&str] = &[
    "<graphml>",
    "<graph edgedefault='directed'>",
    "<node id='a'>",
    "<node id='b'/>",
    "</node>",
    "<edge source='a' target='b'>",
    "</edge>",
    "<data key='k'>",
    "</data>",
    "<key id='k' for='all' attr.name='x'>",
    "<default>1</default>",
    "</key>",
    "</graph>",
    "</graphml>",
    "<![CDATA[",
    "]]>",
    "&lt;",
    "&#",
    ";",
    "<!--",
    "-->",
    "<!DOCTYPE x [",
    "<!ENTITY e 'x'>",
    "&e;",
    "]>",
    "<y:NodeLabel>",
    "</y:NodeLabel>",
    "<y:Geometry x='1' y='2'/>",
    "<hyperedge>",
    "<endpoint node='a'/>",
    "</hyperedge>",
    "<gexf>",
    "<nodes>",
    "</nodes>",
    "<edges>",
    "</edges>",
    "<attvalues>",
    "<attvalue for='0' value='1' start='2'/>",
    "<spell start='1'/>",
    "<attributes class='node'>",
    "<attribute id='0' title='t' type='integer'/>",
    "</attributes>",
    "</gexf>",
    "<Chart>",
    "<ChartItemCollection>",
    "<ChartItem Label='x'>",
    "<Entity EntityId='1'/>",
    "<Link End1Id='1' End2Id='2'/>",
    "</ChartItem>",
    "graph [",
    "node [",
    "id 1",
    "label \"",
    "\"",
    "]",
    "[",
    "edge [ source 1 target 1 ]",
    "graph {",
    "digraph",
    "strict",
    "subgraph",
    "{",
    "}",
    "->",
    "--",
    "=",
    ",",
    ":",
    "+",
    "<b>",
    "a",
    "b",
    "node",
    "edge",
    "\\",
    "/*",
    "*/",
    "#",
    "//",
    "*Vertices 3\n",
    "*Arcs\n",
    "*Edges :1 \"x\"\n",
    "*Matrix\n",
    "1 2 3\n",
    "*Partition\n",
    "1 \"a\" 0.5 [1-2]\n",
    "dl n=2",
    "format=",
    "edgelist1",
    "labels:",
    "embedded",
    "data:",
    "{\"type\":\"bundle\",\"objects\":[",
    "{\"type\":\"x\",\"id\":\"x--1\"}",
    "\n",
    "\n",
    " ",
    "\0",
    "é",
    "\u{feff}",
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_back(small in small("[a-c0-2 é日<>&'/\\[\\]{};#]{1,6}")) {
        // Blanks at the ends are kept, and a label that is only blanks as well.
        is_read_back("graphml", &small, &graphml(&small))?;
        is_read_back("gexf", &small, &gexf(&small))?;
        is_read_back("gml", &small, &gml(&small))?;
        is_read_back("dot", &small, &dot(&small))?;
        is_read_back("pajek", &small, &pajek(&small))?;
    }

    #[test]
    fn marks_are_read_back(small in small("[a-c\"é]{1,6}")) {
        is_read_back("graphml", &small, &graphml(&small))?;
        is_read_back("gexf", &small, &gexf(&small))?;
        is_read_back("gml", &small, &gml(&small))?;
        is_read_back("dot", &small, &dot(&small))?;
        is_read_back("pajek", &small, &pajek(&small))?;
    }

    #[test]
    fn no_pieces_make_a_reader_panic(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..40), raw in prop::collection::vec(any::<u8>(), 0..120)) {
        let text: String = pieces.concat();
        for format in GRAPHS {
            for bytes in [text.as_bytes(), raw.as_slice()] {
                if let Ok(read) = read_named(format, "x", bytes) {
                    sound(&read);
                }
            }
        }
        let _ = detect(text.as_bytes(), "x", super::Sure::Perhaps).map(super::Format::name);
    }

    #[test]
    fn no_change_of_a_byte_makes_a_reader_panic(format in prop::sample::select(&GRAPHS[..]), file in any::<prop::sample::Index>(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let files = files_of(format);
        let (name, mut bytes) = files[file.index(files.len())].clone();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if let Ok(read) = read_named(format, &name, &bytes) {
            sound(&read);
        }
    }
}
