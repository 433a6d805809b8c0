//! What one row of a table of fields is made of: the name in a file, the type with the way to the
//! value, and what else is known of the field. No row is here, and nothing that reads or writes one.

use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::reference::Reference;
use crate::dossier::model::{Basis, Claim, Date, FieldValue, Name, Note, Pin, Rating, When};

/// A record whose fields are told in a table.
pub(crate) trait Schema: Clone + Serialize + DeserializeOwned + 'static {
    /// A field with a new value, as changes are written down.
    type Change: 'static;
    /// What a person calls such a record: `kind of entity`.
    const CALLED: &'static str;
    /// The word that may stand before its bracket in a file: `EntityKind`.
    const WORD: &'static str;
    /// Its fields, in the order in which a file has them by custom and new ones are put in.
    const ROWS: Rows<Self>;
    /// The same without their names.
    const FIELDS: &'static [Field<Self>] = Self::ROWS.fields;

    /// A record that says nothing.
    fn blank() -> Self;
    /// The names that its fields have in a file, in order.
    fn names() -> &'static [&'static str];
    /// Names that fields had in earlier versions, each with the name that it has now.
    fn former_names() -> &'static [(&'static str, &'static str)];
}

/// A field of a record with a new value.
pub(crate) trait FieldChange<R> {
    /// Makes a record say this.
    fn set(self, record: &mut R);
    /// The word for the field in a sentence.
    fn word(&self) -> &str;
}

/// One field of a record.
pub(crate) struct Field<R: Schema> {
    /// Its name in a file.
    pub(crate) name: &'static str,
    /// A name that it had before; still read, no longer written.
    pub(crate) former: Option<&'static str>,
    /// Its type, with the way to its value.
    pub(crate) kind: FieldType<R>,
    /// What a record that lacks the field is, where the type needs a value.
    pub(crate) without: Without<R>,
    /// What its text must be.
    pub(crate) text: TextRule,
    /// The records that its text or texts name.
    pub(crate) refers: Option<Reference>,
    /// The forms that serde writes say it even where it goes without saying.
    pub(crate) always: bool,
    /// What one element is called in a list that people add to one by one, so that merging goes by
    /// element; empty where the value is merged whole.
    pub(crate) element: &'static str,
    /// Elements of a list that agree in all such fields are the same one.
    pub(crate) identity: bool,
    /// Elements that agree in all such fields may be one that was corrected.
    pub(crate) likeness: bool,
    /// How it is said in a line about the whole record, where not by its name; `{}` is the value.
    pub(crate) phrase: &'static str,
    /// A remark by the dossier's author, which no source could support.
    pub(crate) remark: bool,
    /// The word for it in a sentence such as “change the date of Japan”, where it is not its name.
    pub(crate) word: &'static str,
    /// Its label in the window; without one, no form offers it by itself.
    pub(crate) label: &'static str,
    /// An example or explanation in the empty field of a form.
    pub(crate) hint: &'static str,
    /// The change that makes another record say here what this one says.
    pub(crate) change: Option<fn(&R) -> R::Change>,
}

impl<R: Schema> Field<R> {
    /// A row of which only the necessary is known.
    pub(super) const fn new(name: &'static str, kind: FieldType<R>, change: Option<fn(&R) -> R::Change>) -> Self {
        Field {
            name,
            former: None,
            kind,
            without: Without::Refused,
            text: TextRule::Any,
            refers: None,
            always: false,
            element: "",
            identity: false,
            likeness: false,
            phrase: "",
            remark: false,
            word: "",
            label: "",
            hint: "",
            change,
        }
    }
}

/// The way to a value of a record.
pub(crate) struct Lens<R, T> {
    pub(crate) get: fn(&R) -> &T,
    pub(crate) put: fn(&mut R) -> &mut T,
}

/// The way to an id, whatever its type.
pub(crate) struct IdLens<R> {
    pub(crate) get: fn(&R) -> &str,
    pub(crate) set: fn(&mut R, Arc<str>),
}

