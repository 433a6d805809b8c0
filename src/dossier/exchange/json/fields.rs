//! One record of a JSON document as flat fields: `data.id`, `position.x`. Lists of plain values are lists, other nested
//! things stay text. Knows no keys.

use std::borrow::Cow;
use std::ops::Range;

use super::super::limits::Limit;
use super::super::value::Value;
use super::pull::{Piece, Pull};
use crate::problem::Problem;

/// The fields of a record; the same memory serves record after record.
#[derive(Debug, Default)]
pub(super) struct Fields {
    text: String,
    entries: Vec<Entry>,
    /// Bytes of dotted keys that were made of nested ones, of all records so far.
    dotted: usize,
}

#[derive(Debug)]
struct Entry {
    key: Range<usize>,
    value: Held,
    used: bool,
}

#[derive(Debug)]
enum Held {
    Text(Range<usize>),
    Integer(i64),
    Real(f64),
    Boolean(bool),
    List(Vec<Range<usize>>),
}

impl Fields {
    /// Reads the members of an object that was begun.
    pub(super) fn read(&mut self, pull: &mut Pull<'_>) -> Result<(), Problem> {
        self.clear();
        self.members(pull, "")
    }

    /// Empties it.
    pub(super) fn clear(&mut self) {
        self.text.clear();
        self.entries.clear();
    }

    fn members(&mut self, pull: &mut Pull<'_>, prefix: &str) -> Result<(), Problem> {
        while let Some(key) = pull.key()? {
            let start = pull.at();
            let key = if prefix.is_empty() { key } else { Cow::Owned(format!("{prefix}.{key}")) };
            // Each level makes the keys longer.
            self.dotted += if prefix.is_empty() { 0 } else { key.len() };
            Limit::check_made(self.dotted, pull.length()).map_err(|limit| pull.over(start, limit))?;
            let piece = pull.value()?;
            self.member(pull, &key, &piece, start)?;
        }
        Ok(())
    }

    /// Reads a member of an object whose value was begun at a byte.
    pub(super) fn member(
        &mut self,
        pull: &mut Pull<'_>,
        key: &str,
        piece: &Piece<'_>,
        start: usize,
    ) -> Result<(), Problem> {
        match piece {
            Piece::Object => self.members(pull, key)?,
            Piece::Array => self.array(pull, key, start)?,
            plain => self.plain(key, plain)?,
        }
        Limit::Columns.check(self.entries.len()).map_err(|limit| pull.wrong(start, limit.message, "flatten it"))
    }

    /// Adds a plain value; `null` says nothing.
    pub(super) fn plain(&mut self, key: &str, piece: &Piece<'_>) -> Result<(), Problem> {
        let value = match piece {
            Piece::Null | Piece::Array | Piece::Object => return Ok(()),
            Piece::Boolean(yes) => Held::Boolean(*yes),
            Piece::Text(text) => Held::Text(self.keep(text)),
            Piece::Number(text) => self.number(text),
        };
        self.push(key, value);
        Ok(())
    }

    fn number(&mut self, text: &str) -> Held {
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        match (text.parse::<i64>(), text.parse::<f64>()) {
            (Ok(number), _) => Held::Integer(number),
            (_, Ok(number)) if digits <= 17 || text.contains(['.', 'e', 'E']) || !number.is_finite() => {
                Held::Real(number)
            }
            // Longer than a number can be exactly: an id.
            _ => Held::Text(self.keep(text)),
        }
    }

    fn array(&mut self, pull: &mut Pull<'_>, key: &str, start: usize) -> Result<(), Problem> {
        let (mut items, mut nested) = (Vec::new(), false);
        while pull.item()? {
            let piece = pull.value()?;
            match &piece {
                Piece::Array | Piece::Object => {
                    nested = true;
                    pull.skip(&piece)?;
                }
                Piece::Null => {}
                Piece::Text(text) => items.push(self.keep(text)),
                Piece::Number(text) => items.push(self.keep(text)),
                Piece::Boolean(yes) => items.push(self.keep(if *yes { "true" } else { "false" })),
            }
        }
        let value = if nested { Held::Text(self.keep(pull.slice(start, pull.behind()))) } else { Held::List(items) };
        self.push(key, value);
        Ok(())
    }

    fn keep(&mut self, text: &str) -> Range<usize> {
        let start = self.text.len();
        self.text.push_str(text);
        start..self.text.len()
    }

    fn push(&mut self, key: &str, value: Held) {
        let key = self.keep(key);
        self.entries.push(Entry { key, value, used: false });
    }

