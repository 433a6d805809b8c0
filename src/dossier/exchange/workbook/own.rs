//! Workbooks that dossiers were written as, known by their sheets. Cells keep their types, and blanks around texts.

use std::io::{Cursor, Read as _};

use calamine::{DataRef, Reader as _, Xlsx};

use super::super::format::{Failure, Input, Options, Read};
use super::super::limits::Limit;
use super::super::own::{Rows, Tables};
use super::super::value::Value;
use super::super::writing::sheets;
use super::cell;
use super::pack;
use super::watched::Watched;
use crate::problem::{Problem, codes};
use crate::progress::Progress;

/// The order in which sheets are read: long texts before what they stand in, records before what is said of them.
const ORDER: [&str; 11] = [
    sheets::LONG,
    sheets::ABOUT,
    sheets::SOURCES,
    sheets::KINDS,
    sheets::RELATION_KINDS,
    sheets::ENTITIES,
    sheets::RELATIONS,
    sheets::NAMES,
    sheets::CLAIMS,
    sheets::VIEWS,
    sheets::PINS,
];

/// The dossier that a workbook is; `None` for those of others.
///
/// # Errors
/// A workbook that cannot be read, or that a person asked to stop.
pub(super) fn read(input: &Input<'_>, options: &Options, progress: &Progress) -> Result<Option<Read>, Failure> {
    if !input.bytes.starts_with(pack::ZIP) || !has_sheets(input.bytes) {
        return Ok(None);
    }
    pack::look(input.name, input.bytes, &progress.part(0.0, 0.1))?;
    let (opening, progress) = (progress.part(0.1, 0.3), &progress.part(0.3, 1.0));
    let wrong = |error: calamine::XlsxError| {
        let message = format!("{} cannot be read as a workbook: {error}", input.name);
        Problem::error(codes::NOT_THE_FORMAT, message).with_help("open it in a spreadsheet program and save it again")
    };
    let bytes = Watched::new(input.bytes, opening);
    let silent = bytes.silencer();
    let mut book = Xlsx::new(bytes).map_err(wrong)?;
    silent.set(true);
    let names = book.sheet_names();
    Limit::Sheets.check(names.len())?;
    let mut ordered: Vec<(usize, &str, String)> = Vec::new();
    for name in names {
        let base = base(&name);
        let known = ORDER.iter().position(|known| *known == base);
        let what = known.and_then(|number| ORDER.get(number)).copied().unwrap_or_default();
        ordered.push((known.unwrap_or(ORDER.len()), what, name));
    }
    // Stable: further sheets of one sort stay in their order.
    ordered.sort_by_key(|(number, ..)| *number);
    let mut rows = Rows::new(Tables::Workbook, "workbook");
    let count = ordered.len() as f32;
    for (number, (_, what, name)) in ordered.iter().enumerate() {
        if *what == sheets::SOURCES && !rows.is_marked {
            return Ok(None);
        }
        let mut cells = book.worksheet_cells_reader(name).map_err(wrong)?;
        let formats: Vec<Option<String>> = cells
            .styles()
            .iter()
            .map(|style| style.number_format.as_ref().map(|format| format.format_code.clone()))
            .collect();
        let last = f64::from(cells.dimensions().end.0.max(1));
        let mut row = Row { number: 0, cells: Vec::new(), what, name, has_heads: false };
        while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(wrong)? {
            let (at, column) = cell.get_position();
            if at + 1 != row.number {
                row.end(&mut rows)?;
                if at + 1 < row.number {
                    let message = format!("the cells of “{name}” do not stand in order");
                    let help = "open it in a spreadsheet program and save it again";
                    return Err(Problem::error(codes::NOT_THE_FORMAT, message).with_help(help).into());
                }
                row.number = at + 1;
                if row.number.is_multiple_of(1024) {
                    let share = (f64::from(at) / last) as f32;
                    progress.report(((number as f32 + share) / count).min(1.0))?;
                }
            }
            let format = formats.get(style).and_then(Option::as_deref);
            row.put(column, value(cell.get_value(), format))?;
        }
        row.end(&mut rows)?;
    }
    if !rows.is_marked {
        return Ok(None);
    }
    Ok(Some(rows.finish(options)?))
}

