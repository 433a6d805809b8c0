//! Networks and projects of Pajek (`.net`, `.paj`): vertices, arcs, edges, lists, matrices, two modes, relations with
//! names, times, and the partitions and vectors that follow a network.

mod lines;
mod numbers;
mod words;

use std::collections::HashMap;
use std::rc::Rc;

use self::lines::Relation;
use self::numbers::Numbers;
use self::words::{Line, Unclosed, Word, line_of, times};
use super::encoding::Rule;
use super::fault::{Fault, MetAt as _};
use super::format::{Failure, Format, Head, Input, Options, Pace, Read, Sure};
use super::graph::{Added, Direction, Graph, Position, Symmetry, Tie};
use super::limits::Limit;
use super::report::{At, NoteKind, Report, Unit};
use super::value::{Purpose, Value};
use crate::progress::Progress;

/// So many vertices may be told of without a line of their own, beside one a byte.
const UNLISTED: usize = 100_000;

/// Longest name of a relation, in bytes.
const LONGEST_NAME: usize = 4_096;

/// The format of Pajek.
pub(crate) struct Pajek;

impl Format for Pajek {
    fn name(&self) -> &'static str {
        "pajek"
    }

    fn about(&self) -> &'static str {
        "Pajek networks and projects"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["net", "paj"]
    }

    fn sniff(&self, head: &Head<'_>) -> Sure {
        let first = head.text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('%'));
        let word = first.and_then(|line| line.split_whitespace().next()).unwrap_or_default().to_ascii_lowercase();
        if matches!(word.as_str(), "*vertices" | "*network") {
            return Sure::Certain;
        }
        // Some files begin with a title.
        let is_heading = |line: &str| line.get(..10).is_some_and(|word| word.eq_ignore_ascii_case("*vertices "));
        if head.text.lines().any(is_heading) { Sure::Likely } else { Sure::No }
    }

    fn read(&self, input: &Input<'_>, options: &Options, progress: &Progress) -> Result<Read, Failure> {
        let text = input.text(Rule::Any, options)?;
        let mut report = Report::new(self.name());
        text.tell(&mut report);
        let pace = Pace::new(progress, text.as_str().len());
        let mut reader = Reader::new(text.as_str(), pace, &mut report);
        reader.file().map_err(|fault| fault.placed(&text))?;
        let graphs = reader.graphs;
        Read::finish(graphs, report, options)
    }
}

/// What the lines after a heading are.
#[derive(Clone, Debug, PartialEq)]
enum Section {
    Before,
    Vertices,
    /// Arcs or edges, in pairs or in lists.
    Lines {
        arcs: bool,
        lists: bool,
    },
    Matrix,
    /// A partition or a vector.
    Numbers(Numbers),
    Other,
}

struct Reader<'t, 'r> {
    text: &'t str,
    pace: Pace<'r>,
    report: &'r mut Report,
    graphs: Vec<Graph>,
    graph: Option<Graph>,
    title: String,
    section: Section,
    part: u16,
    /// Vertices that the network is said to have, and those of its first mode.
    told: usize,
    /// The same of all networks.
    all_told: usize,
    first_mode: usize,
    listed: usize,
    /// Name of the relation that lines belong to, shared by all of them.
    relation: Rc<str>,
    /// Names of relations that have a number.
    relations: HashMap<u32, Rc<str>>,
    /// Cells of the matrix so far.
    cells: usize,
    /// Its numbers that are not nought.
    ties: Vec<Tie>,
    matrix_at: usize,
    has_partition: bool,
}

impl<'t, 'r> Reader<'t, 'r> {
    fn new(text: &'t str, pace: Pace<'r>, report: &'r mut Report) -> Self {
        Reader {
            text,
            pace,
            report,
            graphs: Vec::new(),
            graph: None,
            title: String::new(),
            section: Section::Before,
            part: 0,
            told: 0,
            all_told: 0,
            first_mode: 0,
            listed: 0,
            relation: Rc::default(),
            relations: HashMap::new(),
            cells: 0,
            ties: Vec::new(),
            matrix_at: 0,
            has_partition: false,
        }
    }

