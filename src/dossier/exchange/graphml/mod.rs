//! GraphML as yEd, Gephi, Cytoscape, igraph, networkx, TinkerPop, APOC and Maltego write it: keys with types and
//! defaults, mixed direction, nested graphs, ports, hyperedges, several graphs in a file. Keys are in `keys`, elements of
//! single programs inside `<data>` in `graphics`.

mod data;
mod graphics;
mod keys;

use std::borrow::Cow;

use self::keys::{Keys, On, Role};
use super::encoding::{Rule, Text};
use super::fault::{Fault, MetAt as _};
use super::format::{Failure, Format, Head, Input, Options, Pace, Read, Sure};
use super::graph::{Added, Direction, Graph, HyperEnd, Position};
use super::limits::Limit;
use super::report::{At, NoteKind, Report, Unit, empty_end};
use super::value::{Purpose, Value, number};
use super::xml::{Piece, Tag, Xml};
use crate::progress::Progress;

/// The XML format of the graph drawing community.
pub(crate) struct GraphMl;

impl Format for GraphMl {
    fn name(&self) -> &'static str {
        "graphml"
    }

    fn about(&self) -> &'static str {
        "GraphML, of yEd, Gephi, Cytoscape, igraph, networkx, TinkerPop and APOC"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["graphml"]
    }

    fn sniff(&self, head: &Head<'_>) -> Sure {
        let says = head.contains("<graphml") || head.contains(":graphml>") || head.contains(":graphml ");
        if head.starts_with("<") && says { Sure::Certain } else { Sure::No }
    }

    fn read(&self, input: &Input<'_>, options: &Options, progress: &Progress) -> Result<Read, Failure> {
        let text = input.text(Rule::Xml, options)?;
        let mut report = Report::new(self.name());
        let graphs = graphs(&text, &mut report, progress)?;
        Read::finish(graphs, report, options)
    }
}

/// The graphs of a text, which may come out of an archive.
///
/// # Errors
/// What is wrong, with its place; or that a person asked to stop.
pub(super) fn graphs(text: &Text<'_>, report: &mut Report, progress: &Progress) -> Result<Vec<Graph>, Failure> {
    text.tell(report);
    let pace = Pace::new(progress, text.as_str().len());
    let mut reader = Reader::new(text.as_str(), pace, report);
    reader.file().map_err(|fault| fault.placed(text))?;
    Ok(reader.graphs)
}

/// An element that is open and has a meaning here.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Element {
    Root,
    /// A graph, with the direction of its edges.
    Graph(Direction),
    Node(u32),
    Edge(u32),
    Hyperedge(u32),
    /// Anything that only holds others: a port, an end.
    Other,
}

/// What was met of the record that is open and is set when it ends.
#[derive(Clone, Copy, Debug, Default)]
struct Pending {
    position: [Option<f64>; 3],
    weighed: bool,
}

struct Reader<'t, 'r> {
    xml: Xml<'t>,
    pace: Pace<'r>,
    report: &'r mut Report,
    keys: Keys,
    graphs: Vec<Graph>,
    graph: Graph,
    /// One an open element that was not passed over.
    open: Vec<Element>,
    pending: Vec<Pending>,
    /// Parts of the report for nodes, edges and hyperedges of this graph, and how many there were.
    parts: [u16; 3],
    counts: [u32; 3],
    buffer: String,
    /// What stands before the first graph.
    description: String,
}

impl<'t, 'r> Reader<'t, 'r> {
    fn new(text: &'t str, pace: Pace<'r>, report: &'r mut Report) -> Self {
        Reader {
            xml: Xml::new(text),
            pace,
            report,
            keys: Keys::default(),
            graphs: Vec::new(),
            graph: Graph::default(),
            open: Vec::new(),
            pending: Vec::new(),
            parts: [0; 3],
            counts: [0; 3],
            buffer: String::new(),
            description: String::new(),
        }
    }

    fn file(&mut self) -> Result<(), Fault> {
        loop {
            match self.xml.next()? {
                Piece::Open(tag) => {
                    self.pace.reached(tag.at)?;
                    self.element(tag)?;
                }
                Piece::Close => self.close()?,
                Piece::Text(text) => self.xml.refuse_text(&text)?,
                Piece::End => break,
            }
        }
        if let Some(at) = self.xml.outside {
            let message = "the external document type (DTD) was not loaded";
            self.report.note(NoteKind::LeftOut, message, Some(At { part: 0, number: 1, offset: at as u32 }));
        }
        if self.graphs.is_empty() {
            return Err(Fault::not_the_format(0, "there is no <graph> in this file", "save it as GraphML again"));
        }
        Ok(())
    }

