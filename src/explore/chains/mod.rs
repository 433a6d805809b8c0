//! Why some entities are connected: the chains between two of them that are best supported, and for more of them what they
//! have in common and the smallest part that holds them together. What a chain says is told in `words`; nothing here knows
//! how it looks.

mod connect;
mod network;
mod order;
mod rows;
mod search;
mod spur;
mod words;

#[cfg(test)]
mod tests;

use self::network::Network;
pub(crate) use self::network::{How, Tie};
pub(crate) use self::order::InTime;
use self::rows::Costs;
use self::search::Best;
pub(crate) use self::search::MOST_LINKS;
pub(crate) use self::words::{
    answer_in_words, class_of, grades_in_words, link_in_words, nothing_in_words, rule_in_words, support,
    support_in_words, time_in_words, verb, weakest, weakness_in_words,
};
use super::evidence::Grade;
use super::query::language::{Evaluator, Query, parse, written_id};
use crate::dossier::model::{Date, Dossier, EntityId, NodeIndex, Truth};
use crate::progress::{Cancelled, Progress};

/// What is left out on the way unless something else is asked for: nearly everything has to do with topics and places.
pub(crate) const USUALLY_AVOIDED: &str = "kind:topic,place";
/// Chains that are looked through for those whose dates are in order.
const MOST_TRIED: usize = 200;
/// How many chains there are usually.
pub(crate) const USUAL_CHAINS: usize = 5;
/// How many entities may be asked about at once.
pub(crate) const MOST_ENDS: usize = 12;

/// From short to well-founded: how much worse each grade makes a link.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Stop {
    Short,
    Shorter,
    Founded,
    #[default]
    WellFounded,
}

impl Stop {
    /// Every stop in order, with its name and the base that grades are the power of.
    pub(crate) const ALL: &'static [(&'static str, Stop, u64)] = &[
        ("short", Stop::Short, 1),
        ("rather short", Stop::Shorter, 2),
        ("rather well-founded", Stop::Founded, 8),
        ("well-founded", Stop::WellFounded, 64),
    ];

    pub(crate) fn base(self) -> u64 {
        Self::ALL.iter().find(|(_, stop, _)| *stop == self).map_or(1, |row| row.2)
    }
}

/// How the links of a chain must lie in time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Dates {
    #[default]
    Any,
    /// All on one day, possibly at least.
    Together,
    /// Each beginning no earlier than the one before, possibly at least.
    InTurn,
}

/// What is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// Two or more entities.
    pub(crate) ends: Vec<EntityId>,
    pub(crate) stop: Stop,
    /// What is left out on the way: entities and relations that this certainly finds. Ends are never left out.
    pub(crate) avoid: Query,
    /// Relations are followed from their start to their end only.
    pub(crate) directed: bool,
    pub(crate) as_of: Option<Date>,
    pub(crate) dates: Dates,
    /// Whoever is quoted on something is tied to it.
    pub(crate) quoted: bool,
    /// How many chains at most.
    pub(crate) most: usize,
}

/// The query that finds the chain with a number, or what holds several ends together, and nothing else.
pub(crate) fn view_filter(connection: &Connection, chain: usize) -> Option<String> {
    let links = connection.chains.get(chain).map_or(&connection.part, |chain| &chain.links);
    let entities = links.iter().flat_map(|link| [link.from.as_str(), link.to.as_str()]);
    let relations = links.iter().flat_map(|link| &link.ties).filter_map(|tie| match &tie.how {
        How::Relation(id) => Some(id.as_str()),
        How::Quoted { .. } => None,
    });
    let mut ids: Vec<String> = Vec::new();
    for id in entities.chain(relations).map(written_id) {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    (!ids.is_empty()).then(|| format!("id:{}", ids.join(",")))
}

impl Question {
    /// What is asked unless something else is said.
    pub(crate) fn new(ends: Vec<EntityId>) -> Self {
        Question {
            ends,
            stop: Stop::default(),
            avoid: parse(USUALLY_AVOIDED).query,
            directed: false,
            as_of: None,
            dates: Dates::Any,
            quoted: false,
            most: USUAL_CHAINS,
        }
    }
}

/// One step of a chain, with all that ties its two ends, the best first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) from: EntityId,
    pub(crate) to: EntityId,
    pub(crate) ties: Vec<Tie>,
}

impl Link {
    /// That of its best tie.
    pub(crate) fn grade(&self) -> Grade {
        self.ties.first().map_or(Grade::WORST, |tie| tie.grade)
    }
}

/// A way from one end to the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Chain {
    pub(crate) links: Vec<Link>,
    pub(crate) in_time: InTime,
}

