//! The axis of the as-of bar: from days to points and back, its units and its labels. Free of
//! egui.

use crate::dossier::model::{Date, Day, month_in_words, year_in_words};
use crate::explore::query::timeline::Bin;
use crate::layout::round_years;

/// What the handle moves by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Day,
    Month,
    Year,
}

/// An axis from a first to a last day over a stretch of points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Axis {
    first: Day,
    last: Day,
    /// Where the first day begins, in points.
    pub(crate) left: f32,
    /// Where the last day ends, in points.
    pub(crate) right: f32,
    unit: Unit,
}

impl Axis {
    /// The axis under bins; `None` without any.
    pub(crate) fn of(bins: &[Bin], left: f32, right: f32) -> Option<Axis> {
        let (first, last) = (bins.first()?.start, bins.last()?.end);
        let days = i64::from(last.number()) - i64::from(first.number());
        let unit = match days {
            ..=92 => Unit::Day,
            93..=21_915 => Unit::Month,
            _ => Unit::Year,
        };
        Some(Axis { first, last, left, right: right.max(left + 1.0), unit })
    }

    fn days(&self) -> f32 {
        (i64::from(self.last.number()) - i64::from(self.first.number()) + 1) as f32
    }

    /// Where a day begins.
    pub(crate) fn x(&self, day: Day) -> f32 {
        let since = (i64::from(day.number()) - i64::from(self.first.number())) as f32;
        self.left + (self.right - self.left) * since / self.days()
    }

    /// Where a day ends.
    pub(crate) fn x_end(&self, day: Day) -> f32 {
        self.x(day) + (self.right - self.left) / self.days()
    }

    fn day_at(&self, x: f32) -> Day {
        let share = f64::from(((x - self.left) / (self.right - self.left)).clamp(0.0, 1.0));
        let number = f64::from(self.first.number()) + share * f64::from(self.days());
        Day::from_number((number as i32).clamp(self.first.number(), self.last.number()))
    }

    /// The number of the unit that a day lies in.
    pub(crate) fn unit_of(&self, day: Day) -> i64 {
        let (year, month, _) = day.ymd();
        match self.unit {
            Unit::Day => i64::from(day.number()),
            Unit::Month => i64::from(year) * 12 + i64::from(month) - 1,
            Unit::Year => i64::from(year),
        }
    }

    /// The number of the unit at a point.
    pub(crate) fn unit_at(&self, x: f32) -> i64 {
        self.unit_of(self.day_at(x))
    }

    /// The first unit of the axis.
    pub(crate) fn first_unit(&self) -> i64 {
        self.unit_of(self.first)
    }

    /// The last unit of the axis.
    pub(crate) fn last_unit(&self) -> i64 {
        self.unit_of(self.last)
    }

    /// How many units a large step has: a month of days, a year of months, ten years.
    pub(crate) fn large_step(&self) -> i64 {
        match self.unit {
            Unit::Day => 30,
            Unit::Month => 12,
            Unit::Year => 10,
        }
    }

    /// The date of a unit, at the precision of the unit: `2014-06`.
    pub(crate) fn date_of(&self, unit: i64) -> Option<Date> {
        match self.unit {
            Unit::Day => day_date(Day::from_number(i32::try_from(unit).ok()?)),
            Unit::Month => {
                let (year, month) = (unit.div_euclid(12), unit.rem_euclid(12) + 1);
                Date::parse(&format!("{}-{month:02}", year_text(year))).ok()
            }
            Unit::Year => year_date(unit),
        }
    }

    /// Labels that have room: where and what.
    pub(crate) fn labels(&self) -> Vec<(f32, String)> {
        let room = self.right - self.left;
        let years = self.days() / 365.25;
        if years < 2.5 {
            return self.month_labels(room, years);
        }
        let wanted = years * 58.0 / room.max(58.0);
        let step = (0..9)
            .flat_map(|power| [1, 2, 5].map(|n| n * 10_i64.pow(power)))
            .find(|step| *step as f32 >= wanted)
            .unwrap_or(1_000_000_000);
        let (from, to) = (i64::from(self.first.year()), i64::from(self.last.year()));
        // Over the middle of the year where a year is wide, else over its beginning.
        let year_wide = room / years;
        let middle = if year_wide > 20.0 { year_wide / 2.0 } else { 0.0 };
        let label = |year: i64| {
            let year = i32::try_from(year).ok()?;
            Some((self.x(Day::from_ymd(year, 1, 1)?) + middle, year_in_words(year)))
        };
        round_years(from, to, step).filter_map(label).collect()
    }

