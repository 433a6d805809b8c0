//! The sheets of a workbook as grids of texts: merged cells repeated downwards, hidden sheets left out and told.

use std::collections::BTreeMap;

use calamine::{Data, DataRef, DataType as _, Dimensions, Ods, Reader, SheetType, SheetVisible, Xls, Xlsb, Xlsx};

use super::super::format::{Failure, Input};
use super::super::limits::Limit;
use super::super::report::{NoteKind, Report};
use super::super::table::{Content, Grid, Sheet};
use super::cell::{self, Said};
use super::flat;
use super::pack::{self, Kind, Pack};
use super::tidied::{Tidied, tidied};
use super::watched::Watched;
use crate::problem::{Problem, codes};
use crate::progress::{Cancelled, Progress};
use crate::wording::counted;

type Bytes<'a> = Watched<'a>;

/// Which parts of reading cells are looking at the file, opening it, and reading the sheets.
const STEPS: [(f32, f32); 3] = [(0.0, 0.15), (0.15, 0.4), (0.4, 1.0)];

/// The sheets of a workbook that a person sees.
pub(super) fn read(
    input: &Input<'_>,
    hidden_sheets: bool,
    progress: &Progress,
) -> Result<(Vec<Sheet<'static>>, Report), Failure> {
    let [looking, opening, reading] = STEPS.map(|(from, to)| progress.part(from, to));
    let pack = pack::look(input.name, input.bytes, &looking)?;
    let bytes = Watched::new(input.bytes, opening);
    let silent = bytes.silencer();
    let mut report = Report::new("workbook");
    let wrong = |error: String| {
        let message = format!("{} cannot be read as a workbook: {error}", input.name);
        Problem::error(codes::NOT_THE_FORMAT, message).with_help("open it in a spreadsheet program and save it again")
    };
    let mut sheets = Vec::new();
    match pack.kind {
        Kind::Xlsx => {
            let progress = bytes.progress();
            let mut again = if pack.spaced { tidied(input.bytes, &progress) } else { None };
            let mut read = match &again {
                Some(again) => tidied_sheets(again, pack, hidden_sheets, &mut report, [&progress, &reading]),
                None => xlsx_sheets(bytes, pack, hidden_sheets, &mut report, &reading),
            };
            // Its reader takes no workbook with a cell that it cannot read.
            if again.is_none() && matches!(read, Err(Trouble::Said(_))) {
                again = tidied(input.bytes, &progress);
                if let Some(again) = &again {
                    report = Report::new("workbook");
                    read = tidied_sheets(again, pack, hidden_sheets, &mut report, [&progress, &reading]);
                }
            }
            sheets = read.map_err(|e| e.or(&wrong))?;
        }
        Kind::Xlsb => {
            let mut book = Xlsb::new(bytes).map_err(|e| wrong(e.to_string()))?;
            silent.set(true);
            let names = visible(&book, hidden_sheets, &mut report)?;
            for (name, progress) in parted(names, &reading) {
                let mut cells = book.worksheet_cells_reader(&name).map_err(|e| wrong(of_sheet(&name, e)))?;
                let mut fill = Fill::new(&name, Vec::new());
                let mut pace = Rows::new(cells.dimensions(), &progress);
                let mut last = (0, 0);
                let behind = |(row, column): (u32, u32), error| {
                    format!("{} (behind row {}, column {})", of_sheet(&name, error), row + 1, column + 1)
                };
                while let Some(cell) = cells.next_cell().map_err(|e: calamine::XlsbError| wrong(behind(last, e)))? {
                    last = cell.get_position();
                    pace.reached(cell.get_position())?;
                    fill.cell(cell.get_position(), cell::said(cell.get_value(), None), &mut report)?;
                }
                let content = Content::Grid(fill.done()?);
                sheets.push(Sheet { called: name.clone(), name, file: 0, content });
            }
        }
        Kind::Xls => {
            let mut book = Xls::new(bytes).map_err(|e| wrong(e.to_string()))?;
            silent.set(true);
            let names = visible(&book, hidden_sheets, &mut report)?;
            for (name, progress) in parted(names, &reading) {
                let merged = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
                let grid = range(&mut book, &name, merged, &mut report, &progress, &wrong)?;
                sheets.push(Sheet { called: name.clone(), name, file: 0, content: Content::Grid(grid) });
            }
        }
        Kind::Ods => {
            let again;
            let opening = bytes.progress();
            let mut book = match Ods::new(bytes) {
                // It wants nothing between cells, not even white space, and takes no workbook with a number that is none.
                Err(error) if !opening.is_cancelled() => {
                    let mut told = Vec::new();
                    match flat::tidied(input.bytes, &mut told) {
                        Some(bytes) => {
                            for message in &told {
                                report.note(NoteKind::Doubtful, message, None);
                            }
                            again = bytes;
                            Ods::new(Watched::new(&again, opening))
                        }
                        None => Err(error),
                    }
                }
                read => read,
            }
            .map_err(|e| wrong(e.to_string()))?;
            silent.set(true);
            let names = visible(&book, hidden_sheets, &mut report)?;
            for (name, progress) in parted(names, &reading) {
                let grid = range(&mut book, &name, Vec::new(), &mut report, &progress, &wrong)?;
                sheets.push(Sheet { called: name.clone(), name, file: 0, content: Content::Grid(grid) });
            }
        }
    }
    if pack.kind != Kind::Xlsx {
        report.note(
            NoteKind::Guessed,
            "dates are read as full days; this kind of workbook does not show whether only a month or year was meant",
            None,
        );
    }
    Ok((sheets, report))
}

