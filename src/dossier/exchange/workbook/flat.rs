//! OpenDocument spreadsheets that are not as their reader wants them: flat ones, which are a single XML file, and those
//! with white space between cells. Both become a package with the same cells.

use std::io::{Cursor, Read as _, Write as _};

use quick_xml::events::Event;
use quick_xml::{Reader, Writer};
use zip::write::SimpleFileOptions;

use super::super::encoding::{Rule, Text};
use super::super::limits::Limit;
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
    let content = without_space(text.as_str()).map_err(|(at, message)| {
        let help = "open it in LibreOffice and save it again";
        text.problem(codes::NOT_THE_FORMAT, (at, at + 1), format!("this is not XML: {message}"), help)
    })?;
    Ok(package(&content))
}

/// A package again, without the white space between its cells; none if it has no readable content.
pub(super) fn tidied(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut content = String::new();
    let part = zip.by_name("content.xml").ok()?;
    part.take(Limit::Unpacked.most() as u64).read_to_string(&mut content).ok()?;
    Some(package(&without_space(&content).ok()?))
}

/// The same without text that is only white space, except in paragraphs; or where it is no XML, and why.
fn without_space(text: &str) -> Result<Vec<u8>, (usize, String)> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    let mut out = Writer::new(Vec::with_capacity(text.len()));
    let mut paragraphs = 0usize;
    let is_paragraph = |name: &[u8]| matches!(name, b"text:p" | b"text:h");
    loop {
        let at = reader.buffer_position() as usize;
        let event = reader.read_event().map_err(|error| (at.min(text.len()), error.to_string()))?;
        match &event {
            Event::Eof => return Ok(out.into_inner()),
            Event::Start(tag) if is_paragraph(tag.name().as_ref()) => paragraphs += 1,
            Event::End(tag) if is_paragraph(tag.name().as_ref()) => paragraphs = paragraphs.saturating_sub(1),
            Event::Text(space) if paragraphs == 0 && space.iter().all(u8::is_ascii_whitespace) => continue,
            _ => {}
        }
        out.write_event(event).map_err(|error| (at.min(text.len()), error.to_string()))?;
    }
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
    }
}
