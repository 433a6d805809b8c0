//! From when to when everything in a dossier is there, as far as its date, status and kind say; and the presences at a time that
//! follow from it. Worked out once, so that a date can move without reading every record again.

use rayon::prelude::*;

use super::period::Window;
use super::presence::{Presence, Presences, put};
use crate::dossier::model::{Claim, Date, Day, Dossier, EdgeIndex, Extent, NodeIndex, Relation, Status, When};

/// What one record says of its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Lifetime {
    /// From when to when it is there; what is only meant to be at all times.
    extent: Extent,
    /// It is never more present than that.
    most: Presence,
    /// The first day on which a plan can have been told, as a number.
    told: i32,
    /// It has no date.
    is_undated: bool,
}

impl Lifetime {
    fn new(dossier: &Dossier, status: Status, when: Option<&When>, claims: &[Claim], endures: bool) -> Self {
        let lived = |most: Presence| match when {
            Some(when) => (when.date.standing(), most),
            None if endures && status != Status::Ended => (Extent::ALWAYS, most),
            None => (Extent::UNKNOWN, Presence::Possible),
        };
        let told = || told_from(dossier, claims).map_or(i32::MIN, Day::number);
        let ((extent, most), told) = match status {
            Status::Cancelled => ((Extent::ALWAYS, Presence::Absent), i32::MIN),
            Status::Planned | Status::Hoped | Status::Requested => ((Extent::ALWAYS, Presence::Planned), told()),
            Status::Ended => {
                let end_known = when.is_some_and(|when| when.date.is_interval() && when.date.latest().is_some());
                let most = if end_known { Presence::Certain } else { Presence::Possible };
                (lived(most), i32::MIN)
            }
            Status::Actual => (lived(Presence::Certain), i32::MIN),
        };
        Lifetime { extent, most, told, is_undated: when.is_none() }
    }

    /// Presence on days, ends of relations left aside.
    fn presence(&self, window: Window) -> Presence {
        match self.most {
            Presence::Absent => Presence::Absent,
            Presence::Planned if window.told_by().number() >= self.told => Presence::Planned,
            Presence::Planned => Presence::Absent,
            Presence::Possible | Presence::Certain => Presence::from(window.holds(self.extent)).min(self.most),
        }
    }
}

/// The lifetimes of all records of a dossier.
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
/// Over several days that is asked of any of them or of all. A relation needs its ends on the same day.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lifetimes {
    /// By index.
    entities: Vec<Option<Lifetime>>,
    /// Of each relation in the author's order: its index, and those of its ends.
    relations: Vec<(u32, [u32; 2], Lifetime)>,
}

impl Lifetimes {
    /// Of all records.
    pub(crate) fn new(dossier: &Dossier) -> Self {
        let kinds = &dossier.vocabulary;
        let mut entities = Vec::with_capacity(dossier.entity_count());
        for (index, entity) in dossier.entities() {
            let when = entity.when.as_ref();
            let endures = when.is_none() && kinds.entity_kind(&entity.kind).is_some_and(|kind| kind.enduring);
            let lifetime = Lifetime::new(dossier, entity.status, when, &entity.claims, endures);
            put(&mut entities, index.index(), Some(lifetime));
        }
        let relation = |(index, from, to, relation): (_, _, _, &Relation)| {
            let (index, from, to): (EdgeIndex, NodeIndex, NodeIndex) = (index, from, to);
            let when = relation.when.as_ref();
            let endures = when.is_none() && kinds.relation_kind(&relation.kind).is_some_and(|kind| kind.enduring);
            let lifetime = Lifetime::new(dossier, relation.status, when, &relation.claims, endures);
            (index.index() as u32, [from.index() as u32, to.index() as u32], lifetime)
        };
        Lifetimes { entities, relations: dossier.relations().map(relation).collect() }
    }

    /// Presence at the end of a date; of the whole record where it is no date.
    pub(crate) fn at(&self, dossier: &Dossier, date: &Date) -> Presences {
        Window::end_of(date).map_or_else(|| Presences::whole(dossier), |window| self.over(window))
    }

