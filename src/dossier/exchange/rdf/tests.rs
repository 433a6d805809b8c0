//! What of RDF becomes nodes, edges and fields.

use serde_json::Value as Json;

use super::super::detect;
use super::super::fixtures;
use super::super::graph::{Direction, Graph, When};
use super::super::tests::{fixture, read_as, read_named, sound};
use super::*;

fn graph_of(format: &str, file: &str) -> Graph {
    let read = read_as(format, file, &fixture(file)).unwrap();
    sound(&read);
    read.graphs.into_iter().next().unwrap()
}

fn turtle(text: &str) -> Read {
    let read = read_named("turtle", "x.ttl", text.as_bytes()).unwrap_or_else(|problem| panic!("{problem:?}"));
    sound(&read);
    read
}

fn node(graph: &Graph, label: &str) -> u32 {
    let is = |node: &u32| graph.nodes.label(*node).as_deref() == Some(label) || graph.id(*node) == label;
    (0..graph.nodes.len() as u32).find(is).unwrap_or_else(|| panic!("{label} is no node"))
}

/// All edges of a kind, as ids of their ends.
fn edges<'g>(graph: &'g Graph, kind: &str) -> Vec<(u32, &'g str, &'g str)> {
    let of_kind = |(edge, (from, to)): (u32, &(u32, u32))| {
        (graph.edge_kind(edge) == Some(kind)).then(|| (edge, graph.id(*from), graph.id(*to)))
    };
    (0..).zip(graph.ends()).filter_map(of_kind).collect()
}

fn times(graph: &Graph, edge: u32) -> Vec<String> {
    let shown = |when| match when {
        When::At(text) => text.to_owned(),
        When::Spell(start, end) => format!("{start} to {end}"),
    };
    graph.edges.times.of(edge).into_iter().map(shown).collect()
}

#[test]
fn files_of_other_programs_have_as_many_nodes_and_edges_as_rdflib_reads() {
    let table: Json = serde_json::from_slice(&fixture("rdf.json")).unwrap();
    let table = table.as_object().unwrap();
    assert!(table.len() >= 18);
    for (file, expected) in table {
        let format = match file.rsplit('.').next().unwrap() {
            "ttl" => "turtle",
            "nt" => "n-triples",
            "nq" => "n-quads",
            "trig" => "trig",
            "rdf" => "rdf-xml",
            _ => "json-ld",
        };
        // Oxigraph's N-Quads and TriG of one unnamed graph are N-Triples and Turtle.
        let (bytes, narrower) = (fixture(file), file.contains("pyoxigraph") && matches!(format, "n-quads" | "trig"));
        let read = if narrower { read_named(format, file, &bytes) } else { read_as(format, file, &bytes) };
        let read = read.unwrap_or_else(|problem| panic!("{file}: {problem:?}"));
        sound(&read);
        let graph = &read.graphs[0];
        assert_eq!(graph.nodes.len() as u64, expected["nodes"].as_u64().unwrap(), "nodes of {file}");
        assert_eq!(graph.ends().len() as u64, expected["edges"].as_u64().unwrap(), "edges of {file}");
        let repeated = read.report.merged_list().len();
        let statements = read.report.records_in() - repeated;
        assert_eq!(statements as u64, expected["statements"].as_u64().unwrap(), "statements of {file}");
        for (kind, count) in expected["kinds"].as_object().unwrap() {
            assert_eq!(edges(graph, kind).len() as u64, count.as_u64().unwrap(), "edges of kind {kind} in {file}");
        }
        let mut names: Vec<String> = (0..graph.nodes.len() as u32).filter_map(|node| graph.nodes.label(node)).collect();
        names.extend(graph.names().map(|name| name.text.to_owned()));
        for label in expected["labels"].as_array().unwrap() {
            assert!(names.iter().any(|name| Some(name.as_str()) == label.as_str()), "{label} in {file}: {names:?}");
        }
        if format != "rdf-xml" && format != "json-ld" {
            assert_eq!(read.report.refused_count(), 0, "{file}");
        }
    }
}

