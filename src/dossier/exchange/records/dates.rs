//! Dates as other programs write them, as EDTF at the precision that they give. What cannot be told stays as written.

use std::collections::HashMap;

use super::super::graph::When;
use crate::dossier::model::Date;

/// Ends of spells that mean that there is none yet.
const STILL: [&str; 9] = ["9999-12-31", "9999-12", "9999", "..", "open", "present", "now", "ongoing", "current"];

/// How a date came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// It is written in the file as EDTF.
    Written,
    /// The file writes it in another way, which means one thing only.
    Worked,
    /// The same, but its time, or a fraction of a second, could not be kept.
    Cut,
    /// It is no date, or could be several; the text stands as it is.
    Unread,
}

/// Reads the dates of one file, of which all may be needed to understand one.
#[derive(Debug, Default)]
pub(super) struct Dates {
    /// Whether `1/2/2014` is in February; `None` where the file does not tell.
    day_first: Option<bool>,
    /// What is known of texts: the same dates come again and again.
    known: HashMap<String, (String, How)>,
}

/// How many texts are remembered.
const MOST_KNOWN: usize = 10_000;

impl Dates {
    /// For a file with these texts: one day beyond the twelfth tells the order of them all.
    pub(super) fn of<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let (mut day, mut month) = (false, false);
        for (first, second) in texts.filter_map(ambiguous) {
            day |= first > 12;
            month |= second > 12;
        }
        Dates { day_first: (day != month).then_some(day), known: HashMap::new() }
    }

    /// The date of a record.
    pub(super) fn read(&mut self, when: When<'_>) -> (Date, How) {
        let (text, how) = match when {
            When::At(text) => self.moment(text),
            When::Spell(start, end) => self.spell(start, end),
        };
        match Date::parse(&text) {
            Ok(date) => (date, how),
            Err(_) => (Date::read(&text), How::Unread),
        }
    }

    fn spell(&mut self, start: &str, end: &str) -> (String, How) {
        let (start, end) = (start.trim(), end.trim());
        let is_interval = |text: &str| text.contains('/') && Date::parse(text).is_ok_and(|date| date.is_interval());
        if end.is_empty() && is_interval(start) {
            return (start.to_owned(), How::Written);
        }
        if let Some(days) = Self::timed_interval(start).filter(|_| end.is_empty()) {
            return days;
        }
        if start == end {
            return self.moment(start);
        }
        let (from, from_how) = if start.is_empty() { (String::new(), How::Written) } else { self.moment(start) };
        // What began and is not said to have ended goes on.
        let is_open = end.is_empty() || STILL.contains(&end.to_lowercase().as_str());
        let (to, to_how) = if is_open { ("..".to_owned(), How::Written) } else { self.moment(end) };
        let ((from, from_how), (to, to_how)) = (day_alone(from, from_how), day_alone(to, to_how));
        let is_one_day = from == to && !from.is_empty();
        let how = match (from_how, to_how) {
            (How::Unread, _) | (_, How::Unread) => How::Unread,
            (How::Cut, _) | (_, How::Cut) => How::Cut,
            (How::Worked, _) | (_, How::Worked) => How::Worked,
            (How::Written, How::Written) => How::Written,
        };
        (if is_one_day { from } else { format!("{from}/{to}") }, how)
    }

    /// `2014-06-29T13:49:37Z/..`, which is an interval of days for us.
    fn timed_interval(text: &str) -> Option<(String, How)> {
        let (start, end) = text.split_once('/')?;
        let is_timed = |text: &str| Date::parse(text).is_ok_and(|date| !date.is_interval()) && text.contains('T');
        let is_end = |text: &str| matches!(text.trim(), "" | "..") || Date::parse(text).is_ok();
        ((is_timed(start) || is_timed(end)) && is_end(start) && is_end(end)).then(|| match (start, end) {
            (start, "") => {
                let (start, how) = day_alone(start.to_owned(), How::Written);
                (format!("{start}/"), how)
            }
            (start, end) => {
                let (start, how) = day_alone(start.to_owned(), How::Written);
                let (end, end_how) = day_alone(end.to_owned(), How::Written);
                let is_cut = how == How::Cut || end_how == How::Cut;
                (
                    if start == end { start } else { format!("{start}/{end}") },
                    if is_cut { How::Cut } else { How::Worked },
                )
            }
        })
    }

    fn moment(&mut self, text: &str) -> (String, How) {
        let text = text.trim();
        if Date::parse(text).is_ok() {
            return (text.to_owned(), How::Written);
        }
        if let Some(known) = self.known.get(text) {
            return known.clone();
        }
        let found = match (Self::timed_interval(text), self.work_out(text)) {
            (Some(days), _) => days,
            (None, Some(date)) if is_cut(text, &date) => (date, How::Cut),
            (None, Some(date)) => (date, How::Worked),
            (None, None) => (text.to_owned(), How::Unread),
        };
        if self.known.len() < MOST_KNOWN {
            self.known.insert(text.to_owned(), found.clone());
        }
        found
    }

    fn work_out(&self, text: &str) -> Option<String> {
        let plain = numbers(text).or_else(|| with_time(text)).or_else(|| self.ordered(text));
        if let Some(date) = plain.filter(|date| Date::parse(date).is_ok()) {
            return Some(date);
        }
        if could_be_two(text) || is_year_and_number(text) {
            return None;
        }
        match Date::parse(text).err()?.meant.as_slice() {
            [only] => Some(only.clone()),
            _ => None,
        }
    }

    /// `1/2/2014`, where the file tells the order.
    fn ordered(&self, text: &str) -> Option<String> {
        let (first, second) = ambiguous(text)?;
        let (bare, time) = day_and_time(text);
        let year = bare.get(bare.len().checked_sub(4)?..)?;
        let day_first = self.day_first?;
        let (day, month) = if day_first { (first, second) } else { (second, first) };
        let date = format!("{year}-{month:02}-{day:02}");
        Some(with_clock(date, time))
    }
}

