//! Whether a thing is there as of a date: certainly, possibly, only planned, or not. Nothing here
//! knows how that is drawn.

use super::language::Drawn;
use crate::dossier::model::{Claim, Date, Day, Dossier, EdgeIndex, NodeIndex, Status, Truth, When};

/// How a record stands at an as-of date. Ordered from least to most present.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Presence {
    /// Not (yet, or no more) there: faded out, in its place.
    Absent,
    /// Planned, hoped for or requested by then: hollow.
    Planned,
    /// Possibly there: fainter.
    Possible,
    /// Certainly there: solid.
    Certain,
}

impl Presence {
    /// `certain`, `possible`, `planned` or `absent`, as in `data-presence`.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Presence::Absent => "absent",
            Presence::Planned => "planned",
            Presence::Possible => "possible",
            Presence::Certain => "certain",
        }
    }
}

impl From<Truth> for Presence {
    fn from(truth: Truth) -> Self {
        match truth {
            Truth::Yes => Presence::Certain,
            Truth::Maybe => Presence::Possible,
            Truth::No => Presence::Absent,
        }
    }
}

/// Presence of every entity and relation of a dossier at one date, by index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Presences {
    entities: Vec<Option<Presence>>,
    relations: Vec<Option<Presence>>,
}

impl Presences {
    /// Presence as of the end of `as_of` (its latest day); with `None`, of the whole record:
    /// everything certain but what is only planned, hoped for, requested or was cancelled.
    ///
    /// At a date:
    /// * A dated record goes by [`Date::holds_on`]. One that ended at an unknown date is at most
    ///   possibly there.
    /// * An undated entity is certainly there if its kind endures, else possibly.
    /// * What is planned, hoped for or requested is planned once a source that says so can have
    ///   been published, and absent before. What was cancelled is absent.
    /// * A relation is never more present than its ends. An undated one of an enduring kind is as
    ///   present as they are, of another kind at most possible.
    ///
    /// An as-of date without a latest day counts by its earliest; text that is no date counts as
    /// `None`.
    pub(crate) fn at(dossier: &Dossier, as_of: Option<&Date>) -> Self {
        let day = as_of.and_then(|date| date.latest().or(date.earliest()));
        let mut presences = Presences::default();
        for (index, entity) in dossier.entities() {
            let own = of_record(dossier, day, entity.status, entity.when.as_ref(), &entity.claims);
            let undated = || match dossier.vocabulary.entity_kind(&entity.kind) {
                Some(kind) if kind.enduring && entity.status != Status::Ended => Presence::Certain,
                _ => Presence::Possible,
            };
            put(&mut presences.entities, index.index(), own.unwrap_or_else(undated));
        }
        for (index, from, to, relation) in dossier.relations() {
            let own = of_record(dossier, day, relation.status, relation.when.as_ref(), &relation.claims);
            let presence = if day.is_none() {
                own.unwrap_or(Presence::Certain)
            } else {
                let ends = presences.entity(from).min(presences.entity(to));
                let undated = || match dossier.vocabulary.relation_kind(&relation.kind) {
                    Some(kind) if kind.enduring && relation.status != Status::Ended => Presence::Certain,
                    _ => Presence::Possible,
                };
                own.unwrap_or_else(undated).min(ends)
            };
            put(&mut presences.relations, index.index(), presence);
        }
        presences
    }

    /// Makes what a query only possibly finds no more than possible.
    pub(crate) fn limit(&mut self, dossier: &Dossier, drawn: &Drawn) {
        // What the query does not find at all is drawn for another reason, and is as present as it is.
        let most = |truth: Truth| if truth == Truth::Maybe { Presence::Possible } else { Presence::Certain };
        for (at, _) in dossier.entities() {
            let presence = self.entity(at).min(most(drawn.entity(at)));
            put(&mut self.entities, at.index(), presence);
        }
        for (at, ..) in dossier.relations() {
            let presence = self.relation(at).min(most(drawn.relation(at)));
            put(&mut self.relations, at.index(), presence);
        }
    }

