//! Communities of a network under the numbers and names that colours, areas, folds and questions share: 1 is the largest. How
//! they are found is `measure`'s; nothing here knows how they look.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::hash::{BuildHasher as _, Hasher as _};
use std::ops::Range;

use super::countries::Countries;
use crate::dossier::model::{Dossier, EdgeIndex, NodeIndex};
use crate::measure::{self, Edge, Network, Settings};
use crate::progress::{Cancelled, Progress};
use crate::wording::{capital, listed};

/// The measure that tells communities apart.
pub(crate) const MEASURE: &str = "community";
/// So many communities have colours of their own: the largest.
pub(crate) const COLOURED: usize = 12;

/// A community.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Community {
    /// `ASEAN and Japan`, or `Japan`, or `Meetings`; no two have the same name.
    pub(crate) name: String,
    /// Those that are tied to most come first.
    pub(crate) members: Vec<NodeIndex>,
}

/// The communities of a network.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Communities {
    /// The largest first: the place of one is its number less 1.
    pub(crate) all: Vec<Community>,
    /// Places in `all` by index of entity; `u32::MAX` is none.
    of: Vec<u32>,
    /// Numbers of the colours of the largest.
    colours: Vec<usize>,
    /// Tells networks apart.
    network: u64,
}

impl Communities {
    /// Those of the whole dossier. Where they were found `before` and the network is still the same, only names are made anew; else each keeps
    /// the colour of the one that it is most like.
    ///
    /// # Errors
    /// [`Cancelled`] if asked to stop.
    pub(crate) fn of_whole(
        dossier: &Dossier,
        before: Option<&Communities>,
        progress: &Progress,
    ) -> Result<Self, Cancelled> {
        let entities = dossier.entities().map(|(at, _)| at).collect();
        let relations: Vec<EdgeIndex> = dossier.relations().map(|(at, ..)| at).collect();
        Communities::found(&Part::new(dossier, entities, &relations), before, progress)
    }

    /// Those of a part of it by itself: of these entities, and of the relations that join two of them.
    ///
    /// # Errors
    /// [`Cancelled`] if asked to stop.
    pub(crate) fn among(
        dossier: &Dossier,
        entities: &[NodeIndex],
        relations: &[EdgeIndex],
        progress: &Progress,
    ) -> Result<Self, Cancelled> {
        Communities::found(&Part::new(dossier, entities.to_vec(), relations), None, progress)
    }

    fn found(part: &Part<'_>, before: Option<&Communities>, progress: &Progress) -> Result<Self, Cancelled> {
        progress.report(0.0)?;
        let network = part.fingerprint();
        let groups: Vec<Vec<NodeIndex>> = match before.filter(|before| before.network == network) {
            Some(before) => before.all.iter().map(|community| community.members.clone()).collect(),
            None => part.groups(progress)?,
        };
        progress.report(1.0)?;
        let names = names(part, &groups);
        let colours = match before {
            Some(before) if before.network == network => before.colours.clone(),
            Some(before) => before.colours_kept(&groups),
            None => (0..groups.len().min(COLOURED)).collect(),
        };
        let mut of = vec![u32::MAX; groups.iter().flatten().map(|at| at.index() + 1).max().unwrap_or(0)];
        for (place, members) in groups.iter().enumerate() {
            members.iter().for_each(|at| of[at.index()] = place as u32);
        }
        let all = names.into_iter().zip(groups).map(|(name, members)| Community { name, members }).collect();
        Ok(Communities { all, of, colours, network })
    }

    /// The place of an entity's community in `all`.
    pub(crate) fn of(&self, at: NodeIndex) -> Option<usize> {
        self.of.get(at.index()).filter(|place| **place != u32::MAX).map(|place| *place as usize)
    }

    /// Numbers of the colours of the largest, up to [`COLOURED`] and below it.
    pub(crate) fn colours(&self) -> &[usize] {
        &self.colours
    }

