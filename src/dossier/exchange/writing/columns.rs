//! Records as rows of a table: one column a field of the model's own tables, so that a new field is written and read in
//! every format. Knows no format.

use std::borrow::Cow;

use super::super::value::Value;
use crate::dossier::model::schema::{Brackets, Field, FieldType, Schema, fill_all};
use crate::dossier::model::{Basis, Date, Rating, When};

/// What the cells of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Sort {
    Text,
    /// A date in EDTF.
    Date,
    Number,
    Whole,
    Flag,
    /// Several texts.
    Texts,
    /// JSON: a list of records.
    Nested,
}

/// Which part of a field a column is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    All,
    /// How a date was inferred.
    Inferred,
    /// A part of a basis, and whether it is a list.
    OfBasis(&'static str, bool),
}

/// A column that is a field of a record, or a part of one.
pub(in super::super) struct FieldColumn<R: Schema> {
    /// Its head: the name of the field.
    pub(in super::super) name: String,
    /// What its cells are.
    pub(in super::super) sort: Sort,
    field: &'static Field<R>,
    part: Part,
    /// Number of the field, or of the group that it is in, in the table of the record.
    top: usize,
}

/// The columns of a record but for the author's own data.
pub(in super::super) fn field_columns<R: Schema>() -> Vec<FieldColumn<R>> {
    let mut out = Vec::new();
    for (top, field) in R::FIELDS.iter().enumerate() {
        add_columns(field, "", top, &mut out);
    }
    out
}

