//! One side of a comparison: a dossier, and what its texts contain beyond the model. Matching with
//! another side is done elsewhere.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::as_written::{self, Detail};
use super::record_fields::{INCLUDE, RecordFields, head};
use crate::dossier::model::schema::Schema;
use crate::dossier::model::{Dossier, Entity, EntityKind, FileIndex, List, Relation, RelationKind, Source, Spot, View};
use crate::dossier::ron_text::{TextFile, Unread, UnreadHead};

/// A dossier, and the texts that it was read from where they are to be had.
#[derive(Clone, Copy)]
pub struct Side<'a> {
    pub(crate) dossier: &'a Dossier,
    /// The texts of its files in their order; `None` where what they say beyond the dossier does
    /// not matter. Where one of those that are compared has none, no text is looked at.
    pub(crate) texts: Option<&'a [TextFile]>,
}

impl<'a> From<&'a Dossier> for Side<'a> {
    fn from(dossier: &'a Dossier) -> Self {
        Side { dossier, texts: None }
    }
}

/// What the texts of a dossier contain beyond the model.
#[derive(Default)]
pub(super) struct Beyond {
    records: HashMap<(List, String), Vec<Unread>>,
    heads: Vec<(String, UnreadHead)>,
}

/// A record in a list.
pub(super) trait Listed: Schema {
    const LIST: List;
    /// Its id; for a view, its name.
    fn key(&self) -> &str;
}

macro_rules! listed {
    ($($record:ty: $list:ident, |$it:ident| $key:expr;)*) => {
        $(impl Listed for $record {
            const LIST: List = List::$list;
            fn key(&self) -> &str {
                let $it = self;
                $key
            }
        })*
    };
}

listed! {
    EntityKind: EntityKinds, |kind| &kind.id;
    RelationKind: RelationKinds, |kind| &kind.id;
    Source: Sources, |source| source.id.as_str();
    Entity: Entities, |entity| entity.id.as_str();
    Relation: Relations, |relation| relation.id.as_str();
    View: Views, |view| &view.name;
}

/// The name of the main file among the files of a side.
pub(super) const MAIN: &str = "";

impl Beyond {
    /// For each of some sides; nothing if one of them has no texts.
    pub(super) fn of<const N: usize>(sides: [Side<'_>; N]) -> [Beyond; N] {
        let all = sides.iter().all(|side| side.texts.is_some());
        sides.map(|side| side.texts.filter(|_| all).map(|texts| Beyond::read(side.dossier, texts)).unwrap_or_default())
    }

    fn read(dossier: &Dossier, texts: &[TextFile]) -> Beyond {
        let mut out = Beyond::default();
        for (number, text) in texts.iter().enumerate() {
            for (_, list) in List::ALL {
                for at in text.suspects(list) {
                    let unread = text.unread(list, at);
                    let spot = Spot { list, file: FileIndex(number as u16), at };
                    if let Some(record) = Some(spot).filter(|_| !unread.is_empty()).and_then(|s| dossier.record(s)) {
                        out.records.insert((list, record.id().to_owned()), unread);
                    }
                }
            }
            let path = if number == 0 { MAIN } else { &text.path };
            out.heads.push((path.to_owned(), text.unread_head(number == 0)));
        }
        out
    }

    /// What the text of a record contains beyond the model.
    pub(super) fn of_record<R: Listed>(&self, record: &R) -> &[Unread] {
        if self.records.is_empty() {
            return &[];
        }
        self.records.get(&(R::LIST, record.key().to_owned())).map_or(&[], Vec::as_slice)
    }

    /// Adds to the content of a record what its text contains beyond the model.
    pub(super) fn add_to<R: Listed>(&self, record: &R, content: &mut RecordFields, detail: Detail) {
        as_written::put_in(content, self.of_record(record), detail);
    }

    /// The content of the heads of the files, titles included.
    pub(super) fn heads(&self, dossier: &Dossier, detail: Detail) -> Vec<(String, RecordFields)> {
        if self.heads.is_empty() {
            return vec![(MAIN.to_owned(), head(dossier))];
        }
        let of_file = |(path, beyond): &(String, UnreadHead)| {
            let mut content = if path == MAIN { head(dossier) } else { RecordFields::new() };
            as_written::put_in(&mut content, &beyond.fields, detail);
            if let Some(include) = beyond.include.as_ref().filter(|include| !include.is_empty()) {
                content.insert(INCLUDE.to_owned(), Value::Array(include.iter().map(|path| json!(path)).collect()));
            }
            (path.clone(), content)
        };
        self.heads.iter().map(of_file).collect()
    }
}

/// Whether the texts of two records say the same beyond what was read of them, to the byte.
pub(super) fn same_beyond<R: Listed>(a: (&Beyond, &R), b: (&Beyond, &R)) -> bool {
    let (a, b) = (a.0.of_record(a.1), b.0.of_record(b.1));
    a.len() == b.len()
        && a.iter().zip(b).all(|(a, b)| (&a.item, &a.name, &a.said, &a.text) == (&b.item, &b.name, &b.said, &b.text))
}