    /// The numbers of colours for other communities: each of the largest has that of the one with which it shares most, at least half of
    /// either; what is new has the first that is free.
    fn colours_kept(&self, groups: &[Vec<NodeIndex>]) -> Vec<usize> {
        let mut taken = [false; COLOURED];
        let kept = groups.iter().take(COLOURED).map(|members| {
            let mut shared: HashMap<usize, usize> = HashMap::new();
            members.iter().filter_map(|at| self.of(*at)).for_each(|place| *shared.entry(place).or_default() += 1);
            let is_like = |(place, count): &(usize, usize)| {
                let colour = self.colours.get(*place).filter(|colour| !taken[**colour]);
                colour.is_some() && count * 2 >= members.len().min(self.all[*place].members.len())
            };
            let (place, _) =
                shared.into_iter().filter(is_like).max_by_key(|(place, count)| (*count, Reverse(*place)))?;
            taken[self.colours[place]] = true;
            Some(self.colours[place])
        });
        let kept: Vec<Option<usize>> = kept.collect();
        let mut free = (0..COLOURED).filter(|colour| !taken[*colour]);
        kept.into_iter().filter_map(|colour| colour.or_else(|| free.next())).collect()
    }

    /// The place of the community that most of these are in, the larger one if several are.
    pub(crate) fn of_most(&self, members: &[NodeIndex]) -> Option<usize> {
        let mut counts: HashMap<usize, usize> = HashMap::new();
        members.iter().filter_map(|at| self.of(*at)).for_each(|place| *counts.entry(place).or_default() += 1);
        counts.into_iter().max_by_key(|(place, count)| (*count, Reverse(*place))).map(|(place, _)| place)
    }
}

/// A part of a dossier, as numbered nodes and pairs of them.
struct Part<'a> {
    dossier: &'a Dossier,
    entities: Vec<NodeIndex>,
    edges: Vec<(u32, u32)>,
}

impl<'a> Part<'a> {
    fn new(dossier: &'a Dossier, entities: Vec<NodeIndex>, relations: &[EdgeIndex]) -> Self {
        let mut number = vec![u32::MAX; entities.iter().map(|at| at.index() + 1).max().unwrap_or(0)];
        entities.iter().enumerate().for_each(|(node, at)| number[at.index()] = node as u32);
        let node = |at: NodeIndex| number.get(at.index()).copied().filter(|node| *node != u32::MAX);
        let edge = |at: &EdgeIndex| dossier.ends(*at).and_then(|(from, to)| Some((node(from)?, node(to)?)));
        let edges = relations.iter().filter_map(edge).collect();
        Part { dossier, entities, edges }
    }

    /// What decides the communities, in one number.
    fn fingerprint(&self) -> u64 {
        let mut hasher = foldhash::quality::FixedState::default().build_hasher();
        hasher.write_usize(self.entities.len());
        self.entities.iter().for_each(|at| hasher.write_usize(at.index()));
        for &(from, to) in &self.edges {
            hasher.write_u32(from);
            hasher.write_u32(to);
        }
        hasher.finish()
    }

    /// The communities, the largest first, in each those first that are tied to most.
    fn groups(&self, progress: &Progress) -> Result<Vec<Vec<NodeIndex>>, Cancelled> {
        let mut groups: Vec<Vec<usize>> = Vec::new();
        let Some(measure) = measure::named(MEASURE) else { return Ok(Vec::new()) };
        // Neither weight nor direction makes a difference.
        let edge = |&(from, to): &(u32, u32)| Edge { from, to, weight: 1.0, directed: false };
        let network = Network::new(self.entities.len(), self.edges.iter().map(edge).collect());
        let numbers = measure.measure(&network, &Settings::default(), progress)?.values;
        for (node, number) in numbers.into_iter().enumerate() {
            let place = number.map_or(0, |number| (number as usize).saturating_sub(1));
            groups.resize_with(groups.len().max(place + 1), Vec::new);
            groups[place].push(node);
        }
        let mut ties = vec![0u32; self.entities.len()];
        for (from, to) in self.edges.iter().filter(|(from, to)| from != to) {
            ties[*from as usize] += 1;
            ties[*to as usize] += 1;
        }
        groups.iter_mut().for_each(|nodes| nodes.sort_by_key(|node| (Reverse(ties[*node]), *node)));
        let entities = |nodes: Vec<usize>| nodes.into_iter().map(|node| self.entities[node]).collect();
        Ok(groups.into_iter().map(entities).collect())
    }
}