#[test]
fn literals_are_fields_dates_and_names() {
    for file in fixtures::names("rdf").iter().filter(|name| name.contains("-small")) {
        let format = super::super::by_extension(std::path::Path::new(file)).unwrap().name();
        let read = read_named(format, file, &fixture(file)).unwrap();
        let graph = &read.graphs[0];
        let anna = node(graph, "Anna Kübler");
        assert_eq!((graph.id(anna), graph.node_kind(anna)), ("anna", Some("Person")), "{file}");
        let field = |name: &str| graph.nodes.columns.shown(name, anna);
        assert_eq!(field("height").as_deref(), Some("1.75"), "{file}");
        assert_eq!((field("active").as_deref(), field("score").as_deref()), (Some("true"), Some("12")), "{file}");
        assert_eq!(field("homepage").as_deref(), Some("https://example.org/~anna"), "{file}");
        assert_eq!(field("comment").as_deref(), Some("A \"quoted\" remark\nin two lines"), "{file}");
        assert_eq!(field("iri").as_deref(), Some("http://example.org/people/anna"), "{file}");
        assert_eq!(graph.nodes.times.of(anna), [When::At("1970-05")], "{file}");
        let club = node(graph, "The Club");
        assert_eq!(graph.nodes.times.of(club), [When::Spell("1999-04-30", "2010")], "{file}");
        let mut names: Vec<_> = graph.names().map(|name| (graph.id(name.node), name.text, name.language)).collect();
        names.sort_unstable();
        let wanted =
            [("anna", "Anna K.", ""), ("anna", "Анна", "ru"), ("cleo", "クレオ", "ja"), ("club", "Der Klub", "de")];
        assert_eq!(names, wanted, "{file}");
        assert!(!graph.is_told(node(graph, "unknown")), "{file}");
    }
}

#[test]
fn statements_about_statements_say_more_of_edges() {
    let graph = graph_of("turtle", "rdf/hand-reified.ttl");
    let members = edges(&graph, "memberOf");
    assert_eq!(members.len(), 2, "two spells of one tie");
    assert_eq!(times(&graph, members[0].0), ["2003 to 2005-02"]);
    assert_eq!(times(&graph, members[1].0), ["2010 to "]);
    assert_eq!(graph.edges.columns.shown("role", members[0].0).as_deref(), Some("treasurer"));
    let source = graph.edges.columns.shown("wasDerivedFrom", members[0].0);
    assert_eq!(source.as_deref(), Some("http://example.org/report.pdf"));
    assert_eq!(
        edges(&graph, "chairs").iter().map(|(_, from, to)| (*from, *to)).collect::<Vec<_>>(),
        [("anna", "board")]
    );
    let graph = graph_of("turtle", "rdf/hand-12.ttl");
    let members = edges(&graph, "memberOf");
    let ends: Vec<_> = members.iter().map(|(edge, from, _)| (*from, times(&graph, *edge))).collect();
    assert_eq!(ends.len(), 3);
    assert!(ends.contains(&("anna", vec!["2003 to ".to_owned()])), "{ends:?}");
    assert!(ends.contains(&("bert", vec!["2004 to ".to_owned()])), "{ends:?}");
    assert!(ends.contains(&("cleo", Vec::new())), "{ends:?}");
}

#[test]
fn named_graphs_are_where_a_statement_is_from() {
    let graph = graph_of("trig", "rdf/hand-named.trig");
    let (edge, ..) = edges(&graph, "knows")[0];
    let graphs = graph.edges.columns.shown("graph", edge);
    assert_eq!(graphs.as_deref(), Some("http://example.org/report1; http://example.org/report2"));
}

#[test]
fn lists_are_several_edges_or_one_field() {
    let graph = graph_of("turtle", "rdf/hand-lists.ttl");
    let authors: Vec<&str> = edges(&graph, "authors").iter().map(|(.., to)| *to).collect();
    assert_eq!(authors, ["http://example.org/anna", "bert"], "a name that two have is written out");
    let paper = node(&graph, "Paper");
    assert_eq!(graph.nodes.columns.shown("pages", paper).as_deref(), Some("1; 2; 3"));
    assert_eq!(graph.node_kind(node(&graph, "somebody")), None);
}

