//! Values after a field's colon: read as the field's type wants them, or refused with what may be written instead. Whether
//! a dossier has a kind, an entity or a source of that name is not known here.

use std::ops::Range;

use super::fault::Mend;
use super::fields::{DateRule, Field, ValueType};
use super::readers::rank;
use crate::dossier::model::{Date, Level};
use crate::dossier::ron_text::Nearest;

/// A place in the text of a query. Where something stands is no part of what it means: all places are equal.
#[derive(Clone, Debug, Default)]
pub(crate) struct At(pub(crate) Range<usize>);

impl PartialEq for At {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// A value as it is written.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Written {
    pub(crate) text: String,
    /// It ended in `*`: only the beginning is given.
    pub(crate) begins: bool,
    pub(crate) at: At,
}

/// A value that was understood.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Value {
    pub(crate) written: Written,
    pub(crate) meaning: Meaning,
}

/// What it is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Meaning {
    /// A word, a name, a text: looked up where the dossier is known.
    Text,
    /// A number; of a level its rank.
    Number(f64),
    Date(Box<Date>),
}

/// Why a value cannot be taken.
pub(super) struct Refusal {
    pub(super) message: String,
    pub(super) mend: Option<Mend>,
}

const LEVELS: [Level; 3] = [Level::Low, Level::Medium, Level::High];

/// The words that a field's value may be, where they are few and the same in every dossier.
pub(crate) fn words_of(value: ValueType) -> Vec<&'static str> {
    match value {
        ValueType::Choice(words) => words.to_vec(),
        ValueType::Level => LEVELS.iter().map(|level| level.word()).collect(),
        ValueType::Id | ValueType::EntityKind | ValueType::RelationKind | ValueType::Entity | ValueType::Source => {
            vec![]
        }
        ValueType::File | ValueType::Text | ValueType::Place | ValueType::Number | ValueType::Count => vec![],
        ValueType::Date(_) | ValueType::AsOf | ValueType::Group(_) => vec![],
    }
}

/// Reads a value of a field.
pub(super) fn read(written: Written, field: &Field) -> Result<Value, Refusal> {
    let (text, word) = (written.text.as_str(), field.word);
    let refused = |message: String, mend| Err(Refusal { message, mend });
    let meaning = match field.value {
        ValueType::Choice(words) => match words.iter().find(|word| word.eq_ignore_ascii_case(text)) {
            Some(word) => {
                return Ok(Value { written: Written { text: (*word).to_owned(), ..written }, meaning: Meaning::Text });
            }
            None => return refused(format!("`{word}:` does not take `{text}`"), choice_mend(text, words)),
        },
        ValueType::Level => match LEVELS.iter().find(|level| level.word().eq_ignore_ascii_case(text)) {
            Some(level) => {
                let written = Written { text: level.word().to_owned(), ..written };
                return Ok(Value { written, meaning: Meaning::Number(rank(*level)) });
            }
            None => {
                return refused(format!("`{word}:` does not take `{text}`"), choice_mend(text, &words_of(field.value)));
            }
        },
        ValueType::Number | ValueType::Count => match text.parse::<f64>() {
            Ok(number) if number.is_finite() => Meaning::Number(number),
            _ => {
                return refused(
                    format!("`{word}` takes a number, not `{text}`"),
                    Mend::advice(format!("such as {word}>3")),
                );
            }
        },
        ValueType::Date(_) | ValueType::AsOf => match date(text, field.value) {
            Ok(date) => Meaning::Date(Box::new(date)),
            Err((message, mend)) => return refused(format!("`{text}` is not a date: {message}"), mend),
        },
        ValueType::Id
        | ValueType::EntityKind
        | ValueType::RelationKind
        | ValueType::Entity
        | ValueType::Source
        | ValueType::File
        | ValueType::Text
        | ValueType::Place
        | ValueType::Group(_) => Meaning::Text,
    };
    Ok(Value { written, meaning })
}

/// Whether a value of a field is to be a date and is none.
pub(super) fn is_no_date(written: &Written, field: &Field) -> bool {
    matches!(field.value, ValueType::Date(_) | ValueType::AsOf) && !Date::read(&written.text).is_parsed()
}

/// A date with an end that the rule can go by.
fn date(text: &str, value: ValueType) -> Result<Date, (String, Option<Mend>)> {
    let date = Date::parse(text).map_err(|error| {
        let mend = error
            .meant
            .first()
            .map(|meant| Mend { words: format!("did you mean {meant}?"), text: Some(meant.clone()) });
        (error.message, mend.or_else(|| Mend::advice("write 2014, 2014-06 or 2014-06-30")))
    })?;
    let (what, there) = match value {
        ValueType::Date(DateRule::Before) => ("beginning", date.earliest()),
        ValueType::Date(DateRule::After) => ("end", date.latest()),
        ValueType::Date(DateRule::Within) | ValueType::AsOf => ("beginning or end", date.latest().or(date.earliest())),
        ValueType::Id
        | ValueType::EntityKind
        | ValueType::RelationKind
        | ValueType::Entity
        | ValueType::Source
        | ValueType::File
        | ValueType::Choice(_)
        | ValueType::Text
        | ValueType::Place
        | ValueType::Number
        | ValueType::Count
        | ValueType::Level
        | ValueType::Group(_) => return Ok(date),
    };
    match there {
        Some(_) => Ok(date),
        None => Err((format!("its {what} is open"), Mend::advice("give a date with both ends, such as 2014"))),
    }
}

fn choice_mend(text: &str, words: &[&str]) -> Option<Mend> {
    match Nearest::default().find(text, words.iter().copied()) {
        Some(near) => Mend::near(near),
        None => Mend::advice(format!("it takes {}", words.join(", "))),
    }
}