/// The answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Connection {
    /// Between two ends, the best first.
    pub(crate) chains: Vec<Chain>,
    /// Where there are none: how many links the best chain has if nothing is left out.
    pub(crate) otherwise: Option<usize>,
    /// Entities that are tied to each of the ends.
    pub(crate) common: Vec<EntityId>,
    /// The links that hold three ends or more together.
    pub(crate) part: Vec<Link>,
}

/// Answers questions about one dossier after the other; what was worked out for a revision is kept.
#[derive(Default)]
pub struct Finder {
    evaluator: Evaluator,
    prepared: Option<(u64, network::Prepared)>,
}

impl std::fmt::Debug for Finder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Finder").finish_non_exhaustive()
    }
}

impl Finder {
    /// The best-supported chains between two entities, best first, each as the ids along it; topics and places are not
    /// passed through.
    ///
    /// ```
    /// use chancery::dossier::document::{EXAMPLES, open_example};
    /// use chancery::explore::chains::Finder;
    /// let dossier = open_example(&EXAMPLES[0]).dossier;
    /// let chains = Finder::default().between(&dossier, 0, ["malaysia", "japan"], 3);
    /// assert_eq!(chains[0], ["malaysia".into(), "asean".into(), "japan".into()]);
    /// ```
    pub fn between(&mut self, dossier: &Dossier, revision: u64, ends: [&str; 2], most: usize) -> Vec<Vec<EntityId>> {
        let question = Question { most, ..Question::new(ends.map(EntityId::from).into()) };
        // Nobody can cancel it.
        let found = self.ask(dossier, revision, &question, &Progress::new()).unwrap_or_default();
        let ids = |chain: &Chain| {
            let first = chain.links.first().map(|link| link.from.clone());
            first.into_iter().chain(chain.links.iter().map(|link| link.to.clone())).collect()
        };
        found.chains.iter().map(ids).collect()
    }

    /// What connects the ends. `revision` tells one state of a dossier from another.
    ///
    /// # Errors
    /// [`Cancelled`] if asked to stop.
    pub(crate) fn ask(
        &mut self,
        dossier: &Dossier,
        revision: u64,
        question: &Question,
        progress: &Progress,
    ) -> Result<Connection, Cancelled> {
        if self.prepared.as_ref().is_none_or(|(known, _)| *known != revision) {
            self.prepared = Some((revision, network::Prepared::new(dossier)));
        }
        let Some((_, prepared)) = &self.prepared else { return Ok(Connection::default()) };
        let mut ends: Vec<NodeIndex> =
            question.ends.iter().filter_map(|id| dossier.entity_index(id.as_str())).collect();
        let mut seen = Vec::new();
        ends.retain(|end| {
            let is_new = !seen.contains(end);
            seen.push(*end);
            is_new
        });
        progress.report(0.0)?;
        // A question without a condition finds everything; here it leaves out nothing.
        let avoids = question.avoid != Query::default();
        let avoided = avoids.then(|| self.evaluator.ask(dossier, revision, &question.avoid));
        let network = Network::new(dossier, prepared, question, avoided.as_ref(), &ends);
        let mut connection = Connection { common: network.common(&ends), ..Connection::default() };
        match ends[..] {
            [from, to] => {
                connection.chains = chains(&network, question, (from, to), progress)?;
                if connection.chains.is_empty() {
                    let open = Question { dates: Dates::Any, most: 1, ..question.clone() };
                    let all = Network::new(dossier, prepared, &open, None, &ends);
                    let found = chains(&all, &open, (from, to), progress)?;
                    connection.otherwise = found.first().map(|chain| chain.links.len());
                }
            }
            _ => {
                let numbers: Vec<u32> = ends.iter().map(|end| network.number(*end)).collect();
                let costs = Costs::new(question.stop.base());
                let pairs = connect::connecting(network.either_way(), costs, &numbers, progress)?;
                connection.part = pairs.iter().map(|&(a, b)| network.link(a, b, false)).collect();
            }
        }
        Ok(connection)
    }
}

fn chains(
    network: &Network<'_>,
    question: &Question,
    (from, to): (NodeIndex, NodeIndex),
    progress: &Progress,
) -> Result<Vec<Chain>, Cancelled> {
    let tried = if question.dates == Dates::Any { question.most } else { MOST_TRIED };
    let ends = (network.number(from), network.number(to));
    let mut best = Best::new(network.rows(), Costs::new(question.stop.base()), ends, tried, progress)?;
    let mut chains = Vec::new();
    while chains.len() < question.most {
        let Some(nodes) = best.next()? else { break };
        let links: Vec<Link> = nodes.windows(2).map(|pair| network.link(pair[0], pair[1], question.directed)).collect();
        let in_time = network.in_time(&links);
        let fits = match question.dates {
            Dates::Any => true,
            Dates::Together => in_time.together != Truth::No,
            Dates::InTurn => in_time.in_turn != Truth::No,
        };
        if fits {
            chains.push(Chain { links, in_time });
        }
    }
    Ok(chains)
}
