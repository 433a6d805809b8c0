//! DL, the data language of UCINET: matrices whole or by half, edge lists and node lists, one mode or two, labels beside
//! or inside the data, several matrices in a file.

mod words;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use self::words::{Word, Words, goes_on};
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
            words: Words { text: text.as_str(), at: 0, plain: false },
            lines: Lines::default(),
            pace: Pace::new(progress, text.as_str().len()),
            report: &mut report,
            part,
            graph: Graph::default(),
            lists: 0,
            rows: Nodes::default(),
            columns: Nodes::default(),
            two: false,
        };
        reader.file().map_err(|fault| fault.placed(&text))?;
        let graph = reader.graph;
        Read::finish(vec![graph], report, options)
    }
}

/// One mode: how many nodes it has, and which are known.
#[derive(Clone, Debug, Default)]
struct Nodes<'t> {
    count: usize,
    /// Labels that the header tells, in the order of their numbers.
    labels: Vec<Label<'t>>,
    numbers: Vec<u32>,
    /// Whether the data names them.
    embedded: bool,
    /// Nodes by their label in small letters, with the label: UCINET does not tell cases apart.
    folded: HashMap<String, (u32, &'t str)>,
}

/// A label and where it stands.
#[derive(Clone, Copy, Debug)]
struct Label<'t> {
    text: &'t str,
    place: At,
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

/// Each of rows, columns, both and matrices is labelled once, or a few times: each list is looked for to its end.
const MOST_LISTS: usize = 16;

