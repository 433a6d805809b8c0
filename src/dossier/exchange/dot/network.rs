//! What statements of DOT mean: defaults that hold from where they stand, subgraphs and their nodes, clusters, strict
//! graphs that merge edges.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::super::fault::{Fault, MetAt as _};
use super::super::graph::{Added, Direction, Graph};
use super::super::limits::{Limit, grouped};
use super::super::report::{At, NoteKind, Report, Unit};
use super::super::texts::Index;
use super::super::value::{Purpose, Value};
use super::attributes::{Attribute, Of, position, purpose, special, written};
use super::labels::{Names, shown};

/// Edges between all of one subgraph and all of another, beside one for each byte of the text.
const MOST_PRODUCTS: usize = 100_000;
/// Attributes that hold for all that follows; Graphviz knows some 170.
const MOST_PRESETS: usize = 512;
/// Bytes of defaults and lists of nodes that are copied, beside 32 times the text.
const MOST_COPIED: usize = 1 << 20;

/// An end of an edge.
#[derive(Clone, Debug)]
pub(super) struct End<'t> {
    pub(super) node: u32,
    pub(super) port: Option<Cow<'t, str>>,
}

/// An attribute of all nodes or edges that come after it.
#[derive(Clone, Debug)]
struct Preset {
    name: Box<str>,
    value: Box<str>,
    html: bool,
    /// The column knows it, so that no record needs it.
    known: bool,
}

/// A graph or subgraph that is open.
#[derive(Clone, Debug, Default)]
struct Scope {
    name: Option<Box<str>>,
    presets: [Rc<Vec<Preset>>; 2],
    members: Vec<u32>,
    /// Those of them that lie in clusters of this one.
    within: Vec<u32>,
    /// Nodes that stand for clusters in this one.
    groups: Vec<u32>,
    label: String,
    cluster: bool,
}

/// A named subgraph that was left.
#[derive(Clone, Debug, Default)]
struct Left {
    presets: [Rc<Vec<Preset>>; 2],
    members: Vec<u32>,
    within: Vec<u32>,
    group: Option<u32>,
}

/// The graph that is being read.
pub(super) struct Network<'r> {
    report: &'r mut Report,
    graph: Graph,
    name: String,
    strict: bool,
    part: u16,
    scopes: Vec<Scope>,
    left: HashMap<Box<str>, Left>,
    /// Edges by their ends, of strict graphs.
    single: HashMap<(u32, u32), u32>,
    /// Edges by their ends and key.
    keyed: HashMap<(u32, u32, Box<str>), u32>,
    others: Index,
    graphs: usize,
    length: usize,
    products: usize,
    copied: usize,
    /// Nodes that stand for clusters.
    clusters: HashSet<u32>,
    /// Clusters that could not have the id that they should.
    namesakes: usize,
    /// Edges whose arrow points back.
    turned: HashSet<u32>,
}

impl<'r> Network<'r> {
    pub(super) fn new(length: usize, report: &'r mut Report) -> Self {
        Network {
            report,
            graph: Graph::default(),
            name: String::new(),
            strict: false,
            part: 0,
            scopes: Vec::new(),
            left: HashMap::new(),
            single: HashMap::new(),
            keyed: HashMap::new(),
            others: Index::default(),
            graphs: 0,
            length,
            products: 0,
            copied: 0,
            clusters: HashSet::new(),
            namesakes: 0,
            turned: HashSet::new(),
        }
    }

    /// Begins a graph.
    pub(super) fn begin(&mut self, name: &str, strict: bool, directed: bool) {
        self.graphs += 1;
        self.graph = Graph::new(if directed { Direction::Directed } else { Direction::Undirected });
        self.graph.meta.title = name.to_owned();
        self.name = name.to_owned();
        self.strict = strict;
        self.part = self.report.part(if self.graphs == 1 { "" } else { name }, Unit::Line, "");
        self.scopes = vec![Scope::default()];
        self.left.clear();
        self.clusters.clear();
        self.single.clear();
        self.keyed.clear();
        self.others = Index::default();
    }

