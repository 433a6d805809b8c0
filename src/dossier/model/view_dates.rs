//! The dates at which a network is drawn side by side, as a view or a command line writes them: how many there may be, and that
//! they are in order. How they are drawn is not known here.

use super::{Date, DateError};

/// Fewer than this are no series, and more cannot be made out on a page.
pub(crate) const FEWEST: usize = 3;
pub(crate) const MOST: usize = 6;

/// Reads dates, each of which must end after the one before. No texts are no dates.
///
/// # Errors
/// What is wrong, and how to fix it.
pub(crate) fn view_dates(texts: &[String]) -> Result<Vec<Date>, (String, String)> {
    if texts.is_empty() {
        return Ok(Vec::new());
    }
    let count = texts.len();
    if !(FEWEST..=MOST).contains(&count) {
        let given = if count == 1 { "1 date is".to_owned() } else { format!("{count} dates are") };
        return Err((format!("{given} given, not {FEWEST} to {MOST}"), example()));
    }
    let mut dates: Vec<Date> = Vec::with_capacity(count);
    for text in texts {
        let wrong = |error: DateError| {
            (format!("`{text}` is not a date: {}", error.message), error.help.unwrap_or_else(example))
        };
        let date = Date::parse(text).map_err(wrong)?;
        let end = |date: &Date| date.latest().or(date.earliest());
        if end(&date).is_none() {
            return Err((format!("`{text}` has neither beginning nor end"), example()));
        }
        if let Some(last) = dates.last().filter(|last| end(last) >= end(&date)) {
            let help = format!("write `{text}` before `{}`, or leave it out", last.written());
            return Err((format!("`{text}` does not end after `{}`", last.written()), help));
        }
        dates.push(date);
    }
    Ok(dates)
}

fn example() -> String {
    format!("give {FEWEST} to {MOST} dates in order, such as 2012, 2013, 2014-06")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(texts: &[&str]) -> Result<Vec<String>, String> {
        let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
        let dates = view_dates(&texts).map_err(|(message, help)| format!("{message} ({help})"))?;
        Ok(dates.iter().map(|date| date.written().to_owned()).collect())
    }

    #[test]
    fn a_few_dates_in_order_are_read() {
        assert_eq!(read(&[]), Ok(vec![]));
        for good in
            [&["2012", "2013", "2014-06"][..], &["-0043", "1900~", "2000-01-01"], &["2012/2013", "2014", "2015"]]
        {
            assert_eq!(read(good), Ok(good.iter().map(|text| (*text).to_owned()).collect()), "{good:?}");
        }
    }

    #[test]
    fn too_few_too_many_out_of_order_and_no_dates_are_refused_with_a_fix() {
        for (bad, says) in [
            (&["2012"][..], "1 date is given, not 3 to 6 (give 3 to 6"),
            (&["2012", "2013"], "2 dates are given"),
            (&["1", "2", "3", "4", "5", "6", "7"], "7 dates are given"),
            (&["2012", "2012", "2013"], "`2012` does not end after `2012`"),
            (&["2012", "2014", "2013"], "`2013` does not end after `2014` (write `2013` before `2014`"),
            (&["2014", "2014-06", "2015"], "`2014-06` does not end after `2014`"),
            (&["2012", "last year", "2013"], "`last year` is not a date: "),
            (&["2012", "../..", "2013"], "neither beginning nor end"),
        ] {
            let error = read(bad).unwrap_err();
            assert!(error.contains(says), "{bad:?}: {error}");
        }
    }
}
