//! What nodes, edges and hyperedges have in common: places, labels, kinds, times, columns. Knows no ends.

use std::borrow::Cow;
use std::collections::HashMap;

use super::super::limits::Limit;
use super::super::report::At;
use super::super::texts::{Index, Texts};
use super::super::value::{Column, Purpose, Value};
use crate::problem::Problem;

/// When a record holds, as texts of the file: a moment or a spell. Empty texts say nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum When<'a> {
    /// At, in or during this.
    At(&'a str),
    /// From the first to the second; an empty end is not told.
    Spell(&'a str, &'a str),
}

impl<'a> When<'a> {
    /// Start and end; a moment is a start without end.
    pub(crate) fn texts(self) -> (&'a str, &'a str) {
        match self {
            When::At(text) => (text, ""),
            When::Spell(start, end) => (start, end),
        }
    }
}

/// The times of many records; a record may have several.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Times {
    rows: Vec<u32>,
    starts: Texts,
    ends: Texts,
    /// Whether it is a moment, which then stands in `starts`.
    moments: Vec<bool>,
}

impl Times {
    /// Adds a time of a record.
    ///
    /// # Errors
    /// Too much text.
    pub(crate) fn put(&mut self, row: u32, when: When<'_>) -> Result<(), Problem> {
        let (start, end, moment) = match when {
            When::At(text) => (text, "", true),
            When::Spell(start, end) => (start, end, false),
        };
        if start.is_empty() && end.is_empty() {
            return Ok(());
        }
        Limit::Cell.check(start.len() + end.len())?;
        self.starts.push(start)?;
        self.ends.push(end)?;
        self.moments.push(moment);
        self.rows.push(row);
        Ok(())
    }

    /// Record and time, in the file's order (which need not be the order of records).
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u32, When<'_>)> + '_ {
        (0..self.rows.len()).filter_map(|at| self.get(at))
    }

    /// The times in the order of their records, those of one record in the file's order.
    pub(crate) fn in_order(&self) -> TimesInOrder<'_> {
        let mut order: Vec<u32> = Vec::new();
        if !self.rows.is_sorted() {
            order = (0..self.rows.len() as u32).collect();
            order.sort_by_key(|at| self.rows.get(*at as usize));
        }
        TimesInOrder { times: self, order, next: 0 }
    }

    fn get(&self, at: usize) -> Option<(u32, When<'_>)> {
        let (row, moment) = (*self.rows.get(at)?, *self.moments.get(at)?);
        let start = self.starts.get(at);
        Some((row, if moment { When::At(start) } else { When::Spell(start, self.ends.get(at)) }))
    }

    /// The times of one record. Looks through all: for tests and single records.
    #[cfg(test)]
    pub(crate) fn of(&self, row: u32) -> Vec<When<'_>> {
        self.iter().filter(|(of, _)| *of == row).map(|(_, when)| when).collect()
    }
}

/// The times of records that are asked one after the other.
#[derive(Debug)]
pub(crate) struct TimesInOrder<'t> {
    times: &'t Times,
    /// Numbers of the times by record; empty where they stand so.
    order: Vec<u32>,
    next: usize,
}

impl<'t> TimesInOrder<'t> {
    /// The times of a record; those of earlier ones are passed over, so that records must be asked in order.
    pub(crate) fn of_next(&mut self, row: u32) -> Vec<When<'t>> {
        let mut out = Vec::new();
        while self.next < self.times.rows.len() {
            let at = self.order.get(self.next).map_or(self.next, |at| *at as usize);
            match self.times.get(at) {
                Some((of, _)) if of > row => break,
                Some((of, when)) if of == row => out.push(when),
                _ => {}
            }
            self.next += 1;
        }
        out
    }
}

/// The columns that [`Columns::put_all`] has made: column, number of the part, further column.
pub(crate) type Further = HashMap<(usize, usize), usize>;

/// Columns by name, in the order in which the names were met.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Columns {
    columns: Vec<Column>,
    names: Index,
    /// The number that the next column of a name gets.
    next: HashMap<String, usize>,
}