/// Sheets, each with its part of the progress.
fn parted(names: Vec<String>, progress: &Progress) -> impl Iterator<Item = (String, Progress)> {
    let each = 1.0 / names.len().max(1) as f32;
    let parts: Vec<Progress> =
        (0..names.len()).map(|at| progress.part(at as f32 * each, (at + 1) as f32 * each)).collect();
    names.into_iter().zip(parts)
}

/// Says how far the cells of a sheet are, by the number of their row.
struct Rows<'p> {
    progress: &'p Progress,
    last: f32,
    cells: u32,
}

impl<'p> Rows<'p> {
    /// How many cells lie between two reports.
    const STEP: u32 = 4096;

    fn new(sheet: Dimensions, progress: &'p Progress) -> Self {
        Rows { progress, last: sheet.end.0.max(1) as f32, cells: 0 }
    }

    fn reached(&mut self, (row, _): (u32, u32)) -> Result<(), Cancelled> {
        self.cells = self.cells.wrapping_add(1);
        if self.cells.is_multiple_of(Self::STEP) { self.progress.report(row as f32 / self.last) } else { Ok(()) }
    }
}

/// The names of sheets with cells that a person sees; the others are told.
fn visible<'a, R: Reader<Bytes<'a>>>(
    book: &R,
    hidden_sheets: bool,
    report: &mut Report,
) -> Result<Vec<String>, Problem> {
    let sheets = book.sheets_metadata();
    Limit::Sheets.check(sheets.len())?;
    let mut names = Vec::new();
    for sheet in sheets {
        let hidden = sheet.visible != SheetVisible::Visible && !hidden_sheets;
        if sheet.typ != SheetType::WorkSheet {
            report.note(NoteKind::LeftOut, &format!("“{}” is not a worksheet", sheet.name), None);
        } else if hidden {
            report.note(NoteKind::LeftOut, &format!("the hidden sheet “{}”", sheet.name), None);
        } else {
            names.push(sheet.name.clone());
        }
    }
    Ok(names)
}

/// Why a sheet was not read: the file, or what calamine says of it.
enum Trouble {
    Failure(Failure),
    Said(String),
}

impl<E: Into<Failure>> From<E> for Trouble {
    fn from(failure: E) -> Self {
        Trouble::Failure(failure.into())
    }
}

impl Trouble {
    fn or(self, wrong: &dyn Fn(String) -> Problem) -> Failure {
        match self {
            Trouble::Failure(failure) => failure,
            Trouble::Said(said) => wrong(said).into(),
        }
    }
}

/// What is wrong with a sheet, with its name.
fn of_sheet(name: &str, error: impl std::fmt::Display) -> String {
    format!("sheet “{name}”: {error}")
}

