//! The statements of what is taken from a Wikibase: things with their names and dates, chosen statements with qualifiers and
//! references, the values that tell how exact dates are, and the names of all words in them.

use std::collections::{BTreeMap, BTreeSet};

use oxrdf::{NamedNode, Term};

use super::super::super::client::{AT_ONCE, Client, iris};
use super::super::super::offer::{Picks, short};
use super::super::super::query::{Path, Pattern, Select, Var, iri, triple, values};
use super::super::super::taking::{Fact, Facts};
use super::super::common::{O, P, S, facts_of, labels, preference, said};
use super::super::kinds::{self, ROOTS};
use super::super::words::{ALT_LABEL, DERIVED, DESCRIPTION, RDF_TYPE, RDFS_LABEL, known, wikibase};
use super::{Base, PROPERTY, is_unknown};
use crate::dossier::exchange::Failure;
use crate::wording::counted;

/// Most dates of a hundred things.
const MOST_DATES: usize = 2_000;

/// All that is to be known of what is taken.
pub(super) fn facts(client: &Client<'_>, picks: &Picks, with_deprecated: bool) -> Result<Facts, Failure> {
    let all: BTreeSet<String> = picks.all_things().into_iter().filter(|thing| !is_unknown(thing)).collect();
    let things = iris(client, all.iter().map(String::as_str));
    let mut facts =
        Facts { things: things.iter().map(|thing| thing.as_str().to_owned()).collect(), ..Facts::default() };
    let mut by = vec![known(RDFS_LABEL), known(ALT_LABEL), known(DESCRIPTION)];
    // Which property names the class is known for Wikidata alone.
    by.push(known("http://www.wikidata.org/prop/direct/P31"));
    for fact in best_descriptions(client, said(client, &things, Some(&by), false)?) {
        facts.lines.push(fact);
    }
    let dates = dates_of(client, &things)?;
    let mut claims: Vec<Fact> = Vec::new();
    for tie in &picks.ties {
        let (Some(statement), Some(base)) = (&tie.statement, Base::of(&tie.from)) else { continue };
        let claim = base.part("", short(&tie.property))?;
        let object = Term::NamedNode(iri(statement)?);
        claims.push(Fact { subject: iri(&tie.from)?, predicate: claim, object });
    }
    claims.extend(dates);
    let statements: Vec<NamedNode> = claims.iter().filter_map(|claim| node(&claim.object)).collect();
    let mut told = said(client, &statements, None, true)?;
    let deprecated: BTreeSet<NamedNode> = told
        .iter()
        .filter(|fact| matches!(&fact.object, Term::NamedNode(rank) if rank.as_str().ends_with("#DeprecatedRank")))
        .map(|fact| fact.subject.clone())
        .collect();
    if !deprecated.is_empty() && !with_deprecated {
        let left = |claim: &Fact| node(&claim.object).is_some_and(|node| deprecated.contains(&node));
        claims.retain(|claim| !left(claim));
        told.retain(|fact| !deprecated.contains(&fact.subject));
        client.missing(format!(
            "{} that the server no longer believes",
            counted(deprecated.len(), "statement", "statements")
        ));
    }
    let asked: BTreeSet<&NamedNode> = statements.iter().collect();
    let answered: BTreeSet<&NamedNode> = told.iter().map(|fact| &fact.subject).collect();
    let gone =
        asked.iter().filter(|statement| !answered.contains(*statement) && !deprecated.contains(**statement)).count();
    if gone > 0 {
        client.missing(format!("{} of which the server has nothing more", counted(gone, "statement", "statements")));
        claims.retain(|claim| node(&claim.object).is_none_or(|node| answered.contains(&node)));
    }
    let references = objects(&told, |fact| fact.predicate.as_str() == DERIVED);
    let referred = said(client, &references, None, true)?;
    let is_value = |fact: &Fact| fact.predicate.as_str().contains("/value/");
    let mut value_nodes = objects(&told, is_value);
    value_nodes.extend(objects(&referred, is_value));
    value_nodes.sort();
    value_nodes.dedup();
    let parts = ["timeValue", "timePrecision"].map(wikibase);
    let mut values = said(client, &value_nodes, Some(&parts), true)?;
    // Not all servers say what a value is, and one that is none is read as a thing.
    values.extend(value_nodes.iter().map(|value| {
        let object = Term::NamedNode(wikibase("TimeValue"));
        Fact { subject: value.clone(), predicate: known(RDF_TYPE), object }
    }));
    facts.kinds = kinds_of(client, &things)?;
    let (words, properties) = words(&all, claims.iter().chain(&facts.lines).chain(&told).chain(&referred));
    facts.words = labels(client, words.iter().chain(&properties).map(String::as_str))?;
    facts.word_classes = words.into_iter().map(|word| (word, wikibase("Item").into_string())).collect();
    facts.word_classes.extend(properties.into_iter().map(|word| (word, wikibase("Property").into_string())));
    facts.thing_class = Some(wikibase("Item").into_string());
    facts.lines.extend(claims.into_iter().chain(told).chain(values).chain(referred));
    Ok(facts)
}

