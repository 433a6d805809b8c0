//! A pair of CSV tables that a dossier was written as, known by their heads.

use super::super::encoding::Text;
use super::super::format::{Failure, Options, Pace, Read};
use super::super::limits::Limit;
use super::super::value::Value;
use super::super::writing::csv_pair::{EDGE_HEADS, NODE_HEADS, text_of};
use super::super::writing::derived::Recorded;
use super::super::writing::network::fixed_heads;
use super::super::writing::sheets::{ENTITIES, RELATIONS};
use super::rows::{Rows, Tables};
use crate::dossier::model::{Entity, Relation};
use crate::problem::{Problem, codes};
use crate::progress::Progress;

/// What stands between cells: spreadsheet programs of some countries write semicolons when they save the table again.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

/// The dossier that tables are; `None` for those of others.
///
/// # Errors
/// A table that is cut off, a limit, or that a person asked to stop.
pub(in super::super) fn csv(
    texts: &[Text<'_>],
    options: &Options,
    progress: &Progress,
) -> Result<Option<Read>, Failure> {
    let found: Option<Vec<_>> = texts.iter().map(kind_of).collect();
    let Some(found) = found else { return Ok(None) };
    let count = |what: &str| found.iter().filter(|(found, _)| *found == what).count();
    // Edges alone are read as those of anybody.
    if count(ENTITIES) != 1 || count(RELATIONS) > 1 {
        return Ok(None);
    }
    let mut rows = Rows::new(Tables::Csv, "csv");
    let mut pace = Pace::new(progress, texts.iter().map(|text| text.as_str().len()).sum());
    let mut before = 0;
    for wanted in [ENTITIES, RELATIONS] {
        let all = texts.iter().zip(&found).filter(|(_, (what, _))| *what == wanted);
        for (text, (what, delimiter)) in all {
            text.tell(&mut rows.report);
            let name = if texts.len() > 1 { text.name() } else { "" };
            table(text, what, name, *delimiter, &mut rows, &mut |at| Ok(pace.reached(before + at)?))?;
            before += text.as_str().len();
        }
    }
    Ok(Some(rows.finish(options)?))
}

/// Which of the two tables a text is, and what parts its cells.
fn kind_of(text: &Text<'_>) -> Option<(&'static str, u8)> {
    fn is<R: Recorded>(heads: &csv::StringRecord, first: &[&str]) -> bool {
        let fixed = fixed_heads::<R>();
        let expected = first.iter().copied().chain(fixed.iter().map(String::as_str));
        let mut heads = heads.iter();
        expected.into_iter().all(|head| heads.next() == Some(head))
    }
    DELIMITERS.into_iter().find_map(|delimiter| {
        let mut heads = csv::StringRecord::new();
        // A first line that is longer is none of ours.
        const LONGEST: usize = 1 << 16;
        let end = memchr::memchr(b'\n', text.as_str().as_bytes()).unwrap_or(text.as_str().len());
        let line = text.as_str().get(..end.min(LONGEST))?;
        reader(line, delimiter).read_record(&mut heads).ok()?;
        if is::<Entity>(&heads, &NODE_HEADS) {
            Some((ENTITIES, delimiter))
        } else if is::<Relation>(&heads, &EDGE_HEADS) {
            Some((RELATIONS, delimiter))
        } else {
            None
        }
    })
}

fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes())
}

fn table(
    text: &Text<'_>,
    what: &str,
    name: &str,
    delimiter: u8,
    rows: &mut Rows,
    reached: &mut dyn FnMut(usize) -> Result<(), Failure>,
) -> Result<(), Failure> {
    // Marks come in pairs: around a cell, or twice for one in it.
    if memchr::memchr_iter(b'"', text.as_str().as_bytes()).count() % 2 == 1 {
        let message = "a quotation mark is not closed: the table is cut off, or a mark in a cell is not doubled";
        let at = text.as_str().len().saturating_sub(1);
        return Err(text.problem(codes::CUT_OFF, (at, at + 1), message.to_owned(), "fetch or save it again").into());
    }
    let mut reader = reader(text.as_str(), delimiter);
    let mut cells = csv::StringRecord::new();
    let mut number = 0;
    loop {
        let at = reader.position().byte() as usize;
        reached(at)?;
        let is_there = reader.read_record(&mut cells).map_err(|error| {
            let message = format!("this row cannot be read: {error}");
            text.problem(codes::NOT_THE_FORMAT, (at, at + 1), message, "save the table again")
        })?;
        if !is_there {
            return Ok(());
        }
        number += 1;
        if number == 1 {
            let heads: Vec<String> = cells.iter().map(|head| text_of(head).to_owned()).collect();
            Limit::Columns.check(heads.len())?;
            rows.begin(what, name, &heads);
            continue;
        }
        let longest = cells.iter().map(str::len).max().unwrap_or_default();
        Limit::Cell.check(longest).map_err(|problem: Problem| text.located(problem, at))?;
        let said = |cell| Some(cell).filter(|cell: &&str| !cell.is_empty()).map(|cell| Value::text(text_of(cell)));
        let mut row: Vec<_> = cells.iter().map(said).collect();
        rows.row(number, &mut row)?;
    }
}
