//! Workbooks that other programs wrote.

use super::super::Read;
use super::super::graph::{Graph, When};
use super::super::tests::{fixture, read_as, read_named, sound};
use super::*;

fn read(name: &str) -> Read {
    let read = read_as("workbook", name, &fixture(&format!("workbook/{name}"))).unwrap();
    sound(&read);
    read
}

fn edges(graph: &Graph) -> Vec<String> {
    let edge = |(number, (from, to)): (usize, &(u32, u32))| {
        let kind = graph.edge_kind(number as u32).unwrap_or_default();
        format!("{} {kind} {}", graph.id(*from), graph.id(*to))
    };
    graph.ends().iter().enumerate().map(edge).collect()
}

fn has_note(read: &Read, text: &str) -> bool {
    read.report.notes().iter().any(|note| note.message.contains(text))
}

/// The workbook of four sheets, as whichever program wrote it.
fn four_sheets(name: &str, months: bool) -> Read {
    let read = read(name);
    let graph = &read.graphs[0];
    let kinds: Vec<_> =
        ["p1", "b1", "m1", "nobody"].map(|id| graph.node(id).and_then(|node| graph.node_kind(node))).into();
    assert_eq!(kinds, [Some("people"), Some("bodies"), Some("meetings"), None], "{:?}", read.report);
    assert_eq!(
        edges(graph),
        ["p1 works for b1", "p2 works for b1", "p3 takes part in m1", "p3 takes part in m2", "p4 knows nobody",]
    );
    // 4 people, 2 bodies, 2 meetings, 6 links of which one has no end.
    assert_eq!((read.report.records_in(), read.report.taken_count(), read.report.refused_count()), (14, 13, 1));
    let refused = read.report.refused_list().next().unwrap();
    assert_eq!((read.report.words(refused.at).as_str(), refused.reason), ("“links”, row 6", "`from` is empty"));
    let since = |edge| graph.edges.times.of(edge);
    if months {
        assert_eq!((since(0), since(1)), (vec![When::Spell("2014-05", "")], vec![When::Spell("2015", "")]));
        let people: Vec<_> = graph.nodes.times.iter().map(|(_, when)| when.texts().0.to_owned()).collect();
        assert_eq!(people, ["2014-05", "2015", "2016-03-07"]);
    }
    assert_eq!(since(2), [When::Spell("2016-03-07", "")]);
    assert_eq!(graph.edges.columns.shown("code", 3).as_deref(), Some("003"), "an id of noughts stays a text");
    let members = graph.nodes.columns.get("members").unwrap();
    // LibreOffice calculates anew.
    let cached = if name == "libreoffice.xlsx" { "1" } else { "3" };
    assert_eq!(members.get(graph.node("b2").unwrap()).map(|v| v.shown().into_owned()).as_deref(), Some(cached));
    for node in ["m1", "m2"] {
        let place = graph.nodes.columns.shown("place", graph.node(node).unwrap());
        assert_eq!(place.as_deref(), if name.ends_with(".ods") && node == "m2" { None } else { Some("Tokyo") });
    }
    assert!(has_note(&read, "the hidden sheet “notes to self”") && has_note(&read, "“read me”"), "{:?}", read.report);
    assert!(has_note(&read, "more than 15 digits"));
    read
}

#[test]
fn a_sheet_for_each_kind_and_one_for_links() {
    for (name, months) in
        [("xlsxwriter.xlsx", true), ("libreoffice.xlsx", true), ("libreoffice.xls", false), ("libreoffice.ods", false)]
    {
        four_sheets(name, months);
    }
}

#[test]
fn formulas_without_a_value_are_told() {
    let read = read("openpyxl.xlsx");
    let graph = &read.graphs[0];
    assert_eq!((graph.nodes.len(), graph.ends().len()), (4, 3));
    assert_eq!(graph.edges.times.of(1), [When::At("2014-05-02")]);
    assert!(has_note(&read, "“Sheet1”: 3 formulas have no saved value"), "{:?}", read.report);
}

#[test]
fn older_and_open_formats() {
    for (name, edges_of, founded) in [("xlwt.xls", 3, None), ("pandas.ods", 2, Some("1990-01-02"))] {
        let read = read(name);
        let graph = &read.graphs[0];
        assert_eq!((graph.nodes.len(), graph.ends().len(), graph.implied()), (3, edges_of, 0), "{:?}", read.report);
        assert_eq!(graph.nodes.label(2).as_deref(), Some("日本"));
        let starts: Vec<_> = graph.nodes.times.iter().map(|(_, when)| when.texts().0).collect();
        assert_eq!(starts.first().copied().or(graph.nodes.columns.shown("Founded", 0).as_deref()), founded);
    }
}

