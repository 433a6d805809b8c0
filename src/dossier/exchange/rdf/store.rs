//! Statements as they were read, their terms as numbers. Knows no notation and not what terms mean.

use std::collections::HashMap;

use foldhash::fast::RandomState;
use oxrdf::{GraphName, NamedOrBlankNode, Term as Parsed};

use super::super::limits::Limit;
use super::super::report::At;
use super::super::texts::Index;
use crate::problem::Problem;

/// The namespace of RDF.
pub(super) const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
/// The namespace of what Wikibase says of itself.
pub(super) const ONTOLOGY: &str = "http://wikiba.se/ontology#";

/// A map by terms.
pub(super) type ByTerm<T> = HashMap<TermId, T, RandomState>;

/// The number of a term.
pub(super) type TermId = u32;

/// What a term is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Term<'s> {
    /// A resource with a name.
    Iri(&'s str),
    /// A resource without one; the label means something in this file alone.
    Blank(&'s str),
    /// A value with its datatype, or its language after `@`.
    Literal(&'s str, &'s str),
    /// A statement that is spoken of.
    Quoted(TermId, TermId, TermId),
}

/// One statement.
#[derive(Clone, Copy, Debug)]
pub(super) struct Statement {
    pub(super) subject: TermId,
    pub(super) predicate: TermId,
    pub(super) object: TermId,
    /// The named graph that it stands in.
    pub(super) graph: Option<TermId>,
    pub(super) at: At,
}

/// Marks before the texts of terms, which keep them apart.
const IRI: char = '<';
const BLANK: char = '_';
const LITERAL: char = '"';
const QUOTED: char = '(';
/// Between datatype and value; no datatype has it.
const BETWEEN: char = '\0';

/// All statements of a file.
#[derive(Debug, Default)]
pub(super) struct Store {
    terms: Index,
    pub(super) statements: Vec<Statement>,
    /// Statements that said what an earlier one had said: their place and the number of that one.
    pub(super) repeated: Vec<(At, u32)>,
    known: HashMap<(TermId, TermId, TermId), u32, RandomState>,
    /// Named graphs that a statement stands in beside the first.
    graphs: HashMap<(TermId, TermId, TermId), Vec<TermId>, RandomState>,
    /// The literals of values of Wikibase, by node and property.
    values: HashMap<(TermId, TermId), TermId, RandomState>,
}

impl Store {
    /// Adds a statement.
    ///
    /// # Errors
    /// A limit.
    pub(super) fn add(
        &mut self,
        subject: &NamedOrBlankNode,
        predicate: &str,
        object: &Parsed,
        graph: &GraphName,
        at: At,
    ) -> Result<(), Problem> {
        Limit::Statements.check(self.statements.len() + self.repeated.len() + 1)?;
        let subject = self.resource(subject)?;
        let predicate = self.put(IRI, predicate)?;
        let object = self.object(object, 0)?;
        let graph = match graph {
            GraphName::NamedNode(node) => Some(self.put(IRI, node.as_str())?),
            GraphName::BlankNode(node) => Some(self.put(BLANK, node.as_str())?),
            GraphName::DefaultGraph => None,
        };
        let number = self.statements.len() as u32;
        let terms = (subject, predicate, object);
        let first = *self.known.entry(terms).or_insert(number);
        if first == number {
            self.statements.push(Statement { subject, predicate, object, graph, at });
            return Ok(());
        }
        self.repeated.push((at, first));
        let known = self.statements.get(first as usize).and_then(|statement| statement.graph);
        if let Some(graph) = graph.filter(|graph| Some(*graph) != known) {
            let graphs = self.graphs.entry(terms).or_default();
            if !graphs.contains(&graph) {
                graphs.push(graph);
            }
        }
        Ok(())
    }

    /// Forgets what is needed only while statements are added, and makes what is needed after.
    pub(super) fn close(&mut self) {
        self.known = HashMap::default();
        let names = ["timeValue", "timePrecision"];
        let of_values = names.map(|name| self.find_iri(&format!("{}{name}", ONTOLOGY)));
        let wanted = |statement: &&Statement| of_values.contains(&Some(statement.predicate));
        let values = self.statements.iter().filter(wanted).map(|s| ((s.subject, s.predicate), s.object));
        self.values = values.collect();
    }

    /// The named graphs that a statement stands in.
    pub(super) fn graphs_of(&self, statement: &Statement) -> impl Iterator<Item = TermId> + '_ {
        let more = self.graphs.get(&(statement.subject, statement.predicate, statement.object));
        statement.graph.into_iter().chain(more.into_iter().flatten().copied())
    }

    /// The text of a value of Wikibase: its time, or its precision.
    pub(super) fn value_of(&self, id: TermId, predicate: Option<TermId>) -> Option<&str> {
        match self.term(*self.values.get(&(id, predicate?))?) {
            Term::Literal(text, _) => Some(text),
            Term::Iri(_) | Term::Blank(_) | Term::Quoted(..) => None,
        }
    }

    fn resource(&mut self, node: &NamedOrBlankNode) -> Result<TermId, Problem> {
        match node {
            NamedOrBlankNode::NamedNode(node) => self.put(IRI, node.as_str()),
            NamedOrBlankNode::BlankNode(node) => self.put(BLANK, node.as_str()),
        }
    }

    fn object(&mut self, term: &Parsed, depth: usize) -> Result<TermId, Problem> {
        Limit::Depth.check(depth)?;
        match term {
            Parsed::NamedNode(node) => self.put(IRI, node.as_str()),
            Parsed::BlankNode(node) => self.put(BLANK, node.as_str()),
            Parsed::Literal(literal) => {
                Limit::Cell.check(literal.value().len())?;
                let kind = match literal.language() {
                    Some(language) => format!("@{language}"),
                    None => literal.datatype().as_str().to_owned(),
                };
                self.put(LITERAL, &format!("{kind}{BETWEEN}{}", literal.value()))
            }
            Parsed::Triple(triple) => {
                let subject = self.resource(&triple.subject)?;
                let predicate = self.put(IRI, triple.predicate.as_str())?;
                let object = self.object(&triple.object, depth + 1)?;
                self.put(QUOTED, &format!("{subject} {predicate} {object}"))
            }
        }
    }

    fn put(&mut self, mark: char, text: &str) -> Result<TermId, Problem> {
        Limit::Cell.check(text.len())?;
        Ok(self.terms.put(&format!("{mark}{text}"))?.0)
    }

    /// Number of terms.
    pub(super) fn len(&self) -> usize {
        self.terms.len()
    }

    /// A term by its number.
    pub(super) fn term(&self, id: TermId) -> Term<'_> {
        let text = self.terms.get(id);
        let mut chars = text.chars();
        let mark = chars.next();
        let rest = chars.as_str();
        match mark {
            Some(IRI) => Term::Iri(rest),
            Some(LITERAL) => {
                let (kind, value) = rest.split_once(BETWEEN).unwrap_or(("", rest));
                Term::Literal(value, kind)
            }
            Some(QUOTED) => {
                let mut numbers = rest.split(' ').map(|number| number.parse().unwrap_or_default());
                let mut next = || numbers.next().unwrap_or_default();
                Term::Quoted(next(), next(), next())
            }
            _ => Term::Blank(rest),
        }
    }

    /// The IRI of a term; empty for others.
    pub(super) fn iri(&self, id: TermId) -> &str {
        match self.term(id) {
            Term::Iri(iri) => iri,
            Term::Blank(_) | Term::Literal(..) | Term::Quoted(..) => "",
        }
    }

    /// The number of an IRI, if any statement has it.
    pub(super) fn find_iri(&self, iri: &str) -> Option<TermId> {
        self.terms.find(&format!("{IRI}{iri}"))
    }

    /// Whether it names a thing: an IRI or a blank node.
    pub(super) fn is_resource(&self, id: TermId) -> bool {
        matches!(self.term(id), Term::Iri(_) | Term::Blank(_))
    }
}
