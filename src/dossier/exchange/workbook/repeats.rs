//! How much the cells of an OpenDocument spreadsheet become once those that are repeated stand each for itself: a short
//! file may tell of billions. Keeps no cell.

use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::super::limits::Limit;
use crate::problem::Problem;

/// Rows and columns that calamine reads of a sheet; what is beyond is cut.
const MOST_ROWS: u64 = 1 << 20;
const MOST_COLUMNS: u64 = 1 << 14;
/// Bytes of a cell beside its text.
const CELL: u64 = 32;

/// What is known of the sheet that is being looked at.
#[derive(Default)]
struct Sheet {
    rows: u64,
    /// The rows from the first with a cell that is not empty to the last.
    filled: Option<(u64, u64)>,
    /// The columns up to the last cell that is not empty.
    width: u64,
    repeats: u64,
    columns: u64,
}

/// Whether the repeated cells of `content.xml` are few enough to be written out. What is not XML is left to the reader
/// of the cells to tell.
///
/// # Errors
/// `too-large`.
pub(super) fn check(content: impl BufRead) -> Result<(), Problem> {
    let mut reader = Reader::from_reader(content);
    reader.config_mut().check_end_names = false;
    let (mut buffer, mut sheet, mut all) = (Vec::new(), Sheet::default(), 0u64);
    // The cell that is open: how often it stands side by side, and the bytes of its text.
    let mut cell: Option<(u64, u64)> = None;
    loop {
        buffer.clear();
        let Ok(event) = reader.read_event_into(&mut buffer) else { return Ok(()) };
        match &event {
            Event::Start(tag) | Event::Empty(tag) => match tag.name().as_ref() {
                b"table:table" => sheet = Sheet::default(),
                b"table:table-row" => {
                    let left = MOST_ROWS.saturating_sub(sheet.rows);
                    sheet.repeats = repeats(tag, b"table:number-rows-repeated").min(left);
                    sheet.rows += sheet.repeats;
                    sheet.columns = 0;
                }
                b"table:table-cell" | b"table:covered-table-cell" => {
                    let left = MOST_COLUMNS.saturating_sub(sheet.columns);
                    let often = repeats(tag, b"table:number-columns-repeated").min(left);
                    sheet.columns += often;
                    let says = |name: &[u8]| name.starts_with(b"office:") || name == b"table:formula";
                    let said = tag.attributes().flatten().filter(|attribute| says(attribute.key.as_ref()));
                    cell = Some((often, said.map(|attribute| attribute.value.len() as u64).sum()));
                    if matches!(event, Event::Empty(_)) {
                        end_cell(&mut sheet, cell.take(), &mut all);
                    }
                }
                // Blanks are told by their number.
                b"text:s" => {
                    if let Some((_, length)) = &mut cell {
                        *length = length.saturating_add(repeats(tag, b"text:c"));
                    }
                }
                _ => {}
            },
            // Blanks between elements are layout.
            Event::Text(text) if !text.iter().all(u8::is_ascii_whitespace) => {
                if let Some((_, length)) = &mut cell {
                    *length = length.saturating_add(text.len() as u64);
                }
            }
            Event::End(tag) => match tag.name().as_ref() {
                b"table:table-cell" | b"table:covered-table-cell" => end_cell(&mut sheet, cell.take(), &mut all),
                b"table:table" => {
                    let rows = sheet.filled.map_or(0, |(first, last)| last - first);
                    all = all.saturating_add(rows.saturating_mul(sheet.width).saturating_mul(CELL));
                }
                _ => {}
            },
            Event::Eof => return Ok(()),
            _ => {}
        }
        if all > Limit::Unpacked.most() as u64 {
            return Err(Limit::Unpacked.over());
        }
    }
}

/// Counts a cell, unless it is empty.
fn end_cell(sheet: &mut Sheet, cell: Option<(u64, u64)>, all: &mut u64) {
    let Some((often, length)) = cell.filter(|(_, length)| *length > 0) else { return };
    let first = sheet.rows - sheet.repeats;
    sheet.filled = Some((sheet.filled.map_or(first, |(first, _)| first), sheet.rows));
    sheet.width = sheet.width.max(sheet.columns);
    let bytes = CELL.saturating_add(length).saturating_mul(often).saturating_mul(sheet.repeats);
    *all = all.saturating_add(bytes);
}

/// A number that an attribute tells, 1 where it tells none. One in an unusual spelling counts as the most.
fn repeats(tag: &BytesStart<'_>, name: &[u8]) -> u64 {
    let Some(attribute) = tag.attributes().flatten().find(|attribute| attribute.key.as_ref() == name) else { return 1 };
    std::str::from_utf8(&attribute.value).ok().and_then(|text| text.parse().ok()).unwrap_or(u64::MAX)
}
