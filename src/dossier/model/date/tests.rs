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
fn dates_are_told_as_short_as_they_can_be() {
    for (text, short) in [
        ("2015-10-01", "1 Oct 2015"),
        ("2015-10-01T09:30:00Z", "1 Oct 2015, 09:30:00 UTC"),
        ("2014-05", "May 2014"),
        ("2014-09", "Sept 2014"),
        ("2013", "2013"),
        ("-0043-03-15", "15 March 44 BC"),
        ("2016-34", "Q2 2016"),
        ("[2016-33,2016-34]", "first or second quarter of 2016"),
        ("1973~", "c. 1973"),
        ("2014-05-10%", "c. 10 May 2014?"),
        ("2003/2013-06?", "2003 – June 2013?"),
        ("2003~/", "c. 2003 – ?"),
        ("/2013-12-01", "? – 1 Dec 2013"),
        ("2003/..", "since 2003"),
        ("../2013-11", "until Nov 2013"),
    ] {
        assert_eq!(date(text).in_short(), short, "{text}");
    }
    assert_eq!(Date::unparsed("in August or so").in_short(), "in August or so");
}

#[test]
fn dates_are_told_in_calm_words() {
    for (text, words) in [
        ("2015-10-01", "1 October 2015"),
        ("2015-10-01T09:30:00Z", "1 October 2015, 09:30:00 UTC"),
        ("2014-05", "May 2014"),
        ("2013", "2013"),
        ("-0043", "44 BC"),
        ("0000", "1 BC"),
        ("0014", "AD 14"),
        ("-0043-03-15", "15 March 44 BC"),
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

// In one piece: a list of samples.
#[test]
fn what_was_likely_meant_is_offered() {
    let samples = [
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
        // Open ends.
        ("2014–", "2014/.."),
        ("2014-", "2014/.."),
        ("2014 –", "2014/.."),
        ("–2014", "../2014"),
        ("2014/open", "2014/.."),
        ("2014/unknown", "2014/"),
        ("2014 to present", "2014/.."),
        ("since May 2014", "2014-05/.."),
        ("2014 onwards", "2014/.."),
        ("before 1500", "../1500"),
        ("by 1500", "../1500"),
        ("after 1500", "1500/.."),
        ("< 1500", "../1500"),
        ("before 1 May 2014", "../2014-05-01"),
        // Spans.
        ("1914-18", "1914/1918"),
        ("1914/18", "1914/1918"),
        ("1914–18", "1914/1918"),
        ("1999-00", "1999/2000"),
        ("c. 1914-18", "1914~/1918"),
        ("1914–18?", "1914/1918?"),
        ("Q3/2016", "2016-35"),
        ("2014年", "2014"),
        ("2014年5月", "2014-05"),
        ("2014/.. ", "2014/.."),
        ("10–12 May 2014", "2014-05-10/2014-05-12"),
        ("May 10–12, 2014", "2014-05-10/2014-05-12"),
        ("30 April – 2 May 2014", "2014-04-30/2014-05-02"),
        ("May–June 2014", "2014-05/2014-06"),
        ("2014-05-10/12", "2014-05-10/2014-05-12"),
        ("2014-05/06", "2014-05/2014-06"),
        ("between 2013 and 2015", "[2013..2015]"),
        ("from c. 1500 to 1520", "1500~/1520"),
        ("from 2013 or 2014 to 2016", "[2013,2014]/2016"),
        // Years before our era.
        ("44 BC", "-0043"),
        ("44 B.C.", "-0043"),
        ("44 BCE", "-0043"),
        ("44 v. Chr.", "-0043"),
        ("1 BC", "0000"),
        ("c. 500 BC", "-0499~"),
        ("15 March 44 BC", "-0043-03-15"),
        ("March 44 BC", "-0043-03"),
        ("500–400 BC", "-0499/-0399"),
        ("before 44 BC", "../-0043"),
        ("12000 BC", "Y-11999"),
        ("AD 79", "0079"),
        ("24 August 79 AD", "0079-08-24"),
        ("27 BC – AD 14", "-0026/0014"),
        // Parts of years and of centuries.
        ("first half of 2016", "[2016-33,2016-34]"),
        ("H1 2016", "[2016-33,2016-34]"),
        ("2016-H2", "[2016-35,2016-36]"),
        ("second quarter of 2016", "2016-34"),
        ("early 2014", "[2014-01..2014-04]"),
        ("mid-2014", "[2014-05..2014-08]"),
        ("end of 2014", "[2014-09..2014-12]"),
        ("late February 2014", "[2014-02-21..2014-02-28]"),
        ("19th century", "18XX"),
        ("5th century BC", "-04XX"),
        ("early 19th century", "[1800..1832]"),
        ("the 1990's", "199X"),
        ("late 1990s", "[1996..1999]"),
        ("winter 2014/15", "2014-24"),
        ("2016-25~", "2016-21~"),
        ("44 B.C.?", "-0043?"),
        // Marks and digits that are not known.
        ("~1500", "1500~"),
        ("≈1500", "1500~"),
        ("?1500", "1500?"),
        ("1500?~", "1500%"),
        ("1500~?", "1500%"),
        ("c. 1500?", "1500%"),
        ("1500 (?)", "1500?"),
        ("2004-06~-11", "2004-06-11~"),
        ("~1973/~2013", "1973~/2013~"),
        ("199u", "199X"),
        ("19uu", "19XX"),
        ("199-", "199X"),
        ("199*", "199X"),
        ("199?", "199X"),
        ("2015-uu", "2015-XX"),
        // Other languages, clocks, calendars of other programs.
        ("1. Oktober 2015", "2015-10-01"),
        ("1er août 2015", "2015-08-01"),
        ("3 de marzo de 2015", "2015-03-03"),
        ("2015年10月1日", "2015-10-01"),
        ("Monday, 5 October 2015", "2015-10-05"),
        ("2015-10-01 09:30", "2015-10-01T09:30"),
        ("2015-10-01T09:30:00.123Z", "2015-10-01T09:30:00Z"),
    ];
    let offered = |text: &str| Date::parse(text).expect_err(text).help.unwrap_or_default();
    let wrong: Vec<String> = samples
        .iter()
        .map(|(text, meant)| (text, format!("did you mean {meant}?"), offered(text)))
        .filter(|(_, meant, offered)| meant != offered)
        .map(|(text, meant, offered)| format!("{text}: “{offered}” instead of “{meant}”"))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn two_readings_of_the_same_numbers_are_both_offered() {
    for (text, meant) in [
        ("2016-40", "[2016-33,2016-34] or 2016/2040"),
        ("2016-37", "[2016-01..2016-04] or 2016/2037"),
        ("2010-41", "[2010-35,2010-36] or 2010/2041"),
        ("1990-30", "1990-24"),
        ("1914-25", "1914-21 or 1914/1925"),
    ] {
        assert_eq!(Date::parse(text).unwrap_err().help, Some(format!("did you mean {meant}?")), "{text}");
    }
    // Day, month and year in six digits: nobody knows in which order.
    for text in ["140506", "next week", "Y2147483648", "99 BC AD", "13-13-13"] {
        let help = Date::parse(text).unwrap_err().help.unwrap_or_default();
        assert!(!help.starts_with("did you mean"), "{text}: {help}");
    }
}

#[test]
fn a_span_of_two_years_may_have_been_meant() {
    for (text, years) in [
        ("1921-22", Some("1921/1922")),
        ("1933-34", Some("1933/1934")),
        ("1901-02", Some("1901/1902")),
        ("1920-21~", Some("1920/1921")),
        ("1921-22/..", Some("1921/1922")),
        ("[1921-22,1925]", Some("1921/1922")),
        ("1921-23", None),
        ("2016-33", None),
        ("1901-02-03", None),
        ("1901-02/1901-05", None),
        ("1921/1922", None),
        ("2014-05", None),
    ] {
        assert_eq!(date(text).perhaps_years().as_deref(), years, "{text}");
    }
}

#[test]
fn an_end_of_an_interval_may_be_one_of_several() {
    let sample = date("[2013..2015]/..");
    assert_eq!((sample.earliest(), sample.latest()), (Some(day("2013-01-01")), None));
    assert_eq!(sample.in_words(), "since some time from 2013 to 2015");
    assert_eq!(date("2003/[2013,2015]").in_words(), "from 2003 to 2013 or 2015");
    assert_eq!(date("[2016-33,2016-34]/").in_words(), "from first or second quarter of 2016, end not known");
    let both = date("[2003,2004]/[2013..2015]");
    assert_eq!((both.earliest(), both.latest()), (Some(day("2003-01-01")), Some(day("2015-12-31"))));
    for (on, truth) in [
        ("2002-12-31", Truth::No),
        ("2004-01-01", Truth::Maybe),
        ("2004-12-31", Truth::Yes),
        ("2013-01-01", Truth::Yes),
        ("2014-01-01", Truth::Maybe),
        ("2016-01-01", Truth::No),
    ] {
        assert_eq!(both.holds_on(day(on)), truth, "{on}");
    }
    for (text, message) in [
        ("[2013..2015/..", "a set that begins with `[` ends with `]`"),
        ("[2013..]/..", "a set at an end of an interval cannot have an open end itself"),
        ("[2015,2016]/2014", "the interval ends before it begins"),
        ("[]/2014", "a date of the set is missing"),
    ] {
        assert_eq!(Date::parse(text).unwrap_err().message, message, "{text}");
    }
}

#[test]
fn years_out_of_range_are_told_at_both_ends() {
    for text in ["Y-2147483648", "Y2147483647", "Y-2147483649", "Y99999999999999999999", "Y200001", "Y-200001"] {
        let error = Date::parse(text).unwrap_err();
        assert_eq!(error.message, "years range from -200000 to 200000", "{text}");
    }
    for text in ["Y200000", "Y-200000~", "Y200000/.."] {
        assert!(date(text).earliest().is_some(), "{text}");
    }
}

#[test]
fn the_culprit_is_pointed_at() {
    for (text, culprit, message) in [
        ("2015-13", "13", "month 13: months go from 01 to 12"),
        ("2015-02-29", "29", "day 29: February 2015 has only the days 01 to 28"),
        ("2015-10-1x", "1x", "a day has two digits"),
        ("2015-10-01-02", "-02", "a date has a year, a month and a day, nothing more"),
        ("2014/2015/2016", "/", "an interval has exactly one slash"),
        ("2015~-10", "~", "only one mark is allowed, at the end of the date"),
        ("2015/2014", "2015/2014", "the interval ends before it begins"),
        ("[2015,2016-99]", "99", "month 99: months go from 01 to 12"),
        ("Y999999", "Y999999", "years range from -200000 to 200000"),
        ("2015-10T09:30", "T09:30", "a time needs a complete date without a mark"),
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

#[test]
fn a_year_is_written_so_that_it_can_be_read() {
    for year in [-199_999, -12_345, -9_999, -43, 0, 7, 2015, 9_999, 12_345] {
        let date = Date::of_year(year);
        assert!(date.is_parsed(), "{year}");
        assert_eq!(date.latest().map(Day::year), Some(year));
    }
}