fn add_columns<R: Schema>(field: &'static Field<R>, prefix: &str, top: usize, out: &mut Vec<FieldColumn<R>>) {
    let mut add = |name: String, sort: Sort, part: Part| out.push(FieldColumn { name, sort, field, part, top });
    let name = format!("{prefix}{}", field.name);
    match &field.kind {
        FieldType::Id(_)
        | FieldType::OwnId(_)
        | FieldType::Reference(_)
        | FieldType::MaybeReference(_)
        | FieldType::Needed(_)
        | FieldType::Text(_)
        | FieldType::Implied(..)
        | FieldType::Word(_)
        | FieldType::Choice(_)
        | FieldType::Rating(_) => add(name, Sort::Text, Part::All),
        FieldType::Texts(_) => add(name, Sort::Texts, Part::All),
        FieldType::Flag(..) | FieldType::MaybeFlag(_) => add(name, Sort::Flag, Part::All),
        FieldType::Number(_) | FieldType::Coordinate(_) => add(name, Sort::Number, Part::All),
        FieldType::Whole(_) => add(name, Sort::Whole, Part::All),
        FieldType::Date(_) => add(name, Sort::Date, Part::All),
        FieldType::When(_, inferred) => {
            add(name, Sort::Date, Part::All);
            add(format!("{prefix}{inferred}"), Sort::Text, Part::Inferred);
        }
        FieldType::Basis(_) => {
            let mut parts: Vec<(&'static str, bool)> = Vec::new();
            for part in Basis::KINDS.iter().flat_map(|kind| kind.parts) {
                if !parts.iter().any(|(known, _)| *known == part.name) {
                    parts.push((part.name, part.many));
                }
            }
            add(name.clone(), Sort::Text, Part::All);
            for (part, many) in parts {
                let sort = if many { Sort::Texts } else { Sort::Text };
                add(format!("{name}.{part}"), sort, Part::OfBasis(part, many));
            }
        }
        FieldType::Names(_) | FieldType::Claims(_) | FieldType::Pins(_) | FieldType::Notes(_) => {
            add(name, Sort::Nested, Part::All);
        }
        FieldType::OwnFields(..) => {}
        FieldType::Group(rows, brackets) => {
            let prefix = match brackets {
                Brackets::None => prefix.to_owned(),
                Brackets::Own => format!("{name}."),
            };
            for inner in rows.fields {
                add_columns(inner, &prefix, top, out);
            }
        }
    }
}

impl<R: Schema> FieldColumn<R> {
    /// What a record says here; `None` where it says nothing.
    pub(in super::super) fn get<'r>(&self, record: &'r R) -> Option<Value<'r>> {
        let text = |text: &'r str| Some(Value::text(text));
        match &self.field.kind {
            FieldType::Id(lens) | FieldType::Reference(lens) => text((lens.get)(record)),
            FieldType::OwnId(lens) | FieldType::MaybeReference(lens) => (lens.get)(record).map(Value::text),
            FieldType::Needed(lens) | FieldType::Implied(lens, _) => text((lens.get)(record)),
            FieldType::Text(lens) => (lens.get)(record).as_deref().map(Value::text),
            FieldType::Texts(lens) => texts((lens.get)(record)),
            FieldType::Word(lens) | FieldType::Choice(lens) => (lens.get)(record).map(Value::text),
            FieldType::Flag(lens, usual) => {
                let yes = *(lens.get)(record);
                (yes != *usual).then_some(Value::Boolean(yes))
            }
            FieldType::MaybeFlag(lens) => (lens.get)(record).map(Value::Boolean),
            FieldType::Number(lens) => (lens.get)(record).map(Value::Real),
            FieldType::Whole(lens) => (lens.get)(record).map(|number| Value::Integer(i64::from(number))),
            FieldType::Coordinate(lens) => Some(Value::Real(*(lens.get)(record))),
            FieldType::Date(lens) => (lens.get)(record).as_ref().map(|date| Value::Date(date.written().into())),
            FieldType::When(lens, _) => {
                let when = (lens.get)(record).as_ref()?;
                match self.part {
                    Part::Inferred => when.inferred.as_deref().map(Value::text),
                    Part::All | Part::OfBasis(..) => Some(Value::Date(when.date.written().into())),
                }
            }
            FieldType::Rating(lens) => (lens.get)(record).map(|rating| Value::Text(rating.text().into())),
            FieldType::Basis(lens) => {
                let basis = (lens.get)(record);
                match self.part {
                    Part::OfBasis(name, many) => {
                        let parts = basis.parts().filter(|(part, _)| part.name == name).map(|(_, text)| text);
                        let parts: Vec<Cow<'r, str>> = parts.map(Cow::Borrowed).collect();
                        match (many, parts.first()) {
                            (_, None) => None,
                            (true, _) => Some(Value::List(parts)),
                            (false, Some(one)) => Some(Value::Text(one.clone())),
                        }
                    }
                    Part::All | Part::Inferred => text(basis.word()),
                }
            }
            FieldType::Names(lens) => nested((lens.get)(record)),
            FieldType::Claims(lens) => nested((lens.get)(record)),
            FieldType::Pins(lens) => nested((lens.get)(record)),
            FieldType::Notes(lens) => nested((lens.get)(record)),
            FieldType::OwnFields(..) | FieldType::Group(..) => None,
        }
    }
}

fn texts(texts: &[String]) -> Option<Value<'_>> {
    (!texts.is_empty()).then(|| Value::List(texts.iter().map(|text| Cow::Borrowed(text.as_str())).collect()))
}

/// A list of records as JSON, in the form of a dossier's file.
fn nested<T: serde::Serialize>(records: &[T]) -> Option<Value<'static>> {
    let json = (!records.is_empty()).then(|| serde_json::to_string(records).ok()).flatten()?;
    Some(Value::Text(Cow::Owned(json)))
}

/// A record that is read cell by cell.
pub(in super::super) struct Build<R: Schema> {
    /// What is known so far.
    pub(in super::super) record: R,
    /// The fields that were said.
    said: u64,
    inferred: Option<String>,
    basis: Option<String>,
    basis_parts: Vec<(&'static str, Vec<String>)>,
}

impl<R: Schema> Build<R> {
    /// One that says nothing.
    pub(in super::super) fn new() -> Self {
        Build { record: R::blank(), said: 0, inferred: None, basis: None, basis_parts: Vec::new() }
    }

