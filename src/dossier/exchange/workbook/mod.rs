//! Workbooks: XLSX, XLSB, XLS and ODS, each sheet a table. How cells are written in the files is calamine's to know;
//! what they say as text is decided here.

mod cell;
mod compound;
#[cfg(feature = "sqlite")]
mod database;
mod extent;
mod flat;
mod own;
mod pack;
mod repeats;
mod sheets;
mod tidied;
mod watched;

use super::format::{Failure, Format, Head, Holds, Input, Options, Read, Sure};
use super::report::Report;
use super::table::{self, Sheet};
use crate::guarded::guarded;
use crate::problem::{Problem, codes};
use crate::progress::Progress;
#[cfg(feature = "sqlite")]
pub(crate) use database::Database;

/// Which parts of reading a workbook are reading its cells and taking its rows.
pub(crate) const CELLS_AND_ROWS: [(f32, f32); 2] = [(0.0, 0.8), (0.8, 1.0)];

/// A spreadsheet of several sheets.
pub(crate) struct Workbook;

impl Format for Workbook {
    fn holds(&self) -> Holds {
        Holds::Workbook
    }

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
        if head.bytes.starts_with(pack::ZIP) {
            // The names of the parts may stand at the end alone.
            if head.has_part("xl/") || head.has_part("opendocument.spreadsheet") {
                Sure::Certain
            } else if head.has_part("[content_types].xml") && !head.has_part("word/") {
                Sure::Perhaps
            } else {
                Sure::No
            }
        } else if head.bytes.starts_with(pack::COMPOUND) {
            Sure::Likely
        } else if flat::is_flat(head.bytes) {
            Sure::Certain
        } else {
            Sure::No
        }
    }

    fn read(&self, input: &Input<'_>, options: &Options, progress: &Progress) -> Result<Read, Failure> {
        if let Some(read) = own_of(input, options, progress)? {
            return Ok(read);
        }
        let [cells, rows] = CELLS_AND_ROWS.map(|(from, to)| progress.part(from, to));
        let (sheets, report) = sheets_of(input, options.tables.hidden_sheets, &cells)?;
        table::read_sheets(&sheets.iter().collect::<Vec<_>>(), report, options, &rows)
    }
}

/// The sheets of a workbook as tables, and what was noted while they were read.
///
/// # Errors
/// Why it cannot be read as a workbook; or that a person asked to stop.
pub(crate) fn sheets_of(
    input: &Input<'_>,
    hidden_sheets: bool,
    progress: &Progress,
) -> Result<(Vec<Sheet<'static>>, Report), Failure> {
    let packaged = packaged(input)?;
    let input = &Input { bytes: packaged.as_deref().unwrap_or(input.bytes), ..*input };
    decoded(input, progress, || {
        #[cfg(feature = "sqlite")]
        if input.bytes.starts_with(database::MAGIC) {
            return database::read(input, progress);
        }
        sheets::read(input, hidden_sheets, progress)
    })
}

/// The dossier that a workbook was written from; `None` for those of others.
///
/// # Errors
/// As [`sheets_of`].
pub(crate) fn own_of(input: &Input<'_>, options: &Options, progress: &Progress) -> Result<Option<Read>, Failure> {
    let packaged = packaged(input)?;
    let input = &Input { bytes: packaged.as_deref().unwrap_or(input.bytes), ..*input };
    decoded(input, progress, || own::read(input, options, progress))
}

/// A flat spreadsheet as the package that it would be; none of others.
fn packaged(input: &Input<'_>) -> Result<Option<Vec<u8>>, Problem> {
    flat::is_flat(input.bytes).then(|| flat::packaged(input.name, input.bytes)).transpose()
}

/// What decodes the cells is another's: a fault of it must not end the program, and one that comes of being asked to
/// stop is none of the file's.
fn decoded<T>(input: &Input<'_>, progress: &Progress, read: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    let read = guarded(read);
    if progress.is_cancelled() {
        return Err(Failure::Cancelled);
    }
    read.unwrap_or_else(|| {
        let message = format!("{} could not be read: its parts contradict each other", input.name);
        Err(Problem::error(codes::NOT_THE_FORMAT, message)
            .with_help("open it in a spreadsheet program and save it again")
            .into())
    })
}

#[cfg(test)]
mod tests;
