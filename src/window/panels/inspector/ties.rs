//! The relations of an entity as the inspector lists them: grouped by kind and direction, what is
//! so first, then under headings of their own what is only meant, asked for or reported.

use petgraph::Direction;

use crate::dossier::model::{Basis, Claim, Dossier, EdgeIndex, NodeIndex, Relation, Status};

/// A relation and the entity at its other end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tie {
    pub(crate) relation: EdgeIndex,
    /// The other end; the entity itself for a relation to itself.
    pub(crate) other: NodeIndex,
}

/// Relations of one kind that point the same way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TieGroup {
    /// The kind's label or, for relations that point here, its inverse.
    pub(crate) label: String,
    /// By date, those without one last; of the same date in the author's order.
    pub(crate) ties: Vec<Tie>,
    /// How many have a date that can be read.
    pub(crate) dated: usize,
}

/// How a relation stands: the headings of the list, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum TieStanding {
    /// It is so or was, and a source, its author or we say so.
    Plain,
    /// Someone is quoted as saying so.
    Reported,
    Hoped,
    Planned,
    Requested,
    /// Was planned and will not be.
    Cancelled,
}

impl TieStanding {
    /// How a relation stands.
    pub(crate) fn of(relation: &Relation) -> TieStanding {
        let reported = || matches!(Claim::strongest(&relation.claims).map(|c| &c.basis), Some(Basis::Reported { .. }));
        match relation.status {
            Status::Hoped => TieStanding::Hoped,
            Status::Planned => TieStanding::Planned,
            Status::Requested => TieStanding::Requested,
            Status::Cancelled => TieStanding::Cancelled,
            Status::Actual | Status::Ended if reported() => TieStanding::Reported,
            Status::Actual | Status::Ended => TieStanding::Plain,
        }
    }

    /// The heading of the list.
    pub(crate) fn heading(self) -> &'static str {
        match self {
            TieStanding::Plain => "Relations",
            TieStanding::Reported => "Reported",
            TieStanding::Hoped => "Hoped for",
            TieStanding::Planned => "Planned",
            TieStanding::Requested => "Requested",
            TieStanding::Cancelled => "Cancelled",
        }
    }

    /// The word among a relation's marks that the heading says already.
    pub(crate) fn said_by_heading(self) -> &'static str {
        match self {
            TieStanding::Plain => "",
            TieStanding::Reported => "reported",
            TieStanding::Hoped => "hoped for",
            TieStanding::Planned => "planned",
            TieStanding::Requested => "requested",
            TieStanding::Cancelled => "cancelled",
        }
    }
}

/// What ties are sorted by: standing, place of the kind in the vocabulary, its id, whether the
/// relation points here.
type TieOrder<'a> = (TieStanding, usize, &'a str, bool);

/// All relations of an entity.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Ties {
    /// Groups under each heading that has any.
    pub(crate) lists: Vec<(TieStanding, Vec<TieGroup>)>,
    /// The same under each heading in one list by date.
    pub(crate) by_date: Vec<(TieStanding, DatedTies)>,
    /// How many relations in all.
    pub(crate) count: usize,
}

/// Relations by date, those without one last, each with what its group is called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct DatedTies {
    pub(crate) ties: Vec<(Tie, String)>,
    /// How many have a date that can be read.
    pub(crate) dated: usize,
}

impl DatedTies {
    fn of(dossier: &Dossier, groups: &[TieGroup]) -> DatedTies {
        let all = groups.iter().flat_map(|group| group.ties.iter().map(|tie| (*tie, group.label.clone())));
        let mut ties: Vec<(Tie, String)> = all.collect();
        ties.sort_by_cached_key(|(tie, _)| (dossier.relation(tie.relation).map(day_order), tie.relation));
        DatedTies { ties, dated: groups.iter().map(|group| group.dated).sum() }
    }
}

/// Where a relation stands among others by its date: whether it has none that can be read, the first day on which it may begin,
/// the last on which it may end.
type DayOrder = (u8, [i32; 2]);

/// Beside a relation without a date that can be read.
const UNDATED: u8 = 1;

fn day_order(relation: &Relation) -> DayOrder {
    match relation.when.as_ref().map(|when| &when.date).filter(|date| date.is_parsed()) {
        Some(date) => {
            let extent = date.extent();
            (0, [extent.begin[0], extent.end[1]])
        }
        None => (UNDATED, [0; 2]),
    }
}

