//! Reading EDTF: text to meaning, or the culprit. What was likely meant is `suggest`'s job.

use super::day::days_in_month;
use super::span::{End, Item, Mark, Meaning, Point, Unit};
use super::{Date, DateError};

/// A piece of the text with where it begins in the whole.
#[derive(Clone, Copy)]
struct Piece<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Piece<'a> {
    /// The part from byte `from` to byte `to` of this piece. Only called with places next to
    /// ASCII characters, which are always boundaries.
    fn cut(self, from: usize, to: usize) -> Piece<'a> {
        Piece { text: self.text.get(from..to).unwrap_or_default(), at: self.at + from }
    }

    fn error<T>(self, message: impl Into<String>) -> Result<T, DateError> {
        Err(DateError {
            message: message.into(),
            span: (self.at, self.at + self.text.len()),
            help: None,
            meant: Vec::new(),
        })
    }

    fn error_help<T>(self, message: impl Into<String>, help: impl Into<String>) -> Result<T, DateError> {
        self.error(message).map_err(|e| DateError { help: Some(help.into()), ..e })
    }

    fn starts_with(self, what: &str) -> bool {
        self.text.starts_with(what)
    }
}

/// Reads a whole text.
pub(super) fn parse(text: &str) -> Result<Meaning, DateError> {
    let whole = Piece { text, at: 0 };
    if text.trim().is_empty() {
        return whole.error_help("this text contains no date", "leave the field out if no date is known");
    }
    if text.len() > Date::MAX_BYTES {
        return whole.error(format!("a date has at most {} characters", Date::MAX_BYTES));
    }
    let blank = |c: char| c.is_whitespace();
    if text.trim() != text {
        let at = if text.starts_with(blank) { 0 } else { text.trim_end().len() };
        let end = if at == 0 { text.len() - text.trim_start().len() } else { text.len() };
        return whole.cut(at, end).error("remove the spaces around the date");
    }
    if text.starts_with('{') {
        return whole.error_help(
            "a set in braces means all of its dates, but a record has only one",
            "write [a,b] for one of them, a/b for from a to b, or a record for each",
        );
    }
    match text.find('/') {
        None if text.starts_with('[') => Ok(Meaning::OneOf(set(whole)?)),
        None => Ok(Meaning::Point(point(whole, true)?)),
        Some(slash) => interval(whole.cut(0, slash), whole.cut(slash + 1, text.len()), whole),
    }
}

fn interval(start: Piece<'_>, end: Piece<'_>, whole: Piece<'_>) -> Result<Meaning, DateError> {
    if let Some(second) = end.text.find('/') {
        return end.cut(second, second + 1).error("an interval has exactly one slash");
    }
    let read = |piece: Piece<'_>| match piece.text {
        "" => Ok(End::Unknown),
        ".." => Ok(End::Open),
        text if text.starts_with('[') => bounded_set(piece).map(End::OneOf),
        _ => point(piece, false).map(End::Point),
    };
    let (first, last) = (read(start)?, read(end)?);
    match (&first, &last) {
        (End::Open | End::Unknown, End::Open | End::Unknown) => {
            whole.error_help("an interval needs a date at one end or both", "leave the field out if no date is known")
        }
        (a, b) if a.stretched().zip(b.stretched()).is_some_and(|(a, b)| a.0 > b.1) => {
            whole.error_help("the interval ends before it begins", format!("did you mean {}/{}?", end.text, start.text))
        }
        _ => Ok(Meaning::Interval(Box::new((first, last)))),
    }
}

/// A set at an end of an interval.
fn bounded_set(piece: Piece<'_>) -> Result<Vec<Item>, DateError> {
    let items = set(piece)?;
    if items.iter().any(|item| item.first().is_none() || item.last().is_none()) {
        return piece.error_help(
            "a set at an end of an interval cannot have an open end itself",
            "give both years, as in [2013..2015]/.., or leave the end open: ../2015",
        );
    }
    Ok(items)
}

fn set(piece: Piece<'_>) -> Result<Vec<Item>, DateError> {
    let inner = piece.cut(1, piece.text.len());
    match inner.text.strip_suffix(']') {
        Some(text) => one_of(Piece { text, at: inner.at }),
        None => piece.error_help("a set that begins with `[` ends with `]`", "such as [2013,2014] or [2013..2015]/.."),
    }
}

fn one_of(inner: Piece<'_>) -> Result<Vec<Item>, DateError> {
    let mut items = Vec::new();
    let mut at = 0;
    for part in inner.text.split(',') {
        let piece = inner.cut(at, at + part.len());
        at += part.len() + 1;
        items.push(item(piece)?);
    }
    Ok(items)
}

