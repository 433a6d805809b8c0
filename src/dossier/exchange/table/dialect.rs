//! How a delimited text is written, found out from its beginning: the delimiter, backslashes before quotation marks,
//! comments. Knows header words only as a hint.

use memchr::memmem;

use super::super::encoding::Text;
use super::super::value;
use super::delimited::{Delimited, Delimiter, Dialect};
use super::dict;
use super::header;
use super::pattern;
use super::row::{Row, Rows as _};

/// Records and bytes that are looked at.
const RECORDS: usize = 200;
const BYTES: usize = 64 << 10;
/// A score with which blanks are not tried any more.
const ENOUGH: f64 = 0.8;

/// What was found out about how a text is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Found {
    /// How it is written.
    pub(crate) dialect: Dialect,
    /// Whether the text says so itself (`sep=;`).
    pub(crate) told: bool,
    /// The share of records with as many cells as most have.
    pub(crate) even: f64,
    /// Cells that most records have.
    pub(crate) width: usize,
    /// Cells of the first record that are words known from headers.
    pub(crate) known_words: usize,
}

/// Finds out how a text is written; the delimiter can be given.
pub(crate) fn find(text: &Text<'_>, delimiter: Option<Delimiter>) -> Found {
    let (told, start) = sep_line(text.as_str());
    let comments = begins_with_comments(text.as_str().get(start..).unwrap_or_default());
    let dialect = |delimiter| Dialect {
        delimiter,
        backslash: has_backslash_quotes(text.as_str(), delimiter),
        comments: comments && !header::is_header_behind_mark(text.as_str(), delimiter),
        start,
    };
    if let Some(delimiter) = delimiter.or(told) {
        let found = look(text, dialect(delimiter));
        return Found { told: true, ..found };
    }
    let blanks = dialect(Delimiter::Blanks);
    if ends_in_dicts(text, blanks) {
        return look(text, blanks);
    }
    let mut best: Option<(f64, Found)> = None;
    for byte in [b',', b'\t', b';', b'|'] {
        let found = look(text, dialect(Delimiter::Char(byte)));
        let known = found.known_words as f64 / found.width.max(1) as f64;
        let score = match found.width {
            // Most nodes of a list of neighbours may have none.
            0 | 1 if lists_neighbours(text, found.dialect) => ENOUGH,
            0 | 1 => 0.0,
            width => found.even + known + width.min(20) as f64 / 1_000.0,
        };
        if best.is_none_or(|(most, _)| score > most) {
            best = Some((score, found));
        }
    }
    let (score, found) = best.unwrap_or_else(|| (0.0, look(text, dialect(Delimiter::Char(b',')))));
    if score < ENOUGH {
        let blanks = look(text, Dialect { comments, ..dialect(Delimiter::Blanks) });
        if parted_by_blanks(text, &blanks) {
            return blanks;
        }
    }
    found
}

/// Whether a text begins with comments: `#` and `%` mark them where other lines follow, or a blank does. A table of
/// `#tags` alone has none.
fn begins_with_comments(text: &str) -> bool {
    let is_marked = |line: &str| line.starts_with(['#', '%']);
    let is_tag = |line: &str| {
        line.get(1..)
            .is_some_and(|rest| rest.starts_with(char::is_alphanumeric) && rest.contains([',', ';', '\t', '|']))
    };
    let mut lines = text.lines().map(str::trim_start).filter(|line| !line.is_empty()).peekable();
    lines.peek().is_some_and(|line| is_marked(line)) && !lines.all(|line| is_marked(line) && is_tag(line))
}

/// The line `sep=;` that spreadsheets understand, and where the table begins.
fn sep_line(text: &str) -> (Option<Delimiter>, usize) {
    let line = text.split(['\n', '\r']).next().unwrap_or_default();
    let bare = line.trim_matches('"');
    let mark = bare.get(..4).filter(|head| head.eq_ignore_ascii_case("sep=")).and_then(|_| bare.get(4..));
    match mark.map(str::as_bytes) {
        Some([byte]) if byte.is_ascii() && !byte.is_ascii_alphanumeric() => {
            let rest = text.get(line.len()..).unwrap_or_default();
            let line_break = if rest.starts_with("\r\n") { 2 } else { usize::from(!rest.is_empty()) };
            (Some(Delimiter::Char(*byte)), line.len() + line_break)
        }
        _ => (None, 0),
    }
}

/// Whether a backslash before a quotation mark makes it part of the text: it does where such a pair stands in the
/// midst of a cell. At the end of a cell it may be the last letter of a folder.
pub(crate) fn has_backslash_quotes(text: &str, delimiter: Delimiter) -> bool {
    if delimiter == Delimiter::Blanks {
        return false;
    }
    let bytes = text.as_bytes();
    memmem::find_iter(bytes, b"\\\"").any(|at| match bytes.get(at + 2) {
        None | Some(b'\n' | b'\r' | b'"') => false,
        Some(byte) => delimiter != Delimiter::Char(*byte),
    })
}

