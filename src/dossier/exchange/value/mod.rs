//! Columns of typed values, dense or sparse, in flat memory. Knows no graph and no format.

mod numbers;

use std::borrow::Cow;
use std::collections::HashSet;

use super::limits::Limit;
use super::texts::Texts;
use crate::problem::Problem;

use numbers::{boolean, is_iso_date, reals, whole};
pub(crate) use numbers::{declared_boolean, declared_real, is_grouped, number, real};

/// Beyond this a whole number is not exact as a 64-bit real, which is also what numbers of a dossier are.
pub(crate) const EXACT: u64 = 1 << 53;

/// What a file says of one record under one name.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value<'a> {
    /// Any text.
    Text(Cow<'a, str>),
    /// A whole number.
    Integer(i64),
    /// A finite number.
    Real(f64),
    /// Yes or no.
    Boolean(bool),
    /// A date as the file writes it, or as EDTF where the reader knows its precision.
    Date(Cow<'a, str>),
    /// Several texts.
    List(Vec<Cow<'a, str>>),
}

impl<'a> Value<'a> {
    /// A text.
    pub(crate) fn text(text: &'a str) -> Self {
        Value::Text(Cow::Borrowed(text))
    }

    /// The value with texts of its own.
    pub(crate) fn into_owned(self) -> Value<'static> {
        match self {
            Value::Text(text) => Value::Text(Cow::Owned(text.into_owned())),
            Value::Date(text) => Value::Date(Cow::Owned(text.into_owned())),
            Value::Integer(number) => Value::Integer(number),
            Value::Real(number) => Value::Real(number),
            Value::Boolean(yes) => Value::Boolean(yes),
            Value::List(texts) => Value::List(texts.into_iter().map(|text| Cow::Owned(text.into_owned())).collect()),
        }
    }

    /// The same value, whose texts stay where they are.
    pub(crate) fn borrowed(&self) -> Value<'_> {
        match self {
            Value::Text(text) => Value::text(text),
            Value::Date(text) => Value::Date(Cow::Borrowed(text)),
            Value::Integer(number) => Value::Integer(*number),
            Value::Real(number) => Value::Real(*number),
            Value::Boolean(yes) => Value::Boolean(*yes),
            Value::List(texts) => Value::List(texts.iter().map(|text| Cow::Borrowed(&**text)).collect()),
        }
    }

    /// The value as a person would write it; several texts parted by semicolons.
    pub(crate) fn shown(&self) -> Cow<'_, str> {
        match self {
            Value::Text(text) | Value::Date(text) => Cow::Borrowed(text),
            Value::Integer(number) => Cow::Owned(number.to_string()),
            Value::Real(number) => Cow::Owned(number.to_string()),
            Value::Boolean(yes) => Cow::Borrowed(if *yes { "true" } else { "false" }),
            Value::List(texts) => Cow::Owned(texts.join("; ")),
        }
    }
}

/// What a column is for; the columns that have a place of their own in a graph are not columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum Purpose {
    /// A field of the author's own.
    #[default]
    Own,
    /// Where the record comes from, in words.
    Source,
    /// Where the record comes from, an address.
    Url,
    /// A remark.
    Note,
    /// Whether it is, or is meant to be, where the value is a status of a dossier; else a field.
    Status,
    /// How it was drawn (colour, size, shape), which is told and not taken over.
    Look,
    /// That, or a field: the name may be either. A graph that is settled has none.
    MayBeLook,
}

/// The values of a column, all of one type.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Data {
    /// Texts.
    Text(Texts),
    /// Whole numbers.
    Integer(Vec<i64>),
    /// Finite numbers.
    Real(Vec<f64>),
    /// Yes or no.
    Boolean(Vec<bool>),
    /// Dates as texts.
    Date(Texts),
    /// Several texts a record: all texts, and where those of each record end.
    List(Texts, Vec<u32>),
}

