//! What is written is read again as what it was, as far as the format holds it; the same dossier gives the same bytes; no
//! name breaks a format; and what was left out is counted.

mod held;
mod made;
mod outside;

use proptest::prelude::*;

use super::super::fixtures::example;
use super::super::format::{Format, Sure};
use super::super::{
    Input, InputFile, Options, Read, Report, UnknownEnds, detect, dossier as read_dossier, named, read,
};
use super::super::{WRITERS, writer, writer_of};
use super::*;
use crate::dossier::model::{Entity, FieldValue, Status, Vocabulary};
use crate::dossier::ron_text::{self, built_in_vocabulary};
use crate::problem::{Problem, codes};
use held::{changed, in_tables, in_xml, whole, without_head};
use made::some_dossier;

fn vocabulary() -> Vocabulary {
    Vocabulary::clone(built_in_vocabulary())
}

fn write(name: &str, dossier: &Dossier) -> Written {
    writer(name).unwrap().write(dossier, &WriteOptions::default(), &Progress::new()).unwrap()
}

/// What a format makes of what it wrote.
fn back_with(name: &str, written: &Written) -> (Dossier, Report) {
    let names = ["x", "x-edges"];
    let inputs: Vec<_> =
        written.files.iter().zip(names).map(|(file, name)| Input { name, bytes: &file.bytes }).collect();
    if let [input] = inputs.as_slice() {
        assert_eq!(detect(input.bytes, "x", Sure::Perhaps).map(Format::name), Some(name), "found out by its content");
    }
    let format = named(name).unwrap();
    let mut again = match read(format, &inputs, &Options::default(), &Progress::new()) {
        Ok(read) => read,
        Err(error) => panic!("{name}: {error:?}\n{}", String::from_utf8_lossy(&written.files[0].bytes)),
    };
    super::super::tests::sound(&again);
    let files: Vec<_> = inputs
        .iter()
        .map(|input| InputFile { shown: input.name.to_owned(), name: input.name.to_owned(), hash: String::new() })
        .collect();
    let dossier = read_dossier(&mut again, &files, vocabulary(), &Progress::new()).unwrap();
    dossier.check_indices().unwrap();
    (dossier, again.report)
}

fn back(name: &str, dossier: &Dossier) -> Dossier {
    back_with(name, &write(name, dossier)).0
}

fn same(name: &str, held: &Dossier, dossier: &Dossier) -> Result<(), TestCaseError> {
    let again = changed(&back(name, dossier), |_| {}, |_| {}, |_| {});
    held.same_as(&again).map_err(|why| TestCaseError::fail(format!("{name}: {why}")))
}

/// Whether a text has a character that XML cannot have.
fn has_illegal(dossier: &Dossier) -> bool {
    let written = write("node-link", dossier);
    let text = String::from_utf8(written.files[0].bytes.clone()).unwrap();
    text.contains("\\u00") || text.contains(['\u{fffe}', '\u{ffff}']) || text.contains("\\b") || text.contains("\\f")
}

/// Whether a text has a NUL, which GML and tables cannot have.
fn has_nul(dossier: &Dossier) -> bool {
    String::from_utf8(write("node-link", dossier).files[0].bytes.clone()).unwrap().contains("\\u0000")
}

