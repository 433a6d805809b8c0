//! The two services that speak FollowTheMoney, and how each is asked: yente, of OpenSanctions, and OpenAleph. What becomes of
//! the answers is not decided here.

use serde_json::Value;

use super::super::super::address::Address;
use super::super::super::client::{AT_ONCE, Client};
use super::super::super::offer::Count;
use super::super::super::transport::{Request, says_nothing_there};
use super::entity::{Entity, collection};
use super::model::Link;
use crate::dossier::exchange::Failure;

/// A service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Service {
    Yente,
    Aleph,
}

/// Neither service pages further than this.
const FURTHEST: usize = 9_000;

/// Entities of an answer.
#[derive(Debug, Default)]
pub(super) struct Answered {
    /// Those that were asked for.
    pub(super) entities: Vec<Entity>,
    /// Those of them of which only the id is given.
    pub(super) bare: Vec<String>,
    /// Those that stand in others.
    pub(super) nested: Vec<Entity>,
    /// How many there are.
    pub(super) total: usize,
    /// Where the next page begins; `None` where this is all that can be had.
    pub(super) next: Option<usize>,
}

/// Where a data set is told of: its title, and its address if it has one.
pub(super) type Dataset = (String, Option<String>);

impl Service {
    /// Its address without the end that all its addresses share.
    fn base(self, client: &Client<'_>) -> Address {
        let url = &client.endpoint.url;
        match self {
            Service::Yente => url.clone(),
            Service::Aleph => url.without_end("/api/2"),
        }
    }

    fn at(self, client: &Client<'_>, path: &[&str]) -> Address {
        let base = self.base(client);
        match self {
            Service::Yente => base.at(path),
            Service::Aleph => base.at(&[&["api", "2"], path].concat()),
        }
    }

    /// The IRI of an entity: where the service tells of it.
    pub(super) fn iri(self, client: &Client<'_>, id: &str) -> String {
        self.at(client, &["entities", id]).as_str().to_owned()
    }

    /// Whether the service is of this kind.
    pub(super) fn is_there(self, client: &Client<'_>) -> Result<bool, Failure> {
        let (path, key): (&[&str], _) = match self {
            Service::Yente => (&["catalog"], "datasets"),
            Service::Aleph => (&["metadata"], "app"),
        };
        match client.json(&Request::get(self.at(client, path))) {
            Ok(answer) => Ok(answer.get(key).is_some()),
            Err(Failure::Wrong(_)) => Ok(false),
            Err(Failure::Cancelled) => Err(Failure::Cancelled),
        }
    }

    /// The data sets that it has, by name, and the one that holds all others.
    pub(super) fn datasets(self, client: &Client<'_>) -> Result<(String, Vec<(String, Dataset)>), Failure> {
        if self == Service::Aleph {
            return Ok((String::new(), Vec::new()));
        }
        let answer = client.json(&Request::get(self.at(client, &["catalog"])))?;
        let list = answer.get("datasets").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
        let dataset = |value: &Value| {
            let name = text(value, "name")?;
            Some((name.clone(), (text(value, "title").unwrap_or(name), text(value, "url"))))
        };
        let all: Vec<(String, Dataset)> = list.iter().filter_map(dataset).collect();
        let children = |value: &&Value| value.get("children").and_then(Value::as_array).map_or(0, Vec::len);
        let widest = list.iter().max_by_key(children).and_then(|value| text(value, "name"));
        let has_usual = all.iter().any(|(name, _)| name == "default");
        let main = widest.filter(|_| !has_usual).unwrap_or_else(|| "default".to_owned());
        Ok((main, all))
    }

    /// Entities that match words.
    pub(super) fn search(
        self,
        client: &Client<'_>,
        words: &str,
        exact: bool,
        most: usize,
    ) -> Result<Answered, Failure> {
        let limit = most.to_string();
        // A phrase of the query language that both share.
        let phrase = format!("\"{}\"", words.replace('\\', "\\\\").replace('"', "\\\""));
        let query = if exact { phrase.as_str() } else { words };
        let to = match self {
            Service::Yente => {
                let (main, _) = self.datasets(client)?;
                let simple = if exact { "false" } else { "true" };
                self.at(client, &["search", &main]).with_query(&[("q", query), ("simple", simple), ("limit", &limit)])
            }
            Service::Aleph => self.at(client, &["entities"]).with_query(&[
                ("q", query),
                ("filter:schemata", "Thing"),
                ("limit", &limit),
            ]),
        };
        Ok(read(client, &client.json(&Request::get(to))?, 0))
    }

    /// One entity; those of which it tells go to the other list. `None`, told as missing, where there is none.
    pub(super) fn entity(self, client: &Client<'_>, id: &str) -> Result<Option<(Entity, Vec<Entity>)>, Failure> {
        let to = self.at(client, &["entities", id]);
        self.one(client, id, if self == Service::Yente { to.with_query(&[("nested", "false")]) } else { to })
    }

    /// An edge with the whole of both its ends, where the service gives them with it.
    pub(super) fn edge(self, client: &Client<'_>, id: &str) -> Result<Option<(Entity, Vec<Entity>)>, Failure> {
        match self {
            // Without a word against it, yente nests what an entity names.
            Service::Yente => self.one(client, id, self.at(client, &["entities", id])),
            // OpenAleph nests less than it gives when asked for the end itself.
            Service::Aleph => Ok(self.entity(client, id)?.map(|(edge, _)| (edge, Vec::new()))),
        }
    }

