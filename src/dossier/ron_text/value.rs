//! What a record says, as a tree of plain values in the order of the format: the middle ground
//! between the model and its text. What goes without saying is left out. Knows no text.

use std::sync::OnceLock;

use crate::dossier::model::schema::{Brackets, Field, FieldType, Inside, Schema, is_said};
use crate::dossier::model::{
    Basis, Claim, Date, Entity, EntityKind, FieldValue, List, Name, Note, Pin, Record, Relation, RelationKind, Source,
    View,
};

/// A value as it could be written.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    /// Text in quotes.
    Text(String),
    /// A bare word; `true` and `false` too.
    Word(&'static str),
    Number(f64),
    /// `[ … ]`
    List(Vec<Value>),
    /// `( … )`, perhaps after a word; fields in the order of the format.
    Group(Option<&'static str>, Vec<(&'static str, Value)>),
    /// `{ … }`
    Map(Vec<(String, Value)>),
}

type Fields = Vec<(&'static str, Value)>;

/// What a record says.
pub(crate) fn of_record(record: &Record) -> Value {
    match record {
        Record::Entity(entity) => of(&**entity),
        Record::Relation(relation) => of(&**relation),
        Record::Source(source) => of(source),
        Record::EntityKind(kind) => of(kind),
        Record::RelationKind(kind) => of(kind),
        Record::View(view) => of(view),
    }
}

fn of<R: Schema>(record: &R) -> Value {
    let mut fields = Fields::new();
    rows(record, R::FIELDS, &mut fields);
    Value::Group(None, fields)
}

/// What fields say that does not go without saying.
fn rows<R: Schema>(record: &R, fields: &'static [Field<R>], out: &mut Fields) {
    for field in fields.iter().filter(|field| is_said(record, field)) {
        let mut say = |name: &'static str, value: Value| out.push((name, value));
        let name = field.name;
        match &field.kind {
            FieldType::Id(lens) | FieldType::Reference(lens) => say(name, text((lens.get)(record))),
            FieldType::OwnId(lens) | FieldType::MaybeReference(lens) => {
                (lens.get)(record).into_iter().for_each(|id| say(name, text(id)));
            }
            FieldType::Needed(lens) | FieldType::Implied(lens, _) => say(name, text((lens.get)(record))),
            FieldType::Text(lens) => (lens.get)(record).iter().for_each(|t| say(name, text(t))),
            FieldType::Texts(lens) => say(name, Value::List((lens.get)(record).iter().map(|t| text(t)).collect())),
            FieldType::Word(lens) | FieldType::Choice(lens) => {
                (lens.get)(record).into_iter().for_each(|word| say(name, Value::Word(word)));
            }
            FieldType::Flag(lens, _) => say(name, flag(*(lens.get)(record))),
            FieldType::MaybeFlag(lens) => (lens.get)(record).iter().for_each(|yes| say(name, flag(*yes))),
            FieldType::Number(lens) => (lens.get)(record).iter().for_each(|n| say(name, Value::Number(*n))),
            FieldType::Whole(lens) => (lens.get)(record).iter().for_each(|n| say(name, Value::Number(f64::from(*n)))),
            FieldType::Coordinate(lens) => say(name, Value::Number(*(lens.get)(record))),
            FieldType::Date(lens) => (lens.get)(record).iter().for_each(|date| say(name, written(date))),
            FieldType::When(lens, inferred) => {
                if let Some(when) = (lens.get)(record) {
                    say(name, written(&when.date));
                    when.inferred.iter().for_each(|how| say(inferred, text(how)));
                }
            }
            FieldType::Rating(lens) => (lens.get)(record).iter().for_each(|r| say(name, Value::Text(r.text()))),
            FieldType::Basis(lens) => say(name, basis((lens.get)(record))),
            FieldType::Names(lens) => say(name, Value::List((lens.get)(record).iter().map(of).collect())),
            FieldType::Claims(lens) => say(name, Value::List((lens.get)(record).iter().map(of).collect())),
            FieldType::Pins(lens) => say(name, Value::List((lens.get)(record).iter().map(of).collect())),
            FieldType::Notes(lens) => say(name, Value::List((lens.get)(record).iter().map(of).collect())),
            FieldType::OwnFields(lens, _) => {
                let data = (lens.get)(record).iter().map(|(key, value)| (key.clone(), own(value)));
                say(name, Value::Map(data.collect()));
            }
            FieldType::Group(group, Brackets::None) => rows(record, group.fields, out),
            FieldType::Group(group, Brackets::Own) => {
                let mut inner = Fields::new();
                rows(record, group.fields, &mut inner);
                say(name, Value::Group(None, inner));
            }
        }
    }
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn flag(yes: bool) -> Value {
    Value::Word(if yes { "true" } else { "false" })
}

fn written(date: &Date) -> Value {
    text(date.written())
}

fn basis(basis: &Basis) -> Value {
    let mut fields = Fields::new();
    for (part, said) in basis.parts() {
        match fields.last_mut() {
            Some((name, Value::List(texts))) if *name == part.name => texts.push(text(said)),
            _ if part.many => fields.push((part.name, Value::List(vec![text(said)]))),
            _ => fields.push((part.name, text(said))),
        }
    }
    Value::Group(Some(basis.word()), fields)
}

fn own(value: &FieldValue) -> Value {
    match value {
        FieldValue::Text(said) => text(said),
        FieldValue::Number(number) => Value::Number(*number),
        FieldValue::Flag(yes) => flag(*yes),
        FieldValue::List(values) => Value::List(values.iter().map(own).collect()),
    }
}

/// The fields of a dossier's head, in the order of the format.
pub(crate) fn of_head(title: Option<&String>, subtitle: Option<&String>, note: Option<&String>) -> Value {
    let fields = [("title", title), ("subtitle", subtitle), ("note", note)];
    Value::Group(None, fields.into_iter().filter_map(|(name, said)| Some((name, text(said?)))).collect())
}

/// The fields that a group may have, in the order in which new ones are put in.
#[derive(Clone, Copy)]
pub(crate) struct Order {
    pub(crate) names: &'static [&'static str],
    /// Names that fields had before, each with the present one.
    pub(crate) former: &'static [(&'static str, &'static str)],
    /// The same for what stands in one of the fields, or in the list in it.
    pub(crate) inside: fn(&str) -> Order,
}

impl Order {
    pub(crate) const DOSSIER: Order = Order { names: super::read::head::FIELDS, ..Order::NONE };
    /// Of what has no fields by the format.
    pub(crate) const NONE: Order = Order { names: &[], former: &[], inside: |_| Order::NONE };

    /// Of the records of a list.
    pub(crate) fn of_list(list: List) -> Order {
        match list {
            List::Entities => Order::of::<Entity>(),
            List::Relations => Order::of::<Relation>(),
            List::Sources => Order::of::<Source>(),
            List::EntityKinds => Order::of::<EntityKind>(),
            List::RelationKinds => Order::of::<RelationKind>(),
            List::Views => Order::of::<View>(),
        }
    }

    fn of<R: Schema>() -> Order {
        Order { names: R::names(), former: R::former_names(), inside: |name| Order::in_field(R::FIELDS, name) }
    }

    fn in_field<R: Schema>(fields: &'static [Field<R>], name: &str) -> Order {
        for field in fields {
            match &field.kind {
                FieldType::Group(group, Brackets::None) if group.names.contains(&name) => {
                    return Order::in_field(group.fields, name);
                }
                kind if field.name == name => {
                    return match kind.inside() {
                        Inside::Nothing => Order::NONE,
                        Inside::Names => Order::of::<Name>(),
                        Inside::Claims => Order::of::<Claim>(),
                        Inside::Pins => Order::of::<Pin>(),
                        Inside::Notes => Order::of::<Note>(),
                        Inside::Basis => Order { names: basis_parts(), ..Order::NONE },
                        Inside::Group(names) => Order { names, ..Order::NONE },
                    };
                }
                _ => {}
            }
        }
        Order::NONE
    }
}

/// The parts that any basis may have.
fn basis_parts() -> &'static [&'static str] {
    static PARTS: OnceLock<Vec<&'static str>> = OnceLock::new();
    PARTS.get_or_init(|| {
        let mut names: Vec<&str> = Vec::new();
        for part in Basis::KINDS.iter().flat_map(|kind| kind.parts) {
            if !names.contains(&part.name) {
                names.push(part.name);
            }
        }
        names
    })
}