    /// Ends the graph.
    pub(super) fn finish(&mut self, at: usize) -> Result<Graph, Fault> {
        if let Some(root) = self.scopes.pop() {
            self.tie(&root, None);
            if !root.label.is_empty() {
                self.graph.meta.title = root.label;
            }
        }
        self.graph.turn_edges(&std::mem::take(&mut self.turned)).met_at(at)?;
        self.spare_clusters(at)?;
        for records in [&mut self.graph.nodes, &mut self.graph.edges] {
            for column in records.columns.iter_mut().filter(|column| column.default.is_none()) {
                column.infer(false).met_at(at)?;
            }
        }
        Ok(std::mem::take(&mut self.graph))
    }

    /// Defaults of nodes do not apply to clusters: if there are clusters, each node gets the defaults itself. How nodes are
    /// drawn is left out anyway.
    fn spare_clusters(&mut self, at: usize) -> Result<(), Fault> {
        let (count, mut bytes) = (self.graph.nodes.len(), 0_usize);
        let columns = self.graph.nodes.columns.iter_mut().filter(|column| column.purpose != Purpose::Look);
        for column in columns.filter(|column| !self.clusters.is_empty() && column.default.is_some()) {
            bytes = bytes.saturating_add(column.default_bytes(count));
            Limit::Defaults.check(bytes).met_at(at)?;
            column.settle().met_at(at)?;
            let Some(default) = column.default.take() else { continue };
            let says_nothing = |node: &u32| column.own(*node).is_none() && !self.clusters.contains(node);
            let without: Vec<u32> = (0..count as u32).filter(says_nothing).collect();
            for node in without {
                column.put(node, &default).met_at(at)?;
            }
        }
        Ok(())
    }

    /// Notes that a number and a name stand together without a blank.
    pub(super) fn split(&mut self, at: usize, line: u32) {
        let message = "a number runs into a name; they were read as two, as Graphviz reads them";
        let place = self.place(at, line);
        self.report.note(NoteKind::Doubtful, message, Some(place));
    }

    /// Whether the edges of the graph have a direction.
    pub(super) fn directed(&self) -> bool {
        self.graph.default_direction == Direction::Directed
    }

    fn place(&self, at: usize, line: u32) -> At {
        At { part: self.part, number: line, offset: at as u32 }
    }

    fn copies(&mut self, bytes: usize, at: usize) -> Result<(), Fault> {
        self.copied = self.copied.saturating_add(bytes);
        if self.copied > self.length.saturating_mul(32).saturating_add(MOST_COPIED) {
            return Err(Fault::of(at, Limit::Expansion.over()));
        }
        Ok(())
    }

    /// A node that is named, which is there from then on.
    pub(super) fn mention(&mut self, id: &str, at: usize, line: u32) -> Result<u32, Fault> {
        let place = self.place(at, line);
        let node = match self.graph.add_node(id, place).met_at(at)? {
            Added::New(node) | Added::Implied(node) => {
                let record = self.report.open(place);
                self.report.taken(record);
                self.preset(Of::Node, node, at)?;
                node
            }
            Added::Again(node) => node,
        };
        if self.scopes.len() > 1
            && let Some(scope) = self.scopes.last_mut()
        {
            scope.members.push(node);
        }
        Ok(node)
    }

    /// Gives a new record what holds for all.
    fn preset(&mut self, of: Of, record: u32, at: usize) -> Result<(), Fault> {
        let Some(scope) = self.scopes.last() else { return Ok(()) };
        let presets = Rc::clone(&scope.presets[usize::from(of == Of::Edge)]);
        for preset in presets.iter().filter(|preset| !preset.known) {
            self.copies(preset.value.len() + 8, at)?;
            self.set(of, record, &preset.name, &preset.value, preset.html, at)?;
        }
        Ok(())
    }

