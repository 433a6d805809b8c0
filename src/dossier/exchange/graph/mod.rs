//! A network as other programs know it, whatever file it came from: nodes, edges and hyperedges with all that a
//! format can say of them, in flat memory. Knows no format and not our own model.

mod edges;
mod looks;
mod records;
mod repeated;
mod retain;
mod ties;

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::limits::Limit;
use super::report::At;
use super::texts::{Index, Texts};
use super::value::{Column, Purpose, Value};
use crate::problem::Problem;

pub(crate) use looks::purpose_of;
pub(crate) use records::{Columns, Further, Records, Times, When};
pub(crate) use ties::{Symmetry, Tie};

/// Whether the order of an edge's ends says something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum Direction {
    /// From the first end to the second.
    #[default]
    Directed,
    /// Between both, in no direction.
    Undirected,
    /// In both directions.
    Mutual,
}

/// What a name is, beside the one that is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum NameRole {
    /// Another name.
    #[default]
    Alias,
    /// An earlier name.
    Former,
    /// An abbreviation.
    Acronym,
}

/// What a file says of the network as a whole.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Meta {
    /// Its title.
    pub(crate) title: String,
    /// What it is about.
    pub(crate) description: String,
    /// Who made it: a person or a program.
    pub(crate) creator: String,
    /// Under which licence it may be used.
    pub(crate) licence: String,
    /// When it was made or changed, as written.
    pub(crate) date: String,
    /// All else, by name.
    pub(crate) others: Vec<(String, String)>,
}

/// Where a node was drawn, in the file's own units, y as the file has it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Position {
    /// To the right.
    pub(crate) x: f64,
    /// Up or down, see [`Graph::y_down`].
    pub(crate) y: f64,
    /// Depth, where the file has one.
    pub(crate) z: Option<f64>,
}

/// One more name of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OtherName<'a> {
    /// Number of the node.
    pub(crate) node: u32,
    /// The name.
    pub(crate) text: &'a str,
    /// BCP 47 tag of its language; empty if it is not told.
    pub(crate) language: &'a str,
    /// What it is.
    pub(crate) role: NameRole,
}

/// One end of a hyperedge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct HyperEnd<'a> {
    /// Number of the node.
    pub(crate) node: u32,
    /// What the node is in it; empty if it is not told.
    pub(crate) role: &'a str,
    /// Where it is tied to the node; empty if it is not told.
    pub(crate) port: &'a str,
}

/// What [`Graph::add_node`] found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Added {
    /// A node that was not known.
    New(u32),
    /// A node that an edge had named before.
    Implied(u32),
    /// A node that the file has told already.
    Again(u32),
}

impl Added {
    /// The number of the node.
    pub(crate) fn number(self) -> u32 {
        match self {
            Added::New(number) | Added::Implied(number) | Added::Again(number) => number,
        }
    }
}

/// One network. Nodes, edges and hyperedges are numbered from 0 in the order in which they were met.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Graph {
    /// What the file says of it as a whole.
    pub(crate) meta: Meta,
    /// Whether y grows downwards, as on a screen.
    pub(crate) y_down: bool,
    /// What all nodes have.
    pub(crate) nodes: Records,
    /// What all edges have.
    pub(crate) edges: Records,
    /// What all hyperedges have.
    pub(crate) hyperedges: Records,
    ids: Index,
    /// Whether a node is told by the file, and not only named by an edge.
    told: Vec<bool>,
    /// Number of the node each lies in plus one, 0 for none; empty while no node has one.
    parents: Vec<u32>,
    /// Nodes and what else they lie in, beside `parents`.
    more_parents: Vec<(u32, u32)>,
    positions: Vec<(u32, Position)>,
    /// Ports that nodes are said to have.
    ports: Vec<(u32, Box<str>)>,
    name_rows: Vec<(u32, u32, NameRole)>,
    name_texts: Texts,
    words: Index,
    kind_names: Index,
    ends: Vec<(u32, u32)>,
    /// What the file says of each edge, `None` where it says nothing; empty while it says nothing of any.
    directions: Vec<Option<Direction>>,
    /// Direction of edges that say nothing.
    pub(crate) default_direction: Direction,
    /// One an edge, NaN for none; empty while no edge has one.
    weights: Vec<f64>,
    edge_ids: Option<Column>,
    edge_ports: Option<[Column; 2]>,
    /// Ids of hyperedges, empty for none.
    hyper_ids: Texts,
    /// Hyperedge, node, role and port, the last two as numbers of `words`.
    hyper_ends: Vec<(u32, u32, u32, u32)>,
}

