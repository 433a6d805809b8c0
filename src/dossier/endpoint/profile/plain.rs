//! Any RDF: names by the usual properties, every statement with a resource at its end a tie, named graphs and provenance
//! as evidence. Only SPARQL 1.1 is used, which all engines know.

use std::collections::{BTreeMap, BTreeSet};

use oxrdf::{NamedNode, Term};

use super::super::client::{AT_ONCE, Client, Profile, failed, iris};
use super::super::offer::{Direction, Found, How, Page, Paging, Picks, Property, Tie};
use super::super::query::{Node, Path, Pattern, Select, Test, Var, iri, text_in, triple, values};
use super::super::taking::{Fact, Facts, Material};
use super::common::{
    MOST_FOUND, MOST_TIES, O, P, S, candidates, counts, describe, facts_of, labels, page_of, paged, said,
};
use super::words::{ALT_LABEL, NAMES, RDF_PROPERTY, RDF_TYPE, SOURCES, known};
use crate::dossier::exchange::Failure;

const LABEL: Var = Var("label");
const GRAPH: Var = Var("g");
/// Most properties of a thing.
const MOST_PROPERTIES: usize = 500;

/// Any RDF.
pub(super) struct Plain;

/// A property that leads from a thing to another.
fn is_tie(predicate: &str) -> bool {
    predicate != RDF_TYPE && !SOURCES.contains(&predicate)
}

fn resource(of: Var) -> Pattern {
    Pattern::Filter(Test::IsIri(of))
}