fn item(piece: Piece<'_>) -> Result<Item, DateError> {
    if piece.text.is_empty() || piece.text == ".." {
        let shown = if piece.text.is_empty() { Piece { text: " ", at: piece.at } } else { piece };
        return shown.error("a date of the set is missing");
    }
    if piece.starts_with(" ") {
        return piece.cut(0, 1).error_help("a set has no spaces", "write [a,b]");
    }
    let Some(dots) = piece.text.find("..") else { return point(piece, false).map(Item::Point) };
    let (start, end) = (piece.cut(0, dots), piece.cut(dots + 2, piece.text.len()));
    Ok(match (start.text, end.text) {
        ("", _) => Item::UpTo(point(end, false)?),
        (_, "") => Item::From(point(start, false)?),
        _ => {
            let (a, b) = (point(start, false)?, point(end, false)?);
            if a.unit.span().0 > b.unit.span().1 {
                return piece.error_help(
                    "the range ends before it begins",
                    format!("did you mean {}..{}?", end.text, start.text),
                );
            }
            Item::Range(a, b)
        }
    })
}

/// One date without a slash. A time of day is only read where `time` says so.
fn point(piece: Piece<'_>, time: bool) -> Result<Point, DateError> {
    let mark = match piece.text.as_bytes().last() {
        Some(b'~') => Mark::Approximate,
        Some(b'?') => Mark::Uncertain,
        Some(b'%') => Mark::Both,
        _ => Mark::None,
    };
    let bare = piece.cut(0, piece.text.len() - usize::from(mark != Mark::None));
    if let Some(at) = bare.text.find(['~', '?', '%']) {
        return bare.cut(at, at + 1).error_help(
            "only one mark is allowed, at the end of the date",
            "~ about, ? uncertain, % both, as in 2015-10~",
        );
    }
    let unit = match bare.text.split_once('T') {
        Some((date, _)) if time => with_time(bare, date.len(), mark)?,
        Some((date, _)) => return bare.cut(date.len(), bare.text.len()).error("a time is not allowed here"),
        None if bare.starts_with("Y") => long_year(bare)?,
        None => calendar(bare)?,
    };
    Ok(Point { unit, mark })
}

fn with_time(bare: Piece<'_>, t: usize, mark: Mark) -> Result<Unit, DateError> {
    let clock = bare.cut(t + 1, bare.text.len());
    match calendar(bare.cut(0, t))? {
        Unit::Day { year, month, day, .. } if mark == Mark::None => {
            if !is_time(clock.text) {
                return clock.error_help("this is not a time of day", "such as 09:30:00, 09:30:00Z or 09:30:00+07:00");
            }
            Ok(Unit::Day { year, month, day, time: Some(clock.text.into()) })
        }
        _ => bare.cut(t, bare.text.len()).error("a time needs a complete date without a mark"),
    }
}

/// `hh:mm` or `hh:mm:ss`, then nothing, `Z`, `±hh` or `±hh:mm`.
fn is_time(text: &str) -> bool {
    let two = |s: &str, max: u32| {
        s.len() == 2 && s.bytes().all(|b| b.is_ascii_digit()) && s.parse::<u32>().is_ok_and(|n| n <= max)
    };
    let (clock, zone) = match text.find(['Z', '+', '-']) {
        Some(at) => text.split_at(at),
        None => (text, ""),
    };
    let parts: Vec<&str> = clock.split(':').collect();
    let clock_good = (2..=3).contains(&parts.len()) && parts.iter().zip([23, 59, 59]).all(|(p, max)| two(p, max));
    let zone_good = match zone.strip_prefix(['+', '-']) {
        None => zone.is_empty() || zone == "Z",
        Some(shift) => match shift.split_once(':') {
            Some((hours, minutes)) => two(hours, 23) && two(minutes, 59),
            None => two(shift, 23),
        },
    };
    clock_good && zone_good
}

/// `Y12345`, `Y-12345`.
fn long_year(bare: Piece<'_>) -> Result<Unit, DateError> {
    let digits = bare.text[1..].strip_prefix('-').unwrap_or(&bare.text[1..]);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return bare.error_help("after Y, the year has five or more digits", "such as Y12345 or Y-12345");
    }
    if digits.len() < 5 || digits.starts_with('0') {
        return bare.error_help(
            "Y is for years of more than four digits",
            format!("did you mean {:0>4}?", digits.trim_start_matches('0')),
        );
    }
    match bare.text[1..].parse::<i32>() {
        Ok(year) if (-Date::MAX_YEAR..=Date::MAX_YEAR).contains(&year) => Ok(Unit::Year(year)),
        // One that fits no number is out of range all the more.
        _ => {
            bare.error_help(format!("years range from -{0} to {0}", Date::MAX_YEAR), "give the age in the note instead")
        }
    }
}

