//! What a cell says as text: numbers without a tail, dates at the precision that their number format shows.

use calamine::{DataRef, ExcelDateTime};

/// What a cell says, and what a person should know of it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Said {
    /// The text; empty for nothing.
    pub(super) text: String,
    /// What was lost on the way.
    pub(super) doubt: Option<&'static str>,
}

/// More digits than this are not held exactly by a cell.
const DIGITS: f64 = 1e15;

/// The text of a cell with a number format; none where it is not known.
pub(super) fn said(value: &DataRef<'_>, format: Option<&str>) -> Said {
    let plain = |text: String| Said { text, doubt: None };
    match value {
        DataRef::Empty => plain(String::new()),
        DataRef::String(text) => plain(text.clone()),
        DataRef::SharedString(text) => plain((*text).to_owned()),
        DataRef::Int(number) => plain(number.to_string()),
        DataRef::Bool(yes) => plain(yes.to_string()),
        DataRef::Float(number) => match format.and_then(shown) {
            Some(shown) if shown.year && *number >= 1.0 && *number < 2_958_466.0 => {
                let date = ExcelDateTime::new(*number, calamine::ExcelDateTimeType::DateTime, false);
                plain(date_text(&date, Some(shown)))
            }
            _ => number_text(*number),
        },
        DataRef::DateTime(date) if date.is_duration() => number_text(date.as_f64()),
        DataRef::DateTime(date) => plain(date_text(date, format.and_then(shown))),
        DataRef::DateTimeIso(text) => plain(text.strip_suffix("T00:00:00").unwrap_or(text).to_owned()),
        DataRef::DurationIso(text) => plain(text.clone()),
        DataRef::Error(_) => {
            Said { text: String::new(), doubt: Some("a cell shows an error instead of a value; it was left blank") }
        }
    }
}

fn number_text(number: f64) -> Said {
    let whole = number == number.trunc();
    if whole && number.abs() < DIGITS {
        return Said { text: format!("{number:.0}"), doubt: None };
    }
    let text = if whole && number.abs() < 1e21 { format!("{number:.0}") } else { number.to_string() };
    let lost = whole && number.abs() >= DIGITS;
    let doubt = lost.then_some("the workbook has rounded a number of more than 15 digits; store such ids as text");
    Said { text, doubt }
}

/// Which parts of a date a number format shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Shown {
    year: bool,
    month: bool,
    day: bool,
    time: bool,
}

/// The parts that a format shows, if it is one of dates (ECMA-376, 18.8.31).
fn shown(format: &str) -> Option<Shown> {
    let mut shown = Shown::default();
    let mut chars = format.chars().peekable();
    let (mut months, mut minutes) = (0, 0);
    let mut last = ' ';
    while let Some(c) = chars.next() {
        match c {
            '"' => chars.by_ref().take_while(|c| *c != '"').for_each(drop),
            '[' => chars.by_ref().take_while(|c| *c != ']').for_each(drop),
            '\\' | '_' | '*' => drop(chars.next()),
            ';' => break,
            'y' | 'Y' => shown.year = true,
            'd' | 'D' => shown.day = true,
            'h' | 'H' | 's' | 'S' => {
                shown.time = true;
                // Months behind hours or before seconds are minutes.
                if matches!(c, 's' | 'S') && months > 0 && matches!(last, 'm' | 'M') {
                    months -= 1;
                    minutes += 1;
                }
            }
            'm' | 'M' => {
                while chars.next_if(|next| next.eq_ignore_ascii_case(&'m')).is_some() {}
                if matches!(last, 'h' | 'H') { minutes += 1 } else { months += 1 }
            }
            _ => {}
        }
        if c.is_ascii_alphabetic() {
            last = c;
        }
    }
    shown.month = months > 0;
    shown.time |= minutes > 0;
    (shown.year || shown.month || shown.day || shown.time).then_some(shown)
}

/// A date as far as it is shown; one that hides its year, or of which no format is known, as far as it goes.
fn date_text(date: &ExcelDateTime, shown: Option<Shown>) -> String {
    let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
    let has_time = date.as_f64().fract() != 0.0;
    let time = format!("{hour:02}:{minute:02}:{second:02}");
    match shown {
        Some(Shown { year: true, month: false, day: false, .. }) => format!("{year:04}"),
        Some(Shown { year: true, month: true, day: false, .. }) => format!("{year:04}-{month:02}"),
        Some(Shown { year: false, month: false, day: false, time: true }) => time,
        Some(Shown { year: true, time: false, .. }) => format!("{year:04}-{month:02}-{day:02}"),
        _ if has_time => format!("{year:04}-{month:02}-{day:02}T{time}"),
        _ => format!("{year:04}-{month:02}-{day:02}"),
    }
}

#[cfg(test)]
mod tests {
    use calamine::ExcelDateTimeType;

    use super::*;

    #[test]
    fn dates_are_as_precise_as_their_format_shows() {
        let date = |value| DataRef::DateTime(ExcelDateTime::new(value, ExcelDateTimeType::DateTime, false));
        for (format, expected) in [
            (Some("mmm yyyy"), "2014-05"),
            (Some("yyyy"), "2014"),
            (Some("mmmm\\ yy"), "2014-05"),
            (Some("[$-409]mmm\\-yy;@"), "2014-05"),
            (Some("dd/mm/yyyy"), "2014-05-01"),
            (Some("d-mmm"), "2014-05-01"),
            (Some("yyyy\"m\""), "2014"),
            (Some("General"), "2014-05-01"),
            (None, "2014-05-01"),
        ] {
            assert_eq!(said(&date(41760.0), format).text, expected, "{format:?}");
        }
        assert_eq!(said(&date(41760.5), Some("yyyy-mm-dd hh:mm")).text, "2014-05-01T12:00:00");
        assert_eq!(said(&date(41760.5), Some("hh:mm:ss")).text, "12:00:00");
        assert_eq!(said(&DataRef::Float(41760.0), Some("mmm yyyy")).text, "2014-05");
        assert_eq!(said(&DataRef::Float(41760.0), Some("0.00")).text, "41760");
        assert_eq!(said(&DataRef::DateTimeIso("2014-05-01T00:00:00".into()), None).text, "2014-05-01");
    }

    #[test]
    fn numbers_have_no_tail_and_long_ids_are_told() {
        for (number, expected) in
            [(2.0, "2"), (0.5, "0.5"), (-7.0, "-7"), (1e300, "1e300"), (1e20, "100000000000000000000")]
        {
            let said = said(&DataRef::Float(number), None);
            assert_eq!((said.text.parse::<f64>(), said.doubt.is_some()), (Ok(number), number >= 1e15), "{number}");
            assert!(number > 1e21 || said.text == expected);
        }
    }
}