    fn element(&mut self, tag: Tag<'t>) -> Result<(), Fault> {
        let above = self.open.last().copied();
        let element = match (tag.name, above) {
            ("graphml", None) => Element::Root,
            (_, None) => {
                let message = format!("this file has <{}> where <graphml> should be", tag.name);
                return Err(Fault::not_the_format(tag.at, message, "it is of another format, or damaged"));
            }
            ("key", Some(Element::Root)) => {
                let (xml, report) = (&mut self.xml, &mut *self.report);
                return self.keys.declare(xml, tag, report);
            }
            ("graph", Some(Element::Root | Element::Node(_))) => self.begin_graph(tag)?,
            ("node", Some(Element::Graph(_))) => self.node(tag)?,
            ("edge", Some(Element::Graph(direction))) => match self.edge(tag, direction)? {
                Some(edge) => edge,
                None => return self.xml.skip(),
            },
            ("hyperedge", Some(Element::Graph(_))) => self.hyperedge(tag)?,
            ("port", Some(_)) => self.port(tag)?,
            ("endpoint", Some(Element::Hyperedge(hyperedge))) => self.endpoint(tag, hyperedge)?,
            ("data", Some(above)) => return self.data(tag, above),
            ("desc", Some(above)) => return self.description(above),
            (name, Some(_)) => {
                let message = format!("<{name}> was ignored");
                self.report.note(NoteKind::LeftOut, &message, Some(self.at(0, tag.at)));
                return self.xml.skip();
            }
        };
        self.open.push(element);
        self.pending.push(Pending::default());
        Ok(())
    }

    /// The place of the record of this sort that was met last.
    fn at(&self, sort: usize, offset: usize) -> At {
        let part = self.parts.get(sort).copied().unwrap_or_default();
        At { part, number: self.counts.get(sort).copied().unwrap_or_default(), offset: offset as u32 }
    }

    /// The place of a new record of this sort.
    fn next_at(&mut self, sort: usize, offset: usize) -> At {
        if let Some(count) = self.counts.get_mut(sort) {
            *count += 1;
        }
        self.at(sort, offset)
    }

    fn begin_graph(&mut self, tag: Tag<'t>) -> Result<Element, Fault> {
        let mut direction = None;
        let mut id = Cow::Borrowed("");
        for (name, raw) in tag.attributes() {
            match name {
                "edgedefault" => {
                    let undirected = raw.eq_ignore_ascii_case("undirected");
                    direction = Some(if undirected { Direction::Undirected } else { Direction::Directed });
                }
                "id" => id = self.xml.value(raw)?,
                _ => {}
            }
        }
        let around = self.open.iter().rev().find_map(|element| match element {
            Element::Graph(direction) => Some(*direction),
            _ => None,
        });
        let direction = direction.or(around).unwrap_or_else(|| {
            // networkx and igraph read such a graph so.
            let message = "a <graph> does not say its `edgedefault`; its edges are read without direction";
            self.report.note(NoteKind::Guessed, message, None);
            Direction::Undirected
        });
        if self.open.last() == Some(&Element::Root) {
            Limit::Graphs.check(self.graphs.len() + 1).met_at(tag.at)?;
            self.graph = Graph::new(direction);
            self.graph.meta.description.clone_from(&self.description);
            let name = match (self.graphs.is_empty(), id.is_empty()) {
                (true, _) => String::new(),
                (false, false) => id.into_owned(),
                (false, true) => format!("graph {}", self.graphs.len() + 1),
            };
            self.parts = ["node", "edge", "hyperedge"].map(|element| self.report.part(&name, Unit::Element, element));
            self.counts = [0; 3];
            self.keys.begin(&mut self.graph).met_at(tag.at)?;
        }
        Ok(Element::Graph(direction))
    }

    /// The node that the graph that is open lies in.
    fn around(&self) -> Option<u32> {
        self.open.iter().rev().find_map(|element| if let Element::Node(node) = element { Some(*node) } else { None })
    }