/// Two numbers and a year parted by slashes or hyphens; points part day, month and year in that order.
fn ambiguous(text: &str) -> Option<(u32, u32)> {
    let mut parts = day_and_time(text).0.split(['/', '-']);
    let (first, second, year) = (parts.next()?, parts.next()?, parts.next()?);
    let short = |part: &str| (1..=2).contains(&part.len()).then(|| part.parse().ok()).flatten();
    let is_year = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit());
    if parts.next().is_some() || !is_year {
        return None;
    }
    Some((short(first)?, short(second)?))
}

/// A date without its time, which intervals do not have. Midnight is mostly how programs write a day.
fn day_alone(date: String, how: How) -> (String, How) {
    match date.split_once('T') {
        Some((day, _)) if how != How::Unread => (day.to_owned(), if says_time(&date) { How::Cut } else { How::Worked }),
        Some(_) | None => (date, how),
    }
}

/// Whether a text has a time of day other than midnight.
fn says_time(text: &str) -> bool {
    let time = day_and_time(text).1;
    let clock = time.split(['+', '-', 'Z', 'z', ' ']).next().unwrap_or_default();
    clock.bytes().any(|b| matches!(b, b'1'..=b'9'))
}

/// What a date whose time was cut says of times, each with the name of a field for it.
pub(super) fn times(when: When<'_>) -> Vec<(&'static str, &str)> {
    let all = match when {
        When::At(text) => [("time", text), ("", "")],
        When::Spell(start, end) if start.contains('/') => [("time", start), ("end time", end)],
        When::Spell(start, end) if start == end => [("time", start), ("", "")],
        When::Spell(start, end) => [("start time", start), ("end time", end)],
    };
    all.into_iter().filter(|(_, text)| text.split('/').any(says_time)).collect()
}

