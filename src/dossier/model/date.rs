//! Dates as EDTF (ISO 8601-2) at the precision that was written, each with its earliest and latest
//! day, and questions about them that have three answers.

use std::fmt;

/// A day of the proleptic Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

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

/// Why a text is no date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateError {
    /// What is wrong, one sentence.
    pub message: String,
    /// Byte range of the culprit in the text.
    pub span: (usize, usize),
    /// What was likely meant.
    pub help: Option<String>,
}

/// A date as written: EDTF levels 0–1, quarters and seasons, one-of sets, or text that is no date
/// and is kept as such.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Date {
    written: String,
}

/// A date of a record, with how it was worked out if no source gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct When {
    /// The date.
    pub date: Date,
    /// How it was inferred; `None` where a source gives it.
    pub inferred: Option<String>,
}

impl Day {
    /// The day of a year (may be negative or 0), month 1–12 and day 1–31; `None` if there is none.
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Day> {
        let _ = (year, month, day);
        todo!()
    }
    /// Year, month, day.
    pub fn ymd(self) -> (i32, u32, u32) {
        todo!()
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
    pub fn from_number(number: i32) -> Day {
        Day(number)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (y, m, d) = self.ymd();
        write!(f, "{y:04}-{m:02}-{d:02}")
    }
}

impl Date {
    /// Reads EDTF. Fails on text that is no date.
    pub fn parse(text: &str) -> Result<Date, DateError> {
        Ok(Date { written: text.to_owned() })
    }
    /// Keeps text that is no date: it has no earliest or latest day.
    pub fn unparsed(text: &str) -> Date {
        Date { written: text.to_owned() }
    }
    /// Whether it was understood.
    pub fn is_parsed(&self) -> bool {
        todo!()
    }
    /// Exactly as written.
    pub fn written(&self) -> &str {
        &self.written
    }
    /// First day it may mean; `None` if open or unknown at that end, or unparsed.
    pub fn earliest(&self) -> Option<Day> {
        todo!()
    }
    /// Last day it may mean; `None` if open or unknown at that end, or unparsed.
    pub fn latest(&self) -> Option<Day> {
        todo!()
    }
    /// Whether the thing so dated is there on `day`. A date without `/` says when it came to be
    /// or happened, and it counts as there from then on; an interval ends when it says.
    pub fn holds_on(&self, day: Day) -> Truth {
        let _ = day;
        todo!()
    }
    /// What it means in English words: `May 2014`, `first or second quarter of 2016`,
    /// `since 2003`, `about 1973`.
    pub fn in_words(&self) -> String {
        todo!()
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}