    fn file(&mut self) -> Result<(), Fault> {
        let (mut at, mut number) = (0, 1);
        while let Some(rest) = self.text.get(at..).filter(|rest| !rest.is_empty()) {
            self.pace.reached(at)?;
            let line = line_of(rest);
            let here = At { part: self.part, number, offset: at as u32 };
            let bare = line.trim();
            if bare.starts_with('*') {
                self.heading(bare, here)?;
            } else if !bare.is_empty() && !bare.starts_with('%') {
                self.line(line, here)?;
            }
            at += line.len();
            number += memchr::memchr_iter(b'\n', line.as_bytes()).count() as u32;
        }
        self.end_section()?;
        self.end_network(at)?;
        if self.graphs.is_empty() {
            return Err(Fault::not_the_format(0, "this file has no `*Vertices`", "it is not a Pajek network"));
        }
        Ok(())
    }

    fn heading(&mut self, line: &str, here: At) -> Result<(), Fault> {
        let at = here.offset as usize;
        let (word, rest) = line.split_at(line.find(|c: char| c.is_whitespace() || c == ':').unwrap_or(line.len()));
        let word = word.to_ascii_lowercase();
        let rest = rest.trim();
        // A colon right behind the word says nothing.
        let said = rest.strip_prefix(':').filter(|_| line.get(word.len()..).is_some_and(|rest| rest.starts_with(':')));
        let said = said.map_or(rest, str::trim_start);
        if let ("*vertices", Section::Numbers(numbers)) = (word.as_str(), &mut self.section) {
            numbers.declare(said, self.told, here, self.report);
            return Ok(());
        }
        self.end_section()?;
        self.relation = Rc::default();
        self.section = match word.as_str() {
            "*network" => {
                self.end_network(at)?;
                self.title = said.trim_matches('"').to_owned();
                Section::Before
            }
            "*vertices" => {
                if self.graph.is_some() {
                    self.end_network(at)?;
                }
                self.begin_network(said, here)?;
                Section::Vertices
            }
            name @ ("*arcs" | "*edges") => {
                self.begin_relation(rest, at)?;
                self.begin_lines(name == "*arcs");
                Section::Lines { arcs: name == "*arcs", lists: false }
            }
            name @ ("*arcslist" | "*edgeslist") => {
                self.begin_relation(rest, at)?;
                self.begin_lines(name == "*arcslist");
                Section::Lines { arcs: name == "*arcslist", lists: true }
            }
            "*matrix" => {
                self.begin_relation(rest, at)?;
                self.begin_lines(self.first_mode == 0);
                (self.cells, self.matrix_at) = (0, at);
                Section::Matrix
            }
            name @ ("*partition" | "*vector") => {
                Section::Numbers(Numbers::new(name.trim_start_matches('*'), said, here))
            }
            _ => {
                let message = format!("a part of the project: {}", word.chars().take(40).collect::<String>());
                self.report.note(NoteKind::LeftOut, &message, Some(here));
                Section::Other
            }
        };
        Ok(())
    }

    /// The relation that the lines after a heading belong to.
    fn begin_relation(&mut self, rest: &str, at: usize) -> Result<(), Fault> {
        let Relation { number, name } = Relation::of(rest);
        // Each line below is of this name.
        if name.len() > LONGEST_NAME {
            return Err(Fault::not_the_format(at, "the name of this relation is too long", "shorten it"));
        }
        self.relation = name.into();
        if let Some(number) = number {
            self.relations.insert(number, Rc::clone(&self.relation));
        }
        Ok(())
    }

    /// Ends what the lines before a heading, or the end of the file, were.
    fn end_section(&mut self) -> Result<(), Fault> {
        if let Section::Numbers(numbers) = &self.section {
            numbers.end(self.told, self.report)?;
        }
        self.end_matrix()
    }