    fn month_labels(&self, room: f32, years: f32) -> Vec<(f32, String)> {
        let wanted = years * 12.0 * 76.0 / room.max(76.0);
        let step = [1, 2, 3, 6, 12].into_iter().find(|step| *step as f32 >= wanted).unwrap_or(24);
        let (year, month, _) = self.first.ymd();
        let start = i64::from(year) * 12 + i64::from(month) - 1;
        let (year, month, _) = self.last.ymd();
        let end = i64::from(year) * 12 + i64::from(month) - 1;
        let first = start + (step - start.rem_euclid(step)) % step;
        (first..=end)
            .step_by(usize::try_from(step).unwrap_or(1))
            .filter_map(|months| {
                let (year, month) = (i32::try_from(months.div_euclid(12)).ok()?, months.rem_euclid(12) as u32 + 1);
                let day = Day::from_ymd(year, month, 1)?;
                Some((self.x(day) + room / (years * 12.0).max(1.0) / 2.0, month_in_words(year, month)))
            })
            .collect()
    }
}

/// A year as EDTF writes it.
fn year_text(year: i64) -> String {
    match year {
        0..=9999 => format!("{year:04}"),
        -9999..0 => format!("-{:04}", -year),
        _ => format!("Y{year}"),
    }
}

/// The date of a year.
pub(crate) fn year_date(year: i64) -> Option<Date> {
    Date::parse(&year_text(year)).ok()
}

/// The date of a single day.
pub(crate) fn day_date(day: Day) -> Option<Date> {
    let (year, month, number) = day.ymd();
    match year {
        -9999..=9999 => Date::parse(&format!("{}-{month:02}-{number:02}", year_text(i64::from(year)))).ok(),
        // Days of years beyond four digits have no spelling; the year is as near as one can say.
        _ => year_date(i64::from(year)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axis(from: (i32, u32, u32), to: (i32, u32, u32)) -> Axis {
        let day = |(y, m, d)| Day::from_ymd(y, m, d).unwrap();
        let bin = Bin { start: day(from), end: day(to), certain: 1, possible: 0, planned: 0 };
        Axis::of(&[bin], 100.0, 700.0).unwrap()
    }

    #[test]
    fn a_point_on_the_axis_is_a_month_where_decades_are_shown() {
        let axis = axis((2003, 1, 1), (2017, 12, 31));
        let june = Day::from_ymd(2014, 6, 15).unwrap();
        let unit = axis.unit_at(axis.x(june));
        assert_eq!(axis.date_of(unit).unwrap().written(), "2014-06");
        assert_eq!(axis.date_of(axis.unit_at(-50.0)).unwrap().written(), "2003-01");
        assert_eq!(axis.date_of(axis.unit_at(9e9)).unwrap().written(), "2017-12");
    }

    #[test]
    fn the_unit_follows_the_span() {
        let date = |axis: Axis| axis.date_of(axis.last_unit()).unwrap().written().to_owned();
        assert_eq!(date(axis((2014, 5, 1), (2014, 6, 30))), "2014-06-30");
        assert_eq!(date(axis((-43, 1, 1), (2015, 12, 31))), "2015");
        assert_eq!(date(axis((-200_000, 1, 1), (200_000, 12, 31))), "Y200000");
        let first = axis((-43, 1, 1), (2015, 12, 31));
        assert_eq!(first.date_of(first.first_unit()).unwrap().written(), "-0043");
    }

    #[test]
    fn labels_have_room_and_are_few() {
        for (from, to) in [
            ((2014, 5, 1), (2014, 6, 30)),
            ((2013, 1, 1), (2015, 12, 31)),
            ((1955, 1, 1), (2017, 12, 31)),
            ((-200_000, 1, 1), (200_000, 12, 31)),
        ] {
            let labels = axis(from, to).labels();
            assert!((1..=11).contains(&labels.len()), "{labels:?}");
            assert!(labels.windows(2).all(|w| w[1].0 - w[0].0 > 50.0), "{labels:?}");
            assert!(labels.iter().all(|(x, _)| (100.0..=700.0).contains(x)), "{labels:?}");
        }
    }

    #[test]
    fn years_before_our_era_have_round_numbers_and_no_nought() {
        let labels = axis((-752, 1, 1), (2020, 12, 31)).labels();
        let words: Vec<&str> = labels.iter().map(|(_, label)| label.as_str()).collect();
        assert_eq!(words, ["500 BC", "AD 1", "500", "1000", "1500", "2000"]);
        let words: Vec<String> = axis((-3, 1, 1), (3, 12, 31)).labels().into_iter().map(|(_, label)| label).collect();
        assert_eq!(words, ["4 BC", "3 BC", "2 BC", "1 BC", "AD 1", "AD 2", "AD 3"]);
    }

    #[test]
    fn no_bins_no_axis() {
        assert_eq!(Axis::of(&[], 0.0, 100.0), None);
    }
}
