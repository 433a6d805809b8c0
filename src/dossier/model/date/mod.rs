//! Dates as EDTF (ISO 8601-2:2019) at the precision that was written, each with its earliest and
//! latest day, and questions about them that have three answers. Nothing here knows today's date
//! or anybody's time zone.
//!
//! Understood are levels 0 and 1 (`2013`, `2014-05`, `2015-10-01`, `2015-10-01T09:30:00Z`,
//! `-0043`, `Y12345`, `201X`, `2015-XX`, `2015-21`, `1973~`, `2015?`, `2015%`, `2003/..`,
//! `/2015-10`), and of level 2 the quarters 33–36 and one-of sets `[2016-33,2016-34]`,
//! `[2013..2015]`. Quarters and seasons inside a set or an interval are our extension, and so is a set
//! at an end of an interval, `[2013..2015]/..`.

mod day;
mod parse;
mod span;
mod suggest;
mod words;

use std::fmt;
use std::sync::Arc;

pub use day::Day;
use serde::{Deserialize, Serialize};
pub(crate) use span::Extent;
use span::{End, Item, Meaning};
pub(crate) use words::{month_in_words, year_in_words};

/// The answer to a question about dates that are not known exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Truth {
    /// Certainly not.
    No,
    /// Possibly.
    Maybe,
    /// Certainly.
    Yes,
}

impl Truth {
    /// What is so certainly, or at least possibly.
    pub(crate) fn known(certainly: bool, possibly: bool) -> Truth {
        match (certainly, possibly) {
            (true, _) => Truth::Yes,
            (false, true) => Truth::Maybe,
            (false, false) => Truth::No,
        }
    }
}

/// Why a text is no date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateError {
    /// What is wrong, one sentence.
    pub(crate) message: String,
    /// Byte range of the culprit in the text.
    pub span: (usize, usize),
    /// What to do about it, in words.
    pub(crate) help: Option<String>,
    /// The dates that were likely meant, the likeliest first; each is one that can be read.
    pub(crate) meant: Vec<String>,
}

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        self.help.as_ref().map_or(Ok(()), |help| write!(f, " ({help})"))
    }
}

impl std::error::Error for DateError {}

/// A date as written: EDTF levels 0–1, quarters and seasons, one-of sets, or text that is no date
/// and is kept as such.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Date(Arc<Inner>);

/// What is known of a date. Most records have none, and many dates are the same: they are shared, and small where they
/// are missing.
#[derive(Debug, PartialEq, Eq)]
struct Inner {
    written: String,
    meaning: Meaning,
}

/// A date of a record, with how it was worked out if no source gives it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct When {
    /// The date.
    pub date: Date,
    /// How it was inferred; `None` where a source gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inferred: Option<String>,
}

impl When {
    /// A date that a source gives.
    pub(crate) fn given(date: Date) -> When {
        When { date, inferred: None }
    }
}

impl Date {
    /// Longest text that is read as a date, in bytes.
    pub(crate) const MAX_BYTES: usize = 512;
    /// Years with a `Y` before them go to this far on either side of year 0.
    pub(crate) const MAX_YEAR: i32 = 200_000;

    fn of(text: &str, meaning: Meaning) -> Date {
        Date(Arc::new(Inner { written: text.to_owned(), meaning }))
    }

    /// Reads EDTF.
    ///
    /// # Errors
    /// Text that is no date, with the culprit and, where it can be told, what was meant.
    ///
    /// ```
    /// use chancery::dossier::model::Date;
    /// let date = Date::parse("2015-10").unwrap();
    /// assert_eq!((date.written(), date.in_words()), ("2015-10", "October 2015".to_owned()));
    /// assert!(Date::parse("last autumn").is_err());
    /// ```
    pub fn parse(text: &str) -> Result<Date, DateError> {
        let meaning = parse::parse(text).map_err(|mut error| {
            error.meant = suggest::suggest(text);
            if !error.meant.is_empty() {
                error.help = Some(format!("did you mean {}?", error.meant.join(" or ")));
            }
            error
        })?;
        Ok(Date::of(text, meaning))
    }

    /// A whole year, counted as dates count them: 0 is 1 BC.
    pub(crate) fn of_year(year: i32) -> Date {
        Date::read(&match year {
            -9999..=-1 => format!("{year:05}"),
            0..=9999 => format!("{year:04}"),
            _ => format!("Y{year}"),
        })
    }

    /// Reads EDTF, or keeps text that is no date.
    pub fn read(text: &str) -> Date {
        // Nobody is told what was meant: it need not be worked out.
        match parse::parse(text) {
            Ok(meaning) => Date::of(text, meaning),
            Err(_) => Date::unparsed(text),
        }
    }

    /// Keeps text that is no date: it has no earliest or latest day.
    pub(crate) fn unparsed(text: &str) -> Date {
        Date::of(text, Meaning::Unparsed)
    }

    /// Whether it was understood.
    pub(crate) fn is_parsed(&self) -> bool {
        self.0.meaning != Meaning::Unparsed
    }

    /// Whether it says from when to when (it has a `/`), rather than when something came to be.
    pub(crate) fn is_interval(&self) -> bool {
        matches!(self.0.meaning, Meaning::Interval(..))
    }

    /// Exactly as written.
    pub fn written(&self) -> &str {
        &self.0.written
    }

