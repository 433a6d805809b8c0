//! The author's own data: values of no fixed type under keys of the author's choice.

use std::fmt;

use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::ser::SerializeMap as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A value in a record's own `fields`.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldValue {
    /// Text.
    Text(String),
    /// A finite number.
    Number(f64),
    /// Yes or no.
    Flag(bool),
    /// Several values.
    List(Vec<FieldValue>),
}

impl FieldValue {
    /// As shown to a person.
    pub fn text(&self) -> String {
        match self {
            FieldValue::Text(text) => text.clone(),
            FieldValue::Number(number) => number.to_string(),
            FieldValue::Flag(true) => "yes".to_owned(),
            FieldValue::Flag(false) => "no".to_owned(),
            FieldValue::List(values) => values.iter().map(FieldValue::text).collect::<Vec<_>>().join(", "),
        }
    }
}

impl Serialize for FieldValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            FieldValue::Text(text) => serializer.serialize_str(text),
            FieldValue::Number(number) => serializer.serialize_f64(*number),
            FieldValue::Flag(flag) => serializer.serialize_bool(*flag),
            FieldValue::List(values) => serializer.collect_seq(values),
        }
    }
}

impl<'de> Deserialize<'de> for FieldValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = FieldValue;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("text, a number, true or false, or a list of these")
            }

            fn visit_str<E>(self, text: &str) -> Result<FieldValue, E> {
                Ok(FieldValue::Text(text.to_owned()))
            }

            fn visit_bool<E>(self, flag: bool) -> Result<FieldValue, E> {
                Ok(FieldValue::Flag(flag))
            }

            fn visit_f64<E: serde::de::Error>(self, number: f64) -> Result<FieldValue, E> {
                if number.is_finite() {
                    Ok(FieldValue::Number(number))
                } else {
                    Err(E::custom("a number must be finite"))
                }
            }

            fn visit_i64<E>(self, number: i64) -> Result<FieldValue, E> {
                Ok(FieldValue::Number(number as f64))
            }

            fn visit_u64<E>(self, number: u64) -> Result<FieldValue, E> {
                Ok(FieldValue::Number(number as f64))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<FieldValue, A::Error> {
                let mut values = Vec::new();
                while let Some(value) = list.next_element()? {
                    values.push(value);
                }
                Ok(FieldValue::List(values))
            }
        }
        deserializer.deserialize_any(Any)
    }
}

type OwnFields = Vec<(String, FieldValue)>;

/// Sets one datum; `None` takes it away.
pub(super) fn set_own(fields: &mut OwnFields, key: String, value: Option<FieldValue>) {
    match (fields.iter().position(|(k, _)| *k == key), value) {
        (Some(at), Some(value)) => fields[at].1 = value,
        (Some(at), None) => drop(fields.remove(at)),
        (None, Some(value)) => fields.push((key, value)),
        (None, None) => {}
    }
}

/// All data of a record as a map.
pub(super) mod own_fields {
    use super::*;

    pub(crate) fn serialize<S: Serializer>(fields: &[(String, FieldValue)], serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(fields.len()))?;
        for (key, value) in fields {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<OwnFields, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = OwnFields;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map of data")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<OwnFields, A::Error> {
                let mut fields: OwnFields = Vec::new();
                while let Some((key, value)) = map.next_entry::<String, FieldValue>()? {
                    if fields.iter().any(|(k, _)| *k == key) {
                        return Err(serde::de::Error::custom(format!("the key `{key}` appears twice")));
                    }
                    fields.push((key, value));
                }
                Ok(fields)
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}