impl Data {
    /// The type, in a word for people.
    #[cfg(test)]
    pub(crate) fn type_word(&self) -> &'static str {
        match self {
            Data::Text(_) => "text",
            Data::Integer(_) => "whole numbers",
            Data::Real(_) => "numbers",
            Data::Boolean(_) => "yes or no",
            Data::Date(_) => "dates",
            Data::List(..) => "lists",
        }
    }

    fn len(&self) -> usize {
        match self {
            Data::Text(texts) | Data::Date(texts) => texts.len(),
            Data::Integer(numbers) => numbers.len(),
            Data::Real(numbers) => numbers.len(),
            Data::Boolean(values) => values.len(),
            Data::List(_, ends) => ends.len(),
        }
    }

    fn get(&self, at: usize) -> Option<Value<'_>> {
        Some(match self {
            Data::Text(texts) if at < texts.len() => Value::text(texts.get(at)),
            Data::Date(texts) if at < texts.len() => Value::Date(Cow::Borrowed(texts.get(at))),
            Data::Text(_) | Data::Date(_) => return None,
            Data::Integer(numbers) => Value::Integer(*numbers.get(at)?),
            Data::Real(numbers) => Value::Real(*numbers.get(at)?),
            Data::Boolean(values) => Value::Boolean(*values.get(at)?),
            Data::List(texts, ends) => {
                let start = at.checked_sub(1).and_then(|n| ends.get(n)).map_or(0, |e| *e as usize);
                let end = *ends.get(at)? as usize;
                Value::List((start..end).map(|n| Cow::Borrowed(texts.get(n))).collect())
            }
        })
    }

    fn like(value: &Value<'_>) -> Self {
        match value {
            Value::Text(_) => Data::Text(Texts::default()),
            Value::Integer(_) => Data::Integer(Vec::new()),
            Value::Real(_) => Data::Real(Vec::new()),
            Value::Boolean(_) => Data::Boolean(Vec::new()),
            Value::Date(_) => Data::Date(Texts::default()),
            Value::List(_) => Data::List(Texts::default(), Vec::new()),
        }
    }

    /// Adds a value, as another type of column where it does not fit: whole numbers among numbers become numbers, one
    /// text beside lists a list, all else text.
    fn push(&mut self, value: &Value<'_>) -> Result<(), Problem> {
        match (&mut *self, value) {
            (Data::Text(texts), Value::Text(text) | Value::Date(text)) => drop(texts.push(text)?),
            (Data::Text(texts), other) if !matches!(other, Value::List(_)) => drop(texts.push(&other.shown())?),
            (Data::Date(texts), Value::Date(text)) => drop(texts.push(text)?),
            (Data::Integer(numbers), Value::Integer(number)) => numbers.push(*number),
            (Data::Real(numbers), Value::Real(number)) => numbers.push(*number),
            (Data::Real(numbers), Value::Integer(number)) if number.unsigned_abs() <= EXACT => {
                numbers.push(*number as f64);
            }
            (Data::Boolean(values), Value::Boolean(yes)) => values.push(*yes),
            (Data::List(texts, ends), value) => {
                match value {
                    Value::List(items) => {
                        for item in items {
                            texts.push(item)?;
                        }
                    }
                    other => drop(texts.push(&other.shown())?),
                }
                ends.push(texts.len() as u32);
            }
            (Data::Integer(numbers), Value::Real(number)) if numbers.iter().all(|n| n.unsigned_abs() <= EXACT) => {
                let mut reals: Vec<f64> = numbers.iter().map(|n| *n as f64).collect();
                reals.push(*number);
                *self = Data::Real(reals);
            }
            (_, Value::List(_)) => {
                let mut lists = Data::List(Texts::default(), Vec::new());
                for at in 0..self.len() {
                    if let Some(known) = self.get(at) {
                        lists.push(&known)?;
                    }
                }
                *self = lists;
                self.push(value)?;
            }
            (_, value) => {
                let mut texts = Texts::default();
                for at in 0..self.len() {
                    texts.push(&self.get(at).map(|v| v.shown().into_owned()).unwrap_or_default())?;
                }
                texts.push(&value.shown())?;
                *self = Data::Text(texts);
            }
        }
        Ok(())
    }

    fn reordered(&self, order: &[u32]) -> Result<Self, Problem> {
        let mut out = match self {
            Data::Text(texts) => return Ok(Data::Text(texts.reordered(order))),
            Data::Date(texts) => return Ok(Data::Date(texts.reordered(order))),
            Data::Integer(_) => Data::Integer(Vec::new()),
            Data::Real(_) => Data::Real(Vec::new()),
            Data::Boolean(_) => Data::Boolean(Vec::new()),
            Data::List(..) => Data::List(Texts::default(), Vec::new()),
        };
        for &at in order {
            if let Some(value) = self.get(at as usize) {
                out.push(&value)?;
            }
        }
        Ok(out)
    }
}