    /// Says of an entity that is none of the dossier's how present it is.
    pub(crate) fn put_entity(&mut self, index: NodeIndex, presence: Presence) {
        put(&mut self.entities, index.index(), presence);
    }

    /// The same of a relation.
    pub(crate) fn put_relation(&mut self, index: EdgeIndex, presence: Presence) {
        put(&mut self.relations, index.index(), presence);
    }

    /// Presence of an entity.
    pub(crate) fn entity(&self, index: NodeIndex) -> Presence {
        self.entities.get(index.index()).copied().flatten().unwrap_or(Presence::Absent)
    }

    /// Presence of a relation.
    pub(crate) fn relation(&self, index: EdgeIndex) -> Presence {
        self.relations.get(index.index()).copied().flatten().unwrap_or(Presence::Absent)
    }
}

fn put(list: &mut Vec<Option<Presence>>, at: usize, presence: Presence) {
    if list.len() <= at {
        list.resize(at + 1, None);
    }
    list[at] = Some(presence);
}

/// What a record says of itself; `None` for one without a date at a date, which its kind decides.
fn of_record(
    dossier: &Dossier,
    day: Option<Day>,
    status: Status,
    when: Option<&When>,
    claims: &[Claim],
) -> Option<Presence> {
    let Some(day) = day else {
        let meant = status.is_prospective() || status == Status::Cancelled;
        return Some(if meant { Presence::Planned } else { Presence::Certain });
    };
    match status {
        Status::Cancelled => Some(Presence::Absent),
        Status::Planned | Status::Hoped | Status::Requested => {
            let told = told_from(dossier, claims).is_none_or(|first| day >= first);
            Some(if told { Presence::Planned } else { Presence::Absent })
        }
        Status::Ended => {
            let date = &when?.date;
            let presence = Presence::from(date.holds_on(day));
            let end_known = date.is_interval() && date.latest().is_some();
            Some(if end_known { presence } else { presence.min(Presence::Possible) })
        }
        Status::Actual => Some(Presence::from(when?.date.holds_on(day))),
    }
}

