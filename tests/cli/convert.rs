//! `chancery convert`: files of other programs become dossiers, and every record of theirs is accounted for.

use std::fs;
use std::path::Path;

use super::{Ran, chancery};

/// Two tables, as an almanac keeps them: states and bodies, and what ties them, with dates as exact as they are known.
const NODES: &str = "id,kind,label,local_name,capital,region,source\n\
    Norland,state,Norland,Norlandet,Northport,north,north/no.json\n\
    Sudland,state,Sudland,,\"Sudport (seat of the court); Old Sudport\",south,south/su.json\n\
    org:NC,organisation,Northern Council,,,,\n\
    org:SF,organisation,Southern Forum,,,,\n\
    Norland,state,Norland,Norlandet,Northport,north,north/no.json\n\
    leader:ada,person,Ada Holm,,,,north/no.json\n";
const EDGES: &str = "source,target,relation,since,value,value_means,direction,record\n\
    Norland,org:NC,member_of,1952,,role,directed,north/no.json\n\
    Sudland,org:NC,member_of,1995-05,observer,role,directed,south/su.json\n\
    Sudland,org:SF,member_of,2001-09-30,,role,directed,south/su.json\n\
    Norland,Sudland,borders,,112,km,undirected,north/no.json\n\
    Norland,,borders,,40,km,undirected,north/no.json\n\
    leader:ada,Norland,leads,2019-10,,,directed,north/no.json\n\
    leader:ada,org:XX,member_of,,,,directed,north/no.json\n";
/// Who held which post from when to when, as a query service lists it.
const HOLDERS: &str = "position,person,personID,start,end,gender,DOB,DOD,image,enwiki\n\
    Prime Minister,Ada Holm,Q101,2003-10-31,2009-04-03,female,1939-11-26,2022-02-14,Ada Holm (2009).jpg,Ada Holm\n\
    Prime Minister,Bo Lind,Q102,2009-04-03,2018-05-10,male,1953-07-23,,,Bo Lind\n\
    Prime Minister,Ada Holm,Q101,2018-05-10,,female,1939-11-26,2022-02-14,Ada Holm (2009).jpg,Ada Holm\n\
    Minister of Defence,Bo Lind,Q102,2000-01-01,2008,male,1953-07-23,,,Bo Lind\n\
    Minister of Defence,,,2008,2009,,,,,\n";

fn convert(arguments: &[&str]) -> Ran {
    chancery(&[&["convert"], arguments].concat())
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// What `info` says of a dossier that was written; it must be without errors.
fn info(path: &Path) -> serde_json::Value {
    chancery(&["info", "--json", &shown(path)]).json(0)
}

fn report(path: &Path) -> serde_json::Value {
    let report: serde_json::Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    let number = |name: &str| report[name].as_u64().unwrap();
    assert_eq!(number("records_in"), number("taken") + number("merged") + number("refused"));
    assert_eq!(report["refused_records"].as_array().unwrap().len() as u64, number("refused"));
    report
}

fn files(folder: &Path, files: &[(&str, &str)]) {
    for (name, text) in files {
        fs::write(folder.join(name), text).unwrap();
    }
}

#[test]
fn a_table_of_nodes_and_one_of_edges_become_a_dossier_with_kinds_and_dates() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| shown(&folder.path().join(name));
    files(folder.path(), &[("nodes.csv", NODES), ("edges.csv", EDGES)]);
    let out = folder.path().join("almanac.ron");
    let ran = convert(&[&at("nodes.csv"), &at("edges.csv"), &shown(&out), "--report", &at("r.json")]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let report = report(&folder.path().join("r.json"));
    assert_eq!(
        (report["records_in"].as_u64(), report["merged"].as_u64(), report["refused"].as_u64()),
        (Some(13), Some(1), Some(1)),
        "{report}"
    );
    let refused = &report["refused_records"][0];
    assert!(refused["place"].as_str().unwrap().contains("row 6"), "{refused}");
    assert!(refused["reason"].as_str().unwrap().contains("`target` is empty"), "{refused}");
    assert!(ran.err.contains("13 records read: 11 taken, 1 merged, 1 refused"), "{}", ran.err);
    let facts = info(&out);
    assert_eq!((facts["nodes"].as_u64(), facts["edges"].as_u64()), (Some(6), Some(6)), "{facts}");
    assert_eq!(facts["node_kinds"]["state"], 2, "{facts}");
    assert_eq!(facts["node_kinds"]["organisation"], 2, "{facts}");
    assert_eq!(facts["edge_kinds"]["member_of"], 4, "{facts}");
    assert_eq!(facts["edge_kinds"]["borders"], 1, "{facts}");
    assert_eq!((facts["sources"].as_u64(), facts["claims"].as_u64()), (Some(2), Some(12)));
    let text = fs::read_to_string(&out).unwrap();
    for kept in [
        "when: \"1952/..\"",
        "when: \"1995-05/..\"",
        "when: \"2001-09-30/..\"",
        "\"observer\"",
        "Old Sudport",
        "SHA-256 ",
        "at: \"row 2\"",
    ] {
        assert!(text.contains(kept), "{kept} is not in\n{text}");
    }
}

#[test]
fn edges_to_nodes_that_are_not_listed_can_be_refused() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| shown(&folder.path().join(name));
    files(folder.path(), &[("nodes.csv", NODES), ("edges.csv", EDGES)]);
    let out = folder.path().join("almanac.ron");
    let call =
        [&at("nodes.csv"), &at("edges.csv"), &shown(&out), "--unknown-ends", "refuse", "--report", &at("r.json")];
    let ran = convert(&call.map(|word| word as &str));
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(ran.err.contains("there is no node `org:XX`"), "{}", ran.err);
    assert_eq!(report(&folder.path().join("r.json"))["refused"], 2);
    assert_eq!(info(&out)["edges"], 5);
}