fn read_text(text: &str) -> Dossier {
    let nothing = |_: &str| Err(Problem::error(codes::IO, "nothing is included"));
    let read = ron_text::read("x.ron", text.as_bytes(), &nothing);
    assert!(!read.read_only, "{:?}\n{text}", read.problems);
    read.dossier
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// A text of our own holds all of it too, and a second one is the same to the byte.
    #[test]
    fn a_text_keeps_everything(dossier in some_dossier()) {
        let text = ron_text::whole(&dossier, 1 << 24).map_err(TestCaseError::fail)?;
        let again = changed(&read_text(&text), |_| {}, |_| {}, |_| {});
        whole(&dossier).same_as(&again).map_err(TestCaseError::fail)?;
        prop_assert_eq!(ron_text::whole(&read_text(&text), 1 << 24).map_err(TestCaseError::fail)?, text);
    }

    /// All of it: title, remarks, sources, kinds, views, names, dates as written, claims with all that they say.
    #[test]
    fn a_workbook_keeps_everything(dossier in some_dossier()) {
        same("workbook", &whole(&dossier), &dossier)?;
    }

    /// All of it, as GraphML does with characters that XML knows.
    #[test]
    fn json_and_gml_keep_everything(dossier in some_dossier()) {
        same("node-link", &whole(&dossier), &dossier)?;
        same("cytoscape.js", &whole(&dossier), &dossier)?;
        if !has_nul(&dossier) {
            same("gml", &whole(&dossier), &dossier)?;
        }
    }

    /// GraphML all of it; GEXF all of entities and relations with their claims, the title, and places, but no sources
    /// beyond their ids, no kinds and no views.
    #[test]
    fn xml_keeps_what_it_can_hold(dossier in some_dossier()) {
        if has_illegal(&dossier) {
            // Then names at least, and nothing breaks.
            let again = back("graphml", &dossier);
            let held = in_xml(&dossier);
            prop_assert_eq!(again.entity_count(), held.entity_count());
            for ((_, a), (_, b)) in held.entities().zip(again.entities()) {
                prop_assert_eq!((&a.name, &a.summary), (&b.name, &b.summary));
            }
            // In claims and lists they stand as escapes of JSON.
            let is_odd = |c: char| (c < ' ' && !"\t\n\r".contains(c)) || matches!(c, '\u{fffe}' | '\u{ffff}');
            let is_lost = write("graphml", &dossier).lost.iter().any(|lost| lost.what.contains("characters"));
            prop_assert!(is_lost || !dossier.entities().any(|(_, entity)| entity.name.contains(is_odd)));
        } else {
            same("graphml", &whole(&dossier), &dossier)?;
            same("gexf", &without_head(&dossier), &dossier)?;
        }
    }

    /// Entities and relations with dates as written, status, own data with their types, places; claims by their sources,
    /// further names as plain ones.
    #[test]
    fn a_pair_of_tables_keeps_what_it_can_hold(dossier in some_dossier()) {
        if has_nul(&dossier) {
            prop_assert_eq!(back("csv", &dossier).entity_count(), dossier.entity_count());
        } else {
            same("csv", &in_tables(&dossier), &dossier)?;
        }
    }

    /// Ids where they are legal, names, ends, and plain dates.
    #[test]
    fn follow_the_money_keeps_what_it_can_hold(dossier in some_dossier()) {
        let again = back("ftm", &dossier);
        prop_assert_eq!(again.entity_count(), dossier.entity_count());
        prop_assert_eq!(again.relation_count(), dossier.relation_count());
        for ((_, a), (_, b)) in dossier.entities().zip(again.entities()) {
            if a.id.as_str().bytes().all(|b| b.is_ascii_alphanumeric()) {
                prop_assert_eq!(a.id.as_str(), b.id.as_str());
            }
            prop_assert_eq!(a.name.trim(), b.name.trim());
            let texts: Vec<_> = b.names.iter().map(|name| name.text.trim()).collect();
            prop_assert!(a.names.iter().all(|name| name.text.trim() == a.name.trim() || name.text.trim().is_empty() || texts.contains(&name.text.trim())), "{:?} {:?}", a.names, texts);
        }
        for ((_, _, _, a), (_, _, _, b)) in dossier.relations().zip(again.relations()) {
            if a.from.as_str().bytes().all(|b| b.is_ascii_alphanumeric()) {
                prop_assert_eq!((&a.from, &a.to), (&b.from, &b.to));
            }
            let plain = a.when.as_ref().filter(|when| ["2013", "2014-05", "2015-10-01", "2003/.."].contains(&when.date.written()));
            if let Some(when) = plain {
                prop_assert_eq!(b.when.as_ref().map(|when| when.date.written()), Some(when.date.written()));
            }
        }
    }

    /// Ids, labels, kinds, ends, directions.
    #[test]
    fn dot_keeps_the_network(dossier in some_dossier()) {
        let again = back("dot", &dossier);
        let ids = |d: &Dossier| d.entities().map(|(_, e)| e.id.to_string()).collect::<Vec<_>>();
        prop_assert_eq!(ids(&dossier), ids(&again));
        let ends = |d: &Dossier| d.relations().map(|(_, _, _, r)| (r.from.to_string(), r.to.to_string())).collect::<Vec<_>>();
        prop_assert_eq!(ends(&dossier), ends(&again));
        for ((_, a), (_, b)) in dossier.entities().zip(again.entities()) {
            let name: String = a.name.chars().map(|c| if c == '\0' { '\u{fffd}' } else { c }).collect();
            // Line ends of labels are read as one sort, and at the end they only place the text.
            let lines = |name: &str| name.replace("\r\n", "\n").trim().to_owned();
            prop_assert_eq!(lines(&name), lines(&b.name), "{:?}", String::from_utf8_lossy(&write("dot", &dossier).files[0].bytes));
        }
    }

    /// Vertices and ties, with weights.
    #[test]
    fn pajek_keeps_the_network(dossier in some_dossier()) {
        let written = write("pajek", &dossier);
        let input = Input { name: "x.net", bytes: &written.files[0].bytes };
        let read = read(named("pajek").unwrap(), &[input], &Options::default(), &Progress::new()).unwrap();
        let graph = &read.graphs[0];
        prop_assert_eq!((graph.nodes.len(), graph.edges.len()), (dossier.entity_count(), dossier.relation_count()));
        let mut weights: Vec<f64> = dossier.relations().map(|(_, _, _, r)| r.weight.unwrap_or(1.0)).collect();
        let mut again: Vec<f64> = (0..graph.edges.len() as u32).map(|edge| graph.weight(edge).unwrap_or(1.0)).collect();
        weights.sort_by(f64::total_cmp);
        again.sort_by(f64::total_cmp);
        prop_assert_eq!(weights, again);
    }

    #[test]
    fn the_same_dossier_gives_the_same_bytes(dossier in some_dossier()) {
        for writer in WRITERS {
            let write = || writer.write(&dossier, &WriteOptions::default(), &Progress::new()).unwrap();
            prop_assert_eq!(write(), write());
        }
    }
}