/// A country or a kind names a community if it holds so much of it: four fifths.
const HOLDS: (usize, usize) = (4, 5);

/// What groups are called, the largest first: by the country or the kind that holds four fifths of one, unless half of everything
/// belongs to it, too, or a larger group has the name; else by the two members that are tied to most.
fn names(part: &Part<'_>, groups: &[Vec<NodeIndex>]) -> Vec<String> {
    let dossier = part.dossier;
    let traits = [by_country(part, groups), by_kind(dossier, groups)];
    let mut taken: HashMap<String, usize> = HashMap::new();
    let mut start = 0;
    let mut named = |members: &Vec<NodeIndex>| {
        let range = start..start + members.len();
        start = range.end;
        let of_traits = traits.iter().filter_map(|of| of.name(range.clone())).map(str::to_owned);
        let mut all = of_traits.chain(best_tied(dossier, members));
        let plain = all.find(|name| !taken.contains_key(name)).unwrap_or_else(|| both(dossier, members));
        let mut name = plain.clone();
        // Records may have the same names.
        while taken.contains_key(&name) {
            let number = taken.entry(plain.clone()).or_insert(1);
            *number += 1;
            name = format!("{plain} ({number})");
        }
        taken.insert(name.clone(), 1);
        name
    };
    groups.iter().map(&mut named).collect()
}

/// What each of some entities has that can name a community.
struct Trait {
    /// Numbers of names.
    of: Vec<Option<u32>>,
    names: Vec<String>,
    /// What half of all have, and so distinguishes none.
    common: Option<u32>,
}

impl Trait {
    fn new(of: Vec<Option<u32>>, names: Vec<String>) -> Self {
        let common = leading(&of).filter(|(_, count)| count * 2 >= of.len()).map(|(name, _)| name);
        Trait { of, names, common }
    }

    /// What names the entities of a range.
    fn name(&self, range: Range<usize>) -> Option<&str> {
        let of = &self.of[range];
        let (name, count) = leading(of).filter(|_| of.len() > 1)?;
        let holds = count * HOLDS.1 >= of.len() * HOLDS.0 && self.common != Some(name);
        self.names.get(name as usize).filter(|name| holds && !name.is_empty()).map(String::as_str)
    }
}

fn by_country(part: &Part<'_>, groups: &[Vec<NodeIndex>]) -> Trait {
    let Countries { of, names, .. } = Countries::new(part.dossier, &part.entities, part.edges.iter().copied());
    let country: HashMap<NodeIndex, Option<u32>> = part.entities.iter().copied().zip(of).collect();
    Trait::new(groups.iter().flatten().map(|at| country.get(at).copied().flatten()).collect(), names)
}

fn by_kind(dossier: &Dossier, groups: &[Vec<NodeIndex>]) -> Trait {
    let (mut number, mut names): (HashMap<&str, u32>, Vec<String>) = Default::default();
    let mut kind = |at: &NodeIndex| {
        let kind = dossier.entity(*at)?.kind.as_str();
        Some(*number.entry(kind).or_insert_with(|| {
            names.push(capital(&dossier.vocabulary.entity_kind_or_neutral(kind).plural));
            names.len() as u32 - 1
        }))
    };
    Trait::new(groups.iter().flatten().map(&mut kind).collect(), names)
}

/// The most frequent of some numbers and how often it is there; of several the least.
fn leading(of: &[Option<u32>]) -> Option<(u32, usize)> {
    let mut counts: HashMap<u32, usize> = HashMap::new();
    of.iter().flatten().for_each(|number| *counts.entry(*number).or_default() += 1);
    counts.into_iter().max_by_key(|(number, count)| (*count, Reverse(*number)))
}

