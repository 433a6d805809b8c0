//! The form in which serde writes and reads a record: that of a dossier's file, for journals, lists of
//! changes and other programs. What goes without saying in a file does so here.

use std::fmt;

use serde::de::{DeserializeSeed, EnumAccess, Error as _, MapAccess, VariantAccess as _, Visitor};
use serde::ser::SerializeStruct;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::walk::{fill, fill_all, is_said};
use super::{Field, FieldType, Rows, Schema};
use crate::dossier::model::field_value::own_fields;
use crate::dossier::model::{FieldValue, When};

/// Writes a record as a map of its fields, without those that go without saying.
pub(in crate::dossier::model) fn serialize<R: Schema, S: Serializer>(record: &R, out: S) -> Result<S::Ok, S::Error> {
    write(record, R::FIELDS, R::WORD, out)
}

fn write<R: Schema, S: Serializer>(
    record: &R,
    fields: &[Field<R>],
    word: &'static str,
    out: S,
) -> Result<S::Ok, S::Error> {
    let said = || fields.iter().filter(|field| field.always || is_said(record, field));
    let more = said().filter(|field| matches!(&field.kind, FieldType::When(lens, _) if how(lens, record).is_some()));
    let mut out = out.serialize_struct(word, said().count() + more.count())?;
    for field in said() {
        let name = field.name;
        match &field.kind {
            FieldType::Id(lens) | FieldType::Reference(lens) => out.serialize_field(name, (lens.get)(record)),
            FieldType::OwnId(lens) | FieldType::MaybeReference(lens) => out.serialize_field(name, &(lens.get)(record)),
            FieldType::Needed(lens) => out.serialize_field(name, (lens.get)(record)),
            FieldType::Implied(lens, _) => out.serialize_field(name, &Some((lens.get)(record))),
            FieldType::Text(lens) => out.serialize_field(name, (lens.get)(record)),
            FieldType::Texts(lens) => out.serialize_field(name, (lens.get)(record)),
            FieldType::Word(lens) => out.serialize_field(name, &BareWord((lens.get)(record).unwrap_or_default())),
            FieldType::Choice(lens) => out.serialize_field(name, &(lens.get)(record)),
            FieldType::Flag(lens, _) => out.serialize_field(name, (lens.get)(record)),
            FieldType::MaybeFlag(lens) => out.serialize_field(name, (lens.get)(record)),
            FieldType::Number(lens) => out.serialize_field(name, (lens.get)(record)),
            FieldType::Whole(lens) => out.serialize_field(name, (lens.get)(record)),
            FieldType::Coordinate(lens) => out.serialize_field(name, (lens.get)(record)),
            FieldType::Date(lens) => out.serialize_field(name, (lens.get)(record)),
            FieldType::When(lens, inferred) => {
                out.serialize_field(name, &(lens.get)(record).as_ref().map(|when| &when.date))?;
                match how(lens, record) {
                    Some(how) => out.serialize_field(inferred, &Some(how)),
                    None => Ok(()),
                }
            }
            FieldType::Rating(lens) => out.serialize_field(name, (lens.get)(record)),
            FieldType::Basis(lens) => out.serialize_field(name, (lens.get)(record)),
            FieldType::Names(lens) => out.serialize_field(name, (lens.get)(record)),
            FieldType::Claims(lens) => out.serialize_field(name, (lens.get)(record)),
            FieldType::Pins(lens) => out.serialize_field(name, (lens.get)(record)),
            FieldType::Notes(lens) => out.serialize_field(name, (lens.get)(record)),
            FieldType::OwnFields(lens, _) => out.serialize_field(name, &OwnFields((lens.get)(record))),
            FieldType::Group(rows, _) => out.serialize_field(name, &GroupOf(record, rows.fields, name)),
        }?;
    }
    out.end()
}

/// How a date was inferred.
fn how<'r, R>(lens: &super::Lens<R, Option<When>>, record: &'r R) -> Option<&'r String> {
    (lens.get)(record).as_ref().and_then(|when| when.inferred.as_ref())
}

/// A word without quotes where a format knows such.
struct BareWord(&'static str);

impl Serialize for BareWord {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit_variant("Word", 0, self.0)
    }
}

struct OwnFields<'r>(&'r [(String, FieldValue)]);

impl Serialize for OwnFields<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        own_fields::serialize(self.0, serializer)
    }
}

struct GroupOf<'r, R: Schema>(&'r R, &'static [Field<R>], &'static str);

impl<R: Schema> Serialize for GroupOf<'_, R> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        write(self.0, self.1, self.2, serializer)
    }
}

/// Reads a record from a map of its fields; a key that is no field is an error.
pub(in crate::dossier::model) fn deserialize<'de, R: Schema, D: Deserializer<'de>>(from: D) -> Result<R, D::Error> {
    let mut record = R::blank();
    RowsInto { record: &mut record, rows: R::ROWS, word: R::WORD }.deserialize(from)?;
    Ok(record)
}

