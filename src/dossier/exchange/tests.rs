//! What holds for all formats: no bytes make a reader panic, and every record is accounted for.

use proptest::prelude::*;

use super::*;
use crate::problem::Problem;

pub(super) use super::fixtures::file as fixture;

/// Reads bytes as a format that must be found out by content alone.
pub(crate) fn read_as(format: &str, name: &str, bytes: &[u8]) -> Result<Read, Problem> {
    assert_eq!(detect(bytes, "unnamed", Sure::Perhaps).map(Format::name), Some(format), "{name} is found out");
    read_named(format, name, bytes)
}

/// Reads bytes as a format.
pub(crate) fn read_named(format: &str, name: &str, bytes: &[u8]) -> Result<Read, Problem> {
    match named(format).unwrap().read(&Input { name, bytes }, &Options::default(), &Progress::new()) {
        Ok(read) => Ok(read),
        Err(Failure::Wrong(problem)) => Err(problem),
        Err(Failure::Cancelled) => panic!("nobody cancelled"),
    }
}

pub(crate) fn sound(read: &Read) {
    let report = &read.report;
    assert_eq!(report.records_in(), report.taken_count() + report.merged_list().len() + report.refused_count());
    for graph in &read.graphs {
        let nodes = graph.nodes.len() as u32;
        assert!(graph.ends().iter().all(|(from, to)| *from < nodes && *to < nodes));
        assert!(graph.hyper_ends().all(|(_, end)| end.node < nodes));
        assert_eq!(graph.ends().len(), graph.edges.len());
    }
}

#[test]
fn formats_are_found_by_name_and_extension() {
    for format in FORMATS {
        assert_eq!(named(format.name()).map(Format::name), Some(format.name()));
        for extension in format.extensions() {
            assert!(has_extension(*format, &format!("x.{}", extension.to_uppercase())));
        }
    }
}

/// Reads bytes as a format, and refuses edges to nodes that they do not define.
fn strict(format: &str, text: &str) -> Read {
    let options = Options { ends: UnknownEnds::Refuse, ..Options::default() };
    let input = Input { name: "x", bytes: text.as_bytes() };
    let Ok(read) = named(format).unwrap().read(&input, &options, &Progress::new()) else { panic!("{format}") };
    sound(&read);
    read
}

fn has_note(read: &Read, text: &str) -> bool {
    read.report.notes().iter().any(|note| note.message.contains(text))
}

fn counts(read: &Read) -> [usize; 4] {
    let report = &read.report;
    [report.records_in(), report.taken_count(), report.merged_list().len(), report.refused_count()]
}