/// Two names that are longer than this together are too long to stand over an area.
const LONGEST: usize = 40;

/// The two that are tied to most, or the first alone where both are too long.
fn best_tied(dossier: &Dossier, members: &[NodeIndex]) -> Option<String> {
    let name = both(dossier, members);
    if name.chars().count() <= LONGEST { Some(name) } else { labels(dossier, members).next() }
}

fn both(dossier: &Dossier, members: &[NodeIndex]) -> String {
    listed(&labels(dossier, members).take(2).collect::<Vec<String>>())
}

fn labels(dossier: &Dossier, members: &[NodeIndex]) -> impl Iterator<Item = String> {
    members.iter().filter_map(|at| dossier.entity(*at)).map(|entity| entity.label().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::model::{Entity, Relation, Vocabulary};

    /// Cliques of these kinds, each member joined to all others of its own, the first members of neighbours joined.
    fn cliques(kinds: &[&[&str]]) -> Dossier {
        let mut dossier = crate::dossier::document::empty().dossier;
        for (clique, kinds) in kinds.iter().enumerate() {
            for (member, kind) in kinds.iter().enumerate() {
                let (id, name) = (format!("c{clique}m{member}"), format!("Name {clique}.{member}"));
                dossier.add_entity(Entity::new(id.as_str(), *kind, name)).unwrap();
                for other in 0..member {
                    tie(&mut dossier, &id, &format!("c{clique}m{other}"));
                }
            }
            if clique > 0 {
                tie(&mut dossier, &format!("c{clique}m0"), &format!("c{}m0", clique - 1));
            }
        }
        dossier
    }

    fn tie(dossier: &mut Dossier, from: &str, to: &str) {
        let mut relation = Relation::new(from, "supports", to);
        relation.id = format!("{from}-{to}").as_str().into();
        dossier.add_relation(relation).unwrap();
    }

    fn found(dossier: &Dossier) -> Communities {
        Communities::of_whole(dossier, None, &Progress::new()).unwrap()
    }

    fn name_list(communities: &Communities) -> Vec<&str> {
        communities.all.iter().map(|community| community.name.as_str()).collect()
    }

    const MIXED: &[&str] = &["person", "topic", "person", "topic", "person", "topic"];

    #[test]
    fn the_largest_is_first_and_the_best_tied_name_it() {
        let dossier = cliques(&[&MIXED[..4], MIXED, &MIXED[..5]]);
        let communities = found(&dossier);
        assert_eq!(
            name_list(&communities),
            ["Name 1.0 and Name 1.1", "Name 2.0 and Name 2.1", "Name 0.0 and Name 0.1"]
        );
        for (place, community) in communities.all.iter().enumerate() {
            assert!(community.members.iter().all(|at| communities.of(*at) == Some(place)));
        }
        assert_eq!(communities.all.iter().map(|one| one.members.len()).sum::<usize>(), dossier.entity_count());
    }

    #[test]
    fn what_holds_four_fifths_of_one_and_not_half_of_all_names_it() {
        let meetings = ["meeting", "meeting", "meeting", "meeting", "topic"];
        let dossier = cliques(&[MIXED, &meetings, MIXED]);
        assert_eq!(name_list(&found(&dossier))[2], "Meetings");
        // The larger of two has the name.
        let dossier = cliques(&[MIXED, &meetings, &["meeting"; 4], MIXED, MIXED]);
        assert_eq!(name_list(&found(&dossier))[3..], ["Meetings", "Name 2.0 and Name 2.1"]);
        let dossier = cliques(&[&meetings, &["meeting"; 4]]);
        assert!(name_list(&found(&dossier)).iter().all(|name| name.starts_with("Name ")), "all are meetings");
        let three_fifths = ["meeting", "meeting", "meeting", "topic", "topic"];
        assert_eq!(name_list(&found(&cliques(&[MIXED, &three_fifths, MIXED])))[2], "Name 1.0 and Name 1.1");
        let states = ["state", "topic", "person", "topic", "person"];
        let dossier = cliques(&[&states, &states, &states]);
        assert_eq!(name_list(&found(&dossier)), ["Name 0.0", "Name 1.0", "Name 2.0"]);
    }

    #[test]
    fn no_two_have_the_same_name() {
        let mut dossier = Dossier::new(Vocabulary::default());
        for (number, name) in ["A", "A", "A (2)", "A", ""].iter().enumerate() {
            dossier.add_entity(Entity::new(format!("e{number}").as_str(), "person", *name)).unwrap();
        }
        let communities = found(&dossier);
        let names: std::collections::HashSet<&str> = name_list(&communities).into_iter().collect();
        assert_eq!(names.len(), 5, "{names:?}");
        assert_eq!(found(&Dossier::new(Vocabulary::default())).all, []);
    }

    #[test]
    fn of_two_long_names_the_first_is_enough() {
        let mut dossier = Dossier::new(Vocabulary::default());
        let long = ["The Standing Conference of the North", "The Standing Conference of the South"];
        for (number, name) in long.iter().chain(&long).enumerate() {
            dossier.add_entity(Entity::new(format!("e{number}").as_str(), "person", *name)).unwrap();
        }
        tie(&mut dossier, "e0", "e1");
        tie(&mut dossier, "e2", "e3");
        assert_eq!(name_list(&found(&dossier)), [long[0].to_owned(), listed(&long.map(str::to_owned))]);
    }

    #[test]
    fn the_same_network_keeps_its_communities_and_another_does_not() {
        let mut dossier = cliques(&[MIXED, MIXED]);
        let first = found(&dossier);
        let again = |dossier: &Dossier| Communities::of_whole(dossier, Some(&first), &Progress::new()).unwrap();
        assert_eq!(again(&dossier), first);
        tie(&mut dossier, "c0m3", "c1m3");
        assert_ne!(again(&dossier).network, first.network);
        assert_eq!(again(&dossier), found(&dossier));
    }

    #[test]
    fn communities_keep_their_colours_while_they_grow_past_each_other() {
        let dossier = cliques(&[MIXED, &MIXED[..5], &MIXED[..4]]);
        let first = found(&dossier);
        assert_eq!(first.colours(), [0, 1, 2]);
        // The last becomes the largest, the first falls apart, and something new comes.
        let mut grown = dossier;
        for member in 4..9 {
            let id = format!("c2m{member}");
            grown.add_entity(Entity::new(id.as_str(), "person", id.as_str())).unwrap();
            (0..4).for_each(|other| tie(&mut grown, &id, &format!("c2m{other}")));
        }
        for member in 0..4 {
            let id = format!("new{member}");
            grown.add_entity(Entity::new(id.as_str(), "person", id.as_str())).unwrap();
            (0..member).for_each(|other| tie(&mut grown, &id, &format!("new{other}")));
        }
        let then = Communities::of_whole(&grown, Some(&first), &Progress::new()).unwrap();
        let colour_of = |communities: &Communities, id: &str, dossier: &Dossier| {
            communities.colours()[communities.of(dossier.entity_index(id).unwrap()).unwrap()]
        };
        assert_eq!(["c0m3", "c1m3", "c2m3", "new0"].map(|id| colour_of(&then, id, &grown)), [0, 1, 2, 3]);
        assert_eq!(then.of(grown.entity_index("c2m3").unwrap()), Some(0));
        // No two have one colour, however many there are.
        let mut all = then.colours().to_vec();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), then.colours().len());
    }

    #[test]
    fn a_fold_is_where_most_of_it_is() {
        let communities = found(&cliques(&[MIXED, &MIXED[..4]]));
        let [large, small] = [0, 1].map(|place| communities.all[place].members.clone());
        assert_eq!(communities.of_most(&[large[0], small[0], small[1]]), Some(1));
        assert_eq!(communities.of_most(&[small[0], large[0]]), Some(0));
        assert_eq!(communities.of_most(&[]), None);
    }
}
