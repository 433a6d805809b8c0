//! Workbooks: XLSX, XLSB, XLS and ODS, each sheet a table. How cells are written in the files is calamine's to know;
//! what they say as text is decided here.

mod cell;
mod own;
mod pack;
mod repeats;
mod sheets;

use super::format::{Failure, Format, Head, Input, Options, Read, Sure};
use super::table;
use crate::guarded::guarded;
use crate::problem::{Problem, codes};
use crate::progress::Progress;

/// A spreadsheet of several sheets.
pub(crate) struct Workbook;

impl Format for Workbook {
    fn name(&self) -> &'static str {
        "workbook"
    }

    fn about(&self) -> &'static str {
        "spreadsheets of Excel and LibreOffice: a sheet of nodes for each kind, and sheets of links"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["xlsx", "xlsm", "xlsb", "xls", "ods", "fods", "xltx", "xltm"]
    }

    fn sniff(&self, head: &Head<'_>) -> Sure {
        let has = |text: &[u8]| memchr::memmem::find(head.bytes, text).is_some();
        if head.bytes.starts_with(pack::ZIP) {
            let spreadsheet = has(b"xl/") || has(b"opendocument.spreadsheet");
            // The names of the parts may stand at the end alone.
            if spreadsheet {
                Sure::Certain
            } else if has(b"[Content_Types].xml") && !has(b"word/") {
                Sure::Perhaps
            } else {
                Sure::No
            }
        } else if head.bytes.starts_with(pack::COMPOUND) {
            Sure::Likely
        } else {
            Sure::No
        }
    }

    fn read(&self, input: &Input<'_>, options: &Options, progress: &Progress) -> Result<Read, Failure> {
        // What decodes the cells is another's: a fault of it must not end the program.
        let read = || {
            if let Some(read) = own::read(input, options, progress)? {
                return Ok(read);
            }
            let (sheets, report) = sheets::read(input, options, progress)?;
            table::read_sheets(sheets, report, options, progress)
        };
        guarded(read).unwrap_or_else(|| {
            let message = format!("{} could not be read: its parts contradict each other", input.name);
            Err(Problem::error(codes::NOT_THE_FORMAT, message)
                .with_help("open it in a spreadsheet program and save it again")
                .into())
        })
    }
}

#[cfg(test)]
mod tests;
