//! Tables: delimited text and workbooks. What each column is for is guessed and can be said by a person; the rest is
//! one way for both.

mod again;
mod delimited;
mod dialect;
mod ends;
mod guess;
mod header;
mod heads;
mod matrix;
mod names;
mod neo4j;
mod plan;
mod row;
mod sample;
mod sheet;
mod take;
mod taker;
mod timeset;

pub(crate) use delimited::Delimiter;
pub(crate) use plan::{Plan, Shape, TableOptions};

use super::encoding::{Rule, Text};
use super::format::{Failure, Format, Head, Input, Options, Read, Sure};
use super::own;
use super::report::{NoteKind, Report};
use crate::problem::{Problem, codes};
use crate::progress::Progress;
pub(crate) use sheet::{Content, Grid, Sheet};
pub(crate) use take::{Ordered, direction_word};

use row::Row;

/// Delimited text: CSV, TSV and their kin.
pub(crate) struct Csv;

impl Format for Csv {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn about(&self) -> &'static str {
        "tables of nodes or edges, matrices and lists, separated by commas, semicolons, tabs, vertical bars or spaces"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["csv", "tsv", "tab", "txt", "edges", "edgelist", "adjlist", "psv"]
    }

    fn sniff(&self, head: &Head<'_>) -> Sure {
        // Lines of prose and programs have commas too.
        if head.text.is_empty() || head.text.starts_with(['{', '[', '<', '*', '(']) || head.text.starts_with("%%") {
            return Sure::No;
        }
        let text = Text::new("", head.text.as_str());
        let found = dialect::find(&text, None);
        if found.width >= 2 && (found.known_words >= 2 || found.told) {
            Sure::Likely
        } else if found.width >= 2 && found.even >= 0.8 || found.known_words == 1 && found.width == 1 {
            Sure::Perhaps
        } else {
            let sheet = Sheet { name: String::new(), content: Content::Text(&text, found.dialect) };
            let plan = guess::plan("", &sheet.sample());
            if plan.shape == Shape::Adjacency { Sure::Perhaps } else { Sure::No }
        }
    }

    fn read(&self, input: &Input<'_>, options: &Options, progress: &Progress) -> Result<Read, Failure> {
        read_together(&[*input], options, progress)
    }
}

/// What was found out about a table before it is read.
#[derive(Clone, Debug)]
struct Look {
    /// How it would be read.
    plan: Plan,
    /// Its first rows.
    rows: Vec<Row>,
}

/// Looks at tables without reading them whole.
fn look(sheets: &[Sheet<'_>], options: &Options) -> Vec<Look> {
    let looks = sheets.iter().map(|sheet| {
        let sample = sheet.sample();
        let plan = options.tables.plan(&sheet.name).cloned().unwrap_or_else(|| guess::plan(&sheet.name, &sample));
        Look { plan, rows: sample.rows }
    });
    looks.collect()
}

/// Reads delimited texts that belong together, such as a table of nodes and one of edges.
///
/// # Errors
/// What is wrong in one of them, with its place.
pub(crate) fn read_together(inputs: &[Input<'_>], options: &Options, progress: &Progress) -> Result<Read, Failure> {
    let mut report = Report::new("csv");
    let texts = inputs.iter().map(|input| input.text(Rule::Any, options)).collect::<Result<Vec<_>, _>>()?;
    if let Some(read) = own::csv(&texts, options, progress)? {
        return Ok(read);
    }
    let mut sheets = Vec::new();
    for text in &texts {
        text.tell(&mut report);
        let found = dialect::find(text, options.tables.delimiter);
        // What everybody expects need not be said.
        let is_usual = found.dialect.delimiter == Delimiter::Char(b',');
        if !found.told && found.width >= 2 && !is_usual {
            report.note(
                NoteKind::Guessed,
                &format!("cells are separated by {}", found.dialect.delimiter.words()),
                None,
            );
        }
        let name = if texts.len() > 1 { text.name().to_owned() } else { String::new() };
        sheets.push(Sheet { name, content: Content::Text(text, found.dialect) });
    }
    read_sheets(sheets, report, options, progress)
}

/// Reads tables by their plans, guessed where a person has made none.
pub(crate) fn read_sheets(
    sheets: Vec<Sheet<'_>>,
    report: Report,
    options: &Options,
    progress: &Progress,
) -> Result<Read, Failure> {
    let looks = look(&sheets, options);
    if looks.iter().all(|look| look.rows.is_empty()) && sheets.iter().all(|sheet| sheet.sample().whole) {
        return Err(Problem::error(codes::EMPTY, "there is no row in this file").into());
    }
    let mut planned: Vec<_> = sheets.into_iter().zip(looks.into_iter().map(|look| look.plan)).collect();
    undirected_by_comment(&mut planned);
    take::take(&planned, report, options, progress)
}

/// SNAP says in a comment whether its edges have a direction.
fn undirected_by_comment(planned: &mut [(Sheet<'_>, Plan)]) {
    for (sheet, plan) in planned {
        if let Content::Text(text, dialect) = &sheet.content
            && dialect.comments
        {
            let comments = text.as_str().lines().take_while(|line| line.starts_with(['#', '%']));
            plan.directed &= !comments.into_iter().any(|line| line.to_lowercase().contains("undirected"));
        }
    }
}

#[cfg(test)]
mod tests;
