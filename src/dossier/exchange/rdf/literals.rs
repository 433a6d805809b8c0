//! Literals as values: numbers, dates at the precision that their type gives, texts. Knows no graph.

use std::borrow::Cow;

use super::super::value::Value;

const XSD: &str = "http://www.w3.org/2001/XMLSchema#";
/// Dates of the Extended Date/Time Format, as the Library of Congress names their types.
const EDTF: &str = "http://id.loc.gov/datatypes/edtf/";

/// The value of a literal.
pub(super) fn value<'t>(text: &'t str, datatype: &str) -> Value<'t> {
    if datatype.starts_with(EDTF) {
        return Value::Date(Cow::Borrowed(text));
    }
    let plain = || Value::text(text);
    match datatype.strip_prefix(XSD) {
        Some("boolean") => match text.trim() {
            "true" | "1" => Value::Boolean(true),
            "false" | "0" => Value::Boolean(false),
            _ => plain(),
        },
        Some(
            "integer" | "int" | "long" | "short" | "byte" | "nonNegativeInteger" | "positiveInteger"
            | "nonPositiveInteger" | "negativeInteger" | "unsignedInt" | "unsignedLong" | "unsignedShort"
            | "unsignedByte",
        ) => text.trim().parse().map_or_else(|_| plain(), Value::Integer),
        // `INF` and `NaN` are left as they are written, and decimals with more digits than a number holds.
        Some(kind @ ("decimal" | "double" | "float")) => {
            let holds = |number: &f64| number.is_finite() && (kind != "decimal" || is_exact(*number, text.trim()));
            text.trim().parse().ok().filter(holds).map_or_else(plain, Value::Real)
        }
        Some("date" | "gYear" | "gYearMonth") => Value::Date(Cow::Borrowed(without_zone(text.trim()))),
        Some("dateTime" | "dateTimeStamp") => Value::Date(Cow::Borrowed(text.trim())),
        _ => plain(),
    }
}

/// Whether a number equals the decimal it was parsed from.
fn is_exact(number: f64, decimal: &str) -> bool {
    let shown = number.to_string();
    bare(&shown) == bare(decimal)
}

/// Whether a decimal is negative, and its digits before and after the point without noughts that say nothing.
fn bare(decimal: &str) -> (bool, &str, &str) {
    let digits = decimal.trim_start_matches(['+', '-']);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    (decimal.starts_with('-'), whole.trim_start_matches('0'), fraction.trim_end_matches('0'))
}

/// Whether a value is a date, or a text that begins with a year.
pub(super) fn is_dated(value: &Value<'_>) -> bool {
    match value {
        Value::Date(_) => true,
        Value::Text(text) => {
            let digits = text.bytes().take_while(u8::is_ascii_digit).count();
            digits == 4 && text.len() <= 32
        }
        Value::Integer(year) => (1_000..=2_999).contains(year),
        Value::Real(_) | Value::Boolean(_) | Value::List(_) => false,
    }
}

/// A day, month or year without the zone that its type allows.
fn without_zone(text: &str) -> &str {
    let bare = text.trim_end_matches('Z');
    let zone = bare.get(bare.len().saturating_sub(6)..).filter(|zone| {
        let bytes = zone.as_bytes();
        matches!(bytes.first(), Some(b'+' | b'-')) && bytes.get(3) == Some(&b':')
    });
    zone.and_then(|zone| bare.strip_suffix(zone)).unwrap_or(bare)
}

/// Whether a name in one language is preferred to that in another; smaller is better.
pub(super) fn preference(language: &str) -> u8 {
    match language {
        "" => 0,
        "en" => 1,
        language if language.starts_with("en-") => 2,
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_have_the_type_and_precision_that_the_file_gives() {
        let of = |text, name: &str| value(text, &format!("{XSD}{name}")).into_owned();
        assert_eq!(of("2014", "gYear"), Value::Date("2014".into()));
        assert_eq!(of("2014-05+02:00", "gYearMonth"), Value::Date("2014-05".into()));
        assert_eq!(of("2014-05-01Z", "date"), Value::Date("2014-05-01".into()));
        assert_eq!(of("-0043", "gYear"), Value::Date("-0043".into()));
        assert_eq!(of("007", "integer"), Value::Integer(7));
        assert_eq!(of("99999999999999999999", "integer"), Value::Text("99999999999999999999".into()));
        assert_eq!(of("1.5e3", "double"), Value::Real(1500.0));
        assert_eq!(of("INF", "double"), Value::Text("INF".into()));
        for text in ["12345678901234567890.25", "0.1000000000000000055511151231257827", "-9007199254740993.0"] {
            assert_eq!(of(text, "decimal"), Value::Text(text.to_owned().into()), "{text}");
        }
        assert_eq!(of("9007199254740993.5", "double"), Value::Real(9007199254740994.0), "it was rounded before");
        for (text, number) in [("+002.50", 2.5), ("-.5", -0.5), ("0", 0.0), ("7.", 7.0), ("-10.25", -10.25)] {
            assert_eq!(of(text, "decimal"), Value::Real(number), "{text}");
        }
        assert_eq!(of("1", "boolean"), Value::Boolean(true));
        assert_eq!(value("2014-05~", "http://id.loc.gov/datatypes/edtf/EDTF"), Value::Date("2014-05~".into()));
        assert!(is_dated(&Value::text("2014-05")) && !is_dated(&Value::text("20140501")));
    }
}
