//! What is being filled while a network is read out of statements: the graph so far, what each resource is, and what became
//! of each statement. In which order all is read is decided in `network`.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use foldhash::fast::RandomState;

use super::super::fault::{Fault, MetAt as _};
use super::super::graph::{Direction, Graph};
use super::super::limits::Limit;
use super::super::report::{At, NoteKind, Report};
use super::cited::Cited;
use super::literals::preference;
use super::names::{Ids, is_opaque, local_name};
use super::properties::{Use, is_empty_type, is_property_type, owl, rdf, rdfs, use_of};
use super::store::{ByTerm, Statement, Store, Term, TermId};
use super::wikibase::Wikibase;

/// What a resource is beside a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// A node, if any statement is about it.
    Node,
    /// A cell of a list.
    Cell,
    /// It says more of a statement.
    OfStatement,
    /// A value, a reference or an article that statements point to.
    Helper,
    /// A property or class that only says what others are.
    Word,
}

/// What became of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Unseen,
    Taken,
    /// It says what the statement of this number says.
    Merged(u32),
}

/// What is being filled.
pub(super) struct Reader<'s> {
    pub(super) store: &'s Store,
    pub(super) graph: Graph,
    pub(super) report: Report,
    pub(super) wikibase: Option<Wikibase>,
    /// References and ranks, where they are wanted apart from the fields.
    pub(super) cited: Option<Vec<Cited>>,
    /// Statements by subject; the order of the file within one.
    order: Vec<u32>,
    ranges: ByTerm<Range<u32>>,
    roles: Vec<Role>,
    pub(super) ids: Ids<'s>,
    pub(super) nodes: ByTerm<u32>,
    /// Edges of statements that stand in the file themselves and that nothing more is said of so far.
    pub(super) plain_edges: HashMap<(TermId, TermId, TermId), u32, RandomState>,
    pub(super) fates: Vec<Fate>,
    /// Names of properties as columns and kinds.
    property_names: ByTerm<String>,
    taken_names: HashMap<String, TermId, RandomState>,
    symmetric: HashSet<TermId, RandomState>,
    /// Words that were looked up, such as the names of classes.
    labels: ByTerm<Option<String>>,
    /// How many more items of lists may be told.
    list_budget: usize,
}

impl<'s> Reader<'s> {
    pub(super) fn new(store: &'s Store, report: Report) -> Self {
        let mut order: Vec<u32> = (0..store.statements.len() as u32).collect();
        let mut firsts: ByTerm<u32> = ByTerm::default();
        for (number, statement) in (0..).zip(&store.statements) {
            firsts.entry(statement.subject).or_insert(number);
        }
        let subject = |number: &u32| store.statements.get(*number as usize).map_or(0, |s| s.subject);
        order.sort_by_key(|number| firsts.get(&subject(number)).copied());
        let mut ranges: ByTerm<Range<u32>> = ByTerm::default();
        for (at, number) in (0..).zip(&order) {
            ranges.entry(subject(number)).and_modify(|range| range.end = at + 1).or_insert(at..at + 1);
        }
        Reader {
            store,
            graph: Graph::new(Direction::Directed),
            report,
            wikibase: None,
            cited: None,
            order,
            ranges,
            roles: vec![Role::Node; store.len()],
            ids: Ids::default(),
            nodes: ByTerm::default(),
            plain_edges: HashMap::default(),
            fates: vec![Fate::Unseen; store.statements.len()],
            property_names: ByTerm::default(),
            taken_names: HashMap::default(),
            symmetric: HashSet::default(),
            labels: ByTerm::default(),
            list_budget: 8 * store.statements.len() + 1_000,
        }
    }

