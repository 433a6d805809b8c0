//! Workbooks of Office Open XML with cells that their reader cannot take: numbers with white space around them, values that
//! are none of the type that their cell declares. They become a package with the same cells, which says of each that was
//! changed where it stands.

use std::collections::HashMap;
use std::io::{Cursor, Read as _, Write as _};

use quick_xml::events::{BytesStart, BytesText, Event};
use quick_xml::{Reader, Writer};

use super::super::limits::Limit;
use super::pack::plain;
use super::watched::Watched;
use crate::progress::Progress;

/// A package that can be read, and what had to be changed in it for that.
#[derive(Debug, Default)]
pub(super) struct Tidied {
    /// The package.
    pub(super) bytes: Vec<u8>,
    /// What was changed: the sheet, the cell, and what is wrong with it. A number without white space is no change.
    pub(super) told: Vec<String>,
}

/// More cells of one workbook are not told one by one.
pub(super) const MOST_TOLD: usize = 100;

/// A package again, with cells that can be read; none if it is none, or no XML.
pub(super) fn tidied(bytes: &[u8], progress: &Progress) -> Option<Tidied> {
    let mut zip = zip::ZipArchive::new(Watched::new(bytes, progress.clone())).ok()?;
    let names: Vec<String> = zip.file_names().map(|name| name.map(|name| plain(&name)).unwrap_or_default()).collect();
    let mut text_of = |part: &str| {
        let number = names.iter().position(|name| name == part)?;
        let mut text = String::new();
        zip.by_index(number).ok()?.take(Limit::Unpacked.most() as u64).read_to_string(&mut text).ok()?;
        Some(text)
    };
    let sheets = sheets(&text_of("xl/workbook.xml")?, &text_of("xl/_rels/workbook.xml.rels")?)?;
    let strings = text_of("xl/sharedstrings.xml").map_or(Some(0), |text| count(&text, "si"))?;
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::with_capacity(bytes.len())));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let (mut told, mut more) = (Vec::new(), 0usize);
    for (number, name) in names.iter().enumerate() {
        let Some(sheet) = sheets.get(name) else {
            out.raw_copy_file(zip.by_index_raw(number).ok()?).ok()?;
            continue;
        };
        let mut text = String::new();
        let mut part = zip.by_index(number).ok()?;
        let whole = part.name().ok()?.into_owned();
        part.by_ref().take(Limit::Unpacked.most() as u64).read_to_string(&mut text).ok()?;
        let content = with_sound_cells(&text, strings, &mut |cell, why| {
            if told.len() < MOST_TOLD {
                told.push(format!("“{sheet}”, cell {cell}: {why}"));
            } else {
                more += 1;
            }
        })?;
        out.start_file(whole, options).ok()?;
        out.write_all(&content).ok()?;
    }
    if more > 0 {
        told.push(format!("{more} more cells with values that cannot be read"));
    }
    Some(Tidied { bytes: out.finish().ok()?.into_inner(), told })
}

/// The names of sheets by their parts.
fn sheets(workbook: &str, relations: &str) -> Option<HashMap<String, String>> {
    let mut parts = HashMap::new();
    each(relations, "Relationship", &mut |tag| {
        if let (Some(id), Some(target)) = (value(tag, "Id"), value(tag, "Target")) {
            let target = plain(&target);
            let part = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
            parts.insert(id, part);
        }
    })?;
    let mut names = HashMap::new();
    each(workbook, "sheet", &mut |tag| {
        let part = value(tag, "id").and_then(|id| parts.get(&id));
        if let (Some(part), Some(name)) = (part, value(tag, "name")) {
            names.insert(part.clone(), name);
        }
    })?;
    Some(names)
}

fn count(text: &str, name: &str) -> Option<usize> {
    let mut count = 0;
    each(text, name, &mut |_| count += 1)?;
    Some(count)
}

/// Calls a function with each tag of a name without its prefix.
fn each(text: &str, name: &str, take: &mut dyn FnMut(&BytesStart<'_>)) -> Option<()> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == name.as_bytes() => take(&tag),
            Event::Eof => return Some(()),
            _ => {}
        }
    }
}