/// The way to an id that may be missing.
pub(crate) struct MaybeIdLens<R> {
    pub(crate) get: fn(&R) -> Option<&str>,
    pub(crate) set: fn(&mut R, Option<Arc<str>>),
}

/// The way to one of a few words.
pub(crate) struct WordLens<R> {
    /// All that may be written.
    pub(crate) words: &'static [&'static str],
    pub(crate) get: fn(&R) -> Option<&'static str>,
    pub(crate) set: fn(&mut R, Option<&'static str>),
    /// The one that goes without saying.
    pub(crate) usual: fn(&R) -> Option<&'static str>,
}

/// The types that a field may have. Whoever handles fields matches them all.
pub(crate) enum FieldType<R: Schema> {
    /// The record's own id: a short word.
    Id(IdLens<R>),
    /// An id of its own that the author may give.
    OwnId(MaybeIdLens<R>),
    /// The id of another record, which must be given.
    Reference(IdLens<R>),
    /// The id of another record, if one is given.
    MaybeReference(MaybeIdLens<R>),
    /// Text that must be given and not be blank.
    Needed(Lens<R, String>),
    /// Text, if there is any.
    Text(Lens<R, Option<String>>),
    /// Text that follows from other fields as long as nobody says otherwise.
    Implied(Lens<R, String>, fn(&R) -> String),
    /// Texts in the author's order; none is the same as an empty list.
    Texts(Lens<R, Vec<String>>),
    /// One of a few words, bare in every form.
    Word(WordLens<R>),
    /// One of a few words, bare in a file and in quotes in the forms that serde writes.
    Choice(WordLens<R>),
    /// Yes or no, with what goes without saying.
    Flag(Lens<R, bool>, bool),
    /// Yes, no, or not said.
    MaybeFlag(Lens<R, Option<bool>>),
    /// A finite number, if there is any.
    Number(Lens<R, Option<f64>>),
    /// A whole number from 0.
    Whole(Lens<R, Option<u32>>),
    /// A number that must be given, no farther from 0 than [`FARTHEST`].
    Coordinate(Lens<R, f64>),
    /// A date or interval in EDTF, if there is one.
    Date(Lens<R, Option<Date>>),
    /// A date, and in a field of a second name how it was inferred.
    When(Lens<R, Option<When>>, &'static str),
    /// How sure it is: `high`, `medium`, `low` or an Admiralty code.
    Rating(Lens<R, Option<Rating>>),
    /// On what a claim rests.
    Basis(Lens<R, Basis>),
    Names(Lens<R, Vec<Name>>),
    Claims(Lens<R, Vec<Claim>>),
    Pins(Lens<R, Vec<Pin>>),
    Notes(Lens<R, Vec<Note>>),
    /// The author's own data, with the change that sets one datum.
    OwnFields(Lens<R, Vec<(String, FieldValue)>>, fn(String, Option<FieldValue>) -> R::Change),
    /// Fields that belong together and are read, written and compared one by one.
    Group(Rows<R>, Brackets),
}

/// The table that tells what is inside a value.
pub(crate) enum Inside {
    /// It is one piece, or text, or the author's own.
    Nothing,
    Names,
    Claims,
    Pins,
    Notes,
    /// The parts of a basis.
    Basis,
    /// The fields of a group in brackets, by their names.
    Group(&'static [&'static str]),
}

/// How a form takes the value of a field from a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FormPart {
    /// In a line of text.
    Line,
    /// In a line of text, with what the date means under it.
    Date,
    Tick,
    /// By choosing one of the records that there are.
    Record,
    /// By something of its own: the value does not fit in one line.
    Own,
}

