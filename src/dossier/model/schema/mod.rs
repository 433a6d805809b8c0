//! The records of a dossier, each told once: a table of its fields that writes the struct and that
//! reader, writer, changes, comparison, command line and forms read. Nothing here knows text or pixels.
//!
//! # Adding a field
//!
//! One row in the file of its record, where a file of a dossier should have it:
//!
//! ```text
//! /// Where it is kept.
//! pub(crate) archive: Option<String> as Archive = Text { label: "Archive", hint: "National Archives" },
//! ```
//!
//! A field of that name is then read from files with its problems, written, put in by edits at its place,
//! merged, told in `chancery diff`, set by `chancery edit` (because of `as Archive`, which is also its
//! name in lists of changes), and offered by the form of the record (because of its label). Whoever gives
//! it a special meaning says `source.archive`.
//!
//! What a field may be is [`FieldType`]; what else a row may say is [`Field`]: for instance `refers` for
//! ids of other records, which are then looked up and follow renames and merges, `element` for lists that
//! are merged item by item, `phrase` for the line that a claim is told in. A new type is a new
//! case of [`FieldType`]; the compiler then names everyone who must know it. Several fields in brackets of
//! their own are a `group!`.
//!
//! README and the tests that hold examples of every field want to know of it too.

mod field;
#[macro_use]
mod macros;

mod claim;
mod entity;
mod form;
mod kind;
mod name;
mod reference;
mod relation;
mod source;
mod typed;
mod view;
mod walk;

pub use claim::{Checked, Claim};
pub use entity::{Entity, EntityField};
pub(crate) use field::{
    Brackets, FARTHEST, Field, FieldChange, FieldType, FormPart, IdLens, Inside, Lens, MaybeIdLens, Rows, Schema,
    TextRule, Without, WordLens,
};
pub use kind::{EntityKind, RelationKind};
pub use name::Name;
pub(crate) use reference::Reference;
pub use relation::{Relation, RelationField};
pub use source::{Source, SourceField};
pub(crate) use typed::{type_in, typed_text};
pub use view::{Note, Pin, View, ViewLayout, ViewPage};
pub(crate) use walk::{changes, fill, fill_all, is_said, mentions, names, remap, rename};
use walk::{filled, former_names, names_in_file, word};