impl Ties {
    /// Lists the relations of an entity. Groups stand in the vocabulary's order, kinds that it
    /// does not know last.
    pub(crate) fn of(dossier: &Dossier, entity: NodeIndex) -> Ties {
        let mut keyed: Vec<(TieOrder<'_>, DayOrder, Tie)> = Vec::new();
        for (edge, other, direction) in dossier.relations_of(entity) {
            let Some(relation) = dossier.relation(edge) else { continue };
            let kinds = &dossier.vocabulary.relation_kinds;
            let place = kinds.iter().position(|k| k.id == relation.kind);
            let directed = place.is_none_or(|i| kinds[i].directed);
            let inwards = directed && direction == Direction::Incoming;
            let key = (TieStanding::of(relation), place.unwrap_or(usize::MAX), relation.kind.as_str(), inwards);
            keyed.push((key, day_order(relation), Tie { relation: edge, other }));
        }
        let count = keyed.len();
        keyed.sort_by_key(|(key, day, tie)| (*key, *day, tie.relation));
        let mut lists: Vec<(TieStanding, Vec<TieGroup>)> = Vec::new();
        let mut last = None;
        for (key, day, tie) in keyed {
            let (standing, _, kind, inwards) = key;
            if lists.last().is_none_or(|(s, _)| *s != standing) {
                lists.push((standing, Vec::new()));
            }
            let Some((_, groups)) = lists.last_mut() else { continue };
            if last != Some(key) {
                let kind = dossier.vocabulary.relation_kind_or_neutral(kind);
                let label = if inwards { kind.inverse } else { kind.label };
                groups.push(TieGroup { label, ties: Vec::new(), dated: 0 });
                last = Some(key);
            }
            if let Some(group) = groups.last_mut() {
                group.ties.push(tie);
                group.dated += usize::from(day.0 != UNDATED);
            }
        }
        let by_date = lists.iter().map(|(standing, groups)| (*standing, DatedTies::of(dossier, groups))).collect();
        Ties { lists, by_date, count }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::model::{Date, Entity, RelationKind, Vocabulary, When};

    fn kind(id: &str, label: &str, inverse: &str, directed: bool) -> RelationKind {
        RelationKind {
            id: id.into(),
            label: label.into(),
            inverse: inverse.into(),
            directed,
            from: vec![],
            to: vec![],
            enduring: false,
            single: false,
        }
    }

    #[test]
    fn relations_of_a_group_go_by_date_and_those_without_one_come_last() {
        let mut dossier = Dossier::new(Vocabulary::default());
        for id in ["a", "b"] {
            dossier.add_entity(Entity::new(id, "state", id)).unwrap();
        }
        let dates =
            ["", "2015-10", "2014/2016", "some day", "2014/2015", "../2010", "2014", "", "-0043", "[2013..2015]"];
        for (number, date) in dates.iter().enumerate() {
            let mut relation = Relation::new("a", "meets", "b");
            relation.id = format!("r{number}").as_str().into();
            relation.when = (!date.is_empty()).then(|| When::given(Date::read(date)));
            dossier.add_relation(relation).unwrap();
        }
        let ties = Ties::of(&dossier, dossier.entity_index("a").unwrap());
        let [(_, groups)] = &ties.lists[..] else { panic!("one list") };
        let order: Vec<&str> = groups[0]
            .ties
            .iter()
            .map(|tie| dossier.relation(tie.relation).unwrap().when.as_ref().map_or("", |when| when.date.written()))
            .collect();
        let expected =
            ["../2010", "-0043", "[2013..2015]", "2014", "2014/2015", "2014/2016", "2015-10", "", "some day", ""];
        assert_eq!((order, groups[0].dated), (expected.to_vec(), 7));
        let [(_, dated)] = &ties.by_date[..] else { panic!("one list") };
        assert_eq!(dated.dated, 7);
        assert!(dated.ties.iter().map(|(tie, _)| *tie).eq(groups[0].ties.iter().copied()));
    }

    #[test]
    fn relations_are_grouped_by_kind_and_way_and_by_how_they_stand() {
        let mut words = Vocabulary::default();
        words.set_relation_kind(kind("takes_part_in", "takes part in", "has as participant", true));
        words.set_relation_kind(kind("near", "is near", "is near", false));
        let mut dossier = Dossier::new(words);
        for id in ["a", "b", "c"] {
            dossier.add_entity(Entity::new(id, "state", id)).unwrap();
        }
        let mut add = |from: &str, kind: &str, to: &str, status, basis| {
            let mut relation = Relation::new(from, kind, to);
            relation.status = status;
            relation.claims = vec![Claim { basis, ..Claim::stated("s") }];
            dossier.add_relation(relation).unwrap();
        };
        add("b", "takes_part_in", "a", Status::Actual, Basis::Stated);
        add("a", "near", "c", Status::Actual, Basis::Stated);
        add("b", "near", "a", Status::Actual, Basis::Stated);
        add("a", "takes_part_in", "c", Status::Planned, Basis::Stated);
        add("c", "takes_part_in", "a", Status::Actual, Basis::Reported { by: "b".into(), to: None });
        add("a", "unheard_of", "a", Status::Actual, Basis::Stated);

        let ties = Ties::of(&dossier, dossier.entity_index("a").unwrap());
        assert_eq!(ties.count, 6);
        let shape: Vec<(&str, Vec<(&str, usize)>)> = ties
            .lists
            .iter()
            .map(|(s, groups)| (s.heading(), groups.iter().map(|g| (g.label.as_str(), g.ties.len())).collect()))
            .collect();
        assert_eq!(ties.by_date.iter().map(|(_, list)| list.ties.len()).collect::<Vec<_>>(), [4, 1, 1]);
        assert_eq!(
            shape,
            [
                ("Relations", vec![("has as participant", 1), ("is near", 2), ("unheard of", 1)]),
                ("Reported", vec![("has as participant", 1)]),
                ("Planned", vec![("takes part in", 1)]),
            ]
        );
    }
}
