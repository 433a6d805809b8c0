//! The line of time of a dossier: from when to when, how much begins when, and on which days the
//! picture changes. Nothing here knows how a time bar looks.

use super::presence::told_from;
use crate::dossier::model::{Day, Dossier, Status, When};

/// A stretch of time with how many entities and relations begin in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bin {
    pub(crate) start: Day,
    /// The last day, too, is in it.
    pub(crate) end: Day,
    /// What is so or was.
    pub(crate) actual: u32,
    /// What is planned, hoped for, requested or was cancelled.
    pub(crate) planned: u32,
}

/// First and last day of all dates of the dossier's entities and relations; `None` without dates.
pub(crate) fn span(dossier: &Dossier) -> Option<(Day, Day)> {
    let days = || dossier.dates().flat_map(|date| [date.earliest(), date.latest()]).flatten();
    Some((days().min()?, days().max()?))
}

/// How much begins when, over the whole [`span`] without gaps: by month, year, decade, century and
/// so on, the finest that takes at most `most` bins (and one bin where even that is too many).
/// A date counts once, at its earliest day; what has no known beginning is not counted.
pub(crate) fn begins(dossier: &Dossier, most: usize) -> Vec<Bin> {
    let Some((first, last)) = span(dossier) else { return Vec::new() };
    let month = |day: Day| {
        let (year, month, _) = day.ymd();
        i64::from(year) * 12 + i64::from(month) - 1
    };
    let (low, high) = (month(first), month(last));
    let count = |unit: i64| high.div_euclid(unit) - low.div_euclid(unit) + 1;
    let units = std::iter::once(1).chain((0..8).map(|power| 12 * 10i64.pow(power)));
    let most = i64::try_from(most.max(2)).unwrap_or(i64::MAX);
    let Some(unit) = units.into_iter().find(|unit| count(*unit) <= most) else { return Vec::new() };
    let base = low.div_euclid(unit);
    let mut bins: Vec<Bin> = (0..count(unit))
        .filter_map(|at| {
            let start = month_start((base + at) * unit)?;
            let end = month_start((base + at + 1) * unit)?.before();
            Some(Bin { start, end, actual: 0, planned: 0 })
        })
        .collect();
    for (when, status) in dated(dossier) {
        let Some(begin) = when.date.earliest() else { continue };
        let at = usize::try_from(month(begin).div_euclid(unit) - base).unwrap_or(usize::MAX);
        if let Some(bin) = bins.get_mut(at) {
            let meant = status.is_prospective() || status == Status::Cancelled;
            *(if meant { &mut bin.planned } else { &mut bin.actual }) += 1;
        }
    }
    bins
}

/// The days on which the presence of something changes, in order: stops for an as-of bar.
pub(crate) fn steps(dossier: &Dossier) -> Vec<Day> {
    let entities = dossier.entities().map(|(_, e)| (e.status, e.when.as_ref(), &e.claims));
    let relations = dossier.relations().map(|(_, _, _, r)| (r.status, r.when.as_ref(), &r.claims));
    let mut days = Vec::new();
    for (status, when, claims) in entities.chain(relations) {
        if status.is_prospective() {
            days.extend(told_from(dossier, claims));
        } else if status != Status::Cancelled
            && let Some(when) = when
        {
            days.extend(when.date.turning_days());
        }
    }
    days.sort();
    days.dedup();
    days
}

fn dated(dossier: &Dossier) -> impl Iterator<Item = (&When, Status)> {
    let entities = dossier.entities().filter_map(|(_, e)| Some((e.when.as_ref()?, e.status)));
    let relations = dossier.relations().filter_map(|(_, _, _, r)| Some((r.when.as_ref()?, r.status)));
    entities.chain(relations)
}

/// First day of a month counted from January of year 0.
fn month_start(months: i64) -> Option<Day> {
    let year = i32::try_from(months.div_euclid(12)).ok()?;
    Day::from_ymd(year, months.rem_euclid(12) as u32 + 1, 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::model::{Date, Entity, Vocabulary};

    fn dossier(dates: &[(&str, Status)]) -> Dossier {
        let mut dossier = Dossier::new(Vocabulary::default());
        for (n, (text, status)) in dates.iter().enumerate() {
            let mut entity = Entity::new(format!("e{n}").as_str(), "event", "Event");
            entity.when = Some(When { date: Date::parse(text).unwrap(), inferred: None });
            entity.status = *status;
            dossier.add_entity(entity).unwrap();
        }
        dossier
    }

    fn shape(dossier: &Dossier, most: usize) -> Vec<String> {
        let bins = begins(dossier, most);
        assert!(bins.windows(2).all(|w| w[0].end.next() == w[1].start));
        bins.iter().map(|b| format!("{} {}+{}", b.start, b.actual, b.planned)).collect()
    }

    #[test]
    fn beginnings_are_counted_in_fitting_bins() {
        use Status::{Actual, Planned};
        let some = dossier(&[("2013", Actual), ("2014-05/..", Actual), ("2015-10-01", Planned), ("../2015", Actual)]);
        assert_eq!(span(&some), Some((Day::from_ymd(2013, 1, 1).unwrap(), Day::from_ymd(2015, 12, 31).unwrap())));
        assert_eq!(shape(&some, 10), ["2013-01-01 1+0", "2014-01-01 1+0", "2015-01-01 0+1"]);
        assert_eq!(shape(&some, 36).len(), 36);
        assert_eq!(shape(&some, 0), ["2010-01-01 2+1"]);
        assert_eq!(shape(&dossier(&[("-0043", Actual), ("2015", Actual)]), 30).len(), 22);
        assert_eq!(shape(&dossier(&[("Y-200000", Actual), ("Y200000", Actual)]), 50).len(), 41);
        assert_eq!(shape(&dossier(&[("/..", Actual)][..0]), 5), [""; 0]);
    }

    #[test]
    fn the_steps_are_the_days_on_which_something_changes() {
        let some =
            dossier(&[("2014-05", Status::Actual), ("2014-05-31/2015", Status::Ended), ("2020", Status::Planned)]);
        let days: Vec<String> = steps(&some).iter().map(Day::to_string).collect();
        assert_eq!(days, ["2014-05-01", "2014-05-31", "2015-01-02", "2016-01-01"]);
    }
}