#[test]
fn a_workbook_of_several_sheets_keeps_what_its_cells_show() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["xlsxwriter.xlsx", "libreoffice.ods"] {
        let (out, account) = (folder.path().join(format!("{name}.ron")), folder.path().join(format!("{name}.json")));
        let workbook = format!("tests/data/exchange/workbook/{name}");
        let ran = convert(&[&workbook, &shown(&out), "--report", &shown(&account)]);
        assert_eq!(ran.status, 0, "{}", ran.err);
        let report = report(&account);
        let refused: Vec<_> = report["refused_records"].as_array().unwrap().iter().map(|r| &r["place"]).collect();
        assert_eq!(refused, ["“links”, row 6"], "a link without an end: {report}");
        assert!(ran.err.contains("notes to self"), "a hidden sheet is told: {}", ran.err);
        let facts = info(&out);
        assert_eq!((facts["nodes"].as_u64(), facts["edges"].as_u64()), (Some(9), Some(5)), "{name}: {facts}");
        let text = fs::read_to_string(&out).unwrap();
        assert!(!text.contains("secret"), "{name}");
        assert!(text.contains("“people”, row 4"), "a claim says sheet and row: {text}");
        let month = text.contains("\"2014-05\"") || text.contains("\"2014-05/..\"");
        assert_eq!(month, name.ends_with("xlsx"), "May 2014 is no day: {text}");
    }
    let out = folder.path().join("all.ron");
    let ran = convert(&["tests/data/exchange/workbook/xlsxwriter.xlsx", &shown(&out), "--hidden-sheets"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
}

#[test]
fn a_table_of_tenures_becomes_officials_posts_and_spells() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| shown(&folder.path().join(name));
    files(folder.path(), &[("holders.csv", HOLDERS)]);
    let out = folder.path().join("holders.ron");
    let ran = convert(&[&at("holders.csv"), &shown(&out), "--report", &at("r.json")]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let report = report(&folder.path().join("r.json"));
    assert_eq!((report["records_in"].as_u64(), report["refused"].as_u64()), (Some(5), Some(1)), "{report}");
    let facts = info(&out);
    assert_eq!((facts["nodes"].as_u64(), facts["edges"].as_u64()), (Some(4), Some(4)), "{facts}");
    assert_eq!((facts["node_kinds"]["post"].as_u64(), facts["edge_kinds"]["holds_post"].as_u64()), (Some(2), Some(4)));
    let text = fs::read_to_string(&out).unwrap();
    for kept in ["2003-10-31/2009-04-03", "2018-05-10/..", "2000-01-01/2008", "Q101", "Bo Lind"] {
        assert!(text.contains(kept), "{kept} is not in\n{text}");
    }
}

#[test]
fn nothing_is_written_where_something_is_wrong_or_lost_and_strictness_was_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| shown(&folder.path().join(name));
    files(
        folder.path(),
        &[
            ("open.csv", "source,target\n\"a,b\nc,d\ne,f\n"),
            ("cut.graphml", "<graphml><graph edgedefault=\"directed\"><node id=\"a\"/>"),
            ("lost.csv", "source,target\na,b\n,c\n"),
            ("fine.csv", "source,target\na,b\n"),
            ("notes.ron", "Dossier(format: 1)"),
        ],
    );
    let out = folder.path().join("out.ron");
    for name in ["open.csv", "cut.graphml"] {
        let ran = convert(&[&at(name), &shown(&out)]);
        assert!(ran.status == 1 && ran.err.contains(&format!("{name}:")), "{}", ran.err);
        assert!(!out.exists(), "{name}");
    }
    let ran = convert(&[&at("lost.csv"), &shown(&out), "--strict"]);
    assert!(ran.status == 1 && ran.err.contains("row 3") && !out.exists(), "{}", ran.err);
    let ran = convert(&[&at("fine.csv"), &shown(&out), "--strict"]);
    assert!(ran.status == 0 && out.exists(), "{}", ran.err);
    let ran = convert(&[&at("lost.csv"), &shown(&out)]);
    assert_eq!(ran.status, 0, "without --strict what can be taken in is");
    for (call, status) in [
        (vec![at("notes.ron"), at("x.ron")], 1),
        (vec![at("fine.csv"), at("x.docx")], 2),
        (vec![at("fine.csv"), at("x.ron"), "--from".to_owned(), "word".to_owned()], 2),
        (vec![at("fine.csv"), at("cut.graphml"), at("x.ron")], 2),
    ] {
        let call: Vec<&str> = call.iter().map(String::as_str).collect();
        let ran = convert(&call);
        assert!(ran.status == status && ran.err.starts_with("error: "), "{call:?}: {}", ran.err);
    }
}

