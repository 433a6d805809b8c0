//! XLSX, which holds all of a dossier. The parts are written one after the other into the package, sheets row by row, so
//! that a large dossier takes little memory and can be stopped; dates in it are fixed, so that the same dossier gives the
//! same bytes. Texts are texts whatever they begin with: nothing in such a workbook is a formula.

use std::collections::HashMap;
use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::columns::Sort;
use super::lost::{self, Holds};
use super::network::{Network, OwnWay, Way};
use super::sheets::{self, LONG, LONG_HEADS, Sink};
use super::{CREATOR, Failure, Steps, WriteOptions, Writer, Written, notation};
use crate::dossier::exchange::value::Value;
use crate::dossier::model::Dossier;
use crate::problem::{Problem, codes};
use crate::progress::Progress;

/// Writes workbooks.
pub(crate) struct Xlsx;

const WAY: Way = Way { nested: false, own: OwnWay::Cells { typed: true }, is_key: |_| true };

/// Rows of a sheet, with the head.
const MOST_ROWS: u32 = 1 << 20;
/// UTF-16 units of a cell.
const MOST_UNITS: usize = 32_767;

impl Writer for Xlsx {
    fn name(&self) -> &'static str {
        "workbook"
    }

    fn title(&self) -> &'static str {
        "Excel workbook"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["xlsx"]
    }

    fn write(&self, dossier: &Dossier, _: &WriteOptions, progress: &Progress) -> Result<Written, Failure> {
        let network = Network::new(dossier, WAY);
        let mut steps = Steps::new(progress, 2 * network.len() + dossier.entity_count());
        let mut book = Book::new();
        sheets::write(&network, &mut steps, &mut book)?;
        let bytes = book.finish()?;
        Ok(Written::one(bytes, lost::of(dossier, Holds { claims: true, whole: true })))
    }
}

/// A workbook that is being written.
struct Book {
    zip: ZipWriter<Cursor<Vec<u8>>>,
    /// What is not in the package yet.
    buffer: String,
    sheets: Vec<String>,
    heads: Vec<(String, Sort)>,
    /// Name of the present sheet without a number, and its number.
    name: (String, u32),
    row: u32,
    strings: HashMap<String, u32>,
    /// The same in order, as XML.
    shared: String,
    long: Vec<String>,
    letters: Vec<String>,
}

/// What is not in the package yet is put there beyond so many bytes.
const CHUNK: usize = 1 << 18;

impl Book {
    fn new() -> Self {
        Book {
            zip: ZipWriter::new(Cursor::new(Vec::new())),
            buffer: String::new(),
            sheets: Vec::new(),
            heads: Vec::new(),
            name: (String::new(), 1),
            row: 0,
            strings: HashMap::new(),
            shared: String::new(),
            long: Vec::new(),
            letters: Vec::new(),
        }
    }