    fn node(&mut self, tag: Tag<'t>) -> Result<Element, Fault> {
        let Some(id) = self.xml.attribute(&tag, "id")? else {
            return Err(Fault::not_the_format(tag.at, "this node has no id", "give it the attribute `id`"));
        };
        let place = self.next_at(0, tag.at);
        let record = self.report.open(place);
        let node = match self.graph.add_node(&id, place).met_at(tag.at)? {
            Added::New(node) | Added::Implied(node) => {
                self.report.taken(record);
                node
            }
            Added::Again(node) => {
                self.report.merged_node(record, self.graph.nodes.at(node));
                node
            }
        };
        if let Some(around) = self.around() {
            self.graph.set_parent(node, around);
        }
        for (name, raw) in tag.attributes() {
            match name {
                "id" | "yfiles.foldertype" => {}
                // APOC says it here and again in the data.
                "labels" => {
                    let labels = self.xml.value(raw)?;
                    self.labels(node, &labels, tag.at)?;
                }
                _ if name.starts_with("parse.") || name.starts_with("xml") => {}
                _ => {
                    let value = self.xml.value(raw)?;
                    let column = self.graph.nodes.columns.named(name, Purpose::Own).met_at(tag.at)?;
                    self.graph.nodes.columns.put(column, node, &Value::Text(value)).met_at(tag.at)?;
                }
            }
        }
        Ok(Element::Node(node))
    }

    /// `:Person:Official`: the first is the kind; where there are more all are kept beside.
    fn labels(&mut self, node: u32, labels: &str, at: usize) -> Result<(), Fault> {
        let mut names = labels.split(':').filter(|name| !name.is_empty());
        let Some(first) = names.next() else { return Ok(()) };
        self.graph.set_node_kind(node, first).met_at(at)?;
        let rest: Vec<Cow<'_, str>> = names.map(Cow::Borrowed).collect();
        if !rest.is_empty() {
            let all = std::iter::once(Cow::Borrowed(first)).chain(rest).collect();
            let column = self.graph.nodes.columns.named("labels", Purpose::Own).met_at(at)?;
            self.graph.nodes.columns.put(column, node, &Value::List(all)).met_at(at)?;
        }
        Ok(())
    }

    /// An edge; `None` where it is refused.
    fn edge(&mut self, tag: Tag<'t>, direction: Direction) -> Result<Option<Element>, Fault> {
        let (mut source, mut target, mut id, mut label) = (None, None, None, None);
        let (mut from, mut to, mut direction) = (Cow::Borrowed(""), Cow::Borrowed(""), direction);
        let mut others = Vec::new();
        for (name, raw) in tag.attributes() {
            match name {
                "source" => source = Some(self.xml.value(raw)?),
                "target" => target = Some(self.xml.value(raw)?),
                "id" => id = Some(self.xml.value(raw)?),
                "label" => label = Some(self.xml.value(raw)?),
                "sourceport" => from = self.xml.value(raw)?,
                "targetport" => to = self.xml.value(raw)?,
                "directed" => {
                    let directed = matches!(raw.trim_ascii(), "true" | "1");
                    direction = if directed { Direction::Directed } else { Direction::Undirected };
                }
                _ if name.starts_with("parse.") || name.starts_with("xml") => {}
                _ => others.push((name, self.xml.value(raw)?)),
            }
        }
        let (Some(source), Some(target)) = (source, target) else {
            let message = "this edge has no `source` or no `target`";
            return Err(Fault::not_the_format(tag.at, message, "give it both attributes"));
        };
        let place = self.next_at(1, tag.at);
        let record = self.report.open(place);
        if let Some(reason) = empty_end([("source", &source), ("target", &target)]) {
            self.report.refused(record, &reason);
            return Ok(None);
        }
        let ends = (self.graph.end(&source, place).met_at(tag.at)?, self.graph.end(&target, place).met_at(tag.at)?);
        let edge = self.graph.add_edge(ends.0, ends.1, place).met_at(tag.at)?;
        self.report.taken(record);
        self.graph.set_direction(edge, direction);
        if let Some(id) = id {
            self.graph.set_edge_id(edge, &id).met_at(tag.at)?;
        }
        if let Some(label) = label {
            self.graph.set_edge_kind(edge, &label).met_at(tag.at)?;
        }
        self.graph.set_edge_ports(edge, &from, &to).met_at(tag.at)?;
        self.graph.edges.put_texts(edge, others).met_at(tag.at)?;
        Ok(Some(Element::Edge(edge)))
    }