#[test]
fn encodings_and_separators_are_found_out_and_can_be_said() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let wide: Vec<u8> = "\u{feff}Source;Target\r\nJosé;André\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    fs::write(at("wide.csv"), wide).unwrap();
    fs::write(at("latin.csv"), b"Source;Target\nJos\xe9;Andr\xe9\n").unwrap();
    fs::write(at("told.csv"), "sep=|\nSource|Target\nJosé|André\n").unwrap();
    fs::write(at("tabs.csv"), "Source\tTarget\nJosé\tAndré\n").unwrap();
    for name in ["wide.csv", "latin.csv", "told.csv", "tabs.csv"] {
        let out = at("out.ron");
        let ran = convert(&[&shown(&at(name)), &shown(&out)]);
        assert_eq!(ran.status, 0, "{name}: {}", ran.err);
        let text = fs::read_to_string(&out).unwrap();
        assert!(text.contains("José") && text.contains("André"), "{name}: {text}");
    }
    fs::write(at("odd.csv"), b"Source!Target\nJos\xe9!Andr\xe9\n").unwrap();
    let out = at("out.ron");
    let ran = convert(&[&shown(&at("odd.csv")), &shown(&out), "--delimiter", "!", "--encoding", "windows-1250"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(fs::read_to_string(&out).unwrap().contains("José"));
}

/// What `check` and `info` say of a file of another program.
fn looked_at(folder: &Path, name: &str, bytes: &[u8]) -> (Ran, Ran) {
    let path = folder.join(name);
    fs::write(&path, bytes).unwrap();
    (chancery(&["check", &shown(&path)]), chancery(&["info", "--json", &shown(&path)]))
}

#[test]
fn damaged_files_are_errors_with_their_place() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text, place) in [
        ("quote.csv", "Source,Target\n\"Anna,Bert\nCleo,Dora\nErik,Fay\n", "quote.csv:2:1"),
        ("cut.graphml", "<graphml>\n<graph edgedefault=\"directed\">\n<node id=\"a\"/>\n", "cut.graphml:"),
        ("entity.graphml", "<graphml><graph><node id=\"&org;\"/></graph></graphml>", "entity.graphml:1:"),
        ("cut.json", "{\"nodes\": [{\"id\": 1}, {\"id\"", "cut.json:1:"),
    ] {
        let (check, _) = looked_at(folder.path(), name, text.as_bytes());
        assert_eq!(check.status, 1, "{name}: {}", check.out);
        assert!(check.out.contains(place) && check.out.contains("1 error"), "{name}: {}", check.out);
    }
}

