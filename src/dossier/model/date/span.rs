//! What a date that was read means: a calendar unit, an interval or a choice, and which days that
//! covers. Nothing here knows how it was written.

use super::day::days_in_month;
use super::{Day, Truth};

/// What a text was understood as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Not understood.
    Unparsed,
    /// One date without a slash.
    Point(Point),
    /// From one end to the other; at least one of them is a date. In a box, as most dates are none
    /// and every record has one.
    Interval(Box<(End, End)>),
    /// One of several; never empty.
    OneOf(Vec<Item>),
}

/// An end of an interval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// `..`: was always, or goes on.
    Open,
    /// Nothing written: not known.
    Unknown,
    /// A date.
    Point(Point),
    /// One of several, none of them open; never empty.
    OneOf(Vec<Item>),
}

/// A member of a one-of set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Item {
    /// `a`.
    Point(Point),
    /// `a..b`.
    Range(Point, Point),
    /// `..b`.
    UpTo(Point),
    /// `a..`.
    From(Point),
}

/// A calendar unit with how sure it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Point {
    pub(crate) unit: Unit,
    pub(crate) mark: Mark,
}

/// `~`, `?`, `%` after a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    None,
    /// `~`
    Approximate,
    /// `?`
    Uncertain,
    /// `%`
    Both,
}

/// A stretch of the calendar at the precision that was written. Years are astronomical: 0 is 1 BC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// `201X` (10 years) or `20XX` (100): first year of the stretch and its length.
    Years { first: i32, count: i32 },
    /// `2015`.
    Year(i32),
    /// Seasons 1 (spring) to 4 (winter), codes 21–24.
    Season(i32, u32),
    /// Quarters 1 to 4, codes 33–36.
    Quarter(i32, u32),
    /// `2014-05`.
    Month(i32, u32),
    /// `2015-10-01`, with the time of day as written.
    Day { year: i32, month: u32, day: u32, time: Option<Box<str>> },
    /// `2015-XX`: some month.
    SomeMonth(i32),
    /// `2015-XX-XX`: some day of the year.
    SomeDay(i32),
    /// `2015-10-XX`: some day of the month.
    SomeDayOf(i32, u32),
}

impl Unit {
    /// First and last day.
    ///
    /// Seasons are the meteorological ones of the northern hemisphere, three whole months each;
    /// winter begins in the December of the year that is written.
    pub(super) fn span(&self) -> (Day, Day) {
        self.span_shifted(0)
    }

    /// First and last day of the unit so many of its own length later.
    pub(crate) fn span_shifted(&self, by: i32) -> (Day, Day) {
        match *self {
            Unit::Years { first, count } => months(first + by * count, 1, count * 12),
            Unit::Year(year) | Unit::SomeMonth(year) | Unit::SomeDay(year) => months(year + by, 1, 12),
            Unit::Season(year, season) => months(year, season as i32 * 3 + by * 3, 3),
            Unit::Quarter(year, quarter) => months(year, quarter as i32 * 3 - 2 + by * 3, 3),
            Unit::Month(year, month) | Unit::SomeDayOf(year, month) => months(year, month as i32 + by, 1),
            Unit::Day { year, month, day, .. } => {
                let number = ymd(year, month, day).number().saturating_add(by);
                (Day::from_number(number), Day::from_number(number))
            }
        }
    }
}

/// First and last day of `count` months from the `month`th month of `year` on; `month` may lie
/// outside 1–12 and then counts on into other years.
fn months(year: i32, month: i32, count: i32) -> (Day, Day) {
    let first = year * 12 + (month - 1);
    let last = first + count - 1;
    let split = |months: i32| (months.div_euclid(12), months.rem_euclid(12) as u32 + 1);
    let ((y1, m1), (y2, m2)) = (split(first), split(last));
    (ymd(y1, m1, 1), ymd(y2, m2, days_in_month(y2, m2).unwrap_or(31)))
}

/// A day that the parser has made sure of; the fallback is never reached.
fn ymd(year: i32, month: u32, day: u32) -> Day {
    Day::from_ymd(year, month, day).unwrap_or(Day::from_number(0))
}

impl Point {
    /// First and last day, stretched by one unit on both sides where the date carries a mark.
    pub(crate) fn stretched(&self) -> (Day, Day) {
        match self.mark {
            Mark::None => self.unit.span(),
            Mark::Approximate | Mark::Uncertain | Mark::Both => {
                (self.unit.span_shifted(-1).0, self.unit.span_shifted(1).1)
            }
        }
    }
}

impl End {
    /// First and last day as written; `None` unless it is a date.
    pub(crate) fn span(&self) -> Option<(Day, Day)> {
        match self {
            End::Point(point) => Some(point.unit.span()),
            End::OneOf(items) => first_of(items, Item::first).zip(last_of(items, Item::last)),
            End::Open | End::Unknown => None,
        }
    }

    /// First and last day with the stretch of marks; `None` unless it is a date.
    pub(crate) fn stretched(&self) -> Option<(Day, Day)> {
        match self {
            End::Point(point) => Some(point.stretched()),
            End::OneOf(items) => first_of(items, Item::low).zip(last_of(items, Item::high)),
            End::Open | End::Unknown => None,
        }
    }
}

/// On which days something begins and ends, each from the first to the last that it may be, in day numbers; the smallest
/// and the largest number where an end is open or not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Extent {
    pub(crate) begin: [i32; 2],
    pub(crate) end: [i32; 2],
}

