//! What users of dates rely on: bounds, three-valued answers, words, and helpful errors.

use proptest::prelude::*;

use super::*;

fn date(text: &str) -> Date {
    Date::parse(text).unwrap_or_else(|e| panic!("{text}: {e}"))
}

fn day(text: &str) -> Day {
    let d = date(text);
    assert_eq!(d.earliest(), d.latest(), "{text} is no day");
    d.earliest().unwrap()
}

#[test]
fn each_date_covers_its_days() {
    for (text, first, last) in [
        ("2013", "2013-01-01", "2013-12-31"),
        ("2014-05", "2014-05-01", "2014-05-31"),
        ("2016-02", "2016-02-01", "2016-02-29"),
        ("2015-10-01", "2015-10-01", "2015-10-01"),
        ("2015-10-01T09:30:00Z", "2015-10-01", "2015-10-01"),
        ("2015-10-01T09:30:00+07:00", "2015-10-01", "2015-10-01"),
        ("201X", "2010-01-01", "2019-12-31"),
        ("20XX", "2000-01-01", "2099-12-31"),
        ("2015-XX", "2015-01-01", "2015-12-31"),
        ("2015-XX-XX", "2015-01-01", "2015-12-31"),
        ("2015-10-XX", "2015-10-01", "2015-10-31"),
        ("2016-33", "2016-01-01", "2016-03-31"),
        ("2016-36", "2016-10-01", "2016-12-31"),
        ("2016-21", "2016-03-01", "2016-05-31"),
        ("2015-24", "2015-12-01", "2016-02-29"),
        ("[2016-33,2016-34]", "2016-01-01", "2016-06-30"),
        ("[2013..2015]", "2013-01-01", "2015-12-31"),
        ("[1667,1668,1670..1672]", "1667-01-01", "1672-12-31"),
        ("1973~", "1973-01-01", "1973-12-31"),
        ("2015-10?", "2015-10-01", "2015-10-31"),
        ("1973/2013", "1973-01-01", "2013-12-31"),
        ("2004-06/2006-08-05", "2004-06-01", "2006-08-05"),
        ("9999-12-31", "9999-12-31", "9999-12-31"),
    ] {
        let d = date(text);
        assert_eq!((d.earliest(), d.latest()), (Some(day(first)), Some(day(last))), "{text}");
    }
    assert_eq!(date("Y12345").earliest(), Day::from_ymd(12_345, 1, 1));
    assert_eq!(date("Y-200000").latest(), Day::from_ymd(-200_000, 12, 31));
    assert_eq!(date("-0043").latest(), Day::from_ymd(-43, 12, 31));
    assert_eq!(date("-004X").earliest(), Day::from_ymd(-49, 1, 1));
    for (text, first, last) in [
        ("2003/..", Some("2003-01-01"), None),
        ("2003/", Some("2003-01-01"), None),
        ("../2015-10", None, Some("2015-10-31")),
        ("/2015-10", None, Some("2015-10-31")),
        ("[..2015]", None, Some("2015-12-31")),
        ("[2015..]", Some("2015-01-01"), None),
    ] {
        let d = date(text);
        assert_eq!((d.earliest(), d.latest()), (first.map(day), last.map(day)), "{text}");
    }
}

#[test]
fn whether_it_is_there_has_three_answers() {
    use Truth::{Maybe, No, Yes};
    for (text, on, truth) in [
        // A plain date counts from then on.
        ("2014-05", "2014-04-30", No),
        ("2014-05", "2014-05-01", Maybe),
        ("2014-05", "2014-05-30", Maybe),
        ("2014-05", "2014-05-31", Yes),
        ("2014-05", "2099-01-01", Yes),
        ("[2016-33,2016-34]", "2015-12-31", No),
        ("[2016-33,2016-34]", "2016-04-01", Maybe),
        ("[2016-33,2016-34]", "2016-06-30", Yes),
        ("[..2015]", "1000-01-01", Maybe),
        ("[2015..]", "2999-01-01", Maybe),
        ("[2015..]", "2014-12-31", No),
        // An interval ends when it says.
        ("2003/..", "2002-12-31", No),
        ("2003/..", "2003-06-01", Maybe),
        ("2003/..", "2003-12-31", Yes),
        ("2003/..", "2999-12-31", Yes),
        ("1973/2013", "1980-01-01", Yes),
        ("1973/2013", "2013-01-01", Yes),
        ("1973/2013", "2013-01-02", Maybe),
        ("1973/2013", "2013-12-31", Maybe),
        ("1973/2013", "2014-01-01", No),
        ("../2015-10", "0001-01-01", Yes),
        ("../2015-10", "2015-11-01", No),
        // An end that is not known settles nothing.
        ("/2015-10", "0001-01-01", Maybe),
        ("/2015-10", "2015-11-01", No),
        ("/2015-10-31", "2015-10-31", Yes),
        ("2003/", "2002-12-31", No),
        ("2003/", "2010-01-01", Maybe),
        ("2003-01-01/", "2003-01-01", Yes),
        // Marks stretch by one of the unit written.
        ("1973~", "1971-12-31", No),
        ("1973~", "1972-01-01", Maybe),
        ("1973~", "1973-12-31", Maybe),
        ("1973~", "1974-12-30", Maybe),
        ("1973~", "1974-12-31", Yes),
        ("2014-05?", "2014-03-31", No),
        ("2014-05?", "2014-04-01", Maybe),
        ("2014-05?", "2014-05-31", Maybe),
        ("2014-05?", "2014-06-30", Yes),
        ("2014-05-10%", "2014-05-08", No),
        ("2014-05-10%", "2014-05-10", Maybe),
        ("2014-05-10%", "2014-05-11", Yes),
        ("2014-33~", "2013-10-01", Maybe),
        ("201X~", "2009-12-31", Maybe),
        ("1973~/2013~", "2012-06-01", Maybe),
        ("1973~/2013~", "2011-12-31", Yes),
        ("1973~/2013~", "2014-12-31", Maybe),
        ("1973~/2013~", "2015-01-01", No),
    ] {
        assert_eq!(date(text).holds_on(day(on)), truth, "{text} on {on}");
    }
    assert_eq!(Date::unparsed("soon").holds_on(day("2015-01-01")), Maybe);
}

