//! Reads lists of nodes and edges by the table of their format, piece by piece.

use std::collections::HashMap;

use super::super::encoding::Text;
use super::super::format::{Failure, Options, Pace, Read};
use super::super::graph::{Direction, Graph};
use super::super::limits::Limit;
use super::super::report::{NoteKind, Open, Report, Unit};
use super::super::value::{Purpose, Value};
use super::cx_lists::Lists;
use super::dialects::{Dialect, What};
use super::fields::Fields;
use super::graphviz::Known;
use super::pull::{Piece, Pull};
use crate::problem::codes;
use crate::progress::Progress;

/// Reads a document.
pub(super) fn read(
    dialect: &Dialect,
    text: &Text<'_>,
    options: &Options,
    progress: &Progress,
) -> Result<Read, Failure> {
    let mut report = Report::new(dialect.name);
    text.tell(&mut report);
    let parts = [("", "node"), ("", "edge"), ("", "hyperedge")]
        .map(|(name, element)| report.part(name, Unit::Element, element));
    let mut reader = Reader {
        dialect,
        text,
        pace: Pace::new(progress, text.as_str().len()),
        report,
        parts,
        counts: [0; 3],
        graphs: vec![Graph::new(dialect.direction)],
        told_direction: dialect.direction_is_rule,
        fields: Fields::default(),
        again: Vec::new(),
        parents: Vec::new(),
        short: [HashMap::new(), HashMap::new()],
        by_place: None,
        is_numbered: false,
        names: None,
        lists: Lists::default(),
        graphviz: Known::default(),
    };
    let mut pull = Pull::new(text);
    loop {
        let start = pull.at();
        let piece = pull.value()?;
        if dialect.is_lines && piece == Piece::Object && !begins_lists(text, start) {
            reader.item(&mut pull, &piece, What::Mixed, None, start)?;
        } else {
            reader.walk(&mut pull, &piece, &mut String::new())?;
        }
        if !dialect.is_lines || pull.is_end() {
            break;
        }
    }
    if !pull.is_end() {
        let at = pull.at();
        return Err(pull
            .wrong(at, "there is text after the end of the document", "remove it, or save the file again")
            .into());
    }
    reader.finish(options)
}

/// Whether the object at a byte holds lists of records, and is none.
fn begins_lists(text: &Text<'_>, start: usize) -> bool {
    let mut pull = Pull::within(text, start, text.as_str().len());
    let first = pull.value().and_then(|_| pull.key());
    first.is_ok_and(|key| key.is_some_and(|key| matches!(&*key, "nodes" | "rels")))
}

pub(super) struct Reader<'a, 't> {
    pub(super) dialect: &'a Dialect,
    pub(super) text: &'t Text<'t>,
    pub(super) pace: Pace<'a>,
    pub(super) report: Report,
    /// Parts of the report: nodes, edges, hyperedges.
    pub(super) parts: [u16; 3],
    pub(super) counts: [u32; 3],
    /// The one that is being filled is the last.
    pub(super) graphs: Vec<Graph>,
    pub(super) told_direction: bool,
    pub(super) fields: Fields,
    /// Nodes that were told before, with the bytes of what is told again.
    pub(super) again: Vec<(usize, u32, Open, (usize, usize))>,
    /// Graph, node and the id of what it lies in.
    pub(super) parents: Vec<(usize, u32, Box<str>)>,
    /// Full names by short ones, of nodes and edges.
    pub(super) short: [HashMap<String, String>; 2],
    /// Whether edges name nodes by their place in the list; `None` before the first edge.
    pub(super) by_place: Option<bool>,
    /// Whether nodes are known by their place, having no ids.
    pub(super) is_numbered: bool,
    /// Ids of nodes by their names, once an edge asks for one.
    pub(super) names: Option<HashMap<String, String>>,
    /// What lists of CX say of nodes and edges.
    pub(super) lists: Lists,
    /// What earlier objects of Graphviz said.
    pub(super) graphviz: Known,
}

impl Reader<'_, '_> {
    pub(super) fn graph(&mut self) -> &mut Graph {
        if self.graphs.is_empty() {
            self.graphs.push(Graph::new(self.dialect.direction));
        }
        let last = self.graphs.len() - 1;
        &mut self.graphs[last]
    }

