//! Who says what is taken: the endpoint itself, with the day of access, and the sources that it cites, which nobody here
//! has read. Which record is meant is known by the line that it was read from.

use std::collections::{BTreeMap, HashMap};

use oxrdf::Term;

use super::super::client::Endpoint;
use super::super::offer::short;
use super::super::transport::written;
use super::facts::{Fact, Facts};
use super::sources::SourceBook;
use crate::dossier::exchange::{At, Cited, Rank, Told};
use crate::dossier::model::{Claim, Date, Day, Source, SourceId};

/// What is said of a record.
#[derive(Clone, Debug, Default)]
struct Says {
    claims: Vec<Claim>,
    /// IRI of the statement, where it has one.
    statement: Option<String>,
}

/// Claims by record.
pub(super) struct Evidence {
    /// By line.
    lines: Vec<Line>,
    relations: HashMap<u32, Says>,
    things: BTreeMap<String, Vec<Claim>>,
    sources: Vec<Source>,
    endpoint: SourceId,
    seen: Option<Date>,
}

/// What a line is about.
struct Line {
    subject: String,
    predicate: String,
    /// IRI of the statement that it leads to.
    statement: Option<String>,
}

impl Evidence {
    /// What the endpoint and its references say, asked on a day.
    pub(super) fn of(endpoint: &Endpoint, facts: &Facts, document: &[Fact], cited: &[Cited], day: Day) -> Self {
        let mut book = SourceBook::new(endpoint.source(Some(day)));
        let seen = Date::parse(&written(day)).ok();
        let line = |fact: &Fact| {
            let statement = match &fact.object {
                Term::NamedNode(node) if node.as_str().contains("/entity/statement/") => Some(node.as_str().to_owned()),
                Term::NamedNode(_) | Term::BlankNode(_) | Term::Literal(_) | Term::Triple(_) => None,
            };
            Line { subject: fact.subject.as_str().to_owned(), predicate: fact.predicate.as_str().to_owned(), statement }
        };
        let lines: Vec<Line> = document.iter().map(line).collect();
        let own = |at: &str, book: &SourceBook| Claim {
            at: Some(at.to_owned()),
            seen: seen.clone(),
            ..Claim::stated(book.endpoint())
        };
        let mut things: BTreeMap<String, Vec<Claim>> = BTreeMap::new();
        for thing in &facts.things {
            let claims = things.entry(thing.clone()).or_default();
            claims.push(own(if facts.thing_class.is_some() { short(thing) } else { thing }, &book));
        }
        for (thing, source) in &facts.sources {
            let text = match source {
                Term::NamedNode(node) => node.as_str(),
                Term::Literal(literal) => literal.value(),
                Term::BlankNode(_) | Term::Triple(_) => continue,
            };
            let claim = Claim { note: Some(as_cited(endpoint)), ..Claim::stated(book.named(text)) };
            things.entry(thing.clone()).or_default().push(claim);
        }
        let mut relations: HashMap<u32, Says> = HashMap::new();
        for one in cited {
            let mut claims = Vec::new();
            let mut itself = own(&one.statement, &book);
            let mut notes = Vec::new();
            for reference in &one.references {
                notes.extend(reference.imported.iter().map(|wiki| format!("copied there from {wiki}")));
                if let Some(source) = book.of(reference) {
                    claims.push(cited_claim(endpoint, source, reference));
                }
            }
            if one.rank == Rank::Deprecated {
                let why = one.reasons.join(", ");
                let why = if why.is_empty() { "no reason is given".to_owned() } else { why };
                notes.push(format!("{} no longer believes it: {why}", endpoint.name));
            }
            itself.note = Some(notes.join("; ")).filter(|note| !note.is_empty());
            // The endpoint says where a thing's date is; of its other fields only others are named.
            if one.about.is_none() || one.about.as_deref() == Some("when") {
                claims.insert(0, itself);
            }
            for claim in &mut claims {
                claim.superseded = one.rank == Rank::Deprecated;
                claim.about.clone_from(&one.about);
            }
            match &one.about {
                Some(_) => things.entry(one.subject.clone()).or_default().extend(claims),
                None => {
                    let statement = line_of(&lines, one.at).and_then(|line| line.statement.clone());
                    relations.insert(one.at.number, Says { claims, statement });
                }
            }
        }
        for (number, fact) in (1..).zip(document) {
            let graphs = facts.graphs.iter().filter(|(tie, _)| tie == fact).map(|(_, graph)| graph);
            let claim = |graph: &String, book: &mut SourceBook| Claim {
                note: Some(format!("its named graph in {}", endpoint.name)),
                ..Claim::stated(book.named(graph))
            };
            let graphs: Vec<Claim> = graphs.map(|graph| claim(graph, &mut book)).collect();
            if !graphs.is_empty() {
                let place = format!("{} {}", fact.subject.as_str(), short(fact.predicate.as_str()));
                let says = relations
                    .entry(number)
                    .or_insert_with(|| Says { claims: vec![own(&place, &book)], statement: None });
                says.claims.extend(graphs);
            }
        }
        let endpoint = book.endpoint();
        Evidence { lines, relations, things, sources: book.into_sources(), endpoint, seen }
    }

