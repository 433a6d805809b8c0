//! Questions that several profiles ask: what things are called and are, how many statements there are about them, and what
//! is said of them, word for word.

use std::collections::{BTreeMap, HashMap};

use oxrdf::{BlankNode, NamedNode, Term};

use super::super::answer::Rows;
use super::super::client::{AT_ONCE, Client, iris};
use super::super::offer::{Candidate, Count, Direction, Paging, Thing};
use super::super::query::{Column, Node, Pattern, Select, Test, Var, in_languages, triple, values};
use super::super::taking::Fact;
use super::words::{DESCRIPTIONS, NAMES, known};
use crate::dossier::exchange::Failure;

pub(super) const S: Var = Var("s");
pub(super) const P: Var = Var("p");
pub(super) const O: Var = Var("o");
pub(super) const N: Var = Var("n");

/// Most statements about one thing that are asked for, on average.
const EACH: usize = 50;
/// Most candidates that are shown.
pub(super) const MOST_FOUND: usize = 20;
/// Most ties among a hundred things.
pub(super) const MOST_TIES: usize = 2_000;
/// Properties whose ties are counted in one query.
const ARMS: usize = 25;

/// How good a language is; smaller is better.
pub(super) fn preference(languages: &[String], language: &str) -> usize {
    let is = |wanted: &String| {
        let (wanted, language) = (wanted.to_ascii_lowercase(), language.to_ascii_lowercase());
        language == wanted || language.strip_prefix(&wanted).is_some_and(|rest| rest.starts_with('-'))
    };
    match languages.iter().position(is) {
        Some(at) => at,
        None if language.is_empty() || language == "mul" => languages.len(),
        None => languages.len() + 1,
    }
}

/// What is said of things by some properties, or all, in the languages of the endpoint; texts without a language too.
///
/// # Errors
/// What went wrong; or that a person asked to stop.
pub(super) fn said(
    client: &Client<'_>,
    things: &[NamedNode],
    by: Option<&[NamedNode]>,
    all_languages: bool,
) -> Result<Vec<Fact>, Failure> {
    let mut out = Vec::new();
    for some in things.chunks(AT_ONCE) {
        let limit = some.len() * EACH + 200;
        let mut pattern = vec![values(S, some), by.map_or_else(|| triple(S, P, O), by_one_of)];
        if !all_languages {
            pattern.push(in_languages(O, &client.endpoint.languages));
        }
        let rows = client.rows(&Select::rows(&[S, P, O], limit, pattern))?;
        if rows.len() >= limit {
            client.missing(format!("statements beyond the first {limit} about {} things", some.len()));
        }
        facts_of(client, &rows, &mut out);
    }
    // Whatever order the server has, the same answer makes the same dossier.
    out.sort_by_cached_key(|Fact { subject, predicate, object }| {
        (subject.as_str().to_owned(), predicate.as_str().to_owned(), object.to_string())
    });
    Ok(out)
}

/// A statement by one of several properties, an arm each. Where they are values beside the things, Oxigraph reads all
/// statements of the store.
fn by_one_of(by: &[NamedNode]) -> Pattern {
    let arm = |property: &NamedNode| vec![triple(S, property, O), Pattern::Bind(property.into(), P)];
    Pattern::Union(by.iter().map(arm).collect())
}

/// The rows of a query of statements. Blank nodes get names of their own: those of two answers are never the same.
pub(super) fn facts_of(client: &Client<'_>, rows: &Rows, out: &mut Vec<Fact>) {
    let mut blank: HashMap<&str, BlankNode> = HashMap::new();
    for row in rows.iter() {
        let (Some(Term::NamedNode(subject)), Some(Term::NamedNode(predicate)), Some(object)) =
            (row.get(S), row.get(P), row.get(O))
        else {
            continue;
        };
        let object = match object {
            Term::BlankNode(node) => {
                let known = blank.entry(node.as_str());
                Term::BlankNode(known.or_insert_with(|| client.blank()).clone())
            }
            other => other.clone(),
        };
        out.push(Fact { subject: subject.clone(), predicate: predicate.clone(), object });
    }
}

