//! What an endpoint says by now of things that were taken, and the dossier does not have: ties among them, and what else the
//! properties lead to that were followed before. Each is told in words, and a person chooses among them. Nothing is taken here
//! that was not chosen.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::client::{AT_ONCE, Client, Endpoint, Told};
use super::offer::{Direction, Paging, Picks, Property, Tie};
use super::taking::{Offered, PROPERTY, STATEMENT, TakeOptions, Taking, WIKIDATA, identifiers, matched, offered, take};
use crate::dossier::compare;
use crate::dossier::exchange::{Failure, JoinChoices, SameAs};
use crate::dossier::model::{Dossier, EntityId, Relation};
use crate::wording::counted;

/// Most new statements that are offered.
const MOST_NEW: usize = 200;
/// Most pages of what a property leads to.
const MOST_PAGES: usize = 5;
/// Most properties of things that are followed again.
const MOST_FOLLOWED: usize = 40;
/// Most things whose ties are asked for: each hundred of them is a query with each other hundred.
const MOST_THINGS: usize = 400;

/// A statement that the dossier does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NewStatement {
    /// The tie that it is.
    pub(crate) tie: Tie,
    /// What it says, such as `Timor-Leste is a member of ASEAN (2025-10-26)`.
    pub(crate) words: String,
}

/// All of them, to choose from.
#[derive(Clone, Debug, Default)]
pub(crate) struct News {
    /// In the order of the alphabet.
    pub(crate) statements: Vec<NewStatement>,
    /// Whether all of them are known to be new there. If not, some may have been there and left out by the person.
    pub(crate) are_new_there: bool,
    /// What they become, each by the number of its statement.
    offered: Option<(Offered, HashMap<String, usize>)>,
}

impl News {
    /// What a person should know of the answers.
    pub(super) fn told(&self) -> Told {
        self.offered.as_ref().map(|(offered, _)| offered.told.clone()).unwrap_or_default()
    }

    /// What it comes to to take some of them, by their numbers in [`News::statements`].
    pub(crate) fn take(&self, open: &Dossier, chosen: &BTreeSet<usize>, endpoint: &Endpoint) -> Option<Taking> {
        let (offered, numbers) = self.offered.as_ref()?;
        let all = &offered.dossier;
        let is_chosen = |relation: &Relation| numbers.get(relation.id.as_str()).is_some_and(|n| chosen.contains(n));
        let relations: Vec<&Relation> =
            all.relations().map(|(_, _, _, relation)| relation).filter(|relation| is_chosen(relation)).collect();
        let ends: BTreeSet<&str> = relations.iter().flat_map(|r| [r.from.as_str(), r.to.as_str()]).collect();
        let known = matched(open, all);
        let mut some = Dossier::new(all.vocabulary.clone());
        some.title.clone_from(&all.title);
        some.sources.clone_from(&all.sources);
        for (_, entity) in all.entities().filter(|(_, entity)| ends.contains(entity.id.as_str())) {
            let there = match known.get(entity.id.as_str()) {
                Some(SameAs::Known(id)) => open.entity_by_id(id.as_str()),
                Some(SameAs::New) | None => None,
            };
            // What is there already is not to be changed by a new tie.
            let mut known = there.unwrap_or(entity).clone();
            known.id = entity.id.clone();
            if there.is_some() {
                known.claims.clear();
            }
            let _ = some.add_entity(known);
        }
        for relation in relations {
            let _ = some.add_relation(relation.clone());
        }
        let cited: BTreeSet<String> = some
            .entities()
            .flat_map(|(_, entity)| &entity.claims)
            .chain(some.relations().flat_map(|(_, _, _, relation)| &relation.claims))
            .map(|claim| claim.source.as_str().to_owned())
            .collect();
        some.sources.retain(|source| cited.contains(source.id.as_str()));
        let offered = Offered { dossier: some, ..offered.clone() };
        Some(take(open, &offered, JoinChoices::default(), endpoint))
    }
}