/// The sheets of an Office Open XML workbook.
fn xlsx_sheets(
    bytes: Bytes<'_>,
    pack: Pack,
    hidden_sheets: bool,
    report: &mut Report,
    progress: &Progress,
) -> Result<Vec<Sheet<'static>>, Trouble> {
    let silent = bytes.silencer();
    let mut book = Xlsx::new(bytes).map_err(|error| Trouble::Said(error.to_string()))?;
    silent.set(true);
    let names = visible(&book, hidden_sheets, report)?;
    let mut sheets = Vec::new();
    for (name, progress) in parted(names, progress) {
        let merged = if pack.merged { book.merge_cells_by_sheet_name(&name) } else { Ok(Vec::new()) };
        let grid = xlsx(&mut book, &name, merged.unwrap_or_default(), pack, report, &progress)?;
        sheets.push(Sheet { called: name.clone(), name, file: 0, content: Content::Grid(grid) });
    }
    Ok(sheets)
}

/// The sheets of one that had to be tidied, and what was changed for that.
fn tidied_sheets(
    again: &Tidied,
    pack: Pack,
    hidden_sheets: bool,
    report: &mut Report,
    [opening, reading]: [&Progress; 2],
) -> Result<Vec<Sheet<'static>>, Trouble> {
    for message in &again.told {
        report.note(NoteKind::Doubtful, message, None);
    }
    xlsx_sheets(Watched::new(&again.bytes, opening.clone()), pack, hidden_sheets, report, reading)
}

fn xlsx(
    book: &mut Xlsx<Bytes<'_>>,
    name: &str,
    merged: Vec<Dimensions>,
    pack: Pack,
    report: &mut Report,
    progress: &Progress,
) -> Result<Grid, Trouble> {
    let said = |error: calamine::XlsxError| Trouble::Said(of_sheet(name, error));
    let mut fill = Fill::new(name, merged);
    let mut cells = book.worksheet_cells_reader(name).map_err(said)?;
    let formats: Vec<Option<String>> = cells
        .styles()
        .iter()
        .map(|style| style.number_format.as_ref().map(|format| format.format_code.clone()))
        .collect();
    // Formulas are looked for by reading all cells once more.
    let [values, formulas] = if pack.formulas { [(0.0, 0.6), (0.6, 1.0)] } else { [(0.0, 1.0), (1.0, 1.0)] };
    let dimensions = cells.dimensions();
    let progress_of = |(from, to)| progress.part(from, to);
    let (values, formulas) = (progress_of(values), progress_of(formulas));
    let mut pace = Rows::new(dimensions, &values);
    while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(said)? {
        let format = formats.get(style).and_then(Option::as_deref);
        pace.reached(cell.get_position())?;
        fill.cell(cell.get_position(), cell::said(cell.get_value(), format), report)?;
    }
    drop(cells);
    if pack.formulas {
        let mut cells = book.worksheet_cells_reader(name).map_err(said)?;
        let mut empty = 0usize;
        let mut pace = Rows::new(dimensions, &formulas);
        while let Some(record) = cells.next_cell_with_formula_metadata().map_err(said)? {
            pace.reached(record.pos)?;
            empty += usize::from(record.formula.is_some() && record.value.is_empty());
        }
        if empty > 0 {
            let formulas = counted(empty, "formula has", "formulas have");
            let help = "open the file in a spreadsheet program and save it";
            let message = format!("“{name}”: {formulas} no saved value; {help}");
            report.note(NoteKind::Doubtful, &message, None);
        }
    }
    Ok(fill.done()?)
}

/// A sheet of a kind that calamine reads as a whole.
fn range<'a, R: Reader<Bytes<'a>>>(
    book: &mut R,
    name: &str,
    merged: Vec<Dimensions>,
    report: &mut Report,
    progress: &Progress,
    wrong: &dyn Fn(String) -> Problem,
) -> Result<Grid, Failure>
where
    R::Error: std::fmt::Display,
{
    let range = book.worksheet_range(name).map_err(|error| wrong(of_sheet(name, error)))?;
    let (row_start, column_start) = range.start().unwrap_or_default();
    let mut fill = Fill::new(name, merged);
    let (start, end) = (range.start().unwrap_or_default(), range.end().unwrap_or_default());
    let mut pace = Rows::new(Dimensions { start, end }, progress);
    for (row, column, value) in range.used_cells() {
        let position = (row_start + row as u32, column_start + column as u32);
        pace.reached(position)?;
        fill.cell(position, cell::said(&as_ref(value), None), report)?;
    }
    Ok(fill.done()?)
}