#[test]
fn hidden_sheets_are_read_when_asked_for() {
    let bytes = fixture("workbook/xlsxwriter.xlsx");
    let tables = table::TableOptions { hidden_sheets: true, ..table::TableOptions::default() };
    let options = Options { tables, ..Options::default() };
    let read = Workbook.read(&Input { name: "x.xlsx", bytes: &bytes }, &options, &Progress::new()).unwrap();
    assert!(!has_note(&read, "hidden") && read.graphs[0].node("secret").is_some());
}

#[test]
fn far_cells_of_an_old_workbook_cannot_fill_the_memory() {
    let whole = fixture("workbook/xlwt.xls");
    let changed = |record: [u8; 4], at: usize, to: &[u8]| {
        let mut bytes = whole.clone();
        let begin = memchr::memmem::rfind(&bytes, &record).unwrap() + 4 + at;
        bytes[begin..begin + to.len()].copy_from_slice(to);
        Workbook.read(&Input { name: "x.xls", bytes: &bytes }, &Options::default(), &Progress::new())
    };
    // The last text of a sheet stands in its last corner, or the sheet says that it is endless.
    for far in [changed([0xfd, 0, 10, 0], 0, &[0xff, 0xff, 0xff, 0]), changed([0, 2, 14, 0], 4, &[0xff; 4])] {
        let Err(Failure::Wrong(problem)) = far else { panic!("it is refused") };
        assert_eq!(problem.code, codes::TOO_LARGE);
    }
}

#[test]
fn a_cut_or_damaged_workbook_is_an_error() {
    for name in ["xlsxwriter.xlsx", "xlwt.xls", "pandas.ods"] {
        let whole = fixture(&format!("workbook/{name}"));
        let read = |bytes: &[u8]| Workbook.read(&Input { name, bytes }, &Options::default(), &Progress::new());
        for share in [1, 2, 3, 5, 9] {
            assert!(read(&whole[..whole.len() * share / 10]).is_err(), "{name} cut to {share}0 %");
        }
        // A byte changed anywhere is an error or read, never a crash.
        for at in (0..whole.len()).step_by(37) {
            let mut damaged = whole.clone();
            damaged[at] ^= 0x55;
            if let Ok(read) = read(&damaged) {
                sound(&read);
            }
        }
    }
}

#[test]
fn a_bomb_is_refused_before_it_goes_off() {
    use std::io::Write as _;
    // Any part can be a sheet, whatever it is called.
    for part in ["xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.png"] {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        zip.start_file(part, zip::write::SimpleFileOptions::default()).unwrap();
        let blanks = vec![b' '; 1 << 20];
        for _ in 0..64 {
            zip.write_all(&blanks).unwrap();
        }
        let bytes = zip.finish().unwrap().into_inner();
        is_too_large(&bytes);
    }
}

/// Refused at once.
fn is_too_large(bytes: &[u8]) {
    let start = std::time::Instant::now();
    let Err(Failure::Wrong(problem)) =
        Workbook.read(&Input { name: "x", bytes }, &Options::default(), &Progress::new())
    else {
        panic!("this was read")
    };
    assert_eq!(problem.code, codes::TOO_LARGE, "{}", problem.to_text());
    assert!(start.elapsed().as_millis() < 1_000);
}

/// An OpenDocument spreadsheet with these rows.
fn ods(rows: &str) -> Vec<u8> {
    use std::io::Write as _;
    let office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0";
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content xmlns:office=\"{office}\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:spreadsheet>\
         <table:table table:name=\"S\">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    );
    let manifest = "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"/>";
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", manifest),
        ("content.xml", &content),
    ] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn cells_that_are_repeated_do_not_fill_the_memory() {
    let cell = |often: u32, text: &str| {
        format!(
            "<table:table-cell office:value-type=\"string\" table:number-columns-repeated=\"{often}\">\
             <text:p>{text}</text:p></table:table-cell>"
        )
    };
    let row = |often: u32, cells: &str| {
        format!("<table:table-row table:number-rows-repeated=\"{often}\">{cells}</table:table-row>")
    };
    let gap = |often: u32| format!("<table:table-cell table:number-columns-repeated=\"{often}\"/>");
    let heads = row(1, &(cell(1, "id") + &cell(1, "name")));
    let usual = heads.clone() + &row(3, &(cell(2, "a") + &gap(16_000))) + &row(1_000_000, &gap(16_384));
    let bytes = ods(&usual);
    let read = Workbook.read(&Input { name: "x", bytes: &bytes }, &Options::default(), &Progress::new());
    assert_eq!(read.unwrap().graphs[0].node("a"), Some(0), "empty cells to the end of the sheet are usual");
    for bomb in [
        row(20_000, &cell(4_000, "x")),
        heads.clone() + &row(1, &(gap(16_000) + &cell(1, "x"))) + &row(1_000_000, &gap(1)) + &row(1, &cell(1, "y")),
        heads.clone() + &row(20_000, &cell(1, &"long ".repeat(10_000))),
        heads + &row(1, &cell(1, "<text:s text:c=\"4000000000\"/>")),
    ] {
        is_too_large(&ods(&bomb));
    }
}

