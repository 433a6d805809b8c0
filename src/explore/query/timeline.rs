//! The line of time of a dossier: from when to when, how much begins when, and on which days the
//! picture changes. Nothing here knows how a time bar looks.

use std::collections::BTreeMap;

use super::filter::Shown;
use super::lifetimes::told_from;
use crate::dossier::model::{Claim, Day, Dossier, Status, When};

/// A stretch of time with how many entities and relations begin in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bin {
    pub(crate) start: Day,
    /// The last day, too, is in it.
    pub(crate) end: Day,
    /// What certainly begins in it.
    pub(crate) certain: u32,
    /// What may begin in it, or later or earlier.
    pub(crate) possible: u32,
    /// What is planned, hoped for, requested or was cancelled.
    pub(crate) planned: u32,
}

impl Bin {
    /// How much is counted in it.
    pub(crate) fn count(&self) -> u32 {
        self.certain + self.possible + self.planned
    }
}

/// What a bar of time tells of what is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Times {
    /// How much begins when.
    pub(crate) bins: Vec<Bin>,
    /// The days on which the presence of something changes, in order.
    pub(crate) stops: Vec<Day>,
    /// How many entities and relations have no date.
    pub(crate) undated: usize,
}

impl Times {
    /// Of what is shown, on the axis of the whole dossier, with at most so many bins.
    pub(crate) fn new(dossier: &Dossier, shown: &Shown, most: usize) -> Self {
        let entities = shown.entities.iter().filter_map(|at| dossier.entity(*at));
        let relations = shown.relations.iter().filter_map(|at| dossier.relation(*at));
        let mut times = Times { bins: empty_bins(dossier, most), ..Times::default() };
        for (status, when, claims) in entities
            .map(|e| (e.status, e.when.as_ref(), &e.claims))
            .chain(relations.map(|r| (r.status, r.when.as_ref(), &r.claims)))
        {
            match when {
                Some(when) => count(&mut times.bins, status, when),
                None => times.undated += 1,
            }
            stops_of(dossier, status, when, claims, &mut times.stops);
        }
        times.stops.sort();
        times.stops.dedup();
        times
    }
}

/// First and last day of all dates of the dossier's entities and relations; `None` without dates.
pub(crate) fn span(dossier: &Dossier) -> Option<(Day, Day)> {
    let days = || dossier.dates().flat_map(|date| [date.earliest(), date.latest()]).flatten();
    Some((days().min()?, days().max()?))
}

/// Three years to look at side by side, in order: the two in which most certainly begins of what is so or was, and before them
/// the year before the first. `None` where nothing begins in a year that is known.
pub(crate) fn eventful_years(dossier: &Dossier) -> Option<[i32; 3]> {
    let mut begins: BTreeMap<i32, u32> = BTreeMap::new();
    let entities = dossier.entities().map(|(_, entity)| (entity.status, entity.when.as_ref()));
    let relations = dossier.relations().map(|(.., relation)| (relation.status, relation.when.as_ref()));
    for (status, when) in entities.chain(relations) {
        let is_so = matches!(status, Status::Actual | Status::Ended);
        let Some(when) = when.filter(|when| is_so && when.date.is_parsed()) else { continue };
        // An end that is open is no day.
        let begin = when.date.extent().begin;
        if begin[0] == i32::MIN || begin[1] == i32::MAX {
            continue;
        }
        let [from, to] = begin.map(|day| Day::from_number(day).year());
        if from == to {
            *begins.entry(from).or_default() += 1;
        }
    }
    let mut years: Vec<(u32, i32)> = begins.into_iter().map(|(year, count)| (count, year)).collect();
    years.sort_unstable_by(|a, b| b.cmp(a));
    let most = years.first()?.1;
    let second = years.get(1).map_or(most + 1, |(_, year)| *year);
    let (first, last) = (most.min(second), most.max(second));
    Some([first - 1, first, last])
}

/// Bins over the whole [`span`] without gaps: by month, year, decade, century and so on, the finest that takes at most `most`
/// bins (and one bin where even that is too many).
fn empty_bins(dossier: &Dossier, most: usize) -> Vec<Bin> {
    let Some((first, last)) = span(dossier) else { return Vec::new() };
    let month = |day: Day| {
        let (year, month, _) = day.ymd();
        i64::from(year) * 12 + i64::from(month) - 1
    };
    let (low, high) = (month(first), month(last));
    let bins = |unit: i64| high.div_euclid(unit) - low.div_euclid(unit) + 1;
    let units = std::iter::once(1).chain((0..8).map(|power| 12 * 10i64.pow(power)));
    let most = i64::try_from(most.max(2)).unwrap_or(i64::MAX);
    let Some(unit) = units.into_iter().find(|unit| bins(*unit) <= most) else { return Vec::new() };
    let base = low.div_euclid(unit);
    (0..bins(unit))
        .filter_map(|at| {
            let start = month_start((base + at) * unit)?;
            let end = month_start((base + at + 1) * unit)?.before();
            Some(Bin { start, end, certain: 0, possible: 0, planned: 0 })
        })
        .collect()
}