    fn begin_network(&mut self, rest: &str, here: At) -> Result<(), Fault> {
        let at = here.offset as usize;
        Limit::Graphs.check(self.graphs.len() + 1).met_at(at)?;
        let mut numbers = rest.split_whitespace().map(|word| word.parse::<usize>().ok());
        let Some(Some(told)) = numbers.next() else {
            return Err(Fault::not_the_format(
                at,
                "`*Vertices` is not followed by their number",
                "write `*Vertices 12`",
            ));
        };
        self.all_told = self.all_told.saturating_add(told);
        if self.all_told > UNLISTED + self.text.len() {
            let help = "correct the number after `*Vertices`, or save the network again";
            return Err(Fault::not_the_format(at, "there are more vertices than a file of this length can have", help));
        }
        let first_mode = numbers.next().flatten().unwrap_or(0);
        if first_mode > told {
            let message = "the first set of vertices is told to be larger than all together";
            return Err(Fault::not_the_format(at, message, "correct the numbers after `*Vertices`"));
        }
        self.told = told;
        self.first_mode = if first_mode < told { first_mode } else { 0 };
        self.listed = 0;
        self.has_partition = false;
        self.relations.clear();
        let mut graph = Graph::new(Direction::Directed);
        // Pajek draws from the upper left corner.
        graph.y_down = true;
        graph.meta.title = std::mem::take(&mut self.title);
        let name = if self.graphs.is_empty() { String::new() } else { format!("network {}", self.graphs.len() + 1) };
        self.part = self.report.part(&name, Unit::Line, "");
        self.graph = Some(graph);
        Ok(())
    }

    /// Ends a network: what was told of and not listed is there as well.
    fn end_network(&mut self, at: usize) -> Result<(), Fault> {
        let Some(mut graph) = self.graph.take() else { return Ok(()) };
        if self.listed < self.told {
            let here = At { part: self.part, number: 1, offset: 0 };
            for number in 1..=self.told {
                // It is told by the heading, not by a record.
                graph.add_node(&number.to_string(), here).met_at(at)?;
            }
            if self.listed > 0 {
                let message = "fewer vertices are listed than `*Vertices` says; the others have only a number";
                self.report.note(NoteKind::Doubtful, message, Some(here));
            }
        }
        if self.first_mode > 0 && !self.has_partition {
            for number in 1..=self.told {
                if let Some(node) = graph.node(&number.to_string()) {
                    let mode = if number <= self.first_mode { "first mode" } else { "second mode" };
                    graph.set_node_kind(node, mode).met_at(at)?;
                }
            }
        }
        for records in [&mut graph.nodes, &mut graph.edges] {
            for column in records.columns.iter_mut() {
                column.infer(false).met_at(at)?;
            }
        }
        self.graphs.push(graph);
        Ok(())
    }

    fn begin_lines(&mut self, arcs: bool) {
        if let Some(graph) = &mut self.graph
            && graph.edges.is_empty()
        {
            graph.default_direction = if arcs { Direction::Directed } else { Direction::Undirected };
        }
    }

    fn line(&mut self, line: &'t str, here: At) -> Result<(), Fault> {
        let Some(mut graph) = self.graph.take() else {
            return match self.section {
                Section::Before => {
                    self.report.note(NoteKind::LeftOut, "a line before `*Vertices`", Some(here));
                    Ok(())
                }
                Section::Other => Ok(()),
                Section::Vertices | Section::Lines { .. } | Section::Matrix | Section::Numbers(_) => {
                    let at = here.offset as usize;
                    let help = "begin the file with `*Vertices 12`";
                    Err(Fault::not_the_format(at, "this line stands before `*Vertices`", help))
                }
            };
        };
        let done = self.line_of(&mut graph, line, here);
        self.graph = Some(graph);
        done
    }

