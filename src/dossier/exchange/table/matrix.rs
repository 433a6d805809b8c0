//! Tables that tell of nodes down and across: adjacency matrices, matrices of two sorts of nodes, adjacency lists.

use super::super::format::Failure;
use super::super::graph::{Direction, Symmetry, Tie};
use super::super::limits::Limit;
use super::super::report::{At, NoteKind, Open};
use super::super::value::number;
use super::plan::{Plan, Shape};
use super::row::{Row, Rows as _};
use super::sheet::Sheet;
use super::take::Reached;
use super::taker::Taker;
use crate::problem::Problem;
use crate::wording::counted;

impl Taker {
    pub(super) fn matrix(
        &mut self,
        sheet: &Sheet<'_>,
        plan: &Plan,
        part: u16,
        reached: Reached<'_>,
    ) -> Result<(), Failure> {
        let named = plan.header_row > 0;
        let mut rows = sheet.rows();
        let (mut row, mut count, mut ties) = (Row::default(), 0, Vec::new());
        // `None` for a column without a name.
        let mut across: Vec<Option<u32>> = Vec::new();
        if !named {
            // Rows and columns are numbered.
            for number in 1..=plan.names.len() {
                let at = At { part, number: number as u32, offset: 0 };
                across.push(Some(self.graph.end(&number.to_string(), at)?));
            }
        }
        while rows.next(&mut row)? {
            count += 1;
            reached(&row, count)?;
            let at = At { part, number: row.number, offset: row.offset };
            if row.number <= plan.header_row {
                self.above(&row, plan, part);
                if row.number == plan.header_row {
                    for name in row.cells().skip(1) {
                        let located = |problem| sheet.located(problem, &row);
                        let is_named = !name.is_empty();
                        across.push(is_named.then(|| self.graph.end(name, at)).transpose().map_err(located)?);
                    }
                }
                continue;
            }
            let record = self.report.open(at);
            self.matrix_row(record, &row, plan, &across, &mut ties).map_err(|problem| sheet.located(problem, &row))?;
        }
        self.tell_rows(&rows);
        self.ties(ties, plan.shape == Shape::Matrix)?;
        Ok(())
    }

    fn matrix_row(
        &mut self,
        record: Open,
        row: &Row,
        plan: &Plan,
        across: &[Option<u32>],
        ties: &mut Vec<Tie>,
    ) -> Result<(), Problem> {
        let named = plan.header_row > 0;
        let (at, first) = (record.at(), usize::from(named));
        if row.width() > across.len() + first {
            self.report.refused(
                record,
                &format!(
                    "the row has {}, but there {} {}",
                    counted(row.width() - first, "number", "numbers"),
                    if across.len() == 1 { "is" } else { "are" },
                    counted(across.len(), "column", "columns")
                ),
            );
            return Ok(());
        }
        let from = match (named, row.cell(0)) {
            (false, _) => across.get((at.number as usize).saturating_sub(1)).copied().flatten(),
            (true, "") => None,
            (true, name) => Some(self.graph.add_node(name, at)?.number()),
        };
        let Some(from) = from else {
            self.report.refused(record, "the row has no name");
            return Ok(());
        };
        for (cell, to) in row.cells().skip(first).zip(across) {
            let Some(to) = to else {
                if !cell.is_empty() {
                    let message = "a number below a column without a name";
                    self.report.note(NoteKind::LeftOut, message, Some(at));
                }
                continue;
            };
            match number(cell, plan.decimal_comma).or_else(|| number(cell, !plan.decimal_comma)) {
                Some(weight) if weight != 0.0 => {
                    Limit::Edges.check(ties.len() + 1)?;
                    ties.push(Tie { from, to: *to, weight, at });
                }
                Some(_) => {}
                None if cell.is_empty() => {}
                None => self.report.note(
                    NoteKind::Doubtful,
                    "a weight in the matrix is not a number and was left out",
                    Some(at),
                ),
            }
        }
        self.report.taken(record);
        Ok(())
    }

    /// The edges of a matrix: without direction, and once each, if it is the same across its diagonal.
    fn ties(&mut self, ties: Vec<Tie>, square: bool) -> Result<(), Problem> {
        let symmetry = square.then(|| Symmetry::of(&ties, &mut self.report));
        let is_directed = symmetry.as_ref().is_some_and(|symmetry| !symmetry.is_same());
        let direction = if is_directed { Direction::Directed } else { Direction::Undirected };
        let plain = ties.iter().all(|tie| tie.weight == 1.0);
        let is_said = |tie: &Tie| symmetry.as_ref().and_then(|symmetry| symmetry.said_by(tie)).is_some();
        for tie in ties.iter().filter(|tie| !is_said(tie)) {
            let edge = self.graph.add_edge(tie.from, tie.to, tie.at)?;
            self.graph.set_direction(edge, direction);
            if !plain {
                self.graph.set_weight(edge, tie.weight);
            }
        }
        Ok(())
    }

    pub(super) fn adjacency(
        &mut self,
        sheet: &Sheet<'_>,
        plan: &Plan,
        part: u16,
        reached: Reached<'_>,
    ) -> Result<(), Failure> {
        let mut rows = sheet.rows();
        let (mut row, mut count) = (Row::default(), 0);
        while rows.next(&mut row)? {
            count += 1;
            reached(&row, count)?;
            if row.number <= plan.header_row {
                self.above(&row, plan, part);
                continue;
            }
            let at = At { part, number: row.number, offset: row.offset };
            let record = self.report.open(at);
            if row.cell(0).is_empty() {
                self.report.refused(record, "the row does not begin with a node");
                continue;
            }
            let located = |problem| sheet.located(problem, &row);
            let from = self.graph.end(row.cell(0), at).map_err(located)?;
            for cell in row.cells().skip(1).filter(|cell| !cell.is_empty()) {
                let to = self.graph.end(cell, at).map_err(located)?;
                let edge = self.graph.add_edge(from, to, at).map_err(located)?;
                if !plan.directed {
                    self.graph.set_direction(edge, Direction::Undirected);
                }
            }
            self.report.taken(record);
        }
        self.tell_rows(&rows);
        Ok(())
    }
}