/// One named column over records that are numbered from 0; blank where a record says nothing.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Column {
    /// Name as the file gives it.
    pub(crate) name: String,
    /// What it is for.
    pub(crate) purpose: Purpose,
    /// What a record has that says nothing, where the file has such a rule.
    pub(crate) default: Option<Value<'static>>,
    /// Values that were left out because they are not finite numbers.
    pub(crate) not_finite: u32,
    /// The record of each value, rising; absent while they are 0, 1, 2 ….
    rows: Option<Vec<u32>>,
    /// Whether `rows` went back, so that it must be sorted before it is asked.
    unsorted: bool,
    data: Data,
}

impl Column {
    /// An empty column.
    pub(crate) fn new(name: &str, purpose: Purpose) -> Self {
        Column {
            name: name.to_owned(),
            purpose,
            default: None,
            not_finite: 0,
            rows: None,
            unsorted: false,
            data: Data::Text(Texts::default()),
        }
    }

    /// Number of values.
    pub(crate) fn len(&self) -> usize {
        self.data.len()
    }

    /// Whether no record says anything.
    pub(crate) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The values, of records that have one.
    #[cfg(test)]
    pub(crate) fn data(&self) -> &Data {
        &self.data
    }

    /// The value of a record: its own, else the default.
    pub(crate) fn get(&self, row: u32) -> Option<Value<'_>> {
        self.own(row).or_else(|| self.default.as_ref().map(Value::borrowed))
    }

    /// Bytes that the default takes in so many records, those with their name that have no value of their own.
    pub(crate) fn default_bytes(&self, records: usize) -> usize {
        /// Bytes of a field beside its name and its text.
        const FIELD: usize = 64;
        let Some(default) = self.default.as_ref().filter(|_| self.purpose != Purpose::Look) else { return 0 };
        let each = default.shown().len().saturating_add(self.name.len()).saturating_add(FIELD);
        records.saturating_sub(self.len()).saturating_mul(each)
    }

    /// The record's own value. After [`Column::settle`] only.
    pub(crate) fn own(&self, row: u32) -> Option<Value<'_>> {
        debug_assert!(!self.unsorted);
        let at = match &self.rows {
            None => row as usize,
            Some(rows) => rows.binary_search(&row).ok()?,
        };
        self.data.get(at)
    }

    /// The values of its own.
    pub(crate) fn values(&self) -> impl Iterator<Item = Value<'_>> + '_ {
        (0..self.len()).filter_map(|at| self.data.get(at))
    }

    /// The records that have a value of their own, with it, in order.
    #[cfg(test)]
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u32, Value<'_>)> + '_ {
        (0..self.len()).filter_map(|at| Some((self.row(at), self.data.get(at)?)))
    }

    fn row(&self, at: usize) -> u32 {
        self.rows.as_ref().map_or(at as u32, |rows| rows.get(at).copied().unwrap_or(u32::MAX))
    }

    /// Adds the value of a record. Records mostly come in order; a second value of a record replaces its first.
    /// A number that is not finite is counted and left out.
    ///
    /// # Errors
    /// A text longer than [`Limit::Cell`]; all texts over [`Limit::Text`].
    pub(crate) fn put(&mut self, row: u32, value: &Value<'_>) -> Result<(), Problem> {
        match value {
            Value::Text(text) | Value::Date(text) => Limit::Cell.check(text.len())?,
            Value::List(texts) => Limit::Cell.check(texts.iter().map(|t| t.len()).sum())?,
            Value::Real(number) if !number.is_finite() => {
                self.not_finite = self.not_finite.saturating_add(1);
                return Ok(());
            }
            Value::Integer(_) | Value::Real(_) | Value::Boolean(_) => {}
        }
        let at = self.len();
        if at == 0 {
            self.data = Data::like(value);
        }
        if self.rows.is_none() && row as usize != at {
            self.rows = Some((0..at as u32).collect());
        }
        if let Some(rows) = &mut self.rows {
            self.unsorted |= rows.last().is_some_and(|last| *last >= row);
            rows.push(row);
        }
        self.data.push(value)
    }

    /// The texts of values that [`Column::settle`] replaces by a later one, in the order of their records, each once and
    /// none that the later one has too.
    pub(crate) fn replaced(&self) -> Vec<(u32, String)> {
        if !self.unsorted {
            return Vec::new();
        }
        let mut order: Vec<usize> = (0..self.len()).collect();
        order.sort_by_key(|at| self.row(*at));
        let text = |at: usize| self.data.get(at).map(|value| value.shown().into_owned()).unwrap_or_default();
        let mut out = Vec::new();
        for same in order.chunk_by(|a, b| self.row(*a) == self.row(*b)) {
            let Some((last, earlier)) = same.split_last().filter(|(_, earlier)| !earlier.is_empty()) else { continue };
            let mut seen = HashSet::from([text(*last)]);
            for at in earlier {
                let earlier = text(*at);
                if seen.insert(earlier.clone()) {
                    out.push((self.row(*at), earlier));
                }
            }
        }
        out
    }

    /// The values of each record that has several different ones, in the order in which they came, each once.
    pub(crate) fn repeated(&self) -> Vec<(u32, Vec<Value<'static>>)> {
        if !self.unsorted {
            return Vec::new();
        }
        let mut order: Vec<usize> = (0..self.len()).collect();
        order.sort_by_key(|at| self.row(*at));
        let mut out = Vec::new();
        for same in order.chunk_by(|a, b| self.row(*a) == self.row(*b)) {
            let [first, _, ..] = same else { continue };
            let mut seen = HashSet::new();
            let values = same.iter().filter_map(|at| self.data.get(*at));
            let different = values.filter(|value| seen.insert(value.shown().into_owned()));
            let different: Vec<_> = different.map(Value::into_owned).collect();
            if different.len() > 1 {
                out.push((self.row(*first), different));
            }
        }
        out
    }

    /// Whether its values are texts, so that a list among them changes no type.
    pub(crate) fn is_text(&self) -> bool {
        matches!(self.data, Data::Text(_) | Data::Date(_) | Data::List(..))
    }

    /// The records that have a value of their own, in the order in which values came.
    pub(crate) fn rows(&self) -> impl Iterator<Item = u32> + '_ {
        (0..self.len()).map(|at| self.row(at))
    }

    /// Puts the values in the order of their records. To be called once after the last [`Column::put`].
    ///
    /// # Errors
    /// All texts over [`Limit::Text`].
    pub(crate) fn settle(&mut self) -> Result<(), Problem> {
        if !self.unsorted {
            return Ok(());
        }
        let mut order: Vec<u32> = (0..self.len() as u32).collect();
        order.sort_by_key(|at| self.row(*at as usize));
        // Of several values of a record the last one stands.
        let row = |at: &u32| self.row(*at as usize);
        let mut kept: Vec<u32> = Vec::with_capacity(order.len());
        for at in &order {
            match kept.last_mut() {
                Some(last) if row(last) == row(at) => *last = *at,
                _ => kept.push(*at),
            }
        }
        let rows: Vec<u32> = kept.iter().map(row).collect();
        self.data = self.data.reordered(&kept)?;
        self.rows = rows.iter().enumerate().any(|(at, row)| at as u32 != *row).then_some(rows);
        self.unsorted = false;
        Ok(())
    }

    /// Gives records new numbers in the same order, and drops the values of those that have none.
    ///
    /// # Errors
    /// All texts over [`Limit::Text`].
    pub(crate) fn renumber(&mut self, new: &[Option<u32>]) -> Result<(), Problem> {
        let number = |at: u32| new.get(self.row(at as usize) as usize).copied().flatten();
        let kept: Vec<u32> = (0..self.len() as u32).filter(|at| number(*at).is_some()).collect();
        let rows: Vec<u32> = kept.iter().filter_map(|at| number(*at)).collect();
        self.data = self.data.reordered(&kept)?;
        self.rows = rows.iter().enumerate().any(|(at, row)| at as u32 != *row).then_some(rows);
        Ok(())
    }

    /// Gives the values of a text column a narrower type if all of them have it, written as that type is written.
    pub(crate) fn infer(&mut self, decimal_comma: bool) -> Result<(), Problem> {
        let Data::Text(texts) = &self.data else { return Ok(()) };
        if texts.is_empty() {
            return Ok(());
        }
        if texts.iter().all(|t| whole(t).is_some()) {
            self.data = Data::Integer(texts.iter().filter_map(whole).collect());
        } else if let Some(numbers) = reals(texts.iter(), decimal_comma) {
            self.data = Data::Real(numbers);
        } else if texts.iter().all(|t| boolean(t).is_some()) {
            self.data = Data::Boolean(texts.iter().filter_map(boolean).collect());
        } else if texts.iter().all(is_iso_date) {
            self.data = Data::Date(std::mem::take(match &mut self.data {
                Data::Text(texts) => texts,
                _ => return Ok(()),
            }));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(texts: &[&str]) -> Column {
        let mut column = Column::new("x", Purpose::Own);
        for (row, text) in texts.iter().enumerate() {
            column.put(row as u32, &Value::text(text)).unwrap();
        }
        column.infer(false).unwrap();
        column
    }

    #[test]
    fn texts_become_numbers_only_where_nothing_is_lost() {
        for (texts, word) in [
            (&["1", "-2", "0"][..], "whole numbers"),
            (&["1", "2.5", "-0.25"], "numbers"),
            (&["2.50", "3.25", "1.00"], "numbers"),
            (&["1.0", "2.5", "3.25", "2"], "numbers"),
            (&[".5", "-.25", "1e-05", "2.5e+20", "0.69999999999999996"], "numbers"),
            (&["1.9", "1.10"], "text"),
            (&["1", "2.5", "1e3"], "text"),
            (&["1E5"], "text"),
            (&["1.", "2.5"], "text"),
            (&["001", "2"], "text"),
            (&["12345678901234567890"], "text"),
            (&["+7"], "text"),
            (&["1", "n/a"], "text"),
            (&["-0"], "numbers"),
            (&["1e999"], "text"),
            (&["NaN"], "text"),
            (&["TRUE", "false"], "yes or no"),
            (&["2014-05", "2014-05-01"], "dates"),
            (&["2014"], "whole numbers"),
            (&[""], "text"),
        ] {
            assert_eq!(column(texts).data().type_word(), word, "{texts:?}");
        }
    }

    #[test]
    fn a_column_takes_the_type_that_holds_all_its_values() {
        let mut column = Column::new("x", Purpose::Own);
        column.put(0, &Value::Integer(1)).unwrap();
        column.put(3, &Value::Real(0.5)).unwrap();
        column.put(4, &Value::Real(f64::NAN)).unwrap();
        assert_eq!((column.get(0), column.get(1), column.not_finite), (Some(Value::Real(1.0)), None, 1));
        column.put(5, &Value::text("many")).unwrap();
        assert_eq!((column.get(3), column.get(5)), (Some(Value::text("0.5")), Some(Value::text("many"))));
        column.put(6, &Value::List(vec!["a".into(), "b".into()])).unwrap();
        assert_eq!(column.get(5), Some(Value::List(vec!["many".into()])));
        assert_eq!(column.get(6).unwrap().shown(), "a; b");
    }

    #[test]
    fn values_that_come_out_of_order_are_found_and_the_last_one_stands() {
        let mut column = Column::new("x", Purpose::Own);
        for (row, number) in [(2, 20), (0, 0), (5, 50), (2, 21)] {
            column.put(row, &Value::Integer(number)).unwrap();
        }
        assert_eq!(column.replaced(), [(2, "20".to_owned())]);
        assert_eq!(column.repeated(), [(2, vec![Value::Integer(20), Value::Integer(21)])]);
        assert_eq!((column.rows().collect::<Vec<_>>(), column.is_text()), (vec![2, 0, 5, 2], false));
        column.settle().unwrap();
        column.default = Some(Value::Integer(7));
        assert_eq!(
            column.iter().collect::<Vec<_>>(),
            [(0, Value::Integer(0)), (2, Value::Integer(21)), (5, Value::Integer(50))]
        );
        assert_eq!((column.get(1), column.own(1)), (Some(Value::Integer(7)), None));
    }
}