/// The fields of a record, or of a group in it, to be read into it.
struct RowsInto<'r, R: Schema> {
    record: &'r mut R,
    rows: Rows<R>,
    word: &'static str,
}

impl<'de, R: Schema> DeserializeSeed<'de> for RowsInto<'_, R> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_struct(self.word, self.rows.names, self)
    }
}

impl<'de, R: Schema> Visitor<'de> for RowsInto<'_, R> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "struct {}", self.word)
    }

    // In one piece: what was read decides what is still missing.
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let RowsInto { record, rows: Rows { fields, names }, .. } = self;
        let mut read = 0_u64;
        let mut inferred: Option<Option<String>> = None;
        while let Some(key) = map.next_key_seed(Key(fields, names))? {
            match key {
                Found::Field(at) => {
                    if read & (1 << at) != 0 {
                        return Err(A::Error::duplicate_field(fields[at].name));
                    }
                    read |= 1 << at;
                    map.next_value_seed(ValueInto { record: &mut *record, field: &fields[at] })?;
                }
                Found::How(name) => {
                    if inferred.replace(map.next_value()?).is_some() {
                        return Err(A::Error::duplicate_field(name));
                    }
                }
            }
        }
        for (at, field) in fields.iter().enumerate() {
            let missing = read & (1 << at) == 0;
            match &field.kind {
                FieldType::Id(_) | FieldType::Reference(_) | FieldType::Needed(_) | FieldType::Coordinate(_)
                    if missing =>
                {
                    return Err(A::Error::missing_field(field.name));
                }
                FieldType::When(lens, _) => {
                    if let (Some(when), Some(how)) = ((lens.put)(record), &mut inferred) {
                        when.inferred = how.take();
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
                | FieldType::Basis(_)
                | FieldType::Names(_)
                | FieldType::Claims(_)
                | FieldType::Pins(_)
                | FieldType::Notes(_)
                | FieldType::OwnFields(..)
                | FieldType::Group(..) => {}
            }
        }
        fill_all(record, fields, |at| read & (1 << at) == 0);
        Ok(())
    }
}

/// What a key of such a map stands for.
enum Found {
    /// A field, by its number.
    Field(usize),
    /// How a date was inferred.
    How(&'static str),
}

struct Key<R: Schema>(&'static [Field<R>], &'static [&'static str]);

impl<'de, R: Schema> DeserializeSeed<'de> for Key<R> {
    type Value = Found;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Found, D::Error> {
        from.deserialize_identifier(self)
    }
}

impl<R: Schema> Visitor<'_> for Key<R> {
    type Value = Found;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<Found, E> {
        for (at, field) in self.0.iter().enumerate() {
            if field.name == name || field.former == Some(name) {
                return Ok(Found::Field(at));
            }
            if let FieldType::When(_, inferred) = field.kind
                && inferred == name
            {
                return Ok(Found::How(inferred));
            }
        }
        Err(E::unknown_field(name, self.1))
    }
}

/// The value of a field, to be read into a record.
struct ValueInto<'r, R: Schema> {
    record: &'r mut R,
    field: &'static Field<R>,
}

impl<'de, R: Schema> DeserializeSeed<'de> for ValueInto<'_, R> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        let ValueInto { record, field } = self;
        match &field.kind {
            FieldType::Id(lens) | FieldType::Reference(lens) => {
                (lens.set)(record, String::deserialize(from)?.into());
            }
            FieldType::OwnId(lens) | FieldType::MaybeReference(lens) => {
                (lens.set)(record, Option::<String>::deserialize(from)?.map(Into::into));
            }
            FieldType::Needed(lens) => *(lens.put)(record) = String::deserialize(from)?,
            FieldType::Implied(lens, _) => match Option::<String>::deserialize(from)? {
                Some(text) => *(lens.put)(record) = text,
                None => fill(record, field),
            },
            FieldType::Text(lens) => *(lens.put)(record) = Deserialize::deserialize(from)?,
            FieldType::Texts(lens) => *(lens.put)(record) = Deserialize::deserialize(from)?,
            FieldType::Word(lens) => {
                let word = from.deserialize_enum("Word", lens.words, WordAmong(lens.words))?;
                (lens.set)(record, Some(word));
            }
            FieldType::Choice(lens) => {
                let word = Option::<String>::deserialize(from)?;
                (lens.set)(record, word.map(|word| known(&word, lens.words)).transpose()?);
            }
            FieldType::Flag(lens, _) => *(lens.put)(record) = Deserialize::deserialize(from)?,
            FieldType::MaybeFlag(lens) => *(lens.put)(record) = Deserialize::deserialize(from)?,
            FieldType::Number(lens) => *(lens.put)(record) = Deserialize::deserialize(from)?,
            FieldType::Whole(lens) => *(lens.put)(record) = Deserialize::deserialize(from)?,
            FieldType::Coordinate(lens) => *(lens.put)(record) = Deserialize::deserialize(from)?,
            FieldType::Date(lens) => *(lens.put)(record) = Deserialize::deserialize(from)?,
            FieldType::When(lens, _) => {
                let date: Option<_> = Deserialize::deserialize(from)?;
                *(lens.put)(record) = date.map(When::given);
            }
            FieldType::Rating(lens) => *(lens.put)(record) = Deserialize::deserialize(from)?,
            FieldType::Basis(lens) => *(lens.put)(record) = Deserialize::deserialize(from)?,
            FieldType::Names(lens) => *(lens.put)(record) = Deserialize::deserialize(from)?,
            FieldType::Claims(lens) => *(lens.put)(record) = Deserialize::deserialize(from)?,
            FieldType::Pins(lens) => *(lens.put)(record) = Deserialize::deserialize(from)?,
            FieldType::Notes(lens) => *(lens.put)(record) = Deserialize::deserialize(from)?,
            FieldType::OwnFields(lens, _) => *(lens.put)(record) = own_fields::deserialize(from)?,
            FieldType::Group(rows, _) => RowsInto { record, rows: *rows, word: field.name }.deserialize(from)?,
        }
        Ok(())
    }
}