    fn what(&self, path: &str) -> Option<What> {
        self.dialect.places.iter().find(|(place, _)| *place == path).map(|(_, what)| *what)
    }

    /// Whether something of interest stands below a path.
    fn leads_on(&self, path: &str) -> bool {
        let below = |place: &str| path.is_empty() || place.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'));
        self.dialect.places.iter().any(|(place, _)| !place.is_empty() && below(place))
    }

    /// Reads a value that was begun, at a path.
    fn walk(&mut self, pull: &mut Pull<'_>, piece: &Piece<'_>, path: &mut String) -> Result<(), Failure> {
        let what = self.what(path);
        match (what, piece) {
            // Elements by list are mixed, elements by kind are not.
            (Some(What::Mixed), Piece::Object) => self.members(pull, path),
            (
                Some(what @ (What::Nodes | What::Edges | What::Mixed | What::Hyperedges)),
                Piece::Array | Piece::Object,
            ) => self.collection(pull, piece, what),
            (Some(What::Graph), Piece::Object) => {
                let graph = self.graph();
                if !graph.nodes.is_empty() || !graph.edges.is_empty() {
                    Limit::Graphs.check(self.graphs.len() + 1)?;
                    self.graphs.push(Graph::new(self.dialect.direction));
                }
                self.members(pull, path)
            }
            (Some(What::Directed), plain) => {
                self.directed(plain);
                Ok(pull.skip(piece)?)
            }
            (Some(What::Adjacency), Piece::Array) => self.adjacency(pull),
            (Some(What::Meta), Piece::Object) => self.meta(pull),
            (
                Some(
                    what @ (What::MetaList
                    | What::Declarations
                    | What::Status
                    | What::NodeValues
                    | What::EdgeValues
                    | What::Places),
                ),
                Piece::Array,
            ) => {
                while pull.item()? {
                    let item = pull.value()?;
                    match (what, &item) {
                        (What::Declarations, Piece::Object) => self.declarations(pull)?,
                        (What::Status, Piece::Object) => self.status(pull)?,
                        (What::NodeValues, Piece::Object) => self.value_of(pull, 0)?,
                        (What::EdgeValues, Piece::Object) => self.value_of(pull, 1)?,
                        (What::Places, Piece::Object) => self.placed(pull)?,
                        (What::MetaList, Piece::Object) => self.meta_or_pair(pull)?,
                        (_, Piece::Object) => self.meta(pull)?,
                        _ => pull.skip(&item)?,
                    }
                }
                Ok(())
            }
            (Some(What::Nothing), _) if !self.leads_on(path) => Ok(pull.skip(piece)?),
            (_, Piece::Object) if self.leads_on(path) => self.members(pull, path),
            (_, Piece::Array) if self.leads_on(path) => {
                let length = path.len();
                while pull.item()? {
                    let item = pull.value()?;
                    path.push_str(if path.is_empty() { "*" } else { "/*" });
                    self.walk(pull, &item, path)?;
                    path.truncate(length);
                }
                Ok(())
            }
            (_, Piece::Array | Piece::Object) => {
                if what.is_none() {
                    self.report.note(NoteKind::LeftOut, &format!("`{path}`: neither nodes nor edges"), None);
                }
                Ok(pull.skip(piece)?)
            }
            (_, plain) => {
                self.fact(path, plain);
                Ok(())
            }
        }
    }

    fn members(&mut self, pull: &mut Pull<'_>, path: &mut String) -> Result<(), Failure> {
        let length = path.len();
        while let Some(key) = pull.key()? {
            let value = pull.value()?;
            path.push_str(if path.is_empty() { "" } else { "/" });
            path.push_str(&key);
            self.walk(pull, &value, path)?;
            path.truncate(length);
        }
        Ok(())
    }

    fn directed(&mut self, piece: &Piece<'_>) {
        let direction = match piece {
            Piece::Boolean(true) => Direction::Directed,
            Piece::Boolean(false) => Direction::Undirected,
            Piece::Text(text) if text.eq_ignore_ascii_case("undirected") => Direction::Undirected,
            Piece::Text(text) if text.eq_ignore_ascii_case("directed") => Direction::Directed,
            _ => return,
        };
        self.graph().default_direction = direction;
        self.told_direction = true;
    }

