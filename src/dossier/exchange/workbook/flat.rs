//! OpenDocument spreadsheets that are not as their reader wants them: flat ones, which are a single XML file, and those
//! with white space between cells. Both become a package with the same cells.

use std::io::{Cursor, Read as _, Write as _};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, Writer};
use zip::write::SimpleFileOptions;

use super::super::encoding::{Rule, Text};
use super::super::limits::Limit;
use super::tidied::{MOST_TOLD, letters, value};
use crate::problem::{Problem, codes};

/// What a package of a spreadsheet says it is.
const KIND: &str = "application/vnd.oasis.opendocument.spreadsheet";
/// The list of parts, as far as anybody asks for it.
const PARTS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"/>";

/// Whether a file is a flat spreadsheet, by its beginning.
pub(super) fn is_flat(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(16 << 10)).unwrap_or_default();
    let has = |text: &str| memchr::memmem::find(head, text.as_bytes()).is_some();
    let start = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    start.starts_with(b"<") && has("<office:document") && has(KIND)
}

/// A flat spreadsheet as a package.
///
/// # Errors
/// That it is no text, or no XML.
pub(super) fn packaged(name: &str, bytes: &[u8]) -> Result<Vec<u8>, Problem> {
    let text = Text::decode(name, bytes, Rule::Xml, None)?;
    let content = without_space(text.as_str(), None).map_err(|(at, message)| {
        let help = "open it in LibreOffice and save it again";
        text.problem(codes::NOT_THE_FORMAT, (at, at + 1), format!("this is not XML: {message}"), help)
    })?;
    Ok(package(&content))
}

/// A package again, without the white space between its cells and with numbers that are such; none if it has no readable
/// content. `told` gets what was changed that somebody should know.
pub(super) fn tidied(bytes: &[u8], told: &mut Vec<String>) -> Option<Vec<u8>> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut content = String::new();
    let part = zip.by_name("content.xml").ok()?;
    part.take(Limit::Unpacked.most() as u64).read_to_string(&mut content).ok()?;
    Some(package(&without_space(&content, Some(told)).ok()?))
}

/// The same without text that is only white space, except in paragraphs, and if changes are told with numbers that are
/// such; or where it is no XML, and why.
fn without_space(text: &str, mut told: Option<&mut Vec<String>>) -> Result<Vec<u8>, (usize, String)> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    let mut out = Writer::new(Vec::with_capacity(text.len()));
    let mut paragraphs = 0usize;
    let mut place = Place::default();
    let is_paragraph = |name: &[u8]| matches!(name, b"text:p" | b"text:h");
    loop {
        let at = reader.buffer_position() as usize;
        let mut event = reader.read_event().map_err(|error| (at.min(text.len()), error.to_string()))?;
        match &mut event {
            Event::Eof => return Ok(out.into_inner()),
            Event::Start(tag) if is_paragraph(tag.name().as_ref()) => paragraphs += 1,
            Event::End(tag) if is_paragraph(tag.name().as_ref()) => paragraphs = paragraphs.saturating_sub(1),
            Event::Text(space) if paragraphs == 0 && space.iter().all(u8::is_ascii_whitespace) => continue,
            Event::Start(tag) | Event::Empty(tag) => {
                if let Some(told) = &mut told {
                    place.pass(tag, told);
                }
            }
            _ => {}
        }
        out.write_event(event).map_err(|error| (at.min(text.len()), error.to_string()))?;
    }
}

/// Where a cell stands.
#[derive(Debug, Default)]
struct Place {
    sheet: String,
    /// The last row and column of those that were passed, from 1.
    row: u32,
    column: u32,
    /// The first row of those that the open one stands for.
    first_row: u32,
}

impl Place {
    /// Goes on to a tag, and mends it if it is a cell whose number is none.
    fn pass(&mut self, tag: &mut BytesStart<'_>, told: &mut Vec<String>) {
        let often =
            |tag: &BytesStart<'_>, name| value(tag, name).and_then(|times| times.trim().parse().ok()).unwrap_or(1);
        match tag.local_name().as_ref() {
            b"table" => *self = Place { sheet: value(tag, "name").unwrap_or_default(), ..Place::default() },
            b"table-row" => {
                self.first_row = self.row.saturating_add(1);
                self.row = self.row.saturating_add(often(tag, "number-rows-repeated"));
                self.column = 0;
            }
            b"table-cell" | b"covered-table-cell" => {
                let first = self.column.saturating_add(1);
                self.column = self.column.saturating_add(often(tag, "number-columns-repeated"));
                let Some(number) = value(tag, "value") else { return };
                let is_number =
                    matches!(value(tag, "value-type").as_deref(), Some("float" | "percentage" | "currency"));
                if !is_number || number.parse::<f64>().is_ok() {
                    return;
                }
                let is_spaced = number.trim().parse::<f64>().is_ok();
                if !is_spaced && told.len() < MOST_TOLD {
                    let cell = format!("{}{}", letters(first), self.first_row);
                    let why = "a value that is not a number was read as text";
                    told.push(format!("“{}”, cell {cell}: {why}", self.sheet));
                }
                *tag = mended(tag, if is_spaced { number.trim() } else { "" });
            }
            _ => {}
        }
    }
}