    fn one(self, client: &Client<'_>, id: &str, to: Address) -> Result<Option<(Entity, Vec<Entity>)>, Failure> {
        match client.json(&Request::get(to)) {
            Ok(answer) => {
                let mut nested = Vec::new();
                remember(client, &answer);
                Ok(Entity::read(&answer, &mut nested).map(|entity| (entity, nested)))
            }
            Err(Failure::Wrong(problem)) if says_nothing_there(&problem) => {
                client.missing(format!("{id}: no longer on the server"));
                Ok(None)
            }
            Err(failure) => Err(failure),
        }
    }

    /// The links of an entity, with how many entities each leads to, and the first entities of each.
    pub(super) fn links(
        self,
        client: &Client<'_>,
        id: &str,
        each: usize,
    ) -> Result<Vec<(String, Count, Answered)>, Failure> {
        let limit = each.to_string();
        let end = if self == Service::Yente { "adjacent" } else { "expand" };
        let to = self.at(client, &["entities", id, end]).with_query(&[("limit", &limit)]);
        let answer = client.json(&Request::get(to))?;
        let mut out = Vec::new();
        match self {
            Service::Yente => {
                for (name, found) in answer.get("adjacent").and_then(Value::as_object).into_iter().flatten() {
                    let found = read(client, found, 0);
                    out.push((name.clone(), Count::of(found.total), found));
                }
            }
            Service::Aleph => {
                for found in answer.get("results").and_then(Value::as_array).into_iter().flatten() {
                    let Some(name) = found.get("property").and_then(Value::as_str) else { continue };
                    let count = found.get("count").and_then(Value::as_u64).unwrap_or(0);
                    let mut answered = Answered::default();
                    for value in found.get("entities").and_then(Value::as_array).into_iter().flatten() {
                        remember(client, value);
                        answered.entities.extend(Entity::read(value, &mut answered.nested));
                    }
                    out.push((name.to_owned(), Count::of(usize::try_from(count).unwrap_or(usize::MAX)), answered));
                }
            }
        }
        out.retain(|(_, count, _)| count.number > 0);
        Ok(out)
    }

    /// A page of the entities that a link leads to, from a number on.
    pub(super) fn page(self, client: &Client<'_>, id: &str, link: Link, from: usize) -> Result<Answered, Failure> {
        let (limit, offset) = (AT_ONCE.to_string(), from.to_string());
        let paging = [("limit", limit.as_str()), ("offset", offset.as_str())];
        let to = match (self, link.naming()) {
            (Service::Yente, _) => self.at(client, &["entities", id, "adjacent", link.name()]).with_query(&paging),
            (Service::Aleph, Some((schema, property))) => {
                let filter = format!("filter:properties.{property}");
                let all = [&[("filter:schemata", schema), (filter.as_str(), id)], &paging[..]].concat();
                self.at(client, &["entities"]).with_query(&all)
            }
            (Service::Aleph, None) => {
                // What the entity itself names stands in it.
                let Some((entity, nested)) = self.entity(client, id)? else { return Ok(Answered::default()) };
                let named = entity.all(link.name());
                let (entities, rest): (Vec<Entity>, Vec<Entity>) =
                    nested.into_iter().partition(|other| named.contains(&other.id));
                let bare = named.iter().filter(|id| !entities.iter().any(|other| other.id == **id)).cloned().collect();
                return Ok(Answered { total: named.len(), entities, bare, nested: rest, next: None });
            }
        };
        let answered = read(client, &client.json(&Request::get(to))?, from);
        if answered.next.is_none() && answered.total > from + answered.entities.len() + answered.bare.len() {
            client.missing(format!("entities beyond the first {FURTHEST}: the server gives no more"));
        }
        Ok(answered)
    }

    /// Who says what of an entity, statement by statement. `None` where the service does not tell.
    pub(super) fn statements(self, client: &Client<'_>, id: &str) -> Result<Option<Vec<Value>>, Failure> {
        if self == Service::Aleph {
            return Ok(None);
        }
        let mut out: Vec<Value> = Vec::new();
        loop {
            let offset = out.len().to_string();
            let page = [("canonical_id", id), ("limit", "500"), ("offset", offset.as_str())];
            let to = self.at(client, &["statements"]).with_query(&page);
            let answer = match client.json(&Request::get(to)) {
                Ok(answer) => answer,
                Err(Failure::Wrong(_)) if out.is_empty() => return Ok(None),
                Err(failure) => return Err(failure),
            };
            let some = answer.get("results").and_then(Value::as_array).cloned().unwrap_or_default();
            let (total, came) = (total(&answer), some.len());
            out.extend(some);
            if came == 0 || out.len() >= total.min(FURTHEST) {
                if out.len() < total {
                    client.missing(format!("statements about {id} beyond the first {}", out.len()));
                }
                return Ok(Some(out));
            }
        }
    }
}

/// How many results there are: a number, or one with a word that says how exact it is.
fn total(answer: &Value) -> usize {
    let total = answer.get("total");
    let number = total.and_then(|total| total.as_u64().or_else(|| total.get("value")?.as_u64()));
    number.and_then(|number| usize::try_from(number).ok()).unwrap_or(0)
}

/// The entities of a list of results, of which the first has this number.
fn read(client: &Client<'_>, answer: &Value, from: usize) -> Answered {
    let mut out = Answered { total: total(answer), ..Answered::default() };
    let results = answer.get("results").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    for value in results {
        match value {
            Value::String(id) => out.bare.push(id.clone()),
            other => {
                remember(client, other);
                out.entities.extend(Entity::read(other, &mut out.nested));
            }
        }
    }
    let reached = from + results.len();
    out.next = (!results.is_empty() && reached < out.total && reached < FURTHEST).then_some(reached);
    out
}

/// Keeps the title of the collection that an entity is in.
fn remember(client: &Client<'_>, value: &Value) {
    if let Some((name, title, link)) = collection(value) {
        client.collections.borrow_mut().insert(name, (title, link));
    }
}