    /// Presence on days.
    pub(crate) fn over(&self, window: Window) -> Presences {
        let own = |lifetime: &Lifetime| lifetime.presence(window);
        let entities: Vec<Option<Presence>> = self.entities.par_iter().map(|one| one.as_ref().map(own)).collect();
        let unknown = |(one, now): (&Option<Lifetime>, &Option<Presence>)| {
            *now == Some(Presence::Possible) && one.is_some_and(|one| one.is_undated)
        };
        let unknown_entities = self.entities.iter().zip(&entities).map(unknown).collect();
        let end = |at: u32| entities.get(at as usize).copied().flatten().unwrap_or(Presence::Absent);
        let of_relation = |(_, ends, lifetime): &(u32, [u32; 2], Lifetime)| {
            let mut presence = own(lifetime).min(end(ends[0])).min(end(ends[1]));
            if window.is_any_of_several() && presence > Presence::Absent {
                let [from, to] = ends.map(|at| self.extent(at));
                presence = presence.min(Presence::from(window.holds_together([lifetime.extent, from, to])));
            }
            (presence, presence == Presence::Possible && lifetime.is_undated)
        };
        let found: Vec<(Presence, bool)> = self.relations.par_iter().map(of_relation).collect();
        let room = self.relations.iter().map(|(index, ..)| *index as usize + 1).max().unwrap_or(0);
        let (mut relations, mut unknown_relations) = (vec![None; room], vec![false; room]);
        for ((index, ..), (presence, is_unknown)) in self.relations.iter().zip(found) {
            relations[*index as usize] = Some(presence);
            unknown_relations[*index as usize] = is_unknown;
        }
        Presences { entities, relations, unknown_entities, unknown_relations }
    }

    fn extent(&self, entity: u32) -> Extent {
        self.entities.get(entity as usize).copied().flatten().map_or(Extent::UNKNOWN, |lifetime| lifetime.extent)
    }
}

impl Presences {
    /// Presence as of the end of `as_of` (its latest day), or of the whole record.
    ///
    /// An as-of date without a latest day counts by its earliest; text that is no date counts as
    /// `None`.
    pub(crate) fn at(dossier: &Dossier, as_of: Option<&Date>) -> Self {
        Self::over(dossier, as_of.and_then(Window::end_of))
    }

    /// Presence on days, or in the whole record.
    pub(crate) fn over(dossier: &Dossier, window: Option<Window>) -> Self {
        window.map_or_else(|| Presences::whole(dossier), |window| Lifetimes::new(dossier).over(window))
    }