#[test]
fn what_a_file_says_of_its_properties_names_kinds() {
    let read = turtle(
        "@prefix ex: <http://ex.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
         @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
         ex:P12 a owl:ObjectProperty, owl:SymmetricProperty ; rdfs:label \"borders\"@en , \"grenzt an\"@de .
         ex:C7 a owl:Class ; rdfs:label \"country\" . ex:Place a owl:Class .
         ex:C7 rdfs:subClassOf ex:Place .
         ex:a a ex:Place , ex:C7 ; ex:P12 ex:b . ex:b a owl:NamedIndividual , ex:C7 .",
    );
    let graph = &read.graphs[0];
    let borders = edges(graph, "borders");
    assert_eq!(borders.len(), 1);
    assert_eq!(graph.direction(borders[0].0), Direction::Undirected);
    assert_eq!(graph.node_kind(node(graph, "a")), Some("country"), "the narrower of two");
    assert_eq!(graph.node_kind(node(graph, "b")), Some("country"));
    assert!(graph.node("P12").is_none());
}

#[test]
fn statements_of_wikibase_are_edges_with_dates_at_their_precision() {
    let read = read_as("turtle", "w.ttl", &fixture("rdf/wikibase-sample.ttl")).unwrap();
    sound(&read);
    let graph = &read.graphs[0];
    let members = edges(graph, "member_of");
    assert_eq!(members.len(), 15, "all statements with a value, the truthy ones not again");
    let of = |from: &str| -> Vec<(Vec<String>, Option<String>)> {
        let found = members.iter().filter(|(_, of, _)| *of == from);
        found.map(|(edge, ..)| (times(graph, *edge), graph.edge_id(*edge))).collect()
    };
    assert_eq!(of("Q833"), [(vec!["1967-08-08".to_owned()], Some("Q833-902BA3CD".to_owned()))]);
    assert_eq!(of("Q928")[0].0, ["1967-08"], "a month");
    let timor: Vec<_> = of("Q574").into_iter().map(|(times, _)| times).collect();
    assert_eq!(timor, [["2025-10-26"], ["2002/2025-10-26"]], "the observer's seat too");
    let holders = edges(graph, "holds_post");
    let dates: Vec<_> = holders.iter().map(|(edge, from, _)| (*from, times(graph, *edge))).collect();
    assert!(dates.contains(&("Q8060003", vec!["2009-04-10/2018-05".to_owned()])), "{dates:?}");
    assert!(dates.contains(&("Q8060006", vec!["[2001..2003]".to_owned()])), "{dates:?}");
    let edge = holders.iter().find(|(_, from, _)| *from == "Q8060003").unwrap().0;
    let source = graph.edges.columns.shown("source", edge).unwrap();
    assert_eq!(source, "The Guardian, p. 12, 2015-10, “The minister has held the post since 2009”");
    assert_eq!(
        graph.edges.columns.shown("source address", edge).as_deref(),
        Some("https://www.theguardian.com/sample")
    );
    assert_eq!(graph.edges.columns.shown("imported from", edge).as_deref(), Some("English Wikipedia"));
    assert_eq!(graph.edges.columns.shown("replaces", edge).as_deref(), Some("unknown"));
    let deprecated = members.iter().find(|(_, from, _)| *from == "Q17").unwrap().0;
    assert_eq!(graph.edges.columns.shown("rank", deprecated).as_deref(), Some("deprecated"));
    let capital = edges(graph, "capital_of");
    assert!(capital.iter().any(|(_, from, to)| (*from, *to) == ("Q1865", "Q833")), "turned round");
    let malaysia = node(graph, "Malaysia");
    assert_eq!(graph.node_kind(malaysia), Some("country"));
    assert_eq!(graph.nodes.times.of(malaysia), [When::At("1963-09-16")], "the best of two");
    assert_eq!(graph.nodes.times.of(node(graph, "Nur auf Deutsch Benannter")), [When::At("187X")]);
    assert_eq!(graph.nodes.times.of(node(graph, "Old Kingdom of Sample")), [When::At("-0199~")]);
    assert_eq!(graph.nodes.columns.shown("ISO 3166-1 alpha-2 code", malaysia).as_deref(), Some("MY"));
    assert!(graph.node("P463").is_none() && graph.node("Q5").is_none(), "words are no nodes");
    assert!(
        edges(graph, "member_of")
            .iter()
            .any(|(_, _, to)| graph.nodes.label(graph.node(to).unwrap()).as_deref() == Some("unknown (member of)"))
    );
    assert_eq!(read.report.refused_count(), 0, "{:?}", read.report.refused_list().next());
}

