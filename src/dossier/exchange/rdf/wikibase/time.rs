//! Dates of Wikibase, which are padded to a day and have their precision beside them, as EDTF.

/// A literal that is a date, if it is one.
pub(super) fn padded<'t>(text: &'t str, datatype: &str) -> Option<&'t str> {
    let is_date =
        datatype == "http://www.w3.org/2001/XMLSchema#dateTime" || datatype == "http://www.w3.org/2001/XMLSchema#date";
    is_date.then_some(text)
}

/// A date cut to its precision: 11 is a day, 10 a month, 9 a year, and each step below ten times as many years. Decades are
/// counted from years that end in 0 and longer spans from those that end in 1, on both sides of the first year. What no date
/// says so loosely is a text.
pub(super) fn edtf(date: &str, precision: u32) -> String {
    let (sign, digits) = match date.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, date.strip_prefix('+').unwrap_or(date)),
    };
    let day = digits.split('T').next().unwrap_or_default();
    let mut parts = day.split('-');
    let (Some(year), month, day) = (parts.next(), parts.next(), parts.next()) else { return date.to_owned() };
    // The year 0 is that before the year 1, as in EDTF.
    let Some(year) = year.parse::<i64>().ok().filter(|year| *year < 1 << 40).map(|year| sign * year) else {
        return date.to_owned();
    };
    let is_short = (-9_999..=9_999).contains(&year);
    let known = |part: Option<&str>| part.filter(|part| *part != "00" && is_short).map(str::to_owned);
    match (precision, known(month), known(day)) {
        (11.., Some(month), Some(day)) => format!("{}-{month}-{day}", written(year)),
        (10.., Some(month), _) => format!("{}-{month}", written(year)),
        (9.., ..) => written(year),
        (8, ..) if is_short && year > 0 => format!("{:03}X", year / 10),
        (6..=8, ..) => span(year, 10_i64.pow(9 - precision)),
        (..=5, ..) => {
            let (number, era) = if year > 0 { (year, "") } else { (1 - year, " BC") };
            format!("about the year {number}{era}, give or take {} years", 10_u64.pow(9 - precision))
        }
    }
}

fn written(year: i64) -> String {
    match year {
        -9_999..0 => format!("-{:04}", -year),
        0..=9_999 => format!("{year:04}"),
        _ => format!("Y{year}"),
    }
}

/// So many years around one.
fn span(year: i64, years: i64) -> String {
    // The year 1901 is the first of its century, and 2000 the last of the same; 200 BC is the last of its own.
    let around = |number: i64| {
        let first = if years == 10 { number / 10 * 10 } else { (number - 1) / years * years + 1 };
        (first.max(1), first + years - 1)
    };
    let (first, last) = if year > 0 {
        around(year)
    } else {
        let (first, last) = around(1 - year);
        (1 - last, 1 - first)
    };
    format!("[{}..{}]", written(first), written(last))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::dossier::model::{Date, Day};

    #[test]
    fn precision_decides_what_is_told() {
        for (date, precision, expected) in [
            ("1967-08-08T00:00:00Z", 11, "1967-08-08"),
            ("1967-08-01T00:00:00Z", 10, "1967-08"),
            ("2002-01-01T00:00:00Z", 9, "2002"),
            ("1870-01-01T00:00:00Z", 8, "187X"),
            ("1501-01-01T00:00:00Z", 7, "[1501..1600]"),
            ("1900-01-01T00:00:00Z", 7, "[1801..1900]"),
            ("+2000-00-00T00:00:00Z", 9, "2000"),
            ("-0199-01-01T00:00:00Z", 9, "-0199"),
            ("-0199-01-01T00:00:00Z", 8, "[-0208..-0199]"),
            ("-0199-01-01T00:00:00Z", 7, "[-0199..-0100]"),
            ("-0199-03-15T00:00:00Z", 11, "-0199-03-15"),
            ("-0199-03-00T00:00:00Z", 10, "-0199-03"),
            ("0000-01-01T00:00:00Z", 9, "0000"),
            ("-0000-01-01T00:00:00Z", 7, "[-0099..0000]"),
            ("0005-01-01T00:00:00Z", 8, "000X"),
            ("0987-01-01T00:00:00Z", 6, "[0001..1000]"),
            ("2014-04-30T00:00:00Z", 9, "2014"),
            ("2014-04-30T12:30:00Z", 14, "2014-04-30"),
            ("12345-01-01T00:00:00Z", 9, "Y12345"),
            ("12345-06-07T00:00:00Z", 11, "Y12345"),
            ("-12345-01-01T00:00:00Z", 7, "[Y-12399..Y-12300]"),
            ("no date", 11, "no date"),
        ] {
            let found = edtf(date, precision);
            assert_eq!(found, expected);
            assert!(found == "no date" || Date::parse(&found).is_ok(), "{found}");
        }
        for (date, expected) in [
            ("-13798000000-00-00T00:00:00Z", "about the year 13798000001 BC, give or take 1000000 years"),
            ("99999999999999999-01-01T00:00:00Z", "99999999999999999-01-01T00:00:00Z"),
        ] {
            assert_eq!(edtf(date, 3), expected);
            assert!(Date::parse(expected).is_err_and(|error| error.meant.is_empty()), "no date is made of it");
        }
    }

    proptest! {
        #[test]
        fn a_date_holds_the_day_that_it_was_cut_from(
            year in -20_000_i64..20_000, month in 1_u32..=12, day in 1_u32..=28, precision in 6_u32..=14
        ) {
            let sign = if year < 0 { "-" } else { "" };
            let text = edtf(&format!("{sign}{:04}-{month:02}-{day:02}T00:00:00Z", year.abs()), precision);
            let date = Date::parse(&text).unwrap();
            let that_day = Day::from_ymd(i32::try_from(year).unwrap(), month, day).unwrap();
            let (first, last) = (date.earliest().unwrap(), date.latest().unwrap());
            prop_assert!(first <= that_day && that_day <= last, "{text}");
            let years = last.ymd().0 - first.ymd().0 + 1;
            prop_assert!(years <= 10_i32.pow(9_u32.saturating_sub(precision)), "{text}");
            prop_assert!(!date.is_interval());
        }
    }
}
