//! A table whatever it was read from: delimited text or a sheet of a workbook. Knows no roles.

use super::super::encoding::Text;
use super::super::failure::Failure;
use super::super::texts::Texts;
use super::delimited::{Delimited, Dialect};
use super::row::{Row, Rows};
use super::sample::Sample;
use crate::problem::Problem;

/// The cells of a sheet that are not blank rows, as texts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Grid {
    cells: Texts,
    /// Number of each row and of its first cell.
    rows: Vec<(u32, u32)>,
}

impl Grid {
    /// Begins a row.
    pub(crate) fn begin_row(&mut self, number: u32) {
        self.rows.push((number, self.cells.len() as u32));
    }

    /// Adds a cell to the row that was begun last.
    ///
    /// # Errors
    /// Too much text.
    pub(crate) fn push(&mut self, cell: &str) -> Result<(), Problem> {
        self.cells.push(cell)?;
        Ok(())
    }

    /// Number of rows.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Fills a row with one of the grid.
    fn read(&self, at: usize, row: &mut Row) -> bool {
        let Some((number, first)) = self.rows.get(at).copied() else { return false };
        let end = self.rows.get(at + 1).map_or(self.cells.len(), |(_, next)| *next as usize);
        row.clear();
        (row.number, row.offset) = (number, 0);
        (first as usize..end).for_each(|cell| row.push(self.cells.get(cell)));
        true
    }
}

/// Where the cells are.
#[derive(Debug)]
pub(crate) enum Content<'a> {
    /// In a text.
    Text(&'a Text<'a>, Dialect),
    /// In a sheet.
    Grid(Grid),
}

/// A table with its name.
#[derive(Debug)]
pub(crate) struct Sheet<'a> {
    /// Name of the sheet or file; empty where there is only this.
    pub(crate) name: String,
    /// What a person called it, which may say what its rows are; empty for a file.
    pub(crate) called: String,
    /// Number of the file that it is in, among those read together.
    pub(crate) file: u16,
    /// Its cells.
    pub(crate) content: Content<'a>,
}

impl Sheet<'_> {
    /// Its rows from the first on.
    pub(crate) fn rows(&self) -> SheetRows<'_> {
        match &self.content {
            Content::Text(text, dialect) => SheetRows::Text(Delimited::new(text, *dialect)),
            Content::Grid(grid) => SheetRows::Grid(grid, 0),
        }
    }

    /// Its first rows. A mistake among them ends the sample; who reads all rows meets it.
    pub(crate) fn sample(&self) -> Sample {
        let mut rows = self.rows();
        let mut sample = Sample::default();
        let mut row = Row::default();
        while sample.rows.len() < Sample::ROWS {
            match rows.next(&mut row) {
                Ok(true) => sample.rows.push(row.clone()),
                Ok(false) => {
                    sample.whole = true;
                    break;
                }
                Err(_) => break,
            }
        }
        sample
    }

    /// Bytes or rows, to say how far one is.
    pub(crate) fn length(&self) -> usize {
        match &self.content {
            Content::Text(text, _) => text.as_str().len(),
            Content::Grid(grid) => grid.len(),
        }
    }

    /// How far a row is, in the same measure.
    pub(crate) fn reached(&self, row: &Row, count: usize) -> usize {
        match &self.content {
            Content::Text(..) => row.offset as usize,
            Content::Grid(_) => count,
        }
    }

    /// Cells of the widest row of a sheet. A row of a text that has more cells than the others may have been parted
    /// wrongly: for a text it is 0.
    pub(crate) fn width(&self) -> usize {
        let Content::Grid(grid) = &self.content else { return 0 };
        let mut row = Row::default();
        let mut widest = 0;
        for at in 0..grid.len() {
            if grid.read(at, &mut row) {
                widest = widest.max(row.width());
            }
        }
        widest
    }

    /// An error in a row with its place, where rows have places.
    pub(crate) fn located(&self, problem: Problem, row: &Row) -> Problem {
        match &self.content {
            Content::Text(text, _) => text.located(problem, row.offset as usize),
            Content::Grid(_) => problem,
        }
    }
}

/// The rows of a table.
#[derive(Debug)]
pub(crate) enum SheetRows<'a> {
    /// Of a text.
    Text(Delimited<'a>),
    /// Of a sheet, and the number of the next one.
    Grid(&'a Grid, usize),
}

impl Rows for SheetRows<'_> {
    fn next(&mut self, row: &mut Row) -> Result<bool, Failure> {
        match self {
            SheetRows::Text(rows) => rows.next(row),
            SheetRows::Grid(grid, at) => {
                *at += 1;
                Ok(grid.read(*at - 1, row))
            }
        }
    }
}
