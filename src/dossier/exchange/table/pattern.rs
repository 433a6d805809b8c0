//! What cells tell of a table that needs no heads: matrices, and lists of neighbours. Knows no words.

use std::collections::HashSet;

use super::super::value;
use super::row::Row;
use super::sample::Sample;

fn is_number(cell: &str) -> bool {
    value::number(cell, false).is_some() || value::number(cell, true).is_some()
}

/// The same names down and across, and numbers or nothing between.
pub(super) fn is_matrix(sample: &Sample, from: usize, names: &[String]) -> bool {
    let across = names.get(1..).unwrap_or_default();
    let rows = sample.rows.get(from..).unwrap_or_default();
    let enough = across.len() >= 2 && !rows.is_empty() && (!sample.whole || rows.len() == across.len());
    enough
        && rows.iter().zip(across).all(|(row, name)| row.cell(0) == name)
        && rows.iter().all(|row| row.cells().skip(1).all(|cell| cell.is_empty() || is_number(cell)))
}

/// Whether all cells are numbers, and no row is shorter than most.
pub(super) fn is_all_numbers(sample: &Sample) -> bool {
    let width = sample.width();
    sample.rows.iter().all(|row| row.len() >= width && row.cells().all(is_number))
}

/// As many rows as columns, numbers alone. Three rows with three columns are more likely two ends and a weight, unless
/// the diagonal is the same throughout; in a long table, the part that was looked at must be symmetric.
pub(super) fn is_square(sample: &Sample) -> bool {
    let (width, rows) = (sample.width(), &sample.rows);
    let fits = if sample.whole { rows.len() == width } else { rows.len() < width };
    let value = |row: &Row, at| value::number(row.cell(at), false).or_else(|| value::number(row.cell(at), true));
    let first = rows.first().and_then(|row| value(row, 0));
    let diagonal = || rows.iter().enumerate().all(|(at, row)| value(row, at) == first);
    let is_same = |(down, row): (usize, &Row)| {
        rows.iter().enumerate().take(down).all(|(across, other)| row.cell(across) == other.cell(down))
    };
    width >= 3
        && fits
        && is_all_numbers(sample)
        && (width > 3 || diagonal())
        && (sample.whole || rows.iter().enumerate().all(is_same))
}

/// Rows of many lengths whose later cells stand first in other rows: a list of neighbours that is not whole, which is asked
/// first (see [`lists_neighbours`]).
pub(super) fn is_adjacency(sample: &Sample) -> bool {
    let width = sample.width();
    let other = sample.rows.iter().filter(|row| row.width() != width).count();
    let most = sample.rows.iter().map(Row::width).max().unwrap_or(0);
    if most < 3 || other * 10 < sample.rows.len() * 3 {
        return false;
    }
    let firsts: HashSet<&str> = sample.rows.iter().map(|row| row.cell(0)).collect();
    let later = || sample.rows.iter().flat_map(|row| row.cells().skip(1)).filter(|cell| !cell.is_empty());
    later().filter(|cell| firsts.contains(cell)).count() * 2 >= later().count()
}

/// Whether each row begins with another node and lists nodes that begin rows too, each once: a whole list of neighbours,
/// however few of its rows have any. Of a list that is not whole each row but the first begins with a node that is listed.
pub(super) fn lists_neighbours(rows: &[Row], whole: bool) -> bool {
    let most = rows.iter().map(Row::width).max().unwrap_or(0);
    let mut firsts = HashSet::new();
    if most < 3 || rows.iter().any(|row| row.cell(0).is_empty() || !firsts.insert(row.cell(0))) {
        return false;
    }
    // Rows of one length may be a table: a number there is more likely a weight, or a third word a kind.
    let uneven = rows.iter().any(|row| row.width() != most);
    let listed = || rows.iter().flat_map(|row| row.cells().skip(1)).filter(|cell| !cell.is_empty());
    let all: HashSet<&str> = listed().collect();
    let closed = if whole { all.is_subset(&firsts) } else { rows.iter().skip(1).all(|row| all.contains(row.cell(0))) };
    let once = |row: &Row| {
        let mut seen = HashSet::new();
        row.cells().filter(|cell| !cell.is_empty()).all(|cell| seen.insert(cell))
    };
    // What is a head never comes again.
    let has_head = || {
        let Some((head, rest)) = rows.split_first() else { return false };
        let names: HashSet<&str> = head.cells().filter(|cell| !cell.is_empty()).collect();
        !rest.iter().any(|row| row.cells().any(|cell| names.contains(cell)))
    };
    if !whole && has_head() {
        return false;
    }
    (uneven || whole && (most > 3 || !listed().all(is_number))) && closed && rows.iter().all(once)
}