#[test]
fn what_is_odd_is_read_and_said() {
    let folder = tempfile::tempdir().unwrap();
    let graph = |inside: &str| {
        format!(
            "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\"><key id=\"w\" for=\"edge\" attr.name=\"weight\" \
             attr.type=\"double\"><default>7</default></key><graph edgedefault=\"undirected\"><node id=\"a\"/>\
             <node id=\"b\"/>{inside}</graph></graphml>"
        )
    };
    let edge = |data: &str| graph(&format!("<edge source=\"a\" target=\"b\">{data}</edge>"));
    let weight = |name: &str, text: &str| {
        let (check, info) = looked_at(folder.path(), name, text.as_bytes());
        assert_eq!((check.status, info.status), (0, 0), "{name}: {}", check.out);
        let out = folder.path().join("out.ron");
        assert_eq!(convert(&[&shown(&folder.path().join(name)), &shown(&out)]).status, 0);
        let text = fs::read_to_string(&out).unwrap();
        let after = text.split("weight: ").nth(1).map(|rest| rest.split([',', ')']).next().unwrap().to_owned());
        (after.and_then(|number| number.parse::<f64>().ok()), check.out)
    };
    assert_eq!(weight("reference.graphml", &edge("<data key=\"w\">2&#46;5</data>")).0, Some(2.5));
    assert_eq!(weight("cdata.graphml", &edge("<data key=\"w\"><![CDATA[2.5]]></data>")).0, Some(2.5));
    assert_eq!(weight("default.graphml", &edge("")).0, Some(7.0));
    let (none, said) = weight("na.csv", "source,target,weight\nAnna,Bert,NA\n");
    assert!(none.is_none() && said.contains("warning") && said.contains("na.csv:2:1"), "{said}");
    // Backslashes before quotation marks; several graphs; edges of many ends.
    let (_, info) = looked_at(
        folder.path(),
        "quotes.csv",
        b"Source,Target\n\"Anna \\\"Ann\\\" Smith\",\"Bert Blue\"\n\"Cleo\",\"Dora\"\n",
    );
    assert_eq!(info.json(0)["nodes"], 4);
    let two = "<graphml><graph id=\"g\"><node id=\"n0\"/></graph><graph id=\"h\"><node id=\"n0\"/></graph></graphml>";
    let (check, info) = looked_at(folder.path(), "two.graphml", two.as_bytes());
    assert_eq!(info.json(0)["nodes"], 2, "each graph has its own nodes");
    assert!(check.out.contains("another graph in the file"), "{}", check.out);
    let many = graph("<hyperedge><endpoint node=\"a\"/><endpoint node=\"b\"/></hyperedge>");
    let (_, info) = looked_at(folder.path(), "many.graphml", many.as_bytes());
    let facts = info.json(0);
    assert_eq!((facts["node_kinds"]["event"].as_u64(), facts["edges"].as_u64()), (Some(1), Some(2)), "{facts}");
}

