//! Dates of Wikibase, which are padded to a day and have their precision beside them, as EDTF.

/// A literal that is a date, if it is one.
pub(super) fn padded<'t>(text: &'t str, datatype: &str) -> Option<&'t str> {
    let is_date =
        datatype == "http://www.w3.org/2001/XMLSchema#dateTime" || datatype == "http://www.w3.org/2001/XMLSchema#date";
    is_date.then_some(text)
}

/// A date cut to its precision: 11 is a day, 10 a month, 9 a year, 8 ten years, 7 a hundred, 6 a thousand. Longer spans
/// of time are given as the year.
pub(super) fn edtf(date: &str, precision: u32) -> String {
    let (sign, digits) = match date.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", date.strip_prefix('+').unwrap_or(date)),
    };
    let day = digits.split('T').next().unwrap_or_default();
    let mut parts = day.split('-');
    let (Some(year), month, day) = (parts.next(), parts.next(), parts.next()) else { return date.to_owned() };
    let Ok(number) = year.parse::<u64>() else { return date.to_owned() };
    let year = if number > 9_999 { format!("Y{sign}{number}") } else { format!("{sign}{number:04}") };
    let known = |part: Option<&str>| part.filter(|part| *part != "00").map(str::to_owned);
    let span = |years: u64| {
        // The year 1901 is the first of its century, and 2000 the last of the same.
        let first = number.saturating_sub(1) / years * years + 1;
        let last = first + years - 1;
        match sign {
            "" => format!("[{first:04}..{last:04}]"),
            _ => format!("[-{last:04}..-{first:04}]"),
        }
    };
    match (precision, known(month), known(day)) {
        (11.., Some(month), Some(day)) => format!("{year}-{month}-{day}"),
        (10.., Some(month), _) => format!("{year}-{month}"),
        (8, ..) if sign.is_empty() && number <= 9_999 => format!("{}X", year.get(..3).unwrap_or(&year)),
        (7, ..) if number <= 9_999 => span(100),
        (6, ..) if number <= 9_999 => span(1_000),
        _ => year,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::model::Date;

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
            ("-0199-01-01T00:00:00Z", 7, "[-0200..-0101]"),
            ("12345-01-01T00:00:00Z", 9, "Y12345"),
            ("no date", 11, "no date"),
        ] {
            let found = edtf(date, precision);
            assert_eq!(found, expected);
            assert!(found == "no date" || Date::parse(&found).is_ok(), "{found}");
        }
    }
}
