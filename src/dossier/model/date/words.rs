//! Dates in plain English words. Nothing here changes what a date means.

use super::Day;
use super::span::{End, Item, Mark, Meaning, Point, Unit};

/// Names of the months.
pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
/// Names of the seasons, in the order of their codes 21–24.
const SEASONS: [&str; 4] = ["spring", "summer", "autumn", "winter"];
const ORDINALS: [&str; 4] = ["first", "second", "third", "fourth"];

pub(super) fn in_words(meaning: &Meaning, written: &str) -> String {
    match meaning {
        Meaning::Unparsed => format!("“{written}” (not understood as a date)"),
        Meaning::Point(p) => match p.mark {
            Mark::None => unit(&p.unit),
            Mark::Approximate => format!("about {}", unit(&p.unit)),
            Mark::Uncertain => format!("{}, uncertain", unit(&p.unit)),
            Mark::Both => format!("about {}, uncertain", unit(&p.unit)),
        },
        Meaning::Interval(ends) => interval(&ends.0, &ends.1),
        Meaning::OneOf(items) => one_of(items),
    }
}

fn interval(start: &End, end: &End) -> String {
    match (start, end) {
        // The parser asks for a date at one end.
        (End::Open | End::Unknown, End::Open | End::Unknown) => "at some time".to_owned(),
        (a, End::Open) => format!("since {}", end_words(a)),
        (a, End::Unknown) => format!("from {}, end not known", end_words(a)),
        (End::Open, b) => format!("until {}", end_words(b)),
        (End::Unknown, b) => format!("until {}, start not known", end_words(b)),
        (a, b) => format!("from {} to {}", end_words(a), end_words(b)),
    }
}

fn end_words(end: &End) -> String {
    match end {
        End::Point(date) => point(date),
        End::OneOf(items) => one_of(items),
        End::Open | End::Unknown => String::new(),
    }
}

fn one_of(items: &[Item]) -> String {
    if let Some(words) = of_one_year(items) {
        return words;
    }
    let words: Vec<String> = items
        .iter()
        .map(|item| match item {
            Item::Point(a) => point(a),
            Item::Range(a, b) => format!("some time from {} to {}", point(a), point(b)),
            Item::UpTo(b) => format!("{} or earlier", point(b)),
            Item::From(a) => format!("{} or later", point(a)),
        })
        .collect();
    or(&words)
}

/// `first or second quarter of 2016`, `May or June 2014`: where all lie in one year and are alike.
fn of_one_year(items: &[Item]) -> Option<String> {
    let named: Vec<(i32, &str, &str)> = items
        .iter()
        .map(|item| match item {
            Item::Point(Point { unit, mark: Mark::None }) => match *unit {
                Unit::Quarter(year, quarter) => Some((year, " quarter of ", ORDINALS[quarter as usize - 1])),
                Unit::Season(year, season) => Some((year, " ", SEASONS[season as usize - 1])),
                Unit::Month(year, month) => Some((year, " ", MONTHS[month as usize - 1])),
                // They are told one by one, since they have no name within a year.
                Unit::Years { .. }
                | Unit::Year(_)
                | Unit::Day { .. }
                | Unit::SomeMonth(_)
                | Unit::SomeDay(_)
                | Unit::SomeDayOf(..) => None,
            },
            Item::Point(_) | Item::Range(..) | Item::UpTo(_) | Item::From(_) => None,
        })
        .collect::<Option<_>>()?;
    let &(first, tail, _) = named.first()?;
    let alike = named.iter().all(|&(year, other, _)| (year, other) == (first, tail));
    let names: Vec<String> = named.iter().map(|&(.., name)| name.to_owned()).collect();
    alike.then(|| format!("{}{tail}{}", or(&names), year_in_words(first)))
}

fn or(words: &[String]) -> String {
    match words {
        [rest @ .., last] if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => words.concat(),
    }
}

