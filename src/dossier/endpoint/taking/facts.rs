//! Statements as an endpoint gave them, and the text that the exchange reads: one statement a line, so that a line tells
//! which statement a record was made of.

use std::collections::{BTreeMap, BTreeSet};

use oxrdf::{Literal, NamedNode, Term};

const RDF_TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const RDFS_LABEL: &str = "http://www.w3.org/2000/01/rdf-schema#label";
/// A class that says nothing: a thing of it is only there.
const RESOURCE: &str = "http://www.w3.org/2000/01/rdf-schema#Resource";

/// A statement.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Fact {
    /// What it is about.
    pub(crate) subject: NamedNode,
    /// What it says of that.
    pub(crate) predicate: NamedNode,
    /// Its value.
    pub(crate) object: Term,
}

/// All that is to be known of what is taken.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Facts {
    /// IRIs of the things.
    pub(crate) things: BTreeSet<String>,
    /// The class that all things are of, for those who read them.
    pub(crate) thing_class: Option<String>,
    /// The statements.
    pub(crate) lines: Vec<Fact>,
    /// Kinds of our vocabulary, by thing.
    pub(crate) kinds: BTreeMap<String, String>,
    /// What classes, properties and others are called that are only named.
    pub(crate) words: BTreeMap<String, String>,
    /// What those words are.
    pub(crate) word_classes: BTreeMap<String, String>,
    /// Where things are written.
    pub(crate) sources: Vec<(String, Term)>,
    /// The named graphs that ties stand in.
    pub(crate) graphs: Vec<(Fact, String)>,
}

impl Facts {
    /// All statements in the order in which they are read: that things are there comes first.
    pub(super) fn document(&self) -> Vec<Fact> {
        let class = NamedNode::new(self.thing_class.as_deref().unwrap_or(RESOURCE));
        let class = class.unwrap_or_else(|_| NamedNode::new_unchecked(RESOURCE));
        let is_a = |subject: NamedNode, class: NamedNode| {
            let predicate = NamedNode::new_unchecked(RDF_TYPE);
            Fact { subject, predicate, object: Term::NamedNode(class) }
        };
        let mut out: Vec<Fact> = Vec::with_capacity(self.lines.len() + self.things.len() + 2 * self.words.len());
        out.extend(self.things.iter().filter_map(|thing| Some(is_a(NamedNode::new(thing).ok()?, class.clone()))));
        out.extend(self.lines.iter().cloned());
        for (word, class) in &self.word_classes {
            let (Ok(subject), Ok(class)) = (NamedNode::new(word), NamedNode::new(class)) else { continue };
            if self.things.contains(word) {
                continue;
            }
            out.push(is_a(subject.clone(), class));
            if let Some(label) = self.words.get(word) {
                let object = Term::Literal(Literal::new_simple_literal(label));
                out.push(Fact { subject, predicate: NamedNode::new_unchecked(RDFS_LABEL), object });
            }
        }
        let mut seen = BTreeSet::new();
        out.retain(|fact| seen.insert(line(fact)));
        out
    }
}

fn line(fact: &Fact) -> String {
    let Fact { subject, predicate, object } = fact;
    format!("{subject} {predicate} {object} .\n")
}

/// The statements as N-Triples.
pub(super) fn text(document: &[Fact]) -> String {
    document.iter().map(line).collect()
}

/// Whether a notice of the reader is about what was put into the text to be read.
pub(super) fn is_ours(message: &str) -> bool {
    message.starts_with("items without statements, which are only named")
        || message.starts_with("properties that the file describes were read as kinds")
        || message.starts_with("an edge refers to a node that the file does not define")
}