    /// Finds cells of lists, nodes of statements, and properties that the file describes.
    pub(super) fn classify(&mut self) {
        let store = self.store;
        let find = |iri: &str| store.find_iri(iri);
        let (first, rest) = (find(&rdf("first")), find(&rdf("rest")));
        let parts = ["subject", "predicate", "object"].map(|name| find(&rdf(name)));
        let reifies = find(&rdf("reifies"));
        let (kind, symmetric) = (find(&rdf("type")), find(&owl("SymmetricProperty")));
        let mut used: HashSet<TermId, RandomState> = HashSet::default();
        let mut described: HashSet<TermId, RandomState> = HashSet::default();
        let mut tied: HashSet<TermId, RandomState> = HashSet::default();
        let mut named_parts: HashMap<TermId, u8, RandomState> = HashMap::default();
        for statement in &store.statements {
            let predicate = Some(statement.predicate);
            used.insert(statement.predicate);
            if predicate == first || predicate == rest {
                self.set_role(statement.subject, Role::Cell);
            } else if predicate == reifies {
                self.set_role(statement.subject, Role::OfStatement);
            } else if let Some(part) = parts.iter().position(|part| *part == predicate) {
                // A node that names only one or two of them tells of no statement: it is a node like any other.
                let named = named_parts.entry(statement.subject).or_insert(0_u8);
                *named |= 1 << part;
                if *named == 0b111 {
                    self.set_role(statement.subject, Role::OfStatement);
                }
            } else if predicate == kind {
                if is_property_type(store.iri(statement.object)) {
                    described.insert(statement.subject);
                }
                if Some(statement.object) == symmetric {
                    self.symmetric.insert(statement.subject);
                }
            } else if store.is_resource(statement.object) && !store.iri(statement.predicate).starts_with(&rdfs("")) {
                tied.insert(statement.object);
            }
        }
        self.lists_apart([first, rest]);
        let words = described.intersection(&used).filter(|id| !tied.contains(id));
        let words: Vec<TermId> = words.copied().collect();
        if let Some(first) = words.iter().min() {
            let at = self.about(*first).first().and_then(|number| self.statement(*number)).map(|s| s.at);
            let message =
                "properties that the file describes were read as kinds of edges and names of fields, not as nodes";
            self.report.note(NoteKind::Guessed, message, at);
        }
        words.into_iter().for_each(|id| self.set_role(id, Role::Word));
    }

    /// A list of which something is said, or that nothing refers to, is a node: what is said would be lost with its cells.
    fn lists_apart(&mut self, parts: [Option<TermId>; 2]) {
        let store = self.store;
        let (kind, list) = (store.find_iri(&rdf("type")), store.find_iri(&rdf("List")));
        let objects = store.statements.iter().map(|statement| statement.object);
        let referred: HashSet<TermId, RandomState> = objects.filter(|id| self.role(*id) == Role::Cell).collect();
        for statement in &store.statements {
            let id = statement.subject;
            let is_type = Some(statement.predicate) == kind && Some(statement.object) == list;
            let is_said = !is_type && !parts.contains(&Some(statement.predicate));
            if self.role(id) == Role::Cell && (is_said || !referred.contains(&id)) {
                self.set_role(id, Role::Node);
            }
        }
    }

    /// What a resource is.
    pub(super) fn role(&self, id: TermId) -> Role {
        match self.store.term(id) {
            Term::Iri(_) | Term::Blank(_) => self.roles.get(id as usize).copied().unwrap_or(Role::Node),
            Term::Literal(..) | Term::Quoted(..) => Role::Helper,
        }
    }

    pub(super) fn set_role(&mut self, id: TermId, role: Role) {
        if let Some(slot) = self.roles.get_mut(id as usize) {
            *slot = role;
        }
    }

    /// The numbers of the statements about a resource, in the order of the file.
    pub(super) fn about(&self, id: TermId) -> Vec<u32> {
        let range = self.ranges.get(&id).cloned().unwrap_or_default();
        self.order.get(range.start as usize..range.end as usize).unwrap_or_default().to_vec()
    }

    /// Whether any statement is about it.
    pub(super) fn is_told(&self, id: TermId) -> bool {
        self.ranges.contains_key(&id)
    }

