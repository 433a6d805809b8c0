//! Finds the row that heads the columns, below titles and over merged cells. Knows no roles.

use std::collections::{HashMap, HashSet};

use super::super::value;
use super::header;
use super::pattern;
use super::row::Row;
use super::sample::Sample;

/// The heads of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Heads {
    /// Which row of the sample they stand in.
    pub(crate) row: usize,
    /// Name of each column, none twice, none empty.
    pub(crate) names: Vec<String>,
}

/// How many rows may stand over the heads.
const ABOVE: usize = 20;
/// A longer text is no head.
const LONG: usize = 80;

/// The heads of a table, if it has any.
pub(crate) fn find(sample: &Sample) -> Option<Heads> {
    let rows = &sample.rows;
    if pattern::lists_neighbours(rows, sample.whole) {
        return None;
    }
    // The names across a matrix may be numbers, which no other heads are; where all is numbers, so is the corner over
    // the names, and nothing is a name.
    if let Some((across, down)) = rows.split_first()
        && !pattern::is_all_numbers(sample)
        && across.width() >= 3
        && (!sample.whole || down.len() + 1 == across.width())
        && !down.is_empty()
        && down.iter().enumerate().all(|(at, row)| row.cell(0) == across.cell(at + 1))
    {
        return Some(Heads { row: 0, names: names(rows.get(..1)?, None) });
    }
    let known = |row: &Row| row.cells().filter(|cell| header::is_known(cell)).count();
    let width = sample.width();
    // Blank columns before the table are none of it.
    let blank = (0..width).take_while(|column| sample.column(0, *column).next().is_none()).count();
    let mut row = (0..rows.len().min(ABOVE)).find(|&number| {
        rows.get(number).is_some_and(|row| {
            let (known, filled) = (known(row), filled(row));
            // Names such as `a` and `x` are words of heads as well: what stands under full rows is one of them.
            let is_first = rows.iter().take(number).all(|above| self::filled(above) < filled);
            (known >= 2 || (known == 1 && filled <= 2)) && filled * 2 >= width - blank && is_words(row) && is_first
        })
    });
    // A row of merged cells stands over the row of heads proper.
    if let Some(number) = row
        && let (Some(over), Some(under)) = (rows.get(number), rows.get(number + 1))
        && is_words(under)
        && (filled(under) > filled(over) && known(under) >= 2 || complete_each_other(over, under))
    {
        row = Some(number + 1);
    }
    let row = row.or_else(|| unknown(sample, blank, width))?;
    Some(Heads {
        row,
        names: names(rows.get(..=row)?, sample.rows.iter().skip(row + 1).take(200).map(Row::width).max()),
    })
}

/// The heads in the row of this number; none for 0 or a row that is not among the first.
pub(crate) fn in_row(sample: &Sample, number: u32) -> Option<Heads> {
    let row = sample.rows.iter().position(|row| row.number == number)?;
    let widest = sample.rows.iter().skip(row + 1).take(200).map(Row::width).max();
    Some(Heads { row, names: names(sample.rows.get(..=row)?, widest) })
}

/// The heads in the first row that has all these names; none if nothing is named.
pub(crate) fn named<'a>(sample: &Sample, wanted: impl Iterator<Item = &'a str> + Clone) -> Option<Heads> {
    wanted.clone().next()?;
    let has_all = |row: &&Row| wanted.clone().all(|name| row.cells().any(|cell| one_line(cell) == name));
    let number = sample.rows.iter().take(ABOVE).find(has_all)?.number;
    in_row(sample, number)
}

