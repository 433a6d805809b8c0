//! One row of a table as texts, and where rows come from. Knows no file.

use super::super::failure::Failure;

/// The cells of a row; the same piece of memory serves row after row.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Row {
    text: String,
    ends: Vec<u32>,
    /// Its number, from 1, as a spreadsheet shows it.
    pub(crate) number: u32,
    /// Where it begins in the decoded text; 0 in workbooks.
    pub(crate) offset: u32,
    /// Whether a quotation mark seems to be missing in it, so that its cells may not be what was meant.
    pub(crate) is_broken: bool,
}

impl Row {
    /// Empties it for another row.
    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
        self.is_broken = false;
    }

    /// Number of cells.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// A cell without blanks around it; empty if there is none of this number.
    pub(crate) fn cell(&self, number: usize) -> &str {
        let start = number.checked_sub(1).and_then(|n| self.ends.get(n)).map_or(0, |e| *e as usize);
        let cell = self.ends.get(number).and_then(|end| self.text.get(start..*end as usize));
        cell.unwrap_or_default().trim()
    }

    /// Adds text to the cell that is being filled.
    pub(crate) fn write(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Ends the cell that is being filled.
    pub(crate) fn end_cell(&mut self) {
        self.ends.push(self.text.len() as u32);
    }

    /// Adds a whole cell.
    pub(crate) fn push(&mut self, cell: &str) {
        self.write(cell);
        self.end_cell();
    }

    /// Length of all its text.
    pub(crate) fn text_len(&self) -> usize {
        self.text.len()
    }

    /// Its cells in order.
    pub(crate) fn cells(&self) -> impl ExactSizeIterator<Item = &str> + '_ {
        (0..self.len()).map(|number| self.cell(number))
    }

    /// Whether all cells are empty.
    pub(crate) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Cells up to the last one that is not empty.
    pub(crate) fn width(&self) -> usize {
        (0..self.len()).rev().find(|number| !self.cell(*number).is_empty()).map_or(0, |last| last + 1)
    }
}

/// What gives rows, one after the other; blank ones are left out but count in the numbers.
pub(crate) trait Rows {
    /// The next row; `false` after the last.
    ///
    /// # Errors
    /// What is wrong in it, with its place.
    fn next(&mut self, row: &mut Row) -> Result<bool, Failure>;
}