fn as_ref(value: &Data) -> DataRef<'_> {
    match value {
        Data::Int(number) => DataRef::Int(*number),
        Data::Float(number) => DataRef::Float(*number),
        Data::String(text) => DataRef::SharedString(text),
        Data::Bool(yes) => DataRef::Bool(*yes),
        Data::DateTime(date) => DataRef::DateTime(*date),
        Data::DateTimeIso(text) => DataRef::DateTimeIso(text.clone()),
        Data::DurationIso(text) => DataRef::DurationIso(text.clone()),
        Data::Error(error) => DataRef::Error(error.clone()),
        Data::Empty => DataRef::Empty,
    }
}

/// A grid that is filled cell by cell, row after row.
pub(super) struct Fill<'a> {
    sheet: &'a str,
    grid: Grid,
    row: Option<u32>,
    /// Column of the next cell of the row.
    next: u32,
    /// Cells so far, the empty ones with them.
    cells: usize,
    /// Merged cells of several rows that are to come, the first last.
    merged: Vec<Dimensions>,
    /// Those that reach into this row: their last row and text, by column.
    active: BTreeMap<u32, (u32, String)>,
}

impl<'a> Fill<'a> {
    pub(super) fn new(sheet: &'a str, mut merged: Vec<Dimensions>) -> Self {
        merged.retain(|d| d.end.0 > d.start.0);
        merged.sort_by_key(|d| std::cmp::Reverse(d.start));
        Fill { sheet, grid: Grid::default(), row: None, next: 0, cells: 0, merged, active: BTreeMap::new() }
    }

    pub(super) fn cell(&mut self, (row, column): (u32, u32), said: Said, report: &mut Report) -> Result<(), Problem> {
        if let Some(doubt) = said.doubt {
            report.note(NoteKind::Doubtful, &format!("“{}”: {doubt}", self.sheet), None);
        }
        let text = said.text.trim();
        if text.is_empty() {
            return Ok(());
        }
        if self.row != Some(row) {
            if self.row.is_some_and(|before| row < before) {
                return Err(self.disordered());
            }
            self.end_row()?;
            self.grid.begin_row(row + 1);
            (self.row, self.next) = (Some(row), 0);
            self.active.retain(|_, (end, _)| *end >= row);
        }
        if column < self.next {
            return Err(self.disordered());
        }
        self.pad(column)?;
        self.put(text)?;
        while let Some(merge) = self.merged.last().filter(|merge| merge.start <= (row, column)).copied() {
            self.merged.pop();
            if merge.start == (row, column) {
                self.active.insert(column, (merge.end.0, text.to_owned()));
            }
        }
        Ok(())
    }

    fn disordered(&self) -> Problem {
        let message = format!("the cells of “{}” do not stand in order", self.sheet);
        Problem::error(codes::NOT_THE_FORMAT, message).with_help("open it in a spreadsheet program and save it again")
    }

    /// Empty cells up to a column, or what merged cells say there.
    fn pad(&mut self, column: u32) -> Result<(), Problem> {
        Limit::Columns.check(column as usize + 1)?;
        while self.next < column {
            let text = self.active.get(&self.next).map(|(_, text)| text.clone()).unwrap_or_default();
            self.put(&text)?;
        }
        Ok(())
    }

    fn put(&mut self, text: &str) -> Result<(), Problem> {
        self.cells += 1;
        Limit::Cells.check(self.cells)?;
        Limit::Cell.check(text.len())?;
        self.grid.push(text)?;
        self.next += 1;
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), Problem> {
        if self.row.is_some()
            && let Some((last, _)) = self.active.last_key_value()
            && *last >= self.next
        {
            let last = *last;
            self.pad(last + 1)?;
        }
        Ok(())
    }

    pub(super) fn done(mut self) -> Result<Grid, Problem> {
        self.end_row()?;
        Ok(self.grid)
    }
}

#[cfg(test)]
pub(super) fn tests_fill() -> impl std::ops::DerefMut<Target = Fill<'static>> {
    Box::new(Fill::new("x", Vec::new()))
}
