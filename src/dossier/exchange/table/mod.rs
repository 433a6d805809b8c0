//! Tables: delimited text and workbooks. What each column is for is guessed and can be said by a person; the rest is
//! one way for both.

mod again;
mod choice;
mod delimited;
mod dialect;
mod dict;
mod edges;
mod ends;
mod guess;
mod header;
mod heads;
mod matrix;
mod names;
mod neo4j;
mod options;
mod pattern;
mod plan;
mod row;
mod sample;
mod several;
mod sheet;
mod take;
mod taker;
mod timeset;

pub(crate) use choice::TableChoice;
pub(crate) use delimited::Delimiter;
pub(crate) use options::TableOptions;
pub(crate) use plan::{Plan, Role, Shape};
pub(crate) use row::Row;
pub(crate) use sample::Sample;

use super::encoding::{Rule, Text};
use super::format::{Failure, Format, Head, Holds, Input, Options, Read, Sure};
use super::own;
use super::report::{NoteKind, Report};
use crate::problem::{Problem, codes};
use crate::progress::Progress;
pub(crate) use sheet::{Content, Grid, Sheet};
pub(crate) use take::{Ordered, direction_word};

/// Delimited text: CSV, TSV and their kin.
pub(crate) struct Csv;

impl Format for Csv {
    fn holds(&self) -> Holds {
        Holds::Text
    }

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
            let sheet = Sheet {
                name: String::new(),
                called: String::new(),
                file: 0,
                content: Content::Text(&text, found.dialect),
            };
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
pub(crate) struct Look {
    /// How it would be read.
    pub(crate) plan: Plan,
    /// Its first rows.
    pub(crate) sample: Sample,
}

/// Looks at tables without reading them whole.
pub(crate) fn look(sheets: &[&Sheet<'_>], options: &Options) -> Vec<Look> {
    let looks = sheets.iter().map(|sheet| {
        let sample = sheet.sample();
        let guessed = || guess::plan_as_chosen(&sheet.called, &sample, options.tables.choice(&sheet.name));
        let mut plan = options.tables.plan(&sheet.name).cloned().unwrap_or_else(guessed);
        undirected_by_comment(sheet, &mut plan);
        plan.widen(sheet.width());
        Look { plan, sample }
    });
    looks.collect()
}

/// Texts as tables, by the delimiters that were chosen or found, one for each; what was found is noted.
pub(crate) fn sheets_of<'a>(
    texts: &'a [Text<'a>],
    delimiters: &[Option<Delimiter>],
    report: &mut Report,
) -> Vec<Sheet<'a>> {
    let mut sheets = Vec::new();
    for (number, text) in texts.iter().enumerate() {
        text.tell(report);
        let found = dialect::find(text, delimiters.get(number).copied().flatten());
        // What everybody expects need not be said.
        let is_usual = found.dialect.delimiter == Delimiter::Char(b',');
        if !found.told && found.width >= 2 && !is_usual {
            let message = format!("cells are separated by {}", found.dialect.delimiter.words());
            report.note(NoteKind::Guessed, &message, None);
        }
        let name = if texts.len() > 1 { text.name().to_owned() } else { String::new() };
        sheets.push(Sheet {
            name,
            called: String::new(),
            file: number as u16,
            content: Content::Text(text, found.dialect),
        });
    }
    sheets
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
    let sheets = sheets_of(&texts, &vec![options.tables.delimiter; texts.len()], &mut report);
    read_sheets(&sheets.iter().collect::<Vec<_>>(), report, options, progress)
}

/// Reads tables by their plans, guessed where a person has made none.
pub(crate) fn read_sheets(
    sheets: &[&Sheet<'_>],
    report: Report,
    options: &Options,
    progress: &Progress,
) -> Result<Read, Failure> {
    let looks = look(sheets, options);
    read_looked_at(sheets, looks.into_iter().map(|look| look.plan).collect(), report, options, progress)
}

/// Reads tables by plans that were made for them.
pub(crate) fn read_looked_at(
    sheets: &[&Sheet<'_>],
    plans: Vec<Plan>,
    report: Report,
    options: &Options,
    progress: &Progress,
) -> Result<Read, Failure> {
    let is_blank = |sheet: &&Sheet<'_>| {
        let sample = sheet.sample();
        sample.rows.is_empty() && sample.whole
    };
    if sheets.iter().all(is_blank) {
        return Err(Problem::error(codes::EMPTY, "there is no row in this file").into());
    }
    let planned: Vec<_> = sheets.iter().copied().zip(plans).collect();
    take::take(&planned, report, options, progress)
}

/// SNAP says in a comment whether its edges have a direction.
fn undirected_by_comment(sheet: &Sheet<'_>, plan: &mut Plan) {
    if let Content::Text(text, dialect) = &sheet.content
        && dialect.comments
    {
        let mut comments = text.as_str().lines().take_while(|line| line.starts_with(['#', '%']));
        plan.directed &= !comments.any(|line| line.to_lowercase().contains("undirected"));
    }
}

#[cfg(test)]
mod tests;
