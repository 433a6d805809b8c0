//! The network in which chains are looked for: a dossier's relations with their grades, without what is left out, and, on
//! request, who is quoted on what. Chains are not looked for here.

use std::collections::HashMap;

use foldhash::fast::RandomState;
use petgraph::visit::NodeIndexable;

use super::order::{InTime, Span};
use super::rows::{Rows, rows_of};
use super::{Link, Question};
use crate::dossier::model::{Basis, Claim, Dossier, EdgeIndex, EntityId, NodeIndex, RelationId, Truth};
use crate::explore::evidence::{Grade, Origins, RecordAt, claims_of, id_of, records};
use crate::explore::query::language::Answer;
use crate::explore::query::presence::{Presence, Presences};

/// What ties two entities that follow each other in a chain.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Tie {
    pub(crate) grade: Grade,
    pub(crate) how: How,
}

/// How they are tied.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum How {
    /// By a relation.
    Relation(RelationId),
    /// The speaker is quoted on a record: an entity that is the other one, or a relation that ends there. With its id, and
    /// the number of the claim.
    Quoted { speaker: EntityId, record: String, is_entity: bool, claim: usize },
}

/// What is worked out once for a revision.
pub(super) struct Prepared {
    /// By the index of the relation.
    grades: Vec<u8>,
    exact: Vec<Grade>,
    /// The number of each entity by its index: entities in the order of their ids.
    numbers: Vec<u32>,
    /// The entity with each number.
    nodes: Vec<NodeIndex>,
}

impl Prepared {
    pub(super) fn new(dossier: &Dossier) -> Self {
        let origins = Origins::new(dossier);
        let room = dossier.relations().map(|(at, ..)| at.index() + 1).max().unwrap_or(0);
        let mut exact = vec![Grade::WORST; room];
        for (at, .., relation) in dossier.relations() {
            exact[at.index()] = Grade::of_record(&relation.claims, &origins);
        }
        let mut by_id: Vec<(&str, NodeIndex)> = dossier.entities().map(|(at, e)| (e.id.as_str(), at)).collect();
        by_id.sort_unstable();
        let nodes: Vec<NodeIndex> = by_id.into_iter().map(|(_, at)| at).collect();
        let mut numbers = vec![0; dossier.graph().node_bound()];
        nodes.iter().enumerate().for_each(|(number, at)| numbers[at.index()] = number as u32);
        let grades = exact.iter().map(|grade| grade.number()).collect();
        Prepared { grades, exact, numbers, nodes }
    }
}

/// Quotations by the numbers of the speaker and of whom or what it ties it to.
type Quotations = HashMap<(u32, u32), Vec<Tie>, RandomState>;

/// The network of one question.
pub(super) struct Network<'a> {
    dossier: &'a Dossier,
    prepared: &'a Prepared,
    rows: Rows,
    /// The same the other way round, where that is not the same.
    back: Option<Rows>,
    either_way: Option<Rows>,
    allowed: fixedbitset::FixedBitSet,
    directed: bool,
    quotations: Quotations,
}

impl<'a> Network<'a> {
    /// Without what is avoided, and without what is not there at the question's date.
    pub(super) fn new(
        dossier: &'a Dossier,
        prepared: &'a Prepared,
        question: &Question,
        avoided: Option<&Answer>,
        ends: &[NodeIndex],
    ) -> Self {
        let presences = question.as_of.as_ref().map(|date| Presences::at(dossier, Some(date)));
        let passes = |at: NodeIndex| {
            let is_there = presences.as_ref().is_none_or(|all| all.entity(at) != Presence::Absent);
            ends.contains(&at) || is_there && avoided.is_none_or(|found| found.entity(at) != Truth::Yes)
        };
        let leads = |at: EdgeIndex| {
            presences.as_ref().is_none_or(|all| all.relation(at) != Presence::Absent)
                && avoided.is_none_or(|found| found.relation(at) != Truth::Yes)
        };
        let mut network = Network {
            dossier,
            prepared,
            rows: Rows::default(),
            back: None,
            either_way: None,
            allowed: fixedbitset::FixedBitSet::with_capacity(prepared.grades.len()),
            directed: question.directed,
            quotations: Quotations::default(),
        };
        let mut arcs = Vec::with_capacity(dossier.relation_count());
        for (at, from, to, _) in dossier.relations() {
            if from != to && passes(from) && passes(to) && leads(at) {
                network.allowed.insert(at.index());
                arcs.push((network.number(from), network.number(to), prepared.grades[at.index()], at));
            }
        }
        let quoted = if question.quoted { network.quote(&passes, &leads) } else { Vec::new() };
        network.lay(arcs, &quoted);
        network
    }

    /// Makes the rows.
    fn lay(&mut self, arcs: Vec<(u32, u32, u8, EdgeIndex)>, quoted: &[(u32, u32, u8)]) {
        let nodes = self.prepared.nodes.len();
        let turned = |arcs: &[(u32, u32, u8)]| arcs.iter().map(|&(a, b, grade)| (b, a, grade)).collect::<Vec<_>>();
        let mut forwards: Vec<(u32, u32, u8)> = Vec::with_capacity(2 * arcs.len() + 2 * quoted.len());
        forwards.extend(arcs.iter().map(|&(a, b, grade, _)| (a, b, grade)));
        forwards.extend(quoted);
        let backwards = turned(&forwards);
        if !self.directed {
            forwards.extend(backwards);
            self.rows = rows_of(nodes, &forwards);
            return;
        }
        self.either_way = Some(rows_of(nodes, &[&forwards[..], &backwards].concat()));
        let both_ways = arcs.iter().filter(|(.., at)| !self.is_directed(*at));
        let also: Vec<(u32, u32, u8)> = both_ways.map(|&(a, b, grade, _)| (b, a, grade)).collect();
        forwards.extend(also);
        self.rows = rows_of(nodes, &forwards);
        self.back = Some(rows_of(nodes, &turned(&forwards)));
    }

