//! Wikibase, the program behind Wikidata: statements are things of their own, with qualifiers, ranks and references, and all
//! of them are asked for. Names are found by its own search where it has one, else by exact labels. Only SPARQL 1.1 is
//! used: no label service, and every IRI written out.

mod facts;

use std::collections::{BTreeMap, BTreeSet};

use oxrdf::{NamedNode, Term};

use super::super::client::{AT_ONCE, Client, Profile, failed, iris};
use super::super::offer::{Direction, Found, How, Page, Paging, Picks, Property, Tie};
use super::super::query::{Path, Pattern, Select, Test, Var, iri, text_in, triple, values};
use super::super::taking::Material;
use super::super::transport::Request;
use super::common::{MOST_FOUND, MOST_TIES, O, P, S, candidates, counts, describe, labels, page_of, paged};
use super::words::{ALT_LABEL, RDF_TYPE, RDFS_LABEL, known, wikibase};
use crate::dossier::exchange::Failure;

const LABEL: Var = Var("label");
const LINKS: Var = Var("links");
const RANK: Var = Var("rank");
const STATEMENT: Var = Var("st");
const PROPERTY: Var = Var("prop");
/// Most properties of a thing, each way.
const MOST_PROPERTIES: usize = 500;

/// Wikibase.
pub(super) struct Wikibase;

/// Whether a thing is there, but not known which: its IRI stands for a blank node.
fn is_unknown(iri: &str) -> bool {
    iri.contains("/.well-known/genid/")
}

/// The IRIs that Wikibase makes of one of its base (`http://www.wikidata.org`): RDF Dump Format, “Prefixes used”.
#[derive(Clone, Debug)]
struct Base(String);

impl Base {
    const WIKIDATA: &'static str = "http://www.wikidata.org";

    /// The base of an item or property, or of the IRI of a part of a statement.
    fn of(iri: &str) -> Option<Self> {
        let (base, _) = iri.split_once("/entity/").or_else(|| iri.split_once("/prop/"))?;
        Some(Base(base.to_owned()))
    }

    fn is_wikidata(&self) -> bool {
        self.0 == Self::WIKIDATA
    }

    /// The IRI of a property in a part of a statement, such as `statement/`; empty from the item to the statement.
    fn part(&self, part: &str, property: &str) -> Result<NamedNode, Failure> {
        Ok(iri(&format!("{}/prop/{part}{property}", self.0))?)
    }

    /// The IRI of an item or property.
    fn entity(&self, id: &str) -> Result<NamedNode, Failure> {
        Ok(iri(&format!("{}/entity/{id}", self.0))?)
    }
}

/// The base of an item and its own name.
fn split(of: &str) -> Result<(Base, &str), Failure> {
    let id = super::super::offer::short(of);
    let is_id = id.len() > 1 && id.starts_with(['Q', 'P', 'L', 'M']) && id.bytes().skip(1).all(|b| b.is_ascii_digit());
    match Base::of(of).filter(|_| is_id) {
        Some(base) => Ok((base, id)),
        None => {
            let shown: String = crate::problem::printable(of).chars().take(200).collect();
            Err(failed(
                format!("`{shown}` is not an item of a Wikibase"),
                "use an IRI such as http://www.wikidata.org/entity/Q17",
            ))
        }
    }
}

/// The properties that name the class of an item; known for Wikidata alone, other Wikibases have numbers of their own.
fn classes() -> Vec<NamedNode> {
    vec![known("http://www.wikidata.org/prop/direct/P31")]
}