fn node(term: &Term) -> Option<NamedNode> {
    match term {
        Term::NamedNode(node) => Some(node.clone()),
        Term::BlankNode(_) | Term::Literal(_) | Term::Triple(_) => None,
    }
}

/// The resources that some statements lead to, each once.
fn objects(facts: &[Fact], of: impl Fn(&Fact) -> bool) -> Vec<NamedNode> {
    let found: BTreeSet<NamedNode> =
        facts.iter().filter(|fact| of(fact)).filter_map(|fact| node(&fact.object)).collect();
    found.into_iter().collect()
}

/// Of several descriptions of a thing only the one in the best language.
fn best_descriptions(client: &Client<'_>, facts: Vec<Fact>) -> Vec<Fact> {
    let score = |fact: &Fact| match &fact.object {
        Term::Literal(text) => preference(&client.endpoint.languages, text.language().unwrap_or_default()),
        Term::NamedNode(_) | Term::BlankNode(_) | Term::Triple(_) => usize::MAX,
    };
    let is_description = |fact: &Fact| fact.predicate.as_str() == DESCRIPTION;
    let mut best: BTreeMap<NamedNode, usize> = BTreeMap::new();
    for fact in facts.iter().filter(|fact| is_description(fact)) {
        let known = best.entry(fact.subject.clone()).or_insert(usize::MAX);
        *known = score(fact).min(*known);
    }
    let kept = |fact: &Fact| !is_description(fact) || best.get(&fact.subject) == Some(&score(fact));
    facts.into_iter().filter(kept).collect()
}

/// Statements that date a thing: founded, born.
fn dates_of(client: &Client<'_>, things: &[NamedNode]) -> Result<Vec<Fact>, Failure> {
    let mut out = Vec::new();
    for some in things.chunks(AT_ONCE) {
        let pattern = vec![
            values(S, some),
            triple(PROPERTY, wikibase("propertyType"), wikibase("Time")),
            triple(PROPERTY, wikibase("claim"), P),
            triple(S, P, O),
        ];
        let rows = client.rows_or_missing(&Select::rows(&[S, P, O], MOST_DATES, pattern), "dates of things")?;
        facts_of(client, &rows, &mut out);
    }
    Ok(out)
}

/// The kinds of our vocabulary that the classes of things lead up to. Only Wikidata's classes are known.
fn kinds_of(client: &Client<'_>, things: &[NamedNode]) -> Result<BTreeMap<String, String>, Failure> {
    let (class, root) = (Var("class"), Var("root"));
    let wikidata = Base(Base::WIKIDATA.to_owned());
    let is_there = |thing: &&NamedNode| Base::of(thing.as_str()).is_some_and(|base| base.is_wikidata());
    let things: Vec<NamedNode> = things.iter().filter(is_there).cloned().collect();
    let roots: Vec<NamedNode> = ROOTS.iter().map(|(id, _)| wikidata.entity(id)).collect::<Result<_, _>>()?;
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for some in things.chunks(AT_ONCE) {
        let pattern: Vec<Pattern> = vec![
            values(S, some),
            triple(S, wikidata.part("direct/", "P31")?, class),
            triple(class, Path::Upwards(wikidata.part("direct/", "P279")?), root),
            values(root, &roots),
        ];
        let rows =
            client.rows_or_missing(&Select::rows(&[S, root], some.len() * ROOTS.len(), pattern).once(), "kinds")?;
        for row in rows.iter() {
            if let (Some(thing), Some(root)) = (row.iri(S), row.iri(root)) {
                found.entry(thing.to_owned()).or_default().insert(short(root).to_owned());
            }
        }
    }
    let kind = |(thing, roots): (String, BTreeSet<String>)| {
        Some((thing, kinds::kind(roots.iter().map(String::as_str))?.to_owned()))
    };
    Ok(found.into_iter().filter_map(kind).collect())
}

/// The items and properties that are only named: as classes, in qualifiers, as sources.
fn words<'f>(things: &BTreeSet<String>, facts: impl Iterator<Item = &'f Fact>) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut items, mut properties) = (BTreeSet::new(), BTreeSet::new());
    for fact in facts {
        let predicate = fact.predicate.as_str();
        if let Some(base) = Base::of(predicate)
            && predicate.contains("/prop/")
            && let Ok(property) = base.entity(short(predicate))
        {
            properties.insert(property.into_string());
        }
        if let Term::NamedNode(object) = &fact.object {
            let object = object.as_str();
            let is_item = object.contains("/entity/") && !object.contains("/entity/statement/");
            // What says that there is none names its property.
            if let Some((base, property)) = object.split_once("/prop/novalue/") {
                properties.insert(format!("{base}/entity/{property}"));
            } else if is_item && !things.contains(object) && !is_unknown(object) {
                items.insert(object.to_owned());
            }
        }
    }
    (items, properties)
}
