//! What came and what went between two dates: every record by how it stands at the end of each, with what is only possible told
//! apart. Nothing here knows how that is shown; `comparison` makes lists of it.

use super::lifetimes::Lifetimes;
use super::period::Window;
use super::presence::{Presence, Presences};
use crate::dossier::model::{Date, Dossier, EdgeIndex, NodeIndex, When};

/// What became of a record from one date to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Between {
    /// It was not there, and is.
    Came,
    /// It was not there and may be, or may have been there and is.
    MayHaveCome,
    /// It was there, and is not.
    Went,
    /// It was there and may not be, or may have been there and is not.
    MayHaveGone,
    /// It is only planned, hoped for or requested by the later date.
    Planned,
    /// It was and is there.
    Stays,
    /// It may be there at both, and its date does not say that it came or went.
    Unclear,
    /// The same, and it has no date.
    Undated,
}

impl Between {
    /// All of them with the word for programs and the words for people, in the order in which they are told.
    pub(crate) const ALL: &'static [(Between, &'static str, &'static str)] = &[
        (Between::Came, "came", "came"),
        (Between::MayHaveCome, "may_have_come", "may have come"),
        (Between::Went, "went", "went"),
        (Between::MayHaveGone, "may_have_gone", "may have gone"),
        (Between::Planned, "planned", "planned, hoped for or requested"),
        (Between::Stays, "stays", "stays"),
        (Between::Unclear, "unclear", "unclear: possibly present at both dates"),
        (Between::Undated, "undated", "undated: possibly present at both dates"),
    ];

    /// The word for programs.
    pub(crate) fn word(self) -> &'static str {
        Self::ALL.iter().find(|(one, ..)| *one == self).map_or("", |(_, word, _)| word)
    }

    /// The words for people.
    pub(crate) fn in_words(self) -> &'static str {
        Self::ALL.iter().find(|(one, ..)| *one == self).map_or("", |(.., words)| words)
    }

    /// What stands before the records of a list; `None` for lists that are only counted.
    pub(crate) fn sign(self) -> Option<&'static str> {
        match self {
            Between::Came => Some("+"),
            Between::Went => Some("−"),
            Between::MayHaveCome => Some("+?"),
            Between::MayHaveGone => Some("−?"),
            Between::Planned => Some("o"),
            Between::Stays | Between::Unclear | Between::Undated => None,
        }
    }
}

/// How a record stands at both dates, and what that makes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) before: Presence,
    pub(crate) after: Presence,
    /// `None` for what is at neither date.
    pub(crate) change: Option<Between>,
}

/// A dossier at two dates.
#[derive(Clone, Debug)]
pub(crate) struct TwoDates {
    before: Presences,
    after: Presences,
    /// The last day of each, as numbers.
    days: Option<(i32, i32)>,
}

impl TwoDates {
    /// The dossier at the end of two dates.
    pub(crate) fn new(dossier: &Dossier, before: &Date, after: &Date) -> Self {
        TwoDates::of(dossier, &Lifetimes::new(dossier), before, after)
    }

    /// The same of lifetimes that are known.
    pub(crate) fn of(dossier: &Dossier, lifetimes: &Lifetimes, before: &Date, after: &Date) -> Self {
        let ends = [before, after].map(Window::end_of);
        let [before, after] = [before, after].map(|date| lifetimes.at(dossier, date));
        TwoDates { before, after, days: ends[0].zip(ends[1]).map(|(a, b)| (a.last().number(), b.last().number())) }
    }

    /// How present everything is at each of them, for who draws more than the dossier has.
    pub(crate) fn presences_mut(&mut self) -> [&mut Presences; 2] {
        [&mut self.before, &mut self.after]
    }

    /// How an entity stands.
    pub(crate) fn entity(&self, dossier: &Dossier, at: NodeIndex) -> Standing {
        let when = dossier.entity(at).and_then(|entity| entity.when.as_ref());
        self.standing(self.before.entity(at), self.after.entity(at), when)
    }

    /// How a relation stands.
    pub(crate) fn relation(&self, dossier: &Dossier, at: EdgeIndex) -> Standing {
        let when = dossier.relation(at).and_then(|relation| relation.when.as_ref());
        self.standing(self.before.relation(at), self.after.relation(at), when)
    }