#[test]
fn content_decides_and_the_commands_read_every_format() {
    let folder = tempfile::tempdir().unwrap();
    let json = "{\"directed\": true, \"nodes\": [{\"id\": \"a\", \"name\": \"Anna\"}, {\"id\": \"b\"}], \"links\": [{\"source\": \"a\", \"target\": \"b\"}]}";
    let dot = "digraph { anna -> bert [label=\"knows\"]; bert -> cleo }";
    for (name, text, nodes) in [
        ("graph.json", json, 2),
        ("graph.csv", dot, 3),
        ("graph", dot, 3),
        ("graph.gml", "graph [ directed 1 node [ id 1 label \"A\" ] node [ id 2 ] edge [ source 1 target 2 ] ]", 2),
        ("dossier.txt", "// Ours\nDossier(format: 1, entities: [(id: \"a\", kind: \"state\", name: \"A\")])", 1),
    ] {
        let (check, info) = looked_at(folder.path(), name, text.as_bytes());
        assert_eq!(check.status, 0, "{name}: {}", check.out);
        assert_eq!(info.json(0)["nodes"], nodes, "{name}");
    }
    let path = shown(&folder.path().join("graph"));
    let found = chancery(&["query", &path, "anna"]);
    assert!(found.status == 0 && found.out.contains("anna"), "{}{}", found.out, found.err);
    let figure = folder.path().join("f.svg");
    assert_eq!(chancery(&["figure", &path, "-o", &shown(&figure)]).status, 0);
    assert!(fs::read_to_string(&figure).unwrap().contains("cleo"));
}

