//! What follows from a table alone: the names of the fields, what goes without saying, what differs
//! between two records, and the records that a record names.

use super::{Brackets, Field, FieldType, Schema, Without};
use crate::dossier::model::{Claim, List, Name, Note, Pin};

/// The names that fields have in a file, in order.
pub(in crate::dossier::model) fn names_in_file<R: Schema>(fields: &[Field<R>]) -> Vec<&'static str> {
    let mut out = Vec::with_capacity(fields.len());
    for field in fields {
        match field.kind {
            FieldType::When(_, inferred) => out.extend([field.name, inferred]),
            FieldType::Group(rows, Brackets::None) => out.extend(names_in_file(rows.fields)),
            FieldType::Group(_, Brackets::Own)
            | FieldType::Id(_)
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
            | FieldType::OwnFields(..) => out.push(field.name),
        }
    }
    out
}

/// Former names of fields, each with the present one.
pub(in crate::dossier::model) fn former_names<R: Schema>(fields: &[Field<R>]) -> Vec<(&'static str, &'static str)> {
    fields.iter().filter_map(|field| Some((field.former?, field.name))).collect()
}

/// The word for a field in a sentence.
pub(in crate::dossier::model) fn word<R: Schema>(name: &'static str) -> &'static str {
    let field = R::FIELDS.iter().find(|field| field.name == name);
    field.map_or(name, |field| if field.word.is_empty() { name } else { field.word })
}

/// What its fields say where nobody says anything.
pub(crate) fn fill<R: Schema>(record: &mut R, field: &Field<R>) {
    match &field.kind {
        FieldType::Implied(lens, usual) => {
            let text = usual(record);
            *(lens.put)(record) = text;
        }
        FieldType::Word(lens) | FieldType::Choice(lens) => {
            let word = (lens.usual)(record);
            (lens.set)(record, word);
        }
        FieldType::Flag(lens, usual) => *(lens.put)(record) = *usual,
        FieldType::Needed(lens) => {
            if let Without::Text(text) = field.without {
                let text = text(record);
                *(lens.put)(record) = text;
            }
        }
        FieldType::Id(_)
        | FieldType::OwnId(_)
        | FieldType::Reference(_)
        | FieldType::MaybeReference(_)
        | FieldType::Text(_)
        | FieldType::Texts(_)
        | FieldType::MaybeFlag(_)
        | FieldType::Number(_)
        | FieldType::Whole(_)
        | FieldType::Coordinate(_)
        | FieldType::Date(_)
        | FieldType::When(..)
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

/// Fills the fields, by their numbers, in which nothing was said. What follows from other fields comes
/// last: these may themselves have been left out, further on in the table.
pub(crate) fn fill_all<R: Schema>(record: &mut R, fields: &[Field<R>], is_left_out: impl Fn(usize) -> bool) {
    for follows in [false, true] {
        for (at, field) in fields.iter().enumerate() {
            if is_left_out(at) && matches!(field.kind, FieldType::Implied(..)) == follows {
                fill(record, field);
            }
        }
    }
}

/// A record that says nothing but what goes without saying.
pub(in crate::dossier::model) fn filled<R: Schema>(mut record: R) -> R {
    fill_all(&mut record, R::FIELDS, |_| true);
    record
}

/// Whether a field says something that does not go without saying.
pub(crate) fn is_said<R: Schema>(record: &R, field: &Field<R>) -> bool {
    match &field.kind {
        FieldType::Id(_) | FieldType::Reference(_) | FieldType::Needed(_) | FieldType::Coordinate(_) => true,
        FieldType::OwnId(lens) | FieldType::MaybeReference(lens) => (lens.get)(record).is_some(),
        FieldType::Text(lens) => (lens.get)(record).is_some(),
        FieldType::Implied(lens, usual) => *(lens.get)(record) != usual(record),
        FieldType::Texts(lens) => !(lens.get)(record).is_empty(),
        FieldType::Word(lens) | FieldType::Choice(lens) => (lens.get)(record) != (lens.usual)(record),
        FieldType::Flag(lens, usual) => (lens.get)(record) != usual,
        FieldType::MaybeFlag(lens) => (lens.get)(record).is_some(),
        FieldType::Number(lens) => (lens.get)(record).is_some(),
        FieldType::Whole(lens) => (lens.get)(record).is_some(),
        FieldType::Date(lens) => (lens.get)(record).is_some(),
        FieldType::When(lens, _) => (lens.get)(record).is_some(),
        FieldType::Rating(lens) => (lens.get)(record).is_some(),
        FieldType::Basis(lens) => *(lens.get)(record) != Default::default(),
        FieldType::Names(lens) => !(lens.get)(record).is_empty(),
        FieldType::Claims(lens) => !(lens.get)(record).is_empty(),
        FieldType::Pins(lens) => !(lens.get)(record).is_empty(),
        FieldType::Notes(lens) => !(lens.get)(record).is_empty(),
        FieldType::OwnFields(lens, _) => !(lens.get)(record).is_empty(),
        FieldType::Group(rows, _) => rows.fields.iter().any(|row| is_said(record, row)),
    }
}

/// Whether two records differ in a field.
fn differs<R: Schema>(a: &R, b: &R, field: &Field<R>) -> bool {
    match &field.kind {
        FieldType::Id(lens) | FieldType::Reference(lens) => (lens.get)(a) != (lens.get)(b),
        FieldType::OwnId(lens) | FieldType::MaybeReference(lens) => (lens.get)(a) != (lens.get)(b),
        FieldType::Needed(lens) | FieldType::Implied(lens, _) => (lens.get)(a) != (lens.get)(b),
        FieldType::Text(lens) => (lens.get)(a) != (lens.get)(b),
        FieldType::Texts(lens) => (lens.get)(a) != (lens.get)(b),
        FieldType::Word(lens) | FieldType::Choice(lens) => (lens.get)(a) != (lens.get)(b),
        FieldType::Flag(lens, _) => (lens.get)(a) != (lens.get)(b),
        FieldType::MaybeFlag(lens) => (lens.get)(a) != (lens.get)(b),
        FieldType::Number(lens) => (lens.get)(a) != (lens.get)(b),
        FieldType::Whole(lens) => (lens.get)(a) != (lens.get)(b),
        FieldType::Coordinate(lens) => (lens.get)(a) != (lens.get)(b),
        FieldType::Date(lens) => (lens.get)(a) != (lens.get)(b),
        FieldType::When(lens, _) => (lens.get)(a) != (lens.get)(b),
        FieldType::Rating(lens) => (lens.get)(a) != (lens.get)(b),
        FieldType::Basis(lens) => (lens.get)(a) != (lens.get)(b),
        FieldType::Names(lens) => (lens.get)(a) != (lens.get)(b),
        FieldType::Claims(lens) => (lens.get)(a) != (lens.get)(b),
        FieldType::Pins(lens) => (lens.get)(a) != (lens.get)(b),
        FieldType::Notes(lens) => (lens.get)(a) != (lens.get)(b),
        FieldType::OwnFields(lens, _) => (lens.get)(a) != (lens.get)(b),
        FieldType::Group(rows, _) => rows.fields.iter().any(|row| differs(a, b, row)),
    }
}

/// What is to be set to make one record say what another says; the author's own data one by one.
/// Ids stay what they are.
pub(crate) fn changes<R: Schema>(from: &R, to: &R) -> Vec<R::Change> {
    let mut out = Vec::new();
    for field in R::FIELDS.iter().filter(|field| differs(from, to, field)) {
        match (&field.kind, field.change) {
            (FieldType::OwnFields(lens, set), _) => {
                let (from, to) = ((lens.get)(from), (lens.get)(to));
                let in_to = |key: &str| to.iter().any(|(k, _)| k == key);
                out.extend(from.iter().filter(|(key, _)| !in_to(key)).map(|(key, _)| set(key.clone(), None)));
                let come = to.iter().filter(|datum| !from.contains(datum));
                out.extend(come.map(|(key, value)| set(key.clone(), Some(value.clone()))));
            }
            (FieldType::OwnId(_), _) | (_, None) => {}
            (_, Some(change)) => out.push(change(to)),
        }
    }
    out
}

/// An id of another record, where a record names it.
pub(crate) struct Mention<'r> {
    /// The field that names it.
    pub(crate) field: &'static str,
    /// The list of the other record.
    pub(crate) list: List,
    /// What the record does with the other, as in [`Reference::verb`](super::Reference::verb).
    pub(crate) verb: Option<&'static str>,
    pub(crate) id: &'r str,
}

/// Each record that a record names.
pub(crate) fn mentions<R: Schema>(record: &R, fields: &'static [Field<R>], each: &mut dyn FnMut(Mention<'_>)) {
    for field in fields {
        let name = field.name;
        let mut mention = |id: &str| {
            if let Some(refers) = &field.refers {
                each(Mention { field: name, list: refers.list, verb: refers.verb, id });
            }
        };
        match &field.kind {
            FieldType::Reference(lens) => mention((lens.get)(record)),
            FieldType::MaybeReference(lens) => (lens.get)(record).into_iter().for_each(mention),
            FieldType::Needed(lens) => mention((lens.get)(record)),
            FieldType::Text(lens) => (lens.get)(record).iter().for_each(|id| mention(id)),
            FieldType::Texts(lens) => (lens.get)(record).iter().for_each(|id| mention(id)),
            FieldType::Basis(lens) => {
                for (part, id) in (lens.get)(record).parts() {
                    for &list in part.refers {
                        each(Mention { field: part.name, list, verb: None, id });
                    }
                }
            }
            FieldType::Names(lens) => inner_mentions((lens.get)(record), name, each),
            FieldType::Claims(lens) => inner_mentions((lens.get)(record), name, each),
            FieldType::Pins(lens) => inner_mentions((lens.get)(record), name, each),
            FieldType::Notes(lens) => inner_mentions((lens.get)(record), name, each),
            FieldType::Group(rows, _) => mentions(record, rows.fields, each),
            FieldType::Id(_)
            | FieldType::OwnId(_)
            | FieldType::Implied(..)
            | FieldType::Word(_)
            | FieldType::Choice(_)
            | FieldType::Flag(..)
            | FieldType::MaybeFlag(_)
            | FieldType::Number(_)
            | FieldType::Whole(_)
            | FieldType::Coordinate(_)
            | FieldType::Date(_)
            | FieldType::When(..)
            | FieldType::Rating(_)
            | FieldType::OwnFields(..) => {}
        }
    }
}

/// What the records of a list name, as mentions of the field that holds them.
fn inner_mentions<R: Schema>(records: &[R], field: &'static str, each: &mut dyn FnMut(Mention<'_>)) {
    for record in records {
        mentions(record, R::FIELDS, &mut |mention| each(Mention { field, ..mention }));
    }
}