    /// Facts about the whole that an object tells.
    fn meta(&mut self, pull: &mut Pull<'_>) -> Result<(), Failure> {
        let mut fields = std::mem::take(&mut self.fields);
        fields.read(pull)?;
        for (key, value) in fields.rest() {
            set_meta(self.graph(), key, &value.shown());
        }
        self.fields = fields;
        Ok(())
    }

    fn fact(&mut self, path: &str, piece: &Piece<'_>) {
        let name = path.rsplit('/').next().unwrap_or_default();
        let text = match piece {
            Piece::Text(text) => text.to_string(),
            Piece::Number(text) => (*text).to_owned(),
            Piece::Boolean(yes) => yes.to_string(),
            Piece::Null | Piece::Array | Piece::Object => return,
        };
        if !name.is_empty() && name != "*" {
            set_meta(self.graph(), name, &text);
        }
    }

    /// Nodes or edges, in a list or by id.
    fn collection(&mut self, pull: &mut Pull<'_>, piece: &Piece<'_>, what: What) -> Result<(), Failure> {
        let is_list = *piece == Piece::Array;
        loop {
            let key = if is_list {
                if !pull.item()? {
                    return Ok(());
                }
                None
            } else {
                match pull.key()? {
                    None => return Ok(()),
                    key => key,
                }
            };
            let start = pull.at();
            let item = pull.value()?;
            self.item(pull, &item, what, key.as_deref(), start)?;
        }
    }

    /// One item of a list, or of an object by its key, that was begun at a byte.
    fn item(
        &mut self,
        pull: &mut Pull<'_>,
        item: &Piece<'_>,
        what: What,
        key: Option<&str>,
        start: usize,
    ) -> Result<(), Failure> {
        self.pace.reached(start)?;
        let mut fields = std::mem::take(&mut self.fields);
        let is_record = match item {
            Piece::Object => {
                fields.read(pull)?;
                true
            }
            Piece::Array => {
                fields.clear();
                let mut number = 0;
                while pull.item()? {
                    let cell = pull.value()?;
                    pull.skip(&cell)?;
                    fields.plain(&number.to_string(), &cell)?;
                    number += 1;
                }
                what == What::Edges
            }
            Piece::Null => false,
            plain => {
                fields.clear();
                fields.plain("id", plain)?;
                matches!(what, What::Nodes | What::Mixed)
            }
        };
        let end = pull.behind();
        let done = self.record(&mut fields, is_record, what, key, (start, end));
        self.fields = fields;
        Ok(done.map_err(|problem| self.text.located(problem, start))?)
    }

    fn finish(mut self, options: &Options) -> Result<Read, Failure> {
        self.merge_again()?;
        self.put_lists()?;
        for (number, node, parent) in std::mem::take(&mut self.parents) {
            let Some(graph) = self.graphs.get_mut(number) else { continue };
            match graph.node(&parent) {
                Some(parent) => graph.set_parent(node, parent),
                None => {
                    let column = graph.nodes.columns.named("part of", Purpose::Own)?;
                    graph.nodes.columns.put(column, node, &Value::text(&parent))?;
                }
            }
        }
        if self.report.records_in() == 0 {
            let message = format!("this file has no nodes or edges in the {} format", self.dialect.name);
            return Err(self
                .text
                .problem(codes::NOT_THE_FORMAT, (0, 1), message, "give another format with --from")
                .into());
        }
        if !self.told_direction && self.graphs.iter().any(|graph| !graph.edges.is_empty()) {
            self.report.note(
                NoteKind::Guessed,
                "the file does not say whether edges are directed; they are read as directed",
                None,
            );
        }
        Read::finish(self.graphs, self.report, options)
    }
}

/// Sets what is said of a graph.
pub(super) fn set_meta(graph: &mut Graph, name: &str, text: &str) {
    let meta = &mut graph.meta;
    let slot = match name {
        "name" | "title" | "label" => &mut meta.title,
        "description" | "desc" => &mut meta.description,
        "author" | "creator" | "generated_by" => &mut meta.creator,
        "license" | "licence" | "rights" => &mut meta.licence,
        "date" | "created" | "modified" => &mut meta.date,
        _ => {
            meta.others.push((name.to_owned(), text.to_owned()));
            return;
        }
    };
    if slot.is_empty() {
        text.clone_into(slot);
    } else {
        meta.others.push((name.to_owned(), text.to_owned()));
    }
}