    fn is_directed(&self, at: EdgeIndex) -> bool {
        let kind = self.dossier.relation(at).and_then(|r| self.dossier.vocabulary.relation_kind(&r.kind));
        kind.is_none_or(|kind| kind.directed)
    }

    /// Ties whoever is quoted to the entities on which they are.
    fn quote(
        &mut self,
        passes: &impl Fn(NodeIndex) -> bool,
        leads: &impl Fn(EdgeIndex) -> bool,
    ) -> Vec<(u32, u32, u8)> {
        let mut arcs = Vec::new();
        for record in records(self.dossier) {
            let ends = match record {
                RecordAt::Entity(at) => vec![at],
                RecordAt::Relation(at) if leads(at) => {
                    self.dossier.ends(at).map(|(from, to)| vec![from, to]).unwrap_or_default()
                }
                RecordAt::Relation(_) => continue,
            };
            for (number, claim) in Claim::carrying(claims_of(self.dossier, record)) {
                let Basis::Reported { by, .. } = &claim.basis else { continue };
                let Some(speaker) = self.dossier.entity_index(by).filter(|at| passes(*at)) else { continue };
                for end in ends.iter().filter(|end| **end != speaker && passes(**end)) {
                    let tie = Tie {
                        grade: Grade::of_claim(claim),
                        how: How::Quoted {
                            speaker: EntityId::from(by.as_str()),
                            record: id_of(self.dossier, record).to_owned(),
                            is_entity: matches!(record, RecordAt::Entity(_)),
                            claim: number,
                        },
                    };
                    let ends = (self.number(speaker), self.number(*end));
                    arcs.push((ends.0, ends.1, tie.grade.number()));
                    self.quotations.entry(ends).or_default().push(tie);
                }
            }
        }
        arcs
    }

    /// The number of an entity.
    pub(super) fn number(&self, at: NodeIndex) -> u32 {
        self.prepared.numbers[at.index()]
    }

    /// The network, and the same the other way round.
    pub(super) fn rows(&self) -> (&Rows, &Rows) {
        (&self.rows, self.back.as_ref().unwrap_or(&self.rows))
    }

    /// The network with every relation followed either way.
    pub(super) fn either_way(&self) -> &Rows {
        self.either_way.as_ref().unwrap_or(&self.rows)
    }

    /// Entities that are tied to each of several, but for these themselves, in the order of their ids.
    pub(super) fn common(&self, ends: &[NodeIndex]) -> Vec<EntityId> {
        let neighbours = |end: &NodeIndex| {
            let mut all: Vec<u32> = self.either_way().of(self.number(*end)).iter().map(|(to, _)| *to).collect();
            all.sort_unstable();
            all.dedup();
            all
        };
        let mut sets = ends.iter().map(neighbours);
        let first = sets.next().unwrap_or_default();
        let mut common = sets.fold(first, |mut common, other| {
            common.retain(|number| other.binary_search(number).is_ok());
            common
        });
        common.retain(|number| !ends.iter().any(|end| self.number(*end) == *number));
        common.iter().filter_map(|number| self.id(*number)).collect()
    }

    fn id(&self, number: u32) -> Option<EntityId> {
        self.dossier.entity(*self.prepared.nodes.get(number as usize)?).map(|entity| entity.id.clone())
    }

    /// All that ties one entity to the next; `directed` leaves out what points the other way.
    pub(super) fn link(&self, from: u32, to: u32, directed: bool) -> Link {
        let (a, b) = (self.prepared.nodes[from as usize], self.prepared.nodes[to as usize]);
        let between = self.dossier.relations_of(a).filter(|(_, other, _)| *other == b);
        let mut ties: Vec<(Tie, usize)> = Vec::new();
        for (at, _, way) in between.filter(|(at, ..)| self.allowed.contains(at.index())) {
            let along = !directed || way == petgraph::Outgoing || !self.is_directed(at);
            if along && let Some(relation) = self.dossier.relation(at) {
                let tie = Tie { grade: self.prepared.exact[at.index()], how: How::Relation(relation.id.clone()) };
                ties.push((tie, at.index()));
            }
        }
        let quoted = [(from, to), (to, from)].into_iter().filter(|(speaker, _)| !directed || *speaker == from);
        ties.extend(quoted.filter_map(|ends| self.quotations.get(&ends)).flatten().map(|t| (t.clone(), usize::MAX)));
        ties.sort_by(|a, b| (a.0.grade, a.1, &a.0.how).cmp(&(b.0.grade, b.1, &b.0.how)));
        let id = |number| self.id(number).unwrap_or_default();
        Link { from: id(from), to: id(to), ties: ties.into_iter().map(|(tie, _)| tie).collect() }
    }

    /// How the links of a chain lie in time; a quotation has no date.
    pub(super) fn in_time(&self, links: &[Link]) -> InTime {
        let span = |tie: &Tie| match &tie.how {
            How::Relation(id) => {
                let relation = self.dossier.relation_by_id(id.as_str());
                let kind = relation.and_then(|r| self.dossier.vocabulary.relation_kind(&r.kind));
                let date = relation.and_then(|r| r.when.as_ref()).map(|when| &when.date);
                Span::of(date, kind.is_some_and(|kind| kind.enduring))
            }
            How::Quoted { .. } => Span::of(None, false),
        };
        InTime::of(&links.iter().map(|link| link.ties.iter().map(span).collect()).collect::<Vec<_>>())
    }
}