    /// First day it may mean; `None` if open or unknown at that end, or unparsed. The marks `~`,
    /// `?` and `%` do not move it.
    pub fn earliest(&self) -> Option<Day> {
        match &self.0.meaning {
            Meaning::Unparsed => None,
            Meaning::Point(point) => Some(point.unit.span().0),
            // Marks may let an interval stand that ends before it begins as written.
            Meaning::Interval(ends) => {
                let start = ends.0.span()?.0;
                Some(ends.1.span().map_or(start, |end| start.min(end.1)))
            }
            Meaning::OneOf(items) => span::first_of(items, Item::first),
        }
    }

    /// Last day it may mean; `None` if open or unknown at that end, or unparsed. The marks `~`,
    /// `?` and `%` do not move it.
    pub fn latest(&self) -> Option<Day> {
        match &self.0.meaning {
            Meaning::Unparsed => None,
            Meaning::Point(point) => Some(point.unit.span().1),
            Meaning::Interval(ends) => {
                let end = ends.1.span()?.1;
                Some(ends.0.span().map_or(end, |start| end.max(start.0)))
            }
            Meaning::OneOf(items) => span::last_of(items, Item::last),
        }
    }

    /// Whether the thing so dated is there on `day`. A date without `/` says when it came to be
    /// or happened, and it counts as there from then on; an interval ends when it says.
    ///
    /// * Plain date or one-of set: `No` before its earliest day, `Yes` from its latest day on,
    ///   `Maybe` between them.
    /// * Interval: it begins like a plain date. Until the earliest day that its end may mean it
    ///   is there, up to the latest it may be, afterwards it is not. `..` at the start was always,
    ///   at the end goes on. Nothing at an end means that the end is not known: `Maybe` wherever
    ///   the other end does not settle it.
    /// * A date marked `~`, `?` or `%` is stretched for this question by one of the unit it is
    ///   written in, on both sides: `1973~` is not there until 1971, may be from 1972 to 1974, and
    ///   certainly is from the last day of 1974.
    /// * Text that is no date: `Maybe`.
    pub fn holds_on(&self, day: Day) -> Truth {
        match &self.0.meaning {
            Meaning::Unparsed => Truth::Maybe,
            Meaning::Point(point) => {
                let (low, high) = point.stretched();
                span::begun(day, Some(low), Some(high))
            }
            Meaning::OneOf(items) => {
                span::begun(day, span::first_of(items, Item::low), span::last_of(items, Item::high))
            }
            Meaning::Interval(ends) => span::within(day, &ends.0, &ends.1),
        }
    }

    /// When the thing so dated begins and ends, as far as that is known. A date without `/` is one moment somewhere in
    /// it; marks stretch it as they do for [`Date::holds_on`].
    pub(crate) fn extent(&self) -> Extent {
        Extent::of(&self.0.meaning)
    }

    /// From when to when the thing so dated is there, as [`Date::holds_on`] has it.
    pub(crate) fn standing(&self) -> Extent {
        Extent::standing(&self.0.meaning)
    }

    /// The days on which the answer of [`Date::holds_on`] is another than on the day before, in
    /// order.
    pub fn turning_days(&self) -> Vec<Day> {
        let mut days: Vec<Day> = match &self.0.meaning {
            Meaning::Unparsed => Vec::new(),
            Meaning::Point(point) => vec![point.stretched().0, point.stretched().1],
            Meaning::OneOf(items) => items.iter().flat_map(|i| [i.low(), i.high()]).flatten().collect(),
            Meaning::Interval(ends) => [&ends.0, &ends.1]
                .into_iter()
                .filter_map(End::stretched)
                .flat_map(|(low, high)| [low, high, low.next(), high.next()])
                .collect(),
        };
        days.sort();
        days.dedup();
        days.retain(|&day| self.holds_on(day) != self.holds_on(day.before()));
        days
    }

    /// The interval of years that was perhaps meant: `1921-22` is the summer of 1921, and people write it
    /// for 1921 to 1922.
    pub(crate) fn perhaps_years(&self) -> Option<String> {
        let (years, is_season) = suggest::years_in(&self.0.written)?;
        let alone = !self.0.written.contains(['/', ',', '[']);
        (is_season || alone).then_some(years)
    }

    /// What it means in English words: `May 2014`, `first or second quarter of 2016`,
    /// `since 2003`, `about 1973`.
    pub fn in_words(&self) -> String {
        words::in_words(&self.0.meaning, &self.0.written)
    }

    /// The same as short as it can be said: `May 2014`, `1 Oct 2015`, `2003 – 2013?`, `c. 1973`. What is no date stays as it is written.
    pub(crate) fn in_short(&self) -> String {
        if self.is_parsed() { words::shortened(&self.in_words()) } else { self.0.written.clone() }
    }

    /// A key that sorts dates by when they begin, then by when they end; what has no beginning
    /// sorts by its end, and text that is no date comes last.
    pub(crate) fn sort_key(&self) -> (i32, i32) {
        let (first, last) = (self.earliest().map(Day::number), self.latest().map(Day::number));
        (first.or(last).unwrap_or(i32::MAX), last.unwrap_or(i32::MAX))
    }
}

impl From<String> for Date {
    fn from(text: String) -> Self {
        Date::read(&text)
    }
}

impl From<Date> for String {
    fn from(date: Date) -> Self {
        match Arc::try_unwrap(date.0) {
            Ok(inner) => inner.written,
            Err(shared) => shared.written.clone(),
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.written)
    }
}

#[cfg(test)]
mod tests;