/// The examples as they are loaded, with their included files.
fn examples() -> Vec<(&'static str, Dossier)> {
    let load = |name: &'static str| {
        let fetch = |path: &str| {
            example(&format!("{name}/{path}")).map_err(|error| Problem::error(codes::IO, error.to_string()))
        };
        let bytes = example(&format!("{name}/{name}.ron")).unwrap();
        (name, ron_text::read("x.ron", &bytes, &fetch).dossier)
    };
    ["asean-japan", "merrow-port"].map(load).into()
}

#[test]
fn the_examples_come_back_whole() {
    for (name, dossier) in examples() {
        assert!(dossier.entity_count() > 10 && dossier.relation_count() > 10);
        for format in ["workbook", "graphml", "node-link", "cytoscape.js", "gml"] {
            let (again, report) = back_with(format, &write(format, &dossier));
            let notes = report.notes();
            assert!(report.refused_count() == 0 && notes.is_empty(), "{name} {format}: {notes:?}");
            whole(&dossier)
                .same_as(&changed(&again, |_| {}, |_| {}, |_| {}))
                .unwrap_or_else(|why| panic!("{name} {format}: {why}"));
            let claims = |d: &Dossier| {
                d.entities().map(|(_, e)| e.claims.len()).sum::<usize>()
                    + d.relations().map(|(_, _, _, r)| r.claims.len()).sum::<usize>()
            };
            assert_eq!(claims(&again), claims(&dossier));
        }
        without_head(&dossier).same_as(&whole(&back("gexf", &dossier))).unwrap();
        in_tables(&dossier).same_as(&whole(&back("csv", &dossier))).unwrap();
    }
}

