//! Matrix Market coordinate files (Boisvert, Pozo, Remington: The Matrix Market Exchange Formats, NIST 1996): each
//! entry an edge from its row to its column.

use super::encoding::Rule;
use super::format::{Failure, Format, Head, Input, Options, Pace, Read, Sure};
use super::graph::{Direction, Graph};
use super::limits::Limit;
use super::report::{At, NoteKind, Report, Unit};
use crate::problem::codes;
use crate::progress::Progress;
use crate::wording::counted;

/// Matrix Market.
pub(crate) struct MatrixMarket;

impl Format for MatrixMarket {
    fn name(&self) -> &'static str {
        "matrix-market"
    }

    fn about(&self) -> &'static str {
        "Matrix Market coordinates: an edge a line"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["mtx", "mm"]
    }

    fn sniff(&self, head: &Head<'_>) -> Sure {
        if head.starts_with("%%MatrixMarket") { Sure::Certain } else { Sure::No }
    }

    fn read(&self, input: &Input<'_>, options: &Options, progress: &Progress) -> Result<Read, Failure> {
        let text = input.text(Rule::Any, options)?;
        let mut report = Report::new(self.name());
        text.tell(&mut report);
        let part = report.part("", Unit::Line, "");
        let mut pace = Pace::new(progress, text.as_str().len());
        let mut start = 0;
        let mut lines = text.as_str().split_inclusive('\n').enumerate().map(|(number, line)| {
            let at = At { part, number: number as u32 + 1, offset: start as u32 };
            start += line.len();
            (at, line.trim())
        });
        let wrong = |at: At, message: &str, help: &str| {
            let offset = at.offset as usize;
            text.problem(codes::NOT_THE_FORMAT, (offset, offset + 1), message, help)
        };
        let (at, head) = lines.next().unwrap_or_default();
        let words: Vec<String> = head.split_whitespace().map(str::to_lowercase).collect();
        let word = |number: usize| words.get(number).map_or("", String::as_str);
        if word(0) != "%%matrixmarket" || word(1) != "matrix" {
            return Err(wrong(
                at,
                "the file does not begin with %%MatrixMarket matrix",
                "give another format with --from",
            )
            .into());
        }
        if word(2) != "coordinate" {
            let help = "save it as `coordinate`; full arrays are not read";
            return Err(wrong(at, "this is not a list of coordinates", help).into());
        }
        let (is_pattern, symmetry) = (word(3) == "pattern", word(4).to_owned());
        let is_symmetric = matches!(symmetry.as_str(), "symmetric" | "hermitian");
        let is_skew = symmetry == "skew-symmetric";
        let mut body = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('%'));
        let numbers = |line: &str| line.split_whitespace().map(|w| w.parse::<u64>().ok()).collect::<Option<Vec<_>>>();
        let (at, sizes) = body.next().unwrap_or((at, ""));
        let sizes_of = |line| match numbers(line).as_deref() {
            Some(&[rows, columns, entries]) => Some((rows, columns, entries)),
            _ => None,
        };
        let Some((rows, columns, entries)) = sizes_of(sizes) else {
            return Err(wrong(at, "the line with rows, columns and entries is missing", "it has three numbers").into());
        };
        let is_square = rows == columns;
        let count = if is_square { rows } else { rows.saturating_add(columns) };
        // The size is only a claim: what has no entry may be made as long as the file is not blown up by it.
        Limit::Nodes
            .check(usize::try_from(count).unwrap_or(usize::MAX))
            .map_err(|limit| text.located(limit, at.offset as usize))?;
        if count > 1_000 + text.as_str().len() as u64 * 4 {
            return Err(
                wrong(at, "the matrix has far more rows than the file has entries", "take out the empty rows").into()
            );
        }
        let mut graph =
            Graph::new(if is_symmetric || !is_square { Direction::Undirected } else { Direction::Directed });
        let mut name = String::new();
        let mut id = |row: u64, is_column: bool| {
            use std::fmt::Write as _;
            name.clear();
            let kind = if is_square {
                ""
            } else if is_column {
                "column "
            } else {
                "row "
            };
            let _ = write!(name, "{kind}{row}");
            name.clone()
        };
        for row in 1..=rows {
            graph.add_node(&id(row, false), at)?;
        }
        for column in 1..=if is_square { 0 } else { columns } {
            graph.add_node(&id(column, true), at)?;
        }
        let mut read = 0;
        for (at, line) in body {
            pace.reached(at.offset as usize)?;
            read += 1;
            if read > entries {
                let message = format!(
                    "the header announces {}, but here is one more",
                    counted(entries as usize, "entry", "entries")
                );
                let help = "correct the number of entries in the header, or remove the lines that do not belong to this matrix";
                return Err(wrong(at, &message, help).into());
            }
            let record = report.open(at);
            let mut cells = line.split_whitespace();
            let mut coordinate =
                |most: u64| cells.next().and_then(|c| c.parse::<u64>().ok()).filter(|c| (1..=most).contains(c));
            let (Some(row), Some(column)) = (coordinate(rows), coordinate(columns)) else {
                report.refused(record, "the row or column is not a number of the matrix");
                continue;
            };
            let weight = cells.next().map(str::parse::<f64>);
            if !is_pattern && !matches!(weight, Some(Ok(_))) {
                report.refused(record, "the entry has no number");
                continue;
            }
            let column = if is_square { column } else { column + rows };
            let edge = graph.add_edge((row - 1) as u32, (column - 1) as u32, at)?;
            if let Some(Ok(weight)) = weight
                && !graph.set_weight(edge, weight)
            {
                report.note(NoteKind::Doubtful, "a weight is not a finite number and was left blank", Some(at));
            }
            if cells.next().is_some() {
                report.note(NoteKind::LeftOut, "the imaginary part of an entry", Some(at));
            }
            if is_skew {
                let message =
                    "the mirror of an entry in a skew-symmetric matrix (row and column swapped, opposite sign)";
                report.note(NoteKind::LeftOut, message, Some(at));
            }
            report.taken(record);
        }
        if read < entries {
            let end = text.as_str().len();
            let message = format!("the file has {read} of {entries} entries");
            return Err(text.problem(codes::CUT_OFF, (end, end), message, "it is cut off; fetch it again").into());
        }
        Read::finish(vec![graph], report, options)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{read_as, sound};
    use super::*;

    #[test]
    fn coordinates_are_edges() {
        let text = "%%MatrixMarket matrix coordinate real symmetric\n% made by hand\n3 3 2\n1 2 0.5\n3 1 2e0\n";
        let read = read_as("matrix-market", "x.mtx", text.as_bytes()).unwrap();
        sound(&read);
        let graph = &read.graphs[0];
        assert_eq!(
            (graph.ends(), graph.weight(1), graph.default_direction),
            (&[(0, 1), (2, 0)][..], Some(2.0), Direction::Undirected)
        );
        let wide = "%%MatrixMarket matrix coordinate pattern general\n2 3 2\n1 3\n9 9\n";
        let read = read_as("matrix-market", "x.mtx", wide.as_bytes()).unwrap();
        assert_eq!(
            (read.graphs[0].nodes.len(), read.graphs[0].ends(), read.report.refused_count()),
            (5, &[(0, 4)][..], 1)
        );
        assert_eq!(read.graphs[0].id(4), "column 3");
    }

    #[test]
    fn what_is_cut_off_or_too_large_is_an_error() {
        for (text, code) in [
            ("%%MatrixMarket matrix coordinate real general\n3 3 2\n1 2 0.5\n", codes::CUT_OFF),
            ("%%MatrixMarket matrix coordinate real general\n3 3 1\n1 2 0.5\n2 1 0.5\n", codes::NOT_THE_FORMAT),
            ("%%MatrixMarket matrix coordinate real general\n9999999999 3 2\n", codes::TOO_LARGE),
            ("%%MatrixMarket matrix coordinate real general\n40000000 40000000 0\n", codes::NOT_THE_FORMAT),
            ("%%MatrixMarket matrix array real general\n3 3\n", codes::NOT_THE_FORMAT),
            ("%%MatrixMarket matrix coordinate real general\n", codes::NOT_THE_FORMAT),
        ] {
            assert_eq!(read_as("matrix-market", "x.mtx", text.as_bytes()).unwrap_err().code, code, "{text}");
        }
    }

    #[test]
    fn more_entries_than_the_header_tells_of_are_an_error_where_they_begin() {
        let head = "%%MatrixMarket matrix coordinate real general\n";
        for (text, line) in [
            (format!("{head}2 2 1\n1 2 5\n\n% more\n2 1 5\n"), Some(6)),
            (format!("{head}2 2 1\n1 2 5\n{head}3 3 2\n1 2 1\n2 3 1\n"), Some(5)),
            (format!("{head}2 2 0\n1 2 5\n"), Some(3)),
            (format!("{head}2 2 1\n1 2 5\n\n% the end\n"), None),
        ] {
            let told = read_as("matrix-market", "x.mtx", text.as_bytes()).err();
            assert_eq!(told.and_then(|problem| problem.place).map(|place| place.line), line, "{text}");
        }
    }

    #[test]
    fn entries_of_a_skew_symmetric_matrix_have_a_direction() {
        let text = "%%MatrixMarket matrix coordinate real skew-symmetric\n2 2 1\n2 1 -3\n";
        let read = read_as("matrix-market", "x.mtx", text.as_bytes()).unwrap();
        let graph = &read.graphs[0];
        assert_eq!((graph.ends(), graph.weight(0)), (&[(1, 0)][..], Some(-3.0)));
        assert_eq!(graph.direction(0), Direction::Directed);
        assert_eq!(read.report.notes()[0].kind, NoteKind::LeftOut);
    }
}