/// What there is by now, where `picks` is what was taken. `before` gives the kept answers of then, by which is told what is
/// new there from what a person left.
///
/// # Errors
/// What went wrong; or that a person asked to stop.
pub(super) fn news(picks: &Picks, now: &Client<'_>, before: Option<&Client<'_>>) -> Result<News, Failure> {
    let mut asked = Asked { now, before, are_new_there: true, found: BTreeSet::new() };
    let properties: BTreeSet<&str> = picks.ties.iter().map(|tie| tie.property.as_str()).collect();
    let things: Vec<String> = picks.all_things().into_iter().collect();
    asked.among(&things, &properties)?;
    let followed = followed(&picks.ties);
    if followed.len() > MOST_FOLLOWED {
        let left = counted(followed.len() - MOST_FOLLOWED, "property", "properties");
        now.missing(format!("{left} followed before: not asked again"));
    }
    for (of, property, direction) in followed.into_iter().take(MOST_FOLLOWED) {
        let property = Property { iri: property, label: String::new(), direction, count: None };
        asked.neighbours(&of, &property)?;
    }
    let Asked { are_new_there, mut found, .. } = asked;
    let known: BTreeSet<Key<'_>> = picks.ties.iter().map(key).collect();
    found.retain(|tie| !tie.deprecated && !known.contains(&key(tie)));
    if found.len() > MOST_NEW {
        now.missing(format!("new statements beyond the first {MOST_NEW}"));
    }
    let ties: BTreeSet<Tie> = found.into_iter().take(MOST_NEW).collect();
    if ties.is_empty() {
        return Ok(News { are_new_there, ..News::default() });
    }
    let offered = offered(now, &Picks { ties: ties.clone(), ..Picks::default() }, TakeOptions::default())?;
    Ok(in_words(&ties, offered, are_new_there))
}

/// What was asked for so far.
struct Asked<'c, 'a> {
    now: &'c Client<'a>,
    before: Option<&'c Client<'a>>,
    are_new_there: bool,
    found: BTreeSet<Tie>,
}

impl Asked<'_, '_> {
    /// Adds what one question finds, without what it found then.
    fn add(
        &mut self,
        ask: impl Fn(&Client<'_>) -> Result<BTreeSet<Tie>, Failure>,
        wanted: impl Fn(&Tie) -> bool,
    ) -> Result<(), Failure> {
        // First, because an answer of today takes the place of an earlier one of today.
        let then = self.before.map(&ask);
        let mut found = ask(self.now)?;
        found.retain(wanted);
        match then {
            Some(Err(Failure::Cancelled)) => return Err(Failure::Cancelled),
            Some(Ok(then)) => {
                let then: BTreeSet<Key<'_>> = then.iter().map(key).collect();
                found.retain(|tie| !then.contains(&key(tie)));
            }
            Some(Err(Failure::Wrong(_))) | None => self.are_new_there &= found.is_empty(),
        }
        self.found.extend(found);
        Ok(())
    }

    /// Ties among things, by properties that were taken.
    fn among(&mut self, things: &[String], properties: &BTreeSet<&str>) -> Result<(), Failure> {
        if things.len() > MOST_THINGS {
            self.now.missing(format!("new relations among things beyond the first {MOST_THINGS}"));
        }
        let parts: Vec<&[String]> = things.chunks(AT_ONCE / 2).take(MOST_THINGS / (AT_ONCE / 2)).collect();
        let wanted = |tie: &Tie| properties.contains(tie.property.as_str());
        for (number, part) in parts.iter().enumerate() {
            let others = parts.get(number + 1..).unwrap_or_default();
            if parts.len() == 1 {
                self.add(|client| among(client, part.to_vec()), wanted)?;
            }
            for other in others {
                self.add(|client| among(client, [*part, *other].concat()), wanted)?;
            }
        }
        Ok(())
    }

    /// What a property leads to.
    fn neighbours(&mut self, of: &str, by: &Property) -> Result<(), Failure> {
        let ask = |client: &Client<'_>| {
            let (mut ties, mut next) = (BTreeSet::new(), Some(Paging::default()));
            for _ in 0..MOST_PAGES {
                let Some(paging) = next.take() else { break };
                let page = client.endpoint.profile.neighbours(client, of, by, &paging)?;
                ties.extend(page.ties);
                next = page.next;
            }
            Ok(ties)
        };
        self.add(ask, |_| true)
    }
}

fn among(client: &Client<'_>, things: Vec<String>) -> Result<BTreeSet<Tie>, Failure> {
    Ok(client.endpoint.profile.among(client, &things)?.ties.into_iter().collect())
}

/// What makes a tie the same one: its statement, where statements have names.
type Key<'t> = (Option<&'t str>, &'t str, &'t str, Option<&'t str>);

fn key(tie: &Tie) -> Key<'_> {
    match &tie.statement {
        Some(statement) => (Some(statement), "", "", None),
        None => (None, &tie.from, &tie.property, tie.to.as_deref()),
    }
}