impl Columns {
    /// The number of the column of this name, new if there is none.
    ///
    /// # Errors
    /// More than [`Limit::Columns`].
    pub(crate) fn named(&mut self, name: &str, purpose: Purpose) -> Result<usize, Problem> {
        let (number, new) = self.names.put(name)?;
        if new {
            Limit::Columns.check(self.columns.len() + 1)?;
            self.columns.push(Column::new(name, purpose));
        }
        Ok(number as usize)
    }

    /// Adds a column even where there is one of the name: formats that tell columns apart by a key of their own.
    ///
    /// # Errors
    /// More than [`Limit::Columns`].
    pub(crate) fn apart(&mut self, name: &str, purpose: Purpose) -> Result<usize, Problem> {
        let mut unique = name.to_owned();
        if self.names.find(name).is_some() {
            let mut count = self.next.get(name).copied().unwrap_or(2);
            while self.names.find(&unique).is_some() {
                unique = format!("{name} ({count})");
                count += 1;
            }
            self.next.insert(name.to_owned(), count);
        }
        self.named(&unique, purpose)
    }

    /// Sets the value of a record. A number that is none of a column is passed over.
    ///
    /// # Errors
    /// A value over a limit.
    pub(crate) fn put(&mut self, column: usize, row: u32, value: &Value<'_>) -> Result<(), Problem> {
        self.columns.get_mut(column).map_or(Ok(()), |column| column.put(row, value))
    }

    /// Sets several texts of a record. Those that one value cannot hold go into further columns of the name; gives
    /// whether there are such.
    ///
    /// # Errors
    /// A text over a limit, too many columns.
    pub(crate) fn put_all(
        &mut self,
        column: usize,
        row: u32,
        all: &Index,
        further: &mut Further,
    ) -> Result<bool, Problem> {
        let texts = all.texts();
        let (mut first, mut part) = (0, 0);
        while first < texts.len() {
            let mut length = 0;
            let fits = |text: &str| {
                length += text.len();
                length <= Limit::Cell.most()
            };
            let count = texts.iter().skip(first).map(fits).take_while(|fits| *fits).count().max(1);
            let target = if part == 0 { column } else { self.further(column, part, further)? };
            let mut those = texts.iter().skip(first).take(count);
            let value = match (those.len(), those.next()) {
                (1, Some(only)) => Value::text(only),
                (_, only) => Value::List(only.into_iter().chain(those).map(Into::into).collect()),
            };
            self.put(target, row, &value)?;
            (first, part) = (first + count, part + 1);
        }
        Ok(part > 1)
    }

    /// The column that holds what one value of another column cannot hold, counted from 1.
    pub(super) fn further(&mut self, column: usize, part: usize, further: &mut Further) -> Result<usize, Problem> {
        if let Some(known) = further.get(&(column, part)) {
            return Ok(*known);
        }
        let Some((name, purpose)) = self.columns.get(column).map(|of| (of.name.clone(), of.purpose)) else {
            return Ok(column);
        };
        let new = self.apart(&name, purpose)?;
        further.insert((column, part), new);
        Ok(new)
    }

    /// The name of a column; empty if there is none.
    pub(crate) fn name(&self, column: usize) -> &str {
        self.columns.get(column).map_or("", |column| &column.name)
    }

    /// All columns.
    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = &Column> + '_ {
        self.columns.iter()
    }

    /// All columns, to be changed.
    pub(crate) fn iter_mut(&mut self) -> impl ExactSizeIterator<Item = &mut Column> + '_ {
        self.columns.iter_mut()
    }

    /// The column of a name.
    #[cfg(test)]
    pub(crate) fn get(&self, name: &str) -> Option<&Column> {
        self.names.find(name).and_then(|number| self.columns.get(number as usize))
    }

    /// The column of a number.
    pub(crate) fn at_mut(&mut self, number: usize) -> Option<&mut Column> {
        self.columns.get_mut(number)
    }

    /// The texts that a record has in a column. After [`Records::settle`] only.
    pub(crate) fn texts_of(&self, column: usize, row: u32) -> Vec<String> {
        match self.columns.get(column).and_then(|column| column.own(row)) {
            None => Vec::new(),
            Some(Value::List(texts)) => texts.into_iter().map(Into::into).collect(),
            Some(other) => vec![other.shown().into_owned()],
        }
    }

    /// The same, each once.
    ///
    /// # Errors
    /// Too much text.
    pub(crate) fn index_of(&self, column: usize, row: u32) -> Result<Index, Problem> {
        let mut index = Index::default();
        for text in self.texts_of(column, row) {
            index.put(&text)?;
        }
        Ok(index)
    }

    /// The value of a record under a name, as text: for tests and single records.
    #[cfg(test)]
    pub(crate) fn shown(&self, name: &str, row: u32) -> Option<String> {
        self.get(name).and_then(|column| column.get(row)).map(|value| value.shown().into_owned())
    }
}