/// A date inside a longer phrase: the mark goes into brackets.
fn point(p: &Point) -> String {
    match p.mark {
        Mark::None => unit(&p.unit),
        Mark::Approximate => format!("about {}", unit(&p.unit)),
        Mark::Uncertain => format!("{} (uncertain)", unit(&p.unit)),
        Mark::Both => format!("about {} (uncertain)", unit(&p.unit)),
    }
}

fn unit(unit: &Unit) -> String {
    match *unit {
        Unit::Years { first, count: 10 } if first >= 0 => format!("the {first}s"),
        Unit::Years { first, count } => {
            format!("some time from {} to {}", year_in_words(first), year_in_words(first + count - 1))
        }
        Unit::Year(y) => year_in_words(y),
        Unit::Season(y, season) => format!("{} {}", SEASONS[season as usize - 1], year_in_words(y)),
        Unit::Quarter(y, quarter) => format!("{} quarter of {}", ORDINALS[quarter as usize - 1], year_in_words(y)),
        Unit::Month(y, month) => month_in_words(y, month),
        Unit::Day { year: y, month, day, ref time } => {
            let date = format!("{day} {} {}", MONTHS[month as usize - 1], year_in_words(y));
            match time.as_deref() {
                None => date,
                Some(time) => match time.strip_suffix('Z') {
                    Some(clock) => format!("{date}, {clock} UTC"),
                    None => format!("{date}, {time}"),
                },
            }
        }
        Unit::SomeMonth(y) => format!("some month of {}", year_in_words(y)),
        Unit::SomeDay(y) => format!("some day of {}", year_in_words(y)),
        Unit::SomeDayOf(y, month) => format!("some day of {} {}", MONTHS[month as usize - 1], year_in_words(y)),
    }
}

/// Months whose names are cut where there is little room.
const CUT_MONTHS: [(&str, &str); 7] = [
    ("January", "Jan"),
    ("February", "Feb"),
    ("August", "Aug"),
    ("September", "Sept"),
    ("October", "Oct"),
    ("November", "Nov"),
    ("December", "Dec"),
];

/// Words as short as they can be and still mean the same: `1 Oct 2015`, `c. 1973`, `Q2 2016`, `2003 – 2013?`.
pub(super) fn shortened(words: &str) -> String {
    let mut short = words.to_owned();
    for (number, ordinal) in ORDINALS.iter().enumerate() {
        if let Some(year) = short.strip_prefix(&format!("{ordinal} quarter of ")) {
            short = format!("Q{} {year}", number + 1);
        }
    }
    for (month, cut) in CUT_MONTHS {
        short = short.replace(month, cut);
    }
    short = short.replace("about ", "c. ").replace(", uncertain", "?").replace(" (uncertain)", "?");
    let parted = |start: &str, between: &str| {
        let (from, to) = short.strip_prefix(start)?.split_once(between)?;
        (!from.is_empty() && !to.contains(between)).then(|| (from.to_owned(), to.to_owned()))
    };
    if let Some((from, to)) = parted("from ", " to ") {
        return format!("{from} – {to}");
    }
    if let Some(from) = short.strip_prefix("from ").and_then(|rest| rest.strip_suffix(", end not known")) {
        return format!("{from} – ?");
    }
    if let Some(to) = short.strip_prefix("until ").and_then(|rest| rest.strip_suffix(", start not known")) {
        return format!("? – {to}");
    }
    short
}

impl Day {
    /// In English words: `1 October 2015`, `15 March 44 BC`.
    pub(crate) fn in_words(self) -> String {
        let (year, month, day) = self.ymd();
        unit(&Unit::Day { year, month, day, time: None })
    }
}

/// A month in words: `May 2014`.
pub(crate) fn month_in_words(year: i32, month: u32) -> String {
    let name = MONTHS.get(month.saturating_sub(1) as usize).copied().unwrap_or_default();
    format!("{name} {}", year_in_words(year))
}

/// A year as people say it; EDTF counts 1 BC as 0.
pub(crate) fn year_in_words(year: i32) -> String {
    match year {
        100.. => year.to_string(),
        1..100 => format!("AD {year}"),
        _ => format!("{} BC", 1 - i64::from(year)),
    }
}