    /// Of the whole record, whatever its date: everything certain but what is only planned, hoped for, requested or was
    /// cancelled.
    pub(crate) fn whole(dossier: &Dossier) -> Self {
        let of = |status: Status| {
            let meant = status.is_prospective() || status == Status::Cancelled;
            Some(if meant { Presence::Planned } else { Presence::Certain })
        };
        let mut presences = Presences::default();
        dossier.entities().for_each(|(at, e)| put(&mut presences.entities, at.index(), of(e.status)));
        dossier.relations().for_each(|(at, _, _, r)| put(&mut presences.relations, at.index(), of(r.status)));
        presences
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
    use proptest::prelude::*;
    use proptest::{option, sample};

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
            single: false,
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

    const DATES: &[&str] = &[
        "2013",
        "2014-05",
        "1973~",
        "2015?",
        "[2012,2014]",
        "[2013..2015]",
        "2003/2013",
        "2010/",
        "/2012",
        "2010/..",
        "../2012",
        "[2009..2011]/[2013..2015]",
        "2012~/2013~",
        "2014/2014",
        "some day",
    ];

    fn record() -> impl Strategy<Value = (Option<&'static str>, Status, bool)> {
        let statuses = [Status::Actual, Status::Actual, Status::Ended, Status::Planned, Status::Cancelled];
        (option::of(sample::select(DATES)), sample::select(statuses.to_vec()), any::<bool>())
    }

    /// Two entities and a relation between them, each with a date, a status, and a kind that endures or not.
    fn tied(records: [(Option<&'static str>, Status, bool); 3]) -> Dossier {
        let mut dossier = Dossier::new(vocabulary());
        let mut source = Source::new("beat");
        source.published = Some(Date::parse("2012-10").unwrap());
        dossier.sources.push(source);
        for (id, (date, status, endures)) in ["a", "b"].into_iter().zip(records) {
            let mut entity = Entity::new(id, if endures { "state" } else { "meeting" }, id);
            (entity.when, entity.status) = (date.map(|text| When::given(Date::read(text))), status);
            entity.claims.push(Claim::stated("beat"));
            dossier.add_entity(entity).unwrap();
        }
        let (date, status, endures) = records[2];
        let mut relation = Relation::new("a", if endures { "member_of" } else { "takes_part_in" }, "b");
        (relation.when, relation.status) = (date.map(|text| When::given(Date::read(text))), status);
        relation.claims.push(Claim::stated("beat"));
        dossier.add_relation(relation).unwrap();
        dossier
    }

    fn all(presences: &Presences) -> Vec<Presence> {
        presences.entities.iter().chain(&presences.relations).map(|one| one.unwrap()).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3_000))]

        /// What is there throughout a time is there on each of its days, and what is there on a day is there at some time; each
        /// as certainly.
        #[test]
        fn throughout_is_within_each_day_and_each_day_within_any_time(
            records in [record(), record(), record()],
            from in 2008_i32..2017,
            length in 0_i32..6,
            on in 0_i32..2_000,
        ) {
            let lifetimes = Lifetimes::new(&tied(records));
            let window = |throughout| {
                let (from, to) = (Date::read(&from.to_string()), Date::read(&(from + length).to_string()));
                Window::from_to(&from, &to, throughout).unwrap()
            };
            let (any, throughout) = (all(&lifetimes.over(window(false))), all(&lifetimes.over(window(true))));
            let first = Day::from_ymd(from, 1, 1).unwrap().number();
            let days = window(true).last().number() - first;
            let day = Day::from_number(first + on % (days + 1));
            let then = all(&lifetimes.over(Window::of_day(day)));
            for ((any, then), throughout) in any.iter().zip(&then).zip(&throughout) {
                prop_assert!(throughout <= then && then <= any, "{throughout:?} {then:?} {any:?} on {day}");
            }
        }

        /// Two dates that are compared: what surely came is surely there, what went surely was, and nothing is told of what
        /// is at neither.
        #[test]
        fn what_is_certain_of_a_change_is_possible(records in [record(), record(), record()], from in 2008_i32..2017, length in 1_i32..6) {
            use crate::explore::query::between::{Between, TwoDates};
            let dossier = tied(records);
            let date = |year: i32| Date::read(&year.to_string());
            let (before, after) = (date(from), date(from + length));
            let two = TwoDates::new(&dossier, &before, &after);
            let at = |date: &Date| Presences::at(&dossier, Some(date));
            let (was, is) = (at(&before), at(&after));
            for (index, _) in dossier.entities() {
                let (was, is) = (was.entity(index), is.entity(index));
                match two.entity(&dossier, index).change {
                    Some(Between::Came) => prop_assert!(is == Presence::Certain && was < Presence::Possible),
                    Some(Between::Went) => prop_assert!(was == Presence::Certain && is < Presence::Possible),
                    Some(Between::Stays) => prop_assert!(was == Presence::Certain && is == Presence::Certain),
                    Some(Between::MayHaveCome | Between::MayHaveGone | Between::Unclear | Between::Undated) => {
                        prop_assert!(was == Presence::Possible || is == Presence::Possible);
                    }
                    Some(Between::Planned) => prop_assert!(is == Presence::Planned),
                    None => prop_assert!(was < Presence::Possible && is == Presence::Absent),
                }
            }
        }
    }

    #[test]
    fn ends_that_never_meet_are_tied_at_no_time() {
        let ended = |text| (Some(text), Status::Actual, false);
        let over = |records, from: &str, to: &str| {
            let window = Window::from_to(&Date::read(from), &Date::read(to), false).unwrap();
            let lifetimes = Lifetimes::new(&tied(records));
            all(&lifetimes.over(window))
        };
        let undated = (None, Status::Actual, true);
        let apart = [ended("2003/2010"), ended("2012/.."), undated];
        assert_eq!(over(apart, "2003", "2015"), [Certain, Certain, Absent]);
        let perhaps = [ended("2003/[2010..2013]"), ended("2012/.."), undated];
        assert_eq!(over(perhaps, "2003", "2015"), [Certain, Certain, Possible]);
        let meet = [ended("2003/2013"), ended("2012/.."), undated];
        assert_eq!(over(meet, "2003", "2015"), [Certain, Certain, Certain]);
    }
}