#[test]
fn what_has_no_place_is_counted() {
    let (_, dossier) = examples().remove(0);
    let count = |name: &str, what: &str| {
        let lost = write(name, &dossier).lost;
        lost.iter().filter(|lost| lost.what.contains(what)).map(|lost| lost.count).sum::<usize>()
    };
    let claims = dossier.entities().map(|(_, e)| e.claims.len()).sum::<usize>()
        + dossier.relations().map(|(_, _, _, r)| r.claims.len()).sum::<usize>();
    assert_eq!(count("workbook", "claims"), 0);
    assert_eq!(count("graphml", "claims"), 0);
    assert!(count("csv", "claims in full") > claims / 2 && count("csv", "claims in full") <= claims);
    assert_eq!(
        count("gexf", "kinds that the dossier declares"),
        dossier.own_entity_kinds().count() + dossier.own_relation_kinds().count()
    );
    assert!(count("workbook", "included files") > 0);
    assert_eq!(count("ftm", "claims in full"), claims);
}

#[test]
fn long_texts_come_back_from_a_workbook() {
    let mut dossier = Dossier::new(vocabulary());
    dossier.title = "x".to_owned();
    let mut entity = Entity::new("a", "state", "A");
    entity.summary = Some("日本🦊 ".repeat(20_000));
    entity.note = Some("{long text 1}".to_owned());
    dossier.add_entity(entity).unwrap();
    whole(&dossier).same_as(&whole(&back("workbook", &dossier))).unwrap();
}

#[test]
fn a_person_can_stop_every_writer() {
    let mut dossier = Dossier::new(vocabulary());
    for number in 0..2_000 {
        dossier.add_entity(Entity::new(format!("e{number}"), "state", "x")).unwrap();
    }
    for writer in WRITERS {
        let progress = Progress::new();
        progress.cancel();
        assert_eq!(
            writer.write(&dossier, &WriteOptions::default(), &progress),
            Err(Failure::Cancelled),
            "{}",
            writer.name()
        );
    }
}

#[test]
fn writers_bear_the_names_of_readers() {
    for writer in WRITERS {
        let format = named(writer.name()).unwrap_or_else(|| panic!("{}", writer.name()));
        for extension in writer.extensions() {
            assert!(format.extensions().contains(extension), "{} .{extension}", writer.name());
        }
    }
    assert_eq!(writer_of("Net.GraphML").map(|writer| writer.name()), Some("graphml"));
}

#[test]
fn formulas_are_defused_unless_raw() {
    let mut dossier = Dossier::new(vocabulary());
    dossier.add_entity(Entity::new("a", "state", "=cmd|' /C calc'!A0")).unwrap();
    let text = |raw| {
        let written = writer("csv").unwrap().write(&dossier, &WriteOptions { raw }, &Progress::new()).unwrap();
        String::from_utf8(written.files[0].bytes.clone()).unwrap()
    };
    assert!(text(false).contains("\n\"a\"") || text(false).contains("\na,\"\t=cmd"), "{}", text(false));
    assert!(text(true).contains("\na,=cmd"));
}

