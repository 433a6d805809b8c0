//! Statements about statements: nodes that name subject, predicate and object (RDF reification), and those of RDF 1.2
//! that reify a triple. What they say is said of the edge.

use super::super::fault::Fault;
use super::super::report::NoteKind;
use super::super::value::{Purpose, Value};
use super::properties::rdf;
use super::reader::{Reader, Role};
use super::store::{Term, TermId};
use super::subject::{Gathered, Of};

/// Reads all nodes of statements. The first about a statement says more of its edge; others are edges of their own.
///
/// # Errors
/// A limit.
pub(super) fn edges(reader: &mut Reader<'_>) -> Result<(), Fault> {
    let store = reader.store;
    let mut nodes: Vec<(u32, TermId)> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for (number, statement) in (0..).zip(&store.statements) {
        if reader.role(statement.subject) == Role::OfStatement && seen.insert(statement.subject) {
            nodes.push((number, statement.subject));
        }
    }
    let [subject, predicate, object, reifies, kind] =
        ["subject", "predicate", "object", "reifies", "type"].map(|name| store.find_iri(&rdf(name)));
    for (_, id) in nodes {
        let numbers = reader.about(id);
        let mut terms: [Option<TermId>; 3] = [None; 3];
        let mut quoted = Vec::new();
        let mut at = None;
        for number in &numbers {
            let Some(statement) = reader.statement(*number) else { continue };
            at = at.or(Some(statement.at));
            let p = Some(statement.predicate);
            for (slot, name) in terms.iter_mut().zip([subject, predicate, object]) {
                if p == name {
                    *slot = Some(statement.object);
                }
            }
            if p == reifies
                && let Term::Quoted(s, p, o) = store.term(statement.object)
            {
                quoted.push((s, p, o));
            }
        }
        if let [Some(s), Some(p), Some(o)] = terms {
            quoted.push((s, p, o));
        }
        let at = at.unwrap_or_default();
        let tied = |(s, p, o): &(TermId, TermId, TermId)| {
            store.is_resource(*s) && store.is_resource(*o) && !store.iri(*p).is_empty() && Some(*p) != kind
        };
        let edges: Vec<_> = quoted.iter().filter(|terms| tied(terms)).copied().collect();
        if edges.len() < quoted.len() {
            let message = "what is said about a statement that is not an edge (a name, a kind, a field)";
            reader.report.note(NoteKind::LeftOut, message, Some(at));
        }
        for terms in edges {
            let edge = match reader.plain_edges.remove(&terms) {
                Some(edge) => edge,
                None => reader.edge_of(terms, at)?,
            };
            let mut gathered = Gathered::default();
            if let Term::Iri(iri) = store.term(id) {
                gathered.field("iri", Purpose::Own, Value::text(iri));
            }
            for number in &numbers {
                let Some(statement) = reader.statement(*number) else { continue };
                reader.said(statement, None, &mut gathered)?;
                reader.graph_of(statement, &mut gathered);
                reader.take(*number);
            }
            reader.tell(Of::Edge(edge), gathered, at)?;
        }
    }
    Ok(())
}