/// A day, and the time that stands behind it; empty for none.
pub(crate) fn day_and_time(text: &str) -> (&str, &str) {
    let text = text.trim();
    let is_time = |time: &str| time.starts_with(|c: char| c.is_ascii_digit()) && time.contains(':');
    match text.split_once([' ', 'T', 't']) {
        Some((day, time)) if is_time(time) => (day, time),
        Some(_) | None => (text, ""),
    }
}

/// A day with the time that stood behind it, if that can be told.
pub(crate) fn with_clock(date: String, time: &str) -> String {
    let whole = clock(time).map(|clock| format!("{date}T{clock}")).filter(|whole| Date::parse(whole).is_ok());
    whole.unwrap_or(date)
}

/// `8:39`, `8:39:10 PM` as `08:39:00`, `20:39:10`.
fn clock(time: &str) -> Option<String> {
    let lower = time.trim().to_ascii_lowercase();
    let (bare, half) = match (lower.strip_suffix("am"), lower.strip_suffix("pm")) {
        (Some(bare), _) => (bare, Some(0)),
        (_, Some(bare)) => (bare, Some(12)),
        (None, None) => (lower.as_str(), None),
    };
    let mut parts = bare.trim_end().split(':');
    let mut next = || parts.next().map(str::parse::<u32>);
    let (hour, minute, second) = (next()?.ok()?, next()?.ok()?, next().unwrap_or(Ok(0)).ok()?);
    let hour = half.map_or(hour, |half| hour % 12 + half);
    (parts.next().is_none()).then(|| format!("{hour:02}:{minute:02}:{second:02}"))
}

/// Whether day and month could be meant either way round, or the century is not told.
fn could_be_two(text: &str) -> bool {
    let numbers: Vec<&str> = day_and_time(text).0.split(['/', '-', '.']).map(str::trim).collect();
    let short = |part: &&str| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    let is_short = numbers.len() == 3 && numbers.iter().all(short);
    is_short || ambiguous(text).is_some_and(|(first, second)| first != second && first <= 12 && second <= 12)
}

/// A year and a number that need not be a month: `2014.5` and `2014.10` may be half and a tenth of a year, `1999-00`
/// the turn of 1999 to 2000.
fn is_year_and_number(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let is = |(year, rest): (&str, &str)| year.len() == 4 && digits(year) && digits(rest);
    text.split_once('.').is_some_and(is)
        || text.split_once(['-', '/']).is_some_and(|pair| is(pair) && pair.1.bytes().all(|b| b == b'0'))
}

/// Whether a text has a time, or a fraction of a second, that its date does not have.
fn is_cut(text: &str, date: &str) -> bool {
    let Some((before, _)) = text.split_once(':') else { return false };
    let day = before.trim_end_matches(|c: char| c.is_ascii_digit());
    if !day.ends_with(['T', 't', ' ']) || day.len() == before.len() {
        return false;
    }
    let clock = text.get(day.len()..).unwrap_or_default();
    let fraction = clock.split_once(['.', ',']).map_or("", |(_, rest)| rest);
    let is_part = fraction.bytes().take_while(u8::is_ascii_digit).any(|b| b != b'0');
    !date.contains('T') || (is_part && !date.contains('.'))
}

/// Forms of digits alone: `20140501`, `2014/05/01`, `2014-05-00`, `2014.0`.
fn numbers(text: &str) -> Option<String> {
    if let Some(year) = text.strip_suffix(".0").filter(|year| year.len() == 4) {
        return Some(year.to_owned());
    }
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        return parts(text.get(..4)?, text.get(4..6)?, text.get(6..)?);
    }
    let mut words = text.split(['-', '/', '.']);
    let (year, month, day) = (words.next()?, words.next()?, words.next().unwrap_or("00"));
    if words.next().is_some() || year.len() != 4 || is_year_and_number(text) || text.contains('/') && text.len() < 8 {
        return None;
    }
    parts(year, month, day)
}