/// A word out of a list.
fn known<E: serde::de::Error>(word: &str, words: &'static [&'static str]) -> Result<&'static str, E> {
    let known = words.iter().find(|known| **known == word);
    known.copied().ok_or_else(|| E::custom(format!("`{word}` is not one of {}", words.join(", "))))
}

/// A bare word out of a list.
struct WordAmong(&'static [&'static str]);

impl<'de> Visitor<'de> for WordAmong {
    type Value = &'static str;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "one of {}", self.0.join(", "))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<&'static str, A::Error> {
        let (word, rest) = data.variant_seed(self)?;
        rest.unit_variant()?;
        Ok(word)
    }

    fn visit_str<E: serde::de::Error>(self, word: &str) -> Result<&'static str, E> {
        let known = self.0.iter().find(|known| **known == word);
        known.copied().ok_or_else(|| E::unknown_variant(word, self.0))
    }
}

impl<'de> DeserializeSeed<'de> for WordAmong {
    type Value = &'static str;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<&'static str, D::Error> {
        from.deserialize_identifier(self)
    }
}

#[cfg(test)]
mod tests {
    use crate::dossier::model::{Claim, Entity, FieldValue, NameRole, Relation, View};
    use ron::extensions::Extensions;

    #[test]
    fn a_record_is_written_and_read_as_it_would_stand_in_a_file() {
        let options = ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME);
        let text = r#"(id: "japan", kind: "state", name: "Japan", names: [(text: "日本", lang: "ja")], when: "2013?",
            when_inferred: "so", status: planned, fields: {"z": 1, "a": [true, "x"]},
            claims: [(source: "s", basis: reported(by: "x"), rating: "B2")])"#;
        let entity: Entity = options.from_str(text).unwrap();
        assert_eq!(entity.names[0].role, NameRole::Native);
        assert_eq!(entity.when.as_ref().unwrap().inferred.as_deref(), Some("so"));
        assert_eq!(entity.fields[0], ("z".to_owned(), FieldValue::Number(1.0)));
        let again = options.to_string(&entity).unwrap();
        assert_eq!(options.from_str::<Entity>(&again).unwrap(), entity);
        assert!(!again.contains("summary") && !again.contains("Some") && again.contains("status:planned"), "{again}");
        assert!(options.from_str::<Relation>(r#"(from: "a", kind: "k", to: "b", wieght: 1)"#).is_err());
    }

    #[test]
    fn a_group_in_brackets_and_a_list_in_a_basis_are_written_and_read() {
        let options = ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME);
        let text = r#"(source:"s",basis:inferred(how:"so",on:["a","b"]),denies:true,checked:(by:"AT",when:"2026-03"))"#;
        let claim: Claim = options.from_str(text).unwrap();
        assert!(claim.denies && !claim.supports());
        assert_eq!(claim.checked.by.as_deref(), Some("AT"));
        assert_eq!(options.to_string(&claim).unwrap(), text);
        assert!(!options.to_string(&Claim::stated("s")).unwrap().contains("checked"));
    }

    #[test]
    fn a_field_is_read_under_the_name_that_it_had_before() {
        let options = ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME);
        let view: View = options.from_str(r#"(name: "v", hulls: "kind", placing: (seed: 3))"#).unwrap();
        assert_eq!((view.areas, view.placing.seed), (Some("kind"), Some(3)));
        assert_eq!(options.to_string(&view).unwrap(), r#"(name:"v",areas:"kind",placing:(seed:3))"#);
        assert!(options.from_str::<View>(r#"(name: "v", hulls: "kind", areas: "kind")"#).is_err());
        assert!(options.from_str::<View>(r#"(name: "v", areas: "colour")"#).is_err());
    }
}
