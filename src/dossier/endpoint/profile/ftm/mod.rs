//! Services that speak FollowTheMoney: yente, which serves sanctions lists, and OpenAleph, which serves what investigators
//! gather. Things are entities, ties are entities that are edges or properties that name an entity, and the data sets that an
//! entity is in are what the service cites.

mod entity;
mod facts;
mod model;
mod service;

use std::collections::{BTreeMap, BTreeSet};

use super::super::client::{AT_ONCE, Client, Profile, failed};
use super::super::offer::{Candidate, Direction, Found, How, Page, Paging, Picks, Property, Thing, Tie};
use super::super::taking::Material;
use super::common::MOST_FOUND;
use crate::dossier::exchange::Failure;
use entity::Entity;
use model::{Link, edge_of};
use service::Service;

/// Most things whose links are asked for to find the ties among them: each is a request.
const MOST_AMONG: usize = 25;

/// One of the two services.
pub(super) struct FollowTheMoney(Service);

impl FollowTheMoney {
    pub(super) const YENTE: Self = FollowTheMoney(Service::Yente);
    pub(super) const ALEPH: Self = FollowTheMoney(Service::Aleph);
}

/// The id of an entity: the end of its address, or the text itself.
fn id_of(of: &str) -> Result<String, Failure> {
    let id = match of.split_once("/entities/") {
        Some((_, rest)) => rest.split(['/', '?', '#']).next().unwrap_or_default(),
        None if !of.contains("://") => of.trim(),
        None => "",
    };
    let id = percent_decoded(id);
    if id.is_empty() {
        let shown: String = crate::problem::printable(of).chars().take(200).collect();
        let help = "use an id or an address, as the search gives it";
        return Err(failed(format!("`{shown}` is not an entity of this service"), help));
    }
    Ok(id)
}

fn percent_decoded(text: &str) -> String {
    let (mut out, mut rest) = (Vec::with_capacity(text.len()), text.as_bytes());
    while let Some((first, more)) = rest.split_first() {
        let hex = more.get(..2).filter(|_| *first == b'%').and_then(|hex| std::str::from_utf8(hex).ok());
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                rest = more.get(2..).unwrap_or_default();
            }
            None => {
                out.push(*first);
                rest = more;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

impl Profile for FollowTheMoney {
    fn name(&self) -> &'static str {
        match self.0 {
            Service::Yente => "yente",
            Service::Aleph => "openaleph",
        }
    }

    fn about(&self) -> &'static str {
        match self.0 {
            Service::Yente => "OpenSanctions and other yente servers; their data sets become sources",
            Service::Aleph => "OpenAleph and Aleph; their collections become sources",
        }
    }

    fn is_sparql(&self) -> bool {
        false
    }

    fn fits(&self, client: &Client<'_>) -> Result<bool, Failure> {
        self.0.is_there(client)
    }

    fn find(&self, client: &Client<'_>, name: &str, how: How) -> Result<Found, Failure> {
        let name = name.trim();
        let exact = match how {
            How::Exact => true,
            How::Index => false,
            How::Containing => {
                let message = format!("{} cannot search inside names", client.endpoint.url.host());
                return Err(failed(message, "use Search, or --how index on the command line"));
            }
        };
        let found = self.0.search(client, name, exact, MOST_FOUND)?;
        let more = found.next.is_some();
        let fits = |entity: &Entity| !exact || entity.is_called(name);
        let candidate = |entity: &Entity| {
            let thing = self.thing(client, entity);
            let found_by = Some(name.to_owned()).filter(|_| exact && thing.label.to_lowercase() != name.to_lowercase());
            Candidate { thing, found_by, statements: None }
        };
        Ok(Found { candidates: found.entities.iter().filter(|entity| fits(entity)).map(candidate).collect(), more })
    }

    fn properties(&self, client: &Client<'_>, of: &str) -> Result<Vec<Property>, Failure> {
        let id = id_of(of)?;
        let mut out = Vec::new();
        for (name, count, _) in self.0.links(client, &id, 1)? {
            let Some(link) = Link::of_name(&name) else {
                client.missing(format!("what `{name}` leads to: Chancery does not know this property"));
                continue;
            };
            let (iri, label) = (link.iri(), link.label().to_owned());
            out.push(Property { iri, label, direction: link.direction(), count: Some(count) });
        }
        Ok(out)
    }

    fn neighbours(&self, client: &Client<'_>, of: &str, by: &Property, paging: &Paging) -> Result<Page, Failure> {
        let id = id_of(of)?;
        let link = Link::of_iri(&by.iri, by.direction).ok_or_else(|| {
            failed(format!("`{}` is not a property of FollowTheMoney", by.iri), "choose one of those that are shown")
        })?;
        let from = paging.after.as_deref().and_then(|text| text.parse().ok()).unwrap_or(0);
        let mut found = self.0.page(client, &id, link, from)?;
        for bare in std::mem::take(&mut found.bare).into_iter().take(AT_ONCE) {
            if let Some((entity, nested)) = self.0.entity(client, &bare)? {
                found.entities.push(entity);
                found.nested.extend(nested);
            }
        }
        let mut page = Page::default();
        for entity in &found.entities {
            page.ties.extend(self.ties_of(client, link, &id, entity));
        }
        page.ties.retain(|tie| !paging.seen.contains(&seen(tie)));
        let ends: BTreeSet<&String> =
            page.ties.iter().flat_map(|tie| std::iter::once(&tie.from).chain(&tie.to)).collect();
        for end in ends {
            let known =
                found.entities.iter().chain(&found.nested).find(|entity| self.0.iri(client, &entity.id) == *end);
            let bare = || Thing { iri: end.clone(), ..Thing::default() };
            page.things.insert(end.clone(), known.map_or_else(bare, |entity| self.thing(client, entity)));
        }
        page.next = found.next.map(|next| Paging {
            seen: paging.seen.iter().cloned().chain(page.ties.iter().map(seen)).collect(),
            after: Some(next.to_string()),
        });
        Ok(page)
    }

    fn among(&self, client: &Client<'_>, things: &[String]) -> Result<Page, Failure> {
        if things.len() > MOST_AMONG {
            client.missing(format!("relations between things beyond the first {MOST_AMONG}"));
        }
        let all: BTreeSet<&String> = things.iter().collect();
        let mut ties = BTreeSet::new();
        for of in things.iter().take(MOST_AMONG) {
            let id = id_of(of)?;
            for (name, count, found) in self.0.links(client, &id, AT_ONCE)? {
                let Some(link) = Link::of_name(&name) else { continue };
                if count.number > AT_ONCE {
                    client.missing(format!("relations beyond the first {AT_ONCE} of one kind"));
                }
                ties.extend(found.entities.iter().flat_map(|entity| self.ties_of(client, link, &id, entity)));
            }
        }
        ties.retain(|tie| all.contains(&tie.from) && tie.to.as_ref().is_some_and(|to| all.contains(to)));
        Ok(Page { ties: ties.into_iter().collect(), things: BTreeMap::new(), next: None })
    }

    fn ties(&self, client: &Client<'_>, statements: &BTreeSet<String>) -> Result<Vec<Tie>, Failure> {
        let mut out = Vec::new();
        for statement in statements {
            let Some((entity, _)) = self.0.edge(client, &id_of(statement)?)? else { continue };
            let Some(edge) = edge_of(&entity.schema) else { continue };
            for from in entity.all(edge.from.property) {
                for to in entity.all(edge.to.property) {
                    out.push(self.tie(client, Link::Edge(edge, Direction::Out), (from, to), Some(&entity.id)));
                }
            }
        }
        Ok(out)
    }

    fn requests(&self, picks: &Picks) -> Option<usize> {
        Some(facts::requests(self.0, picks))
    }

    fn facts(&self, client: &Client<'_>, picks: &Picks, _with_deprecated: bool) -> Result<Material, Failure> {
        Ok(Material::Entities(facts::facts(self, client, picks)?))
    }
}