/// A cell with another number, or with the text in it alone.
fn mended(tag: &BytesStart<'_>, number: &str) -> BytesStart<'static> {
    let mut new = BytesStart::new(String::from_utf8_lossy(tag.name().as_ref()).into_owned());
    for attribute in tag.attributes().flatten() {
        let key = String::from_utf8_lossy(attribute.key.as_ref()).into_owned();
        match attribute.key.local_name().as_ref() {
            b"value" if number.is_empty() => {}
            b"value" => new.push_attribute((key.as_str(), number)),
            b"value-type" if number.is_empty() => new.push_attribute((key.as_str(), "string")),
            _ => new.push_attribute(attribute),
        }
    }
    new
}

fn package(content: &[u8]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, part) in
        [("mimetype", KIND.as_bytes()), ("META-INF/manifest.xml", PARTS.as_bytes()), ("content.xml", content)]
    {
        // In memory nothing can fail but what would be told by the reader of the package.
        let _ = zip.start_file(name, options).map(|()| zip.write_all(part));
    }
    zip.finish().map(Cursor::into_inner).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::super::fixtures;
    use super::super::super::tests::{read_named, sound};
    use super::*;

    const FLAT: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:o" xmlns:table="urn:t" xmlns:text="urn:x" office:mimetype="application/vnd.oasis.opendocument.spreadsheet">
 <office:body><office:spreadsheet>
  <table:table table:name="Ties">
   <table:table-row> <table:table-cell office:value-type="string"><text:p>source</text:p></table:table-cell>
    <table:table-cell office:value-type="string"><text:p>target</text:p></table:table-cell> </table:table-row>
   <table:table-row> <table:table-cell office:value-type="string"><text:p>Anna <text:span>K</text:span></text:p></table:table-cell>
    <table:table-cell office:value-type="string"><text:p>Bert</text:p></table:table-cell> </table:table-row>
  </table:table>
 </office:spreadsheet></office:body></office:document>"#;

    #[test]
    fn flat_spreadsheets_and_those_with_space_between_cells_are_read() {
        let read = read_named("workbook", "ties.fods", FLAT.as_bytes()).unwrap();
        sound(&read);
        let graph = &read.graphs[0];
        let (from, to) = graph.ends()[0];
        assert_eq!((graph.id(from), graph.id(to)), ("Anna K", "Bert"));
        let spaced = package(FLAT.replace("office:document", "office:document-content").as_bytes());
        assert_eq!(read_named("workbook", "ties.ods", &spaced).unwrap().graphs[0].ends().len(), 1);
        let wrong = read_named("workbook", "x.fods", FLAT.replace("</text:p>", "<").as_bytes()).unwrap_err();
        assert_eq!(wrong.code, codes::NOT_THE_FORMAT);
        assert!(!is_flat(&fixtures::file("workbook/xlwt.xls")));
        let cell = |value: &str, text: &str| {
            let attributes = format!("office:value-type=\"float\" office:value=\"{value}\"");
            spaced_with(&format!("<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>"))
        };
        for (value, target, notes) in [(" 41 ", "41", 0), ("deep", "Deep", 1)] {
            let read = read_named("workbook", "ties.ods", &cell(value, "Deep")).unwrap();
            let graph = &read.graphs[0];
            assert_eq!(graph.id(graph.ends()[0].1), target);
            let told = read.report.notes().iter().filter(|note| note.message.contains("“Ties”, cell B2:")).count();
            assert_eq!(told, notes, "{:?}", read.report);
        }
    }

    /// The table with another cell at the end.
    fn spaced_with(cell: &str) -> Vec<u8> {
        let last = "<table:table-cell office:value-type=\"string\"><text:p>Bert</text:p></table:table-cell>";
        assert!(FLAT.contains(last));
        package(FLAT.replace("office:document", "office:document-content").replace(last, cell).as_bytes())
    }
}