/// The properties that were followed, and from where: several ties lead from one thing, or to one. A tie alone was followed
/// from where it begins.
fn followed(ties: &BTreeSet<Tie>) -> BTreeSet<(String, String, Direction)> {
    let mut counts: BTreeMap<(&str, &str, Direction), usize> = BTreeMap::new();
    let ends = |tie: &'_ Tie| -> Vec<(String, Direction)> {
        let to = tie.to.clone().map(|to| (to, Direction::In));
        std::iter::once((tie.from.clone(), Direction::Out)).chain(to).collect()
    };
    for tie in ties {
        *counts.entry((&tie.from, &tie.property, Direction::Out)).or_default() += 1;
        if let Some(to) = &tie.to {
            *counts.entry((to, &tie.property, Direction::In)).or_default() += 1;
        }
    }
    let count = |of: &str, property: &str, direction| counts.get(&(of, property, direction)).copied().unwrap_or(0);
    let mut out = BTreeSet::new();
    for tie in ties {
        let ends = ends(tie);
        let most = ends.iter().map(|(of, direction)| count(of, &tie.property, *direction)).max().unwrap_or(0);
        let hub = ends.into_iter().find(|(of, direction)| count(of, &tie.property, *direction) == most);
        out.extend(hub.map(|(of, direction)| (of, tie.property.clone(), direction)));
    }
    out
}

/// What ties say, by the relations that they become.
fn in_words(ties: &BTreeSet<Tie>, offered: Offered, are_new_there: bool) -> News {
    let dossier = &offered.dossier;
    let added = compare::diff(&Dossier::new(dossier.vocabulary.clone()), dossier).relations.added;
    let labels: HashMap<&str, &str> = added.iter().map(|item| (item.id.as_str(), item.label.as_str())).collect();
    let mut told: Vec<(NewStatement, String)> = Vec::new();
    for (_, _, _, relation) in dossier.relations() {
        let Some(tie) = ties.iter().find(|tie| is_of(dossier, relation, tie)) else { continue };
        let words =
            labels.get(relation.id.as_str()).map_or_else(|| relation.id.to_string(), |label| (*label).to_owned());
        told.push((NewStatement { tie: tie.clone(), words }, relation.id.to_string()));
    }
    told.sort_by(|(a, _), (b, _)| (&a.words, &a.tie).cmp(&(&b.words, &b.tie)));
    let (mut statements, mut numbers): (Vec<NewStatement>, _) = (Vec::new(), HashMap::new());
    for (statement, relation) in told {
        // A statement of two times is two relations, which are taken together.
        let number = match statements.iter().position(|known| known.tie == statement.tie) {
            Some(number) => number,
            None => {
                statements.push(statement);
                statements.len() - 1
            }
        };
        numbers.insert(relation, number);
    }
    News { statements, are_new_there, offered: Some((offered, numbers)) }
}

/// Whether a relation was made of a tie.
fn is_of(dossier: &Dossier, relation: &Relation, tie: &Tie) -> bool {
    let field = |key: &str| relation.fields.iter().find(|(known, _)| known == key).map(|(_, value)| value.text());
    if let Some(statement) = &tie.statement {
        let id = super::offer::short(statement);
        return field(STATEMENT).as_deref() == Some(statement) || field(WIKIDATA).as_deref() == Some(id);
    }
    let Some(to) = &tie.to else { return false };
    let is = |id: &EntityId, iri: &String| {
        dossier.entity_by_id(id.as_str()).is_some_and(|entity| identifiers(entity).any(|known| known == *iri))
    };
    let (from, into) = (&relation.from, &relation.to);
    // Some properties become relations that run the other way.
    let ends = is(from, &tie.from) && is(into, to) || is(from, to) && is(into, &tie.from);
    ends && field(PROPERTY).as_deref() == Some(&tie.property)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tie(from: &str, property: &str, to: &str) -> Tie {
        let (from, property) = (from.to_owned(), property.to_owned());
        Tie { from, property, to: Some(to.to_owned()), statement: None, deprecated: false }
    }

    #[test]
    fn what_was_followed_is_where_several_ties_meet() {
        let ties =
            [tie("a", "member", "x"), tie("b", "member", "x"), tie("a", "capital", "c"), tie("a", "friend", "b")];
        let followed = followed(&ties.into());
        let expected =
            [("a", "capital", Direction::Out), ("a", "friend", Direction::Out), ("x", "member", Direction::In)];
        let expected = expected.map(|(of, property, direction)| (of.to_owned(), property.to_owned(), direction));
        assert_eq!(followed, expected.into());
    }
}