impl Graph {
    /// An empty network.
    pub(crate) fn new(default_direction: Direction) -> Self {
        Graph { default_direction, ..Graph::default() }
    }

    // Nodes.

    /// The id of a node; empty if there is none of this number.
    pub(crate) fn id(&self, node: u32) -> &str {
        self.ids.get(node)
    }

    /// The node of an id.
    pub(crate) fn node(&self, id: &str) -> Option<u32> {
        self.ids.find(id)
    }

    /// Whether the file tells of the node, and not only an edge names it.
    pub(crate) fn is_told(&self, node: u32) -> bool {
        self.told.get(node as usize).copied().unwrap_or(false)
    }

    /// Number of nodes that only edges name.
    pub(crate) fn implied(&self) -> usize {
        self.told.iter().filter(|told| !**told).count()
    }

    /// A node that the file tells of at a place. An id that it told before gives the same node: the reader decides
    /// whether that is the same record again.
    ///
    /// # Errors
    /// Too many nodes, an id over a limit.
    pub(crate) fn add_node(&mut self, id: &str, at: At) -> Result<Added, Problem> {
        let (number, new) = self.put_node(id, at)?;
        let told = self.told.get_mut(number as usize).is_some_and(|told| std::mem::replace(told, true));
        if !new
            && !told
            && let Some(place) = self.nodes.places.get_mut(number as usize)
        {
            *place = at;
        }
        Ok(match (new, told) {
            (true, _) => Added::New(number),
            (false, false) => Added::Implied(number),
            (false, true) => Added::Again(number),
        })
    }

    /// The node that an edge names, which need not have been told.
    ///
    /// # Errors
    /// Too many nodes, an id over a limit.
    pub(crate) fn end(&mut self, id: &str, at: At) -> Result<u32, Problem> {
        Ok(self.put_node(id, at)?.0)
    }

    fn put_node(&mut self, id: &str, at: At) -> Result<(u32, bool), Problem> {
        Limit::Cell.check(id.len())?;
        let (number, new) = self.ids.put(id)?;
        if new {
            Limit::Nodes.check(self.ids.len())?;
            self.nodes.places.push(at);
            self.told.push(false);
        }
        Ok((number, new))
    }

    /// Puts a node into another, beside what it lies in already; a node cannot lie in itself.
    pub(crate) fn set_parent(&mut self, node: u32, parent: u32) {
        if node == parent || parent as usize >= self.ids.len() || node as usize >= self.ids.len() {
            return;
        }
        if self.parents.len() <= node as usize {
            self.parents.resize(node as usize + 1, 0);
        }
        match self.parents.get_mut(node as usize) {
            Some(slot) if *slot == 0 => *slot = parent + 1,
            Some(slot) if *slot == parent + 1 => {}
            Some(_) | None => self.more_parents.push((node, parent)),
        }
    }

    /// What nodes lie in beside their first parents. After [`Graph::settle`] each once.
    pub(crate) fn more_parents(&self) -> &[(u32, u32)] {
        &self.more_parents
    }

    /// The node that this one lies in.
    pub(crate) fn parent(&self, node: u32) -> Option<u32> {
        self.parents.get(node as usize).and_then(|parent| parent.checked_sub(1))
    }

    /// Sets where a node was drawn, unless that is no place (not finite).
    pub(crate) fn set_position(&mut self, node: u32, position: Position) {
        if position.x.is_finite() && position.y.is_finite() && position.z.is_none_or(f64::is_finite) {
            self.positions.push((node, position));
        }
    }