/// First day on which a plan can have been told: the earliest publication of any source that says
/// so. `None` where that is not known.
pub(super) fn told_from(dossier: &Dossier, claims: &[Claim]) -> Option<Day> {
    let days = claims.iter().map(|claim| dossier.source(&claim.source)?.published.as_ref()?.earliest());
    days.collect::<Option<Vec<Day>>>()?.into_iter().min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::model::{Entity, EntityKind, Relation, RelationKind, Shape, Source, Vocabulary};

    fn when(text: &str) -> Option<When> {
        Some(When { date: Date::parse(text).unwrap(), inferred: None })
    }

    fn vocabulary() -> Vocabulary {
        let kind = |id: &str, enduring| EntityKind {
            id: id.into(),
            label: id.into(),
            plural: id.into(),
            colour: "#000000".into(),
            shape: Shape::Disc,
            icon: None,
            strong: false,
            enduring,
        };
        let line = |id: &str, enduring| RelationKind {
            id: id.into(),
            label: id.into(),
            inverse: id.into(),
            directed: true,
            from: vec![],
            to: vec![],
            enduring,
        };
        let mut vocabulary = Vocabulary::default();
        [kind("state", true), kind("meeting", false)].into_iter().for_each(|kind| vocabulary.set_entity_kind(kind));
        let lines = [line("member_of", true), line("takes_part_in", false)];
        lines.into_iter().for_each(|line| vocabulary.set_relation_kind(line));
        vocabulary
    }

    /// Two states, a dialogue of May 2014 and the relations under test.
    fn dossier(change: impl FnOnce(&mut Entity), relation: Relation) -> Dossier {
        let mut dossier = Dossier::new(vocabulary());
        let mut source = Source::new("beat");
        source.published = Some(Date::parse("2015-10").unwrap());
        dossier.sources.push(source);
        dossier.add_entity(Entity::new("japan", "state", "Japan")).unwrap();
        dossier.add_entity(Entity::new("laos", "state", "Laos")).unwrap();
        let mut dialogue = Entity::new("dialogue", "meeting", "Cybercrime Dialogue");
        change(&mut dialogue);
        dossier.add_entity(dialogue).unwrap();
        dossier.add_relation(relation).unwrap();
        dossier
    }

    fn both(dossier: &Dossier, as_of: Option<&str>) -> (Presence, Presence) {
        let as_of = as_of.map(|text| Date::parse(text).unwrap());
        let presences = Presences::at(dossier, as_of.as_ref());
        let dialogue = dossier.entity_index("dialogue").unwrap();
        let relation = dossier.relations().next().unwrap().0;
        (presences.entity(dialogue), presences.relation(relation))
    }

    use Presence::{Absent, Certain, Planned, Possible};

    #[test]
    fn the_cybercrime_dialogue_is_there_in_june_2014_and_not_in_december_2013() {
        for text in ["2014-05", "2014-05/.."] {
            let d = dossier(|e| e.when = when(text), Relation::new("japan", "member_of", "dialogue"));
            assert_eq!(both(&d, Some("2014-06")), (Certain, Certain));
            assert_eq!(both(&d, Some("2014-05")), (Certain, Certain));
            assert_eq!(both(&d, Some("2014-05-10")), (Possible, Possible));
            assert_eq!(both(&d, Some("2013-12")), (Absent, Absent));
            assert_eq!(both(&d, None), (Certain, Certain));
        }
    }

    #[test]
    fn undated_things_go_by_what_their_kind_says() {
        let d = dossier(|_| {}, Relation::new("japan", "takes_part_in", "laos"));
        assert_eq!(both(&d, Some("2014")), (Possible, Possible));
        let d = dossier(|_| {}, Relation::new("japan", "member_of", "laos"));
        assert_eq!(both(&d, Some("2014")), (Possible, Certain));
        let d = dossier(|_| {}, Relation::new("japan", "member_of", "dialogue"));
        assert_eq!(both(&d, Some("2014")), (Possible, Possible));
        assert_eq!(both(&d, None), (Certain, Certain));
    }

    #[test]
    fn plans_are_planned_once_told() {
        let plan = |e: &mut Entity| {
            e.status = Status::Requested;
            e.when = when("2016");
            e.claims.push(Claim::stated("beat"));
        };
        let d = dossier(plan, Relation::new("japan", "member_of", "dialogue"));
        assert_eq!(both(&d, Some("2015-09")), (Absent, Absent));
        assert_eq!(both(&d, Some("2015-10-01")), (Planned, Planned));
        assert_eq!(both(&d, Some("2020")), (Planned, Planned));
        // The whole record: the tie itself is a fact, what it points to is not.
        assert_eq!(both(&d, None), (Planned, Certain));
        let d = dossier(|e| e.status = Status::Hoped, Relation::new("japan", "member_of", "dialogue"));
        assert_eq!(both(&d, Some("1000")).0, Planned, "nobody knows since when it was hoped for");
    }

    #[test]
    fn what_ended_or_was_cancelled_is_not_certain() {
        let ended = |text: &'static str| {
            move |e: &mut Entity| {
                e.status = Status::Ended;
                e.when = when(text);
            }
        };
        let tie = || Relation::new("japan", "member_of", "dialogue");
        assert_eq!(both(&dossier(ended("2003"), tie()), Some("2010")).0, Possible);
        assert_eq!(both(&dossier(ended("2003/2008"), tie()), Some("2005")).0, Certain);
        assert_eq!(both(&dossier(ended("2003/2008"), tie()), Some("2010")).0, Absent);
        assert_eq!(both(&dossier(ended("2003/"), tie()), Some("2002")).0, Absent);
        let d = dossier(|e| e.status = Status::Cancelled, tie());
        assert_eq!(both(&d, Some("2010")), (Absent, Absent));
        assert_eq!(both(&d, None).0, Planned);
    }

    #[test]
    fn a_relation_is_never_more_present_than_its_ends() {
        let mut relation = Relation::new("japan", "takes_part_in", "dialogue");
        relation.when = when("2010");
        let d = dossier(|e| e.when = when("2014-05"), relation);
        assert_eq!(both(&d, Some("2012")), (Absent, Absent));
        assert_eq!(both(&d, Some("2014-06")), (Certain, Certain));
    }
}