/// What things are called and are. `classes` are the properties that name their classes.
///
/// # Errors
/// What went wrong; or that a person asked to stop.
pub(super) fn describe<'t>(
    client: &Client<'_>,
    things: impl IntoIterator<Item = &'t str>,
    classes: &[NamedNode],
) -> Result<BTreeMap<String, Thing>, Failure> {
    let things = iris(client, things);
    let by: Vec<NamedNode> =
        NAMES.iter().chain(&DESCRIPTIONS).map(|iri| known(iri)).chain(classes.iter().cloned()).collect();
    let languages = &client.endpoint.languages;
    let mut out: BTreeMap<String, Thing> = BTreeMap::new();
    for thing in &things {
        out.insert(thing.as_str().to_owned(), Thing { iri: thing.as_str().to_owned(), ..Thing::default() });
    }
    let mut best: HashMap<(String, bool), (usize, usize)> = HashMap::new();
    let mut class_of: BTreeMap<String, String> = BTreeMap::new();
    for Fact { subject, predicate, object } in said(client, &things, Some(&by), false)? {
        let Some(thing) = out.get_mut(subject.as_str()) else { continue };
        match object {
            Term::Literal(literal) => {
                let position = |list: &[&str]| list.iter().position(|iri| *iri == predicate.as_str());
                let (is_name, rank) = match (position(&NAMES), position(&DESCRIPTIONS)) {
                    (Some(rank), _) => (true, rank),
                    (None, Some(rank)) => (false, rank),
                    (None, None) => continue,
                };
                let language = literal.language().unwrap_or_default();
                let score = (preference(languages, language), rank);
                let known = best.entry((subject.as_str().to_owned(), is_name)).or_insert((usize::MAX, usize::MAX));
                if score >= *known || literal.value().trim().is_empty() {
                    continue;
                }
                *known = score;
                let text = literal.value().trim().to_owned();
                if is_name {
                    (thing.label, thing.language) = (text, language.to_owned());
                } else {
                    thing.description = Some(text);
                }
            }
            Term::NamedNode(class) => {
                // Of several the one with the shortest IRI, which is mostly the oldest, whatever the order of the rows.
                let class = class.into_string();
                let known = class_of.entry(subject.as_str().to_owned()).or_insert_with(|| class.clone());
                if (class.len(), &class) < (known.len(), known) {
                    *known = class;
                }
            }
            Term::BlankNode(_) | Term::Triple(_) => {}
        }
    }
    let names = labels(client, class_of.values().map(String::as_str))?;
    for (thing, class) in class_of {
        if let Some(thing) = out.get_mut(&thing) {
            thing.kind = names.get(&class).cloned();
        }
    }
    Ok(out)
}

/// What words such as classes and properties are called: their names, else the ends of their IRIs.
///
/// # Errors
/// That a person asked to stop. A word without a name is still a word.
pub(super) fn labels<'t>(
    client: &Client<'_>,
    words: impl IntoIterator<Item = &'t str>,
) -> Result<BTreeMap<String, String>, Failure> {
    let mut unique: Vec<&str> = words.into_iter().collect();
    unique.sort_unstable();
    unique.dedup();
    let words = iris(client, unique);
    let languages = &client.endpoint.languages;
    let mut out = BTreeMap::new();
    let mut best: HashMap<String, usize> = HashMap::new();
    for word in &words {
        out.insert(word.as_str().to_owned(), super::super::offer::short(word.as_str()).to_owned());
    }
    let by: Vec<NamedNode> = NAMES.iter().take(3).map(|iri| known(iri)).collect();
    for some in words.chunks(AT_ONCE) {
        let pattern = vec![values(S, some), by_one_of(&by), in_languages(O, languages)];
        let rows = client
            .rows_or_missing(&Select::rows(&[S, O], some.len() * 20, pattern), "labels of properties and kinds")?;
        for row in rows.iter() {
            let (Some(word), Some((text, language))) = (row.iri(S), row.text(O)) else { continue };
            let score = preference(languages, language);
            let known = best.entry(word.to_owned()).or_insert(usize::MAX);
            if score < *known && !text.trim().is_empty() {
                *known = score;
                out.insert(word.to_owned(), text.trim().to_owned());
            }
        }
    }
    Ok(out)
}

/// Candidates with what they are and how many statements there are about them, in the order in which they were found.
///
/// # Errors
/// What went wrong; or that a person asked to stop.
pub(super) fn candidates(
    client: &Client<'_>,
    found: Vec<(String, String)>,
    classes: &[NamedNode],
) -> Result<Vec<Candidate>, Failure> {
    let things = describe(client, found.iter().map(|(iri, _)| iri.as_str()), classes)?;
    let counts = statements(client, found.iter().map(|(iri, _)| iri.as_str()))?;
    let candidate = |(iri, by): (String, String)| {
        let thing = things.get(&iri)?.clone();
        let found_by = Some(by).filter(|by| *by != thing.label && !by.is_empty());
        Some(Candidate { statements: counts.get(&iri).copied(), thing, found_by })
    };
    Ok(found.into_iter().filter_map(candidate).collect())
}