impl Profile for Plain {
    fn name(&self) -> &'static str {
        "rdf"
    }

    fn about(&self) -> &'static str {
        "any SPARQL endpoint"
    }

    fn fits(&self, client: &Client<'_>) -> Result<bool, Failure> {
        let rows = client.rows(&Select::rows(&[S, P, O], 1, vec![triple(S, P, O)]))?;
        Ok(rows.len() > 0)
    }

    fn find(&self, client: &Client<'_>, name: &str, how: How) -> Result<Found, Failure> {
        let name = name.trim();
        let names: Vec<NamedNode> = NAMES.iter().chain([&ALT_LABEL]).map(|iri| known(iri)).collect();
        let pattern = match how {
            How::Exact => {
                let tagged = client.endpoint.languages.iter().map(|language| text_in(name, language));
                let texts = std::iter::once(text_in(name, "")).chain(tagged);
                vec![values(LABEL, texts), triple(S, Path::Either(names), LABEL), resource(S)]
            }
            How::Containing => {
                let test = Test::All(vec![Test::IsIri(S), Test::Contains(LABEL, name.to_owned())]);
                vec![triple(S, Path::Either(names), LABEL), Pattern::Filter(test)]
            }
            How::Index => {
                let message = format!("{} has no index of names that Chancery can search", client.endpoint.url.host());
                return Err(failed(message, "search for the exact name, or for names that contain it"));
            }
        };
        let mut rows = client.rows(&Select::rows(&[S, LABEL], 4 * MOST_FOUND, pattern).once())?;
        let mut seen = BTreeSet::new();
        let more = rows.len() >= 4 * MOST_FOUND;
        rows.keep_first(4 * MOST_FOUND);
        let found = rows.iter().filter_map(|row| {
            let thing = row.iri(S).filter(|iri| seen.insert((*iri).to_owned()))?;
            Some((thing.to_owned(), row.text(LABEL)?.0.to_owned()))
        });
        let mut found: Vec<(String, String)> = found.collect();
        let more = more || found.len() > MOST_FOUND;
        found.truncate(MOST_FOUND);
        Ok(Found { candidates: candidates(client, found, &[known(RDF_TYPE)])?, more })
    }

    fn properties(&self, client: &Client<'_>, of: &str) -> Result<Vec<Property>, Failure> {
        let thing = iri(of)?;
        let out = Select::rows(&[P], MOST_PROPERTIES, vec![triple(&thing, P, O), resource(O)]).once();
        let into = Select::rows(&[P], MOST_PROPERTIES, vec![triple(S, P, &thing), resource(S)]).once();
        let mut found: Vec<(Direction, NamedNode)> = Vec::new();
        for (direction, select, what) in [
            (Direction::Out, out, "properties that lead from here"),
            (Direction::In, into, "properties that lead here"),
        ] {
            let rows = client.rows_or_missing(&select, what)?;
            let properties = rows.iter().filter_map(|row| row.iri(P).filter(|iri| is_tie(iri)).map(str::to_owned));
            let properties: Vec<String> = properties.collect();
            found.extend(iris(client, properties.iter().map(String::as_str)).into_iter().map(|p| (direction, p)));
        }
        let counts = counts(client, &found, |direction, property| match direction {
            Direction::Out => vec![triple(&thing, property, O), resource(O)],
            Direction::In => vec![triple(O, property, &thing), resource(O)],
        })?;
        let names = labels(client, found.iter().map(|(_, property)| property.as_str()))?;
        let property = |(direction, property): (Direction, NamedNode)| {
            let iri = property.into_string();
            let count = counts.get(&(direction, iri.clone())).copied();
            Property { label: names.get(&iri).cloned().unwrap_or_default(), count, direction, iri }
        };
        Ok(found.into_iter().map(property).collect())
    }

    fn neighbours(&self, client: &Client<'_>, of: &str, by: &Property, paging: &Paging) -> Result<Page, Failure> {
        let (thing, property) = (iri(of)?, iri(&by.iri)?);
        let pattern = match by.direction {
            Direction::Out => triple(&thing, &property, O),
            Direction::In => triple(O, &property, &thing),
        };
        let select = Select::rows(&[O], AT_ONCE + 1, vec![pattern, resource(O)]).once();
        let rows = client.rows(&paged(select, paging, O))?;
        let (kept, next) = page_of(&rows, paging, O);
        let others = rows.iter().enumerate().filter(|(number, _)| kept.contains(number));
        let others: Vec<String> = others.filter_map(|(_, row)| row.iri(O).map(str::to_owned)).collect();
        let tie = |other: &String| {
            let (from, to) = match by.direction {
                Direction::Out => (of.to_owned(), other.clone()),
                Direction::In => (other.clone(), of.to_owned()),
            };
            Tie { from, property: by.iri.clone(), to: Some(to), statement: None, deprecated: false }
        };
        let ties = others.iter().map(tie).collect();
        let things = describe(client, others.iter().map(String::as_str).chain([of]), &[known(RDF_TYPE)])?;
        Ok(Page { ties, things, next })
    }

    fn among(&self, client: &Client<'_>, things: &[String]) -> Result<Page, Failure> {
        let nodes = iris(client, things.iter().take(AT_ONCE).map(String::as_str));
        if things.len() > AT_ONCE {
            client.missing(format!("relations between things beyond the first {AT_ONCE}"));
        }
        let pattern = vec![values(S, &nodes), values(O, &nodes), triple(S, P, O)];
        let rows = client.rows(&Select::rows(&[S, P, O], MOST_TIES, pattern).once())?;
        let tie = |row: super::super::answer::Row<'_>| {
            let property = row.iri(P).filter(|iri| is_tie(iri))?.to_owned();
            let (from, to) = (row.iri(S)?.to_owned(), Some(row.iri(O)?.to_owned()));
            Some(Tie { from, property, to, statement: None, deprecated: false })
        };
        Ok(Page { ties: rows.iter().filter_map(tie).collect(), things: BTreeMap::new(), next: None })
    }

    fn facts(&self, client: &Client<'_>, picks: &Picks, _with_deprecated: bool) -> Result<Material, Failure> {
        let all = picks.all_things();
        let things = iris(client, all.iter().map(String::as_str));
        let mut facts =
            Facts { things: things.iter().map(|thing| thing.as_str().to_owned()).collect(), ..Facts::default() };
        for fact in said(client, &things, None, false)? {
            let predicate = fact.predicate.as_str();
            if SOURCES.contains(&predicate) {
                facts.sources.push((fact.subject.as_str().to_owned(), fact.object));
                continue;
            }
            match &fact.object {
                Term::Literal(_) => facts.lines.push(fact),
                Term::NamedNode(_) if predicate == RDF_TYPE => facts.lines.push(fact),
                // Ties are those that were picked.
                Term::NamedNode(_) | Term::BlankNode(_) | Term::Triple(_) => {}
            }
        }
        let mut ties = Vec::new();
        for tie in &picks.ties {
            let (Some(to), Ok(from), Ok(property)) = (&tie.to, iri(&tie.from), iri(&tie.property)) else { continue };
            ties.push(Fact { subject: from, predicate: property, object: Term::NamedNode(iri(to)?) });
        }
        graphs_of(client, &ties, &mut facts)?;
        // What the properties are called: one without a name says little.
        let words: BTreeSet<&str> =
            ties.iter().map(|tie| tie.predicate.as_str()).filter(|word| !all.contains(*word)).collect();
        facts.words = labels(client, words.iter().copied())?;
        let property = known(RDF_PROPERTY).into_string();
        facts.word_classes = words.into_iter().map(|word| (word.to_owned(), property.clone())).collect();
        facts.lines.extend(ties);
        Ok(Material::Statements(facts))
    }
}

/// The named graphs that ties stand in, where the server has any.
fn graphs_of(client: &Client<'_>, ties: &[Fact], facts: &mut Facts) -> Result<(), Failure> {
    for some in ties.chunks(AT_ONCE) {
        let row = |tie: &Fact| -> Option<Vec<Node>> {
            let Term::NamedNode(object) = &tie.object else { return None };
            Some(vec![(&tie.subject).into(), (&tie.predicate).into(), object.into()])
        };
        let rows = some.iter().filter_map(row).collect();
        let pattern = vec![Pattern::Values(vec![S, P, O], rows), Pattern::Graph(GRAPH, vec![triple(S, P, O)])];
        let rows = client.rows_or_missing(&Select::rows(&[S, P, O, GRAPH], 10 * AT_ONCE, pattern), "named graphs")?;
        let mut found = Vec::new();
        facts_of(client, &rows, &mut found);
        for (fact, row) in found.into_iter().zip(rows.iter()) {
            if let Some(graph) = row.iri(GRAPH) {
                facts.graphs.push((fact, graph.to_owned()));
            }
        }
    }
    Ok(())
}