/// What tells that a tie was given before.
fn seen(tie: &Tie) -> String {
    let to = tie.to.as_deref().unwrap_or_default();
    format!("{} {} {to}", tie.statement.as_deref().unwrap_or_default(), tie.from)
}

impl FollowTheMoney {
    fn thing(&self, client: &Client<'_>, entity: &Entity) -> Thing {
        Thing {
            iri: self.0.iri(client, &entity.id),
            label: entity.caption.clone(),
            language: String::new(),
            description: entity.description(),
            kind: Some(entity.schema.clone()),
        }
    }

    fn tie(&self, client: &Client<'_>, link: Link, (from, to): (&str, &str), statement: Option<&str>) -> Tie {
        let iri = |id: &str| self.0.iri(client, id);
        Tie {
            from: iri(from),
            property: link.iri(),
            to: Some(iri(to)),
            statement: statement.map(iri),
            deprecated: false,
        }
    }

    /// The ties that an entity is which a link of another leads to. Services leave out the end that one comes from.
    fn ties_of(&self, client: &Client<'_>, link: Link, of: &str, entity: &Entity) -> Vec<Tie> {
        match link {
            Link::Edge(edge, direction) if entity.schema == edge.schema => {
                let far = if direction == Direction::Out { &edge.to } else { &edge.from };
                let others = entity.all(far.property).iter();
                let ends = others.map(|other| match direction {
                    Direction::Out => (of, other.as_str()),
                    Direction::In => (other.as_str(), of),
                });
                ends.map(|ends| self.tie(client, link, ends, Some(&entity.id))).collect()
            }
            // OpenAleph gives what is at the far end beside the edge.
            Link::Edge(..) => Vec::new(),
            Link::Reference(_, Direction::Out) => vec![self.tie(client, link, (of, &entity.id), None)],
            Link::Reference(_, Direction::In) => vec![self.tie(client, link, (&entity.id, of), None)],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entity_is_named_by_its_id_or_its_address() {
        for (text, id) in [
            ("NK-Abc", "NK-Abc"),
            ("https://api.opensanctions.org/entities/Q7747", "Q7747"),
            ("https://search.openaleph.org/api/2/entities/a%2Fb.c?x=1", "a/b.c"),
            ("https://www.opensanctions.org/entities/Q7747/", "Q7747"),
            ("100%", "100%"),
        ] {
            assert_eq!(id_of(text).unwrap(), id, "{text}");
        }
        assert!(id_of("https://a.org/x").is_err() && id_of("").is_err());
    }
}