#[test]
fn cells_far_apart_do_not_fill_the_memory() {
    use calamine::DataRef;
    let mut fill = sheets::tests_fill();
    let mut report = super::super::report::Report::new("x");
    let said = |text: &str| cell::said(&DataRef::String(text.to_owned()), None);
    fill.cell((0, 0), said("a"), &mut report).unwrap();
    fill.cell((1_000_000, 3), said("b"), &mut report).unwrap();
    assert_eq!(fill.cell((1_000_001, 16_000), said("c"), &mut report).unwrap_err().code, codes::TOO_LARGE);
}

#[test]
fn packed_files_are_told_by_what_packed_them() {
    for (bytes, by) in [(&b"\x1f\x8b\x08\0\0\0\0\0\0\x03abcdef"[..], "gzip"), (b"Rar!\x1a\x07\x01\0abcdefgh", "RAR")] {
        for format in ["workbook", "csv", "graphml", "node-link"] {
            let problem = read_named(format, "x", bytes).unwrap_err();
            assert!(problem.message.contains(by), "{format}: {}", problem.message);
        }
    }
}

#[test]
fn workbooks_with_other_names_of_parts_are_no_graphs_of_maltego() {
    let mut zip = b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x0f\0\0\0xl\\workbook.xml".to_vec();
    zip.extend_from_slice(&[0; 64]);
    let found = crate::dossier::exchange::of_file(std::path::Path::new("x.xlsx"), &zip).map(|format| format.name());
    assert_eq!(found, Some("workbook"));
}

/// A workbook of Office Open XML with these rows in its sheet “quakes”, its parts named by a function.
fn xlsx(rows: &str, name: impl Fn(&str) -> String) -> Vec<u8> {
    use std::io::Write as _;
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    let workbook = format!(
        "<workbook xmlns=\"{main}\" xmlns:r=\"{relations}\"><sheets><sheet name=\"quakes\" sheetId=\"1\" r:id=\"rId1\"/>\
         </sheets></workbook>"
    );
    let parts = format!(
        "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"rId1\" \
         Type=\"{relations}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
    );
    let root = parts.replace("worksheets/sheet1.xml", "xl/workbook.xml").replace("/worksheet\"", "/officeDocument\"");
    let sheet = format!("<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData></worksheet>");
    let types = format!("<Types xmlns=\"{package}/content-types\"/>");
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (part, text) in [
        ("[Content_Types].xml", &types),
        ("_rels/.rels", &root),
        ("xl/workbook.xml", &workbook),
        ("xl/_rels/workbook.xml.rels", &parts),
        ("xl/worksheets/sheet1.xml", &sheet),
    ] {
        zip.start_file(name(part), zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A row of texts.
fn texts(row: u32, cells: &[&str]) -> String {
    let cell = |text: &&str| format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>");
    format!("<row r=\"{row}\">{}</row>", cells.iter().map(cell).collect::<String>())
}

#[test]
fn cells_that_cannot_be_read_are_told_and_the_others_are_read() {
    let row = |value: &str| {
        format!("<row r=\"2\"><c t=\"inlineStr\"><is><t>a</t></is></c><c r=\"B2\" t=\"n\">{value}</c></row>")
    };
    let read = |value: &str| {
        let bytes = xlsx(&(texts(1, &["name", "depth"]) + &row(value) + &texts(3, &["b", "7"])), str::to_owned);
        let read = read_as("workbook", "x.xlsx", &bytes).unwrap();
        sound(&read);
        read
    };
    let spaced = read("<v> 41\n</v>");
    let depth = |read: &Read| read.graphs[0].nodes.columns.shown("depth", 0);
    assert_eq!((depth(&spaced).as_deref(), spaced.graphs[0].nodes.len()), (Some("41"), 2), "{:?}", spaced.report);
    assert!(!has_note(&spaced, "B2"));
    let wrong = read("<v>deep</v>");
    assert_eq!((depth(&wrong).as_deref(), wrong.graphs[0].nodes.len()), (Some("deep"), 2));
    assert!(has_note(&wrong, "“quakes”, cell B2: a value that is not a number"), "{:?}", wrong.report);
}

#[test]
fn parts_may_be_named_in_another_case_and_with_backslashes() {
    let rows = texts(1, &["source", "target"]) + &texts(2, &["a", "b"]);
    for name in [
        |part: &str| part.to_lowercase(),
        |part: &str| part.to_lowercase().replace('/', "\\"),
        |part: &str| part.to_uppercase(),
    ] {
        let bytes = xlsx(&rows, name);
        let found = crate::dossier::exchange::of_file(std::path::Path::new("x.xlsx"), &bytes).map(Format::name);
        assert_eq!(found, Some("workbook"));
        let read = read_named("workbook", "x.xlsx", &bytes).unwrap();
        assert_eq!(edges(&read.graphs[0]), ["a  b"]);
    }
}
