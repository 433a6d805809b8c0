//! How much the sheets of an Excel 97 workbook become once the cells between theirs are filled in: two cells in far
//! corners make millions. Keeps no cell.
//!
//! The records are described in [MS-XLS].

use std::collections::HashMap;

use super::super::limits::Limit;
use super::compound::{Compound, number, short};
use crate::problem::Problem;

/// Bytes that calamine needs for a cell, empty or not.
const CELL: u64 = 64;
/// No sheet of Excel 97 has more cells. calamine makes room for as many as the sheet says it has.
const MOST_TOLD: u64 = 1 << 24;

/// Whether the sheets of a workbook are small enough to be filled in. What is no workbook is left to the reader of the
/// cells to tell.
///
/// # Errors
/// `too-large`, or that it is damaged.
pub(super) fn check(file: &Compound<'_>) -> Result<(), Problem> {
    for name in ["Workbook", "Book"] {
        if let Some(stream) = file.stream(name)? {
            check_stream(&stream)?;
        }
    }
    Ok(())
}

/// The sheets that a stream lists, each where it begins.
fn check_stream(stream: &[u8]) -> Result<(), Problem> {
    let sheets: Vec<usize> = records(stream, 0)
        .take_while(|(kind, _)| *kind != EOF)
        .filter(|(kind, _)| *kind == 0x85)
        .filter_map(|(_, data)| number(data, 0).map(|at| at as usize))
        .collect();
    Limit::Sheets.check(sheets.len())?;
    let (mut known, mut all) = (HashMap::new(), 0u64);
    for at in sheets {
        let cells = match known.get(&at) {
            Some(cells) => *cells,
            None => {
                let cells = cells_of(stream, at)?;
                known.insert(at, cells);
                cells
            }
        };
        all = all.saturating_add(cells.saturating_mul(CELL));
        if all > Limit::Unpacked.most() as u64 {
            return Err(Limit::Unpacked.over());
        }
    }
    Ok(())
}

/// The kind of the record that ends a part of a stream.
const EOF: u16 = 0x0a;

/// How many cells lie between the outermost ones of a sheet.
fn cells_of(stream: &[u8], at: usize) -> Result<u64, Problem> {
    // First and last row and column.
    let mut filled: Option<[u64; 4]> = None;
    let (mut depth, mut began) = (0usize, false);
    for (kind, data) in records(stream, at) {
        match kind {
            // A chart within the sheet has its own beginning and end.
            0x809 if began => depth += 1,
            0x809 => began = true,
            EOF if depth == 0 => break,
            EOF => depth -= 1,
            _ if depth > 0 => {}
            0x200 => {
                // Rows in short numbers in the files of older programs, columns always; the ends are the next ones.
                let (rows, columns) = match data.len() {
                    10 => ([0, 2].map(|at| short(data, at).map(u32::from)), [4, 6].map(|at| short(data, at))),
                    _ => ([0, 4].map(|at| number(data, at)), [8, 10].map(|at| short(data, at))),
                };
                let ([Some(top), Some(bottom)], [Some(left), Some(right)]) = (rows, columns) else { continue };
                let left = if left > 255 { 0 } else { left };
                let told = match bottom.checked_sub(top) {
                    _ if bottom == 0 || right == 0 => 0,
                    Some(rows) => u64::from(rows) * u64::from(right.checked_sub(left).unwrap_or(right)),
                    None => u64::MAX,
                };
                if told > MOST_TOLD {
                    return Err(Limit::Unpacked.over());
                }
            }
            // Formulas, numbers, labels, truth and errors, all of one cell or several side by side.
            0x06 | 0x203 | 0x204 | 0x205 | 0x27e | 0xfd | 0xd6 | 0xbd | 0x206 | 0x406 => {
                let (Some(row), Some(column)) = (short(data, 0), short(data, 2)) else { continue };
                let last = if kind == 0xbd { short(data, data.len().saturating_sub(2)) } else { Some(column) };
                let (row, column, last) = (u64::from(row), u64::from(column), u64::from(last.unwrap_or(column)));
                let [top, bottom, left, right] = filled.unwrap_or([row, row, column, last]);
                filled = Some([top.min(row), bottom.max(row), left.min(column), right.max(last)]);
            }
            _ => {}
        }
    }
    Ok(filled.map_or(0, |[top, bottom, left, right]| (bottom - top + 1) * (right.saturating_sub(left) + 1)))
}

/// Kind and data of the records from a place on.
fn records(stream: &[u8], at: usize) -> impl Iterator<Item = (u16, &[u8])> {
    let mut rest = stream.get(at..).unwrap_or_default();
    std::iter::from_fn(move || {
        let (kind, length) = (short(rest, 0)?, short(rest, 2)?);
        let data = rest.get(4..4 + usize::from(length))?;
        rest = rest.get(4 + usize::from(length)..)?;
        Some((kind, data))
    })
}