    /// Sets what a column says; an empty cell says nothing.
    ///
    /// # Errors
    /// Why the field cannot say so, a sentence without a full stop.
    pub(in super::super) fn set(&mut self, column: &FieldColumn<R>, value: &Value<'_>) -> Result<(), String> {
        let shown = value.shown();
        if shown.is_empty() && !matches!(value, Value::List(_)) {
            return Ok(());
        }
        let record = &mut self.record;
        let wrong = |what: &str| Err(format!("`{}`: “{}” is not {what}", column.name, cut(&value.shown())));
        let own = || shown.clone().into_owned();
        match &column.field.kind {
            FieldType::Id(lens) | FieldType::Reference(lens) => (lens.set)(record, own().into()),
            FieldType::OwnId(lens) | FieldType::MaybeReference(lens) => (lens.set)(record, Some(own().into())),
            FieldType::Needed(lens) | FieldType::Implied(lens, _) => *(lens.put)(record) = own(),
            FieldType::Text(lens) => *(lens.put)(record) = Some(own()),
            FieldType::Texts(lens) => *(lens.put)(record) = list_of(value),
            FieldType::Word(lens) | FieldType::Choice(lens) => {
                match lens.words.iter().find(|word| **word == shown.trim()) {
                    Some(word) => (lens.set)(record, Some(word)),
                    None => return wrong(&format!("one of {}", lens.words.join(", "))),
                }
            }
            FieldType::Flag(lens, _) => match flag_of(value) {
                Some(yes) => *(lens.put)(record) = yes,
                None => return wrong("yes or no"),
            },
            FieldType::MaybeFlag(lens) => match flag_of(value) {
                Some(yes) => *(lens.put)(record) = Some(yes),
                None => return wrong("yes or no"),
            },
            FieldType::Number(lens) => match number_of(value) {
                Some(number) => *(lens.put)(record) = Some(number),
                None => return wrong("a number"),
            },
            FieldType::Coordinate(lens) => match number_of(value) {
                Some(number) => *(lens.put)(record) = number,
                None => return wrong("a number"),
            },
            FieldType::Whole(lens) => {
                match number_of(value).filter(|n| n.trunc() == *n && (0.0..=f64::from(u32::MAX)).contains(n)) {
                    Some(number) => *(lens.put)(record) = Some(number as u32),
                    None => return wrong("a whole number"),
                }
            }
            FieldType::Date(lens) => *(lens.put)(record) = Some(Date::read(&shown)),
            FieldType::When(lens, _) => match column.part {
                Part::Inferred => self.inferred = Some(own()),
                Part::All | Part::OfBasis(..) => *(lens.put)(record) = Some(When::given(Date::read(&shown))),
            },
            FieldType::Rating(lens) => match Rating::parse(shown.trim()) {
                Some(rating) => *(lens.put)(record) = Some(rating),
                None => return wrong("a rating: high, medium, low or a code such as B2"),
            },
            FieldType::Basis(_) => match column.part {
                Part::OfBasis(name, true) => self.basis_parts.push((name, list_of(value))),
                Part::OfBasis(name, false) => self.basis_parts.push((name, vec![own()])),
                Part::All | Part::Inferred if Basis::KINDS.iter().any(|kind| kind.word == shown.trim()) => {
                    self.basis = Some(shown.trim().to_owned());
                }
                Part::All | Part::Inferred => return wrong("a basis"),
            },
            FieldType::Names(lens) => match serde_json::from_str(&shown) {
                Ok(records) => *(lens.put)(record) = records,
                Err(_) => return wrong("a list of names"),
            },
            FieldType::Claims(lens) => match serde_json::from_str(&shown) {
                Ok(records) => *(lens.put)(record) = records,
                Err(_) => return wrong("a list of claims"),
            },
            FieldType::Pins(lens) => match serde_json::from_str(&shown) {
                Ok(records) => *(lens.put)(record) = records,
                Err(_) => return wrong("a list of places"),
            },
            FieldType::Notes(lens) => match serde_json::from_str(&shown) {
                Ok(records) => *(lens.put)(record) = records,
                Err(_) => return wrong("a list of notes"),
            },
            FieldType::OwnFields(..) | FieldType::Group(..) => return Ok(()),
        }
        self.said |= 1 << column.top.min(63);
        Ok(())
    }

