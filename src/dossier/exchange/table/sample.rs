//! The first rows of a table, from which its plan is guessed. Guesses nothing itself.

use std::collections::HashMap;

use super::row::Row;

/// The first rows of a table.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sample {
    /// Rows that are not blank.
    pub(crate) rows: Vec<Row>,
    /// Whether these are all.
    pub(crate) whole: bool,
}

impl Sample {
    /// How many rows are looked at.
    pub(crate) const ROWS: usize = 1_000;

    /// The cells of a column that are not blank, from a row on.
    pub(super) fn column(&self, from: usize, number: usize) -> impl Iterator<Item = &str> + '_ {
        self.rows.iter().skip(from).map(move |row| row.cell(number)).filter(|cell| !cell.is_empty())
    }

    /// Cells that most rows have.
    pub(crate) fn width(&self) -> usize {
        let mut counts: HashMap<usize, usize> = HashMap::new();
        for row in &self.rows {
            *counts.entry(row.width()).or_default() += 1;
        }
        counts.into_iter().max_by_key(|(width, count)| (*count, *width)).map_or(0, |(width, _)| width)
    }
}