    /// `graph`, `node` or `edge` with attributes, or an attribute alone.
    pub(super) fn set_defaults(&mut self, of: Of, attributes: Vec<Attribute<'_>>, at: usize) -> Result<(), Fault> {
        let root = self.scopes.len() == 1;
        let empty = match of {
            Of::Graph => return self.graph_attributes(&attributes, root, at),
            Of::Node => self.graph.nodes.is_empty(),
            Of::Edge => self.graph.edges.is_empty(),
        };
        for Attribute { name, value, html } in attributes {
            // Before the first record a default can be told of the column, once.
            let known = root && empty && !special(of, &name) && {
                let records = if of == Of::Node { &mut self.graph.nodes } else { &mut self.graph.edges };
                let column = records.columns.named(&name, purpose(&name)).met_at(at)?;
                records.columns.at_mut(column).is_some_and(|column| {
                    column.default = Some(Value::Text(Cow::Owned(written(&value, html).into_owned())));
                    true
                })
            };
            // Those of the graph around are shared until they differ.
            let presets = self.scopes.last().map(|scope| &scope.presets[usize::from(of == Of::Edge)]);
            let shared =
                presets.filter(|presets| Rc::strong_count(presets) > 1).map_or(0, |presets| presets.len() * 64);
            self.copies(shared + name.len() + value.len(), at)?;
            let Some(scope) = self.scopes.last_mut() else { return Ok(()) };
            let presets = Rc::make_mut(&mut scope.presets[usize::from(of == Of::Edge)]);
            presets.retain(|preset| *preset.name != *name);
            if presets.len() >= MOST_PRESETS {
                let help = "give the attributes to the nodes or edges themselves";
                return Err(Fault::not_the_format(at, "there are more than 512 attributes for all that follows", help));
            }
            presets.push(Preset { name: name.into(), value: value.into(), html, known });
        }
        Ok(())
    }