    fn line_of(&mut self, graph: &mut Graph, line: &'t str, here: At) -> Result<(), Fault> {
        match &mut self.section {
            Section::Vertices => self.vertex(graph, line, here),
            Section::Lines { arcs, lists: false } => {
                let arcs = *arcs;
                self.pair(graph, line, arcs, here)
            }
            Section::Lines { arcs, lists: true } => {
                let arcs = *arcs;
                self.list(graph, line, arcs, here)
            }
            Section::Matrix => self.matrix(graph, line, here),
            Section::Numbers(numbers) => {
                let read = numbers.line(graph, self.told, line, here, self.report)?;
                let Some((node, text)) = read else { return Ok(()) };
                if numbers.is_partition() && (!self.has_partition || graph.node_kind(node).is_none()) {
                    self.has_partition = true;
                    graph.set_node_kind(node, text).met_at(here.offset as usize)?;
                }
                Ok(())
            }
            Section::Other | Section::Before => Ok(()),
        }
    }

    fn vertex(&mut self, graph: &mut Graph, line: &'t str, here: At) -> Result<(), Fault> {
        let at = here.offset as usize;
        let record = self.report.open(here);
        let mut words = Line::new(line);
        let number = word(&mut words, at)?;
        let Some(number) = number.filter(|word| !word.quoted && word.text.parse::<u32>().is_ok()) else {
            self.report.refused(record, "a vertex begins with its number");
            return Ok(());
        };
        if let Some(reason) = self.no_vertex(&number.text) {
            self.report.refused(record, &reason);
            return Ok(());
        }
        self.listed += 1;
        let node = match graph.add_node(&number.text, here).met_at(at)? {
            Added::New(node) | Added::Implied(node) => {
                self.report.taken(record);
                node
            }
            Added::Again(node) => {
                self.report.merged_node(record, graph.nodes.at(node));
                node
            }
        };
        let Some(label) = word(&mut words, at)? else { return Ok(()) };
        if !label.quoted && label.text.starts_with('[') {
            return put_times(&mut graph.nodes.times, node, &label.text, at);
        }
        graph.nodes.set_label(node, &label.text).met_at(at)?;
        let mut position = [None; 3];
        let mut next = word(&mut words, at)?;
        for slot in &mut position {
            let Some(number) = next.as_ref().filter(|word| !word.quoted).and_then(|word| word.text.parse::<f64>().ok())
            else {
                break;
            };
            *slot = Some(number);
            next = word(&mut words, at)?;
        }
        if let [Some(x), Some(y), z] = position {
            graph.set_position(node, Position { x, y, z });
        }
        if let Some(shape) = next.take_if(|word| SHAPES.iter().any(|shape| word.text.eq_ignore_ascii_case(shape))) {
            let column = graph.nodes.columns.named("shape", Purpose::Look).met_at(at)?;
            graph.nodes.columns.put(column, node, &Value::Text(shape.text)).met_at(at)?;
            next = word(&mut words, at)?;
        }
        while let Some(name) = next {
            if name.text.starts_with('[') && !name.quoted {
                put_times(&mut graph.nodes.times, node, &name.text, at)?;
            } else if let Some(value) = word(&mut words, at)? {
                let purpose = purpose(&name.text);
                let column = graph.nodes.columns.named(&name.text, purpose).met_at(at)?;
                graph.nodes.columns.put(column, node, &Value::Text(value.text)).met_at(at)?;
            }
            next = word(&mut words, at)?;
        }
        Ok(())
    }

    fn matrix(&mut self, graph: &mut Graph, line: &'t str, here: At) -> Result<(), Fault> {
        let at = here.offset as usize;
        let width = self.told - self.first_mode;
        let begins = self.cells.is_multiple_of(width.max(1));
        for (number, text) in line.split_whitespace().enumerate() {
            // Some files have sums behind each row.
            if begins && number >= width {
                let message = "a row of the matrix has more numbers than there are columns; those were left out";
                self.report.note(NoteKind::LeftOut, message, Some(here));
                break;
            }
            let (row, column) = (self.cells / width.max(1), self.cells % width.max(1));
            if row >= self.rows() {
                return Err(Fault::not_the_format(
                    at,
                    "the matrix has more numbers than its size",
                    "check the number of vertices",
                ));
            }
            let Ok(value) = text.parse::<f64>() else {
                return Err(Fault::not_the_format(
                    at,
                    "expected a number of the matrix here, found a word",
                    "correct it",
                ));
            };
            self.cells += 1;
            if value == 0.0 {
                continue;
            }
            let mut end = |number: usize| graph.end(&number.to_string(), here).met_at(at);
            let (from, to) = (end(row + 1)?, end(column + 1 + self.first_mode)?);
            Limit::Edges.check(self.ties.len() + 1).met_at(at)?;
            self.ties.push(Tie { from, to, weight: value, at: here });
        }
        Ok(())
    }