    fn standing(&self, before: Presence, after: Presence, when: Option<&When>) -> Standing {
        use Presence::{Absent, Certain, Planned, Possible};
        let change = match (before, after) {
            (Absent | Planned, Certain) => Some(Between::Came),
            (Certain, Absent | Planned) => Some(Between::Went),
            (Absent | Planned, Possible) | (Possible, Certain) => Some(Between::MayHaveCome),
            (Certain, Possible) | (Possible, Absent | Planned) => Some(Between::MayHaveGone),
            (Absent | Planned, Planned) => Some(Between::Planned),
            (Certain, Certain) => Some(Between::Stays),
            (Possible, Possible) => Some(when.map_or(Between::Undated, |when| self.by_date(&when.date))),
            (Absent | Planned, Absent) => None,
        };
        Standing { before, after, change }
    }

    /// What a date makes of a record that is possibly there at both.
    fn by_date(&self, date: &Date) -> Between {
        let (Some((before, after)), true) = (self.days, date.is_parsed()) else { return Between::Unclear };
        let extent = date.extent();
        if extent.begin[0] <= after && extent.begin[1] > before {
            Between::MayHaveCome
        } else if extent.end[0] < after && extent.end[1] >= before {
            Between::MayHaveGone
        } else {
            Between::Unclear
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::model::{Entity, Status, Vocabulary};

    /// What becomes of a meeting with this date between two others.
    fn change(when: Option<&str>, status: Status, before: &str, after: &str) -> Option<Between> {
        let mut dossier = Dossier::new(Vocabulary::default());
        let mut entity = Entity::new("a", "meeting", "A");
        entity.when = when.map(|text| When { date: Date::read(text), inferred: None });
        entity.status = status;
        let at = dossier.add_entity(entity).unwrap();
        TwoDates::new(&dossier, &Date::read(before), &Date::read(after)).entity(&dossier, at).change
    }

    #[test]
    fn what_becomes_of_a_record_follows_from_its_date() {
        for (when, expected) in [
            (Some("2014"), Some(Between::Came)),
            (Some("2013"), Some(Between::Stays)),
            (Some("2016"), None),
            (Some("2010/2014"), Some(Between::Went)),
            (Some("2014/2014-05"), None),
            (Some("2000/2010"), None),
            // Nobody knows when it ended.
            (Some("2010/"), Some(Between::MayHaveGone)),
            (Some("2010/.."), Some(Between::Stays)),
            (Some("[2012,2014]"), Some(Between::MayHaveCome)),
            (Some("[2014,2016]"), Some(Between::MayHaveCome)),
            (Some("[2012..2016]"), Some(Between::MayHaveCome)),
            (Some("2010/[2012..2014]"), Some(Between::MayHaveGone)),
            (Some("2010/[2014..2016]"), Some(Between::MayHaveGone)),
            (Some("2010/[2012..2018]"), Some(Between::MayHaveGone)),
            (Some("some day"), Some(Between::Unclear)),
            (None, Some(Between::Undated)),
        ] {
            assert_eq!(change(when, Status::Actual, "2013", "2015"), expected, "{when:?}");
        }
        assert_eq!(change(Some("2014"), Status::Planned, "2013", "2015"), Some(Between::Planned));
        assert_eq!(change(Some("2014"), Status::Cancelled, "2013", "2015"), None);
        assert_eq!(change(Some("2004"), Status::Ended, "2003", "2015"), Some(Between::MayHaveCome));
    }

    #[test]
    fn turned_round_what_came_went() {
        use Between::{Came, MayHaveCome, MayHaveGone, Planned, Stays, Unclear, Undated, Went};
        for when in ["2014", "2013", "2016", "2010/2014", "[2012,2014]", "[2014,2016]", "2010/[2012..2014]", "2014~"] {
            let there = change(Some(when), Status::Actual, "2013", "2015");
            let back = change(Some(when), Status::Actual, "2015", "2013");
            match there {
                Some(Came) => assert_eq!(back, Some(Went), "{when}"),
                Some(Went) => assert_eq!(back, Some(Came), "{when}"),
                Some(MayHaveCome | MayHaveGone | Unclear) => {
                    assert!(matches!(back, Some(MayHaveGone | MayHaveCome | Unclear)), "{when}: {there:?} {back:?}")
                }
                Some(Stays | Planned | Undated) | None => assert_eq!(back, there, "{when}"),
            }
        }
    }

    #[test]
    fn every_change_has_words_of_its_own() {
        for (number, (one, word, _)) in Between::ALL.iter().enumerate() {
            assert_eq!(one.word(), *word);
            assert!(Between::ALL[..number].iter().all(|(_, other, _)| other != word));
        }
    }
}