    /// Where a node was drawn. After [`Graph::settle`] only.
    pub(crate) fn position(&self, node: u32) -> Option<Position> {
        let at = self.positions.binary_search_by_key(&node, |(of, _)| *of).ok()?;
        self.positions.get(at).map(|(_, position)| *position)
    }

    /// Adds a place on a node where edges can be tied.
    pub(crate) fn add_port(&mut self, node: u32, port: &str) {
        self.ports.push((node, port.into()));
    }

    /// The places on nodes where edges can be tied, as told.
    pub(crate) fn ports(&self) -> impl ExactSizeIterator<Item = (u32, &str)> + '_ {
        self.ports.iter().map(|(node, port)| (*node, &**port))
    }

    /// Adds another name of a node.
    ///
    /// # Errors
    /// A name over a limit.
    pub(crate) fn add_name(&mut self, name: OtherName<'_>) -> Result<(), Problem> {
        if name.text.is_empty() {
            return Ok(());
        }
        Limit::Cell.check(name.text.len())?;
        let language = self.words.put(name.language)?.0;
        self.name_texts.push(name.text)?;
        self.name_rows.push((name.node, language, name.role));
        Ok(())
    }

    /// The other names, in the order in which they were met.
    pub(crate) fn names(&self) -> impl ExactSizeIterator<Item = OtherName<'_>> + '_ {
        self.name_rows.iter().enumerate().map(|(at, &(node, language, role))| OtherName {
            node,
            text: self.name_texts.get(at),
            language: self.words.get(language),
            role,
        })
    }

    // Kinds, of nodes and edges.

    /// Sets the kind of a node; an empty one says nothing.
    ///
    /// # Errors
    /// A kind over a limit.
    pub(crate) fn set_node_kind(&mut self, node: u32, kind: &str) -> Result<(), Problem> {
        if let Some(kind) = self.kind_number(kind)? {
            self.nodes.set_kind_number(node, kind);
        }
        Ok(())
    }

    /// Sets the kind of an edge; an empty one says nothing.
    ///
    /// # Errors
    /// A kind over a limit.
    pub(crate) fn set_edge_kind(&mut self, edge: u32, kind: &str) -> Result<(), Problem> {
        if let Some(kind) = self.kind_number(kind)? {
            self.edges.set_kind_number(edge, kind);
        }
        Ok(())
    }

    /// Sets the kind of a hyperedge; an empty one says nothing.
    ///
    /// # Errors
    /// A kind over a limit.
    pub(crate) fn set_hyperedge_kind(&mut self, hyperedge: u32, kind: &str) -> Result<(), Problem> {
        if let Some(kind) = self.kind_number(kind)? {
            self.hyperedges.set_kind_number(hyperedge, kind);
        }
        Ok(())
    }

    fn kind_number(&mut self, kind: &str) -> Result<Option<u32>, Problem> {
        if kind.is_empty() {
            return Ok(None);
        }
        Limit::Cell.check(kind.len())?;
        Ok(Some(self.kind_names.put(kind)?.0))
    }

    /// The name of a kind as the file writes it.
    pub(crate) fn kind_name(&self, kind: u32) -> &str {
        self.kind_names.get(kind)
    }

    /// The kind of a node as the file writes it.
    pub(crate) fn node_kind(&self, node: u32) -> Option<&str> {
        self.nodes.kind(node).map(|kind| self.kind_name(kind))
    }

    /// The kind of an edge as the file writes it.
    pub(crate) fn edge_kind(&self, edge: u32) -> Option<&str> {
        self.edges.kind(edge).map(|kind| self.kind_name(kind))
    }

    // The whole.

    /// Puts in order what came out of order, and unties nodes that lie in themselves by way of others. To be called
    /// once, when all is read; gives the nodes that were untied.
    ///
    /// # Errors
    /// Too much text.
    pub(crate) fn settle(&mut self) -> Result<Vec<u32>, Problem> {
        for records in [&mut self.nodes, &mut self.edges, &mut self.hyperedges] {
            records.settle()?;
        }
        self.keep_earlier_labels()?;
        self.more_parents.sort_unstable();
        self.more_parents.dedup();
        for column in self.edge_ids.iter_mut().chain(self.edge_ports.iter_mut().flatten()) {
            column.settle()?;
        }
        // Stable, so that of several places of a node the last one comes last and stands.
        self.positions.sort_by_key(|(node, _)| *node);
        self.positions.reverse();
        self.positions.dedup_by_key(|(node, _)| *node);
        self.positions.reverse();
        let has_places = !self.positions.is_empty();
        for records in [&mut self.nodes, &mut self.edges, &mut self.hyperedges] {
            looks::decide(records, has_places);
        }
        Ok(self.untie())
    }

    /// A name that a later one replaced is another name of a node, and a field of an edge.
    fn keep_earlier_labels(&mut self) -> Result<(), Problem> {
        for (node, text) in std::mem::take(&mut self.nodes.earlier_labels) {
            self.add_name(OtherName { node, text: &text, language: "", role: NameRole::Alias })?;
        }
        for records in [&mut self.edges, &mut self.hyperedges] {
            let mut all: BTreeMap<u32, Vec<Cow<'_, str>>> = BTreeMap::new();
            for (row, text) in std::mem::take(&mut records.earlier_labels) {
                all.entry(row).or_default().push(text.into());
            }
            for (row, texts) in all {
                let column = records.columns.named("other labels", Purpose::Own)?;
                records.columns.put(column, row, &Value::List(texts))?;
            }
            records.settle()?;
        }
        Ok(())
    }

    /// Unties one node of each ring of parents.
    fn untie(&mut self) -> Vec<u32> {
        let mut untied = Vec::new();
        // 0 unseen, else the number of the walk that came by plus one.
        let mut seen = vec![0u32; self.parents.len()];
        for first in 0..self.parents.len() as u32 {
            let mut node = first;
            while let Some(mark) = seen.get_mut(node as usize)
                && *mark == 0
            {
                *mark = first + 1;
                let Some(parent) = self.parent(node) else { break };
                if seen.get(parent as usize) == Some(&(first + 1)) {
                    if let Some(slot) = self.parents.get_mut(node as usize) {
                        *slot = 0;
                    }
                    untied.push(node);
                    break;
                }
                node = parent;
            }
        }
        untied
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_is_implied_until_it_is_told() {
        let mut graph = Graph::new(Direction::Directed);
        let at = |number| At { part: 0, number, offset: 0 };
        let end = graph.end("a", at(1)).unwrap();
        assert_eq!((graph.is_told(end), graph.implied()), (false, 1));
        assert_eq!(graph.add_node("a", at(2)).unwrap(), Added::Implied(0));
        assert_eq!(graph.add_node("a", at(3)).unwrap(), Added::Again(0));
        assert_eq!(graph.add_node("b", at(4)).unwrap(), Added::New(1));
        assert_eq!((graph.nodes.at(0).number, graph.implied()), (2, 0));
    }

    #[test]
    fn what_few_edges_have_is_kept_for_those() {
        let mut graph = Graph::new(Direction::Undirected);
        let at = At::default();
        let (a, b) = (graph.end("a", at).unwrap(), graph.end("b", at).unwrap());
        for _ in 0..3 {
            graph.add_edge(a, b, at).unwrap();
        }
        graph.set_direction(1, Direction::Mutual);
        assert!(graph.set_weight(2, 2.5) && !graph.set_weight(0, f64::INFINITY));
        graph.set_edge_id(2, "e").unwrap();
        graph.set_edge_kind(1, "knows").unwrap();
        graph.set_edge_ports(0, "", "n").unwrap();
        let fourth = graph.add_edge(b, a, at).unwrap();
        graph.settle().unwrap();
        let directions: Vec<_> = (0..4).map(|edge| graph.direction(edge)).collect();
        assert_eq!(directions[..2], [Direction::Undirected, Direction::Mutual]);
        assert_eq!((graph.weight(0), graph.weight(2), graph.weight(fourth)), (None, Some(2.5), None));
        assert_eq!((graph.edge_id(0), graph.edge_id(2)), (None, Some("e".to_owned())));
        assert_eq!((graph.edge_kind(0), graph.edge_kind(1)), (None, Some("knows")));
        assert_eq!(graph.edge_ports(0), [None, Some("n".to_owned())]);
    }

    #[test]
    fn a_direction_that_is_told_later_holds_for_edges_that_say_nothing() {
        let mut graph = Graph::new(Direction::Undirected);
        let at = At::default();
        let (a, b) = (graph.end("a", at).unwrap(), graph.end("b", at).unwrap());
        for _ in 0..3 {
            graph.add_edge(a, b, at).unwrap();
        }
        graph.set_direction(0, Direction::Undirected);
        graph.set_direction(1, Direction::Directed);
        graph.default_direction = Direction::Directed;
        let directions = [0, 1, 2].map(|edge| graph.direction(edge));
        assert_eq!(directions, [Direction::Undirected, Direction::Directed, Direction::Directed]);
    }

    #[test]
    fn rings_of_parents_are_untied() {
        let mut graph = Graph::default();
        for id in ["a", "b", "c", "d"] {
            graph.add_node(id, At::default()).unwrap();
        }
        for (node, parent) in [(0, 1), (1, 2), (2, 0), (3, 0), (3, 3)] {
            graph.set_parent(node, parent);
        }
        assert_eq!(graph.settle().unwrap().len(), 1);
        assert_eq!(graph.parent(3), Some(0));
        let mut node = 3;
        for _ in 0..4 {
            node = graph.parent(node).unwrap_or(node);
        }
        assert_eq!(graph.parent(node), None);
    }

    #[test]
    fn a_weight_that_is_no_number_stays_a_field() {
        let mut graph = Graph::default();
        graph.add_node("a", At::default()).unwrap();
        let edge = graph.add_edge(0, 0, At::default()).unwrap();
        let mut report = super::super::report::Report::new("x");
        for text in [" ", "NaN", "strong "] {
            graph.keep_weight(edge, text, &mut report).unwrap();
        }
        assert_eq!((graph.weight(edge), graph.edges.columns.shown("weight", edge).as_deref()), (None, Some("strong")));
        assert_eq!(report.notes().len(), 3);
    }

    #[test]
    fn what_a_node_is_told_again_does_not_replace_what_it_is() {
        let mut graph = Graph::default();
        for id in ["a", "b", "c"] {
            graph.add_node(id, At::default()).unwrap();
        }
        for label in ["Anna", "Ann", "Anna", "Bert"] {
            graph.nodes.set_label(0, label).unwrap();
        }
        let edge = graph.add_edge(0, 1, At::default()).unwrap();
        for label in ["knows", "likes"] {
            graph.edges.set_label(edge, label).unwrap();
        }
        for parent in [1, 2, 1, 2] {
            graph.set_parent(0, parent);
        }
        graph.settle().unwrap();
        assert_eq!(graph.nodes.label(0).as_deref(), Some("Bert"));
        assert_eq!(graph.names().map(|name| (name.node, name.text)).collect::<Vec<_>>(), [(0, "Anna"), (0, "Ann")]);
        assert_eq!(graph.edges.label(edge).as_deref(), Some("likes"));
        assert_eq!(graph.edges.columns.shown("other labels", edge).as_deref(), Some("knows"));
        assert_eq!((graph.parent(0), graph.more_parents()), (Some(1), &[(0, 2)][..]));
    }

    #[test]
    fn the_last_position_of_a_node_stands() {
        let mut graph = Graph::default();
        for (node, x) in [(1, 1.0), (0, 0.0), (1, 2.0), (0, f64::NAN)] {
            graph.set_position(node, Position { x, y: 0.0, z: None });
        }
        graph.settle().unwrap();
        assert_eq!(graph.position(1).map(|p| p.x), Some(2.0));
        assert_eq!(graph.position(0).map(|p| p.x), Some(0.0));
        assert_eq!(graph.position(2), None);
    }
}
