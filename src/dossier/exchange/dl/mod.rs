//! DL, the data language of UCINET: matrices whole or by half, edge lists and node lists, one mode or two, labels beside
//! or inside the data, several matrices in a file.

mod words;

use std::collections::HashMap;

use self::words::{Word, Words};
use super::encoding::Rule;
use super::fault::{Fault, Lines, MetAt as _};
use super::format::{Failure, Format, Head, Input, Options, Pace, Read, Sure};
use super::graph::{Direction, Graph, Symmetry, Tie};
use super::limits::Limit;
use super::report::{At, NoteKind, Report, Unit};
use crate::progress::Progress;

/// So many nodes may be told of without being named, beside one a byte.
const UNNAMED: usize = 10_000;

/// The data language of UCINET.
pub(crate) struct Dl;

impl Format for Dl {
    fn name(&self) -> &'static str {
        "dl"
    }

    fn about(&self) -> &'static str {
        "UCINET DL"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["dl"]
    }

    fn sniff(&self, head: &Head<'_>) -> Sure {
        let after = head.text.as_bytes().get(2);
        let begins = head.starts_with("dl") && after.is_some_and(|b| b.is_ascii_whitespace() || *b == b',');
        if begins && head.text.to_ascii_lowercase().contains("data") { Sure::Certain } else { Sure::No }
    }

    fn read(&self, input: &Input<'_>, options: &Options, progress: &Progress) -> Result<Read, Failure> {
        let text = input.text(Rule::Any, options)?;
        let mut report = Report::new(self.name());
        text.tell(&mut report);
        let part = report.part("", Unit::Line, "");
        let mut reader = Reader {
            words: Words { text: text.as_str(), at: 0 },
            lines: Lines::default(),
            pace: Pace::new(progress, text.as_str().len()),
            report: &mut report,
            part,
            graph: Graph::default(),
            rows: Nodes::default(),
            columns: Nodes::default(),
            two: false,
            folded: HashMap::new(),
        };
        reader.file().map_err(|fault| fault.placed(&text))?;
        let graph = reader.graph;
        Read::finish(vec![graph], report, options)
    }
}

/// One mode: how many nodes it has, and which are known.
#[derive(Clone, Debug, Default)]
struct Nodes {
    count: usize,
    numbers: Vec<u32>,
    /// Whether the data names them.
    embedded: bool,
}

/// How the data are written.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Layout {
    #[default]
    Full,
    /// The lower (`true`) or upper half.
    Half(bool),
    Edges,
    Lists,
}

struct Reader<'t, 'r> {
    words: Words<'t>,
    lines: Lines,
    pace: Pace<'r>,
    report: &'r mut Report,
    part: u16,
    graph: Graph,
    rows: Nodes,
    columns: Nodes,
    /// Whether rows and columns are different nodes.
    two: bool,
    /// Nodes by their label in small letters: UCINET does not tell cases apart.
    folded: HashMap<String, u32>,
}

