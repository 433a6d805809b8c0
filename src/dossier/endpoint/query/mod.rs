//! SPARQL 1.1 queries, built from terms and patterns and never from pieces of text: names and IRIs go in as `oxrdf` writes
//! them, so that nothing in them can end one term and begin another. What is asked for is decided by the profiles.

mod write;

#[cfg(test)]
mod tests;

use oxrdf::{Literal, NamedNode};

use crate::problem::{Problem, codes, printable};

/// A variable: always a word of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Var(pub(super) &'static str);

/// What stands at a place of a pattern. Blank nodes cannot: in a query they mean anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Node {
    Var(Var),
    Iri(NamedNode),
    Literal(Literal),
}

/// What leads from one node to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Path {
    /// A property, or any.
    One(Node),
    /// One of several properties.
    Either(Vec<NamedNode>),
    /// A property any number of times, none included.
    Upwards(NamedNode),
}

/// A condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Test {
    IsIri(Var),
    IsLiteral(Var),
    Not(Box<Test>),
    All(Vec<Test>),
    Any(Vec<Test>),
    /// A text without a language.
    NoLanguage(Var),
    /// A text in a language or a part of it: `en` takes `en-GB`.
    Language(Var, String),
    /// A text with another text in it, not minding case.
    Contains(Var, String),
    /// A term whose text comes after another, by code points.
    After(Var, String),
}

/// A part of a query's pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Pattern {
    /// A statement.
    Triple(Node, Path, Node),
    /// Rows of terms for variables.
    Values(Vec<Var>, Vec<Vec<Node>>),
    /// One of several patterns.
    Union(Vec<Vec<Pattern>>),
    /// What need not be there.
    Optional(Vec<Pattern>),
    /// What must not be there.
    Without(Vec<Pattern>),
    /// A condition.
    Filter(Test),
    /// A term for a variable.
    Bind(Node, Var),
    /// A query in a query.
    Sub(Box<Select>),
    /// A pattern in a named graph.
    Graph(Var, Vec<Pattern>),
}

/// A column of the result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Var(Var),
    /// How many rows have a value of a variable.
    Count(Var, Var),
}

/// A query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Select {
    pub(super) distinct: bool,
    pub(super) columns: Vec<Column>,
    pub(super) pattern: Vec<Pattern>,
    pub(super) group: Vec<Var>,
    /// By the text of a variable. Sorting holds everything in the server's memory: only for what is asked for by itself.
    pub(super) order: Option<Var>,
    /// Never without one.
    pub(super) limit: usize,
}

impl Select {
    /// The rows of a pattern.
    pub(super) fn rows(columns: &[Var], limit: usize, pattern: Vec<Pattern>) -> Self {
        let columns = columns.iter().copied().map(Column::Var).collect();
        Select { distinct: false, columns, pattern, group: Vec::new(), order: None, limit }
    }

    /// The same, each row once.
    pub(super) fn once(self) -> Self {
        Select { distinct: true, ..self }
    }
}

/// A statement's pattern.
pub(super) fn triple(subject: impl Into<Node>, path: impl Into<Path>, object: impl Into<Node>) -> Pattern {
    Pattern::Triple(subject.into(), path.into(), object.into())
}

/// Terms for one variable.
pub(super) fn values<N: Into<Node>>(of: Var, terms: impl IntoIterator<Item = N>) -> Pattern {
    Pattern::Values(vec![of], terms.into_iter().map(|term| vec![term.into()]).collect())
}

/// An IRI that may go into a query.
///
/// # Errors
/// What is no IRI: it is refused, not mended.
pub(super) fn iri(text: &str) -> Result<NamedNode, Problem> {
    NamedNode::new(text).map_err(|_| {
        let shown: String = printable(text).chars().take(200).collect();
        Problem::error(codes::BAD_VALUE, format!("`{shown}` is not an IRI and was not sent"))
            .with_help("choose another record")
    })
}

/// A text in a language; without one where the tag is none.
pub(super) fn text_in(text: &str, language: &str) -> Literal {
    Literal::new_language_tagged_literal(text, language).unwrap_or_else(|_| Literal::new_simple_literal(text))
}

/// The condition that a variable is no text, or one without a language or in one of these.
pub(super) fn in_languages(of: Var, languages: &[String]) -> Pattern {
    let mut any = vec![Test::Not(Box::new(Test::IsLiteral(of))), Test::NoLanguage(of)];
    any.extend(languages.iter().map(|language| Test::Language(of, language.clone())));
    Pattern::Filter(Test::Any(any))
}

impl From<Var> for Node {
    fn from(var: Var) -> Self {
        Node::Var(var)
    }
}

impl From<NamedNode> for Node {
    fn from(iri: NamedNode) -> Self {
        Node::Iri(iri)
    }
}

impl From<&NamedNode> for Node {
    fn from(iri: &NamedNode) -> Self {
        Node::Iri(iri.clone())
    }
}

impl From<Literal> for Node {
    fn from(literal: Literal) -> Self {
        Node::Literal(literal)
    }
}

impl<N: Into<Node>> From<N> for Path {
    fn from(node: N) -> Self {
        Path::One(node.into())
    }
}