/// How many statements there are about each of a few things, counted no further than is shown.
fn statements<'t>(
    client: &Client<'_>,
    things: impl IntoIterator<Item = &'t str>,
) -> Result<BTreeMap<String, Count>, Failure> {
    let things = iris(client, things);
    let arm = |thing: &NamedNode| {
        let pattern = vec![Pattern::Bind(thing.into(), S), triple(thing, P, O)];
        vec![Pattern::Sub(Box::new(Select::rows(&[S, P, O], Count::MOST + 1, pattern)))]
    };
    let mut out = BTreeMap::new();
    if things.is_empty() {
        return Ok(out);
    }
    let arms = Pattern::Union(things.iter().map(arm).collect());
    let columns = vec![Column::Var(S), Column::Count(P, N)];
    let select = Select { columns, group: vec![S], ..Select::rows(&[], things.len() + 1, vec![arms]) };
    for row in client.rows_or_missing(&select, "the number of statements")?.iter() {
        if let (Some(thing), Some(number)) = (row.iri(S), row.number(N)) {
            out.insert(thing.to_owned(), Count::of(number));
        }
    }
    Ok(out)
}

/// How many ties each of several properties has, one part of a query each, so that a hub costs no more than what is shown
/// and a rare property is never hidden. `tie` gives the pattern of a property that binds `?o`.
///
/// # Errors
/// That a person asked to stop.
pub(super) fn counts(
    client: &Client<'_>,
    properties: &[(Direction, NamedNode)],
    tie: impl Fn(Direction, &NamedNode) -> Vec<Pattern>,
) -> Result<HashMap<(Direction, String), Count>, Failure> {
    let mut out = HashMap::new();
    for direction in [Direction::Out, Direction::In] {
        let some: Vec<&NamedNode> = properties.iter().filter(|(of, _)| *of == direction).map(|(_, p)| p).collect();
        for some in some.chunks(ARMS) {
            let arm = |property: &&NamedNode| {
                let mut pattern = vec![Pattern::Bind(Node::Iri((*property).clone()), P)];
                pattern.extend(tie(direction, property));
                let inner = Select::rows(&[P, O], Count::MOST + 1, pattern).once();
                vec![Pattern::Sub(Box::new(inner))]
            };
            let arms = Pattern::Union(some.iter().map(arm).collect());
            let columns = vec![Column::Var(P), Column::Count(O, N)];
            let select = Select { columns, group: vec![P], ..Select::rows(&[], some.len() + 1, vec![arms]) };
            for row in client.rows_or_missing(&select, "counts")?.iter() {
                if let (Some(property), Some(number)) = (row.iri(P), row.number(N)) {
                    out.insert((direction, property.to_owned()), Count::of(number));
                }
            }
        }
    }
    Ok(out)
}

/// So many rows of earlier pages are given again rather than that the server sorts all there are.
const MOST_AGAIN: usize = 2_000;

/// The row numbers of this page, and how to get the next one. What was given before is left out.
pub(super) fn page_of(rows: &Rows, paging: &Paging, key: Var) -> (Vec<usize>, Option<Paging>) {
    let mut next = paging.clone();
    let (mut kept, mut last, mut more) = (Vec::new(), paging.after.clone(), rows.len() >= limit(paging));
    for (number, row) in rows.iter().enumerate() {
        let text = match row.get(key) {
            Some(Term::NamedNode(node)) => node.as_str().to_owned(),
            Some(other) => other.to_string(),
            None => continue,
        };
        let is_over = if paging.after.is_some() { number >= AT_ONCE } else { kept.len() >= AT_ONCE };
        if is_over {
            more |= !next.seen.contains(&text);
            continue;
        }
        if next.seen.insert(text.clone()) {
            kept.push(number);
        }
        last = last.max(Some(text));
    }
    // Sorted pages begin at the beginning: the ones before were in no order.
    let is_enough = next.seen.len() > MOST_AGAIN || kept.is_empty();
    next.after = if paging.after.is_some() { last } else { is_enough.then(String::new) };
    (kept, more.then_some(next))
}

/// Most rows of a page. Of this many, in whatever order, a hundred are new and one more tells that there are others.
fn limit(paging: &Paging) -> usize {
    if paging.after.is_some() { AT_ONCE + 1 } else { paging.seen.len() + AT_ONCE + 1 }
}

/// Turns a query into that of a page. To sort a hub of 60,000 neighbours takes a server a hundred times as long as to give some
/// rows once more; so only what lies far back is sorted.
pub(super) fn paged(mut select: Select, paging: &Paging, key: Var) -> Select {
    select.limit = limit(paging);
    if let Some(after) = &paging.after {
        select.pattern.push(Pattern::Filter(Test::After(key, after.clone())));
        select.order = Some(key);
    }
    select
}