impl<R: Schema> FieldType<R> {
    /// How a form takes it.
    pub(crate) fn in_form(&self) -> FormPart {
        match self {
            FieldType::Date(_) | FieldType::When(..) => FormPart::Date,
            FieldType::Flag(..) => FormPart::Tick,
            FieldType::Reference(_) | FieldType::MaybeReference(_) => FormPart::Record,
            FieldType::Id(_)
            | FieldType::OwnId(_)
            | FieldType::Needed(_)
            | FieldType::Text(_)
            | FieldType::Implied(..)
            | FieldType::Texts(_)
            | FieldType::Word(_)
            | FieldType::Choice(_)
            | FieldType::MaybeFlag(_)
            | FieldType::Number(_)
            | FieldType::Whole(_)
            | FieldType::Coordinate(_)
            | FieldType::Rating(_) => FormPart::Line,
            FieldType::Basis(_)
            | FieldType::Names(_)
            | FieldType::Claims(_)
            | FieldType::Pins(_)
            | FieldType::Notes(_)
            | FieldType::OwnFields(..)
            | FieldType::Group(..) => FormPart::Own,
        }
    }

    /// What the value, or each item of it, is made of.
    pub(crate) fn inside(&self) -> Inside {
        match self {
            FieldType::Names(_) => Inside::Names,
            FieldType::Claims(_) => Inside::Claims,
            FieldType::Pins(_) => Inside::Pins,
            FieldType::Notes(_) => Inside::Notes,
            FieldType::Basis(_) => Inside::Basis,
            FieldType::Group(rows, Brackets::Own) => Inside::Group(rows.names),
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
            | FieldType::When(..)
            | FieldType::Rating(_)
            | FieldType::OwnFields(..)
            | FieldType::Group(_, Brackets::None) => Inside::Nothing,
        }
    }
}

/// Rows of a table with the names that they have there.
pub(crate) struct Rows<R: Schema> {
    pub(crate) fields: &'static [Field<R>],
    pub(crate) names: &'static [&'static str],
}

impl<R: Schema> Clone for Rows<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R: Schema> Copy for Rows<R> {}

/// Whether a group of fields has brackets of its own in a file. In the forms that serde writes it
/// always has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Brackets {
    /// Its fields are among those around it.
    None,
    /// They are in brackets, under the name of the group.
    Own,
}

/// Coordinates are no farther from the origin than this.
pub(crate) const FARTHEST: f64 = 1e6;

/// What becomes of a record in a file that lacks a field which must be given.
pub(crate) enum Without<R> {
    /// It is not taken in.
    Refused,
    /// It is taken in with this in the place of the text.
    Text(fn(&R) -> String),
}

/// What a text must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TextRule {
    Any,
    /// Anything; the window shows it as a link if it is one.
    Link,
    /// A path of a file in the dossier's folder.
    Path,
    /// A colour as `#RRGGBB`.
    Colour,
    /// One of a few texts, each called this.
    Among(&'static str, &'static [&'static str]),
}

/// Why a text is not what it must be.
pub(crate) struct TextFault {
    pub(crate) message: String,
    pub(crate) help: String,
    /// What it may be, if that is a list.
    pub(crate) among: &'static [&'static str],
}

impl TextRule {
    /// What is wrong with the text of a field; `None` if it may be so.
    pub(crate) fn fault(self, field: &str, text: &str) -> Option<TextFault> {
        let fault = |message, help: &str| Some(TextFault { message, help: help.to_owned(), among: &[] });
        match self {
            TextRule::Any | TextRule::Link => None,
            TextRule::Path => {
                let why = super::super::path::inside(None, text).err()?;
                let help = "name a text file in the dossier's own folder, as in \"article.txt\"";
                fault(format!("`{field}` is not a usable file path: {why}"), help)
            }
            TextRule::Colour => {
                let good = text.len() == 7 && text.starts_with('#') && text[1..].bytes().all(|b| b.is_ascii_hexdigit());
                let help = "write \"#RRGGBB\", two hexadecimal digits each for red, green and blue";
                if good { None } else { fault(format!("`{text}` is not a colour"), help) }
            }
            TextRule::Among(one, among) => (!among.contains(&text)).then(|| TextFault {
                message: format!("there is no {one} `{text}`"),
                help: format!("there are {}", among.join(", ")),
                among,
            }),
        }
    }
}