#[test]
fn the_answer_turns_on_the_turning_days_and_on_no_others() {
    for text in [
        "2014-05",
        "2014-05~",
        "[2014-02,2014-08..2014-09]",
        "2014-02/2014-05",
        "/2014-03-01",
        "2014-02~/",
        "2014-01-01",
    ] {
        let date = date(text);
        let days = (day("2013-01-01").number()..day("2015-12-31").number()).map(Day::from_number);
        let turns: Vec<Day> = days.filter(|d| date.holds_on(*d) != date.holds_on(d.before())).collect();
        assert_eq!(date.turning_days(), turns, "{text}");
        assert!(!turns.is_empty());
    }
}

#[test]
fn dates_are_told_in_calm_words() {
    for (text, words) in [
        ("2015-10-01", "1 October 2015"),
        ("2015-10-01T09:30:00Z", "1 October 2015, 09:30:00 UTC"),
        ("2014-05", "May 2014"),
        ("2013", "2013"),
        ("-0043", "44 BC"),
        ("[2016-33,2016-34]", "first or second quarter of 2016"),
        ("[2014-05,2014-06]", "May or June 2014"),
        ("[2013,2014,2016]", "2013, 2014 or 2016"),
        ("[2013..2015]", "some time from 2013 to 2015"),
        ("2016-33", "first quarter of 2016"),
        ("2015-24", "winter 2015"),
        ("2003/..", "since 2003"),
        ("2003/", "from 2003, end not known"),
        ("/2015-10", "until October 2015, start not known"),
        ("../2015-10", "until October 2015"),
        ("1973/2013", "from 1973 to 2013"),
        ("1973~", "about 1973"),
        ("2015?", "2015, uncertain"),
        ("2015%", "about 2015, uncertain"),
        ("1973~/2013?", "from about 1973 to 2013 (uncertain)"),
        ("201X", "the 2010s"),
        ("20XX", "some time from 2000 to 2099"),
        ("2015-XX", "some month of 2015"),
        ("2015-10-XX", "some day of October 2015"),
    ] {
        assert_eq!(date(text).in_words(), words, "{text}");
    }
    assert_eq!(Date::unparsed("next spring").in_words(), "“next spring” (not understood as a date)");
}

#[test]
fn what_was_likely_meant_is_offered() {
    for (text, meant) in [
        ("2015/10/01", "2015-10-01"),
        ("2015/10", "2015-10"),
        ("01.10.2015", "2015-10-01"),
        ("1/10/2015", "2015-10-01"),
        ("10/25/2015", "2015-10-25"),
        ("Oct 2015", "2015-10"),
        ("1 October 2015", "2015-10-01"),
        ("October 1st, 2015", "2015-10-01"),
        ("2015-9-1", "2015-09-01"),
        ("2015-9", "2015-09"),
        ("20151001", "2015-10-01"),
        ("2016-Q1", "2016-33"),
        ("Q2 2016", "2016-34"),
        ("spring 2015", "2015-21"),
        ("c. 1973", "1973~"),
        ("2010s", "201X"),
        ("since 2003", "2003/.."),
        ("until May 2014", "../2014-05"),
        ("2013-2015", "2013/2015"),
        ("2013–2015", "2013/2015"),
        ("from 1973 to 2013", "1973/2013"),
        ("2013 or 2014", "[2013,2014]"),
        (" 2015-10", "2015-10"),
        ("201x", "201X"),
    ] {
        let error = Date::parse(text).expect_err(text);
        assert_eq!(error.help.as_deref(), Some(format!("did you mean {meant}?").as_str()), "{text}: {error}");
    }
}