/// The value of an attribute by its name without a prefix.
pub(super) fn value(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute =
        tag.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name.as_bytes())?;
    let raw = std::str::from_utf8(&attribute.value).ok()?;
    Some(quick_xml::escape::unescape(raw).ok()?.into_owned())
}

/// The text of a sheet again. `told` is called with each cell that was changed, and why.
fn with_sound_cells(text: &str, strings: usize, told: &mut dyn FnMut(&str, &str)) -> Option<Vec<u8>> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    let mut out = Writer::new(Vec::with_capacity(text.len()));
    // Where the next cell is, from 0, if it does not say so.
    let (mut row, mut column) = (0u32, 0u32);
    loop {
        match reader.read_event().ok()? {
            Event::Eof => return Some(out.into_inner()),
            Event::Start(tag) if tag.local_name().as_ref() == b"row" => {
                row = value(&tag, "r").and_then(|number| number.trim().parse().ok()).unwrap_or(row + 1);
                column = 0;
                out.write_event(Event::Start(tag)).ok()?;
            }
            Event::Start(tag) if tag.local_name().as_ref() == b"c" => {
                column += 1;
                let at = value(&tag, "r").unwrap_or_else(|| format!("{}{row}", letters(column)));
                cell(&mut reader, &tag, &mut out, strings, &mut |why| told(&at, why))?;
            }
            Event::Empty(tag) if tag.local_name().as_ref() == b"c" => {
                column += 1;
                out.write_event(Event::Empty(tag)).ok()?;
            }
            event => out.write_event(event).ok()?,
        }
    }
}

