//! Reading and making records of what was read: how far it is, and that it stops when a person asks for it.

use std::fmt::Write as _;
use std::io::Write as _;
use std::thread;
use std::time::{Duration, Instant};

use super::*;
use crate::dossier::ron_text::built_in_vocabulary;

/// A network of so many edges as a file of a format.
fn large(format: &str, edges: usize) -> Vec<u8> {
    let nodes = edges / 3 + 1;
    let all = || (0..edges).map(|n| (n % nodes, n * 7 % nodes));
    let mut out = String::new();
    let mut put = |text: std::fmt::Arguments<'_>| out.write_fmt(text).unwrap();
    match format {
        "csv" => {
            put(format_args!("source,target,relation,since,weight\n"));
            all().for_each(|(a, b)| put(format_args!("n{a},n{b},knows,{},1.5\n", 1900 + a % 100)));
        }
        "graphml" => {
            put(format_args!("<graphml><key id=\"w\" for=\"edge\" attr.name=\"note\" attr.type=\"string\"/><graph>"));
            (0..nodes).for_each(|n| put(format_args!("<node id=\"n{n}\"/>")));
            all().for_each(|(a, b)| {
                put(format_args!("<edge source=\"n{a}\" target=\"n{b}\"><data key=\"w\">x{a}</data></edge>"));
            });
            put(format_args!("</graph></graphml>"));
        }
        "gexf" => {
            put(format_args!("<gexf><graph><nodes>"));
            (0..nodes).for_each(|n| put(format_args!("<node id=\"n{n}\" label=\"N {n}\"/>")));
            put(format_args!("</nodes><edges>"));
            all().for_each(|(a, b)| put(format_args!("<edge source=\"n{a}\" target=\"n{b}\" start=\"2001\"/>")));
            put(format_args!("</edges></graph></gexf>"));
        }
        "dot" => {
            put(format_args!("digraph {{\n"));
            all().for_each(|(a, b)| put(format_args!("n{a} -> n{b} [weight=2, label=\"x\"];\n")));
            put(format_args!("}}"));
        }
        "node-link" => {
            put(format_args!("{{\"directed\": true, \"multigraph\": true, \"graph\": {{}}, \"nodes\": ["));
            (0..nodes).for_each(|n| put(format_args!("{}{{\"id\": \"n{n}\"}}", if n > 0 { "," } else { "" })));
            put(format_args!("], \"links\": ["));
            for (n, (a, b)) in all().enumerate() {
                let comma = if n > 0 { "," } else { "" };
                put(format_args!("{comma}{{\"source\": \"n{a}\", \"target\": \"n{b}\", \"key\": 0}}"));
            }
            put(format_args!("]}}"));
        }
        "workbook" => {
            let cell = |text: &str| format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>");
            put(format_args!("<worksheet><dimension ref=\"A1:B{}\"/><sheetData>", edges + 1));
            put(format_args!("<row r=\"1\">{}{}</row>", cell("source"), cell("target")));
            for (n, (a, b)) in all().enumerate() {
                let (a, b) = (cell(&format!("n{a}")), cell(&format!("n{b}")));
                put(format_args!("<row r=\"{}\">{a}{b}</row>", n + 2));
            }
            put(format_args!("</sheetData></worksheet>"));
            return workbook(&out);
        }
        other => panic!("{other}"),
    }
    out.into_bytes()
}

/// A workbook with one sheet.
fn workbook(sheet: &str) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let parts = [
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{package}\"><Relationship Id=\"r1\" Type=\"{relations}/officeDocument\" \
                 Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns:r=\"{relations}\"><sheets><sheet name=\"ties\" sheetId=\"1\" r:id=\"r1\"/></sheets>\
                 </workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"{package}\"><Relationship Id=\"r1\" Type=\"{relations}/worksheet\" \
                 Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        ),
        ("xl/worksheets/sheet1.xml", sheet.to_owned()),
    ];
    for (name, text) in parts {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const FORMATS_OF_LARGE_FILES: [&str; 6] = ["csv", "graphml", "gexf", "dot", "node-link", "workbook"];

/// Reads a file and makes records of it.
fn whole(format: &str, bytes: &[u8], progress: &Progress) -> Result<(usize, usize), Failure> {
    let [reading, mapping] = READING_AND_MAPPING.map(|(from, to)| progress.part(from, to));
    let mut read = named(format).unwrap().read(&Input { name: "x", bytes }, &Options::default(), &reading)?;
    let file = InputFile::of(Path::new("x"), b"");
    let dossier = dossier(&mut read, &[file], (**built_in_vocabulary()).clone(), &mapping)?;
    Ok((dossier.entity_count(), dossier.relation_count()))
}

#[test]
fn progress_rises_from_the_beginning_to_the_end() {
    for format in FORMATS_OF_LARGE_FILES {
        let bytes = large(format, 3_000);
        let progress = Progress::new();
        let read = whole(format, &bytes, &progress).unwrap_or_else(|failure| panic!("{format}: {failure:?}"));
        assert_eq!(read, (1_001, 3_000), "{format}");
        assert!(!progress.went_back(), "{format}");
        assert!(progress.done() > 0.99, "{format}: {}", progress.done());
    }
}

#[test]
fn what_was_stopped_before_does_nothing() {
    for format in FORMATS_OF_LARGE_FILES {
        let bytes = large(format, 30);
        let progress = Progress::new();
        progress.cancel();
        assert_eq!(whole(format, &bytes, &progress), Err(Failure::Cancelled), "{format}");
        // Nor does making records of what was read.
        let mut read = named(format)
            .unwrap()
            .read(&Input { name: "x", bytes: &bytes }, &Options::default(), &Progress::new())
            .unwrap_or_else(|failure| panic!("{format}: {failure:?}"));
        let made = dossier(&mut read, &[], (**built_in_vocabulary()).clone(), &progress);
        assert!(made.is_err(), "{format}");
    }
}

#[test]
fn another_thread_stops_it_at_once_wherever_it_is() {
    for format in FORMATS_OF_LARGE_FILES {
        let bytes = large(format, 60_000);
        for from in [0.02, 0.3, 0.55, 0.8] {
            let progress = Progress::new();
            let worker = {
                let (bytes, progress) = (bytes.clone(), progress.clone());
                thread::spawn(move || (whole(format, &bytes, &progress), Instant::now()))
            };
            while progress.done() < from && !worker.is_finished() {
                thread::sleep(Duration::from_micros(200));
            }
            progress.cancel();
            let asked = Instant::now();
            let (result, ended) = worker.join().unwrap();
            assert_eq!(result, Err(Failure::Cancelled), "{format} at {from}: it was done before {}", progress.done());
            // A person notices more than three tenths of a second; tests are slow and run side by side.
            let took = ended.saturating_duration_since(asked);
            assert!(took < Duration::from_secs(2), "{format} at {from}: {took:?}");
        }
    }
}