struct Reader<'t, 'r> {
    words: Words<'t>,
    lines: Lines,
    pace: Pace<'r>,
    report: &'r mut Report,
    part: u16,
    graph: Graph,
    rows: Nodes<'t>,
    columns: Nodes<'t>,
    /// Whether rows and columns are different nodes.
    two: bool,
    /// Lists of labels so far.
    lists: usize,
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
        self.words.plain = true;
        // Programs tell of rows and columns where both are the same, too.
        let is_labelled = !self.rows.labels.is_empty() && !self.columns.labels.is_empty();
        let has_other_labels = !are_same(&self.rows.labels, &self.columns.labels);
        self.two &= self.rows.count != self.columns.count || has_other_labels || layout != Layout::Full;
        self.two |= is_labelled && has_other_labels;
        self.begin_nodes()?;
        let half = matches!(layout, Layout::Half(_));
        self.graph.default_direction = if half || self.two { Direction::Undirected } else { Direction::Directed };
        match layout {
            Layout::Full | Layout::Half(_) => self.matrices(layout, diagonal, matrices, &names),
            Layout::Edges | Layout::Lists => self.list(layout),
        }?;
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
        if let Ok(Some(word)) = self.words.next()
            && word.text.trim_end_matches(':').eq_ignore_ascii_case("embedded")
        {
            self.rows.embedded |= of != "column" && of != "col";
            self.columns.embedded |= of != "row";
            return Ok(());
        }
        self.words = before;
        self.lists += 1;
        if self.lists > MOST_LISTS {
            let message = "there are too many lists of labels";
            return Err(Fault::not_the_format(
                self.words.at,
                message,
                "list the labels of rows, columns and matrices once",
            ));
        }
        let count = match of {
            "row" => self.rows.count,
            "column" | "col" => self.columns.count,
            "matrix" | "level" => matrices,
            _ => self.rows.count.max(self.columns.count),
        };
        let lines = self.words.lines(count);
        let is_list = lines.is_none();
        let words = match lines {
            Some(lines) => lines,
            None => self.list_of_labels(count)?,
        };
        for word in words {
            if matches!(of, "matrix" | "level") {
                names.push(word.text);
                continue;
            }
            let label = Label { text: word.text, place: self.at(word.at) };
            if of != "column" && of != "col" {
                self.rows.labels.push(label);
            }
            if of != "row" {
                self.columns.labels.push(label);
            }
        }
        // What follows in the same line is one more label, or the header goes on.
        let before = self.words;
        if is_list
            && let Some(word) = self.words.next()?
            && !word.first
            && !goes_on(self.words.text.get(word.at..).and_then(|rest| rest.lines().next()).unwrap_or_default())
        {
            let help =
                "write their number before them, as in `n = 12`, and a label that contains spaces in quotation marks";
            return Err(Fault::not_the_format(word.at, "there are more labels here than the header announces", help));
        }
        self.words = before;
        Ok(())
    }

    /// Labels parted by blanks and commas.
    fn list_of_labels(&mut self, count: usize) -> Result<Vec<Word<'t>>, Fault> {
        let mut labels = Vec::new();
        self.words.plain = true;
        for _ in 0..count {
            let Some(word) = self.words.next()? else {
                return Err(Fault::cut_off(
                    self.words.at,
                    "the file ends before all labels are told",
                    "the file is cut off",
                ));
            };
            labels.push(word);
        }
        self.words.plain = false;
        Ok(labels)
    }

    fn mode(&mut self, row: bool) -> &mut Nodes<'t> {
        if row { &mut self.rows } else { &mut self.columns }
    }

    /// Makes the nodes that the header tells of: by their labels, else by their numbers.
    fn begin_nodes(&mut self) -> Result<(), Fault> {
        if !self.two && !self.rows.embedded && !self.columns.embedded {
            if self.rows.labels.is_empty() {
                self.rows.labels = std::mem::take(&mut self.columns.labels);
            }
            self.list_nodes(true)?;
            self.columns.numbers.clone_from(&self.rows.numbers);
            return Ok(());
        }
        for row in [true, false] {
            if !self.mode(row).embedded {
                self.list_nodes(row)?;
            }
        }
        Ok(())
    }

    fn list_nodes(&mut self, row: bool) -> Result<(), Fault> {
        let labels = std::mem::take(&mut self.mode(row).labels);
        let place = self.at(self.words.at);
        let mut seen = HashSet::new();
        for number in 1..=self.mode(row).count {
            let node = match labels.get(number - 1) {
                Some(label) => {
                    let node = self.node(row, *label)?;
                    if !seen.insert(node) {
                        let message = "a label occurs more than once in a list; its entries were read as one node";
                        self.report.note(NoteKind::Doubtful, message, Some(label.place));
                    }
                    node
                }
                None if self.two && !row => self.add(row, &format!("column {number}"), place)?,
                None => self.add(row, &number.to_string(), place)?,
            };
            self.mode(row).numbers.push(node);
        }
        Ok(())
    }

    /// The node of a label in a mode.
    fn node(&mut self, row: bool, Label { text, place }: Label<'t>) -> Result<u32, Fault> {
        let row = row || !self.two;
        let folded = text.to_lowercase();
        if let Some(&(known, label)) = self.mode(row).folded.get(&folded) {
            if label != text {
                let message = "labels that differ only in upper and lower case were read as one node, as UCINET does";
                self.report.note(NoteKind::Doubtful, message, Some(place));
            }
            return Ok(known);
        }
        let node = self.add(row, text, place)?;
        self.mode(row).folded.insert(folded, (node, text));
        Ok(node)
    }

    /// A new node. A row and a column may have the same label.
    fn add(&mut self, row: bool, label: &str, place: At) -> Result<u32, Fault> {
        let mode = if row { "row" } else { "column" };
        let (mut id, mut count) = (Cow::Borrowed(label), 1);
        while self.graph.node(&id).is_some() {
            let again = if count > 1 { format!(" ({count})") } else { String::new() };
            id = Cow::Owned(format!("{mode} {label}{again}"));
            count += 1;
        }
        let at = place.offset as usize;
        let node = self.graph.add_node(&id, place).met_at(at)?.number();
        if id != label {
            self.graph.nodes.set_label(node, label).met_at(at)?;
        }
        Ok(node)
    }

    /// The node of a number from 1 in a mode.
    fn numbered(&self, row: bool, number: usize) -> Option<u32> {
        let nodes = if row { &self.rows } else { &self.columns };
        nodes.numbers.get(number.checked_sub(1)?).copied()
    }

    /// The node of a word of the data.
    fn named(&mut self, row: bool, word: Word<'t>) -> Result<u32, Fault> {
        let place = self.at(word.at);
        self.node(row, Label { text: word.text, place })
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
                    let node = self.named(false, word)?;
                    self.columns.numbers.push(node);
                }
            }
            for row in 1..=self.rows.count {
                let from = if self.rows.embedded {
                    let word = self.cell()?;
                    Some(self.named(true, word)?)
                } else {
                    self.numbered(true, row)
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
                    if let (Some(from), Some(to)) = (from, self.numbered(false, column)) {
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
        if layout == Layout::Edges && rest.len() > 2 {
            let place = self.at(from.at);
            let message =
                "text after the value of an edge; a comma separates values here, so write `2.5` and not `2,5`";
            self.report.note(NoteKind::LeftOut, message, Some(place));
        }
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
            Ok(number) if !embedded => Ok(self.numbered(row, number)),
            _ if embedded => self.named(row, word).map(Some),
            _ => {
                let nodes = if row || !self.two { &self.rows } else { &self.columns };
                Ok(nodes.folded.get(&word.text.to_lowercase()).map(|(node, _)| *node))
            }
        }
    }

    fn refuse(&mut self, word: Word<'t>) -> Result<(), Fault> {
        let place = self.at(word.at);
        let record = self.report.open(place);
        self.report.refused(record, "there is no node of this number or label");
        Ok(())
    }

    /// Says of the nodes of two modes which they are of.
    fn complete(&mut self) -> Result<(), Fault> {
        let at = self.words.at;
        for row in [true, false].into_iter().filter(|_| self.two) {
            let (nodes, kind) = if row { (&self.rows, "row") } else { (&self.columns, "column") };
            let known = nodes.folded.values().map(|(node, _)| *node);
            for node in nodes.numbers.iter().copied().chain(known) {
                self.graph.set_node_kind(node, kind).met_at(at)?;
            }
        }
        Ok(())
    }
}

/// Whether two lists have the same labels.
fn are_same(one: &[Label<'_>], other: &[Label<'_>]) -> bool {
    one.iter().map(|label| label.text.to_lowercase()).eq(other.iter().map(|label| label.text.to_lowercase()))
}

#[cfg(test)]
mod tests;