    fn slice(&self, range: &Range<usize>) -> &str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    fn value(&self, held: &Held) -> Value<'_> {
        match held {
            Held::Text(range) => Value::text(self.slice(range)),
            Held::Integer(number) => Value::Integer(*number),
            Held::Real(number) => Value::Real(*number),
            Held::Boolean(yes) => Value::Boolean(*yes),
            Held::List(ranges) => Value::List(ranges.iter().map(|range| Cow::Borrowed(self.slice(range))).collect()),
        }
    }

    /// The first of these keys that says something; it counts as used.
    pub(super) fn take(&mut self, keys: &[&str]) -> Option<Value<'_>> {
        let at = keys.iter().find_map(|key| self.position(key))?;
        if let Some(entry) = self.entries.get_mut(at) {
            entry.used = true;
        }
        self.entries.get(at).map(|entry| self.value(&entry.value))
    }

    /// The same as text.
    pub(super) fn take_text(&mut self, keys: &[&str]) -> Option<String> {
        self.take(keys).map(|value| value.shown().into_owned())
    }

    /// A field as text, which stays unused.
    pub(super) fn peek_text(&self, key: &str) -> Option<String> {
        let entry = self.entries.get(self.position(key)?)?;
        Some(self.value(&entry.value).shown().into_owned())
    }

    /// The same as a number; what is none stays unused.
    pub(super) fn take_number(&mut self, keys: &[&str]) -> Option<f64> {
        let number = self.number_of(keys)?;
        self.take(keys);
        Some(number)
    }

    /// A field as a number, which stays unused.
    pub(super) fn number_of(&self, keys: &[&str]) -> Option<f64> {
        let at = keys.iter().find_map(|key| self.position(key))?;
        match self.value(&self.entries.get(at)?.value) {
            Value::Integer(number) => Some(number as f64),
            Value::Real(number) => Some(number),
            Value::Text(text) => text.trim().parse().ok(),
            Value::Boolean(_) | Value::Date(_) | Value::List(_) => None,
        }
    }

    /// All texts under a key; it counts as used.
    pub(super) fn take_all(&mut self, key: &str) -> Vec<String> {
        match self.take(&[key]) {
            None => Vec::new(),
            Some(Value::List(texts)) => texts.into_iter().map(Cow::into_owned).collect(),
            Some(other) => vec![other.shown().into_owned()],
        }
    }

    /// All texts under a key, which stays unused.
    pub(super) fn all(&self, key: &str) -> Vec<String> {
        match self.position(key).and_then(|at| self.entries.get(at)).map(|entry| self.value(&entry.value)) {
            None => Vec::new(),
            Some(Value::List(texts)) => texts.into_iter().map(Cow::into_owned).collect(),
            Some(other) => vec![other.shown().into_owned()],
        }
    }

    /// Adds a field of texts; one alone is no list.
    pub(super) fn list(&mut self, key: &str, texts: &[String]) {
        let mut ranges: Vec<Range<usize>> = texts.iter().map(|text| self.keep(text)).collect();
        let value = match (ranges.len(), ranges.pop()) {
            (1, Some(only)) => Held::Text(only),
            (_, last) => {
                ranges.extend(last);
                Held::List(ranges)
            }
        };
        self.push(key, value);
    }

    fn position(&self, key: &str) -> Option<usize> {
        self.entries.iter().position(|entry| self.slice(&entry.key) == key && !self.is_blank(&entry.value))
    }

    fn is_blank(&self, held: &Held) -> bool {
        match held {
            Held::Text(range) => range.is_empty(),
            Held::List(items) => items.is_empty(),
            Held::Integer(_) | Held::Real(_) | Held::Boolean(_) => false,
        }
    }

    /// Whether a key says something.
    pub(super) fn has(&self, key: &str) -> bool {
        self.position(key).is_some()
    }

    /// Leaves out all fields of such keys; gives whether there were any.
    pub(super) fn forget(&mut self, is_left_out: impl Fn(&str) -> bool) -> bool {
        let Fields { text, entries, .. } = self;
        let before = entries.len();
        entries.retain(|entry| !is_left_out(text.get(entry.key.clone()).unwrap_or_default()));
        entries.len() < before
    }

    /// Gives keys other names.
    pub(super) fn rename(&mut self, name: impl Fn(&str) -> Option<String>) {
        for at in 0..self.entries.len() {
            let new = self.entries.get(at).and_then(|entry| name(self.slice(&entry.key)));
            if let Some(new) = new {
                let key = self.keep(&new);
                if let Some(entry) = self.entries.get_mut(at) {
                    entry.key = key;
                }
            }
        }
    }

    /// Key and value of all fields that were not used and say something.
    pub(super) fn rest(&self) -> impl Iterator<Item = (&str, Value<'_>)> + '_ {
        let left = self.entries.iter().filter(|entry| !entry.used && !self.is_blank(&entry.value));
        left.map(|entry| (self.slice(&entry.key), self.value(&entry.value)))
    }
}