/// `YYYY`, `YYYY-MM`, `YYYY-MM-DD`, each with `X` for digits that are not known, from the right.
fn calendar(bare: Piece<'_>) -> Result<Unit, DateError> {
    let sign = usize::from(bare.starts_with("-"));
    let year_end = bare.text[sign..].find('-').map_or(bare.text.len(), |at| at + sign);
    let year = year(bare.cut(0, year_end), sign)?;
    if year_end == bare.text.len() {
        return Ok(year);
    }
    let rest = bare.cut(year_end + 1, bare.text.len());
    let Unit::Year(year) = year else {
        return rest.error("a month needs a year without unknown digits");
    };
    let (month_piece, day_piece) = match rest.text.find('-') {
        Some(at) => (rest.cut(0, at), Some(rest.cut(at + 1, rest.text.len()))),
        None => (rest, None),
    };
    if let Some(day_piece) = day_piece
        && let Some(at) = day_piece.text.find('-')
    {
        return day_piece.cut(at, day_piece.text.len()).error("a date has a year, a month and a day, nothing more");
    }
    if month_piece.text == "XX" {
        return match day_piece {
            None => Ok(Unit::SomeMonth(year)),
            Some(day) if day.text == "XX" => Ok(Unit::SomeDay(year)),
            Some(day) => day.error_help("a day needs a known month", format!("write {year:04}-XX-XX")),
        };
    }
    let month = two_digits(month_piece, "month")?;
    match (month, day_piece) {
        (1..=12, None) => Ok(Unit::Month(year, month)),
        (21..=24, None) => Ok(Unit::Season(year, month - 20)),
        (33..=36, None) => Ok(Unit::Quarter(year, month - 32)),
        (21..=24 | 33..=36, Some(day)) => day.error("a season or quarter has no days"),
        (1..=12, Some(day)) if day.text == "XX" => Ok(Unit::SomeDayOf(year, month)),
        (1..=12, Some(day_piece)) => {
            let day = two_digits(day_piece, "day")?;
            let last = days_in_month(year, month).unwrap_or(31);
            if day == 0 || day > last {
                let name = super::words::MONTHS[month as usize - 1];
                return day_piece.error(format!("day {day:02}: {name} {year} has only the days 01 to {last}"));
            }
            Ok(Unit::Day { year, month, day, time: None })
        }
        _ => month_piece.error_help(
            format!("month {month:02}: months go from 01 to 12"),
            "seasons are 21 to 24, quarters 33 to 36",
        ),
    }
}

fn year(piece: Piece<'_>, sign: usize) -> Result<Unit, DateError> {
    let digits = &piece.text[sign..];
    let known = digits.trim_end_matches('X');
    let unknown = digits.len() - known.len();
    if digits.len() != 4 || unknown > 2 || !known.bytes().all(|b| b.is_ascii_digit()) {
        let long = digits.len() > 4 && digits.bytes().all(|b| b.is_ascii_digit());
        return if long && digits.len() == 6 {
            // Six digits are rather a date without its dashes, in an order that nobody knows.
            piece.error_help("this is not a four-digit year", "dates are written as 2015, 2015-10 or 2015-10-01")
        } else if long {
            piece.error_help(
                "a year has four digits; write Y before a longer one",
                format!("did you mean Y{}?", piece.text),
            )
        } else if unknown > 2 && digits.len() == 4 {
            piece.error_help("too many digits of the year are unknown", "the least precise are 201X and 20XX")
        } else {
            piece.error_help("this is not a four-digit year", "dates are written as 2015, 2015-10 or 2015-10-01")
        };
    }
    // At most four digits: fits.
    let number = known.parse::<i32>().unwrap_or(0);
    let count = 10i32.pow(unknown as u32);
    let first = number * count;
    Ok(match (unknown, sign) {
        (0, 0) => Unit::Year(first),
        (0, _) if first == 0 => return piece.error_help("year 0 has no sign", "did you mean 0000?"),
        (0, _) => Unit::Year(-first),
        (_, 0) => Unit::Years { first, count },
        _ => Unit::Years { first: -(first + count - 1), count },
    })
}

fn two_digits(piece: Piece<'_>, what: &str) -> Result<u32, DateError> {
    match piece.text.as_bytes() {
        [a, b] if a.is_ascii_digit() && b.is_ascii_digit() => Ok(u32::from(a - b'0') * 10 + u32::from(b - b'0')),
        [] => Piece { text: " ", at: piece.at.saturating_sub(1) }.error(format!("the {what} is missing")),
        _ => piece.error(format!("a {what} has two digits")),
    }
}