    fn hyperedge(&mut self, tag: Tag<'t>) -> Result<Element, Fault> {
        let id = self.xml.attribute(&tag, "id")?.unwrap_or_default();
        let place = self.next_at(2, tag.at);
        let record = self.report.open(place);
        let hyperedge = self.graph.add_hyperedge(&id, place).met_at(tag.at)?;
        self.report.taken(record);
        Ok(Element::Hyperedge(hyperedge))
    }

    fn endpoint(&mut self, tag: Tag<'t>, hyperedge: u32) -> Result<Element, Fault> {
        let Some(node) = self.xml.attribute(&tag, "node")? else {
            return Err(Fault::not_the_format(tag.at, "this end has no `node`", "name the node that it is"));
        };
        if node.is_empty() {
            self.report.note(NoteKind::LeftOut, "an end of a hyperedge without a node", Some(self.at(2, tag.at)));
            return Ok(Element::Other);
        }
        let role = self.xml.attribute(&tag, "type")?.unwrap_or_default();
        let port = self.xml.attribute(&tag, "port")?.unwrap_or_default();
        let node = self.graph.end(&node, self.at(2, tag.at)).met_at(tag.at)?;
        let end = HyperEnd { node, role: if role == "undir" { "" } else { &role }, port: &port };
        self.graph.add_hyper_end(hyperedge, end).met_at(tag.at)?;
        Ok(Element::Other)
    }

    fn port(&mut self, tag: Tag<'t>) -> Result<Element, Fault> {
        if let (Some(name), Some(node)) = (self.xml.attribute(&tag, "name")?, self.around()) {
            Limit::Cell.check(name.len()).met_at(tag.at)?;
            self.graph.add_port(node, &name);
        }
        Ok(Element::Other)
    }

    fn description(&mut self, of: Element) -> Result<(), Fault> {
        let at = self.xml.position();
        let mut text = std::mem::take(&mut self.buffer);
        self.xml.content(&mut text)?;
        let words = text.trim();
        match of {
            Element::Node(node) => self.remark(On::Node, node, words, at)?,
            Element::Edge(edge) => self.remark(On::Edge, edge, words, at)?,
            Element::Hyperedge(hyperedge) => self.remark(On::Hyperedge, hyperedge, words, at)?,
            Element::Root => words.clone_into(&mut self.description),
            Element::Graph(_) if self.graph.meta.description.is_empty() => {
                self.graph.meta.description = words.to_owned();
            }
            Element::Graph(_) | Element::Other => {
                let message = "a <desc> of a port, an end or a nested graph was ignored";
                self.report.note(NoteKind::LeftOut, message, Some(self.at(0, at)));
            }
        }
        self.buffer = text;
        Ok(())
    }

    /// A remark on a record.
    fn remark(&mut self, on: On, row: u32, text: &str, at: usize) -> Result<(), Fault> {
        self.put(on, row, "description", Purpose::Note, text, at)
    }

    /// Sets a text under a name.
    fn put(&mut self, on: On, row: u32, name: &str, purpose: Purpose, text: &str, at: usize) -> Result<(), Fault> {
        if text.is_empty() {
            return Ok(());
        }
        let Some(records) = on.records(&mut self.graph) else { return Ok(()) };
        let column = records.columns.named(name, purpose).met_at(at)?;
        records.columns.put(column, row, &Value::text(text)).met_at(at)
    }

    fn close(&mut self) -> Result<(), Fault> {
        let (element, pending) = (self.open.pop(), self.pending.pop().unwrap_or_default());
        match element {
            Some(Element::Node(node)) => {
                let mut position = pending.position;
                // A node that says nothing of its place has none, whatever the defaults are.
                if position.iter().any(Option::is_some) {
                    for (axis, slot) in position.iter_mut().enumerate() {
                        let default = || number(self.keys.default_of(On::Node, Role::Coordinate(axis))?, false);
                        *slot = slot.or_else(default);
                    }
                }
                if let [Some(x), Some(y), z] = position {
                    self.graph.set_position(node, Position { x, y, z });
                }
            }
            Some(Element::Edge(edge)) => {
                if !pending.weighed
                    && let Some(weight) = self.keys.default_weight
                {
                    self.graph.set_weight(edge, weight);
                }
            }
            Some(Element::Graph(_)) if self.open.last() == Some(&Element::Root) => {
                self.end_graph(self.xml.position())?;
                self.graphs.push(std::mem::take(&mut self.graph));
            }
            Some(Element::Root | Element::Graph(_) | Element::Hyperedge(_) | Element::Other) | None => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
