//! GEXF 1.1 to 1.3, of Gephi, networkx, graphology and sigma: typed attributes with defaults, spells and slices,
//! positions, nested nodes, mixed direction and kinds. Attributes and their values are in `attributes`.

mod attributes;
mod times;

use std::borrow::Cow;

use self::attributes::Attributes;
use super::encoding::Rule;
use super::fault::{Fault, MetAt as _};
use super::format::{Failure, Format, Head, Input, Options, Pace, Read, Sure};
use super::graph::{Added, Direction, Graph, Position, Records};
use super::limits::Limit;
use super::report::{At, NoteKind, Report, Unit, empty_end};
use super::value::{Purpose, Value, number};
use super::xml::{Piece, Tag, Xml};
use crate::progress::Progress;

/// The Graph Exchange XML Format.
pub(crate) struct Gexf;

impl Format for Gexf {
    fn name(&self) -> &'static str {
        "gexf"
    }

    fn about(&self) -> &'static str {
        "GEXF, of Gephi"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["gexf"]
    }

    fn sniff(&self, head: &Head<'_>) -> Sure {
        if head.starts_with("<") && (head.contains("<gexf") || head.contains(":gexf ")) {
            Sure::Certain
        } else {
            Sure::No
        }
    }

    fn read(&self, input: &Input<'_>, options: &Options, progress: &Progress) -> Result<Read, Failure> {
        let text = input.text(Rule::Xml, options)?;
        let mut report = Report::new(self.name());
        text.tell(&mut report);
        let pace = Pace::new(progress, text.as_str().len());
        let mut reader = Reader::new(text.as_str(), pace, &mut report);
        reader.file().map_err(|fault| fault.placed(&text))?;
        let graphs = reader.graphs;
        Read::finish(graphs, report, options)
    }
}

/// An element that is open and has a meaning here.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Element {
    Root,
    Meta,
    Graph,
    Nodes,
    Edges,
    Node(u32),
    Edge(u32),
    /// What only holds others: attvalues, spells.
    Inside(Record),
    /// A part without others.
    Leaf,
}

/// A node or edge.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Record {
    Node(u32),
    Edge(u32),
}

impl Record {
    fn row(self) -> u32 {
        match self {
            Record::Node(row) | Record::Edge(row) => row,
        }
    }

    fn records(self, graph: &mut Graph) -> &mut Records {
        match self {
            Record::Node(_) => &mut graph.nodes,
            Record::Edge(_) => &mut graph.edges,
        }
    }
}

struct Reader<'t, 'r> {
    xml: Xml<'t>,
    pace: Pace<'r>,
    report: &'r mut Report,
    graphs: Vec<Graph>,
    graph: Graph,
    open: Vec<Element>,
    attributes: Attributes,
    parts: [u16; 2],
    counts: [u32; 2],
    buffer: String,
    meta: super::graph::Meta,
}

impl<'t, 'r> Reader<'t, 'r> {
    fn new(text: &'t str, pace: Pace<'r>, report: &'r mut Report) -> Self {
        Reader {
            xml: Xml::new(text),
            pace,
            report,
            graphs: Vec::new(),
            graph: Graph::default(),
            open: Vec::new(),
            attributes: Attributes::default(),
            parts: [0; 2],
            counts: [0; 2],
            buffer: String::new(),
            meta: super::graph::Meta::default(),
        }
    }