fn refused(format: &str, text: &str) -> crate::problem::Problem {
    match read_named(format, "x", text.as_bytes()) {
        Ok(read) => panic!("{text} was read: {:?}", read.graphs[0].nodes.len()),
        Err(problem) => problem,
    }
}

#[test]
fn errors_have_their_place() {
    let problem = refused("turtle", "@prefix a: <http://a/> .\na:b a:c a:d .\na:b c:d a:e .\na:x a:y a:z .\n");
    assert_eq!((problem.code, problem.place.as_ref().map(|p| p.line)), (codes::NOT_THE_FORMAT, Some(3)), "{problem:?}");
    for (format, text) in [
        ("turtle", "@prefix a: <http://a/> .\na:b a:c a:d ;\n a:e \"never closed"),
        ("n-triples", "<http://a> <http://b> <http://c> .\n<http://a> <http://b> "),
        ("n-quads", "<http://a> <http://b> \"c"),
        ("trig", "@prefix a: <http://a/> .\na:g { a:b a:c a:d "),
        ("json-ld", "{\"@id\": \"http://a\", \"http://b\": [1, 2"),
        (
            "rdf-xml",
            "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description rdf:about=\"http://a\" rdf:type=\"http://b\"/>",
        ),
        ("rdf-xml", "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description rdf:abo"),
    ] {
        assert_eq!(refused(format, text).code, codes::CUT_OFF, "{format}: {:?}", refused(format, text));
    }
}