/// Counts a date once, at its earliest day; what has no known beginning is not counted.
fn count(bins: &mut [Bin], status: Status, when: &When) {
    let Some(begin) = when.date.earliest() else { return };
    let at = bins.partition_point(|bin| bin.end < begin);
    let Some(bin) = bins.get_mut(at).filter(|bin| bin.start <= begin) else { return };
    let [from, to] = when.date.extent().begin;
    if status.is_prospective() || status == Status::Cancelled {
        bin.planned += 1;
    } else if bin.start.number() <= from && to <= bin.end.number() {
        bin.certain += 1;
    } else {
        bin.possible += 1;
    }
}

/// Adds the days on which the presence of a record changes.
fn stops_of(dossier: &Dossier, status: Status, when: Option<&When>, claims: &[Claim], out: &mut Vec<Day>) {
    match (status, when) {
        (Status::Planned | Status::Hoped | Status::Requested, _) => out.extend(told_from(dossier, claims)),
        (Status::Cancelled, _) | (_, None) => {}
        (Status::Actual | Status::Ended, Some(when)) => out.extend(when.date.turning_days()),
    }
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
    use crate::explore::query::filter::Filter;

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

    fn times(dossier: &Dossier, most: usize) -> Times {
        Times::new(dossier, &Filter::default().apply(dossier), most)
    }

    fn shape(dossier: &Dossier, most: usize) -> Vec<String> {
        let bins = times(dossier, most).bins;
        assert!(bins.windows(2).all(|w| w[0].end.next() == w[1].start));
        bins.iter().map(|b| format!("{} {}+{}+{}", b.start, b.certain, b.possible, b.planned)).collect()
    }

    #[test]
    fn eventful_years_are_those_in_which_most_begins() {
        use Status::{Actual, Planned};
        for (dates, expected) in [
            (
                &[("2013", Actual), ("2013-05", Actual), ("2015", Actual), ("2010", Planned), ("2010", Planned)][..],
                [2012, 2013, 2015],
            ),
            (&[("2015", Actual), ("2015/2017", Actual), ("2001", Actual), ("2003", Actual)], [2002, 2003, 2015]),
            (&[("2015", Actual), ("[2001,2003]", Actual), ("2009~", Actual), ("../2010", Actual)], [2014, 2015, 2016]),
            (&[("-0043", Actual), ("-0044", Actual)], [-45, -44, -43]),
        ] {
            assert_eq!(eventful_years(&dossier(dates)), Some(expected), "{dates:?}");
        }
        assert_eq!(eventful_years(&dossier(&[("2016", Planned), ("2010/", Planned)])), None);
        assert_eq!(eventful_years(&dossier(&[])), None);
    }

    #[test]
    fn beginnings_are_counted_in_fitting_bins() {
        use Status::{Actual, Planned};
        let some = dossier(&[("2013", Actual), ("2014-05/..", Actual), ("2015-10-01", Planned), ("../2015", Actual)]);
        assert_eq!(span(&some), Some((Day::from_ymd(2013, 1, 1).unwrap(), Day::from_ymd(2015, 12, 31).unwrap())));
        assert_eq!(shape(&some, 10), ["2013-01-01 1+0+0", "2014-01-01 1+0+0", "2015-01-01 0+0+1"]);
        assert_eq!(shape(&some, 36).len(), 36);
        assert_eq!(shape(&some, 0), ["2010-01-01 2+0+1"]);
        assert_eq!(shape(&dossier(&[("-0043", Actual), ("2015", Actual)]), 30).len(), 22);
        assert_eq!(shape(&dossier(&[("Y-200000", Actual), ("Y200000", Actual)]), 50).len(), 41);
        assert_eq!(shape(&dossier(&[("/..", Actual)][..0]), 5), [""; 0]);
    }

    #[test]
    fn the_steps_are_the_days_on_which_something_changes() {
        let some =
            dossier(&[("2014-05", Status::Actual), ("2014-05-31/2015", Status::Ended), ("2020", Status::Planned)]);
        let days: Vec<String> = times(&some, 9).stops.iter().map(Day::to_string).collect();
        assert_eq!(days, ["2014-05-01", "2014-05-31", "2015-01-02", "2016-01-01"]);
    }

    #[test]
    fn what_may_begin_at_other_times_is_told_apart() {
        use Status::{Actual, Planned};
        let some = dossier(&[
            ("2013", Actual),
            ("2013~", Actual),
            ("[2013,2015]", Actual),
            ("2015~", Planned),
            ("/2014", Actual),
        ]);
        assert_eq!(shape(&some, 10), ["2013-01-01 1+2+0", "2014-01-01 0+0+0", "2015-01-01 0+0+1"]);
    }

    #[test]
    fn only_what_is_shown_is_counted_and_the_axis_stays() {
        let mut some = dossier(&[("2003", Status::Actual), ("2013", Status::Actual)]);
        some.add_entity(Entity::new("undated", "state", "Undated")).unwrap();
        assert_eq!(times(&some, 20).undated, 1);
        let filter = Filter { hidden_kinds: ["event".to_owned()].into(), ..Filter::default() };
        let shown = Times::new(&some, &filter.apply(&some), 20);
        assert_eq!((shown.bins.len(), shown.bins.iter().map(Bin::count).sum::<u32>()), (11, 0));
        assert_eq!((shown.stops.len(), shown.undated), (0, 1));
    }
}