    /// A statement by its number.
    pub(super) fn statement(&self, number: u32) -> Option<&'s Statement> {
        self.store.statements.get(number as usize)
    }

    /// The statement is in the graph.
    pub(super) fn take(&mut self, number: u32) {
        if let Some(fate @ Fate::Unseen) = self.fates.get_mut(number as usize) {
            *fate = Fate::Taken;
        }
    }

    /// All statements about a resource are in the graph.
    pub(super) fn take_about(&mut self, id: TermId) {
        self.about(id).into_iter().for_each(|number| self.take(number));
    }

    /// The statement says what another says.
    pub(super) fn merge(&mut self, number: u32, into: u32) {
        if let Some(fate @ Fate::Unseen) = self.fates.get_mut(number as usize) {
            *fate = Fate::Merged(into);
        }
    }

    /// The node of a resource, made if no statement is about it.
    pub(super) fn end(&mut self, id: TermId, at: At) -> Result<u32, Fault> {
        if let Some(node) = self.nodes.get(&id) {
            return Ok(*node);
        }
        let name = self.ids.id(self.store, id);
        let node = self.graph.end(&name, at).met_at(at.offset as usize)?;
        self.nodes.insert(id, node);
        if matches!(self.store.term(id), Term::Iri(iri) if iri != name) {
            self.iri_field(id, node, at)?;
        }
        Ok(node)
    }

    /// An edge between two resources.
    pub(super) fn edge(&mut self, from: TermId, kind: &str, to: TermId, at: At) -> Result<u32, Fault> {
        let offset = at.offset as usize;
        let (from, to) = (self.end(from, at)?, self.end(to, at)?);
        let edge = self.graph.add_edge(from, to, at).met_at(offset)?;
        self.graph.set_edge_kind(edge, kind).met_at(offset)?;
        Ok(edge)
    }

    /// An edge that a statement says.
    pub(super) fn edge_of(&mut self, (s, p, o): (TermId, TermId, TermId), at: At) -> Result<u32, Fault> {
        let kind = self.property_name(p);
        let edge = self.edge(s, &kind, o, at)?;
        if self.symmetric.contains(&p) {
            self.graph.set_direction(edge, Direction::Undirected);
        }
        Ok(edge)
    }

    /// The name of a property, as the kind of an edge or a column: its local name where that says something.
    pub(super) fn property_name(&mut self, id: TermId) -> String {
        if let Some(name) = self.property_names.get(&id) {
            return name.clone();
        }
        let iri = self.store.iri(id);
        let local = local_name(iri);
        let member = local.strip_prefix('_').is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit()));
        let mut name = match self.label_of(id) {
            _ if member => "member".to_owned(),
            Some(label) if is_opaque(local) => label,
            _ => local.to_owned(),
        };
        if *self.taken_names.entry(name.clone()).or_insert(id) != id && !member {
            name = iri.to_owned();
        }
        self.property_names.insert(id, name.clone());
        name
    }

    /// The name that the file gives a resource, the best of several.
    pub(super) fn label_of(&mut self, id: TermId) -> Option<String> {
        if let Some(known) = self.labels.get(&id) {
            return known.clone();
        }
        let mut best: Option<((u8, u8), &str)> = None;
        for number in self.about(id) {
            let Some(statement) = self.statement(number) else { continue };
            let Use::Name(rank) = use_of(self.store.iri(statement.predicate), false) else { continue };
            if let Term::Literal(text, kind) = self.store.term(statement.object) {
                let score = (preference(kind.strip_prefix('@').unwrap_or_default()), rank);
                if !text.trim().is_empty() && best.is_none_or(|(least, _)| score < least) {
                    best = Some((score, text));
                }
            }
        }
        let label = best.map(|(_, text)| text.trim().to_owned());
        self.labels.insert(id, label.clone());
        label
    }

    /// A term in words: the name of a resource, the text of a literal.
    pub(super) fn words(&mut self, id: TermId) -> String {
        match self.store.term(id) {
            Term::Literal(text, _) => text.to_owned(),
            Term::Quoted(s, p, o) => {
                let terms = [s, p, o].map(|id| match self.store.term(id) {
                    Term::Iri(iri) => local_name(iri).to_owned(),
                    Term::Blank(_) => self.ids.id(self.store, id),
                    Term::Literal(text, _) => text.to_owned(),
                    Term::Quoted(..) => "…".to_owned(),
                });
                terms.join(" ")
            }
            Term::Iri(iri) => match self.label_of(id) {
                Some(label) => label,
                None if self.role(id) == Role::Node && self.is_told(id) => self.ids.id(self.store, id),
                None => iri.to_owned(),
            },
            Term::Blank(_) => self.label_of(id).unwrap_or_else(|| self.ids.id(self.store, id)),
        }
    }

    /// The name of a class as a kind.
    pub(super) fn kind_name(&mut self, class: TermId) -> String {
        let local = local_name(self.store.iri(class));
        match self.label_of(class) {
            Some(label) if is_opaque(local) => label,
            _ if local.is_empty() => self.words(class),
            _ => local.to_owned(),
        }
    }

    /// Of several types, the one that says most: the first that is not wider than another of them.
    pub(super) fn best_type(&self, types: &[TermId]) -> Option<TermId> {
        let wider = self.store.find_iri(&rdfs("subClassOf"));
        let is_wider = |id: TermId| {
            types.iter().filter(|other| **other != id).any(|other| {
                let about = self.about(*other);
                about
                    .into_iter()
                    .filter_map(|number| self.statement(number))
                    .any(|statement| Some(statement.predicate) == wider && statement.object == id)
            })
        };
        let says = |id: &&TermId| !is_empty_type(self.store.iri(**id));
        // Many types are looked at only as far as that does not take long.
        let named = || types.iter().take(64).filter(says);
        named().find(|id| !is_wider(**id)).or_else(|| named().next()).copied()
    }

    /// Takes the cells of a list and of all lists within it.
    pub(super) fn take_lists(&mut self, head: TermId) -> Result<(), Fault> {
        let (mut open, mut seen) = (vec![head], HashSet::new());
        while let Some(id) = open.pop() {
            if self.role(id) == Role::Cell && seen.insert(id) {
                open.extend(self.list(id)?.unwrap_or_default());
            }
        }
        Ok(())
    }

    /// The items of a list that begins at a cell, and whether that is one; nested lists are one item each.
    pub(super) fn list(&mut self, head: TermId) -> Result<Option<Vec<TermId>>, Fault> {
        let store = self.store;
        let nil = store.find_iri(&rdf("nil"));
        if Some(head) == nil {
            return Ok(Some(Vec::new()));
        }
        if self.role(head) != Role::Cell {
            return Ok(None);
        }
        let (first, rest) = (store.find_iri(&rdf("first")), store.find_iri(&rdf("rest")));
        let (mut items, mut cell, mut seen) = (Vec::new(), head, HashSet::new());
        while Some(cell) != nil && seen.insert(cell) {
            let mut next = None;
            let about = self.about(cell);
            // All that is looked at counts: many may refer to one long list.
            let at =
                about.first().and_then(|number| self.statement(*number)).map_or(0, |first| first.at.offset as usize);
            let left = self.list_budget.checked_sub(about.len().max(1));
            self.list_budget = left.ok_or_else(|| Limit::Edges.over()).met_at(at)?;
            for number in about {
                let Some(statement) = self.statement(number) else { continue };
                if Some(statement.predicate) == first {
                    self.take(number);
                    items.push(statement.object);
                } else if Some(statement.predicate) == rest {
                    self.take(number);
                    next = Some(statement.object);
                }
            }
            match next {
                Some(next) => cell = next,
                None => break,
            }
        }
        Ok(Some(items))
    }
}