    fn part(&mut self, name: &str) -> Result<(), Failure> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default());
        self.zip.start_file(name, options).map_err(|error| wrong(&error.to_string()))
    }

    fn flush(&mut self) -> Result<(), Failure> {
        let done = self.zip.write_all(self.buffer.as_bytes()).map_err(|error| wrong(&error.to_string()));
        self.buffer.clear();
        done
    }

    fn begin(&mut self) -> Result<(), Failure> {
        let (name, number) = &self.name;
        let name = if *number > 1 { format!("{name} ({number})") } else { name.clone() };
        self.sheets.push(name);
        self.part(&format!("xl/worksheets/sheet{}.xml", self.sheets.len()))?;
        self.buffer.push_str(XML);
        self.buffer.push_str("<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetViews><sheetView workbookViewId=\"0\"");
        self.buffer.push_str(if self.sheets.len() == 1 { " tabSelected=\"1\"" } else { "" });
        self.buffer.push_str("><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews><cols>");
        for (number, (head, sort)) in (1..).zip(&self.heads) {
            let width = width(head, *sort);
            self.buffer
                .push_str(&format!("<col min=\"{number}\" max=\"{number}\" width=\"{width}\" customWidth=\"1\"/>"));
        }
        self.buffer.push_str("</cols><sheetData>");
        self.row = 0;
        let heads: Vec<String> = self.heads.iter().map(|(head, _)| head.clone()).collect();
        let cells: Vec<_> = heads.iter().map(|head| Some(Value::text(head))).collect();
        self.cells(&cells, true)
    }

    fn end(&mut self) -> Result<(), Failure> {
        if self.sheets.is_empty() {
            return Ok(());
        }
        self.buffer.push_str("</sheetData>");
        if let Some(letter) = self.letters.get(self.heads.len().saturating_sub(1)) {
            self.buffer.push_str(&format!("<autoFilter ref=\"A1:{letter}{}\"/>", self.row));
        }
        self.buffer.push_str("</worksheet>");
        self.flush()
    }

    fn cells(&mut self, cells: &[Option<Value<'_>>], head: bool) -> Result<(), Failure> {
        self.row += 1;
        let row = self.row.to_string();
        self.buffer.push_str("<row r=\"");
        self.buffer.push_str(&row);
        self.buffer.push_str("\">");
        for (number, cell) in cells.iter().enumerate() {
            let Some(value) = cell else { continue };
            while self.letters.len() <= number {
                self.letters.push(letters(self.letters.len()));
            }
            self.buffer.push_str("<c r=\"");
            self.buffer.push_str(self.letters.get(number).map_or("A", String::as_str));
            self.buffer.push_str(&row);
            let (kind, text) = match value {
                Value::Integer(number) => ("\"><v>", number.to_string()),
                Value::Real(number) => ("\"><v>", notation::number(*number)),
                Value::Boolean(yes) => ("\" t=\"b\"><v>", u8::from(*yes).to_string()),
                Value::Text(text) | Value::Date(text) => (TEXT, self.string(text).to_string()),
                Value::List(texts) => (TEXT, self.string(&notation::texts(texts)).to_string()),
            };
            self.buffer.push_str(if head { HEAD } else { kind });
            self.buffer.push_str(&text);
            self.buffer.push_str("</v></c>");
        }
        self.buffer.push_str("</row>");
        if self.buffer.len() > CHUNK { self.flush() } else { Ok(()) }
    }

    /// The number of a text among all texts.
    fn string(&mut self, text: &str) -> u32 {
        if let Some(known) = self.strings.get(text) {
            return *known;
        }
        let is_long = text.len() > MOST_UNITS && text.encode_utf16().count() > MOST_UNITS;
        let number = self.strings.len() as u32;
        self.strings.insert(text.to_owned(), number);
        self.shared.push_str("<si><t xml:space=\"preserve\">");
        // A text that looks like a reference to a long one goes the same way, so that it is told from one.
        if is_long || sheets::long_number(text).is_some() {
            self.long.push(text.to_owned());
            self.shared.push_str(&sheets::long_reference(self.long.len()));
        } else {
            escape(&mut self.shared, text);
        }
        self.shared.push_str("</t></si>");
        number
    }

    fn long_texts(&mut self) -> Result<(), Failure> {
        let long = std::mem::take(&mut self.long);
        if long.is_empty() {
            return Ok(());
        }
        let sorts = [Sort::Whole, Sort::Whole, Sort::Text];
        let heads: Vec<_> = LONG_HEADS.into_iter().map(str::to_owned).zip(sorts).collect();
        self.sheet(LONG, &heads)?;
        for (number, text) in (1..).zip(&long) {
            // A character has up to two units.
            let most = if text.encode_utf16().count() > MOST_UNITS { MOST_UNITS / 2 } else { 1 };
            let mut rest = text.as_str();
            let mut part = 1;
            while !rest.is_empty() {
                let end = rest.char_indices().nth(most).map_or(rest.len(), |(at, _)| at);
                let (words, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
                self.row(&[Some(Value::Integer(number)), Some(Value::Integer(part)), Some(Value::text(words))])?;
                (rest, part) = (after, part + 1);
            }
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Vec<u8>, Failure> {
        self.long_texts()?;
        self.end()?;
        let (names, shared) = (std::mem::take(&mut self.sheets), std::mem::take(&mut self.shared));
        let mut put = |name: &str, text: &str| {
            self.part(name)?;
            self.buffer.push_str(XML);
            self.buffer.push_str(text);
            self.flush()
        };
        let numbers = || (1..).zip(&names);
        let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let package = "http://schemas.openxmlformats.org/package/2006";
        let part_type = "application/vnd.openxmlformats-officedocument.spreadsheetml";
        let mut text = format!("<sst xmlns=\"{main}\">");
        text.push_str(&shared);
        text.push_str("</sst>");
        put("xl/sharedStrings.xml", &text)?;
        text = format!("<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets>");
        for (number, name) in numbers() {
            text.push_str(&format!("<sheet name=\"{name}\" sheetId=\"{number}\" r:id=\"rId{number}\"/>"));
        }
        text.push_str("</sheets></workbook>");
        put("xl/workbook.xml", &text)?;
        text = format!("<Relationships xmlns=\"{package}/relationships\">");
        for (number, _) in numbers() {
            text.push_str(&format!(
                "<Relationship Id=\"rId{number}\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>"
            ));
        }
        for (word, kind, file) in [("s", "styles", "styles"), ("t", "sharedStrings", "sharedStrings")] {
            text.push_str(&format!("<Relationship Id=\"{word}1\" Type=\"{office}/{kind}\" Target=\"{file}.xml\"/>"));
        }
        text.push_str("</Relationships>");
        put("xl/_rels/workbook.xml.rels", &text)?;
        put("xl/styles.xml", &STYLES.replace("{main}", main))?;
        text = format!(
            "<Types xmlns=\"{package}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/>"
        );
        let parts = [("workbook", "sheet.main"), ("styles", "styles"), ("sharedStrings", "sharedStrings")];
        for (name, kind) in parts {
            text.push_str(&format!("<Override PartName=\"/xl/{name}.xml\" ContentType=\"{part_type}.{kind}+xml\"/>"));
        }
        for (number, _) in numbers() {
            text.push_str(&format!(
                "<Override PartName=\"/xl/worksheets/sheet{number}.xml\" ContentType=\"{part_type}.worksheet+xml\"/>"
            ));
        }
        text.push_str("<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/></Types>");
        put("[Content_Types].xml", &text)?;
        put(
            "docProps/core.xml",
            &format!(
                "<cp:coreProperties xmlns:cp=\"{package}/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:creator>{CREATOR}</dc:creator></cp:coreProperties>"
            ),
        )?;
        put(
            "_rels/.rels",
            &format!(
                "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"rId1\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/><Relationship Id=\"rId2\" Type=\"{package}/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/></Relationships>"
            ),
        )?;
        let bytes = self.zip.finish().map_err(|error| wrong(&error.to_string()))?;
        Ok(bytes.into_inner())
    }
}

impl Sink for Book {
    fn sheet(&mut self, name: &str, heads: &[(String, Sort)]) -> Result<(), Failure> {
        self.end()?;
        self.heads = heads.to_vec();
        self.name = (name.to_owned(), 1);
        self.begin()
    }

    fn row(&mut self, cells: &[Option<Value<'_>>]) -> Result<(), Failure> {
        if self.row >= MOST_ROWS {
            self.end()?;
            self.name.1 += 1;
            self.begin()?;
        }
        self.cells(cells, false)
    }
}

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
/// What stands between the place of a cell and its text: of texts, and of heads, which are bold.
const TEXT: &str = "\" t=\"s\"><v>";
const HEAD: &str = "\" s=\"1\" t=\"s\"><v>";
const STYLES: &str = "<styleSheet xmlns=\"{main}\"><fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font><font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts><fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills><borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs><cellXfs count=\"2\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/><xf numFmtId=\"0\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyFont=\"1\"/></cellXfs><cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>";

fn wrong(error: &str) -> Failure {
    let message = format!("the workbook could not be put together: {error}");
    Problem::error(codes::TOO_LARGE, message)
        .with_help("write only part of the network, or choose another format")
        .into()
}

/// How wide a column is, in characters.
fn width(head: &str, sort: Sort) -> usize {
    let words = match (head, sort) {
        ("summary" | "note" | "quote" | "quotes" | "value" | "words", _) => 60,
        ("name" | "title" | "text" | "aliases" | "label", _) => 32,
        ("id" | "from" | "to" | "record" | "entity" | "source" | "sources" | "url", _) => 24,
        (_, Sort::Flag | Sort::Number | Sort::Whole) => 10,
        (_, Sort::Text | Sort::Date | Sort::Texts | Sort::Nested) => 16,
    };
    words.max(head.len() + 3)
}

/// A column by its letters.
fn letters(number: usize) -> String {
    let mut out = Vec::new();
    let mut rest = number + 1;
    while rest > 0 {
        rest -= 1;
        out.push(b'A' + (rest % 26) as u8);
        rest /= 26;
    }
    out.iter().rev().map(|letter| char::from(*letter)).collect()
}

/// A text as the cells of a workbook have it: characters that XML cannot have stand as `_x0000_`, and what looks like such
/// an escape has its first line escaped (ECMA-376, 22.9.2.19).
fn escape(out: &mut String, text: &str) {
    for (at, c) in text.char_indices() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '_' if is_escape(text.get(at..).unwrap_or_default()) => out.push_str("_x005F_"),
            '\t' | '\n' => out.push(c),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push_str(&format!("_x{:04X}_", u32::from(c))),
            _ => out.push(c),
        }
    }
}

fn is_escape(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digits = |bytes: &[u8]| bytes.iter().all(u8::is_ascii_hexdigit);
    bytes.starts_with(b"_x") && bytes.get(2..6).is_some_and(digits) && bytes.get(6) == Some(&b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_package_is_plain_zip_for_programs_that_know_no_other() {
        let dossier = Dossier::new(std::sync::Arc::default());
        let write = || Xlsx.write(&dossier, &WriteOptions::default(), &Progress::new()).unwrap();
        let bytes = write().files.remove(0).bytes;
        // Version 2.0 is needed to unpack the first part; sizes of 64 bits, which LibreOffice refuses, would need 4.5.
        assert_eq!(bytes[4..6], [20, 0]);
    }

    #[test]
    fn columns_have_the_letters_of_spreadsheets() {
        let all: Vec<_> = [0, 25, 26, 51, 52, 701, 702, 16_383].map(letters).into();
        assert_eq!(all, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA", "XFD"]);
    }

    #[test]
    fn texts_are_escaped_as_the_standard_says() {
        let mut out = String::new();
        escape(&mut out, "a\u{0}<_x0041_&\r_x00");
        assert_eq!(out, "a_x0000_&lt;_x005F_x0041_&amp;_x000D__x00");
    }
}