#[test]
fn the_culprit_is_pointed_at() {
    for (text, culprit, message) in [
        ("2015-13", "13", "month 13: months go from 01 to 12"),
        ("2015-02-29", "29", "day 29: February 2015 has the days 01 to 28"),
        ("2015-10-1x", "1x", "a day has two digits"),
        ("2015-10-01-02", "-02", "a date has a year, a month and a day, and no more"),
        ("2014/2015/2016", "/", "an interval has one slash"),
        ("2015~-10", "~", "a mark stands once, at the end of the date"),
        ("2015/2014", "2015/2014", "the interval ends before it begins"),
        ("[2015,2016-99]", "99", "month 99: months go from 01 to 12"),
        ("Y999999", "Y999999", "years go up to 200000 on either side of 0"),
        ("2015-10T09:30", "T09:30", "a time goes with a whole date that carries no mark"),
        ("2015-10-01T25:00", "25:00", "this is not a time of day"),
    ] {
        let error = Date::parse(text).expect_err(text);
        assert_eq!(error.message, message, "{text}");
        assert_eq!(&text[error.span.0..error.span.1], culprit, "{text}");
    }
    for text in ["", "/", "../..", "/..", "[]", "[2015,]", "[2015", "{2015,2016}", "XXXX", "Y2015", "-0000", "nonsense"]
    {
        Date::parse(text).expect_err(text);
    }
}

#[test]
fn dates_sort_by_when_they_begin() {
    let mut dates: Vec<Date> = ["2015-10", "2003/..", "2015", "/2001", "2014-05-01"]
        .into_iter()
        .map(date)
        .chain([Date::unparsed("?")])
        .collect();
    dates.sort_by_key(Date::sort_key);
    let written: Vec<&str> = dates.iter().map(Date::written).collect();
    assert_eq!(written, ["/2001", "2003/..", "2014-05-01", "2015", "2015-10", "?"]);
}

fn check_any(text: &str) {
    match Date::parse(text) {
        Err(error) => {
            assert!(text.get(error.span.0..error.span.1).is_some(), "span {:?} of {text:?}", error.span);
            assert!(!error.message.is_empty());
        }
        Ok(date) => {
            assert_eq!(date.written(), text);
            assert!(date.is_parsed());
            assert!(date.earliest().is_some() || date.latest().is_some());
            if let (Some(first), Some(last)) = (date.earliest(), date.latest()) {
                assert!(first <= last, "{text}: {first} {last}");
                assert_ne!(date.holds_on(last), Truth::No, "{text}");
            }
            for number in [i32::MIN, -1_000_000, 0, 16_709, i32::MAX] {
                let _ = date.holds_on(Day::from_number(number));
            }
            assert!(!date.in_words().is_empty());
            assert_eq!(Date::parse(date.written()).as_ref(), Ok(&date));
        }
    }
}

proptest! {
    #[test]
    fn any_text_is_a_date_or_an_error(text in ".{0,40}") {
        check_any(&text);
    }

    #[test]
    fn text_that_looks_like_a_date_is_a_date_or_an_error(text in "[-0-9XY~?%/\\[\\],.{} T:ZOct]{0,24}") {
        check_any(&text);
    }

    #[test]
    fn built_dates_are_understood(
        year in 0i32..=9999, month in 1u32..=12, day in 1u32..=28, end in 0i32..=9999,
        mark in "[~?%]?", form in 0usize..8,
    ) {
        let (first, last) = (year.min(end), year.max(end));
        let text = match form {
            0 => format!("{year:04}{mark}"),
            1 => format!("{year:04}-{month:02}{mark}"),
            2 => format!("{year:04}-{month:02}-{day:02}{mark}"),
            3 => format!("{first:04}/{last:04}{mark}"),
            4 => format!("{year:04}-{month:02}/.."),
            5 => format!("/{year:04}-{}{mark}", 32 + (month - 1) % 4 + 1),
            6 => format!("[{first:04},{last:04}-{month:02}]"),
            _ => format!("Y{}{mark}", 10_000 + year * 19),
        };
        prop_assert!(Date::parse(&text).is_ok(), "{}", text);
        check_any(&text);
    }

    #[test]
    fn time_never_unmakes_what_began(year in 1900i32..2100, month in 1u32..=12, mark in "[~?%]?") {
        let date = date(&format!("{year:04}-{month:02}{mark}"));
        let mut before = Truth::No;
        let start = date.earliest().unwrap().number();
        for number in start - 100..start + 100 {
            let now = date.holds_on(Day::from_number(number));
            prop_assert!(now >= before);
            before = now;
        }
    }
}

#[test]
fn the_earliest_day_never_comes_after_the_latest() {
    // About September 2012 until about 2011: the marks make it possible.
    for text in ["2012-09%/2011~", "2015-10-02/2015-10-01?", "2000~/1999"] {
        let date = Date::parse(text).unwrap();
        assert!(date.earliest() <= date.latest(), "{text}");
    }
}
