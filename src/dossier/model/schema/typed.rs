//! Fields as a person types them, one line each: for the command line and for forms.

use super::{Field, FieldType, Schema, fill};
use crate::dossier::model::{Date, Rating, When};
use crate::wording::with_article;

/// Sets a field of a record to what was typed. Nothing takes the field away.
///
/// # Errors
/// Why the text is no value of the field, in a sentence.
pub(crate) fn type_in<R: Schema>(record: &mut R, field: &Field<R>, typed: &str) -> Result<(), String> {
    let name = field.name;
    let some = || (!typed.is_empty()).then(|| typed.to_owned());
    match &field.kind {
        FieldType::Id(lens) | FieldType::Reference(lens) => (lens.set)(record, typed.into()),
        FieldType::OwnId(lens) | FieldType::MaybeReference(lens) => (lens.set)(record, some().map(Into::into)),
        FieldType::Needed(lens) => *(lens.put)(record) = typed.to_owned(),
        FieldType::Text(lens) => *(lens.put)(record) = some(),
        FieldType::Implied(lens, _) => match some() {
            Some(text) => *(lens.put)(record) = text,
            None => fill(record, field),
        },
        FieldType::Texts(lens) => {
            let texts = typed.split(',').map(str::trim).filter(|text| !text.is_empty());
            *(lens.put)(record) = texts.map(str::to_owned).collect();
        }
        FieldType::Word(lens) | FieldType::Choice(lens) => match lens.words.iter().find(|word| **word == typed) {
            Some(word) => (lens.set)(record, Some(word)),
            None if typed.is_empty() => fill(record, field),
            None => return Err(format!("`{typed}` is not {}; use {}", with_article(name), lens.words.join(", "))),
        },
        FieldType::Flag(lens, usual) => *(lens.put)(record) = flag(typed)?.unwrap_or(*usual),
        FieldType::MaybeFlag(lens) => *(lens.put)(record) = flag(typed)?,
        FieldType::Number(lens) => *(lens.put)(record) = number(name, typed)?,
        FieldType::Whole(lens) => *(lens.put)(record) = number(name, typed)?,
        FieldType::Coordinate(lens) => {
            *(lens.put)(record) = number(name, typed)?.ok_or_else(|| format!("`{name}` must be a number"))?;
        }
        FieldType::Date(lens) => *(lens.put)(record) = some().map(|text| Date::read(&text)),
        FieldType::When(lens, _) => *(lens.put)(record) = some().map(|text| When::given(Date::read(&text))),
        FieldType::Rating(lens) => {
            let rating = |text: String| {
                Rating::parse(&text)
                    .ok_or_else(|| format!("`{text}` is not a rating; use high, medium, low or a code such as B2"))
            };
            *(lens.put)(record) = some().map(rating).transpose()?;
        }
        FieldType::Basis(_)
        | FieldType::Names(_)
        | FieldType::Claims(_)
        | FieldType::Pins(_)
        | FieldType::Notes(_)
        | FieldType::OwnFields(..)
        | FieldType::Group(..) => return Err(format!("`{name}` does not fit in one line")),
    }
    Ok(())
}

fn flag(typed: &str) -> Result<Option<bool>, String> {
    match typed {
        "true" | "yes" => Ok(Some(true)),
        "false" | "no" => Ok(Some(false)),
        "" => Ok(None),
        _ => Err(format!("`{typed}` is neither true nor false")),
    }
}

fn number<T: std::str::FromStr>(name: &str, typed: &str) -> Result<Option<T>, String> {
    let read = |text: &str| text.parse().map_err(|_| format!("`{name}` must be a number"));
    (!typed.is_empty()).then_some(typed).map(read).transpose()
}

/// What a field says, as it would be typed; `None` where it says nothing or does not fit in one line.
pub(crate) fn typed_text<R: Schema>(record: &R, field: &Field<R>) -> Option<String> {
    let word = |yes: &bool| if *yes { "yes" } else { "no" }.to_owned();
    match &field.kind {
        FieldType::Id(lens) | FieldType::Reference(lens) => Some((lens.get)(record).to_owned()),
        FieldType::OwnId(lens) | FieldType::MaybeReference(lens) => (lens.get)(record).map(str::to_owned),
        FieldType::Needed(lens) | FieldType::Implied(lens, _) => Some((lens.get)(record).clone()),
        FieldType::Text(lens) => (lens.get)(record).clone(),
        FieldType::Texts(lens) => Some((lens.get)(record).join(", ")),
        FieldType::Word(lens) | FieldType::Choice(lens) => (lens.get)(record).map(str::to_owned),
        FieldType::Flag(lens, _) => Some(word((lens.get)(record))),
        FieldType::MaybeFlag(lens) => (lens.get)(record).as_ref().map(word),
        FieldType::Number(lens) => (lens.get)(record).map(|number| number.to_string()),
        FieldType::Whole(lens) => (lens.get)(record).map(|number| number.to_string()),
        FieldType::Coordinate(lens) => Some((lens.get)(record).to_string()),
        FieldType::Date(lens) => (lens.get)(record).as_ref().map(|date| date.written().to_owned()),
        FieldType::When(lens, _) => (lens.get)(record).as_ref().map(|when| when.date.written().to_owned()),
        FieldType::Rating(lens) => (lens.get)(record).map(Rating::text),
        FieldType::Basis(_)
        | FieldType::Names(_)
        | FieldType::Claims(_)
        | FieldType::Pins(_)
        | FieldType::Notes(_)
        | FieldType::OwnFields(..)
        | FieldType::Group(..) => None,
    }
}