#[test]
fn nothing_is_fetched_and_nothing_fills_the_memory() {
    let remote = refused("json-ld", "{\"@context\": \"https://example.org/context.jsonld\", \"name\": \"x\"}");
    assert!(remote.message.contains("nothing is downloaded"), "{remote:?}");
    let known =
        read_named("json-ld", "x", br#"{"@context": "https://schema.org/", "@id": "http://a.org/a", "name": "Anna"}"#);
    assert_eq!(known.unwrap().graphs[0].nodes.label(0).as_deref(), Some("Anna"));
    let deep = 100_000;
    for (format, text) in [
        ("json-ld", format!("{}1{}", "[".repeat(deep), "]".repeat(deep))),
        ("json-ld", "{\"a\":".repeat(deep)),
        ("turtle", format!("<http://a> <http://b> {}", "<<( <http://a> <http://b> ".repeat(deep))),
        (
            "rdf-xml",
            format!("<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">{}", "<a>".repeat(deep)),
        ),
    ] {
        assert_eq!(refused(format, &text).code, codes::TOO_DEEP, "{format}");
    }
    for text in ["[".repeat(deep), "(".repeat(deep)] {
        let _ = read_named("turtle", "x", format!("<http://a> <http://b> {text}").as_bytes());
    }
    let external = "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">&e;</rdf:RDF>";
    assert_eq!(refused("rdf-xml", external).code, codes::NOT_THE_FORMAT);
}

#[test]
fn a_list_that_ends_in_itself_and_one_that_many_use_are_read_in_time() {
    let ring = "@prefix r: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . <http://a> <http://b> _:l . _:l r:first 1 ; r:rest _:l .";
    assert_eq!(turtle(ring).graphs[0].nodes.columns.shown("b", 0).as_deref(), Some("1"));
    let mut shared = String::from(
        "@prefix : <http://a/> . :x :l _:l0 .\n@prefix r: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n",
    );
    for n in 0..2_000 {
        shared.push_str(&format!("_:l{n} r:first :i{n} ; r:rest _:l{} . :u{n} :p _:l0 .\n", n + 1));
    }
    assert_eq!(refused("turtle", &shared).code, codes::TOO_LARGE);
}

#[test]
fn what_is_said_of_a_list_is_kept() {
    let head = "@prefix : <http://a/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .";
    let read = turtle(&format!(
        "{head} (:anna :bert) :decided \"the merger\" .
         :board rdf:first :anna ; rdf:rest (:bert :cleo) ; rdfs:label \"Board of 1914\" .
         :paper :by (:anna :dora) ; :parts [ a rdf:List ; rdf:first 1 ; rdf:rest () ] ."
    ));
    assert!(read.report.notes().iter().all(|note| note.kind == NoteKind::Doubtful), "{:?}", read.report);
    assert_eq!(read.report.refused_count(), 0, "{:?}", read.report);
    let graph = &read.graphs[0];
    let decided = (0..graph.nodes.len() as u32).find(|node| graph.nodes.columns.shown("decided", *node).is_some());
    let decided = graph.id(decided.unwrap()).to_owned();
    let board = graph.id(node(graph, "Board of 1914")).to_owned();
    let ends = |kind| edges(graph, kind).into_iter().map(|(_, from, to)| format!("{from} {to}")).collect::<Vec<_>>();
    assert_eq!(ends("first"), [format!("{decided} anna"), format!("{board} anna")]);
    assert_eq!(ends("rest"), [format!("{decided} bert"), format!("{board} bert"), format!("{board} cleo")]);
    assert_eq!(ends("by"), ["paper anna", "paper dora"]);
    assert_eq!(graph.nodes.columns.shown("parts", node(graph, "paper")).as_deref(), Some("1"));
    assert_eq!(graph.nodes.len(), 7);
}

#[test]
fn lists_that_nothing_refers_to_or_that_are_empty_are_told() {
    let head = "@prefix : <http://a/> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .";
    let read = turtle(&format!("{head} _:l rdf:first :anna ; rdf:rest _:m . _:m rdf:first :bert ; rdf:rest rdf:nil ."));
    assert_eq!((edges(&read.graphs[0], "first").len(), edges(&read.graphs[0], "rest").len()), (1, 1));
    let read = turtle(&format!("{head} :x :y :z . _:l rdf:first :anna ; rdf:rest _:l ."));
    assert_eq!((read.report.taken_count(), read.report.refused_count()), (1, 2), "a ring that nothing leads to");
    let read = turtle(&format!("{head} :x :children () ; :pairs ( ( 1 2 ) 3 ) ."));
    let notes: Vec<_> = read.report.notes().iter().map(|note| note.message.as_str()).collect();
    assert_eq!((notes, read.report.refused_count()), (vec!["a list without items", "a list within a list"], 0));
}

#[test]
fn what_else_a_statement_is_stays_with_its_edge() {
    let read = turtle(
        "@prefix : <http://a/> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
         :s a rdf:Statement, :Rumour ; rdf:subject :anna ; rdf:predicate :knows ; rdf:object :bert .
         [] a rdf:Statement ; rdf:subject :bert ; rdf:predicate :knows ; rdf:object :anna .",
    );
    let graph = &read.graphs[0];
    let shown = |name: &str| [0, 1].map(|edge| graph.edges.columns.shown(name, edge));
    assert_eq!((graph.ends().len(), shown("other types")), (2, [Some("Rumour".to_owned()), None]));
    assert_eq!(shown("iri"), [Some("http://a/s".to_owned()), None]);
}

#[test]
fn a_prefix_that_is_not_declared_is_an_error_where_it_stands() {
    let rdf = "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"";
    let about = "<rdf:Description rdf:about=\"http://a\">";
    for (text, line) in [
        ("<x:Thing xmlns:x=\"http://x/\" about=\"http://a\"\n rdf:type=\"http://t\"/>".to_owned(), 1),
        ("<x xmlns=\"http://x/\" about=\"http://a\">\n<rdf:type>t</rdf:type></x>".to_owned(), 2),
        (format!("<rdf:RDF {rdf}>\n{about}<b:c>x</b:c></rdf:Description></rdf:RDF>"), 2),
        (
            format!(
                "<rdf:RDF {rdf} xmlns:b=\"http://b/\">{about}\n<b:c rdf:parseType=\"Literal\">\n<q:x/></b:c>\
                 </rdf:Description></rdf:RDF>"
            ),
            3,
        ),
    ] {
        let problem = refused("rdf-xml", &text);
        assert!(problem.message.starts_with("the prefix `") && problem.help.is_some(), "{}", problem.message);
        assert_eq!(problem.code, codes::NOT_THE_FORMAT);
        assert_eq!(problem.place.map(|place| place.line), Some(line), "{text}");
    }
}

#[test]
fn a_person_can_stop_it() {
    let progress = Progress::new();
    progress.cancel();
    for format in [&N_TRIPLES, &N_QUADS, &TURTLE, &TRIG, &RDF_XML, &JSON_LD] {
        let text = match format.syntax {
            Syntax::JsonLd => "{}",
            Syntax::Xml => "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"></rdf:RDF>",
            _ => "<http://a> <http://b> <http://c> .\n",
        };
        let input = Input { name: "x", bytes: text.as_bytes() };
        assert!(
            matches!(format.read(&input, &Options::default(), &progress), Err(Failure::Cancelled)),
            "{}",
            format.name
        );
    }
}

#[test]
fn repeated_statements_are_merged_and_said() {
    let read = turtle("<http://a> <http://b> <http://c> .\n<http://a> <http://b> <http://c> .\n");
    assert_eq!((read.report.taken_count(), read.report.merged_list().len()), (1, 1));
    assert_eq!(read.graphs[0].ends().len(), 1);
}

#[test]
fn the_name_decides_between_notations_and_against_tables() {
    let found = |name: &str, text: &str| detect(text.as_bytes(), name, Sure::Perhaps).map(Format::name);
    let broken = "<http://a/s> <http://a/p> <http://a/bad iri>, \"e2024:\" .\na,b\nc,d\n";
    for (name, text, expected) in [
        ("x.nt", broken, "n-triples"),
        ("x.trig", broken, "trig"),
        ("x.nt", "@prefix a: <http://a/> . a:b a:c a:d .", "n-triples"),
        ("x.ttl", "<http://a/s> <http://a/p> \"\"\"x\"y\"\"\" .\n", "turtle"),
        ("x.ttl", "<http://a/s> <http://a/p> <http://a/o> .\n", "turtle"),
        ("x", "<http://a/s> <http://a/p> <http://a/o> .\n", "n-triples"),
        ("x.csv", "source,target\na,b\n", "csv"),
        ("x.gml", "source,target\na,b\n", "gml"),
        ("x.rdf", "@prefix a: <http://a/> . a:b a:c a:d .", "turtle"),
    ] {
        assert_eq!(found(name, text), Some(expected), "{name} {text}");
    }
}

#[test]
fn a_file_without_statements_is_empty_and_not_wrong() {
    for (format, text) in [
        ("json-ld", "{}"),
        ("turtle", "# nothing\n"),
        ("rdf-xml", "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"/>"),
    ] {
        let read = read_named(format, "x", text.as_bytes()).unwrap_or_else(|problem| panic!("{format}: {problem:?}"));
        sound(&read);
        assert_eq!(read.graphs[0].nodes.len(), 0, "{format}");
        assert!(read.report.notes().iter().any(|note| note.message.contains("no statements")), "{format}");
    }
}

#[test]
fn nul_characters_are_changed_and_told() {
    let read = turtle("<http://a/s> <http://a/p> \"x\0y, and so much more that it is rare\" .\n");
    assert!(read.report.notes().iter().any(|note| note.message.contains("NUL")), "{:?}", read.report.notes());
}

#[test]
fn xml_of_older_programs_is_read() {
    let text = "<?xml version='1.0'?>\n<!DOCTYPE rdf:RDF [<!ENTITY a 'http://a/'>]>\n\
        <rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:a='http://a/'>\n\
        <rdf:Description about='&a;anna'><a:knows resource='&a;bert'/></rdf:Description></rdf:RDF>";
    let read = read_named("rdf-xml", "x.rdf", text.as_bytes()).unwrap_or_else(|problem| panic!("{problem:?}"));
    sound(&read);
    assert_eq!((read.graphs[0].nodes.len(), read.graphs[0].ends().len()), (2, 1));
    let wrong = text.replace("</rdf:Description>", "</rdf:Descriptio>");
    assert!(read_named("rdf-xml", "x.rdf", wrong.as_bytes()).is_err());
}

#[test]
fn a_node_that_names_only_a_part_of_a_statement_is_a_node() {
    let rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
    let read = turtle(&format!("<http://e.org/a> <{rdf}subject> <http://e.org/b> .\n"));
    let graph = &read.graphs[0];
    assert_eq!(edges(graph, "subject").len(), 1);
    assert_eq!((read.report.taken_count(), read.report.refused_count()), (1, 0));
    let read = turtle(&format!(
        "<http://e.org/s> <{rdf}subject> <http://e.org/a> ; <{rdf}predicate> <http://e.org/knows> ; \
         <{rdf}object> <http://e.org/b> .\n"
    ));
    assert_eq!(edges(&read.graphs[0], "knows").len(), 1);
    assert_eq!(read.graphs[0].nodes.len(), 2);
}