impl Profile for Wikibase {
    fn name(&self) -> &'static str {
        "wikibase"
    }

    fn about(&self) -> &'static str {
        "Wikidata and other Wikibases, with qualifiers, ranks and references"
    }

    fn fits(&self, client: &Client<'_>) -> Result<bool, Failure> {
        let rows = client.rows(&Select::rows(&[S, RANK], 1, vec![triple(S, wikibase("rank"), RANK)]))?;
        Ok(rows.len() > 0)
    }

    fn find(&self, client: &Client<'_>, name: &str, how: How) -> Result<Found, Failure> {
        let name = name.trim();
        let names = Path::Either(vec![known(RDFS_LABEL), known(ALT_LABEL)]);
        let pattern = match how {
            How::Index => return by_api(client, name),
            How::Exact => {
                let texts = client.endpoint.languages.iter().map(String::as_str).chain(["mul"]);
                vec![values(LABEL, texts.map(|language| text_in(name, language))), triple(S, names, LABEL)]
            }
            How::Containing => {
                let test = Test::All(vec![Test::IsIri(S), Test::Contains(LABEL, name.to_owned())]);
                vec![triple(S, names, LABEL), Pattern::Filter(test)]
            }
        };
        let is_property = Pattern::Without(vec![triple(S, known(RDF_TYPE), wikibase("Property"))]);
        let links = Pattern::Optional(vec![triple(S, wikibase("sitelinks"), LINKS)]);
        let pattern: Vec<Pattern> = pattern.into_iter().chain([links, is_property]).collect();
        let most = 4 * MOST_FOUND;
        let rows = client.rows(&Select::rows(&[S, LABEL, LINKS], most, pattern).once())?;
        let mut best: BTreeMap<String, (usize, String)> = BTreeMap::new();
        for row in rows.iter() {
            if let (Some(thing), Some((label, _))) = (row.iri(S), row.text(LABEL)) {
                best.entry(thing.to_owned()).or_insert_with(|| (row.number(LINKS).unwrap_or(0), label.to_owned()));
            }
        }
        let mut found: Vec<(usize, String, String)> =
            best.into_iter().map(|(iri, (links, label))| (links, iri, label)).collect();
        // The best known first.
        found.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        let more = rows.len() >= most || found.len() > MOST_FOUND;
        let found = found.into_iter().take(MOST_FOUND).map(|(_, iri, label)| (iri, label)).collect();
        Ok(Found { candidates: candidates(client, found, &classes())?, more })
    }

    fn properties(&self, client: &Client<'_>, of: &str) -> Result<Vec<Property>, Failure> {
        let (base, id) = split(of)?;
        let thing = base.entity(id)?;
        let is_item = triple(PROPERTY, wikibase("propertyType"), wikibase("WikibaseItem"));
        let out = vec![triple(&thing, P, STATEMENT), triple(PROPERTY, wikibase("claim"), P), is_item];
        let into = vec![triple(STATEMENT, P, &thing), triple(PROPERTY, wikibase("statementProperty"), P)];
        let mut found: Vec<(Direction, NamedNode)> = Vec::new();
        for (direction, pattern, what) in [
            (Direction::Out, out, "properties that lead from here"),
            (Direction::In, into, "properties that lead here"),
        ] {
            let rows = client.rows_or_missing(&Select::rows(&[PROPERTY], MOST_PROPERTIES, pattern).once(), what)?;
            let properties: Vec<String> = rows.iter().filter_map(|row| row.iri(PROPERTY).map(str::to_owned)).collect();
            found.extend(iris(client, properties.iter().map(String::as_str)).into_iter().map(|p| (direction, p)));
        }
        let part = |part: &str, property: &NamedNode| {
            let name = super::super::offer::short(property.as_str());
            NamedNode::new_unchecked(format!("{}/prop/{part}{name}", base.0))
        };
        let counts = counts(client, &found, |direction, property| match direction {
            Direction::Out => vec![triple(&thing, part("", property), O)],
            Direction::In => vec![triple(O, part("statement/", property), &thing)],
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
        let (base, id) = split(of)?;
        let (_, property) = split(&by.iri)?;
        let thing = base.entity(id)?;
        let (claim, value) = (base.part("", property)?, base.part("statement/", property)?);
        let rank = triple(STATEMENT, wikibase("rank"), RANK);
        let pattern = match by.direction {
            Direction::In => vec![triple(STATEMENT, &value, &thing), rank, triple(O, &claim, STATEMENT)],
            Direction::Out => {
                vec![triple(&thing, &claim, STATEMENT), rank, Pattern::Optional(vec![triple(STATEMENT, &value, O)])]
            }
        };
        let select = Select::rows(&[STATEMENT, O, RANK], AT_ONCE + 1, pattern).once();
        let rows = client.rows(&paged(select, paging, STATEMENT))?;
        let (kept, next) = page_of(&rows, paging, STATEMENT);
        let mut ties = Vec::new();
        for (_, row) in rows.iter().enumerate().filter(|(number, _)| kept.contains(number)) {
            let Some(statement) = row.iri(STATEMENT) else { continue };
            let other = match row.get(O) {
                Some(Term::NamedNode(node)) if !is_unknown(node.as_str()) => Some(node.as_str().to_owned()),
                Some(Term::NamedNode(_) | Term::BlankNode(_)) => None,
                Some(Term::Literal(_) | Term::Triple(_)) => continue,
                None => {
                    client.missing(format!("`{}`: the endpoint states that there is no value", by.label));
                    continue;
                }
            };
            let (from, to) = match by.direction {
                Direction::Out => (of.to_owned(), other),
                Direction::In => (other.unwrap_or_default(), Some(of.to_owned())),
            };
            let deprecated = row.iri(RANK).is_some_and(|rank| rank.ends_with("#DeprecatedRank"));
            let statement = Some(statement.to_owned());
            ties.push(Tie { from, property: by.iri.clone(), to, statement, deprecated });
        }
        ties.retain(|tie| !tie.from.is_empty());
        let ends: BTreeSet<&str> =
            ties.iter().flat_map(|tie| std::iter::once(tie.from.as_str()).chain(tie.to.as_deref())).collect();
        let things = describe(client, ends.into_iter().chain([of]).collect::<BTreeSet<_>>(), &classes())?;
        Ok(Page { ties, things, next })
    }

    fn among(&self, client: &Client<'_>, things: &[String]) -> Result<Page, Failure> {
        let nodes = iris(client, things.iter().take(AT_ONCE).map(String::as_str));
        if things.len() > AT_ONCE {
            client.missing(format!("relations between things beyond the first {AT_ONCE}"));
        }
        let value = Var("ps");
        let pattern = vec![
            values(S, &nodes),
            values(O, &nodes),
            triple(S, P, STATEMENT),
            triple(PROPERTY, wikibase("claim"), P),
            triple(PROPERTY, wikibase("statementProperty"), value),
            triple(STATEMENT, value, O),
            triple(STATEMENT, wikibase("rank"), RANK),
        ];
        let rows = client.rows(&Select::rows(&[S, PROPERTY, STATEMENT, O, RANK], MOST_TIES, pattern).once())?;
        let tie = |row: super::super::answer::Row<'_>| {
            Some(Tie {
                from: row.iri(S)?.to_owned(),
                property: row.iri(PROPERTY)?.to_owned(),
                to: Some(row.iri(O)?.to_owned()),
                statement: Some(row.iri(STATEMENT)?.to_owned()),
                deprecated: row.iri(RANK).is_some_and(|rank| rank.ends_with("#DeprecatedRank")),
            })
        };
        Ok(Page { ties: rows.iter().filter_map(tie).collect(), things: BTreeMap::new(), next: None })
    }

    fn ties(&self, client: &Client<'_>, statements: &BTreeSet<String>) -> Result<Vec<Tie>, Failure> {
        let value = Var("ps");
        let statements = iris(client, statements.iter().map(String::as_str));
        let mut out = Vec::new();
        for some in statements.chunks(AT_ONCE) {
            let pattern = vec![
                values(STATEMENT, some),
                triple(S, P, STATEMENT),
                triple(PROPERTY, wikibase("claim"), P),
                triple(PROPERTY, wikibase("statementProperty"), value),
                triple(STATEMENT, value, O),
            ];
            let rows = client.rows(&Select::rows(&[S, PROPERTY, STATEMENT, O], 2 * AT_ONCE, pattern).once())?;
            for row in rows.iter() {
                let (Some(from), Some(property), Some(statement)) = (row.iri(S), row.iri(PROPERTY), row.iri(STATEMENT))
                else {
                    continue;
                };
                let to = row.iri(O).filter(|iri| !is_unknown(iri)).map(str::to_owned);
                let statement = Some(statement.to_owned());
                out.push(Tie { from: from.into(), property: property.into(), to, statement, deprecated: false });
            }
        }
        Ok(out)
    }

    fn facts(&self, client: &Client<'_>, picks: &Picks, with_deprecated: bool) -> Result<Material, Failure> {
        Ok(Material::Statements(facts::facts(client, picks, with_deprecated)?))
    }
}

