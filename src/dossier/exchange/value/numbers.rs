//! Numbers, dates and truth in texts. Knows no columns.

use std::borrow::Cow;

/// A whole number of up to 15 digits as it is usually written: what an id or a code could be (`001`, `+7`, 20 digits)
/// is none.
pub(crate) fn whole(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = !digits.is_empty() && digits.len() <= 15 && digits.bytes().all(|b| b.is_ascii_digit());
    (plain && (digits == "0" && text == "0" || !digits.starts_with('0'))).then(|| text.parse().ok()).flatten()
}

/// A finite number as it is usually written, with up to 17 digits.
pub(crate) fn real(text: &str, decimal_comma: bool) -> Option<f64> {
    let bare = text.strip_prefix('-').unwrap_or(text);
    let mark = if decimal_comma { ',' } else { '.' };
    let zeros = bare.len() > 1 && bare.starts_with('0') && !bare[1..].starts_with([mark, 'e', 'E']);
    let known = |c: char| c.is_ascii_digit() || c == mark || matches!(c, 'e' | 'E' | '-' | '+');
    if zeros
        || bare.len() > 26
        || !bare.starts_with(|c: char| c.is_ascii_digit() || c == mark)
        || !bare.chars().all(known)
    {
        return None;
    }
    let digits = bare.bytes().take_while(|b| !matches!(b, b'e' | b'E')).filter(u8::is_ascii_digit);
    if digits.skip_while(|digit| *digit == b'0').count() > 17 {
        return None;
    }
    let number: f64 = if decimal_comma { text.replace(',', ".").parse().ok()? } else { text.parse().ok()? };
    number.is_finite().then_some(number)
}

/// The numbers of a column of texts, if they tell all that the texts do: each is printed as it is written, or all have as
/// many decimals (`2.50`, `3.25`). Of `1.9` and `1.10`, which may be versions, and `1E5`, which may be a code, they do not.
pub(super) fn reals<'t>(texts: impl Iterator<Item = &'t str> + Clone, decimal_comma: bool) -> Option<Vec<f64>> {
    let numbers = texts.clone().map(|text| real(text, decimal_comma)).collect::<Option<Vec<f64>>>()?;
    let mark = if decimal_comma { ',' } else { '.' };
    let decimals = |text: &str| text.split_once(mark).map(|(_, rest)| rest.len());
    let same = |text: &str, first: Option<usize>| {
        first.is_some_and(|count| count > 0) && decimals(text) == first && !text.contains(['e', 'E'])
    };
    let first = texts.clone().next().and_then(decimals);
    let is_told = texts.clone().all(|text| same(text, first))
        || texts.zip(&numbers).all(|(text, number)| is_printed_as(*number, text, mark));
    is_told.then_some(numbers)
}

/// Whether a text is how programs print a number: `2.5`, `3`, `3.0`, `.5`, `1e-05`, or with all digits that it has.
fn is_printed_as(number: f64, text: &str, mark: char) -> bool {
    let text = text.replace(mark, ".");
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((&text, "+"));
    let digits = mantissa.bytes().filter(u8::is_ascii_digit).count();
    let whole = match mantissa.split_once('.') {
        Some(("", rest)) => format!("0.{rest}"),
        Some(("-", rest)) => format!("-0.{rest}"),
        Some(_) | None => mantissa.to_owned(),
    };
    let is_full = digits > 15 && mantissa.contains('.');
    let is_exponent = text.len() > mantissa.len() && exponent.starts_with(['+', '-']);
    is_full || is_exponent || whole == number.to_string() || whole == format!("{number:?}")
}

/// A number in any usual spelling, for a column that is known to hold numbers: `+7`, `1 000,5`, `007`.
pub(crate) fn number(text: &str, decimal_comma: bool) -> Option<f64> {
    let text = text.trim();
    let shaped = if decimal_comma {
        let mut bare: String = text.chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\'')).collect();
        // Elsewhere than before groups of three a lone point can only be a decimal point.
        let whole = bare.split(',').next().unwrap_or_default();
        if is_grouped(whole, '.') {
            bare = format!("{}{}", whole.replace('.', ""), bare.get(whole.len()..).unwrap_or_default());
        } else if bare.contains('.') && bare.contains(',') {
            return None;
        }
        Cow::Owned(bare.replace(',', "."))
    } else if is_grouped(text.split('.').next().unwrap_or_default(), ',') {
        Cow::Owned(text.replace(',', ""))
    } else {
        Cow::Borrowed(text)
    };
    let begins = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.');
    shaped.parse::<f64>().ok().filter(|n| n.is_finite() && shaped.starts_with(begins))
}

/// Whether such marks could part the thousands of a number: `1.500`, but neither `1.5` nor `0.125`.
pub(crate) fn is_grouped(text: &str, mark: char) -> bool {
    let mut groups = text.trim_start_matches(['+', '-']).split(mark);
    let digits = |group: &str| group.bytes().all(|b| b.is_ascii_digit());
    let first = groups.next().unwrap_or_default();
    let mut groups = groups.peekable();
    (1..=3).contains(&first.len())
        && digits(first)
        && !first.starts_with('0')
        && groups.peek().is_some()
        && groups.all(|group| group.len() == 3 && digits(group))
}

/// A number of a column that a file declares as one of reals. What is not finite is counted by the column; igraph writes
/// so what is missing.
pub(crate) fn declared_real(text: &str) -> Option<f64> {
    number(text, false).or_else(|| text.parse::<f64>().ok().filter(|number| !number.is_finite()))
}

/// A value of a column that a file declares as one of yes and no, as XML Schema writes them.
pub(crate) fn declared_boolean(text: &str) -> Option<bool> {
    match text {
        "1" => Some(true),
        "0" => Some(false),
        _ if text.eq_ignore_ascii_case("true") => Some(true),
        _ if text.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}

pub(super) fn boolean(text: &str) -> Option<bool> {
    match text {
        "true" | "TRUE" | "True" => Some(true),
        "false" | "FALSE" | "False" => Some(false),
        _ => None,
    }
}

/// `2014-05-01` or `2014-05`; a lone year is left a number.
pub(super) fn is_iso_date(text: &str) -> bool {
    let mut parts = text.split('-');
    let digits = |part: Option<&str>, length: usize| {
        part.is_some_and(|p| p.len() == length && p.bytes().all(|b| b.is_ascii_digit()))
    };
    digits(parts.next(), 4)
        && digits(parts.next(), 2)
        && match parts.next() {
            None => true,
            day => digits(day, 2) && parts.next().is_none(),
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_other_countries_are_read() {
        assert_eq!(number("1.000,5", true), Some(1000.5));
        assert_eq!((number("1.500", true), number("-1.234.567", true)), (Some(1500.0), Some(-1234567.0)));
        assert_eq!((number("1.5", true), number("0.125", true)), (Some(1.5), Some(0.125)));
        assert_eq!((number("12,426", false), number("1,234.5", false)), (Some(12426.0), Some(1234.5)));
        assert_eq!((number("12,5", false), number("1,2345", false), number("0,125", false)), (None, None, None));
        assert_eq!((number("1.5,5", true), number("1.5.2014", true)), (None, None));
        assert_eq!(number("1\u{202f}000,5", true), Some(1000.5));
        assert_eq!((number(" +7", false), number("007", false), number("inf", false)), (Some(7.0), Some(7.0), None));
        assert_eq!((real("0,5", true), real("0,5", false)), (Some(0.5), None));
    }
}