/// `A`, `B`, …, `AA` of 1, 2, …, 27.
pub(super) fn letters(column: u32) -> String {
    let mut rest = column;
    let mut out = Vec::new();
    while rest > 0 {
        out.push(char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    out.iter().rev().collect()
}

/// Copies a cell whose tag was read, up to its end.
fn cell(
    reader: &mut Reader<&[u8]>,
    tag: &BytesStart<'_>,
    out: &mut Writer<Vec<u8>>,
    strings: usize,
    told: &mut dyn FnMut(&str),
) -> Option<()> {
    let mut inner: Vec<Event<'_>> = Vec::new();
    // The value, and where its text stands among what is in the cell.
    let mut written: Option<(usize, String)> = None;
    let (mut depth, mut is_value, mut is_known) = (0usize, false, true);
    loop {
        let event = reader.read_event().ok()?;
        match &event {
            Event::Eof => return None,
            Event::Start(tag) => {
                depth += 1;
                if depth == 1 {
                    is_value = tag.local_name().as_ref() == b"v";
                    is_known = is_value || matches!(tag.local_name().as_ref(), b"f" | b"is");
                }
            }
            Event::End(_) if depth == 0 => break,
            Event::End(_) => {
                depth -= 1;
                if depth == 0 && !std::mem::replace(&mut is_known, true) {
                    // Of what is neither value nor formula nor text, nobody reads anything.
                    continue;
                }
            }
            Event::Empty(tag) if depth == 0 && !matches!(tag.local_name().as_ref(), b"v" | b"f" | b"is") => continue,
            Event::Text(text) if is_value && depth == 1 && written.is_none() => {
                written = Some((inner.len(), std::str::from_utf8(text).ok()?.to_owned()));
            }
            _ => {}
        }
        if is_known {
            inner.push(event);
        }
    }
    let kind = value(tag, "t");
    let mut new_kind = None;
    if let Some((at, text)) = written {
        let bare = text.trim();
        let (fits, why) = match kind.as_deref() {
            None => (true, ""),
            Some("n") => {
                (bare.is_empty() || bare.parse::<f64>().is_ok(), "a value that is not a number was read as text")
            }
            // Where the texts are lost, their numbers would be taken for names.
            Some("s") if strings == 0 => return None,
            Some("s") => (
                bare.parse::<usize>().is_ok_and(|number| number < strings),
                "it refers to a text that the workbook does not have; the number of that text was read",
            ),
            Some("b") => (
                matches!(bare, "0" | "1" | "true" | "false" | "TRUE" | "FALSE"),
                "a value that is neither yes nor no was read as text",
            ),
            Some("e") => (ERRORS.contains(&bare), "an unknown error was read as text"),
            Some("str" | "inlineStr" | "is" | "d") => (true, ""),
            Some(_) => (false, "a value of an unknown type was read as text"),
        };
        if !fits {
            told(why);
            new_kind = Some("str");
        } else if !matches!(kind.as_deref(), Some("str" | "inlineStr" | "is" | "d"))
            && let Some(slot) = inner.get_mut(at)
        {
            *slot = Event::Text(BytesText::from_escaped(bare.to_owned()));
        }
    }
    let name = tag.name();
    let name = std::str::from_utf8(name.as_ref()).ok()?;
    let mut start = BytesStart::new(name);
    for attribute in tag.attributes().flatten() {
        if new_kind.is_none() || attribute.key.as_ref() != b"t" {
            start.push_attribute(attribute);
        }
    }
    if let Some(kind) = new_kind {
        start.push_attribute(("t", kind));
    }
    let end = start.to_end().into_owned();
    out.write_event(Event::Start(start.borrow())).ok()?;
    for event in inner {
        out.write_event(event).ok()?;
    }
    out.write_event(Event::End(end)).ok()
}

/// The errors that a cell can show (ECMA-376, 18.18.11 and 18.17.3).
const ERRORS: [&str; 8] = ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA"];

#[cfg(test)]
mod tests {
    use super::*;

    fn of(cells: &str) -> (String, Vec<String>) {
        let text = format!("<sheetData><row>{cells}</row></sheetData>");
        let mut told = Vec::new();
        let out = with_sound_cells(&text, 2, &mut |cell, why| told.push(format!("{cell}: {why}"))).unwrap();
        let out = String::from_utf8(out).unwrap();
        let bare = out.strip_prefix("<sheetData><row>").and_then(|rest| rest.strip_suffix("</row></sheetData>"));
        (bare.unwrap().to_owned(), told)
    }

    #[test]
    fn cells_are_made_readable_and_what_is_wrong_is_told() {
        let spaced = of("<c r=\"A1\" t=\"n\"><v> 41\n</v></c><c t=\"s\"><v> 1</v></c><c/><c t=\"str\"><v> a </v></c>");
        let expected = "<c r=\"A1\" t=\"n\"><v>41</v></c><c t=\"s\"><v>1</v></c><c/><c t=\"str\"><v> a </v></c>";
        assert_eq!(spaced, (expected.to_owned(), Vec::new()));
        for (cell, kind) in [
            ("<c t=\"n\"><v>abc</v></c>", "not a number"),
            ("<c t=\"s\"><v>2</v></c>", "does not have"),
            ("<c t=\"b\"><v>maybe</v></c>", "neither yes nor no"),
            ("<c t=\"zz\"><v>1</v></c>", "unknown type"),
            ("<c t=\"e\"><v>#OOPS</v></c>", "unknown error"),
        ] {
            let (text, told) = of(cell);
            assert!(text.contains("t=\"str\""), "{text}");
            assert!(told.len() == 1 && told[0].starts_with("A1: ") && told[0].contains(kind), "{told:?}");
        }
        let (more, told) = of("<c r=\"B7\"><f>1+1</f><v>2</v><extLst><ext><v>x</v></ext></extLst></c>");
        assert_eq!((more.as_str(), told.len()), ("<c r=\"B7\"><f>1+1</f><v>2</v></c>", 0));
        assert_eq!([1, 26, 27, 703].map(letters), ["A", "Z", "AA", "AAA"]);
        assert_eq!(with_sound_cells("<c><v>1", 0, &mut |_, _| {}), None);
        assert_eq!(with_sound_cells("<c t=\"s\"><v>0</v></c>", 0, &mut |_, _| {}), None, "all texts are lost");
        assert!(with_sound_cells("<c t=\"s\"><v/></c><c><v>1</v></c>", 0, &mut |_, _| {}).is_some());
    }
}