/// Things by the search of the Wikibase itself: beginnings of labels and aliases, the best known first.
fn by_api(client: &Client<'_>, name: &str) -> Result<Found, Failure> {
    let Some(api) = &client.endpoint.api else {
        let message = format!("the search address of {} is not known", client.endpoint.name);
        return Err(failed(message, "search for the exact name, or give its api.php with --api"));
    };
    let language = client.endpoint.languages.first().map_or("en", String::as_str);
    let limit = MOST_FOUND.to_string();
    let to = api.with_query(&[
        ("action", "wbsearchentities"),
        ("search", name),
        ("language", language),
        ("uselang", language),
        ("type", "item"),
        ("limit", &limit),
        ("format", "json"),
        ("maxlag", "5"),
    ]);
    let answer = client.json(&Request::get(to))?;
    if let Some(error) = answer.get("error") {
        let words = error.get("info").and_then(|info| info.as_str()).unwrap_or("no reason was given");
        let words: String = crate::problem::printable(words).chars().take(200).collect();
        return Err(failed(
            format!("{} refused the search: {words}", api.host()),
            "wait a little, or search for the exact name",
        ));
    }
    let list = answer.get("search").and_then(|list| list.as_array()).cloned().unwrap_or_default();
    let text = |item: &serde_json::Value, path: &[&str]| {
        let found = path.iter().try_fold(item, |value, key| value.get(key));
        found.and_then(|value| value.as_str()).unwrap_or_default().to_owned()
    };
    let found: Vec<(String, String)> = list
        .iter()
        .take(MOST_FOUND)
        .map(|item| (text(item, &["concepturi"]), text(item, &["match", "text"])))
        .filter(|(iri, _)| !iri.is_empty())
        .collect();
    let more = answer.get("search-continue").is_some();
    Ok(Found { candidates: candidates(client, found, &classes())?, more })
}
