//! Rows that do not name one node at each end: cells that name several, and rows with one end alone. Whether a table has
//! such is guessed from its first rows. Takes nothing out of the table.

use std::collections::HashSet;

use super::plan::{Plan, Role, Shape};
use super::row::Row;
use super::sample::Sample;

/// What may stand between the ends of a cell.
const MARKS: [char; 3] = [';', '|', ','];
/// So many rows with one end are no oversight, if they are this share of all as well.
const ROWS: usize = 3;
const SHARE: usize = 5;

/// The ends that a cell names, each once.
pub(super) fn parts(cell: &str, mark: char) -> impl Iterator<Item = &str> {
    let mut seen = HashSet::new();
    let parts = cell.split(mark).map(str::trim).filter(|part| !part.is_empty());
    parts.filter(move |part| seen.insert(*part))
}

/// Finds out which ends of a plan have cells that name several, and whether rows may have one end alone.
pub(super) fn find(plan: &mut Plan, sample: &Sample) {
    (plan.several, plan.one_end) = ([None; 2], false);
    if plan.shape != Shape::Edges {
        return;
    }
    let from = sample.rows.iter().position(|row| row.number > plan.header_row).unwrap_or(sample.rows.len());
    let sides = [[Role::From, Role::FromId, Role::FromName], [Role::To, Role::ToId, Role::ToName]];
    // Where another column has their ids or names, a cell names one.
    let columns = sides
        .map(|[end, id, name]| plan.column(end).filter(|_| plan.column(id).is_none() && plan.column(name).is_none()));
    // Names that stand alone in a cell.
    let alone: HashSet<&str> = columns.iter().flatten().flat_map(|column| sample.column(from, *column)).collect();
    plan.several = columns.map(|column| column.and_then(|column| mark_of(sample, from, column, &alone)));
    let has = |row: &Row, side: &[Role; 3]| {
        side.iter().filter_map(|role| plan.column(*role)).any(|column| !row.cell(column).is_empty())
    };
    let rows = sample.rows.get(from..).unwrap_or_default();
    let one = rows.iter().filter(|row| has(row, &sides[0]) != has(row, &sides[1])).count();
    plan.one_end = plan.header_row > 0 && one >= ROWS && one * SHARE >= rows.len();
}

/// What stands between several ends of most cells of a column: addresses, or names that stand alone elsewhere.
fn mark_of(sample: &Sample, from: usize, column: usize, alone: &HashSet<&str>) -> Option<char> {
    let cells: Vec<&str> = sample.column(from, column).collect();
    MARKS.into_iter().find(|mark| {
        let lists: Vec<Vec<&str>> = cells.iter().map(|cell| parts(cell, *mark).collect()).collect();
        let several = || lists.iter().filter(|parts| parts.len() > 1);
        if several().next().is_none() {
            return false;
        }
        if lists.iter().flatten().all(|part| is_address(part)) {
            return true;
        }
        let names: HashSet<&str> = several().flatten().copied().collect();
        let known = names.iter().filter(|name| alone.contains(*name)).count();
        several().count() * 2 > cells.len() && known * 2 >= names.len()
    })
}

/// `anna@example.org`, also as `Anna <anna@example.org>`.
fn is_address(part: &str) -> bool {
    let bare = match (part.rfind('<'), part.strip_suffix('>')) {
        (Some(open), Some(_)) => part.get(open + 1..part.len() - 1).unwrap_or_default(),
        _ => part,
    };
    let is_word = |c: char| !c.is_whitespace() && !matches!(c, '@' | '<' | '>' | ',' | ';');
    bare.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && name.chars().chain(host.chars()).all(is_word)
    })
}
