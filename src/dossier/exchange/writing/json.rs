//! Objects of JSON written member by member. Knows no format.

use super::columns::Sort;
use super::derived::Recorded;
use super::network::Column;
use super::notation;
use crate::dossier::exchange::value::Value;
use crate::dossier::model::Dossier;

/// A text in quotation marks.
pub(super) fn text(out: &mut String, text: &str) {
    out.push_str(&serde_json::to_string(text).unwrap_or_default());
}

/// The members of an object that is being written.
pub(super) struct Members {
    any: bool,
}

impl Members {
    /// Begins an object.
    pub(super) fn open(out: &mut String) -> Self {
        out.push('{');
        Members { any: false }
    }

    /// The key of the next member.
    pub(super) fn key(&mut self, out: &mut String, key: &str) {
        if std::mem::replace(&mut self.any, true) {
            out.push_str(", ");
        }
        text(out, key);
        out.push_str(": ");
    }

    /// A member that is text.
    pub(super) fn text(&mut self, out: &mut String, key: &str, value: &str) {
        self.key(out, key);
        text(out, value);
    }

    /// A member that is a number.
    pub(super) fn number(&mut self, out: &mut String, key: &str, value: f64) {
        self.key(out, key);
        out.push_str(&notation::number(value));
    }

    /// A member that is several texts.
    pub(super) fn texts<T: AsRef<str>>(&mut self, out: &mut String, key: &str, values: &[T]) {
        self.key(out, key);
        let values: Vec<&str> = values.iter().map(AsRef::as_ref).collect();
        out.push_str(&serde_json::to_string(&values).unwrap_or_default());
    }

    /// The members that columns say of a record.
    pub(super) fn columns<R: Recorded>(
        &mut self,
        out: &mut String,
        dossier: &Dossier,
        columns: &[Column<R>],
        record: &R,
    ) {
        for column in columns {
            let Some(value) = column.value(dossier, record) else { continue };
            match &value {
                Value::Text(json) if column.sort == Sort::Nested => {
                    self.key(out, &column.name);
                    out.push_str(json);
                }
                Value::Text(value) | Value::Date(value) => self.text(out, &column.name, value),
                Value::Real(number) => self.number(out, &column.name, *number),
                Value::List(values) => self.texts(out, &column.name, values),
                Value::Integer(_) | Value::Boolean(_) => {
                    self.key(out, &column.name);
                    out.push_str(&value.shown());
                }
            }
        }
    }

    /// Ends the object.
    pub(super) fn close(self, out: &mut String) {
        out.push('}');
    }
}