/// Counts the cells of the first records.
fn look(text: &Text<'_>, dialect: Dialect) -> Found {
    let mut rows = Delimited::new(text, dialect);
    let mut row = Row::default();
    let (mut widths, mut known_words) = (Vec::new(), 0);
    // A mistake ends the look; what came before it tells.
    while widths.len() < RECORDS
        && row.offset as usize <= dialect.start + BYTES
        && matches!(rows.next(&mut row), Ok(true))
    {
        if widths.is_empty() {
            known_words = row.cells().filter(|cell| header::is_known(cell)).count();
        }
        widths.push(row.width().max(1));
    }
    let first = widths.first().copied().unwrap_or(0);
    let share = |width: usize| widths.iter().filter(|w| **w == width).count();
    let mut kinds = widths.clone();
    kinds.sort_unstable();
    kinds.dedup();
    // The header counts where rows leave out their last cells.
    let usual = kinds.iter().copied().max_by_key(|width| (share(*width), *width)).unwrap_or(first);
    let width = if known_words >= 2 { first } else { usual };
    let fitting =
        if known_words >= 2 { widths.iter().filter(|w| **w <= width && **w > width / 2).count() } else { share(width) };
    Found { dialect, told: false, even: fitting as f64 / widths.len().max(1) as f64, width, known_words }
}

/// Whether blanks part cells: lines of names have blanks too. Numbers, comments, or names that stand in both columns
/// tell that they are cells.
fn parted_by_blanks(text: &Text<'_>, blanks: &Found) -> bool {
    if lists_neighbours(text, blanks.dialect) {
        return true;
    }
    if blanks.width < 2 {
        return false;
    }
    let mut rows = Delimited::new(text, blanks.dialect);
    let mut row = Row::default();
    let (mut firsts, mut seconds, mut numbers, mut count) = (Vec::new(), Vec::new(), true, 0);
    while count < RECORDS && matches!(rows.next(&mut row), Ok(true)) {
        count += 1;
        firsts.push(row.cell(0).to_owned());
        seconds.push(row.cell(1).to_owned());
        let is_number = |cell: &str| cell.is_empty() || value::number(cell, false).is_some();
        numbers &= is_number(row.cell(0)) && is_number(row.cell(1)) && !row.cell(0).is_empty();
    }
    firsts.sort_unstable();
    let shared = seconds.iter().any(|second| firsts.binary_search(second).is_ok());
    let known = blanks.known_words >= 2;
    numbers || known || blanks.dialect.comments || (blanks.even > 0.95 && blanks.width <= 5 && shared)
}

/// Whether the first rows are edges as networkx writes them, each with a dictionary behind its ends.
fn ends_in_dicts(text: &Text<'_>, dialect: Dialect) -> bool {
    let mut rows = Delimited::new(text, dialect);
    let (mut row, mut count) = (Row::default(), 0);
    while count < RECORDS && row.offset as usize <= dialect.start + BYTES && matches!(rows.next(&mut row), Ok(true)) {
        if row.len() != 3 || dict::pairs(row.cell(2)).is_none() {
            return false;
        }
        count += 1;
    }
    count > 0
}

/// Whether the first rows are those of a list of neighbours.
fn lists_neighbours(text: &Text<'_>, dialect: Dialect) -> bool {
    let mut rows = Delimited::new(text, dialect);
    let (mut row, mut first) = (Row::default(), Vec::new());
    while first.len() < RECORDS && row.offset as usize <= dialect.start + BYTES {
        match rows.next(&mut row) {
            Ok(true) => first.push(row.clone()),
            Ok(false) => return pattern::lists_neighbours(&first, true),
            Err(_) => return false,
        }
    }
    pattern::lists_neighbours(&first, false)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> (Delimiter, usize) {
        let found = find(&Text::new("x", text), None);
        (found.dialect.delimiter, found.width)
    }

    #[test]
    fn the_delimiter_is_found_out() {
        for (text, delimiter, width) in [
            ("Source,Target\nA,B\n", b',', 2),
            ("Source;Target;Weight\nAnna;Bert;1,5\nBert;Cleo;2,25\n", b';', 3),
            ("Source\tTarget\nAnna, the first\tBert\n", b'\t', 2),
            ("id|name\n1|Anna; Ann\n2|Bert\n", b'|', 2),
            ("id,name,note\n1,A,\"x;y;z\"\n2,B,\"p;q\"\n", b',', 3),
            ("sep=;\nSource;Target\nAnna;Bert\n", b';', 2),
            ("name;note\nA;hello, you, there\nB;bye, you\n", b';', 2),
            ("id,name,end\n1,A,2014\n2,B\n3,C\n", b',', 3),
        ] {
            assert_eq!(found(text), (Delimiter::Char(delimiter), width), "{text}");
        }
        for text in ["# Nodes: 3\n1 2\n2 3\n", "1 2 0.5\n2  3 1\n", "Anna Bert\nBert Cleo\n"] {
            assert_eq!(found(text).0, Delimiter::Blanks, "{text}");
        }
        assert_eq!(found("Anna Smith\nBert Blue\n").1, 1, "names");
    }
}
