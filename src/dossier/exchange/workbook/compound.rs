//! How much the sheets of an Excel 97 workbook become once the cells between theirs are filled in: two cells in far
//! corners make millions. Keeps no cell.
//!
//! A compound file is described in [MS-CFB], the records in it in [MS-XLS].

use std::collections::HashMap;

use super::super::limits::Limit;
use crate::problem::Problem;

/// Bytes that calamine needs for a cell, empty or not.
const CELL: u64 = 64;
/// No sheet of Excel 97 has more cells. calamine makes room for as many as the sheet says it has.
const MOST_TOLD: u64 = 1 << 24;
/// Numbers of sectors from here on end a chain.
const RESERVED: u32 = 0xffff_fffa;
/// Streams shorter than this lie in the small sectors.
const SMALL: usize = 4096;
/// Bytes of a small sector.
const SMALL_SECTOR: usize = 64;
/// Bytes of an entry of the directory.
const ENTRY: usize = 128;

/// Whether the sheets of a workbook are small enough to be filled in. What is no workbook is left to the reader of the
/// cells to tell.
///
/// # Errors
/// `too-large`.
pub(super) fn check(bytes: &[u8]) -> Result<(), Problem> {
    let Some(file) = Compound::of(bytes) else { return Ok(()) };
    for stream in ["Workbook", "Book"].iter().filter_map(|name| file.stream(name)) {
        check_stream(&stream)?;
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

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

/// A compound file: streams in chains of sectors, those that are short in small sectors within one of them.
struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    /// The next sector of each.
    next: Vec<u32>,
    small_next: Vec<u32>,
    /// The stream that the small sectors lie in.
    small: Vec<u8>,
    directory: Vec<u8>,
}

impl<'a> Compound<'a> {
    fn of(bytes: &'a [u8]) -> Option<Self> {
        let sector = short(bytes, 30).filter(|power| (7..=16).contains(power)).map(|power| 1usize << power)?;
        let mut file = Compound {
            bytes,
            sector,
            next: Vec::new(),
            small_next: Vec::new(),
            small: Vec::new(),
            directory: Vec::new(),
        };
        let mut tables: Vec<u32> = numbers(bytes.get(76..512)?);
        let (mut more, most) = (number(bytes, 68)?, bytes.len() / file.sector + 1);
        for _ in 0..most {
            let Some((listed, last)) = file.sector(more).and_then(|sector| sector.split_last_chunk::<4>()) else {
                break;
            };
            tables.extend(numbers(listed));
            more = u32::from_le_bytes(*last);
        }
        tables.truncate(most);
        file.next = tables.iter().filter_map(|table| file.sector(*table)).flat_map(numbers).collect();
        file.directory = file.chain(number(bytes, 48)?);
        file.small_next = numbers(&file.chain(number(bytes, 60)?));
        let root = file.directory.chunks_exact(ENTRY).find(|entry| entry.get(66) == Some(&5));
        file.small = root.and_then(|root| number(root, 116)).map(|start| file.chain(start)).unwrap_or_default();
        Some(file)
    }

    fn sector(&self, at: u32) -> Option<&'a [u8]> {
        if at >= RESERVED {
            return None;
        }
        let begin = (at as usize).checked_add(1)?.checked_mul(self.sector)?;
        // The last one may be cut off.
        let end = begin.checked_add(self.sector)?.min(self.bytes.len());
        self.bytes.get(begin..end)
    }

    /// What the sectors hold from one to the end of its chain.
    fn chain(&self, start: u32) -> Vec<u8> {
        let (mut at, mut out) = (start, Vec::new());
        while let Some(sector) = self.sector(at)
            && out.len() <= self.bytes.len()
        {
            out.extend_from_slice(sector);
            at = self.next.get(at as usize).copied().unwrap_or(RESERVED);
        }
        out
    }

    fn small_chain(&self, start: u32) -> Vec<u8> {
        let (mut at, mut out) = (start, Vec::new());
        while at < RESERVED
            && out.len() <= self.small.len()
            && let Some(begin) = (at as usize).checked_mul(SMALL_SECTOR)
            && let Some(sector) = self.small.get(begin..self.small.len().min(begin.saturating_add(SMALL_SECTOR)))
        {
            out.extend_from_slice(sector);
            at = self.small_next.get(at as usize).copied().unwrap_or(RESERVED);
        }
        out
    }

    /// The first stream of a name.
    fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).chain([0, 0]).collect();
        let entry = self
            .directory
            .chunks_exact(ENTRY)
            .find(|entry| entry.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(&name)))?;
        let (start, length) = (number(entry, 116)?, number(entry, 120)? as usize);
        let mut stream = if length < SMALL { self.small_chain(start) } else { self.chain(start) };
        stream.truncate(length);
        Some(stream)
    }
}

fn numbers(bytes: &[u8]) -> Vec<u32> {
    bytes.chunks_exact(4).filter_map(|chunk| number(chunk, 0)).collect()
}