#[test]
fn a_record_of_several_edges_is_refused_once() {
    let person = r#"{"id":"p1","schema":"Person","properties":{"name":["A"]}}"#;
    let owners = |ids: &str| {
        format!(
            "{person}\n{{\"id\":\"o1\",\"schema\":\"Ownership\",\"properties\":{{\"owner\":[{ids}],\"asset\":[\"p1\"]}}}}\n"
        )
    };
    let none = strict("ftm", &owners(r#""x","y","z""#));
    assert_eq!((counts(&none), none.graphs[0].ends().len()), ([2, 1, 0, 1], 0));
    let one = strict("ftm", &owners(r#""x","p1","z""#));
    assert_eq!((counts(&one), one.graphs[0].ends().len()), ([2, 2, 0, 0], 1));
    assert!(has_note(&one, "an edge to a node that the file does not define"));
    // A report is a node, and stays.
    let report = r#"{"type":"report","id":"report--1","name":"R","object_refs":["a--1","a--2","a--3"]}"#;
    let read = strict("stix", &format!("{{\"type\":\"bundle\",\"objects\":[{report},{report}]}}"));
    assert_eq!((counts(&read), read.graphs[0].nodes.len()), ([2, 1, 1, 0], 1));
    assert!(has_note(&read, "an edge to a node that the file does not define"));
    // Several records of one line.
    let read = strict("pajek", "*Vertices 2\n1 \"a\"\n2 \"b\"\n*Arcslist\n1 2 8 9\n");
    assert_eq!((counts(&read), read.graphs[0].ends().len()), ([5, 3, 0, 2], 1));
}

#[test]
fn ends_of_hyperedges_and_parents_that_are_unknown_are_told() {
    let read = strict(
        "graphml",
        "<graphml><graph edgedefault='directed'><node id='a'/><node id='b'/><edge source='a' target='b'/>\
         <hyperedge id='x'><endpoint node='a'/><endpoint node='zz'/></hyperedge></graph></graphml>",
    );
    assert_eq!((counts(&read), read.graphs[0].hyper_ends().len()), ([4, 4, 0, 0], 1));
    assert!(has_note(&read, "an end of a hyperedge"), "{:?}", read.report);
    let read = strict("gexf", "<gexf><graph><nodes><node id='a' pid='q'/></nodes></graph></gexf>");
    assert_eq!((counts(&read), read.graphs[0].parent(0)), ([1, 1, 0, 0], None));
    assert!(has_note(&read, "moved to the top level"), "{:?}", read.report);
}

#[test]
fn an_end_that_is_empty_is_no_node() {
    let gml = "graph [ node [ id 1 ] edge [ source 1 target \"\" ] ]";
    let gexf = "<gexf><graph><nodes><node id='a'/></nodes><edges><edge id='0' source='' target='a'>\
                <attvalues><attvalue for='0' value='1'/></attvalues></edge></edges></graph></gexf>";
    let graphml =
        "<graphml><graph><node id='a'/><edge source='a' target=''><data key='k'>1</data></edge></graph></graphml>";
    let anx = "<Chart><ChartItemCollection><ChartItem><End><Entity EntityId='1' Identity='A'/></End></ChartItem>\
               <ChartItem><Link End1Id='1' End2Id=''/></ChartItem></ChartItemCollection></Chart>";
    let ftm = "{\"id\":\"p\",\"schema\":\"Person\",\"properties\":{}}\n\
               {\"id\":\"o\",\"schema\":\"Ownership\",\"properties\":{\"owner\":[\"\"],\"asset\":[\"p\"]}}";
    let pajek = "*Vertices 1\n1 \"a\"\n*Arcs\n1 \"\"\n";
    for (format, text) in
        [("gml", gml), ("gexf", gexf), ("graphml", graphml), ("anx", anx), ("ftm", ftm), ("pajek", pajek)]
    {
        let read = read_named(format, "x", text.as_bytes()).unwrap_or_else(|p| panic!("{format}: {}", p.to_text()));
        sound(&read);
        let graph = &read.graphs[0];
        assert_eq!((counts(&read), graph.nodes.len(), graph.ends().len()), ([2, 1, 0, 1], 1, 0), "{format}");
    }
    let read = read_named("csv", "x", b",A,B,C,\nA,0,1,1,\nB,1,0,0,7\nC,1,0,0,\n").unwrap();
    sound(&read);
    assert_eq!((read.graphs[0].nodes.len(), read.graphs[0].ends().len()), (3, 2), "{:?}", read.report);
    assert!(has_note(&read, "a column without a name"), "{:?}", read.report);
}

#[test]
fn lines_that_end_as_on_an_old_mac_are_lines() {
    for (format, text) in [
        ("pajek", "*Vertices 3\n1 \"A\" 0 0\n2 \"B\" 0 0\n3 \"C\" 0 0\n*Edges\n1 2\n2 3\n"),
        ("matrix-market", "%%MatrixMarket matrix coordinate pattern general\n% two\n3 3 2\n1 2\n2 3\n"),
        ("dl", "dl n=3 format=edgelist1\nlabels:\nA\nB\nC\ndata:\n1 2\n2 3\n"),
        ("csv", "source,target\nA,B\nB,C\n"),
    ] {
        let read = |text: &str| {
            let read = read_as(format, "x", text.as_bytes()).unwrap_or_else(|p| panic!("{format}: {}", p.to_text()));
            (read.graphs[0].nodes.len(), read.graphs[0].ends().len(), counts(&read))
        };
        let usual = read(text);
        assert_eq!((usual.0, usual.1), (3, 2), "{format}");
        let old = text.trim_end().replace('\n', "\r");
        for end in ["", "\r", "\n", "\r\n"] {
            assert_eq!(read(&format!("{old}{end}")), usual, "{format}, and {end:?} at the end");
        }
    }
}

/// All fixtures of a size that can be read often.
fn fixtures() -> Vec<String> {
    let folders = ["graphs", "json", "rdf", "table", "vault", "workbook"];
    let names = folders.into_iter().flat_map(super::fixtures::names);
    names.filter(|name| fixture(name).len() < 200_000).collect()
}

/// Reads bytes as every format: none may crash, and what is read must be sound.
fn read_as_all(bytes: &[u8]) {
    for format in FORMATS {
        let input = Input { name: "x", bytes };
        for ends in [UnknownEnds::Stub, UnknownEnds::Refuse] {
            let options = Options { ends, ..Options::default() };
            match format.read(&input, &options, &Progress::new()) {
                Ok(read) => sound(&read),
                Err(Failure::Wrong(_)) => {}
                Err(Failure::Cancelled) => panic!("nobody cancelled"),
            }
        }
    }
    let _ = detect(bytes, "x", Sure::Perhaps);
}

#[test]
fn damaged_files_are_read_or_refused_by_every_format() {
    let names = fixtures();
    assert!(names.len() >= 20);
    for (number, name) in names.iter().enumerate() {
        let whole = fixture(name);
        let Some(format) = detect(&whole, name, Sure::Perhaps) else { continue };
        for round in 0..12 {
            // Cut somewhere, and a byte changed somewhere, the same in each run.
            let mix = (number * 31 + round * 7919) * 2_654_435_761 % 1_000_003;
            let cut = &whole[..whole.len() * (mix % 100) / 100];
            let mut changed = whole.clone();
            let at = mix % changed.len().max(1);
            changed[at] = [0, 0xff, b'"', b'<', b'\n', b'['][round % 6];
            for bytes in [cut, &changed] {
                if let Ok(read) = format.read(&Input { name, bytes }, &Options::default(), &Progress::new()) {
                    sound(&read);
                }
            }
        }
    }
}

proptest! {
    #[test]
    fn no_bytes_make_a_reader_panic(raw in prop::collection::vec(any::<u8>(), 0..120)) {
        read_as_all(&raw);
    }

    #[test]
    fn no_text_makes_a_reader_panic(text in "[a-c0-2,;\"\\\\\n\r\t<>/=\\[\\]{}:*#() -]{0,80}") {
        for start in ["", "source,target\n", "id,name\n1,", "{\"nodes\":[{\"id\":", "[{\"data\":{\"id\":", "{\"id\":\"a\",\"schema\":\"Payment\",\"properties\":{"] {
            read_as_all(format!("{start}{text}").as_bytes());
        }
    }
}