    /// Why a number cannot be one of a vertex: they go from 1 to what `*Vertices` says.
    fn no_vertex(&self, text: &str) -> Option<String> {
        let number = text.parse::<usize>().ok().filter(|number| *number == 0 || *number > self.told)?;
        Some(format!("there is no vertex {number}: they are numbered from 1 to {}", self.told))
    }

    fn rows(&self) -> usize {
        if self.first_mode > 0 { self.first_mode } else { self.told }
    }

    fn end_matrix(&mut self) -> Result<(), Fault> {
        let size = self.rows().saturating_mul(self.told - self.first_mode.min(self.told));
        if self.section == Section::Matrix && self.cells < size {
            let message = "the matrix that begins here is not complete";
            return Err(Fault::cut_off(
                self.matrix_at,
                message,
                "the file is cut off, or the number of vertices is wrong",
            ));
        }
        let ties = std::mem::take(&mut self.ties);
        let Some(graph) = &mut self.graph else { return Ok(()) };
        let symmetry = (self.first_mode == 0).then(|| Symmetry::of(&ties, self.report));
        let is_directed = symmetry.as_ref().is_some_and(|symmetry| !symmetry.is_same());
        let direction = if is_directed { Direction::Directed } else { Direction::Undirected };
        for tie in &ties {
            let (at, record) = (tie.at.offset as usize, self.report.open(tie.at));
            if let Some(first) = symmetry.as_ref().and_then(|symmetry| symmetry.said_by(tie)) {
                self.report.merged(record, first);
                continue;
            }
            let edge = graph.add_edge(tie.from, tie.to, tie.at).met_at(at)?;
            self.report.taken(record);
            graph.set_direction(edge, direction);
            graph.set_edge_kind(edge, &self.relation).met_at(at)?;
            if !graph.set_weight(edge, tie.weight) {
                self.report.note(NoteKind::LeftOut, "a weight that is not a finite number", Some(tie.at));
            }
        }
        Ok(())
    }
}

/// Shapes of vertices that Pajek draws.
const SHAPES: [&str; 9] = ["ellipse", "box", "diamond", "triangle", "cross", "empty", "house", "man", "woman"];

/// Parameters of the drawing; others are the author's own, as networkx writes them.
fn purpose(name: &str) -> Purpose {
    match name {
        "ic" | "bc" | "lc" | "bw" | "fos" | "font" | "x_fact" | "y_fact" | "phi" | "r" | "q" | "la" | "lr" | "lphi"
        | "size" | "c" | "w" | "p" | "s" | "a" | "a1" | "a2" | "h1" | "h2" | "k1" | "k2" | "ap" | "lp" | "shape" => {
            Purpose::Look
        }
        "url" => Purpose::Url,
        _ => Purpose::Own,
    }
}

fn put_times(of: &mut super::graph::Times, row: u32, text: &str, at: usize) -> Result<(), Fault> {
    for when in times(text) {
        of.put(row, when).met_at(at)?;
    }
    Ok(())
}

fn word<'t>(line: &mut Line<'t>, at: usize) -> Result<Option<Word<'t>>, Fault> {
    line.next().map_err(|Unclosed(from)| {
        Fault::cut_off(at + from, "this quotation mark is not closed in its line", "close it")
    })
}

#[cfg(test)]
mod tests;