/// Whether the list of sheets has those of a dossier. Looked at before anything is unpacked that may be large.
fn has_sheets(bytes: &[u8]) -> bool {
    const MOST: u64 = 1 << 20;
    let Ok(mut zip) = zip::ZipArchive::new(Cursor::new(bytes)) else { return false };
    let Ok(part) = zip.by_name("xl/workbook.xml") else { return false };
    let mut text = String::new();
    let is_read = part.take(MOST).read_to_string(&mut text).is_ok();
    let has = |name: &str| memchr::memmem::find(text.as_bytes(), format!("name=\"{name}\"").as_bytes()).is_some();
    is_read && [sheets::ABOUT, sheets::ENTITIES, sheets::RELATIONS].into_iter().all(has)
}

/// The name of a sheet without the number of a further one: `Claims (2)`.
fn base(name: &str) -> &str {
    let numbered = name.strip_suffix(')').and_then(|rest| rest.rsplit_once(" ("));
    numbered.filter(|(_, number)| number.bytes().all(|b| b.is_ascii_digit())).map_or(name, |(base, _)| base)
}

/// The row that is being read.
struct Row<'n> {
    number: u32,
    cells: Vec<Option<Value<'static>>>,
    what: &'n str,
    name: &'n str,
    has_heads: bool,
}

impl Row<'_> {
    fn put(&mut self, column: u32, value: Option<Value<'static>>) -> Result<(), Problem> {
        let column = column as usize;
        Limit::Columns.check(column + 1)?;
        if self.cells.len() <= column {
            self.cells.resize(column + 1, None);
        }
        if let Some(slot) = self.cells.get_mut(column) {
            *slot = value;
        }
        Ok(())
    }

    fn end(&mut self, rows: &mut Rows) -> Result<(), Problem> {
        if self.cells.is_empty() {
            return Ok(());
        }
        let mut cells = std::mem::take(&mut self.cells);
        if std::mem::replace(&mut self.has_heads, true) {
            return rows.row(self.number, &mut cells);
        }
        let text = |cell: &Option<Value<'_>>| cell.as_ref().map(|value| value.shown().into_owned()).unwrap_or_default();
        let heads: Vec<String> = cells.iter().map(text).collect();
        rows.begin(self.what, self.name, &heads);
        Ok(())
    }
}

/// What a cell says; a date that a person has put in as far as it is shown.
fn value(cell: &DataRef<'_>, format: Option<&str>) -> Option<Value<'static>> {
    match cell {
        DataRef::Empty => None,
        DataRef::Bool(yes) => Some(Value::Boolean(*yes)),
        DataRef::Int(number) => Some(Value::Integer(*number)),
        DataRef::Float(number) => {
            let said = cell::said(cell, format).text;
            // A format of dates makes another text of it.
            if said.contains('-') && !said.starts_with('-') && !said.contains('e') {
                return Some(Value::Text(said.into()));
            }
            Some(Value::Real(*number))
        }
        DataRef::String(text) => {
            Some(text.as_str()).filter(|text| !text.is_empty()).map(|text| Value::Text(text.to_owned().into()))
        }
        DataRef::SharedString(text) => {
            Some(*text).filter(|text| !text.is_empty()).map(|text| Value::Text(text.to_owned().into()))
        }
        DataRef::DateTime(_) | DataRef::DateTimeIso(_) | DataRef::DurationIso(_) | DataRef::Error(_) => {
            let said = cell::said(cell, format).text;
            (!said.is_empty()).then(|| Value::Text(said.into()))
        }
    }
}