/// A row that has the look of heads without a known word among them.
fn unknown(sample: &Sample, blank: usize, width: usize) -> Option<usize> {
    let rows = &sample.rows;
    // The corner over an index or a matrix may be empty.
    let full = |row: &Row| filled(row) + usize::from(row.cell(blank).is_empty()) >= width - blank;
    let number = (0..rows.len().min(ABOVE)).find(|number| rows.get(*number).is_some_and(full))?;
    let row = rows.get(number)?;
    let below = rows.get(number + 1..)?;
    let corner = blank + usize::from(row.cell(blank).is_empty());
    let distinct = row.cells().skip(blank).collect::<HashSet<_>>().len() == row.len().saturating_sub(blank);
    if below.is_empty() || !distinct || !is_words(row) || width - blank < 2 {
        return None;
    }
    // Numbers below words.
    let numbers = |column: usize| {
        let mut cells = below.iter().map(|row| row.cell(column)).filter(|cell| !cell.is_empty()).peekable();
        cells.peek().is_some()
            && cells.all(|cell| value::number(cell, true).is_some() || value::number(cell, false).is_some())
    };
    if (corner..width).any(numbers) && (0..width).any(|column| !row.cell(column).is_empty()) {
        // A list of ties with weights has numbers below words too: there a name of the first row comes again.
        let again =
            |column: usize| below.iter().any(|other| (blank..blank + 2).any(|c| other.cell(c) == row.cell(column)));
        return (corner > blank
            || !(blank..blank + 2).any(again)
            || below.iter().enumerate().all(|(at, r)| r.cell(0) == row.cell(at + 1)))
        .then_some(number);
    }
    let here: HashSet<&str> = row.cells().collect();
    let again = below.iter().any(|other| other.cells().any(|cell| !cell.is_empty() && here.contains(cell)));
    (width >= 3 && !again).then_some(number)
}

/// Whether each of two rows has heads where the other is empty, and no column has none: cells that are merged down and
/// cells that are merged across, of a format that does not tell which are merged.
fn complete_each_other(over: &Row, under: &Row) -> bool {
    let columns = || (0..over.width().max(under.width())).map(|column| (over.cell(column), under.cell(column)));
    columns().all(|(over, under)| !over.is_empty() || !under.is_empty())
        && columns().any(|(over, _)| over.is_empty())
        && columns().any(|(_, under)| under.is_empty())
        && under.cells().any(header::is_known)
}

fn filled(row: &Row) -> usize {
    row.cells().filter(|cell| !cell.is_empty()).count()
}

/// Whether no cell is a number or a long text.
fn is_words(row: &Row) -> bool {
    // Digits and points are a date or a number, whatever they mean.
    let digits = |cell: &str| cell.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let is_dict = |cell: &str| cell.starts_with('{') && cell.ends_with('}');
    row.cells().all(|cell| {
        cell.len() <= LONG
            && !is_dict(cell)
            && (cell.is_empty() || !digits(cell) && value::number(cell, true).is_none())
    })
}

/// Names of columns from the row of heads, the last one given, and what stands over it.
fn names(rows: &[Row], widest: Option<usize>) -> Vec<String> {
    let Some((heads, above)) = rows.split_last() else { return Vec::new() };
    // A row over the heads belongs to them if it has several cells; else it is a title.
    let over = above.last().filter(|row| filled(row) >= 2);
    let mut group = String::new();
    let mut names: Vec<(String, String)> = Vec::new();
    for column in 0..heads.width().max(widest.unwrap_or(0).min(heads.len())) {
        if let Some(cell) = over.map(|row| row.cell(column)).filter(|cell| !cell.is_empty()) {
            group = cell.to_owned();
        }
        let own = one_line(heads.cell(column));
        match (own.as_str(), over.map_or("", |row| row.cell(column))) {
            ("", "") => names.push((String::new(), format!("column {}", column + 1))),
            ("", merged) => names.push((String::new(), one_line(merged))),
            _ => names.push((group.clone(), own)),
        }
    }
    let mut count: HashMap<String, usize> = HashMap::new();
    for (_, name) in &names {
        *count.entry(name.clone()).or_default() += 1;
    }
    let mut seen = HashSet::new();
    let unique = names.into_iter().map(|(group, name)| {
        let twice = count.get(&name).is_some_and(|count| *count > 1);
        let full = if twice && !group.is_empty() { format!("{group} {name}") } else { name };
        let mut unique = full.clone();
        let mut number = 2;
        while !seen.insert(unique.clone()) {
            unique = format!("{full} ({number})");
            number += 1;
        }
        unique
    });
    unique.collect()
}

fn one_line(text: &str) -> String {
    text.trim_start_matches(['#', '%']).split_whitespace().collect::<Vec<_>>().join(" ")
}