#[test]
fn a_map_says_what_columns_and_words_mean_and_one_is_written_to_begin_with() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| shown(&folder.path().join(name));
    files(folder.path(), &[("ties.csv", "who,whom,how,note\nAnna,Bert,knows,x\nBert,Cleo,pays,y\n")]);
    let (out, map) = (folder.path().join("ties.ron"), folder.path().join("map.ron"));
    let ran = convert(&[&at("ties.csv"), &shown(&out), "--map-out", &shown(&map)]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let guessed = fs::read_to_string(&map).unwrap();
    assert!(guessed.contains("\"whom\": own") && guessed.contains("rows: nodes"), "{guessed}");
    let changed = guessed
        .replace("rows: nodes", "rows: edges")
        .replace("\"who\": name", "\"who\": from")
        .replace("\"whom\": own", "\"whom\": to")
        .replace("\"how\": own", "\"how\": relation_kind");
    fs::write(&map, changed).unwrap();
    let ran = convert(&[&at("ties.csv"), &shown(&out), "--map", &shown(&map)]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert_eq!(info(&out)["edges"], 2);
    fs::write(
        &map,
        "Map(\n    tables: {\"ties.csv\": (rows: edges, columns: {\"who\": from, \"whom\": to})},\n    \
        entity_kinds: {\"\": known(\"person\")},\n    relation_kinds: {\"\": new(\"pays\")},\n)\n",
    )
    .unwrap();
    let ran = convert(&[&at("ties.csv"), &shown(&out), "--map", &shown(&map)]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let facts = info(&out);
    assert_eq!(
        (facts["node_kinds"]["person"].as_u64(), facts["edge_kinds"]["pays"].as_u64()),
        (Some(3), Some(2)),
        "{facts}"
    );
    for (text, told) in [
        ("Map(\n  tables: 3)", "map.ron:2:"),
        ("Map(tables: {\"a\": (), \"b\": ()})", "there is no table `a`"),
        ("Map(tables: {\"ties.csv\": (columns: {\"whose\": from})})", "no column `whose`"),
        ("Map(entity_kinds: {\"\": known(\"persn\")})", "there is no kind `persn`"),
    ] {
        fs::write(&map, text).unwrap();
        let ran = convert(&[&at("ties.csv"), &shown(&out), "--map", &shown(&map)]);
        assert!(ran.status == 1 && ran.err.contains(told), "{text}: {}", ran.err);
    }
}

#[test]
fn files_join_a_dossier_and_its_comments_and_order_stay() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| shown(&folder.path().join(name));
    let open = "// Kept by hand.\nDossier(format: 1, title: \"Known\", entities: [\n    \
        (id: \"norland\", kind: \"state\", name: \"Norland\", fields: {\"capital\": \"Oldport\"}), // first\n    \
        (id: \"ada\", kind: \"person\", name: \"ADA HOLM\"),\n])\n";
    files(folder.path(), &[("nodes.csv", NODES), ("edges.csv", EDGES), ("open.ron", open)]);
    let (dossier, other) = (folder.path().join("open.ron"), folder.path().join("joined.ron"));
    let call = [&at("nodes.csv") as &str, &at("edges.csv"), &shown(&other), "--into", &shown(&dossier)];
    let ran = convert(&call);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(ran.err.contains("joined: 4 entities added, 2 already there; 6 relations added"), "{}", ran.err);
    assert!(ran.err.contains("not certain: “Ada Holm”, matched to ada"), "{}", ran.err);
    assert!(ran.err.contains("differs: Norland: `capital`: Oldport (kept), imported: Northport"), "{}", ran.err);
    assert_eq!(fs::read_to_string(&dossier).unwrap(), open, "the dossier itself stays");
    let text = fs::read_to_string(&other).unwrap();
    assert!(text.starts_with("// Kept by hand.") && text.contains("), // first"), "{text}");
    assert!(text.contains("Oldport") && !text.contains("\"Northport\""), "{text}");
    let facts = info(&other);
    assert_eq!((facts["nodes"].as_u64(), facts["edges"].as_u64()), (Some(6), Some(6)), "{facts}");
    // In place, and again: nothing is made twice.
    for _ in 0..2 {
        let ran = convert(&[&at("nodes.csv"), &at("edges.csv"), &shown(&dossier), "--into", &shown(&dossier)]);
        assert_eq!(ran.status, 0, "{}", ran.err);
        assert_eq!(info(&dossier)["edges"], 6);
    }
    let ran = convert(&[&at("nodes.csv"), &at("x.gexf"), "--into", &shown(&dossier)]);
    assert!(ran.status == 2 && ran.err.contains("--into writes a dossier"), "{}", ran.err);
    assert!(!folder.path().join("x.gexf").exists());
    let ran = convert(&[&at("nodes.csv"), &shown(&other), "--into", &at("edges.csv")]);
    assert!(ran.status == 1 && ran.err.contains("is not a dossier"), "{}", ran.err);
    let both = folder.path().join("both.ron");
    files(folder.path(), &[("open.ron", open)]);
    let ran = convert(&[&at("nodes.csv"), &shown(&both), "--into", &shown(&dossier), "--differing", "both"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(fs::read_to_string(&both).unwrap().contains("[\"Oldport\", \"Northport\"]"));
}

#[test]
fn a_map_and_a_dossier_that_comes_back_work_with_the_formats_that_are_written() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| shown(&folder.path().join(name));
    let map = "Map(tables: {\"ties.csv\": (rows: edges, columns: {\"who\": from, \"whom\": to})})";
    files(folder.path(), &[("ties.csv", "who,whom\nAnna,Bert\nBert,Cleo\n"), ("map.ron", map)]);
    let ran = convert(&[&at("ties.csv"), &at("ties.gexf"), "--map", &at("map.ron")]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let edges = chancery(&["info", "--json", &at("ties.gexf")]).json(0)["edges"].as_u64();
    assert_eq!(edges, Some(2));
    let example = "example:merrow-port";
    assert_eq!(convert(&[example, &at("port.xlsx")]).status, 0);
    let ran = convert(&[example, &at("port.gexf"), "--map", &at("map.ron")]);
    assert!(ran.status == 2 && ran.err.contains("is a dossier"), "{}", ran.err);
    // It joins what it was written from without a change to its records.
    let ran = convert(&[&at("port.xlsx"), &at("again.ron"), "--into", example]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(ran.err.contains("joined: 0 entities added") && ran.err.contains("0 relations added"), "{}", ran.err);
    let same = chancery(&["diff", example, &at("again.ron")]);
    assert_eq!(same.status, 0, "{}{}", same.out, same.err);
}

#[test]
fn a_file_of_which_nothing_can_be_taken_in_is_refused_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| shown(&folder.path().join(name));
    files(folder.path(), &[("ties.csv", "source,target\n,Bert\nAnna,\n"), ("empty.csv", "source,target\n")]);
    let ran = convert(&[&at("ties.csv"), &at("out.ron"), "--report", &at("r.json")]);
    assert!(ran.status == 1 && ran.err.contains("none of 2 records could be taken in"), "{}", ran.err);
    assert!(!folder.path().join("out.ron").exists());
    assert_eq!(report(&folder.path().join("r.json"))["refused"], 2, "the report tells of each");
    assert_eq!(convert(&[&at("empty.csv"), &at("out.ron")]).status, 0);
}