/// Whether a record names another.
pub(crate) fn names<R: Schema>(record: &R, list: List, id: &str) -> bool {
    let mut found = false;
    mentions(record, R::FIELDS, &mut |mention| found |= mention.list == list && mention.id == id);
    found
}

/// Another id for a record of a list, where a record names it.
pub(crate) fn rename<R: Schema>(record: &mut R, list: List, from: &str, to: &str) {
    remap(record, R::FIELDS, &|of, id| (of == list && id == from).then_some(to));
}

/// Other ids for the records that a record names; `None` for those that keep theirs.
pub(crate) fn remap<'a, R: Schema>(
    record: &mut R,
    fields: &'static [Field<R>],
    now: &dyn Fn(List, &str) -> Option<&'a str>,
) {
    for field in fields {
        let new = |id: &str| field.refers.as_ref().and_then(|refers| now(refers.list, id));
        let change = |id: &mut String| {
            if let Some(new) = new(id) {
                new.clone_into(id);
            }
        };
        match &field.kind {
            FieldType::Reference(lens) => {
                if let Some(id) = new((lens.get)(record)) {
                    (lens.set)(record, id.into());
                }
            }
            FieldType::MaybeReference(lens) => {
                if let Some(id) = (lens.get)(record).and_then(new) {
                    (lens.set)(record, Some(id.into()));
                }
            }
            FieldType::Needed(lens) => change((lens.put)(record)),
            FieldType::Text(lens) => (lens.put)(record).iter_mut().for_each(change),
            FieldType::Texts(lens) => (lens.put)(record).iter_mut().for_each(change),
            FieldType::Basis(lens) => {
                for (part, id) in (lens.put)(record).parts_mut() {
                    if let Some(new) = part.refers.iter().find_map(|list| now(*list, id)) {
                        new.clone_into(id);
                    }
                }
            }
            FieldType::Names(lens) => (lens.put)(record).iter_mut().for_each(|name| remap(name, Name::FIELDS, now)),
            FieldType::Claims(lens) => (lens.put)(record).iter_mut().for_each(|claim| remap(claim, Claim::FIELDS, now)),
            FieldType::Pins(lens) => (lens.put)(record).iter_mut().for_each(|pin| remap(pin, Pin::FIELDS, now)),
            FieldType::Notes(lens) => (lens.put)(record).iter_mut().for_each(|note| remap(note, Note::FIELDS, now)),
            FieldType::Group(rows, _) => remap(record, rows.fields, now),
            FieldType::Id(_)
            | FieldType::OwnId(_)
            | FieldType::Implied(..)
            | FieldType::Word(_)
            | FieldType::Choice(_)
            | FieldType::Flag(..)
            | FieldType::MaybeFlag(_)
            | FieldType::Number(_)
            | FieldType::Whole(_)
            | FieldType::Coordinate(_)
            | FieldType::Date(_)
            | FieldType::When(..)
            | FieldType::Rating(_)
            | FieldType::OwnFields(..) => {}
        }
    }
}
