//! How values stand in cells that know only text, so that what was a number, a list or a text can be told again. Knows no
//! format.

use std::borrow::Cow;

use crate::dossier::model::FieldValue;

/// A number as short as it can be read back; never with so many digits that it would pass for a code.
pub(in super::super) fn number(number: f64) -> String {
    if number.trunc() == number && number.abs() < 1e15 { format!("{number:.0}") } else { format!("{number:?}") }
}

/// Several texts in one cell, parted by semicolons; as JSON where that would not tell them apart.
pub(in super::super) fn texts<T: AsRef<str>>(texts: &[T]) -> String {
    let plain = |text: &str| {
        !text.is_empty() && text.trim() == text && !text.contains([';', '\r']) && !text.starts_with(['[', '"'])
    };
    if texts.iter().all(|text| plain(text.as_ref())) && !texts.is_empty() {
        return texts.iter().map(AsRef::as_ref).collect::<Vec<_>>().join("; ");
    }
    let texts: Vec<&str> = texts.iter().map(AsRef::as_ref).collect();
    serde_json::to_string(&texts).unwrap_or_default()
}

/// The texts of a cell that was written so.
pub(in super::super) fn texts_of(cell: &str) -> Vec<String> {
    if cell.trim_start().starts_with('[')
        && let Ok(texts) = serde_json::from_str(cell)
    {
        return texts;
    }
    cell.split(';').map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned).collect()
}

/// A text of the author's own, in a cell in which other values may stand too. `typed` cells know numbers by themselves.
pub(in super::super) fn own_text(text: &str, typed: bool) -> Cow<'_, str> {
    let odd = text.trim() != text || text.is_empty() || text.chars().any(|c| c.is_control() && c != '\n');
    let seems = text.starts_with(['"', '[']) && !matches!(own_value(text, typed), FieldValue::Text(ref t) if t == text);
    let plain = typed || matches!(own_value(text, false), FieldValue::Text(_));
    if odd || seems || !plain {
        return serde_json::to_string(text).map_or(Cow::Borrowed(text), Cow::Owned);
    }
    Cow::Borrowed(text)
}

/// A value of the author's own as text.
pub(in super::super) fn own_cell(value: &FieldValue, typed: bool) -> Cow<'_, str> {
    match value {
        FieldValue::Text(text) => own_text(text, typed),
        FieldValue::Number(value) => Cow::Owned(number(*value)),
        FieldValue::Flag(yes) => Cow::Borrowed(if *yes { "true" } else { "false" }),
        FieldValue::List(_) => Cow::Owned(serde_json::to_string(value).unwrap_or_default()),
    }
}

/// The value of the author's own that a text stands for.
pub(in super::super) fn own_value(cell: &str, typed: bool) -> FieldValue {
    let json = if cell.starts_with(['"', '[']) { serde_json::from_str(cell).ok() } else { None };
    match (json, cell) {
        (Some(value), _) => value,
        (None, "true") if !typed => FieldValue::Flag(true),
        (None, "false") if !typed => FieldValue::Flag(false),
        (None, _) => match cell.parse::<f64>() {
            // Only what we would write for the number is one: `001`, `+7` and 20 digits are codes.
            Ok(value) if !typed && value.is_finite() && number(value) == cell => FieldValue::Number(value),
            _ => FieldValue::Text(cell.to_owned()),
        },
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_value() -> impl Strategy<Value = FieldValue> {
        let plain = prop_oneof![
            "\\PC{0,12}|[\"\\[\\]0-9.;e+-]{0,6}|[\\x00-\\x20a]{0,4}|true|false".prop_map(FieldValue::Text),
            any::<f64>().prop_filter("finite", |n| n.is_finite()).prop_map(FieldValue::Number),
            any::<i32>().prop_map(|n| FieldValue::Number(f64::from(n))),
            any::<bool>().prop_map(FieldValue::Flag),
        ];
        plain.prop_recursive(2, 6, 3, |inner| prop::collection::vec(inner, 0..3).prop_map(FieldValue::List))
    }

    proptest! {
        #[test]
        fn own_values_come_back_from_a_cell(value in any_value()) {
            let cell = own_cell(&value, false);
            prop_assert_eq!(&own_value(&cell, false), &value, "{}", cell);
            if let FieldValue::Text(_) | FieldValue::List(_) = value {
                let cell = own_cell(&value, true);
                prop_assert_eq!(&own_value(&cell, true), &value, "{}", cell);
            }
        }

        #[test]
        fn several_texts_come_back_from_a_cell(list in prop::collection::vec("\\PC{0,6}|[;\\[\" a\n\r]{0,4}", 0..4)) {
            prop_assert_eq!(texts_of(&texts(&list)), list);
        }
    }

    #[test]
    fn cells_are_plain_where_nothing_speaks_against_it() {
        assert_eq!(texts(&["nst-2014", "beat-2015"]), "nst-2014; beat-2015");
        assert_eq!(texts(&["a;b"]), r#"["a;b"]"#);
        assert_eq!(
            (own_text("about 5", false), own_text("5", false), own_text("5", true)),
            ("about 5".into(), "\"5\"".into(), "5".into())
        );
        assert_eq!(
            (number(5.0), number(0.1), number(1e20), number(-0.5)),
            ("5".into(), "0.1".into(), "1e20".into(), "-0.5".into())
        );
    }
}