#[test]
fn a_row_that_a_person_added_to_the_workbook_is_read() {
    // What a spreadsheet program would save: a number where a text is expected, a word that is none.
    use super::super::own::{Rows, Tables};
    use super::super::value::Value;
    let mut rows = Rows::new(Tables::Workbook, "workbook");
    let heads = |words: &str| words.split(' ').map(str::to_owned).collect::<Vec<_>>();
    rows.begin(sheets::ENTITIES, "Entities", &heads("id name kind status budget"));
    let mut row =
        [Some(Value::Integer(7)), Some(Value::text("Seven")), None, Some(Value::text("maybe")), Some(Value::Real(1.5))];
    rows.row(2, &mut row).unwrap();
    rows.row(3, &mut [None, Some(Value::text("no id"))]).unwrap();
    rows.row(4, &mut [Some(Value::text("Anna K")), Some(Value::text("Anna K"))]).unwrap();
    rows.begin(sheets::RELATIONS, "Relations", &heads("id from kind to"));
    rows.row(2, &mut ["a tie", "Anna K", "knows", "7"].map(|text| Some(Value::text(text)))).unwrap();
    rows.begin(sheets::CLAIMS, "Claims", &heads("of record source"));
    rows.row(2, &mut [Some(Value::text("entity")), Some(Value::text("7")), Some(Value::text("s"))]).unwrap();
    rows.row(3, &mut [Some(Value::text("entity")), Some(Value::text("8")), Some(Value::text("s"))]).unwrap();
    let mut read: Read = rows.finish(&Options { ends: UnknownEnds::Stub, ..Options::default() }).unwrap();
    assert_eq!((read.report.records_in(), read.report.refused_count()), (6, 2));
    assert!(read.report.notes().iter().any(|note| note.message.contains("`status`: “maybe”")));
    let dossier = read_dossier(&mut read, &[], vocabulary(), &Progress::new()).unwrap();
    let entity = dossier.entity_by_id("7").unwrap();
    assert_eq!((entity.name.as_str(), entity.status, entity.claims.len()), ("Seven", Status::Actual, 1));
    assert_eq!(entity.fields, [("budget".to_owned(), FieldValue::Number(1.5))]);
    // Ids with blanks are none: ties follow the ones that are made, and the old ones are kept.
    let anna = dossier.entity_by_id("anna-k").unwrap();
    assert_eq!(anna.fields, [("id".to_owned(), FieldValue::Text("Anna K".to_owned()))]);
    let tie = dossier.relation_by_id("anna-k--knows--7").unwrap();
    assert_eq!((tie.id_given, tie.fields.len()), (false, 1));
    assert!(read.report.notes().iter().any(|note| note.message.contains("the original is in the field `id`")));
}

#[test]
fn kinds_of_an_imported_file_are_declared_where_it_is_written() {
    let csv = "source,target,relation\nAnna,Bert,bribed\nBert,Cleo,bribed\nCleo,Anna,named\n";
    let input = Input { name: "a.csv", bytes: csv.as_bytes() };
    let mut read = read(named("csv").unwrap(), &[input], &Options::default(), &Progress::new()).unwrap();
    let file = InputFile { shown: "a.csv".to_owned(), name: "a.csv".to_owned(), hash: "0".to_owned() };
    let dossier = read_dossier(&mut read, &[file], vocabulary(), &Progress::new()).unwrap();
    let kind = dossier.vocabulary.relation_kind("bribed").unwrap();
    assert!(!dossier.needed_entity_kinds().is_empty() && vocabulary().relation_kind("bribed").is_none());
    for name in ["graphml", "node-link", "cytoscape.js", "gml", "workbook", "turtle"] {
        let again = back(name, &dossier);
        assert_eq!(again.vocabulary.relation_kind("bribed"), Some(kind), "{name}");
        assert_eq!(again.own_relation_kinds().count(), 2, "{name}");
    }
    let again = read_text(&ron_text::whole(&dossier, 1 << 20).unwrap());
    assert_eq!(again.vocabulary.relation_kind("bribed"), Some(kind));
}

#[test]
fn a_text_that_could_not_be_opened_again_is_not_written() {
    let (_, dossier) = examples().remove(0);
    let text = ron_text::whole(&dossier, 1 << 20).unwrap();
    assert_eq!(ron_text::whole(&dossier, text.len() as u64).as_ref(), Ok(&text));
    let refused = ron_text::whole(&dossier, 2 << 10).unwrap_err();
    assert!(refused.contains("limit for one file"), "{refused}");
}