    fn graph_attributes(&mut self, attributes: &[Attribute<'_>], root: bool, at: usize) -> Result<(), Fault> {
        for Attribute { name, value, html } in attributes {
            Limit::Cell.check(value.len()).met_at(at)?;
            let names = Names { graph: &self.name, node: "", ends: None, directed: false };
            let Some(scope) = self.scopes.last_mut() else { return Ok(()) };
            match &**name {
                "label" => scope.label = shown(value, *html, &names).into_owned(),
                "cluster" if !root => scope.cluster = matches!(&**value, "true" | "1" | "yes"),
                _ if root => {
                    let (number, new) = self.others.put(name).met_at(at)?;
                    let value = written(value, *html).into_owned();
                    if new {
                        Limit::Columns.check(self.others.len()).met_at(at)?;
                        self.graph.meta.others.push((name.to_string(), value));
                    } else if let Some(other) = self.graph.meta.others.get_mut(number as usize) {
                        other.1 = value;
                    }
                }
                _ => {
                    let name: String = name.chars().take(60).collect();
                    self.report.note(NoteKind::LeftOut, &format!("`{name}` of a subgraph or cluster"), None);
                }
            }
        }
        Ok(())
    }

    /// A statement that names nodes, perhaps with attributes.
    pub(super) fn node_statement(
        &mut self,
        nodes: &[End<'_>],
        attributes: &[Attribute<'_>],
        at: usize,
        line: u32,
    ) -> Result<(), Fault> {
        let place = self.place(at, line);
        if attributes.is_empty() {
            return Ok(());
        }
        for end in nodes {
            let known = self.graph.nodes.at(end.node);
            if known.offset < place.offset {
                let record = self.report.open(place);
                self.report.merged(record, known);
            }
            if nodes.len() > 1 {
                self.copies(attributes.iter().map(|a| a.value.len() + 8).sum(), at)?;
            }
            for attribute in attributes {
                self.set(Of::Node, end.node, &attribute.name, &attribute.value, attribute.html, at)?;
            }
        }
        Ok(())
    }

    /// A chain of edges, each from all of one to all of the next.
    pub(super) fn edge_statement(
        &mut self,
        chain: &[Vec<End<'_>>],
        attributes: &[Attribute<'_>],
        at: usize,
        line: u32,
    ) -> Result<(), Fault> {
        let key = attributes.iter().rev().find(|a| a.name == "key").map(|a| &*a.value);
        let size: usize = attributes.iter().map(|a| a.value.len() + 8).sum();
        for pair in chain.windows(2) {
            let [tails, heads] = pair else { continue };
            let product = tails.len().saturating_mul(heads.len());
            if product > 1 {
                self.products = self.products.saturating_add(product);
                let most = MOST_PRODUCTS.saturating_add(self.length);
                if self.products > most {
                    let message = format!("edges between subgraphs would be more than {}", grouped(most));
                    let help = "write the edges one by one, or fewer of them";
                    return Err(Fault::not_the_format(at, message, help));
                }
                self.copies(product.saturating_mul(size), at)?;
            }
            for tail in tails {
                for head in heads {
                    self.edge(tail, head, key, attributes, at, line)?;
                }
            }
        }
        Ok(())
    }

    fn edge(
        &mut self,
        tail: &End<'_>,
        head: &End<'_>,
        key: Option<&str>,
        attributes: &[Attribute<'_>],
        at: usize,
        line: u32,
    ) -> Result<(), Fault> {
        let place = self.place(at, line);
        let record = self.report.open(place);
        let ends =
            if self.directed() || tail.node <= head.node { (tail.node, head.node) } else { (head.node, tail.node) };
        let known = match key {
            _ if self.strict => self.single.get(&ends).copied(),
            Some(key) => self.keyed.get(&(ends.0, ends.1, key.into())).copied(),
            None => None,
        };
        let edge = match known {
            Some(edge) => {
                self.report.merged(record, self.graph.edges.at(edge));
                edge
            }
            None => {
                let edge = self.graph.add_edge(tail.node, head.node, place).met_at(at)?;
                self.report.taken(record);
                if self.strict {
                    self.single.insert(ends, edge);
                } else if let Some(key) = key {
                    self.keyed.insert((ends.0, ends.1, key.into()), edge);
                }
                self.preset(Of::Edge, edge, at)?;
                edge
            }
        };
        let port = |end: &End<'_>| end.port.as_deref().unwrap_or_default().to_owned();
        if tail.port.is_some() || head.port.is_some() {
            self.graph.set_edge_ports(edge, &port(tail), &port(head)).met_at(at)?;
        }
        for attribute in attributes {
            self.set(Of::Edge, edge, &attribute.name, &attribute.value, attribute.html, at)?;
        }
        Ok(())
    }

    /// Sets an attribute of a node or edge.
    fn set(&mut self, of: Of, row: u32, name: &str, value: &str, html: bool, at: usize) -> Result<(), Fault> {
        match (of, name) {
            (Of::Graph, _) => return Ok(()),
            (Of::Node, "label") => {
                let names = Names { graph: &self.name, node: self.graph.id(row), ends: None, directed: false };
                let label = shown(value, html, &names);
                self.graph.nodes.set_label(row, &label).met_at(at)?;
                return Ok(());
            }
            (Of::Node, "pos") => {
                if let Some(position) = position(value) {
                    self.graph.set_position(row, position);
                    return Ok(());
                }
            }
            (Of::Edge, "label") => {
                let (from, to) = self.graph.ends().get(row as usize).copied().unwrap_or_default();
                let ends = Some((self.graph.id(from), self.graph.id(to)));
                let names = Names { graph: &self.name, node: "", ends, directed: self.directed() };
                let label = shown(value, html, &names).into_owned();
                self.graph.edges.set_label(row, &label).met_at(at)?;
                return Ok(());
            }
            (Of::Edge, "weight") if value.trim().parse().is_ok_and(|weight| self.graph.set_weight(row, weight)) => {
                return Ok(());
            }
            (Of::Edge, "key") => self.graph.set_edge_id(row, value).met_at(at)?,
            (Of::Edge, "headport") => return self.graph.set_edge_ports(row, "", value).met_at(at),
            (Of::Edge, "tailport") => return self.graph.set_edge_ports(row, value, "").met_at(at),
            (Of::Edge, "dir") if self.directed() => {
                // The last word stands: a default for all edges may have told another direction.
                let (direction, message) = match value {
                    "forward" => (Direction::Directed, None),
                    "back" => {
                        (Direction::Directed, Some("an edge with `dir=back` goes from its second node to its first"))
                    }
                    "both" => (Direction::Mutual, Some("an edge with `dir=both` goes both ways")),
                    "none" => (Direction::Undirected, Some("an edge with `dir=none` has no direction")),
                    _ => return self.put(of, row, name, value, html, at),
                };
                self.graph.set_direction(row, direction);
                if value == "back" {
                    self.turned.insert(row);
                } else {
                    self.turned.remove(&row);
                }
                if let Some(message) = message {
                    let place = self.graph.edges.at(row);
                    self.report.note(NoteKind::Guessed, message, Some(place));
                }
                return Ok(());
            }
            _ => {}
        }
        self.put(of, row, name, value, html, at)
    }

    /// Keeps an attribute of a node or edge as a field.
    fn put(&mut self, of: Of, row: u32, name: &str, value: &str, html: bool, at: usize) -> Result<(), Fault> {
        let records = if of == Of::Node { &mut self.graph.nodes } else { &mut self.graph.edges };
        let column = records.columns.named(name, purpose(name)).met_at(at)?;
        records.columns.put(column, row, &Value::Text(written(value, html))).met_at(at)
    }

    /// The nodes of a subgraph that was left.
    pub(super) fn members_of(&mut self, name: &str, at: usize) -> Result<Vec<u32>, Fault> {
        let members = self.left.get(name).map(|left| left.members.clone()).unwrap_or_default();
        self.copies(members.len() * 8, at)?;
        Ok(members)
    }

    /// Begins a subgraph.
    pub(super) fn enter(&mut self, name: Option<&str>, at: usize) -> Result<(), Fault> {
        Limit::Depth.check(self.scopes.len()).met_at(at)?;
        let mut scope = Scope { name: name.map(Into::into), ..Scope::default() };
        if let Some(outer) = self.scopes.last() {
            scope.presets = outer.presets.clone();
        }
        if let Some(left) = name.and_then(|name| self.left.remove(name)) {
            scope.presets = left.presets;
            scope.members = left.members;
            scope.within = left.within;
            scope.groups.extend(left.group);
        }
        scope.cluster = name.is_some_and(|name| name.starts_with("cluster"));
        self.scopes.push(scope);
        Ok(())
    }

    /// Ends a subgraph and gives its nodes, each once.
    pub(super) fn leave(&mut self, at: usize, line: u32) -> Result<Vec<u32>, Fault> {
        let Some(mut scope) = self.scopes.pop() else { return Ok(Vec::new()) };
        let mut seen = HashSet::with_capacity(scope.members.len());
        scope.members.retain(|node| seen.insert(*node));
        seen.clear();
        scope.within.retain(|node| seen.insert(*node));
        let group = if scope.cluster { Some(self.cluster(&mut scope, at, line)?) } else { None };
        self.tie(&scope, group);
        if group.is_none() && !scope.label.is_empty() && !self.scopes.is_empty() {
            let place = self.place(at, line);
            self.report.note(NoteKind::LeftOut, "the label of a subgraph that is no cluster", Some(place));
        }
        self.copies(scope.members.len() * 8, at)?;
        let nested = self.scopes.len() > 1;
        if let Some(outer) = self.scopes.last_mut() {
            if nested {
                outer.members.extend_from_slice(&scope.members);
                outer.within.extend_from_slice(if group.is_some() { &scope.members } else { &scope.within });
            }
            match group {
                Some(group) => outer.groups.push(group),
                None => outer.groups.extend_from_slice(&scope.groups),
            }
        }
        let members = scope.members;
        if let Some(name) = scope.name {
            let kept = Left { presets: scope.presets, members: members.clone(), within: scope.within, group };
            self.left.insert(name, kept);
        }
        Ok(members)
    }

    /// The node that stands for a cluster.
    fn cluster(&mut self, scope: &mut Scope, at: usize, line: u32) -> Result<u32, Fault> {
        if let Some(name) = &scope.name
            && let Some(known) = scope.groups.first().copied().filter(|group| self.graph.id(*group) == &**name)
        {
            self.graph.nodes.set_label(known, &scope.label).met_at(at)?;
            scope.groups.remove(0);
            return Ok(known);
        }
        let name = scope.name.as_deref().unwrap_or("cluster");
        let mut id = name.to_owned();
        while self.graph.node(&id).is_some() {
            self.namesakes += 1;
            id = format!("{name} ({})", self.namesakes + 1);
        }
        let place = self.place(at, line);
        let group = self.graph.add_node(&id, place).met_at(at)?.number();
        let record = self.report.open(place);
        self.report.taken(record);
        self.clusters.insert(group);
        self.graph.set_node_kind(group, "cluster").met_at(at)?;
        self.graph.nodes.set_label(group, &scope.label).met_at(at)?;
        Ok(group)
    }

    /// Puts nodes into their cluster, except those that are in a cluster inside it. A node may lie in several.
    fn tie(&mut self, scope: &Scope, group: Option<u32>) {
        let Some(group) = group else { return };
        let within: HashSet<u32> = scope.within.iter().copied().collect();
        for &node in scope.members.iter().filter(|node| !within.contains(node)).chain(&scope.groups) {
            self.graph.set_parent(node, group);
        }
    }
}