    /// The sources that claims cite.
    pub(super) fn sources(&self) -> Vec<Source> {
        self.sources.clone()
    }

    /// The claims of a record by its place.
    pub(super) fn claims(&self, told: Told, at: At) -> Vec<Claim> {
        let itself = |place: &str| Claim {
            at: Some(place.to_owned()),
            seen: self.seen.clone(),
            ..Claim::stated(self.endpoint.clone())
        };
        let Some(line) = line_of(&self.lines, at) else { return vec![itself(&format!("line {}", at.number))] };
        match (told, &line.statement) {
            (Told::Relation, _) => match self.relations.get(&at.number) {
                Some(says) => says.claims.clone(),
                None => vec![itself(&format!("{} {}", line.subject, short(&line.predicate)))],
            },
            // What is only known to be there is known from a statement.
            (Told::Entity, Some(statement)) => vec![itself(short(statement))],
            (Told::Entity, None) => {
                self.things.get(&line.subject).cloned().unwrap_or_else(|| vec![itself(&line.subject)])
            }
        }
    }

    /// The IRI of the statement that a relation was made of, by its own claim.
    pub(super) fn statement_of(&self, claims: &[Claim]) -> Option<&str> {
        let at = claims.iter().find(|claim| claim.source == self.endpoint)?.at.as_deref()?;
        let statements = self.relations.values().filter_map(|says| says.statement.as_deref());
        statements.into_iter().find(|statement| short(statement) == at)
    }

    /// The IRI of the property of a relation that has no statement of its own, by its own claim.
    pub(super) fn property_of(&self, claims: &[Claim]) -> Option<&str> {
        let at = claims.iter().find(|claim| claim.source == self.endpoint)?.at.as_deref()?;
        let (subject, property) = at.rsplit_once(' ')?;
        let line = self.lines.iter().find(|line| line.subject == subject && short(&line.predicate) == property)?;
        Some(&line.predicate)
    }
}

fn line_of(lines: &[Line], at: At) -> Option<&Line> {
    lines.get((at.number as usize).checked_sub(1)?)
}

fn as_cited(endpoint: &Endpoint) -> String {
    format!("as cited by {}, not read by us", endpoint.name)
}

fn cited_claim(endpoint: &Endpoint, source: SourceId, reference: &crate::dossier::exchange::Reference) -> Claim {
    let pages = reference.pages.join(", ");
    Claim {
        at: Some(pages).filter(|pages| !pages.is_empty()).map(|pages| format!("p. {pages}")),
        quote: reference.quotes.first().cloned(),
        seen: reference.seen.first().and_then(|date| Date::parse(date).ok()),
        note: Some(as_cited(endpoint)),
        ..Claim::stated(source)
    }
}