impl<'t> Reader<'t, '_> {
    fn file(&mut self) -> Result<(), Fault> {
        let (mut layout, mut diagonal, mut matrices) = (Layout::Full, true, 1);
        let mut names: Vec<&'t str> = Vec::new();
        let mut of = String::new();
        loop {
            let Some(word) = self.words.next()? else {
                return Err(Fault::cut_off(
                    self.words.at,
                    "the file ends before its `data:`",
                    "the file is cut off: save it again",
                ));
            };
            let key = word.text.trim_end_matches(':').to_ascii_lowercase();
            match key.as_str() {
                "dl" | "" => {}
                "n" | "nr" | "nc" | "nm" => {
                    let count = self.number(word.at)?;
                    if count > UNNAMED + self.words.text.len() {
                        let message = "there are more nodes than a file of this length can have";
                        return Err(Fault::not_the_format(word.at, message, "correct the number"));
                    }
                    match key.as_str() {
                        "n" => (self.rows.count, self.columns.count) = (count, count),
                        "nr" => (self.rows.count, self.two) = (count, true),
                        "nc" => (self.columns.count, self.two) = (count, true),
                        _ => matrices = count,
                    }
                }
                "format" => {
                    let name = self.value(word.at)?.text.to_ascii_lowercase();
                    self.two |= name.ends_with('2');
                    layout = match name.trim_end_matches(['1', '2']) {
                        "fullmatrix" | "fm" => Layout::Full,
                        "lowerhalf" | "halfmatrix" | "lh" => Layout::Half(true),
                        "upperhalf" | "uh" => Layout::Half(false),
                        "edgelist" | "el" => Layout::Edges,
                        "nodelist" | "nl" => Layout::Lists,
                        _ => {
                            let help = "fullmatrix, lowerhalf, upperhalf, edgelist1, edgelist2, nodelist1 and nodelist2 are read";
                            return Err(Fault::not_the_format(word.at, "data of this form are not read", help));
                        }
                    };
                }
                "diagonal" => diagonal = !self.value(word.at)?.text.eq_ignore_ascii_case("absent"),
                "title" => self.graph.meta.title = self.value(word.at)?.text.to_owned(),
                "row" | "column" | "col" | "matrix" | "level" => of = key,
                "labels" => {
                    self.labels(&of, matrices, &mut names)?;
                    of.clear();
                }
                "data" => break,
                _ => {
                    let message = "an unknown word in the header was ignored";
                    let place = self.at(word.at);
                    self.report.note(NoteKind::LeftOut, message, Some(place));
                }
            }
        }
        // A file that tells of rows alone has as many columns.
        self.two &= self.rows.count != self.columns.count
            || self.rows.numbers != self.columns.numbers
            || layout != Layout::Full;
        let half = matches!(layout, Layout::Half(_));
        self.graph.default_direction = if half || self.two { Direction::Undirected } else { Direction::Directed };
        match layout {
            Layout::Full | Layout::Half(_) => self.matrices(layout, diagonal, matrices, &names),
            Layout::Edges | Layout::Lists => self.list(layout),
        }?;
        // What is told of and not named has its number.
        self.complete()
    }

    fn at(&mut self, at: usize) -> At {
        At { part: self.part, number: self.lines.line(self.words.text, at), offset: at as u32 }
    }

    /// What follows `=`.
    fn value(&mut self, at: usize) -> Result<Word<'t>, Fault> {
        let wrong =
            || Fault::not_the_format(at, "expected `=` and a value after this word", "write for example `n = 12`");
        match self.words.next()? {
            Some(word) if word.text == "=" => self.words.next()?.ok_or_else(wrong),
            _ => Err(wrong()),
        }
    }

    fn number(&mut self, at: usize) -> Result<usize, Fault> {
        let value = self.value(at)?;
        value
            .text
            .parse()
            .map_err(|_| Fault::not_the_format(value.at, "expected a whole number here", "write for example `n = 12`"))
    }

    /// Labels of rows, columns, both or matrices; or that they stand in the data.
    fn labels(&mut self, of: &str, matrices: usize, names: &mut Vec<&'t str>) -> Result<(), Fault> {
        let before = self.words;
        if let Some(word) = self.words.next()?
            && word.text.trim_end_matches(':').eq_ignore_ascii_case("embedded")
        {
            self.rows.embedded |= of != "column" && of != "col";
            self.columns.embedded |= of != "row";
            return Ok(());
        }
        self.words = before;
        let count = match of {
            "row" => self.rows.count,
            "column" | "col" => self.columns.count,
            "matrix" | "level" => matrices,
            _ => self.rows.count.max(self.columns.count),
        };
        for _ in 0..count {
            let Some(word) = self.words.next()? else {
                return Err(Fault::cut_off(
                    self.words.at,
                    "the file ends before all labels are told",
                    "the file is cut off",
                ));
            };
            if matches!(of, "matrix" | "level") {
                names.push(word.text);
                continue;
            }
            let node = self.node(word)?;
            if of != "column" && of != "col" {
                self.rows.numbers.push(node);
            }
            if of != "row" {
                self.columns.numbers.push(node);
            }
        }
        Ok(())
    }

    /// The node of a label.
    fn node(&mut self, word: Word<'t>) -> Result<u32, Fault> {
        let place = self.at(word.at);
        if let Some(&known) = self.folded.get(&word.text.to_lowercase()) {
            return Ok(known);
        }
        let node = self.graph.add_node(word.text, place).met_at(word.at)?.number();
        self.folded.insert(word.text.to_lowercase(), node);
        Ok(node)
    }

    /// The node of a number from 1 in a mode.
    fn numbered(&mut self, row: bool, number: usize, at: usize) -> Result<Option<u32>, Fault> {
        let nodes = if row { &self.rows } else { &self.columns };
        if number == 0 || number > nodes.count {
            return Ok(None);
        }
        if let Some(&node) = nodes.numbers.get(number - 1) {
            return Ok(Some(node));
        }
        let id = if self.two && !row { format!("column {number}") } else { number.to_string() };
        let place = self.at(at);
        Ok(Some(self.graph.add_node(&id, place).met_at(at)?.number()))
    }

    fn edge(&mut self, from: u32, to: u32, weight: f64, at: usize) -> Result<u32, Fault> {
        let place = self.at(at);
        let record = self.report.open(place);
        let edge = self.graph.add_edge(from, to, place).met_at(at)?;
        self.report.taken(record);
        if !self.graph.set_weight(edge, weight) {
            self.report.note(NoteKind::LeftOut, "a weight that is not a finite number", Some(place));
        }
        Ok(edge)
    }

    /// The edges of a matrix, of the kind that it has a name for.
    fn ties(&mut self, ties: &[Tie], layout: Layout, kind: &str) -> Result<(), Fault> {
        let is_square = layout == Layout::Full && !self.two;
        let symmetry = is_square.then(|| Symmetry::of(ties, self.report));
        for tie in ties {
            let at = tie.at.offset as usize;
            if let Some(first) = symmetry.as_ref().and_then(|symmetry| symmetry.said_by(tie)) {
                let record = self.report.open(tie.at);
                self.report.merged(record, first);
                continue;
            }
            let edge = self.edge(tie.from, tie.to, tie.weight, at)?;
            if symmetry.as_ref().is_some_and(Symmetry::is_same) {
                self.graph.set_direction(edge, Direction::Undirected);
            }
            self.graph.set_edge_kind(edge, kind).met_at(at)?;
        }
        Ok(())
    }

    fn matrices(&mut self, layout: Layout, diagonal: bool, matrices: usize, names: &[&str]) -> Result<(), Fault> {
        for matrix in 0..matrices {
            let mut ties = Vec::new();
            if self.columns.embedded {
                self.columns.numbers.clear();
                for _ in 0..self.columns.count {
                    let word = self.cell()?;
                    let node = self.node(word)?;
                    self.columns.numbers.push(node);
                }
            }
            for row in 1..=self.rows.count {
                let from = if self.rows.embedded {
                    let word = self.cell()?;
                    Some(self.node(word)?)
                } else {
                    self.numbered(true, row, self.words.at)?
                };
                let (first, last) = match layout {
                    Layout::Half(true) => (1, if diagonal { row } else { row - 1 }),
                    Layout::Half(false) => (if diagonal { row } else { row + 1 }, self.columns.count),
                    Layout::Full | Layout::Edges | Layout::Lists => (1, self.columns.count),
                };
                for column in first..=last {
                    if !diagonal && row == column {
                        continue;
                    }
                    let word = self.cell()?;
                    self.pace.reached(word.at)?;
                    let Ok(weight) = word.text.parse::<f64>() else {
                        let message = "expected a number of the matrix here, found a word";
                        return Err(Fault::not_the_format(word.at, message, "correct it, or the number of nodes"));
                    };
                    if weight == 0.0 {
                        continue;
                    }
                    if let (Some(from), Some(to)) = (from, self.numbered(false, column, word.at)?) {
                        Limit::Edges.check(ties.len() + 1).met_at(word.at)?;
                        ties.push(Tie { from, to, weight, at: self.at(word.at) });
                    }
                }
            }
            let number = (matrix + 1).to_string();
            let kind = if matrices > 1 { names.get(matrix).copied().unwrap_or(&number) } else { "" };
            self.ties(&ties, layout, kind)?;
        }
        if let Some(word) = self.words.next()? {
            let message = "the file has more numbers than its matrix";
            return Err(Fault::not_the_format(word.at, message, "check the number of nodes"));
        }
        Ok(())
    }

    fn cell(&mut self) -> Result<Word<'t>, Fault> {
        self.words.next()?.ok_or_else(|| {
            Fault::cut_off(
                self.words.at,
                "the file ends before the matrix is complete",
                "the file is cut off, or the number of nodes is wrong",
            )
        })
    }

    /// A line an edge (`from to value`), or a line a node with those it is tied to.
    fn list(&mut self, layout: Layout) -> Result<(), Fault> {
        let mut line: Vec<Word<'t>> = Vec::new();
        loop {
            let word = self.words.next()?;
            if word.is_none_or(|word| word.first) && !line.is_empty() {
                self.line(layout, &line)?;
                line.clear();
            }
            let Some(word) = word else { return Ok(()) };
            self.pace.reached(word.at)?;
            Limit::Nodes.check(line.len()).met_at(word.at)?;
            line.push(word);
        }
    }

    fn line(&mut self, layout: Layout, line: &[Word<'t>]) -> Result<(), Fault> {
        let [from, rest @ ..] = line else { return Ok(()) };
        let (ends, value) = match (layout, rest) {
            (Layout::Edges, [to, value, ..]) => (std::slice::from_ref(to), Some(*value)),
            (Layout::Edges, [to]) => (std::slice::from_ref(to), None),
            _ => (rest, None),
        };
        if ends.is_empty() && layout == Layout::Edges {
            let place = self.at(from.at);
            let record = self.report.open(place);
            self.report.refused(record, "the line has only one end");
            return Ok(());
        }
        let Some(source) = self.end(true, *from)? else { return self.refuse(*from) };
        for to in ends {
            let Some(target) = self.end(false, *to)? else {
                self.refuse(*to)?;
                continue;
            };
            match value.map(|value| value.text.parse::<f64>()) {
                None => {
                    let place = self.at(to.at);
                    let record = self.report.open(place);
                    self.graph.add_edge(source, target, place).met_at(to.at)?;
                    self.report.taken(record);
                }
                Some(Ok(weight)) => {
                    self.edge(source, target, weight, to.at)?;
                }
                Some(Err(_)) => {
                    let place = self.at(to.at);
                    let record = self.report.open(place);
                    let edge = self.graph.add_edge(source, target, place).met_at(to.at)?;
                    self.report.taken(record);
                    let text = value.map_or("", |value| value.text);
                    self.graph.keep_weight(edge, text, self.report).met_at(to.at)?;
                }
            }
        }
        Ok(())
    }

    fn end(&mut self, row: bool, word: Word<'t>) -> Result<Option<u32>, Fault> {
        let embedded = if row { self.rows.embedded } else { self.columns.embedded };
        match word.text.parse() {
            Ok(number) if !embedded => self.numbered(row, number, word.at),
            _ if embedded => self.node(word).map(Some),
            _ => Ok(self.folded.get(&word.text.to_lowercase()).copied()),
        }
    }

    fn refuse(&mut self, word: Word<'t>) -> Result<(), Fault> {
        let place = self.at(word.at);
        let record = self.report.open(place);
        self.report.refused(record, "there is no node of this number or label");
        Ok(())
    }

    fn complete(&mut self) -> Result<(), Fault> {
        let at = self.words.at;
        for row in [true, false] {
            let (nodes, names) =
                if row { (&self.rows, self.rows.embedded) } else { (&self.columns, self.columns.embedded) };
            let count = nodes.count;
            if names || (!row && !self.two) {
                continue;
            }
            for number in 1..=count {
                self.numbered(row, number, at)?;
            }
        }
        if self.two {
            for row in [true, false] {
                let numbers = if row { self.rows.numbers.clone() } else { self.columns.numbers.clone() };
                for node in numbers {
                    self.graph.set_node_kind(node, if row { "row" } else { "column" }).met_at(at)?;
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