    /// The record; what was not said is what goes without saying.
    ///
    /// # Errors
    /// What its basis lacks, a sentence without a full stop; the record then has the plain basis.
    pub(in super::super) fn finish(mut self) -> (R, Result<(), String>) {
        let said = self.said;
        fill_all(&mut self.record, R::FIELDS, |at| said & (1 << at.min(63)) == 0);
        let mut done = Ok(());
        for field in R::FIELDS {
            match &field.kind {
                FieldType::When(lens, _) => {
                    if let (Some(when), Some(how)) = ((lens.put)(&mut self.record), self.inferred.take()) {
                        when.inferred = Some(how);
                    }
                }
                FieldType::Basis(lens) => {
                    let word = self.basis.take();
                    let kind = word.and_then(|word| Basis::KINDS.iter().find(|kind| kind.word == word));
                    let Some(kind) = kind else { continue };
                    let parts = std::mem::take(&mut self.basis_parts);
                    let texts = |name| {
                        parts.iter().find(|(part, _)| *part == name).map(|(_, texts)| texts.clone()).unwrap_or_default()
                    };
                    match Basis::with(kind, texts) {
                        Some(basis) => *(lens.put)(&mut self.record) = basis,
                        None => done = Err(format!("the basis `{}` is incomplete", kind.word)),
                    }
                }
                FieldType::Id(_)
                | FieldType::OwnId(_)
                | FieldType::Reference(_)
                | FieldType::MaybeReference(_)
                | FieldType::Needed(_)
                | FieldType::Text(_)
                | FieldType::Implied(..)
                | FieldType::Texts(_)
                | FieldType::Word(_)
                | FieldType::Choice(_)
                | FieldType::Flag(..)
                | FieldType::MaybeFlag(_)
                | FieldType::Number(_)
                | FieldType::Whole(_)
                | FieldType::Coordinate(_)
                | FieldType::Date(_)
                | FieldType::Rating(_)
                | FieldType::Names(_)
                | FieldType::Claims(_)
                | FieldType::Pins(_)
                | FieldType::Notes(_)
                | FieldType::OwnFields(..)
                | FieldType::Group(..) => {}
            }
        }
        (self.record, done)
    }
}

/// The beginning of a text, for a message.
fn cut(text: &str) -> String {
    const LONGEST: usize = 40;
    if text.chars().count() <= LONGEST { text.to_owned() } else { text.chars().take(LONGEST).chain(['…']).collect() }
}

/// Several texts of a cell.
fn list_of(value: &Value<'_>) -> Vec<String> {
    match value {
        Value::List(texts) => texts.iter().map(|text| text.clone().into_owned()).collect(),
        other => super::notation::texts_of(&other.shown()),
    }
}

fn number_of(value: &Value<'_>) -> Option<f64> {
    match value {
        Value::Integer(number) => Some(*number as f64),
        Value::Real(number) => Some(*number),
        Value::Text(text) | Value::Date(text) => text.trim().parse().ok().filter(|n: &f64| n.is_finite()),
        Value::Boolean(_) | Value::List(_) => None,
    }
}

fn flag_of(value: &Value<'_>) -> Option<bool> {
    match value {
        Value::Boolean(yes) => Some(*yes),
        Value::Integer(number) => [(0, false), (1, true)].into_iter().find(|(n, _)| n == number).map(|(_, yes)| yes),
        other => match other.shown().trim().to_ascii_lowercase().as_str() {
            "true" | "yes" | "1" => Some(true),
            "false" | "no" | "0" => Some(false),
            _ => None,
        },
    }
}
