//! Days of the proleptic Gregorian calendar by number. Nothing here knows how dates are written.
//!
//! The conversions are Howard Hinnant's `days_from_civil` and `civil_from_days`
//! (“chrono-Compatible Low-Level Date Algorithms”, 2013): the year begins in March, so that the
//! leap day is its last, and 400 years are one era of 146,097 days.

use std::fmt;

/// A day of the proleptic Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

/// Days in 400 Gregorian years.
const ERA: i64 = 146_097;
/// Days from 0000-03-01 to 1970-01-01.
const TO_1970: i64 = 719_468;
/// Furthest year on either side of 0 whose days have a number that fits.
const MAX_YEAR: i32 = 5_000_000;

impl Day {
    /// The day of a year (may be negative or 0), month 1–12 and day 1–31; `None` if there is none.
    pub(crate) fn from_ymd(year: i32, month: u32, day: u32) -> Option<Day> {
        if !(-MAX_YEAR..=MAX_YEAR).contains(&year) || day == 0 || day > days_in_month(year, month)? {
            return None;
        }
        let (month, day) = (i64::from(month), i64::from(day));
        let y = i64::from(year) - i64::from(month <= 2);
        let (era, year_of_era) = (y.div_euclid(400), y.rem_euclid(400));
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        i32::try_from(era * ERA + day_of_era - TO_1970).ok().map(Day)
    }

    /// Year, month, day.
    pub(crate) fn ymd(self) -> (i32, u32, u32) {
        let z = i64::from(self.0) + TO_1970;
        let (era, day_of_era) = (z.div_euclid(ERA), z.rem_euclid(ERA));
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        // |year| is below 6 million for every i32 number of days; month and day are small.
        (year as i32, month as u32, day as u32)
    }

    /// Year.
    pub fn year(self) -> i32 {
        self.ymd().0
    }

    /// Days since 1970-01-01, negative before.
    pub fn number(self) -> i32 {
        self.0
    }

    /// The day with this number (see [`Day::number`]).
    pub(crate) fn from_number(number: i32) -> Day {
        Day(number)
    }

    /// The day after; the last day there is stays.
    pub(crate) fn next(self) -> Day {
        Day(self.0.saturating_add(1))
    }

    /// The day before; the first day there is stays.
    pub(crate) fn before(self) -> Day {
        Day(self.0.saturating_sub(1))
    }
}

/// How many days a month (1–12) has; `None` for a month that there is not.
pub(super) fn days_in_month(year: i32, month: u32) -> Option<u32> {
    let leap = year.rem_euclid(4) == 0 && (year.rem_euclid(100) != 0 || year.rem_euclid(400) == 0);
    match month {
        2 => Some(if leap { 29 } else { 28 }),
        4 | 6 | 9 | 11 => Some(30),
        1..=12 => Some(31),
        _ => None,
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (y, m, d) = self.ymd();
        let sign = if y < 0 { "-" } else { "" };
        write!(f, "{sign}{:04}-{m:02}-{d:02}", y.unsigned_abs())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_days_have_their_known_numbers() {
        for (y, m, d, number) in [
            (1970, 1, 1, 0),
            (1969, 12, 31, -1),
            (2000, 3, 1, 11_017),
            (2015, 10, 1, 16_709),
            (1600, 2, 29, -135_081),
            (0, 3, 1, -719_468),
            (-4713, 11, 24, -2_440_588),
        ] {
            let day = Day::from_ymd(y, m, d).unwrap();
            assert_eq!(day.number(), number, "{y}-{m}-{d}");
            assert_eq!(day.ymd(), (y, m, d));
        }
    }

    #[test]
    fn days_before_our_era_are_written_as_edtf_and_told_as_people_do() {
        for (y, written, words) in [
            (2015, "2015-03-05", "5 March 2015"),
            (44, "0044-03-05", "5 March AD 44"),
            (0, "0000-03-05", "5 March 1 BC"),
            (-43, "-0043-03-05", "5 March 44 BC"),
            (-20_000, "-20000-03-05", "5 March 20001 BC"),
        ] {
            let day = Day::from_ymd(y, 3, 5).unwrap();
            assert_eq!((day.to_string().as_str(), day.in_words().as_str()), (written, words));
        }
    }

    #[test]
    fn days_that_there_are_not_are_none() {
        for (y, m, d) in [(2015, 2, 29), (1900, 2, 29), (2015, 4, 31), (2015, 13, 1), (2015, 0, 1), (2015, 1, 0)] {
            assert_eq!(Day::from_ymd(y, m, d), None, "{y}-{m}-{d}");
        }
        assert_eq!(Day::from_ymd(i32::MAX, 1, 1), None);
        assert!(Day::from_ymd(2000, 2, 29).is_some());
    }

    #[test]
    fn every_number_is_one_day_and_the_days_follow_each_other() {
        for start in [i32::MIN, -73_000_000, -800_000, -1, 16_000, 73_000_000, i32::MAX - 800] {
            let mut before = None;
            for number in start..start.saturating_add(800) {
                let (y, m, d) = Day::from_number(number).ymd();
                if let Some(day) = Day::from_ymd(y, m, d) {
                    assert_eq!(day.number(), number);
                }
                assert!(before.is_none_or(|b| b < (y, m, d)), "{number}");
                before = Some((y, m, d));
            }
        }
    }
}