/// What nodes, edges and hyperedges have in common; record by record, in the order of the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Records {
    pub(super) places: Vec<At>,
    pub(super) labels: Option<Column>,
    /// Names that a later one replaced.
    pub(super) earlier_labels: Vec<(u32, String)>,
    /// Kinds by number, one a record plus one, 0 for none; empty while no record has one.
    pub(super) kinds: Vec<u32>,
    /// Kinds that a later one replaced.
    pub(super) earlier_kinds: Vec<(u32, u32)>,
    /// When each record holds.
    pub(crate) times: Times,
    /// All else that the file says.
    pub(crate) columns: Columns,
}

impl Records {
    /// Number of records.
    pub(crate) fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Where a record stands in the file.
    pub(crate) fn at(&self, row: u32) -> At {
        self.places.get(row as usize).copied().unwrap_or_default()
    }

    /// Sets the name that is shown.
    ///
    /// # Errors
    /// A name over a limit.
    pub(crate) fn set_label(&mut self, row: u32, label: &str) -> Result<(), Problem> {
        if label.is_empty() {
            return Ok(());
        }
        self.labels.get_or_insert_with(|| Column::new("label", Purpose::Own)).put(row, &Value::text(label))
    }

    /// The name that is shown, where the file gives one. After [`Graph::settle`] only.
    pub(crate) fn label(&self, row: u32) -> Option<String> {
        self.labels.as_ref()?.own(row).map(|value| value.shown().into_owned())
    }

    /// The records without a name.
    pub(crate) fn unnamed(&self) -> Vec<u32> {
        let mut named = vec![false; self.len()];
        for row in self.labels.iter().flat_map(Column::rows) {
            if let Some(slot) = named.get_mut(row as usize) {
                *slot = true;
            }
        }
        (0u32..).zip(named).filter(|(_, named)| !named).map(|(row, _)| row).collect()
    }

    /// Sets texts that have no place of their own, by name; blank ones say nothing.
    ///
    /// # Errors
    /// A text over a limit, too many names.
    pub(crate) fn put_texts(&mut self, row: u32, texts: Vec<(&str, Cow<'_, str>)>) -> Result<(), Problem> {
        for (name, text) in texts.into_iter().filter(|(_, text)| !text.is_empty()) {
            let column = self.columns.named(name, Purpose::Own)?;
            self.columns.put(column, row, &Value::Text(text))?;
        }
        Ok(())
    }

    pub(super) fn set_kind_number(&mut self, row: u32, kind: u32) {
        if self.kinds.len() <= row as usize {
            self.kinds.resize(row as usize + 1, 0);
        }
        if let Some(slot) = self.kinds.get_mut(row as usize) {
            let earlier = std::mem::replace(slot, kind + 1);
            if earlier != 0 && earlier != kind + 1 {
                self.earlier_kinds.push((row, earlier - 1));
            }
        }
    }

    /// The kind of a record, as a number for [`Graph::kind_name`].
    pub(crate) fn kind(&self, row: u32) -> Option<u32> {
        self.kinds.get(row as usize).and_then(|kind| kind.checked_sub(1))
    }

    /// Puts in order what came out of order, so that records can be asked.
    ///
    /// # Errors
    /// Too much text.
    pub(crate) fn settle(&mut self) -> Result<(), Problem> {
        if let Some(labels) = &self.labels {
            self.earlier_labels.extend(labels.replaced());
        }
        for column in self.labels.iter_mut().chain(self.columns.iter_mut()) {
            column.settle()?;
        }
        Ok(())
    }
}