/// Parts that are 0 are not known.
fn parts(year: &str, month: &str, day: &str) -> Option<String> {
    let small = |text: &str| (1..=2).contains(&text.len()).then(|| text.parse::<u32>().ok()).flatten();
    let (month, day) = (small(month)?, small(day)?);
    year.bytes().all(|b| b.is_ascii_digit()).then(|| match (month, day) {
        (0, _) => year.to_owned(),
        (month, 0) => format!("{year}-{month:02}"),
        (month, day) => format!("{year}-{month:02}-{day:02}"),
    })
}

/// A day with a time that is written in another way; the day alone where the time cannot be kept.
fn with_time(text: &str) -> Option<String> {
    let (day, time) = text.split_at_checked(10)?;
    Date::parse(day).ok()?;
    let time = time.strip_prefix(['T', ' ', 't']).filter(|time| !time.contains('/'))?;
    let digits = time.len() >= 5 && time.get(..5)?.bytes().all(|b| b.is_ascii_digit() || b == b':');
    if !digits {
        return None;
    }
    let cut = time.find('.').map_or(time.to_owned(), |at| {
        let rest = time.get(at + 1..).unwrap_or_default().trim_start_matches(|c: char| c.is_ascii_digit());
        format!("{}{rest}", time.get(..at).unwrap_or_default())
    });
    let whole = format!("{day}T{cut}");
    Some(if Date::parse(&whole).is_ok() { whole } else { day.to_owned() })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> (String, How) {
        let (date, how) = Dates::default().read(When::At(text));
        (date.written().to_owned(), how)
    }

    #[test]
    fn dates_keep_the_precision_that_the_file_gives() {
        for (text, date, how) in [
            ("2014", "2014", How::Written),
            ("2014-05", "2014-05", How::Written),
            ("2015-10-01", "2015-10-01", How::Written),
            ("2014-05-00", "2014-05", How::Worked),
            ("2014-00-00", "2014", How::Worked),
            ("20140501", "2014-05-01", How::Worked),
            ("2014/05/01", "2014-05-01", How::Worked),
            ("2014.0", "2014", How::Worked),
            ("May 2014", "2014-05", How::Worked),
            ("25/12/2014", "2014-12-25", How::Worked),
            ("2014-05-01 09:30:00", "2014-05-01T09:30:00", How::Worked),
            ("2014-05-01T09:30:00.123Z", "2014-05-01T09:30:00Z", How::Cut),
            ("2014-05-01 09:30:00.000", "2014-05-01T09:30:00", How::Worked),
            ("2014-05-01T25:99:00", "2014-05-01", How::Cut),
            ("2014.5", "2014.5", How::Unread),
            ("2014.10", "2014.10", How::Unread),
            ("2014.05.01", "2014-05-01", How::Worked),
            ("1999-00", "1999-00", How::Unread),
            ("1999/00", "1999/00", How::Unread),
            ("1/2/2014", "1/2/2014", How::Unread),
            ("1/6/2014 8:39", "1/6/2014 8:39", How::Unread),
            ("5/5/2014", "2014-05-05", How::Worked),
            ("25/12/14", "25/12/14", How::Unread),
            ("some day", "some day", How::Unread),
        ] {
            assert_eq!(at(text), (date.to_owned(), how), "{text}");
        }
    }

    #[test]
    fn the_order_of_day_and_month_is_told_by_the_other_dates_of_the_file() {
        for (texts, expected) in [
            (["1/2/2014", "25/12/2014"], "2014-02-01"),
            (["1/2/2014", "12/25/2014"], "2014-01-02"),
            (["1/2/2014", "3/4/2014"], "1/2/2014"),
        ] {
            let mut dates = Dates::of(texts.into_iter());
            assert_eq!(dates.read(When::At("1/2/2014")).0.written(), expected);
        }
        let mut timed = Dates::of(["1/6/2014 8:39", "1/13/2014 9:01 PM", "1/7/2014 midnight"].into_iter());
        assert_eq!(timed.read(When::At("1/6/2014 8:39")).0.written(), "2014-01-06T08:39:00");
        assert_eq!(timed.read(When::At("1/13/2014 9:01 PM")).0.written(), "2014-01-13T21:01:00");
        let mut both = Dates::of(["25/12/2014", "12/25/2014", "1/2/2014"].into_iter());
        assert_eq!(both.read(When::At("1/2/2014")).1, How::Unread, "the file contradicts itself");
    }

    #[test]
    fn spells_without_an_end_go_on() {
        let spell = |start, end| Dates::default().read(When::Spell(start, end)).0.written().to_owned();
        for (start, end, date) in [
            ("2003", "", "2003/.."),
            ("2003-05-01", "9999-12-31", "2003-05-01/.."),
            ("2003", "2005-02", "2003/2005-02"),
            ("", "2005", "/2005"),
            ("2005", "2005", "2005"),
            ("2005-01-01T00:00:00Z", "2006-01-01T00:00:00Z", "2005-01-01/2006-01-01"),
            ("2005-01-01T09:00:00Z", "2005-01-01T17:30:00Z", "2005-01-01"),
            ("2014-06-29T13:49:37Z/..", "", "2014-06-29/.."),
            ("2003/2004", "", "2003/2004"),
            ("May 2003", "present", "2003-05/.."),
        ] {
            assert_eq!(spell(start, end), date);
        }
        for (start, end, date) in
            [("2003-05-01 10:00:00.5", "May 2004", "2003-05-01/2004-05"), ("2014-06-29T13:49:37Z", "", "2014-06-29/..")]
        {
            let cut = Dates::default().read(When::Spell(start, end));
            assert_eq!((cut.0.written(), cut.1), (date, How::Cut));
        }
        let (date, how) = Dates::default().read(When::Spell("2005", "2003"));
        assert!(how == How::Unread && date.written() == "2005/2003", "an end before the start stays as written");
    }

    #[test]
    fn intervals_are_by_day_and_their_times_are_told() {
        for (text, date, how) in [
            ("2014-06-29T13:49:37Z/..", "2014-06-29/..", How::Cut),
            ("2014-06-29T13:49:37Z/", "2014-06-29/", How::Cut),
            ("../2014-06-29T13:49:37Z", "../2014-06-29", How::Cut),
            ("2014-06/2014-06-29T13:49:37Z", "2014-06/2014-06-29", How::Cut),
            ("2014-06-29T00:00:00Z/2015", "2014-06-29/2015", How::Worked),
            ("2014-06-29T13:49:37Z/soon", "2014-06-29T13:49:37Z/soon", How::Unread),
        ] {
            assert_eq!(at(text), (date.to_owned(), how), "{text}");
            assert!(how == How::Unread || Date::parse(date).is_ok(), "{date}");
        }
        let midnight = "2005-01-01T00:00:00+02:00";
        assert_eq!(times(When::Spell(midnight, "2006-01-01T09:30")), [("end time", "2006-01-01T09:30")]);
        assert_eq!(times(When::At("2014-05-01T09:30:00.123Z")), [("time", "2014-05-01T09:30:00.123Z")]);
        assert_eq!(times(When::Spell("2014-06-29T13:49:37Z/..", "")), [("time", "2014-06-29T13:49:37Z/..")]);
    }

    proptest! {
        #[test]
        fn no_text_is_made_up(text in "[0-9/.:T -]{0,24}|\\PC{0,12}", end in "[0-9/.-]{0,12}") {
            let mut dates = Dates::of([text.as_str(), end.as_str()].into_iter());
            for when in [When::At(&text), When::Spell(&text, &end)] {
                let (date, how) = dates.read(when);
                prop_assert!(how == How::Unread || date.is_parsed());
            }
        }
    }
}