impl Extent {
    /// Nothing is known.
    pub(crate) const UNKNOWN: Extent = Extent { begin: [i32::MIN, i32::MAX], end: [i32::MIN, i32::MAX] };
    /// All the time.
    pub(crate) const ALWAYS: Extent = Extent { begin: [i32::MIN; 2], end: [i32::MAX; 2] };

    /// Something that happens once, on some day from one to the other.
    fn once(low: Option<Day>, high: Option<Day>) -> Extent {
        let days = [low.map_or(i32::MIN, Day::number), high.map_or(i32::MAX, Day::number)];
        Extent { begin: days, end: days }
    }

    /// Of what a text was understood as; marks stretch it as they do for [`within`].
    pub(super) fn of(meaning: &Meaning) -> Extent {
        match meaning {
            Meaning::Unparsed => Extent::UNKNOWN,
            Meaning::Point(point) => {
                let (low, high) = point.stretched();
                Extent::once(Some(low), Some(high))
            }
            Meaning::OneOf(items) => Extent::once(first_of(items, Item::low), last_of(items, Item::high)),
            Meaning::Interval(ends) => Extent::between(&ends.0, &ends.1),
        }
    }

    /// The same, but what has a date without `/` is there from then on.
    pub(super) fn standing(meaning: &Meaning) -> Extent {
        let extent = Extent::of(meaning);
        match meaning {
            Meaning::Point(_) | Meaning::OneOf(_) => Extent { end: Extent::ALWAYS.end, ..extent },
            Meaning::Unparsed | Meaning::Interval(_) => extent,
        }
    }

    fn between(start: &End, end: &End) -> Extent {
        let days = |end: &End| end.stretched().map(|(low, high)| [low.number(), high.number()]);
        let (from, to) = (days(start), days(end));
        // What is not known begins at some day up to the end, and ends at some day from the beginning on.
        let unsaid =
            |at: &End, always: i32, bounds: [i32; 2]| if matches!(at, End::Open) { [always; 2] } else { bounds };
        Extent {
            begin: from.unwrap_or_else(|| unsaid(start, i32::MIN, [i32::MIN, to.map_or(i32::MAX, |to| to[1])])),
            end: to.unwrap_or_else(|| unsaid(end, i32::MAX, [from.map_or(i32::MIN, |from| from[0]), i32::MAX])),
        }
    }
}

/// The first of the days that dates of a set begin on; `None` if one is open.
pub(super) fn first_of(items: &[Item], day: impl Fn(&Item) -> Option<Day>) -> Option<Day> {
    items.iter().map(day).reduce(|a, b| a.zip(b).map(|(a, b)| a.min(b))).flatten()
}

/// The last of the days that dates of a set end on; `None` if one is open.
pub(super) fn last_of(items: &[Item], day: impl Fn(&Item) -> Option<Day>) -> Option<Day> {
    items.iter().map(day).reduce(|a, b| a.zip(b).map(|(a, b)| a.max(b))).flatten()
}

impl Item {
    /// First day as written; `None` if open.
    pub(crate) fn first(&self) -> Option<Day> {
        self.start().map(|p| p.unit.span().0)
    }
    /// Last day as written; `None` if open.
    pub(crate) fn last(&self) -> Option<Day> {
        self.end().map(|p| p.unit.span().1)
    }
    /// First day with the stretch of marks.
    pub(crate) fn low(&self) -> Option<Day> {
        self.start().map(|p| p.stretched().0)
    }
    /// Last day with the stretch of marks.
    pub(crate) fn high(&self) -> Option<Day> {
        self.end().map(|p| p.stretched().1)
    }
    fn start(&self) -> Option<&Point> {
        match self {
            Item::Point(a) | Item::Range(a, _) | Item::From(a) => Some(a),
            Item::UpTo(_) => None,
        }
    }
    fn end(&self) -> Option<&Point> {
        match self {
            Item::Point(b) | Item::Range(_, b) | Item::UpTo(b) => Some(b),
            Item::From(_) => None,
        }
    }
}

/// Whether what began on some day from `low` to `high` has begun on `day`; an end that is open
/// settles nothing on its side.
pub(super) fn begun(day: Day, low: Option<Day>, high: Option<Day>) -> Truth {
    if high.is_some_and(|high| day >= high) {
        Truth::Yes
    } else if low.is_some_and(|low| day < low) {
        Truth::No
    } else {
        Truth::Maybe
    }
}

/// Whether an interval covers a day.
pub(super) fn within(day: Day, start: &End, end: &End) -> Truth {
    let begun = match (start, start.stretched(), end.stretched()) {
        (_, Some((low, high)), _) => begun(day, Some(low), Some(high)),
        (End::Open, ..) => Truth::Yes,
        // It cannot end before it began, so that by its end it has begun.
        (_, None, Some((_, high))) if day >= high => Truth::Yes,
        _ => Truth::Maybe,
    };
    let lasts = match (end, end.stretched(), start.stretched()) {
        (_, Some((low, _)), _) if day <= low => Truth::Yes,
        (_, Some((_, high)), _) if day > high => Truth::No,
        (_, Some(_), _) => Truth::Maybe,
        (End::Open, ..) => Truth::Yes,
        (_, None, Some((low, _))) if day <= low => Truth::Yes,
        _ => Truth::Maybe,
    };
    begun.min(lasts)
}
