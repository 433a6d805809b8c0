//! The shape in which serde reads and writes what is known: that of a dossier's file, for journals,
//! lists of changes and other programs. What a file omits because it has the default value,
//! goes without saying, so does this.

use std::fmt;

use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::ser::SerializeMap as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{
    Basis, Claim, Date, Entity, EntityId, EntityKind, FieldValue, Name, NameRole, Rating, Relation, RelationId,
    RelationKind, Shape, Status, When,
};

type Fields = Vec<(String, FieldValue)>;

pub(super) fn is_false(flag: &bool) -> bool {
    !flag
}

pub(super) fn is_stated(basis: &Basis) -> bool {
    *basis == Basis::Stated
}

fn is_actual(status: &Status) -> bool {
    *status == Status::Actual
}

/// An entity in a file.
#[derive(Serialize, Deserialize)]
#[serde(rename = "Entity", deny_unknown_fields)]
pub(super) struct EntityForm {
    id: EntityId,
    kind: String,
    name: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    names: Vec<Name>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    when: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    when_inferred: Option<String>,
    #[serde(default, skip_serializing_if = "is_actual")]
    status: Status,
    #[serde(default, skip_serializing_if = "is_false")]
    unnamed: bool,
    #[serde(default, skip_serializing_if = "is_false")]
    implied: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    summary: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty", with = "fields")]
    fields: Fields,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    claims: Vec<Claim>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

impl From<EntityForm> for Entity {
    fn from(form: EntityForm) -> Self {
        Entity {
            names: form.names,
            when: when(form.when, form.when_inferred),
            status: form.status,
            unnamed: form.unnamed,
            implied: form.implied,
            summary: form.summary,
            fields: form.fields,
            claims: form.claims,
            note: form.note,
            ..Entity::new(form.id, form.kind, form.name)
        }
    }
}

impl From<Entity> for EntityForm {
    fn from(entity: Entity) -> Self {
        let (when, when_inferred) = entity.when.map(|w| (w.date, w.inferred)).unzip();
        EntityForm {
            id: entity.id,
            kind: entity.kind,
            name: entity.name,
            names: entity.names,
            when,
            when_inferred: when_inferred.flatten(),
            status: entity.status,
            unnamed: entity.unnamed,
            implied: entity.implied,
            summary: entity.summary,
            fields: entity.fields,
            claims: entity.claims,
            note: entity.note,
        }
    }
}

/// A relation in a file.
#[derive(Serialize, Deserialize)]
#[serde(rename = "Relation", deny_unknown_fields)]
pub(super) struct RelationForm {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    id: Option<RelationId>,
    from: EntityId,
    kind: String,
    to: EntityId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    when: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    when_inferred: Option<String>,
    #[serde(default, skip_serializing_if = "is_actual")]
    status: Status,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    weight: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ordinal: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    summary: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty", with = "fields")]
    fields: Fields,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    claims: Vec<Claim>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

impl From<RelationForm> for Relation {
    fn from(form: RelationForm) -> Self {
        let mut relation = Relation {
            when: when(form.when, form.when_inferred),
            status: form.status,
            weight: form.weight,
            ordinal: form.ordinal,
            summary: form.summary,
            fields: form.fields,
            claims: form.claims,
            note: form.note,
            ..Relation::new(form.from, form.kind, form.to)
        };
        if let Some(id) = form.id {
            relation.id = id;
            relation.id_given = true;
        }
        relation
    }
}

impl From<Relation> for RelationForm {
    fn from(relation: Relation) -> Self {
        let (when, when_inferred) = relation.when.map(|w| (w.date, w.inferred)).unzip();
        RelationForm {
            id: relation.id_given.then_some(relation.id),
            from: relation.from,
            kind: relation.kind,
            to: relation.to,
            when,
            when_inferred: when_inferred.flatten(),
            status: relation.status,
            weight: relation.weight,
            ordinal: relation.ordinal,
            summary: relation.summary,
            fields: relation.fields,
            claims: relation.claims,
            note: relation.note,
        }
    }
}

fn when(date: Option<Date>, inferred: Option<String>) -> Option<When> {
    date.map(|date| When { date, inferred })
}

/// A name in a file.
#[derive(Serialize, Deserialize)]
#[serde(rename = "Name", deny_unknown_fields)]
pub(super) struct NameForm {
    text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    lang: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    role: Option<NameRole>,
}

impl From<NameForm> for Name {
    fn from(form: NameForm) -> Self {
        let role = form.role.unwrap_or(NameRole::without_word(form.lang.as_deref()));
        Name { text: form.text, lang: form.lang, role }
    }
}

impl From<Name> for NameForm {
    fn from(name: Name) -> Self {
        let usual = NameRole::without_word(name.lang.as_deref());
        NameForm { text: name.text, lang: name.lang, role: Some(name.role).filter(|r| *r != usual) }
    }
}

/// A kind of entity in a file.
#[derive(Serialize, Deserialize)]
#[serde(rename = "EntityKind", deny_unknown_fields)]
pub(super) struct EntityKindForm {
    id: String,
    #[serde(default)]
    label: Option<String>,
    #[serde(default)]
    plural: Option<String>,
    #[serde(default)]
    colour: Option<String>,
    #[serde(default)]
    shape: Shape,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    icon: Option<String>,
    #[serde(default, skip_serializing_if = "is_false")]
    strong: bool,
    #[serde(default, skip_serializing_if = "is_false")]
    enduring: bool,
}

impl From<EntityKindForm> for EntityKind {
    fn from(form: EntityKindForm) -> Self {
        let label = form.label.unwrap_or_else(|| EntityKind::usual_label(&form.id));
        EntityKind {
            plural: form.plural.unwrap_or_else(|| EntityKind::usual_plural(&label)),
            label,
            colour: form.colour.unwrap_or_else(|| EntityKind::NEUTRAL_COLOUR.to_owned()),
            shape: form.shape,
            icon: form.icon,
            strong: form.strong,
            enduring: form.enduring,
            id: form.id,
        }
    }
}

impl From<EntityKind> for EntityKindForm {
    fn from(kind: EntityKind) -> Self {
        EntityKindForm {
            id: kind.id,
            label: Some(kind.label),
            plural: Some(kind.plural),
            colour: Some(kind.colour),
            shape: kind.shape,
            icon: kind.icon,
            strong: kind.strong,
            enduring: kind.enduring,
        }
    }
}

/// A kind of relation in a file.
#[derive(Serialize, Deserialize)]
#[serde(rename = "RelationKind", deny_unknown_fields)]
pub(super) struct RelationKindForm {
    id: String,
    #[serde(default)]
    label: Option<String>,
    #[serde(default)]
    inverse: Option<String>,
    #[serde(default = "yes")]
    directed: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    from: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    to: Vec<String>,
    #[serde(default, skip_serializing_if = "is_false")]
    enduring: bool,
}

fn yes() -> bool {
    true
}

impl From<RelationKindForm> for RelationKind {
    fn from(form: RelationKindForm) -> Self {
        let label = form.label.unwrap_or_else(|| EntityKind::usual_label(&form.id));
        RelationKind {
            inverse: form.inverse.unwrap_or_else(|| RelationKind::usual_inverse(&label, form.directed)),
            label,
            directed: form.directed,
            from: form.from,
            to: form.to,
            enduring: form.enduring,
            id: form.id,
        }
    }
}

impl From<RelationKind> for RelationKindForm {
    fn from(kind: RelationKind) -> Self {
        RelationKindForm {
            id: kind.id,
            label: Some(kind.label),
            inverse: Some(kind.inverse),
            directed: kind.directed,
            from: kind.from,
            to: kind.to,
            enduring: kind.enduring,
        }
    }
}

impl TryFrom<String> for Rating {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Rating::parse(&text).ok_or_else(|| format!("`{text}` is no rating"))
    }
}

impl From<Rating> for String {
    fn from(rating: Rating) -> Self {
        rating.text()
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

/// A record's own data as a map.
pub(super) mod fields {
    use super::*;

    pub(crate) fn serialize<S: Serializer>(fields: &Fields, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(fields.len()))?;
        for (key, value) in fields {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Fields, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Fields;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map of data")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
                let mut fields: Fields = Vec::new();
                while let Some((key, value)) = map.next_entry::<String, FieldValue>()? {
                    if fields.iter().any(|(k, _)| *k == key) {
                        return Err(serde::de::Error::custom(format!("the key `{key}` stands twice")));
                    }
                    fields.push((key, value));
                }
                Ok(fields)
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
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
}