    fn file(&mut self) -> Result<(), Fault> {
        loop {
            match self.xml.next()? {
                Piece::Open(tag) => {
                    self.pace.reached(tag.at)?;
                    if let Some(element) = self.element(tag)? {
                        self.open.push(element);
                    }
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
            return Err(Fault::not_the_format(0, "there is no <graph> in this file", "save it as GEXF again"));
        }
        // What is told of the file beside that is told once.
        let mut more = std::mem::take(&mut self.meta.others);
        for graph in &mut self.graphs {
            let own = std::mem::take(&mut graph.meta.others);
            let others = std::mem::take(&mut more).into_iter().chain(own).collect();
            graph.meta = super::graph::Meta { others, ..self.meta.clone() };
        }
        Ok(())
    }

    /// What an element begins; `None` where it was read or passed over as a whole.
    fn element(&mut self, tag: Tag<'t>) -> Result<Option<Element>, Fault> {
        let above = self.open.last().copied();
        let record = match above {
            Some(Element::Node(node)) => Some(Record::Node(node)),
            Some(Element::Edge(edge)) => Some(Record::Edge(edge)),
            Some(Element::Inside(record)) => Some(record),
            _ => None,
        };
        let element = match (tag.name, above, record) {
            ("gexf", None, _) => Element::Root,
            (_, None, _) => {
                let message = format!("this file has <{}> where <gexf> should be", tag.name);
                return Err(Fault::not_the_format(tag.at, message, "it is of another format, or damaged"));
            }
            ("meta", Some(Element::Root), _) => {
                self.meta.date = self.xml.attribute(&tag, "lastmodifieddate")?.unwrap_or_default().into_owned();
                Element::Meta
            }
            (name, Some(Element::Meta), _) => return self.tell(name).map(|()| None),
            ("graph", Some(Element::Root), _) => self.begin_graph(tag)?,
            ("attributes", Some(Element::Graph), _) => {
                let (xml, graph, report) = (&mut self.xml, &mut self.graph, &mut *self.report);
                self.attributes.declare(xml, tag, graph, report)?;
                return Ok(None);
            }
            ("nodes", Some(Element::Graph | Element::Node(_)), _) => Element::Nodes,
            ("edges", Some(Element::Graph | Element::Node(_)), _) => Element::Edges,
            ("node", Some(Element::Nodes), _) => Element::Node(self.node(tag)?),
            ("edge", Some(Element::Edges), _) => match self.edge(tag)? {
                Some(edge) => Element::Edge(edge),
                None => return self.xml.skip().map(|()| None),
            },
            ("attvalues" | "spells" | "slices" | "parents", _, Some(record)) => Element::Inside(record),
            ("attvalue", _, Some(record)) => return self.attvalue(tag, record),
            ("spell" | "slice", _, Some(record)) => {
                self.times(tag, record)?;
                Element::Leaf
            }
            ("parent", _, Some(Record::Node(node))) => {
                let place = self.at(Record::Node(node), tag.at);
                if let Some(id) = self.xml.attribute(&tag, "for")?.filter(|id| !id.is_empty()) {
                    let parent = self.graph.end(&id, place).met_at(tag.at)?;
                    self.graph.set_parent(node, parent);
                }
                Element::Leaf
            }
            ("color" | "position" | "size" | "shape" | "thickness", _, Some(record)) => {
                self.drawing(tag, record)?;
                return self.xml.skip().map(|()| None);
            }
            (name, Some(_), _) => {
                let message = format!("<{name}> was ignored");
                let at = At { part: self.parts[0], number: self.counts[0], offset: tag.at as u32 };
                self.report.note(NoteKind::LeftOut, &message, Some(at));
                return self.xml.skip().map(|()| None);
            }
        };
        Ok(Some(element))
    }

    /// What the file says of itself.
    fn tell(&mut self, name: &str) -> Result<(), Fault> {
        let mut text = std::mem::take(&mut self.buffer);
        let at = self.xml.position();
        self.xml.content(&mut text)?;
        let words = text.trim().to_owned();
        match name {
            _ if words.is_empty() => {}
            "title" if self.meta.title.is_empty() => self.meta.title = words,
            "description" if self.meta.description.is_empty() => self.meta.description = words,
            "creator" if self.meta.creator.is_empty() => self.meta.creator = words,
            "licence" | "license" | "rights" if self.meta.licence.is_empty() => self.meta.licence = words,
            _ => {
                Limit::Columns.check(self.meta.others.len() + 1).met_at(at)?;
                self.meta.others.push((name.to_owned(), words));
            }
        }
        self.buffer = text;
        Ok(())
    }

    fn begin_graph(&mut self, tag: Tag<'t>) -> Result<Element, Fault> {
        Limit::Graphs.check(self.graphs.len() + 1).met_at(tag.at)?;
        let mut direction = Direction::Undirected;
        let mut others = Vec::new();
        for (name, raw) in tag.attributes() {
            match name {
                "defaultedgetype" | "edgetype" => direction = direction_of(raw).unwrap_or(direction),
                "timeformat" | "timerepresentation" | "timezone" | "mode" | "start" | "end" => {
                    others.push((name.to_owned(), self.xml.value(raw)?.into_owned()));
                }
                _ => {}
            }
        }
        self.graph = Graph::new(direction);
        self.graph.meta.others = others;
        self.attributes = Attributes::default();
        let name = if self.graphs.is_empty() { String::new() } else { format!("graph {}", self.graphs.len() + 1) };
        self.parts = ["node", "edge"].map(|element| self.report.part(&name, Unit::Element, element));
        self.counts = [0; 2];
        Ok(Element::Graph)
    }

    /// The place of the record that was met last.
    fn at(&self, record: Record, offset: usize) -> At {
        let sort = usize::from(matches!(record, Record::Edge(_)));
        At { part: self.parts[sort], number: self.counts[sort], offset: offset as u32 }
    }

    fn node(&mut self, tag: Tag<'t>) -> Result<u32, Fault> {
        let (mut id, mut label, mut parent, mut kind) = (None, Cow::Borrowed(""), None, Cow::Borrowed(""));
        let mut others = Vec::new();
        for (name, raw) in tag.attributes() {
            match name {
                "id" => id = Some(self.xml.value(raw)?),
                "label" => label = self.xml.value(raw)?,
                "pid" => parent = Some(self.xml.value(raw)?),
                "type" | "kind" => kind = self.xml.value(raw)?,
                _ if times::is_time(name) || name.starts_with("xml") => {}
                _ => others.push((name, self.xml.value(raw)?)),
            }
        }
        let Some(id) = id else {
            return Err(Fault::not_the_format(tag.at, "this node has no id", "give it the attribute `id`"));
        };
        self.counts[0] += 1;
        let place = self.at(Record::Node(0), tag.at);
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
        self.graph.nodes.set_label(node, &label).met_at(tag.at)?;
        self.graph.set_node_kind(node, &kind).met_at(tag.at)?;
        // A node lies in the one whose <nodes> it stands in, or in the one that it names.
        let around = self.open.iter().rev().find_map(|e| if let Element::Node(node) = e { Some(*node) } else { None });
        let parent = match parent {
            Some(id) if !id.is_empty() => Some(self.graph.end(&id, place).met_at(tag.at)?),
            _ => around,
        };
        if let Some(parent) = parent {
            self.graph.set_parent(node, parent);
        }
        self.graph.nodes.put_texts(node, others).met_at(tag.at)?;
        self.times(tag, Record::Node(node))?;
        Ok(node)
    }

    /// An edge; `None` where it is refused.
    fn edge(&mut self, tag: Tag<'t>) -> Result<Option<u32>, Fault> {
        let (mut source, mut target, mut id) = (None, None, Cow::Borrowed(""));
        let (mut label, mut kind, mut weight, mut direction) = (Cow::Borrowed(""), Cow::Borrowed(""), None, None);
        let mut others = Vec::new();
        for (name, raw) in tag.attributes() {
            match name {
                "source" => source = Some(self.xml.value(raw)?),
                "target" => target = Some(self.xml.value(raw)?),
                "id" => id = self.xml.value(raw)?,
                "label" => label = self.xml.value(raw)?,
                "kind" => kind = self.xml.value(raw)?,
                "weight" | "cardinal" => weight = Some(self.xml.value(raw)?),
                "type" if direction_of(raw).is_some() => direction = direction_of(raw),
                _ if times::is_time(name) || name.starts_with("xml") => {}
                _ => others.push((name, self.xml.value(raw)?)),
            }
        }
        let (Some(source), Some(target)) = (source, target) else {
            let message = "this edge has no `source` or no `target`";
            return Err(Fault::not_the_format(tag.at, message, "give it both attributes"));
        };
        self.counts[1] += 1;
        let place = self.at(Record::Edge(0), tag.at);
        let record = self.report.open(place);
        if let Some(reason) = empty_end([("source", &source), ("target", &target)]) {
            self.report.refused(record, &reason);
            return Ok(None);
        }
        let ends = (self.graph.end(&source, place).met_at(tag.at)?, self.graph.end(&target, place).met_at(tag.at)?);
        let edge = self.graph.add_edge(ends.0, ends.1, place).met_at(tag.at)?;
        self.report.taken(record);
        if let Some(direction) = direction {
            self.graph.set_direction(edge, direction);
        }
        self.graph.set_edge_id(edge, &id).met_at(tag.at)?;
        self.graph.edges.set_label(edge, &label).met_at(tag.at)?;
        self.graph.set_edge_kind(edge, &kind).met_at(tag.at)?;
        if let Some(weight) = weight {
            let weighed = number(&weight, false).is_some_and(|weight| self.graph.set_weight(edge, weight));
            if !weighed {
                self.graph.keep_weight(edge, &weight, self.report).met_at(tag.at)?;
            }
        }
        self.graph.edges.put_texts(edge, others).met_at(tag.at)?;
        self.times(tag, Record::Edge(edge))?;
        Ok(Some(edge))
    }

    /// The times that a node, edge, spell or slice has as attributes.
    fn times(&mut self, tag: Tag<'t>, record: Record) -> Result<(), Fault> {
        let found = times::of_tag(&mut self.xml, &tag)?;
        if found.is_empty() {
            return Ok(());
        }
        if found.open {
            let message = "an open start or end (startopen, endopen) was read as included";
            self.report.note(NoteKind::Changed, message, Some(self.at(record, tag.at)));
        }
        let times = &mut record.records(&mut self.graph).times;
        for when in found.iter() {
            times.put(record.row(), when).met_at(tag.at)?;
        }
        Ok(())
    }

    /// The value of an attribute; `None` where it was text, and is read as a whole.
    fn attvalue(&mut self, tag: Tag<'t>, record: Record) -> Result<Option<Element>, Fault> {
        let (mut of, mut value) = (None, None);
        for (name, raw) in tag.attributes() {
            match name {
                // GEXF 1.0 called it `id`.
                "for" | "id" => of = Some(self.xml.value(raw)?),
                "value" => value = Some(self.xml.value(raw)?),
                _ => {}
            }
        }
        let (value, element) = match value {
            Some(value) => (value, Some(Element::Leaf)),
            None => {
                let mut text = String::new();
                self.xml.content(&mut text)?;
                (Cow::Owned(text.trim().to_owned()), None)
            }
        };
        let at = self.at(record, tag.at);
        let Some(of) = of else {
            let message = "a value without the name of its attribute";
            self.report.note(NoteKind::LeftOut, message, Some(at));
            return Ok(element);
        };
        let found = times::of_tag(&mut self.xml, &tag)?;
        let on_edge = matches!(record, Record::Edge(_));
        if !self.attributes.knows(on_edge, &of) {
            let message = "a value of an attribute that the file does not declare was read as text";
            self.report.note(NoteKind::Doubtful, message, Some(at));
        }
        let records = record.records(&mut self.graph);
        let fits = self.attributes.put(records, on_edge, record.row(), &of, &value, &found).met_at(tag.at)?;
        if !fits {
            let message = "a value is not of the type that its attribute declares";
            self.report.note(NoteKind::Doubtful, message, Some(at));
        }
        if !found.is_empty() {
            let message = "values that change over time were kept as text, each with its time";
            self.report.note(NoteKind::Changed, message, Some(at));
        }
        Ok(element)
    }

    /// An element of the drawing of a record.
    fn drawing(&mut self, tag: Tag<'t>, record: Record) -> Result<(), Fault> {
        let mut values: [Option<Cow<'t, str>>; 6] = [const { None }; 6];
        for (name, raw) in tag.attributes() {
            let slot = match name {
                "x" | "r" | "value" => 0,
                "y" | "g" => 1,
                "z" | "b" => 2,
                "a" => 3,
                "hex" => 4,
                "uri" => 5,
                _ => continue,
            };
            values[slot] = Some(self.xml.value(raw)?);
        }
        let real = |slot: usize| values[slot].as_deref().and_then(|text| number(text, false));
        let name = match tag.name {
            "position" => {
                if let (Record::Node(node), Some(x), Some(y)) = (record, real(0), real(1)) {
                    self.graph.set_position(node, Position { x, y, z: real(2) });
                }
                return Ok(());
            }
            "color" => "color",
            "size" => "size",
            "shape" => "shape",
            _ => "thickness",
        };
        let value = match (name, &values) {
            ("color", [_, _, _, _, Some(hex), _]) => Value::Text(hex.clone()),
            ("color", [Some(r), Some(g), Some(b), ..]) => {
                let part = |text: &str| number(text, false).map_or(0, |n| n.clamp(0.0, 255.0) as u8);
                Value::Text(Cow::Owned(format!("#{:02x}{:02x}{:02x}", part(r), part(g), part(b))))
            }
            ("size" | "thickness", _) => match real(0) {
                Some(real) => Value::Real(real),
                None => return Ok(()),
            },
            (_, [Some(value), ..]) => Value::Text(value.clone()),
            _ => return Ok(()),
        };
        let records = record.records(&mut self.graph);
        let column = records.columns.named(name, Purpose::Look).met_at(tag.at)?;
        records.columns.put(column, record.row(), &value).met_at(tag.at)
    }

    fn close(&mut self) -> Result<(), Fault> {
        let at = self.xml.position();
        match self.open.pop() {
            Some(Element::Graph) => {
                let mut graph = std::mem::take(&mut self.graph);
                self.attributes.finish(&mut graph).met_at(at)?;
                graph.keep_repeated(self.report).met_at(at)?;
                self.graphs.push(graph);
            }
            Some(
                Element::Root
                | Element::Meta
                | Element::Nodes
                | Element::Edges
                | Element::Node(_)
                | Element::Edge(_)
                | Element::Inside(_)
                | Element::Leaf,
            )
            | None => {}
        }
        Ok(())
    }
}

fn direction_of(word: &str) -> Option<Direction> {
    match word.trim_ascii() {
        "directed" => Some(Direction::Directed),
        "undirected" => Some(Direction::Undirected),
        "mutual" | "double" => Some(Direction::Mutual),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
